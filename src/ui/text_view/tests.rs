//! Tests of the reading view.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use egui::{Color32, Event, Key, Modifiers, PointerButton, Pos2, RawInput, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation as _;

use super::*;
use crate::model::TextSpan;
use crate::model::span::is_grapheme_boundary;
use crate::ui::fonts;

#[path = "look_tests.rs"]
mod look;

/// A view with its state, shared between the harness and the test.
struct Bench {
    doc: TextDoc,
    layers: LayerSet,
    palette: Palette,
    typography: Typography,
    state: TextViewState,
    last: Option<TextViewResponse>,
}

fn light() -> Palette {
    Palette {
        text: Color32::from_rgb(0x21, 0x1E, 0x1A),
        dim: Color32::from_rgb(0x6E, 0x67, 0x5C),
        faint: Color32::from_rgb(0xA7, 0x9F, 0x92),
        card: Color32::WHITE,
        line: Color32::from_rgb(0xE2, 0xDC, 0xCF),
        accent: Color32::from_rgb(0x1D, 0x5F, 0xA6),
        accent_ground: Color32::from_rgb(0xE3, 0xEE, 0xF9),
        warning: Color32::from_rgb(0x9F, 0x5D, 0x0C),
        error: Color32::from_rgb(0xB3, 0x26, 0x1E),
        tint_percent: 16,
    }
}

fn dark() -> Palette {
    Palette {
        text: Color32::from_rgb(0xE8, 0xE4, 0xDB),
        dim: Color32::from_rgb(0xA0, 0xA6, 0xAE),
        faint: Color32::from_rgb(0x6B, 0x72, 0x7B),
        card: Color32::from_rgb(0x20, 0x24, 0x2A),
        line: Color32::from_rgb(0x31, 0x36, 0x3E),
        accent: Color32::from_rgb(0x7D, 0xB6, 0xFF),
        accent_ground: Color32::from_rgb(0x1E, 0x33, 0x50),
        warning: Color32::from_rgb(0xE7, 0xA8, 0x4B),
        error: Color32::from_rgb(0xF2, 0x8B, 0x82),
        tint_percent: 28,
    }
}

/// The faces of the real window.
fn faces() -> Typography {
    Typography {
        regular: fonts::serif(1.0).family,
        strong: fonts::serif_semibold(1.0).family,
        interface: fonts::sans(1.0).family,
        ..Typography::default()
    }
}

/// A view in a window of its own.
struct Window<'a> {
    bench: Rc<RefCell<Bench>>,
    harness: Harness<'a>,
}

impl Window<'_> {
    fn new(text: &str, layers: Vec<Layer>, size: Vec2) -> Self {
        let bench = Rc::new(RefCell::new(Bench::new(text, layers)));
        let inner = bench.clone();
        let mut harness = Harness::builder()
            .with_size(size)
            .with_step_dt(1.0 / 60.0)
            .with_max_steps(200)
            .allow_missing_glyphs()
            .with_context_setup(fonts::install)
            .build_ui(move |ui| inner.borrow_mut().frame(ui));
        harness.run();
        Self { bench, harness }
    }

    /// Where the words are on screen.
    fn rect(&self, words: &str) -> Rect {
        let bench = self.bench.borrow();
        let at = bench.doc.text.find(words).unwrap();
        bench.state.rects(&(at..at + words.len())).first().copied().unwrap()
    }

    fn pointer(&self, pos: Pos2, pressed: bool, modifiers: Modifiers) {
        self.harness.event(Event::PointerMoved(pos));
        self.harness.event(Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers });
    }

    fn click(&mut self, pos: Pos2, times: usize, modifiers: Modifiers) {
        self.harness.event(Event::ModifiersChanged(modifiers));
        for _ in 0..times {
            self.pointer(pos, true, modifiers);
            self.pointer(pos, false, modifiers);
        }
        self.harness.event(Event::ModifiersChanged(Modifiers::NONE));
        self.harness.step();
    }

    fn drag(&mut self, from: Pos2, to: Pos2) {
        self.pointer(from, true, Modifiers::NONE);
        self.harness.event(Event::PointerMoved(from.lerp(to, 0.5)));
        self.harness.event(Event::PointerMoved(to));
        self.pointer(to, false, Modifiers::NONE);
        self.harness.step();
    }

    fn key(&mut self, key: Key, modifiers: Modifiers) {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.step();
    }

    fn selected(&self) -> String {
        let bench = self.bench.borrow();
        bench.state.selection().map_or_else(String::new, |range| bench.doc.text[range].to_owned())
    }

    fn caret(&self) -> usize {
        self.bench.borrow().state.caret().unwrap()
    }
}

