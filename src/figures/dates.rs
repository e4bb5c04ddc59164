//! Dates and spans of time as a sentence names them, resolved against the day of publication. Layer `figures`.

use std::ops::Range;

use jiff::ToSpan as _;

use super::calendar::{day_number, is_short, month, month_span, names_time, weekday, year_number, year_span};
use super::pieces::{Piece, split};
use crate::model::Date;

/// A time named in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeRef {
    /// Its words, in bytes of the text, with "since", "as of" and the like.
    pub range: Range<usize>,
    /// First day; `None` if open or not to be resolved.
    pub start: Option<Date>,
    /// Last day; `None` if open or not to be resolved.
    pub end: Option<Date>,
    /// How it is meant.
    pub kind: TimeKind,
}

/// How a time is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeKind {
    /// A day, or a part of one.
    Day,
    /// A week, a month, a year or a stretch with two ends.
    Stretch,
    /// From then on.
    Since,
    /// The state on that day.
    AsOf,
}

/// A date expression without its preposition: first day, last day, how many pieces it took.
#[derive(Debug, Clone, Copy)]
pub(super) struct Read {
    pub(super) start: Option<Date>,
    pub(super) end: Option<Date>,
    pub(super) len: usize,
    pub(super) day: bool,
}

/// The times named in `range` of `text`, in order.
///
/// Without a day of publication, `year` is the one that days without a year are taken to lie in.
pub fn times(text: &str, range: Range<usize>, published: Option<Date>, year: Option<i16>) -> Vec<TimeRef> {
    let Some(slice) = text.get(range.clone()) else { return Vec::new() };
    if !names_time(slice.as_bytes()) {
        return Vec::new();
    }
    let pieces = split(slice, range.start);
    let reader = Reader { pieces: &pieces, published, anchor: year };
    let mut out = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        if !reader.may_open(at) {
            at += 1;
            continue;
        }
        match reader.reference(at) {
            Some((time, len)) => {
                out.push(time);
                at += len.max(1);
            }
            None => at += 1,
        }
    }
    out
}

pub(super) struct Reader<'a> {
    pub(super) pieces: &'a [Piece<'a>],
    pub(super) published: Option<Date>,
    pub(super) anchor: Option<i16>,
}

