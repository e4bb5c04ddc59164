//! How panels stand on a page: how many columns, how high each panel is, where it goes. Layer `plots`.
//!
//! Shared by the window and the SVG so that both look alike. Lengths are in points at 100 %.

use super::chart::{Mark, MarkShape, Panel, Row};
use super::voices::counted;

/// Space between panels.
pub const GAP: f32 = 28.0;
/// Title and subtitle with the space below them.
pub const HEAD: f32 = 46.0;
/// Tick labels below a panel.
pub const TICKS: f32 = 22.0;
/// Height of the drawing area of a panel over time.
pub const TIME_HEIGHT: f32 = 172.0;
/// The same where it holds very many marks.
pub const CROWDED_TIME_HEIGHT: f32 = 250.0;
/// Height of one line of notes.
pub const NOTE: f32 = 16.0;
/// How many notes stand below a panel; the chart in words has all.
pub const MOST_NOTES: usize = 6;
/// Height of a row with one lane.
pub const ROW: f32 = 34.0;
/// Distance of two lanes.
pub const LANE: f32 = 13.0;
/// Distance of two lanes of small marks; six of them fit into a row.
pub const SMALL_LANE: f32 = 4.6;
/// Distance of two marks beside each other on one day, and of two small ones.
pub const ASIDE: f32 = 11.5;
pub const SMALL_ASIDE: f32 = 4.6;

/// How many columns of panels fit into a width.
pub fn columns(width: f32, panels: usize) -> usize {
    let fit = if width >= 1_180.0 {
        3
    } else if width >= 620.0 {
        2
    } else {
        1
    };
    fit.min(panels.max(1))
}

/// How wide the labels of rows may be in a panel: words as reported must be read, in a narrow panel too.
pub fn label_room(width: f32) -> f32 {
    width * if width < 420.0 { 0.5 } else { 0.42 }
}

/// The height of a row of a panel.
pub fn row_height(panel: &Panel, row: &Row) -> f32 {
    if panel.crowded { ROW } else { f32::from(row.lanes.saturating_sub(1)).mul_add(LANE, ROW) }
}

/// How far a mark stands to the right of its day.
pub fn aside(panel: &Panel, mark: &Mark) -> f32 {
    mark.aside * if panel.crowded { SMALL_ASIDE } else { ASIDE }
}

/// The height of the drawing area of a panel.
pub fn plot_height(panel: &Panel) -> f32 {
    match (&panel.y, panel.marks.is_empty()) {
        (_, true) => 0.0,
        (Some(_), _) if panel.crowded => CROWDED_TIME_HEIGHT,
        (Some(_), _) => TIME_HEIGHT,
        (None, _) => panel.rows.iter().map(|row| row_height(panel, row)).sum::<f32>() + 6.0,
    }
}

/// The height of a panel with its title and ticks, when its small print takes so many lines.
pub fn panel_height(panel: &Panel, print_lines: usize) -> f32 {
    let ticks = if panel.marks.is_empty() { 0.0 } else { TICKS };
    HEAD + plot_height(panel) + ticks + print_lines as f32 * NOTE
}

/// What stands below a panel: the adopted value and the scale, then the notes.
pub fn small_print(panel: &Panel) -> Vec<String> {
    let caption = if panel.marks.is_empty() { None } else { caption(panel) };
    let more = panel.notes.len().saturating_sub(MOST_NOTES);
    let rest = (more > 0).then(|| format!("and {} without a place on the axis", counted(more, "more", "more")));
    caption.into_iter().chain(panel.notes.iter().take(MOST_NOTES).cloned()).chain(rest).collect()
}

fn caption(panel: &Panel) -> Option<String> {
    let scale = [&panel.x.caption, panel.y.as_ref().map_or(&panel.x.caption, |y| &y.caption)];
    let mut parts: Vec<&str> = panel.adopted.iter().map(|adopted| adopted.label.as_str()).collect();
    for text in scale {
        if !text.is_empty() && !parts.contains(&text.as_str()) {
            parts.push(text);
        }
    }
    if parts.is_empty() { None } else { Some(parts.join(" · ")) }
}

