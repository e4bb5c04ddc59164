//! Where: the places a sentence names. Layer `figures`.

use std::ops::Range;
use std::sync::OnceLock;

use super::heading::named;
use super::token::{Kind, Sentence};
use crate::lexicon::cues::cues;
use crate::lexicon::organisations;
use crate::lexicon::places::{self, PlaceKind};
use crate::lexicon::words::{Class, Role, WordId, Words};
use crate::model::Measure;

/// A place named in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceRef {
    /// Its tokens, without the preposition.
    pub tokens: Range<usize>,
    pub link: Link,
    /// Only a noun for a kind of place: "the city".
    pub common: bool,
    /// What the gazetteer knows it as; `None` if it does not.
    pub known: Option<PlaceKind>,
}

/// How a place is brought in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// in, at, near, across …: where it happened.
    At,
    /// The object of an attack: "shelled Avdiivka".
    Struck,
    /// from, out of; "fled Homs": where they left.
    From,
    /// to, into: where they went.
    To,
    /// Right before a number in brackets: "Iran (101)".
    Bracket,
    /// In the bracket or capitals that open the text.
    Dateline,
    /// The owner in "Haiti's capital".
    Owner,
    /// Heads the sentence: "Mosul: nine killed".
    Named,
    /// Heads a cell of a list: "Aleppo (6 dead, 11 injured); Idleb: 2 dead".
    Head,
    /// Right behind its number in a bracket that splits a total: "26 dead (11 Jacmel, 9 Leogane)".
    Behind,
}

struct Ids {
    at: Vec<WordId>,
    from: Vec<WordId>,
    to: Vec<WordId>,
    of: WordId,
    on: WordId,
    /// "for", behind a word of battle.
    fought: WordId,
    the: WordId,
    inner: Vec<WordId>,
}

fn ids() -> &'static Ids {
    static IDS: OnceLock<Ids> = OnceLock::new();
    IDS.get_or_init(|| {
        let words = Words::english();
        let many = |list: &str| words.ids(list);
        Ids {
            at: many("in at near outside inside around across within throughout on of over along covering between off through toward towards"),
            from: many("from fled flee fleeing left leaving leave"),
            to: many("to into"),
            of: words.id(b"of"),
            on: words.id(b"on"),
            fought: words.id(b"for"),
            the: words.id(b"the"),
            inner: many("de del al el la du da di of and"),
        }
    })
}

/// The places of the sentence, in order.
pub fn places(s: &Sentence, text: &str) -> Vec<PlaceRef> {
    let ids = ids();
    let mut out: Vec<PlaceRef> = dateline(s, text);
    for at in 0..s.tokens.len() {
        let token = s.tok(at);
        if !token.is_word() {
            if token.is_mark(b'(') {
                out.extend(bracket(s, text, at));
            }
            continue;
        }
        if let Some(place) = super::layout::place_of_cell(s, text, at) {
            out.push(place);
            continue;
        }
        if let Some(tokens) = beside_a_number(s, text, at) {
            let known = known(s, text, &tokens);
            out.push(PlaceRef { tokens, link: Link::Bracket, common: false, known });
            continue;
        }
        let Some(link) = link_of(s, ids, at) else {
            if token.capital && s.tok(at + 1).has(Class::BE) && s.tok(at + 1).start == token.end {
                out.extend(owner(s, text, at));
            }
            continue;
        };
        let Some((tokens, common)) = name(s, text, at + 1) else { continue };
        if common && (link == Link::To || token.id == ids.of || link == Link::Struck) {
            continue;
        }
        if out.iter().any(|earlier| earlier.tokens.end > tokens.start && !earlier.common && earlier.link != Link::Owner)
        {
            continue;
        }
        // "in Mali's central Mopti region": what is owned has a name of its own.
        let owned = (!common
            && s.tok(tokens.end).has(Class::BE)
            && s.tok(tokens.end).start == s.before(tokens.end).end)
            .then(|| (tokens.end + 1..tokens.end + 5).find(|i| s.tok(*i).is_word() && s.tok(*i).capital))
            .flatten()
            .filter(|inner| {
                (tokens.end + 1..*inner).all(|i| s.tok(i).is_word() && s.tok(i).has(Class::ADJECTIVE.and(Class::KIND)))
            })
            .and_then(|inner| proper(s, text, inner));
        let tokens = owned.unwrap_or(tokens);
        let known = known(s, text, &tokens);
        // "attacked Sheikh Omar", "to President Marin": only what the gazetteer knows.
        let sure = matches!(link, Link::At | Link::From) && !s.tok(at).has(Class::STRIKE.and(Class::VERB))
            // "a raid on Ogossagou": what is raided by name is a place, if it is no organisation.
            || link == Link::Struck && token.id == ids.on
            // "returned to Kilinto", "admitted to Kara Tepe".
            || link == Link::To && moved(s, at);
        if !common && known.is_none() && !sure {
            continue;
        }
        out.push(PlaceRef { tokens, link, common, known });
    }
    out.extend(named(s, text, &out));
    out.sort_by_key(|place| place.tokens.start);
    out
}

