//! The program as the window sees it: the open project, what is shown, running jobs, and the carrying out of commands.
//! It knows nothing of how it is drawn, so tests drive it without a window.

use std::path::{Path, PathBuf};

use crate::model::{ArticleId, FigureId, RecordId, ReviewStatus};

use super::command::{Command, Operation, ViewCommand};
use super::derived::Derived;
use super::import::ImportTable;
use super::jobs::{Job, Poll};
use super::large::Large;
use super::notice::Notice;
use super::opening::{Closing, Opened};
use super::reading::ReaderDerived;
use super::search::SearchDesk;
use super::session::{Env, Session, SessionError};
use super::ties::TieFinder;
use super::view::{BottomTab, Selection, ViewState};

/// The program without a screen.
#[derive(Debug)]
pub struct Workbench {
    pub session: Option<Session>,
    pub view: ViewState,
    /// What an import read and waits for the person's word.
    pub import: Option<ImportTable>,
    /// What is shown, derived once per revision.
    pub derived: Derived,
    /// The search of the whole project.
    pub search: SearchDesk,
    /// What the reader draws over the texts.
    pub reader: ReaderDerived,
    pub(super) opening: Option<Job<Opened>>,
    /// The project that was open last, while it is being opened at the start.
    pub(super) last: Option<PathBuf>,
    /// The sample opened only because the last project could not be: it is not the one to come back to.
    pub(super) stand_in: bool,
    pub(super) reading: Option<Job<ImportTable>>,
    pub(super) exporting: Option<Job<Result<String, String>>>,
    pub(super) ties: TieFinder,
    pub(super) large: Large,
    pub(super) closing: Option<Closing>,
    pub(super) env: Env,
    /// What the next frame brings into sight.
    pub(super) to_reveal: Option<RecordId>,
    pub(super) quit: bool,
    /// Whether the person was told that closing now loses something.
    warned_of_loss: bool,
}

impl Workbench {
    /// A program with no project open.
    pub fn new(env: Env) -> Self {
        Self {
            session: None,
            view: ViewState::default(),
            import: None,
            derived: Derived::default(),
            search: SearchDesk::default(),
            reader: ReaderDerived::default(),
            opening: None,
            last: None,
            stand_in: false,
            reading: None,
            exporting: None,
            ties: TieFinder::default(),
            large: Large::default(),
            closing: None,
            env,
            to_reveal: None,
            quit: false,
            warned_of_loss: false,
        }
    }

    /// Whether the window may close. Where something is not saved it may not at the first asking: the person is told,
    /// and may ask again.
    pub fn may_close(&mut self) -> bool {
        self.finish_large();
        let error = self.session.as_ref().and_then(|session| session.save_status().error);
        match error {
            Some(why) if !self.warned_of_loss => {
                self.warned_of_loss = true;
                let text = format!("not everything is saved: {why}. Mend that, or close again to leave without it");
                self.view.say(Notice::error(text));
                false
            }
            _ => true,
        }
    }

    /// The window's title: the project's name, and whether something is not saved.
    pub fn title(&self) -> String {
        let Some(session) = &self.session else { return "Crossread".to_owned() };
        let unsaved = if session.save_status().error.is_some() { "NOT SAVED – " } else { "" };
        format!("Crossread – {unsaved}{}", session.project().info.name)
    }

    /// Whether nothing runs any more and all that is shown is of the last revision.
    pub fn is_settled(&self) -> bool {
        self.running().is_empty()
            && self.to_reveal.is_none()
            && !self.derived.is_behind()
            && !self.search.is_busy()
            && !self.reader.is_behind()
    }

    /// Whether the next frame has more to bring into sight, though nothing is pressed or moved.
    pub const fn wants_another_frame(&self) -> bool {
        self.to_reveal.is_some()
    }

    /// Whether the window should close.
    pub const fn wants_to_quit(&self) -> bool {
        self.quit
    }

    /// Running jobs: their names and how far they are (steps done and in all; a total of 0 is not known yet).
    pub fn running(&self) -> Vec<(&str, u64, u64)> {
        let reading = self.reading.as_ref().map(|job| (job.name.as_str(), job.progress.state()));
        let exporting = self.exporting.as_ref().map(|job| (job.name.as_str(), job.progress.state()));
        let articles = self.session.as_ref().map_or(0, |session| session.project().articles.len());
        let ties = self.ties.running(articles).map(|job| (job.name.as_str(), job.progress.state()));
        let opening = self.opening.as_ref().map(|job| (job.name.as_str(), job.progress.state()));
        let closing = self.closing.as_ref().map(|job| (job.name.as_str(), job.progress.state()));
        let large = self.large.running().map(|job| (job.name.as_str(), job.progress.state()));
        opening
            .into_iter()
            .chain(closing)
            .chain(large)
            .chain(reading)
            .chain(exporting)
            .chain(ties)
            .map(|(name, (done, total))| (name, done, total))
            .collect()
    }