/// The tops of a panel's rows, from the top of its drawing area.
pub fn row_tops(panel: &Panel) -> Vec<f32> {
    let heights = panel.rows.iter().map(|row| row_height(panel, row));
    heights.scan(0.0, |top, height| Some(std::mem::replace(top, *top + height))).collect()
}

/// The middle of a mark, from the top of its row.
pub fn lane_middle(panel: &Panel, mark: &Mark) -> f32 {
    lane_at(panel, mark.row, mark.lane)
}

/// The middle of a lane, from the top of its row.
pub fn lane_at(panel: &Panel, row: usize, lane: u8) -> f32 {
    let lanes = panel.rows.get(row).map_or(1, |row| row.lanes);
    let lane = f32::from(lane.min(lanes.saturating_sub(1)));
    if panel.crowded {
        (lane - f32::from(lanes.saturating_sub(1)) / 2.0).mul_add(SMALL_LANE, ROW / 2.0)
    } else {
        lane.mul_add(LANE, ROW / 2.0)
    }
}

/// Heights for labels that want to stand at `wanted` (ascending), `step` apart, between `top` and `bottom`. As many as
/// have room; the first ones stay.
pub fn spread_labels(wanted: &[f32], top: f32, bottom: f32, step: f32) -> Vec<f32> {
    let fitting = ((bottom - top) / step).max(0.0) as usize + 1;
    let shown = wanted.len().min(fitting);
    let mut lowest = top - step;
    wanted
        .iter()
        .take(shown)
        .enumerate()
        .map(|(n, y)| {
            // Never so low that those still to come have no room.
            let last = bottom - (shown - 1 - n) as f32 * step;
            lowest = y.max(lowest + step).min(last);
            lowest
        })
        .collect()
}

/// How large the marks of a panel are, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MarkSize {
    /// Of dots.
    pub radius: f32,
    /// Width of lines.
    pub line: f32,
    /// Length of the arrow of an open bound, and of the strokes of its head.
    pub arrow: f32,
    pub head: f32,
    pub opacity: f32,
}

impl MarkSize {
    /// The usual size.
    pub const USUAL: Self = Self { radius: 5.0, line: 2.0, arrow: 44.0, head: 6.0, opacity: 1.0 };

    /// The size of a panel's marks.
    pub fn of(panel: &Panel) -> Self {
        if panel.crowded {
            Self { radius: 2.3, line: 1.1, arrow: 9.0, head: 2.6, opacity: 0.75 }
        } else if panel.y.is_some() {
            Self { arrow: 30.0, ..Self::USUAL }
        } else {
            Self::USUAL
        }
    }

    /// From where to where a mark reaches along the count axis, in points that grow with the count: arrows from its
    /// dot at `at`, else what `from` and `to` say. No arrow leaves the axis, whose ends are `limits`.
    pub fn reach(self, shape: MarkShape, at: f32, (from, to): (f32, f32), limits: (f32, f32)) -> (f32, f32) {
        match shape {
            MarkShape::Dot => (at, at),
            MarkShape::Floor => (at, (at + self.arrow).min(limits.1 + 5.0)),
            MarkShape::Ceiling => ((at - self.arrow).max(limits.0), at),
            MarkShape::Range | MarkShape::Band | MarkShape::Part => (from, to),
        }
    }
}

/// Half the height of a stacked bar, in points.
pub const HALF_BAR: f32 = 8.0;
/// Half the height of what shows from where to where a row reaches, and of its strokes.
pub const HALF_SPAN: f32 = 3.5;
pub const HALF_TICK: f32 = 7.0;
/// Half the width of the bar that a mark of a flow stands on; and of a small mark's.
pub const HALF_STEM: f32 = 4.0;
pub const HALF_SMALL_STEM: f32 = 0.8;
/// How far rows below the row of their origin are moved in.
pub const INDENT: f32 = 12.0;

