//! Denials, and the claims they deny: in another article or in the same. Layer `text`.

use std::ops::Range;

use super::doc::{Class, Doc, Sentence, Token};
use super::fold::{Folder, Key};
use super::pair::Side;
use super::{Tie, TieKind};
use crate::lexicon::likeness;

/// A claim must hold words of the denial worth this much, and this part of what is denied.
const SHARED: f32 = 1.3;
const HELD: f32 = 0.42;
/// How sure it is that an accusation right before a denial is what is denied.
const ACCUSED: f32 = 0.7;
/// The same where another article has the accusation, and names the one who denies.
const ACCUSED_ELSEWHERE: f32 = 0.62;
/// A claim right before its denial needs less.
const NEAR: usize = 2;
const SHARED_NEAR: f32 = 0.7;
const HELD_NEAR: f32 = 0.28;
/// Another article does not set the claim beside its denial, so that more must speak for it: words of what was done, and a larger part.
const DEEDS_ELSEWHERE: u32 = 2;
const SHARED_ELSEWHERE: f32 = 1.6;
const HELD_ELSEWHERE: f32 = 0.5;

/// A denial: one sentence, or the sentence that names it and the words quoted after it.
struct Denial {
    /// Indices of its sentences.
    sentences: Range<usize>,
    /// What each of them says is not so, by key.
    content: Vec<Content>,
    places: Vec<Key>,
    /// Who denies: names and organisations before the word that denies, or those that the quoted words are said by.
    denier: Vec<Key>,
}

/// Words denied: key, weight, and whether the word says what was done.
type Content = Vec<(Key, f32, bool)>;

/// The ties from denials of `denier` to claims of `claimer`, which may be one article.
pub fn denials(denier: &Side<'_>, claimer: &Side<'_>) -> Vec<Tie> {
    let within = denier.source.article == claimer.source.article;
    let mut out = Vec::new();
    let answered: Vec<usize> = denials_of(claimer).into_iter().flat_map(|denial| denial.sentences).collect();
    for denial in denials_of(denier) {
        let mut best: Vec<(f32, usize)> = Vec::new();
        for (at, sentence) in claimer.doc.sentences.iter().enumerate() {
            if answered.contains(&at) || sentence.denies || sentence.boilerplate || sentence.headline {
                continue;
            }
            let near = within && at < denial.sentences.start && at + NEAR >= denial.sentences.start
                || within && at == denial.sentences.end;
            // "Officials blamed the militia. The militia denied it": the claim may be put in a word.
            if within && at + 1 == denial.sentences.start && accuses(claimer, sentence) {
                best.push((ACCUSED, at));
                continue;
            }
            if !within && accused(claimer, sentence, &denial.denier) {
                best.push((ACCUSED_ELSEWHERE, at));
                continue;
            }
            let floors = match (near, within) {
                (true, _) => (1, SHARED_NEAR, HELD_NEAR),
                (_, true) => (1, SHARED, HELD),
                _ => (DEEDS_ELSEWHERE, SHARED_ELSEWHERE, HELD_ELSEWHERE),
            };
            if let Some(score) = judge(&denial, claimer, sentence, at, floors) {
                best.push((score, at));
            }
        }
        best.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        let Some(first) = best.first().map(|(score, _)| *score) else { continue };
        best.retain(|(score, _)| *score >= 0.92 * first);
        best.truncate(if within { 2 } else { 1 });
        for (score, at) in best {
            out.extend(tie(denier, claimer, &denial, at, score));
        }
    }
    out
}

/// Whether a sentence accuses or blames.
fn accuses(side: &Side<'_>, sentence: &Sentence) -> bool {
    let folder = Folder::english();
    side.doc
        .words(sentence.tokens.clone())
        .iter()
        .any(|token| folder.accuses(token.exact) || token.class > Class::Faint && folder.is_asserted(token.key))
}

/// Whether a sentence accuses one of these: they stand behind the word that accuses.
fn accused(side: &Side<'_>, sentence: &Sentence, whom: &[Key]) -> bool {
    let folder = Folder::english();
    let words = side.doc.words(sentence.tokens.clone());
    let text = side.doc.text.get(sentence.range.clone()).unwrap_or_default();
    let phrase = || {
        let byte = sentence.range.start + likeness::accusing_phrase(text)?;
        words.iter().position(|token| token.range().start >= byte)
    };
    let from = words.iter().position(|token| folder.accuses(token.exact)).or_else(phrase);
    from.is_some_and(|from| words.iter().skip(from).take(10).any(|token| whom.contains(&token.key)))
}

