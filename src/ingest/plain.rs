//! What a plain text says of itself: headline, date, byline, outlet, address. Taken only from what is written there for the
//! purpose; nothing is taken out of the text. Layer `ingest`.

use std::sync::OnceLock;

use regex::Regex;

use super::{dates, masthead};
use crate::lexicon::outlets;
use crate::model::Date;

/// What was found, each `None` where the text does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Found {
    pub title: String,
    pub outlet: Option<String>,
    pub author: Option<String>,
    pub url: Option<String>,
    pub published: Option<Date>,
    pub notes: Vec<String>,
}

/// How long a made-up title may get, in characters.
const TITLE_CHARS: usize = 90;
/// How long a headline may be, in characters.
const HEADLINE_CHARS: usize = 130;
/// In how many lines with words at the top a byline or date is looked for.
const TOP_LINES: usize = 8;
/// In how many of them outlet and date may stand in one.
const MASTHEAD_LINES: usize = 3;

struct Patterns {
    marker: Regex,
    field: Regex,
    date_line: Regex,
    published: Regex,
    dateline: Regex,
    byline: Regex,
    run_by: Regex,
    copyright: Regex,
    caption: Regex,
    credit: Regex,
}

fn patterns() -> Option<&'static Patterns> {
    static PATTERNS: OnceLock<Option<Patterns>> = OnceLock::new();
    PATTERNS
        .get_or_init(|| {
            let month = dates::MONTH;
            let place = r"\p{Lu}[\p{Lu}\p{M} .,'’/-]{2,60}";
            Some(Patterns {
                marker: Regex::new(r"^\s*date:? \d{4}-\d{2}-\d{2}\b[ \t]*").ok()?,
                field: Regex::new(
                    r"(?i)^(title|headline|outlet|source|publisher|publication|author|byline|date|published|url|link|address)\s*:\s*(\S.*)$",
                )
                .ok()?,
                date_line: Regex::new(&format!(
                    r"(?i)^(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?(?:\d{{1,2}}(?:st|nd|rd|th)? {month},? \d{{4}}|{month}\.? \d{{1,2}},? \d{{4}}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}})(?:[ ,|·–-]+(?:at )?\d{{1,2}}[:.]\d{{2}}.{{0,20}})?$"
                ))
                .ok()?,
                published: Regex::new(r"(?i)^(?:first |originally )?(?:published|posted|issued|date)(?: on| at)?:? .{6,60}$").ok()?,
                dateline: Regex::new(&format!(r"^{place}, ({month}\.? \d{{1,2}}(?:,? \d{{4}})?|\d{{1,2}} {month}(?: \d{{4}})?)\b[^\n]{{0,40}}? ?[-–—]")).ok()?,
                byline: Regex::new(r"^(?:By|BY|by) (\p{Lu}[^\n:;.!?]{1,80})$").ok()?,
                run_by: Regex::new(
                    r"(?i)\b(?:editor|editor-in-chief|founder|ceo|publisher|owner)\b[^.\n]{0,40}? (?:of|at) (?:the )?(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})\b",
                )
                .ok()?,
                copyright: Regex::new(r"(?im)^(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:\d{4}(?:[-–]\d{4})?)?\s*(?:by )?([^\n.|,]{2,60})").ok()?,
                caption: Regex::new(&format!(r"^{place} ?[–—-] ?(?i:{month}) \d{{1,2}}(?:, \d{{4}})?:")).ok()?,
                credit: Regex::new(
                    r"(?i)getty images|afp via|via (?:afp|reuters|ap)\b|ap photo|shutterstock|epa-efe|^(?:photo|picture|image|credit|image source|photograph)s? ?[:|]|\(photo by",
                )
                .ok()?,
            })
        })
        .as_ref()
}

/// Looks through the canonical text of a plain text file.
pub(super) fn read(text: &str) -> Found {
    let mut found = Found::default();
    let Some(patterns) = patterns() else { return found };
    let mut body = text;
    if let Some(marker) = patterns.marker.find(text) {
        found.published = dates::first(marker.as_str()).map(|f| f.date);
        if found.published.is_some() {
            found.notes.push(format!("the publication date is read from “{}” at the start", marker.as_str().trim()));
            body = text.get(marker.end()..).unwrap_or_default();
        }
    }
    read_top(body, patterns, &mut found);
    read_end(body, patterns, &mut found);
    if found.outlet.is_none() {
        let host = found.url.as_deref().and_then(outlets::host_of);
        found.outlet = host.and_then(outlets::by_host).map(|o| o.name.clone());
    }
    if found.title.is_empty() {
        found.title = headline(body, patterns).unwrap_or_else(|| opening_words(body, patterns));
    }
    found
}

