//! Tags, excerpts and the project itself in the inspector. Layer `ui`.

use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::ops::counted;
use crate::model::{ExcerptId, Tag, TagId};
use crate::ui::ctx::UiCtx;
use crate::ui::fonts;
use crate::ui::style::{PALETTE_NAMES, size};
use crate::ui::widgets::{self, ActionButton};

use super::draft::{Draft, choice_ui};

pub(super) fn project_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, draft: &mut Draft, out: &mut Vec<Command>) {
    let info = &ctx.project.info;
    widgets::section_title(ui, "Project", None);
    if let Some(name) = draft.text_ui(ui, "Name", &info.name) {
        out.push(Command::Do(Operation::RenameProject(name)));
    }
    if let Some(name) = draft.text_ui(ui, "You are", ctx.session.coder_name()) {
        out.push(Command::Do(Operation::RenameCoder(name)));
    }
}

pub(super) fn tag_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, id: TagId, draft: &mut Draft, out: &mut Vec<Command>) {
    let Some(tag) = ctx.project.tags.get(&id) else { return };
    let title = egui::RichText::new(&tag.name).font(fonts::serif_semibold(size::TITLE)).color(ctx.tokens.text);
    ui.add(egui::Label::new(title).wrap());
    let change = |tag: Tag, out: &mut Vec<Command>| out.push(Command::Do(Operation::ChangeTag(tag)));
    if let Some(name) = draft.text_ui(ui, "Name", &tag.name) {
        change(Tag { name: name.trim().to_owned(), ..tag.clone() }, out);
    }
    if let Some(description) = draft.text_ui(ui, "When to use it", &tag.description) {
        change(Tag { description: description.trim().to_owned(), ..tag.clone() }, out);
    }
    let colours: Vec<u8> = (0..8).collect();
    let name = |colour: u8| PALETTE_NAMES.get(usize::from(colour) % PALETTE_NAMES.len()).copied().unwrap_or("grey");
    if let Some(colour) = choice_ui(ui, "Colour", tag.colour % 8, &colours, name) {
        change(Tag { colour, ..tag.clone() }, out);
    }
    let excerpts = ctx.derived.lookup.tagged(id);
    widgets::section_title(ui, &counted(excerpts.len(), "excerpt", "excerpts"), None);
    // The first forty are enough to see what the tag means; all of them are a search, not an inspector.
    for excerpt in excerpts.take(40).filter_map(|id| ctx.project.excerpts.get(&id)) {
        let outlet = ctx.project.articles.get(&excerpt.article).map(|a| ctx.project.outlet_name(a)).unwrap_or_default();
        ui.push_id(excerpt.id, |ui| {
            if widgets::field_row(ui, &outlet, &excerpt.anchor.quote).clicked() {
                out.push(Command::View(ViewCommand::ShowExcerpt(excerpt.id)));
            }
        });
    }
}

pub(super) fn excerpt_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, id: ExcerptId, out: &mut Vec<Command>) {
    let Some(excerpt) = ctx.project.excerpts.get(&id) else { return };
    let t = ctx.tokens;
    widgets::section_title(ui, "Excerpt", None);
    let quote =
        egui::RichText::new(format!("“{}”", excerpt.anchor.quote)).font(fonts::serif(size::READING)).color(t.text);
    if ui
        .add(egui::Label::new(quote).wrap().sense(egui::Sense::click()))
        .on_hover_text("Show it in the reader")
        .clicked()
    {
        out.push(Command::View(ViewCommand::ShowExcerpt(id)));
    }
    let outlet = ctx.project.articles.get(&excerpt.article).map(|a| ctx.project.outlet_name(a)).unwrap_or_default();
    let who = ctx.project.coders.get(&excerpt.coder).map_or("somebody", |coder| coder.name.as_str());
    let words = format!("{outlet} · tagged by {who}, {}", excerpt.created.strftime("%-d %b %Y"));
    ui.label(egui::RichText::new(words).color(t.dim));
    ui.horizontal_wrapped(|ui| {
        for tag in excerpt.tags.iter().filter_map(|id| ctx.project.tags.get(id)) {
            let chip = widgets::tag_chip(ui, &tag.name, tag.colour).on_hover_text("Click to take this tag off");
            if chip.clicked() {
                out.push(Command::Do(Operation::Untag { excerpt: id, tag: tag.id }));
            }
        }
        ui.menu_button("Add tag…", |ui| {
            for tag in ctx.project.tags.values().filter(|tag| !excerpt.tags.contains(&tag.id)) {
                if ui.button(&tag.name).clicked() {
                    let range = excerpt.anchor.span.range();
                    out.push(Command::Do(Operation::TagSpan { article: excerpt.article, range, tag: tag.id }));
                    ui.close();
                }
            }
        });
    });
    ui.horizontal_wrapped(|ui| {
        let selected = ctx.view.text_selection.as_ref().filter(|(article, _)| *article == excerpt.article);
        if let Some((_, range)) = selected
            && ui.add(ActionButton::quiet("Set ends to the selection")).clicked()
        {
            out.push(Command::Do(Operation::ResizeExcerpt { excerpt: id, range: range.clone() }));
        }
        if ui.add(ActionButton::quiet("Delete excerpt").key("Ctrl Delete")).clicked() {
            out.push(Command::Do(Operation::DeleteExcerpts(vec![id])));
        }
    });
    super::link::links_ui(ui, ctx, excerpt.article, &excerpt.anchor.span.range(), out);
}
