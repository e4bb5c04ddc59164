//! How a run of number words adds up to a cardinal. Layer `figures`.

use super::grammar::{Class, Rules};

/// One word (or numeral) of a run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub start: usize,
    pub end: usize,
    /// Whether "and" stands before it.
    pub and: bool,
    pub what: What,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum What {
    Article,
    Word(Class),
    Digits { value: f64, whole: Option<u64> },
}

/// A cardinal: how many items it takes, and its value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cardinal {
    pub items: usize,
    pub value: f64,
    pub whole: Option<u64>,
    /// The last magnitude in it, 0 for none.
    pub magnitude: u64,
}

/// The cardinal that takes in all of `items`.
pub(super) fn complete(items: &[Item], rules: Rules) -> Option<Cardinal> {
    cardinal(items, rules, false).filter(|card| card.items == items.len())
}

/// The longest cardinal at the beginning of `items`; `loose_and` allows "twenty and three".
pub(super) fn cardinal(items: &[Item], rules: Rules, loose_and: bool) -> Option<Cardinal> {
    let mut best: Option<Cardinal> = None;
    let mut before_and: Option<Cardinal> = None;
    let mut total: u64 = 0;
    let mut current: Option<u64> = None;
    let mut and_base: u64 = 0;
    let mut magnitude: u64 = 0;
    let mut decimal: Option<f64> = None;
    let mut previous: Option<What> = None;
    for (i, item) in items.iter().enumerate() {
        let after_scale = matches!(previous, Some(What::Word(Class::Hundred(_) | Class::Magnitude(_))));
        let and = item.and && i > 0;
        if and {
            before_and = best;
            and_base = current.unwrap_or(0);
        }
        let step = match item.what {
            What::Article => None,
            What::Digits { value, whole } if i == 0 => {
                match whole {
                    Some(n) => current = Some(n),
                    None => decimal = Some(value),
                }
                Some(())
            }
            What::Digits { whole: Some(n), .. } if n > 0 => match current {
                Some(now) if and && after_scale && now % 100 == 0 && n < 100 => {
                    current = now.checked_add(n);
                    Some(())
                }
                None if after_scale && n < magnitude.max(1) => {
                    current = Some(n);
                    Some(())
                }
                _ => None,
            },
            What::Digits { .. } => None,
            What::Word(Class::Add(n)) => {
                let and_fits = !and
                    || after_scale
                    || loose_and
                    // "vingt et un".
                    || (rules.wide_tens && matches!(n, 1 | 11))
                    || (rules.units_first && current.is_some_and(|now| now < 10 || now % 100 < 10));
                match current {
                    _ if !and_fits || decimal.is_some() => None,
                    None if i == 0 || (after_scale && n > 0 && n < magnitude) => {
                        current = Some(n);
                        Some(())
                    }
                    Some(now) if n > 0 => room(now, n, and, rules).map(|sum| current = Some(sum)),
                    _ => None,
                }
            }
            What::Word(Class::Hundred(h)) => match (current, decimal) {
                (None, Some(value)) => {
                    decimal = Some(value * h as f64);
                    Some(())
                }
                (None, None) if i == 0 || after_scale => {
                    current = Some(h);
                    Some(())
                }
                (Some(now), None) if now > 0 && now < 1000 && and_base == 0 && !and => {
                    current = now.checked_mul(h);
                    current.map(|_| ())
                }
                _ => {
                    if and_base > 0 && !and {
                        best = before_and;
                    }
                    None
                }
            },
            What::Word(Class::Magnitude(m)) => match (current, decimal) {
                (None, Some(value)) => {
                    decimal = Some(value * m as f64);
                    magnitude = m;
                    Some(())
                }
                (None, None) if i == 0 => {
                    total = m;
                    magnitude = m;
                    Some(())
                }
                (None, None) if !and => match total.checked_mul(m) {
                    Some(product) => {
                        total = product;
                        magnitude = m;
                        Some(())
                    }
                    None => None,
                },
                (Some(now), None) if (magnitude == 0 || m < magnitude) && !and => {
                    match now.max(1).checked_mul(m).and_then(|part| total.checked_add(part)) {
                        Some(sum) => {
                            total = sum;
                            current = None;
                            and_base = 0;
                            magnitude = m;
                            Some(())
                        }
                        None => None,
                    }
                }
                _ => {
                    if !and {
                        best = before_and.or(best);
                    }
                    None
                }
            },
            What::Word(Class::Group(g)) => match (current, decimal) {
                (Some(now), None) if !and => {
                    current = now
                        .checked_sub(and_base)
                        .and_then(|tail| tail.checked_mul(g))
                        .and_then(|n| n.checked_add(and_base));
                    current.map(|_| ())
                }
                (None, Some(value)) => {
                    decimal = Some(value * g as f64);
                    Some(())
                }
                (None, None) if i == 0 => {
                    current = Some(g);
                    Some(())
                }
                _ => None,
            },
            What::Word(Class::Part { .. } | Class::Ordinal { .. }) => None,
        };
        if step.is_none() {
            break;
        }
        let (value, whole) = match decimal {
            Some(value) => (value, super::whole_of(value)),
            None => match total.checked_add(current.unwrap_or(0)) {
                Some(n) => (n as f64, Some(n)),
                None => break,
            },
        };
        best = Some(Cardinal { items: i + 1, value, whole, magnitude });
        previous = Some(item.what);
        let ends = matches!(item.what, What::Word(Class::Add(0) | Class::Group(_)));
        if ends {
            break;
        }
    }
    best
}

/// What `now` and `n` come to when `n` fits under what is there: 20 + 3, 100 + 20; with units first 3 + 20; with French
/// tens 60 + 12 and 4 × 20.
fn room(now: u64, n: u64, and: bool, rules: Rules) -> Option<u64> {
    if rules.units_first && and && now % 100 < 10 && (20..100).contains(&n) {
        return now.checked_add(n);
    }
    // Arabic teens: "eight ten".
    if rules.units_first && !and && n == 10 && (1..10).contains(&(now % 100)) {
        return now.checked_add(n);
    }
    if rules.wide_tens && n == 20 && now % 100 == 4 {
        return now.checked_add(76);
    }
    if rules.wide_tens && matches!(now % 100, 60 | 80) && (10..20).contains(&n) {
        return now.checked_add(n);
    }
    let mut place: u64 = 1;
    while now.is_multiple_of(place * 10) && place < 1_000_000_000 {
        place *= 10;
    }
    if n < place && now > 0 { now.checked_add(n) } else { None }
}
