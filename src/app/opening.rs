//! Opening a large project on a thread, with what its panels show: the window goes on being drawn meanwhile.

use std::path::{Path, PathBuf};
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

    /// The folder to open at the next start; `None` where there is none, or the sample stands in for the project wanted.
    pub fn folder_to_remember(&self) -> Option<&Path> {
        self.session.as_ref().filter(|_| !self.stand_in).map(Session::folder)
    }

    /// Opens the project that was open last. Where it is gone or cannot be opened, the sample, with a notice that says why.
    pub(super) fn open_last(&mut self, folder: PathBuf) {
        if !folder.is_dir() {
            let why = format!("there is no such folder any more: {}", folder.display());
            self.open_in_place_of(&folder, &why);
            return;
        }
        self.last = Some(folder.clone());
        self.open_in_time(&folder);
        if self.opening.is_none() {
            self.last = None;
        }
    }

    /// Opens the sample in place of the project that was open last.
    fn open_in_place_of(&mut self, folder: &Path, why: &str) {
        self.file(super::command::FileCommand::OpenSample);
        self.stand_in = self.session.is_some();
        let name = folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        self.view.say(Notice::warning(format!(
            "“{name}”, open last, could not be opened: {why}. This is the sample project; File, Open recent lists the others"
        )));
    }

    /// Says why a project did not open; at the start the sample is opened in its place.
    pub(super) fn fail_opening(&mut self, error: &SessionError) {
        match self.last.take() {
            Some(folder) => self.open_in_place_of(&folder, &error.to_string()),
            None => self.fail(error),
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
                (self.opening, self.last) = (None, None);
                self.take_with(session, derived);
                for warning in warnings {
                    self.view.say(Notice::warning(warning.to_string()));
                }
            }
            Some(Poll::Done(Err(error))) => {
                self.opening = None;
                self.fail_opening(&error);
            }
            Some(Poll::Gone) => self.opening = None,
            Some(Poll::Running) | None => {}
        }
    }
}
