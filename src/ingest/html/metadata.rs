//! What a saved page says of its article: headline, outlet, author, address, dates, language. Layer `ingest`.

use std::collections::BTreeSet;

use serde_json::Value;
use trafilatura::dom::Document;

use super::Page;
use super::reduce::Reduced;
use crate::ingest::{dates, plain};
use crate::lexicon::outlets;
use crate::model::Date;

/// Names that a page carries for its maker and not for its publisher.
const PLATFORMS: [&str; 8] =
    ["blogger", "wordpress", "wordpress.com", "medium", "facebook", "youtube", "substack", "tumblr"];

/// Reads everything but the text.
pub(super) fn read(document: &Document, reduced: &Reduced) -> Page {
    let meta = Meta::read(document);
    let data = linked_data(document);
    let article = data.iter().find(|value| is_article(value));
    let mut page = Page { retrieved: reduced.saved_on, ..Page::default() };

    let canonical = attribute(document, "link[rel~=\"canonical\"]", "href");
    let urls = [canonical, meta.get(&["og:url", "twitter:url"]), reduced.saved_from.clone()];
    page.url = urls.into_iter().flatten().find(|url| outlets::host_of(url).is_some());

    let publisher = article.and_then(|a| name_in(a.get("publisher")?));
    let named = meta.get(&[
        "og:site_name",
        "application-name",
        "dc.publisher",
        "dcterms.publisher",
        "citation_journal_title",
        "publisher",
    ]);
    // A page's own host is surer than a name that may be a slogan, once the host is known.
    let host = page.url.as_deref().and_then(outlets::host_of);
    let known_host = host.and_then(outlets::by_host).map(|o| o.name.clone());
    let as_known = |name: String| outlets::by_name(&name).map_or(name, |outlet| outlet.name.clone());
    let named = publisher
        .or(named)
        .map(|name| as_known(name.trim_start_matches('@').trim().to_owned()))
        .filter(|name| is_short(name, 60) && !PLATFORMS.contains(&name.to_lowercase().as_str()));
    page.outlet = known_host.or(named).or_else(|| host.map(plain::outlet_of_host));

    let authors = article.and_then(|a| names_in(a.get("author")?));
    let author = authors.or_else(|| {
        meta.get(&[
            "author",
            "article:author",
            "byl",
            "parsely-author",
            "sailthru.author",
            "dc.creator",
            "citation_author",
        ])
    });
    page.author =
        author.map(|a| without_by(&a).to_owned()).filter(|a| is_short(a, 160) && outlets::host_of(a).is_none());

    let title = article.and_then(|a| text_of(a.get("headline")?));
    let title = title.or_else(|| meta.get(&["og:title", "twitter:title", "parsely-title", "dc.title"]));
    let title = title.or_else(|| element_text(document, "h1")).or_else(|| element_text(document, "title"));
    page.title = without_outlet(&title.unwrap_or_default(), page.outlet.as_deref());

    read_dates(document, &meta, article, &mut page);
    page.language = attribute(document, "html", "lang")
        .or_else(|| attribute(document, "html", "xml:lang"))
        .or_else(|| meta.get(&["content-language", "og:locale"]))
        .map(|tag| tag.trim().replace('_', "-"))
        .filter(|tag| is_language(tag));
    page
}

/// The publication date, from what is meant to say it; the address comes last.
fn read_dates(document: &Document, meta: &Meta, article: Option<&Value>, page: &mut Page) {
    let published = [
        "article:published_time",
        "og:published_time",
        "og:article:published_time",
        "article:published",
        "datepublished",
        "date_published",
        "publishdate",
        "publish-date",
        "pubdate",
        "publication_date",
        "parsely-pub-date",
        "sailthru.date",
        "dc.date.issued",
        "dcterms.issued",
        "dcterms.created",
        "dc.date",
        "date",
        "citation_publication_date",
        "article.published",
        "cxenseparse:recs:publishtime",
    ];
    let data = article.and_then(|a| a.get("datePublished").or_else(|| a.get("dateCreated"))).and_then(text_of);
    let stated = data
        .or_else(|| meta.get(&published))
        .or_else(|| attribute(document, "[itemprop=\"datePublished\"]", "content"));
    let stated = stated.or_else(|| attribute(document, "[itemprop=\"datePublished\"]", "datetime"));
    if let Some(stated) = &stated {
        page.published = dates::stated(stated);
        if page.published.is_none() {
            page.notes.push(format!(
                "the page gives its date as “{}”, which cannot be read one way only",
                plain::shorten(stated)
            ));
        }
    }
    if page.published.is_none() {
        page.published = time_elements(document);
        if let Some(date) = page.published {
            page.notes.push(format!("the publication date {date} is read from the page's only time mark"));
        }
    }
    if page.published.is_none() {
        page.published = page.url.as_deref().and_then(dates::in_url);
        if let Some(date) = page.published {
            page.notes.push(format!("the publication date {date} is read from the page's address"));
        }
    }
}

/// The date of the `time` elements, when all that stand in the article, or in the page where none does, agree on one.
fn time_elements(document: &Document) -> Option<Date> {
    let days = |selector: &str| -> BTreeSet<Date> {
        let marks = document.query_selector_all(document.root(), selector);
        marks.iter().filter_map(|id| dates::stated(&document.get_attribute(*id, "datetime")?)).collect()
    };
    let inside = days("article time[datetime]");
    let days = if inside.is_empty() { days("time[datetime]") } else { inside };
    let mut days = days.into_iter();
    days.next().filter(|_| days.next().is_none())
}

