//! Made-up projects for tests, of this layer and of those above it.

use sha2::{Digest as _, Sha256};

use super::*;

/// Some time, so many seconds after a fixed one.
pub(crate) fn time(second: i64) -> Timestamp {
    Timestamp::from_second(1_733_500_000 + second).unwrap()
}

/// The text of the one article in [`full_project`].
pub(crate) const TEXT: &str =
    "Forty people were killed in the town, the clinic's director said; \u{201c}at least 12\u{201d} were children.\n";

/// An anchor on words of [`TEXT`].
pub(crate) fn anchor(words: &str) -> Anchor {
    let at = TEXT.find(words).unwrap();
    Anchor::new(TEXT, TextSpan::checked(TEXT, at..at + words.len()).unwrap()).unwrap()
}

fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A project with a record of every kind, optional fields set and strings that are awkward to write.
pub(crate) fn full_project() -> Project {
    let mut project = Project::new("Naqra \"2024\" \\ \u{200f}نقرة\u{64e}\n\t\0 'x'", time(0));
    project.apply(&Edit { label: "all".to_owned(), changes: full_records() }).unwrap();
    project
}

/// The records of [`full_project`] without the project's own.
pub(crate) fn full_records() -> Vec<Change> {
    let coder = Coder { id: CoderId::from_bits(1), name: "Ana".to_owned() };
    let org = Organisation {
        id: OrgId::from_bits(2),
        name: "Clinic of Naqra".to_owned(),
        short: "Clinic".to_owned(),
        kind: OrgKind::HealthAuthority,
        aliases: vec!["the clinic".to_owned()],
        reliability: Some('B'),
        confidential: true,
    };
    let set = ArticleSet { id: SetId::from_bits(3), name: "by hand".to_owned(), imported: time(1) };
    let tag = Tag {
        id: TagId::from_bits(4),
        parent: None,
        name: "toll".to_owned(),
        colour: 3,
        key: Some('\''),
        description: "counts".to_owned(),
        order: 1,
    };
    let below = Tag { id: TagId::from_bits(5), parent: Some(tag.id), key: None, ..tag.clone() };
    let article = Article {
        id: ArticleId::from_bits(6),
        set: Some(set.id),
        title: "Forty killed".to_owned(),
        outlet: Some(org.id),
        wire: Some(org.id),
        wire_basis: Some(WireBasis::Stated),
        wire_evidence: Some("the director said".to_owned()),
        author: Some("N. N.".to_owned()),
        url: Some("https://example.org/a?b=c#d".to_owned()),
        published: Some(jiff::civil::date(2024, 12, 7)),
        published_basis: Some(DateBasis::Analyst),
        retrieved: Some(jiff::civil::date(2024, 12, 8)),
        language: Some("en".to_owned()),
        text_sha256: sha256_hex(TEXT.as_bytes()),
        text_bytes: TEXT.len() as u64,
        provenance: article::Provenance {
            file: "a.txt".to_owned(),
            sha256: sha256_hex(b"original"),
            bytes: 8,
            importer: "text 1".to_owned(),
            encoding: "UTF-8".to_owned(),
            replaced: 2,
            imported: time(1),
        },
        read_state: ReadState::Done,
        figures_reviewed: Some((coder.id, time(2))),
        confidential: true,
    };
    let period = Period {
        start: Some(jiff::civil::date(2024, 12, 1)),
        end: Some(jiff::civil::date(2024, 12, 7)),
        accuracy: Some(DateAccuracy::Day),
        end_accuracy: Some(DateAccuracy::Week),
    };
    let location = Some(Box::new(Location {
        name: "Naqra \"al\" town".to_owned(),
        country: "SY".to_owned(),
        lat: Some(33.25),
        lon: Some(-0.125),
        accuracy: PlaceAccuracy::Vague,
        basis: LocationBasis::Analyst,
    }));
    let event = Event {
        id: EventId::from_bits(9),
        name: "Naqra".to_owned(),
        place: Some("Naqra".to_owned()),
        location: location.clone(),
        period,
        parties: [(org.id, Side::B)].into(),
        cause: Some(Cause::Conflict),
        violence: Some(Violence::OneSided),
    };
    let figure = Figure {
        id: FigureId::from_bits(7),
        article: article.id,
        anchor: anchor("Forty"),
        low: Some(40),
        best: Some(40),
        high: Some(u64::MAX),
        qualifier: Qualifier::Approx,
        fraction: None,
        population: Some(900),
        measure: Measure::Killed,
        measure_name: "graves".to_owned(),
        subject: Subject::People,
        victim: Some(VictimStatus::CombatantA),
        party: Some(org.id),
        perpetrator: Some(org.id),
        sex_age: vec![SexAge { sex: Sex::Female, age_from: None, age_to: Some(17), value: 3 }],
        words: WordsRule::Acled,
        household_size: Some(5.1),
        accounting: Some(Accounting::Incident),
        chain: vec![ChainLink {
            org: Some(org.id),
            as_written: "the clinic's director".to_owned(),
            role: ChainRole::Origin,
            span: Some(anchor("the clinic's director").span),
            verb: Some(Verb::Said),
            kind: Some(OrgKind::OwnCorrespondent),
        }],
        place: Some("the town".to_owned()),
        place_role: Some(PlaceRole::Both),
        location,
        period,
        as_of: Some(jiff::civil::date(2024, 12, 7)),
        event: Some(event.id),
        cause: Some(Cause::Disaster),
        violence: Some(Violence::Unclear),
        part_of: None,
        stance: Stance::Asserts,
        verification: Verification::Unstated,
        role: FigureRole::Recommended,
        grade: Some(Grade::Weak),
        credibility: Some(2),
        reasoning: "said twice".to_owned(),
        status: ReviewStatus::Confirmed,
        marks: [(FigureField::Place, FieldMark::Red)].into(),
        trace: vec!["words".to_owned()],
        coder: Some(coder.id),
        reviewer: Some(coder.id),
        created: time(3),
    };
    let part = Figure {
        id: FigureId::from_bits(8),
        anchor: anchor("at least 12"),
        low: None,
        best: None,
        high: None,
        fraction: Some(0.3),
        household_size: None,
        part_of: Some(figure.id),
        ..figure.clone()
    };
    let tally = Tally {
        id: TallyId::from_bits(10),
        name: "Killed in Naqra".to_owned(),
        event: Some(event.id),
        measure: Measure::Killed,
        measure_name: "graves".to_owned(),
        subject: Subject::People,
        place: Some("Naqra".to_owned()),
        period,
        accounting: Accounting::Incident,
        part_of: None,
        figures: [figure.id, part.id].into(),
        status: ReviewStatus::Suggested,
        reasons: vec!["same place".to_owned()],
        estimate: Some(Estimate {
            low: Some(40),
            best: None,
            high: Some(45),
            rule: EstimateRule::Analyst,
            words: WordsRule::Acled,
            reasoning: "r".to_owned(),
            weighed: vec![Weighed { figure: figure.id, print: u64::MAX }],
            coder: coder.id,
            adopted: time(4),
        }),
    };
    let link = Link {
        id: LinkId::from_bits(11),
        kind: LinkKind::Contradicts,
        a: LinkEnd::Passage(article.id, anchor("in the town")),
        b: LinkEnd::Figure(figure.id),
        status: ReviewStatus::Confirmed,
        event: Some(event.id),
        reason: "because".to_owned(),
        coder: Some(coder.id),
        created: time(5),
    };
    let excerpt = Excerpt {
        id: ExcerptId::from_bits(12),
        article: article.id,
        anchor: anchor("\u{201c}at least 12\u{201d}"),
        tags: [tag.id, below.id].into(),
        coder: coder.id,
        created: time(6),
    };
    let memo = Memo {
        id: MemoId::from_bits(13),
        on: MemoTarget::Tally(tally.id),
        text: "first line\r\nsecond \u{202e}line\u{0}".to_owned(),
        coder: coder.id,
        created: time(7),
        modified: Some(time(8)),
        confidential: true,
    };
    let dismissal = Dismissal {
        id: DismissalId::from_bits(14),
        check: "origin_missing".to_owned(),
        at: RecordId::Figure(figure.id),
        print: u64::MAX - 1,
        looked_at: [("figure 1 origin".to_owned(), u64::MAX - 2)].into(),
        what: "no origin".to_owned(),
        reason: "asked, and nobody says".to_owned(),
        coder: coder.id,
        created: time(9),
    };
    let records: Vec<Record> = vec![
        coder.into(),
        org.into(),
        set.into(),
        tag.into(),
        below.into(),
        article.into(),
        figure.into(),
        part.into(),
        event.into(),
        tally.into(),
        link.into(),
        excerpt.into(),
        memo.into(),
        dismissal.into(),
    ];
    records.into_iter().map(|record| Change::Put(Box::new(record))).collect()
}
