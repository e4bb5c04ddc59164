//! On whose word a sentence reports: "according to …", "… said", "citing …", brackets. Layer `figures`.

use std::ops::Range;
use std::sync::OnceLock;

use super::citation::{citation, headed, per};
use super::saying::{figure_noun, reports, sets, speaks_of};
use super::token::{Kind, Sentence};
use crate::lexicon::cues::cues;
use crate::lexicon::organisations;
use crate::lexicon::words::{Class, Role, WordId, Words};

/// Somebody on whose word a part of the sentence stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// The tokens of the name.
    pub who: Range<usize>,
    /// The token of the verb or preposition that makes it a source.
    pub verb: usize,
    /// Whether what is said comes before the verb ("…, the ministry said", "according to" at the end).
    pub trailing: bool,
    /// Whether the name is cited by another ("citing …").
    pub cited: bool,
    /// A name without a noun: he, it, they; or one that points to the speaker before ("its source").
    pub pronoun: bool,
}

/// Words this file asks for by name.
struct Ids {
    according: WordId,
    to: WordId,
    of: WordId,
    by: WordId,
    per: WordId,
    and: WordId,
    lives: WordId,
    /// citing, quoting.
    citing: Vec<WordId>,
    /// Prepositions that may stand inside a name.
    inner: Vec<WordId>,
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
    /// Words that are nouns as well as verbs of saying.
    nouns: Vec<WordId>,
    /// Participles by which a speaker goes on: "…, adding that".
    adding: Vec<WordId>,
}

fn ids() -> &'static Ids {
    static IDS: OnceLock<Ids> = OnceLock::new();
    IDS.get_or_init(|| {
        let words = Words::english();
        let one = |word: &str| words.id(word.as_bytes());
        let many = |list: &str| list.split_whitespace().map(one).filter(|id| *id != 0).collect();
        Ids {
            according: one("according"),
            to: one("to"),
            of: one("of"),
            by: one("by"),
            per: one("per"),
            and: one("and"),
            lives: one("lives"),
            citing: many("citing quoting"),
            inner: many("of for in on from at"),
            inverted: many(
                "said says added told reported reports announced confirmed stated claimed wrote tweeted explained",
            ),
            handling: many("assisted facilitated supported registered tracked counted identified identifies counts"),
            papers: many("reports report accounts estimates figures statistics data sources statement"),
            claims: many("claimed claims claiming"),
            nouns: many("reports claims estimates records states notes documents counts report record document"),
            adding: many("adding saying noting stating warning claiming explaining confirming"),
            counts: many("count tally"),
            issued: many("compiled released collected gathered issued provided given"),
        }
    })
}

