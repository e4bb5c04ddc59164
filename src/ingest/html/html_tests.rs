//! Hostile and broken pages.

use proptest::prelude::*;

use super::*;

const PARAGRAPH: &str =
    "<p>The dam above the town gave way on Tuesday evening, and forty families left their homes, officials said.</p>";

/// Long enough for a busy machine without optimisation.
const PATIENCE: Duration = Duration::from_secs(120);

/// Refused before anything is parsed, so that no time limit plays a part.
#[track_caller]
fn refused(html: &str, why: &str) {
    match read_within(html, Duration::ZERO) {
        Err(PageError::Refused(said)) => assert!(said.contains(why), "{said}"),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn readable(html: &str) {
    let page = read_within(html, PATIENCE).unwrap();
    assert!(page.text.contains("gave way on Tuesday evening"), "{}", page.text);
}

#[test]
fn pages_built_to_exhaust_memory_or_stack_are_refused_at_once() {
    refused(&format!("{}{PARAGRAPH}", "<div>".repeat(100_000)), "nested too deeply");
    refused(&format!("{}{PARAGRAPH}", "<b a=1><i>".repeat(50_000)), "nested too deeply");
    refused(&format!("{}{PARAGRAPH}", "<svg><g>".repeat(50_000)), "nested too deeply");
    let fonts: String = (0..900).map(|n| format!("<font size={n}>")).collect();
    refused(&format!("{fonts}{}", PARAGRAPH.repeat(5_000)), "too large");
    refused(&"<br>".repeat(1_000_001), "too large");
}

#[test]
fn pages_with_outsized_parts_are_read_without_them() {
    let name = "y".repeat(1 << 20);
    readable(&format!("<html><body {name}='{name}'>{PARAGRAPH}</body></html>"));
    let attributes: String = (0..100_000).map(|n| format!(" a{n}=1")).collect();
    readable(&format!("<html><body{attributes}><div{attributes}>{PARAGRAPH}</div></body></html>"));
    readable(&format!("<html><body{attributes}><body{attributes}>{PARAGRAPH}"));
    readable(&format!("<script>{}</script>{PARAGRAPH}<script>", "<script>".repeat(100_000)));
    readable(&format!("<style>{}</style>{PARAGRAPH}", "a{b:c}".repeat(500_000)));
    readable(&format!("<{name}>{PARAGRAPH}</{name}>"));
    readable(&format!("{PARAGRAPH}<img src='data:image/png;base64,{}'>", "A".repeat(5 << 20)));
    readable(&format!("<table><tr><td>{}{PARAGRAPH}", "<table><tr><td>".repeat(150)));
    readable(&format!("{PARAGRAPH}<p>{}</p>", "&amp".repeat(100_000)));
}

#[test]
fn a_page_that_takes_too_long_is_given_up() {
    let page = format!("<html><body>{}</body></html>", PARAGRAPH.repeat(2_000));
    assert_eq!(read_within(&page, Duration::ZERO), Err(PageError::Refused("takes too long to read (over 10 seconds)")));
}

const PIECES: [&str; 40] = [
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<div class='content'>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<b>",
    "</b>",
    "<a href='x'>",
    "</a>",
    "<ul>",
    "<li>",
    "</ul>",
    "<article>",
    "</article>",
    "<h1>",
    "</h1>",
    "<svg>",
    "<math>",
    "<template>",
    "<select>",
    "<option>",
    "<frameset>",
    "<form>",
    "<br>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "&#x0;",
    "&amp;",
    "<script type='application/ld+json'>{",
    "</script>",
    "Forty families left their homes on Tuesday evening, the officials said. ",
    "é\u{202e}",
    "<",
    "<meta property='article:published_time' content='x'>",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn no_soup_of_tags_brings_the_reader_down(pieces in prop::collection::vec(0..PIECES.len(), 0..120)) {
        let page: String = pieces.iter().map(|at| PIECES[*at]).collect();
        match read_within(&page, PATIENCE) {
            Ok(page) => prop_assert!(!page.text.is_empty() && !page.title.is_empty()),
            Err(error) => prop_assert_eq!(error, PageError::NoArticle),
        }
    }
}
