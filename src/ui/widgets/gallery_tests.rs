//! All widgets on one sheet: found and used by name, and drawn in both themes. Layer `ui`, tests only.
//!
//! `CROSSREAD_GALLERY=folder` writes the sheet there as PNG files, to be looked at.

use egui::{Key, Ui, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::*;
use crate::model::ReadState;
use crate::ui::fonts::icons;
use crate::ui::style::{self, Theme, tokens};

struct Sheet {
    log: Vec<String>,
    tab: usize,
    search: String,
    place: String,
    open: bool,
    by_origin: bool,
}

impl Sheet {
    fn new() -> Self {
        Self {
            log: Vec::new(),
            tab: 0,
            search: String::new(),
            place: "Upper valley".to_owned(),
            open: true,
            by_origin: true,
        }
    }

    fn note(&mut self, response: &egui::Response, what: &str) {
        if response.clicked() {
            self.log.push(what.to_owned());
        }
    }
}

fn side_ui(ui: &mut Ui, sheet: &mut Sheet) {
    if let Some(idx) =
        tab_strip(ui, &[Tab::new("Library"), Tab::new("Codebook"), Tab::new("Figures").count(15)], sheet.tab)
    {
        sheet.tab = idx;
    }
    search_box(ui, &mut sheet.search, "Filter articles");
    ui.horizontal(|ui| {
        if toggle_chip(ui, "by origin", sheet.by_origin).clicked() {
            sheet.by_origin = !sheet.by_origin;
        }
        toggle_chip(ui, "unread", false);
        chip(ui, "5 articles · 4 wires");
    });
    ui.spacing_mut().item_spacing.y = 0.0;
    let group = TreeRow { group: true, trailing: "2 articles", ..TreeRow::new("Harbour News Agency") };
    tree_row(ui, &group);
    for (name, state, selected) in [
        ("The valley road is cut", ReadState::Done, true),
        ("A second bridge falls, and with it the last way out of the upper valley", ReadState::Reading, false),
        ("Mayor answers the monitors", ReadState::Unread, false),
    ] {
        let row = TreeRow { leading: Leading::Read(state), trailing: "6 fig", selected, ..TreeRow::new(name) };
        let response = tree_row(ui, &row);
        sheet.note(&response.row, name);
    }
    ui.add_space(12.0);
    section_title(ui, "Tags", None);
    let casualties = TreeRow {
        open: Some(sheet.open),
        leading: Leading::Tag(0),
        trailing: "7",
        key: Some("1"),
        ..TreeRow::new("Casualties")
    };
    if tree_row(ui, &casualties).toggled {
        sheet.open = !sheet.open;
    }
    if sheet.open {
        for (name, colour) in [("Civilians", 4), ("Combatants", 7)] {
            tree_row(
                ui,
                &TreeRow {
                    depth: 1,
                    among_branches: true,
                    leading: Leading::Tag(colour),
                    trailing: "3",
                    ..TreeRow::new(name)
                },
            );
        }
    }
    tree_row(
        ui,
        &TreeRow {
            among_branches: true,
            leading: Leading::Tag(1),
            trailing: "5",
            key: Some("2"),
            ..TreeRow::new("Displacement")
        },
    );
    ui.add_space(12.0);
    section_title(ui, "Checks", Some((3, "checks", Tone::Warning)));
    let warning = Leading::Icon(icons::TRIANGLE_ALERT, tokens(ui).warning);
    tree_row(ui, &TreeRow { leading: warning, ..TreeRow::new("One origin counted twice") });
}

fn inspector_ui(ui: &mut Ui, sheet: &mut Sheet) {
    ui.heading("at least 40");
    for (label, value) in [
        ("As reported", "at least 40 families have left the upper valley since the bridges fell on Tuesday"),
        ("Low – best – high", "40 – 40 (floor) – open"),
        ("Period", ""),
    ] {
        let response = field_row(ui, label, value);
        sheet.note(&response, label);
    }
    field_edit(ui, "Place", &mut sheet.place);
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        let confirm = primary_button(ui, "Confirm", Some("Enter"));
        sheet.note(&confirm, "Confirm");
        let edit = quiet_button(ui, "Edit", Some("E"));
        sheet.note(&edit, "Edit");
        let reject = ui.add_enabled(false, ActionButton::quiet("Reject").key("X").icon(icons::BAN));
        sheet.note(&reject, "Reject");
    });
    ui.horizontal(|ui| {
        let undo = icon_button(ui, icons::UNDO_2, "Undo");
        sheet.note(&undo, "Undo");
        icon_button(ui, icons::SETTINGS, "Settings");
        ui.label("Search everything");
        key_hint(ui, "Ctrl+⇧+F");
        for state in [ReadState::Unread, ReadState::Reading, ReadState::Done] {
            status_dot(ui, state);
        }
    });
    ui.horizontal_wrapped(|ui| {
        for (colour, name) in style::PALETTE_NAMES.iter().enumerate() {
            tag_chip(ui, name, colour as u8);
        }
    });
    ui.separator();
    plain_egui_ui(ui, sheet);
}

