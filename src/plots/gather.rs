//! Which figures are drawn together, and what is to be said of each. Layer `plots`.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Accounting, Article, Date, Estimate, Figure, FigureId, FigureRole, LinkEnd, LinkKind, Measure, Project, Qualifier,
    ReviewStatus, Stance, Subject, Tally, TallyId,
};

use super::axis::{long_date, thousands};
use super::chart::{Fade, Glyph, MarkShape, PanelKey};
use super::names::{Colours, Names, capped, folded};
use super::voices::{OriginKey, Origins, OutletKey, Voices, counted, is_denial};
use super::{ChartOptions, PlotKind};

/// How much of a sentence is kept, in code points.
const SENTENCE_CHARS: usize = 320;

/// Everything a chart is made from.
pub(super) struct Gathered<'a> {
    pub project_name: &'a str,
    /// How many figures are drawn, in words.
    pub figures: String,
    /// The voices of all that is drawn, in words ("4 outlets from 3 origins").
    pub voices: String,
    /// The signs of the measures drawn.
    pub measures: Vec<(Glyph, Measure)>,
    pub groups: Vec<Group<'a>>,
    /// The origins that have a colour of their own, and what grey stands for.
    pub colours: Vec<(u8, String)>,
    pub sources: Vec<String>,
    pub notes: Vec<String>,
}

/// The figures of one panel.
pub(super) struct Group<'a> {
    pub key: PanelKey,
    pub title: String,
    pub subtitle: String,
    pub part: bool,
    /// The tally; `None` for figures in none.
    pub tally: Option<&'a Tally>,
    /// What has a place on a count axis.
    pub entries: Vec<Entry<'a>>,
    /// What has none: shares, and figures without a number.
    pub off_axis: Vec<Entry<'a>>,
    /// The same in words.
    pub notes: Vec<String>,
}

/// A figure with its place and words.
pub(super) struct Entry<'a> {
    pub figure: &'a Figure,
    pub values: Values,
    pub outlet_key: OutletKey,
    pub outlet: String,
    pub origin_key: OriginKey,
    /// The origin's name, or "unattributed".
    pub origin: String,
    pub colour: u8,
    pub fade: Option<Fade>,
    pub denied: bool,
    pub glyph: Glyph,
    /// As-of date, else the period's end, else publication.
    pub day: Option<Date>,
    pub published: Option<Date>,
    pub words: String,
    /// Relay and origin, and whatever else must be said.
    pub detail: String,
    /// The same without the origin, for a row that stands below it.
    pub below: String,
    pub sentence: String,
}

/// Where a figure stands on a count axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Values {
    pub shape: MarkShape,
    pub at: u64,
    /// Ends of what is drawn.
    pub from: u64,
    pub to: u64,
    pub low: Option<u64>,
    pub high: Option<u64>,
    pub dot: bool,
}

impl Values {
    /// Of what has no place on an axis.
    const NONE: Self = Self { shape: MarkShape::Dot, at: 0, from: 0, to: 0, low: None, high: None, dot: false };

    /// The values of a figure, `scale` times; `None` for a share and where no number is known.
    fn of(figure: &Figure, scale: f64) -> Option<Self> {
        if figure.fraction.is_some() {
            return None;
        }
        let scaled = |value: u64| if scale == 1.0 { value } else { (value as f64 * scale).round() as u64 };
        let (low, high) = (figure.low.map(scaled), figure.high.map(scaled));
        // A vague word stands at its lowest reading: the middle of its readings is nobody's number.
        let vague = (figure.qualifier == Qualifier::Vague && figure.best.is_none()).then_some(low).flatten();
        let at = match vague {
            Some(low) => low,
            None => scaled(figure.mark_value()?),
        };
        let (shape, from, to) = match (figure.qualifier, low, high) {
            (Qualifier::Vague, _, _) => {
                let from = low.unwrap_or(at);
                (MarkShape::Band, from, high.unwrap_or_else(|| next_power_of_ten(from)))
            }
            (_, Some(low), Some(high)) if low < high => (MarkShape::Range, low, high),
            (qualifier, _, _) if qualifier.is_floor() => (MarkShape::Floor, at, at),
            (qualifier, _, _) if qualifier.is_ceiling() => (MarkShape::Ceiling, at, at),
            _ => (MarkShape::Dot, at, at),
        };
        let dot = shape != MarkShape::Range || figure.best.is_some();
        Some(Self { shape, at, from, to: to.max(from), low, high, dot })
    }
}

