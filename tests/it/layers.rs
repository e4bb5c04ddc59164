//! The house rules that no compiler checks: which layer may use which, where the window toolkit and the disk may be
//! named, how long a file may grow. Each rule is also tried on a made-up source that breaks it.

use std::fs;
use std::path::{Path, PathBuf};

/// The layers, in the order in which they build on each other, with those each may use.
const LAYERS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("lexicon", &["model"]),
    ("text", &["model", "lexicon"]),
    ("figures", &["model", "lexicon", "text"]),
    ("plots", &["model", "lexicon", "text", "figures"]),
    ("ingest", &["model", "lexicon", "text"]),
    ("store", &["model", "lexicon", "text"]),
    ("exchange", &["model", "lexicon", "text", "figures", "plots"]),
    ("app", &["model", "lexicon", "text", "figures", "plots", "ingest", "store", "exchange"]),
    ("cli", &["model", "lexicon", "text", "figures", "plots", "ingest", "store", "exchange", "app"]),
    ("ui", &["model", "lexicon", "text", "figures", "plots", "app"]),
    ("main", &["cli", "ui"]),
];

/// The crates of the window: named only in `ui`.
const WINDOW_CRATES: &[&str] = &["eframe", "egui", "egui_extras", "egui_plot", "egui_tiles", "rfd"];

/// The layers that touch files.
const WITH_FILES: &[&str] = &["ingest", "store", "app", "cli"];

/// The layers that talk to nothing outside: what they take is given to them.
const PURE: &[&str] = &["model", "lexicon", "text", "figures", "plots", "exchange"];

const MAX_LINES: usize = 500;

/// A source file: its path from the root of the repository, with forward slashes, and its text.
struct Source {
    path: String,
    text: String,
    /// The text without comments and without what stands in quotes, cut into words and signs, each with its line.
    tokens: Vec<(usize, String)>,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned(), tokens: tokens(&code_of(text)) }
    }

    /// The module path below the crate's root: `src/app/ops/mod.rs` is `app`, `ops`.
    fn module(&self) -> Vec<&str> {
        let inside = self.path.strip_prefix("src/").unwrap_or(&self.path).trim_end_matches(".rs");
        let mut parts: Vec<&str> = inside.split('/').collect();
        if matches!(parts.last(), Some(&"mod" | &"lib")) {
            parts.pop();
        }
        parts
    }

    fn layer(&self) -> &str {
        self.module().first().copied().unwrap_or("lib")
    }

    /// Whether the whole file is test code.
    fn is_test(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        !self.path.starts_with("src/") || name.ends_with("_tests.rs") || matches!(name, "tests.rs" | "testing.rs")
    }

    /// The number of lines before the tests at the foot of the file.
    fn lines_before_tests(&self) -> usize {
        let at_tests = self.text.lines().position(|line| line.trim_end() == "#[cfg(test)]");
        at_tests.unwrap_or_else(|| self.text.lines().count())
    }

    fn token(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |(_, token)| token)
    }

    /// Where these words stand one after the other, by line.
    fn lines_with(&self, words: &[&str]) -> Vec<usize> {
        (0..self.tokens.len())
            .filter(|at| words.iter().enumerate().all(|(n, word)| self.token(at + n) == *word))
            .map(|at| self.tokens[at].0)
            .collect()
    }
}

