//! What panels show, worked out once per revision: counts, library groups, the order of figures, the plot, the checks.
//! The window, the command line and tests share it; no panel computes any of it in a frame.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::model::{
    ArticleId, DismissalId, ExcerptId, Figure, FigureId, Project, ReadState, ReviewStatus, TagId, Tally, TallyId,
};
use crate::plots::{self, Chart};
use crate::text::segment;
use crate::text::ties::Ties;

use super::background::Follower;
use super::changed::{Changed, Wires};
use super::checks::{self, Finding, Findings};
use super::estimates::{self, EvidenceChange};
use super::figure_list::FigureList;
use super::figure_order::FigureHeading;
use super::jobs::Progress;
use super::library::{Arrangement, LibraryFilter, Order};
use super::matrix::LazyMatrix;
use super::ops::counted;
use super::origins::{self, Origins, SameOrigin};
use super::session::Session;
use super::tags_desk::TagsDesk;
use super::totals::{ArticleCounts, Totals};
use super::view::{FigureGroup, FigureSort, GroupBy, PlotsView, SortBy, ViewState};

/// A project of no more articles than this is small, if it has no more figures and excerpts than the next number.
const SMALL_ARTICLES: usize = 60;
const SMALL_MARKS: usize = 1_000;

/// Articles under one heading of the library.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LibraryGroup {
    pub title: String,
    /// Groups come by rank, then by title.
    pub rank: u8,
    pub articles: Vec<ArticleId>,
    /// Of the articles, those nobody has opened.
    pub unread: usize,
}

/// Everything derived, with what it was derived from. Each part is brought up to date by what changed since, found by
/// comparing the project with the one seen last; what cannot be is worked out on a thread where the project is large.
#[derive(Debug, Default)]
pub struct Derived {
    revision: u64,
    /// The project that the rest was derived from.
    seen: Option<Arc<Project>>,
    /// The revision that last changed something a chart shows.
    charted: u64,
    /// The revision that last added or removed an article.
    texts: u64,
    checking: Follower<u64, Judged>,
    drawing: Follower<ChartKey, Option<Arc<Chart>>>,
    /// The articles as the library shows them, and as the figure list goes through them.
    shown: Order,
    reading: Order,
    library_key: Option<LibraryKey>,
    figure_list: FigureList,
    wires_of: Wires,
    /// The tallies that each figure stands in.
    pub tallies_of: BTreeMap<FigureId, BTreeSet<TallyId>>,
    origins: Origins,
    pub library: Vec<LibraryGroup>,
    /// How many articles the library shows.
    pub library_len: usize,
    pub counts: BTreeMap<ArticleId, ArticleCounts>,
    pub tag_counts: BTreeMap<TagId, usize>,
    /// The excerpts and figures of each article, by place.
    pub excerpts_of: BTreeMap<ArticleId, Vec<ExcerptId>>,
    pub figures_of: BTreeMap<ArticleId, Vec<FigureId>>,
    pub totals: Totals,
    /// How many voices answer each tally, in words.
    pub voices: BTreeMap<TallyId, String>,
    /// The headings of the figures, in their order; none when they are not grouped.
    pub figure_headings: Vec<FigureHeading>,
    /// The figures as filtered, in reading order, where they are shown in another.
    filtered: Vec<FigureId>,
    arranged: Option<(u64, super::view::FiguresView, Vec<ArticleId>)>,
    /// The figures of the table and the queue, in reading order of the library, filtered.
    pub figures: Vec<FigureId>,
    pub chart: Option<Arc<Chart>>,
    /// The table of who reported what, as of the last time its panel was in sight.
    pub matrix: LazyMatrix,
    /// The tag table and the excerpts asked for.
    pub tags: TagsDesk,
    pub findings: Vec<Finding>,
    /// Findings set aside, each with the dismissal that does it.
    pub dismissed: Vec<(Finding, DismissalId)>,
    /// What has changed in the evidence of each reopened estimate.
    pub reopened: BTreeMap<TallyId, Vec<EvidenceChange>>,
    /// Figures held to go back to one count.
    pub same_origin: Vec<SameOrigin>,
    /// The groups of `same_origin` that each figure stands in, as indices.
    pub same_origin_of: BTreeMap<FigureId, Vec<usize>>,
    /// Passages that say the same, of the articles as they were when the search for them last ended.
    pub ties: Arc<Ties>,
    /// What no other column of the reader says, by article: byte ranges, in order. Follows the open columns and `ties`.
    pub only_here: BTreeMap<ArticleId, Vec<Range<usize>>>,
    /// Counts up whenever `ties` is replaced.
    pub ties_revision: u64,
}

