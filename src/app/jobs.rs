//! Work on threads of its own: each job has a name, reports how far it is, and can be cancelled. What it brings back
//! is taken by the workbench on the main thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, channel};
use std::time::Duration;

use crate::text::ties::Hands;

/// A job was told to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

/// How far a job is, shared between its thread and the status bar.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
}

impl Progress {
    /// Says how far the job is; the same call learns whether to stop.
    ///
    /// # Errors
    /// [`Cancelled`] once [`Progress::cancel`] was called.
    pub fn report(&self, done: u64, total: u64) -> Result<(), Cancelled> {
        self.done.store(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
        if self.cancelled.load(Ordering::Relaxed) { Err(Cancelled) } else { Ok(()) }
    }

    /// Steps done and steps in all; a total of zero means not known yet.
    pub fn state(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }

    /// Whether the job was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// Asks the job to stop at its next report.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

/// A running job that will bring back a `T`.
#[derive(Debug)]
pub struct Job<T> {
    /// What it does, as the status bar says it ("Reading 12 files").
    pub name: String,
    pub progress: Arc<Progress>,
    result: Receiver<T>,
}

/// What a look at a job found.
#[derive(Debug)]
pub enum Poll<T> {
    Running,
    Done(T),
    /// It ended without a result: cancelled, or its thread failed.
    Gone,
}

impl<T: Send + 'static> Job<T> {
    /// Starts `work` on a thread; `wake` is called when there is something to take.
    ///
    /// # Errors
    /// If the system starts no thread.
    pub fn start(
        name: impl Into<String>,
        wake: Arc<dyn Fn() + Send + Sync>,
        work: impl FnOnce(&Progress) -> Result<T, Cancelled> + Send + 'static,
    ) -> std::io::Result<Self> {
        let name = name.into();
        let progress = Arc::new(Progress::default());
        let (send, result) = channel();
        let theirs = Arc::clone(&progress);
        std::thread::Builder::new().name(name.clone()).spawn(move || {
            if let Ok(result) = work(&theirs) {
                // Nobody listens any more when the window has closed: the result is then not needed.
                let _unheard = send.send(result);
            }
            drop(send);
            wake();
        })?;
        Ok(Self { name, progress, result })
    }

    /// A job of this name that has brought back its result already.
    pub(super) fn ended(name: String, progress: Arc<Progress>) -> Self {
        Self { name, progress, result: channel().1 }
    }

    /// Whether it has brought its result back.
    pub fn poll(&self) -> Poll<T> {
        match self.result.try_recv() {
            Ok(result) => Poll::Done(result),
            Err(TryRecvError::Empty) => Poll::Running,
            Err(TryRecvError::Disconnected) => Poll::Gone,
        }
    }

    /// Waits for the result, but no longer than this.
    pub fn poll_for(&self, at_most: Duration) -> Poll<T> {
        match self.result.recv_timeout(at_most) {
            Ok(result) => Poll::Done(result),
            Err(RecvTimeoutError::Timeout) => Poll::Running,
            Err(RecvTimeoutError::Disconnected) => Poll::Gone,
        }
    }

    /// Waits for the result; `None` if it ended without one.
    pub fn wait(self) -> Option<T> {
        self.result.recv().ok()
    }
}

/// All cores of the machine, four at most, for work that can be done in pieces.
#[derive(Debug, Clone, Copy, Default)]
pub struct AllCores;

impl Hands for AllCores {
    fn each(&self, n: usize, work: &(dyn Fn(usize) + Sync)) {
        let cores = std::thread::available_parallelism().map_or(1, usize::from).min(4).min(n);
        let next = AtomicUsize::new(0);
        let take = || {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                if at >= n {
                    return;
                }
                work(at);
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..cores {
                scope.spawn(take);
            }
            take();
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_brings_back_its_result_and_says_how_far_it_is() {
        let job = Job::start("counting", Arc::new(|| {}), |progress| {
            progress.report(3, 3)?;
            Ok(42)
        })
        .unwrap();
        let progress = Arc::clone(&job.progress);
        assert_eq!(job.wait(), Some(42));
        assert_eq!(progress.state(), (3, 3));
    }

    #[test]
    fn a_cancelled_job_stops_at_its_next_report() {
        let (go, wait) = channel::<()>();
        let job = Job::start("endless", Arc::new(|| {}), move |progress| {
            wait.recv().ok();
            for n in 0.. {
                progress.report(n, 0)?;
            }
            Ok(())
        })
        .unwrap();
        job.progress.cancel();
        go.send(()).unwrap();
        assert_eq!(job.wait(), None);
    }
}
