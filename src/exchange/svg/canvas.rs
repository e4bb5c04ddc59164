//! Writes SVG elements: escaping, colours, text that is measured and cut. Layer `exchange`.

use std::fmt::Write as _;

use unicode_segmentation::UnicodeSegmentation as _;

/// The colours of a theme. All are `#RRGGBB`.
pub(super) struct Ink {
    pub paper: &'static str,
    pub line: &'static str,
    pub text: &'static str,
    pub dim: &'static str,
    pub adopted: &'static str,
    pub palette: [&'static str; crate::plots::PALETTE as usize],
}

impl Ink {
    /// The colour of an origin.
    pub fn origin(&self, colour: u8) -> &'static str {
        self.palette.get(usize::from(colour)).copied().unwrap_or(self.dim)
    }
}

pub(super) const LIGHT: Ink = Ink {
    paper: "#FBF9F5",
    line: "#E2DCCF",
    text: "#211E1A",
    dim: "#6E675C",
    adopted: "#2D794D",
    palette: ["#A64400", "#0266B7", "#079467", "#9A4A8E", "#C08507", "#1F93C1", "#8C8A3A", "#575757"],
};

pub(super) const PAPER: Ink = Ink { paper: "#FFFFFF", line: "#D8DCE1", text: "#1D2126", dim: "#5B6570", ..LIGHT };

pub(super) const DARK: Ink = Ink {
    paper: "#1A1D22",
    line: "#31363E",
    text: "#E8E4DB",
    dim: "#A0A6AE",
    adopted: "#6CC593",
    palette: ["#BE4B0A", "#2373C6", "#009F6B", "#AD6C9E", "#E9A31A", "#41CDFF", "#FFFF4D", "#9F9F9F"],
};

/// How a text is set.
#[derive(Clone, Copy)]
pub(super) struct Face {
    pub size: f32,
    pub bold: bool,
    pub fill: &'static str,
}

/// The side of a text that stands at its place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Start,
    Middle,
    End,
}

/// The elements written so far.
pub(super) struct Canvas {
    pub out: String,
}

// Writing to a string cannot fail, so the results of `write!` are dropped in this file.
impl Canvas {
    pub fn new() -> Self {
        Self { out: String::new() }
    }

    /// A text with its baseline at `y`.
    pub fn text(&mut self, x: f32, y: f32, face: Face, side: Side, text: &str) {
        let anchor = match side {
            Side::Start => "",
            Side::Middle => r#" text-anchor="middle""#,
            Side::End => r#" text-anchor="end""#,
        };
        let weight = if face.bold { r#" font-weight="600""# } else { "" };
        let Face { size, fill, .. } = face;
        let _ = write!(self.out, r#"<text x="{x:.1}" y="{y:.1}" font-size="{size}"{weight} fill="{fill}"{anchor}>"#);
        escape_into(&mut self.out, text);
        self.out.push_str("</text>\n");
    }

    /// A straight line. `more` are further attributes, written by the program.
    pub fn line(&mut self, (x1, y1): (f32, f32), (x2, y2): (f32, f32), stroke: &str, width: f32, more: &str) {
        let _ = writeln!(
            self.out,
            r#"<line x1="{x1:.1}" y1="{y1:.1}" x2="{x2:.1}" y2="{y2:.1}" stroke="{stroke}" stroke-width="{width}"{more}/>"#
        );
    }

    pub fn circle(&mut self, (x, y): (f32, f32), radius: f32, fill: &str, stroke: &str, width: f32) {
        let _ = writeln!(
            self.out,
            r#"<circle cx="{x:.1}" cy="{y:.1}" r="{radius}" fill="{fill}" stroke="{stroke}" stroke-width="{width}"/>"#
        );
    }

    /// A rectangle with round corners. `paint` are its fill and stroke attributes.
    pub fn rect(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), radius: f32, paint: &str) {
        let _ = writeln!(
            self.out,
            r#"<rect x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}" rx="{radius}" {paint}/>"#
        );
    }

    /// A path. `data` and `paint` are written by the program.
    pub fn path(&mut self, data: &str, paint: &str) {
        let _ = writeln!(self.out, r#"<path d="{data}" {paint}/>"#);
    }

    /// Opens a group with a title, which a browser shows on hovering and a screen reader reads.
    pub fn open_titled(&mut self, title: &str, more: &str) {
        let _ = write!(self.out, r#"<g{more}><title>"#);
        escape_into(&mut self.out, title);
        self.out.push_str("</title>\n");
    }

    pub fn close(&mut self) {
        self.out.push_str("</g>\n");
    }
}

/// Writes `text` as XML character data: markup escaped, what XML forbids replaced, and no characters that turn the
/// direction of what follows (they could make `826` read `628`).
pub(super) fn escape_into(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {}
            '\t' | '\n' | '\r' => out.push(' '),
            '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            _ => out.push(c),
        }
    }
}

/// A name with a mark without width at the end of right-to-left letters, so that a number after it stands after it.
pub(super) fn closed(name: &str) -> String {
    let turns = |c: char| matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}');
    if name.contains(turns) { format!("{name}\u{200E}") } else { name.to_owned() }
}

