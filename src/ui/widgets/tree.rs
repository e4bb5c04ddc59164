//! Rows of lists and trees: articles under their wire, tags under their parent. Layer `ui`.

use egui::{
    Color32, CornerRadius, EventFilter, Key, Modifiers, Rect, Response, Role, Sense, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};

use super::paint::{KeyBox, focus_ring, left_centred, one_line, paint_status_dot, swatch};
use crate::model::ReadState;
use crate::ui::fonts::{self, icons};
use crate::ui::style::{ROW_HEIGHT, radius, size, space, tokens};

/// What stands before a row's name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Leading<'a> {
    /// The name stands at the edge.
    Nothing,
    /// A tag's colour, by the index it carries.
    Tag(u8),
    /// How far an article was read.
    Read(ReadState),
    /// An icon of [`fonts::icons`] in a colour of the tokens.
    Icon(&'a str, Color32),
}

/// One row of a list or tree.
#[derive(Debug, Clone)]
pub struct TreeRow<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Steps of indentation.
    pub depth: usize,
    /// Whether its children show; `None` for a row without any.
    pub open: Option<bool>,
    /// Keeps the room of the arrow all the same: for a leaf that stands among branches.
    pub among_branches: bool,
    /// What stands before the name.
    pub leading: Leading<'a>,
    /// A few dim words or a number at the right edge ("6 fig").
    pub trailing: &'a str,
    /// The key that stands for it, at the very right.
    pub key: Option<&'a str>,
    /// Drawn on the accent ground.
    pub selected: bool,
    /// Set semibold: a group rather than a member.
    pub group: bool,
}

impl<'a> TreeRow<'a> {
    /// A plain row at the left edge.
    pub fn new(name: &'a str) -> Self {
        Self {
            name,
            depth: 0,
            open: None,
            among_branches: false,
            leading: Leading::Nothing,
            trailing: "",
            key: None,
            selected: false,
            group: false,
        }
    }
}

/// What was done to a row.
#[derive(Debug)]
pub struct TreeResponse {
    /// The whole row: click, double click, drag, context menu.
    pub row: Response,
    /// Its children are to be shown or hidden: by the little arrow, or by the arrow keys.
    pub toggled: bool,
}

/// Shows a row as wide as there is room.
pub fn tree_row(ui: &mut Ui, row: &TreeRow<'_>) -> TreeResponse {
    row_ui(ui, row, Sense::click_and_drag(), false)
}

/// The same for a list that has the keyboard as a whole, being longer than what is drawn of it: the row is no stop for the
/// Tab key. `is_at` says that the keyboard is on it.
pub fn list_row(ui: &mut Ui, row: &TreeRow<'_>, is_at: bool) -> TreeResponse {
    row_ui(ui, row, Sense::CLICK, is_at)
}

fn row_ui(ui: &mut Ui, row: &TreeRow<'_>, sense: Sense, is_at: bool) -> TreeResponse {
    let t = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT), sense);
    let said = match row.leading {
        Leading::Read(state) => format!("{}, {}", row.name, state.label()),
        _ => row.name.to_owned(),
    };
    response.widget_info(|| WidgetInfo::selected(Role::TreeItem, ui.is_enabled(), row.selected, &said));

    let mut toggled = false;
    if let Some(open) = row.open {
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_expanded(open));
        let size = vec2(16.0, ROW_HEIGHT);
        let arrow_rect = Rect::from_min_size(pos2(rect.left() + space::XS + indent(row.depth), rect.top()), size);
        // Not a stop for the Tab key: the arrow keys do the same on the row.
        let arrow = ui.interact(arrow_rect, response.id.with("arrow"), Sense::CLICK);
        let act = if open { "Collapse" } else { "Expand" };
        arrow.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), format!("{act} {}", row.name)));
        toggled |= arrow.clicked();
        if response.has_focus() {
            let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
            let key = if open { Key::ArrowLeft } else { Key::ArrowRight };
            toggled |= ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        }
    }
    if ui.is_rect_visible(rect) {
        let ground = if row.selected {
            t.accent_ground
        } else if response.hovered() {
            t.text.gamma_multiply(0.05)
        } else {
            Color32::TRANSPARENT
        };
        ui.painter().rect_filled(rect, CornerRadius::same(radius::CONTROL), ground);
        focus_ring(ui, &response, rect.shrink(2.0), radius::CONTROL);
        if is_at {
            let corner = CornerRadius::same(radius::CONTROL);
            ui.painter().rect_stroke(rect.shrink(2.0), corner, t.focus_ring(), StrokeKind::Outside);
        }
        paint(ui, row, rect);
    }
    TreeResponse { row: response, toggled }
}

fn indent(depth: usize) -> f32 {
    depth.min(24) as f32 * space::L
}

fn paint(ui: &Ui, row: &TreeRow<'_>, rect: Rect) {
    let t = tokens(ui);
    let middle = rect.center().y;
    let mut left = rect.left() + space::S + indent(row.depth);
    if let Some(open) = row.open {
        let icon = if open { icons::CHEVRON_DOWN } else { icons::CHEVRON_RIGHT };
        left_centred(ui, left - space::XS, middle, one_line(ui, icon, fonts::icon(size::SMALL), t.dim, f32::INFINITY));
    }
    if row.open.is_some() || row.among_branches {
        left += space::L;
    }
    match row.leading {
        Leading::Nothing => {}
        Leading::Tag(colour) => swatch(ui, pos2(left + 5.0, middle), t.tag(colour)),
        Leading::Read(state) => paint_status_dot(ui, pos2(left + 5.0, middle), state),
        Leading::Icon(icon, colour) => {
            left_centred(ui, left, middle, one_line(ui, icon, fonts::icon(size::BODY), colour, f32::INFINITY));
        }
    }
    if row.leading != Leading::Nothing {
        left += space::L + 2.0;
    }

    let mut right = rect.right() - space::S;
    if let Some(key) = row.key {
        let key = KeyBox::quiet(ui, key, t);
        right -= key.width();
        key.paint(ui, right, middle);
        right -= space::S;
    }
    if !row.trailing.is_empty() {
        let trailing = one_line(ui, row.trailing, fonts::sans(size::SMALL), t.dim, (right - left) / 2.0);
        right -= trailing.size().x;
        left_centred(ui, right.round(), middle, trailing);
        right -= space::S;
    }
    let font = if row.group { fonts::sans_semibold(size::BODY) } else { fonts::sans(size::BODY) };
    left_centred(ui, left, middle, one_line(ui, row.name, font, t.text, right - left));
}
