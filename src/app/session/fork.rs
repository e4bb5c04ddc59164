//! A session beside the open one, in which a thread carries out what takes longer than a frame. Layer `app`.

use std::sync::Arc;

use super::Session;
use crate::app::background::let_go;
use crate::app::saver::Saver;

impl Session {
    /// A session that starts from this one as it is now. What it would write is kept until [`Session::join`]; nothing
    /// else comes of it.
    pub(in crate::app) fn fork(&self) -> Self {
        Self {
            folder: self.folder.clone(),
            project: Arc::clone(&self.project),
            texts: self.texts.clone(),
            fresh: Arc::clone(&self.fresh),
            history: Arc::clone(&self.history),
            saver: Saver::keeping(),
            ids: self.ids.clone(),
            env: self.env.clone(),
            coder: self.coder,
            revision: self.revision,
            dirty: self.dirty,
            written: self.written,
        }
    }

    /// Takes over all that was done in a session beside this one, which must have changed nothing since: the work of a
    /// moment, however much it is.
    ///
    /// # Errors
    /// The other session, if this one is not what `from` (its revision at the fork) says: it must be done again.
    pub(in crate::app) fn join(&mut self, fork: Self, from: u64) -> Result<(), Box<Self>> {
        if self.revision != from {
            return Err(Box::new(fork));
        }
        let Self { project, fresh, history, saver, ids, revision, .. } = fork;
        let old = std::mem::replace(&mut self.project, project);
        (self.fresh, self.history, self.ids) = (fresh, history, ids);
        self.dirty |= revision != self.revision;
        self.revision = revision;
        self.saver.take_over(saver);
        let_go(old);
        Ok(())
    }

    /// About how many records the next undo (or redo) puts or removes.
    pub(in crate::app) fn step_size(&self, back: bool) -> usize {
        if back { self.history.undo_size() } else { self.history.redo_size() }
    }
}
