//! Keys to commands: the actions' shortcuts and the tags' own keys. Layer `ui`.

use egui::{Context, Event, Key, Modifiers};

use crate::app::actions::{Action, Shortcut};
use crate::app::command::{Command, Operation, ViewCommand};
use crate::app::notice::Notice;
use crate::app::view::Selection;
use crate::app::workbench::Workbench;

/// Takes the keys that mean something out of the input and gives back what they ask for, in the order in which they
/// were pressed. Keys without Ctrl, and those with it that edit text, are left to a text field that has the focus; all
/// are left to a window that lies over the rest.
///
/// `reading` says that an article's text has the keyboard: it has no use for Enter.
///
/// `letters` says whether keys that type something may mean a command now; `typing` which events of this frame are words
/// being typed, whoever has the keyboard.
pub fn taken(ctx: &Context, workbench: &Workbench, reading: bool, letters: bool, typed: &[bool]) -> Vec<Command> {
    // Nothing is done to what is hidden behind another window.
    let linking = workbench.view.linking.as_ref().is_some_and(|linking| linking.to.is_some());
    if workbench.view.palette_open || workbench.view.help_open || workbench.import.is_some() || linking {
        return Vec::new();
    }
    let mut now = Now {
        typing: ctx.text_edit_focused(),
        letters,
        refused: None,
        pressable: !reading && ctx.memory(|memory| memory.focused()).is_some(),
        reviewing: matches!(workbench.view.selection, Selection::Figure(_) | Selection::Tally(_)),
        gone: false,
    };
    let mut commands = Vec::new();
    // Each event is taken with the modifiers held when it came: a slow frame may hold several, and Shift may be up
    // again at its end.
    ctx.input_mut(|input| {
        let mut typed = typed.iter().copied().chain(std::iter::repeat(false));
        input.events.retain(|event| {
            now.letters = letters && !typed.next().unwrap_or(false);
            // With words selected a tag's key tags them, also where the letter means something to the review queue.
            let Some(tagged) = now.tag(event, workbench) else {
                let meant = now.meant(event);
                commands.extend(meant.map(Command::Action));
                return meant.is_none();
            };
            commands.extend(tagged);
            false
        });
    });
    // Where nothing has the keyboard it must be said why a key does nothing.
    let refused = now.refused.filter(|_| !now.typing && ctx.memory(|memory| memory.focused()).is_none());
    if let Some(action) = refused.filter(|_| commands.is_empty()) {
        let key = action.info().shortcut.map(|shortcut| shortcut.shown()).unwrap_or_default();
        let label = action.info().label;
        let text = format!(
            "{key} ({label}) was not taken: no figure or article has the keyboard. Ctrl R goes on with the review"
        );
        commands.push(Command::View(ViewCommand::Notice(Notice::info(text))));
    }
    commands
}

/// What decides what a key means, at its place in the input.
struct Now {
    typing: bool,
    /// Keys that type something may mean a command.
    letters: bool,
    /// What a key would have meant where letters count.
    refused: Option<Action>,
    /// A button, tab or row has the keyboard: Enter presses that, and confirms nothing.
    pressable: bool,
    reviewing: bool,
    /// An action asked for before has taken the keyboard elsewhere: what follows is not for us.
    gone: bool,
}

impl Now {
    /// The action that an event asks for.
    fn meant(&mut self, event: &Event) -> Option<Action> {
        if self.gone {
            return None;
        }
        let action = match event {
            Event::Key { modifiers, .. } if modifiers.alt => None,
            Event::Key { key, pressed: true, modifiers, .. } => Action::ALL.iter().copied().find(|action| {
                let shortcut = action.info().shortcut;
                shortcut.is_some_and(|shortcut| self.allows(*action, &shortcut) && is(&shortcut, *key, *modifiers))
            }),
            // On many keyboards it takes Shift and another key.
            Event::Text(text) if text == "?" && !self.typing => Some(Action::Help),
            _ => None,
        }?;
        let shortcut = action.info().shortcut;
        if !self.letters && shortcut.is_some_and(|shortcut| types(&shortcut)) && action != Action::Help {
            self.refused = self.refused.or(Some(action));
            return None;
        }
        self.reviewing |= matches!(action, Action::NextToReview | Action::NextFigure | Action::PreviousFigure);
        self.gone = takes_the_keyboard(action);
        Some(action)
    }

