//! Who names whom, kept up with every change, so that no panel goes through a whole project for one record. Layer `app`.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    ArticleId, EventId, ExcerptId, Figure, FigureId, Link, LinkEnd, LinkId, Measure, OrgId, Project, ReviewStatus,
    Subject, TagId, Tally, TallyId, TextSpan,
};

use super::super::changed::Changed;

/// Records by what they name. Every list is in order of ids where nothing else is said.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Lookup {
    asking: BTreeMap<(Measure, Subject), BTreeSet<TallyId>>,
    parts: BTreeMap<TallyId, BTreeSet<TallyId>>,
    /// Tallies that nobody rejected, by their questions.
    in_review: BTreeSet<(Measure, String, TallyId)>,
    said_by: BTreeMap<OrgId, BTreeSet<FigureId>>,
    under: BTreeMap<EventId, (BTreeSet<TallyId>, BTreeSet<FigureId>)>,
    links: BTreeMap<ArticleId, BTreeSet<LinkId>>,
    tagged: BTreeMap<TagId, BTreeSet<(ArticleId, TextSpan, ExcerptId)>>,
    codebook: Vec<(TagId, usize)>,
}

impl Lookup {
    /// The tallies that ask for this measure and these people.
    pub fn tallies_asking(&self, measure: Measure, subject: Subject) -> impl Iterator<Item = TallyId> {
        self.asking.get(&(measure, subject)).into_iter().flatten().copied()
    }

    /// The tallies that are part of another.
    pub fn parts_of(&self, tally: TallyId) -> impl Iterator<Item = TallyId> {
        self.parts.get(&tally).into_iter().flatten().copied()
    }

    /// The tallies that nobody rejected: by measure, then by question.
    pub fn tallies_in_review(&self) -> impl DoubleEndedIterator<Item = TallyId> + ExactSizeIterator {
        self.in_review.iter().map(|(.., id)| *id)
    }

    /// The figures that stand on an organisation's word, or came by way of it.
    pub fn said_by(&self, org: OrgId) -> impl ExactSizeIterator<Item = FigureId> {
        self.said_by.get(&org).unwrap_or(const { &BTreeSet::new() }).iter().copied()
    }

    /// The links with an end in an article.
    pub fn links_of(&self, article: ArticleId) -> impl Iterator<Item = LinkId> {
        self.links.get(&article).into_iter().flatten().copied()
    }

    /// The tallies and the figures that name an event themselves.
    pub fn under(&self, event: EventId) -> (impl Iterator<Item = TallyId>, impl Iterator<Item = FigureId>) {
        let (tallies, figures) = self.under.get(&event).map_or((None, None), |(t, f)| (Some(t), Some(f)));
        (tallies.into_iter().flatten().copied(), figures.into_iter().flatten().copied())
    }

    /// The tallies under an event, and the figures under it: their own and those of the tallies.
    pub fn gathered(&self, project: &Project, event: EventId) -> (Vec<TallyId>, Vec<FigureId>) {
        let (tallies, own) = self.under(event);
        let tallies: Vec<TallyId> = tallies.collect();
        let of_tallies = tallies.iter().filter_map(|id| project.tallies.get(id)).flat_map(|tally| &tally.figures);
        let figures: BTreeSet<FigureId> = of_tallies.copied().chain(own).collect();
        (tallies, figures.into_iter().collect())
    }

    /// The excerpts that carry a tag: by article and place.
    pub fn tagged(&self, tag: TagId) -> impl ExactSizeIterator<Item = ExcerptId> {
        self.tagged.get(&tag).unwrap_or(const { &BTreeSet::new() }).iter().map(|(.., id)| *id)
    }

    /// The tags in the order of the codebook, each with how many stand above it.
    pub fn codebook(&self) -> &[(TagId, usize)] {
        &self.codebook
    }

    /// Takes in what changed.
    pub(super) fn update(&mut self, before: &Project, now: &Project, changed: &Changed) {
        for id in &changed.tallies {
            for (tally, inside) in [(before.tallies.get(id), false), (now.tallies.get(id), true)] {
                if let Some(tally) = tally {
                    self.tally(tally, inside);
                }
            }
        }
        let names = |figure: &Figure| (figure.event, figure.chain.iter().map(|link| link.org).collect::<Vec<_>>());
        let mut is_moved = false;
        for id in &changed.figures {
            let (old, new) = (before.figures.get(id), now.figures.get(id));
            is_moved |= old.zip(new).is_some_and(|(old, new)| old.article != new.article);
            if old.map(names) != new.map(names) {
                for (figure, inside) in [(old, false), (new, true)] {
                    if let Some(figure) = figure {
                        self.figure(figure, inside);
                    }
                }
            }
        }
        if is_moved {
            // A figure went to another article and took its links with it.
            self.links.clear();
            now.links.values().for_each(|link| self.link(now, link, true));
        } else {
            for id in &changed.links {
                for (project, inside) in [(before, false), (now, true)] {
                    if let Some(link) = project.links.get(id) {
                        self.link(project, link, inside);
                    }
                }
            }
        }
        for id in &changed.excerpts {
            for (excerpt, inside) in [(before.excerpts.get(id), false), (now.excerpts.get(id), true)] {
                for (excerpt, tag) in excerpt.into_iter().flat_map(|e| e.tags.iter().map(move |tag| (e, tag))) {
                    note(&mut self.tagged, *tag, (excerpt.article, excerpt.anchor.span, excerpt.id), inside);
                }
            }
        }
        if changed.tags {
            let tree = super::super::tag_table::in_tree_order(now);
            self.codebook = tree.into_iter().map(|(tag, depth)| (tag.id, depth)).collect();
        }
    }

