//! What making and drawing each plot costs at 200 outlets and 10,000 figures, without a window: run and tessellate, in
//! milliseconds of this thread's CPU time. `cargo bench --bench plots` prints one row for each kind of plot; the made-up
//! project is the tests' own.
#![allow(clippy::print_stdout)] // Its table is printed.

use crossread::exchange::svg;
use crossread::plots::{ChartOptions, PlotKind, build};
use crossread::ui::fonts;
use crossread::ui::plots::{PlotColours, PlotsState, plots_ui};
use crossread::ui::style::{Theme, Tokens};
use egui::{Event, Modifiers, MouseWheelUnit, Pos2, RawInput, Rect, TouchPhase, Vec2};

#[path = "../src/plots/sample.rs"]
#[allow(dead_code, clippy::unwrap_used, clippy::indexing_slicing)] // Read by the tests as well, which need the rest.
mod made_up;

const FRAMES: usize = 200;

fn main() {
    println!("| plot | marks | made | as SVG | first frame | still p50 | still p95 | pointer p95 | scroll p95 |");
    println!("|---|---|---|---|---|---|---|---|---|");
    let mut worst = 0.0_f64;
    for kind in PlotKind::ALL {
        worst = worst.max(run(*kind));
    }
    println!("\nworst p95 of any frame: {worst:.2} ms");
}

/// Prints the row of a kind and gives back its worst 95th percentile.
fn run(kind: PlotKind) -> f64 {
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
        ctx: egui::Context::default(),
        frame: 0,
    };
    fonts::install(&bench.ctx);
    let first = bench.cost(Vec::new());
    bench.cost(Vec::new());
    let still = bench.costs(|_| Vec::new());
    let pointer = bench.costs(|frame| {
        let at = frame as f32;
        vec![Event::PointerMoved(Pos2::new(300.0 + at * 3.1 % 900.0, 60.0 + at * 1.7 % 500.0))]
    });
    let scroll = bench.costs(|frame| {
        vec![Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: Vec2::new(0.0, if frame / 50 % 2 == 0 { -40.0 } else { 40.0 }),
            phase: TouchPhase::Move,
            modifiers: Modifiers::NONE,
            source: egui::MouseWheelSource::Wheel,
        }]
    });
    println!(
        "| {} | {marks} | {made:.1} | {drawn:.1} | {first:.1} | {:.2} | {:.2} | {:.2} | {:.2} |",
        kind.name(),
        still.0,
        still.1,
        pointer.1,
        scroll.1
    );
    still.1.max(pointer.1).max(scroll.1)
}

fn milliseconds(since: cpu_time::ThreadTime) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

struct Bench {
    chart: crossread::plots::Chart,
    state: PlotsState,
    table: crossread::ui::matrix::MatrixState,
    ctx: egui::Context,
    frame: usize,
}

impl Bench {
    fn cost(&mut self, events: Vec<Event>) -> f64 {
        let colours = PlotColours::of(Tokens::of(Theme::Light));
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, Vec2::new(1_280.0, 640.0))),
            time: Some(self.frame as f64 / 60.0),
            events,
            ..RawInput::default()
        };
        self.frame += 1;
        let start = cpu_time::ThreadTime::now();
        let mut output = self.ctx.clone().run_ui(input, |ui| match &self.chart.matrix {
            Some(matrix) => {
                crossread::ui::matrix::table_ui(ui, &self.chart, matrix, None, &colours, &mut self.table);
            }
            None => {
                plots_ui(ui, &self.chart, &colours, &mut self.state);
            }
        });
        let shapes = std::mem::take(&mut output.shapes);
        let pixels_per_point = output.pixels_per_point;
        std::hint::black_box(self.ctx.tessellate(shapes, pixels_per_point));
        let cost = milliseconds(start);
        output.drop_without_applying_deltas();
        cost
    }

    /// Median and 95th percentile.
    fn costs(&mut self, mut events: impl FnMut(usize) -> Vec<Event>) -> (f64, f64) {
        let mut all: Vec<f64> = (0..FRAMES).map(|frame| self.cost(events(frame))).collect();
        all.sort_by(f64::total_cmp);
        let at = |share: usize| all.get(all.len() * share / 100).copied().unwrap_or(0.0);
        (at(50), at(95))
    }
}
