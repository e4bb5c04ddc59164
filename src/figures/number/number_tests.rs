//! Tests of the number grammar, on the tables in `tests/fixtures/numbers`. Layer `figures`.

//! Tests of the number grammar: wordings as data, each with the numbers it must give.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

/// One expected number of a fixture.
struct Wanted<'a> {
    numeral: &'a str,
    meaning: &'a str,
    phrase: Option<&'a str>,
}

/// What a number stands for, in the words of the fixtures.
fn meaning(number: &Number) -> String {
    let name = number.qualifier.name();
    match (number.kind, number.low, number.high) {
        (NumberKind::Cardinal | NumberKind::Vague, Some(low), Some(high)) if number.qualifier == Qualifier::Range => {
            format!("{name} {low} {high}")
        }
        (NumberKind::Cardinal | NumberKind::Vague, low, high) => format!("{name} {}", low.or(high).unwrap_or(0)),
        (NumberKind::Fraction | NumberKind::Percent, ..) => {
            let share = format!("{:.10}", number.fraction.unwrap_or(-1.0));
            format!("share {} {name}", share.trim_end_matches('0'))
        }
        (kind, ..) => kind.name().to_owned(),
    }
}

/// Checks every case of a fixture against `language`.
fn check(language: Language, fixture: &str) {
    let mut cases: Vec<(&str, Vec<Wanted<'_>>)> = Vec::new();
    for line in fixture.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(text) = line.strip_prefix("> ") {
            cases.push((text, Vec::new()));
        } else {
            let mut parts = line.split(" | ");
            let wanted = Wanted {
                numeral: parts.next().unwrap(),
                meaning: parts.next().unwrap_or_else(|| panic!("no meaning in {line:?}")),
                phrase: parts.next().map(|phrase| phrase.trim_matches('"')),
            };
            cases.last_mut().unwrap().1.push(wanted);
        }
    }
    let mut wrong = String::new();
    let n_cases = cases.len();
    for (text, wanted) in cases {
        let mut found = Vec::new();
        Grammar::of(language).numbers_in(text, 0..text.len(), &mut found);
        let right = found.len() == wanted.len()
            && found.iter().zip(&wanted).all(|(number, want)| {
                text[number.start..number.end] == *want.numeral
                    && meaning(number) == want.meaning
                    && want.phrase.is_none_or(|phrase| text[number.phrase_start..number.phrase_end] == *phrase)
            });
        if !right {
            let _ = writeln!(wrong, "> {text}");
            for number in &found {
                let _ = writeln!(
                    wrong,
                    "{} | {} | \"{}\"",
                    &text[number.start..number.end],
                    meaning(number),
                    &text[number.phrase_start..number.phrase_end]
                );
            }
        }
    }
    assert!(wrong.is_empty(), "of {n_cases} cases these are read otherwise:\n{wrong}");
}

macro_rules! fixtures {
    ($($name:ident: $language:ident, $file:literal;)*) => {$(
        #[test]
        fn $name() {
            check(Language::$language, include_str!(concat!("../../../tests/fixtures/numbers/", $file)));
        }
    )*};
}

fixtures! {
    words_around_a_number_bound_it: English, "en_bounds.txt";
    two_ends_make_a_range: English, "en_ranges.txt";
    number_words_add_up: English, "en_words.txt";
    digits_are_grouped_as_written: English, "en_digits.txt";
    shares_are_told_from_ordinals_and_counts: English, "en_shares.txt";
    vague_words_have_a_floor: English, "en_vague.txt";
    surroundings_tell_what_counts_nobody: English, "en_kinds.txt";
    sentences_of_reports_are_read_whole: English, "en_reports.txt";
    french_is_read_at_a_basic_level: French, "fr_basic.txt";
    arabic_is_read_at_a_basic_level: Arabic, "ar_basic.txt";
}

#[test]
fn the_shipped_grammars_are_read_without_a_loss() {
    for (language, text) in [
        (Language::English, include_str!("../../../assets/lexicon/en/numbers.ron")),
        (Language::French, include_str!("../../../assets/lexicon/fr/numbers.ron")),
        (Language::Arabic, include_str!("../../../assets/lexicon/ar/numbers.ron")),
    ] {
        let grammar = Grammar::parse(language, text).unwrap_or_else(|error| panic!("{language:?}: {error}"));
        assert_eq!(grammar.rejected, 0, "{language:?}");
    }
}

proptest! {
    /// Whatever the text and the range, spans lie in it, in order, on character boundaries, phrase around numeral.
    #[test]
    fn any_text_is_read_without_harm(
        text in "(\\PC|[0-9.,'/ +-]|[٠-٩۰-۹]|one |two |half |and |a |hundred |million |thousands |of |third|s |-|\n|at least |between |minus |point |%){0,60}",
        a in 0usize..200,
        b in 0usize..200,
    ) {
        for language in [Language::English, Language::French, Language::Arabic] {
            let mut found = Vec::new();
            Grammar::of(language).numbers_in(&text, a.min(b)..a.max(b), &mut found);
            let mut last = 0;
            for number in &found {
                prop_assert!(text.get(number.start..number.end).is_some_and(|quote| !quote.is_empty()));
                prop_assert!(text.get(number.phrase_start..number.phrase_end).is_some());
                prop_assert!(number.phrase_start <= number.start && number.end <= number.phrase_end);
                prop_assert!(number.start >= last, "{:?}", found);
                prop_assert!(number.start >= a.min(b) && number.phrase_end <= a.max(b).min(text.len()));
                prop_assert!(number.fraction.is_none_or(|share| (0.0..=1.0).contains(&share)));
                if let (Some(low), Some(high)) = (number.low, number.high) {
                    prop_assert!(low <= high);
                }
                last = number.end;
            }
        }
    }
}