impl Bench {
    fn new(text: &str, layers: Vec<Layer>) -> Self {
        let doc = TextDoc::new(Arc::from(text));
        let layers = LayerSet::new(&doc, layers, 1);
        let (typography, state) = (faces(), TextViewState::default());
        Self { doc, layers, palette: light(), typography, state, last: None }
    }

    /// A frame without a harness: quick enough for many cases.
    fn run(&mut self, ctx: &egui::Context, size: Vec2, index: usize, events: Vec<Event>) {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, size)),
            time: Some(index as f64 / 60.0),
            events,
            ..RawInput::default()
        };
        let output = ctx.run_ui(input, |ui| self.frame(ui));
        output.drop_without_applying_deltas();
    }

    fn frame(&mut self, ui: &mut Ui) {
        let view = TextView::new(&self.doc, &self.layers, &self.palette, &self.typography, "Article text");
        self.last = Some(view.show(ui, "view", &mut self.state));
    }
}

const NEWS: &str = "The ferry office counted 412 passengers. It said 98 were missing! Nobody knew why.\n\n\
    Fishermen from the northern quay went out at night; they found two boats. A third drifted south.";

fn news() -> Window<'static> {
    Window::new(NEWS, Vec::new(), Vec2::new(360.0, 400.0))
}

#[test]
fn dragging_selects_from_the_first_to_the_last_character() {
    let mut window = news();
    let (from, to) = (window.rect("counted"), window.rect("missing"));
    window.drag(from.left_center() + Vec2::new(1.0, 0.0), to.right_center() - Vec2::new(1.0, 0.0));
    assert_eq!(window.selected(), "counted 412 passengers. It said 98 were missing");
    // And backwards, over a paragraph's end.
    let (from, to) = (window.rect("quay"), window.rect("Nobody"));
    window.drag(from.right_center() - Vec2::new(1.0, 0.0), to.left_center() + Vec2::new(1.0, 0.0));
    assert_eq!(window.selected(), "Nobody knew why.\n\nFishermen from the northern quay");
}

#[test]
fn double_click_selects_a_word_and_triple_click_a_sentence() {
    let mut window = news();
    let pos = window.rect("98").center();
    window.click(pos, 2, Modifiers::NONE);
    assert_eq!(window.selected(), "98");
    window.harness.run_steps(60);
    window.click(pos, 3, Modifiers::NONE);
    assert_eq!(window.selected(), "It said 98 were missing!");
    window.harness.run_steps(60);
    window.click(pos, 4, Modifiers::NONE);
    assert_eq!(window.selected(), "The ferry office counted 412 passengers. It said 98 were missing! Nobody knew why.");
    window.harness.run_steps(60);
    window.click(pos, 1, Modifiers::NONE);
    assert_eq!(window.selected(), "");
}

#[test]
fn dragging_after_a_double_click_selects_whole_words() {
    let mut window = news();
    let (from, to) = (window.rect("ferry").center(), window.rect("passengers").center());
    window.click(from, 1, Modifiers::NONE);
    window.drag(from, to);
    assert_eq!(window.selected(), "ferry office counted 412 passengers");
}

