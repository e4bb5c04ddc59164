//! The keyboard in the whole window: where it goes when what had it goes away, that words typed are no commands, the way
//! from panel to panel, and the project that a start opens.

use std::path::PathBuf;

use crossread::app::settings::Settings;
use crossread::model::ReviewStatus;
use crossread::ui::window::CrossreadApp;
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::NodeT as _;

use crate::panels::Window;

/// Letters as a keyboard sends them: pressed and typed, all before the next frame.
fn type_word(window: &mut Window, word: &str) {
    for letter in word.chars() {
        let name = letter.to_uppercase().to_string();
        let key = Key::from_name(&name).unwrap();
        window.harness.input_mut().events.push(Event::Key {
            key,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::NONE,
        });
        window.harness.input_mut().events.push(Event::Text(letter.to_string()));
    }
    window.settle();
}

fn focused(window: &Window) -> Option<String> {
    let mut nodes = vec![window.harness.root()];
    while let Some(node) = nodes.pop() {
        if node.is_focused() {
            return node.accesskit_node().label();
        }
        nodes.extend(node.children());
    }
    None
}

fn revision(window: &Window) -> u64 {
    window.app().workbench.session.as_ref().unwrap().revision()
}

#[test]
fn after_a_choice_is_given_up_the_keyboard_is_where_it_was() {
    let mut window = Window::on_project();
    window.press(Modifiers::COMMAND, Key::R);
    let before = revision(&window);
    let combo = window.rects(Role::ComboBox).into_iter().find(|(name, _)| name == "Counts").unwrap().0;
    window.node(&combo).focus();
    window.settle();
    window.press(Modifiers::NONE, Key::Enter);
    window.press(Modifiers::NONE, Key::Escape);
    assert_eq!(focused(&window).as_deref(), Some(combo.as_str()));
    let figures = window.with_status(ReviewStatus::Suggested).len();
    type_word(&mut window, "sex");
    assert_eq!((window.with_status(ReviewStatus::Suggested).len(), revision(&window)), (figures, before));
    assert!(!window.app().workbench.view.help_open);
}

#[test]
fn a_field_of_the_inspector_keeps_the_keyboard_when_it_is_done() {
    let mut window = Window::on_project();
    window.press(Modifiers::COMMAND, Key::R);
    let before = revision(&window);
    let row = window
        .rects(Role::Button)
        .into_iter()
        .find(|(name, _)| name.starts_with("Place: "))
        .unwrap_or_else(|| panic!("{:?}", window.rects(Role::Button)))
        .0;
    for end in [Key::Escape, Key::Enter] {
        window.node(&row).focus();
        window.settle();
        window.press(Modifiers::NONE, Key::Enter);
        assert!(!window.shows(&row), "it is being edited");
        window.press(Modifiers::NONE, end);
        assert_eq!(focused(&window).as_deref(), Some(row.as_str()), "{end:?}");
    }
    type_word(&mut window, "seven");
    assert_eq!(revision(&window), before);
}

#[test]
fn words_typed_with_no_field_are_no_chain_of_commands() {
    let mut window = Window::on_project();
    window.press(Modifiers::COMMAND, Key::R);
    // The first letter cannot be known for a word; what follows it is.
    type_word(&mut window, "jxume");
    window.press(Modifiers::NONE, Key::Enter);
    assert!(window.with_status(ReviewStatus::Rejected).is_empty(), "X in a word");
    assert!(window.app().workbench.view.marked_figures.is_empty(), "M in a word");
    // Keys of the review, each by itself.
    window.press(Modifiers::COMMAND, Key::R);
    window.press(Modifiers::NONE, Key::X);
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.with_status(ReviewStatus::Rejected).len(), 1);
}

#[test]
fn after_typing_letters_do_nothing_until_the_review_goes_on() {
    let mut window = Window::on_project();
    window.press(Modifiers::COMMAND, Key::R);
    window.press(Modifiers::COMMAND, Key::L);
    window.type_text("port");
    window.press(Modifiers::NONE, Key::Escape);
    window.press(Modifiers::NONE, Key::X);
    assert!(window.with_status(ReviewStatus::Rejected).is_empty());
    window.press(Modifiers::COMMAND, Key::R);
    window.press(Modifiers::NONE, Key::X);
    assert_eq!(window.with_status(ReviewStatus::Rejected).len(), 1);
}

