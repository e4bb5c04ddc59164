//! The window: takes what jobs finished, draws every panel, then carries out what they asked for. Layer `ui`.

use std::path::PathBuf;
use std::sync::Arc;

use egui::Context;

use crate::app::actions::Action;
use crate::app::command::{Command, ExportFormat, FileCommand, Operation, ViewCommand};
use crate::app::session::Env;
use crate::app::settings::Settings;
use crate::app::view::Theme;
use crate::app::workbench::Workbench;

use super::ctx::UiCtx;
use super::dialogs::{Dialogs, Wanted};
use super::dock::{self, Dock, Pane};
use super::focus::{self, Focus};
use super::palette::Palette;
use super::status::{self, Notices};
use super::style::{self, Tokens, space};
use super::{
    checks, codebook, figures, help, import_table, inspector, keys, library, link_dialog, matrix, menu, plots_panel,
    reader, search, search_tags, splitters, start, tags,
};

/// What the panels keep between frames that is neither project nor view: half-typed texts, scroll places, caches.
#[derive(Debug, Default)]
pub struct PanelStates {
    pub library: library::LibraryState,
    pub codebook: codebook::CodebookState,
    pub reader: reader::ReaderState,
    pub ties: reader::TiesPanelState,
    pub inspector: inspector::InspectorState,
    pub figures: figures::FiguresState,
    pub plots: plots_panel::PlotsPanelState,
    pub matrix: matrix::MatrixState,
    pub tags: tags::TagsState,
    pub import: import_table::ImportState,
    pub search: search::SearchState,
    pub checks: checks::ChecksState,
}

/// The program with its window.
pub struct CrossreadApp {
    pub workbench: Workbench,
    pub panels: PanelStates,
    layout: egui_tiles::Tree<Pane>,
    dialogs: Dialogs,
    palette: Palette,
    notices: Notices,
    focus: Focus,
    settings: Settings,
    shown_theme: Option<Theme>,
    /// Commands by key that wait until the field being typed into has handed in its text.
    held: Vec<Command>,
    title: String,
}

impl CrossreadApp {
    /// The program before its first frame; fonts and colours are put into the context.
    pub fn new(ctx: &Context, mut env: Env, settings: Settings) -> Self {
        let waker = ctx.clone();
        env.wake = Arc::new(move || waker.request_repaint());
        let mut workbench = Workbench::new(env);
        workbench.view.theme = settings.theme;
        workbench.view.zoom = settings.zoom;
        let layout = settings
            .layout
            .as_deref()
            .and_then(|text| ron::from_str::<egui_tiles::Tree<Pane>>(text).ok())
            .filter(dock::is_whole)
            .unwrap_or_else(dock::first_layout);
        style::install(ctx, settings.theme.into());
        Self {
            workbench,
            panels: PanelStates::default(),
            layout,
            dialogs: Dialogs::default(),
            palette: Palette::default(),
            notices: Notices::default(),
            focus: Focus::default(),
            settings,
            shown_theme: None,
            held: Vec::new(),
            title: String::new(),
        }
    }

    /// Opens a project folder; when none is given, the one that was open last, and at the very first start the sample.
    pub fn open(&mut self, project: Option<PathBuf>) {
        let last = self.settings.recent.first().cloned();
        self.workbench.run(Command::File(match (project, last) {
            (Some(folder), _) => FileCommand::Open(folder),
            (None, Some(last)) => FileCommand::OpenLast(last),
            (None, None) => FileCommand::OpenSample,
        }));
        self.workbench.refresh();
    }

