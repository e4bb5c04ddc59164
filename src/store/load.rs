//! Finds the newest good state of a project folder, without writing anything: the project file with the journal lines
//! after it, or the journal from its start, or a backup with the lines after that. Layer `store`.

use std::path::Path;
use std::sync::Arc;

use super::backup;
use super::chain::{Chain, Segments};
use super::checksum::Checksum;
use super::diff;
use super::disk::{self, MAX_FILE, name_of};
use super::error::{OpenWarning, StoreError};
use super::history::History;
use super::journal::Position;
use super::replay::follow;
use super::snapshot::{self, FORMAT, Unread, sha256_hex};
use super::texts::Texts;
use crate::model::{Anchor, Change, Edit, LinkEnd, Project, Record};

/// The label of the step that takes over what another program changed.
pub const OUTSIDE_LABEL: &str = "changes made outside Crossread";

/// A project file as it lies on the disk, and the journal line up to which it follows the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Generation {
    pub sha256: String,
    pub bytes: u64,
    /// `None` while the journal knows nothing of it.
    pub at: Option<Position>,
}

/// What must be written to make the folder agree with what was loaded.
#[derive(Debug)]
pub(super) enum Mend {
    Nothing,
    /// The checksum is behind.
    NoteChecksum,
    /// What another program changed becomes a step.
    Adopt {
        edit: Edit,
        inverse: Edit,
        /// The project before the step.
        before: Box<Project>,
        /// The project file is what comes out, so it need not be written.
        is_written: bool,
    },
    /// The project file cannot be used and is written anew.
    Rebuild {
        why: String,
        from: String,
    },
}

/// A project as found.
#[derive(Debug)]
pub(super) struct Loaded {
    pub project: Project,
    pub history: History,
    pub warnings: Vec<OpenWarning>,
    /// The line after which the journal goes on; `None` if a first segment is to be started.
    pub tail: Option<Position>,
    /// The project file, if it can be used; `None` if it is to be written anew.
    pub on_disk: Option<Generation>,
    /// The bytes of the project file or of a backup, if the journal has to start from them.
    pub base: Option<Vec<u8>>,
    /// The number of the first line, if the journal has to start: higher than any before, readable or not.
    pub first_seq: u64,
    pub mend: Mend,
}

/// Whether the folder holds a project in any state.
pub(super) fn is_project(root: &Path) -> Result<bool, StoreError> {
    Ok(root.join("project.ron").is_file()
        || !super::chain::segment_files(&root.join("journal"))?.is_empty()
        || !backup::generations(root).is_empty())
}

/// Refuses a folder that a later version wrote, having read first lines only.
pub(super) fn refuse_newer(root: &Path) -> Result<(), StoreError> {
    let newer = |found, written_by, path| Err(StoreError::Newer { found, known: FORMAT, written_by, path });
    let path = root.join("project.ron");
    if let Some(bytes) = disk::read(&path, MAX_FILE)?
        && let Some(header) = snapshot::header(&bytes)
        && header.format > FORMAT
    {
        return newer(header.format, header.written_by, path);
    }
    for path in super::chain::segment_files(&root.join("journal"))? {
        if let Err(super::journal::Unscanned::Newer { format, written_by }) = super::journal::scan_header(&path) {
            return newer(format, written_by, path);
        }
    }
    Ok(())
}

/// Finds the newest good state.
pub(super) fn load(root: &Path, texts: &Texts) -> Result<Loaded, StoreError> {
    let path = root.join("project.ron");
    let file = disk::read(&path, MAX_FILE)?;
    let segments = Segments::read(&root.join("journal"))?;
    let mut warnings: Vec<OpenWarning> = segments
        .unreadable
        .iter()
        .map(|(file, why)| OpenWarning::SegmentUnreadable { file: file.clone(), why: why.clone() })
        .collect();
    let checksum = Checksum::read(root);
    let read = match &file {
        None => Err("it is missing".to_owned()),
        Some(bytes) => match snapshot::read(bytes) {
            Ok(project) => Ok((project, bytes)),
            Err(Unread::Newer(header)) => {
                return Err(StoreError::Newer {
                    found: header.format,
                    known: FORMAT,
                    written_by: header.written_by,
                    path,
                });
            }
            Err(Unread::Bad(why)) => Err(why),
        },
    };
    let last_saved = checksum.as_ref().map(|checksum| checksum.at);
    let first_seq = segments.next_seq().max(last_saved.map_or(0, |at| at.seq + 1));
    let mut loaded = match read {
        Ok((project, bytes)) => {
            let sha256 = sha256_hex(bytes);
            let generation = Generation { bytes: bytes.len() as u64, at: None, sha256 };
            match vouched_for(&generation.sha256, checksum.as_ref(), &segments) {
                Some(at) => vouched(project, generation, at, last_saved, segments, bytes),
                None => {
                    let sound = project.integrity().first().map_or(Ok(()), |error| Err(error.to_string()));
                    match sound {
                        Ok(()) => outside(root, project, generation, bytes, last_saved, segments, texts)?,
                        Err(why) => rebuilt(root, why, last_saved, segments)?,
                    }
                }
            }
        }
        Err(why) => rebuilt(root, why, last_saved, segments)?,
    };
    warnings.append(&mut loaded.warnings);
    warnings.extend(
        loaded
            .project
            .articles
            .values()
            .filter(|article| !texts.is_there(&article.text_sha256))
            .map(|article| OpenWarning::TextMissing { article: article.id, title: article.title.clone() }),
    );
    loaded.warnings = warnings;
    loaded.first_seq = first_seq;
    Ok(loaded)
}