#[test]
fn shift_click_extends_the_selection() {
    let mut window = news();
    let (from, to) = (window.rect("412"), window.rect("98"));
    window.click(from.left_center() + Vec2::new(1.0, 0.0), 1, Modifiers::NONE);
    window.click(to.right_center() - Vec2::new(1.0, 0.0), 1, Modifiers::SHIFT);
    assert_eq!(window.selected(), "412 passengers. It said 98");
}

#[test]
fn arrows_move_the_caret_and_with_shift_select() {
    let mut window = news();
    let pos = window.rect("counted").left_center() + Vec2::new(1.0, 0.0);
    window.click(pos, 1, Modifiers::NONE);
    for _ in 0..3 {
        window.key(Key::ArrowRight, Modifiers::SHIFT);
    }
    assert_eq!(window.selected(), "cou");
    window.key(Key::ArrowRight, Modifiers::COMMAND | Modifiers::SHIFT);
    assert_eq!(window.selected(), "counted");
    window.key(Key::ArrowLeft, Modifiers::SHIFT);
    assert_eq!(window.selected(), "counte");
    window.key(Key::ArrowLeft, Modifiers::NONE);
    assert_eq!((window.selected().as_str(), window.caret()), ("", NEWS.find("counted").unwrap()));
    window.key(Key::ArrowLeft, Modifiers::COMMAND | Modifiers::SHIFT);
    assert_eq!(window.selected(), "office ");
}

#[test]
fn sentence_by_sentence() {
    let mut window = news();
    let pos = window.rect("office").left_center() + Vec2::new(1.0, 0.0);
    window.click(pos, 1, Modifiers::NONE);
    let at = |words: &str| NEWS.find(words).unwrap();
    for want in ["It said", "Nobody", "Fishermen", "A third"] {
        window.key(Key::ArrowDown, Modifiers::ALT);
        assert_eq!(window.caret(), at(want), "{want}");
    }
    for want in ["Fishermen", "Nobody", "It said", "The ferry"] {
        window.key(Key::ArrowUp, Modifiers::ALT);
        assert_eq!(window.caret(), at(want), "{want}");
    }
    window.key(Key::ArrowDown, Modifiers::ALT | Modifiers::SHIFT);
    assert_eq!(window.selected(), "The ferry office counted 412 passengers.");
    window.key(Key::ArrowDown, Modifiers::ALT | Modifiers::SHIFT);
    assert_eq!(window.selected(), "The ferry office counted 412 passengers. It said 98 were missing!");
}

#[test]
fn in_right_to_left_text_brackets_face_the_words_they_hold() {
    for text in ["قتل 45 شخصا (بينهم 12 طفلا) أمس", "נהרגו 45 בני אדם (בהם 12 ילדים) אתמול"]
    {
        let window = Window::new(text, Vec::new(), Vec2::new(500.0, 200.0));
        let bench = window.bench.borrow();
        let line = &bench.state.visible[0].layout.lines[0];
        let right = line.segments.last().map(|segment| segment.x + segment.width).unwrap();
        assert!((right - bench.state.column.width()).abs() < 1.0, "{text}: the line ends at the right edge");
        let shown = |bracket: char| {
            let at = text.find(bracket).unwrap();
            let segment = line.segments.iter().find(|segment| segment.range.contains(&at)).unwrap();
            (segment.x, segment.galley.text().to_owned())
        };
        let (open, close) = (shown('('), shown(')'));
        assert!(open.0 > close.0, "{text}: what opens stands at the right");
        assert!(open.1.contains(')') && close.1.contains('('), "{text}: {open:?} {close:?}");
        // Digits keep their order: 4 left of 5, 1 left of 2.
        for (number, first, second) in [("45", "4", "5"), ("12", "1", "2")] {
            let at = text.find(number).unwrap();
            let segment = line.segments.iter().find(|segment| segment.range.contains(&at)).unwrap();
            assert!(segment.x_of(at) < segment.x_of(at + 1), "{text}: {first} stands left of {second}");
        }
    }
}