/// The voices of the sentence, by position of the verb.
pub fn voices(s: &Sentence, text: &str) -> Vec<Voice> {
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
                out.push(Voice { trailing: at > 0 && !opens_clause(s, at), ..plain(s, who, at) });
            }
        } else if token.id == ids.per {
            out.extend(per(s, text, at));
        } else if ids.citing.contains(&token.id) {
            let who = name_after(s, at + 1);
            // "citing drought" gives a reason.
            let speaks = who.clone().any(|i| s.tok(i).capital || s.tok(i).has(Class::PERSON))
                || !organisations::generic_kinds(s.text_of(text, who.clone())).is_empty();
            if !who.is_empty() && speaks {
                out.push(Voice { cited: true, ..plain(s, who, at) });
            }
        } else if ids.adding.contains(&token.id) && s.before(at).is_mark(b',') && out.iter().any(|voice| !voice.cited) {
            // "…, the ministry said, adding that …": the speaker before goes on.
            let speaker = out.iter().rev().find(|voice| !voice.cited).cloned();
            out.extend(speaker.map(|voice| Voice { verb: at, trailing: false, ..voice }));
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

pub(super) fn plain(s: &Sentence, who: Range<usize>, verb: usize) -> Voice {
    let first = s.tok(who.start);
    let pronoun = who.len() == 1 && first.has(Class::PRONOUN) || who.len() <= 2 && first.has(Class::POSSESSIVE);
    Voice { who, verb, trailing: false, cited: false, pronoun }
}

fn opens_clause(s: &Sentence, at: usize) -> bool {
    let before = s.before(at);
    at == 0
        || before.is_mark(b'"')
        || before.is_mark(b';')
        || before.is_mark(b']')
        || before.has(Class::CONJUNCTION.and(Class::SUBORDINATOR))
}

/// The name that begins at `at`: up to a comma, a verb or the end.
pub(super) fn name_after(s: &Sentence, at: usize) -> Range<usize> {
    let mut end = at;
    while end < at + 14 {
        let token = s.tok(end);
        let goes_on = match token.kind {
            Kind::Word => word_in_name(s, end, at),
            Kind::Mark(b'\'' | b'"') => {
                s.tok(end + 1).is_word()
                    && end > at
                    && s.tok(end).start == s.before(end).end
                    && s.tok(end + 1).start == s.tok(end).end
            }
            Kind::Mark(b'.') => s.tok(end + 1).capital && s.before(end).end - s.before(end).start <= 4,
            Kind::Mark(b'-' | b'/' | b'&') => s.tok(end + 1).capital,
            Kind::Fixed => s.before(end).capital,
            _ => false,
        };
        if !goes_on {
            break;
        }
        end += 1;
    }
    trim(s, at..end)
}

fn word_in_name(s: &Sentence, at: usize, from: usize) -> bool {
    let token = s.tok(at);
    let clause =
        token.has(Class::SUBORDINATOR.and(Class::RELATIVE)) && !token.has(Class::DETERMINER.and(Class::PREPOSITION));
    let verb = token.has(Class::BE.and(Class::HAVE).and(Class::MODAL)) && !is_possessive(s, at);
    let day = token.has(Class::WEEKDAY) && token.capital;
    let other_verb =
        token.has(Class::REPORTING.and(Class::VERB)) && at > from && !token.has(Class::ADJECTIVE) && !noun_like(s, at);
    let harm = token.measure.is_some() && (token.role.is_transitive() || token.role.has(Role::EVENT)) && !token.capital;
    let conjunction = token.has(Class::CONJUNCTION) && (token.id != ids().and || s.tok(at + 1).has(Class::PRONOUN));
    !(clause
        || verb
        || day
        || other_verb
        || harm
        || conjunction
        || token.has(Class::PREPOSITION) && !inside_name(s, at))
}

fn is_possessive(s: &Sentence, at: usize) -> bool {
    let token = s.tok(at);
    token.end - token.start <= 4 && s.before(at).end == token.start
}

/// A reporting word that is a noun here: "the reports", "its claims".
fn noun_like(s: &Sentence, at: usize) -> bool {
    let before = s.before(at);
    // A noun among verbs of saying, as subject of the next: "Reports said".
    let next = s.tok(at + 1);
    let subject = next.has(Class::REPORTING) || next.has(Class::BE.and(Class::HAVE));
    let noun = ids().nouns.contains(&s.tok(at).id);
    before.has(Class::DETERMINER.and(Class::POSSESSIVE)) && !before.has(Class::PRONOUN)
        || noun && (subject || before.has(Class::ADJECTIVE) && !before.capital)
}

/// Whether a preposition belongs to a name: "of" always, "for", "in" and the like before a capital.
fn inside_name(s: &Sentence, at: usize) -> bool {
    let ids = ids();
    let id = s.tok(at).id;
    let next = s.tok(at + 1);
    let capital = next.capital && !next.has(Class::WEEKDAY.and(Class::MONTH));
    let the_capital = next.has(Class::DETERMINER) && s.tok(at + 2).is_word();
    ids.inner.contains(&id) && (capital || the_capital || id == ids.of)
}

/// Drops small words from both ends.
fn trim(s: &Sentence, range: Range<usize>) -> Range<usize> {
    let mut range = range;
    let small = |i: usize| {
        let token = s.tok(i);
        !(token.is_word() || token.kind == Kind::Fixed)
            || token.has(Class::CONJUNCTION.and(Class::PREPOSITION).and(Class::SUBORDINATOR).and(Class::ADVERB))
                && !token.has(Class::PERSON.and(Class::DETERMINER).and(Class::REPORTING))
            || token.has(Class::WEEKDAY)
    };
    while !range.is_empty() && small(range.start) {
        range.start += 1;
    }
    // "said that it had": the clause word is no part of the name.
    if range.len() > 1 && s.tok(range.start).has(Class::SUBORDINATOR) && s.tok(range.start + 1).has(Class::PRONOUN) {
        range.start += 1;
    }
    while !range.is_empty() {
        let last = s.tok(range.end - 1);
        let loose = small(range.end - 1) || last.has(Class::DETERMINER) && !last.has(Class::PRONOUN) && !last.capital;
        if !loose {
            break;
        }
        range.end -= 1;
    }
    if range.len() == 1
        && s.tok(range.start).has(Class::RELATIVE.and(Class::DETERMINER))
        && !s.tok(range.start).has(Class::PRONOUN)
    {
        return 0..0;
    }
    range
}

/// A reporting verb at `at`, with its subject before or after it.
fn reporting(s: &Sentence, at: usize, text: &str) -> Option<Voice> {
    let ids = ids();
    let token = s.tok(at);
    let before = s.before(at);
    let passive = before.has(Class::BE) && !is_possessive(s, at - 1);
    // "the most since records began".
    let began = ids.nouns.contains(&token.id) && s.tok(at + 1).has(Class::START);
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
            return Some(Voice { trailing: true, ..plain(s, who, at) });
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
    Some(Voice { trailing: opened && who.start > 3 && !goes_on, ..plain(s, who, at) })
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
fn passive_by(s: &Sentence, at: usize) -> Option<Voice> {
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
        return Some(Voice { trailing: true, ..plain(s, who.start..who.end - 1, at) });
    }
    let fits = verb.has(Class::REPORTING) || ids.issued.contains(&verb.id) && verb.id != 0;
    fits.then(|| Voice { trailing: true, ..plain(s, who, at) })
}
