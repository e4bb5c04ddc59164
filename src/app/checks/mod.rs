//! The checks list: what does not fit together in a project, like a compiler's warnings. Each finding says what is
//! wrong, where, and how to settle it; the analyst may set it aside with a reason, and it comes back when what it is
//! about changes. Layer `app`.

mod evidence;
mod figures;
mod links;
mod looked_at;
mod parts;
mod tallies;
mod terms;
#[cfg(test)]
#[path = "checks_tests.rs"]
mod tests;
mod time;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::figure::vocabulary;
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
    /// What the check looked at: by record and part of it, a fingerprint of what stands there.
    pub looked_at: BTreeMap<String, u64>,
    /// One fingerprint of all that: a dismissal holds for this one.
    pub print: u64,
    /// It was set aside, and what it looks at has changed since.
    pub again: Option<Again>,
}

/// A finding that was set aside and is open again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Again {
    /// What changed, in words.
    pub because: String,
    /// The dismissal that no longer holds, with its reason.
    pub dismissal: DismissalId,
    pub reason: String,
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
    // Those written before it was kept what a check looked at hold as long as the finding says the same.
    let plain: BTreeMap<(&str, RecordId, &str), &Dismissal> = project
        .dismissals
        .values()
        .filter(|dismissal| dismissal.looked_at.is_empty())
        .map(|dismissal| ((dismissal.check.as_str(), dismissal.at, dismissal.what.as_str()), dismissal))
        .collect();
    let mut out = Findings::default();
    for finding in found {
        let name = finding.check.name();
        let holds = aside.get(&(name, finding.at, finding.print));
        match holds.or_else(|| plain.get(&(name, finding.at, finding.what.as_str()))) {
            Some(dismissal) => {
                let id = dismissal.id;
                out.dismissed.push((finding, id));
            }
            None => out.open.push(finding),
        }
    }
    let holding: BTreeSet<DismissalId> = out.dismissed.iter().map(|(_, id)| *id).collect();
    let mut lapsed: BTreeMap<(&str, RecordId), Vec<&Dismissal>> = BTreeMap::new();
    for dismissal in project.dismissals.values().filter(|dismissal| !holding.contains(&dismissal.id)) {
        lapsed.entry((dismissal.check.as_str(), dismissal.at)).or_default().push(dismissal);
    }
    for finding in &mut out.open {
        let before = lapsed.get(&(finding.check.name(), finding.at)).into_iter().flatten();
        let last = before.filter(|d| looked_at::was_of(d, finding)).max_by_key(|d| (d.created, d.id));
        finding.again = last.map(|dismissal| Again {
            because: looked_at::because(project, dismissal, finding),
            dismissal: dismissal.id,
            reason: dismissal.reason.clone(),
        });
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
        let looked_at = looked_at::looked_at(self.project, check, at, about);
        let (settle, print) = (settle.into(), looked_at::print_of(check, &looked_at));
        let about = about.to_vec();
        self.out.push(Finding { check, severity, what, settle, at, about, looked_at, print, again: None });
    }

    /// The figures that are not rejected.
    fn live(&self) -> impl Iterator<Item = &'a Figure> + use<'a> {
        self.project.figures.values().filter(|figure| figure.status != ReviewStatus::Rejected)
    }
}

/// The words of a figure, quoted.
fn quoted(figure: &Figure) -> String {
    format!("“{}”", figure.as_reported())
}
