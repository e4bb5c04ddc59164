//! The interface face as bytes, for pictures that are drawn without a window. Layer `exchange`.
//!
//! The window reads the same files in `ui::fonts`.

/// Inter Regular, a TrueType file.
pub const INTER_REGULAR: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.ttf");

/// Inter SemiBold, a TrueType file.
pub const INTER_SEMIBOLD: &[u8] = include_bytes!("../../assets/fonts/Inter-SemiBold.ttf");

/// The family name that both files carry, to be named in an SVG.
pub const FAMILY: &str = "Inter";
