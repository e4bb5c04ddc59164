//! What a frame costs, without a screen: run and tessellate, in milliseconds of this thread's CPU time. `cargo bench
//! --bench frame` prints one row for each case, first of the reading view alone, then of the whole window on a project in
//! a scratch folder; made-up text.
#![allow(clippy::print_stdout, clippy::expect_used)] // Its table is printed; where nothing can be measured it stops.

use std::sync::Arc;

use crossread::ui::fonts;
use crossread::ui::text_view::{
    FigureMark, Layer, LayerKind, LayerSet, Palette, TextDoc, TextView, TextViewState, Typography,
};
use egui::{Color32, Event, Pos2, Vec2};
use shared::{FRAME, Frames, Spread, Verdict, button, milliseconds, wheel};

mod shared;

const FRAMES: usize = 300;

fn main() {
    println!(
        "| case | layers | paragraphs | runs | first | still median | still p95 | scroll median | scroll p95 | select median | select p95 |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|");
    let mut verdict = Verdict::default();
    let latin = |bytes: usize| {
        let sentence = "The harbour office said on Tuesday that 412 people had reached the northern quay. ";
        fill(bytes, &sentence.repeat(5))
    };
    let arabic =
        |bytes: usize| fill(bytes, &"قال المرصد يوم الثلاثاء إن 45 شخصا وصلوا إلى الميناء (بينهم 12 طفلا). ".repeat(4));
    run("20 kB", &latin(20_000), 200, false, &mut verdict);
    run("20 kB, screen reader on", &latin(20_000), 200, true, &mut verdict);
    run("20 kB Arabic", &arabic(20_000), 100, false, &mut verdict);
    run("1 MB", &latin(1_000_000), 5_000, false, &mut verdict);
    run("1 MB Arabic", &arabic(1_000_000), 2_000, false, &mut verdict);
    run("1 MB in one paragraph", &latin(1_000_000).replace('\n', " "), 5_000, false, &mut verdict);
    run("10 MB", &latin(10_000_000), 20_000, false, &mut verdict);
    window::run(&mut verdict);
    verdict.end();
}

fn fill(bytes: usize, paragraph: &str) -> String {
    let paragraph = format!("{}\n\n", paragraph.trim_end());
    paragraph.repeat(bytes / paragraph.len() + 1)
}

