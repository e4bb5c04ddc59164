//! A table of tallies against outlets or origins: who reported what, in the words reported. Layer `plots`.
//!
//! An empty cell is never a zero: either everything of that column was gone through and nothing was found, or somebody
//! has still to read it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::model::Project;

use super::ChartOptions;
use super::assemble::Drawn;
use super::axis::Axis;
use super::chart::{GREY, Mark, PanelKey};
use super::gather::{Entry, Group};
use super::names::{Names, folded};
use super::rows::mark;
use super::voices::{OriginKey, OutletKey, counted};

/// What the columns are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum MatrixBy {
    #[default]
    Outlet,
    Origin,
}

impl MatrixBy {
    /// Both choices, in the order offered.
    pub const ALL: &'static [Self] = &[Self::Outlet, Self::Origin];

    /// The words on the choice.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Outlet => "By outlet",
            Self::Origin => "By origin",
        }
    }
}

/// The table.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    pub by: MatrixBy,
    pub columns: Vec<Column>,
    pub rows: Vec<MatrixRow>,
}

/// An outlet, or an origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    /// How much of it was gone through ("2 articles, 1 not yet read").
    pub detail: String,
    /// Index into the palette for an origin; grey for an outlet.
    pub colour: u8,
    /// How many of its cells hold a figure.
    pub reported: usize,
}

/// A tally, or figures of none that count the same.
#[derive(Debug, Clone, PartialEq)]
pub struct MatrixRow {
    pub key: PanelKey,
    pub title: String,
    /// The voices.
    pub subtitle: String,
    /// Whether it is a part of the row before it.
    pub part: bool,
    /// One for each column.
    pub cells: Vec<Cell>,
}

/// What one column has for one row.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The figures, those that stand first.
    pub marks: Vec<Mark>,
    /// What it says when it has none.
    pub empty: Empty,
    /// The frame of cells whose figures are one origin's.
    pub frame: Option<Frame>,
}

/// Why a cell has no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Empty {
    /// Everything was gone through: none was found.
    NotReported,
    /// Somebody has still to go through so many of so many articles.
    NotRead { unread: usize, articles: usize },
}

impl Empty {
    /// In words: `not reported`, `not yet read (1 of 3 articles)`.
    pub fn words(self) -> String {
        match self {
            Self::NotReported => "not reported".to_owned(),
            Self::NotRead { unread, articles } => {
                format!("not yet read ({unread} of {})", counted(articles, "article", "articles"))
            }
        }
    }
}

/// Cells of a row whose figures are one origin's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    pub origin: String,
    /// Index into the palette.
    pub colour: u8,
    /// How many cells of the row it goes round.
    pub cells: usize,
    /// Whether the cell to the left or right is in the same frame.
    pub joins_left: bool,
    pub joins_right: bool,
}

impl Cell {
    /// The cell in words, without its row and column.
    pub fn words(&self) -> String {
        if self.marks.is_empty() {
            return self.empty.words();
        }
        let said: Vec<String> = self.marks.iter().map(said).collect();
        match &self.frame {
            Some(frame) => {
                format!("{}; {} in {} columns", said.join("; "), frame.origin, frame.cells)
            }
            None => said.join("; "),
        }
    }
}

/// A figure in a cell: words, origin, status.
fn said(mark: &Mark) -> String {
    let status = if mark.filled { "confirmed" } else { "suggested" };
    let mut out = format!("{}, {}, {status}", mark.words, mark.origin);
    for word in mark.fade.map(super::Fade::label).into_iter().chain(mark.denied.then_some("denied")) {
        out.push_str(", ");
        out.push_str(word);
    }
    out
}

