//! Proposed tallies of a project: what its articles' figures have in common, as lines for the command line and as one
//! step that adds them as suggestions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use crate::figures::tally::{Item, Proposal, propose};
use crate::figures::{Found, extract};
use crate::model::{
    Accounting, Article, ArticleId, Change, Date, Edit, Figure, FigureId, Link, LinkEnd, LinkKind, Measure, Period,
    Project, Qualifier, ReviewStatus, Subject, Tally, Timestamp,
};

use super::ids::IdSource;
use super::ops::counted;
use super::ops::tallies::question;

/// The articles of a project with what is found in them, in the order of their file names.
struct Reading<'a> {
    articles: Vec<(&'a Article, Vec<Found>)>,
}

impl<'a> Reading<'a> {
    fn of(project: &'a Project, text: &dyn Fn(ArticleId) -> Option<Arc<str>>) -> Self {
        let mut articles: Vec<(&Article, Vec<Found>)> = project
            .articles
            .values()
            .filter_map(|article| Some((article, extract(&text(article.id)?, article.published))))
            .collect();
        articles.sort_by(|(a, _), (b, _)| (&a.provenance.file, a.id).cmp(&(&b.provenance.file, b.id)));
        Self { articles }
    }

    fn items(&self) -> Vec<Item<'_>> {
        self.articles
            .iter()
            .enumerate()
            .flat_map(|(article, (_, found))| found.iter().map(move |figure| Item { article, figure }))
            .collect()
    }

    fn article(&self, item: &Item<'_>) -> Option<&'a Article> {
        self.articles.get(item.article).map(|(article, _)| *article)
    }
}

/// One proposed tally, as printed.
#[derive(Debug, Serialize)]
pub struct TallyRow {
    pub measure: Measure,
    pub subject: Subject,
    pub place: Option<String>,
    pub period_start: Option<Date>,
    pub period_end: Option<Date>,
    pub accounting: Accounting,
    pub figures: Vec<TallyFigure>,
    /// Groups of indices into `figures` that go back to one count.
    pub same_origin: Vec<Vec<usize>>,
    pub reasons: Vec<&'static str>,
}

/// A figure of a proposed tally, as printed.
#[derive(Debug, Serialize)]
pub struct TallyFigure {
    /// The name of the file imported.
    pub doc: String,
    /// UTF-8 bytes of the article's canonical text.
    pub start: usize,
    pub end: usize,
    pub low: Option<u64>,
    pub high: Option<u64>,
    pub qualifier: Qualifier,
    pub origin: Option<String>,
}

/// The tallies that the texts of a project suggest, whatever was reviewed.
pub fn rows(project: &Project, text: &dyn Fn(ArticleId) -> Option<Arc<str>>) -> Vec<TallyRow> {
    let reading = Reading::of(project, text);
    let items = reading.items();
    propose(&items)
        .into_iter()
        .map(|proposal| TallyRow {
            figures: proposal
                .figures
                .iter()
                .filter_map(|at| items.get(*at))
                .map(|item| TallyFigure {
                    doc: reading.article(item).map(|article| article.provenance.file.clone()).unwrap_or_default(),
                    start: item.figure.start,
                    end: item.figure.end,
                    low: item.figure.low,
                    high: item.figure.high,
                    qualifier: item.figure.qualifier,
                    origin: item.figure.origin.clone(),
                })
                .collect(),
            same_origin: proposal.same_origin.iter().map(|group| group.members.clone()).collect(),
            measure: proposal.measure,
            subject: proposal.subject,
            place: proposal.place,
            period_start: proposal.period_start,
            period_end: proposal.period_end,
            accounting: proposal.accounting,
            reasons: proposal.reasons,
        })
        .collect()
}

/// One step that adds the tallies the texts suggest, with the same-origin ties between their figures, as suggestions.
/// Figures that were rejected or that a tally has already are left alone. `None` if nothing is new.
pub fn propose_tallies(
    project: &Project,
    text: &dyn Fn(ArticleId) -> Option<Arc<str>>,
    ids: &mut IdSource,
    now: Timestamp,
) -> Option<Edit> {
    let reading = Reading::of(project, text);
    let items = reading.items();
    let taken: BTreeSet<FigureId> = project.tallies.values().flat_map(|tally| tally.figures.iter().copied()).collect();
    let mut at_place: BTreeMap<(ArticleId, usize, usize), &Figure> = BTreeMap::new();
    for figure in project.figures.values() {
        if figure.status != ReviewStatus::Rejected && !taken.contains(&figure.id) {
            let span = figure.anchor.span;
            // Of two at one place the first by id is taken.
            at_place.entry((figure.article, span.start(), span.end())).or_insert(figure);
        }
    }
    let record = |item: &Item<'_>| -> Option<&Figure> {
        let article = reading.article(item)?;
        at_place.get(&(article.id, item.figure.start, item.figure.end)).copied()
    };
    let mut changes = Vec::new();
    let mut n_tallies = 0;
    for proposal in propose(&items) {
        let members: Vec<Option<&Figure>> = proposal.figures.iter().map(|at| items.get(*at).and_then(record)).collect();
        let articles: BTreeSet<ArticleId> = members.iter().flatten().map(|figure| figure.article).collect();
        if articles.len() < 2 {
            continue;
        }
        n_tallies += 1;
        changes.push(Change::Put(Box::new(tally(&proposal, &members, ids).into())));
        for group in &proposal.same_origin {
            let figures: Vec<FigureId> = group
                .members
                .iter()
                .filter_map(|at| members.get(*at).copied().flatten())
                .map(|figure| figure.id)
                .collect();
            for pair in figures.windows(2) {
                let [a, b] = pair else { continue };
                let link = Link {
                    id: ids.link(),
                    kind: LinkKind::SameOrigin,
                    a: LinkEnd::Figure(*a),
                    b: LinkEnd::Figure(*b),
                    status: ReviewStatus::Suggested,
                    event: None,
                    reason: group.reasons.join(", "),
                    coder: None,
                    created: now,
                };
                changes.push(Change::Put(Box::new(link.into())));
            }
        }
    }
    let label = format!("propose {}", counted(n_tallies, "tally", "tallies"));
    (n_tallies > 0).then_some(Edit { label, changes })
}

fn tally(proposal: &Proposal, members: &[Option<&Figure>], ids: &mut IdSource) -> Tally {
    let mut name = question(proposal.measure, proposal.subject, proposal.place.as_deref());
    if let Some(start) = proposal.period_start {
        let since = if proposal.period_end == Some(start) { "on" } else { "since" };
        name = format!("{name} {since} {}", start.strftime("%-d %B %Y"));
    }
    Tally {
        id: ids.tally(),
        name,
        event: None,
        measure: proposal.measure,
        subject: proposal.subject,
        place: proposal.place.clone(),
        period: Period { start: proposal.period_start, end: proposal.period_end, accuracy: None },
        accounting: proposal.accounting,
        part_of: None,
        figures: members.iter().flatten().map(|figure| figure.id).collect(),
        status: ReviewStatus::Suggested,
        reasons: proposal.reasons.iter().map(|reason| (*reason).to_owned()).collect(),
        estimate: None,
    }
}
