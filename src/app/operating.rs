//! The carrying out of operations in the window, with what is shown of them. Layer `app`.

use std::ops::Range;

use crate::model::{ArticleId, RecordId};

use super::command::Operation;
use super::large::Step;
use super::notice::Notice;
use super::session::Session;
use super::workbench::Workbench;

/// What is shown of an operation that was carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// The record it touched.
    Record,
    /// How many figures it found.
    Figures,
    Nothing,
}

impl Shown {
    /// Of an operation.
    pub(super) const fn of(operation: &Operation) -> Self {
        match operation {
            Operation::AddFigure { .. }
            | Operation::TagSpan { .. }
            | Operation::TagSpanNew { .. }
            | Operation::TiePassages { .. }
            | Operation::CreateTally(_)
            | Operation::SplitTally { .. }
            | Operation::CreateEvent { .. }
            | Operation::SplitFigure { .. } => Self::Record,
            Operation::SuggestFigures(_) => Self::Figures,
            _ => Self::Nothing,
        }
    }
}

/// The coder's excerpt of these words (bytes), spaces at the ends aside: the longest, if there are several.
fn excerpt_within(session: &Session, article: ArticleId, range: &Range<usize>) -> Option<RecordId> {
    let own = session.project().excerpts.values().filter(|excerpt| {
        let span = excerpt.anchor.span.range();
        excerpt.article == article
            && excerpt.coder == session.coder()
            && span.start >= range.start
            && span.end <= range.end
    });
    own.max_by_key(|excerpt| (excerpt.anchor.span.range().len(), excerpt.id))
        .map(|excerpt| RecordId::Excerpt(excerpt.id))
}

impl Workbench {
    /// Carries out an operation on the open project and shows what it touched where that helps.
    pub fn operate(&mut self, operation: Operation) {
        if self.session.is_none() {
            self.view.say(Notice::warning("open or make a project first"));
            return;
        }
        let Some(Step::Operation(operation)) = self.carry_out_large(Step::Operation(operation)) else { return };
        let Some(session) = &mut self.session else { return };
        let shown = Shown::of(&operation);
        let before = session.project().figures.len();
        let words = match &operation {
            Operation::TagSpanNew { article, range, .. } => Some((*article, range.clone())),
            _ => None,
        };
        match session.operate(operation) {
            Ok(id) => {
                let id = words.map_or(id, |(article, range)| excerpt_within(session, article, &range));
                let more = session.project().figures.len().saturating_sub(before);
                self.operated(shown, id, more);
            }
            Err(error) => self.fail(&error),
        }
        self.drop_stale_selection();
    }

    /// Says of a figure just entered that its words do not tell what it counts.
    fn ask_measure(&mut self, id: RecordId) {
        let RecordId::Figure(id) = id else { return };
        let figure = self.session.as_ref().and_then(|session| session.project().figures.get(&id));
        if figure.is_some_and(crate::model::Figure::measure_not_judged) {
            let words = "entered; its words do not say what is counted: choose it in the inspector";
            self.view.say(Notice::warning(words));
        }
    }

    /// Shows what an operation touched; `more` is the number of figures it added.
    pub(super) fn operated(&mut self, shown: Shown, id: Option<RecordId>, more: usize) {
        match (shown, id) {
            (Shown::Record, Some(id)) => {
                self.select_record(id);
                self.ask_measure(id);
            }
            (Shown::Figures, _) => self.view.say(Notice::info(match more {
                0 => "no figure was found that is not there already".to_owned(),
                n => format!("{} suggested", super::ops::counted(n, "figure", "figures")),
            })),
            _ => {}
        }
    }
}
