//! A link in the inspector, the links of whatever is selected, and the choice of a new link's kind. Layer `ui`.

use std::ops::Range;

use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::ops::passage_links::{PASSAGE_KINDS, links_at};
use crate::app::view::Selection;
use crate::model::{ArticleId, Link, LinkEnd, LinkId, LinkKind, ReviewStatus};
use crate::ui::ctx::UiCtx;
use crate::ui::fonts;
use crate::ui::style::size;
use crate::ui::widgets::{self, ActionButton};

use super::draft::choice_ui;

/// Draws one link.
pub(super) fn link_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, id: LinkId, out: &mut Vec<Command>) {
    let Some(link) = ctx.project.links.get(&id) else { return };
    widgets::section_title(ui, "Link", None);
    end_ui(ui, ctx, "From", &link.a, out);
    if PASSAGE_KINDS.contains(&link.kind) {
        if let Some(kind) = choice_ui(ui, "Says", link.kind, &PASSAGE_KINDS, LinkKind::label) {
            out.push(Command::Do(Operation::ChangeLinkKind { link: id, kind }));
        }
    } else {
        widgets::value_row(ui, "Says", link.kind.label());
    }
    end_ui(ui, ctx, "To", &link.b, out);
    if !link.reason.is_empty() {
        widgets::value_row(ui, "Why", &link.reason);
    }
    let who = link.coder.and_then(|id| ctx.project.coders.get(&id)).map(|coder| coder.name.as_str());
    let who = match (link.status, who) {
        (ReviewStatus::Suggested, _) => "suggested; nobody has decided yet".to_owned(),
        (status, Some(name)) => format!("{} by {name}", status.label()),
        (status, None) => status.label().to_owned(),
    };
    ui.label(egui::RichText::new(who).color(ctx.tokens.dim));
    ui.horizontal_wrapped(|ui| {
        let decide = |status| Command::Do(Operation::DecideLinks { links: vec![id], status });
        if link.status != ReviewStatus::Confirmed && ui.add(ActionButton::primary("Keep link")).clicked() {
            out.push(decide(ReviewStatus::Confirmed));
        }
        if link.status == ReviewStatus::Suggested && ui.add(ActionButton::quiet("Reject link")).clicked() {
            out.push(decide(ReviewStatus::Rejected));
        }
        if ui.add(ActionButton::quiet("Delete link").key("Ctrl Delete")).clicked() {
            out.push(Command::Do(Operation::DeleteLinks(vec![id])));
        }
    });
}

fn end_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, label: &str, end: &LinkEnd, out: &mut Vec<Command>) {
    let Some((article, range, quote)) = place(ctx, end) else { return };
    let outlet = ctx.project.articles.get(&article).map(|a| ctx.project.outlet_name(a)).unwrap_or_default();
    ui.label(egui::RichText::new(format!("{label} · {outlet}")).color(ctx.tokens.dim));
    let words = egui::RichText::new(format!("“{quote}”")).font(fonts::serif(size::READING)).color(ctx.tokens.text);
    let label = egui::Label::new(words).wrap().sense(egui::Sense::click());
    if ui.add(label).on_hover_text("Show it in the reader").clicked() {
        out.push(Command::View(ViewCommand::Reveal { article, range }));
    }
}

fn place(ctx: &UiCtx<'_>, end: &LinkEnd) -> Option<(ArticleId, Range<usize>, String)> {
    match end {
        LinkEnd::Passage(article, anchor) => Some((*article, anchor.span.range(), anchor.quote.clone())),
        LinkEnd::Figure(id) => {
            let figure = ctx.project.figures.get(id)?;
            Some((figure.article, figure.anchor.span.range(), figure.as_reported().to_owned()))
        }
    }
}

/// Draws the links that touch a passage, each a click away.
pub(super) fn links_ui(
    ui: &mut egui::Ui,
    ctx: &UiCtx<'_>,
    article: ArticleId,
    range: &Range<usize>,
    out: &mut Vec<Command>,
) {
    let figures = ctx.derived.figures_of.get(&article).map_or(&[][..], Vec::as_slice);
    let links = links_at(ctx.project, article, figures, range);
    if links.is_empty() {
        return;
    }
    widgets::section_title(ui, "Links", None);
    for link in links.iter().filter_map(|id| ctx.project.links.get(id)) {
        let other = if touches(ctx, &link.a, article, range) { &link.b } else { &link.a };
        ui.push_id(link.id, |ui| {
            if widgets::field_row(ui, &says(ctx, link, other), &quote(ctx, other)).clicked() {
                out.push(Command::View(ViewCommand::Select(Selection::Link(link.id))));
            }
        });
    }
}

fn says(ctx: &UiCtx<'_>, link: &Link, other: &LinkEnd) -> String {
    let outlet = place(ctx, other)
        .and_then(|(article, ..)| ctx.project.articles.get(&article))
        .map(|article| ctx.project.outlet_name(article))
        .unwrap_or_default();
    format!("{} · {outlet}", link.kind.label())
}

fn quote(ctx: &UiCtx<'_>, end: &LinkEnd) -> String {
    place(ctx, end).map(|(.., quote)| quote).unwrap_or_default()
}

fn touches(ctx: &UiCtx<'_>, end: &LinkEnd, article: ArticleId, range: &Range<usize>) -> bool {
    place(ctx, end).is_some_and(|(at, span, _)| at == article && span.start < range.end && range.start < span.end)
}
