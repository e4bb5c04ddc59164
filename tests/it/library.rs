//! The library: what it shows after every change, many articles at once, all by keyboard.

use std::path::Path;
use std::sync::Arc;

use crossread::app::command::Operation;
use crossread::app::derived::Derived;
use crossread::app::import;
use crossread::app::jobs::Progress;
use crossread::app::ops::articles_many::ManyChange;
use crossread::app::session::{Env, Session};
use crossread::app::view::{GroupBy, SortBy, ViewState};
use crossread::model::{ArticleId, ReadState, ReviewStatus, Timestamp};

use crate::support::Scratch;

fn env() -> Env {
    Env {
        now: || "2030-05-04T08:00:00Z".parse::<Timestamp>().unwrap(),
        seed: Some(3),
        coder_name: "Ana".to_owned(),
        wake: Arc::new(|| {}),
    }
}

fn session(scratch: &Scratch, folder: &Path) -> Session {
    let mut session = Session::create(&scratch.path("p"), "p", env()).unwrap();
    let table =
        import::read_files(&[folder.to_owned()], session.project(), &|id| session.text(id), &Progress::default());
    session.land_import(&table.unwrap()).unwrap();
    session
}

/// What is kept up to date by every change must be what would be worked out anew.
#[track_caller]
fn is_as_anew(kept: &mut Derived, session: &Session, view: &ViewState, after: &str) {
    kept.update(session, view);
    let mut anew = Derived::default();
    anew.update(session, view);
    assert_eq!(kept.library, anew.library, "{after}");
    assert_eq!(kept.counts, anew.counts, "{after}");
    assert_eq!(kept.tag_counts, anew.tag_counts, "{after}");
    assert_eq!(kept.excerpts_of, anew.excerpts_of, "{after}");
    assert_eq!(kept.figures_of, anew.figures_of, "{after}");
    assert_eq!(kept.totals, anew.totals, "{after}");
    assert_eq!(kept.voices, anew.voices, "{after}");
    assert_eq!(kept.figures, anew.figures, "{after}");
    assert_eq!(kept.findings, anew.findings, "{after}");
}

#[test]
fn what_is_shown_after_each_change_is_what_would_be_worked_out_anew() {
    let scratch = Scratch::new();
    let folder = scratch.articles("in");
    let mut session = session(&scratch, &folder);
    let mut views: Vec<ViewState> = GroupBy::ALL
        .iter()
        .zip(SortBy::ALL.iter().cycle())
        .map(|(group_by, sort_by)| ViewState { group_by: *group_by, sort_by: *sort_by, ..ViewState::default() })
        .collect();
    views[1].library_filter = "has:confirmed".to_owned();
    views[2].library_state = Some(ReadState::Done);
    views[3].figures.status = Some(ReviewStatus::Suggested);
    views[4].figures.filter = "directorate".to_owned();
    views[5].sort_backwards = true;
    let mut kept: Vec<Derived> = views.iter().map(|_| Derived::default()).collect();
    let articles: Vec<ArticleId> = session.project().articles.keys().copied().collect();
    let figures: Vec<_> = session.project().figures.keys().copied().collect();
    session.operate(Operation::AddStarterCodebook).unwrap();
    let tag = *session.project().tags.keys().next().unwrap();
    let many = |change| Operation::ChangeArticles { articles: articles.clone(), change };
    let steps = vec![
        Operation::Review { figures: figures[..3].to_vec(), status: ReviewStatus::Confirmed },
        Operation::Review { figures: figures[2..4].to_vec(), status: ReviewStatus::Rejected },
        Operation::TagSpan { article: articles[0], range: 0..10, tag },
        Operation::TagSpans { tag, spans: vec![(articles[0], 0..10), (articles[1], 4..9), (articles[2], 0..5)] },
        Operation::MarkRead { articles: articles[..2].to_vec(), state: ReadState::Done },
        many(ManyChange::Outlet("North Wire".to_owned())),
        many(ManyChange::Set("Spring".to_owned())),
        many(ManyChange::Reviewed(true)),
        many(ManyChange::Confidential(true)),
        Operation::NameOutletAndWire { article: articles[1], outlet: String::new(), wire: "Harbour News".to_owned() },
        Operation::DeleteFigures(figures[5..6].to_vec()),
        Operation::CreateTally(figures[..1].to_vec()),
        Operation::DeleteTag(tag),
        Operation::DeleteArticles(articles[1..].to_vec()),
    ];
    let mut check = |session: &Session, after: &str| {
        for (kept, view) in kept.iter_mut().zip(&views) {
            is_as_anew(kept, session, view, after);
        }
    };
    check(&session, "opening");
    for step in steps {
        let what = format!("{step:?}");
        session.operate(step).unwrap();
        check(&session, &what);
    }
    while let Some((label, _)) = session.undo().unwrap() {
        check(&session, &format!("undo {label}"));
    }
}

