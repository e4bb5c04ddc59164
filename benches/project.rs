//! What a project of thousands of articles costs, without a window: bringing the files in, opening it, and every frame
//! while somebody scrolls, selects, tags, reviews, filters and searches. Frames are milliseconds of this thread's CPU time
//! for the whole window, run and tessellate; the rest is wall time.
//!
//! `cargo bench --bench project` makes the texts up (10,000 of 4 kB; `CROSSREAD_BENCH_ARTICLES` for another number) in a
//! scratch folder. `CROSSREAD_BENCH_PROJECT` names a project to work in instead, made if it is not there; what the actions
//! change stays in it. `CROSSREAD_BENCH_ONLY` names a word: only the parts whose names hold it are run.
//!
//! It ends with an error when the frames of an action take longer than they may: 8 ms in 95 of 100, and [`PEAK`] in the
//! one that a large change lands in.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::indexing_slicing)] // Its table is printed; what fails is to be seen.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossread::app::actions::Action;
use crossread::app::command::{Command, FileCommand, Operation, ViewCommand};
use crossread::app::ids::IdSource;
use crossread::app::session::Env;
use crossread::app::settings::Settings;
use crossread::app::view::{BottomTab, FigureSort, FiguresView, GroupBy, SearchView, Selection};
use crossread::app::{checks, tallies};
use crossread::model::{ArticleId, FigureId, Project, ReadState, ReviewStatus, Timestamp};
use crossread::ui::window::CrossreadApp;
use egui::{Event, Pos2, Vec2};
use shared::{FRAME, Frames, Spread, Verdict, is_wanted, wheel};

mod shared;

const FRAMES: usize = 200;
const SCREEN: Vec2 = Vec2::new(1440.0, 900.0);
/// What no frame may cost, however much lands in it, in milliseconds.
const PEAK: f64 = 50.0;
/// What the first results of a search may take, in milliseconds of wall time.
const FIRST_HITS: f64 = 50.0;

fn main() {
    let scratch = tempfile::tempdir().unwrap();
    let kept = std::env::var_os("CROSSREAD_BENCH_PROJECT").map(PathBuf::from);
    let project = kept.unwrap_or_else(|| scratch.path().join("project"));
    let mut bench = Bench::new();
    println!("| action | frames | p50 ms | p95 ms | max ms |");
    println!("|---|---|---|---|---|");
    if !project.join("project.ron").exists() {
        let n = std::env::var("CROSSREAD_BENCH_ARTICLES").ok().and_then(|n| n.parse().ok()).unwrap_or(10_000);
        bench.make(n, scratch.path(), &project);
    }
    bench.open(&project);
    bench.looking();
    bench.working();
    bench.finding();
    bench.changing_much();
    bench.verdict.end();
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
    frames: Frames,
    verdict: Verdict,
}

fn view(command: ViewCommand) -> Command {
    Command::View(command)
}

fn undo() -> Command {
    Command::Action(Action::Undo)
}

fn still(_: usize) -> Vec<Event> {
    Vec::new()
}

fn turning(at: Pos2) -> impl Fn(usize) -> Vec<Event> {
    move |_| vec![Event::PointerMoved(at), wheel(-90.0)]
}

impl Bench {
    fn new() -> Self {
        let frames = Frames::new(SCREEN);
        let app = CrossreadApp::new(&frames.ctx, env(), Settings::default());
        let mut bench = Self { app, frames, verdict: Verdict::default() };
        for _ in 0..5 {
            bench.cost(Vec::new(), Vec::new());
        }
        bench
    }

    fn project(&self) -> &Project {
        self.app.workbench.session.as_ref().unwrap().project()
    }

    /// One frame of the whole window: what somebody asks for, what jobs bring, drawing, tessellation.
    fn cost(&mut self, commands: Vec<Command>, events: Vec<Event>) -> f64 {
        let start = cpu_time::ThreadTime::now();
        let app = &mut self.app;
        if !commands.is_empty() {
            app.workbench.run_all(commands);
        }
        let asked = shared::milliseconds(start);
        asked
            + self.frames.cost(events, |ui| {
                app.before_frame(ui.ctx());
                app.frame(ui);
            })
    }

