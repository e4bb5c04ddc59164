//! What panels, menus, the palette and the keyboard ask for. Panels push commands; the app applies them in order after
//! a frame is drawn.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::PathBuf;

use crate::model::{
    Article, ArticleId, DismissalId, Edit, Estimate, EstimateRule, Event, EventId, ExcerptId, Figure, FigureId, LinkId,
    LinkKind, MemoTarget, OrgId, Organisation, ReadState, ReviewStatus, Tag, TagId, Tally, TallyId, WordsRule,
};

use super::actions::Action;
use super::checks::Finding;
use super::notice::Notice;
use super::ops::articles_many::ManyChange;
use super::ops::events::Gathered;
use super::ops::figure_edits::FigureChange;
use super::ops::organisations::ChainStep;
use super::reading::ReadingCommand;
use super::ribbons::Ribbon;
use super::tags_desk::TagsView;
use super::view::{
    BottomTab, FiguresView, GroupBy, Linking, MatrixView, PlotsView, SearchView, Selection, SortBy, Theme,
};

/// One thing to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// What a menu entry, key or palette row stands for, resolved against the selection when it is carried out.
    Action(Action),
    /// Changes the project; journalled and undoable.
    Edit(Edit),
    /// Changes the project by an operation that needs the coder, the time or fresh ids.
    Do(Operation),
    /// Changes what is shown.
    View(ViewCommand),
    /// Opens, saves, exports.
    File(FileCommand),
}

/// A change of the project with explicit targets.
#[derive(Debug, Clone, PartialEq)]
pub enum Operation {
    TagSpan {
        article: ArticleId,
        range: Range<usize>,
        tag: TagId,
    },
    /// Tags many places at once: what a search found.
    TagSpans {
        tag: TagId,
        spans: Vec<(ArticleId, Range<usize>)>,
    },
    /// The same with a tag of this name, made in the same step.
    TagSpansNew {
        name: String,
        spans: Vec<(ArticleId, Range<usize>)>,
    },
    /// Makes a tag of this name and puts it on the words, in one step.
    TagSpanNew {
        article: ArticleId,
        range: Range<usize>,
        name: String,
    },
    Untag {
        excerpt: ExcerptId,
        tag: TagId,
    },
    DeleteExcerpts(Vec<ExcerptId>),
    ResizeExcerpt {
        excerpt: ExcerptId,
        range: Range<usize>,
    },
    AddStarterCodebook,
    CreateTag {
        name: String,
        parent: Option<TagId>,
    },
    ChangeTag(Tag),
    DeleteTag(TagId),
    MergeTags {
        from: TagId,
        into: TagId,
    },
    WriteMemo {
        on: MemoTarget,
        text: String,
    },
    ChangeArticle(Box<Article>),
    /// Names an article's outlet and wire; an empty name means unknown. Organisations are found or made.
    NameOutletAndWire {
        article: ArticleId,
        outlet: String,
        wire: String,
    },
    MarkRead {
        articles: Vec<ArticleId>,
        state: ReadState,
    },
    MarkReviewed {
        article: ArticleId,
        reviewed: bool,
    },
    /// The same change to many articles, as one step.
    ChangeArticles {
        articles: Vec<ArticleId>,
        change: ManyChange,
    },
    DeleteArticles(Vec<ArticleId>),
    Review {
        figures: Vec<FigureId>,
        status: ReviewStatus,
    },
    ChangeFigure(Box<Figure>),
    /// Names a figure's origin; an empty name means that the article gives nobody.
    NameOrigin {
        figure: FigureId,
        origin: String,
    },
    /// Adds a figure read from the selected words, as confirmed by the coder.
    AddFigure {
        article: ArticleId,
        range: Range<usize>,
    },
    DeleteFigures(Vec<FigureId>),
    /// Looks for figures in articles again; what is already there stays.
    SuggestFigures(Vec<ArticleId>),
    /// Groups figures of several articles that answer one question, as suggestions.
    ProposeTallies,
    CreateTally(Vec<FigureId>),
    SetTallyMembers {
        tally: TallyId,
        figures: Vec<FigureId>,
        inside: bool,
    },
    ChangeTally(Box<Tally>),
    AdoptEstimate {
        tally: TallyId,
        estimate: Option<Estimate>,
    },
    DeleteTally(TallyId),
    /// Accepts or rejects proposed tallies.
    ReviewTallies {
        tallies: Vec<TallyId>,
        status: ReviewStatus,
    },
    /// Refused where the two ask different questions.
    MergeTallies {
        from: TallyId,
        into: TallyId,
    },
    /// Takes these figures into a tally of their own.
    SplitTally {
        tally: TallyId,
        figures: Vec<FigureId>,
    },
    /// Adopts what a rule makes of the confirmed figures; empty reasoning is replaced by how the rule came to it.
    AdoptByRule {
        tally: TallyId,
        rule: EstimateRule,
        words: WordsRule,
        reasoning: String,
    },
    /// Lets a reopened estimate stand, weighed against the evidence as it is now.
    KeepEstimate(TallyId),
    CreateEvent {
        name: String,
        gathered: Gathered,
    },
    ChangeEvent(Box<Event>),
    /// Names the parties of an event; organisations are found or made.
    NameParties {
        event: EventId,
        parties: Vec<String>,
    },
    /// Puts tallies, figures and links under an event, or takes them out of theirs.
    SetEvent {
        gathered: Gathered,
        event: Option<EventId>,
    },
    MergeEvents {
        from: EventId,
        into: EventId,
    },
    DeleteEvent(EventId),
    ChangeOrganisation(Box<Organisation>),
    /// Adds a name that an organisation goes by.
    AddAlias {
        organisation: OrgId,
        alias: String,
    },
    MergeOrganisations {
        from: OrgId,
        into: OrgId,
    },
    /// Sets the whole way of a figure, origin first.
    SetChain {
        figure: FigureId,
        steps: Vec<ChainStep>,
    },
    /// Accepts or rejects links; rejected ones are remembered and not proposed again.
    DecideLinks {
        links: Vec<LinkId>,
        status: ReviewStatus,
    },
    /// Ties two figures on the analyst's word.
    TieFigures {
        kind: LinkKind,
        a: FigureId,
        b: FigureId,
        reason: String,
    },
    DeleteLinks(Vec<LinkId>),
    /// Ties two passages (bytes of their articles) on the analyst's word.
    TiePassages {
        kind: LinkKind,
        a: (ArticleId, Range<usize>),
        b: (ArticleId, Range<usize>),
        reason: String,
    },
    /// Keeps a tie that was found as a link, or remembers that it is none, so that it is not drawn again.
    JudgeTie {
        tie: Box<Ribbon>,
        keep: bool,
    },
    ChangeLinkKind {
        link: LinkId,
        kind: LinkKind,
    },
    /// Puts a tag below another, or at the top level, before a sibling or last.
    MoveTag {
        tag: TagId,
        parent: Option<TagId>,
        before: Option<TagId>,
    },
    /// Makes a new tag of some of a tag's excerpts.
    SplitTag {
        tag: TagId,
        excerpts: Vec<ExcerptId>,
        name: String,
    },
    /// Sets a finding of the checks aside, with the reason.
    DismissFinding {
        finding: Box<Finding>,
        reason: String,
    },
    /// Takes a dismissed finding up again.
    TakeUpFinding(DismissalId),
    /// Sets one field of several figures, in one step.
    EditFigures {
        figures: Vec<FigureId>,
        change: FigureChange,
    },
    /// Accepts a tally and confirms its figures that nobody rejected, in one step.
    ConfirmTally(TallyId),
    /// Makes two figures of one: the second of the number in these bytes, or of the next number of its sentence.
    SplitFigure {
        figure: FigureId,
        second: Option<Range<usize>>,
    },
    RenameProject(String),
    RenameCoder(String),
}

