//! What lies over the text: tags, figures, ties, hits, and the colours they are painted in. Layer `ui`.

use std::ops::Range;

use egui::{Color32, FontFamily};

use super::TextDoc;
use crate::text::layers::LayerMap;

/// The colours of the reading view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Palette {
    pub text: Color32,
    pub dim: Color32,
    pub faint: Color32,
    /// The ground the text stands on.
    pub card: Color32,
    pub line: Color32,
    pub accent: Color32,
    pub accent_ground: Color32,
    pub warning: Color32,
    pub error: Color32,
    /// How strong a tag's tint is, in per cent.
    pub tint_percent: u8,
}

/// The faces and sizes of the reading view.
#[derive(Debug, Clone, PartialEq)]
pub struct Typography {
    /// For running text.
    pub regular: FontFamily,
    /// For figures and emphasis.
    pub strong: FontFamily,
    /// For paragraph numbers and other small print.
    pub interface: FontFamily,
    /// In points, at zoom 1.
    pub size: f32,
    /// Distance of two lines, in multiples of the size.
    pub line_height: f32,
    /// The longest line, in characters of average width.
    pub measure: f32,
}

impl Default for Typography {
    fn default() -> Self {
        Self {
            regular: FontFamily::Proportional,
            strong: FontFamily::Proportional,
            interface: FontFamily::Proportional,
            size: 17.0,
            line_height: 1.5,
            measure: 68.0,
        }
    }
}

/// How far a figure has come, as its outline shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FigureMark {
    Suggested,
    Confirmed,
    Rejected,
}

/// What a layer is, and how it is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LayerKind {
    /// A tagged excerpt: tint, underline and a bar in the margin.
    Tag { colour: Color32 },
    /// A figure: an outline round its words. `vague` ("dozens") is told by dots, `lit` by a thicker line and a halo.
    Figure { mark: FigureMark, vague: bool, lit: bool },
    /// A passage that is tied to one of another column.
    Tie { colour: Color32 },
    /// A search hit; `current` is the one that the search stands on.
    Hit { current: bool },
    /// A passage lit for as long as something else points at it.
    Glow,
    /// Words set semibold, such as those in which two quotations differ.
    Emphasis,
}

/// One layer over a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// UTF-8 bytes of the text.
    pub range: Range<usize>,
    /// Whatever the caller knows the layer by; the view only hands it back.
    pub id: u64,
    pub kind: LayerKind,
}

/// All layers of one text, cut into runs. Made once per revision.
#[derive(Debug, Clone, Default)]
pub struct LayerSet {
    layers: Vec<Layer>,
    revision: u64,
    map: LayerMap,
}

impl LayerSet {
    /// The layers of `doc`. Two sets with different layers must have different `revision`s.
    pub fn new(doc: &TextDoc, layers: Vec<Layer>, revision: u64) -> Self {
        let blocks: Vec<_> = doc.paragraphs.blocks().iter().map(|block| block.range.clone()).collect();
        let spans: Vec<_> = layers.iter().map(|layer| layer.range.clone()).collect();
        let map = LayerMap::new(&blocks, &spans);
        Self { layers, revision, map }
    }

    /// The layers as given; the view's indices point into this.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    pub(super) const fn revision(&self) -> u64 {
        self.revision
    }

    pub(super) const fn map(&self) -> &LayerMap {
        &self.map
    }

    pub(super) fn get(&self, index: u32) -> Option<&Layer> {
        self.layers.get(index as usize)
    }

    /// The layers over byte `offset`, those painted last first.
    pub fn at(&self, doc: &TextDoc, offset: usize) -> Vec<usize> {
        let runs = self.map.runs(doc.paragraphs.at(offset));
        let after = runs.partition_point(|run| run.range.end <= offset);
        let Some(run) = runs.get(after).filter(|run| run.range.contains(&offset)) else {
            return Vec::new();
        };
        let mut found: Vec<usize> = self.map.layers(run).iter().map(|index| *index as usize).collect();
        found.reverse();
        found.sort_by_key(|index| self.layers.get(*index).map(|layer| rank(layer.kind)));
        found
    }

    /// The stretches of a block that are set differently: their bytes, and how.
    pub(super) fn styles(&self, block: usize) -> Vec<(Range<usize>, Style)> {
        let mut out: Vec<(Range<usize>, Style)> = Vec::new();
        let run_start = self.map.runs(block).first().map_or(0, |run| run.range.start);
        for run in self.map.runs(block) {
            let mut style = Style::default();
            for index in self.map.layers(run) {
                let Some(layer) = self.get(*index) else {
                    continue;
                };
                match layer.kind {
                    LayerKind::Figure { mark: FigureMark::Rejected, .. } => style.struck = true,
                    LayerKind::Figure { .. } => {
                        style.strong = true;
                        // Where in its block the figure starts names it, whatever else is added or taken away.
                        let start = layer.range.start.max(run_start);
                        style.boxed = Some(u32::try_from(start - run_start).unwrap_or(u32::MAX));
                    }
                    LayerKind::Emphasis => style.strong = true,
                    LayerKind::Tag { .. } | LayerKind::Tie { .. } | LayerKind::Hit { .. } | LayerKind::Glow => {}
                }
            }
            // A figure that is still counted outweighs a rejected one over the same words.
            style.struck &= !style.strong;
            if style != Style::default() {
                out.push((run.range.clone(), style));
            }
        }
        out
    }
}

/// How words are set: all that changes the widths of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Style {
    pub strong: bool,
    pub struck: bool,
    /// Which figure's outline the words stand in; there is room before and behind it.
    pub boxed: Option<u32>,
}

/// Which layer a click means when several overlap: the smaller mark before the wider ground.
const fn rank(kind: LayerKind) -> u8 {
    match kind {
        LayerKind::Figure { .. } => 0,
        LayerKind::Tag { .. } => 1,
        LayerKind::Tie { .. } => 2,
        LayerKind::Hit { .. } => 3,
        LayerKind::Emphasis => 4,
        LayerKind::Glow => 5,
    }
}
