//! The words on screen and the selection for screen readers. Layer `ui`.

use std::ops::Range;

use egui::accesskit::{Action, ActionData, Node, Rect as NodeRect, Role, TextDirection, TextPosition, TextSelection};
use egui::{Id, Response, Ui, UiBuilder};
use unicode_segmentation::UnicodeSegmentation as _;

use super::block::Line;
use super::cache::Env;
use super::state::TextViewState;
use crate::text::bidi::Direction;

/// AccessKit counts the words of a run in bytes of eight bits, so a run has at most this many characters.
const MAX_CHARS: usize = 255;

/// One line's node, for finding the ends of the selection again.
struct Exposed {
    range: Range<usize>,
    id: Id,
}

/// Adds a text run for each line on screen, if a screen reader listens, and selects what it asks to select.
pub(super) fn expose(ui: &mut Ui, env: &Env<'_>, state: &mut TextViewState, response: &Response) {
    let listening = ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_read_only();
        node.add_action(Action::SetTextSelection);
    });
    if listening.is_none() {
        return;
    }
    let mut exposed: Vec<Exposed> = Vec::new();
    for placed in &state.visible {
        for (index, line) in placed.layout.lines.iter().enumerate() {
            let top = state.rect.top() + placed.top + line.top;
            if top + env.face.line_height < state.rect.top() || top > state.rect.bottom() {
                continue;
            }
            let id = response.id.with((placed.block, index));
            let child = ui.new_child(UiBuilder::new().scope_id(id).accessibility_parent(response.id));
            let block_end = env.doc.paragraphs.blocks().get(placed.block).map_or(0, |block| block.range.end);
            child.ctx().accesskit_node_builder(id, |node| {
                fill(node, env, line, state.column.left(), top, line.range.end == block_end);
            });
            exposed.push(Exposed { range: line.range.clone(), id });
        }
    }
    if let Some((anchor, focus)) = asked(ui, env, response.id, &exposed) {
        state.select(anchor..focus);
    }
    let Some(caret) = state.caret else {
        return;
    };
    let position = |offset: usize| -> Option<TextPosition> {
        let line = exposed.iter().rfind(|line| line.range.start <= offset && offset <= line.range.end)?;
        let before = env.doc.text.get(line.range.start..offset)?;
        let character_index = before.graphemes(true).count().min(MAX_CHARS);
        Some(TextPosition { node: line.id.accesskit_id(), character_index })
    };
    if let (Some(anchor), Some(focus)) = (position(caret.anchor), position(caret.focus)) {
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_text_selection(TextSelection { anchor, focus });
        });
    }
}

/// The ends of the selection that a screen reader asks for in this frame.
fn asked(ui: &Ui, env: &Env<'_>, id: Id, exposed: &[Exposed]) -> Option<(usize, usize)> {
    let offset = |position: TextPosition| -> Option<usize> {
        let line = exposed.iter().find(|line| line.id.accesskit_id() == position.node)?;
        let words = env.doc.text.get(line.range.clone())?;
        let at = words.grapheme_indices(true).nth(position.character_index).map_or(words.len(), |(at, _)| at);
        Some(line.range.start + at)
    };
    ui.input(|input| {
        let request = input.accesskit_action_requests(id, Action::SetTextSelection).last()?;
        match request.data {
            Some(ActionData::SetTextSelection(selection)) => offset(selection.anchor).zip(offset(selection.focus)),
            _ => None,
        }
    })
}

fn fill(node: &mut Node, env: &Env<'_>, line: &Line, left: f32, top: f32, ends_paragraph: bool) {
    let words = env.doc.text.get(line.range.clone()).unwrap_or_default();
    let start_x = line.segments.first().map_or(0.0, |segment| segment.x);
    let end_x = line.segments.last().map_or(0.0, |segment| segment.x + segment.width);
    let mut value = String::with_capacity(words.len() + 1);
    let (mut lengths, mut positions, mut widths, mut word_starts) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut in_word = false;
    for (at, cluster) in words.grapheme_indices(true).take(MAX_CHARS - 1) {
        // A cluster longer than a byte can count is a joke, not news; what follows it stays unread.
        let Ok(length) = u8::try_from(cluster.len()) else {
            break;
        };
        let from = line.range.start + at;
        let (a, b) = (line.caret_x(from), line.caret_end_x(from + cluster.len()));
        let is_word = cluster.chars().next().is_some_and(char::is_alphanumeric);
        if is_word && !in_word {
            word_starts.push(u8::try_from(lengths.len()).unwrap_or(u8::MAX));
        }
        in_word = is_word;
        value.push_str(cluster);
        lengths.push(length);
        positions.push(a.min(b) - start_x);
        widths.push((b - a).abs());
    }
    if ends_paragraph {
        value.push('\n');
        lengths.push(1);
        positions.push(end_x - start_x);
        widths.push(0.0);
    }
    node.set_role(Role::TextRun);
    node.set_text_direction(match line.direction {
        Direction::Ltr => TextDirection::LeftToRight,
        Direction::Rtl => TextDirection::RightToLeft,
    });
    node.set_bounds(NodeRect {
        x0: f64::from(left + start_x),
        y0: f64::from(top),
        x1: f64::from(left + end_x),
        y1: f64::from(top + env.face.line_height),
    });
    node.set_value(value);
    node.set_character_lengths(lengths);
    node.set_character_positions(positions);
    node.set_character_widths(widths);
    node.set_word_starts(word_starts);
}
