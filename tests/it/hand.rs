//! What is done by hand where things stand: tags dropped on words, ties kept or set aside, figures gone through and marked by
//! keyboard, names taken from a list.

use std::ops::Range;

use crossread::app::command::{Command, Operation, ViewCommand};
use crossread::app::reading::ReadingCommand;
use crossread::app::ribbons::{Ribbon, Source};
use crossread::app::view::Selection;
use crossread::model::{ArticleId, LinkKind, Project, ReviewStatus, TagId};
use egui::accesskit::Role;
use egui::{Key, Modifiers, Pos2};
use egui_kittest::kittest::Queryable as _;

use crate::panels::{SHELLS, Window};

fn run(window: &mut Window, command: Command) {
    window.app_mut().workbench.run_all(vec![command]);
    window.settle();
}

fn place(window: &Window, article: ArticleId, words: &str) -> Range<usize> {
    let text = window.app().workbench.session.as_ref().unwrap().text(article).unwrap();
    let at = text.find(words).unwrap_or_else(|| panic!("“{words}” is not there"));
    at..at + words.len()
}

fn middle(window: &Window, article: ArticleId, words: &str) -> Pos2 {
    let range = place(window, article, words);
    window.app().panels.reader.rects(article, &range)[0].center()
}

/// A window with the codebook in front, and one of its tags.
fn with_codebook() -> (Window, TagId, String) {
    let mut window = Window::on_project();
    run(&mut window, Command::Do(Operation::AddStarterCodebook));
    window.click("Codebook");
    let tag = window.project().tag_children(None)[0].clone();
    (window, tag.id, tag.name)
}

/// Drags the row of a tag over a place; lets go there unless told not to.
fn drag_tag(window: &mut Window, name: &str, to: Pos2, drop: bool) {
    let from = window.harness.get_by_role_and_label(Role::TreeItem, name).rect().center();
    window.harness.hover_at(from);
    window.harness.run_ok();
    window.harness.drag_at(from);
    window.harness.run_ok();
    for part in [0.3, 0.7, 1.0] {
        window.harness.hover_at(from.lerp(to, part));
        window.harness.run_ok();
    }
    if drop {
        window.harness.drop_at(to);
        window.settle();
    }
}

fn quotes(project: &Project, tag: TagId) -> Vec<&str> {
    let tagged = project.excerpts.values().filter(|excerpt| excerpt.tags.contains(&tag));
    tagged.map(|excerpt| excerpt.anchor.quote.as_str()).collect()
}

#[test]
fn a_tag_dropped_on_the_selection_tags_it_and_undo_takes_it_back() {
    let (mut window, tag, name) = with_codebook();
    window.select_words(SHELLS, "42 people were killed");
    let to = middle(&window, window.article(SHELLS), "people were");
    drag_tag(&mut window, &name, to, true);
    assert_eq!(quotes(window.project(), tag), ["42 people were killed"]);
    window.press(Modifiers::COMMAND, Key::Z);
    assert!(window.project().excerpts.is_empty());
}

#[test]
fn a_tag_dropped_on_words_that_nobody_selected_tags_their_sentence() {
    let (mut window, tag, name) = with_codebook();
    let to = middle(&window, window.article(SHELLS), "children were among");
    drag_tag(&mut window, &name, to, true);
    assert_eq!(quotes(window.project(), tag), ["The directorate said 9 children were among the dead."]);
    // A second tag dropped there goes on the same words.
    let second = window.project().tag_children(None)[1].clone();
    drag_tag(&mut window, &second.name, to, true);
    assert_eq!(window.project().excerpts.len(), 1);
    assert_eq!(window.project().excerpts.values().next().unwrap().tags.len(), 2);
}