#[test]
fn four_tags_and_more_stay_apart_in_the_margin() {
    let colours = [Color32::RED, Color32::GREEN, Color32::BLUE, Color32::BROWN, Color32::GOLD, Color32::GRAY];
    let tag = |(n, colour): (usize, Color32)| Layer { range: n * 3..60, id: n as u64, kind: LayerKind::Tag { colour } };
    for width in [220.0, 360.0, 700.0] {
        let layers: Vec<Layer> = colours.into_iter().enumerate().map(tag).collect();
        let window = Window::new(NEWS, layers, Vec2::new(width, 400.0));
        let bench = window.bench.borrow();
        let column = bench.state.column();
        let margins = Margins::of(width);
        assert!(column.left() >= margins.left && column.right() <= width - margins.right + 0.5);
        // Four bars side by side and the number beside them take less than the margin.
        assert!(paint::BARS_ROOM <= margins.left - 8.0, "{width}");
    }
}

#[test]
fn a_line_is_no_longer_than_the_measure() {
    let text = "The quick clerk weighed every sack of barley twice before dusk fell. ".repeat(20);
    let window = Window::new(&text, Vec::new(), Vec2::new(1400.0, 400.0));
    let bench = window.bench.borrow();
    let longest =
        bench.state.visible[0].layout.lines.iter().map(|line| text[line.range.clone()].trim_end().len()).max();
    assert!((55..=78).contains(&longest.unwrap()), "{longest:?} characters");
}

#[test]
fn home_end_and_the_whole_text() {
    let mut window = news();
    let pos = window.rect("ferry").center();
    window.click(pos, 1, Modifiers::NONE);
    window.key(Key::Home, Modifiers::NONE);
    assert_eq!(window.caret(), 0);
    window.key(Key::End, Modifiers::SHIFT);
    let line = window.selected();
    assert!(NEWS.starts_with(&line) && line.len() > 20 && line.len() < 60, "{line:?}");
    // The caret stands at the end of the upper line: another End stays there.
    window.key(Key::End, Modifiers::SHIFT);
    assert_eq!(window.selected(), line);
    window.key(Key::End, Modifiers::COMMAND);
    assert_eq!(window.caret(), NEWS.len());
    window.key(Key::A, Modifiers::COMMAND);
    assert_eq!(window.selected(), NEWS);
}

#[test]
fn up_and_down_keep_their_column_over_a_short_line() {
    let text = "A long enough first line\nab\nA long enough third line";
    let mut window = Window::new(text, Vec::new(), Vec2::new(500.0, 300.0));
    let pos = window.rect("enough").left_center() + Vec2::new(1.0, 0.0);
    window.click(pos, 1, Modifiers::NONE);
    window.key(Key::ArrowDown, Modifiers::NONE);
    assert_eq!(window.caret(), text.find("ab").unwrap() + 2);
    window.key(Key::ArrowDown, Modifiers::NONE);
    assert_eq!(window.caret(), text.rfind("enough").unwrap());
}

#[test]
fn copying_gives_the_selected_words() {
    let mut window = news();
    let pos = window.rect("ferry").center();
    window.click(pos, 2, Modifiers::NONE);
    window.harness.event(Event::Copy);
    window.harness.step();
    assert_eq!(window.bench.borrow().last.as_ref().unwrap().copy.as_deref(), Some("ferry"));
}

#[test]
fn a_click_names_the_layers_under_it_the_smallest_first() {
    let figure = NEWS.find("98").unwrap();
    let kind = LayerKind::Figure { mark: FigureMark::Suggested, vague: false, lit: false };
    let layers = vec![
        Layer { range: 0..80, id: 7, kind: LayerKind::Tag { colour: Color32::RED } },
        Layer { range: figure..figure + 2, id: 9, kind },
    ];
    let mut window = Window::new(NEWS, layers, Vec2::new(360.0, 400.0));
    let pos = window.rect("98").center();
    window.pointer(pos, true, Modifiers::NONE);
    window.harness.step();
    window.pointer(pos, false, Modifiers::NONE);
    window.harness.step();
    let (offset, found) = window.bench.borrow().last.as_ref().unwrap().clicked.clone().unwrap();
    assert!((figure..figure + 2).contains(&offset));
    assert_eq!(found, [1, 0]);
}

