//! The article's text out of the extracted part of a page: one block, one paragraph; then what news pages leave between the
//! paragraphs is taken out and told. Layer `ingest`.

use trafilatura::dom::{Document, NodeId};

use crate::lexicon::outlets;

/// The text of an article and what was taken from between its paragraphs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Body {
    /// Paragraphs with a blank line between them; lines of a list or table without.
    pub text: String,
    /// Paragraphs that the page and not the reporter wrote, in their order.
    pub left_out: Vec<String>,
}

impl Body {
    /// What to tell the person of the paragraphs left out; `None` when there are none.
    pub(super) fn note(&self) -> Option<String> {
        let shown: Vec<String> =
            self.left_out.iter().take(3).map(|line| format!("“{}”", crate::ingest::plain::shorten(line))).collect();
        let more = self.left_out.len().saturating_sub(shown.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let lines = if self.left_out.len() == 1 { "a line" } else { "lines" };
        (!shown.is_empty())
            .then(|| format!("left out {lines} that the page adds to the article: {}{more}", shown.join(", ")))
    }
}

/// One block of the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Block {
    text: String,
    /// It goes on from the block before (a list's next line, a table's next row).
    joined: bool,
}

/// The longest paragraph, in characters, that a rule by its opening words may take out.
const SHORT: usize = 180;
/// The longest picture credit, in characters.
const CREDIT: usize = 90;
/// The longest heading of a page's own sections, in characters.
const HEADING: usize = 60;

/// Reads extracted HTML. A heading that only repeats the title is left out.
pub(super) fn read(html: &str, title: &str) -> Body {
    let document = Document::parse(html);
    let blocks = blocks(&document);
    let mut left_out = Vec::new();
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    let end = ending(&blocks);
    for (at, block) in blocks.into_iter().enumerate() {
        if at >= end || is_leftover(&block.text) {
            left_out.push(block.text);
        } else if !(kept.is_empty() && block.text == title) {
            kept.push(block);
        }
    }
    let mut text = String::new();
    for block in kept {
        if !text.is_empty() {
            text.push_str(if block.joined { "\n" } else { "\n\n" });
        }
        text.push_str(&block.text);
    }
    Body { text, left_out }
}

/// From which block on nothing belongs to the article: the first of the page's own headings behind the middle, when only
/// short blocks follow it.
fn ending(blocks: &[Block]) -> usize {
    let total: usize = blocks.iter().map(|block| block.text.len()).sum();
    let last_long = blocks.iter().rposition(|block| block.text.chars().count() > 2 * SHORT);
    let mut before = 0;
    for (at, block) in blocks.iter().enumerate() {
        let after = total - before;
        let is_behind = before > after && last_long.is_none_or(|long| long < at);
        if is_behind && block.text.chars().count() <= HEADING {
            let heading = bare(&block.text);
            let mut endings = outlets::leftovers().endings.iter();
            if endings
                .any(|ending| *ending == heading || (ending.ends_with(" from") && heading.starts_with(ending.as_str())))
            {
                return at;
            }
        }
        before += block.text.len();
    }
    blocks.len()
}

/// Whether a paragraph is the page's and not the reporter's.
fn is_leftover(text: &str) -> bool {
    let length = text.chars().count();
    if length > SHORT {
        return false;
    }
    let words = outlets::leftovers();
    let plain = bare(text);
    if plain.is_empty() || words.lines.contains(&plain) {
        return true;
    }
    let lower = text.trim().to_lowercase();
    if words.openings.iter().any(|opening| lower.starts_with(opening.as_str())) {
        return true;
    }
    // A caption that is a sentence stays; a line of names and agencies goes.
    length <= CREDIT
        && !text.trim_end().ends_with(['.', '!', '?', '”', '"'])
        && words.credits.iter().any(|credit| has_credit(&lower, credit))
}

/// Whether a line holds a credit as a whole ("/ap" in "Jane Roe/AP" and not in "and/apples").
fn has_credit(lower: &str, credit: &str) -> bool {
    lower.match_indices(credit).any(|(at, _)| {
        let after = lower.get(at + credit.len()..).unwrap_or_default();
        credit.ends_with('/') || !after.starts_with(char::is_alphanumeric)
    })
}

/// A line in lower case without what stands at its ends: marks, spaces, arrows, counters.
fn bare(text: &str) -> String {
    text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

const BLOCKS: [&str; 32] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "dd",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "quote",
    "section",
    "table",
    "tr",
    "ul",
];
/// Elements that go on from the block before, on the next line.
const JOINED: [&str; 4] = ["li", "tr", "dd", "dt"];

enum Step {
    Enter(NodeId),
    Leave { joined: bool },
}

