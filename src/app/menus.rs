//! The menus that actions stand in. Layer `app`.

/// The menu an action stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Menu {
    File,
    Edit,
    View,
    Tag,
    Figures,
    Help,
}

impl Menu {
    /// Every menu, left to right.
    pub const ALL: [Self; 6] = [Self::File, Self::Edit, Self::View, Self::Tag, Self::Figures, Self::Help];

    /// The word in the menu bar.
    pub const fn label(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::View => "View",
            Self::Tag => "Tag",
            Self::Figures => "Figures",
            Self::Help => "Help",
        }
    }
}
