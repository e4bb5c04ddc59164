//! Times told from the day of publication: yesterday, last week, three days ago. Layer `figures`.

use jiff::ToSpan as _;

use super::calendar::{monday, month, month_span, small_number, year_span};
use super::dates::{Read, Reader};
use crate::model::Date;

impl Reader<'_> {
    /// yesterday, this year, last week, the past three months.
    pub(super) fn relative(&self, at: usize) -> Option<Read> {
        let today = self.published;
        if self.any(at, &["today", "tonight"]) {
            return self.day(today, 1);
        }
        if self.is(at, "yesterday") {
            let len = if self.any(at + 1, &["morning", "afternoon", "evening", "night"]) { 2 } else { 1 };
            return self.day(today.and_then(|d| d.checked_sub(1.day()).ok()), len);
        }
        if self.is(at, "overnight") {
            return None;
        }
        let the = usize::from(self.is(at, "the"));
        let at = at + the;
        // "the start of the year", "the beginning of 2022".
        if self.any(at, &["start", "beginning"]) && self.is(at + 1, "of") {
            let skip = if self.any(at + 2, &["the", "this"]) { 3 } else { 2 };
            let first = match self.word(at + skip).to_ascii_lowercase().as_str() {
                "year" => today.and_then(|d| Date::new(d.year(), 1, 1).ok()),
                "month" => today.map(|d| d.first_of_month()),
                "week" => today.and_then(monday),
                _ => {
                    let read = self.month_year(at + skip).or_else(|| self.year(at + skip))?;
                    return Some(Read { len: read.len + skip + the, ..read });
                }
            };
            return Some(Read { start: first, end: first, len: the + skip + 1, day: false });
        }
        if self.any(at, &["this", "current"]) {
            let (start, end) = match self.word(at + 1).to_ascii_lowercase().as_str() {
                "year" => (today.and_then(|d| Date::new(d.year(), 1, 1).ok()), today),
                "month" => (today.map(|d| d.first_of_month()), today),
                "week" => (today.and_then(monday), today),
                "morning" | "afternoon" | "evening" => return self.day(today, the + 2),
                _ => return None,
            };
            return Some(Read { start, end, len: the + 2, day: false });
        }
        if !self.any(at, &["last", "past", "previous"]) {
            return None;
        }
        let span = match self.word(at + 1).to_ascii_lowercase().as_str() {
            "night" => return self.day(today.and_then(|d| d.checked_sub(1.day()).ok()), the + 2),
            "week" => today.and_then(|d| {
                let first = monday(d)?.checked_sub(7.days()).ok()?;
                Some((first, first.checked_add(6.days()).ok()?))
            }),
            "month" => today.and_then(|d| {
                let last = d.first_of_month().checked_sub(1.day()).ok()?;
                Some((last.first_of_month(), last))
            }),
            "year" => today.and_then(|d| year_span(d.year() - 1)),
            other => {
                if let Some(name) = month(self.word(at + 1)) {
                    let span =
                        today.and_then(|d| month_span(if name >= d.month() { d.year() - 1 } else { d.year() }, name));
                    return Some(Read { start: span.map(|s| s.0), end: span.map(|s| s.1), len: the + 2, day: false });
                }
                let n = small_number(other)?;
                let span = self.back(n, at + 2)?;
                return Some(Read { start: span, end: today, len: the + 3, day: false });
            }
        };
        Some(Read { start: span.map(|s| s.0), end: span.map(|s| s.1), len: the + 2, day: false })
    }

    /// So many units before publication; the outer option says whether a unit stands at `at`.
    fn back(&self, n: i64, at: usize) -> Option<Option<Date>> {
        let unit = self.word(at).to_ascii_lowercase();
        let span = match unit.as_str() {
            "day" | "days" => n.days(),
            "hours" | "hour" => (n / 24).max(1).days(),
            "week" | "weeks" => (n * 7).days(),
            "month" | "months" => n.months(),
            "year" | "years" => n.years(),
            "decade" | "decades" => (n * 10).years(),
            _ => return None,
        };
        Some(self.published.and_then(|published| published.checked_sub(span).ok()))
    }

    /// three days ago; two weeks ago.
    pub(super) fn ago(&self, at: usize) -> Option<Read> {
        let n = small_number(self.word(at))?;
        let date = self.back(n, at + 1)?;
        if !self.any(at + 2, &["ago", "earlier"]) {
            return None;
        }
        let fine = self.word(at + 1).starts_with("day");
        let date = date.filter(|_| fine);
        Some(Read { start: date, end: date, len: 3, day: true })
    }
}
