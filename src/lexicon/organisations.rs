//! Organisations that are cited for figures: names, aliases, kinds, and where a text names them. Layer `lexicon`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;

use crate::model::OrgKind;

/// One organisation with the names it goes by.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrgEntry {
    /// The canonical name.
    pub name: String,
    /// A short name for rows and legends.
    pub short: String,
    pub kind: OrgKind,
    /// Other names, as written.
    pub aliases: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    generic: BTreeMap<OrgKind, Vec<String>>,
    organisations: Vec<OrgEntry>,
}

struct Index {
    file: File,
    /// Every name in lower case, with the index of its entry.
    by_name: BTreeMap<String, usize>,
    finder: Option<AhoCorasick>,
    /// The entry of each pattern of `finder`.
    of_pattern: Vec<usize>,
}

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| {
        // The file is part of the program; a test checks that it parses.
        let file: File = ron::from_str(include_str!("../../assets/lexicon/en/organisations.ron")).unwrap_or_default();
        let mut by_name = BTreeMap::new();
        let mut patterns = Vec::new();
        let mut of_pattern = Vec::new();
        for (i, entry) in file.organisations.iter().enumerate() {
            let names = [&entry.name, &entry.short].into_iter().chain(&entry.aliases);
            for name in names {
                if by_name.insert(fold(name), i).is_none() {
                    patterns.push(name.clone());
                    of_pattern.push(i);
                }
            }
        }
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&patterns).ok();
        Index { file, by_name, finder, of_pattern }
    })
}

/// Lower case, curly apostrophes straight, no leading article.
fn fold(name: &str) -> String {
    let lower = name.to_lowercase().replace('’', "'");
    lower.strip_prefix("the ").unwrap_or(&lower).to_owned()
}

/// The organisation with this name, whatever its case and article ("the UN refugee agency", "SOHR").
pub fn resolve(name: &str) -> Option<&'static OrgEntry> {
    let index = index();
    index.by_name.get(&fold(name)).and_then(|i| index.file.organisations.get(*i))
}

/// Every organisation known, in the order of the list.
pub fn all() -> &'static [OrgEntry] {
    &index().file.organisations
}

/// Whether this very spelling names an organisation.
pub fn known(name: &str) -> bool {
    resolve(name).is_some()
}

/// The longest organisation named inside `words` ("Observatory head Rami Abdel Rahman"), if any.
pub fn inside(words: &str) -> Option<&'static OrgEntry> {
    mentions(words).into_iter().max_by_key(|mention| mention.end - mention.start).map(|mention| mention.org)
}

/// A place in a text where an organisation is named.
#[derive(Debug, Clone, Copy)]
pub struct Mention {
    /// Bytes of the text.
    pub start: usize,
    pub end: usize,
    pub org: &'static OrgEntry,
}

/// Every organisation named in `text`, in order. Linear in the text.
pub fn mentions(text: &str) -> Vec<Mention> {
    let index = index();
    let Some(finder) = &index.finder else { return Vec::new() };
    let bytes = text.as_bytes();
    let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    finder
        .find_iter(text)
        .filter(|hit| !hit.start().checked_sub(1).is_some_and(letter) && !letter(hit.end()))
        .filter_map(|hit| {
            let org = index.file.organisations.get(*index.of_pattern.get(hit.pattern().as_usize())?)?;
            Some(Mention { start: hit.start(), end: hit.end(), org })
        })
        .collect()
}

/// The kinds of organisation that these words may stand for once one has been named: "the monitor", "the agency".
/// Words before the noun ("the Britain-based monitor") are passed over.
pub fn generic_kinds(words: &str) -> Vec<OrgKind> {
    let folded = fold(words);
    let mut kinds: Vec<(usize, OrgKind)> = Vec::new();
    for (kind, nouns) in &index().file.generic {
        let longest = nouns
            .iter()
            .filter(|noun| {
                folded == **noun || folded.strip_suffix(noun.as_str()).is_some_and(|head| head.ends_with(' '))
            })
            .map(String::len)
            .max();
        kinds.extend(longest.map(|len| (len, *kind)));
    }
    kinds.sort_by_key(|(len, kind)| (std::cmp::Reverse(*len), *kind));
    kinds.into_iter().map(|(_, kind)| kind).collect()
}

