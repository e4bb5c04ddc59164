//! The table of who reported what, made only while its panel is in sight. Layer `app`.

use std::cell::Cell;
use std::sync::Arc;

use crate::plots::{Chart, ChartOptions, PlotKind};

use super::background::Follower;
use super::derived::{chart, chart_options, is_small};
use super::jobs::Progress;
use super::session::Session;
use super::view::ViewState;

/// A matrix and what it was made for. A table of thousands of figures takes longer than a frame: while nobody looks at
/// it, an edit does not pay for it.
#[derive(Debug, Default)]
pub struct LazyMatrix {
    drawing: Follower<(u64, ChartOptions), Chart>,
    wanted: Cell<bool>,
    chart: Option<Arc<Chart>>,
}

impl LazyMatrix {
    /// The matrix as it was last made, for a panel that is in sight; it is brought up to date after this frame. The
    /// second value says whether there will be a newer one then.
    pub fn look(&self, session: &Session, view: &ViewState) -> (Option<&Arc<Chart>>, bool) {
        self.wanted.set(true);
        (self.chart.as_ref(), self.drawing.landed() != Some(&key(session, view)))
    }

    /// Makes it anew if somebody looked and something changed.
    pub(super) fn update(&mut self, session: &Session, view: &ViewState) {
        // What was begun is taken up even where nobody looks any more.
        if !self.wanted.take() && !self.drawing.is_behind() {
            return;
        }
        let key = key(session, view);
        if is_small(session.project()) {
            if self.drawing.landed() != Some(&key) {
                let chart = chart(session.project(), &|article| session.text(article), &key.1);
                self.chart = Some(Arc::new(chart));
                self.drawing.set(key);
            }
            return;
        }
        let landed = self.drawing.follow(&key, "matrix", session.wake(), || {
            let (project, texts, options) = (session.snapshot(), session.texts(), key.1.clone());
            move |progress: &Progress| {
                progress.report(0, 1)?;
                Ok(chart(&project, &|article| texts(&project, article), &options))
            }
        });
        if let Some(chart) = landed {
            self.chart = Some(Arc::new(chart));
        }
    }

    /// Whether a newer one is being made.
    pub const fn is_behind(&self) -> bool {
        self.drawing.is_behind()
    }
}

fn key(session: &Session, view: &ViewState) -> (u64, ChartOptions) {
    (session.revision(), options(view, false))
}

/// What the view asks of the matrix: every tally, whatever the plots show.
pub fn options(view: &ViewState, for_export: bool) -> ChartOptions {
    ChartOptions { kind: PlotKind::Matrix, tallies: None, ..chart_options(view, for_export) }
}