/// What the checks and their kin come to, at one revision.
#[derive(Debug)]
struct Judged {
    findings: Findings,
    reopened: BTreeMap<TallyId, Vec<EvidenceChange>>,
    same_origin: Vec<SameOrigin>,
}

impl Judged {
    fn of(project: &Project, text: &dyn Fn(ArticleId) -> Option<Arc<str>>) -> Self {
        let reopened = |tally: &Tally| Some((tally.id, estimates::reopened(project, tally)));
        Self {
            findings: checks::run(project, text),
            reopened: project.tallies.values().filter_map(reopened).filter(|(_, found)| !found.is_empty()).collect(),
            same_origin: origins::same_origin_groups(project),
        }
    }
}

/// What the library was arranged and filtered by; the number counts up with every change of an article.
type LibraryKey = (u64, Arrangement, String, Option<ReadState>);
/// What a chart is made of: the revision that last changed something in it, and the choices.
type ChartKey = (u64, plots::ChartOptions);

impl Derived {
    /// Brings everything up to the session's revision and the view's choices; cheap when nothing changed.
    pub fn update(&mut self, session: &Session, view: &ViewState) {
        let revision = session.revision();
        let mut changed = Changed::default();
        if self.revision != revision {
            let now = session.snapshot();
            let before =
                self.seen.replace(Arc::clone(&now)).unwrap_or_else(|| Arc::new(Project::new("", now.info.created)));
            changed = Changed::between(&before, &now);
            self.count(&before, &now, &changed);
            self.totals.tagged = self.excerpts_of.len();
            if changed.charts {
                self.charted = revision;
            }
            if changed.texts {
                self.texts = revision;
            }
            self.revision = revision;
        }
        self.check(session);
        self.arrange(session.project(), view, &changed);
        self.draw(session, view);
        self.matrix.update(session, view, self.charted, is_small(session.project()));
        self.tags.update(session, view);
    }

    /// The revision that last added or removed an article.
    pub const fn texts_changed(&self) -> u64 {
        self.texts
    }

    /// The articles in the order of the figure list: by wire, then by date.
    pub fn reading_order(&self) -> impl Iterator<Item = ArticleId> {
        self.reading.ids()
    }

    /// Whether something shown is of an earlier revision, its successor still at work.
    pub const fn is_behind(&self) -> bool {
        self.checking.is_behind() || self.drawing.is_behind() || self.matrix.is_behind()
    }

    /// The checks: at once in a small project, on a thread in a large one, where they take longer than a frame.
    fn check(&mut self, session: &Session) {
        let revision = session.revision();
        if is_small(session.project()) {
            if self.checking.landed() != Some(&revision) {
                self.judge(Judged::of(session.project(), &|article| session.text(article)));
                self.checking.set(revision);
            }
            return;
        }
        let landed = self.checking.follow(&revision, "checking", session.wake(), || {
            let (project, texts) = (session.snapshot(), session.texts());
            move |progress: &Progress| {
                progress.report(0, 1)?;
                Ok(Judged::of(&project, &|article| texts(&project, article)))
            }
        });
        if let Some(judged) = landed {
            self.judge(judged);
        }
    }

    fn judge(&mut self, judged: Judged) {
        (self.findings, self.dismissed) = (judged.findings.open, judged.findings.dismissed);
        self.same_origin_of = origins::groups_of(&judged.same_origin);
        (self.reopened, self.same_origin) = (judged.reopened, judged.same_origin);
    }

