//! The figures of the table and the queue: in a small project at once, in a large one put in order on a thread, and
//! kept up with single changes where it stands in the order of the articles. Layer `app`.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ArticleId, FigureId, Project, TallyId};

use super::super::background::{Follower, let_go};
use super::super::changed::Changed;
use super::super::figure_list::FigureList;
use super::super::figure_order::{self, FigureHeading};
use super::super::jobs::Progress;
use super::super::session::Session;
use super::super::view::{FigureGroup, FigureSort, FiguresView, ViewState};
use super::{Derived, Moved, is_small};

/// What a list is made of: a revision, the choices, and the open articles if only those count.
type Key = (u64, FiguresView, Vec<ArticleId>);

/// A list as made.
#[derive(Debug, Default)]
pub(super) struct Listed {
    figures: Vec<FigureId>,
    headings: Vec<FigureHeading>,
    stretches: FigureList,
}

/// How the list came about.
#[derive(Debug, Default)]
pub(super) struct Listing {
    making: Follower<Key, Listed>,
    stretches: FigureList,
    /// The revision that last moved more than single articles' figures.
    epoch: u64,
    /// Articles whose figures changed since the list that is being made was begun.
    since: BTreeSet<ArticleId>,
}

impl Listing {
    /// Whether a newer list is being made.
    pub(super) const fn is_behind(&self) -> bool {
        self.making.is_behind()
    }
}

/// Whether the list runs in reading order and asks for nothing that events and tallies say: then a change of one
/// article's figures changes one stretch of it.
fn is_plain(view: &FiguresView) -> bool {
    let asks_events = view.victim.is_some() || view.event.is_some();
    view.sort == FigureSort::Reading && view.group == FigureGroup::Nothing && !view.backwards && !asks_events
}

impl Derived {
    /// Brings the list of figures up to date.
    pub(super) fn list_figures(&mut self, session: &Session, view: &ViewState, moved: Moved, changed: &Changed) {
        let figures = &view.figures;
        let columns = if figures.open_only { view.columns.clone() } else { Vec::new() };
        let by_name = !figures.filter.trim().is_empty() || figures.outlet.is_some() || figures.origin.is_some();
        let is_plain = is_plain(figures);
        let touched = &changed.articles_of_figures;
        if moved.is_moved || moved.is_renamed && by_name || touched.len() > 200 {
            self.listing.epoch = session.revision();
        }
        let stamp = if is_plain { self.listing.epoch } else { self.charted.max(self.listing.epoch) };
        let key = (stamp, figures.clone(), columns);
        let project = session.project();
        let stands = self.listing.making.landed() == Some(&key);
        if is_plain && stands && !touched.is_empty() {
            self.listing.stretches.update(&mut self.figures, project, &self.figures_of, touched);
        }
        if self.is_ahead || is_small(project) {
            if !stands {
                let order: Vec<ArticleId> = self.reading.ids().collect();
                let listed = Listed::of(project, &order, &self.figures_of, &self.tallies_of, &key);
                drop(self.show_list(listed));
                self.listing.making.set(key);
            }
            return;
        }
        self.listing.since.extend(touched.iter().copied());
        let (reading, listing) = (&self.reading, &mut self.listing);
        let mut is_begun = false;
        let landed = listing.making.follow(&key, "listing", session.wake(), || {
            is_begun = true;
            let (project, order, key) = (session.snapshot(), reading.ids().collect::<Vec<_>>(), key.clone());
            move |progress: &Progress| {
                progress.report(0, 1)?;
                let (figures_of, tallies_of) = by_article_and_tally(&project, is_plain_group(&key.1));
                Ok(Listed::of(&project, &order, &figures_of, &tallies_of, &key))
            }
        });
        let since = if is_begun { std::mem::take(&mut listing.since) } else { BTreeSet::new() };
        if let Some(listed) = landed {
            let old = self.show_list(listed);
            let_go(old);
            // What changed while it was made: single stretches of it, if it runs in reading order.
            let missed = if is_begun { since } else { std::mem::take(&mut self.listing.since) };
            if is_plain && self.listing.making.landed() == Some(&key) {
                self.listing.stretches.update(&mut self.figures, project, &self.figures_of, &missed);
            }
        }
    }

    /// Shows a list and gives back what stood there.
    fn show_list(&mut self, listed: Listed) -> Listed {
        Listed {
            figures: std::mem::replace(&mut self.figures, listed.figures),
            headings: std::mem::replace(&mut self.figure_headings, listed.headings),
            stretches: std::mem::replace(&mut self.listing.stretches, listed.stretches),
        }
    }
}

/// Whether the tallies are not asked for.
const fn is_plain_group(view: &FiguresView) -> bool {
    !matches!(view.group, FigureGroup::Tally)
}

type ByArticle = BTreeMap<ArticleId, Vec<FigureId>>;
type ByFigure = BTreeMap<FigureId, BTreeSet<TallyId>>;

/// The figures of each article by place, and the tallies of each figure if they are wanted.
fn by_article_and_tally(project: &Project, without_tallies: bool) -> (ByArticle, ByFigure) {
    let mut all: Vec<_> = project.figures.values().map(|f| (f.article, f.anchor.span, f.id)).collect();
    all.sort_unstable();
    let mut figures_of = ByArticle::new();
    for (article, _, id) in all {
        figures_of.entry(article).or_default().push(id);
    }
    let mut tallies_of = ByFigure::new();
    if !without_tallies {
        for tally in project.tallies.values() {
            for figure in &tally.figures {
                tallies_of.entry(*figure).or_default().insert(tally.id);
            }
        }
    }
    (figures_of, tallies_of)
}

impl Listed {
    fn of(
        project: &Project,
        order: &[ArticleId],
        figures_of: &ByArticle,
        tallies_of: &ByFigure,
        (_, view, columns): &Key,
    ) -> Self {
        let mut out = Self::default();
        out.stretches.make(&mut out.figures, project, (order, figures_of), (view, columns.clone()));
        if !is_plain(view) {
            out.headings = figure_order::arrange(project, tallies_of, &mut out.figures, view);
        }
        out
    }
}
