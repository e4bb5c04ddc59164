//! Renders the reading view to pictures, for looking at.

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

/// Renders the view to pictures in the folder that `CROSSREAD_LOOK` names.
#[test]
fn look() {
    let Some(folder) = std::env::var_os("CROSSREAD_LOOK").map(std::path::PathBuf::from) else {
        return;
    };
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
        let typography = faces();
        let layers = LayerSet::new(&doc, layers.clone(), 1);
        let mut state = TextViewState::default();
        state.select(find("crews have now"));
        let bench = Rc::new(RefCell::new(Bench { doc: doc.clone(), layers, palette, typography, state, last: None }));
        let inner = bench.clone();
        let mut harness = Harness::builder()
            .with_size(Vec2::new(width, 760.0))
            .with_pixels_per_point(1.5)
            .with_max_steps(60)
            .with_context_setup(fonts::install)
            .build_ui(move |ui| {
                let bench = &mut *inner.borrow_mut();
                ui.painter().rect_filled(ui.max_rect().expand(20.0), 0.0, bench.palette.card);
                bench.frame(ui);
            });
        harness.run();
        let picture = harness.render().unwrap();
        picture.save(folder.join(format!("view-{name}.png"))).unwrap();
    }
}
