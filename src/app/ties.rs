//! The ties of a project: what goes into the search, the search in the background, and the lines that the command line prints.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Serialize, Serializer};

use crate::model::{Article, ArticleId, Figure, FigureId, Project, ReviewStatus};
use crate::text::ties::{Count, Passage, Prepared, Source, Tie, TieKind, Ties, find};

use super::background::{Follower, let_go};
use super::derived::{Derived, is_small};
use super::jobs::{AllCores, Job, Poll, Progress};
use super::session::Session;

/// The articles of a project as the search for ties takes them, with their figures that nobody has rejected. Articles whose text
/// is missing are left out.
///
/// Only those of `among`, if that is given.
pub fn sources(
    project: &Project,
    text: &dyn Fn(ArticleId) -> Option<Arc<str>>,
    among: Option<&[ArticleId]>,
) -> Vec<Source> {
    let is_among = |article: &ArticleId| among.is_none_or(|among| among.contains(article));
    let mut figures: BTreeMap<ArticleId, Vec<&Figure>> = BTreeMap::new();
    let wanted = |figure: &&Figure| figure.status != ReviewStatus::Rejected && is_among(&figure.article);
    for figure in project.figures.values().filter(wanted) {
        figures.entry(figure.article).or_default().push(figure);
    }
    project
        .articles
        .values()
        .filter(|article| is_among(&article.id))
        .filter_map(|article| {
            let mut own = figures.remove(&article.id).unwrap_or_default();
            own.sort_by_key(|figure| (figure.anchor.span, figure.id));
            let place: BTreeMap<FigureId, usize> = own.iter().enumerate().map(|(at, figure)| (figure.id, at)).collect();
            Some(Source {
                article: article.id,
                text: text(article.id)?,
                published: article.published,
                outlet: article.outlet,
                wire: article.wire,
                counts: own.iter().map(|figure| count(project, figure, &place)).collect(),
            })
        })
        .collect()
}

fn count(project: &Project, figure: &Figure, place: &BTreeMap<FigureId, usize>) -> Count {
    Count {
        range: figure.anchor.span.range(),
        measure: figure.measure,
        subject: figure.subject,
        low: figure.low,
        high: figure.high,
        qualifier: figure.qualifier,
        fraction: figure.fraction,
        origin: project.origin_name(figure).map(str::to_owned),
        place: figure.place.clone(),
        period_start: figure.period.start,
        part_of: figure.part_of.and_then(|whole| place.get(&whole)).copied(),
    }
}

/// One tie, as printed.
#[derive(Debug, Serialize)]
pub struct TieRow<'a> {
    #[serde(serialize_with = "kind_name")]
    pub kind: TieKind,
    pub a: PassageRow,
    pub b: PassageRow,
    pub score: f64,
    pub reason: &'a str,
}

/// One end of a tie, as printed.
#[derive(Debug, Serialize)]
pub struct PassageRow {
    /// The name of the file imported.
    pub doc: String,
    /// UTF-8 bytes of the article's canonical text.
    pub start: usize,
    pub end: usize,
}

fn kind_name<S: Serializer>(kind: &TieKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.name())
}

/// All ties as printed, by the names of the files: the one that comes first is `a`, but where `a` denies `b`.
pub fn rows<'a>(project: &Project, ties: &'a Ties) -> Vec<TieRow<'a>> {
    let mut rows: Vec<TieRow<'a>> = ties.all.iter().map(|tie| row(project, tie)).collect();
    rows.sort_by(|x, y| x.order().cmp(&y.order()));
    rows
}

fn row<'a>(project: &Project, tie: &'a Tie) -> TieRow<'a> {
    let end = |passage: &Passage| PassageRow {
        doc: project.articles.get(&passage.article).map(|article| article.provenance.file.clone()).unwrap_or_default(),
        start: passage.range.start,
        end: passage.range.end,
    };
    let (mut a, mut b) = (end(&tie.a), end(&tie.b));
    if tie.kind != TieKind::Denies && (&a.doc, a.start) > (&b.doc, b.start) {
        std::mem::swap(&mut a, &mut b);
    }
    // Hundredths are as fine as a score is worth.
    let score = (f64::from(tie.score) * 100.0).round() / 100.0;
    TieRow { kind: tie.kind, a, b, score, reason: &tie.reason }
}

