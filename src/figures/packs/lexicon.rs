//! A language's words for figures: read once from `assets/lexicon/<language>/figures.ron`. Layer `figures`.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use serde::Deserialize;

use super::super::number::{Grammar, Language, fold};
use super::OrgEntry;
use super::OrgKind;
use crate::lexicon::organisations;
use crate::model::{Measure, Subject};
use fold::Key;

/// What a word may be, as bits.
pub(super) mod flag {
    pub const OF: u64 = 1;
    pub const ARTICLE: u64 = 1 << 1;
    pub const AND: u64 = 1 << 2;
    pub const HAVE: u64 = 1 << 3;
    pub const BEEN: u64 = 1 << 4;
    pub const NEGATION: u64 = 1 << 5;
    pub const HYPOTHETICAL: u64 = 1 << 6;
    pub const INCLUDE: u64 = 1 << 7;
    pub const AMONG: u64 = 1 << 8;
    pub const MORE: u64 = 1 << 9;
    pub const PRONOUN: u64 = 1 << 10;
    pub const BREAK: u64 = 1 << 11;
    pub const TIME: u64 = 1 << 12;
    pub const SINCE: u64 = 1 << 13;
    pub const ADVERB: u64 = 1 << 14;
    pub const THING: u64 = 1 << 15;
    pub const ADJECTIVE: u64 = 1 << 16;
    pub const SPARED: u64 = 1 << 17;
    pub const DISEASE: u64 = 1 << 18;
    pub const SOURCE: u64 = 1 << 19;
    pub const SAYS: u64 = 1 << 20;
    pub const BY: u64 = 1 << 21;
    pub const STOP: u64 = 1 << 22;
    pub const DUAL: u64 = 1 << 23;
    pub const DETECT: u64 = 1 << 24;
    /// Verbs whose object, or in languages with the verb first whose subject, stands behind and is counted.
    pub const ACTING: u64 = 1 << 25;
    /// Forms that are passive unless an auxiliary makes them active.
    pub const PARTICIPLE: u64 = 1 << 26;
    /// What those counted before did: "died".
    pub const DONE: u64 = 1 << 27;
    /// Nouns that are the thing counted: "deaths".
    pub const COUNTED: u64 = 1 << 28;
    /// Nouns for people in a state: "refugees".
    pub const STATE: u64 = 1 << 29;
    /// Nouns with "of": "the death of nine".
    pub const EVENT: u64 = 1 << 30;
    /// Nouns that take a number as their value: "death toll".
    pub const TOLL: u64 = 1 << 31;
    /// What stands before a colon and a number.
    pub const LABEL: u64 = 1 << 32;

    /// Brings in a source with a preposition written onto the next word.
    pub const JOINED: u64 = 1 << 33;

    /// "At least" behind the noun.
    pub const AT_LEAST: u64 = 1 << 34;

    /// About sport.
    pub const SPORT: u64 = 1 << 35;
    /// Written with "and" on its front.
    pub const LINKED: u64 = 1 << 36;

    /// Any word that says what is counted.
    pub const TRIGGER: u64 = ACTING | PARTICIPLE | DONE | COUNTED | STATE | EVENT | TOLL | LABEL;
}

