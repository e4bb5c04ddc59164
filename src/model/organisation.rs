//! Organisations: anyone who is cited or publishes, with the names they go by.

use serde::{Deserialize, Serialize};

use super::OrgId;
use super::figure::vocabulary;

vocabulary! {
    /// What kind of voice it is.
    OrgKind {
        Monitor = "monitor", "monitor";
        Government = "government", "government";
        Military = "military", "military";
        ArmedGroup = "armed_group", "armed group";
        Un = "un", "United Nations";
        Ngo = "ngo", "NGO";
        HealthAuthority = "health_authority", "health authority";
        Police = "police", "police";
        StateMedia = "state_media", "state media";
        Media = "media", "media";
        Court = "court", "court";
        /// The outlet's own reporter, who counted or saw it.
        OwnCorrespondent = "own_correspondent", "own correspondent";
        Witness = "witness", "witnesses";
        Other = "other", "other";
    }
}

/// Anyone who is cited or publishes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    pub id: OrgId,
    /// The name shown ("Syrian Observatory for Human Rights").
    pub name: String,
    /// A short name for rows and legends ("SOHR"); empty when there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub short: String,
    pub kind: OrgKind,
    /// Other names it goes by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Reliability of the source, A (reliable) to F (cannot be judged), of the Admiralty code; `None` while not judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reliability: Option<char>,
    /// Withheld from reports and exports, with a placeholder.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub confidential: bool,
}

vocabulary! {
    /// Reliability in the three steps of IDMC.
    Reliability {
        Low = "low", "low";
        Medium = "medium", "medium";
        High = "high", "high";
    }
}

impl Organisation {
    /// The grade from A to F in three steps; `None` while not judged, and for F, which says that it cannot be.
    pub const fn reliability_step(&self) -> Option<Reliability> {
        match self.reliability {
            Some('A' | 'B') => Some(Reliability::High),
            Some('C') => Some(Reliability::Medium),
            Some('D' | 'E') => Some(Reliability::Low),
            _ => None,
        }
    }

    /// The short name, or the whole one when there is none.
    pub fn short_name(&self) -> &str {
        if self.short.is_empty() { &self.name } else { &self.short }
    }
}
