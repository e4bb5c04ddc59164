//! The codebook: tags as a tree, with colour, key and count. A click on a tag tags the selected words. Layer `ui`.

use std::collections::BTreeSet;

use egui::ScrollArea;

use crate::app::actions::Action;
use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::ops::counted;
use crate::app::retrieval::TagQuery;
use crate::app::tag_table::in_tree_order;
use crate::app::tags_desk::TagsView;
use crate::app::view::Selection;
use crate::model::{Tag, TagId};

use super::ctx::UiCtx;
use super::fonts::icons;
use super::style::{PALETTE_NAMES, ROW_HEIGHT, space};
use super::widgets::{self, ActionButton, Leading, TreeRow};

/// What the panel keeps between frames.
#[derive(Debug, Default)]
pub struct CodebookState {
    closed: BTreeSet<TagId>,
    /// The tag being renamed, with the name as typed.
    renaming: Option<(TagId, String)>,
    /// The tag made last is to be given a name.
    pub name_newest: bool,
    known: BTreeSet<TagId>,
    /// Words that a tag's name or description must hold.
    filter: String,
}

/// Draws the panel.
pub fn codebook_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, state: &mut CodebookState, out: &mut Vec<Command>) {
    name_newest(ctx, state);
    egui::Frame::new().inner_margin(egui::Margin::same(space::S as i8)).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            if ui.add(ActionButton::quiet("New tag").key("Ctrl T").icon(icons::PLUS)).clicked() {
                out.push(Command::Action(crate::app::actions::Action::NewTag));
            }
        });
        ui.add_space(space::XS);
        if ctx.project.tags.is_empty() {
            let hint = "Tags mark what matters: casualties, denials, control of towns. Start with the codebook for conflict \
                        reporting, or make your own. Then select words and press a tag’s key.";
            let starter = ActionButton::primary("Starter codebook");
            if widgets::empty_state(ui, "No tags yet", hint, Some(starter)).is_some_and(|button| button.clicked()) {
                out.push(Command::Do(Operation::AddStarterCodebook));
            }
            return;
        }
        widgets::search_box(ui, &mut state.filter, "Filter tags");
        ui.add_space(space::XS);
        ui.spacing_mut().item_spacing.y = 0.0;
        let rows = rows(ctx, state);
        if rows.is_empty() {
            ui.label(egui::RichText::new("No tag holds these words").color(ctx.tokens.dim));
        }
        ScrollArea::vertical().auto_shrink(false).show_rows(ui, ROW_HEIGHT, rows.len() + 1, |ui, shown| {
            for at in shown {
                match rows.get(at) {
                    Some(row) => {
                        ui.push_id(row.tag.id, |ui| row_ui(ui, ctx, state, row, out));
                    }
                    None => top_level_ui(ui, ctx, out),
                }
            }
        });
    });
}

/// A tag as a row of the tree.
struct Row<'a> {
    tag: &'a Tag,
    depth: usize,
    is_branch: bool,
}

/// The rows on show: those that hold the filter's words, without the tree, or the tree with its closed branches folded.
fn rows<'a>(ctx: &UiCtx<'a>, state: &CodebookState) -> Vec<Row<'a>> {
    let all = ctx.derived.lookup.codebook().iter().filter_map(|(id, depth)| Some((ctx.project.tags.get(id)?, *depth)));
    let all: Vec<(&Tag, usize)> = all.collect();
    let wanted = state.filter.trim().to_lowercase();
    if !wanted.is_empty() {
        let holds =
            |tag: &Tag| tag.name.to_lowercase().contains(&wanted) || tag.description.to_lowercase().contains(&wanted);
        let found = all.into_iter().filter(|(tag, _)| holds(tag));
        return found.map(|(tag, _)| Row { tag, depth: 0, is_branch: false }).collect();
    }
    let mut out: Vec<Row<'a>> = Vec::with_capacity(all.len());
    let mut folded: Option<usize> = None;
    for (at, (tag, depth)) in all.iter().enumerate() {
        if folded.is_some_and(|above| *depth > above) {
            continue;
        }
        let is_branch = all.get(at + 1).is_some_and(|(_, next)| next > depth);
        folded = (is_branch && state.closed.contains(&tag.id)).then_some(*depth);
        out.push(Row { tag, depth: *depth, is_branch });
    }
    out
}

