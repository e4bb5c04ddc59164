//! The status bar: what is saved, who works, what is left to review, running jobs; and the notices above it. Layer `ui`.

use crate::app::command::{Command, ViewCommand};
use crate::app::notice::Level;
use crate::app::ops::counted;
use crate::app::workbench::Workbench;

use super::fonts::{self, icons};
use super::style::{size, space, tokens};
use super::widgets;

/// What the bar asks for beyond commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StatusResponse {
    pub cancel_jobs: bool,
    /// Who works here was clicked.
    pub project_details: bool,
}

/// Draws the bar.
pub fn status_ui(ui: &mut egui::Ui, workbench: &Workbench) -> StatusResponse {
    let t = tokens(ui);
    let mut answer = StatusResponse::default();
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        ui.add_space(space::XS);
        let small = |text: String| egui::RichText::new(text).font(fonts::sans(size::SMALL));
        if let Some(session) = &workbench.session {
            let status = session.save_status();
            match (&status.error, status.all_safe()) {
                (Some(why), _) => {
                    ui.label(small(format!("{} NOT SAVED: {why}", icons::TRIANGLE_ALERT)).color(t.error));
                }
                (None, true) => {
                    let at =
                        status.at.map(|at| at.to_zoned(jiff::tz::TimeZone::system()).strftime(" %H:%M:%S").to_string());
                    ui.label(small(format!("{} Saved{}", icons::CHECK, at.unwrap_or_default())).color(t.success));
                }
                (None, false) => {
                    ui.label(small("Saving…".to_owned()).color(t.dim));
                }
            }
            let who = match session.coder_name() {
                // Nobody has said who they are: what they decide is kept under no name.
                crate::app::session::UNNAMED => "not named",
                name => name,
            };
            let coder = small(format!("coder: {who}")).color(t.dim);
            let coder = ui.add(egui::Label::new(coder).sense(egui::Sense::click()));
            coder.widget_info(|| {
                egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, format!("Coder: {who}"))
            });
            let coder = coder.on_hover_cursor(egui::CursorIcon::PointingHand);
            answer.project_details |=
                coder.on_hover_text("Click to name yourself; the name stands beside what you decide").clicked();
            let totals = workbench.derived.totals;
            let facts = if session.project().articles.is_empty() {
                vec!["no articles yet".to_owned()]
            } else {
                let figures = counted(totals.figures, "figure", "figures");
                vec![
                    format!("{figures}: {} confirmed, {} to review", totals.confirmed, totals.suggested),
                    counted(totals.excerpts, "excerpt", "excerpts"),
                    format!(
                        "of {}: {} read, {} tagged, {} with figures reviewed",
                        counted(session.project().articles.len(), "article", "articles"),
                        totals.read,
                        totals.tagged,
                        totals.reviewed
                    ),
                ]
            };
            for fact in facts {
                ui.label(small(fact).color(t.dim));
            }
        } else {
            ui.label(small("No project open".to_owned()).color(t.dim));
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add_space(space::XS);
            for (name, done, total) in workbench.running() {
                if ui.small_button("cancel").on_hover_text("Stops this job; nothing it did so far is kept").clicked() {
                    answer.cancel_jobs = true;
                }
                if total > 0 {
                    let share = done as f32 / total as f32;
                    ui.add(egui::ProgressBar::new(share).desired_width(120.0).desired_height(6.0));
                    ui.label(small(format!("{name}: {done} of {total}")).color(t.dim));
                } else {
                    ui.add(egui::Spinner::new().size(size::SMALL));
                    ui.label(small(name.to_owned()).color(t.dim));
                }
            }
        });
    });
    answer
}

/// So many notices are on show at once: more would cover what is worked with.
const MOST_SHOWN: usize = 2;

/// Notices at the foot of the window, in its middle, where no panel has its buttons; the newest below. Each is dismissed by
/// its cross, the newest also by Escape, and plain ones go by themselves.
#[derive(Debug, Default)]
pub struct Notices {
    /// When each notice on show was first drawn, in seconds of the window's clock.
    seen: std::collections::BTreeMap<u64, f64>,
}

impl Notices {
    /// Draws them. `free` says that nothing has the keyboard, so that Escape is for them.
    pub fn ui(&mut self, ui: &mut egui::Ui, workbench: &Workbench, free: bool, out: &mut Vec<Command>) {
        let shown = &workbench.view.notices;
        self.seen.retain(|number, _| shown.iter().any(|notice| notice.number == *number));
        if shown.is_empty() {
            return;
        }
        if let Some(newest) = shown.last().filter(|_| free && ui.input(|input| input.key_pressed(egui::Key::Escape))) {
            out.push(Command::View(ViewCommand::DismissNotice(newest.number)));
        }
        let t = tokens(ui);
        let now = ui.input(|input| input.time);
        egui::Area::new(egui::Id::unique("notices"))
            .anchor(egui::Align2::CENTER_BOTTOM, [0.0, -34.0])
            .order(egui::Order::Foreground)
            .show(ui.ctx(), |ui| {
                ui.set_max_width(420.0);
                let hidden = shown.len().saturating_sub(MOST_SHOWN);
                for (n, shown) in shown.iter().enumerate() {
                    let since = *self.seen.entry(shown.number).or_insert(now);
                    let (ink, icon) = match shown.notice.level {
                        Level::Info => (t.text, icons::INFO),
                        Level::Warning => (t.warning, icons::TRIANGLE_ALERT),
                        Level::Error => (t.error, icons::CIRCLE_ALERT),
                    };
                    // Errors stay until somebody has read them.
                    let stays_secs = match shown.notice.level {
                        Level::Info => 5.0,
                        Level::Warning => 20.0,
                        Level::Error => f64::INFINITY,
                    };
                    if now - since > stays_secs {
                        out.push(Command::View(ViewCommand::DismissNotice(shown.number)));
                    } else if stays_secs.is_finite() {
                        ui.ctx().request_repaint_after_secs((stays_secs - (now - since) + 0.05) as f32);
                    }
                    if n < hidden {
                        continue;
                    }
                    let frame = widgets::card_frame(t).shadow(ui.visuals().popup_shadow);
                    frame.show(ui, |ui| {
                        ui.horizontal_top(|ui| {
                            ui.label(egui::RichText::new(icon).font(fonts::icon(size::READING)).color(ink));
                            ui.vertical(|ui| {
                                ui.set_width(330.0);
                                ui.add(egui::Label::new(egui::RichText::new(&shown.notice.text).color(t.text)).wrap());
                            });
                            if widgets::icon_button(ui, icons::CLOSE, "Dismiss").clicked() {
                                out.push(Command::View(ViewCommand::DismissNotice(shown.number)));
                            }
                        });
                    });
                    ui.add_space(space::S);
                }
            });
    }
}