    /// Asks every job to stop.
    pub fn cancel_jobs(&mut self) {
        if let Some(job) = &self.opening {
            job.progress.cancel();
        }
        if let Some(job) = &self.reading {
            job.progress.cancel();
        }
        if let Some(job) = &self.exporting {
            job.progress.cancel();
        }
        self.ties.cancel();
        self.large.cancel();
    }

    /// Opens a project folder; what is amiss is said, and on failure the open project stays open.
    pub fn open(&mut self, folder: &Path) {
        self.finish_closing();
        match Session::open(folder, self.env.clone()) {
            Ok((session, warnings)) => {
                self.take(session);
                for warning in warnings {
                    self.view.say(Notice::warning(warning.to_string()));
                }
            }
            Err(error) => self.fail_opening(&error),
        }
    }

    pub(super) fn take(&mut self, session: Session) {
        self.take_with(session, Derived::default());
    }

    /// Shows a project with what was derived from it already.
    pub(super) fn take_with(&mut self, session: Session, derived: Derived) {
        self.finish_large();
        self.close_behind();
        self.stand_in = false;
        self.view = ViewState { theme: self.view.theme, zoom: self.view.zoom, ..ViewState::default() };
        self.session = Some(session);
        self.derived = derived;
        self.refresh();
        self.open_first();
    }

    /// Something to read at once: the articles with most to review, in the order of the library, and a figure in them.
    pub(super) fn open_first(&mut self) {
        let shown: Vec<ArticleId> = self.derived.library.iter().flat_map(|group| &group.articles).copied().collect();
        let figures = |id: &ArticleId| self.derived.counts.get(id).map_or(0, |counts| counts.figures);
        let mut first = shown.clone();
        first.sort_by_key(|id| std::cmp::Reverse(figures(id)));
        first.truncate(3);
        self.view.columns = shown.into_iter().filter(|id| first.contains(id)).collect();
        // The first question's first answer: text, figure and mark are then seen to be one.
        let drawn =
            self.derived.chart.as_ref().and_then(|chart| chart.panels.first()?.marks.first()?.evidence.figure());
        if let Some(first) = drawn.or_else(|| self.derived.figures.first().copied()) {
            self.show_figure(first);
        }
    }

    pub(super) fn fail(&mut self, error: &SessionError) {
        self.view.say(match error {
            // Nothing failed: the words that were chosen hold no number. It goes by itself.
            SessionError::NoNumber | SessionError::Refused(_) => Notice::warning(error.to_string()),
            error => Notice::error(error.to_string()),
        });
    }

    /// Brings what is shown up to the project's revision.
    pub fn refresh(&mut self) {
        if let Some(session) = &self.session {
            self.derived.update(session, &self.view);
            self.search.update(session, &self.view.search, &self.derived);
            self.ties.follow(session, &self.view.columns, &self.env.wake, &mut self.derived);
            self.reader.update(session, &self.derived, &self.view);
            self.stand_on_hit();
        }
    }

    /// Takes what jobs have finished. Call before drawing.
    pub fn poll(&mut self) {
        if let Some(id) = self.to_reveal.take() {
            self.reveal_record(id);
        }
        self.take_opened();
        self.poll_large();
        self.poll_closing();
        match self.reading.as_ref().map(Job::poll) {
            Some(Poll::Done(table)) => {
                self.reading = None;
                self.offer(table);
            }
            Some(Poll::Gone) => self.reading = None,
            Some(Poll::Running) | None => {}
        }
        match self.exporting.as_ref().map(Job::poll) {
            Some(Poll::Done(Ok(text))) => {
                self.exporting = None;
                self.view.say(Notice::info(text));
            }
            Some(Poll::Done(Err(text))) => {
                self.exporting = None;
                self.view.say(Notice::error(text));
            }
            Some(Poll::Gone) => self.exporting = None,
            Some(Poll::Running) | None => {}
        }
        if let Some(session) = &mut self.session {
            session.save_if_due();
        }
        self.refresh();
    }

    fn offer(&mut self, table: ImportTable) {
        for failure in &table.failed {
            self.view.say(Notice::error(failure.clone()));
        }
        for notice in &table.notices {
            self.view.say(Notice::warning(notice.clone()));
        }
        if table.rows.is_empty() {
            if table.failed.is_empty() {
                self.view.say(Notice::warning("nothing to import: no text file or saved web page was found there"));
            }
            return;
        }
        self.import = Some(table);
    }

    /// Carries out commands in order.
    pub fn run_all(&mut self, commands: Vec<Command>) {
        for command in commands {
            self.run(command);
        }
        self.refresh();
    }

