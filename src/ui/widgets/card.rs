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

/// Draws a card round what `content` adds.
pub fn card<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    card_frame(tokens(ui)).show(ui, content)
}
