//! The same change to many articles, as one step.

use crate::model::{Article, ArticleId, ArticleSet, Change, Edit, OrgKind, Organisation, Project, Record, WireBasis};

use super::articles::find_or_add_org;
use super::{By, counted};

/// What is changed on each of many articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ManyChange {
    /// The outlet of this name; empty for unknown.
    Outlet(String),
    /// The wire of this name; empty for none.
    Wire(String),
    /// Into the set of this name, made if there is none; empty for no set.
    Set(String),
    Confidential(bool),
    /// Whether the coder has gone through their figures.
    Reviewed(bool),
}

/// Changes many articles in one step; `None` if all of them are so already.
pub fn change_articles(
    project: &Project,
    articles: &[ArticleId],
    change: &ManyChange,
    by: &mut By<'_>,
) -> Option<Edit> {
    let mut orgs: Vec<Organisation> = Vec::new();
    let mut sets: Vec<ArticleSet> = Vec::new();
    let mut org = |name: &str| {
        let name = name.trim();
        (!name.is_empty()).then(|| find_or_add_org(project, name, OrgKind::Media, by.ids, &mut orgs))
    };
    let (named_org, named_set) = match change {
        ManyChange::Outlet(name) | ManyChange::Wire(name) => (org(name), None),
        ManyChange::Set(name) if !name.trim().is_empty() => {
            let known = project.sets.values().find(|set| set.name.to_lowercase() == name.trim().to_lowercase());
            let set = known.map(|set| set.id).unwrap_or_else(|| {
                let set = ArticleSet { id: by.ids.set(), name: name.trim().to_owned(), imported: by.now };
                let id = set.id;
                sets.push(set);
                id
            });
            (None, Some(set))
        }
        _ => (None, None),
    };
    let changed: Vec<Article> = articles
        .iter()
        .filter_map(|id| project.articles.get(id))
        .filter_map(|old| {
            let mut article = old.clone();
            match change {
                ManyChange::Outlet(_) => article.outlet = named_org,
                ManyChange::Wire(_) if article.wire != named_org => {
                    article.wire = named_org;
                    article.wire_basis = named_org.map(|_| WireBasis::Analyst);
                    article.wire_evidence = None;
                }
                ManyChange::Wire(_) => {}
                ManyChange::Set(_) => article.set = named_set,
                ManyChange::Confidential(wanted) => article.confidential = *wanted,
                ManyChange::Reviewed(wanted) if article.figures_reviewed.is_some() != *wanted => {
                    article.figures_reviewed = wanted.then_some((by.coder, by.now));
                }
                ManyChange::Reviewed(_) => {}
            }
            (article != *old).then_some(article)
        })
        .collect();
    if changed.is_empty() {
        return None;
    }
    let n = counted(changed.len(), "article", "articles");
    let label = match change {
        ManyChange::Outlet(_) => format!("set the outlet of {n}"),
        ManyChange::Wire(_) => format!("set the wire of {n}"),
        ManyChange::Set(_) => format!("move {n} to a set"),
        ManyChange::Confidential(true) => format!("mark {n} confidential"),
        ManyChange::Confidential(false) => format!("mark {n} not confidential"),
        ManyChange::Reviewed(true) => format!("mark figures of {n} reviewed"),
        ManyChange::Reviewed(false) => format!("mark figures of {n} not reviewed"),
    };
    let records = sets.into_iter().map(Record::Set).chain(orgs.into_iter().map(Record::Organisation));
    let records = records.chain(changed.into_iter().map(Record::Article));
    Some(Edit { label, changes: records.map(|record| Change::Put(Box::new(record))).collect() })
}