/// What panels use of egui itself, to be seen beside our own.
fn plain_egui_ui(ui: &mut Ui, sheet: &mut Sheet) {
    ui.horizontal(|ui| {
        let _ = ui.button("Plain button");
        ui.checkbox(&mut sheet.by_origin, "Log axis");
        ui.radio_value(&mut sheet.tab, 0, "One");
        ui.radio_value(&mut sheet.tab, 1, "Two");
    });
    ui.horizontal(|ui| {
        let _ = ui.selectable_label(true, "Selected");
        let _ = ui.selectable_label(false, "Not selected");
        ui.hyperlink_to("A link", "about:blank");
        ui.weak("weak words");
    });
    let kind = egui::ComboBox::from_id_salt("kind").selected_text("at least").show_ui(ui, |_| {});
    kind.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, "Qualifier"));
    let mut share = 0.4;
    let slider = ui.add(egui::Slider::new(&mut share, 0.0..=1.0).text("Share"));
    slider.on_hover_text("A share of the whole");
    ui.add(egui::ProgressBar::new(0.31).text("Importing 312 of 1,000"));
}

fn sheet_ui(ui: &mut Ui, sheet: &mut Sheet) {
    let t = tokens(ui);
    ui.painter().rect_filled(ui.max_rect().expand(20.0), 0.0, t.canvas);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        for column in 0..3 {
            let frame = if column == 1 { card_frame(t) } else { panel_frame(t).inner_margin(12) };
            ui.allocate_ui(vec2(340.0, 640.0), |ui| {
                frame.show(ui, |ui| {
                    ui.vertical(|ui| {
                        ui.set_width(310.0);
                        ui.set_height(620.0);
                        match column {
                            0 => side_ui(ui, sheet),
                            1 => inspector_ui(ui, sheet),
                            _ => reading_ui(ui, sheet),
                        }
                    });
                });
            });
        }
    });
}

fn reading_ui(ui: &mut Ui, sheet: &mut Sheet) {
    use crate::ui::fonts;
    let rich = |text: &str, font| egui::RichText::new(text).font(font);
    ui.label(rich("The valley road is cut", fonts::serif_semibold(21.0)));
    ui.label(rich(
        "Forty families walked down from the upper valley on Tuesday, the mayor said; 1,204 people are still cut off.",
        fonts::serif(16.0),
    ));
    ui.label(rich("Picture: the second bridge, seen from the mill.", fonts::serif_italic(13.0)));
    ui.label(rich("Ḥoms, Şırnak, Łódź, Харків, Αθήνα", fonts::serif(16.0)));
    ui.label(rich("حلب", fonts::serif(16.0)));
    ui.label(rich("חיפה", fonts::sans(13.0)));
    ui.horizontal(|ui| {
        ui.label(format!("{} 14:02", icons::SAVE));
        ui.label(rich("semibold", fonts::sans_semibold(13.0)));
        ui.monospace("3da2a15d");
    });
    let action = ActionButton::primary("Import files…").key("Ctrl+I").icon(icons::FILE_DOWN);
    let hint = "Drop files or a folder on the window. Nothing is sent anywhere.";
    let response = empty_state(ui, "No articles yet", hint, Some(action));
    if let Some(response) = response {
        sheet.note(&response, "Import");
    }
}

