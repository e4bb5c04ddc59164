//! A tally in the inspector: the question, the figures that answer it with their voices, and what can be done with it.
//! The adopted estimate stands in `estimate`. Layer `ui`.

use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::ops::events::Gathered;
use crate::app::view::Selection;
use crate::model::{Accounting, Figure, FigureId, FigureRole, Measure, ReviewStatus, Subject, Tally, TallyId};
use crate::ui::ctx::UiCtx;
use crate::ui::figures::words::{PROVISIONAL, origin_words, period_words};
use crate::ui::fonts::{self, icons};
use crate::ui::style::{size, space};
use crate::ui::widgets::{self, ActionButton};

use super::draft::{Draft, choice_ui};

pub(super) fn tally_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, id: TallyId, draft: &mut Draft, out: &mut Vec<Command>) {
    let Some(tally) = ctx.project.tallies.get(&id) else { return };
    let t = ctx.tokens;
    let title = egui::RichText::new(&tally.name).font(fonts::serif_semibold(size::TITLE)).color(t.text);
    ui.add(egui::Label::new(title).wrap());
    let voices = ctx.derived.voices.get(&id).map_or("", String::as_str);
    ui.add(egui::Label::new(egui::RichText::new(voices).color(t.dim)).wrap()).on_hover_text(PROVISIONAL);
    decide_ui(ui, tally, out);
    members_ui(ui, ctx, tally, out);
    super::estimate::estimate_ui(ui, ctx, tally, draft, out);
    question_ui(ui, ctx, tally, draft, out);
    ui.add_space(space::S);
    rearrange_ui(ui, ctx, tally, out);
}

/// A proposed tally is accepted or rejected here.
fn decide_ui(ui: &mut egui::Ui, tally: &Tally, out: &mut Vec<Command>) {
    let mut decide = |status| out.push(Command::Do(Operation::ReviewTallies { tallies: vec![tally.id], status }));
    if !tally.reasons.is_empty() && tally.status == ReviewStatus::Suggested {
        widgets::value_row(ui, "Proposed because", &tally.reasons.join("; "));
    }
    ui.horizontal_wrapped(|ui| match tally.status {
        ReviewStatus::Suggested => {
            if ui.add(ActionButton::primary("Accept tally")).clicked() {
                decide(ReviewStatus::Confirmed);
            }
            if ui.add(ActionButton::quiet("Reject tally")).clicked() {
                decide(ReviewStatus::Rejected);
            }
        }
        ReviewStatus::Rejected => {
            ui.label("rejected");
            if ui.add(ActionButton::quiet("Accept tally")).clicked() {
                decide(ReviewStatus::Confirmed);
            }
        }
        ReviewStatus::Confirmed => {}
    });
    ui.horizontal_wrapped(|ui| {
        let waiting = ActionButton::quiet("Review these figures");
        if ui.add(waiting).on_hover_text("Their sentences, one under the other").clicked() {
            out.push(Command::View(ViewCommand::ReviewTally(tally.id)));
        }
    });
}

/// So many figures are drawn at first, and so many more at each asking.
const MEMBERS_SHOWN: usize = 24;

fn members_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, tally: &Tally, out: &mut Vec<Command>) {
    widgets::section_title(ui, "Figures", Some((tally.figures.len(), "figures", widgets::Tone::Quiet)));
    // A tally of hundreds is drawn a page at a time; which is remembered as long as the window is open.
    let paged = ui.scope_id().with(("members shown", tally.id));
    let shown = ui.data(|data| data.get_temp(paged)).unwrap_or(MEMBERS_SHOWN);
    for figure in tally.figures.iter().filter_map(|id| ctx.project.figures.get(id)).take(shown) {
        ui.push_id(figure.id, |ui| member_ui(ui, ctx, tally, figure, out));
    }
    let more = tally.figures.len().saturating_sub(shown);
    if more > 0 {
        let label = format!("Show {} more of {more}", more.min(MEMBERS_SHOWN));
        if ui.add(ActionButton::quiet(&label)).clicked() {
            ui.data_mut(|data| data.insert_temp(paged, shown + MEMBERS_SHOWN));
        }
    }
    let marked: Vec<FigureId> = ctx.view.marked_figures.intersection(&tally.figures).copied().collect();
    if !marked.is_empty() && marked.len() < tally.figures.len() {
        let label = format!("Split off the {} marked", marked.len());
        if ui.add(ActionButton::quiet(&label)).clicked() {
            out.push(Command::Do(Operation::SplitTally { tally: tally.id, figures: marked }));
        }
    }
}

