//! Tallies as an analyst meets them: the seed articles from import to report, refusals, estimates and their reopening.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossread::app::command::Operation;
use crossread::app::derived::Derived;
use crossread::app::import;
use crossread::app::jobs::Progress;
use crossread::app::ops::events::Gathered;
use crossread::app::ops::organisations::{ChainStep, goes_by};
use crossread::app::session::{Env, Session};
use crossread::app::view::ViewState;
use crossread::app::{checks, report};
use crossread::model::*;

use crate::support::Scratch;

fn env() -> Env {
    Env {
        now: || "2030-05-04T08:00:00Z".parse::<Timestamp>().unwrap(),
        seed: Some(7),
        coder_name: "Ana".to_owned(),
        wake: Arc::new(|| {}),
    }
}

fn opened(scratch: &Scratch, articles: &Path) -> Session {
    let mut session = Session::create(&scratch.path("p"), "p", env()).unwrap();
    let table =
        import::read_files(&[articles.to_owned()], session.project(), &|id| session.text(id), &Progress::default());
    session.land_import(&table.unwrap()).unwrap();
    session
}

fn derived(session: &Session) -> Derived {
    let mut derived = Derived::default();
    derived.update(session, &ViewState::default());
    derived
}

/// The seed articles, which are no part of this repository.
fn seeds() -> Option<PathBuf> {
    let shared = std::env::var_os("CROSSREAD_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let seeds = shared.join("seeds");
    if seeds.is_dir() {
        return Some(seeds);
    }
    eprintln!("skipped: the seed articles are not at {}", seeds.display());
    None
}

fn accept_all(session: &mut Session) {
    let figures: Vec<FigureId> = session.project().figures.keys().copied().collect();
    session.operate(Operation::Review { figures, status: ReviewStatus::Confirmed }).unwrap();
    let tallies: Vec<TallyId> = session.project().tallies.keys().copied().collect();
    session.operate(Operation::ReviewTallies { tallies, status: ReviewStatus::Confirmed }).unwrap();
}

fn values(project: &Project, tally: &Tally) -> Vec<u64> {
    let mut values: Vec<u64> = tally.figures.iter().filter_map(|id| project.figures[id].low).collect();
    values.sort_unstable();
    values
}

#[test]
fn the_seeds_become_the_tallies_they_hold() {
    let Some(seeds) = seeds() else { return };
    let scratch = Scratch::new();
    let mut session = opened(&scratch, &seeds);
    accept_all(&mut session);
    let derived = derived(&session);
    let project = session.project();
    let of = |wanted: &[u64]| -> &Tally {
        let mut found = project.tallies.values().filter(|tally| values(project, tally) == wanted);
        let tally = found.next().unwrap_or_else(|| panic!("no tally holds {wanted:?}"));
        assert!(found.next().is_none(), "two tallies hold {wanted:?}");
        tally
    };
    let voices = |tally: &Tally| derived.voices[&tally.id].clone();

    let killed = of(&[820, 826]);
    assert_eq!(voices(killed), "2 outlets, 1 origin · provisional");
    let origins: BTreeSet<_> = killed.figures.iter().map(|id| project.origin_name(&project.figures[id])).collect();
    assert_eq!(origins, BTreeSet::from([Some("SOHR")]));
    assert_eq!(
        (killed.measure, killed.subject, killed.accounting),
        (Measure::Killed, Subject::People, Accounting::Cumulative)
    );

    let civilians = of(&[111, 111]);
    assert_eq!((civilians.subject, civilians.part_of), (Subject::Civilians, Some(killed.id)));

    let displaced = of(&[370_000, 370_000]);
    let origins: BTreeSet<_> = displaced.figures.iter().map(|id| project.origin_name(&project.figures[id])).collect();
    assert_eq!(origins, BTreeSet::from([Some("UN")]));
    let ways: BTreeSet<_> = displaced.figures.iter().map(|id| project.figures[id].accounting).collect();
    assert_eq!(ways.len(), 1, "stock and flow are mixed: {ways:?}");

    let war = of(&[500_000, 500_000]);
    assert_eq!(voices(war), "2 outlets, origin not given · provisional");
    assert_eq!(project.tallies.len(), 4);

    // The rebels are a belligerent's claim and a vague word; the war's older count and the share stand by themselves.
    let alone = |low: Option<u64>, fits: &dyn Fn(&Figure) -> bool| {
        let figures: Vec<&Figure> = project.figures.values().filter(|f| f.low == low && fits(f)).collect();
        assert_eq!(figures.len(), 1, "{low:?}");
        assert!(project.tallies.values().all(|tally| !tally.figures.contains(&figures[0].id)), "{low:?} is in a tally");
        figures[0]
    };
    let combatants = |figure: &Figure| figure.subject == Subject::Combatants;
    alone(Some(200), &|figure| combatants(figure) && figure.qualifier == Qualifier::AtLeast);
    alone(Some(24), &|figure| combatants(figure) && figure.qualifier == Qualifier::Vague);
    alone(Some(305_000), &|figure| figure.period.end.is_some());
    let share = alone(None, &|figure| figure.fraction == Some(0.5));
    assert_eq!((share.low, share.best, share.high), (None, None, None));

    // One count told twice, three times over.
    let groups: Vec<Vec<u64>> = derived
        .same_origin
        .iter()
        .map(|group| {
            let mut values: Vec<u64> = group.figures.iter().filter_map(|id| project.figures[id].low).collect();
            values.sort_unstable();
            assert!(group.reasons.contains(&"same origin".to_owned()), "{:?}", group.reasons);
            values
        })
        .collect();
    let groups: BTreeSet<_> = groups.into_iter().collect();
    assert_eq!(groups, BTreeSet::from([vec![111, 111], vec![820, 826], vec![370_000, 370_000]]));

    // Five articles, four wires; what the text does not name is said as unknown.
    assert_eq!((project.articles.len(), derived.totals.wires), (5, 4));
    let outlets: BTreeSet<String> = project.articles.values().map(|article| project.outlet_name(article)).collect();
    for name in ["unknown (AFP)", "unknown (AP)", "unknown (Reuters)"] {
        assert!(outlets.contains(name), "{outlets:?}");
    }

    let figures = project.figures.len();
    let report = report::write(project, &|id| session.text(id), (env().now)());
    assert!(report.html.contains("articles, carrying 4 wires"), "the report counts the wires");
    assert_eq!(report.html.matches("class=\"figure\"").count(), figures);
    session.close().unwrap();

    // The same from a terminal, which reads the texts anew.
    let lines = scratch.run(["tallies", "p", "--jsonl"]).is(0).out;
    let rows: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 4);
    let mut pairs: Vec<Vec<u64>> = Vec::new();
    for row in &rows {
        for field in [
            "measure",
            "subject",
            "place",
            "period_start",
            "period_end",
            "accounting",
            "figures",
            "same_origin",
            "reasons",
        ] {
            assert!(row.get(field).is_some(), "no {field} in {row}");
        }
        for group in row["same_origin"].as_array().unwrap() {
            let low = |at: &serde_json::Value| {
                row["figures"][usize::try_from(at.as_u64().unwrap()).unwrap()]["low"].as_u64().unwrap()
            };
            pairs.push(group.as_array().unwrap().iter().map(low).collect());
        }
    }
    pairs.sort();
    assert_eq!(pairs, [vec![111, 111], vec![820, 826], vec![370_000, 370_000]]);
}

