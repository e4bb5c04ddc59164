//! The report of a project, put together: what is confidential taken out, sentences cut from the texts, estimates and
//! findings in words. Layer `app`.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::exchange::report::{FindingLine, Quoted, Report, TallyNotes, Withheld, render};
use crate::model::{ArticleId, Figure, FigureId, Project, ReviewStatus, Tally, TallyId, Timestamp};
use crate::plots::{self, ChartOptions};
use crate::text::segment;

use super::checks::{self, Finding, Severity};
use super::redact::{Secrets, WITHHELD, redacted};
use super::{estimates, origins};

/// A report as written, with what was kept back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The whole page.
    pub html: String,
    pub withheld: Withheld,
}

impl Written {
    /// What was kept back, in words: "nothing withheld", or how much.
    pub fn words(&self) -> String {
        match self.withheld.words() {
            Some(words) => format!("confidential and withheld: {words}"),
            None => "nothing withheld".to_owned(),
        }
    }
}

/// The report of a project as it stands at `made`. Reads every text: for a thread of its own.
pub fn write(project: &Project, text: &dyn Fn(ArticleId) -> Option<Arc<str>>, made: Timestamp) -> Written {
    let secrets = Secrets::of(project);
    let (clean, mut withheld) = redacted(project, &secrets);
    let sentences = sentences(project, text, &secrets, &mut withheld);
    let chart = |tally: TallyId| {
        let options =
            ChartOptions { tallies: Some([tally].into()), withhold_confidential: true, ..ChartOptions::default() };
        let sentence = |figure: &Figure| -> Option<String> {
            let quoted = sentences.get(&figure.id)?;
            Some(format!("{}{}{}", quoted.before, quoted.evidence, quoted.after))
        };
        let chart = plots::build_with_sentences(&clean, &options, &sentence);
        (!chart.panels.is_empty()).then_some(chart)
    };
    let notes = |tally: &Tally| TallyNotes {
        adopted: tally.estimate.as_ref().map(estimates::in_words),
        // What changed is told of the project itself: in the copy, texts that were taken out would look edited.
        reopened: project
            .tallies
            .get(&tally.id)
            .map(|own| estimates::reopened(project, own))
            .unwrap_or_default()
            .iter()
            .map(|change| change.words(&clean))
            .collect(),
        not_chosen: estimates::not_chosen(&clean, tally).into_iter().map(|not| (not.figure, not.why)).collect(),
        chart: chart(tally.id),
    };
    let tallies = clean
        .tallies
        .values()
        .filter(|tally| tally.status != ReviewStatus::Rejected)
        .map(|tally| (tally.id, notes(tally)))
        .collect();
    let chains = clean.figures.values().map(|figure| (figure.id, origins::chain_words(&clean, figure))).collect();
    let findings = findings(project, text, &secrets, &mut withheld);
    let marked = super::report_marked::marked(project, &clean, &secrets, &mut withheld);
    let report = Report {
        project: &clean,
        sentences,
        tallies,
        chains,
        findings,
        marked,
        withheld,
        made,
        made_by: concat!("crossread ", env!("CARGO_PKG_VERSION")),
    };
    Written { html: render(&report), withheld }
}

/// The sentence of each figure whose article may be quoted. Where the text is missing, the words kept with the figure.
fn sentences(
    project: &Project,
    text: &dyn Fn(ArticleId) -> Option<Arc<str>>,
    secrets: &Secrets,
    withheld: &mut Withheld,
) -> BTreeMap<FigureId, Quoted> {
    let mut by_article: BTreeMap<ArticleId, Vec<&Figure>> = BTreeMap::new();
    for figure in project.figures.values() {
        if secrets.hides_figure(figure) {
            withheld.texts += 1;
        } else {
            by_article.entry(figure.article).or_default().push(figure);
        }
    }
    let mut out = BTreeMap::new();
    for (article, figures) in by_article {
        let text = text(article);
        let ranges = text.as_deref().map(segment::sentences).unwrap_or_default();
        for figure in figures {
            let quoted = text.as_deref().and_then(|text| cut(text, &ranges, figure)).unwrap_or_else(|| Quoted {
                before: format!("… {}", figure.anchor.prefix),
                evidence: figure.anchor.quote.clone(),
                after: format!("{} …", figure.anchor.suffix),
            });
            if secrets.hides_text(&format!("{}{}{}", quoted.before, quoted.evidence, quoted.after)) {
                withheld.texts += 1;
            } else {
                out.insert(figure.id, quoted);
            }
        }
    }
    out
}

fn cut(text: &str, ranges: &[std::ops::Range<usize>], figure: &Figure) -> Option<Quoted> {
    let span = figure.anchor.span.range();
    if text.get(span.clone())? != figure.anchor.quote {
        return None;
    }
    let at = ranges.partition_point(|range| range.end <= span.start);
    let (start, end) = match ranges.get(at) {
        Some(range) => (range.start.min(span.start), range.end.max(span.end)),
        None => (span.start, span.end),
    };
    Some(Quoted {
        before: text.get(start..span.start)?.to_owned(),
        evidence: text.get(span.clone())?.to_owned(),
        after: text.get(span.end..end)?.trim_end().to_owned(),
    })
}

fn findings(
    project: &Project,
    text: &dyn Fn(ArticleId) -> Option<Arc<str>>,
    secrets: &Secrets,
    withheld: &mut Withheld,
) -> Vec<FindingLine> {
    let found = checks::run(project, text);
    let mut line = |finding: &Finding, dismissed: Option<(String, String)>| {
        let is_hidden = std::iter::once(&finding.at).chain(&finding.about).any(|id| secrets.hides_record(project, *id))
            || secrets.hides_text(&finding.what);
        let is_error = finding.severity == Severity::Error;
        if is_hidden {
            withheld.texts += 1;
            return FindingLine {
                is_error,
                what: format!("{} {WITHHELD}", finding.check.label()),
                settle: String::new(),
                dismissed: dismissed.map(|(_, by)| (WITHHELD.to_owned(), by)),
            };
        }
        let reason = dismissed.map(|(reason, by)| match secrets.hides_text(&reason) {
            true => (WITHHELD.to_owned(), by),
            false => (reason, by),
        });
        FindingLine { is_error, what: finding.what.clone(), settle: finding.settle.clone(), dismissed: reason }
    };
    let mut out: Vec<FindingLine> = found.open.iter().map(|finding| line(finding, None)).collect();
    for (finding, id) in &found.dismissed {
        let dismissal = project.dismissals.get(id);
        let by = dismissal.and_then(|d| project.coders.get(&d.coder)).map(|coder| coder.name.clone());
        let reason = dismissal.map(|d| d.reason.clone()).unwrap_or_default();
        out.push(line(finding, Some((reason, by.unwrap_or_default()))));
    }
    out
}

#[cfg(test)]
#[path = "report_tests.rs"]
mod tests;
