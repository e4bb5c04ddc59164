//! What the program remembers about a person between starts: theme, text size, layout, recent projects. Nothing of a
//! project's content.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::view::Theme;

/// How many recent projects are kept.
const RECENT: usize = 8;

/// The settings file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub theme: Theme,
    pub zoom: f32,
    /// The docked panels, as the window wrote them.
    pub layout: Option<String>,
    pub recent: Vec<PathBuf>,
    /// Where the settings were read from; `None` keeps nothing.
    #[serde(skip)]
    file: Option<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { theme: Theme::Light, zoom: 1.0, layout: None, recent: Vec::new(), file: None }
    }
}

impl Settings {
    /// The person's settings; the defaults where there are none, or none that can be read.
    pub fn load() -> Self {
        let file = dirs::config_dir().map(|folder| folder.join("crossread").join("settings.ron"));
        let read = file
            .as_ref()
            .and_then(|file| std::fs::read_to_string(file).ok())
            .and_then(|text| ron::from_str(&text).ok());
        let settings: Self = read.unwrap_or_default();
        Self { file, zoom: if settings.zoom.is_finite() { settings.zoom.clamp(0.6, 2.5) } else { 1.0 }, ..settings }
    }

    /// The recent projects beside the one that is open: name, folder, and whether the folder is still there.
    pub fn others(&self, open: Option<&Path>) -> Vec<(String, &Path, bool)> {
        let others = self.recent.iter().map(PathBuf::as_path).filter(|folder| Some(*folder) != open);
        others.map(|folder| (name_of(folder), folder, folder.is_dir())).collect()
    }

    /// Puts a project first among the recent ones.
    pub fn remember(&mut self, folder: PathBuf) {
        if self.recent.first() != Some(&folder) {
            self.recent.retain(|known| *known != folder);
            self.recent.insert(0, folder);
            self.recent.truncate(RECENT);
        }
    }

    /// Writes the settings. That they cannot be written is no reason to disturb anybody: they are then not kept.
    pub fn store(&self) {
        let Some(file) = &self.file else { return };
        let Ok(text) = ron::ser::to_string_pretty(self, ron::ser::PrettyConfig::default()) else { return };
        if let Some(folder) = file.parent() {
            let _not_kept = std::fs::create_dir_all(folder);
        }
        let _not_kept = super::export::write_file(file, text.as_bytes());
    }
}

/// What a project is called where only its folder is known.
fn name_of(folder: &Path) -> String {
    folder.file_name().map_or_else(|| folder.display().to_string(), |name| name.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_opened_project_stands_first_and_only_once() {
        let mut settings = Settings::default();
        for name in ["/a/one", "/a/two", "/b/one", "/a/two"] {
            settings.remember(PathBuf::from(name));
        }
        let names: Vec<(String, &Path, bool)> = settings.others(Some(Path::new("/b/one")));
        let expected = [("two".to_owned(), Path::new("/a/two"), false), ("one".to_owned(), Path::new("/a/one"), false)];
        assert_eq!(names, expected);
        for n in 0..20 {
            settings.remember(PathBuf::from(format!("/c/{n}")));
        }
        assert_eq!((settings.recent.len(), settings.recent.first()), (RECENT, Some(&PathBuf::from("/c/19"))));
    }
}
