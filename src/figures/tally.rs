//! Which figures of several articles answer the same question, and which of them are one count told twice. A pure
//! function: proposals only, the analyst decides. Layer `figures`.

use std::collections::{BTreeMap, BTreeSet};

use super::Found;
use super::tally_near::{Clusters, Places};
use crate::model::{Accounting, Date, Figure, Measure, Subject};

/// A figure with the article it comes from, as far as grouping looks at it.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// Number of the article; figures of one article never make a tally by themselves.
    pub article: usize,
    pub low: Option<u64>,
    pub high: Option<u64>,
    pub measure: Measure,
    pub subject: Subject,
    pub accounting: Accounting,
    /// The name of the organisation on whose word it is; `None` when nobody, or nobody known, is named.
    pub origin: Option<&'a str>,
    /// Whose text the article carries; `None` when that is not known.
    pub agency: Option<&'a str>,
    pub place: Option<&'a str>,
    pub period_start: Option<Date>,
    pub period_end: Option<Date>,
    /// When the article was published; `None` when that is not known.
    pub published: Option<Date>,
    /// The item it is a part of, as an index into the items given.
    pub whole: Option<usize>,
    /// Whether it is a part of something, be that among the items or not.
    pub is_part: bool,
    /// The evidence with the words before and behind it; empty when not at hand.
    pub words: [&'a str; 3],
}

impl<'a> Item<'a> {
    /// A figure found in the text of the article of this number; `first` is the index that the article's first figure
    /// has among the items. Agency and publication are left open.
    pub fn of_found(article: usize, first: usize, found: &'a Found, text: &'a str) -> Self {
        let around = crate::model::TextSpan::snapped(text, found.start..found.end).map(|span| span.range());
        let sentence = crate::text::segment::sentence_at(text, found.start);
        let words = around.and_then(|span| {
            let (start, end) = (sentence.start.min(span.start), sentence.end.max(span.end));
            Some([text.get(start..span.start)?, text.get(span.clone())?, text.get(span.end..end)?])
        });
        Self {
            article,
            low: found.low,
            high: found.high,
            measure: found.measure,
            subject: found.subject,
            accounting: found.accounting,
            origin: found.origin.as_deref(),
            agency: None,
            published: None,
            place: found.place.as_ref().map(|place| place.text.as_str()),
            period_start: found.period_start,
            period_end: found.period_end,
            whole: found.part_of.map(|at| first + at),
            is_part: found.part_of.is_some(),
            words: words.unwrap_or_default(),
        }
    }

    /// A figure of a project; `origin` is the name of an organisation, `whole` the index of its whole. Agency and
    /// publication are left open.
    pub fn of_figure(article: usize, origin: Option<&'a str>, whole: Option<usize>, figure: &'a Figure) -> Self {
        Self {
            article,
            low: figure.low,
            high: figure.high,
            measure: figure.measure,
            subject: figure.subject,
            accounting: figure.accounting.unwrap_or(Accounting::Incident),
            origin,
            agency: None,
            published: None,
            place: figure.place.as_deref(),
            period_start: figure.period.start,
            period_end: figure.period.end,
            whole,
            is_part: figure.part_of.is_some(),
            words: [&figure.anchor.prefix, &figure.anchor.quote, &figure.anchor.suffix],
        }
    }

    /// The value two figures are compared by.
    fn value(&self) -> Option<f64> {
        self.low.or(self.high).map(|n| n as f64)
    }
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
    /// The proposal of which this one is a part ("including 111 civilians"), as an index into the proposals.
    pub part_of: Option<usize>,
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

/// An item with what grouping would otherwise work out again for every pair.
pub(super) struct Prepared<'a> {
    pub(super) item: &'a Item<'a>,
    pub(super) value: f64,
    pub(super) wide: Wide,
    /// Whether it counts over a stretch that was over long before it was reported: a question of its own, which a count
    /// that runs on does not answer.
    closed: bool,
    /// Subjects and values of the parts it has, in order.
    parts: Vec<(Subject, Option<u64>)>,
}

