//! The checks list: what does not fit together, where, how to settle it, and what was set aside with which reason.
//! Layer `ui`.

use std::collections::BTreeSet;

use egui::ScrollArea;

use crate::app::checks::{Check, Finding, Severity};
use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::estimates;
use crate::app::view::Selection;
use crate::model::{DismissalId, EstimateRule, FigureId, RecordId, ReviewStatus};

use super::ctx::UiCtx;
use super::fonts::{self, icons};
use super::style::{radius, size, space};
use super::widgets::{self, ActionButton};

/// What the panel keeps between frames.
#[derive(Debug, Default)]
pub struct ChecksState {
    /// The row whose finding is being set aside, and the row that gets the keyboard after that.
    row: usize,
    back: Option<usize>,
    filter: String,
    shows_dismissed: bool,
    /// Only findings this grave.
    only: Option<Severity>,
    /// The finding being dismissed, with the reason as typed.
    dismissing: Option<(Finding, String)>,
    fresh: bool,
}

/// Height of one finding, in points: what is wrong over how to settle it.
const ROW: f32 = 46.0;

/// Draws the panel.
pub fn checks_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, state: &mut ChecksState, out: &mut Vec<Command>) {
    let (open, dismissed) = (&ctx.derived.findings, &ctx.derived.dismissed);
    if open.is_empty() && dismissed.is_empty() {
        let hint = "Parts fit their wholes, every quote stands where it was marked. What does not fit shows here by \
                    itself while you work.";
        widgets::empty_state(ui, "Nothing to settle", hint, None);
        return;
    }
    egui::Frame::new().inner_margin(egui::Margin::same(space::S as i8)).show(ui, |ui| {
        tools_ui(ui, ctx, state);
        dismissing_ui(ui, state, out);
        let words: Vec<String> = state.filter.split_whitespace().map(str::to_lowercase).collect();
        let fits = |finding: &Finding| {
            state.only.is_none_or(|only| finding.severity == only)
                && (words.is_empty() || {
                    let hay = format!("{} {} {}", finding.check.label(), finding.what, finding.settle).to_lowercase();
                    words.iter().all(|word| hay.contains(word))
                })
        };
        // A heading stands where another severity begins; what was set aside comes last.
        let mut rows: Vec<Row<'_>> = Vec::new();
        for severity in [Severity::Error, Severity::Warning] {
            let of: Vec<&Finding> = open.iter().filter(|f| f.severity == severity && fits(f)).collect();
            if !of.is_empty() {
                let title = if severity == Severity::Error { "Errors" } else { "Warnings" };
                rows.push(Row::Heading(title, of.len()));
                rows.extend(of.into_iter().map(|finding| Row::Finding(finding, None)));
            }
        }
        if state.shows_dismissed {
            let of: Vec<_> = dismissed.iter().filter(|(finding, _)| fits(finding)).collect();
            if !of.is_empty() {
                rows.push(Row::Heading("Set aside", of.len()));
                rows.extend(of.into_iter().map(|(finding, by)| Row::Finding(finding, Some(*by))));
            }
        }
        if rows.is_empty() {
            let hint = if open.is_empty() { "What was set aside is shown on request." } else { "Change the filter." };
            widgets::empty_state(ui, "Nothing to show", hint, None);
            return;
        }
        let mut dismiss = None;
        let tops: Vec<f32> = rows
            .iter()
            .enumerate()
            .scan(0.0, |top, (n, row)| Some(std::mem::replace(top, *top + row.height(n == 0))))
            .collect();
        let whole = tops.last().copied().unwrap_or(0.0) + ROW;
        ScrollArea::vertical().auto_shrink(false).show_viewport(ui, |ui, seen| {
            let (content, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), whole), egui::Sense::hover());
            let first = tops.partition_point(|top| *top + ROW < seen.top());
            for (n, (row, top)) in rows.iter().zip(&tops).enumerate().skip(first) {
                if *top > seen.bottom() {
                    break;
                }
                let at = content.min + egui::vec2(0.0, *top);
                let rect = egui::Rect::from_min_size(at, egui::vec2(content.width(), row.height(n == 0)));
                let builder = egui::UiBuilder::new().max_rect(rect).id_salt(n);
                ui.scope_builder(builder, |ui| match row {
                    Row::Heading(title, count) => heading_ui(ui, title, *count),
                    Row::Finding(finding, aside) => {
                        let wanted = state.back.is_some_and(|at| at == n || at + 1 == n);
                        if finding_ui(ui, ctx, finding, (*aside, wanted), out) {
                            dismiss = Some((*finding).clone());
                            state.row = n;
                        }
                        if wanted {
                            state.back = None;
                        }
                    }
                });
            }
        });
        if let Some(finding) = dismiss {
            // The reason given before is where one begins.
            let reason = finding.again.as_ref().map_or_else(String::new, |again| again.reason.clone());
            state.dismissing = Some((finding, reason));
            state.fresh = true;
        }
    });
}

