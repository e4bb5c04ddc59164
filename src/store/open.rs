//! Making and opening project folders. Layer `store`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::backup::{self, stamp};
use super::disk;
use super::error::{OpenWarning, StoreError};
use super::folder::{Base, OldFile, Opened, Step, Store};
use super::history::History;
use super::load::{self, Loaded, Mend};
use super::lock::Lock;
use super::snapshot;
use super::texts::Texts;
use crate::model::{Edit, Project, Timestamp};

/// Makes a new project of this name in `dir`, which must be empty or not there yet. `rand` seeds the names of journal
/// files; any 64 bits do that differ from opening to opening.
///
/// # Errors
/// [`StoreError::NotEmpty`], [`StoreError::AlreadyProject`], or the disk refused.
pub fn create(
    dir: &Path,
    name: impl Into<String>,
    created: Timestamp,
    rand: u64,
) -> Result<(Store, Opened), StoreError> {
    match std::fs::read_dir(dir) {
        Ok(mut list) => {
            if load::is_project(dir)? {
                return Err(StoreError::AlreadyProject(dir.to_owned()));
            }
            if list.next().is_some() {
                return Err(StoreError::NotEmpty(dir.to_owned()));
            }
        }
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => disk::ensure_dir_and_parents(dir)?,
        Err(cause) => return Err(StoreError::Io { doing: "cannot use the folder", cause, path: dir.to_owned() }),
    }
    let lock = Lock::take(dir)?;
    // Git must not change line ends in here: texts are named by the hash of their bytes.
    disk::replace(&dir.join(".gitattributes"), b"* -text\n")?;
    let project = Project::new(name, created);
    let mut store = Store::new(dir, lock, Some(Base::Records(project.records_in_file_order())), created, rand);
    store.write_project(&project, created, OldFile::Ours)?;
    let opened = Opened { project, history: History::default(), texts: store.texts(), warnings: Vec::new() };
    Ok((store, opened))
}

/// Opens a project for writing: its folder, or the `project.ron` in it. Whatever is damaged is mended from the journal
/// and the backups, and said in [`Opened::warnings`].
///
/// # Errors
/// [`StoreError::NotAProject`], [`StoreError::Locked`], [`StoreError::Newer`], [`StoreError::Damaged`], or the disk
/// refused; then nothing was changed that was there.
pub fn open(path: &Path, now: Timestamp, rand: u64) -> Result<(Store, Opened), StoreError> {
    let root = folder_of(path)?;
    load::refuse_newer(&root)?;
    let lock = Lock::take(&root)?;
    let texts = Texts::new(&root);
    let loaded = load::load(&root, &texts)?;
    let Loaded { project, history, mut warnings, tail, on_disk, base, first_seq, mend } = loaded;
    let base = base.map(|bytes| Base::File { bytes, first_seq });
    let mut store = Store::new(&root, lock, base, now, rand);
    store.texts = texts.clone();
    store.tail = tail;
    store.on_disk = on_disk;
    match mend {
        Mend::Nothing => {}
        Mend::NoteChecksum => {
            if let Some(saved) = store.on_disk.clone() {
                store.note_saved(saved)?;
            }
        }
        Mend::Adopt { edit, inverse, before, is_written } => {
            adopt(&mut store, &project, (edit, inverse), &before, is_written, now)?;
        }
        Mend::Rebuild { why, from } => {
            let kept = keep_damaged(&root, now)?;
            store.write_project(&project, now, OldFile::IsKept)?;
            warnings.push(OpenWarning::Rebuilt { why, from, kept });
        }
    }
    Ok((store, Opened { project, history, texts, warnings }))
}

/// Reads a project without locking it or writing anything: for checks and exports while it is open elsewhere, and for
/// folders that cannot be written.
///
/// # Errors
/// As [`open`], without [`StoreError::Locked`].
pub fn open_read_only(path: &Path) -> Result<Opened, StoreError> {
    let root = folder_of(path)?;
    let texts = Texts::new(&root);
    let Loaded { project, history, mut warnings, mend, .. } = load::load(&root, &texts)?;
    if let Mend::Rebuild { why, from } = mend {
        warnings.push(OpenWarning::Rebuilt { why, from, kept: None });
    }
    Ok(Opened { project, history, texts, warnings })
}

/// The project's folder, given that or its project file.
pub(super) fn folder_of(path: &Path) -> Result<PathBuf, StoreError> {
    let is_file = path.file_name().is_some_and(|name| name == "project.ron") && !path.is_dir();
    let root = match path.parent().filter(|_| is_file) {
        Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
        Some(parent) => parent,
        None => path,
    };
    match std::fs::read_dir(root) {
        Ok(_) if load::is_project(root)? => Ok(root.to_owned()),
        Ok(_) => Err(StoreError::NotAProject(root.to_owned())),
        Err(cause) if cause.kind() == std::io::ErrorKind::PermissionDenied => {
            Err(StoreError::Io { doing: "cannot open the folder", cause, path: root.to_owned() })
        }
        Err(_) => Err(StoreError::NotAProject(root.to_owned())),
    }
}

/// Takes over what another program changed: into the journal, and into the project file unless that is it already.
fn adopt(
    store: &mut Store,
    project: &Project,
    (edit, inverse): (Edit, Edit),
    before: &Project,
    is_written: bool,
    now: Timestamp,
) -> Result<(), StoreError> {
    let path = store.root.join("project.ron");
    if is_written {
        // What stood there before is gone from the disk, so the backup is written from the journal's state.
        let temporary = disk::with_suffix(&path, ".tmp");
        disk::write_temporary(&temporary, snapshot::write(before)?.as_bytes())?;
        let kept = backup::keep(&store.root, &temporary, now);
        disk::discard(&temporary);
        kept?;
    }
    if !edit.is_empty() {
        store.append(&Step::Do { at: now, coder: None, edits: Arc::new((edit, inverse)) })?;
    }
    if is_written {
        if let Some(mut saved) = store.on_disk.clone() {
            store.mark_saved(&mut saved)?;
            store.note_saved(saved)?;
        }
        return Ok(());
    }
    // The file on the disk is not one that was written here.
    store.on_disk = None;
    store.save_over(project, now).map(drop)
}

/// Gives a project file that cannot be used a second name; the name, or `None` if there is no file.
fn keep_damaged(root: &Path, now: Timestamp) -> Result<Option<String>, StoreError> {
    let path = root.join("project.ron");
    if std::fs::symlink_metadata(&path).is_err() {
        return Ok(None);
    }
    for number in 0u32.. {
        let end = if number == 0 { String::new() } else { format!("-{number}") };
        let to = disk::with_suffix(&path, &format!(".damaged-{}{end}", stamp(now)));
        if disk::keep_as(&path, &to)? {
            return Ok(Some(disk::name_of(&to)));
        }
    }
    Ok(None)
}

#[cfg(test)]
#[path = "open_tests.rs"]
mod tests;
