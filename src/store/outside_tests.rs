//! Tests of folders that other programs changed, copied, merged or stopped in the middle, and of long random histories.

use std::sync::Arc;

use proptest::prelude::*;

use super::testing::{Bench, copy, listing, scratch};
use super::*;
use crate::model::testing::{full_records, time};
use crate::model::*;

impl Bench {
    /// Does to the project file what an editor would.
    fn edit_file(&self, from: &str, to: &str) {
        let text = String::from_utf8(self.bytes()).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{from} in {text}");
        std::fs::write(self.file(), text.replace(from, to)).unwrap();
    }

    fn backups(&self, prefix: &str) -> Vec<Vec<u8>> {
        let names = listing(&self.root.join("backups"));
        let is_of = |path: &std::path::Path| path.file_name().unwrap().to_str().unwrap().starts_with(prefix);
        names.into_iter().filter(|(path, _)| is_of(path)).map(|(_, bytes)| bytes).collect()
    }
}

#[test]
fn an_outside_change_is_one_step_that_can_be_undone() {
    let mut bench = Bench::new();
    bench.memo("one");
    bench.memo("two");
    bench.save();
    bench.close();
    let before = bench.bytes();
    bench.edit_file("\"two\"", "\"2\"");
    let edited = bench.bytes();
    let changed = vec![RecordId::Memo(MemoId::from_bits(1003))];
    assert_eq!(bench.reopen(), [OpenWarning::ChangedOutside { records: changed }]);
    assert_eq!((bench.memos(), bench.bytes() == edited), (vec!["one", "2"], true));
    assert_eq!(bench.opened.history.undo_label(), Some(OUTSIDE_LABEL));
    assert!(bench.backups("project-").contains(&before));
    assert_eq!(check(&bench.root).unwrap(), []);
    assert_eq!(bench.reopen(), [], "it is said once");
    assert!(bench.undo());
    bench.save();
    assert_eq!(bench.bytes(), before);
}

#[test]
fn an_outside_change_does_not_undo_what_was_not_in_the_file_yet() {
    let mut bench = Bench::new();
    bench.memo("one");
    bench.memo("two");
    bench.save();
    bench.memo("confirmed and in the journal only");
    bench.close();
    bench.edit_file("\"two\"", "\"2\"");
    let edited = bench.bytes();
    assert!(matches!(bench.reopen(), [OpenWarning::ChangedOutside { records }] if records.len() == 1));
    assert_eq!(bench.memos(), ["one", "2", "confirmed and in the journal only"]);
    assert_eq!(bench.backups("outside-"), [edited], "the file as it was found is kept");
    assert_eq!(check(&bench.root).unwrap(), []);
    assert_eq!(bench.reopen(), []);
    assert!(bench.undo());
    assert_eq!(bench.memos(), ["one", "two", "confirmed and in the journal only"]);
}

#[test]
fn what_both_changed_stays_as_it_was_confirmed() {
    let mut bench = Bench::new();
    bench.memo("one");
    bench.memo("two");
    bench.save();
    let Some(Record::Memo(memo)) = bench.opened.project.get(RecordId::Memo(MemoId::from_bits(1003))) else { panic!() };
    bench.perform(Edit::put("edit memo", Memo { text: "mine".to_owned(), ..memo }));
    bench.close();
    bench.edit_file("\"two\"", "\"theirs\"");
    let edited = bench.bytes();
    let conflict = vec![RecordId::Memo(MemoId::from_bits(1003))];
    assert_eq!(bench.reopen(), [OpenWarning::Conflicts { records: conflict }]);
    assert_eq!(bench.memos(), ["one", "mine"]);
    assert_eq!(bench.backups("outside-"), [edited]);
    assert_eq!(bench.reopen(), []);
}

