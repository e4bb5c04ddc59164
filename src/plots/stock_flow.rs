//! Displacement: how many are displaced at one time (stock), and how many were in a time (flow). Layer `plots`.
//!
//! The two never share an axis and are never added: people who were counted as they fled are counted again among those
//! who have not come home.

use crate::model::Accounting;

use super::ChartOptions;
use super::assemble::Drawn;
use super::axis::Axis;
use super::chart::{Glyph, MarkShape, Panel, PanelKey};
use super::gather::Group;
use super::over_time;
use super::voices::counted;

/// The panels of these groups.
pub(super) fn draw(groups: &[Group<'_>], options: &ChartOptions) -> Drawn {
    let mut panels: Vec<Panel> = groups.iter().map(|group| panel(group, options)).collect();
    // Stocks lead, parts stay below their whole.
    let mut ranked: Vec<(bool, Vec<Panel>)> = Vec::new();
    for panel in panels.drain(..) {
        match ranked.last_mut().filter(|_| panel.part) {
            Some((_, family)) => family.push(panel),
            None => ranked.push((panel.stems, vec![panel])),
        }
    }
    ranked.sort_by_key(|(flow, _)| *flow);
    let panels: Vec<Panel> = ranked.into_iter().flat_map(|(_, family)| family).collect();
    let mut notes = Vec::new();
    if !panels.is_empty() {
        notes.push(
            "Stock (how many at one time) and flow (how many in a time) stand apart and are never added.".to_owned(),
        );
    }
    Drawn { panels, notes, ..Drawn::default() }
}

fn panel(group: &Group<'_>, options: &ChartOptions) -> Panel {
    let accounting = match (group.tally, group.key) {
        (Some(tally), _) => Some(tally.accounting),
        (None, PanelKey::LooseBy(_, _, accounting)) => accounting,
        (None, _) => None,
    };
    let (mut panel, word) = match accounting {
        Some(Accounting::Stock) => (over_time::panel(group, options), "stock: at one time"),
        Some(Accounting::Cumulative) => (flow(group), "flow: since the period began"),
        Some(Accounting::Incident) => (flow(group), "flow: in one incident"),
        None => (flow(group), "stock or flow not judged"),
    };
    panel.subtitle = format!("{word} · {}", panel.subtitle);
    let households = panel.marks.iter().filter(|mark| mark.glyph == Glyph::House).count();
    if households > 0 && group.entries.iter().any(|entry| entry.figure.household_size.is_some()) {
        let figures = counted(households, "figure is", "figures are");
        panel.notes.insert(0, format!("{figures} worked out from households (households × persons each)"));
    }
    panel
}

/// Each figure on a bar of its own from zero; nothing is joined.
fn flow(group: &Group<'_>) -> Panel {
    let estimate = group.tally.and_then(|tally| tally.estimate.as_ref());
    let adopted = estimate.into_iter().flat_map(|estimate| [estimate.low, estimate.best, estimate.high]).flatten();
    let values: Vec<u64> =
        group.entries.iter().flat_map(|entry| [entry.values.at, entry.values.to]).chain(adopted).collect();
    let open = group.entries.iter().any(|entry| matches!(entry.values.shape, MarkShape::Floor | MarkShape::Band));
    let axis = Axis::from_zero(&values, open);
    Panel { series: Vec::new(), stems: true, notes: group.notes.clone(), ..over_time::on_axis(group, axis) }
}
