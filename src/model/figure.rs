//! A figure: one count of people that one article reports, with the words that support it, on whose word, and how it
//! was reviewed. The terms are the field's (product.md in the design; `docs` of each item name the source of a rule).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::terms::{Cause, FieldMark, FigureField, Location, PlaceRole, SexAge, Side, Verb, VictimStatus, Violence};
use super::{
    Anchor, ArticleId, CoderId, Date, Event, EventId, FigureId, OrgId, OrgKind, TextSpan, Timestamp, WordsRule,
};

/// Defines a closed vocabulary: the enum, its written name (used by the command line, exports and lexicons) and its
/// label in the window.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal, $label:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant),* }

        impl $name {
            /// Every value, in the order it is offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The written name, as in files and on the command line.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }

            /// The words shown in the window.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),* }
            }

            /// The value with this written name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.name() == name)
            }
        }
    };
}
pub(crate) use vocabulary;

vocabulary! {
    /// What is counted.
    Measure {
        Killed = "killed", "killed";
        Injured = "injured", "injured";
        Missing = "missing", "missing";
        Detained = "detained", "detained";
        Abducted = "abducted", "abducted";
        Displaced = "displaced", "displaced";
        Returned = "returned", "returned";
        /// Otherwise affected: stranded, cut off, casualties not told apart.
        Affected = "affected", "affected";
        /// Taken out of danger, where that is counted apart from the displaced. By hand only.
        Evacuated = "evacuated", "evacuated";
        /// Displaced across a border, where that is counted apart. By hand only.
        Refugees = "refugees", "refugees";
        /// Homes, not people. By hand only.
        HomesDestroyed = "homes_destroyed", "homes destroyed";
        /// A share of an area, as [`Figure::fraction`]. By hand only.
        Territory = "territory", "territory held";
        /// What [`Figure::measure_name`] says. By hand only.
        Other = "other", "other";
    }
}

impl Measure {
    /// Those that are entered by hand: no rule finds them.
    pub const BY_HAND: &'static [Self] =
        &[Self::Evacuated, Self::Refugees, Self::HomesDestroyed, Self::Territory, Self::Other];

    /// Whether it counts people.
    pub const fn counts_people(self) -> bool {
        !matches!(self, Self::HomesDestroyed | Self::Territory | Self::Other)
    }
}

vocabulary! {
    /// Whom it counts; `People` when nothing narrower is said.
    Subject {
        People = "people", "people";
        Civilians = "civilians", "civilians";
        Combatants = "combatants", "combatants";
        Soldiers = "soldiers", "soldiers";
        Police = "police", "police";
        Children = "children", "children";
        Women = "women", "women";
        /// Counted in households or families, not persons.
        Households = "households", "households";
        AidWorkers = "aid_workers", "aid workers";
        Journalists = "journalists", "journalists";
        Other = "other", "other";
    }
}

impl Subject {
    /// What the counted were in the fighting, as far as the word says it.
    pub const fn victim_status(self) -> VictimStatus {
        match self {
            Self::Civilians | Self::Children | Self::Women | Self::AidWorkers | Self::Journalists => {
                VictimStatus::Civilian
            }
            Self::Combatants | Self::Soldiers | Self::Police => VictimStatus::Combatant,
            Self::People | Self::Households | Self::Other => VictimStatus::Unknown,
        }
    }
}

vocabulary! {
    /// How firmly the number is stated. A share keeps its bound here and has a [`Figure::fraction`].
    Qualifier {
        Exact = "exact", "exactly";
        Approx = "approx", "about";
        AtLeast = "at_least", "at least";
        MoreThan = "more_than", "more than";
        AtMost = "at_most", "at most";
        LessThan = "less_than", "fewer than";
        Range = "range", "range";
        /// A word without a number: dozens, hundreds, thousands.
        Vague = "vague", "vague";
    }
}

impl Qualifier {
    /// Whether the value may be higher than stated: drawn with an arrow to the right.
    pub const fn is_floor(self) -> bool {
        matches!(self, Self::AtLeast | Self::MoreThan | Self::Vague)
    }

    /// Whether the value may be lower than stated: drawn with an arrow to the left.
    pub const fn is_ceiling(self) -> bool {
        matches!(self, Self::AtMost | Self::LessThan)
    }
}

vocabulary! {
    /// How the figure adds up over time. The three are never summed with each other.
    Accounting {
        /// The toll of one incident, or of one day.
        Incident = "incident", "one incident";
        /// A running total over a period or several incidents.
        Cumulative = "cumulative", "cumulative";
        /// How many there are at one time (people still displaced, held, missing).
        Stock = "stock", "stock";
    }
}

vocabulary! {
    /// Where a figure stands in review.
    ReviewStatus {
        Suggested = "suggested", "suggested";
        Confirmed = "confirmed", "confirmed";
        Rejected = "rejected", "rejected";
    }
}

