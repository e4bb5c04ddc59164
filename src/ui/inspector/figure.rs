//! A figure in the inspector: as reported in large, then every field. Layer `ui`.

use crate::app::actions::Action;
use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::notice::Notice;
use crate::app::ops::figure_edits::{FigureChange, set_place};
use crate::app::ops::tallies::mismatch;
use crate::app::view::Selection;
use crate::model::{Accounting, Date, Figure, FigureId, Measure, Period, Qualifier, ReviewStatus, Subject, Tally};
use crate::ui::ctx::UiCtx;
use crate::ui::figures::words::{PROVISIONAL, counts_words, status_meaning};
use crate::ui::fonts::{self, icons};
use crate::ui::style::{size, space};
use crate::ui::widgets::{self, ActionButton};

use super::draft::{Draft, choice_ui};
use super::{figure_more, figure_terms};

pub(super) fn figure_ui(
    ui: &mut egui::Ui,
    ctx: &UiCtx<'_>,
    id: FigureId,
    (draft, history): (&mut Draft, &mut super::history::HistoryState),
    out: &mut Vec<Command>,
) {
    let Some(figure) = ctx.project.figures.get(&id) else { return };
    let t = ctx.tokens;
    // The buttons come first: they must stay under the pointer from one figure to the next, however long its sentence is.
    buttons_ui(ui, figure, out);
    head_ui(ui, ctx, figure, out);
    figure_more::unjudged_ui(ui, ctx, figure, out);
    figure_more::decided_ui(ui, ctx, figure, out);
    ui.add_space(space::XS);
    let mut refused = None;
    let mut typed_value = None;
    let mut put = |change: &dyn Fn(&mut Figure)| {
        let mut changed = figure.clone();
        change(&mut changed);
        out.push(Command::Do(Operation::ChangeFigure(Box::new(changed))));
    };
    if let Some(typed) = draft.text_ui(ui, "Value as typed", &crate::ui::figures::words::value_words(figure)) {
        let change = FigureChange::Value(typed);
        typed_value = Some(Command::Do(Operation::EditFigures { figures: vec![figure.id], change }));
    }
    let number = |value: Option<u64>| value.map_or_else(String::new, crate::plots::thousands);
    if figure.fraction.is_none() {
        ui.columns(3, |columns| {
            let [left, middle, right] = columns else { return };
            if let Some(text) = draft.text_ui(left, "Lowest", &number(figure.low)) {
                match read_number(&text) {
                    Some(low) => put(&|f| f.low = low),
                    None => refused = Some(format!("“{text}” is no whole number; nothing was changed")),
                }
            }
            if let Some(text) = draft.text_ui(middle, "Best", &number(figure.best)) {
                match read_number(&text) {
                    Some(best) => put(&|f| f.best = best),
                    None => refused = Some(format!("“{text}” is no whole number; nothing was changed")),
                }
            }
            if let Some(text) = draft.text_ui(right, "Highest", &number(figure.high)) {
                match read_number(&text) {
                    Some(high) => put(&|f| f.high = high),
                    None => refused = Some(format!("“{text}” is no whole number; nothing was changed")),
                }
            }
        });
    } else {
        let share = figure.fraction.map_or_else(String::new, |share| format!("{} %", (share * 1000.0).round() / 10.0));
        widgets::value_row(ui, "Share", &format!("{share} of a population; not a count"));
    }
    ui.columns(2, |columns| {
        let [left, right] = columns else { return };
        if let Some(subject) = choice_ui(left, "Counts", figure.subject, Subject::ALL, Subject::label) {
            put(&|f| f.subject = subject);
        }
        if let Some(measure) = choice_ui(right, "Measure", figure.measure, Measure::ALL, Measure::label) {
            put(&|f| f.measure = measure);
        }
        if let Some(qualifier) = choice_ui(left, "Qualifier", figure.qualifier, Qualifier::ALL, Qualifier::label) {
            put(&|f| f.qualifier = qualifier);
        }
        let all: Vec<Option<Accounting>> =
            std::iter::once(None).chain(Accounting::ALL.iter().copied().map(Some)).collect();
        let words = |accounting: Option<Accounting>| accounting.map_or("not judged", Accounting::label);
        if let Some(accounting) = choice_ui(right, "Adds up as", figure.accounting, &all, words) {
            put(&|f| f.accounting = accounting);
        }
    });
    if let Some(place) = draft.name_ui(ui, "Place", figure.place.as_deref().unwrap_or_default(), |typed| {
        crate::app::complete::places(ctx.project, typed)
    }) {
        put(&|f| set_place(f, &place));
    }
    let day = |date: Option<Date>| date.map_or_else(String::new, |date| date.to_string());
    ui.columns(2, |columns| {
        let [left, right] = columns else { return };
        if let Some(text) = draft.text_ui(left, "From", &day(figure.period.start)) {
            match read_date(&text) {
                Some(start) => put(&|f| f.period = Period { start, ..f.period }),
                None => refused = Some(no_date(&text)),
            }
        }
        if let Some(text) = draft.text_ui(right, "Up to", &day(figure.period.end)) {
            match read_date(&text) {
                Some(end) => put(&|f| f.period = Period { end, ..f.period }),
                None => refused = Some(no_date(&text)),
            }
        }
    });
    out.extend(typed_value);
    figure_terms::reading_ui(ui, figure, draft, out);
    if let Some(why) = refused {
        out.push(Command::View(ViewCommand::Notice(Notice::warning(why))));
    }
    figure_more::chain_ui(ui, ctx, figure, draft, out);
    figure_more::same_origin_ui(ui, ctx, figure, out);
    part_ui(ui, ctx, figure, out);
    tallies_ui(ui, ctx, figure, out);
    widgets::section_title(ui, "Judgement", None);
    figure_more::judgement_ui(ui, figure, draft, out);
    figure_terms::terms_ui(ui, ctx, figure, draft, out);
    super::history::history_ui(ui, ctx, figure, history);
    if !figure.trace.is_empty() {
        let label = ui.label(egui::RichText::new("Found by").font(fonts::sans(size::TINY)).color(t.dim));
        label.on_hover_text("The rules that found this figure, in the order they decided");
        let rules = egui::RichText::new(figure.trace.join(" · ")).font(fonts::sans(size::SMALL)).color(t.dim);
        ui.add(egui::Label::new(rules).wrap());
    }
}

