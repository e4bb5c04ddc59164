//! The fingerprint of a figure as evidence: what estimates and dismissals rest on. Layer `model`.

use super::figure::Measure;
use super::figure::{Accounting, Figure};
use super::print::Print;
use super::terms::{Cause, Location, PlaceRole, VictimStatus, Violence};
use super::{FigureId, ReviewStatus, WordsRule};

impl Figure {
    /// Whether it is not known yet what is counted: entered by hand, and its words do not say.
    pub fn measure_not_judged(&self) -> bool {
        self.measure == Measure::Other && self.measure_name.trim().is_empty()
    }

    /// Whether a person entered it: no rule found it.
    pub const fn is_by_hand(&self) -> bool {
        self.trace.is_empty() && self.coder.is_some()
    }

    /// A number that changes when the figure as evidence does: what it says, of whom, on whose word, and whether it is
    /// rejected. Who reviewed it, its role and the notes on it do not count.
    pub fn evidence_print(&self) -> u64 {
        let mut print = Print::default();
        print.words(&self.anchor.quote);
        for value in [self.low, self.best, self.high, self.population] {
            print.number(value);
        }
        for value in [self.fraction, self.household_size] {
            print.number(value.map(f64::to_bits));
        }
        for name in [self.qualifier.name(), self.measure.name(), self.subject.name(), self.stance.name()] {
            print.words(name);
        }
        print.words(self.accounting.map_or("", Accounting::name));
        for link in &self.chain {
            print.words(link.role.name());
            match link.org {
                Some(org) => print.number(Some(org.bits())),
                None => print.words(&link.as_written),
            }
        }
        print.words(self.place.as_deref().unwrap_or_default());
        for date in [self.period.start, self.period.end, self.as_of] {
            print.number(date.map(|date| {
                u64::from(date.year().unsigned_abs()) * 10_000
                    + u64::from(date.month().unsigned_abs()) * 100
                    + u64::from(date.day().unsigned_abs())
            }));
        }
        print.number(self.part_of.map(FigureId::bits));
        print.number((self.status == ReviewStatus::Rejected).then_some(1));
        self.print_terms(&mut print);
        print.finish()
    }

    /// Takes in what formats before the second did not know, and only what is set: a figure that says none of it keeps
    /// the print it had, so that no estimate or dismissal made on it is reopened by a new version.
    fn print_terms(&self, print: &mut Print) {
        let names = [
            ("measure_name", Some(self.measure_name.as_str()).filter(|name| !name.is_empty())),
            ("victim", self.victim.map(VictimStatus::name)),
            ("place_role", self.place_role.map(PlaceRole::name)),
            ("words", (self.words != WordsRule::None).then(|| self.words.name())),
            ("cause", self.cause.map(Cause::name)),
            ("violence", self.violence.map(Violence::name)),
        ];
        for (field, name) in names {
            if let Some(name) = name {
                print.words(field);
                print.words(name);
            }
        }
        for (field, org) in [("party", self.party), ("perpetrator", self.perpetrator)] {
            if let Some(org) = org {
                print.words(field);
                print.number(Some(org.bits()));
            }
        }
        for row in &self.sex_age {
            print.words(row.sex.name());
            for number in [row.age_from.map(u64::from), row.age_to.map(u64::from), Some(row.value)] {
                print.number(number);
            }
        }
        if let Some((lat, lon)) = self.location.as_deref().and_then(Location::point) {
            print.words("location");
            print.number(Some(lat.to_bits()));
            print.number(Some(lon.to_bits()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing;

    #[test]
    fn it_changes_with_what_the_figure_says_and_with_nothing_else() {
        let figure = testing::full_project().figures.values().next().unwrap().clone();
        let same = Figure { reasoning: "other".to_owned(), reviewer: None, marks: [].into(), ..figure.clone() };
        assert_eq!(same.evidence_print(), figure.evidence_print());
        for changed in [
            Figure { low: Some(39), ..figure.clone() },
            Figure { victim: None, ..figure.clone() },
            Figure { party: None, ..figure.clone() },
            Figure { perpetrator: None, ..figure.clone() },
            Figure { place_role: None, ..figure.clone() },
            Figure { location: None, ..figure.clone() },
            Figure { sex_age: Vec::new(), ..figure.clone() },
            Figure { words: WordsRule::None, ..figure.clone() },
            Figure { cause: None, ..figure.clone() },
            Figure { violence: None, ..figure.clone() },
            Figure { measure_name: String::new(), ..figure.clone() },
        ] {
            assert_ne!(changed.evidence_print(), figure.evidence_print(), "{changed:?}");
        }
    }
}
