//! The terms of figures, set one field at a time: victim status, parties, place and its role, cause, breakdown, how a
//! word was read, marks of review. Layer `app`.

use std::collections::BTreeSet;

use crate::app::estimates::words_read;
use crate::lexicon::locate::{Whereabouts, locate};
use crate::model::{
    Cause, Date, DateAccuracy, FieldMark, Figure, FigureField, Grade, Location, Measure, OrgId, OrgKind, PlaceRole,
    Qualifier, Sex, SexAge, Verb, VictimStatus, Violence, WordsRule,
};

use super::Refused;
use super::figure_edits::read_value;

/// One of a figure's terms with its new value.
#[derive(Debug, Clone, PartialEq)]
pub enum TermChange {
    /// `None` lets the word for the counted say it.
    Victim(Option<VictimStatus>),
    /// The name of the party the counted belonged to; empty: not given.
    Party(String),
    /// The name of who is said to have done it; empty: not given.
    Perpetrator(String),
    PlaceRole(Option<PlaceRole>),
    Location(Option<Box<Location>>),
    /// Takes the place index's word where it knows one place of the name, and leaves the others to be asked.
    Locate,
    Cause(Option<Cause>),
    Violence(Option<Violence>),
    /// Reads a word without a number by this rule; the value follows.
    Words(WordsRule),
    /// Rows by sex and age, as [`read_sex_age`] reads them.
    SexAge(String),
    /// What is counted, where that is no measure of the list.
    MeasureName(String),
    /// The verb of who counted.
    Verb(Option<Verb>),
    /// What kind of voice who counted is, where the organisation does not say so.
    OriginKind(Option<OrgKind>),
    StartAccuracy(Option<DateAccuracy>),
    EndAccuracy(Option<DateAccuracy>),
    AsOf(Option<Date>),
    Grade(Option<Grade>),
    Credibility(Option<u8>),
    Reasoning(String),
    /// A reviewer's mark on one field; `None` takes it off.
    Mark(FigureField, Option<FieldMark>),
}

impl TermChange {
    /// What it changes, in words.
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Victim(_) => "victim status",
            Self::Party(_) => "party of the counted",
            Self::Perpetrator(_) => "alleged perpetrator",
            Self::PlaceRole(_) => "role of the place",
            Self::Location(_) | Self::Locate => "location",
            Self::Cause(_) => "cause",
            Self::Violence(_) => "type of violence",
            Self::Words(_) => "reading of words",
            Self::SexAge(_) => "sex and age",
            Self::MeasureName(_) => "measure",
            Self::Verb(_) => "verb of the origin",
            Self::OriginKind(_) => "kind of origin",
            Self::StartAccuracy(_) | Self::EndAccuracy(_) => "accuracy of dates",
            Self::AsOf(_) => "as of",
            Self::Grade(_) => "grade",
            Self::Credibility(_) => "credibility",
            Self::Reasoning(_) => "reasoning",
            Self::Mark(..) => "mark on a field",
        }
    }

    /// The name of an organisation it needs, if it does.
    pub(super) fn organisation(&self) -> Option<&str> {
        match self {
            Self::Party(name) | Self::Perpetrator(name) => Some(name.trim()).filter(|name| !name.is_empty()),
            _ => None,
        }
    }

    /// Makes the change; `org` is the organisation of that name.
    ///
    /// # Errors
    /// When what was typed cannot be read, or does not go with the figure.
    pub(super) fn apply(&self, figure: &mut Figure, org: Option<OrgId>) -> Result<(), Refused> {
        match self {
            Self::Victim(victim) => figure.victim = *victim,
            Self::Party(_) => figure.party = org,
            Self::Perpetrator(_) => figure.perpetrator = org,
            Self::PlaceRole(role) => figure.place_role = *role,
            Self::Location(location) => figure.location.clone_from(location),
            Self::Locate => {
                if figure.location.is_none()
                    && let Some(place) = figure.place.as_deref()
                    && let Whereabouts::One(location) = locate(place)
                {
                    figure.location = Some(location);
                }
            }
            Self::Cause(cause) => figure.cause = *cause,
            Self::Violence(violence) => figure.violence = *violence,
            Self::Words(rule) => read_words(figure, *rule)?,
            Self::SexAge(typed) => figure.sex_age = read_sex_age(typed)?,
            Self::MeasureName(name) => {
                figure.measure_name = name.trim().to_owned();
                if !figure.measure_name.is_empty() {
                    figure.measure = Measure::Other;
                }
            }
            Self::Verb(verb) => origin(figure)?.verb = *verb,
            Self::OriginKind(kind) => origin(figure)?.kind = *kind,
            Self::StartAccuracy(accuracy) => figure.period.accuracy = *accuracy,
            Self::EndAccuracy(accuracy) => figure.period.end_accuracy = *accuracy,
            Self::AsOf(day) => figure.as_of = *day,
            Self::Grade(grade) => figure.grade = *grade,
            Self::Credibility(credibility) => figure.credibility = *credibility,
            Self::Reasoning(reasoning) => figure.reasoning = reasoning.trim().to_owned(),
            Self::Mark(field, Some(mark)) => {
                figure.marks.insert(*field, *mark);
            }
            Self::Mark(field, None) => {
                figure.marks.remove(field);
            }
        }
        Ok(())
    }
}

