//! A small made-up project for tests of plots and their exports, put together through edits. Layer `plots`.

use jiff::civil::date;

use crate::model::*;

/// What a figure of the sample says.
pub(crate) struct Said<'a> {
    pub article: u64,
    /// The words, as they stand in the sentence.
    pub words: &'a str,
    pub sentence: &'a str,
    pub low: Option<u64>,
    pub high: Option<u64>,
    pub qualifier: Qualifier,
    /// The origin's id, if it is attributed.
    pub origin: Option<u64>,
    pub confirmed: bool,
}

pub(crate) fn timestamp() -> Timestamp {
    "2031-03-09T10:00:00Z".parse().unwrap()
}

pub(crate) fn organisation(id: u64, name: &str, short: &str, kind: OrgKind) -> Organisation {
    Organisation {
        id: OrgId::from_bits(id),
        name: name.to_owned(),
        short: short.to_owned(),
        kind,
        aliases: Vec::new(),
        reliability: None,
        confidential: false,
    }
}

pub(crate) fn article(id: u64, outlet: Option<u64>, wire: Option<u64>, title: &str, day: i8) -> Article {
    Article {
        id: ArticleId::from_bits(id),
        set: None,
        title: title.to_owned(),
        outlet: outlet.map(OrgId::from_bits),
        wire: wire.map(OrgId::from_bits),
        wire_basis: None,
        wire_evidence: None,
        author: None,
        url: None,
        published: Some(date(2031, 3, day)),
        published_basis: None,
        retrieved: None,
        language: Some("en".to_owned()),
        text_sha256: format!("{id:064x}"),
        text_bytes: 1_000,
        provenance: Provenance {
            file: format!("{id}.txt"),
            sha256: format!("{:064x}", id + 1_000),
            bytes: 1_000,
            importer: "text 1".to_owned(),
            encoding: "UTF-8".to_owned(),
            replaced: 0,
            imported: timestamp(),
        },
        read_state: ReadState::Done,
        figures_reviewed: None,
        confidential: false,
    }
}

use crate::model::article::Provenance;

pub(crate) fn figure(id: u64, said: &Said<'_>) -> Figure {
    let at = said.sentence.find(said.words).unwrap();
    let span = TextSpan::checked(said.sentence, at..at + said.words.len()).unwrap();
    let link = |org: u64| ChainLink {
        org: Some(OrgId::from_bits(org)),
        as_written: "it".to_owned(),
        role: ChainRole::Origin,
        span: None,
    };
    let anchor = Anchor::new(said.sentence, span).unwrap();
    Figure {
        low: said.low,
        high: said.high,
        qualifier: said.qualifier,
        chain: said.origin.map(link).into_iter().collect(),
        status: if said.confirmed { ReviewStatus::Confirmed } else { ReviewStatus::Suggested },
        ..Figure::blank(
            FigureId::from_bits(id),
            ArticleId::from_bits(said.article),
            anchor,
            Measure::Killed,
            timestamp(),
        )
    }
}

pub(crate) fn tally(id: u64, name: &str, figures: &[u64]) -> Tally {
    Tally {
        id: TallyId::from_bits(id),
        name: name.to_owned(),
        event: None,
        measure: Measure::Killed,
        subject: Subject::People,
        place: None,
        period: Period::default(),
        accounting: Accounting::Cumulative,
        part_of: None,
        figures: figures.iter().copied().map(FigureId::from_bits).collect(),
        status: ReviewStatus::Confirmed,
        reasons: Vec::new(),
        estimate: None,
    }
}

fn put<R: Into<Record>>(project: &mut Project, records: impl IntoIterator<Item = R>) {
    project.apply(&Edit::put_all("sample", records)).unwrap();
}

