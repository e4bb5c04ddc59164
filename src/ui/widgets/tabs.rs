//! Tabs over a panel: the open one in ink with an accent line under it, the others dim. Layer `ui`.

use egui::{Color32, Response, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::paint::{focus_ring, left_centred, one_line};
use crate::ui::fonts;
use crate::ui::style::{radius, size, space, tokens};

/// Height of a strip of tabs, in points.
pub const TAB_HEIGHT: f32 = 36.0;

/// A tab: its name, and how much is behind it where that helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tab<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Shown after the name.
    pub count: Option<usize>,
}

impl<'a> Tab<'a> {
    /// A tab without a count.
    pub fn new(name: &'a str) -> Self {
        Self { name, count: None }
    }

    /// Shows how much is behind it.
    pub fn count(mut self, count: usize) -> Self {
        self.count = Some(count);
        self
    }
}

/// One tab. A dock passes `Sense::click_and_drag()`, everything else `Sense::click()`.
pub fn tab(ui: &mut Ui, tab: Tab<'_>, open: bool, sense: Sense) -> Response {
    let t = tokens(ui);
    let text = tab.count.map_or_else(|| tab.name.to_owned(), |count| format!("{} {count}", tab.name));
    // Room for the heavier face from the start: neighbours stay where they are when a tab is opened.
    let widest = one_line(ui, &text, fonts::sans_semibold(size::BODY), Color32::PLACEHOLDER, f32::INFINITY);
    let width = widest.size().x.ceil();
    let (rect, response) = ui.allocate_exact_size(vec2(width, TAB_HEIGHT), sense);
    response.widget_info(|| WidgetInfo::selected(Role::Tab, ui.is_enabled(), open, &text));
    if ui.is_rect_visible(rect) {
        let font = if open { fonts::sans_semibold(size::BODY) } else { fonts::sans(size::BODY) };
        let ink = if open || response.hovered() { t.text } else { t.dim };
        let galley = one_line(ui, &text, font, ink, width + 1.0);
        left_centred(ui, rect.left(), rect.center().y, galley);
        if open {
            ui.painter().hline(rect.x_range(), rect.bottom() - 1.0, Stroke::new(2.0, t.accent));
        }
        focus_ring(ui, &response, rect.expand2(vec2(space::XS, -6.0)), radius::CONTROL);
    }
    response
}

/// A row of tabs with a hairline under them; gives back the tab that was clicked.
pub fn tab_strip(ui: &mut Ui, tabs: &[Tab<'_>], open: usize) -> Option<usize> {
    let hairline = tokens(ui).hairline();
    let left = ui.max_rect().left();
    let row = ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::L, 0.0);
        let mut clicked = None;
        for (idx, each) in tabs.iter().enumerate() {
            if tab(ui, *each, idx == open, Sense::click()).clicked() {
                clicked = Some(idx);
            }
        }
        clicked
    });
    let right = ui.max_rect().right();
    ui.painter().hline(left..=right, row.response.rect.bottom() - 0.5, hairline);
    row.inner
}
