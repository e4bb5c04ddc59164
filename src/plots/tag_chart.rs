//! The table of tags as it leaves the program: ordered, named as may be shown, with what is left out in words. Layer
//! `plots`.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::model::{Project, TagId};

use super::names::{Names, folded};
use super::tag_table::{Column, TagTable, TagsBy};
use super::voices::counted;

/// A picture of how often each tag stands where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagChart {
    pub title: String,
    /// What it covers and what a cell says.
    pub subtitle: String,
    pub columns: Vec<TagColumn>,
    pub rows: Vec<TagRow>,
    /// The fullest cell: excerpts, or thousandths where cells are shares.
    pub most: usize,
    /// Whether cells are shares of their column's excerpts, in thousandths, and not counts.
    pub share: bool,
    /// What is not drawn, and why.
    pub notes: Vec<String>,
}

/// An outlet, a wire, a day or an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagColumn {
    pub name: String,
    /// "12 excerpts, 2 of 3 read".
    pub detail: String,
    /// Whether every article of it was read to the end: only then is an empty cell a finding.
    pub is_read: bool,
}

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagRow {
    pub name: String,
    /// Steps below the top of the codebook.
    pub depth: usize,
    /// Index into the palette.
    pub colour: u8,
    pub total: usize,
    /// A value for each column; see [`TagChart::share`].
    pub cells: Vec<usize>,
}

impl TagChart {
    /// Of a project, with placeholders for what is confidential.
    pub fn of(project: &Project, by: TagsBy, share: bool) -> Self {
        let table = TagTable::of(project, by);
        let names = Names { project, withhold: true };
        let mut notes = Vec::new();

        // Days keep their order, with those without an excerpt between them; others go by how much was tagged.
        let mut order: Vec<usize> = (0..table.columns.len()).collect();
        if by != TagsBy::Day {
            order.sort_by_key(|at| table.columns.get(*at).map(|column| (Reverse(column.excerpts), &column.title)));
            let has_excerpts = |at: &usize| table.columns.get(*at).is_some_and(|column| column.excerpts > 0);
            let empty: Vec<usize> = order.iter().copied().filter(|at| !has_excerpts(at)).collect();
            let unread = empty.iter().filter_map(|at| table.columns.get(*at)).filter(|column| !is_read(column)).count();
            order.retain(has_excerpts);
            if !empty.is_empty() {
                let (one, many) = nouns(by);
                let read = if unread > 0 { format!(", {unread} of them not read to the end") } else { String::new() };
                notes.push(format!("{} without an excerpt not drawn{read}.", counted(empty.len(), one, many)));
            }
        }
        let columns = order.iter().filter_map(|at| table.columns.get(*at));
        let columns: Vec<TagColumn> = columns.map(|column| named(project, &names, column, by)).collect();

        let kept = used(project, &table);
        let unused = table.rows.len() - kept.len();
        if unused > 0 {
            notes.push(format!("{} without an excerpt not drawn.", counted(unused, "tag", "tags")));
        }
        let value = |count: usize, at: usize| match (share, table.columns.get(at).map(|column| column.excerpts)) {
            (true, Some(all)) if all > 0 => (count * 1_000 + all / 2) / all,
            (true, _) => 0,
            (false, _) => count,
        };
        let mut rows = Vec::with_capacity(kept.len());
        for row in table.rows.iter().filter(|row| kept.contains(&row.tag)) {
            let Some(tag) = project.tags.get(&row.tag) else { continue };
            rows.push(TagRow {
                name: folded(&tag.name),
                depth: row.depth,
                colour: tag.colour,
                total: row.total,
                cells: order.iter().map(|at| value(row.cells.get(*at).copied().unwrap_or(0), *at)).collect(),
            });
        }
        let most = rows.iter().flat_map(|row| &row.cells).copied().max().unwrap_or(0);
        let cells =
            if share { "a cell: what part of its column’s excerpts" } else { "a cell: excerpts with the tag" };
        Self {
            title: format!("Tags {} · {}", by.label(), counted(project.articles.len(), "article", "articles")),
            subtitle: format!(
                "{} · {} · {cells}",
                project.info.name,
                counted(project.excerpts.len(), "excerpt", "excerpts")
            ),
            columns,
            rows,
            most,
            share,
            notes,
        }
    }

    /// A cell's value in words; empty for none.
    pub fn value(&self, cell: usize) -> String {
        match (cell, self.share) {
            (0, _) => String::new(),
            (cell, false) => super::thousands(cell as u64),
            (cell, true) => format!("{} %", (cell + 5) / 10),
        }
    }

    /// The table in words, a line for each tag.
    pub fn as_text(&self) -> String {
        let mut out = String::new();
        for row in &self.rows {
            // Writing to a string cannot fail.
            let _ = write!(out, "{} ({})", row.name, counted(row.total, "excerpt", "excerpts"));
            for (cell, column) in row.cells.iter().zip(&self.columns).filter(|(cell, _)| **cell > 0) {
                let _ = write!(out, "; {}: {}", column.name, self.value(*cell));
            }
            out.push('\n');
        }
        out
    }
}

fn is_read(column: &Column) -> bool {
    column.read == column.articles.len()
}

const fn nouns(by: TagsBy) -> (&'static str, &'static str) {
    match by {
        TagsBy::Outlet => ("outlet", "outlets"),
        TagsBy::Wire => ("wire", "wires"),
        TagsBy::Day => ("day", "days"),
        TagsBy::Article => ("article", "articles"),
    }
}

/// The tags with an excerpt, and those above them.
fn used(project: &Project, table: &TagTable) -> BTreeSet<TagId> {
    let mut kept = BTreeSet::new();
    for row in table.rows.iter().filter(|row| row.total > 0) {
        let mut at = Some(row.tag);
        while let Some(tag) = at.filter(|tag| kept.insert(*tag)) {
            at = project.tags.get(&tag).and_then(|tag| tag.parent);
        }
    }
    kept
}

fn named(project: &Project, names: &Names<'_>, column: &Column, by: TagsBy) -> TagColumn {
    let articles = || column.articles.iter().filter_map(|id| project.articles.get(id));
    let hidden = by != TagsBy::Day && articles().any(|article| names.hides_article(article));
    let name = if hidden { "name withheld".to_owned() } else { folded(&column.title) };
    let excerpts = counted(column.excerpts, "excerpt", "excerpts");
    TagColumn {
        name,
        detail: format!("{excerpts}, {}/{} read", column.read, column.articles.len()),
        is_read: is_read(column),
    }
}
