//! What panels show, worked out once per revision: counts, library groups, the order of figures, the plot, the checks.
//! The window, the command line and tests share it; no panel computes any of it in a frame.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{
    Article, ArticleId, DismissalId, ExcerptId, Figure, FigureId, Project, ReadState, ReviewStatus, TagId, Tally,
    TallyId,
};
use crate::plots::{self, Chart};
use crate::text::segment;

use super::checks::{self, Finding};
use super::estimates::{self, EvidenceChange};
use super::ops::counted;
use super::origins::{self, Origins, SameOrigin};
use super::session::Session;
use super::view::{FiguresView, GroupBy, PlotsView, Selection, ViewState};

/// Articles under one heading of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibraryGroup {
    pub title: String,
    pub articles: Vec<ArticleId>,
}

/// What stands on one article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ArticleCounts {
    /// Figures that are not rejected.
    pub figures: usize,
    /// Of those, the ones nobody has judged.
    pub suggested: usize,
    pub excerpts: usize,
}

/// The project in numbers, for the status bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    pub figures: usize,
    pub confirmed: usize,
    pub suggested: usize,
    pub rejected: usize,
    pub excerpts: usize,
    /// Wires and outlets with texts of their own: five articles may be four voices.
    pub wires: usize,
}

/// Everything derived, with what it was derived from.
#[derive(Debug, Clone, Default)]
pub struct Derived {
    revision: u64,
    library_key: Option<(u64, String, GroupBy)>,
    figures_key: Option<(u64, FiguresView, Vec<ArticleId>)>,
    chart_key: Option<(u64, plots::ChartOptions)>,
    pub library: Vec<LibraryGroup>,
    pub counts: BTreeMap<ArticleId, ArticleCounts>,
    pub tag_counts: BTreeMap<TagId, usize>,
    /// The excerpts and figures of each article, by place.
    pub excerpts_of: BTreeMap<ArticleId, Vec<ExcerptId>>,
    pub figures_of: BTreeMap<ArticleId, Vec<FigureId>>,
    pub totals: Totals,
    /// How many voices answer each tally, in words.
    pub voices: BTreeMap<TallyId, String>,
    /// The figures of the table and the queue, in reading order of the library, filtered.
    pub figures: Vec<FigureId>,
    pub chart: Option<Arc<Chart>>,
    pub findings: Vec<Finding>,
    /// Findings set aside, each with the dismissal that does it.
    pub dismissed: Vec<(Finding, DismissalId)>,
    /// What has changed in the evidence of each reopened estimate.
    pub reopened: BTreeMap<TallyId, Vec<EvidenceChange>>,
    /// Figures held to go back to one count.
    pub same_origin: Vec<SameOrigin>,
}

impl Derived {
    /// Brings everything up to the session's revision and the view's choices; cheap when nothing changed.
    pub fn update(&mut self, session: &Session, view: &ViewState) {
        let project = session.project();
        let revision = session.revision();
        if self.revision != revision {
            self.count(project);
            let findings = checks::run(project, |article| session.text(article));
            (self.findings, self.dismissed) = (findings.open, findings.dismissed);
            self.revision = revision;
        }
        let library_key = (revision, view.library_filter.clone(), view.group_by);
        if self.library_key.as_ref() != Some(&library_key) {
            self.library = library(project, &view.library_filter, view.group_by);
            self.library_key = Some(library_key);
        }
        let open = if view.figures.open_only { view.columns.clone() } else { Vec::new() };
        let figures_key = (revision, view.figures.clone(), open);
        if self.figures_key.as_ref() != Some(&figures_key) {
            self.figures = figures(project, &self.figures_of, &view.figures, &view.columns);
            self.figures_key = Some(figures_key);
        }
        let chart_key = (revision, chart_options(view, false));
        if self.chart_key.as_ref() != Some(&chart_key) {
            let chart = chart(project, &|article| session.text(article), &chart_key.1);
            self.chart = (!chart.panels.is_empty()).then(|| Arc::new(chart));
            self.chart_key = Some(chart_key);
        }
    }

