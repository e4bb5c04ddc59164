//! Tests of whole charts on a made-up project. Layer `plots`.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::sample;
use super::*;
use crate::model::{Edit, FigureId, Qualifier, Record, Subject};

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
            ("People killed, not in a tally", "2 separate figures · 1 outlet, origin not given · provisional", false),
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
        [
            "LRM 410–846",
            "Radio Meridian “410”",
            "Radio Meridian “at least 655”",
            "CNA “at least 846”",
            "Harbour Post “Over 840”",
        ]
    );
    assert_eq!(
        river.spans.iter().map(|span| (span.row, span.ticks.len())).collect::<Vec<_>>(),
        [(0, 4)],
        "a stroke for each figure on the row of its origin"
    );
    assert!(river.marks.iter().all(|mark| mark.colour == 1), "one origin, one colour");
    assert_eq!(river.adopted.as_ref().map(|adopted| adopted.label.as_str()), Some("adopted at least 846, floor"));
    let ford = panel(&chart, "Killed at the ford on Saturday");
    assert_eq!(ford.rows[1].detail, "State TV ← Northern Joint Staff");
}

#[test]
fn shares_stand_in_words_and_not_on_the_axis() {
    for kind in [PlotKind::ByOrigin, PlotKind::ByOutlet, PlotKind::OverTime] {
        let chart = chart(kind);
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
        // These two kinds have none of their figures.
        if !matches!(kind, PlotKind::Incidents | PlotKind::StockFlow) {
            assert!(shown.contains("LRM"), "{kind:?}");
        }
        if *kind != PlotKind::StockFlow {
            assert!(shown.contains("What we know") || shown.contains("health directorate"), "{kind:?}");
        }
        let options = ChartOptions { kind: *kind, withhold_confidential: true, ..ChartOptions::default() };
        let chart = build(&project, &options);
        let handed_on = format!("{chart:?}");
        for secret in ["LRM", "Lowland", "What we know", "health directorate counted", "Over 840 people"] {
            assert!(!handed_on.contains(secret), "{secret} in {kind:?}");
        }
        let hidden = chart.notes.iter().any(|note| note == "1 source is withheld as confidential");
        let drawn = chart.marks().any(|mark| mark.outlet == "name withheld");
        assert!(hidden || !drawn, "{kind:?}: {:?}", chart.notes);
    }
}

#[test]
fn text_says_what_is_drawn() {
    let text = chart(PlotKind::ByOrigin).as_text();
    for line in [
        "Killed along the river since 1 March (3 outlets, 1 origin · provisional)",
        "- CNA at least 846, LRM, confirmed: 846 or more, 7 Mar 2031",
        "- adopted at least 846, floor",
        "- Inland Gazette",
    ] {
        let there = text.lines().any(|shown| shown == line) || line.ends_with("Gazette");
        assert!(there, "{line:?} is not in:\n{text}");
    }
}

#[test]
fn the_fingerprint_tells_charts_apart() {
    let project = sample::project();
    let one = ChartOptions::default();
    let log = ChartOptions { axis: AxisChoice::Log, ..one.clone() };
    assert_eq!(build(&project, &one).fingerprint, build(&project, &one).fingerprint);
    assert_ne!(build(&project, &one).fingerprint, build(&project, &log).fingerprint);
    let mut changed = project.clone();
    let mut figure = project.figures[&FigureId::from_bits(1)].clone();
    figure.status = ReviewStatus::Suggested;
    changed.apply(&Edit::put("unconfirm", figure)).unwrap();
    assert_ne!(build(&project, &one).fingerprint, build(&changed, &one).fingerprint);
}

fn rich(kind: PlotKind) -> Chart {
    build(&sample::rich(), &ChartOptions { kind, ..ChartOptions::default() })
}

