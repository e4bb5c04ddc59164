//! Words that decide what a sentence with a number tells: what harms, who counts, how totals are brought to their value.
//! Layer `lexicon`.

use std::sync::OnceLock;

use serde::Deserialize;

/// Whole words, parted by blanks in the file.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "String")]
pub struct WordList(Vec<Box<str>>);

impl From<String> for WordList {
    fn from(words: String) -> Self {
        Self(words.split_whitespace().map(Box::from).collect())
    }
}

impl WordList {
    /// Whether it holds the word, ASCII case aside.
    pub fn has(&self, word: &str) -> bool {
        self.0.iter().any(|other| other.eq_ignore_ascii_case(word))
    }

    /// Whether it holds the word as it is written.
    pub fn has_exactly(&self, word: &str) -> bool {
        self.0.iter().any(|other| **other == *word)
    }

    /// The list's own form of a word, ASCII case aside.
    pub fn find(&self, word: &str) -> Option<&str> {
        self.0.iter().find(|other| other.eq_ignore_ascii_case(word)).map(|found| &**found)
    }

    /// Whether one of its words, as it is written, ends the name.
    pub fn ends(&self, name: &str) -> bool {
        self.0.iter().any(|last| name.ends_with(&**last))
    }
}

/// The word lists of `assets/lexicon/en/cues.ron`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cues {
    /// Beginnings of words for violence, disaster and accident.
    pub harm: Vec<String>,
    /// Beginnings of names of diseases and of what goes with them.
    pub illness: Vec<String>,
    /// Beginnings of words for what affects people without harming them.
    pub peaceful: Vec<String>,
    /// Beginnings of words of sport.
    pub sport: Vec<String>,
    /// Openings of what a film, a game or a book tells.
    pub fiction: Vec<String>,
    /// What tells of attacks, flight or disaster, as it is written.
    pub flight: Vec<String>,
    /// Events that last, and that "since the …" counts from.
    pub lasting: WordList,
    /// Who admits the hurt.
    pub wards: WordList,
    /// What makes people who "were hit" victims of gunfire.
    pub guns: WordList,
    /// What carries people off to their deaths.
    pub waters: WordList,
    /// What buries the living.
    pub slides: WordList,
    /// Who takes people into custody and not hostage.
    pub law: WordList,
    /// Words that make the losses told of those of armed men.
    pub armed: WordList,
    /// Verbs of hosting.
    pub hosts: WordList,
    /// What may stand between a place and its number in a list.
    pub beside: WordList,
    /// Words that lead to the name of a place and are none of it.
    pub leads: WordList,
    /// Nouns for one person, before an age.
    pub persons: WordList,
    /// Verbs by which a source puts the dead at so many.
    pub puts: WordList,
    /// Verbs by which a source sets or corrects a figure.
    pub sets: WordList,
    /// Verbs by which a source owns to a count of its own.
    pub owns: WordList,
    /// Verbs by which a total gets its value.
    pub moves: WordList,
    /// Verbs that bring a total to its value.
    pub brings: WordList,
    /// Words that may stand between a toll and its value.
    pub bridge: WordList,
    /// Nouns for a total whose measure other words give.
    pub totals: WordList,
    /// Nouns for a total that stand for what was counted before.
    pub running: WordList,
    /// Nouns for a count that may be given anew.
    pub counts: WordList,
    /// Nouns for what a source sets or corrects.
    pub set_nouns: WordList,
    /// Beginnings of words for people who speak though they are counted ("three officials said"), as they are written.
    pub who_speaks: Vec<String>,
    /// Verbs of speaking that bring in a count by "of".
    pub speaks: WordList,
    /// Words in capitals that are no organisations: units, kinds of people and of aid, places; as they are written.
    pub no_source: WordList,
    /// What the name of a body with a date beside it may end in, as it is written.
    pub bodies: WordList,
    /// What a body that "per" names may end in, as it is written.
    pub speakers: WordList,
    /// Papers whose name follows that of the body that puts them out.
    pub papers: WordList,
    /// What names those who speak at the head of a line, before a colon.
    pub desks: WordList,
}

/// The English lists.
pub fn cues() -> &'static Cues {
    static ENGLISH: OnceLock<Cues> = OnceLock::new();
    // The file is part of the program; a test checks that it parses.
    ENGLISH.get_or_init(|| ron::from_str(include_str!("../../assets/lexicon/en/cues.ron")).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_parses_and_no_list_names_a_word_twice() {
        let lists = ron::from_str::<Cues>(include_str!("../../assets/lexicon/en/cues.ron")).expect("the lists parse");
        let text = include_str!("../../assets/lexicon/en/cues.ron");
        for line in text.lines().filter_map(|line| line.split_once(": \"")) {
            let words: Vec<&str> = line.1.trim_end_matches("\",").split(' ').collect();
            for (at, word) in words.iter().enumerate() {
                assert!(!words.iter().skip(at + 1).any(|other| other == word), "{}: {word} stands twice", line.0);
            }
        }
        assert!(lists.harm.iter().any(|start| start == "flood"));
    }

    #[test]
    fn a_list_knows_its_words_in_any_case_or_as_written() {
        assert!(cues().wards.has("Hospital") && !cues().wards.has("hospit"));
        assert!(cues().no_source.has_exactly("IDP") && !cues().no_source.has_exactly("idp"));
        assert!(cues().bodies.ends("Civil Protection") && !cues().bodies.ends("Civil Guard"));
    }
}
