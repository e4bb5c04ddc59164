//! What several modules of tests share: made-up articles, a folder to work in, and the program as a terminal runs it.

use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A plain text file without a stated outlet or date: four figures.
pub const COURIER: (&str, &str) = (
    "valley-courier.txt",
    "Shells fall on the harbour of Marren\n\n\
     At least 42 people were killed and 110 injured when shells hit the harbour of Marren on Tuesday, the Marren Health \
     Directorate said. More than 1,200 people have been displaced since Monday, according to the Relief Council.\n\n\
     The directorate said 9 children were among the dead.\n",
);

/// A plain text file that opens with its date.
pub const WIRE: (&str, &str) = (
    "north-wire.txt",
    "date 2030-05-02\nDozens dead in port town, officials say\n\n\
     The Interior Ministry said 17 civilians were killed in Marren. Aid workers told North Wire that between 40 and 50 \
     people had died. About 3,000 families fled the town.\n",
);

/// A saved page that states its outlet, date, author and headline.
pub const PAGE: (&str, &str) = (
    "evening-page.html",
    r#"<!doctype html><html lang="en"><head><title>What is known of the shelling of Marren | Evening Page</title>
<meta property="og:site_name" content="Evening Page"><meta name="author" content="Ines Calder">
<meta property="article:published_time" content="2030-05-03T09:00:00Z">
<meta property="og:title" content="What is known of the shelling of Marren"></head>
<body><nav><a href="/">Home</a></nav><article><h1>What is known of the shelling of Marren</h1>
<p>The Marren Health Directorate now counts 51 people killed in the shelling of the harbour, up from 42 a day before.</p>
<p>The Relief Council said 1,500 people had been displaced by Thursday, most of them from the streets behind the quay.</p>
<p>Nobody has said who fired the shells, and the ministry has not answered questions about 7 buses seen at the quay.</p>
</article></body></html>
"#,
);

pub const ARTICLES: [(&str, &str); 3] = [COURIER, WIRE, PAGE];

/// A folder of its own, with a home for the program in it, gone at the end of the test.
pub struct Scratch {
    dir: TempDir,
}

impl Scratch {
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file, with the folders above it.
    pub fn file(&self, name: impl AsRef<Path>, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    /// Writes the made-up articles into a folder.
    pub fn articles(&self, folder: &str) -> PathBuf {
        for (name, text) in ARTICLES {
            self.file(Path::new(folder).join(name), text);
        }
        self.path(folder)
    }

    /// The program, about to run in this folder, with nothing of the person's own settings and no display.
    pub fn crossread<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Command {
        self.before(&[], args)
    }

    /// The program started by other commands, such as `setpriv`.
    pub fn before<S: AsRef<OsStr>>(&self, before: &[&str], args: impl IntoIterator<Item = S>) -> Command {
        let program = env!("CARGO_BIN_EXE_crossread");
        let mut command = match before {
            [] => Command::new(program),
            [first, rest @ ..] => {
                let mut command = Command::new(first);
                command.args(rest).arg(program);
                command
            }
        };
        command.args(args).current_dir(self.dir.path()).env("HOME", self.path("home")).env("CROSSREAD_CODER", "Ana");
        for name in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DBUS_SESSION_BUS_ADDRESS"] {
            command.env_remove(name);
        }
        for name in ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"] {
            command.env(name, self.path("home").join(name));
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs the program to its end.
    pub fn run<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Ran {
        Ran::of(self.crossread(args).output().unwrap())
    }

    /// Runs the program to its end with words on its standard input.
    pub fn run_on<S: AsRef<OsStr>>(&self, input: &str, args: impl IntoIterator<Item = S>) -> Ran {
        let mut child = self.crossread(args).stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_owned();
        // Written beside, so that neither side waits for the other with a full pipe.
        let writing = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
        let ran = Ran::of(child.wait_with_output().unwrap());
        // A program that stops reading early is judged by its exit code.
        let _ended_early = writing.join().unwrap();
        ran
    }

    /// Whether `check` finds the project's files sound. What analysts have yet to settle in it is another matter.
    #[track_caller]
    pub fn is_sound(&self, project: &str) {
        let ran = self.run(["check", project]);
        assert!(matches!(ran.code, Some(0 | 1)) && ran.err.is_empty(), "{ran:?}");
        assert!(!ran.out.lines().any(|line| line.starts_with("error: ")), "{}", ran.out);
    }

    /// A project with the made-up articles, made by the program.
    pub fn project(&self, name: &str) -> PathBuf {
        let folder = self.articles(&format!("{name}-articles"));
        self.run(["new", name]).is(0);
        self.run([OsStr::new("import"), OsStr::new(name), folder.as_os_str()]).is(0);
        self.path(name)
    }
}

/// What a run of the program came to.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn of(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    #[track_caller]
    pub fn is(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "out:\n{}\nerr:\n{}", self.out, self.err);
        // A panic is never an answer, whatever the exit code.
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }

    #[track_caller]
    pub fn says(self, words: &str) -> Self {
        assert!(self.out.contains(words), "“{words}” is not in what it printed:\n{}\nerr:\n{}", self.out, self.err);
        self
    }

    #[track_caller]
    pub fn warns(self, words: &str) -> Self {
        assert!(self.err.contains(words), "“{words}” is not among its errors:\n{}\nout:\n{}", self.err, self.out);
        self
    }

    #[track_caller]
    pub fn silent_on(self, words: &str) -> Self {
        assert!(!self.out.contains(words) && !self.err.contains(words), "“{words}” in:\n{}\n{}", self.out, self.err);
        self
    }
}

/// A command that lets what follows run as nobody, whom permissions bind; `None` where that cannot be done.
pub fn as_nobody() -> Option<Vec<&'static str>> {
    let says = |program: &str, args: &[&str]| Command::new(program).args(args).output().ok();
    let is_root = says("id", &["-u"]).is_some_and(|output| output.stdout == b"0\n");
    if !is_root {
        return cfg!(unix).then(Vec::new);
    }
    let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    let mut probe = Command::new(nobody[0]);
    // The program itself must be in reach of that person, too.
    probe.args(&nobody[1..]).args([env!("CARGO_BIN_EXE_crossread"), "--version"]);
    probe.output().is_ok_and(|output| output.status.success()).then(|| nobody.to_vec())
}
