//! The JSON lines contract: passages in, figures out. Layer `figures`.
//!
//! In: one object a line, `{"doc", "text", "doc_date"}` (`doc_date` a date or null). Out: one object a figure, in the
//! order of the text.

use std::io::{self, BufRead, Write};

use serde::{Deserialize, Serialize};

use super::{Found, extract};
use crate::model::{Date, Measure, Qualifier, Subject};

/// One passage of the input.
#[derive(Debug, Deserialize)]
struct Passage {
    doc: String,
    text: String,
    #[serde(default)]
    doc_date: Option<String>,
}

/// One line of the output.
#[derive(Debug, Serialize)]
pub struct Row<'a> {
    pub doc: &'a str,
    /// UTF-8 bytes into the text as given.
    pub start: usize,
    pub end: usize,
    pub quote: &'a str,
    pub low: Option<u64>,
    pub high: Option<u64>,
    pub qualifier: Qualifier,
    pub fraction: Option<f64>,
    pub measure: Measure,
    pub subject: Subject,
    pub attributed_to: Option<&'a str>,
    pub origin: Option<&'a str>,
    pub relay: Option<&'a str>,
    pub place: Option<&'a str>,
    pub period_start: Option<Date>,
    pub period_end: Option<Date>,
    pub cumulative: bool,
}

/// The rows of the figures found in one text.
pub fn figure_rows<'a>(doc: &'a str, text: &'a str, found: &'a [Found]) -> Vec<Row<'a>> {
    found
        .iter()
        .map(|figure| Row {
            doc,
            start: figure.start,
            end: figure.end,
            quote: text.get(figure.start..figure.end).unwrap_or(""),
            low: figure.low,
            high: figure.high,
            qualifier: figure.qualifier,
            fraction: figure.fraction,
            measure: figure.measure,
            subject: figure.subject,
            attributed_to: figure.attributed_to.as_ref().map(|mention| mention.text.as_str()),
            origin: figure.origin.as_deref(),
            relay: figure.relay.as_ref().map(|mention| mention.text.as_str()),
            place: figure.place.as_ref().map(|mention| mention.text.as_str()),
            period_start: figure.period_start,
            period_end: figure.period_end,
            cumulative: figure.cumulative,
        })
        .collect()
}

/// Writes one line per figure of `text`.
///
/// # Errors
/// What writing gives.
pub fn write_figures(doc: &str, text: &str, published: Option<Date>, output: &mut impl Write) -> io::Result<()> {
    write_rows(doc, text, &extract(text, published), output)
}

/// Writes one line for each of these figures of `text`.
///
/// # Errors
/// What writing gives.
pub fn write_rows(doc: &str, text: &str, found: &[Found], output: &mut impl Write) -> io::Result<()> {
    for row in figure_rows(doc, text, found) {
        serde_json::to_writer(&mut *output, &row)?;
        output.write_all(b"\n")?;
    }
    Ok(())
}

/// Reads passages line by line and writes their figures; holds one line at a time. A line that is no passage goes to
/// `bad` with its number (from 1) and the reason, and is passed over.
///
/// # Errors
/// What reading or writing gives, other than text that is not UTF-8, which makes a bad line.
pub fn run(mut input: impl BufRead, mut output: impl Write, bad: &mut dyn FnMut(u64, String)) -> io::Result<()> {
    let mut line = Vec::new();
    let mut count = 0;
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            return output.flush();
        }
        count += 1;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let passage: Passage = match serde_json::from_slice(&line) {
            Ok(passage) => passage,
            Err(error) => {
                bad(count, error.to_string());
                continue;
            }
        };
        let published = match passage.doc_date.as_deref().map(str::parse::<Date>) {
            Some(Err(error)) => {
                bad(count, format!("doc_date is no date: {error}"));
                continue;
            }
            Some(Ok(date)) => Some(date),
            None => None,
        };
        write_figures(&passage.doc, &passage.text, published, &mut output)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_lines_are_named_and_the_rest_goes_on() {
        let input = "{\"doc\":\"a\",\"text\":\"Nine people were killed.\",\"doc_date\":null}\n\
                     not json\n\n\
                     {\"doc\":\"b\",\"text\":\"Two died.\",\"doc_date\":\"yesterday\"}\n\
                     {\"doc\":\"c\",\"text\":\"Two soldiers died on Friday.\",\"doc_date\":\"2021-09-22\"}";
        let mut output = Vec::new();
        let mut bad = Vec::new();
        run(input.as_bytes(), &mut output, &mut |line, why| bad.push((line, why))).unwrap();
        assert_eq!(bad.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 4]);
        let rows: Vec<serde_json::Value> =
            String::from_utf8(output).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0]["quote"], "Nine");
        assert_eq!(rows[1]["period_start"], "2021-09-17");
        assert_eq!(rows[1]["subject"], "soldiers");
    }
}
