//! Tallies: the questions that figures answer, and the estimate adopted for each.
//!
//! One tally answers one question, so nothing here mixes civilians with all persons, stock with flow or one incident
//! with a running total: such a step is refused with the reason.

use std::collections::BTreeSet;

use crate::app::estimates;
use crate::model::{
    Accounting, Change, Edit, Estimate, EstimateRule, Figure, FigureId, Measure, MemoTarget, Period, Project, Record,
    RecordId, ReviewStatus, Subject, Tally, TallyId, WordsRule,
};

use super::codebook::remove_memos_on;
use super::{By, Refused, counted};

/// A tally of these figures, with the question put together from what they share. `None` if none of them exists.
///
/// # Errors
/// When they do not answer one question.
pub fn create_tally(project: &Project, figures: &[FigureId], by: &mut By<'_>) -> Result<Option<Edit>, Refused> {
    let members: Vec<&Figure> = figures.iter().filter_map(|id| project.figures.get(id)).collect();
    let Some(first) = members.first() else { return Ok(None) };
    let place = first.place.clone().filter(|place| members.iter().all(|f| f.place.as_ref() == Some(place)));
    let accounting = members.iter().find_map(|figure| figure.accounting).unwrap_or(Accounting::Incident);
    let agreed = members.iter().all(|f| (f.period.start, f.period.end) == (first.period.start, first.period.end));
    let tally = Tally {
        id: by.ids.tally(),
        name: asked(first.counts_words(), place.as_deref()),
        event: None,
        measure: first.measure,
        measure_name: first.measure_name.clone(),
        subject: first.subject,
        place,
        period: if agreed { first.period } else { Period::default() },
        accounting,
        part_of: None,
        figures: members.iter().map(|f| f.id).collect(),
        status: ReviewStatus::Confirmed,
        reasons: Vec::new(),
        estimate: None,
    };
    admit(&tally, members)?;
    Ok(Some(Edit::put("create tally", tally)))
}

/// A question in words: "Civilians killed, Homs".
pub fn question(measure: Measure, subject: Subject, place: Option<&str>) -> String {
    let people = format!("{} {}", subject.label(), measure.label());
    asked(if measure.counts_people() { people } else { measure.label().to_owned() }, place)
}