    /// The chart, in the same way; what is selected is lit by whoever draws it.
    fn draw(&mut self, session: &Session, view: &ViewState) {
        let key = (self.charted, chart_options(view, false));
        // A kind with nothing to draw still says so, as long as another kind has something.
        let statuses = key.1.statuses;
        let made = move |chart: Chart, project: &Project| {
            (!chart.is_empty() || has_figures(project, statuses)).then(|| Arc::new(chart))
        };
        if is_small(session.project()) {
            if self.drawing.landed() != Some(&key) {
                self.chart =
                    made(chart(session.project(), &|article| session.text(article), &key.1), session.project());
                self.drawing.set(key);
            }
            return;
        }
        let landed = self.drawing.follow(&key, "drawing", session.wake(), || {
            let (project, texts, options) = (session.snapshot(), session.texts(), key.1.clone());
            move |progress: &Progress| {
                progress.report(0, 1)?;
                Ok(made(chart(&project, &|article| texts(&project, article), &options), &project))
            }
        });
        if let Some(chart) = landed {
            self.chart = chart;
        }
    }

    /// The library's groups and the list of figures.
    fn arrange(&mut self, project: &Project, view: &ViewState, changed: &Changed) {
        let arrangement =
            Arrangement { group_by: view.group_by, sort_by: view.sort_by, backwards: view.sort_backwards };
        let reading = Arrangement { group_by: GroupBy::Wire, ..Arrangement::default() };
        let mut touched = changed.articles.clone();
        if arrangement.sort_by == SortBy::Figures {
            touched.extend(changed.articles_of_figures.iter().copied());
        }
        if changed.names || !self.shown.is_arranged(arrangement) {
            self.shown.arrange(project, arrangement, &self.counts);
            self.library_key = None;
        } else if !touched.is_empty() {
            self.shown.update(project, &touched, &self.counts);
            self.library_key = None;
        }
        let is_moved = if changed.names || !self.reading.is_arranged(reading) {
            self.reading.arrange(project, reading, &self.counts);
            true
        } else {
            self.reading.update(project, &changed.articles, &self.counts)
        };
        // What a filter by operators looks at may change with anything.
        let stamp = if view.library_filter.contains([':', '<', '>', '=']) { self.revision } else { 0 };
        let key = (stamp, arrangement, view.library_filter.clone(), view.library_state);
        if self.library_key.as_ref() != Some(&key) {
            let filter = LibraryFilter::new(project, self, &view.library_filter, view.library_state);
            self.library = self.shown.groups(|id, words| filter.fits(id, words));
            self.library_len = self.library.iter().map(|group| group.articles.len()).sum();
            self.library_key = Some(key);
        }
        let columns = if view.figures.open_only { view.columns.clone() } else { Vec::new() };
        let moved = if is_moved { None } else { Some(&changed.articles_of_figures) };
        let names = changed.names || !changed.articles.is_empty();
        let filtered_anew = names
            && (!view.figures.filter.trim().is_empty()
                || view.figures.outlet.is_some()
                || view.figures.origin.is_some());
        let is_plain = view.figures.sort == FigureSort::Reading
            && view.figures.group == FigureGroup::Nothing
            && !view.figures.backwards;
        let key = (self.revision, view.figures.clone(), columns.clone());
        if is_plain {
            // The list was in another order: it is made anew.
            if self.arranged.take().is_some() {
                self.figure_list = FigureList::default();
                self.figure_headings.clear();
            }
        } else if self.arranged.as_ref() == Some(&key) {
            return;
        }
        let list = if is_plain { &mut self.figures } else { &mut self.filtered };
        if !is_plain && self.arranged.is_none() {
            self.figure_list = FigureList::default();
        }
        self.figure_list.update(
            list,
            project,
            (&self.reading, &self.figures_of),
            (&view.figures, columns),
            moved.filter(|_| !filtered_anew),
        );
        if !is_plain {
            self.figures.clone_from(&self.filtered);
            self.figure_headings =
                super::figure_order::arrange(project, &self.tallies_of, &mut self.figures, &view.figures);
            self.arranged = Some(key);
        }
    }

