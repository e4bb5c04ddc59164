//! The real window on a screen of its own (Xvfb), with a real pointer and keyboard (xdotool), judged by its picture.
//!
//! Where things are is asked of a twin without a screen: the same window, of the same size, on a copy of the same
//! project, which knows every rectangle by name. `CROSSREAD_PICTURES=folder` keeps the pictures, to be looked at.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Cursor, Read as _};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use crossread::app::sample;
use crossread::app::view::Selection;
use crossread::model::{FigureId, ReviewStatus};
use crossread::ui::style::{Theme, Tokens};
use egui::accesskit::Role;
use egui::{Color32, Key, Modifiers, Pos2, Rect, pos2};

use crate::panels::Window;
use crate::support::Scratch;

const WIDTH: usize = 1440;
const HEIGHT: usize = 900;

/// Nothing takes this long, except where nothing happens at all.
const PATIENCE: Duration = Duration::from_secs(90);

/// A process that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ended = self.0.kill();
        let _gone = self.0.wait();
    }
}

/// A screen with the program on it.
struct Screen {
    display: String,
    program: Running,
    _server: Running,
}

/// What the screen shows, in rows of red, green and blue.
struct Picture {
    rgb: Vec<[u8; 3]>,
}

impl Screen {
    /// Starts a screen and the program on it; `None` where there is no Xvfb.
    fn start(scratch: &Scratch) -> Option<Self> {
        let mut server = Command::new("Xvfb");
        server.args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", &format!("{WIDTH}x{HEIGHT}x24")]);
        let mut server = Running(server.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?);
        let mut number = String::new();
        BufReader::new(server.0.stdout.take()?).read_line(&mut number).ok()?;
        let display = format!(":{}", number.trim());
        let mut program = scratch.crossread::<&str>([]);
        program.env("DISPLAY", &display).env("LIBGL_ALWAYS_SOFTWARE", "1").env("LC_ALL", "C.UTF-8");
        let program = Running(program.stdout(Stdio::null()).spawn().unwrap());
        let screen = Self { display, program, _server: server };
        let window = screen.xdotool(&["search", "--sync", "--onlyvisible", "--name", "Crossread"]);
        let window = window.split_whitespace().next().unwrap_or_else(|| panic!("no window came up"));
        // Without a window manager nobody else gives it the keyboard.
        screen.xdotool(&[
            "windowmove",
            window,
            "0",
            "0",
            "windowsize",
            "--sync",
            window,
            &WIDTH.to_string(),
            &HEIGHT.to_string(),
        ]);
        screen.xdotool(&["windowfocus", "--sync", window]);
        Some(screen)
    }

    fn xdotool(&self, args: &[&str]) -> String {
        let patience = PATIENCE.as_secs().to_string();
        let output =
            Command::new("timeout").arg(patience).arg("xdotool").args(args).env("DISPLAY", &self.display).output();
        let output = output.unwrap();
        assert!(output.status.success(), "xdotool {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn click(&self, at: Pos2) {
        self.xdotool(&["mousemove", &at.x.round().to_string(), &at.y.round().to_string(), "click", "1"]);
    }

    fn key(&self, keys: &str) {
        self.xdotool(&["key", "--clearmodifiers", keys]);
    }

    fn picture(&self) -> Picture {
        let output = Command::new("import")
            .args(["-window", "root", "-depth", "8", "png24:-"])
            .env("DISPLAY", &self.display)
            .output();
        let png = output.unwrap().stdout;
        let mut reader = png::Decoder::new(Cursor::new(png)).read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut bytes).unwrap();
        assert_eq!((info.width as usize, info.height as usize, info.color_type), (WIDTH, HEIGHT, png::ColorType::Rgb));
        Picture { rgb: bytes.chunks_exact(3).map(|rgb| [rgb[0], rgb[1], rgb[2]]).collect() }
    }

    /// Looks until the picture is as it should be; says what was wrong with it to the last.
    #[track_caller]
    fn wait_for(&self, what: &str, is_so: impl Fn(&Picture) -> Result<(), String>) -> Picture {
        let start = Instant::now();
        loop {
            let picture = self.picture();
            match is_so(&picture) {
                Ok(()) => {
                    picture.keep(what);
                    return picture;
                }
                Err(why) if start.elapsed() > PATIENCE => {
                    picture.keep(&format!("{what} - failed"));
                    panic!("{what}: {why}");
                }
                Err(_) => {}
            }
        }
    }

