//! Follows the journal line by line, from its start or from a project file. Layer `store`.

use super::chain::{Chain, Part};
use super::error::{OpenWarning, StoreError};
use super::history::History;
use super::journal::{Entry, Kind, Line, Position, Reader, SegmentId};
use crate::model::Project;

/// What following a chain gave, besides the project.
pub(super) struct Followed {
    pub history: History,
    /// The last line that was followed.
    pub tail: Option<Position>,
    /// Why the line after that was not.
    stopped: Option<String>,
    /// Steps before the start of `history` are lost.
    is_cut: bool,
    /// The project at the line that was asked for.
    pub saved: Option<Project>,
}

impl Followed {
    /// What people must be told of it.
    pub(super) fn warnings(&self, chain: &Chain) -> Vec<OpenWarning> {
        let mut warnings = Vec::new();
        if self.is_cut {
            warnings.push(OpenWarning::HistoryCut);
        }
        if let (Some(why), Some(tail)) = (&self.stopped, self.tail) {
            warnings.push(OpenWarning::ReplayStopped { seq: tail.seq, why: why.clone() });
        }
        warnings.extend(chain.warning());
        warnings
    }
}

/// Follows a chain: the lines up to `after` for the history only, those after it applied to the project as well. With
/// no `after`, the first line gives the project. Stops at the first line that is missing or does not fit, so that the
/// project is always one that was there.
pub(super) fn follow(
    chain: &Chain,
    project: &mut Option<Project>,
    after: Option<Position>,
    keep_at: Option<Position>,
) -> Followed {
    let mut out =
        Followed { history: History::default(), tail: None, stopped: None, is_cut: !chain.rooted, saved: None };
    let mut reader: Option<(SegmentId, Reader)> = None;
    let mut due = chain.parts.first().and_then(|part| part.after).map(|at| at.seq + 1);
    for (part, entry) in chain.entries() {
        let is_known = after.is_some_and(|after| entry.seq <= after.seq);
        let is_due = due.is_none_or(|due| due == entry.seq);
        due = entry.seq.checked_add(1);
        if is_known {
            if !is_due {
                out.history = History::default();
                out.is_cut = true;
            }
            out.is_cut |= !out.history.follow(entry, &part.path, part.format);
        } else {
            let step = if is_due {
                apply(part, entry, project, &mut out.history, &mut reader)
            } else {
                Err("the line after it cannot be read".to_owned())
            };
            if let Err(why) = step {
                out.stopped = Some(why);
                break;
            }
        }
        let at = Position { segment: part.id, seq: entry.seq };
        out.tail = Some(at);
        if keep_at == Some(at) {
            out.saved.clone_from(project);
        }
    }
    out
}

fn apply(
    part: &Part,
    entry: &Entry,
    project: &mut Option<Project>,
    history: &mut History,
    reader: &mut Option<(SegmentId, Reader)>,
) -> Result<(), String> {
    let words = |error: StoreError| error.to_string();
    let mut read = || -> Result<Line, String> {
        if reader.as_ref().is_none_or(|(of, _)| *of != part.id) {
            *reader = Some((part.id, Reader::open(&part.path, part.format).map_err(words)?));
        }
        match reader {
            Some((_, reader)) => reader.line(entry.offset, entry.len).map_err(words),
            None => Err("it cannot be read".to_owned()),
        }
    };
    let nothing_there = || "it does not start with a whole project".to_owned();
    match &entry.kind {
        Kind::Base => {
            let Line::Base(records) = read()? else { return Err("it holds something else".to_owned()) };
            *project = Some(Project::from_records(records).map_err(|error| error.to_string())?);
            history.follow(entry, &part.path, part.format);
        }
        Kind::Do { .. } => {
            let (edit, _) = read()?.into_edits().ok_or("it holds something else")?;
            project.as_mut().ok_or_else(nothing_there)?.apply(&edit).map_err(|error| error.to_string())?;
            history.follow(entry, &part.path, part.format);
        }
        Kind::Undo | Kind::Redo => {
            let project = project.as_mut().ok_or_else(nothing_there)?;
            let applied =
                if entry.kind == Kind::Undo { history.undo(project) } else { history.redo(project) }.map_err(words)?;
            applied.ok_or("the step it takes back is missing")?;
        }
        Kind::Saved { .. } => {}
    }
    Ok(())
}
