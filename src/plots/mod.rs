//! What a plot shows, before anything is drawn. Layer `plots`: may use `model` and `figures`.
//!
//! A [`Chart`] is made once per revision from a project and [`ChartOptions`]; the window, the SVG and PNG files, the
//! report and the command line all draw or print the same chart. Nothing here averages over outlets or adds up figures:
//! every mark is one figure, and voices are counted by origin.

pub mod arrange;
mod assemble;
pub mod attribution;
pub mod axis;
pub mod chart;
mod claims;
mod gather;
mod incidents;
pub mod matrix;
mod names;
mod over_time;
pub mod palette;
mod rows;
#[cfg(test)]
pub(crate) mod sample;
mod spread;
mod stock_flow;
mod tag_chart;
pub mod tag_table;
mod text;
pub mod voices;

use std::collections::BTreeSet;

use crate::model::{Figure, Project, ReviewStatus, TallyId};

use assemble::Drawn;

pub use attribution::Flow;
pub use axis::{Axis, AxisChoice, Scale, Tick, thousands};
pub use chart::{
    Adopted, Bar, Chart, Evidence, Fade, GREY, Glyph, LegendEntry, LegendSign, Mark, MarkShape, PALETTE, Panel,
    PanelKey, Row, Segment, Series, Span, Step, VictimStatus,
};
pub use matrix::{Matrix, MatrixBy};
pub use tag_chart::{TagChart, TagColumn, TagRow};
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
    /// Bars of single incidents by whom they count.
    Incidents,
    /// How many are displaced at one time, and how many were in a time, each on its own axis.
    StockFlow,
    /// How far the figures of each tally lie apart, the most disputed first.
    Spread,
    /// Claims, confirmations and denials by day.
    Claims,
    /// From origin by relay to outlet, as wide as there are figures.
    Attribution,
    /// Tallies against outlets or origins, with the words as reported.
    Matrix,
}

impl PlotKind {
    /// Every kind, in the order of the tabs.
    pub const ALL: &'static [Self] = &[
        Self::ByOrigin,
        Self::ByOutlet,
        Self::OverTime,
        Self::Incidents,
        Self::StockFlow,
        Self::Spread,
        Self::Claims,
        Self::Attribution,
        Self::Matrix,
    ];

    /// The kinds of the plots panel; the matrix has a panel of its own.
    pub const IN_PANEL: &'static [Self] = &[
        Self::ByOrigin,
        Self::ByOutlet,
        Self::OverTime,
        Self::Incidents,
        Self::StockFlow,
        Self::Spread,
        Self::Claims,
        Self::Attribution,
    ];

    /// The written name, as on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ByOrigin => "by_origin",
            Self::ByOutlet => "by_outlet",
            Self::OverTime => "over_time",
            Self::Incidents => "incidents",
            Self::StockFlow => "stock_and_flow",
            Self::Spread => "spread",
            Self::Claims => "claims",
            Self::Attribution => "attribution",
            Self::Matrix => "matrix",
        }
    }

    /// The words on the tab.
    pub const fn label(self) -> &'static str {
        match self {
            Self::ByOrigin => "By origin",
            Self::ByOutlet => "By outlet",
            Self::OverTime => "Over time",
            Self::Incidents => "Incidents",
            Self::StockFlow => "Stock and flow",
            Self::Spread => "Spread",
            Self::Claims => "Claims and denials",
            Self::Attribution => "Attribution",
            Self::Matrix => "Matrix",
        }
    }

    /// The heading of the plot.
    pub const fn title(self) -> &'static str {
        match self {
            Self::ByOrigin => "Figures by origin",
            Self::ByOutlet => "Figures by outlet",
            Self::OverTime => "Figures over time",
            Self::Incidents => "Incidents by whom they count",
            Self::StockFlow => "Displacement: stock and flow apart",
            Self::Spread => "How far figures lie apart",
            Self::Claims => "Claims, confirmations and denials",
            Self::Attribution => "On whose word",
            Self::Matrix => "Who reported what",
        }
    }

    /// What to say where the kind has nothing to draw, and why.
    pub const fn nothing(self) -> (&'static str, &'static str) {
        match self {
            Self::Incidents => (
                "No single incidents",
                "Bars are drawn for tallies that count one incident; running totals stand in the other plots.",
            ),
            Self::StockFlow => {
                ("No displacement figures", "People displaced or returned are drawn here, stock and flow apart.")
            }
            Self::Spread => (
                "Nothing to compare yet",
                "A tally with two or more figures that stand is drawn here, the most disputed first.",
            ),
            _ => (
                "No figures to plot",
                "Figures found in imported articles are drawn here; confirm them in the review queue, or select a \
                 number in an article to add one.",
            ),
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
    /// What the columns of a matrix are.
    pub columns: MatrixBy,
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
    let groups = &gathered.groups;
    let most = rows::most_rows(groups.len());
    let drawn = match options.kind {
        PlotKind::ByOrigin | PlotKind::ByOutlet => {
            Drawn { panels: groups.iter().map(|group| rows::panel(group, options, most)).collect(), ..Drawn::default() }
        }
        PlotKind::OverTime => {
            Drawn { panels: groups.iter().map(|group| over_time::panel(group, options)).collect(), ..Drawn::default() }
        }
        PlotKind::Incidents => incidents::draw(groups, most),
        PlotKind::StockFlow => stock_flow::draw(groups, options),
        PlotKind::Spread => spread::draw(groups),
        PlotKind::Claims => claims::draw(project, groups, options),
        PlotKind::Attribution => attribution::draw(project, groups, options),
        PlotKind::Matrix => matrix::draw(project, groups, options),
    };
    assemble::assemble(gathered, drawn, options)
}

#[cfg(test)]
#[path = "plots_tests.rs"]
mod tests;
