//! Import: drafts in a table to correct, then articles in the project as one labelled step.

use std::path::PathBuf;
use std::sync::Arc;

use crate::figures::{Found, extract};
use crate::ingest::{self, Draft, Duplicate, IngestError, Known, KnownArticles};
use crate::model::{
    Article, ArticleId, ArticleSet, Change, DateBasis, Edit, OrgKind, Project, Provenance, ReadState, Record,
    Timestamp, WireBasis,
};

use super::ids::IdSource;
use super::jobs::{Cancelled, Progress};
use super::ops::articles::find_or_add_org;
use super::ops::counted;

/// One file of the import table, with what was guessed about it, to correct before it lands.
#[derive(Debug, Clone)]
pub struct ImportRow {
    pub draft: Draft,
    /// The figures found in its text, with dates as of [`Draft::published`].
    pub found: Vec<Found>,
    /// Whether it is brought in; off for what the project has already.
    pub include: bool,
    pub title: String,
    /// Empty means unknown.
    pub outlet: String,
    /// Empty means none but the outlet's own.
    pub wire: String,
    /// As typed, such as `2024-12-07` or `7 Dec 2024`; empty for unknown.
    pub published: String,
    /// What the project, or an earlier row, has that is the same; in words.
    pub duplicate: Option<String>,
}

impl ImportRow {
    /// The figures found in its text, with dates as of the day typed. Read anew only where that day is not the file's.
    pub fn figures(&self) -> Vec<Found> {
        let published = super::dates::read_day(&self.published).ok().flatten();
        if published == self.draft.published { self.found.clone() } else { extract(&self.draft.text, published) }
    }

    /// Why the date typed cannot be read, in words; `None` if it can, or is empty.
    pub fn date_fault(&self) -> Option<String> {
        super::dates::read_day(&self.published).err()
    }

    /// Whether the date typed can be read; an empty one can.
    pub fn date_is_readable(&self) -> bool {
        self.date_fault().is_none()
    }
}

