//! Memos: one text per thing and coder, written, changed and deleted.

use crate::model::{Change, Edit, Memo, MemoTarget, Project, RecordId};

use super::By;

/// Sets what the coder's memo on `target` says; an empty text deletes it. `None` if nothing changes.
pub fn write_memo(project: &Project, target: MemoTarget, text: &str, by: &mut By<'_>) -> Option<Edit> {
    let old = project.memos_on(target).into_iter().find(|memo| memo.coder == by.coder);
    match old {
        Some(memo) if text.trim().is_empty() => Some(Edit::one("delete memo", Change::Remove(RecordId::Memo(memo.id)))),
        Some(memo) if memo.text == text => None,
        Some(memo) => {
            Some(Edit::put("change memo", Memo { text: text.to_owned(), modified: Some(by.now), ..memo.clone() }))
        }
        None if text.trim().is_empty() => None,
        None => Some(Edit::put(
            "write memo",
            Memo {
                id: by.ids.memo(),
                on: target,
                text: text.to_owned(),
                coder: by.coder,
                created: by.now,
                modified: None,
                confidential: false,
            },
        )),
    }
}