enum Row<'a> {
    Heading(&'static str, usize),
    Finding(&'a Finding, Option<DismissalId>),
}

impl Row<'_> {
    /// Its height, in points: a heading stands apart from what is above it, if anything is.
    const fn height(&self, first: bool) -> f32 {
        match (self, first) {
            (Self::Finding(..), _) => ROW,
            (Self::Heading(..), true) => 26.0,
            (Self::Heading(..), false) => 40.0,
        }
    }
}

fn tools_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, state: &mut ChecksState) {
    ui.horizontal(|ui| {
        let count = |severity| ctx.derived.findings.iter().filter(|f| f.severity == severity).count();
        let all = [
            (None, format!("all {}", ctx.derived.findings.len())),
            (Some(Severity::Error), format!("errors {}", count(Severity::Error))),
            (Some(Severity::Warning), format!("warnings {}", count(Severity::Warning))),
        ];
        for (only, label) in all {
            if widgets::toggle_chip(ui, &label, state.only == only).clicked() {
                state.only = only;
            }
        }
        let label = format!("set aside {}", ctx.derived.dismissed.len());
        if widgets::toggle_chip(ui, &label, state.shows_dismissed).clicked() {
            state.shows_dismissed = !state.shows_dismissed;
        }
        ui.allocate_ui(egui::vec2(ui.available_width().min(240.0), super::style::CONTROL_HEIGHT), |ui| {
            widgets::search_box(ui, &mut state.filter, "Filter checks");
        });
    });
}

/// Asks for the reason, without which nothing is set aside.
fn dismissing_ui(ui: &mut egui::Ui, state: &mut ChecksState, out: &mut Vec<Command>) {
    let Some((finding, reason)) = &mut state.dismissing else { return };
    let what = finding.what.clone();
    let mut done = false;
    let frame = egui::Frame::new().inner_margin(egui::Margin::symmetric(space::S as i8, space::XS as i8));
    frame.show(ui, |ui| {
        ui.add(egui::Label::new(format!("Set aside: {what}")).wrap());
        ui.horizontal(|ui| {
            let field =
                egui::TextEdit::singleline(reason).hint_text("Why? It stands in the report").desired_width(360.0);
            let field = ui.add(field);
            field.ctx.accesskit_node_builder(field.id, |node| node.set_label("Reason for setting it aside"));
            if std::mem::take(&mut state.fresh) {
                field.request_focus();
            }
            let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            let pressed =
                ui.add_enabled(!reason.trim().is_empty(), ActionButton::primary("Set aside").key("Enter")).clicked();
            if (entered || pressed) && !reason.trim().is_empty() {
                let finding = Box::new(finding.clone());
                out.push(Command::Do(Operation::DismissFinding { finding, reason: reason.trim().to_owned() }));
                done = true;
            }
            let escaped = ui.input(|input| input.key_pressed(egui::Key::Escape));
            if ui.add(ActionButton::quiet("Cancel").key("Esc")).clicked() || escaped {
                done = true;
            }
        });
    });
    if done {
        state.dismissing = None;
        // The row of what was set aside is the next one's now.
        state.back = Some(state.row);
    }
}

