//! What each check looks at: by it a finding set aside is told from one that has become another, and it is said what
//! has changed. A change of anything else leaves a dismissal alone. Layer `app`.

use std::collections::BTreeMap;

use super::{Check, Finding};
use crate::model::print::Print;
use crate::model::{Date, Dismissal, FieldMark, Figure, Project, RecordId, Tally};

/// A part of a record that a check may look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// All that makes a figure evidence.
    Evidence,
    Words,
    Value,
    Counts,
    Accounting,
    Place,
    Dates,
    Origin,
    Role,
    Stance,
    Reasoning,
    Population,
    Household,
    Victim,
    Party,
    SexAge,
    Marks,
    Cause,
    /// What a tally asks.
    Question,
    Estimate,
    Parties,
    Outlet,
    Names,
    Tie,
}

impl Part {
    const fn name(self) -> &'static str {
        match self {
            Self::Evidence => "evidence",
            Self::Words => "words in the article",
            Self::Value => "value",
            Self::Counts => "what is counted",
            Self::Accounting => "accounting",
            Self::Place => "place",
            Self::Dates => "dates",
            Self::Origin => "origin",
            Self::Role => "role",
            Self::Stance => "stance",
            Self::Reasoning => "reasoning",
            Self::Population => "population",
            Self::Household => "household size",
            Self::Victim => "victim status",
            Self::Party => "party",
            Self::SexAge => "sex and age",
            Self::Marks => "marks of review",
            Self::Cause => "cause",
            Self::Question => "question",
            Self::Estimate => "estimate",
            Self::Parties => "parties",
            Self::Outlet => "outlet",
            Self::Names => "names",
            Self::Tie => "status",
        }
    }
}

/// What a check looks at in a figure.
const fn of_figure(check: Check) -> &'static [Part] {
    use Part as P;
    match check {
        Check::EvidenceMoved => &[P::Words],
        Check::ValuesReversed | Check::PartAboveWhole | Check::EstimateOutside | Check::OneCountDiffers => &[P::Value],
        Check::ValueNotInWords => &[P::Value, P::Words],
        Check::PeriodReversed | Check::PeriodAfterPublication | Check::PeriodsDiffer | Check::OutsideEvent => {
            &[P::Dates]
        }
        Check::OriginMissing | Check::OriginIsOutlet | Check::OneOriginTwice => &[P::Origin],
        Check::ShareWithoutPopulation => &[P::Value, P::Population],
        Check::HouseholdsWithoutSize => &[P::Counts, P::Household],
        Check::ReasonMissing => &[P::Value, P::Role, P::Reasoning],
        Check::PartsAboveWhole => &[P::Value, P::Counts, P::Victim],
        Check::PartCountsOther => &[P::Counts],
        Check::NotAnswering => &[P::Counts, P::Accounting],
        Check::RecommendedMissing | Check::RecommendedDouble | Check::DeniedCounted => &[P::Role],
        Check::EstimateReopened => &[P::Evidence],
        Check::SupersededAbove => &[P::Value, P::Dates, P::Origin, P::Role],
        Check::OutletLowered | Check::OriginLowered => &[P::Value, P::Dates, P::Origin],
        Check::DenialWithoutClaim => &[P::Stance],
        Check::DefinitionChanged => &[P::Value, P::Counts, P::Accounting],
        Check::StatusClashes => &[P::Counts, P::Victim],
        Check::SideWithoutParty => &[P::Victim, P::Party],
        Check::PartyOutsideEvent => &[P::Party],
        Check::BreakdownAbove => &[P::Value, P::SexAge],
        Check::MeasureUnclear => &[P::Counts, P::Value],
        Check::MarkedWrong => &[P::Marks],
        Check::CauseDiffers => &[P::Cause],
        Check::PlaceUnclear => &[P::Place],
        // These look at other records, or at no more than which figure it is.
        Check::TextMissing
        | Check::EstimatedTwice
        | Check::CountedTwice
        | Check::EstimateWithoutReasons
        | Check::PartEstimateAbove
        | Check::NamesShared
        | Check::ReviewedWithSuggestions => &[],
    }
}