#[test]
fn dragging_past_the_edge_scrolls() {
    let text = "Another paragraph of some words that says little.\n\n".repeat(60);
    let mut window = Window::new(&text, Vec::new(), Vec2::new(360.0, 300.0));
    window.pointer(Pos2::new(120.0, 60.0), true, Modifiers::NONE);
    window.harness.event(Event::PointerMoved(Pos2::new(120.0, 340.0)));
    window.harness.step();
    let before = window.bench.borrow().state.progress();
    window.harness.run_steps(60);
    window.pointer(Pos2::new(120.0, 340.0), false, Modifiers::NONE);
    window.harness.step();
    let bench = window.bench.borrow();
    assert!(bench.state.progress() > before + 0.05);
    let selection = bench.state.selection().unwrap();
    assert!(selection.end > 400, "{selection:?}");
}

#[test]
fn scrolling_to_a_passage_brings_it_on_screen_and_knows_where_it_is() {
    let mut text = "Another paragraph of some words that says little.\n\n".repeat(300);
    let at = text.len();
    text.push_str("The passage sought stands here.\n\n");
    text.push_str(&"More words follow for a while.\n\n".repeat(200));
    let mut window = Window::new(&text, Vec::new(), Vec2::new(360.0, 300.0));
    let range = at..at + 20;
    {
        let bench = window.bench.borrow();
        let guessed = bench.state.y_range(&bench.doc, &range).unwrap();
        assert!(guessed.min > 1000.0, "below the screen: {guessed:?}");
    }
    window.bench.borrow_mut().state.scroll_to(range.clone(), ScrollPlace::Comfort, true);
    window.harness.run_steps(120);
    let bench = window.bench.borrow();
    let y = bench.state.y_range(&bench.doc, &range).unwrap();
    assert!(y.min > 20.0 && y.max < 280.0, "{y:?}");
    let rects = bench.state.rects(&range);
    assert!((rects[0].top() - y.min).abs() < 1.0, "{rects:?} {y:?}");
    assert!(bench.last.as_ref().unwrap().visible.contains(&at));
}

#[test]
fn a_new_width_keeps_the_words_at_the_top() {
    let paragraph = |n| format!("Paragraph {n} says that the harbour was quiet on that day.\n\n");
    let text: String = (0..300).map(paragraph).collect();
    let mut window = Window::new(&text, Vec::new(), Vec2::new(360.0, 300.0));
    let at = text.find("Paragraph 150").unwrap();
    window.bench.borrow_mut().state.scroll_to(at..at + 5, ScrollPlace::At(0.0), false);
    window.harness.run();
    let top = |window: &Window<'_>| window.bench.borrow().last.as_ref().unwrap().visible.start;
    assert_eq!(top(&window), at);
    window.harness.set_size(Vec2::new(640.0, 300.0));
    window.harness.run();
    assert_eq!(top(&window), at);
    window.bench.borrow_mut().state.set_zoom(1.6);
    window.harness.run();
    assert_eq!(top(&window), at);
}

#[test]
fn page_down_moves_the_caret_and_the_view() {
    let text = "Another paragraph of some words that says little.\n\n".repeat(60);
    let mut window = Window::new(&text, Vec::new(), Vec2::new(360.0, 300.0));
    window.click(Pos2::new(120.0, 30.0), 1, Modifiers::NONE);
    let before = window.caret();
    for _ in 0..4 {
        window.key(Key::PageDown, Modifiers::NONE);
    }
    assert!(window.caret() > before + 600);
    assert!(window.bench.borrow().last.as_ref().unwrap().visible.contains(&window.caret()));
}

