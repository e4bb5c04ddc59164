//! On whose word a sentence reports: "according to …", "… said", "citing …", brackets. Layer `figures`.

use std::ops::Range;
use std::sync::OnceLock;

use super::citation::{citation, headed, per};
use super::saying::{figure_noun, reports, sets, speaks_of};
use super::speaker::{Speaker, is_noun_too, is_possessive, name_after, noun_like, plain, trim};
use super::token::{Kind, Sentence};
use crate::lexicon::cues::cues;
use crate::lexicon::organisations;
use crate::lexicon::words::{Class, Role, WordId, Words};

/// Words this file asks for by name.
struct Ids {
    according: WordId,
    to: WordId,
    by: WordId,
    per: WordId,
    and: WordId,
    lives: WordId,
    /// citing, quoting.
    citing: Vec<WordId>,
    /// Verbs that may stand before their subject: "said the ministry".
    inverted: Vec<WordId>,
    /// Verbs that are no verbs of saying, but hand on a count if a known organisation is their subject.
    handling: Vec<WordId>,
    /// Nouns for papers that speak by themselves: "by reports", "in a report".
    papers: Vec<WordId>,
    /// What a news agency keeps of its own: "by an agency count".
    counts: Vec<WordId>,
    /// Participles before "by": compiled, released.
    issued: Vec<WordId>,
    /// Verbs of saying that with a number mean taking lives.
    claims: Vec<WordId>,
    /// Participles by which a speaker goes on: "…, adding that".
    adding: Vec<WordId>,
}

fn ids() -> &'static Ids {
    static IDS: OnceLock<Ids> = OnceLock::new();
    IDS.get_or_init(|| {
        let words = Words::english();
        let one = |word: &str| words.id(word.as_bytes());
        let many = |list: &str| words.ids(list);
        Ids {
            according: one("according"),
            to: one("to"),
            by: one("by"),
            per: one("per"),
            and: one("and"),
            lives: one("lives"),
            citing: many("citing quoting"),
            inverted: many(
                "said says added told reported reports announced confirmed stated claimed wrote tweeted explained",
            ),
            handling: many("assisted facilitated supported registered tracked counted identified identifies counts"),
            papers: many("reports report accounts estimates figures statistics data sources statement"),
            claims: many("claimed claims claiming"),
            adding: many("adding saying noting stating warning claiming explaining confirming"),
            counts: many("count tally"),
            issued: many("compiled released collected gathered issued provided given"),
        }
    })
}

/// The voices of the sentence, by position of the verb.
pub fn voices(s: &Sentence, text: &str) -> Vec<Speaker> {
    let ids = ids();
    let mut out = Vec::new();
    out.extend(headed(s, text));
    for at in 0..s.tokens.len() {
        let token = s.tok(at);
        if token.is_mark(b'(') || token.is_mark(b'[') {
            out.extend(citation(s, text, at));
        }
        if !token.is_word() || token.id == 0 {
            continue;
        }
        if token.id == ids.according && s.tok(at + 1).id == ids.to {
            let who = name_after(s, at + 2);
            if !who.is_empty() {
                out.push(Speaker { trailing: at > 0 && !opens_clause(s, at), ..plain(s, who, at) });
            }
        } else if token.id == ids.per {
            out.extend(per(s, text, at));
        } else if ids.citing.contains(&token.id) {
            let who = name_after(s, at + 1);
            // "citing drought" gives a reason.
            let speaks = who.clone().any(|i| s.tok(i).capital || s.tok(i).has(Class::PERSON))
                || !organisations::generic_kinds(s.text_of(text, who.clone())).is_empty();
            if !who.is_empty() && speaks {
                out.push(Speaker { cited: true, ..plain(s, who, at) });
            }
        } else if ids.adding.contains(&token.id) && s.before(at).is_mark(b',') && out.iter().any(|voice| !voice.cited) {
            // "…, the ministry said, adding that …": the speaker before goes on.
            let speaker = out.iter().rev().find(|voice| !voice.cited).cloned();
            out.extend(speaker.map(|voice| Speaker { verb: at, trailing: false, ..voice }));
        } else if token.has(Class::REPORTING)
            || ids.handling.contains(&token.id)
            || speaks_of(s, at, text)
            || reports(s, at, text)
            || sets(s, at, text)
        {
            out.extend(reporting(s, at, text));
        } else if token.id == ids.by {
            out.extend(passive_by(s, at));
        }
    }
    out.sort_by_key(|voice| voice.verb);
    out
}

fn opens_clause(s: &Sentence, at: usize) -> bool {
    let before = s.before(at);
    at == 0
        || before.is_mark(b'"')
        || before.is_mark(b';')
        || before.is_mark(b']')
        || before.has(Class::CONJUNCTION.and(Class::SUBORDINATOR))
}

