//! An open project folder: appends steps to the journal, stores texts, and writes the project file from time to time.
//! Layer `store`.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::backup;
use super::chain::file_name;
use super::checksum::Checksum;
use super::disk::{self, MAX_FILE};
use super::error::StoreError;
use super::journal::{self, Header, Line, Position, SegmentId};
use super::load::Generation;
use super::lock::Lock;
use super::snapshot::{self, sha256_hex};
use super::texts::{self, Kept, Texts};
use crate::model::{CoderId, Edit, Project, Record, Timestamp};

/// One thing the journal records.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// An edit that was applied, with the inverse that gave; shared with the history.
    Do { at: Timestamp, coder: Option<CoderId>, edits: Arc<(Edit, Edit)> },
    /// The last edit not yet undone was undone.
    Undo,
    /// The edit undone last was done again.
    Redo,
}

/// What [`Store::save`] did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveReport {
    /// Whether the project file was written; not if it holds the same already.
    pub is_written: bool,
    /// The project file's length in bytes.
    pub bytes: u64,
    /// Where the file before it went.
    pub backup: Option<PathBuf>,
    /// How many backups were let go.
    pub n_pruned: usize,
}

/// A project folder open for writing. No other process can write it meanwhile.
///
/// Confirmed is what [`Store::append`] returned from: it is in the journal and on the disk. The project file is only
/// brought up to date by [`Store::save`], and needs not be for anything to be safe.
#[derive(Debug)]
pub struct Store {
    pub(super) root: PathBuf,
    pub(super) texts: Texts,
    /// Seeds the names of segments.
    seed: u64,
    opened: Timestamp,
    segment: Option<Segment>,
    /// The last line known to be on the disk; `None` before the first segment.
    pub(super) tail: Option<Position>,
    /// Contents of lines that are not on the disk yet, without their numbers.
    pending: Vec<String>,
    /// What the first segment starts from, until it is written.
    base: Option<Base>,
    pub(super) on_disk: Option<Generation>,
    bytes_since_save: u64,
    // Last, so that it is given back when all else is closed.
    _lock: Lock,
}

#[derive(Debug)]
struct Segment {
    id: SegmentId,
    path: PathBuf,
    file: File,
}

/// What may be done with the project file that a new one replaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OldFile {
    /// It is refused if it is not the one last seen; else it becomes a backup.
    Ours,
    /// If it is not the one last seen, it is kept for ever.
    Anyones,
    /// It has been kept under another name already.
    IsKept,
}

/// Puts a copy of a file into the backups.
type Keep = fn(&Path, &Path, Timestamp) -> Result<PathBuf, StoreError>;

/// What a journal starts from.
#[derive(Debug)]
pub(super) enum Base {
    /// A new project.
    Records(Vec<Record>),
    /// The bytes of a project file, and the number of the first line.
    File { bytes: Vec<u8>, first_seq: u64 },
}

impl Store {
    pub(super) fn new(root: &Path, lock: Lock, base: Option<Base>, opened: Timestamp, seed: u64) -> Self {
        Self {
            root: root.to_owned(),
            texts: Texts::new(root),
            seed,
            opened,
            segment: None,
            tail: None,
            pending: Vec::new(),
            base,
            on_disk: None,
            bytes_since_save: 0,
            _lock: lock,
        }
    }

    /// The project's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Records a step. When this returns `Ok`, the step and all before it are on the disk.
    ///
    /// # Errors
    /// [`StoreError::NotSaved`]: the step is kept in memory and is written first with the next call of
    /// [`Store::append`], [`Store::retry`] or [`Store::save`], into a new file.
    pub fn append(&mut self, step: &Step) -> Result<(), StoreError> {
        self.append_all(std::slice::from_ref(step))
    }

    /// Records several steps with one wait for the disk.
    ///
    /// # Errors
    /// As [`Store::append`], for all of them.
    pub fn append_all(&mut self, steps: &[Step]) -> Result<(), StoreError> {
        for step in steps {
            self.pending.push(match step {
                Step::Do { at, coder, edits } => journal::do_content(*at, *coder, &edits.0, &edits.1)?,
                Step::Undo => journal::ron(&Line::Undo)?,
                Step::Redo => journal::ron(&Line::Redo)?,
            });
        }
        self.retry()
    }

