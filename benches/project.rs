//! What a project of thousands of articles costs, without a window: bringing the files in, opening it, and every frame
//! while somebody scrolls, selects, tags, reviews, filters and searches. Frames are milliseconds of this thread's CPU time
//! for the whole window, run and tessellate; the rest is wall time.
//!
//! `cargo bench --bench project` makes the texts up (10,000 of 4 kB; `CROSSREAD_BENCH_ARTICLES` for another number) in a
//! scratch folder. `CROSSREAD_BENCH_PROJECT` names a project to work in instead, made if it is not there; what the actions
//! change stays in it.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::indexing_slicing)] // Its table is printed; what fails is to be seen.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossread::app::command::{Command, FileCommand, Operation, ViewCommand};
use crossread::app::import;
use crossread::app::jobs::Progress;
use crossread::app::session::{Env, Session};
use crossread::app::settings::Settings;
use crossread::app::view::{BottomTab, SearchView};
use crossread::model::{ArticleId, ReadState, ReviewStatus, Timestamp};
use crossread::ui::window::CrossreadApp;
use egui::{Event, Modifiers, MouseWheelUnit, Pos2, RawInput, Rect, TouchPhase, Vec2};

const FRAMES: usize = 200;
const SCREEN: Vec2 = Vec2::new(1440.0, 900.0);

fn main() {
    let scratch = tempfile::tempdir().unwrap();
    let kept = std::env::var_os("CROSSREAD_BENCH_PROJECT").map(PathBuf::from);
    let project = kept.unwrap_or_else(|| scratch.path().join("project"));
    if !project.join("project.ron").exists() {
        let n = std::env::var("CROSSREAD_BENCH_ARTICLES").ok().and_then(|n| n.parse().ok()).unwrap_or(10_000);
        made_up(n, scratch.path(), &project);
    }
    let mut bench = Bench::new();
    println!("| action | frames | p50 ms | p95 ms | max ms |");
    println!("|---|---|---|---|---|");
    bench.open(&project);
    bench.actions();
}

/// The same clock and ids at every run.
fn env() -> Env {
    Env {
        now: || Timestamp::from_second(1_900_000_000).unwrap(),
        seed: Some(1),
        coder_name: "Bench".to_owned(),
        wake: Arc::new(|| {}),
    }
}

/// Writes made-up files, brings them into a new project, and says how long that took.
fn made_up(n: usize, scratch: &Path, folder: &Path) {
    let files = scratch.join("files");
    std::fs::create_dir_all(&files).unwrap();
    let mut dice = Dice(42);
    for file in 0..n {
        std::fs::write(files.join(format!("report-{file:05}.txt")), article(file, &mut dice)).unwrap();
    }
    let mut session = Session::create(folder, "Bench", env()).unwrap();
    let start = Instant::now();
    let text = |id| session.text(id);
    let table = import::read_files(&[files], session.project(), &text, &Progress::default()).unwrap();
    println!("read {n} files: {:.1} s, {:.0} a second", seconds(start), n as f64 / seconds(start));
    let start = Instant::now();
    session.land_import(&table).unwrap();
    println!("landed with figures and tallies: {:.1} s, {:.0} a second", seconds(start), n as f64 / seconds(start));
    let start = Instant::now();
    session.operate(Operation::AddStarterCodebook).unwrap();
    // Somebody has worked on it: two excerpts in every third article.
    let tags: Vec<_> = session.project().tags.keys().copied().collect();
    let articles: Vec<ArticleId> = session.project().articles.keys().copied().collect();
    for (n, article) in articles.iter().enumerate().filter(|(n, _)| n % 3 == 0) {
        for at in [0, 300] {
            let tag = tags[(n + at) % tags.len()];
            session.operate(Operation::TagSpan { article: *article, range: at..at + 80, tag }).unwrap();
        }
    }
    let all = session.project();
    println!(
        "{} articles, {} figures, {} tallies, {} excerpts, {:.1} MB of text; tagged in {:.1} s",
        all.articles.len(),
        all.figures.len(),
        all.tallies.len(),
        all.excerpts.len(),
        all.articles.values().map(|article| article.text_bytes).sum::<u64>() as f64 / 1e6,
        seconds(start),
    );
    let start = Instant::now();
    session.close().unwrap();
    println!("saved and closed: {:.1} s\n", seconds(start));
}

