//! The panel of ties: everything that the open articles have in common as a list, quotations with the difference in
//! words, who re-runs whom, and what only one of them says. Layer `ui`.

use std::ops::Range;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{ScrollArea, Sense, pos2, vec2};

use crate::app::command::{Command, ViewCommand};
use crate::app::ops::counted;
use crate::app::reading::ReadingCommand;
use crate::app::ribbons::Ribbon;
use crate::app::tie_desk::take_up;
use crate::model::{ArticleId, LinkKind};
use crate::text::ties::{Basis, Passage, Quotation, Tie, WordDiff, word_diff};
use crate::ui::ctx::UiCtx;
use crate::ui::fonts::{self, icons};
use crate::ui::style::{radius, size, space};
use crate::ui::widgets;

use super::kinds::{ink, sign};
use super::{tie_tools, view};

/// Height of a row, in points: two lines of words and one of reasons.
const ROW: f32 = 62.0;

/// Room for two buttons at the right of a row, in points.
const BUTTONS: f32 = 60.0;

/// What the panel lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum List {
    #[default]
    Ties,
    Quotations,
    Reruns,
    OnlyHere,
    SetAside,
}

/// What the panel keeps between frames.
#[derive(Debug, Default)]
pub struct TiesPanelState {
    list: List,
    kind: Option<LinkKind>,
    /// The tie that was last brought into sight here.
    shown: u64,
}

/// Draws the panel.
pub fn ties_panel_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, state: &mut TiesPanelState, out: &mut Vec<Command>) {
    egui::Frame::new()
        .inner_margin(egui::Margin::symmetric(space::M as i8, space::S as i8))
        .show(ui, |ui| panel_ui(ui, ctx, state, out));
}

fn panel_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, state: &mut TiesPanelState, out: &mut Vec<Command>) {
    if ctx.view.columns.is_empty() {
        let hint = "Open articles side by side: what they have in common is listed here.";
        widgets::empty_state(ui, "No article open", hint, None);
        return;
    }
    let (ribbons, set_aside) = (&ctx.workbench.reader.ribbons, &ctx.workbench.reader.set_aside);
    let quotations: Vec<&Quotation> = ctx.view.columns.iter().flat_map(|id| ctx.derived.ties.quotations(*id)).collect();
    let only_here: Vec<(ArticleId, Range<usize>)> = ctx
        .view
        .columns
        .iter()
        .flat_map(|id| ctx.derived.only_here.get(id).into_iter().flatten().map(|range| (*id, range.clone())))
        .collect();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::XS, space::XS);
        let lists = [
            (List::Ties, format!("Ties {}", ribbons.len())),
            (List::Quotations, format!("Quotations {}", quotations.len())),
            (List::Reruns, "Who re-runs whom".to_owned()),
            (List::OnlyHere, format!("Only here {}", only_here.len())),
            (List::SetAside, format!("Set aside {}", set_aside.len())),
        ];
        for (list, words) in lists {
            if list == List::SetAside && set_aside.is_empty() && state.list != list {
                continue;
            }
            if widgets::toggle_chip(ui, &words, state.list == list).clicked() {
                state.list = list;
            }
        }
        if state.list == List::Ties {
            ui.add_space(space::M);
            for kind in LinkKind::ALL.iter().copied() {
                let n = ribbons.iter().filter(|ribbon| ribbon.kind == kind).count();
                let on = state.kind == Some(kind);
                if n == 0 && !on {
                    continue;
                }
                if widgets::toggle_chip(ui, &format!("{} {} {n}", sign(kind), kind.label()), on).clicked() {
                    state.kind = if on { None } else { Some(kind) };
                }
            }
        }
    });
    ui.add_space(space::XS);
    match state.list {
        List::Ties => {
            let shown: Vec<&Ribbon> =
                ribbons.iter().filter(|ribbon| state.kind.is_none_or(|kind| ribbon.kind == kind)).collect();
            // The tie that was gone to by key comes into sight here as well.
            let lit = ctx.view.reading.tie.as_ref().filter(|tie| !tie.gone && tie.stamp != state.shown);
            let at = lit.and_then(|tie| shown.iter().position(|ribbon| ribbon.has_ends(&tie.here, &tie.there)));
            state.shown = ctx.view.reading.tie.as_ref().map_or(0, |tie| tie.stamp);
            rows_at_ui(ui, shown.len(), at, "Nothing ties the open articles", |ui, n| {
                if let Some(ribbon) = shown.get(n) {
                    tie_row_ui(ui, ctx, ribbon, out);
                }
            });
        }
        List::Quotations => rows_ui(ui, quotations.len(), "Nobody is quoted in the open articles", |ui, n| {
            if let Some(quotation) = quotations.get(n) {
                quotation_row_ui(ui, ctx, quotation, out);
            }
        }),
        List::Reruns => reruns_ui(ui, ctx, out),
        List::SetAside => rows_ui(ui, set_aside.len(), "No tie of the open articles was set aside", |ui, n| {
            if let Some(ribbon) = set_aside.get(n) {
                set_aside_row_ui(ui, ctx, ribbon, out);
            }
        }),
        List::OnlyHere => {
            rows_ui(ui, only_here.len(), "Open two articles or more to see what only one says", |ui, n| {
                if let Some((article, range)) = only_here.get(n) {
                    only_here_row_ui(ui, ctx, *article, range, out);
                }
            })
        }
    }
}

