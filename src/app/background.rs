//! Values that follow the project from behind: worked out on a thread of a snapshot, and shown when they land. Until
//! then the last one stands, so that no frame waits.

use std::sync::Arc;

use super::jobs::{Cancelled, Job, Poll, Progress};

/// A value worked out in the background of whatever `K` names: a revision, with the choices it depends on.
#[derive(Debug)]
pub struct Follower<K, T> {
    landed: Option<K>,
    running: Option<(K, Job<T>)>,
    is_behind: bool,
}

impl<K, T> Default for Follower<K, T> {
    fn default() -> Self {
        Self { landed: None, running: None, is_behind: false }
    }
}

impl<K: Clone + PartialEq, T: Send + 'static> Follower<K, T> {
    /// Whether what stands is not what was asked for last.
    pub const fn is_behind(&self) -> bool {
        self.is_behind
    }

    /// What the value that stands was worked out of.
    pub const fn landed(&self) -> Option<&K> {
        self.landed.as_ref()
    }

    /// Says that the value of `key` stands, worked out by the caller itself; what runs is no longer wanted.
    pub fn set(&mut self, key: K) {
        if let Some((_, job)) = self.running.take() {
            job.progress.cancel();
        }
        self.landed = Some(key);
        self.is_behind = false;
    }

    /// Asks for the value of `key` and gives back one that has landed. `work` starts only when nothing else runs: of many
    /// changes in a row the first and the last are worked out, and none waits for ever. What lands late is still newer
    /// than what stands.
    ///
    /// `start` makes the work from what the caller has at hand; `name` is its thread's.
    pub fn follow<W>(
        &mut self,
        key: &K,
        name: &str,
        wake: &Arc<dyn Fn() + Send + Sync>,
        start: impl FnOnce() -> W,
    ) -> Option<T>
    where
        W: FnOnce(&Progress) -> Result<T, Cancelled> + Send + 'static,
    {
        let mut fresh = None;
        if let Some((of, job)) = self.running.take() {
            match job.poll() {
                Poll::Running => self.running = Some((of, job)),
                Poll::Done(value) => {
                    self.landed = Some(of);
                    fresh = Some(value);
                }
                // It failed, and would again: what stands has to do until something changes.
                Poll::Gone => self.landed = Some(of),
            }
        }
        self.is_behind = self.landed.as_ref() != Some(key);
        if self.is_behind && self.running.is_none() {
            // Without a thread there is no value: it is asked for again at the next frame.
            self.running = Job::start(name, Arc::clone(wake), start()).ok().map(|job| (key.clone(), job));
        }
        fresh
    }
}

/// Lets go of what is no longer wanted on a thread of its own: to free thousands of records takes longer than a frame.
pub fn let_go<T: Send + 'static>(old: T) {
    // Without a thread it is freed here after all.
    let _freed_there = std::thread::Builder::new().name("letting go".to_owned()).spawn(move || drop(old));
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn the_last_value_stands_until_the_next_lands() {
        let mut follower: Follower<u32, u32> = Follower::default();
        let wake: Arc<dyn Fn() + Send + Sync> = Arc::new(|| {});
        let (go, wait) = channel::<()>();
        let slow = || {
            move |_: &Progress| {
                wait.recv().ok();
                Ok(1)
            }
        };
        assert_eq!(follower.follow(&1, "one", &wake, slow), None);
        // Asked for while the first is at work: it is not started, and the first still lands.
        let unwanted = || |_: &Progress| -> Result<u32, Cancelled> { panic!("started twice") };
        assert_eq!(follower.follow(&2, "two", &wake, unwanted), None);
        assert!(follower.is_behind());
        go.send(()).unwrap();
        let next = || |_: &Progress| Ok(3);
        let mut seen = Vec::new();
        while follower.landed() != Some(&3) {
            seen.extend(follower.follow(&3, "three", &wake, next));
            std::thread::yield_now();
        }
        assert_eq!(seen, [1, 3]);
        assert!(!follower.is_behind());
    }

    #[test]
    fn a_value_worked_out_at_once_is_not_asked_for() {
        let mut follower: Follower<u32, u32> = Follower::default();
        follower.set(7);
        let wake: Arc<dyn Fn() + Send + Sync> = Arc::new(|| {});
        let unwanted = || |_: &Progress| -> Result<u32, Cancelled> { panic!("not needed") };
        assert_eq!(follower.follow(&7, "seven", &wake, unwanted), None);
        assert!(!follower.is_behind());
    }
}
