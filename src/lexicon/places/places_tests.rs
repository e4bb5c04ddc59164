//! Tests of the gazetteer. Layer `lexicon`.

use super::build::{DEMONYMS, VARIANTS, VariantsText, index_bytes};
use super::stored::PLACES;
use super::*;

fn names_in(text: &str) -> Vec<(&str, &str, PlaceKind)> {
    find_in(text, 0..text.len()).into_iter().map(|(range, place)| (&text[range], place.country, place.kind)).collect()
}

#[test]
fn the_data_files_are_read_in_full() {
    ron::from_str::<VariantsText>(VARIANTS).unwrap();
    let list = ron::from_str::<Vec<(String, Vec<String>)>>(DEMONYMS).unwrap();
    for (code, words) in &list {
        assert!(country(code).is_some(), "{code} {words:?}");
    }
    assert!(PLACES.lines().all(|line| line.split('\t').count() == if line.starts_with('t') { 7 } else { 6 }));
}

#[test]
fn the_stored_index_is_that_of_the_files() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/lexicon/places.index");
    let bytes = index_bytes();
    if std::env::var_os("CROSSREAD_WRITE_PLACES").is_some() {
        std::fs::write(path, &bytes).unwrap();
    }
    let same = std::fs::read(path).unwrap() == bytes;
    assert!(same, "out of date: run `CROSSREAD_WRITE_PLACES=1 cargo test --lib the_stored_index`");
}

#[test]
fn spellings_of_one_place_are_one_place() {
    for (a, b) in [
        ("Daraa", "Deraa"),
        ("Daraa", "Dar'a"),
        ("Sweida", "As-Suwayda"),
        ("Suweida", "Suwayda"),
        ("Homs", "Ḩimş"),
        ("Kyiv", "Kiev"),
        ("Kharkiv", "Kharkov"),
        ("Deir ez-Zor", "Deir Ezzor"),
        ("Deir al-Zour", "Dayr az Zawr"),
        ("Raqqa", "Ar-Raqqah"),
        ("Hasakah", "Al-Hasakeh"),
        ("Hodeidah", "Al Ḩudaydah"),
        ("El Fasher", "Al-Fashir"),
        ("Khan Younis", "Khan Yunis"),
    ] {
        assert!(same_place(a, b), "{a} {b}: {:?} {:?}", lookup(a), lookup(b));
    }
    for (a, b) in [("Homs", "Hama"), ("Tripoli", "Beirut"), ("Niger", "Nigeria")] {
        assert!(!same_place(a, b), "{a} {b}");
    }
}

#[test]
fn the_most_likely_place_comes_first() {
    for (name, country, kind) in [
        ("Syria", "SY", PlaceKind::Country),
        ("the Gambia", "GM", PlaceKind::Country),
        ("DRC", "CD", PlaceKind::Country),
        ("U.S.", "US", PlaceKind::Country),
        ("Aleppo", "SY", PlaceKind::City),
        ("Darfur", "SD", PlaceKind::Region),
        ("North Darfur", "SD", PlaceKind::Division),
        ("Gaza", "PS", PlaceKind::City),
        ("Gaza Strip", "PS", PlaceKind::Region),
        ("Tripoli", "LY", PlaceKind::City),
        ("Borno", "NG", PlaceKind::Division),
        ("Maiduguri", "NG", PlaceKind::City),
        ("Nagorno-Karabakh", "AZ", PlaceKind::Region),
        ("St. Petersburg", "RU", PlaceKind::City),
    ] {
        let place = lookup(name).unwrap_or_else(|| panic!("{name}"));
        assert_eq!((place.country, place.kind), (country, kind), "{name}: {place:?}");
    }
    assert_eq!(lookup("Xyzzyville"), None);
}

#[test]
fn peoples_lead_to_their_countries() {
    for (word, code) in
        [("Syrian", "SY"), ("Syrians", "SY"), ("South Sudanese", "SS"), ("Nigeriens", "NE"), ("Palestinians", "PS")]
    {
        assert_eq!(country_of_demonym(word).map(|place| place.country), Some(code), "{word}");
    }
    assert_eq!(country_of_demonym("Martian"), None);
}

