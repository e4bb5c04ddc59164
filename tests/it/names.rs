//! Every control can be told by its name: the tree that a screen reader gets, of every panel, dialog and pop-up.

use crossread::app::command::{Command, Operation, ViewCommand};
use crossread::app::reading::ReadingCommand;
use crossread::app::view::{MAX_COLUMNS, Selection};
use crossread::model::ArticleId;
use egui::accesskit::{Action, Role};
use egui::{Key, Modifiers, Rect};
use egui_kittest::kittest::NodeT as _;

use crate::panels::{SHELLS, Window};

const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };

/// Every control on the screen: role, name, where.
fn controls(window: &Window) -> Vec<(Role, Option<String>, Rect)> {
    let mut out = Vec::new();
    let mut nodes = vec![window.harness.root()];
    while let Some(node) = nodes.pop() {
        let inner = node.accesskit_node();
        let data = inner.data();
        let is_control = data.supports_action(Action::Click) || data.supports_action(Action::Focus);
        // A scroll bar is told by its role and by what it stands in; the keyboard never stops at one.
        if is_control && !inner.is_hidden() && !matches!(inner.role(), Role::Window | Role::ScrollBar) {
            let name = inner.label().or_else(|| inner.value()).filter(|label| !label.trim().is_empty());
            out.push((inner.role(), name, node.rect()));
        }
        nodes.extend(node.children());
    }
    out
}

#[track_caller]
fn is_told(window: &Window, state: &str) {
    let controls = controls(window);
    assert!(controls.len() > 10, "{state}: {controls:?}");
    let nameless: Vec<_> = controls.iter().filter(|(_, name, _)| name.is_none()).collect();
    assert!(nameless.is_empty(), "{state}: no name on {nameless:#?}");
    let mut twins = Vec::new();
    for (n, (role, name, rect)) in controls.iter().enumerate() {
        for (other_role, other_name, other) in controls.iter().skip(n + 1) {
            let (dx, dy) = (rect.center().x - other.center().x, rect.center().y - other.center().y);
            // Further away it stands in another panel or plot, which has a name of its own.
            let in_one_row = dy.abs() < 12.0 && dx.abs() < 300.0 && rect != other;
            if role == other_role && name == other_name && in_one_row {
                twins.push((role, name, rect, other));
            }
        }
    }
    assert!(twins.is_empty(), "{state}: not to be told apart: {twins:#?}");
}

fn run(window: &mut Window, command: Command) {
    window.app_mut().workbench.run_all(vec![command]);
    window.settle();
}

/// The window on a project with tags, an excerpt, a link, a tally and reviewed figures.
fn full() -> Window {
    let mut window = Window::on_project();
    run(&mut window, Command::Do(Operation::AddStarterCodebook));
    let article = window.article(SHELLS);
    let tag = *window.project().tags.keys().next().unwrap();
    run(&mut window, Command::Do(Operation::TagSpan { article, range: 0..6, tag }));
    let figures: Vec<_> = window.project().figures.keys().copied().collect();
    run(&mut window, Command::Do(Operation::CreateTally(figures[..2].to_vec())));
    let articles: Vec<ArticleId> = window.project().articles.keys().copied().take(MAX_COLUMNS).collect();
    run(&mut window, Command::View(ViewCommand::OpenAll(articles)));
    window
}

#[test]
fn controls_of_every_panel_are_told_by_name() {
    let mut window = full();
    is_told(&window, "as it opens");
    for (key, tab) in [
        (Key::Num1, "Figures"),
        (Key::Num2, "Plots"),
        (Key::Num3, "Checks"),
        (Key::Num4, "Ties"),
        (Key::Num5, "Tags by outlet"),
    ] {
        window.press(Modifiers::COMMAND, key);
        is_told(&window, tab);
    }
    window.press(CTRL_SHIFT, Key::M);
    is_told(&window, "Matrix");
    window.press(CTRL_SHIFT, Key::F);
    window.type_text("people");
    is_told(&window, "Search");
    window.click("Codebook");
    is_told(&window, "Codebook");
    window.press(CTRL_SHIFT, Key::B);
    is_told(&window, "a tally's sentences");
    window.press(Modifiers::NONE, Key::F11);
    is_told(&window, "reader alone");
}

#[test]
fn controls_of_the_inspector_are_told_by_name() {
    let mut window = full();
    let project = window.project();
    let chosen = [
        Selection::Article(*project.articles.keys().next().unwrap()),
        Selection::Figure(*project.figures.keys().next().unwrap()),
        Selection::Excerpt(*project.excerpts.keys().next().unwrap()),
        Selection::Tag(*project.tags.keys().next().unwrap()),
        Selection::Tally(*project.tallies.keys().next().unwrap()),
        Selection::Organisation(*project.organisations.keys().next().unwrap()),
        Selection::Project,
    ];
    for selection in chosen {
        run(&mut window, Command::View(ViewCommand::Select(selection)));
        is_told(&window, &format!("{selection:?}"));
    }
}

#[test]
fn controls_of_dialogs_and_pop_ups_are_told_by_name() {
    let mut window = full();
    window.press(CTRL_SHIFT, Key::P);
    is_told(&window, "commands");
    window.press(Modifiers::NONE, Key::Escape);
    window.type_text("?");
    is_told(&window, "help");
    window.press(Modifiers::NONE, Key::Escape);
    for menu in ["File", "Edit", "View", "Tag", "Figures", "Help"] {
        window.click(menu);
        is_told(&window, menu);
        window.press(Modifiers::NONE, Key::Escape);
    }
    window.select_words(SHELLS, "42 people were killed");
    is_told(&window, "the small bar at the selection");
    window.press(CTRL_SHIFT, Key::T);
    is_told(&window, "the pop-up at the selection");
    window.press(Modifiers::NONE, Key::Escape);
    window.press(Modifiers::COMMAND, Key::F);
    is_told(&window, "find");
    window.press(Modifiers::NONE, Key::Escape);
    let article = window.article(SHELLS);
    let link = crossread::app::view::Linking { from: (article, 0..6), to: Some((article, 20..30)) };
    run(&mut window, Command::View(ViewCommand::Linking(Some(link))));
    is_told(&window, "what a link says");
    window.press(Modifiers::NONE, Key::Escape);
    let all = window.project().articles.keys().copied().collect();
    run(&mut window, Command::View(ViewCommand::Mark(all)));
    window.click("Do with them…");
    is_told(&window, "what is done to marked articles");
    window.click("Set the outlet…");
    is_told(&window, "the outlet of marked articles");
    window.press(Modifiers::NONE, Key::Escape);
    run(&mut window, Command::View(ViewCommand::Reading(ReadingCommand::Ties(true))));
    for menu in ["Group articles", "Sort articles"] {
        window.click(menu);
        is_told(&window, menu);
        window.press(Modifiers::NONE, Key::Escape);
    }
}

#[test]
fn controls_of_an_empty_window_are_told_by_name() {
    let window = Window::new((1280.0, 800.0));
    is_told(&window, "no project");
}