/// A question of these words.
fn asked(mut words: String, place: Option<&str>) -> String {
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
    if figure.measure != tally.measure || figure.measure_name != tally.measure_name {
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

/// Refuses figures that do not answer the tally's question.
fn admit<'a>(tally: &Tally, figures: impl IntoIterator<Item = &'a Figure>) -> Result<(), Refused> {
    for figure in figures {
        if let Some(why) = mismatch(tally, figure) {
            let counts = figure.counts_words();
            let adds = figure.accounting.map_or_else(String::new, |accounting| format!(", {}", accounting.label()));
            return Err(Refused::new(format!(
                "“{}” ({counts}{adds}) does not answer “{}” ({} {}, {}): {why}; correct the figure, or give it a tally of \
                 its own",
                figure.as_reported(),
                tally.name,
                tally.subject.label(),
                tally.measure.label(),
                tally.accounting.label(),
            )));
        }
    }
    Ok(())
}

/// Puts figures into a tally, or takes them out.
///
/// # Errors
/// When a figure put in does not answer the tally's question.
pub fn set_members(
    project: &Project,
    tally: TallyId,
    figures: &[FigureId],
    inside: bool,
) -> Result<Option<Edit>, Refused> {
    let Some(old) = project.tallies.get(&tally) else { return Ok(None) };
    let mut tally = old.clone();
    for id in figures {
        if inside {
            tally.figures.insert(*id)
        } else {
            tally.figures.remove(id)
        };
    }
    if tally.figures == old.figures {
        return Ok(None);
    }
    admit(&tally, tally.figures.difference(&old.figures).filter_map(|id| project.figures.get(id)))?;
    Ok(Some(Edit::put(if inside { "add to tally" } else { "take out of tally" }, tally)))
}

/// Replaces a tally's fields.
///
/// # Errors
/// When its question would change to one that its figures do not answer, or it would stand below itself.
pub fn change_tally(project: &Project, tally: Tally) -> Result<Option<Edit>, Refused> {
    let Some(old) = project.tallies.get(&tally.id) else { return Ok(None) };
    if *old == tally {
        return Ok(None);
    }
    let asks = |tally: &Tally| (tally.measure, tally.subject, tally.accounting);
    if asks(old) != asks(&tally) {
        admit(&tally, members(project, &tally))?;
    }
    if is_below(project, tally.part_of, tally.id) {
        return Err(Refused::new("a tally cannot be part of one of its own parts"));
    }
    Ok(Some(Edit::put("change tally", tally)))
}

/// Whether `tally` stands above (or is) the one named.
fn is_below(project: &Project, at: Option<TallyId>, tally: TallyId) -> bool {
    let mut at = at;
    // The bound ends the walk on a cycle that a file may hold.
    for _ in 0..=project.tallies.len() {
        match at {
            Some(id) if id == tally => return true,
            Some(id) => at = project.tallies.get(&id).and_then(|tally| tally.part_of),
            None => return false,
        }
    }
    true
}

fn members<'a>(project: &'a Project, tally: &'a Tally) -> impl Iterator<Item = &'a Figure> {
    tally.figures.iter().filter_map(|id| project.figures.get(id))
}

/// Sets the review status of tallies: a proposed one is confirmed by accepting it.
pub fn review_tallies(project: &Project, tallies: &[TallyId], status: ReviewStatus) -> Option<Edit> {
    let changed: Vec<Tally> = tallies
        .iter()
        .filter_map(|id| project.tallies.get(id))
        .filter(|tally| tally.status != status)
        .map(|tally| Tally { status, ..tally.clone() })
        .collect();
    let verb = match status {
        ReviewStatus::Confirmed => "accept",
        ReviewStatus::Rejected => "reject",
        ReviewStatus::Suggested => "reopen",
    };
    let label = format!("{verb} {}", counted(changed.len(), "tally", "tallies"));
    (!changed.is_empty()).then(|| Edit::put_all(label, changed))
}

/// Puts the figures, parts and memos of one tally into another. The question of the one that stays is kept; an
/// estimate of either is the other's no more, so only that of the one that stays is kept, open again by the new
/// evidence.
///
/// # Errors
/// When the two ask different questions: another measure, other people, another way of adding up.
pub fn merge_tallies(project: &Project, from: TallyId, into: TallyId) -> Result<Option<Edit>, Refused> {
    if from == into {
        return Err(Refused::new("a tally cannot be merged with itself"));
    }
    let (Some(gone), Some(kept)) = (project.tallies.get(&from), project.tallies.get(&into)) else { return Ok(None) };
    let why = if gone.measure != kept.measure {
        Some("they count different things")
    } else if gone.subject != kept.subject {
        Some("they count different people")
    } else if gone.accounting != kept.accounting {
        Some("they add up differently (incident, cumulative or stock)")
    } else {
        None
    };
    if let Some(why) = why {
        return Err(Refused::new(format!("“{}” and “{}” stay apart: {why}", gone.name, kept.name)));
    }
    let mut merged = kept.clone();
    merged.figures.extend(gone.figures.iter().copied());
    merged.event = merged.event.or(gone.event);
    merged.place = merged.place.or_else(|| gone.place.clone());
    if merged.period.is_empty() {
        merged.period = gone.period;
    }
    if merged.part_of == Some(from) {
        merged.part_of = gone.part_of.filter(|id| *id != into);
    }
    admit(&merged, members(project, &merged))?;
    let mut changes = vec![put(merged)];
    for part in project.tallies.values().filter(|t| t.part_of == Some(from) && t.id != into) {
        changes.push(put(Tally { part_of: Some(into), ..part.clone() }));
    }
    for memo in project.memos_on(MemoTarget::Tally(from)) {
        changes.push(put(crate::model::Memo { on: MemoTarget::Tally(into), ..memo.clone() }));
    }
    changes.push(Change::Remove(RecordId::Tally(from)));
    Ok(Some(Edit { label: "merge tallies".to_owned(), changes }))
}

/// Takes figures out of a tally into a new one that asks the same; the analyst then says what tells the two apart.
///
/// # Errors
/// When nothing would go, or nothing would stay.
pub fn split_tally(
    project: &Project,
    tally: TallyId,
    figures: &[FigureId],
    by: &mut By<'_>,
) -> Result<Option<Edit>, Refused> {
    let Some(old) = project.tallies.get(&tally) else { return Ok(None) };
    let going: BTreeSet<FigureId> = figures.iter().copied().filter(|id| old.figures.contains(id)).collect();
    if going.is_empty() {
        return Err(Refused::new("choose the figures that are to go into a tally of their own"));
    }
    if going.len() == old.figures.len() {
        return Err(Refused::new("some figures must stay, or nothing is split"));
    }
    let stays = Tally { figures: old.figures.difference(&going).copied().collect(), ..old.clone() };
    let new = Tally {
        id: by.ids.tally(),
        name: format!("{} (2)", old.name),
        figures: going,
        status: ReviewStatus::Confirmed,
        reasons: Vec::new(),
        estimate: None,
        ..old.clone()
    };
    Ok(Some(Edit { label: "split tally".to_owned(), changes: vec![put(new), put(stays)] }))
}

/// Adopts an estimate for a tally as entered, or takes it back with `None`. Who adopts it, when, and from which
/// evidence is set here.
pub fn adopt(project: &Project, tally: TallyId, estimate: Option<Estimate>, by: &By<'_>) -> Option<Edit> {
    let mut tally = project.tallies.get(&tally)?.clone();
    let label = if estimate.is_some() { "adopt estimate" } else { "withdraw estimate" };
    let estimate = estimate.map(|estimate| Estimate {
        weighed: estimates::weighed(project, &tally, estimate.rule),
        coder: by.coder,
        adopted: by.now,
        ..estimate
    });
    let says = |estimate: &Option<Estimate>| estimate.as_ref().map(|e| Estimate { adopted: by.now, ..e.clone() });
    if says(&tally.estimate) == says(&estimate) {
        return None;
    }
    // Who adopts a value for a question has accepted the question.
    if estimate.is_some() {
        tally.status = ReviewStatus::Confirmed;
    }
    tally.estimate = estimate;
    Some(Edit::put(label, tally))
}

/// Adopts what a rule makes of a tally's confirmed figures.
///
/// # Errors
/// Why the rule gives nothing.
pub fn adopt_by_rule(
    project: &Project,
    tally: TallyId,
    rule: EstimateRule,
    words: WordsRule,
    reasoning: &str,
    by: &By<'_>,
) -> Result<Option<Edit>, Refused> {
    let Some(record) = project.tallies.get(&tally) else { return Ok(None) };
    let origins = crate::app::origins::Origins::of(project);
    let derived = estimates::derive(project, &origins, record, rule, words).map_err(Refused::new)?;
    let reasoning = match reasoning.trim() {
        "" => derived.words.clone(),
        reasoning => reasoning.to_owned(),
    };
    let estimate = Estimate {
        low: derived.low,
        best: derived.best,
        high: derived.high,
        rule,
        words,
        reasoning,
        weighed: Vec::new(),
        coder: by.coder,
        adopted: by.now,
    };
    Ok(adopt(project, tally, Some(estimate), by))
}

/// Lets a reopened estimate stand as it is, weighed against the evidence as it is now.
pub fn keep_estimate(project: &Project, tally: TallyId, by: &By<'_>) -> Option<Edit> {
    let estimate = project.tallies.get(&tally)?.estimate.clone()?;
    let edit = adopt(project, tally, Some(estimate), by)?;
    Some(Edit { label: "keep estimate".to_owned(), ..edit })
}

/// Deletes a tally; its figures stay, tallies that were part of it become tallies of their own.
pub fn delete_tally(project: &Project, tally: TallyId) -> Option<Edit> {
    project.tallies.get(&tally)?;
    let mut changes = Vec::new();
    for part in project.tallies.values().filter(|t| t.part_of == Some(tally)) {
        changes.push(put(Tally { part_of: None, ..part.clone() }));
    }
    remove_memos_on(project, MemoTarget::Tally(tally), &mut changes);
    changes.push(Change::Remove(RecordId::Tally(tally)));
    Some(Edit { label: "delete tally".to_owned(), changes })
}

fn put(record: impl Into<Record>) -> Change {
    Change::Put(Box::new(record.into()))
}
