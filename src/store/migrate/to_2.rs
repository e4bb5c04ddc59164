//! From format 1 to format 2: an event's parties say which side they are on. In format 1 they were a list of
//! organisations (`parties:["…","…"]`); now each stands with its side, which nobody has said yet
//! (`parties:{"…":other,"…":other}`). All else that format 2 knows was added and may be left out. Layer `store`.

use super::ron_text::{Kind, tokens};

/// A whole project file.
pub(super) fn snapshot(text: &str) -> Result<String, String> {
    let text = parties(text)?;
    // The header names the format it is now in, wherever a person has put it.
    let found = tokens(&text)?;
    let names_format = |window: &[(Kind, std::ops::Range<usize>)]| match window {
        [(Kind::Word, name), (Kind::Sign(b':'), _), (Kind::Word, number)] => {
            (text.get(name.clone()) == Some("format")).then(|| number.clone())
        }
        _ => None,
    };
    let Some(number) = found.windows(3).find_map(names_format) else { return Ok(text) };
    let mut out = text.clone();
    out.replace_range(number, "2");
    Ok(out)
}

/// One journal line's content.
pub(super) fn journal_line(text: &str) -> Result<String, String> {
    parties(text)
}

/// Writes the parties of events anew. No other record had a field of this name.
fn parties(text: &str) -> Result<String, String> {
    // Most lines have none; a string that holds the word costs a look at the pieces and no more.
    if !text.contains("parties") {
        return Ok(text.to_owned());
    }
    let found = tokens(text)?;
    let mut out = String::with_capacity(text.len() + 64);
    let mut copied = 0;
    let mut at = 0;
    while let Some(window) = found.get(at..at + 3) {
        at += 1;
        let [(Kind::Word, name), (Kind::Sign(b':'), _), (Kind::Sign(b'['), open)] = window else { continue };
        if text.get(name.clone()) != Some("parties") {
            continue;
        }
        // Behind the bracket.
        at += 2;
        out.push_str(text.get(copied..open.start).unwrap_or_default());
        out.push('{');
        let mut first = true;
        loop {
            let Some((kind, range)) = found.get(at) else { return Err("a list of parties has no end".to_owned()) };
            at += 1;
            match kind {
                Kind::Sign(b']') => {
                    copied = range.end;
                    break;
                }
                Kind::Sign(b',') => {}
                Kind::Quoted => {
                    if !std::mem::take(&mut first) {
                        out.push(',');
                    }
                    out.push_str(text.get(range.clone()).unwrap_or_default());
                    out.push_str(":other");
                }
                Kind::Word | Kind::Sign(_) => return Err("a list of parties holds something else".to_owned()),
            }
        }
        out.push('}');
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(old: &str, new: &str) {
        assert_eq!(parties(old).as_deref(), Ok(new), "{old}");
    }

    #[test]
    fn parties_get_a_side_that_nobody_has_said() {
        check(r#"Event((id:"1",parties:["a","b"])),"#, r#"Event((id:"1",parties:{"a":other,"b":other})),"#);
        check("parties : [ \"a\" , // one\n ]", "parties : {\"a\":other}");
        check("parties:[]", "parties:{}");
        check(r#"[parties:["a"]],[parties:["b"]]"#, r#"[parties:{"a":other}],[parties:{"b":other}]"#);
    }

    #[test]
    fn what_people_wrote_about_parties_stays() {
        for text in [r#"Memo((text:"parties:[\"a\"]"))"#, "(name:\"parties\",parts:[1])", "// parties:[\n()", "()"] {
            check(text, text);
        }
    }

    #[test]
    fn damage_is_said_and_not_guessed_over() {
        assert!(parties("parties:[1]").is_err());
        assert!(parties("parties:[\"a\"").is_err());
        assert!(parties("parties:[\"a").is_err());
    }

    #[test]
    fn the_header_says_what_it_is_now() {
        let new = "(format:2,written_by:\"format:1\",records:[\n])";
        assert_eq!(snapshot("(format:1,written_by:\"format:1\",records:[\n])").as_deref(), Ok(new));
    }
}
