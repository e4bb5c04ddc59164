//! Opening, importing, saving and exporting: what the workbench does with files.

use std::path::PathBuf;
use std::sync::Arc;

use super::command::{ExportFormat, FileCommand};
use super::import;
use super::import::Landed;
use super::jobs::Job;
use super::large::Step;
use super::notice::Notice;
use super::session::Session;
use super::view::Selection;
use super::workbench::Workbench;
use super::{export, sample, tag_table};

/// So many files left out of an import are named.
const LEFT_OUT_SHOWN: usize = 8;

impl Workbench {
    pub(super) fn file(&mut self, command: FileCommand) {
        match command {
            FileCommand::New(folder) => {
                let name =
                    folder.file_name().map_or_else(|| "Project".to_owned(), |name| name.to_string_lossy().into_owned());
                match Session::create(&folder, &name, self.env.clone()) {
                    Ok(session) => self.take(session),
                    Err(error) => self.fail(&error),
                }
            }
            FileCommand::Open(folder) => self.open_in_time(&folder),
            FileCommand::OpenLast(folder) => self.open_last(folder),
            FileCommand::OpenSample => match sample::folder() {
                Ok(folder) => self.open(&folder),
                Err(error) => self.view.say(Notice::error(error.to_string())),
            },
            FileCommand::Save => {
                if let Some(session) = &mut self.session {
                    session.save();
                }
            }
            FileCommand::Import(paths) => self.read(paths),
            FileCommand::LandImport => self.land(),
            FileCommand::DropImport => self.import = None,
            FileCommand::ExportFigures { path, format } => self.export_figures(path, format),
            FileCommand::ExportPlot(path) => {
                self.export_plot(path, super::derived::chart_options(&self.view, true));
            }
            FileCommand::ExportExcerpts(path) => self.export_excerpts(path),
            FileCommand::ExportMatrix(path) => self.export_plot(path, super::matrix::options(&self.view, true)),
            FileCommand::ExportTags(path) => self.export_tags(path),
            FileCommand::ExportReport(path) => self.export_report(path),
            FileCommand::Quit => {
                if let Some(session) = &mut self.session {
                    session.save();
                }
                self.quit = self.may_close();
            }
        }
    }

    fn read(&mut self, paths: Vec<PathBuf>) {
        let Some(session) = &self.session else {
            self.view.say(Notice::warning("open or make a project first, then import into it"));
            return;
        };
        if self.reading.is_some() {
            self.view
                .say(Notice::warning("an import is being read already; wait for it or cancel it in the status bar"));
            return;
        }
        let project = session.snapshot();
        let texts = session.texts();
        let name = format!("Reading {}", super::ops::counted(paths.len(), "file or folder", "files"));
        let job = Job::start(name, Arc::clone(&self.env.wake), move |progress| {
            let text = |id| texts(&project, id);
            import::read_files(&paths, &project, &text, progress)
        });
        match job {
            Ok(job) => self.reading = Some(job),
            Err(error) => self.view.say(Notice::error(format!("cannot start reading: {error}"))),
        }
    }

    fn land(&mut self) {
        let (Some(_), Some(table)) = (&self.session, &self.import) else { return };
        if let Some(row) = table.rows.iter().find(|row| row.include && !row.date_is_readable()) {
            self.view.say(Notice::error(format!(
                "the date “{}” of {} is not of the form 2024-12-07",
                row.published, row.draft.file
            )));
            return;
        }
        let Some(table) = self.import.take() else { return };
        let Some(Step::Import(table)) = self.carry_out_large(Step::Import(Arc::new(table))) else { return };
        let Some(session) = &mut self.session else { return };
        match session.land_import(&table) {
            Ok(landed) => self.landed(landed),
            Err(error) => {
                self.fail(&error);
                self.import = Some(Arc::unwrap_or_clone(table));
            }
        }
    }

