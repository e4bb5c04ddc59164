//! What the tests of layer `store` share: a project folder to work on and to damage.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::*;
use crate::model::testing::{TEXT, time};
use crate::model::*;

/// A project folder with a hand on it.
pub(super) struct Bench {
    _dir: tempfile::TempDir,
    pub(super) root: PathBuf,
    store: Option<Store>,
    pub(super) opened: Opened,
    /// Seeds the next opening, and numbers memos.
    pub(super) n: u64,
}

impl Bench {
    pub(super) fn new() -> Self {
        let dir = scratch();
        let root = dir.path().join("p");
        let (store, opened) = create(&root, "p", time(0), 1).unwrap();
        store.put_text(TEXT).unwrap();
        store.put_original(b"original").unwrap();
        Self { _dir: dir, root, store: Some(store), opened, n: 1 }
    }

    pub(super) fn store(&mut self) -> &mut Store {
        self.store.as_mut().unwrap()
    }

    pub(super) fn perform(&mut self, edit: Edit) {
        let inverse = self.opened.project.apply(&edit).unwrap().inverse;
        let edits = Arc::new((edit, inverse));
        self.opened.history.push(Arc::clone(&edits));
        self.store().append(&Step::Do { at: time(1), coder: None, edits }).unwrap();
    }

    pub(super) fn memo(&mut self, text: &str) {
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

    pub(super) fn undo(&mut self) -> bool {
        let done = self.opened.history.undo(&mut self.opened.project).unwrap().is_some();
        if done {
            self.store().append(&Step::Undo).unwrap();
        }
        done
    }

    pub(super) fn redo(&mut self) -> bool {
        let done = self.opened.history.redo(&mut self.opened.project).unwrap().is_some();
        if done {
            self.store().append(&Step::Redo).unwrap();
        }
        done
    }

    pub(super) fn save(&mut self) -> SaveReport {
        let project = self.opened.project.clone();
        self.store().save(&project, time(2)).unwrap()
    }

    pub(super) fn close(&mut self) {
        self.store = None;
    }

    pub(super) fn reopen(&mut self) -> &[OpenWarning] {
        self.close();
        self.n += 1;
        let (store, opened) = open(&self.root, time(10), self.n).unwrap();
        self.store = Some(store);
        self.opened = opened;
        &self.opened.warnings
    }

    pub(super) fn memos(&self) -> Vec<&str> {
        self.opened.project.memos.values().map(|memo| memo.text.as_str()).collect()
    }

    pub(super) fn file(&self) -> PathBuf {
        self.root.join("project.ron")
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        std::fs::read(self.file()).unwrap()
    }

    pub(super) fn segments(&self) -> Vec<PathBuf> {
        super::chain::segment_files(&self.root.join("journal")).unwrap()
    }
}

/// A scratch folder, in memory where there is one: these tests write thousands of files, and wait for a disk each time.
pub(super) fn scratch() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir()
        && let Ok(dir) = tempfile::tempdir_in(memory)
    {
        return dir;
    }
    tempfile::tempdir().unwrap()
}

/// Every file below a folder with its content, sorted; without the lock's holder, which each opening writes.
pub(super) fn listing(root: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for item in std::fs::read_dir(folder).unwrap().flatten() {
            let path = item.path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("holder") {
                all.push((path.clone(), std::fs::read(&path).unwrap()));
            }
        }
    }
    all.sort();
    all
}

/// Copies a project folder, leaving out names that `skip` holds for, as other programs do that copy or send it.
pub(super) fn copy(from: &Path, to: &Path, skip: &dyn Fn(&str) -> bool) {
    std::fs::create_dir_all(to).unwrap();
    for item in std::fs::read_dir(from).unwrap().flatten() {
        let name = item.file_name().into_string().unwrap();
        if skip(&name) {
            continue;
        }
        if item.path().is_dir() {
            copy(&item.path(), &to.join(name), skip);
        } else {
            std::fs::copy(item.path(), to.join(name)).unwrap();
        }
    }
}