impl<'a> Prepared<'a> {
    /// `None` for an item without a value; `latest` is the day of the last report, `parts` are in order.
    pub(super) fn of(item: &'a Item<'a>, latest: Option<Date>, parts: Vec<(Subject, Option<u64>)>) -> Option<Self> {
        Some(Self { item, value: item.value()?, wide: Wide::of(item), closed: closed(item, latest), parts })
    }
}

/// The tallies that `items` suggest, by measure, subject and first figure.
pub fn propose(items: &[Item<'_>]) -> Vec<Proposal> {
    let mut parts: BTreeMap<usize, Vec<(Subject, Option<u64>)>> = BTreeMap::new();
    for item in items {
        if let Some(whole) = item.whole {
            parts.entry(whole).or_default().push((item.subject, item.low));
        }
    }
    let latest = items.iter().filter_map(|item| item.published).max();
    let prepared: Vec<Option<Prepared<'_>>> = items
        .iter()
        .enumerate()
        .map(|(at, item)| {
            let mut parts = parts.remove(&at).unwrap_or_default();
            parts.sort_unstable();
            Prepared::of(item, latest, parts)
        })
        .collect();
    let at = |i: usize| prepared.get(i).and_then(Option::as_ref);
    let places = Places::of(prepared.iter().flatten());
    let mut buckets: BTreeMap<(Measure, Subject), Clusters<'_>> = BTreeMap::new();
    for (i, item) in items.iter().enumerate() {
        let Some(this) = at(i) else { continue };
        let clusters = buckets.entry((item.measure, item.subject)).or_default();
        let fits = |cluster: &Vec<usize>| {
            cluster.iter().all(|other| at(*other).is_some_and(|other| answer_one_question(other, this)))
        };
        let chosen = clusters.near(this, &places).into_iter().find(|n| clusters.all.get(*n).is_some_and(fits));
        match chosen.and_then(|n| clusters.all.get_mut(n)) {
            Some(cluster) => cluster.push(i),
            None => clusters.found(i, this, &places),
        }
    }
    let mut proposals: Vec<Proposal> = buckets
        .into_values()
        .flat_map(|clusters| clusters.all)
        .filter_map(|cluster| {
            let members: Vec<&Prepared<'_>> = cluster.iter().filter_map(|i| at(*i)).collect();
            proposal(&members, cluster)
        })
        .collect();
    proposals.sort_by(|a, b| (a.measure, a.subject, &a.figures).cmp(&(b.measure, b.subject, &b.figures)));
    tie_parts(items, &mut proposals);
    proposals
}

/// A proposal is part of another where the wholes of all its figures stand in that one.
fn tie_parts(items: &[Item<'_>], proposals: &mut [Proposal]) {
    let home: BTreeMap<usize, usize> = proposals
        .iter()
        .enumerate()
        .flat_map(|(n, proposal)| proposal.figures.iter().map(move |figure| (*figure, n)))
        .collect();
    for n in 0..proposals.len() {
        let Some(proposal) = proposals.get(n) else { continue };
        let wholes: BTreeSet<Option<usize>> = proposal
            .figures
            .iter()
            .map(|figure| items.get(*figure)?.whole.and_then(|whole| home.get(&whole).copied()))
            .collect();
        if let (1, Some(Some(whole))) = (wholes.len(), wholes.first().copied())
            && whole != n
            && let Some(proposal) = proposals.get_mut(n)
        {
            proposal.part_of = Some(whole);
            proposal.reasons.push("parts of one tally");
        }
    }
}

fn proposal(members: &[&Prepared<'_>], cluster: Vec<usize>) -> Option<Proposal> {
    let first = members.first()?;
    if members.iter().all(|member| member.item.article == first.item.article) {
        return None;
    }
    let items = || members.iter().map(|member| member.item);
    let place = items().find_map(|item| item.place.map(str::to_owned));
    let mut reasons = vec!["same measure", "same subject"];
    if place.is_some() {
        reasons.push("places agree");
    }
    // Of the day itself and the first of "last week", the day comes later.
    let period_start = items().filter_map(|item| item.period_start).max();
    // One figure's first day may be later than another's last.
    let period_end =
        items().find_map(|item| item.period_end).filter(|end| period_start.is_none_or(|start| *end >= start));
    if period_start.is_some() || period_end.is_some() {
        reasons.push("periods agree");
    }
    let same_origin = same_origin(members);
    for reason in ["same origin", "same agency", "shared wording"] {
        if same_origin.iter().any(|group| group.reasons.contains(&reason)) {
            reasons.push(reason);
        }
    }
    Some(Proposal {
        measure: first.item.measure,
        subject: first.item.subject,
        place,
        period_start,
        period_end,
        accounting: commonest(items().map(|item| item.accounting)),
        figures: cluster,
        same_origin,
        part_of: None,
        reasons,
    })
}

/// The way of adding up that most figures have; of two as common, the running total before the stock, as news words
/// both alike ("have been displaced").
fn commonest(all: impl Iterator<Item = Accounting>) -> Accounting {
    let mut counts: BTreeMap<Accounting, usize> = BTreeMap::new();
    for accounting in all {
        *counts.entry(accounting).or_default() += 1;
    }
    let rank = |accounting: Accounting| match accounting {
        Accounting::Cumulative => 2,
        Accounting::Stock => 1,
        Accounting::Incident => 0,
    };
    counts.into_iter().max_by_key(|(a, n)| (*n, rank(*a))).map_or(Accounting::Incident, |(accounting, _)| accounting)
}

pub(super) fn answer_one_question(a: &Prepared<'_>, b: &Prepared<'_>) -> bool {
    let (x, y) = (a.item, b.item);
    // One count of one origin may be dated by a day in one article, and by "last week" in the other.
    if why_one_count(a, b).is_some() {
        return periods_agree(x, y) || x.origin.is_some() && x.origin == y.origin && begin_in_one_week(x, y);
    }
    // Parts are compared with parts, totals with totals.
    if x.is_part != y.is_part {
        return false;
    }
    let ratio = a.value.max(b.value) / a.value.min(b.value).max(1.0);
    let dated = x.period_start.is_some() && x.period_start == y.period_start;
    let placed = matches!((&a.wide, &b.wide), (Wide::Place(p), Wide::Place(q)) if p == q);
    let running = |item: &Item<'_>| item.accounting != Accounting::Incident;
    // A stock, a flow and one incident's toll are different questions, and incidents need a day or a place in common.
    x.accounting == y.accounting
        && periods_agree(x, y)
        && !(running(x) && (a.closed != b.closed || (a.closed && !near(x.period_end, y.period_end))))
        && places_agree(&a.wide, &b.wide)
        && (running(x) || dated || placed)
        && ratio <= if dated && placed { 10.0 } else { 2.0 }
}

/// How many days a running total may be old when it is reported.
const RUNNING_DAYS: i32 = 60;

/// Whether both ends are stated, and the last day lies long before the report; where no report has a date, whether both
/// ends are stated.
fn closed(item: &Item<'_>, latest: Option<Date>) -> bool {
    let (Some(_), Some(end)) = (item.period_start, item.period_end) else { return false };
    match item.published.or(latest) {
        Some(reported) => reported.since(end).is_ok_and(|span| span.get_days() > RUNNING_DAYS),
        None => true,
    }
}

/// Whether two days are one, or next to each other, or one is not known.
fn near(x: Option<Date>, y: Option<Date>) -> bool {
    match (x, y) {
        (Some(x), Some(y)) => x.since(y).is_ok_and(|span| span.get_days().abs() <= 1),
        _ => true,
    }
}

/// The place as far as it tells figures apart.
#[derive(PartialEq)]
pub(super) enum Wide {
    /// No place, or the whole country.
    Country,
    Place(String),
}

impl Wide {
    fn of(item: &Item<'_>) -> Self {
        let Some(place) = item.place else { return Self::Country };
        let folded = place.to_lowercase();
        if folded.contains("country") || folded.contains("nation") {
            return Self::Country;
        }
        Self::Place(folded.strip_prefix("the ").unwrap_or(&folded).to_owned())
    }
}

impl Wide {
    /// The place's name, in lower case.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Country => None,
            Self::Place(name) => Some(name),
        }
    }
}

fn places_agree(a: &Wide, b: &Wide) -> bool {
    match (a, b) {
        (Wide::Country, Wide::Country) => true,
        (Wide::Place(p), Wide::Place(q)) => p == q || p.contains(q.as_str()) || q.contains(p.as_str()),
        // A running total is the country's unless it says otherwise; an incident without a place may be anywhere.
        _ => false,
    }
}

fn periods_agree(a: &Item<'_>, b: &Item<'_>) -> bool {
    near(a.period_start, b.period_start) && (a.accounting != Accounting::Incident || near(a.period_end, b.period_end))
}

/// Whether two running totals begin within a week of each other.
fn begin_in_one_week(a: &Item<'_>, b: &Item<'_>) -> bool {
    let running = a.accounting != Accounting::Incident && b.accounting != Accounting::Incident;
    running
        && matches!((a.period_start, b.period_start), (Some(x), Some(y))
            if x.since(y).is_ok_and(|span| span.get_days().abs() < 7))
}

/// Why two figures of different articles are held to be one count, if they are.
fn why_one_count(a: &Prepared<'_>, b: &Prepared<'_>) -> Option<Vec<&'static str>> {
    let (x, y) = (a.item, b.item);
    if x.article == y.article || x.measure != y.measure || x.subject != y.subject {
        return None;
    }
    let mut reasons = Vec::new();
    let equal = a.value == b.value;
    match (x.origin, y.origin) {
        (Some(one), Some(other)) if one == other => {
            if !equal && (a.value - b.value).abs() > 0.01 * a.value.max(b.value) {
                return None;
            }
            reasons.push("same origin");
            if x.agency.is_some() && x.agency == y.agency {
                reasons.push("same agency");
            }
        }
        (Some(_), Some(_)) => return None,
        // Where one at least names nobody, only one agency's text or the very words show that the count is one.
        _ if !equal || x.accounting != y.accounting => return None,
        _ => {
            let agency = x.agency.is_some() && x.agency == y.agency && a.value >= TELLING;
            let wording = shares_wording(x, y);
            if !agency && !wording {
                return None;
            }
            if agency {
                reasons.push("same agency");
            }
            if wording {
                reasons.push("shared wording");
            }
        }
    }
    reasons.push(if equal { "same value" } else { "values within 1 %" });
    if x.is_part && y.is_part {
        reasons.push("part of the same whole");
    } else if a.parts.iter().any(|part| b.parts.contains(part)) {
        reasons.push("same part value");
    }
    Some(reasons)
}

