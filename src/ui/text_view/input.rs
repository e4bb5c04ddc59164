//! Mouse and keyboard in the reading view: selection, caret, scrolling. Layer `ui`.

use std::ops::Range;

use egui::{CursorIcon, Event, EventFilter, Key, Modifiers, Pos2, Rect, Response, Sense, Ui, pos2, vec2};

use super::cache::Env;
use super::layer::LayerKind;
use super::paint;
use super::state::{Caret, Grain, Press, ScrollPlace, TextViewState};

/// What the person did in a frame.
#[derive(Default)]
pub(super) struct Heard {
    pub clicked: Option<(usize, Vec<usize>)>,
    pub context_clicked: Option<(usize, Vec<usize>)>,
    pub hovered: Vec<usize>,
    pub copy: Option<String>,
    pub scrolled: bool,
    pub pointed: Option<usize>,
}

/// Heeds this frame's input.
pub(super) fn handle(ui: &Ui, env: &Env<'_>, response: &mut Response, state: &mut TextViewState) -> Heard {
    let mut heard = Heard::default();
    heard.scrolled |= scroll_bar(ui, env, response, state);
    heard.scrolled |= wheel(ui, env, response, state);
    heard.scrolled |= mouse(ui, env, response, state, &mut heard);
    if response.has_focus() {
        // Whoever comes by keyboard sees where they are.
        let top = || state.visible.first().and_then(|placed| placed.layout.line_at(-placed.top));
        if state.caret.is_none()
            && let Some(at) = top().map(|line| line.range.start)
        {
            state.caret = Some(Caret { anchor: at, focus: at, upstream: false });
        }
        let escape = state.selection().is_some();
        let filter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        heard.scrolled |= keyboard(ui, env, state, &mut heard);
    }
    heard
}

/// A place in the text that the pointer means.
pub(super) struct Target {
    /// Where a caret would go.
    pub caret: usize,
    upstream: bool,
    /// The character under the pointer.
    under: Option<usize>,
}

impl Target {
    /// The byte of the character under the pointer, or of the one a caret would go before.
    pub(super) fn nearest(&self) -> usize {
        self.under.unwrap_or(self.caret)
    }
}

pub(super) fn target(state: &TextViewState, pos: Pos2) -> Option<Target> {
    let y = pos.y - state.rect.top();
    let x = pos.x - state.column.left();
    let index = state.visible.partition_point(|placed| placed.top <= y).saturating_sub(1);
    let placed = state.visible.get(index)?;
    let line = placed.layout.line_at(y - placed.top)?;
    let last = placed.layout.lines.last().is_some_and(|last| last.range == line.range);
    let caret = line.caret_at(x);
    let inside = y >= placed.top && y <= placed.top + placed.layout.height;
    Some(Target { caret, upstream: caret == line.range.end && !last, under: line.char_at(x).filter(|_| inside) })
}

fn wheel(ui: &Ui, env: &Env<'_>, response: &Response, state: &mut TextViewState) -> bool {
    if !response.contains_pointer() {
        return false;
    }
    let delta = ui.input_mut(|input| std::mem::take(&mut input.smooth_scroll_delta.y));
    if delta == 0.0 {
        return false;
    }
    state.cache.scroll_by(env, -delta);
    state.visible = state.cache.fill(env);
    true
}

