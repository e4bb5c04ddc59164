//! Bytes to article drafts: plain text and saved web pages, what they say of themselves, and whether they are known
//! already. One bad file fails only itself. Layer `ingest`: may use `model`, `lexicon` and `text`.
//!
//! The text of a draft is canonical: decoded, one leading byte order mark dropped, lines ended by LF, and nothing else
//! changed. Everything read from it (date, headline) stays in it, so that offsets hold.

mod dates;
mod decode;
mod duplicate;
mod error;
mod files;
mod html;
mod kind;
mod masthead;
mod plain;
mod wire;

use std::path::{Path, PathBuf};

pub use dates::typed as typed_date;
pub use duplicate::{Duplicate, Found, Known, KnownArticles, find_duplicate};
pub use error::IngestError;
pub use files::{MAX_FILE_BYTES, bytes_of, files_in};

use crate::lexicon::outlets;
use crate::model::Date;
use kind::Format;

/// An article before it lands in a project: its text, what the file says of it, and where it came from. What the file does
/// not say is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The headline, or the first words when there is none.
    pub title: String,
    /// Who published it, by the name in the outlet list where it is there ("BBC"), by its own or its domain otherwise.
    pub outlet: Option<String>,
    /// Whose text it carries or rewrites, when not the outlet's own, by its short name ("AFP").
    pub wire: Option<String>,
    /// The words that give the wire away ("told AFP by telephone").
    pub wire_evidence: Option<String>,
    pub author: Option<String>,
    pub url: Option<String>,
    pub published: Option<Date>,
    /// When a web page was saved, if it says so.
    pub retrieved: Option<Date>,
    /// BCP 47 language tag.
    pub language: Option<String>,
    /// Canonical text.
    pub text: String,
    /// SHA-256 of the canonical text, lower-case hexadecimal.
    pub text_sha256: String,
    /// The file's name without its folder.
    pub file: String,
    /// SHA-256 of the file's bytes, lower-case hexadecimal.
    pub file_sha256: String,
    /// The file's length in bytes.
    pub file_bytes: u64,
    /// What read it, with its version.
    pub importer: String,
    /// The encoding it was read as.
    pub encoding: String,
    /// Byte sequences that could not be decoded and stand as U+FFFD.
    pub replaced: u64,
    /// What the person should know before the article lands, a sentence each without a full stop.
    pub notes: Vec<String>,
    /// The file's bytes.
    pub original: Vec<u8>,
}

/// Versions are raised when the same bytes would give another text.
const TEXT_IMPORTER: &str = "text 1";
const HTML_IMPORTER: &str = "html 1 (trafilatura 0.6)";
/// Share of control characters, in a hundred, above which characters are no text.
const MAX_CONTROLS: usize = 1;
/// How much of a text its language is told from, in characters.
const LANGUAGE_CHARS: usize = 20_000;

/// Makes a draft of a file on disk.
///
/// # Errors
/// When the file cannot be read, is no text, or has no article in it; the error names the file and what to do.
pub fn draft_from_file(path: &Path) -> Result<Draft, IngestError> {
    let bytes = files::bytes_of(path)?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    draft(&name, path, bytes)
}

/// Makes a draft of bytes that came under a file name, which decides between formats that begin alike.
///
/// # Errors
/// When the bytes are too many, are no text, or have no article in them.
pub fn draft_from_bytes(file_name: &str, bytes: &[u8]) -> Result<Draft, IngestError> {
    let file = PathBuf::from(file_name);
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(IngestError::TooLarge { file, bytes: bytes.len() as u64, limit: MAX_FILE_BYTES });
    }
    draft(file_name, &file, bytes.to_vec())
}

fn draft(name: &str, file: &Path, bytes: Vec<u8>) -> Result<Draft, IngestError> {
    let file = || file.to_owned();
    if bytes.is_empty() {
        return Err(IngestError::Empty { file: file() });
    }
    if let Some((what, advice)) = kind::not_text(&bytes) {
        return Err(IngestError::NotText { file: file(), what, advice });
    }
    let format = kind::format(name, &bytes);
    let declared = if format == Format::Html { decode::declared_in_page(&bytes) } else { None };
    let decoded = decode::decode(&bytes, declared);
    if is_binary(&decoded.text) {
        let what = "not plain text (it holds bytes that no text has)";
        return Err(IngestError::NotText { file: file(), what, advice: "import a text file or a saved web page" });
    }
    if is_blank(&decoded.text) {
        return Err(IngestError::Blank { file: file() });
    }
    let mut draft = Draft {
        title: String::new(),
        outlet: None,
        wire: None,
        wire_evidence: None,
        author: None,
        url: None,
        published: None,
        retrieved: None,
        language: None,
        text: String::new(),
        text_sha256: String::new(),
        file: name.to_owned(),
        file_sha256: duplicate::sha256(&bytes),
        file_bytes: bytes.len() as u64,
        importer: TEXT_IMPORTER.to_owned(),
        encoding: decoded.encoding.to_owned(),
        replaced: decoded.replaced,
        notes: decoded.notes,
        original: bytes,
    };
    let left_out = match format {
        Format::Text => {
            draft.read_plain(decoded.text);
            Vec::new()
        }
        Format::Html => draft.read_page(&decoded.text).map_err(|error| match error {
            html::PageError::NoArticle => IngestError::NoArticle { file: file() },
            html::PageError::Refused(what) => IngestError::Page { file: file(), what },
        })?,
    };
    draft.text_sha256 = duplicate::sha256(draft.text.as_bytes());
    draft.find_wire(&left_out);
    draft.find_language();
    draft.notes.extend(note_invisible(&draft.text));
    Ok(draft)
}

