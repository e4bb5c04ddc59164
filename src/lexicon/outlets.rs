//! News outlets: their names and domains, the words that show whose text an article carries, and what their pages leave
//! between the paragraphs. Word data, read once from `assets/lexicon/en/outlets.ron`. Layer `lexicon`.

use std::collections::HashMap;
use std::sync::OnceLock;

use regex::Regex;
use serde::Deserialize;

/// A house that publishes news.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outlet {
    /// The name in full ("Agence France-Presse").
    pub name: String,
    /// What rows and legends show ("AFP"); empty when the name is short enough.
    #[serde(default)]
    pub short: String,
    /// Other names it goes by in articles.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Its domains, without "www."; a sub-domain belongs to it too.
    #[serde(default)]
    pub domains: Vec<String>,
    /// Whether it sells its text to others, who carry or rewrite it.
    #[serde(default)]
    pub agency: bool,
}

impl Outlet {
    /// The short name, or the whole one when there is none.
    pub fn short_name(&self) -> &str {
        if self.short.is_empty() { &self.name } else { &self.short }
    }

    /// Every name it goes by.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let short = (!self.short.is_empty()).then_some(self.short.as_str());
        std::iter::once(self.name.as_str()).chain(short).chain(self.aliases.iter().map(String::as_str))
    }
}

/// How a phrase shows whose text an article carries, from what settles it to what hardly counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CueKind {
    /// A dateline or byline that names it ("(Reuters) -").
    Byline,
    /// A line at the end ("© AFP").
    Closing,
    /// The house speaks of itself ("AFP could not verify").
    House,
    /// A digest says what it sums up ("The AP reports").
    Digest,
    /// Somebody spoke to it ("told AFP").
    Told,
}

impl CueKind {
    /// What one such phrase is worth when houses are weighed against each other.
    pub fn points(self) -> u32 {
        match self {
            Self::Byline => 5,
            Self::Closing | Self::House => 3,
            Self::Digest => 2,
            Self::Told => 1,
        }
    }
}

/// A phrase that names a house, as a pattern whose capture groups `wire` is the name.
#[derive(Debug)]
pub struct Cue {
    pub kind: CueKind,
    /// Matches the phrase; the group `wire` holds the house's name.
    pub pattern: Regex,
}

/// What news pages put between and after the paragraphs of an article. All in lower case.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leftovers {
    /// Whole paragraphs ("advertisement").
    pub lines: Vec<String>,
    /// How a short paragraph of the page's own begins ("read more:").
    pub openings: Vec<String>,
    /// What a short paragraph holds that is nothing but a picture credit ("via getty").
    pub credits: Vec<String>,
    /// Headings after which nothing of the article follows ("related posts").
    pub endings: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    outlets: Vec<Outlet>,
    cues: Vec<FileCue>,
    papers: String,
    sections: String,
    nobody: Vec<String>,
    leftovers: Leftovers,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileCue {
    kind: CueKind,
    pattern: String,
}

struct Loaded {
    outlets: Vec<Outlet>,
    cues: Vec<Cue>,
    papers: Vec<String>,
    sections: Vec<String>,
    nobody: Vec<String>,
    leftovers: Leftovers,
    by_name: HashMap<String, usize>,
    by_domain: HashMap<String, usize>,
}

const SOURCE: &str = include_str!("../../assets/lexicon/en/outlets.ron");

fn loaded() -> &'static Loaded {
    static LOADED: OnceLock<Loaded> = OnceLock::new();
    LOADED.get_or_init(|| {
        // The file is part of the program and a test reads it, so an unreadable one cannot be released.
        let file: File = ron::from_str(SOURCE).unwrap_or_default();
        let mut by_name = HashMap::new();
        let mut by_domain = HashMap::new();
        for (at, outlet) in file.outlets.iter().enumerate() {
            for name in outlet.names() {
                by_name.entry(fold(name)).or_insert(at);
            }
            for domain in &outlet.domains {
                by_domain.entry(domain.clone()).or_insert(at);
            }
        }
        let mut names: Vec<String> = file.outlets.iter().flat_map(Outlet::names).map(regex::escape).collect();
        // Longest first, so that "BBC News" is not read as "BBC".
        names.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        names.dedup();
        let wire = format!(r"\b(?P<wire>{})\b", names.join("|"));
        let cues = file
            .cues
            .iter()
            .filter_map(|cue| {
                let pattern = Regex::new(&cue.pattern.replace("{wire}", &wire)).ok()?;
                Some(Cue { kind: cue.kind, pattern })
            })
            .collect();
        let words = |list: &str| list.split_whitespace().map(str::to_lowercase).collect();
        Loaded {
            cues,
            papers: words(&file.papers),
            sections: words(&file.sections),
            nobody: file.nobody,
            leftovers: file.leftovers,
            outlets: file.outlets,
            by_name,
            by_domain,
        }
    })
}

