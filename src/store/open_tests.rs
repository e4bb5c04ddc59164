//! Tests of opening, appending and saving, in all the states a folder can be found in.

use std::path::{Path, PathBuf};

use super::super::*;
use super::*;
use crate::model::testing::{TEXT, full_records, time};
use crate::model::*;

/// A project folder with a hand on it.
struct Bench {
    _dir: tempfile::TempDir,
    root: PathBuf,
    store: Option<Store>,
    opened: Opened,
    n: u64,
}

impl Bench {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("p");
        let (store, opened) = create(&root, "p", time(0), 1).unwrap();
        store.put_text(TEXT).unwrap();
        store.put_original(b"original").unwrap();
        Self { _dir: dir, root, store: Some(store), opened, n: 1 }
    }

    fn store(&mut self) -> &mut Store {
        self.store.as_mut().unwrap()
    }

    fn perform(&mut self, edit: Edit) {
        let inverse = self.opened.project.apply(&edit).unwrap().inverse;
        self.opened.history.push(edit.clone(), inverse.clone());
        self.store().append(&Step::Do { at: time(1), coder: None, edit, inverse }).unwrap();
    }

    fn memo(&mut self, text: &str) {
        self.n += 1;
        let id = CoderId::from_bits(77);
        let mut edit = Edit::put(format!("memo {text}"), Coder { id, name: "Ana".to_owned() });
        edit.changes.push(Change::Put(Box::new(
            Memo {
                id: MemoId::from_bits(1000 + self.n),
                on: MemoTarget::Project,
                text: text.to_owned(),
                coder: id,
                created: time(1),
                modified: None,
                confidential: false,
            }
            .into(),
        )));
        self.perform(edit);
    }

    fn undo(&mut self) -> bool {
        let done = self.opened.history.undo(&mut self.opened.project).unwrap().is_some();
        if done {
            self.store().append(&Step::Undo).unwrap();
        }
        done
    }

    fn redo(&mut self) -> bool {
        let done = self.opened.history.redo(&mut self.opened.project).unwrap().is_some();
        if done {
            self.store().append(&Step::Redo).unwrap();
        }
        done
    }

    fn save(&mut self) -> SaveReport {
        let project = self.opened.project.clone();
        self.store().save(&project, time(2)).unwrap()
    }

    fn close(&mut self) {
        self.store = None;
    }

    fn reopen(&mut self) -> &[OpenWarning] {
        self.close();
        self.n += 1;
        let (store, opened) = open(&self.root, time(10), self.n).unwrap();
        self.store = Some(store);
        self.opened = opened;
        &self.opened.warnings
    }

    fn memos(&self) -> Vec<&str> {
        self.opened.project.memos.values().map(|memo| memo.text.as_str()).collect()
    }

    fn file(&self) -> PathBuf {
        self.root.join("project.ron")
    }

    fn bytes(&self) -> Vec<u8> {
        std::fs::read(self.file()).unwrap()
    }

    fn segments(&self) -> Vec<PathBuf> {
        super::super::chain::segment_files(&self.root.join("journal")).unwrap()
    }
}

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
    let list = |root: &Path| {
        let mut all = Vec::new();
        let mut folders = vec![root.to_owned()];
        while let Some(folder) = folders.pop() {
            for item in std::fs::read_dir(folder).unwrap().flatten() {
                let path = item.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let meta = item.metadata().unwrap();
                    all.push((path.clone(), std::fs::read(&path).unwrap(), meta.modified().unwrap()));
                }
            }
        }
        all.retain(|(path, ..)| !path.ends_with("holder"));
        all.sort();
        all
    };
    let before = list(&bench.root);
    bench.reopen();
    assert!(!bench.store().is_behind());
    assert!(!bench.save().is_written);
    bench.close();
    open_read_only(&bench.file()).unwrap();
    assert_eq!(list(&bench.root), before);
}
