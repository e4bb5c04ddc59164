//! Words looked for in one text as people type them: case, accents, kinds of quotation mark, dash and space do not
//! count. Layer `text`. The text is folded once; every place found is exact bytes of the text itself.

use std::ops::Range;

/// A text made comparable.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    text: String,
    /// Where the two part: from this byte of the folded text on, bytes of the original are so many further on. Ascending.
    shifts: Vec<(u32, i64)>,
    /// Length of the original in bytes.
    len: usize,
}

impl Folded {
    /// Folds `text`.
    pub fn new(text: &str) -> Self {
        let mut out = Self { text: String::with_capacity(text.len()), shifts: vec![(0, 0)], len: text.len() };
        let mut shift = 0_i64;
        for (at, letter) in text.char_indices() {
            if letter.is_ascii() {
                out.text.push(letter.to_ascii_lowercase());
                continue;
            }
            push_folded(letter, &mut out.text);
            let now = (at + letter.len_utf8()) as i64 - out.text.len() as i64;
            if now != shift {
                shift = now;
                out.shifts.push((u32::try_from(out.text.len()).unwrap_or(u32::MAX), shift));
            }
        }
        out
    }

    /// Where `words` stand: UTF-8 bytes of the original, in order, not overlapping. Of blank words, nowhere.
    pub fn find(&self, words: &str) -> Vec<Range<usize>> {
        let needle = Self::new(words.trim()).text;
        if needle.is_empty() {
            return Vec::new();
        }
        let mut out = Vec::new();
        for start in memchr::memmem::find_iter(self.text.as_bytes(), needle.as_bytes()) {
            // A mark that stands over the last letter belongs to it; one that folds away at the start does not.
            let (from, to) = (self.original(start), self.original(start + needle.len()));
            if from < to {
                out.push(from..to);
            }
        }
        out
    }

    /// The byte of the original that byte `at` of the folded text stands for. Of several (something folded away there),
    /// the last.
    fn original(&self, at: usize) -> usize {
        let folded = u32::try_from(at).unwrap_or(u32::MAX);
        let index = self.shifts.partition_point(|(from, _)| *from <= folded);
        let shift = index.checked_sub(1).and_then(|index| self.shifts.get(index)).map_or(0, |(_, shift)| *shift);
        usize::try_from(at as i64 + shift).unwrap_or(0).min(self.len)
    }
}

/// What a letter is compared as, never more than one letter, so that no place falls inside one: nothing for marks that stand over letters, and for signs that cannot be seen.
fn push_folded(letter: char, out: &mut String) {
    match letter {
        '\u{300}'..='\u{36f}'
        | '\u{591}'..='\u{5bd}'
        | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}'
        | '\u{640}'
        | '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2060}'
        | '\u{feff}' => {}
        '‘' | '’' | 'ʼ' | 'ʻ' | '′' | 'ʿ' | 'ʾ' => out.push('\''),
        '“' | '”' | '„' | '«' | '»' | '″' => out.push('"'),
        '‐'..='―' | '−' => out.push('-'),
        'أ' | 'إ' | 'آ' | 'ٱ' => out.push('ا'),
        'ى' => out.push('ي'),
        'ة' => out.push('ه'),
        letter if letter.is_whitespace() => out.push(' '),
        letter => match plain(letter) {
            Some(base) => out.push_str(base),
            None => out.extend(letter.to_lowercase().filter(|c| !matches!(c, '\u{307}'))),
        },
    }
}

/// The letter without its accent, in lower case, of those that names in the news are written with.
const fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'À'..='Å' | 'à'..='å' | 'Ā'..='ą' | 'Ǎ' | 'ǎ' | 'Ạ'..='ặ' => "a",
        'Ç' | 'ç' | 'Ć'..='č' => "c",
        'Ď'..='đ' | 'Ḍ' | 'ḍ' => "d",
        'È'..='Ë' | 'è'..='ë' | 'Ē'..='ě' | 'Ẹ'..='ệ' => "e",
        'Ĝ'..='ģ' | 'Ǧ' | 'ǧ' => "g",
        'Ĥ'..='ħ' | 'Ḥ' | 'ḥ' => "h",
        'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ'..='ı' | 'Ỉ'..='ị' => "i",
        'Ĺ'..='ł' => "l",
        'Ñ' | 'ñ' | 'Ń'..='ň' => "n",
        'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' | 'Ō'..='ő' | 'Ọ'..='ợ' => "o",
        'Ŕ'..='ř' => "r",
        'Ś'..='š' | 'Ș' | 'ș' | 'Ṣ' | 'ṣ' => "s",
        'Ţ'..='ŧ' | 'Ț' | 'ț' | 'Ṭ' | 'ṭ' => "t",
        'Ù'..='Ü' | 'ù'..='ü' | 'Ũ'..='ų' | 'Ụ'..='ự' => "u",
        'Ý' | 'ý' | 'ÿ' | 'Ŷ'..='Ÿ' => "y",
        'Ź'..='ž' | 'Ẓ' | 'ẓ' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, words: &str, want: &[&str]) {
        let found: Vec<&str> = Folded::new(text).find(words).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, want, "{words:?} in {text:?}");
    }

    #[test]
    fn case_accents_and_kinds_of_quotation_mark_do_not_count() {
        check("The Café’s owner; the CAFE'S cat", "café's", &["Café’s", "CAFE'S"]);
        check("Dar‘a and Dar'a", "dar’a", &["Dar‘a", "Dar'a"]);
        check("e\u{301}tat, état", "etat", &["e\u{301}tat", "état"]);
        check("1–2 and 1-2", "1-2", &["1–2", "1-2"]);
        check("قُتل أحد، قتل احد", "قتل احد", &["قُتل أحد", "قتل احد"]);
        check("İzmir, izmir", "izmir", &["İzmir", "izmir"]);
    }

    #[test]
    fn nothing_is_found_for_nothing() {
        check("words", "  ", &[]);
        check("", "words", &[]);
        check("words", "sword", &[]);
    }

    proptest! {
        /// What stands in a text is found there, at bytes that can be cut.
        #[test]
        fn words_of_a_text_are_found_where_they_stand(
            text in "([a-zA-Z]{1,6}|é|e\u{301}|ß|[أ-ي]{1,5}|[А-я]{1,5}|👩‍🌾|’|–| ){1,30}",
            from in 0usize..60, len in 1usize..20,
        ) {
            let folded = Folded::new(&text);
            let letters: Vec<(usize, char)> = text.char_indices().collect();
            let end = letters.get(from + len).map_or(text.len(), |(at, _)| *at);
            let Some((start, _)) = letters.get(from) else { return Ok(()) };
            for found in folded.find(&text[*start..end]) {
                prop_assert!(text.get(found).is_some());
            }
            let words = text[*start..end].trim();
            if words.chars().next().is_some_and(char::is_alphanumeric) {
                prop_assert!(!folded.find(words).is_empty(), "{words:?}");
            }
        }
    }
}
