//! A finding of the checks that the analyst has looked at and set aside, with the reason.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{CoderId, DismissalId, RecordId, Timestamp};

/// A finding set aside. It holds for as long as what the finding is about stays as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dismissal {
    pub id: DismissalId,
    /// The check's written name ("part_above_whole").
    pub check: String,
    /// Where the finding was. The record may be gone since: the dismissal then matches nothing.
    pub at: RecordId,
    /// The fingerprint of what the finding is about; with another one the finding comes back.
    pub print: u64,
    /// What the check looked at, by record and part of it, with a fingerprint of what stood there: by it is told what
    /// has changed since. Empty where it was written before this was kept.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub looked_at: BTreeMap<String, u64>,
    /// What the finding said, in words.
    pub what: String,
    /// Why it was set aside.
    pub reason: String,
    pub coder: CoderId,
    pub created: Timestamp,
}
