//! The report's evidence: each article with its file, and each figure with its sentence. Layer `exchange`.

use std::collections::BTreeMap;

use super::html::Html;
use super::{Report, anchor, memos, period_words, table_head};
use crate::model::{
    Article, ArticleId, Figure, MemoTarget, Organisation, Qualifier, ReviewStatus, Stance, Verification, WordsRule,
};
use crate::plots::thousands;
use crate::plots::voices::{OriginKey, Origins};

pub(super) fn section(report: &Report<'_>, html: &mut Html) {
    let project = report.project;
    html.open("h2", &[("id", "evidence"), ("class", "page")]);
    html.text("Evidence");
    html.close("h2");
    html.leaf(
        "p",
        "small",
        "Every article with the figures found in it, each with its sentence; the evidence is marked.",
    );
    let mut by_article: BTreeMap<ArticleId, Vec<&Figure>> = BTreeMap::new();
    for figure in project.figures.values() {
        by_article.entry(figure.article).or_default().push(figure);
    }
    let mut articles: Vec<&Article> = project.articles.values().collect();
    articles.sort_by(|a, b| (a.published, &a.title, a.id).cmp(&(b.published, &b.title, b.id)));
    for article in articles {
        let mut figures = by_article.remove(&article.id).unwrap_or_default();
        figures.sort_by_key(|figure| (figure.anchor.span, figure.id));
        one_article(report, article, &figures, html);
    }
}

fn one_article(report: &Report<'_>, article: &Article, figures: &[&Figure], html: &mut Html) {
    let project = report.project;
    html.open("h3", &[("id", &anchor(article.id))]);
    html.quote(&article.title);
    html.close("h3");
    html.open("dl", &[]);
    html.fact("Outlet", &project.outlet_name(article));
    if let Some(wire) = article.wire.and_then(|id| project.organisations.get(&id)) {
        let basis = article.wire_basis.map_or(String::new(), |basis| format!(", {}", basis.label()));
        html.fact("Carries", &format!("{}{basis}", wire.name));
    }
    html.fact("Author", article.author.as_deref().unwrap_or_default());
    html.fact("Published", &article.published.map_or_else(|| "date unknown".to_owned(), |date| date.to_string()));
    html.fact("Address", article.url.as_deref().unwrap_or_default());
    let reviewed = article.figures_reviewed.map(|(coder, at)| {
        let coder = project.coders.get(&coder).map_or("", |coder| coder.name.as_str());
        format!("figures reviewed by {coder} on {}", at.strftime("%-d %B %Y"))
    });
    html.fact("Review", reviewed.as_deref().unwrap_or("figures not reviewed"));
    if !article.provenance.file.is_empty() {
        html.fact("File", &format!("{}, {} bytes", article.provenance.file, thousands(article.provenance.bytes)));
        html.leaf("dt", "", "SHA-256");
        html.leaf("dd", "hash", &article.provenance.sha256);
    }
    html.close("dl");
    memos(project, project.memos_on(MemoTarget::Article(article.id)), html);
    if figures.is_empty() {
        html.leaf("p", "small", "No figure was found in it.");
    }
    for figure in figures {
        one_figure(report, figure, html);
    }
}

fn one_figure(report: &Report<'_>, figure: &Figure, html: &mut Html) {
    let project = report.project;
    html.open("div", &[("class", "figure"), ("id", &anchor(figure.id))]);
    html.open("blockquote", &[]);
    match report.sentences.get(&figure.id) {
        Some(quoted) => {
            html.open("bdi", &[]);
            html.text(&quoted.before);
            html.open("mark", &[]);
            html.text(&quoted.evidence);
            html.close("mark");
            html.text(&quoted.after);
            html.close("bdi");
        }
        None => html.text("[sentence withheld]"),
    }
    html.close("blockquote");
    html.open("p", &[("class", "small")]);
    let class = if figure.status == ReviewStatus::Confirmed { "tag confirmed" } else { "tag" };
    html.open("span", &[("class", class)]);
    html.text(figure.status.label());
    html.close("span");
    html.text(" ");
    html.quote(&facts(report, figure));
    html.close("p");
    if !figure.reasoning.trim().is_empty() {
        html.leaf("p", "small", &format!("Reasoning: {}", figure.reasoning));
    }
    memos(project, project.memos_on(MemoTarget::Figure(figure.id)), html);
    html.close("div");
}

