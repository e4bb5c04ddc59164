//! The surfaces that things lie on: panels on the canvas, cards for articles. Layer `ui`.

use egui::{CornerRadius, Frame, InnerResponse, Margin, Ui};

use crate::ui::style::{Tokens, radius, space, tokens};

/// The frame of a docked panel: hairline border, rounded corners, no margin of its own.
pub fn panel_frame(tokens: &Tokens) -> Frame {
    Frame::new().fill(tokens.panel).stroke(tokens.hairline()).corner_radius(CornerRadius::same(radius::CARD))
}

/// The frame of an article or of a group of facts: the lightest ground there is, with room round its content.
pub fn card_frame(tokens: &Tokens) -> Frame {
    Frame::new()
        .fill(tokens.card)
        .stroke(tokens.hairline())
        .corner_radius(CornerRadius::same(radius::CARD))
        .inner_margin(Margin::same(space::L as i8))
}

/// The frame of what is asked over everything else: a card that floats.
pub fn modal_frame(ui: &Ui) -> Frame {
    card_frame(tokens(ui)).inner_margin(Margin::same(space::XL as i8)).shadow(ui.visuals().popup_shadow)
}

/// A dialog whose top stays where it opened, whatever grows or shrinks in it: a click meets the row that was seen.
pub fn still_modal(ui: &Ui, name: &'static str) -> egui::Modal {
    let id = egui::Id::unique(name);
    let top = (ui.ctx().content_rect().height() * 0.07).min(72.0);
    let area = egui::Modal::default_area(id).anchor(egui::Align2::CENTER_TOP, egui::vec2(0.0, top));
    egui::Modal::new(id).area(area).frame(modal_frame(ui))
}

/// Draws a card round what `content` adds.
pub fn card<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    card_frame(tokens(ui)).show(ui, content)
}
