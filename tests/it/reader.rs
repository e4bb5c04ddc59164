//! The reader: finding, tagging, excerpts, columns, ties and scrolling together, each by keyboard or by accessible name.

use std::ops::Range;

use crossread::app::command::{Command, Operation, ViewCommand};
use crossread::app::reading::ReadingCommand;
use crossread::app::view::Selection;
use crossread::model::{
    Anchor, ArticleId, Edit, Link, LinkEnd, LinkId, LinkKind, ReadState, ReviewStatus, TextSpan, Timestamp,
};
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, MouseWheelUnit, Pos2, TouchPhase, Vec2};
use egui_kittest::kittest::Queryable as _;

use crate::panels::{DOZENS, KNOWN, SHELLS, Window};

const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };

fn text(window: &Window, article: ArticleId) -> std::sync::Arc<str> {
    window.app().workbench.session.as_ref().unwrap().text(article).unwrap()
}

/// Where words stand in an article, in bytes.
fn place(window: &Window, article: ArticleId, words: &str) -> Range<usize> {
    let at = text(window, article).find(words).unwrap_or_else(|| panic!("“{words}” is not there"));
    at..at + words.len()
}

fn run(window: &mut Window, command: Command) {
    window.app_mut().workbench.run_all(vec![command]);
    window.settle();
}

/// Two long articles that tell five things in the same order, far apart, with words between that have nothing in common.
fn long_pair() -> (Window, ArticleId, ArticleId) {
    let shared = [
        "Harbour master Odile Brandt counted 412 stranded sailors near Tolver quay.",
        "The Relief Council opened 17 kitchens in the Mirren district.",
        "Engineer Pavel Soukup blamed a cracked sluice for the Ostrava flood.",
        "A ferry named Aurelia carried 260 children to Quillan island.",
        "The bishop of Tarn asked both sides to spare the granary.",
    ];
    // No line of the one has a word of weight in common with a line of the other.
    let filler = |name: &str, n: usize| {
        let words: [&str; 8] = if name == "Left" {
            ["orchards", "bloomed", "quietly", "beekeepers", "weighed", "honey", "beside", "hedges"]
        } else {
            ["glaciers", "creaked", "overnight", "surveyors", "logged", "temperatures", "above", "moraines"]
        };
        let line = |k: usize| {
            let turned: Vec<&str> = words.iter().cycle().skip((n + k) % 8).take(8).copied().collect();
            format!("{}.\n\n", turned.join(" "))
        };
        (0..n % 3 + 6).map(line).collect::<String>()
    };
    let article = |name: &str, offset: usize| {
        let mut out = format!("{name} looks back on a long week\n\n");
        for (n, sentence) in shared.iter().enumerate() {
            out += &filler(name, n + offset);
            out += sentence;
            out += "\n\n";
        }
        out + &filler(name, 9)
    };
    let mut window = Window::new((1440.0, 900.0));
    let folder = window.scratch.path("in");
    window.scratch.file("in/left.txt", article("Left", 0));
    window.scratch.file("in/right.txt", article("Right", 4));
    window.scratch.run(["new", "p"]).is(0);
    window.scratch.run(["import", "p", folder.to_str().unwrap()]).is(0);
    let project = window.scratch.path("p");
    window.app_mut().open(Some(project));
    window.settle();
    let find = |window: &Window, word: &str| {
        window.project().articles.values().find(|article| article.title.starts_with(word)).unwrap().id
    };
    let (left, right) = (find(&window, "Left"), find(&window, "Right"));
    run(&mut window, Command::View(ViewCommand::OpenOnly(left)));
    run(&mut window, Command::View(ViewCommand::OpenArticle(right)));
    for sentence in shared {
        let edit = link(&window, (left, sentence), (right, sentence), LinkKind::SameStatement);
        run(&mut window, Command::Edit(edit));
    }
    (window, left, right)
}

