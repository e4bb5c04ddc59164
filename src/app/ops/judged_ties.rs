//! Ties that were found, judged by a person: kept as links, or set aside as links that were rejected, which keeps them
//! from being drawn again.

use crate::app::ribbons::{Ribbon, Source};
use crate::model::{Edit, Link, LinkEnd, Project, ReviewStatus};

use super::links::{decide, is_mutual};
use super::passage_links::{passage_end, same_place};
use super::{By, Refused};

/// Makes a link of a tie, of the tie's own kind and with its reason: confirmed to keep it, rejected to set it aside. A link
/// that is there already is decided instead. `texts` are those of the articles of its two ends.
///
/// # Errors
/// When an end holds no words.
pub fn judge(
    project: &Project,
    tie: &Ribbon,
    texts: (&str, &str),
    keep: bool,
    by: &mut By<'_>,
) -> Result<Option<Edit>, Refused> {
    let status = if keep { ReviewStatus::Confirmed } else { ReviewStatus::Rejected };
    let label = format!("{} tie: {}", if keep { "keep" } else { "set aside" }, tie.kind.label());
    let decided = |id| decide(project, &[id], status, by).map(|edit| Edit { label: label.clone(), ..edit });
    if let Source::Link(id) = tie.source {
        return Ok(decided(id));
    }
    // What a tally ties are figures: the link goes with them wherever they are moved. What was found is two passages.
    let (a, b) = match (tie.source, tie.figures) {
        (Source::Tally(_), Some((a, b))) => (LinkEnd::Figure(a), LinkEnd::Figure(b)),
        _ => (
            passage_end((tie.a.article, texts.0, tie.a.range.clone()))?,
            passage_end((tie.b.article, texts.1, tie.b.range.clone()))?,
        ),
    };
    let old = project.links.values().find(|link| {
        let same = same_place(&link.a, &a) && same_place(&link.b, &b);
        let turned = same_place(&link.a, &b) && same_place(&link.b, &a);
        link.kind == tie.kind && (same || is_mutual(link.kind) && turned)
    });
    if let Some(old) = old {
        return Ok(decided(old.id));
    }
    let link = Link {
        id: by.ids.link(),
        kind: tie.kind,
        a,
        b,
        status,
        event: None,
        reason: tie.reason.trim().to_owned(),
        coder: Some(by.coder),
        created: by.now,
    };
    Ok(Some(Edit::put(label, link)))
}
