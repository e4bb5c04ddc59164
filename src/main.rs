//! Starts the command line or the window.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let files: Vec<PathBuf> = args.iter().skip(2).map(PathBuf::from).collect();
    if args.first().map(String::as_str) == Some("figures") {
        return match crossread::cli::figures::figures_jsonl(&files) {
            Ok(0) => ExitCode::SUCCESS,
            Ok(_) => ExitCode::from(1),
            Err(_) => ExitCode::from(2),
        };
    }
    ExitCode::from(2)
}
