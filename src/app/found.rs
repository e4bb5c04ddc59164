//! What the find bar looks for in the open articles: in short ones at once, in long ones on a thread. Layer `app`.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::model::ArticleId;
use crate::text::locate::Folded;

use super::background::{Follower, let_go};
use super::jobs::Progress;
use super::session::Session;
use super::view::ViewState;

/// Open articles of no more bytes than this together are searched within a frame.
const SHORT: usize = 150_000;

/// The words looked for, and the open articles.
type Key = (String, Vec<ArticleId>);

/// Article texts folded for finding, kept from one letter typed to the next.
type FoldedTexts = BTreeMap<ArticleId, (Arc<str>, Arc<Folded>)>;

/// The matches of the find bar.
#[derive(Debug, Default)]
pub struct Found {
    finding: Follower<Key, Hits>,
    folded: FoldedTexts,
    /// Where the matches were asked for, until the first behind it is known.
    start: Option<(ArticleId, usize)>,
    /// Every match: by column, then by place (UTF-8 bytes).
    pub hits: Vec<(ArticleId, Range<usize>)>,
    by_article: BTreeMap<ArticleId, Vec<Range<usize>>>,
}

/// What one search gives.
#[derive(Debug, Default)]
struct Hits {
    folded: FoldedTexts,
    hits: Vec<(ArticleId, Range<usize>)>,
    by_article: BTreeMap<ArticleId, Vec<Range<usize>>>,
}

impl Hits {
    fn of((words, columns): &Key, texts: Vec<(ArticleId, Arc<str>)>, known: &FoldedTexts) -> Self {
        let mut out = Self::default();
        for (article, text) in texts {
            let folded = match known.get(&article).filter(|(of, _)| Arc::ptr_eq(of, &text)) {
                Some((_, folded)) => Arc::clone(folded),
                None => Arc::new(Folded::new(&text)),
            };
            out.by_article.insert(article, folded.find(words));
            out.folded.insert(article, (text, folded));
        }
        for article in columns {
            let hits = out.by_article.get(article).into_iter().flatten();
            out.hits.extend(hits.map(|range| (*article, range.clone())));
        }
        out
    }
}

impl Found {
    /// The matches in one article, in order.
    pub fn of(&self, article: ArticleId) -> &[Range<usize>] {
        self.by_article.get(&article).map_or(&[], Vec::as_slice)
    }

    /// Whether what is looked for is not found yet.
    pub const fn is_behind(&self) -> bool {
        self.finding.is_behind()
    }

    /// Notes from where on the first match is wanted: an article and a byte of its text.
    pub(super) fn start_from(&mut self, start: Option<(ArticleId, usize)>) {
        self.start = start;
    }

    /// The first match behind the place noted, as an index into [`Found::hits`]; `None` until it is known, and once it
    /// was taken.
    pub(super) fn take_first(&mut self) -> Option<usize> {
        if self.is_behind() {
            return None;
        }
        let (article, from) = self.start.take()?;
        let behind = self.hits.iter().position(|(id, hit)| *id == article && hit.start >= from);
        let first = || self.hits.iter().position(|(id, _)| *id == article);
        Some(behind.or_else(first).unwrap_or(0))
    }

    /// Brings the matches up to what is looked for; cheap when nothing changed.
    pub(super) fn update(&mut self, session: &Session, view: &ViewState) {
        let Some(find) = &view.reading.find else {
            if self.finding.landed().is_some() || self.finding.is_behind() {
                let_go(std::mem::take(self));
            }
            return;
        };
        let key = (find.query.clone(), view.columns.clone());
        if self.finding.landed() == Some(&key) && !self.finding.is_behind() {
            return;
        }
        let lens = view.columns.iter().filter_map(|id| session.project().articles.get(id));
        let texts = || view.columns.iter().filter_map(|id| Some((*id, session.text(*id)?))).collect::<Vec<_>>();
        if lens.map(|article| article.text_bytes).sum::<u64>() <= SHORT as u64 {
            let hits = Hits::of(&key, texts(), &self.folded);
            self.finding.set(key);
            self.show(hits);
            return;
        }
        let folded = &self.folded;
        let landed = self.finding.follow(&key, "finding", session.wake(), || {
            let (key, texts, known) = (key.clone(), texts(), folded.clone());
            move |progress: &Progress| {
                progress.report(0, 1)?;
                Ok(Hits::of(&key, texts, &known))
            }
        });
        if let Some(hits) = landed {
            let old = self.show(hits);
            let_go(old);
        }
    }

    fn show(&mut self, hits: Hits) -> Hits {
        Hits {
            folded: std::mem::replace(&mut self.folded, hits.folded),
            hits: std::mem::replace(&mut self.hits, hits.hits),
            by_article: std::mem::replace(&mut self.by_article, hits.by_article),
        }
    }
}