impl TieRow<'_> {
    fn order(&self) -> (&str, &str, usize, usize, usize, usize, TieKind) {
        let (a, b) = (&self.a, &self.b);
        (&a.doc, &b.doc, a.start, b.start, a.end, b.end, self.kind)
    }
}

/// A project's ties, found again in the background whenever its articles or figures change.
#[derive(Debug)]
pub struct TieFinder {
    /// The project when it was last looked at, and its revision.
    seen: Option<Arc<Project>>,
    revision: Option<u64>,
    /// Whether something changed since the search that runs, or ran last, was started.
    is_behind: bool,
    job: Option<Job<Arc<Ties>>>,
    prepared: Arc<Mutex<Prepared>>,
    /// The ties of the open articles alone, where the search of all takes its time.
    ahead: Option<Job<Arc<Ties>>>,
    asked_ahead: Vec<ArticleId>,
    only_here: Follower<OnlyHereOf, OnlyHere>,
}

impl Default for TieFinder {
    fn default() -> Self {
        Self {
            seen: None,
            revision: None,
            is_behind: false,
            job: None,
            prepared: Arc::new(Mutex::new(Prepared::with_hands(Arc::new(AllCores)))),
            ahead: None,
            asked_ahead: Vec::new(),
            only_here: Follower::default(),
        }
    }
}

/// What the columns alone say depends on: the ties' revision and the open columns.
type OnlyHereOf = (u64, Vec<ArticleId>);
type OnlyHere = BTreeMap<ArticleId, Vec<Range<usize>>>;

/// A search over so few articles is over before anybody could read that it runs.
const SILENT: usize = 300;

/// So many records are compared in a frame; what changed more is taken to have changed the ties.
const COMPARED: usize = 400;

impl TieFinder {
    /// Takes what a search has found, and starts one if the project is no longer what the last was started on. One that
    /// runs is not broken off for that: of many changes in a row the first and the last are searched.
    pub fn follow(
        &mut self,
        session: &Session,
        columns: &[ArticleId],
        wake: &Arc<dyn Fn() + Send + Sync>,
        derived: &mut Derived,
    ) {
        match self.job.as_ref().map(Job::poll) {
            Some(Poll::Done(ties)) => {
                self.job = None;
                if let Some(ahead) = self.ahead.take() {
                    ahead.progress.cancel();
                }
                self.asked_ahead.clear();
                show(ties, derived);
            }
            Some(Poll::Gone) => self.job = None,
            Some(Poll::Running) | None => {}
        }
        if self.revision != Some(session.revision()) {
            self.revision = Some(session.revision());
            let now = session.snapshot();
            self.is_behind |= self.seen.replace(Arc::clone(&now)).is_none_or(|before| differ(&before, &now));
        }
        if self.is_behind && self.job.is_none() {
            self.is_behind = false;
            self.start(session, wake);
        }
        self.look_ahead(session, columns, wake, derived);
        self.compare_columns(session, columns, derived);
    }

    fn start(&mut self, session: &Session, wake: &Arc<dyn Fn() + Send + Sync>) {
        let (project, texts, prepared) = (session.snapshot(), session.texts(), Arc::clone(&self.prepared));
        let job = Job::start("Finding passages that say the same", Arc::clone(wake), move |progress| {
            let sources = sources(&project, &|article| texts(&project, article), None);
            // A search that panicked leaves articles that are ready: nothing is half done in them.
            let mut prepared = prepared.lock().unwrap_or_else(PoisonError::into_inner);
            find(&sources, &mut prepared, |done, total| progress.report(done, total))
        });
        // Without a thread there are no ties; everything else works.
        self.job = job.ok();
    }