/// A link between two passages as a person makes it.
fn link(window: &Window, a: (ArticleId, &str), b: (ArticleId, &str), kind: LinkKind) -> Edit {
    let end = |(article, words): (ArticleId, &str)| {
        let text = text(window, article);
        let span = TextSpan::checked(&text, place(window, article, words)).unwrap();
        LinkEnd::Passage(article, Anchor::new(&text, span).unwrap())
    };
    let link = Link {
        id: LinkId::from_bits(1000 + window.project().links.len() as u64),
        kind,
        a: end(a),
        b: end(b),
        status: ReviewStatus::Confirmed,
        reason: "seen by eye".to_owned(),
        event: None,
        coder: None,
        created: "2030-05-04T08:00:00Z".parse::<Timestamp>().unwrap(),
    };
    Edit::put("link", link)
}

fn wheel(window: &mut Window, at: Pos2, points: f32) {
    window.harness.hover_at(at);
    window.harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: Vec2::new(0.0, -points),
        phase: TouchPhase::Move,
        modifiers: Modifiers::NONE,
        source: egui::MouseWheelSource::Wheel,
    });
    window.settle();
}

fn drag(window: &mut Window, from: Pos2, to: Pos2) {
    window.harness.hover_at(from);
    window.harness.run_ok();
    window.harness.drag_at(from);
    window.harness.run_ok();
    window.harness.hover_at(from.lerp(to, 0.5));
    window.harness.run_ok();
    window.harness.hover_at(to);
    window.harness.run_ok();
    window.harness.drop_at(to);
    window.settle();
}

#[test]
fn find_lights_every_match_and_steps_through_them() {
    let mut window = Window::on_project();
    window.press(Modifiers::COMMAND, Key::F);
    assert!(window.node("Find in the open articles").is_focused());
    window.type_text("MARREN");
    let n: usize = [SHELLS, DOZENS, KNOWN]
        .iter()
        .map(|title| text(&window, window.article(title)).to_lowercase().matches("marren").count())
        .sum();
    let hits = window.app().workbench.reader.found().hits.clone();
    assert_eq!(hits.len(), n, "in all open articles, whatever the case");
    let stands = |window: &Window| window.app().workbench.view.reading.find.as_ref().unwrap().at;
    let first = stands(&window);
    assert!(window.reads(&format!("{} of {n}", first + 1)));
    let (article, range) = hits[first].clone();
    assert!(!window.app().panels.reader.rects(article, &range).is_empty(), "the match is in sight");
    window.press(Modifiers::NONE, Key::F3);
    assert_eq!(stands(&window), (first + 1) % n);
    window.press(Modifiers::SHIFT, Key::F3);
    window.press(Modifiers::SHIFT, Key::F3);
    assert_eq!(stands(&window), (first + n - 1) % n, "round the end");
    window.click("Next match (F3)");
    assert_eq!(stands(&window), first);
    window.press(Modifiers::COMMAND, Key::F);
    window.type_text("zzz");
    assert!(window.reads("no match"));
    window.press(Modifiers::NONE, Key::Escape);
    assert!(window.app().workbench.view.reading.find.is_none() && !window.shows("Find in the open articles"));
    // Opened on a selection, it looks for that.
    window.select_words(SHELLS, "harbour of Marren");
    window.press(Modifiers::COMMAND, Key::F);
    assert_eq!(window.app().workbench.view.reading.find.as_ref().unwrap().query, "harbour of Marren");
    assert!(!window.app().workbench.reader.found().hits.is_empty());
    window.click("Close find (Esc)");
    assert!(window.app().workbench.view.reading.find.is_none());
}

