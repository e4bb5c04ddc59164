//! The interface face as bytes, for pictures that are drawn without a window. Layer `exchange`.
//!
//! The window reads the same files in `ui::fonts`.

/// Inter Regular, a TrueType file.
pub const INTER_REGULAR: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.ttf");

/// Inter SemiBold, a TrueType file.
pub const INTER_SEMIBOLD: &[u8] = include_bytes!("../../assets/fonts/Inter-SemiBold.ttf");

/// Letters that Inter lacks: Arabic and Hebrew, for names and words in those scripts.
const ARABIC: &[u8] = include_bytes!("../../assets/fonts/NotoNaskhArabic-Regular.ttf");
const HEBREW: &[u8] = include_bytes!("../../assets/fonts/NotoSerifHebrew-Regular.ttf");

/// Every face a picture is set in, the interface face first.
pub const ALL: [&[u8]; 4] = [INTER_REGULAR, INTER_SEMIBOLD, ARABIC, HEBREW];

/// The family name that both files carry, to be named in an SVG.
pub const FAMILY: &str = "Inter";
