//! The whole window without a screen: every panel found and used by its accessible name, as a screen reader or a
//! person would, on a project of made-up articles.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossread::app::session::Env;
use crossread::app::settings::Settings;
use crossread::app::view::{Selection, Theme};
use crossread::model::{ArticleId, Figure, FigureId, Project, ReviewStatus, Timestamp};
use crossread::ui::window::CrossreadApp;
use egui::{Key, Modifiers, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::support::Scratch;

/// The window on a screen that is not there.
struct Window {
    harness: Harness<'static, Option<CrossreadApp>>,
    scratch: Scratch,
}

fn env() -> Env {
    Env {
        now: || "2030-05-04T08:00:00Z".parse::<Timestamp>().unwrap(),
        seed: Some(7),
        coder_name: "Ana".to_owned(),
        wake: Arc::new(|| {}),
    }
}

impl Window {
    /// The window on an empty screen, with no project open.
    fn new(size: impl Into<Vec2>) -> Self {
        let mut harness = Harness::builder().with_size(size).with_max_steps(16).build_ui_state(
            |ui, app: &mut Option<CrossreadApp>| match app {
                Some(app) => {
                    app.before_frame(ui.ctx());
                    app.frame(ui);
                }
                // The typefaces set here are there from the next frame on.
                None => *app = Some(CrossreadApp::new(ui.ctx(), env(), Settings::default())),
            },
            None,
        );
        harness.run_ok();
        Self { harness, scratch: Scratch::new() }
    }

    /// The window on a project with the made-up articles.
    fn on_project() -> Self {
        let mut window = Self::new((1440.0, 900.0));
        let project = window.scratch.project("p");
        window.app_mut().open(Some(project));
        window.settle();
        window
    }

    fn app(&self) -> &CrossreadApp {
        self.harness.state().as_ref().unwrap()
    }

    fn app_mut(&mut self) -> &mut CrossreadApp {
        self.harness.state_mut().as_mut().unwrap()
    }

    fn project(&self) -> &Project {
        self.app().workbench.session.as_ref().unwrap().project()
    }

    /// Draws until nothing moves and everything is saved.
    fn settle(&mut self) {
        let start = Instant::now();
        loop {
            self.harness.run_ok();
            let bench = &self.app().workbench;
            let is_saving = bench.session.as_ref().is_some_and(|session| !session.save_status().all_safe());
            if !is_saving && bench.running().is_empty() {
                self.harness.run_ok();
                return;
            }
            assert!(start.elapsed() < Duration::from_secs(60), "still busy after a minute: {:?}", bench.running());
            std::thread::yield_now();
        }
    }
}

#[test]
fn dump() {
    let window = Window::on_project();
    fn walk(node: egui_kittest::Node<'_>, depth: usize) {
        let n = node.accesskit_node();
        eprintln!(
            "{}{:?} {:?} v={:?} {:?}",
            "  ".repeat(depth),
            n.role(),
            n.label(),
            n.value().map(|v| v.chars().take(40).collect::<String>()),
            node.accesskit_node().raw_bounds().map(|b| (b.x0 as i32, b.y0 as i32, b.x1 as i32, b.y1 as i32))
        );
        for c in node.children() {
            walk(c, depth + 1)
        }
    }
    walk(window.harness.root(), 0);
}
