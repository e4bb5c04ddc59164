//! Retrieval: every excerpt that carries such and such tags, across articles. Layer `app`.
//!
//! A passage carries a tag if an excerpt on it does, or another excerpt that overlaps it. Tags below a tag count as it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::model::{ArticleId, Excerpt, ExcerptId, Project, TagId};

/// How one tag takes part in what is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Take {
    /// One of these must be on the passage.
    #[default]
    Or,
    /// Must be on the passage.
    And,
    /// Must not be on the passage.
    Not,
    /// Must be on a passage of the same article no further off than [`TagQuery::near_words`].
    Near,
}

impl Take {
    /// Every way, in the order offered.
    pub const ALL: [Self; 4] = [Self::Or, Self::And, Self::Not, Self::Near];

    /// The word before the tag.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::Not => "not",
            Self::Near => "near",
        }
    }
}

/// Which excerpts are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagQuery {
    pub tags: BTreeMap<TagId, Take>,
    /// How many words may stand between a passage and the one it is near.
    pub near_words: usize,
    /// Only these articles, and what they are called together ("Harbour Gazette", "3 May"); `None` is all of them.
    pub among: Option<(String, BTreeSet<ArticleId>)>,
}

impl Default for TagQuery {
    fn default() -> Self {
        Self { tags: BTreeMap::new(), near_words: 30, among: None }
    }
}

impl TagQuery {
    /// Excerpts of one tag.
    pub fn of(tag: TagId) -> Self {
        Self { tags: [(tag, Take::Or)].into(), ..Self::default() }
    }

    fn taken(&self, take: Take) -> impl Iterator<Item = TagId> {
        self.tags.iter().filter(move |(_, how)| **how == take).map(|(tag, _)| *tag)
    }

    /// What is asked for, in words: "Killed or Wounded, and Denial, not Rumour, near Army (30 words)".
    pub fn in_words(&self, project: &Project) -> String {
        let mut parts = Vec::new();
        for take in Take::ALL {
            let names: Vec<&str> =
                self.taken(take).filter_map(|tag| project.tags.get(&tag)).map(|tag| tag.name.as_str()).collect();
            if names.is_empty() {
                continue;
            }
            let names = names.join(if take == Take::Or { " or " } else { " and " });
            match take {
                Take::Or => parts.push(names),
                Take::Near => parts.push(format!("near {names} ({} words)", self.near_words)),
                _ => parts.push(format!("{} {names}", take.label())),
            }
        }
        let mut words = if parts.is_empty() { "any tag".to_owned() } else { parts.join(", ") };
        if let Some((name, _)) = &self.among {
            words.push_str(&format!(" in {name}"));
        }
        words
    }
}

/// The tag with all that stand below it.
pub fn with_below(project: &Project, tag: TagId) -> BTreeSet<TagId> {
    let mut all = BTreeSet::from([tag]);
    let mut at = vec![tag];
    while let Some(parent) = at.pop() {
        at.extend(project.tag_children(Some(parent)).iter().map(|child| child.id).filter(|id| all.insert(*id)));
    }
    all
}

/// The excerpts that `query` asks for, by article and place. `text` gives an article's text, for distances in words.
pub fn retrieve(project: &Project, text: &dyn Fn(ArticleId) -> Option<Arc<str>>, query: &TagQuery) -> Vec<ExcerptId> {
    let sets = |take| query.taken(take).map(|tag| with_below(project, tag)).collect::<Vec<_>>();
    let (or, and, not, near) = (sets(Take::Or), sets(Take::And), sets(Take::Not), sets(Take::Near));
    let mut by_article: BTreeMap<ArticleId, Vec<&Excerpt>> = BTreeMap::new();
    for excerpt in project.excerpts.values() {
        if query.among.as_ref().is_none_or(|(_, articles)| articles.contains(&excerpt.article)) {
            by_article.entry(excerpt.article).or_default().push(excerpt);
        }
    }
    let mut out = Vec::new();
    for (article, mut excerpts) in by_article {
        excerpts.sort_by_key(|excerpt| (excerpt.anchor.span, excerpt.id));
        let words = if near.is_empty() { None } else { text(article).map(|text| WordCount::of(&text)) };
        let on = Neighbours::of(&excerpts);
        let beside = |set: &BTreeSet<TagId>| Beside::of(&excerpts, set, words.as_ref(), query.near_words);
        let near: Vec<Beside> = near.iter().map(beside).collect();
        for (i, excerpt) in excerpts.iter().enumerate() {
            let own = |set: &BTreeSet<TagId>| !excerpt.tags.is_disjoint(set);
            let carries =
                |set: &BTreeSet<TagId>| own(set) || on.overlapping(i).any(|other| !other.tags.is_disjoint(set));
            // A passage is listed by the excerpt that was asked for, not by every excerpt that overlaps it.
            let asked = match (or.as_slice(), and.first()) {
                ([], None) => true,
                ([], Some(first)) => own(first),
                (some, _) => some.iter().any(own),
            };
            if asked
                && and.iter().all(carries)
                && !not.iter().any(carries)
                && near.iter().all(|beside| beside.is_near(i))
            {
                out.push(excerpt.id);
            }
        }
    }
    out
}