/// Every outlet known, agencies first.
pub fn all() -> &'static [Outlet] {
    &loaded().outlets
}

/// The phrases that show whose text an article carries.
pub fn cues() -> &'static [Cue] {
    &loaded().cues
}

/// What news pages put between and after the paragraphs.
pub fn leftovers() -> &'static Leftovers {
    &loaded().leftovers
}

/// Whether papers and stations are called by this word ("Post", "Herald").
pub fn names_a_paper(word: &str) -> bool {
    loaded().papers.iter().any(|paper| *paper == word.to_lowercase())
}

/// Whether the word is the name of a section and not of an outlet ("Opinion").
pub fn is_section(word: &str) -> bool {
    loaded().sections.iter().any(|section| *section == word.to_lowercase())
}

/// Whether words where an outlet should stand name none ("agencies", "Agencies. All rights reserved.").
pub fn is_nobody(words: &str) -> bool {
    let words = words.to_lowercase();
    let first = words.split(['.', ',', ';']).next().unwrap_or_default().trim();
    loaded().nobody.iter().any(|nobody| nobody == first)
}

/// The outlet of that name, short name or other name; case and a leading "the" do not count.
pub fn by_name(name: &str) -> Option<&'static Outlet> {
    let loaded = loaded();
    loaded.by_name.get(&fold(name)).and_then(|at| loaded.outlets.get(*at))
}

/// The outlet that publishes under a host name ("www.bbc.co.uk"), whose own domain may be shorter.
pub fn by_host(host: &str) -> Option<&'static Outlet> {
    let loaded = loaded();
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let mut rest = host.as_str();
    loop {
        if let Some(at) = loaded.by_domain.get(rest) {
            return loaded.outlets.get(*at);
        }
        rest = rest.split_once('.')?.1;
    }
}

/// The host of a web address ("https://www.example.org/a" gives "www.example.org"); `None` when it is not http or https.
pub fn host_of(url: &str) -> Option<&str> {
    let (scheme, rest) = url.trim().split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default();
    (host.contains('.') && !host.contains(char::is_whitespace)).then_some(host)
}

fn fold(name: &str) -> String {
    let name = name.trim().to_lowercase();
    name.strip_prefix("the ").map_or(name.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_data_is_readable_and_every_pattern_compiles() {
        let file: File = ron::from_str(SOURCE).unwrap();
        assert_eq!(file.cues.len(), cues().len());
        assert!(all().len() > 150);
        for words in [&leftovers().lines, &leftovers().openings, &leftovers().credits, &leftovers().endings] {
            assert!(words.iter().all(|w| *w == w.to_lowercase()), "{words:?}");
        }
    }

    #[test]
    fn no_name_and_no_domain_belongs_to_two_outlets() {
        let mut seen = HashMap::new();
        for outlet in all() {
            for name in outlet.names() {
                if let Some(other) = seen.insert(fold(name), &outlet.name) {
                    assert_eq!(other, &outlet.name, "{name}");
                }
            }
            for domain in &outlet.domains {
                assert_eq!(by_host(domain).map(|o| &o.name), Some(&outlet.name), "{domain}");
            }
        }
    }

    #[test]
    fn a_host_finds_its_outlet_by_its_longest_known_domain() {
        let check = |host: &str, want: Option<&str>| assert_eq!(by_host(host).map(Outlet::short_name), want, "{host}");
        check("www.bbc.co.uk", Some("BBC"));
        check("news.sky.com", Some("Sky News"));
        check("NEWS.YAHOO.COM", Some("Yahoo News"));
        check("example.org", None);
        check("", None);
    }

    #[test]
    fn a_host_is_read_from_an_address() {
        let check = |url: &str, want: Option<&str>| assert_eq!(host_of(url), want, "{url}");
        check("https://www.example.org/a/b?c#d", Some("www.example.org"));
        check("http://user:pass@example.org:8080", Some("example.org"));
        check("file:///home/a.html", None);
        check("nothing", None);
    }

    #[test]
    fn names_are_found_without_case_and_article() {
        assert_eq!(by_name("the associated press").map(Outlet::short_name), Some("AP"));
        assert_eq!(by_name("Guardian").map(Outlet::short_name), Some("The Guardian"));
        assert_eq!(by_name("Nobody's Gazette"), None);
    }
}
