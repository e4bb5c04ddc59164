//! What each [`Action`] does, resolved against the selection into explicit operations.

use crate::model::{MemoTarget, ReadState, RecordId, ReviewStatus};
use crate::plots::{AxisChoice, MatrixBy, PlotKind};

use super::actions::Action;
use super::command::{FileCommand, Operation, ViewCommand};
use super::large::Step;
use super::notice::Notice;
use super::ops::codebook_tree::{Step as TagStep, step_to};
use super::reading::{End, ReadingCommand};
use super::view::{BottomTab, Selection, Theme};
use super::workbench::Workbench;

impl Workbench {
    /// Why an action cannot be done now, in words for its tooltip; `None` when it can.
    pub fn disabled(&self, action: Action) -> Option<&'static str> {
        use Action as A;
        let Some(session) = &self.session else {
            let without = [
                A::NewProject,
                A::OpenProject,
                A::OpenSample,
                A::Quit,
                A::ToggleTheme,
                A::Palette,
                A::Help,
                A::ResetLayout,
            ];
            return if without.contains(&action) { None } else { Some("no project is open") };
        };
        let figure = matches!(self.view.selection, Selection::Figure(_));
        match action {
            A::Undo if session.undo_label().is_none() => Some("nothing to take back"),
            A::Redo if session.redo_label().is_none() => Some("nothing was taken back"),
            A::ConfirmFigure
            | A::RejectFigure
            | A::ReopenFigure
            | A::CreateTally
            | A::SplitFigure
            | A::EditFigure
            | A::MarkFigure
                if !figure =>
            {
                Some("select a figure first")
            }
            A::AddFigure | A::Copy if self.view.text_selection.is_none() => Some("select words in an article first"),
            A::CloseColumn
            | A::MarkUnread
            | A::MarkReading
            | A::MarkDone
            | A::MarkReviewed
            | A::MarkConfidential
            | A::SuggestFigures
            | A::SelectAllText
                if self.article_at_hand().is_none() =>
            {
                Some("open an article first")
            }
            A::WriteMemo | A::DeleteSelected if self.view.selection == Selection::None => {
                Some("select something first")
            }
            A::MarkMemoConfidential if self.own_memo().is_none() => Some("write a memo first"),
            A::NewEvent if self.to_gather().is_none() => Some("select a tally, figure or link first"),
            A::ShowEvent if self.event_at_hand().is_none() => Some("select what is under an event first"),
            A::ShowOrganisation if self.organisation_at_hand().is_none() => {
                Some("select a figure with an origin, or an article")
            }
            A::NextHit | A::PreviousHit | A::TagAllHits if self.search.results.articles.is_empty() => {
                Some("search for something first")
            }
            A::KeepTie | A::DismissTie if self.lit_ribbon().is_none() => Some("go to a tie first: F7"),
            A::TagSelection if self.span_to_tag().is_none() => Some("select words in an article first"),
            A::ExcerptStartOut | A::ExcerptStartIn | A::ExcerptEndOut | A::ExcerptEndIn
                if !matches!(self.view.selection, Selection::Excerpt(_)) =>
            {
                Some("select an excerpt first")
            }
            A::FindInArticle
            | A::NextColumn
            | A::PreviousColumn
            | A::MoveColumnLeft
            | A::MoveColumnRight
            | A::NextTie
            | A::PreviousTie
            | A::NextMark
            | A::PreviousMark
                if self.view.columns.is_empty() =>
            {
                Some("open an article first")
            }
            A::ReviewByTally | A::AdoptEstimate | A::ConfirmTally | A::NextTally | A::PreviousTally
                if session.project().tallies.is_empty() =>
            {
                Some("there is no tally yet")
            }
            A::MarkAllFigures if self.derived.figures.is_empty() => Some("no figure is shown"),
            A::ExportPlot if self.derived.chart.is_none() => Some("there is no plot yet"),
            A::ExportPlot if self.derived.chart.as_ref().is_none_or(|chart| chart.is_empty()) => {
                Some("there is no plot yet")
            }
            A::ExportMatrix if self.derived.chart.is_none() => Some("there is no matrix yet"),
            A::ExportTags if self.session.as_ref().is_none_or(|session| session.project().excerpts.is_empty()) => {
                Some("nothing is tagged yet")
            }
            A::ExportExcerpts if self.session.as_ref().is_none_or(|session| session.project().excerpts.is_empty()) => {
                Some("nothing is tagged yet")
            }
            A::StartLink if self.view.text_selection.is_none() => Some("select the words of the first passage"),
            A::FinishLink if self.view.linking.is_none() => Some("start a link at the first passage"),
            A::FinishLink if self.view.text_selection.is_none() => Some("select the words of the second passage"),
            A::TagUp | A::TagDown | A::TagIn | A::TagOut if !matches!(self.view.selection, Selection::Tag(_)) => {
                Some("select a tag in the codebook first")
            }
            _ => None,
        }
    }

    /// Carries out an action. Those that need a file, a name or the screen are the window's: it asks, then sends the
    /// explicit command.
    pub(super) fn act(&mut self, action: Action) {
        use Action as A;
        if let Some(why) = self.disabled(action) {
            self.view.say(Notice::info(format!("{}: {why}", action.info().label.trim_end_matches('…'))));
            return;
        }
        match action {
            A::OpenSample => self.run(super::command::Command::File(FileCommand::OpenSample)),
            A::ProjectDetails => self.view.selection = Selection::Project,
            A::Save => self.run(super::command::Command::File(FileCommand::Save)),
            A::Quit => self.run(super::command::Command::File(FileCommand::Quit)),
            A::Undo | A::Redo => self.step_history(action == A::Undo),
            A::AddFigure => {
                if let Some((article, range)) = self.view.text_selection.clone() {
                    self.operate(Operation::AddFigure { article, range });
                }
            }
            A::SuggestFigures => {
                if let Some(article) = self.article_at_hand() {
                    self.operate(Operation::SuggestFigures(vec![article]));
                }
            }
            A::ConfirmFigure => self.judge(ReviewStatus::Confirmed),
            A::RejectFigure => self.judge(ReviewStatus::Rejected),
            A::ReopenFigure => self.judge_selected(ReviewStatus::Suggested),
            A::SplitFigure => self.split_selected(),
            A::MarkFigure => self.mark_selected(),
            A::MarkAllFigures => self.view.marked_figures = self.derived.figures.iter().copied().collect(),
            A::ReviewByTally => self.toggle_stack(),
            A::AdoptEstimate => self.select_tally(),
            A::ConfirmTally => self.confirm_stack(),
            A::NextTally => self.step_stack(true),
            A::PreviousTally => self.step_stack(false),
            A::NextFigure => self.step_figure(1, false, false),
            A::PreviousFigure => self.step_figure(-1, false, false),
            A::NextToReview => {
                self.want_tab(BottomTab::Figures);
                self.step_figure(1, true, true);
            }
            A::MarkReviewed => {
                if let Some(article) = self.article_to_mark() {
                    let reviewed = self
                        .session
                        .as_ref()
                        .and_then(|session| session.project().articles.get(&article))
                        .is_some_and(|article| article.figures_reviewed.is_some());
                    self.operate(Operation::MarkReviewed { article, reviewed: !reviewed });
                }
            }
            A::CreateTally => {
                if let Selection::Figure(id) = self.view.selection {
                    self.operate(Operation::CreateTally(vec![id]));
                }
            }
            A::ProposeTallies => self.operate(Operation::ProposeTallies),
            A::NewEvent => self.gather_into_new_event(),
            A::ShowEvent => self.select_event(),
            A::ShowOrganisation => self.select_organisation(),
            A::MarkConfidential => self.toggle_article_confidential(),
            A::MarkMemoConfidential => self.toggle_memo_confidential(),
            A::DeleteSelected => self.delete_selected(),
            A::NewTag => {
                let n = self.session.as_ref().map_or(0, |session| session.project().tags.len());
                self.operate(Operation::CreateTag { name: format!("Tag {}", n + 1), parent: None });
            }
            A::MarkUnread => self.mark(ReadState::Unread),
            A::MarkReading => self.mark(ReadState::Reading),
            A::MarkDone => self.mark(ReadState::Done),
            A::CloseColumn => {
                let open = self.article_at_hand().filter(|id| self.view.columns.contains(id));
                if let Some(article) = open.or_else(|| self.view.columns.last().copied()) {
                    self.run(super::command::Command::View(ViewCommand::CloseColumn(article)));
                }
            }
            A::ShowFigures => self.want_tab(BottomTab::Figures),
            A::ShowPlots => self.want_tab(BottomTab::Plots),
            A::ShowChecks => self.want_tab(BottomTab::Checks),
            A::PlotByOrigin => self.plot(PlotKind::ByOrigin),
            A::PlotByOutlet => self.plot(PlotKind::ByOutlet),
            A::PlotOverTime => self.plot(PlotKind::OverTime),
            A::PlotIncidents => self.plot(PlotKind::Incidents),
            A::PlotStockFlow => self.plot(PlotKind::StockFlow),
            A::PlotSpread => self.plot(PlotKind::Spread),
            A::PlotClaims => self.plot(PlotKind::Claims),
            A::PlotAttribution => self.plot(PlotKind::Attribution),
            A::ShowMatrix => self.want_tab(BottomTab::Matrix),
            A::ShowTags => self.want_tab(BottomTab::Tags),
            A::StartLink => {
                let from = self.view.text_selection.clone();
                self.view.linking = from.map(|from| super::view::Linking { from, to: None });
                self.view.say(Notice::info("now select the second passage and press Ctrl Shift K to link it"));
            }
            A::FinishLink => {
                if let Some(linking) = &mut self.view.linking {
                    linking.to.clone_from(&self.view.text_selection);
                }
            }
            A::TagUp => self.step_tag(TagStep::Up),
            A::TagDown => self.step_tag(TagStep::Down),
            A::TagIn => self.step_tag(TagStep::In),
            A::TagOut => self.step_tag(TagStep::Out),
            A::MatrixByOutlet | A::MatrixByOrigin => {
                self.want_tab(BottomTab::Matrix);
                self.view.matrix.by = if action == A::MatrixByOutlet { MatrixBy::Outlet } else { MatrixBy::Origin };
            }
            A::ToggleLogAxis => self.set_axis(match self.view.plots.axis {
                AxisChoice::Auto => AxisChoice::Log,
                AxisChoice::Log => AxisChoice::Linear,
                AxisChoice::Linear => AxisChoice::Auto,
            }),
            A::AxisAuto => self.set_axis(AxisChoice::Auto),
            A::AxisLinear => self.set_axis(AxisChoice::Linear),
            A::AxisLog => self.set_axis(AxisChoice::Log),
            A::ToggleTheme => {
                self.view.theme = match self.view.theme {
                    Theme::Light => Theme::Dark,
                    Theme::Dark => Theme::Light,
                };
            }
            A::ZoomIn => self.zoom(self.view.zoom * 1.1),
            A::ZoomOut => self.zoom(self.view.zoom / 1.1),
            A::ZoomReset => self.zoom(1.0),
            A::Palette => self.view.palette_open = true,
            A::NextPanel | A::PreviousPanel => {}
            A::Help => self.view.help_open = true,
            A::FindInArticle => self.open_find(),
            A::FindNext => self.read_on(ReadingCommand::FindStep(1)),
            A::FindPrevious => self.read_on(ReadingCommand::FindStep(-1)),
            A::TagSelection => self.view.reading.tagging = true,
            A::ExcerptStartOut => self.stretch_excerpt(End::Start, true),
            A::ExcerptStartIn => self.stretch_excerpt(End::Start, false),
            A::ExcerptEndOut => self.stretch_excerpt(End::Finish, true),
            A::ExcerptEndIn => self.stretch_excerpt(End::Finish, false),
            A::NextMark => self.step_mark(1),
            A::PreviousMark => self.step_mark(-1),
            A::NextTie => self.step_tie(1),
            A::PreviousTie => self.step_tie(-1),
            A::FollowTie => self.follow_tie(),
            A::KeepTie => self.judge_lit_tie(true),
            A::DismissTie => self.judge_lit_tie(false),
            A::ToggleTies => self.view.reading.ties = !self.view.reading.ties,
            A::ScrollTogether => self.view.reading.together = !self.view.reading.together,
            A::ReaderAlone => self.view.reading.alone = !self.view.reading.alone,
            A::NextColumn => self.step_column(1),
            A::PreviousColumn => self.step_column(-1),
            A::MoveColumnRight => self.move_column(1),
            A::MoveColumnLeft => self.move_column(-1),
            A::ShowTies => self.want_tab(BottomTab::Ties),
            // The window's own: it opens a dialog, moves the focus or reaches the clipboard.
            A::NewProject
            | A::OpenProject
            | A::ImportFiles
            | A::ImportFolder
            | A::ExportFiguresCsv
            | A::ExportFiguresJsonl
            | A::ExportPlot
            | A::ExportReport
            | A::ExportMatrix
            | A::ExportTags
            | A::ExportExcerpts
            | A::Copy
            | A::SelectAllText
            | A::WriteMemo
            | A::FilterLibrary
            | A::SearchAll
            | A::NextHit
            | A::PreviousHit
            | A::TagAllHits
            | A::ResetLayout
            | A::EditFigure => {}
        }
    }

    fn step_history(&mut self, back: bool) {
        let Some(Step::History { back }) = self.carry_out_large(Step::History { back }) else { return };
        let Some(session) = &mut self.session else { return };
        match if back { session.undo() } else { session.redo() } {
            Ok(stepped) => self.stepped(back, stepped),
            Err(error) => self.view.say(Notice::error(error.to_string())),
        }
        self.drop_stale_selection();
    }

    /// Says what was taken back or done again, and shows it.
    pub(super) fn stepped(&mut self, back: bool, stepped: Option<(String, Option<RecordId>)>) {
        let Some((label, reveal)) = stepped else { return };
        self.view.say(Notice::info(format!("{} {label}", if back { "Undone:" } else { "Done again:" })));
        // What it changed costs this frame enough; its article opens in the next.
        if let Some(id) = reveal {
            self.select_record(id);
            self.to_reveal = Some(id);
        }
    }

    fn delete_selected(&mut self) {
        let operation = match self.view.selection {
            Selection::Article(id) => Operation::DeleteArticles(vec![id]),
            Selection::Excerpt(id) => Operation::DeleteExcerpts(vec![id]),
            Selection::Figure(id) => Operation::DeleteFigures(vec![id]),
            Selection::Tally(id) => Operation::DeleteTally(id),
            Selection::Tag(id) => Operation::DeleteTag(id),
            Selection::Event(id) => Operation::DeleteEvent(id),
            Selection::Organisation(_) => {
                self.view.say(Notice::info("an organisation that is cited cannot be deleted; merge it into another"));
                return;
            }
            Selection::Link(id) => Operation::DeleteLinks(vec![id]),
            Selection::None | Selection::Project => return,
        };
        self.operate(operation);
    }

    /// Moves the selected tag one step in the codebook.
    fn step_tag(&mut self, step: TagStep) {
        let Selection::Tag(tag) = self.view.selection else { return };
        let to = self.session.as_ref().and_then(|session| step_to(session.project(), tag, step));
        match to {
            Some((parent, before)) => self.operate(Operation::MoveTag { tag, parent, before }),
            None => self.view.say(Notice::info("the tag cannot go further that way")),
        }
    }

    fn mark(&mut self, state: ReadState) {
        if let Some(article) = self.article_at_hand() {
            self.operate(Operation::MarkRead { articles: vec![article], state });
        }
    }

    fn plot(&mut self, kind: PlotKind) {
        self.want_tab(BottomTab::Plots);
        self.view.plots.kind = kind;
    }

    fn set_axis(&mut self, axis: AxisChoice) {
        self.want_tab(BottomTab::Plots);
        self.view.plots.axis = axis;
    }

    fn zoom(&mut self, zoom: f32) {
        self.run(super::command::Command::View(ViewCommand::Zoom(zoom)));
    }

    /// What a memo written now would be about.
    pub fn memo_target(&self) -> MemoTarget {
        match self.view.selection {
            Selection::None | Selection::Project => MemoTarget::Project,
            Selection::Article(id) => MemoTarget::Article(id),
            Selection::Excerpt(id) => MemoTarget::Excerpt(id),
            Selection::Figure(id) => MemoTarget::Figure(id),
            Selection::Tally(id) => MemoTarget::Tally(id),
            Selection::Tag(id) => MemoTarget::Tag(id),
            Selection::Event(id) => MemoTarget::Event(id),
            Selection::Organisation(id) => MemoTarget::Organisation(id),
            Selection::Link(id) => MemoTarget::Link(id),
        }
    }
}
