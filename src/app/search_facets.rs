//! What a query asks of articles rather than of their texts: outlet, date, tags, figures. Worked out once for a query, so
//! that each article is then quickly told.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Article, ArticleId, ExcerptId, Figure, FigureId, LinkEnd, MemoTarget, OrgId, Project, ReviewStatus, TagId,
};
use crate::text::search::query::{Compare, Has};
use crate::text::search::{Facet, Query, fold};

type ByArticle<T> = BTreeMap<ArticleId, Vec<T>>;

/// A project made ready for what a query asks of its articles.
#[derive(Debug)]
pub struct Facts<'a> {
    project: &'a Project,
    figures_of: Cow<'a, ByArticle<FigureId>>,
    excerpts_of: Cow<'a, ByArticle<ExcerptId>>,
    /// For each name that a query asks for, the tags, organisations and sets it means.
    tags: BTreeMap<String, BTreeSet<TagId>>,
    organisations: BTreeMap<String, BTreeSet<OrgId>>,
    with_memo: BTreeSet<ArticleId>,
    with_link: BTreeSet<ArticleId>,
}

impl<'a> Facts<'a> {
    /// Ready for `query`, with figures and excerpts looked up as far as it asks for them.
    pub fn of(project: &'a Project, query: &Query) -> Self {
        let mut figures: ByArticle<FigureId> = BTreeMap::new();
        let mut excerpts: ByArticle<ExcerptId> = BTreeMap::new();
        let facets = query.facets();
        if facets.iter().any(|facet| asks_figures(facet)) {
            for figure in project.figures.values() {
                figures.entry(figure.article).or_default().push(figure.id);
            }
        }
        if facets.iter().any(|facet| asks_excerpts(facet)) {
            for excerpt in project.excerpts.values() {
                excerpts.entry(excerpt.article).or_default().push(excerpt.id);
            }
        }
        Self::with(project, query, Cow::Owned(figures), Cow::Owned(excerpts))
    }

    /// Ready for `query`, with the figures and excerpts of each article at hand.
    pub fn with(
        project: &'a Project,
        query: &Query,
        figures_of: Cow<'a, ByArticle<FigureId>>,
        excerpts_of: Cow<'a, ByArticle<ExcerptId>>,
    ) -> Self {
        let mut facts = Self {
            project,
            figures_of,
            excerpts_of,
            tags: BTreeMap::new(),
            organisations: BTreeMap::new(),
            with_memo: BTreeSet::new(),
            with_link: BTreeSet::new(),
        };
        for facet in query.facets() {
            match facet {
                Facet::Tag(name) => drop(facts.tags.insert(name.clone(), tags_named(project, name))),
                Facet::Outlet(name) | Facet::Wire(name) => {
                    facts.organisations.insert(name.clone(), organisations_named(project, name));
                }
                Facet::Has(Has::Memo) => facts.find_memos(),
                Facet::Has(Has::Link) => facts.find_links(),
                _ => {}
            }
        }
        facts
    }

    fn find_memos(&mut self) {
        for memo in self.project.memos.values() {
            self.with_memo.extend(match memo.on {
                MemoTarget::Article(id) => Some(id),
                MemoTarget::Excerpt(id) => self.project.excerpts.get(&id).map(|excerpt| excerpt.article),
                MemoTarget::Figure(id) => self.project.figures.get(&id).map(|figure| figure.article),
                _ => None,
            });
        }
    }

    fn find_links(&mut self) {
        for link in self.project.links.values() {
            self.with_link.extend([&link.a, &link.b].into_iter().filter_map(|end| match end {
                LinkEnd::Passage(article, _) => Some(*article),
                LinkEnd::Figure(id) => self.project.figures.get(id).map(|figure| figure.article),
            }));
        }
    }

    fn figures(&self, article: ArticleId) -> impl Iterator<Item = &Figure> {
        self.figures_of
            .get(&article)
            .into_iter()
            .flatten()
            .filter_map(|id| self.project.figures.get(id))
            .filter(|figure| figure.status != ReviewStatus::Rejected)
    }

