//! Files on disk to drafts: the seed articles, folders, permissions, sizes.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crossread::ingest::{
    Draft, Duplicate, IngestError, Known, KnownArticles, MAX_FILE_BYTES, draft_from_file, files_in, find_duplicate,
};

/// The folder of material that is not part of the repository; `None`, said aloud, where it is not there.
fn shared(folder: &str) -> Option<PathBuf> {
    let root = std::env::var_os("CROSSREAD_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let path = root.join(folder);
    if path.is_dir() {
        return Some(path);
    }
    println!("skipped: there is no folder {folder} beside the repository");
    None
}

fn fixture(name: &str) -> Draft {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/ingest").join(name);
    draft_from_file(&path).unwrap()
}

fn names(files: &[PathBuf], root: &Path) -> Vec<String> {
    files.iter().map(|f| f.strip_prefix(root).unwrap().to_string_lossy().into_owned()).collect()
}

#[test]
fn the_seed_articles_say_whose_they_are_and_when_they_appeared() {
    let Some(seeds) = shared("seeds") else { return };
    let (files, errors) = files_in(&seeds);
    assert_eq!((files.len(), errors), (5, Vec::new()));
    let drafts: Vec<Draft> = files.iter().map(|file| draft_from_file(file).unwrap()).collect();
    // Start of the name, hash of the file, wire, outlet, date, whether the first line is a headline.
    let want = [
        ("000", "3da2a15d5a30d0f9", "AFP", None, Some("2024-12-07"), false),
        ("001", "0817ac4563ce292e", "BBC", Some("TipsClear"), None, true),
        ("002", "9ca4b7e6365ac187", "AP", None, Some("2024-12-07"), false),
        ("003", "b9027d2dab00db6a", "Reuters", None, None, false),
        ("004", "63def657e0c01fb7", "AFP", None, Some("2024-12-07"), false),
    ];
    for (draft, (name, hash, wire, outlet, date, headline)) in drafts.iter().zip(want) {
        assert!(draft.file.starts_with(name));
        assert!(draft.file_sha256.starts_with(hash), "{name}");
        assert_eq!(draft.wire.as_deref(), Some(wire), "{name} {:?}", draft.wire_evidence);
        assert_eq!(draft.outlet.as_deref(), outlet, "{name}");
        assert_eq!(draft.published.map(|d| d.to_string()).as_deref(), date, "{name}");
        assert_eq!(draft.text.as_bytes(), draft.original, "{name}: nothing is changed");
        assert_eq!(
            (draft.language.as_deref(), draft.encoding.as_str(), draft.replaced),
            (Some("en"), "UTF-8", 0),
            "{name}"
        );
        assert_eq!(draft.text.lines().next() == Some(draft.title.as_str()), headline, "{name}: {}", draft.title);
        assert!(draft.title.chars().count() <= 90 && !draft.title.starts_with("date"), "{name}: {}", draft.title);
        println!("{name}: {} | {:?} | {:?} | {:?}", draft.title, draft.wire_evidence, draft.author, draft.notes);
    }
    // None is the like of another, though two are of one agency.
    let mut known = KnownArticles::default();
    for draft in &drafts {
        assert_eq!(known.find(draft), None, "{}", draft.file);
        known.add(&Known {
            name: &draft.file,
            file_sha256: &draft.file_sha256,
            text_sha256: &draft.text_sha256,
            text: &draft.text,
        });
    }
}

#[test]
fn a_news_page_gives_its_article_and_nothing_else() {
    let draft = fixture("news_site.html");
    assert_eq!(draft.title, "Dam gives way above Riverton, forty families flee");
    assert_eq!(draft.outlet.as_deref(), Some("Valley Post"));
    assert_eq!(draft.author.as_deref(), Some("Jane Roe"));
    assert_eq!(draft.url.as_deref(), Some("https://www.valleypost.example/news/dam-gives-way"));
    assert_eq!(draft.published.map(|d| d.to_string()).as_deref(), Some("2023-05-09"));
    assert_eq!(draft.language.as_deref(), Some("en-GB"));
    assert_eq!(draft.wire, None, "{:?}", draft.wire_evidence);
    println!("{}\n{:?}", draft.text, draft.notes);
    let paragraphs: Vec<&str> = draft.text.split("\n\n").collect();
    assert!(paragraphs.first().unwrap().starts_with("A dam above the town of Riverton"));
    assert!(paragraphs.last().unwrap().starts_with("Rain is forecast until Friday"));
    assert!(draft.text.contains("20\u{a0}cm wide"));
    assert!(draft.text.contains("120 people.\nThe bridge"));
    for leftover in
        ["Share on", "Advertisement", "Read more", "continues below", "Getty", "Related", "Most read", "©", "Sport"]
    {
        assert!(!draft.text.contains(leftover), "{leftover} in {}", draft.text);
    }
}

#[test]
fn an_agency_named_as_author_is_the_wire_of_a_page() {
    let draft = fixture("agency_rerun.html");
    assert_eq!(draft.title, "Dam bursts above Riverton & dozens flee");
    assert_eq!(draft.outlet.as_deref(), Some("The Guardian"));
    assert_eq!(draft.wire.as_deref(), Some("AFP"));
    assert_eq!(draft.wire_evidence.as_deref(), Some("Agence France-Presse in Riverton"));
    assert_eq!(draft.url.as_deref(), Some("https://www.theguardian.com/world/dam-riverton"));
    assert_eq!(draft.published.map(|d| d.to_string()).as_deref(), Some("2023-05-09"));
    assert_eq!(draft.retrieved.map(|d| d.to_string()).as_deref(), Some("2023-05-10"));
    assert_eq!(draft.text.split("\n\n").count(), 4, "{}", draft.text);
}

#[test]
fn a_page_is_read_in_the_encoding_it_declares() {
    let draft = fixture("windows_1251.htm");
    assert_eq!((draft.encoding.as_str(), draft.replaced), ("windows-1251", 0));
    assert_eq!(draft.title, "Плотина прорвана");
    assert_eq!(draft.language.as_deref(), Some("ru"));
    assert_eq!(draft.published, None, "09.05.2023 can be read two ways");
    assert!(draft.notes.iter().any(|note| note.contains("09.05.2023")), "{:?}", draft.notes);
    assert!(draft.text.starts_with("Плотина выше города"), "{}", draft.text);
}

/// A folder for one test, open to every user.
fn scratch() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    open_to(folder.path(), 0o755);
    folder
}