/// `text` with comments and quoted text blanked, line ends kept.
fn code_of(text: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let is = |at: usize, sign: char| signs.get(at) == Some(&sign);
    while let Some(&sign) = signs.get(at) {
        let from = at;
        let word_before = at > 0 && (signs[at - 1].is_alphanumeric() || signs[at - 1] == '_');
        match sign {
            '/' if is(at + 1, '/') => {
                while at < signs.len() && signs[at] != '\n' {
                    at += 1;
                }
            }
            '/' if is(at + 1, '*') => {
                let mut depth = 0;
                loop {
                    if is(at, '/') && is(at + 1, '*') {
                        depth += 1;
                        at += 2;
                    } else if is(at, '*') && is(at + 1, '/') {
                        depth -= 1;
                        at += 2;
                    } else {
                        at += 1;
                    }
                    if depth == 0 || at >= signs.len() {
                        break;
                    }
                }
            }
            'r' if !word_before && (is(at + 1, '"') || is(at + 1, '#') && (is(at + 2, '"') || is(at + 2, '#'))) => {
                let hashes = signs[at + 1..].iter().take_while(|sign| **sign == '#').count();
                at += hashes + 2;
                while at < signs.len() && !(is(at, '"') && (1..=hashes).all(|n| is(at + n, '#'))) {
                    at += 1;
                }
                at += hashes + 1;
            }
            '"' => {
                at += 1;
                while at < signs.len() && signs[at] != '"' {
                    at += if signs[at] == '\\' { 2 } else { 1 };
                }
                at += 1;
            }
            // A character, not a lifetime.
            '\'' if is(at + 1, '\\') || is(at + 2, '\'') => {
                at += if is(at + 1, '\\') { 3 } else { 2 };
                while at < signs.len() && signs[at] != '\'' {
                    at += 1;
                }
                at += 1;
            }
            _ => {
                out.push(sign);
                at += 1;
                continue;
            }
        }
        out.push(' ');
        out.extend(signs[from..at.min(signs.len())].iter().filter(|sign| **sign == '\n'));
    }
    out
}

/// Words, `::` and single signs, each with its line, from 1.
fn tokens(code: &str) -> Vec<(usize, String)> {
    let mut out: Vec<(usize, String)> = Vec::new();
    for (n, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let is_word = |sign: char| sign.is_alphanumeric() || sign == '_';
            let len = if is_word(first) {
                rest.find(|sign| !is_word(sign)).unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            let (token, after) = rest.split_at(len);
            out.push((n + 1, token.to_owned()));
            rest = after.trim_start();
        }
    }
    out
}

