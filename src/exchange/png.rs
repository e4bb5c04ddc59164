//! An SVG as a PNG picture. Layer `exchange`.
//!
//! Text is set in the fonts that are handed in and in no others, so that a picture looks the same on every machine and
//! no file outside is read.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

/// The largest picture, in pixels; a larger one would need more than half a gigabyte.
const MAX_PIXELS: f32 = 120_000_000.0;

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum PngError {
    /// It is no SVG.
    #[error("the drawing cannot be read: {0}")]
    Svg(#[from] resvg::usvg::Error),
    /// Nothing can be written without a typeface.
    #[error("no typeface to write with")]
    NoFont,
    /// The picture would be larger than memory should hold.
    #[error(
        "the picture would be too large ({width:.0} × {height:.0} pixels); choose a smaller scale or fewer tallies"
    )]
    TooLarge { width: f32, height: f32 },
    /// The picture could not be packed.
    #[error("the picture cannot be written: {0}")]
    Encode(String),
}

/// The picture of an SVG document at `scale` (1 = one pixel a point), with the typefaces in `fonts` (TrueType or
/// OpenType files; the first is used where a typeface is not among them).
///
/// # Errors
/// Any [`PngError`].
pub fn render(svg: &str, fonts: &[&[u8]], scale: f32) -> Result<Vec<u8>, PngError> {
    let mut options = Options::default();
    let database = options.fontdb_mut();
    for font in fonts {
        database.load_font_data(font.to_vec());
    }
    let family = database.faces().find_map(|face| face.families.first().map(|(name, _)| name.clone()));
    let family = family.ok_or(PngError::NoFont)?;
    set_families(database, &family);
    let mut options = options;
    options.font_family = family;
    // A drawing that names a file or a site gets nothing.
    options.image_href_resolver.resolve_string = Box::new(|_, _| None);
    let tree = Tree::from_str(svg, &options)?;
    let scale = if scale.is_finite() { scale.clamp(0.1, 8.0) } else { 1.0 };
    let (width, height) = (tree.size().width() * scale, tree.size().height() * scale);
    let (across, down) = (width.ceil() as u32, height.ceil() as u32);
    if width * height > MAX_PIXELS {
        return Err(PngError::TooLarge { width, height });
    }
    let mut pixmap = Pixmap::new(across.max(1), down.max(1)).ok_or(PngError::TooLarge { width, height })?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|error| PngError::Encode(error.to_string()))
}

fn set_families(database: &mut fontdb::Database, family: &str) {
    database.set_sans_serif_family(family);
    database.set_serif_family(family);
    database.set_monospace_family(family);
}
