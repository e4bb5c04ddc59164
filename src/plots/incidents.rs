//! Single incidents as stacked bars: how many of the counted were civilians, combatants, or not told apart. Layer
//! `plots`.
//!
//! A bar is one origin's count and its own parts. No bar adds two counts, none joins two origins, and no part is drawn
//! above its whole.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::{FigureId, Subject};

use super::assemble::Drawn;
use super::axis::Axis;
use super::chart::{Bar, Mark, MarkShape, Panel, PanelKey, Row, Segment, VictimStatus};
use super::gather::{Entry, Group};
use super::rows::{CROWDED_ABOVE, adopted, mark, quoted, stack};
use super::voices::{OriginKey, OutletKey, counted};

/// How many bars a panel has at the most.
const ROWS: usize = 200;

/// The bars of these groups, each group with the groups of its parts behind it.
pub(super) fn draw(groups: &[Group<'_>], most: usize) -> Drawn {
    // What names its whole by figure, wherever it stands.
    let mut by_whole: BTreeMap<FigureId, Vec<&Entry<'_>>> = BTreeMap::new();
    for entry in groups.iter().flat_map(|group| &group.entries) {
        if let Some(whole) = entry.figure.part_of {
            by_whole.entry(whole).or_default().push(entry);
        }
    }
    let mut out = Drawn::default();
    let most = most.min(ROWS);
    let mut drawn: BTreeSet<FigureId> = BTreeSet::new();
    let mut rest = groups;
    while let Some((whole, behind)) = rest.split_first() {
        let parts = behind.iter().take_while(|group| group.part).count();
        let (parts, next) = behind.split_at(parts);
        rest = next;
        if whole.tally.is_some() {
            out.panels.extend(panel(whole, parts, &by_whole, &mut drawn, most));
        }
    }
    // Figures of no tally come after all tallies, so that parts already drawn are known.
    for group in groups.iter().filter(|group| matches!(group.key, PanelKey::Loose(..))) {
        out.panels.extend(panel(group, &[], &by_whole, &mut drawn, most));
    }
    if !out.panels.is_empty() {
        out.notes.push(
            "Bars stand on zero and are never logarithmic; each is one origin’s count, and none adds two.".to_owned(),
        );
    }
    out
}

fn panel<'a>(
    whole: &Group<'a>,
    parts: &[Group<'a>],
    by_whole: &BTreeMap<FigureId, Vec<&Entry<'a>>>,
    drawn: &mut BTreeSet<FigureId>,
    most: usize,
) -> Option<Panel> {
    let loose = whole.tally.is_none();
    let is_whole = |entry: &&Entry<'a>| {
        // A part that is drawn in its whole's bar, or will be, has no row.
        !(loose && entry.figure.part_of.is_some_and(|whole| drawn.contains(&whole) || by_whole.contains_key(&whole)))
    };
    let entries: Vec<&Entry<'a>> = whole.entries.iter().filter(is_whole).collect();
    if entries.is_empty() && whole.notes.is_empty() {
        return None;
    }
    let in_bars = whole.entries.len() - entries.len();
    let estimate = whole.tally.and_then(|tally| tally.estimate.as_ref());
    let adopted_ends = estimate.into_iter().flat_map(|estimate| [estimate.low, estimate.best, estimate.high]).flatten();
    let values: Vec<u64> = entries.iter().flat_map(|e| [e.values.at, e.values.to]).chain(adopted_ends).collect();
    let open = entries.iter().any(|entry| matches!(entry.values.shape, MarkShape::Floor | MarkShape::Band));
    let axis = Axis::from_zero(&values, open);
    let lists = by_origin(entries, loose);
    let mut out = Panel {
        crowded: lists.iter().any(|(_, list)| list.len() > CROWDED_ABOVE) || lists.len() > 200,
        adopted: adopted(whole, &axis),
        ..Panel::of(whole, axis)
    };
    if in_bars > 0 {
        let (figures, stand) = (counted(in_bars, "figure", "figures"), if in_bars == 1 { "stands" } else { "stand" });
        out.notes.push(format!("{figures} of these {stand} as part in the bar of the whole"));
    }
    let mut used: BTreeSet<FigureId> = BTreeSet::new();
    let more: usize = lists.iter().skip(most).map(|(_, list)| list.len()).sum();
    if more > 0 {
        let figures = counted(more, "figure", "figures");
        let where_then = if most < ROWS { "; the tally alone shows them" } else { "" };
        let further = format!("{figures} of further origins or incidents, fewer or smaller, are not drawn{where_then}");
        out.notes.insert(0, further);
    }
    for (_, list) in lists.into_iter().take(most) {
        let at = out.rows.len();
        let mut marks: Vec<Mark> = list.iter().map(|entry| mark(entry, &out.x, at)).collect();
        let lanes = stack(&mut marks, out.crowded);
        let Some(leading) = leading(&list) else { continue };
        let lane = list
            .iter()
            .position(|entry| entry.figure.id == leading.figure.id)
            .and_then(|n| marks.get(n))
            .map_or(0, |mark| mark.lane);
        drawn.extend(list.iter().map(|entry| entry.figure.id));
        let found = parts_of(leading, parts, by_whole);
        let (bar, part_marks) = bar(leading, &found, (at, lane), &out.x, &mut out.notes);
        used.extend(part_marks.iter().filter_map(|mark| mark.evidence.figure()));
        let told: Vec<String> = bar.segments.iter().filter(|part| !part.words.is_empty()).map(Segment::label).collect();
        let outlets: BTreeSet<OutletKey> = list.iter().map(|entry| entry.outlet_key).collect();
        let mut detail = if loose || list.len() == 1 {
            format!("{} · {}", leading.outlet, leading.below)
        } else {
            format!("{} from {}", counted(list.len(), "figure", "figures"), counted(outlets.len(), "outlet", "outlets"))
        };
        if !told.is_empty() {
            detail = format!("{} · {detail}", told.join(", "));
        }
        let words = quoted(&leading.words);
        out.rows.push(Row { name: leading.origin.clone(), words, detail, lanes, head: false, below: false });
        out.bars.push(bar);
        marks.extend(part_marks);
        out.marks.append(&mut marks);
    }
    // Parts that found no bar are said.
    for entry in parts.iter().flat_map(|group| &group.entries).filter(|entry| !used.contains(&entry.figure.id)) {
        let (outlet, words) = (&entry.outlet, &entry.words);
        let whom = entry.figure.subject.label();
        out.notes.push(format!("{outlet} “{words}” ({whom}, a part not stacked), {}", entry.detail));
    }
    Some(out)
}

