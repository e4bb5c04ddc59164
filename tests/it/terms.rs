//! The further terms of figures: set in the inspector and for many at once, shown by column and filter, printed by the
//! command line.

use serde_json::Value;

use crate::support::Scratch;

#[test]
fn check_ends_with_1_for_errors_and_for_warnings_only_when_strict() {
    let scratch = Scratch::new();
    scratch.run(["new", "empty"]).is(0);
    scratch.run(["check", "empty", "--strict"]).is(0).says("nothing to settle");
    // One origin in two articles: somebody should look, and nothing is broken.
    let folder = scratch.project("p");
    scratch.run(["check", "p"]).is(0).says("warning: ").says("1 finding: 0 errors, 1 warning");
    scratch.run(["check", "p", "--strict"]).is(1).says("warning: ");
    std::fs::remove_dir_all(folder.join("texts")).unwrap();
    scratch.run(["check", "p"]).is(1).says("error: ");
}

#[test]
fn show_prints_a_project_as_one_json_object() {
    let scratch = Scratch::new();
    scratch.project("p");
    let ran = scratch.run(["show", "p", "--json"]).is(0);
    let out: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(out["articles"], 3);
    let figures = out["figures"].as_array().unwrap();
    assert!(figures.len() > 5);
    let children = figures.iter().find(|figure| figure["subject"] == "children").unwrap();
    assert_eq!((&children["victim_status"], &children["victim_status_basis"]), (&"civilian".into(), &"subject".into()));
    for key in ["words_rule", "place_role", "latitude", "event", "side_a", "cause", "origin_verb", "grade", "marks"] {
        assert!(children.get(key).is_some(), "{key}");
    }
    let orgs = out["organisations"].as_array().unwrap();
    assert!(orgs.iter().any(|org| org["kind"] == "media"), "{orgs:?}");
}

#[cfg(feature = "gui")]
mod window {
    use crossread::app::command::{Command, Operation, ViewCommand};
    use crossread::app::figure_columns::MoreColumn;
    use crossread::app::ops::figure_edits::FigureChange;
    use crossread::app::ops::figure_terms::TermChange;
    use crossread::app::view::{FiguresView, Selection};
    use crossread::model::{FieldMark, Figure, FigureField, FigureId, LocationBasis, Side, VictimStatus, WordsRule};
    use egui::{Key, Modifiers};

    use crate::panels::Window;