#[cfg(unix)]
fn open_to(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(not(unix))]
fn open_to(_: &Path, _: u32) {}

const STORY: &str = "The dam above the town gave way on Tuesday.\n\nForty families left their homes, officials said.\n";

#[test]
fn a_folder_gives_its_text_files_and_pages_in_order() {
    let folder = scratch();
    let root = folder.path();
    for name in [
        "b.txt",
        "a/c.HTML",
        "a/c_files/ad.html",
        "a/c_files/logo.txt",
        ".hidden.txt",
        ".git/x.txt",
        "z.md",
        "notes.docx",
        "scan.pdf",
        "p.jpg",
        "y_files/kept.txt",
    ] {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, STORY).unwrap();
    }
    let (files, errors) = files_in(root);
    assert_eq!(
        names(&files, root),
        ["a/c.HTML", "a/c_files/ad.html", "a/c_files/logo.txt", "b.txt", "y_files/kept.txt", "z.md"]
    );
    fs::rename(root.join("a/c.HTML"), root.join("a/c.html")).unwrap();
    let (files, _) = files_in(root);
    assert_eq!(
        names(&files, root),
        ["a/c.html", "b.txt", "y_files/kept.txt", "z.md"],
        "what a browser saved beside its page stays out"
    );
    assert_eq!(errors.len(), 1);
    assert!(errors.iter().all(IngestError::is_notice));
    assert!(
        errors.first().unwrap().to_string().starts_with("left out 2 of other kinds (1 .docx, 1 .pdf)"),
        "{errors:?}"
    );

    let empty = scratch();
    let (files, errors) = files_in(empty.path());
    assert_eq!(files, Vec::<PathBuf>::new());
    assert_eq!(errors, [IngestError::NothingFound { folder: empty.path().to_owned() }]);
    // A file asked for by name is taken whatever its name.
    assert_eq!(files_in(&root.join("notes.docx")), (vec![root.join("notes.docx")], Vec::new()));
    assert!(files_in(&root.join("none")).1.first().unwrap().to_string().contains("there is none of that name"));
}

#[cfg(unix)]
#[test]
fn links_that_lead_in_circles_are_entered_once() {
    use std::os::unix::fs::symlink;
    let folder = scratch();
    let root = folder.path();
    fs::create_dir(root.join("deep")).unwrap();
    fs::write(root.join("deep/a.txt"), STORY).unwrap();
    symlink(root, root.join("deep/up")).unwrap();
    symlink(root.join("deep"), root.join("again")).unwrap();
    symlink(root.join("nowhere"), root.join("broken.txt")).unwrap();
    let (files, errors) = files_in(root);
    assert_eq!(files.len(), 1, "{files:?}");
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!(errors.first().unwrap().path(), root.join("broken.txt"));
}

#[test]
fn a_file_of_200_megabytes_is_refused_without_being_read() {
    let folder = scratch();
    let path = folder.path().join("large.txt");
    File::create(&path).unwrap().set_len(200 << 20).unwrap();
    let started = Instant::now();
    let error = draft_from_file(&path).unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
    assert_eq!(error, IngestError::TooLarge { file: path.clone(), bytes: 200 << 20, limit: MAX_FILE_BYTES });
    let message = error.to_string();
    assert!(message.contains("200 MiB") && message.contains("64 MiB") && message.ends_with("large.txt"), "{message}");
}

