//! Where the keyboard is, and where it goes when what had it goes away. Layer `ui`.
//!
//! The toolkit lets the keyboard fall to nothing when a list or a window over the rest closes, or when the control that
//! had it is gone. Words typed then would be taken for single-letter commands. So the keyboard goes back to where it was,
//! and single letters count only where they mean something: in the article, the figures and what shows figures, or while
//! nothing has the keyboard and the last thing done was reading or reviewing.

use egui::accesskit::{self, Action as Asked, ActionRequest, TreeId};
use egui::{Context, Event, Id, Key, LayerId, Order, Popup, Pos2, Rect};
use egui_tiles::{Tile, Tree};

use crate::app::actions::Action;
use crate::app::command::{Command, Operation, ViewCommand};

use super::dock::Pane;

/// Letters that come faster than this one after the other, in seconds, are words and no commands.
const TYPED_WITHIN: f64 = 0.3;

/// Typing is over after so long without a letter, in seconds.
const PAUSE: f64 = 0.7;

/// So many frames a panel may take to be there before the keyboard goes into it.
const PATIENCE: u8 = 4;

/// A control that has the keyboard.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Seat {
    id: Id,
    rect: Rect,
}

/// What is remembered of the keyboard between frames.
#[derive(Debug)]
pub struct Focus {
    /// Whether single letters count while nothing has the keyboard.
    armed: bool,
    /// What had the keyboard in the frame before, in the window itself.
    seat: Option<Seat>,
    /// Whether something lay over the window in the frame before: a list, a menu, a dialog.
    was_over: bool,
    /// The panel that the keyboard is to go into, and for how many frames that is tried.
    wanted: Option<(Pane, u8)>,
    burst: Burst,
}

impl Default for Focus {
    fn default() -> Self {
        Self { armed: true, seat: None, was_over: false, wanted: None, burst: Burst::default() }
    }
}

impl Focus {
    /// Call before drawing: what the pointer and the typing of this frame say of single letters; gives back whether they
    /// count now. `reading` says that an article or the table of figures has the keyboard.
    pub fn letters_count(&mut self, ctx: &Context, layout: &Tree<Pane>, reading: bool) -> bool {
        if ctx.text_edit_focused() {
            self.armed = false;
            return false;
        }
        let pressed = ctx.input(|input| input.pointer.any_pressed().then(|| input.pointer.interact_pos()).flatten());
        match pressed.filter(|at| ctx.layer_id_at(*at).is_none_or(is_window)).and_then(|at| pane_at(layout, at)) {
            Some(pane) if shows_figures(pane) => self.armed = true,
            Some(Pane::Inspector) => self.armed = false,
            _ => {}
        }
        if Popup::is_any_open(ctx) {
            return false;
        }
        match seat(ctx) {
            _ if reading => true,
            Some((seat, layer)) => is_window(layer) && pane_at(layout, seat.rect.center()).is_some_and(shows_figures),
            None => self.armed,
        }
    }

    /// Letters that follow one another as in typed words; gives back which events of this frame are such letters, in order.
    pub fn typed(&mut self, events: &[Event], now: f64) -> Vec<bool> {
        events.iter().map(|event| self.burst.is_typing(event, now)).collect()
    }

