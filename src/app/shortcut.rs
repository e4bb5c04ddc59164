//! Keys that stand for actions. Layer `app`: names, not the window's own keys.

/// A key with the modifiers held; `key` is a name such as `S`, `Enter`, `F1`, `Plus`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shortcut {
    /// Ctrl, or Command on a Mac.
    pub command: bool,
    pub shift: bool,
    pub key: &'static str,
    /// Taken only while no text field has the focus and a figure is selected: single letters for the review queue.
    pub review_only: bool,
}

pub(super) const fn ctrl(key: &'static str) -> Option<Shortcut> {
    Some(Shortcut { command: true, shift: false, key, review_only: false })
}

pub(super) const fn ctrl_shift(key: &'static str) -> Option<Shortcut> {
    Some(Shortcut { command: true, shift: true, key, review_only: false })
}

pub(super) const fn plain(key: &'static str) -> Option<Shortcut> {
    Some(Shortcut { command: false, shift: false, key, review_only: false })
}

pub(super) const fn shifted(key: &'static str) -> Option<Shortcut> {
    Some(Shortcut { command: false, shift: true, key, review_only: false })
}

pub(super) const fn review(key: &'static str) -> Option<Shortcut> {
    Some(Shortcut { command: false, shift: false, key, review_only: true })
}

pub(super) const fn review_shift(key: &'static str) -> Option<Shortcut> {
    Some(Shortcut { command: false, shift: true, key, review_only: true })
}

impl Shortcut {
    /// As shown beside an action: `Ctrl ⇧ P`.
    pub fn shown(&self) -> String {
        let mut parts = Vec::new();
        if self.command {
            parts.push(if cfg!(target_os = "macos") { "⌘" } else { "Ctrl" });
        }
        if self.shift {
            parts.push("⇧");
        }
        parts.push(match self.key {
            "Plus" => "+",
            "Minus" => "−",
            "Comma" => ",",
            "Period" => ".",
            "PageUp" => "PgUp",
            "PageDown" => "PgDn",
            key => key,
        });
        parts.join(" ")
    }
}