fn origin(figure: &mut Figure) -> Result<&mut crate::model::ChainLink, Refused> {
    let quote = figure.as_reported();
    let origin = figure.chain.iter_mut().find(|link| link.role == crate::model::ChainRole::Origin);
    origin.ok_or_else(|| Refused::new(format!("“{quote}” has no origin yet; name it first")))
}

/// Reads a word such as "dozens" by a rule. A figure with a number of its own stays as it is.
fn read_words(figure: &mut Figure, rule: WordsRule) -> Result<(), Refused> {
    if figure.qualifier != Qualifier::Vague {
        return Ok(());
    }
    let quote = figure.as_reported();
    let low = match rule {
        WordsRule::None => read_value(&quote).and_then(|value| value.low),
        WordsRule::Acled => words_read(&quote),
        WordsRule::Analyst => figure.low,
    };
    let Some(low) = low else {
        return Err(Refused::new(format!("the {} has no number for “{quote}”", rule.label())));
    };
    (figure.low, figure.high, figure.words) = (Some(low), None, rule);
    if figure.best.is_some_and(|best| best < low) {
        figure.best = None;
    }
    Ok(())
}

/// Reads rows by sex and age: "female: 30; male: 12; female 0–17: 5; any 60+: 3". Empty: none.
///
/// # Errors
/// When a row cannot be read, or two rows are of one group.
pub fn read_sex_age(typed: &str) -> Result<Vec<SexAge>, Refused> {
    let mut rows = Vec::new();
    let mut groups = BTreeSet::new();
    for row in typed.split(';').map(str::trim).filter(|row| !row.is_empty()) {
        let refused = || {
            Refused::new(format!("“{row}”: write rows as “female: 30; male: 12; female 0–17: 5”. Nothing was changed"))
        };
        let read = read_row(row).ok_or_else(refused)?;
        if !groups.insert((read.sex, read.age_from, read.age_to)) {
            return Err(Refused::new(format!("“{row}” is there already: each sex and age stands once")));
        }
        rows.push(read);
    }
    rows.sort();
    Ok(rows)
}