    fn count(&mut self, project: &Project) {
        self.counts.clear();
        self.tag_counts.clear();
        self.excerpts_of.clear();
        self.figures_of.clear();
        self.totals = Totals { excerpts: project.excerpts.len(), ..Totals::default() };
        for figure in project.figures.values() {
            let counts = self.counts.entry(figure.article).or_default();
            match figure.status {
                ReviewStatus::Suggested => {
                    self.totals.suggested += 1;
                    counts.suggested += 1;
                    counts.figures += 1;
                }
                ReviewStatus::Confirmed => {
                    self.totals.confirmed += 1;
                    counts.figures += 1;
                }
                ReviewStatus::Rejected => self.totals.rejected += 1,
            }
            self.figures_of.entry(figure.article).or_default().push(figure.id);
        }
        self.totals.figures = self.totals.suggested + self.totals.confirmed;
        for excerpt in project.excerpts.values() {
            self.counts.entry(excerpt.article).or_default().excerpts += 1;
            self.excerpts_of.entry(excerpt.article).or_default().push(excerpt.id);
            for tag in &excerpt.tags {
                *self.tag_counts.entry(*tag).or_default() += 1;
            }
        }
        for figures in self.figures_of.values_mut() {
            figures.sort_by_key(|id| project.figures.get(id).map(|figure| (figure.anchor.span, *id)));
        }
        for excerpts in self.excerpts_of.values_mut() {
            excerpts.sort_by_key(|id| project.excerpts.get(id).map(|excerpt| (excerpt.anchor.span, *id)));
        }
        self.totals.wires = wires(project);
        let origins = Origins::of(project);
        self.voices = project.tallies.values().map(|tally| (tally.id, voices(project, &origins, tally))).collect();
        let reopened = |tally: &Tally| Some((tally.id, estimates::reopened(project, tally)));
        self.reopened =
            project.tallies.values().filter_map(reopened).filter(|(_, changes)| !changes.is_empty()).collect();
        self.same_origin = origins::same_origin_groups(project);
    }
}

/// "2 outlets, 1 origin · provisional": who answers a tally, rejected figures aside.
fn voices(project: &Project, origins: &Origins, tally: &Tally) -> String {
    let figures = tally.figures.iter().filter_map(|id| project.figures.get(id));
    origins.voices(project, figures.filter(|figure| figure.status != ReviewStatus::Rejected)).to_string()
}

/// How many voices the articles carry: wires, outlets with their own text, and articles of which neither is known.
fn wires(project: &Project) -> usize {
    let known: std::collections::BTreeSet<_> =
        project.articles.values().filter_map(|a| project.wire_or_outlet(a)).collect();
    known.len() + project.articles.values().filter(|a| project.wire_or_outlet(a).is_none()).count()
}

/// "5 articles · 4 wires".
pub fn library_summary(project: &Project, totals: &Totals) -> String {
    format!("{} · {}", counted(project.articles.len(), "article", "articles"), counted(totals.wires, "wire", "wires"))
}

/// What the view asks of the plot. For a file nothing is lit, and placeholders stand for what is confidential.
pub fn chart_options(view: &ViewState, for_export: bool) -> plots::ChartOptions {
    let selected = if let Selection::Figure(id) = view.selection { Some(id) } else { None };
    let PlotsView { kind, axis, statuses, tally } = view.plots;
    plots::ChartOptions {
        kind,
        tallies: tally.map(|tally| [tally].into()),
        axis,
        statuses,
        selected: selected.filter(|_| !for_export),
        withhold_confidential: for_export,
    }
}

