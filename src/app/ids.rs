//! A source of record ids. Layer `app`: the model takes ids as given.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

use crate::model::{
    ArticleId, CoderId, DismissalId, EventId, ExcerptId, FigureId, LinkId, MemoId, OrgId, SetId, TagId, TallyId,
    next_mixed,
};

/// Hands out 64-bit ids that two copies of a project are most unlikely to share. Not for secrets.
#[derive(Debug, Clone)]
pub struct IdSource {
    state: u64,
}

impl IdSource {
    /// Ids that follow from `seed`: the same seed gives the same ids (tests, the sample project).
    pub const fn seeded(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Ids that differ at every start of the program.
    pub fn random() -> Self {
        // The standard library keys its hash maps from the system's random source; an empty hash gives those bits.
        Self { state: RandomState::new().build_hasher().finish() }
    }

    /// The next 64 bits.
    pub const fn next_bits(&mut self) -> u64 {
        next_mixed(&mut self.state)
    }
}

macro_rules! next_ids {
    ($($method:ident -> $id:ident;)*) => {
        impl IdSource {$(
            /// A fresh id.
            pub const fn $method(&mut self) -> $id {
                $id::from_bits(self.next_bits())
            }
        )*}
    };
}

next_ids! {
    article -> ArticleId;
    coder -> CoderId;
    dismissal -> DismissalId;
    event -> EventId;
    excerpt -> ExcerptId;
    figure -> FigureId;
    link -> LinkId;
    memo -> MemoId;
    org -> OrgId;
    set -> SetId;
    tag -> TagId;
    tally -> TallyId;
}
