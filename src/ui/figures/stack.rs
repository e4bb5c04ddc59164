//! The sentences of all outlets on one question, one under the other, with the words in which they differ lit; one key
//! confirms them all. Layer `ui`.

use std::ops::Range;

use egui::text::{LayoutJob, TextFormat};

use crate::app::actions::Action;
use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::view::{FiguresView, Selection};
use crate::model::{Figure, FigureId, ReviewStatus, Tally};
use crate::text::segment::sentence_at;
use crate::text::ties::word_diff;
use crate::ui::ctx::UiCtx;
use crate::ui::fonts;
use crate::ui::style::{radius, size, space};
use crate::ui::widgets::{self, ActionButton};

use super::FiguresState;
use super::tools::action_ui;
use super::words::{PROVISIONAL, counts_words, origin_words, value_words};

/// One sentence, cut where its look changes.
#[derive(Debug)]
struct Sentence {
    figure: FigureId,
    pieces: Vec<(String, Look)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Plain,
    /// Words that the first sentence lacks (in the first: that the second lacks).
    Differs,
    Number,
}

/// The sentences of a tally, put together once.
#[derive(Debug)]
pub(super) struct Stack {
    sentences: Vec<Sentence>,
}

impl Stack {
    fn of(ctx: &UiCtx<'_>, tally: &Tally) -> Self {
        let mut figures: Vec<&Figure> = tally.figures.iter().filter_map(|id| ctx.project.figures.get(id)).collect();
        figures.sort_by_key(|figure| {
            let article = ctx.project.articles.get(&figure.article);
            (article.and_then(|a| a.published), article.map(|a| ctx.project.outlet_name(a)), figure.anchor.span)
        });
        let texts: Vec<_> = figures
            .iter()
            .filter_map(|figure| {
                let text = ctx.session.text(figure.article)?;
                let sentence = sentence_at(&text, figure.anchor.span.start());
                Some((*figure, text, sentence))
            })
            .collect();
        let mut sentences = Vec::new();
        for (n, (figure, text, sentence)) in texts.iter().enumerate() {
            // The first is held against the second, all others against the first.
            let other = if n == 0 { texts.get(1) } else { texts.first() };
            let mut changed: Vec<Range<usize>> = Vec::new();
            if let Some((_, other_text, other_sentence)) = other {
                let diff = word_diff(text, sentence.clone(), other_text, other_sentence.clone());
                changed = diff.a.into_iter().filter(|part| part.changed).map(|part| part.range).collect();
            }
            let number = figure.anchor.span.range();
            sentences.push(Sentence { figure: figure.id, pieces: pieces(text, sentence, &number, &changed) });
        }
        Self { sentences }
    }
}

/// Cuts a sentence at the ends of its number and of the words that differ.
fn pieces(text: &str, sentence: &Range<usize>, number: &Range<usize>, changed: &[Range<usize>]) -> Vec<(String, Look)> {
    let mut cuts = vec![sentence.start, sentence.end, number.start, number.end.min(sentence.end)];
    cuts.extend(changed.iter().flat_map(|range| [range.start, range.end]));
    cuts.retain(|at| (sentence.start..=sentence.end).contains(at));
    cuts.sort_unstable();
    cuts.dedup();
    let mut out = Vec::new();
    for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
        let Some(words) = text.get(*from..*to) else { continue };
        let look = if number.contains(from) {
            Look::Number
        } else if changed.iter().any(|range| range.contains(from)) {
            Look::Differs
        } else {
            Look::Plain
        };
        out.push((words.replace(['\n', '\r'], " "), look));
    }
    out
}

