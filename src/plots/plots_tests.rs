//! Tests of whole charts on a made-up project. Layer `plots`.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::sample;
use super::*;
use crate::model::{Edit, Qualifier, Record};

fn chart(kind: PlotKind) -> Chart {
    build(&sample::project(), &ChartOptions { kind, ..ChartOptions::default() })
}

fn panel<'a>(chart: &'a Chart, title: &str) -> &'a Panel {
    chart.panels.iter().find(|panel| panel.title == title).unwrap_or_else(|| panic!("no panel {title}"))
}

#[test]
fn tallies_come_with_their_parts_and_their_voices() {
    let chart = chart(PlotKind::ByOrigin);
    let heads: Vec<_> =
        chart.panels.iter().map(|panel| (panel.title.as_str(), panel.subtitle.as_str(), panel.part)).collect();
    assert_eq!(
        heads,
        [
            ("Killed along the river since 1 March", "3 outlets, 1 origin · provisional", false),
            ("of whom civilians", "2 outlets, 1 origin · provisional", true),
            ("Killed at the ford on Saturday", "2 outlets, 3 origins", false),
            ("Displaced since 1 March", "2 outlets, 1 origin, 1 unattributed · provisional", false),
            ("People killed, not in a tally", "2 separate figures · 1 outlet, origin not given", false),
        ]
    );
}

#[test]
fn marks_have_the_shape_of_their_words() {
    let chart = chart(PlotKind::ByOrigin);
    let shapes: Vec<_> = panel(&chart, "Killed at the ford on Saturday")
        .marks
        .iter()
        .map(|mark| (mark.words.as_str(), mark.shape, mark.dot, mark.filled))
        .collect();
    assert_eq!(
        shapes,
        [
            ("at most 60", MarkShape::Ceiling, true, true),
            ("100 to 140", MarkShape::Range, false, false),
            ("dozens", MarkShape::Band, true, false),
        ]
    );
    let river = panel(&chart, "Killed along the river since 1 March");
    assert_eq!(
        river.rows.iter().map(Row::label).collect::<Vec<_>>(),
        ["Radio Meridian 410", "Radio Meridian at least 655", "CNA at least 846", "Harbour Post Over 840",]
    );
    assert!(river.marks.iter().all(|mark| mark.colour == 1), "one origin, one colour");
    assert_eq!(river.adopted.as_ref().map(|adopted| adopted.label.as_str()), Some("adopted 846, floor"));
    let ford = panel(&chart, "Killed at the ford on Saturday");
    assert_eq!(ford.rows[1].detail, "State TV ← Northern Joint Staff");
}

#[test]
fn shares_stand_in_words_and_not_on_the_axis() {
    for kind in PlotKind::ALL {
        let chart = chart(*kind);
        let displaced = panel(&chart, "Displaced since 1 March");
        assert_eq!(displaced.marks.len(), 2);
        assert_eq!(
            displaced.notes,
            ["unknown (CNA) “More than half” (share: more than 50 %, suggested), unattributed"]
        );
        assert!(chart.as_text().contains("share: more than 50 %"));
    }
}

#[test]
fn denials_are_crossed_out_and_no_voice() {
    let chart = chart(PlotKind::ByOrigin);
    let loose = panel(&chart, "People killed, not in a tally");
    assert_eq!(loose.marks.iter().filter(|mark| mark.denied).count(), 1);
    assert!(loose.rows.iter().any(|row| row.detail == "denied · Northern Joint Staff"));
    assert!(chart.legend.iter().any(|entry| entry.sign == LegendSign::Denied));
}

#[test]
fn time_joins_one_origin_of_one_running_total() {
    let chart = chart(PlotKind::OverTime);
    let river = panel(&chart, "Killed along the river since 1 March");
    let [line] = river.series.as_slice() else { panic!("{:?}", river.series) };
    assert_eq!((line.origin.as_str(), line.steps.len()), ("LRM", 3));
    assert!(line.steps.is_sorted_by(|a, b| a.day < b.day && a.at < b.at));
    assert!(panel(&chart, "Killed at the ford on Saturday").series.is_empty(), "incidents are not joined");
    assert!(panel(&chart, "People killed, not in a tally").series.is_empty());
}

