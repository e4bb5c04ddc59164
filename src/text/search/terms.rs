//! Which words answer a word that is asked for: itself, other spellings of the name, other forms of the word, words that
//! begin with it. Layer `text`.

use crate::lexicon::{names, places};

use super::fold;
use super::query::Term;

/// How words are compared beyond folding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Matching {
    /// Other spellings of names count ("Deraa" for "Daraa").
    pub variants: bool,
    /// Other forms of English words count ("shelling" for "shelled").
    pub stem: bool,
}

impl Default for Matching {
    fn default() -> Self {
        Self { variants: true, stem: false }
    }
}

/// The words that may stand at one place of a phrase.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Slot {
    /// Any of these, folded.
    pub(super) words: Vec<String>,
    /// Whatever begins so.
    pub(super) prefix: Option<String>,
    /// Whatever has this stem.
    pub(super) stem: Option<String>,
}

impl Slot {
    #[cfg(test)]
    pub(super) fn is(&self, folded: &str) -> bool {
        self.words.iter().any(|word| word == folded) || self.is_loosely(folded)
    }

    /// Whether a word fits by its beginning or its stem.
    pub(super) fn is_loosely(&self, folded: &str) -> bool {
        self.prefix.as_ref().is_some_and(|prefix| folded.starts_with(prefix.as_str()))
            || self.stem.as_ref().is_some_and(|wanted| stem(folded) == wanted)
    }

    pub(super) const fn is_loose(&self) -> bool {
        self.prefix.is_some() || self.stem.is_some()
    }
}

/// What answers a term.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Answers {
    /// Words in a row, any of these.
    pub(super) phrases: Vec<Vec<Slot>>,
    /// The spellings that count besides the one written, as written in the lexicon, each with its folded words.
    pub(super) also: Vec<(String, Vec<String>)>,
}

/// What answers `term`. One without a letter or digit is answered by nothing.
pub(super) fn answers(term: &Term, matching: Matching) -> Answers {
    let mut written: Vec<(String, bool)> = Vec::new();
    for piece in term.written.split_whitespace() {
        let words = fold::words(piece);
        let n = words.len();
        let open = piece.ends_with(['*', '…']);
        written.extend(words.into_iter().enumerate().map(|(at, word)| (word, open && at + 1 == n)));
    }
    let mut out = Answers::default();
    if written.is_empty() {
        return out;
    }
    let mut slots: Vec<Slot> = written
        .iter()
        .map(|(word, open)| Slot {
            words: vec![word.clone()],
            prefix: open.then(|| word.clone()),
            stem: (matching.stem && !open && !term.quoted).then(|| stem(word).to_owned()),
        })
        .collect();
    let is_open = written.iter().any(|(_, open)| *open);
    let mut phrases: Vec<Vec<Slot>> = Vec::new();
    if matching.variants && !is_open {
        // The spellings of the whole, and of each of its words.
        for spelling in spellings(&term.written) {
            out.say(spelling, &written);
            phrases.push(exact(&fold::words(spelling)));
        }
        if slots.len() > 1 {
            for (slot, word) in slots.iter_mut().zip(term.written.split_whitespace()) {
                for spelling in spellings(word) {
                    if let [only] = fold::words(spelling).as_slice() {
                        out.say(spelling, &written);
                        slot.words.push(only.clone());
                    }
                }
            }
        }
    }
    // "cease-fire" is "ceasefire" as well.
    if slots.len() > 1 && !is_open && !term.written.contains(char::is_whitespace) {
        phrases.push(exact(&[written.iter().map(|(word, _)| word.as_str()).collect::<String>()]));
    }
    for slot in &mut slots {
        slot.words.sort_unstable();
        slot.words.dedup();
    }
    phrases.insert(0, slots);
    phrases.dedup();
    phrases.retain(|phrase| !phrase.is_empty());
    out.phrases = phrases;
    out
}

impl Answers {
    fn say(&mut self, spelling: &str, written: &[(String, bool)]) {
        let words = fold::words(spelling);
        let is_same = words.iter().eq(written.iter().map(|(word, _)| word))
            || written.iter().any(|(word, _)| [word] == words.iter().collect::<Vec<_>>()[..]);
        if !is_same && !self.also.iter().any(|(_, known)| *known == words) {
            self.also.push((spelling.to_owned(), words));
        }
    }
}

