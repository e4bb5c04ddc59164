//! Asks what a new link says, once both its ends are selected: a kind by click or by its number. Layer `ui`.

use egui::Key;

use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::ops::passage_links::PASSAGE_KINDS;
use crate::app::view::Linking;
use crate::model::{ArticleId, LinkKind};

use super::ctx::UiCtx;
use super::fonts;
use super::style::{size, space};
use super::widgets::{self, ActionButton};

const KEYS: [(Key, &str); 7] = [
    (Key::Num1, "1"),
    (Key::Num2, "2"),
    (Key::Num3, "3"),
    (Key::Num4, "4"),
    (Key::Num5, "5"),
    (Key::Num6, "6"),
    (Key::Num7, "7"),
];

/// Draws the dialog while a link waits for its kind.
pub fn link_dialog_ui(ui: &egui::Ui, ctx: &UiCtx<'_>, out: &mut Vec<Command>) {
    let Some(Linking { from, to: Some(to) }) = &ctx.view.linking else { return };
    let mut chosen = None;
    let modal = egui::Modal::new(egui::Id::unique("link kind")).frame(widgets::modal_frame(ui)).show(ui.ctx(), |ui| {
        ui.set_width(420.0);
        ui.label(egui::RichText::new("What does the link say?").font(fonts::sans_semibold(size::READING)));
        passage_ui(ui, ctx, from.0, &from.1);
        ui.add_space(space::XS);
        for (kind, (key, name)) in PASSAGE_KINDS.iter().zip(KEYS) {
            let pressed = ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
            if ui.add(ActionButton::quiet(words(*kind)).key(name)).clicked() || pressed {
                chosen = Some(*kind);
            }
        }
        ui.add_space(space::XS);
        passage_ui(ui, ctx, to.0, &to.1);
        ui.add_space(space::S);
        ui.add(ActionButton::quiet("Cancel").key("Esc")).clicked()
    });
    if let Some(kind) = chosen {
        out.push(Command::Do(Operation::TiePassages { kind, a: from.clone(), b: to.clone(), reason: String::new() }));
    }
    if chosen.is_some() || modal.inner || modal.should_close() {
        out.push(Command::View(ViewCommand::Linking(None)));
    }
}

/// The kind as said between the first passage and the second.
const fn words(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::SameStatement => "makes the same statement as",
        LinkKind::SameQuotation => "has the same quotation as",
        LinkKind::SharedWording => "shares its wording with",
        LinkKind::SameFigure => "gives the same figure as",
        LinkKind::Updates => "updates",
        LinkKind::Contradicts => "contradicts",
        LinkKind::Denies => "denies",
        LinkKind::PartOf => "is part of",
        LinkKind::SameOrigin => "has the same origin as",
    }
}

fn passage_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, article: ArticleId, range: &std::ops::Range<usize>) {
    let outlet = ctx.project.articles.get(&article).map(|a| ctx.project.outlet_name(a)).unwrap_or_default();
    let text = ctx.session.text(article);
    let quote = text.as_deref().and_then(|text| text.get(range.clone())).unwrap_or_default();
    let short = super::widgets::cut_words(quote, 160);
    ui.label(egui::RichText::new(outlet).color(ctx.tokens.dim).size(size::SMALL));
    ui.label(egui::RichText::new(format!("“{short}”")).font(fonts::serif(size::READING)));
}
