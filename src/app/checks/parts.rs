//! Parts and their wholes. Layer `app`.

use std::collections::BTreeMap;

use super::{Check, Finder, Severity, quoted};
use crate::model::{Figure, FigureId, Measure, RecordId, Subject, VictimStatus};

pub(super) fn check(finder: &mut Finder<'_>) {
    let mut by_whole: BTreeMap<FigureId, Vec<&Figure>> = BTreeMap::new();
    for figure in finder.live() {
        if let Some(whole) = figure.part_of {
            by_whole.entry(whole).or_default().push(figure);
        }
    }
    for (whole, parts) in by_whole {
        let Some(whole) = finder.project.figures.get(&whole) else { continue };
        for part in &parts {
            other_measure(finder, part, whole);
        }
        // A floor has no top, so a part can only be above a stated highest value.
        let Some(top) = whole.high else { continue };
        let mut one_above = false;
        for part in &parts {
            if part.low.is_some_and(|low| low > top) {
                one_above = true;
                finder.say(
                    Check::PartAboveWhole,
                    Severity::Error,
                    RecordId::Figure(part.id),
                    &[RecordId::Figure(whole.id)],
                    format!("the part {} is larger than its whole, {}", quoted(part), quoted(whole)),
                    "correct one of the two, or untie them",
                );
            }
        }
        if !one_above {
            together(finder, whole, top, &parts);
        }
    }
}

fn other_measure(finder: &mut Finder<'_>, part: &Figure, whole: &Figure) {
    // Killed and injured are parts of the affected ("casualties").
    if part.measure != whole.measure && whole.measure != Measure::Affected {
        finder.say(
            Check::PartCountsOther,
            Severity::Warning,
            RecordId::Figure(part.id),
            &[RecordId::Figure(whole.id)],
            format!(
                "{} ({}) is called a part of {} ({})",
                quoted(part),
                part.measure.label(),
                quoted(whole),
                whole.measure.label()
            ),
            "correct what one of them counts, or untie them",
        );
    }
}

/// Groups of people of whom nobody belongs to two: within one such list parts add up.
const APART: [&[&[Subject]]; 2] = [
    &[&[Subject::Civilians], &[Subject::Combatants, Subject::Soldiers], &[Subject::Police]],
    &[&[Subject::Women], &[Subject::Children]],
];

fn together(finder: &mut Finder<'_>, whole: &Figure, top: u64, parts: &[&Figure]) {
    for list in APART {
        // Two parts of one group may be the same people told twice, so each group gives its largest.
        let largest = |group: &&&[Subject]| {
            parts
                .iter()
                .filter(|part| group.contains(&part.subject) && part.measure == whole.measure)
                .filter_map(|part| Some((part.low?, *part)))
                .max_by_key(|(low, part)| (*low, part.id))
        };
        let taken: Vec<(u64, &Figure)> = list.iter().filter_map(|group| largest(&group)).collect();
        if above(finder, whole, top, &taken) {
            return;
        }
    }
    // So are those whose status the analyst set apart, whatever word counts them; "combatants" without a side may be of
    // either.
    let sided =
        parts.iter().any(|part| matches!(part.victim, Some(VictimStatus::CombatantA | VictimStatus::CombatantB)));
    let combatants: &[VictimStatus] =
        if sided { &[VictimStatus::CombatantA, VictimStatus::CombatantB] } else { &[VictimStatus::Combatant] };
    let of = |status: &VictimStatus| {
        parts
            .iter()
            .filter(|part| part.victim == Some(*status) && part.measure == whole.measure)
            .filter_map(|part| Some((part.low?, *part)))
            .max_by_key(|(low, part)| (*low, part.id))
    };
    let taken: Vec<(u64, &Figure)> =
        std::iter::once(&VictimStatus::Civilian).chain(combatants).filter_map(of).collect();
    above(finder, whole, top, &taken);
}

/// Says that parts which nobody belongs to two of are together above their whole, if they are.
fn above(finder: &mut Finder<'_>, whole: &Figure, top: u64, taken: &[(u64, &Figure)]) -> bool {
    let sum = taken.iter().fold(0u64, |sum, (low, _)| sum.saturating_add(*low));
    if taken.len() < 2 || sum <= top {
        return false;
    }
    let said: Vec<String> = taken.iter().map(|(_, part)| quoted(part)).collect();
    let about: Vec<RecordId> = taken.iter().map(|(_, part)| RecordId::Figure(part.id)).collect();
    finder.say(
        Check::PartsAboveWhole,
        Severity::Error,
        RecordId::Figure(whole.id),
        &about,
        format!("the parts {} are together more than their whole, {}", said.join(" and "), quoted(whole)),
        "correct one of them, or untie what is not a part",
    );
    true
}
