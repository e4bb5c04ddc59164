//! Figures, tallies and events as somebody new to the program handles them: what stopped people once must not again.

use crossread::app::actions::Action;
use crossread::app::checks::Check;
use crossread::app::command::{Command, Operation, ViewCommand};
use crossread::app::ops::events::Gathered;
use crossread::app::ops::figure_edits::FigureChange;
use crossread::app::view::Selection;
use crossread::model::{EstimateRule, FigureId, Measure, Qualifier, ReviewStatus, Side, WordsRule};
use egui::{Key, Modifiers};

use crate::panels::{KNOWN, SHELLS, Window};

fn window() -> Window {
    let mut window = Window::on_project();
    window.press(Modifiers::COMMAND, Key::Num1);
    window
}

fn run(window: &mut Window, command: Command) {
    window.app_mut().workbench.run(command);
    window.app_mut().workbench.refresh();
    window.settle();
}

fn figure(window: &Window, words: &str) -> FigureId {
    window.project().figures.values().find(|f| f.as_reported() == words).unwrap().id
}

#[test]
fn a_place_typed_in_full_stays_as_typed_when_the_next_field_is_clicked() {
    let mut window = window();
    let id = figure(&window, "At least 42");
    run(&mut window, Command::View(ViewCommand::ShowFigure(id)));
    let place = window.project().figures[&id].place.clone().unwrap_or_else(|| "not given".to_owned());
    window.activate(&format!("Place: {place}"));
    window.press(Modifiers::COMMAND, Key::A);
    window.type_text("Hama");
    assert!(window.shows("Take Hama"), "the very name typed is offered");
    let rects = window.rects(egui::accesskit::Role::Button);
    let next: Vec<_> = rects.iter().filter(|(name, _)| name.starts_with("From: ")).collect();
    let offered: Vec<_> = window.rects(egui::accesskit::Role::ListBoxOption);
    assert!(next.len() == 1 && offered.len() > 2, "{rects:?}");
    for (name, rect) in &offered {
        assert!(!rect.intersects(next[0].1), "{name} lies over the next field");
    }
    let name = next[0].0.clone();
    window.click(&name);
    assert_eq!(window.project().figures[&id].place.as_deref(), Some("Hama"));
    assert!(!window.shows("Take Hama"));
}

#[test]
fn a_finding_set_aside_stays_so_when_something_else_of_the_figure_changes() {
    let mut window = window();
    let id = figure(&window, "At least 42");
    run(&mut window, Command::Do(Operation::NameOrigin { figure: id, origin: String::new() }));
    run(&mut window, Command::Do(Operation::Review { figures: vec![id], status: ReviewStatus::Confirmed }));
    let derived = |window: &Window| {
        let derived = &window.app().workbench.derived;
        (derived.findings.len(), derived.dismissed.len())
    };
    let finding = window.app().workbench.derived.findings.iter().find(|f| f.check == Check::OriginMissing).unwrap();
    let finding = Box::new(finding.clone());
    run(&mut window, Command::Do(Operation::DismissFinding { finding, reason: "nobody says".to_owned() }));
    let before = derived(&window);
    assert_eq!(before.1, 1);
    for change in [FigureChange::Place("Elsewhere".to_owned()), FigureChange::Measure(Measure::Injured)] {
        run(&mut window, Command::Do(Operation::EditFigures { figures: vec![id], change }));
        assert_eq!(derived(&window).1, 1);
    }
}

#[test]
fn a_number_whose_words_do_not_say_what_is_counted_is_asked_about() {
    let mut window = window();
    window.select_words(KNOWN, "7 buses");
    run(&mut window, Command::Action(Action::AddFigure));
    let figure = window.selected_figure().clone();
    assert!(figure.measure_not_judged() && figure.is_by_hand());
    assert_eq!(figure.status, ReviewStatus::Confirmed, "its author has read it");
    assert!(window.reads("measure not judged") && window.reads("entered by hand"));
    let is_asked = |window: &Window| {
        let findings = &window.app().workbench.derived.findings;
        findings.iter().any(|finding| finding.check == Check::MeasureUnclear)
    };
    assert!(is_asked(&window));
    window.click("It counts: detained");
    assert_eq!(window.selected_figure().measure, Measure::Detained);
    assert!(!is_asked(&window) && !window.shows("It counts: detained"));
}

