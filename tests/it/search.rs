//! Searching a project: from a terminal, and in the window as it is typed, opened, and tagged.

use std::path::Path;

use crossread::app::actions::Action;
use crossread::app::command::{Command, ViewCommand};
use crossread::app::view::SearchView;
use crossread::model::Project;

use crate::support::Scratch;

/// Made-up articles whose spellings, words and fields differ.
fn project(scratch: &Scratch) -> std::path::PathBuf {
    let folder = scratch.articles("in");
    scratch.file(
        "in/deraa.txt",
        "date 2030-06-01\nMarch from Deraa\n\nTwo columns left Deraa. Shelling went on near Dar’a.\n",
    );
    scratch.file(
        "in/daraa.txt",
        "date 2030-06-03\nReturn to Daraa\n\nThe ceasefire held in Daraa; a cease-fire elsewhere did not.\n",
    );
    scratch.run(["new", "p"]).is(0);
    scratch.run([std::ffi::OsStr::new("import"), std::ffi::OsStr::new("p"), folder.as_os_str()]).is(0);
    scratch.path("p")
}

/// A hit as the command line prints it: file, bytes, words.
type Hit = (String, Option<(usize, usize)>, String);

fn hits(scratch: &Scratch, args: &[&str]) -> Vec<Hit> {
    let ran = scratch.run(["search", "p", "--jsonl"].iter().chain(args)).is(0);
    let mut rows: Vec<_> = ran
        .out
        .lines()
        .map(|line| {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            let at = row["start"].as_u64().zip(row["end"].as_u64());
            let at = at.map(|(start, end)| (start as usize, end as usize));
            (row["doc"].as_str().unwrap().to_owned(), at, row["text"].as_str().unwrap_or_default().to_owned())
        })
        .collect();
    rows.sort();
    rows
}

#[test]
fn the_command_line_finds_words_spellings_and_fields_with_exact_bytes() {
    let scratch = Scratch::new();
    project(&scratch);
    let words = |args: &[&str]| -> Vec<String> {
        hits(&scratch, args).into_iter().map(|(doc, _, words)| format!("{doc} {words}")).collect()
    };
    assert_eq!(
        words(&["daraa"]),
        ["daraa.txt Daraa", "daraa.txt Daraa", "deraa.txt Deraa", "deraa.txt Deraa", "deraa.txt Dar’a"]
    );
    assert_eq!(words(&["daraa", "--exact-spelling"]), ["daraa.txt Daraa", "daraa.txt Daraa"]);
    assert_eq!(words(&["ceasefire"]), ["daraa.txt ceasefire", "daraa.txt cease-fire"]);
    assert_eq!(words(&["columns near/2 left"]), ["deraa.txt columns left"]);
    assert_eq!(words(&["shells date:2030-06-01", "--stem"]), ["deraa.txt Shelling"]);
    assert_eq!(words(&["shell* date:2030-06"]), ["deraa.txt Shelling"]);
    assert_eq!(words(&["--pattern", "[Tt]wo c[a-z]+"]), ["deraa.txt Two columns"]);
    assert_eq!(words(&["outlet:\"Evening Page\" killed>=51"]), ["evening-page.html "]);
    assert_eq!(words(&["killed>51"]), Vec::<String>::new());
    for (doc, at, words) in hits(&scratch, &["daraa"]) {
        let text = std::fs::read_to_string(scratch.path(Path::new("in").join(doc))).unwrap();
        let (start, end) = at.unwrap();
        assert_eq!(&text[start..end], words);
    }
    scratch.run(["search", "p", "daraa"]).is(0).says("Return to Daraa (daraa.txt)").warns("5 hits in 2 articles");
    scratch.run(["search", "p", "daraa"]).is(0).warns("daraa also as").warns("Deraa");
    scratch.run(["search", "p", "(daraa"]).is(2).warns("this bracket is not closed (at character 1)");
    scratch.run(["search", "p", "/a(b/"]).is(2).warns("this pattern cannot be read");
}

#[cfg(feature = "gui")]
mod window {
    use egui::accesskit::Role;
    use egui::{Key, Modifiers};

    use super::*;
    use crate::panels::Window;

    fn window() -> Window {
        let mut window = Window::new((1440.0, 900.0));
        let project = project(&window.scratch);
        window.app_mut().open(Some(project));
        window.settle();
        window
    }

    fn excerpts(project: &Project) -> Vec<String> {
        let mut quotes: Vec<String> = project.excerpts.values().map(|excerpt| excerpt.anchor.quote.clone()).collect();
        quotes.sort();
        quotes
    }

    /// Chooses an action from the palette, by its words.
    fn act(window: &mut Window, action: Action) {
        window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
        window.type_text(action.info().label);
        window.press(Modifiers::NONE, Key::Enter);
    }

