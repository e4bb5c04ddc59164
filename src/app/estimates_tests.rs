//! Readings of figures, and that no rule ever adds up or averages.

use proptest::prelude::*;

use super::*;
use crate::model::*;
use crate::plots::sample;

/// A figure of the sample project with other values.
fn figure(words: &str, low: Option<u64>, high: Option<u64>, qualifier: Qualifier) -> Figure {
    let mut figure = sample::project().figures.get(&FigureId::from_bits(1)).unwrap().clone();
    figure.anchor.quote = words.to_owned();
    (figure.low, figure.high, figure.qualifier) = (low, high, qualifier);
    figure
}

#[test]
fn values_are_read_as_the_field_reads_them() {
    let n = Some;
    let check = |words: &str, low, high, qualifier, rule, wanted: Option<(Option<u64>, Option<u64>, Option<u64>)>| {
        let got = read(&figure(words, low, high, qualifier), rule).map(|r| (r.low, r.best, r.high));
        assert_eq!(got, wanted, "{words}");
    };
    use Qualifier as Q;
    use WordsRule as W;
    check("12", n(12), n(12), Q::Exact, W::None, Some((n(12), n(12), n(12))));
    check("about 40", n(40), n(40), Q::Approx, W::None, Some((None, n(40), None)));
    check("at least 826", n(826), None, Q::AtLeast, W::None, Some((n(826), n(826), None)));
    check("over 820", n(820), None, Q::MoreThan, W::None, Some((n(820), n(820), None)));
    check("up to 60", None, n(60), Q::AtMost, W::None, Some((None, None, n(60))));
    check("100 to 140", n(100), n(140), Q::Range, W::None, Some((n(100), None, n(140))));
    check("dozens", n(24), None, Q::Vague, W::None, None);
    check("Dozens of", n(24), None, Q::Vague, W::Acled, Some((n(12), n(12), None)));
    check("hundreds", n(200), None, Q::Vague, W::Acled, Some((n(100), n(100), None)));
    check("tens of thousands", n(20_000), None, Q::Vague, W::Acled, Some((n(10_000), n(10_000), None)));
    check("thousands", n(2_000), None, Q::Vague, W::Acled, Some((n(1_000), n(1_000), None)));
    check("dozens", n(24), None, Q::Vague, W::Analyst, Some((n(24), n(24), None)));
}

#[test]
fn a_share_is_a_count_only_of_a_known_population() {
    let mut share = figure("more than half", None, None, Qualifier::MoreThan);
    share.fraction = Some(0.5);
    assert_eq!(read(&share, WordsRule::None), None);
    share.population = Some(901);
    let got = read(&share, WordsRule::None).unwrap();
    assert_eq!((got.low, got.best, got.high, got.floor), (Some(451), Some(451), None, true));
}

#[test]
fn estimates_are_said_as_they_are_meant() {
    let check = |low, best, high, wanted: &str| {
        let tally = sample::project().tallies.get(&TallyId::from_bits(1)).unwrap().clone();
        let estimate = Estimate { low, best, high, ..tally.estimate.unwrap() };
        assert_eq!(in_words(&estimate), wanted);
    };
    let n = Some;
    check(n(826), n(826), None, "at least 826");
    check(n(826), n(826), n(826), "826");
    check(n(800), n(826), n(900), "826 (800 to 900)");
    check(n(1_000), None, n(2_000), "1,000 to 2,000");
    check(None, None, n(60), "at most 60");
    check(None, n(40), None, "40");
}

/// A tally of figures of these values, origins (0 is nobody) and days, all confirmed.
fn tally_of(said: &[(u64, u64, i8, bool)], accounting: Accounting) -> Project {
    let mut project = sample::project();
    let template = project.figures.get(&FigureId::from_bits(1)).unwrap().clone();
    let mut figures = Vec::new();
    for (n, (value, origin, day, open)) in said.iter().enumerate() {
        let mut figure = Figure { id: FigureId::from_bits(1_000 + n as u64), ..template.clone() };
        figure.low = Some(*value);
        figure.high = (!open).then_some(*value);
        figure.qualifier = if *open { Qualifier::AtLeast } else { Qualifier::Exact };
        figure.accounting = Some(accounting);
        figure.as_of = Some(jiff::civil::date(2031, 3, *day));
        figure.status = ReviewStatus::Confirmed;
        figure.chain = match origin {
            0 => Vec::new(),
            origin => vec![ChainLink {
                org: Some(OrgId::from_bits(10 + origin)),
                as_written: "they".to_owned(),
                role: ChainRole::Origin,
                span: None,
                verb: None,
                kind: None,
            }],
        };
        figures.push(figure);
    }
    let tally = Tally {
        accounting,
        figures: figures.iter().map(|figure| figure.id).collect(),
        ..sample::tally(99, "Asked", &[])
    };
    project.apply(&Edit::put_all("figures", figures)).unwrap();
    project.apply(&Edit::put("tally", tally)).unwrap();
    project
}

proptest! {
    #[test]
    fn no_rule_adds_up_or_averages(
        said in prop::collection::vec((1_u64..5_000, 0_u64..5, 1_i8..28, any::<bool>()), 1..9),
        accounting in prop::sample::select(Accounting::ALL.to_vec()),
        rule in prop::sample::select(EstimateRule::ALL.to_vec()),
    ) {
        let project = tally_of(&said, accounting);
        let tally = project.tallies.get(&TallyId::from_bits(99)).unwrap();
        let Ok(got) = derive(&project, &Origins::of(&project), tally, rule, WordsRule::None) else { return Ok(()) };
        for value in [got.low, got.best, got.high].into_iter().flatten() {
            prop_assert!(said.iter().any(|(said, ..)| *said == value), "{value} is nobody's word");
        }
        let given: Vec<u64> = [got.low, got.best, got.high].into_iter().flatten().collect();
        prop_assert!(given.is_sorted());
        prop_assert!(!got.chosen.is_empty());
        // Where somebody is named, what nobody is named for has no say.
        if said.iter().any(|(_, origin, ..)| *origin > 0) {
            for id in &got.chosen {
                prop_assert!(project.figures.get(id).unwrap().origin().is_some());
            }
        }
    }
}