/// The room below the tree: a tag let go here goes to the top level, last.
fn top_level_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, out: &mut Vec<Command>) {
    let room = egui::vec2(ui.available_width(), ROW_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(room, egui::Sense::hover());
    if response.dnd_hover_payload::<TagId>().is_some() {
        line_ui(ui, ctx, rect.top() + 2.0, rect);
    }
    if let Some(dragged) = response.dnd_release_payload::<TagId>() {
        out.push(Command::Do(Operation::MoveTag { tag: *dragged, parent: None, before: None }));
    }
}

/// Where a dragged tag would come to stand.
fn line_ui(ui: &egui::Ui, ctx: &UiCtx<'_>, y: f32, rect: egui::Rect) {
    ui.painter().hline(rect.x_range(), y, egui::Stroke::new(2.0, ctx.tokens.accent));
}

/// Opens the name of a tag that was not there in the last frame, if one was just asked for.
fn name_newest(ctx: &UiCtx<'_>, state: &mut CodebookState) {
    let now: BTreeSet<TagId> = ctx.project.tags.keys().copied().collect();
    if state.name_newest
        && let Some(new) = now.difference(&state.known).next()
        && let Some(tag) = ctx.project.tags.get(new)
    {
        state.renaming = Some((*new, tag.name.clone()));
        state.name_newest = false;
    }
    state.known = now;
}

fn row_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, state: &mut CodebookState, row: &Row<'_>, out: &mut Vec<Command>) {
    let Row { tag, depth, is_branch } = *row;
    if let Some((id, name)) = &mut state.renaming
        && *id == tag.id
    {
        let edit = egui::TextEdit::singleline(name).desired_width(f32::INFINITY).hint_text("Tag name");
        let output = edit.margin(egui::Margin::symmetric(8, 5)).show(ui);
        let field = output.response.response;
        field.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::TextInput, true, "Tag name"));
        if !field.has_focus() && !field.lost_focus() {
            field.request_focus();
            // The name stands selected: typing replaces it.
            let mut typed = output.state;
            let all = egui::text::CCursorRange::two(
                egui::text::CCursor::default(),
                egui::text::CCursor::new(name.chars().count()),
            );
            typed.cursor.set_char_range(Some(all));
            typed.store(ui.ctx(), field.id);
        }
        if field.lost_focus() {
            if !ui.input(|input| input.key_pressed(egui::Key::Escape)) {
                out.push(Command::Do(Operation::ChangeTag(Tag { name: name.trim().to_owned(), ..tag.clone() })));
            }
            state.renaming = None;
        }
        return;
    }
    let count = ctx.derived.tag_counts.get(&tag.id).copied().unwrap_or(0).to_string();
    let key = tag.key.map(|key| key.to_uppercase().to_string());
    let row = TreeRow {
        depth,
        open: is_branch.then(|| !state.closed.contains(&tag.id)),
        among_branches: true,
        leading: Leading::Tag(tag.colour),
        trailing: &count,
        key: key.as_deref(),
        selected: ctx.view.selection == Selection::Tag(tag.id),
        ..TreeRow::new(&tag.name)
    };
    let response = widgets::tree_row(ui, &row);
    if response.toggled && !state.closed.remove(&tag.id) {
        state.closed.insert(tag.id);
    }
    // Names are cut off in a narrow panel: the tip has them whole.
    let tip = if tag.description.is_empty() { tag.name.clone() } else { format!("{}\n{}", tag.name, tag.description) };
    let how = "Click tags the selected words; drag it onto any words of an article";
    let row = response.row.on_hover_text(format!("{tip}\n{how}"));
    row.dnd_set_drag_payload(tag.id);
    drop_ui(ui, ctx, tag, &row, out);
    if row.has_focus() && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::F2)) {
        state.renaming = Some((tag.id, tag.name.clone()));
    }
    for (key, step) in [
        (egui::Key::ArrowUp, Action::TagUp),
        (egui::Key::ArrowDown, Action::TagDown),
        (egui::Key::ArrowRight, Action::TagIn),
        (egui::Key::ArrowLeft, Action::TagOut),
    ] {
        if row.has_focus() && ui.input_mut(|input| input.consume_key(egui::Modifiers::ALT, key)) {
            out.push(Command::View(ViewCommand::Select(Selection::Tag(tag.id))));
            out.push(Command::Action(step));
            // The arrow alone would take the keyboard to the next row.
            row.request_focus();
        }
    }
    if row.clicked() {
        match ctx.view.text_selection.clone() {
            Some((article, range)) => out.push(Command::Do(Operation::TagSpan { article, range, tag: tag.id })),
            None => out.push(Command::View(ViewCommand::Select(Selection::Tag(tag.id)))),
        }
    }
    if row.double_clicked() && ctx.view.text_selection.is_none() {
        state.renaming = Some((tag.id, tag.name.clone()));
    }
    widgets::context_menu(&row, row.has_focus(), None, |ui| context_menu_ui(ui, ctx, state, tag, out));
}

