//! The dialog that tags everything a search found: which tag, how much of the text, and each place with a tick. Layer `ui`.

use std::ops::Range;

use egui::{Key, Modifiers, Role, ScrollArea, Sense, WidgetInfo, pos2, vec2};

use crate::app::command::{Command, Operation};
use crate::app::ops::counted;
use crate::app::ops::search_tags::Extent;
use crate::app::search::Results;
use crate::model::{ArticleId, Project, TagId};
use crate::plots::thousands;

use super::ctx::UiCtx;
use super::fonts;
use super::snippet;
use super::style::{ROW_HEIGHT, size, space};
use super::widgets::{self, ActionButton};

/// The dialog while it is open.
#[derive(Debug)]
pub struct TagAll {
    tag: Option<TagId>,
    filter: String,
    extent: Extent,
    hits: Vec<Hit>,
    n_taken: usize,
    is_fresh: bool,
}

#[derive(Debug)]
struct Hit {
    article: ArticleId,
    range: Range<usize>,
    is_taken: bool,
}

impl TagAll {
    /// The dialog on what was found, every hit ticked.
    pub fn new(results: &Results, project: &Project) -> Self {
        let hits: Vec<Hit> = results
            .articles
            .iter()
            .filter(|found| project.articles.contains_key(&found.article))
            .flat_map(|found| {
                let hits = found.hits.iter();
                hits.map(|range| Hit { article: found.article, range: range.clone(), is_taken: true })
            })
            .collect();
        let n_taken = hits.len();
        Self { tag: None, filter: String::new(), extent: Extent::Hit, hits, n_taken, is_fresh: true }
    }
}

/// Draws the dialog, if it is open.
pub fn tag_all_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, open: &mut Option<TagAll>, out: &mut Vec<Command>) {
    let Some(dialog) = open else { return };
    let t = ctx.tokens;
    let screen = ui.ctx().content_rect().size();
    let modal = egui::Modal::new(egui::Id::unique("tag all hits")).frame(widgets::modal_frame(ui));
    let mut is_done = false;
    let shown = modal.show(ui.ctx(), |ui| {
        ui.set_width((screen.x - 160.0).clamp(360.0, 820.0));
        let title = format!("Tag {}", counted(dialog.hits.len(), "hit", "hits"));
        ui.label(egui::RichText::new(title).font(fonts::serif_semibold(size::TITLE)).color(t.text));
        ui.add_space(space::S);
        ui.horizontal_top(|ui| {
            ui.vertical(|ui| {
                ui.set_width(240.0);
                tags_ui(ui, ctx, dialog);
            });
            ui.add_space(space::M);
            ui.vertical(|ui| {
                ui.horizontal_wrapped(|ui| {
                    for extent in Extent::ALL {
                        ui.radio_value(&mut dialog.extent, extent, extent.label());
                    }
                });
                ui.add_space(space::XS);
                hits_ui(ui, ctx, dialog, (screen.y - 360.0).clamp(120.0, 420.0));
            });
        });
        ui.add_space(space::M);
        ui.horizontal(|ui| {
            let tag = dialog.tag.and_then(|tag| ctx.project.tags.get(&tag));
            let label = match tag {
                Some(tag) => format!("Tag {} “{}”", counted(dialog.n_taken, "passage", "passages"), tag.name),
                None => "Choose a tag".to_owned(),
            };
            let can = tag.is_some() && dialog.n_taken > 0;
            let button = ui.add_enabled(can, ActionButton::primary(&label).key("Ctrl Enter"));
            let key = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
            if let Some(tag) = dialog.tag
                && (button.clicked() || key && can)
            {
                out.push(Command::Do(Operation::TagSpans { tag, spans: spans(ctx, dialog) }));
                is_done = true;
            }
            is_done |= ui.add(ActionButton::quiet("Cancel").key("Esc")).clicked();
            let left_out = dialog.hits.len() - dialog.n_taken;
            if left_out > 0 {
                ui.label(egui::RichText::new(format!("{left_out} left out")).color(t.dim));
            }
        });
    });
    if is_done || shown.should_close() {
        *open = None;
    }
}

