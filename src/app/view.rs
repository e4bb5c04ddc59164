//! What is shown: selection, open columns, filters. It may be lost without loss to the project.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::model::{
    ArticleId, EventId, ExcerptId, FigureId, LinkId, Measure, OrgId, ReadState, ReviewStatus, TagId, TallyId,
    VictimStatus,
};
use crate::plots::{AxisChoice, MatrixBy, PlotKind, Statuses};

use super::figure_columns::MoreColumn;
use super::notice::Notice;
use super::reading::Reading;
use super::tags_desk::TagsView;

/// At most this many articles stand side by side.
pub const MAX_COLUMNS: usize = 6;

/// What the inspector is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Selection {
    #[default]
    None,
    Project,
    Article(ArticleId),
    Excerpt(ExcerptId),
    Figure(FigureId),
    Tally(TallyId),
    Tag(TagId),
    Event(EventId),
    Organisation(OrgId),
    Link(LinkId),
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Theme {
    #[default]
    Light,
    Dark,
}

/// The panels below the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum BottomTab {
    Figures,
    Plots,
    Matrix,
    Tags,
    Checks,
    Search,
    Ties,
}

/// How the library is grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum GroupBy {
    #[default]
    Wire,
    Outlet,
    Set,
    Date,
    Status,
    Language,
    Nothing,
}

/// How the articles of a group are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum SortBy {
    #[default]
    Date,
    Title,
    Outlet,
    /// The most figures first.
    Figures,
    Status,
}

impl SortBy {
    /// Every way, in the order offered.
    pub const ALL: [Self; 5] = [Self::Date, Self::Title, Self::Outlet, Self::Figures, Self::Status];

    /// The words shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Title => "title",
            Self::Outlet => "outlet",
            Self::Figures => "figures",
            Self::Status => "status",
        }
    }
}

impl GroupBy {
    /// Every way, in the order offered.
    pub const ALL: [Self; 7] =
        [Self::Wire, Self::Outlet, Self::Set, Self::Date, Self::Language, Self::Status, Self::Nothing];

    /// The words shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Wire => "by wire",
            Self::Outlet => "by outlet",
            Self::Set => "by set",
            Self::Date => "by date",
            Self::Status => "by status",
            Self::Language => "by language",
            Self::Nothing => "not grouped",
        }
    }
}

/// What is searched for, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchView {
    pub query: String,
    /// Other spellings of names count.
    pub variants: bool,
    /// Other forms of words count.
    pub stem: bool,
    /// The query is one regular expression.
    pub pattern: bool,
}

impl Default for SearchView {
    fn default() -> Self {
        Self { query: String::new(), variants: true, stem: false, pattern: false }
    }
}

/// A link that is being made: where it starts, and where it is to end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linking {
    pub from: (ArticleId, Range<usize>),
    /// Once there, the kind is asked for.
    pub to: Option<(ArticleId, Range<usize>)>,
}

/// A place in an article to scroll to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reveal {
    pub article: ArticleId,
    /// Bytes of the article's text.
    pub range: Range<usize>,
    /// Counts up with every request, so that asking twice for the same place scrolls twice.
    pub stamp: u64,
}

/// What the figures panel is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FigureSort {
    /// By article, in the order of its text.
    #[default]
    Reading,
    Status,
    Words,
    Counts,
    Value,
    Outlet,
    Origin,
    Place,
    Period,
}

/// What figures are put together under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FigureGroup {
    #[default]
    Nothing,
    Article,
    Outlet,
    Origin,
    Tally,
    Measure,
}

impl FigureGroup {
    /// Every way, in the order offered.
    pub const ALL: [Self; 6] = [Self::Nothing, Self::Article, Self::Outlet, Self::Origin, Self::Tally, Self::Measure];

    /// The words shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Nothing => "not grouped",
            Self::Article => "by article",
            Self::Outlet => "by outlet",
            Self::Origin => "by origin",
            Self::Tally => "by tally",
            Self::Measure => "by measure",
        }
    }
}

/// Which figures the table and the queue show, in which order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FiguresView {
    /// Only figures that count this.
    pub measure: Option<Measure>,
    /// Only figures of the outlet of this name.
    pub outlet: Option<String>,
    /// Only figures on the word of the origin of this name; an empty one stands for those without.
    pub origin: Option<String>,
    pub sort: FigureSort,
    /// From the last to the first.
    pub backwards: bool,
    pub group: FigureGroup,
    /// In place of the table, the sentences of one tally, one under the other.
    pub stacked: bool,
    /// The tally whose sentences are shown; `None` for the first.
    pub tally: Option<TallyId>,
    /// Only figures of this status; `None` shows all.
    pub status: Option<ReviewStatus>,
    /// Words that outlet, quote, place, origin or measure must hold.
    pub filter: String,
    /// Only the articles open in the reader.
    pub open_only: bool,
    /// Only figures that count these, by the analyst's word or their own.
    pub victim: Option<VictimStatus>,
    /// Only figures of this event; the empty id stands for none.
    pub event: Option<EventId>,
    /// The further columns that are shown.
    pub columns: BTreeSet<MoreColumn>,
}