fn member_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, tally: &Tally, figure: &Figure, out: &mut Vec<Command>) {
    let outlet = ctx.project.articles.get(&figure.article).map(|a| ctx.project.outlet_name(a)).unwrap_or_default();
    let origin = match ctx.project.origin_name(figure) {
        Some(origin) => origin_words(ctx, figure, origin),
        None => "origin not given".to_owned(),
    };
    let role = match figure.role {
        FigureRole::Unset => String::new(),
        role => format!(" · {}", role.label()),
    };
    let words = format!("“{}” — {origin} · {}{role}", figure.as_reported(), figure.status.label());
    let row = widgets::link_row(ui, &outlet, &words);
    if row.clicked() {
        out.push(Command::View(ViewCommand::ShowFigure(figure.id)));
    }
    let menu = |ui: &mut egui::Ui, out: &mut Vec<Command>| {
        if ui.button("Show its sentence").clicked() {
            out.push(Command::View(ViewCommand::ShowFigure(figure.id)));
            ui.close();
        }
        if ui.button("Take out of the tally").clicked() {
            let figures = vec![figure.id];
            out.push(Command::Do(Operation::SetTallyMembers { tally: tally.id, figures, inside: false }));
            ui.close();
        }
        if tally.figures.len() > 1 && ui.button("Into a tally of its own").clicked() {
            out.push(Command::Do(Operation::SplitTally { tally: tally.id, figures: vec![figure.id] }));
            ui.close();
        }
        ui.separator();
        for role in FigureRole::ALL {
            if ui.radio(figure.role == *role, format!("role: {}", role.label())).clicked() {
                let change = crate::app::ops::figure_edits::FigureChange::Role(*role);
                out.push(Command::Do(Operation::EditFigures { figures: vec![figure.id], change }));
                ui.close();
            }
        }
    };
    widgets::context_menu(&row, row.has_focus(), None, |ui| menu(ui, out));
    let button = ui.menu_button(egui::RichText::new("Change…").font(fonts::sans(size::SMALL)), |ui| menu(ui, out));
    let name = format!("Change {} {}", outlet, figure.as_reported());
    button.response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, &name));
}

fn question_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, tally: &Tally, draft: &mut Draft, out: &mut Vec<Command>) {
    widgets::section_title(ui, "The question", None);
    let put = |tally: Tally, out: &mut Vec<Command>| out.push(Command::Do(Operation::ChangeTally(Box::new(tally))));
    if let Some(name) = draft.text_ui(ui, "Question", &tally.name)
        && !name.trim().is_empty()
    {
        put(Tally { name: name.trim().to_owned(), ..tally.clone() }, out);
    }
    ui.columns(2, |columns| {
        let [left, right] = columns else { return };
        if let Some(subject) = choice_ui(left, "Counts", tally.subject, Subject::ALL, Subject::label) {
            put(Tally { subject, ..tally.clone() }, out);
        }
        if let Some(measure) = choice_ui(right, "Measure", tally.measure, Measure::ALL, Measure::label) {
            put(Tally { measure, ..tally.clone() }, out);
        }
    });
    if let Some(accounting) = choice_ui(ui, "Adds up as", tally.accounting, Accounting::ALL, Accounting::label) {
        put(Tally { accounting, ..tally.clone() }, out);
    }
    if let Some(place) = draft.name_ui(ui, "Place", tally.place.as_deref().unwrap_or_default(), |typed| {
        crate::app::complete::places(ctx.project, typed)
    }) {
        put(Tally { place: Some(place.trim().to_owned()).filter(|place| !place.is_empty()), ..tally.clone() }, out);
    }
    if let Some(period) = super::period_ui(ui, draft, &tally.period, out) {
        put(Tally { period, ..tally.clone() }, out);
    }
    if let Some(whole) = tally.part_of.and_then(|id| ctx.project.tallies.get(&id)) {
        let row = widgets::link_row(ui, "Part of", &whole.name);
        if row.clicked() {
            out.push(Command::View(ViewCommand::Select(Selection::Tally(whole.id))));
        }
    }
    for part in ctx.derived.lookup.parts_of(tally.id).filter_map(|id| ctx.project.tallies.get(&id)) {
        let row = ui.push_id(part.id, |ui| widgets::link_row(ui, "Has the part", &part.name)).inner;
        if row.clicked() {
            out.push(Command::View(ViewCommand::Select(Selection::Tally(part.id))));
        }
    }
    event_ui(ui, ctx, tally, out);
    let mentioned = tally.figures.iter().filter_map(|id| ctx.project.figures.get(id)).map(period_words);
    let periods: std::collections::BTreeSet<String> = mentioned.collect();
    if periods.len() > 1 {
        let words = format!("its figures count different days: {}", periods.into_iter().collect::<Vec<_>>().join("; "));
        let words = egui::RichText::new(words).font(fonts::sans(size::SMALL)).color(ctx.tokens.dim);
        ui.add(egui::Label::new(words).wrap());
    }
}