fn read_row(row: &str) -> Option<SexAge> {
    let (group, value) = row.rsplit_once(':')?;
    let value = value.trim().replace([',', ' ', '\u{a0}'], "").parse().ok()?;
    let mut out = SexAge { sex: Sex::Unspecified, age_from: None, age_to: None, value };
    for word in group.split_whitespace() {
        let word = word.to_lowercase();
        match word.as_str() {
            "female" | "f" | "women" | "girls" => out.sex = Sex::Female,
            "male" | "m" | "men" | "boys" => out.sex = Sex::Male,
            "other" => out.sex = Sex::Other,
            "any" | "unspecified" => out.sex = Sex::Unspecified,
            _ => {
                let word = word.replace('–', "-");
                if let Some(from) = word.strip_suffix('+') {
                    out.age_from = Some(from.parse().ok()?);
                } else {
                    let (from, to) = word.split_once('-')?;
                    (out.age_from, out.age_to) = (Some(from.parse().ok()?), Some(to.parse().ok()?));
                }
            }
        }
    }
    let reversed = matches!((out.age_from, out.age_to), (Some(from), Some(to)) if to < from);
    (!reversed).then_some(out)
}

/// Rows as [`read_sex_age`] reads them.
pub fn write_sex_age(rows: &[SexAge]) -> String {
    let ages = |row: &SexAge| match (row.age_from, row.age_to) {
        (None, None) => String::new(),
        (Some(from), None) => format!(" {from}+"),
        (from, Some(to)) => format!(" {}–{to}", from.unwrap_or(0)),
    };
    let rows: Vec<String> = rows.iter().map(|row| format!("{}{}: {}", row.sex.label(), ages(row), row.value)).collect();
    rows.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing;

    fn figure() -> Figure {
        testing::full_project().figures.values().next().unwrap().clone()
    }

    #[test]
    fn rows_by_sex_and_age_read_as_they_are_written() {
        for text in ["", "female: 30; male: 12", "female 0–17: 5", "male 60+: 3; any 0–4: 1"] {
            assert_eq!(write_sex_age(&read_sex_age(text).unwrap()), text);
        }
        assert_eq!(write_sex_age(&read_sex_age("women: 1,200; boys 5-17: 8").unwrap()), "female: 1200; male 5–17: 8");
        for text in ["female 30", "female: many", "male 9–5: 3", "elderly: 3", "female: 3; women: 4"] {
            assert!(read_sex_age(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_word_is_read_by_the_rule_that_is_named() {
        let mut dozens = figure();
        dozens.anchor.quote = "Dozens of".to_owned();
        (dozens.qualifier, dozens.low, dozens.best, dozens.high) = (Qualifier::Vague, Some(24), Some(8), None);
        dozens.words = WordsRule::None;
        TermChange::Words(WordsRule::Acled).apply(&mut dozens, None).unwrap();
        assert_eq!((dozens.low, dozens.best, dozens.words), (Some(12), None, WordsRule::Acled));
        assert_eq!(dozens.as_reported(), "Dozens of", "what was reported stays");
        TermChange::Words(WordsRule::None).apply(&mut dozens, None).unwrap();
        assert_eq!((dozens.low, dozens.words), (Some(24), WordsRule::None));
        let mut exact = Figure { qualifier: Qualifier::Exact, words: WordsRule::None, ..figure() };
        let before = exact.clone();
        TermChange::Words(WordsRule::Acled).apply(&mut exact, None).unwrap();
        assert_eq!(exact, before);
    }

    #[test]
    fn a_place_is_located_only_where_its_name_means_one() {
        let located = |place: &str| {
            let mut figure = Figure { place: Some(place.to_owned()), location: None, ..figure() };
            TermChange::Locate.apply(&mut figure, None).unwrap();
            figure.location.map(|location| location.name)
        };
        assert_eq!(located("Deraa province").as_deref(), Some("Daraa"));
        assert_eq!(located("Tripoli"), None);
    }

    #[test]
    fn a_verb_needs_somebody_who_speaks() {
        let mut nobody = Figure { chain: Vec::new(), ..figure() };
        assert!(TermChange::Verb(Some(Verb::Claimed)).apply(&mut nobody, None).is_err());
        let mut said = figure();
        TermChange::Verb(Some(Verb::Claimed)).apply(&mut said, None).unwrap();
        assert_eq!(said.origin().unwrap().verb, Some(Verb::Claimed));
    }
}
