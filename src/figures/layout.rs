//! Numbers that a layout governs and no sentence: cells with a label ("dead 31 / missing 4"), brackets that split a
//! total by place ("26 dead (11 Jacmel, 9 Leogane)"), places with counts under a heading. Layer `figures`.

use super::attach::{Attacher, Verdict};
use super::np::{Head, NounPhrase};
use super::place::{Link, PlaceRef, proper};
use super::token::{Kind, Sentence};
use crate::lexicon::cues::cues;
use crate::lexicon::places;
use crate::lexicon::words::{Class, Role};
use crate::model::{Measure, Subject};

impl Attacher<'_> {
    /// What the layout around a number says of it, if it says anything.
    pub(super) fn laid_out(&self, np: &NounPhrase) -> Option<Verdict> {
        self.labelled_cell(np).or_else(|| self.under_heading(np)).or_else(|| self.split_by_place(np))
    }

    /// "dead 31 / missing 4": a label right before the number, and both between marks. In running text the same words
    /// may follow a comma, so that one more cell must stand in the sentence unless the marks are those of a table.
    fn labelled_cell(&self, np: &NounPhrase) -> Option<Verdict> {
        let (measure, from, table) = self.cell(np.start, np.end, np.head)?;
        let another = || {
            (0..self.s.tokens.len()).any(|at| {
                at != np.number && self.s.tok(at).number().is_some() && self.cell(at, at + 1, Head::None).is_some()
            })
        };
        if !(table || another()) {
            return None;
        }
        Some(self.figure(&self.narrowed(np, from, np.start), measure, from, "cell with a label"))
    }

    /// The measure of the cell whose number phrase is tokens `start..end`, where its label begins, and whether the
    /// marks around it are those of a table.
    fn cell(&self, start: usize, end: usize, head: Head) -> Option<(Measure, usize, bool)> {
        if !matches!(head, Head::None | Head::Person) {
            return None;
        }
        let closing = self.s.tok(end);
        let closes =
            matches!(closing.kind, Kind::End | Kind::Mark(b'/' | b'|' | b';' | b',' | b'.' | b')' | b'(' | b'*'));
        // "IDPs – 34,500": a dash or colon between label and number.
        let dashed = start > 1
            && self.s.before(start).is_mark(b'-')
            && self.s.before(start).start > self.s.before(start - 1).end;
        let to = if dashed { start - 1 } else { start };
        if !closes || to == 0 {
            return None;
        }
        (1..=3_usize).rev().find_map(|len| {
            let from = to.checked_sub(len)?;
            let (measure, role, covered) = self.s.trigger(self.words, from)?;
            let label = role.has(Role::LABEL.and(Role::TOLL).and(Role::STATUS).and(Role::COUNTED));
            let opening = self.s.before(from);
            let table = |kind: Kind| matches!(kind, Kind::Mark(b'/' | b'|' | b':' | b'*'));
            let opens =
                table(opening.kind) || matches!(opening.kind, Kind::End | Kind::Mark(b';' | b',' | b'.' | b'('));
            (covered == len
                && label
                && opens
                && (opening.kind != Kind::End
                    || dashed
                    || table(closing.kind)
                    || matches!(closing.kind, Kind::Mark(b';'))))
            .then(|| (measure, from, table(opening.kind) || table(closing.kind)))
        })
    }

    /// "Most affected: Dadu (12,430 ind.), Badin (4,120 ind.)", "Deaths (12), injuries (34)": a number alone in its
    /// bracket, behind a label or behind a name in a list that a label heads.
    fn under_heading(&self, np: &NounPhrase) -> Option<Verdict> {
        let open = np.start.checked_sub(1).filter(|at| self.s.tok(*at).is_mark(b'('))?;
        let alone = self.s.tok(np.end).is_mark(b')')
            || self.s.tok(np.end).is_mark(b'.') && self.s.tok(np.end + 1).is_mark(b')');
        if !alone || !matches!(np.head, Head::None | Head::Person) {
            return None;
        }
        for len in (1..=3_usize).rev() {
            let Some(from) = open.checked_sub(len) else { continue };
            let Some((measure, role, covered)) = self.s.trigger(self.words, from) else { continue };
            let opens = matches!(self.s.before(from).kind, Kind::End | Kind::Mark(_))
                || self.s.before(from).has(Class::CONJUNCTION);
            if covered == len && opens && role.has(Role::LABEL.and(Role::TOLL)) {
                return Some(self.figure(np, measure, from, "bracket after a label"));
            }
        }
        if np.head != Head::Person {
            return None;
        }
        // Back over names, brackets and joints to the colon; before it stands the label.
        let mut at = open;
        let mut depth = 0_i32;
        while at > 0 {
            at -= 1;
            let token = self.s.tok(at);
            match token.kind {
                Kind::Mark(b')') => depth += 1,
                Kind::Mark(b'(') => depth -= 1,
                Kind::Mark(b':') if depth == 0 => break,
                _ if depth > 0 => {}
                Kind::Mark(b',' | b';' | b'-' | b'/' | b'\'') => {}
                Kind::Word if token.capital || token.has(Class::CONJUNCTION.and(Class::DETERMINER)) => {}
                _ => return None,
            }
        }
        let colon = Some(at).filter(|at| self.s.tok(*at).is_mark(b':'))?;
        let (measure, from) = (1..=3_usize).rev().find_map(|len| {
            let from = colon.checked_sub(len)?;
            let (measure, role, covered) = self.s.trigger(self.words, from)?;
            (covered == len && role.has(Role::LABEL.and(Role::TOLL).and(Role::STATUS))).then_some((measure, from))
        })?;
        Some(self.figure(np, measure, from, "count of a place under a heading"))
    }

    /// "26 dead (11 Jacmel, 9 Leogane)", "47 fatalities (29 in Darbhanga, 18 in Saharsa)": what follows the bracket
    /// says nothing of the numbers in it.
    fn split_by_place(&self, np: &NounPhrase) -> Option<Verdict> {
        (np.head == Head::None && self.in_split(np.number)).then_some(Verdict::Open)
    }

    /// Whether token `at` is a number in a bracket of nothing but numbers and places, right behind a count.
    pub(super) fn in_split(&self, at: usize) -> bool {
        in_split(self.s, self.text, at)
    }

    /// "31,400 people in 6,280 HHs": the same people, by household.
    pub(super) fn by_household(&self, np: &NounPhrase, before: &NounPhrase) -> bool {
        let joint = np.start.checked_sub(1).filter(|at| *at == before.end);
        np.subject == Subject::Households
            && before.subject != Subject::Households
            && joint.is_some_and(|at| self.any(at, "in from or making comprising") || self.s.tok(at).is_mark(b'/'))
    }

    /// "(2018: 417)", "(up from 310 in May)": the same count at another time, in a bracket behind it.
    pub(super) fn at_another_time(&self, np: &NounPhrase) -> bool {
        let s = self.s;
        np.head == Head::None
            && s.tok(np.end).is_mark(b')')
            && s.before(np.start).is_mark(b':')
            && np.start >= 3
            && (s.tok(np.start - 2).kind == Kind::Fixed || s.tok(np.start - 2).has(Class::MONTH))
            && (1..=4).filter_map(|back| (np.start - 2).checked_sub(back)).any(|i| s.tok(i).is_mark(b'('))
    }

    /// "In May alone: 12,150": a fragment of a time and a number goes on with the count of the sentence before.
    pub(super) fn time_and_count(&self, np: &NounPhrase) -> bool {
        let s = self.s;
        let colon = np.start.checked_sub(1).filter(|at| s.tok(*at).is_mark(b':'));
        let Some(colon) =
            colon.filter(|_| np.head == Head::None && matches!(s.tok(np.end).kind, Kind::End | Kind::Mark(b'.')))
        else {
            return false;
        };
        let time = |at: usize| {
            let token = s.tok(at);
            token.kind == Kind::Fixed || token.has(Class::MONTH.and(Class::WEEKDAY).and(Class::TIME))
        };
        colon <= 6
            && self.any(0, "in during on since for")
            && (1..colon).any(time)
            && (1..colon).all(|at| {
                time(at)
                    || s.tok(at).has(Class::ADVERB.and(Class::DETERMINER).and(Class::CONJUNCTION))
                    || self.any(at, "alone only itself")
            })
    }
}

