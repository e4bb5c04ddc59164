//! Tests of the plots panel by accessible name, pointer and keyboard. Layer `ui`.

use std::path::PathBuf;

use egui::{Key, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::*;
use crate::plots::{ChartOptions, PlotKind, build, sample};
use crate::ui::style::{Theme, Tokens};

fn light() -> PlotColours {
    PlotColours::of(Tokens::of(Theme::Light))
}

fn dark() -> PlotColours {
    PlotColours::of(Tokens::of(Theme::Dark))
}

const TALLIES: &[(TallyId, &str)] =
    &[(TallyId::from_bits(1), "Killed along the river"), (TallyId::from_bits(2), "of whom civilians")];

struct Shown {
    chart: Chart,
    options: ChartOptions,
    colours: PlotColours,
    state: PlotsState,
    hovered: Option<FigureId>,
    clicked: Vec<FigureId>,
    tally: Option<TallyId>,
    selected: Option<FigureId>,
    intents: Vec<PlotsIntent>,
}

fn harness(chart: Chart, colours: PlotColours, size: impl Into<Vec2>) -> Harness<'static, Shown> {
    let options = ChartOptions { kind: chart.kind, ..ChartOptions::default() };
    let shown = Shown {
        chart,
        options,
        colours,
        state: PlotsState::default(),
        hovered: None,
        clicked: vec![],
        tally: None,
        selected: None,
        intents: vec![],
    };
    // The program's own typefaces are not set here; egui's lack some of the arrows.
    Harness::builder().with_size(size).allow_missing_glyphs().build_ui_state(
        |ui, shown| {
            ui.painter().rect_filled(ui.max_rect().expand(20.0), 0.0, shown.colours.paper);
            shown.intents.extend(toolbar_ui(ui, &shown.options, false, TALLIES, &shown.colours));
            shown.state.select(shown.selected);
            let response = plots_ui(ui, &shown.chart, &shown.colours, &mut shown.state);
            shown.hovered = response.hovered.and_then(Evidence::figure);
            shown.tally = shown.tally.or(response.tally);
            shown.clicked.extend(response.clicked.and_then(Evidence::figure));
        },
        shown,
    )
}

fn sample_chart(kind: PlotKind) -> Chart {
    build(&sample::project(), &ChartOptions { kind, ..ChartOptions::default() })
}

#[test]
fn clicking_a_mark_gives_its_figure() {
    // In the other kinds a name may stand in two places, or in a cell.
    for kind in [PlotKind::ByOrigin, PlotKind::ByOutlet, PlotKind::OverTime, PlotKind::Claims] {
        let chart = build(&sample::project(), &ChartOptions { kind, ..ChartOptions::default() });
        let marks: Vec<_> = chart.marks().filter_map(|mark| Some((mark.name(), mark.evidence.figure()?))).collect();
        let mut harness = harness(chart, light(), (1_200.0, 900.0));
        harness.run();
        for (name, figure) in marks {
            harness.get_by_label(&name).click();
            harness.run();
            assert_eq!(harness.state().clicked.last(), Some(&figure), "{kind:?} {name}");
        }
    }
}

#[test]
fn pointing_at_a_mark_shows_outlet_date_and_sentence() {
    let mut harness = harness(sample_chart(PlotKind::ByOrigin), light(), (1_200.0, 900.0));
    harness.run();
    harness.get_by_label("CNA at least 846, LRM, confirmed").hover();
    harness.run();
    assert_eq!(harness.state().hovered, Some(FigureId::from_bits(1)));
    harness.get_by_label("CNA · 7 Mar 2031");
    harness.get_by_label_contains("people killed along the river");
}

#[test]
fn pointing_beside_marks_shows_nothing() {
    let mut harness = harness(sample_chart(PlotKind::ByOrigin), light(), (1_200.0, 900.0));
    harness.run();
    let mark = harness.get_by_label("CNA 96, LRM, confirmed").rect();
    harness.hover_at(mark.center() - egui::vec2(40.0, 0.0));
    harness.run();
    assert_eq!(harness.state().hovered, None);
}

#[test]
fn the_keyboard_goes_through_marks_and_enter_opens_one() {
    let mut harness = harness(sample_chart(PlotKind::ByOrigin), light(), (1_200.0, 900.0));
    harness.run();
    let first = "Radio Meridian 410, LRM, confirmed";
    harness.get_by_label(first).focus();
    harness.run();
    assert_eq!(harness.state().hovered, Some(FigureId::from_bits(11)));
    harness.key_press(Key::Tab);
    harness.run();
    assert!(harness.get_by_label("Radio Meridian at least 655, LRM, confirmed").is_focused());
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().clicked, [FigureId::from_bits(12)]);
    harness.get_by_label(first).click_accesskit();
    harness.run();
    assert_eq!(harness.state().clicked.last(), Some(&FigureId::from_bits(11)));
}

