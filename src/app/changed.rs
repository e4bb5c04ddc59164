//! What differs between two states of a project, as far as what is shown depends on it. Found without looking at what
//! the two share, so that one edit costs the same in a project of ten articles and of ten thousand.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Article, ArticleId, ExcerptId, FigureId, LinkId, OrgId, Project, TallyId};

/// What differs.
#[derive(Debug, Default)]
pub(super) struct Changed {
    pub(super) articles: BTreeSet<ArticleId>,
    pub(super) figures: Vec<FigureId>,
    pub(super) excerpts: Vec<ExcerptId>,
    pub(super) tallies: Vec<TallyId>,
    /// The articles that changed figures stand or stood in.
    pub(super) articles_of_figures: BTreeSet<ArticleId>,
    /// Whether an organisation or a set that was there already has another name, or went.
    pub(super) names: bool,
    /// Whether an article that was there already has another outlet or wire, or went.
    pub(super) outlets: bool,
    /// Whether an article was added or went.
    pub(super) texts: bool,
    /// Links between passages or figures.
    pub(super) links: Vec<LinkId>,
    /// Whether the codebook is different.
    pub(super) tags: bool,
    /// Whether anything is different that a chart shows.
    pub(super) charts: bool,
}

impl Changed {
    pub(super) fn between(before: &Project, now: &Project) -> Self {
        let articles: BTreeSet<ArticleId> = before.articles.changed_keys(&now.articles).into_iter().collect();
        let figures = before.figures.changed_keys(&now.figures);
        let excerpts = before.excerpts.changed_keys(&now.excerpts);
        let tallies = before.tallies.changed_keys(&now.tallies);
        let organisations = before.organisations.changed_keys(&now.organisations);
        let names = organisations.iter().any(|id| before.organisations.contains_key(id))
            || before.sets.changed_keys(&now.sets).iter().any(|id| before.sets.contains_key(id));
        let voice = |article: &Article| (article.outlet, article.wire);
        let outlets = articles
            .iter()
            .any(|id| before.articles.get(id).is_some_and(|old| now.articles.get(id).map(voice) != Some(voice(old))));
        // A reading mark is not drawn; that figures were gone through is, in the matrix.
        let drawn = |article: &Article| {
            let reviewed = article.figures_reviewed.is_some();
            (voice(article), article.published, article.title.clone(), article.confidential, reviewed)
        };
        let links = before.links.changed_keys(&now.links);
        let tags = !before.tags.changed_keys(&now.tags).is_empty();
        let charts = names
            || !figures.is_empty()
            || !tallies.is_empty()
            || before.info != now.info
            || articles.iter().any(|id| before.articles.get(id).map(drawn) != now.articles.get(id).map(drawn))
            || !links.is_empty()
            || !before.events.changed_keys(&now.events).is_empty();
        let texts = articles.iter().any(|id| before.articles.contains_key(id) != now.articles.contains_key(id));
        let both = [before, now];
        let articles_of_figures = figures
            .iter()
            .flat_map(|id| both.into_iter().filter_map(|project| project.figures.get(id)))
            .map(|figure| figure.article)
            .collect();
        Self { articles, figures, excerpts, tallies, articles_of_figures, names, outlets, links, tags, texts, charts }
    }
}

/// How many voices the articles carry: wires, outlets with their own text, and articles of which neither is known.
#[derive(Debug, Default)]
pub(super) struct Wires {
    known: BTreeMap<OrgId, usize>,
    unknown: usize,
}

impl Wires {
    pub(super) fn len(&self) -> usize {
        self.known.len() + self.unknown
    }

    pub(super) fn update(&mut self, before: &Project, now: &Project, articles: &BTreeSet<ArticleId>) {
        for id in articles {
            if let Some(old) = before.articles.get(id) {
                match before.wire_or_outlet(old) {
                    Some(org) => {
                        if let Some(n) = self.known.get_mut(&org) {
                            *n -= 1;
                            if *n == 0 {
                                self.known.remove(&org);
                            }
                        }
                    }
                    None => self.unknown -= 1,
                }
            }
            if let Some(new) = now.articles.get(id) {
                match now.wire_or_outlet(new) {
                    Some(org) => *self.known.entry(org).or_default() += 1,
                    None => self.unknown += 1,
                }
            }
        }
    }
}
