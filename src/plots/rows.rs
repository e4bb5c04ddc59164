//! Ranges and dots on one count axis, a row for each figure, origin or outlet. Layer `plots`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::axis::{Axis, long_date, thousands};
use super::chart::{Adopted, Evidence, Mark, MarkShape, Panel, Row, Span};
use super::gather::{Entry, Group, estimate_label};
use super::voices::{OriginKey, OutletKey, counted};
use super::{ChartOptions, PlotKind};

/// Above so many figures in a panel, each origin has one row with all its figures.
pub(super) const DENSE_ABOVE: usize = 24;

/// Above so many figures in one row, a panel's marks are small.
pub(super) const CROWDED_ABOVE: usize = 14;

/// How many marks may lie above each other in a row.
const MAX_LANES: u8 = 6;

/// How many origins or outlets have a row of their own where so many panels stand side by side; the rest share one. A
/// panel that stands alone shows them all.
pub(super) const fn most_rows(panels: usize) -> usize {
    match panels {
        0 | 1 => usize::MAX,
        2..=6 => 30,
        _ => 14,
    }
}

/// The panel of a group, figures against one count axis, with at most `most` rows and one for the rest.
pub(super) fn panel(group: &Group<'_>, options: &ChartOptions, most: usize) -> Panel {
    let axis = count_axis(group, options);
    let mut rows = Vec::new();
    let mut marks = Vec::with_capacity(group.entries.len());
    let drafts = rows_of(group, options.kind, most);
    let crowded = drafts.iter().any(|row| row.entries.len() > CROWDED_ABOVE);
    let mut spans = Vec::new();
    for row in drafts {
        let at = rows.len();
        let mut placed: Vec<Mark> = row.entries.iter().map(|entry| mark(entry, &axis, at)).collect();
        let lanes = stack(&mut placed, crowded);
        marks.append(&mut placed);
        spans.extend(row.spans.and_then(|entries| span(&entries, &axis, at, row.head)));
        rows.push(Row {
            name: row.name,
            words: row.words,
            detail: row.detail,
            lanes,
            head: row.head,
            below: row.below,
        });
    }
    let adopted = adopted(group, &axis);
    Panel { rows, crowded, marks, spans, adopted, notes: group.notes.clone(), ..Panel::of(group, axis) }
}

