//! Which segments follow each other, and which of the ways through them is this project's. Layer `store`.
//!
//! There is one way unless two copies of a project went on apart and were brought together again, a write failed half
//! way, or a segment was damaged in the middle. No segment is ever thrown away; those off the way stay for `check`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::disk::name_of;
use super::error::{OpenWarning, StoreError};
use super::journal::{self, End, Entry, Kind, Position, Scan, SegmentId, Unscanned};
use super::snapshot::FORMAT;

/// Everything that stands in the journal's folder.
#[derive(Debug, Default)]
pub(super) struct Segments {
    pub scans: Vec<Scan>,
    /// Files that give nothing, with the reason.
    pub unreadable: Vec<(String, String)>,
}

impl Segments {
    /// Reads all segments of a journal folder, which need not exist.
    pub(super) fn read(folder: &Path) -> Result<Self, StoreError> {
        let mut segments = Self::default();
        for path in segment_files(folder)? {
            match journal::scan(&path) {
                Ok(scan) if name_of(&path) == file_name(scan.id()) => segments.scans.push(scan),
                Ok(_) => segments.unreadable.push((name_of(&path), "it is named for another segment".to_owned())),
                Err(Unscanned::Newer { format, written_by }) => {
                    return Err(StoreError::Newer { found: format, known: FORMAT, written_by, path });
                }
                Err(Unscanned::Bad(why)) => segments.unreadable.push((name_of(&path), why)),
            }
        }
        Ok(segments)
    }

    /// The lines that say which project file was about to be written, by its hash; the last if there are several.
    pub(super) fn marks(&self) -> BTreeMap<String, Position> {
        let mut marks: BTreeMap<String, Position> = BTreeMap::new();
        for scan in &self.scans {
            for entry in &scan.entries {
                let Kind::Saved { sha256, .. } = &entry.kind else { continue };
                let at = Position { segment: scan.id(), seq: entry.seq };
                if marks.get(sha256).is_none_or(|known| (known.seq, known.segment) < (at.seq, at.segment)) {
                    marks.insert(sha256.clone(), at);
                }
            }
        }
        marks
    }

    /// A number higher than that of any line.
    pub(super) fn next_seq(&self) -> u64 {
        self.scans.iter().filter_map(|scan| scan.entries.last()).map(|entry| entry.seq + 1).max().unwrap_or(0)
    }

    /// The way through the segments on which `through` lies, or else the one gone last; `None` if there are no lines.
    pub(super) fn into_chain(mut self, through: Option<Position>) -> Option<Chain> {
        let mut best: Option<(Rank, Vec<usize>)> = None;
        let parents = self.parents();
        let inner: BTreeSet<usize> = parents.iter().copied().flatten().collect();
        for leaf in (0..self.scans.len()).filter(|at| !inner.contains(at)) {
            let way = way_to(leaf, &parents);
            if let Some(rank) = self.rank(&way, through)
                && best.as_ref().is_none_or(|(other, _)| *other < rank)
            {
                best = Some((rank, way));
            }
        }
        let (rank, way) = best?;
        let mut parts = Vec::with_capacity(way.len());
        let mut ends_at: Vec<Option<u64>> = way
            .iter()
            .skip(1)
            .map(|at| self.scans.get(*at).and_then(|scan| scan.header.after).map(|p| p.seq))
            .collect();
        ends_at.push(None);
        for (at, ends_at) in way.into_iter().zip(ends_at) {
            let Some(scan) = self.scans.get_mut(at) else { continue };
            let mut entries = std::mem::take(&mut scan.entries);
            if let Some(last) = ends_at {
                entries.truncate(entries.partition_point(|entry| entry.seq <= last));
            }
            let end = if ends_at.is_some() { End::Whole } else { scan.end };
            parts.push(Part {
                path: Arc::clone(&scan.path),
                id: scan.id(),
                format: scan.header.format,
                after: scan.header.after,
                entries,
                end,
            });
        }
        Some(Chain { parts, rooted: rank.rooted })
    }

    /// For each segment the one it continues, if the line it continues after can be read.
    fn parents(&self) -> Vec<Option<usize>> {
        let by_id: BTreeMap<SegmentId, usize> =
            self.scans.iter().enumerate().map(|(at, scan)| (scan.id(), at)).collect();
        let parent = |scan: &Scan| {
            let after = scan.header.after?;
            let at = *by_id.get(&after.segment)?;
            self.scans.get(at)?.entries.binary_search_by_key(&after.seq, |entry| entry.seq).is_ok().then_some(at)
        };
        self.scans.iter().map(parent).collect()
    }

