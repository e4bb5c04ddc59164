//! Whose text an article carries or rewrites: the phrases that give a house away, weighed against each other. Layer
//! `ingest`.

use std::collections::BTreeMap;

use crate::lexicon::outlets::{self, CueKind, Outlet};

/// Whose text an article carries, with the words that say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wire {
    pub outlet: &'static Outlet,
    /// The strongest phrase, as written.
    pub evidence: String,
}

#[derive(Default)]
struct Tally {
    points: u32,
    /// Strongest kind first, then the one that comes first in the text.
    best: Option<(CueKind, usize, String)>,
}

/// How far from the beginning a byline may stand, in bytes.
const OPENING: usize = 900;
/// How far from the end a closing line may stand, in bytes.
const CLOSING: usize = 700;

/// Weighs the phrases of a text. `outlet` is who published it, whose own voice is no wire; `None` when not known.
///
/// A house that people only spoke to ("told Reuters") is taken for the wire when it is an agency, no other house speaks in
/// the text, no author is named, and the publisher is not known; or, where the publisher is no large house of its own, when
/// people spoke to it twice.
pub(super) fn wire(text: &str, author: Option<&str>, outlet: Option<&str>) -> Option<Wire> {
    let publisher = outlet.and_then(outlets::by_name);
    let mut tallies: BTreeMap<&'static str, (&'static Outlet, Tally)> = BTreeMap::new();
    let mut count = |house: &'static Outlet, kind: CueKind, at: usize, words: &str| {
        let tally = &mut tallies.entry(house.name.as_str()).or_insert_with(|| (house, Tally::default())).1;
        tally.points += kind.points();
        if tally.best.as_ref().is_none_or(|(best, from, _)| (kind, at) < (*best, *from)) {
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            tally.best = Some((kind, at, words));
        }
    };
    if let Some((house, author)) = author.and_then(|author| Some((house_in_byline(author)?, author))) {
        count(house, CueKind::Byline, 0, author);
    }
    for hit in hits(text) {
        count(hit.house, hit.kind, hit.start, with_article(text, hit.start, hit.end));
    }
    let mut ranked: Vec<(&'static Outlet, Tally)> = tallies.into_values().collect();
    ranked.sort_by(|(a, left), (b, right)| right.points.cmp(&left.points).then_with(|| a.name.cmp(&b.name)));
    let mut ranked = ranked.into_iter();
    let (house, tally) = ranked.next()?;
    let second = ranked.next().map_or(0, |(_, tally)| tally.points);
    if publisher.is_some_and(|publisher| publisher.name == house.name) {
        return None;
    }
    let (kind, _, evidence) = tally.best?;
    let settled = match kind {
        CueKind::Byline | CueKind::Closing | CueKind::House => tally.points > second,
        CueKind::Digest => tally.points >= 2 * second,
        CueKind::Told => {
            let enough = if outlet.is_none() { 1 } else { 2 };
            house.agency && second == 0 && publisher.is_none() && author.is_none() && tally.points >= enough
        }
    };
    settled.then_some(Wire { outlet: house, evidence })
}

/// The agency that a byline consists of or ends with ("Reuters", "Jane Roe, AFP", "Agence France-Presse in Beirut").
fn house_in_byline(author: &str) -> Option<&'static Outlet> {
    let author = author.trim();
    let parts =
        author.split([',', ';', '|', '/']).flat_map(|part| part.split(" in ")).flat_map(|part| part.split(" and "));
    let mut houses = parts.filter_map(|part| outlets::by_name(part.trim().trim_start_matches("By ")));
    houses.find(|house| house.agency)
}

/// One phrase that names a house.
struct Hit {
    house: &'static Outlet,
    kind: CueKind,
    start: usize,
    end: usize,
}

