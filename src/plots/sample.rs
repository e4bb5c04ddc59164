//! A small made-up project for tests and benches of plots and their exports, put together through edits. Layer `plots`.
//!
//! `tests/it` and `benches` read this file as well, so that it names the crate as they do.

use jiff::civil::date;

use crossread::model::*;
use crossread::plots::PlotKind;

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

use crossread::model::article::Provenance;

pub(crate) fn figure(id: u64, said: &Said<'_>) -> Figure {
    let at = said.sentence.find(said.words).unwrap();
    let span = TextSpan::checked(said.sentence, at..at + said.words.len()).unwrap();
    let link = |org: u64| ChainLink {
        org: Some(OrgId::from_bits(org)),
        as_written: "it".to_owned(),
        role: ChainRole::Origin,
        span: None,
        verb: None,
        kind: None,
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
        measure_name: String::new(),
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
                verb: None,
                kind: None,
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
    large_of(outlets, n, Measure::Killed, Accounting::Cumulative)
}

/// The same, all of one measure and accounting.
pub(crate) fn large_of(outlets: u64, n: u64, measure: Measure, accounting: Accounting) -> Project {
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
            Figure { measure, accounting: Some(accounting), ..figure(id, &said) }
        }),
    );
    let members = |at: u64| (0..n).filter(|id| id % 3 > 0 && id % 20 == at).collect::<Vec<_>>();
    let district = |at: u64| tally(at, &format!("{} in district {at}", measure.label()), &members(at));
    put(&mut project, (0..20).map(|at| Tally { measure, accounting, ..district(at) }));
    project
}

/// A large project that a kind of plot has all its figures of.
pub(crate) fn large_for(kind: PlotKind, outlets: u64, n: u64) -> Project {
    match kind {
        PlotKind::Incidents => large_of(outlets, n, Measure::Killed, Accounting::Incident),
        PlotKind::StockFlow => large_of(outlets, n, Measure::Displaced, Accounting::Stock),
        _ => large(outlets, n),
    }
}

/// The same with what the further kinds of plot are about: an incident whose parts are more than it, people counted in
/// households as they fled, and denials of a figure and of a statement.
pub(crate) fn rich() -> Project {
    let mut project = project();
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
    let mill = "The directorate counted 30 dead at the mill, 12 of them civilians and 25 fighters.";
    let market = "Six people died in the market, the monitor said, four of them children.";
    let fled = "Some 400 households fled the lower town on Friday, the UN office said.";
    let home = "By Sunday 1,500 people had come home, according to the UN.";
    let mut figures = vec![
        figure(16, &said(5, "30", mill, n(30), n(30), Exact, n(15), true)),
        figure(17, &said(5, "12", mill, n(12), n(12), Exact, n(15), true)),
        figure(18, &said(5, "25", mill, n(25), n(25), Exact, n(15), false)),
        figure(19, &said(6, "400 households", fled, n(400), n(400), Exact, n(12), true)),
        figure(20, &said(6, "1,500", home, n(1_500), n(1_500), Exact, n(12), true)),
        figure(21, &said(1, "Six", market, n(6), n(6), Exact, n(11), true)),
        figure(22, &said(1, "four", market, n(4), n(4), Exact, n(11), true)),
        figure(23, &said(2, "30", mill, n(30), n(30), Exact, n(15), true)),
    ];
    for figure in &mut figures {
        figure.accounting = Some(Accounting::Incident);
        match figure.id.bits() {
            17 => figure.subject = Subject::Civilians,
            18 => figure.subject = Subject::Combatants,
            19 => {
                (figure.measure, figure.subject) = (Measure::Displaced, Subject::Households);
                figure.household_size = Some(5.0);
            }
            20 => figure.measure = Measure::Returned,
            22 => (figure.subject, figure.part_of) = (Subject::Children, Some(FigureId::from_bits(21))),
            _ => {}
        }
    }
    put(&mut project, figures);
    put(
        &mut project,
        [
            Tally { accounting: Accounting::Incident, ..tally(5, "Killed at the mill on Friday", &[16, 23]) },
            Tally {
                accounting: Accounting::Incident,
                part_of: Some(TallyId::from_bits(5)),
                subject: Subject::Civilians,
                ..tally(6, "of whom civilians at the mill", &[17])
            },
            Tally {
                accounting: Accounting::Incident,
                part_of: Some(TallyId::from_bits(5)),
                subject: Subject::Combatants,
                ..tally(7, "of whom fighters at the mill", &[18])
            },
            Tally {
                measure: Measure::Displaced,
                accounting: Accounting::Incident,
                ..tally(8, "Fled the lower town on Friday", &[19])
            },
        ],
    );
    let denied = "The staff denied that its men had left the bridge.";
    let claimed = "The monitor said that the army had left the bridge.";
    let passage = |article: u64, text: &str, words: &str| {
        let at = text.find(words).unwrap();
        let span = TextSpan::checked(text, at..at + words.len()).unwrap();
        LinkEnd::Passage(ArticleId::from_bits(article), Anchor::new(text, span).unwrap())
    };
    let link = |id, a, b| Link {
        event: None,
        id: LinkId::from_bits(id),
        kind: LinkKind::Denies,
        a,
        b,
        status: ReviewStatus::Confirmed,
        reason: String::new(),
        coder: None,
        created: timestamp(),
    };
    let links = [
        link(1, passage(3, denied, "denied that its men had left"), passage(1, claimed, "the army had left")),
        link(2, passage(3, denied, "denied"), LinkEnd::Figure(FigureId::from_bits(7))),
    ];
    put(&mut project, links);
    project
}
