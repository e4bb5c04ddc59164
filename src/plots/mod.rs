//! What a plot shows, before anything is drawn. Layer `plots`: may use `model` and `figures`.
//!
//! A [`Chart`] is made once per revision from a project and [`ChartOptions`]; the window, the SVG and PNG files, the
//! report and the command line all draw or print the same chart. Nothing here averages over outlets or adds up figures:
//! every mark is one figure, and voices are counted by origin.

pub mod arrange;
pub mod axis;
pub mod chart;
mod gather;
mod names;
mod over_time;
mod rows;
#[cfg(test)]
pub(crate) mod sample;
mod text;
pub mod voices;

use std::collections::BTreeSet;

use crate::model::{Figure, FigureId, Project, ReviewStatus, TallyId};

pub use axis::{Axis, AxisChoice, Scale, Tick, thousands};
pub use chart::{
    Adopted, Chart, Fade, GREY, LegendEntry, LegendSign, Mark, MarkShape, PALETTE, Panel, PanelKey, Row, Series, Step,
};
pub use voices::{OriginKey, OutletKey, Voices, voices};

/// The kinds of plot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum PlotKind {
    /// Ranges and dots, the figures of one origin together.
    #[default]
    ByOrigin,
    /// Ranges and dots, one row for each outlet.
    ByOutlet,
    /// Steps at as-of dates, one line for each origin.
    OverTime,
}

impl PlotKind {
    /// Every kind, in the order of the tabs.
    pub const ALL: &'static [Self] = &[Self::ByOrigin, Self::ByOutlet, Self::OverTime];

    /// The written name, as on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ByOrigin => "by_origin",
            Self::ByOutlet => "by_outlet",
            Self::OverTime => "over_time",
        }
    }

    /// The words on the tab.
    pub const fn label(self) -> &'static str {
        match self {
            Self::ByOrigin => "By origin",
            Self::ByOutlet => "By outlet",
            Self::OverTime => "Over time",
        }
    }

    /// The kind with this written name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// Which figures are drawn. Rejected ones never are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Statuses {
    /// Only what a person has confirmed.
    Confirmed,
    /// Suggestions as well, drawn hollow.
    #[default]
    ConfirmedAndSuggested,
}

impl Statuses {
    /// Both choices, in the order they are offered.
    pub const ALL: &'static [Self] = &[Self::ConfirmedAndSuggested, Self::Confirmed];

    /// The words in the menu.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::ConfirmedAndSuggested => "confirmed + suggested",
        }
    }

    /// Whether figures of this review status are drawn.
    pub const fn admits(self, status: ReviewStatus) -> bool {
        match status {
            ReviewStatus::Confirmed => true,
            ReviewStatus::Suggested => matches!(self, Self::ConfirmedAndSuggested),
            ReviewStatus::Rejected => false,
        }
    }
}

/// What to draw, and how.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChartOptions {
    pub kind: PlotKind,
    /// Only these tallies; `None` for all of them and for the figures in none.
    pub tallies: Option<BTreeSet<TallyId>>,
    pub axis: AxisChoice,
    pub statuses: Statuses,
    /// The figure whose marks are ringed.
    pub selected: Option<FigureId>,
    /// Put placeholders for what is confidential: for anything that leaves the program.
    pub withhold_confidential: bool,
}

/// The chart of a project. The sentence of a mark is the evidence with the words kept around it; see
/// [`build_with_sentences`] when the articles' texts are at hand.
pub fn build(project: &Project, options: &ChartOptions) -> Chart {
    build_with_sentences(project, options, &|_| None)
}

/// The chart of a project, with `sentence` giving the whole sentence that a figure stands in; where it gives `None`,
/// the evidence stands with the words kept around it.
pub fn build_with_sentences(
    project: &Project,
    options: &ChartOptions,
    sentence: &dyn Fn(&Figure) -> Option<String>,
) -> Chart {
    let gathered = gather::gather(project, options, sentence);
    let panels = gathered
        .groups
        .iter()
        .map(|group| match options.kind {
            PlotKind::ByOrigin | PlotKind::ByOutlet => rows::panel(group, options),
            PlotKind::OverTime => over_time::panel(group, options),
        })
        .collect();
    chart::assemble(gathered, panels, options)
}

#[cfg(test)]
#[path = "plots_tests.rs"]
mod tests;
