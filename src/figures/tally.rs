//! Which figures of several articles answer the same question, and which of them are one count told twice. A pure
//! function: proposals only, the analyst decides. Layer `figures`.

use std::collections::BTreeMap;

use super::Found;
use crate::model::{Accounting, Date, Measure, Subject};

/// A figure with the article it comes from.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// Number of the article; figures of one article never make a tally by themselves.
    pub article: usize,
    pub figure: &'a Found,
}

/// A question that figures of at least two articles answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    pub measure: Measure,
    pub subject: Subject,
    /// The place as one of the figures writes it; `None` when none does.
    pub place: Option<String>,
    pub period_start: Option<Date>,
    pub period_end: Option<Date>,
    pub accounting: Accounting,
    /// Indices into the items given, in their order.
    pub figures: Vec<usize>,
    /// Figures that go back to one count, as indices into `figures`.
    pub same_origin: Vec<SameOrigin>,
    /// Why the figures were put together.
    pub reasons: Vec<&'static str>,
}

/// Figures that go back to one count by one organisation.
#[derive(Debug, Clone, PartialEq)]
pub struct SameOrigin {
    /// Indices into [`Proposal::figures`], ascending.
    pub members: Vec<usize>,
    /// Why they are held to be one count.
    pub reasons: Vec<&'static str>,
}