    /// What is done by a command may be reading and reviewing: letters count again, and the keyboard leaves a control that
    /// would take Enter for itself.
    pub fn heed(&mut self, ctx: &Context, layout: &Tree<Pane>, command: &Command) {
        use Action as A;
        let goes_on = matches!(
            command,
            Command::Action(
                A::NextToReview
                    | A::NextFigure
                    | A::PreviousFigure
                    | A::ReviewByTally
                    | A::NextTally
                    | A::PreviousTally
                    | A::NextMark
                    | A::PreviousMark
                    | A::NextTie
                    | A::PreviousTie
                    | A::NextColumn
                    | A::PreviousColumn
            )
        );
        let judges = matches!(
            command,
            Command::Action(A::ConfirmFigure | A::RejectFigure | A::ReopenFigure | A::ConfirmTally | A::ShowFigures)
                | Command::Do(Operation::Review { .. })
                | Command::View(
                    ViewCommand::ShowFigure(_)
                        | ViewCommand::ReviewTally(_)
                        | ViewCommand::Reveal { .. }
                        | ViewCommand::ShowExcerpt(_)
                )
        );
        self.armed |= goes_on || judges;
        if goes_on {
            let elsewhere = seat(ctx)
                .filter(|(seat, _)| !matches!(pane_at(layout, seat.rect.center()), Some(Pane::Reader | Pane::Figures)));
            if let Some((seat, _)) = elsewhere {
                ctx.memory_mut(|memory| memory.surrender_focus(seat.id));
            }
            self.forget();
        }
    }

    /// Whether nothing had the keyboard, and nothing lay over the window, in the frame before.
    pub const fn is_free(&self) -> bool {
        self.seat.is_none() && !self.was_over
    }

    /// The keyboard was given up on purpose: it does not go back.
    pub const fn forget(&mut self) {
        self.seat = None;
    }

    /// Asks for the keyboard to go into a panel.
    pub const fn go_to(&mut self, pane: Pane) {
        self.wanted = Some((pane, PATIENCE));
    }

    /// The panel after the one that has the keyboard, or before it, among those in sight.
    pub fn next_pane(ctx: &Context, layout: &Tree<Pane>, step: isize) -> Option<Pane> {
        let mut panes = in_sight(layout);
        panes.sort_by(|(_, a), (_, b)| a.left().total_cmp(&b.left()).then(a.top().total_cmp(&b.top())));
        let here = seat(ctx).and_then(|(seat, _)| pane_at(layout, seat.rect.center()));
        let at = here.and_then(|here| panes.iter().position(|(pane, _)| *pane == here));
        let n = panes.len() as isize;
        let next = match at {
            Some(at) => (at as isize + step).rem_euclid(n.max(1)),
            None if step > 0 => 0,
            None => n - 1,
        };
        panes.get(usize::try_from(next).ok()?).map(|(pane, _)| *pane)
    }

    /// Call after drawing: gives the keyboard back to where it was, takes it into the panel asked for, and has what got it
    /// scrolled into sight.
    pub fn after_frame(&mut self, ctx: &Context, layout: &Tree<Pane>) {
        let now = seat(ctx);
        let is_over = Popup::is_any_open(ctx)
            || ctx.memory(|memory| memory.top_modal_layer().is_some())
            || now.is_some_and(|(_, layer)| !is_window(layer));
        let by_pointer = ctx.input(|input| input.pointer.any_pressed() || input.pointer.any_released());
        match (now, self.seat) {
            _ if is_over => {}
            (None, Some(before)) => {
                let is_gone = !is_drawn(ctx, before.id);
                let back = match (self.was_over, is_gone) {
                    (true, false) => Some(before.id),
                    // Enter must not press what happens to stand nearest to a row of figures that is gone.
                    (_, true) if pane_at(layout, before.rect.center()).is_some_and(shows_figures) => {
                        self.armed = true;
                        None
                    }
                    (_, true) if !by_pointer => nearest(ctx, layout, before.rect),
                    _ => None,
                };
                match back {
                    Some(id) => ctx.memory_mut(|memory| memory.request_focus(id)),
                    None => self.seat = None,
                }
                if back.is_some() {
                    self.seat = seat(ctx).map(|(seat, _)| seat);
                    ctx.request_repaint();
                }
            }
            _ => {
                let seat = now.map(|(seat, _)| seat);
                let is_new = seat.map(|seat| seat.id) != self.seat.map(|seat| seat.id);
                self.seat = seat;
                if is_new && !by_pointer {
                    seat.inspect(|seat| bring_into_sight(ctx, seat.id));
                }
            }
        }
        if is_over && !by_pointer {
            // Also in what lies over the window.
            let id = now.map(|(seat, _)| seat.id);
            let known = Id::unique("seat over the window");
            let before = ctx.data(|data| data.get_temp::<Id>(known));
            if let Some(id) = id.filter(|id| Some(*id) != before) {
                ctx.data_mut(|data| data.insert_temp(known, id));
                bring_into_sight(ctx, id);
            }
        }
        self.was_over = is_over;
        self.enter(ctx, layout);
    }

