//! Steps that touch hundreds of records: carried out beside the window, taken over whole, and never at the cost of what
//! somebody did meanwhile.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crossread::app::actions::Action;
use crossread::app::command::{Command, FileCommand, Operation};
use crossread::app::session::Env;
use crossread::app::workbench::Workbench;
use crossread::model::{ArticleId, Project, ReadState, ReviewStatus, Timestamp};

use crate::support::Scratch;

const ARTICLES: usize = 330;

fn project(bench: &Workbench) -> &Project {
    bench.session.as_ref().unwrap().project()
}

/// What a window does sixty times a second, until `done`.
fn wait(bench: &mut Workbench, done: impl Fn(&Workbench) -> bool) {
    let start = Instant::now();
    while !done(bench) {
        assert!(start.elapsed() < Duration::from_secs(60), "it does not come: {:?}", bench.running());
        bench.poll();
        std::thread::yield_now();
    }
}

fn settle(bench: &mut Workbench) {
    wait(bench, |bench| bench.is_settled());
}

/// A project of some hundred articles, brought in as in the window.
fn bench(scratch: &Scratch) -> Workbench {
    for n in 0..ARTICLES {
        let text =
            format!("Flood in valley {n}\n\nAt least {} people were killed in valley {n}, the mayor said.\n", n + 2);
        scratch.file(format!("in/report-{n}.txt"), text);
    }
    let env = Env {
        now: || "2030-05-04T08:00:00Z".parse::<Timestamp>().unwrap(),
        seed: Some(3),
        coder_name: "Ana".to_owned(),
        wake: Arc::new(|| {}),
    };
    let mut bench = Workbench::new(env);
    bench.run(Command::File(FileCommand::New(scratch.path("p"))));
    bench.run(Command::File(FileCommand::Import(vec![scratch.path("in")])));
    wait(&mut bench, |bench| bench.import.is_some());
    bench.run(Command::File(FileCommand::LandImport));
    assert!(project(&bench).articles.is_empty(), "a large import does not hold up the frame");
    settle(&mut bench);
    assert_eq!(project(&bench).articles.len(), ARTICLES);
    bench
}

fn read(bench: &Workbench) -> usize {
    let articles = project(bench).articles.values();
    let n = articles.filter(|article| article.read_state == ReadState::Done).count();
    assert_eq!(bench.derived.totals.read, n, "what is counted is what is there");
    n
}

fn mark_all(bench: &mut Workbench) -> Vec<ArticleId> {
    let articles: Vec<ArticleId> = project(bench).articles.keys().copied().collect();
    let all = Operation::MarkRead { articles: articles.clone(), state: ReadState::Done };
    bench.run_all(vec![Command::Do(all)]);
    articles
}

#[test]
fn a_large_step_lands_whole_and_is_taken_back_whole() {
    let scratch = Scratch::new();
    let mut bench = bench(&scratch);
    mark_all(&mut bench);
    assert_eq!(read(&bench), 0);
    assert!(bench.running().iter().any(|(name, ..)| *name == "Changing"), "{:?}", bench.running());
    // Undo waits for what is under way, and takes that back.
    bench.run_all(vec![Command::Action(Action::Undo)]);
    assert_eq!(read(&bench), 0);
    settle(&mut bench);
    assert_eq!(read(&bench), 0);
    let session = bench.session.as_ref().unwrap();
    assert_eq!(session.redo_label(), Some("mark 330 articles done"));
    bench.run_all(vec![Command::Action(Action::Redo)]);
    settle(&mut bench);
    assert_eq!(read(&bench), ARTICLES);
    assert_eq!(bench.derived.figures.len(), project(&bench).figures.len());
}

#[test]
fn what_somebody_does_meanwhile_stands() {
    let scratch = Scratch::new();
    let mut bench = bench(&scratch);
    let articles = mark_all(&mut bench);
    let figure = *project(&bench).figures.keys().next().unwrap();
    bench.run_all(vec![
        Command::Do(Operation::Review { figures: vec![figure], status: ReviewStatus::Confirmed }),
        Command::Do(Operation::RenameProject("Floods".to_owned())),
    ]);
    assert_eq!(project(&bench).figures[&figure].status, ReviewStatus::Confirmed, "it is not held up");
    settle(&mut bench);
    assert_eq!(read(&bench), articles.len());
    assert_eq!(project(&bench).figures[&figure].status, ReviewStatus::Confirmed);
    assert_eq!(project(&bench).info.name, "Floods");
    // All of it is in the history, in the order in which it came to stand, and on the disk.
    let folder = scratch.path("p");
    let session = bench.session.take().unwrap();
    let before = session.project().clone();
    session.close().unwrap();
    bench.open(&folder);
    assert!(*project(&bench) == before);
    let labels: Vec<String> = std::iter::from_fn(|| {
        let session = bench.session.as_mut().unwrap();
        session.undo().unwrap().map(|(label, _)| label)
    })
    .take(3)
    .collect();
    assert_eq!(labels, ["mark 330 articles done", "rename project", "confirm 1 figure"]);
}

#[test]
fn a_large_step_that_is_stopped_changes_nothing_and_an_import_is_offered_again() {
    let scratch = Scratch::new();
    let mut bench = bench(&scratch);
    for n in 0..60 {
        scratch.file(format!("more/late-{n}.txt"), format!("Late report {n}\n\nSome {} people fled.\n", n + 20));
    }
    bench.run(Command::File(FileCommand::Import(vec![scratch.path("more")])));
    wait(&mut bench, |bench| bench.import.is_some());
    bench.run(Command::File(FileCommand::LandImport));
    assert!(bench.import.is_none());
    bench.cancel_jobs();
    wait(&mut bench, |bench| !bench.running().iter().any(|(name, ..)| *name == "Importing"));
    let n = project(&bench).articles.len();
    // It may have been done before it heard of it; never by half.
    match &bench.import {
        Some(table) => assert_eq!((n, table.rows.len()), (ARTICLES, 60)),
        None => assert_eq!(n, ARTICLES + 60),
    }
}

#[test]
fn what_is_under_way_is_done_before_the_project_closes() {
    let scratch = Scratch::new();
    let mut bench = bench(&scratch);
    mark_all(&mut bench);
    assert!(bench.may_close());
    assert_eq!(project(&bench).articles.values().filter(|a| a.read_state == ReadState::Done).count(), ARTICLES);
}
