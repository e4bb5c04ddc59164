//! Every action once: its words, its key and what it is about. Menu, palette, context menus and the key table are made
//! from this list.

use super::shortcut::{ctrl, ctrl_shift, plain, review, review_shift, shifted};

pub use super::menus::Menu;
pub use super::shortcut::Shortcut;

/// An action without a payload; it is resolved against the selection when it is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    NewProject,
    OpenProject,
    OpenSample,
    ImportFiles,
    ImportFolder,
    ProjectDetails,
    Save,
    ExportFiguresCsv,
    ExportFiguresJsonl,
    ExportPlot,
    ExportReport,
    ExportMatrix,
    ExportTags,
    Quit,
    Undo,
    Redo,
    Copy,
    SelectAllText,
    AddFigure,
    SuggestFigures,
    ConfirmFigure,
    RejectFigure,
    ReopenFigure,
    NextFigure,
    PreviousFigure,
    NextToReview,
    MarkReviewed,
    CreateTally,
    ProposeTallies,
    NewEvent,
    ShowEvent,
    ShowOrganisation,
    MarkConfidential,
    MarkMemoConfidential,
    DeleteSelected,
    NewTag,
    WriteMemo,
    MarkUnread,
    MarkReading,
    MarkDone,
    CloseColumn,
    ShowFigures,
    ShowPlots,
    ShowChecks,
    FilterLibrary,
    SearchAll,
    NextHit,
    PreviousHit,
    TagAllHits,
    PlotByOrigin,
    PlotByOutlet,
    PlotOverTime,
    PlotIncidents,
    PlotStockFlow,
    PlotSpread,
    PlotClaims,
    PlotAttribution,
    ShowMatrix,
    ShowTags,
    ExportExcerpts,
    StartLink,
    FinishLink,
    TagUp,
    TagDown,
    TagIn,
    TagOut,
    MatrixByOutlet,
    MatrixByOrigin,
    ToggleLogAxis,
    AxisAuto,
    AxisLinear,
    AxisLog,
    ToggleTheme,
    ZoomIn,
    ZoomOut,
    ZoomReset,
    ResetLayout,
    Palette,
    FindInArticle,
    FindNext,
    FindPrevious,
    TagSelection,
    ExcerptStartOut,
    ExcerptStartIn,
    ExcerptEndIn,
    ExcerptEndOut,
    NextMark,
    PreviousMark,
    NextTie,
    PreviousTie,
    FollowTie,
    KeepTie,
    DismissTie,
    ToggleTies,
    ScrollTogether,
    ReaderAlone,
    NextColumn,
    PreviousColumn,
    MoveColumnRight,
    MoveColumnLeft,
    ShowTies,
    EditFigure,
    SplitFigure,
    MarkFigure,
    MarkAllFigures,
    ReviewByTally,
    AdoptEstimate,
    ConfirmTally,
    NextTally,
    PreviousTally,
    NextPanel,
    PreviousPanel,
    Help,
}

/// What is known of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActionInfo {
    pub label: &'static str,
    pub tooltip: &'static str,
    pub menu: Menu,
    pub shortcut: Option<Shortcut>,
}