#[test]
fn a_part_is_never_drawn_above_its_whole() {
    let chart = rich(PlotKind::Incidents);
    let mill = panel(&chart, "Killed at the mill on Friday");
    let [bar] = mill.bars.as_slice() else { panic!("one origin, one bar: {:?}", mill.bars) };
    let said: Vec<String> = bar.segments.iter().map(Segment::label).collect();
    assert_eq!(said, ["civilians: 12", "combatants: 25"]);
    assert!((bar.segments[1].to - mill.x.at(30.0)).abs() < 1e-9, "25 fighters are cut at what is left of 30");
    assert!(
        mill.notes.iter().any(|note| note.contains("“25” (combatants) with the parts before it is above its whole"))
    );
    assert_eq!(mill.rows[0].detail, "civilians: 12, combatants: 25 · 2 figures from 2 outlets");
}

#[test]
fn a_status_that_the_analyst_set_is_drawn_whatever_word_counts_them() {
    use crate::model::VictimStatus as Status;
    let mut project = sample::rich();
    let id = FigureId::from_bits(22);
    let part = Figure { victim: Some(Status::CombatantB), ..project.figures[&id].clone() };
    project.apply(&Edit::put("set status", part)).unwrap();
    let options = ChartOptions { kind: PlotKind::Incidents, ..ChartOptions::default() };
    let chart = build(&project, &options);
    let loose = panel(&chart, "People killed, not in a tally");
    let parts: Vec<VictimStatus> = loose.bars.iter().flat_map(|bar| &bar.segments).map(|part| part.status).collect();
    assert_eq!(parts, [VictimStatus::Combatants, VictimStatus::Unknown], "children who fought for side B");
}

#[test]
fn what_is_not_told_apart_is_left_over_and_parts_by_figure_find_their_bar() {
    let chart = rich(PlotKind::Incidents);
    let loose = panel(&chart, "People killed, not in a tally");
    let parts: Vec<Vec<VictimStatus>> =
        loose.bars.iter().map(|bar| bar.segments.iter().map(|part| part.status).collect()).collect();
    assert_eq!(parts, [vec![VictimStatus::Civilians, VictimStatus::Unknown]], "four children of six");
    assert!(chart.panels.iter().all(|panel| panel.x.scale == Scale::Linear && panel.x.at(0.0) == 0.0));
    assert!(chart.panels.iter().all(|panel| panel.key != PanelKey::Tally(crate::model::TallyId::from_bits(1))));
}

#[test]
fn stock_and_flow_stand_apart() {
    let chart = rich(PlotKind::StockFlow);
    let heads: Vec<_> = chart.panels.iter().map(|panel| (panel.title.as_str(), panel.stems)).collect();
    assert_eq!(
        heads,
        [
            ("Displaced since 1 March", false),
            ("Fled the lower town on Friday", true),
            ("People returned, not in a tally", true)
        ]
    );
    let fled = panel(&chart, "Fled the lower town on Friday");
    assert_eq!((fled.marks[0].value, fled.marks[0].glyph), (2_000, Glyph::House));
    assert!(fled.notes.iter().any(|note| note.contains("worked out from households")), "{:?}", fled.notes);
    assert!(chart.legend.iter().any(|entry| entry.text == "counted in households"));
}

#[test]
fn the_most_disputed_tally_comes_first() {
    let chart = rich(PlotKind::Spread);
    let [panel] = chart.panels.as_slice() else { panic!("{:?}", chart.panels) };
    let rows: Vec<_> = panel.rows.iter().map(|row| (row.name.as_str(), row.words.as_str())).collect();
    assert_eq!(
        rows,
        [
            ("Killed at the ford on Saturday", "2.3×"),
            ("Killed along the river since 1 March", "2.1×"),
            ("Displaced since 1 March", "all the same"),
            ("Killed at the mill on Friday", "all the same"),
            ("of whom civilians", "all the same"),
        ]
    );
    assert!(panel.rows[0].detail.starts_with("60–140 · ") && panel.rows[0].detail.ends_with("1 not compared"));
    assert!(chart.notes[0].starts_with("3 tallies have fewer than two figures"), "{:?}", chart.notes);
}

