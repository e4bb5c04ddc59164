//! The sample project: made from its notes as an analyst would make it, and sound as it ships.
//!
//! After a change to the notes, the rules or the file format, make it again:
//! `CROSSREAD_WRITE_SAMPLE=1 cargo test --test it sample_project`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossread::app::command::Operation;
use crossread::app::import;
use crossread::app::jobs::Progress;
use crossread::app::ops::events::Gathered;
use crossread::app::session::{Env, Session};
use crossread::app::{checks, sample};
use crossread::model::{
    Accounting, ArticleId, Cause, Estimate, EstimateRule, Figure, FigureId, Measure, MemoTarget, Period, ReadState,
    RecordId, ReviewStatus, Side, Subject, Tally, Timestamp, Violence, WireBasis, WordsRule,
};
use crossread::store;

const FOLDER: &str = "projects/southern-syria-2024-12-07";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER)
}

fn now() -> Timestamp {
    "2026-11-22T09:00:00Z".parse().unwrap()
}

fn env() -> Env {
    Env { now, seed: Some(20_241_207), coder_name: "M.".to_owned(), wake: Arc::new(|| {}) }
}

/// The value of a line "Name: value" in a note's head.
fn head<'a>(note: &'a str, name: &str) -> Option<&'a str> {
    note.split("\n\n").next()?.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

/// What is tagged: note number, words, tag.
const EXCERPTS: &[(usize, &str, &str)] = &[
    (0, "was winning back ground", "Denial"),
    (0, "local factions held over nine tenths of Daraa province", "Control of territory"),
    (1, "on its walls", "Quotation"),
    (1, "370,000", "Displacement"),
    (3, "within the city walls", "Quotation"),
    (3, "could not verify the claim", "Not checked"),
    (4, "the last phase of surrounding Damascus had begun", "Control of territory"),
    (4, "denied that the army had withdrawn", "Denial"),
    (4, "At least 826 people have been killed", "Casualties"),
    (4, "370,000 people have been displaced", "Displacement"),
];

/// The notes by file name, in order.
fn notes_in(folder: &Path) -> Vec<(String, String)> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    files.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// A note without its head.
fn body(note: &str) -> &str {
    note.split_once("\n\n").unwrap().1
}

struct Making {
    session: Session,
    articles: Vec<ArticleId>,
}

impl Making {
    fn text(&self, n: usize) -> Arc<str> {
        self.session.text(self.articles[n]).unwrap()
    }

    fn run(&mut self, operation: Operation) -> Option<RecordId> {
        self.session.operate(operation).unwrap()
    }

    /// The figure whose evidence holds these words, in note `n`.
    fn figure(&self, n: usize, words: &str) -> Figure {
        let mut found = self
            .session
            .project()
            .figures
            .values()
            .filter(|f| f.article == self.articles[n] && f.anchor.quote.contains(words));
        let figure = found.next().unwrap_or_else(|| panic!("note {} has no figure {words}", n + 1)).clone();
        assert!(found.next().is_none(), "note {} has two figures {words}", n + 1);
        figure
    }

    /// Reads a suggestion as an analyst does: corrects what is wrong, names the origin, confirms.
    fn confirm(&mut self, n: usize, words: &str, origin: &str, correct: impl Fn(&mut Figure)) -> FigureId {
        let mut figure = self.figure(n, words);
        correct(&mut figure);
        let id = figure.id;
        self.run(Operation::ChangeFigure(Box::new(figure)));
        self.run(Operation::NameOrigin { figure: id, origin: origin.to_owned() });
        self.run(Operation::Review { figures: vec![id], status: ReviewStatus::Confirmed });
        id
    }

    fn tally(&mut self, figures: &[FigureId], change: impl Fn(&mut Tally)) -> crossread::model::TallyId {
        let Some(RecordId::Tally(id)) = self.run(Operation::CreateTally(figures.to_vec())) else {
            panic!("no tally was made")
        };
        let mut tally = self.session.project().tallies[&id].clone();
        change(&mut tally);
        self.run(Operation::ChangeTally(Box::new(tally)));
        id
    }
}

