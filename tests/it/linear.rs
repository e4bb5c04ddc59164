//! Texts that could cost the square of their length: four times the text must not take much more than four times the time.

use std::fmt::Write as _;
use std::time::Duration;

use cpu_time::ThreadTime;
use crossread::figures::{extract, extract_in, number};

/// Bytes of the shorter text.
const SIZE: usize = 6_000;

/// Four times the text at the square would take sixteen times as long; what caches and a busy machine add stays below.
const RATIO: f64 = 9.0;

fn time(run: &dyn Fn()) -> Duration {
    let start = ThreadTime::now();
    run();
    start.elapsed()
}

/// `text` gives a text of about so many bytes.
fn check(name: &str, text: &dyn Fn(usize) -> String) {
    let (short, long) = (text(SIZE), text(4 * SIZE));
    assert!(long.len() > 3 * short.len(), "{name}");
    let read = |text: &str| {
        std::hint::black_box(extract(text, None));
        std::hint::black_box(extract_in(text, None, Some("fr")));
        std::hint::black_box(number::numbers(text));
    };
    read(&short);
    // A machine that is busy with something else can only make a run longer: the best of a few tells.
    let mut best = f64::MAX;
    for _ in 0..5 {
        let once = time(&|| read(&short)).as_secs_f64().max(1e-4);
        best = best.min(time(&|| read(&long)).as_secs_f64() / once);
        if best < RATIO {
            return;
        }
    }
    panic!("{name}: four times the text takes {best:.1} times as long");
}

fn repeated(what: &str, size: usize) -> String {
    what.repeat(size / what.len() + 1)
}

#[test]
fn one_paragraph_as_long_as_a_book_takes_time_by_its_length() {
    let line =
        "The army said 12 soldiers were killed near Marak on Friday, and at least 30 were hurt, officials said. ";
    check("sentences", &|size| repeated(line, size));
    check("no full stop", &|size| repeated(&line.replace('.', ","), size));
    check("quotations", &|size| repeated("“They killed nine,” he said. ", size));
}

#[test]
fn nothing_but_digits_or_one_word_takes_time_by_its_length() {
    check("digits", &|size| repeated("1234567890", size));
    check("digits and commas", &|size| repeated("123,", size));
    check("killed", &|size| repeated("killed ", size));
    check("killed without blanks", &|size| repeated("killed", size));
    check("killed and hyphens", &|size| repeated("killed-", size));
    check("number words", &|size| repeated("hundred thousand ", size));
    check("hedges", &|size| repeated("at least more than ", size));
    check("capitals", &|size| repeated("Marak-al-", size));
    check("blanks", &|size| format!("12 killed{}", " ".repeat(size)));
}

#[test]
fn a_list_of_numbers_takes_time_by_its_length() {
    let list = |joint: &'static str, size: usize| {
        let mut out = String::from("Killed: ");
        let mut n = 1;
        while out.len() < size {
            write!(out, "{}{joint}", n % 900 + 3).unwrap();
            n += 1;
        }
        out
    };
    check("commas", &|size| list(", ", size));
    check("people", &|size| list(" people and ", size));
    check("lines", &|size| list(" dead\n", size));
    check("of", &|size| list(" of the ", size));
}

#[test]
fn brackets_within_brackets_take_time_by_their_length() {
    check("open", &|size| repeated("12 killed in the north of the town (", size));
    check("nested", &|size| {
        format!("{}9{}", "(12 people killed in the town ".repeat(size / 50), ") were killed there".repeat(size / 50))
    });
    check("square", &|size| repeated("[12] [", size));
}

#[test]
fn french_and_arabic_take_time_by_their_length() {
    check("French", &|size| repeated("Selon le maire, 12 civils ont été tués et trois blessés, ", size));
    check("French with ends", &|size| repeated("Une frappe a tué 12 civils, selon l'ONU. ", size));
    check("Arabic", &|size| repeated("قتل 12 مدنيا وأصيب ثلاثة بحسب وزارة الصحة، ", size));
    check("Arabic numbers", &|size| repeated("ثلاثة وعشرون ", size));
}
