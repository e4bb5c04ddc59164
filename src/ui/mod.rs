//! The window: the only layer that names egui. May use `app`, `model`, `lexicon`, `text`, `figures` and `plots`.

pub mod plots;