fn mouse(ui: &Ui, env: &Env<'_>, response: &mut Response, state: &mut TextViewState, heard: &mut Heard) -> bool {
    let delay = ui.ctx().options(|options| options.input_options.max_double_click_delay);
    let (time, shift) = ui.input(|input| (input.time, input.modifiers.shift));
    let (pressed, down, released) = ui.input(|input| {
        (input.pointer.primary_pressed(), input.pointer.primary_down(), input.pointer.primary_released())
    });
    let pos = ui.input(|input| input.pointer.latest_pos());
    // Not `contains_pointer`: that is true under the scroll bar as well.
    if pressed && (response.hovered() || response.is_pointer_button_down_on()) {
        let origin = ui.input(|input| input.pointer.press_origin()).or(pos);
        if let Some(at) = origin {
            response.request_focus();
            press(env, state, at, time, shift, delay);
        }
    }
    let mut scrolled = false;
    let dragging = (down || released) && state.press.as_ref().is_some_and(|press| press.down);
    if dragging && let Some(pos) = pos {
        scrolled = drag(ui, env, state, pos);
    }
    if released
        && let Some(press) = &mut state.press
        && press.down
    {
        press.down = false;
        if !press.moved && press.count == 1 && !shift {
            let under = target(state, state.press.as_ref().map_or(Pos2::ZERO, |press| press.pos));
            if let Some(target) = under {
                let offset = target.under.unwrap_or(target.caret);
                heard.clicked = Some((offset, target.under.map_or_else(Vec::new, |at| env.layers.at(env.doc, at))));
            }
        }
    }
    if let Some(pos) = response.hover_pos().filter(|_| !down) {
        let under = target(state, pos).and_then(|target| target.under);
        heard.pointed = under;
        heard.hovered = match under {
            Some(at) => env.layers.at(env.doc, at),
            None => paint::bars_at(env, state, pos),
        };
        let on_figure = heard.hovered.iter().filter_map(|index| env.layers.layers().get(*index));
        let on_figure = on_figure.map(|layer| layer.kind).any(|kind| matches!(kind, LayerKind::Figure { .. }));
        if on_figure || (under.is_none() && !heard.hovered.is_empty()) {
            ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        } else if state.column.expand(4.0).contains(pos) {
            ui.ctx().set_cursor_icon(CursorIcon::Text);
        }
        if response.secondary_clicked()
            && let Some(target) = target(state, pos)
        {
            heard.context_clicked = Some((target.under.unwrap_or(target.caret), heard.hovered.clone()));
        }
    }
    scrolled
}

fn press(env: &Env<'_>, state: &mut TextViewState, pos: Pos2, time: f64, shift: bool, delay: f64) {
    let Some(target) = target(state, pos) else {
        return;
    };
    state.goal_x = None;
    let again = state.press.as_ref().filter(|press| time - press.time <= delay && press.pos.distance(pos) < 6.0);
    let count = again.map_or(1, |press| press.count % 4 + 1);
    if shift && let Some(caret) = state.caret {
        state.grain = Grain::Character;
        state.caret = Some(Caret { anchor: caret.anchor, focus: target.caret, upstream: target.upstream });
        let origin = caret.anchor..caret.anchor;
        state.press = Some(Press { time, pos, count: 1, origin, moved: true, down: true });
        return;
    }
    let under = target.under.unwrap_or(target.caret);
    let (grain, origin) = match count {
        1 => (Grain::Character, target.caret..target.caret),
        2 => (Grain::Word, env.doc.word_at(under)),
        3 => (Grain::Sentence, env.doc.sentence_at(under)),
        _ => (Grain::Paragraph, env.doc.block_at(under).map_or(under..under, |block| block.range.clone())),
    };
    state.grain = grain;
    let upstream = target.upstream && count == 1;
    state.caret = Some(Caret { anchor: origin.start, focus: origin.end, upstream });
    state.press = Some(Press { time, pos, count, origin, moved: false, down: true });
}

/// Past the edge the text moves along, the faster the further out the pointer is.
pub(super) fn scroll_past_edge(ui: &Ui, env: &Env<'_>, state: &mut TextViewState, pos: Pos2) -> bool {
    let over = (pos.y - state.rect.bottom()).max(0.0) - (state.rect.top() - pos.y).max(0.0);
    let scrolled = over != 0.0;
    if scrolled {
        let speed = 120.0 + 12.0 * over.abs().min(120.0);
        let step = speed * ui.input(|input| input.stable_dt).min(0.1);
        state.cache.scroll_by(env, step * over.signum());
        state.visible = state.cache.fill(env);
        ui.ctx().request_repaint();
    }
    scrolled
}

