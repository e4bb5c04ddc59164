//! Where a place as written lies: from the place index where the name means one place without doubt, else a list to
//! choose from. Nothing is guessed. Layer `lexicon`.

use super::places::{self, Place, PlaceKind};
use crate::model::{Figure, Location, LocationBasis, PlaceAccuracy};

/// What the place index knows of a name.
#[derive(Debug, Clone, PartialEq)]
pub enum Whereabouts {
    /// Nothing.
    Unknown,
    /// One place bears it.
    One(Box<Location>),
    /// Several do: with words that tell them apart, the likeliest first.
    Several(Vec<(Location, String)>),
}

/// Words that say what kind of place a name means, behind it or before it ("Arlen province", "city of Arlen").
const DIVISIONS: &[&str] =
    &["province", "governorate", "oblast", "state", "division", "department", "wilaya", "muhafazah", "prefecture"];
const TOWNS: &[&str] = &["city", "town", "village"];

/// Looks a place up as an article writes it: "Arlen", "Arlen province", "the city of Arlen", "Arlen, Norland".
pub fn locate(written: &str) -> Whereabouts {
    let mut parts = written.split(',').map(str::trim).filter(|part| !part.is_empty());
    let Some(first) = parts.next() else { return Whereabouts::Unknown };
    let within: Vec<&str> = parts.collect();
    let (name, kind) = kind_of(first);
    let mut found = places::candidates(name);
    if let Some(is_division) = kind {
        found.retain(|place| (place.kind == PlaceKind::Division) == is_division && place.kind != PlaceKind::Country);
    }
    for outer in within {
        let (outer, _) = kind_of(outer);
        found.retain(|place| lies_in(place, outer));
    }
    // A settlement that the index knows twice under one name in one division is one place to anybody who reads it.
    let mut list: Vec<(Location, String)> = Vec::new();
    for place in found {
        let words = words_of(place);
        if !list.iter().any(|(_, other)| *other == words) {
            list.push((location_of(place), words));
        }
    }
    match list.len() {
        0 => Whereabouts::Unknown,
        1 => list.pop().map_or(Whereabouts::Unknown, |(location, _)| Whereabouts::One(Box::new(location))),
        _ => Whereabouts::Several(list),
    }
}

/// Where a figure's place lies: as the analyst settled it, else as the index knows it without doubt. The second is
/// whether it was settled.
pub fn position(figure: &Figure) -> Option<(Location, bool)> {
    if let Some(location) = figure.location.as_deref() {
        return Some((location.clone(), true));
    }
    match locate(figure.place.as_deref()?) {
        Whereabouts::One(location) => Some((*location, false)),
        Whereabouts::Unknown | Whereabouts::Several(_) => None,
    }
}

/// The name without the word for its kind, and whether that word means a division.
fn kind_of(written: &str) -> (&str, Option<bool>) {
    let written = written.strip_prefix("the ").or_else(|| written.strip_prefix("The ")).unwrap_or(written);
    let kind = |word: &str| {
        let word = word.to_lowercase();
        if DIVISIONS.contains(&word.as_str()) {
            Some(true)
        } else if TOWNS.contains(&word.as_str()) {
            Some(false)
        } else {
            None
        }
    };
    // "Kansas City" is a name of its own; only where the whole is no place is its last word taken off.
    if let Some((name, last)) = written.rsplit_once(' ')
        && let Some(division) = kind(last)
        && (division || places::lookup(written).is_none())
    {
        return (name.trim(), Some(division));
    }
    if let Some((first, rest)) = written.split_once(" of ")
        && let Some(division) = kind(first)
    {
        return (rest.trim(), Some(division));
    }
    (written, None)
}

fn lies_in(place: &Place, outer: &str) -> bool {
    let country = |place: &Place| places::country(place.country).map(|country| country.name);
    if place.kind == PlaceKind::Country {
        return false;
    }
    country(place).is_some_and(|name| places::same_place(name, outer))
        || places::division_name(place).is_some_and(|name| places::same_place(name, outer))
}

