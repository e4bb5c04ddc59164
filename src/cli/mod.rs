//! The program from a terminal. Layer `cli`: may use every layer but `ui`.

pub mod figures;
