//! The marks of one panel: a plot item that draws them, and where each is on the screen. Layer `ui`.

use std::ops::RangeInclusive;
use std::sync::Arc;

use egui::epaint::{CircleShape, PathShape};
use egui::{Color32, Mesh, Pos2, Rect, Shape, Stroke, Ui, pos2, vec2};
use egui_plot::{PlotBounds, PlotGeometry, PlotItem, PlotItemBase, PlotPoint, PlotTransform};

use crate::plots::arrange::{HALF_BAR, MarkSize, aside, lane_middle};
use crate::plots::{Evidence, Glyph, Mark, MarkShape, Panel};

use super::{PlotColours, behind};

/// The axes' area on the screen. What the plot may draw on is larger by [`EDGE`], so that no arrow is cut.
pub(super) fn area(transform: &PlotTransform) -> Rect {
    let corner = |x, y| transform.position_from_point(&PlotPoint::new(x, y));
    Rect::from_two_pos(corner(0.0, 0.0), corner(1.0, 1.0))
}

/// How far marks may reach beyond the axes, in points.
pub(super) const EDGE: f32 = 8.0;

/// Where a mark is on the screen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    /// Its dot, or the middle of a range.
    pub dot: Pos2,
    /// From where to where it reaches along the count axis.
    pub ends: (f32, f32),
}

impl Spot {
    /// The place of a mark on axes that take up `frame`. `tops` are the tops of the panel's rows.
    pub fn of(panel: &Panel, tops: &[f32], frame: Rect, mark: &Mark) -> Self {
        let size = MarkSize::of(panel);
        let along = |at: f64| frame.left() + at as f32 * frame.width();
        if panel.y.is_some() {
            let up = |at: f64| frame.bottom() - at as f32 * frame.height();
            let y = up(mark.at);
            // Counts grow upwards, and y downwards.
            let limits = (-frame.bottom(), -frame.top());
            let (low, high) = size.reach(mark.shape, -y, (-up(mark.from), -up(mark.to)), limits);
            Self { dot: pos2(along(mark.day) + aside(panel, mark), y), ends: (-low, -high) }
        } else {
            let x = along(mark.at);
            let limits = (frame.left(), frame.right());
            let ends = size.reach(mark.shape, x, (along(mark.from), along(mark.to)), limits);
            let top = tops.get(mark.row).copied().unwrap_or(0.0);
            Self { dot: pos2(x, frame.top() + top + lane_middle(panel, mark)), ends }
        }
    }

    /// How far a point is from it, counting the whole of a bar or an arrow.
    pub fn distance(&self, point: Pos2, up: bool) -> f32 {
        let (low, high) = (self.ends.0.min(self.ends.1), self.ends.0.max(self.ends.1));
        let nearest =
            if up { pos2(self.dot.x, point.y.clamp(low, high)) } else { pos2(point.x.clamp(low, high), self.dot.y) };
        // Where marks lie close together, the dot decides and not the arrow of its neighbour.
        nearest.distance(point).max((self.dot.distance(point) * 0.2).min(6.0))
    }
}

/// The sign of a mark, free of any axis.
pub(super) struct Sign {
    pub shape: MarkShape,
    pub dot: bool,
    pub filled: bool,
    pub colour: Color32,
    pub denied: bool,
    pub glyph: Glyph,
    pub size: MarkSize,
    /// Whether counts run upwards.
    pub up: bool,
}

