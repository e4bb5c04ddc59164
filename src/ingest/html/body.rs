//! The article's text out of the extracted part of a page: one block, one paragraph; then what news pages leave between the
//! paragraphs is taken out and told. Layer `ingest`.

use std::collections::HashMap;

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
pub(super) struct Block {
    text: String,
    /// It goes on from the block before (a list's next line, a table's next row).
    joined: bool,
    heading: bool,
    /// How many characters of it are in links.
    linked: usize,
}

/// The longest paragraph, in characters, that a rule by its opening words may take out.
const SHORT: usize = 180;
/// The shortest headline of another piece, in characters.
const TEASER: usize = 20;
/// The longest copyright paragraph, in characters.
const RIGHTS: usize = 300;
/// The longest picture credit, in characters.
const CREDIT: usize = 90;
/// The longest heading of a page's own sections, in characters.
const HEADING: usize = 60;

/// Reads extracted HTML. `page` are the blocks of the whole page, whose wording is taken where a block was extracted whole:
/// the extraction loses spaces between links and turns no-break spaces into others. A heading that only repeats the title is
/// left out.
pub(super) fn read(html: &str, title: &str, page: &[Block]) -> Body {
    let blocks = as_in_page(blocks(&Document::parse(html)), page);
    let mut left_out = Vec::new();
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    let end = ending(&blocks);
    for (at, block) in blocks.into_iter().enumerate() {
        if at >= end || is_leftover(&block.text) || is_teaser(&block) {
            left_out.push(block.text);
        } else if !(kept.is_empty() && block.text == title) {
            kept.push(block);
        }
    }
    // What stood under a heading at the end was the page's, and so is the heading.
    while kept.len() > 1
        && let Some(heading) = kept.pop_if(|block| block.heading)
    {
        left_out.push(heading.text);
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

/// Extracted blocks in the page's own wording.
fn as_in_page(extracted: Vec<Block>, page: &[Block]) -> Vec<Block> {
    let key = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, block) in page.iter().enumerate() {
        places.entry(key(&block.text)).or_default().push(at);
    }
    let mut next = 0;
    let mut own = |block: &Block| {
        let key = key(&block.text);
        let places = places.get(&key).filter(|_| !key.is_empty())?;
        // The same words may stand in a list of headlines above; what was extracted goes on where it left off.
        let after = places.partition_point(|at| *at < next);
        let at = *places.get(after).or(places.first())?;
        next = next.max(at + 1);
        let found = page.get(at)?;
        Some(Block { text: found.text.clone(), linked: found.linked, ..*block })
    };
    extracted.into_iter().map(|block| own(&block).unwrap_or(block)).collect()
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

/// Whether a block is nothing but a link to another piece: its headline, in the place of a paragraph.
fn is_teaser(block: &Block) -> bool {
    let length = block.text.chars().count();
    block.linked * 10 >= length * 9
        && (TEASER..=SHORT).contains(&length)
        && block.text.split_whitespace().count() >= 4
        && !block.text.ends_with(['.', '!', '”', '"', '。'])
}

/// Whether a paragraph is the page's and not the reporter's.
fn is_leftover(text: &str) -> bool {
    let length = text.chars().count();
    if length <= RIGHTS && is_rights(text) {
        return true;
    }
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

/// Whether a paragraph says whose the page is ("© 2023 Valley Post. All rights reserved.").
fn is_rights(text: &str) -> bool {
    let rest = text.trim_start_matches(['™', '&', ' ']);
    let rest =
        ["©", "(c)", "(C)", "Copyright ©", "Copyright", "COPYRIGHT"].iter().find_map(|mark| rest.strip_prefix(mark));
    let rest = rest.map(|rest| rest.trim_start_matches(['©', ' ']));
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()) || rest.contains("rights reserved"))
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
    Enter { id: NodeId, linked: bool },
    Leave { joined: bool, heading: bool },
}

/// A block being read.
#[derive(Default)]
struct Line {
    text: String,
    linked: usize,
}

impl Line {
    fn finish(&mut self, joined: bool, heading: bool, out: &mut Vec<Block>) {
        let line = std::mem::take(self);
        let text = line.text.trim_matches([' ', '\n', '\t']).to_owned();
        if !text.is_empty() {
            out.push(Block { text, joined: joined && !out.is_empty(), heading, linked: line.linked });
        }
    }
}

/// The document as blocks, in order, without recursion.
pub(super) fn blocks(document: &Document) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let mut line = Line::default();
    // Whether the block being read goes on from a sibling before it.
    let mut joined = false;
    let mut last_parent_of_joined: Option<NodeId> = None;
    let mut open = vec![Step::Enter { id: document.body().unwrap_or_else(|| document.root()), linked: false }];
    while let Some(step) = open.pop() {
        let (id, linked) = match step {
            Step::Leave { joined: was, heading } => {
                line.finish(was, heading, &mut out);
                continue;
            }
            Step::Enter { id, linked } => (id, linked),
        };
        if document.is_text(id) {
            let added = push_collapsed(&mut line.text, &document.text_content(id));
            line.linked += if linked { added } else { 0 };
            continue;
        }
        let tag = document.tag_name(id);
        match tag {
            "br" | "lb" => {
                while line.text.ends_with(' ') {
                    line.text.pop();
                }
                // An empty line between two breaks is how older pages part paragraphs.
                if line.text.ends_with('\n') {
                    line.finish(joined, false, &mut out);
                    joined = false;
                } else if !line.text.is_empty() {
                    line.text.push('\n');
                }
            }
            "td" | "th" if !line.text.trim().is_empty() => line.text.push('\t'),
            "head" | "script" | "style" | "title" => continue,
            _ => {}
        }
        if BLOCKS.contains(&tag) {
            line.finish(joined, false, &mut out);
            let parent = document.parent(id);
            joined = JOINED.contains(&tag) && parent.is_some() && parent == last_parent_of_joined;
            last_parent_of_joined = if JOINED.contains(&tag) { parent } else { last_parent_of_joined };
            let heading = tag.len() == 2 && tag.starts_with('h') && tag != "hr";
            open.push(Step::Leave { joined, heading });
        }
        let linked = linked || tag == "a";
        open.extend(document.child_nodes(id).into_iter().rev().map(|id| Step::Enter { id, linked }));
    }
    line.finish(false, false, &mut out);
    out
}

