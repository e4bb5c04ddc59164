//! Keys to commands: the actions' shortcuts and the tags' own keys. Layer `ui`.

use egui::{Context, Event, Key, Modifiers};

use crate::app::actions::{Action, Shortcut};
use crate::app::command::{Command, Operation};
use crate::app::view::Selection;
use crate::app::workbench::Workbench;

/// Takes the keys that mean something out of the input and gives back what they ask for. Keys without Ctrl, and those
/// with it that edit text, are left to a text field that has the focus; all are left to a window that lies over the rest.
///
/// `reading` says that an article's text has the keyboard: it has no use for Enter.
pub fn taken(ctx: &Context, workbench: &Workbench, reading: bool) -> Vec<Command> {
    let typing = ctx.text_edit_focused();
    // Nothing is done to what is hidden behind another window.
    if workbench.view.palette_open || workbench.view.help_open || workbench.import.is_some() {
        return Vec::new();
    }
    let reviewing = matches!(workbench.view.selection, Selection::Figure(_));
    let mut commands = Vec::new();
    // With words selected a tag's key tags them, also where the letter means something to the review queue.
    if !typing && let Some((letter, command)) = tag_key(ctx, workbench) {
        if let Some(key) = Key::from_name(&letter.to_uppercase().to_string()) {
            ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        }
        commands.push(command);
    }
    for action in Action::ALL {
        let Some(shortcut) = action.info().shortcut else { continue };
        // Copying and selecting all belong to whatever has the focus: the text view and text fields answer themselves.
        if matches!(action, Action::Copy | Action::SelectAllText) {
            continue;
        }
        // In a text field Ctrl Z takes back typing and Ctrl Delete deletes a word: never a record of the project.
        let edits_text = matches!(action, Action::Undo | Action::Redo | Action::DeleteSelected);
        if typing && (edits_text || !shortcut.command) || shortcut.review_only && !reviewing {
            continue;
        }
        if !shortcut.command && shortcut.key == "Enter" && !reading && something_has_focus(ctx) {
            continue;
        }
        if pressed(ctx, &shortcut) {
            commands.push(Command::Action(*action));
        }
    }
    commands
}

/// Enter on a button, tab or row that has the keyboard presses that, and confirms nothing.
fn something_has_focus(ctx: &Context) -> bool {
    ctx.memory(|memory| memory.focused()).is_some()
}

fn pressed(ctx: &Context, shortcut: &Shortcut) -> bool {
    if shortcut.key == "?" {
        return ctx.input_mut(|input| {
            let asked = input.events.iter().any(|event| matches!(event, Event::Text(text) if text == "?"));
            input.events.retain(|event| !matches!(event, Event::Text(text) if text == "?"));
            asked
        });
    }
    let Some(key) = Key::from_name(shortcut.key) else { return false };
    let mut modifiers = Modifiers::NONE;
    modifiers.command = shortcut.command;
    modifiers.shift = shortcut.shift;
    ctx.input_mut(|input| {
        // `consume_key` also takes the key with Shift held on top; a longer chord is another action's. What was held is
        // asked of the key press itself: by the end of a slow frame the person has let go.
        let is_meant = |event: &Event| match event {
            Event::Key { key: pressed, pressed: true, modifiers: held, .. } => {
                (*pressed == key || key == Key::Plus && *pressed == Key::Equals)
                    && (held.shift == shortcut.shift || matches!(key, Key::Plus | Key::Minus))
                    && !held.alt
            }
            _ => false,
        };
        input.events.iter().any(is_meant)
            && (input.consume_key(modifiers, key) || key == Key::Plus && input.consume_key(modifiers, Key::Equals))
    })
}

/// A tag's key with words selected: the letter, and what tags them.
fn tag_key(ctx: &Context, workbench: &Workbench) -> Option<(char, Command)> {
    let project = workbench.session.as_ref()?.project();
    let (article, range) = workbench.view.text_selection.clone()?;
    let typed = ctx.input(|input| {
        input.events.iter().find_map(|event| match event {
            Event::Text(text) if !input.modifiers.command && !input.modifiers.alt => text.chars().next(),
            _ => None,
        })
    })?;
    let key = typed.to_lowercase().next()?;
    let tag = project.tags.values().find(|tag| tag.key == Some(key))?.id;
    Some((key, Command::Do(Operation::TagSpan { article, range, tag })))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which actions' keys a press of `key` with `held` stands for, when everything was let go within the same frame.
    fn meant(key: Key, held: Modifiers) -> Vec<Action> {
        let press = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: held };
        let input = egui::RawInput { events: vec![press(true), press(false)], ..egui::RawInput::default() };
        let mut meant = Vec::new();
        let output = Context::default().run_ui(input, |ui| {
            let ours = |action: &Action| action.info().shortcut.is_some_and(|shortcut| pressed(ui.ctx(), &shortcut));
            meant.extend(Action::ALL.iter().copied().filter(ours));
        });
        output.drop_without_applying_deltas();
        meant
    }

    #[test]
    fn a_chord_is_known_by_what_was_held_when_its_key_went_down() {
        for (key, held, action) in [
            (Key::Z, Modifiers::COMMAND, Action::Undo),
            (Key::Z, Modifiers::COMMAND | Modifiers::SHIFT, Action::Redo),
            (Key::P, Modifiers::COMMAND | Modifiers::SHIFT, Action::Palette),
            (Key::Equals, Modifiers::COMMAND, Action::ZoomIn),
            (Key::X, Modifiers::NONE, Action::RejectFigure),
        ] {
            assert_eq!(meant(key, held), [action], "{key:?} with {held:?}");
        }
    }

    #[test]
    fn a_letter_with_more_held_than_its_key_says_means_nothing() {
        assert_eq!(meant(Key::X, Modifiers::SHIFT), []);
        assert_eq!(meant(Key::J, Modifiers::ALT), []);
    }
}
