//! Opening a large project on a thread, with what its panels show: the window goes on being drawn meanwhile.

use std::path::Path;
use std::sync::Arc;

use crate::store::OpenWarning;

use super::derived::{Derived, is_small};
use super::jobs::{Cancelled, Job, Poll};
use super::notice::Notice;
use super::session::{Session, SessionError};
use super::view::ViewState;
use super::workbench::Workbench;

/// A project file of more bytes than this takes longer to open than a frame may last.
const LARGE: u64 = 1 << 20;

/// A project as opened on a thread.
pub(super) type Opened = Result<(Session, Vec<OpenWarning>, Derived), SessionError>;

/// A project that is being closed: why that failed, if it did.
pub(super) type Closing = Job<Option<String>>;

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
        // The same folder may be closing still: it is locked until then.
        let closing = self.closing.take();
        let job = Job::start(format!("Opening {name}"), Arc::clone(&self.env.wake), move |progress| {
            if let Some(Some(error)) = closing.and_then(Job::wait) {
                return Ok(Err(SessionError::NotSaved(error)));
            }
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

    /// Closes the open project, on a thread if it is large: what is to be written and what is to be freed takes its time.
    pub(super) fn close_behind(&mut self) {
        let shown = (
            std::mem::take(&mut self.derived),
            std::mem::take(&mut self.search),
            std::mem::take(&mut self.reader),
            std::mem::take(&mut self.ties),
        );
        let Some(old) = self.session.take() else { return };
        if is_small(old.project()) {
            if let Err(error) = old.close() {
                self.fail(&error);
            }
            return;
        }
        self.finish_closing();
        let (started, give) = std::sync::mpsc::channel();
        let job = Job::start("Closing", Arc::clone(&self.env.wake), move |_| {
            let (old, shown): (Session, _) = give.recv().map_err(|_| Cancelled)?;
            let error = old.close().err().map(|error| error.to_string());
            drop(shown);
            Ok(error)
        });
        match job {
            Ok(job) => {
                // Its thread waits for just this.
                let _taken = started.send((old, shown));
                self.closing = Some(job);
            }
            Err(_) => {
                if let Err(error) = old.close() {
                    self.fail(&error);
                }
            }
        }
    }

    /// Says what went wrong in closing, once it is done. Call before drawing.
    pub(super) fn poll_closing(&mut self) {
        match self.closing.as_ref().map(Job::poll) {
            Some(Poll::Done(error)) => {
                self.closing = None;
                if let Some(error) = error {
                    self.view.say(Notice::error(error));
                }
            }
            Some(Poll::Gone) => self.closing = None,
            Some(Poll::Running) | None => {}
        }
    }

    /// Waits until the project before is closed.
    pub fn finish_closing(&mut self) {
        if let Some(Some(error)) = self.closing.take().and_then(Job::wait) {
            self.view.say(Notice::error(error));
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
