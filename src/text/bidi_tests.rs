//! Tests of right-to-left order.

use proptest::prelude::*;

use super::*;
use crate::model::span::is_grapheme_boundary;

/// The line as it reads from left to right on screen, each unit as a shaper would draw it.
fn seen(text: &str, base: Direction) -> String {
    let units = units(text, base, &[]);
    let mut out = String::new();
    for index in visual_order(&units, base) {
        let unit = &units[index];
        if unit.kind == UnitKind::Invisible {
            continue;
        }
        let shown = displayed(text, unit);
        if unit.direction() == Direction::Rtl {
            out.extend(shown.graphemes(true).rev());
        } else {
            out.push_str(&shown);
        }
    }
    out
}

fn check(text: &str, base: Direction, expected: &str) {
    assert_eq!(seen(text, base), expected, "{text:?}");
}

#[test]
fn numbers_among_right_to_left_letters_keep_their_order() {
    check("אבג 45 דה", Direction::Rtl, "הד 45 גבא");
    check("אבג 1,200 דה", Direction::Rtl, "הד 1,200 גבא");
    check("قتل ٤٥ شخصا", Direction::Rtl, "اصخش ٤٥ لتق");
    check("قتل ١٬٢٠٠ شخصا", Direction::Rtl, "اصخش ١٬٢٠٠ لتق");
    check("كشته ۴۵ نفر", Direction::Rtl, "رفن ۴۵ هتشك");
}

#[test]
fn a_shaper_gets_no_number_it_could_turn_round() {
    for text in ["قتل ١٬٢٠٠ شخصا", "كشته ۴۵٫۵ نفر", "٤٥٪ من"] {
        for unit in units(text, Direction::Rtl, &[]) {
            let words = &text[unit.range.clone()];
            let digits = words.chars().any(char::is_numeric);
            assert!(!digits || words.graphemes(true).count() == 1, "{words:?} would be guessed right to left");
        }
    }
    // Western digits imply no direction and may stay together.
    let text = "אבג 1,200 דה";
    assert!(units(text, Direction::Rtl, &[]).iter().any(|unit| &text[unit.range.clone()] == "1,200"));
}

#[test]
fn two_scripts_are_shaped_apart() {
    let text = "أبאב";
    let found: Vec<_> = units(text, Direction::Rtl, &[]).iter().map(|unit| &text[unit.range.clone()]).collect();
    assert_eq!(found, ["أب", "אב"]);
}

#[test]
fn brackets_are_mirrored_and_full_stops_stand_at_the_left() {
    check("אבג (דה) וז.", Direction::Rtl, ".זו (הד) גבא");
    check("אבג «דה».", Direction::Rtl, ".«הד» גבא");
    check("Town (אבג) fell.", Direction::Ltr, "Town (גבא) fell.");
}

#[test]
fn latin_words_inside_hebrew_stay_readable() {
    check("אבג Aleppo 2024 דה", Direction::Rtl, "הד Aleppo 2024 גבא");
    check("The word אבג דה means", Direction::Ltr, "The word הד גבא means");
}

#[test]
fn white_space_at_the_end_of_a_line_goes_to_its_end() {
    check("abc אבג ", Direction::Ltr, "abc גבא ");
    check("אבג abc ", Direction::Rtl, " abc גבא");
}

#[test]
fn direction_marks_take_no_room() {
    let text = "אבג\u{200F}! 45";
    check(text, Direction::Rtl, "45 !גבא");
    assert!(units(text, Direction::Rtl, &[]).iter().any(|unit| unit.kind == UnitKind::Invisible));
}

#[test]
fn style_cuts_end_units_and_numbers_are_not_torn_by_lines() {
    let text = "some 370,000 people";
    let found: Vec<_> = units(text, Direction::Ltr, &[7]).iter().map(|unit| &text[unit.range.clone()]).collect();
    assert_eq!(found, ["some", " ", "37", "0,000", " ", "people"]);
    let whole = units(text, Direction::Ltr, &[]);
    let may: Vec<_> = whole.iter().filter(|unit| unit.break_after == BreakAfter::May).map(|u| u.range.end).collect();
    assert_eq!(may, [5, 13]);
}

proptest! {
    /// Units cover the text in order on grapheme boundaries, and the order on screen is a permutation of them.
    #[test]
    fn units_cover_any_text(
        text in "(\\PC|\u{301}|👩‍🌾|[أ-ي]|[א-ת]|[0-9]|[٠-٩]| |\u{200F}|\u{202E}){0,40}",
        rtl in any::<bool>(),
        cuts in proptest::collection::btree_set(0usize..80, 0..4),
    ) {
        let base = if rtl { Direction::Rtl } else { Direction::Ltr };
        let cuts: Vec<usize> = cuts.into_iter().collect();
        let units = units(&text, base, &cuts);
        let mut end = 0;
        for unit in &units {
            prop_assert_eq!(unit.range.start, end);
            prop_assert!(unit.range.end > end && is_grapheme_boundary(&text, unit.range.end));
            end = unit.range.end;
        }
        prop_assert_eq!(end, text.len());
        let mut order = visual_order(&units, base);
        order.sort_unstable();
        prop_assert!(order.into_iter().eq(0..units.len()));
    }

    /// No sequence of western digits ever appears in another order than it was written in.
    #[test]
    fn digits_are_never_mirrored(
        before in "[א-תأ-يa-z .,()]{0,12}",
        number in "[1-9][0-9]{1,3}(,[0-9]{3}){0,2}",
        after in "[א-תأ-يa-z ()]{0,12}",
        rtl in any::<bool>(),
    ) {
        let base = if rtl { Direction::Rtl } else { Direction::Ltr };
        let text = format!("{before} {number} {after}");
        prop_assert!(seen(&text, base).contains(&number), "{:?}", seen(&text, base));
    }
}
