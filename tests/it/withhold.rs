//! Keeping an article or a memo back from reports, from everywhere it is in hand; dialogs that stay where they opened.

use crossread::app::actions::Action;
use crossread::app::command::{Command, Operation, ViewCommand};
use crossread::app::view::Selection;
use crossread::model::MemoTarget;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::panels::{SHELLS, Window};

#[test]
fn an_article_is_kept_back_in_the_inspector_and_by_its_command() {
    let mut window = Window::on_project();
    let id = window.article(SHELLS);
    window.app_mut().workbench.run(Command::View(ViewCommand::Select(Selection::Article(id))));
    window.settle();
    window.activate("Confidential: withhold from reports and exports");
    assert!(window.project().articles[&id].confidential);
    assert_eq!(window.app().workbench.withheld_words().unwrap(), "Withheld as confidential: 1 article.");
    // The same by the words of the command, and back again.
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    window.type_text("confidential");
    window.press(Modifiers::NONE, Key::Enter);
    let kept = |window: &Window| window.project().articles[&id].confidential;
    assert!(!kept(&window), "the command that is called so is the first one found");
    window.app_mut().workbench.run(Command::Action(Action::Undo));
    window.settle();
    assert!(kept(&window), "it is taken back like any other change");
}

#[test]
fn a_memo_is_kept_back_where_it_is_written() {
    let mut window = Window::on_project();
    let id = window.article(SHELLS);
    window.app_mut().workbench.run(Command::View(ViewCommand::Select(Selection::Article(id))));
    let on = MemoTarget::Article(id);
    window.app_mut().workbench.operate(Operation::WriteMemo { on, text: "met at the mill".to_owned() });
    window.settle();
    window.activate("Memo confidential");
    assert!(window.project().memos_on(on).iter().all(|memo| memo.confidential));
    assert_eq!(window.app().workbench.withheld_words().unwrap(), "Withheld as confidential: 1 memo.");
}

#[test]
fn a_tag_made_at_the_selection_leaves_its_excerpt_selected_for_a_memo() {
    let mut window = Window::on_project();
    let id = window.article(SHELLS);
    let name = "harbours".to_owned();
    window.app_mut().workbench.operate(Operation::TagSpanNew { article: id, range: 0..6, name });
    window.settle();
    let Selection::Excerpt(excerpt) = window.selection() else { panic!("{:?} is selected", window.selection()) };
    assert_eq!(window.app().workbench.memo_target(), MemoTarget::Excerpt(excerpt));
}

#[test]
fn the_import_table_stays_where_it_opened_and_enter_goes_down_its_column() {
    let mut window = Window::on_project();
    let folder = window.scratch.path("more");
    for (name, text) in [("a.txt", "The mill\n\nThe mill burnt."), ("b.txt", "The weir\n\nThe weir held.\nSo it was.")]
    {
        window.scratch.file(folder.join(name), text);
    }
    window.app_mut().workbench.run(Command::File(crossread::app::command::FileCommand::Import(vec![folder])));
    window.settle();
    let before = (window.rect("Cancel"), window.rect("Outlet of file 1"));
    window.click("Outlet of file 1");
    window.press(Modifiers::NONE, Key::Enter);
    let focused = |window: &Window| {
        let fields = window.harness.query_all_by_role(Role::TextInput);
        fields.filter(|node| node.accesskit_node().is_focused()).find_map(|node| node.accesskit_node().label())
    };
    assert_eq!(focused(&window).as_deref(), Some("Outlet of file 2"));
    // Every stop of the Tab key is something that can be changed or pressed.
    window.press(Modifiers::NONE, Key::Tab);
    assert_eq!(focused(&window).as_deref(), Some("Wire of file 2"));
    window.press(Modifiers::NONE, Key::Tab);
    assert_eq!(focused(&window).as_deref(), Some("Published of file 2"));
    assert_eq!((window.rect("Cancel"), window.rect("Outlet of file 1")), before, "nothing moved");
}

#[test]
fn the_filter_of_the_figures_is_there_at_every_width() {
    for size in [(1280.0, 800.0), (1440.0, 900.0), (1920.0, 1080.0)] {
        let mut window = Window::new(size);
        let project = window.scratch.project("p");
        window.app_mut().open(Some(project));
        window.settle();
        window.app_mut().workbench.run(Command::Action(Action::ShowFigures));
        window.settle();
        assert!(window.rect("Filter figures").width() >= 120.0, "at {size:?}");
    }
}

#[test]
fn an_article_is_kept_back_from_its_column() {
    let mut window = Window::on_project();
    let id = window.article(SHELLS);
    window.app_mut().workbench.run(Command::View(ViewCommand::OpenArticle(id)));
    window.settle();
    let more = format!("More about {SHELLS}");
    window.choose(&more, "Mark confidential");
    assert!(window.project().articles[&id].confidential);
    window.choose(&more, "Not confidential");
    assert!(!window.project().articles[&id].confidential);
}