/// Where the band of a vague word ends when nothing bounds it: "dozens" are fewer than a hundred.
const fn next_power_of_ten(value: u64) -> u64 {
    let mut power = 10u64;
    while power <= value {
        match power.checked_mul(10) {
            Some(next) => power = next,
            None => return value,
        }
    }
    power
}

/// Collects what `options` ask for.
pub(super) fn gather<'a>(
    project: &'a Project,
    options: &ChartOptions,
    sentence: &dyn Fn(&Figure) -> Option<String>,
) -> Gathered<'a> {
    let names = Names { project, withhold: options.withhold_confidential };
    let origins = Origins::of(project);
    let colours = Colours::new(project, &names, &origins);
    let superseded: BTreeSet<FigureId> = project
        .links
        .values()
        .filter(|link| link.kind == LinkKind::Updates && link.status == ReviewStatus::Confirmed)
        .filter_map(|link| match link.b {
            LinkEnd::Figure(figure) => Some(figure),
            LinkEnd::Passage(..) => None,
        })
        .collect();
    let context = Context { names, origins, colours, superseded, options, sentence };

    let tallies = tallies_in_order(project);
    let wanted = |tally: &Tally| {
        options.tallies.as_ref().is_none_or(|only| only.contains(&tally.id)) && takes_tally(options.kind, tally)
    };
    let mut groups = Vec::new();
    for (tally, part) in &tallies {
        if wanted(tally) {
            groups.extend(context.tally_group(tally, *part));
        }
    }
    if options.tallies.is_none() && options.kind != PlotKind::Spread {
        groups.extend(context.loose_groups(&tallies));
    }
    // A part whose whole is not shown stands by itself.
    let mut whole_shown = BTreeSet::new();
    for group in &mut groups {
        if let Some(tally) = group.tally {
            whole_shown.insert(tally.id);
            group.part = group.part && tally.part_of.is_some_and(|whole| whole_shown.contains(&whole));
        }
    }

    // Without an axis, what has no place on one is drawn as well.
    let no_axis = matches!(options.kind, PlotKind::Matrix | PlotKind::Attribution | PlotKind::Claims);
    let shown = groups.iter().flat_map(|group| {
        let rest = group.off_axis.iter().filter(|_| no_axis);
        group.entries.iter().chain(rest)
    });
    let drawn: BTreeMap<FigureId, &Figure> = shown.map(|entry| (entry.figure.id, entry.figure)).collect();
    let all = context.origins.voices(project, drawn.values().copied());
    let measures: BTreeSet<(Glyph, Measure)> =
        drawn.values().map(|figure| (Glyph::of(figure.measure), figure.measure)).collect();
    let articles: BTreeSet<_> = drawn.values().map(|figure| figure.article).collect();
    let mut withheld = 0;
    let mut sources: Vec<(Option<Date>, String)> = Vec::new();
    for article in articles.iter().filter_map(|id| project.articles.get(id)) {
        if context.names.hides_article(article) {
            withheld += 1;
            continue;
        }
        let date = article.published.map_or_else(|| "no date".to_owned(), long_date);
        let line = format!("{}, {date}, “{}”", project.outlet_name(article), capped(&folded(&article.title), 120));
        sources.push((article.published, line));
    }
    sources.sort();
    let mut notes = Vec::new();
    if withheld > 0 {
        notes.push(format!("{} withheld as confidential", counted(withheld, "source is", "sources are")));
    }
    Gathered {
        project_name: &project.info.name,
        figures: match all.unattributed {
            0 => counted(drawn.len(), "figure", "figures"),
            n => format!("{}, {} unattributed", counted(drawn.len(), "figure", "figures"), thousands(n as u64)),
        },
        voices: all.in_words(),
        measures: measures.into_iter().collect(),
        colours: context.colours.legend(),
        sources: sources.into_iter().map(|(_, line)| line).collect(),
        groups,
        notes,
    }
}

