//! The window: the only layer that names egui. May use `app`, `model`, `lexicon`, `text`, `figures` and `plots`.

pub mod checks;
pub mod codebook;
pub mod ctx;
pub mod dialogs;
pub mod dock;
pub mod figures;
mod focus;
pub mod fonts;
pub mod help;
pub mod import_table;
pub mod inspector;
mod keys;
pub mod library;
mod library_actions;
mod link_dialog;
pub mod matrix;
mod menu;
pub mod palette;
pub mod plots;
pub mod plots_panel;
pub mod reader;
pub mod search;
pub mod search_tags;
mod search_words;
pub mod snippet;
mod splitters;
mod start;
pub mod status;
pub mod style;
mod tags;
pub mod text_view;
pub mod widgets;
pub mod window;

use std::path::PathBuf;

use crate::app::session::Env;
use crate::app::settings::Settings;

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum WindowError {
    #[error(
        "there is no display to open a window on. Without one, `crossread figures FILE` finds the figures of a text, and \
         `crossread new`, `import`, `show`, `plot`, `export` and `check` work on projects; see `crossread --help`"
    )]
    NoDisplay,
    #[error("cannot open the window: {0}. `crossread --help` lists what works without one")]
    Window(String),
}

/// Opens the window on a project folder, or on the sample project, and comes back when it is closed.
///
/// # Errors
/// [`WindowError`] when the system gives no window.
pub fn run(project: Option<PathBuf>) -> Result<(), WindowError> {
    if cfg!(target_os = "linux") && !["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"].iter().any(|name| is_set(name)) {
        return Err(WindowError::NoDisplay);
    }
    let viewport = egui::ViewportBuilder::default()
        .with_app_id("crossread")
        .with_title("Crossread")
        .with_inner_size([1440.0, 900.0])
        .with_min_inner_size([900.0, 560.0])
        .with_drag_and_drop(true);
    let options = eframe::NativeOptions { viewport, centered: true, ..eframe::NativeOptions::default() };
    // The toolkit panics when a library it loads at run time is not there; that must read as an error, not as a crash.
    // Nothing is used after a panic but the message, so no broken state can be seen.
    let started = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        eframe::run_native(
            "Crossread",
            options,
            Box::new(|creation| {
                let mut app = window::CrossreadApp::new(&creation.egui_ctx, Env::system(), Settings::load());
                app.open(project);
                Ok(Box::new(app))
            }),
        )
    }));
    match started {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(WindowError::Window(error.to_string())),
        Err(_) => Err(WindowError::Window("the window toolkit stopped; what it printed above says why".to_owned())),
    }
}

fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}