    /// Tries again to write what could not be written. Does nothing if there is nothing.
    ///
    /// # Errors
    /// As [`Store::append`].
    pub fn retry(&mut self) -> Result<(), StoreError> {
        if self.pending.is_empty() {
            return Ok(());
        }
        self.flush().map_err(|why| {
            // After a failed write or sync nobody knows what of it is on the disk, and asking the same file again can
            // give a false yes. The next attempt starts a new file after the last line that is known to be there.
            self.segment = None;
            StoreError::NotSaved { unsaved: self.pending.len(), why: Box::new(why) }
        })
    }

    /// How many steps are only in memory, because writing them failed.
    pub fn unsaved(&self) -> usize {
        self.pending.len()
    }

    /// Whether the project file is behind the journal.
    pub fn is_behind(&self) -> bool {
        !self.pending.is_empty() || self.on_disk.as_ref().is_none_or(|saved| saved.at != self.tail)
    }

    /// How many bytes went to the journal since the project file was last written; a reason to save when it is large.
    pub const fn bytes_since_save(&self) -> u64 {
        self.bytes_since_save
    }

    /// Reads texts and originals; can be cloned and used from other threads.
    pub fn texts(&self) -> Texts {
        self.texts.clone()
    }

    /// Stores an article's canonical text. It is on the disk when this returns, so that an edit may name it. The hash
    /// is its name.
    ///
    /// # Errors
    /// The disk refused.
    pub fn put_text(&self, text: &str) -> Result<String, StoreError> {
        Ok(self.put_texts(&[text])?.pop().unwrap_or_default())
    }

    /// Stores many texts, much faster than one by one; their hashes in the same order.
    ///
    /// # Errors
    /// The disk refused.
    pub fn put_texts(&self, texts: &[&str]) -> Result<Vec<String>, StoreError> {
        let bytes: Vec<&[u8]> = texts.iter().map(|text| text.as_bytes()).collect();
        texts::put_all(&self.root, Kept::Text, &bytes)
    }

    /// Stores the file that an article was imported from, as it was. The hash is its name.
    ///
    /// # Errors
    /// The disk refused.
    pub fn put_original(&self, bytes: &[u8]) -> Result<String, StoreError> {
        Ok(self.put_originals(&[bytes])?.pop().unwrap_or_default())
    }

    /// Stores many originals, much faster than one by one; their hashes in the same order.
    ///
    /// # Errors
    /// The disk refused.
    pub fn put_originals(&self, originals: &[&[u8]]) -> Result<Vec<String>, StoreError> {
        texts::put_all(&self.root, Kept::Original, originals)
    }

    /// Brings the project file up to date. `project` must be the project after every step appended so far. The file
    /// before it becomes a backup. Nothing is written if nothing changed.
    ///
    /// # Errors
    /// The old file stands whatever happens. [`StoreError::NotSaved`] as from [`Store::append`];
    /// [`StoreError::ChangedOutside`] if another program changed the file: opening the project anew takes its changes
    /// over, [`Store::save_over`] puts them aside.
    pub fn save(&mut self, project: &Project, now: Timestamp) -> Result<SaveReport, StoreError> {
        self.retry()?;
        if !self.is_behind() {
            return Ok(self.unchanged());
        }
        self.write_project(project, now, OldFile::Ours)
    }

    /// As [`Store::save`]; a file that another program changed is put into the backups first, where it stays for ever.
    ///
    /// # Errors
    /// As [`Store::save`], without [`StoreError::ChangedOutside`].
    pub fn save_over(&mut self, project: &Project, now: Timestamp) -> Result<SaveReport, StoreError> {
        self.retry()?;
        self.write_project(project, now, OldFile::Anyones)
    }

    fn unchanged(&self) -> SaveReport {
        let bytes = self.on_disk.as_ref().map_or(0, |saved| saved.bytes);
        SaveReport { is_written: false, bytes, backup: None, n_pruned: 0 }
    }

