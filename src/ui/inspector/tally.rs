//! A tally in the inspector: the question, the figures that answer it with their voices, and the adopted estimate.
//! Layer `ui`.

use crate::app::command::{Command, Operation, ViewCommand};
use crate::model::{Accounting, Estimate, EstimateRule, Tally, TallyId};
use crate::plots::thousands;
use crate::ui::ctx::UiCtx;
use crate::ui::fonts::{self, icons};
use crate::ui::style::size;
use crate::ui::widgets::{self, ActionButton};

use super::draft::{Draft, choice_ui};

pub(super) fn tally_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, id: TallyId, draft: &mut Draft, out: &mut Vec<Command>) {
    let Some(tally) = ctx.project.tallies.get(&id) else { return };
    let t = ctx.tokens;
    let title = egui::RichText::new(&tally.name).font(fonts::serif_semibold(size::TITLE)).color(t.text);
    ui.add(egui::Label::new(title).wrap());
    let voices = ctx.derived.voices.get(&id).map_or("", String::as_str);
    ui.label(egui::RichText::new(voices).color(t.dim));
    let put = |tally: Tally, out: &mut Vec<Command>| out.push(Command::Do(Operation::ChangeTally(Box::new(tally))));
    if let Some(name) = draft.text_ui(ui, "Question", &tally.name)
        && !name.trim().is_empty()
    {
        put(Tally { name: name.trim().to_owned(), ..tally.clone() }, out);
    }
    widgets::field_row(ui, "Counts", &format!("{} {}", tally.subject.label(), tally.measure.label()));
    if let Some(place) = draft.text_ui(ui, "Place", tally.place.as_deref().unwrap_or_default()) {
        put(Tally { place: Some(place.trim().to_owned()).filter(|place| !place.is_empty()), ..tally.clone() }, out);
    }
    if let Some(accounting) = choice_ui(ui, "Adds up as", tally.accounting, Accounting::ALL, Accounting::label) {
        put(Tally { accounting, ..tally.clone() }, out);
    }
    widgets::section_title(ui, "Figures", None);
    for figure in tally.figures.iter().filter_map(|id| ctx.project.figures.get(id)) {
        let outlet = ctx.project.articles.get(&figure.article).map(|a| ctx.project.outlet_name(a)).unwrap_or_default();
        let origin = ctx.project.origin_name(figure).unwrap_or("origin not given");
        ui.push_id(figure.id, |ui| {
            let words = format!("“{}” — {origin}, {}", figure.as_reported(), figure.status.label());
            let row = widgets::field_row(ui, &outlet, &words);
            if row.clicked() {
                out.push(Command::View(ViewCommand::ShowFigure(figure.id)));
            }
            row.context_menu(|ui| {
                if ui.button("Take out of the tally").clicked() {
                    out.push(Command::Do(Operation::SetTallyMembers {
                        tally: id,
                        figures: vec![figure.id],
                        inside: false,
                    }));
                    ui.close();
                }
            });
        });
    }
    estimate_ui(ui, ctx, tally, draft, out);
    if ui.add(ActionButton::quiet("Delete tally").icon(icons::TRASH_2)).clicked() {
        out.push(Command::Do(Operation::DeleteTally(id)));
    }
}

fn estimate_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, tally: &Tally, draft: &mut Draft, out: &mut Vec<Command>) {
    widgets::section_title(ui, "Adopted estimate", None);
    let current = tally.estimate.clone();
    let value = current.as_ref().and_then(|e| e.best.or(e.low)).map_or_else(String::new, thousands);
    let mut adopt = |estimate: Option<Estimate>| {
        out.push(Command::Do(Operation::AdoptEstimate { tally: tally.id, estimate }));
    };
    if let Some(text) = draft.text_ui(ui, "Value (empty: none)", &value) {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        match (digits.parse::<u64>(), &current) {
            (Ok(best), Some(old)) => adopt(Some(Estimate { best: Some(best), low: None, high: None, ..old.clone() })),
            (Ok(best), None) => adopt(Some(Estimate {
                low: None,
                best: Some(best),
                high: None,
                rule: EstimateRule::Analyst,
                words: crate::model::WordsRule::default(),
                weighed: Vec::new(),
                reasoning: String::new(),
                coder: ctx.session.coder(),
                adopted: jiff::Timestamp::now(),
            })),
            (Err(_), _) => adopt(None),
        }
    }
    let Some(estimate) = current else { return };
    if let Some(rule) = choice_ui(ui, "By which rule", estimate.rule, EstimateRule::ALL, EstimateRule::label) {
        adopt(Some(Estimate { rule, ..estimate.clone() }));
    }
    if let Some(reasoning) = draft.text_ui(ui, "Why", &estimate.reasoning) {
        adopt(Some(Estimate { reasoning, ..estimate }));
    }
}