/// A figure's fields in one line.
fn facts(report: &Report<'_>, figure: &Figure) -> String {
    let mut parts = vec![figure.counts_words()];
    parts.push(match (figure.fraction, figure.low, figure.high) {
        (Some(share), _, _) => format!("a share, {} {:.0} %", figure.qualifier.label(), share * 100.0),
        (None, Some(low), Some(high)) if low != high => format!("{} to {}", thousands(low), thousands(high)),
        (None, low, high) => {
            let n = low.or(high).map_or_else(|| "no number".to_owned(), thousands);
            match figure.qualifier {
                Qualifier::Vague if figure.words != WordsRule::None => {
                    format!("a word, read as {n} or more by {}", figure.words.label())
                }
                Qualifier::Vague => format!("a word, read as {n} or more"),
                qualifier => format!("{} {n}", qualifier.label()),
            }
        }
    });
    if let Some(best) = figure.best {
        parts.push(format!("best {}", thousands(best)));
    }
    parts.extend(figure.accounting.map(|accounting| accounting.label().to_owned()));
    parts.extend(report.chains.get(&figure.id).cloned());
    parts.extend(status_words(report, figure));
    parts.extend(place_words(figure));
    parts.extend(period_words(&figure.period));
    parts.extend(figure.as_of.map(|day| format!("as of {}", day.strftime("%-d %B %Y"))));
    if figure.stance != Stance::Asserts {
        parts.push(format!("the article {} it", figure.stance.label()));
    }
    if figure.verification != Verification::Unstated {
        parts.push(figure.verification.label().to_owned());
    }
    if let Some(whole) = figure.part_of.and_then(|id| report.project.figures.get(&id)) {
        parts.push(format!("part of “{}”", whole.as_reported()));
    }
    parts.extend(figure.grade.map(|grade| format!("grade: {}", grade.label())));
    parts.extend(figure.credibility.map(|grade| format!("credibility {grade}")));
    parts.join(" · ")
}

/// Whose people were counted, and who is said to have done it; empty where nobody set it.
fn status_words(report: &Report<'_>, figure: &Figure) -> Vec<String> {
    let project = report.project;
    let name = |id| project.organisations.get(&id).map_or("", |org: &Organisation| org.short_name());
    let event = figure.event.and_then(|id| project.events.get(&id));
    let mut parts = Vec::new();
    if figure.victim.is_some() || figure.party.is_some() {
        parts.push(format!("victim status: {}", figure.victim_status(event).label()));
    }
    parts.extend(figure.party.map(|id| format!("of {}", name(id))));
    parts.extend(figure.perpetrator.map(|id| format!("alleged perpetrator: {}", name(id))));
    if !figure.sex_age.is_empty() {
        let rows: Vec<String> = figure
            .sex_age
            .iter()
            .map(|row| {
                let ages = match (row.age_from, row.age_to) {
                    (None, None) => String::new(),
                    (Some(from), None) => format!(" {from}+"),
                    (from, Some(to)) => format!(" {}–{to}", from.unwrap_or(0)),
                };
                format!("{}{ages} {}", row.sex.label(), row.value)
            })
            .collect();
        parts.push(rows.join(", "));
    }
    let cause = figure.cause.or(event.and_then(|event| event.cause));
    let violence = figure.violence.or(event.and_then(|event| event.violence));
    parts.extend(cause.map(|cause| format!("cause: {}", cause.label())));
    parts.extend(violence.map(|violence| format!("{} violence", violence.label())));
    parts
}

/// The place as written, with what it was to the counted and where the analyst says that it lies.
fn place_words(figure: &Figure) -> Option<String> {
    let mut words = figure.place.clone()?;
    if let Some(location) = figure.location.as_deref() {
        words = format!("{words} ({})", crate::lexicon::locate::location_words(location));
    }
    Some(match figure.place_role {
        Some(role) => format!("{words}, {}", role.label()),
        None => words,
    })
}

/// Who is cited, with kind and grade.
pub(super) fn voices(report: &Report<'_>, origins: &Origins, html: &mut Html) {
    let project = report.project;
    html.open("h2", &[("id", "origins")]);
    html.text("Origins");
    html.close("h2");
    let mut cited: BTreeMap<OriginKey, usize> = BTreeMap::new();
    for figure in project.figures.values().filter(|figure| figure.status != ReviewStatus::Rejected) {
        *cited.entry(origins.voice(figure)).or_default() += 1;
    }
    if cited.is_empty() {
        html.leaf("p", "", "Nobody is cited for a figure yet.");
        return;
    }
    let mut rows: Vec<(usize, String, Option<&Organisation>)> = cited
        .into_iter()
        .map(|(key, n)| match key {
            OriginKey::Known(id) => {
                let org = project.organisations.get(&id);
                (n, org.map_or_else(|| "unknown".to_owned(), |org| org.name.clone()), org)
            }
            OriginKey::Written(words) => (n, words, None),
            OriginKey::Unattributed => (n, "origin not given".to_owned(), None),
        })
        .collect();
    rows.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    html.open("table", &[("class", "origins")]);
    table_head(html, &["Origin", "Kind", "Reliability", "Also called", "Figures"]);
    for (n, name, org) in rows {
        html.open("tr", &[]);
        html.leaf("td", "", &name);
        html.leaf("td", "", org.map_or("", |org| org.kind.label()));
        let grade = org.and_then(|org| org.reliability).map_or_else(String::new, String::from);
        html.leaf("td", "", &grade);
        html.leaf("td", "", &org.map(|org| org.aliases.join(", ")).unwrap_or_default());
        html.leaf("td", "n", &thousands(n as u64));
        html.close("tr");
    }
    html.close("tbody");
    html.close("table");
}
