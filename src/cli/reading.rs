//! Verbs that read texts without a project: `figures` and `numbers`.

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use crate::figures::{self, Found};
use crate::ingest;
use crate::model::Date;

use super::{CliError, DONE, PARTLY, Streams};

pub(super) fn figures(
    jsonl: bool,
    explain: bool,
    date: Option<String>,
    files: &[PathBuf],
    streams: &mut Streams<'_>,
) -> Result<u8, CliError> {
    let date = date
        .map(|date| {
            date.parse::<Date>().map_err(|_| CliError::Told(format!("not a date of the form 2024-12-07: {date}")))
        })
        .transpose()?;
    if files.is_empty() {
        if !jsonl {
            return Err(CliError::Told(
                "name files to read, or give --jsonl and JSON lines on standard input".to_owned(),
            ));
        }
        let mut bad = 0_u64;
        let errors = &mut streams.errors;
        figures::jsonl::run(&mut *streams.input, &mut *streams.output, &mut |line, why| {
            bad += 1;
            // The input goes on even if nobody can be told.
            let _closed = writeln!(errors, "crossread: line {line}: {why}");
        })?;
        return Ok(if bad == 0 { DONE } else { PARTLY });
    }
    let mut code = DONE;
    for path in files {
        match read_as_given(path) {
            Ok((text, published)) => {
                let published = date.or(published);
                let found = figures::extract(&text, published);
                let name = file_name(path);
                if jsonl {
                    figures::jsonl::write_rows(&name, &text, &found, &mut streams.output)?;
                } else {
                    print_found(&name, &text, &found, explain, streams)?;
                }
            }
            Err(error) => {
                writeln!(streams.errors, "crossread: {error}")?;
                code = PARTLY;
            }
        }
    }
    Ok(code)
}

/// A file's text with offsets that hold for the file as given, and its publication date if it states one. Plain UTF-8 is
/// taken byte for byte; anything else as it would be imported, offsets then being those of the canonical text.
fn read_as_given(path: &Path) -> Result<(String, Option<Date>), ingest::IngestError> {
    let bytes = ingest::bytes_of(path)?;
    let name = file_name(path);
    match plain_text(&name, bytes) {
        Ok(text) => {
            // Where a date is stated, it stands in the first lines: reading those alone keeps long files quick.
            let mut end = text.len().min(HEAD_BYTES);
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            let head = ingest::draft_from_bytes(&name, text.get(..end).unwrap_or_default().as_bytes())?;
            Ok((text, head.published))
        }
        Err(bytes) => {
            let draft = ingest::draft_from_bytes(&name, &bytes)?;
            Ok((draft.text, draft.published))
        }
    }
}

/// How much of a plain file is read for its publication date.
const HEAD_BYTES: usize = 16 << 10;

/// The bytes as text if they are plain UTF-8 without control characters; gives them back if they are a page or another
/// encoding.
fn plain_text(name: &str, bytes: Vec<u8>) -> Result<String, Vec<u8>> {
    let page = [".html", ".htm", ".xhtml"].iter().any(|ending| name.to_lowercase().ends_with(ending));
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(0);
    if page || bytes.get(start) == Some(&b'<') || bytes.contains(&0) {
        return Err(bytes);
    }
    String::from_utf8(bytes).map_err(std::string::FromUtf8Error::into_bytes)
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

fn print_found(
    name: &str,
    text: &str,
    found: &[Found],
    explain: bool,
    streams: &mut Streams<'_>,
) -> Result<(), CliError> {
    let out = &mut streams.output;
    writeln!(out, "{name}: {}", crate::app::ops::counted(found.len(), "figure", "figures"))?;
    for find in found {
        let quote: Vec<&str> = text.get(find.start..find.end).unwrap_or_default().split_whitespace().collect();
        let said = find.attributed_to.as_ref().map_or("nobody", |mention| mention.text.as_str());
        write!(
            out,
            "  {}–{}  “{}”  {} {}",
            find.start,
            find.end,
            quote.join(" "),
            find.subject.label(),
            find.measure.label()
        )?;
        write!(out, "  on the word of {said}")?;
        if let Some(place) = &find.place {
            write!(out, "  · {}", place.text)?;
        }
        let day = |date: Option<Date>| date.map_or_else(|| "…".to_owned(), |date| date.to_string());
        if find.period_start.is_some() || find.period_end.is_some() {
            write!(out, "  · {} to {}", day(find.period_start), day(find.period_end))?;
        }
        writeln!(out)?;
        if explain {
            writeln!(out, "      {}", find.trace.join(" · "))?;
        }
    }
    Ok(())
}

pub(super) fn numbers(jsonl: bool, files: &[PathBuf], streams: &mut Streams<'_>) -> Result<u8, CliError> {
    if !jsonl {
        return Err(CliError::Told("numbers are printed as JSON lines only: give --jsonl".to_owned()));
    }
    let mut bad = 0_u64;
    let errors = &mut streams.errors;
    let mut tell = |line: u64, why: String| {
        bad += 1;
        let _closed = writeln!(errors, "crossread: line {line}: {why}");
    };
    if files.is_empty() {
        figures::number::jsonl::run(&mut *streams.input, &mut *streams.output, &mut tell)?;
        return Ok(if bad == 0 { DONE } else { PARTLY });
    }
    for path in files {
        match read_as_given(path) {
            Ok((text, _)) => {
                let row = serde_json::json!({ "doc": file_name(path), "text": text, "doc_date": null }).to_string();
                figures::number::jsonl::run(Cursor::new(row), &mut *streams.output, &mut tell)?;
            }
            Err(error) => tell(0, error.to_string()),
        }
    }
    Ok(if bad == 0 { DONE } else { PARTLY })
}
