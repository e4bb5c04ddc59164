//! From a project to its plots and figure files, as a caller outside the crate does it.

use crossread::exchange::{figures_csv, svg};
use crossread::model::*;
use crossread::plots::{AxisChoice, ChartOptions, LegendSign, MarkShape, PlotKind, Scale, build_with_sentences};

const TEXT: &str = "The ministry said 12 people had been killed. Aid workers spoke of more than 300 dead in the valley. \
                    About half of the valley has fled.";

fn timestamp() -> Timestamp {
    "2030-05-02T08:00:00Z".parse().unwrap()
}

fn organisation(id: u64, name: &str, kind: OrgKind) -> Organisation {
    Organisation {
        id: OrgId::from_bits(id),
        name: name.to_owned(),
        short: String::new(),
        kind,
        aliases: vec![],
        reliability: None,
        confidential: false,
    }
}

fn figure(id: u64, words: &str, low: u64, qualifier: Qualifier, origin: u64) -> Figure {
    let at = TEXT.find(words).unwrap();
    let anchor = Anchor::new(TEXT, TextSpan::checked(TEXT, at..at + words.len()).unwrap()).unwrap();
    Figure {
        low: Some(low),
        high: (!qualifier.is_floor()).then_some(low),
        qualifier,
        accounting: Some(Accounting::Cumulative),
        chain: vec![ChainLink {
            org: Some(OrgId::from_bits(origin)),
            as_written: "they".to_owned(),
            role: ChainRole::Origin,
            span: None,
        }],
        status: ReviewStatus::Confirmed,
        ..Figure::blank(FigureId::from_bits(id), ArticleId::from_bits(1), anchor, Measure::Killed, timestamp())
    }
}

fn project() -> Project {
    let mut project = Project::new("The valley", timestamp());
    let article = Article {
        id: ArticleId::from_bits(1),
        set: None,
        title: "What is known".to_owned(),
        outlet: Some(OrgId::from_bits(1)),
        wire: None,
        wire_basis: None,
        wire_evidence: None,
        author: None,
        url: None,
        published: Some("2030-05-01".parse().unwrap()),
        published_basis: None,
        retrieved: None,
        language: None,
        text_sha256: "0".repeat(64),
        text_bytes: TEXT.len() as u64,
        provenance: crossread::model::article::Provenance {
            file: "a.txt".to_owned(),
            sha256: "1".repeat(64),
            bytes: TEXT.len() as u64,
            importer: "text 1".to_owned(),
            encoding: "UTF-8".to_owned(),
            replaced: 0,
            imported: timestamp(),
        },
        read_state: ReadState::Done,
        figures_reviewed: None,
        confidential: false,
    };
    let tally = Tally {
        id: TallyId::from_bits(1),
        name: "Killed in the valley".to_owned(),
        event: None,
        measure: Measure::Killed,
        subject: Subject::People,
        place: None,
        period: Period::default(),
        accounting: Accounting::Cumulative,
        part_of: None,
        figures: [1, 2].map(FigureId::from_bits).into(),
        status: ReviewStatus::Confirmed,
        reasons: vec![],
        estimate: None,
    };
    let records: Vec<Record> = vec![
        organisation(1, "Valley Courier", OrgKind::Media).into(),
        organisation(2, "Ministry of the Interior", OrgKind::Government).into(),
        organisation(3, "Aid Council", OrgKind::Ngo).into(),
        article.into(),
        figure(1, "12 people", 12, Qualifier::Exact, 2).into(),
        figure(2, "more than 300", 300, Qualifier::MoreThan, 3).into(),
        tally.into(),
    ];
    project.apply(&Edit::put_all("enter", records)).unwrap();
    project
}

#[test]
fn a_project_becomes_charts_pictures_and_tables() {
    let project = project();
    let sentence = |figure: &Figure| {
        let end = TEXT[figure.anchor.span.end()..].find(". ").map(|at| figure.anchor.span.end() + at + 1)?;
        let start = TEXT[..figure.anchor.span.start()].rfind(". ").map_or(0, |at| at + 2);
        TEXT.get(start..end).map(str::to_owned)
    };
    for kind in PlotKind::ALL {
        let options = ChartOptions { kind: *kind, ..ChartOptions::default() };
        let chart = build_with_sentences(&project, &options, &sentence);
        let [panel] = chart.panels.as_slice() else { panic!("{:?}", chart.panels) };
        assert_eq!((panel.title.as_str(), panel.subtitle.as_str()), ("Killed in the valley", "1 outlet, 2 origins"));
        let counts = panel.y.as_ref().unwrap_or(&panel.x);
        assert_eq!(counts.scale, Scale::Log, "300 is over twenty times 12");
        assert_eq!(chart.marks().filter(|mark| mark.shape == MarkShape::Floor).count(), 1);
        assert!(chart.legend.iter().any(|entry| entry.sign == LegendSign::Floor));
        let drawing = svg::render(&chart, svg::Theme::Light, svg::DEFAULT_WIDTH);
        assert!(
            drawing.contains(
                "<title>Valley Courier · 1 May 2030 · more than 300 · Aid workers spoke of more than 300 dead in the valley.</title>"
            ),
            "{drawing}"
        );
        let linear = ChartOptions { axis: AxisChoice::Linear, ..options };
        let chart = build_with_sentences(&project, &linear, &sentence);
        let axes = chart.panels.iter().map(|panel| panel.y.as_ref().unwrap_or(&panel.x).scale);
        assert_eq!(axes.collect::<Vec<_>>(), [Scale::Linear]);
    }
    let table = figures_csv::csv(&project, figures_csv::FiguresOptions::default(), &|_| true);
    assert_eq!((table.figures, table.text.lines().count()), (2, 3));
}
