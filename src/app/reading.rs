//! How the reader shows what is open: words looked for, ties drawn, columns that scroll together, the tie that is lit.
//! Layer `app`; it may all be lost without loss to the project.

use std::ops::Range;
use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation as _;

use crate::model::{ArticleId, ExcerptId, FigureId};
use crate::text::ties::Passage;

use super::command::{Operation, ViewCommand};
use super::derived::Derived;
use super::found::Found;
use super::notice::Notice;
use super::ribbons::{self, Ribbon};
use super::session::Session;
use super::view::{Selection, ViewState};
use super::workbench::Workbench;

/// Words longer than this are not put into the find bar when it opens on a selection.
const LONGEST_PREFILL: usize = 80;

/// What the reader shows beside the texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The find bar; `None` while it is closed.
    pub find: Option<Find>,
    /// Whether columns scroll together.
    pub together: bool,
    /// Whether ties are drawn.
    pub ties: bool,
    /// Whether the reader has the whole window.
    pub alone: bool,
    /// Whether the pop-up that tags is open.
    pub tagging: bool,
    pub tie: Option<LitTie>,
    /// The column that is to take the keyboard.
    pub focus: Option<ArticleId>,
}

impl Default for Reading {
    fn default() -> Self {
        Self { find: None, together: false, ties: true, alone: false, tagging: false, tie: None, focus: None }
    }
}

/// What is looked for in the open articles.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Find {
    pub query: String,
    /// The match it stands on: an index into [`Found::hits`].
    pub at: usize,
    /// Counts up whenever the bar is asked for, so that it takes the keyboard.
    pub asked: u64,
}

/// The tie gone to last: both passages are lit and level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LitTie {
    /// The passage in the article at hand.
    pub here: Passage,
    pub there: Passage,
    /// It was set aside: its place is remembered, for the next one, but it is lit no more.
    pub gone: bool,
    /// Counts up, so that going to the same tie again shows it again.
    pub stamp: u64,
}

/// A change of what the reader shows.
#[derive(Debug, Clone, PartialEq)]
pub enum ReadingCommand {
    /// Looks for these words, from the article at hand on.
    Find(String),
    CloseFind,
    /// Goes so many matches on (back when negative), round the end.
    FindStep(isize),
    Together(bool),
    Ties(bool),
    Alone(bool),
    Tagging(bool),
    /// Lights both passages and brings them level; opens the other article if need be.
    ShowTie {
        here: Passage,
        there: Passage,
    },
    /// Gives the keyboard to a column.
    Focus(ArticleId),
    /// The column took the keyboard that was asked for.
    Focused,
}

/// What the reader draws over the texts, worked out once per change and not per frame.
#[derive(Debug, Default)]
pub struct ReaderDerived {
    found: Found,
    ribbons_key: Option<(u64, u64, Vec<ArticleId>)>,
    /// What ties the open articles, the strongest kind last so that it is drawn on top.
    pub ribbons: Arc<[Ribbon]>,
    /// What somebody said is no tie of theirs.
    pub set_aside: Arc<[Ribbon]>,
}

impl ReaderDerived {
    /// Brings everything up to the project's revision, the ties and the view; cheap when nothing changed.
    pub fn update(&mut self, session: &Session, derived: &Derived, view: &ViewState) {
        self.found.update(session, view);
        let key = (derived.charted(), derived.ties_revision, view.columns.clone());
        if self.ribbons_key.as_ref() != Some(&key) {
            let all = ribbons::ribbons(session.project(), derived, &derived.ties, &view.columns);
            self.ribbons = all.shown.into();
            self.set_aside = all.set_aside.into();
            self.ribbons_key = Some(key);
        }
    }

    /// Whether what is looked for is not found yet.
    pub const fn is_behind(&self) -> bool {
        self.found.is_behind()
    }

    /// What the find bar found.
    pub const fn found(&self) -> &Found {
        &self.found
    }
}

/// An end of an excerpt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Start,
    Finish,
}

