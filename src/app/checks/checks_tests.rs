//! One case for each check that fires, and a near miss that does not.

use jiff::civil::date;

use super::*;
use crate::app::estimates;
use crate::model::testing::time;
use crate::model::*;

const TEXT: &str = "In Arkand at least 40 people were killed, 12 of them children, the clinic said on Monday.\n";

/// Ids of the made-up project.
const OUTLET: OrgId = OrgId::from_bits(1);
const CLINIC: OrgId = OrgId::from_bits(2);
const WHOLE: TallyId = TallyId::from_bits(1);

fn org(id: OrgId, name: &str, kind: OrgKind) -> Organisation {
    Organisation {
        id,
        name: name.to_owned(),
        short: String::new(),
        kind,
        aliases: Vec::new(),
        reliability: None,
        confidential: false,
    }
}

fn article(id: u64, outlet: u64, day: i8) -> Article {
    Article {
        id: ArticleId::from_bits(id),
        set: None,
        title: format!("Article {id}"),
        outlet: Some(OrgId::from_bits(outlet)),
        wire: None,
        wire_basis: None,
        wire_evidence: None,
        author: None,
        url: None,
        published: Some(date(2031, 3, day)),
        published_basis: None,
        retrieved: None,
        language: None,
        text_sha256: format!("{id:064x}"),
        text_bytes: TEXT.len() as u64,
        provenance: crate::model::article::Provenance {
            file: format!("{id}.txt"),
            sha256: String::new(),
            bytes: 0,
            importer: "text 1".to_owned(),
            encoding: "UTF-8".to_owned(),
            replaced: 0,
            imported: time(0),
        },
        read_state: ReadState::Done,
        figures_reviewed: None,
        confidential: false,
    }
}

fn by(org: OrgId) -> Vec<ChainLink> {
    let as_written = "the clinic".to_owned();
    vec![ChainLink { org: Some(org), as_written, role: ChainRole::Origin, span: None, verb: None, kind: None }]
}

/// A confirmed running count of 40 killed, by the clinic, in the article of this number.
fn figure(id: u64, article: u64) -> Figure {
    let at = TEXT.find("at least 40").unwrap();
    let anchor = Anchor::new(TEXT, TextSpan::checked(TEXT, at..at + 11).unwrap()).unwrap();
    Figure {
        low: Some(40),
        high: Some(40),
        subject: Subject::People,
        accounting: Some(Accounting::Cumulative),
        chain: by(CLINIC),
        status: ReviewStatus::Confirmed,
        ..Figure::blank(FigureId::from_bits(id), ArticleId::from_bits(article), anchor, Measure::Killed, time(0))
    }
}

fn tally(id: TallyId, figures: &[u64]) -> Tally {
    Tally {
        id,
        name: format!("Question {}", id.bits()),
        event: None,
        measure: Measure::Killed,
        measure_name: String::new(),
        subject: Subject::People,
        place: Some(format!("Place {}", id.bits())),
        period: Period::default(),
        accounting: Accounting::Cumulative,
        part_of: None,
        figures: figures.iter().copied().map(FigureId::from_bits).collect(),
        status: ReviewStatus::Confirmed,
        reasons: Vec::new(),
        estimate: None,
    }
}

fn estimate(best: u64) -> Option<Estimate> {
    Some(Estimate {
        low: Some(best),
        best: Some(best),
        high: Some(best),
        rule: EstimateRule::Analyst,
        words: WordsRule::None,
        reasoning: "the clinic's list".to_owned(),
        weighed: Vec::new(),
        coder: CoderId::from_bits(1),
        adopted: time(1),
    })
}

fn link(id: u64, kind: LinkKind, a: u64, b: u64, status: ReviewStatus) -> Link {
    Link {
        id: LinkId::from_bits(id),
        kind,
        a: LinkEnd::Figure(FigureId::from_bits(a)),
        b: LinkEnd::Figure(FigureId::from_bits(b)),
        status,
        event: None,
        reason: String::new(),
        coder: None,
        created: time(0),
    }
}

/// Two outlets with an article each (a third article is the first outlet's), a monitor, and a sound tally with an
/// estimate on the figure of each: nothing to find.
struct Made {
    records: Vec<Record>,
}