fn head_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, figure: &Figure, out: &mut Vec<Command>) {
    let t = ctx.tokens;
    let words = egui::RichText::new(figure.as_reported()).font(fonts::serif_semibold(size::DISPLAY)).color(t.text);
    ui.add(egui::Label::new(words).wrap());
    let (icon, ink) = match figure.status {
        ReviewStatus::Confirmed => (icons::CIRCLE_CHECK, t.success),
        ReviewStatus::Suggested => (icons::CIRCLE_DASHED, t.accent),
        ReviewStatus::Rejected => (icons::CIRCLE_X, t.dim),
    };
    ui.horizontal(|ui| {
        ui.label(egui::RichText::new(icon).font(fonts::icon(size::BODY)).color(ink));
        let by_hand = if figure.is_by_hand() { " · entered by hand" } else { "" };
        let words = format!("{} · {}{by_hand}", counts_words(figure), figure.status.label());
        ui.label(egui::RichText::new(words).color(t.dim)).on_hover_text(status_meaning(figure.status));
    });
    if let Some(article) = ctx.project.articles.get(&figure.article) {
        let date =
            article.published.map_or_else(|| "date unknown".to_owned(), |date| date.strftime("%-d %b %Y").to_string());
        let words = egui::RichText::new(format!("{} · {date}", ctx.project.outlet_name(article))).color(t.accent);
        let link = ui.add(egui::Label::new(words).sense(egui::Sense::click()));
        link.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Link, true, "Show the sentence"));
        if link.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_text("Show the sentence").clicked() {
            out.push(Command::View(ViewCommand::ShowFigure(figure.id)));
        }
    }
    // The words around it, so that it can be judged without looking away.
    let a = &figure.anchor;
    // The context is cut at so many characters; a half word at either end is left out.
    let text_len = ctx.session.text(figure.article).map_or(usize::MAX, |text| text.len());
    let (mut before, mut after) = (a.prefix.as_str(), a.suffix.as_str());
    if a.span.start() > before.len() {
        before = before.split_once(char::is_whitespace).map_or("", |(_, whole)| whole);
    }
    if a.span.end() + after.len() < text_len {
        after = after.rsplit_once(char::is_whitespace).map_or("", |(whole, _)| whole);
    }
    let quote = format!("…{before}{}{after}…", a.quote);
    let quote = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    ui.add(
        egui::Label::new(egui::RichText::new(quote).font(fonts::serif_italic(size::BODY + 1.0)).color(t.text)).wrap(),
    );
}