/// The page's `meta` elements that name something, names in lower case.
struct Meta(Vec<(String, String)>);

impl Meta {
    fn read(document: &Document) -> Self {
        let mut found = Vec::new();
        for id in document.get_elements_by_tag_name(document.root(), "meta") {
            let name =
                ["property", "name", "itemprop", "http-equiv"].iter().find_map(|key| document.get_attribute(id, key));
            let (Some(name), Some(content)) = (name, document.get_attribute(id, "content")) else { continue };
            let content = one_line(&content);
            if !content.is_empty() {
                found.push((name.trim().to_ascii_lowercase(), content));
            }
        }
        Self(found)
    }

    /// The content of the first of these names that has any.
    fn get(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.0.iter().find(|(other, _)| other == name)).map(|(_, content)| content.clone())
    }
}

/// Every object in the page's JSON-LD, those inside graphs and lists too.
fn linked_data(document: &Document) -> Vec<Value> {
    let mut found = Vec::new();
    for id in document.query_selector_all(document.root(), "script[type*=\"ld+json\"]") {
        let Ok(value) = serde_json::from_str::<Value>(document.text_content(id).trim()) else { continue };
        let mut open = vec![value];
        while let Some(value) = open.pop() {
            match value {
                Value::Array(list) => open.extend(list.into_iter().rev()),
                Value::Object(ref object) => {
                    if let Some(graph) = object.get("@graph") {
                        open.push(graph.clone());
                    }
                    found.push(value);
                }
                _ => {}
            }
        }
    }
    found
}

fn is_article(value: &Value) -> bool {
    let is_one = |kind: &Value| {
        let kind = kind.as_str().unwrap_or_default();
        kind.ends_with("Article") || kind.ends_with("BlogPosting") || kind == "Report" || kind == "LiveBlogPosting"
    };
    match value.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(is_one),
        Some(kind) => is_one(kind),
        None => false,
    }
}

fn text_of(value: &Value) -> Option<String> {
    let text = one_line(&plain_text(value.as_str()?));
    (!text.is_empty()).then_some(text)
}

/// JSON-LD holds text with entities and tags in it on many sites.
fn plain_text(text: &str) -> String {
    if !text.contains(['&', '<']) {
        return text.to_owned();
    }
    let document = Document::parse(text);
    document.text_content(document.root())
}

fn name_in(value: &Value) -> Option<String> {
    match value {
        Value::String(_) => text_of(value),
        Value::Object(object) => text_of(object.get("name")?),
        Value::Array(list) => list.iter().find_map(name_in),
        _ => None,
    }
}

fn names_in(value: &Value) -> Option<String> {
    let names: Vec<String> = match value {
        Value::Array(list) => list.iter().take(20).filter_map(name_in).collect(),
        other => name_in(other).into_iter().collect(),
    };
    (!names.is_empty()).then(|| names.join(", "))
}

fn attribute(document: &Document, selector: &str, name: &str) -> Option<String> {
    let found = document.query_selector(document.root(), selector)?;
    let value = one_line(&document.get_attribute(found, name)?);
    (!value.is_empty()).then_some(value)
}

fn element_text(document: &Document, selector: &str) -> Option<String> {
    let text = one_line(&document.text_content(document.query_selector(document.root(), selector)?));
    (!text.is_empty()).then_some(text)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_short(text: &str, chars: usize) -> bool {
    !text.is_empty() && text.chars().count() <= chars
}

fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary =
        parts.next().is_some_and(|p| (2..=3).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphabetic()));
    primary && tag.len() <= 20 && parts.all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn without_by(author: &str) -> &str {
    let author = author.trim();
    author.strip_prefix("By ").or_else(|| author.strip_prefix("by ")).unwrap_or(author)
}

/// A headline without the outlet's name that a window's title carries at its end ("Dam gives way | Valley Post").
fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    let Some(outlet) = outlet else { return title.to_owned() };
    for mark in [" | ", " - ", " – ", " — ", " -- ", " :: ", " • "] {
        let Some((head, tail)) = title.rsplit_once(mark) else { continue };
        let tail_is_outlet = tail.trim().eq_ignore_ascii_case(outlet)
            || outlets::by_name(tail).is_some_and(|found| found.name == outlet)
            || outlets::by_host(tail).is_some_and(|found| found.name == outlet);
        if tail_is_outlet && !head.trim().is_empty() {
            return head.trim().to_owned();
        }
    }
    title.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_loses_the_outlet_and_nothing_else() {
        let check = |title: &str, outlet: Option<&str>, want: &str| assert_eq!(without_outlet(title, outlet), want);
        check("Dam gives way | Valley Post", Some("Valley Post"), "Dam gives way");
        check("Dam gives way - BBC News", Some("BBC"), "Dam gives way");
        check("Dam gives way - what we know", Some("BBC"), "Dam gives way - what we know");
        check("Valley Post", Some("Valley Post"), "Valley Post");
        check("Dam gives way | Valley Post", None, "Dam gives way | Valley Post");
    }
}
