//! The order of the figures panel: sorted by a column, under headings. Layer `app`.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Figure, FigureId, Project, Qualifier, TallyId};

use super::ops::counted;
use super::view::{FigureGroup, FigureSort, FiguresView};

/// A heading of the figures panel with the number of figures under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureHeading {
    pub title: String,
    pub figures: usize,
}

/// Sorts and groups figures that come in reading order. The headings are in the order of the figures; there are none
/// without grouping. A figure of two tallies stands under the first of them.
pub fn arrange(
    project: &Project,
    tallies_of: &BTreeMap<FigureId, BTreeSet<TallyId>>,
    figures: &mut [FigureId],
    view: &FiguresView,
) -> Vec<FigureHeading> {
    if view.sort != FigureSort::Reading {
        figures.sort_by_cached_key(|id| project.figures.get(id).map(|figure| sort_key(project, figure, view.sort)));
    }
    if view.backwards {
        figures.reverse();
    }
    if view.group == FigureGroup::Nothing {
        return Vec::new();
    }
    // What has no heading of its own comes last.
    let heading = |id: &FigureId| -> (bool, String) {
        let Some(figure) = project.figures.get(id) else { return (true, String::new()) };
        match group_of(project, tallies_of, figure, view.group) {
            Some(title) => (false, title),
            None => (true, none_words(view.group).to_owned()),
        }
    };
    let mut keyed: Vec<((bool, String), FigureId)> = figures.iter().map(|id| (heading(id), *id)).collect();
    if view.group == FigureGroup::Article {
        // Articles keep the order of the library, so only those that sorting has torn apart are put together.
        let mut first: BTreeMap<(bool, String), usize> = BTreeMap::new();
        for (at, (key, _)) in keyed.iter().enumerate() {
            first.entry(key.clone()).or_insert(at);
        }
        keyed.sort_by_key(|(key, _)| first.get(key).copied());
    } else {
        keyed.sort_by(|a, b| a.0.cmp(&b.0));
    }
    let mut headings: Vec<FigureHeading> = Vec::new();
    let mut last: Option<&(bool, String)> = None;
    for (slot, (key, id)) in figures.iter_mut().zip(&keyed) {
        *slot = *id;
        match headings.last_mut() {
            Some(heading) if last == Some(key) => heading.figures += 1,
            _ => headings.push(FigureHeading { title: key.1.clone(), figures: 1 }),
        }
        last = Some(key);
    }
    headings
}

/// The words that stand over a figure; `None` when it has none of the kind.
fn group_of(
    project: &Project,
    tallies_of: &BTreeMap<FigureId, BTreeSet<TallyId>>,
    figure: &Figure,
    group: FigureGroup,
) -> Option<String> {
    let article = || project.articles.get(&figure.article);
    match group {
        FigureGroup::Nothing => None,
        FigureGroup::Article => {
            article().map(|article| format!("{} · {}", project.outlet_name(article), article.title))
        }
        FigureGroup::Outlet => article().map(|article| project.outlet_name(article)),
        FigureGroup::Origin => project.origin_name(figure).map(str::to_owned),
        FigureGroup::Tally => {
            let tally = tallies_of.get(&figure.id)?.first()?;
            Some(project.tallies.get(tally)?.name.clone())
        }
        FigureGroup::Measure => Some(figure.measure_words().to_owned()),
    }
}

const fn none_words(group: FigureGroup) -> &'static str {
    match group {
        FigureGroup::Origin => "origin not given",
        FigureGroup::Tally => "in no tally",
        _ => "not given",
    }
}

/// What figures are sorted by: numbers before words.
fn sort_key(project: &Project, figure: &Figure, sort: FigureSort) -> (u64, String) {
    let article = || project.articles.get(&figure.article);
    let words = |text: &str| (0, text.to_lowercase());
    match sort {
        FigureSort::Reading => (0, String::new()),
        FigureSort::Status => (figure.status as u64, String::new()),
        FigureSort::Words => words(&figure.as_reported()),
        FigureSort::Counts => words(&format!("{} {}", figure.measure.label(), figure.subject.label())),
        FigureSort::Value => {
            let open = figure.qualifier == Qualifier::Vague;
            (figure.mark_value().unwrap_or(u64::MAX), format!("{open}"))
        }
        FigureSort::Outlet => words(&article().map(|a| project.outlet_name(a)).unwrap_or_default()),
        FigureSort::Origin => match project.origin_name(figure) {
            Some(name) => words(name),
            None => (1, String::new()),
        },
        FigureSort::Place => match &figure.place {
            Some(place) => words(place),
            None => (1, String::new()),
        },
        FigureSort::Period => match figure.period.start.or(figure.period.end) {
            Some(date) => (0, date.to_string()),
            None => (1, String::new()),
        },
    }
}

/// What the multi-edit says it is about: "3 figures of 2 articles".
pub fn marked_words(project: &Project, marked: &BTreeSet<FigureId>) -> String {
    let articles: BTreeSet<_> = marked.iter().filter_map(|id| project.figures.get(id)).map(|f| f.article).collect();
    let figures = counted(marked.len(), "figure", "figures");
    format!("{figures} of {}", counted(articles.len(), "article", "articles"))
}