fn buttons_ui(ui: &mut egui::Ui, figure: &Figure, out: &mut Vec<Command>) {
    let actions: &[(Action, &str)] = match figure.status {
        ReviewStatus::Suggested => &[(Action::ConfirmFigure, "Confirm"), (Action::RejectFigure, "Reject")],
        ReviewStatus::Confirmed => &[(Action::ReopenFigure, "Reopen"), (Action::RejectFigure, "Reject")],
        ReviewStatus::Rejected => &[(Action::ConfirmFigure, "Confirm"), (Action::ReopenFigure, "Reopen")],
    };
    ui.horizontal_wrapped(|ui| {
        for (action, label) in actions.iter().chain(&[(Action::SplitFigure, "Split")]) {
            let key = action.info().shortcut.map(|shortcut| shortcut.shown()).unwrap_or_default();
            let button = if *action == Action::ConfirmFigure {
                ActionButton::primary(label)
            } else {
                ActionButton::quiet(label)
            };
            if ui.add(button.key(&key)).on_hover_text(action.info().tooltip).clicked() {
                out.push(Command::Action(*action));
            }
        }
    });
    ui.add_space(space::XS);
}

fn part_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, figure: &Figure, out: &mut Vec<Command>) {
    if let Some(whole) = figure.part_of.and_then(|id| ctx.project.figures.get(&id)) {
        let row = widgets::link_row(ui, "Part of", &format!("{} {}", whole.as_reported(), counts_words(whole)));
        if row.clicked() {
            out.push(Command::View(ViewCommand::ShowFigure(whole.id)));
        }
    }
    let others: Vec<&Figure> = ctx
        .derived
        .figures_of
        .get(&figure.article)
        .into_iter()
        .flatten()
        .filter_map(|id| ctx.project.figures.get(id))
        .filter(|other| other.id != figure.id && other.part_of != Some(figure.id) && other.measure == figure.measure)
        .collect();
    if others.is_empty() && figure.part_of.is_none() {
        return;
    }
    ui.menu_button("Is part of…", |ui| {
        let mut put = |part_of| {
            let changed = Figure { part_of, ..figure.clone() };
            out.push(Command::Do(Operation::ChangeFigure(Box::new(changed))));
        };
        if ui.radio(figure.part_of.is_none(), "a count of its own").clicked() {
            put(None);
            ui.close();
        }
        for other in others {
            let words = format!("{} {}", other.as_reported(), counts_words(other));
            if ui.radio(figure.part_of == Some(other.id), words).clicked() {
                put(Some(other.id));
                ui.close();
            }
        }
    });
}

