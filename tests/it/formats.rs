//! Projects of earlier formats: each was made by the program of its day and lies under `tests/fixtures/projects`, never
//! to be changed. It opens, its journal replays, and what it was is kept.
//!
//! When the format is raised, first keep a project of the one that goes:
//! `CROSSREAD_WRITE_FIXTURE=1 cargo test --test it formats`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossread::app::command::Operation;
use crossread::app::import;
use crossread::app::jobs::Progress;
use crossread::app::ops::events::Gathered;
use crossread::app::ops::figure_edits::FigureChange;
use crossread::app::session::{Env, Session};
use crossread::model::{EstimateRule, Figure, MemoTarget, RecordId, ReviewStatus, Timestamp, WordsRule};
use crossread::store::{self, FORMAT};

use crate::support::Scratch;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/projects")
}

fn env() -> Env {
    Env {
        now: || "2030-05-04T08:00:00Z".parse::<Timestamp>().unwrap(),
        seed: Some(41),
        coder_name: "Ana".to_owned(),
        wake: Arc::new(|| {}),
    }
}

/// A project with a record of most kinds, saved half way: the journal runs on behind the project file, with an undone
/// step in it.
fn make(scratch: &Scratch) -> PathBuf {
    let articles = scratch.articles("articles");
    let folder = scratch.path("made");
    let mut session = Session::create(&folder, "Marren “2030”, parties:[not one]", env()).unwrap();
    let table =
        import::read_files(&[articles], session.project(), &|id| session.text(id), &Progress::default()).unwrap();
    session.land_import(&table).unwrap();
    session.operate(Operation::AddStarterCodebook).unwrap();
    let tally = session.project().tallies.values().max_by_key(|tally| tally.figures.len()).unwrap().clone();
    let gathered = Gathered { tallies: vec![tally.id], figures: Vec::new(), links: Vec::new() };
    let made = session.operate(Operation::CreateEvent { name: "Shelling of Marren".to_owned(), gathered }).unwrap();
    let Some(RecordId::Event(event)) = made else { panic!("{made:?}") };
    let parties = vec!["Northern Joint Staff".to_owned(), "Harbour Guard".to_owned()];
    session.operate(Operation::NameParties { event, parties }).unwrap();
    session.operate(Operation::ConfirmTally(tally.id)).unwrap();
    let (rule, words) = (EstimateRule::RangeOfOrigins, WordsRule::Acled);
    session.operate(Operation::AdoptByRule { tally: tally.id, rule, words, reasoning: "as said".to_owned() }).unwrap();
    session.close().unwrap();
    let (mut session, warnings) = Session::open(&folder, env()).unwrap();
    assert!(warnings.is_empty(), "{warnings:?}");
    let figure: Figure = session.project().figures.values().next().unwrap().clone();
    let change = FigureChange::Origin("Harbour Guard".to_owned());
    session.operate(Operation::EditFigures { figures: vec![figure.id], change }).unwrap();
    let memo = "An event is written as parties:[\"a\",\"b\"]; this is only said of it.".to_owned();
    session.operate(Operation::WriteMemo { on: MemoTarget::Event(event), text: memo }).unwrap();
    let parties = vec!["Northern Joint Staff".to_owned()];
    session.operate(Operation::NameParties { event, parties }).unwrap();
    let figures = vec![figure.id];
    session.operate(Operation::Review { figures, status: ReviewStatus::Rejected }).unwrap();
    session.undo().unwrap();
    // Left as a crash would leave it: the journal is written, the project file is behind.
    session.flush().unwrap();
    drop(session);
    folder
}

/// Makes the project; with `CROSSREAD_WRITE_FIXTURE` set, also the one that is kept of this format, once.
#[test]
fn a_project_to_keep_can_be_made() {
    let scratch = Scratch::new();
    let made = make(&scratch);
    assert!(store::check(&made).unwrap().iter().all(|finding| !finding.is_fault));
    let kept = fixtures().join(format!("format-{FORMAT}"));
    if std::env::var_os("CROSSREAD_WRITE_FIXTURE").is_some() && !kept.exists() {
        for part in [".gitattributes", "project.ron", "journal", "texts"] {
            copy(&made.join(part), &kept.join(part));
        }
    }
}

fn copy(from: &Path, to: &Path) {
    if from.is_file() {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        // Not `fs::copy`: the kept one is readable by everybody and writable by whom it belongs to.
        fs::write(to, fs::read(from).unwrap()).unwrap();
        return;
    }
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        copy(&entry.path(), &to.join(entry.file_name()));
    }
}
