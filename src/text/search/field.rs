//! The fields of a query: what may stand before a colon or a comparison, and what its value means. Layer `text`.

use std::ops::Range;

use crate::model::{Date, Measure, ReadState};

use super::fold;
use super::query::{Compare, Facet, Has, QueryError};

/// The names that may stand before a colon; measures as well.
pub const FIELDS: [&str; 9] = ["outlet", "wire", "set", "title", "date", "lang", "tag", "status", "has"];

pub(super) fn measure(name: &str) -> Option<Measure> {
    let lower = name.to_lowercase();
    Measure::from_name(match lower.as_str() {
        "dead" | "deaths" => "killed",
        "wounded" => "injured",
        "other" => lower.as_str(),
        lower => lower,
    })
}

/// What a field asks for.
pub(super) fn facet(query: &str, name: &str, sign: &str, value: &str, at: Range<usize>) -> Result<Facet, QueryError> {
    let wrong = |what: String| QueryError::new(query, what, at.clone());
    if let Some(measure) = measure(name) {
        let compare = match sign {
            ">" => Compare::Above,
            ">=" | "≥" => Compare::AtLeast,
            "<" => Compare::Below,
            "<=" | "≤" => Compare::AtMost,
            "=" | ":" => Compare::Equal,
            _ => return Err(wrong(format!("“{sign}” is no comparison; write {name}>100 or {name}<=20"))),
        };
        let number = value.replace([',', '.', '_'], "").parse();
        let number = number.map_err(|_| wrong(format!("“{value}” is no number; write {name}>100")))?;
        return Ok(Facet::Count(measure, compare, number));
    }
    if value.is_empty() {
        return Err(wrong(format!("something must follow “{name}{sign}”")));
    }
    let words = || fold::folded(value);
    let is_unknown = matches!(value.to_lowercase().as_str(), "unknown" | "none");
    let name_of = |words: String| if is_unknown { String::new() } else { words };
    Ok(match name {
        "outlet" => Facet::Outlet(name_of(words())),
        "wire" => Facet::Wire(name_of(words())),
        "set" => Facet::Set(words()),
        "title" => Facet::Title(words()),
        "lang" => Facet::Language(value.to_lowercase()),
        "tag" => Facet::Tag(words()),
        "date" if is_unknown => Facet::NoDate,
        "date" => {
            let (first, last) = days(sign, value).ok_or_else(|| {
                wrong(format!("“{value}” is no date; write 2024-12-07, 2024-12, or 2024-12-01..2024-12-07"))
            })?;
            Facet::Date(first, last)
        }
        "status" => match value.to_lowercase().as_str() {
            "unread" => Facet::Read(ReadState::Unread),
            "reading" => Facet::Read(ReadState::Reading),
            "done" | "read" => Facet::Read(ReadState::Done),
            "reviewed" => Facet::Reviewed(true),
            "unreviewed" => Facet::Reviewed(false),
            _ => {
                return Err(wrong(format!(
                    "“{value}” is no status; there are unread, reading, done, reviewed, unreviewed"
                )));
            }
        },
        _ => Facet::Has(match value.to_lowercase().as_str() {
            "figure" | "figures" => Has::Figure,
            "suggested" => Has::Suggested,
            "confirmed" => Has::Confirmed,
            "excerpt" | "excerpts" | "tag" | "tags" => Has::Excerpt,
            "memo" | "memos" => Has::Memo,
            "link" | "links" => Has::Link,
            _ => {
                return Err(wrong(format!(
                    "“{value}” is not known; there are figure, suggested, confirmed, excerpt, memo, link"
                )));
            }
        }),
    })
}

/// The first and the last day of "2024-12-07", "2024-12", "2024", "A..B", or what stands before or after one.
fn days(sign: &str, value: &str) -> Option<(Option<Date>, Option<Date>)> {
    if let Some((first, last)) = value.split_once("..") {
        let end = |text: &str, last: bool| match text {
            "" => Some(None),
            text => span(text).map(|(a, b)| Some(if last { b } else { a })),
        };
        return Some((end(first, false)?, end(last, true)?)).filter(|ends| *ends != (None, None));
    }
    let (first, last) = span(value)?;
    Some(match sign {
        ":>" | ">" => (last.tomorrow().ok(), None),
        ":>=" | ">=" | "≥" => (Some(first), None),
        ":<" | "<" => (None, first.yesterday().ok()),
        ":<=" | "<=" | "≤" => (None, Some(last)),
        _ => (Some(first), Some(last)),
    })
}

/// The days of a day, a month or a year.
fn span(text: &str) -> Option<(Date, Date)> {
    let number = |part: &str| part.parse::<i16>().ok();
    let parts: Vec<&str> = text.split('-').collect();
    match parts.as_slice() {
        [year] if year.len() == 4 => {
            let year = number(year)?;
            Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?))
        }
        [year, month] if year.len() == 4 => {
            let first = Date::new(number(year)?, month.parse().ok()?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        [year, month, day] if year.len() == 4 => {
            let date = Date::new(number(year)?, month.parse().ok()?, day.parse().ok()?).ok()?;
            Some((date, date))
        }
        _ => None,
    }
}
