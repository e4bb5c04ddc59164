//! Tests of edits: whatever is put or removed, the inverse restores every record, and a refused edit changes nothing.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::model::testing::{TEXT, anchor, full_project, full_records, time};
use crate::model::*;

const KINDS: u8 = 13;
/// Ids of each kind, few so that edits meet the same record again.
const IDS: u64 = 3;

/// What a test does: one edit of some changes, each (kind, id, what it says, whether it removes).
type Change4 = (u8, u64, u64, bool);

/// A record of this kind and id; `says` picks what it says and what it names, which need not be there.
fn record(kind: u8, id: u64, says: u64) -> Record {
    let pick = |shift: u32| (says >> shift) % IDS;
    let coder = CoderId::from_bits(pick(0));
    let article = ArticleId::from_bits(pick(2));
    let name = format!("{kind} {says}");
    let words = if says.is_multiple_of(2) { "Forty" } else { "in the town" };
    let template = |id| full_project().get(id).unwrap();
    match (kind, template) {
        (0, _) => Info { name, description: String::new(), created: time(0) }.into(),
        (1, _) => Coder { id: CoderId::from_bits(id), name }.into(),
        (2, _) => Organisation {
            id: OrgId::from_bits(id),
            name,
            short: String::new(),
            kind: OrgKind::Media,
            aliases: Vec::new(),
            reliability: None,
            confidential: false,
        }
        .into(),
        (3, _) => ArticleSet { id: SetId::from_bits(id), name, imported: time(0) }.into(),
        (4, _) => Tag {
            id: TagId::from_bits(id),
            parent: says.is_multiple_of(3).then(|| TagId::from_bits(pick(1))),
            name: if says.is_multiple_of(13) { " ".to_owned() } else { name },
            colour: 0,
            key: None,
            description: String::new(),
            order: 0,
        }
        .into(),
        (5, template) => {
            let Record::Article(article) = template(RecordId::Article(ArticleId::from_bits(6))) else { unreachable!() };
            Article {
                id: ArticleId::from_bits(id),
                title: name,
                set: Some(SetId::from_bits(pick(0))),
                outlet: Some(OrgId::from_bits(pick(1))),
                wire: None,
                figures_reviewed: None,
                ..article
            }
            .into()
        }
        (6, _) => Excerpt {
            id: ExcerptId::from_bits(id),
            article,
            anchor: anchor(words),
            tags: (0..says % 3).map(TagId::from_bits).collect(),
            coder,
            created: time(0),
        }
        .into(),
        (7, template) => {
            let Record::Figure(figure) = template(RecordId::Figure(FigureId::from_bits(7))) else { unreachable!() };
            Figure {
                id: FigureId::from_bits(id),
                article,
                anchor: anchor(words),
                low: Some(says % 50),
                best: None,
                high: Some(25 + says % 7),
                chain: Vec::new(),
                event: says.is_multiple_of(11).then(|| EventId::from_bits(pick(2))),
                part_of: says.is_multiple_of(5).then(|| FigureId::from_bits(pick(3))),
                coder: Some(coder),
                reviewer: None,
                ..figure
            }
            .into()
        }
        (8, _) => Event {
            parties: [(OrgId::from_bits(pick(0)), Side::A)].into(),
            ..Event::blank(EventId::from_bits(id), name)
        }
        .into(),
        (9, template) => {
            let Record::Tally(tally) = template(RecordId::Tally(TallyId::from_bits(10))) else { unreachable!() };
            Tally {
                id: TallyId::from_bits(id),
                name,
                event: Some(EventId::from_bits(pick(0))),
                part_of: says.is_multiple_of(4).then(|| TallyId::from_bits(pick(2))),
                figures: [FigureId::from_bits(pick(1))].into(),
                estimate: None,
                ..tally
            }
            .into()
        }
        (10, _) => Link {
            id: LinkId::from_bits(id),
            kind: if says.is_multiple_of(7) { LinkKind::PartOf } else { LinkKind::Updates },
            a: LinkEnd::Passage(article, anchor(words)),
            b: LinkEnd::Figure(FigureId::from_bits(pick(1))),
            status: ReviewStatus::Suggested,
            event: None,
            reason: name,
            coder: None,
            created: time(0),
        }
        .into(),
        (12, _) => Dismissal {
            id: DismissalId::from_bits(id),
            check: "c".to_owned(),
            at: RecordId::Article(article),
            print: says,
            looked_at: std::collections::BTreeMap::new(),
            what: name,
            reason: if says.is_multiple_of(13) { " ".to_owned() } else { "r".to_owned() },
            coder,
            created: time(0),
        }
        .into(),
        _ => Memo {
            id: MemoId::from_bits(id),
            on: if says.is_multiple_of(2) {
                MemoTarget::Article(article)
            } else {
                MemoTarget::Tag(TagId::from_bits(pick(1)))
            },
            text: name,
            coder,
            created: time(0),
            modified: None,
            confidential: false,
        }
        .into(),
    }
}

/// A project with all [`IDS`] of every kind.
fn populated() -> Project {
    let mut project = Project::new("p", time(0));
    // 19 breaks no rule in any kind, and this order is one in which all that is named is there.
    for kind in 0..KINDS {
        for id in 0..IDS {
            project.apply(&Edit::put("fill", record(kind, id, 19))).unwrap();
        }
    }
    project
}

fn edit(changes: &[Change4]) -> Edit {
    let changes = changes
        .iter()
        .map(|&(kind, id, says, removes)| {
            let record = record(kind, id, says);
            if removes { Change::Remove(record.id()) } else { Change::Put(Box::new(record)) }
        })
        .collect();
    Edit { label: "e".to_owned(), changes }
}

