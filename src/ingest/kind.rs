//! What kind of file some bytes are, by what they begin with and by their name. Layer `ingest`.

use std::path::Path;

/// A format that becomes a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Text,
    /// A saved web page.
    Html,
}

/// The formats that are taken from a folder, by the ends of their names. A file asked for by name is looked into instead.
const EXTENSIONS: [(&str, Format); 9] = [
    ("txt", Format::Text),
    ("text", Format::Text),
    ("md", Format::Text),
    ("markdown", Format::Text),
    ("html", Format::Html),
    ("htm", Format::Html),
    ("xhtml", Format::Html),
    ("xht", Format::Html),
    ("shtml", Format::Html),
];

/// Ends of the names of documents that a person may expect to be imported, and that this version does not open.
const DOCUMENTS: [&str; 18] = [
    "pdf", "doc", "docx", "odt", "rtf", "pages", "epub", "mhtml", "mht", "eml", "msg", "csv", "xlsx", "xls", "json",
    "jsonl", "xml", "zip",
];

const SAVE_AS_TEXT: &str = "save it as plain text (.txt) and import that";
const NOT_AN_ARTICLE: &str = "import a text file or a saved web page";

/// What bytes begin with that are no plain text, with what to do about it.
const SIGNATURES: [(&[u8], &str, &str); 27] = [
    (b"%PDF-", "a PDF", "save its text as a .txt file and import that"),
    (
        b"PK\x03\x04",
        "a ZIP archive or an Office document (.docx, .odt, .xlsx)",
        "unpack it, or save the document as plain text (.txt)",
    ),
    (b"PK\x05\x06", "an empty ZIP archive", NOT_AN_ARTICLE),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old Office document (.doc, .xls) or mail", SAVE_AS_TEXT),
    (b"{\\rtf", "an RTF document", SAVE_AS_TEXT),
    (b"\x89PNG", "a picture (PNG)", NOT_AN_ARTICLE),
    (b"\xFF\xD8\xFF", "a picture (JPEG)", NOT_AN_ARTICLE),
    (b"GIF87a", "a picture (GIF)", NOT_AN_ARTICLE),
    (b"GIF89a", "a picture (GIF)", NOT_AN_ARTICLE),
    (b"II*\0", "a picture (TIFF)", NOT_AN_ARTICLE),
    (b"MM\0*", "a picture (TIFF)", NOT_AN_ARTICLE),
    (b"RIFF", "a picture, sound or film (RIFF)", NOT_AN_ARTICLE),
    (b"ID3", "a sound file (MP3)", NOT_AN_ARTICLE),
    (b"OggS", "a sound or film file (Ogg)", NOT_AN_ARTICLE),
    (b"\x1A\x45\xDF\xA3", "a film (Matroska, WebM)", NOT_AN_ARTICLE),
    (b"\x1F\x8B", "a compressed file (gzip)", "unpack it and import what is in it"),
    (b"BZh", "a compressed file (bzip2)", "unpack it and import what is in it"),
    (b"\xFD7zXZ\0", "a compressed file (xz)", "unpack it and import what is in it"),
    (b"\x28\xB5\x2F\xFD", "a compressed file (zstd)", "unpack it and import what is in it"),
    (b"7z\xBC\xAF\x27\x1C", "a compressed archive (7-Zip)", "unpack it and import what is in it"),
    (b"Rar!", "a compressed archive (RAR)", "unpack it and import what is in it"),
    (b"SQLite format 3\0", "a database (SQLite)", NOT_AN_ARTICLE),
    (b"\x7FELF", "a program", NOT_AN_ARTICLE),
    (b"MZ\x90\0", "a program", NOT_AN_ARTICLE),
    (b"\xCA\xFE\xBA\xBE", "a program", NOT_AN_ARTICLE),
    (b"bplist00", "a web archive (.webarchive) or property list", "save the page as HTML and import that"),
    (b"wOF2", "a font", NOT_AN_ARTICLE),
];