/// The phrases of a text that stand where their kind may stand. Of two that share words only the stronger counts.
fn hits(text: &str) -> Vec<Hit> {
    let mut hits: Vec<Hit> = Vec::new();
    for cue in outlets::cues() {
        for captures in cue.pattern.captures_iter(text) {
            let (Some(whole), Some(name)) = (captures.get(0), captures.name("wire")) else { continue };
            let in_place = match cue.kind {
                CueKind::Byline => whole.start() < OPENING,
                CueKind::Closing => whole.end() + CLOSING > text.len(),
                CueKind::House | CueKind::Digest | CueKind::Told => true,
            };
            if let Some(house) = outlets::by_name(name.as_str()).filter(|_| in_place) {
                hits.push(Hit { house, kind: cue.kind, start: whole.start(), end: whole.end() });
            }
        }
    }
    hits.sort_by_key(|hit| (hit.kind, hit.start, usize::MAX - hit.end));
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    hits.retain(|hit| {
        let is_free = taken.range(..hit.end).next_back().is_none_or(|(_, end)| *end <= hit.start);
        if is_free {
            taken.insert(hit.start, hit.end);
        }
        is_free
    });
    hits
}

/// A phrase with the "The" or "the" that stands before it.
fn with_article(text: &str, start: usize, end: usize) -> &str {
    let before = text.get(..start).unwrap_or_default();
    let from = if before.ends_with("The ") || before.ends_with("the ") { start - 4 } else { start };
    text.get(from..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, outlet: Option<&str>, want: Option<(&str, &str)>) {
        let got = wire(text, None, outlet);
        let got = got.as_ref().map(|w| (w.outlet.short_name(), w.evidence.as_str()));
        assert_eq!(got, want, "{text}");
    }

    #[test]
    fn a_house_that_speaks_of_itself_is_the_wire() {
        check(
            "The dam broke. Reuters could not independently verify the footage.",
            None,
            Some(("Reuters", "Reuters could not independently verify")),
        );
        check("Water rose. An AFP correspondent in the town saw boats.", None, Some(("AFP", "An AFP correspondent")));
        check("The BBC has not been able to confirm it.", None, Some(("BBC", "The BBC has not been able to confirm")));
        check("Footage verified by AP showed the bridge.", None, Some(("AP", "verified by AP")));
        check("The AP reports the bridge fell.", None, Some(("AP", "The AP reports")));
        check("RIVERTON, May 9 (Reuters) - The dam broke.", None, Some(("Reuters", "RIVERTON, May 9 (Reuters) -")));
        check("The dam broke.\n\n© Agence France-Presse", None, Some(("AFP", "© Agence France-Presse")));
    }

    #[test]
    fn being_spoken_to_counts_least() {
        check("\"We left,\" a farmer told AFP by telephone.", None, Some(("AFP", "told AFP by telephone")));
        // One quoted line inside the piece of another house.
        check(
            "The BBC has not verified this. \"We left,\" a farmer told Reuters. Another told Reuters the same.",
            None,
            Some(("BBC", "The BBC has not verified")),
        );
        // Spoken to by two, spoken to by a broadcaster, or quoted by a publisher with reporters of its own.
        check("He told AFP so. She told Reuters otherwise.", None, None);
        check("He told CNN that the bridge fell.", None, None);
        check("He told Reuters that the bridge fell.", Some("BBC News"), None);
        check("He told Reuters that the bridge fell.", Some("Valley Post"), None);
        check("He told Reuters so. She told Reuters, too.", Some("Valley Post"), Some(("Reuters", "told Reuters")));
    }

    #[test]
    fn credits_citations_and_the_outlet_itself_are_no_wire() {
        check("AFP The flooded square (file image)\n\nThe dam broke on Sunday.", None, None);
        check("The flooded square. Image source: Getty Images\n\nThe dam broke.", None, None);
        check("The New York Times reported that the dam broke, citing officials.", None, None);
        check("State news agency Sana said the dam broke.", None, None);
        check("The BBC has not verified this.", Some("BBC News"), None);
    }

    #[test]
    fn the_author_may_be_an_agency() {
        let got = wire("The dam broke.", Some("Agence France-Presse in Riverton"), Some("The Guardian")).unwrap();
        assert_eq!((got.outlet.short_name(), got.evidence.as_str()), ("AFP", "Agence France-Presse in Riverton"));
        assert_eq!(wire("The dam broke. He told Reuters so.", Some("Jane Roe"), None), None);
    }
}
