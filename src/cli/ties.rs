//! The verb `ties`: which passages of a project's articles say the same.

use std::convert::Infallible;
use std::path::Path;

use crate::app::ops::counted;
use crate::app::ties::{self, PassageRow};
use crate::model::Project;
use crate::text::ties::{Prepared, Source, find};

use super::project::Reading;
use super::{CliError, DONE, Streams};

/// Words of a passage are printed up to this many letters.
const SHOWN: usize = 220;

pub(super) fn run(folder: &Path, jsonl: bool, streams: &mut Streams<'_>) -> Result<u8, CliError> {
    let reading = Reading::open(folder, streams)?;
    let project = &reading.project;
    let sources = ties::sources(project, &|article| reading.text(article), None);
    let Ok(found) = find(&sources, &mut Prepared::default(), |_, _| Ok::<(), Infallible>(()));
    for row in ties::rows(project, &found) {
        if jsonl {
            serde_json::to_writer(&mut *streams.output, &row).map_err(std::io::Error::from)?;
            writeln!(streams.output)?;
            continue;
        }
        writeln!(streams.output, "{} ({:.2}): {}", row.kind.label(), row.score, row.reason)?;
        for passage in [&row.a, &row.b] {
            writeln!(streams.output, "    {}", shown(project, &sources, passage))?;
        }
    }
    if !jsonl {
        writeln!(streams.output, "{}", counted(found.all.len(), "tie", "ties"))?;
    }
    Ok(DONE)
}

/// A passage with its file, on one line.
fn shown(project: &Project, sources: &[Source], passage: &PassageRow) -> String {
    let is_it = |source: &&Source| {
        project.articles.get(&source.article).is_some_and(|article| article.provenance.file == passage.doc)
    };
    let text = sources.iter().find(is_it).map_or("", |source| &source.text);
    let words =
        text.get(passage.start..passage.end).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = words.chars().take(SHOWN).collect();
    let more = if short.len() < words.len() { "…" } else { "" };
    format!("{} {}–{}: {short}{more}", passage.doc, passage.start, passage.end)
}
