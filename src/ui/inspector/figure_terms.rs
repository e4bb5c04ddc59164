//! The further terms of a figure in the inspector, in folded groups: who the counted were, where it lies, how exact the
//! dates are, how it was said, what it came from, marks of review. Layer `ui`.

use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::figure_columns::event_of;
use crate::app::notice::Notice;
use crate::app::ops::events::Gathered;
use crate::app::ops::figure_edits::FigureChange;
use crate::app::ops::figure_terms::{TermChange, write_sex_age};
use crate::app::view::Selection;
use crate::lexicon::locate::{self, Whereabouts, location_words};
use crate::model::{
    Cause, ChainRole, DateAccuracy, FieldMark, Figure, FigureField, Location, LocationBasis, Measure, OrgId, OrgKind,
    PlaceAccuracy, PlaceRole, Qualifier, Verb, VictimStatus, Violence, WordsRule,
};
use crate::ui::ctx::UiCtx;
use crate::ui::fonts;
use crate::ui::style::size;
use crate::ui::widgets::{self, ActionButton};

use super::draft::{Draft, choice_ui};
use super::fold::fold_ui;

/// None, then every value.
pub(super) fn optional<T: Copy>(all: &[T]) -> Vec<Option<T>> {
    std::iter::once(None).chain(all.iter().copied().map(Some)).collect()
}

fn term(figure: &Figure, change: TermChange) -> Command {
    Command::Do(Operation::EditFigures { figures: vec![figure.id], change: FigureChange::Term(change) })
}

fn dim(ui: &mut egui::Ui, ctx: &UiCtx<'_>, words: &str) {
    let words = egui::RichText::new(words).font(fonts::sans(size::SMALL)).color(ctx.tokens.dim);
    ui.add(egui::Label::new(words).wrap());
}

fn org_name<'a>(ctx: &UiCtx<'a>, id: Option<OrgId>) -> &'a str {
    id.and_then(|id| ctx.project.organisations.get(&id)).map_or("", |org| org.short_name())
}

/// What the first look at a figure needs beside its fields: what "other" is, and how a word was read.
pub(super) fn reading_ui(ui: &mut egui::Ui, figure: &Figure, draft: &mut Draft, out: &mut Vec<Command>) {
    if figure.measure == Measure::Other
        && let Some(name) = draft.text_ui(ui, "What is measured", &figure.measure_name)
    {
        out.push(term(figure, TermChange::MeasureName(name)));
    }
    if figure.qualifier == Qualifier::Vague
        && figure.fraction.is_none()
        && let Some(rule) = choice_ui(ui, "Word read by", figure.words, WordsRule::ALL, words_label)
    {
        out.push(term(figure, TermChange::Words(rule)));
    }
    if figure.qualifier == Qualifier::Vague && figure.fraction.is_none() {
        // Of these very words, not of another example.
        let quote = figure.as_reported();
        let found = crate::app::ops::figure_edits::read_value(&quote).and_then(|value| value.low);
        let acled = crate::app::estimates::words_read(&quote);
        let said = [(found, "as found"), (acled, "by the ACLED words rule")];
        let said: Vec<String> =
            said.into_iter().filter_map(|(n, how)| Some(format!("{} {how}", crate::plots::thousands(n?)))).collect();
        if !said.is_empty() {
            let words = format!("“{quote}” is {}", said.join(", "));
            let words = egui::RichText::new(words).font(fonts::sans(size::SMALL));
            ui.add(egui::Label::new(words.color(crate::ui::style::tokens(ui).dim)).wrap());
        }
    }
}

const fn words_label(rule: WordsRule) -> &'static str {
    match rule {
        WordsRule::None => "as the words were found",
        WordsRule::Acled => "ACLED words rule",
        WordsRule::Analyst => "the analyst, as entered",
    }
}

/// All folded groups but the history.
pub(super) fn terms_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, figure: &Figure, draft: &mut Draft, out: &mut Vec<Command>) {
    people_ui(ui, ctx, figure, draft, out);
    place_ui(ui, ctx, figure, draft, out);
    dates_ui(ui, figure, out);
    voice_ui(ui, ctx, figure, out);
    event_ui(ui, ctx, figure, draft, out);
    marks_ui(ui, ctx, figure, out);
}

