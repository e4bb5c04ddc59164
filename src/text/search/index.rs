//! Which articles hold which words, so that a search looks only at texts that can answer. In memory, added to article by
//! article. Layer `text`.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::model::ArticleId;

use super::find::Finder;
use super::fold::each_token;
use super::query::Node;
use super::terms::Slot;

/// The words of articles.
#[derive(Debug, Default)]
pub struct Index {
    numbers: BTreeMap<ArticleId, u32>,
    next: u32,
    /// For each folded word the numbers of the articles that hold it, rising.
    holders: HashMap<Box<str>, Vec<u32>>,
}

impl Index {
    /// Takes in an article's text; one that is in it already is left as it is, since texts do not change.
    pub fn add(&mut self, article: ArticleId, text: &str) {
        if self.numbers.contains_key(&article) {
            return;
        }
        let number = self.next;
        self.next += 1;
        self.numbers.insert(article, number);
        let mut seen: HashSet<Box<str>> = HashSet::new();
        each_token(text, |token| {
            if !seen.contains(token.folded) {
                seen.insert(token.folded.into());
            }
            true
        });
        for word in seen {
            self.holders.entry(word).or_default().push(number);
        }
    }

    /// Forgets articles that are gone. Their numbers stay behind and mean nothing.
    pub fn retain(&mut self, is_there: impl Fn(ArticleId) -> bool) {
        self.numbers.retain(|article, _| is_there(*article));
    }

    /// Whether an article was taken in.
    pub fn has(&self, article: ArticleId) -> bool {
        self.numbers.contains_key(&article)
    }

    /// How many articles it knows.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// In how many articles these words stand, all of them, wherever.
    pub fn holders_of(&self, words: &[String]) -> usize {
        let slots: Vec<Slot> = words.iter().map(|word| Slot { words: vec![word.clone()], ..Slot::default() }).collect();
        let set = self.phrase(&slots.iter().collect::<Vec<_>>());
        self.numbers.values().filter(|number| set.has(**number)).count()
    }

    /// The articles that can answer a query.
    pub fn candidates(&self, finder: &Finder) -> Candidates<'_> {
        let set = finder.query().root.as_ref().and_then(|root| self.node(finder, root));
        Candidates { index: self, set }
    }

    /// `None` stands for all.
    fn node(&self, finder: &Finder, node: &Node) -> Option<Set> {
        match node {
            Node::Term(term) => {
                let mut any = Set::default();
                let mut is_asked = false;
                for phrase in finder.phrases_of(*term) {
                    is_asked = true;
                    any.add(&self.phrase(&phrase));
                }
                is_asked.then_some(any)
            }
            Node::Pattern(_) | Node::Facet(_) | Node::Not(_) => None,
            Node::And(parts) => parts.iter().filter_map(|part| self.node(finder, part)).reduce(Set::common),
            Node::Near(a, b, _) => [a, b].into_iter().filter_map(|part| self.node(finder, part)).reduce(Set::common),
            Node::Or(parts) => {
                let mut any = Set::default();
                for part in parts {
                    any.add(&self.node(finder, part)?);
                }
                Some(any)
            }
        }
    }

    fn phrase(&self, slots: &[&Slot]) -> Set {
        slots.iter().map(|slot| self.slot(slot)).reduce(Set::common).unwrap_or_default()
    }

    fn slot(&self, slot: &Slot) -> Set {
        let mut set = Set::default();
        for holders in slot.words.iter().filter_map(|word| self.holders.get(word.as_str())) {
            set.extend(holders);
        }
        if slot.is_loose() {
            for (_, holders) in self.holders.iter().filter(|(word, _)| slot.is_loosely(word)) {
                set.extend(holders);
            }
        }
        set
    }
}

/// The articles that can answer.
#[derive(Debug)]
pub struct Candidates<'a> {
    index: &'a Index,
    /// `None` stands for all.
    set: Option<Set>,
}

impl Candidates<'_> {
    /// Whether an article can answer; one that the index does not know may.
    pub fn may_hold(&self, article: ArticleId) -> bool {
        match (&self.set, self.index.numbers.get(&article)) {
            (Some(set), Some(number)) => set.has(*number),
            _ => true,
        }
    }
}

/// Numbers of articles, a bit each.
#[derive(Debug, Clone, Default)]
struct Set(Vec<u64>);

impl Set {
    fn extend(&mut self, numbers: &[u32]) {
        if let Some(last) = numbers.last() {
            let len = *last as usize / 64 + 1;
            if self.0.len() < len {
                self.0.resize(len, 0);
            }
        }
        for number in numbers {
            if let Some(bits) = self.0.get_mut(*number as usize / 64) {
                *bits |= 1 << (number % 64);
            }
        }
    }

    fn has(&self, number: u32) -> bool {
        self.0.get(number as usize / 64).is_some_and(|bits| bits & (1 << (number % 64)) != 0)
    }

    fn add(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (bits, more) in self.0.iter_mut().zip(&other.0) {
            *bits |= more;
        }
    }

    fn common(mut self, other: Self) -> Self {
        self.0.truncate(other.0.len());
        for (bits, more) in self.0.iter_mut().zip(&other.0) {
            *bits &= more;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::search::{Matching, Query};

    #[test]
    fn only_articles_with_the_words_are_looked_at() {
        let texts = ["the harbour burnt", "a quay and a harbour", "shelling of Deraa", "nothing"];
        let mut index = Index::default();
        let id = |n: usize| ArticleId::from_bits(n as u64);
        for (n, text) in texts.iter().enumerate() {
            index.add(id(n), text);
        }
        let check = |query: &str, want: &[usize]| {
            let finder = Finder::new(Query::parse(query).unwrap(), Matching::default()).unwrap();
            let candidates = index.candidates(&finder);
            let found: Vec<usize> = (0..texts.len()).filter(|n| candidates.may_hold(id(*n))).collect();
            assert_eq!(found, want, "{query}");
        };
        check("harbour", &[0, 1]);
        check("harbour quay", &[1]);
        check("quay or nothing", &[1, 3]);
        check("shell*", &[2]);
        check("Daraa", &[2]);
        check("harbour -quay", &[0, 1]);
        check("-quay", &[0, 1, 2, 3]);
        check("harbour or -quay", &[0, 1, 2, 3]);
        check("/x/", &[0, 1, 2, 3]);
        check("absent", &[]);
        assert!(
            index
                .candidates(&Finder::new(Query::parse("absent").unwrap(), Matching::default()).unwrap())
                .may_hold(id(9))
        );
        assert_eq!(index.holders_of(&["deraa".to_owned()]), 1);
    }
}
