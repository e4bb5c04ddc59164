//! Running totals that go down, and figures called superseded by the wrong ones. Layer `app`.

use std::collections::{BTreeMap, BTreeSet};

use super::{Check, Finder, Severity, quoted};
use crate::app::estimates;
use crate::model::{
    Accounting, Date, Figure, FigureId, FigureRole, LinkEnd, LinkKind, Project, RecordId, ReviewStatus, Tally,
};
use crate::plots::voices::{OriginKey, OutletKey, is_denial};

pub(super) fn check(finder: &mut Finder<'_>) {
    let superseded = superseded(finder.project);
    for tally in finder.project.tallies.values().filter(|tally| tally.status != ReviewStatus::Rejected) {
        // Only a running total cannot go down; a stock may, and incidents are apart.
        let running = tally.accounting == Accounting::Cumulative;
        let mut members: Vec<(Option<Date>, &Figure)> = tally
            .figures
            .iter()
            .filter_map(|id| finder.project.figures.get(id))
            .filter(|figure| figure.status != ReviewStatus::Rejected && !is_denial(figure))
            .map(|figure| (estimates::day(finder.project, figure), figure))
            .collect();
        members.sort_by_key(|(day, figure)| (*day, figure.id));
        wrong_one(finder, &members, &superseded);
        if running {
            lowered(finder, tally, &members, &superseded);
        }
    }
}

/// The figures that an accepted update or their role calls superseded.
fn superseded(project: &Project) -> BTreeSet<FigureId> {
    let by_link = project
        .links
        .values()
        .filter(|link| link.kind == LinkKind::Updates && link.status == ReviewStatus::Confirmed)
        .filter_map(|link| if let LinkEnd::Figure(id) = link.b { Some(id) } else { None });
    let by_role = project.figures.values().filter(|f| f.role == FigureRole::Superseded).map(|f| f.id);
    by_link.chain(by_role).collect()
}

/// A later and higher figure called superseded while an earlier, lower one of the same origin is kept.
fn wrong_one(finder: &mut Finder<'_>, members: &[(Option<Date>, &Figure)], superseded: &BTreeSet<FigureId>) {
    // By origin, the earliest figure that is kept, and the lowest such value so far.
    let mut kept: BTreeMap<OriginKey, &Figure> = BTreeMap::new();
    for (_, figure) in members {
        let voice = finder.origins.voice(figure);
        if voice == OriginKey::Unattributed {
            continue;
        }
        if !superseded.contains(&figure.id) {
            kept.entry(voice).or_insert(figure);
            continue;
        }
        let Some(earlier) = kept.get(&voice) else { continue };
        let later_and_above = matches!((figure.mark_value(), earlier.mark_value()), (Some(a), Some(b)) if a > b)
            && estimates::day(finder.project, figure) > estimates::day(finder.project, earlier);
        if later_and_above {
            let earlier = *earlier;
            finder.say(
                Check::SupersededAbove,
                Severity::Warning,
                RecordId::Figure(figure.id),
                &[RecordId::Figure(earlier.id)],
                format!(
                    "{} is called superseded, but it is later and higher than {} of the same origin",
                    quoted(figure),
                    quoted(earlier)
                ),
                "make the earlier one superseded, or say why the later one does not hold",
            );
        }
    }
}

/// A running total that an outlet, or an origin, gives lower than before.
fn lowered(
    finder: &mut Finder<'_>,
    tally: &Tally,
    members: &[(Option<Date>, &Figure)],
    superseded: &BTreeSet<FigureId>,
) {
    let mut highest_of_outlet: BTreeMap<OutletKey, (Option<Date>, u64, &Figure)> = BTreeMap::new();
    let mut highest_of_origin: BTreeMap<OriginKey, (Option<Date>, u64, &Figure)> = BTreeMap::new();
    for (day, figure) in members.iter().filter(|(_, figure)| figure.fraction.is_none()) {
        let floor = figure.low.or(figure.best);
        // What it may be at most: an open floor may be anything above.
        let most = figure.high.or(figure.best);
        let below = |high: &(Option<Date>, u64, &Figure)| {
            high.0 < *day && most.is_some_and(|most| most < high.1) && !superseded.contains(&high.2.id)
        };
        let article = finder.project.articles.get(&figure.article);
        let outlet = OutletKey::of(article);
        let voice = finder.origins.voice(figure);
        let by_outlet = (outlet != OutletKey::Unknown)
            .then(|| highest_of_outlet.get(&outlet).copied())
            .flatten()
            // Two voices in one outlet are two counts; only its own word, or one voice's, can be lowered.
            .filter(|high| below(high) && finder.origins.voice(high.2) == voice);
        let by_origin =
            (voice != OriginKey::Unattributed).then(|| highest_of_origin.get(&voice).copied()).flatten().filter(below);
        let found = match (by_outlet, by_origin) {
            (Some(high), _) => Some((Check::OutletLowered, article.map(|a| finder.project.outlet_name(a)), high.2)),
            (None, Some(high)) => {
                Some((Check::OriginLowered, finder.project.origin_name(figure).map(str::to_owned), high.2))
            }
            (None, None) => None,
        };
        if let Some((check, who, before)) = found {
            finder.say(
                check,
                Severity::Warning,
                RecordId::Figure(figure.id),
                &[RecordId::Figure(before.id)],
                format!(
                    "{} gives {} in “{}”, where it gave {} before: a running total does not go down",
                    who.unwrap_or_default(),
                    quoted(figure),
                    tally.name,
                    quoted(before)
                ),
                "see whether it was corrected, and call the earlier one superseded; or the two count differently",
            );
        }
        if let Some(floor) = floor {
            let newer = (*day, floor, *figure);
            let outlet = highest_of_outlet.entry(outlet).or_insert(newer);
            if outlet.1 < floor {
                *outlet = newer;
            }
            let origin = highest_of_origin.entry(voice).or_insert(newer);
            if origin.1 < floor {
                *origin = newer;
            }
        }
    }
}
