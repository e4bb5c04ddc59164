//! Outlines round a stretch of words: solid, dashed or dotted, open where the stretch goes on in another line. Layer
//! `ui`.

use egui::{CornerRadius, Pos2, Rect, Shape, Stroke, pos2};

/// Which sides of an outline are closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ends {
    pub left: bool,
    pub right: bool,
}

impl Ends {
    /// Round corners where a side is closed.
    pub(super) const fn corners(self, radius: u8) -> CornerRadius {
        let left = if self.left { radius } else { 0 };
        let right = if self.right { radius } else { 0 };
        CornerRadius { nw: left, sw: left, ne: right, se: right }
    }
}

/// How an outline is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pen {
    Solid,
    Dashed,
    Dotted,
}

impl Pen {
    /// Draws along `path`; a NaN point is a break in it.
    pub(super) fn draw(self, path: Vec<Pos2>, stroke: Stroke, shapes: &mut Vec<Shape>) {
        for part in path.split(|point| point.any_nan()).filter(|part| part.len() > 1) {
            match self {
                Self::Solid if part.first() == part.last() => {
                    let open = part.get(1..).unwrap_or_default();
                    shapes.push(Shape::closed_line(open.to_vec(), stroke));
                }
                Self::Solid => shapes.push(Shape::line(part.to_vec(), stroke)),
                Self::Dashed => shapes.extend(Shape::dashed_line(part, stroke, 3.5, 2.5)),
                Self::Dotted => shapes.extend(Shape::dotted_line(part, stroke.color, 2.9, stroke.width * 0.55)),
            }
        }
    }
}

/// The path round `rect`, without the sides that are open. Two open sides give two lines, parted by a NaN point.
pub(super) fn outline(rect: Rect, ends: Ends, radius: f32) -> Vec<Pos2> {
    let radius = radius.min(rect.width() / 2.0).min(rect.height() / 2.0);
    let mut path = Vec::with_capacity(24);
    match (ends.left, ends.right) {
        (true, true) => {
            path.push(pos2(rect.center().x, rect.top()));
            path.push(pos2(rect.right() - radius, rect.top()));
            corner(&mut path, rect, radius, Corner::TopRight);
            corner(&mut path, rect, radius, Corner::BottomRight);
            corner(&mut path, rect, radius, Corner::BottomLeft);
            corner(&mut path, rect, radius, Corner::TopLeft);
            path.push(pos2(rect.center().x, rect.top()));
        }
        (true, false) => {
            path.push(rect.right_bottom());
            corner(&mut path, rect, radius, Corner::BottomLeft);
            corner(&mut path, rect, radius, Corner::TopLeft);
            path.push(rect.right_top());
        }
        (false, true) => {
            path.push(rect.left_top());
            corner(&mut path, rect, radius, Corner::TopRight);
            corner(&mut path, rect, radius, Corner::BottomRight);
            path.push(rect.left_bottom());
        }
        (false, false) => {
            path.extend([rect.left_top(), rect.right_top(), pos2(f32::NAN, f32::NAN)]);
            path.extend([rect.left_bottom(), rect.right_bottom()]);
        }
    }
    path
}

#[derive(Clone, Copy)]
enum Corner {
    TopRight,
    BottomRight,
    BottomLeft,
    TopLeft,
}

/// A quarter circle, clockwise.
fn corner(path: &mut Vec<Pos2>, rect: Rect, radius: f32, which: Corner) {
    let (centre, from) = match which {
        Corner::TopRight => (pos2(rect.right() - radius, rect.top() + radius), -0.25),
        Corner::BottomRight => (pos2(rect.right() - radius, rect.bottom() - radius), 0.0),
        Corner::BottomLeft => (pos2(rect.left() + radius, rect.bottom() - radius), 0.25),
        Corner::TopLeft => (pos2(rect.left() + radius, rect.top() + radius), 0.5),
    };
    for step in 0..=4_u8 {
        let angle = (from + f32::from(step) / 16.0) * std::f32::consts::TAU;
        path.push(centre + radius * egui::Vec2::angled(angle));
    }
}
