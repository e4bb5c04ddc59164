//! The journal's segments: one file per opening of a project, lines only ever appended, each with a checksum and a
//! number. Layer `store`.
//!
//! A line is `<crc32, 8 hex digits> <content>\n`, the checksum over the content. The first line's content is
//! `segment ` and the [`Header`]; that of every other is its number, a space and a [`Line`] in RON. Numbers count on
//! through the segments: a segment says after which line of which other it continues.

use std::fmt;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::error::StoreError;
use super::migrate;
use super::snapshot::{FORMAT, WRITTEN_BY};
use crate::model::{Change, CoderId, Edit, Record, Timestamp};

/// Names a segment: 64 random bits, so that two copies of a project never write the same file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct SegmentId(pub u64);

impl fmt::Display for SegmentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl From<SegmentId> for String {
    fn from(id: SegmentId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for SegmentId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match u64::from_str_radix(&text, 16) {
            Ok(bits) if Self(bits).to_string() == text => Ok(Self(bits)),
            _ => Err("a segment is named by 16 lower-case hexadecimal digits"),
        }
    }
}

/// One line of one segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Position {
    pub segment: SegmentId,
    pub seq: u64,
}

/// A segment's first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Header {
    pub format: u32,
    pub written_by: String,
    pub segment: SegmentId,
    pub opened: Timestamp,
    /// The line it continues after; `None` for a first segment, which starts with a [`Line::Base`].
    pub after: Option<Position>,
}

impl Header {
    pub(super) fn new(segment: SegmentId, opened: Timestamp, after: Option<Position>) -> Self {
        Self { format: FORMAT, written_by: WRITTEN_BY.to_owned(), segment, opened, after }
    }
}

/// What a line holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Line {
    /// The whole project before the first step.
    Base(Vec<Record>),
    /// An edit and its inverse, which has the same label.
    Do { label: String, at: Timestamp, coder: Option<CoderId>, changes: Vec<Change>, inverse: Vec<Change> },
    /// The last edit not yet undone was undone.
    Undo,
    /// The edit undone last was done again.
    Redo,
    /// The project as it stands here is about to become the project file with this hash and length.
    Saved { sha256: String, bytes: u64 },
}

impl Line {
    /// A [`Line::Do`] as edit and inverse.
    pub(super) fn into_edits(self) -> Option<(Edit, Edit)> {
        match self {
            Self::Do { label, changes, inverse, .. } => {
                Some((Edit { label: label.clone(), changes }, Edit { label, changes: inverse }))
            }
            _ => None,
        }
    }
}

/// A [`Line::Do`] that borrows what it is written from.
#[derive(Serialize)]
#[serde(rename = "Line")]
enum DoLine<'a> {
    Do { label: &'a str, at: Timestamp, coder: Option<CoderId>, changes: &'a [Change], inverse: &'a [Change] },
}

/// The content of a line that records an edit, without its number.
pub(super) fn do_content(
    at: Timestamp,
    coder: Option<CoderId>,
    edit: &Edit,
    inverse: &Edit,
) -> Result<String, StoreError> {
    ron(&DoLine::Do { label: &edit.label, at, coder, changes: &edit.changes, inverse: &inverse.changes })
}

/// The written form of anything that stands in a line.
pub(super) fn ron<T: Serialize>(value: &T) -> Result<String, StoreError> {
    ron::to_string(value).map_err(|error| StoreError::Unwritable(error.to_string()))
}

/// A segment's first line, with its line end.
pub(super) fn header_line(header: &Header) -> Result<String, StoreError> {
    Ok(sealed(&format!("segment {}", ron(header)?)))
}

/// Appends a numbered line, with its line end. A line can be as long as a whole project, so it is copied only once.
pub(super) fn push_numbered(block: &mut String, seq: u64, content: &str) {
    use std::fmt::Write as _;
    let number = format!("{seq} ");
    let mut crc = crc32fast::Hasher::new();
    crc.update(number.as_bytes());
    crc.update(content.as_bytes());
    block.reserve(content.len() + number.len() + 10);
    // Writing to a string cannot fail.
    let _ = writeln!(block, "{:08x} {number}{content}", crc.finalize());
}

