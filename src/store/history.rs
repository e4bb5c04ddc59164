//! Undo and redo without limit, over restarts: what was done stays in the journal, and only its label and place are
//! kept in memory until it is wanted. Layer `store`.

use std::path::Path;
use std::sync::Arc;

use super::error::StoreError;
use super::journal::{Entry, Kind, Reader};
use crate::model::{Applied, Edit, Project};

/// The steps that can be undone and done again.
#[derive(Debug, Clone, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

#[derive(Debug, Clone)]
struct Step {
    label: Arc<str>,
    body: Body,
}

#[derive(Debug, Clone)]
enum Body {
    /// Edit and inverse, done in this opening.
    Here(Arc<(Edit, Edit)>),
    /// A journal line of an earlier opening.
    Written { path: Arc<Path>, format: u32, offset: u64, len: usize },
}

/// A line of the journal holds about so many bytes for each record.
const BYTES_A_RECORD: usize = 400;

impl Step {
    fn size(&self) -> usize {
        match &self.body {
            Body::Here(edits) => edits.0.changes.len(),
            Body::Written { len, .. } => len / BYTES_A_RECORD,
        }
    }

    /// Edit and inverse.
    fn edits(&self) -> Result<Arc<(Edit, Edit)>, StoreError> {
        match &self.body {
            Body::Here(edits) => Ok(Arc::clone(edits)),
            Body::Written { path, format, offset, len } => {
                let line = Reader::open(path, *format)?.line(*offset, *len)?;
                line.into_edits()
                    .map(Arc::new)
                    .ok_or_else(|| StoreError::Altered { why: "a line is no edit", path: path.to_path_buf() })
            }
        }
    }
}

impl History {
    /// Notes an edit that was just applied, with the inverse that gave (second). What had been undone can no longer be done
    /// again; it stays in the journal.
    pub fn push(&mut self, edits: Arc<(Edit, Edit)>) {
        let label = edits.0.label.as_str().into();
        self.undone.clear();
        self.done.push(Step { label, body: Body::Here(edits) });
    }

    /// About how many records the next undo puts or removes, without reading the journal; 0 if there is none.
    pub fn undo_size(&self) -> usize {
        self.done.last().map_or(0, |step| step.size())
    }

    /// The same of the next redo.
    pub fn redo_size(&self) -> usize {
        self.undone.last().map_or(0, |step| step.size())
    }

    /// Undoes the last step, if there is one. The caller appends [`super::Step::Undo`].
    ///
    /// # Errors
    /// The journal cannot be read, or the project refuses; both are then as they were.
    pub fn undo(&mut self, project: &mut Project) -> Result<Option<Applied>, StoreError> {
        let Some(step) = self.done.last() else { return Ok(None) };
        let applied = apply(project, &step.edits()?.1, "undone")?;
        self.undone.extend(self.done.pop());
        Ok(Some(applied))
    }

    /// Does the step undone last again, if there is one. The caller appends [`super::Step::Redo`].
    ///
    /// # Errors
    /// The journal cannot be read, or the project refuses; both are then as they were.
    pub fn redo(&mut self, project: &mut Project) -> Result<Option<Applied>, StoreError> {
        let Some(step) = self.undone.last() else { return Ok(None) };
        let applied = apply(project, &step.edits()?.0, "done again")?;
        self.done.extend(self.undone.pop());
        Ok(Some(applied))
    }

    /// What [`History::undo`] would undo, for the menu ("Undo confirm figure").
    pub fn undo_label(&self) -> Option<&str> {
        self.done.last().map(|step| &*step.label)
    }

    /// What [`History::redo`] would do again.
    pub fn redo_label(&self) -> Option<&str> {
        self.undone.last().map(|step| &*step.label)
    }

    /// The labels of what was done and not undone, oldest first.
    pub fn done_labels(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        self.done.iter().map(|step| &*step.label)
    }

    /// The labels of what was undone, in the order in which redo takes them.
    pub fn undone_labels(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        self.undone.iter().rev().map(|step| &*step.label)
    }

    /// Follows one journal line without touching a project. `false`: the line undoes or redoes a step that is not
    /// known here, because it stands in a part of the journal that is missing; nothing before it can be undone then.
    pub(super) fn follow(&mut self, entry: &Entry, path: &Arc<Path>, format: u32) -> bool {
        match &entry.kind {
            Kind::Base => *self = Self::default(),
            Kind::Do { label } => {
                self.undone.clear();
                let body = Body::Written { path: Arc::clone(path), format, offset: entry.offset, len: entry.len };
                self.done.push(Step { label: Arc::from(&**label), body });
            }
            Kind::Undo => match self.done.pop() {
                Some(step) => self.undone.push(step),
                None => return self.lose_all(),
            },
            Kind::Redo => match self.undone.pop() {
                Some(step) => self.done.push(step),
                None => return self.lose_all(),
            },
            Kind::Saved { .. } => {}
        }
        true
    }

    fn lose_all(&mut self) -> bool {
        *self = Self::default();
        false
    }
}

fn apply(project: &mut Project, edit: &Edit, step: &'static str) -> Result<Applied, StoreError> {
    project.apply(edit).map_err(|error| StoreError::Step { step, why: error.to_string() })
}
