//! Figures corrected by what a person types: a value in words ("at least 20", "20–30", "dozens"), one field of several
//! figures at once, and one figure split into two. Layer `app`.

use std::ops::Range;

use crate::model::{
    Accounting, Anchor, ChainLink, ChainRole, Change, Edit, Figure, FigureId, FigureRole, Measure, OrgId, OrgKind,
    Organisation, Period, Project, Qualifier, ReviewStatus, Stance, Subject, Tally, TallyId, TextSpan, Verification,
    WordsRule,
};

use super::articles::find_or_add_org;
use super::figure_terms::TermChange;
use super::{By, Refused, counted};

/// One field of a figure with its new value.
#[derive(Debug, Clone, PartialEq)]
pub enum FigureChange {
    /// The number as typed; the words as reported stay what they are.
    Value(String),
    Measure(Measure),
    Subject(Subject),
    /// Whom and what it counts.
    Counts(Subject, Measure),
    Qualifier(Qualifier),
    Accounting(Option<Accounting>),
    /// Empty: not given.
    Place(String),
    Period(Period),
    /// The name of who counted; empty: the article gives nobody.
    Origin(String),
    Role(FigureRole),
    Stance(Stance),
    Verification(Verification),
    /// One of its further terms.
    Term(TermChange),
}

impl FigureChange {
    /// What it changes, in words.
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Value(_) => "value",
            Self::Measure(_) => "measure",
            Self::Subject(_) => "people counted",
            Self::Counts(..) => "what is counted",
            Self::Qualifier(_) => "qualifier",
            Self::Accounting(_) => "accounting",
            Self::Place(_) => "place",
            Self::Period(_) => "period",
            Self::Origin(_) => "origin",
            Self::Role(_) => "role",
            Self::Stance(_) => "stance",
            Self::Verification(_) => "verification",
            Self::Term(change) => change.field(),
        }
    }
}

/// A number as a person types it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TypedValue {
    /// People, or households where those are counted; `None` for an open end.
    pub low: Option<u64>,
    pub high: Option<u64>,
    pub qualifier: Qualifier,
    /// A share of a population, 0 to 1.
    pub fraction: Option<f64>,
}

/// Reads a number as typed: "826", "at least 20", "20–30", "820+", "≤ 40", "dozens", "30 %". `None` if there is none.
pub fn read_value(typed: &str) -> Option<TypedValue> {
    let typed = typed.trim();
    // Signs that stand for words in a table are read as those words.
    let (typed, words) = match typed.chars().next()? {
        '≤' => (typed.trim_start_matches('≤'), "at most "),
        '≥' => (typed.trim_start_matches('≥'), "at least "),
        '<' => (typed.trim_start_matches('<'), "fewer than "),
        '>' => (typed.trim_start_matches('>'), "more than "),
        '~' | '≈' => (typed.trim_start_matches(['~', '≈']), "about "),
        _ => (typed, ""),
    };
    let text = format!("{words}{}", typed.trim());
    let mut found = Vec::new();
    crate::figures::number::numbers_in(&text, 0..text.len(), &mut found);
    let number = found.first()?;
    let fraction = number.fraction.filter(|share| (0.0..=1.0).contains(share));
    if fraction.is_none() && number.low.is_none() && number.high.is_none() {
        return None;
    }
    let (low, high) = if fraction.is_some() { (None, None) } else { (number.low, number.high) };
    Some(TypedValue { low, high, qualifier: number.qualifier, fraction })
}

/// Reads whom and what a figure counts, as typed: "civilians killed", "displaced". What is not said stays as it is.
pub fn read_counts(typed: &str, old: (Subject, Measure)) -> Option<(Subject, Measure)> {
    let typed = typed.to_lowercase();
    let words: Vec<&str> = typed.split_whitespace().collect();
    let named = |label: &str| {
        let label: Vec<&str> = label.split_whitespace().collect();
        words.windows(label.len()).any(|window| window == label.as_slice())
    };
    let subject = Subject::ALL.iter().copied().find(|subject| named(subject.label()));
    let measure = Measure::ALL.iter().copied().find(|measure| named(measure.label()));
    (subject.is_some() || measure.is_some()).then(|| (subject.unwrap_or(old.0), measure.unwrap_or(old.1)))
}

/// Reads days as typed: "2024-12-06", "2024-11-27 – 2024-12-06", "since 2024-11-27", "up to 2024-12-06"; empty is not
/// given.
pub fn read_period(typed: &str) -> Option<Period> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Some(Period::default());
    }
    let day = |text: &str| crate::app::dates::read_day(text).ok().flatten();
    if let Some(start) = typed.strip_prefix("since ") {
        return Some(Period { start: Some(day(start)?), ..Period::default() });
    }
    if let Some(end) = typed.strip_prefix("up to ") {
        return Some(Period { end: Some(day(end)?), ..Period::default() });
    }
    let mut ends = typed.split(['–', '—', '→']).flat_map(|part| part.split(" to "));
    let start = ends.next().and_then(day)?;
    let end = match ends.next() {
        Some(text) => day(text)?,
        None => start,
    };
    Some(Period { start: Some(start), end: Some(end), ..Period::default() })
}

