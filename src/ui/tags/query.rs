//! What is asked for, as chips: each tag with how it takes part. Layer `ui`.

use egui::Ui;

use crate::app::command::Command;
use crate::app::retrieval::{TagQuery, Take};
use crate::app::tag_table::in_tree_order;
use crate::ui::ctx::UiCtx;
use crate::ui::widgets;

use super::table::ask;

/// Draws the chips and the menu that adds to them.
pub(super) fn query_ui(ui: &mut Ui, ctx: &UiCtx<'_>, out: &mut Vec<Command>) {
    let query = &ctx.view.tags.query;
    ui.horizontal_wrapped(|ui| {
        let mut first = true;
        for (id, take) in &query.tags {
            let Some(tag) = ctx.project.tags.get(id) else { continue };
            let before = if first && *take == Take::Or { String::new() } else { format!("{} ", take.label()) };
            first = false;
            let chip = widgets::tag_chip(ui, &format!("{before}{}", tag.name), tag.colour)
                .on_hover_text("Click: how the tag takes part, or take it out");
            egui::Popup::menu(&chip).show(|ui| {
                for other in Take::ALL {
                    let words = match other {
                        Take::Or => "or: any of these",
                        Take::And => "and: must be there too",
                        Take::Not => "not: must not be there",
                        Take::Near => "near: close by in the article",
                    };
                    if ui.selectable_label(other == *take, words).clicked() {
                        let mut changed = query.clone();
                        changed.tags.insert(*id, other);
                        ask(ctx, changed, out);
                    }
                }
                if ui.button("Take it out").clicked() {
                    let mut changed = query.clone();
                    changed.tags.remove(id);
                    ask(ctx, changed, out);
                }
            });
        }
        ui.menu_button("Add tag…", |ui| {
            egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
                for (tag, depth) in in_tree_order(ctx.project) {
                    if query.tags.contains_key(&tag.id) {
                        continue;
                    }
                    if ui.button(format!("{}{}", "   ".repeat(depth.min(6)), tag.name)).clicked() {
                        let mut changed = query.clone();
                        let take = if changed.tags.is_empty() { Take::Or } else { Take::And };
                        changed.tags.insert(tag.id, take);
                        ask(ctx, changed, out);
                        ui.close();
                    }
                }
            });
        });
        if let Some((name, _)) = &query.among
            && widgets::toggle_chip(ui, &format!("in {name}"), true).on_hover_text("Click: in every article").clicked()
        {
            ask(ctx, TagQuery { among: None, ..query.clone() }, out);
        }
        if query.tags.values().any(|take| *take == Take::Near) {
            let mut words = query.near_words;
            let drag = egui::DragValue::new(&mut words).range(1..=500).suffix(" words");
            let response = ui.add(drag).on_hover_text("How many words may stand between");
            response
                .widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::SpinButton, true, "Words between"));
            if response.changed() {
                ask(ctx, TagQuery { near_words: words, ..query.clone() }, out);
            }
        }
        if *query != TagQuery::default() && ui.button("Clear").clicked() {
            ask(ctx, TagQuery::default(), out);
        }
    });
}
