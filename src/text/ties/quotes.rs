//! Who is quoted with which words. Layer `text`.

use std::ops::Range;

use super::Quotation;
use super::doc::{Class, Doc, Sentence, Token};
use super::fold::{Folder, Key};
use crate::model::ArticleId;

/// Words between quotation marks.
#[derive(Debug, Clone)]
pub struct Quote {
    /// Bytes between the marks.
    pub words: Range<usize>,
    /// The words, as indices into the article's.
    pub tokens: Range<usize>,
    /// Who says it: bytes.
    pub speaker: Option<Range<usize>>,
    /// The verb of saying: bytes.
    pub verb: Option<Range<usize>>,
    /// The name that the speaker goes by: bytes of where it stands in full.
    pub name: Option<Range<usize>>,
    /// Where it was put out, if it is said beside the words.
    pub channel: Option<Key>,
}

impl Doc {
    /// The quotations as others take them.
    pub fn quotations(&self, article: ArticleId) -> Vec<Quotation> {
        let name = |range: &Range<usize>| {
            self.text.get(range.clone()).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
        };
        self.quotes
            .iter()
            .map(|quote| Quotation {
                article,
                speaker: quote.speaker.clone(),
                speaker_name: quote.name.as_ref().map(name).unwrap_or_default(),
                verb: quote.verb.clone(),
                words: quote.words.clone(),
            })
            .collect()
    }
}

/// A quotation of fewer words is a name, a title or a single word held at arm's length.
const MIN_WORDS: usize = 3;

/// The quotations of a text, in order.
pub fn quotes(text: &str, tokens: &[Token], sentences: &[Sentence]) -> Vec<Quote> {
    let mut out: Vec<Quote> = Vec::new();
    for words in marked(text) {
        let from = tokens.partition_point(|token| (token.start as usize) < words.start);
        let to = tokens.partition_point(|token| (token.start as usize) < words.end);
        if to < from + MIN_WORDS {
            continue;
        }
        let mut quote = Quote { words, tokens: from..to, speaker: None, verb: None, name: None, channel: None };
        attribute(text, tokens, sentences, &mut quote, out.last());
        out.push(quote);
    }
    out
}

/// What stands between quotation marks, outermost marks only, as byte ranges without the marks. A quotation that is not closed
/// runs to the end of its paragraph, as one that goes on in the next paragraph does.
pub fn marked(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    // Where the words begin, and the mark that ends them.
    let mut open: Option<(usize, char)> = None;
    let mut previous = '\n';
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let after = at + letter.len_utf8();
        let next = letters.peek().map_or('\n', |(_, next)| *next);
        match open {
            None => {
                let fresh = !previous.is_alphanumeric();
                let closing = match letter {
                    '"' if fresh && !next.is_whitespace() => Some('"'),
                    '“' | '„' => Some('”'),
                    '«' => Some('»'),
                    '‘' if fresh && !next.is_whitespace() => Some('’'),
                    '\'' if fresh && next.is_alphabetic() && closes_single(text.get(after..).unwrap_or_default()) => {
                        Some('\'')
                    }
                    _ => None,
                };
                open = closing.map(|closing| (after, closing));
            }
            Some((from, closing)) => {
                let paragraph = letter == '\n'
                    && (next == '\n'
                        || text.get(from..at).is_some_and(|words| words.contains('\n'))
                        || !next.is_lowercase());
                let closes = letter == closing && (closing != '"' || !previous.is_whitespace())
                    // An apostrophe is no closing mark; the plural's ("the rebels' claims") cannot be told apart.
                    || letter == closing && matches!(closing, '’' | '\'') && !next.is_alphanumeric()
                    || closing == '”' && letter == '“' && from < at && !previous.is_whitespace();
                let closes = closes && !(matches!(closing, '’' | '\'') && next.is_alphanumeric());
                if closes || paragraph {
                    push(text, from..at, &mut out);
                    open = None;
                }
            }
        }
        previous = letter;
    }
    if let Some((from, _)) = open {
        push(text, from..text.len(), &mut out);
    }
    out
}

