//! How fast figures are found, in CPU time of one thread: MB/s beside a plain scan of the same bytes for digits, and
//! whether twice the text takes twice the time. `cargo bench --bench extract [-- NAME]`; ends with an error when the
//! dearest byte of a size costs more than one and a half times the cheapest.
//!
//! The texts are put together from the passages of the tests. If `../shared` is there, its articles are read as well.
#![allow(clippy::print_stdout, clippy::print_stderr)] // Its figures are printed.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use cpu_time::ThreadTime;
use crossread::figures::{extract, number};

/// Bytes of text, smallest first; the last is what the speed is stated for.
const SIZES: [usize; 4] = [500_000, 1_000_000, 2_000_000, 5_000_000];

/// How much dearer a byte of one size may be than one of another.
const GROWTH: f64 = 1.5;

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let mut fine = true;
    for (name, text) in texts() {
        if wanted.is_empty() || wanted.iter().any(|part| name.contains(part.as_str())) {
            fine &= measure(name, &text);
        }
    }
    if fine {
        ExitCode::SUCCESS
    } else {
        eprintln!("extraction grows faster than the text");
        ExitCode::FAILURE
    }
}

/// Prints the line of one text; whether time grew no faster than the text.
fn measure(name: &str, text: &str) -> bool {
    let runs: Vec<(usize, f64, usize)> = SIZES
        .iter()
        .map(|size| {
            let part = text.get(..text.floor_char_boundary(*size)).unwrap_or("");
            let (seconds, found) = best(|| extract(part, None).len());
            (part.len(), seconds, found)
        })
        .collect();
    let Some((len, seconds, found)) = runs.last().copied() else { return true };
    let speed = |seconds: f64| len as f64 / seconds / 1e6;
    let whole = text.get(..len).unwrap_or("");
    let (numbers, _) = best(|| number::numbers(whole).len());
    let (scan, _) = best(|| whole.bytes().filter(u8::is_ascii_digit).count());
    let per_byte: Vec<f64> = runs.iter().map(|(len, seconds, _)| seconds * 1e9 / *len as f64).collect();
    let dearest = per_byte.iter().copied().fold(0.0, f64::max);
    let cheapest = per_byte.iter().copied().fold(f64::MAX, f64::min);
    let growth = dearest / cheapest;
    let steps: Vec<String> = per_byte.iter().map(|ns| format!("{ns:.1}")).collect();
    println!(
        "{name}: a figure every {} bytes, extract {:.1} MB/s, numbers {:.1} MB/s, digit scan {:.0} MB/s; ns a byte at 0.5, 1, 2, 5 MB: {} (ratio {growth:.2})",
        len / found.max(1),
        speed(seconds),
        speed(numbers),
        speed(scan),
        steps.join(", "),
    );
    growth <= GROWTH
}

/// The shortest of a few runs, in seconds of this thread, and what the last gave.
fn best(mut run: impl FnMut() -> usize) -> (f64, usize) {
    let mut shortest = Duration::MAX;
    let mut result = 0;
    for _ in 0..5 {
        let start = ThreadTime::now();
        result = std::hint::black_box(run());
        shortest = shortest.min(start.elapsed());
    }
    (shortest.as_secs_f64(), result)
}

/// The texts, each at least as long as the largest size.
fn texts() -> Vec<(&'static str, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let fixtures = root.join("tests/fixtures");
    let prose = lines(&fixtures.join("bench/prose.txt"), "");
    let (mut reports, mut plain) = (Vec::new(), prose);
    for file in files(&fixtures.join("figures")) {
        let none = file.file_stem().is_some_and(|stem| stem == "none" || stem == "traps");
        if none { &mut plain } else { &mut reports }.extend(lines(&file, "> "));
    }
    let mut out = vec![
        ("nothing but reports", mixed(&reports, &plain, 0)),
        ("reports (dense)", mixed(&reports, &plain, 4)),
        ("articles", mixed(&reports, &plain, 16)),
    ];
    for (name, folder) in [("French", "figures_fr"), ("Arabic", "figures_ar")] {
        let passages: Vec<String> = files(&fixtures.join(folder)).iter().flat_map(|file| lines(file, "> ")).collect();
        if !passages.is_empty() {
            out.push((name, mixed(&passages, &passages, 0)));
        }
    }
    let shared = std::env::var_os("CROSSREAD_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let articles: Vec<String> =
        files(&shared.join("seeds")).iter().filter_map(|file| std::fs::read_to_string(file).ok()).collect();
    if !articles.is_empty() {
        out.push(("five whole articles", mixed(&articles, &[], 0)));
    }
    out
}

/// Passages in a mixed order, `between` sentences without a figure after each, three or so sentences a paragraph.
fn mixed(passages: &[String], plain: &[String], between: usize) -> String {
    let size = SIZES.iter().copied().max().unwrap_or(0);
    let mut out = String::with_capacity(size + 10_000);
    // A plain linear congruence: the order must be the same on every machine.
    let mut state: u64 = 7;
    let mut next = |n: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) as usize) % n.max(1)
    };
    let mut sentences = 0;
    while out.len() < size {
        out.push_str(passages.get(next(passages.len())).map_or(".", String::as_str));
        for _ in 0..between {
            sentences += 1;
            out.push_str(if sentences % 3 == 0 { "\n\n" } else { " " });
            out.push_str(plain.get(next(plain.len())).map_or(".", String::as_str));
        }
        out.push_str("\n\n");
    }
    out
}

/// The lines of a file that begin with `mark`, without it and without a day of publication.
fn lines(file: &Path, mark: &str) -> Vec<String> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let cut = |line: &str| line.rsplit_once(" @").map_or(line, |(passage, _)| passage).to_owned();
    text.lines().filter_map(|line| line.strip_prefix(mark)).map(cut).filter(|line| !line.is_empty()).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "txt"));
    files.sort();
    files
}