fn seconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64()
}

/// Numbers that look thrown and are the same at every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len())]
    }
}

/// One of a thousand towns, so that the figures answer as many questions.
fn town(dice: &mut Dice) -> &'static str {
    const TABLE: &str = include_str!("../assets/lexicon/places.tsv");
    static TOWNS: std::sync::LazyLock<Vec<&str>> = std::sync::LazyLock::new(|| {
        let names = TABLE.lines().filter_map(|line| line.split('\t').nth(5)?.split('|').next());
        names.filter(|name| name.is_ascii() && !name.contains(' ')).step_by(7).take(1_000).collect()
    });
    TOWNS[dice.roll(TOWNS.len())]
}

/// One report of about 4 kB: a date, a headline, a few counts with their sources, and words of no weight.
fn article(n: usize, dice: &mut Dice) -> String {
    const WHO: [&str; 8] = [
        "the Health Directorate",
        "the Relief Council",
        "local officials",
        "the Interior Ministry",
        "the Syrian Observatory for Human Rights",
        "UN OCHA",
        "residents",
        "the army",
    ];
    const SYLLABLES: [&str; 24] = [
        "ba", "ren", "tol", "mi", "kas", "dor", "ve", "lun", "sha", "pe", "gor", "ti", "ner", "wal", "sof", "ma",
        "cra", "den", "hul", "bri", "ost", "fen", "qui", "zar",
    ];
    const SMALL: [&str; 12] = ["the", "of", "and", "in", "to", "after", "said", "that", "with", "by", "from", "near"];
    let outlet = dice.pick(&["North Wire", "Evening Page", "Valley Courier", "Harbour Post", "Daily Lantern"]);
    let place = town(dice);
    let (day, month) = (1 + dice.roll(28), 1 + dice.roll(12));
    let mut text = format!("date 2030-{month:02}-{day:02}\nReport {n} of {outlet} from {place}\n\n");
    while text.len() < 4_000 {
        for _ in 0..2 + dice.roll(4) {
            for word in 0..8 + dice.roll(14) {
                if word > 0 {
                    text.push(' ');
                }
                if dice.roll(3) == 0 {
                    text.push_str(dice.pick(&SMALL));
                } else {
                    // The words of a language: some come often, most seldom.
                    let most = 1 + dice.roll(14_000);
                    let rank = dice.roll(most);
                    let mut word = String::from(SYLLABLES[rank % 24]);
                    word.push_str(SYLLABLES[(rank / 24) % 24]);
                    word.push_str(SYLLABLES[(rank / 576) % 24]);
                    text.push_str(&word);
                }
            }
            text.push_str(". ");
        }
        let many = 2 + dice.roll(400);
        let sentence = match dice.roll(5) {
            0 => format!("At least {many} people were killed in {}, {} said. ", town(dice), dice.pick(&WHO)),
            1 => format!("{} said {many} civilians were wounded in {}. ", dice.pick(&WHO), town(dice)),
            2 => format!("About {many},000 people have fled {}, according to {}. ", town(dice), dice.pick(&WHO)),
            _ => String::new(),
        };
        text.push_str(&sentence);
        text.push_str("\n\n");
    }
    text
}

struct Bench {
    app: CrossreadApp,
    ctx: egui::Context,
    frame: usize,
}

impl Bench {
    fn new() -> Self {
        let ctx = egui::Context::default();
        let app = CrossreadApp::new(&ctx, env(), Settings::default());
        let mut bench = Self { app, ctx, frame: 0 };
        for _ in 0..5 {
            bench.cost(Vec::new(), |_| {});
        }
        bench
    }

