//! The faces of the window: a serif for reading, a sans for the interface, one family of icons. Layer `ui`.
//!
//! Every family ends in the Arabic and Hebrew faces. They cover digits and Latin letters too, and egui mirrors a run
//! that such a face sets: 45 would stand as 54. Last in the list, they only get the characters that nothing else has.

use std::sync::Arc;

use egui::{Context, FontData, FontDefinitions, FontFamily, FontId, FontTweak};

const SERIF: &str = "Serif";
const SERIF_SEMIBOLD: &str = "SerifSemibold";
const SERIF_ITALIC: &str = "SerifItalic";
const INTER: &str = "Inter";
const INTER_SEMIBOLD: &str = "InterSemibold";
const ICONS: &str = "Icons";
const ICONS_IN_TEXT: &str = "IconsInText";
const ARABIC: &str = "Arabic";
const HEBREW: &str = "Hebrew";

/// What lowers an icon, as a share of its size: alone, to the middle of its row; in a text, to the middle of capitals.
const ICON_DROP: [(&str, f32); 2] = [(ICONS, 0.03), (ICONS_IN_TEXT, 0.094)];

const LUCIDE: &[u8] = include_bytes!("../../assets/fonts/Lucide-subset.ttf");

const FILES: [(&str, &[u8]); 7] = [
    (SERIF, include_bytes!("../../assets/fonts/SourceSerif4-Regular.ttf")),
    (SERIF_SEMIBOLD, include_bytes!("../../assets/fonts/SourceSerif4-SemiBold.ttf")),
    (SERIF_ITALIC, include_bytes!("../../assets/fonts/SourceSerif4-Italic.ttf")),
    (INTER, include_bytes!("../../assets/fonts/Inter-Regular.ttf")),
    (INTER_SEMIBOLD, include_bytes!("../../assets/fonts/Inter-SemiBold.ttf")),
    (ARABIC, include_bytes!("../../assets/fonts/NotoNaskhArabic-Regular.ttf")),
    (HEBREW, include_bytes!("../../assets/fonts/NotoSerifHebrew-Regular.ttf")),
];

