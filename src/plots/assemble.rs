//! Title, legend and fingerprint: what is said of a whole chart once its panels stand. Layer `plots`.

use std::fmt::Write as _;
use std::hash::{Hash as _, Hasher};

use crate::model::Measure;

use super::axis::Scale;
use super::chart::{Chart, Glyph, LegendEntry, LegendSign, Mark, MarkShape, Panel, VictimStatus};
use super::gather::Gathered;
use super::{ChartOptions, PlotKind, Statuses};

/// What was made of the gathered figures.
#[derive(Default)]
pub(super) struct Drawn {
    pub panels: Vec<Panel>,
    pub matrix: Option<super::Matrix>,
    pub flow: Option<super::Flow>,
    /// What is not drawn, and why.
    pub notes: Vec<String>,
}

/// Puts the panels together with title, legend and sources.
pub(super) fn assemble(gathered: Gathered<'_>, drawn: Drawn, options: &ChartOptions) -> Chart {
    let mut subtitle = format!("{} · {}", gathered.project_name, gathered.figures);
    if options.statuses == Statuses::Confirmed {
        subtitle.push_str(" · confirmed figures only");
    }
    let mut notes = gathered.notes;
    notes.extend(drawn.notes);
    let mut chart = Chart {
        kind: options.kind,
        title: format!("{} · {}", options.kind.title(), gathered.voices),
        subtitle,
        panels: drawn.panels,
        matrix: drawn.matrix,
        flow: drawn.flow,
        legend: Vec::new(),
        sources: gathered.sources,
        notes,
        log: false,
        fingerprint: 0,
    };
    chart.legend = legend(&chart, &gathered.colours, &gathered.measures);
    chart.log = chart.panels.iter().any(|panel| panel.y.as_ref().unwrap_or(&panel.x).scale == super::Scale::Log);
    chart.fingerprint = fingerprint(&chart);
    chart
}

fn fingerprint(chart: &Chart) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    (chart.kind, &chart.title, &chart.subtitle, &chart.notes).hash(&mut hasher);
    for panel in &chart.panels {
        (panel.key, panel.part, panel.crowded, &panel.title, &panel.subtitle, &panel.notes).hash(&mut hasher);
        for axis in [Some(&panel.x), panel.y.as_ref()].into_iter().flatten() {
            (axis.scale, axis.min.to_bits(), axis.max.to_bits(), axis.broken_zero, &axis.caption).hash(&mut hasher);
        }
        if let Some(adopted) = &panel.adopted {
            (&adopted.label, adopted.lines.len()).hash(&mut hasher);
        }
        panel.rows.hash(&mut hasher);
        for mark in &panel.marks {
            let places = [mark.at, mark.from, mark.to, mark.day].map(f64::to_bits);
            (mark.evidence, mark.row, mark.lane, mark.shape, mark.aside.to_bits(), places).hash(&mut hasher);
            (mark.dot, mark.filled, mark.colour, mark.fade, mark.denied, mark.glyph).hash(&mut hasher);
        }
        let mut words = Words(&mut hasher);
        // These are few, and writing to a hasher cannot fail.
        let _ = write!(words, "{:?}{:?}{:?}{}", panel.spans, panel.bars, panel.ties, panel.stems);
    }
    let mut words = Words(&mut hasher);
    let _ = write!(words, "{:?}{:?}", chart.matrix, chart.flow);
    hasher.finish()
}

/// Hashes what is written.
struct Words<'h, H>(&'h mut H);

impl<H: Hasher> std::fmt::Write for Words<'_, H> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0.write(text.as_bytes());
        Ok(())
    }
}

/// The entries for what the chart holds, and no others.
fn legend(chart: &Chart, colours: &[(u8, String)], measures: &[(Glyph, Measure)]) -> Vec<LegendEntry> {
    let marks: Vec<&Mark> = chart.marks().collect();
    let has = |test: &dyn Fn(&Mark) -> bool| marks.iter().copied().any(test);
    let shape = |shape| has(&move |mark: &Mark| mark.shape == shape);
    let panel = |test: &dyn Fn(&Panel) -> bool| chart.panels.iter().any(test);
    let mut out = Vec::new();
    let mut entry = |there: bool, sign, text: &str| {
        if there {
            out.push(LegendEntry { sign, text: text.to_owned() });
        }
    };
    let flow = chart.flow.as_ref();
    if flow.is_none() {
        entry(has(&|mark| mark.filled), LegendSign::Confirmed, "confirmed");
        entry(has(&|mark| !mark.filled), LegendSign::Suggested, "suggested");
    }
    let lanes = |panel: &Panel| panel.x.scale == Scale::Days && panel.y.is_none();
    if !chart.panels.is_empty() && !panel(&lanes) {
        entry(shape(MarkShape::Floor), LegendSign::Floor, "at least");
        entry(shape(MarkShape::Ceiling), LegendSign::Ceiling, "at most");
        entry(shape(MarkShape::Range), LegendSign::Range, "range");
        entry(shape(MarkShape::Band), LegendSign::Band, "vague word, open upwards");
    }
    let outlets = panel(&|panel| panel.spans.iter().any(|span| !span.ticks.is_empty()));
    entry(outlets, LegendSign::Span, "one origin, a stroke for each outlet");
    for status in [VictimStatus::Civilians, VictimStatus::Combatants, VictimStatus::Unknown] {
        let of = |panel: &Panel| panel.bars.iter().flat_map(|bar| &bar.segments).any(|part| part.status == status);
        entry(panel(&of), LegendSign::Status(status), status.label());
    }
    let ties = panel(&|panel| !panel.ties.is_empty()) || flow.is_some_and(|flow| flow.bands.iter().any(|b| b.denied));
    entry(ties, LegendSign::Tie, if flow.is_some() { "denied or retracted" } else { "denies" });
    if flow.is_none() {
        entry(has(&|mark| mark.fade.is_some()), LegendSign::Faint, "superseded or excluded");
        entry(has(&|mark| mark.denied), LegendSign::Denied, "denied or retracted");
    }
    entry(panel(&|panel| panel.adopted.is_some()), LegendSign::Adopted, "adopted");
    if let Some(matrix) = &chart.matrix {
        entry(matrix.has_frames(), LegendSign::Frame, "one origin, several columns");
        entry(true, LegendSign::NotReported, "reviewed, not reported");
        entry(true, LegendSign::NotRead, "not yet read to the end");
    }
    let glyphs: Vec<_> = measures.iter().filter(|(glyph, _)| has(&|mark| mark.glyph == *glyph)).collect();
    if glyphs.len() > 1 && !matches!(chart.kind, PlotKind::Attribution | PlotKind::Matrix) {
        for (glyph, measure) in glyphs {
            entry(true, LegendSign::Glyph(*glyph), measure.label());
        }
    }
    let houses = !chart.panels.is_empty() && has(&|mark| mark.glyph == Glyph::House);
    entry(houses, LegendSign::Glyph(Glyph::House), "counted in households");
    entry(has(&|mark| mark.glyph == Glyph::Bar), LegendSign::Glyph(Glyph::Bar), "statement without a figure");
    for (colour, name) in colours {
        if has(&|mark| mark.colour == *colour) {
            entry(true, LegendSign::Colour(*colour), name);
        }
    }
    out
}
