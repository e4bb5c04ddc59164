//! Tests of opening, appending and saving a folder in good order.

use super::super::testing::{Bench, listing};
use super::super::*;
use super::*;
use crate::model::ArticleId;
use crate::model::testing::{TEXT, full_records, time};

#[test]
fn what_was_appended_is_there_again_with_its_history() {
    let mut bench = Bench::new();
    bench.perform(Edit { label: "all".to_owned(), changes: full_records() });
    bench.memo("one");
    bench.memo("two");
    assert!(bench.undo());
    let before = bench.opened.project.clone();
    assert_eq!(bench.reopen(), []);
    assert_eq!(bench.opened.project, before);
    assert_eq!(bench.opened.history.undo_label(), Some("memo one"));
    assert_eq!(bench.opened.history.redo_label(), Some("memo two"));
    assert!(bench.redo());
    assert_eq!(bench.memos().last(), Some(&"two"));
    bench.save();
    assert_eq!(bench.reopen(), []);
    assert_eq!(bench.opened.history.done_labels().collect::<Vec<_>>(), ["all", "memo one", "memo two"]);
    assert_eq!(&*bench.opened.texts.get(&sha256_hex(TEXT.as_bytes())).unwrap(), TEXT);
}

#[test]
fn undo_to_the_empty_project_and_redo_gives_the_same_bytes_over_restarts() {
    let mut bench = Bench::new();
    let empty = bench.bytes();
    bench.perform(Edit { label: "all".to_owned(), changes: full_records() });
    for n in 0..5 {
        bench.memo(&n.to_string());
        if n == 2 {
            bench.save();
            bench.reopen();
        }
    }
    bench.save();
    let full = bench.bytes();
    while bench.undo() {
        if bench.memos().len() == 3 {
            bench.reopen();
        }
    }
    bench.save();
    assert_eq!(bench.bytes(), empty);
    assert_eq!(bench.reopen(), []);
    while bench.redo() {
        if bench.memos().len() == 2 {
            bench.reopen();
        }
    }
    bench.save();
    assert_eq!(bench.bytes(), full);
}

#[test]
fn opening_and_closing_changes_nothing() {
    let mut bench = Bench::new();
    bench.memo("one");
    bench.save();
    bench.close();
    let before = listing(&bench.root);
    bench.reopen();
    assert!(!bench.store().is_behind());
    assert!(!bench.save().is_written);
    bench.close();
    open_read_only(&bench.file()).unwrap();
    assert_eq!(listing(&bench.root), before);
}

#[test]
fn a_second_opener_is_told_who_has_the_project() {
    let mut bench = Bench::new();
    let error = open(&bench.root, time(3), 9).unwrap_err();
    assert!(error.is_locked());
    assert!(error.to_string().contains(&format!("process {} on ", std::process::id())), "{error}");
    assert_eq!(open_read_only(&bench.root).unwrap().project, bench.opened.project);
    bench.close();
    assert!(open(&bench.root, time(3), 9).is_ok());
}

#[test]
fn a_new_project_wants_an_empty_folder() {
    let dir = tempfile::tempdir().unwrap();
    let error = |path: &Path| create(path, "p", time(0), 1).unwrap_err();
    std::fs::write(dir.path().join("thesis.doc"), "x").unwrap();
    assert!(matches!(error(dir.path()), StoreError::NotEmpty(_)));
    assert!(matches!(error(&dir.path().join("thesis.doc")), StoreError::Io { .. }));
    let new = dir.path().join("a/b");
    drop(create(&new, "p", time(0), 1).unwrap());
    assert!(matches!(error(&new), StoreError::AlreadyProject(_)));
    for path in [dir.path(), &dir.path().join("none"), &dir.path().join("thesis.doc")] {
        assert!(matches!(open(path, time(0), 1).unwrap_err(), StoreError::NotAProject(_)), "{path:?}");
    }
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 2);
}

#[test]
fn a_project_file_alone_is_a_project() {
    let mut bench = Bench::new();
    bench.perform(Edit { label: "all".to_owned(), changes: full_records() });
    bench.save();
    bench.close();
    std::fs::remove_dir_all(bench.root.join("journal")).unwrap();
    std::fs::remove_dir_all(bench.root.join(".state")).unwrap();
    assert_eq!(bench.reopen(), []);
    assert!(bench.segments().is_empty(), "nothing was changed, so there is nothing to record");
    bench.memo("one");
    let project = bench.opened.project.clone();
    assert_eq!(bench.reopen(), []);
    assert_eq!(bench.opened.project, project);
    bench.memo("two");
    assert!(bench.undo() && bench.undo() && !bench.undo());
    bench.save();
    assert_eq!(bench.reopen(), []);
    assert!(bench.redo() && bench.redo());
    assert_eq!(bench.memos().len(), 3);
    bench.save();
    assert_eq!(check(&bench.root).unwrap(), []);
}