#[test]
fn a_dragged_tag_let_go_elsewhere_or_given_up_tags_nothing() {
    let (mut window, _, name) = with_codebook();
    let to = window.rect("Commands").center();
    drag_tag(&mut window, &name, to, true);
    assert!(window.project().excerpts.is_empty());
    let to = middle(&window, window.article(SHELLS), "children were among");
    drag_tag(&mut window, &name, to, false);
    window.press(Modifiers::NONE, Key::Escape);
    window.harness.drop_at(to);
    window.settle();
    assert!(window.project().excerpts.is_empty());
}

/// Three articles of which two share a sentence word for word and a quotation.
fn with_ties() -> Window {
    let mut window = Window::new((1440.0, 900.0));
    let shared = "The bishop of Tarn asked both sides to spare the granary and the mill on the river.";
    let said = "“We will not leave the quay before the last ferry has come home,” harbour master Odile Brandt said.";
    let other = "“We will not leave the quay before the last ferry has come home,” Odile Brandt, the harbour master, told \
                 reporters.";
    window.scratch.file("in/a.txt", format!("Siege of Tarn goes on\n\n{shared}\n\nRain fell on orchards.\n\n{said}\n"));
    window.scratch.file("in/b.txt", format!("Tarn asks for mercy\n\nSnow lay on the passes.\n\n{other}\n\n{shared}\n"));
    let folder = window.scratch.path("in");
    window.scratch.run(["new", "p"]).is(0);
    window.scratch.run(["import", "p", folder.to_str().unwrap()]).is(0);
    let project = window.scratch.path("p");
    window.app_mut().open(Some(project));
    window.settle();
    let articles: Vec<ArticleId> = window.project().articles.keys().copied().collect();
    run(&mut window, Command::View(ViewCommand::OpenAll(articles)));
    window
}

fn ribbons(window: &Window) -> Vec<Ribbon> {
    window.app().workbench.reader.ribbons.to_vec()
}

fn lit(window: &Window) -> Ribbon {
    window.app().workbench.lit_ribbon().expect("a tie is lit").clone()
}

#[test]
fn a_tie_is_kept_as_a_link_of_its_kind_by_key_and_shows_so() {
    let mut window = with_ties();
    assert!(ribbons(&window).iter().all(|ribbon| ribbon.source == Source::Found), "{:?}", ribbons(&window));
    window.press(Modifiers::NONE, Key::F7);
    let tie = lit(&window);
    window.press(Modifiers::NONE, Key::F6);
    let links: Vec<_> = window.project().links.values().cloned().collect();
    assert_eq!(links.len(), 1);
    assert_eq!((links[0].kind, links[0].status), (tie.kind, ReviewStatus::Confirmed));
    assert_eq!(links[0].reason, tie.reason);
    assert!(lit(&window).kept && lit(&window).source == Source::Link(links[0].id));
    assert!(window.reads("kept as a link"));
    // Once more leads to the link, for a memo on the pair.
    window.press(Modifiers::NONE, Key::F6);
    assert_eq!(window.selection(), Selection::Link(links[0].id));
    window.press(Modifiers::COMMAND, Key::Z);
    assert!(window.project().links.is_empty());
    assert_eq!(lit(&window).source, Source::Found);
}

#[test]
fn a_tie_that_is_none_is_set_aside_and_taken_up_again() {
    let mut window = with_ties();
    let before = ribbons(&window).len();
    window.press(Modifiers::NONE, Key::F7);
    let tie = lit(&window);
    window.press(Modifiers::SHIFT, Key::F6);
    assert_eq!(ribbons(&window).len(), before - 1);
    assert!(!ribbons(&window).iter().any(|ribbon| ribbon.kind == tie.kind && ribbon.has_ends(&tie.a, &tie.b)));
    let link = window.project().links.values().next().unwrap();
    assert_eq!((link.kind, link.status), (tie.kind, ReviewStatus::Rejected));
    // The next tie is the one behind it, not the first again.
    window.press(Modifiers::NONE, Key::F7);
    assert_ne!((lit(&window).kind, lit(&window).a), (tie.kind, tie.a));
    window.press(Modifiers::COMMAND, Key::Num4);
    window.click("Set aside 1");
    let back = window.rects(Role::Button).into_iter().find(|(name, _)| name.starts_with("Take up again")).unwrap();
    window.click(&back.0);
    assert_eq!(ribbons(&window).len(), before);
    window.press(Modifiers::COMMAND, Key::Z);
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!((ribbons(&window).len(), window.project().links.len()), (before, 0));
}

