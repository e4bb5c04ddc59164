//! What does not fit among a figure's further terms: status and party, sex and age, place, cause, dates against the
//! event's, marks of review; and wholes of which all parts are known. Layer `app`.

use std::collections::BTreeSet;

use super::{Check, Finder, Severity, quoted};
use crate::app::estimates::words_read;
use crate::app::ops::counted;
use crate::app::ops::figure_edits::read_value;
use crate::lexicon::locate::{Whereabouts, locate};
use crate::model::{
    Event, FieldMark, Figure, FigureField, Measure, Qualifier, RecordId, ReviewStatus, Subject, VictimStatus, WordsRule,
};

pub(super) fn check(finder: &mut Finder<'_>) {
    for figure in finder.live() {
        status(finder, figure);
        breakdown(finder, figure);
        measure(finder, figure);
        marks(finder, figure);
        if figure.status == ReviewStatus::Confirmed {
            values(finder, figure);
        }
        if let Some(event) = figure.event.and_then(|id| finder.project.events.get(&id)) {
            in_event(finder, figure, event);
        }
    }
    places(finder);
}

/// Whether two words for the counted cannot both be true.
fn clash(subject: Subject, status: VictimStatus) -> bool {
    match subject {
        Subject::Civilians => status.is_combatant() || status == VictimStatus::Mixed,
        Subject::Combatants | Subject::Soldiers => status == VictimStatus::Civilian || status == VictimStatus::Mixed,
        _ => false,
    }
}

fn status(finder: &mut Finder<'_>, figure: &Figure) {
    let at = RecordId::Figure(figure.id);
    if let Some(victim) = figure.victim.filter(|victim| clash(figure.subject, *victim)) {
        finder.say(
            Check::StatusClashes,
            Severity::Error,
            at,
            &[],
            format!(
                "{} counts {}, and its victim status is {}",
                quoted(figure),
                figure.subject.label(),
                victim.label()
            ),
            "correct whom it counts, or the status",
        );
    }
    let sided = matches!(figure.victim, Some(VictimStatus::CombatantA | VictimStatus::CombatantB));
    let event = figure.event.and_then(|id| finder.project.events.get(&id));
    if sided && event.is_none_or(|event| event.parties.is_empty()) && figure.party.is_none() {
        finder.say(
            Check::SideWithoutParty,
            Severity::Warning,
            at,
            &[],
            format!("{} names a side, and no event or party says whose it is", quoted(figure)),
            "put it under an event whose parties stand on sides, or name the party",
        );
    }
    if let Some(party) = figure.party
        && let Some(event) = event.filter(|event| !event.parties.is_empty() && !event.parties.contains_key(&party))
    {
        let name = finder.project.organisations.get(&party).map_or("", |org| org.short_name());
        finder.say(
            Check::PartyOutsideEvent,
            Severity::Warning,
            at,
            &[RecordId::Event(event.id), RecordId::Organisation(party)],
            format!("{} counts people of {name}, no party of “{}”", quoted(figure), event.name),
            "add the party to the event, or correct one of them",
        );
    }
}

fn breakdown(finder: &mut Finder<'_>, figure: &Figure) {
    let Some(top) = figure.high.or(figure.best) else { return };
    // Rows of one sex with and without ages overlap, so only rows of the same kind add up.
    for aged in [false, true] {
        let rows = figure.sex_age.iter().filter(|row| (row.age_from.is_some() || row.age_to.is_some()) == aged);
        let sum = rows.fold(0u64, |sum, row| sum.saturating_add(row.value));
        if sum > top {
            finder.say(
                Check::BreakdownAbove,
                Severity::Error,
                RecordId::Figure(figure.id),
                &[],
                format!("sex and age of {} add up to {sum}, more than {top}", quoted(figure)),
                "correct the rows or the value",
            );
            return;
        }
    }
}

fn measure(finder: &mut Finder<'_>, figure: &Figure) {
    let what = match figure.measure {
        Measure::Other if figure.measure_name.trim().is_empty() => {
            "has no measure yet: its words do not say what is counted"
        }
        Measure::Territory if figure.fraction.is_none() => "is territory without a share",
        _ => return,
    };
    finder.say(
        Check::MeasureUnclear,
        Severity::Warning,
        RecordId::Figure(figure.id),
        &[],
        format!("{} {what}", quoted(figure)),
        "say what it counts in the inspector; a share is typed as 30 %",
    );
}