/// The document as blocks, in order, without recursion.
fn blocks(document: &Document) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let mut line = String::new();
    // Whether the block being read goes on from a sibling before it.
    let mut joined = false;
    let mut last_parent_of_joined: Option<NodeId> = None;
    let finish = |line: &mut String, joined: bool, out: &mut Vec<Block>| {
        let text = line.trim_matches([' ', '\n', '\t']).to_owned();
        line.clear();
        if !text.is_empty() {
            out.push(Block { joined: joined && !out.is_empty(), text });
        }
    };
    let mut open = vec![Step::Enter(document.body().unwrap_or_else(|| document.root()))];
    while let Some(step) = open.pop() {
        let id = match step {
            Step::Leave { joined: was } => {
                finish(&mut line, was, &mut out);
                continue;
            }
            Step::Enter(id) => id,
        };
        if document.is_text(id) {
            push_collapsed(&mut line, text_of(document, id).as_str());
            continue;
        }
        let tag = document.tag_name(id);
        match tag {
            "br" | "lb" => {
                while line.ends_with(' ') {
                    line.pop();
                }
                line.push('\n');
            }
            "td" | "th" if !line.trim().is_empty() => line.push('\t'),
            "head" | "script" | "style" | "title" => continue,
            _ => {}
        }
        if BLOCKS.contains(&tag) {
            finish(&mut line, joined, &mut out);
            let parent = document.parent(id);
            joined = JOINED.contains(&tag) && parent.is_some() && parent == last_parent_of_joined;
            last_parent_of_joined = if JOINED.contains(&tag) { parent } else { last_parent_of_joined };
            open.push(Step::Leave { joined });
        }
        for child in document.child_nodes(id).into_iter().rev() {
            open.push(Step::Enter(child));
        }
    }
    finish(&mut line, false, &mut out);
    out
}

/// The text of a text node.
fn text_of(document: &Document, id: NodeId) -> String {
    document.text_content(id)
}

/// Adds text with runs of HTML white space as one space; no-break spaces stay.
fn push_collapsed(line: &mut String, text: &str) {
    for c in text.chars() {
        if matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0C') {
            if !line.is_empty() && !line.ends_with([' ', '\n', '\t']) {
                line.push(' ');
            }
        } else {
            line.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, want: &str) {
        assert_eq!(read(html, "Dam gives way").text, want, "{html}");
    }

    #[test]
    fn blocks_become_paragraphs() {
        check("<p>One <b>two</b>\n three.</p><p>Four.</p>", "One two three.\n\nFour.");
        check("<h1>Dam gives way</h1><p>One.</p>", "One.");
        check("<div>One<p>Two</p>Three</div>", "One\n\nTwo\n\nThree");
        check("<p>One<br>two</p>", "One\ntwo");
        check("<p>A</p><ul><li>One</li><li>Two</li></ul><p>B</p>", "A\n\nOne\nTwo\n\nB");
        check(
            "<table><tr><th>Place</th><th>Dead</th></tr><tr><td>Vale</td><td>4</td></tr></table>",
            "Place\tDead\nVale\t4",
        );
        check("<p>20\u{a0}km &amp; more</p>", "20\u{a0}km & more");
        check("", "");
    }

    #[test]
    fn what_pages_add_is_left_out_and_told() {
        let page = "<p>The dam broke on Sunday.</p><p>Advertisement</p><p>Read more: What we know</p><p>Boats in Vale. Jane Roe/AFP</p>\
            <p>Getty Images</p><p>Water reached the school, where the village had gathered for the night and waited for help.</p>\
            <h3>Related stories</h3><ul><li>Dams of the valley</li></ul>";
        let body = read(page, "");
        assert_eq!(
            body.text,
            "The dam broke on Sunday.\n\nWater reached the school, where the village had gathered for the night and waited for help."
        );
        assert_eq!(body.left_out.len(), 6);
        assert_eq!(
            body.note().unwrap(),
            "left out lines that the page adds to the article: “Advertisement”, “Read more: What we know”, “Boats in Vale. Jane Roe/AFP” and 3 more"
        );
    }

    #[test]
    fn sentences_that_only_look_like_leftovers_stay() {
        check("<p>“Share what you have,” the mayor said.</p>", "“Share what you have,” the mayor said.");
        check("<p>Getty Images was asked to comment.</p>", "Getty Images was asked to comment.");
        check("<p>People sold bread and/apples from boats</p>", "People sold bread and/apples from boats");
        check(
            "<h3>Author</h3><p>The author's words drew anger across the valley.</p>",
            "Author\n\nThe author's words drew anger across the valley.",
        );
    }
}