/// The strokes of a hatching at 45° over a rectangle that begins at the origin: from and to, `step` apart.
pub fn hatch(width: f32, height: f32, step: f32) -> Vec<[f32; 4]> {
    let count = ((width + height) / step.max(1.0)).min(4_000.0) as usize;
    (1..=count)
        .map(|n| {
            let reach = n as f32 * step;
            let (x1, y1) = if reach > height { (reach - height, height) } else { (0.0, reach) };
            let (x2, y2) = if reach > width { (width, reach - width) } else { (reach, 0.0) };
            [x1, y1, x2, y2]
        })
        .collect()
}

/// The room of a table: of its first column, of each other one, and how many of these stand side by side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Table {
    pub first: f32,
    pub column: f32,
    pub across: usize,
}

impl Table {
    /// The least width of a column.
    pub const LEAST: f32 = 126.0;
    /// How many figures a cell shows; the rest is counted.
    pub const MOST_LINES: usize = 2;
    /// Height of a figure in a cell: its words and its origin.
    pub const LINE: f32 = 29.0;
    /// Height of the heading.
    pub const HEAD: f32 = 42.0;

    /// The room in a width for so many columns.
    pub fn of(width: f32, columns: usize) -> Self {
        let first = (width * 0.3).clamp(120.0, 280.0);
        let rest = (width - first).max(Self::LEAST);
        let across = ((rest / Self::LEAST) as usize).clamp(1, columns.max(1));
        Self { first, column: (rest / across as f32).min(220.0), across }
    }

    /// The room where so many columns stand in blocks below each other: the last as full as the others.
    pub fn in_blocks(width: f32, columns: usize) -> Self {
        let one = Self::of(width, columns);
        let across = columns.max(1).div_ceil(columns.max(1).div_ceil(one.across));
        let rest = (width - one.first).max(Self::LEAST);
        Self { column: (rest / across as f32).min(220.0), across, ..one }
    }

    /// The height of a row whose cells hold at most so many figures.
    pub fn row_height(most: usize) -> f32 {
        let more = if most > Self::MOST_LINES { 14.0 } else { 0.0 };
        most.clamp(1, Self::MOST_LINES) as f32 * Self::LINE + more + 10.0
    }
}

/// Which of the labels `(middle, half width)` stand: every one, or every second, third, …, so that none touches its
/// neighbour.
pub fn label_stride(labels: &[(f32, f32)], gap: f32) -> usize {
    let clear = |stride: usize| {
        let kept: Vec<_> = labels.iter().step_by(stride).collect();
        kept.windows(2).all(|pair| match pair {
            [(a, left), (b, right)] => b - right - (a + left) >= gap,
            _ => true,
        })
    };
    (1..labels.len().max(1)).find(|stride| clear(*stride)).unwrap_or(labels.len().max(1))
}

/// Where panels go: (column, top) for each, and the height of it all. A part stays in the column of its whole; every
/// other panel begins where there is most room. `heights` are in the order of `parts`.
pub fn place(heights: &[f32], parts: &[bool], columns: usize) -> (Vec<(usize, f32)>, f32) {
    let mut filled = vec![0.0_f32; columns.max(1)];
    let mut out = Vec::with_capacity(heights.len());
    let mut column = 0;
    for (height, part) in heights.iter().zip(parts) {
        if !*part || out.is_empty() {
            column = filled.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(column, _)| column);
        }
        if let Some(bottom) = filled.get_mut(column) {
            out.push((column, *bottom));
            *bottom += height + GAP;
        }
    }
    let height = filled.iter().copied().fold(0.0, f32::max);
    (out, (height - GAP).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stay_below_their_whole_and_the_rest_fills_up() {
        let (places, height) = place(&[100.0, 50.0, 80.0, 90.0, 10.0], &[false, true, false, false, false], 3);
        assert_eq!(places, [(0, 0.0), (0, 128.0), (1, 0.0), (2, 0.0), (1, 108.0)]);
        assert_eq!(height, 178.0);
    }
}