#[test]
fn the_keyboard_goes_from_panel_to_panel() {
    let mut window = Window::on_project();
    let mut seen = Vec::new();
    for _ in 0..4 {
        window.press(Modifiers::COMMAND, Key::F6);
        seen.push(focused(&window));
    }
    assert!(seen.iter().all(Option::is_some), "{seen:?}");
    let distinct: std::collections::BTreeSet<_> = seen.iter().collect();
    assert_eq!(distinct.len(), 4, "{seen:?}");
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::F6);
    assert_eq!(focused(&window), seen[2]);
    window.press(Modifiers::COMMAND, Key::Num3);
    assert!(focused(&window).is_some(), "the checks");
}

#[test]
fn alt_and_a_letter_open_a_menu_and_escape_goes_back() {
    let mut window = Window::on_project();
    window.press(Modifiers::ALT, Key::F);
    assert!(window.reads("Project and coder"));
    let entry = focused(&window).unwrap();
    assert!(entry.starts_with("New project"), "{entry}");
    window.press(Modifiers::NONE, Key::Escape);
    assert!(!window.reads("Import a folder"));
    window.press(Modifiers::ALT, Key::G);
    assert!(window.reads("Review next suggestion"));
}

#[test]
fn the_inspector_scrolls_to_what_has_the_keyboard() {
    let mut window = Window::new((1280.0, 560.0));
    let project = window.scratch.project("p");
    window.app_mut().open(Some(project));
    window.settle();
    window.press(Modifiers::COMMAND, Key::R);
    let memo = |window: &Window| window.rect("Memo");
    let below = memo(&window).top();
    assert!(below > 540.0, "the memo is out of sight: {below}");
    window.node("Memo").focus();
    window.settle();
    let now = memo(&window);
    assert!(now.bottom() < 540.0, "{now:?}");
}

#[test]
fn the_help_is_read_by_keyboard() {
    let mut window = Window::on_project();
    window.type_text("?");
    let top = |window: &Window| window.rect("Keys").top();
    let start = top(&window);
    window.press(Modifiers::NONE, Key::ArrowDown);
    let one = top(&window);
    assert!(one < start, "an arrow: {one} of {start}");
    window.press(Modifiers::NONE, Key::PageDown);
    assert!(top(&window) < one - 100.0, "a page");
    window.press(Modifiers::NONE, Key::Home);
    assert!((top(&window) - start).abs() < 1.0);
    window.press(Modifiers::NONE, Key::End);
    assert!(top(&window) < start - 200.0);
    window.press(Modifiers::NONE, Key::Home);
    let mut seen = Vec::new();
    for _ in 0..20 {
        window.press(Modifiers::NONE, Key::Tab);
        seen.push(focused(&window));
        if focused(&window).as_deref() == Some("Keys") {
            return;
        }
    }
    panic!("Tab never comes to the keys: {seen:?}");
}

#[test]
fn the_palette_keeps_its_height_and_shows_the_row_that_enter_takes() {
    let mut window = Window::on_project();
    let both = Modifiers::COMMAND | Modifiers::SHIFT;
    window.press(both, Key::P);
    let height = |window: &Window| window.rect("Find a command").top();
    let top = height(&window);
    for _ in 0..40 {
        window.press(Modifiers::NONE, Key::ArrowDown);
    }
    window.type_text("no such thing");
    assert!(window.shows("No command matches “no such thing”"));
    assert!((height(&window) - top).abs() < 2.0, "it stays where it is: {} of {top}", height(&window));
    window.press(Modifiers::NONE, Key::Escape);
    window.press(both, Key::P);
    let first = window.rects(Role::TreeItem).into_iter().find(|(name, _)| name == "New project…").unwrap().1;
    assert!(first.top() > window.rect("Find a command").bottom() - 1.0, "{first:?}");
}

#[test]
fn undo_says_only_the_last_step_and_escape_closes_it() {
    let mut window = Window::on_project();
    window.press(Modifiers::COMMAND, Key::R);
    for _ in 0..3 {
        window.press(Modifiers::NONE, Key::X);
    }
    for _ in 0..3 {
        window.press(Modifiers::COMMAND, Key::Z);
    }
    let undone = |window: &Window| {
        window.app().workbench.view.notices.iter().filter(|n| n.notice.text.starts_with("Undone")).count()
    };
    assert_eq!(undone(&window), 1);
    let at = window.rect("Dismiss");
    assert!(at.center().y > 800.0 && at.right() < 1_000.0, "below, in the middle: {at:?}");
    // Nothing has the keyboard: Escape is for the notice.
    window.press(Modifiers::NONE, Key::Escape);
    window.press(Modifiers::NONE, Key::Escape);
    assert_eq!(undone(&window), 0);
}