    fn allows(&self, action: Action, shortcut: &Shortcut) -> bool {
        // Copying and selecting all belong to whatever has the focus: the text view and text fields answer themselves.
        if matches!(action, Action::Copy | Action::SelectAllText) {
            return false;
        }
        // In a text field Ctrl Z takes back typing and Ctrl Delete deletes a word: never a record of the project.
        let edits_text = matches!(action, Action::Undo | Action::Redo | Action::DeleteSelected);
        let for_text = self.typing && (edits_text || types(shortcut));
        let for_focused = self.pressable && !shortcut.command && shortcut.key == "Enter";
        !for_text && !for_focused && (self.reviewing || !shortcut.review_only)
    }

    /// Whether an event is a tag's key with words selected, and what tags them. A key comes twice, as pressed and then as
    /// the letter typed: the letter counts.
    fn tag(&self, event: &Event, workbench: &Workbench) -> Option<Option<Command>> {
        if self.typing || self.gone || !self.letters {
            return None;
        }
        let letter = match event {
            Event::Text(text) => text.chars().next()?,
            Event::Key { key, pressed: true, modifiers, .. }
                if !modifiers.command && !modifiers.ctrl && !modifiers.alt =>
            {
                let mut name = key.name().chars();
                name.next().filter(|_| name.next().is_none())?
            }
            _ => return None,
        };
        let letter = letter.to_lowercase().next()?;
        let project = workbench.session.as_ref()?.project();
        let (article, range) = workbench.view.text_selection.clone()?;
        let tag = project.tags.values().find(|tag| tag.key == Some(letter))?.id;
        let is_typed = matches!(event, Event::Text(_));
        Some(is_typed.then_some(Command::Do(Operation::TagSpan { article, range, tag })))
    }
}

/// Whether a shortcut's key types something where words are typed: all without Ctrl but F1 to F12.
fn types(shortcut: &Shortcut) -> bool {
    let is_function_key = shortcut.key.len() > 1 && shortcut.key.starts_with('F');
    !(shortcut.command || is_function_key)
}

/// Whether a key pressed with these modifiers is the shortcut. A longer chord is another action's.
fn is(shortcut: &Shortcut, key: Key, modifiers: Modifiers) -> bool {
    let Some(wanted) = Key::from_name(shortcut.key) else { return false };
    // Plus and minus take Shift on some keyboards, and plus stands on the key of the equals sign.
    let any_shift = matches!(wanted, Key::Plus | Key::Minus);
    (key == wanted || wanted == Key::Plus && key == Key::Equals)
        && modifiers.command == shortcut.command
        && (shortcut.command || !modifiers.ctrl)
        && (any_shift || modifiers.shift == shortcut.shift)
        && !modifiers.alt
}

/// Whether an action opens something that the next keys are for.
const fn takes_the_keyboard(action: Action) -> bool {
    use Action as A;
    matches!(
        action,
        A::Palette
            | A::Help
            | A::FilterLibrary
            | A::SearchAll
            | A::TagAllHits
            | A::FindInArticle
            | A::TagSelection
            | A::WriteMemo
            | A::AdoptEstimate
            | A::NewTag
            | A::NewProject
            | A::OpenProject
            | A::ImportFiles
            | A::ImportFolder
            | A::ExportFiguresCsv
            | A::ExportFiguresJsonl
            | A::ExportPlot
            | A::ExportReport
            | A::EditFigure
            | A::ExportMatrix
            | A::ExportTags
            | A::ExportExcerpts
            | A::FinishLink
    )
}
