//! The plain data of a chart: panels, rows, marks, legend. Layer `plots`.
//!
//! Positions are fractions of a panel's axes (0 left or bottom, 1 right or top), so that every drawing of a chart puts
//! its marks in the same places.

use crate::model::{Accounting, ArticleId, Figure, FigureId, Measure, Subject, TallyId, VictimStatus as Status};

use super::PlotKind;
use super::attribution::Flow;
use super::axis::Axis;
use super::gather::Group;
use super::matrix::Matrix;

/// How many colours the origin palette has; the last is [`GREY`].
pub const PALETTE: u8 = 8;

/// The colour index of figures without an origin, and of origins beyond the first seven.
pub const GREY: u8 = PALETTE - 1;

/// A whole plot: small multiples with one legend.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    pub kind: PlotKind,
    pub title: String,
    /// What it covers and how many voices speak.
    pub subtitle: String,
    pub panels: Vec<Panel>,
    /// The table of [`PlotKind::Matrix`].
    pub matrix: Option<Matrix>,
    /// The bands of [`PlotKind::Attribution`].
    pub flow: Option<Flow>,
    pub legend: Vec<LegendEntry>,
    /// The articles drawn from, one a line: outlet, date, title.
    pub sources: Vec<String>,
    /// What a reader must know of the whole: how much is withheld.
    pub notes: Vec<String>,
    /// Whether a panel's counts stand on a logarithmic axis.
    pub log: bool,
    /// The same for two charts that draw the same, whatever is selected: what a drawing may be kept by.
    pub fingerprint: u64,
}

/// What a panel is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PanelKey {
    Tally(TallyId),
    /// Figures of no tally, by what and whom they count.
    Loose(Measure, Subject),
    /// Displacement figures of no tally, by whom they count and whether they are a stock or a flow.
    LooseBy(Measure, Subject, Option<Accounting>),
    /// Every tally of a plot that has one row for each.
    All,
    /// Statements about no figure.
    Passages,
}

/// One of the small multiples: the figures that answer one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    pub key: PanelKey,
    /// The question.
    pub title: String,
    /// The voices ("2 outlets, 1 origin · provisional").
    pub subtitle: String,
    /// Whether it is a part of the panel before it and stands below that one.
    pub part: bool,
    /// Counts, or days when [`Panel::y`] is there.
    pub x: Axis,
    /// The count axis of a plot over time; `None` where rows stand instead.
    pub y: Option<Axis>,
    pub rows: Vec<Row>,
    /// Holds so many marks that they are drawn small.
    pub crowded: bool,
    pub marks: Vec<Mark>,
    /// Steps over time, behind the marks.
    pub series: Vec<Series>,
    /// From lowest to highest of what stands in a row, behind its marks.
    pub spans: Vec<Span>,
    /// Stacked bars behind the marks.
    pub bars: Vec<Bar>,
    /// Pairs of marks of which the first denies the second, joined by a dashed line.
    pub ties: Vec<(usize, usize)>,
    /// Whether each mark stands on a bar of its own from the foot of the axis: what was counted in a time and may not
    /// be joined.
    pub stems: bool,
    /// The value the analyst adopted.
    pub adopted: Option<Adopted>,
    /// What cannot stand on the axis: shares with their fraction, figures without a date or a number.
    pub notes: Vec<String>,
}

impl Panel {
    /// A panel of these figures on which nothing stands yet.
    pub(super) fn of(group: &Group<'_>, x: Axis) -> Self {
        Self {
            key: group.key,
            title: group.title.clone(),
            subtitle: group.subtitle.clone(),
            part: group.part,
            x,
            y: None,
            rows: Vec::new(),
            crowded: false,
            marks: Vec::new(),
            series: Vec::new(),
            spans: Vec::new(),
            bars: Vec::new(),
            ties: Vec::new(),
            stems: false,
            adopted: None,
            notes: group.notes.clone(),
        }
    }
}

/// A row of marks with its words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Row {
    /// The outlet, or the origin where each origin has one row.
    pub name: String,
    /// The words as reported, when the row holds one figure.
    pub words: String,
    /// On whose word, and what else must be said of it.
    pub detail: String,
    /// How many marks lie above each other at most; at least 1.
    pub lanes: u8,
    /// Names an origin whose figures stand in the rows below.
    pub head: bool,
    /// Stands below such a row.
    pub below: bool,
}

