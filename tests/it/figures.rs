//! The figure reader against made-up cases, one file per phenomenon in `tests/fixtures/figures`, and against the
//! labelled seeds beside the repository, if they are there.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crossread::figures::tally::{Item, propose};
use crossread::figures::{Found, Mention, extract};
use crossread::model::Date;

/// One passage with the lines that say what is to be found.
pub(crate) struct Case {
    pub place: String,
    pub text: String,
    pub published: Option<Date>,
    pub want: Vec<Vec<(String, String)>>,
}

fn cases() -> Vec<Case> {
    cases_in("figures")
}

/// The cases of a folder of `tests/fixtures`.
pub(crate) fn cases_in(folder: &str) -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "txt"));
    files.sort();
    let mut cases: Vec<Case> = Vec::new();
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        for (i, line) in std::fs::read_to_string(&file).unwrap().lines().enumerate() {
            if let Some(passage) = line.strip_prefix("> ") {
                let (text, published) = match passage.rsplit_once(" @") {
                    Some((text, day)) => (text, Some(day.parse().unwrap())),
                    None => (passage, None),
                };
                let place = format!("{name}:{}", i + 1);
                cases.push(Case { place, text: text.to_owned(), published, want: Vec::new() });
            } else if !line.starts_with('#') && !line.trim().is_empty() {
                let mut fields = line.split('|').map(str::trim);
                let mut want: Vec<(String, String)> = ["numeral", "measure", "subject"]
                    .iter()
                    .map(|key| ((*key).to_owned(), fields.next().unwrap().to_owned()))
                    .collect();
                want.extend(fields.map(|field| {
                    let (key, value) = field.split_once('=').unwrap();
                    (key.to_owned(), value.to_owned())
                }));
                cases.last_mut().unwrap().want.push(want);
            }
        }
    }
    cases
}

fn shown<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}

fn names(mention: Option<&Mention>, want: &str) -> bool {
    let Some(mention) = mention else { return want == "-" };
    let (text, want) = (mention.text.to_lowercase(), want.to_lowercase());
    text.contains(&want) || want.contains(&text)
}

/// What of `want` the figure does not bear out.
pub(crate) fn faults(text: &str, all: &[Found], found: &Found, want: &[(String, String)]) -> Vec<String> {
    let quote = |figure: &Found| text[figure.start..figure.end].to_owned();
    let mut out = Vec::new();
    for (key, value) in want {
        let (holds, got) = match key.as_str() {
            "numeral" => {
                let quote = quote(found);
                (quote.contains(value.as_str()) || value.contains(&quote), quote)
            }
            "measure" => (found.measure.name() == value, found.measure.name().to_owned()),
            "subject" => (found.subject.name() == value, found.subject.name().to_owned()),
            "q" => (found.qualifier.name() == value, found.qualifier.name().to_owned()),
            "low" => (shown(found.low) == *value, shown(found.low)),
            "high" => (shown(found.high) == *value, shown(found.high)),
            "frac" => {
                let near = found.fraction.is_some_and(|f| (f - value.parse::<f64>().unwrap()).abs() < 0.01);
                (near, shown(found.fraction))
            }
            "by" => (names(found.attributed_to.as_ref(), value), format!("{:?}", found.attributed_to)),
            "at" => (names(found.place.as_ref(), value), format!("{:?}", found.place)),
            "relay" => (names(found.relay.as_ref(), value), format!("{:?}", found.relay)),
            "org" => (shown(found.origin.as_ref()) == *value, shown(found.origin.as_ref())),
            "from" => (shown(found.period_start) == *value, shown(found.period_start)),
            "to" => (shown(found.period_end) == *value, shown(found.period_end)),
            "cum" => (found.cumulative == (value == "yes"), found.cumulative.to_string()),
            "part" => {
                let whole = found.part_of.and_then(|whole| all.get(whole)).map(quote);
                (whole.as_ref().is_some_and(|whole| whole.contains(value.as_str())), shown(whole))
            }
            other => panic!("no field {other}"),
        };
        if !holds {
            out.push(format!("{key} is {got}, not {value}"));
        }
    }
    out
}

