//! The project: every record, in ordered maps that snapshots share. Changed only by [`Edit`](super::Edit)s. Article
//! texts, caches and whatever can be derived live elsewhere.

use super::record::{Info, Record, RecordId, RecordRef};
use super::records::Records;
use super::{
    Article, ArticleId, ArticleSet, Coder, CoderId, Dismissal, DismissalId, Event, EventId, Excerpt, ExcerptId, Figure,
    FigureId, Link, LinkId, Memo, MemoId, MemoTarget, OrgId, Organisation, SetId, Tag, TagId, Tally, TallyId,
    Timestamp,
};

/// Everything an analyst works on.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    pub info: Info,
    pub coders: Records<CoderId, Coder>,
    pub organisations: Records<OrgId, Organisation>,
    pub sets: Records<SetId, ArticleSet>,
    pub tags: Records<TagId, Tag>,
    pub articles: Records<ArticleId, Article>,
    pub excerpts: Records<ExcerptId, Excerpt>,
    pub figures: Records<FigureId, Figure>,
    pub events: Records<EventId, Event>,
    pub tallies: Records<TallyId, Tally>,
    pub links: Records<LinkId, Link>,
    pub memos: Records<MemoId, Memo>,
    pub dismissals: Records<DismissalId, Dismissal>,
}

/// Why a list of records is no project.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordsError {
    /// The project's own record is missing.
    #[error("the project's own record is missing")]
    NoInfo,
    /// An id stands twice.
    #[error("{0} stands twice")]
    Twice(RecordId),
}

impl Project {
    /// An empty project of this name.
    pub fn new(name: impl Into<String>, created: Timestamp) -> Self {
        Self {
            info: Info { name: name.into(), description: String::new(), created },
            coders: Records::new(),
            organisations: Records::new(),
            sets: Records::new(),
            tags: Records::new(),
            articles: Records::new(),
            excerpts: Records::new(),
            figures: Records::new(),
            events: Records::new(),
            tallies: Records::new(),
            links: Records::new(),
            memos: Records::new(),
            dismissals: Records::new(),
        }
    }

    /// The project made of these records, as read from a file.
    ///
    /// # Errors
    /// [`RecordsError`]: the project's own record is missing, or an id stands twice. What the records say of each
    /// other is for [`Project::integrity`].
    pub fn from_records(records: impl IntoIterator<Item = Record>) -> Result<Self, RecordsError> {
        let mut project = Self::new("", Timestamp::UNIX_EPOCH);
        let mut has_info = false;
        for record in records {
            let id = record.id();
            if if id == RecordId::Info { has_info } else { project.has(id) } {
                return Err(RecordsError::Twice(id));
            }
            has_info |= id == RecordId::Info;
            project.put(record);
        }
        if has_info { Ok(project) } else { Err(RecordsError::NoInfo) }
    }

    /// A copy of one record.
    pub fn get(&self, id: RecordId) -> Option<Record> {
        self.borrow(id).map(RecordRef::to_record)
    }

