//! The codebook a new project starts with, and reading such a file. Layer `lexicon`.

use std::collections::BTreeSet;

use ron::error::SpannedError;
use serde::Deserialize;

use crate::model::{Tag, TagId};

/// Codebooks nested deeper than this are refused.
const MAX_DEPTH: usize = 8;

/// Why a codebook file was refused.
#[derive(Debug, thiserror::Error)]
pub enum CodebookError {
    /// Not RON, or a field that does not belong there.
    #[error("codebook is not in the expected form: {0}")]
    Form(#[from] Box<SpannedError>),
    /// A later version of the form.
    #[error("codebook has version {0}, this program reads version 1")]
    Version(u32),
    /// A tag without a name.
    #[error("a tag of the codebook has no name")]
    NoName,
    /// Two tags under one parent with one name.
    #[error("two tags of the codebook share a name under one parent: {0}")]
    SameName(String),
    /// Two tags with one key.
    #[error("two tags of the codebook share a key: {0}")]
    SameKey(char),
    /// A key that is neither a digit 1–9 nor a lower-case letter.
    #[error("a key of the codebook is neither a digit 1-9 nor a lower-case letter a-z: {0}")]
    BadKey(char),
    /// Nested too deep.
    #[error("codebook is nested deeper than {MAX_DEPTH} levels")]
    TooDeep,
}

/// A codebook that belongs to no project yet.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codebook {
    version: u32,
    /// What it is called in the list of codebooks.
    pub name: String,
    /// The tags at the top, in order.
    pub tags: Vec<CodebookTag>,
}

/// A tag with those below it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodebookTag {
    /// Its name, unlike that of its siblings.
    pub name: String,
    /// Place in the palette of eight; `None` for that of its parent.
    #[serde(default)]
    pub colour: Option<u8>,
    /// The key that tags a selection.
    #[serde(default)]
    pub key: Option<char>,
    /// When to use it, and when not.
    #[serde(default)]
    pub description: String,
    /// The tags below it, in order.
    #[serde(default)]
    pub children: Vec<CodebookTag>,
}

impl Codebook {
    /// The codebook for conflict reporting that ships with the program.
    ///
    /// # Errors
    /// None as shipped; a test reads it.
    pub fn starter() -> Result<Self, CodebookError> {
        Self::parse(include_str!("../../assets/codebook/starter.ron"))
    }

    /// Reads a codebook file.
    ///
    /// # Errors
    /// Where the text is no codebook of version 1, or two tags would be mistaken for each other.
    pub fn parse(text: &str) -> Result<Self, CodebookError> {
        let book: Self = ron::from_str(text).map_err(Box::new)?;
        if book.version != 1 {
            return Err(CodebookError::Version(book.version));
        }
        check_siblings(&book.tags, &mut BTreeSet::new(), 1)?;
        Ok(book)
    }

    /// The tags as records, each parent before its children; `new_id` makes the ids.
    pub fn records(&self, mut new_id: impl FnMut() -> TagId) -> Vec<Tag> {
        let mut out = Vec::new();
        push_records(&self.tags, None, 0, &mut new_id, &mut out);
        out
    }
}

fn check_siblings(tags: &[CodebookTag], keys: &mut BTreeSet<char>, depth: usize) -> Result<(), CodebookError> {
    if depth > MAX_DEPTH {
        return Err(CodebookError::TooDeep);
    }
    let mut names = BTreeSet::new();
    for tag in tags {
        if tag.name.trim().is_empty() {
            return Err(CodebookError::NoName);
        }
        if !names.insert(tag.name.to_lowercase()) {
            return Err(CodebookError::SameName(tag.name.clone()));
        }
        if let Some(key) = tag.key {
            if !matches!(key, '1'..='9' | 'a'..='z') {
                return Err(CodebookError::BadKey(key));
            }
            if !keys.insert(key) {
                return Err(CodebookError::SameKey(key));
            }
        }
        if !tag.children.is_empty() {
            check_siblings(&tag.children, keys, depth + 1)?;
        }
    }
    Ok(())
}

fn push_records(
    tags: &[CodebookTag],
    parent: Option<TagId>,
    parent_colour: u8,
    new_id: &mut impl FnMut() -> TagId,
    out: &mut Vec<Tag>,
) {
    for (order, tag) in (0u32..).zip(tags) {
        let id = new_id();
        let colour = tag.colour.unwrap_or(parent_colour);
        out.push(Tag {
            id,
            parent,
            name: tag.name.clone(),
            colour,
            key: tag.key,
            description: tag.description.clone(),
            order,
        });
        push_records(&tag.children, Some(id), colour, new_id, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(book: &Codebook) -> Vec<Tag> {
        let mut bits = 0;
        book.records(|| {
            bits += 1;
            TagId::from_bits(bits)
        })
    }

    #[test]
    fn the_starter_is_read_and_every_tag_says_when_to_use_it() {
        let tags = records(&Codebook::starter().unwrap());
        for name in ["Casualties", "Civilians", "Displacement", "Returned", "Denial", "Verification", "Uncertain"] {
            assert!(tags.iter().any(|tag| tag.name == name), "no tag {name}");
        }
        for tag in &tags {
            assert!(tag.description.len() > 20, "{} is not described", tag.name);
            assert!(tag.colour < 8, "{} has no colour of the palette", tag.name);
        }
    }

    #[test]
    fn parents_come_before_children_and_lend_them_their_colour() {
        let tags = records(&Codebook::starter().unwrap());
        for (idx, tag) in tags.iter().enumerate() {
            let Some(parent) = tag.parent else { continue };
            let place = tags.iter().position(|each| each.id == parent).unwrap();
            assert!(place < idx, "{} comes before its parent", tag.name);
            assert_eq!(tag.colour, tags[place].colour, "{}", tag.name);
        }
    }

    #[test]
    fn siblings_are_numbered_in_order() {
        let text = r#"(version: 1, name: "x", tags: [(name: "A", children: [(name: "C"), (name: "D")]), (name: "B")])"#;
        let got: Vec<(String, u32)> =
            records(&Codebook::parse(text).unwrap()).into_iter().map(|tag| (tag.name, tag.order)).collect();
        assert_eq!(got, [("A", 0), ("C", 0), ("D", 1), ("B", 1)].map(|(name, order)| (name.to_owned(), order)));
    }

    #[test]
    fn books_that_would_confuse_tags_are_refused_with_the_reason() {
        let check = |tags: &str, message: &str| {
            let error = Codebook::parse(&format!("(version: 1, name: \"x\", tags: [{tags}])")).unwrap_err();
            assert!(error.to_string().contains(message), "{tags}: {error}");
        };
        check(r#"(name: " ")"#, "no name");
        check(r#"(name: "Fled"), (name: "fled")"#, "share a name");
        check(r#"(name: "A", key: Some('1')), (name: "B", children: [(name: "C", key: Some('1'))])"#, "share a key: 1");
        check(r#"(name: "A", key: Some('0'))"#, "neither a digit");
        check(r#"(name: "A", key: Some('Q'))"#, "neither a digit");
        check(r#"(name: "A", hue: 3)"#, "expected form");
        check(&format!("{}{}", r#"(name: "A", children: ["#.repeat(9), "])".repeat(9)), "nested deeper");
    }

    #[test]
    fn a_later_version_is_named_not_guessed() {
        let error = Codebook::parse("(version: 2, name: \"x\", tags: [])").unwrap_err();
        assert!(matches!(error, CodebookError::Version(2)));
    }
}