/// The interface, at this size in points.
pub fn sans(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// The interface, semibold: section titles, selected tabs, what is counted.
pub fn sans_semibold(size: f32) -> FontId {
    named(size, INTER_SEMIBOLD)
}

/// Articles.
pub fn serif(size: f32) -> FontId {
    named(size, SERIF)
}

/// Headlines, and marked figures in the running text.
pub fn serif_semibold(size: f32) -> FontId {
    named(size, SERIF_SEMIBOLD)
}

/// Picture captions and quoted evidence.
pub fn serif_italic(size: f32) -> FontId {
    named(size, SERIF_ITALIC)
}

/// Icons alone. A text in [`sans`] may hold them too; article text never shows one, because a file's own private
/// characters must not turn into our signs.
pub fn icon(size: f32) -> FontId {
    named(size, ICONS)
}

/// Hashes and paths.
pub fn mono(size: f32) -> FontId {
    FontId::new(size, FontFamily::Monospace)
}

fn named(size: f32, family: &str) -> FontId {
    FontId::new(size, FontFamily::Name(family.into()))
}

/// Hands all faces to egui; they are there from the next pass on.
pub fn install(ctx: &Context) {
    ctx.set_fonts(definitions());
}

/// The faces and the order in which each family asks them for a character.
pub fn definitions() -> FontDefinitions {
    let mut all = FontDefinitions::default();
    let fallbacks = all.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let monospace = all.families.get(&FontFamily::Monospace).cloned().unwrap_or_default();
    for (name, bytes) in FILES {
        all.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    for (name, drop) in ICON_DROP {
        let data = FontData::from_static(LUCIDE).tweak(FontTweak { y_offset_factor: drop, ..FontTweak::default() });
        all.font_data.insert(name.to_owned(), Arc::new(data));
    }

    let chain = |first: &[&str], middle: &[String]| -> Vec<String> {
        let mut names: Vec<String> = first.iter().map(|name| (*name).to_owned()).collect();
        names.extend(middle.iter().cloned());
        names.extend([ARABIC.to_owned(), HEBREW.to_owned()]);
        names
    };
    all.families.insert(FontFamily::Proportional, chain(&[INTER, ICONS_IN_TEXT], &fallbacks));
    all.families.insert(FontFamily::Monospace, chain(&[], &monospace));
    for (family, first) in [
        (INTER_SEMIBOLD, [INTER_SEMIBOLD, ICONS_IN_TEXT].as_slice()),
        (ICONS, &[ICONS, INTER]),
        (SERIF, &[SERIF, INTER]),
        (SERIF_SEMIBOLD, &[SERIF_SEMIBOLD, INTER_SEMIBOLD]),
        (SERIF_ITALIC, &[SERIF_ITALIC, SERIF, INTER]),
    ] {
        all.families.insert(FontFamily::Name(family.into()), chain(first, &fallbacks));
    }
    all
}

/// The icons in the shipped file, each a text of one character in the supplementary private plane. (Lucide's own places
/// from U+E038 on are taken in Inter, by other signs.)
///
/// An icon says nothing to a screen reader: whatever shows one alone needs an accessible name.
pub mod icons {
    #![allow(missing_docs, reason = "each is named for what it draws")]

    pub const ARCHIVE: &str = "\u{FE041}";
    pub const ARROW_DOWN: &str = "\u{FE042}";
    pub const ARROW_LEFT: &str = "\u{FE048}";
    pub const ARROW_RIGHT: &str = "\u{FE049}";
    pub const ARROW_UP: &str = "\u{FE04A}";
    pub const ARROW_UP_DOWN: &str = "\u{FE37D}";
    pub const BAN: &str = "\u{FE051}";
    pub const BOOK_OPEN: &str = "\u{FE05F}";
    pub const BOOKMARK: &str = "\u{FE060}";
    pub const CALENDAR: &str = "\u{FE063}";
    pub const CHART_LINE: &str = "\u{FE2A5}";
    pub const CHART_NO_AXES_COLUMN: &str = "\u{FE068}";
    pub const CHART_SCATTER: &str = "\u{FE48A}";
    pub const CHECK: &str = "\u{FE06C}";
    pub const CHEVRON_DOWN: &str = "\u{FE06D}";
    pub const CHEVRON_LEFT: &str = "\u{FE06E}";
    pub const CHEVRON_RIGHT: &str = "\u{FE06F}";
    pub const CHEVRON_UP: &str = "\u{FE070}";
    pub const CIRCLE: &str = "\u{FE076}";
    pub const CIRCLE_ALERT: &str = "\u{FE077}";
    pub const CIRCLE_CHECK: &str = "\u{FE226}";
    pub const CIRCLE_DASHED: &str = "\u{FE4B0}";
    pub const CIRCLE_DOT: &str = "\u{FE345}";
    pub const CIRCLE_HELP: &str = "\u{FE082}";
    pub const CIRCLE_X: &str = "\u{FE084}";
    pub const CLOCK: &str = "\u{FE087}";
    pub const COLUMNS_2: &str = "\u{FE098}";
    pub const COLUMNS_3: &str = "\u{FE099}";
    pub const COMMAND: &str = "\u{FE09A}";
    pub const COPY: &str = "\u{FE09E}";
    pub const DOWNLOAD: &str = "\u{FE0B2}";
    pub const ELLIPSIS: &str = "\u{FE0B6}";
    pub const EXTERNAL_LINK: &str = "\u{FE0B9}";
    pub const EYE: &str = "\u{FE0BA}";
    pub const EYE_OFF: &str = "\u{FE0BB}";
    pub const FILE_DOWN: &str = "\u{FE318}";
    pub const FILE_TEXT: &str = "\u{FE0CC}";
    pub const FILE_UP: &str = "\u{FE32A}";
    pub const FILES: &str = "\u{FE0CF}";
    pub const FOLDER: &str = "\u{FE0D7}";
    pub const FOLDER_OPEN: &str = "\u{FE247}";
    pub const FOLDER_PLUS: &str = "\u{FE0D9}";
    pub const FUNNEL: &str = "\u{FE0DC}";
    pub const GIT_COMPARE_ARROWS: &str = "\u{FE553}";
    pub const GRIP_VERTICAL: &str = "\u{FE0EB}";
    pub const HASH: &str = "\u{FE0EF}";
    pub const HIGHLIGHTER: &str = "\u{FE0F4}";
    pub const HISTORY: &str = "\u{FE1F5}";
    pub const IMAGE: &str = "\u{FE0F6}";
    pub const INFO: &str = "\u{FE0F9}";
    pub const KEYBOARD: &str = "\u{FE284}";
    pub const LAYERS: &str = "\u{FE529}";
    pub const LIBRARY: &str = "\u{FE100}";
    pub const LINK: &str = "\u{FE102}";
    pub const LIST: &str = "\u{FE106}";
    pub const LIST_CHECKS: &str = "\u{FE1D0}";
    pub const LIST_TREE: &str = "\u{FE408}";
    pub const LOCK: &str = "\u{FE10B}";
    pub const LOCK_OPEN: &str = "\u{FE10C}";
    pub const MAP_PIN: &str = "\u{FE111}";
    pub const MAXIMIZE_2: &str = "\u{FE113}";
    pub const MERGE: &str = "\u{FE43F}";
    pub const MESSAGE_SQUARE_TEXT: &str = "\u{FE575}";
    pub const MINUS: &str = "\u{FE11C}";
    pub const MOON: &str = "\u{FE11E}";
    pub const MOVE: &str = "\u{FE121}";
    pub const PANEL_BOTTOM: &str = "\u{FE42C}";
    pub const PANEL_LEFT: &str = "\u{FE12A}";
    pub const PANEL_RIGHT: &str = "\u{FE431}";
    pub const PENCIL: &str = "\u{FE1F9}";
    pub const PIN: &str = "\u{FE259}";
    pub const PLUS: &str = "\u{FE13D}";
    pub const PRINTER: &str = "\u{FE141}";
    pub const QUOTE: &str = "\u{FE239}";
    pub const REDO_2: &str = "\u{FE2A0}";
    pub const REFRESH_CW: &str = "\u{FE145}";
    pub const ROWS_3: &str = "\u{FE58A}";
    pub const SAVE: &str = "\u{FE14D}";
    pub const SCALE: &str = "\u{FE212}";
    pub const SEARCH: &str = "\u{FE151}";
    pub const SETTINGS: &str = "\u{FE154}";
    pub const SHIELD_CHECK: &str = "\u{FE1FF}";
    pub const SPLIT: &str = "\u{FE440}";
    pub const SQUARE: &str = "\u{FE167}";
    pub const SQUARE_CHECK: &str = "\u{FE559}";
    pub const STAR: &str = "\u{FE176}";
    pub const STICKY_NOTE: &str = "\u{FE303}";
    pub const SUN: &str = "\u{FE178}";
    pub const TABLE: &str = "\u{FE17D}";
    pub const TAG: &str = "\u{FE17F}";
    pub const TAGS: &str = "\u{FE35C}";
    pub const TRASH_2: &str = "\u{FE18E}";
    pub const TRIANGLE_ALERT: &str = "\u{FE193}";
    pub const UNDO_2: &str = "\u{FE2A1}";
    pub const UNLINK: &str = "\u{FE19C}";
    pub const UPLOAD: &str = "\u{FE19E}";
    pub const USER: &str = "\u{FE19F}";
    pub const USERS: &str = "\u{FE1A4}";
    pub const WRENCH: &str = "\u{FE1B1}";
    pub const CLOSE: &str = "\u{FE1B2}";
    pub const ZOOM_IN: &str = "\u{FE1B6}";
    pub const ZOOM_OUT: &str = "\u{FE1B7}";
}

#[cfg(test)]
mod tests {
    use egui::epaint::text::{Fonts, TextOptions};

    use super::*;

    fn families() -> Vec<FontFamily> {
        definitions().families.keys().cloned().collect()
    }

    #[test]
    fn arabic_and_hebrew_faces_come_last_in_every_family() {
        for (family, names) in definitions().families {
            let tail: Vec<&str> = names.iter().rev().take(2).map(String::as_str).collect();
            assert_eq!(tail, [HEBREW, ARABIC], "{family:?}");
            assert_eq!(names.iter().filter(|name| [ARABIC, HEBREW].contains(&name.as_str())).count(), 2, "{family:?}");
        }
    }

    #[test]
    fn digits_and_latin_never_come_from_the_right_to_left_faces() {
        let mut fonts = Fonts::new(TextOptions::default(), definitions());
        for family in families() {
            let mut view = fonts.with_pixels_per_point(1.0);
            let characters = view.characters(&family);
            for c in ('0'..='9').chain('A'..='Z').chain('a'..='z').chain("()“”«».,:%–".chars()) {
                let first = characters.get(&c).and_then(|faces| faces.first());
                assert!(first.is_some_and(|face| face != ARABIC && face != HEBREW), "{c:?} in {family:?}: {first:?}");
            }
        }
    }

    #[test]
    fn news_text_in_several_scripts_has_every_glyph() {
        let mut fonts = Fonts::new(TextOptions::default(), definitions());
        for text in [
            "Ḥimṣ, Ḥalab, Dayr al-Zawr, ʿAfrīn, Sūriyā, Tishrīn",
            "Şırnak, Iğdır, Çukurca; Kraków, Łódź, Đakovo, Győr, București, Škoda",
            "Харків, Ґудзь, Мелітополь, Єнакієве, Їжакевич, Љубљана, Џеп, Ў",
            "Αθήνα, Θεσσαλονίκη, Ήπειρος, ύψος, ώρα",
            "«—» “…” ‘–’ • · ← → ↔ ≤ ≥ ≈ ± × ½ € £ ₺ ₴ ₪",
            "دمشق حلب ١٢٣ ۴۵۶ گچپژ",
            "ירושלים חיפה",
        ] {
            for family in [serif(16.0), serif_semibold(16.0), serif_italic(16.0), sans(13.0), sans_semibold(13.0)] {
                for c in text.chars() {
                    let present = fonts.with_pixels_per_point(1.0).has_glyph(&family, c);
                    assert!(present, "{c:?} (U+{:04X}) in {family:?}", c as u32);
                }
            }
        }
    }

    #[test]
    fn icons_show_in_the_interface_and_never_in_articles() {
        let mut fonts = Fonts::new(TextOptions::default(), definitions());
        let icon_char = icons::SEARCH.chars().next().unwrap();
        for family in families() {
            let shown = fonts.with_pixels_per_point(1.0).has_glyph(&FontId::new(13.0, family.clone()), icon_char);
            let reading = [SERIF, SERIF_SEMIBOLD, SERIF_ITALIC].iter().any(|f| family == FontFamily::Name((*f).into()))
                || family == FontFamily::Monospace;
            assert_eq!(shown, !reading, "{family:?}");
        }
    }
}