    /// One record.
    pub fn borrow(&self, id: RecordId) -> Option<RecordRef<'_>> {
        Some(match id {
            RecordId::Info => RecordRef::Info(&self.info),
            RecordId::Coder(id) => RecordRef::Coder(self.coders.get(&id)?),
            RecordId::Organisation(id) => RecordRef::Organisation(self.organisations.get(&id)?),
            RecordId::Set(id) => RecordRef::Set(self.sets.get(&id)?),
            RecordId::Tag(id) => RecordRef::Tag(self.tags.get(&id)?),
            RecordId::Article(id) => RecordRef::Article(self.articles.get(&id)?),
            RecordId::Excerpt(id) => RecordRef::Excerpt(self.excerpts.get(&id)?),
            RecordId::Figure(id) => RecordRef::Figure(self.figures.get(&id)?),
            RecordId::Event(id) => RecordRef::Event(self.events.get(&id)?),
            RecordId::Tally(id) => RecordRef::Tally(self.tallies.get(&id)?),
            RecordId::Link(id) => RecordRef::Link(self.links.get(&id)?),
            RecordId::Memo(id) => RecordRef::Memo(self.memos.get(&id)?),
            RecordId::Dismissal(id) => RecordRef::Dismissal(self.dismissals.get(&id)?),
        })
    }

    /// Whether there is a record of this id.
    pub fn has(&self, id: RecordId) -> bool {
        match id {
            RecordId::Info => true,
            RecordId::Coder(id) => self.coders.contains_key(&id),
            RecordId::Organisation(id) => self.organisations.contains_key(&id),
            RecordId::Set(id) => self.sets.contains_key(&id),
            RecordId::Tag(id) => self.tags.contains_key(&id),
            RecordId::Article(id) => self.articles.contains_key(&id),
            RecordId::Excerpt(id) => self.excerpts.contains_key(&id),
            RecordId::Figure(id) => self.figures.contains_key(&id),
            RecordId::Event(id) => self.events.contains_key(&id),
            RecordId::Tally(id) => self.tallies.contains_key(&id),
            RecordId::Link(id) => self.links.contains_key(&id),
            RecordId::Memo(id) => self.memos.contains_key(&id),
            RecordId::Dismissal(id) => self.dismissals.contains_key(&id),
        }
    }

    /// Puts `record` in place of the one with its id and gives back what stood there. Integrity is the caller's care.
    pub(super) fn put(&mut self, record: Record) -> Option<Record> {
        match record {
            Record::Info(r) => Some(Record::Info(std::mem::replace(&mut self.info, r))),
            Record::Coder(r) => self.coders.insert(r.id, r).map(Record::Coder),
            Record::Organisation(r) => self.organisations.insert(r.id, r).map(Record::Organisation),
            Record::Set(r) => self.sets.insert(r.id, r).map(Record::Set),
            Record::Tag(r) => self.tags.insert(r.id, r).map(Record::Tag),
            Record::Article(r) => self.articles.insert(r.id, r).map(Record::Article),
            Record::Excerpt(r) => self.excerpts.insert(r.id, r).map(Record::Excerpt),
            Record::Figure(r) => self.figures.insert(r.id, r).map(Record::Figure),
            Record::Event(r) => self.events.insert(r.id, r).map(Record::Event),
            Record::Tally(r) => self.tallies.insert(r.id, r).map(Record::Tally),
            Record::Link(r) => self.links.insert(r.id, r).map(Record::Link),
            Record::Memo(r) => self.memos.insert(r.id, r).map(Record::Memo),
            Record::Dismissal(r) => self.dismissals.insert(r.id, r).map(Record::Dismissal),
        }
    }

    /// Takes a record out. The project's own record cannot be taken out. Integrity is the caller's care.
    pub(super) fn take(&mut self, id: RecordId) -> Option<Record> {
        match id {
            RecordId::Info => None,
            RecordId::Coder(id) => self.coders.remove(&id).map(Record::Coder),
            RecordId::Organisation(id) => self.organisations.remove(&id).map(Record::Organisation),
            RecordId::Set(id) => self.sets.remove(&id).map(Record::Set),
            RecordId::Tag(id) => self.tags.remove(&id).map(Record::Tag),
            RecordId::Article(id) => self.articles.remove(&id).map(Record::Article),
            RecordId::Excerpt(id) => self.excerpts.remove(&id).map(Record::Excerpt),
            RecordId::Figure(id) => self.figures.remove(&id).map(Record::Figure),
            RecordId::Event(id) => self.events.remove(&id).map(Record::Event),
            RecordId::Tally(id) => self.tallies.remove(&id).map(Record::Tally),
            RecordId::Link(id) => self.links.remove(&id).map(Record::Link),
            RecordId::Memo(id) => self.memos.remove(&id).map(Record::Memo),
            RecordId::Dismissal(id) => self.dismissals.remove(&id).map(Record::Dismissal),
        }
    }

    /// Every record by kind and id.
    pub fn refs_by_id(&self) -> impl Iterator<Item = RecordRef<'_>> {
        std::iter::once(RecordRef::Info(&self.info))
            .chain(self.coders.values().map(RecordRef::Coder))
            .chain(self.organisations.values().map(RecordRef::Organisation))
            .chain(self.sets.values().map(RecordRef::Set))
            .chain(self.tags.values().map(RecordRef::Tag))
            .chain(self.articles.values().map(RecordRef::Article))
            .chain(self.excerpts.values().map(RecordRef::Excerpt))
            .chain(self.figures.values().map(RecordRef::Figure))
            .chain(self.events.values().map(RecordRef::Event))
            .chain(self.tallies.values().map(RecordRef::Tally))
            .chain(self.links.values().map(RecordRef::Link))
            .chain(self.memos.values().map(RecordRef::Memo))
            .chain(self.dismissals.values().map(RecordRef::Dismissal))
    }

    /// Every record in the order of `project.ron`: by kind, and what stands in articles by article, start and id, so
    /// that two people's additions to different articles merge line by line.
    pub fn refs_in_file_order(&self) -> Vec<RecordRef<'_>> {
        let mut records: Vec<RecordRef<'_>> = self.refs_by_id().collect();
        // Both kinds follow each other, which is the only place where the two orders differ.
        let place = |record: &RecordRef<'_>| match record {
            RecordRef::Excerpt(r) => (1, Some((r.article, r.anchor.span))),
            RecordRef::Figure(r) => (2, Some((r.article, r.anchor.span))),
            record => (if record.id() < RecordId::Excerpt(ExcerptId::from_bits(0)) { 0 } else { 3 }, None),
        };
        // Stable, so that what stands at the same place stays in the order of ids.
        records.sort_by_key(place);
        records
    }

    /// A copy of every record, as [`Project::refs_in_file_order`].
    pub fn records_in_file_order(&self) -> Vec<Record> {
        self.refs_in_file_order().into_iter().map(RecordRef::to_record).collect()
    }

    /// The outlet's short name, or how an unnamed one is shown: `unknown (AFP)` when the wire is known.
    pub fn outlet_name(&self, article: &Article) -> String {
        if let Some(org) = article.outlet.and_then(|id| self.organisations.get(&id)) {
            return org.short_name().to_owned();
        }
        match article.wire.and_then(|id| self.organisations.get(&id)) {
            Some(wire) => format!("unknown ({})", wire.short_name()),
            None => "unknown".to_owned(),
        }
    }

    /// The wire whose text the article carries, else its outlet; `None` if neither is known.
    pub fn wire_or_outlet(&self, article: &Article) -> Option<OrgId> {
        article.wire.or(article.outlet)
    }

    /// The name shown for a figure's origin; `None` when the article gives nobody.
    pub fn origin_name<'a>(&'a self, figure: &'a Figure) -> Option<&'a str> {
        let origin = figure.origin()?;
        Some(
            origin
                .org
                .and_then(|id| self.organisations.get(&id))
                .map_or(origin.as_written.as_str(), Organisation::short_name),
        )
    }

    /// The tag's children, in codebook order; those of `None` are the roots.
    pub fn tag_children(&self, parent: Option<TagId>) -> Vec<&Tag> {
        let mut tags: Vec<&Tag> = self.tags.values().filter(|tag| tag.parent == parent).collect();
        tags.sort_by(|a, b| (a.order, &a.name, a.id).cmp(&(b.order, &b.name, b.id)));
        tags
    }

    /// The memos on one thing, oldest first.
    pub fn memos_on(&self, target: MemoTarget) -> Vec<&Memo> {
        let mut memos: Vec<&Memo> = self.memos.values().filter(|memo| memo.on == target).collect();
        memos.sort_by_key(|memo| (memo.created, memo.id));
        memos
    }
}
