//! What the project file was when it was last saved: kept beside it and not in it, so that two people's files merge.
//! Layer `store`.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::disk;
use super::error::StoreError;
use super::journal::{Position, ron};

/// `.state/checksum.ron`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Checksum {
    pub sha256: String,
    pub bytes: u64,
    /// The journal line at which it was saved.
    pub at: Position,
}

impl Checksum {
    /// The one of this project; `None` if there is none that reads, which is no fault: a copied folder may lack it.
    pub(super) fn read(root: &Path) -> Option<Self> {
        let bytes = disk::read(&path(root), 1 << 16).ok()??;
        ::ron::from_str(std::str::from_utf8(&bytes).ok()?).ok()
    }

    pub(super) fn write(&self, root: &Path) -> Result<(), StoreError> {
        disk::replace(&path(root), format!("{}\n", ron(self)?).as_bytes())
    }
}

fn path(root: &Path) -> std::path::PathBuf {
    root.join(".state").join("checksum.ron")
}