impl Made {
    fn new() -> Self {
        let second = Figure { chain: by(OrgId::from_bits(4)), ..figure(2, 2) };
        let records = vec![
            Info { name: "p".to_owned(), description: String::new(), created: time(0) }.into(),
            Coder { id: CoderId::from_bits(1), name: "Ana".to_owned() }.into(),
            org(OUTLET, "Courier", OrgKind::Media).into(),
            org(CLINIC, "Clinic", OrgKind::HealthAuthority).into(),
            org(OrgId::from_bits(3), "Gazette", OrgKind::Media).into(),
            org(OrgId::from_bits(4), "Council", OrgKind::Ngo).into(),
            article(1, 1, 4).into(),
            article(2, 3, 5).into(),
            article(3, 1, 6).into(),
            figure(1, 1).into(),
            second.into(),
            Tally { estimate: estimate(40), ..tally(WHOLE, &[1, 2]) }.into(),
        ];
        Self { records }
    }

    fn figure(mut self, id: u64, change: impl Fn(&mut Figure)) -> Self {
        for record in &mut self.records {
            if let Record::Figure(figure) = record
                && figure.id.bits() == id
            {
                change(figure);
            }
        }
        self
    }

    fn tally(mut self, change: impl Fn(&mut Tally)) -> Self {
        for record in &mut self.records {
            if let Record::Tally(tally) = record
                && tally.id == WHOLE
            {
                change(tally);
            }
        }
        self
    }

    fn article(mut self, id: u64, change: impl Fn(&mut Article)) -> Self {
        for record in &mut self.records {
            if let Record::Article(article) = record
                && article.id.bits() == id
            {
                change(article);
            }
        }
        self
    }

    fn with(mut self, record: impl Into<Record>) -> Self {
        self.records.push(record.into());
        self
    }

    /// What a file holds is not always what an edit would let in.
    fn project(self) -> Project {
        Project::from_records(self.records).unwrap()
    }

    fn findings(self) -> Vec<Finding> {
        findings(&self.project(), |_| Some(TEXT.into()))
    }
}

/// The check fires on the one and not on the other.
fn check(check: Check, fires: Made, near_miss: Made) {
    let found = |made: Made| -> Vec<String> {
        made.findings().into_iter().filter(|finding| finding.check == check).map(|finding| finding.what).collect()
    };
    let hit = found(fires);
    assert_eq!(hit.len(), 1, "{}: {hit:?}", check.name());
    let miss = found(near_miss);
    assert!(miss.is_empty(), "{} fired on the near miss: {miss:?}", check.name());
}

#[test]
fn a_sound_project_has_nothing_to_settle() {
    assert_eq!(Made::new().findings(), []);
}

#[test]
fn evidence_must_stand_where_it_was_marked() {
    let broken = || Made::new().figure(1, |figure| figure.anchor.quote = "at least 41".to_owned());
    check(Check::EvidenceMoved, broken(), Made::new());
    let project = Made::new().project();
    let found = findings(&project, |article| (article.bits() != 3).then(|| TEXT.into()));
    assert_eq!(found.iter().map(|finding| finding.check).collect::<Vec<_>>(), [Check::TextMissing]);
}

#[test]
fn values_and_dates_stand_in_their_order() {
    let values = |low, best, high| {
        Made::new().figure(1, move |figure| {
            (figure.low, figure.best, figure.high) = (low, best, high);
            figure.reasoning = "r".to_owned();
        })
    };
    check(Check::ValuesReversed, values(Some(40), Some(39), Some(41)), values(Some(39), Some(40), Some(40)));
    let period = |start, end| {
        Made::new().figure(1, move |figure| {
            (figure.period.start, figure.period.end) = (Some(date(2031, 3, start)), Some(date(2031, 3, end)));
        })
    };
    check(Check::PeriodReversed, period(3, 2), period(3, 3));
    // The article is of the fourth.
    check(Check::PeriodAfterPublication, period(1, 5), period(1, 4));
    let as_of = |day| Made::new().figure(1, move |figure| figure.as_of = Some(date(2031, 3, day)));
    check(Check::PeriodAfterPublication, as_of(5), as_of(4));
}

