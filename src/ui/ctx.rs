//! What a panel is given to draw from. Layer `ui`.

use crate::app::derived::Derived;
use crate::app::session::Session;
use crate::app::view::ViewState;
use crate::app::workbench::Workbench;
use crate::model::Project;

use super::style::Tokens;

/// Shared, read only: panels change nothing, they push [`Command`](crate::app::command::Command)s.
#[derive(Debug, Clone, Copy)]
pub struct UiCtx<'a> {
    pub session: &'a Session,
    pub project: &'a Project,
    pub view: &'a ViewState,
    pub derived: &'a Derived,
    pub tokens: &'static Tokens,
    /// For what an action says of itself (whether it can be done now).
    pub workbench: &'a Workbench,
}
