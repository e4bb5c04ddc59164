//! The parts of a figure in the inspector that are about its weight: the way it came, whose count it really is, and what
//! the analyst makes of it. Layer `ui`.

use crate::app::actions::Action;
use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::notice::Notice;
use crate::app::ops::figure_edits::FigureChange;
use crate::app::ops::organisations::ChainStep;
use crate::app::view::Selection;
use crate::model::{
    ChainRole, Figure, FigureRole, Grade, LinkKind, Measure, OrgId, ReviewStatus, Stance, Subject, Verification,
};
use crate::ui::ctx::UiCtx;
use crate::ui::fonts::{self, icons};
use crate::ui::style::size;
use crate::ui::widgets::{self, ActionButton};

use super::draft::{Draft, choice_ui};
use super::figure::{no_date, read_date, read_number};

/// The names of the relays' fields; a chain of more hands than this is not told in news.
const RELAYS: [&str; 4] = ["Handed on by", "then by", "and then by", "and at last by"];

/// The way a figure came, from who counted to the outlet, each step to be typed over.
pub(super) fn chain_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, figure: &Figure, draft: &mut Draft, out: &mut Vec<Command>) {
    let t = ctx.tokens;
    let names = || ctx.project.organisations.values().map(|org| org.short_name()).collect::<Vec<_>>();
    let find = |typed: &str| crate::app::complete::organisations(ctx.project, typed);
    let name_of = |org: Option<OrgId>, written: &str| {
        org.and_then(|id| ctx.project.organisations.get(&id))
            .map_or_else(|| written.to_owned(), |org| org.short_name().to_owned())
    };
    let origin = figure.origin();
    let origin_name = origin.map_or_else(String::new, |link| name_of(link.org, &link.as_written));
    // A translator stands among them; which is which is said under "How it was said".
    let mut relays: Vec<(String, ChainRole)> = figure
        .chain
        .iter()
        .filter(|link| link.role != ChainRole::Origin)
        .map(|link| (name_of(link.org, &link.as_written), link.role))
        .collect();
    let mut changed = None;
    if let Some(name) = draft.name_ui(ui, "On whose word", &origin_name, find) {
        out.push(Command::Do(Operation::NameOrigin { figure: figure.id, origin: name }));
    }
    let mut aside = Vec::new();
    // A quotation is the article's own words, letter by letter; where they were not marked none is given.
    let text = ctx.session.text(figure.article);
    let written = origin.and_then(|link| link.span).and_then(|span| text.as_deref()?.get(span.range()));
    if let Some(written) = written.map(str::trim).filter(|written| *written != origin_name) {
        let written = written.split_whitespace().collect::<Vec<_>>().join(" ");
        aside.push(format!("the article says “{written}”"));
    }
    let org = origin.and_then(|link| link.org).and_then(|id| ctx.project.organisations.get(&id));
    if let Some(org) = org {
        let grade = org.reliability.map_or_else(String::new, |grade| format!(", reliability {grade}"));
        aside.push(format!("{}{grade}", org.kind.label()));
    }
    if !aside.is_empty() {
        let words = egui::RichText::new(aside.join(" · ")).font(fonts::sans(size::SMALL)).color(t.dim);
        ui.add(egui::Label::new(words).wrap());
    }
    if let Some(org) = org
        && ui.link(format!("About {}", org.short_name())).clicked()
    {
        out.push(Command::View(ViewCommand::Select(Selection::Organisation(org.id))));
    }
    let shown = relays.len().max(1).min(RELAYS.len());
    let mut moved = None;
    for (n, label) in RELAYS.into_iter().enumerate().take(shown) {
        let relay = relays.get(n).map(|(name, _)| name.clone()).unwrap_or_default();
        if let Some(name) = draft.name_ui(ui, label, &relay, find) {
            changed = Some((n, name));
        }
        if n > 0 && widgets::icon_button(ui, icons::CHEVRON_UP, &format!("Move {relay} earlier")).clicked() {
            moved = Some(n);
        }
    }
    if let Some((n, name)) = changed.clone() {
        match relays.get_mut(n) {
            Some(relay) => relay.0 = name,
            None => relays.push((name, ChainRole::Relay)),
        }
    }
    if let Some(n) = moved {
        relays.swap(n, n - 1);
    }
    if !relays.is_empty() && relays.len() < RELAYS.len() && changed.is_none() {
        ui.menu_button("Add a relay…", |ui| {
            egui::ScrollArea::vertical().max_height(280.0).show(ui, |ui| {
                for name in names() {
                    if name != origin_name
                        && !relays.iter().any(|(relay, _)| relay == name)
                        && ui.button(name).clicked()
                    {
                        relays.push((name.to_owned(), ChainRole::Relay));
                        moved = Some(0);
                        ui.close();
                    }
                }
            });
        });
    }
    if changed.is_some() || moved.is_some() {
        let first = (!origin_name.is_empty()).then_some(ChainStep { name: origin_name, role: ChainRole::Origin });
        let steps = first.into_iter().chain(relays.into_iter().map(|(name, role)| ChainStep { name, role })).collect();
        out.push(Command::Do(Operation::SetChain { figure: figure.id, steps }));
    }
    let words = format!("The way it came: {}", crate::app::origins::chain_words(ctx.project, figure));
    ui.add(egui::Label::new(egui::RichText::new(words).font(fonts::sans(size::SMALL)).color(t.dim)).wrap());
}

