//! A tag dragged from the codebook over an article: what it would be put on is lit, and said beside the pointer; letting go
//! puts it there. Layer `ui`.

use std::ops::Range;

use egui::{DragAndDrop, Order, Rect, StrokeKind, vec2};

use crate::app::command::{Command, Operation};
use crate::app::reading::ReadingCommand;
use crate::model::{ArticleId, TagId};
use crate::ui::ctx::UiCtx;
use crate::ui::fonts;
use crate::ui::style::{radius, size, space};

use super::column::Column;
use super::{ReaderState, view};

/// What lies under the pointer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Onto {
    Selection,
    Excerpt,
    Sentence,
}

/// Draws where a dragged tag would go and, when it is let go, puts it there. Gives back the words to light.
pub(super) fn tag_drop_ui(
    ui: &egui::Ui,
    ctx: &UiCtx<'_>,
    state: &ReaderState,
    article: ArticleId,
    out: &mut Vec<Command>,
) -> Option<Range<usize>> {
    let tag = DragAndDrop::payload::<TagId>(ui.ctx())?;
    let tag = ctx.project.tags.get(&*tag)?;
    let pos = ui.input(|input| input.pointer.latest_pos())?;
    let column = state.columns.get(&article)?;
    if !column.state.view_rect().intersect(ui.clip_rect()).contains(pos) {
        return None;
    }
    let (range, onto) = target(ctx, column, article, pos)?;
    if ui.input(|input| input.pointer.any_released()) {
        DragAndDrop::clear_payload(ui.ctx());
        out.push(Command::Do(Operation::TagSpan { article, range: range.clone(), tag: tag.id }));
        out.push(view(crate::app::command::ViewCommand::Reading(ReadingCommand::Focus(article))));
        return Some(range);
    }
    ui.ctx().set_cursor_icon(egui::CursorIcon::Copy);
    let onto = match onto {
        Onto::Selection => "the selected words",
        Onto::Excerpt => "this excerpt",
        Onto::Sentence => "this sentence",
    };
    hint_ui(ui, ctx, pos, &format!("{} on {onto}", tag.name), tag.colour);
    Some(range)
}

/// The selected words under the pointer, or the excerpt there, or else the sentence.
fn target(ctx: &UiCtx<'_>, column: &Column, article: ArticleId, pos: egui::Pos2) -> Option<(Range<usize>, Onto)> {
    let at = column.state.byte_at(pos)?;
    let selected = ctx.view.text_selection.as_ref().filter(|(id, _)| *id == article).map(|(_, range)| range.clone());
    if let Some(range) = selected.filter(|range| {
        range.contains(&at) || column.state.rects(range).iter().any(|rect| rect.expand(2.0).contains(pos))
    }) {
        return Some((range, Onto::Selection));
    }
    let here = ctx.derived.excerpts_of.get(&article).into_iter().flatten();
    let spans = here.filter_map(|id| ctx.project.excerpts.get(id)).map(|excerpt| excerpt.anchor.span.range());
    if let Some(range) = spans.filter(|range| range.contains(&at)).min_by_key(|range| (range.len(), range.start)) {
        return Some((range, Onto::Excerpt));
    }
    let sentence = column.doc.sentence_at(at);
    (!sentence.is_empty()).then_some((sentence, Onto::Sentence))
}

/// A label in the tag's colour beside the pointer, over everything.
fn hint_ui(ui: &egui::Ui, ctx: &UiCtx<'_>, pos: egui::Pos2, words: &str, colour: u8) {
    let t = ctx.tokens;
    let layer = egui::LayerId::new(Order::Tooltip, egui::Id::unique("tag drop hint"));
    let painter = ui.ctx().layer_painter(layer);
    let galley = painter.layout_no_wrap(words.to_owned(), fonts::sans_semibold(size::SMALL), t.text);
    let room = galley.size() + vec2(2.0 * space::S + 14.0, 2.0 * space::XS);
    let screen = ui.ctx().content_rect();
    let left = (pos.x + 14.0).min(screen.right() - room.x - 4.0);
    let rect = Rect::from_min_size(egui::pos2(left, pos.y + 18.0), room);
    let hue = t.tag(colour);
    painter.rect(rect, f32::from(radius::CONTROL), t.card, egui::Stroke::new(1.5, hue), StrokeKind::Inside);
    let dot = egui::pos2(rect.left() + space::S + 4.0, rect.center().y);
    painter.rect_filled(Rect::from_center_size(dot, vec2(8.0, 8.0)), 2.0, hue);
    painter.galley(egui::pos2(rect.left() + space::S + 14.0, rect.top() + space::XS), galley, t.text);
}
