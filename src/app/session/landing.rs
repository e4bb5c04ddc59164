//! What an import lands in an open project: articles, the figures suggested in them, and what those have in common.
//! Layer `app`.

use std::sync::Arc;

use super::{Session, SessionError};
use crate::app::command::Operation;
use crate::app::import::{self, ImportTable, Landed};
use crate::app::suggest;
use crate::figures::Found;
use crate::model::{ArticleId, RecordId};

impl Session {
    /// Brings in what an import table holds and looks for figures in it and for what they have in common: up to three steps in
    /// the history.
    ///
    /// # Errors
    /// [`SessionError::Edit`]; nothing is changed then.
    pub fn land_import(&mut self, table: &ImportTable) -> Result<Landed, SessionError> {
        let now = (self.env.now)();
        let mut landed = Landed {
            duplicates: table
                .rows
                .iter()
                .filter(|row| !row.include)
                .filter_map(|row| Some(format!("{}: {}", row.draft.file, row.duplicate.as_ref()?)))
                .collect(),
            ..Landed::default()
        };
        let Some(edit) = import::land(&self.project, table, &mut self.ids, now) else { return Ok(landed) };
        landed.articles = edit
            .changes
            .iter()
            .filter_map(|change| if let RecordId::Article(id) = change.record_id() { Some(id) } else { None })
            .collect();
        for row in table.rows.iter().filter(|row| row.include) {
            let text: Arc<str> = row.draft.text.as_str().into();
            Arc::make_mut(&mut self.fresh).insert(row.draft.text_sha256.clone(), Arc::clone(&text));
            self.saver.text(text);
            self.saver.original(row.draft.original.clone());
        }
        self.apply(edit)?;
        let rows = table.rows.iter().filter(|row| row.include);
        let found: Vec<_> =
            landed.articles.iter().zip(rows).map(|(id, row)| (*id, row.draft.text.as_str(), row.figures())).collect();
        landed.figures = self.suggest_found(&found)?;
        self.operate(Operation::ProposeTallies)?;
        Ok(landed)
    }

    /// Looks for figures in articles and adds what is new as suggestions; says how many.
    ///
    /// # Errors
    /// [`SessionError::Edit`].
    pub fn suggest_figures(&mut self, articles: &[ArticleId]) -> Result<usize, SessionError> {
        let texts: Vec<(ArticleId, Arc<str>)> = articles.iter().filter_map(|id| Some((*id, self.text(*id)?))).collect();
        let found: Vec<_> = texts
            .iter()
            .filter_map(|(id, text)| {
                let article = self.project.articles.get(id)?;
                let found = crate::figures::extract_in(text, article.published, article.language.as_deref());
                Some((*id, &**text, found))
            })
            .collect();
        self.suggest_found(&found)
    }

    fn suggest_found(&mut self, found: &[(ArticleId, &str, Vec<Found>)]) -> Result<usize, SessionError> {
        let edit = suggest::suggest(&self.project, found, &mut self.ids, (self.env.now)());
        let Some(edit) = edit else { return Ok(0) };
        let n = edit.changes.iter().filter(|change| matches!(change.record_id(), RecordId::Figure(_))).count();
        self.apply(edit)?;
        Ok(n)
    }
}
