//! Tests of figures as CSV and JSON lines. Layer `exchange`.

use proptest::prelude::*;

use super::*;
use crate::model::{ArticleId, Edit};
use crate::plots::sample;

fn all(_: &Figure) -> bool {
    true
}

/// Reads CSV as RFC 4180 has it.
fn read(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted && chars.peek() == Some(&'\n') => {
                chars.next();
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    assert!(!quoted && row.is_empty() && cell.is_empty());
    rows
}

fn column(name: &str) -> usize {
    columns().position(|column| column == name).unwrap()
}

#[test]
fn every_figure_is_a_row_with_its_evidence() {
    let project = sample::project();
    let exported = csv(&project, FiguresOptions::default(), &all);
    let rows = read(&exported.text);
    assert_eq!((rows.len(), exported.figures, exported.withheld), (16, 15, 0));
    assert_eq!(rows[0], columns().collect::<Vec<_>>());
    assert!(rows.iter().all(|row| row.len() == columns().count()));
    let row = rows.iter().find(|row| row[0] == FigureId::from_bits(7).to_string()).unwrap();
    for (name, wanted) in [
        ("review_status", "suggested"),
        ("qualifier", "range"),
        ("as_reported", "100 to 140"),
        ("low", "100"),
        ("best", ""),
        ("high", "140"),
        ("origin", "Northern Joint Staff"),
        ("origin_kind", "military"),
        ("chain", "origin: Northern Joint Staff; relay: State Television"),
        ("outlet", "The Inland Gazette and Weekly Advertiser"),
        ("published", "2031-03-08"),
        ("quote", "100 to 140"),
        ("span_start", "69"),
        ("span_end", "79"),
        ("tallies", "Killed at the ford on Saturday"),
        ("file", "3.txt"),
        ("victim_status", "unknown"),
        ("victim_status_basis", "subject"),
        ("party", ""),
    ] {
        assert_eq!(row[column(name)], wanted, "{name}");
    }
}

#[test]
fn the_terms_of_a_figure_are_columns_with_those_of_its_event() {
    use crate::model::{
        Cause, Event, EventId, FieldMark, FigureField, Location, LocationBasis, PlaceAccuracy, Sex, SexAge, Side,
        Subject, Verb, Violence, WordsRule,
    };
    let mut project = sample::project();
    let event = Event {
        parties: [(OrgId::from_bits(12), Side::A), (OrgId::from_bits(13), Side::B)].into(),
        cause: Some(Cause::Conflict),
        violence: Some(Violence::StateBased),
        ..Event::blank(EventId::from_bits(1), "The ford".to_owned())
    };
    let mut figure = project.figures[&FigureId::from_bits(7)].clone();
    figure.event = Some(event.id);
    (figure.subject, figure.party) = (Subject::Soldiers, Some(OrgId::from_bits(13)));
    figure.perpetrator = Some(OrgId::from_bits(12));
    figure.location = Some(Box::new(Location {
        name: "Ford".to_owned(),
        country: "XK".to_owned(),
        lat: Some(1.5),
        lon: Some(-2.25),
        accuracy: PlaceAccuracy::Point,
        basis: LocationBasis::Analyst,
    }));
    figure.sex_age = vec![SexAge { sex: Sex::Male, age_from: None, age_to: Some(17), value: 2 }];
    figure.words = WordsRule::Acled;
    figure.marks = [(FigureField::Place, FieldMark::Amber)].into();
    figure.chain[0].verb = Some(Verb::Claimed);
    project.apply(&Edit::put("event", event)).unwrap();
    project.apply(&Edit::put("terms", figure)).unwrap();
    let rows = read(&csv(&project, FiguresOptions::default(), &all).text);
    let row = rows.iter().find(|row| row[0] == FigureId::from_bits(7).to_string()).unwrap();
    for (name, wanted) in [
        ("victim_status", "combatant_b"),
        ("sex_age", "male -17: 2"),
        ("words_rule", "acled"),
        ("location_name", "Ford"),
        ("location_country", "XK"),
        ("latitude", "1.5"),
        ("longitude", "-2.25"),
        ("location_accuracy", "point"),
        ("location_basis", "analyst"),
        ("event", "The ford"),
        ("cause", "conflict"),
        ("type_of_violence", "state_based"),
        ("origin_verb", "claimed"),
        ("marks", "place: amber"),
    ] {
        assert_eq!(row[column(name)], wanted, "{name}");
    }
    let names = |id: u64| project.organisations[&OrgId::from_bits(id)].name.as_str();
    assert_eq!((row[column("party")].as_str(), row[column("alleged_perpetrator")].as_str()), (names(13), names(12)));
    assert_eq!((row[column("side_a")].as_str(), row[column("side_b")].as_str()), (names(12), names(13)));
    // A confidential party is named nowhere in the row, and its sentence goes with it.
    let mut party = project.organisations[&OrgId::from_bits(13)].clone();
    party.confidential = true;
    let name = party.name.clone();
    project.apply(&Edit::put("hide", party)).unwrap();
    let options = FiguresOptions { withhold_confidential: true, ..FiguresOptions::default() };
    let rows = read(&csv(&project, options, &|figure| figure.id == FigureId::from_bits(7)).text);
    assert!(rows[1].iter().all(|cell| !cell.contains(&name)), "{:?}", rows[1]);
    assert_eq!((rows[1][column("party")].as_str(), rows[1][column("quote")].as_str()), (WITHHELD, WITHHELD));
}

#[test]
fn json_lines_hold_the_same_columns() {
    let project = sample::project();
    let exported = jsonl(&project, FiguresOptions::default(), &|figure| figure.status == ReviewStatus::Confirmed);
    let lines: Vec<Value> = exported.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 8);
    for line in &lines {
        assert_eq!(line.as_object().unwrap().len(), columns().count());
        assert_eq!(line["review_status"], "confirmed");
    }
    let share = jsonl(&project, FiguresOptions::default(), &|figure| figure.fraction.is_some());
    let share: Value = serde_json::from_str(share.text.trim()).unwrap();
    assert_eq!((&share["fraction"], &share["low"], &share["origin"]), (&json!(0.5), &Value::Null, &Value::Null));
    assert_eq!(share["outlet"], "unknown (CNA)");
}

