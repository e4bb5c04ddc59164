//! The codebook: tags as a tree, with colour, key and count. A click on a tag tags the selected words. Layer `ui`.

use std::collections::BTreeSet;

use egui::ScrollArea;

use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::view::Selection;
use crate::model::{Tag, TagId};

use super::ctx::UiCtx;
use super::fonts::icons;
use super::style::{PALETTE_NAMES, space};
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
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            for tag in ctx.project.tag_children(None) {
                branch_ui(ui, ctx, state, tag, 0, out);
            }
        });
    });
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

fn branch_ui(
    ui: &mut egui::Ui,
    ctx: &UiCtx<'_>,
    state: &mut CodebookState,
    tag: &Tag,
    depth: usize,
    out: &mut Vec<Command>,
) {
    let children = ctx.project.tag_children(Some(tag.id));
    ui.push_id(tag.id, |ui| row_ui(ui, ctx, state, tag, depth, !children.is_empty(), out));
    // The model keeps tags from standing below themselves, so this ends.
    if !state.closed.contains(&tag.id) {
        for child in children {
            branch_ui(ui, ctx, state, child, depth + 1, out);
        }
    }
}

fn row_ui(
    ui: &mut egui::Ui,
    ctx: &UiCtx<'_>,
    state: &mut CodebookState,
    tag: &Tag,
    depth: usize,
    is_branch: bool,
    out: &mut Vec<Command>,
) {
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
    let row = response.row.on_hover_text(tip);
    row.dnd_set_drag_payload(tag.id);
    if let Some(dragged) = row.dnd_release_payload::<TagId>()
        && *dragged != tag.id
        && let Some(moved) = ctx.project.tags.get(&dragged)
    {
        out.push(Command::Do(Operation::ChangeTag(Tag { parent: Some(tag.id), ..moved.clone() })));
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
    row.context_menu(|ui| context_menu_ui(ui, ctx, state, tag, out));
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
        for other in ctx.project.tags.values().filter(|other| other.id != tag.id) {
            if ui.button(&other.name).clicked() {
                out.push(Command::Do(Operation::MergeTags { from: tag.id, into: other.id }));
                ui.close();
            }
        }
    });
    if tag.parent.is_some() && ui.button("Move to the top level").clicked() {
        out.push(Command::Do(Operation::ChangeTag(Tag { parent: None, ..tag.clone() })));
        ui.close();
    }
    ui.separator();
    if ui.button("Delete tag").clicked() {
        out.push(Command::Do(Operation::DeleteTag(tag.id)));
        ui.close();
    }
}
