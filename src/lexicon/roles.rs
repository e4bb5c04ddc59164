//! What the words of a measure do in a sentence. Layer `lexicon`.

/// What a word or phrase that names a measure does: a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Role(u16);

impl Role {
    /// Base form of a verb whose object is counted ("kill").
    pub const BASE: Self = Self(1);
    /// Third person of such a verb.
    pub const PRESENT: Self = Self(2);
    /// Its past tense.
    pub const PAST: Self = Self(4);
    /// Its past participle.
    pub const PARTICIPLE: Self = Self(8);
    /// Its gerund.
    pub const GERUND: Self = Self(16);
    /// Any form of a verb whose subject is counted ("died").
    pub const INTRANSITIVE: Self = Self(32);
    /// May follow "were" or the number ("dead").
    pub const PREDICATE: Self = Self(64);
    /// The thing counted ("deaths").
    pub const COUNTED: Self = Self(128);
    /// A person in that state ("refugees").
    pub const STATUS: Self = Self(256);
    /// Takes "of" ("the killing of").
    pub const EVENT: Self = Self(512);
    /// Takes a number as its value ("death toll").
    pub const TOLL: Self = Self(1024);
    /// Stands before a person noun ("displaced families").
    pub const ATTRIBUTE: Self = Self(2048);
    /// Heads a number after a colon ("Killed: 12").
    pub const LABEL: Self = Self(8192);
    /// A set phrase that counts nobody ("dead tired").
    pub const IDIOM: Self = Self(16384);
    /// Gerund of an intransitive verb; always together with [`Role::INTRANSITIVE`].
    pub const INTRANSITIVE_GERUND: Self = Self(4096);

    /// The set with no member.
    pub const NONE: Self = Self(0);

    /// Whether the two share a member.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both together.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether it is any form of a verb whose object is counted.
    pub const fn is_transitive(self) -> bool {
        self.0 & 31 != 0
    }
}
