//! A page made smaller before it is parsed: scripts, styles, comments and outsized attributes go, and a page whose tree
//! would be too deep or too large is refused. Linear in the page's length. Layer `ingest`.

use std::collections::HashMap;

use crate::ingest::dates;
use crate::model::Date;

/// A page ready for the parser.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Reduced {
    pub html: String,
    /// The address it was saved from, if a comment of the browser or saving tool says so.
    pub saved_from: Option<String>,
    /// When it was saved, if such a comment says so.
    pub saved_on: Option<Date>,
}

/// Elements open at the same place.
const MAX_DEPTH: usize = 1_000;
/// Tags in a page.
const MAX_TAGS: usize = 1_000_000;
/// Elements that a parser would add to mend unclosed ones.
const MAX_MENDED: usize = 3_000_000;
/// Size after reduction, in bytes.
const MAX_BYTES: usize = 24 << 20;
const MAX_ATTRIBUTES: usize = 64;
const MAX_ATTRIBUTE_BYTES: usize = 16 << 10;
const MAX_NAME_BYTES: usize = 64;

const TOO_DEEP: &str = "is nested too deeply to be read";
const TOO_LARGE: &str = "is too large to be read";

const VOID: [&str; 15] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "frame",
];
/// Elements that end without being closed.
const SELF_ENDING: [&str; 20] = [
    "html", "head", "body", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup",
    "colgroup", "rp", "rt", "rb", "rtc",
];
/// Elements that a parser opens again in every block until they are closed.
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
/// Elements whose content is no markup and no text of the article.
const RAW: [&str; 8] = ["script", "style", "textarea", "iframe", "xmp", "noembed", "noframes", "template"];

/// Reduces a page, or says what it does that it cannot be read.
pub(super) fn reduce(html: &str) -> Result<Reduced, &'static str> {
    let mut out = Reduced { html: String::with_capacity(html.len().min(4 << 20)), ..Reduced::default() };
    let mut measure = Measure::default();
    let mut rest = html;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        let (text, tag) = rest.split_at(at);
        out.html.push_str(text);
        if out.html.len() > MAX_BYTES {
            return Err(TOO_LARGE);
        }
        rest = if let Some(comment) = tag.strip_prefix("<!--") {
            let (comment, after) = comment.split_once("-->").unwrap_or((comment, ""));
            out.read_comment(comment);
            after
        } else if let Some(name_on) = tag.strip_prefix("</") {
            end_tag(tag, name_on, &mut out.html, &mut measure)
        } else if tag.starts_with("<!") || tag.starts_with("<?") {
            let end = tag.find('>').map_or(tag.len(), |end| end + 1);
            let (declaration, after) = tag.split_at(end);
            if declaration.len() <= MAX_ATTRIBUTE_BYTES && !declaration.starts_with("<?") {
                out.html.push_str(declaration);
            }
            after
        } else {
            start_tag(tag, &mut out.html, &mut measure)?
        };
    }
    out.html.push_str(rest);
    if out.html.len() > MAX_BYTES { Err(TOO_LARGE) } else { Ok(out) }
}

impl Reduced {
    /// Browsers write "saved from url=(0031)https://…"; SingleFile writes "url: …" and "saved date: …" on lines.
    fn read_comment(&mut self, comment: &str) {
        if self.saved_from.is_some() || comment.len() > 4096 {
            return;
        }
        let after = |mark: &str| comment.split_once(mark).map(|(_, after)| after.trim_start());
        let address = match after("saved from url=") {
            Some(rest) => {
                rest.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or(Some(rest), |(_, rest)| Some(rest))
            }
            None if comment.contains("saved with SingleFile") => after("url:"),
            None => None,
        };
        let address = address.and_then(|rest| rest.split_whitespace().next());
        self.saved_from = address.filter(|url| crate::lexicon::outlets::host_of(url).is_some()).map(str::to_owned);
        if self.saved_from.is_some() {
            let line = after("saved date:").and_then(|rest| rest.lines().next());
            self.saved_on = line.and_then(|line| dates::first(line).map(|found| found.date));
        }
    }
}

/// What the parser's tree will be like.
#[derive(Default)]
struct Measure<'h> {
    tags: usize,
    mended: usize,
    open: Vec<&'h str>,
    open_by_name: HashMap<String, usize>,
    formatting: Vec<(&'h str, &'h str)>,
}

