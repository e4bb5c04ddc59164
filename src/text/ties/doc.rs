//! An article made ready for comparing: words with what they are, sentences, quotations. Layer `text`.

use std::ops::Range;
use std::sync::Arc;

use super::fold::{self, Folder, Key, NUMBER, ORG, PLACE, WORD};
use super::settle::{denies, hide_date, settle_names, settle_places};
use super::{numerals, quotes};
use crate::lexicon::places::{self, PlaceKind};
use crate::lexicon::words::{Class as Part, Words};
use crate::lexicon::{likeness, names, organisations};
use crate::text::segment;

/// What a word is, as far as it tells of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// the, of, was.
    Small,
    /// Words of every report: official, city, said.
    Faint,
    /// Who acts, in words of every report of war or disaster: troops, rebels.
    Actor,
    Ordinary,
    /// One of several words for one thing: withdrew, retreated.
    Concept,
    /// A number below a hundred, a year, a round thousand.
    PlainNumber,
    Number,
    /// A capitalised word that is neither place nor organisation.
    Name,
    /// A town, division or region.
    Place,
    /// A country or its people.
    Country,
    Organisation,
}

impl Class {
    /// How much a shared word of this class tells, before its rarity in the project.
    pub const fn weight(self) -> f32 {
        match self {
            Self::Small => 0.0,
            Self::Faint => 0.15,
            Self::Actor => 0.4,
            Self::Ordinary => 1.0,
            Self::Concept => 0.9,
            Self::PlainNumber => 0.5,
            Self::Number => 1.8,
            Self::Name => 1.6,
            Self::Place => 1.6,
            Self::Country => 0.5,
            Self::Organisation => 0.7,
        }
    }
}

/// One word.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// First byte in the text.
    pub start: u32,
    pub len: u16,
    /// The word in small letters.
    pub exact: Key,
    /// What is compared: the stem, the concept, the place. 0 for a small word and for the further words of a name.
    pub key: Key,
    pub class: Class,
    pub capital: bool,
}

impl Token {
    /// Its bytes in the text.
    pub const fn range(&self) -> Range<usize> {
        self.start as usize..self.start as usize + self.len as usize
    }
}

/// One sentence, or a line that stands like one.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Its words.
    pub tokens: Range<usize>,
    /// Page furniture or an agency's disclaimer.
    pub boilerplate: bool,
    /// A line in the capitals of a headline.
    pub headline: bool,
    /// It says that something is not so that others say.
    pub denies: bool,
    /// The towns and regions it is about: those it names, but for those that only say where another lies; where it says
    /// "the city" and names none, the one named before.
    pub places: Vec<Key>,
}

/// An article made ready. It depends on its text alone.
#[derive(Debug)]
pub struct Doc {
    pub text: Arc<str>,
    pub tokens: Vec<Token>,
    pub sentences: Vec<Sentence>,
    pub quotes: Vec<quotes::Quote>,
}

impl Doc {
    /// Reads `text`.
    pub fn read(text: Arc<str>) -> Self {
        let mut reader = Reader::new(&text);
        for range in segment::sentences(&text) {
            reader.sentence(range);
        }
        let Reader { mut tokens, mut sentences, .. } = reader;
        settle_names(&mut tokens, &sentences);
        hide_date(&text, &mut tokens);
        let folder = Folder::english();
        for sentence in &mut sentences {
            sentence.denies = denies(folder, &text, &tokens, sentence);
        }
        settle_places(&text, &tokens, &mut sentences);
        let quotes = quotes::quotes(&text, &tokens, &sentences);
        Self { text, tokens, sentences, quotes }
    }

    /// The words of a stretch.
    pub fn words(&self, tokens: Range<usize>) -> &[Token] {
        self.tokens.get(tokens).unwrap_or_default()
    }

