//! On whose word: bands from origin by relay to outlet, as wide as there are figures. Layer `plots`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::model::{FigureId, Project};

use super::ChartOptions;
use super::assemble::Drawn;
use super::axis::Axis;
use super::chart::{GREY, Mark};
use super::gather::{Entry, Group};
use super::names::Names;
use super::rows::mark;
use super::voices::{OriginKey, OutletKey, counted};

/// How many nodes each column names; the rest share one.
const MOST: [usize; 3] = [16, 12, 24];

/// Room for a node's name, and between nodes, in points.
const NAME: f32 = 15.0;
const GAP: f32 = 9.0;
/// About how high a column of bands is, and the most that one figure takes, in points.
const HEIGHT: f32 = 380.0;
const MOST_EACH: f32 = 16.0;

/// Above so many bands thin ones recede, and what is thin, in points.
const MANY_BANDS: usize = 120;
const THIN: f32 = 1.5;
/// Up to which height a denied band is one dashed line, in points.
pub const ONE_LINE: f32 = 4.0;

/// The bands and what they run between. Heights are in points; what is wide is the drawing's.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    /// Origins, relays (and ways past them), outlets, from the top.
    pub columns: [Vec<Node>; 3],
    pub bands: Vec<Band>,
    pub height: f32,
}

/// The headings of the three columns.
pub const HEADINGS: [&str; 3] = ["Who said it", "Who passed it on", "Who published it"];

/// An origin, a relay or an outlet.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Empty where bands only pass.
    pub name: String,
    pub figures: usize,
    /// Index into the palette; grey for relays and outlets.
    pub colour: u8,
    pub top: f32,
    pub height: f32,
}

/// Figures that take the same step.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// 0 from origin, 1 to outlet.
    pub step: usize,
    /// Index into its column and into the next.
    pub from: usize,
    pub to: usize,
    /// Tops at both ends, and how high it is.
    pub from_top: f32,
    pub to_top: f32,
    pub height: f32,
    /// Index into the palette, by origin.
    pub colour: u8,
    /// What these figures say is denied or retracted where it stands.
    pub denied: bool,
    /// Whether it ends at an outlet, so that every figure is in one such band.
    pub last: bool,
    pub marks: Vec<Mark>,
}

impl Flow {
    /// A band in words: "SOHR → BBC, 3 figures".
    pub fn band_name(&self, band: &Band) -> String {
        let [origins, relays, outlets] = &self.columns;
        let name = |nodes: &[Node], at: usize| nodes.get(at).map(|node| node.name.clone()).unwrap_or_default();
        let way = if band.step == 0 {
            let relay = name(relays, band.to);
            let relay = if relay.is_empty() { "straight to outlets".to_owned() } else { relay };
            format!("{} → {relay}", name(origins, band.from))
        } else {
            let relay = name(relays, band.from);
            let from = if relay.is_empty() {
                band.marks.first().map(|mark| mark.origin.clone()).unwrap_or_default()
            } else {
                relay
            };
            format!("{from} → {}", name(outlets, band.to))
        };
        let denied = if band.denied { ", denied" } else { "" };
        format!("{way}, {}{denied}", counted(band.marks.len(), "figure", "figures"))
    }

    /// How strongly a band is filled: thin ones recede where there are very many, so that the wide ones can be followed.
    pub fn opacity(&self, band: &Band) -> f32 {
        if self.bands.len() > MANY_BANDS && band.height < THIN { 0.16 } else { 0.38 }
    }

    /// Whether a band only passes the middle column: nobody handed its figures on.
    pub fn passes(&self, band: &Band) -> bool {
        let [_, relays, _] = &self.columns;
        relays.get(if band.step == 0 { band.to } else { band.from }).is_some_and(|node| node.name.is_empty())
    }

    /// The bands in words.
    pub fn as_text(&self) -> String {
        let mut out = String::new();
        for band in &self.bands {
            // Writing to a string cannot fail.
            let _ = writeln!(out, "- {}", self.band_name(band));
        }
        out
    }
}