#[test]
fn what_is_no_readable_file_is_an_error_that_names_it() {
    let folder = scratch();
    let check = |name: &str, bytes: &[u8], words: &str| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let message = draft_from_file(&path).unwrap_err().to_string();
        assert!(message.contains(words) && message.ends_with(name), "{message}");
    };
    check("empty.txt", b"", "is empty");
    check("mark.txt", b"\xEF\xBB\xBF", "only white space");
    check("blank.txt", b" \r\n\t\n", "only white space");
    check("scan.txt", b"%PDF-1.7 ...", "a PDF; save its text");
    check("letter.txt", b"PK\x03\x04....", ".docx");
    check("data.txt", &[7, 1, 2, 3, 0, 0, 9, 200, 4], "not plain text");
    check("shell.html", include_bytes!("../fixtures/ingest/empty_shell.html"), "no article text was found");
    check("tags.html", b"<html><body><p></p></body></html>", "no article text was found");
    assert_eq!(draft_from_file(folder.path()).unwrap_err(), IngestError::IsFolder { file: folder.path().to_owned() });
    #[cfg(unix)]
    assert!(matches!(draft_from_file(Path::new("/dev/null")).unwrap_err(), IngestError::NotAFile { .. }));
}

#[cfg(unix)]
#[test]
fn what_may_not_be_opened_is_named_and_the_rest_comes_in() {
    use std::os::unix::process::CommandExt as _;
    const FOLDER: &str = "CROSSREAD_TEST_UNPRIVILEGED";
    if let Some(root) = std::env::var_os(FOLDER) {
        return check_locked(Path::new(&root));
    }
    let folder = scratch();
    let root = folder.path();
    fs::create_dir(root.join("locked")).unwrap();
    for name in ["open.txt", "locked.txt", "locked/inside.txt"] {
        fs::write(root.join(name), STORY).unwrap();
        open_to(&root.join(name), 0o644);
    }
    open_to(&root.join("locked.txt"), 0o000);
    open_to(&root.join("locked"), 0o000);
    if File::open(root.join("locked.txt")).is_err() {
        check_locked(root);
    } else {
        // A privileged user may open everything, so this one test is run again by user 65534.
        let program = std::env::current_exe().unwrap();
        let mut again = std::process::Command::new(program);
        again.args(["--exact", "ingest::what_may_not_be_opened_is_named_and_the_rest_comes_in"]).env(FOLDER, root);
        match again.uid(65534).gid(65534).current_dir("/").output() {
            Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout)),
            Err(error) => println!("skipped: the test cannot be run by another user here ({error})"),
        }
    }
    open_to(&root.join("locked"), 0o755);
}

#[cfg(unix)]
fn check_locked(root: &Path) {
    let (files, errors) = files_in(root);
    assert_eq!(names(&files, root), ["locked.txt", "open.txt"]);
    let [error] = errors.as_slice() else { panic!("{errors:?}") };
    assert_eq!(error.path(), root.join("locked"));
    let message = error.to_string();
    assert!(message.starts_with("cannot look into the folder, you have no permission"), "{message}");
    let message = draft_from_file(&root.join("locked.txt")).unwrap_err().to_string();
    assert!(
        message.starts_with("cannot read the file, you have no permission") && message.ends_with("locked.txt"),
        "{message}"
    );
    assert!(draft_from_file(&root.join("open.txt")).is_ok());
}

#[test]
fn the_same_file_and_the_same_text_are_known_again() {
    let folder = scratch();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        draft_from_file(&path).unwrap()
    };
    let first = write("first.txt", STORY);
    let known = || {
        std::iter::once(Known {
            name: "first.txt",
            file_sha256: &first.file_sha256,
            text_sha256: &first.text_sha256,
            text: &first.text,
        })
    };
    let check = |draft: &Draft, want: Option<Duplicate>| {
        let found = find_duplicate(draft, known());
        assert_eq!(found.map(|found| (found.how, found.name)), want.map(|how| (how, "first.txt".to_owned())));
    };
    check(&write("copy.txt", STORY), Some(Duplicate::SameBytes));
    check(&write("crlf.txt", &STORY.replace('\n', "\r\n")), Some(Duplicate::SameText));
    check(&write("more.txt", &format!("{STORY}\nRain is forecast.")), Some(Duplicate::NearText { similarity: 1.0 }));
    check(
        &write(
            "other.txt",
            "Engineers had found cracks in the wall four years ago, and the water board promised to mend it.",
        ),
        None,
    );
    let page = fixture("news_site.html");
    let longer =
        write("page.txt", &format!("Dam gives way\n\n{}\n\nThis was added later by somebody else.", page.text));
    let found = find_duplicate(
        &longer,
        std::iter::once(Known { name: "p", file_sha256: "", text_sha256: "", text: &page.text }),
    )
    .unwrap();
    assert!(matches!(found.how, Duplicate::NearText { similarity } if similarity > 0.95), "{found:?}");
}