/// A period as [`read_period`] reads it.
pub fn write_period(period: &Period) -> String {
    match (period.start, period.end) {
        (Some(start), Some(end)) if start == end => start.to_string(),
        (Some(start), Some(end)) => format!("{start} – {end}"),
        (Some(start), None) => format!("since {start}"),
        (None, Some(end)) => format!("up to {end}"),
        (None, None) => String::new(),
    }
}

/// Sets one field of figures. `None` when it is so already.
///
/// # Errors
/// When the value typed is no number.
pub fn edit_figures(
    project: &Project,
    figures: &[FigureId],
    change: &FigureChange,
    by: &mut By<'_>,
) -> Result<Option<Edit>, Refused> {
    let value = match change {
        FigureChange::Value(typed) => Some(read_value(typed).ok_or_else(|| {
            let words = "a number was expected, such as 826, at least 20, 20–30, dozens or 30 %";
            Refused::new(format!("“{typed}”: {words}. Nothing was changed"))
        })?),
        _ => None,
    };
    let mut orgs: Vec<Organisation> = Vec::new();
    let org = match change {
        FigureChange::Origin(name) if !name.trim().is_empty() => {
            Some(find_or_add_org(project, name.trim(), OrgKind::Other, by.ids, &mut orgs))
        }
        FigureChange::Term(change) => {
            change.organisation().map(|name| find_or_add_org(project, name, OrgKind::Other, by.ids, &mut orgs))
        }
        _ => None,
    };
    let mut changed = Vec::new();
    for old in figures.iter().filter_map(|id| project.figures.get(id)) {
        let mut figure = old.clone();
        match change {
            FigureChange::Value(_) => {
                if let Some(value) = value {
                    (figure.low, figure.high, figure.best) = (value.low, value.high, None);
                    figure.qualifier = qualifier_typed(figure.qualifier, change, value.qualifier);
                    figure.fraction = value.fraction;
                    figure.words = WordsRule::None;
                }
            }
            FigureChange::Measure(measure) => figure.measure = *measure,
            FigureChange::Subject(subject) => figure.subject = *subject,
            FigureChange::Counts(subject, measure) => (figure.subject, figure.measure) = (*subject, *measure),
            FigureChange::Qualifier(qualifier) => qualify(&mut figure, *qualifier)?,
            FigureChange::Accounting(accounting) => figure.accounting = *accounting,
            FigureChange::Place(place) => {
                set_place(&mut figure, place);
            }
            FigureChange::Period(period) => figure.period = *period,
            FigureChange::Origin(name) => {
                let was = figure.origin().cloned();
                figure.chain.retain(|link| link.role != ChainRole::Origin);
                if org.is_some() {
                    figure.chain.insert(0, origin_link(org, name.trim(), was));
                }
            }
            FigureChange::Role(role) => figure.role = *role,
            FigureChange::Stance(stance) => figure.stance = *stance,
            FigureChange::Verification(verification) => figure.verification = *verification,
            FigureChange::Term(change) => change.apply(&mut figure, org)?,
        }
        if figure != *old {
            changed.push(figure);
        }
    }
    if changed.is_empty() {
        return Ok(None);
    }
    let label = match changed.len() {
        1 => format!("change {}", change.field()),
        n => format!("change {} of {}", change.field(), counted(n, "figure", "figures")),
    };
    let changes = orgs
        .into_iter()
        .map(|org| Change::Put(Box::new(org.into())))
        .chain(changed.into_iter().map(|figure| Change::Put(Box::new(figure.into()))))
        .collect();
    Ok(Some(Edit { label, changes }))
}

/// An origin of this name in the place of another: the words the article uses stay, and by what verb it says them.
pub fn origin_link(org: Option<OrgId>, name: &str, was: Option<ChainLink>) -> ChainLink {
    let role = ChainRole::Origin;
    match was {
        Some(link) => ChainLink { org, role, ..link },
        None => ChainLink { org, as_written: name.to_owned(), role, span: None, verb: None, kind: None },
    }
}

/// Writes another place down; where the old one lay is no longer known then.
pub fn set_place(figure: &mut Figure, place: &str) {
    let place = Some(place.trim().to_owned()).filter(|place| !place.is_empty());
    if place != figure.place {
        (figure.place, figure.location) = (place, None);
    }
}

