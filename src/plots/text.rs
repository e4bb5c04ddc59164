//! A chart in words: for screen readers, the command line and the report. Layer `plots`.

use std::fmt::Write as _;

use super::chart::{Chart, Mark, MarkShape, Panel};

impl Chart {
    /// The whole chart in words, one figure a line.
    pub fn as_text(&self) -> String {
        let mut out = String::new();
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{}\n{}", self.title, self.subtitle);
        for panel in &self.panels {
            let _ = writeln!(out, "\n{}", panel.as_text());
        }
        for note in &self.notes {
            let _ = writeln!(out, "\n{note}");
        }
        out
    }

    /// Whether a panel's counts stand on a logarithmic axis.
    pub fn is_log(&self) -> bool {
        self.panels.iter().any(|panel| panel.y.as_ref().unwrap_or(&panel.x).scale == super::Scale::Log)
    }

    /// All marks, panel by panel.
    pub fn marks(&self) -> impl Iterator<Item = &Mark> {
        self.panels.iter().flat_map(|panel| &panel.marks)
    }
}

impl Panel {
    /// The panel in words, one figure a line.
    pub fn as_text(&self) -> String {
        let mut out = format!("{} ({})", self.title, self.subtitle);
        for mark in &self.marks {
            let _ = write!(out, "\n- {}: {}, {}", mark.name(), mark.drawn_as(), mark.date);
        }
        if let Some(adopted) = &self.adopted {
            let _ = write!(out, "\n- {}", adopted.label);
        }
        for note in &self.notes {
            let _ = write!(out, "\n- {note}");
        }
        out
    }
}

impl Mark {
    /// The value as it is drawn: `826 or more`.
    pub fn drawn_as(&self) -> String {
        let value = super::thousands(self.value);
        let end = |end: Option<u64>| end.map_or_else(|| value.clone(), super::thousands);
        match self.shape {
            MarkShape::Dot => value,
            MarkShape::Range if self.dot => format!("{value} ({} to {})", end(self.low), end(self.high)),
            MarkShape::Range => format!("{} to {}", end(self.low), end(self.high)),
            MarkShape::Floor => format!("{value} or more"),
            MarkShape::Ceiling => format!("{value} or fewer"),
            MarkShape::Band => format!("vague, {} or more", end(self.low)),
        }
    }
}
