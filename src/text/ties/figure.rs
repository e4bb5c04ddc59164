//! Counts of two articles that are one count. Layer `text`.

use super::pair::{Pair, Side, best_first};
use super::{Count, Tie, TieKind};
use crate::lexicon::places;
use crate::model::{Qualifier, Subject};

/// From this on two counts are held to be one.
const SAME: f32 = 0.5;

/// The ties of the same figure.
pub fn figures(pair: &Pair<'_>) -> Vec<Tie> {
    let (a, b) = (&pair.a.source.counts, &pair.b.source.counts);
    let mut found = Vec::new();
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate() {
            if let Some((score, reason)) = judge(pair, x, y) {
                found.push((score, i, j, reason));
            }
        }
    }
    // A part whose whole is one with the other's whole is surer.
    let wholes: Vec<(usize, usize)> = found.iter().map(|(_, i, j, _)| (*i, *j)).collect();
    for (score, i, j, reason) in &mut found {
        let whole = a.get(*i).and_then(|x| x.part_of).zip(b.get(*j).and_then(|y| y.part_of));
        if whole.is_some_and(|whole| wholes.contains(&whole)) {
            *score += 0.15;
            reason.push_str(", part of one whole");
        }
    }
    found.retain(|(score, ..)| *score >= SAME);
    best_first(found, 3, 0.65)
        .into_iter()
        .filter_map(|(score, i, j, reason)| {
            let (x, y) = (a.get(i)?, b.get(j)?);
            Some(pair.tie(TieKind::SameFigure, x.range.clone(), y.range.clone(), score, reason))
        })
        .collect()
}

/// How sure it is that two counts are one, with the reasons.
fn judge(pair: &Pair<'_>, x: &Count, y: &Count) -> Option<(f32, String)> {
    if x.measure != y.measure || !subjects_agree(x.subject, y.subject) {
        return None;
    }
    let (value, how) = values_agree(x, y)?;
    let mut reasons = vec![format!("both {}", x.measure.label()), how.to_owned()];
    let mut score = value;
    // Nine children are rarer than nine people.
    if x.subject == y.subject && x.subject != Subject::People {
        score += 0.08;
    }
    let same_origin = match (&x.origin, &y.origin) {
        (Some(a), Some(b)) if a == b => {
            reasons.push(format!("both from {a}"));
            score += 0.2;
            true
        }
        (Some(_), Some(_)) => {
            score -= 0.1;
            false
        }
        _ => false,
    };
    // A value that is only near is one count only if one origin gave both.
    if how != SAME_VALUE && !same_origin {
        score -= 0.25;
    }
    match (&x.place, &y.place) {
        (Some(a), Some(b)) if places::same_place(a, b) => {
            reasons.push(format!("both in {a}"));
            score += 0.12;
        }
        (Some(a), Some(b)) => score -= apart(a, b),
        _ => {}
    }
    if let (Some(a), Some(b)) = (x.period_start, y.period_start)
        && a != b
    {
        score -= 0.08;
    }
    let (i, j) = (pair.a.doc.sentence_at(x.range.start)?, pair.b.doc.sentence_at(y.range.start)?);
    let likeness = pair.likeness(i, j);
    score += 0.5 * likeness.score() + 0.4 * (pair.affinity.event() - 0.25) - pair.doubt();
    // Headlines repeat what the text says: where both have it in the text, that is tied first.
    let head = |side: &Side<'_>, at: usize| side.doc.sentences.get(at).is_some_and(|sentence| sentence.headline);
    score -= 0.06 * (f32::from(u8::from(head(&pair.a, i))) + f32::from(u8::from(head(&pair.b, j))));
    let common = pair.common_words(i, j, 4);
    if !common.is_empty() {
        reasons.push(format!("same words: {}", common.join(", ")));
    }
    Some((score.min(1.0), reasons.join(", ")))
}

/// Said of two equal values.
const SAME_VALUE: &str = "the same value";

/// How much two values speak for one count: a rare number more than a common one.
fn values_agree(x: &Count, y: &Count) -> Option<(f32, &'static str)> {
    if let (Some(a), Some(b)) = (x.fraction, y.fraction) {
        return ((a - b).abs() < 0.005).then_some((0.45, SAME_VALUE));
    }
    if x.fraction.is_some() || y.fraction.is_some() {
        return None;
    }
    let vague = |count: &Count| count.qualifier == Qualifier::Vague;
    if vague(x) || vague(y) {
        let alike = vague(x) && vague(y) && (x.low, x.high) == (y.low, y.high);
        return alike.then_some((0.15, SAME_VALUE));
    }
    let (a, b) = (value(x)?, value(y)?);
    if a == b {
        return Some((0.26 + 0.09 * telling_digits(a), SAME_VALUE));
    }
    if bounds(x) != bounds(y) && (x.low.is_some() && x.low == y.low || x.high.is_some() && x.high == y.high) {
        return Some((0.3, "one bound in common"));
    }
    let (low, high) = (a.min(b), a.max(b));
    // "More than 820" and "at least 826"; "some 300" and "297".
    let near = low >= 100 && (high - low) as f64 <= 0.02 * high as f64;
    near.then_some((0.3 + 0.05 * telling_digits(high), "nearly the same value"))
}

/// The value a count is compared by.
fn value(count: &Count) -> Option<u64> {
    match (count.low, count.high) {
        (Some(low), Some(high)) => Some(low.midpoint(high)),
        (low, high) => low.or(high),
    }
}

const fn bounds(count: &Count) -> (Option<u64>, Option<u64>) {
    (count.low, count.high)
}

/// The digits of a number that are no closing zeros, and half of those that are, to five: how little likely it is that two
/// counts hit on it.
fn telling_digits(value: u64) -> f32 {
    let (mut rest, mut zeros) = (value.max(1), 0.0_f32);
    while rest.is_multiple_of(10) {
        rest /= 10;
        zeros += 1.0;
    }
    let digits = (rest.checked_ilog10().unwrap_or(0) + 1) as f32;
    // A single digit is the commonest of numbers.
    let digits = if value < 10 { 0.0 } else { digits };
    (digits + 0.5 * zeros).min(5.0)
}

/// Whether both may count the same persons: families are no persons, and civilians no soldiers.
fn subjects_agree(x: Subject, y: Subject) -> bool {
    let broad = |one: Subject, other: Subject| one == Subject::People && other != Subject::Households;
    x == y || broad(x, y) || broad(y, x)
}

/// How much two places of different names speak against one count: nothing if one may lie in the other.
fn apart(a: &str, b: &str) -> f32 {
    let known = |name: &str| places::lookup(name).map(|place| (place.kind, place.country));
    match (known(a), known(b)) {
        (Some((_, a)), Some((_, b))) if a != b => 0.35,
        (Some((kind_a, _)), Some((kind_b, _))) if kind_a == kind_b && kind_a != places::PlaceKind::Country => 0.15,
        // A place that is not known may lie anywhere.
        _ => 0.0,
    }
}