#[test]
fn escape_leaves_the_search_with_its_hits() {
    let mut window = Window::on_project();
    let both = Modifiers::COMMAND | Modifiers::SHIFT;
    window.press(both, Key::F);
    window.type_text("Marren");
    let hits = window.app().workbench.search.results.n_hits;
    assert!(hits > 0);
    window.press(Modifiers::NONE, Key::Escape);
    assert_eq!(window.app().workbench.view.search.query, "Marren");
    assert_eq!(focused(&window).as_deref(), Some("Search results"));
    window.press(both, Key::F);
    window.type_text("port");
    assert_eq!(window.app().workbench.view.search.query, "port", "it stands in the place of what was there");
}

/// A window that knows these recent projects, started without a path.
fn started(recent: &[PathBuf]) -> Window {
    let mut window = Window::new((1440.0, 900.0));
    let mut settings = Settings::default();
    recent.iter().rev().for_each(|folder| settings.remember(folder.clone()));
    let ctx = window.harness.ctx.clone();
    let env = crate::panels::env();
    *window.harness.state_mut() = Some(CrossreadApp::new(&ctx, env, settings));
    window
}

#[test]
fn a_start_without_a_path_opens_the_project_that_was_open_last() {
    let scratch = crate::support::Scratch::new();
    let (one, two) = (scratch.project("one"), scratch.project("two"));
    let mut window = started(&[two.clone(), one.clone()]);
    window.app_mut().open(None);
    window.settle();
    assert_eq!(window.app().workbench.session.as_ref().unwrap().folder(), two);
    // The other is one command away.
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    window.type_text("recent one");
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.app().workbench.session.as_ref().unwrap().folder(), one);
    // And in the File menu.
    window.click("File");
    window.click_first("Open recent");
    window.choose_entry("two");
    assert_eq!(window.app().workbench.session.as_ref().unwrap().folder(), two);
}

#[test]
fn a_start_says_why_the_last_project_did_not_open() {
    let scratch = crate::support::Scratch::new();
    let held = scratch.project("held");
    let _holder = crossread::app::session::Session::open(&held, crate::panels::env()).unwrap();
    let gone = scratch.path("gone");
    if std::env::var_os("XDG_DATA_HOME").is_none() {
        eprintln!("skipped: without XDG_DATA_HOME the sample would be put among the person's own files");
        return;
    }
    for (folder, why) in [(held, "open elsewhere"), (gone, "no such folder")] {
        let mut window = started(std::slice::from_ref(&folder));
        window.app_mut().open(None);
        let notices = &window.app().workbench.view.notices;
        assert!(notices.iter().any(|shown| shown.notice.text.contains(why)), "{notices:?}");
        // What stands in for it is not what the next start opens.
        if window.app().workbench.session.is_some() {
            assert_eq!(window.app().workbench.folder_to_remember(), None);
        }
        window.app_mut().close();
    }
}

#[test]
fn what_was_set_aside_gives_the_keyboard_to_the_next_row() {
    let mut window = Window::on_project();
    window.press(Modifiers::COMMAND, Key::Num3);
    let open = window.app().workbench.derived.findings.len();
    if open < 2 {
        return;
    }
    let aside: Vec<_> = window.rects(Role::Button).into_iter().filter(|(name, _)| name == "Set aside…").collect();
    assert!(!aside.is_empty());
    window.node("Set aside…").focus();
    window.settle();
    window.press(Modifiers::NONE, Key::Enter);
    window.type_text("as it should be");
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.app().workbench.derived.dismissed.len(), 1);
    let row = focused(&window).unwrap();
    assert!(row.starts_with("warning: ") || row.starts_with("error: "), "{row}");
}

#[test]
fn words_typed_after_a_click_on_a_mere_value_are_no_commands() {
    let mut window = Window::on_project();
    window.press(Modifiers::COMMAND, Key::R);
    // A press in the inspector, on nothing that can be done.
    let at = window.rect("Counts").left_top() + egui::vec2(2.0, -5.0);
    window.harness.hover_at(at);
    window.harness.run_ok();
    window.harness.drag_at(at);
    window.harness.run_ok();
    window.harness.drop_at(at);
    window.settle();
    let before = revision(&window);
    for key in [Key::X, Key::E, Key::S, Key::Enter] {
        window.press(Modifiers::NONE, key);
    }
    assert_eq!(revision(&window), before);
    assert!(window.reads("Ctrl R goes on with the review"), "it says why");
}
