//! Overlapping layers over a text (tag tints, figures, search hits, ties) as disjoint runs, block by block, so that
//! painting needs no search. Layer `text`. Computed once per revision, not per frame.

use std::ops::Range;

/// A stretch of one block over which the same layers lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// UTF-8 bytes of the whole text. Never empty.
    pub range: Range<usize>,
    /// Which entries of the pool: see [`LayerMap::layers`].
    pool: Range<u32>,
}

/// The runs of a text. Indices of layers are those of the slice given to [`LayerMap::new`].
#[derive(Debug, Clone, Default)]
pub struct LayerMap {
    runs: Vec<Run>,
    pool: Vec<u32>,
    blocks: Vec<BlockLayers>,
}

#[derive(Debug, Clone)]
struct BlockLayers {
    runs: Range<u32>,
    touching: Range<u32>,
}

impl LayerMap {
    /// Cuts `spans` (byte ranges that may overlap, in any order; empty ones are left out) into runs inside `blocks`
    /// (byte ranges in ascending order, disjoint).
    pub fn new(blocks: &[Range<usize>], spans: &[Range<usize>]) -> Self {
        let mut order: Vec<u32> = (0..u32::try_from(spans.len()).unwrap_or(u32::MAX)).collect();
        let span = |layer: u32| spans.get(layer as usize).cloned().unwrap_or(0..0);
        order.retain(|layer| !span(*layer).is_empty());
        // Earlier start first; of those that start together the longer, so that it lies below.
        order.sort_by_key(|layer| (span(*layer).start, usize::MAX - span(*layer).end, *layer));

        let mut map = Self::default();
        let mut next = order.into_iter().peekable();
        let mut active: Vec<u32> = Vec::new();
        let mut edges: Vec<usize> = Vec::new();
        for block in blocks {
            active.retain(|layer| span(*layer).end > block.start);
            while let Some(layer) = next.next_if(|layer| span(*layer).start < block.end) {
                if span(layer).end > block.start {
                    active.push(layer);
                }
            }
            let first_run = map.runs.len();
            edges.clear();
            for layer in &active {
                let range = span(*layer);
                edges.push(range.start.max(block.start));
                edges.push(range.end.min(block.end));
            }
            edges.sort_unstable();
            edges.dedup();
            for (start, end) in edges.iter().zip(edges.iter().skip(1)) {
                let from = map.pool.len();
                map.pool.extend(active.iter().copied().filter(|layer| {
                    let range = span(*layer);
                    range.start <= *start && *end <= range.end
                }));
                if map.pool.len() > from {
                    map.runs.push(Run { range: *start..*end, pool: index_range(from, map.pool.len()) });
                }
            }
            let from = map.pool.len();
            map.pool.extend(active.iter().copied());
            map.blocks.push(BlockLayers {
                runs: index_range(first_run, map.runs.len()),
                touching: index_range(from, map.pool.len()),
            });
        }
        map
    }

    /// The runs of block `block`, in order, disjoint; stretches without a layer are left out.
    pub fn runs(&self, block: usize) -> &[Run] {
        self.blocks.get(block).and_then(|block| self.runs.get(as_usize(&block.runs))).unwrap_or_default()
    }

    /// The layers over a run: those that start earlier (or reach further) first.
    pub fn layers(&self, run: &Run) -> &[u32] {
        self.pool.get(as_usize(&run.pool)).unwrap_or_default()
    }

    /// Every layer that touches block `block`, in the order of [`Self::layers`].
    pub fn touching(&self, block: usize) -> &[u32] {
        self.blocks.get(block).and_then(|block| self.pool.get(as_usize(&block.touching))).unwrap_or_default()
    }
}

fn index_range(from: usize, to: usize) -> Range<u32> {
    let index = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    index(from)..index(to)
}

fn as_usize(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Flat = (Range<usize>, Vec<u32>);

    fn flat(map: &LayerMap, block: usize) -> Vec<Flat> {
        map.runs(block).iter().map(|run| (run.range.clone(), map.layers(run).to_vec())).collect()
    }

    #[test]
    fn overlaps_become_runs_that_name_every_layer() {
        let map = LayerMap::new(&[0..20, 22..40], &[5..12, 8..30, 8..10, 3..3]);
        assert_eq!(flat(&map, 0), [(5..8, vec![0]), (8..10, vec![0, 1, 2]), (10..12, vec![0, 1]), (12..20, vec![1])]);
        assert_eq!(flat(&map, 1), [(22..30, vec![1])]);
        assert_eq!(map.touching(1), [1]);
    }

    #[test]
    fn a_layer_between_two_blocks_touches_neither() {
        let map = LayerMap::new(&[0..4, 8..12], std::slice::from_ref(&(4..8)));
        assert!(flat(&map, 0).is_empty() && flat(&map, 1).is_empty());
        assert!(map.touching(0).is_empty() && map.touching(1).is_empty());
    }

    proptest! {
        /// Byte by byte, the runs say exactly what the spans say; they are disjoint, ordered and never empty.
        #[test]
        fn runs_say_byte_by_byte_what_the_spans_say(
            cuts in proptest::collection::btree_set(0usize..120, 2..9),
            spans in proptest::collection::vec((0usize..130, 0usize..40), 0..12),
        ) {
            let cuts: Vec<usize> = cuts.into_iter().collect();
            let blocks: Vec<Range<usize>> = cuts.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect();
            let spans: Vec<Range<usize>> = spans.into_iter().map(|(start, len)| start..start + len).collect();
            let map = LayerMap::new(&blocks, &spans);
            for (index, block) in blocks.iter().enumerate() {
                let mut last = block.start;
                for run in map.runs(index) {
                    prop_assert!(run.range.start >= last && run.range.end <= block.end && !run.range.is_empty());
                    last = run.range.end;
                }
                for at in block.clone() {
                    let mut said: Vec<u32> = map.runs(index).iter().find(|run| run.range.contains(&at))
                        .map(|run| map.layers(run).to_vec()).unwrap_or_default();
                    said.sort_unstable();
                    let meant: Vec<u32> = spans.iter().enumerate()
                        .filter(|(_, span)| span.contains(&at)).map(|(layer, _)| u32::try_from(layer).unwrap()).collect();
                    prop_assert_eq!(said, meant);
                }
                let mut touching = map.touching(index).to_vec();
                touching.sort_unstable();
                let meant: Vec<u32> = spans.iter().enumerate()
                    .filter(|(_, span)| !span.is_empty() && span.start < block.end && span.end > block.start)
                    .map(|(layer, _)| u32::try_from(layer).unwrap()).collect();
                prop_assert_eq!(touching, meant);
            }
        }
    }
}
