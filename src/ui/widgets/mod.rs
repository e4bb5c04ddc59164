//! Small parts that every panel is put together from, in the colours and sizes of `ui::style`. Layer `ui`.
//!
//! Each has an accessible name and shows when it has the keyboard. None keeps state or changes what it is given, except
//! for the text of a field.

mod button;
mod card;
mod chip;
mod complete;
mod context;
mod empty;
mod field;
mod paint;
mod tabs;
mod tree;

pub use button::{ActionButton, icon_button, key_hint, primary_button, quiet_button};
pub use card::{card, card_frame, modal_frame, panel_frame, still_modal};
pub use chip::{Tone, chip, count_badge, tag_chip, toggle_chip};
pub use complete::{Completed, Completing};
pub use context::context_menu;
pub use empty::empty_state;
pub use field::{field, field_edit, field_row, link_row, search_box, section_title, value_row};
pub use paint::{cut_words, focus_ring, one_line, paint_status_dot, status_dot, swatch};
pub use tabs::{TAB_HEIGHT, Tab, tab, tab_strip};
pub use tree::{Leading, TreeResponse, TreeRow, list_row, tree_row};

#[cfg(test)]
#[path = "gallery_tests.rs"]
mod gallery_tests;
