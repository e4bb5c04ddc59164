//! Integrity: what every project must be, whoever wrote it. The findings an analyst settles (a part above its whole)
//! are a different thing and live in `figures`.

use super::edit::EditError;
use super::figure::Period;
use super::link::{LinkEnd, LinkKind};
use super::project::Project;
use super::record::{Record, RecordId, RecordRef};
use super::{MemoTarget, Qualifier, TagId};

impl Record {
    /// The records that this one names.
    pub fn names(&self) -> Vec<RecordId> {
        self.borrowed().names()
    }
}

impl RecordRef<'_> {
    /// The records that this one names.
    pub fn names(self) -> Vec<RecordId> {
        let mut out = Vec::new();
        let _all = self.first_named(|id| {
            out.push(id);
            false
        });
        out
    }

    /// The first record named by this one that is `wanted`. Makes no list: whole projects are gone through by it.
    fn first_named(self, mut wanted: impl FnMut(RecordId) -> bool) -> Option<RecordId> {
        let mut look = |id: RecordId| wanted(id).then_some(id);
        match self {
            Self::Info(_) | Self::Coder(_) | Self::Organisation(_) | Self::Set(_) => None,
            Self::Tag(r) => r.parent.map(RecordId::Tag).and_then(look),
            Self::Article(r) => {
                let orgs = [r.outlet, r.wire].into_iter().flatten().map(RecordId::Organisation);
                let reviewer = r.figures_reviewed.map(|(coder, _)| RecordId::Coder(coder));
                r.set.map(RecordId::Set).into_iter().chain(orgs).chain(reviewer).find_map(look)
            }
            Self::Excerpt(r) => look(RecordId::Article(r.article))
                .or_else(|| look(RecordId::Coder(r.coder)))
                .or_else(|| r.tags.iter().copied().map(RecordId::Tag).find_map(look)),
            Self::Figure(r) => {
                let orgs =
                    r.chain.iter().filter_map(|link| link.org).chain([r.party, r.perpetrator].into_iter().flatten());
                let orgs = orgs.map(RecordId::Organisation);
                let whole = r.part_of.map(RecordId::Figure);
                let coders = [r.coder, r.reviewer].into_iter().flatten().map(RecordId::Coder);
                let rest = orgs.chain(r.event.map(RecordId::Event)).chain(whole).chain(coders);
                look(RecordId::Article(r.article)).or_else(|| rest.into_iter().find_map(look))
            }
            Self::Event(r) => r.parties.keys().copied().map(RecordId::Organisation).find_map(look),
            Self::Tally(r) => {
                let first = r.event.map(RecordId::Event).into_iter().chain(r.part_of.map(RecordId::Tally));
                let figures = r.figures.iter().copied().map(RecordId::Figure);
                first.chain(figures).chain(r.estimate.as_ref().map(|e| RecordId::Coder(e.coder))).find_map(look)
            }
            Self::Link(r) => {
                let ends = [&r.a, &r.b].into_iter().map(|end| match end {
                    LinkEnd::Passage(article, _) => RecordId::Article(*article),
                    LinkEnd::Figure(figure) => RecordId::Figure(*figure),
                });
                ends.chain(r.event.map(RecordId::Event)).chain(r.coder.map(RecordId::Coder)).find_map(look)
            }
            // What was dismissed may go without its dismissal, so only the coder is named.
            Self::Dismissal(r) => look(RecordId::Coder(r.coder)),
            Self::Memo(r) => look(RecordId::Coder(r.coder)).or_else(|| {
                look(match r.on {
                    MemoTarget::Project => return None,
                    MemoTarget::Article(id) => RecordId::Article(id),
                    MemoTarget::Organisation(id) => RecordId::Organisation(id),
                    MemoTarget::Tag(id) => RecordId::Tag(id),
                    MemoTarget::Excerpt(id) => RecordId::Excerpt(id),
                    MemoTarget::Figure(id) => RecordId::Figure(id),
                    MemoTarget::Event(id) => RecordId::Event(id),
                    MemoTarget::Tally(id) => RecordId::Tally(id),
                    MemoTarget::Link(id) => RecordId::Link(id),
                })
            }),
        }
    }
}