    /// Says what an import brought in, and shows it.
    pub(super) fn landed(&mut self, landed: Landed) {
        let Landed { articles, duplicates, figures } = landed;
        for duplicate in duplicates.iter().take(LEFT_OUT_SHOWN) {
            self.view.say(Notice::info(format!("left out: {duplicate}")));
        }
        if let Some(more) = duplicates.len().checked_sub(LEFT_OUT_SHOWN).filter(|more| *more > 0) {
            let more = super::ops::counted(more, "more file", "more files");
            self.view.say(Notice::info(format!("left out: {more} that the project has already")));
        }
        self.view.say(Notice::info(format!(
            "{} imported, {} suggested",
            super::ops::counted(articles.len(), "article", "articles"),
            super::ops::counted(figures, "figure", "figures"),
        )));
        self.refresh();
        if self.view.columns.is_empty() {
            self.open_first();
        } else if let Some(first) = articles.first() {
            // What is being read stays where it is; the rest is in the library.
            self.view.open(*first);
            self.view.selection = Selection::Article(*first);
        }
    }

    fn export_figures(&mut self, path: PathBuf, format: ExportFormat) {
        let Some(session) = &self.session else { return };
        let project = session.snapshot();
        let job = Job::start("Exporting figures", Arc::clone(&self.env.wake), move |progress| {
            progress.report(0, 1)?;
            let exported = export::figures(&project, format);
            let outcome = export::write_file(&path, exported.text.as_bytes());
            let words = format!("{} written to {}", export::written_words(&exported), path.display());
            Ok(outcome.map(|()| words).map_err(|error| error.to_string()))
        });
        self.start_export(job);
    }

    fn export_excerpts(&mut self, path: PathBuf) {
        let Some(session) = &self.session else { return };
        let (project, texts, query) = (session.snapshot(), session.texts(), self.view.tags.query.clone());
        let job = Job::start("Exporting excerpts", Arc::clone(&self.env.wake), move |progress| {
            progress.report(0, 1)?;
            let exported = export::excerpts(&project, &|article| texts(&project, article), &query);
            let outcome = export::write_file(&path, exported.text.as_bytes());
            let words = format!("{} written to {}", export::excerpt_words(&exported), path.display());
            Ok(outcome.map(|()| words).map_err(|error| error.to_string()))
        });
        self.start_export(job);
    }

    fn export_report(&mut self, path: PathBuf) {
        let Some(session) = &self.session else { return };
        let (project, texts, made) = (session.snapshot(), session.texts(), (self.env.now)());
        let job = Job::start("Writing report", Arc::clone(&self.env.wake), move |progress| {
            progress.report(0, 1)?;
            let report = super::report::write(&project, &|article| texts(&project, article), made);
            let outcome = export::write_file(&path, report.html.as_bytes());
            let words = format!("report written to {}; {}", path.display(), report.words());
            Ok(outcome.map(|()| words).map_err(|error| error.to_string()))
        });
        self.start_export(job);
    }

    fn export_plot(&mut self, path: PathBuf, options: crate::plots::ChartOptions) {
        let (Some(session), true) = (&self.session, self.derived.chart.is_some()) else {
            self.view.say(Notice::info("there is no plot yet: import articles with figures first"));
            return;
        };
        // Drawn anew rather than as on screen: a file leaves the program, so what is confidential is withheld in it.
        let chart = super::derived::chart(session.project(), &|article| session.text(article), &options);
        let theme = self.view.theme;
        let job = Job::start("Exporting plot", Arc::clone(&self.env.wake), move |progress| {
            progress.report(0, 1)?;
            let written = export::plot(&chart, theme, &path);
            Ok(written.map(|()| format!("plot written to {}", path.display())).map_err(|error| error.to_string()))
        });
        self.start_export(job);
    }

    /// Writes the table of tags as it is on show.
    fn export_tags(&mut self, path: PathBuf) {
        let tags = &self.view.tags;
        let chart = self.session.as_ref().and_then(|session| tag_table::chart(session.project(), tags.by, tags.share));
        let Some(chart) = chart else {
            self.view.say(Notice::info("nothing is tagged yet: select words and press a tag’s key"));
            return;
        };
        let theme = self.view.theme;
        let job = Job::start("Exporting tags", Arc::clone(&self.env.wake), move |progress| {
            progress.report(0, 1)?;
            let written = export::tags(&chart, theme, &path);
            Ok(written.map(|()| format!("tags written to {}", path.display())).map_err(|error| error.to_string()))
        });
        self.start_export(job);
    }

    fn start_export(&mut self, job: std::io::Result<Job<Result<String, String>>>) {
        match job {
            Ok(job) => self.exporting = Some(job),
            Err(error) => self.view.say(Notice::error(format!("cannot start the export: {error}"))),
        }
    }
}