/// Who a node is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Origin(OriginKey),
    Relay(String),
    /// Past the relays, for an origin.
    Past(usize),
    Outlet(OutletKey),
    /// All that have no node of their own.
    Others,
}

/// A figure's way.
struct Way<'e, 'a> {
    entry: &'e Entry<'a>,
    relay: Option<String>,
}

/// The bands of these groups.
pub(super) fn draw(project: &Project, groups: &[Group<'_>], options: &ChartOptions) -> Drawn {
    let names = Names { project, withhold: options.withhold_confidential };
    // A figure of two tallies goes its way once.
    let mut ways: BTreeMap<FigureId, Way<'_, '_>> = BTreeMap::new();
    for entry in groups.iter().flat_map(|group| group.entries.iter().chain(&group.off_axis)) {
        ways.entry(entry.figure.id).or_insert_with(|| Way { entry, relay: names.relay(entry.figure) });
    }
    if ways.is_empty() {
        return Drawn::default();
    }
    let origins = ranked(ways.values().map(|way| {
        let last = way.entry.origin_key == OriginKey::Unattributed;
        (Key::Origin(way.entry.origin_key.clone()), way.entry.origin.as_str(), last)
    }));
    let relays = ranked(ways.values().filter_map(|way| {
        let relay = way.relay.as_deref()?;
        Some((Key::Relay(relay.to_owned()), relay, false))
    }));
    let outlets = ranked(ways.values().map(|way| {
        let key = way.entry.outlet_key;
        (Key::Outlet(key), way.entry.outlet.as_str(), key == OutletKey::Unknown)
    }));
    let mut notes = Vec::new();
    let mut named = |mut list: Vec<(Key, String)>, most: usize, one: &str, many: &str| -> (Vec<Key>, Vec<String>) {
        // Nobody is a place of its own, however few figures it has.
        let nobody = list.pop_if(|(key, _)| *key == Key::Origin(OriginKey::Unattributed));
        let more = list.len().saturating_sub(most);
        let (mut keys, mut names): (Vec<Key>, Vec<String>) = list.into_iter().take(most).unzip();
        if more > 0 {
            let rest = counted(more, one, many);
            notes.push(format!("{rest} with fewer figures share one place."));
            keys.push(Key::Others);
            names.push(rest);
        }
        if let Some((key, name)) = nobody {
            keys.push(key);
            names.push(name);
        }
        (keys, names)
    };
    let [most_origins, most_relays, most_outlets] = MOST;
    let origins = named(origins, most_origins, "other origin", "other origins");
    let relays = named(relays, most_relays, "other relay", "other relays");
    let outlets = named(outlets, most_outlets, "other outlet", "other outlets");

    // (origin, middle, outlet, denied): the figures that go this way.
    let mut routes: Routes<'_, '_> = BTreeMap::new();
    let find = |keys: &[Key], key: &Key| {
        let at = |wanted: &Key| keys.iter().position(|k| k == wanted);
        at(key).or_else(|| at(&Key::Others)).unwrap_or(0)
    };
    for way in ways.values() {
        let entry = way.entry;
        let origin = find(&origins.0, &Key::Origin(entry.origin_key.clone()));
        let middle = match &way.relay {
            Some(relay) => relays.0.get(find(&relays.0, &Key::Relay(relay.clone()))).cloned().unwrap_or(Key::Others),
            None => Key::Past(origin),
        };
        let outlet = find(&outlets.0, &Key::Outlet(entry.outlet_key));
        routes.entry((origin, middle, outlet, entry.denied)).or_default().push(entry);
    }
    let flow = laid_out(&origins, &relays, &outlets, &routes);
    Drawn { flow: Some(flow), notes, ..Drawn::default() }
}

/// Keys with their names, the most figures first; what is nobody's goes last.
fn ranked<'n>(all: impl Iterator<Item = (Key, &'n str, bool)>) -> Vec<(Key, String)> {
    let mut count: BTreeMap<Key, (usize, &str, bool)> = BTreeMap::new();
    for (key, name, last) in all {
        count.entry(key).or_insert((0, name, last)).0 += 1;
    }
    let mut list: Vec<_> = count.into_iter().collect();
    list.sort_by(|(a, (m, one, x)), (b, (n, other, y))| (x, Reverse(m), one, a).cmp(&(y, Reverse(n), other, b)));
    list.into_iter().map(|(key, (_, name, _))| (key, name.to_owned())).collect()
}