impl Reader<'_> {
    pub(super) fn word(&self, at: usize) -> &str {
        self.pieces.get(at).map_or("", |piece| piece.text)
    }

    pub(super) fn is(&self, at: usize, want: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(want)
    }

    pub(super) fn any(&self, at: usize, wants: &[&str]) -> bool {
        wants.iter().any(|want| self.is(at, want))
    }

    /// Whether a time can begin at piece `at`: a quick look, so that most words cost nothing.
    fn may_open(&self, at: usize) -> bool {
        let word = self.word(at).as_bytes();
        let Some(first) = word.first() else { return false };
        if first.is_ascii_digit() || first.is_ascii_uppercase() {
            return first.is_ascii_digit() || word.len() <= 9;
        }
        match word {
            b"of" | b"in" | b"on" | b"for" | b"by" | b"from" | b"as" | b"over" | b"during" | b"around" | b"through"
            | b"between" | b"throughout" | b"dated" => self.may_follow(at + 1),
            b"a" | b"an" | b"one" | b"two" | b"three" | b"four" | b"five" | b"six" | b"seven" | b"eight" | b"nine"
            | b"ten" | b"eleven" | b"twelve" | b"couple" => {
                matches!(self.word(at + 1).as_bytes().first(), Some(b'd' | b'w' | b'm' | b'y' | b'h'))
            }
            b"the" => matches!(
                self.word(at + 1),
                "last"
                    | "past"
                    | "previous"
                    | "current"
                    | "start"
                    | "beginning"
                    | "night"
                    | "morning"
                    | "evening"
                    | "weekend"
                    | "first"
                    | "second"
                    | "third"
                    | "fourth"
            ),
            b"since" | b"until" | b"till" | b"today" | b"tonight" | b"yesterday" | b"this" | b"current" | b"last"
            | b"past" | b"previous" | b"early" | b"late" | b"start" | b"beginning" => true,
            _ => false,
        }
    }

    /// Whether what follows a preposition may be a time.
    fn may_follow(&self, at: usize) -> bool {
        let word = self.word(at);
        let first = word.as_bytes().first();
        first.is_some_and(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
            || matches!(
                word,
                "the"
                    | "early"
                    | "late"
                    | "mid"
                    | "night"
                    | "this"
                    | "last"
                    | "past"
                    | "previous"
                    | "current"
                    | "today"
                    | "yesterday"
                    | "around"
                    | "about"
                    | "of"
                    | "at"
                    | "start"
                    | "beginning"
                    | "month"
                    | "year"
                    | "evening"
                    | "morning"
            )
    }

    /// A time reference that begins at piece `at`, and how many pieces it takes.
    fn reference(&self, at: usize) -> Option<(TimeRef, usize)> {
        let (skip, kind) = self.opener(at);
        if skip > 0
            && let Some(read) = self.stretch(at + skip).or_else(|| self.date(at + skip))
        {
            let (start, end, kind) = match kind {
                Some(TimeKind::Since) => (read.start, self.until(at + skip + read.len), TimeKind::Since),
                Some(TimeKind::AsOf) => (None, read.end, TimeKind::AsOf),
                _ if read.day => (read.start, read.end, TimeKind::Day),
                _ => (read.start, read.end, TimeKind::Stretch),
            };
            return self.made(at, skip + read.len, start, end, kind);
        }
        let read = self.stretch(at).or_else(|| self.date(at))?;
        // A bare number word or year is a date only with a preposition or inside a longer one.
        if read.len == 1 && self.word(at).bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let kind = if read.day { TimeKind::Day } else { TimeKind::Stretch };
        self.made(at, read.len, read.start, read.end, kind)
    }

    fn made(
        &self,
        at: usize,
        len: usize,
        start: Option<Date>,
        end: Option<Date>,
        kind: TimeKind,
    ) -> Option<(TimeRef, usize)> {
        let first = self.pieces.get(at)?;
        let last = self.pieces.get(at + len - 1)?;
        Some((TimeRef { range: first.start..last.end, start, end, kind }, len))
    }

    /// "until 5 May" after "since …".
    fn until(&self, at: usize) -> Option<Date> {
        if !self.any(at, &["until", "till", "to", "through"]) {
            return None;
        }
        self.date(at + 1)?.end
    }

    /// Prepositions before a date: how many pieces, and what they make of it.
    fn opener(&self, at: usize) -> (usize, Option<TimeKind>) {
        let since = Some(TimeKind::Since);
        let as_of = Some(TimeKind::AsOf);
        if self.any(at, &["as"]) && self.any(at + 1, &["of", "at"]) {
            return (if self.is(at + 2, "the") { 3 } else { 2 }, as_of);
        }
        if self.is(at, "as") && self.is(at + 1, "from") {
            return (2, since);
        }
        if self.is(at, "since") {
            let skip = if self.any(at + 1, &["the", "around", "about", "at", "early", "late", "mid"]) { 2 } else { 1 };
            return (skip, since);
        }
        if self.any(at, &["until", "till", "through", "by"]) {
            return (if self.any(at + 1, &["the", "early", "late"]) { 2 } else { 1 }, as_of);
        }
        if self.any(
            at,
            &["on", "in", "during", "of", "for", "over", "around", "throughout", "dated", "from", "before", "after"],
        ) {
            if self.any(at, &["before", "after"]) {
                return (0, None);
            }
            let mut skip = 1;
            while skip < 4
                && self.any(
                    at + skip,
                    &[
                        "the",
                        "early",
                        "late",
                        "mid",
                        "night",
                        "evening",
                        "morning",
                        "afternoon",
                        "of",
                        "around",
                        "month",
                        "year",
                        "on",
                        "-",
                    ],
                )
            {
                skip += 1;
            }
            return (skip, None);
        }
        (0, None)
    }

    /// Two dates: "between 2011 and 2021", "from January to June 2018", "5-7 May", "April-May 2018".
    fn stretch(&self, at: usize) -> Option<Read> {
        let opened = usize::from(self.any(at, &["between", "from"]));
        let from = at + opened;
        // "Monday to Tuesday", "2011 and 2021", "1 January to 5 May 2020".
        let first = self.date(from).or_else(|| self.bare_day(from))?;
        let joint = from + first.len;
        let joins =
            self.any(joint, &["to", "-", "–", "until", "till", "through"]) || opened == 1 && self.is(joint, "and");
        if !joins {
            return None;
        }
        let mut skip = 1;
        while self.any(joint + skip, &["early", "late", "mid", "the"]) {
            skip += 1;
        }
        let second = self.date(joint + skip)?;
        let (start, end) = (self.first_end(from, &first, &second).or(first.start), second.end);
        let len = opened + first.len + skip + second.len;
        let start = match (start, end) {
            // "December to January 2021" begins the year before.
            (Some(start), Some(end)) if start > end => start.checked_sub(1.year()).ok(),
            (start, _) => start,
        };
        Some(Read { start, end, len, day: first.day && second.day && is_short(start, end) })
    }

    /// The first end of a stretch that borrows month or year from the second: "5-7 May", "April-May 2018".
    fn first_end(&self, from: usize, first: &Read, second: &Read) -> Option<Date> {
        let anchor = second.end?;
        if let Some(month) = month(self.word(from)).filter(|_| first.len == 1) {
            return Date::new(anchor.year(), month, 1).ok();
        }
        if first.len == 1
            && let Some(day) = day_number(self.word(from))
        {
            return Date::new(anchor.year(), anchor.month(), day).ok();
        }
        if first.len == 2 {
            let (day, name) = match (day_number(self.word(from)), month(self.word(from + 1))) {
                (Some(day), Some(name)) => (day, name),
                _ => (day_number(self.word(from + 1))?, month(self.word(from))?),
            };
            return Date::new(anchor.year(), name, day).ok();
        }
        None
    }

    /// A lone day number, only as the first end of a stretch.
    fn bare_day(&self, at: usize) -> Option<Read> {
        day_number(self.word(at))?;
        Some(Read { start: None, end: None, len: 1, day: true })
    }

    /// One date without its preposition.
    fn date(&self, at: usize) -> Option<Read> {
        self.iso(at)
            .or_else(|| self.day_month(at))
            .or_else(|| self.month_day(at))
            .or_else(|| self.numeric(at))
            .or_else(|| self.month_year(at))
            .or_else(|| self.week_day(at))
            .or_else(|| self.relative(at))
            .or_else(|| self.ago(at))
            .or_else(|| self.year(at))
    }

    pub(super) fn day(&self, date: Option<Date>, len: usize) -> Option<Read> {
        Some(Read { start: date, end: date, len, day: true })
    }

    /// 2024-12-07.
    fn iso(&self, at: usize) -> Option<Read> {
        let year: i16 = self.word(at).parse().ok().filter(|_| self.word(at).len() == 4)?;
        if self.word(at + 1) != "-" || self.word(at + 3) != "-" {
            return None;
        }
        let date = Date::new(year, self.word(at + 2).parse().ok()?, self.word(at + 4).parse().ok()?).ok()?;
        self.day(Some(date), 5)
    }

    /// 15 July [2021]; 9th of June, 2021.
    fn day_month(&self, at: usize) -> Option<Read> {
        let day = day_number(self.word(at))?;
        let of = usize::from(self.is(at + 1, "of"));
        let name = month(self.word(at + 1 + of))?;
        let (year, extra) = self.following_year(at + 2 + of);
        self.day(self.resolve(year, name, day), 2 + of + extra)
    }

    /// July 15[, 2021]; Nov. 27.
    fn month_day(&self, at: usize) -> Option<Read> {
        let name = month(self.word(at))?;
        let dot = usize::from(self.word(at + 1) == "." && self.word(at).len() <= 4);
        let day = day_number(self.word(at + 1 + dot))?;
        let (year, extra) = self.following_year(at + 2 + dot);
        self.day(self.resolve(year, name, day), 2 + dot + extra)
    }

    /// 12/05/2021 or 12.05.2021: day first, unless that is no date.
    fn numeric(&self, at: usize) -> Option<Read> {
        let mark = self.word(at + 1);
        if !matches!(mark, "/" | ".") || self.word(at + 3) != mark {
            return None;
        }
        let (first, second): (i8, i8) = (self.word(at).parse().ok()?, self.word(at + 2).parse().ok()?);
        let year: i16 = self.word(at + 4).parse().ok()?;
        let year = if year < 100 { 2000 + year } else { year };
        let date = Date::new(year, second, first).or_else(|_| Date::new(year, first, second)).ok()?;
        self.day(Some(date), 5)
    }

    fn following_year(&self, at: usize) -> (Option<i16>, usize) {
        let comma = usize::from(self.word(at) == ",");
        match year_number(self.word(at + comma)) {
            Some(year) => (Some(year), comma + 1),
            None => (None, 0),
        }
    }

    /// The day, in the year given or the last one that is past on publication.
    fn resolve(&self, year: Option<i16>, month: i8, day: i8) -> Option<Date> {
        if let Some(year) = year {
            return Date::new(year, month, day).ok();
        }
        let Some(published) = self.published else {
            return Date::new(self.anchor?, month, day).ok();
        };
        let date = Date::new(published.year(), month, day).ok()?;
        // A few days ahead is an announcement; more is last year.
        if date > published { Date::new(published.year() - 1, month, day).ok() } else { Some(date) }
    }

    /// November 2019; November; [early] 2018 is left to `year`.
    pub(super) fn month_year(&self, at: usize) -> Option<Read> {
        let name = month(self.word(at))?;
        // "May, 2020", "Nov. 2020".
        let comma = usize::from(self.word(at + 1) == "," || self.word(at + 1) == "." && self.word(at).len() <= 4);
        if let Some(year) = year_number(self.word(at + 1 + comma)) {
            let (first, last) = month_span(year, name)?;
            return Some(Read { start: Some(first), end: Some(last), len: 2 + comma, day: false });
        }
        // "May" may be a verb; as a month it follows a preposition, which the caller has read.
        if self.word(at).len() == 3 && !self.is_after_preposition(at) {
            return None;
        }
        if self.word(at).eq_ignore_ascii_case("march") && !self.is_after_preposition(at) {
            return None;
        }
        let anchored = self.anchor.filter(|_| self.published.is_none()).and_then(|year| month_span(year, name));
        let span = self.published.map_or(anchored, |published| {
            let year = if name > published.month() { published.year() - 1 } else { published.year() };
            month_span(year, name)
        });
        Some(Read { start: span.map(|s| s.0), end: span.map(|s| s.1), len: 1, day: false })
    }

    fn is_after_preposition(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| {
            self.any(
                before,
                &[
                    "in", "since", "of", "by", "until", "from", "to", "during", "early", "late", "mid", "last", "-",
                    "–", "and", "between", "through", "this",
                ],
            )
        })
    }

    fn week_day(&self, at: usize) -> Option<Read> {
        let last = usize::from(self.any(at, &["last", "this", "past", "early", "late"]));
        let name = weekday(self.word(at + last))?;
        // "Friday, 6 December": the date decides.
        let comma = usize::from(self.word(at + last + 1) == ",");
        if let Some(read) = self.day_month(at + last + 1 + comma).or_else(|| self.month_day(at + last + 1 + comma)) {
            return Some(Read { len: read.len + 1 + last + comma, ..read });
        }
        let mut len = last + 1;
        while self.any(at + len, &["night", "morning", "evening", "afternoon"]) {
            len += 1;
        }
        let date = self.published.and_then(|published| {
            let back = (i64::from(published.weekday().to_monday_one_offset()) - i64::from(name)).rem_euclid(7);
            published.checked_sub(back.days()).ok()
        });
        self.day(date, len)
    }

    /// A year of its own.
    pub(super) fn year(&self, at: usize) -> Option<Read> {
        let (first, last) = year_span(year_number(self.word(at))?)?;
        // "2,011 people", "2011." at the end of a sum: a year has no mark and digits after it.
        if matches!(self.word(at + 1), "," | ".")
            && self.word(at + 2).len() == 3
            && self.word(at + 2).bytes().all(|b| b.is_ascii_digit())
        {
            return None;
        }
        Some(Read { start: Some(first), end: Some(last), len: 1, day: false })
    }
}

