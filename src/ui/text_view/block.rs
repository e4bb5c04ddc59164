//! One block of text laid out: visual lines made of segments with byte ranges and positions. Layer `ui`. The one path
//! for both directions, for painting, hit testing and geometry.

use std::ops::Range;
use std::sync::Arc;

use egui::{Context, Galley};
use unicode_segmentation::UnicodeSegmentation as _;

use super::layer::Style;
use super::shape::{Face, Shaped, shape};
use crate::text::bidi::{BreakAfter, Direction, Unit, UnitKind, displayed, units, visual_order};
use crate::text::paragraphs::Block;

/// Room before and behind a figure for its outline, in points.
pub(super) const FIGURE_PAD: f32 = 4.5;

/// A block laid out at one width.
#[derive(Debug)]
pub(super) struct BlockLayout {
    pub lines: Vec<Line>,
    /// In points, without the gap below.
    pub height: f32,
}

/// One line on screen.
#[derive(Debug)]
pub(super) struct Line {
    /// UTF-8 bytes of the whole text, with the white space that hangs over its end.
    pub range: Range<usize>,
    /// Points below the top of the block.
    pub top: f32,
    pub direction: Direction,
    /// From left to right.
    pub segments: Vec<Segment>,
}

/// A stretch of a line that runs in one direction and is painted in one go.
#[derive(Debug)]
pub(super) struct Segment {
    /// UTF-8 bytes of the whole text.
    pub range: Range<usize>,
    pub direction: Direction,
    /// Points from the left edge of the text column.
    pub x: f32,
    pub width: f32,
    /// See [`Shaped::stops`].
    stops: Vec<(u32, f32)>,
    pub galley: Arc<Galley>,
}

impl Segment {
    /// Where the edge before byte `offset` stands, in points from the column's left edge. An offset outside the segment
    /// gives the nearer end.
    pub(super) fn x_of(&self, offset: usize) -> f32 {
        let local = u32::try_from(offset.saturating_sub(self.range.start)).unwrap_or(u32::MAX);
        let index = self.stops.partition_point(|(at, _)| *at < local);
        let along = self.stops.get(index).or(self.stops.last()).map_or(0.0, |(_, along)| *along);
        match self.direction {
            Direction::Ltr => self.x + along,
            Direction::Rtl => self.x + self.width - along,
        }
    }

    /// The byte at which a caret placed at `x` would stand.
    fn nearest(&self, x: f32) -> usize {
        let along = match self.direction {
            Direction::Ltr => x - self.x,
            Direction::Rtl => self.x + self.width - x,
        };
        let after = self.stops.partition_point(|(_, at)| *at < along);
        let (low, high) = (after.checked_sub(1).and_then(|before| self.stops.get(before)), self.stops.get(after));
        let local = match (low, high) {
            (Some(low), Some(high)) if along - low.1 < high.1 - along => low.0,
            (_, Some(high)) => high.0,
            (Some(low), None) => low.0,
            (None, None) => 0,
        };
        self.range.start + local as usize
    }

    /// The byte of the character that covers `x`.
    fn under(&self, x: f32) -> usize {
        let along = match self.direction {
            Direction::Ltr => x - self.x,
            Direction::Rtl => self.x + self.width - x,
        };
        let after = self.stops.partition_point(|(_, at)| *at <= along);
        let local = after.checked_sub(1).and_then(|before| self.stops.get(before)).map_or(0, |(at, _)| *at);
        self.range.start + local as usize
    }

    fn right(&self) -> f32 {
        self.x + self.width
    }
}

impl Line {
    /// The byte at which a click at `x` puts the caret. Beyond the ends of the line: its start or end.
    pub(super) fn caret_at(&self, x: f32) -> usize {
        let (Some(first), Some(last)) = (self.segments.first(), self.segments.last()) else {
            return self.range.start;
        };
        let (left_end, right_end) = match self.direction {
            Direction::Ltr => (self.range.start, self.range.end),
            Direction::Rtl => (self.range.end, self.range.start),
        };
        if x < first.x {
            return left_end;
        }
        if x > last.right() {
            return right_end;
        }
        self.nearest_segment(x).map_or(self.range.start, |segment| segment.nearest(x))
    }

    /// The byte of the character painted at `x`, if one is.
    pub(super) fn char_at(&self, x: f32) -> Option<usize> {
        self.segments.iter().find(|segment| segment.x <= x && x < segment.right()).map(|segment| segment.under(x))
    }