fn drag(ui: &Ui, env: &Env<'_>, state: &mut TextViewState, pos: Pos2) -> bool {
    let Some(press) = &mut state.press else {
        return false;
    };
    press.moved |= press.pos.distance(pos) > 3.0;
    if !press.moved {
        return false;
    }
    let origin = press.origin.clone();
    let scrolled = scroll_past_edge(ui, env, state, pos);
    let inside = pos2(pos.x, pos.y.clamp(state.rect.top() + 1.0, state.rect.bottom() - 1.0));
    let Some(target) = target(state, inside) else {
        return scrolled;
    };
    let under = target.under.unwrap_or(target.caret);
    let reach: Range<usize> = match state.grain {
        Grain::Character => target.caret..target.caret,
        Grain::Word => env.doc.word_at(under),
        Grain::Sentence => env.doc.sentence_at(under),
        Grain::Paragraph => env.doc.block_at(under).map_or(under..under, |block| block.range.clone()),
    };
    let forward = reach.end >= origin.end;
    state.caret = Some(Caret {
        anchor: if forward { origin.start } else { origin.end },
        focus: if forward { reach.end } else { reach.start },
        upstream: target.upstream && state.grain == Grain::Character,
    });
    scrolled
}

/// The bar at the right edge: shows where the view stands, and can be dragged.
fn scroll_bar(ui: &Ui, env: &Env<'_>, response: &Response, state: &mut TextViewState) -> bool {
    let Some((track, thumb)) = scroll_bar_rects(env, state) else {
        return false;
    };
    let bar = ui.interact(track, response.id.with("scroll bar"), Sense::click_and_drag());
    bar.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::ScrollBar, ui.is_enabled(), "Scroll"));
    let Some(pos) = bar.interact_pointer_pos().filter(|_| bar.is_pointer_button_down_on() || bar.clicked()) else {
        return false;
    };
    let share = (pos.y - track.top() - thumb.height() / 2.0) / (track.height() - thumb.height()).max(1.0);
    let room = state.cache.total() + f64::from(env.pad.0 + env.pad.1) - f64::from(env.height);
    state.cache.jump(env, f64::from(share.clamp(0.0, 1.0)) * room.max(0.0) - f64::from(env.pad.0));
    state.visible = state.cache.fill(env);
    true
}

/// Track and thumb of the scroll bar; `None` when everything is on screen.
pub(super) fn scroll_bar_rects(env: &Env<'_>, state: &TextViewState) -> Option<(Rect, Rect)> {
    let total = state.cache.total() + f64::from(env.pad.0 + env.pad.1);
    let height = f64::from(env.height);
    if total <= height + 1.0 {
        return None;
    }
    let track = Rect::from_min_max(pos2(state.rect.right() - 10.0, state.rect.top()), state.rect.right_bottom());
    let thumb_height = ((height / total) as f32 * track.height()).max(28.0);
    let share = ((state.cache.scrolled() + f64::from(env.pad.0)) / (total - height)).clamp(0.0, 1.0) as f32;
    let top = track.top() + share * (track.height() - thumb_height);
    Some((track, Rect::from_min_size(pos2(track.left(), top), vec2(track.width(), thumb_height))))
}

/// One step of the caret.
#[derive(Clone, Copy)]
enum Step {
    Left,
    Right,
    WordLeft,
    WordRight,
    Lines(i32),
    ParagraphUp,
    ParagraphDown,
    SentenceUp,
    SentenceDown,
    LineStart,
    LineEnd,
    TextStart,
    TextEnd,
}

