//! Denials and their claims, rewrites that change what is counted, and one count with two values. Layer `app`.

use std::collections::{BTreeMap, BTreeSet};

use super::{Check, Finder, Severity, quoted};
use crate::model::{
    ArticleId, Figure, FigureId, FigureRole, Link, LinkEnd, LinkKind, Measure, RecordId, ReviewStatus, Stance, Subject,
};
use crate::plots::voices::{OriginKey, is_denial};

pub(super) fn check(finder: &mut Finder<'_>) {
    let mut by_article: BTreeMap<ArticleId, Vec<&Figure>> = BTreeMap::new();
    for figure in finder.live() {
        by_article.entry(figure.article).or_default().push(figure);
    }
    denials(finder, &by_article);
    for link in finder.project.links.values().filter(|link| link.status != ReviewStatus::Rejected) {
        one_count(finder, link);
    }
    definitions(finder);
}

/// The figures at an end of a link: the one named, or those within the passage.
fn at_end<'a>(
    finder: &Finder<'a>,
    end: &LinkEnd,
    by_article: &BTreeMap<ArticleId, Vec<&'a Figure>>,
) -> Vec<&'a Figure> {
    match end {
        LinkEnd::Figure(id) => {
            finder.project.figures.get(id).filter(|f| f.status != ReviewStatus::Rejected).into_iter().collect()
        }
        LinkEnd::Passage(article, anchor) => by_article
            .get(article)
            .into_iter()
            .flatten()
            .filter(|figure| figure.anchor.span.overlaps(anchor.span))
            .copied()
            .collect(),
    }
}

fn denials(finder: &mut Finder<'_>, by_article: &BTreeMap<ArticleId, Vec<&Figure>>) {
    let mut with_claim: BTreeSet<FigureId> = BTreeSet::new();
    for link in finder.project.links.values() {
        let denies = matches!(link.kind, LinkKind::Denies | LinkKind::Contradicts);
        if !denies || link.status == ReviewStatus::Rejected {
            continue;
        }
        with_claim.extend(at_end(finder, &link.a, by_article).iter().map(|figure| figure.id));
        if link.kind != LinkKind::Denies {
            continue;
        }
        for claim in at_end(finder, &link.b, by_article) {
            if !is_counted(finder, claim) {
                continue;
            }
            finder.say(
                Check::DeniedCounted,
                Severity::Warning,
                RecordId::Figure(claim.id),
                &[RecordId::Link(link.id)],
                format!("{} is denied, and an estimate rests on it", quoted(claim)),
                "weigh the denial in the estimate's reasoning, or exclude the figure",
            );
        }
    }
    for figure in finder.live().filter(|figure| is_denial(figure) && !with_claim.contains(&figure.id)) {
        let verb = if figure.stance == Stance::Retracts { "retracts" } else { "denies" };
        finder.say(
            Check::DenialWithoutClaim,
            Severity::Warning,
            RecordId::Figure(figure.id),
            &[],
            format!("{} {verb} a claim that is not named", quoted(figure)),
            format!("tie it to the figure or passage that it {verb}"),
        );
    }
}

/// Whether an estimate rests on a figure, or would: it is recommended, or confirmed in a tally with one.
fn is_counted(finder: &Finder<'_>, figure: &Figure) -> bool {
    if is_denial(figure) || matches!(figure.role, FigureRole::Excluded | FigureRole::Superseded) {
        return false;
    }
    let estimated = |id| finder.project.tallies.get(id).is_some_and(|tally| tally.estimate.is_some());
    figure.role == FigureRole::Recommended
        || (figure.status == ReviewStatus::Confirmed
            && finder.tallies_of.get(&figure.id).is_some_and(|tallies| tallies.iter().any(estimated)))
}

fn value(figure: &Figure) -> Option<u64> {
    figure.best.or(figure.low).or(figure.high)
}

