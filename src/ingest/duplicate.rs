//! Articles that are in the project already: the same file, the same text, or nearly the same words. Named, never dropped.
//! Layer `ingest`.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};

use super::Draft;

/// How an article is in the project already.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Duplicate {
    /// The very same file.
    SameBytes,
    /// Another file with the same text.
    SameText,
    /// Much of the same wording.
    NearText {
        /// Share of the shorter text's runs of five words that the other has too, 0 to 1.
        similarity: f64,
    },
}

/// What is known of an article that a draft is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known<'a> {
    /// What to call it when it is named: its file, or its title.
    pub name: &'a str,
    pub file_sha256: &'a str,
    pub text_sha256: &'a str,
    /// Its canonical text; empty leaves it out of the comparison of wording.
    pub text: &'a str,
}

/// A draft's like in the project.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    pub how: Duplicate,
    /// Which of the known articles, counted from 0 in the order they were given.
    pub index: usize,
    /// Its name, as given.
    pub name: String,
}

impl std::fmt::Display for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.how {
            Duplicate::SameBytes => write!(f, "the same file as {}", self.name),
            Duplicate::SameText => write!(f, "the same text as {}", self.name),
            Duplicate::NearText { similarity } => {
                write!(f, "{:.0} % of its wording is that of {}", similarity * 100.0, self.name)
            }
        }
    }
}

/// Words in a run.
const RUN: usize = 5;
/// Texts of more runs than this are compared by a quarter of them.
const SAMPLE_FROM: usize = 400;
const SAMPLE: u64 = 4;
/// Texts that share less than this of their runs are two articles.
const NEAR: f64 = 0.5;
/// Texts of fewer runs than this are too short to be compared by wording.
const MIN_RUNS: usize = 12;

/// Articles made ready to find drafts among. Built once for an import and added to as drafts land.
#[derive(Debug, Default)]
pub struct KnownArticles {
    names: Vec<String>,
    /// How many runs each has, all told, and by how much its kept runs stand for more.
    runs: Vec<(usize, u64)>,
    by_file: HashMap<String, usize>,
    by_text: HashMap<String, usize>,
    by_run: HashMap<u64, Vec<u32>>,
}

impl KnownArticles {
    /// Adds an article.
    pub fn add(&mut self, known: &Known<'_>) {
        let index = self.names.len();
        self.names.push(known.name.to_owned());
        self.by_file.entry(known.file_sha256.to_owned()).or_insert(index);
        self.by_text.entry(known.text_sha256.to_owned()).or_insert(index);
        let runs = runs(known.text);
        let step = if runs.len() > SAMPLE_FROM { SAMPLE } else { 1 };
        self.runs.push((runs.len(), step));
        let Ok(short_index) = u32::try_from(index) else { return };
        for run in runs.into_iter().filter(|run| run % step == 0) {
            self.by_run.entry(run).or_default().push(short_index);
        }
    }

    /// The article most like a draft; `None` when it is new.
    pub fn find(&self, draft: &Draft) -> Option<Found> {
        self.find_by(&draft.file_sha256, &draft.text_sha256, &draft.text)
    }

    fn find_by(&self, file_sha256: &str, text_sha256: &str, text: &str) -> Option<Found> {
        let found = |how, index: usize| Some(Found { how, index, name: self.names.get(index)?.clone() });
        if let Some(index) = self.by_file.get(file_sha256) {
            return found(Duplicate::SameBytes, *index);
        }
        if let Some(index) = self.by_text.get(text_sha256) {
            return found(Duplicate::SameText, *index);
        }
        let own = runs(text);
        let mut shared: HashMap<u32, u64> = HashMap::new();
        for run in &own {
            for index in self.by_run.get(run).into_iter().flatten() {
                *shared.entry(*index).or_default() += 1;
            }
        }
        let nearest = shared.into_iter().filter_map(|(index, count)| {
            let (length, step) = *self.runs.get(index as usize)?;
            let shorter = own.len().min(length);
            let similarity = ((count * step) as f64 / shorter as f64).min(1.0);
            (shorter >= MIN_RUNS && similarity >= NEAR).then_some((similarity, index))
        });
        // Of two that are equally near, the one that came first.
        let (similarity, index) = nearest.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))?;
        found(Duplicate::NearText { similarity }, index as usize)
    }
}