vocabulary! {
    /// What the article does with the figure.
    Stance {
        Asserts = "asserts", "asserts";
        Denies = "denies", "denies";
        Doubts = "doubts", "doubts";
        Confirms = "confirms", "confirms";
        Retracts = "retracts", "retracts";
    }
}

vocabulary! {
    /// Whether the outlet says it checked the figure.
    Verification {
        Verified = "verified", "verified by the outlet";
        CouldNotVerify = "could_not_verify", "could not be verified";
        Unstated = "unstated", "not stated";
    }
}

vocabulary! {
    /// The part a figure plays when an estimate is adopted (IDMC: recommended, triangulation).
    FigureRole {
        Unset = "unset", "not set";
        Recommended = "recommended", "recommended";
        Triangulation = "triangulation", "triangulation";
        Superseded = "superseded", "superseded";
        Excluded = "excluded", "excluded";
    }
}

vocabulary! {
    /// How well a figure is supported, in the grades of Airwars.
    Grade {
        /// The party responsible accepts it, or it is established beyond reasonable doubt.
        Confirmed = "confirmed", "confirmed";
        /// Two or more credible origins.
        Fair = "fair", "fair";
        /// One origin.
        Weak = "weak", "weak";
        /// Origins contradict each other on who or what.
        Contested = "contested", "contested";
        /// Shown not to be so.
        Discounted = "discounted", "discounted";
    }
}

vocabulary! {
    /// How exact a date is.
    DateAccuracy {
        Day = "day", "day";
        Week = "week", "week";
        Month = "month", "month";
        Year = "year", "year";
        Unknown = "unknown", "unknown";
    }
}

vocabulary! {
    /// The part an organisation plays in handing a figure on.
    ChainRole {
        /// Who counted, or first said it.
        Origin = "origin", "origin";
        /// Who passed it on ("state television, citing …").
        Relay = "relay", "relay";
        /// Who put it into another language, or re-wrote it, on the way.
        Translator = "translator", "translator";
    }
}

/// From when to when a figure counts; an open or unknown end is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// First day counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Date>,
    /// Last day counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Date>,
    /// How exact the two dates are; `None` when not judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accuracy: Option<DateAccuracy>,
    /// How exact the last day is, where that differs from `accuracy`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_accuracy: Option<DateAccuracy>,
}

impl Period {
    /// Whether nothing is known of it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// How exact the last day is; `None` when not judged.
    pub fn accuracy_of_end(&self) -> Option<DateAccuracy> {
        self.end_accuracy.or(self.accuracy)
    }
}

/// One step on a figure's way from who counted to the article. The outlet itself is the article's, not repeated here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainLink {
    /// The organisation it resolves to; `None` when the words name none that is known ("residents").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub org: Option<OrgId>,
    /// The words the article uses ("the monitor").
    pub as_written: String,
    /// Its part.
    pub role: ChainRole,
    /// Where those words stand (UTF-8 bytes of the article's text); `None` if entered by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<TextSpan>,
    /// By what verb it is said; `None` while not judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verb: Option<Verb>,
    /// What kind of voice it is, where no organisation says so or this one spoke as another ("our correspondent").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<OrgKind>,
}

/// One count reported in one article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    pub id: FigureId,
    pub article: ArticleId,
    /// The evidence: from the qualifier to the numeral ("at least 826"), in the article's canonical text.
    pub anchor: Anchor,
    /// Lowest value stated; people, or households if the subject is households. `None` for an open bound or a share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<u64>,
    /// The single best value if the analyst sets one; never derived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best: Option<u64>,
    /// Highest value stated; `None` for an open bound or a share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<u64>,
    pub qualifier: Qualifier,
    /// A share of a population (0 to 1), with `low` and `high` empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fraction: Option<f64>,
    /// How many people the share is of, if the analyst gives it; `None` leaves the share a share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<u64>,
    pub measure: Measure,
    /// What is counted, where `measure` is [`Measure::Other`]; empty otherwise.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub measure_name: String,
    pub subject: Subject,
    /// What the counted were in the fighting, if the analyst sets it; see [`Figure::victim_status`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub victim: Option<VictimStatus>,
    /// The party the counted belonged to; its side is the event's to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<OrgId>,
    /// Who is said to have done it, whoever says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub perpetrator: Option<OrgId>,
    /// How many of which sex and age, as the article gives it; rows may leave people out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sex_age: Vec<SexAge>,
    /// The rule by which a word without a number was given one, where the analyst chose one.
    #[serde(default, skip_serializing_if = "WordsRule::is_default")]
    pub words: WordsRule,
    /// Persons per household, if households were counted and the analyst converts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub household_size: Option<f64>,
    /// `None` while not judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accounting: Option<Accounting>,
    /// On whose word, from origin to the last relay; empty when the article gives nobody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chain: Vec<ChainLink>,
    /// The place as written in the article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// What that place is to the people counted; `None` while not judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_role: Option<PlaceRole>,
    /// Where the place lies, as the analyst chose or confirmed it; `None` while that was not done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Box<Location>>,
    #[serde(default, skip_serializing_if = "Period::is_empty")]
    pub period: Period,
    /// The day up to which the count runs by its own words; `None` when only the publication date is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
    /// The event it is about, if it is gathered under one without a tally.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<EventId>,
    /// What it came from, where that is not what the event says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// The kind of violence, where that is not what the event says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub violence: Option<Violence>,
    /// The figure of which this one is a part ("of whom 111 civilians").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<FigureId>,
    pub stance: Stance,
    pub verification: Verification,
    pub role: FigureRole,
    /// How well it is supported; `None` while not graded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
    /// Credibility of the information, 1 (confirmed by others) to 6 (cannot be judged), of the Admiralty code; the
    /// reliability of who says it is the organisation's. `None` while not judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credibility: Option<u8>,
    /// Why low, best or high differ from the words, or why it is recommended.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reasoning: String,
    pub status: ReviewStatus,
    /// What a reviewer made of single fields.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub marks: BTreeMap<FigureField, FieldMark>,
    /// The rules that found it; empty for a figure entered by hand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trace: Vec<String>,
    /// Who entered it; `None` for a suggestion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coder: Option<CoderId>,
    /// Who confirmed or rejected it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewer: Option<CoderId>,
    pub created: Timestamp,
}

