//! Figures: reviewing, correcting, adding and deleting them.

use crate::model::{
    Anchor, ArticleId, ChainRole, Change, Edit, Figure, FigureId, Measure, MemoTarget, OrgKind, Project, Record,
    RecordId, ReviewStatus, TextSpan,
};

use super::articles::find_or_add_org;
use super::codebook::remove_memos_on;
use super::{By, counted};

/// Sets the review status of figures, with the coder as reviewer (none for going back to suggested).
pub fn review(project: &Project, figures: &[FigureId], status: ReviewStatus, by: &By<'_>) -> Option<Edit> {
    let reviewer = (status != ReviewStatus::Suggested).then_some(by.coder);
    let changed: Vec<Figure> = figures
        .iter()
        .filter_map(|id| project.figures.get(id))
        .filter(|figure| figure.status != status)
        .map(|figure| Figure { status, reviewer, ..figure.clone() })
        .collect();
    let verb = match status {
        ReviewStatus::Confirmed => "confirm",
        ReviewStatus::Rejected => "reject",
        ReviewStatus::Suggested => "reopen",
    };
    let label = format!("{verb} {}", counted(changed.len(), "figure", "figures"));
    (!changed.is_empty()).then(|| Edit::put_all(label, changed))
}

/// Replaces a figure's fields.
pub fn change_figure(project: &Project, figure: Figure) -> Option<Edit> {
    let old = project.figures.get(&figure.id)?;
    (*old != figure).then(|| Edit::put("change figure", figure))
}

/// Deletes figures, out of their tallies and off the links and memos on them. Parts of a deleted whole stay, as
/// figures of their own.
pub fn delete_figures(project: &Project, figures: &[FigureId]) -> Option<Edit> {
    let gone = |id: &FigureId| figures.contains(id);
    let mut changes = Vec::new();
    for tally in project.tallies.values().filter(|tally| tally.figures.iter().any(gone)) {
        let mut tally = tally.clone();
        tally.figures.retain(|id| !gone(id));
        changes.push(Change::Put(Box::new(tally.into())));
    }
    for part in project.figures.values().filter(|f| f.part_of.as_ref().is_some_and(gone) && !gone(&f.id)) {
        changes.push(Change::Put(Box::new(Figure { part_of: None, ..part.clone() }.into())));
    }
    for link in project.links.values() {
        let touches = |end: &crate::model::LinkEnd| matches!(end, crate::model::LinkEnd::Figure(id) if gone(id));
        if touches(&link.a) || touches(&link.b) {
            remove_memos_on(project, MemoTarget::Link(link.id), &mut changes);
            changes.push(Change::Remove(RecordId::Link(link.id)));
        }
    }
    let mut n = 0;
    // Removing and putting happen in one step that is checked as a whole, so the order among figures does not matter.
    for id in figures.iter().filter(|id| project.figures.contains_key(id)) {
        remove_memos_on(project, MemoTarget::Figure(*id), &mut changes);
        changes.push(Change::Remove(RecordId::Figure(*id)));
        n += 1;
    }
    (n > 0).then(|| Edit { label: format!("delete {}", counted(n, "figure", "figures")), changes })
}

/// Names a figure's origin, by hand. The words the article uses are kept if the origin had any; an empty name takes the
/// origin away (the article gives nobody).
pub fn name_origin(project: &Project, figure: FigureId, origin: &str, by: &mut By<'_>) -> Option<Edit> {
    let mut figure = project.figures.get(&figure)?.clone();
    let origin = origin.trim();
    let old = figure.origin().cloned();
    figure.chain.retain(|link| link.role != ChainRole::Origin);
    let mut orgs = Vec::new();
    if !origin.is_empty() {
        let org = find_or_add_org(project, origin, OrgKind::Other, by.ids, &mut orgs);
        figure.chain.insert(0, super::figure_edits::origin_link(Some(org), origin, old));
    }
    if project.figures.get(&figure.id) == Some(&figure) {
        return None;
    }
    let mut changes: Vec<Change> = orgs.into_iter().map(|org| Change::Put(Box::new(org.into()))).collect();
    changes.push(Change::Put(Box::new(figure.into())));
    Some(Edit { label: "name origin".to_owned(), changes })
}

/// A figure read from the selected bytes of an article, confirmed by the coder. What the rules find in the article at
/// the selected number lends measure, people, origin, place and period; of a number they say nothing about it is not
/// judged what it counts ([`Figure::measure_not_judged`]): the analyst is asked, and a check reports it until then. `None` when no number is selected.
pub fn add_figure(
    project: &Project,
    text: &str,
    article: ArticleId,
    range: std::ops::Range<usize>,
    by: &mut By<'_>,
) -> Option<Edit> {
    let selected = super::codebook::trimmed(text, range)?;
    let record = project.articles.get(&article)?;
    let found = crate::figures::extract_in(text, record.published, record.language.as_deref());
    let at_selection = found.into_iter().find(|find| find.start < selected.end() && selected.start() < find.end);
    let found = match at_selection {
        Some(find) => vec![crate::figures::Found { part_of: None, ..find }],
        None => Vec::new(),
    };
    if let Some(edit) = crate::app::suggest::suggest(project, &[(article, text, found)], by.ids, by.now) {
        let changes = edit.changes.into_iter().map(|change| match change {
            Change::Put(record) => Change::Put(Box::new(match *record {
                Record::Figure(figure) => Record::Figure(Figure {
                    status: ReviewStatus::Confirmed,
                    coder: Some(by.coder),
                    reviewer: Some(by.coder),
                    ..figure
                }),
                other => other,
            })),
            other => other,
        });
        return Some(Edit { label: "add figure".to_owned(), changes: changes.collect() });
    }
    let mut numbers = Vec::new();
    crate::figures::number::numbers_in(text, selected.range(), &mut numbers);
    let number = numbers.first()?;
    if number.low.is_none() && number.high.is_none() && number.fraction.is_none() {
        return None;
    }
    let span = TextSpan::snapped(text, number.phrase_start..number.phrase_end)?;
    let share = number.fraction.filter(|share| (0.0..=1.0).contains(share));
    let figure = Figure {
        low: if share.is_some() { None } else { number.low },
        high: if share.is_some() { None } else { number.high },
        qualifier: number.qualifier,
        fraction: share,
        status: ReviewStatus::Confirmed,
        coder: Some(by.coder),
        reviewer: Some(by.coder),
        ..Figure::blank(by.ids.figure(), article, Anchor::new(text, span)?, Measure::Other, by.now)
    };
    Some(Edit::put("add figure", figure))
}
