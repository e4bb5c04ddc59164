//! Names and numbers of days, months and years. Layer `figures`.

use jiff::ToSpan as _;

use crate::lexicon::months;
use crate::model::Date;

/// First and last day of a month.
pub(super) fn month_span(year: i16, month: i8) -> Option<(Date, Date)> {
    let first = Date::new(year, month, 1).ok()?;
    Some((first, first.last_of_month()))
}

/// First and last day of a year.
pub(super) fn year_span(year: i16) -> Option<(Date, Date)> {
    Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?))
}

/// The month a word names.
pub(super) fn month(word: &str) -> Option<i8> {
    word.starts_with(|c: char| c.is_ascii_uppercase()).then(|| months::number(&word.to_ascii_lowercase())).flatten()
}

/// The day of the week a word names, Monday being 1.
pub(super) fn weekday(word: &str) -> Option<i8> {
    const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    if !word.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    let at = NAMES.iter().position(|name| *name == lower)?;
    i8::try_from(at + 1).ok()
}

/// A small number in words or digits.
pub(super) fn small_number(word: &str) -> Option<i64> {
    const WORDS: [&str; 13] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let lower = word.to_ascii_lowercase();
    if let Some(at) = WORDS.iter().position(|name| *name == lower) {
        return i64::try_from(at).ok();
    }
    match lower.as_str() {
        "a" | "an" => Some(1),
        "couple" => Some(2),
        "few" | "several" => None,
        _ => lower.parse().ok().filter(|n| *n <= 1000),
    }
}

/// The Monday of the week.
pub(super) fn monday(date: Date) -> Option<Date> {
    date.checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days()).ok()
}

/// The year in four digits.
pub(super) fn year_number(word: &str) -> Option<i16> {
    if word.len() != 4 || !word.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    word.parse().ok().filter(|year| (1900..=2099).contains(year))
}

/// The day of the month in "15", "9th".
pub(super) fn day_number(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = word.get(digits.len()..)?;
    if digits.is_empty() || digits.len() > 2 || !(suffix.is_empty() || ["st", "nd", "rd", "th"].contains(&suffix)) {
        return None;
    }
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

/// Whether the two days are less than a week apart.
pub(super) fn is_short(start: Option<Date>, end: Option<Date>) -> bool {
    match (start, end) {
        (Some(start), Some(end)) => end.since(start).is_ok_and(|span| span.get_days() < 7),
        _ => true,
    }
}

/// Whether any word begins like a month, a weekday, a year or day in digits, or a word such as "yesterday": a quick
/// look, so that most sentences cost little.
pub(super) fn names_time(bytes: &[u8]) -> bool {
    let mut inside = false;
    for (at, byte) in bytes.iter().enumerate() {
        let letter = byte.is_ascii_alphanumeric();
        if letter && !inside {
            let head = bytes.get(at..at + 3).unwrap_or_default();
            let opens = matches!(
                head,
                [b'0'..=b'9', ..]
                    | b"Jan"
                    | b"Feb"
                    | b"Mar"
                    | b"Apr"
                    | b"May"
                    | b"Jun"
                    | b"Jul"
                    | b"Aug"
                    | b"Sep"
                    | b"Oct"
                    | b"Nov"
                    | b"Dec"
                    | b"JAN"
                    | b"FEB"
                    | b"MAR"
                    | b"APR"
                    | b"MAY"
                    | b"JUN"
                    | b"JUL"
                    | b"AUG"
                    | b"SEP"
                    | b"OCT"
                    | b"NOV"
                    | b"DEC"
                    | b"Mon"
                    | b"Tue"
                    | b"Wed"
                    | b"Thu"
                    | b"Fri"
                    | b"Sat"
                    | b"Sun"
                    | b"tod"
                    | b"Tod"
                    | b"ton"
                    | b"Ton"
                    | b"yes"
                    | b"Yes"
                    | b"thi"
                    | b"Thi"
                    | b"las"
                    | b"Las"
                    | b"pas"
                    | b"Pas"
                    | b"pre"
                    | b"cur"
                    | b"ago"
                    | b"sta"
                    | b"beg"
            );
            if opens {
                return true;
            }
        }
        inside = letter;
    }
    false
}