    /// Whether an article is what a facet asks for.
    pub fn fits(&self, article: ArticleId, facet: &Facet) -> bool {
        let Some(record) = self.project.articles.get(&article) else { return false };
        match facet {
            Facet::Outlet(name) => self.is_named(record.outlet, name),
            Facet::Wire(name) => self.is_named(record.wire, name),
            Facet::Set(words) => {
                let set = record.set.and_then(|id| self.project.sets.get(&id));
                set.is_some_and(|set| fold::folded(&set.name).contains(words.as_str()))
            }
            Facet::Title(words) => fold::folded(&record.title).contains(words.as_str()),
            Facet::Date(first, last) => record
                .published
                .is_some_and(|date| first.is_none_or(|first| first <= date) && last.is_none_or(|last| date <= last)),
            Facet::NoDate => record.published.is_none(),
            Facet::Language(wanted) => speaks(record, wanted),
            Facet::Tag(name) => {
                let tags = self.tags.get(name);
                self.excerpts_of
                    .get(&article)
                    .into_iter()
                    .flatten()
                    .filter_map(|id| self.project.excerpts.get(id))
                    .any(|excerpt| tags.is_some_and(|tags| !tags.is_disjoint(&excerpt.tags)))
            }
            Facet::Read(state) => record.read_state == *state,
            Facet::Reviewed(wanted) => record.figures_reviewed.is_some() == *wanted,
            Facet::Has(has) => match has {
                Has::Figure => self.figures(article).next().is_some(),
                Has::Suggested => self.figures(article).any(|figure| figure.status == ReviewStatus::Suggested),
                Has::Confirmed => self.figures(article).any(|figure| figure.status == ReviewStatus::Confirmed),
                Has::Excerpt => self.excerpts_of.get(&article).is_some_and(|list| !list.is_empty()),
                Has::Memo => self.with_memo.contains(&article),
                Has::Link => self.with_link.contains(&article),
            },
            Facet::Count(measure, compare, number) => {
                self.figures(article).any(|figure| figure.measure == *measure && has_value(figure, *compare, *number))
            }
        }
    }

    /// An empty name asks for nobody known.
    fn is_named(&self, org: Option<OrgId>, name: &str) -> bool {
        match org {
            Some(org) => self.organisations.get(name).is_some_and(|known| known.contains(&org)),
            None => name.is_empty(),
        }
    }
}

const fn asks_figures(facet: &Facet) -> bool {
    matches!(facet, Facet::Count(..) | Facet::Has(Has::Figure | Has::Suggested | Has::Confirmed))
}

const fn asks_excerpts(facet: &Facet) -> bool {
    matches!(facet, Facet::Tag(_) | Facet::Has(Has::Excerpt))
}

/// The tags of this name, or whose name holds it where none is called so; with all that stand below them.
fn tags_named(project: &Project, name: &str) -> BTreeSet<TagId> {
    let named = |fits: &dyn Fn(&str) -> bool| -> BTreeSet<TagId> {
        project.tags.values().filter(|tag| fits(&fold::folded(&tag.name))).map(|tag| tag.id).collect()
    };
    let mut tags = named(&|folded| folded == name);
    if tags.is_empty() {
        tags = named(&|folded| folded.contains(name));
    }
    loop {
        let below: Vec<TagId> = project
            .tags
            .values()
            .filter(|tag| tag.parent.is_some_and(|parent| tags.contains(&parent)) && !tags.contains(&tag.id))
            .map(|tag| tag.id)
            .collect();
        if below.is_empty() {
            return tags;
        }
        tags.extend(below);
    }
}

fn organisations_named(project: &Project, name: &str) -> BTreeSet<OrgId> {
    if name.is_empty() {
        return BTreeSet::new();
    }
    let holds = |text: &str| format!(" {} ", fold::folded(text)).contains(&format!(" {name}"));
    project
        .organisations
        .values()
        .filter(|org| holds(&org.name) || holds(&org.short) || org.aliases.iter().any(|alias| holds(alias)))
        .map(|org| org.id)
        .collect()
}

fn speaks(article: &Article, wanted: &str) -> bool {
    match &article.language {
        Some(language) => {
            language.to_lowercase().split('-').next() == wanted.split('-').next()
                || super::library::language_name(language).to_lowercase() == wanted
        }
        None => matches!(wanted, "unknown" | "none"),
    }
}

/// A figure from 40 to 50 is above 45 somewhere, and below 45 somewhere; "at least 40" is above whatever is above 40.
fn has_value(figure: &Figure, compare: Compare, number: u64) -> bool {
    let low = figure.low.or(figure.best);
    let high = figure.high.or(figure.best);
    if low.is_none() && high.is_none() {
        return false;
    }
    let top = high.or(low);
    let bottom = low.or(high);
    match compare {
        Compare::Above => top.is_some_and(|top| top > number),
        Compare::AtLeast => top.is_some_and(|top| top >= number),
        Compare::Below => bottom.is_some_and(|bottom| bottom < number),
        Compare::AtMost => bottom.is_some_and(|bottom| bottom <= number),
        Compare::Equal => bottom.is_some_and(|bottom| bottom <= number) && top.is_some_and(|top| number <= top),
    }
}
