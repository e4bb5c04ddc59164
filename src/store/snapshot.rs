//! The project file: one RON value, its first line a header with the format version, then one record a line in
//! [`Project::records_in_file_order`], so that versions of it compare and merge line by line. Layer `store`.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::error::StoreError;
use super::migrate;
use crate::model::{Project, Record};

/// The format written here. A file of a higher one is refused, of a lower one migrated.
pub const FORMAT: u32 = 2;

/// What writes, as named in the files.
pub(super) const WRITTEN_BY: &str = concat!("crossread ", env!("CARGO_PKG_VERSION"));

/// Ends the header line; the records follow.
const HEADER_END: &str = "records:[";

/// What the first line says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileHeader {
    pub format: u32,
    #[serde(default)]
    pub written_by: String,
}

/// The whole file, as read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "format")]
    _format: u32,
    #[serde(rename = "written_by")]
    _written_by: String,
    records: Vec<Record>,
}

/// Why a project file gives no project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unread {
    /// A later version wrote it.
    Newer(FileHeader),
    /// In words, for people.
    Bad(String),
}

/// The project as bytes of a project file.
///
/// # Errors
/// [`StoreError::Unwritable`] if a record has no written form.
pub(super) fn write(project: &Project) -> Result<String, StoreError> {
    let mut text = format!("(format:{FORMAT},written_by:{WRITTEN_BY:?},{HEADER_END}\n");
    for record in project.refs_in_file_order() {
        text.push_str(&ron::to_string(&record).map_err(|error| StoreError::Unwritable(error.to_string()))?);
        text.push_str(",\n");
    }
    text.push_str("])\n");
    Ok(text)
}

/// The header of a project file; `None` if there is none.
pub(super) fn header(bytes: &[u8]) -> Option<FileHeader> {
    // Only the first line is looked at, so that this is quick and works for formats whose records are not known here.
    let head = bytes.get(..bytes.len().min(4096))?;
    let line = head.split(|byte| *byte == b'\n').next()?;
    let line = std::str::from_utf8(line).ok()?.trim_end();
    let fields = line.strip_suffix(HEADER_END)?.trim_end().trim_end_matches(',');
    if let Ok(header) = ron::from_str::<FileHeader>(&format!("{fields})")) {
        return Some(header);
    }
    // A later format may have put things into the header that do not parse here; its number still counts.
    let digits = line.strip_prefix("(format:")?;
    let end = digits.find(|c: char| !c.is_ascii_digit())?;
    let format = digits.get(..end)?.parse().ok()?;
    Some(FileHeader { format, written_by: "a later version".to_owned() })
}

/// Reads a project file of this format or an earlier one. Whether the records fit each other is not checked here.
pub(super) fn read(bytes: &[u8]) -> Result<Project, Unread> {
    let text =
        std::str::from_utf8(bytes).map_err(|error| Unread::Bad(format!("byte {} is no UTF-8", error.valid_up_to())))?;
    // A person or another program may have laid the file out anew; then the header is not on a line of its own.
    let header = match header(bytes) {
        Some(header) => header,
        None => ron::from_str(text).map_err(|error| Unread::Bad(describe(text, &error)))?,
    };
    let text = match migrate::snapshot(header.format, text) {
        Ok(text) => text,
        Err(migrate::Refused::Newer) => return Err(Unread::Newer(header)),
        Err(migrate::Refused::Failed(why)) => return Err(Unread::Bad(why)),
    };
    let file: File = ron::from_str(&text).map_err(|error| Unread::Bad(describe(&text, &error)))?;
    Project::from_records(file.records).map_err(|error| Unread::Bad(error.to_string()))
}

fn describe(text: &str, error: &ron::error::SpannedError) -> String {
    if text.contains("\n<<<<<<< ") {
        return "it holds the conflict marks of an unfinished merge".to_owned();
    }
    if text.trim().is_empty() {
        return "it is empty".to_owned();
    }
    format!("line {}, column {}: {}", error.span.start.line, error.span.start.col, error.code)
}

/// SHA-256 of bytes, in lower-case hexadecimal.
pub fn sha256_hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing;

    #[test]
    fn every_kind_of_record_reads_back() {
        let project = testing::full_project();
        let text = write(&project).unwrap();
        assert_eq!(read(text.as_bytes()), Ok(project.clone()));
        assert_eq!(text.lines().count(), project.records_in_file_order().len() + 2, "one record a line");
        assert_eq!(header(text.as_bytes()).unwrap().format, FORMAT);
    }

    #[test]
    fn a_file_laid_out_anew_reads_the_same() {
        let project = testing::full_project();
        let text = write(&project).unwrap().replace("records:[\n", "\n  records: [ // the records\n");
        assert_eq!(read(text.as_bytes()), Ok(project));
    }

    #[test]
    fn damage_is_named() {
        for (text, why) in [
            ("", "it is empty"),
            ("(format:2,written_by:\"x\",records:[\n])", "the project's own record is missing"),
            ("(format:1,written_by:\"x\",records:[\n<<<<<<< ours\n])", "conflict marks"),
            ("(format:1,written_by:\"x\",records:[\nTag((\n", "line 2, column"),
            ("(format:0,written_by:\"x\",records:[\n])", "format 0"),
        ] {
            let Err(Unread::Bad(said)) = read(text.as_bytes()) else { panic!("{text:?} was read") };
            assert!(said.contains(why), "{text:?} gave {said:?}");
        }
    }

    #[test]
    fn a_later_format_is_told_from_damage() {
        for text in [
            "(format:3,written_by:\"crossread 9.1.0\",records:[\nStory((id:1)),\n])",
            "(format:3,written_by:\"crossread 9.1.0\",parts:3,records:[\n",
        ] {
            let Err(Unread::Newer(header)) = read(text.as_bytes()) else { panic!("{text:?}") };
            assert_eq!((header.format, header.written_by.as_str()), (3, "crossread 9.1.0"));
        }
        let odd = "(format:7,written_by:Crossread<9>,records:[\n";
        assert!(matches!(read(odd.as_bytes()), Err(Unread::Newer(FileHeader { format: 7, .. }))));
    }
}
