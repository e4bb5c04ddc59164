//! The order of articles: under headings, sorted, filtered. Kept from one revision to the next, so that a change of one
//! article moves that one alone.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Article, ArticleId, Date, Project, ReadState};

use super::derived::{Derived, LibraryGroup};
use super::search_facets::Facts;
use super::totals::ArticleCounts;
use super::view::{GroupBy, SortBy};
use crate::text::search::query::Node;
use crate::text::search::{Facet, Query};

/// How articles are grouped and sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Arrangement {
    pub group_by: GroupBy,
    pub sort_by: SortBy,
    /// From the last to the first, inside each group.
    pub backwards: bool,
}

/// Where an article stands: under which heading, and what it is sorted by there.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    /// Unknown ones go last, and headings that have an order of their own come in it.
    rank: u8,
    heading: String,
    by: SortKey,
    /// For equal keys: a title is a title whichever way the rest runs.
    title: String,
    backwards: bool,
    id: ArticleId,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum SortKey {
    Words(String),
    Date(Option<Date>),
    /// From the most to the least, as one wants it.
    Number(std::cmp::Reverse<usize>),
    Status(u8),
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        let by = self.by.cmp(&other.by);
        (self.rank, &self.heading)
            .cmp(&(other.rank, &other.heading))
            .then(if self.backwards { by.reverse() } else { by })
            .then_with(|| (&self.title, self.id).cmp(&(&other.title, other.id)))
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What the library looks in when it is filtered by words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    words: String,
    state: ReadState,
}

/// Articles in order.
#[derive(Debug, Default)]
pub struct Order {
    arrangement: Option<Arrangement>,
    rows: BTreeMap<Place, Row>,
    places: BTreeMap<ArticleId, Place>,
}

impl Order {
    /// Puts every article in its place.
    pub fn arrange(
        &mut self,
        project: &Project,
        arrangement: Arrangement,
        counts: &BTreeMap<ArticleId, ArticleCounts>,
    ) {
        let placed = project.articles.values().map(|article| {
            let place = place(project, article, arrangement, counts);
            (place, row(project, article))
        });
        // Made of a sorted list at once, which is many times faster than one by one.
        self.rows = placed.collect();
        self.places = self.rows.keys().map(|place| (place.id, place.clone())).collect();
        self.arrangement = Some(arrangement);
    }

    /// Whether it is in this arrangement already.
    pub fn is_arranged(&self, arrangement: Arrangement) -> bool {
        self.arrangement == Some(arrangement)
    }

    /// Whether it is in any arrangement.
    pub const fn is_arranged_at_all(&self) -> bool {
        self.arrangement.is_some()
    }

    /// Moves articles that were added, removed or changed to their places; says whether any place is another now.
    pub fn update(
        &mut self,
        project: &Project,
        articles: &BTreeSet<ArticleId>,
        counts: &BTreeMap<ArticleId, ArticleCounts>,
    ) -> bool {
        let Some(arrangement) = self.arrangement else { return false };
        let mut is_moved = false;
        for id in articles {
            let new = project.articles.get(id).map(|article| place(project, article, arrangement, counts));
            let old = self.places.get(id);
            if old != new.as_ref() {
                is_moved = true;
                if let Some(old) = self.places.remove(id) {
                    self.rows.remove(&old);
                }
            }
            if let (Some(new), Some(article)) = (new, project.articles.get(id)) {
                self.rows.insert(new.clone(), row(project, article));
                self.places.insert(*id, new);
            }
        }
        is_moved
    }

    /// The articles, in order.
    pub fn ids(&self) -> impl Iterator<Item = ArticleId> {
        self.rows.keys().map(|place| place.id)
    }

    /// The articles for which `fits` holds, under their headings; it is given the words to look in, in small letters.
    pub fn groups(&self, fits: impl Fn(ArticleId, &str) -> bool) -> Vec<LibraryGroup> {
        let mut groups: Vec<LibraryGroup> = Vec::new();
        for (place, row) in &self.rows {
            if !fits(place.id, &row.words) {
                continue;
            }
            let is_next = groups.last().is_none_or(|group| group.title != place.heading || group.rank != place.rank);
            if is_next {
                groups.push(LibraryGroup { title: place.heading.clone(), rank: place.rank, ..LibraryGroup::default() });
            }
            if let Some(group) = groups.last_mut() {
                group.articles.push(place.id);
                group.unread += usize::from(row.state == ReadState::Unread);
            }
        }
        groups
    }
}

fn row(project: &Project, article: &Article) -> Row {
    let wire = article.wire.and_then(|id| project.organisations.get(&id)).map_or("", |org| org.short_name());
    let outlet = project.outlet_name(article);
    let words = format!("{} {outlet} {wire} {}", article.title, article.provenance.file).to_lowercase();
    Row { words, state: article.read_state }
}

fn place(
    project: &Project,
    article: &Article,
    arrangement: Arrangement,
    counts: &BTreeMap<ArticleId, ArticleCounts>,
) -> Place {
    let Arrangement { group_by, sort_by, backwards } = arrangement;
    let (rank, heading) = heading(project, article, group_by);
    let by = match sort_by {
        SortBy::Date => SortKey::Date(article.published),
        SortBy::Title => SortKey::Words(article.title.to_lowercase()),
        SortBy::Outlet => SortKey::Words(project.outlet_name(article).to_lowercase()),
        SortBy::Figures => {
            SortKey::Number(std::cmp::Reverse(counts.get(&article.id).map_or(0, |counts| counts.figures)))
        }
        SortBy::Status => SortKey::Status(status_rank(article.read_state)),
    };
    Place { rank, heading, by, title: article.title.clone(), backwards, id: article.id }
}