#[test]
fn arrow_keys_go_from_mark_to_mark_in_a_small_panel() {
    let mut harness = harness(sample_chart(PlotKind::ByOrigin), light(), (1_200.0, 900.0));
    harness.run();
    harness.get_by_label("Radio Meridian 410, LRM, confirmed").focus();
    harness.run();
    for key in [Key::ArrowDown, Key::ArrowRight, Key::ArrowUp] {
        harness.key_press(key);
        harness.run();
        harness.run();
    }
    assert!(harness.get_by_label("Radio Meridian at least 655, LRM, confirmed").is_focused());
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().clicked, [FigureId::from_bits(12)]);
}

#[test]
fn a_heading_leads_to_its_tally() {
    let mut harness = harness(sample_chart(PlotKind::ByOrigin), light(), (1_200.0, 900.0));
    harness.run();
    harness.get_by_label_contains("Displaced since 1 March: ").click();
    harness.run();
    assert_eq!(harness.state().tally, Some(TallyId::from_bits(3)));
}

#[test]
fn a_figure_selected_elsewhere_comes_into_sight() {
    let mut harness = harness(sample_chart(PlotKind::ByOrigin), light(), (420.0, 300.0));
    harness.run();
    let name = "Radio Meridian more than 120,000, unattributed, suggested";
    assert!(harness.query_by_label(name).is_none(), "the last panel is far below");
    harness.state_mut().state.reveal(FigureId::from_bits(10));
    harness.run();
    let mark = harness.get_by_label(name).rect();
    assert!(mark.top() > 30.0 && mark.bottom() < 300.0, "{mark:?}");
}

#[test]
fn a_crowded_panel_is_walked_with_arrow_keys() {
    let chart = build(&sample::large(12, 900), &ChartOptions::default());
    let panel = chart.panels.iter().find(|panel| panel.marks.len() > 60).unwrap().clone();
    let title = panel.title.clone();
    let mut harness = harness(Chart { panels: vec![panel.clone()], ..chart }, light(), (700.0, 900.0));
    harness.run();
    harness.get_by_label_contains(&format!("{title}, {} marks", panel.marks.len())).focus();
    harness.run();
    for key in [Key::ArrowRight, Key::ArrowDown, Key::ArrowLeft, Key::Enter] {
        harness.key_press(key);
        harness.run();
    }
    assert_eq!(harness.state().clicked, [panel.marks[1].evidence.figure().unwrap()]);
}

#[test]
fn every_mark_of_a_small_chart_has_a_name() {
    for width in [420.0, 760.0, 1_300.0] {
        let chart = sample_chart(PlotKind::ByOutlet);
        let names: Vec<_> = chart.marks().map(crate::plots::Mark::name).collect();
        let mut harness = harness(chart, light(), (width, 1_600.0));
        harness.run();
        for name in names {
            let rect = harness.get_by_label(&name).rect();
            assert!(rect.left() >= 0.0 && rect.right() <= width, "{name} at {rect:?} in {width}");
        }
    }
}

#[test]
fn the_toolbar_says_what_was_asked_for() {
    let mut harness = harness(sample_chart(PlotKind::ByOrigin), light(), (1_500.0, 500.0));
    harness.run();
    for name in ["Over time", "Export…"] {
        harness.get_by_label(name).click();
        harness.run();
    }
    harness.get_by_label_contains("axis: auto").click();
    harness.run();
    harness.get_by_label("log axis").click();
    harness.run();
    harness.get_by_label_contains("confirmed + suggested").click();
    harness.run();
    let mut items: Vec<_> = harness.get_all_by_label("confirmed").collect();
    items.pop().unwrap().click();
    drop(items);
    harness.run();
    harness.get_by_label_contains("all tallies (2)").click();
    harness.run();
    harness.get_by_label("of whom civilians").click();
    harness.run();
    use crate::plots::{AxisChoice, Statuses};
    assert_eq!(
        harness.state().intents,
        [
            PlotsIntent::Kind(PlotKind::OverTime),
            PlotsIntent::Export,
            PlotsIntent::Axis(AxisChoice::Log),
            PlotsIntent::Statuses(Statuses::Confirmed),
            PlotsIntent::Tally(Some(TallyId::from_bits(2))),
        ]
    );
}

#[test]
fn a_project_without_figures_says_what_to_do() {
    let project = crate::model::Project::new("Empty", sample::timestamp());
    let mut harness = harness(build(&project, &ChartOptions::default()), dark(), (600.0, 300.0));
    harness.run();
    harness.get_by_label("No figures to plot");
}

