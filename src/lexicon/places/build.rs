//! Reads the gazetteer's files and makes the index that is stored. Layer `lexicon`; part of the tests only.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::fold::{Keys, NameKey, first_word_key, key_of};
use super::stored::{BIT_WORDS, BUCKETS, CHUNK, MANY, PLACES, bit_of, parse, parts_of};
use super::{Place, PlaceKind};

pub(super) const VARIANTS: &str = include_str!("../../../assets/lexicon/place_variants.ron");
pub(super) const DEMONYMS: &str = include_str!("../../../assets/lexicon/demonyms.ron");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VariantsText {
    variants: Vec<Named>,
    countries: Vec<Aliases>,
    regions: Vec<Named>,
    pub never: Vec<String>,
    pub place_nouns: Vec<String>,
    before: Vec<String>,
    division_words: Vec<String>,
    particles: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    country: String,
    name: String,
    also: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Aliases {
    country: String,
    also: Vec<String>,
}

/// Gathers places and their names before they are indexed.
#[derive(Default)]
struct Builder {
    places: Vec<Place>,
    /// Name, how likely it means the place, the place.
    entries: Vec<(NameKey, u32, u32)>,
    first_words: Keys<()>,
    countries: HashMap<&'static str, u32>,
    /// The name of each first-level division, by country and code.
    divisions: HashMap<(&'static str, &'static str), NameKey>,
    further: BTreeMap<u32, Vec<String>>,
    /// Places that get a better name.
    renamed: BTreeMap<u32, &'static str>,
    /// Names that are left out.
    never: Keys<()>,
}

impl Builder {
    /// Adds a place under the first of `names` and, less likely, under the others.
    fn place<'n>(&mut self, place: Place, names: impl Iterator<Item = &'n str>) -> u32 {
        let index = self.places.len() as u32;
        let weight = self.country_millions(place.country);
        let (mut main, other) = (score(&place, weight, true), score(&place, weight, false));
        let seat = (place.country, place.division);
        let key = key_of(place.name);
        match place.kind {
            PlaceKind::Division => self.divisions.extend(key.map(|key| (seat, key))),
            // The town comes before the division that is called like it.
            PlaceKind::City if key.is_some() && self.divisions.get(&seat).copied() == key => {
                main = main.max(BEFORE_DIVISIONS)
            }
            _ => {}
        }
        if place.kind == PlaceKind::Country {
            self.countries.insert(place.country, index);
        }
        self.places.push(place);
        for (n, name) in names.enumerate() {
            if key_of(name).is_some_and(|key| self.never.contains_key(&key)) {
                continue;
            }
            self.name(name, if n == 0 { main } else { other }, index);
        }
        index
    }

    fn name(&mut self, name: &str, score: u32, index: u32) {
        if let (Some(key), Some(first)) = (key_of(name), first_word_key(name)) {
            self.entries.push((key, score, index));
            self.first_words.insert(first, ());
        }
    }

    /// Millions of people in a country, so that of two divisions of one name the larger country's comes first.
    fn country_millions(&self, country: &str) -> u32 {
        self.countries
            .get(country)
            .and_then(|index| self.place_at(*index))
            .map_or(0, |place| place.population_thousands / 1000)
    }

    fn read_places(&mut self) {
        for line in PLACES.lines() {
            if let Some(place) = parse(line) {
                let names = place.names;
                self.place(place, names.split('|'));
            }
        }
    }

    /// Sorts the names, the likeliest place first, and gives the run of each name.
    fn index(&mut self) -> Keys<(u32, u32)> {
        self.entries.sort_unstable_by_key(|(key, score, index)| (*key, std::cmp::Reverse(*score), *index));
        let mut seen: Option<NameKey> = None;
        let mut places: Vec<u32> = Vec::new();
        self.entries.retain(|(key, _, index)| {
            if seen != Some(*key) {
                seen = Some(*key);
                places.clear();
            }
            let new = !places.contains(index);
            places.push(*index);
            new
        });
        let mut runs = Keys::default();
        let mut start = 0u32;
        for run in self.entries.chunk_by(|a, b| a.0 == b.0) {
            let len = run.len() as u32;
            runs.extend(run.first().map(|(key, _, _)| (*key, (start, len))));
            start += len;
        }
        runs
    }

    fn place_at(&self, index: u32) -> Option<&Place> {
        self.places.get(index as usize)
    }

    /// A place of a country, with no more known of it.
    fn new_place(&self, kind: PlaceKind, country: &str, name: &str) -> Option<Place> {
        let country = self.countries.get(country).and_then(|index| self.place_at(*index))?.country;
        Some(Place {
            kind,
            name: String::leak(name.to_owned()),
            country,
            division: "",
            population_thousands: 0,
            weak: false,
            names: "",
            point: "",
        })
    }

    fn read_variants(&mut self, file: &VariantsText) {
        let runs = self.index();
        for group in &file.variants {
            let names = || group.also.iter().chain([&group.name]);
            // The town and the division of the name, each the most likely one.
            let mut chosen: Vec<u32> = Vec::new();
            for kind in [PlaceKind::City, PlaceKind::Division] {
                let best = names()
                    .filter_map(|name| runs.get(&key_of(name)?))
                    .flat_map(|(start, len)| {
                        self.entries.get(*start as usize..(start + len) as usize).unwrap_or_default()
                    })
                    .filter(|(_, _, index)| {
                        self.place_at(*index).is_some_and(|place| place.country == group.country && place.kind == kind)
                    })
                    .max_by_key(|(_, score, index)| (*score, std::cmp::Reverse(*index)));
                chosen.extend(best.map(|(_, _, index)| *index));
            }
            if chosen.is_empty()
                && let Some(place) = self.new_place(PlaceKind::City, &group.country, &group.name)
            {
                chosen.push(self.place(place, [group.name.as_str()].into_iter()));
            }
            for index in chosen {
                let weight = self.country_millions(&group.country);
                let Some(place) = self.places.get_mut(index as usize) else { continue };
                place.name = String::leak(group.name.clone());
                self.renamed.insert(index, place.name);
                place.weak = false;
                let least = if place.kind == PlaceKind::City { BEFORE_DIVISIONS } else { 0 };
                let score = score(place, weight, true).max(least);
                self.further.entry(index).or_default().extend(names().cloned());
                for name in names() {
                    self.name(name, score, index);
                }
            }
        }
        for aliases in &file.countries {
            let Some(index) = self.countries.get(aliases.country.as_str()).copied() else { continue };
            self.further.entry(index).or_default().extend(aliases.also.iter().cloned());
            for name in &aliases.also {
                self.name(name, u32::MAX, index);
            }
        }
        for region in &file.regions {
            if let Some(place) = self.new_place(PlaceKind::Region, &region.country, &region.name) {
                let names = [&region.name].into_iter().chain(&region.also).map(String::as_str);
                let index = self.place(place, names);
                self.further.insert(index, region.also.clone());
            }
        }
    }
}

