//! Writes to disk off the main thread: one thread owns the store, takes steps in order and says what is safe.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::model::{Project, Timestamp};
use crate::store::{Step, Store};

/// What the status bar says of saving.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SaveStatus {
    /// Steps handed over since the project was opened.
    pub submitted: u64,
    /// Of those, the steps the thread has taken.
    handed_on: u64,
    /// Of those, the steps that are safe on disk.
    pub safe: u64,
    /// When the last of them became safe.
    pub at: Option<Timestamp>,
    /// Why something is not saved; cleared once it is.
    pub error: Option<String>,
}

impl SaveStatus {
    /// Whether everything handed over is safe.
    pub fn all_safe(&self) -> bool {
        self.safe == self.submitted && self.error.is_none()
    }
}

#[derive(Debug)]
enum Message {
    Step(Box<Step>),
    /// An article's text, and its file's bytes if they are kept, ahead of the step that names them.
    Text(Arc<str>),
    Original(Vec<u8>),
    /// Write `project.ron` of this state.
    Snapshot(Arc<Project>, Timestamp),
    /// Answer when all before is done.
    Flush(Sender<()>),
    /// What was kept elsewhere, in order.
    Kept(Vec<Message>),
}

/// The main thread's end of the saving thread.
#[derive(Debug)]
pub struct Saver {
    send: Option<Sender<Message>>,
    status: Arc<Mutex<SaveStatus>>,
    thread: Option<JoinHandle<()>>,
    /// What is handed over, where it is not to be written yet.
    kept: Option<Mutex<Vec<Message>>>,
}

impl Saver {
    /// One that keeps what is handed over until another takes it.
    pub fn keeping() -> Self {
        Self { send: None, status: Arc::default(), thread: None, kept: Some(Mutex::default()) }
    }

    /// Writes what another kept.
    pub fn take_over(&self, other: Self) {
        let Some(kept) = &other.kept else { return };
        let kept = std::mem::take(&mut *kept.lock().unwrap_or_else(PoisonError::into_inner));
        if !kept.is_empty() {
            self.status.lock().unwrap_or_else(PoisonError::into_inner).submitted += other.status().submitted;
            self.post(Message::Kept(kept));
        }
    }

    /// Starts the thread; `wake` is called when the status changed, `now` tells the time.
    ///
    /// # Errors
    /// If the system starts no thread.
    pub fn start(store: Store, now: fn() -> Timestamp, wake: Arc<dyn Fn() + Send + Sync>) -> std::io::Result<Self> {
        let (send, receive) = channel();
        let status = Arc::new(Mutex::new(SaveStatus::default()));
        let theirs = Arc::clone(&status);
        let thread = std::thread::Builder::new()
            .name("saving".to_owned())
            .spawn(move || save_loop(store, &receive, &theirs, now, &*wake))?;
        Ok(Self { send: Some(send), status, thread: Some(thread), kept: None })
    }

    /// What is safe.
    pub fn status(&self) -> SaveStatus {
        self.status.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Hands over a step.
    pub fn step(&self, step: Step) {
        self.status.lock().unwrap_or_else(PoisonError::into_inner).submitted += 1;
        self.post(Message::Step(Box::new(step)));
    }

    /// Hands over an article's text, ahead of the step that names it.
    pub fn text(&self, text: Arc<str>) {
        self.post(Message::Text(text));
    }

    /// Hands over a file's bytes as imported.
    pub fn original(&self, bytes: Vec<u8>) {
        self.post(Message::Original(bytes));
    }

    /// Asks for `project.ron` to be written.
    pub fn snapshot(&self, project: Arc<Project>, now: Timestamp) {
        self.post(Message::Snapshot(project, now));
    }

    /// Waits until everything handed over is safe or has failed, and says which.
    pub fn flush(&self) -> SaveStatus {
        let (done, wait) = channel();
        self.post(Message::Flush(done));
        // An error means that the thread is gone: the status then says why.
        let _gone = wait.recv();
        self.status()
    }

    fn post(&self, message: Message) {
        if let Some(kept) = &self.kept {
            kept.lock().unwrap_or_else(PoisonError::into_inner).push(message);
            return;
        }
        let sent = self.send.as_ref().is_some_and(|send| send.send(message).is_ok());
        if !sent {
            self.status.lock().unwrap_or_else(PoisonError::into_inner).error =
                Some("the thread that saves has stopped; save elsewhere and start again".to_owned());
        }
    }
}

impl Drop for Saver {
    fn drop(&mut self) {
        // Closing the channel lets the thread finish what it has and end; it must be done before the program goes.
        self.send = None;
        if let Some(thread) = self.thread.take() {
            let _panicked = thread.join();
        }
    }
}

fn save_loop(
    mut store: Store,
    receive: &Receiver<Message>,
    status: &Mutex<SaveStatus>,
    now: fn() -> Timestamp,
    wake: &(dyn Fn() + Send + Sync),
) {
    loop {
        // What could not be written is tried again while nothing new comes.
        let first = if store.unsaved() == 0 {
            match receive.recv() {
                Ok(message) => Some(message),
                Err(_) => return,
            }
        } else {
            match receive.recv_timeout(RETRY_AFTER) {
                Ok(message) => Some(message),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => {
                    let _last_try = store.retry();
                    return;
                }
            }
        };
        // Whatever has queued up meanwhile is written with one wait for the disk.
        let mut steps: Vec<Step> = Vec::new();
        let mut flushed = Vec::new();
        let mut queue: Vec<Message> = Vec::new();
        for message in first.into_iter().chain(receive.try_iter()) {
            match message {
                Message::Kept(kept) => queue.extend(kept),
                message => queue.push(message),
            }
        }
        for message in queue {
            match message {
                Message::Step(step) => {
                    steps.push(*step);
                    status.lock().unwrap_or_else(PoisonError::into_inner).handed_on += 1;
                }
                other => {
                    append(&mut store, &mut steps, status, now);
                    let outcome = match other {
                        Message::Text(text) => store.put_text(&text).map(drop),
                        Message::Original(bytes) => store.put_original(&bytes).map(drop),
                        Message::Snapshot(project, at) => store.save(&project, at).map(drop),
                        Message::Flush(done) => {
                            let outcome = store.retry();
                            flushed.push(done);
                            outcome
                        }
                        Message::Step(_) | Message::Kept(_) => Ok(()),
                    };
                    if let Err(error) = outcome {
                        status.lock().unwrap_or_else(PoisonError::into_inner).error = Some(error.to_string());
                    }
                }
            }
        }
        append(&mut store, &mut steps, status, now);
        for done in flushed {
            let _nobody_waits = done.send(());
        }
        wake();
    }
}

fn append(store: &mut Store, steps: &mut Vec<Step>, status: &Mutex<SaveStatus>, now: fn() -> Timestamp) {
    if steps.is_empty() && store.unsaved() == 0 {
        return;
    }
    let outcome = store.append_all(steps);
    steps.clear();
    let mut status = status.lock().unwrap_or_else(PoisonError::into_inner);
    match outcome {
        Ok(()) => {
            status.safe = status.handed_on;
            status.at = Some(now());
            status.error = None;
        }
        // The store keeps the steps in memory and writes them ahead of the next ones.
        Err(error) => status.error = Some(error.to_string()),
    }
}

/// How long a failed write waits for the next try.
const RETRY_AFTER: Duration = Duration::from_secs(2);
