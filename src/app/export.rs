//! Writing figures and plots to files, for the window and the command line alike.

use std::path::Path;
use std::sync::Arc;

use crate::exchange;
use crate::exchange::figures_csv::{Exported, FiguresOptions};
use crate::model::{ArticleId, Project};
use crate::plots::{Chart, TagChart};

use super::command::ExportFormat;
use super::ops::counted;
use super::retrieval::{TagQuery, retrieve};
use super::view::Theme;

/// Why an export failed.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("cannot tell the kind of picture from the name; end it in .svg or .png: {0}")]
    UnknownEnding(String),
    #[error(transparent)]
    Png(#[from] exchange::png::PngError),
    #[error("cannot write: {source}: {path}")]
    Write { source: std::io::Error, path: String },
}

/// Every figure of the project, rejected ones too, each with its status; what is confidential is withheld and counted.
pub fn figures(project: &Project, format: ExportFormat) -> Exported {
    let options = FiguresOptions { withhold_confidential: true, ..FiguresOptions::default() };
    match format {
        ExportFormat::Csv => exchange::figures_csv::csv(project, options, &|_| true),
        ExportFormat::Jsonl => exchange::figures_csv::jsonl(project, options, &|_| true),
    }
}

/// What was written, in words: "14 figures, something withheld in 2".
pub fn written_words(exported: &Exported) -> String {
    let figures = counted(exported.figures, "figure", "figures");
    match exported.withheld {
        0 => figures,
        n => format!("{figures}, something confidential withheld in {n}"),
    }
}

/// The excerpts asked for as CSV; what is confidential is withheld and counted.
pub fn excerpts(
    project: &Project,
    text: &dyn Fn(ArticleId) -> Option<Arc<str>>,
    query: &TagQuery,
) -> exchange::excerpts_csv::Exported {
    let found = retrieve(project, text, query);
    exchange::excerpts_csv::csv(project, found.iter().filter_map(|id| project.excerpts.get(id)))
}

/// What was written, in words: "31 excerpts, something confidential withheld in 2".
pub fn excerpt_words(exported: &exchange::excerpts_csv::Exported) -> String {
    let excerpts = counted(exported.excerpts, "excerpt", "excerpts");
    match exported.withheld {
        0 => excerpts,
        n => format!("{excerpts}, something confidential withheld in {n}"),
    }
}

/// Draws a chart into a file, SVG or PNG by its ending.
///
/// # Errors
/// Any [`ExportError`]; a file of that name is then as it was.
pub fn plot(chart: &Chart, theme: Theme, path: &Path) -> Result<(), ExportError> {
    picture(&exchange::svg::render(chart, look(theme), PLOT_WIDTH), path)
}

/// Draws the table of tags into a file, SVG or PNG by its ending.
///
/// # Errors
/// Any [`ExportError`]; a file of that name is then as it was.
pub fn tags(chart: &TagChart, theme: Theme, path: &Path) -> Result<(), ExportError> {
    picture(&exchange::svg::render_tags(chart, look(theme), PLOT_WIDTH), path)
}

const fn look(theme: Theme) -> exchange::svg::Theme {
    match theme {
        Theme::Light => exchange::svg::Theme::Light,
        Theme::Dark => exchange::svg::Theme::Dark,
    }
}

fn picture(svg: &str, path: &Path) -> Result<(), ExportError> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("svg") => write_file(path, svg.as_bytes()),
        Some("png") => write_file(path, &exchange::png::render(svg, &exchange::fonts::ALL, 2.0)?),
        _ => Err(ExportError::UnknownEnding(path.display().to_string())),
    }
}

/// Width of an exported plot, in CSS pixels.
const PLOT_WIDTH: f32 = 1120.0;

/// Writes a whole file or nothing: what stood there stays until the new one is complete.
///
/// # Errors
/// [`ExportError::Write`].
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), ExportError> {
    let failed = |source| ExportError::Write { source, path: path.display().to_string() };
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    std::fs::write(&part, bytes).and_then(|()| std::fs::rename(&part, path)).map_err(|error| {
        // The half-written file is of no use; that it cannot be removed either changes nothing for the person.
        let _left = std::fs::remove_file(&part);
        failed(error)
    })
}
