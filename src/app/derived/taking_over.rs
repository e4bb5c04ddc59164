//! What a thread worked out of a project that was opened or changed at large, taken over by the window. Layer `app`.

use super::super::background::let_go;
use super::super::session::Session;
use super::super::view::ViewState;
use super::Derived;

impl Derived {
    /// What a thread works out of a project before anybody sees it: with the list of figures, which is wanted first.
    pub(in super::super) fn made_ready(session: &Session, view: &ViewState) -> Self {
        let mut derived = Self { is_ahead: true, ..Self::default() };
        derived.update(session, view);
        derived.is_ahead = false;
        derived
    }

    /// Takes over what [`Derived::made_ready`] worked out of the project as it is now, in place of bringing all up to
    /// date here. What follows from behind (checks, chart, ties) goes on from where it was.
    pub(in super::super) fn take_over(&mut self, mut fresh: Self) {
        let are_same_texts = self
            .seen
            .as_ref()
            .zip(fresh.seen.as_ref())
            .is_some_and(|(before, now)| before.articles.keys().eq(now.articles.keys()));
        macro_rules! swap {
            ($($field:ident)*) => { $(std::mem::swap(&mut self.$field, &mut fresh.$field);)* };
        }
        swap!(seen shown arranging rearranged reading library_key listing wires_of tallies_of origins lookup library library_len counts);
        swap!(tag_counts excerpts_of figures_of totals voices figure_headings figures);
        self.revision = fresh.revision;
        self.charted = fresh.charted;
        if !are_same_texts {
            self.texts = fresh.texts;
        }
        let_go(fresh);
    }
}
