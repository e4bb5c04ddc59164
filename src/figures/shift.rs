//! Days told from another day of the text: "a day later", "the previous day's quake", "Friday's bombings". Layer `figures`.

use jiff::ToSpan as _;

use super::attach::Attached;
use super::calendar::small_number;
use super::context::{Document, Facts};
use super::dates::{TimeKind, TimeRef, times};
use super::token::Sentence;
use crate::lexicon::cues::cues;
use crate::lexicon::words::{Class, Role};
use crate::model::Measure;

impl Document<'_> {
    pub(super) fn word_is(&self, s: &Sentence, at: usize, list: &[&str]) -> bool {
        let token = s.tok(at);
        self.text.get(token.start..token.end).is_some_and(|word| list.iter().any(|one| one.eq_ignore_ascii_case(word)))
    }

    /// "a day later", "the next day", "two days earlier", "the previous day's": the day meant, told from the last day
    /// named before it, if the words stand before byte `limit` or open the sentence.
    pub(super) fn shifted(&self, facts: &Facts<'_>, limit: usize) -> Option<TimeRef> {
        let s = facts.sentence();
        let (at, by) = (0..s.tokens.len()).find_map(|at| Some((at, self.shift_at(s, at)?)))?;
        let start = s.tok(at).start;
        if start > limit {
            return None;
        }
        let own =
            facts.times().iter().rev().find(|time| time.kind == TimeKind::Day && time.range.end <= start).cloned();
        let base = own.or_else(|| {
            let before = self.facts.iter().rev().filter(|other| other.index < facts.index);
            before.filter(|other| self.same_paragraph(other.index, facts.index)).find_map(|other| {
                other.times().iter().rev().find(|time| time.kind == TimeKind::Day && time.end.is_some()).cloned()
            })
        })?;
        let day = base.end?.checked_add(by.days()).ok()?;
        Some(TimeRef { range: start..start, start: Some(day), end: Some(day), kind: TimeKind::Day })
    }

    /// How many days the words at `at` lead on, if they do.
    fn shift_at(&self, s: &Sentence, at: usize) -> Option<i64> {
        if self.word_is(s, at, &["the"]) {
            let day = self.word_is(s, at + 2, &["day", "morning", "night"]);
            if day && self.word_is(s, at + 1, &["next", "following"]) {
                return Some(1);
            }
            if day && self.word_is(s, at + 1, &["previous"]) {
                return Some(-1);
            }
            let same = self.word_is(s, at + 1, &["day"]);
            return match () {
                () if same && self.word_is(s, at + 2, &["after"]) && !s.tok(at + 3).is_word() => Some(1),
                () if same && self.word_is(s, at + 2, &["before"]) && !s.tok(at + 3).is_word() => Some(-1),
                () => None,
            };
        }
        let token = s.tok(at);
        let n = small_number(self.text.get(token.start..token.end)?)?;
        // Taken as one amount of time, "two days", the words are one token.
        let mut next = at + 1;
        if !self.word_is(s, next, &["day", "days"]) {
            return None;
        }
        next += 1;
        match () {
            () if self.word_is(s, next, &["later"]) => Some(n),
            () if self.word_is(s, next, &["earlier"]) => Some(-n),
            () => None,
        }
    }

    /// The day of the event that the paragraph is about, named by it: "Friday's quake", "Sunday's bombings".
    pub(super) fn event_day(&self, index: usize) -> Option<TimeRef> {
        let near =
            (index.saturating_sub(4)..index + 3).filter(|at| self.same_paragraph(*at.min(&index), *at.max(&index)));
        let mut sentences: Vec<usize> = near.collect();
        sentences.sort_by_key(|at| (at.abs_diff(index), *at));
        sentences.into_iter().find_map(|at| {
            let range = self.ranges.get(at).cloned()?;
            let days = times(self.text, range, self.published, self.year);
            days.into_iter().find(|time| {
                let rest = self.text.get(time.range.end..).unwrap_or("");
                let owned = rest.strip_prefix("'s ").or_else(|| rest.strip_prefix("\u{2019}s "));
                time.kind == TimeKind::Day
                    && time.start.is_some()
                    && owned.is_some_and(|rest| {
                        rest.split_whitespace().take(4).any(|word| {
                            let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
                            let class = self.words.word(self.words.id(word.as_bytes()));
                            class.class.has(Class::STRIKE)
                                || class.measure.is_some() && class.role.has(Role::EVENT.and(Role::COUNTED))
                                || [
                                    "disaster",
                                    "eruption",
                                    "crash",
                                    "accident",
                                    "collapse",
                                    "rampage",
                                    "flood",
                                    "floods",
                                    "storm",
                                    "landslide",
                                    "violence",
                                    "clashes",
                                    "unrest",
                                    "protest",
                                    "protests",
                                    "bombing",
                                    "derailment",
                                ]
                                .contains(&word)
                        })
                    })
            })
        })
    }

    /// "89,564 persons are staying in 196 sites", "Kakuma hosts 196,000 refugees", "six are in custody": so many there are.
    pub(super) fn is_stock(&self, s: &Sentence, figure: &Attached) -> bool {
        if !matches!(figure.measure, Measure::Displaced | Measure::Detained) {
            return false;
        }
        let present =
            (figure.np.end..figure.np.end + 4).any(|at| self.word_is(s, at, &["are", "is", "live", "remain"]));
        let host = figure.np.start.checked_sub(1).is_some_and(|at| cues().hosts.has(s.text_of(self.text, at..at + 1)));
        present && figure.trigger >= figure.np.end || host
    }
}
