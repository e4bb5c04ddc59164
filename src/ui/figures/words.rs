//! A figure in a few words, for tables and rows. Layer `ui`.

use crate::model::{Figure, Qualifier, ReviewStatus};
use crate::ui::ctx::UiCtx;

/// The number as it counts: "826+", "≤ 40", "12–15", "over 50 %", "dozens (24+)".
pub fn value_words(figure: &Figure) -> String {
    use crate::plots::thousands;
    if let Some(share) = figure.fraction {
        let bound = match figure.qualifier {
            Qualifier::AtLeast | Qualifier::MoreThan => "over ",
            Qualifier::AtMost | Qualifier::LessThan => "under ",
            _ => "",
        };
        return format!("{bound}{} %", (share * 1000.0).round() / 10.0);
    }
    match (figure.low, figure.high) {
        (Some(low), Some(high)) if low == high && figure.qualifier == Qualifier::Approx => {
            format!("about {}", thousands(low))
        }
        (Some(low), Some(high)) if low == high => thousands(low),
        (Some(low), Some(high)) => format!("{}–{}", thousands(low), thousands(high)),
        (Some(low), None) => format!("{}+", thousands(low)),
        (None, Some(high)) => format!("≤ {}", thousands(high)),
        (None, None) => "no number".to_owned(),
    }
}

/// What stands behind a number of origins, for the tip of those words wherever they stand.
pub const PROVISIONAL: &str =
    "Voices are counted by who first gave the count. Provisional: fewer than two independent origins.";

/// What a status means, for the tip of its sign.
pub const fn status_meaning(status: ReviewStatus) -> &'static str {
    match status {
        ReviewStatus::Suggested => "suggested: found by the rules, nobody has judged it yet",
        ReviewStatus::Confirmed => "confirmed: somebody has read the sentence and agrees",
        ReviewStatus::Rejected => "rejected: kept, but counted nowhere",
    }
}

/// What and whom it counts: "civilians killed".
pub fn counts_words(figure: &Figure) -> String {
    figure.counts_words()
}

/// The origin, with who passed it on: "Russian Coordination Center → state television".
pub fn origin_words(ctx: &UiCtx<'_>, figure: &Figure, origin: &str) -> String {
    match figure.relay() {
        Some(relay) => {
            let name = relay
                .org
                .and_then(|id| ctx.project.organisations.get(&id))
                .map_or(relay.as_written.as_str(), |org| org.short_name());
            format!("{origin} → {name}")
        }
        None => origin.to_owned(),
    }
}

/// The days it counts: "27 Nov 2024 →", "6 Dec 2024".
pub fn period_words(figure: &Figure) -> String {
    let day = |date: crate::model::Date| date.strftime("%-d %b %Y").to_string();
    match (figure.period.start, figure.period.end) {
        (Some(start), Some(end)) if start == end => day(start),
        (Some(start), Some(end)) => format!("{} – {}", day(start), day(end)),
        (Some(start), None) => format!("since {}", day(start)),
        (None, Some(end)) => format!("up to {}", day(end)),
        (None, None) => "not given".to_owned(),
    }
}
