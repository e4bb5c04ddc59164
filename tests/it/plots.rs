//! From a project to its plots and figure files, as a caller outside the crate does it.

use crossread::exchange::{figures_csv, svg};
use crossread::model::Figure;
use crossread::plots::{AxisChoice, ChartOptions, PlotKind, Scale, build_with_sentences};

/// The project that the crate's own tests of plots are made on.
#[path = "../../src/plots/sample.rs"]
#[allow(dead_code)] // Another reader of the file needs the rest.
mod made_up;

#[test]
fn a_project_becomes_charts_pictures_and_tables() {
    let project = made_up::rich();
    let whole = |figure: &Figure| {
        (figure.as_reported() == "dozens").then(|| "The whole sentence, as the article has it.".to_owned())
    };
    for kind in PlotKind::ALL {
        let options = ChartOptions { kind: *kind, ..ChartOptions::default() };
        let chart = build_with_sentences(&project, &options, &whole);
        assert!(!chart.is_empty(), "{kind:?}");
        assert!(chart.title.contains(" outlets from "), "{}", chart.title);
        let drawing = svg::render(&chart, svg::Theme::Light, svg::DEFAULT_WIDTH);
        for mark in chart.marks() {
            assert!(drawing.contains("class=\"mark\""), "{kind:?} {}", mark.name());
        }
        let sentence = "<title>The Inland Gazette and Weekly Advertiser · 8 Mar 2031 · dozens · The whole sentence, \
                        as the article has it.</title>";
        let drawn = chart.marks().any(|mark| mark.words == "dozens");
        assert_eq!(drawing.contains(sentence), drawn, "{kind:?}");
        assert!(chart.as_text().contains(&chart.subtitle), "{kind:?}");
    }
    let options = ChartOptions { axis: AxisChoice::Linear, ..ChartOptions::default() };
    let chart = build_with_sentences(&project, &options, &whole);
    assert!(chart.panels.iter().all(|panel| panel.x.scale == Scale::Linear));
    let table = figures_csv::csv(&project, figures_csv::FiguresOptions::default(), &|_| true);
    assert_eq!(table.text.lines().count(), table.figures + 1);
}
