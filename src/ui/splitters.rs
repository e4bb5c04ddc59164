//! The lines between docked panels, by which they are made wider and higher: told by name, and moved by the arrow keys when
//! they have the keyboard. Layer `ui`.
//!
//! The crate that docks the panels draws these lines and heeds the pointer on them; it gives them no name and no keys.

use egui::accesskit::Role;
use egui::{EventFilter, Id, Key, Modifiers, Rect, Ui};
use egui_tiles::{Container, LinearDir, Tile, TileId, Tiles, Tree};

use super::dock::Pane;
use super::style::Tokens;

/// How far one press of an arrow key moves a line, in points.
const STEP: f32 = 24.0;
/// How far from its place the middle of a line may be, for rounding.
const NEAR: f32 = 1.5;

/// A line between two panels: its id, where it is, the container it divides, and the panels at its sides.
struct Line {
    id: Id,
    rect: Rect,
    dir: LinearDir,
    container: TileId,
    sides: (TileId, TileId),
}

/// Names the lines that were just drawn and heeds their keys.
pub fn splitters_ui(ui: &Ui, layout: &mut Tree<Pane>, tokens: &Tokens) {
    let focused = ui.memory(|memory| memory.focused());
    for line in lines(ui, layout) {
        let name =
            format!("Line between {} and {}", named(&layout.tiles, line.sides.0), named(&layout.tiles, line.sides.1));
        ui.ctx().accesskit_node_builder(line.id, |node| {
            node.set_role(Role::Splitter);
            node.set_label(name);
        });
        if focused != Some(line.id) {
            continue;
        }
        let (less, more, filter) = match line.dir {
            LinearDir::Horizontal => {
                (Key::ArrowLeft, Key::ArrowRight, EventFilter { horizontal_arrows: true, ..EventFilter::default() })
            }
            LinearDir::Vertical => {
                (Key::ArrowUp, Key::ArrowDown, EventFilter { vertical_arrows: true, ..EventFilter::default() })
            }
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(line.id, filter));
        ui.painter().rect_filled(line.rect.shrink(1.0), 2.0, tokens.accent);
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let by = if pressed(less) {
            -STEP
        } else if pressed(more) {
            STEP
        } else {
            0.0
        };
        if by != 0.0 {
            move_line(layout, &line, by);
            ui.ctx().request_repaint();
        }
    }
}

fn lines(ui: &Ui, layout: &Tree<Pane>) -> Vec<Line> {
    let layer = ui.layer_id();
    let grab = 2.0 * ui.style().interaction.resize_grab_radius_side;
    let mut out = Vec::new();
    for (container, tile) in layout.tiles.iter() {
        let Tile::Container(Container::Linear(linear)) = tile else { continue };
        let shown: Vec<TileId> =
            linear.children.iter().copied().filter(|id| layout.tiles.rect(*id).is_some()).collect();
        for pair in shown.windows(2) {
            let [first, second] = pair else { continue };
            let (Some(a), Some(b)) = (layout.tiles.rect(*first), layout.tiles.rect(*second)) else { continue };
            let is_it = |rect: &Rect| match linear.dir {
                LinearDir::Horizontal => {
                    (rect.center().x - (a.right() + b.left()) / 2.0).abs() < NEAR && (rect.width() - grab).abs() < NEAR
                }
                LinearDir::Vertical => {
                    (rect.center().y - (a.bottom() + b.top()) / 2.0).abs() < NEAR
                        && (rect.height() - grab).abs() < NEAR
                        && rect.x_range().contains(a.center().x)
                }
            };
            let found = ui.ctx().viewport(|viewport| {
                let mut widgets = viewport.this_pass.widgets.get_layer(layer);
                widgets.find(|widget| is_it(&widget.rect)).map(|widget| (widget.id, widget.rect))
            });
            if let Some((id, rect)) = found {
                out.push(Line { id, rect, dir: linear.dir, container: *container, sides: (*first, *second) });
            }
        }
    }
    out
}

/// Names the lines between the columns of a table that was just drawn into `area`; `titles` are those of the columns that can
/// be made wider, left to right.
pub fn name_column_lines<'a>(ui: &Ui, area: Rect, titles: impl Iterator<Item = &'a str>) {
    let grab = 2.0 * ui.style().interaction.resize_grab_radius_side;
    let layer = ui.layer_id();
    let mut lines: Vec<(f32, Id)> = ui.ctx().viewport(|viewport| {
        let widgets = viewport.this_pass.widgets.get_layer(layer);
        let is_line = |rect: &Rect| {
            (rect.width() - grab).abs() < NEAR && rect.height() > 2.0 * grab && area.expand(grab).contains_rect(*rect)
        };
        widgets.filter(|widget| is_line(&widget.rect)).map(|widget| (widget.rect.center().x, widget.id)).collect()
    });
    lines.sort_by(|a, b| a.0.total_cmp(&b.0));
    lines.dedup_by_key(|(_, id)| *id);
    for ((_, id), title) in lines.iter().zip(titles) {
        ui.ctx().accesskit_node_builder(*id, |node| {
            node.set_role(Role::Splitter);
            node.set_label(format!("Width of the column {title}"));
        });
    }
}

/// The panels of a tile, as they are called: of several the one in front.
fn named(tiles: &Tiles<Pane>, tile: TileId) -> String {
    match tiles.get(tile) {
        Some(Tile::Pane(pane)) => pane.label().to_owned(),
        Some(Tile::Container(container)) => {
            let first = match container {
                Container::Tabs(tabs) => tabs.children.first().copied(),
                other => other.children().next().copied(),
            };
            first.map_or_else(|| "panels".to_owned(), |first| named(tiles, first))
        }
        None => "panels".to_owned(),
    }
}

/// Gives the first side of a line so many points of the second.
fn move_line(layout: &mut Tree<Pane>, line: &Line, by: f32) {
    let size = |rect: Rect| match line.dir {
        LinearDir::Horizontal => rect.width(),
        LinearDir::Vertical => rect.height(),
    };
    let sizes = [line.sides.0, line.sides.1].map(|side| layout.tiles.rect(side).map(size));
    let [Some(first), Some(second)] = sizes else { return };
    // Neither side gets smaller than what can be used.
    let by = by.clamp(120.0 - first, second - 120.0);
    if (first + by) < 119.0 || (second - by) < 119.0 {
        return;
    }
    let Some(Tile::Container(Container::Linear(linear))) = layout.tiles.get_mut(line.container) else { return };
    let share = |id: TileId| linear.shares.iter().find(|(tile, _)| **tile == id).map_or(1.0, |(_, share)| *share);
    let both = share(line.sides.0) + share(line.sides.1);
    let part = ((first + by) / (first + second)).clamp(0.05, 0.95);
    linear.shares.set_share(line.sides.0, both * part);
    linear.shares.set_share(line.sides.1, both * (1.0 - part));
}
