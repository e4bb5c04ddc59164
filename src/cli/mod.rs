//! The program from a terminal: the same core, printed. Layer `cli`: may use every layer but `ui`.
//!
//! Exit codes: 0 done; 1 done, but `check` has findings or some inputs failed (each is named); 2 failed.

mod args;
mod judging;
mod project;
mod reading;
mod search;
mod show;
mod ties;

use std::io::{BufRead, Write};
use std::path::PathBuf;

use clap::Parser as _;

pub use args::{Args, Verb};

/// Done.
pub const DONE: u8 = 0;
/// Done, but there are findings, or some inputs failed.
pub const PARTLY: u8 = 1;
/// Failed.
pub const FAILED: u8 = 2;

/// Where the command line reads and writes.
pub struct Streams<'a> {
    pub input: &'a mut dyn BufRead,
    pub output: &'a mut dyn Write,
    /// What went wrong, and progress.
    pub errors: &'a mut dyn Write,
}

/// What the arguments ask for.
#[derive(Debug)]
pub enum Asked {
    /// Open the window, on this project or on the sample.
    Window(Option<PathBuf>),
    /// The command line did it; end with this exit code.
    Done(u8),
}

/// Why a command failed as a whole.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    #[error(transparent)]
    Session(#[from] crate::app::session::SessionError),
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
    #[error(transparent)]
    Export(#[from] crate::app::export::ExportError),
    #[error("cannot write the output: {0}")]
    Output(#[from] std::io::Error),
    #[error("{0}")]
    Told(String),
}

impl CliError {
    /// Whoever read our output went away, as `head` does: no fault of ours or theirs.
    fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == std::io::ErrorKind::BrokenPipe)
    }
}

/// Carries out the arguments (the program's name first).
pub fn run(args: impl IntoIterator<Item = std::ffi::OsString>, streams: &mut Streams<'_>) -> Asked {
    let args = match Args::try_parse_from(args) {
        Ok(args) => args,
        Err(error) => {
            let text = error.render().to_string();
            let asked_for = !error.use_stderr();
            let target: &mut dyn Write = if asked_for { streams.output } else { streams.errors };
            // Nothing can be said any more when the stream is closed; the exit code still tells.
            let _closed = target.write_all(text.as_bytes());
            return Asked::Done(if asked_for { DONE } else { FAILED });
        }
    };
    let Some(verb) = args.verb else { return Asked::Window(args.project) };
    let outcome = match verb {
        Verb::New { folder, name } => project::new(&folder, name, streams),
        Verb::Import { project, files, set } => project::import(&project, &files, set, streams),
        Verb::Ties { project, jsonl } => ties::run(&project, jsonl, streams),
        Verb::Tallies { project, jsonl } => judging::tallies(&project, jsonl, streams),
        Verb::Show { project, json: true } => show::json_of(&project, streams),
        Verb::Show { project, json: false } => project::show(&project, streams),
        Verb::Export { project, format, out } => project::export(&project, format, out, streams),
        Verb::Plot { project, kind, tally, log, linear, confirmed, dark, out } => {
            let choices = project::PlotChoices { kind, tally, log, linear, confirmed, dark };
            project::plot(&project, &choices, &out, streams)
        }
        Verb::Search { project, query, jsonl, exact_spelling, stem, pattern } => {
            let choices = search::SearchChoices { query, jsonl, exact_spelling, stem, pattern };
            search::search(&project, choices, streams)
        }
        Verb::Report { project, out } => judging::report(&project, &out, streams),
        Verb::Check { project, dismissed, strict } => judging::check(&project, dismissed, strict, streams),
        Verb::Figures { jsonl, explain, date, files } => reading::figures(jsonl, explain, date, &files, streams),
        Verb::Numbers { jsonl, files } => reading::numbers(jsonl, &files, streams),
    };
    Asked::Done(match outcome {
        Ok(code) => code,
        Err(error) if error.is_closed_pipe() => DONE,
        Err(error) => {
            let _closed = writeln!(streams.errors, "crossread: {error}");
            FAILED
        }
    })
}
