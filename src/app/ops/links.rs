//! Links: what ties passages and figures, drawn by hand or proposed and decided.

use crate::model::{
    Change, Edit, FigureId, Link, LinkEnd, LinkId, LinkKind, MemoTarget, Project, RecordId, ReviewStatus,
};

use super::codebook::remove_memos_on;
use super::{By, Refused, counted};

/// Sets the review status of links. A rejected one stays, so that it is not proposed again.
pub fn decide(project: &Project, links: &[LinkId], status: ReviewStatus, by: &By<'_>) -> Option<Edit> {
    let coder = (status != ReviewStatus::Suggested).then_some(by.coder);
    let changed: Vec<Link> = links
        .iter()
        .filter_map(|id| project.links.get(id))
        .filter(|link| link.status != status)
        .map(|link| Link { status, coder, ..link.clone() })
        .collect();
    let verb = match status {
        ReviewStatus::Confirmed => "accept",
        ReviewStatus::Rejected => "reject",
        ReviewStatus::Suggested => "reopen",
    };
    let label = format!("{verb} {}", counted(changed.len(), "link", "links"));
    (!changed.is_empty()).then(|| Edit::put_all(label, changed))
}

/// Ties two figures, as the analyst's word; a proposed or rejected tie of the kind between them is decided instead.
///
/// # Errors
/// When the two are one, or stand in one article and are to be one count: an article says a count once.
pub fn tie_figures(
    project: &Project,
    kind: LinkKind,
    (a, b): (FigureId, FigureId),
    reason: &str,
    by: &mut By<'_>,
) -> Result<Option<Edit>, Refused> {
    let (Some(first), Some(second)) = (project.figures.get(&a), project.figures.get(&b)) else { return Ok(None) };
    if a == b {
        return Err(Refused::new("a link needs two different figures"));
    }
    if kind == LinkKind::SameOrigin && first.measure != second.measure {
        return Err(Refused::new(format!(
            "“{}” and “{}” count different things ({} and {}), so they are not one count",
            first.as_reported(),
            second.as_reported(),
            first.measure.label(),
            second.measure.label()
        )));
    }
    let ends = (LinkEnd::Figure(a), LinkEnd::Figure(b));
    let same = |link: &&Link| {
        link.kind == kind
            && ((link.a == ends.0 && link.b == ends.1) || (is_mutual(kind) && link.a == ends.1 && link.b == ends.0))
    };
    if let Some(old) = project.links.values().find(same) {
        return Ok(decide(project, &[old.id], ReviewStatus::Confirmed, by));
    }
    let link = Link {
        id: by.ids.link(),
        kind,
        a: ends.0,
        b: ends.1,
        status: ReviewStatus::Confirmed,
        event: None,
        reason: reason.trim().to_owned(),
        coder: Some(by.coder),
        created: by.now,
    };
    Ok(Some(Edit::put(format!("tie figures: {}", kind.label()), link)))
}

/// Whether a tie says the same both ways.
pub const fn is_mutual(kind: LinkKind) -> bool {
    !matches!(kind, LinkKind::Updates | LinkKind::Denies | LinkKind::PartOf)
}

/// Deletes links with the memos on them. A proposed one may come again; reject it to be rid of it.
pub fn delete_links(project: &Project, links: &[LinkId]) -> Option<Edit> {
    let mut changes = Vec::new();
    let mut n = 0;
    for id in links.iter().filter(|id| project.links.contains_key(id)) {
        remove_memos_on(project, MemoTarget::Link(*id), &mut changes);
        changes.push(Change::Remove(RecordId::Link(*id)));
        n += 1;
    }
    (n > 0).then(|| Edit { label: format!("delete {}", counted(n, "link", "links")), changes })
}
