//! The legend of a chart, one for all panels. Layer `ui`.

use egui::{FontId, Rect, Ui, pos2, vec2};

use crate::plots::arrange::MarkSize;
use crate::plots::{Glyph, LegendEntry, LegendSign, MarkShape};

use super::marks::{Sign, glyph};
use super::panel::{SMALL, text};
use super::{PlotColours, behind};

const LINE: f32 = 21.0;

/// Where each entry stands, in lines of at most `width` points.
fn places(ui: &Ui, legend: &[LegendEntry], width: f32) -> Vec<(f32, f32)> {
    let (mut x, mut y) = (0.0, 0.0);
    legend
        .iter()
        .map(|entry| {
            let galley = ui.fonts_mut(|fonts| {
                fonts.layout_no_wrap(entry.text.clone(), FontId::proportional(SMALL), egui::Color32::PLACEHOLDER)
            });
            let whole = sign_width(entry.sign) + 6.0 + galley.size().x;
            if x > 0.0 && x + whole > width {
                (x, y) = (0.0, y + LINE);
            }
            let at = (x, y);
            x += whole + 18.0;
            at
        })
        .collect()
}

const fn sign_width(sign: LegendSign) -> f32 {
    match sign {
        LegendSign::Floor | LegendSign::Ceiling | LegendSign::Range | LegendSign::Band => 30.0,
        LegendSign::Adopted | LegendSign::Span | LegendSign::Tie | LegendSign::Frame => 24.0,
        LegendSign::Status(_) | LegendSign::NotReported | LegendSign::NotRead => 18.0,
        _ => 12.0,
    }
}

/// The height of the legend in a column.
pub(in crate::ui) fn height(ui: &Ui, legend: &[LegendEntry], width: f32) -> f32 {
    places(ui, legend, width).last().map_or(0.0, |(_, y)| y + LINE)
}

pub(in crate::ui) fn legend_ui(ui: &mut Ui, legend: &[LegendEntry], rect: Rect, colours: &PlotColours) {
    if !ui.is_rect_visible(rect) {
        return;
    }
    for (entry, (x, y)) in legend.iter().zip(places(ui, legend, rect.width())) {
        let line = Rect::from_min_size(rect.min + vec2(x, y), vec2(rect.width() - x, LINE));
        let (left, middle) = (line.left(), line.center().y);
        let right = left + sign_width(entry.sign);
        let sign = |shape, dot, filled| Sign {
            shape,
            dot,
            filled,
            colour: colours.dim,
            denied: false,
            glyph: Glyph::Circle,
            size: MarkSize::USUAL,
            up: false,
        };
        let dot = pos2(left + 6.0, middle);
        let mut shapes = Vec::new();
        let mut draw = |sign: Sign, at, ends| sign.shapes(colours, at, ends, &mut shapes);
        match entry.sign {
            LegendSign::Confirmed => draw(sign(MarkShape::Dot, true, true), dot, (0.0, 0.0)),
            LegendSign::Suggested => draw(sign(MarkShape::Dot, true, false), dot, (0.0, 0.0)),
            LegendSign::Denied => draw(Sign { denied: true, ..sign(MarkShape::Dot, true, false) }, dot, (0.0, 0.0)),
            LegendSign::Faint => {
                let faint = Sign { colour: colours.dim.gamma_multiply(0.42), ..sign(MarkShape::Dot, true, true) };
                draw(faint, dot, (0.0, 0.0));
            }
            LegendSign::Floor => draw(sign(MarkShape::Floor, false, true), pos2(left, middle), (left, right - 2.0)),
            LegendSign::Ceiling => {
                draw(sign(MarkShape::Ceiling, false, true), pos2(right - 2.0, middle), (left, right - 2.0));
            }
            LegendSign::Range => draw(sign(MarkShape::Range, false, true), pos2(left, middle), (left, right - 2.0)),
            LegendSign::Band => draw(sign(MarkShape::Band, false, true), pos2(left, middle), (left, right - 4.0)),
            LegendSign::Adopted => shapes.extend(egui::Shape::dashed_line(
                &[pos2(left, middle), pos2(right, middle)],
                egui::Stroke::new(1.8, colours.adopted),
                5.0,
                3.5,
            )),
            LegendSign::Glyph(sign) => {
                shapes.push(glyph(sign, dot, 4.6, colours.dim, egui::Stroke::new(1.0, colours.dim)));
            }
            LegendSign::Status(status) => {
                let bar = Rect::from_min_size(pos2(left, middle - 5.0), vec2(18.0, 10.0));
                behind::segment(bar, status, colours.dim, &mut shapes);
            }
            LegendSign::Span => {
                let bar = Rect::from_min_size(pos2(left, middle - 3.0), vec2(22.0, 6.0));
                shapes.push(egui::Shape::rect_filled(bar, 3.0, colours.dim.gamma_multiply(0.28)));
                for x in [left + 5.0, left + 16.0] {
                    shapes.push(egui::Shape::vline(
                        x,
                        middle - 6.0..=middle + 6.0,
                        egui::Stroke::new(1.6, colours.dim),
                    ));
                }
            }
            LegendSign::Tie => shapes.extend(egui::Shape::dashed_line(
                &[pos2(left, middle), pos2(right, middle)],
                egui::Stroke::new(1.4, colours.dim),
                4.0,
                3.0,
            )),
            LegendSign::Frame => {
                let frame = Rect::from_min_size(pos2(left, middle - 6.0), vec2(24.0, 12.0));
                let stroke = egui::Stroke::new(2.0, colours.dim);
                shapes.push(egui::Shape::rect_stroke(frame, 3.0, stroke, egui::StrokeKind::Inside));
            }
            LegendSign::NotReported => {
                shapes.push(egui::Shape::hline(left + 4.0..=left + 14.0, middle, egui::Stroke::new(1.4, colours.dim)));
            }
            LegendSign::NotRead => {
                behind::hatched(
                    Rect::from_min_size(pos2(left, middle - 6.0), vec2(18.0, 12.0)),
                    5.0,
                    colours.dim,
                    &mut shapes,
                );
            }
            LegendSign::Colour(colour) => {
                let square = Rect::from_center_size(dot, vec2(10.0, 10.0));
                shapes.push(egui::Shape::rect_filled(square, 2.5, colours.origin(colour)));
            }
        }
        ui.painter().extend(shapes);
        let at = pos2(right + 6.0, middle);
        text(ui, at, egui::Align2::LEFT_CENTER, &entry.text, SMALL, colours.dim, rect.right() - at.x);
    }
}