#[test]
fn an_outside_change_that_is_not_sound_is_not_taken() {
    for (from, to, why) in [
        ("quote:\"Forty\"", "quote:\"Fifty\"", "not its quote"),
        ("part_of:Some(\"fig-0000000000000007\")", "part_of:Some(\"fig-0000000000000070\")", "would name"),
        ("Coder((", "Coder((id:\"cod-0000000000000001\",name:\"twice\")),\nCoder((", "stands twice"),
        ("Event((", "<<<<<<< mine\nEvent((", "conflict marks"),
        ("Event((", "Happening((", "line "),
    ] {
        let mut bench = Bench::new();
        bench.perform(Edit { label: "all".to_owned(), changes: full_records() });
        bench.save();
        bench.memo("later");
        bench.close();
        let expected = bench.opened.project.clone();
        bench.edit_file(from, to);
        let edited = bench.bytes();
        let warnings = bench.reopen().to_vec();
        let [OpenWarning::Rebuilt { why: said, kept: Some(kept), .. }] = &warnings[..] else {
            panic!("{to}: {warnings:?}")
        };
        assert!(said.contains(why), "{to}: {said}");
        assert_eq!(std::fs::read(bench.root.join(kept)).unwrap(), edited);
        assert_eq!(bench.opened.project, expected, "{to}");
        assert_eq!(bench.reopen(), []);
        assert_eq!(check(&bench.root).unwrap(), []);
    }
}

#[test]
fn an_older_file_put_back_by_hand_is_wanted() {
    let mut bench = Bench::new();
    bench.memo("one");
    bench.save();
    let old = bench.bytes();
    bench.memo("two");
    bench.save();
    bench.close();
    std::fs::write(bench.file(), &old).unwrap();
    assert!(matches!(bench.reopen(), [OpenWarning::ChangedOutside { .. }]));
    assert_eq!((bench.memos(), bench.bytes() == old), (vec!["one"], true));
    assert!(bench.undo());
    assert_eq!(bench.memos(), ["one", "two"]);
}

#[test]
fn a_copy_without_its_state_is_as_good() {
    let mut bench = Bench::new();
    bench.memo("one");
    bench.save();
    bench.memo("two");
    let expected = bench.opened.project.clone();
    // Copied while it is open, hidden folders left out.
    let dir = scratch();
    let root = dir.path().join("copy");
    copy(&bench.root, &root, &|name| name == ".state");
    let (store, opened) = open(&root, time(9), 99).unwrap();
    assert_eq!((&opened.project, &opened.warnings[..]), (&expected, &[][..]));
    assert_eq!(opened.history.done_labels().collect::<Vec<_>>(), ["memo one", "memo two"]);
    drop(store);
    // Only the project file and the texts: all but the steps after the last save.
    let root = dir.path().join("bare");
    copy(&bench.root, &root, &|name| [".state", "journal", "backups"].contains(&name));
    let opened = open_read_only(&root).unwrap();
    assert_eq!((opened.project.memos.len(), &opened.warnings[..]), (1, &[][..]));
}

#[test]
fn a_save_stopped_at_any_point_leaves_no_doubt() {
    let mut bench = Bench::new();
    bench.memo("one");
    bench.save();
    let (old_file, state) = (bench.bytes(), bench.root.join(".state/checksum.ron"));
    let old_state = std::fs::read(&state).unwrap();
    bench.memo("two");
    bench.save();
    bench.close();
    let (new_file, new_state) = (bench.bytes(), std::fs::read(&state).unwrap());
    for (file, checksum) in [(&old_file, &old_state), (&new_file, &old_state), (&new_file, &new_state)] {
        std::fs::write(bench.file(), file).unwrap();
        std::fs::write(&state, checksum).unwrap();
        assert_eq!(bench.reopen(), []);
        assert_eq!(bench.memos(), ["one", "two"]);
        assert_eq!(bench.opened.history.done_labels().len(), 2);
        bench.close();
    }
    // The checksum is only a help.
    std::fs::write(&state, "(sha256:\"").unwrap();
    assert_eq!(bench.reopen(), []);
}

#[test]
fn a_file_changed_while_open_is_never_written_over_silently() {
    let mut bench = Bench::new();
    bench.memo("one");
    bench.save();
    bench.memo("two");
    bench.edit_file("\"one\"", "\"eins\"");
    let theirs = bench.bytes();
    let project = bench.opened.project.clone();
    let error = bench.store().save(&project, time(3)).unwrap_err();
    assert!(matches!(error, StoreError::ChangedOutside(_)), "{error}");
    assert_eq!(bench.bytes(), theirs);
    // Work goes on, and opening anew brings both together.
    bench.memo("three");
    assert!(matches!(bench.reopen(), [OpenWarning::ChangedOutside { .. }]));
    assert_eq!(bench.memos(), ["eins", "two", "three"]);
    // Or the other file is put aside.
    bench.edit_file("\"eins\"", "\"uno\"");
    let theirs = bench.bytes();
    let project = bench.opened.project.clone();
    assert!(bench.store().save_over(&project, time(4)).unwrap().is_written);
    assert!(bench.backups("outside-").contains(&theirs));
    assert_eq!(bench.reopen(), []);
    assert_eq!(bench.memos(), ["eins", "two", "three"]);
    // A file that is gone is simply written.
    std::fs::remove_file(bench.file()).unwrap();
    bench.memo("four");
    bench.save();
    assert_eq!(bench.reopen(), []);
}