/// Six articles of five outlets, six origins, every shape of mark, a share, a rejected figure and one in no tally.
pub(crate) fn project() -> Project {
    let mut project = Project::new("Floods and fighting in Veldria, March 2031", timestamp());
    put(&mut project, [Coder { id: CoderId::from_bits(1), name: "M.".to_owned() }]);
    put(
        &mut project,
        [
            organisation(1, "Harbour Post", "", OrgKind::Media),
            organisation(2, "Continental News Agency", "CNA", OrgKind::Media),
            organisation(3, "The Inland Gazette and Weekly Advertiser", "", OrgKind::Media),
            organisation(4, "Radio Meridian", "", OrgKind::Media),
            organisation(11, "Lowland Rights Monitor", "LRM", OrgKind::Monitor),
            organisation(12, "UN Relief Coordination", "UN", OrgKind::Un),
            organisation(13, "Northern Joint Staff", "", OrgKind::Military),
            organisation(14, "State Television", "State TV", OrgKind::StateMedia),
            organisation(15, "Provincial Health Directorate", "Health directorate", OrgKind::HealthAuthority),
        ],
    );
    put(
        &mut project,
        [
            article(1, Some(2), None, "River towns count their dead", 7),
            article(2, Some(1), Some(2), "Toll climbs past eight hundred", 7),
            article(3, Some(3), None, "Army speaks of a hundred rebels", 8),
            article(4, None, Some(2), "Thousands on the road north", 6),
            article(5, Some(4), None, "What we know about the week", 9),
            article(6, Some(4), None, "Four days of fighting in numbers", 4),
        ],
    );
    let said = |article, words, sentence, low, high, qualifier, origin, confirmed| Said {
        article,
        words,
        sentence,
        low,
        high,
        qualifier,
        origin,
        confirmed,
    };
    use Qualifier::*;
    let n = Some;
    let whole = "The monitor has listed at least 846 people killed along the river since the first of the month.";
    let over = "Over 840 people have lost their lives, by the monitor’s list, which names 96 civilians.";
    let civilians = "Of these, 96 were civilians, it said.";
    let uprooted = "No fewer than 215,000 people have left their homes, according to the UN.";
    let moved = "Some 215,000 people are on the move, the UN office said on Friday.";
    let rebels = "State television, quoting the staff, put rebel losses on Saturday at 100 to 140 men.";
    let dozens = "It later spoke of dozens of bodies at the ford.";
    let most = "The health directorate counted at most 60 deaths at the ford.";
    let war = "Since the first war more than 120,000 people have died.";
    let early = "By Tuesday the monitor had listed 410 dead.";
    let later = "By Thursday that had become at least 655 dead.";
    let share = "More than half of the valley’s population has gone.";
    let denied = "The staff denied that 31 conscripts were shot.";
    let mut figures = vec![
        figure(1, &said(1, "at least 846", whole, n(846), None, AtLeast, n(11), true)),
        figure(2, &said(2, "Over 840", over, n(840), None, MoreThan, n(11), true)),
        figure(3, &said(1, "96", civilians, n(96), n(96), Exact, n(11), true)),
        figure(4, &said(2, "96 civilians", over, n(96), n(96), Exact, n(11), true)),
        figure(5, &said(4, "No fewer than 215,000", uprooted, n(215_000), None, AtLeast, n(12), true)),
        figure(6, &said(3, "Some 215,000", moved, n(215_000), n(215_000), Approx, n(12), false)),
        figure(7, &said(3, "100 to 140", rebels, n(100), n(140), Range, n(13), false)),
        figure(8, &said(3, "dozens", dozens, n(24), None, Vague, n(14), false)),
        figure(9, &said(5, "at most 60", most, None, n(60), AtMost, n(15), true)),
        figure(10, &said(5, "more than 120,000", war, n(120_000), None, MoreThan, None, false)),
        figure(11, &said(6, "410", early, n(410), n(410), Exact, n(11), true)),
        figure(12, &said(6, "at least 655", later, n(655), None, AtLeast, n(11), true)),
        figure(13, &said(4, "More than half", share, None, None, MoreThan, None, false)),
        figure(14, &said(5, "31", denied, n(31), n(31), Exact, n(13), false)),
        figure(15, &said(5, "120,000", war, n(120_000), n(120_000), Exact, None, false)),
    ];
    for figure in &mut figures {
        match figure.id.bits() {
            5 | 6 | 13 => figure.measure = Measure::Displaced,
            3 | 4 => figure.subject = Subject::Civilians,
            _ => {}
        }
        match figure.id.bits() {
            7 => figure.chain.push(ChainLink {
                org: Some(OrgId::from_bits(14)),
                as_written: "state television".to_owned(),
                role: ChainRole::Relay,
                span: None,
            }),
            11 => figure.as_of = Some(date(2031, 3, 2)),
            12 => figure.as_of = Some(date(2031, 3, 4)),
            13 => figure.fraction = Some(0.5),
            14 => figure.stance = Stance::Denies,
            15 => figure.status = ReviewStatus::Rejected,
            _ => {}
        }
    }
    put(&mut project, figures);
    let estimate = |best, rule| Estimate {
        low: None,
        best: Some(best),
        high: None,
        rule,
        words: WordsRule::default(),
        weighed: Vec::new(),
        reasoning: "the newest list".to_owned(),
        coder: CoderId::from_bits(1),
        adopted: timestamp(),
    };
    put(
        &mut project,
        [
            Tally {
                estimate: Some(estimate(846, EstimateRule::Floor)),
                ..tally(1, "Killed along the river since 1 March", &[1, 2, 11, 12, 15])
            },
            Tally {
                part_of: Some(TallyId::from_bits(1)),
                subject: Subject::Civilians,
                estimate: Some(estimate(96, EstimateRule::MostRecent)),
                ..tally(2, "of whom civilians", &[3, 4])
            },
            Tally {
                measure: Measure::Displaced,
                accounting: Accounting::Stock,
                estimate: Some(Estimate {
                    low: Some(200_000),
                    high: Some(240_000),
                    ..estimate(215_000, EstimateRule::Analyst)
                }),
                ..tally(3, "Displaced since 1 March", &[5, 6, 13])
            },
            Tally { accounting: Accounting::Incident, ..tally(4, "Killed at the ford on Saturday", &[7, 8, 9]) },
        ],
    );
    project
}

