//! The tag table and the excerpts asked for, made only while their panel is in sight. Layer `app`.

use std::cell::Cell;
use std::sync::Arc;

use crate::model::ExcerptId;

use super::background::{Follower, let_go};
use super::jobs::Progress;
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
    /// Tags without an excerpt are left out, but for those that others stand below.
    pub used: bool,
    pub query: TagQuery,
}

/// What is shown, and what it was made for. While nobody looks at the panel, an edit does not pay for it.
#[derive(Debug, Default)]
pub struct TagsDesk {
    wanted: Cell<bool>,
    in_sight: bool,
    tabling: Follower<(u64, TagsBy), Arc<TagTable>>,
    table: Arc<TagTable>,
    finding: Follower<(u64, TagQuery), Arc<Vec<ExcerptId>>>,
    found: Arc<Vec<ExcerptId>>,
}

impl TagsDesk {
    /// The table and the excerpts as last made, for a panel that is in sight; they are brought up to date after this
    /// frame. The last value says whether there will be newer ones then.
    pub fn look(&self, session: &Session, view: &ViewState) -> (&Arc<TagTable>, &Arc<Vec<ExcerptId>>, bool) {
        self.wanted.set(true);
        let revision = session.revision();
        let fresh = self.tabling.landed() == Some(&(revision, view.tags.by))
            && self.finding.landed().is_some_and(|(at, query)| *at == revision && *query == view.tags.query);
        (&self.table, &self.found, !fresh)
    }

    /// Whether a newer table is being made.
    pub const fn is_behind(&self) -> bool {
        self.in_sight && (self.tabling.is_behind() || self.finding.is_behind())
    }

    /// Makes anew what somebody looked at and what changed: at once in a small project, else on a thread.
    pub(super) fn update(&mut self, session: &Session, view: &ViewState, at_once: bool) {
        self.in_sight = self.wanted.take();
        if !self.in_sight {
            return;
        }
        let table_key = (session.revision(), view.tags.by);
        let found_key = (session.revision(), view.tags.query.clone());
        if at_once {
            if self.tabling.landed() != Some(&table_key) {
                self.table = Arc::new(TagTable::of(session.project(), view.tags.by));
                self.tabling.set(table_key);
            }
            if self.finding.landed() != Some(&found_key) {
                let text = |article| session.text(article);
                self.found = Arc::new(retrieval::retrieve(session.project(), &text, &found_key.1));
                self.finding.set(found_key);
            }
            return;
        }
        let landed = self.tabling.follow(&table_key, "tag table", session.wake(), || {
            let (project, by) = (session.snapshot(), view.tags.by);
            move |progress: &Progress| {
                progress.report(0, 1)?;
                Ok(Arc::new(TagTable::of(&project, by)))
            }
        });
        if let Some(table) = landed {
            let_go(std::mem::replace(&mut self.table, table));
        }
        let landed = self.finding.follow(&found_key, "excerpts", session.wake(), || {
            let (project, texts, query) = (session.snapshot(), session.texts(), found_key.1.clone());
            move |progress: &Progress| {
                progress.report(0, 1)?;
                Ok(Arc::new(retrieval::retrieve(&project, &|article| texts(&project, article), &query)))
            }
        });
        if let Some(found) = landed {
            let_go(std::mem::replace(&mut self.found, found));
        }
    }
}