#[test]
fn screen_readers_find_the_text_by_name_and_hear_the_lines() {
    let mut window = news();
    window.harness.get_by_label("Article text").focus();
    window.harness.step();
    let node = window.harness.get_by_label("Article text");
    assert!(node.is_focused());
    assert_eq!(window.caret(), 0, "whoever comes by keyboard sees a caret");
    let lines = node.accesskit_node();
    let heard: String = lines.children().filter_map(|line| line.data().value().map(str::to_owned)).collect();
    assert_eq!(heard.split_whitespace().collect::<Vec<_>>(), NEWS.split_whitespace().collect::<Vec<_>>());
}

#[test]
fn a_screen_reader_can_select() {
    use egui::accesskit::{Action, ActionData, ActionRequest, TextPosition, TextSelection, TreeId};
    let mut window = news();
    let (target, first) = {
        let node = window.harness.get_by_label("Article text");
        let line = node.accesskit_node().children().next().unwrap();
        (node.accesskit_node().locate().0, line.locate().0)
    };
    let at = |character_index| TextPosition { node: first, character_index };
    let data = ActionData::SetTextSelection(TextSelection { anchor: at(4), focus: at(9) });
    let request = ActionRequest {
        action: Action::SetTextSelection,
        target_tree: TreeId::ROOT,
        target_node: target,
        data: Some(data),
    };
    window.harness.event(Event::AccessKitActionRequest(request));
    window.harness.step();
    assert_eq!(window.selected(), "ferry");
    assert!(window.bench.borrow().last.as_ref().unwrap().selection_changed);
}

#[test]
fn the_wheel_and_the_scroll_bar_move_the_text() {
    let text = "Another paragraph of some words that says little.\n\n".repeat(200);
    let mut window = Window::new(&text, Vec::new(), Vec2::new(360.0, 300.0));
    window.harness.hover_at(Pos2::new(120.0, 60.0));
    window.harness.event(Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: Vec2::new(0.0, -200.0),
        phase: egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
        source: egui::MouseWheelSource::Wheel,
    });
    window.harness.run();
    let start = |window: &Window<'_>| window.bench.borrow().last.as_ref().unwrap().visible.start;
    assert!((100..1000).contains(&start(&window)), "{}", start(&window));
    let right = window.bench.borrow().state.rect.right() - 5.0;
    window.drag(Pos2::new(right, 10.0), Pos2::new(right, 292.0));
    window.harness.run();
    assert!(window.bench.borrow().last.as_ref().unwrap().visible.end + 60 > text.len());
    assert_eq!(window.bench.borrow().state.progress(), 1.0);
    assert_eq!(window.selected(), "", "the scroll bar selects nothing");
}

#[test]
fn what_is_laid_out_stays_bounded() {
    let text = "Another paragraph of some words that says little to anybody who reads it.\n\n".repeat(8000);
    let mut bench = Bench::new(&text, Vec::new());
    let ctx = egui::Context::default();
    fonts::install(&ctx);
    for step in 0..40 {
        let at = text.len() / 40 * step;
        bench.state.scroll_to(at..at, ScrollPlace::At(0.0), false);
        bench.run(&ctx, Vec2::new(360.0, 6000.0), step, Vec::new());
    }
    assert!(bench.state.cache.kept_bytes() < 300 * 1024, "{}", bench.state.cache.kept_bytes());
}

#[test]
fn another_text_drops_a_selection_that_does_not_fit() {
    let mut window = news();
    window.key(Key::Tab, Modifiers::NONE);
    window.key(Key::A, Modifiers::COMMAND);
    assert_eq!(window.selected(), NEWS);
    {
        let bench = &mut *window.bench.borrow_mut();
        bench.doc = TextDoc::new(Arc::from("Short."));
        bench.layers = LayerSet::new(&bench.doc, Vec::new(), 2);
    }
    window.harness.run();
    assert_eq!(window.bench.borrow().state.selection(), None);
}

