//! What the search panel says in words: how to ask, what is wrong with a query, which spellings counted. Layer `ui`.

use std::ops::Range;

use egui::{Role, ScrollArea, WidgetInfo, vec2};

use crate::app::ops::counted;
use crate::app::search::{Ended, MAX_HITS, Results};
use crate::plots::thousands;

use super::ctx::UiCtx;
use super::fonts::{self, icons};
use super::style::{size, space};

/// "37 hits in 5 articles", and why there are not more.
pub(super) fn summary(results: &Results) -> String {
    if results.asked.query.trim().is_empty() || results.error.is_some() {
        return String::new();
    }
    let articles = counted(results.articles.len(), "article", "articles");
    let found = match results.n_hits {
        0 => articles,
        1 => format!("1 hit in {articles}"),
        n => format!("{} hits in {articles}", thousands(n as u64)),
    };
    match results.ended {
        None => format!("{found} so far"),
        Some(Ended::Whole) => found,
        Some(Ended::TooMany) => format!("{found}; stopped at {}", thousands(MAX_HITS as u64)),
        Some(Ended::TooLong) => format!("{found}; stopped, it took too long"),
    }
}

/// What is wrong with the query, with the place in it underlined.
pub(super) fn error_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, query: &str, what: &str, at: Range<usize>) {
    let t = ctx.tokens;
    ui.horizontal_wrapped(|ui| {
        let words = egui::RichText::new(format!("{} {what}", icons::CIRCLE_ALERT)).color(t.error);
        ui.label(words).widget_info(|| WidgetInfo::labeled(Role::Alert, true, what));
        let mut job = egui::text::LayoutJob::default();
        let format =
            |color| egui::TextFormat { font_id: fonts::mono(size::SMALL), color, ..egui::TextFormat::default() };
        let wrong = egui::TextFormat { underline: egui::Stroke::new(2.0, t.error), ..format(t.error) };
        let part = |range: Range<usize>| query.get(range).unwrap_or_default();
        job.append(part(0..at.start), 0.0, format(t.dim));
        job.append(part(at.clone()), 0.0, wrong);
        job.append(part(at.end..query.len()), 0.0, format(t.dim));
        ui.label(job);
    });
}

/// The other spellings that counted.
pub(super) fn also_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, results: &Results) {
    let mut words = Vec::new();
    for also in &results.also {
        let shown: Vec<&str> = also.spellings.iter().take(6).map(String::as_str).collect();
        let more = also.spellings.len().saturating_sub(shown.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        words.push(format!("{} also as {}{more}", also.written, shown.join(", ")));
    }
    let words = words.join(" · ");
    let said = egui::RichText::new(&words).font(fonts::sans(size::SMALL)).color(ctx.tokens.dim);
    ui.add(egui::Label::new(said).truncate()).on_hover_text("“spellings” above switches this off");
}

/// How to ask, while nothing is asked.
pub(super) fn help_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>) {
    const LINES: [(&str, &str); 9] = [
        ("shelled harbour", "both words, anywhere in an article; whole words, shell* for every word that begins so"),
        ("“northern quay”", "these words in a row"),
        ("killed OR wounded", "either; brackets ( ) group"),
        ("harbour -drill", "without a word; NOT does the same"),
        ("army near/5 withdrew", "within five words of each other"),
        ("outlet:BBC wire:AFP lang:ar set:… title:…", "whose article it is; unknown where nobody knows"),
        ("date:2024-12-07  date:2024-11..2024-12-07", "a day, a month, a year, from .. to"),
        (
            "tag:denial status:unread has:figure killed>100",
            "what stands on the article: figure, suggested, confirmed, excerpt, memo, link",
        ),
        ("/[0-9]+ (dead|killed)/", "a regular expression; /…/i for either case"),
    ];
    ScrollArea::vertical().id_salt("search help").auto_shrink(false).show(ui, |ui| {
        ui.add_space(space::S);
        // Both columns break their lines: nothing is cut off in a narrow panel.
        let left = (ui.available_width() * 0.42).min(330.0);
        ui.spacing_mut().item_spacing.y = space::XS;
        for (ask, means) in LINES {
            ui.horizontal_top(|ui| {
                let ask = egui::RichText::new(ask).font(fonts::sans_semibold(size::BODY)).color(ctx.tokens.text);
                ui.allocate_ui(vec2(left, 0.0), |ui| {
                    ui.set_width(left);
                    ui.add(egui::Label::new(ask).wrap());
                });
                ui.add(egui::Label::new(egui::RichText::new(means).color(ctx.tokens.dim)).wrap());
            });
        }
    });
}
