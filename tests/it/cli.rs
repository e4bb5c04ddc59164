//! The command line as a terminal runs it: every verb, its exit code, and what it says about bad input.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::mpsc;
use std::time::Duration;

use crate::support::{ARTICLES, Scratch, as_nobody};

#[test]
fn help_is_asked_for_and_mistakes_are_told() {
    let scratch = Scratch::new();
    let help = scratch.run(["--help"]).is(0);
    for verb in ["new", "import", "figures", "numbers", "show", "export", "plot", "report", "check"] {
        assert!(
            help.out.lines().any(|line| line.trim_start().starts_with(&format!("{verb} "))),
            "{verb}: {}",
            help.out
        );
        scratch.run([verb, "--help"]).is(0).says("Usage: crossread");
    }
    help.says("0 done; 1 done, but `check` found errors (with --strict, warnings too) or some inputs failed (each is named); 2 failed");
    scratch.run(["--version"]).is(0).says(env!("CARGO_PKG_VERSION"));
    scratch.run(["import"]).is(2).warns("required");
    scratch.run(["show", "p", "--loud"]).is(2).warns("--loud");
    scratch.run(["export", "p", "--format", "xyz"]).is(2).warns("jsonl");
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_display_it_says_what_to_do_instead() {
    let scratch = Scratch::new();
    let project = scratch.project("p");
    for args in [vec![], vec![project.as_os_str()]] {
        let ran = scratch.run(args).is(2);
        assert!(ran.out.is_empty());
        if cfg!(feature = "gui") {
            ran.warns("no display").warns("crossread figures FILE");
        } else {
            ran.warns("no window").warns("--help");
        }
    }
    // A display that is named but not there is an error as well, and no crash.
    let mut command = scratch.crossread([&project]);
    let ran = crate::support::Ran::of(command.env("DISPLAY", ":978").output().unwrap());
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    ran.warns("crossread: ");
}

#[test]
fn a_project_goes_from_new_to_export() {
    let scratch = Scratch::new();
    let articles = scratch.articles("in");
    scratch.run(["new", "p", "--name", "Port of Marren"]).is(0).says("made p");
    let ran = scratch.run(["import", "p", articles.to_str().unwrap(), "--set", "first week"]).is(0);
    let n: usize = words_before(&ran.out, " figures suggested").parse().unwrap();
    assert!(n >= 8, "only {n} figures");
    ran.says("3 articles imported")
        .says("evening-page.html\tEvening Page\tno wire stated\t2030-05-03\tWhat is known of the shelling of Marren")
        .says("valley-courier.txt\tunknown\tno wire stated\tdate unknown\tShells fall on the harbour of Marren")
        .warns("the publication date is read from “date 2030-05-02”");
    scratch.run(["show", "p"]).is(0).says("Port of Marren").says("3 articles").says("○ “At least 42” people killed");
    scratch.is_sound("p");

    let csv = scratch.run(["export", "p"]).is(0).warns(&format!("wrote {n} figures")).out;
    assert_eq!(csv.lines().next().map(|line| line.starts_with("figure_id,")), Some(true));
    let jsonl = scratch.run(["export", "p", "--format", "jsonl", "--out", "out.jsonl"]).is(0);
    assert!(jsonl.out.is_empty());
    let written = fs::read_to_string(scratch.path("out.jsonl")).unwrap();
    let rows: Vec<serde_json::Value> = written.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), n);
    assert!(!scratch.path("out.jsonl.part").exists());
    // What is written once is written alike again.
    assert_eq!(scratch.run(["export", "p"]).is(0).out, csv);
}

