//! Columns that scroll together: when the person moves one, the others move so that passages that are tied to what is
//! read come level. Nothing ever jumps: each starts from where it stands and goes at most so much faster. Layer `ui`.

use crate::app::ribbons::Ribbon;
use crate::model::LinkKind;
use crate::ui::ctx::UiCtx;

use super::ReaderState;

/// How much faster than the column that is moved another may go to come level.
const FASTEST: f32 = 3.0;
/// Passages nearer than this, in points, count as one place.
const APART: f64 = 12.0;

/// A passage of the leading text and the passage of another that answers it: points below the start of each, and how
/// much they bind.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Pair {
    lead: f64,
    other: f64,
    weight: f32,
}

/// Moves the columns that the person did not move.
pub(super) fn scroll_together(ui: &egui::Ui, ctx: &UiCtx<'_>, state: &mut ReaderState) {
    if !ctx.view.reading.together || ctx.view.columns.len() < 2 {
        return;
    }
    let moved = ctx.view.columns.iter().copied().find(|id| state.columns.get(id).is_some_and(|c| c.moved != 0.0));
    let Some(lead_id) = moved else { return };
    let Some(lead) = state.columns.get(&lead_id) else { return };
    let height = lead.state.view_rect().height();
    let dy = lead.moved.clamp(-2.0 * height, 2.0 * height);
    // What is read stands at the top at the start of a text and at the bottom at its end, so that all of it comes by.
    let reading = lead.state.progress() * height;
    let at = lead.state.scrolled() + f64::from(reading);
    let line = lead.state.view_rect().top() + reading;
    let mut steps = Vec::new();
    for id in ctx.view.columns.iter().copied().filter(|id| *id != lead_id) {
        let Some(other) = state.columns.get(&id) else { continue };
        let pairs = ctx.workbench.reader.ribbons.iter().filter_map(|ribbon| {
            let (here, there) = ribbon.seen_from(lead_id).filter(|(_, there)| there.article == id)?;
            Some(Pair {
                lead: lead.state.depth(&lead.doc, here.range.start)?,
                other: other.state.depth(&other.doc, there.range.start)?,
                weight: weight(ribbon),
            })
        });
        let chain = chain(pairs.collect());
        if chain.is_empty() {
            continue;
        }
        let ends = (lead.state.total_height(), other.state.total_height());
        let wanted = level_with(&chain, ends, at);
        // Level on the screen: the heads of the cards may differ in height.
        let now = other.state.scrolled() + f64::from(line - other.state.view_rect().top());
        steps.push((id, step((wanted - now) as f32, dy)));
    }
    for (id, step) in steps.into_iter().filter(|(_, step)| step.abs() > 0.1) {
        if let Some(other) = state.columns.get_mut(&id) {
            other.state.scroll_by(step);
            ui.ctx().request_repaint();
        }
    }
}

/// How much a tie binds: what somebody linked most, then the same words, then the same count.
const fn weight(ribbon: &Ribbon) -> f32 {
    if ribbon.is_by_hand() {
        return 4.0;
    }
    match ribbon.kind {
        LinkKind::SharedWording | LinkKind::SameQuotation => 3.0,
        LinkKind::SameFigure => 2.5,
        LinkKind::SameStatement => 1.5,
        _ => 0.5,
    }
}

/// The heaviest series of pairs that runs down both texts: articles tell things in different orders, and a column that
/// flew up and down would be no help.
fn chain(mut pairs: Vec<Pair>) -> Vec<Pair> {
    pairs.sort_by(|a, b| a.lead.total_cmp(&b.lead).then(a.other.total_cmp(&b.other)));
    let mut depths: Vec<f64> = pairs.iter().map(|pair| pair.other).collect();
    depths.sort_by(f64::total_cmp);
    let mut best: Vec<(f32, Option<usize>)> = Vec::with_capacity(pairs.len());
    let mut heaviest = Heaviest::of(depths.len());
    // Pairs before this one stand far enough above in the leading text to be built upon.
    let mut ready = 0;
    for pair in &pairs {
        while let Some(above) = pairs.get(ready).filter(|above| above.lead + APART < pair.lead) {
            let weight = best.get(ready).map_or(0.0, |(weight, _)| *weight);
            heaviest.put(depths.partition_point(|depth| *depth < above.other), (weight, ready));
            ready += 1;
        }
        let before = heaviest.among(depths.partition_point(|depth| *depth + APART < pair.other));
        best.push((pair.weight + before.map_or(0.0, |(weight, _)| weight), before.map(|(_, index)| index)));
    }
    let mut at = best.iter().enumerate().max_by(|(_, a), (_, b)| a.0.total_cmp(&b.0)).map(|(index, _)| index);
    let mut out = Vec::new();
    while let Some(index) = at {
        out.extend(pairs.get(index).copied());
        at = best.get(index).and_then(|(_, before)| *before);
    }
    out.reverse();
    out
}

/// The heaviest of what was put at the first so many places: a Fenwick tree, since thousands of pairs are asked in a frame.
struct Heaviest(Vec<Option<(f32, usize)>>);