/// The line at which this very file was saved, if that is known: the checksum names it, or the journal does and the
/// program was stopped before it wrote the checksum.
fn vouched_for(sha256: &str, checksum: Option<&Checksum>, segments: &Segments) -> Option<Position> {
    let marked = segments.marks().get(sha256).copied();
    match checksum {
        // The same file may have been saved again later, after an undo or to start a new journal.
        Some(checksum) if checksum.sha256 == sha256 => {
            marked.filter(|at| at.seq > checksum.at.seq).or(Some(checksum.at))
        }
        // An older file than the last saved one was put there by somebody, who wants it.
        Some(checksum) => marked.filter(|at| at.seq > checksum.at.seq),
        None => marked,
    }
}

/// The project file is as it was saved: the lines after it follow.
fn vouched(
    project: Project,
    mut generation: Generation,
    at: Position,
    last_saved: Option<Position>,
    segments: Segments,
    bytes: &[u8],
) -> Loaded {
    let mut warnings = Vec::new();
    let mut project = Some(project);
    let mut history = History::default();
    let mut tail = None;
    if let Some(chain) = segments.into_chain(Some(at))
        && chain.reaches(at)
    {
        let followed = follow(&chain, &mut project, Some(at), None);
        warnings.extend(followed.warnings(&chain));
        history = followed.history;
        tail = Some(followed.tail.unwrap_or(at));
        generation.at = Some(at);
    } else {
        warnings.push(OpenWarning::HistoryCut);
    }
    Loaded {
        // `follow` leaves a project where it was given one.
        project: project.unwrap_or_else(|| Project::new("", crate::model::Timestamp::UNIX_EPOCH)),
        history,
        warnings,
        first_seq: 0,
        base: tail.is_none().then(|| bytes.to_vec()),
        mend: if tail.is_some() && last_saved != Some(at) { Mend::NoteChecksum } else { Mend::Nothing },
        tail,
        on_disk: Some(generation),
    }
}

/// The project file reads well but is not as it was saved: somebody else changed it.
fn outside(
    root: &Path,
    theirs: Project,
    mut generation: Generation,
    bytes: &[u8],
    last_saved: Option<Position>,
    segments: Segments,
    texts: &Texts,
) -> Result<Loaded, StoreError> {
    let had_journal = !segments.scans.is_empty() || !segments.unreadable.is_empty();
    let Some(mut ours) = rebuild(root, segments, last_saved).filter(|ours| ours.tail.is_some()) else {
        // There is nothing to compare with: a folder without a journal, or with one of which nothing can be used. A
        // backup alone says only what was there at some time.
        return Ok(Loaded {
            project: theirs,
            history: History::default(),
            warnings: had_journal.then_some(OpenWarning::HistoryCut).into_iter().collect(),
            tail: None,
            on_disk: Some(generation),
            base: Some(bytes.to_vec()),
            first_seq: 0,
            mend: Mend::Nothing,
        });
    };
    let wanted = diff::changes(&ours.project, &theirs);
    if wanted.is_empty() {
        generation.at = ours.tail;
        return Ok(Loaded {
            project: ours.project,
            history: ours.history,
            warnings: ours.warnings,
            on_disk: Some(generation),
            base: None,
            first_seq: 0,
            mend: if ours.tail.is_some() { Mend::NoteChecksum } else { Mend::Nothing },
            tail: ours.tail,
        });
    }
    // What both started from tells what each changed; without it all that differs counts as the other's change.
    let (changes, conflicts) = match &ours.saved {
        Some(saved) => diff::without_conflicts(diff::changes(saved, &theirs), &diff::changes(saved, &ours.project)),
        None => (wanted.into_values().collect(), Vec::new()),
    };
    if let Some(why) = misquoted(&changes, &theirs, texts) {
        return Ok(ours.into_loaded(why));
    }
    let before = Box::new(ours.project.clone());
    let edit = Edit { label: OUTSIDE_LABEL.to_owned(), changes };
    let records: Vec<_> = edit.changes.iter().map(Change::record_id).collect();
    let mut inverse = Edit { label: OUTSIDE_LABEL.to_owned(), changes: Vec::new() };
    if !edit.is_empty() {
        match ours.project.apply(&edit) {
            Ok(applied) => inverse = applied.inverse,
            Err(error) => return Ok(ours.into_loaded(format!("its changes do not fit the journal: {error}"))),
        }
        ours.warnings.push(OpenWarning::ChangedOutside { records });
        ours.history.push(Arc::new((edit.clone(), inverse.clone())));
    }
    if !conflicts.is_empty() {
        ours.warnings.push(OpenWarning::Conflicts { records: conflicts });
    }
    let is_written = ours.project == theirs;
    Ok(Loaded {
        project: ours.project,
        history: ours.history,
        warnings: ours.warnings,
        tail: ours.tail,
        on_disk: Some(generation),
        base: ours.base,
        first_seq: 0,
        mend: Mend::Adopt { edit, inverse, before, is_written },
    })
}