impl Action {
    /// Every action, in the order of the menus.
    pub const ALL: &'static [Self] = &[
        Self::NewProject,
        Self::OpenProject,
        Self::OpenSample,
        Self::ImportFiles,
        Self::ImportFolder,
        Self::ProjectDetails,
        Self::Save,
        Self::ExportReport,
        Self::ExportFiguresCsv,
        Self::ExportFiguresJsonl,
        Self::ExportPlot,
        Self::ExportMatrix,
        Self::ExportTags,
        Self::ExportExcerpts,
        Self::Quit,
        Self::Undo,
        Self::Redo,
        Self::Copy,
        Self::SelectAllText,
        Self::FindInArticle,
        Self::FindNext,
        Self::FindPrevious,
        Self::WriteMemo,
        Self::MarkConfidential,
        Self::MarkMemoConfidential,
        Self::DeleteSelected,
        Self::ShowFigures,
        Self::ShowPlots,
        Self::ShowChecks,
        Self::ShowTies,
        Self::FilterLibrary,
        Self::SearchAll,
        Self::NextHit,
        Self::PreviousHit,
        Self::PlotByOrigin,
        Self::PlotByOutlet,
        Self::PlotOverTime,
        Self::PlotIncidents,
        Self::PlotStockFlow,
        Self::PlotSpread,
        Self::PlotClaims,
        Self::PlotAttribution,
        Self::ShowMatrix,
        Self::ShowTags,
        Self::MatrixByOutlet,
        Self::MatrixByOrigin,
        Self::ToggleLogAxis,
        Self::AxisAuto,
        Self::AxisLinear,
        Self::AxisLog,
        Self::ToggleTheme,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::ZoomReset,
        Self::ReaderAlone,
        Self::ScrollTogether,
        Self::ToggleTies,
        Self::NextTie,
        Self::PreviousTie,
        Self::FollowTie,
        Self::KeepTie,
        Self::DismissTie,
        Self::NextMark,
        Self::PreviousMark,
        Self::NextColumn,
        Self::PreviousColumn,
        Self::MoveColumnRight,
        Self::MoveColumnLeft,
        Self::CloseColumn,
        Self::NextPanel,
        Self::PreviousPanel,
        Self::ResetLayout,
        Self::NewTag,
        Self::TagAllHits,
        Self::TagSelection,
        Self::StartLink,
        Self::FinishLink,
        Self::TagUp,
        Self::TagDown,
        Self::TagIn,
        Self::TagOut,
        Self::ExcerptStartOut,
        Self::ExcerptStartIn,
        Self::ExcerptEndIn,
        Self::ExcerptEndOut,
        Self::MarkUnread,
        Self::MarkReading,
        Self::MarkDone,
        Self::AddFigure,
        Self::SuggestFigures,
        Self::ConfirmFigure,
        Self::RejectFigure,
        Self::ReopenFigure,
        Self::EditFigure,
        Self::SplitFigure,
        Self::MarkFigure,
        Self::MarkAllFigures,
        Self::NextFigure,
        Self::PreviousFigure,
        Self::NextToReview,
        Self::ReviewByTally,
        Self::AdoptEstimate,
        Self::ConfirmTally,
        Self::NextTally,
        Self::PreviousTally,
        Self::MarkReviewed,
        Self::CreateTally,
        Self::ProposeTallies,
        Self::NewEvent,
        Self::ShowEvent,
        Self::ShowOrganisation,
        Self::Palette,
        Self::Help,
    ];

    /// Its words, menu and key.
    pub const fn info(self) -> ActionInfo {
        use Menu::{Edit, Figures, File, Help, Tag, View};
        let (label, tooltip, menu, shortcut) = match self {
            Self::NewProject => ("New project…", "Makes a project in an empty folder", File, ctrl("N")),
            Self::OpenProject => ("Open project…", "Opens a project folder", File, ctrl("O")),
            Self::OpenSample => {
                ("Open the sample project", "Opens a copy of the project that ships with Crossread", File, None)
            }
            Self::ImportFiles => ("Import files…", "Brings in text files and saved web pages", File, ctrl("I")),
            Self::ImportFolder => {
                ("Import a folder…", "Brings in every readable file of a folder", File, ctrl_shift("I"))
            }
            Self::ProjectDetails => {
                ("Project and coder", "The project’s name, yours, and a memo on the whole", File, None)
            }
            Self::Save => {
                ("Save now", "Writes project.ron; what is confirmed on screen is kept as you work", File, ctrl("S"))
            }
            Self::ExportFiguresCsv => {
                ("Export figures as CSV…", "A table of every figure with its evidence", File, ctrl("E"))
            }
            Self::ExportFiguresJsonl => ("Export figures as JSON lines…", "One JSON object a figure", File, None),
            Self::ExportReport => (
                "Report…",
                "One page with the tallies, plots, estimates and every figure’s evidence, for an editor or for paper",
                File,
                ctrl_shift("H"),
            ),
            Self::ExportPlot => ("Export plot…", "Writes the plot on show as SVG or PNG", File, ctrl_shift("E")),
            Self::ExportExcerpts => (
                "Export excerpts as CSV…",
                "The excerpts that Tags by outlet lists, with their words and tags",
                File,
                None,
            ),
            Self::ShowTags => {
                ("Tags by outlet", "How often each tag stands in each outlet, and its excerpts", View, ctrl("5"))
            }
            Self::StartLink => ("Start a link", "Remembers the selected words as one end of a link", Tag, ctrl("K")),
            Self::FinishLink => {
                ("Link to the selection", "Ties the selected words to where the link starts", Tag, ctrl_shift("K"))
            }
            Self::TagUp => ("Move tag up", "Before the tag above it", Tag, None),
            Self::TagDown => ("Move tag down", "Behind the tag below it", Tag, None),
            Self::TagIn => ("Move tag in", "Below the tag above it", Tag, None),
            Self::TagOut => ("Move tag out", "To the level of the tag it stands below", Tag, None),
            Self::ExportMatrix => ("Export matrix…", "Writes who reported what as SVG or PNG", File, None),
            Self::ExportTags => {
                ("Export table of tags…", "Writes how often each tag stands where as SVG or PNG", File, None)
            }
            Self::Quit => ("Quit", "Closes Crossread; nothing is lost", File, ctrl("Q")),
            Self::Undo => ("Undo", "Takes back the last change", Edit, ctrl("Z")),
            Self::Redo => ("Redo", "Does again what was taken back", Edit, ctrl_shift("Z")),
            Self::Copy => {
                ("Copy with citation", "Copies the selected words with outlet, title and date", Edit, ctrl("C"))
            }
            Self::SelectAllText => {
                ("Select the whole article", "Selects the text of the column last used", Edit, ctrl("A"))
            }
            Self::WriteMemo => ("Write memo", "A note on what is selected", Edit, ctrl("M")),
            Self::DeleteSelected => ("Delete", "Deletes what is selected; undo brings it back", Edit, ctrl("Delete")),
            Self::ShowFigures => ("Figures", "Every figure, and the review queue", View, ctrl("1")),
            Self::ShowPlots => ("Plots", "Who said how many, on whose word", View, ctrl("2")),
            Self::ShowChecks => ("Checks", "What does not fit together", View, ctrl("3")),
            Self::FilterLibrary => ("Filter articles", "Goes to the library's filter", View, ctrl("L")),
            Self::SearchAll => {
                ("Search everywhere", "In every article, with spellings and operators", View, ctrl_shift("F"))
            }
            Self::NextHit => ("Next hit", "Opens the next place that the search found", View, plain("F4")),
            Self::PreviousHit => {
                let key = Shortcut { command: false, shift: true, key: "F4", review_only: false };
                ("Previous hit", "Opens the place before", View, Some(key))
            }
            Self::TagAllHits => ("Tag all hits…", "Tags everything the search found, after a preview", Tag, None),
            Self::PlotByOrigin => ("Plot by origin", "One voice a colour, however many outlets repeat it", View, None),
            Self::PlotByOutlet => ("Plot by outlet", "One row an outlet", View, None),
            Self::PlotOverTime => ("Plot over time", "How each origin's count grew", View, None),
            Self::PlotIncidents => {
                ("Plot incidents", "Single incidents by whom they count: civilians, combatants, not told", View, None)
            }
            Self::PlotStockFlow => {
                ("Plot stock and flow", "How many are displaced at one time, and how many were in a time", View, None)
            }
            Self::PlotSpread => ("Plot spread", "Which tallies are most disputed", View, None),
            Self::PlotClaims => ("Plot claims and denials", "Who claimed, confirmed and denied, by day", View, None),
            Self::PlotAttribution => ("Plot attribution", "From origin by relay to outlet", View, None),
            Self::ShowMatrix => ("Matrix", "Who reported what, in the words reported", View, ctrl_shift("M")),
            Self::MatrixByOutlet => ("Matrix by outlet", "A column for each outlet", View, None),
            Self::MatrixByOrigin => ("Matrix by origin", "A column for each origin", View, None),
            Self::ToggleLogAxis => ("Next axis", "Log, then linear, then chosen for each tally again", View, ctrl("G")),
            Self::AxisAuto => {
                ("Axis chosen for each tally", "Logarithmic where the highest is over 20 times the lowest", View, None)
            }
            Self::AxisLinear => ("Linear axis", "Even steps for even numbers", View, None),
            Self::AxisLog => ("Log axis", "Even steps for factors of ten", View, None),
            Self::ToggleTheme => ("Light or dark", "Changes the theme", View, ctrl_shift("L")),
            Self::ZoomIn => ("Larger text", "Makes articles larger", View, ctrl("Plus")),
            Self::ZoomOut => ("Smaller text", "Makes articles smaller", View, ctrl("Minus")),
            Self::ZoomReset => ("Normal text size", "Back to the designed size", View, ctrl("0")),
            Self::CloseColumn => ("Close column", "Takes the selected article out of the reader", View, ctrl("W")),
            Self::ResetLayout => ("Reset the layout", "Puts every panel back where it was at first", View, None),
            Self::NewTag => ("New tag", "Adds a tag to the codebook", Tag, ctrl("T")),
            Self::MarkUnread => ("Mark unread", "Marks the selected article", Tag, None),
            Self::MarkReading => ("Mark as reading", "Marks the selected article", Tag, None),
            Self::MarkDone => ("Mark as done", "Marks the selected article", Tag, ctrl("D")),
            Self::AddFigure => {
                ("Add figure from selection", "Reads the number in the selected words", Figures, plain("F"))
            }
            Self::SuggestFigures => {
                ("Look for figures again", "In the selected article; what is there stays", Figures, None)
            }
            Self::ConfirmFigure => ("Confirm figure", "Counts it, and goes on to the next", Figures, review("Enter")),
            Self::RejectFigure => {
                ("Reject figure", "Keeps it, struck out, and goes on to the next", Figures, review("X"))
            }
            Self::ReopenFigure => ("Reopen figure", "Back to suggested", Figures, review("U")),
            Self::EditFigure => ("Edit figure", "Types its value anew, in the table", Figures, review("E")),
            Self::SplitFigure => (
                "Split figure",
                "Makes two figures of one: the second of the words selected, or of the next number of its sentence",
                Figures,
                review("S"),
            ),
            Self::MarkFigure => ("Mark figure", "Marks it, for what is done to several at once", Figures, review("M")),
            Self::MarkAllFigures => ("Mark all figures shown", "Marks every figure of the table", Figures, None),
            Self::AdoptEstimate => {
                ("Adopt an estimate…", "The tally of the selected figure, with its rules", Figures, ctrl_shift("A"))
            }
            Self::ReviewByTally => (
                "Review by tally",
                "The sentences of all outlets on one question, one under the other",
                Figures,
                ctrl_shift("B"),
            ),
            Self::ConfirmTally => (
                "Confirm all of the tally",
                "Accepts the tally shown with all its figures, and goes on to the next",
                Figures,
                review_shift("Enter"),
            ),
            Self::NextTally => ("Next tally", "Its sentences, one under the other", Figures, review_shift("J")),
            Self::PreviousTally => ("Previous tally", "Its sentences, one under the other", Figures, review_shift("K")),
            Self::NextFigure => ("Next figure", "Goes down the table", Figures, review("J")),
            Self::PreviousFigure => ("Previous figure", "Goes up the table", Figures, review("K")),
            Self::NextToReview => {
                ("Review next suggestion", "Goes to the next figure nobody has judged", Figures, ctrl("R"))
            }
            Self::MarkReviewed => {
                ("Figures reviewed", "Marks the selected article as gone through", Figures, ctrl_shift("R"))
            }
            Self::CreateTally => ("New tally from this figure", "Starts a question that figures answer", Figures, None),
            Self::ProposeTallies => {
                ("Propose tallies", "Groups figures of several articles that answer one question", Figures, None)
            }
            Self::NewEvent
            | Self::ShowEvent
            | Self::ShowOrganisation
            | Self::MarkConfidential
            | Self::MarkMemoConfidential => super::action_words::aside(self),
            Self::FindInArticle => {
                ("Find in the open articles…", "Lights every match; F3 goes to the next", Edit, ctrl("F"))
            }
            Self::FindNext => ("Find next", "Goes to the next match", Edit, plain("F3")),
            Self::FindPrevious => ("Find previous", "Goes back to the match before", Edit, shifted("F3")),
            Self::TagSelection => {
                ("Tag the selection…", "Choose or make a tag for the selected words or excerpt", Tag, ctrl_shift("T"))
            }
            Self::ExcerptStartOut => {
                ("Excerpt starts a word earlier", "Moves the start of the selected excerpt", Tag, ctrl("Comma"))
            }
            Self::ExcerptStartIn => {
                ("Excerpt starts a word later", "Moves the start of the selected excerpt", Tag, ctrl_shift("Comma"))
            }
            Self::ExcerptEndIn => {
                ("Excerpt ends a word earlier", "Moves the end of the selected excerpt", Tag, ctrl_shift("Period"))
            }
            Self::ExcerptEndOut => {
                ("Excerpt ends a word later", "Moves the end of the selected excerpt", Tag, ctrl("Period"))
            }
            Self::NextMark => ("Next mark in the article", "Goes to the next excerpt or figure", View, plain("F8")),
            Self::PreviousMark => {
                ("Previous mark in the article", "Goes to the excerpt or figure before", View, shifted("F8"))
            }
            Self::NextTie => (
                "Next tie",
                "Lights the next passage that another open one answers, and brings both level",
                View,
                plain("F7"),
            ),
            Self::PreviousTie => ("Previous tie", "Goes back to the tie before", View, shifted("F7")),
            Self::FollowTie => {
                ("Go to the other end of the tie", "Takes the keyboard to the tied passage", View, plain("F9"))
            }
            Self::KeepTie => {
                ("Keep tie as link", "Makes the lit tie a link of its kind, on your word", Tag, plain("F6"))
            }
            Self::DismissTie => {
                ("Not the same: set tie aside", "The lit tie is no tie and is drawn no more", Tag, shifted("F6"))
            }
            Self::ToggleTies => {
                ("Show ties", "Draws what ties the open articles, or leaves it out", View, ctrl_shift("Y"))
            }
            Self::ScrollTogether => {
                ("Scroll together", "Keeps matching passages of the open articles level", View, ctrl("J"))
            }
            Self::ReaderAlone => {
                ("Reader alone", "Gives the whole window to the articles, and takes it back", View, plain("F11"))
            }
            Self::NextColumn => {
                ("Next column", "Takes the keyboard to the article at the right", View, ctrl("PageDown"))
            }
            Self::PreviousColumn => {
                ("Previous column", "Takes the keyboard to the article at the left", View, ctrl("PageUp"))
            }
            Self::MoveColumnRight => {
                ("Move column right", "Changes places with the article at the right", View, ctrl_shift("PageDown"))
            }
            Self::MoveColumnLeft => {
                ("Move column left", "Changes places with the article at the left", View, ctrl_shift("PageUp"))
            }
            Self::NextPanel => ("Next panel", "Takes the keyboard to the panel at the right", View, ctrl("F6")),
            Self::PreviousPanel => {
                ("Previous panel", "Takes the keyboard to the panel at the left", View, ctrl_shift("F6"))
            }
            Self::ShowTies => {
                ("Ties", "What the open articles have in common, with the difference in words", View, ctrl("4"))
            }
            Self::Palette => ("All commands…", "Find any command by its words", Help, ctrl_shift("P")),
            Self::Help => ("Help and keys", "The work step by step, and every key there is", Help, plain("?")),
        };
        ActionInfo { label, tooltip, menu, shortcut }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_actions_share_a_key_or_a_label() {
        let mut keys = BTreeSet::new();
        let mut labels = BTreeSet::new();
        for action in Action::ALL {
            let info = action.info();
            assert!(labels.insert(info.label), "{} stands twice", info.label);
            if let Some(shortcut) = info.shortcut {
                assert!(
                    keys.insert((shortcut.command, shortcut.shift, shortcut.key)),
                    "{} has a taken key",
                    info.label
                );
            }
        }
    }

    #[test]
    fn every_menu_has_an_action() {
        for menu in Menu::ALL {
            assert!(Action::ALL.iter().any(|action| action.info().menu == menu), "{} is empty", menu.label());
        }
    }
}