pub(super) fn stack_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, state: &mut FiguresState, out: &mut Vec<Command>) {
    let all = ctx.workbench.tallies_to_review();
    let tally = ctx.workbench.stacked_tally().and_then(|id| ctx.project.tallies.get(&id));
    let Some(tally) = tally else {
        let hint = "A tally is one question that several articles answer. They are proposed from the figures found.";
        let button = ActionButton::primary(Action::ProposeTallies.info().label);
        if widgets::empty_state(ui, "No tally to review", hint, Some(button)).is_some_and(|b| b.clicked()) {
            out.push(Command::Action(Action::ProposeTallies));
        }
        return;
    };
    let key = (ctx.session.revision(), tally.id);
    if state.stack.as_ref().is_none_or(|(revision, id, _)| (*revision, *id) != key) {
        state.stack = Some((key.0, key.1, Stack::of(ctx, tally)));
    }
    head_ui(ui, ctx, tally, &all, out);
    let Some((_, _, stack)) = &state.stack else { return };
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.set_max_width(ui.available_width() - space::M);
        for sentence in &stack.sentences {
            if let Some(figure) = ctx.project.figures.get(&sentence.figure) {
                ui.push_id(figure.id, |ui| sentence_ui(ui, ctx, tally, figure, sentence, out));
            }
        }
    });
}

fn head_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, tally: &Tally, all: &[crate::model::TallyId], out: &mut Vec<Command>) {
    let t = ctx.tokens;
    let at = all.iter().position(|id| *id == tally.id).map_or(0, |at| at + 1);
    ui.add_space(space::XS);
    ui.horizontal_wrapped(|ui| {
        if ui.add(ActionButton::quiet("Back to the table")).clicked() {
            let view = FiguresView { stacked: false, ..ctx.view.figures.clone() };
            out.push(Command::View(ViewCommand::Figures(view)));
        }
        let title = egui::RichText::new(&tally.name).font(fonts::serif_semibold(size::READING)).color(t.text);
        let title = ui.add(egui::Label::new(title).sense(egui::Sense::click()));
        if title.on_hover_text("Shows the tally in the inspector").clicked() {
            out.push(Command::View(ViewCommand::Select(Selection::Tally(tally.id))));
        }
        let voices = ctx.derived.voices.get(&tally.id).map_or("", String::as_str);
        let words = format!("{at} of {} · {} · {voices}", all.len(), tally.accounting.label());
        // One piece: a last word alone on a line would say nothing.
        let words = egui::Label::new(egui::RichText::new(words).color(t.dim)).extend();
        ui.add(words).on_hover_text(PROVISIONAL);
    });
    ui.horizontal_wrapped(|ui| {
        let waits = tally.status == ReviewStatus::Suggested
            || tally
                .figures
                .iter()
                .filter_map(|id| ctx.project.figures.get(id))
                .any(|f| f.status == ReviewStatus::Suggested);
        action_ui(ui, ctx, Action::ConfirmTally, "Confirm all", waits, out);
        action_ui(ui, ctx, Action::RejectFigure, "Reject this one", false, out);
        action_ui(ui, ctx, Action::PreviousTally, "Previous", false, out);
        action_ui(ui, ctx, Action::NextTally, "Next", false, out);
        if ui.add(ActionButton::quiet("Reject the tally")).clicked() {
            let (tallies, status) = (vec![tally.id], ReviewStatus::Rejected);
            out.push(Command::Do(Operation::ReviewTallies { tallies, status }));
        }
        if ui.add(ActionButton::quiet("Estimate…")).on_hover_text("The tally in the inspector").clicked() {
            out.push(Command::View(ViewCommand::Select(Selection::Tally(tally.id))));
        }
        // In a low panel a second line would cost a sentence: the words are then in the help alone.
        if ui.available_size_before_wrap().x > 260.0 {
            let words = egui::RichText::new("Tinted: words that the other report has not");
            ui.label(words.font(fonts::sans(size::SMALL)).color(t.dim));
        }
    });
    ui.add_space(space::XS);
}