fn gallery(theme: Theme) -> Harness<'static, Sheet> {
    let mut harness = Harness::builder()
        .with_size(vec2(1080.0, 680.0))
        .with_theme(theme.into())
        .with_context_setup(move |ctx| style::install(ctx, theme))
        .build_ui_state(sheet_ui, Sheet::new());
    harness.run();
    harness
}

#[test]
fn buttons_rows_and_fields_are_found_by_name_and_clicked() {
    let mut harness = gallery(Theme::Light);
    for (name, noted) in [
        ("Confirm", "Confirm"),
        ("Edit", "Edit"),
        ("Undo", "Undo"),
        ("Period: not given", "Period"),
        ("Mayor answers the monitors, unread", "Mayor answers the monitors"),
        ("Import files…", "Import"),
    ] {
        harness.get_by_label(name).click();
        harness.run();
        assert_eq!(harness.state().log.last().map(String::as_str), Some(noted));
    }
}

#[test]
fn a_disabled_button_takes_no_click_and_says_so() {
    let mut harness = gallery(Theme::Light);
    assert!(harness.get_by_label("Reject").accesskit_node().is_disabled());
    harness.get_by_label("Reject").click();
    harness.run();
    assert!(harness.state().log.is_empty());
}

#[test]
fn tabs_open_by_click_and_by_keyboard() {
    let mut harness = gallery(Theme::Light);
    harness.get_by_label("Codebook").click();
    harness.run();
    assert_eq!(harness.state().tab, 1);
    harness.get_by_label("Figures 15").focus();
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().tab, 2);
}

#[test]
fn chips_say_whether_they_are_on() {
    let mut harness = gallery(Theme::Light);
    let toggled = |harness: &Harness<'_, Sheet>| harness.get_by_label("by origin").accesskit_node().toggled();
    let before = toggled(&harness);
    harness.get_by_label("by origin").click();
    harness.run();
    assert!(!harness.state().by_origin);
    assert_ne!(before, toggled(&harness));
}

#[test]
fn tree_rows_fold_by_their_arrow_and_by_arrow_keys() {
    let mut harness = gallery(Theme::Light);
    harness.get_by_label("Collapse Casualties").click();
    harness.run();
    assert!(!harness.state().open);
    assert!(harness.query_by_label("Civilians").is_none());
    harness.get_by_label("Casualties").focus();
    harness.run();
    harness.key_press(Key::ArrowRight);
    harness.run();
    assert!(harness.state().open);
    harness.key_press(Key::ArrowLeft);
    harness.run();
    assert!(!harness.state().open);
}

#[test]
fn the_search_box_is_named_by_its_hint_and_emptied_by_its_cross_or_escape() {
    let mut harness = gallery(Theme::Light);
    for by_key in [false, true] {
        harness.get_by_label("Filter articles").focus();
        harness.run();
        harness.get_by_label("Filter articles").type_text("bridge");
        harness.run();
        assert_eq!(harness.state().search, "bridge");
        if by_key {
            harness.key_press(Key::Escape);
        } else {
            harness.get_by_label("Clear").click();
        }
        harness.run();
        assert_eq!(harness.state().search, "", "by key: {by_key}");
    }
}

#[test]
fn an_edited_field_is_named_by_its_label() {
    let mut harness = gallery(Theme::Light);
    let field = harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "Place");
    assert_eq!(field.value().as_deref(), Some("Upper valley"));
    field.focus();
    harness.run();
    harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "Place").type_text("!");
    harness.run();
    assert_eq!(harness.state().place, "Upper valley!");
}

#[test]
fn whatever_takes_clicks_has_a_name() {
    for theme in [Theme::Light, Theme::Dark] {
        gallery(theme).check_accessibility();
    }
}

#[test]
fn the_sheet_can_be_drawn_in_both_themes() {
    let Some(folder) = std::env::var_os("CROSSREAD_GALLERY").map(std::path::PathBuf::from) else {
        return;
    };
    for (theme, name) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        let mut harness = gallery(theme);
        harness.get_by_label("Edit").focus();
        harness.run();
        harness.render().unwrap().save(folder.join(format!("gallery-{name}.png"))).unwrap();
    }
}
