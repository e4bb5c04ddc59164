//! Organisations and the way figures came from them: merging, other names, the ordered chain of a figure.

use crate::model::{
    Article, ChainLink, ChainRole, Change, Edit, Event, Figure, FigureId, MemoTarget, OrgId, OrgKind, Organisation,
    Project, Record, RecordId, Side,
};

use super::articles::find_or_add_org;
use super::{By, Refused};

/// Replaces an organisation's fields.
///
/// # Errors
/// When another organisation goes by one of its names already: the two are then merged, not doubled.
pub fn change_organisation(project: &Project, mut org: Organisation) -> Result<Option<Edit>, Refused> {
    tidy(&mut org);
    match project.organisations.get(&org.id) {
        Some(old) if *old != org => {}
        _ => return Ok(None),
    }
    if let Some((name, other)) = taken(project, &org) {
        return Err(Refused::new(format!(
            "“{name}” is a name of {} already; merge the two instead",
            other.short_name()
        )));
    }
    Ok(Some(Edit::put("change organisation", org)))
}

/// Adds a name that an organisation goes by.
///
/// # Errors
/// As [`change_organisation`].
pub fn add_alias(project: &Project, org: OrgId, alias: &str) -> Result<Option<Edit>, Refused> {
    let Some(org) = project.organisations.get(&org) else { return Ok(None) };
    let mut org = org.clone();
    org.aliases.push(alias.to_owned());
    let edit = change_organisation(project, org)?;
    Ok(edit.map(|edit| Edit { label: "add other name".to_owned(), ..edit }))
}

/// Puts one organisation in the place of another everywhere (articles, chains, events, memos); the one that goes
/// leaves its names, and its grade and confidentiality where the one that stays has none.
///
/// # Errors
/// When the two are the same.
pub fn merge_organisations(project: &Project, from: OrgId, into: OrgId) -> Result<Option<Edit>, Refused> {
    if from == into {
        return Err(Refused::new("an organisation cannot be merged with itself"));
    }
    let (Some(gone), Some(kept)) = (project.organisations.get(&from), project.organisations.get(&into)) else {
        return Ok(None);
    };
    let mut merged = kept.clone();
    merged.aliases.extend([gone.name.clone(), gone.short.clone()]);
    merged.aliases.extend(gone.aliases.iter().cloned());
    merged.reliability = merged.reliability.or(gone.reliability);
    merged.confidential |= gone.confidential;
    tidy(&mut merged);
    let mut changes = vec![put(merged)];
    let swap = |org: &mut Option<OrgId>| {
        if *org == Some(from) {
            *org = Some(into);
        }
    };
    for article in project.articles.values().filter(|a| a.outlet == Some(from) || a.wire == Some(from)) {
        let mut article: Article = article.clone();
        swap(&mut article.outlet);
        swap(&mut article.wire);
        changes.push(put(article));
    }
    let names = |f: &&Figure| {
        f.chain.iter().any(|link| link.org == Some(from)) || f.party == Some(from) || f.perpetrator == Some(from)
    };
    for figure in project.figures.values().filter(names) {
        let mut figure: Figure = figure.clone();
        swap(&mut figure.party);
        swap(&mut figure.perpetrator);
        figure.chain.iter_mut().for_each(|link| swap(&mut link.org));
        changes.push(put(figure));
    }
    for event in project.events.values().filter(|event| event.parties.contains_key(&from)) {
        let mut event: Event = event.clone();
        let side = event.parties.remove(&from).unwrap_or(Side::Other);
        let stays = event.parties.entry(into).or_insert(side);
        if *stays == Side::Other {
            *stays = side;
        }
        changes.push(put(event));
    }
    for memo in project.memos_on(MemoTarget::Organisation(from)) {
        changes.push(put(crate::model::Memo { on: MemoTarget::Organisation(into), ..memo.clone() }));
    }
    changes.push(Change::Remove(RecordId::Organisation(from)));
    let label = format!("merge {} into {}", gone.short_name(), kept.short_name());
    Ok(Some(Edit { label, changes }))
}