/// Accepts a tally and confirms its figures, those rejected aside. `None` when all that is so already.
pub fn confirm_tally(project: &Project, tally: TallyId, by: &By<'_>) -> Option<Edit> {
    let tally = project.tallies.get(&tally)?;
    let open: Vec<FigureId> = tally
        .figures
        .iter()
        .copied()
        .filter(|id| project.figures.get(id).is_some_and(|figure| figure.status == ReviewStatus::Suggested))
        .collect();
    let mut changes = Vec::new();
    if tally.status != ReviewStatus::Confirmed {
        changes.push(Change::Put(Box::new(Tally { status: ReviewStatus::Confirmed, ..tally.clone() }.into())));
    }
    if let Some(edit) = super::figures::review(project, &open, ReviewStatus::Confirmed, by) {
        changes.extend(edit.changes);
    }
    let label = format!("confirm tally with {}", counted(open.len(), "figure", "figures"));
    (!changes.is_empty()).then_some(Edit { label, changes })
}

/// The qualifier of a value typed anew: "820+" is how a table writes "more than 820" as well as "at least 820", so it
/// takes nothing away from a figure that was either.
fn qualifier_typed(was: Qualifier, change: &FigureChange, read: Qualifier) -> Qualifier {
    let by_sign = matches!(change, FigureChange::Value(typed) if typed.trim_end().ends_with('+'));
    if by_sign && read == Qualifier::AtLeast && was == Qualifier::MoreThan { was } else { read }
}

/// Gives a figure another qualifier, its ends opened or closed to fit.
fn qualify(figure: &mut Figure, qualifier: Qualifier) -> Result<(), Refused> {
    figure.qualifier = qualifier;
    if figure.fraction.is_some() {
        return Ok(());
    }
    let (low, high) = (figure.low, figure.high);
    (figure.low, figure.high) = match qualifier {
        Qualifier::AtLeast | Qualifier::MoreThan | Qualifier::Vague => (low.or(high), None),
        Qualifier::AtMost | Qualifier::LessThan => (None, high.or(low)),
        Qualifier::Exact | Qualifier::Approx => (low.or(high), low.or(high)),
        Qualifier::Range if low.is_none() || high.is_none() => {
            return Err(Refused::new("a range has two ends: type it as the value, such as 20–30"));
        }
        Qualifier::Range => (low, high),
    };
    Ok(())
}

/// Makes two figures of one: the second stands on the number in `second` (bytes of the article's text), or on the next
/// number of the sentence that no figure stands on, and begins as a copy of what the first says of whom, where and when.
///
/// # Errors
/// When there is no second number.
pub fn split_figure(
    project: &Project,
    text: &str,
    figure: FigureId,
    second: Option<Range<usize>>,
    by: &mut By<'_>,
) -> Result<Option<Edit>, Refused> {
    let Some(old) = project.figures.get(&figure) else { return Ok(None) };
    let span = old.anchor.span;
    let mut inside = Vec::new();
    crate::figures::number::numbers_in(text, span.range(), &mut inside);
    let mut first = old.clone();
    let mut number = None;
    let place = |n: &crate::figures::number::Number| TextSpan::snapped(text, n.phrase_start..n.phrase_end);
    if let Some(range) = second {
        let mut found = Vec::new();
        let selected = super::codebook::trimmed(text, range).map_or(0..0, |span| span.range());
        crate::figures::number::numbers_in(text, selected, &mut found);
        number = found.into_iter().find(|n| place(n).is_some_and(|at| !at.overlaps(span)));
    } else if let [a, b, ..] = inside.as_slice()
        && let (Some(at), Some(_)) = (place(a), place(b))
        && let Some(anchor) = Anchor::new(text, at)
    {
        // Two numbers were read as one figure: each keeps its own words.
        first = with_number(Figure { anchor, ..first }, a);
        number = Some(b.clone());
    }
    if number.is_none() {
        let sentence = crate::text::segment::sentence_at(text, span.start());
        let mut found = Vec::new();
        crate::figures::number::numbers_in(text, sentence, &mut found);
        let is_free =
            |at: TextSpan| !project.figures.values().any(|f| f.article == old.article && f.anchor.span.overlaps(at));
        number = found.into_iter().find(|n| {
            n.start >= span.end()
                && (n.low.or(n.high).is_some() || n.fraction.is_some())
                && place(n).is_some_and(is_free)
        });
    }
    let second = number.as_ref().and_then(|n| Some((n, Anchor::new(text, place(n)?)?)));
    let Some((number, anchor)) = second else {
        let sentence = crate::text::segment::sentence_at(text, span.start());
        let there = project.figures.values().filter(|f| f.article == old.article && f.id != old.id);
        let mut there: Vec<&Figure> = there.filter(|f| sentence.contains(&f.anchor.span.start())).collect();
        there.sort_by_key(|f| f.anchor.span.start());
        let there: Vec<String> = there.into_iter().map(|f| format!("“{}”", f.as_reported())).collect();
        let why = if there.is_empty() {
            "there is no second number in its sentence; select the words of the second figure, then split".to_owned()
        } else {
            let figures = if there.len() == 1 { "is a figure" } else { "are figures" };
            format!(
                "nothing to split off: {} in its sentence {figures} already; for another, select its words, then split",
                there.join(", ")
            )
        };
        return Err(Refused::new(why));
    };
    let other = Figure {
        id: by.ids.figure(),
        anchor,
        best: None,
        part_of: None,
        reasoning: String::new(),
        status: ReviewStatus::Suggested,
        trace: Vec::new(),
        coder: Some(by.coder),
        reviewer: None,
        created: by.now,
        ..old.clone()
    };
    let mut out = vec![with_number(other, number)];
    if first != *old {
        out.push(first);
    }
    Ok(Some(Edit::put_all("split figure", out)))
}

