//! The import table: what was read from each file, to correct before it lands. Layer `ui`.

use egui::ScrollArea;
use egui_extras::{Column, TableBuilder};

use crate::app::command::{Command, FileCommand};
use crate::app::import::{ImportRow, ImportTable};
use crate::app::ops::counted;

use super::fonts;
use super::style::{size, space, tokens};
use super::widgets::{self, ActionButton};

/// Takes clicks without being a stop of the Tab key.
const POINTER: egui::Sense = egui::Sense::CLICK;

/// Height of a row, in points.
const ROW: f32 = 30.0;

/// What the table keeps between frames.
#[derive(Debug, Default)]
pub struct ImportState {
    /// The row whose text is shown beside the table.
    row: usize,
    /// The field that gets the keyboard next: its column and row.
    next: Option<(&'static str, usize)>,
}

/// Draws the table in a window of its own over everything else.
pub fn import_table_ui(ui: &mut egui::Ui, table: &mut ImportTable, state: &mut ImportState, out: &mut Vec<Command>) {
    let room = ui.ctx().content_rect().size();
    let width = (room.x - 80.0).min(1180.0);
    let modal = widgets::still_modal(ui, "import table").show(ui.ctx(), |ui| {
        ui.set_width(width);
        let t = tokens(ui);
        ui.label(egui::RichText::new("Import").font(fonts::serif_semibold(size::TITLE)).color(t.text));
        ui.label(
            egui::RichText::new(
                "Correct what was read wrongly. An empty outlet or wire means unknown; nothing is guessed beyond what the file says.",
            )
            .color(t.dim),
        );
        ui.add_space(space::S);
        ui.horizontal(|ui| {
            let label = ui.label(egui::RichText::new("Set").font(fonts::sans(size::SMALL)).color(t.dim));
            ui.add(egui::TextEdit::singleline(&mut table.set_name).desired_width(320.0)).labelled_by(label.id);
        });
        for failure in &table.failed {
            ui.label(egui::RichText::new(format!("{} {failure}", fonts::icons::CIRCLE_ALERT)).color(t.error));
        }
        ui.add_space(space::S);
        // As high as its rows from the first frame on, or as the window lets it.
        let height = (table.rows.len() as f32 * (ROW + ui.spacing().item_spacing.y)).min((room.y - 480.0).clamp(120.0, 420.0));
        rows_ui(ui, &mut table.rows, state, height);
        ui.add_space(space::S);
        if let Some(row) = table.rows.get(state.row) {
            preview_ui(ui, row);
        }
        ui.add_space(space::M);
        ui.horizontal(|ui| {
            let included = table.rows.iter().filter(|row| row.include).count();
            let readable = table.rows.iter().all(|row| !row.include || row.date_is_readable());
            let label = format!("Import {}", counted(included, "article", "articles"));
            let go_on = ui.add_enabled(included > 0 && readable, ActionButton::primary(&label).key("Ctrl Enter"));
            let mut faults = table.rows.iter().enumerate().filter(|(_, row)| row.include);
            let fault = faults.find_map(|(at, row)| Some(format!("row {}: {}", at + 1, row.date_fault()?)));
            let go_on = go_on.on_disabled_hover_text(fault.as_deref().unwrap_or("every row is left out"));
            if let Some(fault) = &fault {
                ui.label(egui::RichText::new(fault).color(t.error));
            }
            let key = ui.input_mut(|input| input.consume_key(egui::Modifiers::COMMAND, egui::Key::Enter));
            if go_on.clicked() || key && included > 0 && readable {
                out.push(Command::File(FileCommand::LandImport));
            }
            if ui.add(ActionButton::quiet("Cancel").key("Esc")).clicked() {
                out.push(Command::File(FileCommand::DropImport));
            }
            let left_out = table.rows.len() - included;
            if left_out > 0 {
                ui.label(egui::RichText::new(format!("{left_out} left out")).color(t.dim));
            }
        });
    });
    if modal.should_close() {
        out.push(Command::File(FileCommand::DropImport));
    }
}

fn rows_ui(ui: &mut egui::Ui, rows: &mut [ImportRow], state: &mut ImportState, height: f32) {
    let t = tokens(ui);
    let wanted = state.next.take();
    if wanted.is_some() {
        ui.ctx().request_repaint();
    }
    let header = |ui: &mut egui::Ui, text: &str| {
        ui.label(egui::RichText::new(text).font(fonts::sans(size::TINY)).color(t.dim));
    };
    TableBuilder::new(ui)
        .max_scroll_height(height)
        .min_scrolled_height(height)
        .auto_shrink([false, false])
        // The pointer may choose a row; the Tab key stops only at what can be changed.
        .sense(POINTER)
        .cell_layout(egui::Layout::left_to_right(egui::Align::Center))
        .column(Column::exact(24.0))
        .column(Column::initial(170.0).clip(true).resizable(true))
        .column(Column::remainder().at_least(180.0).clip(true))
        .column(Column::initial(130.0).clip(true).resizable(true))
        .column(Column::initial(110.0).clip(true).resizable(true))
        .column(Column::initial(100.0).clip(true))
        .header(22.0, |mut row| {
            for title in ["", "File", "Headline", "Outlet", "Wire", "Published"] {
                row.col(|ui| header(ui, title));
            }
        })
        .body(|body| {
            let n = rows.len();
            body.rows(ROW, n, |mut line| {
                let at = line.index();
                line.set_selected(at == state.row);
                let Some(row) = rows.get_mut(at) else { return };
                let mut touched = false;
                let mut entered = None;
                line.col(|ui| {
                    let check = ui.checkbox(&mut row.include, "");
                    check.widget_info(|| {
                        egui::WidgetInfo::selected(
                            egui::accesskit::Role::CheckBox,
                            true,
                            row.include,
                            format!("Include {}", row.draft.file),
                        )
                    });
                });
                line.col(|ui| {
                    let words = egui::RichText::new(&row.draft.file);
                    let label =
                        ui.add(egui::Label::new(if row.include { words } else { words.color(t.dim) }).truncate());
                    if let Some(why) = &row.duplicate {
                        label.on_hover_text(why);
                    }
                });
                let mut field =
                    |ui: &mut egui::Ui, what: &'static str, hint: &str, value: &mut String, fault: Option<&str>| {
                        let mut edit = egui::TextEdit::singleline(value).hint_text(hint).desired_width(f32::INFINITY);
                        if fault.is_some() {
                            edit = edit.text_color(t.error);
                        }
                        let response = ui.add(edit);
                        let response = match fault {
                            Some(why) => response.on_hover_text(why),
                            None => response,
                        };
                        response.widget_info(|| {
                            egui::WidgetInfo::labeled(
                                egui::accesskit::Role::TextInput,
                                true,
                                format!("{what} of file {}", at + 1),
                            )
                        });
                        touched |= response.has_focus();
                        let column = what;
                        if wanted == Some((column, at)) {
                            response.request_focus();
                            response.scroll_to_me(None);
                        }
                        if response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) {
                            entered = Some(column);
                        }
                    };
                let fault = row.date_fault();
                line.col(|ui| field(ui, "Headline", "", &mut row.title, None));
                line.col(|ui| field(ui, "Outlet", "unknown", &mut row.outlet, None));
                line.col(|ui| field(ui, "Wire", "none stated", &mut row.wire, None));
                line.col(|ui| field(ui, "Published", "unknown", &mut row.published, fault.as_deref()));
                // Enter goes to the same field of the next row, as in a table.
                if let Some(column) = entered
                    && at + 1 < n
                {
                    state.next = Some((column, at + 1));
                }
                if touched || line.response().clicked() {
                    state.row = at;
                }
            });
        });
}

fn preview_ui(ui: &mut egui::Ui, row: &ImportRow) {
    let t = tokens(ui);
    let why = [row.duplicate.clone(), row.draft.wire_evidence.as_ref().map(|words| format!("wire from “{words}”"))];
    let facts: Vec<String> = why.into_iter().flatten().chain(row.draft.notes.iter().cloned()).collect();
    // The line is there whether anything stands in it or not: nothing below moves from row to row.
    let facts = facts.join(" · ");
    let (line, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 18.0), egui::Sense::hover());
    let shown = widgets::one_line(ui, &facts, fonts::sans(size::SMALL), t.dim, line.width());
    ui.painter().galley(line.min, shown, t.dim);
    if !facts.is_empty() {
        response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, &facts));
        response.on_hover_text(&facts);
    }
    let start = widgets::cut_words(&row.draft.text, 600);
    widgets::card(ui, |ui| {
        ui.set_width(ui.available_width());
        ScrollArea::vertical().max_height(110.0).min_scrolled_height(110.0).auto_shrink(false).show(ui, |ui| {
            ui.add(
                egui::Label::new(egui::RichText::new(start.trim_start()).font(fonts::serif(size::BODY + 1.0))).wrap(),
            );
        });
    });
}