/// Excerpts of one article in order of their places, with how far back an overlapping one may begin.
struct Neighbours<'a> {
    excerpts: &'a [&'a Excerpt],
    /// For each, the first excerpt that reaches to its start or further.
    first: Vec<usize>,
}

impl<'a> Neighbours<'a> {
    fn of(excerpts: &'a [&'a Excerpt]) -> Self {
        let mut furthest = 0;
        let reach: Vec<usize> = excerpts
            .iter()
            .map(|excerpt| {
                furthest = furthest.max(excerpt.anchor.span.end());
                furthest
            })
            .collect();
        let first = excerpts
            .iter()
            .map(|excerpt| reach.partition_point(|reach| *reach <= excerpt.anchor.span.start()))
            .collect();
        Self { excerpts, first }
    }

    fn overlapping(&self, i: usize) -> impl Iterator<Item = &'a Excerpt> {
        let first = self.first.get(i).copied().unwrap_or(i);
        let span = self.excerpts.get(i).map(|excerpt| excerpt.anchor.span);
        self.excerpts
            .get(first..)
            .unwrap_or_default()
            .iter()
            .take_while(move |other| span.is_some_and(|span| other.anchor.span.start() < span.end()))
            .filter(move |other| span.is_some_and(|span| other.anchor.span.end() > span.start()))
            .copied()
    }
}

/// Which excerpts of an article stand near one that carries a tag of some set: found in one sweep each way, because
/// only the nearest on either side matters.
struct Beside {
    is_near: Vec<bool>,
}

impl Beside {
    /// Of excerpts in order of their places; without `words` there are no distances, and nothing is near.
    fn of(excerpts: &[&Excerpt], set: &BTreeSet<TagId>, words: Option<&WordCount>, at_most: usize) -> Self {
        let Some(words) = words else { return Self { is_near: vec![false; excerpts.len()] } };
        let carries = |excerpt: &Excerpt| !excerpt.tags.is_disjoint(set);
        let is_close = |from: usize, to: usize| words.between(from, to) <= at_most;
        // How far those before reach, and where the first of those behind begins.
        let mut reach: Option<usize> = None;
        let mut is_near: Vec<bool> = Vec::with_capacity(excerpts.len());
        for excerpt in excerpts {
            let span = excerpt.anchor.span;
            is_near.push(reach.is_some_and(|reach| is_close(reach, span.start())));
            if carries(excerpt) {
                reach = reach.max(Some(span.end()));
            }
        }
        let mut next: Option<usize> = None;
        for (excerpt, is_near) in excerpts.iter().zip(&mut is_near).rev() {
            let span = excerpt.anchor.span;
            *is_near |= next.is_some_and(|next| is_close(span.end(), next));
            if carries(excerpt) {
                next = Some(span.start());
            }
        }
        Self { is_near }
    }

    fn is_near(&self, i: usize) -> bool {
        self.is_near.get(i).copied().unwrap_or(false)
    }
}

/// Where the words of a text begin, to count those between two places.
struct WordCount {
    starts: Vec<usize>,
}

impl WordCount {
    fn of(text: &str) -> Self {
        let mut starts = Vec::new();
        let mut inside = false;
        for (at, c) in text.char_indices() {
            if !c.is_whitespace() && !inside {
                starts.push(at);
            }
            inside = !c.is_whitespace();
        }
        Self { starts }
    }

    /// How many words begin from one place to another; 0 if the other comes first.
    fn between(&self, from: usize, to: usize) -> usize {
        if from >= to {
            return 0;
        }
        self.starts.partition_point(|start| *start < to) - self.starts.partition_point(|start| *start < from)
    }
}

/// About `room` bytes of the text before and after `span`, cut at words, line ends as spaces.
pub fn context(text: &str, span: Range<usize>, room: usize) -> (String, String) {
    let from = text.floor_char_boundary(span.start.saturating_sub(room));
    let to = text.ceil_char_boundary(span.end + room);
    let before = text.get(from..span.start).unwrap_or_default();
    let after = text.get(span.end..to).unwrap_or_default();
    let before = if from == 0 { before } else { before.split_once(char::is_whitespace).map_or("", |(_, rest)| rest) };
    let after =
        if to == text.len() { after } else { after.rsplit_once(char::is_whitespace).map_or("", |(rest, _)| rest) };
    let flat = |words: &str| words.replace('\n', " ");
    (flat(before), flat(after))
}

#[cfg(test)]
#[path = "retrieval_tests.rs"]
mod tests;