fn location_of(place: &Place) -> Location {
    let (lat, lon) = place.coordinates().unzip();
    Location {
        name: place.name.to_owned(),
        country: place.country.to_owned(),
        lat,
        lon,
        accuracy: match place.kind {
            PlaceKind::Country => PlaceAccuracy::Adm0,
            PlaceKind::Division => PlaceAccuracy::Adm1,
            PlaceKind::Region => PlaceAccuracy::Vague,
            PlaceKind::City => PlaceAccuracy::Point,
        },
        basis: LocationBasis::Gazetteer,
    }
}

/// What tells a place from others of its name: "town in Daraa, Syria".
fn words_of(place: &Place) -> String {
    let country = places::country(place.country).map_or(place.country, |country| country.name);
    match (place.kind, places::division_name(place)) {
        (PlaceKind::Country, _) => format!("{}, the country", place.name),
        (PlaceKind::Region, _) => format!("{}, region, {country}", place.name),
        (PlaceKind::Division, _) => format!("{}, province, {country}", place.name),
        (PlaceKind::City, Some(division)) => format!("{}, town in {division}, {country}", place.name),
        (PlaceKind::City, None) => format!("{}, town, {country}", place.name),
    }
}

/// A location in a few words: "Daraa · town or point · 32.619, 36.102".
pub fn location_words(location: &Location) -> String {
    let mut words = location.name.clone();
    if !location.country.is_empty() && location.accuracy != PlaceAccuracy::Adm0 {
        let country = places::country(&location.country).map_or(location.country.as_str(), |country| country.name);
        words = format!("{words}, {country}");
    }
    words = format!("{words} · {}", location.accuracy.label());
    match location.point() {
        Some((lat, lon)) => format!("{words} · {lat}, {lon}"),
        None => words,
    }
}

/// Reads coordinates as typed: "32.62, 36.10", degrees north and east. `None` if they are none.
pub fn read_point(typed: &str) -> Option<(f64, f64)> {
    let mut numbers = typed.split([',', ';', ' ']).map(str::trim).filter(|part| !part.is_empty());
    let (lat, lon): (f64, f64) = (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?);
    let sound = numbers.next().is_none() && (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon);
    sound.then_some((lat, lon))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, want: &str) {
        let got = match locate(written) {
            Whereabouts::Unknown => "unknown".to_owned(),
            Whereabouts::One(location) => location_words(&location),
            Whereabouts::Several(list) => {
                assert!(list.iter().all(|(location, _)| location.fault().is_none()));
                format!("{} to choose from", if list.len() > 1 { "several" } else { "one" })
            }
        };
        assert_eq!(got, want, "{written}");
    }

    #[test]
    fn a_name_that_means_one_place_is_located_and_no_other() {
        check("Deraa province", "Daraa, Syria · province (adm1)");
        check("the city of Deraa", "Daraa, Syria · town or point · 32.619, 36.102");
        check("Deraa", "several to choose from");
        check("Syria", "Syria · country");
        check("Tripoli", "several to choose from");
        check("Nowhere at all", "unknown");
        check("", "unknown");
        check("southern front", "unknown");
    }

    #[test]
    fn what_a_place_lies_in_tells_it_from_others() {
        let one = |written: &str| match locate(written) {
            Whereabouts::One(location) => location.country.clone(),
            other => format!("{other:?}"),
        };
        assert_eq!(one("Tripoli city, Libya"), "LY");
        assert!(matches!(locate("Tripoli, Norland"), Whereabouts::Unknown));
    }

    #[test]
    fn coordinates_are_read_as_typed() {
        assert_eq!(read_point("32.62, 36.1"), Some((32.62, 36.1)));
        assert_eq!(read_point("-1 2"), Some((-1.0, 2.0)));
        for typed in ["", "32.6", "132.6, 36.1", "32.6, 36.1, 4", "north"] {
            assert_eq!(read_point(typed), None, "{typed}");
        }
    }
}