/// A step of a figure's way as a person types it: the organisation's name, and the part it plays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainStep {
    pub name: String,
    pub role: ChainRole,
}

/// Sets the whole way of a figure, from the origin to the last relay, in this order. Steps without a name fall away.
/// Words and places that the article gives for a step of the same name or organisation are kept.
///
/// # Errors
/// When a relay stands before the origin, or there are two origins: a figure is counted once.
pub fn set_chain(
    project: &Project,
    figure: FigureId,
    steps: &[ChainStep],
    by: &mut By<'_>,
) -> Result<Option<Edit>, Refused> {
    let Some(old) = project.figures.get(&figure) else { return Ok(None) };
    let steps: Vec<&ChainStep> = steps.iter().filter(|step| !step.name.trim().is_empty()).collect();
    if steps.iter().skip(1).any(|step| step.role == ChainRole::Origin) {
        return Err(Refused::new("the origin stands first, and there is one; the others are relays"));
    }
    let mut orgs = Vec::new();
    let mut left: Vec<&ChainLink> = old.chain.iter().collect();
    let mut chain = Vec::new();
    for step in steps {
        let name = step.name.trim();
        let shown = |link: &ChainLink| {
            let org = link.org.and_then(|id| project.organisations.get(&id));
            link.as_written == name || org.is_some_and(|org| goes_by(org, name))
        };
        let link = match left.iter().position(|link| shown(link)) {
            Some(at) => ChainLink { role: step.role, ..left.remove(at).clone() },
            None => {
                let org = find_or_add_org(project, name, OrgKind::Other, by.ids, &mut orgs);
                let as_written = name.to_owned();
                ChainLink { org: Some(org), as_written, role: step.role, span: None, verb: None, kind: None }
            }
        };
        chain.push(link);
    }
    let figure = Figure { chain, ..old.clone() };
    if figure == *old {
        return Ok(None);
    }
    let mut changes: Vec<Change> = orgs.into_iter().map(put).collect();
    changes.push(put(figure));
    Ok(Some(Edit { label: "change chain of origin".to_owned(), changes }))
}

fn put(record: impl Into<Record>) -> Change {
    Change::Put(Box::new(record.into()))
}

/// Whether an organisation goes by a name, letter case aside.
pub fn goes_by(org: &Organisation, name: &str) -> bool {
    let wanted = name.trim().to_lowercase();
    names(org).any(|name| name.to_lowercase() == wanted)
}

fn names(org: &Organisation) -> impl Iterator<Item = &str> {
    [org.name.as_str(), org.short.as_str()]
        .into_iter()
        .chain(org.aliases.iter().map(String::as_str))
        .filter(|name| !name.is_empty())
}

/// Trims names and drops the empty and doubled ones.
fn tidy(org: &mut Organisation) {
    org.name = org.name.trim().to_owned();
    org.short = org.short.trim().to_owned();
    let mut kept: Vec<String> = Vec::new();
    for alias in org.aliases.drain(..) {
        let alias = alias.trim().to_owned();
        let known = |name: &String| name.to_lowercase() == alias.to_lowercase();
        if !alias.is_empty() && !known(&org.name) && !known(&org.short) && !kept.iter().any(known) {
            kept.push(alias);
        }
    }
    org.aliases = kept;
}

/// A name of `org` that it did not have before and that another goes by already.
fn taken<'a>(project: &'a Project, org: &Organisation) -> Option<(String, &'a Organisation)> {
    let before = project.organisations.get(&org.id);
    names(org).filter(|name| before.is_none_or(|before| !goes_by(before, name))).find_map(|name| {
        let other = project.organisations.values().find(|other| other.id != org.id && goes_by(other, name))?;
        Some((name.to_owned(), other))
    })
}
