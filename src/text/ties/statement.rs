//! Sentences of two articles that say the same in words of their own. Layer `text`.

use super::doc::Sentence;
use super::pair::{ALONE, Likeness, Pair, best_first};
use super::{Tie, TieKind};

/// Words in common must be worth this much together.
const SHARED: f32 = 1.7;
/// And the two sentences be this much alike, the more the fewer words in common say what is done and not who or where: for
/// one such word, two, and three and more.
const ALIKE: [f32; 3] = [0.6, 0.40, 0.36];

/// The ties of the same statement.
pub fn statements(pair: &Pair<'_>) -> Vec<Tie> {
    let mut found = Vec::new();
    for (i, j) in pair.candidates(SHARED / ALONE) {
        let (Some(a), Some(b)) = (pair.a.doc.sentences.get(i), pair.b.doc.sentences.get(j)) else { continue };
        let likeness = pair.likeness(i, j);
        if let Some(score) = judge(a, b, &likeness, pair.doubt()) {
            found.push((score, i, j, ()));
        }
    }
    best_first(found, 2, 0.8)
        .into_iter()
        .filter_map(|(score, i, j, ())| {
            let (a, b) = (pair.a.doc.sentences.get(i)?, pair.b.doc.sentences.get(j)?);
            let reason = format!("same words: {}", pair.common_words(i, j, 6).join(", "));
            Some(pair.tie(TieKind::SameStatement, a.range.clone(), b.range.clone(), score, reason))
        })
        .collect()
}

/// How sure it is that two sentences say the same; `None` if they do not.
fn judge(a: &Sentence, b: &Sentence, likeness: &Likeness, doubt: f32) -> Option<f32> {
    if likeness.telling + likeness.doing.min(2) < 4 || likeness.doing < 1 {
        return None;
    }
    let same_place = a.places.iter().any(|place| b.places.contains(place));
    let elsewhere = !a.places.is_empty() && !b.places.is_empty() && !same_place;
    if elsewhere || a.denies != b.denies {
        return None;
    }
    // Two denials are of one thing only where they are plainly about one place.
    if a.denies && !same_place {
        return None;
    }
    if likeness.shared < SHARED {
        return None;
    }
    let score = likeness.score();
    let floor = ALIKE.get(likeness.doing as usize - 1).or(ALIKE.last()).copied().unwrap_or(1.0);
    (score >= floor + doubt).then_some(score)
}
