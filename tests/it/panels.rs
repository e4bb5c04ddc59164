//! The whole window without a screen: every panel found and used by its accessible name, as a screen reader or a
//! person would, on a project of made-up articles.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossread::app::command::Operation;
use crossread::app::import;
use crossread::app::jobs::Progress;
use crossread::app::session::{Env, Session};
use crossread::app::settings::Settings;
use crossread::app::view::{Selection, Theme};
use crossread::model::{ArticleId, Figure, FigureId, MemoTarget, Project, ReviewStatus, Timestamp};
use crossread::ui::window::CrossreadApp;
use egui::accesskit::Role;
use egui::{DroppedFile, Event, Key, Modifiers, Pos2, Rect, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, SnapshotOptions};

use crate::support::Scratch;

pub const SHELLS: &str = "Shells fall on the harbour of Marren";
pub const DOZENS: &str = "Dozens dead in port town, officials say";
pub const KNOWN: &str = "What is known of the shelling of Marren";

/// The window on a screen that is not there.
pub struct Window {
    pub harness: Harness<'static, Option<CrossreadApp>>,
    pub scratch: Scratch,
}

pub fn env() -> Env {
    Env {
        now: || "2030-05-04T08:00:00Z".parse::<Timestamp>().unwrap(),
        seed: Some(7),
        coder_name: "Ana".to_owned(),
        wake: Arc::new(|| {}),
    }
}

impl Window {
    /// The window on an empty screen, with no project open.
    pub fn new(size: impl Into<Vec2>) -> Self {
        let mut harness = Harness::builder().with_size(size).with_max_steps(16).build_ui_state(
            |ui, app: &mut Option<CrossreadApp>| match app {
                Some(app) => {
                    app.before_frame(ui.ctx());
                    app.frame(ui);
                }
                // The typefaces set here are there from the next frame on.
                None => *app = Some(CrossreadApp::new(ui.ctx(), env(), Settings::default())),
            },
            None,
        );
        harness.run_ok();
        Self { harness, scratch: Scratch::new() }
    }

    /// The window on a project with the made-up articles.
    pub fn on_project() -> Self {
        let mut window = Self::new((1440.0, 900.0));
        let project = window.scratch.project("p");
        window.app_mut().open(Some(project));
        window.settle();
        window
    }

    pub fn app(&self) -> &CrossreadApp {
        self.harness.state().as_ref().unwrap()
    }

    pub fn app_mut(&mut self) -> &mut CrossreadApp {
        self.harness.state_mut().as_mut().unwrap()
    }

    pub fn project(&self) -> &Project {
        self.app().workbench.session.as_ref().unwrap().project()
    }

    /// Draws until nothing moves and everything is saved.
    pub fn settle(&mut self) {
        let start = Instant::now();
        loop {
            self.harness.run_ok();
            let bench = &self.app().workbench;
            let is_saving = bench.session.as_ref().is_some_and(|session| !session.save_status().all_safe());
            if !is_saving && bench.is_settled() {
                self.harness.run_ok();
                return;
            }
            assert!(start.elapsed() < Duration::from_secs(60), "still busy after a minute: {:?}", bench.running());
            std::thread::yield_now();
        }
    }

    /// What has this accessible name; the first if there are several.
    #[track_caller]
    pub fn node<'a>(&'a self, name: &'a str) -> egui_kittest::Node<'a> {
        self.harness.query_all_by_label(name).next().unwrap_or_else(|| {
            let mut nodes = vec![self.harness.root()];
            let mut names = Vec::new();
            while let Some(node) = nodes.pop() {
                names.extend(node.accesskit_node().label());
                nodes.extend(node.children());
            }
            names.sort();
            panic!("nothing is called “{name}”; there are {names:#?}")
        })
    }

    /// Where something is on the screen.
    #[track_caller]
    pub fn rect(&self, name: &str) -> Rect {
        self.node(name).rect()
    }

    /// Everything of a kind that has a name, with where it is.
    pub fn rects(&self, role: Role) -> Vec<(String, Rect)> {
        let nodes = self.harness.query_all_by_role(role);
        nodes.filter_map(|node| Some((node.accesskit_node().label()?, node.rect()))).collect()
    }

