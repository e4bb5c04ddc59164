//! Holds a query against one text: whether it answers, and where. Layer `text`.

use std::collections::HashMap;
use std::ops::Range;

use regex::{Regex, RegexBuilder};

use super::fold::each_token;
use super::query::{Facet, Node, Query, QueryError};
use super::terms::{Answers, Matching, Slot, answers};

/// How large a compiled pattern may grow, in bytes.
const PATTERN_BYTES: usize = 1 << 20;

/// How much is looked for in one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most hits of a pattern.
    pub hits: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { hits: 10_000 }
    }
}

/// A query made ready.
#[derive(Debug, Clone)]
pub struct Finder {
    query: Query,
    answers: Vec<Answers>,
    patterns: Vec<Regex>,
    /// Every slot of every phrase, numbered through.
    slots: Vec<Slot>,
    /// For each term, its phrases as numbers of slots.
    phrases: Vec<Vec<Vec<usize>>>,
    /// The slots that take a word as it is.
    by_word: HashMap<String, Vec<usize>>,
    /// The slots that take words by beginning or stem.
    loose: Vec<usize>,
}

/// A place where a word or phrase stands: bytes, and numbers of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    start: usize,
    end: usize,
    first: u32,
    last: u32,
}

/// A word of the text that fits a slot.
#[derive(Debug, Clone, Copy)]
struct Mark {
    at: u32,
    width: u32,
    start: usize,
    end: usize,
}

impl Finder {
    /// Makes a query ready.
    ///
    /// # Errors
    /// [`QueryError`] if a pattern is none, or would grow too large.
    pub fn new(query: Query, matching: Matching) -> Result<Self, QueryError> {
        let mut patterns = Vec::with_capacity(query.patterns.len());
        for pattern in &query.patterns {
            let mut builder = RegexBuilder::new(&pattern.written);
            let built = builder.multi_line(true).size_limit(PATTERN_BYTES).dfa_size_limit(PATTERN_BYTES).build();
            patterns.push(built.map_err(|error| QueryError {
                what: pattern_fault(&error),
                at: pattern.at..pattern.at + pattern.written.len(),
                character: pattern.at,
            })?);
        }
        let answers: Vec<Answers> = query.terms.iter().map(|term| answers(term, matching)).collect();
        let mut finder = Self {
            query,
            patterns,
            slots: Vec::new(),
            phrases: Vec::new(),
            by_word: HashMap::new(),
            loose: Vec::new(),
            answers: Vec::new(),
        };
        for term in &answers {
            let phrases = term.phrases.iter().map(|phrase| phrase.iter().map(|slot| finder.slot(slot)).collect());
            let phrases = phrases.collect();
            finder.phrases.push(phrases);
        }
        finder.answers = answers;
        Ok(finder)
    }

    fn slot(&mut self, slot: &Slot) -> usize {
        if let Some(known) = self.slots.iter().position(|other| other == slot) {
            return known;
        }
        let number = self.slots.len();
        for word in &slot.words {
            self.by_word.entry(word.clone()).or_default().push(number);
        }
        if slot.is_loose() {
            self.loose.push(number);
        }
        self.slots.push(slot.clone());
        number
    }

    /// What was asked.
    pub const fn query(&self) -> &Query {
        &self.query
    }

    /// The other spellings that count, each with its folded words, for each term that has some: the word as written first.
    pub fn also(&self) -> impl Iterator<Item = (&str, &[(String, Vec<String>)])> {
        let both = self.query.terms.iter().zip(&self.answers);
        both.filter(|(_, answers)| !answers.also.is_empty())
            .map(|(term, answers)| (term.written.as_str(), answers.also.as_slice()))
    }

    pub(super) fn phrases_of(&self, term: usize) -> impl Iterator<Item = Vec<&Slot>> {
        let phrases = self.phrases.get(term).into_iter().flatten();
        phrases.map(|phrase| phrase.iter().filter_map(|slot| self.slots.get(*slot)).collect())
    }

    /// Whether an article can answer at all by what is known of it besides its text; `facet` tells.
    pub fn admits(&self, facet: &dyn Fn(&Facet) -> bool) -> bool {
        self.query.root.as_ref().is_some_and(|root| decided(root, facet) != Some(false))
    }