#[test]
fn plots_are_drawn_as_svg_and_png() {
    let scratch = Scratch::new();
    scratch.project("p");
    for kind in ["by-origin", "by-outlet", "over-time"] {
        for (axis, ground) in [("--log", "--dark"), ("--linear", "")] {
            let out = format!("{kind}{axis}.svg");
            let args = ["plot", "p", "--kind", kind, axis, "--out", &out, ground];
            scratch.run(args.into_iter().filter(|arg| !arg.is_empty())).is(0).warns(&out);
            let svg = fs::read_to_string(scratch.path(&out)).unwrap();
            assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"), "{svg}");
            assert!(svg.contains("At least 42") || svg.contains("at least 42"), "{kind}: {svg}");
        }
    }
    for kind in ["spread", "claims", "attribution", "matrix", "matrix-by-origin"] {
        let out = format!("{kind}.svg");
        let said = scratch.run(["plot", "p", "--kind", kind, "--out", &out]);
        if kind == "spread" && said.code == Some(2) {
            // One report each leaves nothing to compare, and says so.
            said.warns("nothing to compare yet");
            continue;
        }
        said.is(0).warns(&out);
        assert!(fs::read_to_string(scratch.path(&out)).unwrap().to_lowercase().contains("at least 42"), "{kind}");
    }
    scratch.run(["plot", "p", "--out", "p.png"]).is(0);
    let mut reader =
        png::Decoder::new(BufReader::new(fs::File::open(scratch.path("p.png")).unwrap())).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert!(info.width > 1_000 && info.height > 200, "{} × {}", info.width, info.height);
    let colours: BTreeSet<&[u8]> = pixels.chunks_exact(4).collect();
    assert!(colours.len() > 20, "only {} colours", colours.len());

    let before = fs::read(scratch.path("p.png")).unwrap();
    scratch.run(["plot", "p", "--out", "p.gif"]).is(2).warns("end it in .svg or .png: p.gif");
    scratch.run(["plot", "p", "--tally", "absent", "--out", "p.png"]).is(2).warns("absent");
    scratch.run(["plot", "p", "--log", "--linear", "--out", "p.png"]).is(2).warns("--linear");
    scratch.run(["plot", "p", "--confirmed", "--out", "p.png"]).is(2).warns("no figure to plot");
    scratch.run(["plot", "p", "--out", "absent/p.png"]).is(2).warns("absent/p.png");
    assert_eq!(fs::read(scratch.path("p.png")).unwrap(), before);
}

#[test]
fn a_folder_that_is_no_project_is_refused() {
    let scratch = Scratch::new();
    let full = scratch.articles("full");
    for verb in ["show", "check", "export"] {
        scratch.run([verb, "full"]).is(2).warns("there is no Crossread project here: full");
        scratch.run([verb, "absent"]).is(2).warns("absent");
    }
    scratch.run(["import", "full", "full"]).is(2).warns("no Crossread project");
    scratch.run(["new", "full"]).is(2).warns("empty folder: full");
    assert_eq!(fs::read_dir(full).unwrap().count(), ARTICLES.len());
    scratch.run(["new", "p"]).is(0);
    scratch.run(["new", "p"]).is(2).warns("there is a project here already: p");
}

