//! Verbs that work on a project folder.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::app::command::ExportFormat;
use crate::app::derived;
use crate::app::jobs::{Job, Poll};
use crate::app::ops::counted;
use crate::app::session::{Env, Session};
use crate::app::tag_table::{self, TagsBy};
use crate::app::view::{GroupBy, Theme};
use crate::app::{export as exporting, import as importing};
use crate::model::{ArticleId, Project, ReviewStatus, TallyId};
use crate::plots::voices::Origins;
use crate::plots::{AxisChoice, ChartOptions, MatrixBy, PlotKind, Statuses};
use crate::store;

use super::args::{Format, Kind};
use super::{CliError, DONE, PARTLY, Streams};

pub(super) fn new(folder: &Path, name: Option<String>, streams: &mut Streams<'_>) -> Result<u8, CliError> {
    let name = name.or_else(|| folder.file_name().map(|name| name.to_string_lossy().into_owned()));
    let session = Session::create(folder, name.as_deref().unwrap_or("Project"), Env::system())?;
    session.close()?;
    writeln!(streams.output, "made {}", folder.display())?;
    Ok(DONE)
}

pub(super) fn import(
    project: &Path,
    files: &[PathBuf],
    set: Option<String>,
    streams: &mut Streams<'_>,
) -> Result<u8, CliError> {
    let (mut session, warnings) = Session::open(project, Env::system())?;
    for warning in &warnings {
        writeln!(streams.errors, "crossread: {warning}")?;
    }
    let mut table = read_files(files, &session, streams)?;
    if let Some(set) = set {
        table.set_name = set;
    }
    writeln!(streams.errors, "read {}", counted(table.rows.len(), "file", "files"))?;
    for failure in table.failed.iter().chain(&table.notices) {
        writeln!(streams.errors, "crossread: {failure}")?;
    }
    if table.rows.len() > 200 {
        writeln!(streams.errors, "looking for figures…")?;
    }
    let landed = session.land_import(&table)?;
    for id in &landed.articles {
        let Some(article) = session.project().articles.get(id) else { continue };
        writeln!(
            streams.output,
            "{}\t{}\t{}\t{}\t{}",
            article.provenance.file,
            session.project().outlet_name(article),
            wire_name(session.project(), article.wire),
            article.published.map_or_else(|| "date unknown".to_owned(), |date| date.to_string()),
            article.title,
        )?;
        for note in table
            .rows
            .iter()
            .filter(|row| row.draft.file_sha256 == article.provenance.sha256)
            .flat_map(|row| &row.draft.notes)
        {
            writeln!(streams.errors, "{}: {note}", article.provenance.file)?;
        }
    }
    for duplicate in &landed.duplicates {
        writeln!(streams.errors, "left out: {duplicate}")?;
    }
    session.close()?;
    writeln!(
        streams.output,
        "{} imported, {} suggested",
        counted(landed.articles.len(), "article", "articles"),
        counted(landed.figures, "figure", "figures"),
    )?;
    Ok(if table.failed.is_empty() { DONE } else { PARTLY })
}

/// Reads files into an import table, and says every second how far that is.
fn read_files(
    files: &[PathBuf],
    session: &Session,
    streams: &mut Streams<'_>,
) -> Result<importing::ImportTable, CliError> {
    let (files, project, texts) = (files.to_vec(), session.snapshot(), session.texts());
    let job = Job::start("reading", Arc::new(|| {}), move |progress| {
        importing::read_files(&files, &project, &|article| texts(&project, article), progress)
    })
    .map_err(|error| CliError::Told(format!("cannot start reading: {error}")))?;
    loop {
        match job.poll_for(Duration::from_secs(1)) {
            Poll::Done(table) => return Ok(table),
            Poll::Running => match job.progress.state() {
                (_, 0) => writeln!(streams.errors, "looking for files…")?,
                (done, total) => {
                    writeln!(streams.errors, "read {done} of {}", counted(total as usize, "file", "files"))?
                }
            },
            Poll::Gone => return Err(CliError::Told("the reading of the files broke off".to_owned())),
        }
    }
}

