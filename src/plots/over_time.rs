//! Figures over time: each origin's steps at the dates it reported for. Layer `plots`.
//!
//! A line is drawn only where it means something: within one tally, for a running total or a stock, between figures of
//! one origin with one definition that are neither superseded nor denied. Everything else stands as marks alone.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::{Accounting, Date, Measure, Subject};

use super::ChartOptions;
use super::axis::{Axis, day_number};
use super::chart::{Mark, MarkShape, Panel, Series, Step};
use super::gather::{Entry, Group};
use super::rows::{adopted, count_axis, mark};
use super::voices::{OriginKey, counted};

/// The panel of a group, counts upwards and days to the right.
pub(super) fn panel(group: &Group<'_>, options: &ChartOptions) -> Panel {
    on_axis(group, count_axis(group, options))
}

/// The same on a count axis that is given.
pub(super) fn on_axis(group: &Group<'_>, y: Axis) -> Panel {
    let mut dated: Vec<(Date, &Entry<'_>)> =
        group.entries.iter().filter_map(|entry| Some((entry.day?, entry))).collect();
    dated.sort_by_key(|(day, entry)| (*day, entry.published, entry.values.at, entry.figure.id));
    let days: Vec<Date> = dated.iter().map(|(day, _)| *day).collect();
    // What has no date stands in a place of its own, where no line reaches it.
    let undated = || group.entries.iter().filter(|entry| entry.day.is_none());
    let x = Axis::days(&days, undated().next().is_some());
    let placed = |entry: &Entry<'_>, day: f64| Mark { day, ..mark(entry, &y, 0) };
    let mut marks: Vec<Mark> = dated.iter().map(|(day, entry)| placed(entry, x.at(day_number(*day)))).collect();
    marks.extend(undated().map(|entry| placed(entry, x.undated.unwrap_or(1.0))));
    let crowded = marks.len() > CROWDED_ABOVE;
    spread(&mut marks);
    let (series, more) = series(group, &dated, &x, &y);
    let mut notes = group.notes.clone();
    if more > 0 {
        let origins = counted(more, "origin", "origins");
        notes.insert(0, format!("lines for the {LINES} that report most often; {origins} more as marks alone"));
    }
    Panel { series, adopted: adopted(group, &y), y: Some(y), crowded, marks, notes, ..Panel::of(group, x) }
}

/// Puts marks of one day that would hide each other side by side, with their day in the middle.
fn spread(marks: &mut [Mark]) {
    for day in marks.chunk_by_mut(|a, b| a.day == b.day) {
        let mut tops = [f64::NEG_INFINITY; LANES];
        // Sorted by value within the day, so that each lane is free above its last mark.
        day.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.evidence.cmp(&b.evidence)));
        for mark in day.iter_mut() {
            let free = tops.iter().position(|top| mark.at - top > CLEAR);
            let lowest = tops.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(lane, _)| lane);
            let lane = free.unwrap_or(lowest);
            if let Some(top) = tops.get_mut(lane) {
                *top = mark.at;
            }
            mark.aside = lane as f32;
        }
        let widest = day.iter().map(|mark| mark.aside).fold(0.0, f32::max);
        for mark in day {
            mark.aside -= widest / 2.0;
        }
    }
}

/// Above so many figures, a panel's marks are small.
const CROWDED_ABOVE: usize = 80;
/// How many origins of one panel have a line.
const LINES: usize = 7;
/// How many marks of one day stand side by side.
const LANES: usize = 5;
/// How far two marks of one day must lie apart on the count axis to stand above each other.
const CLEAR: f64 = 0.075;

/// What one line may join: an origin and a definition.
type Definition<'k> = (&'k OriginKey, Measure, Subject, Option<Accounting>);

/// The lines of those that report most often, and how many more there would be.
fn series(group: &Group<'_>, dated: &[(Date, &Entry<'_>)], x: &Axis, y: &Axis) -> (Vec<Series>, usize) {
    let Some(tally) = group.tally.filter(|tally| tally.accounting != Accounting::Incident) else {
        return (Vec::new(), 0);
    };
    let mut lines: BTreeMap<Definition<'_>, Series> = BTreeMap::new();
    for (day, entry) in dated {
        let joins = entry.origin_key != OriginKey::Unattributed && entry.fade.is_none() && !entry.denied;
        // "Dozens" after 640, or "at most", is no fall of the count: such words stand as marks.
        let counts = !matches!(entry.values.shape, MarkShape::Band | MarkShape::Ceiling);
        if !joins || !counts || entry.figure.accounting == Some(Accounting::Incident) {
            continue;
        }
        let accounting = entry.figure.accounting.or(Some(tally.accounting));
        let key = (&entry.origin_key, entry.figure.measure, entry.figure.subject, accounting);
        let line = lines.entry(key).or_insert_with(|| Series {
            origin: entry.origin.clone(),
            colour: entry.colour,
            words: String::new(),
            steps: Vec::new(),
        });
        line.words.clone_from(&entry.words);
        let step = Step {
            day: x.at(day_number(*day)),
            // A range without a best value is followed at its lowest: its middle is nobody's number.
            at: y.at(if entry.values.dot { entry.values.at } else { entry.values.from } as f64),
            low: y.at(entry.values.from as f64),
            high: y.at(entry.values.to as f64),
        };
        match line.steps.last_mut().filter(|last| last.day == step.day) {
            Some(last) => {
                // Sorted by publication: the newest report of the day leads, the day's spread is the band.
                *last = Step { low: last.low.min(step.low), high: last.high.max(step.high), ..step };
            }
            None => line.steps.push(step),
        }
    }
    let mut lines: Vec<Series> = lines.into_values().collect();
    let more = lines.len().saturating_sub(LINES);
    if more > 0 {
        lines.sort_by_key(|line| Reverse(line.steps.len()));
        lines.truncate(LINES);
    }
    (lines, more)
}
