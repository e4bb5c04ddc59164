//! Figures in French and Arabic, against made-up passages in `tests/fixtures/figures_fr` and `figures_ar`. English texts
//! are none of theirs.

use std::fmt::Write as _;

use crossread::figures::{Found, extract, extract_in, language_of};

use crate::figures::{Case, cases_in, faults};

/// How many of the expected figures are found strictly: the numeral, low and high, and the measure.
struct Score {
    wanted: usize,
    found: usize,
    hits: usize,
}

impl Score {
    fn f1(&self) -> f64 {
        2.0 * self.hits as f64 / (self.wanted + self.found).max(1) as f64
    }
}

fn score(cases: &[Case]) -> Score {
    let mut score = Score { wanted: 0, found: 0, hits: 0 };
    for case in cases {
        let found = extract(&case.text, case.published);
        score.wanted += case.want.len();
        score.found += found.len();
        let strict = |figure: &Found, want: &[(String, String)]| {
            let keys = ["numeral", "measure", "low", "high"];
            let want: Vec<_> = want.iter().filter(|(key, _)| keys.contains(&key.as_str())).cloned().collect();
            faults(&case.text, &found, figure, &want).is_empty()
        };
        score.hits += case.want.iter().filter(|want| found.iter().any(|figure| strict(figure, want))).count();
    }
    score
}

/// Everything the passages of `folder` are not read as their files say.
fn report(folder: &str) -> String {
    let mut report = String::new();
    for case in cases_in(folder) {
        let found = extract(&case.text, case.published);
        if found.len() != case.want.len() {
            let got: Vec<&str> = found.iter().map(|figure| &case.text[figure.start..figure.end]).collect();
            writeln!(report, "{}: found {got:?}, not {} figures\n    {}", case.place, case.want.len(), case.text)
                .unwrap();
            continue;
        }
        for (figure, want) in found.iter().zip(&case.want) {
            for fault in faults(&case.text, &found, figure, want) {
                writeln!(report, "{}: {fault}\n    {}", case.place, case.text).unwrap();
            }
        }
    }
    report
}

fn check(folder: &str) {
    let cases = cases_in(folder);
    for file in ["first.txt", "fresh.txt", "second.txt", "none.txt"] {
        let part: Vec<Case> = cases_in(folder).into_iter().filter(|case| case.place.starts_with(file)).collect();
        let score = score(&part);
        println!("{folder}/{file}: {} passages, strict F1 {:.3}", part.len(), score.f1());
    }
    assert!(cases.iter().filter(|case| case.want.is_empty()).count() >= 30);
    assert!(cases.iter().filter(|case| !case.want.is_empty()).count() >= 60);
    let report = report(folder);
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn french_passages_are_read_as_their_files_say() {
    check("figures_fr");
}

#[test]
fn arabic_passages_are_read_as_their_files_say() {
    check("figures_ar");
}

#[test]
fn english_passages_are_left_to_the_english_rules() {
    for case in cases_in("figures") {
        assert_eq!(language_of(&case.text, None), None, "{}: {}", case.place, case.text);
        let declared = extract_in(&case.text, case.published, Some("en-GB"));
        assert!(declared == extract(&case.text, case.published), "{}", case.place);
    }
    assert_eq!(language_of("", Some("fr")), None);
    assert_eq!(language_of("12 345", Some("ar")), None);
}

#[test]
fn a_declared_language_decides_where_words_are_too_few_but_not_against_them() {
    let check = |text: &str, declared: Option<&str>, want: Option<&str>| {
        assert_eq!(language_of(text, declared).map(|language| language.code()), want, "{text}");
    };
    check("Zimri Okano Belar Tavi Ruso Marak Sorin Devan Olu : sept morts", None, None);
    check("Zimri Okano Belar Tavi Ruso Marak Sorin Devan Olu Iva : sept morts", Some("fr-FR"), Some("fr"));
    check("Dans la nuit, sept soldats ont été tués.", None, Some("fr"));
    check("قتل سبعة جنود", None, Some("ar"));
    check("Seven of the soldiers were killed, and the army said so.", Some("fr"), None);
    check("Siete soldados murieron en el ataque de la noche.", None, None);
    check("Rio de Janeiro: 12 dead", None, None);
}
