//! Sources as reports cite them: in brackets, at the head of a passage, after "per". Layer `figures`.

use std::ops::Range;

use super::speaker::{Speaker, name_after, plain};
use super::token::{Kind, Sentence};
use crate::lexicon::cues::cues;
use crate::lexicon::organisations;
use crate::lexicon::words::Class;

/// "CONRED: 59 dead", "NDMA Sitrep No. 82 – 1,265 deaths", "URCS, Kasese district, 8 May 2020: …": an organisation that
/// heads the text.
pub(super) fn headed(s: &Sentence, text: &str) -> Option<Speaker> {
    let start = if s.tok(0).is_mark(b'[') { (1..14).find(|i| s.tok(*i).is_mark(b']'))? + 1 } else { 0 };
    let run = (start..start + 6).find(|i| !(s.tok(*i).is_word() && s.tok(*i).capital))?;
    let paper = (start..run).find(|i| {
        let token = s.tok(*i);
        text.get(token.start..token.end).is_some_and(|word| cues().papers.has(word))
    });
    let end = paper.unwrap_or(run);
    let spelled = s.text_of(text, start..end);
    // "Medical sources:", "Local authorities:".
    let colon = (start + 1..start + 5).find(|i| s.tok(*i).is_mark(b':'));
    if let Some(colon) = colon
        && (start..colon).all(|i| s.tok(i).is_word())
        && cues().desks.has(s.text_of(text, colon - 1..colon))
    {
        return Some(plain(s, start..colon, colon));
    }
    // A place before a colon is where, not who.
    let known = organisations::resolve(spelled).is_some() && !cues().no_source.has_exactly(spelled);
    let dated = (run..run + 8).any(|i| s.tok(i).kind == Kind::Fixed);
    let closed = s.tok(run).is_mark(b':') || paper.is_some() || (s.range.start == 0 || dated) && heads_a_line(s, run);
    (end > start && closed && (known || end == start + 1 && is_acronym(spelled))).then(|| plain(s, start..end, end))
}

/// ", Kasese district, 8 May 2020:": places and days up to a colon.
fn heads_a_line(s: &Sentence, from: usize) -> bool {
    if !s.tok(from).is_mark(b',') {
        return false;
    }
    for at in from..from + 14 {
        let token = s.tok(at);
        let goes_on = match token.kind {
            Kind::Mark(b':') => return true,
            Kind::Mark(b',' | b'-' | b'/') | Kind::Fixed | Kind::Number(_) => true,
            Kind::Word => token.capital || token.has(Class::KIND.and(Class::MONTH)),
            _ => false,
        };
        if !goes_on {
            return false;
        }
    }
    false
}

/// Three capitals or more, and hardly any small letters ("DoDMA"), that stand for a body and not for a unit or a kind
/// of people.
fn is_acronym(spelled: &str) -> bool {
    let capitals = spelled.bytes().filter(u8::is_ascii_uppercase).count();
    let small = spelled.bytes().filter(u8::is_ascii_lowercase).count();
    capitals >= 3
        && capitals > 2 * small
        && spelled.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-' || byte == b'/')
        && !cues().no_source.has_exactly(spelled)
}

/// "Toll by island (source: CDEMA)": a line without a count that says where those below it come from.
pub(super) fn heads_lines(s: &Sentence, text: &str) -> Option<Speaker> {
    let counts = s.tokens.iter().any(|token| token.number().is_some());
    let at = (1..s.tokens.len()).find(|at| s.tok(*at).is_mark(b'(') || s.tok(*at).is_mark(b'['))?;
    let label = text.get(s.tok(at + 1).start..s.tok(at + 1).end)?;
    let labelled = label.to_ascii_lowercase().starts_with("source") && s.tok(at + 2).is_mark(b':');
    (labelled && !counts).then(|| citation(s, text, at)).flatten()
}

/// "per DGPC", "per civil society groups": a rate ("per day", "per 100,000") names nobody.
pub(super) fn per(s: &Sentence, text: &str, at: usize) -> Option<Speaker> {
    let word = |at: usize| text.get(s.tok(at).start..s.tok(at).end).unwrap_or("");
    if !word(at).eq_ignore_ascii_case("per") {
        return None;
    }
    let who = name_after(s, at + 1);
    let spelled = s.text_of(text, who.clone());
    let named = organisations::inside(spelled).is_some()
        || who.len() == 1 && is_acronym(spelled)
        || who.len() > 1 && cues().speakers.ends(spelled);
    (named && s.before(at).number().is_none()).then(|| Speaker { trailing: at > 0, ..plain(s, who, at) })
}

