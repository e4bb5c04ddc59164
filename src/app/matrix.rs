//! The table of who reported what, made only while its panel is in sight. Layer `app`.

use std::cell::Cell;
use std::sync::Arc;

use crate::plots::{Chart, ChartOptions, PlotKind};

use super::background::{Follower, let_go};
use super::derived::{chart, chart_options};
use super::jobs::Progress;
use super::session::Session;
use super::view::ViewState;

/// A matrix and what it was made for. A table of thousands of figures takes longer than a frame: while nobody looks at
/// it, an edit does not pay for it.
#[derive(Debug, Default)]
pub struct LazyMatrix {
    making: Follower<(u64, ChartOptions), Arc<Chart>>,
    wanted: Cell<bool>,
    /// Whether the panel was in sight when last asked.
    in_sight: bool,
    chart: Option<Arc<Chart>>,
}

impl LazyMatrix {
    /// The matrix as it was last made, for a panel that is in sight; it is brought up to date after this frame.
    pub fn look(&self) -> Option<&Arc<Chart>> {
        self.wanted.set(true);
        self.chart.as_ref()
    }

    /// Makes it anew if somebody looked and something changed: at once in a small project, else on a thread. `charted`
    /// is the revision that last changed something in it.
    pub(super) fn update(&mut self, session: &Session, view: &ViewState, charted: u64, at_once: bool) {
        self.in_sight = self.wanted.take();
        if !self.in_sight {
            return;
        }
        let key = (charted, options(view, false));
        if at_once {
            if self.making.landed() != Some(&key) {
                self.chart = Some(Arc::new(chart(session.project(), &|article| session.text(article), &key.1)));
                self.making.set(key);
            }
            return;
        }
        let landed = self.making.follow(&key, "matrix", session.wake(), || {
            let (project, texts, options) = (session.snapshot(), session.texts(), key.1.clone());
            move |progress: &Progress| {
                progress.report(0, 1)?;
                Ok(Arc::new(chart(&project, &|article| texts(&project, article), &options)))
            }
        });
        if landed.is_some() {
            let_go(std::mem::replace(&mut self.chart, landed));
        }
    }

    /// Whether a newer one is being made.
    pub const fn is_behind(&self) -> bool {
        self.in_sight && self.making.is_behind()
    }
}

/// What the view asks of the matrix: every tally, whatever the plots show.
pub fn options(view: &ViewState, for_export: bool) -> ChartOptions {
    ChartOptions { kind: PlotKind::Matrix, tallies: None, ..chart_options(view, for_export) }
}