#[test]
fn words_are_tagged_from_the_pop_up_by_keyboard() {
    let mut window = Window::on_project();
    run(&mut window, Command::Do(Operation::AddStarterCodebook));
    let names: Vec<String> = window.project().tags.values().map(|tag| tag.name.clone()).collect();
    let words = "110 injured when shells hit";
    window.select_words(SHELLS, words);
    window.press(CTRL_SHIFT, Key::T);
    assert!(window.node("Find or name a tag").is_focused());
    // One by its name, staying; a new one by its name; both are on one excerpt.
    window.type_text(&names[1]);
    window.press(Modifiers::SHIFT, Key::Enter);
    assert!(window.app().workbench.view.reading.tagging, "Shift Enter stays");
    window.type_text("Ferry traffic");
    assert!(window.shows("Create “Ferry traffic”"));
    window.press(Modifiers::NONE, Key::Enter);
    assert!(!window.app().workbench.view.reading.tagging);
    let excerpts: Vec<_> = window.project().excerpts.values().cloned().collect();
    let [excerpt] = excerpts.as_slice() else { panic!("{excerpts:?}") };
    assert_eq!(excerpt.anchor.quote, words);
    let on: Vec<&str> = excerpt.tags.iter().map(|id| window.project().tags[id].name.as_str()).collect();
    assert!(on.contains(&"Ferry traffic") && on.contains(&names[1].as_str()), "{on:?}");
    window.press(Modifiers::COMMAND, Key::Z);
    assert!(!window.project().tags.values().any(|tag| tag.name == "Ferry traffic"), "made and used in one step");
    // Escape closes and does nothing.
    window.press(CTRL_SHIFT, Key::T);
    window.press(Modifiers::NONE, Key::Escape);
    assert!(!window.app().workbench.view.reading.tagging);
    assert_eq!(window.project().excerpts.len(), 1);
    // Once more on the same tag takes it off.
    window.press(CTRL_SHIFT, Key::T);
    window.type_text(&names[1]);
    window.press(Modifiers::NONE, Key::Enter);
    assert!(window.project().excerpts.is_empty());
}

#[test]
fn a_small_bar_at_the_selection_tags_by_click() {
    let mut window = Window::on_project();
    run(&mut window, Command::Do(Operation::AddStarterCodebook));
    window.select_words(SHELLS, "At least 42 people");
    let first = window.project().tags.values().find(|tag| tag.key == Some('1')).unwrap().clone();
    let short: String = first.name.chars().take(14).collect();
    window.click(&format!("1 {short}"));
    assert_eq!(window.project().excerpts.values().filter(|e| e.tags.contains(&first.id)).count(), 1);
}

/// A window with one excerpt, which is selected.
fn with_excerpt(words: &str) -> (Window, ArticleId) {
    let mut window = Window::on_project();
    run(&mut window, Command::Do(Operation::AddStarterCodebook));
    let article = window.article(SHELLS);
    let tag = window.project().tags.values().next().unwrap().id;
    let range = place(&window, article, words);
    run(&mut window, Command::Do(Operation::TagSpan { article, range, tag }));
    let excerpt = *window.project().excerpts.keys().next().unwrap();
    run(&mut window, Command::View(ViewCommand::ShowExcerpt(excerpt)));
    (window, article)
}

fn quote(window: &Window) -> &str {
    &window.project().excerpts.values().next().unwrap().anchor.quote
}

#[test]
fn the_ends_of_an_excerpt_move_by_key() {
    let (mut window, _) = with_excerpt("42 people were killed");
    window.press(Modifiers::COMMAND, Key::Comma);
    assert_eq!(quote(&window), "least 42 people were killed");
    window.press(Modifiers::COMMAND, Key::Period);
    assert_eq!(quote(&window), "least 42 people were killed and");
    window.press(CTRL_SHIFT, Key::Comma);
    window.press(CTRL_SHIFT, Key::Period);
    window.press(CTRL_SHIFT, Key::Period);
    assert_eq!(quote(&window), "42 people were");
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(quote(&window), "42 people were killed");
}

#[test]
fn the_ends_of_an_excerpt_are_dragged_by_their_handles() {
    let (mut window, article) = with_excerpt("42 people were killed");
    let target = place(&window, article, "110");
    let to = window.app().panels.reader.rects(article, &target)[0].right_center();
    let from = window.rect("End of the excerpt").center();
    drag(&mut window, from, to);
    assert_eq!(quote(&window), "42 people were killed and 110");
    let target = place(&window, article, "At");
    let to = window.app().panels.reader.rects(article, &target)[0].left_center() + Vec2::new(1.0, 0.0);
    let from = window.rect("Start of the excerpt").center();
    drag(&mut window, from, to);
    assert_eq!(quote(&window), "At least 42 people were killed and 110");
    assert_eq!(window.project().excerpts.len(), 1);
    window.press(Modifiers::COMMAND, Key::Z);
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(quote(&window), "42 people were killed", "each drag is one step");
}

