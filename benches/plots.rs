//! What making and drawing each plot costs at 200 outlets and 10,000 figures, without a window: run and tessellate, in
//! milliseconds of this thread's CPU time. `cargo bench --bench plots` prints one row for each kind of plot; the made-up
//! project is the tests' own.
#![allow(clippy::print_stdout)] // Its table is printed.

use crossread::exchange::svg;
use crossread::plots::{ChartOptions, PlotKind, build};
use crossread::ui::fonts;
use crossread::ui::plots::{PlotColours, PlotsState, plots_ui};
use crossread::ui::style::{Theme, Tokens};
use egui::{Event, Pos2, Vec2};
use shared::{FRAME, Frames, Spread, Verdict, milliseconds, wheel};

mod shared;

#[path = "../src/plots/sample.rs"]
#[allow(dead_code, clippy::unwrap_used, clippy::indexing_slicing)] // Read by the tests as well, which need the rest.
mod made_up;

const FRAMES: usize = 200;

fn main() {
    println!("| plot | marks | made | as SVG | first frame | still p50 | still p95 | pointer p95 | scroll p95 |");
    println!("|---|---|---|---|---|---|---|---|---|");
    let mut verdict = Verdict::default();
    for kind in PlotKind::ALL {
        run(*kind, &mut verdict);
    }
    verdict.end();
}

/// Prints the row of a kind.
fn run(kind: PlotKind, verdict: &mut Verdict) {
    let project = made_up::large_for(kind, 200, 10_000);
    let options = ChartOptions { kind, ..ChartOptions::default() };
    let start = cpu_time::ThreadTime::now();
    let chart = build(&project, &options);
    let made = milliseconds(start);
    let start = cpu_time::ThreadTime::now();
    std::hint::black_box(svg::render(&chart, svg::Theme::Light, svg::DEFAULT_WIDTH));
    let drawn = milliseconds(start);
    let marks = chart.marks().count();
    let mut bench = Bench {
        chart,
        state: PlotsState::default(),
        table: Default::default(),
        frames: Frames::new(Vec2::new(1_280.0, 640.0)),
    };
    fonts::install(&bench.frames.ctx);
    let first = bench.cost(Vec::new());
    bench.cost(Vec::new());
    let still = bench.costs(|_| Vec::new());
    let pointer = bench.costs(|frame| {
        let at = frame as f32;
        vec![Event::PointerMoved(Pos2::new(300.0 + at * 3.1 % 900.0, 60.0 + at * 1.7 % 500.0))]
    });
    let scroll = bench.costs(|frame| vec![wheel(if frame / 50 % 2 == 0 { -40.0 } else { 40.0 })]);
    println!(
        "| {} | {marks} | {made:.1} | {drawn:.1} | {first:.1} | {:.2} | {:.2} | {:.2} | {:.2} |",
        kind.name(),
        still.p50,
        still.p95,
        pointer.p95,
        scroll.p95
    );
    for (what, spread) in [("still", still), ("pointer", pointer), ("scroll", scroll)] {
        verdict.hold(&format!("{}, {what}", kind.name()), spread.p95, FRAME);
    }
}

struct Bench {
    chart: crossread::plots::Chart,
    state: PlotsState,
    table: crossread::ui::matrix::MatrixState,
    frames: Frames,
}

impl Bench {
    fn cost(&mut self, events: Vec<Event>) -> f64 {
        let colours = PlotColours::of(Tokens::of(Theme::Light));
        let Self { chart, state, table, frames } = self;
        frames.cost(events, |ui| match &chart.matrix {
            Some(matrix) => {
                crossread::ui::matrix::table_ui(ui, chart, matrix, None, &colours, table);
            }
            None => {
                plots_ui(ui, chart, &colours, state);
            }
        })
    }

    fn costs(&mut self, mut events: impl FnMut(usize) -> Vec<Event>) -> Spread {
        Spread::of((0..FRAMES).map(|frame| self.cost(events(frame))).collect())
    }
}