/// Three outlets on one shelling, two of them with the same health directorate behind them.
fn shelling(scratch: &Scratch) -> Session {
    let texts = [
        (
            "a.txt",
            "date 2030-05-02\nHarbour shelled\n\nAt least 42 people, including 9 children, were killed in Marren since 30 April, the Health Directorate of Marren said.",
        ),
        (
            "b.txt",
            "date 2030-05-03\nToll of Marren\n\nSince 30 April at least 42 people have been killed in Marren, 9 children among them, the Health Directorate of Marren said.",
        ),
        (
            "c.txt",
            "date 2030-05-04\nA third account\n\nOCHA said 55 people had been killed in Marren since 30 April. In Marren 12 civilians have been killed since 30 April, OCHA said.",
        ),
    ];
    for (name, text) in texts {
        scratch.file(Path::new("in").join(name), text);
    }
    opened(scratch, &scratch.path("in"))
}

fn killed(session: &Session) -> Tally {
    let project = session.project();
    let mut tallies: Vec<&Tally> = project
        .tallies
        .values()
        .filter(|tally| tally.measure == Measure::Killed && tally.subject == Subject::People)
        .collect();
    tallies.sort_by_key(|tally| std::cmp::Reverse(tally.figures.len()));
    tallies[0].clone()
}

