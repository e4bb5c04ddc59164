//! Renders the reading view to pictures, for looking at.

use egui::{FontData, FontDefinitions, FontFamily};

use super::*;

/// Puts what stands between `[` and `]` into ranges and takes the brackets away.
fn marked(text: &str) -> (String, Vec<Range<usize>>) {
    let (mut out, mut open, mut ranges) = (String::new(), Vec::new(), Vec::new());
    for c in text.chars() {
        match c {
            '[' => open.push(out.len()),
            ']' => ranges.push(open.pop().unwrap()..out.len()),
            c => out.push(c),
        }
    }
    (out, ranges)
}

/// Renders the view to a picture, for looking at: `CROSSREAD_LOOK` names the folder for the pictures,
/// `CROSSREAD_FONTS` one with the reading faces.
#[test]
fn look() {
    let Some(folder) = std::env::var_os("CROSSREAD_LOOK").map(std::path::PathBuf::from) else {
        return;
    };
    let fonts = std::env::var_os("CROSSREAD_FONTS").map(std::path::PathBuf::from).unwrap();
    let (text, r) = marked(
        "The harbour office says its crews have [now begun clearing the northern quay]; all boats were within 5 km of \
         the mole at noon.\n\nThe ministry [denies that [any unit] has left the valley road] before dark.\n\nThe coast \
         monitor counts [at least 412] drowned since the storm began, [98] of them children, while the mayor speaks of \
         [dozens] and the port of [several hundred].\n\nThe relief office puts the uprooted at [210,000], and the bishop, \
         who had said [900], took it back.\n\nقُتل 45 شخصًا على الأقل (بينهم 12 طفلًا) في قصف قرب المدينة، بحسب المرصد، \
         ونزح 1,200 آخرون.\n\nנהרגו 45 בני אדם (בהם 12 ילדים) ליד Aleppo, לפי הדיווח.\n\nA [paragraph [with [more [tags \
         [over] it] than] anyone] would] want, https://example.org/a/very/long/address/that-does-not-fit/on-one-line-of-the-column/at-all and more.\n",
    );
    let doc = TextDoc::new(Arc::from(text.as_str()));
    let colours = ["#009E73", "#CA73A3", "#D55E00", "#0072B2", "#BD8300", "#1D96DB"];
    let colour = |index: usize| Color32::from_hex(colours[index % 6]).unwrap();
    let find = |words: &str| {
        let at = text.find(words).unwrap();
        at..at + words.len()
    };
    let figure = |words: &str, mark, vague, lit| Layer {
        range: find(words),
        id: 0,
        kind: LayerKind::Figure { mark, vague, lit },
    };
    let tag =
        |range: Range<usize>, index: usize| Layer { range, id: 0, kind: LayerKind::Tag { colour: colour(index) } };
    let mut layers = vec![
        tag(r[0].clone(), 0),
        tag(find("any unit"), 3),
        tag(find("denies that any unit has left the valley road"), 1),
        figure("at least 412", FigureMark::Confirmed, false, true),
        figure("98", FigureMark::Confirmed, false, false),
        figure("dozens", FigureMark::Suggested, true, false),
        figure("several hundred", FigureMark::Confirmed, true, false),
        figure("210,000", FigureMark::Suggested, false, false),
        figure("900", FigureMark::Rejected, false, false),
        figure("45 شخصًا", FigureMark::Suggested, false, false),
        figure("1,200", FigureMark::Confirmed, false, false),
        figure("45 בני אדם", FigureMark::Confirmed, false, false),
        tag(find("قصف قرب المدينة"), 2),
        tag(find("ליד Aleppo"), 3),
        Layer { range: find("valley road"), id: 0, kind: LayerKind::Hit { current: true } },
        Layer { range: find("The coast monitor"), id: 0, kind: LayerKind::Tie { colour: colour(3) } },
    ];
    for (index, words) in [
        "paragraph with more tags over it than anyone would",
        "with more tags over it than anyone",
        "more tags over it than",
        "tags over it",
        "over",
    ]
    .iter()
    .enumerate()
    {
        layers.push(tag(find(words), index));
    }
    for (name, palette, width) in
        [("light", light(), 420.0), ("dark", dark(), 420.0), ("wide", light(), 900.0), ("narrow", dark(), 300.0)]
    {
        let mut definitions = FontDefinitions::default();
        for (family, file) in [
            ("serif", "SourceSerif4-Regular.ttf"),
            ("strong", "SourceSerif4-SemiBold.ttf"),
            ("inter", "Inter-Regular.ttf"),
        ] {
            let mut chain = vec![family.to_owned()];
            let mut add = |key: &str, file: &str| {
                let bytes = std::fs::read(fonts.join(file)).unwrap();
                definitions.font_data.insert(key.to_owned(), Arc::new(FontData::from_owned(bytes)));
            };
            add(family, file);
            add("arabic", "NotoNaskhArabic-Regular.ttf");
            add("hebrew", "NotoSerifHebrew-Regular.ttf");
            chain.extend(["hebrew".to_owned(), "arabic".to_owned()]);
            definitions.families.insert(FontFamily::Name(family.into()), chain);
        }
        let typography = Typography {
            regular: FontFamily::Name("serif".into()),
            strong: FontFamily::Name("strong".into()),
            interface: FontFamily::Name("inter".into()),
            ..Typography::default()
        };
        let layers = LayerSet::new(&doc, layers.clone(), 1);
        let mut state = TextViewState::default();
        state.select(find("crews have now"));
        let bench = Rc::new(RefCell::new(Bench { doc: doc.clone(), layers, palette, typography, state, last: None }));
        let inner = bench.clone();
        let mut harness = Harness::builder()
            .with_size(Vec2::new(width, 760.0))
            .with_pixels_per_point(1.5)
            .with_max_steps(60)
            .build_ui(move |ui| {
                ui.ctx().add_font_definitions_once(&definitions);
                let bench = &mut *inner.borrow_mut();
                ui.painter().rect_filled(ui.max_rect().expand(20.0), 0.0, bench.palette.card);
                if !ui.ctx().fonts(|fonts| fonts.families().contains(&bench.typography.regular)) {
                    return;
                }
                let view = TextView::new(&bench.doc, &bench.layers, &bench.palette, &bench.typography, "Article text");
                bench.last = Some(view.show(ui, "view", &mut bench.state));
            });
        harness.run();
        let picture = harness.render().unwrap();
        picture.save(folder.join(format!("view-{name}.png"))).unwrap();
    }
}

/// Installs fonts in the first frame only.
trait Once {
    fn add_font_definitions_once(&self, definitions: &FontDefinitions);
}

impl Once for egui::Context {
    fn add_font_definitions_once(&self, definitions: &FontDefinitions) {
        let id = egui::Id::unique("fonts are in");
        if self.data(|data| data.get_temp::<bool>(id)).is_none() {
            self.data_mut(|data| data.insert_temp(id, true));
            self.set_fonts(definitions.clone());
            self.request_repaint();
        }
    }
}
