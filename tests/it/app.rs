//! The program without a screen: a day's work on a project, taken back to the empty project and done again, byte for
//! byte, also after the program has ended.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use crossread::app::command::Operation;
use crossread::app::import;
use crossread::app::jobs::Progress;
use crossread::app::session::{Env, Session};
use crossread::model::{MemoTarget, ReadState, ReviewStatus, Timestamp};

use crate::support::Scratch;

fn env() -> Env {
    Env {
        now: || "2030-05-04T08:00:00Z".parse::<Timestamp>().unwrap(),
        seed: None,
        coder_name: "Ana".to_owned(),
        wake: Arc::new(|| {}),
    }
}

fn import(session: &mut Session, folder: &Path) {
    let table =
        import::read_files(&[folder.to_owned()], session.project(), &|id| session.text(id), &Progress::default());
    session.land_import(&table.unwrap()).unwrap();
}

/// The project file as it is written now.
fn bytes(session: &mut Session) -> String {
    session.save();
    session.flush().unwrap();
    fs::read_to_string(session.folder().join("project.ron")).unwrap()
}

/// Some of everything an analyst does.
fn work(session: &mut Session, articles: &Path) {
    import(session, articles);
    let ids: Vec<_> = session.project().articles.keys().copied().collect();
    let figures: Vec<_> = session.project().figures.keys().copied().collect();
    assert!(ids.len() == 3 && figures.len() >= 8, "{} articles, {} figures", ids.len(), figures.len());
    let mut operate = |operation| session.operate(operation).unwrap();
    operate(Operation::AddStarterCodebook);
    operate(Operation::Review { figures: figures[..4].to_vec(), status: ReviewStatus::Confirmed });
    operate(Operation::Review { figures: figures[4..5].to_vec(), status: ReviewStatus::Rejected });
    operate(Operation::NameOrigin { figure: figures[1], origin: "Relief Council".to_owned() });
    operate(Operation::CreateTally(vec![figures[0]]));
    operate(Operation::MarkRead { articles: ids.clone(), state: ReadState::Done });
    operate(Operation::MarkReviewed { article: ids[0], reviewed: true });
    operate(Operation::NameOutletAndWire {
        article: ids[1],
        outlet: "North Wire".to_owned(),
        wire: "Harbour News".to_owned(),
    });
    operate(Operation::WriteMemo { on: MemoTarget::Article(ids[0]), text: "Ask the directorate.".to_owned() });
    operate(Operation::RenameProject("Port of Marren".to_owned()));
    let tags: Vec<_> = session.project().tags.values().map(|tag| (tag.key, tag.id)).collect();
    let tag = |key| tags.iter().find(|(is, _)| *is == Some(key)).unwrap().1;
    let mut operate = |operation| session.operate(operation).unwrap();
    operate(Operation::TagSpan { article: ids[0], range: 0..10, tag: tag('1') });
    operate(Operation::TagSpan { article: ids[0], range: 5..20, tag: tag('2') });
    operate(Operation::MergeTags { from: tag('2'), into: tag('1') });
    operate(Operation::DeleteTag(tag('3')));
    operate(Operation::DeleteFigures(vec![figures[5]]));
    operate(Operation::DeleteArticles(vec![ids[2]]));
}

/// Takes everything back; how many steps that were.
fn undo_all(session: &mut Session) -> usize {
    std::iter::from_fn(|| session.undo().unwrap()).count()
}

fn redo_all(session: &mut Session) -> usize {
    std::iter::from_fn(|| session.redo().unwrap()).count()
}

#[test]
fn undo_to_the_empty_project_and_redo_give_the_same_bytes() {
    let scratch = Scratch::new();
    let articles = scratch.articles("in");
    let folder = scratch.path("p");
    let mut session = Session::create(&folder, "p", env()).unwrap();
    let empty = bytes(&mut session);
    work(&mut session, &articles);
    let full = bytes(&mut session);
    let n = undo_all(&mut session);
    assert!(n > 15, "only {n} steps");
    assert_eq!(bytes(&mut session), empty);
    assert_eq!(redo_all(&mut session), n);
    assert_eq!(bytes(&mut session), full);

    // The history is there after the program has ended, half way back as well.
    for _ in 0..n / 2 {
        session.undo().unwrap().unwrap();
    }
    let half = bytes(&mut session);
    session.close().unwrap();
    let (mut session, warnings) = Session::open(&folder, env()).unwrap();
    assert!(warnings.is_empty(), "{warnings:?}");
    assert_eq!(bytes(&mut session), half);
    assert_eq!(redo_all(&mut session), n / 2);
    assert_eq!(bytes(&mut session), full);
    assert_eq!(undo_all(&mut session), n);
    assert_eq!(bytes(&mut session), empty);
    assert_eq!(redo_all(&mut session), n);
    assert_eq!(bytes(&mut session), full);
    session.close().unwrap();
    scratch.is_sound("p");
}

#[test]
fn what_was_done_is_on_disk_without_saving() {
    let scratch = Scratch::new();
    let articles = scratch.articles("in");
    let folder = scratch.path("p");
    let mut session = Session::create(&folder, "p", env()).unwrap();
    work(&mut session, &articles);
    session.flush().unwrap();
    let expected = session.project().clone();
    // Read beside the open session, which has not written the project file since it was made.
    let found = crossread::store::open_read_only(&folder).unwrap();
    assert_eq!(found.project, expected);
    drop(session);
    let (mut session, warnings) = Session::open(&folder, env()).unwrap();
    assert!(warnings.is_empty(), "{warnings:?}");
    assert_eq!(*session.project(), expected);
    assert!(undo_all(&mut session) > 15);
    assert!(session.project().articles.is_empty());
}