fn heading_ui(ui: &mut egui::Ui, title: &str, count: usize) {
    let room = ui.available_size();
    ui.allocate_ui_with_layout(room, egui::Layout::left_to_right(egui::Align::Max), |ui| {
        ui.set_min_height(room.y - 4.0);
        ui.label(egui::RichText::new(format!("{title} {count}")).font(fonts::sans_semibold(size::BODY)));
    });
}

/// One finding; says whether it is to be set aside.
fn finding_ui(
    ui: &mut egui::Ui,
    ctx: &UiCtx<'_>,
    finding: &Finding,
    (aside, wants_keyboard): (Option<DismissalId>, bool),
    out: &mut Vec<Command>,
) -> bool {
    let t = ctx.tokens;
    let dismissal = aside.and_then(|id| ctx.project.dismissals.get(&id));
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), ROW), egui::Sense::click());
    let again = finding.again.as_ref().map_or_else(String::new, |again| format!(" (opened again: {})", again.because));
    let name = format!("{}: {}{again}", finding.severity.label(), finding.what);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, &name));
    if wants_keyboard {
        response.request_focus();
    }
    let mut dismissed = false;
    if ui.is_rect_visible(rect) {
        let (ink, icon) = match finding.severity {
            _ if aside.is_some() => (t.dim, icons::CIRCLE_CHECK),
            Severity::Error => (t.error, icons::CIRCLE_ALERT),
            Severity::Warning => (t.warning, icons::TRIANGLE_ALERT),
        };
        if response.hovered() || response.has_focus() {
            ui.painter().rect_filled(rect, f32::from(radius::CONTROL), t.hover_on(t.panel));
        }
        // The buttons at the right edge; the words get what is left.
        let buttons = egui::Rect::from_min_max(egui::pos2(rect.left() + rect.width() * 0.5, rect.top()), rect.max);
        let mut right = rect.right();
        let builder = egui::UiBuilder::new()
            .max_rect(buttons.shrink2(egui::vec2(space::XS, 8.0)))
            .layout(egui::Layout::right_to_left(egui::Align::Center));
        ui.scope_builder(builder, |ui| {
            match aside {
                Some(id) => {
                    if ui.add(ActionButton::quiet("Take up again")).clicked() {
                        out.push(Command::Do(Operation::TakeUpFinding(id)));
                    }
                }
                None => {
                    if ui.add(ActionButton::quiet("Set aside…")).clicked() {
                        dismissed = true;
                    }
                    if let Some((label, commands)) = settling(ctx, finding)
                        && ui.add(ActionButton::quiet(label)).clicked()
                    {
                        out.extend(commands);
                    }
                }
            }
            right = ui.min_rect().left();
        });
        let left = rect.left() + space::S;
        let painter = ui.painter();
        painter.text(
            egui::pos2(left, rect.top() + 14.0),
            egui::Align2::LEFT_CENTER,
            icon,
            fonts::icon(size::READING),
            ink,
        );
        let text_left = left + space::XL;
        let room = right - text_left - space::S;
        let what_ink = if aside.is_some() { t.dim } else { t.text };
        let what = widgets::one_line(ui, &finding.what, fonts::sans(size::BODY), what_ink, room);
        painter.galley(egui::pos2(text_left, rect.top() + 5.0), what, what_ink);
        let below = match dismissal {
            Some(dismissal) => {
                let who = ctx.project.coders.get(&dismissal.coder).map_or("somebody", |coder| coder.name.as_str());
                format!("set aside by {who}: {}", dismissal.reason)
            }
            None => match &finding.again {
                Some(again) => {
                    format!("opened again because {} (it was set aside: {})", again.because, again.reason)
                }
                None => finding.settle.clone(),
            },
        };
        let settle = widgets::one_line(ui, &below, fonts::sans(size::SMALL), t.dim, room);
        painter.galley(egui::pos2(text_left, rect.top() + 24.0), settle, t.dim);
        widgets::focus_ring(ui, &response, rect, radius::CONTROL);
    }
    let again = finding.again.as_ref().map_or_else(String::new, |again| {
        format!("\nOpened again because {}. It was set aside with the reason: {}", again.because, again.reason)
    });
    let response = response.on_hover_text(format!("{}\n{}{again}", finding.what, finding.settle));
    if response.clicked() {
        out.extend(command_for(finding.at));
    }
    dismissed
}