    /// The caret's place before byte `offset`.
    pub(super) fn caret_x(&self, offset: usize) -> f32 {
        let inside = self.segments.iter().find(|segment| segment.range.contains(&offset));
        let at_end = || self.segments.iter().find(|segment| segment.range.end == offset);
        inside.or_else(at_end).map_or(0.0, |segment| segment.x_of(offset))
    }

    /// The place behind the character that ends at byte `offset`.
    pub(super) fn caret_end_x(&self, offset: usize) -> f32 {
        let holder = self.segments.iter().find(|segment| segment.range.start < offset && offset <= segment.range.end);
        holder.map_or(0.0, |segment| segment.x_of(offset))
    }

    /// The stretches from left to right, in points, which the bytes of `range` take up; touching ones are joined.
    pub(super) fn stretches(&self, range: &Range<usize>) -> Vec<(f32, f32)> {
        let mut out: Vec<(f32, f32)> = Vec::new();
        // Whether the last stretch reaches the right end of the segment before this one.
        let mut reaches = false;
        for segment in &self.segments {
            let start = range.start.max(segment.range.start);
            let end = range.end.min(segment.range.end);
            if start >= end {
                reaches = false;
                continue;
            }
            let (first, last) = (start == segment.range.start, end == segment.range.end);
            let (from_left, to_right) = match segment.direction {
                Direction::Ltr => (first, last),
                Direction::Rtl => (last, first),
            };
            let (a, b) = (segment.x_of(start), segment.x_of(end));
            let (left, right) = (a.min(b), a.max(b));
            match out.last_mut() {
                // Figures have room around them; a tint or a selection does not break off there.
                Some(last) if reaches && from_left => last.1 = right,
                _ => out.push((left, right)),
            }
            reaches = to_right;
        }
        out
    }

    fn nearest_segment(&self, x: f32) -> Option<&Segment> {
        let distance = |segment: &Segment| (segment.x - x).max(x - segment.right()).max(0.0);
        self.segments.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))
    }
}

impl BlockLayout {
    /// The line on which the caret at byte `offset` stands; with `upstream`, at a soft line end, the line above.
    pub(super) fn line_of(&self, offset: usize, upstream: bool) -> usize {
        let index = self.lines.partition_point(|line| line.range.start <= offset).saturating_sub(1);
        let at_start = self.lines.get(index).is_some_and(|line| line.range.start == offset);
        if upstream && at_start { index.saturating_sub(1) } else { index }
    }

    /// The line at `y` points below the block's top, or the nearest.
    pub(super) fn line_at(&self, y: f32) -> Option<&Line> {
        let index = self.lines.partition_point(|line| line.top <= y).saturating_sub(1);
        self.lines.get(index)
    }
}

/// A unit with its style and width: what lines are broken out of.
struct Piece {
    unit: Unit,
    style: Style,
    width: f32,
    /// Room before it, in the order of the text, for the outline of a figure that begins or ends there.
    pad: f32,
    /// Only for units that are painted by themselves.
    shaped: Option<Shaped>,
}

impl Piece {
    fn joins(&self, next: &Self) -> bool {
        self.unit.joins
            && next.unit.joins
            && self.unit.level == next.unit.level
            && self.unit.range.end == next.unit.range.start
            && self.style == next.style
    }

    fn room(&self) -> f32 {
        self.pad + self.width
    }
}

/// Lays out `block` of `text` in lines of at most `width` points.
pub(super) fn lay_out(
    ctx: &Context,
    face: &Face,
    text: &str,
    block: &Block,
    styles: &[(Range<usize>, Style)],
    width: f32,
) -> BlockLayout {
    let words = text.get(block.range.clone()).unwrap_or_default();
    let pieces = measured(ctx, face, words, block, styles);
    let pieces = torn(ctx, face, words, pieces, width);
    let mut lines = Vec::new();
    let mut rest = pieces.as_slice();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(line_end(rest, width).clamp(1, rest.len()));
        let top = lines.len() as f32 * face.line_height;
        lines.push(assemble(ctx, face, words, block, line, width, top));
        rest = after;
    }
    let height = lines.len() as f32 * face.line_height;
    BlockLayout { lines, height }
}