fn sealed(content: &str) -> String {
    format!("{:08x} {content}\n", crc32fast::hash(content.as_bytes()))
}

/// The content of a line whose checksum holds; without its line end, which only a cut file can lack.
fn unsealed(line: &[u8]) -> Option<&str> {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let (crc, content) = line.split_at_checked(9)?;
    // Compared as written, not as a number: a flipped bit that leaves the number's value alone is found as well.
    (crc == format!("{:08x} ", crc32fast::hash(content)).as_bytes()).then_some(())?;
    std::str::from_utf8(content).ok()
}

/// What a line is, as far as can be told without parsing all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Base,
    Do { label: Box<str> },
    Undo,
    Redo,
    Saved { sha256: String, bytes: u64 },
}

/// Where a line stands in its segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub seq: u64,
    pub kind: Kind,
    /// First byte of the line.
    pub offset: u64,
    /// Bytes, with the line end.
    pub len: usize,
}

/// How a segment ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// With a whole line.
    Whole,
    /// With part of a line that nothing follows: a crash while it was being written.
    CutShort { at: u64, bytes: u64 },
    /// A line does not match its checksum or number, and more follows it; `lines` whole ones among that.
    Damaged { at: u64, bytes: u64, lines: usize },
}

/// What a segment holds. Numbers rise by one from line to line, except where [`End::Damaged`] says that some are lost.
#[derive(Debug)]
pub(super) struct Scan {
    pub path: Arc<Path>,
    pub header: Header,
    pub entries: Vec<Entry>,
    pub end: End,
}

impl Scan {
    pub(super) const fn id(&self) -> SegmentId {
        self.header.segment
    }
}

/// Why a segment gives nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unscanned {
    /// A later version wrote it.
    Newer { format: u32, written_by: String },
    /// In words.
    Bad(String),
}

fn parse_header(line: &[u8]) -> Result<Header, Unscanned> {
    let text = unsealed(line)
        .and_then(|content| content.strip_prefix("segment "))
        .ok_or_else(|| Unscanned::Bad("its first line is damaged".to_owned()))?;
    // The format is read on its own first: a later one may have another header.
    let known: super::snapshot::FileHeader =
        ron::from_str(text).map_err(|error| Unscanned::Bad(format!("its first line is no header: {error}")))?;
    if known.format > FORMAT {
        return Err(Unscanned::Newer { format: known.format, written_by: known.written_by });
    }
    ron::from_str(text).map_err(|error| Unscanned::Bad(format!("its first line is no header: {error}")))
}

/// Reads a segment's first line only.
pub(super) fn scan_header(path: &Path) -> Result<Header, Unscanned> {
    let bad = |cause: std::io::Error| Unscanned::Bad(cause.to_string());
    let mut line = Vec::new();
    BufReader::new(File::open(path).map_err(bad)?.take(1 << 16)).read_until(b'\n', &mut line).map_err(bad)?;
    parse_header(&line)
}

/// Reads through a segment, checking every line, and keeps where each stands.
pub(super) fn scan(path: &Path) -> Result<Scan, Unscanned> {
    let bad = |cause: std::io::Error| Unscanned::Bad(cause.to_string());
    let mut reader = BufReader::with_capacity(1 << 18, File::open(path).map_err(bad)?);
    let mut line = Vec::new();
    let mut offset = reader.read_until(b'\n', &mut line).map_err(bad)? as u64;
    let header = parse_header(&line)?;
    let mut entries: Vec<Entry> = Vec::new();
    let mut end = End::Whole;
    loop {
        line.clear();
        let len = reader.read_until(b'\n', &mut line).map_err(bad)?;
        if len == 0 {
            break;
        }
        end = match (end, entry(&line, offset, header.format)) {
            (End::Whole, Some(entry)) if follows(&header, entries.last(), entry.seq) => {
                entries.push(entry);
                End::Whole
            }
            (End::Whole, Some(entry)) => {
                keep_later(&mut entries, entry);
                End::Damaged { at: offset, bytes: len as u64, lines: 1 }
            }
            // A line that has its end was written whole, so it was altered later.
            (End::Whole, None) if line.ends_with(b"\n") => End::Damaged { at: offset, bytes: len as u64, lines: 0 },
            (End::Whole, None) => End::CutShort { at: offset, bytes: len as u64 },
            // Whatever follows an unreadable line shows that it was not the last one written.
            (End::CutShort { at, bytes }, found) => {
                let lines = usize::from(found.is_some_and(|entry| keep_later(&mut entries, entry)));
                End::Damaged { at, bytes: bytes + len as u64, lines }
            }
            (End::Damaged { at, bytes, lines }, found) => {
                let more = usize::from(found.is_some_and(|entry| keep_later(&mut entries, entry)));
                End::Damaged { at, bytes: bytes + len as u64, lines: lines + more }
            }
        };
        offset += len as u64;
    }
    Ok(Scan { path: Arc::from(path), header, entries, end })
}

