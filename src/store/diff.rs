//! What tells two states of a project apart, as changes that lead from one to the other. Layer `store`.

use std::collections::BTreeMap;

use crate::model::{Change, Project, RecordId, RecordRef};

/// The changes that make `to` out of `from`, by id.
pub(super) fn changes(from: &Project, to: &Project) -> BTreeMap<RecordId, Change> {
    let mut changes = BTreeMap::new();
    let mut old: BTreeMap<RecordId, RecordRef<'_>> =
        from.refs_in_file_order().into_iter().map(|record| (record.id(), record)).collect();
    for record in to.refs_in_file_order() {
        let id = record.id();
        if old.remove(&id) != Some(record) {
            changes.insert(id, Change::Put(Box::new(record.to_record())));
        }
    }
    changes.extend(old.into_keys().map(|id| (id, Change::Remove(id))));
    changes
}

/// The changes of `theirs` that do not touch what `ours` changed otherwise, and the ids of those that do.
pub(super) fn without_conflicts(
    theirs: BTreeMap<RecordId, Change>,
    ours: &BTreeMap<RecordId, Change>,
) -> (Vec<Change>, Vec<RecordId>) {
    let mut taken = Vec::new();
    let mut conflicts = Vec::new();
    for (id, change) in theirs {
        match ours.get(&id) {
            None => taken.push(change),
            Some(own) if *own == change => {}
            Some(_) => conflicts.push(id),
        }
    }
    (taken, conflicts)
}
