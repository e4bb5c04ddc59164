//! What value a tally's figures come to by a named rule, which values were not chosen, and whether the evidence has
//! changed since an estimate was adopted. Layer `app`.
//!
//! Nothing here adds figures up or averages them: an estimate is always a value that some origin gave, or the two ends
//! of what origins gave.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Date, Estimate, EstimateRule, Figure, FigureId, FigureRole, Project, Qualifier, ReviewStatus, Tally, Weighed,
    WordsRule,
};
use crate::plots::voices::{OriginKey, Origins};
use crate::plots::{thousands, voices::is_denial};

/// A figure's value as it is read for an estimate: people, or households where those are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reading {
    pub low: Option<u64>,
    pub best: Option<u64>,
    pub high: Option<u64>,
    /// Whether `best` is only a floor: there may be more.
    pub floor: bool,
}

impl Reading {
    /// The value it is compared by.
    pub fn value(self) -> Option<u64> {
        self.best.or(self.low).or(self.high)
    }
}

/// The number that a vague word stands for by the ACLED rule: the most careful one. `None` for other words.
pub fn words_read(words: &str) -> Option<u64> {
    let words = words.to_lowercase();
    // "Tens of thousands" and "hundreds of thousands" name two powers.
    let times = if words.contains("of thousand") { 1_000 } else { 1 };
    let words = if times > 1 { words.replace("thousand", "") } else { words };
    let table =
        [("thousand", 1_000), ("hundred", 100), ("score", 20), ("dozen", 12), ("tens", 10), ("several", 3), ("few", 3)];
    table.into_iter().find(|(word, _)| words.contains(word)).map(|(_, n)| n * times)
}

/// How a figure is read. `None` for a share of an unknown population, and for a vague word when no rule gives it a
/// number.
pub fn read(figure: &Figure, words: WordsRule) -> Option<Reading> {
    let (low, high) = match (figure.fraction, figure.population) {
        (Some(share), Some(population)) => {
            let n = (share * population as f64).round() as u64;
            (if figure.qualifier.is_ceiling() { None } else { Some(n) }, (!figure.qualifier.is_floor()).then_some(n))
        }
        (Some(_), None) => return None,
        (None, _) => (figure.low, figure.high),
    };
    let size = figure.household_size.unwrap_or(1.0);
    let scaled = |n: u64| if size == 1.0 { n } else { (n as f64 * size).round() as u64 };
    let (low, high, best) = (low.map(scaled), high.map(scaled), figure.best.map(scaled));
    let floor = |n: u64| Reading { low: Some(n), best: Some(best.unwrap_or(n)), high: None, floor: best.is_none() };
    Some(match figure.qualifier {
        Qualifier::Vague => match words {
            // A word that the analyst gave a number by a rule of its own has one, whatever the tally's rule.
            WordsRule::None if figure.words != WordsRule::None => floor(low.or(best)?),
            WordsRule::None => return best.map(|best| Reading { low, best: Some(best), high, floor: false }),
            WordsRule::Acled => floor(words_read(&figure.anchor.quote).map(scaled).or(low)?),
            WordsRule::Analyst => floor(low.or(best)?),
        },
        Qualifier::AtLeast | Qualifier::MoreThan => floor(low.or(best)?),
        Qualifier::AtMost | Qualifier::LessThan => Reading { low: None, best, high: Some(high?), floor: false },
        Qualifier::Range => Reading { low: Some(low?), best, high: Some(high?), floor: false },
        // "About 40" says 40; how far it may be off is not said, so only the analyst sets ends.
        Qualifier::Approx if low == high => Reading { low: None, best: best.or(low), high: None, floor: false },
        Qualifier::Approx | Qualifier::Exact => {
            Reading { low, best: best.or(if low == high { low } else { None }), high, floor: false }
        }
    })
    .filter(|reading| reading.value().is_some())
}

/// The day a figure speaks for: as of, else the last day counted, else publication.
pub fn day(project: &Project, figure: &Figure) -> Option<Date> {
    let published = || project.articles.get(&figure.article).and_then(|article| article.published);
    figure.as_of.or(figure.period.end).or_else(published)
}

/// What a rule comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derivation {
    pub low: Option<u64>,
    pub best: Option<u64>,
    pub high: Option<u64>,
    /// The figures whose values were taken, by id.
    pub chosen: Vec<FigureId>,
    /// How it was arrived at, in words.
    pub words: String,
}

