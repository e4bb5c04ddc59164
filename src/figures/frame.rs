//! What a passage is about, where its words alone would make a figure: disease, sport, fiction, markets, animals.
//! Layer `figures`.

use std::cell::OnceCell;
use std::sync::OnceLock;

use super::attach::Attached;
use super::context::{Document, REACH};
use super::gate::Gate;
use super::np::{Head, noun_phrase};
use super::token::Sentence;
use crate::lexicon::cues::cues;
use crate::lexicon::words::{Class, Words};
use crate::model::Measure;

/// The lists of the lexicon, ready to be looked for.
struct Gates {
    harm: Gate,
    illness: Gate,
    peaceful: Gate,
    sport: Gate,
    fiction: Gate,
}

fn gates() -> &'static Gates {
    static GATES: OnceLock<Gates> = OnceLock::new();
    GATES.get_or_init(|| {
        let build = |list: &'static [String]| Gate::new(list.iter().map(String::as_str));
        let lists = cues();
        Gates {
            harm: build(&lists.harm),
            illness: build(&lists.illness),
            peaceful: build(&lists.peaceful),
            sport: build(&lists.sport),
            fiction: build(&lists.fiction),
        }
    })
}

/// What the words of and around one sentence show, each looked for when first asked, and once for all its figures.
#[derive(Debug, Default)]
pub(super) struct Shown {
    harm: OnceCell<bool>,
    illness: OnceCell<bool>,
    illness_after: OnceCell<bool>,
    peaceful: OnceCell<bool>,
    sport: OnceCell<bool>,
    fiction: OnceCell<bool>,
}

/// What stands around a sentence in its paragraph.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around<'a> {
    pub text: &'a str,
    /// The sentences before.
    pub before: &'a str,
    /// The sentences after.
    pub after: &'a str,
    pub shown: &'a Shown,
}

/// Whether the figure belongs to a story of another kind, so that it counts no harm done to people.
pub(super) fn otherwise(s: &Sentence, words: &Words, around: Around<'_>, figure: &Attached) -> bool {
    let own = around.text.get(s.range.clone()).unwrap_or("");
    let gates = gates();
    let near = |cell: &OnceCell<bool>, cue: &Gate| {
        *cell.get_or_init(|| cue.opens(own.as_bytes()) || cue.opens(around.before.as_bytes()))
    };
    let shown = around.shown;
    let harm = || near(&shown.harm, &gates.harm);
    let illness = matches!(figure.measure, Measure::Killed | Measure::Affected | Measure::Injured)
        && figure.np.head != Head::Thing;
    if illness {
        if s.tokens.iter().any(|token| token.has(Class::DISEASE)) {
            return true;
        }
        // "The total number of deaths stands at 311", among sentences on a virus.
        if (near(&shown.illness, &gates.illness)
            || *shown.illness_after.get_or_init(|| gates.illness.opens(around.after.as_bytes())))
            && !harm()
        {
            return true;
        }
    }
    if figure.measure == Measure::Affected && near(&shown.peaceful, &gates.peaceful) && !harm() {
        return true;
    }
    if *shown.fiction.get_or_init(|| gates.fiction.opens(own.as_bytes())) {
        return true;
    }
    let sporting =
        matches!(figure.measure, Measure::Injured | Measure::Missing | Measure::Returned | Measure::Affected);
    // "the bus with the squad … left two dead": sport hurts, but seldom kills.
    let deadly = own.contains("dead") || own.contains("killed");
    if sporting && !deadly && near(&shown.sport, &gates.sport) && !harm() {
        return true;
    }
    counts_animals(s, words, around, figure)
}

/// "Wolves killed 22 sheep and injured 14", "Poachers killed 26 of them": a number without a noun that goes on from
/// one of animals.
fn counts_animals(s: &Sentence, words: &Words, around: Around<'_>, figure: &Attached) -> bool {
    if !matches!(figure.np.head, Head::None | Head::Pronoun) || figure.part_of.is_some() {
        return false;
    }
    let earlier = (0..figure.np.start).rev().find(|at| s.tok(*at).number().is_some());
    if let Some(at) = earlier {
        let np = noun_phrase(s, words, around.text, at);
        return np.head == Head::Thing && np.start > 0 && s.before(np.start).role.is_transitive();
    }
    if figure.np.head != Head::Pronoun {
        return false;
    }
    let end = s.range.start;
    let start = end.saturating_sub(around.before.len());
    let last = Sentence::read(around.text, start..end, words);
    let number = (0..last.tokens.len()).rev().find(|at| last.tok(*at).number().is_some());
    number.is_some_and(|at| noun_phrase(&last, words, around.text, at).head == Head::Thing)
}

impl<'a> Document<'a> {
    /// The text of up to so many sentences before `index` in its paragraph.
    pub(super) fn before(&self, index: usize) -> &'a str {
        let first = (index.saturating_sub(REACH)..index).find(|at| self.same_paragraph(*at, index)).unwrap_or(index);
        self.between(first, index).unwrap_or("")
    }

    /// The text of up to two sentences after `index` in its paragraph.
    pub(super) fn after(&self, index: usize) -> &'a str {
        let last = (index + 1..index + 3).rev().find(|at| self.same_paragraph(index, *at));
        let end = last.and_then(|at| self.ranges.get(at)).map(|range| range.end);
        let own = self.ranges.get(index).map(|range| range.end);
        own.zip(end).and_then(|(from, to)| self.text.get(from..to)).unwrap_or("")
    }

    fn between(&self, first: usize, index: usize) -> Option<&'a str> {
        self.text.get(self.ranges.get(first)?.start..self.ranges.get(index)?.start)
    }
}
