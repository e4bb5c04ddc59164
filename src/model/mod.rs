//! The project as plain data: records, edits, integrity. Layer `model`: no files, threads, clock or window, and it uses
//! no other layer.

pub mod article;
pub mod check;
pub mod codebook;
pub mod dismissal;
pub mod edit;
pub mod event;
mod evidence;
pub mod figure;
pub mod ids;
pub mod link;
pub mod organisation;
pub mod print;
pub mod project;
pub mod record;
pub mod records;
pub mod span;
pub mod terms;
#[cfg(test)]
pub(crate) mod testing;

pub use jiff::Timestamp;
pub use jiff::civil::Date;

pub use article::{Article, ArticleSet, DateBasis, Provenance, ReadState, WireBasis};
pub use codebook::{Coder, Excerpt, Memo, MemoTarget, Tag};
pub use dismissal::Dismissal;
pub use edit::{Applied, Change, Edit, EditError};
pub use event::{Estimate, EstimateRule, Event, Tally, Weighed, WordsRule};
pub use figure::{
    Accounting, ChainLink, ChainRole, DateAccuracy, Figure, FigureRole, Grade, Measure, Period, Qualifier,
    ReviewStatus, Stance, Subject, Verification,
};
pub use ids::*;
pub use link::{Link, LinkEnd, LinkKind};
pub use organisation::{OrgKind, Organisation, Reliability};
pub use project::{Project, RecordsError};
pub use record::{Info, Record, RecordId, RecordRef};
pub use records::Records;
pub use span::{Anchor, SpanError, TextSpan};
pub use terms::{
    Cause, FieldMark, FigureField, Location, LocationBasis, PlaceAccuracy, PlaceRole, Sex, SexAge, Side, Verb,
    VictimStatus, Violence,
};
