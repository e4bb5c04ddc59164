//! From figures found in texts to suggested records: organisations resolved, parts tied to their wholes, what is
//! already in the project left alone.

use std::collections::BTreeMap;

use crate::figures::Found;
use crate::model::{
    Anchor, Article, ArticleId, ChainLink, ChainRole, Change, Edit, Figure, FigureId, FigureRole, OrgKind, Organisation,
    Period, Project, Record, ReviewStatus, Stance, TextSpan, Timestamp, Verification,
};

use super::ids::IdSource;
use super::ops::articles::find_or_add_org;
use super::ops::counted;

/// One step that adds what was found in these articles as suggestions. A find whose numeral lies in a figure the
/// project already has (suggested, confirmed or rejected) is left out: it was seen before. `None` if nothing is new.
pub fn suggest(
    project: &Project,
    found: &[(ArticleId, &str, Vec<Found>)],
    ids: &mut IdSource,
    now: Timestamp,
) -> Option<Edit> {
    let mut orgs = Vec::new();
    let mut figures = Vec::new();
    let mut known: BTreeMap<ArticleId, Vec<TextSpan>> = BTreeMap::new();
    for figure in project.figures.values() {
        known.entry(figure.article).or_default().push(figure.anchor.span);
    }
    for (article, text, found) in found {
        let Some(article) = project.articles.get(article) else { continue };
        let seen = known.get(&article.id).map_or(&[][..], Vec::as_slice);
        figures.extend(records(project, article, text, found, seen, ids, now, &mut orgs));
    }
    if figures.is_empty() {
        return None;
    }
    let label = format!("suggest {}", counted(figures.len(), "figure", "figures"));
    let changes = orgs
        .into_iter()
        .map(Record::Organisation)
        .chain(figures.into_iter().map(Record::Figure))
        .map(|record| Change::Put(Box::new(record)))
        .collect();
    Some(Edit { label, changes })
}

#[expect(clippy::too_many_arguments, reason = "one call site; a struct would only rename the arguments")]
fn records(
    project: &Project,
    article: &Article,
    text: &str,
    found: &[Found],
    seen: &[TextSpan],
    ids: &mut IdSource,
    now: Timestamp,
    orgs: &mut Vec<Organisation>,
) -> Vec<Figure> {
    let mut figures: Vec<Figure> = Vec::with_capacity(found.len());
    // Where each find went, so that a part finds its whole.
    let mut placed: Vec<Option<FigureId>> = Vec::with_capacity(found.len());
    for find in found {
        let anchor = TextSpan::snapped(text, find.start..find.end).and_then(|span| Anchor::new(text, span));
        let Some(anchor) = anchor.filter(|anchor| !seen.iter().any(|span| span.overlaps(anchor.span))) else {
            placed.push(None);
            continue;
        };
        let id = ids.figure();
        placed.push(Some(id));
        figures.push(Figure {
            id,
            article: article.id,
            anchor,
            low: find.low,
            best: None,
            high: find.high,
            qualifier: find.qualifier,
            fraction: find.fraction,
            measure: find.measure,
            subject: find.subject,
            household_size: None,
            accounting: Some(find.accounting),
            chain: chain(project, text, find, ids, orgs),
            place: find.place.clone(),
            period: Period { start: find.period_start, end: find.period_end, accuracy: None },
            as_of: None,
            part_of: None,
            stance: Stance::Asserts,
            verification: Verification::Unstated,
            role: FigureRole::Unset,
            reasoning: String::new(),
            status: ReviewStatus::Suggested,
            trace: find.trace.iter().map(|rule| (*rule).to_owned()).collect(),
            coder: None,
            reviewer: None,
            created: now,
        });
    }
    for (find, id) in found.iter().zip(&placed) {
        let whole = find.part_of.and_then(|index| placed.get(index).copied().flatten());
        if let Some(figure) = figures.iter_mut().find(|figure| Some(figure.id) == *id) {
            figure.part_of = whole.filter(|whole| *whole != figure.id);
        }
    }
    figures
}

/// The attribution chain of a find: origin first, then the relay. Words that name a voice without a known name (residents,
/// officials) stand in the chain as written, without an organisation.
fn chain(project: &Project, text: &str, find: &Found, ids: &mut IdSource, orgs: &mut Vec<Organisation>) -> Vec<ChainLink> {
    let written = |span: &Option<std::ops::Range<usize>>| {
        span.clone().and_then(|range| TextSpan::snapped(text, range)).and_then(|span| Some((span, span.slice(text)?.to_owned())))
    };
    let mut org = |name: &Option<String>, kind: OrgKind| {
        name.as_deref().map(|name| find_or_add_org(project, name, kind, ids, orgs))
    };
    let mut links = Vec::new();
    let said = written(&find.attributed_to);
    let relayed = written(&find.relay_span);
    let origin_words = written(&find.origin_span).or_else(|| if find.relay.is_none() { said.clone() } else { None });
    if find.origin.is_some() || origin_words.is_some() {
        let as_written = origin_words.as_ref().map(|(_, words)| words.clone()).or_else(|| find.origin.clone());
        links.push(ChainLink {
            org: org(&find.origin, find.origin_kind.unwrap_or(OrgKind::Other)),
            as_written: as_written.unwrap_or_default(),
            role: ChainRole::Origin,
            span: origin_words.map(|(span, _)| span),
        });
    }
    if find.relay.is_some() {
        let words = relayed.or(said);
        links.push(ChainLink {
            org: org(&find.relay, OrgKind::Media),
            as_written: words.as_ref().map(|(_, words)| words.clone()).or_else(|| find.relay.clone()).unwrap_or_default(),
            role: ChainRole::Relay,
            span: words.map(|(span, _)| span),
        });
    }
    links
}
