//! The report's first page: each question, what was adopted, on how many independent origins it rests, and what is
//! disputed. Layer `exchange`.

use super::html::Html;
use super::{Report, anchor, outlet, table_head, tallies};
use crate::model::{Figure, FigureRole, Project, Qualifier, ReviewStatus, Stance, Tally};
use crate::plots::thousands;
use crate::plots::voices::{Origins, Voices, counted, is_denial};

/// Below this, highest over lowest, figures are said to lie close together.
const CLOSE: f64 = 1.1;

pub(super) fn section(report: &Report<'_>, origins: &Origins, html: &mut Html) {
    let project = report.project;
    html.open("h2", &[("id", "tallies"), ("class", "first")]);
    html.text("In short");
    html.close("h2");
    let shown: Vec<&Tally> = tallies::shown(project).collect();
    if shown.is_empty() {
        html.leaf("p", "", "There are no tallies yet: no question has been put to the figures.");
        return;
    }
    html.leaf("p", "", &summary(report, origins, &shown));
    html.open("table", &[("class", "overview")]);
    table_head(html, &["Question", "Adopted", "Independent origins", "As reported", "Disputed"]);
    for tally in &shown {
        row(report, origins, tally, html);
    }
    html.close("tbody");
    html.close("table");
    html.leaf(
        "p",
        "small",
        "A question (tally) says what is counted, whom, where, over which time, and how it adds up. Voices are counted by \
         who first gave the count, so outlets that pass on one count are one voice; fewer than two are provisional. Nothing \
         here is a sum or an average of figures.",
    );
}

/// The whole in two or three sentences.
fn summary(report: &Report<'_>, origins: &Origins, shown: &[&Tally]) -> String {
    let project = report.project;
    let adopted = shown.iter().filter(|tally| tally.estimate.is_some()).count();
    let provisional =
        shown.iter().filter(|tally| origins.voices(project, tallies::live(project, tally)).provisional()).count();
    let mut out = format!(
        "{}, answered by {}. ",
        counted(shown.len(), "question", "questions"),
        counted(project.articles.len(), "article", "articles")
    );
    out.push_str(&match adopted {
        0 => "No value is adopted yet. ".to_owned(),
        n if n == shown.len() => "A value is adopted for each. ".to_owned(),
        n => format!("A value is adopted for {n}. "),
    });
    out.push_str(&match provisional {
        0 => "Each rests on two or more independent origins. ".to_owned(),
        n if n == shown.len() => {
            "All are provisional: fewer than two independent origins stand behind each. ".to_owned()
        }
        n => format!(
            "{n} provisional: fewer than two independent origins stand behind {}. ",
            if n == 1 { "it" } else { "them" }
        ),
    });
    // What lies furthest apart leads; a name stands in quotation marks as a question of the project.
    let mut apart: Vec<(f64, &str)> =
        shown.iter().filter_map(|tally| Some((ratio(project, tally)?, tally.name.as_str()))).collect();
    apart.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    if let Some((most, name)) = apart.first().filter(|(most, _)| *most >= CLOSE) {
        out.push_str(&format!("Furthest apart: “{name}” ({}).", times(*most)));
    } else if !apart.is_empty() {
        out.push_str("Where there are several figures they lie close together.");
    }
    out.trim_end().to_owned()
}

fn row(report: &Report<'_>, origins: &Origins, tally: &Tally, html: &mut Html) {
    let project = report.project;
    let notes = report.tallies.get(&tally.id);
    html.open("tr", &[]);
    html.open("td", &[("class", if tally.part_of.is_some() { "part" } else { "whole" })]);
    html.link(&anchor(tally.id), &tally.name);
    if tally.status == ReviewStatus::Suggested {
        html.text(" ");
        html.leaf("span", "tag", "proposed");
    }
    html.close("td");
    html.open("td", &[]);
    match notes.and_then(|notes| notes.adopted.as_deref()) {
        Some(adopted) => {
            html.leaf("span", "value", adopted);
            html.leaf("span", "under", tally.estimate.as_ref().map_or("", |estimate| estimate.rule.label()));
        }
        None => html.leaf("span", "under", "not adopted"),
    }
    if notes.is_some_and(|notes| !notes.reopened.is_empty()) {
        html.leaf("span", "tag warning", "open again");
    }
    html.close("td");
    let voices = origins.voices(project, tallies::live(project, tally));
    html.open("td", &[]);
    html.leaf("span", "value", &thousands(voices.origins as u64));
    html.leaf("span", "under", &behind(voices));
    html.close("td");
    html.leaf("td", "", &reported(project, tally));
    html.leaf("td", "", &disputed(project, tally));
    html.close("tr");
}

