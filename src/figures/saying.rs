//! Verbs that are verbs of saying only in some sentences: report, speak of, put, give, find. Layer `figures`.

use super::token::Sentence;
use crate::lexicon::cues::cues;
use crate::lexicon::words::Class;

/// "Authorities report 52 dead", "doctors report that": the plural before makes a verb of it.
pub(super) fn reports(s: &Sentence, at: usize, text: &str) -> bool {
    let word = |at: usize| text.get(s.tok(at).start..s.tok(at).end).unwrap_or("");
    let next = s.tok(at + 1);
    let plural = at > 0
        && s.before(at).is_word()
        && (word(at - 1).ends_with('s') || word(at - 1).eq_ignore_ascii_case("police"));
    // "Assessments found that 211 women had been abducted".
    if word(at) == "found" && word(at + 1) == "that" {
        return true;
    }
    word(at) == "report" && plural && (next.number().is_some() || next.has(Class::SUBORDINATOR.and(Class::ADVERB)))
}

/// "spoke of 40 deaths", "boasted of 150 casualties".
pub(super) fn speaks_of(s: &Sentence, at: usize, text: &str) -> bool {
    let token = s.tok(at);
    let word = text.get(token.start..token.end).unwrap_or("");
    cues().speaks.has(word) && text.get(s.tok(at + 1).start..s.tok(at + 1).end) == Some("of")
}

/// "raised the number of dead to 149", "put the toll at 40": whoever sets a figure speaks.
pub(super) fn sets(s: &Sentence, at: usize, text: &str) -> bool {
    let spelled = |i: usize| text.get(s.tok(i).start..s.tok(i).end).unwrap_or("");
    cues().sets.has(spelled(at)) && figure_noun(s, at, text)
}

/// Whether a noun for a figure follows the verb at `at` closely.
pub(super) fn figure_noun(s: &Sentence, at: usize, text: &str) -> bool {
    (at + 1..at + 6).any(|i| {
        let word = text.get(s.tok(i).start..s.tok(i).end).unwrap_or("");
        cues().set_nouns.has(word) || word == "it" && i == at + 1
    })
}
