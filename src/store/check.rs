//! Goes through a project folder and lists what is wrong with it, without changing or mending anything. Layer `store`.
//!
//! Deliberately not made of what opening uses beyond reading single files: it rebuilds the project with stacks of its
//! own and compares, so that a mistake in the one shows in the other.

use std::fmt;
use std::path::{Path, PathBuf};

use super::chain::Segments;
use super::checksum::Checksum;
use super::disk::{self, MAX_FILE, name_of};
use super::error::StoreError;
use super::journal::{End, Line, Position, Reader};
use super::load::anchors;
use super::open::folder_of;
use super::snapshot::{self, FORMAT, Unread, sha256_hex};
use super::texts::{Texts, original_path, text_path};
use crate::model::{Article, Edit, Project, Record, TextSpan};

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Whether something is damaged or wrong; else it is worth knowing, and nothing is lost.
    pub is_fault: bool,
    /// The file in the project folder, or the record.
    pub place: String,
    /// What is wrong with it.
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn fault(&mut self, place: impl fmt::Display, what: impl fmt::Display) {
        self.0.push(Finding { is_fault: true, place: place.to_string(), what: what.to_string() });
    }

    fn note(&mut self, place: impl fmt::Display, what: impl fmt::Display) {
        self.0.push(Finding { is_fault: false, place: place.to_string(), what: what.to_string() });
    }
}

/// Checks the whole project folder: hashes of texts and originals, quotes at their places, ids and what they name,
/// every journal line, and that the journal leads to the project file. Sorted, faults first; empty for a sound
/// project. Writes nothing and takes no lock.
///
/// # Errors
/// [`StoreError::NotAProject`], [`StoreError::Newer`], or the folder cannot be read.
pub fn check(path: &Path) -> Result<Vec<Finding>, StoreError> {
    let root = folder_of(path)?;
    let mut findings = Findings::default();
    let file = project_file(&root, &mut findings)?;
    journal(&root, file.as_ref(), &mut findings)?;
    if let Some((project, _)) = &file {
        for error in project.integrity() {
            findings.fault("project.ron", error);
        }
        texts(&root, project, &mut findings);
    }
    for folder in ["texts", "originals"] {
        stored(&root, folder, &mut findings)?;
    }
    if root.join("project.ron.tmp").exists() {
        findings.note("project.ron.tmp", "left over from a save that was broken off");
    }
    let mut findings = findings.0;
    findings.sort_by(|a, b| (b.is_fault, &a.place, &a.what).cmp(&(a.is_fault, &b.place, &b.what)));
    findings.dedup();
    Ok(findings)
}

/// The project in the project file, with the file's hash.
fn project_file(root: &Path, findings: &mut Findings) -> Result<Option<(Project, String)>, StoreError> {
    let path = root.join("project.ron");
    let Some(bytes) = disk::read(&path, MAX_FILE)? else {
        findings.fault("project.ron", "it is missing");
        return Ok(None);
    };
    let sha256 = sha256_hex(&bytes);
    match snapshot::read(&bytes) {
        Ok(project) => {
            if Checksum::read(root).is_some_and(|checksum| checksum.sha256 != sha256) {
                findings.note("project.ron", "it was changed since it was saved here");
            }
            Ok(Some((project, sha256)))
        }
        Err(Unread::Newer(header)) => {
            Err(StoreError::Newer { found: header.format, known: FORMAT, written_by: header.written_by, path })
        }
        Err(Unread::Bad(why)) => {
            findings.fault("project.ron", format!("it cannot be read: {why}"));
            Ok(None)
        }
    }
}

fn journal(root: &Path, file: Option<&(Project, String)>, findings: &mut Findings) -> Result<(), StoreError> {
    let segments = Segments::read(&root.join("journal"))?;
    for (name, why) in &segments.unreadable {
        findings.fault(format!("journal/{name}"), why);
    }
    for scan in &segments.scans {
        let place = format!("journal/{}", name_of(&scan.path));
        match scan.end {
            End::Whole => {}
            End::CutShort { at, bytes } => {
                findings.note(&place, format!("its last line is cut short ({bytes} bytes from byte {at} on)"));
            }
            End::Damaged { at, bytes, lines } => {
                let what = format!("it is damaged from byte {at} on: {bytes} bytes, {lines} whole lines among them");
                findings.fault(&place, what);
            }
        }
        if let Some(after) = scan.header.after {
            let is_there = segments
                .scans
                .iter()
                .any(|other| other.id() == after.segment && other.entries.iter().any(|entry| entry.seq == after.seq));
            if !is_there {
                let what = format!("it continues after line {} of {}, which is not there", after.seq, after.segment);
                findings.fault(&place, what);
            }
        }
    }
    let Some((project, sha256)) = file else { return Ok(()) };
    let saved_at = Checksum::read(root)
        .filter(|checksum| checksum.sha256 == *sha256)
        .map(|checksum| checksum.at)
        .or_else(|| segments.marks().get(sha256).copied());
    let n_segments = segments.scans.len();
    let Some(chain) = segments.into_chain(saved_at) else { return Ok(()) };
    if chain.parts.len() < n_segments {
        let n_off = n_segments - chain.parts.len();
        findings.note("journal", format!("{n_off} files are from another copy of the project or a write that failed"));
    }
    if !chain.rooted {
        findings.fault("journal", "its beginning is missing, so that the project cannot be rebuilt from it");
        return Ok(());
    }
    match replay(&chain, saved_at) {
        Ok(replayed) if replayed == *project => {}
        Ok(_) if saved_at.is_none() => findings.note("project.ron", "its changes are not in the journal yet"),
        Ok(_) => findings.fault("project.ron", "it is not what the journal leads to"),
        Err((seq, why)) => findings.fault("journal", format!("line {seq}: {why}")),
    }
    Ok(())
}