#[test]
fn a_zero_in_a_spread_stands_left_of_a_break() {
    let mut project = sample::project();
    let mut figure = project.figures[&FigureId::from_bits(11)].clone();
    (figure.low, figure.high) = (Some(0), Some(0));
    project.apply(&Edit::put("zero", figure)).unwrap();
    let chart = build(&project, &ChartOptions { kind: PlotKind::Spread, ..ChartOptions::default() });
    let panel = &chart.panels[0];
    assert_eq!(panel.rows[0].words, "0 against 846");
    assert!(panel.x.broken_zero && panel.x.ticks[0].label == "0");
    let zero = panel.marks.iter().find(|mark| mark.value == 0).unwrap();
    assert!(zero.at < axis::BREAK_AT);
}

#[test]
fn denials_stand_in_a_lane_of_their_own_tied_to_their_claims() {
    let chart = rich(PlotKind::Claims);
    let ford = panel(&chart, "Killed at the ford on Saturday");
    assert_eq!(ford.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["Claims", "Denials"]);
    let [(denial, claim)] = ford.ties.as_slice() else { panic!("{:?}", ford.ties) };
    assert_eq!(ford.marks[*claim].evidence, Evidence::Figure(FigureId::from_bits(7)));
    assert!(matches!(ford.marks[*denial].evidence, Evidence::Passage { .. }));
    let statements = panel(&chart, "Statements denied");
    assert_eq!((statements.marks.len(), statements.ties.len()), (2, 1));
    let disputed = |panel: &Panel| panel.rows.iter().any(|row| row.name == "Denials");
    assert!(disputed(&chart.panels[0]) && !disputed(chart.panels.last().unwrap()), "what is disputed leads");
}

#[test]
fn an_empty_cell_says_why_and_is_no_zero() {
    let mut project = sample::rich();
    let mut article = project.articles[&crate::model::ArticleId::from_bits(3)].clone();
    article.figures_reviewed = Some((crate::model::CoderId::from_bits(1), sample::timestamp()));
    project.apply(&Edit::put("reviewed", article)).unwrap();
    let chart = build(&project, &ChartOptions { kind: PlotKind::Matrix, ..ChartOptions::default() });
    let matrix = chart.matrix.as_ref().unwrap();
    let column = |name: &str| matrix.columns.iter().position(|column| column.name.starts_with(name)).unwrap();
    let row = |title: &str| matrix.rows.iter().find(|row| row.title == title).unwrap();
    let river = row("Killed along the river since 1 March");
    assert_eq!(river.cells[column("The Inland Gazette")].words(), "not reported");
    assert_eq!(river.cells[column("unknown (CNA)")].words(), "not yet read (1 of 1 article)");
    assert_eq!(river.cells[column("CNA")].words(), "at least 846, LRM, confirmed; LRM in 3 columns");
    let framed: Vec<_> = river.cells.iter().filter_map(|cell| cell.frame.as_ref()).map(|f| f.origin.as_str()).collect();
    assert_eq!(framed, ["LRM", "LRM", "LRM"]);
    assert!(row("Displaced since 1 March").cells.iter().any(|cell| cell.words().contains("More than half")));
    let text = chart.as_text();
    assert!(text.contains("- not reported: 1 outlet\n") && text.contains("- not yet read to the end: "), "{text}");
}

#[test]
fn a_matrix_by_origin_has_a_column_for_each_voice() {
    let options = ChartOptions { kind: PlotKind::Matrix, columns: MatrixBy::Origin, ..ChartOptions::default() };
    let chart = build(&sample::project(), &options);
    let matrix = chart.matrix.as_ref().unwrap();
    let names: Vec<_> = matrix.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names.first(), Some(&"LRM"));
    assert_eq!(names.last(), Some(&"unattributed"));
    assert!(!matrix.has_frames(), "a column is one origin already");
}

