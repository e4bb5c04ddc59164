//! Tests of charts as SVG and PNG. Layer `exchange`.

use std::path::PathBuf;

use super::*;
use crate::exchange::png;
use crate::model::{ArticleId, Edit, FigureId, OrgId, Project, TallyId};
use crate::plots::{ChartOptions, PlotKind, build, sample};

/// A typeface to write with: the program's own, or those that the environment names.
fn font() -> Option<Vec<u8>> {
    let assets = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("assets/fonts");
    let own = std::fs::read_dir(assets).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut own: Vec<PathBuf> = own.filter(|path| path.to_string_lossy().contains("Inter-Regular")).collect();
    own.extend(named_fonts());
    let font = own.iter().find_map(|path| std::fs::read(path).ok());
    if font.is_none() {
        eprintln!("skipped: no typeface in assets/fonts, none named in CROSSREAD_FONTS");
    }
    font
}

fn named_fonts() -> Vec<PathBuf> {
    std::env::var_os("CROSSREAD_FONTS").map(|paths| std::env::split_paths(&paths).collect()).unwrap_or_default()
}

/// Writes pictures for people to look at, where the environment names a folder for them.
fn show(name: &str, svg: &str) {
    let Some(folder) = std::env::var_os("CROSSREAD_PICTURES").map(PathBuf::from) else { return };
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{name}.svg")), svg).unwrap();
    let mut fonts: Vec<Vec<u8>> = named_fonts().iter().map(|path| std::fs::read(path).unwrap()).collect();
    fonts.extend(font());
    let fonts: Vec<&[u8]> = fonts.iter().map(Vec::as_slice).collect();
    std::fs::write(folder.join(format!("{name}.png")), png::render(svg, &fonts, 1.0).unwrap()).unwrap();
}

fn parsed(svg: &str) -> resvg::usvg::roxmltree::Document<'_> {
    resvg::usvg::roxmltree::Document::parse(svg).unwrap_or_else(|error| panic!("{error}:\n{svg}"))
}

fn count(svg: &str, name: &str) -> usize {
    parsed(svg).descendants().filter(|node| node.has_tag_name(name)).count()
}

#[test]
fn every_mark_is_drawn_once_with_its_words() {
    for kind in PlotKind::ALL {
        for (theme, name) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
            for page in [420.0, 1_200.0] {
                let options = ChartOptions { kind: *kind, ..ChartOptions::default() };
                let chart = build(&sample::rich(), &options);
                let svg = render(&chart, theme, page);
                show(&format!("{}-{name}-{page}", kind.name()), &svg);
                let document = parsed(&svg);
                let mut marks: Vec<String> = document
                    .descendants()
                    .filter(|node| node.attribute("class") == Some("mark"))
                    .filter_map(|node| node.first_element_child()?.text().map(str::to_owned))
                    .collect();
                // Tables and bands have an order of their own.
                let mut wanted: Vec<String> = chart.marks().map(crate::plots::Mark::tip).collect();
                if chart.panels.is_empty() {
                    marks.sort();
                    wanted.sort();
                }
                assert_eq!(marks, wanted);
            }
        }
    }
}

#[test]
fn nothing_reaches_beyond_the_page() {
    for page in [320.0, 700.0, 1_200.0, 2_400.0] {
        for kind in PlotKind::ALL {
            let svg = render(
                &build(&sample::rich(), &ChartOptions { kind: *kind, ..Default::default() }),
                Theme::Light,
                page,
            );
            let document = parsed(&svg);
            let height: f32 = document.root_element().attribute("height").unwrap().parse().unwrap();
            for node in document.descendants().filter(|node| node.has_tag_name("text")) {
                let place = |name| node.attribute(name).unwrap().parse::<f32>().unwrap();
                let bold = node.attribute("font-weight").is_some();
                let wide = width(node.text().unwrap_or(""), place("font-size"), bold);
                let left = match node.attribute("text-anchor") {
                    Some("middle") => place("x") - wide / 2.0,
                    Some("end") => place("x") - wide,
                    _ => place("x"),
                };
                assert!(left >= 0.0 && left + wide <= page, "{page} {kind:?}: {:?} from {left}", node.text());
                assert!(place("y") < height);
            }
        }
    }
}

