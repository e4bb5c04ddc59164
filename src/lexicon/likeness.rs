//! Words by which passages of two reports are compared: concepts, faint words, boilerplate, denial, speech. Layer `lexicon`.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use serde::Deserialize;

/// The word lists of `assets/lexicon/en/ties.ron`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Likeness {
    /// Words and phrases that reporters use for one another, a line a concept; words of a phrase joined by hyphens.
    pub concepts: Vec<String>,
    /// The same for words of who acts.
    pub actors: Vec<String>,
    /// Words that stand in reports of every event.
    pub faint: String,
    /// Small words of other languages that English does not have.
    pub small: String,
    /// Phrases of sentences that belong to the page or the agency, in lower case.
    pub boilerplate: Vec<String>,
    /// Phrases that are said of every attack and every disaster, in lower case.
    pub stock: Vec<String>,
    /// Words that deny.
    pub denials: String,
    /// Phrases that deny, in lower case.
    pub denial_phrases: Vec<String>,
    /// What a denial denies, by its nouns.
    pub asserted: String,
    /// Words that accuse.
    pub accusing: String,
    /// Phrases that accuse, in lower case.
    pub accusing_phrases: Vec<String>,
    /// Verbs that lead or follow a quotation.
    pub saying: String,
    /// Where words are put out.
    pub channels: String,
}

impl Likeness {
    /// The English lists.
    pub fn english() -> &'static Self {
        static ENGLISH: OnceLock<Likeness> = OnceLock::new();
        // The file is part of the program; a test checks that it parses.
        ENGLISH.get_or_init(|| ron::from_str(include_str!("../../assets/lexicon/en/ties.ron")).unwrap_or_default())
    }
}

/// Whether a sentence belongs to the page or the agency: "sign up to our newsletter", "could not independently verify".
pub fn is_boilerplate(sentence: &str) -> bool {
    static FINDER: OnceLock<Option<AhoCorasick>> = OnceLock::new();
    finds(FINDER.get_or_init(|| finder(&Likeness::english().boilerplate)), sentence)
}

/// Whether words hold a phrase that is said of every attack and every disaster: "thoughts and prayers".
pub fn is_stock(words: &str) -> bool {
    static FINDER: OnceLock<Option<AhoCorasick>> = OnceLock::new();
    finds(FINDER.get_or_init(|| finder(&Likeness::english().stock)), words)
}

/// Whether a sentence holds a phrase that denies: "no truth to".
pub fn has_denial_phrase(sentence: &str) -> bool {
    static FINDER: OnceLock<Option<AhoCorasick>> = OnceLock::new();
    finds(FINDER.get_or_init(|| finder(&Likeness::english().denial_phrases)), sentence)
}

/// The byte at which a phrase that accuses begins: "pointed the finger at".
pub fn accusing_phrase(sentence: &str) -> Option<usize> {
    static FINDER: OnceLock<Option<AhoCorasick>> = OnceLock::new();
    let finder = FINDER.get_or_init(|| finder(&Likeness::english().accusing_phrases));
    finder.as_ref()?.find(sentence).map(|hit| hit.start())
}

fn finder(phrases: &[String]) -> Option<AhoCorasick> {
    AhoCorasick::builder().ascii_case_insensitive(true).build(phrases).ok()
}

/// Whether one of the phrases stands in `text` as whole words.
fn finds(finder: &Option<AhoCorasick>, text: &str) -> bool {
    let bytes = text.as_bytes();
    let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    finder.as_ref().is_some_and(|finder| {
        finder
            .find_overlapping_iter(text)
            .any(|hit| !hit.start().checked_sub(1).is_some_and(letter) && !letter(hit.end()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_parse() {
        assert!(ron::from_str::<Likeness>(include_str!("../../assets/lexicon/en/ties.ron")).is_ok());
        assert!(Likeness::english().concepts.len() > 10);
    }

    #[test]
    fn furniture_and_disclaimers_are_told_from_reports() {
        for (sentence, is) in [
            ("The Lantern could not independently verify the claim.", true),
            ("Sign up to our morning letter.", true),
            ("He signed upon arrival.", false),
            ("The bridge at Orle was blown up.", false),
        ] {
            assert_eq!(is_boilerplate(sentence), is, "{sentence}");
        }
        assert!(has_denial_phrase("There is no truth to it."));
        assert!(!has_denial_phrase("There is truth in it."));
    }
}