/// Whether a straight single mark is closed within the line, so that it opens a quotation and is no apostrophe.
fn closes_single(rest: &str) -> bool {
    let line = rest.split('\n').next().unwrap_or_default();
    let mut letters = line.chars().peekable();
    let mut previous = ' ';
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        if letter == '\'' && !previous.is_whitespace() && !next.is_alphanumeric() {
            return true;
        }
        previous = letter;
    }
    false
}

fn push(text: &str, range: Range<usize>, out: &mut Vec<Range<usize>>) {
    let words = text.get(range.clone()).unwrap_or_default();
    let start = range.start + (words.len() - words.trim_start().len());
    let end = start + words.trim().len();
    if start < end {
        out.push(start..end);
    }
}

/// Finds who says it: in the sentence around the words, else in the one before; a quotation that goes on has the speaker of
/// the one before it.
fn attribute(text: &str, tokens: &[Token], sentences: &[Sentence], quote: &mut Quote, last: Option<&Quote>) {
    let folder = Folder::english();
    let before = sentences.partition_point(|sentence| sentence.range.start <= quote.words.start).saturating_sub(1);
    let after = sentences.partition_point(|sentence| sentence.range.start < quote.words.end).saturating_sub(1);
    let lead =
        sentences.get(before).map_or(quote.tokens.start, |sentence| sentence.tokens.start.min(quote.tokens.start));
    let tail = sentences.get(after).map_or(quote.tokens.end, |sentence| sentence.tokens.end.max(quote.tokens.end));
    // What follows reaches to the next quotation mark: behind it somebody else may speak.
    let stop = text
        .get(quote.words.end + 1..)
        .and_then(|rest| rest.find(['"', '“', '\n']))
        .map_or(text.len(), |n| quote.words.end + 1 + n + 1);
    let tail = tokens.partition_point(|token| (token.start as usize) < stop).min(tail).max(quote.tokens.end);
    let tail = if tail == quote.tokens.end { follow_on(text, tokens, sentences, after, quote) } else { tail };
    let find = |range: Range<usize>, backwards: bool| {
        let mut verbs = range.clone().filter(|at| tokens.get(*at).is_some_and(|token| folder.says(token.exact)));
        if backwards { verbs.next_back() } else { verbs.next() }
    };
    let following = find(quote.tokens.end..tail, false);
    let leading = find(lead..quote.tokens.start, true);
    // "In a post on Telegram, he …. “…”": the channel may stand a sentence before, in the same paragraph.
    let paragraph = text.get(..quote.words.start).and_then(|head| head.rfind('\n')).map_or(0, |at| at + 1);
    let nearby = tokens.partition_point(|token| (token.start as usize) < paragraph).max(lead.saturating_sub(40));
    for channel_in in [quote.tokens.end..tail, lead..quote.tokens.start, nearby.min(lead)..lead] {
        quote.channel = quote.channel.or_else(|| {
            tokens.get(channel_in)?.iter().map(|token| token.exact).find(|exact| folder.is_channel(*exact))
        });
    }
    if let Some(verb) = following {
        let left = noun_before(tokens, text, quote.tokens.end..verb);
        let right = noun_after(tokens, text, verb + 1..tail);
        settle(text, tokens, quote, verb, left.or(right));
    } else if let Some(verb) = leading {
        let left = noun_before(tokens, text, lead..verb);
        let right = noun_after(tokens, text, verb + 1..quote.tokens.start);
        settle(text, tokens, quote, verb, left.or(right));
    } else if let Some(last) = last
        && text
            .get(last.words.end..quote.words.start)
            .is_some_and(|between| !between.contains("\n\n") || between.len() < 60)
    {
        (quote.speaker, quote.name) = (last.speaker.clone(), last.name.clone());
    }
    quote.name = quote
        .speaker
        .clone()
        .and_then(|speaker| full_name(text, tokens, &speaker, last))
        .or_else(|| quote.name.clone());
}

