//! Tests of the search for ties as a whole.

use std::convert::Infallible;

use proptest::prelude::*;

use super::*;
use crate::model::span::is_grapheme_boundary;

const QUAY: &str = "Fire guts the fish hall of Orlepool\n\nA fire destroyed the fish hall of Orlepool on Monday night and drove \
    forty fishermen's families from the lofts above it. \"We carried the nets out first and then the children,\" said Marta \
    Linde, who heads the union. The harbour master denied that the sprinklers had been switched off. Boat owner Per Aske \
    had said that the sprinklers of the fish hall were switched off in August to save water.\n";
const RERUN: &str = "Orlepool mourns its fish hall\n\nThe fish hall of Orlepool burnt down on Monday. A fire destroyed the fish \
    hall of Orlepool on Monday night and drove forty fishermen's families from the lofts above it. Marta Linde of the union \
    said: \"We brought the nets out first, then the children.\" Herring prices at the Vasterby auction doubled overnight, \
    brokers complained bitterly.\n";
const ELSEWHERE: &str = "Bus strike enters third week in Karlow\n\nDrivers in Karlow voted on Monday to stay away from their depots \
    for another week. \"We will walk before we drive for that money,\" said Jonas Wirth, who heads the union.\n";

fn source(id: u64, text: &str, published: Option<&str>) -> Source {
    Source {
        article: ArticleId::from_bits(id),
        text: Arc::from(text),
        published: published.map(|day| day.parse().unwrap()),
        outlet: None,
        wire: None,
        counts: Vec::new(),
    }
}

fn search(sources: &[Source]) -> Arc<Ties> {
    let Ok(ties) = find(sources, &mut Prepared::default(), |_, _| Ok::<(), Infallible>(()));
    ties
}

fn three() -> Vec<Source> {
    vec![
        source(1, RERUN, Some("2031-05-03")),
        source(2, QUAY, Some("2031-05-02")),
        source(3, ELSEWHERE, Some("2031-05-02")),
    ]
}

/// The kinds of tie found, with the words of both passages.
fn found(sources: &[Source], ties: &Ties) -> Vec<(TieKind, String, String)> {
    let words = |passage: &Passage| {
        let text = &sources.iter().find(|source| source.article == passage.article).unwrap().text;
        text[passage.range.clone()].to_owned()
    };
    ties.all.iter().map(|tie| (tie.kind, words(&tie.a), words(&tie.b))).collect()
}

#[test]
fn each_kind_is_found_between_articles_on_one_event_only() {
    let sources = three();
    let ties = search(&sources);
    let kinds: Vec<TieKind> = found(&sources, &ties).into_iter().map(|(kind, ..)| kind).collect();
    for kind in [TieKind::SameQuotation, TieKind::SharedWording, TieKind::Denies] {
        assert!(kinds.contains(&kind), "{kind:?} of {kinds:?}");
    }
    assert_eq!(ties.of(ArticleId::from_bits(3)).count(), 0);
    let quotation = ties.all.iter().find(|tie| tie.kind == TieKind::SameQuotation).unwrap();
    let diff = quotation.words.as_ref().unwrap();
    let changed: Vec<&str> = diff.a.iter().filter(|part| part.changed).map(|part| &RERUN[part.range.clone()]).collect();
    assert_eq!(changed, ["brought"]);
}

#[test]
fn a_statement_in_shared_words_is_listed_and_not_drawn_twice() {
    let ties = search(&three());
    let run = ties.all.iter().find(|tie| tie.kind == TieKind::SharedWording).unwrap();
    let holds = |tie: &&Tie| tie.a.range.contains(&run.a.range.start) && tie.b.range.contains(&run.b.range.start);
    let mut statements = ties.all.iter().filter(|tie| tie.kind == TieKind::SameStatement).filter(holds);
    assert!(statements.next().is_some_and(|tie| tie.covered) && !run.covered);
}

#[test]
fn a_denial_is_tied_to_the_claim_in_its_own_article() {
    let sources = three();
    let ties = search(&sources);
    let within = found(&sources, &ties).into_iter().find(|(kind, ..)| *kind == TieKind::Denies).unwrap();
    assert!(within.1.starts_with("The harbour master denied") && within.2.starts_with("Boat owner"), "{within:?}");
}

#[test]
fn what_one_article_alone_says_is_told() {
    let ties = search(&three());
    let [rerun, original] = [1, 2].map(ArticleId::from_bits);
    let only = ties.only_here(&[rerun, original]);
    let words: Vec<&str> = only[&rerun].iter().map(|range| &RERUN[range.clone()]).collect();
    assert_eq!(words, ["Herring prices at the Vasterby auction doubled overnight, brokers complained bitterly."]);
    assert!(ties.only_here(&[rerun]).is_empty());
}

