//! Reviewing figures in the window: the table, the queue, a tally's sentences, the inspector and the checks, found and
//! used by their accessible names.

use crossread::app::command::{Command, Operation, ViewCommand};
use crossread::app::view::{FigureGroup, FigureSort, FiguresView, Selection};
use crossread::model::{FigureId, Measure, ReviewStatus, Subject};
use egui::{Key, Modifiers};

use crate::panels::Window;

/// The window with the figures panel in front.
fn window() -> Window {
    let mut window = Window::on_project();
    window.press(Modifiers::COMMAND, Key::Num1);
    window
}

fn view(window: &Window) -> &FiguresView {
    &window.app().workbench.view.figures
}

fn shown(window: &Window) -> Vec<FigureId> {
    window.app().workbench.derived.figures.clone()
}

fn run(window: &mut Window, command: Command) {
    window.app_mut().workbench.run(command);
    window.app_mut().workbench.refresh();
    window.settle();
}

#[test]
fn a_click_on_a_column_sorts_and_a_third_goes_back_to_reading_order() {
    let mut window = window();
    let reading = shown(&window);
    window.click("Sort by Value");
    assert_eq!(view(&window).sort, FigureSort::Value);
    let values: Vec<u64> = shown(&window).iter().filter_map(|id| window.project().figures[id].mark_value()).collect();
    assert!(values.is_sorted() && values.len() > 5, "{values:?}");
    window.click("Sort by Value");
    let back: Vec<u64> = shown(&window).iter().filter_map(|id| window.project().figures[id].mark_value()).collect();
    assert!(back.iter().rev().is_sorted(), "{back:?}");
    window.click("Sort by Value");
    assert_eq!(shown(&window), reading);
}

#[test]
fn figures_stand_under_headings_when_they_are_grouped() {
    let mut window = window();
    let reading = shown(&window);
    window.click("Group figures");
    window.click("by measure");
    assert_eq!(view(&window).group, FigureGroup::Measure);
    let headings = &window.app().workbench.derived.figure_headings;
    assert_eq!(headings.iter().map(|heading| heading.figures).sum::<usize>(), reading.len());
    let titles: Vec<&str> = headings.iter().map(|heading| heading.title.as_str()).collect();
    assert!(titles.contains(&"killed") && titles.is_sorted(), "{titles:?}");
    // What was changed while grouped shows at once.
    let id = shown(&window)[0];
    run(&mut window, Command::Do(Operation::Review { figures: vec![id], status: ReviewStatus::Rejected }));
    assert_eq!(shown(&window).len(), reading.len());
    window.click("Group figures");
    window.click("not grouped");
    assert_eq!(shown(&window), reading);
}

#[test]
fn a_value_is_typed_over_in_the_table() {
    let mut window = window();
    window.press(Modifiers::COMMAND, Key::R);
    let before = window.selected_figure().clone();
    window.press(Modifiers::NONE, Key::E);
    window.type_text("20–30");
    window.press(Modifiers::NONE, Key::Enter);
    let after = window.selected_figure().clone();
    assert_eq!((after.low, after.high), (Some(20), Some(30)));
    assert_eq!(after.as_reported(), before.as_reported(), "the words as reported are kept");
    window.press(Modifiers::NONE, Key::E);
    window.type_text("nobody knows");
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.selected_figure().low, Some(20), "what is no number changes nothing");
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!((window.selected_figure().low, window.selected_figure().high), (before.low, before.high));
}

#[test]
fn several_figures_are_marked_and_changed_in_one_step() {
    let mut window = window();
    window.press(Modifiers::COMMAND, Key::R);
    for _ in 0..3 {
        window.press(Modifiers::NONE, Key::M);
    }
    let marked: Vec<FigureId> = window.app().workbench.view.marked_figures.iter().copied().collect();
    assert_eq!(marked.len(), 3);
    assert!(window.reads("3 figures of"), "the bar says how many");
    window.click("Set a field of all marked");
    window.click("Measure");
    window.click("missing");
    assert!(marked.iter().all(|id| window.project().figures[id].measure == Measure::Missing));
    window.press(Modifiers::COMMAND, Key::Z);
    assert!(marked.iter().any(|id| window.project().figures[id].measure != Measure::Missing), "one undo for all");
    window.click("Confirm all marked");
    assert!(marked.iter().all(|id| window.project().figures[id].status == ReviewStatus::Confirmed));
    window.click("Unmark all");
    assert!(window.app().workbench.view.marked_figures.is_empty());
}