fn people_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, figure: &Figure, draft: &mut Draft, out: &mut Vec<Command>) {
    let event = event_of(ctx.project, &ctx.derived.tallies_of, figure);
    let status = figure.victim_status(event);
    let mut summary = vec![status.label().to_owned()];
    let (party, perpetrator) = (org_name(ctx, figure.party), org_name(ctx, figure.perpetrator));
    if !party.is_empty() {
        summary.push(format!("of {party}"));
    }
    if !perpetrator.is_empty() {
        summary.push(format!("alleged: {perpetrator}"));
    }
    fold_ui(ui, "Who they were", &summary.join(" · "), |ui| {
        let own = figure.subject.victim_status().label();
        let words = |victim: Option<VictimStatus>| victim.map_or("as whom it counts", VictimStatus::label);
        if let Some(victim) = choice_ui(ui, "Victim status", figure.victim, &optional(VictimStatus::ALL), words) {
            out.push(term(figure, TermChange::Victim(victim)));
        }
        if figure.victim.is_none() {
            let said =
                if status.label() == own { own.to_owned() } else { format!("{own}; by its party {}", status.label()) };
            dim(ui, ctx, &format!("“{}” says: {said}", figure.subject.label()));
        }
        let names = |typed: &str| crate::app::complete::organisations(ctx.project, typed);
        if let Some(name) = draft.name_ui(ui, "Party they belonged to", party, names) {
            out.push(term(figure, TermChange::Party(name)));
        }
        if let Some(name) = draft.name_ui(ui, "Alleged perpetrator", perpetrator, names) {
            out.push(term(figure, TermChange::Perpetrator(name)));
        }
        let rows = write_sex_age(&figure.sex_age);
        if let Some(typed) = draft.text_ui(ui, "Sex and age (female 0–17: 5; male: 12)", &rows) {
            out.push(term(figure, TermChange::SexAge(typed)));
        }
    });
}

fn place_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, figure: &Figure, draft: &mut Draft, out: &mut Vec<Command>) {
    let found = figure.place.as_deref().map(locate::locate);
    let located = figure.location.as_deref();
    let mut summary = match (located, &found) {
        (Some(location), _) => location_words(location),
        (None, Some(Whereabouts::One(location))) => location_words(location),
        (None, Some(Whereabouts::Several(list))) => format!("may be any of {}", list.len()),
        (None, _) => String::new(),
    };
    if let Some(role) = figure.place_role {
        summary = format!("{} · {summary}", role.label()).trim_end_matches(" · ").to_owned();
    }
    fold_ui(ui, "Where it lies", &summary, |ui| {
        let words = |role: Option<PlaceRole>| role.map_or("not judged", PlaceRole::label);
        if let Some(role) = choice_ui(ui, "The place is", figure.place_role, &optional(PlaceRole::ALL), words) {
            out.push(term(figure, TermChange::PlaceRole(role)));
        }
        let put = |location: Location| term(figure, TermChange::Location(Some(Box::new(location))));
        match (located, &found) {
            (Some(location), _) => {
                dim(ui, ctx, &format!("{} ({})", location_words(location), location.basis.label()));
                if ui.add(ActionButton::quiet("Take the location off")).clicked() {
                    out.push(term(figure, TermChange::Location(None)));
                }
            }
            (None, Some(Whereabouts::One(location))) => {
                dim(ui, ctx, &format!("{}: the only place of this name in the index", location_words(location)));
                if ui.add(ActionButton::quiet("Confirm this location")).clicked() {
                    out.push(put((**location).clone()));
                }
            }
            (None, Some(Whereabouts::Several(list))) => {
                dim(ui, ctx, &format!("The index has {} places of this name. Which is it?", list.len()));
                egui::ScrollArea::vertical().id_salt("candidates").max_height(150.0).show(ui, |ui| {
                    for (location, words) in list {
                        if ui.radio(false, words).clicked() {
                            out.push(put(location.clone()));
                        }
                    }
                });
            }
            (None, Some(Whereabouts::Unknown)) => {
                dim(ui, ctx, "The index does not know it; type coordinates if you do.")
            }
            (None, None) => dim(ui, ctx, "The article names no place; write one down above."),
        }
        let point = located.and_then(Location::point);
        let typed = point.map_or_else(String::new, |(lat, lon)| format!("{lat}, {lon}"));
        if let Some(typed) = draft.text_ui(ui, "Coordinates (north, east)", &typed) {
            let base = located.cloned().unwrap_or_else(|| Location {
                name: figure.place.clone().unwrap_or_default(),
                country: String::new(),
                lat: None,
                lon: None,
                accuracy: PlaceAccuracy::Point,
                basis: LocationBasis::Analyst,
            });
            match (typed.trim().is_empty(), locate::read_point(&typed)) {
                (true, _) => out.push(put(Location { lat: None, lon: None, ..base })),
                (false, Some((lat, lon))) => {
                    let basis = LocationBasis::Analyst;
                    out.push(put(Location { lat: Some(lat), lon: Some(lon), basis, ..base }));
                }
                (false, None) => {
                    let why = format!("“{typed}”: write degrees north and east, as 32.62, 36.10. Nothing was changed");
                    out.push(Command::View(ViewCommand::Notice(Notice::warning(why))));
                }
            }
        }
        if let Some(location) = located
            && let Some(accuracy) =
                choice_ui(ui, "Accuracy of the place", location.accuracy, PlaceAccuracy::ALL, PlaceAccuracy::label)
        {
            out.push(put(Location { accuracy, basis: LocationBasis::Analyst, ..location.clone() }));
        }
    });
}

