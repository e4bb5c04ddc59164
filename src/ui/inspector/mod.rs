//! The inspector: whatever is selected, field by field, with its memo. Layer `ui`.

mod article;
mod draft;
mod figure;
mod link;
mod memo;
mod tag;
mod tally;

use egui::ScrollArea;

use crate::app::command::Command;
use crate::app::view::Selection;

use super::ctx::UiCtx;
use super::style::space;
use super::widgets;

pub use draft::Draft;

/// What the panel keeps between frames: the field being edited, and the memo as typed.
#[derive(Debug, Default)]
pub struct InspectorState {
    draft: Draft,
    memo: memo::MemoState,
    /// The memo is to have the keyboard.
    pub focus_memo: bool,
}

impl InspectorState {
    /// Asks for a memo that is still being typed to be written, before the project is saved or left.
    pub fn write_down(&mut self) -> Option<Command> {
        self.memo.write_down()
    }
}

/// Draws the panel.
pub fn inspector_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, state: &mut InspectorState, out: &mut Vec<Command>) {
    state.draft.keep_for(ctx.view.selection);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        egui::Frame::new().inner_margin(egui::Margin::same(space::M as i8)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            match ctx.view.selection {
                Selection::None => {
                    let hint = "Click a figure, an excerpt, a tag or an article: all that is known of it stands here.";
                    widgets::empty_state(ui, "Nothing selected", hint, None);
                    return;
                }
                Selection::Project => tag::project_ui(ui, ctx, &mut state.draft, out),
                Selection::Article(id) => article::article_ui(ui, ctx, id, &mut state.draft, out),
                Selection::Excerpt(id) => tag::excerpt_ui(ui, ctx, id, out),
                Selection::Figure(id) => figure::figure_ui(ui, ctx, id, &mut state.draft, out),
                Selection::Tally(id) => tally::tally_ui(ui, ctx, id, &mut state.draft, out),
                Selection::Tag(id) => tag::tag_ui(ui, ctx, id, &mut state.draft, out),
                Selection::Link(id) => link::link_ui(ui, ctx, id, out),
            }
            let focus = std::mem::take(&mut state.focus_memo);
            memo::memo_ui(ui, ctx, &mut state.memo, focus, out);
        });
    });
}
