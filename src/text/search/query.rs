//! What is asked: words, phrases and operators, read into a tree. Layer `text`.
//!
//! `killed OR wounded`, `"southern front"`, `army near/5 withdrew`, `-rumour`, `outlet:BBC date:2024-12-01..2024-12-07`,
//! `tag:denial has:figure killed>100`, `/shell(s|ing)/`. Words stand side by side for "and"; `word*` finds every word that
//! begins so, `"…"` words in a row.

use std::ops::Range;

use crate::model::{Date, Measure, ReadState};

use super::field::{FIELDS, facet, measure};

/// How far apart the two sides of a bare `near` may stand, in words.
pub const NEAR_WORDS: u32 = 10;

/// A whole query.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    /// `None` finds nothing: the query is empty.
    pub root: Option<Node>,
    /// The words and phrases that [`Node::Term`] counts through.
    pub terms: Vec<Term>,
    /// The patterns that [`Node::Pattern`] counts through, as written between the slashes.
    pub patterns: Vec<Pattern>,
}

/// A part of a query.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// Index into [`Query::terms`].
    Term(usize),
    /// Index into [`Query::patterns`].
    Pattern(usize),
    Facet(Facet),
    And(Vec<Self>),
    Or(Vec<Self>),
    Not(Box<Self>),
    /// Both within so many words of each other.
    Near(Box<Self>, Box<Self>, u32),
}

/// A word, or words in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// As written, without the quotation marks.
    pub written: String,
    /// Whether it stood in quotation marks: its words are then taken as they are.
    pub quoted: bool,
}

/// A regular expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    pub written: String,
    /// Where it stands in the query, in bytes, for what is said of its mistakes.
    pub at: usize,
}

/// What is asked of an article rather than of its text.
#[derive(Debug, Clone, PartialEq)]
pub enum Facet {
    /// The outlet's name holds these words; empty for an unknown one.
    Outlet(String),
    Wire(String),
    Set(String),
    Title(String),
    /// Published from the first to the last day.
    Date(Option<Date>, Option<Date>),
    NoDate,
    Language(String),
    /// An excerpt of it carries a tag of this name, or one below it.
    Tag(String),
    Read(ReadState),
    /// Whether somebody went through its figures.
    Reviewed(bool),
    Has(Has),
    /// A figure of this measure that is not rejected has such a value.
    Count(Measure, Compare, u64),
}

/// What an article has on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Has {
    Figure,
    /// A figure that nobody has judged.
    Suggested,
    Confirmed,
    Excerpt,
    Memo,
    Link,
}

/// How a figure's value is held against a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    Above,
    AtLeast,
    Below,
    AtMost,
    Equal,
}

/// Why a query cannot be read, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} (at character {})", .character + 1)]
pub struct QueryError {
    pub what: String,
    /// Where, in bytes of the query.
    pub at: Range<usize>,
    /// Where, in characters, from 0.
    pub character: usize,
}

impl QueryError {
    /// Something wrong with `query` at these bytes.
    pub fn new(query: &str, what: impl Into<String>, at: Range<usize>) -> Self {
        let character = query.get(..at.start).map_or(0, |head| head.chars().count());
        Self { what: what.into(), at, character }
    }
}

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    /// [`QueryError`] says what is wrong and where.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let mut parser = Parser { text, tokens: lex(text)?, at: 0, query: Self::default(), depth: 0 };
        if parser.tokens.is_empty() {
            return Ok(parser.query);
        }
        let root = parser.either()?;
        if let Some(token) = parser.tokens.get(parser.at) {
            return Err(QueryError::new(text, "this bracket closes nothing", token.range.clone()));
        }
        parser.query.root = Some(root);
        Ok(parser.query)
    }

    /// A query that is one regular expression.
    pub fn pattern(text: &str) -> Self {
        if text.is_empty() {
            return Self::default();
        }
        let pattern = Pattern { written: text.to_owned(), at: 0 };
        Self { root: Some(Node::Pattern(0)), terms: Vec::new(), patterns: vec![pattern] }
    }

    /// Whether it asks for words or patterns, and not only for articles.
    pub fn has_words(&self) -> bool {
        !self.terms.is_empty() || !self.patterns.is_empty()
    }

    /// Every facet asked for.
    pub fn facets(&self) -> Vec<&Facet> {
        fn gather<'q>(node: &'q Node, out: &mut Vec<&'q Facet>) {
            match node {
                Node::Facet(facet) => out.push(facet),
                Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|part| gather(part, out)),
                Node::Not(part) => gather(part, out),
                Node::Near(a, b, _) => {
                    gather(a, out);
                    gather(b, out);
                }
                Node::Term(_) | Node::Pattern(_) => {}
            }
        }
        let mut out = Vec::new();
        if let Some(root) = &self.root {
            gather(root, &mut out);
        }
        out
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Open,
    Close,
    And,
    Or,
    Not,
    Near(u32),
    Word(String),
    Phrase(String),
    Pattern(String),
    /// A name before a colon or a comparison, the sign, and what follows it.
    Field(String, String, String),
}