    fn tally(&mut self, tally: &Tally, inside: bool) {
        note(&mut self.asking, (tally.measure, tally.subject), tally.id, inside);
        if let Some(whole) = tally.part_of {
            note(&mut self.parts, whole, tally.id, inside);
        }
        if let Some(event) = tally.event {
            self.stands_under(event, |(tallies, _)| set(tallies, tally.id, inside));
        }
        let is_in_review = inside && tally.status != ReviewStatus::Rejected;
        set(&mut self.in_review, (tally.measure, tally.name.clone(), tally.id), is_in_review);
    }

    fn figure(&mut self, figure: &Figure, inside: bool) {
        for org in figure.chain.iter().filter_map(|link| link.org) {
            note(&mut self.said_by, org, figure.id, inside);
        }
        if let Some(event) = figure.event {
            self.stands_under(event, |(_, figures)| set(figures, figure.id, inside));
        }
    }

    fn stands_under(&mut self, event: EventId, put: impl FnOnce(&mut (BTreeSet<TallyId>, BTreeSet<FigureId>))) {
        let all = self.under.entry(event).or_default();
        put(all);
        if all.0.is_empty() && all.1.is_empty() {
            self.under.remove(&event);
        }
    }

    fn link(&mut self, project: &Project, link: &Link, inside: bool) {
        for end in [&link.a, &link.b] {
            let article = match end {
                LinkEnd::Passage(article, _) => Some(*article),
                LinkEnd::Figure(figure) => project.figures.get(figure).map(|figure| figure.article),
            };
            if let Some(article) = article {
                note(&mut self.links, article, link.id, inside);
            }
        }
    }
}

fn note<K: Ord + Copy, V: Ord>(map: &mut BTreeMap<K, BTreeSet<V>>, key: K, value: V, inside: bool) {
    let all = map.entry(key).or_default();
    set(all, value, inside);
    if all.is_empty() {
        map.remove(&key);
    }
}

fn set<V: Ord>(all: &mut BTreeSet<V>, value: V, inside: bool) {
    if inside {
        all.insert(value);
    } else {
        all.remove(&value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{full_project, time};
    use crate::model::{Change, Edit, RecordId};

    fn follow(lookup: &mut Lookup, before: &Project, now: &Project) {
        lookup.update(before, now, &Changed::between(before, now));
    }

    /// Whatever way it came there, it is what one look at the project would give.
    #[test]
    fn it_follows_every_change() {
        let empty = Project::new("p", time(0));
        let mut states = vec![empty.clone(), full_project()];
        let (figure, tally, link) = (FigureId::from_bits(7), TallyId::from_bits(10), LinkId::from_bits(11));
        let steps: [&dyn Fn(&mut Project); 6] = [
            &|p| p.tallies.get_mut(&tally).unwrap().status = ReviewStatus::Rejected,
            &|p| p.tallies.get_mut(&tally).unwrap().part_of = Some(TallyId::from_bits(99)),
            &|p| p.figures.get_mut(&figure).unwrap().chain.clear(),
            &|p| p.figures.get_mut(&figure).unwrap().article = ArticleId::from_bits(77),
            &|p| drop(p.links.remove(&link)),
            &|p| drop(p.apply(&Edit::one("tag", Change::Remove(RecordId::Tag(TagId::from_bits(5)))))),
        ];
        for step in steps {
            let mut next = states.last().unwrap().clone();
            step(&mut next);
            states.push(next);
        }
        states.push(empty.clone());
        let mut lookup = Lookup::default();
        for (n, pair) in states.windows(2).enumerate() {
            follow(&mut lookup, &pair[0], &pair[1]);
            let mut fresh = Lookup::default();
            follow(&mut fresh, &empty, &pair[1]);
            assert_eq!(lookup, fresh, "after step {n}");
        }
        assert_eq!(lookup, Lookup::default());
    }

    #[test]
    fn it_finds_who_names_whom() {
        let project = full_project();
        let mut lookup = Lookup::default();
        follow(&mut lookup, &Project::new("p", time(0)), &project);
        let (org, event, tally) = (OrgId::from_bits(2), EventId::from_bits(9), TallyId::from_bits(10));
        assert_eq!(lookup.said_by(org).map(FigureId::bits).collect::<Vec<_>>(), [7, 8]);
        assert_eq!(lookup.tallies_asking(Measure::Killed, Subject::People).collect::<Vec<_>>(), [tally]);
        assert_eq!(lookup.tallies_in_review().collect::<Vec<_>>(), [tally]);
        let (tallies, figures) = lookup.under(event);
        assert_eq!((tallies.count(), figures.count()), (1, 2));
        assert_eq!(lookup.links_of(ArticleId::from_bits(6)).map(LinkId::bits).collect::<Vec<_>>(), [11]);
        assert_eq!(lookup.tagged(TagId::from_bits(4)).map(ExcerptId::bits).collect::<Vec<_>>(), [12]);
        let tags: Vec<_> = lookup.codebook().iter().map(|(tag, depth)| (tag.bits(), *depth)).collect();
        assert_eq!(tags, [(4, 0), (5, 1)]);
    }
}