/// From the lowest to the highest that stands, with a tick for each figure where the marks are in other rows.
fn span(entries: &[&Entry<'_>], axis: &Axis, row: usize, ticks: bool) -> Option<Span> {
    let (low, high) = ends(entries)?;
    let stands = entries.iter().filter(|entry| !entry.denied);
    let ticks = stands.filter(|_| ticks).map(|entry| axis.at(entry.values.at as f64)).collect();
    let colour = entries.first()?.colour;
    Some(Span { row, from: axis.at(low as f64), to: axis.at(high as f64), colour, ticks })
}

/// The lowest and the highest stated by figures that stand: neither denied, superseded nor left out. A vague word has a
/// lowest reading and no highest.
pub(super) fn ends(entries: &[&Entry<'_>]) -> Option<(u64, u64)> {
    let stands = || entries.iter().filter(|entry| entry.fade.is_none() && !entry.denied);
    let low = stands().map(|entry| entry.values.from.min(entry.values.at)).min()?;
    let high = stands().map(|entry| match entry.values.shape {
        MarkShape::Band => entry.values.from,
        _ => entry.values.to.max(entry.values.at),
    });
    Some((low, high.max()?))
}

/// The count axis of a group: everything that is drawn has its place on it, the adopted value too.
pub(super) fn count_axis(group: &Group<'_>, options: &ChartOptions) -> Axis {
    let shape = |shape: MarkShape| group.entries.iter().any(|entry| entry.values.shape == shape);
    let estimate = group.tally.and_then(|tally| tally.estimate.as_ref());
    let adopted = estimate.into_iter().flat_map(|estimate| [estimate.low, estimate.best, estimate.high]).flatten();
    let values: Vec<u64> = group
        .entries
        .iter()
        .flat_map(|entry| [entry.values.at, entry.values.from, entry.values.to])
        .chain(adopted)
        .collect();
    let open_up = shape(MarkShape::Floor) || shape(MarkShape::Band);
    Axis::counts(&values, open_up, shape(MarkShape::Ceiling), options.axis)
}

/// The adopted value on a count axis.
pub(super) fn adopted(group: &Group<'_>, axis: &Axis) -> Option<Adopted> {
    let estimate = group.tally?.estimate.as_ref()?;
    let mut values: Vec<u64> = match estimate.best {
        Some(best) => vec![best],
        None => estimate.low.into_iter().chain(estimate.high).collect(),
    };
    values.dedup();
    if values.is_empty() {
        return None;
    }
    let band = match (estimate.low, estimate.high) {
        (Some(low), Some(high)) if low < high => Some((axis.at(low as f64), axis.at(high as f64))),
        _ => None,
    };
    let lines = values.into_iter().map(|value| axis.at(value as f64)).collect();
    Some(Adopted { lines, band, label: estimate_label(estimate) })
}

/// The mark of an entry in row `row`.
pub(super) fn mark(entry: &Entry<'_>, axis: &Axis, row: usize) -> Mark {
    let values = entry.values;
    Mark {
        evidence: Evidence::Figure(entry.figure.id),
        row,
        lane: 0,
        shape: values.shape,
        at: axis.at(values.at as f64),
        from: axis.at(values.from as f64),
        to: axis.at(values.to as f64),
        day: 0.0,
        aside: 0.0,
        value: values.at,
        low: values.low,
        high: values.high,
        dot: values.dot,
        filled: entry.figure.status == crate::model::ReviewStatus::Confirmed,
        colour: entry.colour,
        fade: entry.fade,
        denied: entry.denied,
        glyph: entry.glyph,
        outlet: entry.outlet.clone(),
        date: entry.day.map_or_else(|| "no date".to_owned(), long_date),
        words: entry.words.clone(),
        sentence: entry.sentence.clone(),
        origin: entry.origin.clone(),
    }
}

/// Entries that share a row.
struct Draft<'g, 'a> {
    name: String,
    words: String,
    detail: String,
    entries: Vec<&'g Entry<'a>>,
    /// The figures whose lowest and highest are shown in the row.
    spans: Option<Vec<&'g Entry<'a>>>,
    head: bool,
    below: bool,
}

/// Who shares a row: named ones first, then by name; two of one name stay apart.
type Key<'g> = (bool, &'g String, Option<&'g OriginKey>, Option<OutletKey>);
type Shared<'g, 'a> = (Key<'g>, Vec<&'g Entry<'a>>);

fn rows_of<'g, 'a>(group: &'g Group<'a>, kind: PlotKind, most: usize) -> Vec<Draft<'g, 'a>> {
    // Most cited origins (or outlets) first, what nobody is named for last.
    let key = |entry: &'g Entry<'a>| -> Key<'g> {
        if kind == PlotKind::ByOutlet {
            (entry.outlet_key == OutletKey::Unknown, &entry.outlet, None, Some(entry.outlet_key))
        } else {
            (entry.origin_key == OriginKey::Unattributed, &entry.origin, Some(&entry.origin_key), None)
        }
    };
    let mut together: BTreeMap<Key<'g>, Vec<&Entry<'_>>> = BTreeMap::new();
    for entry in &group.entries {
        together.entry(key(entry)).or_default().push(entry);
    }
    let mut lists: Vec<_> = together.into_iter().collect();
    lists.sort_by_key(|((last, ..), list)| (*last, Reverse(list.len())));
    for (_, list) in &mut lists {
        list.sort_by_key(|entry| (entry.day, &entry.outlet, entry.values.at, entry.figure.id));
    }
    let single = kind != PlotKind::ByOutlet && group.entries.len() <= DENSE_ABOVE;
    let mut out = Vec::new();
    // Nobody keeps a row of its own, however many others share one.
    let nobody = lists.pop_if(|((last, ..), _)| *last);
    let rest = if !single && lists.len() > most.saturating_add(1) { lists.split_off(most) } else { Vec::new() };
    let others = (!rest.is_empty()).then(|| {
        let (one, many) = match kind {
            PlotKind::ByOutlet => ("other outlet", "other outlets"),
            _ => ("other origin", "other origins"),
        };
        let name = counted(rest.len(), one, many);
        let entries: Vec<&Entry<'_>> = rest.into_iter().flat_map(|(_, list)| list).collect();
        let figures = counted(entries.len(), "figure", "figures");
        let detail = format!("{figures} · the tally alone shows each");
        Draft { name, words: String::new(), detail, entries, spans: None, head: false, below: false }
    });
    for list in lists {
        add_rows(&mut out, list, kind, single);
    }
    out.extend(others);
    if let Some(list) = nobody {
        add_rows(&mut out, list, kind, single);
    }
    out
}

/// Adds the rows of one origin, or of one outlet.
fn add_rows<'g, 'a>(out: &mut Vec<Draft<'g, 'a>>, (key, list): Shared<'g, 'a>, kind: PlotKind, single: bool) {
    let (_, name, ..) = key;
    if single {
        // An origin whose word several figures repeat gets a row of its own above theirs.
        let head = list.len() > 1 && list.first().is_some_and(|entry| entry.origin_key != OriginKey::Unattributed);
        if head {
            let outlets: BTreeSet<_> = list.iter().map(|entry| entry.outlet_key).collect();
            let words = match ends(&list) {
                Some((low, high)) if low < high => format!("{}–{}", thousands(low), thousands(high)),
                Some((low, _)) => thousands(low),
                None => String::new(),
            };
            out.push(Draft {
                name: name.clone(),
                words,
                detail: counted(outlets.len(), "outlet", "outlets"),
                entries: Vec::new(),
                spans: Some(list.clone()),
                head: true,
                below: false,
            });
        }
        out.extend(list.into_iter().map(|entry| Draft {
            name: entry.outlet.clone(),
            words: quoted(&entry.words),
            detail: if head { entry.below.clone() } else { entry.detail.clone() },
            entries: vec![entry],
            spans: None,
            head: false,
            below: head,
        }));
        return;
    }
    let words = match list.as_slice() {
        [only] => quoted(&only.words),
        _ => String::new(),
    };
    let detail = match list.as_slice() {
        [only] if kind == PlotKind::ByOutlet => only.detail.clone(),
        [only] => only.outlet.clone(),
        many if kind == PlotKind::ByOutlet => others(many, |entry| entry.detail.as_str()),
        many => {
            let outlets: BTreeSet<_> = many.iter().map(|entry| entry.outlet_key).collect();
            let outlets = counted(outlets.len(), "outlet", "outlets");
            format!("{} from {outlets}", counted(many.len(), "figure", "figures"))
        }
    };
    // What nobody is named for is no one's range.
    let named = list.first().is_some_and(|entry| entry.origin_key != OriginKey::Unattributed);
    let spans = (kind != PlotKind::ByOutlet && list.len() > 1 && named).then(|| list.clone());
    out.push(Draft { name: name.clone(), words, detail, entries: list, spans, head: false, below: false });
}

/// Words as reported, told apart from the name that they stand beside.
pub(super) fn quoted(words: &str) -> String {
    format!("“{words}”")
}

/// The distinct words of a row's figures: up to three, then how many more.
fn others<'e>(entries: &[&'e Entry<'_>], words: impl Fn(&'e Entry<'_>) -> &'e str) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for entry in entries {
        let word = words(entry);
        if !seen.contains(&word) {
            seen.push(word);
        }
    }
    let more = seen.len().saturating_sub(3);
    let named = seen.iter().take(3).copied().collect::<Vec<_>>().join(", ");
    if more == 0 { named } else { format!("{named} + {more} more") }
}

