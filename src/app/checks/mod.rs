//! The checks list: what does not fit together in a project, like a compiler's warnings. Each finding says what is
//! wrong, where, and how to settle it; the analyst may set it aside with a reason, and it comes back when what it is
//! about changes. Layer `app`.

mod evidence;
mod figures;
mod links;
mod parts;
mod tallies;
mod terms;
#[cfg(test)]
#[path = "checks_tests.rs"]
mod tests;
mod time;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::figure::vocabulary;
use crate::model::print::Print;
use crate::model::{ArticleId, Dismissal, DismissalId, Figure, FigureId, Project, RecordId, ReviewStatus, TallyId};
use crate::plots::voices::Origins;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Evidence or arithmetic is broken.
    Error,
    /// It may be right, but somebody should look.
    Warning,
}

impl Severity {
    /// The word printed.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

vocabulary! {
    /// What is checked.
    Check {
        TextMissing = "text_missing", "text missing";
        EvidenceMoved = "evidence_moved", "evidence no longer matches";
        ValuesReversed = "values_reversed", "values out of order";
        PeriodReversed = "period_reversed", "period ends before it starts";
        PeriodAfterPublication = "period_after_publication", "period ends after publication";
        OriginMissing = "origin_missing", "confirmed without origin";
        OriginIsOutlet = "origin_is_outlet", "outlet as its own origin";
        ShareWithoutPopulation = "share_without_population", "share without population";
        HouseholdsWithoutSize = "households_without_size", "households without a size";
        ReasonMissing = "reason_missing", "value without a reason";
        PartAboveWhole = "part_above_whole", "part above its whole";
        PartsAboveWhole = "parts_above_whole", "parts together above their whole";
        PartCountsOther = "part_counts_other", "part counts something else";
        NotAnswering = "not_answering", "figure does not answer its tally";
        OneOriginTwice = "one_origin_twice", "one origin counted twice";
        RecommendedMissing = "recommended_missing", "nothing adopted or recommended";
        RecommendedDouble = "recommended_double", "two recommended figures";
        EstimatedTwice = "estimated_twice", "one question estimated twice";
        CountedTwice = "counted_twice", "figure counted in two tallies";
        EstimateWithoutReasons = "estimate_without_reasons", "estimate without reasons";
        EstimateReopened = "estimate_reopened", "evidence changed since adoption";
        EstimateOutside = "estimate_outside", "estimate outside its figures";
        PartEstimateAbove = "part_estimate_above", "part estimated above its whole";
        OutsideEvent = "outside_event", "tally outside its event";
        PeriodsDiffer = "periods_differ", "periods of a tally differ";
        SupersededAbove = "superseded_above", "the higher, later figure is called superseded";
        OutletLowered = "outlet_lowered", "outlet lowered its own figure";
        OriginLowered = "origin_lowered", "origin lowered its own figure";
        DenialWithoutClaim = "denial_without_claim", "denial without its claim";
        DeniedCounted = "denied_counted", "denied, but counted";
        DefinitionChanged = "definition_changed", "a rewrite changes the definition";
        OneCountDiffers = "one_count_differs", "one count with two values";
        NamesShared = "names_shared", "two organisations of one name";
        StatusClashes = "status_clashes", "victim status clashes";
        SideWithoutParty = "side_without_party", "side without a party";
        PartyOutsideEvent = "party_outside_event", "party outside its event";
        BreakdownAbove = "breakdown_above", "sex and age above the value";
        MeasureUnclear = "measure_unclear", "measure not clear";
        ValueNotInWords = "value_not_in_words", "value not in the words";
        MarkedWrong = "marked_wrong", "confirmed with a field marked wrong";
        CauseDiffers = "cause_differs", "cause differs from the event";
        PlaceUnclear = "place_unclear", "place may be several";
        ReviewedWithSuggestions = "reviewed_with_suggestions", "reviewed, but suggestions are left";
    }
}

/// One thing that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub check: Check,
    pub severity: Severity,
    /// What is wrong, in words.
    pub what: String,
    /// How to settle it.
    pub settle: String,
    /// Where.
    pub at: RecordId,
    /// The other records it is about.
    pub about: Vec<RecordId>,
    /// A fingerprint of what it is about: a dismissal holds for this one.
    pub print: u64,
}

/// What the checks found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Findings {
    /// What is to be settled: errors first, then by place.
    pub open: Vec<Finding>,
    /// What was set aside, with the dismissal that does it, in the same order.
    pub dismissed: Vec<(Finding, DismissalId)>,
}

impl Findings {
    /// How many of this severity are open.
    pub fn count(&self, severity: Severity) -> usize {
        self.open.iter().filter(|finding| finding.severity == severity).count()
    }
}

/// Everything that does not fit and was not set aside, errors first, then by place.
pub fn findings(project: &Project, text: impl Fn(ArticleId) -> Option<Arc<str>>) -> Vec<Finding> {
    run(project, text).open
}

