//! Where records stand in articles.

use crate::model::{ArticleId, FigureId};

use super::session::Session;

impl Session {
    /// Where a figure stands: its article and bytes.
    pub fn figure_place(&self, figure: FigureId) -> Option<(ArticleId, std::ops::Range<usize>)> {
        let figure = self.project().figures.get(&figure)?;
        Some((figure.article, figure.anchor.span.range()))
    }
}