    /// One frame of the whole window: what somebody does, what jobs bring, drawing, tessellation.
    fn cost(&mut self, events: Vec<Event>, act: impl FnOnce(&mut CrossreadApp)) -> f64 {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SCREEN)),
            time: Some(self.frame as f64 / 60.0),
            events,
            ..RawInput::default()
        };
        self.frame += 1;
        let start = cpu_time::ThreadTime::now();
        act(&mut self.app);
        let app = &mut self.app;
        let mut output = self.ctx.clone().run_ui(input, |ui| {
            app.before_frame(ui.ctx());
            app.frame(ui);
        });
        let shapes = std::mem::take(&mut output.shapes);
        let pixels_per_point = output.pixels_per_point;
        std::hint::black_box(self.ctx.tessellate(shapes, pixels_per_point));
        let cost = start.elapsed().as_secs_f64() * 1e3;
        output.drop_without_applying_deltas();
        cost
    }

    /// Draws until nothing runs any more, at no more than sixty frames a second; gives every frame's cost.
    fn settle(&mut self) -> Vec<f64> {
        let mut costs = Vec::new();
        let start = Instant::now();
        loop {
            costs.push(self.cost(Vec::new(), |_| {}));
            let bench = &self.app.workbench;
            let is_saving = bench.session.as_ref().is_some_and(|session| !session.save_status().all_safe());
            if !is_saving && bench.is_settled() {
                return costs;
            }
            assert!(start.elapsed() < Duration::from_secs(120), "still busy: {:?}", bench.running());
            std::thread::sleep(Duration::from_millis(15));
        }
    }

    fn print(name: &str, mut costs: Vec<f64>) {
        let n = costs.len();
        costs.sort_by(f64::total_cmp);
        let at = |share: usize| costs.get((n * share / 100).min(n - 1)).copied().unwrap_or(0.0);
        println!("| {name} | {n} | {:.2} | {:.2} | {:.2} |", at(50), at(95), at(100));
    }

    /// So many frames, each with what `act` does and the events it gives.
    fn run(&mut self, name: &str, frames: usize, mut act: impl FnMut(usize, &mut CrossreadApp) -> Vec<Event>) {
        let mut costs = Vec::with_capacity(frames * 2);
        for frame in 0..frames {
            let events = act(frame, &mut self.app);
            costs.push(self.cost(events, |_| {}));
        }
        Self::print(name, costs);
        self.settle();
    }

    /// The same for commands, whose carrying out counts as part of the frame.
    fn commands(&mut self, name: &str, commands: Vec<Command>) {
        let mut costs = Vec::with_capacity(commands.len() * 2);
        for command in commands {
            costs.push(self.cost(Vec::new(), |app| app.workbench.run_all(vec![command])));
            costs.push(self.cost(Vec::new(), |_| {}));
        }
        Self::print(name, costs);
        let start = Instant::now();
        let rest = self.settle();
        println!(
            "|   … until all that follows stands: {:.2} s | {} | | | {:.2} |",
            seconds(start),
            rest.len(),
            rest.iter().copied().fold(0.0, f64::max)
        );
    }

    /// Words typed into the search: when the first results stand, and when the last; wall time, the index being there.
    fn searches(&mut self) {
        let words =
            ["killed", "harbour", "north*", "killed OR wounded", "\"people were killed\"", "people near/5 fled"];
        let fields = ["Daraa killed>300", "/[0-9]+ civilians/", "/(dor|kas)[a-z]+ said/", "the"];
        for query in words.into_iter().chain(fields) {
            let view = SearchView { query: query.to_owned(), ..SearchView::default() };
            let start = Instant::now();
            let mut costs = vec![
                self.cost(Vec::new(), |app| app.workbench.run_all(vec![Command::View(ViewCommand::Search(view))])),
            ];
            let mut first = None;
            while self.app.workbench.search.is_searching() {
                let results = &self.app.workbench.search.results;
                if first.is_none() && results.n_hits > 0 && results.asked.query == query {
                    first = Some(start.elapsed());
                }
                // The results are taken as soon as they come, as in a window that is woken by them.
                std::thread::sleep(Duration::from_micros(500));
                costs.push(self.cost(Vec::new(), |_| {}));
            }
            let results = &self.app.workbench.search.results;
            println!(
                "|   search {query}: first results {:.0} ms, all {} hits in {} articles {:.0} ms | {} | | | {:.2} |",
                first.unwrap_or(start.elapsed()).as_secs_f64() * 1e3,
                results.n_hits,
                results.articles.len(),
                seconds(start) * 1e3,
                costs.len(),
                costs.iter().copied().fold(0.0, f64::max),
            );
        }
    }

    fn open(&mut self, folder: &Path) {
        let folder = folder.to_owned();
        let start = Instant::now();
        let mut costs = vec![self.cost(Vec::new(), |app| app.workbench.run(Command::File(FileCommand::Open(folder))))];
        costs.extend(self.settle());
        Self::print(&format!("open ({:.2} s)", seconds(start)), costs);
        assert!(self.app.workbench.session.is_some());
    }

    fn actions(&mut self) {
        let still = |_: usize, _: &mut CrossreadApp| Vec::new();
        self.run("still", FRAMES, still);
        let wheel = |at: Pos2| {
            move |_: usize, _: &mut CrossreadApp| {
                vec![
                    Event::PointerMoved(at),
                    Event::MouseWheel {
                        unit: MouseWheelUnit::Point,
                        delta: Vec2::new(0.0, -90.0),
                        phase: TouchPhase::Move,
                        modifiers: Modifiers::NONE,
                        source: egui::MouseWheelSource::Wheel,
                    },
                ]
            }
        };
        self.run("scroll the library", FRAMES, wheel(Pos2::new(120.0, 500.0)));
        self.run("scroll the reader", FRAMES, wheel(Pos2::new(600.0, 300.0)));
        for tab in [BottomTab::Plots, BottomTab::Figures, BottomTab::Checks] {
            self.commands(&format!("show {tab:?}"), vec![Command::View(ViewCommand::Tab(tab))]);
            self.run(&format!("{tab:?}: still"), FRAMES / 4, still);
            self.run(&format!("{tab:?}: scroll"), FRAMES / 2, wheel(Pos2::new(600.0, 760.0)));
        }
        let session = self.app.workbench.session.as_ref().unwrap();
        let project = session.project();
        let step = |len: usize| (len / FRAMES).max(1);
        let articles: Vec<ArticleId> = project.articles.keys().copied().collect();
        let figures: Vec<_> = project.figures.keys().copied().step_by(step(project.figures.len())).collect();
        let tags: Vec<_> = project.tags.keys().copied().collect();
        let some: Vec<ArticleId> = articles.iter().copied().step_by(step(articles.len())).collect();
        let view = |command| Command::View(command);
        self.commands("open an article", some.iter().map(|id| view(ViewCommand::OpenOnly(*id))).collect());
        for tab in [BottomTab::Checks, BottomTab::Figures, BottomTab::Plots] {
            self.commands("", vec![view(ViewCommand::Tab(tab))]);
            let chosen = figures.iter().take(FRAMES / 2).map(|id| view(ViewCommand::ShowFigure(*id))).collect();
            self.commands(&format!("select a figure, {tab:?} in front"), chosen);
            let tagged = some.iter().zip(tags.iter().cycle()).take(FRAMES / 2);
            let tagged = tagged.map(|(id, tag)| Operation::TagSpan { article: *id, range: 500..560, tag: *tag });
            self.commands(&format!("tag, {tab:?} in front"), tagged.map(Command::Do).collect());
            let judged = figures.iter().skip(40).take(FRAMES / 2);
            let status = ReviewStatus::Confirmed;
            let judged = judged.map(|id| Operation::Review { figures: vec![*id], status });
            self.commands(&format!("confirm, {tab:?} in front"), judged.map(Command::Do).collect());
            let undo = || Command::Action(crossread::app::actions::Action::Undo);
            self.commands("undo", (0..FRAMES).map(|_| undo()).collect());
        }
        let read = some.iter().map(|id| Operation::MarkRead { articles: vec![*id], state: ReadState::Done });
        self.commands("mark read", read.map(Command::Do).collect());
        let typed = "harbour report north".char_indices().map(|(at, _)| "harbour report north".get(..=at).unwrap());
        let typed: Vec<_> = typed.map(|words| view(ViewCommand::LibraryFilter(words.to_owned()))).collect();
        self.commands("filter the library", typed);
        self.commands("", vec![view(ViewCommand::LibraryFilter(String::new()))]);
        self.searches();
        let all = Operation::MarkRead { articles: articles.clone(), state: ReadState::Reading };
        self.commands("mark all read at once", vec![Command::Do(all)]);
    }
}
