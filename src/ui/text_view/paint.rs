//! Paints the reading view: grounds, words, outlines, margin. Layer `ui`.

use std::ops::Range;

use egui::{Color32, CornerRadius, Painter, Pos2, Rect, Response, Shape, Stroke, StrokeKind, Ui, pos2, vec2};

use super::GLOW_SECONDS;
use super::block::{FIGURE_PAD, Line};
use super::cache::{Env, Placed};
use super::input::scroll_bar_rects;
use super::layer::{FigureMark, Layer, LayerKind};
use super::outline::{Ends, Pen, outline};
use super::state::TextViewState;

/// Width of a tag bar and the distance from one to the next, in points.
const BAR_WIDTH: f32 = 3.0;
const BAR_STEP: f32 = 5.0;
/// From the nearest bar to the text.
const BAR_GAP: f32 = 7.0;
/// How much of the accent lies under a passage that is lit, and how far it reaches past the words.
const GLOW_STRENGTH: f32 = 0.22;
const GLOW_REACH: f32 = 3.0;
/// More bars than this side by side are told by a count.
const BARS_SHOWN: usize = 4;
/// From the text to the far edge of the last bar.
#[cfg(test)]
pub(super) const BARS_ROOM: f32 = BAR_GAP + (BARS_SHOWN as f32 - 1.0) * BAR_STEP + BAR_WIDTH;

/// The bar of one tag's colour beside some lines of a block.
struct Bar {
    colour: Color32,
    lines: Range<usize>,
    lane: usize,
    layers: Vec<usize>,
}

/// What is painted in this frame only.
pub(super) struct Now<'a> {
    /// In seconds.
    pub time: f64,
    pub lit: &'a [Range<usize>],
    pub hits: &'a [Range<usize>],
    pub hit: Option<Range<usize>>,
}

/// Paints what [`TextViewState::visible`] holds.
pub(super) fn paint(ui: &Ui, env: &Env<'_>, state: &mut TextViewState, response: &Response, now: Now<'_>) {
    let painter = ui.painter().with_clip_rect(state.rect);
    let glow = glow(ui, state, now.time);
    for placed in &state.visible {
        let bars = bars(env, placed);
        grounds(&painter, env, state, placed, &bars);
        for range in now.lit {
            for (rect, _) in bands(env, state, placed, range) {
                let colour = env.face.palette.accent.gamma_multiply(GLOW_STRENGTH);
                painter.rect_filled(rect.expand2(vec2(GLOW_REACH, 0.0)), CornerRadius::same(2), colour);
            }
        }
        if let Some((range, strength)) = &glow {
            let colour = env.face.palette.accent.gamma_multiply(0.30 * strength);
            for (rect, _) in bands(env, state, placed, range) {
                painter.rect_filled(rect.expand2(vec2(3.0, 1.0)), CornerRadius::same(4), colour);
            }
        }
        hits(&painter, env, state, placed, &now);
        selection(&painter, env, state, placed, response.has_focus());
        words(&painter, env, state, placed);
        marks(&painter, env, state, placed);
        margin(ui, &painter, env, state, placed, &bars);
    }
    caret(&painter, env, state, response);
    if let Some((track, thumb)) = scroll_bar_rects(env, state) {
        let near = ui.input(|input| input.pointer.latest_pos()).is_some_and(|pos| track.expand(6.0).contains(pos));
        let thumb = thumb.shrink2(vec2(if near { 2.0 } else { 3.0 }, 2.0));
        let colour = env.face.palette.faint.gamma_multiply(if near { 0.9 } else { 0.45 });
        painter.rect_filled(thumb, CornerRadius::same(3), colour);
    }
}

