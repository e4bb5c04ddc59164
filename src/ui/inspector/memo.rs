//! The memo on whatever is selected, and what others wrote on it. Layer `ui`.

use crate::app::asides::confide_memo;
use crate::app::command::{Command, Operation};
use crate::model::MemoTarget;
use crate::ui::ctx::UiCtx;
use crate::ui::style::space;
use crate::ui::widgets;

/// The memo as typed.
#[derive(Debug, Default)]
pub(super) struct MemoState {
    on: Option<MemoTarget>,
    text: String,
    /// The text as the project has it.
    kept: String,
    /// The memo is to be confidential as soon as it is written.
    confide: bool,
}

impl MemoState {
    /// Asks for what is typed and not yet part of the project to be written, if there is something.
    pub(super) fn write_down(&mut self) -> Option<Command> {
        let on = self.on.filter(|_| self.text != self.kept)?;
        self.kept = self.text.clone();
        Some(Command::Do(Operation::WriteMemo { on, text: self.text.clone() }))
    }
}

pub(super) fn memo_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, state: &mut MemoState, focus: bool, out: &mut Vec<Command>) {
    let target = ctx.workbench.memo_target();
    let memos = ctx.project.memos_on(target);
    let own = memos.iter().find(|memo| memo.coder == ctx.session.coder()).map_or("", |memo| memo.text.as_str());
    if state.on != Some(target) {
        // What was typed on the last thing is written before the field turns to the next.
        if let Some(last) = state.on
            && state.text != state.kept
            && still_there(ctx, last)
        {
            out.push(Command::Do(Operation::WriteMemo { on: last, text: std::mem::take(&mut state.text) }));
        }
        *state = MemoState { on: Some(target), text: own.to_owned(), kept: own.to_owned(), confide: false };
    } else if state.kept != own {
        // Undo, redo or a click elsewhere changed it.
        state.text = own.to_owned();
        state.kept = own.to_owned();
    }
    ui.add_space(space::S);
    widgets::field(ui, "Memo", |ui, over| {
        let edit = egui::TextEdit::multiline(&mut state.text)
            .desired_rows(3)
            .desired_width(f32::INFINITY)
            .hint_text("What should a reader of this know?");
        let response = ui.add(edit).labelled_by(over.id);
        if focus {
            response.request_focus();
        }
        if response.lost_focus() && state.text != state.kept {
            state.kept = state.text.clone();
            out.push(Command::Do(Operation::WriteMemo { on: target, text: state.text.clone() }));
        }
    });
    confidential_ui(ui, ctx, state, target, out);
    for memo in memos.iter().filter(|memo| memo.coder != ctx.session.coder()) {
        let who = ctx.project.coders.get(&memo.coder).map_or("another coder", |coder| coder.name.as_str());
        widgets::value_row(ui, &format!("Memo by {who}"), &memo.text);
    }
}

/// The tick that keeps the coder's memo out of what leaves the program. It can be set while the memo is still being typed.
fn confidential_ui(
    ui: &mut egui::Ui,
    ctx: &UiCtx<'_>,
    state: &mut MemoState,
    target: MemoTarget,
    out: &mut Vec<Command>,
) {
    let memos = ctx.project.memos_on(target);
    let own = memos.into_iter().find(|memo| memo.coder == ctx.session.coder());
    if let Some(memo) = own
        && std::mem::take(&mut state.confide)
        && !memo.confidential
    {
        out.push(Command::Edit(confide_memo(memo, true)));
    }
    let mut confidential = own.map_or(state.confide, |memo| memo.confidential);
    let can = own.is_some() || !state.text.trim().is_empty();
    let tick = ui.add_enabled(can, egui::Checkbox::new(&mut confidential, "Memo confidential"));
    let hint = "The memo is withheld from reports and exports, and counted there";
    if tick.on_hover_text(hint).on_disabled_hover_text(format!("{hint}; write it first")).changed() {
        match own {
            Some(memo) => out.push(Command::Edit(confide_memo(memo, confidential))),
            None => {
                state.confide = confidential;
                out.extend(state.write_down());
            }
        }
    }
}

fn still_there(ctx: &UiCtx<'_>, target: MemoTarget) -> bool {
    let p = ctx.project;
    match target {
        MemoTarget::Project => true,
        MemoTarget::Article(id) => p.articles.contains_key(&id),
        MemoTarget::Organisation(id) => p.organisations.contains_key(&id),
        MemoTarget::Tag(id) => p.tags.contains_key(&id),
        MemoTarget::Excerpt(id) => p.excerpts.contains_key(&id),
        MemoTarget::Figure(id) => p.figures.contains_key(&id),
        MemoTarget::Event(id) => p.events.contains_key(&id),
        MemoTarget::Tally(id) => p.tallies.contains_key(&id),
        MemoTarget::Link(id) => p.links.contains_key(&id),
    }
}
