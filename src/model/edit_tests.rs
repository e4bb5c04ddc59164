//! Tests of edits: whatever is put or removed, the inverse restores every record.