/// Adds text with runs of HTML white space as one space, and gives back how many characters that were. No-break spaces stay.
fn push_collapsed(line: &mut String, text: &str) -> usize {
    let mut added = 0;
    for c in text.chars() {
        if !matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0C') {
            line.push(c);
            added += 1;
        } else if !line.is_empty() && !line.ends_with([' ', '\n', '\t']) {
            line.push(' ');
            added += 1;
        }
    }
    added
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, want: &str) {
        assert_eq!(read(html, "Dam gives way", &[]).text, want, "{html}");
    }

    #[test]
    fn blocks_become_paragraphs() {
        check("<p>One <b>two</b>\n three.</p><p>Four.</p>", "One two three.\n\nFour.");
        check("<h1>Dam gives way</h1><p>One.</p>", "One.");
        check("<div>One<p>Two</p>Three</div>", "One\n\nTwo\n\nThree");
        check("<p>One<br>two<br><br>three</p>", "One\ntwo\n\nthree");
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
        let body = read(page, "", &[]);
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
    fn a_paragraph_extracted_whole_is_worded_as_in_the_page() {
        let page = blocks(&Document::parse("<p>Menu</p><p>20\u{a0}km <i>of</i> <b>dam</b></p><p>Menu</p><p>Two</p>"));
        let read = |html: &str| read(html, "", &page).text;
        assert_eq!(read("<p>20 km <i>of</i><b>dam</b></p><p>Two</p>"), "20\u{a0}km of dam\n\nTwo");
        assert_eq!(read("<p>20 km and more</p>"), "20 km and more");
    }

    #[test]
    fn links_to_other_pieces_and_copyright_are_left_out() {
        let page = "<p>The dam <a href=x>broke on Sunday</a>.</p><p><a href=x>Ten years of warnings about the old dam</a></p>\
            <p><a href=x>Lena Moe</a></p><p>© 2023 Valley Post. All rights reserved.</p><h2>Must-reads of the valley</h2>\
            <ul><li><a href=x>How to help the town of Riverton</a></li></ul>";
        let body = read(page, "", &[]);
        assert_eq!(body.text, "The dam broke on Sunday.\n\nLena Moe");
        assert_eq!(body.left_out.len(), 4);
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