fn rows_ui(ui: &mut egui::Ui, n: usize, none: &str, row: impl FnMut(&mut egui::Ui, usize)) {
    rows_at_ui(ui, n, None, none, row);
}

/// Rows, scrolled so that row `at` is in sight if there is one.
fn rows_at_ui(ui: &mut egui::Ui, n: usize, at: Option<usize>, none: &str, mut row: impl FnMut(&mut egui::Ui, usize)) {
    if n == 0 {
        ui.label(egui::RichText::new(none).color(crate::ui::style::tokens(ui).dim));
        return;
    }
    ui.spacing_mut().item_spacing.y = 2.0;
    let mut scroll = ScrollArea::vertical().auto_shrink(false);
    if let Some(at) = at {
        let y = at as f32 * (ROW + ui.spacing().item_spacing.y);
        scroll = scroll.vertical_scroll_offset((y - ui.available_height() * 0.3).max(0.0));
    }
    scroll.show_rows(ui, ROW, n, |ui, shown| {
        for index in shown {
            ui.push_id(index, |ui| row(ui, index));
        }
    });
}

/// One row: a sign, one or two passages side by side, a line of reasons, `room` points left free at its right for
/// buttons. Says whether it was clicked.
#[expect(clippy::too_many_arguments, reason = "a row is drawn in three places, each with other parts")]
fn row_ui(
    ui: &mut egui::Ui,
    ctx: &UiCtx<'_>,
    kind: Option<LinkKind>,
    name: &str,
    sides: &[(String, LayoutJob)],
    reason: &str,
    lit: bool,
    room: f32,
) -> bool {
    let t = ctx.tokens;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW - 2.0), Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, name));
    if ui.is_rect_visible(rect) {
        let fill = if lit {
            t.accent_ground
        } else if response.hovered() {
            t.hover_on(t.panel)
        } else {
            egui::Color32::TRANSPARENT
        };
        ui.painter().rect_filled(rect, f32::from(radius::CONTROL), fill);
        widgets::focus_ring(ui, &response, rect.shrink(1.0), radius::CONTROL);
        let mut left = rect.left() + space::S;
        if let Some(kind) = kind {
            let at = pos2(left + 8.0, rect.top() + 14.0);
            ui.painter().circle(at, 8.0, t.card, egui::Stroke::new(1.5, ink(t, kind)));
            let font = fonts::sans_semibold(size::SMALL);
            ui.painter().text(at, egui::Align2::CENTER_CENTER, sign(kind), font, t.text);
            left += 24.0;
        }
        let right = rect.right() - space::M - room;
        let width = (right - left) / sides.len().max(1) as f32;
        for (n, (outlet, job)) in sides.iter().enumerate() {
            let x = left + n as f32 * width;
            let outlet = widgets::one_line(ui, outlet, fonts::sans_semibold(size::TINY), t.accent, width - space::L);
            ui.painter().galley(pos2(x, rect.top() + 4.0), outlet, t.accent);
            let mut job = job.clone();
            job.wrap = TextWrapping { max_width: width - space::L, max_rows: 1, ..TextWrapping::default() };
            ui.painter().galley(pos2(x, rect.top() + 19.0), ui.painter().layout_job(job), t.text);
        }
        let reason = widgets::one_line(ui, reason, fonts::sans(size::TINY), t.dim, right - left);
        ui.painter().galley(pos2(left, rect.top() + 42.0), reason, t.dim);
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
}

