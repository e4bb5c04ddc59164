//! What can go wrong with a project folder, and what opening one has to say. Layer `store`.

use std::io;
use std::path::{Path, PathBuf};

use crate::model::{EditError, RecordId};

/// Why a project folder could not be read or written. Whatever stood on disk before still stands there.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The operating system refused.
    #[error("{doing}: {cause}: {path}", path = path.display())]
    Io { doing: &'static str, cause: io::Error, path: PathBuf },
    /// The folder holds neither `project.ron` nor a journal.
    #[error("there is no Crossread project here: {}", .0.display())]
    NotAProject(PathBuf),
    /// A new project was asked for in a folder that holds other files.
    #[error("a new project needs an empty folder: {}", .0.display())]
    NotEmpty(PathBuf),
    /// A new project was asked for where there is one.
    #[error("there is a project here already: {}", .0.display())]
    AlreadyProject(PathBuf),
    /// Somebody has it open for writing.
    #[error("the project is open elsewhere ({holder}): {path}", path = path.display())]
    Locked { holder: String, path: PathBuf },
    /// A later version wrote it; nothing was changed.
    #[error(
        "the project was written by {written_by} in format {found}, and this version reads up to format {known}: {path}",
        path = path.display()
    )]
    Newer { found: u32, known: u32, written_by: String, path: PathBuf },
    /// Nothing readable was found: neither project file, journal nor backup.
    #[error("the project cannot be read ({why}), and there is no journal or backup to rebuild it from: {path}", path = path.display())]
    Damaged { why: String, path: PathBuf },
    /// Something stands where the store wants to write a file or folder of its own.
    #[error("refused to write over {what}: {path}", path = path.display())]
    InTheWay { what: &'static str, path: PathBuf },
    /// A file is larger than any project's.
    #[error("the file has {bytes} bytes, more than the {limit} that are read: {path}", path = path.display())]
    TooLarge { bytes: u64, limit: u64, path: PathBuf },
    /// Changes could not be made durable. They are kept in memory and written with the next call.
    #[error("NOT SAVED, {unsaved} changes are only in memory: {why}")]
    NotSaved { unsaved: usize, why: Box<StoreError> },
    /// `project.ron` was changed by another program while it was open here; it was left alone.
    #[error("another program changed the project file while it was open: {}", .0.display())]
    ChangedOutside(PathBuf),
    /// What was written does not read back as what was meant; the old file stands.
    #[error("what was written does not read back ({why}): {path}", path = path.display())]
    Unfaithful { why: String, path: PathBuf },
    /// A record cannot be written at all.
    #[error("the record cannot be written: {0}")]
    Unwritable(String),
    /// A name that is no content hash.
    #[error("not the name of a stored text: {0}")]
    BadHash(String),
    /// The text or original is not in the project folder.
    #[error("the stored file is missing: {}", .0.display())]
    Missing(PathBuf),
    /// The bytes no longer have the hash they are named by.
    #[error("the stored file was altered ({why}): {path}", path = path.display())]
    Altered { why: &'static str, path: PathBuf },
    /// An undo or redo could not be carried out; the project is unchanged.
    #[error("the step cannot be {step}: {why}")]
    Step { step: &'static str, why: String },
}

impl StoreError {
    /// An [`StoreError::Io`], made where a path is at hand.
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |cause| Self::Io { doing, cause, path: path.to_owned() }
    }

    /// Whether another process has the project open.
    pub const fn is_locked(&self) -> bool {
        matches!(self, Self::Locked { .. })
    }

    /// Whether changes are only in memory.
    pub const fn is_not_saved(&self) -> bool {
        matches!(self, Self::NotSaved { .. })
    }
}

/// What opening a project has to say. The project is open all the same.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenWarning {
    /// The journal's last line was cut short: the program or the machine stopped while it was being written.
    #[error(
        "the last journal line was cut short when the program stopped; it had not been shown as saved ({bytes} bytes kept in {file})"
    )]
    CutShort { file: String, bytes: u64 },
    /// Part of a journal file no longer matches its checksum.
    #[error(
        "part of the journal cannot be read: {bytes} bytes from byte {at} on, {lines} whole lines among them, kept in {file}"
    )]
    JournalDamaged { file: String, at: u64, bytes: u64, lines: usize },
    /// A journal file cannot be read at all.
    #[error("a journal file cannot be read ({why}) and is kept: {file}")]
    SegmentUnreadable { file: String, why: String },
    /// A journal line reads well but does not fit the project.
    #[error("the journal was followed up to change {seq} only: {why}")]
    ReplayStopped { seq: u64, why: String },
    /// Steps before this opening can no longer be undone, because part of the journal is missing or unreadable.
    #[error("earlier steps cannot be undone, because part of the journal is missing; the project itself is complete")]
    HistoryCut,
    /// `project.ron` could not be used; the project was rebuilt.
    #[error("the project file could not be used ({why}); the project was rebuilt from {from}{}", kept_as(.kept))]
    Rebuilt { why: String, from: String, kept: Option<String> },
    /// `project.ron` was changed by another program; its changes were taken over as one step that can be undone.
    #[error("another program changed the project file: {} records were taken over as one step that can be undone", .records.len())]
    ChangedOutside { records: Vec<RecordId> },
    /// Records changed both here and outside; those of the journal were kept, and the outside file stands in the backups.
    #[error(
        "{} records were changed both here and by another program; yours were kept, the other file is in the backups",
        .records.len()
    )]
    Conflicts { records: Vec<RecordId> },
    /// An article's text is not in the folder.
    #[error("the text of an article is missing: {title}")]
    TextMissing { article: crate::model::ArticleId, title: String },
}

impl OpenWarning {
    /// Whether something that had been saved may be missing from the project as opened.
    pub const fn is_serious(&self) -> bool {
        match self {
            Self::JournalDamaged { .. }
            | Self::SegmentUnreadable { .. }
            | Self::ReplayStopped { .. }
            | Self::Rebuilt { .. }
            | Self::Conflicts { .. }
            | Self::TextMissing { .. } => true,
            Self::CutShort { .. } | Self::HistoryCut | Self::ChangedOutside { .. } => false,
        }
    }
}

fn kept_as(kept: &Option<String>) -> String {
    kept.as_ref().map_or_else(String::new, |name| format!(", the damaged file is kept as {name}"))
}

/// An edit out of the journal that the project refuses.
impl From<EditError> for StoreError {
    fn from(error: EditError) -> Self {
        Self::Step { step: "applied", why: error.to_string() }
    }
}