/// The first lines with words in them: fields, byline, date.
fn read_top(body: &str, patterns: &Patterns, found: &mut Found) {
    let mut dateline_without_year = None;
    let mut lone_outlet = None;
    for (at, line) in body.lines().map(str::trim).filter(|line| !line.is_empty()).take(TOP_LINES).enumerate() {
        if let Some(field) = patterns.field.captures(line) {
            let (Some(name), Some(value)) = (field.get(1), field.get(2)) else { continue };
            read_field(&name.as_str().to_ascii_lowercase(), value.as_str().trim(), line, found);
            continue;
        }
        if let Some(by) = patterns.byline.captures(line).and_then(|c| c.get(1)) {
            read_byline(by.as_str(), found);
        } else if patterns.date_line.is_match(line) || patterns.published.is_match(line) {
            set_date(line, line, found);
        } else if let Some(dateline) = patterns.dateline.captures(line).and_then(|c| c.get(1)) {
            if dates::first(dateline.as_str()).is_some() {
                set_date(dateline.as_str(), dateline.as_str(), found);
            } else {
                dateline_without_year = Some(dateline.as_str().to_owned());
            }
        } else if at < MASTHEAD_LINES
            && let Some(masthead) = masthead::read(line)
        {
            set_date(line, line, found);
            if let Some(outlet) = masthead.outlet.filter(|_| found.outlet.is_none()) {
                found.notes.push(format!("the outlet is read from “{line}”"));
                found.outlet = Some(outlet);
            }
        } else if at > 0 && lone_outlet.is_none() {
            // An agency's name alone on a line is a picture credit more often than not.
            lone_outlet = outlets::by_name(line).filter(|o| !o.agency && o.names().any(|name| name == line));
        }
    }
    if found.outlet.is_none() {
        found.outlet = lone_outlet.map(|o| o.name.clone());
    }
    if let (None, Some(dateline)) = (found.published, dateline_without_year) {
        found.notes.push(format!("the dateline says “{dateline}” without a year, so no publication date is set"));
    }
}

fn read_field(name: &str, value: &str, line: &str, found: &mut Found) {
    match name {
        "title" | "headline" => set(&mut found.title, value),
        "outlet" | "source" | "publisher" | "publication" => {
            if let Some(host) = outlets::host_of(value) {
                found.outlet.get_or_insert_with(|| outlet_of_host(host));
                found.url.get_or_insert_with(|| value.to_owned());
            } else if value.chars().count() <= 60 && !outlets::is_nobody(value) {
                found
                    .outlet
                    .get_or_insert_with(|| outlets::by_name(value).map_or(value.to_owned(), |o| o.name.clone()));
            }
        }
        "author" | "byline" => read_byline(value.trim_start_matches("By "), found),
        "url" | "link" | "address" => {
            if outlets::host_of(value).is_some() {
                found.url.get_or_insert_with(|| value.to_owned());
            }
        }
        _ => set_date(value, line, found),
    }
}

fn set(title: &mut String, value: &str) {
    if title.is_empty() {
        value.clone_into(title);
    }
}

/// "Jane Roe and John Doe, BBC News": people, and perhaps who published them.
fn read_byline(by: &str, found: &mut Found) {
    let (people, house) = match by.rsplit_once([',', '|']) {
        Some((people, house)) => (people.trim(), outlets::by_name(house.trim())),
        None => (by.trim(), None),
    };
    let people = if house.is_some() { people } else { by.trim() };
    if outlets::by_name(people).is_none() && people.split_whitespace().count() <= 10 {
        found.author.get_or_insert_with(|| people.to_owned());
    }
    if let Some(house) = house.filter(|house| !house.agency) {
        found.outlet.get_or_insert_with(|| house.name.clone());
    }
}

fn set_date(text: &str, shown: &str, found: &mut Found) {
    if let Some(date) = dates::first(text) {
        if found.published.is_none() {
            found.published = Some(date.date);
            found.notes.push(format!("the publication date is read from “{shown}”"));
        } else if found.published != Some(date.date) {
            found.notes.push(format!("another date near the top was not used: “{shown}”"));
        }
    } else if dates::is_ambiguous(text) {
        found
            .notes
            .push(format!("“{shown}” can be read as day and month or as month and day, so no date is set from it"));
    }
}

