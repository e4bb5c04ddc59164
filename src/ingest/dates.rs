//! Dates as pages and articles write them, taken only when they can be read one way. Layer `ingest`.

use std::ops::Range;
use std::sync::OnceLock;

use regex::{Captures, Regex};

use crate::model::Date;

/// A date found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundDate {
    pub date: Date,
    /// Where it stands in the text looked through, in bytes.
    pub range: Range<usize>,
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Pattern of a month's name, short or long, for use inside other patterns.
pub(super) const MONTH: &str = r"(?:[Jj]an(?:uary)?|JAN(?:UARY)?|[Ff]eb(?:ruary)?|FEB(?:RUARY)?|[Mm]ar(?:ch)?|MAR(?:CH)?|[Aa]pr(?:il)?|APR(?:IL)?|[Mm]ay|MAY|[Jj]une?|JUNE?|[Jj]uly?|JULY?|[Aa]ug(?:ust)?|AUG(?:UST)?|[Ss]ept?(?:ember)?|SEPT?(?:EMBER)?|[Oo]ct(?:ober)?|OCT(?:OBER)?|[Nn]ov(?:ember)?|NOV(?:EMBER)?|[Dd]ec(?:ember)?|DEC(?:EMBER)?)";

type Reading = fn(&Captures<'_>) -> Option<Date>;

/// The ways of writing a date, each with how it is read. A date of numbers alone that could be day and month or month and
/// day is none of them.
fn forms() -> &'static [(Regex, Reading)] {
    static FORMS: OnceLock<Vec<(Regex, Reading)>> = OnceLock::new();
    FORMS.get_or_init(|| {
        let forms: [(String, Reading); 5] = [
            (r"\b(\d{4})-(\d{2})-(\d{2})(?:\b|T)".to_owned(), |c| civil(part(c, 1)?, part(c, 2)?, part(c, 3)?)),
            (r"\b(\d{4})[/.](\d{1,2})[/.](\d{1,2})\b".to_owned(), |c| civil(part(c, 1)?, part(c, 2)?, part(c, 3)?)),
            (format!(r"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -]({MONTH})\.?,?[ -](\d{{4}})\b"), |c| {
                civil(part(c, 3)?, month(c.get(2)?.as_str())?, part(c, 1)?)
            }),
            (format!(r"\b({MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})\b"), |c| {
                civil(part(c, 3)?, month(c.get(1)?.as_str())?, part(c, 2)?)
            }),
            (r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b".to_owned(), |c| {
                let (first, second, year) = (part(c, 1)?, part(c, 2)?, part(c, 3)?);
                match (first > 12, second > 12) {
                    (true, false) => civil(year, second, first),
                    (false, true) => civil(year, first, second),
                    (false, false) if first == second => civil(year, first, second),
                    _ => None,
                }
            }),
        ];
        forms.into_iter().filter_map(|(pattern, read)| Some((Regex::new(&pattern).ok()?, read))).collect()
    })
}

/// A date as a person types it: `2024-12-07`, `7 Dec 2024`, `Dec 7, 2024`. `None` when it is none, or could be two.
pub fn typed(text: &str) -> Option<Date> {
    let text = text.trim();
    first(text).filter(|found| found.range == (0..text.len())).map(|found| found.date)
}

/// The first date in a text; `None` when there is none that can be read one way only.
pub(super) fn first(text: &str) -> Option<FoundDate> {
    let found = forms().iter().filter_map(|(pattern, read)| {
        let captures = pattern.captures(text)?;
        Some(FoundDate { date: read(&captures)?, range: captures.get(0)?.range() })
    });
    found.min_by_key(|found| found.range.start)
}

/// The date in a field that holds nothing else, where eight digits on end are one, too ("20230509T1000").
pub(super) fn stated(field: &str) -> Option<Date> {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = PATTERN.get_or_init(|| Regex::new(r"^(\d{4})(\d{2})(\d{2})(?:$|\D)").ok());
    first(field).map(|found| found.date).or_else(|| {
        let captures = pattern.as_ref()?.captures(field.trim())?;
        civil(part(&captures, 1)?, part(&captures, 2)?, part(&captures, 3)?)
    })
}

/// Whether a text holds a date of numbers that can be read two ways ("07/12/2024").
pub(super) fn is_ambiguous(text: &str) -> bool {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = PATTERN.get_or_init(|| Regex::new(r"\b\d{1,2}[/.]\d{1,2}[/.]\d{4}\b").ok());
    pattern.as_ref().is_some_and(|p| p.is_match(text)) && first(text).is_none()
}

/// The date in a web address ("/2024/12/07/…", "/2024-12-07-…").
pub(super) fn in_url(url: &str) -> Option<Date> {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = PATTERN.get_or_init(|| {
        Regex::new(&format!(r"[/_-](\d{{4}})[/-](\d{{1,2}}|{MONTH})[/-](\d{{1,2}})(?:[/_.?-]|$)")).ok()
    });
    let captures = pattern.as_ref()?.captures(url)?;
    let middle = captures.get(2)?.as_str();
    civil(part(&captures, 1)?, middle.parse().ok().or_else(|| month(middle))?, part(&captures, 3)?)
}

fn part(captures: &Captures<'_>, group: usize) -> Option<u16> {
    captures.get(group)?.as_str().parse().ok()
}

/// The number of a month from its name, short or long.
fn month(name: &str) -> Option<u16> {
    let short = name.get(..3)?.to_ascii_lowercase();
    MONTHS.iter().position(|m| *m == short).and_then(|at| u16::try_from(at + 1).ok())
}

fn civil(year: u16, month: u16, day: u16) -> Option<Date> {
    if !(1900..=2100).contains(&year) {
        return None;
    }
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_when_it_can_be_read_one_way_only() {
        let check = |text: &str, want: Option<&str>| {
            assert_eq!(first(text).map(|f| f.date.to_string()).as_deref(), want, "{text}");
        };
        check("date 2023-05-09 Rain fell", Some("2023-05-09"));
        check("2023-05-09T22:10:00+03:00", Some("2023-05-09"));
        check("Published on 9 May 2023 at 10:00", Some("2023-05-09"));
        check("May 9, 2023", Some("2023-05-09"));
        check("SEPT. 3, 2021", Some("2021-09-03"));
        check("the 1st of March 2020", Some("2020-03-01"));
        check("03-Feb-2019", Some("2019-02-03"));
        check("2019/02/13", Some("2019-02-13"));
        check("13/02/2019", Some("2019-02-13"));
        check("02.13.2019", Some("2019-02-13"));
        check("05/05/2019", Some("2019-05-05"));
        check("07/12/2019", None);
        check("31 February 2020", None);
        check("May 9", None);
        check("12 2023-13-40", None);
        check("maybe 9, 2023 people", None);
        assert_eq!(stated("20230509T100000+0900").map(|d| d.to_string()).as_deref(), Some("2023-05-09"));
        assert_eq!(stated("1683619200"), None);
        assert!(is_ambiguous("on 07/12/2019"));
        assert!(!is_ambiguous("on 17/12/2019"));
    }

    #[test]
    fn an_address_may_hold_the_date() {
        let check =
            |url: &str, want: Option<&str>| assert_eq!(in_url(url).map(|d| d.to_string()).as_deref(), want, "{url}");
        check("https://example.org/world/2023/05/09/flood", Some("2023-05-09"));
        check("https://example.org/2023/may/9/flood", Some("2023-05-09"));
        check("https://example.org/flood-2023-05-09/", Some("2023-05-09"));
        check("https://example.org/2023/05/flood-12345", None);
        check("https://example.org/article/123456789", None);
    }
}