    fn count(&mut self, before: &Project, now: &Project, changed: &Changed) {
        self.count_figures(before, now, changed);
        self.count_excerpts(before, now, changed);
        self.totals.figures = self.totals.suggested + self.totals.confirmed;
        self.totals.excerpts = now.excerpts.len();
        self.wires_of.update(before, now, &changed.articles);
        self.totals.wires = self.wires_of.len();
        if !changed.articles.is_empty() {
            let articles = || now.articles.values();
            self.totals.read = articles().filter(|article| article.read_state == ReadState::Done).count();
            self.totals.reviewed = articles().filter(|article| article.figures_reviewed.is_some()).count();
        }
        self.hear(before, now, changed);
    }

    fn count_figures(&mut self, before: &Project, now: &Project, changed: &Changed) {
        let mut unsorted = BTreeSet::new();
        for id in &changed.figures {
            let (old, new) = (before.figures.get(id), now.figures.get(id));
            if let Some(old) = old {
                self.tell(old, |n| n.saturating_sub(1));
            }
            if let Some(new) = new {
                self.tell(new, |n| n + 1);
            }
            let place = |figure: Option<&Figure>| figure.map(|figure| (figure.article, figure.anchor.span));
            if place(old) != place(new) {
                for article in [old, new].into_iter().flatten().map(|figure| figure.article) {
                    unsorted.insert(article);
                }
                if let Some(list) = old.and_then(|old| self.figures_of.get_mut(&old.article)) {
                    list.retain(|other| other != id);
                }
                if let Some(new) = new {
                    self.figures_of.entry(new.article).or_default().push(*id);
                }
            }
        }
        for article in unsorted {
            let Some(list) = self.figures_of.get_mut(&article) else { continue };
            list.sort_by_key(|id| now.figures.get(id).map(|figure| (figure.anchor.span, *id)));
            if list.is_empty() {
                self.figures_of.remove(&article);
            }
        }
        self.counts.retain(|_, counts| *counts != ArticleCounts::default());
    }

    /// Counts a figure in or out.
    fn tell(&mut self, figure: &Figure, step: fn(usize) -> usize) {
        let counts = self.counts.entry(figure.article).or_default();
        match figure.status {
            ReviewStatus::Suggested => {
                self.totals.suggested = step(self.totals.suggested);
                counts.suggested = step(counts.suggested);
                counts.figures = step(counts.figures);
            }
            ReviewStatus::Confirmed => {
                self.totals.confirmed = step(self.totals.confirmed);
                counts.figures = step(counts.figures);
            }
            ReviewStatus::Rejected => self.totals.rejected = step(self.totals.rejected),
        }
    }

    fn count_excerpts(&mut self, before: &Project, now: &Project, changed: &Changed) {
        let mut unsorted = BTreeSet::new();
        for id in &changed.excerpts {
            if let Some(old) = before.excerpts.get(id) {
                for tag in &old.tags {
                    if let Some(n) = self.tag_counts.get_mut(tag) {
                        *n = n.saturating_sub(1);
                    }
                }
                if let Some(counts) = self.counts.get_mut(&old.article) {
                    counts.excerpts = counts.excerpts.saturating_sub(1);
                }
                if let Some(list) = self.excerpts_of.get_mut(&old.article) {
                    list.retain(|other| other != id);
                }
                unsorted.insert(old.article);
            }
            if let Some(new) = now.excerpts.get(id) {
                for tag in &new.tags {
                    *self.tag_counts.entry(*tag).or_default() += 1;
                }
                self.counts.entry(new.article).or_default().excerpts += 1;
                self.excerpts_of.entry(new.article).or_default().push(*id);
                unsorted.insert(new.article);
            }
        }
        for article in unsorted {
            let Some(list) = self.excerpts_of.get_mut(&article) else { continue };
            list.sort_by_key(|id| now.excerpts.get(id).map(|excerpt| (excerpt.anchor.span, *id)));
            if list.is_empty() {
                self.excerpts_of.remove(&article);
            }
        }
        self.tag_counts.retain(|_, n| *n > 0);
    }

