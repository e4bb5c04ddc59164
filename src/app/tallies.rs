//! Proposed tallies of a project: what its articles' figures have in common, as lines for the command line and as one
//! step that adds them as suggestions. Layer `app`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use crate::figures::tally::{Item, Proposal, propose};
use crate::figures::{Found, extract};
use crate::model::{
    Accounting, Article, ArticleId, Change, Date, Edit, Figure, FigureId, Link, LinkEnd, LinkKind, Measure,
    Organisation, Period, Project, Qualifier, Record, ReviewStatus, Subject, Tally, TallyId, Timestamp,
};

use super::ids::IdSource;
use super::ops::counted;
use super::ops::tallies::{mismatch, question};

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

/// The wire an article carries, by name.
fn agency<'a>(project: &'a Project, article: &Article) -> Option<&'a str> {
    project.organisations.get(&article.wire?).map(|org| org.name.as_str())
}

/// The articles of a project in the order of their file names.
fn articles(project: &Project) -> Vec<&Article> {
    let mut articles: Vec<&Article> = project.articles.values().collect();
    articles.sort_by(|a, b| (&a.provenance.file, a.id).cmp(&(&b.provenance.file, b.id)));
    articles
}

/// The tallies that the texts of a project suggest, whatever was reviewed.
pub fn rows(project: &Project, text: &dyn Fn(ArticleId) -> Option<Arc<str>>) -> Vec<TallyRow> {
    let read: Vec<(&Article, Arc<str>, Vec<Found>)> = articles(project)
        .into_iter()
        .filter_map(|article| {
            let text = text(article.id)?;
            let found = extract(&text, article.published);
            Some((article, text, found))
        })
        .collect();
    let mut items = Vec::new();
    let mut of: Vec<(&Article, &Found)> = Vec::new();
    for (n, (article, text, found)) in read.iter().enumerate() {
        let first = items.len();
        for figure in found {
            let item = Item::of_found(n, first, figure, text);
            items.push(Item { agency: agency(project, article), published: article.published, ..item });
            of.push((article, figure));
        }
    }
    propose(&items)
        .into_iter()
        .map(|proposal| TallyRow {
            figures: proposal
                .figures
                .iter()
                .filter_map(|at| of.get(*at))
                .map(|(article, figure)| TallyFigure {
                    doc: article.provenance.file.clone(),
                    start: figure.start,
                    end: figure.end,
                    low: figure.low,
                    high: figure.high,
                    qualifier: figure.qualifier,
                    origin: figure.origin.clone(),
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

/// The rule named in the trace of a suggestion whose way of adding up was taken over from the same count elsewhere.
const ACCOUNTING_OF_SAME_COUNT: &str = "accounting: of the same count in another article";

/// One step that adds the tallies that the project's figures suggest, with the same-origin ties between them, as
/// suggestions. Rejected figures, figures that a tally has already, and ties that were decided are left alone; a figure
/// that answers the question of a tally that is there joins it. `None` if nothing is new.
pub fn propose_tallies(project: &Project, ids: &mut IdSource, now: Timestamp) -> Option<Edit> {
    let figures = figures_in_order(project);
    let index: BTreeMap<FigureId, usize> = figures.iter().enumerate().map(|(n, (_, figure))| (figure.id, n)).collect();
    let items: Vec<Item<'_>> = figures
        .iter()
        .map(|(article, figure)| {
            let origin = figure.origin().and_then(|link| project.organisations.get(&link.org?));
            let whole = figure.part_of.and_then(|whole| index.get(&whole).copied());
            let record = project.articles.get(&figure.article);
            Item {
                agency: record.and_then(|record| agency(project, record)),
                published: record.and_then(|record| record.published),
                ..Item::of_figure(*article, origin.map(|org: &Organisation| org.name.as_str()), whole, figure)
            }
        })
        .collect();
    let mut step = Proposing {
        project,
        home: project
            .tallies
            .values()
            .flat_map(|tally| tally.figures.iter().map(move |figure| (*figure, tally.id)))
            .collect(),
        tied: ties(project),
        changes: Vec::new(),
        tallies: 0,
        joined: 0,
    };
    let proposals = propose(&items);
    // The tally that each proposal became, so that parts find their wholes.
    let mut became: Vec<Option<TallyId>> = Vec::new();
    let mut made: Vec<(usize, Tally)> = Vec::new();
    for (n, proposal) in proposals.iter().enumerate() {
        let members: Vec<&Figure> =
            proposal.figures.iter().filter_map(|at| figures.get(*at)).map(|(_, figure)| *figure).collect();
        let outcome = step.take(proposal, &members, ids);
        became.push(outcome.as_ref().map(|(tally, _)| tally.id));
        if let Some((tally, true)) = outcome {
            made.push((n, tally));
        }
        step.tie(proposal, &members, ids, now);
    }
    for (n, mut tally) in made {
        let whole = proposals.get(n).and_then(|proposal| proposal.part_of);
        tally.part_of = whole.and_then(|whole| became.get(whole).copied().flatten()).filter(|id| *id != tally.id);
        step.changes.push(Change::Put(Box::new(tally.into())));
    }
    step.finish()
}

/// The figures that are not rejected, each with the number of its article: by file name, then by place.
fn figures_in_order(project: &Project) -> Vec<(usize, &Figure)> {
    let order: BTreeMap<ArticleId, usize> =
        articles(project).iter().enumerate().map(|(n, article)| (article.id, n)).collect();
    let mut figures: Vec<(usize, &Figure)> = project
        .figures
        .values()
        // What "other" figures count is the analyst's to compare.
        .filter(|figure| figure.status != ReviewStatus::Rejected && figure.measure != Measure::Other)
        .filter_map(|figure| Some((*order.get(&figure.article)?, figure)))
        .collect();
    figures.sort_by_key(|(article, figure)| (*article, figure.anchor.span, figure.id));
    figures
}

/// The pairs of figures that a same-origin link ties already, whatever was decided of it.
fn ties(project: &Project) -> BTreeSet<(FigureId, FigureId)> {
    project
        .links
        .values()
        .filter(|link| link.kind == LinkKind::SameOrigin)
        .filter_map(|link| match (&link.a, &link.b) {
            (LinkEnd::Figure(a), LinkEnd::Figure(b)) => Some(((*a).min(*b), (*a).max(*b))),
            _ => None,
        })
        .collect()
}

/// The step being put together.
struct Proposing<'a> {
    project: &'a Project,
    /// The tally that each figure stands in.
    home: BTreeMap<FigureId, TallyId>,
    tied: BTreeSet<(FigureId, FigureId)>,
    changes: Vec<Change>,
    tallies: usize,
    joined: usize,
}

impl Proposing<'_> {
    /// The tally that a proposal comes to, and whether it is new: then it is still to be put.
    fn take(&mut self, proposal: &Proposal, members: &[&Figure], ids: &mut IdSource) -> Option<(Tally, bool)> {
        let homes: BTreeSet<TallyId> = members.iter().filter_map(|figure| self.home.get(&figure.id).copied()).collect();
        let free: Vec<&Figure> = members.iter().filter(|f| !self.home.contains_key(&f.id)).copied().collect();
        if let Some(home) = homes.first().and_then(|id| self.project.tallies.get(id)) {
            if homes.len() > 1 || home.status == ReviewStatus::Rejected || free.is_empty() {
                return Some((home.clone(), false));
            }
            let mut tally = home.clone();
            for figure in free {
                if let Some(figure) = self.fitting(&tally, figure) {
                    tally.figures.insert(figure);
                    self.joined += 1;
                }
            }
            if tally.figures != home.figures {
                self.changes.push(Change::Put(Box::new(tally.clone().into())));
            }
            return Some((tally, false));
        }
        let mut tally = tally(proposal, ids);
        let mark = self.changes.len();
        for figure in free {
            if let Some(figure) = self.fitting(&tally, figure) {
                tally.figures.insert(figure);
            }
        }
        let articles: BTreeSet<ArticleId> =
            members.iter().filter(|figure| tally.figures.contains(&figure.id)).map(|figure| figure.article).collect();
        if articles.len() < 2 {
            self.changes.truncate(mark);
            return None;
        }
        self.tallies += 1;
        Some((tally, true))
    }

    /// The figure, if it answers the tally's question. A suggestion that adds up differently than the same count does
    /// elsewhere is read anew: nobody has judged it, and one count adds up one way.
    fn fitting(&mut self, tally: &Tally, figure: &Figure) -> Option<FigureId> {
        if mismatch(tally, figure).is_none() {
            return Some(figure.id);
        }
        let read = Figure {
            accounting: Some(tally.accounting),
            trace: figure.trace.iter().cloned().chain([ACCOUNTING_OF_SAME_COUNT.to_owned()]).collect(),
            ..figure.clone()
        };
        if figure.status != ReviewStatus::Suggested || figure.coder.is_some() || mismatch(tally, &read).is_some() {
            return None;
        }
        self.changes.push(Change::Put(Box::new(Record::Figure(read))));
        Some(figure.id)
    }

    /// Ties the figures of each same-origin group, one to the next.
    fn tie(&mut self, proposal: &Proposal, members: &[&Figure], ids: &mut IdSource, now: Timestamp) {
        for group in &proposal.same_origin {
            let figures: Vec<FigureId> =
                group.members.iter().filter_map(|at| members.get(*at)).map(|figure| figure.id).collect();
            for pair in figures.windows(2) {
                let [a, b] = pair else { continue };
                if !self.tied.insert(((*a).min(*b), (*a).max(*b))) {
                    continue;
                }
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
                self.changes.push(Change::Put(Box::new(link.into())));
            }
        }
    }

    fn finish(self) -> Option<Edit> {
        let label = match (self.tallies, self.joined) {
            (0, 0) => "propose ties of origin".to_owned(),
            (0, n) => format!("put {} into tallies", counted(n, "figure", "figures")),
            (n, _) => format!("propose {}", counted(n, "tally", "tallies")),
        };
        (!self.changes.is_empty()).then_some(Edit { label, changes: self.changes })
    }
}

fn tally(proposal: &Proposal, ids: &mut IdSource) -> Tally {
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
        measure_name: String::new(),
        subject: proposal.subject,
        place: proposal.place.clone(),
        period: Period { start: proposal.period_start, end: proposal.period_end, ..Period::default() },
        accounting: proposal.accounting,
        part_of: None,
        figures: BTreeSet::new(),
        status: ReviewStatus::Suggested,
        reasons: proposal.reasons.iter().map(|reason| (*reason).to_owned()).collect(),
        estimate: None,
    }
}