#[test]
fn many_articles_are_changed_in_one_step() {
    let scratch = Scratch::new();
    let folder = scratch.articles("in");
    let mut session = session(&scratch, &folder);
    let articles: Vec<ArticleId> = session.project().articles.keys().copied().collect();
    let before = session.project().clone();
    let many = |change| Operation::ChangeArticles { articles: articles.clone(), change };
    session.operate(many(ManyChange::Outlet("Valley Courier".to_owned()))).unwrap();
    let project = session.project();
    assert!(project.articles.values().all(|article| project.outlet_name(article) == "Valley Courier"));
    assert_eq!(session.undo_label(), Some("set the outlet of 3 articles"));
    session.operate(many(ManyChange::Set("Spring".to_owned()))).unwrap();
    let sets: Vec<&str> = session.project().sets.values().map(|set| set.name.as_str()).collect();
    assert!(sets.contains(&"Spring") && sets.len() == before.sets.len() + 1, "{sets:?}");
    // What is so already is no step.
    let label = session.undo_label().map(str::to_owned);
    session.operate(many(ManyChange::Set("spring".to_owned()))).unwrap();
    assert_eq!(session.undo_label().map(str::to_owned), label);
    session.undo().unwrap();
    session.undo().unwrap();
    assert_eq!(session.project(), &before);
}

#[cfg(feature = "gui")]
mod window {
    use std::collections::BTreeSet;

    use egui::{Key, Modifiers};

    use super::*;
    use crate::panels::Window;

    fn window() -> Window {
        let mut window = Window::new((1440.0, 900.0));
        let project = window.scratch.project("p");
        window.app_mut().open(Some(project));
        window.settle();
        window
    }

    fn marked(window: &Window) -> usize {
        window.app().workbench.view.marked.len()
    }

    #[test]
    fn articles_are_marked_folded_and_opened_by_keyboard_alone() {
        let mut window = window();
        window.press(Modifiers::COMMAND, Key::L);
        window.press(Modifiers::NONE, Key::ArrowDown);
        // On the first heading: folded, the list is shorter.
        let shown = |window: &Window| window.rects(egui::accesskit::Role::TreeItem).len();
        let all = shown(&window);
        window.press(Modifiers::NONE, Key::ArrowLeft);
        assert!(shown(&window) < all, "{all}");
        window.press(Modifiers::NONE, Key::ArrowRight);
        assert_eq!(shown(&window), all);
        window.press(Modifiers::COMMAND, Key::A);
        assert_eq!(marked(&window), 3);
        assert!(window.reads("3 marked"));
        window.press(Modifiers::NONE, Key::Escape);
        assert_eq!(marked(&window), 0);
        window.press(Modifiers::NONE, Key::ArrowDown);
        window.press(Modifiers::NONE, Key::Space);
        assert_eq!(marked(&window), 1);
        window.press(Modifiers::SHIFT, Key::End);
        assert_eq!(marked(&window), 3);
    }

    #[test]
    fn what_is_marked_is_changed_at_once_and_taken_back_in_one_step() {
        let mut window = window();
        let all: BTreeSet<ArticleId> = window.project().articles.keys().copied().collect();
        window.app_mut().workbench.view.marked = all;
        window.settle();
        window.click("Do with them…");
        window.click("Mark done");
        assert!(window.project().articles.values().all(|article| article.read_state == ReadState::Done));
        window.press(Modifiers::COMMAND, Key::Z);
        assert!(window.project().articles.values().all(|article| article.read_state == ReadState::Unread));
        window.click("Do with them…");
        window.click("Set the outlet…");
        window.type_text("Valley Courier");
        window.press(Modifiers::NONE, Key::Enter);
        let project = window.project();
        assert!(project.articles.values().all(|article| project.outlet_name(article) == "Valley Courier"));
    }

    #[test]
    fn articles_are_sorted_and_told_apart_by_how_far_they_were_read() {
        let mut window = window();
        window.click("Group articles");
        window.click("not grouped");
        window.click("Sort articles");
        window.click("title");
        let titles = |window: &Window| -> Vec<String> {
            let mut rows = window.rects(egui::accesskit::Role::TreeItem);
            rows.sort_by(|a, b| a.1.top().total_cmp(&b.1.top()));
            rows.into_iter().map(|(name, _)| name).filter(|name| name.contains(", ")).collect()
        };
        let forwards = titles(&window);
        assert!(forwards.len() == 3 && forwards.is_sorted(), "{forwards:?}");
        window.click("Sorted forwards");
        assert!(titles(&window).iter().rev().eq(&forwards));
        window.click("reading");
        assert!(window.reads("Nothing matches"));
    }
}