#[test]
fn what_is_confidential_is_withheld_and_counted() {
    let mut project = sample::project();
    let mut article = project.articles[&ArticleId::from_bits(3)].clone();
    article.confidential = true;
    let mut monitor = project.organisations[&OrgId::from_bits(11)].clone();
    monitor.confidential = true;
    project.apply(&Edit::put("hide", article)).unwrap();
    project.apply(&Edit::put("hide", monitor)).unwrap();
    let options = FiguresOptions { withhold_confidential: true, ..FiguresOptions::default() };
    for exported in [csv(&project, options, &all), jsonl(&project, options, &all)] {
        for secret in
            ["Lowland", "Inland Gazette", "Army speaks", "3.txt", "org-000000000000000b", "river towns", "pounds"]
        {
            assert!(!exported.text.contains(secret), "{secret}");
        }
        assert_eq!(exported.withheld, 9);
    }
    assert!(csv(&project, FiguresOptions::default(), &all).text.contains("Lowland"));
}

#[test]
fn formulas_are_disarmed_unless_raw_is_asked_for() {
    let check = |words: &str, wanted: &str| {
        let mut out = String::new();
        push_cell(&mut out, words, false);
        assert_eq!(out, wanted);
        let mut raw = String::new();
        push_cell(&mut raw, words, true);
        assert!(!raw.contains('\''), "{raw}");
    };
    check("=1+1", "\"'=1+1\"");
    check("  @SUM(A1)", "\"'  @SUM(A1)\"");
    check("-2 killed", "\"'-2 killed\"");
    check("\t=x", "\"'\t=x\"");
    check("＝x", "\"'＝x\"");
    check("at least 826", "at least 826");
    check("a, \"b\"", "\"a, \"\"b\"\"\"");
    check("", "");
}

#[test]
fn a_byte_order_mark_comes_when_asked_for() {
    let options = FiguresOptions { byte_order_mark: true, ..FiguresOptions::default() };
    assert!(csv(&sample::project(), options, &all).text.starts_with("\u{FEFF}figure_id,"));
    assert!(csv(&sample::project(), FiguresOptions::default(), &all).text.starts_with("figure_id,"));
}

proptest! {
    /// Whatever an article says, a cell reads back as it was, and none begins a formula.
    #[test]
    fn any_text_comes_back_and_no_cell_begins_a_formula(words in "[\\PC=+@\t\r\n\",' -]{0,30}") {
        for raw in [false, true] {
            let mut out = String::new();
            push_cell(&mut out, &words, raw);
            out.push_str("\r\n");
            let rows = read(&out);
            prop_assert_eq!(rows.len(), 1);
            let cell = &rows[0][0];
            prop_assert!(raw || !is_formula(cell), "{:?}", cell);
            let guarded = !raw && is_formula(&words);
            prop_assert_eq!(if guarded { &cell[1..] } else { cell.as_str() }, words.as_str());
        }
    }
}
