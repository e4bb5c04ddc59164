//! The window: the only layer that names egui. May use `app`, `model`, `lexicon`, `text`, `figures` and `plots`.

pub mod fonts;
pub mod style;
pub mod text_view;
pub mod widgets;