impl<'h> Measure<'h> {
    fn opened(&mut self, name: &'h str, lower: &str, tag: &'h str) -> Result<(), &'static str> {
        self.tags += 1;
        // Every unclosed formatting element may be opened again here.
        self.mended += self.formatting.len();
        if self.tags > MAX_TAGS || self.mended > MAX_MENDED {
            return Err(TOO_LARGE);
        }
        if FORMATTING.contains(&lower) {
            // The parser keeps three of the same kind and no more.
            if self.formatting.iter().rev().take(64).filter(|(_, other)| *other == tag).count() < 3 {
                self.formatting.push((name, tag));
            }
        }
        if VOID.contains(&lower) || SELF_ENDING.contains(&lower) {
            return Ok(());
        }
        self.open.push(name);
        *self.open_by_name.entry(lower.to_owned()).or_default() += 1;
        if self.open.len() > MAX_DEPTH || self.formatting.len() > MAX_DEPTH { Err(TOO_DEEP) } else { Ok(()) }
    }

    fn closed(&mut self, lower: &str) {
        if let Some(at) = self.formatting.iter().rposition(|(name, _)| name.eq_ignore_ascii_case(lower)) {
            self.formatting.remove(at);
        }
        if self.open_by_name.get(lower).copied().unwrap_or_default() == 0 {
            return;
        }
        while let Some(name) = self.open.pop() {
            let name = name.to_ascii_lowercase();
            if let Some(count) = self.open_by_name.get_mut(&name) {
                *count = count.saturating_sub(1);
            }
            if name == lower {
                break;
            }
        }
    }
}

fn end_tag<'h>(tag: &'h str, name_on: &'h str, out: &mut String, measure: &mut Measure<'h>) -> &'h str {
    let name = name_of(name_on);
    let end = tag.find('>').map_or(tag.len(), |end| end + 1);
    if !name.is_empty() && name.len() <= MAX_NAME_BYTES {
        let lower = name.to_ascii_lowercase();
        measure.closed(&lower);
        out.push_str("</");
        out.push_str(&lower);
        out.push('>');
    }
    tag.get(end..).unwrap_or_default()
}

fn start_tag<'h>(tag: &'h str, out: &mut String, measure: &mut Measure<'h>) -> Result<&'h str, &'static str> {
    let Some(inside) = tag.strip_prefix('<') else { return Ok("") };
    let name = name_of(inside);
    if name.is_empty() {
        // A lone "<" is text.
        out.push_str("&lt;");
        return Ok(inside);
    }
    let lower = name.to_ascii_lowercase();
    let attributes = inside.get(name.len()..).unwrap_or_default();
    let from = out.len();
    let mut list = Attributes { rest: attributes };
    out.push('<');
    out.push_str(name.get(..name.len().min(MAX_NAME_BYTES)).unwrap_or("x"));
    let mut is_data = false;
    let mut kept = 0;
    for attribute in list.by_ref() {
        let lower_head = attribute.get(..attribute.len().min(64)).unwrap_or_default().to_ascii_lowercase();
        is_data |= lower_head.starts_with("type") && lower_head.contains("ld+json");
        if kept < MAX_ATTRIBUTES && attribute.len() <= MAX_ATTRIBUTE_BYTES && !lower_head.starts_with("style") {
            out.push(' ');
            out.push_str(attribute);
            kept += 1;
        }
    }
    out.push('>');
    let Some(after) = list.end() else {
        // The page ends inside a tag, which is none then.
        out.truncate(from);
        return Ok("");
    };
    if name.len() > MAX_NAME_BYTES {
        out.truncate(from);
        return Ok(after);
    }
    let raw = RAW.contains(&lower.as_str());
    if raw || lower == "title" {
        let (content, after_close) = split_at_close(after, &lower);
        if !raw || (lower == "script" && is_data && content.len() <= 1 << 20) {
            out.push_str(content);
            out.push_str("</");
            out.push_str(&lower);
            out.push('>');
        } else {
            out.truncate(from);
        }
        return Ok(after_close);
    }
    // Attributes of a second one would be added to the first without end.
    if (lower == "html" || lower == "body") && measure.open_by_name.contains_key(&lower) || lower == "plaintext" {
        out.truncate(from);
        return Ok(after);
    }
    if lower == "html" || lower == "body" {
        measure.open_by_name.insert(lower.clone(), 0);
    }
    let source = tag.get(..tag.len() - after.len()).unwrap_or_default();
    measure.opened(name, &lower, source)?;
    Ok(after)
}

/// The tag name at the start of a text; empty when there is none.
fn name_of(text: &str) -> &str {
    if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return "";
    }
    let end = text.find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>').unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// The content of a raw element and what follows its end tag. One that is never closed has no content, so that a broken
/// script does not take the rest of the page with it.
fn split_at_close<'h>(text: &'h str, lower: &str) -> (&'h str, &'h str) {
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| memchr::memmem::find(rest.as_bytes(), b"</")) {
        let start = from + at;
        let name = name_of(text.get(start + 2..).unwrap_or_default());
        if name.eq_ignore_ascii_case(lower) {
            let close = text.get(start..).unwrap_or_default();
            let end = close.find('>').map_or(close.len(), |end| end + 1);
            return (text.get(..start).unwrap_or_default(), close.get(end..).unwrap_or_default());
        }
        from = start + 2;
    }
    ("", text)
}

