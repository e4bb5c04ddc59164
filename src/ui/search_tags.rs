//! The dialog that tags everything a search found: which tag, how much of the text, and each place with a tick. Layer `ui`.

use std::ops::Range;

use egui::{Key, Modifiers, Role, ScrollArea, Sense, WidgetInfo, pos2, vec2};

use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::notice::Notice;
use crate::app::ops::counted;
use crate::app::ops::search_tags::{Extent, coming};
use crate::app::search::Results;
use crate::model::{ArticleId, Project, TagId};
use crate::plots::thousands;

use super::ctx::UiCtx;
use super::fonts;
use super::snippet;
use super::style::{ROW_HEIGHT, size, space};
use super::widgets::{self, ActionButton};

/// Height of both lists, in points: what is typed or ticked changes nothing of the dialog's size.
fn list_height(ui: &egui::Ui) -> f32 {
    (ui.ctx().content_rect().height() - 360.0).clamp(120.0, 320.0)
}

/// The dialog while it is open.
#[derive(Debug)]
pub struct TagAll {
    tag: Option<TagId>,
    /// The name of a tag to be made, chosen instead of one there is.
    new_tag: Option<String>,
    filter: String,
    /// Which of the list of tags the arrow keys are on.
    row: usize,
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
        Self {
            tag: None,
            new_tag: None,
            filter: String::new(),
            row: 0,
            extent: Extent::Hit,
            hits,
            n_taken,
            is_fresh: true,
        }
    }
}

/// Draws the dialog, if it is open.
pub fn tag_all_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, open: &mut Option<TagAll>, out: &mut Vec<Command>) {
    let Some(dialog) = open else { return };
    let t = ctx.tokens;
    let screen = ui.ctx().content_rect().size();
    let modal = widgets::still_modal(ui, "tag all hits");
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
                    ui.spacing_mut().item_spacing.x = space::L;
                    for extent in Extent::ALL {
                        ui.radio_value(&mut dialog.extent, extent, extent.label());
                    }
                });
                ui.add_space(space::XS);
                hits_ui(ui, ctx, dialog, list_height(ui));
            });
        });
        ui.add_space(space::M);
        ui.horizontal(|ui| {
            let tag = dialog.tag.and_then(|tag| ctx.project.tags.get(&tag));
            let hits = counted(dialog.n_taken, "hit", "hits");
            let label = match (&dialog.new_tag, tag) {
                (Some(name), _) => format!("Create “{}” and tag {hits}", cut(name)),
                (None, Some(tag)) => format!("Tag {hits} “{}”", cut(&tag.name)),
                (None, None) => "Choose or name a tag".to_owned(),
            };
            let can = (tag.is_some() || dialog.new_tag.is_some()) && dialog.n_taken > 0;
            let button = ui.add_enabled(can, ActionButton::primary(&label).key("Ctrl Enter"));
            let key = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
            if can && (button.clicked() || key) {
                tag_them(ctx, dialog, out);
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

/// Tags what is ticked, and says why it comes to fewer passages than hits, if it does.
fn tag_them(ctx: &UiCtx<'_>, dialog: &TagAll, out: &mut Vec<Command>) {
    let spans = spans(ctx, dialog);
    let text = |article| ctx.session.text(article);
    let tag = dialog.tag.filter(|_| dialog.new_tag.is_none());
    let coming = coming(ctx.project, &text, tag, &spans, ctx.session.coder());
    match (&dialog.new_tag, tag) {
        (Some(name), _) => out.push(Command::Do(Operation::TagSpansNew { name: name.clone(), spans })),
        (None, Some(tag)) => out.push(Command::Do(Operation::TagSpans { tag, spans })),
        (None, None) => {}
    }
    if let Some(why) = coming.why_fewer() {
        out.push(Command::View(ViewCommand::Notice(Notice::info(why))));
    }
}

/// A name short enough for a button.
fn cut(name: &str) -> String {
    widgets::cut_words(name, 28)
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
    let typed = dialog.filter.trim().to_owned();
    let wanted = typed.to_lowercase();
    let mut tags: Vec<_> = ctx.project.tags.values().filter(|tag| tag.name.to_lowercase().contains(&wanted)).collect();
    // A name that begins as typed comes before one that only holds it.
    tags.sort_by_key(|tag| (!tag.name.to_lowercase().starts_with(&wanted), &tag.name));
    let is_new = !typed.is_empty() && !ctx.project.tags.values().any(|tag| tag.name.to_lowercase() == wanted);
    let len = tags.len() + usize::from(is_new);
    if field.changed() {
        dialog.row = 0;
    }
    let mut moved = false;
    if field.has_focus() {
        let (down, up) = ui.input_mut(|input| {
            (input.consume_key(Modifiers::NONE, Key::ArrowDown), input.consume_key(Modifiers::NONE, Key::ArrowUp))
        });
        moved = down || up;
        dialog.row = if up { dialog.row.saturating_sub(1) } else { dialog.row + usize::from(down) };
    }
    dialog.row = dialog.row.min(len.saturating_sub(1));
    // Enter in the field takes the row the arrows are on, at first the first.
    let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if entered {
        field.request_focus();
    }
    ui.add_space(space::XS);
    // The list keeps its height whatever is typed, so that nothing moves under the pointer.
    let height = list_height(ui);
    let list = ScrollArea::vertical().id_salt("tags").max_height(height).min_scrolled_height(height);
    list.auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        if len == 0 {
            let words = "The codebook has no tags yet: type a name to make one.";
            ui.label(egui::RichText::new(words).color(ctx.tokens.dim));
        }
        for (n, tag) in tags.iter().enumerate() {
            let row = widgets::TreeRow {
                leading: widgets::Leading::Tag(tag.colour),
                selected: dialog.new_tag.is_none() && dialog.tag == Some(tag.id) || moved && dialog.row == n,
                ..widgets::TreeRow::new(&tag.name)
            };
            let response = ui.push_id(tag.id, |ui| widgets::tree_row(ui, &row)).inner.row;
            if moved && dialog.row == n {
                response.scroll_to_me(None);
            }
            if response.clicked() || (entered || moved) && dialog.row == n {
                (dialog.tag, dialog.new_tag) = (Some(tag.id), None);
            }
        }
        if is_new {
            let label = format!("Create “{typed}”");
            let row = widgets::TreeRow { selected: dialog.new_tag.is_some(), ..widgets::TreeRow::new(&label) };
            let response = widgets::tree_row(ui, &row).row;
            if response.clicked() || (entered || moved) && dialog.row == tags.len() {
                dialog.new_tag = Some(typed.clone());
            }
        }
    });
    // A tag that was to be made goes when another name is typed.
    if dialog.new_tag.as_ref().is_some_and(|name| *name != typed) {
        dialog.new_tag = None;
    }
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
    let list = ScrollArea::vertical().id_salt("hits to tag").max_height(height).min_scrolled_height(height);
    let list = list.auto_shrink(false);
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
