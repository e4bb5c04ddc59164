//! The index of the gazetteer as it is stored, so that nothing is read but what is looked up. Layer `lexicon`.
//!
//! `assets/lexicon/places.index` is made from `places.tsv`, `place_variants.ron` and `demonyms.ron` by
//! `CROSSREAD_WRITE_PLACES=1 cargo test --lib the_stored_index`; the same test fails while it is out of date. It holds, as
//! little-endian 32-bit words: the head ([`Head`]), where each 256th line of the table begins, a table of bits for the
//! first words of names, for each value of the 16 highest bits of a key where its keys begin, the next 32 bits of each
//! key, what each key means (a place, or with [`MANY`] where a list begins), the lists, and last as text what the other
//! two files add.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::fold::{Keys, NameHash, NameKey, key_of};
use super::{Place, PlaceKind};

pub(super) static PLACES: &str = include_str!("../../../assets/lexicon/places.tsv");
static STORED: &[u8] = include_bytes!("../../../assets/lexicon/places.index");

/// Places read together.
pub(super) const CHUNK: usize = 256;

/// Marks the meaning of a key as the beginning of a list.
pub(super) const MANY: u32 = 1 << 31;

/// 32-bit words of the table of bits for first words.
pub(super) const BIT_WORDS: usize = 1 << 14;

/// Different values of the 16 highest bits of a key.
pub(super) const BUCKETS: usize = 1 << 16;

/// How many of each there are, in the order of the file: places in the table, keys, words of the lists.
pub(super) const HEAD: usize = 3;

/// Where the parts of the file begin, in 32-bit words.
struct Parts {
    lines: usize,
    bits: usize,
    buckets: usize,
    rests: usize,
    meanings: usize,
    lists: usize,
    text: usize,
}

/// The gazetteer, read as far as it was asked for.
pub(super) struct Gazetteer {
    parts: Parts,
    chunks: Vec<OnceLock<Box<[Place]>>>,
    /// Places of the table of variants, behind those of the gazetteer's own.
    added: Vec<Place>,
    /// Better names of places.
    renamed: HashMap<u32, &'static str>,
    /// Spellings from the table of variants, parted by bars, by place.
    further: HashMap<u32, &'static str>,
    demonyms: Keys<&'static str>,
    pub(super) before: Keys<()>,
    pub(super) division_words: Keys<()>,
    pub(super) particles: Keys<()>,
    pub(super) place_nouns: Keys<()>,
}

/// A 32-bit word of the file; 0 beyond its end.
#[inline]
fn word(at: usize) -> u32 {
    STORED.get(at * 4..at * 4 + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes)
}

/// The place of a first word's key in the table of bits.
#[inline]
pub(super) fn bit_of(key: NameKey) -> (usize, u32) {
    let bit = (key.bits() >> 45) as usize;
    (bit / 32, 1 << (bit % 32))
}

/// The two parts of a key that are stored: its bucket and the rest.
#[inline]
pub(super) fn parts_of(key: NameKey) -> (usize, u32) {
    ((key.bits() >> 48) as usize, (key.bits() >> 16) as u32)
}

impl Gazetteer {
    pub(super) fn open() -> Self {
        let [places, keys, lists] = [0, 1, 2].map(|at| word(at) as usize);
        let chunks = places.div_ceil(CHUNK);
        let lines = HEAD;
        let bits = lines + chunks;
        let buckets = bits + BIT_WORDS;
        let rests = buckets + BUCKETS + 1;
        let meanings = rests + keys;
        let list = meanings + keys;
        let parts = Parts { lines, bits, buckets, rests, meanings, lists: list, text: list + lists };
        let text = STORED.get(parts.text * 4..).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("");
        let mut gazetteer = Self {
            parts,
            chunks: std::iter::repeat_with(OnceLock::new).take(chunks).collect(),
            added: Vec::new(),
            renamed: HashMap::new(),
            further: HashMap::new(),
            demonyms: Keys::default(),
            before: Keys::default(),
            division_words: Keys::default(),
            particles: Keys::default(),
            place_nouns: Keys::default(),
        };
        for line in text.lines() {
            gazetteer.take(line);
        }
        gazetteer
    }

    /// Takes in one line of the text at the end of the file.
    fn take(&mut self, line: &'static str) {
        let mut cells = line.split('\t');
        let (Some(what), Some(of), Some(names)) = (cells.next(), cells.next(), cells.next()) else { return };
        let index = || of.parse::<u32>().ok();
        let words = |set: &mut Keys<()>| {
            set.extend(names.split('|').map(|word| (NameHash::default().with(word).key(), ())));
        };
        match what {
            "added" => self.added.push(Place {
                kind: if cells.next() == Some("region") { PlaceKind::Region } else { PlaceKind::City },
                name: names,
                country: of,
                division: "",
                population_thousands: 0,
                weak: false,
                names: "",
                point: "",
            }),
            "renamed" => self.renamed.extend(index().map(|index| (index, names))),
            "further" => self.further.extend(index().map(|index| (index, names))),
            "demonyms" => self.demonyms.extend(names.split('|').filter_map(|word| Some((key_of(word)?, of)))),
            "words" => match of {
                "before" => words(&mut self.before),
                "division_words" => words(&mut self.division_words),
                "particles" => words(&mut self.particles),
                _ => words(&mut self.place_nouns),
            },
            _ => {}
        }
    }