fn tie_row_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, ribbon: &Ribbon, out: &mut Vec<Command>) {
    let (a, b) = in_column_order(ctx, ribbon);
    let tie = ctx.derived.ties.between(a.article, b.article).find(|tie| tie.a == ribbon.a && tie.b == ribbon.b);
    let words = tie.and_then(|tie| diff_of(ctx, tie));
    let parts = |passage: &Passage| {
        let diff = words.as_ref()?;
        Some(if *passage == ribbon.a { &diff.a } else { &diff.b })
    };
    let sides = [
        (outlet(ctx, a.article), words_job(ctx, &a, parts(&a))),
        (outlet(ctx, b.article), words_job(ctx, &b, parts(&b))),
    ];
    let made = match (ribbon.kept, ribbon.is_by_hand()) {
        (true, _) => "kept as a link · ",
        (false, true) => "proposed · ",
        (false, false) => "",
    };
    let reason = format!("{} · {made}{}", ribbon.kind.label(), ribbon.reason);
    let [(_, left), (_, right)] = &sides;
    let name = format!("{}: {} – {}", ribbon.kind.label(), left.text, right.text);
    let lit = ctx.view.reading.tie.as_ref().is_some_and(|tie| !tie.gone && ribbon.has_ends(&tie.here, &tie.there));
    if row_ui(ui, ctx, Some(ribbon.kind), &name, &sides, &reason, lit, BUTTONS) {
        out.push(view(ViewCommand::Reading(ReadingCommand::ShowTie { here: a, there: b })));
    }
    let what = widgets::cut_words(&name, 60);
    let (icon, words) = if ribbon.kept {
        (icons::CIRCLE_CHECK, format!("Kept as a link, show it: {what}"))
    } else {
        (icons::LINK, format!("Keep as a link (F6 when lit): {what}"))
    };
    beside_ui(ui, |ui| {
        if widgets::icon_button(ui, icon, &words).clicked() {
            out.push(tie_tools::keep(ribbon));
        }
        if widgets::icon_button(ui, icons::BAN, &format!("Not the same (⇧ F6 when lit): {what}")).clicked() {
            out.push(tie_tools::set_aside(ribbon));
        }
    });
}

/// Buttons at the right of the row that was drawn last.
fn beside_ui(ui: &mut egui::Ui, buttons: impl FnOnce(&mut egui::Ui)) {
    let row = ui.min_rect();
    let rect = egui::Rect::from_min_max(pos2(row.right() - BUTTONS - space::S, row.top() + 4.0), row.max);
    let mut child = ui.new_child(
        egui::UiBuilder::new()
            .id_salt("buttons")
            .max_rect(rect)
            .layout(egui::Layout::left_to_right(egui::Align::Center)),
    );
    child.spacing_mut().item_spacing.x = 2.0;
    buttons(&mut child);
}

/// A tie that somebody said is none, with the way back.
fn set_aside_row_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, ribbon: &Ribbon, out: &mut Vec<Command>) {
    let (a, b) = in_column_order(ctx, ribbon);
    let sides =
        [(outlet(ctx, a.article), words_job(ctx, &a, None)), (outlet(ctx, b.article), words_job(ctx, &b, None))];
    let [(_, left), (_, right)] = &sides;
    let name = format!("set aside, {}: {} – {}", ribbon.kind.label(), left.text, right.text);
    let reason = format!("{} · set aside: not drawn · {}", ribbon.kind.label(), ribbon.reason);
    if row_ui(ui, ctx, Some(ribbon.kind), &name, &sides, &reason, false, BUTTONS) {
        out.push(view(ViewCommand::Reading(ReadingCommand::ShowTie { here: a, there: b })));
    }
    let what = widgets::cut_words(&name, 60);
    beside_ui(ui, |ui| {
        if widgets::icon_button(ui, icons::UNDO_2, &format!("Take up again: {what}")).clicked() {
            out.extend(take_up(ribbon).map(Command::Do));
        }
    });
}