/// What figures that are tied as one count say differently.
fn one_count(finder: &mut Finder<'_>, link: &Link) {
    if !matches!(link.kind, LinkKind::SameOrigin | LinkKind::SameFigure) {
        return;
    }
    let (LinkEnd::Figure(a), LinkEnd::Figure(b)) = (&link.a, &link.b) else { return };
    let (Some(a), Some(b)) = (finder.project.figures.get(a), finder.project.figures.get(b)) else { return };
    if [a, b].iter().any(|figure| figure.status == ReviewStatus::Rejected) {
        return;
    }
    let at = RecordId::Figure(b.id);
    let about = [RecordId::Figure(a.id), RecordId::Link(link.id)];
    if let Some(how) = definition(a, b) {
        finder.say(Check::DefinitionChanged, Severity::Warning, at, &about, changed_words(a, b, &how), CHANGED_SETTLE);
    }
    if let (Some(x), Some(y)) = (value(a), value(b)) {
        let far = x.abs_diff(y) as f64 > 0.1 * x.max(y) as f64;
        if far && link.status == ReviewStatus::Confirmed {
            finder.say(
                Check::OneCountDiffers,
                Severity::Warning,
                at,
                &about,
                format!("{} and {} are held to be one count, but differ by more than a tenth", quoted(a), quoted(b)),
                "reject the tie, or call the earlier one superseded with an “updates” link",
            );
        }
    }
}

const CHANGED_SETTLE: &str =
    "read both sentences; correct the figure whose article changed what is counted, and say so in its reasoning";

fn changed_words(a: &Figure, b: &Figure, how: &str) -> String {
    format!("{} and {} are one count by one origin, but {how}: a rewrite may have changed it", quoted(a), quoted(b))
}

/// What two figures of one count say differently of whom or what they count.
fn definition(a: &Figure, b: &Figure) -> Option<String> {
    if a.measure != b.measure {
        return Some(format!("one counts {}, the other {}", a.measure.label(), b.measure.label()));
    }
    if a.subject != b.subject {
        return Some(format!("one counts {}, the other {}", a.subject.label(), b.subject.label()));
    }
    match (a.accounting, b.accounting) {
        (Some(x), Some(y)) if x != y => Some(format!("one is {}, the other {}", x.label(), y.label())),
        _ => None,
    }
}

/// The least value at which equal numbers of one origin are hardly an accident.
const TELLING: u64 = 100;

/// The same large number of one origin, told of different people in two articles, though nobody has tied the two.
fn definitions(finder: &mut Finder<'_>) {
    let tied: BTreeSet<(FigureId, FigureId)> = finder
        .project
        .links
        .values()
        .filter(|link| matches!(link.kind, LinkKind::SameOrigin | LinkKind::SameFigure))
        .filter_map(|link| match (&link.a, &link.b) {
            (LinkEnd::Figure(a), LinkEnd::Figure(b)) => Some(((*a).min(*b), (*a).max(*b))),
            _ => None,
        })
        .collect();
    let mut seen: BTreeMap<(OriginKey, u64, Measure), BTreeMap<Subject, &Figure>> = BTreeMap::new();
    for figure in finder.live().filter(|figure| !is_denial(figure)) {
        let Some(value) = value(figure).filter(|value| *value >= TELLING) else { continue };
        let voice = finder.origins.voice(figure);
        if !matches!(voice, OriginKey::Known(_)) {
            continue;
        }
        seen.entry((voice, value, figure.measure)).or_default().entry(figure.subject).or_insert(figure);
    }
    for subjects in seen.into_values().filter(|subjects| subjects.len() > 1) {
        let mut figures: Vec<&Figure> = subjects.into_values().collect();
        figures.sort_by_key(|figure| {
            (finder.project.articles.get(&figure.article).and_then(|article| article.published), figure.id)
        });
        let Some((first, rest)) = figures.split_first() else { continue };
        for figure in rest.iter().filter(|figure| figure.article != first.article) {
            if tied.contains(&(first.id.min(figure.id), first.id.max(figure.id))) {
                continue;
            }
            if let Some(how) = definition(first, figure) {
                finder.say(
                    Check::DefinitionChanged,
                    Severity::Warning,
                    RecordId::Figure(figure.id),
                    &[RecordId::Figure(first.id)],
                    changed_words(first, figure, &how),
                    CHANGED_SETTLE,
                );
            }
        }
    }
}
