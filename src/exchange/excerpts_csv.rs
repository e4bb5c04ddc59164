//! Excerpts as CSV: one row an excerpt, with its article, tags, words and memo. Layer `exchange`.
//!
//! Offsets are UTF-8 bytes of the article's text, half open. Text that a spreadsheet would run as a formula is led by
//! an apostrophe. What is confidential is withheld, with a placeholder.

use crate::model::{Excerpt, MemoTarget, Project};

use super::figures_csv::{WITHHELD, push_cell};

/// The columns, in order.
pub const COLUMNS: [&str; 12] = [
    "excerpt_id",
    "article",
    "outlet",
    "wire",
    "published",
    "tags",
    "quote",
    "start_byte",
    "end_byte",
    "coder",
    "created",
    "memo",
];

/// A file's text, and what to say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    pub text: String,
    pub excerpts: usize,
    /// How many of them have something withheld.
    pub withheld: usize,
}

/// These excerpts as CSV (RFC 4180) with a header row, in the order given.
pub fn csv<'a>(project: &Project, excerpts: impl IntoIterator<Item = &'a Excerpt>) -> Exported {
    let mut out = Exported { text: COLUMNS.join(","), excerpts: 0, withheld: 0 };
    out.text.push_str("\r\n");
    for excerpt in excerpts {
        let Some(article) = project.articles.get(&excerpt.article) else { continue };
        let hidden = article.confidential;
        let mut withheld = hidden;
        let shown = |words: String| if hidden { WITHHELD.to_owned() } else { words };
        let org = |id: Option<crate::model::OrgId>| match id.and_then(|id| project.organisations.get(&id)) {
            Some(org) if org.confidential || hidden => WITHHELD.to_owned(),
            Some(org) => org.short_name().to_owned(),
            None => String::new(),
        };
        let (outlet, wire) = (org(article.outlet), org(article.wire));
        withheld |= outlet == WITHHELD || wire == WITHHELD;
        let tags: Vec<&str> =
            excerpt.tags.iter().filter_map(|id| project.tags.get(id)).map(|tag| tag.name.as_str()).collect();
        let memos: Vec<&str> = project
            .memos_on(MemoTarget::Excerpt(excerpt.id))
            .into_iter()
            .map(|memo| {
                withheld |= memo.confidential;
                if memo.confidential { WITHHELD } else { memo.text.as_str() }
            })
            .collect();
        let coder = project.coders.get(&excerpt.coder).map_or("", |coder| coder.name.as_str());
        let span = excerpt.anchor.span;
        let cells = [
            excerpt.id.to_string(),
            shown(article.title.clone()),
            outlet,
            wire,
            article.published.map_or_else(String::new, |day| day.to_string()),
            tags.join("; "),
            shown(excerpt.anchor.quote.clone()),
            span.start().to_string(),
            span.end().to_string(),
            coder.to_owned(),
            excerpt.created.to_string(),
            memos.join("; "),
        ];
        for (n, cell) in cells.iter().enumerate() {
            if n > 0 {
                out.text.push(',');
            }
            push_cell(&mut out.text, cell, false);
        }
        out.text.push_str("\r\n");
        out.excerpts += 1;
        out.withheld += usize::from(withheld);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::csv;
    use crate::model::testing::full_project;

    #[test]
    fn every_excerpt_is_a_row_and_what_is_confidential_is_withheld() {
        let mut project = full_project();
        for mut article in project.articles.values().cloned().collect::<Vec<_>>() {
            article.confidential = false;
            project.articles.insert(article.id, article);
        }
        for mut excerpt in project.excerpts.values().cloned().collect::<Vec<_>>() {
            excerpt.anchor.quote = "=1+1, \"so\"".to_owned();
            project.excerpts.insert(excerpt.id, excerpt);
        }
        for mut memo in project.memos.values().cloned().collect::<Vec<_>>() {
            (memo.confidential, memo.text) = (true, "a name".to_owned());
            project.memos.insert(memo.id, memo);
        }
        let all = csv(&project, project.excerpts.values());
        assert_eq!(all.excerpts, project.excerpts.len());
        assert_eq!(all.text.lines().count(), project.excerpts.len() + 1);
        assert!(all.text.contains("\"'=1+1, \"\"so\"\"\""), "{}", all.text);
        assert!(!all.text.contains("a name"));
        for mut article in project.articles.values().cloned().collect::<Vec<_>>() {
            article.confidential = true;
            project.articles.insert(article.id, article);
        }
        let hidden = csv(&project, project.excerpts.values());
        assert_eq!(hidden.withheld, project.excerpts.len());
        assert!(!hidden.text.contains("so\""), "{}", hidden.text);
    }
}