/// The bytes of the stored index; see `stored`.
pub(super) fn index_bytes() -> Vec<u8> {
    let mut builder = Builder::default();
    let file = ron::from_str::<VariantsText>(VARIANTS).unwrap();
    builder.never = file.never.iter().filter_map(|name| Some((key_of(name)?, ()))).collect();
    builder.read_places();
    let stored = builder.places.len();
    builder.read_variants(&file);
    let runs = builder.index();

    let mut keys: Vec<(NameKey, u32)> = Vec::new();
    let mut lists: Vec<u32> = Vec::new();
    for (key, (start, len)) in runs {
        let places = builder.entries[start as usize..(start + len) as usize].iter().map(|(_, _, place)| *place);
        if len == 1 {
            keys.extend(places.map(|place| (key, place)));
        } else {
            keys.push((key, MANY | lists.len() as u32));
            lists.push(len);
            lists.extend(places);
        }
    }
    // Lists are numbered in the order of their keys, so that the file does not depend on that of a map.
    keys.sort_unstable_by_key(|(key, _)| *key);
    let mut sorted = Vec::with_capacity(lists.len());
    for (_, meaning) in &mut keys {
        if *meaning & MANY != 0 {
            let from = (*meaning & !MANY) as usize;
            *meaning = MANY | sorted.len() as u32;
            sorted.extend_from_slice(&lists[from..=from + lists[from] as usize]);
        }
    }
    let mut buckets = vec![0_u32; BUCKETS + 1];
    for (key, _) in &keys {
        buckets[parts_of(*key).0 + 1] += 1;
    }
    for at in 0..BUCKETS {
        buckets[at + 1] += buckets[at];
    }
    let mut bits = vec![0_u32; BIT_WORDS];
    for key in builder.first_words.keys() {
        let (at, bit) = bit_of(*key);
        bits[at] |= bit;
    }
    let lines: Vec<u32> =
        PLACES.lines().step_by(CHUNK).map(|line| (line.as_ptr() as usize - PLACES.as_ptr() as usize) as u32).collect();
    let head = [stored as u32, keys.len() as u32, sorted.len() as u32];
    let rests = keys.iter().map(|(key, _)| parts_of(*key).1);
    let meanings = keys.iter().map(|(_, meaning)| *meaning);
    let words = head.into_iter().chain(lines).chain(bits).chain(buckets).chain(rests).chain(meanings).chain(sorted);
    let mut bytes: Vec<u8> = words.flat_map(u32::to_le_bytes).collect();
    bytes.extend_from_slice(builder.text(&file, stored).as_bytes());
    bytes
}

impl Builder {
    /// What the smaller files add, as lines of three cells or four.
    fn text(&self, file: &VariantsText, stored: usize) -> String {
        let mut out = String::new();
        let mut line = |cells: &[&str]| {
            out.push_str(&cells.join("\t"));
            out.push('\n');
        };
        for place in &self.places[stored..] {
            let kind = if place.kind == PlaceKind::Region { "region" } else { "city" };
            line(&["added", place.country, place.name, kind]);
        }
        for (index, name) in self.renamed.iter().filter(|(index, _)| (**index as usize) < stored) {
            line(&["renamed", &index.to_string(), name]);
        }
        for (index, names) in &self.further {
            line(&["further", &index.to_string(), &names.join("|")]);
        }
        for (code, words) in ron::from_str::<Vec<(String, Vec<String>)>>(DEMONYMS).unwrap() {
            line(&["demonyms", &code, &words.join("|")]);
        }
        let lists = [
            ("before", &file.before),
            ("division_words", &file.division_words),
            ("particles", &file.particles),
            ("place_nouns", &file.place_nouns),
        ];
        for (name, words) in lists {
            line(&["words", name, &words.join("|")]);
        }
        out
    }
}

/// A first-level division ranks with a town of this size, in thousands.
const DIVISION_SIZE: u32 = 100;

/// More than any division's score.
const BEFORE_DIVISIONS: u32 = (DIVISION_SIZE + 75) * 4 + 2;

/// How likely a name means this place, by what it is and how many live there; `main` for its first name.
fn score(place: &Place, country_millions: u32, main: bool) -> u32 {
    let size = match place.kind {
        PlaceKind::Country => return u32::MAX,
        PlaceKind::Region => 800,
        PlaceKind::Division => DIVISION_SIZE + country_millions.min(300) / 4,
        PlaceKind::City => place.population_thousands,
    };
    // A second name of a large town loses to the first name of one a quarter its size.
    if main { size.saturating_mul(4).saturating_add(1) } else { size }
}
