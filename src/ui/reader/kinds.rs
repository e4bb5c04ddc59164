//! The colour and the sign of each kind of tie. Layer `ui`.

use egui::Color32;

use crate::model::LinkKind;
use crate::ui::style::Tokens;

/// The colour of a kind, as an index of the palette.
pub(super) const fn hue(kind: LinkKind) -> u8 {
    match kind {
        LinkKind::SameFigure => 1,
        LinkKind::SameQuotation => 2,
        LinkKind::SharedWording => 4,
        LinkKind::SameStatement => 5,
        LinkKind::Denies => 3,
        LinkKind::Contradicts => 0,
        LinkKind::Updates => 6,
        LinkKind::PartOf | LinkKind::SameOrigin => 7,
    }
}

/// The sign of a kind, so that it is told without colour.
pub(super) const fn sign(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::SameFigure => "=",
        LinkKind::SameQuotation => "”",
        LinkKind::SharedWording => "¶",
        LinkKind::SameStatement => "≈",
        LinkKind::Denies => "×",
        LinkKind::Contradicts => "≠",
        LinkKind::Updates => "→",
        LinkKind::PartOf => "⊂",
        LinkKind::SameOrigin => "o",
    }
}

/// The colour of a kind as it stands in a list.
pub(super) fn ink(t: &Tokens, kind: LinkKind) -> Color32 {
    t.tag(hue(kind))
}