#[test]
fn a_figure_says_on_whose_word_it_is() {
    let origin = |status| {
        Made::new().figure(1, move |figure| {
            figure.chain.clear();
            figure.status = status;
        })
    };
    check(Check::OriginMissing, origin(ReviewStatus::Confirmed), origin(ReviewStatus::Suggested));
    let own = |reason: &'static str| {
        Made::new().figure(1, move |figure| {
            figure.chain = by(OUTLET);
            figure.reasoning = reason.to_owned();
        })
    };
    check(Check::OriginIsOutlet, own(""), own("its correspondent counted the bodies"));
    let monitor = Made::new().figure(1, |figure| figure.chain = by(CLINIC)).article(1, |a| a.outlet = Some(CLINIC));
    assert_eq!(monitor.findings(), [], "a clinic may publish its own count");
}

#[test]
fn shares_households_and_chosen_values_need_what_makes_them_counts() {
    let share = |population| {
        Made::new().figure(1, move |figure| {
            (figure.low, figure.high, figure.fraction, figure.population) = (None, None, Some(0.5), population);
        })
    };
    check(Check::ShareWithoutPopulation, share(None), share(Some(80)));
    let households = |size| {
        Made::new().figure(1, move |figure| {
            figure.subject = Subject::Households;
            figure.household_size = size;
        })
    };
    check(Check::HouseholdsWithoutSize, households(None), households(Some(5.0)));
    let best = |best, reasoning: &'static str| {
        Made::new().figure(1, move |figure| {
            (figure.low, figure.high, figure.qualifier) = (Some(30), Some(50), Qualifier::Range);
            figure.best = best;
            figure.reasoning = reasoning.to_owned();
        })
    };
    check(Check::ReasonMissing, best(Some(40), " "), best(Some(40), "the middle of two lists"));
    check(Check::ReasonMissing, best(Some(40), ""), best(None, ""));
}

#[test]
fn parts_fit_into_their_wholes() {
    let part = |id: u64, low: u64, subject: Subject| Figure {
        subject,
        low: Some(low),
        high: Some(low),
        part_of: Some(FigureId::from_bits(1)),
        ..figure(id, 1)
    };
    let one = |low| Made::new().with(part(10, low, Subject::Children));
    check(Check::PartAboveWhole, one(41), one(40));
    let floor = one(41).figure(1, |figure| figure.high = None);
    assert!(floor.findings().iter().all(|finding| finding.check != Check::PartAboveWhole), "a floor has no top");
    let two =
        |civilians, other: Subject| Made::new().with(part(10, civilians, Subject::Civilians)).with(part(11, 15, other));
    check(Check::PartsAboveWhole, two(30, Subject::Combatants), two(25, Subject::Combatants));
    // Children may be civilians: the two do not add up.
    check(Check::PartsAboveWhole, two(30, Subject::Combatants), two(30, Subject::Children));
    let measure = |whole, part_measure| {
        let part = Figure { measure: part_measure, ..part(10, 5, Subject::People) };
        Made::new().figure(1, move |figure| figure.measure = whole).with(part)
    };
    check(
        Check::PartCountsOther,
        measure(Measure::Killed, Measure::Injured),
        measure(Measure::Affected, Measure::Injured),
    );
}

#[test]
fn a_tally_holds_one_question() {
    let other = |subject, accounting| {
        Made::new().figure(2, move |figure| (figure.subject, figure.accounting) = (subject, accounting))
    };
    let sound = || other(Subject::People, None);
    check(Check::NotAnswering, other(Subject::Civilians, Some(Accounting::Cumulative)), sound());
    check(Check::NotAnswering, other(Subject::People, Some(Accounting::Stock)), sound());
    let from = |day| {
        Made::new()
            .tally(|tally| tally.period.start = Some(date(2031, 2, 1)))
            .figure(2, move |figure| figure.period.start = Some(date(2031, 2, day)))
    };
    check(Check::PeriodsDiffer, from(3), from(2));
}

#[test]
fn one_origin_in_two_articles_is_one_voice_until_decided() {
    let same = || Made::new().figure(2, |figure| figure.chain = by(CLINIC));
    check(Check::OneOriginTwice, same(), Made::new());
    for status in [ReviewStatus::Confirmed, ReviewStatus::Rejected] {
        check(Check::OneOriginTwice, same(), same().with(link(1, LinkKind::SameOrigin, 2, 1, status)));
    }
    let suggested = same().with(link(1, LinkKind::SameOrigin, 1, 2, ReviewStatus::Suggested));
    check(Check::OneOriginTwice, suggested, Made::new());
}

