//! Tests of folders that were damaged: cut, altered, or not written because the disk failed.

use std::path::Path;
use std::sync::Arc;

use super::disk::fault;
use super::testing::{Bench, copy, listing, scratch};
use super::*;
use crate::model::testing::{full_records, time};
use crate::model::*;

/// A small project with a saved part, steps after it, and the project after each journal line of its one segment.
fn small() -> (Bench, Vec<Project>) {
    let mut bench = Bench::new();
    // Base and the mark of the first save.
    let mut states = vec![bench.opened.project.clone(); 2];
    bench.memo("one");
    states.push(bench.opened.project.clone());
    bench.save();
    states.push(bench.opened.project.clone());
    bench.memo("two");
    states.push(bench.opened.project.clone());
    bench.undo();
    states.push(bench.opened.project.clone());
    bench.memo("three");
    states.push(bench.opened.project.clone());
    bench.close();
    (bench, states)
}

/// Opens for reading, and now and then for writing a copy as well, which must then be sound.
fn opens(root: &Path, n: usize) -> Opened {
    let opened = open_read_only(root).unwrap();
    if n.is_multiple_of(53) {
        let dir = scratch();
        copy(root, dir.path(), &|_| false);
        let (store, again) = open(dir.path(), time(50), n as u64).unwrap();
        assert_eq!(again.project, opened.project);
        drop(store);
        let (mut store, again) = open(dir.path(), time(60), n as u64 + 1).unwrap();
        assert_eq!(again.project, opened.project);
        store.save(&again.project, time(61)).unwrap();
        drop(store);
        assert_eq!(open_read_only(dir.path()).unwrap().project, opened.project);
    }
    opened
}

#[test]
fn a_project_file_cut_anywhere_is_rebuilt_whole() {
    let (bench, states) = small();
    let bytes = bench.bytes();
    for len in 0..bytes.len() - 1 {
        std::fs::write(bench.file(), &bytes[..len]).unwrap();
        let opened = opens(&bench.root, len);
        assert_eq!(Some(&opened.project), states.last(), "cut at {len}");
        assert_eq!(opened.history.done_labels().collect::<Vec<_>>(), ["memo one", "memo three"]);
        let is_said = opened.warnings.iter().any(|warning| matches!(warning, OpenWarning::Rebuilt { .. }));
        // Without its last bracket or line end it says the same, which is enough.
        assert!(is_said || len + 2 >= bytes.len(), "cut at {len}: {:?}", opened.warnings);
    }
}

#[test]
fn a_journal_cut_anywhere_loses_only_what_was_cut() {
    let (bench, states) = small();
    let [segment] = &bench.segments()[..] else { panic!("one segment was expected") };
    let bytes = std::fs::read(segment).unwrap();
    let project_file = bench.bytes();
    let saved = 3;
    for len in 0..bytes.len() {
        std::fs::write(segment, &bytes[..len]).unwrap();
        // A line without its line end is whole: its checksum says so.
        let n_whole = bytes[..len].iter().filter(|byte| **byte == b'\n').count() + usize::from(bytes[len] == b'\n');
        let n_lines = n_whole.saturating_sub(1);
        // The project file stands for the lines up to where it was saved.
        let expected = &states[n_lines.saturating_sub(1).max(saved)];
        let opened = opens(&bench.root, len);
        assert_eq!(&opened.project, expected, "cut at {len}");
        // Without the project file the journal is all there is.
        std::fs::write(bench.file(), "(format:1,written_by:\"x\",records:[").unwrap();
        match n_lines.checked_sub(1) {
            Some(last) => assert_eq!(opens(&bench.root, len).project, states[last], "cut at {len}"),
            // The project file's backup was of the empty project.
            None => {
                let opened = opens(&bench.root, len);
                assert_eq!(opened.project, states[0], "cut at {len}");
                assert!(opened.warnings.iter().any(OpenWarning::is_serious));
            }
        }
        std::fs::write(bench.file(), &project_file).unwrap();
    }
}

