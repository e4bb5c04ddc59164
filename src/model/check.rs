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
        match self {
            Self::Info(_) | Self::Coder(_) | Self::Organisation(_) | Self::Set(_) => {}
            Self::Tag(r) => out.extend(r.parent.map(RecordId::Tag)),
            Self::Article(r) => {
                out.extend(r.set.map(RecordId::Set));
                out.extend([r.outlet, r.wire].into_iter().flatten().map(RecordId::Organisation));
                out.extend(r.figures_reviewed.map(|(coder, _)| RecordId::Coder(coder)));
            }
            Self::Excerpt(r) => {
                out.push(RecordId::Article(r.article));
                out.push(RecordId::Coder(r.coder));
                out.extend(r.tags.iter().copied().map(RecordId::Tag));
            }
            Self::Figure(r) => {
                out.push(RecordId::Article(r.article));
                out.extend(r.chain.iter().filter_map(|link| link.org).map(RecordId::Organisation));
                out.extend([r.party, r.perpetrator].into_iter().flatten().map(RecordId::Organisation));
                out.extend(r.event.map(RecordId::Event));
                out.extend(r.part_of.map(RecordId::Figure));
                out.extend([r.coder, r.reviewer].into_iter().flatten().map(RecordId::Coder));
            }
            Self::Event(r) => out.extend(r.parties.keys().copied().map(RecordId::Organisation)),
            Self::Tally(r) => {
                out.extend(r.event.map(RecordId::Event));
                out.extend(r.part_of.map(RecordId::Tally));
                out.extend(r.figures.iter().copied().map(RecordId::Figure));
                out.extend(r.estimate.as_ref().map(|e| RecordId::Coder(e.coder)));
            }
            Self::Link(r) => {
                for end in [&r.a, &r.b] {
                    out.push(match end {
                        LinkEnd::Passage(article, _) => RecordId::Article(*article),
                        LinkEnd::Figure(figure) => RecordId::Figure(*figure),
                    });
                }
                out.extend(r.event.map(RecordId::Event));
                out.extend(r.coder.map(RecordId::Coder));
            }
            // What was dismissed may go without its dismissal, so only the coder is named.
            Self::Dismissal(r) => out.push(RecordId::Coder(r.coder)),
            Self::Memo(r) => {
                out.push(RecordId::Coder(r.coder));
                out.extend(match r.on {
                    MemoTarget::Project => None,
                    MemoTarget::Article(id) => Some(RecordId::Article(id)),
                    MemoTarget::Organisation(id) => Some(RecordId::Organisation(id)),
                    MemoTarget::Tag(id) => Some(RecordId::Tag(id)),
                    MemoTarget::Excerpt(id) => Some(RecordId::Excerpt(id)),
                    MemoTarget::Figure(id) => Some(RecordId::Figure(id)),
                    MemoTarget::Event(id) => Some(RecordId::Event(id)),
                    MemoTarget::Tally(id) => Some(RecordId::Tally(id)),
                    MemoTarget::Link(id) => Some(RecordId::Link(id)),
                });
            }
        }
        out
    }
}

/// The first record (by kind and id) that names one for which `missing` holds, with the one it names.
pub(super) fn dangling(project: &Project, missing: impl Fn(RecordId) -> bool) -> Option<(RecordId, RecordId)> {
    project
        .refs_by_id()
        .find_map(|record| record.names().into_iter().find(|to| missing(*to)).map(|to| (record.id(), to)))
}

impl Project {
    /// Checks one record against its own rules and what it names.
    ///
    /// # Errors
    /// [`EditError::Dangling`] or [`EditError::Invalid`].
    pub fn check_record(&self, record: &Record) -> Result<(), EditError> {
        let of = record.id();
        if let Some(to) = record.names().into_iter().find(|to| !self.has(*to)) {
            return Err(EditError::Dangling { from: of, to });
        }
        let fault = match record {
            Record::Tag(tag) if self.tag_is_own_ancestor(tag.id) => Some("a tag cannot stand below itself"),
            Record::Tag(tag) if tag.name.trim().is_empty() => Some("a tag needs a name"),
            Record::Excerpt(excerpt) if excerpt.tags.is_empty() => Some("an excerpt needs a tag"),
            Record::Figure(figure) => figure_fault(self, figure),
            Record::Organisation(org) if org.name.trim().is_empty() => Some("an organisation needs a name"),
            Record::Organisation(org) if org.reliability.is_some_and(|grade| !('A'..='F').contains(&grade)) => {
                Some("reliability goes from A to F")
            }
            Record::Event(event) if event.name.trim().is_empty() => Some("an event needs a name"),
            Record::Dismissal(dismissal) if dismissal.reason.trim().is_empty() => Some("a dismissal needs a reason"),
            Record::Tally(tally) if tally.estimate.as_ref().is_some_and(estimate_reversed) => {
                Some("low, best and high of the estimate do not stand in this order")
            }
            Record::Tally(tally) if tally.part_of == Some(tally.id) => Some("a tally cannot be part of itself"),
            Record::Tally(tally) if reversed(&tally.period) => Some("the period ends before it starts"),
            Record::Event(event) if reversed(&event.period) => Some("the period ends before it starts"),
            Record::Event(event) => event.location.as_deref().and_then(super::terms::Location::fault),
            Record::Link(link) => match (&link.a, &link.b) {
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
        self.records_in_file_order().iter().filter_map(|record| self.check_record(record).err()).collect()
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