#[test]
fn texts_never_overlap() {
    for page in [420.0, 700.0, 1_200.0] {
        for kind in PlotKind::ALL {
            for project in [sample::rich(), sample::large_for(*kind, 12, 400)] {
                let svg =
                    render(&build(&project, &ChartOptions { kind: *kind, ..Default::default() }), Theme::Light, page);
                let document = parsed(&svg);
                let mut boxes: Vec<([f32; 4], &str)> = Vec::new();
                for node in document.descendants().filter(|node| node.has_tag_name("text")) {
                    let place = |name| node.attribute(name).unwrap().parse::<f32>().unwrap();
                    let size = place("font-size");
                    let text = node.text().unwrap_or("");
                    let wide = width(text, size, node.attribute("font-weight").is_some());
                    let left = match node.attribute("text-anchor") {
                        Some("middle") => place("x") - wide / 2.0,
                        Some("end") => place("x") - wide,
                        _ => place("x"),
                    };
                    boxes.push(([left, place("y") - size * 0.8, left + wide, place("y") + size * 0.1], text));
                }
                for (n, (a, one)) in boxes.iter().enumerate() {
                    for (b, other) in boxes.iter().skip(n + 1) {
                        let apart = a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
                        assert!(apart, "{page} {kind:?}: {one:?} at {a:?} lies over {other:?} at {b:?}");
                    }
                }
            }
        }
    }
}

/// The sample with markup wherever an article or a person can put text.
fn hostile() -> Project {
    let mut project = sample::project();
    let evil =
        "</title></g><script>alert(1)</script><image href=\"http://x\"/> \u{202E}& ]]> \u{7}\u{FFFE} ' onload=\"x\"";
    for id in [1, 2, 3, 4, 11, 12, 13] {
        let mut organisation = project.organisations[&OrgId::from_bits(id)].clone();
        (organisation.name, organisation.short) = (format!("{id}{evil}"), String::new());
        project.apply(&Edit::put("x", organisation)).unwrap();
    }
    for id in 1..=6 {
        let mut article = project.articles[&ArticleId::from_bits(id)].clone();
        article.title = format!("{id}{evil}");
        project.apply(&Edit::put("x", article)).unwrap();
    }
    for id in 1..=14 {
        let mut figure = project.figures[&FigureId::from_bits(id)].clone();
        figure.anchor.quote = format!("{id}{evil}");
        figure.anchor.prefix = evil.to_owned();
        project.apply(&Edit::put("x", figure)).unwrap();
    }
    let mut tally = project.tallies[&TallyId::from_bits(1)].clone();
    tally.name = evil.to_owned();
    project.apply(&Edit::put("x", tally)).unwrap();
    project.info.name = evil.to_owned();
    project
}

#[test]
fn text_cannot_become_markup() {
    let allowed = ["svg", "title", "desc", "rect", "text", "g", "line", "path", "circle"];
    for kind in PlotKind::ALL {
        let options = ChartOptions { kind: *kind, ..ChartOptions::default() };
        let svg = render(&build(&hostile(), &options), Theme::Light, 1_200.0);
        let harmless = render(&build(&sample::project(), &options), Theme::Light, 1_200.0);
        for node in parsed(&svg).descendants().filter(|node| node.is_element()) {
            assert!(allowed.contains(&node.tag_name().name()), "{node:?}");
            assert!(node.attributes().all(|attribute| !attribute.name().contains("href")), "{node:?}");
            assert!(node.attributes().all(|attribute| !attribute.name().starts_with("on")), "{node:?}");
        }
        for element in ["g", "circle", "title"] {
            assert_eq!(count(&svg, element), count(&harmless, element), "{element}");
        }
        assert!(!svg.contains('\u{202E}'));
        if let Some(font) = font() {
            png::render(&svg, &[&font], 0.5).unwrap();
        }
    }
}

