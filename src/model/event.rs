//! What figures are about: events, and the tallies (questions) that figures of several articles answer.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::figure::vocabulary;
use super::terms::{Cause, Location, Side, Violence};
use super::{
    Accounting, CoderId, EventId, FigureId, Measure, OrgId, Period, ReviewStatus, Subject, TallyId, Timestamp,
};

/// What happened, where, when, between whom.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    pub id: EventId,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Where the place lies, as the analyst chose or confirmed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Box<Location>>,
    #[serde(default, skip_serializing_if = "Period::is_empty")]
    pub period: Period,
    /// Between whom, with the side each is on.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parties: BTreeMap<OrgId, Side>,
    /// What it came from; `None` while not judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// The kind of violence; `None` while not judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub violence: Option<Violence>,
}

impl Event {
    /// An event of this name of which nothing else is known.
    pub const fn blank(id: EventId, name: String) -> Self {
        let period = Period { start: None, end: None, accuracy: None, end_accuracy: None };
        Self { id, name, place: None, location: None, period, parties: BTreeMap::new(), cause: None, violence: None }
    }

    /// The parties of one side.
    pub fn side(&self, side: Side) -> impl Iterator<Item = OrgId> {
        self.parties.iter().filter(move |(_, of)| **of == side).map(|(party, _)| *party)
    }
}

vocabulary! {
    /// How an estimate was arrived at.
    EstimateRule {
        RangeOfOrigins = "range_of_origins", "range of origins";
        Floor = "floor", "floor";
        MostRecent = "most_recent", "most recent";
        HighestReliability = "highest_reliability", "highest reliability";
        MedianOfOrigins = "median_of_origins", "median of origins";
        Analyst = "analyst", "the analyst's judgement";
    }
}

vocabulary! {
    /// How words without a number (dozens, hundreds) were read when an estimate was made.
    WordsRule {
        /// Left out: a word gives no number.
        None = "none", "words give no number";
        /// The most careful reading, as ACLED takes it: tens 10, dozens 12, hundreds 100, thousands 1,000.
        Acled = "acled", "ACLED words rule";
        /// As the figures stand, which the analyst may have set.
        Analyst = "analyst", "as entered";
    }
}

#[expect(clippy::derivable_impls, reason = "the vocabulary macro writes the enum")]
impl Default for WordsRule {
    fn default() -> Self {
        Self::None
    }
}

impl WordsRule {
    /// Whether it is the rule taken when none is named.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// One figure of a tally as it stood when an estimate was adopted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weighed {
    /// The figure; it may be gone since.
    pub figure: FigureId,
    /// Its [`Figure::evidence_print`](super::Figure::evidence_print) at that time.
    pub print: u64,
}

/// The value an analyst adopts for a tally.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Estimate {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<u64>,
    pub rule: EstimateRule,
    /// How vague words were read.
    #[serde(default, skip_serializing_if = "WordsRule::is_default")]
    pub words: WordsRule,
    pub reasoning: String,
    /// The figures it was made from, by id, as they stood; where one has changed since, or others have come, the
    /// estimate is open again. Empty in estimates of earlier versions, of which that is not known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weighed: Vec<Weighed>,
    pub coder: CoderId,
    pub adopted: Timestamp,
}

/// The question that figures from several articles answer: the unit of comparison and of plotting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tally {
    pub id: TallyId,
    /// The question in words ("Killed nationwide since 27 November").
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<EventId>,
    pub measure: Measure,
    /// What is counted, where `measure` is [`Measure::Other`]; empty otherwise.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub measure_name: String,
    pub subject: Subject,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    #[serde(default, skip_serializing_if = "Period::is_empty")]
    pub period: Period,
    pub accounting: Accounting,
    /// The tally of which this one is a part ("of whom civilians").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<TallyId>,
    pub figures: BTreeSet<FigureId>,
    pub status: ReviewStatus,
    /// Why it was proposed; empty when made by hand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimate: Option<Estimate>,
}