    /// Who answers each tally that a change touches.
    fn hear(&mut self, before: &Project, now: &Project, changed: &Changed) {
        let mut heard: BTreeSet<TallyId> = changed.tallies.iter().copied().collect();
        for id in &changed.tallies {
            for figure in before.tallies.get(id).into_iter().flat_map(|tally| &tally.figures) {
                if let Some(tallies) = self.tallies_of.get_mut(figure) {
                    tallies.remove(id);
                }
            }
            match now.tallies.get(id) {
                Some(tally) => {
                    for figure in &tally.figures {
                        self.tallies_of.entry(*figure).or_default().insert(*id);
                    }
                }
                None => drop(self.voices.remove(id)),
            }
        }
        // Ties between figures join voices, so where they change any tally may have another number of them.
        let retied = changed.links || changed.figures.iter().any(|id| self.origins.ties(*id));
        if retied {
            self.origins = Origins::of(now);
        }
        if changed.outlets || changed.names || retied {
            heard = now.tallies.keys().copied().collect();
        } else {
            heard.extend(changed.figures.iter().filter_map(|id| self.tallies_of.get(id)).flatten());
        }
        for tally in heard.iter().filter_map(|id| now.tallies.get(id)) {
            self.voices.insert(tally.id, voices(now, &self.origins, tally));
        }
    }
}

/// Whether everything derived from a project is worked out well within a frame.
pub(super) fn is_small(project: &Project) -> bool {
    project.articles.len() <= SMALL_ARTICLES && project.figures.len() + project.excerpts.len() <= SMALL_MARKS
}

/// "2 outlets, 1 origin · provisional": who answers a tally, rejected figures aside.
fn voices(project: &Project, origins: &Origins, tally: &Tally) -> String {
    let figures = tally.figures.iter().filter_map(|id| project.figures.get(id));
    origins.voices(project, figures.filter(|figure| figure.status != ReviewStatus::Rejected)).to_string()
}

/// "5 articles · 4 wires".
pub fn library_summary(project: &Project, totals: &Totals) -> String {
    format!("{} · {}", counted(project.articles.len(), "article", "articles"), counted(totals.wires, "wire", "wires"))
}

/// What the view asks of the plot. For a file, placeholders stand for what is confidential.
pub fn chart_options(view: &ViewState, for_export: bool) -> plots::ChartOptions {
    let PlotsView { kind, axis, statuses, tally } = view.plots;
    plots::ChartOptions {
        kind,
        tallies: tally.map(|tally| [tally].into()),
        axis,
        statuses,
        columns: view.matrix.by,
        withhold_confidential: for_export,
    }
}

/// Whether any plot could draw something.
pub fn has_figures(project: &Project, statuses: plots::Statuses) -> bool {
    project.figures.values().any(|figure| statuses.admits(figure.status))
}

/// The plot of these choices, each mark with the sentence it stands in.
pub fn chart(project: &Project, text: &dyn Fn(ArticleId) -> Option<Arc<str>>, options: &plots::ChartOptions) -> Chart {
    plots::build_with_sentences(project, options, &|figure| {
        let text = text(figure.article)?;
        let sentence = segment::sentence_at(&text, figure.anchor.span.start());
        Some(text.get(sentence)?.split_whitespace().collect::<Vec<_>>().join(" "))
    })
}

/// Articles under headings: filtered by words, grouped, and in each group by date, then title.
pub fn library(project: &Project, filter: &str, group_by: GroupBy) -> Vec<LibraryGroup> {
    let mut order = Order::default();
    order.arrange(project, Arrangement { group_by, ..Arrangement::default() }, &BTreeMap::new());
    let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
    order.groups(|_, hay| words.iter().all(|word| hay.contains(word)))
}