    /// Where the query is answered in `text`, in bytes, in order, without overlaps; empty for one that asks of the article
    /// alone. `None` if the article does not answer. `stop` breaks off what takes long.
    pub fn find(
        &self,
        text: &str,
        facet: &dyn Fn(&Facet) -> bool,
        limits: Limits,
        stop: &dyn Fn() -> bool,
    ) -> Option<Vec<Range<usize>>> {
        let root = self.query.root.as_ref()?;
        if decided(root, facet) == Some(false) {
            return None;
        }
        let mut marks: Vec<Vec<Mark>> = vec![Vec::new(); self.slots.len()];
        if !self.slots.is_empty() {
            each_token(text, |token| {
                let mark = Mark { at: token.at, width: token.width, start: token.range.start, end: token.range.end };
                let exact = self.by_word.get(token.folded).map_or(&[][..], Vec::as_slice);
                for slot in exact {
                    marks.get_mut(*slot).into_iter().for_each(|list| list.push(mark));
                }
                for slot in &self.loose {
                    if !exact.contains(slot) && self.slots.get(*slot).is_some_and(|slot| slot.is_loosely(token.folded))
                    {
                        marks.get_mut(*slot).into_iter().for_each(|list| list.push(mark));
                    }
                }
                true
            });
        }
        let look = Look { finder: self, text, marks, facet, limits, stop };
        let mut hits = look.node(root)?;
        tidy(&mut hits);
        Some(hits.into_iter().map(|hit| hit.start..hit.end).collect())
    }
}

/// What a wrong pattern is said to be.
fn pattern_fault(error: &regex::Error) -> String {
    match error {
        regex::Error::CompiledTooBig(_) => "this pattern grows too large; make its repetitions shorter".to_owned(),
        // The parser's message is a picture of several lines; its last says what is wrong.
        error => {
            let said = error.to_string();
            let last = said.lines().last().unwrap_or_default();
            format!("this pattern cannot be read: {}", last.trim_start_matches("error: "))
        }
    }
}

/// Whether a part holds or not, as far as that can be told without the text.
fn decided(node: &Node, facet: &dyn Fn(&Facet) -> bool) -> Option<bool> {
    match node {
        Node::Term(_) | Node::Pattern(_) | Node::Near(..) => None,
        Node::Facet(asked) => Some(facet(asked)),
        Node::Not(part) => decided(part, facet).map(|holds| !holds),
        Node::And(parts) => {
            let mut all = Some(true);
            for part in parts {
                match decided(part, facet) {
                    Some(false) => return Some(false),
                    Some(true) => {}
                    None => all = None,
                }
            }
            all
        }
        Node::Or(parts) => {
            let mut any = Some(false);
            for part in parts {
                match decided(part, facet) {
                    Some(true) => return Some(true),
                    Some(false) => {}
                    None => any = None,
                }
            }
            any
        }
    }
}

/// One text under one query.
struct Look<'a> {
    finder: &'a Finder,
    text: &'a str,
    marks: Vec<Vec<Mark>>,
    facet: &'a dyn Fn(&Facet) -> bool,
    limits: Limits,
    stop: &'a dyn Fn() -> bool,
}

