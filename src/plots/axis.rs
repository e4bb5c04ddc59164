//! Axes: counts, linear or logarithmic, and days; with ticks at round places. Layer `plots`.

use jiff::ToSpan as _;

use crate::model::Date;

/// Which scale the reader asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum AxisChoice {
    /// Logarithmic where the highest value is more than [`LOG_ABOVE`] times the lowest.
    #[default]
    Auto,
    Linear,
    Log,
}

/// The spread (highest over lowest) above which an axis is logarithmic by itself.
pub const LOG_ABOVE: f64 = 20.0;

/// How an axis places its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scale {
    Linear,
    Log,
    /// Days since 1 January 1970.
    Days,
}

/// A labelled place on an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    pub value: f64,
    /// Fraction of the axis.
    pub at: f64,
    pub label: String,
}

/// An axis. Values outside it are placed at its ends.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    pub scale: Scale,
    /// The value at 0; on a logarithmic axis with a zero, the value where the scale begins.
    pub min: f64,
    /// The value at 1.
    pub max: f64,
    /// A logarithmic axis on which a zero stands apart, left of a break.
    pub broken_zero: bool,
    /// On an axis of days: the place of what has no date, right of all days.
    pub undated: Option<f64>,
    pub ticks: Vec<Tick>,
    /// What the axis shows beyond its ticks ("log scale", "2024"); empty when nothing need be said.
    pub caption: String,
}

/// Where a zero stands on a logarithmic axis, where its break is drawn, and where the scale begins.
const ZERO_AT: f64 = 0.03;
/// Place of the break between a zero and a logarithmic scale, as a fraction of the axis.
pub const BREAK_AT: f64 = 0.075;
const SCALE_FROM: f64 = 0.12;

/// Up to where days reach on an axis that has a place for what has no date, and that place.
const UNDATED_FROM: f64 = 0.84;
const UNDATED_AT: f64 = 0.93;

impl Axis {
    /// An axis for these counts. `open_up` leaves room for arrows above the highest value, `open_down` below the
    /// lowest.
    pub fn counts(values: &[u64], open_up: bool, open_down: bool, choice: AxisChoice) -> Self {
        let positive = values.iter().copied().filter(|value| *value > 0);
        let lowest = positive.clone().min().unwrap_or(1) as f64;
        let highest = positive.max().unwrap_or(1) as f64;
        let zero = values.contains(&0);
        let log = match choice {
            AxisChoice::Log => true,
            AxisChoice::Linear => false,
            AxisChoice::Auto => highest / lowest > LOG_ABOVE,
        };
        if log {
            Self::log(lowest, highest, zero, open_up, open_down)
        } else {
            Self::linear(lowest, highest, zero, open_up, open_down)
        }
    }

    /// A linear axis from zero for these counts: what bars stand on.
    pub fn from_zero(values: &[u64], open_up: bool) -> Self {
        let highest = values.iter().copied().max().unwrap_or(1).max(1) as f64;
        Self::linear(0.0, highest, true, open_up, false)
    }

    /// An axis for how many times the lowest value of its own row something is: 1 at its left. `zero` says that some
    /// row has a zero, which no number of times can be told of.
    pub fn ratios(highest: f64, zero: bool) -> Self {
        let highest = if highest.is_finite() { highest.max(1.5) } else { 1.5 };
        let log = highest > LOG_ABOVE || zero;
        let (min, max) = if log { (0.8, highest * 1.6) } else { (1.0 - highest * 0.05, highest * 1.15) };
        let caption = "times the lowest of the row";
        let caption = if log { format!("{caption}, log scale") } else { caption.to_owned() };
        let scale = if log { Scale::Log } else { Scale::Linear };
        let mut axis = Self { scale, min, max, broken_zero: log && zero, undated: None, ticks: Vec::new(), caption };
        let step = [0.05, 0.1, 0.25, 0.5, 1.0, 2.0].into_iter().find(|step| (max - 1.0) / step <= 8.0).unwrap_or(5.0);
        let even = (0..9).map(|n| f64::from(n).mul_add(step, 1.0)).filter(|value| *value <= max);
        let values: Vec<f64> = if log { log_values(1.0, max) } else { even.collect() };
        axis.ticks = values
            .into_iter()
            .map(|value| {
                let at = axis.at(value);
                let label =
                    if log { thousands(value.round() as u64) } else { format!("{}", (value * 100.0).round() / 100.0) };
                Tick { value, at, label: format!("{label}×") }
            })
            .collect();
        if axis.broken_zero {
            axis.ticks.insert(0, Tick { value: 0.0, at: ZERO_AT, label: "0".to_owned() });
        }
        axis
    }

