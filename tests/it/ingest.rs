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
