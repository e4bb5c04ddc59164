//! Which measure each number belongs to, by the word lists of a language. Layer `figures`.

use std::ops::Range;

use super::lexicon::{Pack, flag};
use super::phrase::{Head, Phrase, is_article, phrase};
use super::tokens::{Kind, Sentence, Token};
use crate::model::{Measure, Qualifier, Subject};

/// A number found to be a figure; bytes of the whole text.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    pub token: usize,
    pub start: usize,
    pub end: usize,
    pub numeral: Range<usize>,
    pub low: Option<u64>,
    pub high: Option<u64>,
    pub qualifier: Qualifier,
    pub fraction: Option<f64>,
    pub measure: Measure,
    pub subject: Subject,
    /// Whether it counts people in a state, and no event.
    pub state: bool,
    /// Index among the figures of the sentence.
    pub part_of: Option<usize>,
    pub trace: Vec<&'static str>,
}

/// What a number came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Figure(Measure, &'static str),
    State(Measure),
    No,
    Open,
}

/// The figures of a sentence, in the order of their numbers.
pub(super) fn figures(s: &Sentence, pack: &Pack) -> Vec<Figure> {
    let mut out: Vec<Figure> = Vec::new();
    let phrases: Vec<Phrase> =
        (0..s.tokens.len()).filter(|i| s.tok(*i).number().is_some()).map(|i| phrase(s, i)).collect();
    let disease = s.tokens.iter().any(|token| token.is(flag::DISEASE));
    let sport = s.tokens.iter().any(|token| token.is(flag::SPORT));
    let mut noun: Option<(Subject, usize)> = None;
    // The figure and the end of the phrase before, whether or not it came to a figure.
    let mut last: Option<(usize, usize)> = None;
    for np in &phrases {
        let link = s.before(np.start);
        let previous = last.and_then(|(at, end)| Some((at, end, out.get(at)?)));
        let joined = previous.filter(|(_, end, _)| *end + 1 == np.start && (link.is(flag::AND) || link.is_mark(b',')));
        let part = includes(s, np);
        let mut part_of = None;
        let mut verdict = own(s, np, pack);
        if let (Verdict::Open, Some((at, _, whole)), true) = (verdict, previous, part) {
            part_of = Some(whole.part_of.unwrap_or(at));
            verdict = Verdict::Figure(whole.measure, "part of the number before");
        } else if part && let (Verdict::Figure(measure, _), Some((at, _, whole))) = (verdict, previous) {
            part_of = Some(whole.part_of.unwrap_or(at)).filter(|_| whole.measure == measure);
        } else if let (Verdict::Open, Some((_, _, before))) = (verdict, joined)
            && (np.head == Head::Person || np.more)
        {
            part_of = before.part_of;
            verdict = Verdict::Figure(before.measure, "in a list with the number before");
        }
        let lent = noun.filter(|(_, end)| *end + 3 >= np.start && s.before(np.start).is_mark(b','));
        noun = np.subject.map(|subject| (subject, np.end));
        let (measure, rule, state) = match verdict {
            Verdict::Figure(measure, rule) => (measure, rule, false),
            Verdict::State(measure) => (measure, "noun of state", true),
            Verdict::No | Verdict::Open => {
                last = last.filter(|_| np.head == Head::Thing).map(|(at, _)| (at, np.end));
                continue;
            }
        };
        let elsewhere = disease && matches!(measure, Measure::Killed | Measure::Affected)
            || sport && matches!(measure, Measure::Injured | Measure::Missing);
        if elsewhere {
            continue;
        }
        let Some(number) = s.tok(np.number).number().and_then(|i| s.numbers.get(i)) else { continue };
        if number.fraction.is_some() && np.head != Head::Person && !matches!(np.head, Head::State(_)) {
            continue;
        }
        let subject = np.subject.unwrap_or_else(|| carried(s, np, out.last(), lent));
        last = Some((out.len(), np.end));
        // "Twelve people at least".
        let at_least = number.qualifier == Qualifier::Exact && s.tok(np.end).is(flag::AT_LEAST);
        out.push(Figure {
            token: np.number,
            start: number.phrase_start,
            end: if at_least { s.tok(np.end).end } else { number.phrase_end },
            numeral: number.start..number.end,
            low: number.low,
            high: number.high.filter(|_| !at_least),
            qualifier: if at_least { Qualifier::AtLeast } else { number.qualifier },
            fraction: number.fraction,
            measure,
            subject,
            state,
            part_of,
            trace: vec![rule],
        });
    }
    out
}

