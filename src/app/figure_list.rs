//! The figures of the table and the review queue: in the reading order of the library, filtered. A change of one article's
//! figures rewrites that article's stretch of the list alone. Layer `app`.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ArticleId, Event, EventId, Figure, FigureId, Project};

use super::view::FiguresView;

/// What the list was made of, and how long each article's stretch of it is.
#[derive(Debug, Default)]
pub(super) struct FigureList {
    made_of: Option<(FiguresView, Vec<ArticleId>)>,
    stretches: Vec<(ArticleId, usize)>,
}

impl FigureList {
    /// Makes the list anew: the articles in `order`. `columns` are the open articles, if only those count.
    pub(super) fn make(
        &mut self,
        figures: &mut Vec<FigureId>,
        project: &Project,
        (order, figures_of): (&[ArticleId], &BTreeMap<ArticleId, Vec<FigureId>>),
        (view, columns): (&FiguresView, Vec<ArticleId>),
    ) {
        let filter = Filter::of(project, view, &columns);
        figures.clear();
        self.stretches.clear();
        for article in order {
            let from = figures.len();
            filter.figures_of(*article, figures_of, figures);
            self.stretches.push((*article, figures.len() - from));
        }
        self.made_of = Some((view.clone(), columns));
    }

    /// Brings the stretches of these articles up to date, whose figures changed, everything else being as it was.
    pub(super) fn update(
        &mut self,
        figures: &mut Vec<FigureId>,
        project: &Project,
        figures_of: &BTreeMap<ArticleId, Vec<FigureId>>,
        changed: &BTreeSet<ArticleId>,
    ) {
        let (Some((view, columns)), false) = (&self.made_of, changed.is_empty()) else { return };
        let filter = Filter::of(project, view, columns);
        let mut at = 0;
        let mut fresh = Vec::new();
        for (article, len) in &mut self.stretches {
            if changed.contains(article) {
                fresh.clear();
                filter.figures_of(*article, figures_of, &mut fresh);
                figures.splice(at..at + *len, fresh.iter().copied());
                *len = fresh.len();
            }
            at += *len;
        }
    }
}

/// Which figures are listed.
struct Filter<'a> {
    project: &'a Project,
    view: &'a FiguresView,
    columns: &'a [ArticleId],
    /// In small letters.
    words: Vec<String>,
    /// Whether all of an article's are.
    is_plain: bool,
    /// The events of figures by their tallies, if the filter asks for events.
    by_tally: BTreeMap<FigureId, EventId>,
}

impl<'a> Filter<'a> {
    fn of(project: &'a Project, view: &'a FiguresView, columns: &'a [ArticleId]) -> Self {
        let words: Vec<String> = view.filter.split_whitespace().map(str::to_lowercase).collect();
        let is_plain = view.status.is_none()
            && words.is_empty()
            && view.measure.is_none()
            && view.outlet.is_none()
            && view.origin.is_none()
            && view.victim.is_none()
            && view.event.is_none();
        // Only a filter that asks for events looks through the tallies.
        let asks = view.victim.is_some() || view.event.is_some();
        let by_tally = if asks { by_tally(project) } else { BTreeMap::new() };
        Self { project, view, columns, words, is_plain, by_tally }
    }

    fn figures_of(&self, article: ArticleId, figures_of: &BTreeMap<ArticleId, Vec<FigureId>>, out: &mut Vec<FigureId>) {
        if self.view.open_only && !self.columns.contains(&article) {
            return;
        }
        let list = figures_of.get(&article).map_or(&[][..], Vec::as_slice);
        if self.is_plain {
            out.extend_from_slice(list);
        } else {
            out.extend(list.iter().filter(|id| self.project.figures.get(id).is_some_and(|figure| self.fits(figure))));
        }
    }

    fn fits(&self, figure: &Figure) -> bool {
        let Self { project, view, words, .. } = self;
        view.status.is_none_or(|status| figure.status == status)
            && view.measure.is_none_or(|measure| figure.measure == measure)
            && view.victim.is_none_or(|status| figure.victim_status(self.event_of(figure)) == status)
            && view.event.is_none_or(|event| self.event_of(figure).is_some_and(|of| of.id == event))
            && view.origin.as_deref().is_none_or(|name| project.origin_name(figure).unwrap_or_default() == name)
            && view.outlet.as_deref().is_none_or(|name| {
                project.articles.get(&figure.article).is_some_and(|article| project.outlet_name(article) == name)
            })
            && (words.is_empty() || {
                let hay = figure_words(project, figure).to_lowercase();
                words.iter().all(|word| hay.contains(word))
            })
    }
}

impl Filter<'_> {
    /// The event of a figure: its own, else that of a tally it stands in.
    fn event_of(&self, figure: &Figure) -> Option<&Event> {
        let id = figure.event.or_else(|| self.by_tally.get(&figure.id).copied())?;
        self.project.events.get(&id)
    }
}

/// The events of figures by their tallies.
fn by_tally(project: &Project) -> BTreeMap<FigureId, EventId> {
    let tallies = project.tallies.values().filter(|tally| tally.event.is_some());
    tallies.flat_map(|tally| tally.figures.iter().filter_map(|id| Some((*id, tally.event?)))).collect()
}

/// What the figure filter looks in.
fn figure_words(project: &Project, figure: &Figure) -> String {
    let outlet = project.articles.get(&figure.article).map(|article| project.outlet_name(article)).unwrap_or_default();
    let org = |id| project.organisations.get(&id).map_or("", |org: &crate::model::Organisation| org.short_name());
    format!(
        "{outlet} {} {} {} {} {} {} {} {} {} {}",
        figure.victim.map_or("", crate::model::VictimStatus::label),
        figure.party.map_or("", org),
        figure.perpetrator.map_or("", org),
        figure.location.as_deref().map_or("", |location| location.name.as_str()),
        figure.as_reported(),
        figure.measure_words(),
        figure.subject.label(),
        figure.place.as_deref().unwrap_or_default(),
        project.origin_name(figure).unwrap_or_default(),
        figure.status.label(),
    )
}
