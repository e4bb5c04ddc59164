//! How the window looks: every colour, size and distance, and egui's own widgets dressed in them. Layer `ui`.
//!
//! The one place that makes colours. Panels ask [`tokens`] and name what they mean ("dim", "the tag's colour").

use egui::style::{ScrollStyle, Selection, TextCursorStyle, WidgetVisuals, Widgets};
use egui::{Color32, Context, CornerRadius, Margin, Shadow, Stroke, Style, TextStyle, Ui, Visuals, vec2};

use super::fonts;

/// Day or night.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Ink on paper.
    #[default]
    Light,
    /// Paper-coloured ink on slate.
    Dark,
}

impl From<Theme> for egui::Theme {
    fn from(theme: Theme) -> Self {
        match theme {
            Theme::Light => Self::Light,
            Theme::Dark => Self::Dark,
        }
    }
}

impl From<crate::app::view::Theme> for Theme {
    fn from(theme: crate::app::view::Theme) -> Self {
        match theme {
            crate::app::view::Theme::Light => Self::Light,
            crate::app::view::Theme::Dark => Self::Dark,
        }
    }
}

impl From<egui::Theme> for Theme {
    fn from(theme: egui::Theme) -> Self {
        match theme {
            egui::Theme::Light => Self::Light,
            egui::Theme::Dark => Self::Dark,
        }
    }
}

/// Type sizes in points.
pub mod size {
    /// Key hints, paragraph numbers, captions.
    pub const TINY: f32 = 11.0;
    /// Field labels, chips, plot axes.
    pub const SMALL: f32 = 12.0;
    /// The interface.
    pub const BODY: f32 = 13.0;
    /// Articles, where nobody has chosen another size.
    pub const READING: f32 = 16.0;
    /// Headlines.
    pub const TITLE: f32 = 21.0;
    /// The figure under inspection.
    pub const DISPLAY: f32 = 26.0;
    /// Line height of articles, as a multiple of the type size.
    pub const READING_LEADING: f32 = 1.5;
}

/// Distances in points, all steps of four.
pub mod space {
    /// Between an icon and its word.
    pub const XS: f32 = 4.0;
    /// Between controls.
    pub const S: f32 = 8.0;
    /// Between groups; inside panels.
    pub const M: f32 = 12.0;
    /// Inside cards; a step of indentation.
    pub const L: f32 = 16.0;
    /// Between columns.
    pub const XL: f32 = 24.0;
    /// Round an article's text.
    pub const XXL: f32 = 32.0;
}

/// Corner radii in points.
pub mod radius {
    /// Panels, article cards, windows.
    pub const CARD: u8 = 8;
    /// Buttons, fields, rows.
    pub const CONTROL: u8 = 5;
    /// Key hints, tag tints, figure outlines.
    pub const MARK: u8 = 4;
    /// Chips and badges: rounder than they are high.
    pub const PILL: u8 = 255;
}

/// Height of a row in lists and trees, in points.
pub const ROW_HEIGHT: f32 = 28.0;

/// Height of buttons, fields and chips' parents, in points.
pub const CONTROL_HEIGHT: f32 = 28.0;

/// All colours of one theme.
#[derive(Debug, Clone, PartialEq)]
pub struct Tokens {
    /// Whose colours these are.
    pub theme: Theme,
    /// Behind the panels.
    pub canvas: Color32,
    /// Lists, inspector, plots.
    pub panel: Color32,
    /// Articles, fields, menus.
    pub card: Color32,
    /// Hairlines.
    pub line: Color32,
    /// What is read first.
    pub text: Color32,
    /// What is read second.
    pub dim: Color32,
    /// Ornaments only: too weak for anything that must be read.
    pub faint: Color32,
    /// Selection, keyboard focus, the primary button.
    pub accent: Color32,
    /// Behind what is selected.
    pub accent_ground: Color32,
    /// Text on [`accent`](Self::accent).
    pub on_accent: Color32,
    /// Saved, agreed.
    pub success: Color32,
    /// To be looked at; vague figures.
    pub warning: Color32,
    /// Failed, contradicted.
    pub error: Color32,
    /// Under menus and windows.
    pub shadow: Color32,
    /// Tags and origins, tellable apart by the colour-blind. Marks and bars, not text: they keep 3:1 on a card.
    pub palette: [Color32; 8],
    /// How much of a palette colour a tint lets through.
    tint_share: f32,
    /// How much of a palette colour a ribbon lets through.
    ribbon_share: f32,
}

/// The palette's colours in words, for menus and for those who cannot tell them apart.
pub const PALETTE_NAMES: [&str; 8] = ["rust", "blue", "green", "plum", "amber", "sky", "olive", "grey"];

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