#[test]
fn a_tally_has_one_value_that_somebody_stands_for() {
    let none = |suggested: bool| {
        Made::new().tally(|tally| tally.estimate = None).figure(2, move |figure| {
            figure.status = if suggested { ReviewStatus::Suggested } else { ReviewStatus::Confirmed };
        })
    };
    // While something is left to review, nothing is missing yet.
    check(Check::RecommendedMissing, none(false), none(true));
    let recommend = |figure: &mut Figure| {
        figure.role = FigureRole::Recommended;
        figure.reasoning = "r".to_owned();
    };
    let one = || none(false).figure(1, recommend);
    check(Check::RecommendedMissing, none(false), one());
    check(Check::RecommendedDouble, one().figure(2, recommend), one());
    let twin = |place: &'static str| {
        let twin = Tally {
            name: "Asked again".to_owned(),
            place: Some(place.to_owned()),
            estimate: estimate(40),
            ..tally(TallyId::from_bits(2), &[])
        };
        Made::new().with(twin)
    };
    check(Check::EstimatedTwice, twin("place 1 "), twin("Place 2"));
    let shared = |part_of| {
        let second = Tally { part_of, estimate: estimate(40), ..tally(TallyId::from_bits(2), &[1]) };
        Made::new().with(second)
    };
    check(Check::CountedTwice, shared(None), shared(Some(WHOLE)));
}

#[test]
fn an_estimate_rests_on_its_figures() {
    let reasons = |words: &'static str| {
        Made::new().tally(move |tally| {
            if let Some(estimate) = &mut tally.estimate {
                estimate.reasoning = words.to_owned();
            }
        })
    };
    check(Check::EstimateWithoutReasons, reasons("\n"), reasons("r"));
    let value = |best, qualifier| {
        Made::new()
            .tally(move |tally| tally.estimate = estimate(best))
            .figure(1, move |figure| figure.qualifier = qualifier)
    };
    check(Check::EstimateOutside, value(80, Qualifier::Exact), value(40, Qualifier::Exact));
    check(Check::EstimateOutside, value(39, Qualifier::Exact), value(80, Qualifier::AtLeast));
    let part = |best| {
        let part = Tally {
            subject: Subject::Children,
            part_of: Some(WHOLE),
            estimate: estimate(best),
            ..tally(TallyId::from_bits(2), &[])
        };
        Made::new().with(part)
    };
    check(Check::PartEstimateAbove, part(41), part(40));
    let in_event = |start| {
        let event = Event {
            period: Period { start: Some(date(2031, 3, 2)), ..Period::default() },
            ..Event::blank(EventId::from_bits(1), "The shelling".to_owned())
        };
        Made::new().with(event).tally(move |tally| {
            tally.event = Some(EventId::from_bits(1));
            tally.period.start = Some(date(2031, 3, start));
        })
    };
    check(Check::OutsideEvent, in_event(1), in_event(2));
}

/// An estimate weighed against the project as it is made, then the project changed.
fn weighed(rule: EstimateRule, change: impl Fn(Made) -> Made) -> Made {
    let project = Made::new().project();
    let weighed = estimates::weighed(&project, project.tallies.get(&WHOLE).unwrap(), rule);
    let made = Made::new().tally(move |tally| {
        if let Some(estimate) = &mut tally.estimate {
            estimate.rule = rule;
            estimate.weighed = weighed.clone();
        }
    });
    change(made)
}