/// What an import read, waiting for the person's word.
#[derive(Debug, Clone, Default)]
pub struct ImportTable {
    pub set_name: String,
    pub rows: Vec<ImportRow>,
    /// Files and folders that could not be read, each with why.
    pub failed: Vec<String>,
    /// What else is to be said: files of kinds that are not read.
    pub notices: Vec<String>,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Landed {
    pub articles: Vec<ArticleId>,
    /// Files left out because the project has them, each with which.
    pub duplicates: Vec<String>,
    pub figures: usize,
}

/// Reads files and folders into an import table.
///
/// # Errors
/// [`Cancelled`] if the progress was told to stop; what fails in reading is listed in the table.
pub fn read_files(
    paths: &[PathBuf],
    project: &Project,
    text: &dyn Fn(ArticleId) -> Option<Arc<str>>,
    progress: &Progress,
) -> Result<ImportTable, Cancelled> {
    let mut files = Vec::new();
    let mut errors: Vec<IngestError> = Vec::new();
    for path in paths {
        let (found, failed) = ingest::files_in(path);
        files.extend(found);
        errors.extend(failed);
    }
    files.dedup();
    let mut known = KnownArticles::default();
    for article in project.articles.values() {
        let text = text(article.id);
        known.add(&Known {
            name: &article.provenance.file,
            file_sha256: &article.provenance.sha256,
            text_sha256: &article.text_sha256,
            text: text.as_deref().unwrap_or_default(),
        });
    }
    let mut table = ImportTable { set_name: set_name(paths), ..ImportTable::default() };
    let total = files.len() as u64;
    for (n, file) in files.iter().enumerate() {
        progress.report(n as u64, total)?;
        match ingest::draft_from_file(file) {
            Ok(draft) => {
                let row = row(draft, &known);
                known.add(&Known {
                    name: &row.draft.file,
                    file_sha256: &row.draft.file_sha256,
                    text_sha256: &row.draft.text_sha256,
                    text: &row.draft.text,
                });
                table.rows.push(row);
            }
            Err(error) => errors.push(error),
        }
    }
    progress.report(total, total)?;
    let (notices, failed): (Vec<_>, Vec<_>) = errors.into_iter().partition(IngestError::is_notice);
    table.failed = failed.iter().map(ToString::to_string).collect();
    table.notices = notices.iter().map(ToString::to_string).collect();
    Ok(table)
}

fn set_name(paths: &[PathBuf]) -> String {
    match paths {
        [one] => one.file_stem().map_or_else(|| "import".to_owned(), |name| name.to_string_lossy().into_owned()),
        many => counted(many.len(), "file", "files"),
    }
}

fn row(draft: Draft, known: &KnownArticles) -> ImportRow {
    let found = known.find(&draft);
    // Nearly the same words may still be another outlet's piece: that is named, and the person decides.
    let same = found.as_ref().is_some_and(|found| !matches!(found.how, Duplicate::NearText { .. }));
    let duplicate = found.map(|found| found.to_string());
    ImportRow {
        found: extract(&draft.text, draft.published),
        include: !same,
        title: draft.title.clone(),
        outlet: draft.outlet.clone().unwrap_or_default(),
        wire: draft.wire.clone().unwrap_or_default(),
        published: draft.published.map(|date| date.to_string()).unwrap_or_default(),
        duplicate,
        draft,
    }
}

/// The step that brings in the included rows, with the organisations that are new; `None` if no row is included.
pub fn land(project: &Project, table: &ImportTable, ids: &mut IdSource, now: Timestamp) -> Option<Edit> {
    let rows: Vec<&ImportRow> = table.rows.iter().filter(|row| row.include).collect();
    if rows.is_empty() {
        return None;
    }
    let set = ArticleSet { id: ids.set(), name: table.set_name.clone(), imported: now };
    let mut orgs = Vec::new();
    let mut articles = Vec::new();
    for row in &rows {
        let mut org = |name: &str, ids: &mut IdSource| {
            let name = name.trim();
            (!name.is_empty()).then(|| find_or_add_org(project, name, OrgKind::Media, ids, &mut orgs))
        };
        let draft = &row.draft;
        let wire_guess = draft.wire.as_deref().unwrap_or_default();
        let stated = !row.wire.trim().is_empty() && row.wire.trim() == wire_guess;
        let published = super::dates::read_day(&row.published).ok().flatten();
        articles.push(Article {
            id: ids.article(),
            set: Some(set.id),
            title: row.title.trim().to_owned(),
            outlet: org(&row.outlet, ids),
            wire: org(&row.wire, ids),
            wire_basis: (!row.wire.trim().is_empty()).then_some(if stated {
                WireBasis::Stated
            } else {
                WireBasis::Analyst
            }),
            wire_evidence: draft.wire_evidence.clone().filter(|_| stated),
            author: draft.author.clone(),
            url: draft.url.clone(),
            published,
            published_basis: published
                .map(|date| if Some(date) == draft.published { DateBasis::Stated } else { DateBasis::Analyst }),
            retrieved: draft.retrieved,
            language: draft.language.clone(),
            text_sha256: draft.text_sha256.clone(),
            text_bytes: draft.text.len() as u64,
            provenance: Provenance {
                file: draft.file.clone(),
                sha256: draft.file_sha256.clone(),
                bytes: draft.file_bytes,
                importer: draft.importer.clone(),
                encoding: draft.encoding.clone(),
                replaced: draft.replaced,
                imported: now,
            },
            read_state: ReadState::Unread,
            figures_reviewed: None,
            confidential: false,
        });
    }
    let label = format!("import {}", counted(articles.len(), "article", "articles"));
    let records = std::iter::once(Record::Set(set))
        .chain(orgs.into_iter().map(Record::Organisation))
        .chain(articles.into_iter().map(Record::Article));
    Some(Edit { label, changes: records.map(|record| Change::Put(Box::new(record))).collect() })
}
