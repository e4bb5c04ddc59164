//! How fast the ties of a project are found: 10,000 articles of 3 kB on 3,200 events, made from the tests' articles with other
//! names and filled up with words of theirs, then the same with one article more; and the five seeds of `../shared`, if they
//! are there. `cargo bench --bench ties`.
#![allow(clippy::print_stdout)] // Its figures are printed.

use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use crossread::app::jobs::AllCores;
use crossread::figures::extract;
use crossread::model::ArticleId;
use crossread::text::ties::{Count, Prepared, Source, Ties, find};

const ARTICLES: usize = 10_000;
const SIZE: usize = 3_000;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = std::env::var_os("CROSSREAD_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let seeds: Vec<Source> =
        read(&shared.join("seeds")).into_iter().zip(0..).map(|(text, id)| source(id, &text)).collect();
    if !seeds.is_empty() {
        run(&seeds, &mut Prepared::default());
        run_named("five seeds", &seeds, &mut Prepared::default());
    }
    let originals = read(&root.join("tests/fixtures/ties"));
    let n = std::env::var("TIES_ARTICLES").ok().and_then(|n| n.parse().ok()).unwrap_or(ARTICLES);
    let mut sources: Vec<Source> = (0..n)
        .filter_map(|at| Some((at, originals.get(at % originals.len())?)))
        .map(|(at, text)| source(at as u64, &renamed(text, at / originals.len(), &originals)))
        .collect();
    let bytes: usize = sources.iter().map(|source| source.text.len()).sum();
    println!("{} articles, {:.1} MB", sources.len(), bytes as f64 / 1e6);
    let mut prepared = Prepared::with_hands(Arc::new(AllCores));
    let mut over = Vec::new();
    let mut hold = |name: &str, seconds: f64, budget: f64| {
        if seconds > budget {
            over.push(format!("{name}: {seconds:.2} s, may be {budget} s"));
        }
    };
    let (seconds, gap) = run_named("from nothing", &sources, &mut prepared);
    hold("from nothing", seconds, 60.0);
    hold("the longest time until a search hears that it is to stop", gap, 3.0);
    sources.extend(originals.first().map(|text| source(n as u64, text)));
    hold("one article more", run_named("one article more", &sources, &mut prepared).0, 8.0);
    // While all are searched, the open columns are by themselves.
    let open: Vec<Source> = sources.iter().step_by(sources.len() / 6 + 1).cloned().collect();
    hold("six open articles", run_named("six open articles", &open, &mut Prepared::default()).0, 0.5);
    if let Some(memory) = memory() {
        println!("memory of the whole process: {memory}");
    }
    for line in &over {
        println!("OVER {line}");
    }
    println!("{}", if over.is_empty() { "all within their budgets" } else { "not all within their budgets" });
    std::process::exit(i32::from(!over.is_empty()));
}

/// What the process has in memory, where the system tells.
fn memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().to_owned())
}

/// The ties, and the longest time between two looks at whether to stop, in seconds.
fn run(sources: &[Source], prepared: &mut Prepared) -> (Arc<Ties>, f64) {
    let (mut last, mut gap) = (Instant::now(), 0.0_f64);
    let Ok(ties) = find(sources, prepared, |_, _| {
        gap = gap.max(last.elapsed().as_secs_f64());
        last = Instant::now();
        Ok::<(), Infallible>(())
    });
    (ties, gap.max(last.elapsed().as_secs_f64()))
}

/// Prints a search; gives its time and its longest time between two looks, in seconds.
fn run_named(name: &str, sources: &[Source], prepared: &mut Prepared) -> (f64, f64) {
    let start = Instant::now();
    let (ties, gap) = run(sources, prepared);
    let seconds = start.elapsed().as_secs_f64();
    println!("{name}: {} ties in {seconds:.3} s; at most {gap:.3} s until it would have stopped", ties.all.len());
    (seconds, gap)
}

fn source(id: u64, text: &str) -> Source {
    let counts = extract(text, None).into_iter().map(|found| Count {
        range: found.start..found.end,
        measure: found.measure,
        subject: found.subject,
        low: found.low,
        high: found.high,
        qualifier: found.qualifier,
        fraction: found.fraction,
        origin: found.origin,
        place: found.place.map(|place| place.text),
        period_start: found.period_start,
        part_of: found.part_of,
    });
    Source {
        article: ArticleId::from_bits(id),
        counts: counts.collect(),
        text: Arc::from(text),
        published: None,
        outlet: None,
        wire: None,
    }
}

/// An article of another event: its names changed, then filled up with words of all articles in an order of its own.
fn renamed(text: &str, copy: usize, all: &[String]) -> String {
    const ENDINGS: [&str; 16] =
        ["an", "or", "is", "ul", "em", "at", "ov", "ir", "ash", "und", "el", "osk", "ari", "eth", "ingo", "ura"];
    let ending = |n: usize| ENDINGS.get(n % ENDINGS.len()).copied().unwrap_or_default();
    let mut out = String::with_capacity(SIZE + 400);
    for word in text.split_inclusive(' ') {
        let name = word.trim_end();
        let long = name.len() > 4 && name.starts_with(|c: char| c.is_ascii_uppercase()) && name.is_ascii();
        if copy > 0 && long && name.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            out.push_str(name);
            out.push_str(ending(copy));
            out.push_str(ending(copy / 16));
            out.push_str(ending(copy / 256));
            out.push(' ');
        } else {
            out.push_str(word);
        }
    }
    let mut seed = (copy as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ text.len() as u64;
    let words: Vec<&str> = all.iter().flat_map(|text| text.split_whitespace()).collect();
    out.push_str("\n\n");
    let mut sentence = 0;
    while out.len() < SIZE {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let word = words.get((seed >> 33) as usize % words.len()).copied().unwrap_or_default();
        out.push_str(&word.to_lowercase().replace(['"', '“', '”', '.'], ""));
        sentence += 1;
        out.push_str(if sentence % 20 == 0 { ". The " } else { " " });
    }
    out
}

fn read(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.file_name().is_some_and(|name| name != "expected.txt"));
    files.sort();
    files.iter().filter_map(|file| std::fs::read_to_string(file).ok()).collect()
}
