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
        // "over the weekend", "this weekend": the last Saturday and Sunday.
        let which = usize::from(self.any(at, &["this", "last", "past"]));
        if self.is(at + which, "weekend") && (the + which > 0 || self.any(at.saturating_sub(1), &["at", "over", "the"]))
        {
            let end = today.and_then(|day| {
                let back = i64::from(day.weekday().to_monday_one_offset()) % 7;
                day.checked_sub(back.days()).ok()
            });
            let start = end.and_then(|day| day.checked_sub(1.day()).ok());
            return Some(Read { start, end, len: the + which + 1, day: true });
        }
        if let Some(read) = self.first_part(at) {
            return Some(Read { len: read.len + the, ..read });
        }
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

    /// "first half of 2018", "third quarter of the year", "first sixteen days of May", "second week of March 2020".
    fn first_part(&self, at: usize) -> Option<Read> {
        const ORDER: [&str; 4] = ["first", "second", "third", "fourth"];
        let last = self.is(at, "last");
        let nth = ORDER.iter().position(|word| self.is(at, word));
        if !last && nth.is_none() {
            return None;
        }
        let counted = usize::from(small_number(self.word(at + 1)).is_some() || self.word(at + 1) == "sixteen");
        let unit = self.word(at + 1 + counted).to_ascii_lowercase();
        let of = at + 2 + counted;
        if !self.is(of, "of") {
            return None;
        }
        let skip = usize::from(self.any(of + 1, &["the", "this"]));
        let whole = if self.is(of + 1 + skip, "year") && skip > 0 {
            let span = self.published.and_then(|day| year_span(day.year()));
            Read { start: span.map(|s| s.0), end: span.map(|s| s.1), len: 1, day: false }
        } else {
            self.month_year(of + 1 + skip).or_else(|| self.year(of + 1 + skip))?
        };
        let len = 2 + counted + 1 + skip + whole.len;
        let (start, end) = (whole.start?, whole.end?);
        let n = i64::try_from(nth.unwrap_or(0)).ok()?;
        let many = small_number(self.word(at + 1)).unwrap_or(if counted > 0 { 16 } else { 1 });
        let yearly = end.since(start).is_ok_and(|span| span.get_days() > 40);
        let months = |from: i64, len: i64| -> Option<(Date, Date)> {
            let first = start.checked_add(from.months()).ok()?;
            Some((first, first.checked_add(len.months()).ok()?.checked_sub(1.day()).ok()?))
        };
        let days = |from: i64, len: i64| -> Option<(Date, Date)> {
            let first = start.checked_add(from.days()).ok()?;
            Some((first, first.checked_add((len - 1).days()).ok()?))
        };
        let span = match (unit.as_str(), last) {
            ("half", false) if yearly => months(n * 6, 6),
            ("half", false) => days(n * 15, 15),
            ("quarter", false) if yearly => months(n * 3, 3),
            ("quarter", true) if yearly => months(9, 3),
            ("month" | "months", false) if yearly && n == 0 => months(0, many),
            ("month" | "months", true) if yearly => months(12 - many, many),
            ("week" | "weeks", false) => days(n * 7, many * 7),
            ("day" | "days", false) if n == 0 => days(0, many),
            _ => None,
        }?;
        Some(Read { start: Some(span.0), end: Some(span.1), len, day: false })
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