fn wire_name(project: &Project, wire: Option<crate::model::OrgId>) -> String {
    match wire.and_then(|id| project.organisations.get(&id)) {
        Some(org) => format!("wire {}", org.short_name()),
        None => "no wire stated".to_owned(),
    }
}

/// A project opened to be looked at: no lock is taken, nothing is written.
pub(super) struct Reading {
    pub(super) project: Project,
    pub(super) texts: store::Texts,
}

impl Reading {
    pub(super) fn open(folder: &Path, streams: &mut Streams<'_>) -> Result<Self, CliError> {
        let opened = store::open_read_only(folder)?;
        for warning in &opened.warnings {
            writeln!(streams.errors, "crossread: {warning}")?;
        }
        Ok(Self { project: opened.project, texts: opened.texts })
    }

    pub(super) fn text(&self, article: ArticleId) -> Option<Arc<str>> {
        self.texts.get(&self.project.articles.get(&article)?.text_sha256).ok()
    }
}

pub(super) fn show(folder: &Path, streams: &mut Streams<'_>) -> Result<u8, CliError> {
    let reading = Reading::open(folder, streams)?;
    let project = &reading.project;
    let out = &mut streams.output;
    writeln!(out, "{}", project.info.name)?;
    writeln!(
        out,
        "{}, {}, {}, {}",
        counted(project.articles.len(), "article", "articles"),
        counted(project.excerpts.len(), "excerpt", "excerpts"),
        counted(project.figures.len(), "figure", "figures"),
        counted(project.tallies.len(), "tally", "tallies"),
    )?;
    for group in derived::library(project, "", GroupBy::Wire) {
        writeln!(out, "\n{}", group.title)?;
        for article in group.articles.iter().filter_map(|id| project.articles.get(id)) {
            let date = article.published.map_or_else(|| "date unknown".to_owned(), |date| date.to_string());
            writeln!(out, "  {} · {date} · {}", project.outlet_name(article), article.title)?;
            let mut figures: Vec<_> = project.figures.values().filter(|figure| figure.article == article.id).collect();
            figures.sort_by_key(|figure| (figure.anchor.span, figure.id));
            for figure in figures {
                let mark = match figure.status {
                    ReviewStatus::Confirmed => '●',
                    ReviewStatus::Suggested => '○',
                    ReviewStatus::Rejected => '×',
                };
                writeln!(
                    out,
                    "    {mark} “{}” {} — {}{}",
                    figure.as_reported(),
                    figure.counts_words(),
                    project.origin_name(figure).unwrap_or("origin not given"),
                    figure.place.as_ref().map_or_else(String::new, |place| format!(" · {place}")),
                )?;
            }
        }
    }
    let origins = Origins::of(project);
    for tally in project.tallies.values() {
        let figures = || tally.figures.iter().filter_map(|id| project.figures.get(id));
        let live = figures().filter(|figure| figure.status != ReviewStatus::Rejected);
        writeln!(out, "\n{} ({})\n    {}", tally.name, tally.id, origins.voices(project, live))?;
        for figure in figures() {
            let outlet =
                project.articles.get(&figure.article).map(|article| project.outlet_name(article)).unwrap_or_default();
            writeln!(
                out,
                "    {outlet}: “{}” — {}",
                figure.as_reported(),
                project.origin_name(figure).unwrap_or("origin not given")
            )?;
        }
    }
    Ok(DONE)
}

pub(super) fn export(
    folder: &Path,
    format: Format,
    out: Option<PathBuf>,
    streams: &mut Streams<'_>,
) -> Result<u8, CliError> {
    let reading = Reading::open(folder, streams)?;
    let format = match format {
        Format::Csv => ExportFormat::Csv,
        Format::Jsonl => ExportFormat::Jsonl,
    };
    let rows = exporting::figures(&reading.project, format);
    match out {
        Some(path) => exporting::write_file(&path, rows.text.as_bytes())?,
        None => streams.output.write_all(rows.text.as_bytes())?,
    }
    writeln!(streams.errors, "wrote {}", exporting::written_words(&rows))?;
    Ok(DONE)
}