#[test]
fn marks_of_an_article_are_gone_through_by_key() {
    let (mut window, article) = with_excerpt("42 people were killed");
    run(&mut window, Command::View(ViewCommand::Select(Selection::Article(article))));
    let mut seen = Vec::new();
    for _ in 0..3 {
        window.press(Modifiers::NONE, Key::F8);
        seen.push(window.selection());
    }
    assert!(
        seen.iter().any(|s| matches!(s, Selection::Excerpt(_)))
            && seen.iter().any(|s| matches!(s, Selection::Figure(_)))
    );
    window.press(Modifiers::SHIFT, Key::F8);
    assert_eq!(window.selection(), seen[1]);
}

#[test]
fn columns_change_places_by_key_by_menu_and_by_dragging_the_headline() {
    let mut window = Window::on_project();
    let before: Vec<String> = window.open_titles().into_iter().map(str::to_owned).collect();
    let first = window.article(&before[0]);
    run(&mut window, Command::View(ViewCommand::Select(Selection::Article(first))));
    window.press(CTRL_SHIFT, Key::PageDown);
    assert_eq!(window.open_titles(), [&before[1], &before[0], &before[2]]);
    window.press(CTRL_SHIFT, Key::PageUp);
    assert_eq!(window.open_titles(), before);
    window.click(&format!("More about {}", before[2]));
    window.choose_entry("Move left");
    assert_eq!(window.open_titles(), [&before[0], &before[2], &before[1]]);
    let headline = |window: &Window, title: &str| {
        window.rects(Role::Heading).into_iter().find(|(name, _)| name == title).unwrap().1
    };
    let from = headline(&window, &before[0]).left_center() + Vec2::new(60.0, 0.0);
    let to = headline(&window, &before[1]).right_center();
    drag(&mut window, from, to);
    assert_eq!(window.open_titles(), [&before[2], &before[1], &before[0]]);
    // The keyboard goes from column to column.
    window.press(Modifiers::COMMAND, Key::PageDown);
    assert!(window.node(&format!("Text of {}", before[2])).is_focused());
    window.press(Modifiers::COMMAND, Key::PageDown);
    assert!(window.node(&format!("Text of {}", before[1])).is_focused());
}

#[test]
fn the_head_says_how_far_an_article_is_and_switches_it() {
    let mut window = Window::on_project();
    let article = window.article(SHELLS);
    window.click(&format!("unread: mark reading, {SHELLS}"));
    assert_eq!(window.project().articles[&article].read_state, ReadState::Reading);
    window.click(&format!("Figures not reviewed: {SHELLS}"));
    assert!(window.project().articles[&article].figures_reviewed.is_some());
    assert!(window.shows(&format!("Figures reviewed: {SHELLS}")));
    run(&mut window, Command::View(ViewCommand::Select(Selection::Article(article))));
    window.press(CTRL_SHIFT, Key::R);
    assert!(window.project().articles[&article].figures_reviewed.is_none(), "and by key");
}

