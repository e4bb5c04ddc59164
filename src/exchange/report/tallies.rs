//! The report's tallies: an overview, then each with its estimate, its plot and its figures. Layer `exchange`.

use std::collections::{BTreeMap, BTreeSet};

use super::html::Html;
use super::{Report, anchor, event_words, memos, outlet, period_words, table_head};
use crate::exchange::svg;
use crate::model::{Event, EventId, Figure, MemoTarget, Project, ReviewStatus, Tally, WordsRule};
use crate::plots::thousands;
use crate::plots::voices::Origins;

/// How wide the plots of a page are drawn, in points.
const PLOT_WIDTH: f32 = 700.0;

/// The tallies that are not rejected, those of one event together, parts behind their wholes.
pub(super) fn shown(project: &Project) -> impl Iterator<Item = &Tally> {
    let mut roots: Vec<&Tally> = Vec::new();
    let mut parts: BTreeMap<_, Vec<&Tally>> = BTreeMap::new();
    let live = |tally: &Tally| tally.status != ReviewStatus::Rejected;
    for tally in project.tallies.values().filter(|tally| live(tally)) {
        match tally.part_of.and_then(|id| project.tallies.get(&id)).filter(|whole| live(whole)) {
            Some(whole) => parts.entry(whole.id).or_default().push(tally),
            None => roots.push(tally),
        }
    }
    // Those without an event come last; the questions of one event in the order of what and whom they count.
    roots.sort_by(|a, b| {
        let key =
            |tally: &Tally| (tally.event.is_none(), tally.event, tally.measure, tally.period.start, tally.subject);
        (key(a), &a.name, a.id).cmp(&(key(b), &b.name, b.id))
    });
    let mut out = Vec::new();
    let mut seen = BTreeSet::new();
    for root in roots {
        add(root, &parts, &mut seen, &mut out);
    }
    out.into_iter()
}

fn add<'a>(
    tally: &'a Tally,
    parts: &BTreeMap<crate::model::TallyId, Vec<&'a Tally>>,
    seen: &mut BTreeSet<crate::model::TallyId>,
    out: &mut Vec<&'a Tally>,
) {
    if !seen.insert(tally.id) {
        return;
    }
    out.push(tally);
    for part in parts.get(&tally.id).into_iter().flatten() {
        add(part, parts, seen, out);
    }
}

/// The figures of a tally, by day and outlet.
fn figures<'a>(project: &'a Project, tally: &Tally) -> Vec<&'a Figure> {
    let mut figures: Vec<&Figure> = tally.figures.iter().filter_map(|id| project.figures.get(id)).collect();
    let published = |figure: &Figure| project.articles.get(&figure.article).and_then(|article| article.published);
    figures.sort_by_key(|figure| {
        (figure.status == ReviewStatus::Rejected, published(figure), outlet(project, figure.article), figure.id)
    });
    figures
}

/// How many voices answer a tally, in words.
pub(super) fn voices(project: &Project, origins: &Origins, tally: &Tally) -> String {
    origins.voices(project, live(project, tally)).to_string()
}

/// The figures of a tally that are not rejected.
pub(super) fn live<'a>(project: &'a Project, tally: &'a Tally) -> impl Iterator<Item = &'a Figure> {
    let figures = tally.figures.iter().filter_map(|id| project.figures.get(id));
    figures.filter(|figure| figure.status != ReviewStatus::Rejected)
}

pub(super) fn sections(report: &Report<'_>, origins: &Origins, html: &mut Html) {
    let project = report.project;
    let mut at: Option<EventId> = None;
    let mut first = true;
    if shown(project).next().is_some_and(|tally| tally.event.is_none()) {
        html.leaf("h2", "page", "Each question");
    }
    for tally in shown(project) {
        // A part stands with its whole, whatever event it names.
        if tally.part_of.is_none() && tally.event != at {
            at = tally.event;
            match at.and_then(|id| project.events.get(&id)) {
                Some(event) => head(project, event, std::mem::take(&mut first), html),
                None => html.leaf("h2", "", "Under no event"),
            }
        }
        section(report, origins, tally, html);
    }
}

fn head(project: &Project, event: &Event, on_a_new_page: bool, html: &mut Html) {
    html.open("h2", &[("id", &anchor(event.id)), ("class", if on_a_new_page { "page" } else { "" })]);
    html.quote(&event.name);
    html.close("h2");
    html.leaf("p", "lead", &event_words(project, event));
    memos(project, project.memos_on(MemoTarget::Event(event.id)), html);
}

