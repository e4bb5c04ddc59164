//! Sources that stand outside the sentence's grammar: brackets, headings, lists of sources. Layer `figures`.

use std::ops::Range;

use super::attribution::{Voice, plain};
use super::token::{Kind, Sentence};
use crate::lexicon::organisations;
use crate::lexicon::words::Class;

/// Capitals that abbreviate no organisation.
const NO_SOURCE: &str = "IDP IDPS HH HHS NFI NFIS WASH SGBV GBV IED IEDS POC POCS COVID COVID-19 CFR PIN USD EUR DRC CAR UAE USA UK US \
                         NGO NGOS INGO INGOS UXO ERW AWD SAM GAM MAM TBC LGA LGAS NSAG NSAGS CP FSL CCCM ES/NFI PPE PTSD GMT LGBT HIV AIDS";

/// Words for papers after the name of who puts them out.
const PAPERS: [&str; 7] = ["sitrep", "update", "report", "bulletin", "flash", "situation", "snapshot"];

/// "CONRED: 59 dead", "NDMA Sitrep No. 82 – 1,265 deaths", "URCS, Kasese, 8 May:", "Medical sources: 40 dead".
pub(super) fn headed(s: &Sentence, text: &str) -> Option<Voice> {
    let start = if s.tok(0).is_mark(b'[') { (1..14).find(|i| s.tok(*i).is_mark(b']'))? + 1 } else { 0 };
    let run = (start..start + 6).find(|i| !(s.tok(*i).is_word() && s.tok(*i).capital))?;
    let paper = (start..run).find(|i| {
        let token = s.tok(*i);
        text.get(token.start..token.end).is_some_and(|word| PAPERS.iter().any(|paper| paper.eq_ignore_ascii_case(word)))
    });
    let end = paper.unwrap_or(run);
    let spelled = s.text_of(text, start..end);
    // "Medical sources:", "Local authorities:".
    let colon = (start + 1..start + 5).find(|i| s.tok(*i).is_mark(b':'));
    if let Some(colon) = colon
        && (start..colon).all(|i| s.tok(i).is_word())
        && ["sources", "authorities", "officials", "ministry", "reports"]
            .iter()
            .any(|noun| s.text_of(text, colon - 1..colon).eq_ignore_ascii_case(noun))
    {
        return Some(plain(s, start..colon, colon));
    }
    // A place before a colon is where, not who.
    let acronym = end == start + 1 && is_acronym(spelled);
    let known = organisations::resolve(spelled).is_some();
    let dated = s.tok(run).is_mark(b',') && (run..run + 12).any(|i| s.tok(i).is_mark(b':'));
    let closed = s.tok(run).is_mark(b':') || paper.is_some() || dated;
    (end > start && closed && (known || acronym)).then(|| plain(s, start..end, end))
}

/// Three capitals or more, perhaps with a hyphen, that are none of the usual short forms.
fn is_acronym(spelled: &str) -> bool {
    let letters = spelled.bytes().filter(u8::is_ascii_uppercase).count();
    letters >= 3
        && spelled.bytes().all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'-' | b'/' | b'&'))
        && !NO_SOURCE.split(' ').any(|word| word == spelled)
}

/// "(UNHCR, 3 May)", "[UNMISS HRD]", "(Source: OCHA)", "(sources: national disaster agencies)": a name in brackets.
pub(super) fn citation(s: &Sentence, text: &str, at: usize) -> Option<Voice> {
    let mut from = at + 1;
    let word = s.text_of(text, from..from + 1);
    let explicit = s.tok(from + 1).is_mark(b':') && (s.tok(from).capital || word.starts_with("source"));
    if explicit {
        from += 2;
    }
    let close = (from..from + 14).find(|i| s.tok(*i).is_mark(b')') || s.tok(*i).is_mark(b']'))?;
    let end = (from..close).find(|i| !s.tok(*i).is_word() || s.tok(*i).has(Class::MONTH)).unwrap_or(close);
    let named = s.tok(from).capital && !s.tok(from).has(Class::MONTH.and(Class::WEEKDAY));
    if end == from || !(named || explicit) || at == 0 {
        return None;
    }
    let dated =
        (end..close).any(|i| s.tok(i).kind == Kind::Fixed || s.tok(i).has(Class::MONTH) || s.tok(i).number().is_some());
    let name = s.text_of(text, from..end);
    let known = organisations::resolve(name).is_some();
    let after = s.tok(close + 1);
    let closes = matches!(after.kind, Kind::End | Kind::Mark(b'.' | b';'));
    // "(NGOs)" and "(SOHR)" after the words they abbreviate are no sources; a date or the sentence's end beside a
    // known name makes one.
    let at_end = closes && !s.before(at).capital;
    // Nothing but the name, and perhaps a date.
    let only = (from..end).all(|i| s.tok(i).capital) && (end == close || dated && s.tok(end).is_mark(b','));
    let capitals = only
        && (name.split(' ').next().is_some_and(is_acronym) || name.ends_with("Cluster") || name.ends_with("Health"));
    (explicit || known && (dated || at_end) || capitals && at_end)
        .then(|| Voice { trailing: true, ..plain(s, from..end, at) })
}

/// "per the UN", "per civil society groups": the name, where no rate is meant.
pub(super) fn per(s: &Sentence, text: &str, at: usize, who: Range<usize>) -> Option<Voice> {
    let first = s.tok(who.start);
    let speaks = first.capital
        || organisations::inside(s.text_of(text, who.clone())).is_some()
        || !organisations::generic_kinds(s.text_of(text, who.clone())).is_empty()
        || who.clone().any(|i| {
            ["groups", "sources", "reports", "authorities", "officials", "media"]
                .iter()
                .any(|noun| s.text_of(text, i..i + 1).eq_ignore_ascii_case(noun))
        });
    let rate = s.before(at).number().is_some();
    (speaks && !rate && !who.is_empty())
        .then(|| Voice { trailing: at > 0 && s.before(at).is_word() | s.before(at).is_mark(b','), ..plain(s, who, at) })
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
