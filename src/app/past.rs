//! What became of a figure, in words: who changed what, and when. Read from the journal when it is asked for. Layer
//! `app`.

use std::path::Path;

use crate::model::{Figure, FigureId, Project, Record, RecordId, Timestamp};
use crate::plots::thousands;
use crate::store::{self, Past, StoreError};

use super::ops::figure_edits::write_period;
use super::ops::figure_terms::write_sex_age;
use crate::lexicon::locate::location_words;

/// One step in a figure's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastLine {
    pub at: Timestamp,
    /// The coder's name, or why there is none.
    pub who: String,
    /// What changed, a field each ("place: Arlen → Marren"); the words of the step where no field tells it.
    pub what: Vec<String>,
}

/// The history of a figure, the newest first.
///
/// # Errors
/// The journal cannot be read.
pub fn of_figure(folder: &Path, project: &Project, figure: FigureId) -> Result<Vec<PastLine>, StoreError> {
    let steps = store::past(folder, RecordId::Figure(figure))?;
    Ok(steps.iter().rev().map(|step| line(project, step)).collect())
}

fn line(project: &Project, step: &Past) -> PastLine {
    let who = match step.coder.and_then(|id| project.coders.get(&id)) {
        Some(coder) => coder.name.clone(),
        None if step.label == store::OUTSIDE_LABEL => "outside Crossread".to_owned(),
        // A coder is written into the project with the first thing they say of it; an import comes before that.
        None => "name not recorded".to_owned(),
    };
    let figure = |record: &Option<Record>| match record {
        Some(Record::Figure(figure)) => Some(figure.clone()),
        _ => None,
    };
    let what = match (figure(&step.before), figure(&step.after)) {
        (Some(before), Some(after)) => changed(project, &before, &after),
        // A suggestion is made by the import, and by nobody's word.
        (None, Some(after)) if after.coder.is_none() => vec!["suggested by the rules".to_owned()],
        (None, Some(_)) => vec!["entered".to_owned()],
        (_, None) => vec!["deleted".to_owned()],
    };
    PastLine { at: step.at, who, what: if what.is_empty() { vec![step.label.clone()] } else { what } }
}

/// The fields that differ, each with what it was and is.
fn changed(project: &Project, before: &Figure, after: &Figure) -> Vec<String> {
    let (old, new) = (fields(project, before), fields(project, after));
    let or = |words: &str| if words.is_empty() { "not given".to_owned() } else { words.to_owned() };
    old.iter()
        .zip(&new)
        .filter(|((_, old), (_, new))| old != new)
        .map(|((name, old), (_, new))| format!("{name}: {} → {}", or(old), or(new)))
        .collect()
}

/// Every field that people change, in words.
fn fields(project: &Project, f: &Figure) -> Vec<(&'static str, String)> {
    let number = |n: Option<u64>| n.map_or_else(String::new, thousands);
    let org = |id: Option<crate::model::OrgId>| {
        id.and_then(|id| project.organisations.get(&id)).map_or_else(String::new, |org| org.short_name().to_owned())
    };
    let day = |date: Option<crate::model::Date>| date.map_or_else(String::new, |date| date.to_string());
    let label = |words: Option<&'static str>| words.unwrap_or_default().to_owned();
    let chain: Vec<String> = f
        .chain
        .iter()
        .map(|link| {
            let name = org(link.org);
            let name = if name.is_empty() { link.as_written.clone() } else { name };
            let verb = link.verb.map_or_else(String::new, |verb| format!(" ({})", verb.label()));
            let kind = link.kind.map_or_else(String::new, |kind| format!(" [{}]", kind.label()));
            format!("{name}{verb}{kind}")
        })
        .collect();
    let marks: Vec<String> =
        f.marks.iter().map(|(field, mark)| format!("{} {}", field.label(), mark.label())).collect();
    vec![
        ("review", f.status.label().to_owned()),
        ("words in the article", f.as_reported()),
        ("lowest", number(f.low)),
        ("best", number(f.best)),
        ("highest", number(f.high)),
        ("qualifier", f.qualifier.label().to_owned()),
        ("share", f.fraction.map_or_else(String::new, |share| format!("{} %", (share * 1000.0).round() / 10.0))),
        ("population", number(f.population)),
        ("reading of words", f.words.label().to_owned()),
        ("measure", f.measure_words().to_owned()),
        ("people counted", f.subject.label().to_owned()),
        ("victim status", label(f.victim.map(crate::model::VictimStatus::label))),
        ("party", org(f.party)),
        ("alleged perpetrator", org(f.perpetrator)),
        ("sex and age", write_sex_age(&f.sex_age)),
        ("household size", f.household_size.map_or_else(String::new, |size| size.to_string())),
        ("adds up as", label(f.accounting.map(crate::model::Accounting::label))),
        ("on whose word", chain.join(" → ")),
        ("place", f.place.clone().unwrap_or_default()),
        ("role of the place", label(f.place_role.map(crate::model::PlaceRole::label))),
        ("location", f.location.as_deref().map(location_words).unwrap_or_default()),
        ("period", write_period(&f.period)),
        ("accuracy of dates", label(f.period.accuracy.map(crate::model::DateAccuracy::label))),
        ("accuracy of the last day", label(f.period.end_accuracy.map(crate::model::DateAccuracy::label))),
        ("as of", day(f.as_of)),
        ("event", f.event.and_then(|id| project.events.get(&id)).map_or_else(String::new, |event| event.name.clone())),
        ("cause", label(f.cause.map(crate::model::Cause::label))),
        ("type of violence", label(f.violence.map(crate::model::Violence::label))),
        ("part of", f.part_of.and_then(|id| project.figures.get(&id)).map_or_else(String::new, Figure::as_reported)),
        ("the article", f.stance.label().to_owned()),
        ("checked", f.verification.label().to_owned()),
        ("role", f.role.label().to_owned()),
        ("grade", label(f.grade.map(crate::model::Grade::label))),
        ("credibility", f.credibility.map_or_else(String::new, |grade| grade.to_string())),
        ("reasoning", f.reasoning.clone()),
        ("marks", marks.join(", ")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ReviewStatus, testing};

    #[test]
    fn each_field_that_changed_is_said_with_what_it_was() {
        let project = testing::full_project();
        let before = project.figures.values().next().unwrap().clone();
        let mut after = before.clone();
        (after.low, after.place, after.status) = (Some(1_250), None, ReviewStatus::Rejected);
        let said = changed(&project, &before, &after);
        assert_eq!(
            said,
            ["review: confirmed → rejected", "lowest: 40 → 1,250", "place: the town → not given"],
            "{said:?}"
        );
        assert!(changed(&project, &before, &before).is_empty());
    }
}
