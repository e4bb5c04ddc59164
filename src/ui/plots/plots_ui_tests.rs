//! Tests of the plots panel by accessible name, pointer and keyboard. Layer `ui`.

use std::path::PathBuf;

use egui::{Key, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::*;
use crate::plots::{ChartOptions, PlotKind, build, sample};

const LIGHT: PlotColours = PlotColours {
    paper: Color32::from_rgb(0xFB, 0xF9, 0xF5),
    line: Color32::from_rgb(0xE2, 0xDC, 0xCF),
    text: Color32::from_rgb(0x21, 0x1E, 0x1A),
    dim: Color32::from_rgb(0x6E, 0x67, 0x5C),
    accent: Color32::from_rgb(0x1D, 0x5F, 0xA6),
    adopted: Color32::from_rgb(0x2D, 0x79, 0x4D),
    palette: [
        Color32::from_rgb(0xD5, 0x5E, 0x00),
        Color32::from_rgb(0x00, 0x72, 0xB2),
        Color32::from_rgb(0x00, 0x9E, 0x73),
        Color32::from_rgb(0xCA, 0x73, 0xA3),
        Color32::from_rgb(0xBD, 0x83, 0x00),
        Color32::from_rgb(0x1D, 0x96, 0xDB),
        Color32::from_rgb(0x9C, 0x92, 0x0C),
        Color32::from_rgb(0x8A, 0x8A, 0x8A),
    ],
};

const DARK: PlotColours = PlotColours {
    paper: Color32::from_rgb(0x1A, 0x1D, 0x22),
    line: Color32::from_rgb(0x31, 0x36, 0x3E),
    text: Color32::from_rgb(0xE8, 0xE4, 0xDB),
    dim: Color32::from_rgb(0xA0, 0xA6, 0xAE),
    accent: Color32::from_rgb(0x7D, 0xB6, 0xFF),
    adopted: Color32::from_rgb(0x6C, 0xC5, 0x93),
    palette: [
        Color32::from_rgb(0xD5, 0x5E, 0x00),
        Color32::from_rgb(0x00, 0x77, 0xBA),
        Color32::from_rgb(0x00, 0x9E, 0x73),
        Color32::from_rgb(0xCC, 0x79, 0xA7),
        Color32::from_rgb(0xE6, 0x9F, 0x00),
        Color32::from_rgb(0x56, 0xB4, 0xE9),
        Color32::from_rgb(0xF0, 0xE4, 0x42),
        Color32::from_rgb(0x8A, 0x8A, 0x8A),
    ],
};

struct Shown {
    chart: Chart,
    options: ChartOptions,
    colours: PlotColours,
    state: PlotsState,
    hovered: Option<FigureId>,
    clicked: Vec<FigureId>,
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
        selected: None,
        intents: vec![],
    };
    // The program's own typefaces are not set here; egui's lack some of the arrows.
    Harness::builder().with_size(size).allow_missing_glyphs().build_ui_state(
        |ui, shown| {
            ui.painter().rect_filled(ui.max_rect().expand(20.0), 0.0, shown.colours.paper);
            shown.intents.extend(toolbar_ui(ui, &shown.options, false, &shown.colours));
            shown.state.select(shown.selected);
            let response = plots_ui(ui, &shown.chart, &shown.colours, &mut shown.state);
            shown.hovered = response.hovered.and_then(Evidence::figure);
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
        let mut harness = harness(chart, LIGHT, (1_200.0, 900.0));
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
    let mut harness = harness(sample_chart(PlotKind::ByOrigin), LIGHT, (1_200.0, 900.0));
    harness.run();
    harness.get_by_label("CNA at least 846, LRM, confirmed").hover();
    harness.run();
    assert_eq!(harness.state().hovered, Some(FigureId::from_bits(1)));
    harness.get_by_label("CNA · 7 Mar 2031");
    harness.get_by_label_contains("people killed along the river");
}

#[test]
fn pointing_beside_marks_shows_nothing() {
    let mut harness = harness(sample_chart(PlotKind::ByOrigin), LIGHT, (1_200.0, 900.0));
    harness.run();
    let mark = harness.get_by_label("CNA 96, LRM, confirmed").rect();
    harness.hover_at(mark.center() - egui::vec2(40.0, 0.0));
    harness.run();
    assert_eq!(harness.state().hovered, None);
}

#[test]
fn the_keyboard_goes_through_marks_and_enter_opens_one() {
    let mut harness = harness(sample_chart(PlotKind::ByOrigin), LIGHT, (1_200.0, 900.0));
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
fn a_figure_selected_elsewhere_comes_into_sight() {
    let mut harness = harness(sample_chart(PlotKind::ByOrigin), LIGHT, (420.0, 300.0));
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
    let mut harness = harness(Chart { panels: vec![panel.clone()], ..chart }, LIGHT, (700.0, 900.0));
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
        let mut harness = harness(chart, LIGHT, (width, 1_600.0));
        harness.run();
        for name in names {
            let rect = harness.get_by_label(&name).rect();
            assert!(rect.left() >= 0.0 && rect.right() <= width, "{name} at {rect:?} in {width}");
        }
    }
}

#[test]
fn the_toolbar_says_what_was_asked_for() {
    let mut harness = harness(sample_chart(PlotKind::ByOrigin), LIGHT, (1_200.0, 500.0));
    harness.run();
    for name in ["Over time", "Export…"] {
        harness.get_by_label(name).click();
        harness.run();
    }
    harness.get_by_label_contains("axis: auto").click();
    harness.run();
    harness.get_by_label("log").click();
    harness.run();
    harness.get_by_label_contains("confirmed + suggested").click();
    harness.run();
    let mut items: Vec<_> = harness.get_all_by_label("confirmed").collect();
    items.pop().unwrap().click();
    drop(items);
    harness.run();
    use crate::plots::{AxisChoice, Statuses};
    assert_eq!(
        harness.state().intents,
        [
            PlotsIntent::Kind(PlotKind::OverTime),
            PlotsIntent::Export,
            PlotsIntent::Axis(AxisChoice::Log),
            PlotsIntent::Statuses(Statuses::Confirmed),
        ]
    );
}

#[test]
fn a_project_without_figures_says_what_to_do() {
    let project = crate::model::Project::new("Empty", sample::timestamp());
    let mut harness = harness(build(&project, &ChartOptions::default()), DARK, (600.0, 300.0));
    harness.run();
    harness.get_by_label("No figures to plot");
}

/// Draws the panel in both themes and several widths for people to look at, where the environment names a folder.
#[test]
fn pictures_for_people() {
    let Some(folder) = std::env::var_os("CROSSREAD_PICTURES").map(PathBuf::from) else { return };
    let fonts: Vec<Vec<u8>> = std::env::var_os("CROSSREAD_FONTS")
        .map(|paths| std::env::split_paths(&paths).map(|path| std::fs::read(path).unwrap()).collect())
        .unwrap_or_default();
    for kind in PlotKind::IN_PANEL {
        for (colours, name) in [(LIGHT, "light"), (DARK, "dark")] {
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
        let mut harness = harness(chart, DARK, (1_400.0, 800.0));
        set_look(&harness.ctx, &fonts, DARK);
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
    let mut visuals = if colours == DARK { egui::Visuals::dark() } else { egui::Visuals::light() };
    visuals.window_fill = colours.paper;
    visuals.panel_fill = colours.paper;
    ctx.set_visuals(visuals);
}
