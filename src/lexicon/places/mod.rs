//! The gazetteer: countries, first-level divisions, towns and regions, found under any of their spellings. Layer
//! `lexicon`.
//!
//! Names come from `assets/lexicon/places.tsv` (GeoNames, CC BY 4.0; see `assets/LICENCES.md`), further spellings and
//! regions from `place_variants.ron`, words for peoples from `demonyms.ron`. An index is stored beside them; nothing
//! is read but what is looked up.

#[cfg(test)]
mod build;
mod fold;
mod stored;

use std::ops::Range;
use std::sync::OnceLock;

use fold::{NameHash, NameKey, Word, Words, is_article, key_of};
use stored::Gazetteer;

pub use fold::{fold_char, folded};

/// What a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    Country,
    /// A part of the world with a name of its own that is no first-level division: Darfur, the Gaza Strip.
    Region,
    /// A first-level division: province, governorate, oblast, state.
    Division,
    /// A town or city.
    City,
}

/// One place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub kind: PlaceKind,
    /// How Crossread writes it.
    pub name: &'static str,
    /// ISO 3166-1 alpha-2; "XK" for Kosovo.
    pub country: &'static str,
    /// Code of the first-level division within the country, as GeoNames has it; empty if unknown.
    pub division: &'static str,
    /// In thousands; 0 if unknown or for a division.
    pub population_thousands: u32,
    /// Called like a common word, a person or a month, or very short: a place only where the words around it say so.
    pub weak: bool,
    /// All names of the source, parted by bars.
    names: &'static str,
    /// Degrees north and east, parted by a blank; empty if unknown.
    point: &'static str,
}

impl Place {
    /// All names of the source.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.names.split('|')
    }

    /// Degrees north and east, to about 100 m; `None` if unknown. Only towns have any.
    pub fn coordinates(&self) -> Option<(f64, f64)> {
        let (lat, lon) = self.point.split_once(' ')?;
        Some((lat.parse().ok()?, lon.parse().ok()?))
    }
}

/// From this size on (in thousands) a town's name is believed inside a longer name.
const LARGE_TOWN: u32 = 300;

/// The most words a name is looked for with.
const MAX_WORDS: usize = 5;

/// The most likely place of this name, whatever its case, accents, apostrophes, hyphens and Arabic article: a country
/// before a town before a division, the larger town before the smaller.
pub fn lookup(name: &str) -> Option<&'static Place> {
    lookup_all(name).next()
}

/// Every place of this name, the most likely first.
pub fn lookup_all(name: &str) -> impl Iterator<Item = &'static Place> {
    let gazetteer = gazetteer();
    key_of(name).into_iter().flat_map(|key| gazetteer.named(key)).filter_map(|index| gazetteer.place(index))
}

/// The place of this name and kind in this country (ISO 3166-1 alpha-2).
pub fn lookup_in(name: &str, country: &str) -> Option<&'static Place> {
    lookup_all(name).find(|place| place.country == country)
}

/// The country with this code (ISO 3166-1 alpha-2).
pub fn country(code: &str) -> Option<&'static Place> {
    gazetteer().country(code)
}

/// The country whose people this word names: "Syrian", "Syrians", "South Sudanese".
pub fn country_of_demonym(word: &str) -> Option<&'static Place> {
    let gazetteer = gazetteer();
    let code = gazetteer.demonym(word).or_else(|| gazetteer.demonym(word.strip_suffix('s')?))?;
    gazetteer.country(code)
}

