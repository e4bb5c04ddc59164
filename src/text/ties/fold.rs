//! Words as ties compare them: letters folded, endings cut off, words that reporters use for one another made one.
//! Layer `text`.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use crate::lexicon::likeness::Likeness;

/// A word's hash. Two words of one hash count as one; with 32 bits that happens to a handful of a language's words.
pub type Key = u32;

/// The hash of a word, of a kind: words of two kinds never meet.
pub fn key(kind: u8, word: &str) -> Key {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ u64::from(kind);
    for byte in word.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((mixed >> 32) as u32).max(1)
}

/// A word in small letters without accents' composition changed: curly apostrophes made straight, a possessive ending dropped.
pub fn lower(word: &str, out: &mut String) {
    out.clear();
    for c in word.chars() {
        match c {
            '’' => out.push('\''),
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            c => out.extend(c.to_lowercase()),
        }
    }
    if out.ends_with("'s") {
        out.truncate(out.len() - 2);
    } else if out.ends_with('\'') {
        out.truncate(out.len() - 1);
    }
}

/// Endings that are cut off, longest first, each with the number of letters that must stay.
const ENDINGS: &[(&str, usize)] = &[
    ("ments", 4),
    ("ment", 4),
    ("ings", 4),
    ("ions", 4),
    ("ies", 3),
    ("ing", 4),
    ("ion", 4),
    ("als", 5),
    ("ers", 4),
    ("ed", 3),
    ("es", 3),
    ("al", 5),
    ("er", 4),
    ("ly", 5),
    ("s", 3),
];

/// An English word in small letters without its endings. Other scripts stay as they are.
pub fn stem(word: &str) -> &str {
    // Without its ending it would be the police.
    if matches!(word, "policy" | "policies") {
        return "policy";
    }
    let mut stem = word;
    if !word.is_ascii() || word.len() < 4 || word.as_bytes().iter().any(u8::is_ascii_digit) {
        return stem;
    }
    for _ in 0..2 {
        let cut = ENDINGS.iter().find_map(|(ending, keep)| {
            let head = stem.strip_suffix(ending)?;
            (head.len() >= *keep && !(*ending == "s" && head.ends_with(['s', 'u', 'i']))).then_some(head)
        });
        let Some(head) = cut else { break };
        stem = head;
    }
    // "Liberated" and "liberation" leave what "liberate" does.
    stem = stem.strip_suffix("ate").or_else(|| stem.strip_suffix("at")).filter(|head| head.len() > 4).unwrap_or(stem);
    if stem.len() > 3 {
        stem = stem.strip_suffix(['e', 'y', 'i']).unwrap_or(stem);
    }
    let bytes = stem.as_bytes();
    if let [.., before, last] = bytes
        && before == last
        && stem.len() > 4
        && !matches!(last, b's' | b'e' | b'o')
    {
        stem = stem.get(..stem.len() - 1).unwrap_or(stem);
    }
    stem
}

/// The word lists by key.
#[derive(Debug, Default)]
pub struct Folder {
    /// The concept of a stem.
    concepts: HashMap<Key, Key>,
    /// The concept of a phrase of two or three stems.
    pairs: HashMap<(Key, Key), Key>,
    actors: HashSet<Key>,
    faint: HashSet<Key>,
    small: HashSet<Key>,
    denials: HashSet<Key>,
    asserted: HashSet<Key>,
    accusing: HashSet<Key>,
    saying: HashSet<Key>,
    channels: HashSet<Key>,
}

/// The kinds of keys.
pub const WORD: u8 = 0;
pub const PLACE: u8 = 1;
pub const ORG: u8 = 2;
pub const CONCEPT: u8 = 3;
pub const NUMBER: u8 = 4;
pub const ACTOR: u8 = 5;