    fn log(lowest: f64, highest: f64, zero: bool, open_up: bool, open_down: bool) -> Self {
        let span = (highest / lowest).log10();
        // Room of a seventh on each side, and half as much again for an arrow; never less than a factor of 1.3.
        let pad = (span * 0.14).max(0.13);
        let min = lowest.log10() - if open_down { pad.mul_add(2.0, 0.1) } else { pad };
        let max = highest.log10() + if open_up { pad.mul_add(1.6, 0.06) } else { pad };
        // Whole numbers below ten lie far apart: room for two more ticks.
        let (min, max) = (10f64.powf(min).max(0.5), 10f64.powf(max).max((lowest + 2.0).min(lowest * 3.2)));
        let mut axis = Self {
            scale: Scale::Log,
            min,
            max,
            broken_zero: zero,
            undated: None,
            ticks: Vec::new(),
            caption: "log scale".to_owned(),
        };
        axis.ticks = axis.spaced(log_values(min, max));
        if zero {
            axis.ticks.insert(0, Tick { value: 0.0, at: ZERO_AT, label: "0".to_owned() });
        }
        axis
    }

    fn linear(lowest: f64, highest: f64, zero: bool, open_up: bool, open_down: bool) -> Self {
        // Values close together are shown in a window around them, wide enough that a difference of one in a hundred
        // looks like one in a hundred; otherwise the axis begins at zero.
        let max = highest * if open_up { 1.45 } else { 1.25 };
        let near = lowest > highest * 0.5 && !zero && !open_down && lowest > 10.0;
        let min = if near { lowest * 0.7 } else { 0.0 };
        let max = max.max(min + 1.0);
        let mut axis = Self {
            scale: Scale::Linear,
            min,
            max,
            broken_zero: false,
            undated: None,
            ticks: Vec::new(),
            caption: String::new(),
        };
        axis.ticks = axis.spaced(linear_values(min, max));
        axis
    }

    /// An axis for these days; `undated` leaves a place at its right for what has no date.
    pub fn days(days: &[Date], undated: bool) -> Self {
        let first = days.iter().copied().min().unwrap_or(EPOCH);
        let last = days.iter().copied().max().unwrap_or(EPOCH);
        let (from, to) = (day_number(first), day_number(last));
        let pad = ((to - from) * 0.08).max(0.75);
        let mut axis = Self {
            scale: Scale::Days,
            min: from - pad,
            max: to + pad,
            broken_zero: false,
            undated: match (undated, days.is_empty()) {
                (false, _) => None,
                (true, false) => Some(UNDATED_AT),
                (true, true) => Some(0.5),
            },
            ticks: Vec::new(),
            caption: String::new(),
        };
        let (dates, form) = if days.is_empty() { (Vec::new(), DayForm::Day) } else { day_ticks(first, last) };
        let mut year = None;
        for date in dates {
            let value = day_number(date);
            let at = axis.at(value);
            if !(0.0..=1.0).contains(&at) {
                continue;
            }
            // The year is said where it begins.
            let label = match (form, year.replace(date.year()) == Some(date.year())) {
                (DayForm::Day, false) => long_date(date),
                _ => form.label(date),
            };
            axis.ticks.push(Tick { value, at, label });
        }
        if let Some(at) = axis.undated {
            axis.ticks.push(Tick { value: axis.max, at, label: "no date".to_owned() });
        }
        axis
    }

