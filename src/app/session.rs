//! An open project: its records and texts, its history, and the thread that writes them down. The one place through
//! which a project changes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::lexicon::codebook::{Codebook, CodebookError};
use crate::model::{Applied, ArticleId, Coder, CoderId, Edit, EditError, OrgKind, Project, RecordId, Timestamp};
use crate::store::{self, History, OpenWarning, Step, StoreError, Texts};

use super::command::Operation;
use super::ids::IdSource;
use super::ops::{self, By};
use super::saver::{SaveStatus, Saver};

mod fork;
mod landing;

/// What the program takes from outside: the time, ids, and how to wake the window.
#[derive(Clone)]
pub struct Env {
    pub now: fn() -> Timestamp,
    /// `None` gives random ids; a number gives the same ids at every run.
    pub seed: Option<u64>,
    /// The name of the person who works, for a project that does not know them yet.
    pub coder_name: String,
    pub wake: Arc<dyn Fn() + Send + Sync>,
}

impl std::fmt::Debug for Env {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Env").field("seed", &self.seed).field("coder_name", &self.coder_name).finish_non_exhaustive()
    }
}

impl Env {
    /// The system's clock, random ids, the user's login name, nothing to wake.
    pub fn system() -> Self {
        let coder_name = ["CROSSREAD_CODER", "USER", "USERNAME"]
            .iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.trim().is_empty()))
            .unwrap_or_else(|| UNNAMED.to_owned());
        Self { now: Timestamp::now, seed: None, coder_name, wake: Arc::new(|| {}) }
    }

    fn ids(&self) -> IdSource {
        self.seed.map_or_else(IdSource::random, IdSource::seeded)
    }
}

/// What a person is called of whom no name is known.
pub const UNNAMED: &str = "coder";

/// How long `project.ron` may be behind the journal, in seconds.
const SAVE_AFTER_SECS: i64 = 120;