#[test]
fn an_estimate_is_open_again_when_its_evidence_changes() {
    type Change = fn(Made) -> Made;
    let changes: [(&str, Change); 4] = [
        ("edited", |made| made.figure(1, |figure| figure.place = Some("Arkand".to_owned()))),
        ("rejected", |made| made.figure(1, |figure| figure.status = ReviewStatus::Rejected)),
        ("added", |made| made.with(figure(5, 3)).tally(|tally| tally.figures.extend([FigureId::from_bits(5)]))),
        ("taken out", |made| made.tally(|tally| tally.figures.retain(|id| id.bits() != 2))),
    ];
    for (how, change) in changes {
        let made = weighed(EstimateRule::Analyst, change);
        let found: Vec<Finding> =
            made.findings().into_iter().filter(|finding| finding.check == Check::EstimateReopened).collect();
        assert_eq!(found.len(), 1, "{how}");
        assert!(found[0].what.contains(how), "{how}: {}", found[0].what);
    }
    // Notes, roles and who reviewed it are no evidence.
    let quiet = weighed(EstimateRule::MostRecent, |made| {
        made.figure(1, |figure| {
            figure.reasoning = "seen".to_owned();
            figure.reviewer = Some(CoderId::from_bits(1));
        })
    });
    check(Check::EstimateReopened, weighed(EstimateRule::MostRecent, changes[0].1), quiet);
}

#[test]
fn running_totals_do_not_go_down() {
    // The first outlet's third article is of the sixth, its first of the fourth.
    let later = |low: u64, origin: OrgId, article: u64| {
        let value = Figure { low: Some(low), high: Some(low), chain: by(origin), ..figure(5, article) };
        let decided = link(1, LinkKind::SameOrigin, 1, 5, ReviewStatus::Rejected);
        Made::new().with(value).with(decided).tally(|tally| tally.figures.extend([FigureId::from_bits(5)]))
    };
    check(Check::OutletLowered, later(39, CLINIC, 3), later(41, CLINIC, 3));
    let corrected = later(39, CLINIC, 3).figure(1, |figure| figure.role = FigureRole::Superseded);
    check(Check::OutletLowered, later(39, CLINIC, 3), corrected);
    check(Check::OriginLowered, later(39, CLINIC, 2), later(39, OrgId::from_bits(4), 1));
    let stock = |accounting| {
        later(39, CLINIC, 3)
            .tally(move |tally| tally.accounting = accounting)
            .figure(5, move |figure| figure.accounting = Some(accounting))
    };
    check(Check::OutletLowered, stock(Accounting::Cumulative), stock(Accounting::Stock));
    let superseded = |which: u64| later(44, CLINIC, 3).figure(which, |figure| figure.role = FigureRole::Superseded);
    check(Check::SupersededAbove, superseded(5), superseded(1));
}

#[test]
fn denials_name_their_claims_and_claims_their_denials() {
    let denial = || Figure { stance: Stance::Denies, ..figure(5, 3) };
    let tied = |status| Made::new().with(denial()).with(link(1, LinkKind::Denies, 5, 1, status));
    check(Check::DenialWithoutClaim, Made::new().with(denial()), tied(ReviewStatus::Confirmed));
    check(Check::DenialWithoutClaim, tied(ReviewStatus::Rejected), tied(ReviewStatus::Suggested));
    let excluded = tied(ReviewStatus::Confirmed).figure(1, |figure| figure.role = FigureRole::Excluded);
    check(Check::DeniedCounted, tied(ReviewStatus::Confirmed), excluded);
    let passage = |words: &str| {
        let at = TEXT.find(words).unwrap();
        let anchor = Anchor::new(TEXT, TextSpan::checked(TEXT, at..at + words.len()).unwrap()).unwrap();
        let end = LinkEnd::Passage(ArticleId::from_bits(1), anchor);
        Made::new().with(Link { b: end, ..link(1, LinkKind::Denies, 5, 1, ReviewStatus::Confirmed) }).with(denial())
    };
    check(Check::DeniedCounted, passage("at least 40 people were killed"), passage("12 of them children"));
}

#[test]
fn one_count_keeps_its_definition_and_value() {
    let pair = |value: u64, subject| {
        Made::new()
            .figure(1, move |figure| (figure.low, figure.high) = (Some(value), Some(value)))
            .figure(2, move |figure| {
                (figure.low, figure.high, figure.subject) = (Some(value), Some(value), subject);
                figure.chain = by(CLINIC);
            })
            .tally(|tally| tally.figures.clear())
            .tally(|tally| tally.estimate = None)
    };
    check(Check::DefinitionChanged, pair(400, Subject::Civilians), pair(400, Subject::People));
    // Small numbers meet by accident, unless they are tied.
    check(Check::DefinitionChanged, pair(400, Subject::Civilians), pair(40, Subject::Civilians));
    let tied = |status| pair(40, Subject::Civilians).with(link(1, LinkKind::SameOrigin, 1, 2, status));
    check(Check::DefinitionChanged, tied(ReviewStatus::Confirmed), tied(ReviewStatus::Rejected));
    let differ = |low: u64, status| {
        Made::new()
            .figure(2, move |figure| (figure.low, figure.high) = (Some(low), Some(low)))
            .tally(move |tally| tally.estimate = estimate(40))
            .with(link(1, LinkKind::SameOrigin, 1, 2, status))
    };
    check(Check::OneCountDiffers, differ(50, ReviewStatus::Confirmed), differ(42, ReviewStatus::Confirmed));
    check(Check::OneCountDiffers, differ(50, ReviewStatus::Confirmed), differ(50, ReviewStatus::Suggested));
}