/// Applies, undoes and does again, and looks at the whole project each time. The inverse, if the edit was
/// taken.
fn check(project: &mut Project, edit: &Edit) -> Option<Edit> {
    let before = project.clone();
    let Ok(applied) = project.apply(edit) else {
        assert_eq!(*project, before, "a refused edit changed something: {edit:?}");
        return None;
    };
    assert_eq!(project.integrity(), [], "an edit was taken that breaks the project: {edit:?}");
    let after = project.clone();
    let again = project.apply(&applied.inverse).unwrap().inverse;
    assert_eq!(*project, before, "the inverse does not lead back: {edit:?}");
    assert_eq!(project.apply(&again).unwrap().inverse, applied.inverse);
    assert_eq!(*project, after, "the inverse's inverse is not the edit: {edit:?}");
    Some(applied.inverse)
}

#[test]
fn every_kind_can_be_put_replaced_and_removed() {
    let mut project = Project::new("p", time(0));
    let all = Edit { label: "all".to_owned(), changes: full_records() };
    assert!(check(&mut project, &all).is_some());
    let kinds: BTreeSet<&str> = project.records_in_file_order().iter().map(|record| record.id().kind()).collect();
    assert_eq!(kinds.len(), usize::from(KINDS), "a kind of record is missing in the tests");
    for record in project.records_in_file_order() {
        assert!(check(&mut project, &Edit::one("again", Change::Put(Box::new(record)))).is_some());
    }
    // From the end, nothing is removed before what names it.
    for record in project.records_in_file_order().into_iter().rev().filter(|record| record.id() != RecordId::Info) {
        let removed = check(&mut project, &Edit::one("remove", Change::Remove(record.id()))).is_some();
        // The part of a figure may stand behind its whole, and figures name events, which name organisations.
        let waits = matches!(
            &record,
            Record::Figure(_) | Record::Tag(_) | Record::Excerpt(_) | Record::Event(_) | Record::Organisation(_)
        );
        assert!(removed || waits, "{} was not removed", record.id());
    }
    let rest: Vec<Change> = project
        .records_in_file_order()
        .iter()
        .map(Record::id)
        .filter(|id| *id != RecordId::Info)
        .map(Change::Remove)
        .collect();
    assert!(check(&mut project, &Edit { label: "rest".to_owned(), changes: rest }).is_some());
    assert_eq!(project, Project::new("p", time(0)));
}

#[test]
fn what_breaks_a_rule_is_refused_with_the_reason() {
    let refused = |edit: Edit| {
        let mut project = full_project();
        let before = project.clone();
        let error = project.apply(&edit).unwrap_err();
        assert_eq!(project, before);
        error.to_string()
    };
    let tag = |id: u64, parent: u64| {
        let Record::Tag(tag) = full_project().get(RecordId::Tag(TagId::from_bits(4))).unwrap() else { unreachable!() };
        Tag { id: TagId::from_bits(id), parent: Some(TagId::from_bits(parent)), ..tag }
    };
    let removes = |id: RecordId| Edit::one("r", Change::Remove(id));
    for (edit, why) in [
        (removes(RecordId::Info), "cannot be removed"),
        (removes(RecordId::Memo(MemoId::from_bits(99))), "there is none"),
        (removes(RecordId::Tag(TagId::from_bits(4))), "would name tag tag-0000000000000004"),
        (removes(RecordId::Coder(CoderId::from_bits(1))), "would name coder"),
        (Edit::put("t", tag(4, 5)), "below itself"),
        (Edit::put("t", tag(20, 20)), "below itself"),
        (Edit::put("t", tag(20, 21)), "would name tag"),
        // The first change is taken back when the second is refused.
        (
            Edit {
                label: "two".to_owned(),
                changes: vec![
                    Change::Put(Box::new(tag(20, 4).into())),
                    Change::Remove(RecordId::Event(EventId::from_bits(98))),
                ],
            },
            "there is none",
        ),
    ] {
        let said = refused(edit);
        assert!(said.contains(why), "{said:?} does not say {why:?}");
    }
}

#[test]
fn the_test_text_holds_its_anchors() {
    for record in full_project().records_in_file_order() {
        if let Record::Figure(figure) = record {
            assert!(figure.anchor.holds(TEXT));
        }
    }
}

#[test]
fn random_edits_of_every_kind_are_taken_and_refused() {
    // Shows that the property below is not empty: with these generators every kind sees both outcomes.
    let mut project = populated();
    let mut seen = BTreeSet::new();
    let mut bits = 1u64;
    for _ in 0..6000 {
        bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let change = (((bits >> 33) % u64::from(KINDS)) as u8, (bits >> 40) % IDS, bits >> 44, (bits >> 60) < 4);
        seen.insert((change.0, change.3, check(&mut project, &edit(&[change])).is_some()));
    }
    for kind in 1..KINDS {
        for outcome in [(kind, false, true), (kind, true, true), (kind, true, false)] {
            assert!(seen.contains(&outcome), "{outcome:?} never came up");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_edits_can_be_undone_and_done_again(
        edits in prop::collection::vec(
            prop::collection::vec((0..KINDS, 0..IDS, 0u64..5000, prop::bool::weighted(0.3)), 1..4),
            1..30,
        ),
    ) {
        let start = populated();
        let mut project = start.clone();
        let mut taken = Vec::new();
        for changes in &edits {
            let edit = edit(changes);
            taken.extend(check(&mut project, &edit).map(|inverse| (edit, inverse)));
        }
        let end = project.clone();
        for (_, inverse) in taken.iter().rev() {
            project.apply(inverse).unwrap();
        }
        prop_assert_eq!(&project, &start);
        for (edit, _) in &taken {
            project.apply(edit).unwrap();
        }
        prop_assert_eq!(&project, &end);
    }
}
