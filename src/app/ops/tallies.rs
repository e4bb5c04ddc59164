//! Tallies: the questions that figures answer, and the estimate adopted for each.

use std::collections::BTreeSet;

use crate::model::{
    Accounting, Change, Edit, Estimate, Figure, FigureId, Measure, MemoTarget, Project, RecordId, ReviewStatus,
    Subject, Tally, TallyId,
};

use super::By;
use super::codebook::remove_memos_on;

/// A tally of these figures, with the question put together from what they share. `None` if none of them exists.
pub fn create_tally(project: &Project, figures: &[FigureId], by: &mut By<'_>) -> Option<Edit> {
    let members: Vec<&Figure> = figures.iter().filter_map(|id| project.figures.get(id)).collect();
    let first = members.first()?;
    let place = first.place.clone().filter(|place| members.iter().all(|f| f.place.as_ref() == Some(place)));
    let accounting = first.accounting.unwrap_or(Accounting::Incident);
    let tally = Tally {
        id: by.ids.tally(),
        name: question(first.measure, first.subject, place.as_deref()),
        event: None,
        measure: first.measure,
        subject: first.subject,
        place,
        period: first.period,
        accounting,
        part_of: None,
        figures: members.iter().map(|f| f.id).collect(),
        status: ReviewStatus::Confirmed,
        reasons: Vec::new(),
        estimate: None,
    };
    Some(Edit::put("create tally", tally))
}

/// A question in words: "Civilians killed, Homs".
pub fn question(measure: Measure, subject: Subject, place: Option<&str>) -> String {
    let mut words = format!("{} {}", subject.label(), measure.label());
    if let Some(first) = words.get(..1) {
        words = first.to_uppercase() + words.get(1..).unwrap_or_default();
    }
    match place {
        Some(place) => format!("{words}, {place}"),
        None => words,
    }
}

/// Why a figure cannot stand in a tally: another measure, civilians among all persons, stock among flow. `None` when
/// it can. What the figure leaves open (`accounting` not judged) does not stand in the way.
pub fn mismatch(tally: &Tally, figure: &Figure) -> Option<&'static str> {
    if figure.measure != tally.measure {
        return Some("it counts something else");
    }
    if figure.subject != tally.subject {
        return Some("it counts other people");
    }
    if figure.accounting.is_some_and(|accounting| accounting != tally.accounting) {
        return Some("it adds up differently (incident, cumulative or stock)");
    }
    None
}

/// Puts figures into a tally, or takes them out.
pub fn set_members(project: &Project, tally: TallyId, figures: &[FigureId], inside: bool) -> Option<Edit> {
    let mut tally = project.tallies.get(&tally)?.clone();
    let before: BTreeSet<FigureId> = tally.figures.clone();
    for id in figures {
        if inside {
            tally.figures.insert(*id)
        } else {
            tally.figures.remove(id)
        };
    }
    let label = if inside { "add to tally" } else { "take out of tally" };
    (tally.figures != before).then(|| Edit::put(label, tally))
}

/// Replaces a tally's fields.
pub fn change_tally(project: &Project, tally: Tally) -> Option<Edit> {
    (*project.tallies.get(&tally.id)? != tally).then(|| Edit::put("change tally", tally))
}

/// Adopts an estimate for a tally, or takes it back with `None`.
pub fn adopt(project: &Project, tally: TallyId, estimate: Option<Estimate>) -> Option<Edit> {
    let mut tally = project.tallies.get(&tally)?.clone();
    if tally.estimate == estimate {
        return None;
    }
    let label = if estimate.is_some() { "adopt estimate" } else { "withdraw estimate" };
    tally.estimate = estimate;
    Some(Edit::put(label, tally))
}

/// Deletes a tally; its figures stay, tallies that were part of it become tallies of their own.
pub fn delete_tally(project: &Project, tally: TallyId) -> Option<Edit> {
    project.tallies.get(&tally)?;
    let mut changes = Vec::new();
    for part in project.tallies.values().filter(|t| t.part_of == Some(tally)) {
        changes.push(Change::Put(Box::new(Tally { part_of: None, ..part.clone() }.into())));
    }
    remove_memos_on(project, MemoTarget::Tally(tally), &mut changes);
    changes.push(Change::Remove(RecordId::Tally(tally)));
    Some(Edit { label: "delete tally".to_owned(), changes })
}
