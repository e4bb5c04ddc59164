//! The report's record of what the analysts marked: tags with their excerpts, and the links they kept. Layer `exchange`.

use super::html::Html;
use super::{Report, anchor, table_head};
use crate::model::ArticleId;
use crate::plots::voices::counted;

/// More excerpts than these of one tag are counted: the export of excerpts has them all.
const EXCERPTS: usize = 60;

/// Words of an article, with where they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    pub article: ArticleId,
    /// The words as they stand; of a figure, as it was reported.
    pub words: String,
    /// Outlet and date ("BBC, 7 December 2024").
    pub from: String,
}

/// An excerpt with what was written about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    pub cited: Cited,
    /// Who tagged it; empty where only one person did.
    pub coder: String,
    pub memos: Vec<String>,
}

/// A tag with everything that carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagLines {
    pub name: String,
    pub description: String,
    pub memos: Vec<String>,
    /// By outlet and date.
    pub excerpts: Vec<Marked>,
    /// Excerpts that are kept back as confidential.
    pub withheld: usize,
}

/// A link that a person kept or made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkLine {
    /// What ties the two ("contradicts").
    pub kind: &'static str,
    pub a: Cited,
    pub b: Cited,
    pub reason: String,
}

/// What the analysts marked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MarkedUp {
    /// Memos on the project as a whole.
    pub memos: Vec<String>,
    /// In the order of the codebook; only tags in use or with a memo.
    pub tags: Vec<TagLines>,
    pub links: Vec<LinkLine>,
    /// Links that are kept back as confidential.
    pub links_withheld: usize,
}

impl MarkedUp {
    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.memos.is_empty() && self.tags.is_empty() && self.links.is_empty() && self.links_withheld == 0
    }
}

pub(super) fn section(report: &Report<'_>, html: &mut Html) {
    let marked = &report.marked;
    if marked.is_empty() {
        return;
    }
    html.open("h2", &[("id", "marked")]);
    html.text("Marked by the analysts");
    html.close("h2");
    for memo in &marked.memos {
        memo_line(memo, html);
    }
    for tag in &marked.tags {
        one_tag(tag, html);
    }
    if !marked.links.is_empty() || marked.links_withheld > 0 {
        html.leaf("h3", "", "Links kept");
        links(marked, html);
    }
}

fn memo_line(memo: &str, html: &mut Html) {
    html.open("p", &[("class", "small")]);
    html.text("Memo: ");
    html.quote(memo);
    html.close("p");
}

fn one_tag(tag: &TagLines, html: &mut Html) {
    html.open("h3", &[]);
    html.quote(&tag.name);
    html.close("h3");
    if !tag.description.is_empty() {
        html.open("p", &[("class", "small")]);
        html.quote(&tag.description);
        html.close("p");
    }
    for memo in &tag.memos {
        memo_line(memo, html);
    }
    for excerpt in tag.excerpts.iter().take(EXCERPTS) {
        html.open("div", &[("class", "figure")]);
        html.open("blockquote", &[]);
        html.quote(&excerpt.cited.words);
        html.close("blockquote");
        html.open("p", &[("class", "small")]);
        html.link(&anchor(excerpt.cited.article), &excerpt.cited.from);
        if !excerpt.coder.is_empty() {
            html.text(" · tagged by ");
            html.quote(&excerpt.coder);
        }
        html.close("p");
        for memo in &excerpt.memos {
            memo_line(memo, html);
        }
        html.close("div");
    }
    let more = tag.excerpts.len().saturating_sub(EXCERPTS);
    if more > 0 {
        let words = format!("{} more; the export of excerpts has them all.", counted(more, "excerpt", "excerpts"));
        html.leaf("p", "small", &words);
    }
    if tag.withheld > 0 {
        let words = format!("{} withheld as confidential.", counted(tag.withheld, "excerpt is", "excerpts are"));
        html.leaf("p", "small", &words);
    }
}

fn links(marked: &MarkedUp, html: &mut Html) {
    if !marked.links.is_empty() {
        html.open("table", &[]);
        table_head(html, &["One passage", "Tie", "The other", "Why"]);
        for link in &marked.links {
            html.open("tr", &[]);
            end(&link.a, html);
            html.leaf("td", "", link.kind);
            end(&link.b, html);
            html.leaf("td", "", &link.reason);
            html.close("tr");
        }
        html.close("tbody");
        html.close("table");
    }
    if marked.links_withheld > 0 {
        let words = format!("{} withheld as confidential.", counted(marked.links_withheld, "link is", "links are"));
        html.leaf("p", "small", &words);
    }
}

fn end(cited: &Cited, html: &mut Html) {
    html.open("td", &[]);
    html.quote(&cited.words);
    html.text(" ");
    html.link(&anchor(cited.article), &cited.from);
    html.close("td");
}