/// One origin's newest word.
struct Stand<'a> {
    voice: OriginKey,
    figure: &'a Figure,
    reading: Reading,
    day: Option<Date>,
}

/// What `rule` makes of a tally's confirmed figures. Rejected, excluded, superseded and denied ones do not count, and
/// each origin speaks once, with its newest figure. What nobody is named for speaks only where nobody else does.
///
/// # Errors
/// Why the rule gives nothing, in words.
pub fn derive(
    project: &Project,
    origins: &Origins,
    tally: &Tally,
    rule: EstimateRule,
    words: WordsRule,
) -> Result<Derivation, String> {
    let mut left_out = 0;
    let mut newest: BTreeMap<OriginKey, Stand<'_>> = BTreeMap::new();
    let mut any = false;
    for figure in weighable(project, tally).filter(|figure| figure.status == ReviewStatus::Confirmed) {
        any = true;
        let Some(reading) = read(figure, words) else {
            left_out += 1;
            continue;
        };
        let stand = Stand { voice: origins.voice(figure), figure, reading, day: day(project, figure) };
        // Of two of one day, the firmer and then the higher word is the later one of a running count.
        let rank = |stand: &Stand<'_>| (stand.day, !stand.reading.floor, stand.reading.value(), stand.figure.id);
        match newest.get(&stand.voice) {
            Some(old) if rank(old) >= rank(&stand) => {}
            _ => drop(newest.insert(stand.voice.clone(), stand)),
        }
    }
    if !any {
        return Err("no figure of this tally is confirmed yet".to_owned());
    }
    let mut stands: Vec<Stand<'_>> = newest.into_values().collect();
    if stands.iter().any(|stand| stand.voice != OriginKey::Unattributed) {
        stands.retain(|stand| stand.voice != OriginKey::Unattributed);
    }
    if stands.is_empty() {
        return Err("no confirmed figure of this tally has a number by this reading of words".to_owned());
    }
    let mut out = match rule {
        EstimateRule::RangeOfOrigins => ends(&stands, &origins_words(&stands, "range of")),
        EstimateRule::Floor => floor(&stands),
        EstimateRule::MostRecent => {
            let last = stands.iter().filter_map(|stand| stand.day).max();
            let last = last.ok_or("none of its figures has a date".to_owned())?;
            stands.retain(|stand| stand.day == Some(last));
            ends(&stands, &format!("most recent word, of {}", last.strftime("%-d %B %Y")))
        }
        EstimateRule::HighestReliability => {
            let grade = |stand: &Stand<'_>| match stand.voice {
                OriginKey::Known(id) => project.organisations.get(&id).and_then(|org| org.reliability),
                _ => None,
            };
            let best = stands.iter().filter_map(grade).min();
            let best = best.ok_or("none of its origins has a reliability grade (A to F)".to_owned())?;
            stands.retain(|stand| grade(stand) == Some(best));
            ends(&stands, &format!("origins of the highest reliability, {best}"))
        }
        EstimateRule::MedianOfOrigins => median(&mut stands)?,
        EstimateRule::Analyst => return Err("the analyst's judgement is entered, not worked out".to_owned()),
    };
    if words != WordsRule::None && stands.iter().any(|stand| stand.figure.qualifier == Qualifier::Vague) {
        out.words.push_str(&format!("; {}", words.label()));
    }
    // A reading of one figure's word is named as well, unless the tally's rule is the same or overrides it.
    for rule in [WordsRule::Acled, WordsRule::Analyst] {
        if words == WordsRule::None && stands.iter().any(|stand| stand.figure.words == rule) {
            out.words.push_str(&format!("; a word read by {}", rule.label()));
        }
    }
    if left_out > 0 {
        out.words.push_str(&format!("; {left_out} without a number left out"));
    }
    out.chosen.sort_unstable();
    Ok(out)
}