/// The units of a block with their styles and widths. Neighbours that may be shaped together are, so that a paragraph
/// costs one pass and not one for each word.
fn measured(ctx: &Context, face: &Face, words: &str, block: &Block, styles: &[(Range<usize>, Style)]) -> Vec<Piece> {
    let base = block.range.start;
    let mut cuts: Vec<usize> =
        styles.iter().flat_map(|(range, _)| [range.start, range.end]).map(|at| at.saturating_sub(base)).collect();
    cuts.sort_unstable();
    let mut pieces: Vec<Piece> = units(words, block.direction, &cuts)
        .into_iter()
        .map(|unit| Piece { style: style_of(&unit, base, styles), unit, width: 0.0, pad: 0.0, shaped: None })
        .collect();
    let mut before = None;
    for piece in &mut pieces {
        piece.pad = pad(before, piece.style.boxed);
        before = piece.style.boxed;
    }
    let mut from = 0;
    while from < pieces.len() {
        let rest = pieces.get(from..).unwrap_or_default();
        let len = 1 + rest.iter().zip(rest.iter().skip(1)).take_while(|(piece, next)| piece.joins(next)).count();
        let run = pieces.get_mut(from..from + len).unwrap_or_default();
        measure_run(ctx, face, words, run);
        from += len;
    }
    let mixed = |piece: &Piece| {
        piece.unit.direction() == Direction::Rtl && piece.shaped.as_ref().is_some_and(|shaped| shaped.mixed)
    };
    if pieces.iter().any(mixed) {
        pieces = pieces
            .into_iter()
            .flat_map(|piece| if mixed(&piece) { by_character(ctx, face, words, &piece) } else { vec![piece] })
            .collect();
    }
    pieces
}

/// A right-to-left unit that no one face can set, character by character: unjoined, but in the right order.
fn by_character(ctx: &Context, face: &Face, words: &str, piece: &Piece) -> Vec<Piece> {
    let unit = &piece.unit;
    let clusters = words.get(unit.range.clone()).unwrap_or_default().grapheme_indices(true);
    clusters
        .map(|(at, cluster)| {
            let start = unit.range.start + at;
            let range = start..start + cluster.len();
            let break_after = if range.end == unit.range.end { unit.break_after } else { BreakAfter::No };
            let single = Unit { range, break_after, ..unit.clone() };
            let shaped = shape(ctx, face, &displayed(words, &single), Direction::Rtl, piece.style);
            let pad = if at == 0 { piece.pad } else { 0.0 };
            Piece { unit: single, style: piece.style, width: shaped.width, pad, shaped: Some(shaped) }
        })
        .collect()
}

fn style_of(unit: &Unit, base: usize, styles: &[(Range<usize>, Style)]) -> Style {
    let (start, end) = (base + unit.range.start, base + unit.range.end);
    let index = styles.partition_point(|(range, _)| range.end <= start);
    styles.get(index).filter(|(range, _)| range.start < end).map(|(_, style)| *style).unwrap_or_default()
}

/// The room between two neighbours: a figure keeps its outline clear of what is not part of it.
fn pad(one: Option<u32>, other: Option<u32>) -> f32 {
    if one == other { 0.0 } else { FIGURE_PAD }
}

fn measure_run(ctx: &Context, face: &Face, words: &str, run: &mut [Piece]) {
    let (Some(first), Some(last)) = (run.first(), run.last()) else {
        return;
    };
    if first.unit.kind == UnitKind::Invisible {
        return;
    }
    let start = first.unit.range.start;
    let whole = Unit { range: start..last.unit.range.end, ..first.unit.clone() };
    let shaped = shape(ctx, face, &displayed(words, &whole), whole.direction(), first.style);
    if let [only] = run
        && !only.unit.joins
    {
        only.width = shaped.width;
        only.shaped = Some(shaped);
        return;
    }
    let mut stops = shaped.stops.iter();
    let mut before = 0.0;
    for piece in run {
        let end = u32::try_from(piece.unit.range.end - start).unwrap_or(u32::MAX);
        let along = stops.find(|(at, _)| *at >= end).map_or(shaped.width, |(_, along)| *along);
        piece.width = along - before;
        before = along;
    }
}