/// "(UNHCR, 3 May)", "[IOM]", "(Source: OCHA)", "(sources: local authorities)": a name in brackets.
pub(super) fn citation(s: &Sentence, text: &str, at: usize) -> Option<Speaker> {
    let mut from = at + 1;
    let label = text.get(s.tok(from).start..s.tok(from).end).unwrap_or("");
    let source = ["source", "sources", "src"].iter().any(|word| word.eq_ignore_ascii_case(label));
    let explicit = s.tok(from + 1).is_mark(b':') && (source || s.tok(from).capital);
    if explicit {
        from += 2;
    }
    let close = (from..from + 18).find(|i| s.tok(*i).is_mark(b')') || s.tok(*i).is_mark(b']'))?;
    let end = (from..close).find(|i| !s.tok(*i).is_word() || s.tok(*i).has(Class::MONTH)).unwrap_or(close);
    let capital = s.tok(from).capital || explicit && source;
    if end == from || !capital || s.tok(from).has(Class::MONTH.and(Class::WEEKDAY)) || at == 0 {
        return None;
    }
    let dated =
        (end..close).any(|i| s.tok(i).kind == Kind::Fixed || s.tok(i).has(Class::MONTH) || s.tok(i).number().is_some());
    let who = joined(s, from..end, close);
    let name = s.text_of(text, who.clone());
    let known = organisations::resolve(name).is_some();
    // "(NGOs)" and "(SOHR)" after the words they abbreviate are no sources; a date or the end of what is said beside a
    // known name or an acronym makes one.
    let ends = matches!(s.tok(close + 1).kind, Kind::End | Kind::Mark(b'.' | b';' | b',' | b'*'));
    let last =
        matches!(s.tok(close + 1).kind, Kind::End | Kind::Mark(b';' | b'*' | b':')) || s.tokens.len() <= close + 2;
    let first = s.text_of(text, from..from + 1);
    let body = is_acronym(first)
        || name.ends_with("Cluster")
        || name.ends_with("Health")
        || dated && who.len() > 1 && cues().bodies.ends(name)
        || first.split(['-', '/']).any(|part| organisations::resolve(part).is_some());
    // "(MSF treated 33 of them)" is a clause.
    let body = body
        && who.clone().all(|i| {
            !s.tok(i).is_word() || s.tok(i).capital || s.tok(i).has(Class::PREPOSITION.and(Class::CONJUNCTION))
        });
    let spelled_out = abbreviates(s, text, at, first);
    let cited = known && (dated || last && !s.before(at).capital) || body && !spelled_out && (last || dated && ends);
    (explicit || cited).then(|| Speaker { trailing: true, ..plain(s, who, at) })
}

/// "IOM-DTM", "UNMISS/HRD": parts of one name, as far as the bracket or a comma.
fn joined(s: &Sentence, who: Range<usize>, close: usize) -> Range<usize> {
    let mut end = who.end;
    while end + 1 < close
        && (s.tok(end).is_mark(b'-') || s.tok(end).is_mark(b'/'))
        && s.tok(end + 1).is_word()
        && s.tok(end + 1).capital
    {
        end += 2;
    }
    who.start..end
}

/// Whether the words before the bracket at `at` begin with the letters of `acronym`: "Human Rights Office (HRO)".
fn abbreviates(s: &Sentence, text: &str, at: usize, acronym: &str) -> bool {
    let letters: Vec<u8> = acronym.bytes().filter(u8::is_ascii_uppercase).collect();
    let initials: Vec<u8> = (at.saturating_sub(letters.len() + 3)..at)
        .filter(|i| s.tok(*i).is_word() && s.tok(*i).capital)
        .filter_map(|i| text.as_bytes().get(s.tok(i).start).copied())
        .collect();
    let shared = letters.iter().filter(|letter| initials.contains(letter)).count();
    s.before(at).capital && shared * 2 >= letters.len() && initials.len() >= 2
}

/// The source that a text names for all it says, in a bracket of its first line or in a line "Source: …" of its own.
pub(super) fn for_all(text: &str) -> Option<(usize, usize)> {
    const LONG: usize = 1500;
    if text.len() > LONG {
        return None;
    }
    let first = text.find('\n').unwrap_or(0);
    let head = text.get(..first).unwrap_or("");
    let from = head.find("ources: ").map(|at| at + 8).or_else(|| head.find("ource: ").map(|at| at + 7));
    if let Some(from) = from {
        let len = text.get(from..)?.find([')', ']', '\n'])?;
        return Some((from, from + len));
    }
    // The last sentence: "Source: BNGRC."
    let last = text.rfind("Source: ").map(|at| at + 8).or_else(|| text.rfind("Sources: ").map(|at| at + 9))?;
    let rest = text.get(last..)?.trim_end_matches(['.', ')', ' ', '\n']);
    let alone = text
        .get(..last)?
        .trim_end_matches("Source: ")
        .trim_end_matches("Sources: ")
        .trim_end()
        .ends_with(['.', ';', '\n', ')']);
    (alone && rest.len() < 60 && !rest.is_empty()).then(|| (last, last + rest.len()))
}
