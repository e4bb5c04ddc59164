//! How fast figures are found: MB/s on 5 MB of article text, beside a plain scan of the same bytes for digits.
//! `cargo bench --bench extract`. The text is `../shared` if it is there, else the passages of the tests, repeated.
#![allow(clippy::print_stdout)] // Its figures are printed.

use std::path::{Path, PathBuf};
use std::time::Instant;

const SIZE: usize = 5_000_000;

fn main() {
    for (name, text) in sources() {
        let mut whole = String::with_capacity(SIZE + text.len());
        while whole.len() < SIZE {
            whole.push_str(&text);
            whole.push_str("\n\n");
        }
        let digits = best(|| whole.bytes().filter(u8::is_ascii_digit).count());
        let figures = best(|| crossread::figures::extract(&whole, None).len());
        let numbers = best(|| crossread::figures::number::numbers(&whole).len());
        let half = whole.get(..whole.floor_char_boundary(whole.len() / 2)).unwrap_or("");
        let half_time = best(|| crossread::figures::extract(half, None).len());
        let speed = |seconds: f64| whole.len() as f64 / seconds / 1e6;
        println!(
            "{name}: {} figures, extract {:.1} MB/s, numbers {:.1} MB/s, digit scan {:.0} MB/s, twice the text takes {:.2} times as long",
            figures.1,
            speed(figures.0),
            speed(numbers.0),
            speed(digits.0),
            figures.0 / half_time.0,
        );
    }
}

/// The shortest of five runs, in seconds, and what the last gave.
fn best(mut run: impl FnMut() -> usize) -> (f64, usize) {
    let mut shortest = f64::MAX;
    let mut result = 0;
    for _ in 0..5 {
        let start = Instant::now();
        result = std::hint::black_box(run());
        shortest = shortest.min(start.elapsed().as_secs_f64());
    }
    (shortest, result)
}

fn sources() -> Vec<(&'static str, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = std::env::var_os("CROSSREAD_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let mut out = Vec::new();
    let articles: String = read_all(&shared.join("seeds"));
    if !articles.is_empty() {
        out.push(("five articles", articles));
    }
    let cases: String = read_all(&root.join("tests/fixtures/figures"))
        .lines()
        .filter_map(|line| line.strip_prefix("> "))
        .map(|line| format!("{line}\n"))
        .collect();
    out.push(("dense cases", cases));
    out
}

fn read_all(folder: &Path) -> String {
    let Ok(entries) = std::fs::read_dir(folder) else { return String::new() };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    files.iter().filter_map(|file| std::fs::read_to_string(file).ok()).collect::<Vec<_>>().join("\n")
}