#[test]
fn ties_are_judged_by_button_in_the_panel_and_at_the_ribbon() {
    let mut window = with_ties();
    let before = ribbons(&window).len();
    assert!(before >= 2, "{:?}", ribbons(&window));
    window.press(Modifiers::COMMAND, Key::Num4);
    let button = |window: &Window, start: &str| {
        let all = window.rects(Role::Button).into_iter();
        all.map(|(name, _)| name).find(|name| name.starts_with(start)).unwrap_or_else(|| panic!("no {start}"))
    };
    let keep = button(&window, "Keep as a link (F6 when lit)");
    window.click(&keep);
    assert_eq!(window.project().links.values().filter(|link| link.status == ReviewStatus::Confirmed).count(), 1);
    let none = button(&window, "Not the same (⇧ F6 when lit): same quotation");
    window.click(&none);
    let rejected = window.project().links.values().filter(|link| link.status == ReviewStatus::Rejected);
    assert_eq!(rejected.map(|link| link.kind).collect::<Vec<_>>(), [LinkKind::SameQuotation]);
    run(&mut window, Command::View(ViewCommand::Reading(ReadingCommand::Alone(true))));
    window.press(Modifiers::NONE, Key::F7);
    if !lit(&window).kept {
        window.click("Keep as a link (F6)");
    }
    assert!(lit(&window).kept);
    assert!(window.shows("Kept as a link: show it (F6)"));
}

fn figures(window: &Window) -> Vec<crossread::model::FigureId> {
    window.app().workbench.derived.figures.clone()
}

#[test]
fn figures_are_gone_through_marked_and_confirmed_by_keyboard_alone() {
    let mut window = Window::on_project();
    window.press(Modifiers::COMMAND, Key::Num1);
    assert!(window.node("Figures, one a row").is_focused());
    let all = figures(&window);
    window.press(Modifiers::NONE, Key::Home);
    assert_eq!(window.selection(), Selection::Figure(all[0]));
    window.press(Modifiers::NONE, Key::ArrowDown);
    assert_eq!(window.selection(), Selection::Figure(all[1]));
    window.press(Modifiers::SHIFT, Key::ArrowDown);
    window.press(Modifiers::SHIFT, Key::ArrowDown);
    let marked = |window: &Window| window.app().workbench.view.marked_figures.clone();
    assert_eq!(marked(&window), all[1..4].iter().copied().collect());
    window.press(Modifiers::SHIFT, Key::ArrowUp);
    assert_eq!(marked(&window), all[1..3].iter().copied().collect());
    window.press(Modifiers::COMMAND, Key::A);
    assert_eq!(marked(&window).len(), all.len());
    window.press(Modifiers::NONE, Key::Escape);
    assert!(marked(&window).is_empty());
    window.press(Modifiers::NONE, Key::Space);
    assert_eq!(marked(&window).len(), 1);
    window.press(Modifiers::SHIFT, Key::End);
    let some = marked(&window);
    assert!(some.len() > 2, "{some:?}");
    window.harness.get_by_label("Confirm all marked").focus();
    window.settle();
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.with_status(ReviewStatus::Confirmed).len(), some.len());
    window.press(Modifiers::COMMAND, Key::Z);
    assert!(window.with_status(ReviewStatus::Confirmed).is_empty());
}

#[test]
fn a_row_of_the_table_is_confirmed_by_enter_where_the_table_has_the_keyboard() {
    let mut window = Window::on_project();
    window.press(Modifiers::COMMAND, Key::Num1);
    window.press(Modifiers::NONE, Key::Home);
    let id = window.selected_figure().id;
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.with_status(ReviewStatus::Confirmed), [id]);
}

