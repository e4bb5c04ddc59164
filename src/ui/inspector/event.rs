//! An event in the inspector: what, where, when, between whom, and the tallies and figures gathered under it. Layer `ui`.

use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::ops::events;
use crate::app::view::Selection;
use crate::model::{Event, EventId};
use crate::ui::ctx::UiCtx;
use crate::ui::figures::words::counts_words;
use crate::ui::fonts::{self, icons};
use crate::ui::style::size;
use crate::ui::widgets::{self, ActionButton, Tone};

use super::draft::Draft;

pub(super) fn event_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, id: EventId, draft: &mut Draft, out: &mut Vec<Command>) {
    let Some(event) = ctx.project.events.get(&id) else { return };
    let t = ctx.tokens;
    let title = egui::RichText::new(&event.name).font(fonts::serif_semibold(size::TITLE)).color(t.text);
    ui.add(egui::Label::new(title).wrap());
    ui.label(egui::RichText::new("Event").color(t.dim));
    let put = |event: Event, out: &mut Vec<Command>| out.push(Command::Do(Operation::ChangeEvent(Box::new(event))));
    if let Some(name) = draft.text_ui(ui, "What happened", &event.name)
        && !name.trim().is_empty()
    {
        put(Event { name: name.trim().to_owned(), ..event.clone() }, out);
    }
    if let Some(place) = draft.text_ui(ui, "Where", event.place.as_deref().unwrap_or_default()) {
        put(Event { place: Some(place.trim().to_owned()).filter(|place| !place.is_empty()), ..event.clone() }, out);
    }
    if let Some(period) = super::period_ui(ui, draft, &event.period, out) {
        put(Event { period, ..event.clone() }, out);
    }
    let name = |id: &crate::model::OrgId| ctx.project.organisations.get(id).map_or("", |org| org.short_name());
    let parties: Vec<&str> = event.parties.keys().map(name).collect();
    if let Some(text) = draft.text_ui(ui, "Between whom (a; b)", &parties.join("; ")) {
        let parties = text.split(';').map(|name| name.trim().to_owned()).collect();
        out.push(Command::Do(Operation::NameParties { event: id, parties }));
    }
    let under = events::under(ctx.project, id);
    widgets::section_title(ui, "Tallies", Some((under.tallies.len(), "tallies", Tone::Quiet)));
    for tally in under.tallies.iter().filter_map(|id| ctx.project.tallies.get(id)) {
        let voices = ctx.derived.voices.get(&tally.id).map_or("", String::as_str);
        if ui.push_id(tally.id, |ui| widgets::field_row(ui, voices, &tally.name)).inner.clicked() {
            out.push(Command::View(ViewCommand::Select(Selection::Tally(tally.id))));
        }
    }
    widgets::section_title(ui, "Figures", Some((under.figures.len(), "figures", Tone::Quiet)));
    // The first hundred show what it is about; all of them stand in the figures panel.
    for figure in under.figures.iter().take(100).filter_map(|id| ctx.project.figures.get(id)) {
        let outlet = ctx.project.articles.get(&figure.article).map(|a| ctx.project.outlet_name(a)).unwrap_or_default();
        let words = format!("“{}” {}", figure.as_reported(), counts_words(figure));
        if ui.push_id(figure.id, |ui| widgets::field_row(ui, &outlet, &words)).inner.clicked() {
            out.push(Command::View(ViewCommand::ShowFigure(figure.id)));
        }
    }
    ui.horizontal_wrapped(|ui| {
        let others: Vec<&Event> = ctx.project.events.values().filter(|other| other.id != id).collect();
        if !others.is_empty() {
            ui.menu_button("Merge into…", |ui| {
                for other in others {
                    if ui.button(&other.name).clicked() {
                        out.push(Command::Do(Operation::MergeEvents { from: id, into: other.id }));
                        out.push(Command::View(ViewCommand::Select(Selection::Event(other.id))));
                        ui.close();
                    }
                }
            });
        }
        if ui.add(ActionButton::quiet("Delete event").icon(icons::TRASH_2)).clicked() {
            out.push(Command::Do(Operation::DeleteEvent(id)));
        }
    });
}