/// The figures of each row: one origin's, or one figure where nobody is named or figures count different incidents.
fn by_origin<'g, 'a>(entries: Vec<&'g Entry<'a>>, loose: bool) -> Vec<(Option<&'g OriginKey>, Vec<&'g Entry<'a>>)> {
    let mut named: BTreeMap<&OriginKey, Vec<&Entry<'a>>> = BTreeMap::new();
    let mut out: Vec<(Option<&OriginKey>, Vec<&Entry<'a>>)> = Vec::new();
    for entry in entries {
        if loose || entry.origin_key == OriginKey::Unattributed {
            out.push((None, vec![entry]));
        } else {
            named.entry(&entry.origin_key).or_default().push(entry);
        }
    }
    let mut lists: Vec<_> = named.into_iter().map(|(key, list)| (Some(key), list)).collect();
    lists.sort_by_key(|(key, list)| (Reverse(list.len()), list.first().map(|entry| &entry.origin), *key));
    out.sort_by_key(|(_, list)| list.first().map(|e| (Reverse(e.values.at), e.day, &e.outlet, e.figure.id)));
    lists.extend(out);
    lists
}

/// The newest figure that stands, else the newest.
fn leading<'g, 'a>(list: &[&'g Entry<'a>]) -> Option<&'g Entry<'a>> {
    let newest = |entry: &&&Entry<'a>| (entry.day, entry.published, entry.figure.id);
    let standing = list.iter().filter(|entry| entry.fade.is_none() && !entry.denied).max_by_key(newest);
    standing.or_else(|| list.iter().max_by_key(newest)).copied()
}

/// The parts of a count: what names it as its whole, else what its own origin says in the tallies of its parts.
fn parts_of<'g, 'a>(
    whole: &Entry<'a>,
    parts: &'g [Group<'a>],
    by_whole: &BTreeMap<FigureId, Vec<&'g Entry<'a>>>,
) -> Vec<&'g Entry<'a>> {
    let stands = |entry: &&Entry<'a>| entry.fade.is_none() && !entry.denied;
    let mut found: Vec<&Entry<'a>> =
        by_whole.get(&whole.figure.id).into_iter().flatten().copied().filter(stands).collect();
    let same_voice = |entry: &&Entry<'a>| {
        entry.origin_key == whole.origin_key
            && (entry.origin_key != OriginKey::Unattributed || entry.figure.article == whole.figure.article)
    };
    found.extend(parts.iter().flat_map(|group| &group.entries).filter(stands).filter(same_voice));
    // Named ones first, then those of the same article, then the newest; the widest word of a status before narrower.
    found.sort_by_key(|entry| {
        (
            entry.figure.part_of != Some(whole.figure.id),
            entry.figure.article != whole.figure.article,
            breadth(entry.figure.subject),
            Reverse((entry.day, entry.published)),
            entry.figure.id,
        )
    });
    found
}

