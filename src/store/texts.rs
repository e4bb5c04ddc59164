//! Article texts and original files, each in a file named by the hash of its content and never changed. Layer `store`.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::disk::{self, MAX_FILE};
use super::error::StoreError;
use super::snapshot::sha256_hex;

/// How much text is kept in memory for the next who asks, in bytes.
const CACHE_BYTES: usize = 64 << 20;

/// Reads the texts of a project, each when it is first wanted. Cheap to clone; clones share what was read.
#[derive(Debug, Clone)]
pub struct Texts {
    root: Arc<Path>,
    cache: Arc<Mutex<Cache>>,
}

#[derive(Debug, Default)]
struct Cache {
    texts: BTreeMap<String, Arc<str>>,
    order: VecDeque<String>,
    bytes: usize,
}

impl Cache {
    fn keep(&mut self, sha256: &str, text: &Arc<str>) {
        if self.texts.insert(sha256.to_owned(), Arc::clone(text)).is_none() {
            self.order.push_back(sha256.to_owned());
            self.bytes += text.len();
        }
        while self.bytes > CACHE_BYTES
            && let Some(oldest) = self.order.pop_front()
        {
            self.bytes -= self.texts.remove(&oldest).map_or(0, |text| text.len());
        }
    }
}

impl Texts {
    pub(super) fn new(root: &Path) -> Self {
        Self { root: Arc::from(root), cache: Arc::default() }
    }

    /// The text of this hash, checked against it.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::Altered`], [`StoreError::BadHash`], or the file cannot be read.
    pub fn get(&self, sha256: &str) -> Result<Arc<str>, StoreError> {
        if let Some(text) = self.lock().texts.get(sha256) {
            return Ok(Arc::clone(text));
        }
        let path = text_path(&self.root, sha256)?;
        let bytes = disk::read(&path, MAX_FILE)?.ok_or_else(|| StoreError::Missing(path.clone()))?;
        if sha256_hex(&bytes) != sha256 {
            return Err(StoreError::Altered { why: "it does not match its hash", path });
        }
        let text: Arc<str> =
            String::from_utf8(bytes).map_err(|_| StoreError::Altered { why: "it is no UTF-8", path })?.into();
        self.lock().keep(sha256, &text);
        Ok(text)
    }

    /// Whether the text is in the folder, without reading it.
    pub fn is_there(&self, sha256: &str) -> bool {
        text_path(&self.root, sha256).is_ok_and(|path| path.is_file())
    }