    /// Does something on the screen, and draws until nothing moves.
    #[track_caller]
    pub fn click(&mut self, name: &str) {
        self.node(name).click();
        self.settle();
    }

    /// Does what a click would, wherever the thing is scrolled to, as a screen reader asks for it.
    #[track_caller]
    pub fn activate(&mut self, name: &str) {
        self.node(name).click_accesskit();
        self.settle();
    }

    /// Clicks the first thing whose name holds these words.
    #[track_caller]
    pub fn click_first(&mut self, words: &str) {
        self.harness.query_all_by_label_contains(words).next().unwrap().click();
        self.settle();
    }

    /// Chooses an entry of a menu, whatever key is named beside it.
    #[track_caller]
    pub fn choose(&mut self, menu: &str, entry: &str) {
        self.click(menu);
        self.choose_entry(entry);
    }

    /// Chooses an entry of an open menu, whatever key is named beside it.
    #[track_caller]
    pub fn choose_entry(&mut self, entry: &str) {
        self.harness.query_all_by_label_contains(entry).next().unwrap().click();
        self.settle();
    }

    pub fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    pub fn type_text(&mut self, text: &str) {
        self.harness.event(Event::Text(text.to_owned()));
        self.settle();
    }

    pub fn shows(&self, name: &str) -> bool {
        self.harness.query_all_by_label(name).next().is_some()
    }

    /// Whether something on the screen reads so, as a label or as a value.
    pub fn reads(&self, words: &str) -> bool {
        let has = |text: Option<String>| text.is_some_and(|text| text.contains(words));
        let mut nodes = vec![self.harness.root()];
        while let Some(node) = nodes.pop() {
            if has(node.accesskit_node().label()) || has(node.accesskit_node().value()) {
                return true;
            }
            nodes.extend(node.children());
        }
        false
    }

    pub fn article(&self, title: &str) -> ArticleId {
        self.project().articles.values().find(|article| article.title == title).unwrap().id
    }

    pub fn open_titles(&self) -> Vec<&str> {
        let columns = &self.app().workbench.view.columns;
        columns.iter().map(|id| self.project().articles[id].title.as_str()).collect()
    }

    pub fn selection(&self) -> Selection {
        self.app().workbench.view.selection
    }

    pub fn selected_figure(&self) -> &Figure {
        let Selection::Figure(id) = self.selection() else { panic!("{:?} is selected", self.selection()) };
        &self.project().figures[&id]
    }

    pub fn with_status(&self, status: ReviewStatus) -> Vec<FigureId> {
        self.project().figures.values().filter(|figure| figure.status == status).map(|figure| figure.id).collect()
    }

    /// Where words stand in an article's text, and where on the screen its first and last signs are.
    pub fn words(&self, title: &str, words: &str) -> (Range<usize>, Pos2, Pos2) {
        let article = self.article(title);
        let text = self.app().workbench.session.as_ref().unwrap().text(article).unwrap();
        let start = text.find(words).unwrap();
        let range = start..start + words.len();
        let rects = self.app().panels.reader.rects(article, &range);
        let (first, last) = (rects.first().unwrap(), rects.last().unwrap());
        (range, first.left_center() + egui::vec2(1.0, 0.0), last.right_center() - egui::vec2(1.0, 0.0))
    }

    /// Drags over words of an article.
    pub fn select_words(&mut self, title: &str, words: &str) {
        let (range, from, to) = self.words(title, words);
        self.harness.hover_at(from);
        self.harness.run_ok();
        self.harness.drag_at(from);
        self.harness.run_ok();
        self.harness.hover_at(to);
        self.harness.run_ok();
        self.harness.drop_at(to);
        self.settle();
        assert_eq!(self.app().workbench.view.text_selection, Some((self.article(title), range)));
    }
}

#[test]
fn the_library_opens_and_closes_articles() {
    let mut window = Window::on_project();
    let row = format!("{SHELLS}, unread");
    assert_eq!(window.open_titles().len(), 3, "a project opens with something to read");
    window.click(&row);
    assert_eq!(window.selection(), Selection::Article(window.article(SHELLS)));
    window.click(&row);
    assert!(!window.open_titles().contains(&SHELLS));
    assert!(!window.shows(&format!("Text of {SHELLS}")));
    window.click(&row);
    assert_eq!(window.open_titles().last(), Some(&SHELLS), "it opens at the right");
    window.click(&format!("Close {DOZENS}"));
    assert_eq!(window.open_titles(), [KNOWN, SHELLS]);
    window.press(Modifiers::COMMAND, Key::W);
    assert_eq!(window.open_titles(), [KNOWN], "Ctrl W closes the selected one");
}