/// Keeps a whole line that stands behind an unreadable one: a project file saved later than the damage can still be
/// followed from there on.
fn keep_later(entries: &mut Vec<Entry>, entry: Entry) -> bool {
    let is_later = entries.last().is_none_or(|last| last.seq < entry.seq);
    if is_later {
        entries.push(entry);
    }
    is_later
}

fn follows(header: &Header, last: Option<&Entry>, seq: u64) -> bool {
    match (last, header.after) {
        (Some(last), _) => last.seq.checked_add(1) == Some(seq),
        (None, Some(after)) => after.seq.checked_add(1) == Some(seq),
        // A first segment goes on counting where an unreadable journal before it ended.
        (None, None) => true,
    }
}

fn entry(line: &[u8], offset: u64, format: u32) -> Option<Entry> {
    let (seq, content) = unsealed(line)?.split_once(' ')?;
    let content = migrate::journal_line(format, content).ok()?;
    let kind = if content.starts_with("Base(") {
        Kind::Base
    } else if let Some(rest) = content.strip_prefix("Do(label:") {
        Kind::Do { label: leading_string(rest)?.into() }
    } else {
        match ron::from_str(&content).ok()? {
            Line::Undo => Kind::Undo,
            Line::Redo => Kind::Redo,
            Line::Saved { sha256, bytes } => Kind::Saved { sha256, bytes },
            Line::Base(_) => Kind::Base,
            Line::Do { label, .. } => Kind::Do { label: label.into() },
        }
    };
    Some(Entry { seq: seq.parse().ok()?, kind, offset, len: line.len() })
}

/// The quoted string that RON text starts with.
fn leading_string(text: &str) -> Option<String> {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find_map(|(at, c)| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends.then_some(at + 1)
    })?;
    ron::from_str(text.get(..end)?).ok()
}

/// Reads lines of one segment again, by where they stand.
pub(super) struct Reader {
    path: Arc<Path>,
    file: File,
    format: u32,
}

impl Reader {
    pub(super) fn open(path: &Arc<Path>, format: u32) -> Result<Self, StoreError> {
        let file = File::open(path).map_err(StoreError::io("cannot read the journal", path))?;
        Ok(Self { path: Arc::clone(path), file, format })
    }

    /// The line at `offset`, of `len` bytes, checked once more and parsed.
    pub(super) fn line(&mut self, offset: u64, len: usize) -> Result<Line, StoreError> {
        let mut bytes = vec![0; len];
        self.file
            .seek(SeekFrom::Start(offset))
            .and_then(|_| self.file.read_exact(&mut bytes))
            .map_err(StoreError::io("cannot read the journal", &self.path))?;
        let bad = |why| StoreError::Altered { why, path: self.path.to_path_buf() };
        let (_, content) = unsealed(&bytes)
            .and_then(|content| content.split_once(' '))
            .ok_or_else(|| bad("a line no longer matches its checksum"))?;
        let content = migrate::journal_line(self.format, content).map_err(|_| bad("a line cannot be migrated"))?;
        ron::from_str(&content).map_err(|_| bad("a line cannot be parsed"))
    }
}