/// Whether token `at` stands in a bracket of nothing but numbers and places, right behind a count.
fn in_split(s: &Sentence, text: &str, at: usize) -> bool {
    let Some(open) = (0..at).rev().take(24).take_while(|i| !s.tok(*i).is_mark(b')')).find(|i| s.tok(*i).is_mark(b'('))
    else {
        return false;
    };
    let small = |token: super::token::Token| {
        text.get(token.start..token.end)
            .is_some_and(|word| matches!(word, "in" | "at" | "from" | "near" | "around" | "de" | "du" | "la"))
    };
    let mut names = 0;
    for i in open + 1..open + 40 {
        let token = s.tok(i);
        match token.kind {
            Kind::Mark(b')') => break,
            Kind::Mark(b',' | b';' | b'-' | b'\'') | Kind::Number(_) => {}
            Kind::Word if token.capital => names += 1,
            Kind::Word if token.has(Class::CONJUNCTION.and(Class::DETERMINER)) || small(token) => {}
            _ => return false,
        }
    }
    let opens = s.tok(open + 1).number().is_some();
    // A count before the bracket, at most four tokens back: "26 dead (", "47 confirmed fatalities (".
    let counted = (1..=4).filter_map(|back| open.checked_sub(back)).any(|i| s.tok(i).number().is_some());
    names > 0 && opens && counted
}

