//! What does not fit within a tally, between tallies, and with its event. Layer `app`.

use std::collections::{BTreeMap, BTreeSet};

use super::{Check, Finder, Severity, quoted};
use crate::app::estimates;
use crate::app::ops::tallies::mismatch;
use crate::model::{
    Accounting, ArticleId, Date, Figure, FigureId, FigureRole, LinkEnd, LinkKind, RecordId, ReviewStatus, Tally,
    TallyId,
};
use crate::plots::thousands;
use crate::plots::voices::OriginKey;

pub(super) fn check(finder: &mut Finder<'_>) {
    let decided = decided_pairs(finder);
    let live = |tally: &&Tally| tally.status != ReviewStatus::Rejected;
    for tally in finder.project.tallies.values().filter(live) {
        members(finder, tally, &decided);
        recommended(finder, tally);
        estimate(finder, tally);
        event(finder, tally);
    }
    questions(finder);
    counted_twice(finder);
}

/// The pairs of figures of which the analyst has said whether they are one count.
fn decided_pairs(finder: &Finder<'_>) -> BTreeSet<(FigureId, FigureId)> {
    finder
        .project
        .links
        .values()
        .filter(|link| link.kind == LinkKind::SameOrigin && link.status != ReviewStatus::Suggested)
        .filter_map(|link| match (&link.a, &link.b) {
            (LinkEnd::Figure(a), LinkEnd::Figure(b)) => Some(((*a).min(*b), (*a).max(*b))),
            _ => None,
        })
        .collect()
}

fn figures<'a>(finder: &Finder<'a>, tally: &Tally) -> Vec<&'a Figure> {
    let project = finder.project;
    tally
        .figures
        .iter()
        .filter_map(|id| project.figures.get(id))
        .filter(|figure| figure.status != ReviewStatus::Rejected)
        .collect()
}

fn members(finder: &mut Finder<'_>, tally: &Tally, decided: &BTreeSet<(FigureId, FigureId)>) {
    let at = RecordId::Tally(tally.id);
    let members = figures(finder, tally);
    for figure in &members {
        if let Some(why) = mismatch(tally, figure) {
            // A suggestion is still to be judged; only what a person confirmed is held against them.
            let confirmed = figure.status == ReviewStatus::Confirmed;
            finder.say(
                Check::NotAnswering,
                if confirmed { Severity::Error } else { Severity::Warning },
                at,
                &[RecordId::Figure(figure.id)],
                format!("{} does not answer “{}”: {why}", quoted(figure), tally.name),
                "take it out of the tally, or correct its fields",
            );
        }
        if tally.accounting == Accounting::Cumulative
            && let (Some(asked), Some(start)) = (tally.period.start, figure.period.start)
            && apart(asked, start)
        {
            finder.say(
                Check::PeriodsDiffer,
                Severity::Warning,
                at,
                &[RecordId::Figure(figure.id)],
                format!("{} counts from {start}, “{}” from {asked}", quoted(figure), tally.name),
                "give it a tally of its own, or correct one of the dates",
            );
        }
    }
    let mut by_voice: BTreeMap<OriginKey, Vec<&Figure>> = BTreeMap::new();
    for figure in members {
        let voice = finder.origins.voice(figure);
        if voice != OriginKey::Unattributed && !crate::plots::voices::is_denial(figure) {
            by_voice.entry(voice).or_default().push(figure);
        }
    }
    for (_, figures) in by_voice {
        // Settled once each is tied to another of them, or said not to be.
        let pair = |a: &Figure, b: &Figure| decided.contains(&(a.id.min(b.id), a.id.max(b.id)));
        let articles: BTreeSet<ArticleId> = figures.iter().map(|figure| figure.article).collect();
        let open = figures.iter().any(|a| !figures.iter().any(|b| pair(a, b)));
        let (Some(first), true) = (figures.first(), articles.len() > 1 && open) else { continue };
        let origin = finder.project.origin_name(first).unwrap_or("one origin");
        let about: Vec<RecordId> = figures.iter().map(|figure| RecordId::Figure(figure.id)).collect();
        let n = articles.len();
        finder.say(
            Check::OneOriginTwice,
            Severity::Warning,
            at,
            &about,
            format!("{n} articles give {origin}’s count in “{}”: one voice, not {n}", tally.name),
            "accept that they are one count, or say that they are not; voices are counted by origin either way",
        );
    }
}

