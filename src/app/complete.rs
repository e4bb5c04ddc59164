//! Names offered while one is typed: organisations and places, each once, found under any of their spellings. Layer `app`.

use std::collections::BTreeMap;

use crate::lexicon::{names, organisations as known, outlets, places};
use crate::model::Project;

/// How many names are offered at most.
pub const MOST: usize = 7;

/// A name to take, and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What is taken.
    pub name: String,
    /// Under which other name it was found, or what it is; empty when the name says it all.
    pub note: String,
}

/// How well a name fits what is typed: the smaller the better; `None` if not at all. `typed` is folded.
fn fit(name: &str, typed: &str) -> Option<u8> {
    let name = places::folded(name);
    if name == typed {
        Some(0)
    } else if name.starts_with(typed) {
        Some(1)
    } else if name.contains(&format!(" {typed}")) {
        Some(2)
    } else {
        // In the middle of a word only what is long enough to mean something.
        (typed.chars().count() > 2 && name.contains(typed)).then_some(3)
    }
}

/// The best fit of a name and its other names, with the name that fits.
fn best<'a>(shown: &'a str, others: impl Iterator<Item = &'a str>, typed: &str) -> Option<(u8, &'a str)> {
    let own = fit(shown, typed).map(|fit| (fit, shown));
    let other = others.filter_map(|name| Some((fit(name, typed)? + 1, name))).min();
    own.into_iter().chain(other).min()
}

/// Organisations and outlets for what is typed: those of the project before those that Crossread knows; each under its
/// short name, with the other name that was found.
pub fn organisations(project: &Project, typed: &str) -> Vec<Offer> {
    let typed = places::folded(typed);
    if typed.is_empty() {
        return Vec::new();
    }
    // By the folded name, so that one that the project has is not offered again as one that Crossread knows.
    let mut found: BTreeMap<String, (u8, u8, Offer)> = BTreeMap::new();
    let mut add = |rank: u8, shown: &str, names: Vec<&str>| {
        let others = names.into_iter().filter(|name| *name != shown);
        let Some((fit, by)) = best(shown, others, &typed) else { return };
        let note = if by == shown { String::new() } else { by.to_owned() };
        let offer = Offer { name: shown.to_owned(), note };
        found.entry(places::folded(shown)).or_insert((fit, rank, offer));
    };
    for org in project.organisations.values() {
        let shown = org.short_name();
        let listed = names::spellings(&org.name).iter().map(String::as_str);
        let others = std::iter::once(org.name.as_str()).chain(org.aliases.iter().map(String::as_str)).chain(listed);
        add(0, shown, others.collect());
    }
    for entry in known::all() {
        let shown = if entry.short.is_empty() { &entry.name } else { &entry.short };
        let others = std::iter::once(&entry.name).chain(&entry.aliases).map(String::as_str);
        add(1, shown, others.collect());
    }
    for outlet in outlets::all() {
        let shown = outlet.short_name();
        add(2, shown, outlet.names().collect());
    }
    sorted(found)
}

/// Places for what is typed: those that the project names before those of the gazetteer;
/// spellings of one place are offered once, as the project writes it.
pub fn places(project: &Project, typed: &str) -> Vec<Offer> {
    let folded = places::folded(typed);
    if folded.is_empty() {
        return Vec::new();
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let named = project.figures.values().filter_map(|figure| figure.place.as_deref());
    let tallies = project.tallies.values().filter_map(|tally| tally.place.as_deref());
    for name in named.chain(tallies) {
        *counts.entry(name).or_default() += 1;
    }
    // What is written most often stands for all its spellings.
    let mut by_use: Vec<(&str, usize)> = counts.into_iter().collect();
    by_use.sort_by_key(|(name, n)| (std::cmp::Reverse(*n), *name));
    let mut found: BTreeMap<String, (u8, u8, Offer)> = BTreeMap::new();
    for (name, n) in by_use {
        let all = places::spellings(name);
        let others = all.iter().copied().filter(|other| *other != name);
        let Some((fit, by)) = best(name, others, &folded) else { continue };
        let key = places::lookup(name).map_or_else(|| places::folded(name), |place| places::folded(place.name));
        let times = super::ops::counted(n, "figure", "figures");
        let note = if by == name { times } else { format!("{by} · {times}") };
        found.entry(key).or_insert((fit, 0, Offer { name: name.to_owned(), note }));
    }
    // One letter begins too many names to mean any of them.
    let known = if folded.chars().count() > 1 { places::beginning(typed, 2 * MOST) } else { Vec::new() };
    for place in known {
        let within = places::country(place.country).filter(|country| country.name != place.name);
        let note = within.map_or_else(String::new, |country| country.name.to_owned());
        let key = places::folded(place.name);
        let (fit, by) = best(place.name, place.names(), &folded).unwrap_or((4, place.name));
        // The very name typed comes first, whichever of its spellings the index prefers.
        let fit = if places::folded(by) == folded { 0 } else { fit };
        found.entry(key).or_insert((fit, 1, Offer { name: place.name.to_owned(), note }));
    }
    sorted(found)
}

fn sorted(found: BTreeMap<String, (u8, u8, Offer)>) -> Vec<Offer> {
    let mut out: Vec<(u8, u8, Offer)> = found.into_values().collect();
    out.sort_by(|(a_fit, a_rank, a), (b_fit, b_rank, b)| {
        (a_fit, a_rank, a.name.len(), &a.name).cmp(&(b_fit, b_rank, b.name.len(), &b.name))
    });
    out.into_iter().map(|(_, _, offer)| offer).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn empty() -> Project {
        Project::new("p", "2030-05-04T08:00:00Z".parse::<crate::model::Timestamp>().unwrap())
    }

    fn names(offers: &[Offer]) -> Vec<&str> {
        offers.iter().map(|offer| offer.name.as_str()).collect()
    }

    #[test]
    fn an_organisation_is_found_by_any_of_its_names_and_offered_once() {
        let project = empty();
        for typed in ["syrian obs", "SOH", "observ"] {
            let offers = organisations(&project, typed);
            assert_eq!(names(&offers).iter().filter(|name| **name == "SOHR").count(), 1, "{typed}: {offers:?}");
        }
        assert_eq!(organisations(&project, " "), []);
    }

    #[test]
    fn a_place_is_offered_once_however_it_is_spelt() {
        let project = empty();
        for typed in ["daraa", "Deraa", "Dar’a"] {
            let offers = places(&project, typed);
            let there = offers.iter().filter(|offer| offer.note == "Syria");
            let n = there.filter(|offer| places::same_place(&offer.name, "Daraa")).count();
            assert_eq!(n, 1, "{typed}: {offers:?}");
        }
        // The very name typed comes first, spelt as it was typed.
        let first = places(&project, "Hama");
        assert_eq!(first.first().map(|offer| (offer.name.as_str(), offer.note.as_str())), Some(("Hama", "Syria")));
        let offers = places(&project, "new yo");
        assert!(offers.iter().any(|offer| offer.name.starts_with("New York")), "{offers:?}");
    }

    #[test]
    fn what_begins_as_typed_comes_first() {
        let offers = organisations(&empty(), "reut");
        assert_eq!(offers.first().map(|offer| offer.name.as_str()), Some("Reuters"), "{offers:?}");
    }
}