#[test]
fn every_made_up_case_is_read_as_its_file_says() {
    let mut report = String::new();
    let cases = cases();
    assert!(cases.len() > 300, "only {} cases", cases.len());
    for case in &cases {
        let found = extract(&case.text, case.published);
        let mut wrong: Vec<String> = Vec::new();
        if found.len() == case.want.len() {
            for (figure, want) in found.iter().zip(&case.want) {
                wrong.extend(faults(&case.text, &found, figure, want));
            }
        } else {
            let got: Vec<&str> = found.iter().map(|figure| &case.text[figure.start..figure.end]).collect();
            wrong.push(format!("found {got:?}, not {} figures", case.want.len()));
        }
        for line in wrong {
            writeln!(report, "{}: {line}\n    {}", case.place, case.text).unwrap();
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn spans_lie_on_the_words_and_every_figure_says_why() {
    for case in cases() {
        for figure in extract(&case.text, case.published) {
            assert!(case.text.get(figure.start..figure.end).is_some(), "{}", case.place);
            assert!(figure.start <= figure.numeral.start && figure.numeral.end <= figure.end, "{}", case.place);
            assert!(!figure.trace.is_empty(), "{}", case.place);
        }
    }
}

/// The folder of shared material, if it is there.
fn shared() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("CROSSREAD_SHARED").map_or_else(beside, PathBuf::from);
    folder.join("seeds").is_dir().then_some(folder)
}

#[test]
fn the_seeds_give_their_labels_and_three_pairs_of_one_origin() {
    let Some(shared) = shared() else {
        println!("skipped: no shared folder beside the repository");
        return;
    };
    let labels = std::fs::read_to_string(shared.join("gold/seeds_labels.jsonl")).unwrap();
    let labels: Vec<serde_json::Value> = labels.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut articles: Vec<Vec<Found>> = Vec::new();
    let (mut hits, mut spare) = (0, 0);
    for passage in labels.iter().filter(|label| label["type"] == "passage") {
        let text = std::fs::read_to_string(shared.join("seeds").join(passage["doc"].as_str().unwrap())).unwrap();
        let found = extract(&text, passage["doc_date"].as_str().map(|day| day.parse().unwrap()));
        let wanted = labels.iter().filter(|label| label["type"] == "figure" && label["doc"] == passage["doc"]);
        let hit = wanted
            .filter(|label| {
                found.iter().any(|figure| {
                    let start = label["start"].as_u64().unwrap() as usize;
                    let end = label["end"].as_u64().unwrap() as usize;
                    figure.start < end
                        && start < figure.end
                        && figure.low == label["low"].as_u64()
                        && (figure.high == label["high"].as_u64())
                        && figure.measure.name() == label["measure"].as_str().unwrap()
                })
            })
            .count();
        hits += hit;
        spare += found.len() - hit;
        articles.push(found);
    }
    assert_eq!((hits, spare), (14, 0));
    let mut items: Vec<Item<'_>> = Vec::new();
    for (article, found) in articles.iter().enumerate() {
        let first = items.len();
        items.extend(found.iter().map(|figure| Item::of_found(article, first, figure, "")));
    }
    let mut pairs: Vec<Vec<Option<u64>>> = Vec::new();
    for proposal in propose(&items) {
        for group in &proposal.same_origin {
            let figures = group.members.iter().map(|i| items[proposal.figures[*i]].low);
            pairs.push(figures.collect());
        }
    }
    pairs.sort();
    let pair = |a, b| vec![Some(a), Some(b)];
    assert_eq!(pairs, [pair(111, 111), pair(820, 826), pair(370_000, 370_000)]);
}
