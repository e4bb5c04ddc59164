//! The report and the checks as a terminal runs them.

use std::fs;

use crossread::app::command::{Command, FileCommand, Operation};
use crossread::app::session::Env;
use crossread::app::workbench::Workbench;
use crossread::app::{checks, session::Session};
use crossread::model::ReviewStatus;

use crate::support::Scratch;

#[test]
fn a_report_is_one_page_that_needs_nothing_else() {
    let scratch = Scratch::new();
    scratch.project("p");
    scratch.run(["report", "p", "--out", "r.html"]).is(0).warns("wrote r.html; nothing withheld");
    let page = fs::read_to_string(scratch.path("r.html")).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.trim_end().ends_with("</html>"));
    for words in ["Content-Security-Policy", "At least 42", "not yet read", "<mark>", "In short", "not adopted"] {
        assert!(page.contains(words), "the page does not say {words}");
    }
    let first = page.split("Each question").next().unwrap_or_default();
    for words in ["No value is adopted yet", "Independent origins", "provisional", "Disputed"] {
        assert!(first.contains(words), "the first page does not say {words}");
    }
    for address in ["src=", "<script", "@import", "url("] {
        assert!(!page.contains(address), "the page asks for {address}");
    }
    assert!(!scratch.path("r.html.part").exists());
    scratch.run(["report", "p", "--out", "absent/r.html"]).is(2).warns("absent/r.html");
    scratch.run(["report", "absent", "--out", "r.html"]).is(2).warns("absent");
    scratch.run(["report", "p"]).is(2).warns("--out");
}

#[test]
fn the_window_writes_the_same_report() {
    let scratch = Scratch::new();
    let folder = scratch.project("p");
    let mut workbench = Workbench::new(Env::system());
    workbench.open(&folder);
    let out = scratch.path("window.html");
    workbench.run(Command::File(FileCommand::ExportReport(out.clone())));
    while !workbench.running().is_empty() {
        workbench.poll();
        std::thread::yield_now();
    }
    let said = workbench.view.notices.iter().any(|shown| shown.notice.text.contains("report written to"));
    assert!(said, "{:?}", workbench.view.notices);
    let page = fs::read_to_string(out).unwrap();
    assert!(page.contains("Evidence") && page.contains("At least 42"));
}

#[test]
fn a_finding_is_set_aside_with_a_reason_and_printed_on_request() {
    let scratch = Scratch::new();
    let folder = scratch.project("p");
    let (mut session, _) = Session::open(&folder, Env::system()).unwrap();
    let figures: Vec<_> = session.project().figures.keys().copied().collect();
    session.operate(Operation::Review { figures, status: ReviewStatus::Confirmed }).unwrap();
    let open = |session: &Session| checks::findings(session.project(), |id| session.text(id));
    let found = open(&session);
    assert!(!found.is_empty(), "a project of confirmed suggestions has something to settle");
    let finding = found[0].clone();
    let aside =
        |reason: &str| Operation::DismissFinding { finding: Box::new(finding.clone()), reason: reason.to_owned() };
    assert!(session.operate(aside("  ")).unwrap_err().to_string().contains("say why"));
    session.operate(aside("asked the desk: nobody knows")).unwrap();
    assert_eq!(open(&session).len(), found.len() - 1);
    session.close().unwrap();
    let ran = scratch.run(["check", "p", "--dismissed"]);
    assert!(ran.out.contains("set aside: ") && ran.out.contains("asked the desk: nobody knows"), "{}", ran.out);
    assert!(!scratch.run(["check", "p"]).out.contains("set aside"));

    // Taken back, it is there again; the dismissal also lives through a restart.
    let (mut session, _) = Session::open(&folder, Env::system()).unwrap();
    assert_eq!(session.project().dismissals.len(), 1);
    session.undo().unwrap();
    assert_eq!(open(&session).len(), found.len());
    session.close().unwrap();
}
