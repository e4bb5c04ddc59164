//! Typed record ids: 64 random bits, written as a short prefix and 16 hexadecimal digits (`fig-00c0ffee00c0ffee`).
//!
//! Random, not counted, so that two copies of a project that were worked on apart can be merged. The random bits are
//! passed in: this layer has no source of them.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A text that is no id of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id of the form `{prefix}-` and 16 hexadecimal digits: {text}")]
pub struct ParseIdError {
    prefix: &'static str,
    text: String,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u64);

        impl $name {
            /// What stands before the digits in the written form.
            pub const PREFIX: &str = $prefix;

            /// The id made of these bits.
            pub const fn from_bits(bits: u64) -> Self {
                Self(bits)
            }

            /// The bits the id is made of.
            pub const fn bits(self) -> u64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}-{:016x}", $prefix, self.0)
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                text.strip_prefix(concat!($prefix, "-"))
                    .filter(|digits| digits.len() == 16 && digits.bytes().all(|b| b.is_ascii_hexdigit() && !b.is_ascii_uppercase()))
                    .and_then(|digits| u64::from_str_radix(digits, 16).ok())
                    .map(Self)
                    .ok_or_else(|| ParseIdError { prefix: $prefix, text: text.chars().take(40).collect() })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(D::Error::custom)
            }
        }
    )*};
}

ids! {
    /// Names an [`ArticleSet`](crate::model::ArticleSet).
    SetId = "set";
    /// Names an [`Article`](crate::model::Article).
    ArticleId = "art";
    /// Names an [`Organisation`](crate::model::Organisation).
    OrgId = "org";
    /// Names a [`Tag`](crate::model::Tag).
    TagId = "tag";
    /// Names an [`Excerpt`](crate::model::Excerpt).
    ExcerptId = "exc";
    /// Names a [`Memo`](crate::model::Memo).
    MemoId = "mem";
    /// Names a [`Figure`](crate::model::Figure).
    FigureId = "fig";
    /// Names an [`Event`](crate::model::Event).
    EventId = "evt";
    /// Names a [`Tally`](crate::model::Tally).
    TallyId = "tal";
    /// Names a [`Link`](crate::model::Link).
    LinkId = "lnk";
    /// Names a [`Dismissal`](crate::model::Dismissal).
    DismissalId = "dis";
    /// Names a [`Coder`](crate::model::Coder).
    CoderId = "cod";
}

/// The next of a sequence of well-mixed 64-bit numbers (splitmix64, whose values do not repeat within a run of 2^64):
/// what ids and journal segments are named from. Not for secrets.
pub const fn next_mixed(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_form_reads_back() {
        let id = FigureId::from_bits(0xc0ffee);
        assert_eq!(id.to_string(), "fig-0000000000c0ffee");
        assert_eq!("fig-0000000000c0ffee".parse(), Ok(id));
    }

    #[test]
    fn other_kinds_and_broken_digits_are_refused() {
        for text in ["tag-0000000000c0ffee", "fig-c0ffee", "fig-0000000000C0FFEE", "fig-+000000000c0ffee", ""] {
            assert!(text.parse::<FigureId>().is_err(), "{text:?} was read");
        }
    }
}
