//! The words of the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// Reads conflicting reports side by side, tags them, and follows each casualty and displacement figure to its sentence.
///
/// Without a verb, opens the window: on PROJECT, or on the sample project.
#[derive(Debug, Parser)]
#[command(
    name = "crossread",
    version,
    args_conflicts_with_subcommands = true,
    after_help = "Exit codes: 0 done; 1 done, but `check` found errors (with --strict, warnings too) or some inputs failed (each is named); 2 failed."
)]
pub struct Args {
    /// A project folder to open in the window
    pub project: Option<PathBuf>,
    #[command(subcommand)]
    pub verb: Option<Verb>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Make an empty project in a new folder
    New {
        /// The folder; it must not exist yet, or be empty
        folder: PathBuf,
        /// The project's name [default: the folder's]
        #[arg(long)]
        name: Option<String>,
    },
    /// Bring text files and saved web pages into a project and suggest their figures
    Import {
        /// The project's folder
        project: PathBuf,
        /// Files, or folders of them
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// What to call this set of articles [default: from the file names]
        #[arg(long, value_name = "NAME")]
        set: Option<String>,
    },
    /// Find the figures of texts: files, or JSON lines from standard input
    #[command(
        long_about = "Find the figures of texts.\n\nWith --jsonl, texts come as JSON lines {\"doc\",\"text\",\"doc_date\"} from \
                      standard input, or as the files named, and each figure is printed as a line of JSON; offsets are UTF-8 \
                      bytes. Without it, the figures of the files named are printed to read."
    )]
    Figures {
        /// Print one line of JSON a figure
        #[arg(long)]
        jsonl: bool,
        /// Say which rules found each figure
        #[arg(long)]
        explain: bool,
        /// The publication date of the files named, against which "on Friday" is resolved [default: as the file says]
        #[arg(long, value_name = "YYYY-MM-DD")]
        date: Option<String>,
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Find every number of texts, before any question of what it counts
    Numbers {
        /// Print one line of JSON a number
        #[arg(long)]
        jsonl: bool,
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Print the tallies that a project's articles suggest
    Tallies {
        /// The project's folder
        project: PathBuf,
        /// Print one line of JSON a tally
        #[arg(long)]
        jsonl: bool,
    },
    /// Print which passages of a project's articles say the same, or deny each other
    Ties {
        /// The project's folder
        project: PathBuf,
        /// Print one line of JSON a tie
        #[arg(long)]
        jsonl: bool,
    },
    /// Print what a project holds: articles, figures, tallies
    Show {
        /// The project's folder
        project: PathBuf,
        /// Print one JSON object: events, organisations, figures with all their terms, tallies
        #[arg(long)]
        json: bool,
    },
    /// Write a project's figures as a table
    Export {
        /// The project's folder
        project: PathBuf,
        #[arg(long, value_enum, default_value_t = Format::Csv)]
        format: Format,
        /// The file to write [default: standard output]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Draw a project's figures, or its table of tags, as SVG or PNG
    Plot {
        /// The project's folder
        project: PathBuf,
        /// What to draw
        #[arg(long, value_enum, default_value_t = Kind::ByOrigin)]
        kind: Kind,
        /// Only the tally of this id or name
        #[arg(long)]
        tally: Option<String>,
        /// A logarithmic axis [default: as the values ask for]
        #[arg(long, conflicts_with = "linear")]
        log: bool,
        /// A linear axis
        #[arg(long)]
        linear: bool,
        /// Only confirmed figures
        #[arg(long)]
        confirmed: bool,
        /// Light marks on a dark ground
        #[arg(long)]
        dark: bool,
        /// The file to write; its ending, .svg or .png, says how
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Search the articles of a project
    #[command(
        long_about = "Search the articles of a project.\n\nWords side by side must all be in an article; OR, NOT and - before a \
                      word, \"words in a row\", near/5, brackets, shell* for a beginning, /regular expressions/. Of the article: \
                      outlet:, wire:, set:, title:, date:2024-12-01..2024-12-07, lang:, tag:, status:, has:figure, killed>100. \
                      Put the whole query in quotation marks of your shell, and -- before one that begins with a hyphen."
    )]
    Search {
        /// The project's folder
        project: PathBuf,
        /// What to look for
        query: String,
        /// Print one line of JSON a hit; offsets are UTF-8 bytes
        #[arg(long)]
        jsonl: bool,
        /// Only the spelling asked for: no Deraa for Daraa
        #[arg(long)]
        exact_spelling: bool,
        /// Other forms of English words too: shelling for shelled
        #[arg(long)]
        stem: bool,
        /// The whole query is one regular expression
        #[arg(long)]
        pattern: bool,
    },
    /// Write a report of a project: one HTML page to read, print and hand on
    Report {
        /// The project's folder
        project: PathBuf,
        /// The file to write
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Verify a project: its files, its evidence, and what does not fit together. Ends with 1 if there is an error
    Check {
        /// The project's folder
        project: PathBuf,
        /// Print findings that were set aside as well, with their reasons
        #[arg(long)]
        dismissed: bool,
        /// End with 1 for warnings as well, not for errors only
        #[arg(long)]
        strict: bool,
    },
}

/// How figures are written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A table with a header row
    Csv,
    /// One JSON object a line
    Jsonl,
}

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// A row an article, coloured by who first said it
    ByOrigin,
    /// A row an outlet
    ByOutlet,
    /// How each origin's count grew
    OverTime,
    /// Single incidents: civilians, combatants and what is not told apart
    Incidents,
    /// Displacement: how many at one time, and how many in a time
    StockAndFlow,
    /// Which tallies are most disputed
    Spread,
    /// Claims, confirmations and denials by day
    Claims,
    /// From origin by relay to outlet
    Attribution,
    /// A table of tallies against outlets
    Matrix,
    /// A table of tallies against origins
    MatrixByOrigin,
    /// How many excerpts carry each tag, outlet by outlet
    TagsByOutlet,
    /// The same by wire
    TagsByWire,
    /// The same by day of publication
    TagsByDay,
    /// The same by article
    TagsByArticle,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_words_fit_together() {
        Args::command().debug_assert();
    }
}