/// "three children died and seven others were hurt": seven what? The noun of the number before.
/// `lent` is the noun of a number before that came to no figure: "one soldier killed, four hurt".
fn carried(s: &Sentence, np: &Phrase, before: Option<&Figure>, lent: Option<(Subject, usize)>) -> Subject {
    let near = before.filter(|before| {
        before.subject != Subject::Households
            && !(before.token..np.number).any(|i| s.tok(i).is_mark(b';') || s.tok(i).is_mark(b'.'))
    });
    let bare = matches!(np.head, Head::None | Head::Counted(_));
    let subject = near.map(|before| before.subject).or(lent.map(|(subject, _)| subject));
    subject.filter(|_| bare).unwrap_or(Subject::People)
}

/// Whether the number is said to be a part of the one before: "of whom nine", "nine of them".
fn includes(s: &Sentence, np: &Phrase) -> bool {
    s.before(np.start).is(flag::INCLUDE) || np.head == Head::None && s.tok(np.end).is(flag::INCLUDE)
}

/// What the words around one number say of it.
fn own(s: &Sentence, np: &Phrase, pack: &Pack) -> Verdict {
    if np.head == Head::Thing {
        return Verdict::No;
    }
    if let Some(measure) = label(s, np) {
        return Verdict::Figure(measure, "number after a label");
    }
    let article = is_article(s, np);
    if let Head::Counted(measure) = np.head {
        // "Un disparu" is anybody, "un mort" a toll.
        let toll = !article || matches!(measure, Measure::Killed | Measure::Injured);
        return if negated(s, np.start) || !toll { Verdict::No } else { Verdict::Figure(measure, "counted noun") };
    }
    let person = s.tok(np.number + 1).entry.subject == Some(Subject::People);
    if article && !person {
        return Verdict::Open;
    }
    let behind = behind(s, np, pack);
    if let Behind::Measure(measure, near) = behind
        && near
    {
        return Verdict::Figure(measure, "what befell them");
    }
    let before = before(s, np, pack);
    if before != Verdict::Open {
        return before;
    }
    match behind {
        Behind::Measure(measure, _) => return Verdict::Figure(measure, "what befell them"),
        Behind::No => return Verdict::No,
        Behind::Nothing => {}
    }
    if let Some(measure) = toll(s, np) {
        return Verdict::Figure(measure, "value of a toll");
    }
    match np.head {
        Head::State(measure) => Verdict::State(measure),
        _ => Verdict::Open,
    }
}

/// "Killed: 14".
fn label(s: &Sentence, np: &Phrase) -> Option<Measure> {
    let colon = np.start.checked_sub(1).filter(|i| s.tok(*i).is_mark(b':'))?;
    let word = s.before(colon);
    let opens = colon < 2 || !matches!(s.tok(colon - 2).kind, Kind::Word);
    word.entry.measure.filter(|_| opens && word.is(flag::LABEL))
}

fn negated(s: &Sentence, at: usize) -> bool {
    (1..=3).filter_map(|back| at.checked_sub(back)).any(|i| s.tok(i).is(flag::NEGATION | flag::HYPOTHETICAL))
}

/// A verb or noun before the number that it is the object of.
fn before(s: &Sentence, np: &Phrase, pack: &Pack) -> Verdict {
    let mut between = 0;
    let mut at = np.start;
    while at > 0 {
        at -= 1;
        let token = s.tok(at);
        if token.kind != Kind::Word || token.is(flag::BREAK) && !token.is(flag::TRIGGER) {
            return Verdict::Open;
        }
        if token.is(flag::SPARED) {
            return Verdict::No;
        }
        if let Some(measure) = token.entry.measure {
            let verb = token.is(flag::ACTING) || token.is(flag::PARTICIPLE) && active(s, at);
            if verb && between <= pack.reach_before {
                return if negated(s, at) { Verdict::No } else { Verdict::Figure(measure, "object of a verb") };
            }
            // "among the dead are 8 women".
            let those = token.is(flag::COUNTED | flag::STATE)
                && (1..=2).any(|back| at.checked_sub(back).is_some_and(|i| s.tok(i).is(flag::AMONG | flag::INCLUDE)));
            if those {
                return Verdict::Figure(measure, "part of those named");
            }
            if token.is(flag::EVENT) && between == 0 {
                return if negated(s, at) { Verdict::No } else { Verdict::Figure(measure, "noun of an event") };
            }
            if token.is(flag::TRIGGER) {
                return Verdict::Open;
            }
        }
        if token.is(flag::HYPOTHETICAL) {
            return Verdict::No;
        }
        between += usize::from(!token.is(flag::OF | flag::ARTICLE | flag::ADVERB | flag::INCLUDE | flag::MORE));
        if between > pack.reach_before {
            return Verdict::Open;
        }
    }
    Verdict::Open
}