#[test]
fn what_cannot_be_imported_is_named_and_the_rest_goes_on() {
    let scratch = Scratch::new();
    scratch.run(["new", "p"]).is(0);
    let good = scratch.articles("good");
    scratch.file("empty.txt", "");
    scratch.file("blank.txt", " \n\n\t\n");
    scratch.file("picture.txt", [0_u8, 159, 146, 150, 7, 0, 1, 2, 3].repeat(400));
    let sparse = fs::File::create(scratch.path("huge.txt")).unwrap();
    sparse.set_len(200 << 20).unwrap();
    fs::create_dir(scratch.path("bare")).unwrap();
    let bad = ["empty.txt", "blank.txt", "picture.txt", "huge.txt", "absent.txt", "bare"];
    let mut args = vec!["import", "p"];
    args.extend(bad);
    args.push(good.to_str().unwrap());
    let ran = scratch.run(args).is(1).says("3 articles imported");
    for name in bad {
        assert!(
            ran.err.lines().any(|line| line.starts_with("crossread: ") && line.ends_with(name)),
            "{name}: {}",
            ran.err
        );
    }
    let ran = ran.warns("the file is empty").warns("not plain text").warns("too large (200 MiB; the limit is 64 MiB)");
    // The same again is said and not doubled.
    let again = scratch.run(["import", "p", "good"]).is(0).says("0 articles imported");
    assert_eq!(again.err.matches("the same file as").count(), 3, "{}", again.err);
    scratch.file("renamed.txt", ARTICLES[0].1.replace('\n', "\r\n"));
    scratch.run(["import", "p", "renamed.txt"]).is(0).says("0 articles imported").warns("left out: renamed.txt");
    scratch.is_sound("p");
    drop(ran);
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_or_written_is_said() {
    use std::os::unix::fs::PermissionsExt as _;
    let Some(nobody) = as_nobody() else {
        eprintln!("skipped: the program cannot be run as another person here");
        return;
    };
    let scratch = Scratch::new();
    let mode = |path: &Path, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let articles = scratch.articles("in");
    let locked = scratch.file("locked.txt", "Five people died in Arlen.\n");
    let closed = scratch.path("closed");
    fs::create_dir(&closed).unwrap();
    scratch.run(["new", "theirs"]).is(0);
    for (path, bits) in [(scratch.path("."), 0o777), (articles, 0o755), (locked, 0o000), (closed.clone(), 0o000)] {
        mode(&path, bits);
    }
    let run = |args: &[&str]| crate::support::Ran::of(scratch.before(&nobody, args).output().unwrap());
    run(&["new", "p"]).is(0);
    run(&["import", "p", "locked.txt", "closed", "in"])
        .is(1)
        .says("3 articles imported")
        .warns("locked.txt")
        .warns("closed");
    run(&["new", "closed/p"]).is(2).warns("closed");
    run(&["show", "closed"]).is(2).warns("closed");
    if !nobody.is_empty() {
        run(&["show", "theirs"]).is(2).warns("Permission denied");
    }
    mode(&scratch.path("p"), 0o500);
    run(&["show", "p"]).is(0).says("3 articles");
    mode(&scratch.path("p"), 0o700);
    // So that it can be removed.
    mode(&closed, 0o700);
}

#[test]
fn a_damaged_project_opens_from_its_journal_and_the_file_is_kept() {
    let scratch = Scratch::new();
    let root = scratch.project("p");
    let shown = scratch.run(["show", "p"]).is(0).out;
    let whole = fs::read_to_string(root.join("project.ron")).unwrap();
    for damaged in ["", "no project at all", &whole[..whole.len() / 2], &whole.replace("killed", "kílled")] {
        fs::write(root.join("project.ron"), damaged).unwrap();
        // Looking changes nothing, and shows everything.
        let ran = scratch.run(["show", "p"]).is(0).warns("project");
        assert_eq!(ran.out, shown);
        assert_eq!(fs::read_to_string(root.join("project.ron")).unwrap(), damaged);
        scratch.run(["check", "p"]).is(1).says("project.ron");
    }
    // Working in it keeps the damaged file under another name and writes a good one.
    let more = scratch.file("more.txt", "A late report\n\nFour people were injured in Arlen on Monday, police said.\n");
    scratch.run(["import", "p", more.to_str().unwrap()]).is(0).says("1 article imported");
    let kept = fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(kept.into_iter().any(|name| name.starts_with("project.ron.damaged-")));
    scratch.is_sound("p");
    scratch.run(["show", "p"]).is(0).says("4 articles").silent_on("project file");
}

#[test]
fn a_newer_format_is_refused_and_left_alone() {
    let scratch = Scratch::new();
    let root = scratch.project("p");
    let ours = format!("(format:{},", crossread::store::FORMAT);
    let newer = fs::read_to_string(root.join("project.ron")).unwrap().replacen(&ours, "(format:9999,", 1);
    fs::write(root.join("project.ron"), &newer).unwrap();
    for args in
        [vec!["show", "p"], vec!["export", "p"], vec!["import", "p", "p-articles"], vec!["plot", "p", "--out", "p.svg"]]
    {
        scratch.run(args).is(2).warns("format 9999");
    }
    assert_eq!(fs::read_to_string(root.join("project.ron")).unwrap(), newer);
}

#[test]
fn check_names_what_is_wrong_and_ends_with_1() {
    let scratch = Scratch::new();
    scratch.run(["new", "p"]).is(0);
    scratch.file("in/arlen.txt", "Arlen cut off\n\nPolice said 3 people were killed in Arlen on Monday.\n");
    scratch.run(["import", "p", "in"]).is(0);
    scratch.run(["check", "p"]).is(0).says("nothing to settle");
    let text = files_in(&scratch.path("p/texts")).into_iter().next().unwrap();
    let words = fs::read_to_string(&text).unwrap();
    fs::remove_file(&text).unwrap();
    scratch.run(["check", "p"]).is(1).says("error: ").says("is missing").says("finding");
    scratch.run(["show", "p"]).is(0).says("1 article");
    fs::write(&text, words.replace("people", "peeple")).unwrap();
    scratch.run(["check", "p"]).is(1).says("error: ").says(text.file_stem().unwrap().to_str().unwrap());
    fs::write(&text, words).unwrap();
    // A file that a broken-off import left is worth a word, and nothing to settle.
    scratch.file(format!("{}.tmp", text.strip_prefix(scratch.path("")).unwrap().display()), "half");
    scratch.run(["check", "p"]).is(0).says("note: texts/").says("nothing to settle");
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut folders = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(folder) else { continue };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

fn words_before<'a>(text: &'a str, mark: &str) -> &'a str {
    text.split(mark).next().unwrap().split_whitespace().next_back().unwrap()
}

