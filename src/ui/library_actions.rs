//! What is done to several articles of the library at once. Layer `ui`.

use std::collections::BTreeSet;

use egui::{Key, Modifiers};

use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::ops::articles_many::ManyChange;
use crate::app::ops::counted;
use crate::app::totals::ArticleCounts;
use crate::app::view::MAX_COLUMNS;
use crate::model::{Article, ArticleId, ReadState};

use super::ctx::UiCtx;
use super::fonts;
use super::style::{size, space};
use super::widgets::{self, ActionButton};

/// A dialog that asks for a name, or whether to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    Outlet(String),
    Wire(String),
    Set(String),
    Delete,
}

/// The marked articles, in the order of the library.
fn marked(ctx: &UiCtx<'_>) -> Vec<ArticleId> {
    let shown = ctx.derived.library.iter().flat_map(|group| &group.articles);
    let in_order: Vec<ArticleId> = shown.filter(|id| ctx.view.marked.contains(id)).copied().collect();
    // What the filter hides is marked all the same.
    let seen: BTreeSet<ArticleId> = in_order.iter().copied().collect();
    in_order.into_iter().chain(ctx.view.marked.iter().copied().filter(|id| !seen.contains(id))).collect()
}

/// How many are marked, and what can be done to them.
pub fn marked_bar_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, asked: &mut Option<Asked>, out: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        let words = format!("{} marked", ctx.view.marked.len());
        ui.label(egui::RichText::new(words).font(fonts::sans_semibold(size::SMALL)).color(ctx.tokens.accent));
        ui.menu_button("Do with them…", |ui| menu_ui(ui, ctx, asked, out));
        if widgets::quiet_button(ui, "Unmark", None).on_hover_text("Escape does the same").clicked() {
            out.push(Command::View(ViewCommand::Mark(BTreeSet::new())));
        }
    });
}

/// What can be done to the marked articles.
pub fn menu_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, asked: &mut Option<Asked>, out: &mut Vec<Command>) {
    let mut entry = |ui: &mut egui::Ui, label: &str, command: &dyn Fn() -> Command| {
        if ui.button(label).clicked() {
            out.push(command());
            ui.close();
        }
    };
    let articles = || marked(ctx);
    let change = |change: ManyChange| Command::Do(Operation::ChangeArticles { articles: articles(), change });
    let label = match ctx.view.marked.len() {
        n if n > MAX_COLUMNS => format!("Open the first {MAX_COLUMNS} side by side"),
        _ => "Open side by side".to_owned(),
    };
    entry(ui, &label, &|| Command::View(ViewCommand::OpenAll(articles())));
    ui.separator();
    for state in ReadState::ALL {
        let label = format!("Mark {}", state.label());
        entry(ui, &label, &|| Command::Do(Operation::MarkRead { articles: articles(), state: *state }));
    }
    entry(ui, "Mark figures reviewed", &|| change(ManyChange::Reviewed(true)));
    entry(ui, "Mark figures not reviewed", &|| change(ManyChange::Reviewed(false)));
    entry(ui, "Look for figures again", &|| Command::Do(Operation::SuggestFigures(articles())));
    ui.separator();
    let mut ask = |ui: &mut egui::Ui, label: &str, what: Asked| {
        if ui.button(label).clicked() {
            *asked = Some(what);
            ui.close();
        }
    };
    ask(ui, "Set the outlet…", Asked::Outlet(String::new()));
    ask(ui, "Set the wire…", Asked::Wire(String::new()));
    ask(ui, "Move to a set…", Asked::Set(String::new()));
    let mut entry = |ui: &mut egui::Ui, label: &str, wanted: bool| {
        if ui.button(label).clicked() {
            out.push(change(ManyChange::Confidential(wanted)));
            ui.close();
        }
    };
    entry(ui, "Confidential: withhold from exports", true);
    entry(ui, "Not confidential", false);
    ui.separator();
    if ui.button("Delete…").clicked() {
        *asked = Some(Asked::Delete);
        ui.close();
    }
}