/// Advance widths of the printable ASCII characters in Inter, in thousandths of the size.
const REGULAR: [u16; 95] = [
    281, 288, 466, 633, 642, 982, 644, 300, 365, 365, 501, 662, 288, 460, 288, 360, 631, 407, 610, 618, 646, 593, 620,
    566, 619, 620, 288, 302, 662, 662, 662, 511, 966, 690, 654, 730, 722, 601, 590, 746, 743, 269, 571, 672, 565, 903,
    753, 765, 639, 765, 644, 642, 646, 744, 690, 985, 682, 679, 629, 365, 360, 365, 471, 456, 323, 562, 612, 571, 612,
    583, 370, 613, 591, 242, 242, 549, 242, 876, 591, 600, 612, 612, 376, 528, 327, 591, 562, 818, 546, 562, 552, 426,
    333, 426, 662,
];

/// How much room a text is given over its width in Inter. The file carries no typeface, and the wide ones that stand in
/// where Inter is not installed must not run into what is beside them, or past the edge.
const REGULAR_ROOM: f32 = 1.1;
const BOLD_ROOM: f32 = 1.2;

/// The room of a text, in points: its width in Inter with something to spare for another typeface, other scripts by a
/// typical letter.
pub(super) fn width(text: &str, size: f32, bold: bool) -> f32 {
    let thousandths: f32 = text.chars().map(|c| f32::from(advance(c))).sum();
    thousandths * size / 1_000.0 * if bold { BOLD_ROOM } else { REGULAR_ROOM }
}

/// The size, between `least` and `most`, at which a text has room; at the least it may have to be cut.
pub(super) fn shrunk(text: &str, most: f32, least: f32, room: f32) -> f32 {
    let wide = width(text, most, false);
    if wide <= room { most } else { ((most * room / wide * 10.0).floor() / 10.0).max(least) }
}

fn advance(c: char) -> u16 {
    let ascii = usize::try_from(u32::from(c)).ok().and_then(|code| code.checked_sub(32));
    if let Some(width) = ascii.and_then(|at| REGULAR.get(at)) {
        return *width;
    }
    match c {
        '·' | '’' | '‘' => 288,
        '“' | '”' => 440,
        '…' => 864,
        '←' => 954,
        '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}' | '\u{591}'..='\u{5BD}' | '\u{200B}'..='\u{200F}' => 0,
        '\u{400}'..='\u{4FF}' => 740,
        '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{1F000}'.. => 1_000,
        _ => 660,
    }
}

/// `text`, cut to `max` points with an ellipsis.
pub(super) fn fit(text: &str, size: f32, bold: bool, max: f32) -> String {
    if width(text, size, bold) <= max {
        return text.to_owned();
    }
    let room = max - width("…", size, bold);
    let mut used = 0.0;
    let mut out = String::new();
    for cluster in text.graphemes(true) {
        used += width(cluster, size, bold);
        if used > room {
            break;
        }
        out.push_str(cluster);
    }
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

/// `text` in lines of at most `max` points; a word longer than a line is cut; so is what goes beyond `lines`.
pub(super) fn wrap(text: &str, size: f32, max: f32, lines: usize) -> Vec<String> {
    wrapped(text, (size, false), max, lines)
}

/// The same in a size that is bold or not.
pub(super) fn wrapped(text: &str, (size, bold): (f32, bool), max: f32, lines: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut words = text.split_whitespace().peekable();
    while words.peek().is_some() {
        if out.len() + 1 == lines {
            let rest = words.collect::<Vec<_>>().join(" ");
            out.push(fit(&rest, size, bold, max));
            break;
        }
        let mut line = String::new();
        while let Some(word) = words.peek() {
            let longer = if line.is_empty() { (*word).to_owned() } else { format!("{line} {word}") };
            if !line.is_empty() && width(&longer, size, bold) > max {
                break;
            }
            line = longer;
            words.next();
        }
        out.push(fit(&line, size, bold, max));
    }
    out
}