/// Whether the word "to" at `at` follows a verb of moving, so that a place comes.
fn moved(s: &Sentence, at: usize) -> bool {
    (1..=3).filter_map(|back| at.checked_sub(back)).any(|i| {
        matches!(s.tok(i).measure, Some(Measure::Displaced | Measure::Returned)) && s.tok(i).role != Role::NONE
    }) && !s.tok(at + 1).has(Class::PERSON)
}

/// What the gazetteer knows the name as, with and without the noun behind it ("Borno State").
fn known(s: &Sentence, text: &str, tokens: &Range<usize>) -> Option<PlaceKind> {
    let whole = places::lookup(s.text_of(text, tokens.clone()));
    let head = || {
        let shorter = tokens.start..tokens.end - 1;
        (tokens.len() > 1 && s.tok(tokens.end - 1).has(Class::KIND))
            .then(|| places::lookup(s.text_of(text, shorter)))
            .flatten()
    };
    whole.or_else(head).map(|place| place.kind)
}

/// "Peru with 768,000, Chile 288,000", "Kenya hosts 508,033": a place of the gazetteer at `at` right before its number.
fn beside_a_number(s: &Sentence, text: &str, at: usize) -> Option<Range<usize>> {
    let token = s.tok(at);
    let before = s.before(at);
    if !token.capital || before.is_word() && before.capital {
        return None;
    }
    let end = (at + 1..at + 4).find(|i| !(s.tok(*i).is_word() && s.tok(*i).capital))?;
    let number = (end..end + 4).find(|i| s.tok(*i).number().is_some())?;
    let linked = (end..number).all(|i| {
        let token = s.tok(i);
        text.get(token.start..token.end).is_some_and(|word| cues().beside.has(word) || cues().hosts.has(word))
    });
    let closes = |i: usize| matches!(s.tok(i).kind, Kind::End | Kind::Mark(_)) || s.tok(i).has(Class::CONJUNCTION);
    let listed = number == end
        && closes(number + 1)
        && (before.is_mark(b',') || before.is_mark(b';') || before.has(Class::CONJUNCTION));
    let place = places::lookup(s.text_of(text, at..end))?;
    ((number > end || listed) && linked && !place.weak).then_some(at..end)
}

/// What the word at `at` makes of a place that follows it.
fn link_of(s: &Sentence, ids: &Ids, at: usize) -> Option<Link> {
    let token = s.tok(at);
    if token.id == 0 {
        return None;
    }
    if token.id == ids.of {
        // "the city of", "the shelling of", "north of", "parts of"; other words with "of" bring in no place.
        let before = s.before(at);
        return if before.has(Class::KIND) {
            Some(Link::At)
        } else {
            before.has(Class::STRIKE).then_some(Link::Struck)
        };
    }
    if token.id == ids.on {
        return if s.before(at).has(Class::STRIKE) { Some(Link::Struck) } else { Some(Link::At) };
    }
    // "six days of fighting for Tripoli", "the battle for Mosul".
    if token.id == ids.fought {
        return s.before(at).has(Class::STRIKE.and(Class::LONG)).then_some(Link::Struck);
    }
    if ids.at.contains(&token.id) {
        Some(Link::At)
    } else if ids.from.contains(&token.id) {
        // "12 km from Homs", "minutes after take-off from Addis Ababa".
        let distance = s.before(at).has(Class::DISTANCE);
        Some(if distance { Link::At } else { Link::From })
    } else if ids.to.contains(&token.id) {
        Some(Link::To)
    } else if token.has(Class::STRIKE) && !token.capital {
        Some(Link::Struck)
    } else {
        None
    }
}