/// `range` (bytes) with one end moved by a word: outwards, or inwards as long as a word is left.
pub fn stretched(text: &str, range: Range<usize>, end: End, outwards: bool) -> Range<usize> {
    let word_before = |at: usize| {
        let head = text.get(..at)?;
        // What lies further back than this is another paragraph's business: no word is that long.
        let from = (0..=head.len().saturating_sub(400)).rev().find(|at| head.is_char_boundary(*at)).unwrap_or(0);
        head.get(from..)?.unicode_word_indices().next_back().map(|(start, _)| from + start)
    };
    let word_after =
        |at: usize| text.get(at..)?.unicode_word_indices().next().map(|(start, word)| at + start + word.len());
    let (start, finish) = (range.start, range.end);
    let inside = || text.get(range.clone()).map(|words| words.unicode_word_indices().collect::<Vec<_>>());
    match (end, outwards) {
        (End::Start, true) => word_before(start).unwrap_or(start)..finish,
        (End::Finish, true) => start..word_after(finish).unwrap_or(finish),
        (End::Start, false) => {
            let second = inside().and_then(|words| words.get(1).map(|(at, _)| start + at));
            second.unwrap_or(start)..finish
        }
        (End::Finish, false) => {
            let last_but_one = inside().and_then(|words| {
                let (at, word) = words.len().checked_sub(2).and_then(|index| words.get(index))?;
                Some(start + at + word.len())
            });
            start..last_but_one.unwrap_or(finish)
        }
    }
}

impl Workbench {
    /// Carries out what the reader asked for.
    pub(super) fn read_on(&mut self, command: ReadingCommand) {
        match command {
            ReadingCommand::Find(query) => {
                let from = self.view.text_selection.clone().map(|(article, range)| (article, range.start));
                self.reader.found.start_from(from.or_else(|| Some((self.article_at_hand()?, 0))));
                let asked = self.view.reading.find.as_ref().map_or(0, |find| find.asked);
                self.view.reading.find = Some(Find { query, at: 0, asked });
                self.refresh();
            }
            ReadingCommand::CloseFind => self.view.reading.find = None,
            ReadingCommand::FindStep(step) => {
                if self.view.reading.find.is_none() {
                    self.open_find();
                    return;
                }
                let n = self.reader.found.hits.len() as isize;
                if let Some(find) = &mut self.view.reading.find
                    && n > 0
                {
                    find.at = (find.at as isize + step).rem_euclid(n).unsigned_abs();
                    self.show_hit();
                }
            }
            ReadingCommand::Together(together) => self.view.reading.together = together,
            ReadingCommand::Ties(ties) => self.view.reading.ties = ties,
            ReadingCommand::Alone(alone) => self.view.reading.alone = alone,
            ReadingCommand::Tagging(tagging) => self.view.reading.tagging = tagging,
            ReadingCommand::ShowTie { here, there } => self.show_tie(here, there),
            ReadingCommand::Focus(article) => self.view.reading.focus = Some(article),
            ReadingCommand::Focused => self.view.reading.focus = None,
        }
    }

    /// Stands on the first match behind where the words were asked for, once the matches are there.
    pub(super) fn stand_on_hit(&mut self) {
        let Some(first) = self.reader.found.take_first() else { return };
        if let Some(find) = &mut self.view.reading.find {
            find.at = first;
            self.show_hit();
        }
    }

    fn show_hit(&mut self) {
        let at = self.view.reading.find.as_ref().map_or(0, |find| find.at);
        if let Some((article, range)) = self.reader.found.hits.get(at).cloned() {
            self.view.reveal(article, range);
        }
    }