/// So many figures of one count are listed; the tally has them all.
const TWINS_SHOWN: usize = 12;

/// Figures held to go back to the same count, with the reasons, to be accepted or rejected.
pub(super) fn same_origin_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, figure: &Figure, out: &mut Vec<Command>) {
    let t = ctx.tokens;
    let groups = ctx.derived.same_origin_of.get(&figure.id).into_iter().flatten();
    for group in groups.filter_map(|at| ctx.derived.same_origin.get(*at)) {
        let frame = egui::Frame::new()
            .fill(t.card)
            .stroke(egui::Stroke::new(1.0, if group.status == ReviewStatus::Suggested { t.accent } else { t.line }))
            .corner_radius(f32::from(crate::ui::style::radius::CONTROL))
            .inner_margin(8.0);
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            let title = match group.status {
                ReviewStatus::Suggested => "Same count? (proposed)",
                ReviewStatus::Confirmed => "Same count",
                ReviewStatus::Rejected => "Not the same count",
            };
            widgets::section_title(ui, title, None);
            let others = group.figures.iter().filter(|id| **id != figure.id);
            for other in others.filter_map(|id| ctx.project.figures.get(id)).take(TWINS_SHOWN) {
                let outlet =
                    ctx.project.articles.get(&other.article).map(|a| ctx.project.outlet_name(a)).unwrap_or_default();
                let link = ui.push_id(other.id, |ui| ui.link(format!("{outlet}: “{}”", other.as_reported()))).inner;
                if link.clicked() {
                    out.push(Command::View(ViewCommand::ShowFigure(other.id)));
                }
            }
            let more = group.figures.len().saturating_sub(1 + TWINS_SHOWN);
            if more > 0 {
                ui.label(egui::RichText::new(format!("and {more} more")).color(t.dim));
            }
            let words = egui::RichText::new(group.reasons.join(", ")).font(fonts::sans(size::SMALL)).color(t.dim);
            ui.add(egui::Label::new(words).wrap());
            ui.horizontal_wrapped(|ui| {
                let mut decide = |status| {
                    out.push(Command::Do(Operation::DecideLinks { links: group.links.clone(), status }));
                };
                if group.status != ReviewStatus::Confirmed && ui.add(ActionButton::quiet("One count")).clicked() {
                    decide(ReviewStatus::Confirmed);
                }
                if group.status != ReviewStatus::Rejected && ui.add(ActionButton::quiet("Two counts")).clicked() {
                    decide(ReviewStatus::Rejected);
                }
            });
        });
    }
    // Figures of other articles that the analyst has marked can be tied by hand.
    let marked: Vec<_> = ctx
        .view
        .marked_figures
        .iter()
        .filter_map(|id| ctx.project.figures.get(id))
        .filter(|other| other.id != figure.id && other.article != figure.article)
        .collect();
    if !marked.is_empty() {
        ui.menu_button("Tie to the marked figures…", |ui| {
            for (kind, label) in [
                (LinkKind::SameOrigin, "one count, told again"),
                (LinkKind::Updates, "this one updates them"),
                (LinkKind::Contradicts, "this one contradicts them"),
                (LinkKind::Denies, "this one denies them"),
            ] {
                if ui.button(label).clicked() {
                    for other in &marked {
                        let reason = "decided by the analyst".to_owned();
                        out.push(Command::Do(Operation::TieFigures { kind, a: figure.id, b: other.id, reason }));
                    }
                    ui.close();
                }
            }
        });
    }
}

/// A figure entered by hand whose words do not say what they count: it is asked at once, and counts as nothing until then.
pub(super) fn unjudged_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, figure: &Figure, out: &mut Vec<Command>) {
    if !figure.measure_not_judged() {
        return;
    }
    let words = egui::RichText::new("The words do not say what is counted. Choose what:").color(ctx.tokens.warning);
    ui.add(egui::Label::new(words).wrap());
    ui.horizontal_wrapped(|ui| {
        for measure in Measure::ALL.iter().copied().filter(|measure| *measure != Measure::Other) {
            let button = ui.add(ActionButton::quiet(measure.label()));
            let name = format!("It counts: {}", measure.label());
            button.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, &name));
            if button.clicked() {
                let change = FigureChange::Measure(measure);
                out.push(Command::Do(Operation::EditFigures { figures: vec![figure.id], change }));
            }
        }
    });
}

