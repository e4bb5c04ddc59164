//! What became of one record, step by step, from the journal: nothing is kept for it. Layer `store`.

use std::path::Path;

use super::chain::Segments;
use super::error::StoreError;
use super::journal::{Kind, Line, Reader};
use crate::model::{Change, CoderId, Record, RecordId, Timestamp};

/// One step that changed a record and was not undone since.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// When it was done.
    pub at: Timestamp,
    /// By whom; `None` for what another program changed.
    pub coder: Option<CoderId>,
    /// The words of the step ("confirm figure").
    pub label: String,
    /// The record before; `None` if the step made it.
    pub before: Option<Record>,
    /// The record after; `None` if the step removed it.
    pub after: Option<Record>,
}

/// The steps that changed a record and stand, oldest first. Reads the whole journal, for the lines that name the record
/// parses them: for a worker, or where somebody asked for it. Lines that cannot be read are left out.
///
/// # Errors
/// The journal cannot be listed, or a later version wrote to it.
pub fn past(root: &Path, id: RecordId) -> Result<Vec<Past>, StoreError> {
    let segments = Segments::read(&root.join("journal"))?;
    let Some(chain) = segments.into_chain(None) else { return Ok(Vec::new()) };
    let shown = id.to_string();
    // An id is written as it is shown; most lines do not hold it and are not parsed.
    let needle = if id == RecordId::Info { "" } else { shown.rsplit(' ').next().unwrap_or_default() };
    let mut done: Vec<Option<Past>> = Vec::new();
    let mut undone: Vec<Option<Past>> = Vec::new();
    for part in &chain.parts {
        let bytes = std::fs::read(&part.path).unwrap_or_default();
        let mut reader: Option<Reader> = None;
        for entry in &part.entries {
            match &entry.kind {
                Kind::Base => {
                    done.clear();
                    undone.clear();
                }
                Kind::Do { .. } => {
                    undone.clear();
                    let from = usize::try_from(entry.offset).unwrap_or(usize::MAX);
                    let line = bytes.get(from..from.saturating_add(entry.len)).unwrap_or_default();
                    let names = std::str::from_utf8(line).is_ok_and(|line| line.contains(needle));
                    if names && reader.is_none() {
                        reader = Reader::open(&part.path, part.format).ok();
                    }
                    let line = reader.as_mut().filter(|_| names).map(|reader| reader.line(entry.offset, entry.len));
                    done.push(line.and_then(Result::ok).and_then(|line| step(line, id)));
                }
                Kind::Undo => undone.extend(done.pop()),
                Kind::Redo => done.extend(undone.pop()),
                Kind::Saved { .. } => {}
            }
        }
    }
    Ok(done.into_iter().flatten().collect())
}

/// What a line did to the record; `None` if nothing.
fn step(line: Line, id: RecordId) -> Option<Past> {
    let Line::Do { label, at, coder, changes, inverse } = line else { return None };
    // Of several changes to one record the last decides; of the inverse it is the last undone, which stands last too.
    let of = |changes: Vec<Change>| changes.into_iter().rfind(|change| change.record_id() == id);
    let after = match of(changes)? {
        Change::Put(record) => Some(*record),
        Change::Remove(_) => None,
    };
    let before = match of(inverse) {
        Some(Change::Put(record)) => Some(*record),
        Some(Change::Remove(_)) | None => None,
    };
    (before != after).then_some(Past { at, coder, label, before, after })
}

#[cfg(test)]
mod tests {
    use super::super::testing::Bench;
    use super::*;
    use crate::model::testing::full_records;
    use crate::model::{Edit, FigureId, ReviewStatus};

    #[test]
    fn a_record_has_the_steps_that_changed_it_and_stand() {
        let mut bench = Bench::new();
        bench.perform(Edit { label: "all".to_owned(), changes: full_records() });
        let id = FigureId::from_bits(7);
        let figure = bench.opened.project.figures.get(&id).unwrap().clone();
        let put =
            |low: u64| Edit::put("change value", crate::model::Figure { low: Some(low), best: None, ..figure.clone() });
        bench.memo("one");
        bench.perform(put(30));
        bench.perform(put(20));
        assert!(bench.undo());
        bench.save();
        bench.reopen();
        bench.perform(put(10));
        let rejected = crate::model::Figure { status: ReviewStatus::Rejected, ..figure.clone() };
        bench.perform(Edit::put("reject figure", rejected));
        assert!(bench.undo() && bench.undo());
        assert!(bench.redo());
        let past = past(&bench.root, RecordId::Figure(id)).unwrap();
        let low = |record: &Option<Record>| match record {
            Some(Record::Figure(figure)) => figure.low,
            _ => None,
        };
        let said: Vec<_> = past.iter().map(|step| (step.label.as_str(), low(&step.before), low(&step.after))).collect();
        let want =
            [("all", None, Some(40)), ("change value", Some(40), Some(30)), ("change value", Some(30), Some(10))];
        assert_eq!(said, want);
    }
}