/// The lowest and highest value that the words themselves give, where they are a plain number.
fn stated(figure: &Figure) -> Option<(Option<u64>, Option<u64>)> {
    let value = read_value(&figure.as_reported())?;
    (value.fraction.is_none() && value.qualifier != Qualifier::Vague).then_some((value.low, value.high))
}

/// A value that is not what the words say needs a reason, or a rule that is named.
fn values(finder: &mut Finder<'_>, figure: &Figure) {
    if !figure.reasoning.trim().is_empty() || figure.fraction.is_some() || !figure.measure.counts_people() {
        return;
    }
    let words = figure.as_reported();
    let differs = if figure.qualifier == Qualifier::Vague {
        let said = read_value(&words).and_then(|value| value.low);
        let by_rule = match figure.words {
            WordsRule::Acled => words_read(&words),
            WordsRule::None => said,
            WordsRule::Analyst => None,
        };
        said.is_some() && figure.low != by_rule
    } else {
        // "At least" may stand outside the words marked, so a bound that is open or closed is not held against it; a
        // number that is not there is.
        let given = [figure.low, figure.high].into_iter().flatten();
        stated(figure).is_some_and(|(low, high)| {
            let said: BTreeSet<u64> = [low, high].into_iter().flatten().collect();
            // "More than 820" may be read as 821 or as 820.
            let near = |n: u64| said.iter().any(|said| said.abs_diff(n) <= 1);
            !said.is_empty() && !given.clone().all(near)
        })
    };
    if differs {
        finder.say(
            Check::ValueNotInWords,
            Severity::Warning,
            RecordId::Figure(figure.id),
            &[],
            format!("the lowest or highest value of “{words}” is not what the words say, without a reason"),
            "write down how it was calculated, or name the rule by which a word was read",
        );
    }
}

fn marks(finder: &mut Finder<'_>, figure: &Figure) {
    if figure.status != ReviewStatus::Confirmed {
        return;
    }
    let red: Vec<&str> = figure
        .marks
        .iter()
        .filter(|(_, mark)| **mark == FieldMark::Red)
        .map(|(field, _): (&FigureField, _)| field.label())
        .collect();
    if !red.is_empty() {
        finder.say(
            Check::MarkedWrong,
            Severity::Warning,
            RecordId::Figure(figure.id),
            &[],
            format!("{} is confirmed, and marked as wrong in: {}", quoted(figure), red.join(", ")),
            "correct the field, or take the mark off",
        );
    }
}

fn in_event(finder: &mut Finder<'_>, figure: &Figure, event: &Event) {
    let at = RecordId::Figure(figure.id);
    let about = [RecordId::Event(event.id)];
    if let (Some(one), Some(other)) = (figure.cause, event.cause)
        && one != other
    {
        finder.say(
            Check::CauseDiffers,
            Severity::Warning,
            at,
            &about,
            format!("{} has {} as cause, its event “{}” {}", quoted(figure), one.label(), event.name, other.label()),
            "correct one of the two, or take the figure out of the event",
        );
    }
    let before = matches!((figure.period.start, event.period.start), (Some(f), Some(e)) if f < e);
    let after = matches!((figure.period.end, event.period.end), (Some(f), Some(e)) if f > e);
    if before || after {
        let side = if before { "begins before" } else { "goes on after" };
        finder.say(
            Check::OutsideEvent,
            Severity::Warning,
            at,
            &about,
            format!("{} {side} its event, “{}”", quoted(figure), event.name),
            "correct the dates of one of them, or take it out of the event",
        );
    }
}

/// Places of adopted or recommended figures that several places of the index may be: asked once a name.
fn places(finder: &mut Finder<'_>) {
    let mut asked: BTreeSet<String> = BTreeSet::new();
    for figure in finder.live() {
        let Some(place) = figure.place.as_deref().filter(|_| figure.location.is_none()) else { continue };
        let wanted = figure.role == crate::model::FigureRole::Recommended;
        if !wanted || !asked.insert(place.to_lowercase()) {
            continue;
        }
        if let Whereabouts::Several(list) = locate(place) {
            let n = counted(list.len(), "place", "places");
            finder.say(
                Check::PlaceUnclear,
                Severity::Warning,
                RecordId::Figure(figure.id),
                &[],
                format!("“{place}” of the recommended {} may be any of {n}", quoted(figure)),
                "choose which it is in the inspector, or type its coordinates",
            );
        }
    }
}