/// Once every figure of the article is judged, its mark of review is one press away.
pub(super) fn decided_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, figure: &Figure, out: &mut Vec<Command>) {
    let counts = ctx.derived.counts.get(&figure.article).copied().unwrap_or_default();
    let article = ctx.project.articles.get(&figure.article);
    if counts.suggested > 0 || article.is_none_or(|article| article.figures_reviewed.is_some()) {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.label(egui::RichText::new("Every figure of this article is judged.").color(ctx.tokens.dim));
        let key = Action::MarkReviewed.info().shortcut.map(|shortcut| shortcut.shown()).unwrap_or_default();
        let button = ActionButton::quiet("Mark article reviewed").key(&key);
        if ui.add(button).on_hover_text("Nobody needs to go through its figures again").clicked() {
            out.push(Command::Do(Operation::MarkReviewed { article: figure.article, reviewed: true }));
        }
    });
}

const CREDIBILITY: [Option<u8>; 7] = [None, Some(1), Some(2), Some(3), Some(4), Some(5), Some(6)];

const fn credibility_words(grade: Option<u8>) -> &'static str {
    match grade {
        Some(1) => "1 confirmed by others",
        Some(2) => "2 probably true",
        Some(3) => "3 possibly true",
        Some(4) => "4 doubtful",
        Some(5) => "5 improbable",
        Some(_) => "6 cannot be judged",
        None => "not judged",
    }
}

/// What the analyst makes of it.
pub(super) fn judgement_ui(ui: &mut egui::Ui, figure: &Figure, draft: &mut Draft, out: &mut Vec<Command>) {
    let mut refused = None;
    let mut put = |change: &dyn Fn(&mut Figure)| {
        let mut changed = figure.clone();
        change(&mut changed);
        out.push(Command::Do(Operation::ChangeFigure(Box::new(changed))));
    };
    let grades: Vec<Option<Grade>> = std::iter::once(None).chain(Grade::ALL.iter().copied().map(Some)).collect();
    let grade_words = |grade: Option<Grade>| grade.map_or("not graded", Grade::label);
    let as_of = figure.as_of.map_or_else(String::new, |date| date.to_string());
    ui.columns(2, |columns| {
        let [left, right] = columns else { return };
        if let Some(stance) = choice_ui(left, "The article", figure.stance, Stance::ALL, Stance::label) {
            put(&|f| f.stance = stance);
        }
        if let Some(checked) = choice_ui(right, "Checked", figure.verification, Verification::ALL, Verification::label)
        {
            put(&|f| f.verification = checked);
        }
        if let Some(role) = choice_ui(left, "Role in the estimate", figure.role, FigureRole::ALL, FigureRole::label) {
            put(&|f| f.role = role);
        }
        if let Some(grade) = choice_ui(right, "Grade", figure.grade, &grades, grade_words) {
            put(&|f| f.grade = grade);
        }
        let chosen = choice_ui(left, "Credibility (1 to 6)", figure.credibility, &CREDIBILITY, credibility_words);
        if let Some(credibility) = chosen {
            put(&|f| f.credibility = credibility);
        }
        if let Some(text) = draft.text_ui(right, "As of", &as_of) {
            match read_date(&text) {
                Some(as_of) => put(&|f| f.as_of = as_of),
                None => refused = Some(no_date(&text)),
            }
        }
    });
    if figure.subject == Subject::Households {
        let size = figure.household_size.map_or_else(String::new, |size| size.to_string());
        if let Some(text) = draft.text_ui(ui, "Persons per household", &size) {
            let text = text.trim().replace(',', ".");
            match (text.is_empty(), text.parse::<f64>()) {
                (true, _) => put(&|f| f.household_size = None),
                (false, Ok(size)) if size.is_finite() && size > 0.0 => put(&|f| f.household_size = Some(size)),
                _ => refused = Some(format!("“{text}” is no size of a household; nothing was changed")),
            }
        }
    }
    if figure.fraction.is_some() {
        let population = figure.population.map_or_else(String::new, crate::plots::thousands);
        if let Some(text) = draft.text_ui(ui, "Of a population of", &population) {
            match read_number(&text) {
                Some(population) => put(&|f| f.population = population),
                None => refused = Some(format!("“{text}” is no whole number; nothing was changed")),
            }
        }
    }
    if let Some(reasoning) = draft.text_ui(ui, "Reasoning", &figure.reasoning) {
        put(&|f| f.reasoning = reasoning.trim().to_owned());
    }
    if let Some(why) = refused {
        out.push(Command::View(ViewCommand::Notice(Notice::warning(why))));
    }
}