/// The bytes to tag: what the ticked hits stand for.
fn spans(ctx: &UiCtx<'_>, dialog: &TagAll) -> Vec<(ArticleId, Range<usize>)> {
    let taken = dialog.hits.iter().filter(|hit| hit.is_taken);
    taken
        .filter_map(|hit| {
            let text = ctx.session.text(hit.article)?;
            Some((hit.article, dialog.extent.around(&text, hit.range.clone())))
        })
        .collect()
}

fn tags_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, dialog: &mut TagAll) {
    let field = widgets::search_box(ui, &mut dialog.filter, "Find a tag");
    if std::mem::take(&mut dialog.is_fresh) {
        field.request_focus();
    }
    if ctx.project.tags.is_empty() {
        ui.label(egui::RichText::new("The codebook has no tags yet: make one there first.").color(ctx.tokens.dim));
        return;
    }
    let wanted = dialog.filter.to_lowercase();
    let mut tags: Vec<_> = ctx.project.tags.values().filter(|tag| tag.name.to_lowercase().contains(&wanted)).collect();
    tags.sort_by(|a, b| a.name.cmp(&b.name));
    // Enter in the field takes the first.
    if field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
        dialog.tag = tags.first().map(|tag| tag.id);
    }
    ui.add_space(space::XS);
    ScrollArea::vertical().id_salt("tags").max_height(300.0).auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for tag in tags {
            let row = widgets::TreeRow {
                leading: widgets::Leading::Tag(tag.colour),
                selected: dialog.tag == Some(tag.id),
                ..widgets::TreeRow::new(&tag.name)
            };
            let response = ui.push_id(tag.id, |ui| widgets::tree_row(ui, &row)).inner.row;
            if response.clicked() {
                dialog.tag = Some(tag.id);
            }
        }
    });
}

fn hits_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, dialog: &mut TagAll, height: f32) {
    let t = ctx.tokens;
    let is_all = dialog.n_taken == dialog.hits.len();
    let mut all = is_all;
    let label = format!("{} of {} ticked", thousands(dialog.n_taken as u64), thousands(dialog.hits.len() as u64));
    let check = ui.checkbox(&mut all, label);
    check.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_all, "Tick all hits"));
    if all != is_all {
        dialog.hits.iter_mut().for_each(|hit| hit.is_taken = all);
        dialog.n_taken = if all { dialog.hits.len() } else { 0 };
    }
    let len = dialog.hits.len();
    let extent = dialog.extent;
    let list = ScrollArea::vertical().id_salt("hits to tag").max_height(height).auto_shrink(false);
    ui.spacing_mut().item_spacing.y = 0.0;
    list.show_rows(ui, ROW_HEIGHT, len, |ui, shown| {
        for at in shown {
            let Some(hit) = dialog.hits.get_mut(at) else { continue };
            let Some(text) = ctx.session.text(hit.article) else { continue };
            let lit = extent.around(&text, hit.range.clone());
            ui.push_id(at, |ui| {
                ui.horizontal(|ui| {
                    let before = hit.is_taken;
                    let check = ui.checkbox(&mut hit.is_taken, "");
                    check.widget_info(|| {
                        let words = text.get(lit.clone()).unwrap_or_default();
                        WidgetInfo::selected(Role::CheckBox, true, before, format!("Hit {}: {words}", at + 1))
                    });
                    let article = ctx.project.articles.get(&hit.article);
                    let outlet = article.map(|article| ctx.project.outlet_name(article)).unwrap_or_default();
                    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT), Sense::CLICK);
                    let name = widgets::one_line(ui, &outlet, fonts::sans(size::SMALL), t.dim, 96.0);
                    let middle = rect.center().y;
                    ui.painter().galley(pos2(rect.left(), (middle - name.size().y / 2.0).round()), name, t.dim);
                    let left = rect.left() + 104.0;
                    let ink = if hit.is_taken { t.text } else { t.dim };
                    let galley = snippet::galley(ui, &text, &lit, rect.right() - left, t, ink);
                    ui.painter().galley(pos2(left, (middle - galley.size().y / 2.0).round()), galley, ink);
                    if response.clicked() {
                        hit.is_taken = !hit.is_taken;
                    }
                    match (before, hit.is_taken) {
                        (false, true) => dialog.n_taken += 1,
                        (true, false) => dialog.n_taken -= 1,
                        _ => {}
                    }
                });
            });
        }
    });
}