#[test]
fn arrows_step_over_whole_characters() {
    let text = "a👩‍🌾e\u{301}🇸🇾b";
    let mut window = Window::new(text, Vec::new(), Vec2::new(360.0, 200.0));
    window.key(Key::Tab, Modifiers::NONE);
    let mut seen = Vec::new();
    for _ in 0..5 {
        window.key(Key::ArrowRight, Modifiers::SHIFT);
        seen.push(window.selected());
    }
    assert_eq!(seen, ["a", "a👩‍🌾", "a👩‍🌾e\u{301}", "a👩‍🌾e\u{301}🇸🇾", text]);
}

#[test]
fn a_word_wider_than_the_column_is_torn_and_loses_nothing() {
    let text = format!("short {} end", "x".repeat(300));
    let window = Window::new(&text, Vec::new(), Vec2::new(300.0, 400.0));
    let bench = window.bench.borrow();
    let lines = &bench.state.visible[0].layout.lines;
    assert!(lines.len() > 3);
    let mut end = 0;
    for line in lines {
        assert_eq!(line.range.start, end);
        end = line.range.end;
        let right = line.segments.last().map_or(0.0, |segment| segment.x + segment.width);
        let hanging = text[line.range.clone()].ends_with(' ');
        assert!(hanging || right <= bench.state.column.width() + 0.5);
    }
    assert_eq!(end, text.len());
}

#[test]
fn in_a_right_to_left_paragraph_the_left_arrow_goes_on() {
    let text = "אבג 45 דה";
    let mut window = Window::new(text, Vec::new(), Vec2::new(360.0, 200.0));
    let (first, last) = (window.rect("א"), window.rect("ה"));
    assert!(first.left() > last.right(), "the first letter stands at the right");
    let (four, five) = (window.rect("4"), window.rect("5"));
    assert!(four.right() <= five.left() + 0.01, "digits are not mirrored");
    window.click(first.right_center() - Vec2::new(1.0, 0.0), 1, Modifiers::NONE);
    assert_eq!(window.caret(), 0);
    for _ in 0..3 {
        window.key(Key::ArrowLeft, Modifiers::SHIFT);
    }
    assert_eq!(window.selected(), "אבג");
}

