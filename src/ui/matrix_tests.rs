//! Tests of the matrix by accessible name, pointer and keyboard. Layer `ui`.

use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::*;
use crate::model::FigureId;
use crate::plots::{ChartOptions, PlotKind, build, sample};
use crate::ui::style::{Theme, Tokens};

struct Shown {
    chart: Chart,
    state: MatrixState,
    selected: Option<Evidence>,
    clicked: Vec<FigureId>,
}

fn harness(chart: Chart, size: (f32, f32)) -> Harness<'static, Shown> {
    let shown = Shown { chart, state: MatrixState::default(), selected: None, clicked: vec![] };
    Harness::builder().with_size(size).allow_missing_glyphs().build_ui_state(
        |ui, shown| {
            let colours = PlotColours::of(Tokens::of(Theme::Light));
            let Some(matrix) = &shown.chart.matrix else { return };
            let clicked = table_ui(ui, &shown.chart, matrix, shown.selected, &colours, &mut shown.state);
            shown.clicked.extend(clicked.and_then(Evidence::figure));
        },
        shown,
    )
}

fn table() -> Chart {
    build(&sample::rich(), &ChartOptions { kind: PlotKind::Matrix, ..ChartOptions::default() })
}

const RIVER: &str = "Killed along the river since 1 March, CNA: at least 846, LRM, confirmed; LRM in 3 columns";

#[test]
fn a_click_on_a_cell_opens_its_figure() {
    let mut harness = harness(table(), (1_300.0, 700.0));
    harness.run();
    harness.get_by_label(RIVER).click();
    harness.run();
    assert_eq!(harness.state().clicked, [FigureId::from_bits(1)]);
}

#[test]
fn arrow_keys_go_from_cell_to_cell_and_enter_opens_figures_in_turn() {
    let chart = table();
    let matrix = chart.matrix.clone().unwrap();
    let row = matrix.rows.iter().position(|row| row.title == "Killed along the river since 1 March").unwrap();
    let column = matrix.columns.iter().position(|column| column.name == "Radio Meridian").unwrap();
    let wanted: Vec<_> =
        matrix.rows[row].cells[column].marks.iter().map(|mark| mark.evidence.figure().unwrap()).collect();
    assert_eq!(wanted.len(), 2);
    let mut harness = harness(chart, (700.0, 400.0));
    harness.run();
    harness.get_by_label_contains("arrow keys to go through the cells").focus();
    harness.run();
    for _ in 0..row {
        harness.key_press(Key::ArrowDown);
        harness.run();
    }
    for _ in 0..column {
        harness.key_press(Key::ArrowRight);
        harness.run();
    }
    for _ in 0..2 {
        harness.key_press(Key::Enter);
        harness.run();
    }
    assert_eq!(harness.state().clicked, wanted);
    assert_eq!(harness.state().state.cell, Some((row, column)));
}

#[test]
fn a_figure_selected_elsewhere_comes_into_sight() {
    let chart = build(&sample::large(40, 900), &ChartOptions { kind: PlotKind::Matrix, ..ChartOptions::default() });
    let matrix = chart.matrix.clone().unwrap();
    let row = matrix.rows.len() - 1;
    let column = matrix.rows[row].cells.iter().rposition(|cell| !cell.marks.is_empty()).unwrap();
    let mark = matrix.rows[row].cells[column].marks[0].clone();
    let heading = format!("{}, {}", matrix.columns[column].name, matrix.columns[column].detail);
    let mut harness = harness(chart, (700.0, 300.0));
    harness.run();
    assert!(harness.query_by_label(&heading).is_none(), "column {column} is far to the right");
    harness.state_mut().selected = Some(mark.evidence);
    harness.run_steps(12);
    harness.get_by_label(&heading);
    harness.get_by_label(&format!("{}, {}", matrix.rows[row].title, matrix.rows[row].subtitle));
}