/// A change of what is shown.
#[derive(Debug, Clone, PartialEq)]
pub enum ViewCommand {
    Select(Selection),
    /// Opens an article in the reader: in its column if it has one, else in a new column, up to six.
    OpenArticle(ArticleId),
    /// Opens an article in place of all columns.
    OpenOnly(ArticleId),
    CloseColumn(ArticleId),
    /// Moves a column to another place.
    MoveColumn {
        from: usize,
        to: usize,
    },
    /// Opens the article, scrolls to these bytes and lets them glow once.
    Reveal {
        article: ArticleId,
        range: Range<usize>,
    },
    /// Selects a figure, shows its sentence and lights its mark.
    ShowFigure(FigureId),
    /// Selects an excerpt and shows it.
    ShowExcerpt(ExcerptId),
    /// The words selected in the reader; `None` when nothing is.
    SelectText(Option<(ArticleId, Range<usize>)>),
    Tab(BottomTab),
    Reading(ReadingCommand),
    LibraryFilter(String),
    GroupBy(GroupBy),
    SortBy(SortBy, bool),
    /// Only articles read so far; `None` shows all.
    LibraryState(Option<ReadState>),
    /// Hides or shows the articles under a heading.
    Fold {
        heading: String,
        folded: bool,
    },
    /// Which articles are marked in the library.
    Mark(BTreeSet<ArticleId>),
    /// Opens these articles side by side, in place of all columns; at most six.
    OpenAll(Vec<ArticleId>),
    Search(SearchView),
    Figures(FiguresView),
    /// Marks exactly these figures.
    MarkFigures(BTreeSet<FigureId>),
    /// Shows the sentences of a tally, one under the other, to be confirmed together.
    ReviewTally(TallyId),
    Plots(PlotsView),
    Matrix(MatrixView),
    Tags(TagsView),
    /// The ends of a link that is being made.
    Linking(Option<Linking>),
    Theme(Theme),
    Zoom(f32),
    /// Says something to the person, for a while.
    Notice(Notice),
    DismissNotice(u64),
    Palette(bool),
    Help(bool),
}

/// Opening, saving, importing and exporting.
#[derive(Debug, Clone, PartialEq)]
pub enum FileCommand {
    /// Makes a project in this folder and opens it.
    New(PathBuf),
    Open(PathBuf),
    /// Opens the project that was open last; where it cannot be opened, the sample, saying why.
    OpenLast(PathBuf),
    OpenSample,
    /// Writes `project.ron` now; everything confirmed is in the journal already.
    Save,
    /// Reads files and folders, then shows the import table.
    Import(Vec<PathBuf>),
    /// Brings in what the import table holds.
    LandImport,
    DropImport,
    ExportFigures {
        path: PathBuf,
        format: ExportFormat,
    },
    /// Writes the report as one HTML page.
    ExportReport(PathBuf),
    /// Writes the plot on show as SVG or PNG, by the file's ending.
    ExportPlot(PathBuf),
    /// The same with the matrix.
    ExportMatrix(PathBuf),
    /// The same with the table of tags.
    ExportTags(PathBuf),
    /// Writes the excerpts the tags panel lists as CSV.
    ExportExcerpts(PathBuf),
    Quit,
}

/// How figures are written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    Csv,
    Jsonl,
}

impl ExportFormat {
    /// The format of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "csv" => Some(Self::Csv),
            "jsonl" => Some(Self::Jsonl),
            _ => None,
        }
    }
}