const KEYS: [&str; 17] = [
    "doc",
    "start",
    "end",
    "quote",
    "low",
    "high",
    "qualifier",
    "fraction",
    "measure",
    "subject",
    "attributed_to",
    "origin",
    "relay",
    "place",
    "period_start",
    "period_end",
    "cumulative",
];

#[test]
fn figures_of_json_lines_follow_the_contract() {
    let scratch = Scratch::new();
    let text = "ملاحظة. Over 820 civilians were killed in Arlen, the Relief Council said.";
    let input = format!(
        "{}\nnot json\n{{\"doc\":\"no text\"}}\n\n{}\n",
        serde_json::json!({ "doc": "ä/1", "text": text, "doc_date": "2030-05-02" }),
        serde_json::json!({ "doc": "2", "text": "Some 300 people fled.", "doc_date": null }),
    );
    let ran =
        scratch.run_on(&input, ["figures", "--jsonl"]).is(1).warns("line 2: ").warns("line 3: ").silent_on("line 5");
    let rows: Vec<serde_json::Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [first, second] = rows.as_slice() else { panic!("{}", ran.out) };
    for row in &rows {
        let keys: BTreeSet<&str> = row.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, KEYS.into());
    }
    // The order of the keys is part of it.
    let places = KEYS.map(|key| ran.out.lines().next().unwrap().find(&format!("\"{key}\":")).unwrap());
    assert!(places.is_sorted(), "{places:?}");
    let (start, end) = (first["start"].as_u64().unwrap() as usize, first["end"].as_u64().unwrap() as usize);
    assert_eq!(text.get(start..end), first["quote"].as_str());
    let some = |row: &serde_json::Value| {
        ["doc", "low", "high", "qualifier", "measure", "subject"].map(|key| row[key].to_string())
    };
    assert_eq!(some(first), ["\"ä/1\"", "820", "null", "\"more_than\"", "\"killed\"", "\"civilians\""]);
    assert_eq!(some(second), ["\"2\"", "300", "300", "\"approx\"", "\"displaced\"", "\"people\""]);
}