#[test]
fn a_superseded_figure_is_faint_and_leaves_the_line() {
    let mut project = sample::project();
    let mut figure = project.figures[&FigureId::from_bits(11)].clone();
    figure.role = crate::model::FigureRole::Superseded;
    project.apply(&Edit::put("supersede", figure)).unwrap();
    let chart = build(&project, &ChartOptions { kind: PlotKind::OverTime, ..ChartOptions::default() });
    let river = panel(&chart, "Killed along the river since 1 March");
    assert_eq!(river.marks.iter().filter(|mark| mark.fade == Some(Fade::Superseded)).count(), 1);
    assert_eq!(river.series[0].steps.len(), 2);
}

#[test]
fn an_outlet_has_one_row() {
    let chart = chart(PlotKind::ByOutlet);
    let river = panel(&chart, "Killed along the river since 1 March");
    assert_eq!(
        river.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(),
        ["Radio Meridian", "CNA", "Harbour Post"]
    );
    let lanes: BTreeSet<_> = river.marks.iter().filter(|mark| mark.row == 0).map(|mark| mark.lane).collect();
    assert_eq!((river.rows[0].lanes as usize, river.rows[0].words.as_str()), (lanes.len(), ""));
}

#[test]
fn many_figures_get_a_row_for_each_origin() {
    let chart = build(&sample::large(20, 2_000), &ChartOptions::default());
    let panel = &chart.panels[0];
    assert!(panel.rows.len() <= 61 && panel.marks.len() > 60, "{} rows", panel.rows.len());
    assert!(panel.rows.iter().any(|row| row.detail.contains("figures from")));
    assert!(panel.marks.iter().all(|mark| mark.row < panel.rows.len() && mark.lane < panel.rows[mark.row].lanes));
}

#[test]
fn a_selected_figure_is_lit_wherever_it_stands() {
    let options = ChartOptions { selected: Some(FigureId::from_bits(2)), ..ChartOptions::default() };
    let chart = build(&sample::project(), &options);
    assert_eq!(chart.marks().filter(|mark| mark.lit).map(|mark| mark.figure.bits()).collect::<Vec<_>>(), [2]);
}

#[test]
fn confidential_names_are_withheld_and_counted() {
    let mut project = sample::project();
    let mut monitor = project.organisations[&crate::model::OrgId::from_bits(11)].clone();
    monitor.confidential = true;
    let mut article = project.articles[&crate::model::ArticleId::from_bits(5)].clone();
    article.confidential = true;
    project.apply(&Edit::put("hide", monitor)).unwrap();
    project.apply(&Edit::put("hide", article)).unwrap();
    for kind in PlotKind::ALL {
        let shown = format!("{:?}", build(&project, &ChartOptions { kind: *kind, ..ChartOptions::default() }));
        assert!(shown.contains("LRM") && shown.contains("What we know"));
        let options = ChartOptions { kind: *kind, withhold_confidential: true, ..ChartOptions::default() };
        let chart = build(&project, &options);
        let handed_on = format!("{chart:?}");
        for secret in ["LRM", "Lowland", "What we know", "health directorate counted", "Over 840 people"] {
            assert!(!handed_on.contains(secret), "{secret} in {kind:?}");
        }
        assert_eq!(chart.notes, ["1 source is withheld as confidential"]);
    }
}

#[test]
fn text_says_what_is_drawn() {
    let text = chart(PlotKind::ByOrigin).as_text();
    for line in [
        "Killed along the river since 1 March (3 outlets, 1 origin · provisional)",
        "- CNA at least 846, LRM, confirmed: 846 or more, 7 Mar 2031",
        "- adopted 846, floor",
        "- Inland Gazette",
    ] {
        let there = text.lines().any(|shown| shown == line) || line.ends_with("Gazette");
        assert!(there, "{line:?} is not in:\n{text}");
    }
}

