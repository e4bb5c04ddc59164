//! The words the figure reader knows: small words by what they do, nouns for persons and things, and the words and
//! phrases that say what is counted. Read once from `assets/lexicon/<language>/*.ron`. Layer `lexicon`.
//!
//! Every word is interned: a token carries a [`WordId`], and phrases are compared by ids, not letters.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

pub use super::roles::Role;
use crate::model::{Measure, Subject};

/// Number of an interned word; [`UNKNOWN`] for a word the lexicon does not have.
pub type WordId = u32;

/// The id of every word that is not in the lexicon.
pub const UNKNOWN: WordId = 0;

/// Stands in a phrase for up to four words.
const GAP: WordId = u32::MAX;

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $bit:literal, $text:literal;)*) => {
        /// What a word may do in a sentence: a set, since most words do several things.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub struct Class(u64);

        impl Class {
            $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)*

            /// Whether the two share a member.
            pub const fn has(self, other: Self) -> bool {
                self.0 & other.0 != 0
            }

            /// Both together.
            pub const fn and(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }

            /// The class with this name in `grammar.ron`.
            fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$name),)* _ => None }
            }
        }
    };
}

classes! {
    /// in, at, of …
    PREPOSITION = 0, "preposition";
    /// the, a, these …
    DETERMINER = 1, "determiner";
    /// its, their …
    POSSESSIVE = 2, "possessive";
    /// and, or, but …
    CONJUNCTION = 3, "conjunction";
    /// when, after, because …
    SUBORDINATOR = 4, "subordinator";
    /// Forms of be, and verbs that link like it.
    BE = 5, "be";
    /// Forms of have.
    HAVE = 6, "have";
    /// will, could, to …
    MODAL = 7, "modal";
    /// could, might …: what follows did not happen.
    HYPOTHETICAL = 8, "hypothetical";
    /// no, not …
    NEGATION = 9, "negation";
    /// who, which …
    RELATIVE = 10, "relative";
    /// he, they …
    PRONOUN = 11, "pronoun";
    /// Adverbs.
    ADVERB = 12, "adverb";
    /// including, among …: a part of the number before follows.
    INCLUDE = 13, "include";
    /// others, additional …
    MORE = 14, "more";
    /// said, reported …
    REPORTING = 15, "reporting";
    /// Names of months.
    MONTH = 16, "month";
    /// Names of days of the week.
    WEEKDAY = 17, "weekday";
    /// Verbs that count nothing here.
    VERB = 18, "verb";
    /// rescued, freed …: the people were spared.
    SPARED = 19, "spared";
    /// Words that stand before a noun.
    ADJECTIVE = 20, "adjective";
    /// Names of diseases.
    DISEASE = 21, "disease";
    /// Nouns for persons.
    PERSON = 22, "person";
    /// Nouns for what is not a person.
    THING = 23, "thing";
    /// Persons counted for something else than harm (attendees, respondents).
    ATTENDEE = 24, "attendees";
    /// Written with a full stop that ends no sentence (Gen., Mr.).
    ABBREVIATION = 26, "abbreviation";
    /// according, citing …: a source follows.
    SOURCE = 27, "source";
    /// expected, likely …: what follows "to" is not done yet.
    PROSPECT = 28, "prospect";
    /// most, some, half …
    QUANTITY = 29, "quantity";
    /// Capitalised words that are no places.
    NONPLACE = 30, "nonplace";
    /// Nouns for kinds of places.
    KIND = 31, "kind";
    /// Words of attack whose object is a place.
    STRIKE = 32, "strike";
    /// recorded, registered …: keeping count.
    RECORDING = 33, "recording";
    /// while, but …
    CONTRAST = 34, "contrast";
    /// since
    SINCE = 35, "since";
    /// week, night …
    TIME = 36, "time";
    /// began, launched …
    START = 37, "start";
    /// war, conflict …: what lasts.
    LONG = 38, "long";
    /// kilometres, take-off …: "from" behind it tells how far off, and not whence people come.
    DISTANCE = 39, "distance";
    /// Set while reading: the word opens at least one phrase.
    OPENS = 25, "opens";
}

/// One interned word.
#[derive(Debug, Clone, Copy, Default)]
pub struct Word {
    /// What it may do in a sentence.
    pub class: Class,
    /// Whom it names, for nouns of persons.
    pub subject: Option<Subject>,
    /// What it says is counted.
    pub measure: Option<Measure>,
    /// How it says so.
    pub role: Role,
}

/// A fixed sequence of words.
#[derive(Debug, Clone)]
struct Phrase {
    words: Vec<WordId>,
    measure: Option<Measure>,
    subject: Option<Subject>,
    role: Role,
}

