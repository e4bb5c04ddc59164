//! Which measure each number of a sentence belongs to. Layer `figures`.
//!
//! Each rule looks at one construction; the first that decides names itself in the trace. Pass one takes numbers with
//! a word of their own; pass two those that hang on another number: parts, brackets, lists, ellipses.

use super::np::{Head, NounPhrase, noun_phrase};
use super::predicate::{Outcome, after};
use super::token::{Kind, Sentence};
use crate::lexicon::cues::{WordList, cues};
use crate::lexicon::words::{Class, Words};
use crate::model::{Measure, Subject};

/// A number found to be a figure.
#[derive(Debug, Clone)]
pub struct Attached {
    pub np: NounPhrase,
    pub measure: Measure,
    /// The token of the word that decided.
    pub trigger: usize,
    /// Index into the sentence's figures of the whole it is a part of.
    pub part_of: Option<usize>,
    /// The rules that decided.
    pub trace: Vec<&'static str>,
    /// A part or continuation of the last figure of the sentence before.
    pub anaphoric: bool,
    /// The value that is left to the reader: 26 for "all but one of the 27".
    pub sum: Option<u64>,
}

/// What a number came to.
#[derive(Debug, Clone)]
pub(super) enum Verdict {
    Figure(Attached),
    /// Certainly no figure.
    No,
    /// Nothing decides; other numbers may.
    Open,
}

/// The reader of one sentence.
pub struct Attacher<'a> {
    pub s: &'a Sentence,
    pub words: &'a Words,
    pub text: &'a str,
    /// The measure of the last figure before this sentence, for "of these, nine were children".
    pub previous: Option<Measure>,
    /// The text of the sentences before, in the paragraph.
    pub before: &'a str,
}

