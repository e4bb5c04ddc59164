//! Days as a person types them, and what is said when they cannot be read. Layer `app`.

use crate::model::Date;

/// The forms that are read.
pub const FORMS: &str = "2024-12-07, 7 Dec 2024 or Dec 7, 2024";

/// A day as typed; empty means not known.
///
/// # Errors
/// In words, why it is none.
pub fn read_day(typed: &str) -> Result<Option<Date>, String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    if let Some(date) = crate::ingest::typed_date(typed) {
        return Ok(Some(date));
    }
    let mut parts = typed.split(['/', '.', '-']);
    let parts = [parts.next(), parts.next(), parts.next(), parts.next()];
    if let [Some(a), Some(b), Some(year), None] = parts
        && let (Ok(a @ 1..=12), Ok(1..=12)) = (a.trim().parse::<u8>(), b.trim().parse::<u8>())
        && year.trim().parse::<u16>().is_ok()
    {
        return Err(format!("“{typed}” may be two days, {a} is a day or a month; write it as {FORMS}"));
    }
    Err(format!("“{typed}” is no date; write it as {FORMS}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_is_read_as_people_write_it_and_refused_where_it_may_be_two() {
        let day = Ok(Some(date(2024, 12, 7)));
        for typed in ["2024-12-07", " 7 Dec 2024", "7 December 2024", "Dec 7, 2024", "december 7 2024", "7th Dec 2024"]
        {
            assert_eq!(read_day(typed), day, "{typed}");
        }
        assert_eq!(read_day("17/12/2024"), Ok(Some(date(2024, 12, 17))));
        assert_eq!(read_day("  "), Ok(None));
        assert!(read_day("7/12/2024").unwrap_err().contains("may be two days"));
        for typed in ["soon", "2024-13-40", "7 Dec 2024 or so", "Dec 2024"] {
            assert!(read_day(typed).unwrap_err().contains("is no date"), "{typed}");
        }
    }
}