/// Tears every piece that is wider than a whole line (an address, a row of dots) between characters.
fn torn(ctx: &Context, face: &Face, words: &str, pieces: Vec<Piece>, width: f32) -> Vec<Piece> {
    if pieces.iter().all(|piece| piece.room() <= width || piece.unit.kind != UnitKind::Word) {
        return pieces;
    }
    let mut out = Vec::with_capacity(pieces.len());
    for piece in pieces {
        if piece.room() <= width || piece.unit.kind != UnitKind::Word {
            out.push(piece);
            continue;
        }
        let shaped = piece
            .shaped
            .unwrap_or_else(|| shape(ctx, face, &displayed(words, &piece.unit), piece.unit.direction(), piece.style));
        let (mut start, mut start_along) = (0, 0.0);
        let mut stops = shaped.stops.iter().skip(1).peekable();
        while let Some((at, along)) = stops.next() {
            let full = stops.peek().is_none_or(|(_, next)| next - start_along > width - 2.0 * FIGURE_PAD);
            if !full {
                continue;
            }
            let last = stops.peek().is_none();
            let offset = piece.unit.range.start;
            let unit = Unit {
                range: offset + start as usize..offset + *at as usize,
                break_after: if last { piece.unit.break_after } else { BreakAfter::May },
                ..piece.unit.clone()
            };
            let pad = if start == 0 { piece.pad } else { 0.0 };
            out.push(Piece { unit, style: piece.style, width: along - start_along, pad, shaped: None });
            (start, start_along) = (*at, *along);
        }
    }
    out
}

/// How many of `pieces` fit on one line. White space at its end may hang over.
fn line_end(pieces: &[Piece], width: f32) -> usize {
    let mut used = 0.0;
    let mut last_break = None;
    for (index, piece) in pieces.iter().enumerate() {
        if piece.unit.kind == UnitKind::Word && used + piece.room() > width + 0.1 {
            // Without a place to break, the line ends here all the same: better torn than cut off.
            return last_break.unwrap_or(index);
        }
        used += piece.room();
        match piece.unit.break_after {
            BreakAfter::Must => return index + 1,
            BreakAfter::May => last_break = Some(index + 1),
            BreakAfter::No => {}
        }
    }
    pieces.len()
}

fn assemble(ctx: &Context, face: &Face, words: &str, block: &Block, pieces: &[Piece], width: f32, top: f32) -> Line {
    let base = block.range.start;
    let line_units: Vec<Unit> = pieces.iter().map(|piece| piece.unit.clone()).collect();
    let order = visual_order(&line_units, block.direction);
    let mut visual = order.iter().filter_map(|index| pieces.get(*index)).peekable();
    let mut segments: Vec<Segment> = Vec::new();
    let mut x = 0.0;
    let mut left_of = None;
    while let Some(first) = visual.next() {
        let mut last = first;
        while let Some(next) = visual.next_if(|next| last.joins(next)) {
            last = next;
        }
        let unit = Unit { range: first.unit.range.start..last.unit.range.end, ..first.unit.clone() };
        let direction = unit.direction();
        let shaped = match &first.shaped {
            Some(shaped) => shaped.clone(),
            None if unit.kind == UnitKind::Invisible => nothing(ctx, face, &unit),
            None => shape(ctx, face, &displayed(words, &unit), direction, first.style),
        };
        // On screen a figure may begin with its last word: the room goes where its outline ends.
        x += pad(left_of, first.style.boxed);
        left_of = first.style.boxed;
        segments.push(Segment {
            range: base + unit.range.start..base + unit.range.end,
            direction,
            x,
            width: shaped.width,
            stops: shaped.stops,
            galley: shaped.galley,
        });
        x += shaped.width;
    }
    x += pad(left_of, None);
    if block.direction == Direction::Rtl {
        // White space that hangs over stands at the left here; the words end at the right edge of the column.
        let shift = width - x;
        for segment in &mut segments {
            segment.x += shift;
        }
    }
    let start = pieces.first().map_or(0, |piece| piece.unit.range.start);
    let end = pieces.last().map_or(start, |piece| piece.unit.range.end);
    Line { range: base + start..base + end, top, direction: block.direction, segments }
}

/// A stretch that takes no room.
fn nothing(ctx: &Context, face: &Face, unit: &Unit) -> Shaped {
    let empty = shape(ctx, face, "", Direction::Ltr, Style::default());
    let len = u32::try_from(unit.range.len()).unwrap_or(u32::MAX);
    Shaped { galley: empty.galley, width: 0.0, stops: vec![(0, 0.0), (len, 0.0)], mixed: false }
}
