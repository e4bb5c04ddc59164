//! The months by their English names. Layer `lexicon`.

const NAMES: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The number of the month that a word in small letters names, in full or by its first letters ("sept"): 1 to 12.
pub fn number(lower: &str) -> Option<i8> {
    let short = lower.len() == 3 || lower == "sept";
    let at = NAMES.iter().position(|name| *name == lower || short && name.starts_with(lower))?;
    i8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_known_by_its_name_and_its_first_letters() {
        for (word, want) in [("august", Some(8)), ("aug", Some(8)), ("sept", Some(9)), ("may", Some(5)), ("augu", None)]
        {
            assert_eq!(number(word), want, "{word}");
        }
        assert_eq!(number("ma"), None);
    }
}