fn figure_of(session: &Session, low: u64, subject: Subject) -> FigureId {
    let found = session.project().figures.values().find(|f| f.low == Some(low) && f.subject == subject);
    found.unwrap_or_else(|| panic!("no {low} {}", subject.label())).id
}

#[test]
fn a_tally_refuses_what_answers_another_question() {
    let scratch = Scratch::new();
    let mut session = shelling(&scratch);
    let tally = killed(&session);
    let civilians = figure_of(&session, 12, Subject::Civilians);
    let before = session.project().clone();
    let refuse = |session: &mut Session, operation: Operation, why: &str| {
        let error = session.operate(operation).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
        assert_eq!(*session.project(), before, "a refused operation changed something");
    };
    let put = Operation::SetTallyMembers { tally: tally.id, figures: vec![civilians], inside: true };
    refuse(&mut session, put, "it counts other people");
    let members: Vec<FigureId> = tally.figures.iter().copied().chain([civilians]).collect();
    refuse(&mut session, Operation::CreateTally(members), "does not answer");
    let stock = Tally { accounting: Accounting::Stock, ..tally.clone() };
    refuse(&mut session, Operation::ChangeTally(Box::new(stock)), "it adds up differently");
    refuse(&mut session, Operation::MergeTallies { from: tally.id, into: tally.id }, "with itself");
    refuse(&mut session, Operation::SplitTally { tally: tally.id, figures: vec![civilians] }, "choose the figures");
    let by_rule =
        |rule| Operation::AdoptByRule { tally: tally.id, rule, words: WordsRule::None, reasoning: String::new() };
    refuse(&mut session, by_rule(EstimateRule::Floor), "no figure of this tally is confirmed");

    let other = session.operate(Operation::CreateTally(vec![civilians])).unwrap();
    let Some(RecordId::Tally(other)) = other else { panic!("{other:?}") };
    let error = session.operate(Operation::MergeTallies { from: other, into: tally.id }).unwrap_err().to_string();
    assert!(error.contains("they count different people"), "{error}");
}

