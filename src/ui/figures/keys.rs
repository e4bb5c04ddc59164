//! The table of figures as one stop for the Tab key: gone through with the arrows, marked with Shift, all by keyboard. Layer
//! `ui`.

use std::collections::BTreeSet;

use egui::{EventFilter, Id, Key, Modifiers, Rect, Response, Role, Sense, WidgetInfo};

use crate::app::command::{Command, ViewCommand};
use crate::app::view::Selection;
use crate::model::FigureId;
use crate::ui::ctx::UiCtx;
use crate::ui::style::ROW_HEIGHT;

use super::FiguresState;

/// Takes the keyboard for the table where it is asked for, and heeds its keys.
pub(super) fn list_ui(
    ui: &egui::Ui,
    ctx: &UiCtx<'_>,
    state: &mut FiguresState,
    area: Rect,
    out: &mut Vec<Command>,
) -> Response {
    let id = Id::unique("figures table");
    let list = ui.interact(area, id, Sense::FOCUSABLE);
    list.widget_info(|| WidgetInfo::labeled(Role::Table, true, "Figures, one a row"));
    if std::mem::take(&mut state.focus_table) {
        list.request_focus();
    }
    state.has_keyboard = list.has_focus();
    if state.has_keyboard {
        let escape = !ctx.view.marked_figures.is_empty();
        let filter = EventFilter { vertical_arrows: true, escape, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        keys(ui, ctx, state, ((area.height() / ROW_HEIGHT) as usize).max(1), out);
    }
    list
}

fn keys(ui: &egui::Ui, ctx: &UiCtx<'_>, state: &mut FiguresState, page: usize, out: &mut Vec<Command>) {
    let figures = &ctx.derived.figures;
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    let mark = |marked| Command::View(ViewCommand::MarkFigures(marked));
    if pressed(Modifiers::COMMAND, Key::A) {
        out.push(mark(figures.iter().copied().collect()));
        return;
    }
    if !ctx.view.marked_figures.is_empty() && pressed(Modifiers::NONE, Key::Escape) {
        out.push(mark(BTreeSet::new()));
        return;
    }
    let at = selected(ctx).and_then(|id| figures.iter().position(|other| *other == id));
    if pressed(Modifiers::NONE, Key::Space)
        && let Some(id) = selected(ctx)
    {
        let mut marked = ctx.view.marked_figures.clone();
        if !marked.remove(&id) {
            marked.insert(id);
        }
        state.mark_from = Some(id);
        out.push(mark(marked));
    }
    let Some(last) = figures.len().checked_sub(1) else { return };
    /// From a row, by rows of a page, to the last row: where to.
    type Step = fn(usize, usize, usize) -> usize;
    let steps: [(Key, Step); 6] = [
        (Key::ArrowDown, |at, _, last| (at + 1).min(last)),
        (Key::ArrowUp, |at, _, _| at.saturating_sub(1)),
        (Key::PageDown, |at, page, last| (at + page).min(last)),
        (Key::PageUp, |at, page, _| at.saturating_sub(page)),
        (Key::Home, |_, _, _| 0),
        (Key::End, |_, _, last| last),
    ];
    for (key, step) in steps {
        for modifiers in [Modifiers::SHIFT, Modifiers::NONE] {
            let times = ui.input_mut(|input| input.count_and_consume_key(modifiers, key));
            if times == 0 {
                continue;
            }
            // The first key goes to the first row; a slow frame may hold several.
            let to = at.map_or(0, |at| (0..times).fold(at, |at, _| step(at, page, last)));
            let Some(id) = figures.get(to).copied() else { return };
            if modifiers.shift {
                let from = *state.mark_from.get_or_insert(selected(ctx).unwrap_or(id));
                let from = figures.iter().position(|other| *other == from).unwrap_or(to);
                let stretch = figures.iter().skip(from.min(to)).take(from.abs_diff(to) + 1);
                out.push(mark(stretch.copied().collect()));
            } else {
                state.mark_from = Some(id);
            }
            out.push(Command::View(ViewCommand::ShowFigure(id)));
            return;
        }
    }
}

const fn selected(ctx: &UiCtx<'_>) -> Option<FigureId> {
    if let Selection::Figure(id) = ctx.view.selection { Some(id) } else { None }
}