type Named = (Vec<Key>, Vec<String>);
/// Origin, middle, outlet, whether denied.
type Route = (usize, Key, usize, bool);
type Routes<'e, 'a> = BTreeMap<Route, Vec<&'e Entry<'a>>>;

fn laid_out(origins: &Named, relays: &Named, outlets: &Named, routes: &Routes<'_, '_>) -> Flow {
    // The middle column: relays and ways past them, in the order of the origins they come from.
    let middles: BTreeSet<&Key> = routes.keys().map(|(_, middle, ..)| middle).collect();
    let mean = |weights: &mut dyn Iterator<Item = (usize, usize)>| {
        let (sum, n) = weights.fold((0.0, 0.0), |(sum, n), (at, w)| (sum + at as f64 * w as f64, n + w as f64));
        if n > 0.0 { sum / n } else { f64::MAX }
    };
    let mut middle: Vec<(f64, &Key)> = middles
        .into_iter()
        .map(|key| {
            let mut of = routes.iter().filter(|((_, m, ..), _)| m == key).map(|((o, ..), list)| (*o, list.len()));
            (mean(&mut of), key)
        })
        .collect();
    middle.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(b.1)));
    let middle: Vec<&Key> = middle.into_iter().map(|(_, key)| key).collect();
    let middle_at = |key: &Key| middle.iter().position(|k| *k == key).unwrap_or(0);
    let mut order: Vec<(f64, usize)> = (0..outlets.0.len())
        .map(|at| {
            let mut of =
                routes.iter().filter(|((_, _, o, _), _)| *o == at).map(|((_, m, ..), list)| (middle_at(m), list.len()));
            (mean(&mut of), at)
        })
        .collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let place_of = |outlet: usize| order.iter().position(|(_, at)| *at == outlet).unwrap_or(0);

    let total: usize = routes.values().map(Vec::len).sum();
    let each = (HEIGHT / total.max(1) as f32).min(MOST_EACH);
    let colour_of = |origin: usize| {
        let mut of = routes.iter().filter(|((o, ..), _)| *o == origin).flat_map(|(_, list)| list.iter());
        let colour = of.next().map_or(GREY, |entry| entry.colour);
        // One place for several origins has no one's colour.
        if origins.0.get(origin) == Some(&Key::Others) { GREY } else { colour }
    };
    let node = |name: &str, colour: u8, of: &dyn Fn(&Route) -> bool| {
        let figures = routes.iter().filter(|(key, _)| of(key)).map(|(_, list)| list.len()).sum();
        Node { name: name.to_owned(), figures, colour, top: 0.0, height: (figures as f32 * each).max(2.0) }
    };
    let mut columns: [Vec<Node>; 3] = [
        origins.1.iter().enumerate().map(|(at, name)| node(name, colour_of(at), &|(o, ..)| *o == at)).collect(),
        middle
            .iter()
            .map(|key| {
                let at = relays.0.iter().position(|k| k == *key);
                let name = at.and_then(|at| relays.1.get(at)).map_or("", String::as_str);
                node(name, GREY, &|(_, m, ..)| m == *key)
            })
            .collect(),
        order
            .iter()
            .map(|(_, at)| {
                let name = outlets.1.get(*at).map_or("", String::as_str);
                node(name, GREY, &|(_, _, o, _)| o == at)
            })
            .collect(),
    ];
    let room = |node: &Node, middle: bool| match (middle, node.name.is_empty()) {
        (true, true) => node.height,
        (true, false) => node.height + NAME,
        (false, _) => node.height.max(NAME),
    };
    let heights: Vec<f32> = columns
        .iter()
        .enumerate()
        .map(|(at, nodes)| {
            nodes.iter().map(|node| room(node, at == 1)).sum::<f32>() + GAP * nodes.len().saturating_sub(1) as f32
        })
        .collect();
    let height = heights.iter().copied().fold(0.0, f32::max);
    for (at, (nodes, own)) in columns.iter_mut().zip(&heights).enumerate() {
        // A shorter column spreads its gaps over the height of the highest, up to a point.
        let spare = (height - own) / nodes.len().max(1) as f32;
        let mut top = (spare / 2.0).min(20.0);
        for node in nodes.iter_mut() {
            let room = room(node, at == 1);
            node.top = top + (room - node.height) / if at == 1 { 1.0 } else { 2.0 };
            top += room + GAP + spare.min(40.0);
        }
    }
    let bands = bands(&columns, routes, each, &|key| middle_at(key), &place_of, &colour_of);
    Flow { columns, bands, height }
}

