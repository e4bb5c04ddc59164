//! Steps that take longer than a frame: carried out on a thread in a session beside the open one, and taken over as a
//! whole. Whoever goes on working meanwhile is not held up; what they change comes first, and the step is done again
//! upon it. Layer `app`.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::model::RecordId;

use super::background::let_go;
use super::command::Operation;
use super::derived::{Derived, is_small};
use super::import::{ImportTable, Landed};
use super::jobs::{Job, Poll, Progress};
use super::notice::Notice;
use super::operating::Shown;
use super::session::{Session, SessionError};
use super::workbench::Workbench;

/// A step that touches more records than this is not carried out in a frame.
const RECORDS: usize = 300;
/// An import of more files than this is not.
const FILES: usize = 40;
/// To look for figures in an article takes as long as to change so many records.
const RECORDS_AN_ARTICLE: usize = 30;
/// A step that somebody else's change came before is done again so often; then it is carried out while all wait.
const TRIES: u32 = 6;

/// What is to be done.
#[derive(Debug, Clone)]
pub(super) enum Step {
    Operation(Operation),
    /// Undo, or redo.
    History {
        back: bool,
    },
    Import(Arc<ImportTable>),
}

/// What came of it.
#[derive(Debug)]
pub(super) enum Outcome {
    Operated {
        /// The record to show.
        record: Option<RecordId>,
        /// How many figures there are more.
        figures: usize,
    },
    Stepped(Option<(String, Option<RecordId>)>),
    Landed(Landed),
}

/// A step as a thread has carried it out: the session it was done in, with what is shown of that.
#[derive(Debug)]
pub(super) struct Done {
    session: Session,
    derived: Derived,
    outcome: Result<Outcome, SessionError>,
}

#[derive(Debug)]
struct Running {
    step: Step,
    job: Job<Box<Done>>,
    /// The revision it started from.
    from: u64,
    tries: u32,
}

/// Large steps: the one that runs, and those that wait for it.
#[derive(Debug, Default)]
pub(super) struct Large {
    running: Option<Running>,
    waiting: VecDeque<Step>,
}

impl Large {
    /// The step that runs.
    pub(super) fn running(&self) -> Option<&Job<Box<Done>>> {
        self.running.as_ref().map(|running| &running.job)
    }

    /// Gives up what runs and what waits.
    pub(super) fn cancel(&mut self) {
        self.waiting.clear();
        if let Some(running) = &self.running {
            running.job.progress.cancel();
        }
    }
}

impl Step {
    fn carry_out(&self, session: &mut Session) -> Result<Outcome, SessionError> {
        Ok(match self {
            Self::Operation(operation) => {
                let before = session.project().figures.len();
                let record = session.operate(operation.clone())?;
                Outcome::Operated { record, figures: session.project().figures.len().saturating_sub(before) }
            }
            Self::History { back } => Outcome::Stepped(if *back { session.undo()? } else { session.redo()? }),
            Self::Import(table) => Outcome::Landed(session.land_import(table)?),
        })
    }

    /// What the status bar says.
    fn name(&self) -> &'static str {
        match self {
            Self::Operation(Operation::SuggestFigures(_)) => "Looking for figures",
            Self::Operation(Operation::ProposeTallies) => "Proposing tallies",
            Self::Operation(Operation::TagSpans { .. } | Operation::TagSpansNew { .. }) => "Tagging",
            Self::Operation(Operation::DeleteArticles(_) | Operation::DeleteFigures(_)) => "Deleting",
            Self::Operation(_) => "Changing",
            Self::History { back: true } => "Undoing",
            Self::History { back: false } => "Doing again",
            Self::Import(_) => "Importing",
        }
    }
}

impl Workbench {
    /// Carries a step out on a thread, if it is one that takes longer than a frame; gives it back if it is not.
    pub(super) fn carry_out_large(&mut self, step: Step) -> Option<Step> {
        let Some(session) = &self.session else { return Some(step) };
        // What comes after a large step is taken back after it.
        let waits = self.large.running.is_some() && matches!(step, Step::History { .. });
        if !waits && !is_large(session, &self.derived, &step) {
            return Some(step);
        }
        self.large.waiting.push_back(step);
        self.start_large();
        None
    }

    fn start_large(&mut self) {
        if self.large.running.is_some() {
            return;
        }
        if let Some(step) = self.large.waiting.pop_front() {
            self.try_large(step, 0);
        }
    }

    fn try_large(&mut self, step: Step, tries: u32) {
        let Some(session) = &self.session else { return };
        let from = session.revision();
        let (mut fork, view, theirs) = (session.fork(), self.view.clone(), step.clone());
        let job = Job::start(step.name(), Arc::clone(&self.env.wake), move |progress: &Progress| {
            progress.report(0, 0)?;
            let outcome = theirs.carry_out(&mut fork);
            progress.report(0, 0)?;
            let derived = Derived::made_ready(&fork, &view);
            Ok(Box::new(Done { session: fork, derived, outcome }))
        });
        match job {
            Ok(job) => self.large.running = Some(Running { step, job, from, tries }),
            // Without a thread it is done here after all.
            Err(_) => self.do_large_here(step),
        }
    }