#[test]
fn bands_carry_every_figure_once_from_origin_to_outlet() {
    let chart = rich(PlotKind::Attribution);
    let flow = chart.flow.as_ref().unwrap();
    let [origins, relays, outlets] = &flow.columns;
    let figures = sample::rich().figures.values().filter(|f| f.status != ReviewStatus::Rejected).count();
    for column in [origins, relays, outlets] {
        assert_eq!(column.iter().map(|node| node.figures).sum::<usize>(), figures);
    }
    assert_eq!(origins.last().map(|node| node.name.as_str()), Some("unattributed"), "nobody is a node of its own");
    let large =
        build(&sample::large(200, 2_000), &ChartOptions { kind: PlotKind::Attribution, ..ChartOptions::default() });
    let names: Vec<String> = large.flow.unwrap().columns[0].iter().map(|node| node.name.clone()).collect();
    assert_eq!((names[16].as_str(), names[17].as_str(), names.len()), ("32 other origins", "unattributed", 18));
    assert!(relays.iter().any(|node| node.name == "State Television" || node.name == "State TV"));
    let denied: Vec<_> = flow.bands.iter().filter(|band| band.denied).map(|band| flow.band_name(band)).collect();
    assert_eq!(denied.len(), 2, "from origin and to outlet: {denied:?}");
    for band in &flow.bands {
        assert!(band.from_top >= 0.0 && band.to_top + band.height <= flow.height + 0.5, "{}", flow.band_name(band));
    }
}

#[test]
fn kinds_are_named() {
    for kind in PlotKind::ALL {
        assert_eq!(PlotKind::from_name(kind.name()), Some(*kind));
    }
    assert_eq!(PlotKind::from_name("pie"), None);
}

#[test]
fn many_outlets_are_ranked_and_the_rest_share_a_row_unless_the_tally_stands_alone() {
    let project = sample::large(37, 2_000);
    let options = ChartOptions { kind: PlotKind::ByOutlet, ..ChartOptions::default() };
    let all = build(&project, &options);
    let panel = &all.panels[0];
    assert_eq!(panel.rows.len(), 15, "fourteen and one for the rest");
    assert_eq!(panel.rows[14].name, "23 other outlets");
    let alone = build(&project, &ChartOptions { tallies: Some([TallyId::from_bits(0)].into()), ..options });
    assert_eq!(alone.panels[0].rows.len(), 37);
    assert_eq!(alone.panels[0].marks.len(), panel.marks.len(), "nothing is left out by sharing a row");
}

#[test]
fn what_has_no_date_is_drawn_in_a_place_of_its_own() {
    let mut project = sample::project();
    let mut article = project.articles[&crate::model::ArticleId::from_bits(1)].clone();
    article.published = None;
    project.apply(&Edit::put("no date", article)).unwrap();
    for kind in [PlotKind::OverTime, PlotKind::Claims] {
        let chart = build(&project, &ChartOptions { kind, ..ChartOptions::default() });
        let river = panel(&chart, "Killed along the river since 1 March");
        let place = river.x.undated.unwrap();
        let undated = river.marks.iter().find(|mark| mark.words == "at least 846").unwrap();
        assert_eq!(if kind == PlotKind::Claims { undated.at } else { undated.day }, place);
        assert_eq!((undated.date.as_str(), river.x.ticks.last().unwrap().label.as_str()), ("no date", "no date"));
        assert!(river.x.ticks.iter().rev().skip(1).all(|tick| tick.at < place));
        assert!(river.series.iter().flat_map(|line| &line.steps).all(|step| step.day < place));
    }
}

#[test]
fn an_adopted_range_has_a_line_at_each_end_and_none_between() {
    let mut project = sample::project();
    let mut tally = project.tallies[&TallyId::from_bits(3)].clone();
    tally.estimate.as_mut().unwrap().best = None;
    project.apply(&Edit::put("range", tally)).unwrap();
    let chart = build(&project, &ChartOptions::default());
    let adopted = panel(&chart, "Displaced since 1 March").adopted.clone().unwrap();
    let (low, high) = adopted.band.unwrap();
    assert_eq!(adopted.lines, [low, high]);
}

