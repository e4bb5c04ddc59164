//! The panels and how they are docked: which there are, where they stand at first, and how their tabs look. Layer `ui`.

use egui_tiles::{
    Behavior, Container, Linear, LinearDir, SimplificationOptions, TabState, Tile, TileId, Tiles, Tree, UiResponse,
};
use serde::{Deserialize, Serialize};

use crate::app::view::BottomTab;

use super::style::{Tokens, space};
use super::widgets::{self, Tab};

/// A panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Pane {
    Library,
    Codebook,
    Reader,
    Inspector,
    Figures,
    Plots,
    Matrix,
    Tags,
    Checks,
    Search,
    Ties,
}

impl Pane {
    /// The word on its tab.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Library => "Library",
            Self::Codebook => "Codebook",
            Self::Reader => "Reader",
            Self::Inspector => "Inspector",
            Self::Figures => "Figures",
            Self::Plots => "Plots",
            Self::Matrix => "Matrix",
            Self::Tags => "Tags by outlet",
            Self::Checks => "Checks",
            Self::Search => "Search",
            Self::Ties => "Ties",
        }
    }
}

impl From<BottomTab> for Pane {
    fn from(tab: BottomTab) -> Self {
        match tab {
            BottomTab::Figures => Self::Figures,
            BottomTab::Plots => Self::Plots,
            BottomTab::Matrix => Self::Matrix,
            BottomTab::Tags => Self::Tags,
            BottomTab::Checks => Self::Checks,
            BottomTab::Search => Self::Search,
            BottomTab::Ties => Self::Ties,
        }
    }
}

/// Where the panels stand until somebody moves them: lists left, the reader over figures and plots, the inspector right.
pub fn first_layout() -> Tree<Pane> {
    let mut tiles = Tiles::default();
    let library = tiles.insert_pane(Pane::Library);
    let codebook = tiles.insert_pane(Pane::Codebook);
    let left = tiles.insert_tab_tile(vec![library, codebook]);
    let reader = tiles.insert_pane(Pane::Reader);
    let plots = tiles.insert_pane(Pane::Plots);
    let figures = tiles.insert_pane(Pane::Figures);
    let matrix = tiles.insert_pane(Pane::Matrix);
    let tags = tiles.insert_pane(Pane::Tags);
    let checks = tiles.insert_pane(Pane::Checks);
    let search = tiles.insert_pane(Pane::Search);
    let ties = tiles.insert_pane(Pane::Ties);
    // One a line: the order of the tabs.
    let tabs = [
        plots,   //
        matrix,  //
        figures, //
        tags,    //
        ties,    //
        checks,  //
        search,  //
    ];
    let bottom = tiles.insert_tab_tile(tabs.to_vec());
    let middle = split(&mut tiles, LinearDir::Vertical, &[(reader, 0.6), (bottom, 0.4)]);
    let inspector = tiles.insert_pane(Pane::Inspector);
    let right = tiles.insert_tab_tile(vec![inspector]);
    let root = split(&mut tiles, LinearDir::Horizontal, &[(left, 0.17), (middle, 0.62), (right, 0.21)]);
    Tree::new(egui::Id::unique("dock"), root, tiles)
}

fn split(tiles: &mut Tiles<Pane>, dir: LinearDir, parts: &[(TileId, f32)]) -> TileId {
    let mut linear = Linear::new(dir, parts.iter().map(|(tile, _)| *tile).collect());
    for (tile, share) in parts {
        linear.shares.set_share(*tile, *share);
    }
    tiles.insert_new(Tile::Container(Container::Linear(linear)))
}

/// Whether a layout read from the settings has every panel exactly once; one that has not is not used.
pub fn is_whole(tree: &Tree<Pane>) -> bool {
    let panes = |tree: &Tree<Pane>| {
        let tiles = tree.tiles.iter();
        let mut panes: Vec<Pane> =
            tiles.filter_map(|(_, tile)| if let Tile::Pane(pane) = tile { Some(*pane) } else { None }).collect();
        panes.sort_unstable();
        panes
    };
    panes(tree) == panes(&first_layout()) && tree.root().is_some()
}

