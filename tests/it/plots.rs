//! From a project to its plots and figure files, as a caller outside the crate does it.

use std::fs;

use crossread::app::command::{Command, FileCommand, Operation, ViewCommand};
use crossread::app::session::{Env, Session};
use crossread::app::view::Selection;
use crossread::exchange::{figures_csv, svg};
use crossread::model::Figure;
use crossread::plots::{AxisChoice, ChartOptions, PlotKind, Scale, build_with_sentences};

use egui_kittest::kittest::Queryable as _;

use crate::panels::Window;
use crate::support::Scratch;

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

#[test]
fn a_table_of_tags_is_drawn_from_the_terminal() {
    let scratch = Scratch::new();
    let folder = scratch.project("p");
    for kind in ["tags-by-outlet", "tags-by-day"] {
        let ran = scratch.run(["plot", "p", "--kind", kind, "--out", "t.svg"]);
        ran.is(2).warns("nothing is tagged yet");
    }
    let (mut session, _) = Session::open(&folder, Env::system()).unwrap();
    let figure = session.project().figures.values().next().unwrap().clone();
    let (article, range) = (figure.article, figure.anchor.span.range());
    session.operate(Operation::TagSpanNew { article, range, name: "Harbour <fire>".to_owned() }).unwrap();
    session.operate(Operation::CreateTag { name: "Bridge".to_owned(), parent: None }).unwrap();
    session.close().unwrap();
    for (kind, says) in [
        ("tags-by-outlet", "Tags by outlet"),
        ("tags-by-wire", "Tags by wire"),
        ("tags-by-day", "Tags by day"),
        ("tags-by-article", "Tags by article"),
    ] {
        scratch.run(["plot", "p", "--kind", kind, "--out", "t.svg"]).is(0).warns("wrote t.svg");
        let drawing = fs::read_to_string(scratch.path("t.svg")).unwrap();
        for words in [says, "Harbour &lt;fire&gt;", "not read to the end", "1 tag without an excerpt not drawn"] {
            assert!(drawing.contains(words), "{kind} does not say {words}");
        }
        scratch.run(["plot", "p", "--kind", kind, "--dark", "--out", "t.png"]).is(0);
        assert!(fs::read(scratch.path("t.png")).unwrap().starts_with(b"\x89PNG"));
    }
}

#[test]
fn a_tally_leads_to_its_panel_and_back_and_can_stand_alone() {
    let mut window = Window::on_project();
    let tally = window.project().tallies.values().next().expect("a tally is proposed").clone();
    window.app_mut().workbench.run(Command::View(ViewCommand::Select(Selection::None)));
    window.click("Plots");
    let heading = format!("{}: ", tally.name);
    window.harness.get_by_label_contains(&heading).click();
    window.settle();
    assert_eq!(window.app_mut().workbench.view.selection, Selection::Tally(tally.id));
    let plots = window.app_mut().workbench.view.plots.clone();
    let alone = crossread::app::view::PlotsView { tally: Some(tally.id), ..plots };
    window.app_mut().workbench.run(Command::View(ViewCommand::Plots(alone)));
    window.settle();
    let chart = window.app_mut().workbench.derived.chart.clone().unwrap();
    assert_eq!(chart.panels.len(), 1);
}

#[test]
fn the_window_writes_the_table_of_tags() {
    let mut window = Window::on_project();
    let figure = window.project().figures.values().next().unwrap().clone();
    let (article, range) = (figure.article, figure.anchor.span.range());
    let bench = &mut window.app_mut().workbench;
    bench.operate(Operation::TagSpanNew { article, range, name: "Harbour".to_owned() });
    let out = window.scratch.path("tags.svg");
    window.app_mut().workbench.run(Command::File(FileCommand::ExportTags(out.clone())));
    while !window.app_mut().workbench.running().is_empty() {
        window.app_mut().workbench.poll();
        std::thread::yield_now();
    }
    assert!(fs::read_to_string(out).unwrap().contains("Harbour, "));
}