/// What the plots show.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlotsView {
    pub kind: PlotKind,
    pub axis: AxisChoice,
    pub statuses: Statuses,
    /// Only this tally; `None` for everything.
    pub tally: Option<TallyId>,
}

/// What the matrix shows; which figures it takes the plots say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MatrixView {
    pub by: MatrixBy,
}

/// A notice on show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownNotice {
    pub number: u64,
    pub notice: Notice,
}

/// Everything that is shown but not part of the project.
#[derive(Debug, Clone, PartialEq)]
pub struct ViewState {
    /// The article whose last figure was judged, with what was selected then.
    pub decided: Option<(ArticleId, Selection)>,
    /// The articles in the reader, left to right.
    pub columns: Vec<ArticleId>,
    pub selection: Selection,
    pub text_selection: Option<(ArticleId, Range<usize>)>,
    pub reveal: Option<Reveal>,
    pub library_filter: String,
    pub group_by: GroupBy,
    pub sort_by: SortBy,
    /// From the last to the first, inside each group.
    pub sort_backwards: bool,
    /// Only articles read so far; `None` shows all.
    pub library_state: Option<ReadState>,
    /// The headings whose articles are hidden.
    pub folded: BTreeSet<String>,
    /// The articles marked in the library, for what is done to several at once.
    pub marked: BTreeSet<ArticleId>,
    pub search: SearchView,
    pub figures: FiguresView,
    /// The figures marked for what is done to several at once.
    pub marked_figures: BTreeSet<FigureId>,
    pub plots: PlotsView,
    pub reading: Reading,
    pub matrix: MatrixView,
    pub tags: TagsView,
    /// A link that is being made.
    pub linking: Option<Linking>,
    /// The tab that was asked for and is to be brought to the front.
    pub wanted_tab: Option<BottomTab>,
    pub theme: Theme,
    /// 1 is the size texts are designed for.
    pub zoom: f32,
    pub notices: Vec<ShownNotice>,
    pub palette_open: bool,
    pub help_open: bool,
    /// Counts reveals and notices.
    pub stamp: u64,
}

impl Default for ViewState {
    fn default() -> Self {
        Self {
            decided: None,
            columns: Vec::new(),
            selection: Selection::None,
            text_selection: None,
            reveal: None,
            library_filter: String::new(),
            group_by: GroupBy::Wire,
            sort_by: SortBy::Date,
            sort_backwards: false,
            library_state: None,
            folded: BTreeSet::new(),
            marked: BTreeSet::new(),
            search: SearchView::default(),
            figures: FiguresView::default(),
            marked_figures: BTreeSet::new(),
            plots: PlotsView::default(),
            reading: Reading::default(),
            matrix: MatrixView::default(),
            tags: TagsView::default(),
            linking: None,
            wanted_tab: None,
            theme: Theme::Light,
            zoom: 1.0,
            notices: Vec::new(),
            palette_open: false,
            help_open: false,
            stamp: 0,
        }
    }
}

impl ViewState {
    /// Opens an article: nothing if it has a column; else a new one at the right, the oldest going when six are open.
    pub fn open(&mut self, article: ArticleId) {
        if !self.columns.contains(&article) {
            if self.columns.len() == MAX_COLUMNS {
                self.columns.remove(0);
            }
            self.columns.push(article);
        }
    }

    /// Opens the article and asks for these bytes to be scrolled to.
    pub fn reveal(&mut self, article: ArticleId, range: Range<usize>) {
        self.open(article);
        self.stamp += 1;
        self.reveal = Some(Reveal { article, range, stamp: self.stamp });
    }

    /// Says something.
    pub fn say(&mut self, notice: Notice) {
        self.stamp += 1;
        // The same words twice would only cover more of the window; what is taken back takes the place of what was taken
        // back before.
        let is_step = |text: &str| ["Undone:", "Done again:"].iter().any(|words| text.starts_with(words));
        self.notices.retain(|shown| {
            shown.notice.text != notice.text && !(is_step(&shown.notice.text) && is_step(&notice.text))
        });
        self.notices.push(ShownNotice { number: self.stamp, notice });
        // Older ones give way: more than a few at once are not read.
        let surplus = self.notices.len().saturating_sub(4);
        self.notices.drain(..surplus);
    }
}
