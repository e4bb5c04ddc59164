//! Searching the whole project: an index kept on a thread, a search on another, and what was found so far to show. The
//! window waits for neither.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use crate::model::{ArticleId, Project};
use crate::text::search::{Finder, Index, Limits, Matching, Query, QueryError};

use super::background::Follower;
use super::derived::Derived;
use super::jobs::{Cancelled, Job, Poll, Progress};
use super::search_facets::Facts;
use super::session::Session;
use super::view::SearchView;

/// A search ends after this long, whatever a pattern asks for; what it has by then stands.
const MAX_TIME: Duration = Duration::from_secs(20);
/// More hits than this are no answer, but a question put too widely.
pub const MAX_HITS: usize = 200_000;
/// What was found is handed over this often.
const HAND_OVER: Duration = Duration::from_millis(40);

/// What one article answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleHits {
    pub article: ArticleId,
    /// UTF-8 bytes of its text, in order, without overlaps; empty if the query asks of the article alone.
    pub hits: Vec<Range<usize>>,
}

/// How a search ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Every article was looked at.
    Whole,
    /// There were too many hits.
    TooMany,
    /// It took too long.
    TooLong,
}

/// A spelling that counted besides the one asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Also {
    /// As asked.
    pub written: String,
    /// The other spellings that stand somewhere in the project.
    pub spellings: Vec<String>,
}

/// What is shown of a search.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Results {
    /// What was asked.
    pub asked: SearchView,
    /// In the order of the library.
    pub articles: Vec<ArticleHits>,
    /// All hits together.
    pub n_hits: usize,
    pub also: Vec<Also>,
    pub error: Option<QueryError>,
    /// `None` while it runs.
    pub ended: Option<Ended>,
    /// Another number whenever anything in it is another.
    pub stamp: u64,
}

/// A query made ready, for the window, the command line and tests.
///
/// # Errors
/// [`QueryError`].
pub fn finder(view: &SearchView) -> Result<Finder, QueryError> {
    let query = if view.pattern { Query::pattern(view.query.trim()) } else { Query::parse(&view.query)? };
    Finder::new(query, Matching { variants: view.variants, stem: view.stem })
}

/// The articles in the order in which they are searched: by outlet or wire, then by date.
pub fn order(project: &Project) -> Vec<ArticleId> {
    let groups = super::derived::library(project, "", super::view::GroupBy::Wire);
    groups.into_iter().flat_map(|group| group.articles).collect()
}

/// Searches article by article, handing each that answers to `found`; ends when that says so. `index` may leave out
/// articles at once.
///
/// # Errors
/// [`Cancelled`] if the progress was told to stop.
pub fn search(
    finder: &Finder,
    facts: &Facts<'_>,
    order: &[ArticleId],
    text: &dyn Fn(ArticleId) -> Option<Arc<str>>,
    index: &RwLock<Index>,
    progress: &Progress,
    found: &mut dyn FnMut(ArticleHits),
) -> Result<Ended, Cancelled> {
    let start = Instant::now();
    let left: Vec<ArticleId> = {
        let index = index.read().unwrap_or_else(PoisonError::into_inner);
        let candidates = index.candidates(finder);
        order.iter().copied().filter(|id| candidates.may_hold(*id)).collect()
    };
    let total = left.len() as u64;
    let stop = || start.elapsed() > MAX_TIME || progress.is_cancelled();
    let mut n_hits = 0;
    for (n, id) in left.into_iter().enumerate() {
        progress.report(n as u64, total)?;
        if start.elapsed() > MAX_TIME {
            return Ok(Ended::TooLong);
        }
        let facet = |facet: &_| facts.fits(id, facet);
        if !finder.admits(&facet) {
            continue;
        }
        // A query that asks of articles alone needs no text.
        let text = if finder.query().has_words() { text(id) } else { Some(Arc::from("")) };
        let Some(text) = text else { continue };
        if let Some(hits) = finder.find(&text, &facet, Limits::default(), &stop) {
            n_hits += hits.len();
            found(ArticleHits { article: id, hits });
            if n_hits > MAX_HITS {
                return Ok(Ended::TooMany);
            }
        }
    }
    if start.elapsed() > MAX_TIME { Ok(Ended::TooLong) } else { Ok(Ended::Whole) }
}

/// What a search hands over while it runs.
#[derive(Debug, Default)]
struct Inbox {
    articles: Vec<ArticleHits>,
    also: Option<Vec<Also>>,
}

/// A search that runs.
#[derive(Debug)]
struct Running {
    inbox: Arc<Mutex<Inbox>>,
    job: Job<Ended>,
    /// Whether what it found so far stands in the results already.
    is_shown: bool,
}

/// The search of an open project.
#[derive(Debug, Default)]
pub struct SearchDesk {
    index: Arc<RwLock<Index>>,
    indexing: Follower<u64, ()>,
    asked: Option<(SearchView, u64)>,
    running: Option<Running>,
    pub results: Results,
}

impl SearchDesk {
    /// Whether something still runs.
    pub const fn is_busy(&self) -> bool {
        self.running.is_some() || self.indexing.is_behind()
    }

    /// Whether the search itself still runs.
    pub const fn is_searching(&self) -> bool {
        self.running.is_some()
    }

    /// Breaks off the search that runs; what was found stands.
    pub fn cancel(&mut self) {
        if let Some(running) = &self.running {
            running.job.progress.cancel();
        }
    }