impl Folder {
    /// The lists of the English lexicon.
    pub fn english() -> &'static Self {
        static ENGLISH: OnceLock<Folder> = OnceLock::new();
        ENGLISH.get_or_init(|| {
            let lists = Likeness::english();
            let stems = |list: &str| list.split_whitespace().map(|word| key(WORD, stem(word))).collect::<HashSet<_>>();
            let plain = |list: &str| list.split_whitespace().map(|word| key(WORD, word)).collect::<HashSet<_>>();
            let mut folder = Self {
                faint: stems(&lists.faint),
                small: plain(&lists.small),
                denials: plain(&lists.denials),
                asserted: stems(&lists.asserted),
                accusing: plain(&lists.accusing),
                saying: plain(&lists.saying),
                channels: plain(&lists.channels),
                ..Self::default()
            };
            let concepts = lists.concepts.iter().map(|line| (CONCEPT, line));
            for (kind, line) in concepts.chain(lists.actors.iter().map(|line| (ACTOR, line))) {
                let Some(first) = line.split_whitespace().next() else { continue };
                let concept = key(kind, first);
                if kind == ACTOR {
                    folder.actors.insert(concept);
                }
                for term in line.split_whitespace() {
                    let words: Vec<Key> = term.split('-').map(|word| key(WORD, stem(word))).collect();
                    match words.as_slice() {
                        [one] => {
                            folder.concepts.entry(*one).or_insert(concept);
                        }
                        [first, .., last] => {
                            folder.pairs.entry((*first, *last)).or_insert(concept);
                        }
                        [] => {}
                    }
                }
            }
            folder
        })
    }

    /// The concept that a stem stands for.
    pub fn concept(&self, stem: Key) -> Option<Key> {
        self.concepts.get(&stem).copied()
    }

    /// The concept that two stems stand for, one after the other or with a word or two between.
    pub fn concept_of_pair(&self, first: Key, second: Key) -> Option<Key> {
        self.pairs.get(&(first, second)).copied()
    }

    /// Whether a concept is one of those who act.
    pub fn is_actor(&self, concept: Key) -> bool {
        self.actors.contains(&concept)
    }

    /// Whether a word of another language than English joins others and tells nothing.
    pub fn is_small(&self, exact: Key) -> bool {
        self.small.contains(&exact)
    }

    /// Whether a stem tells little.
    pub fn is_faint(&self, stem: Key) -> bool {
        self.faint.contains(&stem)
    }

    /// Whether a word (not a stem) denies.
    pub fn denies(&self, word: Key) -> bool {
        self.denials.contains(&word)
    }

    /// Whether a stem names what others have said.
    pub fn is_asserted(&self, stem: Key) -> bool {
        self.asserted.contains(&stem)
    }

    /// Whether a word accuses.
    pub fn accuses(&self, word: Key) -> bool {
        self.accusing.contains(&word)
    }

    /// Whether a word is a verb of saying.
    pub fn says(&self, word: Key) -> bool {
        self.saying.contains(&word)
    }

    /// Whether a word names where words are put out.
    pub fn is_channel(&self, word: Key) -> bool {
        self.channels.contains(&word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for forms in [
            "redeploy redeployed redeploying redeployment redeployments",
            "reposition repositioned repositioning repositions",
            "evacuate evacuated evacuating evacuation",
            "liberate liberated liberation",
            "bombard bombarding bombardment",
            "withdraw withdrawing withdrawal withdraws",
            "advance advanced advancing",
            "control controlled controls",
            "city cities",
            "family families",
        ] {
            let stems: HashSet<&str> = forms.split(' ').map(stem).collect();
            assert_eq!(stems.len(), 1, "{stems:?}");
        }
        for (a, b) in [("force", "forest"), ("province", "proven"), ("police", "policy"), ("hospital", "hospice")] {
            assert_ne!(stem(a), stem(b));
        }
    }

    #[test]
    fn other_words_for_one_thing_are_one_concept() {
        let folder = Folder::english();
        let concept = |word: &str| folder.concept(key(WORD, stem(word)));
        assert!(concept("withdrew").is_some());
        assert_eq!(concept("withdrew"), concept("retreating"));
        assert_eq!(folder.concept_of_pair(key(WORD, "pull"), key(WORD, "out")), concept("withdrawn"));
    }
}
