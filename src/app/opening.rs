//! Opening a large project on a thread, with what its panels show: the window goes on being drawn meanwhile.

use std::path::Path;
use std::sync::Arc;

use crate::store::OpenWarning;

use super::derived::Derived;
use super::jobs::{Job, Poll};
use super::notice::Notice;
use super::session::{Session, SessionError};
use super::view::ViewState;
use super::workbench::Workbench;

/// A project file of more bytes than this takes longer to open than a frame may last.
const LARGE: u64 = 1 << 20;

/// A project as opened on a thread.
pub(super) type Opened = Result<(Session, Vec<OpenWarning>, Derived), SessionError>;

impl Workbench {
    /// Opens a project folder: at once if it is small, else on a thread. The open project stays open until then.
    pub(super) fn open_in_time(&mut self, folder: &Path) {
        let is_large = std::fs::metadata(folder.join("project.ron")).is_ok_and(|about| about.len() > LARGE);
        if !is_large {
            self.open(folder);
            return;
        }
        if self.opening.is_some() {
            self.view.say(Notice::warning("another project is being opened; wait for it"));
            return;
        }
        let name = folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let (folder, env) = (folder.to_owned(), self.env.clone());
        let job = Job::start(format!("Opening {name}"), Arc::clone(&self.env.wake), move |progress| {
            progress.report(0, 0)?;
            let opened = Session::open(&folder, env).map(|(session, warnings)| {
                let derived = Derived::made_ready(&session, &ViewState::default());
                (session, warnings, derived)
            });
            // Whoever no longer wants it gets nothing; the session closes as it is dropped.
            progress.report(1, 1)?;
            Ok(opened)
        });
        match job {
            Ok(job) => self.opening = Some(job),
            Err(error) => self.view.say(Notice::error(format!("cannot start opening: {error}"))),
        }
    }

    /// Takes a project that has been opened. Call before drawing.
    pub(super) fn take_opened(&mut self) {
        match self.opening.as_ref().map(Job::poll) {
            Some(Poll::Done(Ok((session, warnings, derived)))) => {
                self.opening = None;
                self.take_with(session, derived);
                for warning in warnings {
                    self.view.say(Notice::warning(warning.to_string()));
                }
            }
            Some(Poll::Done(Err(error))) => {
                self.opening = None;
                self.fail(&error);
            }
            Some(Poll::Gone) => self.opening = None,
            Some(Poll::Running) | None => {}
        }
    }
}