/// Every finding, the open ones apart from those set aside. Reads every text: for a thread of its own.
pub fn run(project: &Project, text: impl Fn(ArticleId) -> Option<Arc<str>>) -> Findings {
    let mut finder = Finder::new(project);
    evidence::check(&mut finder, text);
    finder.rules();
    sort_out(project, finder.out)
}

/// The findings that need no text: all but whether evidence still stands where it was marked.
pub fn run_rules(project: &Project) -> Findings {
    let mut finder = Finder::new(project);
    finder.rules();
    sort_out(project, finder.out)
}

fn sort_out(project: &Project, mut found: Vec<Finding>) -> Findings {
    found.sort_by(|a, b| (a.severity, a.at, a.check, &a.what).cmp(&(b.severity, b.at, b.check, &b.what)));
    let aside: BTreeMap<(&str, RecordId, u64), &Dismissal> = project
        .dismissals
        .values()
        .map(|dismissal| ((dismissal.check.as_str(), dismissal.at, dismissal.print), dismissal))
        .collect();
    let mut out = Findings::default();
    for finding in found {
        match aside.get(&(finding.check.name(), finding.at, finding.print)) {
            Some(dismissal) => out.dismissed.push((finding, dismissal.id)),
            None => out.open.push(finding),
        }
    }
    out
}

/// Collects findings on one project, with what several checks look up.
struct Finder<'a> {
    project: &'a Project,
    origins: Origins,
    /// The tallies each figure stands in, rejected tallies aside.
    tallies_of: BTreeMap<FigureId, Vec<TallyId>>,
    out: Vec<Finding>,
}

impl<'a> Finder<'a> {
    fn new(project: &'a Project) -> Self {
        let mut tallies_of: BTreeMap<FigureId, Vec<TallyId>> = BTreeMap::new();
        for tally in project.tallies.values().filter(|tally| tally.status != ReviewStatus::Rejected) {
            for figure in &tally.figures {
                tallies_of.entry(*figure).or_default().push(tally.id);
            }
        }
        Self { project, origins: Origins::of(project), tallies_of, out: Vec::new() }
    }

    fn rules(&mut self) {
        figures::check(self);
        parts::check(self);
        tallies::check(self);
        time::check(self);
        links::check(self);
        terms::check(self);
    }

    /// Notes a finding; `about` are the records whose change brings it back once it was set aside, `at` aside.
    fn say(
        &mut self,
        check: Check,
        severity: Severity,
        at: RecordId,
        about: &[RecordId],
        what: String,
        settle: impl Into<String>,
    ) {
        let mut print = Print::default();
        print.words(check.name());
        for id in std::iter::once(&at).chain(about) {
            content(self.project, *id, &mut print);
        }
        let (settle, print) = (settle.into(), print.finish());
        self.out.push(Finding { check, severity, what, settle, at, about: about.to_vec(), print });
    }

    /// The figures that are not rejected.
    fn live(&self) -> impl Iterator<Item = &'a Figure> + use<'a> {
        self.project.figures.values().filter(|figure| figure.status != ReviewStatus::Rejected)
    }
}

/// Takes in what a record says, as far as findings are about it.
fn content(project: &Project, id: RecordId, print: &mut Print) {
    let day = |date: Option<crate::model::Date>| date.map(|date| date.to_string()).unwrap_or_default();
    print.words(&id.to_string());
    match id {
        RecordId::Figure(id) => {
            let Some(figure) = project.figures.get(&id) else { return };
            print.number(Some(figure.evidence_print()));
            print.words(figure.role.name());
            for mark in figure.marks.iter().filter(|(_, mark)| **mark == crate::model::FieldMark::Red) {
                print.words(mark.0.name());
            }
            print.number(Some(u64::from(figure.reasoning.trim().is_empty())));
        }
        RecordId::Tally(id) => {
            let Some(tally) = project.tallies.get(&id) else { return };
            for word in [tally.measure.name(), tally.subject.name(), tally.accounting.name()] {
                print.words(word);
            }
            for word in [tally.place.clone().unwrap_or_default(), day(tally.period.start), day(tally.period.end)] {
                print.words(&word);
            }
            if let Some(estimate) = &tally.estimate {
                for value in [estimate.low, estimate.best, estimate.high] {
                    print.number(value);
                }
                print.words(estimate.rule.name());
            }
        }
        RecordId::Article(id) => {
            let Some(article) = project.articles.get(&id) else { return };
            print.words(&day(article.published));
            for org in [article.outlet, article.wire] {
                print.number(org.map(crate::model::OrgId::bits));
            }
        }
        RecordId::Event(id) => {
            let Some(event) = project.events.get(&id) else { return };
            for word in [day(event.period.start), day(event.period.end)] {
                print.words(&word);
            }
            if let Some(cause) = event.cause {
                print.words(cause.name());
            }
            for party in event.parties.keys() {
                print.number(Some(party.bits()));
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

/// The words of a figure, quoted.
fn quoted(figure: &Figure) -> String {
    format!("“{}”", figure.as_reported())
}