#[test]
fn figures_of_files_are_printed_to_read_and_as_json_lines() {
    let scratch = Scratch::new();
    scratch.articles("in");
    let ran = scratch.run(["figures", "--jsonl", "in/valley-courier.txt", "absent.txt", "in/north-wire.txt"]).is(1);
    let docs: BTreeSet<String> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["doc"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(docs, ["north-wire.txt".to_owned(), "valley-courier.txt".to_owned()].into());
    ran.warns("absent.txt");
    scratch.run(["figures", "in/valley-courier.txt"]).is(0).says("“At least 42”").says("Marren Health Directorate");
    scratch.run(["figures", "--explain", "in/valley-courier.txt"]).is(0).says(" · ");
    scratch.run(["figures", "--date", "yesterday", "in/valley-courier.txt"]).is(2).warns("yesterday");
    scratch.run(["figures"]).is(2).warns("--jsonl");
    let ran = scratch.run(["figures", "in/evening-page.html"]).is(0);
    ran.says("“51”");
    let numbers = scratch.run(["numbers", "--jsonl", "in/north-wire.txt"]).is(0);
    assert!(numbers.out.lines().count() >= 4, "{}", numbers.out);
    scratch.run(["numbers", "in/north-wire.txt"]).is(2).warns("--jsonl");
    scratch.run_on("", ["figures", "--jsonl"]).is(0).silent_on("crossread");
}

const ONE_LINE: &str = "{\"doc\":\"a\",\"text\":\"At least 12 people were killed.\",\"doc_date\":null}\n";

#[test]
fn figures_come_out_before_the_input_ends() {
    let scratch = Scratch::new();
    let mut child = scratch.crossread(["figures", "--jsonl"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdin.write_all(ONE_LINE.repeat(200).as_bytes()).unwrap();
    let (sender, receiver) = mpsc::channel();
    let reading = std::thread::spawn(move || {
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        sender.send(line).unwrap();
        let mut rest = String::new();
        stdout.read_to_string(&mut rest).unwrap();
        rest.lines().count()
    });
    let first = receiver.recv_timeout(Duration::from_secs(60)).expect("nothing came out while the input was open");
    assert!(first.contains("\"low\":12"), "{first}");
    drop(stdin);
    assert_eq!(reading.join().unwrap(), 199);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn a_long_input_is_not_held_in_memory() {
    let scratch = Scratch::new();
    // Held, the input alone would be more than the program is given.
    let limited = ["sh", "-c", "ulimit -v 400000; exec \"$0\" \"$@\""];
    let mut child = scratch.before(&limited, ["figures", "--jsonl"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let long = serde_json::json!({ "doc": "d".repeat(4 << 20), "text": "Nothing is counted here.", "doc_date": null });
    let line = format!("{long}\n");
    for _ in 0..120 {
        stdin.write_all(line.as_bytes()).unwrap();
    }
    stdin.write_all(ONE_LINE.as_bytes()).unwrap();
    drop(stdin);
    crate::support::Ran::of(child.wait_with_output().unwrap()).is(0).says("\"low\":12");
}

#[test]
fn whoever_stops_reading_is_not_told_off() {
    let scratch = Scratch::new();
    scratch.project("p");
    for args in [vec!["figures", "--jsonl"], vec!["export", "p"], vec!["show", "p"], vec!["--help"]] {
        let mut child = scratch.crossread(&args).stdin(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut stdin = child.stdin.take().unwrap();
        // The program may end before it has read everything.
        let _closed = stdin.write_all(ONE_LINE.repeat(2_000).as_bytes());
        drop(stdin);
        let ran = crate::support::Ran::of(child.wait_with_output().unwrap());
        ran.is(0).silent_on("pipe");
    }
}

/// Kills an import once so many files stand in the project's folder; says whether it was still running.
fn kill_import_at(scratch: &Scratch, folder: &str, n_files: usize) -> bool {
    let mut child =
        scratch.crossread(["import", "p", folder]).stderr(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
    loop {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        if files_in(&scratch.path("p")).len() >= n_files {
            child.kill().unwrap();
            child.wait().unwrap();
            return true;
        }
        std::thread::yield_now();
    }
}

#[test]
fn an_import_that_is_killed_leaves_a_sound_project() {
    let scratch = Scratch::new();
    scratch.run(["new", "p"]).is(0);
    let names = ["Arlen", "Bessim", "Corva", "Dorrin", "Elsat", "Ferrow"];
    for (n, name) in names.iter().enumerate() {
        let text = format!(
            "News from {name}\n\nPolice said {} people were killed in {name} on Monday, and {name} is cut off.\n",
            n + 3
        );
        scratch.file(format!("in/{name}.txt"), text);
    }
    let at_first = files_in(&scratch.path("p")).len();
    let mut n_killed = 0;
    for step in 0..=2 * names.len() {
        n_killed += usize::from(kill_import_at(&scratch, "in", at_first + step));
        let shown = scratch.run(["show", "p"]).is(0);
        let n: usize = words_before(&shown.out, " article").parse().unwrap();
        assert!(n == 0 || n == names.len(), "{n} articles after a kill at {step}: an import is one step");
        scratch.is_sound("p");
    }
    assert!(n_killed > 2, "only {n_killed} of the imports were killed while they ran");
    scratch.run(["import", "p", "in"]).is(0);
    let shown = scratch.run(["show", "p"]).is(0).says(&format!("{} articles", names.len()));
    assert!(names.iter().all(|name| shown.out.contains(&format!("News from {name}"))), "{}", shown.out);
    scratch.is_sound("p");
}