/// What is known of a word or phrase.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub flags: u64,
    pub measure: Option<Measure>,
    pub subject: Option<Subject>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    language: String,
    detect: String,
    /// First and last letter of the script, for a language that has one of its own.
    script: Option<(String, String)>,
    grammar: GrammarTable,
    subjects: BTreeMap<String, String>,
    /// Words that mean two of a kind, by subject or measure.
    #[serde(default)]
    duals: BTreeMap<String, String>,
    things: String,
    adjectives: String,
    measures: Vec<MeasureRow>,
    spared: String,
    diseases: String,
    sports: String,
    sources: Sources,
    organisations: Vec<Alias>,
    kinds: Vec<(String, OrgKind)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GrammarTable {
    reach_before: usize,
    reach_after: usize,
    speaker_behind: bool,
    clitics: Vec<String>,
    joined_and: Vec<String>,
    of: String,
    articles: String,
    and: String,
    have: String,
    been: String,
    negation: String,
    hypothetical: String,
    include: String,
    among: String,
    /// "At least", where it stands behind the noun.
    at_least: String,
    more: String,
    pronouns: String,
    breaks: String,
    times: String,
    since: String,
    adverbs: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MeasureRow {
    measure: Measure,
    #[serde(default)]
    acting: String,
    #[serde(default)]
    participles: String,
    #[serde(default)]
    done: String,
    #[serde(default)]
    counted: String,
    #[serde(default)]
    states: String,
    #[serde(default)]
    events: String,
    #[serde(default)]
    tolls: String,
    #[serde(default)]
    labels: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sources {
    before: String,
    /// Those of them that want a preposition written onto the next word, and the preposition.
    joined: (String, String),
    verbs: String,
    by: String,
    stops: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Alias {
    name: String,
    aliases: Vec<String>,
}

/// One language, read-only and shared for the life of the program.
pub(super) struct Pack {
    pub language: Language,
    words: HashMap<Key, Entry>,
    /// By first word: the other words, and what the whole is; the longest first.
    phrases: HashMap<Key, Vec<(Vec<Key>, Entry)>>,
    clitics: Vec<String>,
    joined_and: Vec<String>,
    script: Option<(char, char)>,
    joined: String,
    /// How many words may stand between a verb and the number behind it.
    pub reach_before: usize,
    /// How many between a number and the verb behind it.
    pub reach_after: usize,
    /// Whether who speaks stands behind the verb of saying.
    pub speaker_behind: bool,
    pub organisations: Vec<(Vec<Key>, &'static OrgEntry)>,
    pub kinds: Vec<(Vec<Key>, OrgKind)>,
    /// How many names of organisations the English list does not have; zero, by a test.
    unknown_organisations: usize,
}

const SOURCES: [(Language, &str); 2] = [
    (Language::French, include_str!("../../../assets/lexicon/fr/figures.ron")),
    (Language::Arabic, include_str!("../../../assets/lexicon/ar/figures.ron")),
];

/// The pack of a language, if it has one.
pub(super) fn of(language: Language) -> Option<&'static Pack> {
    static ALL: [OnceLock<Option<Pack>>; SOURCES.len()] = [const { OnceLock::new() }; SOURCES.len()];
    let ((_, text), cell) = SOURCES.iter().zip(&ALL).find(|((name, _), _)| *name == language)?;
    // The files are part of the program; a test checks that they parse.
    cell.get_or_init(|| Pack::parse(language, text).ok()).as_ref()
}

/// Every pack.
pub(super) fn all() -> impl Iterator<Item = &'static Pack> {
    SOURCES.iter().filter_map(|(language, _)| of(*language))
}

/// The keys of the words of a phrase, whatever parts them.
pub(super) fn keys_of(phrase: &str) -> Vec<Key> {
    phrase
        .split(|c: char| !super::tokens::is_letter(c))
        .filter(|word| !word.is_empty())
        .map(fold::key_of_letters)
        .collect()
}

impl Pack {
    fn parse(language: Language, text: &str) -> Result<Self, ron::error::SpannedError> {
        let file: File = ron::from_str(text)?;
        let script = file.script.as_ref().and_then(|(a, b)| Some((a.chars().next()?, b.chars().next()?)));
        let grammar = &file.grammar;
        let mut pack = Self {
            language,
            words: HashMap::new(),
            phrases: HashMap::new(),
            clitics: grammar.clitics.clone(),
            joined_and: grammar.joined_and.clone(),
            script,
            joined: file.sources.joined.1.clone(),
            reach_before: grammar.reach_before,
            reach_after: grammar.reach_after,
            speaker_behind: grammar.speaker_behind,
            organisations: Vec::new(),
            kinds: Vec::new(),
            unknown_organisations: usize::from(file.language != language.code()),
        };
        let lists = [
            (&file.detect, flag::DETECT),
            (&grammar.of, flag::OF),
            (&grammar.articles, flag::ARTICLE),
            (&grammar.and, flag::AND),
            (&grammar.have, flag::HAVE),
            (&grammar.been, flag::BEEN),
            (&grammar.negation, flag::NEGATION),
            (&grammar.hypothetical, flag::HYPOTHETICAL),
            (&grammar.include, flag::INCLUDE),
            (&grammar.among, flag::AMONG),
            (&grammar.at_least, flag::AT_LEAST),
            (&grammar.more, flag::MORE),
            (&grammar.pronouns, flag::PRONOUN),
            (&grammar.breaks, flag::BREAK),
            (&grammar.times, flag::TIME),
            (&grammar.since, flag::SINCE),
            (&grammar.adverbs, flag::ADVERB),
            (&file.things, flag::THING),
            (&file.adjectives, flag::ADJECTIVE),
            (&file.spared, flag::SPARED),
            (&file.diseases, flag::DISEASE),
            (&file.sports, flag::SPORT),
            (&file.sources.before, flag::SOURCE),
            (&file.sources.joined.0, flag::SOURCE | flag::JOINED),
            (&file.sources.verbs, flag::SAYS),
            (&file.sources.by, flag::BY),
            (&file.sources.stops, flag::STOP),
        ];
        for (list, flags) in lists {
            pack.add(list, Entry { flags, ..Entry::default() });
        }
        for (name, list) in &file.subjects {
            pack.add(list, Entry { subject: Subject::from_name(name), ..Entry::default() });
        }
        for row in &file.measures {
            let lists = [
                (&row.acting, flag::ACTING),
                (&row.participles, flag::PARTICIPLE),
                (&row.done, flag::DONE),
                (&row.counted, flag::COUNTED),
                (&row.states, flag::STATE),
                (&row.events, flag::EVENT),
                (&row.tolls, flag::TOLL),
                (&row.labels, flag::LABEL),
            ];
            for (list, flags) in lists {
                pack.add(list, Entry { flags, measure: Some(row.measure), subject: None });
            }
        }
        for (name, list) in &file.duals {
            let measure = Measure::from_name(name);
            let counted = if measure.is_some() { flag::COUNTED } else { 0 };
            let subject = Subject::from_name(name);
            pack.add(list, Entry { flags: flag::DUAL | counted, measure, subject });
        }
        pack.kinds = file.kinds.iter().map(|(words, kind)| (pack.stems(words), *kind)).collect();
        for alias in &file.organisations {
            match organisations::resolve(&alias.name) {
                Some(org) => {
                    let names: Vec<_> = alias.aliases.iter().map(|alias| (pack.stems(alias), org)).collect();
                    pack.organisations.extend(names);
                }
                None => pack.unknown_organisations += 1,
            }
        }
        for list in pack.phrases.values_mut() {
            list.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        }
        Ok(pack)
    }

    /// Adds what `entry` says to each word of `list`; an underscore joins the words of a phrase.
    fn add(&mut self, list: &str, entry: Entry) {
        for words in list.split_whitespace() {
            let keys = keys_of(words);
            let Some((first, rest)) = keys.split_first() else { continue };
            if rest.is_empty() {
                join(self.words.entry(*first).or_default(), entry);
                continue;
            }
            let phrases = self.phrases.entry(*first).or_default();
            match phrases.iter_mut().find(|(other, _)| other == rest) {
                Some((_, known)) => join(known, entry),
                None => phrases.push((rest.to_vec(), entry)),
            }
        }
    }

    /// What is known of a word: by itself, or without what is written onto its front. The second value is the byte at
    /// which what is known begins; `keys` is given every form of it.
    pub(super) fn entry(&self, word: &str, keys: &mut dyn FnMut(Key)) -> (Entry, usize) {
        let key = fold::key_of_letters(word);
        keys(key);
        let mut known = self.words.get(&key).copied();
        let mut at = 0;
        let mut found_at = 0;
        for clitic in &self.clitics {
            let Some(rest) = word.get(at..).and_then(|rest| rest.strip_prefix(clitic.as_str())) else { continue };
            // What is left is a word only if it has two letters or more.
            if rest.chars().nth(1).is_none() {
                break;
            }
            at = word.len() - rest.len();
            let key = fold::key_of_letters(rest);
            keys(key);
            let Some(inner) = self.words.get(&key).copied() else { continue };
            match &mut known {
                None => {
                    known = Some(inner);
                    found_at = at;
                }
                // "The wounded" as a label is also the noun without its article.
                Some(whole) if whole.measure.is_some() && whole.measure == inner.measure => join(whole, inner),
                Some(_) => {}
            }
        }
        let mut entry = known.unwrap_or_default();
        if found_at > 0 && self.joined_and.iter().any(|and| word.starts_with(and.as_str())) {
            entry.flags |= flag::LINKED;
        }
        (entry, found_at)
    }

    /// The keys of the words of a name, each without all that may be written onto its front.
    fn stems(&self, name: &str) -> Vec<Key> {
        name.split(|c: char| !super::tokens::is_letter(c))
            .filter(|word| !word.is_empty())
            .map(|word| {
                let mut last = 0;
                self.entry(word, &mut |key| last = key);
                last
            })
            .collect()
    }

    /// How many bytes of `word` are a preposition written onto it behind a word that wants one.
    pub(super) fn joined_len(&self, word: &str) -> usize {
        if !self.joined.is_empty() && word.starts_with(self.joined.as_str()) { self.joined.len() } else { 0 }
    }

    /// The longest phrase that begins with a word of this key: how many words follow, and what it is.
    pub(super) fn phrase(&self, first: Key, fits: impl Fn(usize, Key) -> bool) -> Option<(usize, Entry)> {
        let phrases = self.phrases.get(&first)?;
        phrases
            .iter()
            .find(|(rest, _)| rest.iter().enumerate().all(|(i, key)| fits(i, *key)))
            .map(|(rest, entry)| (rest.len(), *entry))
    }

    /// How many words of `sample` speak for this language; none if all of them are small ones that several languages have.
    pub(super) fn hits(&self, sample: &str) -> usize {
        let words = sample.split(|c: char| !super::tokens::is_letter(c)).filter(|word| !word.is_empty());
        if let Some((first, last)) = self.script {
            return words.filter(|word| word.chars().any(|c| (first..=last).contains(&c))).count();
        }
        let english = crate::lexicon::words::Words::english();
        let (mut hits, mut strong) = (0, false);
        for word in words {
            let Some(entry) = self.words.get(&fold::key_of_letters(word)) else { continue };
            // A word counts only if no English word is spelled like it.
            let detects = entry.flags & flag::DETECT != 0;
            if detects || english.id(word.as_bytes()) == crate::lexicon::words::UNKNOWN {
                hits += 1;
                strong |= detects || entry.measure.is_some() || entry.subject.is_some();
            }
        }
        if strong { hits } else { 0 }
    }

    /// The number grammar of the language.
    pub(super) fn numbers(&self) -> &'static Grammar {
        Grammar::of(self.language)
    }

    /// What the trace calls it.
    pub(super) fn rule(&self) -> &'static str {
        match self.language {
            Language::French => "French word lists",
            Language::Arabic => "Arabic word lists",
            Language::English => "English word lists",
        }
    }
}

/// Adds what `more` says; of two measures or subjects the first is kept.
fn join(entry: &mut Entry, more: Entry) {
    if entry.measure.is_some() && more.measure.is_some() && entry.measure != more.measure {
        return;
    }
    entry.flags |= more.flags;
    entry.measure = entry.measure.or(more.measure);
    entry.subject = entry.subject.or(more.subject);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pack_is_read_in_full() {
        assert_eq!(all().count(), SOURCES.len());
        for ((language, text), pack) in SOURCES.iter().zip(all()) {
            if let Err(error) = ron::from_str::<File>(text) {
                panic!("{language:?}: {error}");
            }
            assert_eq!(pack.unknown_organisations, 0, "{language:?}");
            assert!(pack.words.len() > 300, "{language:?}");
        }
    }

    #[test]
    fn a_word_is_known_with_what_is_written_onto_its_front() {
        let pack = of(Language::Arabic).unwrap();
        for (word, measure, at) in
            [("مقتل", Measure::Killed, 0), ("بمقتل", Measure::Killed, 2), ("والجرحى", Measure::Injured, 2)]
        {
            let (entry, start) = pack.entry(word, &mut |_| {});
            assert_eq!((entry.measure, start), (Some(measure), at), "{word}");
        }
    }
}