/// The matches of a search on a block: a ground, and a frame round the one it stands on.
fn hits(painter: &Painter, env: &Env<'_>, state: &TextViewState, placed: &Placed, now: &Now<'_>) {
    let Some(block) = env.doc.paragraphs.blocks().get(placed.block) else { return };
    let from = now.hits.partition_point(|hit| hit.end <= block.range.start);
    let warning = env.face.palette.warning;
    for hit in now.hits.iter().skip(from).take_while(|hit| hit.start < block.range.end) {
        let current = now.hit.as_ref() == Some(hit);
        for (rect, _) in bands(env, state, placed, hit) {
            let rect = rect.expand2(vec2(1.0, 0.0));
            painter.rect_filled(rect, CornerRadius::same(2), warning.gamma_multiply(if current { 0.42 } else { 0.24 }));
            if current {
                let stroke = Stroke::new(1.5, warning);
                painter.rect_stroke(rect.expand(0.5), CornerRadius::same(3), stroke, StrokeKind::Outside);
            }
        }
    }
}

/// A dotted line right of passages that no other open text has, ended by short strokes.
pub(super) fn only_here(ui: &Ui, env: &Env<'_>, state: &TextViewState, ranges: &[Range<usize>]) {
    let painter = ui.painter().with_clip_rect(state.rect);
    for (_, rect) in only_here_rects(env, state, ranges) {
        let colour = env.face.palette.dim.gamma_multiply(0.8);
        let x = painter.round_to_pixel_center(rect.center().x);
        let path = [pos2(x, rect.top() + 3.0), pos2(x, rect.bottom() - 3.0)];
        painter.extend(egui::Shape::dashed_line(&path, Stroke::new(1.0, colour), 2.0, 4.0));
        for y in [rect.top() + 1.0, rect.bottom() - 1.0] {
            painter.hline(x - 3.0..=x + 0.5, painter.round_to_pixel_center(y), Stroke::new(1.0, colour));
        }
    }
}

/// Where the marks of [`only_here`] stand: which passage, and the strip beside its lines.
pub(super) fn only_here_rects(env: &Env<'_>, state: &TextViewState, ranges: &[Range<usize>]) -> Vec<(usize, Rect)> {
    let mut out = Vec::new();
    for placed in &state.visible {
        let Some(block) = env.doc.paragraphs.blocks().get(placed.block) else { continue };
        let from = ranges.partition_point(|range| range.end <= block.range.start);
        for (index, range) in ranges.iter().enumerate().skip(from).take_while(|(_, r)| r.start < block.range.end) {
            let (first, last) = (range.start.max(block.range.start), range.end.min(block.range.end).saturating_sub(1));
            let lines = &placed.layout.lines;
            let (a, b) = (placed.layout.line_of(first, false), placed.layout.line_of(last.max(first), false));
            let (Some(a), Some(b)) = (lines.get(a), lines.get(b)) else { continue };
            let top = state.rect.top() + placed.top;
            let x = state.column.right() + 5.0;
            let band = |line: &Line| band(env, top + line.top);
            out.push((index, Rect::from_min_max(pos2(x - 3.0, band(a).0), pos2(x + 3.0, band(b).1))));
        }
    }
    out
}

/// The passage that glows, and how strongly: it lights up at once and settles.
fn glow(ui: &Ui, state: &mut TextViewState, now: f64) -> Option<(Range<usize>, f32)> {
    let fading = state.fading.as_mut()?;
    let since = *fading.since.get_or_insert(now);
    let left = 1.0 - ((now - since) / GLOW_SECONDS) as f32;
    if left <= 0.0 {
        state.fading = None;
        return None;
    }
    ui.ctx().request_repaint();
    Some((fading.range.clone(), left))
}

/// The height of words on a line: from above the capitals to below the descenders.
fn band(env: &Env<'_>, top: f32) -> (f32, f32) {
    let middle = top + env.face.line_height / 2.0;
    let half = (env.face.size * 0.66).min(env.face.line_height / 2.0);
    ((middle - half).round(), (middle + half).round())
}

