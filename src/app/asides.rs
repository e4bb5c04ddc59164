//! Actions of what is selected that stand aside from the daily round: keeping an article or a memo back, its event, the
//! organisation it goes back to. Layer `app`.

use crate::model::{Edit, EventId, LinkEnd, Memo, OrgId};

use super::command::{Command, Operation};
use super::notice::Notice;
use super::ops::articles_many::ManyChange;
use super::ops::events::Gathered;
use super::view::Selection;
use super::workbench::Workbench;

/// A coder's memo marked confidential, or no longer so, as one step.
pub fn confide_memo(memo: &Memo, confidential: bool) -> Edit {
    let label = if confidential { "mark memo confidential" } else { "mark memo not confidential" };
    Edit::put(label, Memo { confidential, ..memo.clone() })
}

impl Workbench {
    /// The coder's own memo on what is selected.
    pub fn own_memo(&self) -> Option<&Memo> {
        let session = self.session.as_ref()?;
        let memos = session.project().memos_on(self.memo_target());
        memos.into_iter().find(|memo| memo.coder == session.coder())
    }

    /// Turns what keeps the article at hand out of reports and exports on or off, and says which.
    pub(super) fn toggle_article_confidential(&mut self) {
        let Some(id) = self.article_at_hand() else { return };
        let Some(session) = &self.session else { return };
        let Some(article) = session.project().articles.get(&id) else { return };
        let wanted = !article.confidential;
        self.operate(Operation::ChangeArticles { articles: vec![id], change: ManyChange::Confidential(wanted) });
        self.view.say(Notice::info(if wanted {
            "the article is confidential: reports and exports withhold it"
        } else {
            "the article is no longer confidential"
        }));
    }

    /// The same for the coder's memo on what is selected.
    pub(super) fn toggle_memo_confidential(&mut self) {
        let Some(memo) = self.own_memo() else { return };
        let wanted = !memo.confidential;
        let edit = confide_memo(memo, wanted);
        self.run(Command::Edit(edit));
        self.view.say(Notice::info(if wanted {
            "the memo is confidential: reports and exports withhold it"
        } else {
            "the memo is no longer confidential"
        }));
    }

    /// What a report would keep back as confidential, in words; `None` without a project.
    pub fn withheld_words(&self) -> Option<String> {
        let project = self.session.as_ref()?.project();
        Some(match super::redact::kept_back(project).words() {
            Some(words) => format!("Withheld as confidential: {words}."),
            None => "Nothing is marked confidential; nothing will be withheld.".to_owned(),
        })
    }

    /// What a new event would hold: the selected tally, figure or link, and the event's name.
    pub(super) fn to_gather(&self) -> Option<(String, Gathered)> {
        let project = self.session.as_ref()?.project();
        let (place, gathered) = match self.view.selection {
            Selection::Tally(id) => {
                (project.tallies.get(&id)?.place.clone(), Gathered { tallies: vec![id], ..Gathered::default() })
            }
            Selection::Figure(id) => {
                (project.figures.get(&id)?.place.clone(), Gathered { figures: vec![id], ..Gathered::default() })
            }
            Selection::Link(id) => (None, Gathered { links: vec![id], ..Gathered::default() }),
            _ => return None,
        };
        Some((place.map_or_else(|| "New event".to_owned(), |place| format!("Event in {place}")), gathered))
    }

    pub(super) fn gather_into_new_event(&mut self) {
        if let Some((name, gathered)) = self.to_gather() {
            self.operate(Operation::CreateEvent { name, gathered });
        }
    }

    /// The event that what is selected is about, by its own word or by its tally's.
    pub(super) fn event_at_hand(&self) -> Option<EventId> {
        let project = self.session.as_ref()?.project();
        match self.view.selection {
            Selection::Tally(id) => project.tallies.get(&id)?.event,
            Selection::Figure(id) => {
                let by_tally = || {
                    let tallies = project.tallies.values().filter(|tally| tally.figures.contains(&id));
                    tallies.filter_map(|tally| tally.event).next()
                };
                project.figures.get(&id)?.event.or_else(by_tally)
            }
            Selection::Link(id) => project.links.get(&id)?.event,
            _ => None,
        }
    }

    pub(super) fn select_event(&mut self) {
        if let Some(event) = self.event_at_hand() {
            self.view.selection = Selection::Event(event);
        }
    }

    /// Whom the selected figure goes back to; the outlet, or the wire it carries, of the article at hand otherwise.
    pub(super) fn organisation_at_hand(&self) -> Option<OrgId> {
        let project = self.session.as_ref()?.project();
        let of_figure = |id| {
            let figure = project.figures.get(id)?;
            figure.chain.iter().find_map(|step| step.org)
        };
        let named = match &self.view.selection {
            Selection::Figure(id) => of_figure(id),
            Selection::Link(id) => match &project.links.get(id)?.a {
                LinkEnd::Figure(figure) => of_figure(figure),
                LinkEnd::Passage(..) => None,
            },
            _ => None,
        };
        named.or_else(|| project.wire_or_outlet(project.articles.get(&self.article_at_hand()?)?))
    }

    pub(super) fn select_organisation(&mut self) {
        if let Some(org) = self.organisation_at_hand() {
            self.view.selection = Selection::Organisation(org);
        }
    }
}
