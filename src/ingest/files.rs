//! Files and folders on disk: what is in a folder, and the bytes of a file under a limit. Layer `ingest`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::{IngestError, kind};

/// The largest file that is read, in bytes.
pub const MAX_FILE_BYTES: u64 = 64 << 20;

/// The bytes of a file. It is opened once, and only when it is an ordinary file within the limit.
///
/// # Errors
/// When it is none, is over the limit, or the system refuses.
pub fn bytes_of(file: &Path) -> Result<Vec<u8>, IngestError> {
    let failed = |error: std::io::Error| IngestError::read(file, &error);
    // Looked at before it is opened, because to open a pipe is to wait for its other end.
    let before = fs::metadata(file).map_err(failed)?;
    if before.is_dir() {
        return Err(IngestError::IsFolder { file: file.to_owned() });
    }
    if !before.is_file() {
        return Err(IngestError::NotAFile { file: file.to_owned() });
    }
    let too_large = |bytes: u64| IngestError::TooLarge { file: file.to_owned(), bytes, limit: MAX_FILE_BYTES };
    if before.len() > MAX_FILE_BYTES {
        return Err(too_large(before.len()));
    }
    let opened = File::open(file).map_err(failed)?;
    let length = opened.metadata().map_err(failed)?.len();
    if length > MAX_FILE_BYTES {
        return Err(too_large(length));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    // A file may grow while it is read; one byte over the limit is enough to know.
    opened.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    let read = bytes.len() as u64;
    if read > MAX_FILE_BYTES { Err(too_large(read)) } else { Ok(bytes) }
}

/// The files to import for a path, and what could not be looked into.
///
/// A file is itself, whatever its name. A folder is every text file and saved web page in it and below, sorted by path.
/// Left out are hidden files and folders and the folder of pictures and scripts that a browser saves beside a page
/// ("flood_files" beside "flood.html"). A folder reached twice, by links, is entered once.
pub fn files_in(path: &Path) -> (Vec<PathBuf>, Vec<IngestError>) {
    match fs::metadata(path) {
        Err(error) => (Vec::new(), vec![IngestError::read(path, &error)]),
        Ok(about) if !about.is_dir() => (vec![path.to_owned()], Vec::new()),
        Ok(_) => {
            let mut walk = Walk::default();
            walk.run(path);
            walk.finish(path)
        }
    }
}

#[derive(Default)]
struct Walk {
    files: Vec<PathBuf>,
    errors: Vec<IngestError>,
    /// Documents of kinds that are not read, counted by the ends of their names.
    left_out: BTreeMap<String, usize>,
    /// Folders entered, by their true paths.
    entered: BTreeSet<PathBuf>,
}

impl Walk {
    fn run(&mut self, root: &Path) {
        let mut open = vec![root.to_owned()];
        while let Some(folder) = open.pop() {
            match fs::canonicalize(&folder) {
                Ok(path) => {
                    if !self.entered.insert(path) {
                        continue;
                    }
                }
                Err(error) => {
                    self.errors.push(IngestError::folder(&folder, &error));
                    continue;
                }
            }
            match fs::read_dir(&folder) {
                Ok(entries) => open.extend(self.look_into(&folder, entries)),
                Err(error) => self.errors.push(IngestError::folder(&folder, &error)),
            }
        }
    }

    /// Takes the files of a folder and gives back the folders in it, in an order that does not depend on the disk's.
    fn look_into(&mut self, folder: &Path, entries: fs::ReadDir) -> Vec<PathBuf> {
        let mut paths = Vec::new();
        for entry in entries {
            match entry {
                Ok(entry) => paths.push(entry.path()),
                Err(error) => self.errors.push(IngestError::folder(folder, &error)),
            }
        }
        paths.retain(|path| !is_hidden(path));
        paths.sort();
        let pages: BTreeSet<PathBuf> =
            paths.iter().filter(|path| kind::by_name(path) == Some(kind::Format::Html)).cloned().collect();
        let mut folders = Vec::new();
        for path in paths {
            match fs::metadata(&path) {
                Ok(about) if about.is_dir() => {
                    if !belongs_to_page(&path, &pages) {
                        folders.push(path);
                    }
                }
                Ok(about) if about.is_file() => {
                    if kind::by_name(&path).is_some() {
                        self.files.push(path);
                    } else if let Some(end) = kind::left_out(&path) {
                        *self.left_out.entry(end).or_default() += 1;
                    }
                }
                Ok(_) => {}
                // A link to nowhere matters only when it promises an article.
                Err(error) if kind::by_name(&path).is_some() => self.errors.push(IngestError::read(&path, &error)),
                Err(_) => {}
            }
        }
        folders
    }

    fn finish(mut self, root: &Path) -> (Vec<PathBuf>, Vec<IngestError>) {
        self.files.sort();
        self.errors.sort_by(|a, b| a.path().cmp(b.path()));
        let count = self.left_out.values().sum();
        if count > 0 {
            let kinds: Vec<String> = self.left_out.iter().map(|(end, count)| format!("{count} .{end}")).collect();
            self.errors.push(IngestError::LeftOut { folder: root.to_owned(), count, kinds: kinds.join(", ") });
        } else if self.files.is_empty() && self.errors.is_empty() {
            self.errors.push(IngestError::NothingFound { folder: root.to_owned() });
        }
        (self.files, self.errors)
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// Whether a folder holds what a browser saved beside a page ("flood_files", "flood-Dateien" beside "flood.html").
fn belongs_to_page(folder: &Path, pages: &BTreeSet<PathBuf>) -> bool {
    const ENDS: [&str; 7] = ["_files", ".files", "-files", "_fichiers", "-Dateien", "_archivos", "_file"];
    let Some(name) = folder.file_name().and_then(|name| name.to_str()) else { return false };
    let mut stems = ENDS.iter().filter_map(|end| name.strip_suffix(end));
    stems.any(|stem| {
        ["html", "htm", "xhtml"].iter().any(|end| pages.contains(&folder.with_file_name(format!("{stem}.{end}"))))
    })
}
