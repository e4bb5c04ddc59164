//! Claims, confirmations and denials by day, a lane for each. Layer `plots`.

use std::collections::BTreeMap;

use crate::model::{Anchor, ArticleId, Date, FigureId, LinkEnd, LinkKind, Project, ReviewStatus, Stance, Verification};

use super::ChartOptions;
use super::assemble::Drawn;
use super::axis::{Axis, day_number, long_date};
use super::chart::{Evidence, GREY, Glyph, Mark, MarkShape, Panel, PanelKey, Row};
use super::gather::{Entry, Group};
use super::names::{Names, capped, folded};
use super::rows::{mark, stack};
use super::voices::counted;

/// Above so many figures in one lane, marks are small.
const CROWDED_ABOVE: usize = 30;

/// What an article does with a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Lane {
    Claims,
    Confirmations,
    Doubts,
    Denials,
}

impl Lane {
    const fn of(stance: Stance, verification: Verification) -> Self {
        match (stance, verification) {
            (Stance::Denies | Stance::Retracts, _) => Self::Denials,
            (Stance::Doubts, _) => Self::Doubts,
            (Stance::Confirms, _) | (_, Verification::Verified) => Self::Confirmations,
            _ => Self::Claims,
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Claims => "Claims",
            Self::Confirmations => "Confirmations",
            Self::Doubts => "Doubts",
            Self::Denials => "Denials",
        }
    }
}

/// Something that stands in a lane.
struct Standing {
    lane: Lane,
    day: Option<Date>,
    mark: Mark,
}

