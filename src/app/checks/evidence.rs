//! Whether the texts are there, and the marked words in them. Layer `app`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Check, Finder, Severity};
use crate::model::{Anchor, ArticleId, RecordId};

pub(super) fn check(finder: &mut Finder<'_>, text: impl Fn(ArticleId) -> Option<Arc<str>>) {
    let project = finder.project;
    let mut by_article: BTreeMap<ArticleId, Vec<(RecordId, &Anchor)>> = BTreeMap::new();
    for figure in project.figures.values() {
        by_article.entry(figure.article).or_default().push((RecordId::Figure(figure.id), &figure.anchor));
    }
    for excerpt in project.excerpts.values() {
        by_article.entry(excerpt.article).or_default().push((RecordId::Excerpt(excerpt.id), &excerpt.anchor));
    }
    for article in project.articles.values() {
        let Some(text) = text(article.id) else {
            finder.say(
                Check::TextMissing,
                Severity::Error,
                RecordId::Article(article.id),
                &[],
                format!("the text of “{}” is missing", article.title),
                format!("put the file texts/…/{}.txt back into the project folder", article.text_sha256),
            );
            continue;
        };
        for (at, anchor) in by_article.remove(&article.id).unwrap_or_default() {
            if !anchor.holds(&text) {
                finder.say(
                    Check::EvidenceMoved,
                    Severity::Error,
                    at,
                    &[],
                    format!("the words at the marked place are no longer “{}”", anchor.quote),
                    "mark the right words again, or delete it",
                );
            }
        }
    }
}