fn section(report: &Report<'_>, origins: &Origins, tally: &Tally, html: &mut Html) {
    let project = report.project;
    let notes = report.tallies.get(&tally.id);
    html.open("section", &[("class", "tally")]);
    html.open("h3", &[("id", &anchor(tally.id))]);
    html.quote(&tally.name);
    html.close("h3");
    html.open("dl", &[]);
    html.fact("Counts", &format!("{} {}, {}", tally.subject.label(), tally.measure.label(), tally.accounting.label()));
    html.fact("Where", tally.place.as_deref().unwrap_or("no place stated"));
    html.fact("When", period_words(&tally.period).as_deref().unwrap_or("no period stated"));
    if let Some(whole) = tally.part_of.and_then(|id| project.tallies.get(&id)) {
        html.leaf("dt", "", "Part of");
        html.open("dd", &[]);
        html.link(&anchor(whole.id), &whole.name);
        html.close("dd");
    }
    html.fact("Voices", &voices(project, origins, tally));
    let covered: BTreeSet<_> =
        tally.figures.iter().filter_map(|id| project.figures.get(id)).map(|f| f.article).collect();
    let reviewed = covered.iter().filter_map(|id| project.articles.get(id)).filter(|a| a.figures_reviewed.is_some());
    html.fact("Reviewed", &format!("{} of its {} articles", reviewed.count(), covered.len()));
    if !tally.reasons.is_empty() {
        html.fact("Grouped by", &tally.reasons.join(", "));
    }
    html.close("dl");
    adopted(report, tally, html);
    if let Some(chart) = notes.and_then(|notes| notes.chart.as_ref()) {
        html.open("div", &[("class", "plot")]);
        html.drawing(&svg::render_bare(chart, svg::Theme::Paper, PLOT_WIDTH));
        html.close("div");
    }
    values(report, tally, html);
    memos(project, project.memos_on(MemoTarget::Tally(tally.id)), html);
    html.close("section");
}

fn adopted(report: &Report<'_>, tally: &Tally, html: &mut Html) {
    let project = report.project;
    let (Some(estimate), Some(notes)) = (&tally.estimate, report.tallies.get(&tally.id)) else {
        html.leaf("p", "small", "No value is adopted.");
        return;
    };
    let is_open = !notes.reopened.is_empty();
    html.open("div", &[("class", if is_open { "adopted open" } else { "adopted" })]);
    html.leaf("div", "value", notes.adopted.as_deref().unwrap_or_default());
    let coder = project.coders.get(&estimate.coder).map_or("", |coder| coder.name.as_str());
    let words = if estimate.words == WordsRule::None {
        String::new()
    } else {
        format!("; vague words read by: {}", estimate.words.label())
    };
    html.leaf(
        "p",
        "small",
        &format!(
            "Adopted by {coder} on {}, rule: {}{words}.",
            estimate.adopted.strftime("%-d %B %Y"),
            estimate.rule.label()
        ),
    );
    if !estimate.reasoning.trim().is_empty() {
        html.leaf("p", "", &estimate.reasoning);
    }
    if is_open {
        html.open("p", &[]);
        html.open("strong", &[]);
        html.text("Open again: the evidence has changed since. ");
        html.close("strong");
        html.quote(&notes.reopened.join("; "));
        html.close("p");
    }
    html.close("div");
}

fn values(report: &Report<'_>, tally: &Tally, html: &mut Html) {
    let project = report.project;
    let notes = report.tallies.get(&tally.id);
    let number = |n: Option<u64>| n.map_or_else(|| "–".to_owned(), thousands);
    html.open("table", &[]);
    let titles =
        ["As reported", "Lowest", "Highest", "Origin → relay → outlet", "Published", "Status", "In the estimate"];
    // Without an estimate nothing was chosen.
    let shown = if tally.estimate.is_some() { titles.len() } else { titles.len() - 1 };
    table_head(html, titles.get(..shown).unwrap_or_default());
    for figure in figures(project, tally) {
        let left_out = notes.and_then(|notes| notes.not_chosen.get(&figure.id)).copied();
        html.open("tr", if left_out.is_some() { &[("class", "out")] } else { &[] });
        html.open("td", &[]);
        html.link(&anchor(figure.id), &format!("“{}”", figure.as_reported()));
        html.close("td");
        html.leaf("td", "n", &number(figure.low));
        html.leaf("td", "n", &number(figure.high));
        html.leaf("td", "", report.chains.get(&figure.id).map_or("", String::as_str));
        let published = project.articles.get(&figure.article).and_then(|article| article.published);
        html.leaf("td", "", &published.map_or_else(|| "date unknown".to_owned(), |date| date.to_string()));
        html.leaf("td", "", figure.status.label());
        match (&tally.estimate, left_out) {
            (None, _) => {}
            (Some(_), None) => html.leaf("td", "", "chosen"),
            (Some(_), Some(why)) => html.leaf("td", "", &format!("not chosen: {why}")),
        }
        html.close("tr");
    }
    html.close("tbody");
    html.close("table");
}
