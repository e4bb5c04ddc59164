//! What the benches of frames share: one frame drawn without a screen, how a list of costs spreads, and the verdict that
//! ends a run with an error when something took longer than it may.

use egui::{Event, Modifiers, MouseWheelUnit, PointerButton, Pos2, RawInput, Rect, TouchPhase, Vec2};

/// What 95 of 100 frames may cost at most, in milliseconds of CPU time.
#[allow(dead_code)] // Not every bench measures everything.
pub const FRAME: f64 = 8.0;

/// Draws frames and says what each cost: run and tessellate, in milliseconds of this thread's CPU time.
pub struct Frames {
    pub ctx: egui::Context,
    screen: Vec2,
    drawn: usize,
}

impl Frames {
    /// On a screen of this size, in points.
    pub fn new(screen: Vec2) -> Self {
        Self { ctx: egui::Context::default(), screen, drawn: 0 }
    }

    /// One frame, sixty of which make a second.
    pub fn cost(&mut self, events: Vec<Event>, mut draw: impl FnMut(&mut egui::Ui)) -> f64 {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, self.screen)),
            time: Some(self.drawn as f64 / 60.0),
            events,
            ..RawInput::default()
        };
        self.drawn += 1;
        let ctx = self.ctx.clone();
        let start = cpu_time::ThreadTime::now();
        let mut output = ctx.run_ui(input, |ui| draw(ui));
        let shapes = std::mem::take(&mut output.shapes);
        std::hint::black_box(ctx.tessellate(shapes, output.pixels_per_point));
        let cost = milliseconds(start);
        output.drop_without_applying_deltas();
        cost
    }
}

/// The CPU time of this thread since then, in milliseconds.
pub fn milliseconds(since: cpu_time::ThreadTime) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

/// How costs spread, in milliseconds.
#[allow(dead_code)] // Not every bench tells all of it.
#[derive(Debug, Clone, Copy)]
pub struct Spread {
    pub n: usize,
    pub p50: f64,
    pub p95: f64,
    pub max: f64,
}

impl Spread {
    /// Of a list of costs.
    pub fn of(mut costs: Vec<f64>) -> Self {
        costs.sort_by(f64::total_cmp);
        let n = costs.len();
        let at = |share: usize| costs.get((n * share / 100).min(n.saturating_sub(1))).copied().unwrap_or(0.0);
        Self { n, p50: at(50), p95: at(95), max: at(100) }
    }
}

/// What was measured against what it may cost. Ends the run with an error if anything was over.
#[derive(Default)]
pub struct Verdict {
    over: Vec<String>,
    held: usize,
}

#[allow(dead_code, clippy::print_stdout)] // Not every bench measures everything; what it finds is printed.
impl Verdict {
    /// Holds a figure against its budget, both in milliseconds; gives the mark that goes into the table.
    pub fn hold(&mut self, name: &str, cost: f64, budget: f64) -> &'static str {
        self.held += 1;
        if cost <= budget {
            return "";
        }
        self.over.push(format!("{name}: {cost:.2} ms, may be {budget:.0}"));
        " OVER"
    }

    /// Prints what was over, and ends the program: with code 1 if anything was.
    pub fn end(self) -> ! {
        println!("\n{} of {} held against their budgets are within them", self.held - self.over.len(), self.held);
        for line in &self.over {
            println!("OVER {line}");
        }
        std::process::exit(i32::from(!self.over.is_empty()));
    }
}

/// A turn of the wheel, by points; downwards when negative.
pub fn wheel(by: f32) -> Event {
    Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: Vec2::new(0.0, by),
        phase: TouchPhase::Move,
        modifiers: Modifiers::NONE,
        source: egui::MouseWheelSource::Wheel,
    }
}

/// The first mouse button, down or up.
#[allow(dead_code)] // Not every bench presses it.
pub const fn button(pos: Pos2, pressed: bool) -> Event {
    Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE }
}

/// Whether a part of the bench is to run: all do, or those whose names hold what `CROSSREAD_BENCH_ONLY` says.
#[allow(dead_code)] // Not every bench has parts.
pub fn is_wanted(part: &str) -> bool {
    std::env::var("CROSSREAD_BENCH_ONLY").map_or(true, |only| part.contains(only.as_str()))
}
