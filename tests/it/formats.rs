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
use crossread::model::{EstimateRule, Figure, MemoTarget, RecordId, ReviewStatus, Side, Timestamp, WordsRule};
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

/// A copy of the project kept of a format.
fn kept(scratch: &Scratch, format: u32) -> PathBuf {
    let folder = scratch.path(format!("format-{format}"));
    copy(&fixtures().join(format!("format-{format}")), &folder);
    folder
}

#[test]
fn there_is_a_kept_project_of_every_earlier_format() {
    let scratch = Scratch::new();
    for format in 1..FORMAT {
        let folder = kept(&scratch, format);
        let head = fs::read_to_string(folder.join("project.ron")).unwrap();
        assert!(head.starts_with(&format!("(format:{format},")), "format {format}");
        let (session, warnings) = Session::open(&folder, env()).unwrap();
        assert!(warnings.is_empty(), "{format}: {warnings:?}");
        assert!(session.project().integrity().is_empty());
        session.close().unwrap();
        assert!(store::check(&folder).unwrap().iter().all(|finding| !finding.is_fault), "format {format}");
    }
}

#[test]
fn a_project_of_format_1_keeps_all_it_said() {
    let scratch = Scratch::new();
    let folder = kept(&scratch, 1);
    let before = fs::read(folder.join("project.ron")).unwrap();
    let (mut session, warnings) = Session::open(&folder, env()).unwrap();
    assert!(warnings.is_empty(), "{warnings:?}");
    let project = session.project();
    let event = project.events.values().next().unwrap().clone();
    // The journal ran on behind the project file: its last word is one party, whose side nobody has said.
    let named: Vec<(&str, Side)> =
        event.parties.iter().map(|(party, side)| (project.organisations[party].name.as_str(), *side)).collect();
    assert_eq!(named, [("Northern Joint Staff", Side::Other)]);
    assert_eq!((event.location, event.cause, event.violence), (None, None, None));
    assert!(project.memos.values().any(|memo| memo.text.contains("parties:[\"a\",\"b\"]")), "words of people changed");
    assert_eq!(project.info.name, "Marren “2030”, parties:[not one]");
    // What was weighed for an estimate is what the figures say today: nothing is reopened by the new version.
    let tally = project.tallies.values().find(|tally| tally.estimate.is_some()).unwrap();
    let estimate = tally.estimate.as_ref().unwrap();
    let origin_changed = project.figures.values().find(|figure| project.origin_name(figure) == Some("Harbour Guard"));
    let prints = estimate.weighed.iter().filter(|weighed| Some(weighed.figure) != origin_changed.map(|f| f.id));
    let same = |weighed: &crossread::model::Weighed| {
        project.figures.get(&weighed.figure).is_some_and(|figure| figure.evidence_print() == weighed.print)
    };
    assert!(estimate.weighed.len() > 1 && prints.clone().all(same), "{:?}", estimate.weighed);
    // The undone step can be done again, and every step of the old journal undone and done again.
    let end = session.snapshot();
    let redo = session.redo().unwrap().unwrap();
    assert!(redo.0.starts_with("reject"), "{redo:?}");
    let mut undone = 0;
    while session.undo().unwrap().is_some() {
        undone += 1;
    }
    assert!(session.project().articles.is_empty() && undone > 8, "{undone} steps");
    for _ in 1..undone {
        session.redo().unwrap().unwrap();
    }
    assert_eq!(*session.snapshot(), *end);
    session.close().unwrap();
    // Written in the present format, with the old file kept as it was.
    let after = fs::read_to_string(folder.join("project.ron")).unwrap();
    assert!(after.starts_with(&format!("(format:{FORMAT},")), "{}", after.lines().next().unwrap());
    let backups: Vec<PathBuf> =
        fs::read_dir(folder.join("backups")).unwrap().map(|entry| entry.unwrap().path()).collect();
    let old = backups.iter().find(|path| path.file_name().unwrap().to_string_lossy().starts_with("old-format-"));
    assert_eq!(fs::read(old.unwrap()).unwrap(), before, "{backups:?}");
    let (session, warnings) = Session::open(&folder, env()).unwrap();
    assert!(warnings.is_empty(), "{warnings:?}");
    assert_eq!(*session.snapshot(), *end);
    session.close().unwrap();
    assert!(store::check(&folder).unwrap().iter().all(|finding| !finding.is_fault));
}

#[test]
fn a_later_format_is_refused_and_left_alone() {
    let scratch = Scratch::new();
    let folder = kept(&scratch, 1);
    let path = folder.join("project.ron");
    let text = fs::read_to_string(&path).unwrap().replacen("(format:1,", "(format:99,", 1);
    fs::write(&path, &text).unwrap();
    let error = Session::open(&folder, env()).unwrap_err().to_string();
    assert!(error.contains("in format 99, and this version reads up to format"), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}
