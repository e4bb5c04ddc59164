//! The notes of the sample project: marked as what they are, of a length to read, and in nobody else's words.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

const NOTES: &str = "projects/southern-syria-2024-12-07/notes";

/// As many words in a row as may be the same as in a report: names and set phrases get this long.
const LONGEST_SHARED_RUN: usize = 5;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn texts_in(folder: PathBuf) -> Vec<(String, String)> {
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{error}: {}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap()))
        .collect()
}

fn notes() -> Vec<(String, String)> {
    texts_in(root().join(NOTES))
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// The paragraphs below the head and the line that says what this is.
fn body(text: &str) -> &str {
    text.splitn(3, "\n\n").nth(2).unwrap_or_default()
}

#[test]
fn each_note_says_in_its_second_paragraph_that_it_is_a_summary() {
    let notes = notes();
    assert_eq!(notes.len(), 5);
    for (name, text) in notes {
        assert!(text.starts_with("Title: "), "{name} has no title");
        assert!(text.contains("\nDate: 2024-12-07\n"), "{name} has no date");
        assert!(text.contains("\nOutlet: ") || text.contains("\nWire: "), "{name} says neither outlet nor wire");
        let marker = text.split("\n\n").nth(1).unwrap();
        assert!(marker.starts_with("Source note: summary of "), "{name}: {marker}");
        assert!(marker.ends_with("written for this sample; not the report's text."), "{name}: {marker}");
    }
}

#[test]
fn notes_are_short_enough_to_read_at_a_sitting() {
    for (name, text) in notes() {
        let n_words = words(body(&text)).len();
        assert!((200..=350).contains(&n_words), "{name} has {n_words} words");
    }
}

#[test]
fn quotations_are_a_few_words_long() {
    for (name, text) in notes() {
        for quotation in text.split('“').skip(1).filter_map(|rest| rest.split('”').next()) {
            assert!(words(quotation).len() <= LONGEST_SHARED_RUN, "{name} quotes “{quotation}”");
        }
    }
}

#[test]
fn notes_share_no_sentence_with_the_reports_they_sum_up() {
    let shared = std::env::var_os("CROSSREAD_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let seeds = shared.join("seeds");
    if !seeds.is_dir() {
        eprintln!("skipped: the reports themselves are not here to compare with");
        return;
    }
    let reports = texts_in(seeds);
    assert!(!reports.is_empty());
    let run = LONGEST_SHARED_RUN + 1;
    let known: BTreeSet<Vec<String>> = reports
        .iter()
        .flat_map(|(_, text)| words(text).windows(run).map(<[String]>::to_vec).collect::<Vec<_>>())
        .collect();
    for (name, text) in notes() {
        for window in words(&text).windows(run) {
            assert!(!known.contains(window), "{name} has the words “{}” from a report", window.join(" "));
        }
    }
}
