//! What follows a large project from behind: the checks with their kin, and the chart. Made on a thread, and what they
//! replace is let go on another. Layer `app`.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{ArticleId, FigureId, Project, Tally, TallyId};
use crate::plots::Chart;

use super::super::background::let_go;
use super::super::checks::{self, Findings};
use super::super::estimates::{self, EvidenceChange};
use super::super::jobs::Progress;
use super::super::origins::{self, SameOrigin};
use super::super::session::Session;
use super::super::view::ViewState;
use super::{Derived, chart, chart_options, has_figures, is_small};

/// What the checks and their kin come to, at one revision.
#[derive(Debug)]
pub(super) struct Judged {
    findings: Findings,
    reopened: BTreeMap<TallyId, Vec<EvidenceChange>>,
    same_origin: Vec<SameOrigin>,
    same_origin_of: BTreeMap<FigureId, Vec<usize>>,
}

impl Judged {
    fn of(project: &Project, text: &dyn Fn(ArticleId) -> Option<Arc<str>>) -> Self {
        let reopened = |tally: &Tally| Some((tally.id, estimates::reopened(project, tally)));
        let same_origin = origins::same_origin_groups(project);
        Self {
            findings: checks::run(project, text),
            reopened: project.tallies.values().filter_map(reopened).filter(|(_, found)| !found.is_empty()).collect(),
            same_origin_of: origins::groups_of(&same_origin),
            same_origin,
        }
    }
}

impl Derived {
    /// The checks: at once in a small project, on a thread in a large one, where they take longer than a frame.
    pub(super) fn check(&mut self, session: &Session) {
        let revision = session.revision();
        if is_small(session.project()) {
            if self.checking.landed() != Some(&revision) {
                drop(self.judge(Judged::of(session.project(), &|article| session.text(article))));
                self.checking.set(revision);
            }
            return;
        }
        let landed = self.checking.follow(&revision, "checking", session.wake(), || {
            let (project, texts) = (session.snapshot(), session.texts());
            move |progress: &Progress| {
                progress.report(0, 1)?;
                Ok(Judged::of(&project, &|article| texts(&project, article)))
            }
        });
        if let Some(judged) = landed {
            let_go(self.judge(judged));
        }
    }

    /// Shows what was found and gives back what stood there.
    fn judge(&mut self, judged: Judged) -> Judged {
        let Judged { findings, reopened, same_origin, same_origin_of } = judged;
        Judged {
            findings: Findings {
                open: std::mem::replace(&mut self.findings, findings.open),
                dismissed: std::mem::replace(&mut self.dismissed, findings.dismissed),
            },
            reopened: std::mem::replace(&mut self.reopened, reopened),
            same_origin: std::mem::replace(&mut self.same_origin, same_origin),
            same_origin_of: std::mem::replace(&mut self.same_origin_of, same_origin_of),
        }
    }

    /// The chart, in the same way; what is selected is lit by whoever draws it.
    pub(super) fn draw(&mut self, session: &Session, view: &ViewState) {
        let key = (self.charted, chart_options(view, false));
        // A kind with nothing to draw still says so, as long as another kind has something.
        let statuses = key.1.statuses;
        let made = move |chart: Chart, project: &Project| {
            (!chart.is_empty() || has_figures(project, statuses)).then(|| Arc::new(chart))
        };
        if is_small(session.project()) {
            if self.drawing.landed() != Some(&key) {
                self.chart =
                    made(chart(session.project(), &|article| session.text(article), &key.1), session.project());
                self.drawing.set(key);
            }
            return;
        }
        let landed = self.drawing.follow(&key, "drawing", session.wake(), || {
            let (project, texts, options) = (session.snapshot(), session.texts(), key.1.clone());
            move |progress: &Progress| {
                progress.report(0, 1)?;
                Ok(made(chart(&project, &|article| texts(&project, article), &options), &project))
            }
        });
        if let Some(chart) = landed {
            let_go(std::mem::replace(&mut self.chart, chart));
        }
    }
}