/// A reporting verb at `at`, with its subject before or after it.
fn reporting(s: &Sentence, at: usize, text: &str) -> Option<Speaker> {
    let ids = ids();
    let token = s.tok(at);
    let before = s.before(at);
    let passive = before.has(Class::BE) && !is_possessive(s, at - 1);
    // "the most since records began".
    let began = is_noun_too(token.id) && s.tok(at + 1).has(Class::START);
    if began || noun_like(s, at) || passive || before.has(Class::PREPOSITION) && !before.has(Class::ADVERB) {
        return None;
    }
    // "reported injured", "14 casualties recorded": a participle, not a verb of saying.
    if before.number().is_some() || token.has(Class::ADJECTIVE) && s.tok(at + 1).role.has(Role::COUNTED) {
        return None;
    }
    // "put hundreds in hospital" says nothing.
    let spelled = text.get(token.start..token.end).unwrap_or("");
    if matches!(spelled, "put" | "puts" | "placed") && !figure_noun(s, at, text) {
        return None;
    }
    // "Tracking Tool report 17 (IOM)": a paper and its number.
    if spelled == "report" && s.tok(at + 1).number().is_some() && s.tok(at + 2).is_mark(b'(') {
        return None;
    }
    // "claimed 23 lives".
    if ids.claims.contains(&token.id) && (at + 1..at + 5).any(|i| s.tok(i).is_word() && s.tok(i).id == ids.lives) {
        return None;
    }
    // ", said the monitor": the subject follows, and closes the clause.
    if (before.is_mark(b',') || before.is_mark(b'"'))
        && ids.inverted.contains(&token.id)
        && !s.tok(at + 1).has(Class::SUBORDINATOR)
    {
        let who = name_after(s, at + 1);
        let close = s.tok(who.end);
        let closed = !close.is_word()
            || close.has(Class::PREPOSITION.and(Class::WEEKDAY).and(Class::RELATIVE).and(Class::SUBORDINATOR));
        if !who.is_empty() && closed && !s.tok(who.start).has(Class::PRONOUN) {
            return Some(Speaker { trailing: true, ..plain(s, who, at) });
        }
    }
    let who = subject_before(s, at);
    let who = if who.is_empty() { clause_subject(s, at) } else { who };
    if who.is_empty() || speaks_not(s, &who, text) {
        return None;
    }
    if ids.handling.contains(&token.id)
        && !token.has(Class::REPORTING)
        && organisations::inside(s.text_of(text, who.clone())).is_none()
    {
        return None;
    }
    let opened = s.before(who.start).is_mark(b',') || s.before(who.start).is_mark(b'"');
    // "In Oregon, where ten have died, the office said it was preparing": what it says comes after.
    let next = s.tok(at + 1);
    let goes_on = next.is_word()
        && !next.has(Class::WEEKDAY.and(Class::MONTH).and(Class::REPORTING).and(Class::TIME))
        && (next.has(Class::PRONOUN) && !next.has(Class::DETERMINER)
            || next.has(Class::SUBORDINATOR) && next.has(Class::RELATIVE));
    Some(Speaker { trailing: opened && who.start > 3 && !goes_on, ..plain(s, who, at) })
}

/// The subject that a joined verb shares with the verb before it: "Azerbaijan does not publish losses but says …".
fn clause_subject(s: &Sentence, at: usize) -> Range<usize> {
    let joint = at.checked_sub(1).map(|i| if s.tok(i).has(Class::ADVERB) { i.saturating_sub(1) } else { i });
    let Some(joint) = joint.filter(|i| s.tok(*i).is_word() && s.tok(*i).has(Class::CONJUNCTION)) else { return 0..0 };
    let start = (0..joint).rev().find(|i| s.tok(*i).is_mark(b';') || s.tok(*i).is_mark(b'"')).map_or(0, |i| i + 1);
    let first = s.tok(start);
    if !(first.capital || first.has(Class::DETERMINER)) || first.has(Class::PREPOSITION) {
        return 0..0;
    }
    let mut end = start;
    while end < joint && end < start + 9 {
        let token = s.tok(end);
        let verb = token.has(Class::BE.and(Class::HAVE).and(Class::MODAL)) && !is_possessive(s, end)
            || token.has(Class::VERB.and(Class::REPORTING))
                && !token.has(Class::PERSON.and(Class::THING).and(Class::ADJECTIVE))
            || token.measure.is_some() && token.role.is_transitive();
        if !token.is_word() {
            return 0..0;
        }
        if verb {
            break;
        }
        end += 1;
    }
    if end == joint { 0..0 } else { trim(s, start..end) }
}

/// Whether the words before the verb name nobody who could speak: counted people, the dead.
fn speaks_not(s: &Sentence, who: &Range<usize>, text: &str) -> bool {
    let named = s.text_of(text, who.clone());
    let counted = s.before(who.start).number().is_some() || who.clone().any(|i| s.tok(i).number().is_some());
    let harmed = who.clone().any(|i| s.tok(i).role.has(Role::COUNTED.and(Role::TOLL)) && !s.tok(i).capital);
    counted && !cues().who_speaks.iter().any(|speaker| named.contains(&**speaker)) || harmed
}