fn tie(denier: &Side<'_>, claimer: &Side<'_>, denial: &Denial, at: usize, score: f32) -> Option<Tie> {
    let first = denier.doc.sentences.get(denial.sentences.start)?;
    let last = denier.doc.sentences.get(denial.sentences.end.checked_sub(1)?)?;
    let claim = claimer.doc.sentences.get(at)?;
    let words: Vec<String> = claimer
        .doc
        .words(claim.tokens.clone())
        .iter()
        .filter(|token| denial.content.iter().flatten().any(|(key, weight, _)| *key == token.key && *weight >= 0.3))
        .take(5)
        .map(|token| claimer.words(token.range()))
        .collect();
    Some(Tie {
        kind: TieKind::Denies,
        a: denier.passage(first.range.start..last.range.end),
        b: claimer.passage(claim.range.clone()),
        score: score.clamp(0.0, 1.0),
        reason: match words.is_empty() {
            true if denier.source.article == claimer.source.article => {
                "denies the accusation right before it".to_owned()
            }
            true => "denies the accusation made here".to_owned(),
            false => format!("denies what is said of: {}", words.join(", ")),
        },
        words: None,
        covered: false,
    })
}

/// The denials of an article.
fn denials_of(side: &Side<'_>) -> Vec<Denial> {
    let doc = side.doc;
    let mut out: Vec<Denial> = Vec::new();
    let mut at = 0;
    while let Some(sentence) = doc.sentences.get(at) {
        if !sentence.denies {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        // What is quoted right after it is the denial in its own words.
        while doc.sentences.get(end).is_some_and(|next| next.denies || goes_on(doc, sentence, next)) && end - at < 3 {
            end += 1;
        }
        let mut denial = Denial { sentences: at..end, content: Vec::new(), places: Vec::new(), denier: Vec::new() };
        for index in (at..end).filter(|index| doc.sentences.get(*index).is_some_and(|sentence| sentence.denies)) {
            gather(side, index, &mut denial);
        }
        denial.denier = denier_of(side, at..end);
        denial.content.retain(|content| content.iter().any(|(.., doing)| *doing));
        out.push(denial);
        at = end;
    }
    out
}

/// The names and organisations that these sentences say deny.
fn denier_of(side: &Side<'_>, sentences: Range<usize>) -> Vec<Key> {
    let folder = Folder::english();
    let doc = side.doc;
    let mut out = Vec::new();
    for sentence in sentences.filter_map(|at| doc.sentences.get(at)) {
        let words = doc.words(sentence.tokens.clone());
        let end = words.iter().position(|token| folder.denies(token.exact)).unwrap_or(0);
        let quoted = doc
            .quotes
            .iter()
            .filter(|quote| quote.tokens.start < sentence.tokens.end && sentence.tokens.start < quote.tokens.end);
        let speakers = quoted.filter_map(|quote| quote.name.clone()).flat_map(|name| doc.words(doc.tokens_in(name)));
        let named = |token: &&Token| matches!(token.class, Class::Organisation | Class::Name | Class::Actor);
        out.extend(words.iter().take(end).chain(speakers).filter(named).map(|token| token.key));
    }
    out.retain(|key| *key != 0);
    out
}

/// Whether a sentence is a quotation that follows a denial in its paragraph.
fn goes_on(doc: &Doc, denial: &Sentence, next: &Sentence) -> bool {
    let between = doc.text.get(denial.range.end..next.range.start);
    between.is_some_and(|between| !between.contains('\n'))
        && doc.text.get(next.range.clone()).is_some_and(|words| words.starts_with(['"', '“', '‘']))
}

/// Adds what a sentence of a denial says is not so: what stands behind the word that denies.
fn gather(side: &Side<'_>, index: usize, denial: &mut Denial) {
    let folder = Folder::english();
    let Some(sentence) = side.doc.sentences.get(index) else { return };
    let words = side.doc.words(sentence.tokens.clone());
    let from = words.iter().position(|token| folder.denies(token.exact)).map_or(0, |at| at + 1);
    let behind = words.get(from..).unwrap_or_default();
    // "… from the key city, which links the capital to the coast": the aside is not denied.
    let aside = behind.windows(2).position(|pair| {
        let [left, right] = pair else { return false };
        let gap = side.doc.text.get(left.range().end..right.range().start).unwrap_or_default();
        let word = side.doc.text.get(right.range()).unwrap_or_default();
        gap.contains(',') && ["which", "who", "where", "whose"].iter().any(|name| word.eq_ignore_ascii_case(name))
    });
    let behind = behind.get(..aside.map_or(behind.len(), |at| at + 1)).unwrap_or_default();
    // "… denied it and said that …": what is said instead is not denied.
    let instead = behind.iter().skip(1).position(|token| folder.says(token.exact) || is_saying(side, token));
    let behind = behind.get(..instead.map_or(behind.len(), |at| at + 1)).unwrap_or_default();
    // "The claim was denied by the ministry": it stands before.
    let behind = if behind.iter().any(|token| is_doing(token.class)) { behind } else { words };
    let weighed = side.sentence(index);
    let mut content = Content::new();
    let told = |key: Key| folder.is_asserted(key);
    for token in
        behind.iter().filter(|token| token.class > Class::Faint && !folder.denies(token.exact) && !told(token.key))
    {
        let weight = weighed.binary_search_by_key(&token.key, |word| word.0).ok().and_then(|at| weighed.get(at));
        content.extend(weight.map(|(key, weight)| (*key, *weight, is_doing(token.class))));
    }
    // A place before the word that denies is where the denier sits, unless "the city" behind it points there.
    let behind_places: Vec<Key> =
        behind.iter().filter(|token| token.class == Class::Place).map(|token| token.key).collect();
    let points = behind.iter().any(|token| {
        let word = side.doc.text.get(token.range()).unwrap_or_default();
        ["city", "capital", "town", "village", "province", "there"].iter().any(|name| word.eq_ignore_ascii_case(name))
    });
    let named = words.iter().any(|token| token.class == Class::Place);
    let places = if !behind_places.is_empty() || named && !points { &behind_places } else { &sentence.places };
    for place in places {
        if !denial.places.contains(place) {
            denial.places.push(*place);
        }
        if !content.iter().any(|(key, ..)| key == place) {
            content.push((*place, 1.2, false));
        }
    }
    content.sort_unstable_by(|x, y| x.0.cmp(&y.0).then(y.1.total_cmp(&x.1)));
    content.dedup_by_key(|word| word.0);
    denial.content.push(content);
}

fn is_saying(side: &Side<'_>, token: &Token) -> bool {
    side.doc.text.get(token.range()).is_some_and(|word| word.eq_ignore_ascii_case("saying"))
}

/// Whether words of a class say what was done, and not who or where.
const fn is_doing(class: Class) -> bool {
    matches!(class, Class::Ordinary | Class::Concept | Class::Number)
}

/// How sure it is that a sentence claims what is denied.
fn judge(
    denial: &Denial,
    claimer: &Side<'_>,
    sentence: &Sentence,
    at: usize,
    (deeds, worth, floor): (u32, f32, f32),
) -> Option<f32> {
    let there = sentence.places.iter().any(|place| denial.places.contains(place));
    if !denial.places.is_empty() && !sentence.places.is_empty() && !there {
        return None;
    }
    let words = claimer.sentence(at);
    let judged = denial.content.iter().filter_map(|content| {
        let (mut shared, mut doing) = (0.0, 0);
        for (key, weight, does) in content {
            if words.binary_search_by_key(key, |word| word.0).is_ok() || sentence.places.contains(key) {
                shared += weight;
                doing += u32::from(*does);
            }
        }
        let whole: f32 = content.iter().map(|word| word.1).sum();
        let held = shared / whole.max(f32::MIN_POSITIVE);
        if doing < deeds || shared < worth || held < floor {
            return None;
        }
        let tight = (shared / claimer.sum(at).max(f32::MIN_POSITIVE)).min(1.0);
        Some(0.6 * held + 0.25 * tight + if there { 0.15 } else { 0.0 })
    });
    judged.max_by(f32::total_cmp)
}