/// Whether an auxiliary right before the participle at `at` makes it active: "have killed", not "have been killed".
fn active(s: &Sentence, at: usize) -> bool {
    let mut back = at;
    while back > 0 && s.before(back).is(flag::ADVERB | flag::NEGATION) {
        back -= 1;
    }
    // "et en a blessé", "et blessé 30": the auxiliary of the verb before serves this one too.
    let aux = s.before(back);
    if aux.is(flag::AND) {
        return (1..12).filter_map(|i| back.checked_sub(1 + i)).find_map(|i| {
            let token = s.tok(i);
            if token.is(flag::BEEN) { Some(false) } else { token.is(flag::HAVE).then_some(true) }
        }) == Some(true);
    }
    aux.is(flag::HAVE) && !aux.is(flag::BEEN)
}

enum Behind {
    /// What befell them, and whether it is said at once.
    Measure(Measure, bool),
    /// They did something else, or were spared.
    No,
    Nothing,
}

/// What the words behind the number's phrase say of those counted.
fn behind(s: &Sentence, np: &Phrase, pack: &Pack) -> Behind {
    let mut at = np.end;
    let (mut have, mut been, mut negation) = (false, false, false);
    let mut steps = 0;
    while steps <= pack.reach_after {
        let token = s.tok(at);
        let next = s.tok(at + 1);
        match token.kind {
            Kind::Word | Kind::Fixed => {}
            Kind::Mark(b'(') => match (at..at + 24).find(|i| s.tok(*i).is_mark(b')')) {
                Some(close) => {
                    at = close + 1;
                    continue;
                }
                None => return Behind::Nothing,
            },
            Kind::Mark(b'"') => {
                at += 1;
                continue;
            }
            Kind::Mark(b',') if next.is(flag::INCLUDE) => match (at + 1..at + 16).find(|i| s.tok(*i).is_mark(b',')) {
                Some(close) => {
                    at = close + 1;
                    continue;
                }
                None => return Behind::Nothing,
            },
            // "18 people, still missing".
            Kind::Mark(b',')
                if next.is(flag::DONE | flag::PARTICIPLE)
                    || next.is(flag::ADVERB) && s.tok(at + 2).is(flag::DONE | flag::PARTICIPLE) =>
            {
                at += 1;
                continue;
            }
            Kind::Mark(b',') if next.number().is_some() => match listed(s, at + 1) {
                Some(end) => {
                    at = end;
                    continue;
                }
                None => return Behind::Nothing,
            },
            _ => return Behind::Nothing,
        }
        if token.is(flag::AND) {
            let number = (at + 1..at + 3).find(|i| s.tok(*i).number().is_some());
            match number.and_then(|number| listed(s, number)) {
                Some(end) => {
                    at = end;
                    continue;
                }
                None => return Behind::Nothing,
            }
        }
        if token.is(flag::LINKED) && !token.is(flag::ADVERB) {
            return Behind::Nothing;
        }
        if token.is(flag::HYPOTHETICAL | flag::SPARED) {
            return Behind::No;
        }
        have |= token.is(flag::HAVE);
        been |= token.is(flag::BEEN);
        negation |= token.is(flag::NEGATION);
        if let Some(measure) = token.entry.measure
            && token.is(flag::ACTING | flag::PARTICIPLE | flag::DONE)
        {
            // "protects the wounded": a noun.
            if s.before(at).is(flag::ARTICLE) && at > np.end {
                return Behind::Nothing;
            }
            let passive = token.is(flag::PARTICIPLE) && (!have || been);
            return match passive || token.is(flag::DONE) {
                true if negation => Behind::No,
                true => Behind::Measure(measure, steps <= 4 && at <= np.end + 4),
                false => Behind::No,
            };
        }
        if token.is(flag::BREAK | flag::SAYS | flag::SOURCE) {
            return Behind::Nothing;
        }
        steps += 1;
        at += 1;
    }
    Behind::Nothing
}

/// Where the phrase of the number at `number` ends, if it is one of a list of people that what follows is said of.
fn listed(s: &Sentence, number: usize) -> Option<usize> {
    let np = phrase(s, number);
    matches!(np.head, Head::Person | Head::Unknown | Head::State(_)).then_some(np.end)
}

/// "the number of dead rose from nine to 21".
fn toll(s: &Sentence, np: &Phrase) -> Option<Measure> {
    if np.head == Head::Unknown {
        return None;
    }
    // "puts at 85,000 the number of displaced".
    let article = usize::from(s.tok(np.end).is(flag::ARTICLE));
    if np.head == Head::None && s.tok(np.end + article).is(flag::TOLL) {
        return s.tok(np.end + article).entry.measure;
    }
    let mut at = np.start;
    for _ in 0..12 {
        at = at.checked_sub(1)?;
        let token: Token = s.tok(at);
        match token.kind {
            Kind::Word if token.is(flag::TOLL) => return token.entry.measure,
            Kind::Word if token.is(flag::BREAK | flag::TRIGGER) && !token.is(flag::OF) => return None,
            Kind::Word | Kind::Number(_) | Kind::Fixed | Kind::Mark(b'"') => {}
            _ => return None,
        }
    }
    None
}