fn run(name: &str, text: &str, layers: usize, heard: bool, verdict: &mut Verdict) {
    let text: Arc<str> = Arc::from(text);
    let overlays = overlays(&text, layers);
    let start = cpu_time::ThreadTime::now();
    let doc = TextDoc::new(text);
    let paragraphs = milliseconds(start);
    let start = cpu_time::ThreadTime::now();
    let set = LayerSet::new(&doc, overlays, 1);
    let runs = milliseconds(start);
    let mut view = Bench { doc, set, state: TextViewState::default(), frames: Frames::new(Vec2::new(800.0, 900.0)) };
    fonts::install(&view.frames.ctx);
    if heard {
        view.frames.ctx.enable_accesskit();
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
    let scroll = view.costs(|_| vec![wheel(-60.0)]);
    view.cost(vec![button(over, true)]);
    let select = view.costs(|frame| vec![Event::PointerMoved(Pos2::new(200.0 + (frame % 300) as f32, 880.0))]);
    println!(
        "| {name} | {layers} | {paragraphs:.2} | {runs:.2} | {first:.2} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} |",
        still.p50, still.p95, scroll.p50, scroll.p95, select.p50, select.p95
    );
    for (what, spread) in [("still", still), ("scroll", scroll), ("select", select)] {
        verdict.hold(&format!("{name}, {what}"), spread.p95, FRAME);
    }
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
    frames: Frames,
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
        let Self { doc, set, state, frames } = self;
        frames.cost(events, |ui| {
            TextView::new(doc, set, &palette, &typography, "Article text").show(ui, "view", state);
        })
    }

    fn costs(&mut self, mut events: impl FnMut(usize) -> Vec<Event>) -> Spread {
        Spread::of((0..FRAMES).map(|frame| self.cost(events(frame))).collect())
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

/// The whole window: every panel drawn, commands carried out, on a project with articles of several sizes.
mod window {
    use std::path::Path;
    use std::sync::Arc;

    use crossread::app::command::{Command, Operation, ViewCommand};
    use crossread::app::import;
    use crossread::app::jobs::Progress;
    use crossread::app::reading::ReadingCommand;
    use crossread::app::session::{Env, Session};
    use crossread::app::settings::Settings;
    use crossread::model::{Anchor, ArticleId, Edit, Excerpt, ExcerptId, TagId, TextSpan, Timestamp};
    use crossread::ui::window::CrossreadApp;
    use egui::{Event, Modifiers, Pos2, Vec2};

    use super::shared::{FRAME, Frames, Spread, Verdict, button, milliseconds, wheel};

    const SIZE: Vec2 = Vec2::new(1440.0, 900.0);
    const FRAMES: usize = 200;
    /// Excerpts put on the large article before anything is measured.
    const EXCERPTS: usize = 2_000;

    /// What the first paint of 20 kB may cost, in milliseconds.
    const FIRST: f64 = 20.0;

    struct Window {
        frames: Frames,
        app: Option<CrossreadApp>,
    }

    pub fn run(verdict: &mut Verdict) {
        println!("\n| whole window | median | p95 | max |\n|---|---|---|---|");
        let scratch = tempfile::tempdir().expect("a scratch folder");
        let folder = project(scratch.path());
        let mut window = Window { frames: Frames::new(SIZE), app: None };
        window.frame(Vec::new());
        window.app().open(Some(folder));
        window.calm();
        let find = |window: &mut Window, title: &str| {
            let project = window.app().workbench.session.as_ref().expect("it is open").project();
            project.articles.values().find(|article| article.title.starts_with(title)).expect("it is there").id
        };
        let [small, large, other, twin] = ["Small", "Large", "Other", "Twin"].map(|title| find(&mut window, title));
        let tag = excerpts(&mut window, large);
        window.show(ViewCommand::OpenOnly(other));
        window.calm();

        // What is asked for is carried out at the end of a frame; the next paints it.
        window.show(ViewCommand::OpenOnly(small));
        let first = window.frame(Vec::new());
        let mark = verdict.hold("first paint of a 20 kB article", first, FIRST);
        println!("| first paint of a 20 kB article | {first:.2}{mark} | | |");
        window.calm();
        window.show(ViewCommand::OpenOnly(large));
        let first = window.frame(Vec::new());
        println!("| first paint of 1,000,000 characters, {EXCERPTS} excerpts | {first:.2} | | |");
        window.calm();

        let over = Pos2::new(620.0, 300.0);
        window.frame(vec![Event::PointerMoved(over)]);
        window.costs("still", verdict, |_, _| Vec::new());
        window.costs("scroll", verdict, |_, _| vec![wheel(-60.0)]);
        window.costs("scroll by a screen", verdict, |_, _| {
            vec![Event::Key {
                key: egui::Key::PageDown,
                physical_key: None,
                pressed: true,
                repeat: false,
                modifiers: Modifiers::NONE,
            }]
        });
        window.frame(vec![button(over, true)]);
        window.costs("select", verdict, |_, n| {
            vec![Event::PointerMoved(Pos2::new(420.0 + (n % 300) as f32, 200.0 + (n % 200) as f32))]
        });
        window.frame(vec![button(over, false)]);
        let len = window.text(large).len();
        window.costs("tag", verdict, |window, n| {
            let at = (n * 4_999) % (len - 100);
            let range = TextSpan::snapped(&window.text(large), at..at + 60).expect("a span").range();
            window.app().workbench.run(Command::Do(Operation::TagSpan { article: large, range, tag }));
            Vec::new()
        });
        window.calm();
        window.costs("undo", verdict, |window, _| {
            window.app().workbench.run(Command::Action(crossread::app::actions::Action::Undo));
            Vec::new()
        });
        window.calm();
        window.costs("select a figure", verdict, |window, n| {
            let derived = &window.app().workbench.derived;
            let figure = derived.figures_of.get(&large).and_then(|all| all.get(n * 7 % all.len())).copied();
            window.show(ViewCommand::ShowFigure(figure.expect("a figure")));
            Vec::new()
        });
        window.costs("select another excerpt", verdict, |window, n| {
            let derived = &window.app().workbench.derived;
            let excerpt = derived.excerpts_of.get(&large).and_then(|all| all.get(n * 7 % all.len())).copied();
            window.show(ViewCommand::ShowExcerpt(excerpt.expect("an excerpt")));
            Vec::new()
        });
        let typed = "the northern quay was open again";
        window.costs("find: typed", verdict, |window, n| {
            // A letter in every fifth frame.
            if n.is_multiple_of(5) {
                let words = typed.get(..=(n / 5) % typed.len()).unwrap_or(typed).to_owned();
                window.show(ViewCommand::Reading(ReadingCommand::Find(words)));
            }
            Vec::new()
        });
        window.show(ViewCommand::Reading(ReadingCommand::Find("quay".to_owned())));
        window.calm();
        window.costs("find: next match", verdict, |window, _| {
            window.show(ViewCommand::Reading(ReadingCommand::FindStep(1)));
            Vec::new()
        });
        window.show(ViewCommand::Reading(ReadingCommand::CloseFind));
        window.show(ViewCommand::OpenArticle(small));
        window.show(ViewCommand::OpenArticle(other));
        window.show(ViewCommand::Reading(ReadingCommand::Together(true)));
        window.calm();
        window.costs("scroll three columns together", verdict, |_, _| vec![wheel(-60.0)]);
        window.show(ViewCommand::OpenOnly(large));
        window.show(ViewCommand::OpenArticle(twin));
        window.calm();
        let ribbons = window.app().workbench.reader.ribbons.len();
        window.costs(&format!("scroll two with {ribbons} ribbons"), verdict, |_, _| vec![wheel(-60.0)]);
        window.costs("tag beside a twin", verdict, |window, n| {
            let at = (n * 4_001) % (len - 100);
            let range = TextSpan::snapped(&window.text(large), at..at + 60).expect("a span").range();
            window.app().workbench.run(Command::Do(Operation::TagSpan { article: large, range, tag }));
            Vec::new()
        });
        window.costs("confirm beside a twin", verdict, |window, n| {
            let all = window.app().workbench.derived.figures_of.get(&large).expect("figures");
            let figures = vec![*all.get(n % all.len()).expect("a figure")];
            let status = crossread::model::ReviewStatus::Confirmed;
            window.app().workbench.run(Command::Do(Operation::Review { figures, status }));
            Vec::new()
        });
        window.app().close();
    }

    fn env() -> Env {
        Env {
            now: || "2030-05-04T08:00:00Z".parse::<Timestamp>().unwrap_or(Timestamp::UNIX_EPOCH),
            seed: Some(7),
            coder_name: "Ana".to_owned(),
            wake: Arc::new(|| {}),
        }
    }

    /// A project of four articles: 1,000,000 characters, 300,000 that go along with them, and two of 20 kB.
    fn project(scratch: &Path) -> std::path::PathBuf {
        let read = scratch.join("in");
        std::fs::create_dir(&read).expect("a folder");
        let text = |title: &str, bytes: usize, shift: usize| {
            let plain = [
                "The harbour office said the northern quay was open again and boats had left for the islands.",
                "A clerk at the mill spoke of long queues, and of a baker who gave his bread away at noon.",
                "Nobody in the valley could say when the road to the pass would be cleared of stones.",
                "The council met twice, heard the engineers, and put off what it had come to settle.",
            ];
            let mut out = format!("{title} of the valley\n\n");
            let mut n = shift;
            while out.len() < bytes {
                for sentence in plain.iter().cycle().skip(n).take(5) {
                    out.push_str(sentence);
                    out.push(' ');
                }
                if n.is_multiple_of(8) {
                    out.push_str(&format!("Officials said {} people were displaced near mile {n}.", 100 + n));
                }
                out = format!("{}\n\n", out.trim_end());
                n += 1;
            }
            out
        };
        for (name, title, bytes, shift) in [
            ("l.txt", "Large", 1_000_000, 0),
            ("t.txt", "Twin", 300_000, 1),
            ("s.txt", "Small", 20_000, 9_001),
            ("o.txt", "Other", 20_000, 19_002),
        ] {
            std::fs::write(read.join(name), text(title, bytes, shift)).expect("a file");
        }
        let folder = scratch.join("p");
        let mut session = Session::create(&folder, "p", env()).expect("a project");
        let table = import::read_files(&[read], session.project(), &|_| None, &Progress::default());
        session.land_import(&table.expect("an import")).expect("it lands");
        session.close().expect("it is kept");
        folder
    }

    /// Puts a tag and excerpts on an article, in one step.
    fn excerpts(window: &mut Window, article: ArticleId) -> TagId {
        window.app().workbench.run(Command::Do(Operation::AddStarterCodebook));
        let text = window.text(article);
        let session = window.app().workbench.session.as_ref().expect("it is open");
        let tags: Vec<TagId> = session.project().tags.keys().copied().collect();
        let (first, coder) = (*tags.first().expect("the codebook has tags"), session.coder());
        let excerpt = |n: usize| {
            let at = n * (text.len() / EXCERPTS);
            let anchor = Anchor::new(&text, TextSpan::snapped(&text, at..(at + 30 + 80 * (n % 4)).min(text.len()))?)?;
            let tags = [*tags.get(n % tags.len())?].into();
            let id = ExcerptId::from_bits(9_000_000 + n as u64);
            Some(Excerpt { id, article, anchor, tags, coder, created: (env().now)() })
        };
        let edit = Edit::put_all("excerpts", (0..EXCERPTS).filter_map(excerpt));
        window.app().workbench.run(Command::Edit(edit));
        window.calm();
        first
    }

    impl Window {
        fn app(&mut self) -> &mut CrossreadApp {
            self.app.as_mut().expect("the first frame makes it")
        }

        fn text(&mut self, article: ArticleId) -> Arc<str> {
            self.app().workbench.session.as_ref().and_then(|session| session.text(article)).expect("a text")
        }

        fn show(&mut self, command: ViewCommand) {
            self.app().workbench.run(Command::View(command));
        }

        fn frame(&mut self, events: Vec<Event>) -> f64 {
            let Self { frames, app } = self;
            frames.cost(events, |ui| match app {
                Some(app) => {
                    app.before_frame(ui.ctx());
                    app.frame(ui);
                }
                None => *app = Some(CrossreadApp::new(ui.ctx(), env(), Settings::default())),
            })
        }

        /// Draws until jobs are done and everything is saved.
        fn calm(&mut self) {
            let start = std::time::Instant::now();
            let mut quiet = 0;
            while quiet < 5 && start.elapsed().as_secs() < 120 {
                self.frame(Vec::new());
                let bench = &self.app().workbench;
                let saving = bench.session.as_ref().is_some_and(|session| !session.save_status().all_safe());
                quiet = if saving || !bench.running().is_empty() { 0 } else { quiet + 1 };
                std::thread::yield_now();
            }
        }

        /// What many frames cost. What `step` does to the program counts.
        fn costs(&mut self, name: &str, verdict: &mut Verdict, mut step: impl FnMut(&mut Self, usize) -> Vec<Event>) {
            let costs = (0..FRAMES).map(|n| {
                let start = cpu_time::ThreadTime::now();
                let events = step(self, n);
                milliseconds(start) + self.frame(events)
            });
            let spread = Spread::of(costs.collect());
            let mark = verdict.hold(&format!("1,000,000 characters, {name}"), spread.p95, FRAME);
            println!("| {name} | {:.2} | {:.2}{mark} | {:.2} |", spread.p50, spread.p95, spread.max);
        }
    }
}