    /// Carries out one command.
    pub fn run(&mut self, command: Command) {
        match command {
            Command::Action(action) => self.act(action),
            Command::Edit(edit) => {
                let outcome = self.session.as_mut().map(|session| session.apply(edit));
                if let Some(Err(error)) = outcome {
                    self.fail(&error);
                }
            }
            Command::Do(operation) => self.operate(operation),
            Command::View(command) => self.show(command),
            Command::File(command) => self.file(command),
        }
    }

    pub(super) fn select_record(&mut self, id: RecordId) {
        self.view.selection = match id {
            RecordId::Article(id) => Selection::Article(id),
            RecordId::Excerpt(id) => Selection::Excerpt(id),
            RecordId::Figure(id) => Selection::Figure(id),
            RecordId::Tally(id) => Selection::Tally(id),
            RecordId::Tag(id) => Selection::Tag(id),
            RecordId::Event(id) => Selection::Event(id),
            RecordId::Organisation(id) => Selection::Organisation(id),
            RecordId::Link(id) => Selection::Link(id),
            _ => return,
        };
    }

    /// Selects a record and shows where it stands: what undo and redo changed, what a check found.
    pub fn reveal_record(&mut self, id: RecordId) {
        self.select_record(id);
        let Some(session) = &self.session else { return };
        let project = session.project();
        let place = match id {
            RecordId::Figure(id) => session.figure_place(id),
            RecordId::Excerpt(id) => project.excerpts.get(&id).map(|e| (e.article, e.anchor.span.range())),
            RecordId::Article(id) => {
                self.view.open(id);
                None
            }
            _ => None,
        };
        if let Some((article, range)) = place {
            self.view.reveal(article, range);
        }
    }

    fn say_all_reviewed(&mut self) {
        let next = "nothing is left to review here; next, adopt an estimate for each tally, then see Checks";
        self.view.say(Notice::info(next));
    }

    /// Takes an article out of the reader; if it was the selected one, its neighbour is selected in its place.
    fn close_column(&mut self, id: ArticleId) {
        let at = self.view.columns.iter().position(|open| *open == id);
        self.view.columns.retain(|open| *open != id);
        if self.view.selection == Selection::Article(id)
            && let Some(at) = at
        {
            let next = self.view.columns.get(at).or_else(|| self.view.columns.last());
            self.view.selection = next.map_or(Selection::None, |id| Selection::Article(*id));
        }
    }

    fn show(&mut self, command: ViewCommand) {
        match command {
            ViewCommand::Select(selection) => self.view.selection = selection,
            ViewCommand::OpenArticle(id) => {
                self.view.open(id);
                self.view.selection = Selection::Article(id);
            }
            ViewCommand::OpenOnly(id) => {
                self.view.columns = vec![id];
                self.view.selection = Selection::Article(id);
            }
            ViewCommand::CloseColumn(id) => self.close_column(id),
            ViewCommand::MoveColumn { from, to } => {
                if from < self.view.columns.len() && to < self.view.columns.len() {
                    let id = self.view.columns.remove(from);
                    self.view.columns.insert(to, id);
                }
            }
            ViewCommand::Reveal { article, range } => self.view.reveal(article, range),
            ViewCommand::ShowFigure(id) => self.show_figure(id),
            ViewCommand::ShowExcerpt(id) => self.reveal_record(RecordId::Excerpt(id)),
            ViewCommand::SelectText(selection) => self.view.text_selection = selection,
            ViewCommand::Reading(command) => self.read_on(command),
            ViewCommand::Tab(tab) => self.view.wanted_tab = Some(tab),
            ViewCommand::LibraryFilter(filter) => self.view.library_filter = filter,
            ViewCommand::GroupBy(group_by) => self.view.group_by = group_by,
            ViewCommand::SortBy(by, backwards) => (self.view.sort_by, self.view.sort_backwards) = (by, backwards),
            ViewCommand::LibraryState(state) => self.view.library_state = state,
            ViewCommand::Fold { heading, folded } => {
                if folded {
                    self.view.folded.insert(heading);
                } else {
                    self.view.folded.remove(&heading);
                }
            }
            ViewCommand::Mark(marked) => self.view.marked = marked,
            ViewCommand::OpenAll(articles) => {
                self.view.columns = articles.into_iter().take(super::view::MAX_COLUMNS).collect();
                if let Some(first) = self.view.columns.first() {
                    self.view.selection = Selection::Article(*first);
                }
            }
            ViewCommand::Search(search) => self.view.search = search,
            ViewCommand::Figures(figures) => self.view.figures = figures,
            ViewCommand::MarkFigures(figures) => self.view.marked_figures = figures,
            ViewCommand::ReviewTally(tally) => self.stack(Some(tally)),
            ViewCommand::Plots(plots) => self.view.plots = plots,
            ViewCommand::Matrix(matrix) => self.view.matrix = matrix,
            ViewCommand::Tags(tags) => self.view.tags = tags,
            ViewCommand::Linking(linking) => self.view.linking = linking,
            ViewCommand::Theme(theme) => self.view.theme = theme,
            ViewCommand::Zoom(zoom) => self.view.zoom = zoom.clamp(0.6, 2.5),
            ViewCommand::Notice(notice) => self.view.say(notice),
            ViewCommand::DismissNotice(number) => self.view.notices.retain(|shown| shown.number != number),
            ViewCommand::Palette(open) => self.view.palette_open = open,
            ViewCommand::Help(open) => self.view.help_open = open,
        }
    }