/// Whether a kind of plot draws a tally at all.
fn takes_tally(kind: PlotKind, tally: &Tally) -> bool {
    match kind {
        PlotKind::Incidents => tally.accounting == Accounting::Incident && !moves(tally.measure),
        PlotKind::StockFlow => moves(tally.measure),
        _ => true,
    }
}

/// Whether a kind of plot draws a figure that is in no tally.
fn takes_loose(kind: PlotKind, figure: &Figure) -> bool {
    match kind {
        PlotKind::Incidents => {
            // A part of a figure that is drawn belongs to its bar.
            (figure.accounting == Some(Accounting::Incident) || figure.part_of.is_some()) && !moves(figure.measure)
        }
        PlotKind::StockFlow => moves(figure.measure),
        _ => true,
    }
}

/// What figures outside tallies count, in words: where "other" was named, by the names given.
fn loose_title(measure: Measure, subject: Subject, figures: &[&Figure]) -> String {
    if measure.counts_people() {
        return format!("{} {}", first_upper(subject.label()), measure.label());
    }
    let named: BTreeSet<&str> = figures.iter().map(|figure| figure.measure_words()).collect();
    first_upper(&named.into_iter().collect::<Vec<_>>().join(", "))
}

/// Whether a measure counts people who move.
const fn moves(measure: Measure) -> bool {
    matches!(measure, Measure::Displaced | Measure::Returned)
}

/// What every group is made with.
struct Context<'a, 'o> {
    names: Names<'a>,
    origins: Origins,
    colours: Colours,
    superseded: BTreeSet<FigureId>,
    options: &'o ChartOptions,
    sentence: &'o dyn Fn(&Figure) -> Option<String>,
}

