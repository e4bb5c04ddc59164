//! Verbs that judge what a project holds: proposed tallies, checks, the report.

use std::path::Path;

use crate::app::ops::counted;
use crate::app::{checks, export as exporting, report as reporting};
use crate::model::Timestamp;
use crate::store;

use super::project::Reading;
use super::{CliError, DONE, PARTLY, Streams};

pub(super) fn tallies(folder: &Path, jsonl: bool, streams: &mut Streams<'_>) -> Result<u8, CliError> {
    let reading = Reading::open(folder, streams)?;
    for row in crate::app::tallies::rows(&reading.project, &|article| reading.text(article)) {
        if jsonl {
            serde_json::to_writer(&mut *streams.output, &row).map_err(std::io::Error::from)?;
            writeln!(streams.output)?;
            continue;
        }
        let place = row.place.map_or_else(String::new, |place| format!(", {place}"));
        writeln!(
            streams.output,
            "{} {}{place} ({})",
            row.subject.label(),
            row.measure.label(),
            row.reasons.join(", ")
        )?;
        for figure in row.figures {
            let bound = |bound: Option<u64>| bound.map_or_else(|| "…".to_owned(), |n| n.to_string());
            writeln!(
                streams.output,
                "    {}: {} to {}, {}, {}",
                figure.doc,
                bound(figure.low),
                bound(figure.high),
                figure.qualifier.label(),
                figure.origin.as_deref().unwrap_or("origin not given"),
            )?;
        }
    }
    Ok(DONE)
}

pub(super) fn check(folder: &Path, dismissed: bool, strict: bool, streams: &mut Streams<'_>) -> Result<u8, CliError> {
    let (mut errors, mut warnings) = (0_usize, 0_usize);
    for finding in store::check(folder)? {
        // A note is worth knowing, such as what a broken-off import left behind; nothing is to be settled about it.
        writeln!(streams.output, "{}: {finding}", if finding.is_fault { "error" } else { "note" })?;
        errors += usize::from(finding.is_fault);
    }
    // A project that cannot be opened has been reported by the lines above.
    if let Ok(opened) = store::open_read_only(folder) {
        let reading = Reading { project: opened.project, texts: opened.texts };
        let findings = checks::run(&reading.project, |article| reading.text(article));
        for finding in &findings.open {
            writeln!(
                streams.output,
                "{}: {} ({}); {}",
                finding.severity.label(),
                finding.what,
                finding.at,
                finding.settle
            )?;
            match finding.severity {
                checks::Severity::Error => errors += 1,
                checks::Severity::Warning => warnings += 1,
            }
        }
        for (finding, id) in findings.dismissed.iter().filter(|_| dismissed) {
            let reason = reading.project.dismissals.get(id).map_or("", |dismissal| dismissal.reason.as_str());
            writeln!(streams.output, "set aside: {} ({}); {reason}", finding.what, finding.at)?;
        }
    }
    match (errors, warnings) {
        (0, 0) => writeln!(streams.output, "nothing to settle")?,
        (errors, warnings) => writeln!(
            streams.output,
            "{}: {}, {}",
            counted(errors + warnings, "finding", "findings"),
            counted(errors, "error", "errors"),
            counted(warnings, "warning", "warnings")
        )?,
    }
    // Most projects at work have warnings: a script that guards one stops at what is broken, unless told to be strict.
    Ok(if errors == 0 && (warnings == 0 || !strict) { DONE } else { PARTLY })
}

pub(super) fn report(folder: &Path, out: &Path, streams: &mut Streams<'_>) -> Result<u8, CliError> {
    let reading = Reading::open(folder, streams)?;
    let report = reporting::write(&reading.project, &|article| reading.text(article), Timestamp::now());
    exporting::write_file(out, report.html.as_bytes())?;
    writeln!(streams.errors, "wrote {}; {}", out.display(), report.words())?;
    Ok(DONE)
}
