//! The colours of origins in both themes, and proof that the colour-blind can tell them apart. Layer `plots`.

/// Red, green and blue.
pub type Rgb = [u8; 3];

/// On light ground; the last is grey.
pub const LIGHT: [Rgb; 8] = [
    [0xD5, 0x5E, 0x00],
    [0x00, 0x72, 0xB2],
    [0x00, 0x9E, 0x73],
    [0xCA, 0x73, 0xA3],
    [0xBD, 0x83, 0x00],
    [0x1D, 0x96, 0xDB],
    [0x9C, 0x92, 0x0C],
    [0x8A, 0x8A, 0x8A],
];

/// On dark ground; the last is grey.
pub const DARK: [Rgb; 8] = [
    [0xD5, 0x5E, 0x00],
    [0x00, 0x77, 0xBA],
    [0x00, 0x9E, 0x73],
    [0xCC, 0x79, 0xA7],
    [0xE6, 0x9F, 0x00],
    [0x56, 0xB4, 0xE9],
    [0xF0, 0xE4, 0x42],
    [0x8A, 0x8A, 0x8A],
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
    fn palette_distances_printed() {
        for (theme, palette) in [("light", LIGHT), ("dark", DARK)] {
            for (name, sight) in &SIGHTS {
                let mut all = Vec::new();
                for (a, one) in palette.iter().enumerate() {
                    for (b, other) in palette.iter().enumerate().skip(a + 1) {
                        all.push((distance(*one, *other, sight), a, b));
                    }
                }
                all.sort_by(|a, b| a.0.total_cmp(&b.0));
                eprintln!("{theme} {name}: {:?}", &all[..4]);
            }
        }
    }
}