/// A tag let go on the upper or lower edge of a row comes before or behind it, on the middle below it in the tree.
fn drop_ui(ui: &egui::Ui, ctx: &UiCtx<'_>, tag: &Tag, row: &egui::Response, out: &mut Vec<Command>) {
    let Some(dragged) = row.dnd_hover_payload::<TagId>().filter(|dragged| **dragged != tag.id) else { return };
    let Some(pointer) = ui.input(|input| input.pointer.latest_pos()) else { return };
    let part = (pointer.y - row.rect.top()) / row.rect.height();
    let siblings = ctx.project.tag_children(tag.parent);
    let at = siblings.iter().position(|other| other.id == tag.id).unwrap_or(0);
    let (parent, before) = if part < 0.3 {
        line_ui(ui, ctx, row.rect.top(), row.rect);
        (tag.parent, Some(tag.id))
    } else if part > 0.7 {
        line_ui(ui, ctx, row.rect.bottom(), row.rect);
        (tag.parent, siblings.iter().skip(at + 1).find(|other| other.id != *dragged).map(|other| other.id))
    } else {
        let stroke = egui::Stroke::new(1.5, ctx.tokens.accent);
        ui.painter().rect_stroke(row.rect, 4.0, stroke, egui::StrokeKind::Inside);
        (Some(tag.id), None)
    };
    if row.dnd_release_payload::<TagId>().is_some() {
        out.push(Command::Do(Operation::MoveTag { tag: *dragged, parent, before }));
    }
}

fn context_menu_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, state: &mut CodebookState, tag: &Tag, out: &mut Vec<Command>) {
    if ui.button("Rename").clicked() {
        state.renaming = Some((tag.id, tag.name.clone()));
        ui.close();
    }
    if ui.button("New tag below").clicked() {
        state.name_newest = true;
        out.push(Command::Do(Operation::CreateTag { name: "New tag".to_owned(), parent: Some(tag.id) }));
        ui.close();
    }
    ui.menu_button("Colour", |ui| {
        for (colour, name) in (0_u8..).zip(PALETTE_NAMES) {
            if ui.add(egui::Button::new(egui::RichText::new(name).color(ctx.tokens.tag(colour)))).clicked() {
                out.push(Command::Do(Operation::ChangeTag(Tag { colour, ..tag.clone() })));
                ui.close();
            }
        }
    });
    ui.menu_button("Key", |ui| {
        for key in ('1'..='9').chain(['a', 'b', 'c', 'd', 'e', 'g', 'h', 'i', 'l', 'm', 'n', 'o']) {
            let taken = ctx.project.tags.values().find(|other| other.id != tag.id && other.key == Some(key));
            let label = taken.map_or_else(
                || key.to_uppercase().to_string(),
                |other| format!("{} (now {})", key.to_uppercase(), other.name),
            );
            if ui.button(label).clicked() {
                out.push(Command::Do(Operation::ChangeTag(Tag { key: Some(key), ..tag.clone() })));
                ui.close();
            }
        }
    });
    ui.menu_button("Merge into", |ui| {
        let count = ctx.derived.tag_counts.get(&tag.id).copied().unwrap_or(0);
        ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
            for (other, depth) in in_tree_order(ctx.project).into_iter().filter(|(other, _)| other.id != tag.id) {
                let label = format!("{}{}", "   ".repeat(depth.min(6)), other.name);
                let excerpts = counted(count, "excerpt", "excerpts");
                let (gone, kept) = (&tag.name, &other.name);
                let tip = format!("{excerpts} of “{gone}” will carry “{kept}”; “{gone}” goes. Undo brings it back");
                if ui.button(label).on_hover_text(tip).clicked() {
                    out.push(Command::Do(Operation::MergeTags { from: tag.id, into: other.id }));
                    ui.close();
                }
            }
        });
    });
    if ui.button("Its excerpts").on_hover_text("In Tags by outlet; choose some there to split them off").clicked() {
        let tags = TagsView { query: TagQuery::of(tag.id), ..ctx.view.tags.clone() };
        out.push(Command::View(ViewCommand::Tags(tags)));
        out.push(Command::Action(Action::ShowTags));
        ui.close();
    }
    ui.menu_button("Move", |ui| {
        for (label, action) in [
            ("Up (Alt Up)", Action::TagUp),
            ("Down (Alt Down)", Action::TagDown),
            ("Below the tag above (Alt Right)", Action::TagIn),
            ("Out of its parent (Alt Left)", Action::TagOut),
        ] {
            if ui.button(label).clicked() {
                out.push(Command::View(ViewCommand::Select(Selection::Tag(tag.id))));
                out.push(Command::Action(action));
                ui.close();
            }
        }
        if tag.parent.is_some() && ui.button("To the top level").clicked() {
            out.push(Command::Do(Operation::MoveTag { tag: tag.id, parent: None, before: None }));
            ui.close();
        }
    });
    ui.separator();
    if ui.button("Delete tag").clicked() {
        out.push(Command::Do(Operation::DeleteTag(tag.id)));
        ui.close();
    }
}