impl Making {
    /// The offensive, with its two sides, and the tallies under it.
    fn event(&mut self, tallies: Vec<crossread::model::TallyId>, period: Period) {
        let gathered = Gathered { tallies, ..Gathered::default() };
        let name = "Offensive from 27 November 2024".to_owned();
        let Some(RecordId::Event(event)) = self.run(Operation::CreateEvent { name, gathered }) else {
            panic!("no event was made")
        };
        let parties = vec!["Syrian Army".to_owned(), "Hayat Tahrir al-Sham".to_owned()];
        self.run(Operation::NameParties { event, parties });
        let mut made = self.session.project().events[&event].clone();
        for (party, side) in &mut made.parties {
            let rebels = self.session.project().organisations[party].name.contains("Tahrir");
            *side = if rebels { Side::B } else { Side::A };
        }
        made.period = period;
        made.place = Some("Syria".to_owned());
        (made.cause, made.violence) = (Some(Cause::Conflict), Some(Violence::StateBased));
        self.run(Operation::ChangeEvent(Box::new(made)));
    }
}

fn make(target: &Path, notes: &Path) {
    let mut session = Session::create(target, "Southern Syria, 7 December 2024", env()).unwrap();
    // The heads are for this test; what is read begins with the line that says what it is.
    let bodies = tempfile::tempdir().unwrap();
    let mut heads = Vec::new();
    for (name, note) in notes_in(notes) {
        fs::write(bodies.path().join(name), body(&note)).unwrap();
        heads.push(note);
    }
    let mut table =
        import::read_files(&[bodies.path().to_owned()], session.project(), &|_| None, &Progress::default()).unwrap();
    assert!(table.failed.is_empty(), "{:?}", table.failed);
    table.set_name = "Source notes".to_owned();
    for (row, note) in table.rows.iter_mut().zip(&heads) {
        let field = |name| head(note, name).unwrap_or_default().to_owned();
        (row.title, row.outlet, row.published) = (field("Title"), field("Outlet"), field("Date"));
        row.wire = match head(note, "Wire") {
            Some(wire) => wire.to_owned(),
            None => row.outlet.clone(),
        };
    }
    let articles = session.land_import(&table).unwrap().articles;
    assert_eq!(articles.len(), 5);
    let mut making = Making { session, articles };
    making.run(Operation::AddStarterCodebook);
    for (n, words, tag) in EXCERPTS {
        let text = making.text(*n);
        let at = text.find(words).unwrap_or_else(|| panic!("note {} does not say “{words}”", n + 1));
        let tag = making
            .session
            .project()
            .tags
            .values()
            .find(|t| t.name == *tag)
            .unwrap_or_else(|| panic!("no tag {tag}"))
            .id;
        making.run(Operation::TagSpan { article: making.articles[*n], range: at..at + words.len(), tag });
    }
    let since = Period { start: "2024-11-27".parse().ok(), ..Period::default() };
    let killed = |f: &mut Figure| {
        (f.measure, f.subject, f.accounting) = (Measure::Killed, Subject::People, Some(Accounting::Cumulative));
        f.period = since;
    };
    let civilians = |f: &mut Figure| {
        (f.measure, f.subject, f.accounting) = (Measure::Killed, Subject::Civilians, Some(Accounting::Cumulative));
        f.period = since;
    };
    let displaced = |f: &mut Figure| {
        (f.measure, f.subject, f.accounting) = (Measure::Displaced, Subject::People, Some(Accounting::Stock));
        f.period = since;
    };
    let sohr = "Syrian Observatory for Human Rights";
    let afp_whole = making.confirm(4, "826", sohr, killed);
    let afp_part = making.confirm(4, "111", sohr, |f| {
        civilians(f);
        f.part_of = Some(afp_whole);
    });
    let bbc_whole = making.confirm(1, "820", sohr, killed);
    let bbc_part = making.confirm(1, "111", sohr, |f| {
        civilians(f);
        f.part_of = Some(bbc_whole);
    });
    let afp_displaced = making.confirm(4, "370,000", "United Nations", displaced);
    let mut bbc_displaced = making.figure(1, "370,000");
    displaced(&mut bbc_displaced);
    let bbc_displaced_id = bbc_displaced.id;
    making.run(Operation::ChangeFigure(Box::new(bbc_displaced)));
    making.run(Operation::NameOrigin { figure: bbc_displaced_id, origin: "United Nations".to_owned() });
    let whole = making.tally(&[afp_whole, bbc_whole], |t| {
        t.name = "Killed nationwide since 27 November".to_owned();
        (t.place, t.period) = (Some("Syria".to_owned()), since);
    });
    let civilians_tally = making.tally(&[afp_part, bbc_part], |t| {
        t.name = "of whom civilians".to_owned();
        (t.place, t.period, t.part_of) = (Some("Syria".to_owned()), since, Some(whole));
    });
    let displaced_tally = making.tally(&[afp_displaced, bbc_displaced_id], |t| {
        t.name = "Displaced since 27 November".to_owned();
        (t.place, t.period) = (Some("Syria".to_owned()), since);
    });
    making.event(vec![whole, civilians_tally, displaced_tally], since);
    let coder = making.session.coder();
    making.run(Operation::AdoptEstimate {
        tally: whole,
        estimate: Some(Estimate {
            low: Some(826),
            best: Some(826),
            high: None,
            rule: EstimateRule::MostRecent,
            words: WordsRule::default(),
            weighed: Vec::new(),
            reasoning: "Both outlets pass on the Observatory's running count; AFP's is the later. One origin only, so it stays a floor."
                .to_owned(),
            coder,
            adopted: now(),
        }),
    });
    let memo = "Two versions of one Telegram post: Reuters' rewrite has the village within the city walls, BBC's has the \
                fighters on its walls. Not the same claim.";
    making.run(Operation::WriteMemo { on: MemoTarget::Article(making.articles[3]), text: memo.to_owned() });
    making.run(Operation::MarkRead { articles: vec![making.articles[4]], state: ReadState::Done });
    making.run(Operation::MarkRead { articles: vec![making.articles[1]], state: ReadState::Reading });
    making.run(Operation::MarkReviewed { article: making.articles[4], reviewed: true });
    making.session.close().unwrap();
}

