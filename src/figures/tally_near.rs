//! Which groups of figures a figure may belong to, found without asking every group. It only narrows down: the rules in
//! `tally` decide. Layer `figures`.

use std::collections::{BTreeMap, BTreeSet};

use super::tally::{Prepared, Wide};
use crate::model::{Accounting, Date};

/// The places written, each with those that agree with it: itself, and what one of the two names contains.
pub(super) struct Places<'a> {
    numbers: BTreeMap<&'a str, usize>,
    agreeing: Vec<Vec<usize>>,
}

impl<'a> Places<'a> {
    pub(super) fn of<'b: 'a>(prepared: impl Iterator<Item = &'a Prepared<'b>>) -> Self {
        let names: BTreeSet<&str> = prepared.filter_map(|this| this.wide.name()).collect();
        let agreeing = |one: &&str| {
            let agree = |(n, other): (usize, &&str)| (one.contains(other) || other.contains(one)).then_some(n);
            names.iter().enumerate().filter_map(agree).collect()
        };
        Self {
            agreeing: names.iter().map(agreeing).collect(),
            numbers: names.iter().enumerate().map(|(n, name)| (*name, n)).collect(),
        }
    }

    /// The number of a place; `None` for the whole country.
    fn number(&self, wide: &Wide) -> Option<usize> {
        self.numbers.get(wide.name()?).copied()
    }
}

/// Clusters by the bits of their first figures' values, which order as the values do: none is below nought.
type ByValue = BTreeMap<u64, Vec<usize>>;

/// What two figures have in common that may answer one question without being one count: the way of adding up, whether
/// they are parts, and the place; of incidents of no known place also the day.
type Question = (Accounting, bool, Option<usize>, Option<Date>);

/// The clusters of one measure and subject, found by what their first figures are like: with thousands of figures it
/// takes too long to ask them all.
#[derive(Default)]
pub(super) struct Clusters<'a> {
    /// Each as indices into the items, in the order in which they were begun.
    pub(super) all: Vec<Vec<usize>>,
    by_origin: BTreeMap<Option<&'a str>, ByValue>,
    by_question: BTreeMap<Question, ByValue>,
}

impl<'a> Clusters<'a> {
    fn question(this: &Prepared<'_>, place: Option<usize>) -> Question {
        let item = this.item;
        let day = item.period_start.filter(|_| place.is_none() && item.accounting == Accounting::Incident);
        (item.accounting, item.is_part, place, day)
    }

    /// Begins a cluster with figure `i`.
    pub(super) fn found(&mut self, i: usize, this: &Prepared<'a>, places: &Places<'_>) {
        let (n, value) = (self.all.len(), this.value.to_bits());
        self.all.push(vec![i]);
        self.by_origin.entry(this.item.origin).or_default().entry(value).or_default().push(n);
        let question = Self::question(this, places.number(&this.wide));
        self.by_question.entry(question).or_default().entry(value).or_default().push(n);
    }

    /// The clusters whose first figure may answer one question with this one, in order; all that do are among them.
    pub(super) fn near(&self, this: &Prepared<'_>, places: &Places<'_>) -> Vec<usize> {
        let mut near = Vec::new();
        // A hair wider than the rules that decide, so that rounding loses nothing.
        let mut take = |among: Option<&ByValue>, times: f64| {
            let least = if this.value <= times { 0.0 } else { this.value / times * 0.999 };
            let most = this.value.max(1.0) * times * 1.001;
            near.extend(
                among.into_iter().flat_map(|all| all.range(least.to_bits()..=most.to_bits())).flat_map(|(_, n)| n),
            );
        };
        // One count told twice: one origin and about the value, or the very value where one names nobody.
        match this.item.origin {
            Some(origin) => {
                take(self.by_origin.get(&Some(origin)), 1.02);
                take(self.by_origin.get(&None), 1.0);
            }
            None => self.by_origin.values().for_each(|all| take(Some(all), 1.0)),
        }
        let place = places.number(&this.wide);
        let question = Self::question(this, place);
        match question {
            // It has neither a place nor a day in common with anything.
            (Accounting::Incident, _, None, None) => {}
            _ => take(self.by_question.get(&question), if place.is_some() { 10.0 } else { 2.0 }),
        }
        for other in place.and_then(|place| places.agreeing.get(place)).into_iter().flatten() {
            if Some(*other) != place {
                take(self.by_question.get(&Self::question(this, Some(*other))), 2.0);
            }
        }
        near.sort_unstable();
        near.dedup();
        near
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::tally::{Item, answer_one_question};
    use crate::model::{Measure, Subject};

    /// Every mixture of what the rules look at, thrown by the same dice at every run.
    fn items() -> Vec<Item<'static>> {
        let mut seed = 7_u64;
        let mut roll = |sides: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % sides
        };
        let places = [None, Some("Arkand"), Some("the port of Arkand"), Some("Vell"), Some("the country")];
        let values = [0, 1, 2, 9, 10, 12, 20, 99, 100, 101, 102, 1_000, 1_001];
        let days = [None, Some(Date::constant(2022, 5, 3)), Some(Date::constant(2022, 5, 4))];
        let accountings = [Accounting::Incident, Accounting::Cumulative, Accounting::Stock];
        let origins = [None, Some("IOM"), Some("the army")];
        let item = |_| Item {
            article: roll(40),
            low: Some(values[roll(values.len())]),
            high: None,
            measure: Measure::ALL[0],
            subject: Subject::ALL[0],
            accounting: accountings[roll(3)],
            origin: origins[roll(3)],
            agency: [None, Some("Wire")][roll(2)],
            place: places[roll(places.len())],
            period_start: days[roll(3)],
            period_end: days[roll(3)],
            published: None,
            whole: None,
            is_part: roll(3) == 0,
            words: ["on that day in the harbour at least", "12 people", "were killed when shells hit"],
        };
        (0..600).map(item).collect()
    }

    #[test]
    fn no_group_that_a_figure_may_belong_to_is_passed_over() {
        let items = items();
        let prepared: Vec<Prepared<'_>> =
            items.iter().map(|item| Prepared::of(item, None, Vec::new()).unwrap()).collect();
        let places = Places::of(prepared.iter());
        let mut clusters = Clusters::default();
        for (i, this) in prepared.iter().enumerate() {
            clusters.found(i, this, &places);
        }
        let (mut fitting, mut asked) = (0, 0);
        for (i, this) in prepared.iter().enumerate() {
            let near = clusters.near(this, &places);
            asked += near.len();
            for (n, other) in prepared.iter().enumerate().filter(|(_, other)| answer_one_question(other, this)) {
                fitting += 1;
                assert!(near.binary_search(&n).is_ok(), "{:?} is not offered {:?}", items[i], other.item);
            }
        }
        assert!(fitting > 1_000, "{fitting}: the dice throw figures that have to do with each other");
        assert!(asked < items.len() * items.len() / 2, "{asked}: most groups need not be asked");
    }
}