/// What `plot` was told.
pub(super) struct PlotChoices {
    pub(super) kind: Kind,
    pub(super) tally: Option<String>,
    pub(super) log: bool,
    pub(super) linear: bool,
    pub(super) confirmed: bool,
    pub(super) dark: bool,
}

pub(super) fn plot(
    folder: &Path,
    choices: &PlotChoices,
    out: &Path,
    streams: &mut Streams<'_>,
) -> Result<u8, CliError> {
    let reading = Reading::open(folder, streams)?;
    let theme = if choices.dark { Theme::Dark } else { Theme::Light };
    if let Some(by) = tags_by(choices.kind) {
        let chart = tag_table::chart(&reading.project, by, false)
            .ok_or_else(|| CliError::Told(format!("nothing is tagged yet: {}", folder.display())))?;
        exporting::tags(&chart, theme, out)?;
        writeln!(streams.errors, "wrote {}", out.display())?;
        return Ok(DONE);
    }
    let tally = choices.tally.as_deref().map(|wanted| find_tally(&reading.project, wanted)).transpose()?;
    let options = ChartOptions {
        kind: match choices.kind {
            Kind::ByOrigin => PlotKind::ByOrigin,
            Kind::ByOutlet => PlotKind::ByOutlet,
            Kind::OverTime => PlotKind::OverTime,
            Kind::Incidents => PlotKind::Incidents,
            Kind::StockAndFlow => PlotKind::StockFlow,
            Kind::Spread => PlotKind::Spread,
            Kind::Claims => PlotKind::Claims,
            Kind::Attribution => PlotKind::Attribution,
            _ => PlotKind::Matrix,
        },
        axis: match (choices.log, choices.linear) {
            (true, _) => AxisChoice::Log,
            (_, true) => AxisChoice::Linear,
            _ => AxisChoice::Auto,
        },
        statuses: if choices.confirmed { Statuses::Confirmed } else { Statuses::ConfirmedAndSuggested },
        tallies: tally.map(|tally| [tally].into()),
        columns: if choices.kind == Kind::MatrixByOrigin { MatrixBy::Origin } else { MatrixBy::Outlet },
        withhold_confidential: true,
    };
    let chart = derived::chart(&reading.project, &|article| reading.text(article), &options);
    if chart.is_empty() {
        let (what, why) = options.kind.nothing();
        let told = match derived::has_figures(&reading.project, options.statuses) {
            true => format!("{}: {why} {}", what.to_lowercase(), folder.display()),
            false => format!("there is no figure to plot: {}", folder.display()),
        };
        return Err(CliError::Told(told));
    }
    exporting::plot(&chart, theme, out)?;
    writeln!(streams.errors, "wrote {}", out.display())?;
    Ok(DONE)
}

/// How the columns of a table of tags are told; `None` for plots of figures.
const fn tags_by(kind: Kind) -> Option<TagsBy> {
    match kind {
        Kind::TagsByOutlet => Some(TagsBy::Outlet),
        Kind::TagsByWire => Some(TagsBy::Wire),
        Kind::TagsByDay => Some(TagsBy::Day),
        Kind::TagsByArticle => Some(TagsBy::Article),
        _ => None,
    }
}

fn find_tally(project: &Project, wanted: &str) -> Result<TallyId, CliError> {
    let by_id = wanted.parse::<TallyId>().ok().filter(|id| project.tallies.contains_key(id));
    let mut by_name = project.tallies.values().filter(|tally| tally.name.to_lowercase() == wanted.to_lowercase());
    by_id.or_else(|| by_name.next().map(|tally| tally.id)).ok_or_else(|| {
        let names: Vec<&str> = project.tallies.values().map(|tally| tally.name.as_str()).collect();
        CliError::Told(match names.is_empty() {
            true => format!("the project has no tallies, so there is no “{wanted}”"),
            false => format!("there is no tally “{wanted}”; there are: {}", names.join("; ")),
        })
    })
}
