//! The review queue beyond one figure after another: several at once, one split in two, and the sentences of a whole
//! tally confirmed together. Layer `app`.

use crate::model::{ArticleId, FigureId, ReviewStatus, Tally, TallyId};

use super::command::Operation;
use super::notice::Notice;
use super::ops::counted;
use super::view::{BottomTab, Selection};
use super::workbench::Workbench;

impl Workbench {
    /// The tallies that are gone through one by one: those that nobody rejected, by their questions.
    pub fn tallies_to_review(&self) -> Vec<TallyId> {
        self.derived.lookup.tallies_in_review().collect()
    }

    /// The tally whose sentences are shown one under the other.
    pub fn stacked_tally(&self) -> Option<TallyId> {
        let tallies = &self.session.as_ref()?.project().tallies;
        let is_in_review = |id: &TallyId| tallies.get(id).is_some_and(|tally| tally.status != ReviewStatus::Rejected);
        self.view.figures.tally.filter(is_in_review).or_else(|| self.derived.lookup.tallies_in_review().next())
    }

    /// Selects the tally in question: the one selected, that of the selected figure, or the one whose sentences are shown.
    pub(super) fn select_tally(&mut self) {
        let Some(project) = self.session.as_ref().map(|session| session.project()) else { return };
        let found = match self.view.selection {
            Selection::Tally(id) => Some(id),
            Selection::Figure(figure) => {
                project.tallies.values().find(|tally| tally.figures.contains(&figure)).map(|tally| tally.id)
            }
            _ => None,
        };
        match found.or_else(|| self.stacked_tally()) {
            Some(id) => self.view.selection = Selection::Tally(id),
            None => self.view.say(Notice::info("no tally is left that is not rejected")),
        }
    }

    /// Shows a tally's sentences, and selects the first of its figures that nobody has judged.
    pub(super) fn stack(&mut self, tally: Option<TallyId>) {
        self.view.figures.stacked = true;
        self.view.figures.tally = tally;
        self.want_tab(BottomTab::Figures);
        let Some(id) = self.stacked_tally() else { return };
        let project = self.session.as_ref().map(|session| session.project());
        let Some((project, tally)) = project.and_then(|project| Some((project, project.tallies.get(&id)?))) else {
            return;
        };
        let open = |id: &&FigureId| project.figures.get(id).is_some_and(|f| f.status == ReviewStatus::Suggested);
        let first = tally.figures.iter().find(open).or_else(|| tally.figures.first()).copied();
        match first {
            Some(figure) => self.show_figure(figure),
            None => self.view.selection = Selection::Tally(id),
        }
    }

    /// Goes from the table to the stack of the selected figure's tally, and back.
    pub(super) fn toggle_stack(&mut self) {
        if self.view.figures.stacked {
            self.view.figures.stacked = false;
            self.want_tab(BottomTab::Figures);
            return;
        }
        let project = self.session.as_ref().map(|session| session.project());
        let tally = match self.view.selection {
            Selection::Tally(id) => Some(id),
            Selection::Figure(id) => project
                .and_then(|project| project.tallies.values().find(|tally| tally.figures.contains(&id)))
                .map(|tally| tally.id),
            _ => None,
        };
        self.stack(tally.or(self.view.figures.tally));
    }

    /// The next or the previous tally; at either end it starts over.
    pub(super) fn step_stack(&mut self, forward: bool) {
        let all = self.tallies_to_review();
        let at = self.stacked_tally().and_then(|id| all.iter().position(|other| *other == id));
        let next = match (at, forward, self.view.figures.stacked) {
            (Some(at), _, false) => Some(at),
            (Some(at), true, _) => Some((at + 1) % all.len().max(1)),
            (Some(at), false, _) => Some(at.checked_sub(1).unwrap_or(all.len().saturating_sub(1))),
            (None, ..) => None,
        };
        self.stack(next.and_then(|at| all.get(at)).copied());
    }