/// A phrase found at a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhraseHit {
    /// How many tokens it covers.
    pub len: usize,
    /// What it says is counted; `None` for names of persons.
    pub measure: Option<Measure>,
    /// Whom it names; `None` for words of measures.
    pub subject: Option<Subject>,
    /// How it says what is counted.
    pub role: Role,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MeasureRow {
    measure: Measure,
    #[serde(default)]
    transitive: Vec<String>,
    #[serde(default)]
    intransitive: Vec<String>,
    #[serde(default)]
    predicates: Vec<String>,
    #[serde(default)]
    counted: Vec<String>,
    #[serde(default)]
    status: Vec<String>,
    #[serde(default)]
    events: Vec<String>,
    #[serde(default)]
    tolls: Vec<String>,
    #[serde(default)]
    attributes: Vec<String>,
    #[serde(default)]
    labels: Vec<String>,
}

/// The lexicon of one language.
#[derive(Debug, Default)]
pub struct Words {
    words: Vec<Word>,
    spellings: Vec<Box<str>>,
    /// Open-addressed table of word ids, each with the high half of its hash; its length is a power of two.
    table: Vec<(u32, WordId)>,
    phrases: Vec<Phrase>,
    /// For each word, the range of `phrases` that open with it.
    opens: Vec<(u32, u32)>,
}

/// Hash of a word's bytes, ASCII letters folded to lower case. The low half places a word, the high half tells words
/// of one place apart.
#[inline]
fn hash(word: &[u8]) -> u64 {
    const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
    // Signs are folded too, which does no harm: words are compared in full at the end.
    const SMALL: u64 = 0x2020_2020_2020_2020;
    let mut h = word.len() as u64;
    let mut rest = word;
    while let Some((first, tail)) = rest.split_first_chunk::<8>() {
        h = (h ^ (u64::from_le_bytes(*first) | SMALL)).wrapping_mul(MIX).rotate_left(29);
        rest = tail;
    }
    // What is left over, read as two overlapping halves.
    let left = match (rest.first_chunk::<4>(), rest.last_chunk::<4>()) {
        (Some(first), Some(last)) => u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last)),
        _ => rest.iter().fold(0, |left, byte| left << 8 | u64::from(*byte)),
    };
    h = (h ^ (left | SMALL)).wrapping_mul(MIX);
    h ^ (h >> 29)
}

