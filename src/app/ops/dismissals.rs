//! Findings of the checks set aside with a reason, and taken up again.

use crate::app::checks::Finding;
use crate::model::{Change, Dismissal, DismissalId, Edit, Project, RecordId};

use super::{By, Refused};

/// Sets a finding aside. An older dismissal of the same finding gives way.
///
/// # Errors
/// Without a reason: whoever reads the report must know why.
pub fn dismiss(project: &Project, finding: &Finding, reason: &str, by: &mut By<'_>) -> Result<Option<Edit>, Refused> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refused::new("say why: a finding set aside is kept with its reason"));
    }
    let name = finding.check.name();
    let older = project.dismissals.values().filter(|old| old.check == name && old.at == finding.at);
    let mut changes: Vec<Change> = older
        .filter(|old| {
            let again = finding.again.as_ref().is_some_and(|again| again.dismissal == old.id);
            again || old.print == finding.print || old.what == finding.what
        })
        .map(|old| Change::Remove(RecordId::Dismissal(old.id)))
        .collect();
    let dismissal = Dismissal {
        id: by.ids.dismissal(),
        check: name.to_owned(),
        at: finding.at,
        print: finding.print,
        looked_at: finding.looked_at.clone(),
        what: finding.what.clone(),
        reason: reason.to_owned(),
        coder: by.coder,
        created: by.now,
    };
    changes.push(Change::Put(Box::new(dismissal.into())));
    Ok(Some(Edit { label: "set finding aside".to_owned(), changes }))
}

/// Takes a dismissed finding up again.
pub fn take_up(project: &Project, dismissal: DismissalId) -> Option<Edit> {
    project.dismissals.get(&dismissal)?;
    Some(Edit::one("take up finding again", Change::Remove(RecordId::Dismissal(dismissal))))
}