    /// Selects a figure and shows its sentence.
    pub fn show_figure(&mut self, id: FigureId) {
        self.view.selection = Selection::Figure(id);
        if let Some((article, range)) = self.session.as_ref().and_then(|session| session.figure_place(id)) {
            self.view.reveal(article, range);
        }
    }

    /// Judges the selected figure and goes on to the next that nobody has judged.
    pub(super) fn judge_selected(&mut self, status: ReviewStatus) {
        let Selection::Figure(id) = self.view.selection else {
            self.view.say(Notice::info("select a figure first: Ctrl R goes to the next one to review"));
            return;
        };
        // The order as it stands now: under a filter the judged figure is about to leave the list. The queue starts over
        // at its end, so that nothing is called done while something above is left.
        let mut order = self.derived.figures.clone();
        let at = order.iter().position(|figure| *figure == id).map_or(0, |at| at + 1);
        order.rotate_left(at);
        // What is marked together is judged together.
        let marked = std::mem::take(&mut self.view.marked_figures);
        let judged = if marked.contains(&id) { marked } else { [id].into() };
        self.operate(Operation::Review { figures: judged.iter().copied().collect(), status });
        self.refresh();
        if status == ReviewStatus::Suggested {
            return;
        }
        let figures = self.session.as_ref().map(|session| &session.project().figures);
        let is_left =
            |id: &&FigureId| figures.and_then(|all| all.get(id)).is_some_and(|f| f.status == ReviewStatus::Suggested);
        // Many are judged in a while.
        match order.iter().find(|id| !judged.contains(id) && is_left(id)).copied() {
            Some(next) => self.show_figure(next),
            None => self.say_all_reviewed(),
        }
    }

    /// Moves the selection in the figure list by `step` rows; `unjudged` stops only at suggestions. `wrap` starts over
    /// at the end of the list.
    pub(super) fn step_figure(&mut self, step: isize, unjudged: bool, wrap: bool) {
        let Some(session) = &self.session else { return };
        let figures = &self.derived.figures;
        let project = session.project();
        let fits = |id: &&FigureId| {
            !unjudged || project.figures.get(id).is_some_and(|figure| figure.status == ReviewStatus::Suggested)
        };
        let at = match self.view.selection {
            Selection::Figure(id) => figures.iter().position(|figure| *figure == id),
            _ => None,
        };
        let next = match (at, step > 0) {
            (None, _) => figures.iter().find(fits),
            (Some(at), true) => {
                let later = figures.iter().skip(at + 1).find(fits);
                if wrap { later.or_else(|| figures.iter().find(fits)) } else { later }
            }
            (Some(at), false) => figures.iter().take(at).rfind(fits),
        };
        match next.copied() {
            Some(id) => self.show_figure(id),
            None if unjudged => self.say_all_reviewed(),
            None => {}
        }
    }

    /// The article that a column action is about: the selected one, or the last opened.
    pub fn article_at_hand(&self) -> Option<ArticleId> {
        let session = self.session.as_ref()?;
        let project = session.project();
        let selected = match self.view.selection {
            Selection::Article(id) => Some(id),
            Selection::Excerpt(id) => project.excerpts.get(&id).map(|e| e.article),
            Selection::Figure(id) => project.figures.get(&id).map(|f| f.article),
            _ => None,
        };
        selected.or_else(|| self.view.columns.last().copied())
    }

    /// The selected words with their citation: outlet, title, date. `None` when nothing is selected.
    pub fn citation(&self) -> Option<String> {
        let session = self.session.as_ref()?;
        let (id, range) = self.view.text_selection.clone()?;
        let article = session.project().articles.get(&id)?;
        let text = session.text(id)?;
        let words = text.get(range)?.trim();
        let outlet = session.project().outlet_name(article);
        let date = article.published.map_or_else(|| "date unknown".to_owned(), |date| date.to_string());
        Some(format!("“{words}” ({outlet}, “{}”, {date})", article.title))
    }

    /// Brings a tab to the front.
    pub(super) fn want_tab(&mut self, tab: BottomTab) {
        self.view.wanted_tab = Some(tab);
    }
}
