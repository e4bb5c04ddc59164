//! A line to type a name into, with a list of known names under it: the arrow keys go through it, Enter takes one, Escape
//! closes it, a press takes the one pressed. Layer `ui`.

use egui::{
    Align2, Area, CornerRadius, Id, Key, Margin, Modifiers, Order, Pos2, Rect, Response, Role, ScrollArea, Sense,
    TextEdit, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::card::card_frame;
use super::paint::{left_centred, one_line};
use crate::app::complete::Offer;
use crate::ui::fonts;
use crate::ui::style::{radius, size, space, tokens};

/// Height of a line of the list, in points.
const LINE: f32 = 26.0;
/// Up to this width, in points, a panel is a column at the window's side, and the list stands beside it.
const PANEL: f32 = 560.0;
/// Between such a panel and the list, in points.
const GAP: f32 = 6.0;

/// What such a field keeps between frames.
#[derive(Debug, Default)]
pub struct Completing {
    /// The words that the list is for.
    of: Option<String>,
    offers: Vec<Offer>,
    pick: Option<usize>,
    /// Closed by Escape, or by a name taken, until something else is typed.
    shut: bool,
}

/// What came of a field in a frame.
#[derive(Debug)]
pub struct Completed {
    pub response: Response,
    /// A name was taken from the list: the field holds it, and the person is done with it.
    pub taken: bool,
}

impl Completing {
    /// Draws the field, as wide as there is room; its accessible name is the caller's business. `find` gives the names for what
    /// is typed; it is asked when something is typed, not in every frame.
    pub fn edit_ui(
        &mut self,
        ui: &mut Ui,
        text: &mut String,
        (id, margin): (Id, Margin),
        find: impl FnOnce(&str) -> Vec<Offer>,
    ) -> Completed {
        let had_focus = ui.memory(|memory| memory.has_focus(id));
        let is_open = had_focus && !self.shut && !self.offers.is_empty();
        let mut taken = false;
        if is_open {
            taken = self.keys(ui, text);
        }
        let response = ui.add(TextEdit::singleline(text).id(id).desired_width(f32::INFINITY).margin(margin));
        if self.of.is_none() {
            // What stands there at first is to be changed, not completed.
            self.of = Some(text.clone());
        } else if self.of.as_ref() != Some(text) && !taken {
            self.offers = find(text);
            // The very name typed, alone, is no help; among longer ones it shows that it is known, and where it lies.
            if matches!(self.offers.as_slice(), [only] if only.name == *text) {
                self.offers.clear();
            }
            self.of = Some(text.clone());
            (self.pick, self.shut) = (None, false);
        }
        if response.has_focus() && !self.shut && !self.offers.is_empty() && !taken {
            let n = self.offers.len();
            let hint = format!("{} offered: Down and Enter take one", crate::app::ops::counted(n, "name", "names"));
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(hint));
            taken = self.list_ui(ui, &response, text);
        }
        if taken {
            *self = Self { of: Some(text.clone()), shut: true, ..Self::default() };
        }
        Completed { response, taken }
    }

    /// Heeds the keys that are for the list, before the field sees them; says whether a name was taken.
    fn keys(&mut self, ui: &Ui, text: &mut String) -> bool {
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let last = self.offers.len().saturating_sub(1);
        if pressed(Key::ArrowDown) {
            self.pick = Some(self.pick.map_or(0, |at| (at + 1).min(last)));
        }
        if pressed(Key::ArrowUp) {
            self.pick = self.pick.and_then(|at| at.checked_sub(1));
        }
        if pressed(Key::Escape) {
            self.shut = true;
        }
        let offer = self.pick.and_then(|at| self.offers.get(at));
        match offer {
            Some(offer) if pressed(Key::Enter) => {
                text.clone_from(&offer.name);
                true
            }
            _ => false,
        }
    }

    /// Draws the list; says whether a name was taken.
    fn list_ui(&mut self, ui: &Ui, field: &Response, text: &mut String) -> bool {
        let t = tokens(ui);
        let height = LINE * self.offers.len() as f32 + 2.0 * space::XS;
        let width = field.rect.width().clamp(200.0, 360.0);
        let (at, pivot) = place(ui, field.rect, vec2(width + 4.0 * space::XS, height));
        let mut taken = None;
        let area = Area::new(field.id.with("names")).order(Order::Foreground).fixed_pos(at).pivot(pivot);
        area.constrain(true).show(ui.ctx(), |ui| {
            card_frame(t).inner_margin(space::XS).shadow(ui.visuals().popup_shadow).show(ui, |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = 0.0;
                ScrollArea::vertical().max_height(LINE * 8.0).show(ui, |ui| {
                    for (n, offer) in self.offers.iter().enumerate() {
                        let (rect, line) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::CLICK);
                        let is_at = self.pick == Some(n);
                        let name = format!("Take {}", offer.name);
                        line.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_at, &name));
                        if is_at || line.hovered() {
                            ui.painter().rect_filled(rect, CornerRadius::same(radius::CONTROL), t.accent_ground);
                        }
                        let note = one_line(ui, &offer.note, fonts::sans(size::TINY), t.dim, rect.width() * 0.5);
                        let right = rect.right() - space::S - note.size().x;
                        left_centred(ui, right, rect.center().y, note);
                        let room = right - rect.left() - 2.0 * space::S;
                        let name = one_line(ui, &offer.name, fonts::sans(size::BODY), t.text, room);
                        left_centred(ui, pos2(rect.left() + space::S, 0.0).x, rect.center().y, name);
                        // The press itself counts: letting go comes after the field has lost the keyboard.
                        if line.is_pointer_button_down_on() || line.clicked() {
                            taken = Some(offer.name.clone());
                        }
                    }
                });
            });
        });
        let Some(name) = taken else { return false };
        *text = name;
        true
    }
}

/// Where the list of a field goes: a corner of it, and which. It never lies over what comes next, for a press there would
/// take a name that nobody meant: beside the panel where there is room, else over what stands above the field.
fn place(ui: &Ui, field: Rect, list: Vec2) -> (Pos2, Align2) {
    let window = ui.ctx().content_rect();
    let panel = ui.clip_rect();
    if panel.width() < PANEL && panel.left() - window.left() >= list.x + GAP {
        (pos2(panel.left() - GAP, field.top()), Align2::RIGHT_TOP)
    } else if field.top() - window.top() >= list.y + GAP {
        (field.left_top() - vec2(0.0, 2.0), Align2::LEFT_BOTTOM)
    } else {
        (field.left_bottom() + vec2(0.0, 2.0), Align2::LEFT_TOP)
    }
}
