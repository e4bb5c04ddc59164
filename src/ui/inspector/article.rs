//! An article in the inspector: what is known of it and where it came from. Layer `ui`.

use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::notice::Notice;
use crate::app::ops::articles_many::ManyChange;
use crate::app::ops::counted;
use crate::model::{Article, ArticleId, DateBasis, ReadState};
use crate::ui::ctx::UiCtx;
use crate::ui::fonts;
use crate::ui::style::size;
use crate::ui::widgets::{self, ActionButton};

use super::draft::{Draft, choice_ui};

pub(super) fn article_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, id: ArticleId, draft: &mut Draft, out: &mut Vec<Command>) {
    let Some(article) = ctx.project.articles.get(&id) else { return };
    let t = ctx.tokens;
    let title = egui::RichText::new(&article.title).font(fonts::serif_semibold(size::TITLE)).color(t.text);
    ui.add(egui::Label::new(title).wrap());
    let counts = ctx.derived.counts.get(&id).copied().unwrap_or_default();
    let words = format!(
        "{}, {} to review · {}",
        counted(counts.figures, "figure", "figures"),
        counts.suggested,
        counted(counts.excerpts, "excerpt", "excerpts")
    );
    ui.label(egui::RichText::new(words).color(t.dim));
    let put = |change: &dyn Fn(&mut Article), out: &mut Vec<Command>| {
        let mut changed = article.clone();
        change(&mut changed);
        out.push(Command::Do(Operation::ChangeArticle(Box::new(changed))));
    };
    if let Some(title) = draft.text_ui(ui, "Headline", &article.title)
        && !title.trim().is_empty()
    {
        put(&|a| a.title = title.trim().to_owned(), out);
    }
    let name = |org: Option<crate::model::OrgId>| {
        org.and_then(|id| ctx.project.organisations.get(&id)).map_or("", |org| org.short_name()).to_owned()
    };
    let (outlet, wire) = (name(article.outlet), name(article.wire));
    let names = |typed: &str| crate::app::complete::organisations(ctx.project, typed);
    if let Some(outlet) = draft.name_ui(ui, "Outlet (empty: unknown)", &outlet, names) {
        out.push(Command::Do(Operation::NameOutletAndWire { article: id, outlet, wire: wire.clone() }));
    }
    if let Some(wire) = draft.name_ui(ui, "Wire, if the text is not the outlet’s own", &wire, names) {
        out.push(Command::Do(Operation::NameOutletAndWire { article: id, outlet, wire }));
    }
    if let Some(basis) = article.wire_basis {
        let evidence = article.wire_evidence.as_ref().map_or_else(String::new, |words| format!(": “{words}”"));
        ui.label(
            egui::RichText::new(format!("wire {}{evidence}", basis.label()))
                .font(fonts::sans(size::SMALL))
                .color(t.dim),
        );
    }
    let date = article.published.map_or_else(String::new, |date| date.to_string());
    if let Some(text) = draft.text_ui(ui, "Published (2024-12-07)", &date) {
        match super::figure::read_date(&text) {
            Some(published) => {
                let basis = published.map(|_| DateBasis::Analyst);
                put(&|a| (a.published, a.published_basis) = (published, basis), out);
            }
            None => out.push(Command::View(ViewCommand::Notice(Notice::warning(super::figure::no_date(&text))))),
        }
    }
    if let Some(author) = draft.text_ui(ui, "Author", article.author.as_deref().unwrap_or_default()) {
        put(&|a| a.author = Some(author.trim().to_owned()).filter(|author| !author.is_empty()), out);
    }
    if let Some(url) = draft.text_ui(ui, "Address", article.url.as_deref().unwrap_or_default()) {
        put(&|a| a.url = Some(url.trim().to_owned()).filter(|url| !url.is_empty()), out);
    }
    if let Some(state) = choice_ui(ui, "Reading", article.read_state, ReadState::ALL, ReadState::label) {
        out.push(Command::Do(Operation::MarkRead { articles: vec![id], state }));
    }
    reviewed_ui(ui, ctx, article, out);
    confidential_ui(ui, article, out);
    provenance_ui(ui, ctx, article);
}

fn reviewed_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, article: &Article, out: &mut Vec<Command>) {
    let words = match &article.figures_reviewed {
        Some((coder, at)) => {
            let who = ctx.project.coders.get(coder).map_or("somebody", |coder| coder.name.as_str());
            format!("Figures reviewed by {who}, {}", at.strftime("%-d %b %Y"))
        }
        None => "Figures not reviewed yet".to_owned(),
    };
    ui.horizontal_wrapped(|ui| {
        ui.label(words);
        let reviewed = article.figures_reviewed.is_some();
        let label = if reviewed { "Take back" } else { "Mark reviewed" };
        if ui.add(ActionButton::quiet(label).key("Ctrl ⇧ R")).clicked() {
            out.push(Command::Do(Operation::MarkReviewed { article: article.id, reviewed: !reviewed }));
        }
    });
}

/// The tick that keeps the article out of what leaves the program, with what it does.
fn confidential_ui(ui: &mut egui::Ui, article: &Article, out: &mut Vec<Command>) {
    let mut confidential = article.confidential;
    let hint = "Its title, outlet, author, address, file and sentences are withheld from reports and exports, and counted \
                there; the numbers stay in the tallies. The text in the project folder is not encrypted.";
    if ui.checkbox(&mut confidential, "Confidential: withhold from reports and exports").on_hover_text(hint).changed() {
        let change = ManyChange::Confidential(confidential);
        out.push(Command::Do(Operation::ChangeArticles { articles: vec![article.id], change }));
    }
}

fn provenance_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, article: &Article) {
    let p = &article.provenance;
    widgets::section_title(ui, "Where it came from", None);
    let set = article.set.and_then(|id| ctx.project.sets.get(&id)).map_or("", |set| set.name.as_str());
    let mut facts = vec![
        format!("file {} ({} bytes)", p.file, p.bytes),
        format!("in set {set}, {}", p.imported.strftime("%-d %b %Y %H:%M UTC")),
        format!("read by {} as {}", p.importer, p.encoding),
    ];
    if p.replaced > 0 {
        facts.push(format!("{} bytes could not be read and stand as �", p.replaced));
    }
    facts.push(format!("SHA-256 {}", p.sha256));
    for fact in facts {
        let words = egui::RichText::new(fact).font(fonts::sans(size::SMALL)).color(ctx.tokens.dim);
        ui.add(egui::Label::new(words).wrap());
    }
}
