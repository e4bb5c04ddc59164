//! Right-to-left text: which way a paragraph runs, the pieces that must be shaped apart, where its lines may break, and
//! in what order the pieces of a line stand on screen. Layer `text`. Knows nothing of fonts or pixels.
//!
//! A shaper that guesses direction from letters turns a number round when it stands among Arabic letters (45 becomes
//! 54). So every piece handed out here has one direction that its own letters already imply, or is a single character.

use std::borrow::Cow;
use std::ops::Range;

use unicode_bidi::{BidiClass, BidiInfo, Level, ParagraphBidiInfo, bidi_class};
use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation as _;

/// Which way text runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Direction {
    #[default]
    Ltr,
    Rtl,
}

/// The direction of the first letter that has one; `None` if there is none.
pub fn base_direction(text: &str) -> Option<Direction> {
    text.chars().find_map(|c| match bidi_class(c) {
        BidiClass::L => Some(Direction::Ltr),
        BidiClass::R | BidiClass::AL => Some(Direction::Rtl),
        _ => None,
    })
}

/// What a unit is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitKind {
    Word,
    Space,
    /// A character that takes no room and draws nothing: a direction mark, a soft hyphen.
    Invisible,
}

/// Whether a line may end behind a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakAfter {
    No,
    May,
    Must,
}

/// A piece of a paragraph that is shaped by itself and never torn, unless it is wider than a whole line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// UTF-8 bytes of the text given to [`units`]. Never empty, on grapheme boundaries.
    pub range: Range<usize>,
    /// Embedding level of the Unicode bidirectional algorithm: odd runs right to left.
    pub level: u8,
    pub kind: UnitKind,
    /// Whether it may be shaped in one go with a neighbour of the same level that says so too.
    pub joins: bool,
    pub break_after: BreakAfter,
}

impl Unit {
    /// Which way the unit runs.
    pub const fn direction(&self) -> Direction {
        if self.level.is_multiple_of(2) { Direction::Ltr } else { Direction::Rtl }
    }
}

/// The units of one paragraph, in the order of the text; together they cover it.
///
/// `cuts` are bytes, ascending, at which a unit must end (where the style changes); one that falls inside a character
/// is heeded at the character's end.
pub fn units(text: &str, base: Direction, cuts: &[usize]) -> Vec<Unit> {
    let levels = levels(text, base);
    let base_level = base_level(base);
    let mut breaks = linebreaks(text).peekable();
    let mut cuts = cuts.iter().copied().peekable();
    let mut out: Vec<Unit> = Vec::new();
    // Whether the last unit may still grow, and by what.
    let mut open: Option<Texture> = None;
    for (start, cluster) in text.grapheme_indices(true) {
        let end = start + cluster.len();
        let level = levels.as_ref().and_then(|levels| levels.get(start)).map_or(base_level, |level| level.number());
        let texture = Texture::of(cluster, level);
        let grows = open == Some(texture) && texture.grows();
        match out.last_mut() {
            Some(last) if grows && last.level == level => last.range.end = end,
            _ => out.push(Unit {
                range: start..end,
                level,
                kind: texture.kind(),
                joins: level.is_multiple_of(2) && matches!(texture, Texture::Ltr | Texture::Space),
                break_after: BreakAfter::No,
            }),
        }
        open = Some(texture);
        let mut after = BreakAfter::No;
        while let Some((at, opportunity)) = breaks.next_if(|(at, _)| *at <= end) {
            // A break inside a character (there should be none) is no break.
            if at == end {
                after = match opportunity {
                    BreakOpportunity::Mandatory => BreakAfter::Must,
                    BreakOpportunity::Allowed => BreakAfter::May,
                };
            }
        }
        let mut cut = false;
        while cuts.next_if(|at| *at <= end).is_some() {
            cut = true;
        }
        if after != BreakAfter::No || cut {
            open = None;
        }
        if let Some(last) = out.last_mut() {
            last.break_after = after;
        }
    }
    // The end of the text is always reported as a break that must be taken; here it is none.
    if let Some(last) = out.last_mut() {
        last.break_after = BreakAfter::No;
    }
    out
}

/// Indices of `line` in the order they stand on screen from left to right. White space at the end of a line goes to the
/// end of the paragraph's direction, whatever it stood beside.
pub fn visual_order(line: &[Unit], base: Direction) -> Vec<usize> {
    let base_level = base_level(base);
    if line.iter().all(|unit| unit.level == 0) {
        return (0..line.len()).collect();
    }
    let trailing = line.iter().rev().take_while(|unit| unit.kind != UnitKind::Word).count();
    let kept = line.len() - trailing;
    let levels: Vec<Level> = line
        .iter()
        .enumerate()
        .map(|(index, unit)| if index < kept { unit.level } else { base_level })
        .map(|level| Level::new(level).unwrap_or_else(|_| Level::ltr()))
        .collect();
    BidiInfo::reorder_visual(&levels)
}