#[test]
fn the_library_is_filtered_and_grouped() {
    let mut window = Window::on_project();
    window.press(Modifiers::COMMAND, Key::L);
    assert!(window.node("Filter articles").is_focused());
    window.type_text("port town");
    assert!(window.shows(&format!("{DOZENS}, unread")) && !window.shows(&format!("{SHELLS}, unread")));
    window.type_text(" on Mars");
    assert!(window.reads("Nothing matches"));
    window.press(Modifiers::COMMAND, Key::A);
    window.press(Modifiers::NONE, Key::Delete);
    assert!(window.shows(&format!("{SHELLS}, unread")));
    window.click("Group articles");
    window.click("by status");
    assert!(window.shows("Unread") && !window.shows("Wire unknown"));
    window.press(Modifiers::COMMAND, Key::D);
    assert_eq!(window.project().articles.values().filter(|article| article.read_state.label() == "done").count(), 1);
}

#[test]
fn suggestions_are_reviewed_by_keyboard_alone() {
    let mut window = Window::on_project();
    let n = window.project().figures.len();
    window.press(Modifiers::COMMAND, Key::R);
    let first = window.selected_figure().clone();
    assert_eq!(first.status, ReviewStatus::Suggested);
    assert!(window.shows("Confirm") && window.reads(&format!("to review {n}")));
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.with_status(ReviewStatus::Confirmed), [first.id]);
    let second = window.selected_figure().id;
    assert_ne!(second, first.id, "the queue goes on");
    window.press(Modifiers::NONE, Key::X);
    assert_eq!(window.with_status(ReviewStatus::Rejected), [second]);
    window.press(Modifiers::NONE, Key::K);
    window.press(Modifiers::NONE, Key::K);
    assert_eq!(window.selected_figure().id, first.id);
    window.press(Modifiers::NONE, Key::J);
    assert_eq!(window.selected_figure().id, second);
    window.press(Modifiers::NONE, Key::U);
    assert!(window.with_status(ReviewStatus::Rejected).is_empty());
    // Through to the end.
    window.press(Modifiers::COMMAND, Key::R);
    for _ in 0..n {
        window.press(Modifiers::NONE, Key::Enter);
    }
    assert_eq!(window.with_status(ReviewStatus::Confirmed).len(), n);
    assert!(window.reads(&format!("confirmed {n}")));
    // A window on the same project, opened anew, has it all.
    let folder = window.app().workbench.session.as_ref().unwrap().folder().to_owned();
    window.app_mut().close();
    let mut again = Window::new((1440.0, 900.0));
    again.app_mut().open(Some(folder));
    again.settle();
    assert_eq!(again.with_status(ReviewStatus::Confirmed).len(), n);
}

#[test]
fn keys_of_one_slow_frame_are_taken_in_order_and_as_pressed() {
    let mut window = Window::on_project();
    window.press(Modifiers::COMMAND, Key::R);
    let first = window.selected_figure().id;
    let both = Modifiers::COMMAND | Modifiers::SHIFT;
    // All before the next frame is drawn: rejected, then the next confirmed, then the theme, with Shift up again.
    for (modifiers, key) in [(Modifiers::NONE, Key::X), (Modifiers::NONE, Key::Enter), (both, Key::L)] {
        for pressed in [true, false] {
            let event = Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
            window.harness.input_mut().events.push(event);
        }
    }
    window.settle();
    assert_eq!(window.with_status(ReviewStatus::Rejected), [first]);
    assert_eq!(window.with_status(ReviewStatus::Confirmed).len(), 1);
    assert_eq!(window.app().workbench.view.theme, Theme::Dark);
    assert!(!window.node("Filter articles").is_focused(), "Ctrl L alone was never pressed");
}