#[test]
fn names_are_found_in_running_text() {
    use PlaceKind::{City, Country, Division, Region};
    for (text, expected) in [
        (
            "Shells fell on Deir ez-Zor and Al-Bukamal in Syria.",
            vec![("Deir ez-Zor", "SY", City), ("Al-Bukamal", "SY", City), ("Syria", "SY", Country)],
        ),
        ("Police in Homs said Reading was calm.", vec![("Homs", "SY", City)]),
        ("A crash near Reading hurt four.", vec![("Reading", "GB", City)]),
        (
            "Families left Idlib province for the Gaza Strip.",
            vec![("Idlib", "SY", Division), ("Gaza Strip", "PS", Region)],
        ),
        ("Al said that El Fasher fell.", vec![("El Fasher", "SD", City)]),
        (
            "Khan Younis's hospital, N'Djamena, the U.S. and Port-au-Prince",
            vec![
                ("Khan Younis", "PS", City),
                ("N'Djamena", "TD", City),
                ("U.S.", "US", Country),
                ("Port-au-Prince", "HT", City),
            ],
        ),
    ] {
        assert_eq!(names_in(text), expected, "{text}");
    }
}

#[test]
fn spellings_are_listed_with_the_one_to_show_first() {
    let list = spellings("Deraa");
    assert_eq!(list.first(), Some(&"Daraa"));
    assert!(list.contains(&"Dar'a") && list.contains(&"Deraa"), "{list:?}");
    assert!(spellings("Holland").contains(&"Holland"));
    assert_eq!(spellings("Xyzzyville"), Vec::<&str>::new());
}

#[test]
fn a_town_knows_where_it_lies_and_in_which_division() {
    let check = |name: &str, country: &str, division: &str, (lat, lon): (f64, f64)| {
        let place = lookup_all(name).find(|place| place.country == country && place.kind == PlaceKind::City).unwrap();
        assert_eq!(division_name(place), Some(division), "{name}");
        let (north, east) = place.coordinates().unwrap();
        assert!((north - lat).abs() < 0.1 && (east - lon).abs() < 0.1, "{name}: {north} {east}");
    };
    check("Deraa", "SY", "Daraa", (32.62, 36.1));
    check("Kharkiv", "UA", "Kharkiv", (49.99, 36.23));
    let daraa = candidates("Deraa");
    assert!(daraa.len() > 1 && daraa.iter().any(|place| place.kind == PlaceKind::Division), "{daraa:?}");
    let province = daraa.iter().find(|place| place.kind == PlaceKind::Division).unwrap();
    assert_eq!((province.coordinates(), division_name(province)), (None, None));
    assert_eq!(candidates("Nowhere at all"), [] as [&Place; 0]);
}

#[test]
fn adra_is_the_town_by_damascus_and_no_spelling_of_daraa() {
    assert!(!spellings("Daraa").contains(&"Adraa"));
    assert!(!same_place("Daraa", "Adraa"));
    let adra = lookup("Adraa").unwrap();
    assert_eq!((adra.name, adra.country), ("Adra", "SY"));
}

#[test]
fn the_countries_around_a_name_choose_among_its_places() {
    for (text, country) in [
        ("Tripoli, Lebanon, and Benghazi, Libya", "LB"),
        ("Tripoli and the rest of Libya", "LY"),
        ("Tripoli was quiet.", "LY"),
        ("Valencia is far from the capital of Venezuela.", "VE"),
        ("Kherson was shelled.", "UA"),
    ] {
        let found = find_in(text, 0..text.len());
        let (_, place) = found.first().unwrap_or_else(|| panic!("{text}"));
        assert_eq!((place.country, place.kind), (country, PlaceKind::City), "{text}");
    }
}

#[test]
fn persons_and_months_are_no_places() {
    for text in [
        "Ali Hassan met Joe Example in March.",
        "On Sunday and in May, Police said Most were Young.",
        "Sultan Example and Kyle Example spoke to the Sana agency.",
        "Human Rights Watch, the Red Cross and Islamic State",
    ] {
        assert_eq!(names_in(text), [], "{text}");
    }
}

#[test]
fn any_range_of_any_text_is_safe() {
    let text = "Ḩimş – حمص, '’Amran… U.S. ’";
    for lo in 0..=text.len() {
        for hi in lo..=text.len() + 2 {
            find_in(text, lo..hi);
        }
    }
}