/// A text file that only wraps an article, as one whole mail or web archive.
const MHTML_MARKS: [&str; 2] = ["multipart/related", "snapshot-content-location:"];

/// What bytes that are no plain text are, and what to do about it; `None` when they may be text.
pub(super) fn not_text(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    if let Some((_, what, advice)) = SIGNATURES.iter().find(|(mark, ..)| bytes.starts_with(mark)) {
        return Some((what, advice));
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some(("a film or picture (MP4, HEIC)", NOT_AN_ARTICLE));
    }
    let head = lower_head(bytes);
    let is_mail = ["from:", "mime-version:", "date:", "subject:"].iter().any(|field| head.starts_with(field));
    if is_mail && MHTML_MARKS.iter().any(|mark| head.contains(mark)) {
        return Some(("a web archive (MHTML)", "open it in a browser, save the page as HTML and import that"));
    }
    None
}

/// The format of bytes that are no known binary format: by how they begin, then by the file's name.
pub(super) fn format(file_name: &str, bytes: &[u8]) -> Format {
    let head = lower_head(bytes);
    let begins_as_page = |head: &str| {
        ["<!doctype html", "<html", "<head", "<body", "<!-- saved from url", "<!--\n page saved with"]
            .iter()
            .any(|mark| head.starts_with(mark))
    };
    if begins_as_page(&head) || (head.starts_with("<?xml") && head.contains("<html")) {
        return Format::Html;
    }
    by_name(Path::new(file_name)).unwrap_or(Format::Text)
}

/// The format that a file's name promises; `None` when it promises none that is taken.
pub(super) fn by_name(file: &Path) -> Option<Format> {
    let extension = extension(file)?;
    EXTENSIONS.iter().find(|(end, _)| *end == extension).map(|(_, format)| *format)
}

/// The extension of a document that a person may expect to be imported, and that is not.
pub(super) fn left_out(file: &Path) -> Option<String> {
    extension(file).filter(|end| DOCUMENTS.contains(&end.as_str()))
}

fn extension(file: &Path) -> Option<String> {
    Some(file.extension()?.to_str()?.to_ascii_lowercase())
}

/// The first two thousand bytes that are not a byte order mark, zero or leading space, in lower case.
fn lower_head(bytes: &[u8]) -> String {
    // UTF-16 shows through once its zero bytes are gone, which is all that is needed to see a tag.
    let visible: Vec<u8> = bytes.iter().take(4096).copied().filter(|b| *b != 0 && *b < 0x80).take(2048).collect();
    let text = String::from_utf8_lossy(&visible);
    text.trim_start().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_told_apart_by_how_they_begin_before_their_name() {
        let check = |name: &str, bytes: &[u8], want: Format| assert_eq!(format(name, bytes), want, "{name}");
        check("a.txt", b"Plain words", Format::Text);
        check("a.txt", b"\xEF\xBB\xBF\n <!DOCTYPE html><p>x", Format::Html);
        check("a", b"\xFF\xFE<\0h\0t\0m\0l\0>\0", Format::Html);
        check("a.HTM", b"<p>fragment", Format::Html);
        check("noname", b"<?xml version='1.0'?>\n<html xmlns='x'>", Format::Html);
        check("feed.xml", b"<?xml version='1.0'?>\n<rss>", Format::Text);
    }

    #[test]
    fn known_formats_are_named() {
        let check = |bytes: &[u8], want: &str| {
            let what = not_text(bytes).map(|(what, _)| what).unwrap_or_default();
            assert!(what.contains(want), "{what} for {want}");
        };
        check(b"%PDF-1.7\n", "PDF");
        check(b"PK\x03\x04\x14\0", "docx");
        check(b"\x89PNG\r\n", "PNG");
        check(b"\0\0\0\x18ftypmp42", "MP4");
        check(b"{\\rtf1\\ansi", "RTF");
        check(b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;", "MHTML");
        assert_eq!(not_text(b"From: our correspondent\n\nRain fell."), None);
        assert_eq!(not_text(b""), None);
    }
}