fn keyboard(ui: &Ui, env: &Env<'_>, state: &mut TextViewState, heard: &mut Heard) -> bool {
    let page = ((env.height / env.face.line_height) as i32 - 2).max(1);
    let mut moved = false;
    for event in taken(ui, page, state.selection().is_some()) {
        match event {
            Taken::Copy => {
                heard.copy = state.selection().and_then(|range| env.doc.text.get(range)).map(str::to_owned);
            }
            Taken::All => {
                let blocks = env.doc.paragraphs.blocks();
                let all = blocks.first().zip(blocks.last());
                let all = all.map(|(first, last)| (first.range.start, last.range.end));
                state.caret = all.map(|(anchor, focus)| Caret { anchor, focus, upstream: false });
                state.goal_x = None;
            }
            Taken::Collapse => {
                if let Some(caret) = &mut state.caret {
                    caret.anchor = caret.focus;
                }
            }
            Taken::Step(step, extend) => {
                walk(env, state, step, extend);
                moved = true;
            }
        }
    }
    if moved && let Some(caret) = state.caret {
        let before = state.cache.scrolled();
        let at = if caret.upstream { env.doc.left_of(caret.focus) } else { caret.focus };
        state.cache.reveal(env, &(at..at), ScrollPlace::Nearest);
        state.visible = state.cache.fill(env);
        return (state.cache.scrolled() - before).abs() > 0.5;
    }
    false
}

enum Taken {
    Copy,
    All,
    Collapse,
    Step(Step, bool),
}

/// The keys that mean something here, taken out of the input so that nobody else heeds them too.
fn taken(ui: &Ui, page: i32, selected: bool) -> Vec<Taken> {
    let mut out = Vec::new();
    ui.input_mut(|input| {
        input.events.retain(|event| {
            let meant = match event {
                Event::Copy => Some(Taken::Copy),
                Event::Key { key, pressed: true, modifiers, .. } => meaning(*key, *modifiers, page),
                _ => None,
            };
            // Without a selection these two mean nothing here, and may mean something elsewhere.
            let meant = meant.filter(|meant| selected || !matches!(meant, Taken::Copy | Taken::Collapse));
            let keep = meant.is_none();
            out.extend(meant);
            keep
        });
    });
    out
}

fn meaning(key: Key, modifiers: Modifiers, page: i32) -> Option<Taken> {
    if modifiers.alt {
        // Sentence by sentence.
        let step = match (key, modifiers.command) {
            (Key::ArrowUp, false) => Step::SentenceUp,
            (Key::ArrowDown, false) => Step::SentenceDown,
            _ => return None,
        };
        return Some(Taken::Step(step, modifiers.shift));
    }
    let command = modifiers.command;
    let step = match (key, command) {
        (Key::A, true) if !modifiers.shift => return Some(Taken::All),
        (Key::C | Key::Insert, true) if !modifiers.shift => return Some(Taken::Copy),
        (Key::Escape, false) => return Some(Taken::Collapse),
        (Key::ArrowLeft, false) => Step::Left,
        (Key::ArrowRight, false) => Step::Right,
        (Key::ArrowLeft, true) => Step::WordLeft,
        (Key::ArrowRight, true) => Step::WordRight,
        (Key::ArrowUp, false) => Step::Lines(-1),
        (Key::ArrowDown, false) => Step::Lines(1),
        (Key::ArrowUp, true) => Step::ParagraphUp,
        (Key::ArrowDown, true) => Step::ParagraphDown,
        (Key::PageUp, false) => Step::Lines(-page),
        (Key::PageDown, false) => Step::Lines(page),
        (Key::Home, false) => Step::LineStart,
        (Key::End, false) => Step::LineEnd,
        (Key::Home, true) => Step::TextStart,
        (Key::End, true) => Step::TextEnd,
        _ => return None,
    };
    Some(Taken::Step(step, modifiers.shift))
}

