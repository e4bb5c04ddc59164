//! Asking for files and folders: the system's dialogs (rfd) on a thread of their own, and a path typed into a prompt of
//! our own where the system offers none. Layer `ui`.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use crate::app::command::{Command, ExportFormat, FileCommand};

use super::style::{size, space};
use super::widgets::{self, ActionButton};

/// What a path is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    NewProject,
    OpenProject,
    ImportFiles,
    ImportFolder,
    ExportFigures(ExportFormat),
    ExportPlot,
    ExportMatrix,
    ExportTags,
    ExportExcerpts,
    ExportReport,
}

impl Wanted {
    const fn title(self) -> &'static str {
        match self {
            Self::NewProject => "New project: choose an empty folder",
            Self::OpenProject => "Open project: choose its folder",
            Self::ImportFiles => "Import files",
            Self::ImportFolder => "Import a folder",
            Self::ExportFigures(_) => "Export figures",
            Self::ExportPlot => "Export plot",
            Self::ExportMatrix => "Export matrix",
            Self::ExportTags => "Export table of tags",
            Self::ExportExcerpts => "Export excerpts",
            Self::ExportReport => "Write the report",
        }
    }

    const fn prompt(self) -> &'static str {
        match self {
            Self::NewProject => "The folder for the new project; it must be empty, or not exist yet.",
            Self::OpenProject => "The project's folder, or the project.ron in it.",
            Self::ImportFiles => "The file or folder to bring in. Files can also be dropped on the window.",
            Self::ImportFolder => "The folder to bring in. It can also be dropped on the window.",
            Self::ExportFigures(ExportFormat::Csv) => "The file to write, such as figures.csv.",
            Self::ExportFigures(ExportFormat::Jsonl) => "The file to write, such as figures.jsonl.",
            Self::ExportExcerpts => "The file to write, such as excerpts.csv.",
            Self::ExportReport => "The page to write, such as report.html.",
            Self::ExportPlot | Self::ExportMatrix | Self::ExportTags => {
                "The file to write; its ending, .svg or .png, says how."
            }
        }
    }

    /// What to do with the paths chosen.
    fn command(self, mut paths: Vec<PathBuf>) -> Option<Command> {
        let file = match self {
            Self::ImportFiles | Self::ImportFolder => FileCommand::Import(paths),
            Self::NewProject => FileCommand::New(paths.pop()?),
            Self::OpenProject => FileCommand::Open(project_folder(paths.pop()?)),
            Self::ExportFigures(format) => FileCommand::ExportFigures { path: paths.pop()?, format },
            Self::ExportPlot => FileCommand::ExportPlot(paths.pop()?),
            Self::ExportMatrix => FileCommand::ExportMatrix(paths.pop()?),
            Self::ExportTags => FileCommand::ExportTags(paths.pop()?),
            Self::ExportExcerpts => FileCommand::ExportExcerpts(paths.pop()?),
            Self::ExportReport => FileCommand::ExportReport(paths.pop()?),
        };
        Some(Command::File(file))
    }

    fn ask_system(self) -> Option<Vec<PathBuf>> {
        let dialog = rfd::FileDialog::new().set_title(self.title());
        match self {
            Self::NewProject | Self::OpenProject | Self::ImportFolder => dialog.pick_folder().map(|path| vec![path]),
            Self::ImportFiles => dialog
                .add_filter("Articles", &["txt", "text", "md", "html", "htm", "xhtml"])
                .add_filter("All files", &["*"])
                .pick_files(),
            Self::ExportFigures(ExportFormat::Csv) => {
                dialog.set_file_name("figures.csv").save_file().map(|path| vec![path])
            }
            Self::ExportFigures(ExportFormat::Jsonl) => {
                dialog.set_file_name("figures.jsonl").save_file().map(|path| vec![path])
            }
            Self::ExportPlot => dialog.set_file_name("plot.svg").save_file().map(|path| vec![path]),
            Self::ExportReport => dialog.set_file_name("report.html").save_file().map(|path| vec![path]),
            Self::ExportExcerpts => dialog.set_file_name("excerpts.csv").save_file().map(|path| vec![path]),
            Self::ExportMatrix => dialog.set_file_name("matrix.svg").save_file().map(|path| vec![path]),
            Self::ExportTags => dialog.set_file_name("tags.svg").save_file().map(|path| vec![path]),
        }
    }
}

