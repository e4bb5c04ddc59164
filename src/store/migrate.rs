//! Older formats, brought up to the present one by a chain of pure functions, one from each format to the next.
//! Layer `store`.
//!
//! The chain's length is tied to [`FORMAT`]: raising it without a step does not compile. A step works on text, with
//! nothing of the model in it, so that a later change of the model cannot break it.

mod ron_text;
mod to_2;

use std::borrow::Cow;

use super::snapshot::FORMAT;

/// One step, from a format to the next.
struct Step {
    /// Of a whole project file, header included.
    snapshot: fn(&str) -> Result<String, String>,
    /// Of one journal line's content, without checksum and number.
    journal_line: fn(&str) -> Result<String, String>,
}

/// The step from format n to n + 1 stands at n - 1.
const STEPS: [Step; FORMAT as usize - 1] = [Step { snapshot: to_2::snapshot, journal_line: to_2::journal_line }];

/// Why something was not migrated.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// It is of a later format.
    Newer,
    /// In words.
    Failed(String),
}

/// A project file of format `from` in the present one.
pub(super) fn snapshot(from: u32, text: &str) -> Result<Cow<'_, str>, Refused> {
    chain(&STEPS, from, text, |step| step.snapshot)
}

/// A journal line of format `from` in the present one.
pub(super) fn journal_line(from: u32, text: &str) -> Result<Cow<'_, str>, Refused> {
    chain(&STEPS, from, text, |step| step.journal_line)
}

fn chain<'a>(
    steps: &[Step],
    from: u32,
    text: &'a str,
    part: impl Fn(&Step) -> fn(&str) -> Result<String, String>,
) -> Result<Cow<'a, str>, Refused> {
    let Some(skipped) = from.checked_sub(1) else {
        return Err(Refused::Failed("there is no format 0".to_owned()));
    };
    let skipped = usize::try_from(skipped).unwrap_or(usize::MAX);
    if skipped > steps.len() {
        return Err(Refused::Newer);
    }
    let mut text = Cow::Borrowed(text);
    for (at, step) in steps.iter().enumerate().skip(skipped) {
        let next = part(step)(&text).map_err(|why| {
            Refused::Failed(format!("format {} could not be brought to format {}: {why}", at + 1, at + 2))
        })?;
        text = Cow::Owned(next);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: [Step; 2] = [
        Step { snapshot: |text| Ok(format!("{text}>2")), journal_line: |text| Ok(format!("{text}/2")) },
        Step { snapshot: |text| Ok(format!("{text}>3")), journal_line: |_| Err("no such word".to_owned()) },
    ];

    #[test]
    fn each_step_is_taken_once_and_in_order() {
        let run = |from| chain(&TWO, from, "x", |step| step.snapshot).map(Cow::into_owned);
        assert_eq!(run(1), Ok("x>2>3".to_owned()));
        assert_eq!(run(2), Ok("x>3".to_owned()));
        assert_eq!(run(3), Ok("x".to_owned()));
        assert_eq!(run(4), Err(Refused::Newer));
        assert!(matches!(run(0), Err(Refused::Failed(_))));
    }

    #[test]
    fn a_failing_step_says_which() {
        let why = chain(&TWO, 1, "x", |step| step.journal_line);
        assert_eq!(why, Err(Refused::Failed("format 2 could not be brought to format 3: no such word".to_owned())));
    }
}
