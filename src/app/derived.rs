//! What panels show, worked out once per revision: counts, library groups, the order of figures, the plot, the checks.
//! The window, the command line and tests share it; no panel computes any of it in a frame.

mod counting;
mod judging;
mod listing;
mod lookup;
mod taking_over;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::model::{ArticleId, DismissalId, ExcerptId, FigureId, Project, ReadState, TagId, TallyId};
use crate::plots::{self, Chart};
use crate::text::segment;
use crate::text::ties::Ties;

use super::background::{Follower, let_go};
use super::changed::{Changed, Wires};
use super::checks::Finding;
use super::estimates::EvidenceChange;
use super::figure_order::FigureHeading;
use super::jobs::Progress;
use super::library::{Arrangement, LibraryFilter, Order};
use super::matrix::LazyMatrix;
use super::ops::counted;
use super::origins::{Origins, SameOrigin};
use super::session::Session;
use super::tags_desk::TagsDesk;
use super::totals::{ArticleCounts, Totals};
use super::view::{GroupBy, PlotsView, SortBy, ViewState};

use judging::Judged;
use listing::Listing;
pub use lookup::Lookup;

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
    /// Whether a thread works it out before anybody sees it, so that nothing need be left for later.
    is_ahead: bool,
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
    /// The library in another order; the number is the revision that last changed an article.
    arranging: Follower<(u64, Arrangement), Order>,
    rearranged: u64,
    listing: Listing,
    wires_of: Wires,
    /// The tallies that each figure stands in.
    pub tallies_of: BTreeMap<FigureId, BTreeSet<TallyId>>,
    origins: Origins,
    /// Who names whom.
    pub lookup: Lookup,
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

/// What a change did to the order of the articles.
#[derive(Debug, Clone, Copy, Default)]
struct Moved {
    /// Whether any stands elsewhere in the reading order.
    is_moved: bool,
    /// Whether any article, outlet or set may be called otherwise.
    is_renamed: bool,
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
        let moved = self.arrange(session, view, &changed);
        self.list_figures(session, view, moved, &changed);
        self.draw(session, view);
        self.matrix.update(session, view, self.charted, is_small(session.project()));
        self.tags.update(session, view, is_small(session.project()));
    }

    /// The revision that last added or removed an article.
    pub const fn texts_changed(&self) -> u64 {
        self.texts
    }

    /// The revision that last changed a figure, tally, link or name: tags and reading marks do not.
    pub const fn charted(&self) -> u64 {
        self.charted
    }

    /// The articles in the order of the figure list: by wire, then by date.
    pub fn reading_order(&self) -> impl Iterator<Item = ArticleId> {
        self.reading.ids()
    }

    /// Whether something shown is of an earlier revision, its successor still at work.
    pub const fn is_behind(&self) -> bool {
        self.checking.is_behind()
            || self.drawing.is_behind()
            || self.matrix.is_behind()
            || self.arranging.is_behind()
            || self.tags.is_behind()
            || self.listing.is_behind()
    }

    /// The library's groups and the order of the figures' articles.
    fn arrange(&mut self, session: &Session, view: &ViewState, changed: &Changed) -> Moved {
        let project = session.project();
        let arrangement =
            Arrangement { group_by: view.group_by, sort_by: view.sort_by, backwards: view.sort_backwards };
        let reading = Arrangement { group_by: GroupBy::Wire, ..Arrangement::default() };
        let mut touched = changed.articles.clone();
        if arrangement.sort_by == SortBy::Figures {
            touched.extend(changed.articles_of_figures.iter().copied());
        }
        if !changed.articles.is_empty() {
            self.rearranged = self.revision;
        }
        let is_quick = self.is_ahead || is_small(project) || !self.shown.is_arranged_at_all();
        if changed.names || is_quick && !self.shown.is_arranged(arrangement) {
            self.shown.arrange(project, arrangement, &self.counts);
            self.arranging.set((self.rearranged, arrangement));
            self.library_key = None;
        } else {
            if !touched.is_empty() {
                self.shown.update(project, &touched, &self.counts);
                self.library_key = None;
            }
            if !self.shown.is_arranged(arrangement) {
                self.rearrange(session, arrangement);
            } else if self.arranging.is_behind() {
                // Asked for another order, and for this one again before that came.
                self.arranging.set((self.rearranged, arrangement));
            }
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
        Moved { is_moved, is_renamed: changed.names || !changed.articles.is_empty() }
    }

    /// Puts the library in another order, on a thread; it stands in the old one until then.
    fn rearrange(&mut self, session: &Session, arrangement: Arrangement) {
        let by_figures = arrangement.sort_by == SortBy::Figures;
        let key = (if by_figures { self.rearranged.max(self.charted) } else { self.rearranged }, arrangement);
        let counts = &self.counts;
        let landed = self.arranging.follow(&key, "arranging", session.wake(), || {
            let (project, counts) = (session.snapshot(), if by_figures { counts.clone() } else { BTreeMap::new() });
            move |progress: &Progress| {
                progress.report(0, 1)?;
                let mut order = Order::default();
                order.arrange(&project, arrangement, &counts);
                Ok(order)
            }
        });
        if let Some(order) = landed.filter(|_| self.arranging.landed() == Some(&key)) {
            let_go(std::mem::replace(&mut self.shown, order));
            self.library_key = None;
        }
    }
}

/// Whether everything derived from a project is worked out well within a frame.
pub(super) fn is_small(project: &Project) -> bool {
    project.articles.len() <= SMALL_ARTICLES && project.figures.len() + project.excerpts.len() <= SMALL_MARKS
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