    #[test]
    fn hits_appear_as_the_query_is_typed_and_open_by_key() {
        let mut window = window();
        window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
        window.settle();
        window.type_text("ceasefire");
        window.settle();
        assert!(window.reads("2 hits in 1 article"));
        // The field keeps the keyboard while Enter goes through the hits.
        window.press(Modifiers::NONE, Key::Enter);
        window.settle();
        let selected = |window: &Window| {
            let workbench = &window.app().workbench;
            let (article, range) = workbench.view.text_selection.clone().unwrap();
            workbench.session.as_ref().unwrap().text(article).unwrap()[range].to_owned()
        };
        assert_eq!(selected(&window), "ceasefire");
        window.press(Modifiers::NONE, Key::Enter);
        window.settle();
        assert_eq!(selected(&window), "cease-fire");
        // Down into the list, and up again by one hit.
        window.press(Modifiers::NONE, Key::ArrowDown);
        window.settle();
        window.press(Modifiers::NONE, Key::ArrowUp);
        window.press(Modifiers::NONE, Key::Enter);
        window.settle();
        assert_eq!(selected(&window), "ceasefire");
    }

    #[test]
    fn other_spellings_are_shown_and_can_be_switched_off() {
        let mut window = window();
        let search = SearchView { query: "daraa".to_owned(), ..SearchView::default() };
        window.app_mut().workbench.run(Command::View(ViewCommand::Search(search)));
        act(&mut window, Action::SearchAll);
        assert!(window.reads("5 hits in 2 articles"));
        assert!(window.reads("daraa also as") && window.reads("Deraa"));
        window.click("spellings");
        window.settle();
        assert!(window.reads("2 hits in 1 article"));
    }

    #[test]
    fn a_query_that_cannot_be_read_says_what_and_where() {
        let mut window = window();
        let search = SearchView { query: "daraa or".to_owned(), ..SearchView::default() };
        window.app_mut().workbench.run(Command::View(ViewCommand::Search(search)));
        act(&mut window, Action::SearchAll);
        assert!(window.reads("something must follow the last word (at character 7)"));
    }

    #[test]
    fn everything_found_is_tagged_in_one_step_after_a_preview() {
        let mut window = window();
        window.app_mut().operate(crossread::app::command::Operation::AddStarterCodebook);
        let search = SearchView { query: "daraa".to_owned(), ..SearchView::default() };
        window.app_mut().workbench.run(Command::View(ViewCommand::Search(search)));
        window.settle();
        let tag = window.project().tags.values().next().unwrap().name.clone();
        let before = excerpts(window.project());
        act(&mut window, Action::TagAllHits);
        // By keyboard alone: the field has the keyboard, and Enter takes the first tag it leaves.
        window.type_text(&tag);
        window.press(Modifiers::NONE, Key::Enter);
        // One is left out by its tick.
        let ticks = window.rects(Role::CheckBox);
        let third = ticks.iter().find(|(name, _)| name.starts_with("Hit 3")).unwrap().0.clone();
        window.click(&third);
        assert!(window.reads(&format!("Tag 4 hits “{tag}”")));
        window.press(Modifiers::COMMAND, Key::Enter);
        let tagged = excerpts(window.project());
        assert_eq!(tagged.len(), before.len() + 4, "{tagged:?}");
        assert!(tagged.iter().all(|quote| ["Daraa", "Deraa", "Dar’a"].contains(&quote.as_str())), "{tagged:?}");
        window.press(Modifiers::COMMAND, Key::Z);
        window.settle();
        assert_eq!(excerpts(window.project()), before);
    }

    #[test]
    fn a_tag_is_made_where_it_is_first_wanted_and_a_near_match_is_one_passage() {
        let mut window = window();
        let search = SearchView { query: "columns near/2 left".to_owned(), ..SearchView::default() };
        window.app_mut().workbench.run(Command::View(ViewCommand::Search(search)));
        window.settle();
        act(&mut window, Action::TagAllHits);
        let before = window.rect("Cancel");
        window.type_text("departures");
        assert!(window.shows("Create “departures”"));
        window.press(Modifiers::NONE, Key::Enter);
        assert_eq!(window.rect("Cancel").top(), before.top(), "what is typed moves nothing");
        window.press(Modifiers::COMMAND, Key::Enter);
        window.settle();
        assert_eq!(excerpts(window.project()), ["columns left"]);
        assert_eq!(window.project().tags.values().next().unwrap().name, "departures");
    }

    #[test]
    fn whole_sentences_can_be_tagged_instead() {
        let mut window = window();
        window.app_mut().operate(crossread::app::command::Operation::AddStarterCodebook);
        let search = SearchView { query: "shelling date:2030-06".to_owned(), ..SearchView::default() };
        window.app_mut().workbench.run(Command::View(ViewCommand::Search(search)));
        window.settle();
        let tag = window.project().tags.values().next().unwrap().name.clone();
        act(&mut window, Action::TagAllHits);
        window.type_text(&tag);
        window.press(Modifiers::NONE, Key::Enter);
        window.click("the whole sentence");
        window.press(Modifiers::COMMAND, Key::Enter);
        window.settle();
        assert_eq!(excerpts(window.project()), ["Shelling went on near Dar’a."]);
    }
}
