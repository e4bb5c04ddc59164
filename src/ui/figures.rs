//! The figures panel: every figure in a table that is also the review queue, judged by one key each. Layer `ui`.

use egui_extras::{Column, TableBuilder};

use crate::app::actions::Action;
use crate::app::command::{Command, ViewCommand};
use crate::app::view::{FiguresView, Selection};
use crate::model::{Figure, FigureId, Qualifier, ReviewStatus};

use super::ctx::UiCtx;
use super::fonts::{self, icons};
use super::style::{size, space};
use super::widgets::{self, ActionButton};

/// Room for the sign of the review status, in points.
const STATUS_WIDTH: f32 = 26.0;
/// The columns after the status, with the share of the panel that each gets.
const COLUMNS: [(&str, f32); 7] = [
    ("As reported", 0.18),
    ("Counts", 0.16),
    ("Value", 0.10),
    ("Outlet", 0.15),
    ("On whose word", 0.17),
    ("Place", 0.10),
    ("Period", 0.14),
];

/// What the panel keeps between frames.
#[derive(Debug, Default)]
pub struct FiguresState {
    /// The figure the table last showed, so that a new selection is scrolled to once.
    shown: Option<FigureId>,
    /// The width the columns were laid out for, in points.
    width: f32,
}

/// Draws the panel.
pub fn figures_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, state: &mut FiguresState, out: &mut Vec<Command>) {
    egui::Frame::new().inner_margin(egui::Margin::same(space::S as i8)).show(ui, |ui| {
        if ctx.project.figures.is_empty() {
            let hint = "Figures are suggested when articles are imported. One that was missed is added by selecting its number and pressing F.";
            widgets::empty_state(ui, "No figures yet", hint, None);
            return;
        }
        tools_ui(ui, ctx, out);
        ui.add_space(space::XS);
        if ctx.derived.figures.is_empty() {
            widgets::empty_state(ui, "No figure matches", "Change the filter or the status above.", None);
            return;
        }
        table_ui(ui, ctx, state, out);
    });
}

fn tools_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, out: &mut Vec<Command>) {
    let view = &ctx.view.figures;
    // In a narrow panel the inspector's own Confirm and Reject have to do.
    let is_wide = ui.available_width() > 880.0;
    ui.horizontal(|ui| {
        let totals = ctx.derived.totals;
        let choices = [
            (None, format!("all {}", totals.figures + totals.rejected)),
            (Some(ReviewStatus::Suggested), format!("to review {}", totals.suggested)),
            (Some(ReviewStatus::Confirmed), format!("confirmed {}", totals.confirmed)),
            (Some(ReviewStatus::Rejected), format!("rejected {}", totals.rejected)),
        ];
        for (status, label) in choices {
            if widgets::toggle_chip(ui, &label, view.status == status).clicked() {
                out.push(Command::View(ViewCommand::Figures(FiguresView { status, ..view.clone() })));
            }
        }
        if widgets::toggle_chip(ui, "open articles only", view.open_only).clicked() {
            out.push(Command::View(ViewCommand::Figures(FiguresView { open_only: !view.open_only, ..view.clone() })));
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let action_button =
                |ui: &mut egui::Ui, action: Action, label: &str, primary: bool, out: &mut Vec<Command>| {
                    let key = action.info().shortcut.map(|shortcut| shortcut.shown()).unwrap_or_default();
                    let button = if primary { ActionButton::primary(label) } else { ActionButton::quiet(label) };
                    let disabled = ctx.workbench.disabled(action);
                    let response =
                        ui.add_enabled(disabled.is_none(), button.key(&key)).on_hover_text(action.info().tooltip);
                    let response =
                        if let Some(why) = disabled { response.on_disabled_hover_text(why) } else { response };
                    if response.clicked() {
                        out.push(Command::Action(action));
                    }
                };
            action_button(ui, Action::NextToReview, "Review next", false, out);
            if is_wide {
                action_button(ui, Action::RejectFigure, "Reject", false, out);
                action_button(ui, Action::ConfirmFigure, "Confirm", true, out);
            }
            let mut filter = view.filter.clone();
            ui.allocate_ui(egui::vec2(ui.available_width().min(240.0), super::style::CONTROL_HEIGHT), |ui| {
                widgets::search_box(ui, &mut filter, "Filter figures");
            });
            if filter != view.filter {
                out.push(Command::View(ViewCommand::Figures(FiguresView { filter, ..view.clone() })));
            }
        });
    });
}