/// A rectangle for each stretch of `range` on each line of a block, and whether the range begins or ends in it.
pub(super) fn bands(env: &Env<'_>, state: &TextViewState, placed: &Placed, range: &Range<usize>) -> Vec<(Rect, Ends)> {
    let mut out = Vec::new();
    for line in &placed.layout.lines {
        if line.range.end <= range.start || line.range.start >= range.end {
            continue;
        }
        let y = state.rect.top() + placed.top + line.top;
        if y > state.rect.bottom() || y + env.face.line_height < state.rect.top() {
            continue;
        }
        let (top, bottom) = band(env, y);
        let stretches = line.stretches(&trimmed(env, line, range));
        let count = stretches.len();
        let (begins, ends) = (range.start >= line.range.start, range.end <= line.range.end);
        for (index, (left, right)) in stretches.into_iter().enumerate() {
            let (at_left, at_right) = match line.direction {
                crate::text::bidi::Direction::Ltr => (begins, ends),
                crate::text::bidi::Direction::Rtl => (ends, begins),
            };
            let ends = Ends { left: at_left && index == 0, right: at_right && index + 1 == count };
            let min = pos2(state.column.left() + left, top);
            out.push((Rect::from_min_max(min, pos2(state.column.left() + right, bottom)), ends));
        }
    }
    out
}

/// The part of `range` on a line, without the white space that hangs over the line's end.
fn trimmed(env: &Env<'_>, line: &Line, range: &Range<usize>) -> Range<usize> {
    let words = env.doc.text.get(line.range.clone()).unwrap_or_default();
    let end = line.range.start + words.trim_end().len();
    range.start.max(line.range.start)..range.end.min(end)
}

fn touching<'a>(env: &'a Env<'_>, placed: &Placed) -> impl Iterator<Item = (usize, &'a Layer)> {
    let indices = env.layers.map().touching(placed.block);
    indices.iter().filter_map(|index| env.layers.get(*index).map(|layer| (*index as usize, layer)))
}

fn grounds(painter: &Painter, env: &Env<'_>, state: &TextViewState, placed: &Placed, bars: &[Bar]) {
    let palette = &env.face.palette;
    let tint = f32::from(palette.tint_percent) / 100.0;
    for (_, layer) in touching(env, placed) {
        let (colour, grow) = match layer.kind {
            LayerKind::Tag { colour } => (colour.gamma_multiply(tint), 0.0),
            LayerKind::Glow => (palette.accent.gamma_multiply(GLOW_STRENGTH), GLOW_REACH),
            LayerKind::Hit { current: false } => (palette.warning.gamma_multiply(0.26), 1.0),
            LayerKind::Hit { current: true } => (palette.warning.gamma_multiply(0.4), 1.0),
            LayerKind::Figure { .. } | LayerKind::Tie { .. } | LayerKind::Emphasis => continue,
        };
        for (rect, _) in bands(env, state, placed, &layer.range) {
            painter.rect_filled(rect.expand2(vec2(grow, 0.0)), CornerRadius::same(2), colour);
        }
    }
    for (_, layer) in touching(env, placed) {
        if let LayerKind::Tag { colour } = layer.kind {
            let lane = bars.iter().find(|bar| bar.colour == colour).map_or(0, |bar| bar.lane.min(2));
            for (rect, _) in bands(env, state, placed, &layer.range) {
                let y = rect.bottom() - 1.0 + 3.0 * lane as f32;
                painter.hline(rect.x_range(), y, Stroke::new(2.0, colour));
            }
        }
    }
    for (_, layer) in touching(env, placed) {
        if let LayerKind::Figure { mark, vague, lit } = layer.kind {
            for (rect, ends) in bands(env, state, placed, &layer.range) {
                let rect = boxed(rect);
                if lit {
                    let halo = outline(rect.expand(2.0), ends, 6.0);
                    let mut shapes = Vec::new();
                    let stroke = Stroke::new(3.0, palette.accent.gamma_multiply(0.35));
                    Pen::Solid.draw(halo, stroke, &mut shapes);
                    painter.extend(shapes);
                }
                if mark == FigureMark::Confirmed {
                    let ground = if vague { palette.warning.gamma_multiply(0.16) } else { palette.accent_ground };
                    painter.rect_filled(rect, ends.corners(4), ground);
                }
            }
        }
    }
}

/// The box round a figure's words.
fn boxed(rect: Rect) -> Rect {
    rect.expand2(vec2(FIGURE_PAD - 1.0, -0.5))
}

