//! Links between two passages, of two articles or of one.

use std::ops::Range;

use crate::model::{Anchor, ArticleId, Edit, FigureId, Link, LinkEnd, LinkId, LinkKind, Project, ReviewStatus};

use super::codebook::trimmed;
use super::links::is_mutual;
use super::{By, Refused};

/// The kinds that tie passages, in the order offered.
pub const PASSAGE_KINDS: [LinkKind; 7] = [
    LinkKind::SameStatement,
    LinkKind::SameQuotation,
    LinkKind::SharedWording,
    LinkKind::SameFigure,
    LinkKind::Updates,
    LinkKind::Contradicts,
    LinkKind::Denies,
];

/// One end as asked for: an article, its text, and the bytes of the passage.
pub type End<'a> = (ArticleId, &'a str, Range<usize>);

/// Ties two passages ("a denies b"); a proposed or rejected link of the kind between the same passages is confirmed
/// instead.
///
/// # Errors
/// When an end is empty, or both are the same passage.
pub fn tie_passages(
    project: &Project,
    kind: LinkKind,
    a: End<'_>,
    b: End<'_>,
    reason: &str,
    by: &mut By<'_>,
) -> Result<Option<Edit>, Refused> {
    let (a, b) = (passage_end(a)?, passage_end(b)?);
    if same_place(&a, &b) {
        return Err(Refused::new("a link needs two different passages"));
    }
    let same = |link: &&Link| {
        link.kind == kind
            && (same_place(&link.a, &a) && same_place(&link.b, &b)
                || is_mutual(kind) && same_place(&link.a, &b) && same_place(&link.b, &a))
    };
    if let Some(old) = project.links.values().find(same) {
        return Ok(super::links::decide(project, &[old.id], ReviewStatus::Confirmed, by));
    }
    let link = Link {
        id: by.ids.link(),
        kind,
        a,
        b,
        status: ReviewStatus::Confirmed,
        event: None,
        reason: reason.trim().to_owned(),
        coder: Some(by.coder),
        created: by.now,
    };
    Ok(Some(Edit::put(format!("link passages: {}", kind.label()), link)))
}

/// A passage as the end of a link.
///
/// # Errors
/// When there are no words in it.
pub(super) fn passage_end((article, text, range): End<'_>) -> Result<LinkEnd, Refused> {
    let anchor = trimmed(text, range).and_then(|span| Anchor::new(text, span));
    anchor
        .map(|anchor| LinkEnd::Passage(article, anchor))
        .ok_or_else(|| Refused::new("select words for both ends of the link"))
}

/// Gives a link another kind.
pub fn change_kind(project: &Project, link: LinkId, kind: LinkKind, by: &By<'_>) -> Option<Edit> {
    let old = project.links.get(&link).filter(|old| old.kind != kind)?;
    let link = Link { kind, status: ReviewStatus::Confirmed, coder: Some(by.coder), ..old.clone() };
    Some(Edit::put(format!("link says “{}”", kind.label()), link))
}

/// The links with an end in `article` that touches `range` (bytes); `figures` are those of the article.
pub fn links_at(project: &Project, article: ArticleId, figures: &[FigureId], range: &Range<usize>) -> Vec<LinkId> {
    let meets = |anchor: &Anchor| anchor.span.start() < range.end && range.start < anchor.span.end();
    let is_there = |id: &&FigureId| project.figures.get(id).is_some_and(|figure| meets(&figure.anchor));
    let there: Vec<FigureId> = figures.iter().filter(is_there).copied().collect();
    let touches = |end: &LinkEnd| match end {
        LinkEnd::Passage(at, anchor) => *at == article && meets(anchor),
        LinkEnd::Figure(id) => there.contains(id),
    };
    project.links.values().filter(|link| touches(&link.a) || touches(&link.b)).map(|link| link.id).collect()
}

pub(super) fn same_place(a: &LinkEnd, b: &LinkEnd) -> bool {
    match (a, b) {
        (LinkEnd::Passage(first, left), LinkEnd::Passage(second, right)) => first == second && left.span == right.span,
        (LinkEnd::Figure(first), LinkEnd::Figure(second)) => first == second,
        _ => false,
    }
}
