//! Further columns of the figures panel, shown when asked for: what each says of a figure. Layer `app`.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::lexicon::locate::position;
use crate::model::figure::vocabulary;
use crate::model::{Event, Figure, FigureId, Project, TallyId};

vocabulary! {
    /// A column that is shown when it is asked for.
    MoreColumn {
        Status = "victim_status", "Victim status";
        Party = "party", "Party";
        Perpetrator = "alleged_perpetrator", "Alleged perpetrator";
        Location = "location", "Located";
        PlaceRole = "place_role", "The place is";
        Accounting = "accounting", "Adds up as";
        AsOf = "as_of", "As of";
        Event = "event", "Event";
        Cause = "cause", "Cause";
        Kind = "origin_kind", "Kind of voice";
        Reliability = "reliability", "Reliability";
        Checked = "verification", "Checked";
        Role = "role", "Role";
        Grade = "grade", "Grade";
        Reasoning = "reasoning", "Reasoning";
        Marks = "marks", "Review marks";
    }
}

/// What a column says of a figure; empty where nothing is given. `tallies_of` leads to the events of tallies.
pub fn words(
    project: &Project,
    tallies_of: &BTreeMap<FigureId, BTreeSet<TallyId>>,
    figure: &Figure,
    column: MoreColumn,
) -> String {
    let org = |id| project.organisations.get(&id).map_or("", |org: &crate::model::Organisation| org.short_name());
    let event = || event_of(project, tallies_of, figure);
    let own = |words: Option<&'static str>| words.unwrap_or_default().to_owned();
    match column {
        MoreColumn::Status => figure.victim_status(event()).label().to_owned(),
        MoreColumn::Party => figure.party.map_or("", org).to_owned(),
        MoreColumn::Perpetrator => figure.perpetrator.map_or("", org).to_owned(),
        MoreColumn::Location => position(figure).map_or_else(String::new, |(location, settled)| {
            let doubt = if settled { "" } else { ", not confirmed" };
            match location.point() {
                Some((lat, lon)) => format!("{} {lat}, {lon}{doubt}", location.name),
                None => format!("{}, {}{doubt}", location.name, location.accuracy.label()),
            }
        }),
        MoreColumn::PlaceRole => own(figure.place_role.map(crate::model::PlaceRole::label)),
        MoreColumn::Accounting => own(figure.accounting.map(crate::model::Accounting::label)),
        MoreColumn::AsOf => figure.as_of.map_or_else(String::new, |day| day.to_string()),
        MoreColumn::Event => event().map_or_else(String::new, |event| event.name.clone()),
        MoreColumn::Cause => {
            let event = event();
            let cause = figure.cause.or(event.and_then(|event| event.cause));
            let violence = figure.violence.or(event.and_then(|event| event.violence));
            let words = [cause.map(crate::model::Cause::label), violence.map(crate::model::Violence::label)];
            words.into_iter().flatten().collect::<Vec<_>>().join(", ")
        }
        MoreColumn::Kind => {
            let origin = figure.origin();
            let of_org = || project.organisations.get(&origin?.org?).map(|org| org.kind);
            own(origin.and_then(|link| link.kind).or_else(of_org).map(crate::model::OrgKind::label))
        }
        MoreColumn::Reliability => {
            let org = figure.origin().and_then(|link| project.organisations.get(&link.org?));
            let grade = org.and_then(|org| org.reliability).map(String::from);
            let number = figure.credibility.map(|grade| grade.to_string());
            [grade, number].into_iter().flatten().collect()
        }
        MoreColumn::Checked => match figure.verification {
            crate::model::Verification::Unstated => String::new(),
            said => said.label().to_owned(),
        },
        MoreColumn::Role => match figure.role {
            crate::model::FigureRole::Unset => String::new(),
            role => role.label().to_owned(),
        },
        MoreColumn::Grade => own(figure.grade.map(crate::model::Grade::label)),
        MoreColumn::Reasoning => figure.reasoning.clone(),
        MoreColumn::Marks => {
            let marks: Vec<String> =
                figure.marks.iter().map(|(field, mark)| format!("{}: {}", field.label(), mark.label())).collect();
            marks.join(", ")
        }
    }
}

/// The event a figure is about: its own, else that of a tally it stands in.
pub fn event_of<'a>(
    project: &'a Project,
    tallies_of: &BTreeMap<FigureId, BTreeSet<TallyId>>,
    figure: &Figure,
) -> Option<&'a Event> {
    let by_tally = || tallies_of.get(&figure.id)?.iter().find_map(|id| project.tallies.get(id)?.event);
    project.events.get(&figure.event.or_else(by_tally)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing;

    #[test]
    fn every_column_has_words_for_a_figure_of_which_all_is_known() {
        let project = testing::full_project();
        let figure = project.figures.values().next().unwrap();
        for column in MoreColumn::ALL {
            let said = words(&project, &BTreeMap::new(), figure, *column);
            let unset = matches!(column, MoreColumn::Checked);
            assert_eq!(said.is_empty(), unset, "{}: {said}", column.label());
        }
        assert_eq!(words(&project, &BTreeMap::new(), figure, MoreColumn::Reliability), "B2");
    }
}
