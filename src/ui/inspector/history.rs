//! The history of a figure in the inspector: who changed what, and when, read from the journal while it is open. Layer
//! `ui`.

use crate::app::jobs::{Job, Poll};
use crate::app::past::{self, PastLine};
use crate::model::{Figure, FigureId};
use crate::ui::ctx::UiCtx;
use crate::ui::fonts;
use crate::ui::style::size;

use super::fold::fold_ui;

/// So many steps are shown.
const SHOWN: usize = 40;

/// What was read, and what is being read.
#[derive(Debug, Default)]
pub(super) struct HistoryState {
    /// Of which figure, and how many steps were on the disk then.
    of: Option<(FigureId, u64)>,
    job: Option<Job<Vec<PastLine>>>,
    lines: Vec<PastLine>,
    failed: bool,
}

pub(super) fn history_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, figure: &Figure, state: &mut HistoryState) {
    fold_ui(ui, "History", "", |ui| {
        state.keep_for(ctx, figure.id);
        let t = ctx.tokens;
        let small = |words: String, ink| egui::RichText::new(words).font(fonts::sans(size::SMALL)).color(ink);
        if state.failed {
            ui.label(small("The journal could not be read.".to_owned(), t.error));
            return;
        }
        if state.lines.is_empty() {
            let words = if state.job.is_some() { "Reading the journal…" } else { "The journal has no step of it." };
            ui.label(small(words.to_owned(), t.dim));
            return;
        }
        for line in state.lines.iter().take(SHOWN) {
            let when = line.at.strftime("%-d %b %Y, %H:%M UTC").to_string();
            let who = &line.who;
            ui.add(egui::Label::new(small(line.what.join("; "), t.text)).wrap());
            ui.add(egui::Label::new(small(format!("{when} · {who}"), t.dim)).wrap());
        }
        let more = state.lines.len().saturating_sub(SHOWN);
        if more > 0 {
            ui.label(small(format!("and {more} older steps"), t.dim));
        }
    });
}

impl HistoryState {
    /// Reads anew when another figure is shown, or a step has reached the disk since.
    fn keep_for(&mut self, ctx: &UiCtx<'_>, figure: FigureId) {
        match self.job.as_ref().map(Job::poll) {
            Some(Poll::Done(lines)) => (self.lines, self.job) = (lines, None),
            Some(Poll::Gone) => (self.failed, self.job) = (true, None),
            Some(Poll::Running) | None => {}
        }
        let wanted = (figure, ctx.session.save_status().safe);
        if self.of == Some(wanted) || self.job.is_some() {
            return;
        }
        if self.of.is_none_or(|(shown, _)| shown != figure) {
            self.lines.clear();
        }
        self.of = Some(wanted);
        self.failed = false;
        let (folder, project) = (ctx.session.folder().to_owned(), ctx.session.snapshot());
        let wake = std::sync::Arc::clone(ctx.session.wake());
        // An error ends the job without a result.
        let job = Job::start("reading the history", wake, move |_| {
            past::of_figure(&folder, &project, figure).map_err(|_| crate::app::jobs::Cancelled)
        });
        match job {
            Ok(job) => self.job = Some(job),
            Err(_) => self.failed = true,
        }
    }
}
