//! The checks list: what does not fit together, where, and how to settle it. Layer `ui`.

use egui::ScrollArea;

use crate::app::checks::{Finding, Severity};
use crate::app::command::{Command, ViewCommand};
use crate::app::view::Selection;
use crate::model::RecordId;

use super::ctx::UiCtx;
use super::fonts::{self, icons};
use super::style::{size, space};
use super::widgets;

/// Height of one finding, in points: what is wrong over how to settle it.
const ROW: f32 = 44.0;

/// Draws the panel.
pub fn checks_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, out: &mut Vec<Command>) {
    let findings = &ctx.derived.findings;
    if findings.is_empty() {
        widgets::empty_state(
            ui,
            "Nothing to settle",
            "Parts fit their wholes, every quote stands where it was marked.",
            None,
        );
        return;
    }
    egui::Frame::new().inner_margin(egui::Margin::same(space::S as i8)).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show_rows(ui, ROW, findings.len(), |ui, shown| {
            for (n, finding) in findings.iter().enumerate().skip(shown.start).take(shown.len()) {
                ui.push_id(n, |ui| finding_ui(ui, ctx, finding, out));
            }
        });
    });
}

fn finding_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, finding: &Finding, out: &mut Vec<Command>) {
    let t = ctx.tokens;
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), ROW), egui::Sense::click());
    response.widget_info(|| {
        egui::WidgetInfo::labeled(
            egui::accesskit::Role::Button,
            true,
            format!("{}: {}", finding.severity.label(), finding.what),
        )
    });
    if ui.is_rect_visible(rect) {
        let (ink, icon) = match finding.severity {
            Severity::Error => (t.error, icons::CIRCLE_ALERT),
            Severity::Warning => (t.warning, icons::TRIANGLE_ALERT),
        };
        if response.hovered() || response.has_focus() {
            ui.painter().rect_filled(rect, f32::from(super::style::radius::CONTROL), t.hover_on(t.panel));
        }
        let left = rect.left() + space::S;
        let painter = ui.painter();
        painter.text(
            egui::pos2(left, rect.top() + 13.0),
            egui::Align2::LEFT_CENTER,
            icon,
            fonts::icon(size::READING),
            ink,
        );
        let text_left = left + space::XL;
        let room = rect.right() - text_left - space::S;
        let what = widgets::one_line(ui, &finding.what, fonts::sans(size::BODY), t.text, room);
        painter.galley(egui::pos2(text_left, rect.top() + 4.0), what, t.text);
        let settle = widgets::one_line(ui, &finding.settle, fonts::sans(size::SMALL), t.dim, room);
        painter.galley(egui::pos2(text_left, rect.top() + 23.0), settle, t.dim);
        widgets::focus_ring(ui, &response, rect, super::style::radius::CONTROL);
    }
    if response.clicked() {
        out.extend(command_for(finding.at));
    }
}

/// What a click on a finding shows.
fn command_for(at: RecordId) -> Option<Command> {
    let view = match at {
        RecordId::Figure(id) => ViewCommand::ShowFigure(id),
        RecordId::Tally(id) => ViewCommand::Select(Selection::Tally(id)),
        RecordId::Article(id) => ViewCommand::OpenArticle(id),
        RecordId::Excerpt(id) => ViewCommand::ShowExcerpt(id),
        RecordId::Tag(id) => ViewCommand::Select(Selection::Tag(id)),
        _ => return None,
    };
    Some(Command::View(view))
}