/// Of how many origins something is told; what nobody is named for is no origin's.
fn origins_words(stands: &[Stand<'_>], before: &str) -> String {
    match stands {
        [only] if only.voice == OriginKey::Unattributed => "the newest figure, origin not given".to_owned(),
        [_] => "one origin alone".to_owned(),
        _ => format!("{before} {}", crate::plots::voices::counted(stands.len(), "origin", "origins")),
    }
}

/// From the lowest to the highest of what several say; one value where they agree.
fn ends(stands: &[Stand<'_>], words: &str) -> Derivation {
    let lows = stands.iter().filter_map(|stand| stand.reading.low.or(stand.reading.best));
    let low = lows.min();
    // An open floor has no top, so neither has a range that holds one above every stated top.
    let top = stands.iter().filter_map(|stand| stand.reading.high.or(stand.reading.best)).max();
    let open = stands.iter().any(|stand| stand.reading.floor && stand.reading.value() == top);
    let bests: BTreeSet<Option<u64>> = stands.iter().map(|stand| stand.reading.best).collect();
    let best = if bests.len() == 1 { bests.first().copied().flatten() } else { None };
    Derivation {
        low,
        best,
        high: if open { None } else { top },
        chosen: stands.iter().map(|stand| stand.figure.id).collect(),
        words: words.to_owned(),
    }
}

/// The count on which every origin agrees that there are at least so many.
fn floor(stands: &[Stand<'_>]) -> Derivation {
    let value = |stand: &Stand<'_>| stand.reading.low.or(stand.reading.best);
    let low = stands.iter().filter_map(value).min();
    let chosen = stands.iter().filter(|stand| low.is_some() && value(stand) == low).map(|s| s.figure.id).collect();
    Derivation { low, best: low, high: None, chosen, words: origins_words(stands, "the lowest of") }
}

/// The middle value; with an even number of origins the two middle ones are the ends, and no average is made.
fn median(stands: &mut Vec<Stand<'_>>) -> Result<Derivation, String> {
    stands.retain(|stand| stand.reading.value().is_some());
    stands.sort_by_key(|stand| (stand.reading.value(), stand.figure.id));
    let n = stands.len();
    if n < 2 {
        return Err("a median needs two origins at least".to_owned());
    }
    let (lower, upper) = match (stands.get((n - 1) / 2), stands.get(n / 2)) {
        (Some(lower), Some(upper)) => (lower, upper),
        _ => return Err("a median needs two origins at least".to_owned()),
    };
    let (low, high) = (lower.reading.value(), upper.reading.value());
    let mut chosen = vec![lower.figure.id, upper.figure.id];
    chosen.dedup();
    let best = (low == high).then_some(low).flatten();
    Ok(Derivation { low, best, high, chosen, words: origins_words(stands, "median of") })
}

/// The figures of a tally that can carry an estimate: there, not rejected, asserted, not excluded or superseded.
pub fn weighable<'a>(project: &'a Project, tally: &'a Tally) -> impl Iterator<Item = &'a Figure> {
    members(project, tally).filter(|figure| {
        figure.status != ReviewStatus::Rejected
            && !is_denial(figure)
            && !matches!(figure.role, FigureRole::Excluded | FigureRole::Superseded)
    })
}

/// Every figure of a tally.
fn members<'a>(project: &'a Project, tally: &'a Tally) -> impl Iterator<Item = &'a Figure> {
    tally.figures.iter().filter_map(|id| project.figures.get(id))
}

/// Whether an estimate by this rule rests on the figure: rules on confirmed ones, the analyst on all not rejected.
fn counts_for(rule: EstimateRule, figure: &Figure) -> bool {
    match rule {
        EstimateRule::Analyst => figure.status != ReviewStatus::Rejected,
        _ => figure.status == ReviewStatus::Confirmed,
    }
}

/// The evidence that an estimate of this rule rests on, as it stands now.
pub fn weighed(project: &Project, tally: &Tally, rule: EstimateRule) -> Vec<Weighed> {
    members(project, tally)
        .filter(|figure| counts_for(rule, figure))
        .map(|figure| Weighed { figure: figure.id, print: figure.evidence_print() })
        .collect()
}

/// A change of the evidence since an estimate was adopted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EvidenceChange {
    /// It came into the tally, or was confirmed.
    Added(FigureId),
    /// It says something else now.
    Edited(FigureId),
    Rejected(FigureId),
    /// It was taken out of the tally, or deleted.
    Gone(FigureId),
}

impl EvidenceChange {
    /// The figure.
    pub const fn figure(self) -> FigureId {
        match self {
            Self::Added(id) | Self::Edited(id) | Self::Rejected(id) | Self::Gone(id) => id,
        }
    }

    /// The change in words: "“At least 826” was edited".
    pub fn words(self, project: &Project) -> String {
        let name = |id| match project.figures.get(&id) {
            Some(figure) => format!("“{}”", figure.as_reported()),
            None => "a figure".to_owned(),
        };
        match self {
            Self::Added(id) => format!("{} was added or confirmed", name(id)),
            Self::Edited(id) => format!("{} was edited", name(id)),
            Self::Rejected(id) => format!("{} was rejected", name(id)),
            Self::Gone(id) => format!("{} was taken out", name(id)),
        }
    }
}

/// What has changed in a tally's evidence since its estimate was adopted, in the order of figures; empty while it
/// stands. An estimate of an earlier version of the program, which kept no evidence, stands.
pub fn reopened(project: &Project, tally: &Tally) -> Vec<EvidenceChange> {
    let Some(estimate) = &tally.estimate else { return Vec::new() };
    if estimate.weighed.is_empty() {
        return Vec::new();
    }
    let before: BTreeMap<FigureId, u64> = estimate.weighed.iter().map(|w| (w.figure, w.print)).collect();
    let mut out = Vec::new();
    for (id, print) in &before {
        match project.figures.get(id).filter(|_| tally.figures.contains(id)) {
            None => out.push(EvidenceChange::Gone(*id)),
            Some(figure) if figure.status == ReviewStatus::Rejected => out.push(EvidenceChange::Rejected(*id)),
            Some(figure) if figure.evidence_print() != *print => out.push(EvidenceChange::Edited(*id)),
            Some(_) => {}
        }
    }
    let new = members(project, tally)
        .filter(|figure| counts_for(estimate.rule, figure) && !before.contains_key(&figure.id))
        .map(|figure| EvidenceChange::Added(figure.id));
    out.extend(new);
    out.sort_by_key(|change| (change.figure(), *change));
    out
}

/// A value of a tally that the estimate did not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotChosen {
    pub figure: FigureId,
    /// The words as reported.
    pub words: String,
    /// Why it was not taken: another value, an older word of the same origin, rejected, …
    pub why: &'static str,
}

/// The values of a tally that its adopted estimate did not take, in the order of figures.
pub fn not_chosen(project: &Project, tally: &Tally) -> Vec<NotChosen> {
    let Some(estimate) = &tally.estimate else { return Vec::new() };
    let why = |figure: &Figure| -> Option<&'static str> {
        if figure.status == ReviewStatus::Rejected {
            return Some("rejected");
        }
        if is_denial(figure) {
            return Some("denied where it stands");
        }
        match figure.role {
            FigureRole::Excluded => return Some("excluded"),
            FigureRole::Superseded => return Some("superseded"),
            _ => {}
        }
        let words = if estimate.words == WordsRule::None { WordsRule::None } else { estimate.words };
        let Some(reading) = read(figure, words) else { return Some("no number") };
        let value = reading.value();
        let taken = [estimate.low, estimate.best, estimate.high].into_iter().flatten().any(|n| Some(n) == value);
        if taken { None } else { Some("another value") }
    };
    members(project, tally)
        .filter_map(|figure| Some(NotChosen { figure: figure.id, words: figure.as_reported(), why: why(figure)? }))
        .collect()
}

/// An estimate in words: "826", "at least 826", "820 to 900".
pub fn in_words(estimate: &Estimate) -> String {
    match (estimate.low, estimate.best, estimate.high) {
        (Some(low), Some(best), None) if low == best => format!("at least {}", thousands(best)),
        (low, Some(best), high) => {
            let ends = match (low, high) {
                (Some(low), Some(high)) if low != high => {
                    format!(" ({} to {})", thousands(low), thousands(high))
                }
                (Some(low), None) if low != best => format!(" (at least {})", thousands(low)),
                (None, Some(high)) if high != best => format!(" (at most {})", thousands(high)),
                _ => String::new(),
            };
            format!("{}{ends}", thousands(best))
        }
        (Some(low), None, Some(high)) => format!("{} to {}", thousands(low), thousands(high)),
        (Some(low), None, None) => format!("at least {}", thousands(low)),
        (None, None, Some(high)) => format!("at most {}", thousands(high)),
        (None, None, None) => "no value".to_owned(),
    }
}

#[cfg(test)]
#[path = "estimates_tests.rs"]
mod tests;