#[test]
fn a_figure_is_split_at_the_next_number_of_its_sentence() {
    let mut window = window();
    let n = window.project().figures.len();
    // “At least 42 people were killed and 110 injured”: without the second figure, the first can be split.
    let second = window.project().figures.values().find(|f| f.low == Some(110)).unwrap().id;
    let first = window.project().figures.values().find(|f| f.as_reported() == "At least 42").unwrap().id;
    run(&mut window, Command::View(ViewCommand::ShowFigure(first)));
    window.press(Modifiers::NONE, Key::S);
    assert!(window.reads("“110” in its sentence is a figure already"), "what stands in the way is said");
    run(&mut window, Command::Do(Operation::DeleteFigures(vec![second])));
    run(&mut window, Command::View(ViewCommand::ShowFigure(first)));
    window.press(Modifiers::NONE, Key::S);
    assert_eq!(window.project().figures.len(), n);
    let new = window.selected_figure();
    assert_eq!((new.id == first, new.low, new.status), (false, Some(110), ReviewStatus::Suggested));
    assert_eq!(new.chain, window.project().figures[&first].chain, "it begins as a copy");
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.project().figures.len(), n - 1);
}

/// The two counts of one directory in one tally.
fn tally_of_two(window: &mut Window) -> (FigureId, FigureId) {
    let find = |words| window.project().figures.values().find(|f| f.as_reported() == words).unwrap().clone();
    let (a, b) = (find("At least 42"), find("51"));
    let ids = (a.id, b.id);
    for figure in [a, b] {
        let figure = crossread::model::Figure { subject: Subject::People, accounting: None, ..figure };
        run(window, Command::Do(Operation::ChangeFigure(Box::new(figure))));
    }
    let tallies: Vec<_> = window.project().tallies.keys().copied().collect();
    for tally in tallies {
        run(window, Command::Do(Operation::DeleteTally(tally)));
    }
    run(window, Command::Do(Operation::CreateTally(vec![ids.0, ids.1])));
    ids
}

#[test]
fn a_tally_is_confirmed_with_all_its_sentences_by_one_key() {
    let mut window = window();
    let (a, b) = tally_of_two(&mut window);
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::B);
    assert!(view(&window).stacked);
    assert!(window.reads("1 of 1") && window.shows("Confirm all"));
    assert!(matches!(window.selection(), Selection::Figure(id) if id == a || id == b), "its sentence is lit");
    window.press(Modifiers::SHIFT, Key::Enter);
    for id in [a, b] {
        assert_eq!(window.project().figures[&id].status, ReviewStatus::Confirmed);
    }
    assert!(window.reads("outside them wait"));
    assert_eq!(window.selected_figure().status, ReviewStatus::Suggested);
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.project().figures[&a].status, ReviewStatus::Suggested, "one step back for all");
    // Figures outside tallies wait: the last confirmation led to the first of them in the table.
    assert!(!view(&window).stacked);
}

#[test]
fn an_estimate_is_adopted_by_a_rule_and_opens_again_with_the_evidence() {
    let mut window = window();
    let (a, b) = tally_of_two(&mut window);
    run(&mut window, Command::Do(Operation::Review { figures: vec![a, b], status: ReviewStatus::Confirmed }));
    let tally = *window.project().tallies.keys().next().unwrap();
    run(&mut window, Command::View(ViewCommand::Select(Selection::Tally(tally))));
    assert!(window.reads("none yet"));
    window.click("Adopt by a rule…");
    window.click_first("most recent: ");
    let estimate = window.project().tallies[&tally].estimate.clone().unwrap();
    assert_eq!(estimate.best, Some(51));
    assert!(window.reads("Values not chosen"));
    run(&mut window, Command::Do(Operation::Review { figures: vec![b], status: ReviewStatus::Rejected }));
    run(&mut window, Command::View(ViewCommand::Select(Selection::Tally(tally))));
    assert!(window.reads("Open again"), "the evidence has changed");
    window.click("Let it stand");
    assert!(!window.reads("Open again"));
}

