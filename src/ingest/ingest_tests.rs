//! Whole files to drafts.

use proptest::prelude::*;

use super::*;

const NAMES: [&str; 3] = ["a.txt", "a.html", "a"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_are_a_draft_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..300), name in 0..NAMES.len()) {
        if let Ok(draft) = draft_from_bytes(NAMES[name], &bytes) {
            prop_assert!(!draft.title.is_empty());
            prop_assert!(!draft.text.contains('\r'));
            prop_assert_eq!(&draft.original, &bytes);
            prop_assert_eq!(draft.file_bytes, bytes.len() as u64);
        }
    }

    #[test]
    fn plain_text_stays_as_it_is_but_for_line_ends(text in "[a-zé\u{202e}\u{301}“ .\n\r]{0,80}(date 20[0-9]{2}-[0-9]{2}-[0-9]{2})?[ -~а-я\n]{1,200}") {
        if let Ok(draft) = draft_from_bytes("a.txt", text.as_bytes()) {
            prop_assert_eq!(&draft.text, &text.replace("\r\n", "\n").replace('\r', "\n"));
            let again = draft_from_bytes("a.txt", draft.text.as_bytes()).unwrap();
            prop_assert_eq!(&again.text, &draft.text);
            prop_assert_eq!(again.text_sha256, draft.text_sha256);
        }
    }

    #[test]
    fn any_plain_text_has_a_short_title(text in "\\PC{1,300}") {
        let found = plain::read(&text);
        prop_assert!(found.title.chars().count() <= 130, "{}", found.title);
        let _ = wire::wire(&text, Some(&text), Some(&text));
    }
}

#[test]
fn the_language_is_told_only_when_it_is_sure() {
    let check = |text: &str, want: Option<&str>| {
        assert_eq!(draft_from_bytes("a.txt", text.as_bytes()).unwrap().language.as_deref(), want, "{text}");
    };
    check(
        "The dam above the town gave way on Tuesday evening and forty families left their homes, officials said.",
        Some("en"),
    );
    check(
        "انهار السد فوق البلدة مساء الثلاثاء وغادرت أربعون عائلة منازلها، بحسب ما قال مسؤولون محليون للصحفيين. \
         وأضاف رئيس البلدية أن المياه وصلت إلى المدرسة التي لجأ إليها السكان، وأن الجسر القديم أغلق حتى يوم الجمعة. \
         ولم تعرف بعد أسباب الانهيار، فيما أرسلت القرى المجاورة قوارب لمساعدة العائلات التي فقدت بيوتها في الفيضان.",
        Some("ar"),
    );
    check(
        "Le barrage a cédé mardi soir au-dessus de la ville et quarante familles ont quitté leurs maisons, selon la mairie.",
        Some("fr"),
    );
    check("12 34 56", None);
}

#[test]
fn invisible_characters_stay_and_are_counted() {
    let draft = draft_from_bytes("a.txt", "The dam\u{200b} gave \u{202e}way\u{202c}.".as_bytes()).unwrap();
    assert_eq!(draft.notes, ["the text holds 3 invisible characters, 2 of them turn the direction of writing"]);
    assert!(draft.text.contains('\u{202e}'));
}

#[test]
fn a_text_too_large_for_memory_is_refused_by_its_length() {
    let bytes = vec![b'a'; MAX_FILE_BYTES as usize + 1];
    assert!(matches!(draft_from_bytes("a.txt", &bytes), Err(IngestError::TooLarge { .. })));
}
