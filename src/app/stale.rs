//! What is shown of records that are gone is dropped.

use super::view::Selection;
use super::workbench::Workbench;

impl Workbench {
    /// A selection, column or text selection of what is gone is dropped.
    pub(super) fn drop_stale_selection(&mut self) {
        let Some(session) = &self.session else { return };
        let project = session.project();
        let there = match self.view.selection {
            Selection::None | Selection::Project => true,
            Selection::Article(id) => project.articles.contains_key(&id),
            Selection::Excerpt(id) => project.excerpts.contains_key(&id),
            Selection::Figure(id) => project.figures.contains_key(&id),
            Selection::Tally(id) => project.tallies.contains_key(&id),
            Selection::Tag(id) => project.tags.contains_key(&id),
            Selection::Event(id) => project.events.contains_key(&id),
            Selection::Organisation(id) => project.organisations.contains_key(&id),
            Selection::Link(id) => project.links.contains_key(&id),
        };
        if !there {
            self.view.selection = Selection::None;
        }
        self.view.marked_figures.retain(|id| project.figures.contains_key(id));
        self.view.columns.retain(|id| project.articles.contains_key(id));
        self.view.marked.retain(|id| project.articles.contains_key(id));
        if self.view.text_selection.as_ref().is_some_and(|(id, _)| !project.articles.contains_key(id)) {
            self.view.text_selection = None;
        }
        if self.view.plots.tally.is_some_and(|id| !project.tallies.contains_key(&id)) {
            self.view.plots.tally = None;
        }
    }
}