/// What a check looks at in any record.
const fn parts(check: Check, id: RecordId) -> &'static [Part] {
    use Part as P;
    match id {
        RecordId::Figure(_) => of_figure(check),
        RecordId::Tally(_) => match check {
            Check::PeriodReversed | Check::PeriodsDiffer | Check::OutsideEvent => &[P::Dates],
            Check::NotAnswering => &[P::Question, P::Accounting],
            Check::EstimatedTwice => &[P::Question, P::Accounting, P::Place, P::Dates],
            Check::RecommendedMissing
            | Check::EstimateWithoutReasons
            | Check::EstimateReopened
            | Check::EstimateOutside
            | Check::PartEstimateAbove => &[P::Estimate],
            _ => &[],
        },
        RecordId::Event(_) => match check {
            Check::CauseDiffers => &[P::Cause],
            Check::PartyOutsideEvent => &[P::Parties],
            _ => &[P::Dates],
        },
        RecordId::Article(_) => match check {
            Check::PeriodAfterPublication => &[P::Dates],
            _ => &[P::Outlet],
        },
        RecordId::Organisation(_) => &[P::Names],
        RecordId::Link(_) => &[P::Tie],
        _ => &[],
    }
}

/// What a check looks at in its records: by record and part, a fingerprint of what stands there.
pub(super) fn looked_at(project: &Project, check: Check, at: RecordId, about: &[RecordId]) -> BTreeMap<String, u64> {
    let mut out = BTreeMap::new();
    for id in std::iter::once(&at).chain(about) {
        // That it is this record, whatever of it is looked at.
        out.insert(id.to_string(), 0);
        for part in parts(check, *id) {
            let mut print = Print::default();
            content(project, *id, *part, &mut print);
            out.insert(key(*id, *part), print.finish());
        }
    }
    out
}

/// One fingerprint of all that a check looked at.
pub(super) fn print_of(check: Check, looked_at: &BTreeMap<String, u64>) -> u64 {
    let mut print = Print::default();
    print.words(check.name());
    for (key, value) in looked_at {
        print.words(key);
        print.number(Some(*value));
    }
    print.finish()
}

fn key(id: RecordId, part: Part) -> String {
    format!("{id} {}", part.name())
}

/// Whether a dismissal that no longer holds was of this finding: the same check at the same place, of the other records
/// at least one.
pub(super) fn was_of(dismissal: &Dismissal, finding: &Finding) -> bool {
    dismissal.check == finding.check.name()
        && dismissal.at == finding.at
        && (finding.about.is_empty()
            || dismissal.what == finding.what
            || finding.about.iter().any(|id| dismissal.looked_at.contains_key(&id.to_string())))
}

/// Why a dismissal no longer holds for a finding, in words.
pub(super) fn because(project: &Project, dismissal: &Dismissal, finding: &Finding) -> String {
    let old = &dismissal.looked_at;
    let mut changed: Vec<String> = Vec::new();
    for id in std::iter::once(&finding.at).chain(&finding.about) {
        if !old.contains_key(&id.to_string()) {
            changed.push(format!("{} came to it", called(project, *id)));
            continue;
        }
        for part in parts(finding.check, *id) {
            let key = key(*id, *part);
            if old.get(&key) != finding.looked_at.get(&key) {
                changed.push(format!("{} of {} changed", part.name(), called(project, *id)));
            }
        }
    }
    if old.keys().any(|key| !finding.looked_at.contains_key(key)) {
        changed.push("a record left it".to_owned());
    }
    if changed.is_empty() {
        return "what it says changed".to_owned();
    }
    changed.join(", ")
}

/// A record as it is called in a sentence.
fn called(project: &Project, id: RecordId) -> String {
    let name = match id {
        RecordId::Figure(id) => project.figures.get(&id).map(Figure::as_reported),
        RecordId::Tally(id) => project.tallies.get(&id).map(|tally| tally.name.clone()),
        RecordId::Event(id) => project.events.get(&id).map(|event| event.name.clone()),
        RecordId::Article(id) => project.articles.get(&id).map(|article| article.title.clone()),
        RecordId::Organisation(id) => project.organisations.get(&id).map(|org| org.short_name().to_owned()),
        RecordId::Link(_) => return "a tie".to_owned(),
        _ => None,
    };
    name.map_or_else(|| "it".to_owned(), |name| format!("“{name}”"))
}