    /// Accepts the tally shown with all its figures that nobody rejected, and goes on to the next that has something
    /// left to judge.
    pub(super) fn confirm_stack(&mut self) {
        // The key does nothing to a tally that is not in sight.
        if !self.view.figures.stacked {
            self.stack(match self.view.selection {
                Selection::Tally(id) => Some(id),
                _ => self.view.figures.tally,
            });
            return;
        }
        let Some(id) = self.stacked_tally() else { return };
        self.operate(Operation::ConfirmTally(id));
        self.refresh();
        let all = self.tallies_to_review();
        let Some(session) = &self.session else { return };
        let project = session.project();
        let is_open = |tally: &Tally| {
            tally.status == ReviewStatus::Suggested
                || tally
                    .figures
                    .iter()
                    .any(|id| project.figures.get(id).is_some_and(|f| f.status == ReviewStatus::Suggested))
        };
        let at = all.iter().position(|other| *other == id).map_or(0, |at| at + 1);
        let next = all
            .iter()
            .cycle()
            .skip(at)
            .take(all.len())
            .find(|id| project.tallies.get(id).is_some_and(is_open))
            .copied();
        match next {
            Some(next) => self.stack(Some(next)),
            None => {
                self.stack(Some(id));
                self.after_tallies();
            }
        }
    }

    /// When every tally is reviewed: leads to the figures in none that nobody has judged, if there are any.
    fn after_tallies(&mut self) {
        let Some(session) = &self.session else { return };
        let waiting = session.project().figures.values().filter(|f| f.status == ReviewStatus::Suggested);
        let waiting: Vec<FigureId> = waiting.map(|figure| figure.id).collect();
        if waiting.is_empty() {
            self.view.say(Notice::info("every tally is reviewed; next, adopt an estimate for each (Ctrl ⇧ A)"));
            return;
        }
        let words = counted(waiting.len(), "figure outside them waits", "figures outside them wait");
        self.view.figures.stacked = false;
        self.want_tab(BottomTab::Figures);
        let in_order = self.derived.figures.iter().copied().find(|id| waiting.contains(id));
        if let Some(first) = in_order.or_else(|| waiting.first().copied()) {
            self.show_figure(first);
        }
        self.view.say(Notice::info(format!(
            "every tally is reviewed; {words}: the first is selected (Enter confirms, X rejects)"
        )));
    }

    /// Judges the selected figure and goes on; at the end of an article its mark of review is offered.
    pub(super) fn judge(&mut self, status: ReviewStatus) {
        let judged = self.view.selection;
        self.judge_selected(status);
        if let Selection::Figure(judged) = judged {
            self.offer_reviewed(judged);
        }
    }

    /// When the article of a figure just judged has nothing left to judge: offers to mark it reviewed, with one key.
    fn offer_reviewed(&mut self, judged: FigureId) {
        let Some(session) = &self.session else { return };
        let project = session.project();
        let Some(article) = project.figures.get(&judged).and_then(|figure| project.articles.get(&figure.article))
        else {
            return;
        };
        let counts = self.derived.counts.get(&article.id).copied().unwrap_or_default();
        if counts.suggested > 0 || article.figures_reviewed.is_some() {
            return;
        }
        let words =
            format!("every figure of {}’s article is judged: Ctrl ⇧ R marks it reviewed", project.outlet_name(article));
        self.view.decided = Some((article.id, self.view.selection));
        self.view.say(Notice::info(words));
    }

    /// The article that a mark of review is for: the one whose last figure was just judged, as long as nothing else was
    /// selected since; else the one at hand.
    pub(super) fn article_to_mark(&mut self) -> Option<ArticleId> {
        let decided = self.view.decided.take().filter(|(_, selection)| *selection == self.view.selection);
        let (article, _) = decided.or_else(|| self.article_at_hand().map(|id| (id, self.view.selection)))?;
        Some(article)
    }

    /// Splits the selected figure, at the words selected in its article if there are any.
    pub(super) fn split_selected(&mut self) {
        let Selection::Figure(figure) = self.view.selection else { return };
        let project = self.session.as_ref().map(|session| session.project());
        let article = project.and_then(|project| project.figures.get(&figure)).map(|figure| figure.article);
        let second = self.view.text_selection.clone().filter(|(at, _)| Some(*at) == article).map(|(_, range)| range);
        self.operate(Operation::SplitFigure { figure, second });
        self.refresh();
        if let Selection::Figure(now) = self.view.selection
            && now != figure
        {
            self.show_figure(now);
            self.view.say(Notice::info("split in two: the second begins as a copy; correct what differs"));
        }
    }

    /// Marks the selected figure, or takes its mark away, and goes on to the next.
    pub(super) fn mark_selected(&mut self) {
        let Selection::Figure(id) = self.view.selection else { return };
        if !self.view.marked_figures.remove(&id) {
            self.view.marked_figures.insert(id);
        }
        let n = self.view.marked_figures.len();
        if n == 1 {
            self.view.say(Notice::info(format!("{} marked", counted(n, "figure", "figures"))));
        }
        self.step_figure(1, false, false);
    }
}
