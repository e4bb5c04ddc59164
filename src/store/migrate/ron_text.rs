//! Walks through RON as text, telling what stands in strings and comments from what does not, so that a field can be
//! rewritten where it stands without knowing the types around it. Layer `store`.

use std::ops::Range;

/// Something that stands in RON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name, number or keyword.
    Word,
    /// A string or character, with its quotes.
    Quoted,
    /// One sign.
    Sign(u8),
}

/// What stands in a text, with the bytes it takes up; blanks and comments are left out.
///
/// # Errors
/// In words, where a string or comment does not end.
pub(super) fn tokens(text: &str) -> Result<Vec<(Kind, Range<usize>)>, String> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = text.get(at..).unwrap_or_default();
        let (kind, len) = match byte {
            b' ' | b'\t' | b'\r' | b'\n' => (None, 1),
            b'/' if rest.starts_with("//") => (None, rest.find('\n').unwrap_or(rest.len())),
            b'/' if rest.starts_with("/*") => (None, block_comment(rest).ok_or_else(|| unended(text, at))?),
            b'"' => (Some(Kind::Quoted), string(rest).ok_or_else(|| unended(text, at))?),
            b'r' if raw_string(rest).is_some() => (Some(Kind::Quoted), raw_string(rest).unwrap_or(rest.len())),
            b'\'' => (Some(Kind::Quoted), character(rest).ok_or_else(|| unended(text, at))?),
            _ if is_word(byte) => {
                let len = rest.bytes().position(|byte| !is_word(byte)).unwrap_or(rest.len());
                (Some(Kind::Word), len)
            }
            _ => (Some(Kind::Sign(byte)), 1),
        };
        // A sign outside ASCII is no RON; taken byte by byte it stays as it is.
        let len = len.max(1);
        out.extend(kind.map(|kind| (kind, at..at + len)));
        at += len;
    }
    Ok(out)
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-' | b'+') || byte >= 0x80
}

fn unended(text: &str, at: usize) -> String {
    let line = text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
    format!("what begins on line {line} has no end")
}

/// The length of the string that `rest` begins with.
fn string(rest: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The length of the raw string that `rest` begins with: `r"…"`, `r#"…"#`.
fn raw_string(rest: &str) -> Option<usize> {
    let hashes = rest.bytes().skip(1).take_while(|byte| *byte == b'#').count();
    let body = rest.get(1 + hashes..)?.strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(1 + hashes + 1 + body.find(&end)? + end.len())
}

/// The length of the character that `rest` begins with.
fn character(rest: &str) -> Option<usize> {
    let mut inside = rest.char_indices().skip(1);
    let (_, first) = inside.next()?;
    if first == '\\' {
        let (escaped_at, escaped) = inside.next()?;
        let from = escaped_at + escaped.len_utf8();
        return Some(from + rest.get(from..)?.find('\'')? + 1);
    }
    let (end, quote) = inside.next()?;
    (quote == '\'').then_some(end + 1)
}

/// The length of the block comment that `rest` begins with; comments nest.
fn block_comment(rest: &str) -> Option<usize> {
    let (mut depth, mut at) = (0usize, 0);
    loop {
        let left = rest.get(at..)?;
        if left.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if left.starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return Some(at);
            }
        } else {
            at += left.chars().next()?.len_utf8();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &[&str]) {
        let got = tokens(text).unwrap();
        let got: Vec<&str> = got.iter().map(|(_, range)| &text[range.clone()]).collect();
        assert_eq!(got, want, "{text}");
    }

    #[test]
    fn strings_characters_and_comments_are_one_piece_or_none() {
        check("(a:1,b:-2.5)", &["(", "a", ":", "1", ",", "b", ":", "-2.5", ")"]);
        check(r#"(a:"x:[\"y\"]\\",b:'\'')"#, &["(", "a", ":", r#""x:[\"y\"]\\""#, ",", "b", ":", r"'\''", ")"]);
        check("[r#\"a\"b\"#,r\"c\",rest]", &["[", "r#\"a\"b\"#", ",", "r\"c\"", ",", "rest", "]"]);
        check("// a:[1]\na /* b:[ /* in */ ] */ c", &["a", "c"]);
        check("('é','\\u{64e}',\"نقرة\")", &["(", "'é'", ",", "'\\u{64e}'", ",", "\"نقرة\"", ")"]);
        check("", &[]);
    }

    #[test]
    fn what_does_not_end_is_said_with_its_line() {
        for text in ["a\n\"b", "a\n/* b", "a\n'b"] {
            assert_eq!(tokens(text), Err("what begins on line 2 has no end".to_owned()), "{text}");
        }
    }
}
