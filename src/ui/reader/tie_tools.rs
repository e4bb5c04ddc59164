//! What is done with a tie where it is shown: kept as a link or set aside, at its ribbon, in the ribbon's menu, and in
//! words in the bar over the columns. Layer `ui`.

use egui::{CornerRadius, Pos2, Rect, Response, Sense, StrokeKind, pos2, vec2};

use crate::app::actions::Action;
use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::reading::ReadingCommand;
use crate::app::ribbons::{Ribbon, Source};
use crate::app::view::Selection;
use crate::ui::ctx::UiCtx;
use crate::ui::fonts::{self, icons};
use crate::ui::style::{radius, size, space};
use crate::ui::widgets;

use super::kinds::sign;
use super::view;

/// Side of a button at a ribbon, in points.
const SIDE: f32 = 22.0;

/// What keeps a tie, or shows the link that keeps it already.
pub(super) fn keep(ribbon: &Ribbon) -> Command {
    match ribbon.source {
        Source::Link(id) if ribbon.kept => view(ViewCommand::Select(Selection::Link(id))),
        _ => Command::Do(Operation::JudgeTie { tie: Box::new(ribbon.clone()), keep: true }),
    }
}

/// What sets a tie aside.
pub(super) fn set_aside(ribbon: &Ribbon) -> Command {
    Command::Do(Operation::JudgeTie { tie: Box::new(ribbon.clone()), keep: false })
}

/// The name of the button that keeps a tie.
pub(super) const fn keep_words(ribbon: &Ribbon) -> &'static str {
    if ribbon.kept { "Kept as a link: show it" } else { "Keep as a link" }
}

/// Two small buttons under the sign of the tie that was gone to last: keep it, set it aside. Gives back where they are.
pub(super) fn at_ribbon_ui(
    ui: &egui::Ui,
    ctx: &UiCtx<'_>,
    sign_at: Pos2,
    ribbon: &Ribbon,
    out: &mut Vec<Command>,
) -> Rect {
    let clip = ui.clip_rect();
    // Under the sign, or over it where there is no room.
    let down = sign_at.y + 12.0 + 2.0 * SIDE < clip.bottom();
    let top = if down { sign_at.y + 10.0 } else { sign_at.y - 10.0 - 2.0 * SIDE };
    let whole = Rect::from_min_size(pos2(sign_at.x - SIDE / 2.0, top), vec2(SIDE, 2.0 * SIDE));
    let t = ctx.tokens;
    ui.painter().rect(whole.expand(1.0), CornerRadius::same(radius::CARD), t.card, t.hairline(), StrokeKind::Outside);
    let upper = Rect::from_min_size(whole.min, vec2(SIDE, SIDE));
    let kept = if ribbon.kept { t.success } else { t.accent };
    let name = format!("{} (F6)", keep_words(ribbon));
    let icon = if ribbon.kept { icons::CIRCLE_CHECK } else { icons::LINK };
    if button_ui(ui, ctx, upper, (icon, kept), &name).clicked() {
        out.push(keep(ribbon));
    }
    let lower = upper.translate(vec2(0.0, SIDE));
    if button_ui(ui, ctx, lower, (icons::BAN, t.dim), "Not the same: set this tie aside (⇧ F6)").clicked() {
        out.push(Command::Action(Action::DismissTie));
    }
    whole
}

fn button_ui(ui: &egui::Ui, ctx: &UiCtx<'_>, rect: Rect, (icon, ink): (&str, egui::Color32), name: &str) -> Response {
    let response = ui.interact(rect, ui.scope_id().with(("tie button", icon)), Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, name));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect.shrink(1.0), CornerRadius::same(radius::CONTROL), ctx.tokens.accent_ground);
    }
    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, icon, fonts::icon(size::BODY), ink);
    widgets::focus_ring(ui, &response, rect.shrink(1.0), radius::CONTROL);
    response.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_text(name)
}

/// The menu of a ribbon.
pub(super) fn menu_ui(ui: &mut egui::Ui, ribbon: &Ribbon, out: &mut Vec<Command>) {
    let mut entry = |ui: &mut egui::Ui, label: &str, key: &str, command: Command| {
        if ui.add(egui::Button::new(label).shortcut_text(key)).clicked() {
            out.push(command);
            ui.close();
        }
    };
    let (here, there) = (ribbon.a.clone(), ribbon.b.clone());
    entry(ui, "Bring both passages level", "", view(ViewCommand::Reading(ReadingCommand::ShowTie { here, there })));
    entry(ui, keep_words(ribbon), "F6", keep(ribbon));
    entry(ui, "Not the same: set aside", "⇧ F6", set_aside(ribbon));
}

/// The tie that was gone to last, in words, with what is done with it; says whether there is one.
pub(super) fn bar_words_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, out: &mut Vec<Command>) -> bool {
    let Some(ribbon) = ctx.workbench.lit_ribbon() else { return false };
    let t = ctx.tokens;
    ui.spacing_mut().item_spacing.x = space::XS;
    let kind = format!("{} {}", sign(ribbon.kind), ribbon.kind.label());
    ui.label(egui::RichText::new(kind).font(fonts::sans_semibold(size::SMALL)).color(t.text));
    let keep_label = if ribbon.kept { "kept as a link" } else { "Keep (F6)" };
    if widgets::toggle_chip(ui, keep_label, ribbon.kept).on_hover_text(Action::KeepTie.info().tooltip).clicked() {
        out.push(Command::Action(Action::KeepTie));
    }
    let tip = Action::DismissTie.info().tooltip;
    if widgets::toggle_chip(ui, "Not the same (⇧ F6)", false).on_hover_text(tip).clicked() {
        out.push(Command::Action(Action::DismissTie));
    }
    let words = egui::RichText::new(&ribbon.reason).font(fonts::sans(size::SMALL)).color(t.dim);
    ui.add(egui::Label::new(words).truncate());
    true
}
