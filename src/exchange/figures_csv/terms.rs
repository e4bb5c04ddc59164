//! The columns of a figure's further terms: victim status, parties, location, event, cause, grades. Layer `exchange`.

use serde_json::{Value, json};

use super::{View, WITHHELD};
use crate::lexicon::locate::position;
use crate::model::{Figure, OrgId, Side, WordsRule};

/// The columns, in order; they follow those of the figure itself.
pub(super) const COLUMNS: [&str; 31] = [
    "measure_name",
    "victim_status",
    "victim_status_basis",
    "party",
    "alleged_perpetrator",
    "sex_age",
    "words_rule",
    "population",
    "place_role",
    "location_name",
    "location_country",
    "latitude",
    "longitude",
    "location_accuracy",
    "location_basis",
    "period_end_accuracy",
    "event_id",
    "event",
    "event_place",
    "event_start",
    "event_end",
    "side_a",
    "side_b",
    "cause",
    "type_of_violence",
    "origin_verb",
    "origin_reliability",
    "origin_reliability_step",
    "grade",
    "credibility",
    "marks",
];

/// The cells of a figure. What a confidential organisation's name would stand in says so.
pub(super) fn cells(view: &View<'_>, figure: &Figure) -> [Value; 31] {
    let event = view.event;
    let name = |id: Option<OrgId>| match view.org(id) {
        Some(_) if view.hides(id) => json!(WITHHELD),
        Some(org) => json!(org.name),
        None => Value::Null,
    };
    let side = |side: Side| {
        let parties: Vec<Value> =
            event.into_iter().flat_map(|event| event.side(side)).map(|party| name(Some(party))).collect();
        Value::Array(parties)
    };
    let words = |text: &str| if text.is_empty() { Value::Null } else { json!(text) };
    let day = |date: Option<crate::model::Date>| date.map_or(Value::Null, |date| json!(date.to_string()));
    let place = position(figure);
    let location = place.as_ref().map(|(location, _)| location);
    // A location that nobody settled is the index's word for a name that means one place.
    let basis = place.as_ref().map(|(location, settled)| if *settled { location.basis.name() } else { "gazetteer" });
    let origin = figure.origin();
    let org = view.org(origin.and_then(|link| link.org));
    let rows = figure.sex_age.iter().map(|row| {
        let age = |age: Option<u8>| age.map_or_else(String::new, |age| age.to_string());
        let ages = match (row.age_from, row.age_to) {
            (None, None) => String::new(),
            (from, to) => format!(" {}-{}", age(from), age(to)),
        };
        json!(format!("{}{ages}: {}", row.sex.name(), row.value))
    });
    let marks = figure.marks.iter().map(|(field, mark)| json!(format!("{}: {}", field.name(), mark.name())));
    let secret_event = event.is_some_and(|event| event.parties.keys().any(|party| view.hides(Some(*party))));
    [
        words(&figure.measure_name),
        json!(figure.victim_status(event).name()),
        json!(if figure.victim.is_some() { "analyst" } else { "subject" }),
        name(figure.party),
        name(figure.perpetrator),
        Value::Array(rows.collect()),
        if figure.words == WordsRule::None { Value::Null } else { json!(figure.words.name()) },
        json!(figure.population),
        json!(figure.place_role.map(|role| role.name())),
        json!(location.map(|location| &location.name)),
        location.map_or(Value::Null, |location| words(&location.country)),
        json!(location.and_then(|location| location.lat)),
        json!(location.and_then(|location| location.lon)),
        json!(location.map(|location| location.accuracy.name())),
        json!(basis),
        json!(figure.period.accuracy_of_end().map(|accuracy| accuracy.name())),
        json!(event.map(|event| event.id.to_string())),
        if secret_event { json!(WITHHELD) } else { json!(event.map(|event| &event.name)) },
        json!(event.and_then(|event| event.place.as_ref())),
        day(event.and_then(|event| event.period.start)),
        day(event.and_then(|event| event.period.end)),
        side(Side::A),
        side(Side::B),
        json!(figure.cause.or(event.and_then(|event| event.cause)).map(|cause| cause.name())),
        json!(figure.violence.or(event.and_then(|event| event.violence)).map(|violence| violence.name())),
        json!(origin.and_then(|link| link.verb).map(|verb| verb.name())),
        json!(org.and_then(|org| org.reliability)),
        json!(org.and_then(|org| org.reliability_step()).map(|step| step.name())),
        json!(figure.grade.map(|grade| grade.name())),
        json!(figure.credibility),
        Value::Array(marks.collect()),
    ]
}
