//! The program without a screen: an open project, what is shown of it, what can be done, and jobs. Layer `app`: may use
//! every layer but `cli` and `ui`.

mod act;
pub mod actions;
pub mod background;
mod changed;
pub mod checks;
pub mod command;
pub mod derived;
pub mod estimates;
pub mod export;
mod figure_list;
mod files;
pub mod ids;
pub mod import;
pub mod jobs;
pub mod library;
pub mod matrix;
pub mod notice;
mod operate;
pub mod ops;
pub mod origins;
pub mod reading;
pub mod retrieval;
pub mod ribbons;
pub mod sample;
pub mod saver;
pub mod search;
pub mod search_facets;
pub mod session;
pub mod settings;
pub mod suggest;
pub mod tag_table;
pub mod tags_desk;
pub mod tallies;
pub mod ties;
pub mod view;
pub mod workbench;