/// What stands behind a number of origins: "2 outlets · provisional".
fn behind(voices: Voices) -> String {
    let mut parts = vec![counted(voices.outlets, "outlet", "outlets")];
    match voices.unattributed {
        0 => {}
        n if voices.origins == 0 => parts.push(format!("origin not given ({n})")),
        n => parts.push(format!("{n} unattributed")),
    }
    if voices.provisional() {
        parts.push("provisional".to_owned());
    }
    parts.join(" · ")
}

/// The lowest and the highest in the words reported, with who published them.
fn reported(project: &Project, tally: &Tally) -> String {
    let mut figures: Vec<&Figure> = standing(project, tally).collect();
    figures.sort_by_key(|figure| (figure.low.or(figure.high), figure.high, figure.id));
    let said = |figure: &Figure| format!("“{}” by {}", figure.as_reported(), outlet(project, figure.article));
    match figures.as_slice() {
        [] => "no number stands".to_owned(),
        [only] => said(only),
        [first, rest @ ..] if rest.iter().all(|other| (other.low, other.high) == (first.low, first.high)) => match rest
        {
            [other] => format!("{}, {}", said(first), said(other)),
            others => format!("{} and {} more alike", said(first), others.len()),
        },
        [first, .., last] => {
            let between = figures.len() - 2;
            let between = if between > 0 { format!(" … {between} between … ") } else { " to ".to_owned() };
            format!("{}{between}{}", said(first), said(last))
        }
    }
}

/// The figures with a number that nobody denies, superseded, excluded or rejected ones aside.
fn standing<'a>(project: &'a Project, tally: &'a Tally) -> impl Iterator<Item = &'a Figure> {
    tallies::live(project, tally).filter(|figure| {
        let number = figure.fraction.is_none() && (figure.low.is_some() || figure.high.is_some());
        number && !is_denial(figure) && !matches!(figure.role, FigureRole::Superseded | FigureRole::Excluded)
    })
}

/// The highest over the lowest number that is stated; vague words state none. Infinite over a zero.
fn ratio(project: &Project, tally: &Tally) -> Option<f64> {
    let stated = || standing(project, tally).filter(|figure| figure.qualifier != Qualifier::Vague);
    if stated().count() < 2 {
        return None;
    }
    let low = stated().filter_map(|figure| figure.low.or(figure.high)).min()?;
    let high = stated().filter_map(|figure| figure.high.or(figure.low)).max()?;
    Some(if low == high { 1.0 } else { high as f64 / low as f64 })
}

fn times(ratio: f64) -> String {
    match ratio {
        ratio if ratio.is_infinite() => "a zero against a count".to_owned(),
        ratio if ratio < 10.0 => format!("the highest is {ratio:.1} times the lowest"),
        ratio => format!("the highest is {} times the lowest", thousands(ratio.round() as u64)),
    }
}

fn disputed(project: &Project, tally: &Tally) -> String {
    let mut parts = Vec::new();
    let stances = |stance: Stance| tallies::live(project, tally).filter(|figure| figure.stance == stance).count();
    for (stance, one, many) in [
        (Stance::Denies, "denial", "denials"),
        (Stance::Doubts, "doubt", "doubts"),
        (Stance::Retracts, "retraction", "retractions"),
    ] {
        match stances(stance) {
            0 => {}
            n => parts.push(counted(n, one, many)),
        }
    }
    match ratio(project, tally) {
        None => parts.push("fewer than two numbers to compare".to_owned()),
        Some(same) if same <= 1.0 => parts.push("numbers agree".to_owned()),
        Some(close) if close < CLOSE => parts.push(format!("within {} %", percent(close))),
        Some(apart) => parts.push(times(apart)),
    }
    parts.join("; ")
}

/// By how much the highest is above the lowest, in whole per cent rounded up.
fn percent(ratio: f64) -> u64 {
    ((ratio - 1.0) * 100.0).ceil() as u64
}