fn table_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, state: &mut FiguresState, out: &mut Vec<Command>) {
    let t = ctx.tokens;
    let figures = &ctx.derived.figures;
    let selected = if let Selection::Figure(id) = ctx.view.selection { Some(id) } else { None };
    let width = ui.available_width();
    let gaps = ui.spacing().item_spacing.x * COLUMNS.len() as f32;
    let room = (width - STATUS_WIDTH - gaps - ui.spacing().scroll.bar_width - space::S).max(400.0);
    let mut table = TableBuilder::new(ui).sense(egui::Sense::click()).auto_shrink(false);
    // Columns pulled wider by hand stay so until the panel itself gets another width.
    if (state.width - width).abs() > 1.0 {
        table.reset();
        state.width = width;
    }
    table = table.column(Column::exact(STATUS_WIDTH));
    for (n, (_, share)) in COLUMNS.iter().enumerate() {
        table = table.column(match n + 1 == COLUMNS.len() {
            true => Column::remainder().at_least(60.0).clip(true),
            false => Column::initial((room * share).floor()).at_least(40.0).clip(true).resizable(true),
        });
    }
    if state.shown != selected {
        if let Some(row) = selected.and_then(|id| figures.iter().position(|figure| *figure == id)) {
            table = table.scroll_to_row(row, None);
        }
        state.shown = selected;
    }
    table
        .header(22.0, |mut row| {
            for title in std::iter::once("").chain(COLUMNS.iter().map(|(title, _)| *title)) {
                row.col(|ui| {
                    ui.label(egui::RichText::new(title).font(fonts::sans(size::TINY)).color(t.dim));
                });
            }
        })
        .body(|body| {
            body.rows(super::style::ROW_HEIGHT, figures.len(), |mut row| {
                let Some(figure) = figures.get(row.index()).and_then(|id| ctx.project.figures.get(id)) else { return };
                row.set_selected(selected == Some(figure.id));
                let struck = figure.status == ReviewStatus::Rejected;
                let cell = |ui: &mut egui::Ui, words: &str, dim: bool| {
                    let mut text = egui::RichText::new(words).color(if dim || struck { t.dim } else { t.text });
                    if struck {
                        text = text.strikethrough();
                    }
                    ui.add(egui::Label::new(text).truncate());
                };
                row.col(|ui| status_ui(ui, ctx, figure));
                row.col(|ui| {
                    let font = fonts::serif_semibold(size::BODY + 1.0);
                    let mut text =
                        egui::RichText::new(figure.as_reported()).font(font).color(if struck { t.dim } else { t.text });
                    if struck {
                        text = text.strikethrough();
                    }
                    ui.add(egui::Label::new(text).truncate());
                });
                row.col(|ui| cell(ui, &counts_words(figure), false));
                row.col(|ui| cell(ui, &value_words(figure), false));
                row.col(|ui| {
                    let outlet = ctx.project.articles.get(&figure.article).map(|a| ctx.project.outlet_name(a));
                    cell(ui, &outlet.unwrap_or_default(), false);
                });
                row.col(|ui| match ctx.project.origin_name(figure) {
                    Some(origin) => cell(ui, &origin_words(ctx, figure, origin), false),
                    None => cell(ui, "not given", true),
                });
                row.col(|ui| cell(ui, figure.place.as_deref().unwrap_or("not given"), figure.place.is_none()));
                row.col(|ui| cell(ui, &period_words(figure), figure.period.is_empty()));
                let response = row.response();
                let name =
                    format!("Figure {}, {}, {}", figure.as_reported(), counts_words(figure), figure.status.label());
                response.widget_info(|| {
                    egui::WidgetInfo::selected(egui::accesskit::Role::Row, true, selected == Some(figure.id), &name)
                });
                if response.clicked() {
                    out.push(Command::View(ViewCommand::ShowFigure(figure.id)));
                }
                response.context_menu(|ui| {
                    if selected != Some(figure.id) {
                        out.push(Command::View(ViewCommand::ShowFigure(figure.id)));
                    }
                    for action in [
                        Action::ConfirmFigure,
                        Action::RejectFigure,
                        Action::ReopenFigure,
                        Action::CreateTally,
                        Action::DeleteSelected,
                    ] {
                        super::menu::entry_ui(ui, ctx.workbench, action, out);
                    }
                });
            });
        });
}