#[test]
fn long_names_are_cut_and_the_number_stays() {
    let mut project = sample::project();
    let mut outlet = project.organisations[&OrgId::from_bits(1)].clone();
    outlet.name = "The Very Long Name of a Harbour Newspaper That Nobody Could Ever Fit Into a Row ".repeat(3);
    project.apply(&Edit::put("rename", outlet)).unwrap();
    let svg = render(&build(&project, &ChartOptions::default()), Theme::Light, 420.0);
    show("long-names", &svg);
    let shown: Vec<String> = parsed(&svg)
        .descendants()
        .filter(|node| node.has_tag_name("text"))
        .filter_map(|node| node.text().map(str::to_owned))
        .collect();
    assert!(shown.iter().any(|text| text.starts_with("The Very") && text.ends_with('…')), "{shown:?}");
    assert!(shown.contains(&"“Over 840” · 7 Mar 2031".to_owned()), "{shown:?}");
}

#[test]
fn a_zero_stands_left_of_a_break() {
    let mut project = sample::project();
    let mut figure = project.figures[&FigureId::from_bits(11)].clone();
    (figure.low, figure.high) = (Some(0), Some(0));
    project.apply(&Edit::put("zero", figure)).unwrap();
    for kind in [PlotKind::ByOrigin, PlotKind::ByOutlet, PlotKind::OverTime] {
        let options = ChartOptions { kind, axis: crate::plots::AxisChoice::Log, ..ChartOptions::default() };
        let svg = render(&build(&project, &options), Theme::Light, 1_200.0);
        show(&format!("zero-{}", kind.name()), &svg);
        assert!(parsed(&svg).descendants().any(|node| node.has_tag_name("text") && node.text() == Some("0")));
    }
}

#[test]
fn an_empty_project_says_so() {
    let project = Project::new("Nothing yet", sample::timestamp());
    let svg = render(&build(&project, &ChartOptions::default()), Theme::Dark, 640.0);
    assert!(parsed(&svg).descendants().any(|node| node.text() == Some("No figures to draw.")));
}

#[test]
fn ten_thousand_figures_are_drawn() {
    for kind in PlotKind::ALL {
        let chart =
            build(&sample::large_for(*kind, 200, 10_000), &ChartOptions { kind: *kind, ..ChartOptions::default() });
        let svg = render(&chart, Theme::Light, 1_600.0);
        show(&format!("large-{}", kind.name()), &svg);
        let (drawn, all) = (svg.matches("class=\"mark\"").count(), chart.marks().count());
        if *kind == PlotKind::Matrix {
            assert!(drawn < all && svg.contains("are not drawn; the window shows them"), "{drawn} of {all}");
        } else {
            assert_eq!(drawn, all, "{kind:?}");
        }
    }
}

#[test]
fn a_picture_shows_ink_on_paper() {
    let Some(font) = font() else { return };
    let chart = build(&sample::project(), &ChartOptions::default());
    for (theme, paper) in [(Theme::Light, [0xFB, 0xF9, 0xF5]), (Theme::Dark, [0x1A, 0x1D, 0x22])] {
        let picture = png::render(&render(&chart, theme, 900.0), &[&font], 0.5).unwrap();
        let mut reader = ::png::Decoder::new(std::io::Cursor::new(picture)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut pixels).unwrap();
        assert_eq!(frame.width, 450);
        assert_eq!(pixels[..3], paper);
        let inked = pixels.chunks(4).filter(|pixel| pixel[..3] != paper).count();
        assert!(inked * 100 > pixels.len() / 4, "only {inked} pixels differ from the paper");
        let blue = pixels.chunks(4).filter(|p| p[2] > p[0].saturating_add(60)).count();
        assert!(blue > 40, "only {blue} blue pixels");
    }
}

#[test]
fn what_cannot_be_drawn_is_an_error() {
    assert!(matches!(png::render("<svg/>", &[], 1.0), Err(png::PngError::NoFont)));
    let Some(font) = font() else { return };
    assert!(matches!(png::render("no drawing", &[&font], 1.0), Err(png::PngError::Svg(_))));
    let huge = r#"<svg xmlns="http://www.w3.org/2000/svg" width="90000" height="90000"/>"#;
    assert!(matches!(png::render(huge, &[&font], 1.0), Err(png::PngError::TooLarge { .. })));
}

#[test]
fn drawings_have_the_palette_of_the_window() {
    use crate::plots::palette;
    for (ink, palette) in [(&LIGHT, palette::LIGHT), (&DARK, palette::DARK)] {
        for (written, [r, g, b]) in ink.palette.iter().zip(palette) {
            assert_eq!(*written, format!("#{r:02X}{g:02X}{b:02X}"));
        }
    }
}
