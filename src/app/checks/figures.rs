//! What does not fit within one figure, one article or one organisation. Layer `app`.

use std::collections::BTreeMap;

use super::{Check, Finder, Severity, quoted};
use crate::model::{ArticleId, Figure, FigureRole, OrgId, OrgKind, Period, Qualifier, RecordId, ReviewStatus, Subject};

pub(super) fn check(finder: &mut Finder<'_>) {
    for figure in finder.live() {
        values(finder, figure);
        dates(finder, figure);
        voices(finder, figure);
    }
    for tally in finder.project.tallies.values() {
        reversed(finder, &tally.period, &tally.name, RecordId::Tally(tally.id));
    }
    for event in finder.project.events.values() {
        reversed(finder, &event.period, &event.name, RecordId::Event(event.id));
    }
    names(finder);
    reviewed(finder);
}

fn values(finder: &mut Finder<'_>, figure: &Figure) {
    let at = RecordId::Figure(figure.id);
    let words = quoted(figure);
    let given: Vec<u64> = [figure.low, figure.best, figure.high].into_iter().flatten().collect();
    if !given.is_sorted() {
        finder.say(
            Check::ValuesReversed,
            Severity::Error,
            at,
            &[],
            format!("lowest, best and highest value of {words} do not stand in this order"),
            "correct the values",
        );
    }
    let confirmed = figure.status == ReviewStatus::Confirmed;
    if figure.fraction.is_some() && figure.population.is_none() && confirmed {
        finder.say(
            Check::ShareWithoutPopulation,
            Severity::Warning,
            at,
            &[],
            format!("{words} is a share of a population that is not given, so it has no count"),
            "enter how many people it is a share of, or leave it a share: it is then told but not plotted",
        );
    }
    if figure.subject == Subject::Households && figure.household_size.is_none() && confirmed {
        finder.say(
            Check::HouseholdsWithoutSize,
            Severity::Warning,
            at,
            &[],
            format!("{words} counts households, and their size is not given"),
            "enter how many persons a household has there, or keep it apart from counts of people",
        );
    }
    // A range has no best value of its own, and an open end none either: whoever sets one says why.
    let set = figure.best.is_some_and(|best| {
        figure.qualifier == Qualifier::Range || (Some(best) != figure.low && Some(best) != figure.high)
    });
    if (set || figure.role == FigureRole::Recommended) && figure.reasoning.trim().is_empty() {
        let why = if set { "has a best value that its words do not give" } else { "is recommended" };
        finder.say(
            Check::ReasonMissing,
            Severity::Warning,
            at,
            &[],
            format!("{words} {why}, without a reason"),
            "write down why",
        );
    }
}

fn dates(finder: &mut Finder<'_>, figure: &Figure) {
    let at = RecordId::Figure(figure.id);
    reversed(finder, &figure.period, &figure.as_reported(), at);
    let Some(published) = finder.project.articles.get(&figure.article).and_then(|article| article.published) else {
        return;
    };
    let article = RecordId::Article(figure.article);
    let late = |day: Option<crate::model::Date>| day.filter(|day| *day > published);
    let what = match (late(figure.period.end), late(figure.as_of)) {
        (Some(end), _) => {
            format!("{} counts up to {end}, after the article was published ({published})", quoted(figure))
        }
        (_, Some(day)) => {
            format!("{} stands as of {day}, after the article was published ({published})", quoted(figure))
        }
        _ => return,
    };
    finder.say(
        Check::PeriodAfterPublication,
        Severity::Warning,
        at,
        &[article],
        what,
        "correct the date or the publication date",
    );
}

fn reversed(finder: &mut Finder<'_>, period: &Period, name: &str, at: RecordId) {
    if let (Some(start), Some(end)) = (period.start, period.end)
        && end < start
    {
        finder.say(
            Check::PeriodReversed,
            Severity::Error,
            at,
            &[],
            format!("“{name}” ends on {end}, before it starts on {start}"),
            "correct one of the two dates",
        );
    }
}

fn voices(finder: &mut Finder<'_>, figure: &Figure) {
    let project = finder.project;
    let at = RecordId::Figure(figure.id);
    let words = quoted(figure);
    let Some(origin) = figure.origin() else {
        if figure.status == ReviewStatus::Confirmed {
            finder.say(
                Check::OriginMissing,
                Severity::Warning,
                at,
                &[],
                format!("{words} is confirmed without an origin"),
                "say on whose word it is, or leave it if the article gives nobody: it then adds no voice",
            );
        }
        return;
    };
    let outlet = project.articles.get(&figure.article).and_then(|article| article.outlet);
    // A monitor that publishes its own count is its origin; a newsroom that counts for itself is rare.
    let newsroom = |id: OrgId| {
        project.organisations.get(&id).filter(|org| matches!(org.kind, OrgKind::Media | OrgKind::StateMedia))
    };
    if origin.org.is_some()
        && origin.org == outlet
        && let Some(org) = outlet.and_then(newsroom)
        && origin.kind != Some(OrgKind::OwnCorrespondent)
        && figure.reasoning.trim().is_empty()
    {
        finder.say(
            Check::OriginIsOutlet,
            Severity::Warning,
            at,
            &[],
            format!("{words} has its own outlet, {}, as origin", org.short_name()),
            "name who counted, or set the kind of voice to own correspondent if the outlet's own people did",
        );
    }
}

fn names(finder: &mut Finder<'_>) {
    let mut by_name: BTreeMap<String, OrgId> = BTreeMap::new();
    let project = finder.project;
    for org in project.organisations.values() {
        let mut own: Vec<String> = [&org.name, &org.short]
            .into_iter()
            .chain(&org.aliases)
            .map(|name| name.trim().to_lowercase())
            .filter(|name| !name.is_empty())
            .collect();
        own.sort();
        own.dedup();
        for name in own {
            let first = *by_name.entry(name.clone()).or_insert(org.id);
            if first == org.id {
                continue;
            }
            let other = project.organisations.get(&first).map_or("another", |org| org.name.as_str());
            finder.say(
                Check::NamesShared,
                Severity::Warning,
                RecordId::Organisation(org.id),
                &[RecordId::Organisation(first)],
                format!("{} and {other} both go by “{name}”, so one voice may count as two", org.name),
                "merge the two, or take the name off one of them",
            );
            break;
        }
    }
}

fn reviewed(finder: &mut Finder<'_>) {
    let mut left: BTreeMap<ArticleId, usize> = BTreeMap::new();
    for figure in finder.live().filter(|figure| figure.status == ReviewStatus::Suggested) {
        *left.entry(figure.article).or_default() += 1;
    }
    for (id, n) in left {
        let Some(article) = finder.project.articles.get(&id).filter(|a| a.figures_reviewed.is_some()) else { continue };
        let figures = crate::app::ops::counted(n, "suggested figure is", "suggested figures are");
        finder.say(
            Check::ReviewedWithSuggestions,
            Severity::Warning,
            RecordId::Article(id),
            &[],
            format!("“{}” is marked as reviewed, but {figures} not judged", article.title),
            "confirm or reject them, or take the mark off",
        );
    }
}