fn walk(env: &Env<'_>, state: &mut TextViewState, step: Step, extend: bool) {
    let first_visible = || state.visible.first().and_then(|placed| placed.layout.line_at(-placed.top));
    let caret = state.caret.unwrap_or_else(|| {
        let at = first_visible().map_or(0, |line| line.range.start);
        Caret { anchor: at, focus: at, upstream: false }
    });
    let doc = env.doc;
    let rtl = doc.block_at(caret.focus).is_some_and(|block| block.direction == crate::text::bidi::Direction::Rtl);
    // The arrow keys point at sides of the screen; in a right-to-left paragraph the text runs towards the left.
    let step = match (step, rtl) {
        (Step::Left, true) => Step::Right,
        (Step::Right, true) => Step::Left,
        (Step::WordLeft, true) => Step::WordRight,
        (Step::WordRight, true) => Step::WordLeft,
        (other, _) => other,
    };
    let (low, high) = (caret.anchor.min(caret.focus), caret.anchor.max(caret.focus));
    let collapses = !extend && low < high;
    let mut upstream = false;
    let mut goal = None;
    let focus = match step {
        Step::Left if collapses => low,
        Step::Right if collapses => high,
        Step::Left => doc.left_of(caret.focus),
        Step::Right => doc.right_of(caret.focus),
        Step::WordLeft => doc.word_left_of(caret.focus),
        Step::WordRight => doc.word_right_of(caret.focus),
        Step::SentenceUp => doc.sentence_above(caret.focus),
        Step::SentenceDown => doc.sentence_below(caret.focus, extend),
        Step::ParagraphUp => doc.paragraph_above(caret.focus),
        Step::ParagraphDown => doc.paragraph_below(caret.focus),
        Step::TextStart => doc.paragraphs.blocks().first().map_or(0, |block| block.range.start),
        Step::TextEnd => doc.paragraphs.blocks().last().map_or(0, |block| block.range.end),
        Step::LineStart | Step::LineEnd => {
            let (at, up) = line_edge(env, state, caret, matches!(step, Step::LineEnd));
            upstream = up;
            at
        }
        Step::Lines(by) => {
            let (at, up, x) = lines_away(env, state, caret, by);
            upstream = up;
            goal = x;
            at
        }
    };
    state.goal_x = goal;
    state.grain = Grain::Character;
    state.caret = Some(Caret { anchor: if extend { caret.anchor } else { focus }, focus, upstream });
}

fn line_edge(env: &Env<'_>, state: &mut TextViewState, caret: Caret, end: bool) -> (usize, bool) {
    let block = env.doc.paragraphs.at(caret.focus);
    let Some(layout) = state.cache.layout(env, block) else {
        return (caret.focus, false);
    };
    let index = layout.line_of(caret.focus, caret.upstream);
    let Some(line) = layout.lines.get(index) else {
        return (caret.focus, false);
    };
    if end { (line.range.end, index + 1 < layout.lines.len()) } else { (line.range.start, false) }
}

/// Where the caret comes to stand `by` lines down (up when negative), whether at a soft line end, and the column kept.
fn lines_away(env: &Env<'_>, state: &mut TextViewState, caret: Caret, by: i32) -> (usize, bool, Option<f32>) {
    let mut block = env.doc.paragraphs.at(caret.focus);
    let Some(mut layout) = state.cache.layout(env, block) else {
        return (caret.focus, false, None);
    };
    let mut index = layout.line_of(caret.focus, caret.upstream);
    let x = state.goal_x.unwrap_or_else(|| layout.lines.get(index).map_or(0.0, |line| line.caret_x(caret.focus)));
    for _ in 0..by.unsigned_abs() {
        if by < 0 {
            if index > 0 {
                index -= 1;
            } else if let Some(above) = block.checked_sub(1)
                && let Some(found) = state.cache.layout(env, above)
            {
                (block, layout) = (above, found);
                index = layout.lines.len().saturating_sub(1);
            } else {
                return (layout.lines.first().map_or(0, |line| line.range.start), false, Some(x));
            }
        } else if index + 1 < layout.lines.len() {
            index += 1;
        } else if let Some(found) = state.cache.layout(env, block + 1) {
            (block, layout) = (block + 1, found);
            index = 0;
        } else {
            return (layout.lines.last().map_or(0, |line| line.range.end), false, Some(x));
        }
    }
    let Some(line) = layout.lines.get(index) else {
        return (caret.focus, false, Some(x));
    };
    let at = line.caret_at(x);
    (at, at == line.range.end && index + 1 < layout.lines.len(), Some(x))
}