/// Places with a name, in any spelling, of which a word begins as typed, case and accents aside: countries first, then the
/// largest; at most `most`. It looks through the whole gazetteer, a few milliseconds: for what a person types.
pub fn beginning(typed: &str, most: usize) -> Vec<&'static Place> {
    let typed = folded(typed);
    if typed.is_empty() {
        return Vec::new();
    }
    let gazetteer = gazetteer();
    let begins = |name: &str| {
        let starts = name.match_indices([' ', '-']).map(|(at, _)| at + 1);
        std::iter::once(0).chain(starts).any(|start| {
            let mut typed = typed.chars().filter(|c| *c != ' ');
            let mut name = name.get(start..).unwrap_or_default().chars().filter_map(fold_char);
            typed.all(|wanted| name.next() == Some(wanted))
        })
    };
    let all = (0..).map_while(|index| gazetteer.place(index));
    let mut found: Vec<&Place> = all.filter(|place| begins(place.name) || place.names.split('|').any(begins)).collect();
    // The very name first, then by its own name before one of its other spellings.
    let is = |name: &str| folded(name) == typed;
    found.sort_by_key(|place| {
        (
            !(is(place.name) || place.names.split('|').any(is)),
            !begins(place.name),
            place.kind != PlaceKind::Country,
            std::cmp::Reverse(place.population_thousands),
            place.name,
        )
    });
    found.truncate(most);
    found
}

/// Every spelling known of the most likely place of this name, as written in the sources, sorted, the one to show first; nothing
/// if there is no such place.
pub fn spellings(name: &str) -> Vec<&'static str> {
    let gazetteer = gazetteer();
    let Some(index) = key_of(name).and_then(|key| gazetteer.named(key).next()) else { return Vec::new() };
    let Some(place) = gazetteer.place(index) else { return Vec::new() };
    let further = gazetteer.further(index).split('|');
    let mut list: Vec<&str> = place.names.split('|').chain(further).filter(|name| !name.is_empty()).collect();
    list.sort_unstable();
    list.dedup();
    list.retain(|name| *name != place.name);
    list.insert(0, place.name);
    list
}

/// Every place that this name may mean: those called so first or in the table of variants before those called so
/// second, each once, the likeliest first. What people call the whole name (a country, a province and its town of one
/// name) are several places.
pub fn candidates(name: &str) -> Vec<&'static Place> {
    let mut out: Vec<&'static Place> = Vec::new();
    for place in lookup_all(name) {
        if !out.contains(&place) {
            out.push(place);
        }
    }
    out
}

/// The name of the division that a place lies in; `None` for countries and where it is not known.
pub fn division_name(place: &Place) -> Option<&'static str> {
    if place.kind != PlaceKind::City || place.division.is_empty() {
        return None;
    }
    gazetteer().division(place.country, place.division).map(|division| division.name)
}

/// Whether two names are spellings of one name, or names of one place.
pub fn same_place(a: &str, b: &str) -> bool {
    let (Some(key_a), Some(key_b)) = (key_of(a), key_of(b)) else { return false };
    let gazetteer = gazetteer();
    key_a == key_b
        || matches!((gazetteer.named(key_a).next(), gazetteer.named(key_b).next()), (Some(x), Some(y)) if x == y)
}

/// The places named in `text[range]` (bytes), in order, never overlapping; the longest name wins. A name must begin with a
/// capital; a weak one (see [`Place::weak`]) must follow a word like "in". Before "province" and the like a division is
/// preferred to its town. Of several towns of one name the one in the country named right after it ("Tripoli, Lebanon"),
/// or else elsewhere in the stretch, is taken.
pub fn find_in(text: &str, range: Range<usize>) -> Vec<(Range<usize>, &'static Place)> {
    let gazetteer = gazetteer();
    let mut found = Vec::new();
    let mut words = Words::new(text, range);
    let mut before: Option<Before> = None;
    while let Some(word) = words.next() {
        let here = Before { key: NameHash::default().with(word.text).key(), capital: word.capital };
        if !word.capital {
            before = Some(here);
            continue;
        }
        let taken = gazetteer.longest(&word, &words, before.filter(|_| word.joined));
        before = Some(here);
        if let Some((end, place)) = taken {
            found.push((word.start..end, place));
            words.skip_to(end);
            before = None;
        }
    }
    settle_countries(text, &mut found);
    found
}

