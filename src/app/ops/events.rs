//! Events: what happened, where, when, between whom; and what is gathered under them. A figure is about an event by
//! its own word or by its tally's.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Change, Edit, Event, EventId, Figure, FigureId, Link, LinkId, MemoTarget, OrgId, OrgKind, Period, Project, Record,
    RecordId, Side, Tally, TallyId,
};

use super::articles::find_or_add_org;
use super::codebook::remove_memos_on;
use super::{By, Refused, counted};

/// What goes under an event.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gathered {
    pub tallies: Vec<TallyId>,
    pub figures: Vec<FigureId>,
    pub links: Vec<LinkId>,
}

impl Gathered {
    fn len(&self) -> usize {
        self.tallies.len() + self.figures.len() + self.links.len()
    }
}

/// An event with these tallies, figures and links under it. Place and period are taken over where all tallies agree.
///
/// # Errors
/// When it has no name.
pub fn create_event(
    project: &Project,
    name: &str,
    gathered: &Gathered,
    by: &mut By<'_>,
) -> Result<Option<Edit>, Refused> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Refused::new("an event needs a name"));
    }
    let tallies: Vec<&Tally> = gathered.tallies.iter().filter_map(|id| project.tallies.get(id)).collect();
    let places: BTreeSet<Option<&str>> = tallies.iter().map(|tally| tally.place.as_deref()).collect();
    let periods: BTreeSet<_> = tallies.iter().map(|tally| (tally.period.start, tally.period.end)).collect();
    let (start, end) = if periods.len() == 1 { periods.first().copied().unwrap_or_default() } else { (None, None) };
    let event = Event {
        place: if places.len() == 1 { places.first().copied().flatten().map(str::to_owned) } else { None },
        period: Period { start, end, ..Period::default() },
        ..Event::blank(by.ids.event(), name.to_owned())
    };
    let id = event.id;
    let mut changes = vec![put(event)];
    changes.extend(gather(project, gathered, Some(id)));
    Ok(Some(Edit { label: "create event".to_owned(), changes }))
}

/// Replaces an event's fields.
pub fn change_event(project: &Project, event: Event) -> Option<Edit> {
    (*project.events.get(&event.id)? != event).then(|| Edit::put("change event", event))
}

/// Names the parties of an event; organisations are found or made. Empty names fall away. Of two the first stands on side
/// A, the second on side B; of more, who had a side keeps it, and who is new takes one that is free.
pub fn name_parties(project: &Project, event: EventId, parties: &[String], by: &mut By<'_>) -> Option<Edit> {
    let old = project.events.get(&event)?;
    let mut orgs = Vec::new();
    let named: Vec<OrgId> = parties
        .iter()
        .filter(|name| !name.trim().is_empty())
        .map(|name| find_or_add_org(project, name.trim(), OrgKind::Other, by.ids, &mut orgs))
        .collect();
    let parties: BTreeMap<OrgId, Side> = match named.as_slice() {
        [a, b] if a != b => [(*a, Side::A), (*b, Side::B)].into(),
        _ => {
            let kept = |org: &OrgId| Some((*org, *old.parties.get(org)?));
            let mut parties: BTreeMap<OrgId, Side> = named.iter().filter_map(kept).collect();
            for org in &named {
                let free = [Side::A, Side::B].into_iter().find(|side| !parties.values().any(|taken| taken == side));
                parties.entry(*org).or_insert(free.unwrap_or(Side::Other));
            }
            parties
        }
    };
    if parties == old.parties {
        return None;
    }
    let mut changes: Vec<Change> = orgs.into_iter().map(put).collect();
    changes.push(put(Event { parties, ..old.clone() }));
    Some(Edit { label: "name parties of event".to_owned(), changes })
}

/// Puts tallies, figures and links under an event, or takes them out of theirs with `None`.
pub fn set_event(project: &Project, gathered: &Gathered, event: Option<EventId>) -> Option<Edit> {
    if event.is_some_and(|id| !project.events.contains_key(&id)) {
        return None;
    }
    let changes = gather(project, gathered, event);
    let what = counted(gathered.len(), "record", "records");
    let label = if event.is_some() { format!("put {what} under event") } else { format!("take {what} out of event") };
    (!changes.is_empty()).then_some(Edit { label, changes })
}