impl Words {
    /// The English lexicon.
    pub fn english() -> &'static Self {
        static ENGLISH: OnceLock<Words> = OnceLock::new();
        ENGLISH.get_or_init(|| {
            // The files are part of the program; a test checks that they parse.
            Self::parse(
                include_str!("../../assets/lexicon/en/grammar.ron"),
                include_str!("../../assets/lexicon/en/people.ron"),
                include_str!("../../assets/lexicon/en/phrases.ron"),
                include_str!("../../assets/lexicon/en/things.ron"),
                include_str!("../../assets/lexicon/en/measures.ron"),
            )
            .unwrap_or_default()
        })
    }

    fn parse(
        grammar: &str,
        people: &str,
        phrases: &str,
        things: &str,
        measures: &str,
    ) -> Result<Self, ron::error::SpannedError> {
        let grammar: BTreeMap<String, String> = ron::from_str(grammar)?;
        let people: BTreeMap<Subject, String> = ron_subjects(people)?;
        let named: BTreeMap<String, Vec<String>> = ron::from_str(phrases)?;
        let things: BTreeMap<String, String> = ron::from_str(things)?;
        let measures: Vec<MeasureRow> = ron::from_str(measures)?;

        let mut build = Self { words: vec![Word::default()], spellings: vec!["".into()], ..Self::default() };
        build.grow();
        for (name, words) in &grammar {
            if let Some(class) = Class::from_name(name) {
                build.each(words, |word| word.class = word.class.and(class));
            }
        }
        for words in things.values() {
            build.each(words, |word| word.class = word.class.and(Class::THING));
        }
        if let Some(words) = things.get("attendees") {
            build.each(words, |word| word.class = word.class.and(Class::ATTENDEE));
        }
        for (subject, words) in &people {
            build.each(words, |word| {
                word.class = word.class.and(Class::PERSON);
                word.subject = Some(*subject);
            });
        }
        for (name, list) in &named {
            let subject = Subject::from_name(name).unwrap_or(Subject::People);
            let (subject, role) = if name == "idioms" { (None, Role::IDIOM) } else { (Some(subject), Role::NONE) };
            for phrase in list {
                build.add_phrase(phrase, None, subject, role);
            }
        }
        for row in &measures {
            build.add_measure(row);
        }
        build.index();
        Ok(build)
    }

    fn add_measure(&mut self, row: &MeasureRow) {
        const FORMS: [Role; 5] = [Role::BASE, Role::PRESENT, Role::PAST, Role::PARTICIPLE, Role::GERUND];
        for verb in &row.transitive {
            for (form, role) in verb.split_whitespace().zip(FORMS) {
                self.add_phrase(&form.replace('-', " "), Some(row.measure), None, role);
            }
        }
        for verb in &row.intransitive {
            for (i, form) in verb.split_whitespace().enumerate() {
                let role = if i == 4 { Role::INTRANSITIVE.and(Role::INTRANSITIVE_GERUND) } else { Role::INTRANSITIVE };
                self.add_phrase(form, Some(row.measure), None, role);
            }
        }
        let lists = [
            (&row.predicates, Role::PREDICATE),
            (&row.counted, Role::COUNTED),
            (&row.status, Role::STATUS),
            (&row.events, Role::EVENT),
            (&row.tolls, Role::TOLL),
            (&row.attributes, Role::ATTRIBUTE),
            (&row.labels, Role::LABEL),
        ];
        for (list, role) in lists {
            for phrase in list {
                self.add_phrase(phrase, Some(row.measure), None, role);
            }
        }
    }

    /// Adds one word, or several as a phrase. A word that names two measures keeps the first.
    fn add_phrase(&mut self, text: &str, measure: Option<Measure>, subject: Option<Subject>, role: Role) {
        let ids: Vec<WordId> =
            text.split_whitespace().map(|word| if word == "*" { GAP } else { self.intern(word) }).collect();
        if let [id] = ids.as_slice() {
            if let Some(word) = self.words.get_mut(*id as usize) {
                if word.measure.is_none() || word.measure == measure {
                    word.measure = measure;
                    word.role = word.role.and(role);
                }
                if word.subject.is_none() {
                    word.subject = subject;
                }
            }
        } else {
            self.phrases.push(Phrase { words: ids, measure, subject, role });
        }
    }

    fn each(&mut self, words: &str, mut change: impl FnMut(&mut Word)) {
        for word in words.split_whitespace() {
            let id = self.intern(word);
            if let Some(word) = self.words.get_mut(id as usize) {
                change(word);
            }
        }
    }

    fn grow(&mut self) {
        let size = (self.words.len() * 4).next_power_of_two().max(1024);
        self.table = vec![(0, UNKNOWN); size];
        for id in 1..self.spellings.len() {
            self.put(id as WordId);
        }
    }

    /// Enters a word that is not in the table yet.
    fn put(&mut self, id: WordId) {
        let Some(spelling) = self.spellings.get(id as usize) else { return };
        let h = hash(spelling.as_bytes());
        let mask = self.table.len() - 1;
        let mut at = h as usize & mask;
        while self.table.get(at).is_some_and(|slot| slot.1 != UNKNOWN) {
            at = (at + 1) & mask;
        }
        if let Some(slot) = self.table.get_mut(at) {
            *slot = ((h >> 32) as u32, id);
        }
    }

    fn intern(&mut self, word: &str) -> WordId {
        let known = self.id(word.as_bytes());
        if known != UNKNOWN {
            return known;
        }
        self.words.push(Word::default());
        self.spellings.push(word.to_ascii_lowercase().into_boxed_str());
        let id = (self.words.len() - 1) as WordId;
        if self.words.len() * 3 > self.table.len() {
            self.grow();
        } else {
            self.put(id);
        }
        id
    }

    /// Sorts the phrases by first word, longest first, and notes where each word's begin.
    fn index(&mut self) {
        self.phrases
            .sort_by_key(|phrase| (phrase.words.first().copied(), std::cmp::Reverse(phrase.words.len()), phrase.role));
        self.opens = vec![(0, 0); self.words.len()];
        for (i, phrase) in self.phrases.iter().enumerate() {
            let Some(first) = phrase.words.first() else { continue };
            if let Some(range) = self.opens.get_mut(*first as usize) {
                if range.1 == 0 {
                    range.0 = i as u32;
                }
                range.1 = i as u32 + 1;
            }
            if let Some(word) = self.words.get_mut(*first as usize) {
                word.class = word.class.and(Class::OPENS);
            }
        }
    }

    /// The id of a word as written, whatever its case; [`UNKNOWN`] if the lexicon does not have it.
    pub fn id(&self, word: &[u8]) -> WordId {
        let h = hash(word);
        let mask = self.table.len().wrapping_sub(1);
        let mut at = h as usize & mask;
        while let Some((tag, id)) = self.table.get(at).copied().filter(|slot| slot.1 != UNKNOWN) {
            let same = tag == (h >> 32) as u32;
            if same && self.spellings.get(id as usize).is_some_and(|known| known.as_bytes().eq_ignore_ascii_case(word))
            {
                return id;
            }
            at = (at + 1) & mask;
        }
        UNKNOWN
    }

    /// The ids of words parted by blanks; those that the lexicon does not have are left out.
    pub fn ids(&self, list: &str) -> Vec<WordId> {
        list.split_whitespace().map(|word| self.id(word.as_bytes())).filter(|id| *id != UNKNOWN).collect()
    }

    /// What is known of the word with this id.
    pub fn word(&self, id: WordId) -> Word {
        self.words.get(id as usize).copied().unwrap_or_default()
    }

    /// Every spelling that names a measure, and the longest word of every phrase that does: a text without any of them
    /// has no figure.
    pub fn measure_words(&self) -> Vec<&str> {
        let single = self.words.iter().zip(&self.spellings).filter(|(word, _)| word.measure.is_some());
        let mut all: Vec<&str> = single.map(|(_, spelling)| &**spelling).collect();
        for phrase in self.phrases.iter().filter(|phrase| phrase.measure.is_some()) {
            let spelled = phrase.words.iter().filter_map(|id| self.spellings.get(*id as usize));
            all.extend(spelled.max_by_key(|spelling| spelling.len()).map(|spelling| &**spelling));
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The longest phrase that begins at the first of the words `word_at` gives (by distance from here), among those
    /// that pass `accept`. A gap is as short as it can be.
    pub fn phrase_at(
        &self,
        word_at: impl Fn(usize) -> Option<WordId>,
        accept: impl Fn(&PhraseHit) -> bool,
    ) -> Option<PhraseHit> {
        let first = word_at(0)?;
        let (from, to) = self.opens.get(first as usize).copied()?;
        let phrases = self.phrases.get(from as usize..to as usize)?;
        phrases.iter().find_map(|phrase| {
            let len = match_len(&phrase.words, &word_at)?;
            let hit = PhraseHit { len, measure: phrase.measure, subject: phrase.subject, role: phrase.role };
            accept(&hit).then_some(hit)
        })
    }
}

/// How many tokens `pattern` covers from here on, if it fits.
fn match_len(pattern: &[WordId], word_at: &impl Fn(usize) -> Option<WordId>) -> Option<usize> {
    let mut at = 0;
    let mut words = pattern.iter().copied();
    while let Some(word) = words.next() {
        if word == GAP {
            let next = words.next()?;
            // A gap does not reach over a mark or a number, for which `word_at` gives nothing.
            let words_ahead = (0..=4).map(|skip| word_at(at + skip)).take_while(Option::is_some);
            let skipped = words_ahead.into_iter().position(|word| word == Some(next))?;
            at += skipped + 1;
        } else if word_at(at) == Some(word) {
            at += 1;
        } else {
            return None;
        }
    }
    Some(at)
}

fn ron_subjects(text: &str) -> Result<BTreeMap<Subject, String>, ron::error::SpannedError> {
    let named: BTreeMap<String, String> = ron::from_str(text)?;
    Ok(named.into_iter().filter_map(|(name, words)| Some((Subject::from_name(&name)?, words))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn english() -> &'static Words {
        Words::english()
    }

    #[test]
    fn the_files_parse_and_words_are_found_whatever_their_case() {
        let words = english();
        assert!(words.words.len() > 1000);
        let killed = words.word(words.id(b"Killed"));
        assert_eq!(killed.measure, Some(Measure::Killed));
        assert!(killed.role.has(Role::PAST) && killed.role.has(Role::PARTICIPLE));
        assert_eq!(words.word(words.id(b"SOLDIERS")).subject, Some(Subject::Soldiers));
        assert_eq!(words.id(b"zyzzyva"), UNKNOWN);
    }

    #[test]
    fn every_row_of_grammar_is_a_known_class() {
        let grammar: BTreeMap<String, String> =
            ron::from_str(include_str!("../../assets/lexicon/en/grammar.ron")).unwrap();
        for name in grammar.keys() {
            assert!(Class::from_name(name).is_some(), "no class {name}");
        }
    }

    #[test]
    fn phrases_may_leave_a_gap() {
        let words = english();
        let text = ["taken", "to", "the", "local", "hospital"];
        let at = |i: usize| text.get(i).map(|word| words.id(word.as_bytes()));
        let hit = words.phrase_at(at, |_| true).unwrap();
        assert_eq!((hit.len, hit.measure), (5, Some(Measure::Injured)));
    }
}
