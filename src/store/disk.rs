//! The few things the store does to a disk, each durable or refused: private files that never follow a planted link,
//! replacement by rename, folders synced after a name in them changed. Layer `store`.

use std::fs::{self, File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::error::StoreError;

type Result<T> = std::result::Result<T, StoreError>;

/// Largest project file or stored text that is read, in bytes.
pub(super) const MAX_FILE: u64 = 1 << 30;

/// Makes sure that `path` is a real folder, made with mode 0700 if it has to be made. Tells whether it was made.
pub(super) fn ensure_dir(path: &Path) -> Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_dir() => Ok(false),
        Ok(meta) if meta.is_symlink() => Err(StoreError::InTheWay { what: "a link", path: path.to_owned() }),
        Ok(_) => Err(StoreError::InTheWay { what: "a file", path: path.to_owned() }),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
            trip().and_then(|()| dir_builder().create(path)).map_err(StoreError::io("cannot make the folder", path))?;
            if let Some(parent) = path.parent() {
                sync_dir(parent)?;
            }
            Ok(true)
        }
        Err(cause) => Err(StoreError::Io { doing: "cannot look at the folder", cause, path: path.to_owned() }),
    }
}

fn dir_builder() -> fs::DirBuilder {
    #[allow(unused_mut, reason = "changed on Unix only")]
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// Makes `path` and the folders above it that are missing.
pub(super) fn ensure_dir_and_parents(path: &Path) -> Result<()> {
    dir_builder().recursive(true).create(path).map_err(StoreError::io("cannot make the folder", path))
}

/// Creates a file that must not be there yet, with mode 0600. A link in its place is never followed.
pub(super) fn create_new(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    private(&mut options);
    trip().and_then(|()| options.open(path)).map_err(StoreError::io("cannot create the file", path))
}

/// Sets mode 0600 for a file that gets created, where there are modes.
#[cfg_attr(not(unix), allow(unused_variables))]
pub(super) fn private(options: &mut OpenOptions) {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
}

/// Appends bytes to an open file, without syncing.
pub(super) fn write(mut file: &File, bytes: &[u8], path: &Path) -> Result<()> {
    trip().and_then(|()| file.write_all(bytes)).map_err(StoreError::io("cannot write", path))
}

/// Waits until a file's content and length are on the disk.
pub(super) fn sync_data(file: &File, path: &Path) -> Result<()> {
    trip().and_then(|()| file.sync_data()).map_err(StoreError::io("the disk did not confirm what was written", path))
}

/// Waits until a file, with all that is known of it, is on the disk.
pub(super) fn sync_all(file: &File, path: &Path) -> Result<()> {
    trip().and_then(|()| file.sync_all()).map_err(StoreError::io("the disk did not confirm what was written", path))
}

/// Waits until the names in a folder are on the disk. Windows syncs them by itself.
pub(super) fn sync_dir(path: &Path) -> Result<()> {
    if cfg!(windows) {
        return Ok(());
    }
    trip()
        .and_then(|()| File::open(path)?.sync_all())
        .map_err(StoreError::io("the disk did not confirm what was written", path))
}

/// Renames over whatever stands at `to`.
pub(super) fn rename(from: &Path, to: &Path) -> Result<()> {
    trip().and_then(|()| fs::rename(from, to)).map_err(StoreError::io("cannot put the new file in place", to))
}

/// Creates a temporary file. One left there by a crash is removed first; a link is refused.
pub(super) fn create_temporary(path: &Path) -> Result<File> {
    match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_file() => {
            fs::remove_file(path).map_err(StoreError::io("cannot remove a leftover", path))?;
        }
        Ok(meta) => {
            let what = if meta.is_symlink() { "a link" } else { "a folder" };
            return Err(StoreError::InTheWay { what, path: path.to_owned() });
        }
        Err(_) => {}
    }
    create_new(path)
}

