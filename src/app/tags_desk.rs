//! The tag table and the excerpts asked for, made only while their panel is in sight. Layer `app`.

use std::cell::Cell;
use std::sync::Arc;

use crate::model::ExcerptId;

use super::retrieval::{self, TagQuery};
use super::session::Session;
use super::tag_table::{TagTable, TagsBy};
use super::view::ViewState;

/// What the tags panel shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TagsView {
    pub by: TagsBy,
    /// Cells as shares of their column and not as counts.
    pub share: bool,
    pub query: TagQuery,
}

/// What is shown, and what it was made for. While nobody looks at the panel, an edit does not pay for it.
#[derive(Debug, Clone, Default)]
pub struct TagsDesk {
    wanted: Cell<bool>,
    table_key: Option<(u64, TagsBy)>,
    table: Arc<TagTable>,
    found_key: Option<(u64, TagQuery)>,
    found: Arc<Vec<ExcerptId>>,
}

impl TagsDesk {
    /// The table and the excerpts as last made, for a panel that is in sight; they are brought up to date after this
    /// frame. The last value says whether there will be newer ones then.
    pub fn look(&self, session: &Session, view: &ViewState) -> (&Arc<TagTable>, &Arc<Vec<ExcerptId>>, bool) {
        self.wanted.set(true);
        let revision = session.revision();
        let fresh = self.table_key == Some((revision, view.tags.by))
            && self.found_key.as_ref().is_some_and(|(at, query)| *at == revision && *query == view.tags.query);
        (&self.table, &self.found, !fresh)
    }

    /// Makes anew what somebody looked at and what changed.
    pub(super) fn update(&mut self, session: &Session, view: &ViewState) {
        if !self.wanted.take() {
            return;
        }
        let revision = session.revision();
        let table_key = (revision, view.tags.by);
        if self.table_key != Some(table_key) {
            self.table = Arc::new(TagTable::of(session.project(), view.tags.by));
            self.table_key = Some(table_key);
        }
        let found_key = (revision, view.tags.query.clone());
        if self.found_key.as_ref() != Some(&found_key) {
            let text = |article| session.text(article);
            self.found = Arc::new(retrieval::retrieve(session.project(), &text, &found_key.1));
            self.found_key = Some(found_key);
        }
    }
}