#[derive(Debug, Clone, PartialEq)]
struct Lexed {
    kind: Kind,
    range: Range<usize>,
}

/// Cuts a query into its parts.
fn lex(text: &str) -> Result<Vec<Lexed>, QueryError> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let start = at;
        let kind = match c {
            _ if c.is_whitespace() => {
                at += c.len_utf8();
                continue;
            }
            '(' | ')' => {
                at += 1;
                if c == '(' { Kind::Open } else { Kind::Close }
            }
            '|' => {
                at += 1;
                Kind::Or
            }
            '"' | '“' | '”' | '„' => {
                let (words, end) = quoted(text, at)?;
                at = end;
                Kind::Phrase(words)
            }
            '/' => {
                let (pattern, end) = pattern(text, at)?;
                at = end;
                Kind::Pattern(pattern)
            }
            // A hyphen before a word leaves it out; alone it is a dash.
            '-' | '−' if follows(text, at + c.len_utf8()) => {
                at += c.len_utf8();
                Kind::Not
            }
            _ => {
                let end = bare_end(text, at);
                let word = text.get(at..end).unwrap_or_default();
                at = end;
                word_kind(text, word, start, &mut at)?
            }
        };
        out.push(Lexed { kind, range: start..at });
    }
    Ok(out)
}

/// Whether something stands right at byte `at`.
fn follows(text: &str, at: usize) -> bool {
    text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(|c| !c.is_whitespace() && c != ')')
}

/// Where a bare word ends: at a blank, bracket or quotation mark.
fn bare_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '“' | '”' | '„' | '|'))
        .map_or(text.len(), |n| at + n)
}