impl Attacher<'_> {
    /// The figures of the sentence, in order.
    pub fn figures(&self) -> Vec<Attached> {
        let phrases: Vec<NounPhrase> = self
            .s
            .tokens
            .iter()
            .enumerate()
            .filter(|(_, token)| token.number().is_some())
            .map(|(i, _)| noun_phrase(self.s, self.words, self.text, i))
            .collect();
        let mut verdicts: Vec<Verdict> = phrases
            .iter()
            .map(|np| {
                let inner = phrases.iter().any(|outer| outer.whole == Some(np.number));
                self.own_word(np, inner)
            })
            .collect();
        for i in 0..phrases.len() {
            if let (Some(Verdict::Open), Some(np)) = (verdicts.get(i), phrases.get(i)) {
                let verdict = self.by_others(np, i, &verdicts);
                if let Some(slot) = verdicts.get_mut(i) {
                    *slot = verdict;
                }
            }
        }
        // Wholes are found by their place among all numbers; figures are fewer.
        let mut place = Vec::with_capacity(verdicts.len());
        let mut count = 0;
        for verdict in &verdicts {
            place.push(count);
            count += usize::from(matches!(verdict, Verdict::Figure(_)));
        }
        let mut figures: Vec<Attached> = Vec::with_capacity(count);
        for verdict in verdicts {
            if let Verdict::Figure(mut figure) = verdict {
                figure.part_of = figure.part_of.and_then(|whole| place.get(whole).copied());
                self.carry_subject(&figures, &mut figure);
                figures.push(figure);
            }
        }
        figures
    }

    pub(super) fn figure(&self, np: &NounPhrase, measure: Measure, trigger: usize, rule: &'static str) -> Verdict {
        self.plain_figure(&self.nominal_part(np), measure, trigger, rule)
    }

    /// "Two children were killed and another three injured": three what? The noun of the number before.
    fn carry_subject(&self, earlier: &[Attached], figure: &mut Attached) {
        let last = figure.np.end.saturating_sub(1);
        let bare = match figure.np.head {
            Head::None | Head::Pronoun => figure.np.whole.is_none(),
            Head::Person => figure.np.more && self.is(last, "others"),
            Head::Counted(_) => self.any(last, "wounded injured dead missing hurt"),
            _ => false,
        };
        let whole = figure.part_of.and_then(|whole| earlier.get(whole));
        let Some(before) = whole.or_else(|| earlier.iter().rev().find(|other| other.part_of.is_none())) else { return };
        let toll = figure.trace.iter().any(|rule| rule.contains("toll") || rule.contains("label"));
        let apart = before.np.subject == Subject::Households
            || whole.is_none() && (before.anaphoric || self.clause_between(before.np.end, figure.np.start));
        if bare && !toll && !apart && !figure.np.subject_stated && figure.np.subject == Subject::People {
            figure.np.subject = before.np.subject;
        }
    }

    fn plain_figure(&self, np: &NounPhrase, measure: Measure, trigger: usize, rule: &'static str) -> Verdict {
        let trace = vec![rule];
        Verdict::Figure(Attached { np: *np, measure, trigger, part_of: None, trace, anaphoric: false, sum: None })
    }

    /// Whether the word at `at` is one of those in `list`, which are parted by spaces.
    pub(super) fn any(&self, at: usize, list: &str) -> bool {
        let token = self.s.tok(at);
        let Some(spelled) = self.text.get(token.start..token.end).filter(|_| token.is_word()) else { return false };
        list.split(' ').any(|word| word.eq_ignore_ascii_case(spelled))
    }

    /// Whether token `at` is one of a list's words.
    pub(super) fn among(&self, at: usize, list: &WordList) -> bool {
        let token = self.s.tok(at);
        token.is_word() && self.text.get(token.start..token.end).is_some_and(|word| list.has(word))
    }

    pub(super) fn is(&self, at: usize, want: &str) -> bool {
        let token = self.s.tok(at);
        token.is_word() && self.text.get(token.start..token.end).is_some_and(|word| word.eq_ignore_ascii_case(want))
    }

    /// Pass one: a word that governs this number alone.
    pub(super) fn own_word(&self, np: &NounPhrase, inner: bool) -> Verdict {
        if let Some(verdict) = self.all_but(np) {
            return verdict;
        }
        if self.excluded(np) {
            return Verdict::No;
        }
        if inner {
            return self.inner_whole(np);
        }
        if let Some(verdict) = self.laid_out(np) {
            return verdict;
        }
        if let Some((measure, at, rule)) = self.stated(np) {
            return self.figure(np, measure, at, rule);
        }
        if let Some(verdict) = self.governed(np).or_else(|| self.running_total(np)).or_else(|| self.acted(np)) {
            return verdict;
        }
        // "Colombia alone hosts 1.3 million": of those displaced who were told of before.
        if self.previous == Some(Measure::Displaced)
            && matches!(np.head, Head::None | Head::Pronoun)
            && np.start.checked_sub(1).is_some_and(|at| self.among(at, &cues().hosts))
        {
            return self.figure(np, Measure::Displaced, np.start - 1, "hosts of the displaced");
        }
        if np.head == Head::Thing || np.head == Head::Attendee {
            return Verdict::No;
        }
        // "Of 470 whales stranded, about 380 have died".
        if matches!(np.head, Head::None | Head::Pronoun)
            && self.opening_whole(np).is_some_and(|whole| self.counts_things(whole))
        {
            return Verdict::No;
        }
        if let Some(verdict) = self.renamed_count(np).or_else(|| self.still_of_these(np)) {
            return verdict;
        }
        let include = self.included(np);
        let outcome = after(self.s, self.words, self.text, np);
        let adjacent = matches!(outcome, Outcome::Measure(_, at, _) if at <= np.end + 4
            && (np.end..at).all(|i| self.s.tok(i).is_word() && !self.s.tok(i).has(Class::PREPOSITION)));
        // "130 wounded and 41 detained", "12 dead": the noun is the word of harm, unless a verb of worse follows at once.
        if let Head::Counted(measure) = np.head {
            if self.rejects_share(np) {
                return Verdict::No;
            }
            return match outcome {
                Outcome::Measure(worse, at, rule) if worse != measure && adjacent => self.figure(np, worse, at, rule),
                _ => self.figure(np, measure, np.end.saturating_sub(1), "counted noun"),
            };
        }
        if self.object_of_other(np) && !adjacent {
            return if np.attribute.is_some() || matches!(np.head, Head::Status(_)) {
                self.in_state(np, Outcome::Nothing)
            } else {
                Verdict::Open
            };
        }
        if let Outcome::Measure(measure, at, rule) = outcome
            && !self.improbable(np, measure, at)
            && (adjacent || !include && !self.object_of_preposition(np))
            && !self.rejects_share(np)
        {
            return self.figure(np, measure, at, rule);
        }
        if include {
            return Verdict::Open;
        }
        self.in_state(np, outcome)
    }

    /// A number of people in a state ("nine refugees", "nine displaced families") that no verb of harm governs.
    pub(super) fn in_state(&self, np: &NounPhrase, outcome: Outcome) -> Verdict {
        if let Some(measure) = np.attribute.filter(|_| !self.served(np))
            && !self.rejects_share(np)
        {
            return self.figure(np, measure, np.end.saturating_sub(1), "word before noun");
        }
        if let Head::Status(measure) = np.head
            && !self.served(np)
            && !self.rejects_share(np)
        {
            return self.figure(np, measure, np.end.saturating_sub(1), "noun of state");
        }
        match outcome {
            Outcome::Other => Verdict::No,
            _ => Verdict::Open,
        }
    }

    /// The whole in "nine of the twelve …": only what stands in its own phrase speaks of it.
    pub(super) fn inner_whole(&self, np: &NounPhrase) -> Verdict {
        let denied = (1..=5).filter_map(|back| np.start.checked_sub(back)).any(|i| self.s.tok(i).has(Class::NEGATION));
        if denied && !matches!(np.head, Head::Status(_)) && np.attribute.is_none() {
            return Verdict::No;
        }
        if let Head::Counted(measure) | Head::Status(measure) = np.head {
            return self.plain_figure(np, measure, np.end.saturating_sub(1), "noun of state");
        }
        if let Some(measure) = np.attribute {
            return self.plain_figure(np, measure, np.end.saturating_sub(1), "word before noun");
        }
        let next = self.s.tok(np.end);
        let relative = next.has(Class::RELATIVE);
        match after(self.s, self.words, self.text, np) {
            Outcome::Measure(measure, at, rule)
                if at <= np.end + 1 && !next.has(Class::BE.and(Class::HAVE)) || relative =>
            {
                self.figure(np, measure, at, rule)
            }
            _ => Verdict::No,
        }
    }

    /// Measures that hardly fit whom: soldiers go back to barracks, not home.
    pub(super) fn improbable(&self, np: &NounPhrase, measure: Measure, at: usize) -> bool {
        if np.subject == Subject::Households && measure == Measure::Injured {
            return true;
        }
        let armed = matches!(np.subject, Subject::Soldiers | Subject::Combatants | Subject::Police);
        let moved = matches!(measure, Measure::Returned | Measure::Displaced);
        armed && moved && !self.s.tok(at).role.is_transitive() && !self.is(at, "fled")
    }

    /// The object of a verb that counts nothing: "cut 1,200 jobs".
    pub(super) fn object_of_other(&self, np: &NounPhrase) -> bool {
        let before = self.s.before(np.start);
        let spelled = self.text.get(before.start..before.end).unwrap_or("");
        before.is_word()
            && !before.has(
                Class::BE
                    .and(Class::HAVE)
                    .and(Class::REPORTING)
                    .and(Class::PREPOSITION)
                    .and(Class::CONJUNCTION)
                    .and(Class::ADVERB)
                    .and(Class::DETERMINER),
            )
            && before.measure.is_none()
            && (before.has(Class::VERB) && !self.is(np.start.saturating_sub(1), "left")
                || before.id == 0
                    && !before.capital
                    && (spelled.ends_with("ed") || spelled.ends_with("ing"))
                    && np.start > 1)
    }

    /// Numbers that count no people whatever stands around them.
    pub(super) fn excluded(&self, np: &NounPhrase) -> bool {
        let s = self.s;
        let before = s.before(np.start);
        let number = s.tok(np.number).number().and_then(|i| s.numbers.get(i));
        if number.is_some_and(|number| number.low == Some(0) && number.high == Some(0)) {
            return true;
        }
        // "all but two", "none of the 40".
        let back = |n: usize| np.start.checked_sub(n);
        if back(1).is_some_and(|i| self.is(i, "but")) && back(2).is_some_and(|i| self.is(i, "all")) {
            return true;
        }
        let none = [b"none".as_slice(), b"neither"];
        if back(1).is_some_and(|i| self.is(i, "of"))
            && back(2).is_some_and(|i| none.iter().any(|word| self.words.id(word) == s.tok(i).id && s.tok(i).id != 0))
        {
            return true;
        }
        // "12%" of whom is read by its noun; "$12" and "No. 12" never are.
        if matches!(before.kind, Kind::Mark(b'$' | b'#')) || before.has(Class::NEGATION) {
            return true;
        }
        if self.outbid(np) || self.denied_state(np) {
            return true;
        }
        if self.age(np) || self.age_of_one(np) {
            return true;
        }
        // "aged 15", "page 3", "chapter 11", "18.9 deaths per 100,000".
        let label = "aged age ages page chapter article resolution number no route flight grade per phase round";
        let numbering = np.start >= 2 && self.is(np.start - 1, "number") && s.before(np.start - 1).measure.is_some();
        if np.start.checked_sub(1).is_some_and(|i| self.any(i, label)) && before.is_word() && !numbering {
            return true;
        }
        if self.is(np.end, "per") && !self.is(np.end + 1, "cent") {
            return true;
        }
        // "between the ages of 14 and 18".
        let ages = (1..=5).filter_map(|back| np.start.checked_sub(back)).find(|i| self.any(*i, "ages aged"));
        if ages.is_some_and(|ages| {
            (ages + 1..np.start).all(|i| {
                s.tok(i).number().is_some()
                    || s.tok(i).kind == Kind::Fixed
                    || self.any(i, "of between from and to or just only about")
            })
        }) {
            return true;
        }
        // "one of the deadliest attacks", "one of the highest death tolls".
        let one = s.tok(np.number);
        self.text.get(one.start..one.end).is_some_and(|word| word.eq_ignore_ascii_case("one"))
            && np.partitive
            && np.head != Head::Pronoun
            && (!matches!(np.head, Head::Person | Head::Status(_)) || self.superlative(np))
    }

    /// "a woman of 60", "the man, 38, got …": how old somebody is.
    fn age(&self, np: &NounPhrase) -> bool {
        let s = self.s;
        let years = s.tok(np.number).number().and_then(|i| s.numbers.get(i)).and_then(|n| n.value);
        if np.head != Head::None
            || np.end != np.number + 1
            || !years.is_some_and(|years| (1.0..=115.0).contains(&years))
        {
            return false;
        }
        let Some(joint) = np.start.checked_sub(1).filter(|at| *at > 0) else { return false };
        let single = self.among(joint - 1, &cues().persons);
        let closed = s.tok(np.end).is_mark(b',');
        single && (self.is(joint, "of") || s.tok(joint).is_mark(b',') && closed)
    }

    /// "of the deadliest": a word in -est, or "most", in the phrase.
    pub(super) fn superlative(&self, np: &NounPhrase) -> bool {
        (np.number + 1..np.end).any(|i| {
            let token = self.s.tok(i);
            self.is(i, "most") || self.text.get(token.start..token.end).is_some_and(|word| word.ends_with("est"))
        })
    }

    /// A share is a figure only of a population, and only with a verb of harm.
    pub(super) fn rejects_share(&self, np: &NounPhrase) -> bool {
        let share =
            self.s.tok(np.number).number().and_then(|i| self.s.numbers.get(i)).is_some_and(|n| n.fraction.is_some());
        share && (!self.is_population(np) || np.whole.is_some())
    }

    pub(super) fn is_population(&self, np: &NounPhrase) -> bool {
        let nouns = [
            "population",
            "people",
            "inhabitants",
            "residents",
            "citizens",
            "civilians",
            "villagers",
            "country",
            "nation",
        ];
        (np.number + 1..np.end + 1).any(|i| nouns.iter().any(|noun| self.is(i, noun)))
    }

    /// People in a state who were helped, asked or given something: no figure of harm.
    pub(super) fn served(&self, np: &NounPhrase) -> bool {
        // "distributed kits to 400 displaced families".
        let given = "distributed provided delivered gave given supplied handed offered assistance support aid help services food kits cash training sessions grants distribution provision delivery";
        if np.start.checked_sub(1).is_some_and(|i| self.any(i, "to for"))
            && (2..9).filter_map(|back| np.start.checked_sub(back)).any(|i| self.any(i, given))
        {
            return true;
        }
        // "34,500 refugees received cash", "2,000 returnees were given kits".
        let next = np.end + usize::from(self.s.tok(np.end).has(Class::BE.and(Class::HAVE)));
        let next = next + usize::from(self.s.tok(next).has(Class::BE));
        if self.any(next, "received receive receiving benefited benefitted got given vaccinated assisted supported reached served registered-for enrolled attended")
            && !(self.is(next, "reached") && next == np.end)
        {
            return true;
        }
        let mut at = np.start;
        let mut back = 0;
        while at > 0 && back < 3 {
            at -= 1;
            back += 1;
            let token = self.s.tok(at);
            if !token.is_word() {
                return false;
            }
            // "Kenya hosts 12,000 refugees" tells of a stock.
            if self.among(at, &cues().hosts)
                || token.has(Class::RECORDING)
                || self.any(at, "identified identifies estimated found")
            {
                return false;
            }
            if token.has(Class::VERB.and(Class::SPARED))
                || self.is(at, "assisting")
                || self.is(at, "targeting")
                || self.is(at, "reaching")
            {
                return true;
            }
            if !token.has(Class::PREPOSITION.and(Class::ADVERB).and(Class::DETERMINER)) {
                return false;
            }
        }
        false
    }

    pub(super) fn object_of_preposition(&self, np: &NounPhrase) -> bool {
        let before = self.s.before(np.start);
        before.is_word()
            && before.has(Class::PREPOSITION)
            && !before.has(Class::SUBORDINATOR.and(Class::CONJUNCTION))
            && !["of", "with", "than"].iter().any(|word| np.start.checked_sub(1).is_some_and(|i| self.is(i, word)))
    }
}