/// The one of some articles that a draft is the like of; `None` when it is new. For many drafts, keep a [`KnownArticles`].
pub fn find_duplicate<'a>(draft: &Draft, known: impl Iterator<Item = Known<'a>>) -> Option<Found> {
    let mut articles = KnownArticles::default();
    for one in known {
        articles.add(&one);
    }
    articles.find(draft)
}

/// SHA-256 of bytes in lower-case hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The different runs of five words of a text, as hashes, sorted. Words are letters and digits, without case.
fn runs(text: &str) -> Vec<u64> {
    let words: Vec<u64> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(hash).collect();
    let mix = |run: &[u64]| run.iter().fold(0u64, |sum, word| scramble(sum.rotate_left(23) ^ word));
    let mut runs: Vec<u64> = words.windows(RUN).map(mix).collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// FNV-1a over the lower-case letters: the same on every machine, so that the same import says the same.
fn hash(word: &str) -> u64 {
    let mut sum = 0xCBF2_9CE4_8422_2325u64;
    for c in word.chars().flat_map(char::to_lowercase) {
        sum = (sum ^ u64::from(u32::from(c))).wrapping_mul(0x0000_0100_0000_01B3);
    }
    sum
}

/// Spreads a sum over all its bits, so that taking every fourth hash is a fair sample.
fn scramble(sum: u64) -> u64 {
    let sum = (sum ^ (sum >> 31)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    sum ^ (sum >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(from: usize, count: usize) -> String {
        (from..from + count).map(|n| format!("word{n}")).collect::<Vec<_>>().join(" ")
    }

    fn check(known: &[&str], text: &str, want: Option<(Duplicate, usize)>) {
        let mut articles = KnownArticles::default();
        for (at, text) in known.iter().enumerate() {
            let (file, name) = (format!("file {at}"), format!("{at}.txt"));
            articles.add(&Known { name: &name, file_sha256: &file, text_sha256: &sha256(text.as_bytes()), text });
        }
        let found = articles.find_by("another file", &sha256(text.as_bytes()), text);
        let found = found.map(|f| (f.how, f.index, f.name));
        assert_eq!(found, want.map(|(how, index)| (how, index, format!("{index}.txt"))));
    }

    #[test]
    fn the_nearest_article_is_named() {
        let long = words(0, 1000);
        check(&["other", &long], &long, Some((Duplicate::SameText, 1)));
        check(&[&long], &words(5000, 1000), None);
        check(&[], &long, None);
        // Case and marks do not count, and a paragraph more makes no other article.
        let longer = format!("{}. {}", words(0, 200).to_uppercase(), words(3000, 150));
        check(&[&words(0, 200), "x"], &longer, Some((Duplicate::NearText { similarity: 1.0 }, 0)));
        let half: Vec<String> = vec![words(0, 40), words(9000, 60)];
        check(&[&words(0, 100)], &half.join(" "), None);
        check(&["a few words only here"], "A few words only here.", None);
    }

    #[test]
    fn a_sample_of_a_long_text_measures_about_the_same() {
        let known = words(0, 4000);
        let text = format!("{} {}", words(0, 2800), words(20_000, 1200));
        let mut articles = KnownArticles::default();
        articles.add(&Known { name: "a", file_sha256: "f", text_sha256: "t", text: &known });
        let Some(Found { how: Duplicate::NearText { similarity }, .. }) = articles.find_by("", "", &text) else {
            panic!("not found")
        };
        assert!((0.65..0.75).contains(&similarity), "{similarity}");
    }

    #[test]
    fn the_same_file_is_known_by_its_bytes() {
        let mut articles = KnownArticles::default();
        articles.add(&Known { name: "a.txt", file_sha256: "f", text_sha256: "t", text: "" });
        assert_eq!(articles.find_by("f", "other", "x").unwrap().how, Duplicate::SameBytes);
        assert_eq!(sha256(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
