//! The words by which an action is found besides those it shows: what the inspector calls the same thing. Layer `app`.

use super::actions::{Action, Menu};
use super::shortcut::Shortcut;

/// Further words of an action for the search of commands; empty for most.
pub const fn also(action: Action) -> &'static str {
    match action {
        Action::AdoptEstimate => "estimate rule reopened keep why total",
        Action::ConfirmTally => "accept proposed tally",
        Action::ReviewByTally => "compare sentences question",
        Action::CreateTally => "question group",
        Action::ConfirmFigure => "accept keep suggestion",
        Action::RejectFigure => "wrong not a figure set aside",
        Action::EditFigure => {
            "value qualifier origin attribution place period measure people counted as of stance grade"
        }
        Action::AddFigure => "by hand enter number count casualty",
        Action::SplitFigure => "two numbers second",
        Action::KeepTie => "same origin one count correction denies update repeats link accept",
        Action::DismissTie => "reject two counts not one count",
        Action::NextTie => "same origin one count copy quote",
        Action::ShowTies => "same origin one count copy quote links",
        Action::StartLink | Action::FinishLink => "tie passages same origin updates corrects denies repeats",
        Action::WriteMemo => "note comment reasoning",
        Action::MarkConfidential => "secret withhold protect source hide redact",
        Action::MarkMemoConfidential => "secret withhold protect hide note redact",
        Action::NewEvent => "incident massacre battle put under",
        Action::ShowEvent => "incident take out of its event",
        Action::ShowOrganisation => "outlet wire source alias reliability merge",
        Action::TagAllHits => "search code",
        Action::TagSelection => "excerpt code create tag",
        Action::ExportReport => "confidential withheld html print paper editor",
        Action::ShowChecks => "contradictions findings warnings dismiss set aside",
        Action::ProjectDetails => "rename coder initials name yourself",
        _ => "",
    }
}

/// The words, menu and key of the actions that stand aside from the daily round.
pub(super) const fn aside(action: Action) -> (&'static str, &'static str, Menu, Option<Shortcut>) {
    match action {
        Action::NewEvent => (
            "New event for what is selected",
            "Puts the selected tally, figure or link under an event of its own",
            Menu::Figures,
            None,
        ),
        Action::ShowEvent => (
            "Event of what is selected",
            "The event that the selected tally, figure or link is about, with all that lies under it",
            Menu::Figures,
            None,
        ),
        Action::ShowOrganisation => (
            "Organisation that is the origin",
            "Who is cited for the selected figure, with every name, kind and reliability; else the outlet",
            Menu::Figures,
            None,
        ),
        Action::MarkConfidential => (
            "Mark article confidential",
            "Withholds the article’s title, outlet, sentences and file from reports and exports; again takes it back",
            Menu::Edit,
            None,
        ),
        Action::MarkMemoConfidential => (
            "Mark memo confidential",
            "Withholds your memo on what is selected from reports and exports; again takes it back",
            Menu::Edit,
            None,
        ),
        // No other action asks here.
        _ => ("", "", Menu::Help, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_work_find_a_command() {
        for words in [
            "event",
            "origin",
            "organisation",
            "confidential",
            "memo",
            "estimate",
            "same origin",
            "one count",
            "tally",
            "excerpt",
            "qualifier",
            "wire",
            "outlet",
            "measure",
        ] {
            let has = |action: &&Action| {
                let info = action.info();
                let hay = format!("{} {} {}", info.label, info.tooltip, also(**action)).to_lowercase();
                words.split(' ').all(|word| hay.contains(word))
            };
            assert!(Action::ALL.iter().any(|action| has(&action)), "no command for {words}");
        }
    }
}