/// How the two versions of what was said differ; of those in other words, worked out where the search gave none.
fn diff_of(ctx: &UiCtx<'_>, tie: &Tie) -> Option<WordDiff> {
    if tie.words.is_some() || tie.kind.link_kind() != LinkKind::SameQuotation {
        return tie.words.clone();
    }
    let (a, b) = (ctx.session.text(tie.a.article)?, ctx.session.text(tie.b.article)?);
    Some(word_diff(&a, tie.a.range.clone(), &b, tie.b.range.clone()))
}

/// The ends of a ribbon in the order of their columns.
fn in_column_order(ctx: &UiCtx<'_>, ribbon: &Ribbon) -> (Passage, Passage) {
    let at = |passage: &Passage| ctx.view.columns.iter().position(|id| *id == passage.article);
    let (a, b) = (ribbon.a.clone(), ribbon.b.clone());
    if at(&a) <= at(&b) { (a, b) } else { (b, a) }
}

fn outlet(ctx: &UiCtx<'_>, article: ArticleId) -> String {
    let Some(article) = ctx.project.articles.get(&article) else { return String::new() };
    let date = article.published.map_or_else(String::new, |date| format!(" · {}", date.strftime("%-d %b %Y")));
    format!("{}{date}", ctx.project.outlet_name(article))
}

/// The words of a passage; where versions differ, the words that only this one has stand out.
fn words_job(ctx: &UiCtx<'_>, passage: &Passage, parts: Option<&Vec<crate::text::ties::DiffPart>>) -> LayoutJob {
    let t = ctx.tokens;
    let mut job = LayoutJob::default();
    let Some(text) = ctx.session.text(passage.article) else { return job };
    let plain = TextFormat::simple(fonts::serif(size::BODY + 1.0), t.text);
    let strong = TextFormat {
        font_id: fonts::serif_semibold(size::BODY + 1.0),
        underline: egui::Stroke::new(1.5, t.warning),
        ..plain.clone()
    };
    let squeezed = |range: Range<usize>| {
        let words = text.get(range).unwrap_or_default();
        words.replace('\n', " ")
    };
    let mut at = passage.range.start;
    for part in parts.into_iter().flatten() {
        job.append(&squeezed(at..part.range.start.max(at)), 0.0, plain.clone());
        job.append(&squeezed(part.range.clone()), 0.0, if part.changed { strong.clone() } else { plain.clone() });
        at = part.range.end;
    }
    job.append(&squeezed(at.min(passage.range.end)..passage.range.end), 0.0, plain);
    job
}

fn quotation_row_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, quotation: &Quotation, out: &mut Vec<Command>) {
    let text = ctx.session.text(quotation.article);
    let word = |range: &Option<Range<usize>>| {
        range.clone().and_then(|range| text.as_ref()?.get(range).map(str::to_owned)).unwrap_or_default()
    };
    let here = Passage { article: quotation.article, range: quotation.words.clone() };
    let said =
        if quotation.speaker_name.is_empty() { word(&quotation.speaker) } else { quotation.speaker_name.clone() };
    let verb = word(&quotation.verb);
    let who = match (said.is_empty(), verb.is_empty()) {
        (true, _) => "speaker not named".to_owned(),
        (false, true) => said,
        (false, false) => format!("{said} {verb}"),
    };
    let elsewhere: Vec<&Tie> = ctx
        .derived
        .ties
        .of(quotation.article)
        .filter(|tie| tie.kind.link_kind() == LinkKind::SameQuotation)
        .filter(|tie| {
            tie.seen_from(quotation.article).is_some_and(|(end, there)| {
                end.range.start < here.range.end && here.range.start < end.range.end && there.article != here.article
            })
        })
        .collect();
    let mut sides = vec![(format!("{} · {who}", outlet(ctx, quotation.article)), words_job(ctx, &here, None))];
    let mut there = None;
    if let Some(tie) = elsewhere.first()
        && let Some((end, other)) = tie.seen_from(quotation.article)
    {
        let diff = diff_of(ctx, tie);
        let parts = |passage: &Passage| diff.as_ref().map(|diff| if *passage == tie.a { &diff.a } else { &diff.b });
        if let Some(side) = sides.first_mut() {
            side.1 = words_job(ctx, end, parts(end));
        }
        sides.push((outlet(ctx, other.article), words_job(ctx, other, parts(other))));
        there = Some((end.clone(), other.clone()));
    }
    let reason = match elsewhere.len() {
        0 => "not found in another article".to_owned(),
        n => format!("said in {} more; words that differ are underlined", counted(n, "place", "places")),
    };
    let name = format!("Quotation of {who}: {}", sides.first().map_or("", |side| side.1.text.as_str()));
    if row_ui(ui, ctx, Some(LinkKind::SameQuotation), &name, &sides, &reason, false, 0.0) {
        out.push(view(match there {
            Some((here, there)) => ViewCommand::Reading(ReadingCommand::ShowTie { here, there }),
            None => ViewCommand::Reveal { article: here.article, range: here.range },
        }));
    }
}