/// Chooses among towns of one name by the countries around them.
fn settle_countries(text: &str, found: &mut [(Range<usize>, &'static Place)]) {
    let named: Vec<&str> =
        found.iter().filter(|(_, place)| place.kind != PlaceKind::City).map(|(_, place)| place.country).collect();
    if named.is_empty() {
        return;
    }
    for at in 0..found.len() {
        let Some((range, place)) = found.get(at).cloned() else { break };
        if matches!(place.kind, PlaceKind::Country | PlaceKind::Region) {
            continue;
        }
        let next = found.get(at + 1).filter(|(next, other)| {
            other.kind == PlaceKind::Country
                && text.get(range.end..next.start).is_some_and(|between| between.trim() == ",")
        });
        let want: &[&str] = match next {
            Some((_, country)) => &[country.country],
            None => &named,
        };
        if want.contains(&place.country) {
            continue;
        }
        let quote = text.get(range).unwrap_or("");
        let other = lookup_all(quote).find(|other| other.kind == place.kind && want.contains(&other.country));
        if let (Some(other), Some(slot)) = (other, found.get_mut(at)) {
            slot.1 = other;
        }
    }
}

/// The word before a name.
#[derive(Clone, Copy)]
struct Before {
    key: NameKey,
    capital: bool,
}

impl Gazetteer {
    /// The longest name that begins with `first`, the next words being those of `rest`.
    fn longest(&self, first: &Word<'_>, rest: &Words<'_>, before: Option<Before>) -> Option<(usize, &Place)> {
        let mut hash = NameHash::default();
        let article = is_article(first.text);
        if !article {
            hash = hash.with(first.text);
            if !self.may_open(hash.key()) {
                return None;
            }
        }
        let mut best = None;
        let mut rest = rest.clone();
        let mut previous = first.clone();
        for n in 1..=MAX_WORDS {
            if (n == 1 && !article) || (n > 1 && previous.capital && !is_article(previous.text)) {
                let candidates = self.named(hash.key());
                if let Some(place) = candidates.clone().next().and_then(|index| self.place(index)) {
                    let clear = !place.weak || n > 1 || before.is_some_and(|word| self.before.contains_key(&word.key));
                    if clear {
                        best = Some((previous.end, place, candidates));
                    }
                }
            }
            let Some(word) = rest.next() else { break };
            if !word.joined || (n == 1 && article && !word.capital) {
                break;
            }
            // "Al Example" with a blank is a name only for articles that are no English word.
            if n == 1
                && article
                && !word.hyphen
                && !matches!(first.text, "Al" | "El" | "Ash" | "Az" | "Ez" | "AL" | "EL")
            {
                break;
            }
            let small = !word.capital && !word.hyphen;
            if small && !self.particles.contains_key(&NameHash::default().with(word.text).key()) {
                break;
            }
            if !is_article(word.text) {
                hash = hash.with(word.text);
            }
            previous = word;
        }
        let (end, place, candidates) = best?;
        let mut after = Words::new(rest.text, end..rest.hi);
        let next = after.next().filter(|word| word.joined);
        if self.in_a_name(place, end == first.end, before, next.as_ref()) {
            return None;
        }
        if next.is_some_and(|word| self.division_words.contains_key(&NameHash::default().with(word.text).key())) {
            let division = candidates.into_iter().filter_map(|index| self.place(index)).find(|other| {
                other.kind == PlaceKind::Division && (other.country == place.country || place.kind != PlaceKind::City)
            });
            if let Some(division) = division {
                return Some((end, division));
            }
        }
        Some((end, place))
    }

    /// Whether a small town's one word stands in a longer name: "Example Smith", "Ana Example".
    fn in_a_name(&self, place: &Place, one_word: bool, before: Option<Before>, next: Option<&Word<'_>>) -> bool {
        if !one_word || place.kind != PlaceKind::City || place.population_thousands >= LARGE_TOWN {
            return false;
        }
        let noun = |key: NameKey| self.place_nouns.contains_key(&key) || self.before.contains_key(&key);
        let after =
            next.filter(|word| word.capital && !word.hyphen).map(|word| NameHash::default().with(word.text).key());
        let inside_after = after.is_some_and(|key| !noun(key) && !self.has(key));
        let inside_before = before.is_some_and(|word| word.capital && !noun(word.key) && !self.has(word.key));
        inside_after || inside_before
    }
}

fn gazetteer() -> &'static Gazetteer {
    static GAZETTEER: OnceLock<Gazetteer> = OnceLock::new();
    GAZETTEER.get_or_init(Gazetteer::open)
}

#[cfg(test)]
#[path = "places_tests.rs"]
mod tests;