/// Gives the marks of one row their lanes, so that they do not hide each other; returns how many lanes there are.
pub(super) fn stack(marks: &mut [Mark], small: bool) -> u8 {
    // Left to right, each into the first lane that is free.
    let mut order: Vec<usize> = (0..marks.len()).collect();
    // Half a dot, and the length of an arrow, as fractions of the axis.
    let (half, arrow) = if small { (0.012, 0.05) } else { (0.025, 0.17) };
    let extent = |mark: &Mark| {
        let (left, right) = match mark.shape {
            MarkShape::Dot => (mark.at - half, mark.at + half),
            MarkShape::Range => (mark.from.min(mark.at) - half, mark.to.max(mark.at) + half),
            MarkShape::Floor => (mark.at - half, mark.at + arrow),
            MarkShape::Ceiling => (mark.at - arrow, mark.at + half),
            MarkShape::Band => (mark.from - half, mark.to + half * 1.5),
            MarkShape::Part => (mark.from, mark.to),
        };
        (left, right)
    };
    order.sort_by(|a, b| {
        let left = |at: &usize| marks.get(*at).map_or(0.0, |mark| extent(mark).0);
        left(a).total_cmp(&left(b)).then(a.cmp(b))
    });
    let mut ends: Vec<f64> = Vec::new();
    for at in order {
        let Some(mark) = marks.get_mut(at) else { continue };
        let (left, right) = extent(mark);
        let free = ends.iter().position(|end| *end <= left);
        let lane = match free {
            Some(lane) => lane,
            None if ends.len() < usize::from(MAX_LANES) => ends.len(),
            // All taken: where it overlaps least.
            None => ends.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(lane, _)| lane),
        };
        match ends.get_mut(lane) {
            Some(end) => *end = end.max(right),
            None => ends.push(right),
        }
        mark.lane = u8::try_from(lane).unwrap_or(MAX_LANES);
    }
    u8::try_from(ends.len().max(1)).unwrap_or(MAX_LANES)
}
