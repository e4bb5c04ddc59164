//! A source of record ids. Layer `app`: the model takes ids as given.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

use crate::model::{ArticleId, CoderId, EventId, ExcerptId, FigureId, LinkId, MemoId, OrgId, SetId, TagId, TallyId};

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

    /// The next 64 bits (the splitmix64 sequence, whose values do not repeat within a run of 2^64).
    pub const fn next_bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
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