/// The plot of these choices, each mark with the sentence it stands in.
pub fn chart(project: &Project, text: &dyn Fn(ArticleId) -> Option<Arc<str>>, options: &plots::ChartOptions) -> Chart {
    plots::build_with_sentences(project, options, &|figure| {
        let text = text(figure.article)?;
        let sentence = segment::sentence_at(&text, figure.anchor.span.start());
        Some(text.get(sentence)?.split_whitespace().collect::<Vec<_>>().join(" "))
    })
}

/// Articles under headings: filtered by words, grouped, and in each group by date, then title.
pub fn library(project: &Project, filter: &str, group_by: GroupBy) -> Vec<LibraryGroup> {
    let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
    let mut groups: BTreeMap<(u8, String), Vec<&Article>> = BTreeMap::new();
    for article in project.articles.values() {
        let outlet = project.outlet_name(article);
        if !words.is_empty() {
            let wire = article.wire.and_then(|id| project.organisations.get(&id)).map_or("", |org| org.short_name());
            let hay = format!("{} {outlet} {wire} {}", article.title, article.provenance.file).to_lowercase();
            if !words.iter().all(|word| hay.contains(word)) {
                continue;
            }
        }
        groups.entry(group_key(project, article, outlet, group_by)).or_default().push(article);
    }
    groups
        .into_iter()
        .map(|((_, title), mut articles)| {
            articles.sort_by(|a, b| (a.published, &a.title, a.id).cmp(&(b.published, &b.title, b.id)));
            LibraryGroup { title, articles: articles.into_iter().map(|article| article.id).collect() }
        })
        .collect()
}

/// What comes first sorts by number, then by words: unknown ones go last.
fn group_key(project: &Project, article: &Article, outlet: String, group_by: GroupBy) -> (u8, String) {
    match group_by {
        GroupBy::Wire => match project.wire_or_outlet(article).and_then(|id| project.organisations.get(&id)) {
            Some(org) => (0, org.short_name().to_owned()),
            None => (1, "Wire unknown".to_owned()),
        },
        GroupBy::Outlet => (u8::from(article.outlet.is_none()), outlet),
        GroupBy::Set => match article.set.and_then(|id| project.sets.get(&id)) {
            Some(set) => (0, set.name.clone()),
            None => (1, "No set".to_owned()),
        },
        GroupBy::Date => match article.published {
            Some(date) => (0, date.to_string()),
            None => (1, "Date unknown".to_owned()),
        },
        GroupBy::Status => match article.read_state {
            ReadState::Reading => (0, "Reading".to_owned()),
            ReadState::Unread => (1, "Unread".to_owned()),
            ReadState::Done => (2, "Done".to_owned()),
        },
    }
}

fn figures(
    project: &Project,
    figures_of: &BTreeMap<ArticleId, Vec<FigureId>>,
    view: &FiguresView,
    columns: &[ArticleId],
) -> Vec<FigureId> {
    let words: Vec<String> = view.filter.split_whitespace().map(str::to_lowercase).collect();
    let fits = |figure: &Figure| {
        view.status.is_none_or(|status| figure.status == status)
            && (words.is_empty() || {
                let hay = figure_words(project, figure).to_lowercase();
                words.iter().all(|word| hay.contains(word))
            })
    };
    library(project, "", GroupBy::Wire)
        .iter()
        .flat_map(|group| &group.articles)
        .filter(|id| !view.open_only || columns.contains(id))
        .filter_map(|id| figures_of.get(id))
        .flatten()
        .filter(|id| project.figures.get(id).is_some_and(fits))
        .copied()
        .collect()
}

/// What the figure filter looks in.
fn figure_words(project: &Project, figure: &Figure) -> String {
    let outlet = project.articles.get(&figure.article).map(|article| project.outlet_name(article)).unwrap_or_default();
    format!(
        "{outlet} {} {} {} {} {} {}",
        figure.as_reported(),
        figure.measure.label(),
        figure.subject.label(),
        figure.place.as_deref().unwrap_or_default(),
        project.origin_name(figure).unwrap_or_default(),
        figure.status.label(),
    )
}
