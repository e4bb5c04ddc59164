//! Tagging everything that a search found, in one step.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::model::{
    Anchor, ArticleId, Change, CoderId, Edit, Excerpt, ExcerptId, Project, Record, Tag, TagId, TextSpan,
};
use crate::text::segment;

use super::codebook::{create_tag, created, trimmed};
use super::{By, counted};

/// How much of the text around a hit is tagged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extent {
    /// The words found.
    #[default]
    Hit,
    Sentence,
    Paragraph,
}

impl Extent {
    /// Every choice, in the order offered.
    pub const ALL: [Self; 3] = [Self::Hit, Self::Sentence, Self::Paragraph];

    /// The words shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Hit => "the words found",
            Self::Sentence => "the whole sentence",
            Self::Paragraph => "the whole paragraph",
        }
    }

    /// The bytes of `text` that stand for a hit.
    pub fn around(self, text: &str, hit: Range<usize>) -> Range<usize> {
        match self {
            Self::Hit => hit,
            Self::Sentence => {
                let first = segment::sentence_at(text, hit.start);
                let last = segment::sentence_at(text, hit.end.saturating_sub(1).max(hit.start));
                first.start.min(hit.start)..last.end.max(hit.end)
            }
            Self::Paragraph => {
                let start = text.get(..hit.start).and_then(|head| head.rfind('\n')).map_or(0, |at| at + 1);
                let end = text.get(hit.end..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| hit.end + at);
                start..end
            }
        }
    }
}

/// Tags many places of many articles (bytes), as one step. An excerpt of the same span by the same coder gets the tag
/// added; places that have it already, and places given twice, are passed over. `None` if nothing is left.
pub fn tag_spans(
    project: &Project,
    text: &dyn Fn(ArticleId) -> Option<Arc<str>>,
    tag: TagId,
    spans: &[(ArticleId, Range<usize>)],
    by: &mut By<'_>,
) -> Option<Edit> {
    tag_spans_with(project, text, project.tags.get(&tag)?, spans, by)
}

/// Makes a tag of this name and tags many places with it, as one step. A tag of the name, in whatever case, is used
/// instead of a second one.
pub fn tag_spans_new(
    project: &Project,
    text: &dyn Fn(ArticleId) -> Option<Arc<str>>,
    name: &str,
    spans: &[(ArticleId, Range<usize>)],
    by: &mut By<'_>,
) -> Option<Edit> {
    let name = name.trim();
    if let Some(known) = project.tags.values().find(|tag| tag.name.to_lowercase() == name.to_lowercase()) {
        return tag_spans_with(project, text, known, spans, by);
    }
    let mut edit = create_tag(project, name, None, by)?;
    let tag = created(&edit)?.clone();
    let tagged = tag_spans_with(project, text, &tag, spans, by)?;
    edit.label = format!("create tag “{name}” and {}", tagged.label);
    edit.changes.extend(tagged.changes);
    Some(edit)
}

/// What tagging these places comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Coming {
    /// Passages that get the tag.
    pub passages: usize,
    /// Places that are the same passage as another one.
    pub same: usize,
    /// Passages that have the tag already.
    pub had: usize,
}

impl Coming {
    /// Why there are fewer passages than places, in words; `None` if there are not.
    pub fn why_fewer(self) -> Option<String> {
        let same = (self.same > 0).then(|| format!("{} in the same passage as another hit", self.same));
        let had = (self.had > 0).then(|| format!("{} tagged so already", self.had));
        let why: Vec<String> = [same, had].into_iter().flatten().collect();
        if why.is_empty() {
            return None;
        }
        let hits = counted(self.passages + self.same + self.had, "hit", "hits");
        Some(format!("{} tagged of {hits}: {}", counted(self.passages, "passage", "passages"), why.join(", ")))
    }
}

