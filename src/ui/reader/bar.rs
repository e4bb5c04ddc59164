//! The line over the columns: what is looked for and how often it is found, and the switches of the reader. Layer `ui`.

use egui::{Key, Modifiers, vec2};

use crate::app::actions::Action;
use crate::app::command::{Command, ViewCommand};
use crate::app::reading::ReadingCommand;
use crate::ui::ctx::UiCtx;
use crate::ui::fonts::{self, icons};
use crate::ui::style::{size, space};
use crate::ui::widgets;

use super::view;

/// What the bar keeps between frames.
#[derive(Debug, Default)]
pub(super) struct BarState {
    query: String,
    /// The last asking for the bar that was answered with the keyboard.
    asked: u64,
}

/// Draws the bar; `in_sight` says which column is the first in sight and how many are, where not all fit.
pub(super) fn bar_ui(
    ui: &mut egui::Ui,
    ctx: &UiCtx<'_>,
    state: &mut BarState,
    in_sight: Option<(usize, usize)>,
    out: &mut Vec<Command>,
) {
    let height = 27.0;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), egui::Sense::hover());
    let mut ui = ui.new_child(
        egui::UiBuilder::new()
            .id_salt("reader bar")
            .max_rect(rect.shrink2(vec2(space::XS, 1.0)))
            .layout(egui::Layout::left_to_right(egui::Align::Center)),
    );
    ui.spacing_mut().item_spacing.x = space::S;
    ui.spacing_mut().interact_size.y = 24.0;
    let reading = &ctx.view.reading;
    if reading.find.is_some() {
        find_ui(&mut ui, ctx, state, out);
    }
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        let mut switch = |ui: &mut egui::Ui, words: &str, on: bool, action: Action| {
            let info = action.info();
            let key = info.shortcut.map(|shortcut| shortcut.shown()).unwrap_or_default();
            let chip = widgets::toggle_chip(ui, words, on).on_hover_text(format!("{} ({key})", info.tooltip));
            if chip.clicked() {
                out.push(Command::Action(action));
            }
        };
        let (alone, many) = (reading.alone, ctx.view.columns.len() > 1);
        switch(ui, if alone { "Back to panels" } else { "Reader alone" }, alone, Action::ReaderAlone);
        if many {
            switch(ui, "Ties", reading.ties, Action::ToggleTies);
            switch(ui, "Scroll together", reading.together, Action::ScrollTogether);
        }
        if reading.find.is_none() {
            switch(ui, "Find", false, Action::FindInArticle);
            // What is read, where there is room to say it.
            let n = ctx.workbench.reader.ribbons.len();
            if many && reading.ties && ui.available_width() > 120.0 {
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    if super::tie_tools::bar_words_ui(ui, ctx, out) {
                        return;
                    }
                    let words = crate::app::ops::counted(n, "tie", "ties");
                    let all = ctx.view.columns.len();
                    let more = match in_sight {
                        Some((first, n)) => {
                            let alone = if alone { "" } else { ", F11 gives them the window" };
                            format!(" · columns {}–{} in sight{alone}", first + 1, (first + n).min(all))
                        }
                        None => String::new(),
                    };
                    let words = format!("{words} between {all} articles{more}");
                    let words = egui::RichText::new(words).font(fonts::sans(size::SMALL)).color(ctx.tokens.dim);
                    ui.add(egui::Label::new(words).truncate());
                });
            }
        }
    });
}

fn find_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, state: &mut BarState, out: &mut Vec<Command>) {
    let Some(find) = &ctx.view.reading.find else { return };
    let found = ctx.workbench.reader.found();
    let asked_now = state.asked != find.asked;
    if asked_now || !ui.ctx().text_edit_focused() {
        state.query.clone_from(&find.query);
    }
    let width = (ui.available_width() * 0.34).clamp(120.0, 260.0);
    // Before the box sees it: one press closes the bar, wherever in it the keyboard is.
    let field_id = ui.scope_id().with("find words");
    let has_it = ui.memory(|memory| memory.has_focus(field_id));
    let (escape, next, back) = ui.input_mut(|input| {
        let escape = has_it && input.consume_key(Modifiers::NONE, Key::Escape);
        let back = has_it && input.consume_key(Modifiers::SHIFT, Key::Enter);
        let next = has_it && input.consume_key(Modifiers::NONE, Key::Enter);
        (escape, next, back)
    });
    let field = ui.add_sized(
        vec2(width, 26.0),
        egui::TextEdit::singleline(&mut state.query)
            .id(field_id)
            .hint_text("Find in the open articles")
            .prefix(egui::RichText::new(icons::SEARCH).font(fonts::icon(size::BODY)).color(ctx.tokens.dim))
            .margin(egui::Margin::symmetric(8, 4)),
    );
    ui.ctx().accesskit_node_builder(field.id, |node| node.set_label("Find in the open articles"));
    if asked_now {
        state.asked = find.asked;
        field.request_focus();
        // What was looked for before is overwritten by what is typed now.
        if let Some(mut edit) = egui::TextEdit::load_state(ui.ctx(), field_id) {
            let all = egui::text::CCursorRange::two(
                egui::text::CCursor::new(0),
                egui::text::CCursor::new(state.query.chars().count()),
            );
            edit.cursor.set_char_range(Some(all));
            edit.store(ui.ctx(), field_id);
        }
    }
    if field.changed() {
        out.push(view(ViewCommand::Reading(ReadingCommand::Find(state.query.clone()))));
    }
    let n = found.hits.len();
    let words = match n {
        _ if find.query.trim().is_empty() => String::new(),
        0 => "no match".to_owned(),
        n => format!("{} of {n}", find.at + 1),
    };
    let colour = if n == 0 { ctx.tokens.warning } else { ctx.tokens.dim };
    let label = ui.label(egui::RichText::new(&words).font(fonts::sans(size::SMALL)).color(colour));
    if n > 0 {
        let articles = ctx.view.columns.iter().filter(|id| !found.of(**id).is_empty()).count();
        label.on_hover_text(crate::app::ops::counted(articles, "article has it", "articles have it"));
    }
    let mut step = |by: isize| out.push(view(ViewCommand::Reading(ReadingCommand::FindStep(by))));
    if widgets::icon_button(ui, icons::CHEVRON_UP, "Previous match (⇧ F3)").clicked() || back {
        step(-1);
    }
    if widgets::icon_button(ui, icons::CHEVRON_DOWN, "Next match (F3)").clicked() || next {
        step(1);
    }
    // Without a selection to give up, Escape in a text closes the bar as well.
    let elsewhere = !has_it && !ctx.view.reading.tagging && ctx.view.text_selection.is_none();
    let escape = escape || elsewhere && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    if widgets::icon_button(ui, icons::CLOSE, "Close find (Esc)").clicked() || escape {
        ui.memory_mut(|memory| memory.surrender_focus(field_id));
        out.push(view(ViewCommand::Reading(ReadingCommand::CloseFind)));
    }
}
