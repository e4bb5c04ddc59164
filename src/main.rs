//! Starts the command line or the window.

use std::io::{self, Write as _};
use std::process::ExitCode;

use crossread::cli::{self, Asked, Streams};

fn main() -> ExitCode {
    let asked = {
        let mut output = io::BufWriter::new(io::stdout().lock());
        let asked = cli::run(
            std::env::args_os(),
            &mut Streams { input: &mut io::stdin().lock(), output: &mut output, errors: &mut io::stderr() },
        );
        // Whoever read the output may be gone, as `head` is: the exit code is decided already.
        let _closed = output.flush();
        asked
    };
    match asked {
        Asked::Done(code) => ExitCode::from(code),
        Asked::Window(project) => window(project),
    }
}

#[cfg(feature = "gui")]
fn window(project: Option<std::path::PathBuf>) -> ExitCode {
    match crossread::ui::run(project) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error.to_string()),
    }
}

#[cfg(not(feature = "gui"))]
fn window(_project: Option<std::path::PathBuf>) -> ExitCode {
    fail("this build has no window; `crossread --help` lists what it does without one")
}

fn fail(why: &str) -> ExitCode {
    let _closed = writeln!(io::stderr(), "crossread: {why}");
    ExitCode::from(cli::FAILED)
}
