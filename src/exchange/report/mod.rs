//! The report: one HTML page that needs nothing else, no network, no scripts; readable on a screen and on paper. Layer
//! `exchange`.
//!
//! What is confidential is taken out of the project before it comes here, so that nothing below can let it slip; how
//! much was taken out comes along and is said.

mod evidence;
mod html;
mod marked;
mod matrix;
mod overview;
mod tallies;

use std::collections::BTreeMap;

use crate::model::{ArticleId, Event, FigureId, Memo, Project, ReviewStatus, Side, Tally, TallyId, Timestamp};
use crate::plots::Chart;
use crate::plots::voices::{Origins, counted};

use html::Html;

pub use marked::{Cited, LinkLine, Marked, MarkedUp, TagLines};

/// A sentence with the evidence in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Quoted {
    pub before: String,
    pub evidence: String,
    pub after: String,
}

/// What was worked out about one tally.
#[derive(Debug, Clone, Default)]
pub struct TallyNotes {
    /// The adopted estimate in words ("at least 826"); `None` without one.
    pub adopted: Option<String>,
    /// Why the estimate is open again; empty while it stands.
    pub reopened: Vec<String>,
    /// The figures whose values were not taken, each with why.
    pub not_chosen: BTreeMap<FigureId, &'static str>,
    /// The plot of its figures.
    pub chart: Option<Chart>,
}

/// A finding of the checks, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingLine {
    pub is_error: bool,
    pub what: String,
    pub settle: String,
    /// The reason it was set aside, and by whom; `None` while it is open.
    pub dismissed: Option<(String, String)>,
}

/// How much is kept back, because it is marked confidential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Withheld {
    pub articles: usize,
    pub organisations: usize,
    pub memos: usize,
    /// Sentences and other texts that would give one of these away.
    pub texts: usize,
}

