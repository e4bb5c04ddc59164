//! What queries mean, and what is said of those that mean nothing.

use proptest::prelude::*;

use super::*;

/// The tree in brackets, so that what binds closer can be seen.
fn shown(query: &Query, node: &Node) -> String {
    let list = |parts: &[Node], word: &str| {
        let parts: Vec<String> = parts.iter().map(|part| shown(query, part)).collect();
        format!("({})", parts.join(word))
    };
    match node {
        Node::Term(n) => {
            let term = &query.terms[*n];
            if term.quoted { format!("“{}”", term.written) } else { term.written.clone() }
        }
        Node::Pattern(n) => format!("/{}/", query.patterns[*n].written),
        Node::Facet(facet) => format!("{facet:?}"),
        Node::And(parts) => list(parts, " & "),
        Node::Or(parts) => list(parts, " | "),
        Node::Not(part) => format!("!{}", shown(query, part)),
        Node::Near(a, b, n) => format!("[{} ~{n} {}]", shown(query, a), shown(query, b)),
    }
}

#[track_caller]
fn check(text: &str, want: &str) {
    let query = Query::parse(text).unwrap();
    assert_eq!(query.root.as_ref().map(|root| shown(&query, root)).unwrap_or_default(), want, "{text}");
}

#[test]
fn words_are_joined_by_and_and_operators_bind_as_one_reads_them() {
    check("", "");
    check("harbour", "harbour");
    check("harbour quay", "(harbour & quay)");
    check("harbour AND quay or pier", "((harbour & quay) | pier)");
    check("harbour (quay | pier)", "(harbour & (quay | pier))");
    check("harbour -quay NOT pier", "(harbour & !quay & !pier)");
    check("harbour -(quay pier)", "(harbour & !(quay & pier))");
    check("“shelled quay” \"old pier\"", "(“shelled quay” & “old pier”)");
    check("quay near/3 shell* fell", "([quay ~3 shell*] & fell)");
    check("quay NEAR shell", "[quay ~10 shell]");
    check("(a or b) near/2 \"c d\"", "[(a | b) ~2 “c d”]");
    check("cease-fire well-known - dash", "(cease-fire & well-known & - & dash)");
    check("/shell(s|ing)/ /a\\/b/i", "(/shell(s|ing)/ & /(?i)a/b/)");
    check("http://example.org 12:30", "(http://example.org & 12:30)");
}

#[test]
fn fields_ask_of_the_article() {
    check("outlet:BBC", "Outlet(\"bbc\")");
    check("outlet:\"Evening Page\" wire:unknown", "(Outlet(\"evening page\") & Wire(\"\"))");
    check("date:2024-12-07", "Date(Some(2024-12-07), Some(2024-12-07))");
    check("date:2024-02", "Date(Some(2024-02-01), Some(2024-02-29))");
    check("date:2024-11..2024-12-07", "Date(Some(2024-11-01), Some(2024-12-07))");
    check("date:..2024", "Date(None, Some(2024-12-31))");
    check("date:>2024-12-06 date:<=2025", "(Date(Some(2024-12-07), None) & Date(None, Some(2025-12-31)))");
    check("date:unknown", "NoDate");
    check("tag:denial -has:figure status:unread", "(Tag(\"denial\") & !Has(Figure) & Read(Unread))");
    check("killed>100 wounded<=1,000", "(Count(Killed, Above, 100) & Count(Injured, AtMost, 1000))");
    check("lang:AR status:unreviewed", "(Language(\"ar\") & Reviewed(false))");
}

#[track_caller]
fn refused(marked: &str, what: &str) {
    let at = marked.find('«').unwrap()..marked.find('»').unwrap() - '«'.len_utf8();
    let text = marked.replace(['«', '»'], "");
    let error = Query::parse(&text).unwrap_err();
    assert!(error.what.contains(what), "{error}");
    assert_eq!(error.at, at, "{error}");
}

#[test]
fn what_cannot_be_read_is_said_with_its_place() {
    refused("harbour «(»quay", "not closed");
    refused("harbour quay«)»", "closes nothing");
    refused("the «\"»old quay", "not closed");
    refused("«\"\"»", "nothing stands between");
    refused("«/»ab", "not closed");
    refused("«or» quay", "both sides");
    refused("quay «and»", "must follow");
    refused("«colour:red»", "not known");
    refused("«date:tomorrow»", "no date");
    refused("«has:wings»", "not known");
    refused("a «near/x» b", "number");
    refused("a «near» tag:b", "both sides");
    refused("«killed>many»", "no number");
    refused("«outlet:»", "must follow");
    assert!(Query::parse(&"(".repeat(5_000)).is_err());
    assert!(Query::parse(&"-".repeat(5_000)).is_err());
    assert_eq!(Query::parse("é (").unwrap_err().to_string(), "this bracket is not closed (at character 3)");
}

proptest! {
    /// No query makes it fail in any other way than by saying so, at a place inside the query.
    #[test]
    fn any_text_is_read_or_refused(text in "(\\PC|[\"()/:|>-]| and | or | near/2 |tag:|date:){0,30}") {
        if let Err(error) = Query::parse(&text) {
            prop_assert!(error.at.end <= text.len() && text.is_char_boundary(error.at.start));
        }
    }
}
