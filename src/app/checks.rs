//! The checks list: what does not fit together in a project, like a compiler's warnings. Each finding says what is
//! wrong, where, and how to settle it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{ArticleId, Figure, FigureId, Project, RecordId, ReviewStatus, Tally};

use super::ops::tallies::mismatch;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Evidence or arithmetic is broken.
    Error,
    /// It may be right, but somebody should look.
    Warning,
}

impl Severity {
    /// The word printed.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One thing that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub severity: Severity,
    /// What is wrong, in words.
    pub what: String,
    /// How to settle it.
    pub settle: String,
    /// Where.
    pub at: RecordId,
}

/// Everything that does not fit, errors first, then by place.
pub fn findings(project: &Project, text: impl Fn(ArticleId) -> Option<Arc<str>>) -> Vec<Finding> {
    let mut out = Vec::new();
    evidence(project, text, &mut out);
    for figure in project.figures.values().filter(|figure| figure.status != ReviewStatus::Rejected) {
        one_figure(project, figure, &mut out);
    }
    parts(project, &mut out);
    for tally in project.tallies.values() {
        one_tally(project, tally, &mut out);
    }
    out.sort_by(|a, b| (a.severity, a.at, &a.what).cmp(&(b.severity, b.at, &b.what)));
    out
}

fn evidence(project: &Project, text: impl Fn(ArticleId) -> Option<Arc<str>>, out: &mut Vec<Finding>) {
    let mut by_article: BTreeMap<ArticleId, Vec<(RecordId, &crate::model::Anchor)>> = BTreeMap::new();
    for figure in project.figures.values() {
        by_article.entry(figure.article).or_default().push((RecordId::Figure(figure.id), &figure.anchor));
    }
    for excerpt in project.excerpts.values() {
        by_article.entry(excerpt.article).or_default().push((RecordId::Excerpt(excerpt.id), &excerpt.anchor));
    }
    for article in project.articles.values() {
        let Some(text) = text(article.id) else {
            out.push(Finding {
                severity: Severity::Error,
                what: format!("the text of “{}” is missing", article.title),
                settle: format!("put the file texts/…/{}.txt back into the project folder", article.text_sha256),
                at: RecordId::Article(article.id),
            });
            continue;
        };
        for (at, anchor) in by_article.remove(&article.id).unwrap_or_default() {
            if !anchor.holds(&text) {
                out.push(Finding {
                    severity: Severity::Error,
                    what: format!("the words at the marked place are no longer “{}”", anchor.quote),
                    settle: "mark the right words again, or delete it".to_owned(),
                    at,
                });
            }
        }
    }
}

fn one_figure(project: &Project, figure: &Figure, out: &mut Vec<Finding>) {
    let at = RecordId::Figure(figure.id);
    let words = figure.as_reported();
    if figure.status == ReviewStatus::Confirmed && figure.origin().is_none() {
        out.push(Finding {
            severity: Severity::Warning,
            what: format!("“{words}” is confirmed without an origin"),
            settle: "say on whose word it is, or leave it if the article gives nobody: it then adds no voice"
                .to_owned(),
            at,
        });
    }
    let published = project.articles.get(&figure.article).and_then(|article| article.published);
    if let (Some(end), Some(published)) = (figure.period.end, published)
        && end > published
    {
        out.push(Finding {
            severity: Severity::Warning,
            what: format!("“{words}” counts up to {end}, after the article was published ({published})"),
            settle: "correct the period or the publication date".to_owned(),
            at,
        });
    }
}

fn parts(project: &Project, out: &mut Vec<Finding>) {
    let mut by_whole: BTreeMap<FigureId, Vec<&Figure>> = BTreeMap::new();
    for figure in project.figures.values().filter(|figure| figure.status != ReviewStatus::Rejected) {
        if let Some(whole) = figure.part_of {
            by_whole.entry(whole).or_default().push(figure);
        }
    }
    for (whole, parts) in by_whole {
        let Some(whole) = project.figures.get(&whole) else { continue };
        // A floor has no top, so a part can only be above a stated highest value.
        let Some(top) = whole.high else { continue };
        for part in parts {
            if part.low.is_some_and(|low| low > top) {
                out.push(Finding {
                    severity: Severity::Error,
                    what: format!(
                        "the part “{}” is larger than its whole, “{}”",
                        part.as_reported(),
                        whole.as_reported()
                    ),
                    settle: "correct one of the two, or untie them".to_owned(),
                    at: RecordId::Figure(part.id),
                });
            }
        }
    }
}

fn one_tally(project: &Project, tally: &Tally, out: &mut Vec<Finding>) {
    let members: Vec<&Figure> = tally.figures.iter().filter_map(|id| project.figures.get(id)).collect();
    for figure in &members {
        if let Some(why) = mismatch(tally, figure) {
            // A suggestion is still to be judged; only what a person confirmed is held against them.
            let confirmed = figure.status == ReviewStatus::Confirmed;
            out.push(Finding {
                severity: if confirmed { Severity::Error } else { Severity::Warning },
                what: format!("“{}” does not answer “{}”: {why}", figure.as_reported(), tally.name),
                settle: "take it out of the tally, or correct its fields".to_owned(),
                at: RecordId::Tally(tally.id),
            });
        }
    }
    let mut by_origin: BTreeMap<&str, Vec<&Figure>> = BTreeMap::new();
    for figure in members.iter().filter(|figure| figure.status != ReviewStatus::Rejected) {
        if let Some(origin) = project.origin_name(figure) {
            by_origin.entry(origin).or_default().push(figure);
        }
    }
    for (origin, figures) in by_origin {
        let articles: std::collections::BTreeSet<ArticleId> = figures.iter().map(|figure| figure.article).collect();
        if articles.len() > 1 {
            out.push(Finding {
                severity: Severity::Warning,
                what: format!(
                    "{} articles give {origin}’s count in “{}”: one voice, not {}",
                    articles.len(),
                    tally.name,
                    articles.len()
                ),
                settle: "nothing to do if you count voices by origin, as the plots do".to_owned(),
                at: RecordId::Tally(tally.id),
            });
        }
    }
    if let Some(estimate) = &tally.estimate
        && estimate.reasoning.trim().is_empty()
    {
        out.push(Finding {
            severity: Severity::Warning,
            what: format!("the estimate adopted for “{}” gives no reasons", tally.name),
            settle: "write down why this value was adopted".to_owned(),
            at: RecordId::Tally(tally.id),
        });
    }
}