/// Children may be among the civilians: the wider word of a status comes first, and only one of a status is stacked.
const fn breadth(subject: Subject) -> u8 {
    match subject {
        Subject::Civilians | Subject::Combatants => 0,
        Subject::Soldiers => 1,
        Subject::Police | Subject::Women | Subject::Children => 2,
        _ => 3,
    }
}

/// The bar of a count with its parts, and the marks of the parts.
fn bar(
    whole: &Entry<'_>,
    parts: &[&Entry<'_>],
    (row, lane): (usize, u8),
    axis: &Axis,
    notes: &mut Vec<String>,
) -> (Bar, Vec<Mark>) {
    let top = foot(whole);
    let mut at = 0;
    let mut segments = Vec::new();
    let mut marks = Vec::new();
    // Nothing is sure of a count that is "at most": it has no bar that parts could stand in.
    let statuses = [VictimStatus::Civilians, VictimStatus::Combatants];
    for status in statuses.into_iter().filter(|_| top > 0) {
        let Some(part) = parts.iter().find(|part| VictimStatus::of(part.figure) == status) else { continue };
        let wanted = at + foot(part);
        if wanted > top {
            let (words, whole) = (&part.words, &whole.words);
            let with = if at > 0 { " with the parts before it" } else { "" };
            notes.push(format!("“{words}” ({}){with} is above its whole, “{whole}”: drawn up to it", status.label()));
        }
        let end = wanted.min(top);
        let (from, to) = (axis.at(at as f64), axis.at(end as f64));
        segments.push(Segment { status, from, to, words: part.words.clone() });
        marks.push(Mark { shape: MarkShape::Part, lane, at: to, from, to, dot: false, ..mark(part, axis, row) });
        at = end;
    }
    if at < top {
        let own = VictimStatus::of(whole.figure);
        let status = if segments.is_empty() { own } else { VictimStatus::Unknown };
        let (from, to) = (axis.at(at as f64), axis.at(top as f64));
        segments.push(Segment { status, from, to, words: String::new() });
    }
    (Bar { row, lane, colour: whole.colour, segments }, marks)
}

/// Up to where a count is sure: what a bar reaches.
fn foot(entry: &Entry<'_>) -> u64 {
    match entry.values.shape {
        // "At most" is sure of nothing.
        MarkShape::Ceiling => 0,
        MarkShape::Range | MarkShape::Band if !entry.values.dot || entry.values.shape == MarkShape::Band => {
            entry.values.from
        }
        _ => entry.values.at,
    }
}
