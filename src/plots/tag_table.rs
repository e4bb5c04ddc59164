//! Tags by outlet, wire, day or article: how many excerpts of each. Layer `plots`.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ArticleId, Project, ReadState, Tag, TagId};

/// What the columns are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TagsBy {
    #[default]
    Outlet,
    Wire,
    Day,
    Article,
}

impl TagsBy {
    /// Every way, in the order offered.
    pub const ALL: [Self; 4] = [Self::Outlet, Self::Wire, Self::Day, Self::Article];

    /// The words shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Outlet => "by outlet",
            Self::Wire => "by wire",
            Self::Day => "by day",
            Self::Article => "by article",
        }
    }
}

/// What stands above one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub title: String,
    pub articles: BTreeSet<ArticleId>,
    /// Excerpts of any tag in these articles.
    pub excerpts: usize,
    /// Of the articles, those somebody has read to the end.
    pub read: usize,
}

/// One tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub tag: TagId,
    /// Steps below the top of the codebook.
    pub depth: usize,
    /// Excerpts that carry the tag itself, a column each.
    pub cells: Vec<usize>,
    pub total: usize,
}

/// The table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TagTable {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// The fullest cell.
    pub most: usize,
}

impl TagTable {
    /// Counts the excerpts of `project`.
    pub fn of(project: &Project, by: TagsBy) -> Self {
        let mut columns: BTreeMap<(u8, String), Column> = BTreeMap::new();
        let mut key_of: BTreeMap<ArticleId, (u8, String)> = BTreeMap::new();
        for article in project.articles.values() {
            let (rank, title) = match by {
                TagsBy::Outlet => (0, project.outlet_name(article)),
                TagsBy::Wire => match project.wire_or_outlet(article).and_then(|id| project.organisations.get(&id)) {
                    Some(org) => (0, org.short_name().to_owned()),
                    None => (1, "wire not known".to_owned()),
                },
                TagsBy::Day => match article.published {
                    Some(day) => (0, day.to_string()),
                    // Without a day they stand last.
                    None => (1, "no date".to_owned()),
                },
                TagsBy::Article => (0, article.title.clone()),
            };
            // Two articles of one title stay two columns.
            let key = if by == TagsBy::Article {
                (rank, format!("{title}\u{0}{}", article.id))
            } else {
                (rank, title.clone())
            };
            let column = columns.entry(key.clone()).or_insert_with(|| Column {
                title,
                articles: BTreeSet::new(),
                excerpts: 0,
                read: 0,
            });
            column.articles.insert(article.id);
            column.read += usize::from(article.read_state == ReadState::Done);
            key_of.insert(article.id, key);
        }
        let place: BTreeMap<&(u8, String), usize> = columns.keys().enumerate().map(|(i, key)| (key, i)).collect();
        let mut counts: BTreeMap<TagId, Vec<usize>> = BTreeMap::new();
        let mut all = vec![0; columns.len()];
        for excerpt in project.excerpts.values() {
            let Some(at) = key_of.get(&excerpt.article).and_then(|key| place.get(key)).copied() else { continue };
            if let Some(count) = all.get_mut(at) {
                *count += 1;
            }
            for tag in &excerpt.tags {
                let row = counts.entry(*tag).or_insert_with(|| vec![0; columns.len()]);
                if let Some(count) = row.get_mut(at) {
                    *count += 1;
                }
            }
        }
        let mut table = Self::default();
        for (column, excerpts) in columns.into_values().zip(all) {
            table.columns.push(Column { excerpts, ..column });
        }
        let empty = vec![0; table.columns.len()];
        for (tag, depth) in in_tree_order(project) {
            let cells = counts.get(&tag.id).unwrap_or(&empty).clone();
            let total = cells.iter().sum();
            table.most = cells.iter().copied().chain([table.most]).max().unwrap_or(0);
            table.rows.push(Row { tag: tag.id, depth, cells, total });
        }
        table
    }
}

/// The tags as the codebook shows them, each with how many stand above it.
pub fn in_tree_order(project: &Project) -> Vec<(&Tag, usize)> {
    let mut below: BTreeMap<Option<TagId>, Vec<&Tag>> = BTreeMap::new();
    for tag in project.tags.values() {
        below.entry(tag.parent).or_default().push(tag);
    }
    // Backwards, as they are taken off the end.
    for row in below.values_mut() {
        row.sort_by(|a, b| (b.order, &b.name, b.id).cmp(&(a.order, &a.name, a.id)));
    }
    let mut out = Vec::with_capacity(project.tags.len());
    let mut todo: Vec<(&Tag, usize)> = below.remove(&None).into_iter().flatten().map(|tag| (tag, 0)).collect();
    while let Some((tag, depth)) = todo.pop() {
        out.push((tag, depth));
        todo.extend(below.remove(&Some(tag.id)).into_iter().flatten().map(|child| (child, depth + 1)));
    }
    out
}