/// The bands of both steps, each at its place in the nodes it joins.
fn bands(
    columns: &[Vec<Node>; 3],
    routes: &Routes<'_, '_>,
    each: f32,
    middle_at: &dyn Fn(&Key) -> usize,
    place_of: &dyn Fn(usize) -> usize,
    colour_of: &dyn Fn(usize) -> u8,
) -> Vec<Band> {
    let [origins, middles, outlets] = columns;
    let scale = Axis::from_zero(&[], false);
    let mut out: Vec<Band> = Vec::new();
    let band = |step, from, to, colour, denied, entries: &[&Entry<'_>]| Band {
        step,
        from,
        to,
        from_top: 0.0,
        to_top: 0.0,
        height: entries.len() as f32 * each,
        colour,
        denied,
        last: step == 1,
        marks: entries.iter().map(|entry| mark(entry, &scale, 0)).collect(),
    };
    let mut first: BTreeMap<(usize, usize, bool), Vec<&Entry<'_>>> = BTreeMap::new();
    for ((origin, middle, _, denied), entries) in routes {
        first.entry((*origin, middle_at(middle), *denied)).or_default().extend(entries);
    }
    for ((origin, middle, denied), entries) in first {
        out.push(band(0, origin, middle, colour_of(origin), denied, &entries));
    }
    let mut second: Vec<Band> = routes
        .iter()
        .map(|((origin, middle, outlet, denied), entries)| {
            band(1, middle_at(middle), place_of(*outlet), colour_of(*origin), *denied, entries)
        })
        .collect();
    second.sort_by_key(|band| (band.from, band.to, band.colour, band.denied));
    out.append(&mut second);
    // Bands leave a node in the order of where they go, and come in in the order of where they come from.
    let mut leaving: BTreeMap<(usize, usize), f32> = BTreeMap::new();
    for band in &mut out {
        let node = if band.step == 0 { origins.get(band.from) } else { middles.get(band.from) };
        let top = leaving.entry((band.step, band.from)).or_insert_with(|| node.map_or(0.0, |node| node.top));
        band.from_top = *top;
        *top += band.height;
    }
    let mut order: Vec<usize> = (0..out.len()).collect();
    order.sort_by_key(|at| out.get(*at).map(|band| (band.step, band.to, band.from, band.colour, band.denied)));
    let mut coming: BTreeMap<(usize, usize), f32> = BTreeMap::new();
    for at in order {
        let Some(band) = out.get_mut(at) else { continue };
        let node = if band.step == 0 { middles.get(band.to) } else { outlets.get(band.to) };
        let top = coming.entry((band.step, band.to)).or_insert_with(|| node.map_or(0.0, |node| node.top));
        band.to_top = *top;
        *top += band.height;
    }
    out
}
