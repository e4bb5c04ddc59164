//! The report's matrix: each tally by each outlet, in the words as reported. Layer `exchange`.

use std::collections::{BTreeMap, BTreeSet};

use super::html::Html;
use super::{Report, anchor, tallies};
use crate::model::{Figure, Project, ReviewStatus, Tally};
use crate::plots::voices::{OriginKey, Origins, OutletKey, counted};

/// How many outlets stand beside each other on a page of paper.
const COLUMNS: usize = 5;

/// Above so many outlets, those without an answer are counted and not shown.
const MANY: usize = 12;

/// An outlet with what is known of how far its articles were read.
struct Column {
    name: String,
    key: OutletKey,
    /// Whether the figures of every article of it were reviewed: only then is a blank "not reported".
    is_read: bool,
}

pub(super) fn section(report: &Report<'_>, origins: &Origins, html: &mut Html) {
    let project = report.project;
    html.open("h2", &[("id", "matrix")]);
    html.text("Matrix");
    html.close("h2");
    html.leaf(
        "p",
        "small",
        "Each question by each outlet, as reported. “Not reported” stands where all of the outlet’s articles were reviewed, \
         “not yet read” where some were not; neither is a zero. A frame joins what goes back to one origin.",
    );
    let mut columns = columns(project);
    let shown: Vec<&Tally> = tallies::shown(project).collect();
    if columns.len() > MANY {
        let answers: BTreeSet<OutletKey> = shown
            .iter()
            .flat_map(|tally| tallies::live(project, tally))
            .map(|figure| OutletKey::of(project.articles.get(&figure.article)))
            .collect();
        let before = columns.len();
        let unread = columns.iter().filter(|column| !answers.contains(&column.key) && !column.is_read).count();
        columns.retain(|column| answers.contains(&column.key));
        let without = counted(before - columns.len(), "outlet answers", "outlets answer");
        html.leaf(
            "p",
            "small",
            &format!("{without} no question and {unread} of these are not read to the end: not shown."),
        );
    }
    if columns.is_empty() || shown.is_empty() {
        html.leaf("p", "", "There is nothing to set side by side yet.");
        return;
    }
    for chunk in columns.chunks(COLUMNS) {
        html.open("table", &[("class", "matrix")]);
        html.open("thead", &[]);
        html.open("tr", &[]);
        html.leaf("th", "", "Question");
        for column in chunk {
            html.leaf("th", "", &column.name);
        }
        html.close("tr");
        html.close("thead");
        html.open("tbody", &[]);
        for tally in &shown {
            row(report, origins, tally, chunk, html);
        }
        html.close("tbody");
        html.close("table");
    }
}

fn columns(project: &Project) -> Vec<Column> {
    let mut by_key: BTreeMap<OutletKey, Column> = BTreeMap::new();
    for article in project.articles.values() {
        let key = OutletKey::of(Some(article));
        let column =
            by_key.entry(key).or_insert_with(|| Column { name: project.outlet_name(article), key, is_read: true });
        column.is_read &= article.figures_reviewed.is_some();
    }
    let mut columns: Vec<Column> = by_key.into_values().collect();
    columns.sort_by(|a, b| (&a.name, a.key).cmp(&(&b.name, b.key)));
    columns
}

fn row(report: &Report<'_>, origins: &Origins, tally: &Tally, columns: &[Column], html: &mut Html) {
    let project = report.project;
    let figures: Vec<&Figure> = tally
        .figures
        .iter()
        .filter_map(|id| project.figures.get(id))
        .filter(|figure| figure.status != ReviewStatus::Rejected)
        .collect();
    let outlet = |figure: &Figure| OutletKey::of(project.articles.get(&figure.article));
    // An origin that more than one outlet passes on.
    let mut outlets_of: BTreeMap<OriginKey, Vec<OutletKey>> = BTreeMap::new();
    for figure in &figures {
        outlets_of.entry(origins.voice(figure)).or_default().push(outlet(figure));
    }
    let is_shared = |figure: &Figure| {
        let voice = origins.voice(figure);
        voice != OriginKey::Unattributed
            && outlets_of.get(&voice).is_some_and(|outlets| outlets.iter().any(|other| *other != outlet(figure)))
    };
    html.open("tr", &[]);
    html.open("td", &[]);
    html.link(&anchor(tally.id), &tally.name);
    html.leaf("span", "who", &tallies::voices(project, origins, tally));
    html.close("td");
    for column in columns {
        let here: Vec<&&Figure> = figures.iter().filter(|figure| outlet(figure) == column.key).collect();
        if here.is_empty() {
            let (class, words) = if column.is_read { ("none", "not reported") } else { ("unread", "not yet read") };
            html.leaf("td", class, words);
            continue;
        }
        html.open("td", &[]);
        for figure in here {
            html.open("span", &[("class", if is_shared(figure) { "cell one" } else { "cell" })]);
            html.link(&anchor(figure.id), &figure.as_reported());
            let who = project.origin_name(figure).unwrap_or("origin not given");
            let pending = if figure.status == ReviewStatus::Suggested { ", suggested" } else { "" };
            html.leaf("span", "who", &format!("{who}{pending}"));
            html.close("span");
        }
        html.close("td");
    }
    html.close("tr");
}