    fn rank(&self, way: &[usize], through: Option<Position>) -> Option<Rank> {
        let scans: Vec<&Scan> = way.iter().filter_map(|at| self.scans.get(*at)).collect();
        let holds = |at: &Position| {
            scans.iter().enumerate().any(|(n, scan)| {
                let used_to = scans.get(n + 1).and_then(|next| next.header.after).map_or(u64::MAX, |after| after.seq);
                scan.id() == at.segment
                    && at.seq <= used_to
                    && scan.entries.binary_search_by_key(&at.seq, |entry| entry.seq).is_ok()
            })
        };
        let last = scans.iter().rev().find_map(|scan| scan.entries.last())?.seq;
        let leaf = scans.last()?;
        Some(Rank {
            through: through
                .is_some_and(|at| scans.first().is_some_and(|scan| scan.header.after == Some(at)) || holds(&at)),
            rooted: matches!(scans.first()?.entries.first()?.kind, Kind::Base),
            opened: leaf.header.opened,
            last,
            id: leaf.id(),
        })
    }
}

/// The segments from the first one down to `leaf`.
fn way_to(leaf: usize, parents: &[Option<usize>]) -> Vec<usize> {
    let mut way = vec![leaf];
    let mut at = leaf;
    // Numbers rise along a way, so only forged headers can lead in a circle; the bound ends that.
    while let Some(Some(parent)) = parents.get(at).filter(|_| way.len() < parents.len()) {
        way.push(*parent);
        at = *parent;
    }
    way.reverse();
    way
}

/// What makes one way better than another, most important first.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    through: bool,
    rooted: bool,
    opened: crate::model::Timestamp,
    last: u64,
    id: SegmentId,
}

/// One segment's share in a [`Chain`].
#[derive(Debug)]
pub(super) struct Part {
    pub path: Arc<Path>,
    pub id: SegmentId,
    pub format: u32,
    pub after: Option<Position>,
    pub entries: Vec<Entry>,
    /// [`End::Whole`] for all but the last part: what lies behind the line that the next continues after is known.
    pub end: End,
}

/// The project's way through the segments.
#[derive(Debug)]
pub(super) struct Chain {
    pub parts: Vec<Part>,
    /// Whether it starts with a [`Kind::Base`], so that the project can be rebuilt from it alone.
    pub rooted: bool,
}

impl Chain {
    /// Every line in order, with its part.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&Part, &Entry)> {
        self.parts.iter().flat_map(|part| part.entries.iter().map(move |entry| (part, entry)))
    }

    /// The last line.
    pub(super) fn head(&self) -> Option<Position> {
        self.entries().last().map(|(part, entry)| Position { segment: part.id, seq: entry.seq })
    }

    /// Whether a line is on the way, or the one that the way starts after.
    pub(super) fn reaches(&self, at: Position) -> bool {
        self.parts.first().is_some_and(|part| part.after == Some(at))
            || self.parts.iter().any(|part| {
                part.id == at.segment && part.entries.binary_search_by_key(&at.seq, |entry| entry.seq).is_ok()
            })
    }

    /// What its last segment's end has to say.
    pub(super) fn warning(&self) -> Option<OpenWarning> {
        let part = self.parts.last()?;
        let file = name_of(&part.path);
        match part.end {
            End::Whole => None,
            End::CutShort { bytes, .. } => Some(OpenWarning::CutShort { file, bytes }),
            End::Damaged { at, bytes, lines } => Some(OpenWarning::JournalDamaged { file, at, bytes, lines }),
        }
    }
}

/// The name of a segment's file.
pub(super) fn file_name(id: SegmentId) -> String {
    format!("{id}.ronl")
}

/// The segment files of a journal folder, by name.
pub(super) fn segment_files(folder: &Path) -> Result<Vec<std::path::PathBuf>, StoreError> {
    let doing = "cannot list the journal";
    let list = match std::fs::read_dir(folder) {
        Ok(list) => list,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(cause) => return Err(StoreError::Io { doing, cause, path: folder.to_owned() }),
    };
    let mut files = Vec::new();
    for item in list {
        let path = item.map_err(StoreError::io(doing, folder))?.path();
        if path.extension().is_some_and(|ext| ext == "ronl") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
