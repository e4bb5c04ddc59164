//! What a frame of the reading view costs, without a window: run and tessellate, in milliseconds of this thread's CPU
//! time. `cargo bench --bench frame` prints one row for each case; made-up text, nothing is read from disk.
#![allow(clippy::print_stdout)] // Its table is printed.

use std::sync::Arc;

use crossread::ui::fonts;
use crossread::ui::text_view::{
    FigureMark, Layer, LayerKind, LayerSet, Palette, TextDoc, TextView, TextViewState, Typography,
};
use egui::{Color32, Event, Modifiers, MouseWheelUnit, PointerButton, Pos2, RawInput, Rect, TouchPhase, Vec2};

const FRAMES: usize = 300;

fn main() {
    println!(
        "| case | layers | paragraphs | runs | first | still median | still p95 | scroll median | scroll p95 | select median | select p95 |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|");
    let latin = |bytes: usize| {
        let sentence = "The harbour office said on Tuesday that 412 people had reached the northern quay. ";
        fill(bytes, &sentence.repeat(5))
    };
    let arabic =
        |bytes: usize| fill(bytes, &"قال المرصد يوم الثلاثاء إن 45 شخصا وصلوا إلى الميناء (بينهم 12 طفلا). ".repeat(4));
    run("20 kB", &latin(20_000), 200, false);
    run("20 kB, screen reader on", &latin(20_000), 200, true);
    run("20 kB Arabic", &arabic(20_000), 100, false);
    run("1 MB", &latin(1_000_000), 5_000, false);
    run("1 MB Arabic", &arabic(1_000_000), 2_000, false);
    run("1 MB in one paragraph", &latin(1_000_000).replace('\n', " "), 5_000, false);
    run("10 MB", &latin(10_000_000), 20_000, false);
}

fn fill(bytes: usize, paragraph: &str) -> String {
    let paragraph = format!("{}\n\n", paragraph.trim_end());
    paragraph.repeat(bytes / paragraph.len() + 1)
}

fn run(name: &str, text: &str, layers: usize, heard: bool) {
    let text: Arc<str> = Arc::from(text);
    let overlays = overlays(&text, layers);
    let start = cpu_time::ThreadTime::now();
    let doc = TextDoc::new(text);
    let paragraphs = milliseconds(start);
    let start = cpu_time::ThreadTime::now();
    let set = LayerSet::new(&doc, overlays, 1);
    let runs = milliseconds(start);
    let mut view = Bench { doc, set, state: TextViewState::default(), ctx: egui::Context::default(), frame: 0 };
    fonts::install(&view.ctx);
    if heard {
        view.ctx.enable_accesskit();
    }
    // The faces are loaded by a frame of their own: they are there before the first article is.
    let warm = TextDoc::new(Arc::from("Warm up."));
    let empty = LayerSet::new(&warm, Vec::new(), 0);
    let (article, article_layers) = (std::mem::replace(&mut view.doc, warm), std::mem::replace(&mut view.set, empty));
    view.cost(Vec::new());
    view.doc = article;
    view.set = article_layers;

    let first = view.cost(Vec::new());
    let still = view.costs(|_| Vec::new());
    let over = Pos2::new(400.0, 400.0);
    view.cost(vec![Event::PointerMoved(over)]);
    let scroll = view.costs(|_| {
        vec![Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: Vec2::new(0.0, -60.0),
            phase: TouchPhase::Move,
            modifiers: Modifiers::NONE,
            source: egui::MouseWheelSource::Wheel,
        }]
    });
    view.cost(vec![Event::PointerButton {
        pos: over,
        button: PointerButton::Primary,
        pressed: true,
        modifiers: Modifiers::NONE,
    }]);
    let select = view.costs(|frame| vec![Event::PointerMoved(Pos2::new(200.0 + (frame % 300) as f32, 880.0))]);
    println!(
        "| {name} | {layers} | {paragraphs:.2} | {runs:.2} | {first:.2} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} |",
        still.0, still.1, scroll.0, scroll.1, select.0, select.1
    );
}

fn milliseconds(since: cpu_time::ThreadTime) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

/// Tags, figures and ties spread evenly over the text.
fn overlays(text: &str, count: usize) -> Vec<Layer> {
    let step = text.len() / count.max(1);
    let colours =
        [Color32::from_rgb(0xD5, 0x5E, 0), Color32::from_rgb(0, 0x72, 0xB2), Color32::from_rgb(0, 0x9E, 0x73)];
    (0..count)
        .filter_map(|index| {
            let range = crossread::model::TextSpan::snapped(text, index * step..index * step + 12 + 40 * (index % 3))?;
            let colour = colours.get(index % 3).copied().unwrap_or_default();
            let kind = match index % 4 {
                0 => LayerKind::Figure { mark: FigureMark::Suggested, vague: false, lit: false },
                1 => LayerKind::Figure { mark: FigureMark::Confirmed, vague: false, lit: false },
                2 => LayerKind::Tie { colour },
                _ => LayerKind::Tag { colour },
            };
            Some(Layer { range: range.range(), id: index as u64, kind })
        })
        .collect()
}

struct Bench {
    doc: TextDoc,
    set: LayerSet,
    state: TextViewState,
    ctx: egui::Context,
    frame: usize,
}

impl Bench {
    fn cost(&mut self, events: Vec<Event>) -> f64 {
        let palette = palette();
        let typography = Typography {
            regular: fonts::serif(1.0).family,
            strong: fonts::serif_semibold(1.0).family,
            interface: fonts::sans(1.0).family,
            ..Typography::default()
        };
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, Vec2::new(800.0, 900.0))),
            time: Some(self.frame as f64 / 60.0),
            events,
            ..RawInput::default()
        };
        self.frame += 1;
        let start = cpu_time::ThreadTime::now();
        let mut output = self.ctx.clone().run_ui(input, |ui| {
            TextView::new(&self.doc, &self.set, &palette, &typography, "Article text").show(
                ui,
                "view",
                &mut self.state,
            );
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

fn palette() -> Palette {
    let grey = Color32::from_gray;
    Palette {
        text: grey(30),
        dim: grey(100),
        faint: grey(160),
        card: grey(255),
        line: grey(220),
        accent: Color32::from_rgb(0x1D, 0x5F, 0xA6),
        accent_ground: Color32::from_rgb(0xE3, 0xEE, 0xF9),
        warning: Color32::from_rgb(0x9F, 0x5D, 0x0C),
        error: Color32::from_rgb(0xB3, 0x26, 0x1E),
        tint_percent: 16,
    }
}
