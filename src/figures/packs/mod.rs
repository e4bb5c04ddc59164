//! Figures in languages other than English, at a basic level: what is counted, whom, how many and on whose word. Layer
//! `figures`.
//!
//! A language is two files, `numbers.ron` and `figures.ron` in `assets/lexicon/<language>`: word lists, and a short table of
//! how its sentences are built. The rules here are the same for all of them; `tests/fixtures/figures_<language>` says what
//! they must find. Places and periods are left to the coder.

mod lexicon;
mod phrase;
mod rules;
mod tokens;
mod voices;

use super::Found;
use super::number::Language;
use crate::lexicon::organisations::OrgEntry;
use crate::model::{Accounting, Measure, OrgKind};
use crate::text::segment;

use lexicon::flag;
use tokens::Sentence;

/// How much of a text is looked at to tell its language.
const SAMPLE_BYTES: usize = 1024;

/// The language whose pack reads `text`, `None` for English and all that has no pack. Only what is clearly not English gets
/// one. `declared` (ISO 639-1, with or without a region) decides where the words are too few.
pub fn language_of(text: &str, declared: Option<&str>) -> Option<Language> {
    let sample = text.get(..text.floor_char_boundary(SAMPLE_BYTES)).unwrap_or("");
    let (mut words, mut english) = (0, 0);
    for word in sample.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        words += 1;
        english += usize::from(is_english(word));
    }
    if words == 0 || english * 14 >= words.max(14) {
        return None;
    }
    let declared = declared.map(|code| code.split(['-', '_']).next().unwrap_or(code));
    let mut best: Option<(usize, Language)> = None;
    for pack in lexicon::all() {
        let hits = pack.hits(sample);
        let named = declared.is_some_and(|code| code.eq_ignore_ascii_case(pack.language.code()));
        let clear = hits * 8 >= words && hits > english * 2;
        if (clear || named && hits > 0) && best.is_none_or(|(most, _)| hits > most) {
            best = Some((hits, pack.language));
        }
    }
    best.map(|(_, language)| language)
}

/// Whether a word is one of the commonest of English, and of no other language read here.
fn is_english(word: &str) -> bool {
    const COMMON: [&str; 24] = [
        "the", "of", "and", "in", "to", "was", "were", "by", "said", "have", "from", "with", "that", "at", "has",
        "for", "killed", "people", "is", "are", "been", "their", "after", "least",
    ];
    word.len() <= 6 && COMMON.iter().any(|common| common.eq_ignore_ascii_case(word))
}

/// The figures of `text`, which is in `language`, in the order of their numbers; none if the language has no pack.
pub fn extract(text: &str, language: Language) -> Vec<Found> {
    let Some(pack) = lexicon::of(language) else { return Vec::new() };
    let mut out: Vec<Found> = Vec::new();
    // Who spoke last in this paragraph, for "he added".
    let mut speaker: Option<(usize, voices::Speaker)> = None;
    for range in super::extract::bounded(text, segment::sentences(text)) {
        let Some(sentence) = Sentence::read(text, range, pack) else { continue };
        let figures = rules::figures(&sentence, pack);
        let heard = voices::heard(&sentence, text, pack);
        let same_paragraph = |from: usize| text.get(from..sentence.range.start).is_some_and(|gap| !gap.contains('\n'));
        let before = speaker.as_ref().filter(|(end, _)| same_paragraph(*end)).map(|(_, speaker)| speaker.clone());
        let base = out.len();
        for figure in figures {
            let voice = voices::of(&heard, &figure, before.as_ref());
            let mut trace = figure.trace.clone();
            trace.push(pack.rule());
            if voice.is_some() {
                trace.push("source named");
            }
            let since = sentence.tokens.iter().any(|token| token.is(flag::SINCE));
            let stock = figure.state || matches!(figure.measure, Measure::Missing);
            out.push(Found {
                start: figure.start,
                end: figure.end,
                numeral: figure.numeral.clone(),
                low: figure.low,
                high: figure.high,
                qualifier: figure.qualifier,
                fraction: figure.fraction,
                measure: figure.measure,
                subject: figure.subject,
                origin: voice.as_ref().and_then(voices::Speaker::origin),
                origin_kind: voice.as_ref().map(|voice| voice.kind),
                attributed_to: voice.map(|voice| voice.mention),
                relay: None,
                place: None,
                period_start: None,
                period_end: None,
                cumulative: since,
                accounting: match (stock, since) {
                    (true, _) => Accounting::Stock,
                    (false, true) => Accounting::Cumulative,
                    (false, false) => Accounting::Incident,
                },
                part_of: figure.part_of.map(|whole| base + whole),
                trace,
            });
        }
        if let Some(last) = heard.into_iter().rev().find_map(|voice| voice.speaker) {
            speaker = Some((sentence.range.end, last));
        }
    }
    out
}
