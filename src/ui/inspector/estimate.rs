//! The estimate adopted for a tally: by which rule, what it comes to, why, what was not chosen, and whether the evidence
//! has changed since. Layer `ui`.

use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::estimates;
use crate::app::notice::Notice;
use crate::app::origins::Origins;
use crate::model::{Estimate, EstimateRule, Tally, WordsRule};
use crate::plots::thousands;
use crate::ui::ctx::UiCtx;
use crate::ui::fonts;
use crate::ui::style::size;
use crate::ui::widgets::{self, ActionButton};

use super::draft::{Draft, choice_ui};
use super::figure::read_number;

pub(super) fn estimate_ui(
    ui: &mut egui::Ui,
    ctx: &UiCtx<'_>,
    tally: &Tally,
    draft: &mut Draft,
    out: &mut Vec<Command>,
) {
    let t = ctx.tokens;
    widgets::section_title(ui, "Adopted estimate", None);
    let estimate = tally.estimate.as_ref();
    let words = estimate.map_or_else(|| "none yet".to_owned(), estimates::in_words);
    let ink = if estimate.is_some() { t.text } else { t.dim };
    let text = egui::RichText::new(words).font(fonts::serif_semibold(size::TITLE)).color(ink);
    ui.add(egui::Label::new(text).wrap());
    if estimate.is_some() {
        reopened_ui(ui, ctx, tally, out);
    }
    rules_ui(ui, ctx, tally, out);
    values_ui(ui, ctx, tally, draft, out);
    let Some(estimate) = estimate else { return };
    if let Some(words) = choice_ui(ui, "Words such as “dozens”", estimate.words, WordsRule::ALL, WordsRule::label) {
        match estimate.rule {
            EstimateRule::Analyst => adopt(tally, Some(Estimate { words, ..estimate.clone() }), out),
            rule => by_rule(tally, rule, words, out),
        }
    }
    if let Some(reasoning) = draft.text_ui(ui, "Why", &estimate.reasoning) {
        adopt(tally, Some(Estimate { reasoning: reasoning.trim().to_owned(), ..estimate.clone() }), out);
    }
    not_chosen_ui(ui, ctx, tally, out);
    let who = ctx.project.coders.get(&estimate.coder).map_or("somebody", |coder| coder.name.as_str());
    let words = format!(
        "by the rule “{}”, {}; adopted by {who}, {}",
        estimate.rule.label(),
        estimate.words.label(),
        estimate.adopted.strftime("%-d %b %Y")
    );
    ui.add(egui::Label::new(egui::RichText::new(words).font(fonts::sans(size::SMALL)).color(t.dim)).wrap());
    if ui.add(ActionButton::quiet("Withdraw the estimate")).clicked() {
        adopt(tally, None, out);
    }
}

fn adopt(tally: &Tally, estimate: Option<Estimate>, out: &mut Vec<Command>) {
    out.push(Command::Do(Operation::AdoptEstimate { tally: tally.id, estimate }));
}

fn by_rule(tally: &Tally, rule: EstimateRule, words: WordsRule, out: &mut Vec<Command>) {
    out.push(Command::Do(Operation::AdoptByRule { tally: tally.id, rule, words, reasoning: String::new() }));
}

/// What has changed since it was adopted, and the two ways to settle that.
fn reopened_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, tally: &Tally, out: &mut Vec<Command>) {
    let changes = estimates::reopened(ctx.project, tally);
    let Some(estimate) = tally.estimate.as_ref().filter(|_| !changes.is_empty()) else { return };
    let words: Vec<String> = changes.iter().map(|change| change.words(ctx.project)).collect();
    let words = format!("Open again: {} since it was adopted", words.join("; "));
    ui.add(egui::Label::new(egui::RichText::new(words).color(ctx.tokens.warning)).wrap());
    ui.horizontal_wrapped(|ui| {
        if ui.add(ActionButton::quiet("Let it stand")).clicked() {
            out.push(Command::Do(Operation::KeepEstimate(tally.id)));
        }
        if estimate.rule != EstimateRule::Analyst && ui.add(ActionButton::quiet("Adopt again by its rule")).clicked() {
            by_rule(tally, estimate.rule, estimate.words, out);
        }
    });
}

/// Where it is left that the button of the rules is to have the keyboard.
pub(super) fn wants_keyboard() -> egui::Id {
    egui::Id::unique("the rules of an estimate")
}

