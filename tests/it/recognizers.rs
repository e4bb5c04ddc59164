//! The number grammar against the public English specification of a general recogniser, which is read from
//! `../shared/data/recognizers-text` (or below `CROSSREAD_SHARED`) and is not part of this repository.

use std::path::PathBuf;

use crossread::figures::number::{Number, NumberKind, numbers};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Row {
    input: String,
    results: Vec<Expected>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Expected {
    resolution: std::collections::BTreeMap<String, String>,
    start: usize,
    end: usize,
}

fn shared() -> PathBuf {
    std::env::var_os("CROSSREAD_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from)
        .join("data/recognizers-text")
}

fn rows(file: &str) -> Option<Vec<Row>> {
    let path = shared().join(file);
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: no {file} beside the repository");
        return None;
    };
    Some(serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap())
}

/// Code points from start to end as the specification counts them (UTF-16 units, both ends included).
fn units(text: &str, start: usize, end: usize) -> (usize, usize) {
    let count = |to: usize| text[..to].encode_utf16().count();
    (count(start), count(end) - 1)
}

fn same(expected: &str, value: f64) -> bool {
    expected.parse::<f64>().is_ok_and(|expected| (expected - value).abs() <= 1e-9 * expected.abs().max(1e-12))
}

/// What a plain list of numbers holds of `text`: no ordinals, nothing with a unit glued on.
fn listed(text: &str) -> Vec<Number> {
    let glued = |number: &Number| text[number.end..].chars().next().is_some_and(char::is_alphabetic);
    let mut list = numbers(text);
    list.retain(|number| number.kind != NumberKind::Ordinal && !glued(number) && number.value.is_some());
    list
}

/// The rows left out: `index<TAB>reason`.
fn skipped() -> Vec<(usize, String)> {
    include_str!("../fixtures/numbers/recognizers_skipped.tsv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| {
            let (index, reason) = line.split_once('\t').unwrap();
            (index.parse().unwrap(), reason.to_owned())
        })
        .collect()
}

#[test]
fn numbers_agree_with_the_specification() {
    let Some(rows) = rows("NumberModel.json") else { return };
    let skipped = skipped();
    assert!(skipped.len() * 20 <= rows.len(), "more than 5 % left out");
    let mut right = 0;
    let mut failed = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        if skipped.iter().any(|(skip, _)| *skip == index) {
            continue;
        }
        let found: Vec<((usize, usize), f64)> = listed(&row.input)
            .iter()
            .map(|number| (units(&row.input, number.start, number.end), number.value.unwrap()))
            .collect();
        let agrees = found.len() == row.results.len()
            && found.iter().zip(&row.results).all(|((span, value), expected)| {
                *span == (expected.start, expected.end)
                    && expected.resolution.get("value").is_some_and(|text| same(text, *value))
            });
        if agrees {
            right += 1;
        } else {
            let wanted: Vec<_> =
                row.results.iter().map(|result| ((result.start, result.end), result.resolution.get("value"))).collect();
            failed.push(format!("{index}: {:?}\n    found {found:?}\n    want  {wanted:?}", row.input));
        }
    }
    let counted = rows.len() - skipped.len();
    let share = f64::from(right) / counted as f64;
    eprintln!("numbers: {right} of {counted} rows right ({:.1} %), {} left out", share * 100.0, skipped.len());
    for line in &failed {
        eprintln!("{line}");
    }
    assert!(share >= 0.95, "{:.1} %", share * 100.0);
}

/// Low and high of an interval as the specification writes it: `(20,35]`, `[500,)`.
fn interval(text: &str) -> (Option<f64>, Option<f64>) {
    let (low, high) = text.trim_matches(|c| "()[]".contains(c)).split_once(',').unwrap();
    (low.parse().ok(), high.parse().ok())
}

/// Low and high of a number by its qualifier, with its phrase.
fn bounds(number: &Number) -> (Option<f64>, Option<f64>) {
    match (number.low, number.high) {
        (None, None) if number.qualifier.is_floor() => (number.value, None),
        (None, None) if number.qualifier.is_ceiling() => (None, number.value),
        (None, None) => (number.value, number.value),
        (low, high) => (low.map(|n| n as f64), high.map(|n| n as f64)),
    }
}

/// The specification's ranges join two bounds ("more than 20 and less than 35") and count a bound as a range; figures do
/// neither, so this is only told and nothing is asked of it but that it does not fall.
#[test]
fn ranges_are_measured_beside_the_specification() {
    let Some(rows) = rows("NumberRangeModel.json") else { return };
    let mut right = 0;
    for row in &rows {
        let found: Vec<_> = listed(&row.input)
            .iter()
            .filter(|number| {
                number.phrase_start < number.start
                    || number.phrase_end > number.end
                    || number.qualifier.name() == "range"
            })
            .map(|number| (units(&row.input, number.phrase_start, number.phrase_end), bounds(number)))
            .collect();
        let wanted: Vec<_> = row
            .results
            .iter()
            .map(|result| {
                ((result.start, result.end), result.resolution.get("value").map_or((None, None), |text| interval(text)))
            })
            .collect();
        if found == wanted {
            right += 1;
        } else if std::env::var_os("CROSSREAD_RANGES").is_some() {
            eprintln!("{:?}\n    found {found:?}\n    want  {wanted:?}", row.input);
        }
    }
    let share = f64::from(right) / rows.len() as f64;
    eprintln!("ranges: {right} of {} rows right ({:.1} %)", rows.len(), share * 100.0);
    assert!(share >= 0.5, "{:.1} %", share * 100.0);
}