/// The first record that names one of `removed` (sorted), with the one it names. Only the kinds of record are gone
/// through that can name what was removed: an excerpt taken back is not looked for in every figure.
pub(super) fn dangling(project: &Project, removed: &[RecordId]) -> Option<(RecordId, RecordId)> {
    let missing = |id: RecordId| removed.binary_search(&id).is_ok();
    let any = |is: fn(&RecordId) -> bool| removed.iter().any(is);
    let coder = any(|id| matches!(id, RecordId::Coder(_)));
    let org = any(|id| matches!(id, RecordId::Organisation(_)));
    let set = any(|id| matches!(id, RecordId::Set(_)));
    let tag = any(|id| matches!(id, RecordId::Tag(_)));
    let article = any(|id| matches!(id, RecordId::Article(_)));
    let figure = any(|id| matches!(id, RecordId::Figure(_)));
    let event = any(|id| matches!(id, RecordId::Event(_)));
    let tally = any(|id| matches!(id, RecordId::Tally(_)));
    fn among<'a>(
        may: bool,
        records: impl Iterator<Item = RecordRef<'a>>,
        missing: impl Fn(RecordId) -> bool,
    ) -> Option<(RecordId, RecordId)> {
        let mut records = records.take_while(|_| may);
        records.find_map(|record| record.first_named(&missing).map(|to| (record.id(), to)))
    }
    let p = project;
    among(tag, p.tags.values().map(RecordRef::Tag), missing)
        .or_else(|| among(coder || org || set, p.articles.values().map(RecordRef::Article), missing))
        .or_else(|| among(coder || tag || article, p.excerpts.values().map(RecordRef::Excerpt), missing))
        .or_else(|| {
            let may = coder || org || article || figure || event;
            among(may, p.figures.values().map(RecordRef::Figure), missing)
        })
        .or_else(|| among(org, p.events.values().map(RecordRef::Event), missing))
        .or_else(|| among(coder || figure || event || tally, p.tallies.values().map(RecordRef::Tally), missing))
        .or_else(|| among(coder || article || figure || event, p.links.values().map(RecordRef::Link), missing))
        .or_else(|| among(true, p.memos.values().map(RecordRef::Memo), missing))
        .or_else(|| among(coder, p.dismissals.values().map(RecordRef::Dismissal), missing))
}

impl Project {
    /// Checks one record against its own rules and what it names.
    ///
    /// # Errors
    /// [`EditError::Dangling`] or [`EditError::Invalid`].
    pub fn check_record(&self, record: &Record) -> Result<(), EditError> {
        self.check_borrowed(record.borrowed())
    }

