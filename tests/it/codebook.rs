//! The codebook, tags by outlet and links made by hand, by keyboard and by accessible name.

use crossread::app::command::{Command, Operation, ViewCommand};
use crossread::app::view::Selection;
use crossread::model::{LinkEnd, LinkKind, TagId};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::panels::{DOZENS, SHELLS, Window};

/// A project with the starter codebook and one more tag, and a passage of each of two articles tagged with it.
fn tagged() -> (Window, TagId) {
    let mut window = Window::on_project();
    let bench = &mut window.app_mut().workbench;
    bench.operate(Operation::AddStarterCodebook);
    bench.operate(Operation::CreateTag { name: "Harbour".to_owned(), parent: None });
    window.settle();
    let tag = window.project().tags.values().find(|tag| tag.name == "Harbour").unwrap().id;
    for title in [SHELLS, DOZENS] {
        let article = window.article(title);
        window.app_mut().workbench.operate(Operation::TagSpan { article, range: 0..12, tag });
    }
    window.settle();
    (window, tag)
}

fn select(window: &mut Window, title: &str, range: std::ops::Range<usize>) {
    let article = window.article(title);
    let command = Command::View(ViewCommand::SelectText(Some((article, range))));
    window.app_mut().workbench.run(command);
    window.settle();
}

#[test]
fn a_tag_moves_in_the_codebook_by_keyboard_and_back_by_undo() {
    let (mut window, tag) = tagged();
    // Only rows in sight are there to be found.
    let second = window.project().tag_children(None)[1].id;
    window.app_mut().workbench.operate(Operation::MoveTag { tag, parent: None, before: Some(second) });
    window.click("Codebook");
    let parent = |window: &Window| window.project().tags[&tag].parent;
    let before = window.project().tag_children(None).iter().position(|other| other.id == tag).unwrap();
    assert!(before > 0, "it has one above it");
    window.harness.get_by_role_and_label(egui::accesskit::Role::TreeItem, "Harbour").focus();
    window.settle();
    window.press(Modifiers::ALT, Key::ArrowRight);
    assert!(parent(&window).is_some(), "it stands below the tag above it");
    window.press(Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(parent(&window), None);
    window.press(Modifiers::ALT, Key::ArrowUp);
    let after = window.project().tag_children(None).iter().position(|other| other.id == tag).unwrap();
    assert_eq!(after, before - 1);
    for _ in 0..3 {
        window.press(Modifiers::COMMAND, Key::Z);
    }
    let undone = window.project().tag_children(None).iter().position(|other| other.id == tag).unwrap();
    assert_eq!(undone, before);
}

#[test]
fn a_cell_of_the_tag_table_lists_its_excerpts_and_some_are_split_off() {
    let (mut window, tag) = tagged();
    let first = window.project().tag_children(None)[0].id;
    window.app_mut().workbench.operate(Operation::MoveTag { tag, parent: None, before: Some(first) });
    window.press(Modifiers::COMMAND, Key::Num5);
    window.click("by article");
    window.click("Harbour: 2 excerpts in all");
    assert!(window.reads("2 excerpts: Harbour"));
    let quote = window.project().excerpts.values().next().unwrap().anchor.quote.clone();
    window.click(&format!("Choose {quote}"));
    window.click("Name of the new tag");
    window.type_text("Quay");
    window.click("Split off");
    let project = window.project();
    let quay = project.tags.values().find(|other| other.name == "Quay").unwrap().id;
    let carrying = |tag| project.excerpts.values().filter(|excerpt| excerpt.tags.contains(&tag)).count();
    assert_eq!((carrying(tag), carrying(quay)), (1, 1));
}

#[test]
fn two_selected_passages_are_linked_by_keyboard_and_the_link_deleted() {
    let mut window = Window::on_project();
    select(&mut window, SHELLS, 0..6);
    window.press(Modifiers::COMMAND, Key::K);
    select(&mut window, DOZENS, 0..6);
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::K);
    assert!(window.shows("What does the link say?"));
    window.press(Modifiers::NONE, Key::Num7);
    let link = window.project().links.values().find(|link| link.kind == LinkKind::Denies).unwrap().clone();
    let ends: Vec<_> = [&link.a, &link.b]
        .into_iter()
        .map(|end| match end {
            LinkEnd::Passage(article, anchor) => (*article, anchor.span.range()),
            LinkEnd::Figure(_) => panic!("an end is a figure"),
        })
        .collect();
    assert_eq!(ends, [(window.article(SHELLS), 0..6), (window.article(DOZENS), 0..6)]);
    assert_eq!(window.selection(), Selection::Link(link.id));
    assert!(window.reads("denies"));
    window.activate("Delete link");
    assert!(!window.project().links.contains_key(&link.id));
}
