//! A project without what is confidential, for whatever leaves the program in one piece. Layer `app`.
//!
//! The copy holds placeholders in place of confidential articles, organisations and memos, so whoever writes it out
//! has nothing to let slip. Texts that name a confidential organisation go as well.

use std::collections::{BTreeMap, BTreeSet};

use crate::exchange::report::Withheld;
use crate::model::{
    Anchor, Article, ArticleId, Estimate, Figure, Memo, MemoTarget, OrgId, Organisation, Project, Record, RecordId,
};

/// What stands for a text that would give a name away.
pub const WITHHELD: &str = "[withheld]";

/// What must not be said.
#[derive(Debug, Default)]
pub struct Secrets {
    articles: BTreeSet<ArticleId>,
    organisations: BTreeSet<OrgId>,
    /// Names of the organisations and titles of the articles, in lower case.
    names: Vec<String>,
}

impl Secrets {
    /// Of a project.
    pub fn of(project: &Project) -> Self {
        let organisations: BTreeSet<OrgId> =
            project.organisations.values().filter(|org| org.confidential).map(|org| org.id).collect();
        let hidden = |id: Option<OrgId>| id.is_some_and(|id| organisations.contains(&id));
        // An article whose outlet or wire must not be named cannot be quoted by its title either.
        let articles: BTreeSet<ArticleId> = project
            .articles
            .values()
            .filter(|article| article.confidential || hidden(article.outlet) || hidden(article.wire))
            .map(|article| article.id)
            .collect();
        let of_orgs = project
            .organisations
            .values()
            .filter(|org| org.confidential)
            .flat_map(|org| [&org.name, &org.short].into_iter().chain(&org.aliases));
        let of_articles = project
            .articles
            .values()
            .filter(|article| articles.contains(&article.id))
            .flat_map(|article| [Some(&article.title), article.url.as_ref(), Some(&article.provenance.file)])
            .flatten();
        let mut names: Vec<String> =
            of_orgs.chain(of_articles).map(|name| name.trim().to_lowercase()).filter(|name| !name.is_empty()).collect();
        names.sort();
        names.dedup();
        Self { articles, organisations, names }
    }

    /// Whether nothing is confidential (memos aside).
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty() && self.organisations.is_empty()
    }

    /// Whether an article is withheld.
    pub fn hides_article(&self, article: ArticleId) -> bool {
        self.articles.contains(&article)
    }

    /// Whether a figure's sentence is withheld: its article is, or somebody on its way.
    pub fn hides_figure(&self, figure: &Figure) -> bool {
        self.hides_article(figure.article)
            || figure.chain.iter().any(|link| link.org.is_some_and(|org| self.organisations.contains(&org)))
            || [figure.party, figure.perpetrator].into_iter().flatten().any(|org| self.organisations.contains(&org))
    }

    /// Whether a text holds a name that must not be said, as a word of its own.
    pub fn hides_text(&self, text: &str) -> bool {
        if self.names.is_empty() {
            return false;
        }
        let text = text.to_lowercase();
        self.names.iter().any(|name| {
            text.match_indices(name.as_str()).any(|(at, _)| {
                let before = text.get(..at).and_then(|text| text.chars().next_back());
                let after = text.get(at + name.len()..).and_then(|text| text.chars().next());
                !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
            })
        })
    }

    /// Whether what is said about a record could give something away.
    pub fn hides_record(&self, project: &Project, id: RecordId) -> bool {
        match id {
            RecordId::Article(id) => self.hides_article(id),
            RecordId::Organisation(id) => self.organisations.contains(&id),
            RecordId::Figure(id) => project.figures.get(&id).is_some_and(|figure| self.hides_figure(figure)),
            RecordId::Excerpt(id) => project.excerpts.get(&id).is_some_and(|e| self.hides_article(e.article)),
            RecordId::Link(id) => project.links.get(&id).is_some_and(|link| {
                [&link.a, &link.b].into_iter().any(|end| match end {
                    crate::model::LinkEnd::Passage(article, _) => self.hides_article(*article),
                    crate::model::LinkEnd::Figure(figure) => self.hides_record(project, RecordId::Figure(*figure)),
                })
            }),
            _ => false,
        }
    }
}

