//! The library: articles under their wire, outlet, set, date or status, with what stands on each. Layer `ui`.

use egui::ScrollArea;

use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::derived;
use crate::app::ops::counted;
use crate::app::view::{GroupBy, Selection};
use crate::model::{Article, ArticleId, ReadState};

use super::ctx::UiCtx;
use super::style::space;
use super::widgets::{self, Leading, TreeRow};

/// What the panel keeps between frames.
#[derive(Debug, Default)]
pub struct LibraryState {
    /// The filter is to have the keyboard.
    pub focus_filter: bool,
}

/// Draws the panel.
pub fn library_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, state: &mut LibraryState, out: &mut Vec<Command>) {
    egui::Frame::new().inner_margin(egui::Margin::same(space::S as i8)).show(ui, |ui| {
        if ctx.project.articles.is_empty() {
            let hint = "What is imported is listed here, with how far it was read and how many figures it holds.";
            widgets::empty_state(ui, "No articles yet", hint, None);
            return;
        }
        let mut filter = ctx.view.library_filter.clone();
        let field = widgets::search_box(ui, &mut filter, "Filter articles");
        if std::mem::take(&mut state.focus_filter) {
            field.request_focus();
        }
        if filter != ctx.view.library_filter {
            out.push(Command::View(ViewCommand::LibraryFilter(filter)));
        }
        ui.add_space(space::XS);
        ui.horizontal_wrapped(|ui| {
            let current = ctx.view.group_by;
            let choice = egui::ComboBox::from_id_salt("group by").selected_text(current.label()).width(96.0);
            let shown = choice.show_ui(ui, |ui| {
                for group_by in GroupBy::ALL {
                    if ui.selectable_label(group_by == current, group_by.label()).clicked() {
                        out.push(Command::View(ViewCommand::GroupBy(group_by)));
                    }
                }
            });
            ui.ctx().accesskit_node_builder(shown.response.id, |node| node.set_label("Group articles"));
            widgets::chip(ui, &derived::library_summary(ctx.project, &ctx.derived.totals));
        });
        ui.add_space(space::XS);
        if ctx.derived.library.is_empty() {
            widgets::empty_state(
                ui,
                "Nothing matches",
                "No article holds all of these words in its title, outlet, wire or file name.",
                None,
            );
            return;
        }
        rows_ui(ui, ctx, out);
    });
}

/// A heading, or an article under it: one line each, so that a long library draws only the lines in sight.
enum Line<'a> {
    Group(&'a str, usize),
    Article(ArticleId),
}

fn rows_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, out: &mut Vec<Command>) {
    let lines: Vec<Line<'_>> = ctx
        .derived
        .library
        .iter()
        .flat_map(|group| {
            std::iter::once(Line::Group(&group.title, group.articles.len()))
                .chain(group.articles.iter().map(|id| Line::Article(*id)))
        })
        .collect();
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().auto_shrink(false).show_rows(ui, super::style::ROW_HEIGHT, lines.len(), |ui, shown| {
        for line in lines.iter().skip(shown.start).take(shown.len()) {
            match line {
                Line::Group(title, n) => {
                    let trailing = counted(*n, "article", "articles");
                    widgets::tree_row(ui, &TreeRow { group: true, trailing: &trailing, ..TreeRow::new(title) });
                }
                Line::Article(id) => {
                    if let Some(article) = ctx.project.articles.get(id) {
                        ui.push_id(id, |ui| article_row_ui(ui, ctx, article, out));
                    }
                }
            }
        }
    });
}

fn article_row_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, article: &Article, out: &mut Vec<Command>) {
    let counts = ctx.derived.counts.get(&article.id).copied().unwrap_or_default();
    let trailing = format!("{} fig", counts.figures);
    let row = TreeRow {
        leading: Leading::Read(article.read_state),
        trailing: &trailing,
        selected: ctx.view.columns.contains(&article.id),
        ..TreeRow::new(&article.title)
    };
    let response = widgets::tree_row(ui, &row).row;
    let response = response.on_hover_text(hover_words(ctx, article, counts));
    if response.clicked() {
        let open = ctx.view.columns.contains(&article.id);
        let chosen = ctx.view.selection == Selection::Article(article.id);
        out.push(Command::View(if open && chosen {
            ViewCommand::CloseColumn(article.id)
        } else {
            ViewCommand::OpenArticle(article.id)
        }));
    }
    response.context_menu(|ui| {
        let mut entry = |ui: &mut egui::Ui, label: &str, command: Command| {
            if ui.button(label).clicked() {
                out.push(command);
                ui.close();
            }
        };
        entry(ui, "Open in a column", Command::View(ViewCommand::OpenArticle(article.id)));
        entry(ui, "Open alone", Command::View(ViewCommand::OpenOnly(article.id)));
        ui.separator();
        for state in ReadState::ALL {
            let label = format!("Mark {}", state.label());
            entry(ui, &label, Command::Do(Operation::MarkRead { articles: vec![article.id], state: *state }));
        }
        let reviewed = article.figures_reviewed.is_some();
        let label = if reviewed { "Mark figures not reviewed" } else { "Mark figures reviewed" };
        entry(ui, label, Command::Do(Operation::MarkReviewed { article: article.id, reviewed: !reviewed }));
        entry(ui, "Look for figures again", Command::Do(Operation::SuggestFigures(vec![article.id])));
        ui.separator();
        entry(ui, "Delete article", Command::Do(Operation::DeleteArticles(vec![article.id])));
    });
}

fn hover_words(ctx: &UiCtx<'_>, article: &Article, counts: derived::ArticleCounts) -> String {
    let date = article.published.map_or_else(|| "date unknown".to_owned(), |date| date.to_string());
    let reviewed = if article.figures_reviewed.is_some() { "figures reviewed" } else { "figures not reviewed" };
    format!(
        "{}\n{} · {date}\n{}, {} to review, {}\n{}, {reviewed}\nClick again to close its column",
        article.title,
        ctx.project.outlet_name(article),
        counted(counts.figures, "figure", "figures"),
        counts.suggested,
        counted(counts.excerpts, "excerpt", "excerpts"),
        article.read_state.label(),
    )
}