fn gather(project: &Project, gathered: &Gathered, event: Option<EventId>) -> Vec<Change> {
    let tallies = gathered.tallies.iter().filter_map(|id| project.tallies.get(id)).filter(|t| t.event != event);
    let figures = gathered.figures.iter().filter_map(|id| project.figures.get(id)).filter(|f| f.event != event);
    let links = gathered.links.iter().filter_map(|id| project.links.get(id)).filter(|link| link.event != event);
    let tallies = tallies.map(|tally| put(Tally { event, ..tally.clone() }));
    let figures = figures.map(|figure| put(Figure { event, ..figure.clone() }));
    let links = links.map(|link| put(Link { event, ..link.clone() }));
    tallies.chain(figures).chain(links).collect()
}

/// All that stands under an event: tallies and links of its own, and the figures of both.
pub fn under(project: &Project, event: EventId) -> Gathered {
    let tallies: Vec<&Tally> = project.tallies.values().filter(|tally| tally.event == Some(event)).collect();
    let mut figures: BTreeSet<FigureId> = tallies.iter().flat_map(|tally| tally.figures.iter().copied()).collect();
    figures.extend(project.figures.values().filter(|figure| figure.event == Some(event)).map(|figure| figure.id));
    let links = project.links.values().filter(|link| {
        link.event == Some(event)
            || [&link.a, &link.b]
                .into_iter()
                .all(|end| matches!(end, crate::model::LinkEnd::Figure(id) if figures.contains(id)))
    });
    Gathered {
        tallies: tallies.iter().map(|tally| tally.id).collect(),
        links: links.map(|link| link.id).collect(),
        figures: figures.into_iter().collect(),
    }
}

/// Puts all that stands under one event under another, with its parties and memos.
///
/// # Errors
/// When the two are the same.
pub fn merge_events(project: &Project, from: EventId, into: EventId) -> Result<Option<Edit>, Refused> {
    if from == into {
        return Err(Refused::new("an event cannot be merged with itself"));
    }
    let (Some(gone), Some(kept)) = (project.events.get(&from), project.events.get(&into)) else { return Ok(None) };
    let mut merged = kept.clone();
    for (party, side) in &gone.parties {
        merged.parties.entry(*party).or_insert(*side);
    }
    if merged.place.is_none() {
        (merged.place, merged.location) = (gone.place.clone(), gone.location.clone());
    }
    merged.cause = merged.cause.or(gone.cause);
    merged.violence = merged.violence.or(gone.violence);
    if merged.period.is_empty() {
        merged.period = gone.period;
    }
    let mut changes = if merged == *kept { Vec::new() } else { vec![put(merged)] };
    changes.extend(gather(project, &own(project, from), Some(into)));
    for memo in project.memos_on(MemoTarget::Event(from)) {
        changes.push(put(crate::model::Memo { on: MemoTarget::Event(into), ..memo.clone() }));
    }
    changes.push(Change::Remove(RecordId::Event(from)));
    Ok(Some(Edit { label: format!("merge event {} into {}", gone.name, kept.name), changes }))
}

/// Deletes an event with the memos on it; what stood under it stays.
pub fn delete_event(project: &Project, event: EventId) -> Option<Edit> {
    project.events.get(&event)?;
    let mut changes = gather(project, &own(project, event), None);
    remove_memos_on(project, MemoTarget::Event(event), &mut changes);
    changes.push(Change::Remove(RecordId::Event(event)));
    Some(Edit { label: "delete event".to_owned(), changes })
}

/// What names the event itself.
fn own(project: &Project, event: EventId) -> Gathered {
    Gathered {
        tallies: project.tallies.values().filter(|t| t.event == Some(event)).map(|t| t.id).collect(),
        figures: project.figures.values().filter(|f| f.event == Some(event)).map(|f| f.id).collect(),
        links: project.links.values().filter(|link| link.event == Some(event)).map(|link| link.id).collect(),
    }
}

fn put(record: impl Into<Record>) -> Change {
    Change::Put(Box::new(record.into()))
}