/// More than a day between them: the same evening has two dates in two time zones.
fn apart(a: Date, b: Date) -> bool {
    a.since(b).is_ok_and(|span| span.get_days().abs() > 1)
}

fn recommended(finder: &mut Finder<'_>, tally: &Tally) {
    let members = figures(finder, tally);
    let recommended: Vec<&&Figure> = members.iter().filter(|f| f.role == FigureRole::Recommended).collect();
    if recommended.len() > 1 {
        let said: Vec<String> = recommended.iter().map(|figure| quoted(figure)).collect();
        let about: Vec<RecordId> = recommended.iter().map(|figure| RecordId::Figure(figure.id)).collect();
        finder.say(
            Check::RecommendedDouble,
            Severity::Error,
            RecordId::Tally(tally.id),
            &about,
            format!("“{}” has more than one recommended figure: {}", tally.name, said.join(", ")),
            "recommend one, and make the others triangulation or superseded",
        );
    }
    let confirmed: Vec<&&Figure> = members.iter().filter(|f| f.status == ReviewStatus::Confirmed).collect();
    let undecided = tally.estimate.is_none() && recommended.is_empty();
    if undecided && tally.status == ReviewStatus::Confirmed && !confirmed.is_empty() && confirmed.len() == members.len()
    {
        let about: Vec<RecordId> = confirmed.iter().map(|figure| RecordId::Figure(figure.id)).collect();
        finder.say(
            Check::RecommendedMissing,
            Severity::Warning,
            RecordId::Tally(tally.id),
            &about,
            format!("“{}” is reviewed, but no value is adopted or recommended", tally.name),
            "adopt an estimate, or mark one figure as recommended",
        );
    }
}

fn estimate(finder: &mut Finder<'_>, tally: &Tally) {
    let Some(estimate) = &tally.estimate else { return };
    let at = RecordId::Tally(tally.id);
    if estimate.reasoning.trim().is_empty() {
        finder.say(
            Check::EstimateWithoutReasons,
            Severity::Warning,
            at,
            &[],
            format!("the estimate adopted for “{}” gives no reasons", tally.name),
            "write down why this value was adopted",
        );
    }
    let changes = estimates::reopened(finder.project, tally);
    if !changes.is_empty() {
        let words: Vec<String> = changes.iter().map(|change| change.words(finder.project)).collect();
        let about: Vec<RecordId> = changes.iter().map(|change| RecordId::Figure(change.figure())).collect();
        finder.say(
            Check::EstimateReopened,
            Severity::Warning,
            at,
            &about,
            format!("the estimate for “{}” is open again, its evidence has changed: {}", tally.name, words.join("; ")),
            "adopt it anew, or keep it as it is",
        );
    }
    let value = estimate.best.or(estimate.low).or(estimate.high);
    let readings: Vec<_> =
        estimates::weighable(finder.project, tally).filter_map(|f| estimates::read(f, estimate.words)).collect();
    if let (Some(value), false) = (value, readings.is_empty()) {
        let lowest = readings.iter().filter_map(|r| r.low.or(r.best).or(r.high)).min();
        let open = readings.iter().any(|r| r.high.is_none() && r.floor);
        let highest = readings.iter().filter_map(|r| r.high.or(r.best).or(r.low)).max();
        let below = lowest.is_some_and(|lowest| value < lowest)
            && !readings.iter().any(|r| r.low.is_none() && r.high.is_some());
        let above = !open && highest.is_some_and(|highest| value > highest);
        if below || above {
            let (side, bound) = if below { ("below", lowest) } else { ("above", highest) };
            let about: Vec<RecordId> = tally.figures.iter().map(|id| RecordId::Figure(*id)).collect();
            finder.say(
                Check::EstimateOutside,
                Severity::Warning,
                at,
                &about,
                format!(
                    "{} adopted for “{}” is {side} every figure of it ({})",
                    thousands(value),
                    tally.name,
                    thousands(bound.unwrap_or_default())
                ),
                "adopt a value that an origin gives; figures of a tally are never added up",
            );
        }
    }
    if let Some(whole) = tally.part_of.and_then(|id| finder.project.tallies.get(&id))
        && let Some(top) = whole.estimate.as_ref().and_then(|e| e.high.or(e.best))
        && let Some(low) = estimate.low.or(estimate.best)
        && low > top
    {
        finder.say(
            Check::PartEstimateAbove,
            Severity::Error,
            at,
            &[RecordId::Tally(whole.id)],
            format!(
                "“{}” is estimated at {}, above the {} of “{}”, of which it is a part",
                tally.name,
                thousands(low),
                thousands(top),
                whole.name
            ),
            "correct one of the two estimates, or untie the tallies",
        );
    }
}