#[test]
fn the_later_of_two_articles_with_one_wording_re_runs_the_earlier() {
    let ties = search(&three());
    let [rerun, original] = [1, 2].map(ArticleId::from_bits);
    let family = ties.genealogy.of(rerun).unwrap();
    assert_eq!(family.articles, [original, rerun]);
    let link = &family.reruns[0];
    assert_eq!((link.from, link.to, link.directed, link.basis), (original, rerun, true, Basis::SharedWording));
    assert!(link.longest_run >= 18 && link.share > 0.2, "{link:?}");
    assert!(ties.genealogy.of(ArticleId::from_bits(3)).is_none());
}

#[test]
fn who_is_quoted_is_listed_in_order() {
    let ties = search(&three());
    let said = ties.quotations(ArticleId::from_bits(2));
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].speaker_name, "Marta Linde");
    assert_eq!(&QUAY[said[0].verb.clone().unwrap()], "said");
}

#[test]
fn an_error_of_the_listener_ends_the_search() {
    let stopped = find(&three(), &mut Prepared::default(), |done, _| if done > 2 { Err("enough") } else { Ok(()) });
    assert_eq!(stopped.err(), Some("enough"));
}

/// More articles than are searched anew whenever one changes; each third says what the one before it does.
fn many() -> Vec<Source> {
    let places = ["Orlepool", "Vasterby", "Karlow", "Marren", "Tolmin", "Sarnath", "Brelo"];
    (0..310)
        .map(|n| {
            let place = places[n % places.len()];
            let event = n - usize::from(n % 3 == 1);
            let text = format!(
                "Mill {event} of {place} stands still\n\nThe mill number {event} at {place} stood still for {} days after \
                 the flood of week {event}, its owner Berta Kranz{event} said. Boats brought flour number {event} to the \
                 upper town.\n",
                event * 3 + 100,
            );
            source(n as u64 + 1, &text, None)
        })
        .collect()
}

#[test]
fn what_is_kept_of_a_search_gives_what_a_search_from_nothing_does() {
    let mut sources = many();
    let mut prepared = Prepared::default();
    let go = |sources: &[Source], prepared: &mut Prepared| {
        let Ok(ties) = find(sources, prepared, |_, _| Ok::<(), Infallible>(()));
        ties
    };
    let before = go(&sources, &mut prepared);
    assert!(before.all.len() > 100, "{}", before.all.len());
    assert_eq!(go(&sources, &mut prepared).all, before.all);
    // Other dates and outlets: the same words, so that what is kept of them holds.
    sources[7].published = Some("2030-05-02".parse().unwrap());
    sources[9].outlet = Some(crate::model::OrgId::from_bits(5));
    let (kept, fresh) = (go(&sources, &mut prepared), go(&sources, &mut Prepared::default()));
    assert_eq!(kept.all, fresh.all);
    assert_eq!(kept.genealogy, fresh.genealogy);
    // One article more is tied, and one that went is in no tie.
    let twin = Source { article: ArticleId::from_bits(900), ..sources[30].clone() };
    sources.push(twin);
    let gone = sources.remove(40).article;
    let after = go(&sources, &mut prepared);
    assert!(after.between(sources[30].article, ArticleId::from_bits(900)).count() > 0);
    assert!(after.of(gone).next().is_none() && !after.knows(gone));
}

#[test]
fn the_ties_of_a_few_articles_stand_in_for_those_between_them() {
    let all = three();
    let (known, few) = (search(&all), search(&all[..2]));
    let both = known.with(&few);
    let of = |ties: &Ties| ties.between(all[0].article, all[1].article).cloned().collect::<Vec<_>>();
    assert_eq!(of(&both), of(&few));
    assert_eq!(both.of(all[2].article).count(), known.of(all[2].article).count());
    assert_eq!(search(&all[..1]).with(&few).all, few.all);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the texts, passages stand on character boundaries, and the order of the articles changes nothing.
    #[test]
    fn any_texts_give_sound_passages(
        a in "([A-Z]?[a-z]{2,8}[ ,.\"“”']|[أ-ي]{2,6} |👩‍🌾|e\u{301}|[0-9]{1,4} |\n){0,60}",
        b in "([A-Z]?[a-z]{2,8}[ ,.\"“”']|[א-ת]{2,6} |é |\n\n){0,60}",
    ) {
        let both = format!("{b}\n{a}");
        let texts = [a.as_str(), b.as_str(), both.as_str()];
        let mut sources: Vec<Source> = texts.iter().zip(1..).map(|(text, id)| source(id, text, None)).collect();
        let ties = search(&sources);
        for tie in &ties.all {
            for passage in [&tie.a, &tie.b] {
                let text = texts[usize::try_from(passage.article.bits()).unwrap() - 1];
                prop_assert!(passage.range.start < passage.range.end && passage.range.end <= text.len());
                prop_assert!(is_grapheme_boundary(text, passage.range.start));
                prop_assert!(is_grapheme_boundary(text, passage.range.end));
            }
        }
        sources.reverse();
        prop_assert_eq!(&search(&sources).all, &ties.all);
        ties.only_here(&[1, 2, 3].map(ArticleId::from_bits));
    }
}
