//! A stretch of text cut into the words, numbers and marks that dates are made of. Layer `figures`.

/// A word, a number or a mark of a date expression, with its byte offsets in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: &'a str,
}

/// Cuts at everything that is neither letter nor digit; a mark between digits stays a piece of its own.
pub(super) fn split(slice: &str, offset: usize) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut start = None;
    let mut last_digit = None;
    for (at, c) in slice.char_indices() {
        let digit = c.is_ascii_digit();
        if c.is_alphanumeric() {
            if let Some(from) = start
                && last_digit.is_some_and(|was: bool| was && !digit)
                && !c.is_ascii_alphabetic()
            {
                push(&mut pieces, slice, from, at, offset);
                start = None;
            }
            start = start.or(Some(at));
            last_digit = Some(digit);
        } else {
            if let Some(from) = start.take() {
                push(&mut pieces, slice, from, at, offset);
            }
            if matches!(c, '-' | '–' | '/' | '.' | ',' | ':') {
                push(&mut pieces, slice, at, at + c.len_utf8(), offset);
            } else if !c.is_whitespace() {
                pieces.push(Piece { start: offset + at, end: offset + at + c.len_utf8(), text: "|" });
            }
            last_digit = None;
        }
    }
    if let Some(from) = start {
        push(&mut pieces, slice, from, slice.len(), offset);
    }
    pieces
}

fn push<'a>(pieces: &mut Vec<Piece<'a>>, slice: &'a str, from: usize, to: usize, offset: usize) {
    if let Some(text) = slice.get(from..to) {
        pieces.push(Piece { start: offset + from, end: offset + to, text });
    }
}