impl Heaviest {
    fn of(places: usize) -> Self {
        Self(vec![None; places + 1])
    }

    fn heavier(a: Option<(f32, usize)>, b: Option<(f32, usize)>) -> Option<(f32, usize)> {
        match (a, b) {
            (Some(x), Some(y)) => Some(if x.0.total_cmp(&y.0).then(x.1.cmp(&y.1)).is_ge() { x } else { y }),
            (x, y) => x.or(y),
        }
    }

    fn put(&mut self, place: usize, weight: (f32, usize)) {
        let mut at = place + 1;
        while let Some(slot) = self.0.get_mut(at) {
            *slot = Self::heavier(*slot, Some(weight));
            at += at & at.wrapping_neg();
        }
    }

    fn among(&self, places: usize) -> Option<(f32, usize)> {
        let (mut at, mut found) = (places, None);
        while at > 0 {
            found = Self::heavier(found, self.0.get(at).copied().flatten());
            at -= at & at.wrapping_neg();
        }
        found
    }
}

/// The depth of the other text that stands level with depth `at` of the leading one: at a pair, its passage; between two,
/// in proportion; before the first and behind the last, towards the ends of the texts.
fn level_with(chain: &[Pair], ends: (f64, f64), at: f64) -> f64 {
    let after = chain.partition_point(|pair| pair.lead <= at);
    let from =
        after.checked_sub(1).and_then(|index| chain.get(index)).map_or((0.0, 0.0), |pair| (pair.lead, pair.other));
    let to = chain.get(after).map_or(ends, |pair| (pair.lead, pair.other));
    let part = ((at - from.0) / (to.0 - from.0).max(1.0)).clamp(0.0, 1.0);
    from.1 + part * (to.1 - from.1).max(0.0)
}

/// How far to go for `short` points missing while the leading column goes `dy`.
fn step(short: f32, dy: f32) -> f32 {
    let most = FASTEST * dy.abs();
    short.clamp(-most, most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(lead: f64, other: f64) -> Pair {
        Pair { lead, other, weight: 1.0 }
    }

    #[test]
    fn the_chain_weighs_as_much_as_the_heaviest_there_is() {
        // A plain generator, so that every run throws the same pairs.
        let mut state = 7_u64;
        let mut throw = |most: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % most
        };
        for _ in 0..200 {
            let n = throw(30) as usize;
            let pairs: Vec<Pair> = (0..n)
                .map(|_| Pair { lead: throw(200) as f64, other: throw(200) as f64, weight: 1.0 + throw(4) as f32 })
                .collect();
            let mut sorted = pairs.clone();
            sorted.sort_by(|a, b| a.lead.total_cmp(&b.lead));
            let mut heaviest: Vec<f32> = Vec::new();
            for (at, pair) in sorted.iter().enumerate() {
                let below = |p: &Pair| p.lead + APART < pair.lead && p.other + APART < pair.other;
                let before = (0..at).filter(|i| below(&sorted[*i])).map(|i| heaviest[i]).fold(0.0, f32::max);
                heaviest.push(pair.weight + before);
            }
            let chain = chain(pairs);
            assert_eq!(chain.iter().map(|pair| pair.weight).sum::<f32>(), heaviest.into_iter().fold(0.0, f32::max));
            assert!(
                chain.windows(2).all(|two| two[0].lead + APART < two[1].lead && two[0].other + APART < two[1].other)
            );
        }
    }

    #[test]
    fn the_chain_leaves_out_what_is_told_in_another_order() {
        let all = vec![pair(100.0, 50.0), pair(200.0, 900.0), pair(300.0, 150.0), pair(400.0, 250.0)];
        assert_eq!(chain(all), [pair(100.0, 50.0), pair(300.0, 150.0), pair(400.0, 250.0)]);
        assert_eq!(chain(Vec::new()), []);
    }

    #[test]
    fn a_heavy_pair_outweighs_two_light_ones() {
        let heavy = Pair { weight: 3.0, ..pair(200.0, 900.0) };
        assert_eq!(chain(vec![pair(250.0, 50.0), heavy, pair(300.0, 150.0)]), [heavy]);
    }

    #[test]
    fn at_a_pair_its_passages_are_level_and_between_two_all_goes_smoothly() {
        let chain = [pair(100.0, 50.0), pair(200.0, 450.0)];
        for (at, want) in [(0.0, 0.0), (100.0, 50.0), (150.0, 250.0), (200.0, 450.0), (600.0, 725.0), (1000.0, 1000.0)]
        {
            assert!((level_with(&chain, (1000.0, 1000.0), at) - want).abs() < 1e-6, "{at}");
        }
    }

    #[test]
    fn a_column_far_from_level_comes_nearer_without_a_jump() {
        assert_eq!(step(1000.0, 10.0), 30.0);
        assert_eq!(step(-1000.0, 10.0), -30.0);
        assert_eq!(step(7.0, 10.0), 7.0);
        assert_eq!(step(1000.0, 0.0), 0.0);
    }
}