impl Row {
    /// The row's first line.
    pub fn label(&self) -> String {
        // Words as reported are in quotation marks, and an origin's own range follows its name.
        let apart = if self.head || self.words.starts_with('“') { "" } else { " ·" };
        if self.words.is_empty() { self.name.clone() } else { format!("{}{apart} {}", self.name, self.words) }
    }
}

/// The form of a mark along the count axis. Whether it is filled says the status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkShape {
    /// One number.
    Dot,
    /// From lowest to highest; a dot upon it where a best value was set.
    Range,
    /// At least: a dot with an open arrow upwards.
    Floor,
    /// At most: a dot with an open arrow downwards.
    Ceiling,
    /// A vague word: a band from its lowest reading, open upwards.
    Band,
    /// A piece of a stacked bar.
    Part,
}

/// The sign at the middle of a mark: what is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Glyph {
    Circle,
    Square,
    Diamond,
    TriangleUp,
    TriangleDown,
    Pentagon,
    Hexagon,
    /// A square on its head with a flat roof: counted in households.
    House,
    /// A statement without a number.
    Bar,
}

impl Glyph {
    /// The sign of a measure.
    pub const fn of(measure: Measure) -> Self {
        match measure {
            Measure::Killed => Self::Circle,
            Measure::Injured => Self::Square,
            Measure::Missing => Self::TriangleUp,
            Measure::Detained => Self::Hexagon,
            Measure::Abducted => Self::Pentagon,
            Measure::Displaced | Measure::Affected | Measure::Evacuated | Measure::Refugees => Self::Diamond,
            Measure::HomesDestroyed => Self::House,
            Measure::Territory | Measure::Other => Self::Square,
            Measure::Returned => Self::TriangleDown,
        }
    }

    /// The corners round the middle, in radii, with y downwards; none for a circle.
    pub const fn corners(self) -> &'static [(f32, f32)] {
        match self {
            Self::Circle => &[],
            Self::Square => &[(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)],
            Self::Diamond => &[(0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)],
            Self::TriangleUp => &[(0.0, -1.2), (1.1, 0.85), (-1.1, 0.85)],
            Self::TriangleDown => &[(0.0, 1.2), (-1.1, -0.85), (1.1, -0.85)],
            Self::Pentagon => &[(0.0, -1.15), (1.09, -0.36), (0.68, 0.93), (-0.68, 0.93), (-1.09, -0.36)],
            Self::Hexagon => &[(-0.55, -0.95), (0.55, -0.95), (1.1, 0.0), (0.55, 0.95), (-0.55, 0.95), (-1.1, 0.0)],
            Self::House => &[(0.0, -1.35), (1.05, -0.4), (1.05, 0.95), (-1.05, 0.95), (-1.05, -0.4)],
            Self::Bar => &[(-0.45, -1.1), (0.45, -1.1), (0.45, 1.1), (-0.45, 1.1)],
        }
    }
}

/// Whom a piece of a stacked bar counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VictimStatus {
    Civilians,
    Combatants,
    /// Not told apart.
    Unknown,
}

impl VictimStatus {
    /// The status of those a figure counts: as the analyst set it, else as the word for them says. Whom nobody tells
    /// apart, or who are both, are drawn as not told apart.
    pub fn of(figure: &Figure) -> Self {
        match figure.victim_status(None) {
            Status::Civilian => Self::Civilians,
            Status::CombatantA | Status::CombatantB | Status::Combatant => Self::Combatants,
            Status::Mixed | Status::Unknown => Self::Unknown,
        }
    }

    /// The words for it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Civilians => "civilians",
            Self::Combatants => "combatants",
            Self::Unknown => "status not told",
        }
    }
}

/// Why a mark is drawn faintly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fade {
    /// A later figure takes its place.
    Superseded,
    /// The analyst left it out of the estimate.
    Excluded,
}

impl Fade {
    /// The word for it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Superseded => "superseded",
            Self::Excluded => "excluded",
        }
    }
}

/// What a mark leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    Figure(FigureId),
    /// A statement about no figure: bytes of an article's text.
    Passage {
        article: ArticleId,
        start: usize,
        end: usize,
    },
}

impl Evidence {
    /// The figure, if it is one.
    pub const fn figure(self) -> Option<FigureId> {
        match self {
            Self::Figure(figure) => Some(figure),
            Self::Passage { .. } => None,
        }
    }
}