#[test]
fn the_way_a_figure_came_is_typed_with_names_offered() {
    let mut window = window();
    window.press(Modifiers::COMMAND, Key::R);
    let id = window.selected_figure().id;
    let name = |window: &Window| {
        let figure = &window.project().figures[&id];
        window.project().origin_name(figure).map(str::to_owned)
    };
    let given = name(&window).unwrap_or_else(|| "not given".to_owned());
    window.click(&format!("On whose word: {given}"));
    window.press(Modifiers::COMMAND, Key::A);
    window.type_text("relief");
    window.press(Modifiers::NONE, Key::ArrowDown);
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(name(&window).as_deref(), Some("Relief Council"), "the name offered is taken");
    window.click("Handed on by: not given");
    window.type_text("Harbour Radio");
    window.press(Modifiers::NONE, Key::Enter);
    let figure = window.selected_figure();
    assert_eq!(figure.relay().map(|link| link.as_written.as_str()), Some("Harbour Radio"));
    window.click("About Relief Council");
    assert!(matches!(window.selection(), Selection::Organisation(_)));
    window.click("Also called (a; b): not given");
    window.type_text("RC; the council");
    window.press(Modifiers::NONE, Key::Enter);
    let Selection::Organisation(org) = window.selection() else { panic!("{:?}", window.selection()) };
    assert_eq!(window.project().organisations[&org].aliases, ["RC", "the council"]);
}

#[test]
fn an_event_gathers_a_tally_and_is_described() {
    let mut window = window();
    tally_of_two(&mut window);
    let tally = *window.project().tallies.keys().next().unwrap();
    run(&mut window, Command::View(ViewCommand::Select(Selection::Tally(tally))));
    window.activate("Event");
    window.click("New event…");
    let Selection::Event(event) = window.selection() else { panic!("{:?} is selected", window.selection()) };
    assert_eq!(window.project().tallies[&tally].event, Some(event));
    window.click("Between whom (side A; side B): not given");
    window.type_text("Harbour Guard; Hill Front");
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.project().events[&event].parties.len(), 2);
}

#[test]
fn a_finding_is_set_aside_with_a_reason_and_taken_up_again() {
    let mut window = window();
    let id = window.project().figures.values().find(|f| f.as_reported() == "At least 42").unwrap().id;
    run(&mut window, Command::Do(Operation::NameOrigin { figure: id, origin: String::new() }));
    run(&mut window, Command::Do(Operation::Review { figures: vec![id], status: ReviewStatus::Confirmed }));
    let open = window.app().workbench.derived.findings.len();
    assert!(open > 0, "a confirmed figure has no origin");
    window.press(Modifiers::COMMAND, Key::Num3);
    window.click("Set aside…");
    window.type_text("The paper counted itself");
    window.press(Modifiers::NONE, Key::Enter);
    let derived = &window.app().workbench.derived;
    assert_eq!((derived.findings.len(), derived.dismissed.len()), (open - 1, 1));
    assert!(window.project().dismissals.values().any(|dismissal| dismissal.reason == "The paper counted itself"));
    window.click("set aside 1");
    window.click("Take up again");
    assert_eq!(window.app().workbench.derived.findings.len(), open);
}

#[test]
fn the_help_leads_from_files_to_the_report() {
    let mut window = window();
    window.type_text("?");
    for step in ["Import files…", "Review the next", "Review by tally", "Show the checks", "Write the report…"] {
        assert!(window.shows(step), "{step}");
    }
    window.click("Review the next");
    assert!(!window.app().workbench.view.help_open);
    assert!(matches!(window.selection(), Selection::Figure(_)));
}
