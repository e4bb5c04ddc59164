//! The colours of origins and tags in both themes, and proof that the colour-blind can tell them apart. Layer `plots`.
//!
//! After Okabe and Ito, moved apart in lightness: on light ground, where all must be dark enough to be seen, their
//! vermilion, amber and olive are one colour to people without green cones.

/// Red, green and blue.
pub type Rgb = [u8; 3];

/// On light ground; the last is grey.
pub const LIGHT: [Rgb; 8] = [
    [0xA6, 0x44, 0x00],
    [0x02, 0x66, 0xB7],
    [0x07, 0x94, 0x67],
    [0x9A, 0x4A, 0x8E],
    [0xC0, 0x85, 0x07],
    [0x1F, 0x93, 0xC1],
    [0x8C, 0x8A, 0x3A],
    [0x57, 0x57, 0x57],
];

/// On dark ground; the last is grey.
pub const DARK: [Rgb; 8] = [
    [0xBE, 0x4B, 0x0A],
    [0x23, 0x73, 0xC6],
    [0x00, 0x9F, 0x6B],
    [0xAD, 0x6C, 0x9E],
    [0xE9, 0xA3, 0x1A],
    [0x41, 0xCD, 0xFF],
    [0xFF, 0xFF, 0x4D],
    [0x9F, 0x9F, 0x9F],
];

#[cfg(test)]
mod tests {
    use super::*;

    /// How a colour is seen: as it is, or without one kind of cone (Machado, Oliveira and Fernandes 2009, severity 1).
    const SIGHTS: [(&str, [[f64; 3]; 3]); 3] = [
        ("all cones", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        (
            "protanopia",
            [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        ),
        (
            "deuteranopia",
            [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
        ),
    ];

    fn linear(colour: Rgb) -> [f64; 3] {
        colour.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        })
    }

    /// CIE L*a*b*, D65.
    fn lab(linear: [f64; 3]) -> [f64; 3] {
        let [r, g, b] = linear;
        let x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047;
        let y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
        let z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883;
        let f = |t: f64| if t > 0.008856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
        [116.0 * f(y) - 16.0, 500.0 * (f(x) - f(y)), 200.0 * (f(y) - f(z))]
    }

    fn distance(a: Rgb, b: Rgb, sight: &[[f64; 3]; 3]) -> f64 {
        let seen = |colour: Rgb| {
            let colour = linear(colour);
            lab([0, 1, 2].map(|row| (0..3).map(|c| sight[row][c] * colour[c]).sum::<f64>().clamp(0.0, 1.0)))
        };
        let (a, b) = (seen(a), seen(b));
        (0..3).map(|c| (a[c] - b[c]).powi(2)).sum::<f64>().sqrt()
    }

    #[test]
    fn the_colour_blind_can_tell_any_two_colours_apart() {
        // A difference of 2.3 is just seen side by side; marks stand apart and are small.
        for (theme, palette) in [("light", LIGHT), ("dark", DARK)] {
            for (name, sight) in &SIGHTS {
                for (a, one) in palette.iter().enumerate() {
                    for (b, other) in palette.iter().enumerate().skip(a + 1) {
                        let apart = distance(*one, *other, sight);
                        assert!(apart > 15.0, "{theme}, {name}: {a} and {b} are {apart:.1} apart");
                    }
                }
            }
        }
    }

    #[test]
    fn the_signs_of_two_measures_differ_in_outline() {
        use crate::plots::Glyph;
        let all = [
            Glyph::Circle,
            Glyph::Square,
            Glyph::Diamond,
            Glyph::TriangleUp,
            Glyph::TriangleDown,
            Glyph::Pentagon,
            Glyph::Hexagon,
            Glyph::House,
            Glyph::Bar,
        ];
        for (n, one) in all.iter().enumerate() {
            for other in all.iter().skip(n + 1) {
                assert_ne!(one.corners(), other.corners(), "{one:?} {other:?}");
            }
        }
    }
}