/// The copy, and how much is kept back. Sentences are not counted here: whoever quotes them does that.
pub fn redacted(project: &Project, secrets: &Secrets) -> (Project, Withheld) {
    let mut withheld =
        Withheld { articles: secrets.articles.len(), organisations: secrets.organisations.len(), memos: 0, texts: 0 };
    let mut said = Said { secrets, texts: 0 };
    let numbered: BTreeMap<OrgId, usize> = secrets.organisations.iter().copied().zip(1..).collect();
    let article_numbers: BTreeMap<ArticleId, usize> = secrets.articles.iter().copied().zip(1..).collect();
    let mut records: Vec<Record> = Vec::new();
    for record in project.records_in_file_order() {
        records.push(match record {
            Record::Memo(memo) if is_kept_back(project, secrets, &memo) => {
                withheld.memos += 1;
                continue;
            }
            // Excerpts, tags and dismissals are put into words on their own, where they have a place.
            Record::Excerpt(_) | Record::Tag(_) | Record::Dismissal(_) => continue,
            Record::Memo(memo) if matches!(memo.on, MemoTarget::Tag(_) | MemoTarget::Excerpt(_)) => continue,
            Record::Organisation(org) => match numbered.get(&org.id) {
                Some(n) => Organisation {
                    name: format!("organisation {n}, name withheld"),
                    short: format!("name withheld ({n})"),
                    aliases: Vec::new(),
                    reliability: org.reliability,
                    ..org
                }
                .into(),
                None => org.into(),
            },
            Record::Article(article) => match article_numbers.get(&article.id) {
                Some(n) => hidden_article(article, *n).into(),
                None => Article {
                    title: said.clean(article.title),
                    author: article.author.map(|a| said.clean(a)),
                    ..article
                }
                .into(),
            },
            Record::Figure(figure) => said.figure(figure).into(),
            Record::Event(mut event) => {
                event.name = said.clean(event.name);
                event.place = event.place.map(|place| said.clean(place));
                event.location = event.location.filter(|location| !secrets.hides_text(&location.name));
                event.into()
            }
            Record::Tally(mut tally) => {
                tally.name = said.clean(tally.name);
                tally.place = tally.place.map(|place| said.clean(place));
                tally.estimate = tally
                    .estimate
                    .map(|estimate| Estimate { reasoning: said.clean(estimate.reasoning.clone()), ..estimate });
                tally.into()
            }
            Record::Memo(memo) => Memo { text: said.clean(memo.text), ..memo }.into(),
            Record::Set(mut set) => {
                set.name = said.clean(set.name);
                set.into()
            }
            Record::Link(mut link) => {
                link.reason = said.clean(link.reason);
                link.into()
            }
            Record::Info(mut info) => {
                info.name = said.clean(info.name);
                info.description = said.clean(info.description);
                info.into()
            }
            record @ Record::Coder(_) => record,
        });
    }
    withheld.texts = said.texts;
    // Every id stood once in the project these came from, so this cannot fail; an empty report would say so plainly.
    let copy = Project::from_records(records).unwrap_or_else(|_| Project::new(WITHHELD, project.info.created));
    (copy, withheld)
}

/// How many articles, organisations and memos a report keeps back; the sentences are counted when it is written.
pub fn kept_back(project: &Project) -> Withheld {
    let secrets = Secrets::of(project);
    Withheld {
        articles: secrets.articles.len(),
        organisations: secrets.organisations.len(),
        memos: project.memos.values().filter(|memo| is_kept_back(project, &secrets, memo)).count(),
        texts: 0,
    }
}

fn is_kept_back(project: &Project, secrets: &Secrets, memo: &Memo) -> bool {
    memo.confidential
        || match memo.on {
            MemoTarget::Article(id) => secrets.hides_article(id),
            MemoTarget::Organisation(id) => secrets.organisations.contains(&id),
            MemoTarget::Figure(id) => secrets.hides_record(project, RecordId::Figure(id)),
            MemoTarget::Excerpt(id) => secrets.hides_record(project, RecordId::Excerpt(id)),
            _ => false,
        }
}

fn hidden_article(article: Article, n: usize) -> Article {
    let mut out = Article {
        title: format!("article {n}, withheld"),
        outlet: None,
        wire: None,
        wire_basis: None,
        wire_evidence: None,
        author: None,
        url: None,
        text_sha256: String::new(),
        ..article
    };
    out.provenance.file = String::new();
    out.provenance.sha256 = String::new();
    out
}

/// Takes out of texts what must not be said, and counts them.
struct Said<'a> {
    secrets: &'a Secrets,
    texts: usize,
}

impl Said<'_> {
    fn clean(&mut self, text: String) -> String {
        if self.secrets.hides_text(&text) {
            self.texts += 1;
            return WITHHELD.to_owned();
        }
        text
    }

    fn figure(&mut self, figure: Figure) -> Figure {
        if self.secrets.is_empty() {
            return figure;
        }
        let is_hidden = self.secrets.hides_figure(&figure);
        let mut out = figure;
        // The number itself is what is compared; the words around it go where they could say whose it is.
        if is_hidden || self.secrets.hides_text(&out.anchor.prefix) || self.secrets.hides_text(&out.anchor.suffix) {
            out.anchor = Anchor { prefix: String::new(), suffix: String::new(), ..out.anchor };
        }
        for link in &mut out.chain {
            let hidden = link.org.is_some_and(|org| self.secrets.organisations.contains(&org));
            if hidden || self.secrets.hides_text(&link.as_written) {
                link.as_written = WITHHELD.to_owned();
            }
        }
        if is_hidden {
            out.place = None;
            out.location = None;
        }
        out.measure_name = self.clean(out.measure_name);
        out.place = out.place.map(|place| self.clean(place));
        out.reasoning = self.clean(out.reasoning);
        out.trace = Vec::new();
        out
    }
}