impl Matrix {
    /// What stands below a figure's words in a cell: on whose word, or who published it where columns are origins.
    pub fn beside<'m>(&self, mark: &'m Mark) -> &'m str {
        match self.by {
            MatrixBy::Outlet => &mark.origin,
            MatrixBy::Origin => &mark.outlet,
        }
    }

    /// Whether any cells stand in a frame.
    pub fn has_frames(&self) -> bool {
        self.rows.iter().flat_map(|row| &row.cells).any(|cell| cell.frame.is_some())
    }

    /// The cell at a row and column, with both.
    pub fn cell(&self, row: usize, column: usize) -> Option<(&MatrixRow, &Column, &Cell)> {
        let row = self.rows.get(row)?;
        Some((row, self.columns.get(column)?, row.cells.get(column)?))
    }

    /// The table in words, a line for each row.
    pub fn as_text(&self) -> String {
        let mut out = String::new();
        // Writing to a string cannot fail.
        for row in &self.rows {
            let _ = writeln!(out, "{} ({})", row.title, row.subtitle);
            let (mut absent, mut unread) = (0, 0);
            for (cell, column) in row.cells.iter().zip(&self.columns) {
                match (cell.marks.is_empty(), cell.empty) {
                    (false, _) => drop(writeln!(out, "- {}: {}", column.name, cell.words())),
                    (true, Empty::NotReported) => absent += 1,
                    (true, Empty::NotRead { .. }) => unread += 1,
                }
            }
            let column = |n| match self.by {
                MatrixBy::Outlet => counted(n, "outlet", "outlets"),
                MatrixBy::Origin => counted(n, "origin", "origins"),
            };
            if absent > 0 {
                let _ = writeln!(out, "- not reported: {}", column(absent));
            }
            if unread > 0 {
                let _ = writeln!(out, "- not yet read to the end: {}", column(unread));
            }
        }
        out
    }
}

/// Who a column stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Outlet(OutletKey),
    Origin(OriginKey),
}

/// The table of these groups.
pub(super) fn draw(project: &Project, groups: &[Group<'_>], options: &ChartOptions) -> Drawn {
    if groups.is_empty() {
        return Drawn::default();
    }
    let names = Names { project, withhold: options.withhold_confidential };
    let key = |entry: &Entry<'_>| match options.columns {
        MatrixBy::Outlet => Key::Outlet(entry.outlet_key),
        MatrixBy::Origin => Key::Origin(entry.origin_key.clone()),
    };
    let columns = columns(project, groups, options.columns, &names);
    let scale = Axis::from_zero(&[], false);
    let mut out = Matrix { by: options.columns, columns: Vec::new(), rows: Vec::new() };
    for group in groups {
        let mut cells: BTreeMap<Key, Vec<&Entry<'_>>> = BTreeMap::new();
        for entry in group.entries.iter().chain(&group.off_axis) {
            cells.entry(key(entry)).or_default().push(entry);
        }
        let mut row: Vec<Cell> = Vec::with_capacity(columns.len());
        let mut origins: Vec<Option<&OriginKey>> = Vec::with_capacity(columns.len());
        let shared = shared_origins(&cells);
        for (key, _, empty) in &columns {
            let mut entries = cells.remove(key).unwrap_or_default();
            entries.sort_by_key(|entry| {
                (entry.denied, entry.fade, Reverse(entry.day), Reverse(entry.published), entry.figure.id)
            });
            let origin = entries
                .iter()
                .map(|entry| &entry.origin_key)
                .filter_map(|origin| Some((*shared.get(origin)?, origin)))
                .max()
                .map(|(_, origin)| origin);
            let frame =
                origin.and_then(|origin| entries.iter().find(|entry| entry.origin_key == *origin)).map(|entry| Frame {
                    origin: entry.origin.clone(),
                    colour: entry.colour,
                    cells: shared.get(&entry.origin_key).copied().unwrap_or(1),
                    joins_left: false,
                    joins_right: false,
                });
            row.push(Cell {
                marks: entries.iter().map(|entry| mark(entry, &scale, 0)).collect(),
                empty: *empty,
                frame,
            });
            origins.push(origin);
        }
        for at in 1..row.len() {
            let same = matches!((origins.get(at - 1), origins.get(at)), (Some(Some(a)), Some(Some(b))) if a == b);
            if let (true, Some([left, right])) = (same, row.get_mut(at - 1..=at)) {
                left.frame.iter_mut().for_each(|frame| frame.joins_right = true);
                right.frame.iter_mut().for_each(|frame| frame.joins_left = true);
            }
        }
        out.rows.push(MatrixRow {
            key: group.key,
            title: group.title.clone(),
            subtitle: group.subtitle.clone(),
            part: group.part,
            cells: row,
        });
    }
    out.columns = columns.into_iter().map(|(_, column, _)| column).collect();
    Drawn { matrix: Some(out), ..Drawn::default() }
}