/// The project at a line of a chain or at its end, rebuilt from the first line; every line on the way is parsed, and
/// every inverse compared.
fn replay(chain: &super::chain::Chain, until: Option<Position>) -> Result<Project, (u64, String)> {
    let mut project: Option<Project> = None;
    let mut at_until = None;
    let mut done: Vec<(Edit, Edit)> = Vec::new();
    let mut undone: Vec<(Edit, Edit)> = Vec::new();
    let mut expected = chain.entries().next().map_or(0, |(_, entry)| entry.seq);
    for part in &chain.parts {
        let mut reader = Reader::open(&part.path, part.format).map_err(|error| (expected, error.to_string()))?;
        for entry in &part.entries {
            let here = |why: String| (entry.seq, why);
            if entry.seq != expected {
                return Err((expected, "it cannot be read".to_owned()));
            }
            expected += 1;
            let line = reader.line(entry.offset, entry.len).map_err(|error| here(error.to_string()))?;
            let mut apply = |edit: &Edit, inverse: &Edit| {
                let project = project.as_mut().ok_or_else(|| here("there is no project yet".to_owned()))?;
                let applied = project.apply(edit).map_err(|error| here(error.to_string()))?;
                if applied.inverse.changes == inverse.changes {
                    Ok(())
                } else {
                    Err(here("its inverse does not lead back".to_owned()))
                }
            };
            match line {
                Line::Base(records) => {
                    project = Some(Project::from_records(records).map_err(|error| here(error.to_string()))?);
                }
                Line::Do { .. } => {
                    let edits = line.into_edits().ok_or_else(|| here("it is no edit".to_owned()))?;
                    apply(&edits.0, &edits.1)?;
                    undone.clear();
                    done.push(edits);
                }
                Line::Undo => {
                    let edits = done.pop().ok_or_else(|| here("there is nothing to undo".to_owned()))?;
                    apply(&edits.1, &edits.0)?;
                    undone.push(edits);
                }
                Line::Redo => {
                    let edits = undone.pop().ok_or_else(|| here("there is nothing to do again".to_owned()))?;
                    apply(&edits.0, &edits.1)?;
                    done.push(edits);
                }
                Line::Saved { .. } => {}
            }
            if until == Some(Position { segment: part.id, seq: entry.seq }) {
                at_until.clone_from(&project);
            }
        }
    }
    at_until.or(project).ok_or_else(|| (0, "there is no project in it".to_owned()))
}

fn texts(root: &Path, project: &Project, findings: &mut Findings) {
    // Read afresh, so that what is checked is the disk.
    let texts = Texts::new(root);
    let mut open: Option<(&Article, std::sync::Arc<str>)> = None;
    for article in project.articles.values() {
        match texts.get(&article.text_sha256) {
            Ok(text) if text.len() as u64 == article.text_bytes => {}
            Ok(text) => {
                let what = format!("its text has {} bytes, not {}", text.len(), article.text_bytes);
                findings.fault(format!("article {}", article.id), what);
            }
            Err(error) => findings.fault(format!("article {}", article.id), error),
        }
    }
    for record in project.records_in_file_order() {
        let place = record.id();
        for (article, anchor) in anchors(&record) {
            let Some(article) = project.articles.get(&article) else { continue };
            if open.as_ref().is_none_or(|(of, _)| of.id != article.id) {
                open = texts.get(&article.text_sha256).ok().map(|text| (article, text));
            }
            let Some((_, text)) = &open else { continue };
            if !anchor.holds(text) {
                findings.fault(place, "the words at its place are not its quote");
            } else if let Err(why) = TextSpan::checked(text, anchor.span.range()) {
                findings.fault(place, why);
            }
            if let Record::Figure(figure) = &record {
                for span in figure.chain.iter().filter_map(|link| link.span) {
                    if let Err(why) = TextSpan::checked(text, span.range()) {
                        findings.fault(place, format!("on whose word: {why}"));
                    }
                }
            }
        }
    }
}

/// Checks everything stored by its hash, whether an article names it or not.
fn stored(root: &Path, folder: &str, findings: &mut Findings) -> Result<(), StoreError> {
    for shelf in list(&root.join(folder))? {
        if !shelf.is_dir() {
            findings.note(format!("{folder}/{}", name_of(&shelf)), "it does not belong here");
            continue;
        }
        for path in list(&shelf)? {
            let place = format!("{folder}/{}/{}", name_of(&shelf), name_of(&path));
            let sha256 = name_of(&path.with_extension(""));
            let expected = if folder == "texts" { text_path(root, &sha256) } else { original_path(root, &sha256) };
            if expected.is_ok_and(|expected| expected == path) {
                match disk::read(&path, MAX_FILE) {
                    Ok(Some(bytes)) if sha256_hex(&bytes) == sha256 => {}
                    Ok(_) => findings.fault(place, "its content does not match its name"),
                    Err(error) => findings.fault(place, error),
                }
            } else if path.extension().is_some_and(|ending| ending == "tmp") {
                findings.note(place, "left over from an import that was broken off");
            } else {
                findings.note(place, "it does not belong here");
            }
        }
    }
    Ok(())
}

/// What stands in a folder, sorted; nothing if there is no such folder.
fn list(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let doing = "cannot list the folder";
    let items = match std::fs::read_dir(folder) {
        Ok(items) => items,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(cause) => return Err(StoreError::Io { doing, cause, path: folder.to_owned() }),
    };
    let mut paths = Vec::new();
    for item in items {
        paths.push(item.map_err(StoreError::io(doing, folder))?.path());
    }
    paths.sort();
    Ok(paths)
}