fn only_here_row_ui(
    ui: &mut egui::Ui,
    ctx: &UiCtx<'_>,
    article: ArticleId,
    range: &Range<usize>,
    out: &mut Vec<Command>,
) {
    let passage = Passage { article, range: range.clone() };
    let job = words_job(ctx, &passage, None);
    let name = format!("Only here: {}", job.text);
    if row_ui(ui, ctx, None, &name, &[(outlet(ctx, article), job)], "no other open article says this", false, 0.0) {
        out.push(view(ViewCommand::Reveal { article, range: range.clone() }));
    }
}

/// Families of articles that go back to one text or one wire; those of the open articles first.
fn reruns_ui(ui: &mut egui::Ui, ctx: &UiCtx<'_>, out: &mut Vec<Command>) {
    let t = ctx.tokens;
    let mut families: Vec<_> = ctx.derived.ties.genealogy.families.iter().collect();
    families.sort_by_key(|family| !family.articles.iter().any(|id| ctx.view.columns.contains(id)));
    if families.is_empty() {
        ui.label(egui::RichText::new("No two articles share wording or state the same wire").color(t.dim));
        return;
    }
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        // More families than these are a search, not a list.
        for family in families.iter().take(60) {
            let wire = family.wire.and_then(|id| ctx.project.organisations.get(&id)).map(|org| org.short_name());
            let n = counted(family.articles.len(), "article", "articles");
            let title = wire.map_or_else(|| format!("One text, wire not stated · {n}"), |wire| format!("{wire} · {n}"));
            widgets::section_title(ui, &title, None);
            for id in &family.articles {
                let Some(article) = ctx.project.articles.get(id) else { continue };
                let lines = family.reruns.iter().filter(|rerun| rerun.to == *id).map(|rerun| {
                    let from = ctx.project.articles.get(&rerun.from).map_or("?", |from| from.title.as_str());
                    let how = match (rerun.directed, rerun.basis) {
                        (true, Basis::StatedWire) => "states the wire of",
                        (true, _) => "re-runs",
                        (false, Basis::StatedWire) => "same wire as",
                        (false, _) => "shares wording with",
                    };
                    let share = (rerun.share * 100.0).round();
                    let words = if rerun.shared_words > 0 {
                        format!(" · {} shared words ({share} %), longest run {}", rerun.shared_words, rerun.longest_run)
                    } else {
                        String::new()
                    };
                    format!("{how} “{from}”{words}")
                });
                let lines = lines.collect::<Vec<_>>().join("\n");
                ui.push_id(id, |ui| {
                    let directed = family.reruns.iter().any(|rerun| rerun.directed && rerun.from == *id);
                    let words = match (lines.is_empty(), directed) {
                        (true, true) => "others re-run it",
                        (true, false) => "which was first is not known",
                        (false, _) => lines.as_str(),
                    };
                    let label = format!("{} · {}", outlet(ctx, *id), article.title);
                    if widgets::field_row(ui, &label, words).clicked() {
                        out.push(view(ViewCommand::OpenArticle(*id)));
                    }
                });
            }
            ui.add_space(space::S);
        }
    });
}
