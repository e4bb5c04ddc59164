//! Hostile texts never become markup, and what is confidential is not in the page.

use std::collections::BTreeSet;

use proptest::prelude::*;
use resvg::usvg::roxmltree::{Document, ParsingOptions};

use super::*;
use crate::app::redact;
use crate::model::testing::time;
use crate::model::*;
use crate::plots::sample;

const HOSTILE: [&str; 14] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</title></style></svg><iframe src=//evil.example>",
    "<!-- <![CDATA[ ]]> -->",
    "&lt;b&gt; &#60;i&#62; &amp;amp;",
    "javascript:alert(1)",
    "</bdi></mark></blockquote><h1>",
    "\u{202e}gnihton\u{2066}\u{2069}\u{202c}",
    "\0\u{1}\u{7f}\u{fffe}\u{85}",
    "<svg/onload=alert(1)>",
    "]]><foreignObject><body onload=alert(1)>",
    "url(//evil.example/x.css) @import '//evil.example';",
    "{{7*7}} ${7*7} <?php echo 1 ?>",
];

/// Every text of the sample project with something behind it; `None` as the texts are not at hand.
fn project_saying(tail: &str) -> Project {
    let mut project = sample::project();
    let say = |text: &str| format!("{text}{tail}");
    let mut records = Vec::new();
    for record in project.records_in_file_order() {
        records.push(match record {
            Record::Info(mut r) => {
                (r.name, r.description) = (say(&r.name), say("about"));
                Record::Info(r)
            }
            Record::Coder(mut r) => {
                r.name = say(&r.name);
                r.into()
            }
            Record::Organisation(mut r) => {
                (r.name, r.short, r.aliases) = (say(&r.name), say(&r.short), vec![say("also")]);
                r.into()
            }
            Record::Article(mut r) => {
                (r.title, r.author, r.url) = (say(&r.title), Some(say("N. N.")), Some(say("https://example.org/")));
                r.provenance.file = say(&r.provenance.file);
                r.into()
            }
            Record::Figure(mut r) => {
                r.anchor.quote = say(&r.anchor.quote);
                r.anchor.prefix = say(&r.anchor.prefix);
                r.anchor.suffix = say(&r.anchor.suffix);
                (r.place, r.reasoning) = (Some(say("Arkand")), say("because"));
                r.chain.iter_mut().for_each(|link| link.as_written = say("they"));
                r.into()
            }
            Record::Tally(mut r) => {
                (r.name, r.place, r.reasons) = (say(&r.name), Some(say("Arkand")), vec![say("why")]);
                r.event = Some(EventId::from_bits(1));
                if let Some(estimate) = &mut r.estimate {
                    estimate.reasoning = say("the newest list");
                }
                r.into()
            }
            record => record,
        });
    }
    let memo = |id, on| Memo {
        id: MemoId::from_bits(id),
        on,
        text: say("note"),
        coder: CoderId::from_bits(1),
        created: time(0),
        modified: None,
        confidential: false,
    };
    records.push(memo(1, MemoTarget::Tally(TallyId::from_bits(1))).into());
    records.push(memo(2, MemoTarget::Figure(FigureId::from_bits(1))).into());
    records.push(memo(3, MemoTarget::Article(ArticleId::from_bits(1))).into());
    let event = Event {
        place: Some(say("Arkand")),
        parties: [(OrgId::from_bits(11), Side::A)].into(),
        ..Event::blank(EventId::from_bits(1), say("The river"))
    };
    records.push(event.into());
    project = Project::from_records(records).unwrap();
    project
}

fn page(project: &Project) -> String {
    write(project, &|_| None, time(0)).html
}

/// The elements of a page, each with its attributes' names, and the values that decide what an element does.
fn skeleton(html: &str) -> BTreeSet<String> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(html, options).unwrap_or_else(|error| panic!("{error}:\n{html}"));
    let mut out = BTreeSet::new();
    for node in document.descendants().filter(|node| node.is_element()) {
        let name = node.tag_name().name();
        for attribute in node.attributes() {
            let (key, value) = (attribute.name(), attribute.value());
            out.insert(match key {
                "class" | "http-equiv" | "lang" | "charset" | "scope" => format!("{name} {key}={value}"),
                "href" => {
                    assert!(value.starts_with('#'), "a link leaves the page: {value}");
                    format!("{name} {key}")
                }
                _ => format!("{name} {key}"),
            });
        }
        out.insert(name.to_owned());
    }
    out
}

#[test]
fn the_page_needs_nothing_else_and_says_so() {
    let html = page(&project_saying(""));
    assert!(html.contains("default-src &#39;none&#39;"), "no policy");
    let names = skeleton(&html);
    for forbidden in ["script", "iframe", "object", "embed", "link", "img", "form", "foreignObject", "use", "image"] {
        assert!(!names.contains(forbidden), "{forbidden}");
    }
    let attributes = || names.iter().filter_map(|name| name.split_once(' ')).map(|(_, attribute)| attribute);
    assert!(attributes().all(|name| !name.starts_with("on") && !name.starts_with("src")), "{names:?}");
    // Every link within the page has its place.
    let document = Document::parse_with_options(&html, ParsingOptions { allow_dtd: true, ..ParsingOptions::default() });
    let document = document.unwrap();
    let ids: BTreeSet<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
    let links: Vec<&str> = document.descendants().filter_map(|node| node.attribute("href")).collect();
    assert!(links.len() > 20, "only {} links", links.len());
    for link in links {
        assert!(ids.contains(link.trim_start_matches('#')), "{link} leads nowhere");
    }
}