/// The name that begins at `at`, and whether it is only a common noun: words that lead to it ("the northern city of")
/// are passed over.
fn name(s: &Sentence, text: &str, at: usize) -> Option<(Range<usize>, bool)> {
    let ids = ids();
    // "in 38 countries".
    if s.tok(at).number().is_some()
        && s.tok(at + 1).has(Class::KIND)
        && s.tok(at + 1).is_word()
        && !s.tok(at + 1).capital
    {
        let spelled = text.get(s.tok(at + 1).start..s.tok(at + 1).end).unwrap_or("");
        return ["countries", "cities", "provinces", "states", "towns"]
            .contains(&spelled)
            .then_some((at..at + 2, true));
    }
    let mut i = at;
    let mut kind = None;
    while i < at + 8 {
        let token = s.tok(i);
        // "the Indian state of Manipur".
        if token.is_word()
            && token.capital
            && s.tok(i + 1).has(Class::KIND)
            && !s.tok(i + 1).capital
            && s.tok(i + 2).id == ids.of
            && token.has(Class::PERSON.and(Class::ADJECTIVE))
                | places::country_of_demonym(text.get(token.start..token.end).unwrap_or("")).is_some()
        {
            i += 1;
            continue;
        }
        if !token.is_word() || token.capital && !(token.has(Class::KIND) && !s.tok(i + 1).capital && kind.is_none()) {
            break;
        }
        let spelled = text.get(token.start..token.end).unwrap_or("");
        if token.has(Class::KIND) {
            kind = Some(i);
        } else if token.id == ids.of && kind.is_some() {
        } else if !token.has(Class::DETERMINER.and(Class::ADJECTIVE).and(Class::MORE))
            && !cues().leads.has_exactly(spelled)
        {
            break;
        }
        i += 1;
    }
    let first = i;
    if let Some(range) = proper(s, text, first) {
        return Some((range, false));
    }
    // "the city", "the country" alone.
    let kind = kind?;
    (s.tok(at).id == ids.the && kind <= at + 2 && s.tok(kind + 1).id != ids.of).then_some((at..kind + 1, true))
}

/// The run of capitalised words at `first`, if it may name a place.
pub(super) fn proper(s: &Sentence, text: &str, first: usize) -> Option<Range<usize>> {
    let ids = ids();
    let token = s.tok(first);
    let spelled = text.get(token.start..token.end)?;
    let calendar = spelled.split('-').any(|part| super::calendar::month(part).is_some()) || token.has(Class::WEEKDAY);
    if !token.is_word()
        || !token.capital
        || calendar
        || token.has(Class::PRONOUN.and(Class::NONPLACE))
        || s.tok(first + 1).is_mark(b'$')
        || token.has(Class::PERSON) && spelled.ends_with('s') && spelled.starts_with("HH")
        // "in Q3".
        || spelled.len() == 2 && spelled.starts_with('Q')
        || token.has(Class::DETERMINER) && !s.tok(first + 1).capital
    {
        return None;
    }
    let mut end = first;
    while end < first + 7 {
        let token = s.tok(end);
        let glued = s.tok(end).start == s.before(end).end && s.tok(end + 1).start == s.tok(end).end;
        let goes_on = match token.kind {
            Kind::Word => {
                token.capital && !token.has(Class::WEEKDAY.and(Class::MONTH))
                    || end > first
                        && ids.inner.contains(&token.id)
                        && token.id != ids.of
                        && s.tok(end + 1).capital
                        && text.get(token.start..token.end) != Some("and")
            }
            Kind::Mark(b'\'' | b'-') => glued && s.tok(end + 1).is_word() && end > first,
            Kind::Mark(b'.') => s.before(end).end - s.before(end).start <= 2 && s.tok(end + 1).capital,
            _ => false,
        };
        if !goes_on || token.has(Class::BE) {
            break;
        }
        end += 1;
    }
    if end == first {
        return None;
    }
    let spelled = s.text_of(text, first..end);
    let acronym = end == first + 1
        && spelled.len() > 1
        && spelled.bytes().all(|b| b.is_ascii_uppercase() || b == b'-')
        && !["US", "UK", "DRC", "CAR", "UAE", "USA", "NES"].contains(&spelled);
    if acronym || organisations::resolve(spelled).is_some() {
        return None;
    }
    let listed = places::lookup(spelled).is_some();
    if !listed && (modifies(s, text, first, end) || places::country_of_demonym(spelled).is_some()) {
        return None;
    }
    if listed
        && s.tok(end).is_word()
        && !s.tok(end).capital
        && s.tok(end).has(Class::PERSON)
        && !s.tok(end).has(Class::KIND)
    {
        return None;
    }
    Some(first..end)
}