impl Figure {
    /// A suggestion with nothing known but where it stands and what it counts: people, an exact number, none yet.
    /// What is known is filled in with `..Figure::blank(…)`.
    pub const fn blank(id: FigureId, article: ArticleId, anchor: Anchor, measure: Measure, created: Timestamp) -> Self {
        Self {
            id,
            article,
            anchor,
            low: None,
            best: None,
            high: None,
            qualifier: Qualifier::Exact,
            fraction: None,
            population: None,
            measure,
            measure_name: String::new(),
            subject: Subject::People,
            victim: None,
            party: None,
            perpetrator: None,
            sex_age: Vec::new(),
            words: WordsRule::None,
            household_size: None,
            accounting: None,
            chain: Vec::new(),
            place: None,
            place_role: None,
            location: None,
            period: Period { start: None, end: None, accuracy: None, end_accuracy: None },
            as_of: None,
            event: None,
            cause: None,
            violence: None,
            part_of: None,
            stance: Stance::Asserts,
            verification: Verification::Unstated,
            role: FigureRole::Unset,
            grade: None,
            credibility: None,
            reasoning: String::new(),
            status: ReviewStatus::Suggested,
            marks: BTreeMap::new(),
            trace: Vec::new(),
            coder: None,
            reviewer: None,
            created,
        }
    }

    /// What the counted were in the fighting: as the analyst set it; else as the word for them says, and for combatants
    /// of a party that stands on a side of `event`, with that side.
    pub fn victim_status(&self, event: Option<&Event>) -> VictimStatus {
        let said = self.victim.unwrap_or(self.subject.victim_status());
        if said != VictimStatus::Combatant {
            return said;
        }
        let side = event.zip(self.party).and_then(|(event, party)| event.parties.get(&party));
        match side {
            Some(Side::A) => VictimStatus::CombatantA,
            Some(Side::B) => VictimStatus::CombatantB,
            _ => said,
        }
    }

    /// Whom and what it counts, in words: "civilians killed"; what is no count of people says only what it measures.
    pub fn counts_words(&self) -> String {
        if self.measure.counts_people() {
            format!("{} {}", self.subject.label(), self.measure_words())
        } else {
            self.measure_words().to_owned()
        }
    }

    /// What is measured, in words.
    pub fn measure_words(&self) -> &str {
        if self.measure_not_judged() {
            return "measure not judged";
        }
        if self.measure == Measure::Other {
            return &self.measure_name;
        }
        self.measure.label()
    }

    /// The number as the article puts it: the quote, white space folded.
    pub fn as_reported(&self) -> String {
        self.anchor.quote.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The chain's origin; `None` when the article gives nobody.
    pub fn origin(&self) -> Option<&ChainLink> {
        self.chain.iter().find(|link| link.role == ChainRole::Origin)
    }

    /// The chain's last relay, if it has one.
    pub fn relay(&self) -> Option<&ChainLink> {
        self.chain.iter().rfind(|link| link.role == ChainRole::Relay)
    }

    /// The value a mark is drawn at: best, else the stated bound; `None` for a share.
    pub fn mark_value(&self) -> Option<u64> {
        self.best.or(match (self.low, self.high) {
            (Some(low), Some(high)) => Some(low.midpoint(high)),
            (low, high) => low.or(high),
        })
    }
}