/// The characters with width on the visible lines for which `keep` says yes, in the order of the text. It is given the
/// line, the bytes and the middle of the character.
fn characters(bench: &Bench, keep: impl Fn(&block::Line, &Range<usize>, f32) -> bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for line in bench.state.visible.iter().flat_map(|placed| &placed.layout.lines) {
        for segment in &line.segments {
            for (at, cluster) in bench.doc.text[segment.range.clone()].grapheme_indices(true) {
                let start = segment.range.start + at;
                let range = start..start + cluster.len();
                let (a, b) = (segment.x_of(range.start), segment.x_of(range.end));
                if (a - b).abs() > 0.01 && keep(line, &range, (a + b) / 2.0) {
                    found.push(range);
                }
            }
        }
    }
    found.sort_by_key(|range| range.start);
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Whatever is dragged over in whatever text, the selection is whole characters, and its quote is what was lit.
    #[test]
    fn the_quote_of_a_selection_is_what_was_lit(
        text in "([a-z]{1,9}|\\PC|e\u{301}|👩‍🌾|🇸🇾|[أ-ي]{1,6}|[א-ת]{1,6}|[0-9]{1,5}|[٠-٩]{1,3}|[ ,.()]| |\n){0,50}",
        (x0, y0, x1, y1) in (0.0f32..300.0, 0.0f32..300.0, 0.0f32..300.0, 0.0f32..300.0),
        figure in (0usize..60, 1usize..12),
    ) {
        let kind = LayerKind::Figure { mark: FigureMark::Confirmed, vague: false, lit: false };
        let layers = TextSpan::snapped(&text, figure.0..figure.0 + figure.1)
            .map(|span| vec![Layer { range: span.range(), id: 0, kind }]).unwrap_or_default();
        let mut bench = Bench::new(&text, layers);
        let (from, to) = (Pos2::new(x0, y0), Pos2::new(x1, y1));
        let button = |pos, pressed| {
            Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE }
        };
        let moves = [from, to].map(Event::PointerMoved);
        let [first, second] = moves;
        let steps = [vec![], vec![first], vec![button(from, true)], vec![second], vec![button(to, false)]];
        let ctx = egui::Context::default();
        fonts::install(&ctx);
        for (index, events) in steps.into_iter().enumerate() {
            bench.run(&ctx, Vec2::new(300.0, 300.0), index, events);
        }
        if let Some(range) = bench.state.selection() {
            prop_assert!(is_grapheme_boundary(&text, range.start) && is_grapheme_boundary(&text, range.end));
            prop_assert!(TextSpan::checked(&text, range.clone()).is_ok());
            let lit = characters(&bench, |line, _, middle| {
                line.stretches(&range).iter().any(|(left, right)| *left < middle && middle < *right)
            });
            let meant = characters(&bench, |_, at, _| range.start <= at.start && at.end <= range.end);
            prop_assert_eq!(lit, meant);
        }
    }

    /// Whatever is walked over by keyboard in whatever text, the same holds.
    #[test]
    fn the_quote_of_a_selection_made_by_keys_is_what_was_lit(
        text in "([a-z]{1,9}|e\u{301}|👩‍🌾|🇸🇾|[أ-ي]{1,6}|[א-ת]{1,6}|[0-9]{1,5}|[ ,.()]| |\n){0,50}",
        steps in proptest::collection::vec((0usize..10, any::<bool>(), any::<bool>()), 1..14),
    ) {
        let keys = [
            Key::ArrowLeft, Key::ArrowRight, Key::ArrowUp, Key::ArrowDown, Key::Home, Key::End, Key::PageUp,
            Key::PageDown, Key::ArrowRight, Key::ArrowDown,
        ];
        let mut bench = Bench::new(&text, Vec::new());
        let ctx = egui::Context::default();
        fonts::install(&ctx);
        let tab = |key, modifiers| Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
        bench.run(&ctx, Vec2::new(300.0, 400.0), 0, Vec::new());
        bench.run(&ctx, Vec2::new(300.0, 400.0), 1, vec![tab(Key::Tab, Modifiers::NONE)]);
        bench.run(&ctx, Vec2::new(300.0, 400.0), 2, Vec::new());
        for (index, (key, command, alt)) in steps.into_iter().enumerate() {
            let modifiers = Modifiers { shift: true, command, ctrl: command, alt: alt && !command, ..Modifiers::NONE };
            bench.run(&ctx, Vec2::new(300.0, 400.0), index + 3, vec![tab(keys[key], modifiers)]);
            let Some(range) = bench.state.selection() else { continue };
            prop_assert!(TextSpan::checked(&text, range.clone()).is_ok());
            let lit = characters(&bench, |line, _, middle| {
                line.stretches(&range).iter().any(|(left, right)| *left < middle && middle < *right)
            });
            let meant = characters(&bench, |_, at, _| range.start <= at.start && at.end <= range.end);
            prop_assert_eq!(lit, meant);
        }
    }

    /// A click on the edge of any character puts the caret there.
    #[test]
    fn a_click_finds_the_edge_that_the_caret_shows(
        text in "([a-z]{1,9} ?|[а-я]{1,7} ?|e\u{301}|[0-9]{1,5}){1,30}|([أ-ي]{1,6} ?|[א-ת]{1,6} ?){1,30}",
    ) {
        let mut bench = Bench::new(&text, Vec::new());
        let ctx = egui::Context::default();
        fonts::install(&ctx);
        bench.run(&ctx, Vec2::new(300.0, 900.0), 0, Vec::new());
        bench.run(&ctx, Vec2::new(300.0, 900.0), 1, Vec::new());
        for line in bench.state.visible.iter().flat_map(|placed| &placed.layout.lines) {
            let words = &text[line.range.clone()];
            for (at, _) in words.grapheme_indices(true) {
                let offset = line.range.start + at;
                prop_assert_eq!(line.caret_at(line.caret_x(offset)), offset);
            }
        }
    }
}
