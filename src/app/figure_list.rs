//! The figures of the table and the review queue: in the reading order of the library, filtered. A change of one article's
//! figures rewrites that article's stretch of the list alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ArticleId, Figure, FigureId, Project};

use super::library::Order;
use super::view::FiguresView;

/// What the list was made of, and how long each article's stretch of it is.
#[derive(Debug, Default)]
pub(super) struct FigureList {
    made_of: Option<(FiguresView, Vec<ArticleId>)>,
    stretches: Vec<(ArticleId, usize)>,
}

impl FigureList {
    /// Brings `figures` up to date. `changed` names the articles whose figures changed, everything else being as it was;
    /// `None` makes the list anew. `columns` are the open articles, if only those count.
    pub(super) fn update(
        &mut self,
        figures: &mut Vec<FigureId>,
        project: &Project,
        (order, figures_of): (&Order, &BTreeMap<ArticleId, Vec<FigureId>>),
        (view, columns): (&FiguresView, Vec<ArticleId>),
        changed: Option<&BTreeSet<ArticleId>>,
    ) {
        let made_of = (view.clone(), columns);
        let is_same = self.made_of.as_ref() == Some(&made_of);
        let words: Vec<String> = view.filter.split_whitespace().map(str::to_lowercase).collect();
        let fits = |figure: &Figure| {
            view.status.is_none_or(|status| figure.status == status)
                && view.measure.is_none_or(|measure| figure.measure == measure)
                && view.origin.as_deref().is_none_or(|name| project.origin_name(figure).unwrap_or_default() == name)
                && view.outlet.as_deref().is_none_or(|name| {
                    project.articles.get(&figure.article).is_some_and(|article| project.outlet_name(article) == name)
                })
                && (words.is_empty() || {
                    let hay = figure_words(project, figure).to_lowercase();
                    words.iter().all(|word| hay.contains(word))
                })
        };
        let is_plain = view.status.is_none()
            && words.is_empty()
            && view.measure.is_none()
            && view.outlet.is_none()
            && view.origin.is_none();
        let of_article = |article: ArticleId, out: &mut Vec<FigureId>| {
            if view.open_only && !made_of.1.contains(&article) {
                return;
            }
            let list = figures_of.get(&article).map_or(&[][..], Vec::as_slice);
            if is_plain {
                out.extend_from_slice(list);
            } else {
                out.extend(list.iter().filter(|id| project.figures.get(id).is_some_and(fits)));
            }
        };
        match changed {
            Some(changed) if is_same && changed.len() <= self.stretches.len() / 4 + 1 => {
                if changed.is_empty() {
                    return;
                }
                let mut at = 0;
                let mut fresh = Vec::new();
                for (article, len) in &mut self.stretches {
                    if changed.contains(article) {
                        fresh.clear();
                        of_article(*article, &mut fresh);
                        figures.splice(at..at + *len, fresh.iter().copied());
                        *len = fresh.len();
                    }
                    at += *len;
                }
            }
            Some(changed) if is_same && changed.is_empty() => {}
            _ => {
                figures.clear();
                self.stretches.clear();
                for article in order.ids() {
                    let from = figures.len();
                    of_article(article, figures);
                    self.stretches.push((article, figures.len() - from));
                }
                self.made_of = Some(made_of);
            }
        }
    }
}

/// What the figure filter looks in.
fn figure_words(project: &Project, figure: &Figure) -> String {
    let outlet = project.articles.get(&figure.article).map(|article| project.outlet_name(article)).unwrap_or_default();
    format!(
        "{outlet} {} {} {} {} {} {}",
        figure.as_reported(),
        figure.measure.label(),
        figure.subject.label(),
        figure.place.as_deref().unwrap_or_default(),
        project.origin_name(figure).unwrap_or_default(),
        figure.status.label(),
    )
}