impl<'a> Context<'a, '_> {
    fn tally_group(&self, tally: &'a Tally, part: bool) -> Option<Group<'a>> {
        let figures = self.admitted(tally.figures.iter());
        let mut subtitle = self.origins.voices(self.names.project, figures.iter().copied()).to_string();
        if tally.status == ReviewStatus::Suggested && tally.estimate.is_none() {
            subtitle.push_str(" · proposed tally");
        }
        let title = folded(&tally.name);
        let key = PanelKey::Tally(tally.id);
        self.group(key, title, subtitle, part, Some(tally), tally.subject, figures)
    }

    /// The figures in no tally that is shown, by what and whom they count.
    fn loose_groups(&self, tallies: &[(&'a Tally, bool)]) -> Vec<Group<'a>> {
        let taken: BTreeSet<FigureId> = tallies.iter().flat_map(|(tally, _)| tally.figures.iter().copied()).collect();
        let mut loose: BTreeMap<_, Vec<&'a Figure>> = BTreeMap::new();
        for figure in self.names.project.figures.values().filter(|figure| !taken.contains(&figure.id)) {
            if self.options.statuses.admits(figure.status) && takes_loose(self.options.kind, figure) {
                // Only a plot that keeps stock and flow apart asks which of them a figure is.
                let accounting = (self.options.kind == PlotKind::StockFlow).then_some(figure.accounting);
                loose.entry((figure.measure, figure.subject, accounting)).or_default().push(figure);
            }
        }
        loose
            .into_iter()
            .filter_map(|((measure, subject, accounting), figures)| {
                let voices = self.origins.voices(self.names.project, figures.iter().copied());
                let title = format!("{}, not in a tally", loose_title(measure, subject, &figures));
                let key = match accounting {
                    Some(accounting) => PanelKey::LooseBy(measure, subject, accounting),
                    None => PanelKey::Loose(measure, subject),
                };
                let said = Voices { denials: 0, ..voices };
                let subtitle = format!("{} · {said}", counted(figures.len(), "figure", "separate figures"));
                self.group(key, title, subtitle, false, None, subject, figures)
            })
            .collect()
    }

    fn admitted<'i>(&self, ids: impl Iterator<Item = &'i FigureId>) -> Vec<&'a Figure> {
        ids.filter_map(|id| self.names.project.figures.get(id))
            .filter(|figure| self.options.statuses.admits(figure.status))
            .collect()
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one group, given once each")]
    fn group(
        &self,
        key: PanelKey,
        title: String,
        subtitle: String,
        part: bool,
        tally: Option<&'a Tally>,
        subject: Subject,
        figures: Vec<&'a Figure>,
    ) -> Option<Group<'a>> {
        let mut entries = Vec::with_capacity(figures.len());
        let mut off_axis = Vec::new();
        let mut notes = Vec::new();
        for figure in figures {
            let article = self.names.project.articles.get(&figure.article);
            let scale = match (figure.subject, subject, figure.household_size) {
                (Subject::Households, Subject::Households, _) => Some(1.0),
                (Subject::Households, _, size) => size,
                _ => Some(1.0),
            };
            match scale.map(|scale| Values::of(figure, scale)) {
                Some(Some(values)) => entries.push(self.entry(figure, article, values, scale.unwrap_or(1.0))),
                missing => {
                    let why = if missing.is_some() { "no number" } else { "counted in households" };
                    notes.push(self.note(figure, article, why));
                    off_axis.push(self.entry(figure, article, Values::NONE, 1.0));
                }
            }
        }
        notes.sort();
        if entries.is_empty() && notes.is_empty() {
            return None;
        }
        Some(Group { key, title, subtitle, part, tally, entries, off_axis, notes })
    }

    fn entry(&self, figure: &'a Figure, article: Option<&'a Article>, values: Values, scale: f64) -> Entry<'a> {
        let origin_key = self.origins.voice(figure);
        let origin = self.names.voice(figure, &origin_key);
        let fade = match figure.role {
            FigureRole::Excluded => Some(Fade::Excluded),
            FigureRole::Superseded => Some(Fade::Superseded),
            _ if self.superseded.contains(&figure.id) => Some(Fade::Superseded),
            _ => None,
        };
        // What takes weight from a figure leads, so that it is not cut off.
        let mut detail: String = fade
            .map(Fade::label)
            .into_iter()
            .chain(stance_word(figure.stance))
            .map(|word| format!("{word} · "))
            .collect();
        let mut below = detail.clone();
        if let Some(relay) = self.names.relay(figure) {
            below.push_str(&format!("via {relay} · "));
        }
        detail.push_str(&self.names.chain(figure, &origin));
        if scale != 1.0 {
            detail.push_str(&format!(" · households × {scale}"));
        }
        let sentence = if self.names.hides_sentence(figure, article) {
            "sentence withheld".to_owned()
        } else {
            let whole = (self.sentence)(figure).unwrap_or_else(|| {
                let anchor = &figure.anchor;
                format!("…{}{}{}…", anchor.prefix, anchor.quote, anchor.suffix)
            });
            capped(&folded(&whole), SENTENCE_CHARS)
        };
        let published = article.and_then(|article| article.published);
        let day = figure.as_of.or(figure.period.end).or(published);
        // The day that is counted up to is not the day of the article, and is not to be taken for it.
        let words = day.map_or_else(|| "no date".to_owned(), long_date);
        let is_own = day == published || day.is_none();
        below.push_str(&if is_own { words } else { format!("as of {words}") });
        Entry {
            figure,
            values,
            outlet_key: OutletKey::of(article),
            outlet: folded(&self.names.outlet(article)),
            colour: self.colours.of(&origin_key),
            origin_key,
            origin,
            fade,
            denied: is_denial(figure),
            glyph: if figure.subject == Subject::Households { Glyph::House } else { Glyph::of(figure.measure) },
            day,
            published,
            words: capped(&figure.as_reported(), 60),
            detail,
            below,
            sentence,
        }
    }

    /// A figure without a place on the axis, in words.
    fn note(&self, figure: &Figure, article: Option<&Article>, why: &str) -> String {
        let said = match figure.fraction {
            Some(share) => format!("share: {} {}", figure.qualifier.label(), percent(share)),
            None => why.to_owned(),
        };
        let outlet = self.names.outlet(article);
        let status = if figure.status == ReviewStatus::Suggested { ", suggested" } else { "" };
        let chain = self.names.chain(figure, &self.names.voice(figure, &self.origins.voice(figure)));
        format!("{outlet} “{}” ({said}{status}), {chain}", capped(&figure.as_reported(), 60))
    }
}