    /// Takes the keyboard into the panel asked for, as soon as it is there.
    fn enter(&mut self, ctx: &Context, layout: &Tree<Pane>) {
        let Some((pane, patience)) = self.wanted.take() else { return };
        let rect = in_sight(layout).into_iter().find(|(shown, _)| *shown == pane).map(|(_, rect)| rect);
        let inside = stops(ctx).into_iter().filter(|(_, at)| rect.is_some_and(|rect| rect.contains(at.center())));
        // An article's text and a list are the largest there is in their panel; of controls the first is meant.
        let first = match pane {
            Pane::Inspector | Pane::Plots | Pane::Matrix => inside.take(1).last(),
            _ => inside.reduce(|best, other| if other.1.area() > best.1.area() + 1.0 { other } else { best }),
        };
        match first {
            Some((id, _)) => ctx.memory_mut(|memory| memory.request_focus(id)),
            None if patience > 0 => self.wanted = Some((pane, patience - 1)),
            None => {}
        }
        ctx.request_repaint();
    }
}

/// Panels whose rows and marks are figures and passages: single letters are for what is shown there.
const fn shows_figures(pane: Pane) -> bool {
    matches!(pane, Pane::Reader | Pane::Figures | Pane::Plots | Pane::Checks | Pane::Matrix | Pane::Ties)
}

fn is_window(layer: LayerId) -> bool {
    layer.order == Order::Background
}

/// What has the keyboard now, and on which layer.
fn seat(ctx: &Context) -> Option<(Seat, LayerId)> {
    let id = ctx.memory(|memory| memory.focused())?;
    let response = ctx.read_response(id)?;
    Some((Seat { id, rect: response.rect }, response.layer_id))
}

fn is_drawn(ctx: &Context, id: Id) -> bool {
    ctx.viewport(|viewport| viewport.this_pass.widgets.get(id).is_some())
}

/// What can have the keyboard in the window itself, in the order in which it was drawn.
fn stops(ctx: &Context) -> Vec<(Id, Rect)> {
    ctx.viewport(|viewport| {
        let widgets = viewport.this_pass.widgets.get_layer(LayerId::background());
        let stops = widgets.filter(|widget| widget.enabled && widget.sense.is_focusable());
        stops.map(|widget| (widget.id, widget.rect)).collect()
    })
}

/// The control nearest to a place, in the panel that the place lies in.
fn nearest(ctx: &Context, layout: &Tree<Pane>, from: Rect) -> Option<Id> {
    let pane = pane_at(layout, from.center())?;
    let at = from.center();
    let inside = stops(ctx).into_iter().filter(|(_, rect)| pane_at(layout, rect.center()) == Some(pane));
    let far = |rect: &Rect| rect.distance_sq_to_pos(at) + rect.center().distance(at) * 0.001;
    inside.min_by(|(_, a), (_, b)| far(a).total_cmp(&far(b))).map(|(id, _)| id)
}

/// The panels in sight, with where they are.
fn in_sight(layout: &Tree<Pane>) -> Vec<(Pane, Rect)> {
    let tiles = layout.active_tiles().into_iter();
    let pane = |tile| match layout.tiles.get(tile) {
        Some(Tile::Pane(pane)) => Some(*pane),
        _ => None,
    };
    tiles.filter_map(|tile| Some((pane(tile)?, layout.tiles.rect(tile)?))).collect()
}