const fn colours(palette: [[u8; 3]; 8]) -> [Color32; 8] {
    let mut out = [Color32::BLACK; 8];
    let mut at = 0;
    #[expect(clippy::indexing_slicing, reason = "both have eight, and a constant that goes wrong does not compile")]
    while at < 8 {
        let [r, g, b] = palette[at];
        out[at] = Color32::from_rgb(r, g, b);
        at += 1;
    }
    out
}

static LIGHT: Tokens = Tokens {
    theme: Theme::Light,
    canvas: rgb(0xF4F1EA),
    panel: rgb(0xFBF9F5),
    card: rgb(0xFFFFFF),
    line: rgb(0xE2DCCF),
    text: rgb(0x211E1A),
    dim: rgb(0x6E675C),
    faint: rgb(0xA79F92),
    accent: rgb(0x1D5FA6),
    accent_ground: rgb(0xE3EEF9),
    on_accent: rgb(0xFFFFFF),
    success: rgb(0x2D794D),
    warning: rgb(0x9F5D0C),
    error: rgb(0xB3261E),
    shadow: Color32::from_black_alpha(28),
    palette: colours(crate::plots::palette::LIGHT),
    tint_share: 0.16,
    ribbon_share: 0.26,
};

static DARK: Tokens = Tokens {
    theme: Theme::Dark,
    canvas: rgb(0x14161A),
    panel: rgb(0x1A1D22),
    card: rgb(0x20242A),
    line: rgb(0x31363E),
    text: rgb(0xE8E4DB),
    dim: rgb(0xA0A6AE),
    faint: rgb(0x6B727B),
    accent: rgb(0x7DB6FF),
    accent_ground: rgb(0x1E3350),
    on_accent: rgb(0x14161A),
    success: rgb(0x6CC593),
    warning: rgb(0xE7A84B),
    error: rgb(0xF28B82),
    shadow: Color32::from_black_alpha(110),
    palette: colours(crate::plots::palette::DARK),
    tint_share: 0.28,
    ribbon_share: 0.40,
};

impl Tokens {
    /// The colours of this theme.
    pub fn of(theme: Theme) -> &'static Self {
        match theme {
            Theme::Light => &LIGHT,
            Theme::Dark => &DARK,
        }
    }

    /// A tag's or an origin's colour; the index wraps round the palette.
    pub fn tag(&self, index: u8) -> Color32 {
        self.palette.get(usize::from(index) % self.palette.len()).copied().unwrap_or(self.dim)
    }

    /// Behind tagged text: see-through, so that tints of overlapping excerpts add up.
    pub fn tint(&self, colour: Color32) -> Color32 {
        colour.gamma_multiply(self.tint_share)
    }

    /// The same tint as it looks on this ground.
    pub fn tint_on(&self, colour: Color32, ground: Color32) -> Color32 {
        ground.blend(self.tint(colour))
    }

    /// A ribbon between two passages: see-through, a little stronger than a tint.
    pub fn ribbon(&self, colour: Color32) -> Color32 {
        colour.gamma_multiply(self.ribbon_share)
    }

    /// The ground of something under the pointer, over `ground`.
    pub fn hover_on(&self, ground: Color32) -> Color32 {
        ground.blend(self.text.gamma_multiply(0.05))
    }

    /// The border of panels, cards and fields.
    pub fn hairline(&self) -> Stroke {
        Stroke::new(1.0, self.line)
    }

    /// The border of whatever has the keyboard.
    pub fn focus_ring(&self) -> Stroke {
        Stroke::new(2.0, self.accent)
    }
}

/// The colours of the theme this part of the window is drawn in.
pub fn tokens(ui: &Ui) -> &'static Tokens {
    Tokens::of(if ui.visuals().dark_mode { Theme::Dark } else { Theme::Light })
}

