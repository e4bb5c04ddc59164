//! From figures found in texts to suggested records: organisations resolved, parts tied to their wholes, what is
//! already in the project left alone.

use std::collections::BTreeMap;

use crate::figures::{Found, Mention};
use crate::model::{
    Anchor, Article, ArticleId, ChainLink, ChainRole, Change, Edit, Figure, FigureId, OrgKind, Organisation, Period,
    Project, Record, TextSpan, Timestamp,
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
            low: find.low,
            high: find.high,
            qualifier: find.qualifier,
            fraction: find.fraction,
            subject: find.subject,
            accounting: Some(find.accounting),
            chain: chain(project, text, find, ids, orgs),
            place: find.place.as_ref().map(|place| place.text.clone()),
            period: Period { start: find.period_start, end: find.period_end, ..Period::default() },
            trace: find.trace.iter().map(|rule| (*rule).to_owned()).collect(),
            ..Figure::blank(id, article.id, anchor, find.measure, now)
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

/// The attribution chain of a find: origin first, then the relay. Words that name a voice without a known name
/// (residents, officials) stand in the chain as written, without an organisation.
fn chain(
    project: &Project,
    text: &str,
    find: &Found,
    ids: &mut IdSource,
    orgs: &mut Vec<Organisation>,
) -> Vec<ChainLink> {
    let place = |mention: &Mention| TextSpan::snapped(text, mention.start..mention.end);
    let mut links = Vec::new();
    // With a relay, the words of attribution are the relay's when they are the same words.
    let said =
        find.attributed_to.as_ref().filter(|said| find.relay.as_ref().is_none_or(|relay| relay.start != said.start));
    let as_written = said.map(|said| said.text.clone()).or_else(|| find.origin.clone());
    if let Some(as_written) = as_written {
        let kind = find.origin_kind.unwrap_or(OrgKind::Other);
        let org = find.origin.as_deref().map(|name| find_or_add_org(project, name, kind, ids, orgs));
        links.push(ChainLink {
            org,
            as_written,
            role: ChainRole::Origin,
            span: said.and_then(place),
            verb: None,
            kind: None,
        });
    }
    if let Some(relay) = &find.relay {
        let known = crate::lexicon::organisations::resolve(&relay.text).is_some();
        let org = known.then(|| find_or_add_org(project, &relay.text, OrgKind::Media, ids, orgs));
        let (as_written, span) = (relay.text.clone(), place(relay));
        links.push(ChainLink { org, as_written, role: ChainRole::Relay, span, verb: None, kind: None });
    }
    links
}