#[test]
fn names_and_review_marks_are_looked_at() {
    let alias = |alias: &str| {
        let twin =
            Organisation { aliases: vec![alias.to_owned()], ..org(OrgId::from_bits(9), "Hospital", OrgKind::Ngo) };
        Made::new().with(twin)
    };
    check(Check::NamesShared, alias("CLINIC"), alias("The clinics"));
    let reviewed = |status| {
        Made::new()
            .article(1, |article| article.figures_reviewed = Some((CoderId::from_bits(1), time(2))))
            .figure(1, move |figure| figure.status = status)
    };
    check(Check::ReviewedWithSuggestions, reviewed(ReviewStatus::Suggested), reviewed(ReviewStatus::Confirmed));
}

#[test]
fn a_dismissed_finding_is_kept_apart_until_what_it_is_about_changes() {
    let broken = |made: Made| made.figure(1, |figure| figure.chain.clear());
    let finding = broken(Made::new()).findings().remove(0);
    let dismissal = Dismissal {
        id: DismissalId::from_bits(1),
        check: finding.check.name().to_owned(),
        at: finding.at,
        print: finding.print,
        looked_at: finding.looked_at.clone(),
        what: finding.what.clone(),
        reason: "the article gives nobody".to_owned(),
        coder: CoderId::from_bits(1),
        created: time(3),
    };
    let settled = || broken(Made::new()).with(dismissal.clone());
    let found = run(&settled().project(), |_| Some(TEXT.into()));
    assert_eq!(found.open, []);
    assert_eq!(found.dismissed, [(finding, DismissalId::from_bits(1))]);
    // What the check does not look at leaves the dismissal alone.
    let other = settled().figure(1, |figure| {
        figure.place = Some("Arkand".to_owned());
        figure.period.start = Some(date(2024, 11, 1));
    });
    let found = run(&other.project(), |_| Some(TEXT.into()));
    assert_eq!((found.open.len(), found.dismissed.len()), (0, 1), "{found:?}");
    // What it does look at opens it again, and says so.
    let mut before = dismissal.clone();
    before.looked_at.values_mut().for_each(|print| *print ^= 1);
    before.print ^= 1;
    let found = run(&broken(Made::new()).with(before).project(), |_| Some(TEXT.into()));
    assert_eq!((found.open.len(), found.dismissed.len()), (1, 0));
    let again = found.open[0].again.as_ref().unwrap();
    assert_eq!(again.reason, "the article gives nobody");
    assert!(again.because.starts_with("origin of “") && again.because.ends_with("changed"), "{}", again.because);
    // One written before it was kept what the check looked at holds while the finding says the same.
    let old = Dismissal { looked_at: BTreeMap::new(), print: 7, ..dismissal };
    let found = run(&broken(Made::new()).with(old).project(), |_| Some(TEXT.into()));
    assert_eq!((found.open.len(), found.dismissed.len()), (0, 1));
}

#[test]
fn every_check_has_a_name_of_its_own() {
    let names: std::collections::BTreeSet<&str> = Check::ALL.iter().map(|check| check.name()).collect();
    assert_eq!(names.len(), Check::ALL.len());
    for check in Check::ALL {
        assert_eq!(Check::from_name(check.name()), Some(*check));
    }
}