/// Makes the project anew from the notes; with `CROSSREAD_WRITE_SAMPLE` set, in place of the one that ships.
#[test]
fn it_can_be_made_from_its_notes() {
    let scratch = tempfile::tempdir().unwrap();
    let made = scratch.path().join("sample");
    make(&made, &folder().join("notes"));
    assert_eq!(store::check(&made).unwrap(), []);
    if std::env::var_os("CROSSREAD_WRITE_SAMPLE").is_some() {
        for part in ["journal", "texts", "originals", "backups"] {
            let old = folder().join(part);
            if old.exists() {
                fs::remove_dir_all(old).unwrap();
            }
        }
        // Backups and the state of one machine do not ship; the originals are the notes themselves.
        for part in [".gitattributes", "project.ron", "journal", "texts"] {
            copy(&made.join(part), &folder().join(part));
        }
    }
}

fn copy(from: &Path, to: &Path) {
    if from.is_file() {
        // Not `fs::copy`: what ships is readable by everybody, whatever the scratch copy was.
        fs::write(to, fs::read(from).unwrap()).unwrap();
        return;
    }
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        copy(&entry.path(), &to.join(entry.file_name()));
    }
}

#[test]
fn the_shipped_project_opens_without_a_warning_and_has_something_for_every_panel() {
    let scratch = tempfile::tempdir().unwrap();
    let copy = scratch.path().join("sample");
    sample::copy_to(&copy).unwrap();
    let (session, warnings) = Session::open(&copy, env()).unwrap();
    assert!(warnings.is_empty(), "{warnings:?}");
    let project = session.project();
    assert_eq!(project.articles.len(), 5);
    assert!(project.articles.values().any(|article| article.wire_basis == Some(WireBasis::Stated)));
    assert!(project.tags.len() > 10 && project.excerpts.len() >= 10 && project.memos.len() == 1);
    let with = |status| project.figures.values().filter(|figure| figure.status == status).count();
    assert!(with(ReviewStatus::Confirmed) >= 5 && with(ReviewStatus::Suggested) >= 5, "not enough figures");
    assert!(project.tallies.len() >= 2);
    let findings = checks::findings(project, |article| session.text(article));
    assert!(findings.iter().all(|finding| finding.severity == checks::Severity::Warning), "{findings:?}");
    assert!(!findings.is_empty(), "the checks panel would be empty");
    session.close().unwrap();
    assert_eq!(store::check(&copy).unwrap(), []);
}

#[test]
fn its_articles_are_the_notes_word_for_word() {
    let project = store::open_read_only(&folder()).unwrap();
    let notes = notes_in(&folder().join("notes"));
    for article in project.project.articles.values() {
        let text = project.texts.get(&article.text_sha256).unwrap();
        assert!(notes.iter().any(|(_, note)| *body(note) == *text), "{} is no note", article.title);
    }
}