/// A sign for the status that does not rest on colour: filled, dashed and crossed circles.
fn status_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, figure: &Figure) {
    let t = ctx.tokens;
    let (icon, ink) = match figure.status {
        ReviewStatus::Confirmed => (icons::CIRCLE_CHECK, t.success),
        ReviewStatus::Suggested => (icons::CIRCLE_DASHED, t.accent),
        ReviewStatus::Rejected => (icons::CIRCLE_X, t.dim),
    };
    ui.label(egui::RichText::new(icon).font(fonts::icon(size::READING)).color(ink))
        .on_hover_text(figure.status.label());
}

/// The number as it counts: "826+", "≤ 40", "12–15", "over 50 %", "dozens (24+)".
pub fn value_words(figure: &Figure) -> String {
    use crate::plots::thousands;
    if let Some(share) = figure.fraction {
        let bound = match figure.qualifier {
            Qualifier::AtLeast | Qualifier::MoreThan => "over ",
            Qualifier::AtMost | Qualifier::LessThan => "under ",
            _ => "",
        };
        return format!("{bound}{} %", (share * 1000.0).round() / 10.0);
    }
    match (figure.low, figure.high) {
        (Some(low), Some(high)) if low == high && figure.qualifier == Qualifier::Approx => {
            format!("about {}", thousands(low))
        }
        (Some(low), Some(high)) if low == high => thousands(low),
        (Some(low), Some(high)) => format!("{}–{}", thousands(low), thousands(high)),
        (Some(low), None) => format!("{}+", thousands(low)),
        (None, Some(high)) => format!("≤ {}", thousands(high)),
        (None, None) => "no number".to_owned(),
    }
}

/// What and whom it counts: "civilians killed".
pub fn counts_words(figure: &Figure) -> String {
    format!("{} {}", figure.subject.label(), figure.measure.label())
}

/// The origin, with who passed it on: "Russian Coordination Center → state television".
pub fn origin_words(ctx: &UiCtx<'_>, figure: &Figure, origin: &str) -> String {
    match figure.relay() {
        Some(relay) => {
            let name = relay
                .org
                .and_then(|id| ctx.project.organisations.get(&id))
                .map_or(relay.as_written.as_str(), |org| org.short_name());
            format!("{origin} → {name}")
        }
        None => origin.to_owned(),
    }
}

/// The days it counts: "27 Nov 2024 →", "6 Dec 2024".
pub fn period_words(figure: &Figure) -> String {
    let day = |date: crate::model::Date| date.strftime("%-d %b %Y").to_string();
    match (figure.period.start, figure.period.end) {
        (Some(start), Some(end)) if start == end => day(start),
        (Some(start), Some(end)) => format!("{} – {}", day(start), day(end)),
        (Some(start), None) => format!("since {}", day(start)),
        (None, Some(end)) => format!("up to {}", day(end)),
        (None, None) => "not given".to_owned(),
    }
}
