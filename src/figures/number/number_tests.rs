//! Tests of the number grammar: wordings as data, each with the numbers it must give.

use super::*;

/// The numbers of `text`, as "phrase|numeral|low..high|qualifier|kind".
fn shown(text: &str) -> Vec<String> {
    let text_of = |a: usize, b: usize| text.get(a..b).unwrap_or("<cut>").to_owned();
    let bound = |n: Option<u64>| n.map_or("-".to_owned(), |n| n.to_string());
    numbers(text)
        .iter()
        .map(|n| {
            format!(
                "{}|{}|{}..{}|{}|{}",
                text_of(n.phrase_start, n.phrase_end),
                text_of(n.start, n.end),
                bound(n.low),
                bound(n.high),
                n.qualifier.name(),
                n.kind.name()
            )
        })
        .collect()
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

#[test]
fn hedges_make_bounds() {
    for (text, expected) in [
        ("At least 826 people died", vec!["At least 826|826|826..-|at_least|cardinal"]),
        ("over half a million fled", vec!["over half a million|half a million|500000..-|more_than|cardinal"]),
        ("dozens were hurt", vec!["dozens|dozens|24..-|vague|vague"]),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}
