//! The inspector: whatever is selected, field by field, with its memo. Layer `ui`.

mod article;
mod draft;
mod estimate;
mod event;
mod figure;
mod figure_more;
mod figure_terms;
mod fold;
mod history;
mod link;
mod memo;
mod organisation;
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
    history: history::HistoryState,
    /// The memo is to have the keyboard.
    pub focus_memo: bool,
    /// The rules of the tally's estimate are to have the keyboard.
    pub focus_estimate: bool,
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
                Selection::Figure(id) => {
                    figure::figure_ui(ui, ctx, id, (&mut state.draft, &mut state.history), out);
                }
                Selection::Tally(id) => {
                    if std::mem::take(&mut state.focus_estimate) {
                        ui.data_mut(|data| data.insert_temp(estimate::wants_keyboard(), true));
                    }
                    tally::tally_ui(ui, ctx, id, &mut state.draft, out);
                }
                Selection::Tag(id) => tag::tag_ui(ui, ctx, id, &mut state.draft, out),
                Selection::Event(id) => event::event_ui(ui, ctx, id, &mut state.draft, out),
                Selection::Organisation(id) => organisation::organisation_ui(ui, ctx, id, &mut state.draft, out),
                Selection::Link(id) => link::link_ui(ui, ctx, id, out),
            }
            let focus = std::mem::take(&mut state.focus_memo);
            memo::memo_ui(ui, ctx, &mut state.memo, focus, out);
        });
    });
}

/// From when to when, each day typed; what cannot be read is said and changes nothing.
fn period_ui(
    ui: &mut egui::Ui,
    draft: &mut Draft,
    period: &crate::model::Period,
    out: &mut Vec<Command>,
) -> Option<crate::model::Period> {
    let day = |date: Option<crate::model::Date>| date.map_or_else(String::new, |date| date.to_string());
    let mut changed = None;
    let mut refused = None;
    ui.columns(2, |columns| {
        let [left, right] = columns else { return };
        if let Some(text) = draft.text_ui(left, "From", &day(period.start)) {
            match figure::read_date(&text) {
                Some(start) => changed = Some(crate::model::Period { start, ..*period }),
                None => refused = Some(text),
            }
        }
        if let Some(text) = draft.text_ui(right, "Up to", &day(period.end)) {
            match figure::read_date(&text) {
                Some(end) => changed = Some(crate::model::Period { end, ..*period }),
                None => refused = Some(text),
            }
        }
    });
    if let Some(text) = refused {
        let notice = crate::app::notice::Notice::warning(figure::no_date(&text));
        out.push(Command::View(crate::app::command::ViewCommand::Notice(notice)));
    }
    changed
}