/// The date in front of a text that has one: " date 2024-12-07 …".
pub fn header_date(text: &str) -> Option<Date> {
    let head = text.trim_start().strip_prefix("date ")?;
    head.get(..10)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: &[(&str, &str, &str)]) {
        let published = Some(Date::constant(2021, 9, 22)); // A Wednesday.
        let found = times(text, 0..text.len(), published, None);
        let found: Vec<(String, String, String)> = found
            .into_iter()
            .map(|time| {
                let show = |date: Option<Date>| date.map_or("-".to_owned(), |date| date.to_string());
                (text[time.range].to_owned(), show(time.start), show(time.end))
            })
            .collect();
        let want: Vec<(String, String, String)> =
            want.iter().map(|(a, b, c)| ((*a).to_owned(), (*b).to_owned(), (*c).to_owned())).collect();
        assert_eq!(found, want, "{text}");
    }

    #[test]
    fn days_are_resolved_to_the_last_one_past() {
        check(
            "hit on 5 June and on Friday",
            &[("on 5 June", "2021-06-05", "2021-06-05"), ("on Friday", "2021-09-17", "2021-09-17")],
        );
        check("Killed yesterday", &[("yesterday", "2021-09-21", "2021-09-21")]);
        check(
            "on the night of Monday to Tuesday",
            &[("on the night of Monday to Tuesday", "2021-09-20", "2021-09-21")],
        );
        check("on December 3", &[("on December 3", "2020-12-03", "2020-12-03")]);
        check("the attack of Nov. 27 began", &[("of Nov. 27", "2020-11-27", "2020-11-27")]);
    }

    #[test]
    fn stretches_have_two_ends() {
        check("between 2011 and 2021", &[("between 2011 and 2021", "2011-01-01", "2021-12-31")]);
        check("from January to June 2018", &[("from January to June 2018", "2018-01-01", "2018-06-30")]);
        check("the period of April-May 2018", &[("of April-May 2018", "2018-04-01", "2018-05-31")]);
        check("1 to 21 September 2021", &[("1 to 21 September 2021", "2021-09-01", "2021-09-21")]);
        check("this year", &[("this year", "2021-01-01", "2021-09-22")]);
        check("in 2014", &[("in 2014", "2014-01-01", "2014-12-31")]);
        check("last week", &[("last week", "2021-09-13", "2021-09-19")]);
    }

    #[test]
    fn open_ends_stay_open() {
        check("since 27 November 2020", &[("since 27 November 2020", "2020-11-27", "-")]);
        check("As of 21 September,", &[("As of 21 September", "-", "2021-09-21")]);
        check("they may march on in 12 of them", &[]);
    }
}
