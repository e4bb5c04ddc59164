//! Figures as CSV and as JSON lines: one figure a row, with its article, outlet, chain and evidence. Layer `exchange`.
//!
//! Offsets are UTF-8 bytes of the article's text, half open. Values are as the article states them; nothing is added
//! up. In CSV, text that a spreadsheet would run as a formula is led by an apostrophe unless the raw form is asked for.

mod terms;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::model::{
    Article, ChainLink, CoderId, Event, EventId, Figure, FigureId, OrgId, Organisation, Project, ReviewStatus,
};

/// What is written, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FiguresOptions {
    /// Put placeholders for confidential names and for what could give them away.
    pub withhold_confidential: bool,
    /// CSV without the apostrophe before what looks like a formula: for programs, not for spreadsheets.
    pub raw: bool,
    /// Begin a CSV file with a byte order mark, by which some spreadsheets know UTF-8.
    pub byte_order_mark: bool,
}

/// A file's text, and what to say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    pub text: String,
    pub figures: usize,
    /// How many of the figures have something withheld.
    pub withheld: usize,
}

/// What stands for a confidential name or text.
pub(super) const WITHHELD: &str = "withheld";

/// The figures for which `keep` holds, as CSV (RFC 4180) with a header row, sorted by article and place in it.
pub fn csv(project: &Project, options: FiguresOptions, keep: &dyn Fn(&Figure) -> bool) -> Exported {
    let mut text = String::new();
    if options.byte_order_mark {
        text.push('\u{FEFF}');
    }
    text.push_str(&columns().collect::<Vec<_>>().join(","));
    text.push_str("\r\n");
    written(project, options, keep, text, |out, cells| {
        for (n, (_, value)) in cells.iter().enumerate() {
            if n > 0 {
                out.push(',');
            }
            match value {
                Value::Null => {}
                Value::String(words) => push_cell(out, words, options.raw),
                Value::Array(parts) => {
                    let words: Vec<String> = parts.iter().map(part_in_words).collect();
                    push_cell(out, &words.join("; "), options.raw);
                }
                number => out.push_str(&number.to_string()),
            }
        }
        out.push_str("\r\n");
    })
}

/// The figures for which `keep` holds, as JSON lines with the columns of [`csv`], sorted alike.
pub fn jsonl(project: &Project, options: FiguresOptions, keep: &dyn Fn(&Figure) -> bool) -> Exported {
    written(project, options, keep, String::new(), |out, cells| {
        out.push('{');
        for (n, (name, value)) in cells.iter().enumerate() {
            if n > 0 {
                out.push(',');
            }
            out.push_str(&json!(name).to_string());
            out.push(':');
            out.push_str(&value.to_string());
        }
        out.push_str("}\n");
    })
}