fn selection(painter: &Painter, env: &Env<'_>, state: &TextViewState, placed: &Placed, focused: bool) {
    let Some(range) = state.selection() else {
        return;
    };
    let strength = if focused { 0.30 } else { 0.18 };
    let colour = env.face.palette.accent.gamma_multiply(strength);
    for line in &placed.layout.lines {
        let part = range.start.max(line.range.start)..range.end.min(line.range.end);
        if part.is_empty() {
            continue;
        }
        let top = state.rect.top() + placed.top + line.top;
        for (left, right) in line.stretches(&part) {
            let min = pos2(state.column.left() + left, top);
            let max = pos2(state.column.left() + right, top + env.face.line_height);
            painter.rect_filled(Rect::from_min_max(min, max), CornerRadius::ZERO, colour);
        }
        // A selected paragraph end shows as a sliver behind the last word.
        let block_end = placed.layout.lines.last().is_some_and(|last| last.range == line.range);
        if block_end && range.end > line.range.end && range.contains(&line.range.end) {
            let x = state.column.left() + line.caret_end_x(line.range.end);
            let sliver = Rect::from_min_size(pos2(x, top), vec2(env.face.size * 0.25, env.face.line_height));
            painter.rect_filled(sliver, CornerRadius::ZERO, colour);
        }
    }
}

fn words(painter: &Painter, env: &Env<'_>, state: &TextViewState, placed: &Placed) {
    for line in &placed.layout.lines {
        let y = state.rect.top() + placed.top + line.top;
        if y > state.rect.bottom() || y + env.face.line_height < state.rect.top() {
            continue;
        }
        for segment in &line.segments {
            let at = pos2(state.column.left() + segment.x, y);
            painter.galley(at, segment.galley.clone(), env.face.palette.text);
        }
    }
}

fn marks(painter: &Painter, env: &Env<'_>, state: &TextViewState, placed: &Placed) {
    let palette = &env.face.palette;
    let mut shapes = Vec::new();
    for (_, layer) in touching(env, placed) {
        match layer.kind {
            LayerKind::Figure { mark: FigureMark::Rejected, .. } => {}
            LayerKind::Figure { mark, vague, lit } => {
                let colour = if vague { palette.warning } else { palette.accent };
                let width = if lit { 2.0 } else { 1.4 };
                let pen = match (vague, mark) {
                    (true, _) => Pen::Dotted,
                    (false, FigureMark::Suggested) => Pen::Dashed,
                    (false, _) => Pen::Solid,
                };
                for (rect, ends) in bands(env, state, placed, &layer.range) {
                    pen.draw(outline(boxed(rect), ends, 4.0), Stroke::new(width, colour), &mut shapes);
                }
            }
            LayerKind::Tie { colour } => {
                for (rect, _) in bands(env, state, placed, &layer.range) {
                    let path = vec![rect.left_bottom() + vec2(0.0, 0.5), rect.right_bottom() + vec2(0.0, 0.5)];
                    Pen::Dotted.draw(path, Stroke::new(1.6, colour), &mut shapes);
                }
            }
            LayerKind::Hit { current: true } => {
                for (rect, _) in bands(env, state, placed, &layer.range) {
                    let rect = rect.expand2(vec2(1.5, 0.5));
                    let stroke = Stroke::new(1.2, palette.warning);
                    shapes.push(Shape::rect_stroke(rect, CornerRadius::same(2), stroke, StrokeKind::Outside));
                }
            }
            LayerKind::Tag { .. } | LayerKind::Hit { .. } | LayerKind::Glow | LayerKind::Emphasis => {}
        }
    }
    painter.extend(shapes);
}

/// The bars of a block, one for each colour and stretch of lines, in lanes that do not collide.
fn bars(env: &Env<'_>, placed: &Placed) -> Vec<Bar> {
    let mut out: Vec<Bar> = Vec::new();
    for (index, layer) in touching(env, placed) {
        let LayerKind::Tag { colour } = layer.kind else {
            continue;
        };
        let first = placed.layout.line_of(layer.range.start, false);
        let last = placed.layout.line_of(layer.range.end.saturating_sub(1), false);
        let lines = first..last + 1;
        let same =
            |bar: &&mut Bar| bar.colour == colour && bar.lines.start <= lines.end && lines.start <= bar.lines.end;
        if let Some(bar) = out.iter_mut().find(same) {
            bar.lines = bar.lines.start.min(lines.start)..bar.lines.end.max(lines.end);
            bar.layers.push(index);
        } else {
            out.push(Bar { colour, lines, lane: 0, layers: vec![index] });
        }
    }
    out.sort_by_key(|bar| (bar.lines.start, usize::MAX - bar.lines.end));
    for index in 0..out.len() {
        let (done, rest) = out.split_at_mut(index);
        if let Some(bar) = rest.first_mut() {
            let taken = |lane: usize| {
                let overlaps = |other: &Bar| other.lines.start < bar.lines.end && bar.lines.start < other.lines.end;
                done.iter().any(|other| other.lane == lane && overlaps(other))
            };
            bar.lane = (0..).find(|lane| !taken(*lane)).unwrap_or(0);
        }
    }
    out
}