/// What a click on a finding shows.
fn command_for(at: RecordId) -> Option<Command> {
    let view = match at {
        RecordId::Figure(id) => ViewCommand::ShowFigure(id),
        RecordId::Tally(id) => ViewCommand::Select(Selection::Tally(id)),
        RecordId::Article(id) => ViewCommand::OpenArticle(id),
        RecordId::Excerpt(id) => ViewCommand::ShowExcerpt(id),
        RecordId::Tag(id) => ViewCommand::Select(Selection::Tag(id)),
        RecordId::Event(id) => ViewCommand::Select(Selection::Event(id)),
        RecordId::Organisation(id) => ViewCommand::Select(Selection::Organisation(id)),
        _ => return None,
    };
    Some(Command::View(view))
}

/// The one step that settles a finding, where there is one.
fn settling(ctx: &UiCtx<'_>, finding: &Finding) -> Option<(&'static str, Vec<Command>)> {
    let project = ctx.project;
    match (finding.check, finding.at) {
        (Check::EstimateReopened, RecordId::Tally(id)) => {
            let estimate = project.tallies.get(&id)?.estimate.as_ref()?;
            let (rule, words) = (estimate.rule, estimate.words);
            let command = match rule {
                EstimateRule::Analyst => Operation::KeepEstimate(id),
                rule => Operation::AdoptByRule { tally: id, rule, words, reasoning: String::new() },
            };
            let label = if rule == EstimateRule::Analyst { "Let it stand" } else { "Adopt again" };
            Some((label, vec![Command::Do(command)]))
        }
        (Check::RecommendedMissing, RecordId::Tally(id)) => {
            let tally = project.tallies.get(&id)?;
            // Offered only where the rule comes to a value.
            let has_confirmed = estimates::weighable(project, tally).any(|f| f.status == ReviewStatus::Confirmed);
            let (rule, words) = (EstimateRule::RangeOfOrigins, crate::model::WordsRule::None);
            let adopt = Operation::AdoptByRule { tally: id, rule, words, reasoning: String::new() };
            let show = Command::View(ViewCommand::Select(Selection::Tally(id)));
            has_confirmed.then(|| ("Adopt range of origins", vec![Command::Do(adopt), show]))
        }
        (Check::NotAnswering, RecordId::Figure(id)) => {
            let figure = project.figures.get(&id)?;
            let mut tallies = ctx.derived.tallies_of.get(&id)?.iter().filter_map(|tally| project.tallies.get(tally));
            let tally = tallies.find(|tally| crate::app::ops::tallies::mismatch(tally, figure).is_some())?;
            let take_out = Operation::SetTallyMembers { tally: tally.id, figures: vec![id], inside: false };
            Some(("Take out of the tally", vec![Command::Do(take_out)]))
        }
        (Check::OneOriginTwice, _) => {
            let of = |id: &FigureId| ctx.derived.same_origin_of.get(id).into_iter().flatten().copied();
            let tally = match finding.at {
                RecordId::Tally(id) => Some(project.tallies.get(&id)?),
                _ => None,
            };
            let groups: BTreeSet<usize> = match (finding.at, tally) {
                (RecordId::Figure(id), _) => of(&id).collect(),
                (_, Some(tally)) => tally.figures.iter().flat_map(of).collect(),
                _ => return None,
            };
            let group = groups.iter().filter_map(|at| ctx.derived.same_origin.get(*at)).find(|group| {
                group.status == ReviewStatus::Suggested
                    && tally.is_none_or(|tally| group.figures.iter().all(|figure| tally.figures.contains(figure)))
            })?;
            let (links, status) = (group.links.clone(), ReviewStatus::Confirmed);
            Some(("One count", vec![Command::Do(Operation::DecideLinks { links, status })]))
        }
        (Check::ReviewedWithSuggestions, RecordId::Article(article)) => {
            let take_back = Operation::MarkReviewed { article, reviewed: false };
            Some(("Not reviewed yet", vec![Command::Do(take_back)]))
        }
        _ => None,
    }
}
