//! A menu at a thing: by the secondary button, or by the Menu key or Shift F10 where the thing has the keyboard. Layer `ui`.

use egui::{Key, Modifiers, Popup, Pos2, Response, SetOpenCommand, Ui};

/// Shows `contents` as the menu of `response` while it is open. `has_keys` says that the thing has the keyboard; `at` is where
/// a menu that was asked for by key stands, under the thing unless given.
pub fn context_menu(response: &Response, has_keys: bool, at: Option<Pos2>, contents: impl FnOnce(&mut Ui)) {
    let ctx = &response.ctx;
    let id = Popup::default_response_id(response);
    let asked = has_keys
        && ctx.input_mut(|input| {
            input.consume_key(Modifiers::SHIFT, Key::F10) || input.consume_key(Modifiers::NONE, Key::Menu)
        });
    if asked || response.secondary_clicked() {
        let owner = ctx.memory(|memory| memory.focused()).unwrap_or(response.id);
        ctx.data_mut(|data| {
            data.insert_temp(id, asked);
            data.insert_temp(id.with("owner"), owner);
        });
    }
    let is_by_key = ctx.data(|data| data.get_temp::<bool>(id)).unwrap_or(false);
    let mut popup = Popup::context_menu(response);
    if asked {
        popup = popup.open_memory(Some(SetOpenCommand::Bool(true)));
    }
    if is_by_key {
        popup = popup.at_position(at.unwrap_or_else(|| response.rect.left_bottom()));
    }
    let Some(shown) = popup.show(contents) else {
        // The keyboard goes back to where the menu was asked for.
        if is_by_key {
            ctx.data_mut(|data| data.insert_temp(id, false));
            let owner = ctx.data(|data| data.get_temp::<egui::Id>(id.with("owner")));
            ctx.memory_mut(|memory| owner.inspect(|owner| memory.request_focus(*owner)));
        }
        return;
    };
    if !is_by_key {
        return;
    }
    // Who asks by key goes on by key: the first entry has the keyboard as soon as it is there.
    let has_gone_in = id.with("gone in");
    let is_new = asked || !ctx.data(|data| data.get_temp::<bool>(has_gone_in)).unwrap_or(false);
    let first = ctx.viewport(|viewport| {
        let mut widgets = viewport.this_pass.widgets.get_layer(shown.response.layer_id);
        widgets.find(|widget| widget.enabled && widget.sense.is_focusable()).map(|widget| widget.id)
    });
    if let Some(first) = first.filter(|_| is_new) {
        ctx.memory_mut(|memory| memory.request_focus(first));
    }
    ctx.data_mut(|data| data.insert_temp(has_gone_in, !asked || first.is_some()));
}