fn sentence_ui(
    ui: &mut egui::Ui,
    ctx: &UiCtx<'_>,
    tally: &Tally,
    figure: &Figure,
    sentence: &Sentence,
    out: &mut Vec<Command>,
) {
    let t = ctx.tokens;
    let selected = ctx.view.selection == Selection::Figure(figure.id);
    let article = ctx.project.articles.get(&figure.article);
    let outlet = article.map(|article| ctx.project.outlet_name(article)).unwrap_or_default();
    let date = article
        .and_then(|article| article.published)
        .map_or_else(|| "date unknown".to_owned(), |date| date.strftime("%-d %b %Y").to_string());
    let origin = match ctx.project.origin_name(figure) {
        Some(origin) => origin_words(ctx, figure, origin),
        None => "origin not given".to_owned(),
    };
    let frame = egui::Frame::new()
        .fill(if selected { t.accent_ground } else { t.card })
        .stroke(if selected { egui::Stroke::new(1.0, t.accent) } else { t.hairline() })
        .corner_radius(f32::from(radius::CONTROL))
        .inner_margin(egui::Margin::symmetric(space::S as i8, 6));
    let builder = egui::UiBuilder::new().sense(egui::Sense::click());
    let shown = ui.scope_builder(builder, |ui| {
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_wrapped(|ui| {
                super::table::status_ui(ui, ctx, figure);
                let head = egui::RichText::new(format!("{outlet} · {date}")).font(fonts::sans_semibold(size::BODY));
                ui.label(head.color(t.accent));
                let words = format!("{} {} — {origin}", value_words(figure), counts_words(figure));
                ui.label(egui::RichText::new(words).color(t.dim));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let take_out = format!("Take {} of {outlet} out of the tally", figure.as_reported());
                    if widgets::icon_button(ui, fonts::icons::CLOSE, &take_out).clicked() {
                        let figures = vec![figure.id];
                        out.push(Command::Do(Operation::SetTallyMembers { tally: tally.id, figures, inside: false }));
                    }
                });
            });
            let mut job = LayoutJob::default();
            // Where nearly all differs, a tint under everything would say nothing: the underline does.
            let length = |look: Look| -> usize {
                sentence.pieces.iter().filter(|(_, other)| *other == look).map(|(words, _)| words.len()).sum()
            };
            let tint = if length(Look::Differs) > length(Look::Plain) { 0.35 } else { 1.0 };
            for (words, look) in &sentence.pieces {
                let (font, background) = match look {
                    Look::Plain => (fonts::serif(size::READING), egui::Color32::TRANSPARENT),
                    Look::Differs => (fonts::serif(size::READING), t.tint(t.tag(4)).gamma_multiply(tint)),
                    Look::Number => (fonts::serif_semibold(size::READING), t.tint(t.accent)),
                };
                let underline = match look {
                    Look::Differs => egui::Stroke::new(1.0, t.tag(4)),
                    _ => egui::Stroke::NONE,
                };
                job.append(
                    words,
                    0.0,
                    TextFormat { font_id: font, color: t.text, background, underline, ..TextFormat::default() },
                );
            }
            ui.add(egui::Label::new(job).wrap().selectable(false));
        })
    });
    let response = shown.response;
    // What becomes the selected one comes into sight, whatever led there; scrolling on from there is the person's own.
    let shown_last = egui::Id::unique("sentence of the tally last brought into sight");
    if selected && ui.data(|data| data.get_temp::<FigureId>(shown_last)) != Some(figure.id) {
        response.scroll_to_me(None);
        ui.data_mut(|data| data.insert_temp(shown_last, figure.id));
    }
    let name = format!("{outlet}: {}, {}", figure.as_reported(), figure.status.label());
    response.widget_info(|| egui::WidgetInfo::selected(egui::accesskit::Role::Row, true, selected, &name));
    widgets::focus_ring(ui, &response, response.rect, radius::CONTROL);
    if response.clicked() {
        out.push(Command::View(ViewCommand::ShowFigure(figure.id)));
    }
    ui.add_space(2.0);
}
