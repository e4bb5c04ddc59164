//! What ties passages of the open articles, from every source: the search for ties, links made by hand, figures that
//! answer one question. Layer `app`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::{ArticleId, FigureId, LinkEnd, LinkId, LinkKind, Project, ReviewStatus, TallyId};
use crate::text::ties::{Passage, Ties};

use super::derived::Derived;

/// Where a ribbon comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The search for ties.
    Found,
    /// A link that somebody made or confirmed.
    Link(LinkId),
    /// Two figures of one tally.
    Tally(TallyId),
}

/// Two tied passages of open articles.
#[derive(Debug, Clone, PartialEq)]
pub struct Ribbon {
    pub kind: LinkKind,
    /// Of a denial, the passage that denies.
    pub a: Passage,
    pub b: Passage,
    /// Why they are tied, for a person to read.
    pub reason: String,
    pub source: Source,
    /// The figures at its ends, where figures tie them.
    pub figures: Option<(FigureId, FigureId)>,
    /// Whether a person made or confirmed it.
    pub kept: bool,
}

impl Ribbon {
    /// The passage in `article` and the other one; `None` if it has none there.
    pub fn seen_from(&self, article: ArticleId) -> Option<(Passage, Passage)> {
        if self.a.article == article {
            Some((self.a.clone(), self.b.clone()))
        } else if self.b.article == article {
            Some((self.b.clone(), self.a.clone()))
        } else {
            None
        }
    }

    /// Whether both passages stand in one article.
    pub fn is_within(&self) -> bool {
        self.a.article == self.b.article
    }

    /// Whether these two passages are its ends, in either order.
    pub fn has_ends(&self, here: &Passage, there: &Passage) -> bool {
        self.a == *here && self.b == *there || self.a == *there && self.b == *here
    }

    /// Whether it stands in the project as a link, proposed or made by somebody.
    pub const fn is_by_hand(&self) -> bool {
        matches!(self.source, Source::Link(_))
    }

    fn is_beside(&self, kind: LinkKind, a: &Passage, b: &Passage) -> bool {
        let touches = |x: &Passage, y: &Passage| {
            x.article == y.article && x.range.start < y.range.end && y.range.start < x.range.end
        };
        self.kind == kind && (touches(&self.a, a) && touches(&self.b, b) || touches(&self.a, b) && touches(&self.b, a))
    }
}

/// Ribbons by where their ends stand, so that what lies beside one is found without asking all.
#[derive(Default)]
struct Places {
    /// Kind, article and stretch of [`Self::STRETCH`] bytes, with the indices of the ribbons that have an end there.
    ends: HashMap<(u8, ArticleId, usize), Vec<usize>>,
}

impl Places {
    const STRETCH: usize = 256;

    fn of<'a>(ribbons: impl Iterator<Item = (usize, &'a Ribbon)>) -> Self {
        let mut places = Self::default();
        ribbons.for_each(|(at, ribbon)| places.insert(at, ribbon));
        places
    }

    fn stretches(kind: LinkKind, end: &Passage) -> impl Iterator<Item = (u8, ArticleId, usize)> + use<> {
        let (article, range) = (end.article, end.range.clone());
        (range.start / Self::STRETCH..=range.end.saturating_sub(1).max(range.start) / Self::STRETCH)
            .map(move |stretch| (kind as u8, article, stretch))
    }

    fn insert(&mut self, at: usize, ribbon: &Ribbon) {
        for key in [&ribbon.a, &ribbon.b].into_iter().flat_map(|end| Self::stretches(ribbon.kind, end)) {
            self.ends.entry(key).or_default().push(at);
        }
    }

    /// The first of `ribbons` that is of this kind and lies beside these passages.
    fn beside(&self, ribbons: &[Ribbon], kind: LinkKind, a: &Passage, b: &Passage) -> Option<usize> {
        Self::stretches(kind, a)
            .filter_map(|key| self.ends.get(&key))
            .flatten()
            .copied()
            .filter(|at| ribbons.get(*at).is_some_and(|known| known.is_beside(kind, a, b)))
            .min()
    }
}

/// What ties the open articles.
#[derive(Debug, Clone, Default)]
pub struct Ribbons {
    /// What is drawn.
    pub shown: Vec<Ribbon>,
    /// What somebody said is no tie.
    pub set_aside: Vec<Ribbon>,
}