    /// Waits until the program has ended by itself.
    fn wait_for_end(mut self) -> (Option<i32>, String) {
        let (sender, receiver) = mpsc::channel();
        let mut errors = self.program.0.stderr.take().unwrap();
        std::thread::spawn(move || {
            let mut said = String::new();
            let _unreadable = errors.read_to_string(&mut said);
            // Whoever asked may have given up.
            let _too_late = sender.send(said);
        });
        let said = receiver.recv_timeout(PATIENCE).expect("the program did not end");
        (self.program.0.wait().unwrap().code(), said)
    }
}

impl Picture {
    /// The pixels of a part of it.
    fn part(&self, rect: Rect) -> impl Iterator<Item = [u8; 3]> {
        let rect = rect.intersect(Rect::from_min_max(Pos2::ZERO, pos2(WIDTH as f32, HEIGHT as f32)));
        let (left, right) = (rect.left() as usize, rect.right() as usize);
        (rect.top() as usize..rect.bottom() as usize)
            .flat_map(move |y| self.rgb[y * WIDTH + left..y * WIDTH + right.max(left)].iter().copied())
    }

    /// Fails if a part of it is one flat colour, or nearly.
    fn has_something(&self, name: &str, rect: Rect) -> Result<(), String> {
        let mut counts: HashMap<[u8; 3], usize> = HashMap::new();
        self.part(rect).for_each(|rgb| *counts.entry(rgb).or_default() += 1);
        let all: usize = counts.values().sum();
        let flat = counts.values().max().copied().unwrap_or(0);
        if all > 1_000 && counts.len() > 16 && flat * 1_000 < all * 995 {
            Ok(())
        } else {
            Err(format!("{name} at {rect:?} is flat: {flat} of {all} pixels alike, {} colours", counts.len()))
        }
    }

    /// How many pixels of a part of it have a colour, or nearly.
    fn count(&self, rect: Rect, colour: Color32) -> usize {
        let wanted = [colour.r(), colour.g(), colour.b()];
        self.part(rect).filter(|rgb| rgb.iter().zip(wanted).all(|(is, wanted)| is.abs_diff(wanted) <= 6)).count()
    }

    fn keep(&self, name: &str) {
        let Some(folder) = std::env::var_os("CROSSREAD_PICTURES") else { return };
        std::fs::create_dir_all(&folder).unwrap();
        let path = std::path::Path::new(&folder).join(format!("window - {name}.png"));
        let mut encoder = png::Encoder::new(std::fs::File::create(path).unwrap(), WIDTH as u32, HEIGHT as u32);
        encoder.set_color(png::ColorType::Rgb);
        encoder.write_header().unwrap().write_image_data(self.rgb.as_flattened()).unwrap();
    }
}

/// A figure's mark in the plot, of an article that is open and not the one shown now.
fn another_mark(twin: &Window) -> (FigureId, String) {
    let workbench = &twin.app().workbench;
    let chart = workbench.derived.chart.as_ref().unwrap();
    let fits = |figure: FigureId| {
        let article = twin.project().figures[&figure].article;
        workbench.view.selection != Selection::Figure(figure) && workbench.view.columns.contains(&article)
    };
    let names: Vec<String> = chart.marks().map(crossread::plots::Mark::name).collect();
    let in_sight = |name: &str| {
        twin.rects(Role::Button).iter().any(|(label, rect)| label == name && rect.bottom() < HEIGHT as f32 - 30.0)
    };
    chart
        .marks()
        .filter_map(|mark| Some((mark.evidence.figure()?, mark.name())))
        .filter(|(figure, _)| fits(*figure))
        .find(|(_, name)| in_sight(name) && names.iter().filter(|other| *other == name).count() == 1)
        .expect("the plot of the sample project has a mark in sight")
}

/// Half transparent ink on a ground.
fn mixed(ink: Color32, share: f32, ground: Color32) -> Color32 {
    let mix = |ink: u8, ground: u8| (f32::from(ink) * share + f32::from(ground) * (1.0 - share)).round() as u8;
    Color32::from_rgb(mix(ink.r(), ground.r()), mix(ink.g(), ground.g()), mix(ink.b(), ground.b()))
}

/// The halo round the figure that is selected: this much accent on the card.
fn halo(theme: Theme) -> Color32 {
    let tokens = Tokens::of(theme);
    mixed(tokens.accent, 0.35, tokens.card)
}

fn union(rects: impl IntoIterator<Item = Rect>) -> Rect {
    rects.into_iter().fold(Rect::NOTHING, Rect::union)
}

