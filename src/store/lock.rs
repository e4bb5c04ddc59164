//! One writer at a time: an operating-system lock on a file in `.state`, gone with the process that held it.
//! Layer `store`.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use super::disk::{ensure_dir, private, replace};
use super::error::StoreError;

/// Held while a project is open for writing.
#[derive(Debug)]
pub(super) struct Lock {
    // Closing the file gives the lock back, also when the process is killed.
    file: File,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A program that is being started at this moment, such as a file dialog, still shares the open file: without
        // this the project would stay locked until that program has fully started.
        let _given_back_by_closing = self.file.unlock();
    }
}

impl Lock {
    /// Takes the lock of the project at `root`, or says who holds it.
    pub(super) fn take(root: &Path) -> Result<Self, StoreError> {
        let state = root.join(".state");
        ensure_dir(&state)?;
        let path = state.join("lock");
        if std::fs::symlink_metadata(&path).is_ok_and(|meta| !meta.is_file()) {
            return Err(StoreError::InTheWay { what: "a link or folder", path });
        }
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        private(&mut options);
        let file = options.open(&path).map_err(StoreError::io("cannot open the lock", &path))?;
        let holder_path = state.join("holder");
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let holder = std::fs::read_to_string(&holder_path).unwrap_or_default();
                let holder = holder.lines().next().unwrap_or("by another program").to_owned();
                return Err(StoreError::Locked { holder, path: root.to_owned() });
            }
            Err(TryLockError::Error(cause)) => return Err(StoreError::Io { doing: "cannot lock", cause, path }),
        }
        // In a file of its own, because Windows lets nobody read a locked one.
        replace(&holder_path, format!("process {} on {}\n", std::process::id(), host()).as_bytes())?;
        Ok(Self { file })
    }
}

/// The machine's name, for the message that somebody else reads.
fn host() -> String {
    std::fs::read_to_string("/proc/sys/kernel/hostname")
        .ok()
        .or_else(|| std::env::var("COMPUTERNAME").ok())
        .or_else(|| std::env::var("HOSTNAME").ok())
        .map_or_else(|| "this computer".to_owned(), |name| name.trim().chars().take(80).collect())
}
