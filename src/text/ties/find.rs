//! The search for ties: articles made ready, pairs that may be about one event, each pair aligned. Layer `text`.

use std::collections::HashMap;
use std::sync::Arc;

use super::doc::{Class, Doc};
use super::events::{EVENT, pairs, worth_of};
use super::pair::{Pair, Side};
use super::prepared::{BATCH, Prepared, Prints, Ready, each, state_of};
use super::weigh::Affinity;
use super::wording::{Run, shared_runs};
use super::{Passage, Source, Tie, TieKind, Ties, TiesParts, denial, figure, genealogy, quotation, statement};
use crate::lexicon::likeness::is_stock;
use crate::model::ArticleId;

/// Finds every tie of `sources`, whatever their order. `tell` hears how far it is, in steps of all steps; an error of its ends
/// the search. What `prepared` keeps of the last search is not looked for again.
///
/// # Errors
/// Only those of `tell`.
pub fn find<E>(
    sources: &[Source],
    prepared: &mut Prepared,
    mut tell: impl FnMut(u64, u64) -> Result<(), E>,
) -> Result<Arc<Ties>, E> {
    let mut sources: Vec<&Source> = sources.iter().collect();
    sources.sort_by_key(|source| source.article);
    sources.dedup_by_key(|source| source.article);
    let n = sources.len();
    let steps = n as u64 * 3;
    let Ready { docs, rarity, weighed } = prepared.ready(&sources, |done| tell(done, steps))?;
    tell(n as u64, steps)?;
    let borrowed: Vec<&Doc> = docs.iter().map(Arc::as_ref).collect();
    let runs = shared_runs(&borrowed);
    let sides: Vec<Side<'_>> = sources
        .iter()
        .zip(borrowed)
        .zip(&weighed)
        .map(|((source, doc), weighed)| Side { source, doc, weighed })
        .collect();
    let pairs = pairs(&sides, &rarity, &runs, prepared.hands(), |done| tell(n as u64 + done, steps))?;
    let prints = Prints::of(&sources, &docs);
    let mut aligned: HashMap<(ArticleId, ArticleId), u64> = HashMap::with_capacity(pairs.len() + n);
    let mut all: Vec<Tie> = Vec::new();
    let mut shared: Vec<genealogy::Shared> = Vec::new();
    let mut pairs: Vec<(Pair<'_>, &[Run])> = pairs
        .iter()
        .filter_map(|((i, j), affinity)| {
            let pair = Pair { a: *sides.get(*i)?, b: *sides.get(*j)?, affinity: *affinity };
            Some((pair, runs.get(&(*i, *j)).map_or(&[][..], Vec::as_slice)))
        })
        .collect();
    // An article beside itself: what it denies of its own.
    pairs.extend(sides.iter().map(|side| (Pair { a: *side, b: *side, affinity: Affinity::default() }, &[][..])));
    for (done, batch) in pairs.chunks(BATCH).enumerate() {
        tell(2 * n as u64 + (done * BATCH * n / pairs.len().max(1)) as u64, steps)?;
        let found = each(prepared.hands(), batch, |(pair, runs)| {
            let (a, b) = (pair.a.source.article, pair.b.source.article);
            prepared.known(&prints, a, b, state_of(pair, runs)).unwrap_or_else(|| align(pair, runs))
        });
        for ((pair, runs), mut ties) in batch.iter().zip(found) {
            let (a, b) = (pair.a.source.article, pair.b.source.article);
            aligned.insert((a, b), state_of(pair, runs));
            if a != b {
                shared.extend(genealogy::Shared::of(pair, &ties));
            }
            all.append(&mut ties);
        }
    }
    let quotations = sides.iter().map(|side| (side.source.article, side.doc.quotations(side.source.article))).collect();
    let genealogy = genealogy::Genealogy::of_all(&sources, shared);
    let texts = sources.iter().zip(docs).zip(weighed).map(|((source, doc), weighed)| (source.article, (doc, weighed)));
    let ties = Arc::new(Ties::new(TiesParts { all, genealogy, quotations, texts: texts.collect() }));
    prepared.keep(prints, aligned, &ties);
    Ok(ties)
}

/// Every tie between two articles, or within one.
fn align(pair: &Pair<'_>, runs: &[Run]) -> Vec<Tie> {
    if pair.a.source.article == pair.b.source.article {
        return denial::denials(&pair.a, &pair.b);
    }
    let mut ties = between(pair, runs);
    cover(&mut ties);
    ties
}

/// Every tie between two articles.
fn between(pair: &Pair<'_>, runs: &[Run]) -> Vec<Tie> {
    let mut ties = quotation::quotations(pair, runs);
    if pair.affinity.event() < EVENT {
        // Many telling words in quotation marks are one utterance, whatever else the articles are about.
        ties.retain(|tie| tie.words.is_none() && is_sure(pair, tie));
        return ties;
    }
    ties.extend(figure::figures(pair));
    ties.extend(wording(pair, runs));
    ties.extend(statement::statements(pair));
    for denial in denial::denials(&pair.a, &pair.b).into_iter().chain(denial::denials(&pair.b, &pair.a)) {
        // The denier's own words, quoted there too, are no claim.
        let meets = |x: &Passage, y: &Passage| {
            x.article == y.article && x.range.start < y.range.end && y.range.start < x.range.end
        };
        let own = ties.iter().any(|tie| {
            tie.kind != TieKind::Denies
                && (meets(&tie.a, &denial.a) && meets(&tie.b, &denial.b)
                    || meets(&tie.a, &denial.b) && meets(&tie.b, &denial.a))
        });
        if !own {
            ties.push(denial);
        }
    }
    ties
}

/// Between articles that seem to be about different events only identical quotations of so many words, worth so much, are tied.
const SURE_WORDS: usize = 10;
const SURE_WORTH: f32 = 4.5;

fn is_sure(pair: &Pair<'_>, tie: &Tie) -> bool {
    let words = pair.a.doc.words(pair.a.doc.tokens_in(tie.a.range.clone()));
    let worth = worth_of(&pair.a, pair.a.doc.tokens_in(tie.a.range.clone()));
    let said = pair.a.doc.text.get(tie.a.range.clone()).unwrap_or_default();
    words.len() >= SURE_WORDS && worth >= SURE_WORTH && !is_stock(said)
}

/// Words of a shared run make a tie if they are so many and those that are no names are worth so much.
const RUN: usize = 8;
const RUN_WORTH: f32 = 1.5;

/// The ties of shared wording.
fn wording(pair: &Pair<'_>, runs: &[Run]) -> Vec<Tie> {
    runs.iter()
        .filter(|run| run.a.len() >= RUN)
        .filter_map(|run| {
            let (a, b) = (pair.a.doc.bytes_of(run.a.clone())?, pair.b.doc.bytes_of(run.b.clone())?);
            let sentence = pair.a.doc.sentences.get(pair.a.doc.sentence_at(a.start)?)?;
            let telling = |class| matches!(class, Class::Ordinary | Class::Concept | Class::Number);
            let words = pair.a.doc.words(run.a.clone()).iter();
            let worth: f32 = words.filter(|token| telling(token.class)).map(|token| token.class.weight()).sum();
            if sentence.boilerplate || worth < RUN_WORTH {
                return None;
            }
            let score = (0.5 + 0.02 * run.a.len() as f32).min(1.0);
            Some(pair.tie(TieKind::SharedWording, a, b, score, format!("{} words alike", run.a.len())))
        })
        .collect()
}

/// Marks the ties whose passages a stronger tie of the same two articles has already.
fn cover(ties: &mut [Tie]) {
    let meets = |x: &std::ops::Range<usize>, y: &std::ops::Range<usize>| x.start < y.end && y.start < x.end;
    let stronger: Vec<(TieKind, std::ops::Range<usize>, std::ops::Range<usize>)> =
        ties.iter().map(|tie| (tie.kind, tie.a.range.clone(), tie.b.range.clone())).collect();
    for tie in ties {
        let rank = |kind: TieKind| match kind {
            TieKind::SameFigure | TieKind::Denies => 0,
            TieKind::SameQuotation => 1,
            TieKind::SharedWording => 2,
            TieKind::SameStatement => 3,
        };
        tie.covered = rank(tie.kind) > 1
            && stronger.iter().any(|(kind, a, b)| {
                let below = rank(*kind) < rank(tie.kind)
                    && (*kind != TieKind::SameFigure || tie.kind == TieKind::SameStatement);
                below && *kind != TieKind::Denies && meets(a, &tie.a.range) && meets(b, &tie.b.range)
            });
    }
}