    /// What comes before drawing: finished jobs, dropped files, keys.
    pub fn before_frame(&mut self, ctx: &Context) {
        self.workbench.poll();
        focus::scroll_to_focused(ctx);
        let dropped: Vec<PathBuf> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_path_buf()).collect());
        let mut commands = Vec::new();
        if !dropped.is_empty() {
            commands.push(Command::File(FileCommand::Import(dropped)));
        }
        if !self.dialogs.is_typing() && !self.panels.search.has_dialog() && !self.panels.library.has_dialog() {
            let typing = ctx.text_edit_focused();
            let reading = self.panels.reader.has_keyboard() || self.panels.figures.has_keyboard();
            let letters = self.focus.letters_count(ctx, &self.layout, reading);
            let typed = ctx.input(|input| self.focus.typed(&input.events, input.time));
            let taken = keys::taken(ctx, &self.workbench, reading, letters, &typed);
            if typing && !taken.is_empty() {
                // The field gives up the keyboard and hands in what was typed before the command changes what it is about.
                ctx.memory_mut(|memory| memory.focused().inspect(|id| memory.surrender_focus(*id)));
                self.focus.forget();
                self.held.extend(taken);
            } else {
                commands.extend(taken);
            }
        }
        self.run(ctx, commands);
    }

    /// Draws everything and carries out what was asked for.
    pub fn frame(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        if self.shown_theme != Some(self.workbench.view.theme) {
            style::apply(&ctx, self.workbench.view.theme.into());
            self.shown_theme = Some(self.workbench.view.theme);
        }
        if let Some(tab) = self.workbench.view.wanted_tab.take() {
            dock::bring_forward(&mut self.layout, tab.into());
        }
        let mut commands = Vec::new();
        let tokens = Tokens::of(self.workbench.view.theme.into());
        let canvas = egui::Frame::new().fill(tokens.canvas);
        egui::Panel::top("menu bar")
            .frame(canvas.inner_margin(egui::Margin::symmetric(0, 4)))
            .show_separator_line(false)
            .show(ui, |ui| menu::menu_bar_ui(ui, &self.workbench, &self.settings, &mut commands));
        let status = egui::Panel::bottom("status bar")
            .frame(canvas)
            .exact_size(26.0)
            .show_separator_line(false)
            .show(ui, |ui| status::status_ui(ui, &self.workbench))
            .inner;
        let margin = egui::Margin { left: space::S as i8, right: space::S as i8, top: 0, bottom: 0 };
        egui::CentralPanel::default().frame(canvas.inner_margin(margin)).show(ui, |ui| {
            self.middle_ui(ui, tokens, &mut commands);
        });
        self.palette.ui(ui, &self.workbench, &self.settings, &mut commands);
        help::help_ui(ui, &self.workbench, &mut commands);
        self.dialogs.ui(ui, &mut commands);
        if let Some(table) = &mut self.workbench.import {
            import_table::import_table_ui(ui, table, &mut self.panels.import, &mut commands);
        }
        self.notices.ui(ui, &self.workbench, self.focus.is_free(), &mut commands);
        if status.cancel_jobs {
            self.workbench.cancel_jobs();
        }
        if status.project_details {
            commands.push(Command::Action(Action::ProjectDetails));
        }
        drop_hint_ui(ui, tokens);
        commands.append(&mut self.held);
        self.run(&ctx, commands);
        self.focus.after_frame(&ctx, &self.layout);
        self.keep_settings();
        if self.workbench.wants_to_quit() {
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
        } else if ctx.input(|input| input.viewport().close_requested()) && !self.workbench.may_close() {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
        }
        let title = self.workbench.title();
        if title != self.title {
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.title = title;
        }
        if !self.workbench.running().is_empty()
            || self.workbench.session.as_ref().is_some_and(|s| !s.save_status().all_safe())
        {
            ctx.request_repaint_after_secs(0.1);
        }
    }

    fn middle_ui(&mut self, ui: &mut egui::Ui, tokens: &'static Tokens, commands: &mut Vec<Command>) {
        let Some(session) = &self.workbench.session else {
            start::start_ui(ui, &self.settings, commands);
            return;
        };
        let ctx = UiCtx {
            session,
            project: session.project(),
            view: &self.workbench.view,
            derived: &self.workbench.derived,
            tokens,
            workbench: &self.workbench,
        };
        let panels = &mut self.panels;
        let count = |pane: Pane| match pane {
            Pane::Figures => Some(ctx.derived.totals.figures).filter(|n| *n > 0),
            Pane::Checks => Some(ctx.derived.findings.len()).filter(|n| *n > 0),
            Pane::Search => Some(ctx.workbench.search.results.n_hits).filter(|n| *n > 0),
            _ => None,
        };
        link_dialog::link_dialog_ui(ui, &ctx, commands);
        let mut pane_ui = |ui: &mut egui::Ui, pane: Pane| match pane {
            Pane::Library => library::library_ui(ui, &ctx, &mut panels.library, commands),
            Pane::Codebook => codebook::codebook_ui(ui, &ctx, &mut panels.codebook, commands),
            Pane::Reader => reader::reader_ui(ui, &ctx, &mut panels.reader, commands),
            Pane::Inspector => inspector::inspector_ui(ui, &ctx, &mut panels.inspector, commands),
            Pane::Figures => figures::figures_ui(ui, &ctx, &mut panels.figures, commands),
            Pane::Matrix => matrix::matrix_ui(ui, &ctx, &mut panels.matrix, commands),
            Pane::Tags => tags::tags_ui(ui, &ctx, &mut panels.tags, commands),
            Pane::Plots => plots_panel::plots_panel_ui(ui, &ctx, &mut panels.plots, commands),
            Pane::Search => search::search_ui(ui, &ctx, &mut panels.search, commands),
            Pane::Checks => checks::checks_ui(ui, &ctx, &mut panels.checks, commands),
            Pane::Ties => reader::ties_panel_ui(ui, &ctx, &mut panels.ties, commands),
        };
        if ctx.view.reading.alone && !ctx.view.columns.is_empty() {
            ui.push_id(Pane::Reader, |ui| pane_ui(ui, Pane::Reader));
            return;
        }
        let mut dock = Dock { tokens, pane_ui: &mut pane_ui, count: &count, pressed: None };
        self.layout.ui(&mut dock, ui);
        let pressed = dock.pressed;
        splitters::splitters_ui(ui, &mut self.layout, tokens);
        // Who presses Search means to type: letters must not fall through to the keys of the review.
        if pressed == Some(Pane::Search) {
            self.panels.search.focus = true;
        }
        search_tags::tag_all_ui(ui, &ctx, &mut self.panels.search.tagging, commands);
    }

    /// Carries out commands; those that need the screen are done here, the rest by the workbench.
    fn run(&mut self, ctx: &Context, commands: Vec<Command>) {
        for command in commands {
            if matches!(command, Command::File(_) | Command::Action(Action::Save | Action::Quit | Action::OpenSample)) {
                self.write_down();
            }
            self.focus.heed(ctx, &self.layout, &command);
            match command {
                Command::Action(action) if self.workbench.disabled(action).is_none() && self.own(ctx, action) => {}
                other => self.workbench.run(other),
            }
        }
        self.workbench.refresh();
        if self.workbench.wants_another_frame() {
            ctx.request_repaint();
        }
    }

    /// Does an action that needs the screen; says whether it was one.
    fn own(&mut self, ctx: &Context, action: Action) -> bool {
        let wanted = match action {
            Action::NewProject => Wanted::NewProject,
            Action::OpenProject => Wanted::OpenProject,
            Action::ImportFiles => Wanted::ImportFiles,
            Action::ImportFolder => Wanted::ImportFolder,
            Action::ExportFiguresCsv => Wanted::ExportFigures(ExportFormat::Csv),
            Action::ExportFiguresJsonl => Wanted::ExportFigures(ExportFormat::Jsonl),
            Action::ExportPlot => Wanted::ExportPlot,
            Action::ExportReport => {
                self.dialogs.report_note = self.workbench.withheld_words();
                Wanted::ExportReport
            }
            Action::ExportMatrix => Wanted::ExportMatrix,
            Action::ExportTags => Wanted::ExportTags,
            Action::ExportExcerpts => Wanted::ExportExcerpts,
            Action::Copy => {
                if let Some(text) = self.workbench.citation() {
                    ctx.copy_text(text);
                }
                return true;
            }
            Action::SelectAllText => {
                let whole = self.workbench.article_at_hand().and_then(|id| {
                    let text = self.workbench.session.as_ref()?.text(id)?;
                    Some((id, 0..text.len()))
                });
                self.workbench.run(Command::View(ViewCommand::SelectText(whole)));
                return true;
            }
            Action::WriteMemo => {
                self.panels.inspector.focus_memo = true;
                dock::bring_forward(&mut self.layout, Pane::Inspector);
                return true;
            }
            Action::AdoptEstimate => {
                dock::bring_forward(&mut self.layout, Pane::Inspector);
                self.panels.inspector.focus_estimate = true;
                return false;
            }
            Action::EditFigure => {
                dock::bring_forward(&mut self.layout, Pane::Figures);
                self.workbench.view.figures.stacked = false;
                self.panels.figures.edit_selected(&self.workbench.view);
                return true;
            }
            Action::ShowFigures => {
                self.panels.figures.focus_table = true;
                return false;
            }
            Action::NextPanel | Action::PreviousPanel => {
                let step = if action == Action::NextPanel { 1 } else { -1 };
                Focus::next_pane(ctx, &self.layout, step).inspect(|pane| self.focus.go_to(*pane));
                return true;
            }
            Action::ShowPlots | Action::ShowChecks | Action::ShowTags | Action::ShowTies | Action::ShowMatrix => {
                self.focus.go_to(match action {
                    Action::ShowPlots => Pane::Plots,
                    Action::ShowChecks => Pane::Checks,
                    Action::ShowTags => Pane::Tags,
                    Action::ShowTies => Pane::Ties,
                    _ => Pane::Matrix,
                });
                return false;
            }
            Action::NewTag => {
                dock::bring_forward(&mut self.layout, Pane::Codebook);
                self.panels.codebook.name_newest = true;
                return false;
            }
            Action::FilterLibrary => {
                dock::bring_forward(&mut self.layout, Pane::Library);
                self.panels.library.focus_filter = true;
                return true;
            }
            Action::SearchAll => {
                dock::bring_forward(&mut self.layout, Pane::Search);
                self.panels.search.focus = true;
                self.search_for_selection();
                return true;
            }
            Action::NextHit | Action::PreviousHit => {
                dock::bring_forward(&mut self.layout, Pane::Search);
                self.panels.search.steps += if action == Action::NextHit { 1 } else { -1 };
                return true;
            }
            Action::TagAllHits => {
                dock::bring_forward(&mut self.layout, Pane::Search);
                self.panels.search.wants_tagging = true;
                return true;
            }
            Action::ResetLayout => {
                self.layout = dock::first_layout();
                return true;
            }
            _ => return false,
        };
        self.dialogs.ask(wanted, ctx);
        true
    }

    /// A few selected words are what is to be searched for.
    fn search_for_selection(&mut self) {
        let workbench = &mut self.workbench;
        let words = workbench.view.text_selection.clone().and_then(|(article, range)| {
            let text = workbench.session.as_ref()?.text(article)?;
            text.get(range).map(|words| words.trim().to_owned())
        });
        if let Some(words) = words.filter(|words| (1..=60).contains(&words.len()) && !words.contains('\n')) {
            workbench.run(Command::View(ViewCommand::Search(search::asked_for(&words))));
        }
    }

    /// Keeps theme, zoom, layout and the recent project for the next start.
    fn keep_settings(&mut self) {
        let folder = self.workbench.folder_to_remember().map(std::path::Path::to_owned);
        let view = &self.workbench.view;
        let mut now = self.settings.clone();
        (now.theme, now.zoom) = (view.theme, view.zoom);
        if let Some(folder) = folder {
            now.remember(folder);
        }
        if now != self.settings {
            self.settings = now;
            self.settings.store();
        }
    }

    /// Keeps the layout: called when the window closes, because it changes with every drag.
    pub fn keep_layout(&mut self) {
        if let Ok(text) = ron::to_string(&self.layout) {
            self.settings.layout = Some(text);
            self.settings.store();
        }
    }

    /// Brings what is half typed into the project.
    fn write_down(&mut self) {
        if self.workbench.session.is_some()
            && let Some(command) = self.panels.inspector.write_down()
        {
            self.workbench.run(command);
        }
    }

    /// Closes the project: everything is written before the window goes.
    pub fn close(&mut self) {
        self.write_down();
        self.workbench.finish_large();
        self.workbench.finish_closing();
        if let Some(session) = self.workbench.session.take()
            && let Err(error) = session.close()
        {
            // The window is going: standard error is the only place left to say it.
            let _closed = std::io::Write::write_all(&mut std::io::stderr(), format!("crossread: {error}\n").as_bytes());
        }
    }

    /// Carries out an operation as a panel would; for tests.
    pub fn operate(&mut self, operation: Operation) {
        self.workbench.run(Command::Do(operation));
        self.workbench.refresh();
    }
}

/// What dropping does, while files hang over the window.
fn drop_hint_ui(ui: &egui::Ui, tokens: &Tokens) {
    if ui.input(|input| input.raw.hovered_files.is_empty()) {
        return;
    }
    let rect = ui.ctx().content_rect();
    let painter = ui.ctx().layer_painter(egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("drop hint")));
    painter.rect_filled(rect, 0.0, tokens.canvas.gamma_multiply(0.85));
    painter.text(
        rect.center(),
        egui::Align2::CENTER_CENTER,
        "Drop files or folders to import them",
        super::fonts::serif_semibold(style::size::TITLE),
        tokens.text,
    );
}

impl eframe::App for CrossreadApp {
    fn logic(&mut self, ctx: &Context, _: &mut eframe::Frame) {
        self.before_frame(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        self.frame(ui);
    }

    fn on_exit(&mut self, _: Option<&eframe::glow::Context>) {
        self.keep_layout();
        self.close();
    }
}
