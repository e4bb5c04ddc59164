//! The only reader and writer of project folders: the project file, the journal that is also the undo history, texts
//! and originals, backups, the lock. Layer `store`: may use `model`, `lexicon` and `text`.
//!
//! ```text
//! Name/
//!   project.ron                header line, then one record a line
//!   journal/<id>.ronl          one segment per opening that changed something; only ever appended to, never removed
//!   texts/ab/<sha256>.txt      canonical texts, written before the edit that names them
//!   originals/ab/<sha256>      files as imported
//!   backups/                   earlier project files
//!   .state/                    checksum, lock, holder: of this copy only, ignored by git
//! ```
//!
//! What a person confirmed is safe once [`Store::append`] returned. The project file is a summary of the journal up to
//! some line; opening follows the journal from there.

mod backup;
mod chain;
mod check;
mod checksum;
#[cfg(test)]
mod damage_tests;
mod diff;
mod disk;
mod error;
mod folder;
mod history;
mod journal;
mod load;
mod lock;
mod migrate;
mod open;
#[cfg(test)]
mod outside_tests;
mod past;
mod replay;
mod snapshot;
#[cfg(test)]
mod testing;
mod texts;

pub use check::{Finding, check};
pub use error::{OpenWarning, StoreError};
pub use folder::{Opened, SaveReport, Step, Store};
pub use history::History;
pub use load::OUTSIDE_LABEL;
pub use open::{create, open, open_read_only};
pub use past::{Past, past};
pub use snapshot::{FORMAT, sha256_hex};
pub use texts::Texts;
