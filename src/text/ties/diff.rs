//! How two versions of one utterance differ, word by word. Layer `text`.

use std::ops::Range;

/// A stretch of one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffPart {
    /// UTF-8 bytes of the article's text.
    pub range: Range<usize>,
    /// Whether the other version lacks these words.
    pub changed: bool,
}

/// Two versions of one utterance: each cut into stretches that both have and stretches that only one has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WordDiff {
    /// Stretches of the first version, in order, from its first word to its last.
    pub a: Vec<DiffPart>,
    /// The same of the second.
    pub b: Vec<DiffPart>,
}

/// The words of `a` and `b` (byte ranges of their texts) compared; letter case and punctuation do not count.
pub fn word_diff(a_text: &str, a: Range<usize>, b_text: &str, b: Range<usize>) -> WordDiff {
    let a_words = words(a_text, a);
    let b_words = words(b_text, b);
    let width = b_words.len() + 1;
    // Length of the longest common subsequence of what follows.
    let mut table = vec![0_u32; (a_words.len() + 1) * width];
    let get = |table: &[u32], i: usize, j: usize| table.get(i * width + j).copied().unwrap_or(0);
    for (i, x) in a_words.iter().enumerate().rev() {
        for (j, y) in b_words.iter().enumerate().rev() {
            let best = if x.1 == y.1 {
                get(&table, i + 1, j + 1) + 1
            } else {
                get(&table, i + 1, j).max(get(&table, i, j + 1))
            };
            if let Some(cell) = table.get_mut(i * width + j) {
                *cell = best;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out = WordDiff::default();
    while let (Some(x), Some(y)) = (a_words.get(i), b_words.get(j)) {
        if x.1 == y.1 {
            add(&mut out.a, x.0.clone(), false);
            add(&mut out.b, y.0.clone(), false);
            i += 1;
            j += 1;
        } else if get(&table, i + 1, j) >= get(&table, i, j + 1) {
            add(&mut out.a, x.0.clone(), true);
            i += 1;
        } else {
            add(&mut out.b, y.0.clone(), true);
            j += 1;
        }
    }
    for word in a_words.iter().skip(i) {
        add(&mut out.a, word.0.clone(), true);
    }
    for word in b_words.iter().skip(j) {
        add(&mut out.b, word.0.clone(), true);
    }
    out
}

fn add(parts: &mut Vec<DiffPart>, range: Range<usize>, changed: bool) {
    match parts.last_mut() {
        Some(last) if last.changed == changed => last.range.end = range.end,
        _ => parts.push(DiffPart { range, changed }),
    }
}

/// The words of a stretch, in lower case, with where they stand.
fn words(text: &str, range: Range<usize>) -> Vec<(Range<usize>, String)> {
    let mut out: Vec<(Range<usize>, String)> = Vec::new();
    let slice = text.get(range.clone()).unwrap_or_default();
    let mut open = false;
    for (at, letter) in slice.char_indices() {
        let at = range.start + at;
        let inside = letter.is_alphanumeric() || (open && matches!(letter, '\'' | '’' | '-'));
        if !inside {
            open = false;
            continue;
        }
        if !open {
            out.push((at..at, String::new()));
            open = true;
        }
        if let Some((place, word)) = out.last_mut() {
            place.end = at + letter.len_utf8();
            word.extend(letter.to_lowercase().map(|c| if c == '’' { '\'' } else { c }));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(a: &str, b: &str, want_a: &str, want_b: &str) {
        let diff = word_diff(a, 0..a.len(), b, 0..b.len());
        let shown = |text: &str, parts: &[DiffPart]| {
            let mark = |part: &DiffPart| {
                let words = &text[part.range.clone()];
                if part.changed { format!("[{words}]") } else { words.to_owned() }
            };
            parts.iter().map(mark).collect::<Vec<_>>().join(" ")
        };
        assert_eq!((shown(a, &diff.a).as_str(), shown(b, &diff.b).as_str()), (want_a, want_b));
    }

    #[test]
    fn words_that_only_one_version_has_are_told_apart() {
        check(
            "We hold the bridge, and wait.",
            "We hold the old bridge and wait",
            "We hold the bridge, and wait",
            "We hold the [old] bridge and wait",
        );
        check("We’re inside the gate.", "We're before the gate.", "We’re [inside] the gate", "We're [before] the gate");
        check("nothing alike", "", "[nothing alike]", "");
    }
}
