//! Counts of what is shown, kept up with every change: by article, by tag, by status, by tally. Layer `app`.

use std::collections::BTreeSet;

use crate::model::{Figure, FigureId, Link, LinkKind, Project, ReadState, ReviewStatus, Tally, TallyId};
use crate::plots::voices::OriginKey;

use super::super::changed::Changed;
use super::super::origins::Origins;
use super::super::totals::ArticleCounts;
use super::Derived;

impl Derived {
    pub(super) fn count(&mut self, before: &Project, now: &Project, changed: &Changed) {
        self.count_figures(before, now, changed);
        self.count_excerpts(before, now, changed);
        self.totals.figures = self.totals.suggested + self.totals.confirmed;
        self.totals.excerpts = now.excerpts.len();
        self.wires_of.update(before, now, &changed.articles);
        self.totals.wires = self.wires_of.len();
        for id in &changed.articles {
            if let Some(old) = before.articles.get(id) {
                self.totals.read -= usize::from(old.read_state == ReadState::Done);
                self.totals.reviewed -= usize::from(old.figures_reviewed.is_some());
            }
            if let Some(new) = now.articles.get(id) {
                self.totals.read += usize::from(new.read_state == ReadState::Done);
                self.totals.reviewed += usize::from(new.figures_reviewed.is_some());
            }
        }
        self.hear(before, now, changed);
        self.lookup.update(before, now, changed);
    }

    fn count_figures(&mut self, before: &Project, now: &Project, changed: &Changed) {
        let mut unsorted = BTreeSet::new();
        for id in &changed.figures {
            let (old, new) = (before.figures.get(id), now.figures.get(id));
            if let Some(old) = old {
                self.tell(old, |n| n.saturating_sub(1));
            }
            if let Some(new) = new {
                self.tell(new, |n| n + 1);
            }
            let place = |figure: Option<&Figure>| figure.map(|figure| (figure.article, figure.anchor.span));
            if place(old) != place(new) {
                for article in [old, new].into_iter().flatten().map(|figure| figure.article) {
                    unsorted.insert(article);
                }
                if let Some(list) = old.and_then(|old| self.figures_of.get_mut(&old.article)) {
                    list.retain(|other| other != id);
                }
                if let Some(new) = new {
                    self.figures_of.entry(new.article).or_default().push(*id);
                }
            }
        }
        for article in unsorted {
            let Some(list) = self.figures_of.get_mut(&article) else { continue };
            list.sort_by_key(|id| now.figures.get(id).map(|figure| (figure.anchor.span, *id)));
            if list.is_empty() {
                self.figures_of.remove(&article);
            }
        }
        self.counts.retain(|_, counts| *counts != ArticleCounts::default());
    }

    /// Counts a figure in or out.
    fn tell(&mut self, figure: &Figure, step: fn(usize) -> usize) {
        let counts = self.counts.entry(figure.article).or_default();
        match figure.status {
            ReviewStatus::Suggested => {
                self.totals.suggested = step(self.totals.suggested);
                counts.suggested = step(counts.suggested);
                counts.figures = step(counts.figures);
            }
            ReviewStatus::Confirmed => {
                self.totals.confirmed = step(self.totals.confirmed);
                counts.figures = step(counts.figures);
            }
            ReviewStatus::Rejected => self.totals.rejected = step(self.totals.rejected),
        }
    }

    fn count_excerpts(&mut self, before: &Project, now: &Project, changed: &Changed) {
        let mut unsorted = BTreeSet::new();
        for id in &changed.excerpts {
            if let Some(old) = before.excerpts.get(id) {
                for tag in &old.tags {
                    if let Some(n) = self.tag_counts.get_mut(tag) {
                        *n = n.saturating_sub(1);
                    }
                }
                if let Some(counts) = self.counts.get_mut(&old.article) {
                    counts.excerpts = counts.excerpts.saturating_sub(1);
                }
                if let Some(list) = self.excerpts_of.get_mut(&old.article) {
                    list.retain(|other| other != id);
                }
                unsorted.insert(old.article);
            }
            if let Some(new) = now.excerpts.get(id) {
                for tag in &new.tags {
                    *self.tag_counts.entry(*tag).or_default() += 1;
                }
                self.counts.entry(new.article).or_default().excerpts += 1;
                self.excerpts_of.entry(new.article).or_default().push(*id);
                unsorted.insert(new.article);
            }
        }
        for article in unsorted {
            let Some(list) = self.excerpts_of.get_mut(&article) else { continue };
            list.sort_by_key(|id| now.excerpts.get(id).map(|excerpt| (excerpt.anchor.span, *id)));
            if list.is_empty() {
                self.excerpts_of.remove(&article);
            }
        }
        self.tag_counts.retain(|_, n| *n > 0);
    }

    /// Who answers each tally that a change touches.
    fn hear(&mut self, before: &Project, now: &Project, changed: &Changed) {
        let mut heard: BTreeSet<TallyId> = changed.tallies.iter().copied().collect();
        for id in &changed.tallies {
            for figure in before.tallies.get(id).into_iter().flat_map(|tally| &tally.figures) {
                if let Some(tallies) = self.tallies_of.get_mut(figure) {
                    tallies.remove(id);
                }
            }
            match now.tallies.get(id) {
                Some(tally) => {
                    for figure in &tally.figures {
                        self.tallies_of.entry(*figure).or_default().insert(*id);
                    }
                }
                None => drop(self.voices.remove(id)),
            }
        }
        // Ties between figures join voices: where they change, so do the tallies that hold the figures they join.
        if self.is_retied(before, now, changed) {
            let origins = Origins::of(now);
            let other = origins.voices_other_than(&self.origins);
            heard.extend(other.iter().filter_map(|id| self.tallies_of.get(id)).flatten());
            self.origins = origins;
        }
        if changed.outlets || changed.names {
            heard = now.tallies.keys().copied().collect();
        } else {
            heard.extend(changed.figures.iter().filter_map(|id| self.tallies_of.get(id)).flatten());
        }
        for tally in heard.iter().filter_map(|id| now.tallies.get(id)) {
            self.voices.insert(tally.id, voices(now, &self.origins, tally));
        }
    }

    /// Whether a change may have joined voices or parted them.
    fn is_retied(&self, before: &Project, now: &Project, changed: &Changed) -> bool {
        let joins = |link: &Link| link.kind == LinkKind::SameOrigin && link.status == ReviewStatus::Confirmed;
        let voice = |figure: &Figure| (figure.status == ReviewStatus::Rejected, OriginKey::of(figure));
        let links = || changed.links.iter().flat_map(|id| [before, now].map(|project| project.links.get(id)));
        let is_other = |id: &FigureId| before.figures.get(id).map(voice) != now.figures.get(id).map(voice);
        links().flatten().any(joins) || changed.figures.iter().any(|id| self.origins.ties(*id) && is_other(id))
    }
}

/// "2 outlets, 1 origin · provisional": who answers a tally, rejected figures aside.
fn voices(project: &Project, origins: &Origins, tally: &Tally) -> String {
    let figures = tally.figures.iter().filter_map(|id| project.figures.get(id));
    origins.voices(project, figures.filter(|figure| figure.status != ReviewStatus::Rejected)).to_string()
}