/// Writes a whole temporary file and syncs it.
pub(super) fn write_temporary(path: &Path, bytes: &[u8]) -> Result<()> {
    let file = create_temporary(path)?;
    let written = write(&file, bytes, path).and_then(|()| sync_all(&file, path));
    drop(file);
    written.inspect_err(|_| discard(path))
}

/// Replaces a small file as a whole: it holds the old bytes or the new, never a mixture.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let temporary = with_suffix(path, ".tmp");
    write_temporary(&temporary, bytes)?;
    rename(&temporary, path).inspect_err(|_| discard(&temporary))?;
    path.parent().map_or(Ok(()), sync_dir)
}

/// Removes a temporary file. Failing is no harm: the next writer removes it, and no reader looks at it.
pub(super) fn discard(path: &Path) {
    fs::remove_file(path).ok();
}

/// The whole of a regular file; `None` if it is not there.
pub(super) fn read(path: &Path, limit: u64) -> Result<Option<Vec<u8>>> {
    let doing = "cannot read";
    let meta = match fs::metadata(path) {
        Ok(meta) => meta,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(cause) => return Err(StoreError::Io { doing, cause, path: path.to_owned() }),
    };
    if !meta.is_file() {
        let cause = std::io::Error::new(std::io::ErrorKind::InvalidInput, "it is no regular file");
        return Err(StoreError::Io { doing, cause, path: path.to_owned() });
    }
    if meta.len() > limit {
        return Err(StoreError::TooLarge { bytes: meta.len(), limit, path: path.to_owned() });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0));
    File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)).map_err(StoreError::io(doing, path))?;
    Ok(Some(bytes))
}

/// Gives a file a second name without copying where the file system can, else copies it; an existing `to` is kept.
/// Tells whether it was made.
pub(super) fn keep_as(from: &Path, to: &Path) -> Result<bool> {
    if fs::symlink_metadata(to).is_ok() {
        return Ok(false);
    }
    // The two names share one content, which is safe because project files are replaced and never written in place.
    if trip().and_then(|()| fs::hard_link(from, to)).is_err() {
        let Some(bytes) = read(from, MAX_FILE)? else { return Err(StoreError::Missing(from.to_owned())) };
        let file = create_new(to)?;
        let written = write(&file, &bytes, to).and_then(|()| sync_all(&file, to));
        drop(file);
        written.inspect_err(|_| discard(to))?;
    }
    to.parent().map_or(Ok(()), sync_dir)?;
    Ok(true)
}

/// `path` with something put behind its file name.
pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// A file's own name, for messages.
pub(super) fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// In tests, fails where the test asked for it; else does nothing.
fn trip() -> std::io::Result<()> {
    #[cfg(test)]
    fault::trip()?;
    Ok(())
}

/// Makes the disk fail on purpose, in this thread only.
#[cfg(test)]
pub(super) mod fault {
    use std::cell::Cell;

    thread_local! {
        static FAILS_IN: Cell<Option<u32>> = const { Cell::new(None) };
        static FAILS_FOR: Cell<u32> = const { Cell::new(0) };
    }

    /// Lets `after` operations pass, then fails `times` of them.
    pub(in crate::store) fn arm(after: u32, times: u32) {
        FAILS_IN.set(Some(after));
        FAILS_FOR.set(times);
    }

    /// Stops failing; tells whether anything failed since [`arm`].
    pub(in crate::store) fn disarm(times: u32) -> bool {
        FAILS_IN.set(None);
        FAILS_FOR.replace(0) < times
    }

    pub(super) fn trip() -> std::io::Result<()> {
        match FAILS_IN.get() {
            None => Ok(()),
            Some(0) if FAILS_FOR.get() > 0 => {
                FAILS_FOR.set(FAILS_FOR.get() - 1);
                Err(std::io::Error::other("the test made this fail"))
            }
            Some(0) => Ok(()),
            Some(n) => {
                FAILS_IN.set(Some(n - 1));
                Ok(())
            }
        }
    }
}