#[test]
fn an_estimate_is_adopted_by_rule_and_reopened_by_its_evidence() {
    let scratch = Scratch::new();
    let mut session = shelling(&scratch);
    accept_all(&mut session);
    let tally = killed(&session);
    assert_eq!(values(session.project(), &tally), [42, 42, 55]);
    let adopt = |session: &mut Session, rule| {
        let operation =
            Operation::AdoptByRule { tally: tally.id, rule, words: WordsRule::Acled, reasoning: String::new() };
        session.operate(operation).unwrap();
        let estimate = session.project().tallies[&tally.id].estimate.clone().unwrap();
        (estimate.low, estimate.best, estimate.high)
    };
    let n = Some;
    assert_eq!(adopt(&mut session, EstimateRule::Floor), (n(42), n(42), None));
    assert_eq!(adopt(&mut session, EstimateRule::MostRecent), (n(55), n(55), n(55)));
    assert_eq!(adopt(&mut session, EstimateRule::RangeOfOrigins), (n(42), None, n(55)));
    assert_eq!(adopt(&mut session, EstimateRule::MedianOfOrigins), (n(42), None, n(55)));
    let estimate = session.project().tallies[&tally.id].estimate.clone().unwrap();
    assert!(estimate.reasoning.contains("median of 2 origins"), "{}", estimate.reasoning);
    assert_eq!(derived(&session).reopened.len(), 0);

    // Whoever corrects a figure opens the estimate again; keeping it closes it.
    let id = figure_of(&session, 55, Subject::People);
    let corrected = Figure { low: Some(57), high: Some(57), ..session.project().figures[&id].clone() };
    session.operate(Operation::ChangeFigure(Box::new(corrected))).unwrap();
    let judged = derived(&session);
    assert_eq!(judged.reopened.keys().copied().collect::<Vec<_>>(), [tally.id]);
    assert!(judged.findings.iter().any(|f| f.check == checks::Check::EstimateReopened));
    session.operate(Operation::KeepEstimate(tally.id)).unwrap();
    assert_eq!(derived(&session).reopened.len(), 0);
    session.operate(Operation::Review { figures: vec![id], status: ReviewStatus::Rejected }).unwrap();
    assert_eq!(derived(&session).reopened.len(), 1);
    // Taking it back puts the estimate in force again.
    session.undo().unwrap();
    assert_eq!(derived(&session).reopened.len(), 0);
}

#[test]
fn origins_are_merged_named_and_tied() {
    let scratch = Scratch::new();
    let mut session = shelling(&scratch);
    let tally = killed(&session);
    assert_eq!(derived(&session).voices[&tally.id], "3 outlets, 2 origins".replace("3 outlets", &outlets(&session)));
    // The chain is ordered; the words the article uses are kept.
    let id = figure_of(&session, 55, Subject::People);
    let steps = |names: &[(&str, ChainRole)]| -> Vec<ChainStep> {
        names.iter().map(|(name, role)| ChainStep { name: (*name).to_owned(), role: *role }).collect()
    };
    let chain = steps(&[("Relief Council", ChainRole::Origin), ("OCHA", ChainRole::Relay)]);
    session.operate(Operation::SetChain { figure: id, steps: chain }).unwrap();
    let figure = &session.project().figures[&id];
    assert_eq!(figure.chain.iter().map(|link| link.role).collect::<Vec<_>>(), [ChainRole::Origin, ChainRole::Relay]);
    assert_eq!(session.project().origin_name(figure), Some("Relief Council"));
    let wrong = steps(&[("OCHA", ChainRole::Relay), ("Relief Council", ChainRole::Origin)]);
    assert!(session.operate(Operation::SetChain { figure: id, steps: wrong }).is_err());

    // Two organisations become one voice.
    let org = |session: &Session, name: &str| {
        session
            .project()
            .organisations
            .values()
            .find(|org| goes_by(org, name))
            .unwrap_or_else(|| panic!("no {name}"))
            .id
    };
    let (council, directorate) = (org(&session, "Relief Council"), org(&session, "Health Directorate of Marren"));
    session.operate(Operation::MergeOrganisations { from: council, into: directorate }).unwrap();
    assert!(goes_by(&session.project().organisations[&directorate], "relief council"));
    assert!(derived(&session).voices[&tally.id].contains("1 origin"));
    session.undo().unwrap();
    let error = session.operate(Operation::AddAlias { organisation: council, alias: "ocha".to_owned() }).unwrap_err();
    assert!(error.to_string().contains("merge the two instead"), "{error}");

    // A tie that the analyst confirms joins voices as well, and a rejected one does not come again.
    let other = figure_of(&session, 42, Subject::People);
    let tie = Operation::TieFigures { kind: LinkKind::SameOrigin, a: id, b: other, reason: "one list".to_owned() };
    session.operate(tie).unwrap();
    assert!(derived(&session).voices[&tally.id].contains("1 origin"));
    let links: Vec<LinkId> = session.project().links.keys().copied().collect();
    session.operate(Operation::DecideLinks { links: links.clone(), status: ReviewStatus::Rejected }).unwrap();
    session.operate(Operation::ProposeTallies).unwrap();
    assert_eq!(session.project().links.keys().copied().collect::<Vec<_>>(), links);
    assert!(session.project().links.values().all(|link| link.status == ReviewStatus::Rejected));
}