#[test]
fn every_flipped_bit_is_found() {
    let (bench, states) = small();
    let [segment] = &bench.segments()[..] else { panic!("one segment was expected") };
    let (mut n_flips, mut n_newer) = (0, 0);
    for path in [&bench.file(), segment] {
        let bytes = std::fs::read(path).unwrap();
        let is_file = path.ends_with("project.ron");
        for at in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[at / 8] ^= 1 << (at % 8);
            std::fs::write(path, &flipped).unwrap();
            n_flips += 1;
            let opened = match open_read_only(&bench.root) {
                Ok(opened) => opened,
                // The format's number became a higher one, which is refused.
                Err(StoreError::Newer { .. }) if is_file => {
                    n_newer += 1;
                    continue;
                }
                Err(error) => panic!("{path:?}, bit {at}: {error}"),
            };
            // In a project file, a bit that changes nothing of what is read (who wrote it, a line's end) is not worth a word.
            let is_same = is_file && Some(&opened.project) == states.last();
            assert!(is_same || !opened.warnings.is_empty(), "{path:?}, bit {at} went unnoticed");
            if is_file && at % 211 == 0 {
                assert_ne!(check(&bench.root).unwrap(), [], "{path:?}, bit {at} went unnoticed by the check");
            }
            if !is_file {
                let faults = if at % 211 == 0 { check(&bench.root).unwrap().len() } else { 1 };
                assert!(faults > 0 && states[3..].contains(&opened.project), "{path:?}, bit {at}");
            }
        }
        std::fs::write(path, &bytes).unwrap();
    }
    assert!(n_flips > 10_000 && n_newer < 10, "{n_flips} flips, {n_newer} refused as newer");
}

#[test]
fn damage_before_the_last_save_costs_only_history() {
    let (mut bench, _) = small();
    let segment = bench.segments().remove(0);
    bench.reopen();
    bench.memo("four");
    bench.save();
    bench.memo("five");
    bench.close();
    let expected = bench.opened.project.clone();
    let mut bytes = std::fs::read(&segment).unwrap();
    let at = bytes.windows(8).position(|part| part == b"memo one").unwrap();
    bytes[at] ^= 1;
    std::fs::write(&segment, &bytes).unwrap();
    assert_eq!(bench.reopen(), [OpenWarning::HistoryCut]);
    assert_eq!(bench.opened.project, expected);
    assert!(bench.undo() && bench.undo() && bench.undo());
    assert_eq!(bench.memos(), ["one"], "what is after the damage can still be undone");
    assert!(!bench.undo());
    // The whole segment gone is no worse.
    bench.save();
    bench.close();
    std::fs::remove_file(&segment).unwrap();
    assert_eq!(bench.reopen(), [OpenWarning::HistoryCut]);
    assert_eq!(bench.memos(), ["one"]);
    // The step to be done again first was in the lost segment.
    assert!(!bench.redo());
    bench.memo("new");
    assert_eq!(bench.reopen(), [OpenWarning::HistoryCut]);
    assert_eq!(bench.memos(), ["one", "new"]);
}

#[test]
fn damage_after_the_last_save_is_reported_and_work_goes_on() {
    let (mut bench, states) = small();
    let segment = bench.segments().remove(0);
    let mut bytes = std::fs::read(&segment).unwrap();
    let at = bytes.windows(8).position(|part| part == b"memo two").unwrap();
    bytes[at] ^= 1;
    std::fs::write(&segment, &bytes).unwrap();
    let warnings = bench.reopen().to_vec();
    assert!(
        matches!(
            &warnings[..],
            [OpenWarning::ReplayStopped { seq: 3, .. }, OpenWarning::JournalDamaged { lines: 2, .. }]
        ),
        "{warnings:?}"
    );
    assert_eq!(bench.opened.project, states[3]);
    bench.memo("new");
    assert_eq!(bench.reopen(), [], "what cannot be read was said once");
    assert_eq!(bench.memos(), ["one", "new"]);
    assert_eq!(std::fs::read(&segment).unwrap(), bytes, "the damaged segment is kept as it is");
    assert!(check(&bench.root).unwrap().iter().any(|finding| finding.is_fault));
}