/// The least value that two pieces of one agency hardly share by accident.
const TELLING: f64 = 10.0;

/// So many words in a row in both are shared wording, not chance.
const SHARED_RUN: usize = 8;

/// Whether the words around two figures have a run in common that holds both numbers.
fn shares_wording(a: &Item<'_>, b: &Item<'_>) -> bool {
    fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
    }
    let alike = |(x, y): &(&str, &str)| x == y || x.to_lowercase() == y.to_lowercase();
    let ([before_a, quote_a, behind_a], [before_b, quote_b, behind_b]) = (a.words, b.words);
    let n = words(quote_a).count();
    if n == 0 || n != words(quote_b).count() || !words(quote_a).zip(words(quote_b)).all(|pair| alike(&pair)) {
        return false;
    }
    let left = words(before_a).rev().zip(words(before_b).rev()).take_while(alike).count();
    let right = words(behind_a).zip(words(behind_b)).take_while(alike).count();
    left + n + right >= SHARED_RUN
}

fn same_origin(members: &[&Prepared<'_>]) -> Vec<SameOrigin> {
    let mut groups: Vec<SameOrigin> = Vec::new();
    let mut grouped = vec![false; members.len()];
    for (i, a) in members.iter().enumerate() {
        if grouped.get(i).copied().unwrap_or(true) {
            continue;
        }
        let mut group = SameOrigin { members: vec![i], reasons: Vec::new() };
        for (j, b) in members.iter().enumerate().skip(i + 1) {
            if let Some(reasons) = why_one_count(a, b) {
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

    fn items<'a>(texts: &[&'a str], found: &'a [Vec<Found>]) -> Vec<Item<'a>> {
        let mut items = Vec::new();
        for (article, figures) in found.iter().enumerate() {
            let first = items.len();
            items.extend(figures.iter().map(|figure| Item::of_found(article, first, figure, texts[article])));
        }
        items
    }

    fn proposals(texts: &[&str]) -> Vec<Proposal> {
        let found: Vec<Vec<Found>> = texts.iter().map(|text| extract(text, Some(Date::constant(2022, 6, 1)))).collect();
        propose(&items(texts, &found))
    }

    #[test]
    fn one_count_told_twice_is_grouped_and_another_is_not() {
        let texts = [
            "At least 415 people, including 62 civilians, have been killed in Arkand since 3 May, IOM said.",
            "IOM says 418 people, among them 62 civilians, have been killed in Arkand since 3 May.",
            "Since 3 May 640 people have been killed in Arkand, the army said.",
        ];
        let proposals = proposals(&texts);
        assert_eq!(proposals.len(), 2, "{proposals:?}");
        let whole = proposals.iter().find(|proposal| proposal.subject == Subject::People).unwrap();
        assert_eq!(whole.figures.len(), 3);
        assert_eq!(whole.same_origin.len(), 1);
        assert_eq!(whole.same_origin[0].members, [0, 1]);
        assert!(whole.same_origin[0].reasons.contains(&"same part value"));
        let part = proposals.iter().find(|proposal| proposal.subject == Subject::Civilians).unwrap();
        assert_eq!(part.part_of.map(|at| &proposals[at]), Some(whole));
    }

    #[test]
    fn last_week_in_one_article_is_the_day_that_another_gives() {
        let texts = [
            "At least 415 people, including 62 civilians, have been killed since the offensive began, IOM said. The offensive began on 25 May.",
            "According to IOM, since the rebels launched their attack last week, over 412 people, including 62 civilians, have died.",
        ];
        let found: Vec<Vec<Found>> = texts.iter().map(|text| extract(text, Some(Date::constant(2022, 6, 1)))).collect();
        let starts: Vec<_> = found.iter().map(|figures| figures[0].period_start).collect();
        assert_ne!(starts[0], starts[1], "the two are dated differently");
        let proposals = propose(&items(&texts, &found));
        assert_eq!(proposals.len(), 2, "{proposals:?}");
        assert!(proposals.iter().all(|proposal| proposal.period_start == Some(Date::constant(2022, 5, 25))));
        let apart = [texts[0], "According to IOM, since 2 May over 412 people, including 62 civilians, have died."];
        assert!(self::proposals(&apart).is_empty(), "another period is another question");
    }

    #[test]
    fn a_count_of_a_closed_stretch_stands_apart_from_one_without_dates() {
        let texts = [
            "More than 300,000 people were killed in the war between 2008 and 2015, IOM said.",
            "More than 410,000 people have been killed since the war began.",
            "Since the start of the war over 410,000 people have been killed, far from the front too.",
        ];
        let proposals = proposals(&texts);
        assert_eq!(proposals.len(), 1, "{proposals:?}");
        assert_eq!(proposals[0].figures, [1, 2]);
        assert!(proposals[0].same_origin.is_empty(), "nobody is named, so nothing shows that the count is one");
    }

    #[test]
    fn the_very_words_show_one_count_where_nobody_is_named() {
        let texts = [
            "By noon at least 42 people were killed when shells hit the harbour of Arkand on 31 May.",
            "In the port at least 42 people were killed when shells hit the harbour of Arkand on 31 May.",
            "On 31 May 44 people died in Arkand.",
        ];
        let proposals = proposals(&texts);
        let group = proposals.iter().find_map(|proposal| proposal.same_origin.first()).expect("a group");
        assert_eq!(
            (group.members.as_slice(), group.reasons.as_slice()),
            ([0, 1].as_slice(), ["same value", "shared wording"].as_slice())
        );
    }

    #[test]
    fn one_article_alone_makes_no_tally() {
        assert!(proposals(&["Nine people died in Arkand. Later ten people died in Arkand."]).is_empty());
    }
}
