//! Tests of retrieval: and, or, not, near, tags below a tag, and the words around a passage.

use std::sync::Arc;

use super::{TagQuery, Take, context, retrieve};
use crate::model::Records;
use crate::model::testing::full_project;
use crate::model::{Anchor, ArticleId, Excerpt, ExcerptId, Project, Tag, TagId, TextSpan};

const TEXT: &str = "Shells fell on the market at noon. Two people died there, the mayor said. Nobody could be reached \
                    for hours after that. The army denied it later in the day.";

/// A project with tags 1 to 3, tag 4 below tag 1, and an excerpt for each pair of words and tag.
fn project(excerpts: &[(&str, u64)]) -> (Project, ArticleId) {
    let mut project = full_project();
    project.excerpts = Records::new();
    project.tags = Records::new();
    let article = *project.articles.keys().next().unwrap();
    for (id, parent) in [(1, None), (2, None), (3, None), (4, Some(TagId::from_bits(1)))] {
        let name = format!("tag {id}");
        let id = TagId::from_bits(id);
        let tag = Tag { id, parent, name, colour: 0, key: None, description: String::new(), order: 0 };
        project.tags.insert(id, tag);
    }
    let coder = *project.coders.keys().next().unwrap();
    let created = project.info.created;
    for (n, (words, tag)) in (1_u64..).zip(excerpts) {
        let start = TEXT.find(words).unwrap();
        let anchor = Anchor::new(TEXT, TextSpan::checked(TEXT, start..start + words.len()).unwrap()).unwrap();
        let id = ExcerptId::from_bits(n);
        let tags = [TagId::from_bits(*tag)].into();
        project.excerpts.insert(id, Excerpt { id, article, anchor, tags, coder, created });
    }
    (project, article)
}

/// The excerpts found, by number, for tags asked for in these ways.
fn check(excerpts: &[(&str, u64)], asked: &[(u64, Take)], near_words: usize, want: &[u64]) {
    let (project, _) = project(excerpts);
    let tags = asked.iter().map(|(tag, take)| (TagId::from_bits(*tag), *take)).collect();
    let query = TagQuery { tags, near_words, among: None };
    let found = retrieve(&project, &|_| Some(Arc::from(TEXT)), &query);
    let want: Vec<ExcerptId> = want.iter().map(|id| ExcerptId::from_bits(*id)).collect();
    assert_eq!(found, want, "{}", query.in_words(&project));
}

#[test]
fn tags_are_asked_for_with_and_or_not_and_near() {
    use Take::{And, Near, Not, Or};
    let all = [("Shells", 1), ("Two people died", 2), ("people", 3), ("The army denied it", 3)];
    check(&all, &[], 30, &[1, 2, 3, 4]);
    check(&all, &[(1, Or), (2, Or)], 30, &[1, 2]);
    check(&all, &[(3, And)], 30, &[3, 4]);
    // The overlapping excerpt carries the second tag; it is the asked one that is listed.
    check(&all, &[(2, And), (3, And)], 30, &[2]);
    check(&all, &[(3, Or), (2, And)], 30, &[3]);
    check(&all, &[(3, Or), (2, Not)], 30, &[4]);
    check(&all, &[(2, Or), (1, Near)], 6, &[2]);
    check(&all, &[(2, Or), (1, Near)], 5, &[]);
    check(&all, &[(3, Or), (2, Near)], 11, &[3]);
    check(&all, &[(3, Or), (2, Near)], 12, &[3, 4]);
}

#[test]
fn a_tag_stands_for_those_below_it() {
    check(&[("Shells", 4), ("market", 1)], &[(1, Take::Or)], 30, &[1, 2]);
    check(&[("Shells", 4), ("market", 1)], &[(4, Take::Or)], 30, &[1]);
}

#[test]
fn only_the_articles_asked_for_are_looked_at() {
    let (project, article) = project(&[("Shells", 1)]);
    let mut query = TagQuery::of(TagId::from_bits(1));
    let text = |_| Some(Arc::from(TEXT));
    query.among = Some(("none".to_owned(), [].into()));
    assert!(retrieve(&project, &text, &query).is_empty());
    query.among = Some(("this".to_owned(), [article].into()));
    assert_eq!(retrieve(&project, &text, &query).len(), 1);
    assert_eq!(query.in_words(&project), "tag 1 in this");
}

#[test]
fn words_around_a_passage_are_whole() {
    let at = TEXT.find("market").unwrap();
    assert_eq!(context(TEXT, at..at + 6, 12), ("on the ".to_owned(), " at noon.".to_owned()));
    assert_eq!(context("é ü", 0..2, 1), (String::new(), String::new()));
    assert_eq!(context("a\nb", 0..1, 9), (String::new(), " b".to_owned()));
}

/// The sweep finds what comparing every two excerpts does.
#[test]
fn nearness_is_that_of_every_pair() {
    let text: &str = TEXT;
    let words = text.split_whitespace().count();
    let starts: Vec<usize> =
        text.split_whitespace().map(|word| word.as_ptr() as usize - text.as_ptr() as usize).collect();
    let mut dice = 7_usize;
    let mut roll = |sides: usize| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % sides
    };
    for _ in 0..60 {
        // First and last word of each, and its tag.
        let all: Vec<(usize, usize, u64)> = (0..1 + roll(9))
            .map(|_| {
                let from = roll(words);
                (from, (from + roll(6)).min(words - 1), 1 + roll(2) as u64)
            })
            .collect();
        let excerpts: Vec<(&str, u64)> = all
            .iter()
            .map(|(from, to, tag)| {
                let end = TEXT[starts[*to]..].find(' ').map_or(TEXT.len(), |len| starts[*to] + len);
                (&TEXT[starts[*from]..end], *tag)
            })
            .collect();
        // Words that stand twice would be found where they stand first.
        if excerpts.iter().zip(&all).any(|((words, _), (from, ..))| TEXT.find(words) != Some(starts[*from])) {
            continue;
        }
        let room = roll(8);
        let gap = |a: &(usize, usize, u64), b: &(usize, usize, u64)| {
            if a.0 <= b.0 { b.0.saturating_sub(a.1 + 1) } else { a.0.saturating_sub(b.1 + 1) }
        };
        let is_near = |n: usize| (0..all.len()).any(|m| m != n && all[m].2 == 2 && gap(&all[n], &all[m]) <= room);
        let mut want: Vec<usize> = (0..all.len()).filter(|n| all[*n].2 == 1 && is_near(*n)).collect();
        want.sort_by_key(|n| (starts[all[*n].0], excerpts[*n].0.len(), *n));
        let want: Vec<u64> = want.into_iter().map(|n| n as u64 + 1).collect();
        check(&excerpts, &[(1, Take::Or), (2, Take::Near)], room, &want);
    }
}