/// The modules at the crate's root that a file names, through `crate`, `crossread` or a chain of `super`, by line.
fn root_modules(source: &Source) -> Vec<(usize, String)> {
    let depth = source.module().len();
    let mut found = Vec::new();
    // One entry for each open brace: whether a module was opened with it.
    let mut open: Vec<bool> = Vec::new();
    let mut at = 0;
    while at < source.tokens.len() {
        match source.token(at) {
            "{" => open.push(at >= 2 && source.token(at - 2) == "mod"),
            "}" => drop(open.pop()),
            "crate" | "crossread" if source.token(at + 1) == "::" => {
                names_after(source, at + 2, &mut found);
            }
            // A file of tests hangs below the file it tests, under any name, so its place is not known here.
            "super" if source.is_test() => {}
            "super" if at == 0 || source.token(at - 1) != "::" || source.token(at - 2) == "self" => {
                let mut n_up = 1;
                while source.token(at + 1) == "::" && source.token(at + 2) == "super" {
                    n_up += 1;
                    at += 2;
                }
                let inline = open.iter().filter(|is_module| **is_module).count();
                if n_up == depth + inline && source.token(at + 1) == "::" {
                    names_after(source, at + 2, &mut found);
                }
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// The name at a place in a path, or the first names of the group that opens there.
fn names_after(source: &Source, at: usize, found: &mut Vec<(usize, String)>) {
    if source.token(at) != "{" {
        found.extend(source.tokens.get(at).cloned());
        return;
    }
    let mut depth = 0;
    for place in at..source.tokens.len() {
        match source.token(place) {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ if depth == 1 && matches!(source.token(place - 1), "{" | ",") => found.push(source.tokens[place].clone()),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
}

/// A rule: what it says of a file, a line for each breach.
type Rule = fn(&Source) -> Vec<String>;

fn layer_directions(source: &Source) -> Vec<String> {
    let layer = source.layer();
    if !source.path.starts_with("src/") || layer == "lib" {
        return Vec::new();
    }
    let Some((_, may_use)) = LAYERS.iter().find(|(name, _)| *name == layer) else {
        return vec![format!("`{layer}` is not a layer")];
    };
    root_modules(source)
        .into_iter()
        .filter(|(_, used)| used != layer && !may_use.contains(&used.as_str()))
        .map(|(line, used)| format!("line {line}: `{layer}` may not use `{used}`"))
        .collect()
}

fn window_only_in_ui(source: &Source) -> Vec<String> {
    if !source.path.starts_with("src/") || source.layer() == "ui" {
        return Vec::new();
    }
    let named = source.tokens.iter().filter(|(_, token)| WINDOW_CRATES.contains(&token.as_str()));
    named.map(|(line, token)| format!("line {line}: only `ui` may name `{token}`")).collect()
}

fn files_only_where_allowed(source: &Source) -> Vec<String> {
    if source.is_test() || WITH_FILES.contains(&source.layer()) {
        return Vec::new();
    }
    let mut lines = source.lines_with(&["fs", "::"]);
    lines.extend(source.lines_with(&["std", "::", "fs"]));
    lines.extend(source.lines_with(&["File", "::", "open"]));
    lines.into_iter().map(|line| format!("line {line}: `{}` does not touch files", source.layer())).collect()
}

fn pure_layers(source: &Source) -> Vec<String> {
    if source.is_test() || !PURE.contains(&source.layer()) {
        return Vec::new();
    }
    let outside: [&[&str]; 6] = [
        &["std", "::", "env"],
        &["std", "::", "process"],
        &["std", "::", "thread"],
        &["Instant", "::", "now"],
        &["SystemTime", "::", "now"],
        &["std", "::", "net"],
    ];
    let breaches =
        outside.iter().flat_map(|words| source.lines_with(words).into_iter().map(|line| (line, words.concat())));
    breaches
        .map(|(line, words)| format!("line {line}: `{}` is given what `{words}` would fetch", source.layer()))
        .collect()
}

fn no_network(source: &Source) -> Vec<String> {
    let lines = ["TcpStream", "TcpListener", "UdpSocket", "ToSocketAddrs"].map(|name| source.lines_with(&[name]));
    lines.into_iter().flatten().map(|line| format!("line {line}: nothing here opens a connection")).collect()
}

fn opens_with_its_purpose(source: &Source) -> Vec<String> {
    let header = source.text.lines().next().unwrap_or_default();
    let says = header.strip_prefix("//!").is_some_and(|words| words.trim().len() > 10);
    if says { Vec::new() } else { vec!["it does not open with `//!` and what it is".to_owned()] }
}

fn not_too_long(source: &Source) -> Vec<String> {
    if source.is_test() {
        return Vec::new();
    }
    let lines = source.lines_before_tests();
    if lines > MAX_LINES { vec![format!("{lines} lines before its tests; at most {MAX_LINES}")] } else { Vec::new() }
}

fn nothing_left_to_do(source: &Source) -> Vec<String> {
    // Put together here, so that this file does not break its own rule.
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
    let words = |line: &str| line.split(|sign: char| !sign.is_alphanumeric()).any(|word| marks.contains(&word));
    let lines = source.text.lines().enumerate().filter(|(_, line)| words(line));
    lines.map(|(n, line)| format!("line {}: {}", n + 1, line.trim())).collect()
}

fn no_place_of_one_machine(source: &Source) -> Vec<String> {
    let is_place = |line: &str| {
        [concat!("/ho", "me/"), concat!("/Us", "ers/"), concat!("\\Us", "ers\\")].iter().any(|start| {
            // A person's folder, with something in it.
            line.split(start).skip(1).any(|rest| {
                let name = rest.find(['/', '\\', ' ', '"', '`']).unwrap_or(rest.len());
                name > 0 && matches!(rest.get(name..name + 1), Some("/" | "\\"))
            })
        }) || [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/cargo", "/registry")].iter().any(|start| {
            line.match_indices(start)
                .any(|(at, _)| !line[..at].ends_with(|sign: char| sign.is_alphanumeric() || sign == '.'))
        })
    };
    let lines = source.text.lines().enumerate().filter(|(_, line)| is_place(line));
    lines.map(|(n, line)| format!("line {}: {}", n + 1, line.trim())).collect()
}

fn tests_are_named_for_what_they_show(source: &Source) -> Vec<String> {
    let named = source.tokens.windows(2).filter(|pair| pair[0].1 == "fn" && pair[1].1.starts_with("test_"));
    named.map(|pair| format!("line {}: `{}`", pair[1].0, pair[1].1)).collect()
}

fn colours_only_in_style(source: &Source) -> Vec<String> {
    if source.is_test() || source.layer() != "ui" || source.path == "src/ui/style.rs" {
        return Vec::new();
    }
    let made = source
        .tokens
        .windows(3)
        .filter(|part| part[0].1 == "Color32" && part[1].1 == "::" && part[2].1.starts_with("from_"));
    made.map(|part| format!("line {}: colours come from style.rs", part[0].0)).collect()
}

/// The rules for Rust sources, each with a made-up file that breaks it and one that only seems to.
const RULES: &[(&str, Rule, Example, Example)] = &[
    (
        "layers use only those below them",
        layer_directions,
        ("src/text/a.rs", "//! A.\nuse crate::{model::TextSpan, store};"),
        (
            "src/text/a.rs",
            "//! A.\nuse crate::{model::{store, Span}, lexicon};\n// crate::store\nconst S: &str = \"crate::app\";",
        ),
    ),
    (
        "the window never reaches past app",
        layer_directions,
        ("src/ui/a/b.rs", "//! A.\nfn f() { crate::store::open(); }"),
        ("src/ui/a/b.rs", "//! A.\nfn f() { super::store::open(); crate::app::session::open(); }"),
    ),
    (
        "climbing to the root is seen as well",
        layer_directions,
        ("src/plots/a.rs", "//! A.\nmod inner { use super::super::super::app::session; }"),
        ("src/plots/a.rs", "//! A.\nmod inner { use super::super::app::session; }"),
    ),
    (
        "every folder is a layer",
        layer_directions,
        ("src/utils/a.rs", "//! A."),
        ("src/lib.rs", "//! A.\npub mod utils;"),
    ),
    (
        "only ui names the window toolkit",
        window_only_in_ui,
        ("src/app/a.rs", "//! A.\nfn f(ui: &mut egui::Ui) {}"),
        ("src/app/a.rs", "//! Not egui.\nconst S: &str = r#\"egui \"quoted\" egui\"#;\nconst C: char = '\"'; // egui"),
    ),
    (
        "only some layers touch files",
        files_only_where_allowed,
        ("src/ui/a.rs", "//! A.\nuse std::fs;"),
        ("src/store/a.rs", "//! A.\nuse std::fs;"),
    ),
    (
        "the core takes time and place as given",
        pure_layers,
        ("src/figures/a.rs", "//! A.\nfn f() { let now = std::time::Instant::now(); }"),
        ("src/app/a.rs", "//! A.\nfn f() { let now = std::time::Instant::now(); }"),
    ),
    (
        "no connection is ever opened",
        no_network,
        ("src/app/a.rs", "//! A.\nuse std::net::TcpStream;"),
        ("src/app/a.rs", "//! A.\n// No TcpStream here."),
    ),
    (
        "every file says what it is",
        opens_with_its_purpose,
        ("src/app/a.rs", "use std::fmt;"),
        ("src/app/a.rs", "//! Keeps an open project.\nuse std::fmt;"),
    ),
    ("files stay short", not_too_long, ("src/app/a.rs", LONG), ("src/app/a_tests.rs", LONG)),
    (
        "nothing is left for later",
        nothing_left_to_do,
        ("src/app/a.rs", concat!("//! A.\n// TO", "DO: the rest.")),
        ("src/app/a.rs", "//! A.\n// What to do: the rest."),
    ),
    (
        "no path belongs to one machine",
        no_place_of_one_machine,
        ("src/app/a.rs", concat!("//! A.\nconst P: &str = \"/ho", "me/ada/news\";")),
        ("src/app/a.rs", "//! A.\nconst P: &str = \"../home/ and /home/page.html too\";"),
    ),
    (
        "a test's name says what it shows",
        tests_are_named_for_what_they_show,
        ("src/app/a.rs", "//! A.\n#[test]\nfn test_saving() {}"),
        ("src/app/a.rs", "//! A.\n#[test]\nfn saving_keeps_everything() {}"),
    ),
    (
        "colours stand in one place",
        colours_only_in_style,
        ("src/ui/a.rs", "//! A.\nconst RED: Color32 = Color32::from_rgb(255, 0, 0);"),
        ("src/ui/style.rs", "//! A.\nconst RED: Color32 = Color32::from_rgb(255, 0, 0);"),
    ),
];

/// A path and the text of a made-up source.
type Example = (&'static str, &'static str);

/// More lines than a file may have.
const LONG: &str = {
    static LINES: [u8; MAX_LINES + 1] = [b'\n'; MAX_LINES + 1];
    match std::str::from_utf8(&LINES) {
        Ok(lines) => lines,
        Err(_) => "",
    }
};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The files under a folder of the repository whose names end in one of `endings`, as paths from the root.
fn files_under(folder: &str, endings: &[&str]) -> Vec<String> {
    let mut folders = vec![root().join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        // A repository need not have every folder.
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if endings.iter().any(|ending| path.to_string_lossy().ends_with(ending)) {
                let inside: &Path = path.strip_prefix(root()).unwrap();
                found.push(inside.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

fn check(rule: Rule, paths: &[String]) -> Vec<String> {
    let read = |path: &String| Source::new(path, &fs::read_to_string(root().join(path)).unwrap());
    let sources = paths.iter().map(read);
    sources.flat_map(|source| rule(&source).into_iter().map(move |said| format!("{}: {said}", source.path))).collect()
}

#[test]
fn the_sources_keep_the_house_rules() {
    let paths: Vec<String> =
        ["src", "tests", "benches"].iter().flat_map(|folder| files_under(folder, &[".rs"])).collect();
    assert!(paths.len() > 100, "only {} sources were found", paths.len());
    let mut breaches: Vec<String> = RULES.iter().flat_map(|(_, rule, ..)| check(*rule, &paths)).collect();
    // Some rules are listed twice, with different examples.
    breaches.sort();
    breaches.dedup();
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

#[test]
fn data_and_documents_name_no_machine_either() {
    let mut paths: Vec<String> = ["assets", "projects", "tests", ".ci"]
        .iter()
        .flat_map(|folder| files_under(folder, &[".ron", ".ronl", ".tsv", ".md", ".txt", ".toml", "/run"]))
        .collect();
    let beside = ["Cargo.toml", "README.md", "CHANGELOG.md", "clippy.toml", "rustfmt.toml"];
    paths.extend(beside.iter().filter(|name| root().join(name).exists()).map(|name| (*name).to_owned()));
    let breaches = check(no_place_of_one_machine, &paths);
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

#[test]
fn every_rule_finds_what_breaks_it_and_nothing_else() {
    for (name, rule, bad, good) in RULES {
        let said = rule(&Source::new(bad.0, bad.1));
        assert_eq!(said.len(), 1, "{name}: {said:?} of a file that breaks it");
        let said = rule(&Source::new(good.0, good.1));
        assert!(said.is_empty(), "{name}: {said:?} of a file that keeps it");
    }
}

#[test]
fn every_layer_is_in_the_table_and_none_uses_one_above_it() {
    let lib = Source::new("src/lib.rs", &fs::read_to_string(root().join("src/lib.rs")).unwrap());
    let declared = lib.tokens.windows(2).filter(|pair| pair[0].1 == "mod").map(|pair| pair[1].1.clone());
    let mut names: Vec<&str> = LAYERS.iter().map(|(name, _)| *name).filter(|name| *name != "main").collect();
    let order = names.clone();
    names.sort_unstable();
    assert_eq!(declared.collect::<Vec<_>>(), names);
    for (layer, may_use) in LAYERS {
        let place = order.iter().position(|name| name == layer).unwrap_or(order.len());
        assert!(may_use.iter().all(|used| order.iter().position(|name| name == used) < Some(place)), "{layer}");
    }
}
