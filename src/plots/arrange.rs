//! How panels stand on a page: how many columns, how high each panel is, where it goes. Layer `plots`.
//!
//! Shared by the window and the SVG so that both look alike. Lengths are in points at 100 %.

use super::chart::{Panel, Row};

/// Space between panels.
pub const GAP: f32 = 28.0;
/// Title and subtitle with the space below them.
pub const HEAD: f32 = 46.0;
/// Tick labels below a panel.
pub const TICKS: f32 = 22.0;
/// Height of the drawing area of a panel over time.
pub const TIME_HEIGHT: f32 = 172.0;
/// Height of one line of notes.
pub const NOTE: f32 = 16.0;
/// Height of a row with one lane.
pub const ROW: f32 = 34.0;
/// What each further lane adds.
pub const LANE: f32 = 13.0;

/// How many columns of panels fit into a width.
pub fn columns(width: f32, panels: usize) -> usize {
    let fit = if width >= 980.0 {
        3
    } else if width >= 620.0 {
        2
    } else {
        1
    };
    fit.min(panels.max(1))
}

/// The height of a row.
pub fn row_height(row: &Row) -> f32 {
    f32::from(row.lanes.saturating_sub(1)).mul_add(LANE, ROW)
}

/// The height of the drawing area of a panel.
pub fn plot_height(panel: &Panel) -> f32 {
    match (&panel.y, panel.marks.is_empty()) {
        (_, true) => 0.0,
        (Some(_), _) => TIME_HEIGHT,
        (None, _) => panel.rows.iter().map(row_height).sum::<f32>() + 6.0,
    }
}

/// The height of a panel with its title and ticks, when its notes take so many lines.
pub fn panel_height(panel: &Panel, note_lines: usize) -> f32 {
    let ticks = if panel.marks.is_empty() { 0.0 } else { TICKS };
    let caption = if panel.marks.is_empty() || caption(panel).is_none() { 0.0 } else { NOTE };
    HEAD + plot_height(panel) + ticks + caption + note_lines as f32 * NOTE
}

/// What is said below the ticks: the adopted value, the scale.
pub fn caption(panel: &Panel) -> Option<String> {
    let scale = [&panel.x.caption, panel.y.as_ref().map_or(&panel.x.caption, |y| &y.caption)];
    let mut parts: Vec<&str> = panel.adopted.iter().map(|adopted| adopted.label.as_str()).collect();
    for text in scale {
        if !text.is_empty() && !parts.contains(&text.as_str()) {
            parts.push(text);
        }
    }
    if parts.is_empty() { None } else { Some(parts.join(" · ")) }
}

/// The middle of a mark's lane, from the top of the panel's rows.
pub fn lane_middle(rows: &[Row], row: usize, lane: u8) -> f32 {
    let above: f32 = rows.iter().take(row).map(row_height).sum();
    let lanes = rows.get(row).map_or(1, |row| row.lanes);
    above + ROW / 2.0 + f32::from(lane.min(lanes.saturating_sub(1))) * LANE
}

/// Where panels go: (column, top) for each, and the height of it all. A part stays in the column of its whole; every
/// other panel begins where there is most room. `heights` are in the order of `parts`.
pub fn place(heights: &[f32], parts: &[bool], columns: usize) -> (Vec<(usize, f32)>, f32) {
    let mut filled = vec![0.0_f32; columns.max(1)];
    let mut out = Vec::with_capacity(heights.len());
    let mut column = 0;
    for (height, part) in heights.iter().zip(parts) {
        if !(*part && !out.is_empty()) {
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