/// Why something could not be done to an open project.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Edit(#[from] EditError),
    #[error("cannot start the thread that saves: {0}")]
    Thread(std::io::Error),
    #[error("no number of people was found in the selected words; select the number itself, such as “at least 12”")]
    NoNumber,
    #[error("the text of this article is missing from the project folder, so nothing can be marked in it")]
    TextMissing,
    #[error(transparent)]
    Codebook(#[from] CodebookError),
    /// An operation would say something wrong of the evidence.
    #[error(transparent)]
    Refused(#[from] ops::Refused),
    #[error("not saved: {0}")]
    NotSaved(String),
}

/// An open project.
#[derive(Debug)]
pub struct Session {
    folder: PathBuf,
    project: Arc<Project>,
    texts: Texts,
    /// Texts imported since the project was opened.
    fresh: Arc<BTreeMap<String, Arc<str>>>,
    history: Arc<History>,
    saver: Saver,
    ids: IdSource,
    env: Env,
    coder: CoderId,
    revision: u64,
    /// Whether `project.ron` is behind the journal.
    dirty: bool,
    /// When `project.ron` was last written, or the project opened.
    written: Timestamp,
}

impl Session {
    /// Makes a project in `folder` and opens it.
    ///
    /// # Errors
    /// As [`store::create`]: the folder must not exist, or be empty.
    pub fn create(folder: &Path, name: &str, env: Env) -> Result<Self, SessionError> {
        let mut ids = env.ids();
        let (store, opened) = store::create(folder, name, (env.now)(), ids.next_bits())?;
        Self::start(folder, store, opened, ids, env).map(|(session, _)| session)
    }

    /// Opens the project in `folder`, with what was found amiss.
    ///
    /// # Errors
    /// As [`store::open`].
    pub fn open(folder: &Path, env: Env) -> Result<(Self, Vec<OpenWarning>), SessionError> {
        let mut ids = env.ids();
        let (store, opened) = store::open(folder, (env.now)(), ids.next_bits())?;
        Self::start(folder, store, opened, ids, env)
    }

    fn start(
        folder: &Path,
        store: store::Store,
        opened: store::Opened,
        mut ids: IdSource,
        env: Env,
    ) -> Result<(Self, Vec<OpenWarning>), SessionError> {
        let saver = Saver::start(store, env.now, Arc::clone(&env.wake)).map_err(SessionError::Thread)?;
        let known = opened.project.coders.values().find(|coder| coder.name == env.coder_name).map(|coder| coder.id);
        let session = Self {
            folder: folder.to_owned(),
            project: Arc::new(opened.project),
            texts: opened.texts,
            fresh: Arc::default(),
            history: Arc::new(opened.history),
            saver,
            coder: known.unwrap_or_else(|| ids.coder()),
            ids,
            revision: 1,
            dirty: false,
            written: (env.now)(),
            env,
        };
        Ok((session, opened.warnings))
    }

    /// The folder it lives in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Every record.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// A snapshot for a worker.
    pub fn snapshot(&self) -> Arc<Project> {
        Arc::clone(&self.project)
    }

    /// The canonical text of an article; `None` if it is missing from the folder.
    pub fn text(&self, article: ArticleId) -> Option<Arc<str>> {
        let sha256 = &self.project.articles.get(&article)?.text_sha256;
        // A text on its way to the disk is not in the folder yet.
        self.fresh.get(sha256).cloned().or_else(|| self.texts.get(sha256).ok())
    }

    /// Reads texts from a worker: of a project snapshot and an article, its text.
    pub fn texts(&self) -> impl Fn(&Project, ArticleId) -> Option<Arc<str>> + Send + 'static {
        let (texts, fresh) = (self.texts.clone(), Arc::clone(&self.fresh));
        move |project, article| {
            let sha256 = &project.articles.get(&article)?.text_sha256;
            fresh.get(sha256).cloned().or_else(|| texts.get(sha256).ok())
        }
    }

    /// What wakes the window when a worker has something for it.
    pub fn wake(&self) -> &Arc<dyn Fn() + Send + Sync> {
        &self.env.wake
    }

    /// Counts up with every change: what is derived from the project is kept by this number.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// Who works.
    pub const fn coder(&self) -> CoderId {
        self.coder
    }

    /// The name of who works.
    pub fn coder_name(&self) -> &str {
        self.project.coders.get(&self.coder).map_or(self.env.coder_name.as_str(), |coder| coder.name.as_str())
    }

    /// What is safe on disk.
    pub fn save_status(&self) -> SaveStatus {
        self.saver.status()
    }

    /// What the next undo takes back.
    pub fn undo_label(&self) -> Option<&str> {
        self.history.undo_label()
    }

    /// What the next redo does again.
    pub fn redo_label(&self) -> Option<&str> {
        self.history.redo_label()
    }

    /// Applies an edit, puts it into the history and hands it to the saving thread. An empty one does nothing. Gives
    /// back the record to show.
    ///
    /// # Errors
    /// [`SessionError::Edit`]; nothing is changed then.
    pub fn apply(&mut self, edit: Edit) -> Result<Option<RecordId>, SessionError> {
        if edit.is_empty() {
            return Ok(None);
        }
        let edit = self.introduce_coder(edit);
        self.apply_step(edit)
    }

    fn apply_step(&mut self, edit: Edit) -> Result<Option<RecordId>, SessionError> {
        let Applied { inverse, reveal } = Arc::make_mut(&mut self.project).apply(&edit)?;
        #[cfg(debug_assertions)]
        debug_assert!(
            self.project.articles.len() > 500 || self.project.integrity().is_empty(),
            "{:?}",
            self.project.integrity()
        );
        let coder = self.project.coders.contains_key(&self.coder).then_some(self.coder);
        let edits = Arc::new((edit, inverse));
        Arc::make_mut(&mut self.history).push(Arc::clone(&edits));
        self.saver.step(Step::Do { at: (self.env.now)(), coder, edits });
        self.changed();
        Ok(reveal)
    }

    /// The first edit that names the coder also holds the record of who that is: one step for whoever takes it back.
    fn introduce_coder(&self, mut edit: Edit) -> Edit {
        if self.project.coders.contains_key(&self.coder) {
            return edit;
        }
        let names_coder = edit.changes.iter().any(|change| match change {
            crate::model::Change::Put(record) => record.names().contains(&RecordId::Coder(self.coder)),
            crate::model::Change::Remove(_) => false,
        });
        if names_coder {
            let coder = Coder { id: self.coder, name: self.env.coder_name.clone() };
            edit.changes.push(crate::model::Change::Put(Box::new(coder.into())));
        }
        edit
    }

    fn changed(&mut self) {
        self.revision += 1;
        self.dirty = true;
    }

    /// Takes the last change back. Gives its label and the record to show; `None` at the beginning.
    ///
    /// # Errors
    /// [`SessionError::Store`] if the journal cannot be read or does not fit the project; nothing is changed then.
    pub fn undo(&mut self) -> Result<Option<(String, Option<RecordId>)>, SessionError> {
        let Some(applied) = Arc::make_mut(&mut self.history).undo(Arc::make_mut(&mut self.project))? else {
            return Ok(None);
        };
        self.saver.step(Step::Undo);
        self.changed();
        Ok(Some((applied.inverse.label, applied.reveal)))
    }

    /// Does again what was taken back last.
    ///
    /// # Errors
    /// As [`Session::undo`].
    pub fn redo(&mut self) -> Result<Option<(String, Option<RecordId>)>, SessionError> {
        let Some(applied) = Arc::make_mut(&mut self.history).redo(Arc::make_mut(&mut self.project))? else {
            return Ok(None);
        };
        self.saver.step(Step::Redo);
        self.changed();
        Ok(Some((applied.inverse.label, applied.reveal)))
    }

    /// Writes `project.ron` in the background.
    pub fn save(&mut self) {
        if self.dirty {
            self.written = (self.env.now)();
            self.saver.snapshot(self.snapshot(), self.written);
            self.dirty = false;
        }
    }

    /// Writes `project.ron` in the background if it has been behind for two minutes: what is confirmed is in the journal
    /// already, but others may read the file.
    pub fn save_if_due(&mut self) {
        let waited = (self.env.now)().duration_since(self.written);
        if self.dirty && waited.as_secs() >= SAVE_AFTER_SECS {
            self.save();
        }
    }

    /// Waits until everything is safe.
    ///
    /// # Errors
    /// [`SessionError::NotSaved`] with the reason.
    pub fn flush(&mut self) -> Result<(), SessionError> {
        let status = self.saver.flush();
        match status.error {
            Some(why) => Err(SessionError::NotSaved(why)),
            None => Ok(()),
        }
    }

    /// Saves, waits, and closes.
    ///
    /// # Errors
    /// As [`Session::flush`].
    pub fn close(mut self) -> Result<(), SessionError> {
        self.save();
        self.flush()
    }

    /// Carries out an operation. Gives back the record to show.
    ///
    /// # Errors
    /// Any [`SessionError`]; nothing is changed then.
    pub fn operate(&mut self, operation: Operation) -> Result<Option<RecordId>, SessionError> {
        if let Operation::SuggestFigures(articles) = &operation {
            self.suggest_figures(articles)?;
            return Ok(None);
        }
        let edit = self.edit_of(operation)?;
        match edit {
            Some(edit) => self.apply(edit),
            None => Ok(None),
        }
    }

    fn edit_of(&mut self, operation: Operation) -> Result<Option<Edit>, SessionError> {
        use Operation as Op;
        let project = Arc::clone(&self.project);
        let texts = |article: ArticleId| {
            let sha256 = project.articles.get(&article).map(|a| &a.text_sha256).ok_or(SessionError::TextMissing)?;
            self.fresh.get(sha256).cloned().or_else(|| self.texts.get(sha256).ok()).ok_or(SessionError::TextMissing)
        };
        let mut by = By { coder: self.coder, now: (self.env.now)(), ids: &mut self.ids };
        Ok(match operation {
            Op::TagSpan { article, range, tag } => {
                ops::codebook::tag_span(&project, &texts(article)?, article, range, tag, &mut by)
            }
            Op::TagSpans { tag, spans } => {
                let text = |article| texts(article).ok();
                ops::search_tags::tag_spans(&project, &text, tag, &spans, &mut by)
            }
            Op::TagSpansNew { name, spans } => {
                let text = |article| texts(article).ok();
                ops::search_tags::tag_spans_new(&project, &text, &name, &spans, &mut by)
            }
            Op::TagSpanNew { article, range, name } => {
                ops::new_tag::tag_span_new(&project, &texts(article)?, article, range, &name, &mut by)
            }
            Op::TiePassages { kind, a, b, reason } => {
                let (left, right) = (texts(a.0)?, texts(b.0)?);
                let (a, b) = ((a.0, &*left, a.1), (b.0, &*right, b.1));
                ops::passage_links::tie_passages(&project, kind, a, b, &reason, &mut by)?
            }
            Op::JudgeTie { tie, keep } => {
                let (left, right) = (texts(tie.a.article)?, texts(tie.b.article)?);
                ops::judged_ties::judge(&project, &tie, (&left, &right), keep, &mut by)?
            }
            Op::Untag { excerpt, tag } => ops::codebook::untag(&project, excerpt, tag),
            Op::DeleteExcerpts(excerpts) => ops::codebook::delete_excerpts(&project, &excerpts),
            Op::ResizeExcerpt { excerpt, range } => match project.excerpts.get(&excerpt) {
                Some(record) => ops::codebook::resize_excerpt(&project, &texts(record.article)?, excerpt, range),
                None => None,
            },
            Op::AddStarterCodebook => {
                let tags = Codebook::starter()?.records(|| by.ids.tag());
                Some(Edit::put_all("add starter codebook", tags))
            }
            Op::CreateTag { name, parent } => ops::codebook::create_tag(&project, &name, parent, &mut by),
            Op::ChangeTag(tag) => ops::codebook::change_tag(&project, tag),
            Op::DeleteTag(tag) => ops::codebook::delete_tag(&project, tag),
            Op::MergeTags { from, into } => ops::codebook::merge_tags(&project, from, into),
            Op::WriteMemo { on, text } => ops::memos::write_memo(&project, on, &text, &mut by),
            Op::ChangeArticle(article) => ops::articles::change_article(&project, *article, Vec::new()),
            Op::NameOutletAndWire { article, outlet, wire } => {
                let mut orgs = Vec::new();
                let mut org = |name: &str| {
                    (!name.trim().is_empty())
                        .then(|| ops::articles::find_or_add_org(&project, name, OrgKind::Media, by.ids, &mut orgs))
                };
                match project.articles.get(&article).cloned() {
                    Some(mut record) => {
                        record.outlet = org(&outlet);
                        let wire = org(&wire);
                        if wire != record.wire {
                            record.wire = wire;
                            record.wire_basis = wire.map(|_| crate::model::WireBasis::Analyst);
                            record.wire_evidence = None;
                        }
                        ops::articles::change_article(&project, record, orgs)
                    }
                    None => None,
                }
            }
            Op::MarkRead { articles, state } => ops::articles::mark_read(&project, &articles, state),
            Op::MarkReviewed { article, reviewed } => ops::articles::mark_reviewed(&project, article, reviewed, &by),
            Op::ChangeArticles { articles, change } => {
                ops::articles_many::change_articles(&project, &articles, &change, &mut by)
            }
            Op::DeleteArticles(articles) => ops::articles::delete_articles(&project, &articles),
            Op::Review { figures, status } => ops::figures::review(&project, &figures, status, &by),
            Op::ChangeFigure(figure) => ops::figures::change_figure(&project, *figure),
            Op::NameOrigin { figure, origin } => ops::figures::name_origin(&project, figure, &origin, &mut by),
            Op::AddFigure { article, range } => {
                let text = texts(article)?;
                Some(ops::figures::add_figure(&project, &text, article, range, &mut by).ok_or(SessionError::NoNumber)?)
            }
            Op::SplitFigure { figure, second } => match project.figures.get(&figure) {
                Some(old) => {
                    let text = texts(old.article)?;
                    ops::figure_edits::split_figure(&project, &text, figure, second, &mut by)?
                }
                None => None,
            },
            Op::DeleteFigures(figures) => ops::figures::delete_figures(&project, &figures),
            Op::SuggestFigures(_) => None,
            Op::ProposeTallies => super::tallies::propose_tallies(&project, by.ids, by.now),
            Op::CreateTally(figures) => ops::tallies::create_tally(&project, &figures, &mut by)?,
            Op::SetTallyMembers { tally, figures, inside } => {
                ops::tallies::set_members(&project, tally, &figures, inside)?
            }
            Op::ChangeTally(tally) => ops::tallies::change_tally(&project, *tally)?,
            Op::AdoptEstimate { tally, estimate } => ops::tallies::adopt(&project, tally, estimate, &by),
            Op::DeleteTally(tally) => ops::tallies::delete_tally(&project, tally),
            Op::RenameProject(name) if !name.trim().is_empty() => {
                let mut info = project.info.clone();
                info.name = name.trim().to_owned();
                (info != project.info).then(|| Edit::put("rename project", info))
            }
            Op::RenameProject(_) => None,
            Op::RenameCoder(name) if !name.trim().is_empty() => {
                let coder = Coder { id: by.coder, name: name.trim().to_owned() };
                (project.coders.get(&coder.id) != Some(&coder)).then(|| Edit::put("rename coder", coder))
            }
            Op::RenameCoder(_) => None,
            operation => super::operate::edit_of(&project, operation, &mut by)?,
        })
    }
}