/// The noun phrase before the verb at `at`, back to the start of its clause.
fn subject_before(s: &Sentence, at: usize) -> Range<usize> {
    let mut end = at;
    while end > 0 {
        let token = s.before(end);
        let skips = token.has(Class::ADVERB.and(Class::HAVE).and(Class::WEEKDAY))
            || token.has(Class::MODAL) && !token.has(Class::DETERMINER);
        if !skips || token.has(Class::PERSON) {
            break;
        }
        end -= 1;
    }
    // "Smith, who heads the agency, said": step over the insertion.
    if s.before(end).is_mark(b',') {
        let open = (0..end - 1).rev().take(22).find(|i| s.tok(*i).is_mark(b','));
        match open {
            Some(open) => end = open,
            None => return 0..0,
        }
    }
    let mut start = end;
    while start > 0 && end - start < 16 {
        let token = s.before(start);
        let goes_on = match token.kind {
            Kind::Word => word_in_subject(s, start - 1),
            Kind::Mark(b'-' | b'/' | b'&' | b'\'') => true,
            Kind::Mark(b'.') => s.tok(start).capital,
            Kind::Mark(b')') => s.before(start - 1).capital,
            Kind::Mark(b'(') => s.tok(start).capital && (start..start + 4).any(|i| s.tok(i).is_mark(b')')),
            Kind::Fixed => true,
            _ => false,
        };
        if !goes_on {
            break;
        }
        start -= 1;
    }
    // "Last week the army": when it spoke is no part of who spoke.
    while start + 2 < end && s.tok(start).is_word() {
        let (first, second) = (s.tok(start), s.tok(start + 1));
        let timed = second.has(Class::TIME.and(Class::WEEKDAY).and(Class::MONTH)) && !second.has(Class::PERSON);
        if !(timed && first.capital && s.tok(start + 2).has(Class::DETERMINER.and(Class::PERSON))) {
            break;
        }
        start += 2;
    }
    let found = trim(s, start..end);
    // "In Kyiv the ministry", "Between May and June the cluster": the subject comes after the place or time.
    let opens = |i: &usize| {
        let (token, before) = (s.tok(*i), s.before(*i));
        token.has(Class::DETERMINER)
            && !token.has(Class::PREPOSITION.and(Class::CONJUNCTION))
            && !token.capital
            && (before.kind == Kind::Fixed || before.capital && before.is_word())
    };
    match (found.start + 1..found.end).rev().find(opens) {
        Some(at) if s.before(found.start).has(Class::PREPOSITION) => trim(s, at..found.end),
        _ => found,
    }
}

fn word_in_subject(s: &Sentence, at: usize) -> bool {
    let token = s.tok(at);
    let clause = token.has(Class::SUBORDINATOR) && !token.has(Class::PREPOSITION.and(Class::DETERMINER))
        || token.has(Class::RELATIVE) && !token.has(Class::DETERMINER);
    let verb = token.has(Class::BE.and(Class::HAVE)) && !is_possessive(s, at)
        || token.has(Class::VERB) && !token.has(Class::PERSON.and(Class::THING).and(Class::ADJECTIVE))
        || token.has(Class::REPORTING) && !noun_like(s, at) && !token.has(Class::ADJECTIVE)
        || token.measure.is_some() && token.role.is_transitive() && !token.has(Class::ADJECTIVE);
    let joint = token.has(Class::CONJUNCTION) && !joins_names(s, at);
    !(clause || verb || joint)
}

/// "police and county officials": both sides are nouns close by.
fn joins_names(s: &Sentence, at: usize) -> bool {
    s.tok(at).id == ids().and
        && !s.before(at).is_mark(b',')
        && !s.before(at).has(Class::VERB)
        && s.before(at).is_word()
        && !(s.tok(at + 1).has(Class::PRONOUN.and(Class::ADVERB)))
        && !s.before(at).role.is_transitive()
}

/// "recorded by the Observatory", "figures released by the ministry", "by reports".
fn passive_by(s: &Sentence, at: usize) -> Option<Speaker> {
    let ids = ids();
    let verb = s.before(at);
    let who = name_after(s, at + 1);
    if who.is_empty() {
        return None;
    }
    let paper = at == 0 && who.clone().any(|i| ids.papers.contains(&s.tok(i).id));
    if paper {
        return Some(plain(s, who, at));
    }
    // "by an Associated Press count".
    let own = who.clone().any(|i| s.tok(i).capital) && who.len() > 1;
    let last = s.tok(who.end.saturating_sub(1));
    if own && !verb.has(Class::BE) && verb.role == Role::default() && ids.counts.contains(&last.id) {
        return Some(Speaker { trailing: true, ..plain(s, who.start..who.end - 1, at) });
    }
    let fits = verb.has(Class::REPORTING) || ids.issued.contains(&verb.id) && verb.id != 0;
    fits.then(|| Speaker { trailing: true, ..plain(s, who, at) })
}
