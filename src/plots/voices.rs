//! Counting voices: outlets by who publishes, origins by whose word it is. Layer `plots`.
//!
//! Five outlets that quote one monitor are one voice. A figure without an attribution adds an outlet and no origin; a
//! denial adds neither to the origins of what it denies.

use std::collections::BTreeSet;
use std::fmt;

use super::axis::thousands;
use crate::model::{Article, Figure, OrgId, Project, Stance};

/// Who publishes an article, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OutletKey {
    Known(OrgId),
    /// An unnamed outlet that carries a known wire.
    Carries(OrgId),
    /// All that is unknown counts as one outlet: voices are never overstated.
    Unknown,
}

impl OutletKey {
    /// The outlet of an article.
    pub fn of(article: Option<&Article>) -> Self {
        match article {
            Some(Article { outlet: Some(outlet), .. }) => Self::Known(*outlet),
            Some(Article { wire: Some(wire), .. }) => Self::Carries(*wire),
            _ => Self::Unknown,
        }
    }
}

/// On whose word a figure is reported.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OriginKey {
    Known(OrgId),
    /// The words used, in lower case with white space folded, when they resolve to no organisation.
    Written(String),
    /// The article gives nobody.
    Unattributed,
}

impl OriginKey {
    /// The origin of a figure.
    pub fn of(figure: &Figure) -> Self {
        match figure.origin() {
            Some(link) => match link.org {
                Some(org) => Self::Known(org),
                None => {
                    let folded =
                        link.as_written.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ");
                    if folded.is_empty() { Self::Unattributed } else { Self::Written(folded) }
                }
            },
            None => Self::Unattributed,
        }
    }
}

/// How many speak for a set of figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Voices {
    pub outlets: usize,
    /// Distinct origins of what is asserted.
    pub origins: usize,
    /// Figures whose article gives nobody.
    pub unattributed: usize,
    /// Figures that are denied or retracted where they stand.
    pub denials: usize,
}

impl Voices {
    /// Whether fewer than two independent origins stand behind the figures (the rule of Iraq Body Count).
    pub const fn provisional(self) -> bool {
        self.origins < 2
    }

    /// For a title: `4 outlets from 3 origins`.
    pub fn in_words(self) -> String {
        let outlets = counted(self.outlets, "outlet", "outlets");
        match (self.origins, self.unattributed) {
            (0, 0) => outlets,
            (0, _) => format!("{outlets}, origin not given"),
            (origins, _) => format!("{outlets} from {}", counted(origins, "origin", "origins")),
        }
    }
}

impl fmt::Display for Voices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&counted(self.outlets, "outlet", "outlets"))?;
        match (self.origins, self.unattributed) {
            (0, 0) => {}
            (0, _) => f.write_str(", origin not given")?,
            (origins, 0) => write!(f, ", {}", counted(origins, "origin", "origins"))?,
            (origins, unattributed) => {
                let unattributed = thousands(unattributed as u64);
                write!(f, ", {}, {unattributed} unattributed", counted(origins, "origin", "origins"))?;
            }
        }
        if self.denials > 0 {
            write!(f, ", {}", counted(self.denials, "denial", "denials"))?;
        }
        if self.provisional() { f.write_str(" · provisional") } else { Ok(()) }
    }
}

/// A number with its noun.
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(n as u64), if n == 1 { one } else { many })
}

/// The voices behind figures.
pub fn voices<'a>(project: &Project, figures: impl IntoIterator<Item = &'a Figure>) -> Voices {
    let mut outlets = BTreeSet::new();
    let mut origins = BTreeSet::new();
    let mut out = Voices::default();
    for figure in figures {
        outlets.insert(OutletKey::of(project.articles.get(&figure.article)));
        if is_denial(figure) {
            out.denials += 1;
            continue;
        }
        match OriginKey::of(figure) {
            OriginKey::Unattributed => out.unattributed += 1,
            origin => drop(origins.insert(origin)),
        }
    }
    out.outlets = outlets.len();
    out.origins = origins.len();
    out
}

/// Whether the article speaks against the figure.
pub(super) const fn is_denial(figure: &Figure) -> bool {
    matches!(figure.stance, Stance::Denies | Stance::Retracts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn voices_are_said_by_origin() {
        let check = |outlets, origins, unattributed, denials, wanted: &str| {
            assert_eq!(Voices { outlets, origins, unattributed, denials }.to_string(), wanted);
        };
        check(2, 1, 0, 0, "2 outlets, 1 origin · provisional");
        check(2, 0, 2, 0, "2 outlets, origin not given · provisional");
        check(3, 2, 0, 0, "3 outlets, 2 origins");
        check(3, 2, 1, 0, "3 outlets, 2 origins, 1 unattributed");
        check(1, 0, 0, 1, "1 outlet, 1 denial · provisional");
    }
}
