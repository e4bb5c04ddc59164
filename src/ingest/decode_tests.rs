//! Encodings, line ends and damage.

use super::*;

const SENTENCES: [(&str, &str); 6] = [
    ("windows-1252", "Le maire a déclaré que la rivière a débordé près de l’école, où vingt élèves étaient réfugiés."),
    ("windows-1251", "Местные власти сообщили, что вода поднялась на два метра и жители покинули свои дома у реки."),
    ("windows-1256", "قالت السلطات المحلية إن المياه ارتفعت مترين وإن السكان غادروا منازلهم قرب النهر مساء الأحد."),
    ("Shift_JIS", "川の水位が二メートル上がり、住民は日曜日の夜に家を離れたと市の当局が発表した。"),
    ("Big5", "地方當局表示河水上漲兩公尺，居民星期日晚間離開河邊的住家。"),
    (
        "windows-1254",
        "Yerel yetkililer suyun iki metre yükseldiğini ve nehir kıyısında yaşayanların evlerini boşalttığını açıkladı.",
    ),
];

#[test]
fn text_in_an_encoding_that_is_not_stated_is_read_right() {
    for (name, sentence) in SENTENCES {
        let text = format!("{sentence} {sentence}");
        let encoding = Encoding::for_label(name.as_bytes()).unwrap();
        let (bytes, _, unmappable) = encoding.encode(&text);
        assert!(!unmappable, "{name}");
        let got = decode(&bytes, None);
        assert_eq!(got.text, text, "{name} read as {}", got.encoding);
        assert_eq!(got.replaced, 0, "{name}");
        assert!(got.notes.iter().any(|n| n.contains("does not say its encoding")), "{name}");
    }
}

#[test]
fn marks_and_zero_bytes_show_unicode() {
    let wide = |text: &str, little: bool| -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    };
    let check = |bytes: Vec<u8>, encoding: &str, text: &str| {
        let got = decode(&bytes, None);
        assert_eq!((got.encoding, got.text.as_str(), got.replaced), (encoding, text, 0));
    };
    let text = "Déjà vu in Ñuñoa";
    check(text.into(), "UTF-8", text);
    check([b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat(), "UTF-8", text);
    check([b"\xFF\xFE".as_slice(), &wide(text, true)].concat(), "UTF-16LE", text);
    check([b"\xFE\xFF".as_slice(), &wide(text, false)].concat(), "UTF-16BE", text);
    check(wide(text, true), "UTF-16LE", text);
    check(wide(text, false), "UTF-16BE", text);
    check(b"\xEF\xBB\xBF\xEF\xBB\xBFx".to_vec(), "UTF-8", "\u{FEFF}x");
}

#[test]
fn only_line_ends_and_one_mark_are_changed() {
    let check = |from: &str, to: &str| assert_eq!(decode(from.as_bytes(), None).text, to);
    check("a\r\nb\rc\nd\r\r\n", "a\nb\nc\nd\n\n");
    check("  e\u{301}\u{a0}“x”\t \n\n", "  e\u{301}\u{a0}“x”\t \n\n");
    check("a\u{FEFF}b\u{200B}", "a\u{FEFF}b\u{200B}");
    check("", "");
}

#[test]
fn damage_is_counted_and_does_not_change_the_encoding() {
    let mut bytes = "Город эвакуирован, сообщили власти. ".repeat(3).into_bytes();
    bytes.truncate(bytes.len() - 2);
    bytes.insert(4, 0xFF);
    bytes.push(0xD0);
    let got = decode(&bytes, None);
    assert_eq!((got.encoding, got.replaced), ("UTF-8", 2));
    assert_eq!(got.text.matches('\u{FFFD}').count(), 2);
    // A replacement character that was in the file already is not one of ours.
    assert_eq!(decode("a\u{FFFD}b".as_bytes(), None).replaced, 0);
}

#[test]
fn a_page_is_read_as_it_declares_unless_it_shows_otherwise() {
    let check = |head: &str, want: Option<&str>| {
        assert_eq!(declared_in_page(head.as_bytes()).map(Encoding::name), want, "{head}");
    };
    check("<meta charset=\"windows-1251\">", Some("windows-1251"));
    check("<META http-equiv=content-type content='text/html; charset = iso-8859-1'>", Some("windows-1252"));
    check("<?xml version=\"1.0\" encoding=\"KOI8-R\"?><html>", Some("KOI8-R"));
    check("<meta charset=utf-16>", Some("UTF-8"));
    check("<meta charset=\"\"><meta charset=nonsense>", None);
    check("<p>no charset here</p>", None);

    let utf8 = "Привет из города".as_bytes();
    let got = decode(utf8, Encoding::for_label(b"windows-1251"));
    assert_eq!(got.encoding, "UTF-8");
    assert!(got.notes.iter().any(|n| n.contains("declares windows-1251")));
    let (old, ..) = encoding_rs::WINDOWS_1251.encode("Привет из города");
    assert_eq!(decode(&old, Some(encoding_rs::WINDOWS_1251)).text, "Привет из города");
}