/// The event that the tally is put under: chosen, made, or left.
fn event_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, tally: &Tally, out: &mut Vec<Command>) {
    let event = tally.event.and_then(|id| ctx.project.events.get(&id));
    let gathered = || Gathered { tallies: vec![tally.id], ..Gathered::default() };
    widgets::field(ui, "Event", |ui, over| {
        let shown = egui::RichText::new(event.map_or("none", |event| event.name.as_str()));
        let shown = shown.color(if event.is_some() { ctx.tokens.text } else { ctx.tokens.dim });
        let combo = egui::ComboBox::from_id_salt("event of the tally").selected_text(shown).width(ui.available_width());
        let combo = combo.truncate().show_ui(ui, |ui| {
            if ui.selectable_label(event.is_none(), "none").clicked() && event.is_some() {
                out.push(Command::Do(Operation::SetEvent { gathered: gathered(), event: None }));
            }
            for other in ctx.project.events.values() {
                let is_here = tally.event == Some(other.id);
                if ui.push_id(other.id, |ui| ui.selectable_label(is_here, &other.name)).inner.clicked() && !is_here {
                    out.push(Command::Do(Operation::SetEvent { gathered: gathered(), event: Some(other.id) }));
                }
            }
            if ui.selectable_label(false, "New event…").clicked() {
                let name =
                    tally.place.as_ref().map_or_else(|| "New event".to_owned(), |place| format!("Event in {place}"));
                out.push(Command::Do(Operation::CreateEvent { name, gathered: gathered() }));
            }
        });
        combo.response.labelled_by(over.id);
    });
    if let Some(event) = event
        && ui.add(ActionButton::quiet("Show the event")).clicked()
    {
        out.push(Command::View(ViewCommand::Select(Selection::Event(event.id))));
    }
}

/// Merging, deleting.
fn rearrange_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, tally: &Tally, out: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        let asks = |t: &Tally| (t.measure, t.subject, t.accounting);
        let alike = ctx.derived.lookup.tallies_asking(tally.measure, tally.subject);
        let alike = alike.filter_map(|id| ctx.project.tallies.get(&id));
        let others: Vec<&Tally> = alike.filter(|other| other.id != tally.id && asks(other) == asks(tally)).collect();
        if !others.is_empty() {
            ui.menu_button("Merge into…", |ui| {
                for other in others {
                    if ui.button(&other.name).clicked() {
                        out.push(Command::Do(Operation::MergeTallies { from: tally.id, into: other.id }));
                        out.push(Command::View(ViewCommand::Select(Selection::Tally(other.id))));
                        ui.close();
                    }
                }
            });
        }
        if ui.add(ActionButton::quiet("Delete tally").icon(icons::TRASH_2)).clicked() {
            out.push(Command::Do(Operation::DeleteTally(tally.id)));
        }
    });
}