impl Draft {
    fn read_plain(&mut self, text: String) {
        let found = plain::read(&text);
        self.title = found.title;
        self.outlet = found.outlet;
        self.author = found.author;
        self.url = found.url;
        self.published = found.published;
        self.notes.extend(found.notes);
        self.text = text;
    }

    /// Gives back what the page had between the paragraphs.
    fn read_page(&mut self, page: &str) -> Result<Vec<String>, html::PageError> {
        let page = html::read(page)?;
        HTML_IMPORTER.clone_into(&mut self.importer);
        self.title = page.title;
        self.outlet = page.outlet;
        self.author = page.author;
        self.url = page.url;
        self.published = page.published;
        self.retrieved = page.retrieved;
        self.language = page.language;
        self.notes.extend(page.notes);
        self.text = page.text;
        Ok(page.left_out)
    }

    fn find_wire(&mut self, left_out: &[String]) {
        let author = self.author.as_deref();
        let outlet = self.outlet.as_deref();
        // Whose the page is stands behind the text ("© AFP"); of the rest that was left out, nothing is the article's.
        let rights = left_out
            .iter()
            .filter(|line| ["©", "(c)", "(C)", "Copyright", "Source"].iter().any(|mark| line.starts_with(mark)));
        let found = match rights.map(String::as_str).collect::<Vec<_>>().join("\n") {
            rights if rights.is_empty() => wire::wire(&self.text, author, outlet),
            rights => wire::wire(&format!("{}\n\n{rights}", self.text), author, outlet),
        };
        if let Some(found) = found {
            self.wire = Some(found.outlet.short_name().to_owned());
            self.wire_evidence = Some(found.evidence);
        }
        // A piece that an agency publishes itself is nobody's copy.
        if self.outlet.is_some()
            && self.outlet.as_deref().and_then(outlets::by_name).map(outlets::Outlet::short_name)
                == self.wire.as_deref()
        {
            self.wire = None;
            self.wire_evidence = None;
        }
    }

    /// The language that the words show; what a page declares counts when it agrees, or when the words are too few.
    fn find_language(&mut self) {
        let end = self.text.char_indices().nth(LANGUAGE_CHARS).map_or(self.text.len(), |(at, _)| at);
        let seen = whatlang::detect(self.text.get(..end).unwrap_or_default()).filter(whatlang::Info::is_reliable);
        let Some(seen) = seen.and_then(|info| two_letters(info.lang())) else { return };
        let agrees = self
            .language
            .as_deref()
            .is_some_and(|declared| declared.split('-').next().is_some_and(|d| d.eq_ignore_ascii_case(seen)));
        if !agrees {
            if let Some(declared) = &self.language {
                self.notes.push(format!("the page declares its language as “{declared}”, its words are “{seen}”"));
            }
            self.language = Some(seen.to_owned());
        }
    }
}

/// Whether characters are no text: a zero, or more than a few controls that no text has.
fn is_binary(text: &str) -> bool {
    let mut controls = 0;
    let mut all = 0;
    for c in text.chars() {
        if c == '\0' {
            return true;
        }
        all += 1;
        controls += usize::from(c.is_control() && !matches!(c, '\n' | '\t' | '\u{C}' | '\u{85}'));
    }
    controls * 100 > all * MAX_CONTROLS
}

fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_invisible(c) || c == '\u{FFFD}')
}

/// Characters that nobody sees and that may change how the rest is read.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

fn note_invisible(text: &str) -> Option<String> {
    let count = text.chars().filter(|c| is_invisible(*c)).count();
    let turning = text.chars().filter(|c| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')).count();
    let turning =
        if turning > 0 { format!(", {turning} of them turn the direction of writing") } else { String::new() };
    match count {
        0 => None,
        1 => Some(format!("the text holds an invisible character{turning}")),
        _ => Some(format!("the text holds {count} invisible characters{turning}")),
    }
}

/// The two letters that a language is known by; `None` for the rare ones that have three only.
fn two_letters(lang: whatlang::Lang) -> Option<&'static str> {
    use whatlang::Lang;
    Some(match lang {
        Lang::Eng => "en",
        Lang::Ara => "ar",
        Lang::Fra => "fr",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Deu => "de",
        Lang::Ita => "it",
        Lang::Nld => "nl",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Bel => "be",
        Lang::Bul => "bg",
        Lang::Pol => "pl",
        Lang::Ces => "cs",
        Lang::Slk => "sk",
        Lang::Srp => "sr",
        Lang::Hrv => "hr",
        Lang::Ron => "ro",
        Lang::Hun => "hu",
        Lang::Ell => "el",
        Lang::Tur => "tr",
        Lang::Heb => "he",
        Lang::Pes => "fa",
        Lang::Urd => "ur",
        Lang::Hin => "hi",
        Lang::Ben => "bn",
        Lang::Mya => "my",
        Lang::Cmn => "zh",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Vie => "vi",
        Lang::Tha => "th",
        Lang::Ind => "id",
        Lang::Amh => "am",
        Lang::Hye => "hy",
        Lang::Kat => "ka",
        Lang::Aze => "az",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "nb",
        Lang::Fin => "fi",
        Lang::Cat => "ca",
        _ => return None,
    })
}

#[cfg(test)]
#[path = "ingest_tests.rs"]
mod tests;