    /// Opens the find bar, with the selected words in it if they are few.
    pub(super) fn open_find(&mut self) {
        let selected = self.view.text_selection.clone().and_then(|(article, range)| {
            let text = self.session.as_ref()?.text(article)?;
            let words = text.get(range)?.trim().to_owned();
            (!words.is_empty() && words.len() <= LONGEST_PREFILL && !words.contains('\n')).then_some(words)
        });
        let before = self.view.reading.find.clone().unwrap_or_default();
        self.view.stamp += 1;
        let asked = self.view.stamp;
        match selected {
            Some(query) => {
                self.view.reading.find = Some(Find { asked, ..before });
                self.read_on(ReadingCommand::Find(query));
            }
            None => self.view.reading.find = Some(Find { asked, ..before }),
        }
    }

    /// Brings two tied passages into sight, level and lit.
    fn show_tie(&mut self, here: Passage, there: Passage) {
        self.view.open(here.article);
        self.view.open(there.article);
        self.view.stamp += 1;
        self.view.reading.tie = Some(LitTie { here, there, gone: false, stamp: self.view.stamp });
    }

    /// Goes to the next tie (the last when `step` is negative) of the article at hand, in the order of its text.
    pub(super) fn step_tie(&mut self, step: isize) {
        self.refresh();
        let Some(article) = self.article_at_hand() else { return };
        let mut ties: Vec<(Passage, Passage)> =
            self.reader.ribbons.iter().filter_map(|ribbon| ribbon.seen_from(article)).collect();
        ties.sort_by_key(|(here, there)| (here.range.start, here.range.end, there.article, there.range.start));
        ties.dedup();
        let lit = self.view.reading.tie.as_ref();
        let now = lit.and_then(|lit| ties.iter().position(|(here, there)| *here == lit.here && *there == lit.there));
        let n = ties.len() as isize;
        // One that was set aside is gone, but its neighbours are still the next.
        let place = |lit: &LitTie| {
            let before = |(here, there): &(Passage, Passage)| {
                (here.range.start, here.range.end, there.article)
                    < (lit.here.range.start, lit.here.range.end, lit.there.article)
            };
            ties.partition_point(before) as isize
        };
        let gap = lit.filter(|lit| lit.gone && lit.here.article == article).map(place);
        let next = match (now, gap) {
            (Some(now), _) => (now as isize + step).rem_euclid(n.max(1)),
            (None, Some(gap)) if n > 0 => (if step < 0 { gap + step } else { gap }).rem_euclid(n),
            (None, _) if step < 0 => n - 1,
            (None, _) => 0,
        };
        match usize::try_from(next).ok().and_then(|next| ties.get(next).cloned()) {
            Some((here, there)) => {
                self.view.selection = Selection::Article(article);
                self.show_tie(here, there);
            }
            None => self.view.say(Notice::info("nothing ties this article to another open one")),
        }
    }

    /// Goes to the other end of the lit tie.
    pub(super) fn follow_tie(&mut self) {
        match self.view.reading.tie.clone() {
            Some(lit) => {
                self.view.selection = Selection::Article(lit.there.article);
                self.view.reading.focus = Some(lit.there.article);
                self.show_tie(lit.there, lit.here);
            }
            None => self.view.say(Notice::info("no tie is lit: F7 goes to the next one")),
        }
    }

    /// Selects the next excerpt or figure of the article at hand, in the order of its text.
    pub(super) fn step_mark(&mut self, step: isize) {
        enum Mark {
            Excerpt(ExcerptId),
            Figure(FigureId),
        }
        let (Some(article), Some(session)) = (self.article_at_hand(), &self.session) else { return };
        let project = session.project();
        let mut marks: Vec<(Range<usize>, Mark)> = Vec::new();
        for id in self.derived.excerpts_of.get(&article).into_iter().flatten() {
            marks.extend(project.excerpts.get(id).map(|e| (e.anchor.span.range(), Mark::Excerpt(*id))));
        }
        for id in self.derived.figures_of.get(&article).into_iter().flatten() {
            marks.extend(project.figures.get(id).map(|f| (f.anchor.span.range(), Mark::Figure(*id))));
        }
        marks.sort_by_key(|(range, _)| (range.start, usize::MAX - range.end));
        let now = marks.iter().position(|(_, mark)| match mark {
            Mark::Excerpt(id) => self.view.selection == Selection::Excerpt(*id),
            Mark::Figure(id) => self.view.selection == Selection::Figure(*id),
        });
        let n = marks.len() as isize;
        let next = match now {
            Some(now) => (now as isize + step).rem_euclid(n.max(1)),
            None if step < 0 => n - 1,
            None => 0,
        };
        let Some((range, mark)) = usize::try_from(next).ok().and_then(|next| marks.get(next)) else {
            self.view.say(Notice::info("nothing is marked in this article yet"));
            return;
        };
        self.view.selection = match mark {
            Mark::Excerpt(id) => Selection::Excerpt(*id),
            Mark::Figure(id) => Selection::Figure(*id),
        };
        self.view.text_selection = None;
        self.view.reveal(article, range.clone());
    }

