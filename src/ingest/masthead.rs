//! The line under a headline that says who publishes the piece and when: "Valley Post | 13 March 2026". Layer `ingest`.

use super::dates;
use crate::lexicon::{outlets, places};
use crate::model::Date;

/// What such a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Masthead {
    /// The outlet, if the line opens with one.
    pub outlet: Option<String>,
    pub date: Date,
}

/// How long such a line may be, in characters.
const CHARS: usize = 120;
/// How many words a paper's name has at most.
const WORDS: usize = 6;

/// Reads a line with a whole date and more; `None` for any other.
pub(super) fn read(line: &str) -> Option<Masthead> {
    if line.chars().count() > CHARS || line.ends_with(['.', '?', '!', ':']) {
        return None;
    }
    let found = dates::first(line)?;
    let before = line.get(..found.range.start)?;
    let (first, barred) = match bar(line) {
        Some(at) => (line.get(..at)?, true),
        None => (before.split(',').next()?, false),
    };
    // The date stands behind the first part, and the first part is no sentence that names a day.
    if first.len() > before.len() || first.trim().is_empty() {
        return None;
    }
    // Without bars a line with a date may be the first of the text: it must be all names.
    let names =
        |words: &str| words.split_whitespace().all(|word| !word.starts_with(char::is_lowercase) || is_joint(word));
    if !barred && !names(before.split('(').next().unwrap_or_default()) {
        return None;
    }
    let name = first.split([',', '(']).next().unwrap_or_default().trim();
    Some(Masthead { outlet: outlet(name, barred), date: found.date })
}

/// The first mark that parts such a line: a bar, a raised dot, a dash between blanks.
fn bar(line: &str) -> Option<usize> {
    let marks = ["|", "·", "•", " — ", " – ", " - "];
    marks.iter().filter_map(|mark| line.find(mark)).min()
}

/// Words in small letters inside a paper's name.
fn is_joint(word: &str) -> bool {
    matches!(
        word,
        "of" | "the"
            | "and"
            | "for"
            | "in"
            | "de"
            | "del"
            | "della"
            | "delle"
            | "di"
            | "du"
            | "des"
            | "la"
            | "le"
            | "les"
            | "el"
            | "al"
            | "live"
    )
}

/// The outlet of this name. One that is not known must stand before a bar, or be called as papers are.
fn outlet(name: &str, barred: bool) -> Option<String> {
    if let Some(known) = outlets::by_name(name) {
        return Some(known.name.clone());
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let capitals = words.iter().all(|word| word.starts_with(char::is_uppercase) || is_joint(word));
    let titled = words.iter().any(|word| outlets::names_a_paper(word));
    let letters = name.chars().all(|c| c.is_alphabetic() || " '’.-&".contains(c));
    let section = words.len() == 1 && outlets::is_section(name);
    let place = !titled && places::lookup(name).is_some();
    let by = words.first().is_some_and(|word| matches!(*word, "By" | "Updated" | "Published" | "Posted" | "Photo"));
    (capitals && letters && !section && !place && !by && (1..=WORDS).contains(&words.len()) && (barred || titled))
        .then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, want: Option<(&str, &str)>) {
        let found = read(line).map(|found| (found.outlet.unwrap_or_default(), found.date.to_string()));
        let want = want.map(|(outlet, date)| (outlet.to_owned(), date.to_owned()));
        assert_eq!(found, want, "{line}");
    }

    #[test]
    fn outlet_and_date_stand_in_one_line() {
        check("Valley Ledger, with agencies | 13 March 2031", Some(("Valley Ledger", "2031-03-13")));
        check("AFP | Port Sudan | March 12, 2031", Some(("Agence France-Presse", "2031-03-12")));
        check("The Daily Lantern - By our foreign staff - 13 March 2031", Some(("The Daily Lantern", "2031-03-13")));
        check("River Valley News, Kassala, Sunday 23 August 2031", Some(("River Valley News", "2031-08-23")));
        check("Il Giornale del Lago (English edition), 5 May 2031", Some(("Il Giornale del Lago", "2031-05-05")));
        check("Harbour Watch live | 18 June 2031 | Updated 19:05", Some(("Harbour Watch live", "2031-06-18")));
    }

    #[test]
    fn a_place_a_section_or_a_name_is_no_outlet() {
        check("KHARTOUM, Sudan (AP) — Aug. 22, 2031", Some(("", "2031-08-22")));
        check("Analysis | 29 January 2031", Some(("", "2031-01-29")));
        check("Ana Orle, 5 May 2031", Some(("", "2031-05-05")));
    }

    #[test]
    fn a_sentence_is_no_masthead() {
        check("Forty people have died since 5 May 2031, officials said", None);
        check("On 5 May 2031 the dam burst - and nobody came.", None);
        check("13 March 2031", None);
        check("Valley Ledger | 13 March", None);
    }
}