impl Withheld {
    /// In words; `None` if nothing is kept back.
    pub fn words(self) -> Option<String> {
        let parts: Vec<String> = [
            (self.articles, "article", "articles"),
            (self.organisations, "organisation", "organisations"),
            (self.memos, "memo", "memos"),
            (self.texts, "sentence or other text", "sentences or other texts"),
        ]
        .into_iter()
        .filter(|(n, _, _)| *n > 0)
        .map(|(n, one, many)| counted(n, one, many))
        .collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

/// All that a report is made from.
#[derive(Debug)]
pub struct Report<'a> {
    /// The project without what is confidential.
    pub project: &'a Project,
    pub sentences: BTreeMap<FigureId, Quoted>,
    pub tallies: BTreeMap<TallyId, TallyNotes>,
    /// How each figure came, in words ("SOHR → state television → unknown (AFP)").
    pub chains: BTreeMap<FigureId, String>,
    pub findings: Vec<FindingLine>,
    /// Tags with their excerpts, memos and links: what may be said of them.
    pub marked: MarkedUp,
    pub withheld: Withheld,
    /// When the report is made.
    pub made: Timestamp,
    /// What makes it ("crossread 0.1.0").
    pub made_by: &'a str,
}

/// The report as one page.
pub fn render(report: &Report<'_>) -> String {
    let mut html = Html::default();
    let project = report.project;
    html.drawing("<!DOCTYPE html>\n");
    html.open("html", &[("lang", "en")]);
    html.open("head", &[]);
    html.void("meta", &[("charset", "utf-8")]);
    let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
    html.void("meta", &[("http-equiv", "Content-Security-Policy"), ("content", policy)]);
    html.void("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
    html.void("meta", &[("name", "referrer"), ("content", "no-referrer")]);
    html.open("title", &[]);
    html.text(&format!("{} – report", project.info.name));
    html.close("title");
    html.style(include_str!("style.css"));
    html.close("head");
    html.open("body", &[]);
    head(report, &mut html);
    let origins = Origins::of(project);
    overview::section(report, &origins, &mut html);
    sums(report, &mut html);
    tallies::sections(report, &origins, &mut html);
    matrix::section(report, &origins, &mut html);
    evidence::section(report, &mut html);
    evidence::voices(report, &origins, &mut html);
    marked::section(report, &mut html);
    checks(report, &mut html);
    html.open("footer", &[]);
    html.text(&format!(
        "Made by {} on {}. Every quoted sentence stands in the file named with it, whose SHA-256 tells whether that file \
         is unchanged. Nothing in this page is fetched from elsewhere.",
        report.made_by,
        report.made.strftime("%-d %B %Y, %H:%M UTC"),
    ));
    html.close("footer");
    html.close("body");
    html.close("html");
    html.finish()
}

fn head(report: &Report<'_>, html: &mut Html) {
    let project = report.project;
    html.leaf("h1", "", &project.info.name);
    let who: Vec<&str> = project.coders.values().map(|coder| coder.name.as_str()).collect();
    let by = if who.is_empty() { String::new() } else { format!(" · coded by {}", who.join(", ")) };
    html.leaf("p", "lead", &format!("Report of {}{by}", report.made.strftime("%-d %B %Y")));
    if !project.info.description.is_empty() {
        html.leaf("p", "", &project.info.description);
    }
    if let Some(words) = report.withheld.words() {
        html.leaf(
            "p",
            "withheld",
            &format!("Withheld from this report as confidential: {words}. A placeholder stands for each."),
        );
    }
}

/// How far the work has come, in numbers, and the way to the rest of the page.
fn sums(report: &Report<'_>, html: &mut Html) {
    let project = report.project;
    let figures = |status| project.figures.values().filter(|figure| figure.status == status).count();
    let reviewed = project.articles.values().filter(|article| article.figures_reviewed.is_some()).count();
    let known: std::collections::BTreeSet<_> =
        project.articles.values().filter_map(|a| project.wire_or_outlet(a)).collect();
    let wires = known.len() + project.articles.values().filter(|a| project.wire_or_outlet(a).is_none()).count();
    let open = report.findings.iter().filter(|finding| finding.dismissed.is_none()).count();
    let shown: Vec<&Tally> = tallies::shown(project).collect();
    let adopted = shown.iter().filter(|tally| tally.estimate.is_some()).count();
    html.open("ul", &[("class", "sums")]);
    for (n, words) in [
        (project.articles.len(), format!("articles, carrying {}", counted(wires, "wire", "wires"))),
        (reviewed, format!("of {} reviewed for figures", counted(project.articles.len(), "article", "articles"))),
        (
            figures(ReviewStatus::Confirmed),
            format!(
                "figures confirmed; {} suggested, {} rejected",
                figures(ReviewStatus::Suggested),
                figures(ReviewStatus::Rejected)
            ),
        ),
        (shown.len(), format!("tallies, {adopted} with an adopted estimate")),
        (open, format!("findings to settle, {} set aside", report.findings.len() - open)),
    ] {
        html.open("li", &[]);
        html.open("b", &[]);
        html.text(&crate::plots::thousands(n as u64));
        html.close("b");
        html.text(&words);
        html.close("li");
    }
    html.close("ul");
    html.open("nav", &[]);
    for (to, words) in [
        ("tallies", "In short"),
        ("matrix", "Matrix"),
        ("evidence", "Evidence"),
        ("origins", "Origins"),
        ("marked", "Marked"),
        ("checks", "Checks"),
    ] {
        if to == "marked" && report.marked.is_empty() {
            continue;
        }
        html.link(to, words);
        html.text(" ");
    }
    html.close("nav");
}

fn checks(report: &Report<'_>, html: &mut Html) {
    html.open("h2", &[("id", "checks")]);
    html.text("Checks");
    html.close("h2");
    let (aside, open): (Vec<_>, Vec<_>) = report.findings.iter().partition(|finding| finding.dismissed.is_some());
    if open.is_empty() {
        html.leaf("p", "", "Nothing is left to settle.");
    } else {
        html.open("table", &[]);
        table_head(html, &["", "What does not fit", "How to settle it"]);
        for finding in open {
            html.open("tr", &[]);
            html.open("td", &[]);
            severity(finding, html);
            html.close("td");
            html.leaf("td", "", &finding.what);
            html.leaf("td", "", &finding.settle);
            html.close("tr");
        }
        html.close("tbody");
        html.close("table");
    }
    if !aside.is_empty() {
        html.leaf("h4", "", "Set aside, with the reason");
        html.open("table", &[]);
        table_head(html, &["", "What did not fit", "Why it was set aside", "By"]);
        for finding in aside {
            let (reason, by) = finding.dismissed.clone().unwrap_or_default();
            html.open("tr", &[]);
            html.open("td", &[]);
            severity(finding, html);
            html.close("td");
            html.leaf("td", "", &finding.what);
            html.leaf("td", "", &reason);
            html.leaf("td", "", &by);
            html.close("tr");
        }
        html.close("tbody");
        html.close("table");
    }
}

fn severity(finding: &FindingLine, html: &mut Html) {
    let (class, word) = if finding.is_error { ("tag error", "error") } else { ("tag warning", "warning") };
    html.open("span", &[("class", class)]);
    html.text(word);
    html.close("span");
}

/// Opens a table's body below a head of these titles; the caller closes `tbody` and `table`.
fn table_head(html: &mut Html, titles: &[&'static str]) {
    html.open("thead", &[]);
    html.open("tr", &[]);
    for title in titles {
        html.open("th", &[("scope", "col")]);
        html.text(title);
        html.close("th");
    }
    html.close("tr");
    html.close("thead");
    html.open("tbody", &[]);
}

/// The memos on something, each with who wrote it.
fn memos<'a>(project: &Project, memos: impl IntoIterator<Item = &'a Memo>, html: &mut Html) {
    for memo in memos {
        let coder = project.coders.get(&memo.coder).map_or("", |coder| coder.name.as_str());
        html.open("p", &[("class", "small")]);
        html.text("Memo");
        if !coder.is_empty() {
            html.text(" by ");
            html.quote(coder);
        }
        html.text(": ");
        html.quote(&memo.text);
        html.close("p");
    }
}

/// An event's facts in one line.
fn event_words(project: &Project, event: &Event) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(event.place.clone());
    parts.extend(period_words(&event.period));
    if !event.parties.is_empty() {
        parts.push(parties_words(project, event));
    }
    parts.extend(event.cause.map(|cause| format!("cause: {}", cause.label())));
    parts.extend(event.violence.map(|violence| format!("{} violence", violence.label())));
    parts.join(" · ")
}

/// Between whom: side A against side B where sides are named, else a list.
fn parties_words(project: &Project, event: &Event) -> String {
    let names = |side: Side| -> Vec<&str> {
        event.side(side).filter_map(|id| project.organisations.get(&id)).map(|org| org.short_name()).collect()
    };
    let (a, b, other) = (names(Side::A), names(Side::B), names(Side::Other));
    if a.is_empty() && b.is_empty() {
        return format!("between {}", other.join(", "));
    }
    let or = |names: Vec<&str>| if names.is_empty() { "not named".to_owned() } else { names.join(", ") };
    let also = if other.is_empty() { String::new() } else { format!("; also {}", other.join(", ")) };
    format!("side A: {}, side B: {}{also}", or(a), or(b))
}

/// A period in words; `None` when nothing is known of it.
fn period_words(period: &crate::model::Period) -> Option<String> {
    let day = |date: crate::model::Date| date.strftime("%-d %B %Y").to_string();
    match (period.start, period.end) {
        (None, None) => None,
        (Some(start), Some(end)) if start == end => Some(day(start)),
        (Some(start), Some(end)) => Some(format!("{} to {}", day(start), day(end))),
        (Some(start), None) => Some(format!("since {}", day(start))),
        (None, Some(end)) => Some(format!("up to {}", day(end))),
    }
}

/// The place in the page of a figure, an article or a tally.
fn anchor(id: impl std::fmt::Display) -> String {
    id.to_string()
}

/// The outlet of an article, as shown.
fn outlet(project: &Project, article: ArticleId) -> String {
    project.articles.get(&article).map(|article| project.outlet_name(article)).unwrap_or_default()
}