#[test]
fn a_damaged_file_and_journal_are_rebuilt_from_a_backup() {
    let mut bench = Bench::new();
    for n in 0..4 {
        bench.memo(&n.to_string());
        bench.save();
        bench.reopen();
    }
    bench.memo("last");
    bench.close();
    let expected = bench.opened.project.clone();
    std::fs::write(bench.file(), "\0\0\0\0").unwrap();
    // The very first segment, without which the journal does not start anywhere.
    let first = bench.segments().into_iter().find(|path| std::fs::read_to_string(path).unwrap().contains("Base("));
    std::fs::write(first.unwrap(), "").unwrap();
    let warnings = bench.reopen().to_vec();
    let rebuilt = warnings.iter().find_map(|warning| match warning {
        OpenWarning::Rebuilt { from, kept, .. } => Some((from.clone(), kept.clone().unwrap())),
        _ => None,
    });
    let (from, kept) = rebuilt.unwrap();
    assert!(from.contains("backup") && from.contains("journal"), "{from}");
    assert_eq!(std::fs::read(bench.root.join(kept)).unwrap(), b"\0\0\0\0");
    assert_eq!(bench.opened.project, expected);
    bench.reopen();
    assert_eq!(bench.opened.project, expected);
}

#[test]
fn nothing_readable_at_all_is_said_and_nothing_is_touched() {
    let (bench, _) = small();
    for path in bench.segments().iter().chain([&bench.file()]) {
        std::fs::write(path, "gone").unwrap();
    }
    std::fs::remove_dir_all(bench.root.join("backups")).unwrap();
    let before = listing(&bench.root);
    let error = open(&bench.root, time(9), 9).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert_eq!(listing(&bench.root), before);
}

/// A day's work on a project whose disk fails; which memos were confirmed, and what is in memory at its end.
fn work(root: &Path) -> (Vec<String>, Option<(Store, Opened)>) {
    let mut confirmed = Vec::new();
    let Ok((mut store, mut opened)) = open(root, time(10), 5) else { return (confirmed, None) };
    for n in 0..6 {
        let text = format!("memo {n}");
        if n == 1 {
            // Import: a text is stored before the edit that names it.
            if store.put_text("a text").is_err() {
                continue;
            }
        }
        let coder = CoderId::from_bits(77);
        let memo = Memo {
            id: MemoId::from_bits(n),
            on: MemoTarget::Project,
            text: text.clone(),
            coder,
            created: time(1),
            modified: None,
            confidential: false,
        };
        let edit = Edit {
            label: text.clone(),
            changes: vec![
                Change::Put(Box::new(Coder { id: coder, name: "Ana".to_owned() }.into())),
                Change::Put(Box::new(memo.into())),
            ],
        };
        let inverse = opened.project.apply(&edit).unwrap().inverse;
        let edits = Arc::new((edit, inverse));
        opened.history.push(Arc::clone(&edits));
        match store.append(&Step::Do { at: time(1), coder: None, edits }) {
            Ok(()) => {
                confirmed = opened.project.memos.values().map(|memo| memo.text.clone()).collect();
            }
            Err(error) => {
                assert!(error.is_not_saved() && error.to_string().starts_with("NOT SAVED"), "{error}");
                assert!(store.unsaved() > 0);
            }
        }
        if n == 2 || n == 4 {
            match store.save(&opened.project, time(11)) {
                Ok(_) => confirmed = opened.project.memos.values().map(|memo| memo.text.clone()).collect(),
                Err(_) => {
                    // Saving can fail after the journal was caught up.
                    if store.unsaved() == 0 {
                        confirmed = opened.project.memos.values().map(|memo| memo.text.clone()).collect();
                    }
                }
            }
        }
    }
    (confirmed, Some((store, opened)))
}

