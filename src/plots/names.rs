//! Names as they may be shown, and the colours of origins. Layer `plots`.

use std::collections::BTreeMap;

use crate::model::{Article, Figure, OrgId, Organisation, Project};

use super::Statuses;
use super::chart::GREY;
use super::voices::{OriginKey, Origins};

/// What stands for a confidential name.
const WITHHELD: &str = "name withheld";

/// Names as they may be shown.
pub(super) struct Names<'a> {
    pub project: &'a Project,
    pub withhold: bool,
}

impl<'a> Names<'a> {
    fn hides(&self, org: Option<OrgId>) -> bool {
        self.withhold && self.org(org).is_some_and(|org| org.confidential)
    }

    fn org(&self, org: Option<OrgId>) -> Option<&'a Organisation> {
        self.project.organisations.get(&org?)
    }

    pub fn outlet(&self, article: Option<&Article>) -> String {
        match article {
            Some(article) if self.hides_article(article) => WITHHELD.to_owned(),
            Some(article) => self.project.outlet_name(article),
            None => "unknown".to_owned(),
        }
    }

    /// Whether the article itself, its outlet or its wire must not be named.
    pub fn hides_article(&self, article: &Article) -> bool {
        self.withhold
            && (article.confidential
                || self.hides(article.outlet)
                || (article.outlet.is_none() && self.hides(article.wire)))
    }

    pub fn origin(&self, figure: &Figure) -> String {
        match self.project.origin_name(figure) {
            Some(_) if self.hides(figure.origin().and_then(|link| link.org)) => WITHHELD.to_owned(),
            Some(name) if !name.trim().is_empty() => folded(name),
            _ => "unattributed".to_owned(),
        }
    }

    /// Whose voice a figure is: its own origin, or that of the count which the analyst has tied it to.
    pub fn voice(&self, figure: &Figure, voice: &OriginKey) -> String {
        if *voice == OriginKey::of(figure) {
            return self.origin(figure);
        }
        match voice {
            OriginKey::Known(org) if self.hides(Some(*org)) => WITHHELD.to_owned(),
            OriginKey::Known(org) => folded(self.org(Some(*org)).map_or("unknown", Organisation::short_name)),
            OriginKey::Written(words) => words.clone(),
            OriginKey::Unattributed => "unattributed".to_owned(),
        }
    }

    /// The last relay, if the figure has one.
    pub fn relay(&self, figure: &Figure) -> Option<String> {
        let relay = figure.relay()?;
        if self.hides(relay.org) {
            return Some(WITHHELD.to_owned());
        }
        Some(folded(self.org(relay.org).map_or(relay.as_written.as_str(), Organisation::short_name)))
    }

    /// The last relay and the origin: "State TV ← Coordination centre".
    pub fn chain(&self, figure: &Figure, origin: &str) -> String {
        match self.relay(figure) {
            Some(relay) => format!("{relay} ← {origin}"),
            None => origin.to_owned(),
        }
    }

    /// Whether the figure's sentence could give away a name.
    pub fn hides_sentence(&self, figure: &Figure, article: Option<&Article>) -> bool {
        article.is_some_and(|article| self.hides_article(article))
            || figure.chain.iter().any(|link| self.hides(link.org))
    }
}

/// White space folded to single spaces.
pub(super) fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most `max` code points, with an ellipsis for what is cut.
pub(super) fn capped(text: &str, max: usize) -> String {
    match text.char_indices().nth(max) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or(text).trim_end()),
        None => text.to_owned(),
    }
}

/// Which origin has which colour: the seven most cited of the whole project, so that a filter changes no colour.
pub(super) struct Colours {
    of: BTreeMap<OriginKey, u8>,
    names: Vec<(u8, String)>,
    others: bool,
    unattributed: bool,
}

impl Colours {
    pub fn new(project: &Project, names: &Names<'_>, origins: &Origins) -> Self {
        let mut cited: BTreeMap<OriginKey, (usize, &Figure)> = BTreeMap::new();
        for figure in project.figures.values().filter(|figure| Statuses::default().admits(figure.status)) {
            cited.entry(origins.voice(figure)).or_insert((0, figure)).0 += 1;
        }
        let unattributed = cited.remove(&OriginKey::Unattributed).is_some();
        let mut ranked: Vec<_> =
            cited.into_iter().map(|(key, (n, figure))| (n, names.voice(figure, &key), key)).collect();
        ranked.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (&a.1, &a.2).cmp(&(&b.1, &b.2))));
        let others = ranked.len() > usize::from(GREY);
        // Orange leads the palette and reads as an alarm, so that the most cited origin gets blue.
        const ORDER: [u8; 7] = [1, 2, 0, 3, 4, 5, 6];
        let (of, names) =
            ranked.into_iter().zip(ORDER).map(|((_, name, key), colour)| ((key, colour), (colour, name))).unzip();
        Self { of, names, others, unattributed }
    }

    pub fn of(&self, key: &OriginKey) -> u8 {
        self.of.get(key).copied().unwrap_or(GREY)
    }

    pub fn legend(&self) -> Vec<(u8, String)> {
        let grey = match (self.others, self.unattributed) {
            (true, true) => Some("other origins, unattributed"),
            (true, false) => Some("other origins"),
            (false, true) => Some("unattributed"),
            (false, false) => None,
        };
        self.names.iter().cloned().chain(grey.map(|text| (GREY, text.to_owned()))).collect()
    }
}