/// The last quarter: who runs the site, whose copyright it is, who the author box names.
fn read_end(body: &str, patterns: &Patterns, found: &mut Found) {
    let mut from = body.len() - (body.len() / 4).clamp(body.len().min(1500), 6000).min(body.len());
    while !body.is_char_boundary(from) {
        from += 1;
    }
    let end = body.get(from..).unwrap_or_default();
    if found.outlet.is_none()
        && let Some(host) = patterns.run_by.captures(end).and_then(|c| c.get(1))
    {
        found.outlet = Some(outlet_of_host(&host.as_str().to_ascii_lowercase()));
        found.notes.push(format!("the outlet is read from the box about its editor, “{}”", host.as_str()));
    }
    if found.outlet.is_none() {
        let owner = patterns
            .copyright
            .captures_iter(end)
            .filter_map(|c| outlets::by_name(c.get(1)?.as_str()))
            .find(|o| !o.agency);
        found.outlet = owner.map(|o| o.name.clone());
    }
    if found.author.is_none() {
        let mut lines = end.lines().map(str::trim).filter(|line| !line.is_empty());
        let name = lines
            .by_ref()
            .find(|line| line.eq_ignore_ascii_case("author") || line.eq_ignore_ascii_case("about the author"));
        let name = name.and_then(|_| lines.next()).map(|line| line.trim_start_matches(['•', '-', '*', ' ', '\t']));
        found.author = name.filter(|name| is_name(name)).map(str::to_owned);
    }
}

/// The outlet that publishes under a host, by its name where that is known and by its domain otherwise.
pub(super) fn outlet_of_host(host: &str) -> String {
    match outlets::by_host(host) {
        Some(outlet) => outlet.name.clone(),
        None => host.strip_prefix("www.").unwrap_or(host).to_owned(),
    }
}

/// Whether a line is a person's name and no more: one to five words, each with a capital, no marks but in initials.
fn is_name(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    (1..=5).contains(&words.len())
        && words.iter().all(|word| {
            word.chars().next().is_some_and(char::is_uppercase)
                || ["and", "de", "van", "von", "al", "bin"].contains(word)
        })
        && line.chars().all(|c| c.is_alphabetic() || " .-'’".contains(c))
}

/// The first line, when it stands as a headline does: short, without a full stop, no caption, no byline, with text below.
fn headline(body: &str, patterns: &Patterns) -> Option<String> {
    let (first, rest) = body.trim_start().split_once('\n')?;
    let first = first.trim();
    let ends_sentence = first.ends_with(['.', ',', ':', ';', '…']);
    let has_room = first.chars().count() <= HEADLINE_CHARS && first.split_whitespace().count() >= 2;
    let is_other = is_apparatus(first, patterns) || first.starts_with(['"', '“', '-', '•', '*']) && ends_sentence;
    (has_room && !ends_sentence && !is_other && !rest.trim().is_empty())
        .then(|| first.trim_start_matches(['#', ' ']).to_owned())
}

/// Whether a line is a caption, credit, byline, field or date and no sentence of the article.
fn is_apparatus(line: &str, patterns: &Patterns) -> bool {
    patterns.caption.is_match(line)
        || (patterns.credit.is_match(line) && line.chars().count() < 160)
        || patterns.byline.is_match(line)
        || patterns.field.is_match(line)
        || patterns.date_line.is_match(line)
        || patterns.published.is_match(line)
        || masthead::read(line).is_some()
}

/// The first sentence of the article, cut at a word.
fn opening_words(body: &str, patterns: &Patterns) -> String {
    let lines = || body.lines().map(str::trim).filter(|line| !line.is_empty());
    let line = lines().find(|line| !is_apparatus(line, patterns)).or_else(|| lines().next()).unwrap_or_default();
    shorten(first_sentence(line))
}

/// The first sentence of a line: up to a full stop, question or exclamation mark that a capital letter follows, not right
/// after a short word, which is more often an abbreviation.
fn first_sentence(line: &str) -> &str {
    let mut rest = line.match_indices(['.', '!', '?']).filter(|(at, _)| {
        let before = line.get(..*at).unwrap_or_default();
        let after = line.get(at + 1..).unwrap_or_default().trim_start_matches(['"', '”', '’', ')']);
        let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        let starts = after.strip_prefix(' ').and_then(|after| after.trim_start_matches(['"', '“', '‘']).chars().next());
        last.chars().count() > 3 && starts.is_some_and(|c| c.is_uppercase() || !c.is_alphabetic())
    });
    rest.next().and_then(|(at, mark)| line.get(..at + mark.len())).unwrap_or(line)
}

/// A title of at most ninety characters, cut at a word.
pub(super) fn shorten(sentence: &str) -> String {
    let sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    if sentence.chars().count() <= TITLE_CHARS {
        return sentence.strip_suffix('.').map_or(sentence.clone(), str::to_owned);
    }
    let cut = sentence.char_indices().nth(TITLE_CHARS - 1).map_or(sentence.len(), |(at, _)| at);
    let head = sentence.get(..cut).unwrap_or_default();
    // One word longer than the title is cut inside.
    let head = if sentence.get(cut..).is_some_and(|s| s.starts_with(' ')) {
        head
    } else {
        head.rsplit_once(' ').map_or(head, |(head, _)| head)
    };
    format!("{}…", head.trim_end_matches([',', ';', ':', ' ', '-', '–', '—']))
}

#[cfg(test)]
#[path = "plain_tests.rs"]
mod tests;