#[test]
fn whichever_disk_operation_fails_nothing_confirmed_is_lost() {
    let (bench, _) = small();
    let texts = |project: &Project| project.memos.values().map(|memo| memo.text.clone()).collect::<Vec<_>>();
    for times in [1, 2, 5, u32::MAX] {
        let mut n_failed = 0;
        for after in 0.. {
            let dir = scratch();
            let root = dir.path().join("p");
            copy(&bench.root, &root, &|_| false);
            fault::arm(after, times);
            let (confirmed, at_end) = work(&root);
            let has_failed = fault::disarm(times);
            n_failed += usize::from(has_failed);
            // What the disk holds now, as after a crash: all that was confirmed, in one piece.
            let found = open_read_only(&root).unwrap();
            for text in &confirmed {
                assert!(texts(&found.project).contains(text), "{times} times after {after}: {text} is lost");
            }
            let serious: Vec<_> = found.warnings.iter().filter(|warning| warning.is_serious()).collect();
            assert!(serious.is_empty(), "{times} times after {after}: {serious:?}");
            // With the disk well again, what was only in memory is saved too.
            if let Some((mut store, opened)) = at_end {
                store.save(&opened.project, time(20)).unwrap();
                assert_eq!(store.unsaved(), 0);
                drop(store);
                let (store, again) = open(&root, time(30), 77).unwrap();
                assert_eq!((&again.project, &again.warnings[..]), (&opened.project, &[][..]), "{times} after {after}");
                assert_eq!(
                    again.history.done_labels().collect::<Vec<_>>(),
                    opened.history.done_labels().collect::<Vec<_>>()
                );
                drop(store);
                let faults: Vec<_> = check(&root).unwrap().into_iter().filter(|finding| finding.is_fault).collect();
                assert_eq!(faults, [], "{times} times after {after}");
            }
            if !has_failed {
                break;
            }
        }
        assert!(n_failed > 40, "only {n_failed} operations were made to fail");
    }
}

#[test]
fn the_check_names_each_damage() {
    let mut bench = Bench::new();
    bench.perform(Edit { label: "all".to_owned(), changes: full_records() });
    bench.save();
    bench.close();
    assert_eq!(check(&bench.root).unwrap(), []);
    let text = std::fs::read_dir(bench.root.join("texts")).unwrap().flatten().next().unwrap().path();
    let text = std::fs::read_dir(text).unwrap().flatten().next().unwrap().path();
    let original = bench.root.join("originals");
    let original = std::fs::read_dir(original).unwrap().flatten().next().unwrap().path();
    let segment = bench.segments().remove(0);
    let replaced = |from: &str, to: &str| {
        let file = String::from_utf8(bench.bytes()).unwrap();
        assert!(file.contains(from), "{from}");
        file.replacen(from, to, 1).into_bytes()
    };
    for (path, damaged, what) in [
        (text.clone(), b"other words".to_vec(), "does not match its name"),
        (text, b"other words".to_vec(), "altered"),
        (original.join("0".repeat(64)), b"x".to_vec(), "does not belong here"),
        (segment.clone(), b"x".to_vec(), "first line is damaged"),
        (bench.root.join("journal/00000000000000aa.ronl"), std::fs::read(&segment).unwrap(), "named for another"),
        (bench.file(), b"x".to_vec(), "cannot be read"),
        (bench.file(), replaced("quote:\"Forty\"", "quote:\"Fifty\""), "are not its quote"),
        (
            bench.file(),
            replaced("outlet:Some(\"org-0000000000000002\")", "outlet:Some(\"org-0000000000000099\")"),
            "would name",
        ),
        (bench.file(), replaced("text_bytes:", "text_bytes:1"), "bytes, not"),
        (bench.file(), replaced("name:\"toll\"", "name:\"tolls\""), "not in the journal yet"),
    ] {
        let before = std::fs::read(&path).ok();
        std::fs::write(&path, &damaged).unwrap();
        let findings: Vec<String> = check(&bench.root).unwrap().iter().map(ToString::to_string).collect();
        assert!(findings.iter().any(|finding| finding.contains(what)), "{what}: {findings:?}");
        match before {
            Some(bytes) => std::fs::write(&path, bytes).unwrap(),
            None => std::fs::remove_file(&path).unwrap(),
        }
    }
    assert_eq!(check(&bench.root).unwrap(), []);
}
