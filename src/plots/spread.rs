//! How far the figures of each tally lie apart: what is most disputed, first. Layer `plots`.
//!
//! Every figure stands at how many times the lowest of its tally it is, so that seven and half a million share one axis.

use super::assemble::Drawn;
use super::axis::{Axis, Scale, thousands};
use super::chart::{GREY, Mark, MarkShape, Panel, PanelKey, Row, Span};
use super::gather::{Entry, Group};
use super::rows::{ends, mark, stack};
use super::voices::counted;

/// How many tallies have a row.
const ROWS: usize = 60;

/// Above so many figures in one row, marks are small.
const CROWDED_ABOVE: usize = 40;

struct Line<'g, 'a> {
    group: &'g Group<'a>,
    low: u64,
    high: u64,
    /// The highest over the lowest; infinite over a zero.
    ratio: f64,
}

/// One row for each tally with two or more figures that stand.
pub(super) fn draw(groups: &[Group<'_>]) -> Drawn {
    let tallies = groups.iter().filter(|group| group.tally.is_some());
    let mut lines = Vec::new();
    let mut single = 0;
    for group in tallies {
        let firm: Vec<&Entry<'_>> = group.entries.iter().filter(|entry| is_firm(entry)).collect();
        match ends(&firm).filter(|_| firm.len() > 1) {
            Some((low, high)) => {
                let ratio = if low == high { 1.0 } else { high as f64 / low as f64 };
                lines.push(Line { group, low, high, ratio });
            }
            None => single += 1,
        }
    }
    lines.sort_by(|a, b| b.ratio.total_cmp(&a.ratio).then(a.group.title.cmp(&b.group.title)));
    let mut notes = Vec::new();
    if single > 0 {
        let tallies = counted(single, "tally has", "tallies have");
        notes.push(format!("{tallies} fewer than two figures to compare (vague words, shares and denials aside)."));
    }
    let more = lines.len().saturating_sub(ROWS);
    if more > 0 {
        notes.push(format!(
            "{} whose figures lie nearer together {} not drawn.",
            counted(more, "tally", "tallies"),
            if more == 1 { "is" } else { "are" }
        ));
    }
    lines.truncate(ROWS);
    Drawn { panels: panel(&lines).into_iter().collect(), notes, ..Drawn::default() }
}

/// Whether a figure has a number that stands.
fn is_firm(entry: &Entry<'_>) -> bool {
    entry.values.shape != MarkShape::Band && entry.fade.is_none() && !entry.denied
}

fn panel(lines: &[Line<'_, '_>]) -> Option<Panel> {
    let first = lines.first()?;
    let zero = lines.iter().any(|line| line.low == 0 && line.high > 0);
    // Over a zero there is no number of times; its figures stand at their own numbers, right of the break.
    let highest =
        lines.iter().map(|line| if line.low == 0 { line.high as f64 } else { line.ratio }).fold(1.0, f64::max);
    let axis = Axis::ratios(highest, zero);
    let crowded = lines.iter().any(|line| line.group.entries.len() > CROWDED_ABOVE);
    let mut rows = Vec::new();
    let mut spans = Vec::new();
    let mut marks = Vec::new();
    for line in lines {
        let at = rows.len();
        let group = line.group;
        let floor = if line.low == 0 { 1.0 } else { line.low as f64 };
        let place = |value: u64| axis.at(value as f64 / floor);
        let mut placed: Vec<Mark> = group
            .entries
            .iter()
            .filter(|entry| is_firm(entry))
            .map(|entry| {
                let values = entry.values;
                let (from, to) = (place(values.from), place(values.to));
                Mark { at: place(values.at), from, to, ..mark(entry, &axis, at) }
            })
            .collect();
        let lanes = stack(&mut placed, crowded);
        marks.append(&mut placed);
        spans.push(Span { row: at, from: place(line.low), to: place(line.high), colour: GREY, ticks: Vec::new() });
        let words = if line.low == line.high { "all the same".to_owned() } else { times(line) };
        let ends = if line.low == line.high {
            thousands(line.low)
        } else {
            format!("{}–{}", thousands(line.low), thousands(line.high))
        };
        let aside = group.entries.iter().filter(|entry| !is_firm(entry)).count() + group.off_axis.len();
        let aside = if aside > 0 { format!(" · {} not compared", thousands(aside as u64)) } else { String::new() };
        let detail = format!("{ends} · {}{aside}", group.subtitle);
        rows.push(Row { name: group.title.clone(), words, detail, lanes, head: false, below: false });
    }
    let subtitle = format!("{}, the most disputed first", counted(lines.len(), "tally", "tallies"));
    debug_assert!(axis.scale != Scale::Days);
    Some(Panel {
        key: PanelKey::All,
        title: "Highest over lowest figure of each tally".to_owned(),
        subtitle,
        part: false,
        rows,
        spans,
        marks,
        crowded,
        notes: Vec::new(),
        ..Panel::of(first.group, axis)
    })
}

/// `1.4×`, or what stands against a zero.
fn times(line: &Line<'_, '_>) -> String {
    if line.low == 0 {
        return format!("0 against {}", thousands(line.high));
    }
    match line.ratio {
        ratio if ratio < 1.1 => format!("{ratio:.3}×"),
        ratio if ratio < 10.0 => format!("{ratio:.1}×"),
        ratio => format!("{}×", thousands(ratio.round() as u64)),
    }
}
