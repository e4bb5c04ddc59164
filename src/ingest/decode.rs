//! Bytes to canonical text: which encoding they are in, how many could not be read, one way of ending lines, and nothing
//! else changed. Layer `ingest`.

use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Text as decoded, before anything is looked for in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded {
    /// Canonical text: no leading byte order mark, lines ended by LF alone.
    pub text: String,
    /// The encoding's name ("UTF-8", "windows-1251").
    pub encoding: &'static str,
    /// Sequences that could not be read and stand as U+FFFD.
    pub replaced: u64,
    /// What the person should know of it.
    pub notes: Vec<String>,
}

/// Decodes bytes by their byte order mark, by what they declare (`None`: nothing), or by what they look like.
pub(super) fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> Decoded {
    let mut notes = Vec::new();
    let (encoding, skip) = match Encoding::for_bom(bytes) {
        Some(found) => found,
        None => (without_mark(bytes, declared, &mut notes), 0),
    };
    let (text, replaced) = read(bytes.get(skip..).unwrap_or_default(), encoding);
    if replaced > 0 {
        let sequences = if replaced == 1 { "sequence of bytes was" } else { "sequences of bytes were" };
        notes.push(format!("{replaced} {sequences} not readable as {} and shown as \u{FFFD}", encoding.name()));
    }
    Decoded { text: lines_by_lf(text), encoding: encoding.name(), replaced, notes }
}

/// The encoding that a page declares in its first bytes, or an XML page in its first line.
pub(super) fn declared_in_page(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let head: String =
        head.iter().map(|b| if b.is_ascii() { char::from(*b).to_ascii_lowercase() } else { ' ' }).collect();
    let label = |from: &str| {
        let rest = from.trim_start().strip_prefix('=')?.trim_start();
        let rest = rest.trim_start_matches(['"', '\'', '\\']).trim_start();
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).unwrap_or(rest.len());
        Encoding::for_label(rest.get(..end)?.as_bytes())
    };
    let found = head.match_indices("charset").find_map(|(at, word)| label(head.get(at + word.len()..)?));
    let found = found.or_else(|| {
        let declaration = head.trim_start().strip_prefix("<?xml")?.split("?>").next()?;
        let (_, rest) = declaration.split_once("encoding")?;
        label(rest)
    });
    // A page that could be read so far is not in UTF-16, whatever it declares; browsers take it for UTF-8 then.
    found.map(|encoding| if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

/// The encoding of bytes that do not begin with a byte order mark.
fn without_mark(bytes: &[u8], declared: Option<&'static Encoding>, notes: &mut Vec<String>) -> &'static Encoding {
    if let Some(wide) = utf_16_without_mark(bytes) {
        return wide;
    }
    // That it is UTF-8 is found out anyway, and better.
    let declared = declared.filter(|encoding| *encoding != UTF_8);
    let shape = Utf8Shape::of(bytes);
    if shape.broken == 0 && (shape.wide > 0 || declared.is_none()) {
        // Bytes outside ASCII that all make sense as UTF-8 are no accident, so a page that declares another encoding was
        // re-encoded when it was saved.
        if let Some(other) = declared {
            notes.push(format!("the page declares {} but is UTF-8", other.name()));
        }
        // ISO-2022-JP is written in ASCII alone, with escapes.
        if shape.wide > 0 || !bytes.contains(&0x1B) {
            return UTF_8;
        }
    }
    if let Some(declared) = declared {
        return declared;
    }
    // A few broken sequences among many good ones: a damaged UTF-8 file and no other encoding.
    if shape.wide > 10 * shape.broken {
        return UTF_8;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    if !bytes.is_ascii() {
        notes.push(format!("the file does not say its encoding; it was read as {}", guess.name()));
    }
    guess
}

/// How far bytes make sense as UTF-8.
struct Utf8Shape {
    /// Sequences of two bytes and more.
    wide: usize,
    /// Sequences that make no sense. One cut off by the end of the file counts.
    broken: usize,
}

impl Utf8Shape {
    fn of(bytes: &[u8]) -> Self {
        let mut shape = Self { wide: 0, broken: 0 };
        for chunk in bytes.utf8_chunks() {
            // Every sequence has one byte that is no continuation, and that byte is at least C0 when there is more to it.
            shape.wide += chunk.valid().bytes().filter(|b| *b >= 0xC0).count();
            shape.broken += usize::from(!chunk.invalid().is_empty());
        }
        shape
    }
}

/// UTF-16 without a mark, known by the zero bytes that Latin letters and spaces have in it. Text of other scripts has too
/// few to be sure, and such a file is refused as binary instead of being read wrongly.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let pairs = head.len() / 2;
    if pairs < 2 || bytes.len() % 2 == 1 {
        return None;
    }
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if odd * 10 >= pairs * 4 && even == 0 {
        Some(UTF_16LE)
    } else if even * 10 >= pairs * 4 && odd == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn read(bytes: &[u8], encoding: &'static Encoding) -> (String, u64) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::new();
    let mut replaced = 0;
    let mut rest = bytes;
    loop {
        let room = decoder.max_utf8_buffer_length_without_replacement(rest.len()).unwrap_or(rest.len());
        text.reserve(room.min(1 << 20));
        let (result, consumed) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        rest = rest.get(consumed..).unwrap_or_default();
        match result {
            DecoderResult::InputEmpty => return (text, replaced),
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => {
                text.reserve(4);
                text.push('\u{FFFD}');
                replaced += 1;
            }
        }
    }
}

/// Ends every line by LF alone, whether it ended by CRLF, CR or LF.
fn lines_by_lf(text: String) -> String {
    if !text.contains('\r') {
        return text;
    }
    text.replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
#[path = "decode_tests.rs"]
mod tests;