    /// Starts what was asked for and takes what was found; cheap when there is neither. Call before drawing.
    pub fn update(&mut self, session: &Session, view: &SearchView, derived: &Derived) {
        self.follow_texts(session, derived.texts_changed());
        let asks_facts = view.query.contains([':', '<', '>', '=']);
        let of = if asks_facts { session.revision() } else { derived.texts_changed() };
        if self.asked.as_ref().is_none_or(|(asked, revision)| asked != view || *revision != of) {
            self.start(session, view, derived);
            self.asked = Some((view.clone(), of));
        }
        self.take();
    }

    /// Takes new articles into the index, on a thread.
    fn follow_texts(&mut self, session: &Session, revision: u64) {
        let index = &self.index;
        self.indexing.follow(&revision, "indexing", session.wake(), || {
            let (project, texts, index) = (session.snapshot(), session.texts(), Arc::clone(index));
            move |progress: &Progress| {
                let total = project.articles.len() as u64;
                index.write().unwrap_or_else(PoisonError::into_inner).retain(|id| project.articles.contains_key(&id));
                for (n, id) in project.articles.keys().enumerate() {
                    progress.report(n as u64, total)?;
                    if index.read().unwrap_or_else(PoisonError::into_inner).has(*id) {
                        continue;
                    }
                    if let Some(text) = texts(&project, *id) {
                        index.write().unwrap_or_else(PoisonError::into_inner).add(*id, &text);
                    }
                }
                Ok(())
            }
        });
    }

    fn start(&mut self, session: &Session, view: &SearchView, derived: &Derived) {
        if let Some(running) = self.running.take() {
            running.job.progress.cancel();
        }
        let stamp = self.results.stamp + 1;
        let finder = match finder(view) {
            Ok(finder) if finder.query().root.is_some() => finder,
            outcome => {
                // While a query cannot be read yet, what the one before found stands: a bracket is half typed.
                let error = outcome.err();
                let mut kept = std::mem::take(&mut self.results);
                if error.is_none() {
                    kept = Results::default();
                }
                self.results = Results { asked: view.clone(), error, ended: Some(Ended::Whole), stamp, ..kept };
                return;
            }
        };
        let (project, texts, index) = (session.snapshot(), session.texts(), Arc::clone(&self.index));
        let inbox: Arc<Mutex<Inbox>> = Arc::default();
        let theirs = Arc::clone(&inbox);
        let wake = Arc::clone(session.wake());
        let order: Vec<ArticleId> = derived.reading_order().collect();
        let job = Job::start("searching", Arc::clone(session.wake()), move |progress| {
            let hand_over = |articles: &mut Vec<ArticleHits>, also: Option<Vec<Also>>| {
                let mut inbox = theirs.lock().unwrap_or_else(PoisonError::into_inner);
                inbox.articles.append(articles);
                inbox.also = also.or_else(|| inbox.also.take());
                drop(inbox);
                wake();
            };
            let facts = Facts::of(&project, finder.query());
            let mut found = Vec::new();
            hand_over(&mut found, Some(also(&finder, &index)));
            let mut last = Instant::now();
            let mut is_first = true;
            let outcome = {
                let text = |id| texts(&project, id);
                search(&finder, &facts, &order, &text, &index, progress, &mut |hits| {
                    found.push(hits);
                    // The first one at once, so that something is there to read.
                    if is_first || last.elapsed() > HAND_OVER {
                        hand_over(&mut found, None);
                        last = Instant::now();
                        is_first = false;
                    }
                })
            };
            hand_over(&mut found, None);
            outcome
        });
        match job {
            Ok(job) => self.running = Some(Running { inbox, job, is_shown: false }),
            Err(error) => {
                let what = format!("the search cannot be started: {error}");
                self.results.error = Some(QueryError { what, at: 0..0, character: 0 });
            }
        }
        self.results.asked = view.clone();
        self.results.error = None;
        self.results.ended = None;
        self.results.stamp = stamp;
    }

    fn take(&mut self) {
        let Some(running) = &mut self.running else { return };
        let ended = match running.job.poll() {
            Poll::Running => None,
            Poll::Done(ended) => Some(ended),
            // Broken off by a person: what was found stands.
            Poll::Gone => Some(Ended::TooLong),
        };
        let mut inbox = running.inbox.lock().unwrap_or_else(PoisonError::into_inner);
        let (fresh, also) = (std::mem::take(&mut inbox.articles), inbox.also.take());
        drop(inbox);
        if fresh.is_empty() && also.is_none() && ended.is_none() {
            return;
        }
        if !(running.is_shown || fresh.is_empty() && ended.is_none()) {
            // What the search before found stands until there is something new, so that the list does not flicker.
            self.results.articles.clear();
            self.results.n_hits = 0;
            running.is_shown = true;
        }
        self.results.n_hits += fresh.iter().map(|article| article.hits.len()).sum::<usize>();
        self.results.articles.extend(fresh);
        if let Some(also) = also {
            self.results.also = also;
        }
        self.results.ended = ended;
        self.results.stamp += 1;
        if ended.is_some() {
            self.running = None;
        }
    }
}

/// The other spellings that count, those that stand somewhere.
fn also(finder: &Finder, index: &RwLock<Index>) -> Vec<Also> {
    let index = index.read().unwrap_or_else(PoisonError::into_inner);
    let mut out = Vec::new();
    for (written, spellings) in finder.also() {
        let spellings = spellings.iter().filter(|(_, words)| index.holders_of(words) > 0);
        let spellings: Vec<String> = spellings.map(|(spelling, _)| spelling.clone()).collect();
        if !spellings.is_empty() {
            out.push(Also { written: written.to_owned(), spellings });
        }
    }
    out
}
