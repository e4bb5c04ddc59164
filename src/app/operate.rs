//! Operations on tallies, estimates, events, organisations, links and findings: the part of
//! [`Operation`] that works on records alone. Layer `app`.

use crate::model::{Edit, Project};

use super::command::Operation;
use super::ops::{self, By, Refused};

/// The edit that an operation comes to; `None` when there is nothing to do, or another part carries it out.
///
/// # Errors
/// Why an operation is refused.
pub(super) fn edit_of(project: &Project, operation: Operation, by: &mut By<'_>) -> Result<Option<Edit>, Refused> {
    use Operation as Op;
    Ok(match operation {
        Op::ReviewTallies { tallies, status } => ops::tallies::review_tallies(project, &tallies, status),
        Op::MergeTallies { from, into } => ops::tallies::merge_tallies(project, from, into)?,
        Op::SplitTally { tally, figures } => ops::tallies::split_tally(project, tally, &figures, by)?,
        Op::AdoptByRule { tally, rule, words, reasoning } => {
            ops::tallies::adopt_by_rule(project, tally, rule, words, &reasoning, by)?
        }
        Op::KeepEstimate(tally) => ops::tallies::keep_estimate(project, tally, by),
        Op::CreateEvent { name, gathered } => ops::events::create_event(project, &name, &gathered, by)?,
        Op::ChangeEvent(event) => ops::events::change_event(project, *event),
        Op::NameParties { event, parties } => ops::events::name_parties(project, event, &parties, by),
        Op::SetEvent { gathered, event } => ops::events::set_event(project, &gathered, event),
        Op::MergeEvents { from, into } => ops::events::merge_events(project, from, into)?,
        Op::DeleteEvent(event) => ops::events::delete_event(project, event),
        Op::ChangeOrganisation(org) => ops::organisations::change_organisation(project, *org)?,
        Op::AddAlias { organisation, alias } => ops::organisations::add_alias(project, organisation, &alias)?,
        Op::MergeOrganisations { from, into } => ops::organisations::merge_organisations(project, from, into)?,
        Op::SetChain { figure, steps } => ops::organisations::set_chain(project, figure, &steps, by)?,
        Op::DecideLinks { links, status } => ops::links::decide(project, &links, status, by),
        Op::TieFigures { kind, a, b, reason } => ops::links::tie_figures(project, kind, (a, b), &reason, by)?,
        Op::ChangeLinkKind { link, kind } => ops::passage_links::change_kind(project, link, kind, by),
        Op::MoveTag { tag, parent, before } => ops::codebook_tree::move_tag(project, tag, parent, before)?,
        Op::SplitTag { tag, excerpts, name } => ops::codebook_tree::split_tag(project, tag, &excerpts, &name, by)?,
        Op::DeleteLinks(links) => ops::links::delete_links(project, &links),
        Op::DismissFinding { finding, reason } => ops::dismissals::dismiss(project, &finding, &reason, by)?,
        Op::TakeUpFinding(dismissal) => ops::dismissals::take_up(project, dismissal),
        Op::ConfirmTally(tally) => ops::figure_edits::confirm_tally(project, tally, by),
        Op::EditFigures { figures, change } => ops::figure_edits::edit_figures(project, &figures, &change, by)?,
        // The session itself carries out the others: they need texts, or more than records.
        _ => None,
    })
}
