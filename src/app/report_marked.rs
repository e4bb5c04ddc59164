//! What the analysts marked, for the report: tags with their excerpts, memos, links kept; what is confidential left out
//! and counted. Layer `app`.

use std::collections::BTreeMap;

use crate::exchange::report::{Cited, LinkLine, Marked, MarkedUp, TagLines, Withheld};
use crate::model::{Anchor, ArticleId, Excerpt, LinkEnd, MemoTarget, Project, RecordId, ReviewStatus, Tag, TagId};

use super::redact::{Secrets, WITHHELD};

/// All that is marked. `project` is the whole one, `clean` the copy without what is confidential; texts that are kept back
/// here are added to `withheld`. Confidential memos were counted with the copy.
pub(super) fn marked(project: &Project, clean: &Project, secrets: &Secrets, withheld: &mut Withheld) -> MarkedUp {
    let mut out = Maker { project, clean, secrets, withheld };
    let memos = out.memos(MemoTarget::Project);
    let tags = out.tags();
    let (links, links_withheld) = out.links();
    MarkedUp { memos, tags, links, links_withheld }
}

struct Maker<'a> {
    project: &'a Project,
    clean: &'a Project,
    secrets: &'a Secrets,
    withheld: &'a mut Withheld,
}

impl Maker<'_> {
    /// A text, or the sign that it was taken out.
    fn said(&mut self, text: &str) -> String {
        if self.secrets.hides_text(text) {
            self.withheld.texts += 1;
            return WITHHELD.to_owned();
        }
        text.to_owned()
    }

    fn memos(&mut self, on: MemoTarget) -> Vec<String> {
        let memos = self.project.memos_on(on);
        let texts: Vec<String> =
            memos.into_iter().filter(|memo| !memo.confidential).map(|memo| memo.text.clone()).collect();
        texts.iter().map(|text| self.said(text)).collect()
    }

    /// The words of an article, if they may be said.
    fn cited(&self, article: ArticleId, anchor: &Anchor) -> Option<Cited> {
        if self.secrets.hides_article(article) || self.secrets.hides_text(&anchor.quote) {
            return None;
        }
        Some(Cited { article, words: anchor.quote.clone(), from: self.from(article)? })
    }

    fn from(&self, id: ArticleId) -> Option<String> {
        let article = self.clean.articles.get(&id)?;
        let date = article.published.map_or("date unknown".to_owned(), |date| date.strftime("%-d %B %Y").to_string());
        Some(format!("{}, {date}", self.clean.outlet_name(article)))
    }

    fn tags(&mut self) -> Vec<TagLines> {
        let project = self.project;
        let mut by_tag: BTreeMap<TagId, Vec<&Excerpt>> = BTreeMap::new();
        for excerpt in project.excerpts.values() {
            for tag in &excerpt.tags {
                by_tag.entry(*tag).or_default().push(excerpt);
            }
        }
        let mut tags: Vec<&Tag> = project.tags.values().collect();
        tags.sort_by_cached_key(|tag| place(project, tag));
        let mut out = Vec::new();
        for tag in tags {
            let memos = self.memos(MemoTarget::Tag(tag.id));
            let excerpts = by_tag.remove(&tag.id).unwrap_or_default();
            if memos.is_empty() && excerpts.is_empty() {
                continue;
            }
            let (name, description) = (self.said(&tag.name), self.said(&tag.description));
            let mut lines = TagLines { name, description, memos, excerpts: Vec::new(), withheld: 0 };
            for excerpt in excerpts {
                let Some(cited) = self.cited(excerpt.article, &excerpt.anchor) else {
                    lines.withheld += 1;
                    self.withheld.texts += 1;
                    continue;
                };
                let coder = match project.coders.get(&excerpt.coder) {
                    Some(coder) if project.coders.len() > 1 => coder.name.clone(),
                    _ => String::new(),
                };
                let memos = self.memos(MemoTarget::Excerpt(excerpt.id));
                lines.excerpts.push(Marked { cited, coder, memos });
            }
            lines.excerpts.sort_by(|a, b| (&a.cited.from, &a.cited.words).cmp(&(&b.cited.from, &b.cited.words)));
            out.push(lines);
        }
        out
    }

    fn links(&mut self) -> (Vec<LinkLine>, usize) {
        let project = self.project;
        let (mut lines, mut n_withheld) = (Vec::new(), 0);
        for link in project.links.values().filter(|link| link.status == ReviewStatus::Confirmed) {
            let (Some(a), Some(b)) = (self.end(&link.a), self.end(&link.b)) else {
                n_withheld += 1;
                self.withheld.texts += 1;
                continue;
            };
            let reason = self.said(&link.reason);
            lines.push(LinkLine { kind: link.kind.label(), a, b, reason });
        }
        (lines, n_withheld)
    }

    fn end(&self, end: &LinkEnd) -> Option<Cited> {
        match end {
            LinkEnd::Passage(article, anchor) => self.cited(*article, anchor),
            LinkEnd::Figure(id) => {
                let figure = self.project.figures.get(id)?;
                if self.secrets.hides_record(self.project, RecordId::Figure(*id)) {
                    return None;
                }
                let cited = self.cited(figure.article, &figure.anchor)?;
                Some(Cited { words: figure.as_reported(), ..cited })
            }
        }
    }
}

/// Where a tag stands in the codebook: behind the tags above it.
fn place(project: &Project, tag: &Tag) -> Vec<(u32, String, TagId)> {
    let mut way = vec![(tag.order, tag.name.clone(), tag.id)];
    let mut at = tag.parent;
    // A tag cannot stand below itself; the bound keeps a broken file from turning in a circle.
    while let Some(above) = at.and_then(|id| project.tags.get(&id)).filter(|_| way.len() < 64) {
        way.push((above.order, above.name.clone(), above.id));
        at = above.parent;
    }
    way.reverse();
    way
}
