//! The search for ties: articles made ready, pairs that may be about one event, each pair aligned. Layer `text`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::doc::{Class, Doc};
use super::events::{EVENT, pairs, worth_of};
use super::pair::{Pair, Side};
use super::weigh::{Rarity, Weighed};
use super::wording::{Run, shared_runs};
use super::{Passage, Source, Tie, TieKind, Ties, TiesParts, denial, figure, genealogy, quotation, statement};
use crate::lexicon::likeness::is_stock;
use crate::model::ArticleId;

/// Articles made ready, kept from one search to the next.
#[derive(Debug, Default)]
pub struct Prepared {
    docs: BTreeMap<ArticleId, Arc<Doc>>,
}

impl Prepared {
    /// The article made ready, anew only if its text is another.
    fn doc(&mut self, source: &Source) -> Arc<Doc> {
        match self.docs.get(&source.article) {
            Some(doc) if Arc::ptr_eq(&doc.text, &source.text) || doc.text == source.text => Arc::clone(doc),
            _ => {
                let doc = Arc::new(Doc::read(Arc::clone(&source.text)));
                self.docs.insert(source.article, Arc::clone(&doc));
                doc
            }
        }
    }
}

/// Finds every tie of `sources`, whatever their order. `tell` hears how far it is, in steps of all steps; an error of its ends
/// the search.
///
/// # Errors
/// Only those of `tell`.
pub fn find<E>(
    sources: &[Source],
    prepared: &mut Prepared,
    mut tell: impl FnMut(u64, u64) -> Result<(), E>,
) -> Result<Ties, E> {
    let mut sources: Vec<&Source> = sources.iter().collect();
    sources.sort_by_key(|source| source.article);
    sources.dedup_by_key(|source| source.article);
    let n = sources.len();
    let steps = n as u64 * 3;
    let mut docs: Vec<Arc<Doc>> = Vec::with_capacity(n);
    for source in &sources {
        tell(docs.len() as u64, steps)?;
        docs.push(prepared.doc(source));
    }
    let rarity = Rarity::of(docs.iter().map(Arc::as_ref));
    let weighed: Vec<Arc<Weighed>> = docs.iter().map(|doc| Arc::new(Weighed::of(doc, &rarity))).collect();
    tell(n as u64, steps)?;
    let borrowed: Vec<&Doc> = docs.iter().map(Arc::as_ref).collect();
    let runs = shared_runs(&borrowed);
    let sides: Vec<Side<'_>> = sources
        .iter()
        .zip(borrowed)
        .zip(&weighed)
        .map(|((source, doc), weighed)| Side { source, doc, weighed })
        .collect();
    let pairs = pairs(&sides, &rarity, &runs, |done| tell(n as u64 + done, steps))?;
    let mut all: Vec<Tie> = Vec::new();
    let mut shared: Vec<genealogy::Shared> = Vec::new();
    for (done, ((i, j), affinity)) in pairs.iter().enumerate() {
        tell(2 * n as u64 + (done * n / pairs.len().max(1)) as u64, steps)?;
        let (Some(a), Some(b)) = (sides.get(*i), sides.get(*j)) else { continue };
        let pair = Pair { a: *a, b: *b, affinity: *affinity };
        let runs = runs.get(&(*i, *j)).map_or(&[][..], Vec::as_slice);
        let mut ties = align(&pair, runs);
        cover(&mut ties);
        shared.extend(genealogy::Shared::of(&pair, &ties));
        all.append(&mut ties);
    }
    for side in &sides {
        all.extend(denial::denials(side, side));
    }
    let quotations = sides.iter().map(|side| (side.source.article, side.doc.quotations(side.source.article))).collect();
    let genealogy = genealogy::Genealogy::of_all(&sources, shared);
    let texts = sources.iter().zip(docs).zip(weighed).map(|((source, doc), weighed)| (source.article, (doc, weighed)));
    Ok(Ties::new(TiesParts { all, genealogy, quotations, texts: texts.collect() }))
}

/// Every tie between two articles.
fn align(pair: &Pair<'_>, runs: &[Run]) -> Vec<Tie> {
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