/// The panels of these groups, those with a dispute first.
pub(super) fn draw(project: &Project, groups: &[Group<'_>], options: &ChartOptions) -> Drawn {
    let names = Names { project, withhold: options.withhold_confidential };
    let scale = Axis::days(&[], false);
    let mut lists: Vec<Vec<Standing>> = groups
        .iter()
        .map(|group| group.entries.iter().chain(&group.off_axis).map(|entry| standing(entry, &scale)).collect())
        .collect();
    let mut home: BTreeMap<FigureId, usize> = BTreeMap::new();
    for (at, group) in groups.iter().enumerate() {
        for entry in group.entries.iter().chain(&group.off_axis) {
            home.entry(entry.figure.id).or_insert(at);
        }
    }
    let mut between: Vec<(Evidence, Evidence)> = Vec::new();
    let mut loose: Vec<Standing> = Vec::new();
    let denials = project.links.values().filter(|link| {
        let wanted = link.status != ReviewStatus::Rejected && options.statuses.admits(link.status);
        link.kind == LinkKind::Denies && wanted
    });
    for link in denials {
        let figure = |end: &LinkEnd| if let LinkEnd::Figure(id) = end { home.get(id).copied() } else { None };
        // A tally that is not drawn takes its denials with it.
        let shown = |end: &LinkEnd| matches!(end, LinkEnd::Passage(..)) || figure(end).is_some();
        if !shown(&link.a) || !shown(&link.b) {
            continue;
        }
        let at = figure(&link.b).or_else(|| figure(&link.a));
        if at.is_none() && options.tallies.is_some() {
            continue;
        }
        let list = match at.and_then(|at| lists.get_mut(at)) {
            Some(list) => list,
            None => &mut loose,
        };
        let mut ends = Vec::new();
        for (end, lane) in [(&link.a, Lane::Denials), (&link.b, Lane::Claims)] {
            match end {
                LinkEnd::Figure(id) => ends.push(Evidence::Figure(*id)),
                LinkEnd::Passage(article, anchor) => {
                    let said = passage(&names, *article, anchor, lane, link.status);
                    ends.push(said.mark.evidence);
                    if !list.iter().any(|there| there.mark.evidence == said.mark.evidence && there.lane == lane) {
                        list.push(said);
                    }
                }
            }
        }
        if let [a, b] = ends.as_slice() {
            between.push((*a, *b));
        }
    }
    // All lanes of all panels share their days, so that one can be read against another.
    let standing = || lists.iter().flatten().chain(&loose);
    let undated = standing().any(|standing| standing.day.is_none());
    let days = Axis::days(&standing().filter_map(|standing| standing.day).collect::<Vec<_>>(), undated);
    let mut panels: Vec<(bool, Panel)> = Vec::new();
    for (group, list) in groups.iter().zip(lists) {
        let disputed = list.iter().any(|standing| standing.lane != Lane::Claims);
        panels.push((!disputed, panel(Panel::of(group, days.clone()), list, &between)));
    }
    if let (false, Some(first)) = (loose.is_empty(), groups.first()) {
        let bare = Panel {
            key: PanelKey::Passages,
            title: "Statements denied".to_owned(),
            subtitle: counted(between.len(), "denial", "denials"),
            part: false,
            notes: Vec::new(),
            ..Panel::of(first, days)
        };
        panels.push((false, panel(bare, loose, &between)));
    }
    // A part keeps its place below its whole, so that a family moves together.
    let mut families: Vec<(bool, Vec<Panel>)> = Vec::new();
    for (calm, panel) in panels {
        match families.last_mut().filter(|_| panel.part) {
            Some((all_calm, family)) => {
                *all_calm &= calm;
                family.push(panel);
            }
            None => families.push((calm, vec![panel])),
        }
    }
    families.sort_by_key(|(calm, _)| *calm);
    let panels = families.into_iter().flat_map(|(_, family)| family).collect();
    Drawn { panels, ..Drawn::default() }
}

fn standing(entry: &Entry<'_>, scale: &Axis) -> Standing {
    let lane = Lane::of(entry.figure.stance, entry.figure.verification);
    // A claim is made on the day it is published, whatever day it counts up to.
    let day = entry.published;
    let date = day.map_or_else(|| "no date".to_owned(), long_date);
    let mark = Mark { shape: MarkShape::Dot, dot: true, date, ..mark(entry, scale, 0) };
    Standing { lane, day, mark }
}

/// A statement about no figure.
fn passage(names: &Names<'_>, id: ArticleId, anchor: &Anchor, lane: Lane, status: ReviewStatus) -> Standing {
    let article = names.project.articles.get(&id);
    let day = article.and_then(|article| article.published);
    let withheld = article.is_some_and(|article| names.hides_article(article));
    let (words, sentence) = if withheld {
        ("words withheld".to_owned(), "sentence withheld".to_owned())
    } else {
        let around = format!("…{}{}{}…", anchor.prefix, anchor.quote, anchor.suffix);
        (format!("“{}”", capped(&folded(&anchor.quote), 60)), capped(&folded(&around), 320))
    };
    let mark = Mark {
        evidence: Evidence::Passage { article: id, start: anchor.span.start(), end: anchor.span.end() },
        row: 0,
        lane: 0,
        shape: MarkShape::Dot,
        at: 0.0,
        from: 0.0,
        to: 0.0,
        day: 0.0,
        aside: 0.0,
        value: 0,
        low: None,
        high: None,
        dot: true,
        filled: status == ReviewStatus::Confirmed,
        colour: GREY,
        fade: None,
        denied: false,
        glyph: Glyph::Bar,
        outlet: folded(&names.outlet(article)),
        date: day.map_or_else(|| "no date".to_owned(), long_date),
        words,
        sentence,
        origin: if lane == Lane::Denials { "denial".to_owned() } else { "claim".to_owned() },
    };
    Standing { lane, day, mark }
}

fn panel(bare: Panel, list: Vec<Standing>, between: &[(Evidence, Evidence)]) -> Panel {
    let x = bare.x.clone();
    let mut lanes: BTreeMap<Lane, Vec<Mark>> = BTreeMap::new();
    // Figures without a number stand here as well.
    for Standing { lane, day, mark } in list {
        let at = day.map_or(x.undated.unwrap_or(1.0), |day| x.at(day_number(day)));
        lanes.entry(lane).or_default().push(Mark { at, from: at, to: at, ..mark });
    }
    let crowded = lanes.values().any(|marks| marks.len() > CROWDED_ABOVE);
    let mut rows = Vec::new();
    let mut marks = Vec::new();
    for (lane, mut list) in lanes {
        let row = rows.len();
        for mark in &mut list {
            mark.row = row;
        }
        list.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.evidence.cmp(&b.evidence)));
        let depth = stack(&mut list, crowded);
        let detail = counted(list.len(), "statement", "statements");
        rows.push(Row {
            name: lane.label().to_owned(),
            words: String::new(),
            detail,
            lanes: depth,
            head: false,
            below: false,
        });
        marks.append(&mut list);
    }
    let find = |evidence: &Evidence| marks.iter().position(|mark: &Mark| mark.evidence == *evidence);
    let ties = between.iter().filter_map(|(a, b)| Some((find(a)?, find(b)?))).collect();
    Panel { x, rows, marks, ties, crowded, notes: Vec::new(), ..bare }
}