    fn do_large_here(&mut self, step: Step) {
        let Some(session) = &mut self.session else { return };
        let outcome = step.carry_out(session);
        self.say_outcome(step, outcome);
    }

    /// Takes over the large step that is done, and starts the next. Call before drawing.
    pub(super) fn poll_large(&mut self) {
        match self.large.running.as_ref().map(|running| running.job.poll()) {
            Some(Poll::Done(done)) => {
                if let Some(running) = self.large.running.take() {
                    self.land_large(running, *done);
                }
            }
            Some(Poll::Gone) => {
                if let Some(running) = self.large.running.take() {
                    self.view.say(Notice::info(format!("{} was stopped: nothing of it is kept", running.job.name)));
                    self.give_back(running.step);
                }
                self.start_large();
            }
            Some(Poll::Running) | None => {}
        }
    }

    /// Waits for the large steps, before the project closes.
    pub fn finish_large(&mut self) {
        while let Some(Running { step, job, from, tries }) = self.large.running.take() {
            let (name, progress) = (job.name.clone(), Arc::clone(&job.progress));
            match job.wait() {
                Some(done) => {
                    let job = Job::ended(name, progress);
                    self.land_large(Running { step, job, from, tries }, *done);
                }
                None => self.start_large(),
            }
        }
    }

    fn land_large(&mut self, running: Running, done: Done) {
        let Running { step, from, tries, .. } = running;
        let Some(session) = &mut self.session else { return };
        let Done { session: fork, derived, outcome } = done;
        match session.join(fork, from) {
            Ok(()) => {
                self.derived.take_over(derived);
                self.say_outcome(step, outcome);
            }
            // Somebody was quicker: it is done again upon what they did.
            Err(fork) if tries < TRIES => {
                let_go((fork, derived));
                self.try_large(step, tries + 1);
            }
            Err(_) => self.do_large_here(step),
        }
        self.start_large();
    }

    fn say_outcome(&mut self, step: Step, outcome: Result<Outcome, SessionError>) {
        match outcome {
            Ok(Outcome::Operated { record, figures }) => {
                if let Step::Operation(operation) = &step {
                    self.operated(Shown::of(operation), record, figures);
                }
            }
            Ok(Outcome::Stepped(stepped)) => self.stepped(matches!(step, Step::History { back: true }), stepped),
            Ok(Outcome::Landed(landed)) => self.landed(landed),
            Err(error) => {
                self.fail(&error);
                self.give_back(step);
                return;
            }
        }
        self.drop_stale_selection();
        let_go(step);
    }

    /// What was not brought in is offered again.
    fn give_back(&mut self, step: Step) {
        if let Step::Import(table) = step {
            self.import = Some(Arc::unwrap_or_clone(table));
        }
    }
}

/// Whether a step takes longer than a frame.
fn is_large(session: &Session, derived: &Derived, step: &Step) -> bool {
    use Operation as Op;
    let project = session.project();
    let operation = match step {
        Step::Import(table) => return table.rows.len() > FILES,
        Step::History { back } => return session.step_size(*back) > RECORDS,
        Step::Operation(Op::SuggestFigures(articles)) => return articles.len() * RECORDS_AN_ARTICLE > RECORDS,
        _ if is_small(project) => return false,
        Step::Operation(operation) => operation,
    };
    let tagged = |tag| derived.tag_counts.get(tag).copied().unwrap_or(0);
    let size = match operation {
        Op::TagSpans { spans, .. } | Op::TagSpansNew { spans, .. } => spans.len(),
        Op::DeleteExcerpts(all) => all.len(),
        Op::DeleteTag(tag) | Op::MergeTags { from: tag, .. } => tagged(tag),
        Op::SplitTag { excerpts, .. } => excerpts.len(),
        Op::MarkRead { articles, .. } | Op::ChangeArticles { articles, .. } => articles.len(),
        Op::Review { figures, .. }
        | Op::EditFigures { figures, .. }
        | Op::CreateTally(figures)
        | Op::SetTallyMembers { figures, .. }
        | Op::SplitTally { figures, .. } => figures.len(),
        // Whatever names them is looked for in the whole project.
        Op::DeleteArticles(_) | Op::DeleteFigures(_) | Op::ProposeTallies | Op::MergeEvents { .. } => usize::MAX,
        Op::MergeOrganisations { from, .. } => derived.lookup.said_by(*from).len() + project.articles.len(),
        Op::ReviewTallies { tallies, .. } => tallies.len(),
        Op::SetEvent { gathered, .. } | Op::CreateEvent { gathered, .. } => {
            gathered.tallies.len() + gathered.figures.len() + gathered.links.len()
        }
        Op::DecideLinks { links, .. } | Op::DeleteLinks(links) => links.len(),
        _ => 0,
    };
    size > RECORDS
}
