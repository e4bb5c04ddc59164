//! Folding of words to keys: case, accents, Arabic letter forms and vowel signs are ignored. Layer `figures`.

/// A folded word: its bytes packed, or mixed if they are more than sixteen.
pub(crate) type Key = u128;

/// The key of `word`; `None` if it has a character that is no letter.
pub(super) fn key(word: &str) -> Option<Key> {
    let bytes = word.as_bytes();
    if bytes.is_empty() {
        return None;
    }
    if let Some(key) = short_key(bytes) {
        return bytes.iter().all(u8::is_ascii_alphabetic).then_some(key);
    }
    let mut acc: u128 = 0;
    let mut n = 0u32;
    let mut buffer = [0u8; 4];
    for c in word.chars() {
        let Some(c) = fold_char(c)? else { continue };
        for byte in c.encode_utf8(&mut buffer).bytes() {
            push(&mut acc, &mut n, byte);
        }
    }
    Some(acc)
}

/// The key of a word that is known to be letters only; 0, which no word has, if it is empty.
#[inline]
pub(crate) fn key_of_letters(word: &str) -> Key {
    short_key(word.as_bytes()).or_else(|| key(word)).unwrap_or(0)
}

/// The key of at most sixteen ASCII bytes, which must be letters.
#[inline]
fn short_key(bytes: &[u8]) -> Option<Key> {
    let mut packed = [0u8; 16];
    packed.get_mut(..bytes.len())?.copy_from_slice(bytes);
    let raw = u128::from_le_bytes(packed);
    let high = 0x8080_8080_8080_8080_8080_8080_8080_8080u128;
    if raw & high != 0 || bytes.is_empty() {
        return None;
    }
    // All letters get the bit that makes them small.
    let cases = 0x2020_2020_2020_2020_2020_2020_2020_2020u128 >> (8 * (16 - bytes.len()));
    Some(raw | cases)
}

fn push(acc: &mut u128, n: &mut u32, byte: u8) {
    if *n < 16 {
        *acc |= u128::from(byte) << (8 * *n);
    } else {
        *acc = acc.rotate_left(7) ^ u128::from(byte).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
    }
    *n += 1;
}

/// The folded letter; `Some(None)` for a mark to skip, `None` for something that is no letter.
fn fold_char(c: char) -> Option<Option<char>> {
    let folded = match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'À' | 'Á' | 'Â' | 'Ã' | 'Ä' | 'Å' => 'a',
        'è' | 'é' | 'ê' | 'ë' | 'È' | 'É' | 'Ê' | 'Ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' | 'Ì' | 'Í' | 'Î' | 'Ï' => 'i',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' | 'Ù' | 'Ú' | 'Û' | 'Ü' => 'u',
        'ç' | 'Ç' => 'c',
        'ñ' | 'Ñ' => 'n',
        'آ' | 'أ' | 'إ' | 'ٱ' => return Some(Some('ا')),
        'ى' => return Some(Some('ي')),
        'ؤ' => return Some(Some('و')),
        'ة' => return Some(Some('ه')),
        // Combining accents, Arabic vowel signs and the stretching stroke.
        '\u{640}' | '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}' => return Some(None),
        // Letters that fold to themselves, so that nothing slower is asked.
        '\u{621}'..='\u{64a}' => return Some(Some(c)),
        _ => c,
    };
    if folded.is_ascii_lowercase() {
        return Some(Some(folded));
    }
    if !folded.is_alphabetic() {
        return None;
    }
    if folded.is_ascii() {
        return Some(Some(folded.to_ascii_lowercase()));
    }
    Some(folded.to_lowercase().next().or(Some(folded)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_vowel_signs_do_not_count() {
        for (a, b) in
            [("Twenty", "twenty"), ("ZÉRO", "zero"), ("أَلْف", "الف"), ("approximativement", "Approximativement")]
        {
            assert_eq!(key(a), key(b), "{a} {b}");
        }
        assert_ne!(key("approximativement"), key("approximativemend"));
        assert_eq!(key("a.m"), None);
    }
}
