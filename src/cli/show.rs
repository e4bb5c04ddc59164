//! What a project holds, as one JSON object: for scripts that follow figures to their events and organisations.

use std::path::Path;

use serde_json::{Value, json};

use crate::exchange::figures_csv::{FiguresOptions, jsonl};
use crate::lexicon::locate::location_words;
use crate::model::{Event, Organisation, Project, Tally};

use super::project::Reading;
use super::{CliError, DONE, Streams};

pub(super) fn json_of(folder: &Path, streams: &mut Streams<'_>) -> Result<u8, CliError> {
    let reading = Reading::open(folder, streams)?;
    let project = &reading.project;
    // Nothing is withheld: it is printed for who has the project, as its files are.
    let rows = jsonl(project, FiguresOptions::default(), &|_| true);
    let figures: Vec<Value> = rows.text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let out = json!({
        "name": project.info.name,
        "articles": project.articles.len(),
        "excerpts": project.excerpts.len(),
        "organisations": project.organisations.values().map(organisation).collect::<Vec<_>>(),
        "events": project.events.values().map(|one| event(project, one)).collect::<Vec<_>>(),
        "tallies": project.tallies.values().map(tally).collect::<Vec<_>>(),
        "figures": figures,
    });
    serde_json::to_writer_pretty(&mut *streams.output, &out).map_err(std::io::Error::from)?;
    writeln!(streams.output)?;
    Ok(DONE)
}

fn organisation(org: &Organisation) -> Value {
    json!({
        "id": org.id.to_string(),
        "name": org.name,
        "short": org.short,
        "kind": org.kind.name(),
        "aliases": org.aliases,
        "reliability": org.reliability,
        "reliability_step": org.reliability_step().map(|step| step.name()),
        "confidential": org.confidential,
    })
}

fn event(project: &Project, event: &Event) -> Value {
    let name = |id| project.organisations.get(&id).map_or("", |org: &Organisation| org.name.as_str());
    let parties: Vec<Value> = event
        .parties
        .iter()
        .map(|(id, side)| json!({ "id": id.to_string(), "name": name(*id), "side": side.name() }))
        .collect();
    let under = crate::app::ops::events::under(project, event.id);
    json!({
        "id": event.id.to_string(),
        "name": event.name,
        "place": event.place,
        "location": event.location.as_deref().map(location_words),
        "start": event.period.start.map(|day| day.to_string()),
        "end": event.period.end.map(|day| day.to_string()),
        "parties": parties,
        "cause": event.cause.map(|cause| cause.name()),
        "type_of_violence": event.violence.map(|violence| violence.name()),
        "tallies": under.tallies.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "figures": under.figures.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "links": under.links.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

fn tally(tally: &Tally) -> Value {
    let estimate = tally.estimate.as_ref().map(|estimate| {
        json!({
            "low": estimate.low,
            "best": estimate.best,
            "high": estimate.high,
            "rule": estimate.rule.name(),
            "words_rule": estimate.words.name(),
            "reasoning": estimate.reasoning,
        })
    });
    json!({
        "id": tally.id.to_string(),
        "name": tally.name,
        "status": tally.status.name(),
        "event": tally.event.map(|id| id.to_string()),
        "measure": tally.measure.name(),
        "measure_name": tally.measure_name,
        "subject": tally.subject.name(),
        "accounting": tally.accounting.name(),
        "place": tally.place,
        "start": tally.period.start.map(|day| day.to_string()),
        "end": tally.period.end.map(|day| day.to_string()),
        "part_of": tally.part_of.map(|id| id.to_string()),
        "figures": tally.figures.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "estimate": estimate,
    })
}