fn dates_ui(ui: &mut egui::Ui, figure: &Figure, out: &mut Vec<Command>) {
    let words = |accuracy: Option<DateAccuracy>| accuracy.map_or("not judged", DateAccuracy::label);
    let summary = match (figure.period.accuracy, figure.period.accuracy_of_end()) {
        (None, None) => String::new(),
        (start, end) if start == end => format!("to the {}", words(start)),
        (start, end) => format!("first to the {}, last to the {}", words(start), words(end)),
    };
    fold_ui(ui, "How exact the dates are", &summary, |ui| {
        let all = optional(DateAccuracy::ALL);
        ui.columns(2, |columns| {
            let [left, right] = columns else { return };
            if let Some(accuracy) = choice_ui(left, "First day, exact to the", figure.period.accuracy, &all, words) {
                out.push(term(figure, TermChange::StartAccuracy(accuracy)));
            }
            let words = |accuracy: Option<DateAccuracy>| accuracy.map_or("as the first day", DateAccuracy::label);
            if let Some(accuracy) = choice_ui(right, "Last day, exact to the", figure.period.end_accuracy, &all, words)
            {
                out.push(term(figure, TermChange::EndAccuracy(accuracy)));
            }
        });
    });
}

/// The fields' names of each step of a chain: verb, and part played.
const STEPS: [(&str, &str); 5] = [
    ("The origin's verb", ""),
    ("Verb of the second", "Part of the second"),
    ("Verb of the third", "Part of the third"),
    ("Verb of the fourth", "Part of the fourth"),
    ("Verb of the fifth", "Part of the fifth"),
];

fn voice_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, figure: &Figure, out: &mut Vec<Command>) {
    if figure.chain.is_empty() {
        return;
    }
    let verbs: Vec<&str> = figure.chain.iter().filter_map(|link| link.verb).map(Verb::label).collect();
    fold_ui(ui, "How it was said", &verbs.join(" → "), |ui| {
        let mut put = |at: usize, change: &dyn Fn(&mut crate::model::ChainLink)| {
            let mut changed = figure.clone();
            changed.chain.get_mut(at).map(change);
            out.push(Command::Do(Operation::ChangeFigure(Box::new(changed))));
        };
        for (at, (link, (verb_name, part_name))) in figure.chain.iter().zip(STEPS).enumerate() {
            let name = match org_name(ctx, link.org) {
                "" => link.as_written.as_str(),
                name => name,
            };
            dim(ui, ctx, name);
            let words = |verb: Option<Verb>| verb.map_or("not judged", Verb::label);
            if let Some(verb) = choice_ui(ui, verb_name, link.verb, &optional(Verb::ALL), words) {
                put(at, &|link| link.verb = verb);
            }
            if link.role == ChainRole::Origin {
                let org = link.org.and_then(|id| ctx.project.organisations.get(&id));
                let own = org.map_or("not judged", |org| org.kind.label());
                let words = |kind: Option<OrgKind>| kind.map_or(own, OrgKind::label);
                if let Some(kind) = choice_ui(ui, "Kind of voice", link.kind, &optional(OrgKind::ALL), words) {
                    put(at, &|link| link.kind = kind);
                }
            } else {
                let words = |role: ChainRole| match role {
                    ChainRole::Origin => "counted it",
                    ChainRole::Relay => "handed it on",
                    ChainRole::Translator => "translated or re-wrote it",
                };
                let parts = [ChainRole::Relay, ChainRole::Translator];
                if let Some(role) = choice_ui(ui, part_name, link.role, &parts, words) {
                    put(at, &|link| link.role = role);
                }
            }
        }
    });
}