fn pane_at(layout: &Tree<Pane>, at: Pos2) -> Option<Pane> {
    in_sight(layout).into_iter().find(|(_, rect)| rect.contains(at)).map(|(pane, _)| pane)
}

/// Has a control scrolled into sight where it is not wholly seen, in whatever it is scrolled in: as a screen reader asks for
/// it, in the next frame.
fn bring_into_sight(ctx: &Context, id: Id) {
    let Some(response) = ctx.read_response(id) else { return };
    if response.interact_rect.height() + 1.0 >= response.rect.height() {
        return;
    }
    ctx.data_mut(|data| data.insert_temp(Id::unique("to be scrolled to"), Some(id)));
    ctx.request_repaint();
}

/// Call before drawing: asks what got the keyboard in the frame before to be scrolled into sight.
pub fn scroll_to_focused(ctx: &Context) {
    let Some(id) = ctx.data_mut(|data| data.remove_temp::<Option<Id>>(Id::unique("to be scrolled to"))).flatten()
    else {
        return;
    };
    let request = ActionRequest {
        action: Asked::ScrollIntoView,
        target_tree: TreeId::ROOT,
        target_node: accesskit::NodeId::from(id.accesskit_id()),
        data: None,
    };
    ctx.input_mut(|input| input.events.push(Event::AccessKitActionRequest(request)));
}

/// Letters that come one soon after the other.
#[derive(Debug, Default)]
struct Burst {
    /// The last letter pressed and the last letter typed: of one stroke both come, and they may differ by the keyboard's
    /// layout.
    key: Option<(Key, f64)>,
    letter: Option<(char, f64)>,
    /// Until when what comes is taken for typing.
    until: f64,
}

impl Burst {
    fn is_typing(&mut self, event: &Event, now: f64) -> bool {
        match event {
            Event::Key { key, pressed: true, modifiers, .. }
                if !modifiers.command && !modifiers.ctrl && !modifiers.alt =>
            {
                if key.name().chars().count() == 1 {
                    let before = self.key.replace((*key, now));
                    let follows = before.is_some_and(|(other, at)| other != *key && now - at < TYPED_WITHIN);
                    self.go_on(follows, now)
                } else {
                    // Enter at the end of a word is not meant for a figure either.
                    matches!(key, Key::Enter | Key::Space | Key::Delete | Key::Backspace) && now < self.until
                }
            }
            Event::Text(text) => {
                let Some(letter) = text.chars().next() else { return false };
                let before = self.letter.replace((letter, now));
                let follows = before.is_some_and(|(other, at)| other != letter && now - at < TYPED_WITHIN);
                self.go_on(follows, now)
            }
            _ => false,
        }
    }

    fn go_on(&mut self, follows: bool, now: f64) -> bool {
        let is_typing = follows || now < self.until;
        if is_typing {
            self.until = now + PAUSE;
        }
        is_typing
    }
}

#[cfg(test)]
mod tests {
    use egui::Modifiers;

    use super::*;

    fn check(strokes: &[(Key, f64)], expected: &[bool]) {
        let mut burst = Burst::default();
        let press =
            |key| Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE };
        let got: Vec<bool> = strokes.iter().map(|(key, at)| burst.is_typing(&press(*key), *at)).collect();
        assert_eq!(got, expected, "{strokes:?}");
    }

    #[test]
    fn a_word_is_typing_from_its_second_letter_on_and_to_its_end() {
        let word = [(Key::S, 1.0), (Key::E, 1.1), (Key::V, 1.25), (Key::E, 1.7), (Key::Enter, 1.8), (Key::X, 3.0)];
        check(&word, &[false, true, true, true, true, false]);
    }

    #[test]
    fn keys_of_the_review_are_no_typing() {
        check(&[(Key::X, 1.0), (Key::X, 1.05), (Key::X, 1.1), (Key::Enter, 1.15), (Key::X, 1.2)], &[false; 5]);
        check(&[(Key::J, 1.0), (Key::X, 1.4), (Key::J, 1.8)], &[false; 3]);
    }
}