#[test]
fn a_tie_is_gone_to_by_key_and_both_passages_come_level() {
    let (mut window, left, right) = long_pair();
    run(&mut window, Command::View(ViewCommand::Select(Selection::Article(left))));
    for _ in 0..4 {
        window.press(Modifiers::NONE, Key::F7);
    }
    let tie = window.app().workbench.view.reading.tie.clone().unwrap();
    assert_eq!((tie.here.article, tie.there.article), (left, right));
    let y = |window: &Window, article, range: &Range<usize>| {
        window.app().panels.reader.y_range(article, range).unwrap().min
    };
    let (a, b) = (y(&window, left, &tie.here.range), y(&window, right, &tie.there.range));
    assert!((a - b).abs() < 2.0, "level: {a} and {b}");
    assert!(!window.app().panels.reader.rects(right, &tie.there.range).is_empty(), "in sight");
    window.press(Modifiers::NONE, Key::F9);
    assert!(window.app().workbench.article_at_hand() == Some(right));
    assert_eq!(window.app().workbench.view.reading.tie.as_ref().unwrap().here, tie.there);
    window.press(Modifiers::SHIFT, Key::F7);
    let back = window.app().workbench.view.reading.tie.clone().unwrap();
    assert_eq!(back.here.article, right);
    assert!(back.here.range.start < tie.there.range.start, "the tie before, seen from the right");
}

#[test]
fn ties_to_what_is_out_of_view_stand_at_the_edge_and_lead_there() {
    let (mut window, left, right) = long_pair();
    let middle = window.rect("Text of Left looks back on a long week").center();
    wheel(&mut window, middle, 260.0);
    let middle = window.rect("Text of Right looks back on a long week").center();
    wheel(&mut window, middle, 100_000.0);
    // The left column shows its first passages; the right one, scrolled to its end, has their partners above.
    let stub = window.rects(Role::Button).into_iter().find(|(name, _)| name.contains("further up in Right"));
    let (name, _) = stub.expect("a stub says how many partners stand further up");
    window.click(&name);
    let tie = window.app().workbench.view.reading.tie.clone().unwrap();
    assert_eq!((tie.here.article, tie.there.article), (left, right));
    assert!(!window.app().panels.reader.rects(right, &tie.there.range).is_empty());
    // Without ties there are no stubs.
    window.click("Ties");
    run(&mut window, Command::View(ViewCommand::Reading(ReadingCommand::Ties(false))));
    assert!(!window.rects(Role::Button).iter().any(|(name, _)| name.contains("further up in")));
}

#[test]
fn columns_scroll_together_without_a_jump_and_come_level() {
    let (mut window, left, right) = long_pair();
    let over =
        |window: &Window, title: &str| window.rect(&format!("Text of {title} looks back on a long week")).center();
    let scrolled = |window: &Window, article| window.app().panels.reader.scrolled(article).unwrap();
    // Apart, each goes by itself.
    let at = over(&window, "Left");
    wheel(&mut window, at, 300.0);
    assert!(scrolled(&window, left) > 200.0 && scrolled(&window, right) < 1.0);
    let at = over(&window, "Right");
    wheel(&mut window, at, 900.0);
    let before = (scrolled(&window, left), scrolled(&window, right));
    window.press(Modifiers::COMMAND, Key::J);
    let after = (scrolled(&window, left), scrolled(&window, right));
    assert_eq!(before, after, "switching it on moves nothing");
    // The other follows, never by much more than what the person moves.
    let at = over(&window, "Left");
    let mut last = after;
    for _ in 0..14 {
        wheel(&mut window, at, 60.0);
        let now = (scrolled(&window, left), scrolled(&window, right));
        let (led, followed) = ((now.0 - last.0).abs(), (now.1 - last.1).abs());
        assert!(followed <= 3.0 * led + 1.0, "{followed} for {led}");
        last = now;
    }
    // By now what is read is level: the passage nearest to the line that is read stands as high in both.
    let y = |window: &Window, article, words: &str| {
        window.app().panels.reader.y_range(article, &place(window, article, words)).unwrap().min
    };
    let view = window.rect("Text of Left looks back on a long week");
    let nearest = ["Engineer Pavel", "A ferry named", "The bishop of Tarn", "The Relief Council"]
        .into_iter()
        .min_by(|a, b| {
            let from_middle = |words: &str| (y(&window, left, words) - view.center().y).abs();
            from_middle(a).total_cmp(&from_middle(b))
        })
        .unwrap();
    let apart = (y(&window, left, nearest) - y(&window, right, nearest)).abs();
    assert!(apart < 80.0, "“{nearest}” stands {apart} points apart");
}

