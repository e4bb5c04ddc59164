//! The table of tallies against outlets or origins as SVG elements. Layer `exchange`.

use crate::plots::arrange::Table;
use crate::plots::matrix::{Cell, Empty, Matrix, MatrixRow};
use crate::plots::voices::counted;
use crate::plots::{Mark, MatrixBy};

use super::canvas::{Canvas, Face, Ink, Side, fit, shrunk, wrap};
use super::sign::hatched;

/// How many times the table is continued below itself; columns beyond are counted.
const MOST_BLOCKS: usize = 5;
/// Between two blocks.
const GAP: f32 = 26.0;

/// Draws the table at a place; returns its bottom. What is left out is said in `notes`.
pub(super) fn draw(
    canvas: &mut Canvas,
    ink: &'static Ink,
    matrix: &Matrix,
    (x, top): (f32, f32),
    inner: f32,
    notes: &mut Vec<String>,
) -> f32 {
    let table = Table::in_blocks(inner, matrix.columns.len());
    let mut y = top;
    let drawn = matrix.columns.len().min(table.across * MOST_BLOCKS);
    for from in (0..drawn).step_by(table.across) {
        let to = (from + table.across).min(drawn);
        if from > 0 {
            y += GAP;
        }
        y = block(canvas, ink, matrix, &table, (x, y), (from, to));
    }
    let hidden = matrix.columns.iter().skip(drawn);
    let (outlets, figures) = hidden.fold((0, 0), |(n, figures), column| (n + 1, figures + column.reported));
    if outlets > 0 {
        let columns = match matrix.by {
            MatrixBy::Outlet => counted(outlets, "outlet", "outlets"),
            MatrixBy::Origin => counted(outlets, "origin", "origins"),
        };
        notes.push(format!(
            "{columns} with {} are not drawn; the window shows them.",
            counted(figures, "figure", "figures")
        ));
    }
    y
}

fn block(
    canvas: &mut Canvas,
    ink: &'static Ink,
    matrix: &Matrix,
    table: &Table,
    (x, top): (f32, f32),
    (from, to): (usize, usize),
) -> f32 {
    let dim = Face { size: 10.5, bold: false, fill: ink.dim };
    let right = x + table.first + (to - from) as f32 * table.column;
    let left_of = |column: usize| x + table.first + (column - from) as f32 * table.column;
    for (column, at) in matrix.columns.iter().zip(0..).skip(from).take(to - from) {
        let (left, room) = (left_of(at) + 8.0, table.column - 12.0);
        let name = Face { size: 11.5, bold: true, fill: ink.text };
        canvas.open_titled(&format!("{} · {}", column.name, column.detail), "");
        canvas.text(left, top + 15.0, name, Side::Start, &fit(&column.name, name.size, true, room));
        canvas.text(left, top + 30.0, dim, Side::Start, &fit(&column.detail, dim.size, false, room));
        canvas.close();
    }
    let mut y = top + Table::HEAD;
    canvas.line((x, y), (right, y), ink.dim, 1.0, "");
    for row in &matrix.rows {
        let most = row.cells.iter().skip(from).take(to - from).map(|cell| cell.marks.len()).max().unwrap_or(0);
        let indent = if row.part { 12.0 } else { 0.0 };
        let room = table.first - 12.0 - indent;
        let title = Face { size: 12.0, bold: false, fill: ink.text };
        let titles = wrap(&row.title, title.size, room, 2);
        let voices = wrap(&row.subtitle, dim.size, room, 2);
        let height = Table::row_height(most).max((titles.len() + voices.len()) as f32 * 14.0 + 11.0);
        canvas.open_titled(&format!("{} · {}", row.title, row.subtitle), "");
        let lines = titles.iter().map(|line| (title, line)).chain(voices.iter().map(|line| (dim, line)));
        for (n, (face, line)) in lines.enumerate() {
            canvas.text(x + indent, y + 17.0 + n as f32 * 14.0, face, Side::Start, line);
        }
        canvas.close();
        for (at, cell) in row.cells.iter().enumerate().skip(from).take(to - from) {
            let edges = (at == from, at + 1 == to);
            cell_at(canvas, ink, (matrix, row), cell, (left_of(at), y), (table.column, height), edges);
        }
        y += height;
        canvas.line((x, y), (right, y), ink.line, 1.0, "");
    }
    y
}

