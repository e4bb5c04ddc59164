//! What can go wrong between a file and a draft, said so that the person knows which file and what to do. Layer `ingest`.

use std::io;
use std::path::{Path, PathBuf};

/// Why a file did not become a draft.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IngestError {
    /// The system refused to open or read the file.
    #[error("cannot read the file, {reason}: {}", file.display())]
    Read { file: PathBuf, kind: io::ErrorKind, reason: String },
    /// The system refused to list a folder.
    #[error("cannot look into the folder, {reason}: {}", folder.display())]
    Folder { folder: PathBuf, kind: io::ErrorKind, reason: String },
    /// A folder where a file was wanted.
    #[error("cannot read a folder as an article; import it as a folder: {}", file.display())]
    IsFolder { file: PathBuf },
    /// A pipe, a socket or a device.
    #[error("cannot import what is not an ordinary file (a pipe, socket or device): {}", file.display())]
    NotAFile { file: PathBuf },
    /// Nothing in it.
    #[error("the file is empty; check whether it was saved or copied whole: {}", file.display())]
    Empty { file: PathBuf },
    /// Only white space and invisible characters.
    #[error("the file holds only white space; check whether it was saved or copied whole: {}", file.display())]
    Blank { file: PathBuf },
    /// Bytes that are not text, or text in a wrapping that this version does not open.
    #[error("the file is {what}; {advice}: {}", file.display())]
    NotText { file: PathBuf, what: &'static str, advice: &'static str },
    /// Over the limit.
    #[error("the file is too large ({} MiB; the limit is {} MiB), split it or save only the article: {}", bytes.div_ceil(1 << 20), limit >> 20, file.display())]
    TooLarge { file: PathBuf, bytes: u64, limit: u64 },
    /// A page without an article.
    #[error("no article text was found in the page; save its text as a plain text file: {}", file.display())]
    NoArticle { file: PathBuf },
    /// A page made, on purpose or by accident, so that reading it would take all memory or time.
    #[error("the page {what}; save its text as a plain text file: {}", file.display())]
    Page { file: PathBuf, what: &'static str },
    /// A folder with nothing in it that can be imported.
    #[error("no text file or saved web page was found in the folder: {}", folder.display())]
    NothingFound { folder: PathBuf },
    /// Documents in a folder that this version does not open.
    #[error("left out {count} of other kinds ({kinds}); save them as text or web pages to import them, in the folder: {}", folder.display())]
    LeftOut { folder: PathBuf, count: usize, kinds: String },
}

impl IngestError {
    /// The file or folder it is about.
    pub fn path(&self) -> &Path {
        match self {
            Self::Read { file, .. }
            | Self::IsFolder { file }
            | Self::NotAFile { file }
            | Self::Empty { file }
            | Self::Blank { file }
            | Self::NotText { file, .. }
            | Self::TooLarge { file, .. }
            | Self::NoArticle { file }
            | Self::Page { file, .. } => file,
            Self::Folder { folder, .. } | Self::NothingFound { folder } | Self::LeftOut { folder, .. } => folder,
        }
    }

    /// Whether it only tells of files that were passed over, so that nothing asked for by name has failed.
    pub fn is_notice(&self) -> bool {
        matches!(self, Self::LeftOut { .. })
    }

    pub(super) fn read(file: &Path, error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::IsADirectory {
            return Self::IsFolder { file: file.to_owned() };
        }
        Self::Read { file: file.to_owned(), kind: error.kind(), reason: reason(error) }
    }

    pub(super) fn folder(folder: &Path, error: &io::Error) -> Self {
        Self::Folder { folder: folder.to_owned(), kind: error.kind(), reason: reason(error) }
    }
}

/// The system's reason in the person's words, with what to do about it where that is known.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is none of that name; it may have been moved or renamed".to_owned(),
        io::ErrorKind::PermissionDenied => {
            "you have no permission to; ask its owner or change its permissions".to_owned()
        }
        _ => error.to_string(),
    }
}