fn bar_rect(env: &Env<'_>, state: &TextViewState, placed: &Placed, bar: &Bar) -> Rect {
    let top = state.rect.top() + placed.top + bar.lines.start as f32 * env.face.line_height;
    let bottom = state.rect.top() + placed.top + bar.lines.end as f32 * env.face.line_height;
    let right = state.column.left() - BAR_GAP - bar.lane as f32 * BAR_STEP;
    Rect::from_min_max(pos2(right - BAR_WIDTH, top + 2.0), pos2(right, bottom - 2.0))
}

/// The layers of the bar at `pos`.
pub(super) fn bars_at(env: &Env<'_>, state: &TextViewState, pos: Pos2) -> Vec<usize> {
    if pos.x > state.column.left() || pos.x < state.column.left() - env.margins.left {
        return Vec::new();
    }
    for placed in &state.visible {
        for bar in bars(env, placed).into_iter().filter(|bar| bar.lane < BARS_SHOWN) {
            if bar_rect(env, state, placed, &bar).expand2(vec2(1.0, 0.0)).contains(pos) {
                return bar.layers;
            }
        }
    }
    Vec::new()
}

fn margin(ui: &Ui, painter: &Painter, env: &Env<'_>, state: &TextViewState, placed: &Placed, bars: &[Bar]) {
    let palette = &env.face.palette;
    for bar in bars.iter().filter(|bar| bar.lane < BARS_SHOWN) {
        painter.rect_filled(bar_rect(env, state, placed, bar), CornerRadius::same(1), bar.colour);
    }
    let right = state.column.left() - BAR_GAP - BARS_SHOWN as f32 * BAR_STEP - 1.0;
    let top = state.rect.top() + placed.top;
    let number = env.doc.paragraphs.blocks().get(placed.block).and_then(|block| block.number);
    let mut below = top + env.face.size * 0.16;
    if let Some(number) = number {
        let galley = env.face.small(ui.ctx(), number.to_string(), palette.dim);
        // A number of three digits reaches into the room of the bars rather than out of the card.
        let left = (right - galley.size().x).max(state.rect.left() + 3.0);
        let at = pos2(left, below);
        below += galley.size().y;
        painter.galley(at, galley, palette.dim);
    }
    let hidden = bars.iter().filter(|bar| bar.lane >= BARS_SHOWN).count();
    if hidden > 0 {
        let galley = env.face.small(ui.ctx(), format!("+{hidden}"), palette.text);
        painter.galley(pos2(right - galley.size().x, below), galley, palette.text);
    }
}

fn caret(painter: &Painter, env: &Env<'_>, state: &TextViewState, response: &Response) {
    let Some(caret) = state.caret.filter(|_| response.has_focus()) else {
        return;
    };
    let block = env.doc.paragraphs.at(caret.focus);
    let Some(placed) = state.visible.iter().find(|placed| placed.block == block) else {
        return;
    };
    let index = placed.layout.line_of(caret.focus, caret.upstream);
    if let Some(line) = placed.layout.lines.get(index) {
        let x = if caret.upstream { line.caret_end_x(caret.focus) } else { line.caret_x(caret.focus) };
        let (top, bottom) = band(env, state.rect.top() + placed.top + line.top);
        let x = painter.round_to_pixel_center(state.column.left() + x);
        painter.vline(x, top..=bottom, Stroke::new(1.5, env.face.palette.accent));
    }
}