fn with_number(figure: Figure, number: &crate::figures::number::Number) -> Figure {
    let fraction = number.fraction.filter(|share| (0.0..=1.0).contains(share));
    let (low, high) = if fraction.is_some() { (None, None) } else { (number.low, number.high) };
    Figure { low, high, best: None, qualifier: number.qualifier, fraction, ..figure }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::ids::IdSource;
    use crate::model::testing;

    #[test]
    fn a_value_is_read_as_typed() {
        use Qualifier as Q;
        type Read = Option<(Option<u64>, Option<u64>, Q)>;
        let cases: [(&str, Read); 11] = [
            ("826", Some((Some(826), Some(826), Q::Exact))),
            ("1,250", Some((Some(1250), Some(1250), Q::Exact))),
            ("at least 20", Some((Some(20), None, Q::AtLeast))),
            ("820+", Some((Some(820), None, Q::AtLeast))),
            ("≤ 40", Some((None, Some(40), Q::AtMost))),
            ("fewer than 40", Some((None, Some(39), Q::LessThan))),
            ("20–30", Some((Some(20), Some(30), Q::Range))),
            ("about 300", Some((Some(300), Some(300), Q::Approx))),
            ("dozens", Some((Some(24), None, Q::Vague))),
            ("nobody knows", None),
            ("", None),
        ];
        for (typed, want) in cases {
            let got = read_value(typed).map(|v| (v.low, v.high, v.qualifier));
            assert_eq!(got.map(|(l, h, q)| (l, h.or(None), q)).is_some(), want.is_some(), "{typed}");
            if let (Some((low, high, qualifier)), Some(want)) = (got, want) {
                assert_eq!((low, qualifier), (want.0, want.2), "{typed}");
                assert!(high == want.1 || want.2 == Q::LessThan, "{typed}: {high:?}");
            }
        }
        assert_eq!(read_value("30 %").unwrap().fraction, Some(0.3));
    }

    #[test]
    fn days_are_read_as_they_are_written() {
        for text in ["", "2030-05-04", "2030-05-01 – 2030-05-04", "since 2030-05-01", "up to 2030-05-04"] {
            assert_eq!(write_period(&read_period(text).unwrap()), text);
        }
        assert_eq!(read_period("last week"), None);
        assert_eq!(read_period("2030-05-01 to 2030-05-04"), read_period("2030-05-01 – 2030-05-04"));
    }

    #[test]
    fn what_is_counted_is_read_from_its_words() {
        let old = (Subject::People, Measure::Killed);
        assert_eq!(read_counts("civilians displaced", old), Some((Subject::Civilians, Measure::Displaced)));
        assert_eq!(read_counts("Aid workers", old), Some((Subject::AidWorkers, Measure::Killed)));
        assert_eq!(read_counts("horses", old), None);
    }

    #[test]
    fn one_step_changes_a_field_of_many_and_says_how_many() {
        let mut project = testing::full_project();
        let ids: Vec<FigureId> = project.figures.keys().copied().collect();
        let mut source = IdSource::seeded(1);
        let coder = *project.coders.keys().next().unwrap();
        let mut by = By { coder, now: project.info.created, ids: &mut source };
        let change = FigureChange::Place("Marren".to_owned());
        let edit = edit_figures(&project, &ids, &change, &mut by).unwrap().unwrap();
        assert!(edit.label.starts_with("change place"), "{}", edit.label);
        project.apply(&edit).unwrap();
        assert!(project.figures.values().all(|figure| figure.place.as_deref() == Some("Marren")));
        assert_eq!(edit_figures(&project, &ids, &change, &mut by), Ok(None), "it is so already");
        let refused = edit_figures(&project, &ids, &FigureChange::Value("many".to_owned()), &mut by);
        assert!(refused.is_err());
    }
}
