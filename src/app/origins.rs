//! Who is the voice behind a figure, and which figures are one count told several times: what the analyst decided, and
//! what is proposed. Layer `app`.

use std::collections::BTreeMap;

use crate::model::{Figure, FigureId, LinkEnd, LinkId, LinkKind, Project, ReviewStatus};
use crate::plots::voices::OriginKey;

pub use crate::plots::voices::Origins;

/// Figures held to go back to one count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameOrigin {
    /// By id; two at least.
    pub figures: Vec<FigureId>,
    /// The ties between them, by id.
    pub links: Vec<LinkId>,
    /// Why, each reason once, in alphabetical order.
    pub reasons: Vec<String>,
    /// Suggested while one of its ties is; a group of rejected ties is listed too, so that the decision can be seen.
    pub status: ReviewStatus,
}

/// The groups that same-origin links make, rejected ones apart from the others, in the order of their first figures.
pub fn same_origin_groups(project: &Project) -> Vec<SameOrigin> {
    let mut out = groups(project, |status| status != ReviewStatus::Rejected);
    out.extend(groups(project, |status| status == ReviewStatus::Rejected));
    out.sort_by(|a, b| (&a.figures, a.status).cmp(&(&b.figures, b.status)));
    out
}

/// The groups that each figure stands in, as indices into `groups`.
pub fn groups_of(groups: &[SameOrigin]) -> BTreeMap<FigureId, Vec<usize>> {
    let mut of: BTreeMap<FigureId, Vec<usize>> = BTreeMap::new();
    for (at, group) in groups.iter().enumerate() {
        for figure in &group.figures {
            of.entry(*figure).or_default().push(at);
        }
    }
    of
}

fn groups(project: &Project, wanted: impl Fn(ReviewStatus) -> bool) -> Vec<SameOrigin> {
    let links: Vec<_> = project
        .links
        .values()
        .filter(|link| link.kind == LinkKind::SameOrigin && wanted(link.status))
        .filter_map(|link| match (&link.a, &link.b) {
            (LinkEnd::Figure(a), LinkEnd::Figure(b)) => Some((link, *a, *b)),
            _ => None,
        })
        .collect();
    let mut union = crate::plots::voices::Union::default();
    for (_, a, b) in &links {
        union.tie(*a, *b);
    }
    let mut by_root: BTreeMap<FigureId, SameOrigin> = BTreeMap::new();
    for (link, a, b) in links {
        let group = by_root.entry(union.root(a)).or_insert_with(|| SameOrigin {
            figures: Vec::new(),
            links: Vec::new(),
            reasons: Vec::new(),
            status: link.status,
        });
        group.figures.extend([a, b]);
        group.links.push(link.id);
        group.reasons.extend(link.reason.split(", ").filter(|reason| !reason.is_empty()).map(str::to_owned));
        group.status = group.status.min(link.status);
    }
    let mut out: Vec<SameOrigin> = by_root.into_values().collect();
    for group in &mut out {
        group.figures.sort_unstable();
        group.figures.dedup();
        group.links.sort_unstable();
        group.reasons.sort_unstable();
        group.reasons.dedup();
    }
    out
}

/// The whole way a figure came, in words: "SOHR → state television → unknown (AFP)". What nobody is named for begins
/// with "origin not given".
pub fn chain_words(project: &Project, figure: &Figure) -> String {
    let mut steps: Vec<String> = Vec::new();
    if matches!(OriginKey::of(figure), OriginKey::Unattributed) {
        steps.push("origin not given".to_owned());
    }
    for link in &figure.chain {
        let org = link.org.and_then(|id| project.organisations.get(&id));
        steps.push(org.map_or_else(|| link.as_written.clone(), |org| org.short_name().to_owned()));
    }
    if let Some(article) = project.articles.get(&figure.article) {
        steps.push(project.outlet_name(article));
    }
    steps.join(" → ")
}