/// In how many columns each origin of a row stands, where it is more than one. Nobody is no origin.
fn shared_origins<'e>(cells: &BTreeMap<Key, Vec<&'e Entry<'_>>>) -> BTreeMap<&'e OriginKey, usize> {
    let mut count: BTreeMap<&OriginKey, usize> = BTreeMap::new();
    for (key, entries) in cells {
        if matches!(key, Key::Origin(_)) {
            continue;
        }
        let named = entries.iter().filter(|entry| !entry.denied).map(|entry| &entry.origin_key);
        let origins: BTreeSet<_> = named.filter(|origin| **origin != OriginKey::Unattributed).collect();
        for origin in origins {
            *count.entry(origin).or_default() += 1;
        }
    }
    count.retain(|_, columns| *columns > 1);
    count
}

/// The columns in order, with what an empty cell of each means.
fn columns(project: &Project, groups: &[Group<'_>], by: MatrixBy, names: &Names<'_>) -> Vec<(Key, Column, Empty)> {
    let entries = || groups.iter().flat_map(|group| group.entries.iter().chain(&group.off_axis));
    let mut cited: BTreeMap<&OriginKey, usize> = BTreeMap::new();
    for entry in entries().filter(|entry| entry.origin_key != OriginKey::Unattributed) {
        *cited.entry(&entry.origin_key).or_default() += 1;
    }
    let unread = project.articles.values().filter(|article| article.figures_reviewed.is_none()).count();
    let all = match unread {
        0 => Empty::NotReported,
        unread => Empty::NotRead { unread, articles: project.articles.len() },
    };
    match by {
        MatrixBy::Origin => {
            let mut out: BTreeMap<&OriginKey, (&Entry<'_>, usize)> = BTreeMap::new();
            for entry in entries() {
                out.entry(&entry.origin_key).or_insert((entry, 0)).1 += 1;
            }
            let mut out: Vec<_> = out.into_iter().collect();
            out.sort_by_key(|(key, (entry, n))| (**key == OriginKey::Unattributed, Reverse(*n), &entry.origin, *key));
            let column = |(key, (entry, reported)): (&OriginKey, (&Entry<'_>, usize))| {
                let column = Column {
                    name: entry.origin.clone(),
                    detail: counted(reported, "figure", "figures"),
                    colour: entry.colour,
                    reported,
                };
                (Key::Origin(key.clone()), column, all)
            };
            out.into_iter().map(column).collect()
        }
        MatrixBy::Outlet => {
            let mut outlets: BTreeMap<OutletKey, (String, usize, usize)> = BTreeMap::new();
            for article in project.articles.values() {
                let outlet = outlets
                    .entry(OutletKey::of(Some(article)))
                    .or_insert_with(|| (folded(&names.outlet(Some(article))), 0, 0));
                outlet.1 += 1;
                outlet.2 += usize::from(article.figures_reviewed.is_none());
            }
            let mut reported: BTreeMap<OutletKey, BTreeMap<&OriginKey, usize>> = BTreeMap::new();
            for entry in entries() {
                outlets.entry(entry.outlet_key).or_insert_with(|| (entry.outlet.clone(), 0, 0));
                *reported.entry(entry.outlet_key).or_default().entry(&entry.origin_key).or_default() += 1;
            }
            let mut out: Vec<_> = outlets
                .into_iter()
                .map(|(key, (name, articles, unread))| {
                    let own = reported.get(&key);
                    let figures: usize = own.into_iter().flat_map(|own| own.values()).sum();
                    // Outlets that mostly cite one origin stand side by side, so that frames join.
                    let main =
                        own.into_iter().flatten().filter_map(|(origin, n)| Some((*n, *cited.get(origin)?, *origin)));
                    let main = main.max().map(|(_, cited, origin)| (Reverse(cited), origin));
                    let detail = match unread {
                        0 => format!("{}, read", counted(articles, "article", "articles")),
                        n => format!("{}, {n} not yet read", counted(articles, "article", "articles")),
                    };
                    let empty = if unread == 0 { Empty::NotReported } else { Empty::NotRead { unread, articles } };
                    let column = Column { name, detail, colour: GREY, reported: figures };
                    (figures == 0, main.is_none(), main, Reverse(figures), key, column, empty)
                })
                .collect();
            out.sort_by(|a, b| (a.0, a.1, a.2, a.3, &a.5.name, a.4).cmp(&(b.0, b.1, b.2, b.3, &b.5.name, b.4)));
            out.into_iter().map(|(_, _, _, _, key, column, empty)| (Key::Outlet(key), column, empty)).collect()
        }
    }
}