fn written(
    project: &Project,
    options: FiguresOptions,
    keep: &dyn Fn(&Figure) -> bool,
    text: String,
    row: impl Fn(&mut String, &[(&'static str, Value)]),
) -> Exported {
    let mut out = Exported { text, figures: 0, withheld: 0 };
    let mut tallies: BTreeMap<FigureId, Vec<Value>> = BTreeMap::new();
    for tally in project.tallies.values().filter(|tally| tally.status != ReviewStatus::Rejected) {
        for figure in &tally.figures {
            tallies.entry(*figure).or_default().push(json!(tally.name));
        }
    }
    let mut events: BTreeMap<FigureId, EventId> = BTreeMap::new();
    for tally in project.tallies.values().filter(|tally| tally.status != ReviewStatus::Rejected) {
        for figure in &tally.figures {
            if let Some(event) = tally.event {
                events.entry(*figure).or_insert(event);
            }
        }
    }
    let mut figures: Vec<&Figure> = project.figures.values().filter(|figure| keep(figure)).collect();
    figures.sort_by_key(|figure| (figure.article, figure.anchor.span, figure.id));
    for figure in figures {
        let event = figure.event.or(events.get(&figure.id).copied()).and_then(|id| project.events.get(&id));
        let view = View { project, event, withhold: options.withhold_confidential };
        let (cells, withheld) = view.cells(figure, tallies.remove(&figure.id).unwrap_or_default());
        row(&mut out.text, &cells);
        out.figures += 1;
        out.withheld += usize::from(withheld);
    }
    out
}

/// The columns, in order.
pub fn columns() -> impl Iterator<Item = &'static str> {
    COLUMNS.into_iter().chain(terms::COLUMNS)
}

/// The columns of the figure itself, its article and its evidence.
const COLUMNS: [&str; 53] = [
    "figure_id",
    "review_status",
    "measure",
    "subject",
    "qualifier",
    "as_reported",
    "low",
    "best",
    "high",
    "fraction",
    "household_size",
    "accounting",
    "place",
    "period_start",
    "period_end",
    "period_accuracy",
    "as_of",
    "part_of",
    "tallies",
    "origin",
    "origin_kind",
    "origin_as_written",
    "origin_org_id",
    "chain",
    "stance",
    "verification",
    "role",
    "reasoning",
    "outlet",
    "outlet_org_id",
    "wire",
    "wire_basis",
    "wire_evidence",
    "article_id",
    "article_title",
    "author",
    "url",
    "published",
    "published_basis",
    "retrieved",
    "language",
    "quote",
    "quote_prefix",
    "quote_suffix",
    "span_start",
    "span_end",
    "text_sha256",
    "file",
    "file_sha256",
    "trace",
    "coder",
    "reviewer",
    "created",
];

struct View<'a> {
    project: &'a Project,
    /// The event the figure is about: its own, else that of the first tally it stands in that has one.
    event: Option<&'a Event>,
    withhold: bool,
}

impl<'a> View<'a> {
    fn org(&self, id: Option<OrgId>) -> Option<&'a Organisation> {
        self.project.organisations.get(&id?)
    }

    fn hides(&self, id: Option<OrgId>) -> bool {
        self.withhold && self.org(id).is_some_and(|org| org.confidential)
    }

    /// The columns of a figure, and whether anything is withheld.
    fn cells(&self, figure: &Figure, tallies: Vec<Value>) -> (Vec<(&'static str, Value)>, bool) {
        let project = self.project;
        let article = project.articles.get(&figure.article);
        let secret_article = self.withhold && article.is_some_and(|article| article.confidential);
        let secret_outlet = secret_article || article.is_some_and(|article| self.hides(article.outlet));
        let secret_wire = secret_article || article.is_some_and(|article| self.hides(article.wire));
        // The sentence, the title and the hashes could give a name away.
        let secret_source = secret_outlet || secret_wire;
        let secret_chain = figure.chain.iter().any(|link| self.hides(link.org))
            || [figure.party, figure.perpetrator].into_iter().any(|org| self.hides(org));
        let secret_words = secret_source || secret_chain;

        let of = |get: &dyn Fn(&'a Article) -> Value| article.map_or(Value::Null, get);
        let unless = |secret: bool, value: Value| {
            if secret && !value.is_null() { json!(WITHHELD) } else { value }
        };
        let name = |id: Option<OrgId>| self.org(id).map_or(Value::Null, |org| json!(org.name));
        let origin = figure.origin();
        let origin_org = origin.and_then(|link| link.org);
        let secret_origin = self.hides(origin_org);
        let chain = figure.chain.iter().map(|link| self.link(link)).collect();
        let period = figure.period;
        let anchor = &figure.anchor;
        let text = |date: Option<crate::model::Date>| date.map_or(Value::Null, |date| json!(date.to_string()));
        let values = [
            json!(figure.id.to_string()),
            json!(figure.status.name()),
            json!(figure.measure.name()),
            json!(figure.subject.name()),
            json!(figure.qualifier.name()),
            json!(figure.as_reported()),
            json!(figure.low),
            json!(figure.best),
            json!(figure.high),
            json!(figure.fraction),
            json!(figure.household_size),
            json!(figure.accounting.map(|accounting| accounting.name())),
            json!(figure.place),
            text(period.start),
            text(period.end),
            json!(period.accuracy.map(|accuracy| accuracy.name())),
            text(figure.as_of),
            json!(figure.part_of.map(|id| id.to_string())),
            Value::Array(tallies),
            unless(secret_origin, json!(project.origin_name(figure))),
            json!(origin.and_then(|link| link.kind.or(self.org(link.org).map(|org| org.kind))).map(|kind| kind.name())),
            unless(secret_origin, json!(origin.map(|link| &link.as_written))),
            unless(secret_origin, json!(origin_org.map(|id| id.to_string()))),
            Value::Array(chain),
            json!(figure.stance.name()),
            json!(figure.verification.name()),
            json!(figure.role.name()),
            json!(figure.reasoning),
            unless(secret_source, of(&|article| json!(project.outlet_name(article)))),
            unless(secret_source, of(&|article| json!(article.outlet.map(|id| id.to_string())))),
            unless(secret_wire, of(&|article| name(article.wire))),
            of(&|article| json!(article.wire_basis.map(|basis| basis.name()))),
            unless(secret_wire, of(&|article| json!(article.wire_evidence))),
            json!(figure.article.to_string()),
            unless(secret_source, of(&|article| json!(article.title))),
            unless(secret_source, of(&|article| json!(article.author))),
            unless(secret_source, of(&|article| json!(article.url))),
            of(&|article| text(article.published)),
            of(&|article| json!(article.published_basis.map(|basis| basis.name()))),
            of(&|article| text(article.retrieved)),
            of(&|article| json!(article.language)),
            unless(secret_words, json!(anchor.quote)),
            unless(secret_words, json!(anchor.prefix)),
            unless(secret_words, json!(anchor.suffix)),
            json!(anchor.span.start()),
            json!(anchor.span.end()),
            unless(secret_source, of(&|article| json!(article.text_sha256))),
            unless(secret_source, of(&|article| json!(article.provenance.file))),
            unless(secret_source, of(&|article| json!(article.provenance.sha256))),
            json!(figure.trace),
            self.coder(figure.coder),
            self.coder(figure.reviewer),
            json!(figure.created.to_string()),
        ];
        (columns().zip(values.into_iter().chain(terms::cells(self, figure))).collect(), secret_words)
    }

    fn link(&self, link: &ChainLink) -> Value {
        let secret = self.hides(link.org);
        let name = self.org(link.org).map_or(link.as_written.as_str(), |org| org.name.as_str());
        let or = |text: &str| if secret { WITHHELD.to_owned() } else { text.to_owned() };
        json!({ "role": link.role.name(), "name": or(name), "as_written": or(&link.as_written), "verb": link.verb.map(|verb| verb.name()) })
    }

    fn coder(&self, id: Option<CoderId>) -> Value {
        id.and_then(|id| self.project.coders.get(&id)).map_or(Value::Null, |coder| json!(coder.name))
    }
}

/// A part of a list in one CSV cell: a text as it stands, a step of a chain as `origin: name`.
fn part_in_words(part: &Value) -> String {
    match (part.get("role").and_then(Value::as_str), part.get("name").and_then(Value::as_str)) {
        (Some(role), Some(name)) => format!("{role}: {name}"),
        _ => part.as_str().map_or_else(|| part.to_string(), str::to_owned),
    }
}

/// Writes one text cell.
pub(super) fn push_cell(out: &mut String, words: &str, raw: bool) {
    let guard = if !raw && is_formula(words) { "'" } else { "" };
    let quoted = !guard.is_empty() || words.contains([',', '"', '\n', '\r', ';', '\t']) || words.trim() != words;
    if quoted {
        out.push('"');
        out.push_str(guard);
        out.push_str(&words.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(words);
    }
}

/// Whether a spreadsheet could take the text for a formula: by its first character, white space aside, also in the
/// full-width forms; or by a leading tab or line end, which some programs drop before they look.
fn is_formula(words: &str) -> bool {
    let first = words.trim_start().chars().next();
    words.starts_with(['\t', '\r', '\n'])
        || first.is_some_and(|c| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠'))
}

#[cfg(test)]
#[path = "figures_csv_tests.rs"]
mod tests;