/// How far apart two opaque colours are for the eye: the WCAG 2 contrast ratio, 1 to 21.
pub fn contrast(a: Color32, b: Color32) -> f32 {
    let luminance = |colour: Color32| {
        let linear = |channel: u8| {
            let c = f32::from(channel) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Fonts and colours at once: what a window or a test does before its first frame.
pub fn install(ctx: &Context, theme: Theme) {
    fonts::install(ctx);
    apply(ctx, theme);
}

/// Dresses egui's own widgets for both themes and shows this one.
pub fn apply(ctx: &Context, theme: Theme) {
    for each in [Theme::Light, Theme::Dark] {
        let mut style = (*ctx.style_of(each.into())).clone();
        dress(&mut style, Tokens::of(each));
        ctx.set_style_of(each.into(), style);
    }
    ctx.set_theme(egui::Theme::from(theme));
}

/// What menus differ in from the rest: rows without frames, high enough to hit. For `egui::containers::menu::MenuConfig`.
pub fn menu(style: &mut Style) {
    egui::containers::menu::menu_style(style);
    style.spacing.button_padding = vec2(space::S, space::XS);
    style.spacing.item_spacing = vec2(space::S, 0.0);
}

fn dress(style: &mut Style, tokens: &Tokens) {
    style.text_styles = [
        (TextStyle::Small, fonts::sans(size::TINY)),
        (TextStyle::Body, fonts::sans(size::BODY)),
        (TextStyle::Button, fonts::sans(size::BODY)),
        (TextStyle::Heading, fonts::serif_semibold(size::TITLE)),
        (TextStyle::Monospace, fonts::mono(size::SMALL)),
    ]
    .into();
    style.visuals = visuals(tokens);
    style.animation_time = 0.12;
    // Only article text is selected by dragging, and it brings its own selection.
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.4;

    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(space::S, space::XS);
    // A line of the interface is 16 points high: with this it stands in the middle of a control, in text fields too, where
    // egui sets it from the top.
    spacing.button_padding = vec2(space::S, (CONTROL_HEIGHT - 16.0) / 2.0);
    spacing.interact_size = vec2(40.0, CONTROL_HEIGHT);
    spacing.indent = space::L;
    spacing.icon_width = 16.0;
    spacing.icon_width_inner = 8.0;
    spacing.icon_spacing = space::S;
    spacing.window_margin = Margin::same(space::L as i8);
    spacing.menu_margin = Margin::same(space::XS as i8);
    spacing.tooltip_width = 360.0;
    spacing.scroll = ScrollStyle {
        bar_width: 8.0,
        floating_width: 4.0,
        // Faint at rest, so that a long list shows that it goes on.
        dormant_handle_opacity: 0.18,
        active_handle_opacity: 0.35,
        interact_handle_opacity: 0.55,
        active_background_opacity: 0.0,
        interact_background_opacity: 0.06,
        ..ScrollStyle::floating()
    };
}

fn visuals(tokens: &Tokens) -> Visuals {
    let base = match tokens.theme {
        Theme::Light => Visuals::light(),
        Theme::Dark => Visuals::dark(),
    };
    let shadow = |blur: u8, drop: i8| Shadow { offset: [0, drop], blur, spread: 0, color: tokens.shadow };
    let mut ime_composition = base.ime_composition;
    ime_composition.active_underline_stroke.color = tokens.accent;
    ime_composition.inactive_underline_stroke.color = tokens.dim;
    Visuals {
        widgets: widgets(tokens),
        weak_text_color: Some(tokens.dim),
        selection: Selection { bg_fill: tokens.accent_ground, stroke: Stroke::new(1.5, tokens.accent) },
        ime_composition,
        hyperlink_color: tokens.accent,
        faint_bg_color: tokens.hover_on(tokens.panel),
        extreme_bg_color: tokens.card,
        text_edit_bg_color: Some(tokens.card),
        code_bg_color: tokens.canvas,
        warn_fg_color: tokens.warning,
        error_fg_color: tokens.error,
        window_corner_radius: CornerRadius::same(radius::CARD),
        window_shadow: shadow(24, 8),
        window_fill: tokens.card,
        window_stroke: tokens.hairline(),
        window_highlight_topmost: false,
        menu_corner_radius: CornerRadius::same(radius::CARD),
        panel_fill: tokens.canvas,
        popup_shadow: shadow(16, 4),
        text_cursor: TextCursorStyle { stroke: Stroke::new(1.5, tokens.accent), ..base.text_cursor.clone() },
        indent_has_left_vline: false,
        slider_trailing_fill: true,
        handle_shape: egui::style::HandleShape::Rect { aspect_ratio: 0.4 },
        ..base
    }
}

fn widgets(tokens: &Tokens) -> Widgets {
    let ink = |width| Stroke::new(width, tokens.text);
    // The second ground is what checkboxes, radio buttons and slider rails are filled with: a hairline round a box as
    // light as the card behind it would not show that there is a box.
    let state = |fill, box_fill, frame, stroke| WidgetVisuals {
        bg_fill: box_fill,
        weak_bg_fill: fill,
        bg_stroke: frame,
        corner_radius: CornerRadius::same(radius::CONTROL),
        fg_stroke: stroke,
        expansion: 0.0,
    };
    Widgets {
        noninteractive: state(tokens.panel, tokens.panel, tokens.hairline(), ink(1.0)),
        inactive: state(tokens.card, tokens.line, tokens.hairline(), ink(1.0)),
        hovered: state(tokens.hover_on(tokens.card), tokens.line, Stroke::new(1.0, tokens.faint), ink(1.0)),
        // egui shows keyboard focus as "active" too: the accent border is the focus ring.
        active: state(tokens.accent_ground, tokens.accent_ground, tokens.focus_ring(), ink(1.5)),
        open: state(tokens.accent_ground, tokens.accent_ground, tokens.hairline(), ink(1.0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn themes() -> [&'static Tokens; 2] {
        [Tokens::of(Theme::Light), Tokens::of(Theme::Dark)]
    }

    #[track_caller]
    fn check(front: Color32, ground: Color32, floor: f32, what: &str) {
        let ratio = contrast(front, ground);
        assert!(ratio >= floor, "{what}: {ratio:.2} is below {floor}");
    }

    #[test]
    fn black_on_white_has_the_largest_contrast() {
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 0.01);
        assert!((contrast(Color32::WHITE, Color32::WHITE) - 1.0).abs() < 0.01);
    }

    #[test]
    fn whatever_must_be_read_stands_out_from_its_ground() {
        for t in themes() {
            let grounds = [("canvas", t.canvas), ("panel", t.panel), ("card", t.card)];
            let inks = [
                ("text", t.text),
                ("dim", t.dim),
                ("accent", t.accent),
                ("success", t.success),
                ("warning", t.warning),
                ("error", t.error),
            ];
            for (ground_name, ground) in grounds {
                for (ink_name, ink) in inks {
                    check(ink, ground, 4.5, &format!("{ink_name} on {ground_name}, {:?}", t.theme));
                    if ink_name == "text" || ink_name == "dim" {
                        check(
                            ink,
                            t.hover_on(ground),
                            4.5,
                            &format!("{ink_name} on hovered {ground_name}, {:?}", t.theme),
                        );
                    }
                }
            }
            for (ink_name, ink) in [("text", t.text), ("dim", t.dim), ("accent", t.accent)] {
                check(ink, t.accent_ground, 4.5, &format!("{ink_name} on what is selected, {:?}", t.theme));
            }
            check(t.on_accent, t.accent, 4.5, &format!("primary button, {:?}", t.theme));
        }
    }

    #[test]
    fn marks_in_palette_colours_stand_out_from_card_and_panel() {
        for t in themes() {
            for (name, colour) in PALETTE_NAMES.iter().zip(t.palette) {
                check(colour, t.card, 3.0, &format!("{name} on card, {:?}", t.theme));
                check(colour, t.panel, 3.0, &format!("{name} on panel, {:?}", t.theme));
            }
        }
    }

    #[test]
    fn tagged_text_stays_readable_under_its_tint() {
        for t in themes() {
            for (name, colour) in PALETTE_NAMES.iter().zip(t.palette) {
                let once = t.tint_on(colour, t.card);
                check(t.text, once, 4.5, &format!("text on {name} tint, {:?}", t.theme));
                if t.theme == Theme::Light {
                    check(t.text, t.tint_on(colour, once), 4.5, &format!("text on twice {name}, {:?}", t.theme));
                }
            }
        }
    }

    #[test]
    fn the_palette_wraps_round() {
        let t = Tokens::of(Theme::Light);
        assert_eq!(t.tag(0), t.tag(8));
        assert_ne!(t.tag(0), t.tag(7));
    }

    #[test]
    fn distances_are_steps_of_four() {
        for distance in [space::XS, space::S, space::M, space::L, space::XL, space::XXL, ROW_HEIGHT, CONTROL_HEIGHT] {
            assert_eq!(distance % 4.0, 0.0, "{distance}");
        }
    }

    #[test]
    fn egui_widgets_wear_the_tokens_in_both_themes() {
        let ctx = Context::default();
        install(&ctx, Theme::Dark);
        for theme in [Theme::Light, Theme::Dark] {
            let (style, t) = (ctx.style_of(theme.into()), Tokens::of(theme));
            assert_eq!(style.visuals.panel_fill, t.canvas);
            assert_eq!(style.visuals.text_color(), t.text);
            assert_eq!(style.visuals.weak_text_color(), t.dim);
            assert_eq!(style.visuals.widgets.active.bg_stroke, t.focus_ring());
            assert_eq!(style.text_styles.get(&TextStyle::Body), Some(&fonts::sans(size::BODY)));
        }
        assert_eq!(ctx.theme(), egui::Theme::Dark);
    }
}