/// Types over a cell of the selected figure's row: the one that so many presses of Tab lead to.
fn type_over(window: &mut Window, tabs: usize, text: &str) {
    window.press(Modifiers::NONE, Key::E);
    for _ in 0..tabs {
        window.press(Modifiers::NONE, Key::Tab);
    }
    window.press(Modifiers::COMMAND, Key::A);
    window.type_text(text);
}

#[test]
fn an_origin_is_taken_from_the_list_by_another_of_its_names() {
    let mut window = Window::on_project();
    window.press(Modifiers::COMMAND, Key::Num1);
    window.press(Modifiers::NONE, Key::Home);
    type_over(&mut window, 2, "syrian observ");
    assert!(window.shows("Take SOHR"), "the list stands under the cell");
    window.press(Modifiers::NONE, Key::ArrowDown);
    window.press(Modifiers::NONE, Key::Enter);
    let project = window.project();
    assert_eq!(project.origin_name(window.selected_figure()), Some("SOHR"));
    assert!(window.node("Figures, one a row").is_focused(), "the keyboard is back in the table");
    // Escape closes the list first, then gives the cell up.
    type_over(&mut window, 2, "syrian observ");
    window.press(Modifiers::NONE, Key::Escape);
    assert!(!window.shows("Take SOHR"));
}

#[test]
fn a_place_is_offered_once_and_taken_by_a_press() {
    let mut window = Window::on_project();
    window.press(Modifiers::COMMAND, Key::Num1);
    window.press(Modifiers::NONE, Key::Home);
    type_over(&mut window, 3, "Deraa");
    let daraa = "Take Daraa";
    assert!(window.shows(daraa));
    window.click(daraa);
    assert_eq!(window.selected_figure().place.as_deref(), Some("Daraa"));
}

#[test]
fn an_outlet_is_completed_in_the_inspector() {
    let mut window = Window::on_project();
    let article = window.article(SHELLS);
    run(&mut window, Command::View(ViewCommand::Select(Selection::Article(article))));
    window.activate("Outlet (empty: unknown): not given");
    window.type_text("reut");
    window.press(Modifiers::NONE, Key::ArrowDown);
    window.press(Modifiers::NONE, Key::Enter);
    let project = window.project();
    assert_eq!(project.outlet_name(&project.articles[&article]), "Reuters");
}

#[test]
fn the_menu_of_what_has_the_keyboard_opens_by_key_and_gives_it_back() {
    let mut window = Window::on_project();
    run(&mut window, Command::View(ViewCommand::OpenAll(Vec::new())));
    window.press(Modifiers::COMMAND, Key::L);
    for key in [Key::ArrowDown, Key::Home, Key::ArrowDown] {
        window.press(Modifiers::NONE, key);
    }
    window.press(Modifiers::SHIFT, Key::F10);
    assert!(window.node("Open in a column").is_focused(), "the first entry has the keyboard");
    let before = window.open_titles().len();
    window.press(Modifiers::NONE, Key::ArrowDown);
    assert!(window.node("Open alone").is_focused());
    window.press(Modifiers::NONE, Key::Enter);
    assert!(!window.shows("Open alone"));
    assert_eq!(window.open_titles().len(), 1, "{before} were open");
    assert!(window.node("Articles").is_focused());
}

#[test]
fn a_line_between_panels_is_moved_by_the_arrow_keys() {
    let mut window = Window::on_project();
    let line = "Line between Library and Reader";
    let before = window.rect(line).center().x;
    window.node(line).focus();
    window.settle();
    window.press(Modifiers::NONE, Key::ArrowRight);
    window.press(Modifiers::NONE, Key::ArrowRight);
    let after = window.rect(line).center().x;
    assert!((after - before - 48.0).abs() < 2.0, "{before} to {after}");
    window.press(Modifiers::NONE, Key::ArrowLeft);
    assert!(window.rect(line).center().x < after);
}