#[test]
fn figures_tied_to_one_count_stand_with_its_origin() {
    use crate::model::{Link, LinkEnd, LinkId, LinkKind};
    let mut project = sample::project();
    let link = Link {
        event: None,
        id: LinkId::from_bits(90),
        kind: LinkKind::SameOrigin,
        a: LinkEnd::Figure(FigureId::from_bits(10)),
        b: LinkEnd::Figure(FigureId::from_bits(1)),
        status: ReviewStatus::Confirmed,
        reason: String::new(),
        coder: None,
        created: sample::timestamp(),
    };
    project.apply(&Edit::put("tie", link)).unwrap();
    let chart = build(&project, &ChartOptions::default());
    let tied = chart.marks().find(|mark| mark.evidence == Evidence::Figure(FigureId::from_bits(10))).unwrap();
    assert_eq!((tied.origin.as_str(), tied.colour), ("LRM", 1));
}

/// Everything that may vary in a figure for the property below.
fn any_change() -> impl Strategy<Value = (u64, usize, Option<u64>, Option<u64>, usize, bool)> {
    (
        1u64..24,
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
        let mut project = sample::rich();
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
        let told = |figure: &Figure| statuses.admits(figure.status);
        let all: usize = project.figures.values().filter(|f| told(f)).map(homes).sum();
        let once = project.figures.values().filter(|f| told(f)).count();
        for kind in PlotKind::ALL {
            for axis in [AxisChoice::Auto, AxisChoice::Linear, AxisChoice::Log] {
                let options = ChartOptions { kind: *kind, axis, statuses, ..ChartOptions::default() };
                let chart = build(&project, &options);
                match kind {
                    PlotKind::ByOrigin | PlotKind::ByOutlet | PlotKind::OverTime => {
                        prop_assert_eq!(chart.marks().count(), wanted);
                    }
                    PlotKind::Matrix => prop_assert_eq!(chart.marks().count(), all),
                    PlotKind::Attribution => prop_assert_eq!(chart.marks().count(), once),
                    _ => {}
                }
                for mark in chart.marks() {
                    let Some(figure) = mark.evidence.figure().and_then(|id| project.figures.get(&id)) else { continue };
                    // No mark stands for more than its own figure: nothing is added up, nothing averaged.
                    let size = if figure.subject == Subject::Households { figure.household_size.unwrap_or(1.0) } else { 1.0 };
                    // A vague word stands at its lowest reading, never in the middle of its readings.
                    let vague = if figure.qualifier == Qualifier::Vague { figure.best.or(figure.low) } else { None };
                    let own = vague.or(figure.mark_value()).map(|value| (value as f64 * size).round() as u64);
                    prop_assert!(mark.value == own.unwrap_or(0) || figure.fraction.is_some(), "{:?}", mark);
                    for at in [mark.at, mark.from, mark.to, mark.day] {
                        prop_assert!((0.0..=1.0).contains(&at), "{:?}", mark);
                    }
                }
                for panel in &chart.panels {
                    for bar in &panel.bars {
                        // A bar's pieces are one count's: they touch, and end where one figure of its row stands.
                        let ends: Vec<f64> = bar.segments.iter().flat_map(|part| [part.from, part.to]).collect();
                        prop_assert!(ends.is_sorted(), "{:?}", bar);
                        let top = bar.segments.last().map_or(0.0, |part| part.to);
                        let own = panel.marks.iter().filter(|mark| mark.row == bar.row && mark.shape != MarkShape::Part);
                        let fits = own.flat_map(|mark| [mark.at, mark.from]).any(|at| (at - top).abs() < 1e-9);
                        prop_assert!(bar.segments.is_empty() || fits, "{:?}", bar);
                    }
                    for line in &panel.series {
                        let own: Vec<f64> = panel.marks.iter().flat_map(|mark| [mark.at, mark.from]).collect();
                        prop_assert!(line.steps.iter().all(|step| own.contains(&step.at)), "{:?}", line);
                    }
                }
            }
        }
    }
}
