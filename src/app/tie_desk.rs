//! The tie that was gone to last, kept as a link or set aside. Layer `app`.

use crate::model::ReviewStatus;

use super::command::Operation;
use super::notice::Notice;
use super::ribbons::{Ribbon, Source};
use super::view::Selection;
use super::workbench::Workbench;

impl Workbench {
    /// The ribbon of the tie that is lit; of several between the same passages the one drawn on top.
    pub fn lit_ribbon(&self) -> Option<&Ribbon> {
        let lit = self.view.reading.tie.as_ref()?;
        self.reader.ribbons.iter().rev().find(|ribbon| ribbon.has_ends(&lit.here, &lit.there))
    }

    /// Keeps the lit tie as a link, or sets it aside. One that is kept already is selected, to be changed or commented.
    pub(super) fn judge_lit_tie(&mut self, keep: bool) {
        self.refresh();
        let Some(ribbon) = self.lit_ribbon().cloned() else {
            self.view.say(Notice::info("no tie is lit: F7 goes to the next one"));
            return;
        };
        if let (true, true, Source::Link(id)) = (keep, ribbon.kept, ribbon.source) {
            self.view.selection = Selection::Link(id);
            self.view.say(Notice::info("this tie is kept already; the inspector shows its link"));
            return;
        }
        let kind = ribbon.kind;
        self.operate(Operation::JudgeTie { tie: Box::new(ribbon), keep });
        self.refresh();
        // A kept tie shows that it is; one that is gone shows nothing any more.
        if !keep {
            self.view.say(Notice::info(format!("{}: set aside (Ctrl Z takes it back)", kind.label())));
        }
        let is_gone = self.lit_ribbon().is_none();
        if let Some(tie) = &mut self.view.reading.tie {
            tie.gone = is_gone;
        }
    }
}

/// What takes up again a tie that was set aside: a proposal about two figures is open again; of two passages the search
/// finds them anew.
pub fn take_up(ribbon: &Ribbon) -> Option<Operation> {
    let Source::Link(id) = ribbon.source else { return None };
    Some(match ribbon.figures {
        Some(_) => Operation::DecideLinks { links: vec![id], status: ReviewStatus::Suggested },
        None => Operation::DeleteLinks(vec![id]),
    })
}