/// The attributes of a start tag, each as written.
struct Attributes<'h> {
    rest: &'h str,
}

impl<'h> Attributes<'h> {
    /// What follows the tag; `None` when the page ended before the tag did. To be asked after the last attribute.
    fn end(self) -> Option<&'h str> {
        self.rest.strip_prefix('>')
    }
}

impl<'h> Iterator for Attributes<'h> {
    type Item = &'h str;

    fn next(&mut self) -> Option<&'h str> {
        let text = self.rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        self.rest = text;
        if text.is_empty() || text.starts_with('>') {
            return None;
        }
        // A name may begin with "=", and holds anything but space, slash, "=" and ">" after that.
        let first = text.chars().next().map_or(0, char::len_utf8);
        let is_end = |c: char| c.is_ascii_whitespace() || c == '/' || c == '>' || c == '=';
        let name = text.get(first..).and_then(|rest| rest.find(is_end)).map_or(text.len(), |at| first + at);
        let after = text.get(name..).unwrap_or_default();
        let value = after.trim_start_matches(|c: char| c.is_ascii_whitespace()).strip_prefix('=');
        let rest = match value.map(|v| v.trim_start_matches(|c: char| c.is_ascii_whitespace())) {
            None => after,
            Some(value) => match value.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    let inside = value.get(1..).unwrap_or_default();
                    inside.find(quote).and_then(|end| inside.get(end + 1..)).unwrap_or_default()
                }
                _ => {
                    let end = value.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(value.len());
                    value.get(end..).unwrap_or_default()
                }
            },
        };
        self.rest = rest;
        text.get(..text.len() - rest.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(page: &str, want: &str) {
        assert_eq!(reduce(page).unwrap().html, want, "{page}");
    }

    #[test]
    fn text_tags_and_attributes_stay_and_scripts_go() {
        check("<p class='a > b' id=x>1 < 2</p>", "<p class='a > b' id=x>1 &lt; 2</p>");
        check("a<script>if (a<b) '</p>'</script>b<STYLE>p{}</Style>c", "abc");
        check(
            "<script type=\"application/ld+json\">{\"a\":1}</script>",
            "<script type=\"application/ld+json\">{\"a\":1}</script>",
        );
        check("<title>a <b> c</title>", "<title>a <b> c</title>");
        check("a<!-- <p>x</p> -->b<!doctype html>", "ab<!doctype html>");
        check("<p>open <script>never closed <p>b", "<p>open never closed <p>b");
        check("<img src=data:x alt = 'a'/><br/>", "<img src=data:x alt = 'a'><br>");
        check("words <p class=\"never closed>more", "words ");
        check("a < b <1 </ >c", "a &lt; b &lt;1 c");
        check(&format!("<p title='{}' id=x>a", "y".repeat(MAX_ATTRIBUTE_BYTES)), "<p id=x>a");
        check("", "");
    }

    #[test]
    fn where_and_when_a_page_was_saved_is_read_from_its_comment() {
        let check = |page: &str, url: Option<&str>, date: Option<&str>| {
            let got = reduce(page).unwrap();
            assert_eq!((got.saved_from.as_deref(), got.saved_on.map(|d| d.to_string()).as_deref()), (url, date));
        };
        check("<!-- saved from url=(0027)https://valley.example/flood -->", Some("https://valley.example/flood"), None);
        check(
            "<!--\n Page saved with SingleFile \n url: https://valley.example/flood \n saved date: Tue May 09 2023 10:00:00 GMT+0100 (BST)\n-->",
            Some("https://valley.example/flood"),
            Some("2023-05-09"),
        );
        check("<!-- saved from url=(0014)about:internet -->", None, None);
        check("<!-- url: https://valley.example -->", None, None);
    }

    #[test]
    fn pages_that_would_make_huge_trees_are_refused() {
        let check = |page: String, want: Option<&'static str>| assert_eq!(reduce(&page).err(), want);
        check("<div>".repeat(100_000), Some(TOO_DEEP));
        check("<b id=x>".repeat(2_000), Some(TOO_DEEP));
        check("<div></i>".repeat(2_000), Some(TOO_DEEP));
        let unclosed: String = (0..500).map(|n| format!("<font size={n}>")).collect();
        check(format!("{unclosed}{}", "<p>x</p>".repeat(20_000)), Some(TOO_LARGE));
        check("<p>x".repeat(1_000_001), Some(TOO_LARGE));
        check("<div><span>x</div>".repeat(5_000), None);
        check("<p>x<li>y<br>".repeat(5_000), None);
    }
}