/// What tagging these places by `coder` would come to; `tag` is `None` for one still to be made.
pub fn coming(
    project: &Project,
    text: &dyn Fn(ArticleId) -> Option<Arc<str>>,
    tag: Option<TagId>,
    spans: &[(ArticleId, Range<usize>)],
    coder: CoderId,
) -> Coming {
    let mut had: BTreeSet<(ArticleId, TextSpan)> = BTreeSet::new();
    for excerpt in project.excerpts.values().filter(|excerpt| excerpt.coder == coder) {
        if tag.is_some_and(|tag| excerpt.tags.contains(&tag)) {
            had.insert((excerpt.article, excerpt.anchor.span));
        }
    }
    let mut seen = BTreeSet::new();
    let mut out = Coming::default();
    for (article, range) in spans {
        let Some(span) = text(*article).and_then(|text| trimmed(&text, range.clone())) else { continue };
        if !seen.insert((*article, span)) {
            out.same += 1;
        } else if had.contains(&(*article, span)) {
            out.had += 1;
        } else {
            out.passages += 1;
        }
    }
    out
}

fn tag_spans_with(
    project: &Project,
    text: &dyn Fn(ArticleId) -> Option<Arc<str>>,
    tag: &Tag,
    spans: &[(ArticleId, Range<usize>)],
    by: &mut By<'_>,
) -> Option<Edit> {
    let (tag, name) = (tag.id, &tag.name);
    let mut by_article: BTreeMap<ArticleId, Vec<Range<usize>>> = BTreeMap::new();
    for (article, range) in spans {
        by_article.entry(*article).or_default().push(range.clone());
    }
    let mut known: BTreeMap<(ArticleId, TextSpan), ExcerptId> = BTreeMap::new();
    for excerpt in project.excerpts.values().filter(|e| e.coder == by.coder && by_article.contains_key(&e.article)) {
        known.entry((excerpt.article, excerpt.anchor.span)).or_insert(excerpt.id);
    }
    let mut excerpts = Vec::new();
    for (article, ranges) in by_article {
        let Some(text) = text(article) else { continue };
        let mut places: Vec<TextSpan> = ranges.into_iter().filter_map(|range| trimmed(&text, range)).collect();
        places.sort_unstable();
        places.dedup();
        for span in places {
            if let Some(excerpt) = known.get(&(article, span)).and_then(|id| project.excerpts.get(id)) {
                let mut excerpt = excerpt.clone();
                if excerpt.tags.insert(tag) {
                    excerpts.push(excerpt);
                }
            } else if let Some(anchor) = Anchor::new(&text, span) {
                let tags = [tag].into();
                excerpts.push(Excerpt {
                    id: by.ids.excerpt(),
                    article,
                    anchor,
                    tags,
                    coder: by.coder,
                    created: by.now,
                });
            }
        }
    }
    let label = format!("tag {} “{name}”", counted(excerpts.len(), "passage", "passages"));
    let changes: Vec<Change> =
        excerpts.into_iter().map(|excerpt| Change::Put(Box::new(Record::Excerpt(excerpt)))).collect();
    (!changes.is_empty()).then_some(Edit { label, changes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewer_passages_than_hits_are_explained() {
        let check = |coming: Coming, want: Option<&str>| assert_eq!(coming.why_fewer().as_deref(), want);
        check(Coming { passages: 4, same: 0, had: 0 }, None);
        check(
            Coming { passages: 2, same: 1, had: 3 },
            Some("2 passages tagged of 6 hits: 1 in the same passage as another hit, 3 tagged so already"),
        );
    }

    #[test]
    fn a_hit_stands_for_itself_its_sentence_or_its_paragraph() {
        let text = "A headline\n\nThe quay burnt. Two men fled! Nobody knows.\nLater it rained.";
        let at = text.find("men").unwrap();
        let check = |extent: Extent, want: &str| assert_eq!(&text[extent.around(text, at..at + 3)], want);
        check(Extent::Hit, "men");
        check(Extent::Sentence, "Two men fled!");
        check(Extent::Paragraph, "The quay burnt. Two men fled! Nobody knows.");
    }
}
