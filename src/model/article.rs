//! An article: one document from one outlet, with what is known of it and where it came from. Its text is kept apart,
//! named by its hash, and never changes.

use serde::{Deserialize, Serialize};

use super::figure::vocabulary;
use super::{ArticleId, CoderId, Date, OrgId, SetId, Timestamp};

vocabulary! {
    /// How far somebody has read.
    ReadState {
        Unread = "unread", "unread";
        Reading = "reading", "reading";
        Done = "done", "done";
    }
}

vocabulary! {
    /// Why an article is held to carry a wire's text.
    WireBasis {
        /// The text says so ("told AFP", "The BBC has not …").
        Stated = "stated", "stated in the text";
        /// It shares long runs of words with the wire's own piece.
        SharedWording = "shared_wording", "shared wording";
        /// The analyst says so.
        Analyst = "analyst", "set by the analyst";
    }
}

vocabulary! {
    /// Where a publication date was read.
    DateBasis {
        /// In the text or its metadata.
        Stated = "stated", "stated in the file";
        /// The analyst entered it.
        Analyst = "analyst", "set by the analyst";
    }
}

/// What one import brought in: files, a folder, an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleSet {
    pub id: SetId,
    pub name: String,
    pub imported: Timestamp,
}

/// One document from one outlet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    pub id: ArticleId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set: Option<SetId>,
    /// The headline, or the first words when there is none.
    pub title: String,
    /// Who published it; `None` is shown as unknown, never guessed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<OrgId>,
    /// Whose text it carries or rewrites, when not the outlet's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wire: Option<OrgId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wire_basis: Option<WireBasis>,
    /// The words that give the wire away ("told AFP by telephone").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wire_evidence: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_basis: Option<DateBasis>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retrieved: Option<Date>,
    /// BCP 47 language tag ("en"); `None` when not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// SHA-256 of the canonical text, lower-case hexadecimal; the text is stored under this name.
    pub text_sha256: String,
    /// Length of the canonical text in UTF-8 bytes.
    pub text_bytes: u64,
    pub provenance: Provenance,
    pub read_state: ReadState,
    /// Who went through its figures, and when; `None` until someone has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figures_reviewed: Option<(CoderId, Timestamp)>,
    /// Withheld from reports and exports, with a placeholder.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub confidential: bool,
}

/// Where an article came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// The file's name, without its folder.
    pub file: String,
    /// SHA-256 of the file's bytes as imported, lower-case hexadecimal.
    pub sha256: String,
    /// The file's length in bytes.
    pub bytes: u64,
    /// What read it, with its version ("text 1", "html trafilatura 0.6").
    pub importer: String,
    /// The encoding it was read as ("UTF-8").
    pub encoding: String,
    /// How many byte sequences could not be decoded and stand as U+FFFD in the text.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub replaced: u64,
    pub imported: Timestamp,
}

fn is_zero(n: &u64) -> bool {
    *n == 0
}