#[test]
fn the_ties_panel_lists_what_the_open_articles_have_in_common() {
    let (mut window, left, right) = long_pair();
    window.press(Modifiers::COMMAND, Key::Num4);
    let rows = |window: &Window, kind: &str| {
        let rows = window.rects(Role::Button).into_iter();
        rows.filter(|(name, _)| name.starts_with(&format!("{kind}: "))).map(|(name, _)| name).collect::<Vec<_>>()
    };
    let statements = rows(&window, "same statement");
    assert!(!statements.is_empty(), "{:?}", window.rects(Role::Button));
    window.click(&statements[0]);
    let tie = window.app().workbench.view.reading.tie.clone().unwrap();
    assert_eq!((tie.here.article, tie.there.article), (left, right));
    window.click("Quotations 0");
    assert!(window.reads("Nobody is quoted"));
    window.click("Who re-runs whom");
    assert!(window.reads("shares wording") || window.reads("share wording") || window.reads("re-runs"));
    let only = window.app().workbench.derived.only_here.values().map(Vec::len).sum::<usize>();
    window.click(&format!("Only here {only}"));
    let first = window.rects(Role::Button).into_iter().find(|(name, _)| name.starts_with("Only here: "));
    if only > 0 {
        window.click(&first.unwrap().0);
        assert!(window.app().workbench.view.reveal.is_some());
    }
}

#[test]
fn two_to_six_columns_fit_and_are_whole() {
    let mut window = Window::new((1280.0, 800.0));
    for n in 0..6 {
        let text =
            format!("Report {n} from the valley\n\n{}", "The road is open again and the mill turns. ".repeat(60));
        window.scratch.file(format!("in/{n}.txt"), text);
    }
    let folder = window.scratch.path("in");
    window.scratch.run(["new", "p"]).is(0);
    window.scratch.run(["import", "p", folder.to_str().unwrap()]).is(0);
    let project = window.scratch.path("p");
    window.app_mut().open(Some(project));
    window.settle();
    let articles: Vec<ArticleId> = window.project().articles.keys().copied().collect();
    for (width, height) in [(1280.0, 800.0), (1920.0, 1080.0)] {
        window.harness.set_size(Vec2::new(width, height));
        for alone in [false, true] {
            run(&mut window, Command::View(ViewCommand::Reading(ReadingCommand::Alone(alone))));
            for n in 2..=articles.len() {
                run(&mut window, Command::View(ViewCommand::OpenOnly(articles[0])));
                for id in &articles[1..n] {
                    run(&mut window, Command::View(ViewCommand::OpenArticle(*id)));
                }
                let texts = window.rects(Role::Document);
                assert_eq!(texts.len(), n);
                for (name, rect) in &texts {
                    assert!(rect.width() >= 190.0, "{name} is {} wide with {n} columns at {width}", rect.width());
                    assert!(rect.height() >= 220.0, "{name} is {} high", rect.height());
                    if alone {
                        assert!(rect.left() >= 0.0 && rect.right() <= width, "{name} is cut off: {rect:?}");
                    }
                }
                let mut edges: Vec<_> = texts.iter().map(|(_, rect)| (rect.left(), rect.right())).collect();
                edges.sort_by(|a, b| a.0.total_cmp(&b.0));
                assert!(edges.windows(2).all(|pair| pair[0].1 + 12.0 <= pair[1].0), "columns overlap: {edges:?}");
            }
        }
    }
}

#[test]
fn copying_from_the_reader_keeps_the_citation() {
    let mut window = Window::on_project();
    window.select_words(KNOWN, "1,500 people had been displaced");
    window.harness.event(Event::Copy);
    window.harness.step();
    let copied = window.harness.output().platform_output.commands.iter().find_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    let copied = copied.expect("something is copied");
    for part in ["“1,500 people had been displaced”", "Evening Page", KNOWN, "2030-05-03"] {
        assert!(copied.contains(part), "{part} is not in {copied}");
    }
    assert!(window.harness.query_all_by_label("Copy").next().is_some(), "and the bar offers it");
}
