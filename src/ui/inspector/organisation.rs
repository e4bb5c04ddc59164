//! An organisation in the inspector: what kind of voice it is, the names it goes by, how reliable it is held to be, and
//! what is counted on its word. Layer `ui`.

use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::ops::counted;
use crate::app::view::Selection;
use crate::model::{OrgId, OrgKind, Organisation};
use crate::ui::ctx::UiCtx;
use crate::ui::figures::words::counts_words;
use crate::ui::fonts;
use crate::ui::style::size;
use crate::ui::widgets;

use super::draft::{Draft, choice_ui};

/// The Admiralty grades of a source.
const GRADES: [Option<char>; 7] = [None, Some('A'), Some('B'), Some('C'), Some('D'), Some('E'), Some('F')];

const fn grade_words(grade: Option<char>) -> &'static str {
    match grade {
        Some('A') => "A reliable",
        Some('B') => "B usually reliable",
        Some('C') => "C fairly reliable",
        Some('D') => "D not usually reliable",
        Some('E') => "E unreliable",
        Some(_) => "F cannot be judged",
        None => "not judged",
    }
}

pub(super) fn organisation_ui(
    ui: &mut egui::Ui,
    ctx: &UiCtx<'_>,
    id: OrgId,
    draft: &mut Draft,
    out: &mut Vec<Command>,
) {
    let Some(org) = ctx.project.organisations.get(&id) else { return };
    let t = ctx.tokens;
    let title = egui::RichText::new(&org.name).font(fonts::serif_semibold(size::TITLE)).color(t.text);
    ui.add(egui::Label::new(title).wrap());
    ui.label(egui::RichText::new(format!("Organisation · {}", org.kind.label())).color(t.dim));
    let put = |org: Organisation, out: &mut Vec<Command>| {
        out.push(Command::Do(Operation::ChangeOrganisation(Box::new(org))));
    };
    if let Some(name) = draft.text_ui(ui, "Name", &org.name)
        && !name.trim().is_empty()
    {
        put(Organisation { name: name.trim().to_owned(), ..org.clone() }, out);
    }
    if let Some(short) = draft.text_ui(ui, "Short name", &org.short) {
        put(Organisation { short: short.trim().to_owned(), ..org.clone() }, out);
    }
    if let Some(kind) = choice_ui(ui, "Kind", org.kind, OrgKind::ALL, OrgKind::label) {
        put(Organisation { kind, ..org.clone() }, out);
    }
    if let Some(aliases) = draft.text_ui(ui, "Also called (a; b)", &org.aliases.join("; ")) {
        let aliases = aliases.split(';').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
        put(Organisation { aliases, ..org.clone() }, out);
    }
    if let Some(reliability) = choice_ui(ui, "Reliability (A to F)", org.reliability, &GRADES, grade_words) {
        put(Organisation { reliability, ..org.clone() }, out);
    }
    if let Some(step) = org.reliability_step() {
        let words = format!("{} in the three steps of IDMC", step.label());
        ui.label(egui::RichText::new(words).font(fonts::sans(size::SMALL)).color(t.dim));
    }
    let mut confidential = org.confidential;
    let hint = "Reports and exports put a placeholder for its name and say so";
    if ui.checkbox(&mut confidential, "Confidential").on_hover_text(hint).changed() {
        put(Organisation { confidential, ..org.clone() }, out);
    }
    let others: Vec<&Organisation> = ctx.project.organisations.values().filter(|other| other.id != id).collect();
    if !others.is_empty() {
        ui.menu_button("Merge into…", |ui| {
            egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
                let mut others = others;
                others.sort_by_key(|org| org.short_name().to_lowercase());
                for other in others {
                    if ui.button(other.short_name()).clicked() {
                        out.push(Command::Do(Operation::MergeOrganisations { from: id, into: other.id }));
                        out.push(Command::View(ViewCommand::Select(Selection::Organisation(other.id))));
                        ui.close();
                    }
                }
            });
        });
    }
    for event in ctx.project.events.values() {
        let Some(side) = event.parties.get(&id) else { continue };
        let label = format!("Party, {}", side.label());
        if ui.push_id(event.id, |ui| widgets::field_row(ui, &label, &event.name)).inner.clicked() {
            out.push(Command::View(ViewCommand::Select(Selection::Event(event.id))));
        }
    }
    if matches!(org.kind, OrgKind::Military | OrgKind::ArmedGroup | OrgKind::Government | OrgKind::Police) {
        // Only those who fight are looked up: it takes a look at every figure.
        let held = ctx.project.figures.values().filter(|figure| figure.perpetrator == Some(id)).count();
        let own = ctx.project.figures.values().filter(|figure| figure.party == Some(id)).count();
        for (n, words) in [(own, "of people it counts as its own"), (held, "on what it is said to have done")] {
            if n > 0 {
                let words = format!("{} {words}", counted(n, "figure", "figures"));
                ui.label(egui::RichText::new(words).font(fonts::sans(size::SMALL)).color(t.dim));
            }
        }
    }
    let said = ctx.derived.lookup.said_by(id);
    widgets::section_title(ui, &format!("{} on its word", counted(said.len(), "figure", "figures")), None);
    for figure in said.take(40).filter_map(|id| ctx.project.figures.get(&id)) {
        let outlet = ctx.project.articles.get(&figure.article).map(|a| ctx.project.outlet_name(a)).unwrap_or_default();
        let words = format!("“{}” {}", figure.as_reported(), counts_words(figure));
        if ui.push_id(figure.id, |ui| widgets::field_row(ui, &outlet, &words)).inner.clicked() {
            out.push(Command::View(ViewCommand::ShowFigure(figure.id)));
        }
    }
}