/// Brings a panel to the front.
pub fn bring_forward(tree: &mut Tree<Pane>, wanted: Pane) {
    tree.make_active(|_, tile| matches!(tile, Tile::Pane(pane) if *pane == wanted));
}

/// Draws docked panels: `pane_ui` draws the inside of each, `counts` says how much is behind a tab.
pub struct Dock<'a> {
    pub tokens: &'static Tokens,
    pub pane_ui: &'a mut dyn FnMut(&mut egui::Ui, Pane),
    pub count: &'a dyn Fn(Pane) -> Option<usize>,
    /// The tab that was pressed in this frame.
    pub pressed: Option<Pane>,
}

impl Behavior<Pane> for Dock<'_> {
    fn pane_ui(&mut self, ui: &mut egui::Ui, _: TileId, pane: &mut Pane) -> UiResponse {
        if *pane == Pane::Reader {
            // The reader's cards stand on the canvas itself.
            ui.push_id(*pane, |ui| (self.pane_ui)(ui, *pane));
            return UiResponse::None;
        }
        let frame = widgets::panel_frame(self.tokens);
        frame.show(ui, |ui| {
            ui.set_min_size(ui.available_size());
            ui.push_id(*pane, |ui| (self.pane_ui)(ui, *pane));
        });
        UiResponse::None
    }

    fn tab_title_for_pane(&mut self, pane: &Pane) -> egui::WidgetText {
        pane.label().into()
    }

    fn tab_ui(
        &mut self,
        tiles: &mut Tiles<Pane>,
        ui: &mut egui::Ui,
        _: egui::Id,
        tile: TileId,
        state: &TabState,
    ) -> egui::Response {
        let title = self.tab_title_for_tile(tiles, tile).text().to_owned();
        let pane = tiles.get_pane(&tile).copied();
        let mut tab = Tab::new(&title);
        if let Some(count) = pane.and_then(|pane| (self.count)(pane)) {
            tab = tab.count(count);
        }
        // egui_tiles sets its tabs side by side without a gap.
        ui.add_space(space::M);
        let response = ui.push_id(tile, |ui| widgets::tab(ui, tab, state.active, egui::Sense::click_and_drag())).inner;
        if response.clicked() {
            self.pressed = pane;
        }
        response
    }

    fn is_tile_draggable(&self, tiles: &Tiles<Pane>, tile: TileId) -> bool {
        // Panels are moved by their tabs, one by one; the empty rest of a bar of tabs is no handle, which nobody could name.
        tiles.get_pane(&tile).is_some()
    }

    fn tab_bar_height(&self, _: &egui::Style) -> f32 {
        widgets::TAB_HEIGHT
    }

    fn gap_width(&self, _: &egui::Style) -> f32 {
        space::S
    }

    fn min_size(&self) -> f32 {
        120.0
    }

    fn tab_bar_color(&self, _: &egui::Visuals) -> egui::Color32 {
        self.tokens.canvas
    }

    fn tab_bar_hline_stroke(&self, _: &egui::Visuals) -> egui::Stroke {
        egui::Stroke::NONE
    }

    fn resize_stroke(&self, _: &egui::Style, state: egui_tiles::ResizeState) -> egui::Stroke {
        match state {
            egui_tiles::ResizeState::Idle => egui::Stroke::NONE,
            egui_tiles::ResizeState::Hovering => egui::Stroke::new(2.0, self.tokens.line),
            egui_tiles::ResizeState::Dragging => egui::Stroke::new(2.0, self.tokens.accent),
        }
    }

    fn simplification_options(&self) -> SimplificationOptions {
        SimplificationOptions { all_panes_must_have_tabs: false, ..SimplificationOptions::default() }
    }
}