/// Asks for what an action needs, while it does.
pub fn dialog_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, asked: &mut Option<Asked>, out: &mut Vec<Command>) {
    let Some(open) = asked else { return };
    let t = ctx.tokens;
    let articles = counted(ctx.view.marked.len(), "article", "articles");
    let modal = egui::Modal::new(egui::Id::unique("marked articles")).frame(widgets::modal_frame(ui));
    let mut is_done = false;
    let shown = modal.show(ui.ctx(), |ui| {
        ui.set_width(380.0);
        let (title, hint, go_on) = match open {
            Asked::Outlet(_) => ("Outlet", "Who published them; empty for unknown.", "Set the outlet"),
            Asked::Wire(_) => ("Wire", "Whose text they carry; empty for none but their outlet's.", "Set the wire"),
            Asked::Set(_) => ("Set", "The name of a set, there already or new; empty for none.", "Move them"),
            Asked::Delete => {
                ("Delete", "With their figures, excerpts and memos. Undo brings everything back.", "Delete them")
            }
        };
        let heading = format!("{title}: {articles}");
        ui.label(egui::RichText::new(heading).font(fonts::serif_semibold(size::TITLE)).color(t.text));
        ui.label(egui::RichText::new(hint).color(t.dim));
        ui.add_space(space::S);
        let entered = if let Asked::Outlet(name) | Asked::Wire(name) | Asked::Set(name) = open {
            let field = widgets::field_edit(ui, title, name);
            let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            if !field.has_focus() && !entered && ui.memory(|memory| memory.focused().is_none()) {
                field.request_focus();
            }
            known_ui(ui, ctx, open);
            entered
        } else {
            ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter))
        };
        ui.add_space(space::M);
        ui.horizontal(|ui| {
            let key = if *open == Asked::Delete { "Ctrl Enter" } else { "Enter" };
            if ui.add(ActionButton::primary(go_on).key(key)).clicked() || entered {
                out.push(Command::Do(command(ctx, open)));
                is_done = true;
            }
            is_done |= ui.add(ActionButton::quiet("Cancel").key("Esc")).clicked();
        });
    });
    if is_done || shown.should_close() {
        *asked = None;
    }
}

/// Names that are there already and begin or go on as typed: a click takes one.
fn known_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, open: &mut Asked) {
    let (typed, names): (&mut String, Vec<&str>) = match open {
        Asked::Outlet(name) | Asked::Wire(name) => {
            (name, ctx.project.organisations.values().map(|org| org.short_name()).collect())
        }
        Asked::Set(name) => (name, ctx.project.sets.values().map(|set| set.name.as_str()).collect()),
        Asked::Delete => return,
    };
    let wanted = typed.trim().to_lowercase();
    let mut fitting: Vec<&str> = names.into_iter().filter(|name| name.to_lowercase().contains(&wanted)).collect();
    fitting.sort_unstable();
    fitting.dedup();
    ui.horizontal_wrapped(|ui| {
        for name in fitting.into_iter().take(8) {
            if *name != **typed && widgets::toggle_chip(ui, name, false).clicked() {
                *typed = name.to_owned();
            }
        }
    });
}

fn command(ctx: &UiCtx<'_>, open: &Asked) -> Operation {
    let articles = marked(ctx);
    let change = match open {
        Asked::Outlet(name) => ManyChange::Outlet(name.clone()),
        Asked::Wire(name) => ManyChange::Wire(name.clone()),
        Asked::Set(name) => ManyChange::Set(name.clone()),
        Asked::Delete => return Operation::DeleteArticles(articles),
    };
    Operation::ChangeArticles { articles, change }
}

/// What the tip over an article says.
pub(super) fn hover_words(ctx: &UiCtx<'_>, article: &Article, counts: ArticleCounts) -> String {
    let date = article.published.map_or_else(|| "date unknown".to_owned(), |date| date.to_string());
    let reviewed = if article.figures_reviewed.is_some() { "figures reviewed" } else { "figures not reviewed" };
    format!(
        "{}\n{} · {date}\n{}, {} to review, {}\n{}, {reviewed}\nClick again to close its column; Ctrl or Shift marks several",
        article.title,
        ctx.project.outlet_name(article),
        counted(counts.figures, "figure", "figures"),
        counts.suggested,
        counted(counts.excerpts, "excerpt", "excerpts"),
        article.read_state.label(),
    )
}