#[test]
fn a_row_of_the_figures_table_shows_its_sentence() {
    let mut window = Window::on_project();
    window.press(Modifiers::COMMAND, Key::Num1);
    window.click("Figure 51, people killed, suggested");
    let figure = window.selected_figure().clone();
    assert_eq!(figure.anchor.quote, "51");
    let reader = &window.app().panels.reader;
    assert!(!reader.rects(window.article(KNOWN), &figure.anchor.span.range()).is_empty(), "the number is in sight");
    window.click("Confirm");
    assert_eq!(window.with_status(ReviewStatus::Confirmed), [figure.id]);
    window.click("confirmed 1");
    assert!(window.shows("Figure 51, people killed, confirmed"));
    assert!(!window.shows("Figure At least 42, people killed, suggested"));
}

#[test]
fn selected_words_are_tagged_by_a_key_and_undone() {
    let mut window = Window::on_project();
    window.click("Codebook");
    assert!(window.reads("No tags yet"));
    window.click("Starter codebook");
    let tag = window.project().tags.values().find(|tag| tag.key == Some('1')).unwrap().clone();
    let words = "110 injured when shells hit the harbour";
    window.select_words(SHELLS, words);
    window.harness.key_press(Key::Num1);
    window.type_text("1");
    let excerpts: Vec<_> = window.project().excerpts.values().cloned().collect();
    let [excerpt] = excerpts.as_slice() else { panic!("{excerpts:?}") };
    assert_eq!((excerpt.anchor.quote.as_str(), excerpt.article), (words, window.article(SHELLS)));
    assert!(excerpt.tags.contains(&tag.id));
    assert!(window.reads("1 excerpt"));
    window.press(Modifiers::COMMAND, Key::Z);
    assert!(window.project().excerpts.is_empty());
    assert!(window.reads("Undone:"));
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(window.project().excerpts.values().cloned().collect::<Vec<_>>(), excerpts);
    // All the way back, and forward again.
    let last = window.project().clone();
    while window.app().workbench.session.as_ref().unwrap().undo_label().is_some() {
        window.press(Modifiers::COMMAND, Key::Z);
    }
    assert!(window.project().articles.is_empty());
    while window.app().workbench.session.as_ref().unwrap().redo_label().is_some() {
        window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    }
    assert_eq!(*window.project(), last);
}

#[test]
fn a_missed_figure_is_added_from_selected_words() {
    let mut window = Window::on_project();
    let n = window.project().figures.len();
    window.select_words(KNOWN, "7 buses seen");
    window.press(Modifiers::NONE, Key::F);
    assert_eq!(window.project().figures.len(), n + 1);
    let figure = window.selected_figure();
    // The sentence does not say that it counts people: the analyst is asked what it does count.
    assert_eq!((figure.low, figure.status), (Some(7), ReviewStatus::Confirmed));
    assert!(figure.measure_not_judged());
    window.press(Modifiers::COMMAND, Key::Delete);
    assert_eq!(window.project().figures.len(), n);
    // One whose sentence says what it counts is the analyst's own finding, and so confirmed.
    window.press(Modifiers::COMMAND, Key::Num1);
    window.click("Figure 51, people killed, suggested");
    window.press(Modifiers::COMMAND, Key::Delete);
    window.select_words(KNOWN, "51 people killed");
    window.press(Modifiers::NONE, Key::F);
    let figure = window.selected_figure();
    assert_eq!((figure.low, figure.status), (Some(51), ReviewStatus::Confirmed));
}

#[test]
fn memos_are_written_on_what_is_selected() {
    let mut window = Window::on_project();
    window.click(&format!("{SHELLS}, unread"));
    window.press(Modifiers::COMMAND, Key::M);
    assert!(window.node("Memo").is_focused());
    window.type_text("Xenia saw the harbour; ask her.");
    assert!(window.with_status(ReviewStatus::Rejected).is_empty(), "letters typed are no commands");
    // Going elsewhere keeps it.
    window.click(&format!("{DOZENS}, unread"));
    let article = window.article(SHELLS);
    let memo = window.project().memos.values().find(|memo| memo.on == MemoTarget::Article(article)).unwrap();
    assert_eq!(memo.text, "Xenia saw the harbour; ask her.");
    window.click(&format!("{SHELLS}, unread"));
    assert!(window.reads("Xenia saw the harbour"));
}

