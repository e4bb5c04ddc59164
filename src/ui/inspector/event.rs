//! An event in the inspector: what, where, when, between whom, and the tallies and figures gathered under it. Layer `ui`.

use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::view::Selection;
use crate::lexicon::locate::{self, Whereabouts, location_words};
use crate::model::{Cause, Event, EventId, OrgId, Side, Violence};
use crate::ui::ctx::UiCtx;
use crate::ui::figures::words::{PROVISIONAL, counts_words};
use crate::ui::fonts::{self, icons};
use crate::ui::style::size;
use crate::ui::widgets::{self, ActionButton, Tone};

use super::draft::{Draft, choice_ui};
use super::figure_terms::optional;

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
        let place = Some(place.trim().to_owned()).filter(|place| !place.is_empty());
        if place != event.place {
            put(Event { place, location: None, ..event.clone() }, out);
        }
    }
    located_ui(ui, ctx, event, out);
    if let Some(period) = super::period_ui(ui, draft, &event.period, out) {
        put(Event { period, ..event.clone() }, out);
    }
    let name = |id: &crate::model::OrgId| ctx.project.organisations.get(id).map_or("", |org| org.short_name());
    let parties: Vec<&str> = by_side(event).into_iter().map(|(org, _)| name(org)).collect();
    if let Some(text) = draft.text_ui(ui, "Between whom (side A; side B)", &parties.join("; ")) {
        let parties = text.split(';').map(|name| name.trim().to_owned()).collect();
        out.push(Command::Do(Operation::NameParties { event: id, parties }));
    }
    sides_ui(ui, ctx, event, out);
    ui.columns(2, |columns| {
        let [left, right] = columns else { return };
        let words = |cause: Option<Cause>| cause.map_or("not judged", Cause::label);
        if let Some(cause) = choice_ui(left, "Cause", event.cause, &optional(Cause::ALL), words) {
            put(Event { cause, ..event.clone() }, out);
        }
        let words = |violence: Option<Violence>| violence.map_or("not judged", Violence::label);
        let all = optional(Violence::ALL);
        if let Some(violence) = choice_ui(right, "Type of violence", event.violence, &all, words) {
            put(Event { violence, ..event.clone() }, out);
        }
    });
    let (tallies, figures) = ctx.derived.lookup.gathered(ctx.project, id);
    widgets::section_title(ui, "Tallies", Some((tallies.len(), "tallies", Tone::Quiet)));
    for tally in tallies.iter().filter_map(|id| ctx.project.tallies.get(id)) {
        let voices = ctx.derived.voices.get(&tally.id).map_or("", String::as_str);
        if ui
            .push_id(tally.id, |ui| widgets::link_row(ui, voices, &tally.name))
            .inner
            .on_hover_text(PROVISIONAL)
            .clicked()
        {
            out.push(Command::View(ViewCommand::Select(Selection::Tally(tally.id))));
        }
    }
    widgets::section_title(ui, "Figures", Some((figures.len(), "figures", Tone::Quiet)));
    // The first hundred show what it is about; all of them stand in the figures panel.
    for figure in figures.iter().take(100).filter_map(|id| ctx.project.figures.get(id)) {
        let outlet = ctx.project.articles.get(&figure.article).map(|a| ctx.project.outlet_name(a)).unwrap_or_default();
        let words = format!("“{}” {}", figure.as_reported(), counts_words(figure));
        if ui.push_id(figure.id, |ui| widgets::link_row(ui, &outlet, &words)).inner.clicked() {
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

/// The side of each party: who stands against whom.
fn sides_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, event: &Event, out: &mut Vec<Command>) {
    for (party, side) in by_side(event) {
        let Some(org) = ctx.project.organisations.get(party) else { continue };
        ui.push_id(party, |ui| {
            // The name has a line of its own: beside three choices it would run out of a narrow panel.
            if ui.link(org.short_name()).clicked() {
                out.push(Command::View(ViewCommand::Select(Selection::Organisation(*party))));
            }
            ui.horizontal_wrapped(|ui| {
                for one in Side::ALL {
                    let chip = widgets::toggle_chip(ui, one.label(), side == one);
                    chip.widget_info(|| {
                        let name = format!("{}: {}", org.short_name(), one.label());
                        egui::WidgetInfo::selected(egui::Role::RadioButton, true, side == one, name)
                    });
                    if chip.clicked() && side != one {
                        let mut changed = event.clone();
                        changed.parties.insert(*party, *one);
                        out.push(Command::Do(Operation::ChangeEvent(Box::new(changed))));
                    }
                }
            });
        });
    }
}

/// The parties, side A first: in the order in which they are typed.
fn by_side(event: &Event) -> Vec<(&OrgId, &Side)> {
    let mut parties: Vec<(&OrgId, &Side)> = event.parties.iter().collect();
    parties.sort_by_key(|(org, side)| (Side::ALL.iter().position(|one| one == *side), *org));
    parties
}

/// Where the event's place lies: as settled, else to be confirmed or chosen.
fn located_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, event: &Event, out: &mut Vec<Command>) {
    let mut put = |location| {
        let changed = Event { location, ..event.clone() };
        out.push(Command::Do(Operation::ChangeEvent(Box::new(changed))));
    };
    let dim = |words: String| egui::RichText::new(words).font(fonts::sans(size::SMALL)).color(ctx.tokens.dim);
    if let Some(location) = event.location.as_deref() {
        ui.add(egui::Label::new(dim(format!("{} ({})", location_words(location), location.basis.label()))).wrap());
        if ui.add(ActionButton::quiet("Take the location off")).clicked() {
            put(None);
        }
        return;
    }
    match event.place.as_deref().map(locate::locate) {
        Some(Whereabouts::One(location)) => {
            ui.add(egui::Label::new(dim(location_words(&location))).wrap());
            if ui.add(ActionButton::quiet("Confirm this location")).clicked() {
                put(Some(location));
            }
        }
        Some(Whereabouts::Several(list)) => {
            ui.menu_button(format!("Which of {} places?", list.len()), |ui| {
                egui::ScrollArea::vertical().max_height(280.0).show(ui, |ui| {
                    for (location, words) in list {
                        if ui.button(words).clicked() {
                            put(Some(Box::new(location)));
                            ui.close();
                        }
                    }
                });
            });
        }
        Some(Whereabouts::Unknown) | None => {}
    }
}