fn tallies_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, figure: &Figure, out: &mut Vec<Command>) {
    let mut in_one = false;
    let answered = ctx.derived.tallies_of.get(&figure.id).into_iter().flatten();
    for tally in answered.filter_map(|id| ctx.project.tallies.get(id)) {
        in_one = true;
        let voices = ctx.derived.voices.get(&tally.id).map_or("", String::as_str);
        let row = widgets::link_row(ui, "Answers", &format!("{}\n{voices}", tally.name)).on_hover_text(PROVISIONAL);
        if row.clicked() {
            out.push(Command::View(ViewCommand::Select(Selection::Tally(tally.id))));
        }
        if mismatch(tally, figure).is_none() && figure.status != ReviewStatus::Rejected {
            others_ui(ui, ctx, figure, tally, out);
        }
    }
    let fits = |tally: &Tally| mismatch(tally, figure).is_none() && !tally.figures.contains(&figure.id);
    ui.horizontal_wrapped(|ui| {
        if !in_one
            && ui.add(ActionButton::quiet("New tally")).on_hover_text(Action::CreateTally.info().tooltip).clicked()
        {
            out.push(Command::Do(Operation::CreateTally(vec![figure.id])));
        }
        let alike = || ctx.derived.lookup.tallies_asking(figure.measure, figure.subject);
        let alike = || alike().filter_map(|id| ctx.project.tallies.get(&id));
        if alike().any(fits) {
            ui.menu_button("Add to tally…", |ui| {
                // Those of its place first; only the rows in sight are drawn.
                let mut fitting: Vec<&Tally> = alike().filter(|tally| fits(tally)).collect();
                fitting.sort_by_key(|tally| tally.place != figure.place);
                let height = ui
                    .spacing()
                    .interact_size
                    .y
                    .max(ui.text_style_height(&egui::TextStyle::Button) + 2.0 * ui.spacing().button_padding.y);
                egui::ScrollArea::vertical().max_height(320.0).show_rows(ui, height, fitting.len(), |ui, rows| {
                    for tally in fitting.get(rows).into_iter().flatten() {
                        if ui.button(&tally.name).clicked() {
                            out.push(Command::Do(Operation::SetTallyMembers {
                                tally: tally.id,
                                figures: vec![figure.id],
                                inside: true,
                            }));
                            ui.close();
                        }
                    }
                });
            });
        }
    });
}

/// So many figures beside one are listed; who wants them all opens their tally.
const OTHERS_SHOWN: usize = 12;

/// The other figures that answer the same question: whose word, which outlet.
fn others_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, figure: &Figure, tally: &Tally, out: &mut Vec<Command>) {
    let others = tally.figures.iter().filter(|id| **id != figure.id).filter_map(|id| ctx.project.figures.get(id));
    for other in others.take(OTHERS_SHOWN) {
        let outlet = ctx.project.articles.get(&other.article).map(|a| ctx.project.outlet_name(a)).unwrap_or_default();
        let origins = (ctx.project.origin_name(figure), ctx.project.origin_name(other));
        let same = if matches!(origins, (Some(a), Some(b)) if a == b) { "same origin: " } else { "" };
        let origin = origins.1.unwrap_or("origin not given");
        let row =
            widgets::link_row(ui, &format!("{outlet} says"), &format!("“{}” — {same}{origin}", other.as_reported()));
        if row.clicked() {
            out.push(Command::View(ViewCommand::ShowFigure(other.id)));
        }
    }
    let more = tally.figures.len().saturating_sub(1 + OTHERS_SHOWN);
    if more > 0 && ui.link(format!("and {more} more figures in this tally")).clicked() {
        out.push(Command::View(ViewCommand::Select(Selection::Tally(tally.id))));
    }
}

/// A count as typed, with or without separators; empty means open. `None` when it is no number.
pub(super) fn read_number(text: &str) -> Option<Option<u64>> {
    let digits: String =
        text.chars().filter(|c| !matches!(c, ',' | '.' | ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’')).collect();
    if digits.is_empty() { Some(None) } else { digits.parse().ok().map(Some) }
}

/// What is said of a date that cannot be read.
pub(super) fn no_date(text: &str) -> String {
    let why = crate::app::dates::read_day(text).err().unwrap_or_default();
    format!("{why}. Nothing was changed")
}

/// A date as typed; empty means not known. `None` when it is no date.
pub(super) fn read_date(text: &str) -> Option<Option<Date>> {
    crate::app::dates::read_day(text).ok()
}