fn event(finder: &mut Finder<'_>, tally: &Tally) {
    let Some(event) = tally.event.and_then(|id| finder.project.events.get(&id)) else { return };
    let before = matches!((tally.period.start, event.period.start), (Some(t), Some(e)) if t < e);
    let after = matches!((tally.period.end, event.period.end), (Some(t), Some(e)) if t > e);
    if before || after {
        let side = if before { "begins before" } else { "goes on after" };
        finder.say(
            Check::OutsideEvent,
            Severity::Warning,
            RecordId::Tally(tally.id),
            &[RecordId::Event(event.id)],
            format!("“{}” {side} its event, “{}”", tally.name, event.name),
            "correct the dates of one of them, or take it out of the event",
        );
    }
}

/// Two estimates that answer one question are counted twice by whoever adds events up.
fn questions(finder: &mut Finder<'_>) {
    let mut asked: BTreeMap<_, &Tally> = BTreeMap::new();
    for tally in finder.project.tallies.values().filter(|tally| tally.estimate.is_some()) {
        if tally.status == ReviewStatus::Rejected {
            continue;
        }
        let place = tally.place.as_deref().unwrap_or_default().trim().to_lowercase();
        let period = (tally.period.start, tally.period.end);
        let measure = (tally.measure, tally.measure_name.as_str());
        let question = (tally.event, measure, tally.subject, place, period, tally.accounting);
        match asked.get(&question) {
            None => drop(asked.insert(question, tally)),
            Some(first) => {
                let (first_id, first_name) = (first.id, first.name.clone());
                finder.say(
                    Check::EstimatedTwice,
                    Severity::Error,
                    RecordId::Tally(tally.id),
                    &[RecordId::Tally(first_id)],
                    format!("“{}” and “{first_name}” ask the same, and each has an estimate", tally.name),
                    "merge the two tallies, or say what tells their questions apart",
                );
            }
        }
    }
}

fn counted_twice(finder: &mut Finder<'_>) {
    let project = finder.project;
    let related = |a: &Tally, b: &Tally| a.part_of == Some(b.id) || b.part_of == Some(a.id);
    let mut found: Vec<(FigureId, TallyId, TallyId)> = Vec::new();
    for (figure, tallies) in finder.tallies_of.iter().filter(|(_, tallies)| tallies.len() > 1) {
        let tallies: Vec<&Tally> =
            tallies.iter().filter_map(|id| project.tallies.get(id)).filter(|t| t.estimate.is_some()).collect();
        if let [first, second, ..] = tallies.as_slice()
            && !related(first, second)
        {
            found.push((*figure, first.id, second.id));
        }
    }
    for (id, first, second) in found {
        let Some(figure) = project.figures.get(&id).filter(|f| f.status != ReviewStatus::Rejected) else { continue };
        let name = |id| project.tallies.get(&id).map_or("", |tally: &Tally| tally.name.as_str());
        finder.say(
            Check::CountedTwice,
            Severity::Warning,
            RecordId::Figure(id),
            &[RecordId::Tally(first), RecordId::Tally(second)],
            format!("{} stands behind two estimates, “{}” and “{}”", quoted(figure), name(first), name(second)),
            "take it out of the tally whose question it does not answer",
        );
    }
}
