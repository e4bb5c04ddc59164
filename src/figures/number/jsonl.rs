//! Numbers as JSON lines: the contract of `crossread numbers --jsonl`. Layer `figures`.

use std::io::{self, BufRead, Write};

use serde::{Deserialize, Serialize};

use super::{Number, NumberKind, numbers};

/// Longest input line that is read whole, in bytes; a longer one is reported and skipped.
const MAX_LINE_BYTES: usize = 64 << 20;

#[derive(Deserialize)]
struct Line {
    doc: String,
    text: String,
}

#[derive(Serialize)]
struct Row<'a> {
    doc: &'a str,
    start: usize,
    end: usize,
    quote: &'a str,
    low: Option<serde_json::Number>,
    high: Option<serde_json::Number>,
    qualifier: &'static str,
    value: Option<serde_json::Number>,
    fraction: Option<f64>,
    kind: &'static str,
    phrase_start: usize,
    phrase_end: usize,
}

/// Reads lines `{"doc","text","doc_date"|null}` and writes one line per number: `doc`, `start`, `end` (UTF-8 bytes),
/// `quote`, `low`, `high`, `qualifier`, `value`, `fraction`, `kind`, `phrase_start`, `phrase_end`.
///
/// Left out are ordinals and digits with letters glued on ("27th", "180ml"). Numbers that are not whole have their value as
/// low and high too, by their qualifier. Each bad line is given to `bad` with its number (from 1) and reason, and skipped.
///
/// # Errors
/// Only what reading `input` or writing `output` gives.
pub fn run(mut input: impl BufRead, mut output: impl Write, bad: &mut dyn FnMut(u64, String)) -> io::Result<()> {
    let mut line = Vec::new();
    let mut line_number = 0u64;
    loop {
        line.clear();
        let n = io::Read::take(&mut input, MAX_LINE_BYTES as u64 + 1).read_until(b'\n', &mut line)?;
        if n == 0 {
            return output.flush();
        }
        line_number += 1;
        if n > MAX_LINE_BYTES && line.last() != Some(&b'\n') {
            bad(line_number, format!("line longer than {MAX_LINE_BYTES} bytes"));
            skip_line(&mut input)?;
            continue;
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match serde_json::from_slice::<Line>(&line) {
            Ok(line) => write_rows(&line.doc, &line.text, &mut output)?,
            Err(error) => bad(line_number, error.to_string()),
        }
    }
}

/// Writes the rows of one text.
///
/// # Errors
/// What writing gives.
pub fn write_rows(doc: &str, text: &str, output: &mut impl Write) -> io::Result<()> {
    for number in numbers(text).iter().filter(|number| is_listed(text, number)) {
        let (low, high) = limits(number);
        let row = Row {
            doc,
            start: number.start,
            end: number.end,
            quote: text.get(number.start..number.end).unwrap_or(""),
            low,
            high,
            qualifier: number.qualifier.name(),
            value: number.value.and_then(json_number),
            fraction: number.fraction,
            kind: number.kind.name(),
            phrase_start: number.phrase_start,
            phrase_end: number.phrase_end,
        };
        serde_json::to_writer(&mut *output, &row)?;
        output.write_all(b"\n")?;
    }
    Ok(())
}

/// Whether a number is listed: all but ordinals and digits that go on in letters.
fn is_listed(text: &str, number: &Number) -> bool {
    let glued = text.get(number.end..).and_then(|rest| rest.chars().next()).is_some_and(char::is_alphabetic);
    number.kind != NumberKind::Ordinal && !glued && (number.value.is_some() || number.low.is_some())
}

/// Low and high; those of a number that is not whole are its value.
fn limits(number: &Number) -> (Option<serde_json::Number>, Option<serde_json::Number>) {
    let whole = |n: Option<u64>| n.map(serde_json::Number::from);
    if number.low.is_some() || number.high.is_some() {
        return (whole(number.low), whole(number.high));
    }
    let value = number.value.and_then(json_number);
    if number.qualifier.is_floor() {
        (value, None)
    } else if number.qualifier.is_ceiling() {
        (None, value)
    } else {
        (value.clone(), value)
    }
}

/// The number as JSON writes it: whole numbers without a point.
fn json_number(value: f64) -> Option<serde_json::Number> {
    match super::whole_of(value) {
        Some(whole) => Some(whole.into()),
        None if value.fract() == 0.0 && value.abs() < 9e15 => Some((value as i64).into()),
        None => serde_json::Number::from_f64(value),
    }
}

/// Reads on to the end of the line without keeping it.
fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let n = end.map_or(buffer.len(), |at| at + 1);
        input.consume(n);
        if end.is_some() {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run_on(input: &str) -> (Vec<serde_json::Value>, Vec<(u64, String)>) {
        let mut output = Vec::new();
        let mut bad = Vec::new();
        run(input.as_bytes(), &mut output, &mut |line, why| bad.push((line, why))).unwrap();
        let rows = String::from_utf8(output).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        (rows, bad)
    }

    #[test]
    fn each_number_is_a_line_with_its_bounds() {
        let (rows, bad) =
            run_on("{\"doc\":\"a\",\"text\":\"Over 820 of 1.5m people, half of them 2.5 km off\",\"doc_date\":null}\n");
        assert_eq!(bad, []);
        let short: Vec<String> = rows
            .iter()
            .map(|row| {
                format!(
                    "{} {} {} {} {} {}",
                    row["doc"], row["quote"], row["low"], row["high"], row["qualifier"], row["value"]
                )
            })
            .collect();
        let expected = [
            "\"a\" \"820\" 820 null \"more_than\" 820",
            "\"a\" \"1.5m\" 1500000 1500000 \"exact\" 1500000",
            "\"a\" \"half\" 0.5 0.5 \"exact\" 0.5",
            "\"a\" \"2.5\" 2.5 2.5 \"exact\" 2.5",
        ];
        assert_eq!(short, expected);
        assert_eq!((rows[0]["start"].as_u64(), rows[0]["phrase_start"].as_u64()), (Some(5), Some(0)));
    }

    #[test]
    fn bad_lines_are_named_and_passed_over() {
        let (rows, bad) = run_on("no json\n\n{\"doc\":\"b\"}\n{\"doc\":\"c\",\"text\":\"7 men\"}");
        assert_eq!(rows.len(), 1);
        assert_eq!(bad.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 3]);
    }

    #[test]
    fn ordinals_and_numbers_with_a_unit_glued_on_are_not_listed() {
        let (rows, _) = run_on("{\"doc\":\"d\",\"text\":\"the 27th of 5 cans of 180ml, a third man\"}\n");
        assert_eq!(rows.iter().map(|row| row["quote"].as_str().unwrap()).collect::<Vec<_>>(), ["5"]);
    }
}