/// One figure, drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    pub evidence: Evidence,
    /// The row it stands in; 0 in a plot over time.
    pub row: usize,
    /// The lane within the row, from the top.
    pub lane: u8,
    pub shape: MarkShape,
    /// Place on the count axis.
    pub at: f64,
    /// Ends of a range or band on the count axis.
    pub from: f64,
    pub to: f64,
    /// Place on the time axis; 0 where rows stand.
    pub day: f64,
    /// How many marks' breadths it stands beside its day, to clear others; 0 where rows stand.
    pub aside: f32,
    /// The value at [`Mark::at`], in people (or households where those are counted).
    pub value: u64,
    pub low: Option<u64>,
    pub high: Option<u64>,
    /// Whether a dot stands at [`Mark::at`]; a range without a best value has none.
    pub dot: bool,
    /// Confirmed figures are filled, suggested ones hollow.
    pub filled: bool,
    /// Index into the palette of [`PALETTE`] colours, by origin.
    pub colour: u8,
    pub fade: Option<Fade>,
    /// The article denies or retracts the figure: crossed out.
    pub denied: bool,
    pub glyph: Glyph,
    pub outlet: String,
    /// The day it stands for, in words.
    pub date: String,
    /// As reported.
    pub words: String,
    /// The sentence it stands in.
    pub sentence: String,
    /// On whose word, in words ("SOHR", "unattributed").
    pub origin: String,
}

impl Mark {
    /// The mark in words: outlet, date, words as reported, sentence.
    pub fn tip(&self) -> String {
        format!("{} · {} · {} · {}", self.outlet, self.date, self.words, self.sentence)
    }

    /// A short name for lists and screen readers: outlet, words, origin, status.
    pub fn name(&self) -> String {
        let status = if self.filled { "confirmed" } else { "suggested" };
        let mut name = format!("{} {}, {}, {status}", self.outlet, self.words, self.origin);
        for word in self.fade.map(Fade::label).into_iter().chain(self.denied.then_some("denied")) {
            name.push_str(", ");
            name.push_str(word);
        }
        name
    }
}

/// The value the analyst adopted for a tally, as a line, and a band where it has two ends.
#[derive(Debug, Clone, PartialEq)]
pub struct Adopted {
    /// Places of the lines on the count axis: the best value, or both ends where none was set. The middle of a range is
    /// nobody's number and is never drawn.
    pub lines: Vec<f64>,
    /// Ends of the band on the count axis.
    pub band: Option<(f64, f64)>,
    /// The estimate in words ("adopted at least 826, floor").
    pub label: String,
}

/// From the lowest to the highest that one origin said, or of one tally.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    pub row: usize,
    /// Ends on the count axis.
    pub from: f64,
    pub to: f64,
    /// Index into the palette.
    pub colour: u8,
    /// A place for each outlet, on the count axis; empty where the marks themselves stand on the span.
    pub ticks: Vec<f64>,
}

/// A stacked bar: one count by whom it counts. It never adds two counts: its pieces are parts of one whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    pub row: usize,
    pub lane: u8,
    /// Index into the palette.
    pub colour: u8,
    /// From the foot of the axis upwards, without gaps.
    pub segments: Vec<Segment>,
}

/// A piece of a [`Bar`].
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    pub status: VictimStatus,
    /// Ends on the count axis.
    pub from: f64,
    pub to: f64,
    /// As reported ("96 civilians"); empty for what is left over.
    pub words: String,
}

/// What one origin said over time. Never joins two origins, nor two definitions.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    pub origin: String,
    pub colour: u8,
    /// The last words, for the label at the line's end.
    pub words: String,
    /// In the order of days; a single one is no line.
    pub steps: Vec<Step>,
}

/// What an origin said at one date.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Place on the time axis.
    pub day: f64,
    /// Places on the count axis: the newest report, and the lowest and highest of the day.
    pub at: f64,
    pub low: f64,
    pub high: f64,
}

/// What a legend entry shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LegendSign {
    Confirmed,
    Suggested,
    Range,
    Floor,
    Ceiling,
    Band,
    Faint,
    Denied,
    Adopted,
    /// An origin's colour.
    Colour(u8),
    /// A measure's sign.
    Glyph(Glyph),
    /// A piece of a stacked bar.
    Status(VictimStatus),
    /// From the lowest to the highest of one row, with a stroke for each outlet.
    Span,
    /// A denial and what it denies.
    Tie,
    /// Cells of one origin.
    Frame,
    NotReported,
    NotRead,
}

/// One entry of the legend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegendEntry {
    pub sign: LegendSign,
    pub text: String,
}
