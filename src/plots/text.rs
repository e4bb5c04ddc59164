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
        if let Some(matrix) = &self.matrix {
            let _ = writeln!(out, "\n{}", matrix.as_text());
        }
        if let Some(flow) = &self.flow {
            let _ = writeln!(out, "\n{}", flow.as_text());
        }
        for note in &self.notes {
            let _ = writeln!(out, "\n{note}");
        }
        out
    }

    /// Whether a panel's counts stand on a logarithmic axis.
    pub const fn is_log(&self) -> bool {
        self.log
    }

    /// All marks: panel by panel, cell by cell, band by band.
    pub fn marks(&self) -> impl Iterator<Item = &Mark> {
        let cells = self.matrix.iter().flat_map(|matrix| &matrix.rows).flat_map(|row| &row.cells);
        let bands = self.flow.iter().flat_map(|flow| &flow.bands).filter(|band| band.last);
        let panels = self.panels.iter().flat_map(|panel| &panel.marks);
        panels.chain(cells.flat_map(|cell| &cell.marks)).chain(bands.flat_map(|band| &band.marks))
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.panels.is_empty() && self.matrix.is_none() && self.flow.is_none()
    }
}

impl Panel {
    /// The panel in words, one figure a line.
    pub fn as_text(&self) -> String {
        let mut out = format!("{} ({})", self.title, self.subtitle);
        for mark in &self.marks {
            let _ = write!(out, "\n- {}: {}, {}", mark.name(), mark.drawn_as(), mark.date);
            if self.y.is_none() && self.x.scale == super::Scale::Days {
                let lane = self.rows.get(mark.row).map_or("", |row| row.name.as_str());
                let _ = write!(out, " ({})", lane.to_lowercase());
            }
        }
        for bar in &self.bars {
            let parts: Vec<String> = bar.segments.iter().map(super::Segment::label).collect();
            let name = self.rows.get(bar.row).map_or("", |row| row.name.as_str());
            let _ = write!(out, "\n- bar of {name}: {}", parts.join(", "));
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

impl super::Segment {
    /// Whom it counts and the words for it: `civilians: 96`.
    pub fn label(&self) -> String {
        if self.words.is_empty() {
            self.status.label().to_owned()
        } else {
            format!("{}: {}", self.status.label(), self.words)
        }
    }
}

impl Mark {
    /// The value as it is drawn: `826 or more`.
    pub fn drawn_as(&self) -> String {
        let value = super::thousands(self.value);
        let end = |end: Option<u64>| end.map_or_else(|| value.clone(), super::thousands);
        match self.shape {
            MarkShape::Dot if !self.dot => "no number".to_owned(),
            MarkShape::Dot | MarkShape::Part => value,
            MarkShape::Range if self.dot => format!("{value} ({} to {})", end(self.low), end(self.high)),
            MarkShape::Range => format!("{} to {}", end(self.low), end(self.high)),
            MarkShape::Floor => format!("{value} or more"),
            MarkShape::Ceiling => format!("{value} or fewer"),
            MarkShape::Band => format!("vague, {} or more", end(self.low)),
        }
    }
}
