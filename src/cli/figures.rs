//! `crossread figures`: the figures of passages or files as JSON lines. Layer `cli`.

use std::io::{self, BufReader, BufWriter, Write as _};
use std::path::PathBuf;

use crate::figures::jsonl;

/// Reads passages from standard input, or whole files named, and writes their figures to standard output. Gives how
/// many inputs failed; each is named on standard error.
///
/// # Errors
/// What reading standard input or writing gives.
pub fn figures_jsonl(files: &[PathBuf]) -> io::Result<u64> {
    let mut failed = 0;
    let mut output = BufWriter::new(io::stdout().lock());
    if files.is_empty() {
        jsonl::run(BufReader::new(io::stdin().lock()), &mut output, &mut |line, why| {
            failed += 1;
            eprintln!("line {line}: {why}");
        })?;
    }
    for file in files {
        match std::fs::read(file) {
            Ok(bytes) => {
                let text = String::from_utf8_lossy(&bytes);
                let doc = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                jsonl::write_figures(&doc, &text, None, &mut output)?;
            }
            Err(error) => {
                failed += 1;
                eprintln!("cannot read file ({error}): {}", file.display());
            }
        }
    }
    output.flush()?;
    Ok(failed)
}