    /// Draws until nothing runs any more, at no more than sixty frames a second; gives every frame's cost.
    fn settle(&mut self) -> Vec<f64> {
        let mut costs = Vec::new();
        let start = Instant::now();
        loop {
            costs.push(self.cost(Vec::new(), Vec::new()));
            let bench = &self.app.workbench;
            let is_saving = bench.session.as_ref().is_some_and(|session| !session.save_status().all_safe());
            if !is_saving && bench.is_settled() {
                return costs;
            }
            assert!(start.elapsed() < Duration::from_secs(240), "still busy: {:?}", bench.running());
            std::thread::sleep(Duration::from_millis(15));
        }
    }

    /// Prints a row and holds it against what it may cost: the frames of an action, or the worst of those that follow.
    fn print(&mut self, name: &str, spread: Spread, budget: Option<f64>) {
        let (cost, what) = if budget == Some(PEAK) { (spread.max, "worst frame") } else { (spread.p95, "p95") };
        let mark = budget.map_or("", |budget| self.verdict.hold(&format!("{name}, {what}"), cost, budget));
        println!("| {name} | {} | {:.2} | {:.2} | {:.2}{mark} |", spread.n, spread.p50, spread.p95, spread.max);
    }

    /// So many frames, each with the events it gives.
    fn run(&mut self, name: &str, frames: usize, events: impl Fn(usize) -> Vec<Event>) {
        if is_wanted(name) {
            let costs = (0..frames).map(|frame| self.cost(Vec::new(), events(frame))).collect();
            self.print(name, Spread::of(costs), Some(FRAME));
            self.settle();
        }
    }

    /// The same for commands, whose carrying out counts as part of the frame; then what lands of what follows from them.
    fn commands(&mut self, name: &str, commands: Vec<Command>) {
        if !is_wanted(name) {
            return;
        }
        assert!(!commands.is_empty(), "{name}: there is nothing to do");
        let mut costs = Vec::with_capacity(commands.len() * 2);
        for command in commands {
            costs.push(self.cost(vec![command], Vec::new()));
            costs.push(self.cost(Vec::new(), Vec::new()));
        }
        self.print(name, Spread::of(costs), Some(FRAME));
        self.after(name);
    }