/// The kind of voice that words name which are no listed organisation: "the health ministry", "residents".
pub fn kind_of(words: &str) -> OrgKind {
    const CUES: &[(&str, OrgKind)] = &[
        ("health ministry", OrgKind::HealthAuthority),
        ("ministry of health", OrgKind::HealthAuthority),
        ("health minister", OrgKind::HealthAuthority),
        ("health official", OrgKind::HealthAuthority),
        ("hospital", OrgKind::HealthAuthority),
        ("medic", OrgKind::HealthAuthority),
        ("doctor", OrgKind::HealthAuthority),
        ("state television", OrgKind::StateMedia),
        ("state tv", OrgKind::StateMedia),
        ("state media", OrgKind::StateMedia),
        ("state news agency", OrgKind::StateMedia),
        ("police", OrgKind::Police),
        ("gendarm", OrgKind::Police),
        ("army", OrgKind::Military),
        ("military", OrgKind::Military),
        ("defence ministry", OrgKind::Military),
        ("defense ministry", OrgKind::Military),
        ("troops", OrgKind::Military),
        ("coalition", OrgKind::Military),
        ("monitor", OrgKind::Monitor),
        ("observatory", OrgKind::Monitor),
        ("watchdog", OrgKind::Monitor),
        ("human rights", OrgKind::Ngo),
        ("ngo", OrgKind::Ngo),
        ("charity", OrgKind::Ngo),
        ("aid group", OrgKind::Ngo),
        ("un ", OrgKind::Un),
        ("u.n.", OrgKind::Un),
        ("united nations", OrgKind::Un),
        ("rebel", OrgKind::ArmedGroup),
        ("militia", OrgKind::ArmedGroup),
        ("militant", OrgKind::ArmedGroup),
        ("fighters", OrgKind::ArmedGroup),
        ("court", OrgKind::Court),
        ("prosecutor", OrgKind::Court),
        ("judge", OrgKind::Court),
        ("resident", OrgKind::Witness),
        ("witness", OrgKind::Witness),
        ("villager", OrgKind::Witness),
        ("survivor", OrgKind::Witness),
        ("local", OrgKind::Witness),
        ("newspaper", OrgKind::Media),
        ("news agency", OrgKind::Media),
        ("media", OrgKind::Media),
        ("ministry", OrgKind::Government),
        ("minister", OrgKind::Government),
        ("government", OrgKind::Government),
        ("governor", OrgKind::Government),
        ("mayor", OrgKind::Government),
        ("official", OrgKind::Government),
        ("authorit", OrgKind::Government),
        ("emergency", OrgKind::Government),
        ("fire service", OrgKind::Government),
        ("civil defence", OrgKind::Government),
        ("spokes", OrgKind::Government),
    ];
    let folded = format!("{} ", fold(words));
    CUES.iter().find(|(cue, _)| folded.contains(cue)).map_or(OrgKind::Other, |(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_is_found_by_any_of_its_names() {
        for name in ["SOHR", "the Syrian Observatory for Human Rights", "syria observatory for human rights"] {
            assert_eq!(resolve(name).map(|org| org.short.as_str()), Some("SOHR"), "{name}");
        }
        assert!(resolve("the neighbour").is_none());
    }

    #[test]
    fn mentions_end_at_word_ends() {
        let found = mentions("UNHCR and IOM spoke; the IOMX did not.");
        let names: Vec<&str> = found.iter().map(|mention| mention.org.short.as_str()).collect();
        assert_eq!(names, ["UNHCR", "IOM"]);
    }

    #[test]
    fn common_nouns_stand_for_kinds() {
        assert_eq!(generic_kinds("the Britain-based monitor").first(), Some(&OrgKind::Monitor));
        assert_eq!(kind_of("the regional health ministry"), OrgKind::HealthAuthority);
        assert_eq!(kind_of("residents"), OrgKind::Witness);
    }
}
