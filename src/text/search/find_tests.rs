//! What is found where. The words that are to be found stand between brackets in the text of the test.

use proptest::prelude::*;

use super::*;
use crate::model::ArticleId;
use crate::text::search::Index;

fn finder(query: &str, matching: Matching) -> Finder {
    Finder::new(Query::parse(query).unwrap(), matching).unwrap()
}

fn found(query: &str, matching: Matching, text: &str) -> Option<Vec<Range<usize>>> {
    finder(query, matching).find(text, &|_| false, Limits::default(), &|| false)
}

#[track_caller]
fn check_with(query: &str, matching: Matching, marked: &str) {
    let text = marked.replace(['[', ']'], "");
    let mut shown = text.clone();
    for hit in found(query, matching, &text).unwrap_or_default().iter().rev() {
        shown.insert(hit.end, ']');
        shown.insert(hit.start, '[');
    }
    assert_eq!(shown, marked, "{query}");
    // The index never leaves out a text that answers.
    let mut index = Index::default();
    let id = ArticleId::from_bits(1);
    index.add(id, &text);
    let finder = finder(query, matching);
    if finder.find(&text, &|_| false, Limits::default(), &|| false).is_some() {
        assert!(index.candidates(&finder).may_hold(id), "{query}");
    }
}

#[track_caller]
fn check(query: &str, marked: &str) {
    check_with(query, Matching::default(), marked);
}

#[test]
fn words_phrases_and_operators_find_their_places() {
    check("harbour", "The [harbour] burnt; the old [Harbour]’s wall, not harbours.");
    check("harbour quay", "The [harbour] and its [quay].");
    check("harbour pier", "The harbour and its quay.");
    check("pier OR quay", "The harbour and its [quay].");
    check("harbour -pier", "The [harbour] and its quay.");
    check("harbour -quay", "The harbour and its quay.");
    check("\"its quay\"", "The quay, [its quay], its old quay. [Its\nquay].");
    check("shell*", "[Shells], [shelling] and a [shell]; a nutshell.");
    check("\"shell* fell\"", "[Shells fell] where no shell had.");
    check("1200", "Some [1,200] of 12,000; [1200].");
    check("cease-fire", "A [ceasefire], a [cease-fire], to [cease fire]; fire.");
    check("ceasefire", "A [ceasefire], a [cease-fire]; cease fire.");
    check("مرصد", "قال [المرصد] إن");
}

#[test]
fn near_counts_words_in_both_directions_and_is_one_stretch() {
    check("army near/2 withdrew", "The [army quickly withdrew]. Not so an army that had not withdrawn.");
    check("army near/1 withdrew", "The army quickly withdrew.");
    check("withdrew near/2 army", "The [army then withdrew], and far later an army came.");
    check("army near/5 army", "The army.");
    check("army near/5 army", "The [army and the army].");
    check("\"the army\" near/2 (fled or withdrew)", "When [the army all fled] it withdrew again.");
}

#[test]
fn names_are_found_in_every_spelling_and_words_in_every_form_if_wanted() {
    check("Daraa", "From [Deraa] to [Dar’a], not Damascus.");
    check_with("Daraa", Matching { variants: false, stem: false }, "From Deraa to [Daraa].");
    check("Jolani", "[Golani], [al-Jawlani] and [Jolani].".replace("[al-Jawlani]", "al-[Jawlani]").as_str());
    check_with("shelled", Matching { variants: true, stem: true }, "[Shelling], [shells], [shelled], shellac.");
    check("shelled", "Shelling, shells, [shelled].");
}

#[test]
fn patterns_find_what_they_describe() {
    check("/[0-9]+ (dead|hurt)/", "First [12 dead], then [3 hurt].");
    check("/DEAD/i", "All [dead].");
    check("/dead/ harbour", "In the [harbour], [dead].");
    check("/^The/", "[The] one.\n[The] other, The third.");
    let too_large = Finder::new(Query::parse("/(\\w{500}){500}/").unwrap(), Matching::default()).unwrap_err();
    assert!(too_large.what.contains("too large"), "{too_large}");
    let broken = Finder::new(Query::parse("quay /a(b/").unwrap(), Matching::default()).unwrap_err();
    assert!(broken.what.contains("unclosed group") && broken.at == (6..9), "{broken:?}");
}

#[test]
fn what_is_asked_of_the_article_alone_needs_no_hit() {
    let finder = finder("has:figure", Matching::default());
    let none = |_: &Facet| false;
    assert_eq!(finder.find("x", &|_| true, Limits::default(), &|| false), Some(Vec::new()));
    assert_eq!(finder.find("x", &none, Limits::default(), &|| false), None);
    assert!(!finder.admits(&none));
}

#[test]
fn a_pattern_that_matches_everywhere_can_be_stopped() {
    let finder = finder("/.*[^A-Z]|[A-Z]/", Matching::default());
    let text = "A".repeat(200_000);
    let looks = std::cell::Cell::new(0);
    let stop = || {
        looks.set(looks.get() + 1);
        looks.get() > 5
    };
    assert_eq!(finder.find(&text, &|_| true, Limits::default(), &stop).map(|hits| hits.len()), Some(6));
}

proptest! {
    /// A word of a text is found in it, where it stands, and the index lets the text through.
    #[test]
    fn whatever_word_is_asked_for_is_found(text in "(\\PC|[أ-ي]|[a-e]|[0-9,]|-|'|\u{301}| ){1,60}", pick in 0usize..20) {
        let mut words: Vec<(String, Range<usize>)> = Vec::new();
        crate::text::search::fold::each_token(&text, |token| {
            words.push((token.folded.to_owned(), token.range.clone()));
            true
        });
        if let Some((_, range)) = words.get(pick % words.len().max(1)) {
            let written = &text[range.clone()];
            let query = format!("\"{}\"", written.replace(['"', '“', '”'], ""));
            let finder = Finder::new(Query::parse(&query).unwrap(), Matching::default()).unwrap();
            let hits = finder.find(&text, &|_| true, Limits::default(), &|| false).unwrap_or_default();
            prop_assert!(hits.iter().any(|hit| hit.start <= range.start && range.end <= hit.end), "{query} in {text:?}: {hits:?}");
            let mut index = Index::default();
            index.add(ArticleId::from_bits(1), &text);
            prop_assert!(index.candidates(&finder).may_hold(ArticleId::from_bits(1)));
        }
    }
}