#[test]
fn hostile_texts_stay_texts() {
    let harmless = skeleton(&page(&project_saying(" and more")));
    for hostile in HOSTILE {
        let html = page(&project_saying(hostile));
        assert_eq!(skeleton(&html), harmless, "{hostile:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_text_stays_text(tail in "[<>&'\"/=!\\-a-z \u{0}-\u{20}\u{200b}-\u{206f}\u{600}-\u{6ff}\u{1f600}]{0,40}") {
        let harmless = skeleton(&page(&project_saying(" and more")));
        prop_assert_eq!(skeleton(&page(&project_saying(&tail))), harmless);
    }
}

#[test]
fn what_is_confidential_is_withheld_and_counted() {
    let mut project = project_saying("");
    let secret = "Zeltenwacht";
    let mut org = project.organisations.get(&OrgId::from_bits(11)).unwrap().clone();
    (org.name, org.short, org.confidential) = (secret.to_owned(), "ZW-7".to_owned(), true);
    org.aliases = vec!["the Watch at Zelten".to_owned()];
    let mut article = project.articles.get(&ArticleId::from_bits(3)).unwrap().clone();
    (article.title, article.confidential) = ("A paper nobody may name".to_owned(), true);
    let mut memo = project.memos.get(&MemoId::from_bits(1)).unwrap().clone();
    (memo.text, memo.confidential) = ("met the source at the mill".to_owned(), true);
    let mut tally = project.tallies.get(&TallyId::from_bits(1)).unwrap().clone();
    tally.estimate.as_mut().unwrap().reasoning = "the list of ZW-7, seen in person".to_owned();
    for record in [Record::from(org), article.into(), memo.into(), tally.into()] {
        project.apply(&Edit::put("mark confidential", record)).unwrap();
    }
    let text = format!("It was {secret} that counted at least 846 people, as it told us.");
    let written = write(&project, &|article| (article.bits() == 5).then(|| text.as_str().into()), time(0));
    let lower = written.html.to_lowercase();
    for word in ["zeltenwacht", "zw-7", "watch at zelten", "nobody may name", "the mill", "3.txt"] {
        assert!(!lower.contains(word), "the page says {word}");
    }
    let withheld = written.withheld;
    // The memo on a figure that the organisation gave goes as well.
    assert_eq!((withheld.articles, withheld.organisations, withheld.memos), (1, 1, 2));
    assert!(withheld.texts > 3, "{withheld:?}");
    assert!(written.html.contains("Withheld from this report as confidential: 1 article, 1 organisation, 2 memos"));
    assert!(written.html.contains("article 1, withheld") && written.html.contains("organisation 1, name withheld"));
}

#[test]
fn what_was_marked_is_told_with_its_source_and_without_what_is_confidential() {
    let mut project = project_saying("");
    let tag = Tag {
        id: TagId::from_bits(901),
        parent: None,
        name: "disputed count".to_owned(),
        colour: 1,
        key: None,
        description: String::new(),
        order: 1,
    };
    let coder = *project.coders.keys().next().unwrap();
    let excerpt = |id, article, words: &str| Excerpt {
        id: ExcerptId::from_bits(id),
        article: ArticleId::from_bits(article),
        anchor: Anchor::new(words, TextSpan::new(0, words.len() as u32).unwrap()).unwrap(),
        tags: [TagId::from_bits(901)].into(),
        coder,
        created: time(0),
    };
    let memo = |id, on, text: &str, confidential| Memo {
        id: MemoId::from_bits(id),
        on,
        text: text.to_owned(),
        coder,
        created: time(0),
        modified: None,
        confidential,
    };
    let mut hidden = project.articles.get(&ArticleId::from_bits(3)).unwrap().clone();
    hidden.confidential = true;
    for record in [
        Record::from(tag),
        hidden.into(),
        excerpt(911, 5, "nobody has seen the list").into(),
        excerpt(912, 3, "said behind closed doors").into(),
        memo(921, MemoTarget::Excerpt(ExcerptId::from_bits(911)), "asked twice, no answer", false).into(),
        memo(922, MemoTarget::Tag(TagId::from_bits(901)), "whom we trust here", true).into(),
    ] {
        project.apply(&Edit::put("mark", record)).unwrap();
    }
    let written = write(&project, &|_| None, time(0));
    for words in ["disputed count", "nobody has seen the list", "asked twice, no answer", "1 excerpt is withheld"] {
        assert!(written.html.contains(words), "the page lacks {words}");
    }
    for words in ["said behind closed doors", "whom we trust here"] {
        assert!(!written.html.contains(words), "the page says {words}");
    }
}

#[test]
fn a_name_is_found_as_a_word_of_its_own() {
    let mut project = sample::project();
    let mut org = project.organisations.get(&OrgId::from_bits(12)).unwrap().clone();
    org.confidential = true;
    project.apply(&Edit::put("mark", org)).unwrap();
    let secrets = redact::Secrets::of(&project);
    for (text, hides) in [
        ("the UN said", true),
        ("the un-led mission", true),
        ("(UN)", true),
        ("unknown to us", false),
        ("a sunken boat", false),
        ("UN Relief Coordination counts", true),
    ] {
        assert_eq!(secrets.hides_text(text), hides, "{text}");
    }
}

#[test]
fn the_report_tells_what_was_adopted_and_what_was_not() {
    let html = page(&project_saying(""));
    for words in ["floor", "the newest list", "not chosen: another value", "not chosen: rejected", "The river"] {
        assert!(html.contains(words), "the page does not say {words}");
    }
    for words in ["not yet read", "Origins", "SHA-256", "2 outlets"] {
        assert!(html.contains(words), "the page does not say {words}");
    }
}