#[test]
fn every_kind_draws_at_any_width_and_says_why_when_it_is_empty() {
    for kind in PlotKind::IN_PANEL {
        for (project, width) in [(sample::rich(), 420.0), (sample::rich(), 1_300.0), (sample::project(), 760.0)] {
            let chart = build(&project, &ChartOptions { kind: *kind, ..ChartOptions::default() });
            let mut harness = harness(chart, dark(), (width, 900.0));
            harness.run();
        }
        let project = crate::model::Project::new("Empty", sample::timestamp());
        let mut harness =
            harness(build(&project, &ChartOptions { kind: *kind, ..ChartOptions::default() }), light(), (600.0, 300.0));
        harness.run();
        harness.get_by_label(kind.nothing().0);
    }
}

#[test]
fn bands_are_walked_with_arrow_keys_and_open_their_figures_in_turn() {
    let chart = build(&sample::rich(), &ChartOptions { kind: PlotKind::Attribution, ..ChartOptions::default() });
    let flow = chart.flow.clone().unwrap();
    let band = &flow.bands[1];
    let wanted: Vec<_> = band.marks.iter().take(2).map(|mark| mark.evidence.figure().unwrap()).collect();
    assert!(wanted.len() == 2, "{}", flow.band_name(band));
    let mut harness = harness(chart, light(), (1_200.0, 900.0));
    harness.run();
    harness.get_by_label_contains("bands from origins to outlets").focus();
    harness.run();
    for key in [Key::ArrowDown, Key::Enter, Key::Enter] {
        harness.key_press(key);
        harness.run();
    }
    assert_eq!(harness.state().clicked, wanted);
    harness.get_all_by_label(&flow.band_name(band)).next().unwrap();
}

#[test]
fn a_selection_rings_marks_without_another_chart() {
    let chart = sample_chart(PlotKind::ByOrigin);
    let fingerprint = chart.fingerprint;
    let mut harness = harness(chart, light(), (1_200.0, 900.0));
    harness.run();
    harness.state_mut().selected = Some(FigureId::from_bits(2));
    harness.run();
    assert_eq!(harness.state().chart.fingerprint, fingerprint);
    assert_eq!(harness.state().state.selected, Some(Evidence::Figure(FigureId::from_bits(2))));
}

/// Draws the panel in both themes and several widths for people to look at, where the environment names a folder.
#[test]
fn pictures_for_people() {
    let Some(folder) = std::env::var_os("CROSSREAD_PICTURES").map(PathBuf::from) else { return };
    let fonts: Vec<Vec<u8>> = std::env::var_os("CROSSREAD_FONTS")
        .map(|paths| std::env::split_paths(&paths).map(|path| std::fs::read(path).unwrap()).collect())
        .unwrap_or_default();
    std::fs::create_dir_all(&folder).unwrap();
    for kind in PlotKind::IN_PANEL {
        for (colours, name) in [(light(), "light"), (dark(), "dark")] {
            for width in [520.0, 1_200.0] {
                let options = ChartOptions { kind: *kind, ..ChartOptions::default() };
                let mut harness = harness(build(&sample::rich(), &options), colours, (width, 620.0));
                harness.state_mut().selected = Some(FigureId::from_bits(2));
                set_look(&harness.ctx, &fonts, colours);
                harness.run();
                let picture = harness.render().unwrap();
                picture.save(folder.join(format!("ui-{}-{name}-{width}.png", kind.name()))).unwrap();
            }
        }
        let chart = build(&sample::large(200, 10_000), &ChartOptions { kind: *kind, ..ChartOptions::default() });
        let mut harness = harness(chart, dark(), (1_400.0, 800.0));
        set_look(&harness.ctx, &fonts, dark());
        harness.run();
        harness.render().unwrap().save(folder.join(format!("ui-large-{}.png", kind.name()))).unwrap();
    }
}

fn set_look(ctx: &egui::Context, fonts: &[Vec<u8>], colours: PlotColours) {
    let mut definitions = egui::FontDefinitions::default();
    for (n, bytes) in fonts.iter().enumerate() {
        definitions.font_data.insert(n.to_string(), egui::FontData::from_owned(bytes.clone()).into());
        let family =
            if n == 0 { egui::FontFamily::Proportional } else { egui::FontFamily::Name("InterSemibold".into()) };
        definitions.families.entry(family).or_default().insert(0, n.to_string());
    }
    ctx.set_fonts(definitions);
    let mut visuals = if colours == dark() { egui::Visuals::dark() } else { egui::Visuals::light() };
    visuals.window_fill = colours.paper;
    visuals.panel_fill = colours.paper;
    ctx.set_visuals(visuals);
}