/// A project of `outlets` outlets and `n` figures in twenty tallies, every third figure in none.
pub(crate) fn large(outlets: u64, n: u64) -> Project {
    let mut project = Project::new("Large", timestamp());
    put(&mut project, (0..outlets).map(|id| organisation(id, &format!("Outlet number {id}"), "", OrgKind::Media)));
    put(&mut project, (0..60).map(|id| organisation(1_000 + id, &format!("Origin {id}"), "", OrgKind::Monitor)));
    put(
        &mut project,
        (0..outlets * 3).map(|id| article(id, Some(id % outlets), None, "A day in numbers", (id % 28) as i8 + 1)),
    );
    let sentence = "They counted at least 500 people that day.";
    put(
        &mut project,
        (0..n).map(|id| {
            let low = 10 + (id * 7_919) % 4_000;
            let qualifier =
                [Qualifier::Exact, Qualifier::AtLeast, Qualifier::Vague, Qualifier::Approx][(id % 4) as usize];
            let high = (!qualifier.is_floor()).then_some(low);
            let said = Said {
                article: id % (outlets * 3),
                words: "at least 500",
                sentence,
                low: Some(low),
                high,
                qualifier,
                origin: (id % 5 > 0).then_some(1_000 + id % 60),
                confirmed: id % 2 == 0,
            };
            figure(id, &said)
        }),
    );
    let members = |at: u64| (0..n).filter(|id| id % 3 > 0 && id % 20 == at).collect::<Vec<_>>();
    put(&mut project, (0..20).map(|at| tally(at, &format!("Killed in district {at}"), &members(at))));
    project
}