    /// While all are searched, those who read need not wait for the articles they have open: the ties among these are
    /// found at once, and stand until all are.
    fn look_ahead(
        &mut self,
        session: &Session,
        columns: &[ArticleId],
        wake: &Arc<dyn Fn() + Send + Sync>,
        derived: &mut Derived,
    ) {
        match self.ahead.as_ref().map(Job::poll) {
            Some(Poll::Done(ties)) => {
                self.ahead = None;
                show(ties, derived);
            }
            Some(Poll::Gone) => self.ahead = None,
            Some(Poll::Running) | None => {}
        }
        let is_wanted = self.job.is_some() && session.project().articles.len() > SILENT && columns.len() > 1;
        if !is_wanted || self.ahead.is_some() || self.asked_ahead == columns {
            return;
        }
        self.asked_ahead = columns.to_vec();
        if columns.iter().all(|article| derived.ties.knows(*article)) {
            return;
        }
        let (project, texts, known) = (session.snapshot(), session.texts(), Arc::clone(&derived.ties));
        let columns = columns.to_vec();
        let job = Job::start("Finding passages of the open articles", Arc::clone(wake), move |progress| {
            let sources = sources(&project, &|article| texts(&project, article), Some(&columns));
            let found = find(&sources, &mut Prepared::default(), |done, total| progress.report(done, total))?;
            Ok(Arc::new(known.with(&found)))
        });
        self.ahead = job.ok();
    }

    /// What no other column says: at once in a small project, else on a thread, because long articles take their time.
    fn compare_columns(&mut self, session: &Session, columns: &[ArticleId], derived: &mut Derived) {
        let key = (derived.ties_revision, columns.to_vec());
        if self.only_here.landed() == Some(&key) {
            return;
        }
        if is_small(session.project()) || columns.len() < 2 {
            derived.only_here = derived.ties.only_here(columns);
            self.only_here.set(key);
            return;
        }
        let landed = self.only_here.follow(&key, "comparing columns", session.wake(), || {
            let (ties, columns) = (Arc::clone(&derived.ties), columns.to_vec());
            move |progress: &Progress| {
                progress.report(0, 1)?;
                Ok(ties.only_here(&columns))
            }
        });
        if let Some(only_here) = landed {
            derived.only_here = only_here;
        }
    }

    /// The search that runs, if it is one that takes time.
    pub fn running(&self, articles: usize) -> Option<&Job<Arc<Ties>>> {
        self.job.as_ref().filter(|_| articles > SILENT)
    }

    /// Whether a search runs.
    pub const fn is_busy(&self) -> bool {
        self.job.is_some()
    }

    /// Asks the search to stop.
    pub fn cancel(&self) {
        for job in self.job.iter().chain(&self.ahead) {
            job.progress.cancel();
        }
    }
}

fn show(ties: Arc<Ties>, derived: &mut Derived) {
    let_go(std::mem::replace(&mut derived.ties, ties));
    derived.ties_revision += 1;
}

/// Whether two states of a project differ in anything that the search looks at. What they share is passed over, so that
/// a tag in a project of thousands costs nothing here.
fn differ(before: &Project, now: &Project) -> bool {
    let called = |project: &Project, id| project.organisations.get(&id).map(|org| org.short_name().to_owned());
    let renamed = |id| called(before, id).is_some_and(|name| called(now, id).as_ref() != Some(&name));
    let article = |project: &Project, id| {
        let article: &Article = project.articles.get(&id)?;
        Some((article.text_sha256.clone(), article.outlet, article.wire, article.published))
    };
    let articles = before.articles.first_changed_keys(&now.articles, COMPARED);
    let figures = before.figures.first_changed_keys(&now.figures, COMPARED);
    articles.len() + figures.len() >= COMPARED
        || before.organisations.changed_keys(&now.organisations).into_iter().any(renamed)
        || articles.into_iter().any(|id| article(before, id) != article(now, id))
        || figures.into_iter().any(|id| looked_at(before, id) != looked_at(now, id))
}

/// The hash of what the search looks at in a figure; `None` if the figure is not there or rejected.
fn looked_at(project: &Project, id: FigureId) -> Option<u64> {
    let figure = project.figures.get(&id).filter(|figure| figure.status != ReviewStatus::Rejected)?;
    let mut hasher = DefaultHasher::new();
    (figure.article, figure.anchor.span, figure.low, figure.high, figure.measure.name()).hash(&mut hasher);
    (figure.subject.name(), figure.qualifier.name(), figure.fraction.map(f64::to_bits)).hash(&mut hasher);
    (figure.part_of, &figure.place, figure.period.start, project.origin_name(figure)).hash(&mut hasher);
    Some(hasher.finish())
}