/// What is being read first, then what waits, then what is done.
const fn status_rank(state: ReadState) -> u8 {
    match state {
        ReadState::Reading => 0,
        ReadState::Unread => 1,
        ReadState::Done => 2,
    }
}

/// What comes first sorts by number, then by words: unknown ones go last.
fn heading(project: &Project, article: &Article, group_by: GroupBy) -> (u8, String) {
    match group_by {
        GroupBy::Nothing => (0, "All articles".to_owned()),
        GroupBy::Wire => match project.wire_or_outlet(article).and_then(|id| project.organisations.get(&id)) {
            Some(org) => (0, org.short_name().to_owned()),
            None => (1, "Wire unknown".to_owned()),
        },
        GroupBy::Outlet => (u8::from(article.outlet.is_none()), project.outlet_name(article)),
        GroupBy::Set => match article.set.and_then(|id| project.sets.get(&id)) {
            Some(set) => (0, set.name.clone()),
            None => (1, "No set".to_owned()),
        },
        GroupBy::Date => match article.published {
            Some(date) => (0, date.to_string()),
            None => (1, "Date unknown".to_owned()),
        },
        GroupBy::Language => match &article.language {
            Some(language) => (0, language_name(language)),
            None => (1, "Language unknown".to_owned()),
        },
        GroupBy::Status => {
            let heading = match article.read_state {
                ReadState::Reading => "Reading",
                ReadState::Unread => "Unread",
                ReadState::Done => "Done",
            };
            (status_rank(article.read_state), heading.to_owned())
        }
    }
}

/// The English name of a language tag, where it is one of those that are told apart; else the tag.
pub fn language_name(tag: &str) -> String {
    const NAMES: [(&str, &str); 40] = [
        ("am", "Amharic"),
        ("ar", "Arabic"),
        ("az", "Azerbaijani"),
        ("be", "Belarusian"),
        ("bg", "Bulgarian"),
        ("bn", "Bengali"),
        ("ca", "Catalan"),
        ("cs", "Czech"),
        ("da", "Danish"),
        ("de", "German"),
        ("el", "Greek"),
        ("en", "English"),
        ("es", "Spanish"),
        ("fa", "Persian"),
        ("fi", "Finnish"),
        ("fr", "French"),
        ("he", "Hebrew"),
        ("hi", "Hindi"),
        ("hr", "Croatian"),
        ("hu", "Hungarian"),
        ("hy", "Armenian"),
        ("id", "Indonesian"),
        ("it", "Italian"),
        ("ja", "Japanese"),
        ("ka", "Georgian"),
        ("ko", "Korean"),
        ("my", "Burmese"),
        ("nl", "Dutch"),
        ("pl", "Polish"),
        ("pt", "Portuguese"),
        ("ro", "Romanian"),
        ("ru", "Russian"),
        ("sr", "Serbian"),
        ("sv", "Swedish"),
        ("th", "Thai"),
        ("tr", "Turkish"),
        ("uk", "Ukrainian"),
        ("ur", "Urdu"),
        ("vi", "Vietnamese"),
        ("zh", "Chinese"),
    ];
    let primary = tag.split('-').next().unwrap_or(tag).to_ascii_lowercase();
    match NAMES.binary_search_by(|(short, _)| (*short).cmp(primary.as_str())) {
        Ok(at) => NAMES.get(at).map_or_else(|| tag.to_owned(), |(_, name)| (*name).to_owned()),
        Err(_) => tag.to_owned(),
    }
}

/// What the library's filter lets through.
#[derive(Debug)]
pub(super) struct LibraryFilter<'a> {
    project: &'a Project,
    /// In small letters, as the parts of words.
    words: Vec<String>,
    /// The fields of the search that were asked for ("tag:denial"), with what they mean.
    fields: Option<(Query, Facts<'a>)>,
    state: Option<ReadState>,
}

impl<'a> LibraryFilter<'a> {
    pub(super) fn new(project: &'a Project, derived: &'a Derived, filter: &str, state: Option<ReadState>) -> Self {
        // A part that is a field of the search, or one left out by a hyphen, is asked of the article.
        let is_field = |part: &&str| Query::parse(part).is_ok_and(|query| !query.facets().is_empty());
        let (fields, words): (Vec<&str>, Vec<&str>) = filter.split_whitespace().partition(is_field);
        let query = Query::parse(&fields.join(" ")).ok().filter(|query| query.root.is_some());
        let fields = query.map(|query| {
            let (figures, excerpts) = (Cow::Borrowed(&derived.figures_of), Cow::Borrowed(&derived.excerpts_of));
            let facts = Facts::with(project, &query, figures, excerpts);
            (query, facts)
        });
        Self { project, words: words.iter().map(|word| word.to_lowercase()).collect(), fields, state }
    }

    /// Whether an article is shown; `words` is what is looked in.
    pub(super) fn fits(&self, id: ArticleId, words: &str) -> bool {
        self.words.iter().all(|word| words.contains(word))
            && self.state.is_none_or(|state| self.project.articles.get(&id).is_some_and(|a| a.read_state == state))
            && self.fields.as_ref().is_none_or(|(query, facts)| {
                query.root.as_ref().is_some_and(|root| holds(root, &|facet| facts.fits(id, facet)))
            })
    }
}

/// Whether a query that asks of articles alone is answered.
fn holds(node: &Node, facet: &dyn Fn(&Facet) -> bool) -> bool {
    match node {
        Node::Facet(asked) => facet(asked),
        Node::Not(part) => !holds(part, facet),
        Node::And(parts) => parts.iter().all(|part| holds(part, facet)),
        Node::Or(parts) => parts.iter().any(|part| holds(part, facet)),
        Node::Term(_) | Node::Pattern(_) | Node::Near(..) => true,
    }
}