/// A person may choose the `project.ron` inside the folder: the folder is meant.
fn project_folder(path: PathBuf) -> PathBuf {
    match path.file_name().is_some_and(|name| name == "project.ron") {
        true => path.parent().map(PathBuf::from).unwrap_or(path),
        false => path,
    }
}

/// The dialog that is open, if any.
#[derive(Debug, Default)]
pub struct Dialogs {
    asking: Option<(Wanted, Receiver<Option<Vec<PathBuf>>>)>,
    typing: Option<(Wanted, String)>,
    /// What is said besides of the report that is about to be written.
    pub report_note: Option<String>,
}

impl Dialogs {
    /// Asks for a path: by the system's dialog where there is one, else by the prompt.
    pub fn ask(&mut self, wanted: Wanted, ctx: &egui::Context) {
        if self.asking.is_some() {
            return;
        }
        if !system_has_dialogs() {
            self.typing = Some((wanted, String::new()));
            return;
        }
        let (send, receive) = channel();
        let ctx = ctx.clone();
        let thread = std::thread::Builder::new().name("file dialog".to_owned()).spawn(move || {
            // The window may have closed meanwhile; the answer is then not needed.
            let _unheard = send.send(wanted.ask_system());
            ctx.request_repaint();
        });
        match thread {
            Ok(_) => self.asking = Some((wanted, receive)),
            Err(_) => self.typing = Some((wanted, String::new())),
        }
    }

    /// Takes the system dialog's answer, and draws the prompt.
    pub fn ui(&mut self, ui: &mut egui::Ui, out: &mut Vec<Command>) {
        if let Some((wanted, receive)) = &self.asking {
            match receive.try_recv() {
                Ok(Some(paths)) => {
                    out.extend(wanted.command(paths));
                    self.asking = None;
                }
                Ok(None) | Err(TryRecvError::Disconnected) => self.asking = None,
                Err(TryRecvError::Empty) => {}
            }
        }
        let Some((wanted, path)) = &mut self.typing else { return };
        let mut done = None;
        let modal =
            egui::Modal::new(egui::Id::unique("path prompt")).frame(widgets::modal_frame(ui)).show(ui.ctx(), |ui| {
                ui.set_width(460.0);
                ui.spacing_mut().item_spacing.y = space::S;
                ui.label(egui::RichText::new(wanted.title()).font(super::fonts::sans_semibold(size::BODY)));
                ui.label(egui::RichText::new(wanted.prompt()).color(super::style::tokens(ui).dim));
                if let Some(note) = self.report_note.as_ref().filter(|_| *wanted == Wanted::ExportReport) {
                    ui.label(note);
                }
                let field = widgets::field_edit(ui, "Path", path);
                if !field.has_focus() && path.is_empty() {
                    field.request_focus();
                }
                let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
                ui.horizontal(|ui| {
                    let can = !path.trim().is_empty();
                    if ui.add_enabled(can, ActionButton::primary("Go on").key("Enter")).clicked() || entered && can {
                        done = Some(true);
                    }
                    if ui.add(ActionButton::quiet("Cancel").key("Esc")).clicked() {
                        done = Some(false);
                    }
                });
            });
        if modal.should_close() {
            done = Some(false);
        }
        if let Some(go_on) = done {
            if go_on {
                out.extend(wanted.command(vec![whole_path(path.trim())]));
            }
            self.typing = None;
        }
    }

    /// Whether the prompt is open: keys are then its own.
    pub const fn is_typing(&self) -> bool {
        self.typing.is_some()
    }
}

/// A leading `~` stands for the home folder, as in a shell; any other path is made whole, so that what is said of the
/// file afterwards tells where it lies.
fn whole_path(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::var_os("HOME")) {
        (Some(rest), Some(home)) => PathBuf::from(home).join(rest),
        _ => std::path::absolute(path).unwrap_or_else(|_| PathBuf::from(path)),
    }
}

/// Whether the system can show a file dialog: a desktop portal's bus, or zenity. Without either, rfd answers as if the
/// person had cancelled, which must not be taken for an answer.
fn system_has_dialogs() -> bool {
    if cfg!(not(target_os = "linux")) {
        return true;
    }
    std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some() || on_path("zenity")
}

fn on_path(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}