    /// Moves one end of the selected excerpt by a word.
    pub(super) fn stretch_excerpt(&mut self, end: End, outwards: bool) {
        let Selection::Excerpt(id) = self.view.selection else { return };
        let found = self.session.as_ref().and_then(|session| {
            let excerpt = session.project().excerpts.get(&id)?;
            Some((session.text(excerpt.article)?, excerpt.anchor.span.range()))
        });
        if let Some((text, range)) = found {
            let range = stretched(&text, range, end, outwards);
            self.operate(Operation::ResizeExcerpt { excerpt: id, range });
        }
    }

    /// Gives the keyboard to the column beside the one at hand.
    pub(super) fn step_column(&mut self, step: isize) {
        let Some(at) = self.column_at_hand() else { return };
        let n = self.view.columns.len() as isize;
        let next = (at as isize + step).rem_euclid(n.max(1)).unsigned_abs();
        if let Some(article) = self.view.columns.get(next).copied() {
            self.view.selection = Selection::Article(article);
            self.view.reading.focus = Some(article);
        }
    }

    /// Moves the column at hand one place.
    pub(super) fn move_column(&mut self, step: isize) {
        let Some(from) = self.column_at_hand() else { return };
        let to = from.saturating_add_signed(step).min(self.view.columns.len().saturating_sub(1));
        self.run(super::command::Command::View(ViewCommand::MoveColumn { from, to }));
    }

    fn column_at_hand(&self) -> Option<usize> {
        let article = self.article_at_hand()?;
        let open = self.view.columns.iter().position(|id| *id == article);
        open.or_else(|| self.view.columns.len().checked_sub(1))
    }

    /// What a tag would be put on: the selected words, or the selected excerpt.
    pub fn span_to_tag(&self) -> Option<(ArticleId, Range<usize>)> {
        let excerpt = || {
            let Selection::Excerpt(id) = self.view.selection else { return None };
            let excerpt = self.session.as_ref()?.project().excerpts.get(&id)?;
            Some((excerpt.article, excerpt.anchor.span.range()))
        };
        self.view.text_selection.clone().or_else(excerpt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, words: &str, end: End, outwards: bool, want: &str) {
        let at = text.find(words).unwrap();
        let range = stretched(text, at..at + words.len(), end, outwards);
        assert_eq!(&text[range], want);
    }

    const TEXT: &str = "The quay, they said, held. قال المرصد إن 45 شخصا";

    #[test]
    fn an_end_moves_by_a_word_outwards() {
        check(TEXT, "they said", End::Start, true, "quay, they said");
        check(TEXT, "they said", End::Finish, true, "they said, held");
        check(TEXT, "The quay", End::Start, true, "The quay");
        check(TEXT, "45", End::Start, true, "إن 45");
    }

    #[test]
    fn an_end_moves_inwards_until_one_word_is_left() {
        check(TEXT, "quay, they said", End::Start, false, "they said");
        check(TEXT, "quay, they said", End::Finish, false, "quay, they");
        check(TEXT, "held", End::Finish, false, "held");
        check(TEXT, "held", End::Start, false, "held");
    }
}
