//! The plain data of a chart: panels, rows, marks, legend. Layer `plots`.
//!
//! Positions are fractions of a panel's axes (0 left or bottom, 1 right or top), so that every drawing of a chart puts
//! its marks in the same places.

use std::hash::{Hash as _, Hasher as _};

use crate::model::{FigureId, Measure, Subject, TallyId};

use super::axis::Axis;
use super::gather::Gathered;
use super::{ChartOptions, PlotKind, Statuses};

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
    pub legend: Vec<LegendEntry>,
    /// The articles drawn from, one a line: outlet, date, title.
    pub sources: Vec<String>,
    /// What a reader must know of the whole: how much is withheld.
    pub notes: Vec<String>,
    /// The same for two charts that draw the same, whatever is selected: what a drawing may be kept by.
    pub fingerprint: u64,
}

/// What a panel is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PanelKey {
    Tally(TallyId),
    /// Figures of no tally, by what and whom they count.
    Loose(Measure, Subject),
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
    /// The value the analyst adopted.
    pub adopted: Option<Adopted>,
    /// What cannot stand on the axis: shares with their fraction, figures without a date or a number.
    pub notes: Vec<String>,
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
}

impl Row {
    /// The row's first line.
    pub fn label(&self) -> String {
        if self.words.is_empty() { self.name.clone() } else { format!("{} {}", self.name, self.words) }
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

/// One figure, drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    pub figure: FigureId,
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
    /// Ringed, because it is selected.
    pub lit: bool,
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
    /// Place of the line on the count axis.
    pub at: f64,
    /// Ends of the band on the count axis.
    pub band: Option<(f64, f64)>,
    /// The estimate in words ("adopted 826 (floor)").
    pub label: String,
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
}

/// One entry of the legend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegendEntry {
    pub sign: LegendSign,
    pub text: String,
}

/// Puts the panels together with title, legend and sources.
pub(super) fn assemble(gathered: Gathered<'_>, panels: Vec<Panel>, options: &ChartOptions) -> Chart {
    let title = match options.kind {
        PlotKind::ByOrigin => "Figures by origin",
        PlotKind::ByOutlet => "Figures by outlet",
        PlotKind::OverTime => "Figures over time",
    };
    let mut subtitle = format!("{} · {}", gathered.project_name, gathered.voices);
    if options.statuses == Statuses::Confirmed {
        subtitle.push_str(" · confirmed figures only");
    }
    let legend = legend(&panels, &gathered.colours);
    let fingerprint = fingerprint(options.kind, &panels);
    Chart {
        kind: options.kind,
        title: title.to_owned(),
        subtitle,
        panels,
        legend,
        sources: gathered.sources,
        notes: gathered.notes,
        fingerprint,
    }
}

fn fingerprint(kind: PlotKind, panels: &[Panel]) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    kind.hash(&mut hasher);
    for panel in panels {
        (panel.key, panel.part, panel.crowded, &panel.title, &panel.subtitle, &panel.notes).hash(&mut hasher);
        for axis in [Some(&panel.x), panel.y.as_ref()].into_iter().flatten() {
            (axis.scale, axis.min.to_bits(), axis.max.to_bits(), axis.broken_zero, &axis.caption).hash(&mut hasher);
        }
        if let Some(adopted) = &panel.adopted {
            (adopted.at.to_bits(), &adopted.label).hash(&mut hasher);
        }
        panel.rows.hash(&mut hasher);
        for mark in &panel.marks {
            let places = [mark.at, mark.from, mark.to, mark.day].map(f64::to_bits);
            (mark.figure, mark.row, mark.lane, mark.shape, mark.aside.to_bits(), places).hash(&mut hasher);
            (mark.dot, mark.filled, mark.colour, mark.fade, mark.denied).hash(&mut hasher);
        }
    }
    hasher.finish()
}

/// The entries for what the panels hold, and no others.
fn legend(panels: &[Panel], colours: &[(u8, String)]) -> Vec<LegendEntry> {
    let has = |test: &dyn Fn(&Mark) -> bool| panels.iter().flat_map(|panel| &panel.marks).any(test);
    let shape = |shape| has(&move |mark: &Mark| mark.shape == shape);
    let mut out = Vec::new();
    let mut entry = |there: bool, sign, text: &str| {
        if there {
            out.push(LegendEntry { sign, text: text.to_owned() });
        }
    };
    entry(has(&|mark| mark.filled), LegendSign::Confirmed, "confirmed");
    entry(has(&|mark| !mark.filled), LegendSign::Suggested, "suggested");
    entry(shape(MarkShape::Floor), LegendSign::Floor, "at least");
    entry(shape(MarkShape::Ceiling), LegendSign::Ceiling, "at most");
    entry(shape(MarkShape::Range), LegendSign::Range, "range");
    entry(shape(MarkShape::Band), LegendSign::Band, "vague word, open upwards");
    entry(has(&|mark| mark.fade.is_some()), LegendSign::Faint, "superseded or excluded");
    entry(has(&|mark| mark.denied), LegendSign::Denied, "denied or retracted");
    entry(panels.iter().any(|panel| panel.adopted.is_some()), LegendSign::Adopted, "adopted");
    for (colour, name) in colours {
        if has(&|mark| mark.colour == *colour) {
            entry(true, LegendSign::Colour(*colour), name);
        }
    }
    out
}