/// Everything that ties passages of `open` articles: what somebody linked, what the search found, and what one tally
/// holds, each pair once, in the order of kinds, so that denials are drawn last; beside them what somebody said is no tie.
/// What it costs goes by what stands in the open articles, not by how many tallies the project has.
pub fn ribbons(project: &Project, derived: &Derived, ties: &Ties, open: &[ArticleId]) -> Ribbons {
    let here: BTreeSet<FigureId> =
        open.iter().filter_map(|article| derived.figures_of.get(article)).flatten().copied().collect();
    let mut answers: BTreeMap<TallyId, Vec<FigureId>> = BTreeMap::new();
    for figure in &here {
        for tally in derived.tallies_of.get(figure).into_iter().flatten() {
            answers.entry(*tally).or_default().push(*figure);
        }
    }
    let is_open = |end: &LinkEnd| match end {
        LinkEnd::Passage(article, _) => open.contains(article),
        LinkEnd::Figure(figure) => here.contains(figure),
    };
    let mut out: Vec<Ribbon> = Vec::new();
    let mut rejected: Vec<Ribbon> = Vec::new();
    let links: BTreeSet<LinkId> = open.iter().flat_map(|article| derived.lookup.links_of(*article)).collect();
    let links = links.iter().filter_map(|id| project.links.get(id));
    for link in links.filter(|link| is_open(&link.a) && is_open(&link.b)) {
        let (Some(a), Some(b)) = (passage(project, &link.a), passage(project, &link.b)) else { continue };
        let figures = match (&link.a, &link.b) {
            (LinkEnd::Figure(a), LinkEnd::Figure(b)) => Some((*a, *b)),
            _ => None,
        };
        let ribbon = Ribbon {
            kind: link.kind,
            a,
            b,
            reason: link.reason.clone(),
            source: Source::Link(link.id),
            figures,
            kept: link.status == ReviewStatus::Confirmed,
        };
        if link.status == ReviewStatus::Rejected { rejected.push(ribbon) } else { out.push(ribbon) }
    }
    let by_hand: Vec<Ribbon> = out.iter().chain(&rejected).filter(|known| known.is_by_hand()).cloned().collect();
    let at_hand = Places::of(by_hand.iter().enumerate());
    for (n, article) in open.iter().enumerate() {
        for tie in open.iter().skip(n).flat_map(|other| ties.between(*article, *other)).filter(|tie| !tie.covered) {
            let kind = tie.kind.link_kind();
            if at_hand.beside(&by_hand, kind, &tie.a, &tie.b).is_some() {
                continue;
            }
            out.push(Ribbon {
                kind,
                a: tie.a.clone(),
                b: tie.b.clone(),
                reason: tie.reason.clone(),
                source: Source::Found,
                figures: None,
                kept: false,
            });
        }
    }
    let kind = LinkKind::SameFigure;
    let mut same = Places::of(out.iter().enumerate().filter(|(_, known)| known.kind == kind));
    let refused = Places::of(rejected.iter().enumerate());
    for (tally, answers) in &answers {
        let Some(tally) = project.tallies.get(tally) else { continue };
        let figures: Vec<_> = answers
            .iter()
            .filter_map(|id| project.figures.get(id))
            .filter(|figure| figure.status != ReviewStatus::Rejected)
            .collect();
        for (n, a) in figures.iter().enumerate() {
            for b in figures.iter().skip(n + 1).filter(|b| b.article != a.article) {
                let ends = (
                    Passage { article: a.article, range: a.anchor.span.range() },
                    Passage { article: b.article, range: b.anchor.span.range() },
                );
                let beside = same.beside(&out, kind, &ends.0, &ends.1);
                if let Some(known) = beside.and_then(|at| out.get_mut(at)) {
                    known.figures = known.figures.or(Some((a.id, b.id)));
                    continue;
                }
                if refused.beside(&rejected, kind, &ends.0, &ends.1).is_some() {
                    continue;
                }
                let ribbon = Ribbon {
                    kind,
                    a: ends.0,
                    b: ends.1,
                    reason: format!("both answer “{}”", tally.name),
                    source: Source::Tally(tally.id),
                    figures: Some((a.id, b.id)),
                    kept: false,
                };
                same.insert(out.len(), &ribbon);
                out.push(ribbon);
            }
        }
    }
    // What only says that two counts have one source, or that one is part of the other, is said by the figures' own tie
    // where there is one.
    let is_minor = |ribbon: &Ribbon| matches!(ribbon.kind, LinkKind::SameOrigin | LinkKind::PartOf);
    let said: Vec<bool> =
        out.iter().map(|ribbon| is_minor(ribbon) && same.beside(&out, kind, &ribbon.a, &ribbon.b).is_some()).collect();
    let mut said = said.into_iter();
    out.retain(|_| !said.next().unwrap_or(false));
    out.sort_by_key(|ribbon| {
        (!is_minor(ribbon), ribbon.kind as u8, ribbon.a.article, ribbon.a.range.start, ribbon.b.range.start)
    });
    Ribbons { shown: out, set_aside: rejected }
}

fn passage(project: &Project, end: &LinkEnd) -> Option<Passage> {
    match end {
        LinkEnd::Passage(article, anchor) => Some(Passage { article: *article, range: anchor.span.range() }),
        LinkEnd::Figure(id) => {
            let figure = project.figures.get(id)?;
            Some(Passage { article: figure.article, range: figure.anchor.span.range() })
        }
    }
}
