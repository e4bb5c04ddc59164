//! Headlines, dates, bylines and outlets of plain texts.

use super::*;

const BODY: &str = "The river burst its banks on Sunday night, officials in the valley said. Forty families left.\n";

#[track_caller]
fn check_title(text: &str, want: &str) {
    assert_eq!(read(text).title, want, "{text}");
}

#[test]
fn a_headline_is_short_unstopped_and_above_the_text() {
    check_title(&format!("Valley flooded as dam gives way\n\n{BODY}"), "Valley flooded as dam gives way");
    check_title(&format!("Valley flooded as dam gives way\n{BODY}"), "Valley flooded as dam gives way");
    check_title(&format!("# Is the valley safe?\n\n{BODY}"), "Is the valley safe?");
    check_title(&format!("Title: Valley flooded\nDate: 2023-05-09\n\n{BODY}"), "Valley flooded");
}

#[test]
fn without_a_headline_the_first_sentence_names_the_piece() {
    check_title(BODY, "The river burst its banks on Sunday night, officials in the valley said");
    check_title(
        &format!(" date 2023-05-09 {BODY}"),
        "The river burst its banks on Sunday night, officials in the valley said",
    );
    let caption = "RIVERTON, VALE – MAY 8: Boats lie in the flooded main street of Riverton on May 8, 2023.\nPress | Agency | Getty Images\n";
    check_title(&format!("{caption}{BODY}"), "The river burst its banks on Sunday night, officials in the valley said");
    check_title("Gen. A. Roe said the dam held. It did not.", "Gen. A. Roe said the dam held");
    check_title(
        "Engineers who examined the dam after the flood in the valley said on Monday that no part of it had been looked after for years.",
        "Engineers who examined the dam after the flood in the valley said on Monday that no part…",
    );
    let long = "x".repeat(200);
    assert_eq!(read(&long).title.chars().count(), 90);
    check_title("", "");
}

#[track_caller]
fn check_date(text: &str, want: Option<&str>, note: &str) {
    let found = read(text);
    assert_eq!(found.published.map(|d| d.to_string()).as_deref(), want, "{text}");
    let notes = found.notes.join("\n");
    assert!(notes.contains(note), "{notes:?} for {text}");
}

#[test]
fn the_date_is_read_where_it_is_given_and_only_there() {
    check_date(&format!(" date 2023-05-09 {BODY}"), Some("2023-05-09"), "“date 2023-05-09” at the start");
    check_date(
        &format!("Dam gives way\n\nPublished: 9 May 2023\n\n{BODY}"),
        Some("2023-05-09"),
        "Published: 9 May 2023",
    );
    check_date(&format!("Dam gives way\nTue 9 May 2023 10:35 GMT\n{BODY}"), Some("2023-05-09"), "Tue 9 May 2023");
    check_date(&format!("RIVERTON, May 9, 2023 (AFP) - {BODY}"), Some("2023-05-09"), "May 9, 2023");
    check_date(&format!("RIVERTON, May 9 (AFP) - {BODY}"), None, "without a year");
    check_date(&format!("Dam gives way\n\n09/05/2023\n\n{BODY}"), None, "can be read as day and month");
    check_date(&format!("Dam gives way\n\n19/05/2023\n\n{BODY}"), Some("2023-05-19"), "19/05/2023");
    check_date("The dam was built on 4 March 1971 and inspected on May 9, 2023.", None, "");
    check_date("RIVERTON, VALE – MAY 8: Boats lie in the street of Riverton on May 8, 2023.\n", None, "");
    check_date(" date 2023-02-31 Rain fell.", None, "");
}

#[track_caller]
fn check_people(text: &str, outlet: Option<&str>, author: Option<&str>) {
    let found = read(text);
    assert_eq!((found.outlet.as_deref(), found.author.as_deref()), (outlet, author), "{text}");
}

#[test]
fn outlet_and_author_are_taken_from_bylines_boxes_and_fields() {
    check_people(&format!("Dam gives way\nBy Jane Roe, BBC News\n\n{BODY}"), Some("BBC"), Some("Jane Roe"));
    check_people(
        &format!("Dam gives way\nBy Jane Roe and Juan Pérez\n\n{BODY}"),
        None,
        Some("Jane Roe and Juan Pérez"),
    );
    check_people(&format!("Dam gives way\nBy Jane Roe, Reuters\n\n{BODY}"), None, Some("Jane Roe"));
    check_people(&format!("Dam gives way\nAl Jazeera\n\n{BODY}"), Some("Al Jazeera"), None);
    check_people(&format!("Dam gives way\n\nReuters\n\n{BODY}"), None, None);
    check_people(
        &format!("Outlet: Valley Gazette\nAuthor: Jane Roe\n\n{BODY}"),
        Some("Valley Gazette"),
        Some("Jane Roe"),
    );
    check_people(&format!("URL: https://www.theguardian.com/world/2023/flood\n\n{BODY}"), Some("The Guardian"), None);
    check_people(
        &format!(
            "Dam gives way\n\n{BODY}\nAuthor\n\n  • Jane Roe\n\nJane Roe is the editor and founder of www.valley-post.example, a site.\n"
        ),
        Some("valley-post.example"),
        Some("Jane Roe"),
    );
    check_people(&format!("Dam gives way\n\n{BODY}\n© 2023 Al Jazeera"), Some("Al Jazeera"), None);
    check_people(BODY, None, None);
}