fn event_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, figure: &Figure, draft: &mut Draft, out: &mut Vec<Command>) {
    let event = event_of(ctx.project, &ctx.derived.tallies_of, figure);
    let mut summary: Vec<&str> = event.map(|event| event.name.as_str()).into_iter().collect();
    summary.extend(figure.cause.or(event.and_then(|event| event.cause)).map(Cause::label));
    summary.extend(figure.violence.or(event.and_then(|event| event.violence)).map(Violence::label));
    fold_ui(ui, "Event and cause", &summary.join(" · "), |ui| {
        if let Some(event) = event {
            let label = if figure.event.is_some() { "Event" } else { "Event of its tally" };
            if widgets::field_row(ui, label, &event.name).clicked() {
                out.push(Command::View(ViewCommand::Select(Selection::Event(event.id))));
            }
        }
        let gathered = || Gathered { figures: vec![figure.id], ..Gathered::default() };
        ui.menu_button("Put under an event…", |ui| {
            egui::ScrollArea::vertical().max_height(280.0).show(ui, |ui| {
                let mut set = |event| out.push(Command::Do(Operation::SetEvent { gathered: gathered(), event }));
                if ui.radio(figure.event.is_none(), "none of its own").clicked() {
                    set(None);
                    ui.close();
                }
                for event in ctx.project.events.values() {
                    if ui.radio(figure.event == Some(event.id), &event.name).clicked() {
                        set(Some(event.id));
                        ui.close();
                    }
                }
            });
        });
        if let Some(name) = draft.text_ui(ui, "A new event of this name", "")
            && !name.trim().is_empty()
        {
            out.push(Command::Do(Operation::CreateEvent { name, gathered: gathered() }));
        }
        ui.columns(2, |columns| {
            let [left, right] = columns else { return };
            let inherits = |own: Option<&'static str>| own.unwrap_or("not judged");
            let of_event = inherits(event.and_then(|event| event.cause).map(Cause::label));
            let words = |cause: Option<Cause>| cause.map_or(of_event, Cause::label);
            if let Some(cause) = choice_ui(left, "Cause", figure.cause, &optional(Cause::ALL), words) {
                out.push(term(figure, TermChange::Cause(cause)));
            }
            let of_event = inherits(event.and_then(|event| event.violence).map(Violence::label));
            let words = |violence: Option<Violence>| violence.map_or(of_event, Violence::label);
            if let Some(violence) =
                choice_ui(right, "Type of violence", figure.violence, &optional(Violence::ALL), words)
            {
                out.push(term(figure, TermChange::Violence(violence)));
            }
        });
    });
}

/// A reviewer's lights, one a field.
fn marks_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, figure: &Figure, out: &mut Vec<Command>) {
    let count = |mark: FieldMark| figure.marks.values().filter(|set| **set == mark).count();
    let summary: Vec<String> = [FieldMark::Red, FieldMark::Amber, FieldMark::Green]
        .into_iter()
        .filter(|mark| count(*mark) > 0)
        .map(|mark| format!("{} {}", count(mark), mark.label()))
        .collect();
    fold_ui(ui, "Review marks", &summary.join(" · "), |ui| {
        let t = ctx.tokens;
        for field in FigureField::ALL {
            let current = figure.marks.get(field).copied();
            ui.horizontal(|ui| {
                for (mark, ink) in
                    [(FieldMark::Green, t.success), (FieldMark::Amber, t.warning), (FieldMark::Red, t.error)]
                {
                    let is_set = current == Some(mark);
                    // A sign of its own for each, so that the colour never says it alone.
                    let sign = match mark {
                        FieldMark::Green => fonts::icons::CIRCLE_CHECK,
                        FieldMark::Amber => fonts::icons::CIRCLE_DASHED,
                        FieldMark::Red => fonts::icons::CIRCLE_X,
                    };
                    let ink = if is_set { ink } else { t.faint };
                    let sign = egui::RichText::new(sign).font(fonts::icon(size::BODY)).color(ink);
                    let response = ui.add(egui::Button::new(sign).selected(is_set).frame(is_set));
                    let name = format!("{}: {}", field.label(), mark.label());
                    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, true, is_set, &name));
                    if response.on_hover_text(&name).clicked() {
                        out.push(term(figure, TermChange::Mark(*field, (!is_set).then_some(mark))));
                    }
                }
                let ink = if current.is_some() { t.text } else { t.dim };
                let words = current
                    .map_or_else(|| field.label().to_owned(), |mark| format!("{}: {}", field.label(), mark.label()));
                ui.label(egui::RichText::new(words).font(fonts::sans(size::SMALL)).color(ink));
            });
        }
    });
}