/// The first passage that a changed record quotes wrongly, in words. Texts that are missing cannot be compared.
fn misquoted(changes: &[Change], project: &Project, texts: &Texts) -> Option<String> {
    changes.iter().find_map(|change| {
        let Change::Put(record) = change else { return None };
        anchors(record).into_iter().find_map(|(article, anchor)| {
            let article = project.articles.get(&article)?;
            let text = texts.get(&article.text_sha256).ok()?;
            (!anchor.holds(&text)).then(|| format!("{}: the words at its place are not its quote", record.id()))
        })
    })
}

/// The passages that a record quotes.
pub(super) fn anchors(record: &Record) -> Vec<(crate::model::ArticleId, &Anchor)> {
    match record {
        Record::Excerpt(excerpt) => vec![(excerpt.article, &excerpt.anchor)],
        Record::Figure(figure) => vec![(figure.article, &figure.anchor)],
        Record::Link(link) => [&link.a, &link.b]
            .into_iter()
            .filter_map(|end| match end {
                LinkEnd::Passage(article, anchor) => Some((*article, anchor)),
                LinkEnd::Figure(_) => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn rebuilt(root: &Path, why: String, last_saved: Option<Position>, segments: Segments) -> Result<Loaded, StoreError> {
    match rebuild(root, segments, last_saved) {
        Some(ours) => Ok(ours.into_loaded(why)),
        None => Err(StoreError::Damaged { why, path: root.join("project.ron") }),
    }
}

/// A project put together without its project file.
struct Rebuilt {
    project: Project,
    history: History,
    warnings: Vec<OpenWarning>,
    tail: Option<Position>,
    /// What it was put together from, in words.
    from: String,
    /// The project as it was saved last, if it came past.
    saved: Option<Project>,
    /// For a backup that the journal does not know: its bytes.
    base: Option<Vec<u8>>,
}

impl Rebuilt {
    fn into_loaded(self, why: String) -> Loaded {
        Loaded {
            project: self.project,
            history: self.history,
            warnings: self.warnings,
            tail: self.tail,
            on_disk: None,
            base: self.base,
            first_seq: 0,
            mend: Mend::Rebuild { why, from: self.from },
        }
    }
}

/// The state that reaches furthest: from the journal's start if that leads to its end, else from the backup that leads
/// furthest.
fn rebuild(root: &Path, segments: Segments, last_saved: Option<Position>) -> Option<Rebuilt> {
    let marks = segments.marks();
    let chain = segments.into_chain(last_saved);
    let mut best: Option<Rebuilt> = None;
    if let Some(chain) = chain.as_ref().filter(|chain| chain.rooted) {
        best = rebuild_from(chain, None, None, "the journal".to_owned(), last_saved);
        if best.as_ref().is_some_and(|found| found.tail == chain.head()) {
            return best;
        }
    }
    for (_, path) in backup::generations(root) {
        let Ok(Some(bytes)) = disk::read(&path, MAX_FILE) else { continue };
        let Ok(project) = snapshot::read(&bytes) else { continue };
        let mark = marks.get(&sha256_hex(&bytes)).copied();
        if !project.integrity().is_empty() {
            continue;
        }
        let from = format!("the backup {}", name_of(&path));
        let found = match (&chain, mark) {
            (Some(chain), Some(at)) if chain.reaches(at) => {
                rebuild_from(chain, Some(project), Some(at), format!("{from} and the journal"), last_saved)
            }
            _ if best.is_some() => None,
            _ => Some(Rebuilt {
                project,
                history: History::default(),
                warnings: chain.is_some().then_some(OpenWarning::HistoryCut).into_iter().collect(),
                tail: None,
                from,
                saved: None,
                base: Some(bytes),
            }),
        };
        if let Some(found) = found
            && best.as_ref().is_none_or(|best| best.tail.map(|at| at.seq) < found.tail.map(|at| at.seq))
        {
            best = Some(found);
        }
    }
    best
}

fn rebuild_from(
    chain: &Chain,
    project: Option<Project>,
    after: Option<Position>,
    from: String,
    last_saved: Option<Position>,
) -> Option<Rebuilt> {
    let mut project = project;
    let followed = follow(chain, &mut project, after, last_saved);
    Some(Rebuilt {
        project: project?,
        warnings: followed.warnings(chain),
        history: followed.history,
        tail: followed.tail.or(after),
        from,
        saved: followed.saved,
        base: None,
    })
}