#[test]
fn the_fingerprint_tells_charts_apart_and_not_selections() {
    let project = sample::project();
    let one = ChartOptions::default();
    let lit = ChartOptions { selected: Some(FigureId::from_bits(1)), ..one.clone() };
    let log = ChartOptions { axis: AxisChoice::Log, ..one.clone() };
    assert_eq!(build(&project, &one).fingerprint, build(&project, &lit).fingerprint);
    assert_ne!(build(&project, &one).fingerprint, build(&project, &log).fingerprint);
    let mut changed = project.clone();
    let mut figure = project.figures[&FigureId::from_bits(1)].clone();
    figure.status = ReviewStatus::Suggested;
    changed.apply(&Edit::put("unconfirm", figure)).unwrap();
    assert_ne!(build(&project, &one).fingerprint, build(&changed, &one).fingerprint);
}

#[test]
fn kinds_are_named() {
    for kind in PlotKind::ALL {
        assert_eq!(PlotKind::from_name(kind.name()), Some(*kind));
    }
    assert_eq!(PlotKind::from_name("pie"), None);
}

/// Everything that may vary in a figure for the property below.
fn any_change() -> impl Strategy<Value = (u64, usize, Option<u64>, Option<u64>, usize, bool)> {
    (
        1u64..16,
        0usize..3,
        proptest::option::of(0u64..5_000),
        proptest::option::of(0u64..5_000),
        0usize..8,
        any::<bool>(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Every eligible figure is drawn once in each tally it belongs to, or once outside; no other figure is.
    #[test]
    fn as_many_marks_as_eligible_figures(changes in proptest::collection::vec(any_change(), 0..12), confirmed_only: bool) {
        let mut project = sample::project();
        for (id, status, a, b, qualifier, share) in changes {
            let Some(mut figure) = project.figures.get(&FigureId::from_bits(id)).cloned() else { continue };
            figure.status = ReviewStatus::ALL[status];
            (figure.low, figure.high) = match (a, b) {
                (Some(a), Some(b)) => (Some(a.min(b)), Some(a.max(b))),
                other => other,
            };
            figure.qualifier = Qualifier::ALL[qualifier];
            figure.fraction = share.then_some(0.25);
            if share {
                (figure.low, figure.high) = (None, None);
            }
            // A range without its ends is refused; the project then stays as it was.
            let _ = project.apply(&Edit::put("change", Record::Figure(figure)));
        }
        let statuses = if confirmed_only { Statuses::Confirmed } else { Statuses::ConfirmedAndSuggested };
        let eligible = |figure: &Figure| {
            let wanted = match figure.status {
                ReviewStatus::Confirmed => true,
                ReviewStatus::Suggested => !confirmed_only,
                ReviewStatus::Rejected => false,
            };
            wanted && figure.fraction.is_none() && (figure.low.is_some() || figure.high.is_some())
        };
        let homes = |figure: &Figure| project.tallies.values().filter(|t| t.figures.contains(&figure.id)).count().max(1);
        let wanted: usize = project.figures.values().filter(|f| eligible(f)).map(homes).sum();
        for kind in PlotKind::ALL {
            for axis in [AxisChoice::Auto, AxisChoice::Linear, AxisChoice::Log] {
                let options = ChartOptions { kind: *kind, axis, statuses, ..ChartOptions::default() };
                let chart = build(&project, &options);
                prop_assert_eq!(chart.marks().count(), wanted);
                for mark in chart.marks() {
                    for at in [mark.at, mark.from, mark.to, mark.day] {
                        prop_assert!((0.0..=1.0).contains(&at), "{:?}", mark);
                    }
                }
            }
        }
    }
}