/// The words between quotation marks that open at byte `at`, and where they end.
fn quoted(text: &str, at: usize) -> Result<(String, usize), QueryError> {
    let rest = text.get(at..).unwrap_or_default();
    let open = rest.chars().next().map_or(1, char::len_utf8);
    let inside = rest.get(open..).unwrap_or_default();
    match inside.find(['"', '“', '”']) {
        Some(n) => {
            let close = inside.get(n..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            Ok((inside.get(..n).unwrap_or_default().to_owned(), at + open + n + close))
        }
        None => Err(QueryError::new(text, "this quotation mark is not closed", at..at + open)),
    }
}

/// The pattern between slashes that opens at byte `at`, with the letters behind it as flags, and where it ends.
fn pattern(text: &str, at: usize) -> Result<(String, usize), QueryError> {
    let inside = text.get(at + 1..).unwrap_or_default();
    let mut is_escaped = false;
    for (n, c) in inside.char_indices() {
        if c == '/' && !is_escaped {
            let mut written = inside.get(..n).unwrap_or_default().replace("\\/", "/");
            let mut end = at + 1 + n + 1;
            if text.get(end..).is_some_and(|rest| rest.starts_with('i')) {
                written = format!("(?i){written}");
                end += 1;
            }
            if written.is_empty() {
                return Err(QueryError::new(text, "nothing stands between the slashes", at..end));
            }
            return Ok((written, end));
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    Err(QueryError::new(
        text,
        "this slash opens a pattern that is not closed; quote it to search for the sign",
        at..at + 1,
    ))
}

/// What a bare word is: an operator, a field with its value, or a word to look for.
fn word_kind(text: &str, word: &str, start: usize, at: &mut usize) -> Result<Kind, QueryError> {
    match word.to_lowercase().as_str() {
        "and" | "&" | "&&" => return Ok(Kind::And),
        "or" | "||" => return Ok(Kind::Or),
        "not" => return Ok(Kind::Not),
        "near" => return Ok(Kind::Near(NEAR_WORDS)),
        lower => {
            if let Some(n) = lower.strip_prefix("near/") {
                return match n.parse() {
                    Ok(n) if (1..=1000).contains(&n) => Ok(Kind::Near(n)),
                    _ => Err(QueryError::new(text, "near/ needs a number of words from 1 to 1000", start..*at)),
                };
            }
        }
    }
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic());
    let sign = word.find([':', '>', '<', '=', '≥', '≤']);
    let Some((name, rest)) = sign.and_then(|n| word.split_at_checked(n)).filter(|(name, _)| is_name(name)) else {
        return Ok(Kind::Word(word.to_owned()));
    };
    let known = FIELDS.contains(&name.to_lowercase().as_str()) || measure(name).is_some();
    if !known {
        // "http://…" and a clock's "at 12:30" are words; a name before a colon that means nothing is a mistake.
        if rest.starts_with(':') && !rest.starts_with("://") {
            let what = format!("“{name}:” is not known; there are {}", FIELDS.join(":, ") + ":");
            return Err(QueryError::new(text, what, start..*at));
        }
        return Ok(Kind::Word(word.to_owned()));
    }
    let len =
        rest.chars().take_while(|c| matches!(c, ':' | '>' | '<' | '=' | '≥' | '≤')).map(char::len_utf8).sum::<usize>();
    let (sign, value) = rest.split_at_checked(len).unwrap_or((rest, ""));
    let mut value = value.to_owned();
    if value.is_empty() && text.get(*at..).is_some_and(|rest| rest.starts_with(['"', '“', '„'])) {
        let (words, end) = quoted(text, *at)?;
        value = words;
        *at = end;
    }
    Ok(Kind::Field(name.to_lowercase(), sign.to_owned(), value))
}

/// Deeper brackets than this are a mistake, and would be a risk.
const MAX_DEPTH: usize = 100;

struct Parser<'t> {
    text: &'t str,
    tokens: Vec<Lexed>,
    at: usize,
    query: Query,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Kind> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    fn end(&self) -> Range<usize> {
        self.text.len()..self.text.len()
    }

    fn either(&mut self) -> Result<Node, QueryError> {
        let mut parts = vec![self.all()?];
        while self.peek() == Some(&Kind::Or) {
            self.at += 1;
            parts.push(self.all()?);
        }
        Ok(one_or(parts, Node::Or))
    }

    fn all(&mut self) -> Result<Node, QueryError> {
        let mut parts = vec![self.near()?];
        loop {
            match self.peek() {
                Some(Kind::And) => {
                    self.at += 1;
                    parts.push(self.near()?);
                }
                None | Some(Kind::Or | Kind::Close) => return Ok(one_or(parts, Node::And)),
                Some(_) => parts.push(self.near()?),
            }
        }
    }

    fn near(&mut self) -> Result<Node, QueryError> {
        let mut left = self.one()?;
        while let Some(Kind::Near(n)) = self.peek() {
            let n = *n;
            let sign = self.tokens.get(self.at).map_or_else(|| self.end(), |token| token.range.clone());
            self.at += 1;
            let right = self.one()?;
            if !(has_place(&left) && has_place(&right)) {
                let what = "near needs words on both sides: not a pattern, a field or something left out";
                return Err(QueryError::new(self.text, what, sign));
            }
            left = Node::Near(Box::new(left), Box::new(right), n);
        }
        Ok(left)
    }

    fn one(&mut self) -> Result<Node, QueryError> {
        let Some(token) = self.tokens.get(self.at).cloned() else {
            let what = match self.tokens.last().map(|token| &token.kind) {
                Some(Kind::Open) => "this bracket is not closed",
                _ => "something must follow the last word",
            };
            let at = self.tokens.last().map_or_else(|| self.end(), |token| token.range.clone());
            return Err(QueryError::new(self.text, what, at));
        };
        self.at += 1;
        match token.kind {
            Kind::Open => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(QueryError::new(self.text, "too many brackets", token.range));
                }
                let inside = self.either()?;
                if self.peek() != Some(&Kind::Close) {
                    return Err(QueryError::new(self.text, "this bracket is not closed", token.range));
                }
                self.at += 1;
                self.depth -= 1;
                Ok(inside)
            }
            Kind::Not => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(QueryError::new(self.text, "too many signs for “not”", token.range));
                }
                let inside = self.one()?;
                self.depth -= 1;
                Ok(Node::Not(Box::new(inside)))
            }
            Kind::Word(written) => Ok(self.term(written, false)),
            Kind::Phrase(written) => {
                if super::fold::words(&written).is_empty() {
                    return Err(QueryError::new(self.text, "nothing stands between the quotation marks", token.range));
                }
                Ok(self.term(written, true))
            }
            Kind::Pattern(written) => {
                self.query.patterns.push(Pattern { written, at: token.range.start + 1 });
                Ok(Node::Pattern(self.query.patterns.len() - 1))
            }
            Kind::Field(name, sign, value) => facet(self.text, &name, &sign, &value, token.range).map(Node::Facet),
            Kind::Close => Err(QueryError::new(self.text, "this bracket closes nothing", token.range)),
            Kind::And | Kind::Or | Kind::Near(_) => {
                let word = self.text.get(token.range.clone()).unwrap_or_default();
                let what = format!("“{word}” needs something on both sides; quote it to search for the word");
                Err(QueryError::new(self.text, what, token.range))
            }
        }
    }

    fn term(&mut self, written: String, quoted: bool) -> Node {
        let term = Term { written, quoted };
        let known = self.query.terms.iter().position(|other| *other == term);
        Node::Term(known.unwrap_or_else(|| {
            self.query.terms.push(term);
            self.query.terms.len() - 1
        }))
    }
}

fn one_or(mut parts: Vec<Node>, many: fn(Vec<Node>) -> Node) -> Node {
    match (parts.len(), parts.pop()) {
        (1, Some(only)) => only,
        (_, last) => {
            parts.extend(last);
            many(parts)
        }
    }
}

/// Whether a part finds places in a text that can be near others.
fn has_place(node: &Node) -> bool {
    match node {
        Node::Term(_) => true,
        Node::Near(..) => true,
        Node::Or(parts) => parts.iter().all(has_place),
        Node::And(_) | Node::Pattern(_) | Node::Facet(_) | Node::Not(_) => false,
    }
}

#[cfg(test)]
#[path = "query_tests.rs"]
mod tests;