/// How many outlets speak, in words: what is not named counts as one.
fn outlets(session: &Session) -> String {
    let tally = killed(session);
    derived(session).voices[&tally.id].split(',').next().unwrap().to_owned()
}

#[test]
fn events_gather_tallies_figures_and_links() {
    let scratch = Scratch::new();
    let mut session = shelling(&scratch);
    let tally = killed(&session);
    let loose = figure_of(&session, 12, Subject::Civilians);
    let gathered = Gathered { tallies: vec![tally.id], figures: vec![loose], links: Vec::new() };
    let made = session.operate(Operation::CreateEvent { name: "Shelling of Marren".to_owned(), gathered }).unwrap();
    let Some(RecordId::Event(event)) = made else { panic!("{made:?}") };
    let parties = vec!["Northern Joint Staff".to_owned(), " ".to_owned()];
    session.operate(Operation::NameParties { event, parties }).unwrap();
    let under = crossread::app::ops::events::under(session.project(), event);
    assert_eq!(under.tallies, [tally.id]);
    assert!(under.figures.contains(&loose) && under.figures.len() == tally.figures.len() + 1);
    assert_eq!(session.project().events[&event].period.start, tally.period.start);
    assert_eq!(session.project().events[&event].parties.len(), 1);

    let made = session.operate(Operation::CreateEvent { name: "Harbour".to_owned(), gathered: Gathered::default() });
    let Some(RecordId::Event(second)) = made.unwrap() else { panic!() };
    session.operate(Operation::MergeEvents { from: event, into: second }).unwrap();
    assert_eq!(session.project().tallies[&tally.id].event, Some(second));
    session.operate(Operation::DeleteEvent(second)).unwrap();
    assert_eq!(session.project().tallies[&tally.id].event, None);
    assert_eq!(session.project().figures[&loose].event, None);
    let nameless = Operation::CreateEvent { name: " ".to_owned(), gathered: Gathered::default() };
    assert!(session.operate(nameless).is_err());
}

#[test]
fn tallies_are_split_and_merged_again() {
    let scratch = Scratch::new();
    let mut session = shelling(&scratch);
    let tally = killed(&session);
    let one = *tally.figures.first().unwrap();
    let made = session.operate(Operation::SplitTally { tally: tally.id, figures: vec![one] }).unwrap();
    let Some(RecordId::Tally(new)) = made else { panic!("{made:?}") };
    assert_eq!(session.project().tallies[&new].figures, BTreeSet::from([one]));
    assert!(!session.project().tallies[&tally.id].figures.contains(&one));
    session.operate(Operation::MergeTallies { from: new, into: tally.id }).unwrap();
    assert_eq!(session.project().tallies[&tally.id].figures, tally.figures);
    assert!(!session.project().tallies.contains_key(&new));
}

#[test]
fn figures_of_a_later_import_join_the_tally_they_answer() {
    let scratch = Scratch::new();
    let mut session = shelling(&scratch);
    let before = killed(&session);
    let n = session.project().tallies.len();
    let text = "date 2030-05-05\nLater\n\nOCHA said 61 people had been killed in Marren since 30 April.";
    scratch.file("more/d.txt", text);
    let table =
        import::read_files(&[scratch.path("more")], session.project(), &|id| session.text(id), &Progress::default());
    session.land_import(&table.unwrap()).unwrap();
    let after = killed(&session);
    assert_eq!((after.id, after.figures.len()), (before.id, before.figures.len() + 1));
    assert_eq!(session.project().tallies.len(), n);
}
