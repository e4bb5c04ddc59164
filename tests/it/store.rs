//! Project folders across processes: killed in the middle of writing, on a full disk, without permission, open twice.
//!
//! The other process is this test binary, started again with the name of one of the `child_…` tests and the folder in
//! an environment variable; without that variable those tests do nothing.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use crossread::model::{Change, Coder, CoderId, Edit, Memo, MemoId, MemoTarget, Project, RecordId, Timestamp};
use crossread::store::{self, Opened, Step, Store, StoreError};

const FOLDER: &str = "CROSSREAD_TEST_FOLDER";
const SEED: &str = "CROSSREAD_TEST_SEED";

fn time(second: i64) -> Timestamp {
    Timestamp::from_second(1_733_500_000 + second).unwrap()
}

/// Well-mixed numbers from a seed (`splitmix64`).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }
}

/// Puts memo `n`, of a length that depends on it, and the coder it needs.
fn edit(n: u64) -> Edit {
    let coder = CoderId::from_bits(1);
    let memo = Memo {
        id: MemoId::from_bits(n),
        on: MemoTarget::Project,
        text: format!("memo {n} {}", "word ".repeat(Numbers(n).below(400) as usize)),
        coder,
        created: time(0),
        modified: None,
        confidential: false,
    };
    let coder = Coder { id: coder, name: "Ana".to_owned() };
    Edit {
        label: format!("memo {n}"),
        changes: vec![Change::Put(Box::new(coder.into())), Change::Put(Box::new(memo.into()))],
    }
}

fn perform(store: &mut Store, opened: &mut Opened, n: u64) -> Result<(), StoreError> {
    let edit = edit(n);
    let inverse = opened.project.apply(&edit).unwrap().inverse;
    let edits = Arc::new((edit, inverse));
    opened.history.push(Arc::clone(&edits));
    store.append(&Step::Do { at: time(1), coder: None, edits })
}

fn memos(project: &Project) -> BTreeSet<u64> {
    project.memos.keys().map(|id| id.bits()).collect()
}

fn check_sound(root: &Path) {
    let faults: Vec<_> = store::check(root).unwrap().into_iter().filter(|finding| finding.is_fault).collect();
    assert_eq!(faults, []);
}