#[test]
fn the_real_window_shows_the_sample_and_answers_pointer_and_keys() {
    if ["Xvfb", "xdotool", "import"].iter().any(|tool| Command::new(tool).arg("-help").output().is_err()) {
        eprintln!("skipped: Xvfb, xdotool and ImageMagick are needed; .ci/run installs them");
        return;
    }
    let scratch = Scratch::new();
    let copy = scratch.path("twin");
    sample::copy_to(&copy).unwrap();
    let mut twin = Window::new((WIDTH as f32, HEIGHT as f32));
    twin.app_mut().open(Some(copy));
    twin.settle();
    let Some(screen) = Screen::start(&scratch) else {
        eprintln!("skipped: Xvfb does not start here");
        return;
    };

    // Every panel shows something.
    let library = union(twin.rects(Role::TreeItem).into_iter().map(|(_, rect)| rect));
    let inspector = union(
        twin.rects(Role::ComboBox).into_iter().filter(|(name, _)| name != "Group articles").map(|(_, rect)| rect),
    );
    let readers = twin.rects(Role::Document);
    assert!(readers.len() >= 2, "articles side by side: {readers:?}");
    let bottom =
        Rect::from_min_max(twin.rect("By origin").min, pos2(twin.rect("Plot options").right(), HEIGHT as f32 - 40.0));
    let panels = |bottom_name: &'static str| {
        let columns = readers.iter().map(|(name, rect)| (name.as_str(), *rect));
        let others = [("Library", library), ("Inspector", inspector), (bottom_name, bottom)];
        columns.chain(others).collect::<Vec<(&str, Rect)>>()
    };
    let all_show = |panels: Vec<(&str, Rect)>, picture: &Picture| {
        panels.iter().try_for_each(|(name, rect)| picture.has_something(name, *rect))
    };
    let first = screen.wait_for("sample", |picture| all_show(panels("Plots"), picture));

    // A mark leads to its sentence, which lights up.
    let (figure, mark) = another_mark(&twin);
    let at = twin.rect(&mark).center();
    twin.click(&mark);
    let record = twin.project().figures[&figure].clone();
    let words = twin.app().panels.reader.rects(record.article, &record.anchor.span.range());
    let sentence = union(words).expand(6.0);
    assert!(sentence.is_positive(), "the twin shows the sentence");
    let light = halo(Theme::Light);
    let before = first.count(sentence, light);
    screen.click(at);
    let lit = screen.wait_for("sentence lit", |picture| match picture.count(sentence, light) {
        n if n > before + 30 => Ok(()),
        n => Err(format!("{n} pixels of {light:?} round “{}” at {sentence:?}, {before} before", record.anchor.quote)),
    });
    assert_eq!(lit.count(Rect::from_min_size(Pos2::ZERO, egui::vec2(200.0, 30.0)), light), 0, "nowhere else");

    // The other tabs, by keyboard.
    for (keys, key, name) in
        [("ctrl+1", Key::Num1, "Figures"), ("ctrl+3", Key::Num3, "Checks"), ("ctrl+2", Key::Num2, "Plots")]
    {
        let old: Vec<[u8; 3]> = screen.picture().part(bottom).collect();
        twin.press(Modifiers::COMMAND, key);
        screen.key(keys);
        screen.wait_for(name, |picture| {
            let is_new = picture.part(bottom).ne(old.iter().copied());
            if is_new { all_show(panels(name), picture) } else { Err(format!("{keys} changed nothing")) }
        });
    }
    screen.click(twin.rect("Codebook").center());
    let old: Vec<[u8; 3]> = lit.part(library).collect();
    screen.wait_for("Codebook", |picture| match picture.part(library).ne(old.iter().copied()) {
        true => picture.has_something("Codebook", library),
        false => Err("the library is still there".to_owned()),
    });

    // By night.
    screen.key("ctrl+shift+l");
    let dark = Tokens::of(Theme::Dark);
    screen.wait_for("dark", |picture| match picture.count(bottom, dark.panel) {
        n if n > 1_000 => all_show(panels("Plots"), picture),
        n => Err(format!("{n} pixels of {:?}", dark.panel)),
    });

    // A suggestion is confirmed by keyboard, and is there after the window has closed.
    twin.press(Modifiers::COMMAND, Key::R);
    let Selection::Figure(next) = twin.selection() else { panic!("the sample has something to review") };
    screen.key("ctrl+r");
    screen.key("Return");
    screen.key("ctrl+q");
    let (code, said) = screen.wait_for_end();
    assert_eq!(code, Some(0), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    let folder = scratch.path("home/XDG_DATA_HOME/crossread");
    let project = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    let kept = crossread::store::open_read_only(&project).unwrap().project;
    assert_eq!(kept.figures[&next].status, ReviewStatus::Confirmed);
    scratch.is_sound(project.to_str().unwrap());
}
