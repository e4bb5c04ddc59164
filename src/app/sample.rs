//! The sample project: it ships inside the program and is opened as a copy in the person's data folder.

use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

static SAMPLE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/projects/southern-syria-2024-12-07");

/// Why the sample project cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    #[error("no folder for your data is known; set XDG_DATA_HOME, or open a project of your own")]
    NoDataFolder,
    #[error("cannot copy the sample project: {source}: {path}")]
    Copy { source: std::io::Error, path: String },
}

/// The folder of the person's copy; made when there is none yet.
///
/// # Errors
/// [`SampleError`] if there is no data folder, or it cannot be written.
pub fn folder() -> Result<PathBuf, SampleError> {
    let base = std::env::var_os("XDG_DATA_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(dirs::data_dir)
        .ok_or(SampleError::NoDataFolder)?;
    let folder = base.join("crossread").join("Southern Syria, 7 December 2024");
    if !folder.join("project.ron").exists() {
        copy_to(&folder)?;
    }
    Ok(folder)
}

/// Writes the sample project into `folder`.
///
/// # Errors
/// [`SampleError::Copy`].
pub fn copy_to(folder: &Path) -> Result<(), SampleError> {
    let failed = |source| SampleError::Copy { source, path: folder.display().to_string() };
    std::fs::create_dir_all(folder).map_err(failed)?;
    SAMPLE.extract(folder).map_err(failed)
}