/// The tallies that `items` suggest, by measure, subject and first figure.
pub fn propose(items: &[Item<'_>]) -> Vec<Proposal> {
    let mut buckets: BTreeMap<(Measure, Subject), Vec<Vec<usize>>> = BTreeMap::new();
    for (i, item) in items.iter().enumerate() {
        if value(item.figure).is_none() {
            continue;
        }
        let clusters = buckets.entry((item.figure.measure, item.figure.subject)).or_default();
        let fits = |cluster: &&mut Vec<usize>| {
            cluster.iter().all(|other| items.get(*other).is_some_and(|other| answer_one_question(items, other, item)))
        };
        match clusters.iter_mut().find(fits) {
            Some(cluster) => cluster.push(i),
            None => clusters.push(vec![i]),
        }
    }
    let mut proposals: Vec<Proposal> =
        buckets.into_values().flatten().filter_map(|cluster| proposal(items, cluster)).collect();
    proposals.sort_by(|a, b| (a.measure, a.subject, &a.figures).cmp(&(b.measure, b.subject, &b.figures)));
    proposals
}

fn proposal(items: &[Item<'_>], cluster: Vec<usize>) -> Option<Proposal> {
    let members: Vec<&Item<'_>> = cluster.iter().filter_map(|i| items.get(*i)).collect();
    let first = members.first()?;
    if members.iter().all(|item| item.article == first.article) {
        return None;
    }
    let figures = || members.iter().map(|item| item.figure);
    let place = figures().find_map(|figure| figure.place.as_ref().map(|place| place.text.clone()));
    let accounting = figures().map(|figure| figure.accounting).find(|a| *a != Accounting::Incident);
    let mut reasons = vec!["same measure", "same subject"];
    if place.is_some() {
        reasons.push("places agree");
    }
    let period_start = figures().find_map(|figure| figure.period_start);
    let period_end = figures().find_map(|figure| figure.period_end);
    if period_start.is_some() || period_end.is_some() {
        reasons.push("periods agree");
    }
    let same_origin = same_origin(items, &members);
    if !same_origin.is_empty() {
        reasons.push("same origin");
    }
    Some(Proposal {
        measure: first.figure.measure,
        subject: first.figure.subject,
        place,
        period_start,
        period_end,
        accounting: accounting.unwrap_or(Accounting::Incident),
        figures: cluster,
        same_origin,
        reasons,
    })
}

/// The value two figures are compared by.
fn value(figure: &Found) -> Option<f64> {
    figure.low.or(figure.high).map(|n| n as f64)
}

fn answer_one_question(items: &[Item<'_>], a: &Item<'_>, b: &Item<'_>) -> bool {
    let (x, y) = (a.figure, b.figure);
    let (Some(v), Some(w)) = (value(x), value(y)) else { return false };
    let one_count = why_one_count(items, a, b).is_some();
    if one_count {
        return periods_agree(x, y);
    }
    // Parts are compared with parts, totals with totals.
    if x.part_of.is_some() != y.part_of.is_some() {
        return false;
    }
    let ratio = v.max(w) / v.min(w).max(1.0);
    let dated = x.period_start.is_some() && x.period_start == y.period_start;
    let placed = matches!((Wide::of(x), Wide::of(y)), (Wide::Place(p), Wide::Place(q)) if p == q);
    let running = |figure: &Found| figure.accounting != Accounting::Incident;
    // A stock, a flow and one incident's toll are different questions, and incidents need a day or a place in common.
    x.accounting == y.accounting
        && periods_agree(x, y)
        && places_agree(x, y)
        && (running(x) || dated || placed)
        && ratio <= if dated && placed { 10.0 } else { 2.0 }
}

/// The place as far as it tells figures apart.
#[derive(PartialEq)]
enum Wide {
    /// No place, or the whole country.
    Country,
    Place(String),
}

impl Wide {
    fn of(figure: &Found) -> Self {
        let Some(place) = &figure.place else { return Self::Country };
        let folded = place.text.to_lowercase();
        if folded.contains("country") || folded.contains("nation") {
            return Self::Country;
        }
        Self::Place(folded.strip_prefix("the ").unwrap_or(&folded).to_owned())
    }
}

fn places_agree(a: &Found, b: &Found) -> bool {
    match (Wide::of(a), Wide::of(b)) {
        (Wide::Country, Wide::Country) => true,
        (Wide::Place(p), Wide::Place(q)) => p == q || p.contains(&q) || q.contains(&p),
        // A running total is the country's unless it says otherwise; an incident without a place may be anywhere.
        _ => false,
    }
}

fn periods_agree(a: &Found, b: &Found) -> bool {
    let near = |x: Option<Date>, y: Option<Date>| match (x, y) {
        (Some(x), Some(y)) => x.since(y).is_ok_and(|span| span.get_days().abs() <= 1),
        _ => true,
    };
    near(a.period_start, b.period_start) && (a.accounting != Accounting::Incident || near(a.period_end, b.period_end))
}

/// Why two figures of different articles are held to be one count, if they are.
fn why_one_count(items: &[Item<'_>], a: &Item<'_>, b: &Item<'_>) -> Option<Vec<&'static str>> {
    let (x, y) = (a.figure, b.figure);
    let same_source = x.origin.is_some() && x.origin == y.origin;
    if a.article == b.article || !same_source || x.measure != y.measure || x.subject != y.subject {
        return None;
    }
    let (v, w) = (value(x)?, value(y)?);
    let mut reasons = vec!["same origin"];
    if v == w {
        reasons.push("same value");
    } else if (v - w).abs() <= 0.01 * v.max(w) {
        reasons.push("values within 1 %");
    } else {
        return None;
    }
    if x.part_of.is_some() && y.part_of.is_some() {
        reasons.push("part of the same whole");
    } else if has_equal_part(items, a, b) {
        reasons.push("same part value");
    }
    Some(reasons)
}

/// Whether the two totals have a part of the same size and subject ("including 111 civilians").
fn has_equal_part(items: &[Item<'_>], a: &Item<'_>, b: &Item<'_>) -> bool {
    let parts = |whole: &Item<'_>| -> Vec<(Subject, Option<u64>)> {
        let mut parts: Vec<(Subject, Option<u64>)> = items
            .iter()
            .filter(|item| item.article == whole.article && item.figure.part_of.is_some())
            .filter(|item| item.figure.start > whole.figure.start && item.figure.start - whole.figure.start < 400)
            .map(|item| (item.figure.subject, item.figure.low))
            .collect();
        parts.sort_unstable();
        parts
    };
    let (of_a, of_b) = (parts(a), parts(b));
    of_a.iter().any(|part| of_b.contains(part))
}

fn same_origin(items: &[Item<'_>], members: &[&Item<'_>]) -> Vec<SameOrigin> {
    let mut groups: Vec<SameOrigin> = Vec::new();
    let mut grouped = vec![false; members.len()];
    for (i, a) in members.iter().enumerate() {
        if grouped.get(i).copied().unwrap_or(true) {
            continue;
        }
        let mut group = SameOrigin { members: vec![i], reasons: Vec::new() };
        for (j, b) in members.iter().enumerate().skip(i + 1) {
            if let Some(reasons) = why_one_count(items, a, b) {
                group.members.push(j);
                group.reasons.extend(reasons);
                if let Some(slot) = grouped.get_mut(j) {
                    *slot = true;
                }
            }
        }
        if group.members.len() > 1 {
            group.reasons.sort_unstable();
            group.reasons.dedup();
            groups.push(group);
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::extract;

    fn items<'a>(found: &'a [Vec<Found>]) -> Vec<Item<'a>> {
        found
            .iter()
            .enumerate()
            .flat_map(|(article, figures)| figures.iter().map(move |figure| Item { article, figure }))
            .collect()
    }

    #[test]
    fn one_count_told_twice_is_grouped_and_another_is_not() {
        let texts = [
            "At least 415 people, including 62 civilians, have been killed in Arkand since 3 May, IOM said.",
            "IOM says 418 people, among them 62 civilians, have been killed in Arkand since 3 May.",
            "Since 3 May 640 people have been killed in Arkand, the army said.",
        ];
        let found: Vec<Vec<Found>> = texts.iter().map(|text| extract(text, Some(Date::constant(2022, 6, 1)))).collect();
        let items = items(&found);
        let proposals = propose(&items);
        assert_eq!(proposals.len(), 2, "{proposals:?}");
        let whole = proposals.iter().find(|proposal| proposal.subject == Subject::People).unwrap();
        assert_eq!(whole.figures.len(), 3);
        assert_eq!(whole.same_origin.len(), 1);
        assert_eq!(whole.same_origin[0].members, [0, 1]);
        assert!(whole.same_origin[0].reasons.contains(&"same part value"));
    }

    #[test]
    fn one_article_alone_makes_no_tally() {
        let found = vec![extract("Nine people died in Arkand. Later ten people died in Arkand.", None)];
        assert!(propose(&items(&found)).is_empty());
    }
}