/// A quotation that ends its sentence may have its speaker in the next, if that begins with a verb of saying: `"…!" said the mayor`.
fn follow_on(text: &str, tokens: &[Token], sentences: &[Sentence], after: usize, quote: &Quote) -> usize {
    let folder = Folder::english();
    let next = sentences.get(after + 1).filter(|next| {
        text.get(quote.words.end..next.range.start).is_some_and(|between| !between.contains('\n'))
            && tokens
                .get(next.tokens.clone())
                .is_some_and(|words| words.iter().take(4).any(|token| folder.says(token.exact)))
            && words_are_short(next)
    });
    next.map_or(quote.tokens.end, |next| next.tokens.end)
}

fn words_are_short(sentence: &Sentence) -> bool {
    sentence.tokens.len() < 14
}

fn settle(text: &str, tokens: &[Token], quote: &mut Quote, verb: usize, speaker: Option<Range<usize>>) {
    quote.verb = tokens.get(verb).map(Token::range);
    // "Ana Orle, the mayor, said": the name before the office.
    let named = speaker.as_ref().and_then(|speaker| {
        let first = tokens.partition_point(|token| (token.start as usize) < speaker.start);
        let office = tokens.get(first..verb).filter(|words| words.iter().all(|word| word.class != Class::Name))?;
        if office.is_empty() {
            return None;
        }
        let before = first.checked_sub(1)?;
        let token = tokens.get(before).filter(|token| token.class == Class::Name && token.capital)?;
        let apposed = text.get(token.range().end..speaker.start)?.trim() == ",";
        apposed.then(|| run_of_names(text, tokens, before)).flatten()
    });
    quote.speaker = named.or(speaker);
}

/// The name or noun that ends right before a verb: bytes.
fn noun_before(tokens: &[Token], text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let words = tokens.get(range)?;
    // Only the clause of the verb counts: what stands before a comma is somebody's office or another clause.
    let mut from = words.len();
    for at in (0..words.len()).rev() {
        let (Some(token), next) = (words.get(at), words.get(at + 1)) else { break };
        let gap = next.and_then(|next| text.get(token.range().end..next.range().start)).unwrap_or_default();
        if at + 1 < words.len() && gap.contains([',', ';', ':', '"', '”', '“', '.']) && !gap.starts_with(". ") {
            break;
        }
        from = at;
        if words.len() - at > 8 {
            break;
        }
    }
    span(words.get(from..)?)
}

/// The name or noun that follows a verb: bytes, to the next comma.
fn noun_after(tokens: &[Token], text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let words = tokens.get(range)?;
    let mut to = 0;
    for (at, token) in words.iter().enumerate().take(8) {
        to = at + 1;
        let next = words.get(at + 1);
        let gap = next.and_then(|next| text.get(token.range().end..next.range().start)).unwrap_or_default();
        if gap.contains([',', ';', ':', '"', '”', '“', '(']) {
            break;
        }
    }
    span(words.get(..to)?)
}

fn span(words: &[Token]) -> Option<Range<usize>> {
    Some(words.first()?.range().start..words.last()?.range().end)
}