#[test]
fn two_copies_that_went_on_apart_come_together() {
    let mut bench = Bench::new();
    bench.memo("both");
    bench.save();
    bench.close();
    let dir = scratch();
    let root = dir.path().join("other");
    copy(&bench.root, &root, &|name| name == ".state");
    bench.reopen();
    bench.memo("mine");
    bench.save();
    bench.close();
    let (mut store, mut opened) = open(&root, time(5), 500).unwrap();
    let coder = opened.project.memos.values().next().unwrap().clone();
    let memo = Memo { id: MemoId::from_bits(9999), text: "yours".to_owned(), ..coder };
    let edit = Edit::put("memo yours", memo);
    let inverse = opened.project.apply(&edit).unwrap().inverse;
    store.append(&Step::Do { at: time(5), coder: None, edits: Arc::new((edit, inverse)) }).unwrap();
    store.save(&opened.project, time(6)).unwrap();
    drop(store);
    // What a merge by lines does: both journals, and the lines of both files.
    for segment in std::fs::read_dir(root.join("journal")).unwrap().flatten() {
        std::fs::copy(segment.path(), bench.root.join("journal").join(segment.file_name())).unwrap();
    }
    let theirs = std::fs::read_to_string(root.join("project.ron")).unwrap();
    let added = theirs.lines().find(|line| line.contains("yours")).unwrap();
    bench.edit_file("])\n", &format!("{added}\n])\n"));
    assert!(matches!(bench.reopen(), [OpenWarning::ChangedOutside { records }] if records.len() == 1));
    assert_eq!(bench.memos(), ["both", "mine", "yours"]);
    assert_eq!(bench.reopen(), []);
    let findings = check(&bench.root).unwrap();
    assert!(findings.iter().all(|finding| !finding.is_fault), "{findings:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is done, stopped and opened again: the folder holds what is in memory, and all of it can be undone.
    #[test]
    fn the_folder_always_holds_what_was_appended(actions in prop::collection::vec(0u8..12, 1..60)) {
        let mut bench = Bench::new();
        let empty = bench.bytes();
        for action in actions {
            match action {
                0..4 => bench.memo(&action.to_string()),
                4..7 => drop(bench.undo()),
                7..9 => drop(bench.redo()),
                9 => drop(bench.save()),
                10 => {
                    let expected = (bench.opened.project.clone(), labels(&bench.opened.history));
                    prop_assert_eq!(bench.reopen(), &[]);
                    prop_assert_eq!(&bench.opened.project, &expected.0);
                    prop_assert_eq!(labels(&bench.opened.history), expected.1);
                }
                _ => {
                    // As a crash would leave it.
                    let dir = scratch();
                    copy(&bench.root, dir.path(), &|_| false);
                    let found = open_read_only(dir.path()).unwrap();
                    prop_assert_eq!(found.warnings, vec![]);
                    prop_assert_eq!(&found.project, &bench.opened.project);
                    prop_assert_eq!(labels(&found.history), labels(&bench.opened.history));
                }
            }
        }
        prop_assert_eq!(check(&bench.root).unwrap(), vec![]);
        bench.save();
        let full = bench.bytes();
        let n_done = bench.opened.history.done_labels().len();
        while bench.undo() {}
        bench.save();
        prop_assert_eq!(bench.bytes(), empty);
        bench.reopen();
        for _ in 0..n_done {
            prop_assert!(bench.redo());
        }
        bench.save();
        prop_assert_eq!(bench.bytes(), full);
        prop_assert_eq!(check(&bench.root).unwrap(), vec![]);
    }
}

fn labels(history: &History) -> (Vec<String>, Vec<String>) {
    (history.done_labels().map(str::to_owned).collect(), history.undone_labels().map(str::to_owned).collect())
}