fn cell_at(
    canvas: &mut Canvas,
    ink: &'static Ink,
    (matrix, row): (&Matrix, &MatrixRow),
    cell: &Cell,
    (x, y): (f32, f32),
    (width, height): (f32, f32),
    (leftmost, rightmost): (bool, bool),
) {
    if cell.marks.is_empty() {
        canvas.open_titled(&format!("{}: {}", row.title, cell.empty.words()), "");
        match cell.empty {
            Empty::NotReported => canvas.line((x + 8.0, y + 15.0), (x + 18.0, y + 15.0), ink.dim, 1.4, ""),
            Empty::NotRead { .. } => hatched(canvas, (x + 2.0, y + 2.0), (width - 4.0, height - 4.0), ink.line, 6.0),
        }
        canvas.close();
        return;
    }
    for (n, mark) in cell.marks.iter().take(Table::MOST_LINES).enumerate() {
        figure(canvas, ink, mark, matrix.beside(mark), (x + 8.0, y + 5.0 + n as f32 * Table::LINE), width - 14.0);
    }
    let more = cell.marks.len().saturating_sub(Table::MOST_LINES);
    if more > 0 {
        let face = Face { size: 10.5, bold: false, fill: ink.dim };
        let at = y + 5.0 + Table::MOST_LINES as f32 * Table::LINE + 10.0;
        canvas.text(x + 8.0, at, face, Side::Start, &format!("+ {more} more"));
        // What is counted is still there for those who point at it or read it aloud.
        for mark in cell.marks.iter().skip(Table::MOST_LINES) {
            canvas.open_titled(&mark.tip(), r#" class="mark""#);
            let paint = r#"fill="none" stroke="none" pointer-events="all""#;
            canvas.rect((x + 8.0, at - 9.0), (width - 16.0, 11.0), 0.0, paint);
            canvas.close();
        }
    }
    if let Some(frame) = &cell.frame {
        let colour = ink.origin(frame.colour);
        let (left, right) = (x + 2.0, x + width - 2.0);
        let (top, bottom) = (y + 2.0, y + height - 2.0);
        // Joined cells share one frame; a block's edge does not close it.
        let (start, end) = (if frame.joins_left { x } else { left }, if frame.joins_right { x + width } else { right });
        let mut data = format!("M{start:.1} {top:.1}L{end:.1} {top:.1}M{start:.1} {bottom:.1}L{end:.1} {bottom:.1}");
        if !frame.joins_left {
            data.push_str(&format!("M{left:.1} {top:.1}L{left:.1} {bottom:.1}"));
        } else if leftmost {
            data.push_str(&format!("M{x:.1} {top:.1}L{:.1} {top:.1}", x - 5.0));
        }
        if !frame.joins_right {
            data.push_str(&format!("M{right:.1} {top:.1}L{right:.1} {bottom:.1}"));
        } else if rightmost {
            data.push_str(&format!("M{:.1} {bottom:.1}L{:.1} {bottom:.1}", x + width, x + width + 5.0));
        }
        canvas.path(&data, &format!(r#"fill="none" stroke="{colour}" stroke-width="1.8" stroke-linecap="square""#));
    }
}

/// A figure's words over its origin (or its outlet), with the origin's colour.
fn figure(canvas: &mut Canvas, ink: &'static Ink, mark: &Mark, beside: &str, (x, y): (f32, f32), room: f32) {
    let opacity = if mark.fade.is_some() { r#" opacity="0.55""# } else { "" };
    canvas.open_titled(&mark.tip(), &format!(r#" class="mark"{opacity}"#));
    let colour = ink.origin(mark.colour);
    let fill = if mark.filled { colour } else { ink.paper };
    canvas.rect((x, y + 3.0), (8.0, 8.0), 2.0, &format!(r#"fill="{fill}" stroke="{colour}" stroke-width="1.4""#));
    // A number that is cut is another number: the words become smaller first.
    let size = shrunk(&mark.words, 12.0, 8.5, room - 14.0);
    let words = Face { size, bold: false, fill: ink.text };
    let shown = fit(&mark.words, words.size, false, room - 14.0);
    canvas.text(x + 14.0, y + 11.0, words, Side::Start, &shown);
    if mark.denied {
        let wide = super::canvas::width(&shown, words.size, false);
        canvas.line((x + 14.0, y + 7.0), (x + 14.0 + wide, y + 7.0), ink.text, 1.2, "");
    }
    let origin = Face { size: 10.0, bold: false, fill: ink.dim };
    let status = if mark.denied {
        format!("denied · {beside}")
    } else if mark.filled {
        beside.to_owned()
    } else {
        format!("suggested · {beside}")
    };
    canvas.text(x + 14.0, y + 23.0, origin, Side::Start, &fit(&status, origin.size, false, room - 14.0));
    canvas.close();
}