#[test]
fn keys_that_edit_text_do_nothing_else_while_typing() {
    let mut window = Window::on_project();
    window.click(&format!("{SHELLS}, unread"));
    window.press(Modifiers::COMMAND, Key::D);
    window.press(Modifiers::COMMAND, Key::M);
    window.type_text("one two");
    let before = window.project().clone();
    window.press(Modifiers::COMMAND, Key::Home);
    for key in [Key::Z, Key::Delete, Key::A, Key::C] {
        window.press(Modifiers::COMMAND, key);
    }
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(*window.project(), before);
    assert_eq!(window.selection(), Selection::Article(window.article(SHELLS)));
}

#[test]
fn a_half_written_memo_is_kept_when_the_window_closes() {
    let mut window = Window::on_project();
    window.click(&format!("{SHELLS}, unread"));
    window.press(Modifiers::COMMAND, Key::M);
    window.type_text("Half a thought");
    let folder = window.app().workbench.session.as_ref().unwrap().folder().to_owned();
    window.press(Modifiers::COMMAND, Key::Q);
    assert!(window.app().workbench.wants_to_quit());
    window.app_mut().close();
    let mut again = Window::new((1440.0, 900.0));
    again.app_mut().open(Some(folder));
    again.settle();
    let memos: Vec<&str> = again.project().memos.values().map(|memo| memo.text.as_str()).collect();
    assert_eq!(memos, ["Half a thought"]);
}

#[test]
fn a_mark_in_the_plot_leads_to_its_sentence() {
    let mut window = Window::on_project();
    // Tall enough for every mark to be in sight.
    window.harness.set_size(Vec2::new(1440.0, 1600.0));
    window.press(Modifiers::COMMAND, Key::Num2);
    for name in ["By outlet", "Over time", "By origin"] {
        window.click(name);
        let mark = "Evening Page 51, Marren Health Directorate, suggested";
        let name = if window.shows(mark) { mark } else { panic!("{name} has no mark “{mark}”") };
        window.app_mut().workbench.view.selection = Selection::None;
        window.click(name);
        let figure = window.selected_figure();
        assert_eq!(figure.anchor.quote, "51");
        let place = figure.anchor.span.range();
        assert!(!window.app().panels.reader.rects(window.article(KNOWN), &place).is_empty());
    }
}

#[test]
fn a_cell_of_the_matrix_leads_to_its_sentence() {
    let mut window = Window::on_project();
    window.harness.set_size(Vec2::new(1440.0, 1600.0));
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::M);
    window.settle();
    window.app_mut().workbench.view.selection = Selection::None;
    let (name, rect) = window
        .rects(Role::Cell)
        .into_iter()
        .find(|(name, _)| name.contains("51, Marren Health Directorate, suggested"))
        .expect("a cell holds the 51");
    assert!(name.contains("Evening Page"), "{name}");
    window.harness.hover_at(rect.center());
    window.harness.run_ok();
    window.harness.drag_at(rect.center());
    window.harness.run_ok();
    window.harness.drop_at(rect.center());
    window.settle();
    assert_eq!(window.selected_figure().anchor.quote, "51");
    window.click("By origin");
    window.settle();
    assert_eq!(window.app().workbench.view.matrix.by, crossread::plots::MatrixBy::Origin);
}

#[test]
fn the_axis_is_chosen_by_keyboard() {
    use crossread::plots::AxisChoice;
    let mut window = Window::on_project();
    let seen: Vec<AxisChoice> = (0..3)
        .map(|_| {
            window.press(Modifiers::COMMAND, Key::G);
            window.app().workbench.view.plots.axis
        })
        .collect();
    assert_eq!(seen, [AxisChoice::Log, AxisChoice::Linear, AxisChoice::Auto]);
}

#[test]
fn clicking_a_number_in_the_text_selects_its_figure() {
    let mut window = Window::on_project();
    let (_, from, _) = window.words(DOZENS, "17");
    window.harness.hover_at(from + egui::vec2(3.0, 0.0));
    window.harness.run_ok();
    window.harness.drag_at(from + egui::vec2(3.0, 0.0));
    window.harness.run_ok();
    window.harness.drop_at(from + egui::vec2(3.0, 0.0));
    window.settle();
    assert_eq!(window.selected_figure().anchor.quote, "17");
    assert!(window.reads("civilians killed · suggested"), "the inspector tells of it");
}

