//! The table of who reported what, made only while its panel is in sight. Layer `app`.

use std::cell::Cell;
use std::sync::Arc;

use crate::plots::{Chart, ChartOptions, PlotKind};

use super::derived::{chart, chart_options};
use super::session::Session;
use super::view::ViewState;

/// A matrix and what it was made for. A table of thousands of figures takes longer than a frame: while nobody looks at
/// it, an edit does not pay for it.
#[derive(Debug, Clone, Default)]
pub struct LazyMatrix {
    key: Option<(u64, ChartOptions)>,
    wanted: Cell<bool>,
    chart: Option<Arc<Chart>>,
}

impl LazyMatrix {
    /// The matrix as it was last made, for a panel that is in sight; it is brought up to date after this frame. The
    /// second value says whether there will be a newer one then.
    pub fn look(&self, session: &Session, view: &ViewState) -> (Option<&Arc<Chart>>, bool) {
        self.wanted.set(true);
        (self.chart.as_ref(), self.key.as_ref() != Some(&key(session, view)))
    }

    /// Makes it anew if somebody looked and something changed.
    pub(super) fn update(&mut self, session: &Session, view: &ViewState) {
        if !self.wanted.take() {
            return;
        }
        let key = key(session, view);
        if self.key.as_ref() != Some(&key) {
            let chart = chart(session.project(), &|article| session.text(article), &key.1);
            self.chart = Some(Arc::new(chart));
            self.key = Some(key);
        }
    }
}

fn key(session: &Session, view: &ViewState) -> (u64, ChartOptions) {
    (session.revision(), options(view, false))
}

/// What the view asks of the matrix: every tally, whatever the plots show.
pub fn options(view: &ViewState, for_export: bool) -> ChartOptions {
    ChartOptions { kind: PlotKind::Matrix, tallies: None, ..chart_options(view, for_export) }
}
