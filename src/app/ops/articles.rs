//! Articles and organisations: metadata, reading marks, deletion.

use crate::model::{
    Article, ArticleId, Change, Edit, FigureId, LinkEnd, MemoTarget, OrgId, OrgKind, Organisation, Project, ReadState,
    Record, RecordId,
};

use super::codebook::remove_memos_on;
use super::{By, counted};
use crate::app::ids::IdSource;

/// Finds an organisation by any of its names, letter case aside.
pub fn find_org(project: &Project, name: &str) -> Option<OrgId> {
    let wanted = name.trim().to_lowercase();
    let named = |text: &str| text.to_lowercase() == wanted;
    project
        .organisations
        .values()
        .find(|org| named(&org.name) || named(&org.short) || org.aliases.iter().any(|alias| named(alias)))
        .map(|org| org.id)
}

/// The organisation of this name: the project's own, else one queued in `added`, else a new one queued there. The
/// lexicon lends its full name, aliases and kind where it knows the name; otherwise `kind` is taken.
pub fn find_or_add_org(
    project: &Project,
    name: &str,
    kind: OrgKind,
    ids: &mut IdSource,
    added: &mut Vec<Organisation>,
) -> OrgId {
    let known = crate::lexicon::organisations::resolve(name);
    let names: Vec<&str> = std::iter::once(name).chain(known.map(|entry| entry.name.as_str())).collect();
    for name in &names {
        if let Some(id) = find_org(project, name) {
            return id;
        }
        let wanted = name.trim().to_lowercase();
        if let Some(org) =
            added.iter().find(|org| org.name.to_lowercase() == wanted || org.short.to_lowercase() == wanted)
        {
            return org.id;
        }
    }
    let org = match known {
        Some(entry) => Organisation {
            id: ids.org(),
            name: entry.name.clone(),
            short: entry.short.clone(),
            kind: entry.kind,
            aliases: entry.aliases.clone(),
            reliability: None,
            confidential: false,
        },
        None => Organisation {
            id: ids.org(),
            name: name.trim().to_owned(),
            short: String::new(),
            kind,
            aliases: Vec::new(),
            reliability: None,
            confidential: false,
        },
    };
    let id = org.id;
    added.push(org);
    id
}

/// Replaces an article's metadata (not its text, which never changes), with organisations that are new.
pub fn change_article(project: &Project, article: Article, new_orgs: Vec<Organisation>) -> Option<Edit> {
    let old = project.articles.get(&article.id)?;
    if *old == article || old.text_sha256 != article.text_sha256 {
        return None;
    }
    let mut changes: Vec<Change> =
        new_orgs.into_iter().map(|org| Change::Put(Box::new(Record::Organisation(org)))).collect();
    changes.push(Change::Put(Box::new(Record::Article(article))));
    Some(Edit { label: "change article details".to_owned(), changes })
}

/// Sets the reading mark of articles.
pub fn mark_read(project: &Project, articles: &[ArticleId], state: ReadState) -> Option<Edit> {
    let changed: Vec<Article> = articles
        .iter()
        .filter_map(|id| project.articles.get(id))
        .filter(|article| article.read_state != state)
        .map(|article| Article { read_state: state, ..article.clone() })
        .collect();
    let label = format!("mark {} {}", counted(changed.len(), "article", "articles"), state.label());
    (!changed.is_empty()).then(|| Edit::put_all(label, changed))
}

/// Marks an article's figures as reviewed by the coder, or takes the mark off.
pub fn mark_reviewed(project: &Project, article: ArticleId, reviewed: bool, by: &By<'_>) -> Option<Edit> {
    let mut article = project.articles.get(&article)?.clone();
    if article.figures_reviewed.is_some() == reviewed {
        return None;
    }
    article.figures_reviewed = reviewed.then_some((by.coder, by.now));
    Some(Edit::put(if reviewed { "mark figures reviewed" } else { "mark figures not reviewed" }, article))
}

/// Deletes articles with all that stands on them: excerpts, figures (also out of their tallies), links and memos. The
/// text stays in the project folder, so that undo brings everything back.
pub fn delete_articles(project: &Project, articles: &[ArticleId]) -> Option<Edit> {
    let listed: std::collections::BTreeSet<ArticleId> = articles.iter().copied().collect();
    let gone = |id: &ArticleId| listed.contains(id);
    let mut changes = Vec::new();
    let figure_gone = |id: &FigureId| project.figures.get(id).is_some_and(|f| gone(&f.article));
    for tally in project.tallies.values().filter(|tally| tally.figures.iter().any(figure_gone)) {
        let mut tally = tally.clone();
        tally.figures.retain(|id| !figure_gone(id));
        changes.push(Change::Put(Box::new(Record::Tally(tally))));
    }
    for link in project.links.values() {
        let touches = [&link.a, &link.b].into_iter().any(|end| match end {
            LinkEnd::Passage(article, _) => gone(article),
            LinkEnd::Figure(figure) => figure_gone(figure),
        });
        if touches {
            remove_memos_on(project, MemoTarget::Link(link.id), &mut changes);
            changes.push(Change::Remove(RecordId::Link(link.id)));
        }
    }
    for figure in project.figures.values().filter(|f| gone(&f.article)) {
        remove_memos_on(project, MemoTarget::Figure(figure.id), &mut changes);
        changes.push(Change::Remove(RecordId::Figure(figure.id)));
    }
    for excerpt in project.excerpts.values().filter(|e| gone(&e.article)) {
        remove_memos_on(project, MemoTarget::Excerpt(excerpt.id), &mut changes);
        changes.push(Change::Remove(RecordId::Excerpt(excerpt.id)));
    }
    let there: Vec<ArticleId> = articles.iter().copied().filter(|id| project.articles.contains_key(id)).collect();
    for id in &there {
        remove_memos_on(project, MemoTarget::Article(*id), &mut changes);
        changes.push(Change::Remove(RecordId::Article(*id)));
    }
    let label = format!("delete {}", counted(there.len(), "article", "articles"));
    (!there.is_empty()).then_some(Edit { label, changes })
}