/// Whether the run in capitals only stands before a noun: "Boko Haram fighters", "Russian airstrikes".
fn modifies(s: &Sentence, text: &str, first: usize, end: usize) -> bool {
    let after = s.tok(end);
    if !after.is_word() {
        return end == first + 1 && after.is_mark(b'-') && s.tok(first).has(Class::PERSON.and(Class::ADJECTIVE));
    }
    if after.has(Class::CONJUNCTION) && end == first + 1 && s.tok(first).has(Class::PERSON.and(Class::ADJECTIVE)) {
        return true;
    }
    if after.capital || after.has(Class::KIND) || after.has(Class::BE) {
        return false;
    }
    let noun = Class::PERSON.and(Class::THING).and(Class::ATTENDEE).and(Class::ADJECTIVE);
    let small = Class::PREPOSITION
        .and(Class::CONJUNCTION)
        .and(Class::SUBORDINATOR)
        .and(Class::ADVERB)
        .and(Class::HAVE)
        .and(Class::MODAL)
        .and(
            Class::VERB
                .and(Class::REPORTING)
                .and(Class::RELATIVE)
                .and(Class::PRONOUN)
                .and(Class::DETERMINER)
                .and(Class::NEGATION)
                .and(Class::MORE),
        );
    if after.has(noun) && !after.has(small) {
        return true;
    }
    if after.has(small) || after.role.is_transitive() || after.role.has(Role::INTRANSITIVE.and(Role::PREDICATE)) {
        return false;
    }
    let spelled = text.get(after.start..after.end).unwrap_or("");
    !(spelled.ends_with("ed")
        || spelled.ends_with("ing")
        || spelled.ends_with("ly")
        || spelled.ends_with("ward")
        || spelled.ends_with("wards"))
}

/// "Iran (101)", "Borno … (1,483,566 persons)" right before the bracket.
fn bracket(s: &Sentence, text: &str, at: usize) -> Option<PlaceRef> {
    s.tok(at + 1).number()?;
    let mut first = at;
    while first > 0 && s.before(first).is_word() && s.before(first).capital {
        first -= 1;
    }
    let range = proper(s, text, first).filter(|range| range.end == at)?;
    Some(PlaceRef { tokens: range, link: Link::Bracket, common: false, known: None })
}

/// "Haiti's capital", "Nigeria's north".
fn owner(s: &Sentence, text: &str, at: usize) -> Option<PlaceRef> {
    let kind = (at + 2..at + 5).any(|i| s.tok(i).is_word() && s.tok(i).has(Class::KIND));
    if !kind {
        return None;
    }
    let mut first = at;
    while first > 0
        && s.before(first).is_word()
        && s.before(first).capital
        && !s.before(first).has(Class::DETERMINER.and(Class::PREPOSITION))
    {
        first -= 1;
    }
    // "Mali's central Mopti region": what is owned has a name of its own.
    let inner = (at + 2..at + 5).find(|i| s.tok(*i).is_word() && s.tok(*i).capital).and_then(|i| proper(s, text, i));
    let range = match inner {
        Some(range) => range,
        None => proper(s, text, first).filter(|range| range.end == at + 1)?,
    };
    Some(PlaceRef { tokens: range, link: Link::Owner, common: false, known: None })
}

/// "[3 June 2021, Kassala State]" or "KABUL, Afghanistan -" at the very start of the text.
fn dateline(s: &Sentence, text: &str) -> Vec<PlaceRef> {
    let mut out = Vec::new();
    if s.range.start > 40 {
        return out;
    }
    let mut at = 0;
    if s.tok(0).is_mark(b'[') || s.tok(0).is_mark(b'(') {
        while at < 20 && !(s.tok(at).is_mark(b']') || s.tok(at).is_mark(b')')) && s.tok(at).kind != Kind::End {
            match proper(s, text, at) {
                Some(range) => {
                    at = range.end;
                    out.push(PlaceRef { tokens: range, link: Link::Dateline, common: false, known: None });
                }
                None => at += 1,
            }
        }
        return out;
    }
    let spelled = |i: usize| text.get(s.tok(i).start..s.tok(i).end).unwrap_or("");
    let shouted = spelled(0).len() > 2 && spelled(0).bytes().all(|b| b.is_ascii_uppercase());
    let dash = (1..9).find(|i| s.tok(*i).is_mark(b'-') && s.before(*i).end != s.tok(*i).start);
    if shouted && dash.is_some() {
        let mut end = 0;
        while s.tok(end).is_word() && s.tok(end).capital {
            end += 1;
        }
        out.push(PlaceRef { tokens: 0..end, link: Link::Dateline, common: false, known: None });
    }
    out
}