/// Every rule with what it would come to, or why it comes to nothing.
fn rules_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, tally: &Tally, out: &mut Vec<Command>) {
    let title = if tally.estimate.is_some() { "Another rule…" } else { "Adopt by a rule…" };
    let menu = ui.menu_button(title, |ui| {
        // Worked out only while the menu is open.
        let origins = Origins::of(ctx.project);
        let reading = tally.estimate.as_ref().map_or(WordsRule::None, |estimate| estimate.words);
        let mut any = false;
        for rule in EstimateRule::ALL.iter().copied().filter(|rule| *rule != EstimateRule::Analyst) {
            match estimates::derive(ctx.project, &origins, tally, rule, reading) {
                Ok(found) => {
                    any = true;
                    let value = value_words(found.low, found.best, found.high);
                    if ui.button(format!("{}: {value}", rule.label())).on_hover_text(found.words).clicked() {
                        by_rule(tally, rule, reading, out);
                        ui.close();
                    }
                }
                Err(why) => {
                    ui.add_enabled(false, egui::Button::new(format!("{}: {why}", rule.label())));
                }
            }
        }
        if !any {
            ui.label("A rule looks at confirmed figures only; confirm them first.");
        }
    });
    if ui.data_mut(|data| data.remove_temp::<bool>(wants_keyboard())).is_some() {
        menu.response.request_focus();
        menu.response.scroll_to_me(None);
    }
}

fn value_words(low: Option<u64>, best: Option<u64>, high: Option<u64>) -> String {
    match (low, best, high) {
        (low, Some(best), high) if low.is_none_or(|n| n == best) && high.is_none_or(|n| n == best) => {
            let open = if low.is_some() && high.is_none() { "+" } else { "" };
            format!("{}{open}", thousands(best))
        }
        (low, best, high) => {
            let word = |n: Option<u64>| n.map_or_else(|| "–".to_owned(), thousands);
            format!("{} / {} / {}", word(low), word(best), word(high))
        }
    }
}

/// Lowest, best and highest; typing over one makes it the analyst's own.
fn values_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, tally: &Tally, draft: &mut Draft, out: &mut Vec<Command>) {
    let current = tally.estimate.clone();
    let blank = Estimate {
        low: None,
        best: None,
        high: None,
        rule: EstimateRule::Analyst,
        words: WordsRule::None,
        reasoning: String::new(),
        weighed: Vec::new(),
        coder: ctx.session.coder(),
        // Set anew when it is adopted.
        adopted: ctx.project.info.created,
    };
    let old = current.clone().unwrap_or(blank);
    let shown = |value: Option<u64>| value.map_or_else(String::new, thousands);
    let mut typed: Vec<(usize, String)> = Vec::new();
    ui.columns(3, |columns| {
        let fields = [("Low", old.low), ("Best value", old.best), ("High", old.high)];
        for (n, (column, (label, value))) in columns.iter_mut().zip(fields).enumerate() {
            typed.extend(draft.text_ui(column, label, &shown(value)).map(|text| (n, text)));
        }
    });
    for (n, text) in typed {
        let Some(value) = read_number(&text) else {
            let why = format!("“{text}” is no whole number; nothing was changed");
            out.push(Command::View(ViewCommand::Notice(Notice::warning(why))));
            continue;
        };
        let mut new = Estimate { rule: EstimateRule::Analyst, ..old.clone() };
        match n {
            0 => new.low = value,
            1 => new.best = value,
            _ => new.high = value,
        }
        let is_empty = new.low.is_none() && new.best.is_none() && new.high.is_none();
        adopt(tally, (!is_empty).then_some(new), out);
    }
}

fn not_chosen_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, tally: &Tally, out: &mut Vec<Command>) {
    let others = estimates::not_chosen(ctx.project, tally);
    if others.is_empty() {
        return;
    }
    widgets::section_title(ui, "Values not chosen", None);
    for other in others {
        let article = ctx.project.figures.get(&other.figure).and_then(|f| ctx.project.articles.get(&f.article));
        let outlet = article.map(|article| ctx.project.outlet_name(article)).unwrap_or_default();
        let words = format!("“{}” — {}", other.words, other.why);
        if ui.push_id(other.figure, |ui| widgets::field_row(ui, &outlet, &words)).inner.clicked() {
            out.push(Command::View(ViewCommand::ShowFigure(other.figure)));
        }
    }
}