    /// The places of this name, the most likely first.
    #[inline]
    pub(super) fn named(&self, key: NameKey) -> Run {
        let (bucket, rest) = parts_of(key);
        let from = word(self.parts.buckets + bucket) as usize;
        let to = word(self.parts.buckets + bucket + 1) as usize;
        match (from..to).find(|at| word(self.parts.rests + at) == rest) {
            None => Run::Of { at: 0, left: 0 },
            Some(at) => match word(self.parts.meanings + at) {
                many if many & MANY != 0 => {
                    let at = self.parts.lists + (many & !MANY) as usize;
                    Run::Of { at: at + 1, left: word(at) }
                }
                one => Run::One(Some(one)),
            },
        }
    }

    /// Whether any place has this name.
    pub(super) fn has(&self, key: NameKey) -> bool {
        self.named(key).next().is_some()
    }

    /// Whether some name may begin with the word of this key; wrongly so for few.
    #[inline]
    pub(super) fn may_open(&self, key: NameKey) -> bool {
        let (at, bit) = bit_of(key);
        word(self.parts.bits + at) & bit != 0
    }

    /// The place with this index.
    pub(super) fn place(&self, index: u32) -> Option<&Place> {
        let index = index as usize;
        let stored = word(0) as usize;
        if index >= stored {
            return self.added.get(index - stored);
        }
        let chunk = index / CHUNK;
        let places = self.chunks.get(chunk)?.get_or_init(|| {
            let lines = PLACES.get(word(self.parts.lines + chunk) as usize..).unwrap_or("").lines();
            let numbered = (chunk * CHUNK..).zip(lines.take(CHUNK));
            numbered.filter_map(|(at, line)| Some(self.renewed(at as u32, parse(line)?))).collect()
        });
        places.get(index % CHUNK)
    }

    /// The place under its better name, if it has one.
    fn renewed(&self, index: u32, place: Place) -> Place {
        match self.renamed.get(&index) {
            Some(name) => Place { name, weak: false, ..place },
            None => place,
        }
    }

    /// The country with this code.
    pub(super) fn country(&self, code: &str) -> Option<&Place> {
        // Countries come first in the table.
        let countries = (0..).map_while(|index| self.place(index)).take_while(|place| place.kind == PlaceKind::Country);
        countries.into_iter().find(|place| place.country == code)
    }

    /// The first-level division with this code in a country.
    pub(super) fn division(&self, country: &str, code: &str) -> Option<&Place> {
        // Divisions follow the countries in the table.
        let places = (0..).map_while(|index| self.place(index));
        places
            .skip_while(|place| place.kind == PlaceKind::Country)
            .take_while(|place| place.kind == PlaceKind::Division)
            .find(|place| place.country == country && place.division == code)
    }

    /// The code of the country whose people this word names.
    pub(super) fn demonym(&self, word: &str) -> Option<&'static str> {
        key_of(word).and_then(|key| self.demonyms.get(&key)).copied()
    }

    /// Spellings of a place beside those of the table.
    pub(super) fn further(&self, index: u32) -> &'static str {
        self.further.get(&index).copied().unwrap_or("")
    }
}

/// Indices of the places of one name.
#[derive(Debug, Clone)]
pub(super) enum Run {
    One(Option<u32>),
    /// Where the next stands in the file, and how many are left.
    Of {
        at: usize,
        left: u32,
    },
}

impl Iterator for Run {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        match self {
            Self::One(index) => index.take(),
            Self::Of { left: 0, .. } => None,
            Self::Of { at, left } => {
                let index = word(*at);
                (*at, *left) = (*at + 1, *left - 1);
                Some(index)
            }
        }
    }
}

/// The place on a line of the table.
pub(super) fn parse(line: &'static str) -> Option<Place> {
    let mut cells = line.split('\t');
    let (kind, country, division) = (cells.next()?, cells.next()?, cells.next()?);
    let (thousands, flags, names) = (cells.next()?, cells.next()?, cells.next()?);
    let kind = match kind {
        "c" => PlaceKind::Country,
        "d" => PlaceKind::Division,
        _ => PlaceKind::City,
    };
    Some(Place {
        kind,
        name: names.split('|').next().unwrap_or(names),
        country,
        division,
        population_thousands: thousands.parse().unwrap_or(0),
        weak: flags == "w",
        names,
        point: cells.next().unwrap_or(""),
    })
}