    pub(super) fn write_project(
        &mut self,
        project: &Project,
        now: Timestamp,
        old: OldFile,
    ) -> Result<SaveReport, StoreError> {
        let path = self.root.join("project.ron");
        let text = snapshot::write(project)?;
        let mut next = Generation { sha256: sha256_hex(text.as_bytes()), bytes: text.len() as u64, at: self.tail };
        let found = disk::read(&path, MAX_FILE)?;
        let is_older =
            found.as_deref().and_then(snapshot::header).is_some_and(|header| header.format < snapshot::FORMAT);
        let found = found.map(|bytes| sha256_hex(&bytes));
        let is_ours = found == self.on_disk.as_ref().map(|saved| saved.sha256.clone());
        if is_ours && found.as_ref() == Some(&next.sha256) && self.tail.is_some() {
            self.note_saved(next)?;
            return Ok(self.unchanged());
        }
        // A file that is gone is written again; one that is not what was last seen is somebody's work.
        let keep: Option<Keep> = match (found.is_some(), is_ours, old) {
            (false, ..) | (true, _, OldFile::IsKept) => None,
            (true, true, _) if is_older => Some(backup::keep_old_format),
            (true, true, _) => Some(backup::keep),
            (true, false, OldFile::Anyones) => Some(backup::keep_outside),
            (true, false, OldFile::Ours) => return Err(StoreError::ChangedOutside(path)),
        };
        let temporary = disk::with_suffix(&path, ".tmp");
        disk::write_temporary(&temporary, text.as_bytes())?;
        let outcome = self.put_in_place(project, &text, (&temporary, &path), &mut next, (keep, now));
        let backup = outcome.inspect_err(|_| disk::discard(&temporary))?;
        let bytes = next.bytes;
        self.note_saved(next)?;
        Ok(SaveReport { is_written: true, bytes, backup, n_pruned: backup::prune(&self.root, now) })
    }

    /// From the written temporary file to the project file.
    fn put_in_place(
        &mut self,
        project: &Project,
        text: &str,
        (temporary, path): (&Path, &Path),
        next: &mut Generation,
        (keep, now): (Option<Keep>, Timestamp),
    ) -> Result<Option<PathBuf>, StoreError> {
        let unfaithful = |why: String| StoreError::Unfaithful { why, path: temporary.to_owned() };
        let read_back = disk::read(temporary, MAX_FILE)?.unwrap_or_default();
        if read_back != text.as_bytes() {
            return Err(unfaithful("the bytes differ".to_owned()));
        }
        match snapshot::read(&read_back) {
            Ok(same) if same == *project => {}
            Ok(_) => return Err(unfaithful("the records differ".to_owned())),
            Err(why) => return Err(unfaithful(format!("{why:?}"))),
        }
        // The journal knows the new file before it stands there, so that a crash between the two leaves no doubt
        // whose it is.
        self.mark_saved(next)?;
        let backup = keep.map(|keep| keep(&self.root, path, now)).transpose()?;
        disk::rename(temporary, path)?;
        // The new file stands, even if the next sync should fail.
        self.on_disk = Some(next.clone());
        disk::sync_dir(&self.root)?;
        Ok(backup)
    }

    /// Writes into the journal that the project as it stands is the project file described by `next`.
    pub(super) fn mark_saved(&mut self, next: &mut Generation) -> Result<(), StoreError> {
        self.pending.push(journal::ron(&Line::Saved { sha256: next.sha256.clone(), bytes: next.bytes })?);
        if let Err(why) = self.flush() {
            self.segment = None;
            self.pending.pop();
            return Err(why);
        }
        next.at = self.tail;
        Ok(())
    }

    /// Notes beside the project file what it is.
    pub(super) fn note_saved(&mut self, saved: Generation) -> Result<(), StoreError> {
        if let Some(at) = saved.at {
            Checksum { sha256: saved.sha256.clone(), bytes: saved.bytes, at }.write(&self.root)?;
        }
        self.on_disk = Some(saved);
        self.bytes_since_save = 0;
        Ok(())
    }