    /// One command that changes thousands of records: no frame may stand still for it.
    fn large(&mut self, name: &str, command: Command) {
        if !is_wanted(name) {
            return;
        }
        let before = self.app.workbench.session.as_ref().map_or(0, |session| session.revision());
        let mut costs = vec![self.cost(vec![command], Vec::new())];
        let start = Instant::now();
        while self.app.workbench.session.as_ref().map_or(0, |session| session.revision()) == before {
            assert!(start.elapsed() < Duration::from_secs(120), "{name}: it does not land");
            std::thread::sleep(Duration::from_millis(15));
            costs.push(self.cost(Vec::new(), Vec::new()));
        }
        let worst = costs.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(at, _)| at + 1);
        let name = format!("{name} (done in {:.2} s, worst frame the {worst}.)", seconds(start));
        self.print(&name, Spread::of(costs), Some(PEAK));
        self.after(&name);
    }

    fn after(&mut self, name: &str) {
        let start = Instant::now();
        let rest = Spread::of(self.settle());
        let name = format!("  … {name}: all that follows ({:.2} s)", seconds(start));
        self.print(&name, rest, Some(PEAK));
    }

    /// Brings made-up files into a new project as somebody would in the window, and works on it a little.
    fn make(&mut self, n: usize, scratch: &Path, folder: &Path) {
        let files = scratch.join("files");
        std::fs::create_dir_all(&files).unwrap();
        let mut dice = Dice(42);
        for file in 0..n {
            std::fs::write(files.join(format!("report-{file:05}.txt")), article(file, &mut dice)).unwrap();
        }
        self.cost(vec![Command::File(FileCommand::New(folder.to_owned()))], Vec::new());
        let start = Instant::now();
        let mut costs = vec![self.cost(vec![Command::File(FileCommand::Import(vec![files]))], Vec::new())];
        while self.app.workbench.import.is_none() {
            std::thread::sleep(Duration::from_millis(15));
            costs.push(self.cost(Vec::new(), Vec::new()));
        }
        self.print(&format!("read {n} files ({:.1} s)", seconds(start)), Spread::of(costs), Some(PEAK));
        self.large("land an import", Command::File(FileCommand::LandImport));
        let session = self.app.workbench.session.as_mut().unwrap();
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
        let start = Instant::now();
        self.app.close();
        println!("|   saved and closed in {:.1} s | | | | |", seconds(start));
    }

    fn open(&mut self, folder: &Path) {
        let start = Instant::now();
        let mut costs = vec![self.cost(vec![Command::File(FileCommand::Open(folder.to_owned()))], Vec::new())];
        while self.app.workbench.session.is_none() {
            std::thread::sleep(Duration::from_millis(15));
            costs.push(self.cost(Vec::new(), Vec::new()));
        }
        self.print(&format!("open ({:.2} s)", seconds(start)), Spread::of(costs), Some(PEAK));
        self.after("open");
        let all = self.project();
        println!(
            "|   {} articles, {} figures, {} tallies, {} links, {} excerpts, {:.1} MB of text | | | | |",
            all.articles.len(),
            all.figures.len(),
            all.tallies.len(),
            all.links.len(),
            all.excerpts.len(),
            all.articles.values().map(|article| article.text_bytes).sum::<u64>() as f64 / 1e6,
        );
    }

    fn looking(&mut self) {
        self.run("still", FRAMES, still);
        self.run("scroll the library", FRAMES, turning(Pos2::new(120.0, 500.0)));
        self.run("scroll the reader", FRAMES, turning(Pos2::new(600.0, 300.0)));
        let tabs = [
            BottomTab::Plots,
            BottomTab::Figures,
            BottomTab::Checks,
            BottomTab::Tags,
            BottomTab::Matrix,
            BottomTab::Ties,
        ];
        for tab in tabs {
            self.cost(vec![view(ViewCommand::Tab(tab))], Vec::new());
            self.settle();
            self.run(&format!("{tab:?}: still"), FRAMES / 4, still);
            self.run(&format!("{tab:?}: scroll"), FRAMES / 2, turning(Pos2::new(600.0, 760.0)));
        }
        let some: Vec<ArticleId> = self.spread(self.project().articles.keys().copied());
        self.commands("open an article", some.iter().map(|id| view(ViewCommand::OpenOnly(*id))).collect());
        let project = self.project();
        let selections: [(&str, Vec<Selection>); 4] = [
            ("tally", self.spread(project.tallies.keys().copied()).into_iter().map(Selection::Tally).collect()),
            ("organisation", project.organisations.keys().copied().map(Selection::Organisation).collect()),
            ("tag", project.tags.keys().copied().map(Selection::Tag).collect()),
            ("excerpt", self.spread(project.excerpts.keys().copied()).into_iter().map(Selection::Excerpt).collect()),
        ];
        for (what, all) in selections {
            let commands = all.into_iter().take(FRAMES / 2).map(|one| view(ViewCommand::Select(one))).collect();
            self.commands(&format!("select: {what}"), commands);
        }
    }

    /// So many of all, spread evenly.
    fn spread<T>(&self, all: impl ExactSizeIterator<Item = T>) -> Vec<T> {
        let step = (all.len() / FRAMES).max(1);
        all.step_by(step).collect()
    }

    fn working(&mut self) {
        let project = self.project();
        let figures = self.spread(project.figures.keys().copied());
        let some: Vec<ArticleId> = self.spread(project.articles.keys().copied());
        let tags: Vec<_> = project.tags.keys().copied().collect();
        for tab in [BottomTab::Checks, BottomTab::Figures, BottomTab::Plots, BottomTab::Tags] {
            self.cost(vec![view(ViewCommand::Tab(tab))], Vec::new());
            self.settle();
            let chosen = figures.iter().take(FRAMES / 2).map(|id| view(ViewCommand::ShowFigure(*id))).collect();
            self.commands(&format!("select a figure, {tab:?} in front"), chosen);
            let tagged = some.iter().zip(tags.iter().cycle()).take(FRAMES / 2);
            let tagged = tagged.map(|(id, tag)| Operation::TagSpan { article: *id, range: 500..560, tag: *tag });
            self.commands(&format!("tag, {tab:?} in front"), tagged.map(Command::Do).collect());
            let judged = figures.iter().skip(40).take(FRAMES / 2);
            let status = ReviewStatus::Confirmed;
            let judged = judged.map(|id| Operation::Review { figures: vec![*id], status });
            self.commands(&format!("confirm, {tab:?} in front"), judged.map(Command::Do).collect());
            self.commands(&format!("undo, {tab:?} in front"), (0..FRAMES).map(|_| undo()).collect());
        }
        let read = some.iter().map(|id| Operation::MarkRead { articles: vec![*id], state: ReadState::Done });
        self.commands("mark read", read.map(Command::Do).collect());
        // In another order than that of the articles, the list of figures is made anew after every change.
        let sorted = FiguresView { sort: FigureSort::Value, ..FiguresView::default() };
        self.cost(vec![view(ViewCommand::Tab(BottomTab::Figures)), view(ViewCommand::Figures(sorted))], Vec::new());
        self.settle();
        let status = ReviewStatus::Confirmed;
        let judged = figures.iter().take(FRAMES / 4).map(|id| Operation::Review { figures: vec![*id], status });
        self.commands("confirm, figures sorted by value", judged.map(Command::Do).collect());
        self.cost(vec![view(ViewCommand::Figures(FiguresView::default()))], Vec::new());
        self.settle();
    }

    fn finding(&mut self) {
        let typed = |words: &'static str| words.char_indices().map(move |(at, c)| &words[..at + c.len_utf8()]);
        let library = typed("harbour report north").map(|words| view(ViewCommand::LibraryFilter(words.to_owned())));
        self.commands("filter the library", library.collect());
        let fields = typed("figures>3 tag:denial").map(|words| view(ViewCommand::LibraryFilter(words.to_owned())));
        self.commands("filter the library by fields", fields.collect());
        self.cost(vec![view(ViewCommand::LibraryFilter(String::new()))], Vec::new());
        let grouped = GroupBy::ALL.iter().cycle().take(12).map(|by| view(ViewCommand::GroupBy(*by)));
        self.commands("group the library", grouped.collect());
        let figures = typed("killed health dar").map(|filter| {
            view(ViewCommand::Figures(FiguresView { filter: filter.to_owned(), ..FiguresView::default() }))
        });
        self.commands("filter the figures", figures.collect());
        self.cost(vec![view(ViewCommand::Figures(FiguresView::default()))], Vec::new());
        self.settle();
        if is_wanted("search") {
            self.searches();
        }
    }

    /// Words typed into the search: when the first results stand, and when the last; wall time, the index being there.
    fn searches(&mut self) {
        let words =
            ["killed", "harbour", "north*", "killed OR wounded", "\"people were killed\"", "people near/5 fled"];
        let fields = ["Daraa killed>300", "/[0-9]+ civilians/", "/(dor|kas)[a-z]+ said/", "the"];
        for query in words.into_iter().chain(fields) {
            let asked = SearchView { query: query.to_owned(), ..SearchView::default() };
            let start = Instant::now();
            let mut costs = vec![self.cost(vec![view(ViewCommand::Search(asked))], Vec::new())];
            let mut first = None;
            while self.app.workbench.search.is_searching() {
                let results = &self.app.workbench.search.results;
                if first.is_none() && results.n_hits > 0 && results.asked.query == query {
                    first = Some(start.elapsed());
                }
                // The results are taken as soon as they come, as in a window that is woken by them.
                std::thread::sleep(Duration::from_micros(500));
                costs.push(self.cost(Vec::new(), Vec::new()));
            }
            let results = &self.app.workbench.search.results;
            let first = first.unwrap_or(start.elapsed()).as_secs_f64() * 1e3;
            let (hits, articles) = (results.n_hits, results.articles.len());
            let mark = self.verdict.hold(&format!("first results of {query}"), first, FIRST_HITS);
            let all = seconds(start) * 1e3;
            let name = format!(
                "search {query}: first results {first:.0} ms{mark}, all {hits} hits in {articles} articles {all:.0} ms"
            );
            self.print(&name, Spread::of(costs), Some(FRAME));
        }
        self.cost(vec![view(ViewCommand::Search(SearchView::default()))], Vec::new());
    }

    /// What changes thousands of records at once.
    fn changing_much(&mut self) {
        let project = self.project();
        let articles: Vec<ArticleId> = project.articles.keys().copied().collect();
        let figures: Vec<FigureId> = project.figures.keys().copied().collect();
        let some = self.spread(figures.iter().copied());
        let tag = *project.tags.keys().next().unwrap();
        let (state, status) = (ReadState::Reading, ReviewStatus::Confirmed);
        self.large("mark all articles", Command::Do(Operation::MarkRead { articles: articles.clone(), state }));
        self.large("mark all articles: undo", undo());
        self.large("confirm all figures", Command::Do(Operation::Review { figures: figures.clone(), status }));
        self.large("confirm all figures: undo", undo());
        let spans = articles.iter().map(|id| (*id, 700..760)).collect();
        self.large("tag every article", Command::Do(Operation::TagSpans { tag, spans }));
        self.large("tag every article: undo", undo());
        let thousand = articles.iter().copied().step_by(10).collect();
        self.large("delete a thousand articles", Command::Do(Operation::DeleteArticles(thousand)));
        self.large("delete a thousand articles: undo", undo());
        self.large("delete one article", Command::Do(Operation::DeleteArticles(vec![articles[7]])));
        self.large("delete one article: undo", undo());
        self.large("delete one figure", Command::Do(Operation::DeleteFigures(vec![some[3]])));
        self.large("delete one figure: undo", undo());
        self.large("look for figures again", Command::Do(Operation::SuggestFigures(articles)));
        let marked = figures.into_iter().collect();
        self.commands("mark every figure", vec![view(ViewCommand::MarkFigures(marked))]);
        self.run("every figure marked: still", FRAMES / 4, still);
        self.cost(vec![view(ViewCommand::MarkFigures(BTreeSet::new()))], Vec::new());
        if is_wanted("times") {
            self.times();
        }
    }

    /// What threads work out of the whole project: how long the frames that show it wait for it.
    fn times(&mut self) {
        let session = self.app.workbench.session.as_ref().unwrap();
        let whole = session.project();
        let mut part = whole.clone();
        for id in whole.figures.keys().skip(10_000) {
            part.figures.remove(id);
        }
        part.tallies.values_mut().for_each(|tally| tally.figures.retain(|id| part.figures.contains_key(id)));
        let text = |id| session.text(id);
        for project in [&part, whole] {
            let n = project.figures.len();
            let start = Instant::now();
            let found = checks::run(project, text);
            println!("|   checks of {n} figures: {:.2} s, {} open | | | | |", seconds(start), found.open.len());
            let mut bare = project.clone();
            bare.tallies.clear();
            bare.links.clear();
            let start = Instant::now();
            let edit = tallies::propose_tallies(&bare, &mut IdSource::seeded(3), (env().now)());
            let changes = edit.map_or(0, |edit| edit.changes.len());
            println!("|   tallies proposed of {n} figures: {:.2} s, {changes} records | | | | |", seconds(start));
        }
    }
}