impl Look<'_> {
    /// The hits of a part; `None` if it does not hold.
    fn node(&self, node: &Node) -> Option<Vec<Hit>> {
        match node {
            Node::Term(term) => self.term(*term),
            Node::Pattern(pattern) => self.pattern(*pattern),
            Node::Facet(facet) => (self.facet)(facet).then(Vec::new),
            Node::Not(part) => self.node(part).is_none().then(Vec::new),
            Node::And(parts) => {
                let mut hits = Vec::new();
                for part in parts {
                    hits.extend(self.node(part)?);
                }
                Some(hits)
            }
            Node::Or(parts) => {
                let found: Vec<Vec<Hit>> = parts.iter().filter_map(|part| self.node(part)).collect();
                (!found.is_empty()).then(|| found.concat())
            }
            Node::Near(a, b, n) => near(self.node(a)?, self.node(b)?, *n),
        }
    }

    fn term(&self, term: usize) -> Option<Vec<Hit>> {
        let phrases = self.finder.phrases.get(term)?;
        // A sign without a letter asks for nothing.
        if phrases.is_empty() {
            return Some(Vec::new());
        }
        let mut hits: Vec<Hit> = phrases.iter().flat_map(|phrase| self.phrase(phrase)).collect();
        tidy(&mut hits);
        (!hits.is_empty()).then_some(hits)
    }

    fn phrase(&self, slots: &[usize]) -> Vec<Hit> {
        let marks = |slot: &usize| self.marks.get(*slot).map_or(&[][..], Vec::as_slice);
        let Some((first, rest)) = slots.split_first() else { return Vec::new() };
        let mut hits: Vec<Hit> = marks(first)
            .iter()
            .map(|mark| Hit { start: mark.start, end: mark.end, first: mark.at, last: mark.at + mark.width - 1 })
            .collect();
        for slot in rest {
            let list = marks(slot);
            hits = hits
                .into_iter()
                .filter_map(|hit| {
                    let next = list.partition_point(|mark| mark.at <= hit.last);
                    let mark = list.get(next).filter(|mark| mark.at == hit.last + 1)?;
                    Some(Hit { end: mark.end, last: mark.at + mark.width - 1, ..hit })
                })
                .collect();
        }
        hits
    }

    fn pattern(&self, pattern: usize) -> Option<Vec<Hit>> {
        let pattern = self.finder.patterns.get(pattern)?;
        let mut hits = Vec::new();
        for found in pattern.find_iter(self.text).filter(|found| !found.is_empty()) {
            hits.push(Hit { start: found.start(), end: found.end(), first: 0, last: 0 });
            if hits.len() >= self.limits.hits || (self.stop)() {
                break;
            }
        }
        (!hits.is_empty()).then_some(hits)
    }
}

/// The stretches from a hit of `a` to the closest of `b` within `n` words, from the first word to the last; those that
/// share a word are one.
fn near(a: Vec<Hit>, b: Vec<Hit>, n: u32) -> Option<Vec<Hit>> {
    let by_word = |hits: &mut Vec<Hit>| hits.sort_unstable_by_key(|hit| (hit.first, hit.last));
    let (mut a, mut b) = (a, b);
    by_word(&mut a);
    by_word(&mut b);
    let longest = b.iter().map(|hit| hit.last - hit.first).max().unwrap_or(0);
    let mut out: Vec<Hit> = Vec::new();
    for hit in &a {
        let from = b.partition_point(|other| other.first + longest + n < hit.first);
        let close = b.get(from..).unwrap_or_default().iter().take_while(|other| other.first <= hit.last + n);
        let apart = |other: &Hit| match (other.first > hit.last, hit.first > other.last) {
            (true, _) => Some(other.first - hit.last),
            (_, true) => Some(hit.first - other.last),
            // A word is not near itself.
            _ => None,
        };
        let near = close.filter_map(|other| Some((apart(other)?, other))).filter(|(words, _)| *words <= n);
        if let Some((_, other)) = near.min_by_key(|(words, _)| *words) {
            out.push(Hit {
                start: hit.start.min(other.start),
                end: hit.end.max(other.end),
                first: hit.first.min(other.first),
                last: hit.last.max(other.last),
            });
        }
    }
    by_word(&mut out);
    let mut joined: Vec<Hit> = Vec::with_capacity(out.len());
    for hit in out {
        match joined.last_mut().filter(|before| hit.first <= before.last) {
            Some(before) => {
                before.end = before.end.max(hit.end);
                before.last = before.last.max(hit.last);
            }
            None => joined.push(hit),
        }
    }
    (!joined.is_empty()).then_some(joined)
}

/// Hits in order, without those that lie in others or overlap the one before.
fn tidy(hits: &mut Vec<Hit>) {
    hits.sort_unstable_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)));
    let mut end = 0;
    hits.retain(|hit| {
        let is_free = hit.start >= end;
        if is_free {
            end = hit.end;
        }
        is_free
    });
}

#[cfg(test)]
#[path = "find_tests.rs"]
mod tests;
