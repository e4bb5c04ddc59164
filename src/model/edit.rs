//! Every change to a project, as data: a labelled list of records put and removed.
//!
//! A change carries whole records, never a difference, so the inverse of any edit is known from what stood there
//! before, a delete carries all that it deleted under the same id, and a journal line can be read by eye. What a
//! person does (delete a tag, confirm a figure) is put together from these by the functions in `app`.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::FigureId;
use super::check::dangling;
use super::project::Project;
use super::record::{Record, RecordId, RecordRef};

/// One step of an [`Edit`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Change {
    /// Adds the record, or replaces the one with its id.
    Put(Box<Record>),
    /// Removes a record that must be there.
    Remove(RecordId),
}

impl Change {
    /// Which record it touches.
    pub const fn record_id(&self) -> RecordId {
        match self {
            Self::Put(record) => record.id(),
            Self::Remove(id) => *id,
        }
    }
}

/// One undoable step, with the words the Edit menu shows ("confirm figure").
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    pub label: String,
    pub changes: Vec<Change>,
}

/// Why an edit was refused; the project is as it was before.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// It removes what is not there.
    #[error("cannot remove {0}: there is none")]
    NotThere(RecordId),
    /// The project's own record cannot be removed.
    #[error("the project's own record cannot be removed")]
    InfoRemoved,
    /// It would leave a record that names one that is not there.
    #[error("{from} would name {to}, which is not in the project")]
    Dangling { from: RecordId, to: RecordId },
    /// A record breaks a rule of its own.
    #[error("{of}: {why}")]
    Invalid { of: RecordId, why: String },
}

/// What applying an edit gives back.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    /// Puts everything back as it was; applying its own inverse does the edit again.
    pub inverse: Edit,
    /// The record to show, so that undo lets people see what it changed; `None` if all that is left is gone.
    pub reveal: Option<RecordId>,
}

impl Edit {
    /// An edit of one change.
    pub fn one(label: impl Into<String>, change: Change) -> Self {
        Self { label: label.into(), changes: vec![change] }
    }

    /// An edit that puts one record.
    pub fn put(label: impl Into<String>, record: impl Into<Record>) -> Self {
        Self::one(label, Change::Put(Box::new(record.into())))
    }

    /// An edit that puts many records.
    pub fn put_all<R: Into<Record>>(label: impl Into<String>, records: impl IntoIterator<Item = R>) -> Self {
        let changes = records.into_iter().map(|record| Change::Put(Box::new(record.into()))).collect();
        Self { label: label.into(), changes }
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

impl Project {
    /// Applies an edit as a whole or not at all.
    ///
    /// # Errors
    /// Any [`EditError`]; the project is then unchanged.
    pub fn apply(&mut self, edit: &Edit) -> Result<Applied, EditError> {
        let mut undone = Vec::with_capacity(edit.changes.len());
        let outcome = self.apply_changes(&edit.changes, &mut undone).and_then(|()| self.check_touched(edit, &undone));
        undone.reverse();
        match outcome {
            Ok(()) => {
                let reveal =
                    edit.changes.iter().map(Change::record_id).find(|id| self.has(*id) && *id != RecordId::Info);
                Ok(Applied { inverse: Edit { label: edit.label.clone(), changes: undone }, reveal })
            }
            Err(error) => {
                for change in undone {
                    match change {
                        Change::Put(record) => drop(self.put(*record)),
                        Change::Remove(id) => drop(self.take(id)),
                    }
                }
                Err(error)
            }
        }
    }

    fn apply_changes(&mut self, changes: &[Change], undone: &mut Vec<Change>) -> Result<(), EditError> {
        for change in changes {
            match change {
                Change::Put(record) => {
                    let id = record.id();
                    undone.push(match self.put(Record::clone(record)) {
                        Some(old) => Change::Put(Box::new(old)),
                        None => Change::Remove(id),
                    });
                }
                Change::Remove(RecordId::Info) => return Err(EditError::InfoRemoved),
                Change::Remove(id) => match self.take(*id) {
                    Some(old) => undone.push(Change::Put(Box::new(old))),
                    None => return Err(EditError::NotThere(*id)),
                },
            }
        }
        Ok(())
    }

    /// Checks what the edit touched: what it put names only what is there, what it removed is named by nobody, and
    /// figures that are part of one that went to another article still stand with it. `undone` holds what stood there
    /// before.
    fn check_touched(&self, edit: &Edit, undone: &[Change]) -> Result<(), EditError> {
        let mut removed = Vec::new();
        for change in &edit.changes {
            let id = change.record_id();
            match self.borrow(id) {
                Some(record) => self.check_borrowed(record)?,
                None => removed.push(id),
            }
        }
        let moved = |change: &Change| match change {
            Change::Put(old) => match &**old {
                Record::Figure(old) => {
                    self.figures.get(&old.id).filter(|new| new.article != old.article).map(|new| new.id)
                }
                _ => None,
            },
            Change::Remove(_) => None,
        };
        let moved: BTreeSet<FigureId> = undone.iter().filter_map(moved).collect();
        if !moved.is_empty() {
            for part in self.figures.values().filter(|figure| figure.part_of.is_some_and(|id| moved.contains(&id))) {
                self.check_borrowed(RecordRef::Figure(part))?;
            }
        }
        if removed.is_empty() {
            return Ok(());
        }
        removed.sort_unstable();
        match dangling(self, &removed) {
            Some((from, to)) => Err(EditError::Dangling { from, to }),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
#[path = "edit_tests.rs"]
mod tests;