#[test]
fn a_later_format_is_refused_and_left_as_it_is() {
    let mut bench = Bench::new();
    bench.memo("one");
    bench.save();
    bench.close();
    let file = String::from_utf8(bench.bytes()).unwrap();
    let (ours, theirs) = (format!("format:{FORMAT},"), format!("format:{},", FORMAT + 1));
    let later = file.replace(&ours, &theirs).replace("\"crossread 0.1.0\"", "\"crossread 4.2.0\"");
    std::fs::write(bench.file(), &later).unwrap();
    let check_refused = |root: &Path| {
        let before = listing(root);
        for error in [open(root, time(5), 5).map(drop), open_read_only(root).map(drop), check(root).map(drop)] {
            let said = error.unwrap_err().to_string();
            assert!(said.contains(&format!("written by crossread 4.2.0 in format {}", FORMAT + 1)), "{said}");
        }
        assert_eq!(listing(root), before);
    };
    check_refused(&bench.root);
    // A later version may have written to the journal only.
    std::fs::write(bench.file(), file).unwrap();
    let content = format!("segment ({theirs}written_by:\"crossread 4.2.0\",id:3)");
    let line = format!("{:08x} {content}\n", crc32fast::hash(content.as_bytes()));
    std::fs::write(bench.root.join("journal/00000000000000aa.ronl"), line).unwrap();
    check_refused(&bench.root);
    // A cloned folder has no state of its own; none is made.
    std::fs::remove_dir_all(bench.root.join(".state")).unwrap();
    check_refused(&bench.root);
}

#[test]
fn missing_texts_are_named_and_the_rest_is_open() {
    let mut bench = Bench::new();
    bench.perform(Edit { label: "all".to_owned(), changes: full_records() });
    bench.close();
    std::fs::remove_dir_all(bench.root.join("texts")).unwrap();
    let article = ArticleId::from_bits(6);
    assert_eq!(bench.reopen(), [OpenWarning::TextMissing { article, title: "Forty killed".to_owned() }]);
    assert!(matches!(bench.opened.texts.get(&sha256_hex(TEXT.as_bytes())), Err(StoreError::Missing(_))));
    bench.store().put_text(TEXT).unwrap();
    assert_eq!(bench.reopen(), []);
}

#[test]
fn replaced_project_files_become_backups() {
    let mut bench = Bench::new();
    let mut files = vec![bench.bytes()];
    for n in 0..14 {
        bench.memo(&n.to_string());
        let report = bench.save();
        assert!(report.is_written);
        assert_eq!(std::fs::read(report.backup.unwrap()).unwrap(), *files.last().unwrap());
        files.push(bench.bytes());
    }
    let kept = backup::generations(&bench.root);
    // All are of one second and so of one hour and day.
    assert_eq!(kept.len(), 10);
    assert_eq!(std::fs::read(&kept.first().unwrap().1).unwrap(), files[13]);
}

#[cfg(unix)]
#[test]
fn files_are_private_and_planted_links_are_refused() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let mut bench = Bench::new();
    bench.perform(Edit { label: "all".to_owned(), changes: full_records() });
    bench.save();
    bench.memo("one");
    let mut paths = vec![bench.root.clone()];
    let mut n_files = 0;
    while let Some(path) = paths.pop() {
        let meta = std::fs::metadata(&path).unwrap();
        assert_eq!(meta.permissions().mode() & 0o077, 0, "others can get at {path:?}");
        if meta.is_dir() {
            paths.extend(std::fs::read_dir(&path).unwrap().flatten().map(|item| item.path()));
        } else {
            n_files += 1;
        }
    }
    assert!(n_files >= 8, "only {n_files} files were looked at");
    let victim = bench.root.parent().unwrap().join("victim");
    std::fs::write(&victim, "precious").unwrap();
    symlink(&victim, bench.root.join("project.ron.tmp")).unwrap();
    let project = bench.opened.project.clone();
    let before = bench.bytes();
    let error = bench.store().save(&project, time(3)).unwrap_err();
    assert!(matches!(error, StoreError::InTheWay { what: "a link", .. }), "{error}");
    assert_eq!((std::fs::read_to_string(&victim).unwrap().as_str(), bench.bytes()), ("precious", before));
    std::fs::remove_file(bench.root.join("project.ron.tmp")).unwrap();
    bench.save();
    // A folder that is a link leads out of the project.
    bench.close();
    let outside = bench.root.parent().unwrap().join("outside");
    std::fs::rename(bench.root.join("texts"), &outside).unwrap();
    symlink(&outside, bench.root.join("texts")).unwrap();
    bench.reopen();
    let error = bench.store().put_text("another text").unwrap_err();
    assert!(matches!(error, StoreError::InTheWay { .. }), "{error}");
}

#[test]
fn a_leftover_of_a_broken_off_save_is_replaced() {
    let mut bench = Bench::new();
    bench.memo("one");
    std::fs::write(bench.root.join("project.ron.tmp"), "half a").unwrap();
    assert_eq!(check(&bench.root).unwrap().len(), 1);
    assert!(bench.save().is_written);
    assert_eq!(check(&bench.root).unwrap(), []);
}

#[test]
fn two_openings_with_one_seed_write_two_segments() {
    let mut bench = Bench::new();
    bench.memo("one");
    for text in ["two", "three"] {
        bench.close();
        bench.n = 0;
        assert_eq!(bench.reopen(), []);
        bench.n = 50 + bench.segments().len() as u64;
        bench.memo(text);
    }
    assert_eq!(bench.segments().len(), 3);
    assert_eq!(bench.reopen(), []);
    assert_eq!(bench.memos(), ["one", "two", "three"]);
}