/// The place that begins at `at`, if the layout makes it one: behind its number in a split total, or the head of a cell.
pub(super) fn place_of_cell(s: &Sentence, text: &str, at: usize) -> Option<PlaceRef> {
    let token = s.tok(at);
    if let Some(place) = host(s, text, at) {
        return Some(place);
    }
    if !token.capital || s.before(at).is_word() && s.before(at).capital {
        return None;
    }
    let end = (at + 1..at + 5).find(|i| !(s.tok(*i).is_word() && s.tok(*i).capital))?;
    if s.before(at).number().is_some() && in_split(s, text, at) {
        let tokens = proper(s, text, at)?;
        let known = places::lookup(s.text_of(text, tokens.clone())).map(|place| place.kind);
        return Some(PlaceRef { tokens, link: Link::Behind, common: false, known });
    }
    let opened =
        matches!(s.before(at).kind, Kind::End | Kind::Mark(b';' | b',' | b':' | b'*' | b'.' | b'/' | b'|' | b')'))
            || s.before(at).has(Class::CONJUNCTION);
    let heads = s.tok(end).is_mark(b':') && at > 0
        || s.tok(end).is_mark(b'(') && s.tok(end + 1).number().is_some() && !s.tok(end + 2).is_mark(b')')
        || s.tok(end).is_mark(b'-')
            && s.tok(end).start > s.before(end).end
            && at > 0
            && s.tok(end + 1).number().is_some();
    let place = places::lookup(s.text_of(text, at..end)).filter(|_| opened && heads)?;
    (!place.weak).then_some(PlaceRef { tokens: at..end, link: Link::Head, common: false, known: Some(place.kind) })
}

/// "The Diffa region hosts 303,566": the subject of a sentence of hosting.
fn host(s: &Sentence, text: &str, at: usize) -> Option<PlaceRef> {
    if !s.tok(at).capital || s.before(at).is_word() && !(at == 1 && s.tok(0).has(Class::DETERMINER)) {
        return None;
    }
    let end = (at + 1..at + 4).find(|i| !(s.tok(*i).is_word() && s.tok(*i).capital))?;
    let verb = s.tok(end + 1);
    let hosts = text.get(verb.start..verb.end).is_some_and(|word| cues().hosts.has(word));
    if !(hosts && s.tok(end).has(Class::KIND)) {
        return None;
    }
    let tokens = proper(s, text, at)?;
    let known = places::lookup(s.text_of(text, tokens.clone())).map(|place| place.kind);
    Some(PlaceRef { tokens, link: Link::Named, common: false, known })
}

/// Whether the number at token `at` stands in the cell that `head` opens: in its bracket, or before the next head.
pub(super) fn in_cell(s: &Sentence, places: &[PlaceRef], head: &PlaceRef, at: usize) -> bool {
    if places
        .iter()
        .any(|other| other.link == Link::Head && other.tokens.start > head.tokens.start && other.tokens.start < at)
    {
        return false;
    }
    let bracket = s.tok(head.tokens.end).is_mark(b'(');
    !bracket || !(head.tokens.end..at).any(|i| s.tok(i).is_mark(b')'))
}