#[test]
fn terms_of_a_figure_go_together() {
    let with = |change: &dyn Fn(&mut Figure)| Made::new().figure(1, change);
    let status = |subject, victim| {
        with(&move |f| (f.subject, f.victim, f.accounting) = (subject, Some(victim), Some(Accounting::Cumulative)))
    };
    check(
        Check::StatusClashes,
        status(Subject::Civilians, VictimStatus::CombatantA),
        status(Subject::People, VictimStatus::CombatantA),
    );
    let party = Some(CLINIC);
    check(
        Check::SideWithoutParty,
        with(&|f| f.victim = Some(VictimStatus::CombatantB)),
        with(&|f| (f.victim, f.party) = (Some(VictimStatus::CombatantB), party)),
    );
    let event = |parties: &[OrgId], cause| {
        let parties = parties.iter().map(|id| (*id, Side::A)).collect();
        Event { parties, cause, ..Event::blank(EventId::from_bits(1), "The shelling".to_owned()) }
    };
    let in_event = |event: Event| {
        Made::new().with(event).figure(1, |f| {
            (f.event, f.party, f.cause) = (Some(EventId::from_bits(1)), Some(CLINIC), Some(Cause::Conflict));
        })
    };
    check(Check::PartyOutsideEvent, in_event(event(&[OUTLET], None)), in_event(event(&[OUTLET, CLINIC], None)));
    let other = in_event(event(&[], Some(Cause::Disaster)));
    check(Check::CauseDiffers, other, in_event(event(&[], Some(Cause::Conflict))));
    let rows = |value| {
        let row = |sex, value| SexAge { sex, age_from: None, age_to: None, value };
        with(&move |f| f.sex_age = vec![row(Sex::Female, 15), row(Sex::Male, value)])
    };
    check(Check::BreakdownAbove, rows(26), rows(25));
    let marked = |mark| with(&move |f| f.marks = [(FigureField::Place, mark)].into());
    check(Check::MarkedWrong, marked(FieldMark::Red), marked(FieldMark::Amber));
    let other = |name: &'static str| {
        let project = with(&move |f| (f.measure, f.measure_name) = (Measure::Other, name.to_owned()));
        project.tally(move |t| t.figures.clear())
    };
    check(Check::MeasureUnclear, other(""), other("graves"));
    let recommended = |place: &'static str| {
        with(&move |f| {
            (f.role, f.place) = (FigureRole::Recommended, Some(place.to_owned()));
            f.reasoning = "the only list".to_owned();
        })
    };
    check(Check::PlaceUnclear, recommended("Tripoli"), recommended("Deraa province"));
}

#[test]
fn a_value_that_is_not_in_the_words_has_a_reason_or_a_rule() {
    let low = |low, reasoning: &'static str| {
        Made::new().figure(1, move |f| {
            (f.low, f.high, f.reasoning) = (Some(low), None, reasoning.to_owned());
        })
    };
    check(Check::ValueNotInWords, low(60, ""), low(60, "with the twenty of the second list"));
    check(Check::ValueNotInWords, low(60, ""), low(40, ""));
    let dozens = |low, words| {
        Made::new().figure(1, move |f| {
            (f.low, f.high, f.qualifier, f.words) = (Some(low), None, Qualifier::Vague, words);
            f.anchor.quote = "Dozens".to_owned();
        })
    };
    check(Check::ValueNotInWords, dozens(12, WordsRule::None), dozens(12, WordsRule::Acled));
    check(Check::ValueNotInWords, dozens(30, WordsRule::Analyst), dozens(24, WordsRule::None));
}

#[test]
fn the_outlets_own_correspondent_may_be_the_origin() {
    let own = |kind| {
        Made::new().figure(1, move |f| {
            f.chain = by(OUTLET);
            f.chain[0].kind = kind;
        })
    };
    check(Check::OriginIsOutlet, own(None), own(Some(OrgKind::OwnCorrespondent)));
}

#[test]
fn civilians_and_the_two_sides_add_up() {
    let part = |id: u64, low: u64, victim| Figure {
        victim: Some(victim),
        low: Some(low),
        high: Some(low),
        part_of: Some(FigureId::from_bits(1)),
        ..figure(id, 1)
    };
    let three = |side_b| {
        Made::new().with(part(10, 20, VictimStatus::Civilian)).with(part(11, 15, VictimStatus::CombatantA)).with(part(
            12,
            side_b,
            VictimStatus::CombatantB,
        ))
    };
    check(Check::PartsAboveWhole, three(6), three(5));
}