    /// Writes all pending lines and waits for the disk.
    fn flush(&mut self) -> Result<(), StoreError> {
        let mut block = String::new();
        let started = match &self.segment {
            Some(_) => None,
            None => Some(self.start_segment(&mut block)?),
        };
        let Some((segment, last)) = started
            .as_ref()
            .map(|(segment, last)| (segment, *last))
            .or(self.segment.as_ref().zip(self.tail.map(|at| at.seq)))
        else {
            return Ok(());
        };
        let mut seq = last;
        for content in &self.pending {
            seq += 1;
            journal::push_numbered(&mut block, seq, content);
        }
        let written = disk::write(&segment.file, block.as_bytes(), &segment.path).and_then(|()| {
            if started.is_none() {
                return disk::sync_data(&segment.file, &segment.path);
            }
            disk::sync_all(&segment.file, &segment.path)?;
            disk::sync_dir(&self.root.join("journal"))
        });
        let tail = Position { segment: segment.id, seq };
        if written.is_err() {
            started.iter().for_each(|(segment, _)| disk::discard(&segment.path));
            return written;
        }
        self.segment = started.map(|(segment, _)| segment).or(self.segment.take());
        self.tail = Some(tail);
        self.base = None;
        self.pending.clear();
        self.bytes_since_save += block.len() as u64;
        Ok(())
    }

    /// Creates the file of a new segment and puts its first lines into `block`. The segment, and the number of the last
    /// line so far.
    fn start_segment(&mut self, block: &mut String) -> Result<(Segment, u64), StoreError> {
        let folder = self.root.join("journal");
        disk::ensure_dir(&folder)?;
        if let Some(after) = self.tail {
            // What the segment continues was perhaps read from memory only, after a crash of the program that wrote
            // it; it must be on the disk before anything is that builds on it.
            let path = folder.join(file_name(after.segment));
            if let Ok(file) = File::open(&path) {
                disk::sync_all(&file, &path)?;
            }
        }
        let mut id = self.next_id();
        // Whoever seeds two openings alike still gets two files.
        while std::fs::symlink_metadata(folder.join(file_name(id))).is_ok() {
            id = self.next_id();
        }
        let header = Header::new(id, self.opened, self.tail);
        block.push_str(&journal::header_line(&header)?);
        let last = match self.tail {
            Some(after) => after.seq,
            None => self.start_journal(block)?,
        };
        let path = folder.join(file_name(id));
        let file = disk::create_new(&path)?;
        Ok((Segment { id, path, file }, last))
    }

    /// Puts the whole project that the journal starts from into `block`. The number of the last line.
    fn start_journal(&self, block: &mut String) -> Result<u64, StoreError> {
        let (records, first_seq) = match &self.base {
            Some(Base::Records(records)) => (records.clone(), 0),
            Some(Base::File { bytes, first_seq }) => {
                let project = snapshot::read(bytes).map_err(|why| StoreError::Unwritable(format!("{why:?}")))?;
                (project.records_in_file_order(), *first_seq)
            }
            None => return Err(StoreError::Unwritable("the journal has nothing to start from".to_owned())),
        };
        journal::push_numbered(block, first_seq, &journal::ron(&Line::Base(records))?);
        let Some(Base::File { bytes, .. }) = &self.base else { return Ok(first_seq) };
        // Says that the journal starts from this very file, so that what follows is found from it.
        let mark = journal::ron(&Line::Saved { sha256: sha256_hex(bytes), bytes: bytes.len() as u64 })?;
        journal::push_numbered(block, first_seq + 1, &mark);
        Ok(first_seq + 1)
    }

    /// The next segment's name: one seed names many segments.
    const fn next_id(&mut self) -> SegmentId {
        SegmentId(crate::model::next_mixed(&mut self.seed))
    }
}

/// A project just opened.
#[derive(Debug)]
pub struct Opened {
    pub project: Project,
    pub history: super::History,
    pub texts: Texts,
    pub warnings: Vec<super::OpenWarning>,
}