#[test]
fn the_palette_finds_any_command() {
    let mut window = Window::on_project();
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    assert!(window.node("Find a command").is_focused());
    window.type_text("zzz");
    window.press(Modifiers::NONE, Key::Enter);
    assert!(window.app().workbench.view.palette_open, "there was nothing to do");
    window.press(Modifiers::COMMAND, Key::A);
    window.type_text("over time");
    window.press(Modifiers::NONE, Key::Enter);
    assert!(!window.app().workbench.view.palette_open);
    assert_eq!(window.app().workbench.view.plots.kind, crossread::plots::PlotKind::OverTime);
    // One press of Escape closes it, whatever is typed.
    for typed in ["", "memo"] {
        window.click("Commands");
        window.type_text(typed);
        window.press(Modifiers::NONE, Key::Escape);
        assert!(!window.app().workbench.view.palette_open, "“{typed}”");
    }
}

#[test]
fn the_theme_changes_from_menu_and_key() {
    let mut window = Window::on_project();
    window.choose("View", "Light or dark");
    assert_eq!(window.app().workbench.view.theme, Theme::Dark);
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::L);
    assert_eq!(window.app().workbench.view.theme, Theme::Light);
}

#[test]
fn help_lists_the_keys_and_holds_back_the_rest() {
    let mut window = Window::on_project();
    window.press(Modifiers::COMMAND, Key::R);
    window.type_text("?");
    assert!(window.reads("Review next suggestion") && window.reads("With words selected in an article"));
    window.press(Modifiers::NONE, Key::X);
    assert!(window.with_status(ReviewStatus::Rejected).is_empty(), "nothing is judged behind the help");
    window.press(Modifiers::NONE, Key::Escape);
    assert!(!window.app().workbench.view.help_open);
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn dropped_files_are_corrected_in_the_import_table() {
    let mut window = Window::on_project();
    let n = window.project().articles.len();
    let late = window.scratch.file("late.txt", "Arlen is cut off\n\nPolice said 4 people were injured in Arlen.\n");
    let again = window.scratch.path("p-articles").join(crate::support::WIRE.0);
    let empty = window.scratch.file("empty.txt", "");
    window.harness.input_mut().dropped_files =
        vec![Arc::new(Dropped(late)), Arc::new(Dropped(again)), Arc::new(Dropped(empty))];
    window.harness.run_ok();
    window.settle();
    let table = window.app().workbench.import.as_ref().unwrap();
    let included: Vec<(&str, bool)> = table.rows.iter().map(|row| (row.draft.file.as_str(), row.include)).collect();
    assert_eq!(included, [("late.txt", true), ("north-wire.txt", false)], "what is there already is left out");
    assert!(window.reads("the file is empty"), "what failed is named");
    assert_eq!(window.project().articles.len(), n, "nothing lands before it is said");
    window.node("Outlet of file 1").focus();
    window.settle();
    window.type_text("Arlen Echo");
    window.node("Published of file 1").focus();
    window.settle();
    window.type_text("last Friday");
    window.click("Import 1 article");
    assert!(window.app().workbench.import.is_some(), "a date that is none does not land");
    window.node("Published of file 1").focus();
    window.settle();
    window.press(Modifiers::COMMAND, Key::A);
    window.type_text("2030-05-05");
    window.click("Import 1 article");
    let landed = window.project().articles.values().find(|article| article.title == "Arlen is cut off").unwrap();
    assert_eq!(window.project().outlet_name(landed), "Arlen Echo");
    assert_eq!(landed.published, Some("2030-05-05".parse().unwrap()));
    assert!(window.project().figures.values().any(|figure| figure.article == landed.id && figure.low == Some(4)));
    assert_eq!(window.project().articles.len(), n + 1);
}

#[test]
fn without_a_project_the_window_says_how_to_begin() {
    let mut window = Window::new((1440.0, 900.0));
    window.settle();
    for name in ["Open the sample project", "New project…", "Open project…"] {
        assert!(window.reads(name), "{name}");
    }
    window.app_mut().open(Some(PathBuf::from("absent")));
    window.settle();
    assert!(window.reads("there is no Crossread project here: absent"));
}

#[test]
fn an_empty_project_says_in_every_panel_what_to_do() {
    let mut window = Window::new((1440.0, 900.0));
    let folder = window.scratch.path("empty");
    window.scratch.run(["new", "empty"]).is(0);
    window.app_mut().open(Some(folder));
    window.settle();
    for (panel, words) in [("Library", "No articles yet"), ("Codebook", "No tags yet")] {
        window.click(panel);
        assert!(window.reads(words), "{panel} does not say “{words}”");
    }
    for (key, words) in
        [(Key::Num1, "No figures yet"), (Key::Num2, "No figures to plot"), (Key::Num3, "Nothing to settle")]
    {
        window.press(Modifiers::COMMAND, key);
        assert!(window.reads(words), "{key:?} does not show “{words}”");
    }
    assert!(window.reads("Nothing to read yet"));
}

#[test]
fn the_window_works_at_every_size_and_text_size() {
    let mut window = Window::on_project();
    for size in [(900.0, 560.0), (1280.0, 800.0), (2560.0, 1440.0)] {
        window.harness.set_size(Vec2::from(size));
        window.settle();
        for _ in 0..4 {
            window.press(Modifiers::COMMAND, Key::Plus);
        }
        let rects = window.app().panels.reader.rects(window.article(SHELLS), &(0..6));
        assert!(!rects.is_empty(), "{size:?}: nothing of the article is in sight");
        window.press(Modifiers::COMMAND, Key::Num0);
        assert_eq!(window.app().workbench.view.zoom, 1.0);
    }
}

/// Everything of the window but one article is masked, so that only the reader's own look can change the picture.
/// `UPDATE_SNAPSHOTS=true` takes it anew.
#[test]
fn the_reader_looks_as_it_did() {
    let mut window = Window::new((1440.0, 900.0));
    // The same ids and times at every run, and with them the same order.
    let folder = window.scratch.path("p");
    let articles = window.scratch.articles("in");
    let mut session = Session::create(&folder, "p", env()).unwrap();
    let read = import::read_files(&[articles], session.project(), &|_| None, &Progress::default());
    session.land_import(&read.unwrap()).unwrap();
    session.operate(Operation::AddStarterCodebook).unwrap();
    let tag = session.project().tags.values().find(|tag| tag.key == Some('1')).unwrap().id;
    let article = session.project().articles.values().find(|article| article.title == SHELLS).unwrap().id;
    session.operate(Operation::TagSpan { article, range: 37..120, tag }).unwrap();
    // Only figures put there by hand, so that the picture does not change with what the rules find.
    let figures: Vec<FigureId> = session.project().figures.keys().copied().collect();
    session.operate(Operation::DeleteFigures(figures)).unwrap();
    let text = session.text(article).unwrap();
    for words in ["At least 42", "110", "9"] {
        let at = text.find(words).unwrap();
        session.operate(Operation::AddFigure { article, range: at..at + words.len() }).unwrap();
    }
    let figures: Vec<FigureId> = session.project().figures.keys().copied().collect();
    session.operate(Operation::Review { figures: figures.clone(), status: ReviewStatus::Suggested }).unwrap();
    let of = |low| figures.iter().copied().find(|id| session.project().figures[id].low == Some(low)).unwrap();
    let (killed, children) = (of(42), of(9));
    session.operate(Operation::Review { figures: vec![killed], status: ReviewStatus::Confirmed }).unwrap();
    session.operate(Operation::Review { figures: vec![children], status: ReviewStatus::Rejected }).unwrap();
    session.close().unwrap();
    window.app_mut().open(Some(folder));
    window.settle();
    window.app_mut().workbench.view.selection = Selection::Article(article);
    window.harness.remove_cursor();
    window.settle();
    let reader = window.rect(&format!("Text of {SHELLS}"));
    let everything = Rect::from_min_size(Pos2::ZERO, Vec2::new(1440.0, 900.0));
    for masked in [
        Rect { max: Pos2::new(reader.left(), 900.0), ..everything },
        Rect { min: Pos2::new(reader.right(), 0.0), ..everything },
        Rect { max: Pos2::new(1440.0, reader.top()), ..everything },
        Rect { min: Pos2::new(0.0, reader.bottom()), ..everything },
    ] {
        window.harness.mask(masked);
    }
    // Letters are drawn a little differently by other graphics libraries; a lost mark is far more than that.
    let options = SnapshotOptions::new().threshold(2.0).max_failed_pixels(300);
    window.harness.snapshot_options("reader", &options);
}