impl Sign {
    /// Adds its shapes, with its dot at a place and its two ends along the count axis.
    pub fn shapes(&self, colours: &PlotColours, dot: Pos2, (from, to): (f32, f32), out: &mut Vec<Shape>) {
        let Self { colour, size, up, .. } = *self;
        let stroke = Stroke::new(size.line, colour);
        let point = |along: f32, across: f32| {
            if up { pos2(dot.x + across, along) } else { pos2(along, dot.y + across) }
        };
        let forward = if up { -1.0 } else { 1.0 };
        let along = if up { dot.y } else { dot.x };
        let head = |tip: f32, towards: f32| {
            let back = size.head.mul_add(-towards, tip);
            let wide = size.head * 0.75;
            Shape::Path(PathShape::line(vec![point(back, -wide), point(tip, 0.0), point(back, wide)], stroke))
        };
        match self.shape {
            MarkShape::Dot | MarkShape::Part => {}
            MarkShape::Floor => {
                out.push(Shape::line_segment([point(along, 0.0), point(to, 0.0)], stroke));
                out.push(head(to, forward));
            }
            MarkShape::Ceiling => {
                out.push(Shape::line_segment([point(along, 0.0), point(from, 0.0)], stroke));
                out.push(head(from, -forward));
            }
            MarkShape::Range => {
                let half = size.radius * 0.7;
                let bar = Rect::from_two_pos(point(from, -half), point(to, half));
                let fill = if self.filled { colour } else { colours.paper };
                out.push(Shape::Rect(egui::epaint::RectShape::new(bar, half, fill, stroke, egui::StrokeKind::Middle)));
            }
            MarkShape::Band => {
                let half = size.radius;
                let bar = Rect::from_two_pos(point(from, -half), point(to, half));
                out.push(Shape::rect_filled(bar, half, colour.gamma_multiply(0.18)));
                out.extend(Shape::dashed_line(&[point(from, 0.0), point(to, 0.0)], stroke, 2.5, 3.0));
                out.push(head(to, forward));
            }
        }
        if self.dot {
            let fill = if self.filled { colour } else { colours.paper };
            out.push(glyph(self.glyph, dot, size.radius, fill, stroke));
        }
        if self.denied {
            let arm = size.radius * 1.4;
            for slope in [-1.0, 1.0] {
                let corner = vec2(arm, arm * slope);
                out.push(Shape::line_segment([dot - corner, dot + corner], Stroke::new(1.6, colours.text)));
            }
        }
    }
}

/// The sign of a measure round a middle.
pub(super) fn glyph(glyph: Glyph, middle: Pos2, radius: f32, fill: Color32, stroke: Stroke) -> Shape {
    if glyph.corners().is_empty() {
        return Shape::Circle(CircleShape { center: middle, radius, fill, stroke });
    }
    let corners = glyph.corners().iter().map(|(x, y)| middle + vec2(*x, *y) * radius).collect();
    Shape::Path(PathShape::convex_polygon(corners, fill, stroke))
}

/// All that is drawn inside a panel's axes, as one plot item.
pub(super) struct Marks<'a> {
    base: PlotItemBase,
    panel: &'a Panel,
    colours: &'a PlotColours,
    tops: &'a [f32],
    /// Whose marks have a ring: selected, pointed at, under the keyboard.
    ringed: [Option<Evidence>; 3],
    /// The marks of a crowded panel, ready made.
    crowd: Option<Arc<Mesh>>,
}

impl<'a> Marks<'a> {
    pub fn new(
        panel: &'a Panel,
        colours: &'a PlotColours,
        tops: &'a [f32],
        ringed: [Option<Evidence>; 3],
        crowd: Option<Arc<Mesh>>,
    ) -> Self {
        Self { base: PlotItemBase::new("marks".to_owned()), panel, colours, tops, ringed, crowd }
    }

    fn grid(&self, transform: &PlotTransform, out: &mut Vec<Shape>) {
        let frame = area(transform);
        let stroke = Stroke::new(1.0, self.colours.line);
        for tick in &self.panel.x.ticks {
            let x = transform.position_from_point_x(tick.at);
            if self.panel.x.undated == Some(tick.at) {
                // What has no date stands at no day.
                let ends = [pos2(x, frame.top()), pos2(x, frame.bottom())];
                out.extend(Shape::dashed_line(&ends, stroke, 2.0, 4.0));
                continue;
            }
            out.push(Shape::vline(x, frame.y_range(), stroke));
        }
        for tick in self.panel.y.iter().flat_map(|axis| &axis.ticks) {
            out.push(Shape::hline(frame.x_range(), transform.position_from_point_y(tick.at), stroke));
        }
    }

    fn adopted(&self, transform: &PlotTransform, out: &mut Vec<Shape>) {
        let Some(adopted) = &self.panel.adopted else { return };
        let frame = area(transform);
        let upright = self.panel.y.is_some();
        let up = |at: f64| transform.position_from_point_y(at);
        let along = |at: f64| transform.position_from_point_x(at);
        let band = adopted.band.map(|(low, high)| match upright {
            true => Rect::from_x_y_ranges(frame.x_range(), up(high)..=up(low)),
            false => Rect::from_x_y_ranges(along(low)..=along(high), frame.y_range()),
        });
        if let Some(band) = band {
            out.push(Shape::rect_filled(band, 0.0, self.colours.adopted.gamma_multiply(0.1)));
        }
        for line in &adopted.lines {
            let ends = match upright {
                true => [pos2(frame.left(), up(*line)), pos2(frame.right(), up(*line))],
                false => [pos2(along(*line), frame.top()), pos2(along(*line), frame.bottom())],
            };
            out.extend(Shape::dashed_line(&ends, Stroke::new(1.8, self.colours.adopted), 5.0, 3.5));
        }
    }

