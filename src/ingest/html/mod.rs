//! Saved web pages: the article's text and what the page says of it. The page is made smaller and measured first, then
//! taken apart on a thread of its own under a time limit, so that a hostile one is an error and nothing worse. Layer `ingest`.

mod body;
mod metadata;
mod reduce;

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use trafilatura::dom::Document;
use trafilatura::{HtmlDateMode, Options, TrafilaturaError};

use crate::model::Date;

/// What a page gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Page {
    pub title: String,
    pub outlet: Option<String>,
    pub author: Option<String>,
    pub url: Option<String>,
    pub published: Option<Date>,
    /// When the page was saved, if it says so.
    pub retrieved: Option<Date>,
    /// The language the page declares.
    pub language: Option<String>,
    /// The article's paragraphs, a blank line between them.
    pub text: String,
    /// What the page held between and after the paragraphs, a line each; looked through for agencies.
    pub left_out: Vec<String>,
    pub notes: Vec<String>,
}

/// Why a page gave nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PageError {
    /// It could be read, and there is no article in it.
    NoArticle,
    /// It was not read to the end; says what it does ("is nested too deeply to be read").
    Refused(&'static str),
}

/// How long one page may take.
const TIME_LIMIT: Duration = Duration::from_secs(10);
/// Room for the recursion of the libraries, which is bounded by the depth that `reduce` lets through.
const STACK_BYTES: usize = 256 << 20;
/// An article of fewer letters than this is a page's furniture.
const MIN_LETTERS: usize = 25;
/// An article of fewer characters than this is probably only its beginning.
const SHORT_TEXT: usize = 400;

/// Takes a page apart. A page that runs into the time limit leaves its thread behind, which ends when the library does.
pub(super) fn read(html: &str) -> Result<Page, PageError> {
    read_within(html, TIME_LIMIT)
}

fn read_within(html: &str, limit: Duration) -> Result<Page, PageError> {
    let reduced = reduce::reduce(html).map_err(PageError::Refused)?;
    let (send, receive) = mpsc::sync_channel(1);
    let work = move || {
        // Nobody listens any more when the time limit has passed.
        let _ = send.send(take_apart(&reduced));
    };
    let started = thread::Builder::new().name("web page".to_owned()).stack_size(STACK_BYTES).spawn(work);
    if started.is_err() {
        return Err(PageError::Refused("could not be read because the system has no room for another thread"));
    }
    match receive.recv_timeout(limit) {
        Ok(result) => result,
        Err(RecvTimeoutError::Timeout) => Err(PageError::Refused("takes too long to read (over 10 seconds)")),
        Err(RecvTimeoutError::Disconnected) => {
            Err(PageError::Refused("cannot be taken apart (the reader of pages gave up)"))
        }
    }
}

fn take_apart(reduced: &reduce::Reduced) -> Result<Page, PageError> {
    let document = Document::parse(&reduced.html);
    let mut page = metadata::read(&document, reduced);
    let blocks = body::blocks(&document);
    let mut options = Options::default().with_fallback(true).with_html_date_mode(HtmlDateMode::Disabled);
    options.exclude_comments = true;
    let result = match trafilatura::extract_document(document, &options) {
        Ok(result) => result,
        Err(TrafilaturaError::TreeTooLarge(_)) => return Err(PageError::Refused("has too many parts to be read")),
        Err(_) => return Err(PageError::NoArticle),
    };
    let body = body::read(&result.content_html, &page.title, &blocks);
    if body.text.chars().filter(|c| c.is_alphabetic()).count() < MIN_LETTERS {
        return Err(PageError::NoArticle);
    }
    page.notes.extend(body.note());
    if body.text.chars().count() < SHORT_TEXT {
        page.notes.push(format!(
            "only {} characters of text were found; the page may have been saved before it had loaded, or behind a wall",
            body.text.chars().count()
        ));
    }
    page.text = body.text;
    page.left_out = body.left_out;
    if page.author.is_none() {
        let author = result.metadata.author.trim();
        page.author = (!author.is_empty() && author.chars().count() <= 120).then(|| author.to_owned());
    }
    if page.title.is_empty() {
        page.title = super::plain::shorten(result.metadata.title.trim());
    }
    if page.title.is_empty() {
        page.title = super::plain::shorten(page.text.lines().next().unwrap_or_default());
    }
    Ok(page)
}

#[cfg(test)]
#[path = "html_tests.rs"]
mod tests;
