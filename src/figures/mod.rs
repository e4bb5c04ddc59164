//! Casualty and displacement figures from text. Layer `figures`: may use `model`, `lexicon` and `text`.
//!
//! [`extract`] reads a whole article: sentences that hold a word of a measure and a number are cut into tokens
//! (`token`), each number gets its noun phrase (`np`) and the word that says what befell whom (`predicate`, `attach`),
//! and then source (`attribution`), place (`place`) and period (`dates`), from the sentence or from those around it
//! (`context`). Everything is rules over word lists in `assets/lexicon`; each figure names the rules that found it. Texts
//! clearly in another language are read by its word lists alone (`packs`).

mod acts;
mod again;
mod attach;
mod attribution;
mod calendar;
mod citation;
mod context;
pub mod dates;
mod extract;
mod frame;
mod gate;
mod govern;
mod heading;
pub mod jsonl;
mod layout;
mod np;
pub mod number;
mod packs;
mod parts;
mod pieces;
mod place;
mod predicate;
mod relative;
mod running;
mod saying;
mod shift;
mod source;
mod speaker;
mod stated;
pub mod tally;
mod tally_near;
mod token;
mod verbs;
mod when;
mod whereabouts;

use std::ops::Range;

use crate::model::{Accounting, Date, Measure, OrgKind, Qualifier, Subject};

pub use extract::{extract, extract_in};
pub use packs::language_of;

/// Words of the text with where they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// The words.
    pub text: String,
}

/// One figure found in a text. Byte offsets into the text as given.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// First byte of the evidence: the number with its qualifier words ("at least 826").
    pub start: usize,
    /// The byte after the evidence.
    pub end: usize,
    /// The number alone ("826").
    pub numeral: Range<usize>,
    /// Lowest value stated; `None` for an open bound or a share.
    pub low: Option<u64>,
    /// Highest value stated; `None` for an open bound or a share.
    pub high: Option<u64>,
    pub qualifier: Qualifier,
    /// A share of a population, 0 to 1.
    pub fraction: Option<f64>,
    pub measure: Measure,
    pub subject: Subject,
    /// On whose word, as written.
    pub attributed_to: Option<Mention>,
    /// The organisation that resolves to, by its canonical name.
    pub origin: Option<String>,
    pub origin_kind: Option<OrgKind>,
    /// Who passed it on, if the text says so ("state television, citing …").
    pub relay: Option<Mention>,
    /// The place as written.
    pub place: Option<Mention>,
    /// First day counted.
    pub period_start: Option<Date>,
    /// Last day counted.
    pub period_end: Option<Date>,
    /// Whether it counts over several incidents or a week and more, or how many there are at one time.
    pub cumulative: bool,
    pub accounting: Accounting,
    /// The figure it is a part of: index into the list it came in.
    pub part_of: Option<usize>,
    /// The rules that found it, in the order they decided.
    pub trace: Vec<&'static str>,
}