    /// The indices of the words that begin in a byte range.
    pub fn tokens_in(&self, bytes: Range<usize>) -> Range<usize> {
        let from = self.tokens.partition_point(|token| (token.start as usize) < bytes.start);
        let to = self.tokens.partition_point(|token| (token.start as usize) < bytes.end);
        from..to.max(from)
    }

    /// The bytes from the first to the last of these words.
    pub fn bytes_of(&self, tokens: Range<usize>) -> Option<Range<usize>> {
        let words = self.tokens.get(tokens)?;
        Some(words.first()?.range().start..words.last()?.range().end)
    }

    /// The index of the sentence that holds a byte, or the one before it.
    pub fn sentence_at(&self, byte: usize) -> Option<usize> {
        self.sentences.partition_point(|sentence| sentence.range.start <= byte).checked_sub(1)
    }
}

/// Reads sentences one after the other.
struct Reader<'t> {
    text: &'t str,
    words: &'static Words,
    folder: &'static Folder,
    organisations: Vec<organisations::Mention>,
    next_organisation: usize,
    tokens: Vec<Token>,
    sentences: Vec<Sentence>,
    buffer: String,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            words: Words::english(),
            folder: Folder::english(),
            organisations: organisations::mentions(text),
            next_organisation: 0,
            tokens: Vec::with_capacity(text.len() / 6),
            sentences: Vec::with_capacity(text.len() / 120 + 1),
            buffer: String::new(),
        }
    }

    fn sentence(&mut self, range: Range<usize>) {
        let slice = self.text.get(range.clone()).unwrap_or_default();
        let from = self.tokens.len();
        self.cut(range.clone());
        self.numerals(from);
        self.shares(from);
        self.places(range.clone(), from);
        self.name_organisations(range.clone(), from);
        self.concepts(from);
        self.offices(from);
        let words = self.tokens.get(from..).unwrap_or_default();
        let long = words.iter().filter(|token| token.len > 3).count();
        let capitals = words.iter().filter(|token| token.len > 3 && token.capital).count();
        let open = !slice.ends_with(['.', '!', '?', '"', '”', '’', ':']);
        let alone =
            self.text.get(range.end..).is_none_or(|rest| rest.trim_start_matches([' ', '\t']).starts_with('\n'));
        let first = self.sentences.len() < 2 && words.len() < 20 && alone;
        let headline = open && (capitals * 10 >= long * 6 && long > 2 || first);
        self.sentences.push(Sentence {
            range,
            tokens: from..self.tokens.len(),
            boilerplate: likeness::is_boilerplate(slice) || open && alone && self.is_masthead(from),
            headline,
            denies: false,
            places: Vec::new(),
        });
    }

    /// Whether the words from `from` on are one of the first lines and name the day of publication.
    fn is_masthead(&self, from: usize) -> bool {
        let words = self.tokens.get(from..).unwrap_or_default();
        let year = |token: &Token| {
            self.text
                .get(token.range())
                .and_then(|word| word.parse::<u16>().ok())
                .is_some_and(|year| (1900..2100).contains(&year))
        };
        let day = words.windows(2).any(|pair| matches!(pair, [day, month] if day.class == Class::PlainNumber && month.capital || month.class == Class::PlainNumber && day.capital));
        self.sentences.len() < 4 && words.len() < 20 && day && words.iter().any(year)
    }

    /// Cuts a sentence into words.
    fn cut(&mut self, range: Range<usize>) {
        let slice = self.text.get(range.clone()).unwrap_or_default();
        let mut start: Option<usize> = None;
        let mut letters = slice.char_indices().peekable();
        let mut previous = ' ';
        while let Some((at, letter)) = letters.next() {
            let mut joins = || letters.peek().is_some_and(|(_, next)| next.is_alphanumeric());
            let inside = letter.is_alphanumeric()
                || (start.is_some() && is_mark(letter))
                || (matches!(letter, '\'' | '’') && previous.is_alphabetic() && joins())
                || (matches!(letter, ',' | '.')
                    && previous.is_ascii_digit()
                    && letters.peek().is_some_and(|(_, next)| next.is_ascii_digit()));
            match (inside, start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    self.word(range.start + from..range.start + at);
                    start = None;
                }
                _ => {}
            }
            previous = letter;
        }
        if let Some(from) = start {
            self.word(range.start + from..range.end);
        }
    }

    /// Makes numbers in words and days those in digits.
    fn numerals(&mut self, from: usize) {
        let text = self.text;
        let lower = |token: &Token| {
            let mut word = String::new();
            fold::lower(text.get(token.range()).unwrap_or_default(), &mut word);
            word
        };
        let Some(tokens) = self.tokens.get_mut(from..) else { return };
        let words: Vec<String> = tokens.iter().map(lower).collect();
        let joined: Vec<bool> = tokens
            .windows(2)
            .map(|pair| match pair {
                [left, right] => {
                    text.get(left.range().end..right.range().start).is_some_and(|gap| matches!(gap, " " | "-"))
                }
                _ => false,
            })
            .collect();
        numerals::settle(tokens, &words, |at| joined.get(at) == Some(&true));
    }

    /// Makes "90%" and "90 per cent" one number that tells more than 90.
    fn shares(&mut self, from: usize) {
        for at in from..self.tokens.len() {
            let Some(token) = self.tokens.get(at).copied().filter(|token| token.class == Class::PlainNumber) else {
                continue;
            };
            let rest = self.text.get(token.range().end..).unwrap_or_default();
            let is_share = rest.starts_with('%')
                || [" percent", " per cent"]
                    .iter()
                    .any(|words| rest.get(..words.len()).is_some_and(|rest| rest.eq_ignore_ascii_case(words)));
            if is_share && let Some(slot) = self.tokens.get_mut(at) {
                slot.key = slot.key.rotate_left(7) ^ fold::key(NUMBER, "%");
                slot.class = Class::Number;
            }
        }
    }

    fn word(&mut self, range: Range<usize>) {
        let Some(word) = self.text.get(range.clone()) else { return };
        fold::lower(word, &mut self.buffer);
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let exact = fold::key(WORD, &self.buffer);
        let (key, class) = self.classify(capital);
        let (Ok(start), Ok(len)) = (u32::try_from(range.start), u16::try_from(range.len())) else { return };
        self.tokens.push(Token { start, len, exact, key, class, capital });
    }

    /// The key and class of the word in `buffer`.
    fn classify(&self, capital: bool) -> (Key, Class) {
        let word = self.buffer.as_str();
        if word.as_bytes().first().is_some_and(u8::is_ascii_digit) {
            return numerals::digits(word);
        }
        let part = self.words.word(self.words.id(word.as_bytes())).class;
        let small = Part::PREPOSITION
            .and(Part::DETERMINER)
            .and(Part::POSSESSIVE)
            .and(Part::CONJUNCTION)
            .and(Part::SUBORDINATOR)
            .and(Part::BE)
            .and(Part::HAVE)
            .and(Part::MODAL)
            .and(Part::RELATIVE)
            .and(Part::PRONOUN)
            .and(Part::ADVERB)
            .and(Part::NEGATION)
            .and(Part::QUANTITY);
        if part.has(small) || self.folder.is_small(fold::key(WORD, word)) || word.chars().nth(1).is_none() {
            return (0, Class::Small);
        }
        let stem = fold::key(WORD, fold::stem(word));
        if part.has(Part::REPORTING.and(Part::SOURCE).and(Part::MONTH).and(Part::WEEKDAY)) || self.folder.is_faint(stem)
        {
            return (stem, Class::Faint);
        }
        if capital && let Some(spelling) = names::spellings(word).first() {
            return (fold::key(WORD, &places::folded(spelling)), Class::Name);
        }
        if capital && places::country_of_demonym(word).is_some() {
            let name = places::country_of_demonym(word).map_or("", |place| place.country);
            return (fold::key(PLACE, name), Class::Country);
        }
        match self.folder.concept(stem) {
            Some(concept) if self.folder.is_actor(concept) => (concept, Class::Actor),
            Some(concept) => (concept, Class::Concept),
            None => (stem, if capital { Class::Name } else { Class::Ordinary }),
        }
    }

    fn places(&mut self, range: Range<usize>, from: usize) {
        for (bytes, place) in places::find_in(self.text, range) {
            let (key, class) = match place.kind {
                PlaceKind::Country => (fold::key(PLACE, place.country), Class::Country),
                _ => {
                    // A town, the division called like it and the land around it are one for comparing.
                    let name = self.text.get(bytes.clone()).and_then(|words| words.split_once(' '));
                    let town = name.and_then(|(first, _)| places::lookup_in(first, place.country));
                    let place = town.unwrap_or(place);
                    (fold::key(PLACE, &format!("{} {}", place.country, place.name)), Class::Place)
                }
            };
            self.join(from, bytes, key, class);
        }
    }

    fn name_organisations(&mut self, range: Range<usize>, from: usize) {
        while let Some(mention) = self.organisations.get(self.next_organisation).copied() {
            if mention.start >= range.end {
                break;
            }
            self.next_organisation += 1;
            if mention.start >= range.start {
                let key = fold::key(ORG, &mention.org.name);
                self.join(from, mention.start..mention.end, key, Class::Organisation);
            }
        }
    }

    /// Makes the words of a name one: the first stands for all.
    fn join(&mut self, from: usize, bytes: Range<usize>, key: Key, class: Class) {
        let mut first = true;
        for token in self.tokens.iter_mut().skip(from) {
            let range = token.range();
            if range.start >= bytes.end || range.end <= bytes.start {
                continue;
            }
            (token.key, token.class) = if first { (key, class) } else { (0, Class::Small) };
            first = false;
        }
    }

    /// Makes what somebody is, beside the name, faint: "the surgeon, Ana Orle", "Ana Orle, a teacher".
    fn offices(&mut self, from: usize) {
        let is_name = |token: Option<&Token>| token.is_some_and(|token| token.capital && token.class == Class::Name);
        let office = |token: &Token| {
            let word = self.text.get(token.range()).unwrap_or_default();
            !token.capital && self.words.word(self.words.id(word.as_bytes())).class.has(Part::PERSON)
        };
        let found: Vec<usize> = (from..self.tokens.len())
            .filter(|at| self.tokens.get(*at).is_some_and(office))
            .filter(|at| {
                let near = |step: usize| is_name(self.tokens.get(at + step));
                let before =
                    |step: usize| at.checked_sub(step).is_some_and(|at| at >= from && is_name(self.tokens.get(at)));
                near(1) || near(2) || before(1) || before(2)
            })
            .collect();
        for at in found {
            if let Some(token) = self.tokens.get_mut(at).filter(|token| token.class > Class::Faint) {
                token.class = Class::Faint;
            }
        }
    }

    /// Joins "pulled out", "armed forces" to their concepts, also with a word or two between.
    fn concepts(&mut self, from: usize) {
        let stem = |token: &Token| {
            let mut word = String::new();
            fold::lower(self.text.get(token.range()).unwrap_or_default(), &mut word);
            fold::key(WORD, fold::stem(&word))
        };
        let stems: Vec<Key> = self.tokens.iter().skip(from).map(stem).collect();
        for (at, first) in stems.iter().enumerate() {
            for gap in 1..=3 {
                let Some(second) = stems.get(at + gap) else { break };
                if let Some(concept) = self.folder.concept_of_pair(*first, *second)
                    && let Some(token) = self.tokens.get_mut(from + at)
                {
                    let class = if self.folder.is_actor(concept) { Class::Actor } else { Class::Concept };
                    (token.key, token.class) = (concept, class);
                    break;
                }
            }
        }
    }
}

/// Arabic vowel signs and the like belong to their word.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36F}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{591}'..='\u{5C7}' | '\u{200C}' | '\u{200D}')
}