    fn series(&self, transform: &PlotTransform, out: &mut Vec<Shape>) {
        for line in &self.panel.series {
            let colour = self.colours.origin(line.colour);
            let at = |day: f64, at: f64| transform.position_from_point(&PlotPoint::new(day, at));
            let mut path: Vec<Pos2> = Vec::with_capacity(line.steps.len() * 2);
            for pair in line.steps.windows(2) {
                let [a, b] = pair else { continue };
                // Each value holds until the next report.
                path.extend([at(a.day, a.at), at(b.day, a.at), at(b.day, b.at)]);
                if a.low < a.high {
                    let held = Rect::from_two_pos(at(a.day, a.low), at(b.day, a.high));
                    out.push(Shape::rect_filled(held, 0.0, colour.gamma_multiply(0.14)));
                }
            }
            if path.len() > 1 {
                out.push(Shape::Path(PathShape::line(path, Stroke::new(2.0, colour))));
            }
        }
    }
}

impl PlotItem for Marks<'_> {
    fn shapes(&self, ui: &Ui, transform: &PlotTransform, out: &mut Vec<Shape>) {
        self.grid(transform, out);
        self.adopted(transform, out);
        self.series(transform, out);
        behind::shapes(self.panel, self.tops, area(transform), ui.clip_rect(), self.colours, out);
        let size = MarkSize::of(self.panel);
        let frame = area(transform);
        let seen = ui.clip_rect().expand(60.0);
        if let Some(crowd) = &self.crowd {
            out.push(Shape::Mesh(Arc::clone(crowd)));
        }
        for mark in &self.panel.marks {
            let ringed = self.ringed.contains(&Some(mark.evidence));
            if self.crowd.is_some() && !ringed {
                continue;
            }
            let spot = Spot::of(self.panel, self.tops, frame, mark);
            if spot.dot.y < seen.top() || spot.dot.y > seen.bottom() {
                continue;
            }
            if ringed {
                let lit = self.ringed.first() == Some(&Some(mark.evidence));
                let ring = Stroke::new(if lit { 2.0 } else { 1.5 }, self.colours.accent);
                if mark.shape == MarkShape::Part {
                    let (from, to) = spot.ends;
                    let bar = Rect::from_x_y_ranges(from..=to, spot.dot.y - HALF_BAR..=spot.dot.y + HALF_BAR);
                    out.push(Shape::rect_stroke(bar.expand(1.5), 2.0, ring, egui::StrokeKind::Outside));
                } else {
                    out.push(Shape::circle_stroke(spot.dot, size.radius + 4.5, ring));
                }
            }
            let opacity = if mark.fade.is_some() { 0.42 } else { size.opacity };
            let colour = self.colours.origin(mark.colour);
            let sign = Sign {
                shape: mark.shape,
                dot: mark.dot,
                filled: mark.filled,
                colour: if opacity < 1.0 { colour.gamma_multiply(opacity) } else { colour },
                denied: mark.denied,
                glyph: mark.glyph,
                size,
                up: self.panel.y.is_some(),
            };
            if self.crowd.is_none() {
                sign.shapes(self.colours, spot.dot, spot.ends, out);
            }
        }
    }

    fn initialize(&mut self, _x_range: RangeInclusive<f64>) {}

    fn color(&self) -> Color32 {
        self.colours.dim
    }

    fn allow_hover(&self) -> bool {
        // What is pointed at is found by `Spot::distance`, which knows bars and arrows.
        false
    }

    fn geometry(&self) -> PlotGeometry<'_> {
        PlotGeometry::None
    }

    fn bounds(&self) -> PlotBounds {
        PlotBounds::NOTHING
    }

    fn base(&self) -> &PlotItemBase {
        &self.base
    }

    fn base_mut(&mut self) -> &mut PlotItemBase {
        &mut self.base
    }
}