/// The last name before a pronoun; for a name, its fullest form before.
fn full_name(text: &str, tokens: &[Token], speaker: &Range<usize>, last: Option<&Quote>) -> Option<Range<usize>> {
    let from = tokens.partition_point(|token| (token.start as usize) < speaker.start);
    let to = tokens.partition_point(|token| (token.start as usize) < speaker.end);
    let words = tokens.get(from..to)?;
    let names = |token: &&Token| matches!(token.class, Class::Name | Class::Organisation);
    let spoken = text.get(speaker.clone()).unwrap_or_default();
    let spoken = spoken.to_ascii_lowercase();
    if matches!(spoken.as_str(), "it" | "they") {
        // A group: who the text before it in the same paragraph begins with, if that is a name.
        let paragraph = text.get(..speaker.start).and_then(|head| head.rfind('\n')).map_or(0, |at| at + 1);
        let first = tokens.partition_point(|token| (token.start as usize) < paragraph);
        let at = (first..from.min(first + 8)).find(|at| tokens.get(*at).as_ref().is_some_and(names))?;
        return run_of_names(text, tokens, at);
    }
    if matches!(spoken.as_str(), "he" | "she" | "who" | "i" | "we") {
        // Whoever spoke last, if that is near; else the last one named.
        let near =
            last.filter(|last| speaker.start.saturating_sub(last.words.end) < 300).and_then(|last| last.name.clone());
        return near.or_else(|| {
            let at = (from.saturating_sub(60)..from).rev().find(|at| tokens.get(*at).as_ref().is_some_and(names))?;
            run_of_names(text, tokens, at)
        });
    }
    let at = words.iter().rposition(|token| names(&token)).map(|at| from + at);
    match at {
        Some(at) => run_of_names(text, tokens, at),
        None => Some(speaker.clone()),
    }
}

/// The whole name that a word is part of.
fn run_of_names(text: &str, tokens: &[Token], at: usize) -> Option<Range<usize>> {
    let joined = |left: usize, right: usize| {
        let (Some(a), Some(b)) = (tokens.get(left), tokens.get(right)) else { return false };
        b.capital && a.capital && text.get(a.range().end..b.range().start).is_some_and(|gap| matches!(gap, " " | "-"))
    };
    let mut from = at;
    while from > 0 && joined(from - 1, from) {
        from -= 1;
    }
    let mut to = at;
    while joined(to, to + 1) {
        to += 1;
    }
    span(tokens.get(from..=to)?)
}

#[cfg(test)]
mod tests {
    use super::super::doc::Doc;
    use super::*;

    fn check(text: &str, want: &[(&str, &str, &str)]) {
        let doc = Doc::read(text.into());
        let of = |range: &Option<Range<usize>>| range.clone().map_or("", |range| &text[range]);
        let found: Vec<(&str, &str, &str)> =
            doc.quotes.iter().map(|quote| (&text[quote.words.clone()], of(&quote.name), of(&quote.verb))).collect();
        assert_eq!(found, want);
    }

    #[test]
    fn speaker_and_verb_stand_beside_the_words() {
        check(
            "“The quay is ours until dawn,” said Marta Orle, who leads the union. She stayed.",
            &[("The quay is ours until dawn,", "Marta Orle", "said")],
        );
        check(
            "Marta Orle came on Monday. \"We hold the quay,\" she told reporters. \"Nobody goes hungry here.\"",
            &[("We hold the quay,", "Marta Orle", "told"), ("Nobody goes hungry here.", "Marta Orle", "")],
        );
        check(
            "Ana Orle, the mayor, said: “The bridge will be built again.”",
            &[("The bridge will be built again.", "Ana Orle", "said")],
        );
        check(
            "In a post on Telegram, commander Ivo Rand wrote: \"The gate is open to all of them.\"",
            &[("The gate is open to all of them.", "Ivo Rand", "wrote")],
        );
    }

    #[test]
    fn marks_of_every_kind_open_and_close() {
        check(
            "He said: ‘It wasn’t us who fired first’. Then he left.",
            &[("It wasn’t us who fired first", "", "said")],
        );
        check("'Nobody told us anything', said the baker.", &[("Nobody told us anything", "the baker", "said")]);
        check("The dogs' barking didn't stop the guards' song.", &[]);
        check("Elle a dit : « Nous restons ici ce soir ».", &[("Nous restons ici ce soir", "", "")]);
    }

    #[test]
    fn words_held_at_arms_length_are_no_quotation() {
        check("The \"safe zone\" was shelled.", &[]);
    }
}
