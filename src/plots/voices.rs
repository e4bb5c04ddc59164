//! Counting voices: outlets by who publishes, origins by whose word it is. Layer `plots`.
//!
//! Five outlets that quote one monitor are one voice. A figure without an attribution adds an outlet and no origin; a
//! denial adds neither to the origins of what it denies.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::axis::thousands;
use crate::model::{Article, Figure, FigureId, LinkEnd, LinkKind, OrgId, Project, ReviewStatus, Stance};

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

/// Sets of figures that belong together.
#[derive(Debug, Clone, Default)]
pub struct Union {
    parent: BTreeMap<FigureId, FigureId>,
}

impl Union {
    /// Puts two figures, and all that is tied to them, into one set.
    pub fn tie(&mut self, a: FigureId, b: FigureId) {
        let (a, b) = (self.root(a), self.root(b));
        if a != b {
            // The smallest id stands for the set, so that the order of ties does not matter.
            self.parent.insert(a.max(b), a.min(b));
        }
    }

    /// The figure that stands for the set of this one: itself if it is tied to none.
    pub fn root(&self, figure: FigureId) -> FigureId {
        let mut at = figure;
        while let Some(up) = self.parent.get(&at) {
            at = *up;
        }
        at
    }
}

/// The voices of a project: origins as the articles give them, joined where the analyst has confirmed that two figures
/// go back to one count. What an article leaves open then speaks with the voice of the count it repeats.
#[derive(Debug, Clone, Default)]
pub struct Origins {
    /// For figures tied by confirmed same-origin links: whose voice they are.
    tied: BTreeMap<FigureId, OriginKey>,
}

impl Origins {
    /// Of a project.
    pub fn of(project: &Project) -> Self {
        let mut union = Union::default();
        let mut ends: BTreeSet<FigureId> = BTreeSet::new();
        for link in project.links.values() {
            if link.kind == LinkKind::SameOrigin
                && link.status == ReviewStatus::Confirmed
                && let (LinkEnd::Figure(a), LinkEnd::Figure(b)) = (&link.a, &link.b)
            {
                union.tie(*a, *b);
                ends.extend([*a, *b]);
            }
        }
        // The first voice of each set by order: known organisations before words before nobody.
        let mut of_root: BTreeMap<FigureId, OriginKey> = BTreeMap::new();
        for id in &ends {
            let Some(figure) = project.figures.get(id).filter(|f| f.status != ReviewStatus::Rejected) else { continue };
            let voice = OriginKey::of(figure);
            let kept = of_root.entry(union.root(*id)).or_insert_with(|| voice.clone());
            if voice < *kept {
                *kept = voice;
            }
        }
        let tied = ends.into_iter().filter_map(|id| Some((id, of_root.get(&union.root(id))?.clone()))).collect();
        Self { tied }
    }

    /// Whether the analyst has tied a figure to another of the same count.
    pub fn ties(&self, figure: FigureId) -> bool {
        self.tied.contains_key(&figure)
    }

    /// The figures that are tied to another voice here than there, or here or there only; by id.
    pub fn voices_other_than(&self, other: &Self) -> BTreeSet<FigureId> {
        let (here, there) = (self.tied.keys(), other.tied.keys());
        here.chain(there).filter(|id| self.tied.get(id) != other.tied.get(id)).copied().collect()
    }

    /// Whose voice a figure is.
    pub fn voice(&self, figure: &Figure) -> OriginKey {
        self.tied.get(&figure.id).cloned().unwrap_or_else(|| OriginKey::of(figure))
    }

    /// The voices behind figures.
    pub fn voices<'a>(&self, project: &Project, figures: impl IntoIterator<Item = &'a Figure>) -> Voices {
        let mut outlets = BTreeSet::new();
        let mut origins = BTreeSet::new();
        let mut out = Voices::default();
        for figure in figures {
            outlets.insert(OutletKey::of(project.articles.get(&figure.article)));
            if is_denial(figure) {
                out.denials += 1;
                continue;
            }
            match self.voice(figure) {
                OriginKey::Unattributed => out.unattributed += 1,
                voice => drop(origins.insert(voice)),
            }
        }
        out.outlets = outlets.len();
        out.origins = origins.len();
        out
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
        let mut said = match (self.origins, self.unattributed) {
            (0, 0) => outlets,
            (0, _) => format!("{outlets}, origin not given"),
            (origins, _) => format!("{outlets} from {}", counted(origins, "origin", "origins")),
        };
        if self.provisional() {
            said.push_str(" · provisional");
        }
        said
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

/// The voices behind figures. For many sets of figures, make [`Origins`] once.
pub fn voices<'a>(project: &Project, figures: impl IntoIterator<Item = &'a Figure>) -> Voices {
    Origins::of(project).voices(project, figures)
}

/// Whether the article speaks against the figure.
pub const fn is_denial(figure: &Figure) -> bool {
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
