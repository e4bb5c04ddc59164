//! The program without a screen. Layer `app`: may use every layer but `cli` and `ui`.