    /// The bytes of an original as imported, checked against their hash.
    ///
    /// # Errors
    /// As [`Texts::get`]. Originals are kept at the project's choice, so [`StoreError::Missing`] is no fault.
    pub fn original(&self, sha256: &str) -> Result<Vec<u8>, StoreError> {
        let path = original_path(&self.root, sha256)?;
        let bytes = disk::read(&path, MAX_FILE)?.ok_or_else(|| StoreError::Missing(path.clone()))?;
        if sha256_hex(&bytes) == sha256 {
            Ok(bytes)
        } else {
            Err(StoreError::Altered { why: "it does not match its hash", path })
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Cache> {
        // A panic elsewhere cannot leave the cache half changed in a way that matters: it only ever holds whole texts.
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where a text is kept. Only a hash makes a path, so that nothing in a project file can lead out of the folder.
pub(super) fn text_path(root: &Path, sha256: &str) -> Result<PathBuf, StoreError> {
    Ok(hashed_path(root, "texts", sha256)?.with_extension("txt"))
}

/// Where an original is kept.
pub(super) fn original_path(root: &Path, sha256: &str) -> Result<PathBuf, StoreError> {
    hashed_path(root, "originals", sha256)
}

fn hashed_path(root: &Path, folder: &str, sha256: &str) -> Result<PathBuf, StoreError> {
    let is_hash = sha256.len() == 64 && sha256.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    match sha256.get(..2).filter(|_| is_hash) {
        Some(start) => Ok(root.join(folder).join(start).join(sha256)),
        None => Err(StoreError::BadHash(sha256.chars().take(80).collect())),
    }
}

/// Which of the two folders something goes to.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kept {
    Text,
    Original,
}

/// How many files are written before they are synced. Bounded, because each stays open until then.
const BATCH: usize = 256;

/// How many syncs are under way at once: file systems settle many that wait together as fast as one.
const SYNCS: usize = 16;

/// Stores many contents; returns their hashes in the same order. All are on the disk when this returns.
pub(super) fn put_all(root: &Path, kept: Kept, contents: &[&[u8]]) -> Result<Vec<String>, StoreError> {
    // Two threads that store the same text would write the same temporary file; other processes are kept out by the
    // project's lock.
    static WRITING: Mutex<()> = Mutex::new(());
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let mut hashes = Vec::with_capacity(contents.len());
    let mut shelves = BTreeSet::new();
    for batch in contents.chunks(BATCH) {
        let mut written = Vec::new();
        let outcome = batch
            .iter()
            .try_for_each(|content| {
                hashes.push(write_one(root, kept, content, &mut written)?);
                Ok(())
            })
            .and_then(|()| sync_files(&written))
            .and_then(|()| written.iter().try_for_each(|file| disk::rename(&file.temporary, &file.path)));
        if outcome.is_err() {
            written.iter().for_each(|file| disk::discard(&file.temporary));
        }
        outcome?;
        shelves.extend(written.iter().filter_map(|file| file.path.parent().map(Path::to_owned)));
    }
    // Last, because most shelves get files from many batches.
    shelves.iter().try_for_each(|shelf| disk::sync_dir(shelf))?;
    Ok(hashes)
}

/// A file written under its temporary name.
struct Written {
    path: PathBuf,
    temporary: PathBuf,
    file: File,
}

/// Writes one content, without syncing, unless it is there already. Its hash.
fn write_one(root: &Path, kept: Kept, content: &[u8], written: &mut Vec<Written>) -> Result<String, StoreError> {
    let sha256 = sha256_hex(content);
    let path = match kept {
        Kept::Text => text_path(root, &sha256)?,
        Kept::Original => original_path(root, &sha256)?,
    };
    // What is there already is compared in full: a damaged copy is put right by importing the file again.
    if written.iter().any(|file| file.path == path)
        || disk::read(&path, MAX_FILE).is_ok_and(|old| old.as_deref() == Some(content))
    {
        return Ok(sha256);
    }
    if let Some(shelf) = path.parent() {
        shelf.parent().map_or(Ok(false), disk::ensure_dir)?;
        disk::ensure_dir(shelf)?;
    }
    let temporary = disk::with_suffix(&path, ".tmp");
    let file = disk::create_temporary(&temporary)?;
    let outcome = disk::write(&file, content, &temporary);
    written.push(Written { path, temporary, file });
    outcome.map(|()| sha256)
}

/// Waits until all the files are on the disk.
fn sync_files(written: &[Written]) -> Result<(), StoreError> {
    let sync = |part: &[Written]| part.iter().try_for_each(|file| disk::sync_all(&file.file, &file.temporary));
    if written.len() < 4 {
        return sync(written);
    }
    std::thread::scope(|scope| {
        let parts = written.chunks(written.len().div_ceil(SYNCS));
        let threads: Vec<_> = parts.map(|part| scope.spawn(move || sync(part))).collect();
        threads.into_iter().try_for_each(|thread| {
            thread.join().unwrap_or_else(|_| {
                let cause = std::io::Error::other("the thread that waited for the disk panicked");
                Err(StoreError::Io { doing: "cannot store texts", cause, path: PathBuf::new() })
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_as_they_went_in() {
        let dir = tempfile::tempdir().unwrap();
        let texts = ["one", "", "ا\u{64e}لسلام 👩‍🌾\n", "one"];
        let bytes: Vec<&[u8]> = texts.iter().map(|text| text.as_bytes()).collect();
        let hashes = put_all(dir.path(), Kept::Text, &bytes).unwrap();
        let store = Texts::new(dir.path());
        for (text, hash) in texts.iter().zip(&hashes) {
            assert_eq!(&*store.get(hash).unwrap(), *text);
        }
        assert_eq!(hashes[0], hashes[3]);
    }

    #[test]
    fn nothing_but_a_hash_makes_a_path() {
        let dir = tempfile::tempdir().unwrap();
        let store = Texts::new(dir.path());
        for name in ["../../etc/passwd", "", "AB", &"A".repeat(64), &"é".repeat(32), &"a/".repeat(32)] {
            assert!(matches!(store.get(name), Err(StoreError::BadHash(_))), "{name}");
            assert!(!store.is_there(name));
        }
    }

    #[test]
    fn an_altered_text_is_refused_and_put_right_by_storing_it_again() {
        let dir = tempfile::tempdir().unwrap();
        let hash = put_all(dir.path(), Kept::Text, &[b"forty people"]).unwrap().remove(0);
        let path = text_path(dir.path(), &hash).unwrap();
        std::fs::write(&path, "fourteen people").unwrap();
        assert!(matches!(Texts::new(dir.path()).get(&hash), Err(StoreError::Altered { .. })));
        std::fs::remove_file(&path).unwrap();
        assert!(matches!(Texts::new(dir.path()).get(&hash), Err(StoreError::Missing(_))));
        put_all(dir.path(), Kept::Text, &[b"forty people"]).unwrap();
        assert_eq!(&*Texts::new(dir.path()).get(&hash).unwrap(), "forty people");
    }

    #[test]
    fn the_cache_is_bounded() {
        let mut cache = Cache::default();
        let text: Arc<str> = "x".repeat(CACHE_BYTES / 4).into();
        for n in 0..20 {
            cache.keep(&n.to_string(), &text);
            cache.keep(&n.to_string(), &text);
        }
        assert!(cache.bytes <= CACHE_BYTES && cache.texts.len() == 4 && cache.order.len() == 4);
    }
}
