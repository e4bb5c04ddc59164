//! What can be said of a figure beside its number, in the field's terms: whose side the counted were on, where it lies
//! and how exactly, by what verb it was said, what caused it, and how its fields were judged. Layer `model`.

use serde::{Deserialize, Serialize};

use super::figure::vocabulary;

vocabulary! {
    /// What the counted were in the fighting (UCDP GED, Every Casualty).
    VictimStatus {
        Civilian = "civilian", "civilians";
        /// Fighting for side A of the event.
        CombatantA = "combatant_a", "combatants of side A";
        /// Fighting for side B of the event.
        CombatantB = "combatant_b", "combatants of side B";
        /// Fighting, the side not said.
        Combatant = "combatant_unspecified", "combatants, side not said";
        /// Civilians and combatants counted together.
        Mixed = "mixed", "civilians and combatants";
        /// Not told apart, or not known.
        Unknown = "unknown", "not known";
    }
}

impl VictimStatus {
    /// Whether these fought, on whatever side.
    pub const fn is_combatant(self) -> bool {
        matches!(self, Self::CombatantA | Self::CombatantB | Self::Combatant)
    }
}

vocabulary! {
    /// Where a party of an event stands (UCDP: side A, side B).
    Side {
        A = "side_a", "side A";
        B = "side_b", "side B";
        /// On neither side, or the side is not said.
        Other = "other", "no side";
    }
}

vocabulary! {
    /// What the place of a figure is to the people counted (IDMC).
    PlaceRole {
        Event = "event", "where it happened";
        Origin = "origin", "where they came from";
        Destination = "destination", "where they went";
        Both = "origin_and_destination", "from and to";
    }
}

vocabulary! {
    /// How exact a place is (IDMC accuracy; UCDP where_prec).
    PlaceAccuracy {
        /// The whole country.
        Adm0 = "adm0", "country";
        /// A first-level division: governorate, province, oblast, state.
        Adm1 = "adm1", "province (adm1)";
        Adm2 = "adm2", "district (adm2)";
        Adm3 = "adm3", "subdistrict (adm3)";
        /// A town, village or spot.
        Point = "point", "town or point";
        /// Near a place, or a region without set bounds.
        Vague = "vague", "vague";
    }
}

vocabulary! {
    /// Who says where a place lies.
    LocationBasis {
        /// The place index, chosen or confirmed by the analyst.
        Gazetteer = "gazetteer", "place index";
        /// The analyst.
        Analyst = "analyst", "analyst";
    }
}

/// Where a place as written lies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Location {
    /// The place's usual name, which may not be the one written.
    pub name: String,
    /// ISO 3166-1 alpha-2; empty if not given.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub country: String,
    /// Degrees north; with `lon`, or neither.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// Degrees east.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    pub accuracy: PlaceAccuracy,
    pub basis: LocationBasis,
}

impl Location {
    /// Degrees north and east; `None` where no point is given.
    pub const fn point(&self) -> Option<(f64, f64)> {
        match (self.lat, self.lon) {
            (Some(lat), Some(lon)) => Some((lat, lon)),
            _ => None,
        }
    }

    /// What is wrong with it; `None` if nothing is.
    pub fn fault(&self) -> Option<&'static str> {
        match (self.lat, self.lon) {
            (None, None) => None,
            (Some(lat), Some(lon)) if (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon) => None,
            (Some(_), Some(_)) => Some("coordinates lie between 90 degrees south and north, 180 west and east"),
            _ => Some("coordinates are two numbers, north and east"),
        }
    }
}

vocabulary! {
    /// The verb by which a figure is said.
    Verb {
        Said = "said", "said";
        Reported = "reported", "reported";
        Claimed = "claimed", "claimed";
        Estimated = "estimated", "estimated";
        Denied = "denied", "denied";
        Citing = "citing", "citing another";
    }
}

vocabulary! {
    /// What the harm came from (IDMC: figure cause).
    Cause {
        Conflict = "conflict", "conflict";
        Disaster = "disaster", "disaster";
        Other = "other", "other";
    }
}

vocabulary! {
    /// The kind of violence (UCDP type_of_violence 1, 2, 3).
    Violence {
        /// At least one side is a state's forces.
        StateBased = "state_based", "state-based";
        /// Between armed groups, no state among them.
        NonState = "non_state", "non-state";
        /// A state or group against civilians.
        OneSided = "one_sided", "one-sided";
        Unclear = "unclear", "unclear";
    }
}

vocabulary! {
    /// Sex, as a breakdown gives it (IDMC; HXL +f, +m).
    Sex {
        Female = "female", "female";
        Male = "male", "male";
        Other = "other", "other";
        Unspecified = "unspecified", "any";
    }
}

/// One row of a breakdown by sex and age.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SexAge {
    pub sex: Sex,
    /// Youngest, in years; `None` for no lower end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_from: Option<u8>,
    /// Oldest, in years, that age included; `None` for no upper end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_to: Option<u8>,
    /// How many.
    pub value: u64,
}

vocabulary! {
    /// A field of a figure that a reviewer can mark.
    FigureField {
        Evidence = "evidence", "words in the article";
        Value = "value", "value";
        Counts = "counts", "who and what is counted";
        Status = "victim_status", "civilians or combatants";
        Accounting = "accounting", "how it adds up";
        Place = "place", "place";
        Period = "period", "dates";
        Origin = "origin", "on whose word";
        Checked = "verification", "checked by the outlet";
        Reasoning = "reasoning", "role and reasoning";
    }
}

vocabulary! {
    /// What a reviewer makes of a field.
    FieldMark {
        Green = "green", "agreed";
        Amber = "amber", "look again";
        Red = "red", "wrong";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_has_two_coordinates_within_the_globe_or_none() {
        let at = |lat, lon| Location {
            name: "Marren".to_owned(),
            country: String::new(),
            lat,
            lon,
            accuracy: PlaceAccuracy::Point,
            basis: LocationBasis::Analyst,
        };
        let check = |lat, lon, sound: bool| assert_eq!(at(lat, lon).fault().is_none(), sound, "{lat:?} {lon:?}");
        check(None, None, true);
        check(Some(32.6), Some(36.1), true);
        check(Some(-90.0), Some(180.0), true);
        check(Some(32.6), None, false);
        check(Some(132.6), Some(36.1), false);
        check(Some(f64::NAN), Some(36.1), false);
        assert_eq!(at(Some(1.0), Some(2.0)).point(), Some((1.0, 2.0)));
        assert_eq!(at(None, None).point(), None);
    }
}