    fn figure<'a>(window: &'a Window, words: &str) -> &'a Figure {
        window.project().figures.values().find(|figure| figure.as_reported() == words).unwrap()
    }

    fn run(window: &mut Window, command: Command) {
        window.app_mut().workbench.run(command);
        window.app_mut().workbench.refresh();
        window.settle();
    }

    fn edit(window: &mut Window, figures: Vec<FigureId>, change: TermChange) {
        run(window, Command::Do(Operation::EditFigures { figures, change: FigureChange::Term(change) }));
    }

    #[test]
    fn the_inspector_sets_status_party_place_and_marks_and_tells_the_history() {
        let mut window = Window::on_project();
        let id = figure(&window, "17").id;
        run(&mut window, Command::View(ViewCommand::ShowFigure(id)));
        // Folded groups say what is set in them.
        window.activate("Who they were: civilians");
        window.activate("Victim status");
        window.activate("combatants of side B");
        assert_eq!(window.selected_figure().victim, Some(VictimStatus::CombatantB));
        window.activate("Party they belonged to: not given");
        window.type_text("Harbour Guard");
        window.press(Modifiers::NONE, Key::Enter);
        let party = window.selected_figure().party.unwrap();
        assert_eq!(window.project().organisations[&party].name, "Harbour Guard");
        window.activate("Sex and age (female 0–17: 5; male: 12): not given");
        window.type_text("men: 9; women: 8");
        window.press(Modifiers::NONE, Key::Enter);
        assert_eq!(window.selected_figure().sex_age.iter().map(|row| row.value).sum::<u64>(), 17);
        window.activate("Who they were: combatants of side B · of Harbour Guard");
        window.activate("Review marks");
        window.activate("place: wrong");
        assert_eq!(window.selected_figure().marks.get(&FigureField::Place), Some(&FieldMark::Red));
        window.activate("Review marks: 1 wrong");
        run(
            &mut window,
            Command::Do(Operation::EditFigures {
                figures: vec![id],
                change: FigureChange::Place("Tripoli".to_owned()),
            }),
        );
        let several = window.rects(egui::accesskit::Role::DisclosureTriangle);
        let (place, _) = several.into_iter().find(|(name, _)| name.starts_with("Where it lies")).unwrap();
        assert!(place.contains("may be any of"), "{place}");
        window.activate(&place);
        let libya = window.rects(egui::accesskit::Role::RadioButton);
        let (libya, _) = libya.into_iter().find(|(name, _)| name.ends_with(", Libya")).unwrap();
        window.activate(&libya);
        let location = window.selected_figure().location.clone().unwrap();
        assert_eq!((location.country.as_str(), location.basis), ("LY", LocationBasis::Gazetteer));
        window.activate("History");
        let start = std::time::Instant::now();
        while !window.reads("place: Marren → Tripoli") {
            assert!(start.elapsed().as_secs() < 30, "the history does not come");
            window.settle();
        }
        assert!(window.reads("victim status: not given → combatants of side B"));
        assert!(window.reads("suggested by the rules"));
    }

    #[test]
    fn one_step_sets_a_term_of_many_and_a_word_is_read_by_the_rule_that_is_named() {
        let mut window = Window::on_project();
        let ids: Vec<FigureId> = window.project().figures.keys().copied().collect();
        edit(&mut window, ids.clone(), TermChange::Words(WordsRule::Acled));
        edit(&mut window, ids, TermChange::Perpetrator("Hill Front".to_owned()));
        assert!(window.project().figures.values().all(|figure| figure.perpetrator.is_some()));
        for figure in window.project().figures.values() {
            let vague = figure.qualifier == crossread::model::Qualifier::Vague;
            assert_eq!(figure.words == WordsRule::Acled, vague, "{}", figure.as_reported());
        }
        let undo = window.app().workbench.session.as_ref().unwrap().undo_label().unwrap_or_default().to_owned();
        assert!(undo.starts_with("change alleged perpetrator of "), "{undo}");
    }

    #[test]
    fn columns_are_shown_when_asked_for_and_a_filter_finds_a_status() {
        let mut window = Window::on_project();
        window.press(Modifiers::COMMAND, Key::Num1);
        let all = window.app().workbench.derived.figures.len();
        let id = figure(&window, "17").id;
        edit(&mut window, vec![id], TermChange::Victim(Some(VictimStatus::CombatantA)));
        let columns = [MoreColumn::Status, MoreColumn::Event, MoreColumn::Location].into();
        let view = FiguresView { victim: Some(VictimStatus::CombatantA), columns, ..FiguresView::default() };
        run(&mut window, Command::View(ViewCommand::Figures(view)));
        assert_eq!(window.app().workbench.derived.figures, [id]);
        assert!(window.shows("Victim status") && window.shows("Located"));
        run(&mut window, Command::View(ViewCommand::Figures(FiguresView::default())));
        assert_eq!(window.app().workbench.derived.figures.len(), all);
    }

    #[test]
    fn the_parties_of_an_event_stand_on_sides_and_give_combatants_theirs() {
        let mut window = Window::on_project();
        let id = figure(&window, "17").id;
        let gathered = crossread::app::ops::events::Gathered {
            figures: vec![id],
            ..crossread::app::ops::events::Gathered::default()
        };
        run(&mut window, Command::Do(Operation::CreateEvent { name: "Shelling".to_owned(), gathered }));
        let event = window.selected_event();
        let parties = vec!["Harbour Guard".to_owned()];
        run(&mut window, Command::Do(Operation::NameParties { event, parties }));
        run(&mut window, Command::View(ViewCommand::Select(Selection::Event(event))));
        window.activate("Harbour Guard: side B");
        let sides: Vec<Side> = window.project().events[&event].parties.values().copied().collect();
        assert_eq!(sides, [Side::B]);
        edit(&mut window, vec![id], TermChange::Victim(Some(VictimStatus::Combatant)));
        edit(&mut window, vec![id], TermChange::Party("Harbour Guard".to_owned()));
        let project = window.project();
        assert_eq!(project.figures[&id].victim_status(project.events.get(&event)), VictimStatus::CombatantB);
    }

    impl Window {
        fn selected_event(&self) -> crossread::model::EventId {
            *self.project().events.keys().next().unwrap()
        }
    }
}
