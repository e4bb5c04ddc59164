//! Searching a project from a terminal. Layer `cli`.

use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, RwLock};

use serde::Serialize;

use crate::app::jobs::Progress;
use crate::app::ops::counted;
use crate::app::search::{self, Ended};
use crate::app::search_facets::Facts;
use crate::app::view::SearchView;
use crate::model::ArticleId;
use crate::store;
use crate::text::search::Index;
use crate::text::segment;

use super::{CliError, DONE, Streams};

/// What `search` was told.
pub(super) struct SearchChoices {
    pub(super) query: String,
    pub(super) jsonl: bool,
    pub(super) exact_spelling: bool,
    pub(super) stem: bool,
    pub(super) pattern: bool,
}

/// One hit, as printed. Articles that answer without a place in their text have no `start`, `end` and `text`.
#[derive(Serialize)]
struct HitRow<'a> {
    /// The name of the file imported.
    doc: &'a str,
    article: ArticleId,
    outlet: String,
    published: Option<String>,
    title: &'a str,
    /// UTF-8 bytes of the article's canonical text.
    start: Option<usize>,
    end: Option<usize>,
    text: Option<&'a str>,
    /// The sentence it stands in.
    sentence: Option<&'a str>,
}

pub(super) fn search(folder: &Path, choices: SearchChoices, streams: &mut Streams<'_>) -> Result<u8, CliError> {
    let SearchChoices { query, jsonl, exact_spelling, stem, pattern } = choices;
    let view = SearchView { query, variants: !exact_spelling, stem, pattern };
    let finder = search::finder(&view).map_err(|error| CliError::Told(format!("cannot search: {error}")))?;
    let opened = store::open_read_only(folder)?;
    for warning in &opened.warnings {
        writeln!(streams.errors, "crossread: {warning}")?;
    }
    let (project, texts) = (opened.project, opened.texts);
    let text = |id: ArticleId| -> Option<Arc<str>> { texts.get(&project.articles.get(&id)?.text_sha256).ok() };
    let facts = Facts::of(&project, finder.query());
    let (mut n_hits, mut n_articles) = (0, 0);
    let mut outcome: Result<(), CliError> = Ok(());
    let order = search::order(&project);
    let progress = Progress::default();
    let index = RwLock::new(Index::default());
    let ended = search::search(&finder, &facts, &order, &text, &index, &progress, &mut |found| {
        n_hits += found.hits.len();
        n_articles += 1;
        if outcome.is_ok() {
            outcome = print(&project, &found, &text, jsonl, streams);
        }
        if outcome.is_err() {
            // Nobody reads on.
            progress.cancel();
        }
    });
    outcome?;
    let cut = match ended {
        Ok(Ended::TooMany) => "; there are more",
        Ok(Ended::TooLong) => "; it took too long, there may be more",
        Ok(Ended::Whole) | Err(_) => "",
    };
    for (written, spellings) in finder.also() {
        let spellings: Vec<&str> = spellings.iter().map(|(spelling, _)| spelling.as_str()).collect();
        writeln!(streams.errors, "{written} also as {}", spellings.join(", "))?;
    }
    let (hits, articles) = (counted(n_hits, "hit", "hits"), counted(n_articles, "article", "articles"));
    writeln!(streams.errors, "{hits} in {articles}{cut}")?;
    Ok(DONE)
}

fn print(
    project: &crate::model::Project,
    found: &search::ArticleHits,
    text: &dyn Fn(ArticleId) -> Option<Arc<str>>,
    jsonl: bool,
    streams: &mut Streams<'_>,
) -> Result<(), CliError> {
    let Some(article) = project.articles.get(&found.article) else { return Ok(()) };
    let outlet = project.outlet_name(article);
    let published = article.published.map(|date| date.to_string());
    let text = text(found.article).unwrap_or_else(|| Arc::from(""));
    if !jsonl {
        let date = published.as_deref().unwrap_or("date unknown");
        writeln!(streams.output, "{outlet} · {date} · {} ({})", article.title, article.provenance.file)?;
        for hit in &found.hits {
            let sentence = text.get(segment::sentence_at(&text, hit.start)).unwrap_or_default();
            let sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
            writeln!(streams.output, "    {}–{}: {sentence}", hit.start, hit.end)?;
        }
        return Ok(());
    }
    let places: Vec<Option<&Range<usize>>> =
        if found.hits.is_empty() { vec![None] } else { found.hits.iter().map(Some).collect() };
    for hit in places {
        let row = HitRow {
            doc: &article.provenance.file,
            article: article.id,
            outlet: outlet.clone(),
            published: published.clone(),
            title: &article.title,
            start: hit.map(|hit| hit.start),
            end: hit.map(|hit| hit.end),
            text: hit.and_then(|hit| text.get(hit.clone())),
            sentence: hit.and_then(|hit| text.get(segment::sentence_at(&text, hit.start))),
        };
        serde_json::to_writer(&mut *streams.output, &row).map_err(std::io::Error::from)?;
        writeln!(streams.output)?;
    }
    Ok(())
}