/// Takes in one part of a record.
fn content(project: &Project, id: RecordId, part: Part, print: &mut Print) {
    match id {
        RecordId::Figure(id) => {
            if let Some(figure) = project.figures.get(&id) {
                of_a_figure(figure, part, print);
            }
        }
        RecordId::Tally(id) => {
            if let Some(tally) = project.tallies.get(&id) {
                of_a_tally(tally, part, print);
            }
        }
        RecordId::Event(id) => {
            let Some(event) = project.events.get(&id) else { return };
            match part {
                Part::Cause => print.words(event.cause.map_or("", crate::model::Cause::name)),
                Part::Parties => event.parties.keys().for_each(|party| print.number(Some(party.bits()))),
                _ => days(print, [event.period.start, event.period.end]),
            }
        }
        RecordId::Article(id) => {
            let Some(article) = project.articles.get(&id) else { return };
            if part == Part::Dates {
                days(print, [article.published]);
            } else {
                for org in [article.outlet, article.wire] {
                    print.number(org.map(crate::model::OrgId::bits));
                }
            }
        }
        RecordId::Organisation(id) => {
            let Some(org) = project.organisations.get(&id) else { return };
            print.words(&org.name);
            print.words(&org.short);
            org.aliases.iter().for_each(|alias| print.words(alias));
        }
        RecordId::Link(id) => {
            let Some(link) = project.links.get(&id) else { return };
            print.words(link.kind.name());
            print.words(link.status.name());
        }
        _ => {}
    }
}

fn days<const N: usize>(print: &mut Print, days: [Option<Date>; N]) {
    for day in days {
        print.words(&day.map(|day| day.to_string()).unwrap_or_default());
    }
}

fn of_a_figure(figure: &Figure, part: Part, print: &mut Print) {
    match part {
        Part::Words => {
            print.words(&figure.anchor.quote);
            print.number(Some(figure.anchor.span.start() as u64));
        }
        Part::Value => {
            for value in [figure.low, figure.best, figure.high] {
                print.number(value);
            }
            print.number(figure.fraction.map(f64::to_bits));
            print.words(figure.qualifier.name());
            print.words(figure.words.name());
        }
        Part::Counts => {
            for word in [figure.measure.name(), &figure.measure_name, figure.subject.name()] {
                print.words(word);
            }
        }
        Part::Accounting => print.words(figure.accounting.map_or("", crate::model::Accounting::name)),
        Part::Place => {
            print.words(figure.place.as_deref().unwrap_or_default());
            print.words(figure.location.as_ref().map_or("", |location| &location.name));
        }
        Part::Dates => days(print, [figure.period.start, figure.period.end, figure.as_of]),
        Part::Origin => match figure.origin() {
            Some(link) => {
                print.number(link.org.map(crate::model::OrgId::bits));
                print.words(&link.as_written);
                print.words(link.kind.map_or("", crate::model::OrgKind::name));
            }
            None => print.number(None),
        },
        Part::Role => print.words(figure.role.name()),
        Part::Stance => print.words(figure.stance.name()),
        Part::Reasoning => print.number(Some(u64::from(figure.reasoning.trim().is_empty()))),
        Part::Population => print.number(figure.population),
        Part::Household => print.number(figure.household_size.map(f64::to_bits)),
        Part::Victim => print.words(figure.victim.map_or("", crate::model::VictimStatus::name)),
        Part::Party => {
            print.number(figure.party.map(crate::model::OrgId::bits));
            print.number(figure.event.map(crate::model::EventId::bits));
        }
        Part::SexAge => print.words(&crate::app::ops::figure_terms::write_sex_age(&figure.sex_age)),
        Part::Marks => {
            for (field, _) in figure.marks.iter().filter(|(_, mark)| **mark == FieldMark::Red) {
                print.words(field.name());
            }
        }
        Part::Cause => print.words(figure.cause.map_or("", crate::model::Cause::name)),
        _ => print.number(Some(figure.evidence_print())),
    }
}

fn of_a_tally(tally: &Tally, part: Part, print: &mut Print) {
    match part {
        Part::Dates => days(print, [tally.period.start, tally.period.end]),
        Part::Place => print.words(tally.place.as_deref().unwrap_or_default()),
        Part::Accounting => print.words(tally.accounting.name()),
        Part::Estimate => match &tally.estimate {
            Some(estimate) => {
                for value in [estimate.low, estimate.best, estimate.high] {
                    print.number(value);
                }
                print.words(estimate.rule.name());
            }
            None => print.number(None),
        },
        _ => {
            for word in [tally.measure.name(), &tally.measure_name, tally.subject.name()] {
                print.words(word);
            }
        }
    }
}