/// The text of a unit as it must be drawn: brackets in a right-to-left unit are mirrored.
pub fn displayed<'a>(text: &'a str, unit: &Unit) -> Cow<'a, str> {
    let words = text.get(unit.range.clone()).unwrap_or_default();
    if unit.direction() == Direction::Rtl && words.chars().any(|c| mirrored(c).is_some()) {
        Cow::Owned(words.chars().map(|c| mirrored(c).unwrap_or(c)).collect())
    } else {
        Cow::Borrowed(words)
    }
}

/// The character that faces the other way, for the pairs that occur in prose.
pub fn mirrored(c: char) -> Option<char> {
    const PAIRS: [(char, char); 20] = [
        ('(', ')'),
        ('[', ']'),
        ('{', '}'),
        ('<', '>'),
        ('«', '»'),
        ('‹', '›'),
        ('≤', '≥'),
        ('≪', '≫'),
        ('⟨', '⟩'),
        ('⟦', '⟧'),
        ('⁅', '⁆'),
        ('⁽', '⁾'),
        ('₍', '₎'),
        ('〈', '〉'),
        ('《', '》'),
        ('「', '」'),
        ('『', '』'),
        ('【', '】'),
        ('〔', '〕'),
        ('（', '）'),
    ];
    PAIRS.iter().find_map(|(left, right)| match c {
        c if c == *left => Some(*right),
        c if c == *right => Some(*left),
        _ => None,
    })
}

/// Whether a character takes no room and draws nothing.
pub fn is_invisible(c: char) -> bool {
    (c.is_control() && c != '\t')
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}

/// What decides whether neighbouring characters may be shaped together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Texture {
    Space,
    Invisible,
    /// Left to right, and a shaper takes it for that.
    Ltr,
    /// Letters of one right-to-left script in a right-to-left run. Two scripts come from two faces, which would be set
    /// side by side from left to right.
    RtlLetters(RtlScript),
    /// Its direction is not the one a shaper would guess: it stands alone.
    Alone,
}

impl Texture {
    fn of(cluster: &str, level: u8) -> Self {
        let Some(first) = cluster.chars().next() else {
            return Self::Alone;
        };
        if cluster.chars().all(is_invisible) {
            return Self::Invisible;
        }
        if first.is_whitespace() {
            return Self::Space;
        }
        let rtl_script = is_rtl_script(first);
        match (!level.is_multiple_of(2), rtl_script) {
            (false, false) => Self::Ltr,
            (true, true) if first.is_alphabetic() => Self::RtlLetters(RtlScript::of(first)),
            _ => Self::Alone,
        }
    }

    const fn grows(self) -> bool {
        matches!(self, Self::Space | Self::Ltr | Self::RtlLetters(_))
    }

    const fn kind(self) -> UnitKind {
        match self {
            Self::Space => UnitKind::Space,
            Self::Invisible => UnitKind::Invisible,
            Self::Ltr | Self::RtlLetters(_) | Self::Alone => UnitKind::Word,
        }
    }
}

/// Which right-to-left script a letter belongs to, as far as that parts faces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RtlScript {
    Hebrew,
    Arabic,
    /// By its block of Unicode.
    Other(u32),
}

impl RtlScript {
    const fn of(c: char) -> Self {
        match c as u32 {
            0x590..=0x5FF | 0xFB1D..=0xFB4F => Self::Hebrew,
            0x600..=0x6FF | 0x750..=0x77F | 0x870..=0x8FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFE => Self::Arabic,
            other => Self::Other(other / 0x40),
        }
    }
}

/// The blocks of the scripts that run right to left, with their digits and marks.
const fn is_rtl_script(c: char) -> bool {
    matches!(c as u32, 0x590..=0x8FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFE | 0x10800..=0x10FFF | 0x1E800..=0x1EFFF)
}

const fn base_level(base: Direction) -> u8 {
    match base {
        Direction::Ltr => 0,
        Direction::Rtl => 1,
    }
}

/// The level of each byte; `None` when the whole paragraph runs left to right, which is by far the commonest case.
fn levels(text: &str, base: Direction) -> Option<Vec<Level>> {
    // Everything right to left and every direction control is encoded in two bytes from D6 on, or in three or more.
    let plain = base == Direction::Ltr && text.bytes().all(|byte| !(0xD6..0xE0).contains(&byte));
    let controls = |c: char| is_rtl_script(c) || is_invisible(c);
    if plain && !text.chars().any(controls) {
        return None;
    }
    let level = Level::new(base_level(base)).ok()?;
    Some(ParagraphBidiInfo::new(text, Some(level)).levels)
}

#[cfg(test)]
#[path = "bidi_tests.rs"]
mod tests;