    /// The fraction of the axis at which a value stands.
    pub fn at(&self, value: f64) -> f64 {
        let fraction = match self.scale {
            Scale::Log if value <= 0.0 => return ZERO_AT,
            Scale::Log => (value / self.min).log10() / (self.max / self.min).log10(),
            Scale::Linear | Scale::Days => (value - self.min) / (self.max - self.min),
        };
        let fraction = if fraction.is_finite() { fraction.clamp(0.0, 1.0) } else { 0.5 };
        if self.undated.is_some() {
            return fraction * UNDATED_FROM;
        }
        if self.broken_zero { fraction.mul_add(1.0 - SCALE_FROM, SCALE_FROM) } else { fraction }
    }

    /// Ticks at these counts, without those that stand too near the one before.
    fn spaced(&self, values: Vec<f64>) -> Vec<Tick> {
        let mut ticks: Vec<Tick> = Vec::new();
        for value in values {
            let at = self.at(value);
            if ticks.last().is_none_or(|last| at - last.at > 0.085) {
                ticks.push(Tick { value, at, label: thousands(value.round() as u64) });
            }
        }
        ticks
    }
}

/// Round values on a logarithmic axis: whole powers of ten when there are many, closer ones when there are few.
fn log_values(min: f64, max: f64) -> Vec<f64> {
    const SETS: [&[f64]; 4] = [&[1.0], &[1.0, 3.0], &[1.0, 2.0, 5.0], &[1.0, 1.5, 2.0, 3.0, 5.0, 7.0]];
    let (from, to) = (min.log10().floor() as i32, max.log10().ceil() as i32);
    let of = |set: &[f64]| -> Vec<f64> {
        (from..=to)
            .flat_map(|power| set.iter().map(move |step| step * 10f64.powi(power)))
            .filter(|value| (min..=max).contains(value) && *value >= 1.0 && value.fract() == 0.0)
            .collect()
    };
    let powers = of(&[1.0]);
    if powers.len() > 6 {
        // Every second, third, … power, so that at most six stay.
        return powers.iter().copied().step_by(powers.len().div_ceil(6)).collect();
    }
    let chosen = SETS.iter().map(|set| of(set)).find(|values| values.len() >= 3);
    chosen.filter(|values| values.len() <= 8).unwrap_or_else(|| linear_values(min, max))
}

/// About five round values on a linear axis; whole numbers only.
fn linear_values(min: f64, max: f64) -> Vec<f64> {
    let rough = ((max - min) / 5.0).max(1.0);
    let power = 10f64.powf(rough.log10().floor());
    let step =
        [1.0, 2.0, 5.0, 10.0].iter().map(|factor| factor * power).find(|step| *step >= rough).unwrap_or(rough).max(1.0);
    let first = (min / step).ceil();
    (0..12).map(|n| (first + f64::from(n)) * step).take_while(|value| *value <= max).collect()
}

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

/// Days since 1 January 1970.
pub fn day_number(date: Date) -> f64 {
    (date.duration_since(EPOCH).as_secs() / 86_400) as f64
}

#[derive(Clone, Copy)]
enum DayForm {
    Day,
    Month,
    Year,
}

impl DayForm {
    fn label(self, date: Date) -> String {
        let month = month_name(date);
        match self {
            Self::Day => format!("{} {month}", date.day()),
            Self::Month => format!("{month} {}", date.year()),
            Self::Year => date.year().to_string(),
        }
    }
}

/// At most seven or so round dates from the first to the last.
fn day_ticks(first: Date, last: Date) -> (Vec<Date>, DayForm) {
    let days = day_number(last) - day_number(first);
    let (start, span, form) = if days <= 45.0 {
        // From the last day backwards would shift with each report, so the first day leads.
        (first, ((days / 5.0).ceil().max(1.0) as i64).days(), DayForm::Day)
    } else if days <= 900.0 {
        let months = ((days / 30.4 / 5.0).ceil() as i64).max(1);
        (first.first_of_month(), months.months(), DayForm::Month)
    } else {
        let years = ((days / 365.25 / 5.0).ceil() as i64).max(1);
        (first.first_of_year(), years.years(), DayForm::Year)
    };
    let mut out = Vec::new();
    let mut at = start;
    while at <= last && out.len() < 32 {
        out.push(at);
        match at.checked_add(span) {
            Ok(next) => at = next,
            Err(_) => break,
        }
    }
    (out, form)
}