/// This binary, about to run one child test on a folder; `before` is a command that starts it.
fn child(name: &str, folder: &Path, before: &[&str]) -> Command {
    let this = std::env::current_exe().unwrap();
    let mut command = match before {
        [] => Command::new(&this),
        [first, rest @ ..] => {
            let mut command = Command::new(first);
            command.args(rest).arg(&this);
            command
        }
    };
    command
        .args(["--exact", &format!("store::{name}"), "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// The folder a child test works on; `None` in an ordinary test run.
fn child_folder() -> Option<PathBuf> {
    std::env::var_os(FOLDER).map(PathBuf::from)
}

fn say(what: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("\n{what}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

/// Edits without end until it is killed; says of each memo when it is confirmed.
#[test]
fn child_edits_until_killed() {
    let Some(root) = child_folder() else { return };
    let mut numbers = Numbers(std::env::var(SEED).unwrap().parse().unwrap());
    let (mut store, mut opened) = store::open(&root, time(2), numbers.next()).unwrap();
    let mut n = memos(&opened.project).last().map_or(1, |last| last + 1);
    for _ in 0..100_000 {
        match numbers.below(12) {
            0 => {
                store.save(&opened.project, time(3)).unwrap();
            }
            1 if opened.history.undo(&mut opened.project).unwrap().is_some() => {
                // Said before it is done: whether memo n is there after a kill is open until the next line.
                let undone = memos(&opened.project).last().map_or(1, |last| last + 1);
                say(&format!("undoing {undone}"));
                store.append(&Step::Undo).unwrap();
                say(&format!("undone {undone}"));
                n = undone;
            }
            2 => {
                let text = format!("text {n}");
                assert_eq!(&*opened.texts.get(&store.put_text(&text).unwrap()).unwrap(), text);
            }
            _ => {
                say(&format!("doing {n}"));
                perform(&mut store, &mut opened, n).unwrap();
                say(&format!("done {n}"));
                n += 1;
            }
        }
    }
}

/// What saving was in programs that lost work: the file cut to nothing and written again.
#[test]
fn child_writes_in_place_until_killed() {
    let Some(root) = child_folder() else { return };
    let mut numbers = Numbers(std::env::var(SEED).unwrap().parse().unwrap());
    let mut project = Project::new("p", time(0));
    for n in 1..100_000 {
        project.apply(&edit(n)).unwrap();
        let mut file = std::fs::File::create(root.join("in_place.txt")).unwrap();
        for memo in project.memos.values() {
            file.write_all(format!("{}\n", memo.text).as_bytes()).unwrap();
        }
        drop(file);
        say(&format!("done {n}"));
        std::hint::black_box(numbers.next());
    }
}

/// Runs a child on a folder and kills it at some moment; gives what it said.
fn run_and_kill(name: &str, root: &Path, numbers: &mut Numbers) -> Vec<(String, u64)> {
    let mut child = child(name, root, &[]).env(SEED, numbers.next().to_string()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut said = Vec::new();
    let mut note = |line: &str| {
        if let Some((what, n)) = line.split_once(' ')
            && let Ok(n) = n.parse()
        {
            said.push((what.to_owned(), n));
        }
    };
    for _ in 0..numbers.below(60) + 8 {
        if let Some(Ok(line)) = lines.next() {
            note(&line);
        }
    }
    // Some time more, so that the end falls anywhere between two lines.
    for n in 0..numbers.below(2_000_000) {
        std::hint::black_box(n);
    }
    child.kill().unwrap();
    child.wait().unwrap();
    // What it had said before it was killed still stands in the pipe; a line cut short was not said.
    for line in lines.map_while(Result::ok) {
        note(&line);
    }
    said
}

#[test]
fn a_killed_process_loses_nothing_it_confirmed() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("p");
    drop(store::create(&root, "p", time(0), 1).unwrap());
    let mut numbers = Numbers(20_241_207);
    let mut expected: BTreeSet<u64> = BTreeSet::new();
    let mut n_confirmed = 0;
    for trial in 0..30 {
        let mut open_question = None;
        for (what, n) in run_and_kill("child_edits_until_killed", &root, &mut numbers) {
            match what.as_str() {
                "done" => drop(expected.insert(n)),
                "undone" => drop(expected.remove(&n)),
                _ => {
                    open_question = Some(n);
                    continue;
                }
            }
            open_question = None;
            n_confirmed += 1;
        }
        let (store, opened) = store::open(&root, time(5), numbers.next()).unwrap();
        let serious: Vec<_> = opened.warnings.iter().filter(|warning| warning.is_serious()).collect();
        assert!(serious.is_empty(), "trial {trial}: {serious:?}");
        let found = memos(&opened.project);
        // Only the one step that was under way may have gone either way.
        let different: Vec<u64> = found.symmetric_difference(&expected).copied().collect();
        assert!(
            different.is_empty() || different == open_question.into_iter().collect::<Vec<_>>(),
            "trial {trial}: {different:?} of {} are not as confirmed, {open_question:?} was under way",
            expected.len()
        );
        assert_eq!(opened.history.done_labels().len(), found.len(), "trial {trial}: a step cannot be undone");
        expected = found;
        drop(store);
        check_sound(&root);
    }
    assert!(n_confirmed > 200, "only {n_confirmed} steps were confirmed in all trials");
}

/// Shows that the test above can fail.
#[test]
fn killing_a_process_that_writes_in_place_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let mut numbers = Numbers(7);
    let n_lost = (0..20)
        .filter(|_| {
            let said = run_and_kill("child_writes_in_place_until_killed", dir.path(), &mut numbers);
            let confirmed = said.last().map_or(0, |(_, n)| *n);
            let text = std::fs::read_to_string(dir.path().join("in_place.txt")).unwrap_or_default();
            (text.lines().count() as u64) < confirmed
        })
        .count();
    assert!(n_lost > 0, "no kill in twenty was noticed");
}

/// Holds the lock until it is killed.
#[test]
fn child_holds_the_project() {
    let Some(root) = child_folder() else { return };
    let held = store::open(&root, time(2), 2).unwrap();
    say("open");
    // Ends when the other end of the pipe is gone, if it is not killed before.
    while std::io::stdout().write_all(b".\n").is_ok() {}
    drop(held);
}

#[test]
fn another_process_is_kept_out_until_the_first_is_gone() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("p");
    drop(store::create(&root, "p", time(0), 1).unwrap());
    let mut child = child("child_holds_the_project", &root, &[]).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.is_ok_and(|line| line == "open")));
    let error = store::open(&root, time(3), 3).unwrap_err();
    assert!(error.is_locked(), "{error}");
    assert!(error.to_string().contains(&format!("process {}", child.id())), "{error}");
    assert!(store::open_read_only(&root).is_ok());
    check_sound(&root);
    child.kill().unwrap();
    child.wait().unwrap();
    store::open(&root, time(4), 4).unwrap();
}

/// Fills its small disk, and goes on when there is room again.
#[test]
fn child_fills_the_disk() {
    let Some(folder) = child_folder() else { return };
    let filler = folder.join("filler");
    for (trial, kept_free) in (30..190).step_by(8).enumerate() {
        let root = folder.join("p");
        let (mut store, mut opened) = store::create(&root, "p", time(0), trial as u64).unwrap();
        let mut file = std::fs::File::create(&filler).unwrap();
        while file.write_all(&[0; 1024]).is_ok() {}
        drop(file);
        let len = std::fs::metadata(&filler).unwrap().len();
        std::fs::OpenOptions::new().write(true).open(&filler).unwrap().set_len(len - kept_free * 1024).unwrap();
        let (mut confirmed, mut failed) = (0, None);
        for n in 1..400 {
            let saved = if n % 9 == 0 { store.save(&opened.project, time(1)).map(drop) } else { Ok(()) };
            match saved.and_then(|()| perform(&mut store, &mut opened, n)) {
                Ok(()) => confirmed = n,
                Err(error) => {
                    failed = Some(error.to_string());
                    break;
                }
            }
        }
        let said = failed.unwrap_or_else(|| panic!("{kept_free} kB were enough"));
        assert!(said.contains("No space left on device"), "{said}");
        // As it would be found after a crash now.
        let found = store::open_read_only(&root).unwrap();
        assert!((1..=confirmed).all(|n| found.project.memos.contains_key(&MemoId::from_bits(n))), "{kept_free} kB");
        // A text that does not fit is refused, and leaves nothing behind that is taken for it.
        let long = "long ".repeat(100_000);
        assert!(store.put_text(&long).is_err());
        std::fs::remove_file(&filler).unwrap();
        store.save(&opened.project, time(2)).unwrap();
        drop(store);
        let (store, again) = store::open(&root, time(3), 3).unwrap();
        assert_eq!((&again.project, &again.warnings[..]), (&opened.project, &[][..]), "{kept_free} kB");
        drop(store);
        check_sound(&root);
        std::fs::remove_dir_all(&root).unwrap();
    }
    say("filled and emptied");
}

#[test]
fn a_full_disk_loses_nothing_that_was_confirmed() {
    let dir = tempfile::tempdir().unwrap();
    // A disk of its own, which is gone with the process.
    let mount = format!("mount -t tmpfs -o size=1m none '{}' && exec \"$0\" \"$@\"", dir.path().display());
    if !is_allowed("unshare", &["-m", "mount", "-t", "tmpfs", "none", &dir.path().display().to_string()]) {
        eprintln!("skipped: mounting a small disk is not permitted here");
        return;
    }
    let output = child("child_fills_the_disk", dir.path(), &["unshare", "-m", "sh", "-c", &mount]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("filled and emptied"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

fn is_allowed(program: &str, args: &[&str]) -> bool {
    Command::new(program).args(args).output().is_ok_and(|output| output.status.success())
}

/// Tries what it may not do, as somebody who is not the owner.
#[test]
fn child_may_only_read() {
    let Some(root) = child_folder() else { return };
    let error = store::open(&root, time(2), 2).unwrap_err().to_string();
    assert!(error.contains("Permission denied") && error.contains(".state"), "{error}");
    let opened = store::open_read_only(&root).unwrap();
    assert_eq!(memos(&opened.project), [1, 2].into());
    assert!(opened.project.has(RecordId::Coder(CoderId::from_bits(1))));
    check_sound(&root);
    let error = store::create(&root.join("new"), "new", time(2), 2).unwrap_err().to_string();
    assert!(error.contains("Permission denied"), "{error}");
    let error = store::open(&root.join("../closed"), time(2), 2).unwrap_err().to_string();
    assert!(error.contains("cannot open the folder: Permission denied"), "{error}");
    say("only read");
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_only_be_read_can_be_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("p");
    let (mut store, mut opened) = store::create(&root, "p", time(0), 1).unwrap();
    perform(&mut store, &mut opened, 1).unwrap();
    store.save(&opened.project, time(1)).unwrap();
    perform(&mut store, &mut opened, 2).unwrap();
    drop(store);
    drop(store::create(&dir.path().join("closed"), "closed", time(0), 1).unwrap());
    let mode = |path: &Path, mode: u32| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    let mut paths = vec![root.clone()];
    while let Some(path) = paths.pop() {
        if path.is_dir() {
            paths.extend(std::fs::read_dir(&path).unwrap().flatten().map(|item| item.path()));
            mode(&path, 0o555);
        } else {
            mode(&path, 0o444);
        }
    }
    mode(dir.path(), 0o755);
    let closed = dir.path().join("closed");
    mode(&closed, 0o000);
    // Permissions do not bind the superuser, so the child is somebody else.
    let is_root = is_allowed("sh", &["-c", "test \"$(id -u)\" = 0"]);
    let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    let before = if is_root { &nobody[..] } else { &[] };
    // Without a folder to work on, the child only shows whether it can be started.
    let probe = child("child_may_only_read", &root, before).env_remove(FOLDER).output();
    let output = probe
        .is_ok_and(|output| output.status.success())
        .then(|| child("child_may_only_read", &root, before).output().unwrap());
    // So that the scratch folder can be removed.
    mode(&closed, 0o700);
    mode(&root, 0o755);
    let Some(output) = output else {
        eprintln!("skipped: cannot run as another user here");
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("only read"), "{said}{}", String::from_utf8_lossy(&output.stderr));
}