    /// The same of a record that stands in the project.
    pub(super) fn check_borrowed(&self, record: RecordRef<'_>) -> Result<(), EditError> {
        let of = record.id();
        if let Some(to) = record.first_named(|to| !self.has(to)) {
            return Err(EditError::Dangling { from: of, to });
        }
        let fault = match record {
            RecordRef::Tag(tag) if self.tag_is_own_ancestor(tag.id) => Some("a tag cannot stand below itself"),
            RecordRef::Tag(tag) if tag.name.trim().is_empty() => Some("a tag needs a name"),
            RecordRef::Excerpt(excerpt) if excerpt.tags.is_empty() => Some("an excerpt needs a tag"),
            RecordRef::Figure(figure) => figure_fault(self, figure),
            RecordRef::Organisation(org) if org.name.trim().is_empty() => Some("an organisation needs a name"),
            RecordRef::Organisation(org) if org.reliability.is_some_and(|grade| !('A'..='F').contains(&grade)) => {
                Some("reliability goes from A to F")
            }
            RecordRef::Event(event) if event.name.trim().is_empty() => Some("an event needs a name"),
            RecordRef::Dismissal(dismissal) if dismissal.reason.trim().is_empty() => Some("a dismissal needs a reason"),
            RecordRef::Tally(tally) if tally.estimate.as_ref().is_some_and(estimate_reversed) => {
                Some("low, best and high of the estimate do not stand in this order")
            }
            RecordRef::Tally(tally) if tally.part_of == Some(tally.id) => Some("a tally cannot be part of itself"),
            RecordRef::Tally(tally) if reversed(&tally.period) => Some("the period ends before it starts"),
            RecordRef::Event(event) if reversed(&event.period) => Some("the period ends before it starts"),
            RecordRef::Event(event) => event.location.as_deref().and_then(super::terms::Location::fault),
            RecordRef::Link(link) => match (&link.a, &link.b) {
                (LinkEnd::Figure(a), LinkEnd::Figure(b)) if a == b => Some("a link needs two different ends"),
                (LinkEnd::Figure(_), LinkEnd::Figure(_)) => None,
                _ if matches!(link.kind, LinkKind::PartOf | LinkKind::SameOrigin) => {
                    Some("this link is for figures only")
                }
                _ => None,
            },
            _ => None,
        };
        match fault {
            Some(why) => Err(EditError::Invalid { of, why: why.to_owned() }),
            None => Ok(()),
        }
    }

    /// Checks every record; the list is empty for a sound project.
    pub fn integrity(&self) -> Vec<EditError> {
        self.refs_in_file_order().into_iter().filter_map(|record| self.check_borrowed(record).err()).collect()
    }

    fn tag_is_own_ancestor(&self, tag: TagId) -> bool {
        let mut at = self.tags.get(&tag).and_then(|t| t.parent);
        // The bound ends the walk on a cycle that does not pass through `tag`.
        for _ in 0..=self.tags.len() {
            match at {
                Some(id) if id == tag => return true,
                Some(id) => at = self.tags.get(&id).and_then(|t| t.parent),
                None => return false,
            }
        }
        true
    }
}

fn reversed(period: &Period) -> bool {
    matches!((period.start, period.end), (Some(start), Some(end)) if end < start)
}

fn estimate_reversed(estimate: &super::Estimate) -> bool {
    let given: Vec<u64> = [estimate.low, estimate.best, estimate.high].into_iter().flatten().collect();
    !given.is_sorted()
}

fn figure_fault(project: &Project, figure: &super::Figure) -> Option<&'static str> {
    if let (Some(low), Some(high)) = (figure.low, figure.high)
        && high < low
    {
        return Some("the highest value is below the lowest");
    }
    if let Some(best) = figure.best
        && (figure.low.is_some_and(|low| best < low) || figure.high.is_some_and(|high| best > high))
    {
        return Some("the best value is outside the lowest and highest");
    }
    if figure.qualifier == Qualifier::Range
        && (figure.low.is_none() || figure.high.is_none())
        && figure.fraction.is_none()
    {
        return Some("a range needs a lowest and a highest value");
    }
    if figure.fraction.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
        return Some("a share must lie between 0 and 1");
    }
    if figure.household_size.is_some_and(|size| !(size.is_finite() && size > 0.0)) {
        return Some("a household needs a size above zero");
    }
    if figure.credibility.is_some_and(|grade| !(1..=6).contains(&grade)) {
        return Some("credibility goes from 1 to 6");
    }
    if reversed(&figure.period) {
        return Some("the period ends before it starts");
    }
    if let Some(fault) = figure.location.as_deref().and_then(super::terms::Location::fault) {
        return Some(fault);
    }
    if figure.sex_age.iter().any(|row| matches!((row.age_from, row.age_to), (Some(from), Some(to)) if to < from)) {
        return Some("a row by age ends before it starts");
    }
    if let Some(whole) = figure.part_of.and_then(|id| project.figures.get(&id)) {
        if whole.id == figure.id || whole.part_of == Some(figure.id) {
            return Some("a figure cannot be part of itself");
        }
        if whole.article != figure.article {
            return Some("a figure is part of one in the same article");
        }
    }
    None
}