fn exact(words: &[String]) -> Vec<Slot> {
    words.iter().map(|word| Slot { words: vec![word.clone()], ..Slot::default() }).collect()
}

/// Other spellings of a name of a person, a group or a place. A common word in small letters ("said", "nice") is no name.
fn spellings(written: &str) -> Vec<&'static str> {
    let is_small = written.chars().next().is_some_and(char::is_lowercase);
    let common = is_small && COMMON.contains(&written);
    let mut out: Vec<&'static str> = Vec::new();
    if common || fold::words(written).is_empty() {
        return out;
    }
    out.extend(names::spellings(written).iter().map(String::as_str));
    if !(is_small && places::lookup(written).is_some_and(|place| place.weak)) {
        out.extend(places::spellings(written));
    }
    out
}

/// English words that are spellings of names, too.
const COMMON: [&str; 4] = ["said", "sharia", "mine", "of"];

/// The part of an English word that its forms share; other words are themselves.
pub(super) fn stem(word: &str) -> &str {
    if !word.is_ascii() || word.len() <= 3 || word.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        return word;
    }
    let mut rest = word;
    if let Some(base) = rest.strip_suffix("'s") {
        rest = base;
    }
    if let Some(base) = rest.strip_suffix("ies").filter(|base| base.len() >= 3) {
        return base;
    }
    if !(rest.ends_with("ss") || rest.ends_with("us") || rest.ends_with("is")) {
        rest = rest.strip_suffix('s').unwrap_or(rest);
    }
    let has_vowel = |base: &&str| base.len() >= 3 && base.bytes().any(|byte| b"aeiouy".contains(&byte));
    let mut is_cut = false;
    for end in ["ing", "ed"] {
        if let Some(base) = rest.strip_suffix(end).filter(has_vowel) {
            rest = base;
            is_cut = true;
            break;
        }
    }
    // "stopped" is of "stop", but "shelled" of "shell".
    if is_cut
        && let [.., a, b] = rest.as_bytes()
        && a == b
        && !b"aeiouls".contains(a)
    {
        rest = rest.get(..rest.len() - 1).unwrap_or(rest);
    }
    rest = rest.strip_suffix('e').filter(|base| base.len() >= 3).unwrap_or(rest);
    rest.strip_suffix('y').filter(|base| base.len() >= 3).unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(written: &str) -> Term {
        Term { written: written.trim_matches('"').to_owned(), quoted: written.starts_with('"') }
    }

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for forms in [
            &["shell", "shells", "shelled", "shelling"][..],
            &["displace", "displaced", "displaces", "displacing"],
            &["stop", "stopped", "stopping", "stops"],
            &["city", "cities"],
            &["flee", "flees"],
            &["kill", "killed", "kills", "killing"],
        ] {
            for form in forms {
                assert_eq!(stem(form), stem(forms[0]), "{form}");
            }
        }
        for (a, b) in [("king", "kings"), ("bus", "bus"), ("news", "new")] {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
        assert_ne!(stem("sing"), stem("s"));
        assert_ne!(stem("red"), stem("r"));
    }

    #[test]
    fn names_bring_their_other_spellings_unless_told_not_to() {
        let found = answers(&term("Jolani"), Matching::default());
        assert!(found.also.iter().any(|(spelling, _)| spelling == "Golani"), "{found:?}");
        assert!(answers(&term("Jolani"), Matching { variants: false, stem: false }).also.is_empty());
        let daraa = answers(&term("daraa"), Matching::default());
        assert!(daraa.phrases.iter().any(|phrase| phrase.len() == 1 && phrase[0].is("deraa")), "{daraa:?}");
        assert!(answers(&term("said"), Matching::default()).also.is_empty());
        let phrase = answers(&term("\"Daraa province\""), Matching::default());
        assert!(phrase.phrases[0][0].is("deraa") && phrase.phrases[0][1].is("province"), "{phrase:?}");
    }

    #[test]
    fn a_star_stands_for_any_end_and_a_hyphen_for_none() {
        let found = answers(&term("shell*"), Matching::default());
        assert!(found.phrases[0][0].is("shellfire") && found.phrases[0][0].is("shell"));
        let found = answers(&term("cease-fire"), Matching::default());
        assert!(found.phrases.iter().any(|phrase| phrase.len() == 1 && phrase[0].is("ceasefire")));
        assert!(answers(&term("–"), Matching::default()).phrases.is_empty());
    }
}