fn month_name(date: Date) -> &'static str {
    const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    usize::try_from(date.month() - 1).ok().and_then(|at| NAMES.get(at)).copied().unwrap_or("")
}

/// A date for people: `7 Dec 2024`.
pub fn long_date(date: Date) -> String {
    format!("{} {} {}", date.day(), month_name(date), date.year())
}

/// A number with a comma after each three digits: `370,000`.
pub fn thousands(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn labels(axis: &Axis) -> Vec<&str> {
        axis.ticks.iter().map(|tick| tick.label.as_str()).collect()
    }

    #[test]
    fn numbers_have_thousands_separators() {
        for (value, wanted) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(thousands(value), wanted);
        }
    }

    #[test]
    fn a_spread_above_twenty_is_logarithmic() {
        let check = |values: &[u64], choice, wanted| {
            assert_eq!(Axis::counts(values, true, false, choice).scale, wanted, "{values:?}");
        };
        check(&[24, 200], AxisChoice::Auto, Scale::Linear);
        check(&[7, 826], AxisChoice::Auto, Scale::Log);
        check(&[7, 826], AxisChoice::Linear, Scale::Linear);
        check(&[820, 826], AxisChoice::Log, Scale::Log);
    }

    #[test]
    fn a_zero_stands_apart_on_a_log_axis() {
        let axis = Axis::counts(&[0, 5, 5_000], false, false, AxisChoice::Auto);
        assert_eq!((axis.scale, axis.broken_zero), (Scale::Log, true));
        assert_eq!(axis.ticks.first().map(|tick| tick.label.as_str()), Some("0"));
        assert!(axis.at(0.0) < BREAK_AT && axis.at(5.0) > BREAK_AT);
        assert!(axis.ticks.iter().skip(1).all(|tick| tick.value >= 1.0));
        let linear = Axis::counts(&[0, 5], false, false, AxisChoice::Auto);
        assert_eq!(linear.at(0.0), 0.0);
    }

    #[test]
    fn ticks_are_round_few_and_in_order() {
        let sets: [&[u64]; 9] = [
            &[1],
            &[111, 111],
            &[820, 826],
            &[24, 200],
            &[305_000, 500_000],
            &[7, 500_000],
            &[1, 1_000_000_000_000],
            &[0],
            &[3, 5],
        ];
        for values in sets {
            for choice in [AxisChoice::Auto, AxisChoice::Linear, AxisChoice::Log] {
                for open in [false, true] {
                    let axis = Axis::counts(values, open, open, choice);
                    assert!((2..=8).contains(&axis.ticks.len()), "{values:?} {choice:?}: {:?}", labels(&axis));
                    assert!(axis.ticks.is_sorted_by(|a, b| a.at < b.at && a.value < b.value), "{:?}", labels(&axis));
                    for value in values {
                        let at = axis.at(*value as f64);
                        assert!((0.0..0.97).contains(&at), "{values:?} {choice:?}: {value} at {at}");
                    }
                }
            }
        }
    }

    #[test]
    fn days_have_round_ticks_for_any_length() {
        let check = |from: Date, to: Date, wanted: &[&str], caption: &str| {
            let axis = Axis::days(&[to, from], false);
            assert_eq!((labels(&axis).as_slice(), axis.caption.as_str()), (wanted, caption));
        };
        check(date(2024, 12, 6), date(2024, 12, 6), &["6 Dec 2024"], "");
        let week = ["27 Nov 2024", "29 Nov", "1 Dec", "3 Dec", "5 Dec", "7 Dec"];
        check(date(2024, 11, 27), date(2024, 12, 7), &week, "");
        check(date(2024, 12, 30), date(2025, 1, 2), &["30 Dec 2024", "31 Dec", "1 Jan 2025", "2 Jan"], "");
        check(date(2024, 1, 5), date(2024, 12, 1), &["Jan 2024", "Apr 2024", "Jul 2024", "Oct 2024"], "");
        check(date(2011, 3, 1), date(2024, 12, 1), &["2011", "2014", "2017", "2020", "2023"], "");
    }
}
