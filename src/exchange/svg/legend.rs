//! The legend of a chart as SVG elements. Layer `exchange`.

use crate::plots::arrange::MarkSize;
use crate::plots::{Chart, Glyph, LegendSign, MarkShape};

use super::MARGIN;
use super::canvas::{Canvas, Face, Ink, Side, fit, width};
use super::sign::{Sign, glyph, hatched, segment};

/// Draws the legend below the plots; returns where it ends.
pub(super) fn legend(canvas: &mut Canvas, chart: &Chart, ink: &'static Ink, top: f32, inner: f32) -> f32 {
    let face = Face { size: 11.5, bold: false, fill: ink.dim };
    let (mut x, mut y) = (0.0, top);
    for entry in &chart.legend {
        let sign_width = match entry.sign {
            LegendSign::Floor | LegendSign::Ceiling | LegendSign::Range | LegendSign::Band => 34.0,
            LegendSign::Adopted | LegendSign::Span | LegendSign::Tie | LegendSign::Frame => 30.0,
            LegendSign::Status(_) | LegendSign::NotReported | LegendSign::NotRead => 24.0,
            _ => 16.0,
        };
        let text = fit(&entry.text, face.size, false, inner - sign_width - 8.0);
        let whole = sign_width + 4.0 + width(&text, face.size, false);
        if x > 0.0 && x + whole > inner {
            (x, y) = (0.0, y + 20.0);
        }
        let (left, middle) = (MARGIN + x, y - 4.0);
        let sign = |shape, dot, filled| Sign {
            shape,
            dot,
            filled,
            fill: ink.dim,
            denied: false,
            glyph: Glyph::Circle,
            size: MarkSize::USUAL,
            up: false,
        };
        match entry.sign {
            LegendSign::Confirmed => {
                sign(MarkShape::Dot, true, true).draw(canvas, ink, (left + 6.0, middle), (0.0, 0.0))
            }
            LegendSign::Suggested => {
                sign(MarkShape::Dot, true, false).draw(canvas, ink, (left + 6.0, middle), (0.0, 0.0));
            }
            LegendSign::Denied => Sign { denied: true, ..sign(MarkShape::Dot, true, false) }.draw(
                canvas,
                ink,
                (left + 6.0, middle),
                (0.0, 0.0),
            ),
            LegendSign::Faint => {
                canvas.out.push_str(r#"<g opacity="0.4">"#);
                sign(MarkShape::Dot, true, true).draw(canvas, ink, (left + 6.0, middle), (0.0, 0.0));
                canvas.close();
            }
            LegendSign::Floor => {
                sign(MarkShape::Floor, false, true).draw(canvas, ink, (left, middle), (left, left + 28.0))
            }
            LegendSign::Ceiling => {
                sign(MarkShape::Ceiling, false, true).draw(canvas, ink, (left + 28.0, middle), (left, left + 28.0));
            }
            LegendSign::Range => {
                sign(MarkShape::Range, false, true).draw(canvas, ink, (left, middle), (left, left + 28.0));
            }
            LegendSign::Band => {
                sign(MarkShape::Band, false, true).draw(canvas, ink, (left, middle), (left, left + 24.0));
            }
            LegendSign::Adopted => {
                canvas.line((left, middle), (left + 24.0, middle), ink.adopted, 2.0, r#" stroke-dasharray="4 3""#);
            }
            LegendSign::Glyph(sign) => glyph(canvas, sign, (left + 6.0, middle), 4.6, (ink.dim, ink.dim, 1.0)),
            LegendSign::Status(status) => segment(canvas, status, (left, middle - 5.0), (18.0, 10.0), ink.dim),
            LegendSign::Span => {
                canvas.rect(
                    (left, middle - 3.0),
                    (26.0, 6.0),
                    3.0,
                    &format!(r#"fill="{}" fill-opacity="0.28""#, ink.dim),
                );
                for x in [left + 6.0, left + 19.0] {
                    canvas.line((x, middle - 6.0), (x, middle + 6.0), ink.dim, 1.6, "");
                }
            }
            LegendSign::Tie => {
                canvas.line((left, middle), (left + 24.0, middle), ink.dim, 1.4, r#" stroke-dasharray="4 3""#);
            }
            LegendSign::Frame => {
                let paint = format!(r#"fill="none" stroke="{}" stroke-width="2""#, ink.dim);
                canvas.rect((left + 1.0, middle - 6.0), (24.0, 12.0), 3.0, &paint);
            }
            LegendSign::NotReported => {
                canvas.line((left + 4.0, middle), (left + 14.0, middle), ink.dim, 1.4, "");
            }
            LegendSign::NotRead => hatched(canvas, (left, middle - 6.0), (18.0, 12.0), ink.dim, 5.0),
            LegendSign::Colour(colour) => {
                canvas.rect(
                    (left + 1.0, middle - 5.0),
                    (10.0, 10.0),
                    2.5,
                    &format!(r#"fill="{}""#, ink.origin(colour)),
                );
            }
        }
        canvas.text(left + sign_width + 2.0, y, face, Side::Start, &text);
        x += whole + 22.0;
    }
    if chart.legend.is_empty() { y } else { y + 20.0 }
}