#[test]
fn a_plus_typed_over_more_than_leaves_it_more_than() {
    let mut window = window();
    let id = figure(&window, "At least 42");
    let more = FigureChange::Value("more than 500".to_owned());
    let plus = FigureChange::Value("510+".to_owned());
    for (change, qualifier) in [
        (plus.clone(), Qualifier::AtLeast),
        (more, Qualifier::MoreThan),
        (plus, Qualifier::MoreThan),
        (FigureChange::Value("at least 510".to_owned()), Qualifier::AtLeast),
    ] {
        run(&mut window, Command::Do(Operation::EditFigures { figures: vec![id], change }));
        assert_eq!(window.project().figures[&id].qualifier, qualifier);
    }
}

#[test]
fn adopting_an_estimate_accepts_the_tally_in_the_same_step() {
    let mut window = window();
    let id = figure(&window, "At least 42");
    run(&mut window, Command::Do(Operation::Review { figures: vec![id], status: ReviewStatus::Confirmed }));
    run(&mut window, Command::Do(Operation::CreateTally(vec![id])));
    let Selection::Tally(tally) = window.selection() else { panic!("{:?}", window.selection()) };
    let status = ReviewStatus::Suggested;
    run(&mut window, Command::Do(Operation::ReviewTallies { tallies: vec![tally], status }));
    let (rule, words) = (EstimateRule::RangeOfOrigins, WordsRule::None);
    run(&mut window, Command::Do(Operation::AdoptByRule { tally, rule, words, reasoning: String::new() }));
    let now = |window: &Window| {
        let tally = &window.project().tallies[&tally];
        (tally.status, tally.estimate.is_some())
    };
    assert_eq!(now(&window), (ReviewStatus::Confirmed, true));
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(now(&window), (ReviewStatus::Suggested, false));
}

#[test]
fn the_last_figure_of_an_article_leads_to_its_mark_of_review() {
    let mut window = window();
    let article = window.article(SHELLS);
    let all: Vec<FigureId> = window.project().figures.values().filter(|f| f.article == article).map(|f| f.id).collect();
    let (last, rest) = all.split_last().unwrap();
    run(&mut window, Command::Do(Operation::Review { figures: rest.to_vec(), status: ReviewStatus::Confirmed }));
    run(&mut window, Command::View(ViewCommand::ShowFigure(*last)));
    assert!(!window.shows("Mark article reviewed"));
    run(&mut window, Command::Action(Action::ConfirmFigure));
    assert!(window.reads("marks it reviewed"), "it is offered");
    assert_ne!(window.selection(), Selection::Figure(*last), "the queue has gone on");
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    assert!(window.project().articles[&article].figures_reviewed.is_some(), "one key marks the article just done");
    window.press(Modifiers::COMMAND, Key::Z);
    run(&mut window, Command::View(ViewCommand::ShowFigure(*last)));
    window.click("Mark article reviewed");
    assert!(window.project().articles[&article].figures_reviewed.is_some());
}

#[test]
fn the_first_party_named_is_side_a_and_stays_first() {
    let mut window = window();
    let gathered = Gathered::default();
    run(&mut window, Command::Do(Operation::CreateEvent { name: "Shelling".to_owned(), gathered }));
    let Selection::Event(event) = window.selection() else { panic!("{:?}", window.selection()) };
    for (before, typed) in [
        ("not given", "Hill Front; Arm of the Guard"),
        ("Hill Front; Arm of the Guard", "Arm of the Guard; Hill Front"),
    ] {
        window.activate(&format!("Between whom (side A; side B): {before}"));
        window.press(Modifiers::COMMAND, Key::A);
        window.type_text(typed);
        window.press(Modifiers::NONE, Key::Enter);
        assert!(window.shows(&format!("Between whom (side A; side B): {typed}")));
        let project = window.project();
        let side_a = project.events[&event].parties.iter().find(|(_, side)| **side == Side::A).unwrap().0;
        assert!(typed.starts_with(&project.organisations[side_a].name));
    }
}

#[test]
fn days_are_typed_as_people_write_them() {
    let mut window = window();
    let id = figure(&window, "At least 42");
    run(&mut window, Command::View(ViewCommand::ShowFigure(id)));
    let names = window.rects(egui::accesskit::Role::Button);
    let from = names.iter().find(|(name, _)| name.starts_with("From: ")).unwrap().0.clone();
    for (typed, day) in [("7 Mar 2030", "2030-03-07"), ("Mar 9, 2030", "2030-03-09"), ("7/3/2030", "2030-03-09")] {
        let shown = window.project().figures[&id].period.start.map(|day| format!("From: {day}"));
        window.activate(&shown.unwrap_or_else(|| from.clone()));
        window.press(Modifiers::COMMAND, Key::A);
        window.type_text(typed);
        window.press(Modifiers::NONE, Key::Enter);
        assert_eq!(window.project().figures[&id].period.start.unwrap().to_string(), day, "{typed}");
    }
    assert!(window.reads("may be two days"), "what may be two is refused in words");
}