/// A share in per cent, with up to one decimal.
fn percent(share: f64) -> String {
    let tenths = (share * 1_000.0).round() / 10.0;
    format!("{tenths} %")
}

const fn stance_word(stance: Stance) -> Option<&'static str> {
    match stance {
        Stance::Asserts | Stance::Confirms => None,
        Stance::Denies => Some("denied"),
        Stance::Doubts => Some("doubted"),
        Stance::Retracts => Some("retracted"),
    }
}

fn first_upper(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The tallies that are not rejected, by event, measure and name, each followed by its parts (`true`).
fn tallies_in_order(project: &Project) -> Vec<(&Tally, bool)> {
    let live = |id: &TallyId| project.tallies.get(id).is_some_and(|tally| tally.status != ReviewStatus::Rejected);
    let mut below: BTreeMap<Option<TallyId>, Vec<&Tally>> = BTreeMap::new();
    for tally in project.tallies.values().filter(|tally| tally.status != ReviewStatus::Rejected) {
        below.entry(tally.part_of.filter(live)).or_default().push(tally);
    }
    for list in below.values_mut() {
        let event = |tally: &Tally| {
            tally.event.and_then(|id| project.events.get(&id)).map(|event| (event.period.start, &event.name))
        };
        list.sort_by(|a, b| {
            (event(a), a.measure, a.subject, &a.name, a.id).cmp(&(event(b), b.measure, b.subject, &b.name, b.id))
        });
    }
    let mut out = Vec::with_capacity(project.tallies.len());
    let mut seen = BTreeSet::new();
    let mut stack: Vec<(&Tally, bool)> =
        below.get(&None).into_iter().flatten().rev().map(|tally| (*tally, false)).collect();
    while let Some((tally, part)) = stack.pop() {
        if seen.insert(tally.id) {
            out.push((tally, part));
            stack.extend(below.get(&Some(tally.id)).into_iter().flatten().rev().map(|tally| (*tally, true)));
        }
    }
    // Tallies that are parts of each other in a ring have no top; they are not lost.
    out.extend(
        project
            .tallies
            .values()
            .filter(|tally| live(&tally.id) && !seen.contains(&tally.id))
            .map(|tally| (tally, false)),
    );
    out
}

/// The estimate in words: `adopted at least 826, floor`.
pub(super) fn estimate_label(estimate: &Estimate) -> String {
    let ends = match (estimate.low, estimate.high) {
        (Some(low), Some(high)) if low < high => Some(format!("{}–{}", thousands(low), thousands(high))),
        _ => None,
    };
    let value = estimate.best.or(estimate.low).or(estimate.high).map(thousands);
    let said = match (estimate.best.and(value.clone()), ends) {
        (Some(best), Some(ends)) => format!("{best} ({ends})"),
        // An open top is said as the inspector and the report say it.
        (Some(best), None) if estimate.high.is_none() && estimate.low == estimate.best => format!("at least {best}"),
        (None, None) if estimate.low.is_some() && estimate.high.is_none() => {
            format!("at least {}", value.unwrap_or_default())
        }
        (None, Some(ends)) => ends,
        (_, None) => value.unwrap_or_else(|| "no value".to_owned()),
    };
    format!("adopted {said}, {}", estimate.rule.label())
}
