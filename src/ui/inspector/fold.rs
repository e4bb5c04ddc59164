//! A folded group of the inspector: its title, with what is set in it in a few words while it is closed. Layer `ui`.

use egui::text::{LayoutJob, TextFormat, TextWrapping};

use crate::ui::fonts;
use crate::ui::style::{size, space, tokens};

/// Draws the group; closed until a person opens it, and then open for whatever is selected next. `summary` is empty when
/// nothing is set.
pub(super) fn fold_ui(ui: &mut egui::Ui, title: &'static str, summary: &str, body: impl FnOnce(&mut egui::Ui)) {
    let t = tokens(ui);
    let id = ui.make_persistent_id(("was open", title));
    let was_open = ui.data(|data| data.get_temp::<bool>(id)).unwrap_or_default();
    let mut words = LayoutJob::default();
    words.append(title, 0.0, TextFormat::simple(fonts::sans_semibold(size::BODY), t.text));
    if !was_open && !summary.is_empty() {
        words.append(summary, space::S, TextFormat::simple(fonts::sans(size::SMALL), t.dim));
    }
    // The header itself would let its words run out of the panel.
    let room = ui.available_width() - ui.spacing().indent - 2.0 * ui.spacing().button_padding.x;
    words.wrap = TextWrapping::truncate_at_width(room.max(0.0));
    let words = ui.painter().layout_job(words);
    let shown = egui::CollapsingHeader::new(words).id_salt(title).show_unindented(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        body(ui);
        ui.add_space(space::XS);
    });
    let is_open = shown.fully_open() || shown.body_returned.is_some();
    ui.data_mut(|data| data.insert_temp(id, is_open));
    shown.header_response.widget_info(|| {
        let name = if summary.is_empty() { title.to_owned() } else { format!("{title}: {summary}") };
        egui::WidgetInfo::labeled(egui::Role::DisclosureTriangle, true, name)
    });
}
