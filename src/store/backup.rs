//! Generations of the project file: which are kept. Layer `store`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::disk::{ensure_dir, keep_as, name_of};
use super::error::StoreError;
use crate::model::Timestamp;

/// The newest ones are kept whatever their age.
const NEWEST: usize = 10;
const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// Generations that the rules let go; others in the folder are never touched.
const PREFIX: &str = "project-";
const SUFFIX: &str = ".ron";

/// Keeps `file` as a generation of this time; the number tells those of one second apart. Gives its path.
pub(super) fn keep(root: &Path, file: &Path, now: Timestamp) -> Result<PathBuf, StoreError> {
    keep_named(root, file, PREFIX, now)
}

/// Keeps a file that another program wrote. It is never let go.
pub(super) fn keep_outside(root: &Path, file: &Path, now: Timestamp) -> Result<PathBuf, StoreError> {
    keep_named(root, file, "outside-", now)
}

/// Keeps a file of an earlier format, before it is written in the present one. It is never let go: whoever still has
/// the earlier version can go on from it.
pub(super) fn keep_old_format(root: &Path, file: &Path, now: Timestamp) -> Result<PathBuf, StoreError> {
    keep_named(root, file, "old-format-", now)
}

fn keep_named(root: &Path, file: &Path, prefix: &str, now: Timestamp) -> Result<PathBuf, StoreError> {
    let folder = root.join("backups");
    ensure_dir(&folder)?;
    let start = format!("{prefix}{}-", stamp(now));
    // Counted on from the highest, not filled up: a gap is a generation that was let go, and names are in order.
    let number = std::fs::read_dir(&folder)
        .map_err(StoreError::io("cannot list the backups", &folder))?
        .flatten()
        .filter_map(|item| name_of(&item.path()).strip_prefix(&start)?.strip_suffix(SUFFIX)?.parse::<u32>().ok())
        .max()
        .map_or(0, |highest| highest.saturating_add(1));
    let path = folder.join(format!("{start}{number:03}{SUFFIX}"));
    if keep_as(file, &path)? { Ok(path) } else { Err(StoreError::InTheWay { what: "a backup", path }) }
}

/// A time for a file name: `20241207T101500Z`, in UTC.
pub(super) fn stamp(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Generations with their times, newest first.
pub(super) fn generations(root: &Path) -> Vec<(Timestamp, PathBuf)> {
    let Ok(list) = std::fs::read_dir(root.join("backups")) else { return Vec::new() };
    let mut found: Vec<(Timestamp, PathBuf)> =
        list.flatten().filter_map(|item| Some((time_of(&name_of(&item.path()))?, item.path()))).collect();
    found.sort_by(|a, b| b.cmp(a));
    found
}

fn time_of(name: &str) -> Option<Timestamp> {
    let (stamp, number) = name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?.split_once('-')?;
    (number.len() >= 3 && number.bytes().all(|b| b.is_ascii_digit())).then_some(())?;
    let time = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", stamp).ok()?;
    time.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

/// Removes the generations that need not be kept at `now`. What cannot be removed stays. Tells how many went.
pub(super) fn prune(root: &Path, now: Timestamp) -> usize {
    let all = generations(root);
    let times: Vec<Timestamp> = all.iter().map(|(time, _)| *time).collect();
    let kept = kept(&times, now);
    all.iter().enumerate().filter(|(at, (_, path))| !kept.contains(at) && std::fs::remove_file(path).is_ok()).count()
}

/// Which of these times (newest first) are kept: the newest ten, the newest of each hour of the last day, and the
/// newest of each day of the last thirty.
fn kept(times: &[Timestamp], now: Timestamp) -> BTreeSet<usize> {
    let mut kept = BTreeSet::new();
    let mut periods = BTreeSet::new();
    for (at, time) in times.iter().enumerate() {
        // A clock that was set back makes ages negative; such generations count as new.
        let age = now.as_second() - time.as_second();
        let by_hour = age < DAY && periods.insert((HOUR, time.as_second().div_euclid(HOUR)));
        let by_day = age < 30 * DAY && periods.insert((DAY, time.as_second().div_euclid(DAY)));
        if at < NEWEST || by_hour || by_day {
            kept.insert(at);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_733_500_000 + seconds).unwrap()
    }

    #[test]
    fn ten_newest_one_an_hour_one_a_day() {
        // One every ten minutes for forty days, newest first.
        let times: Vec<Timestamp> = (0..40 * 144).map(|n| at(-600 * n)).collect();
        let kept = kept(&times, at(0));
        assert!((0..10).all(|n| kept.contains(&n)));
        let day_old = kept.iter().filter(|n| **n < 144).count();
        assert!((10 + 22..=10 + 25).contains(&day_old), "{day_old} of the last day");
        let rest = kept.iter().filter(|n| **n >= 144).count();
        assert!((28..=30).contains(&rest), "{rest} older");
        assert!(kept.iter().all(|n| *n < 30 * 144));
    }

    #[test]
    fn few_generations_are_all_kept_however_old() {
        let times: Vec<Timestamp> = (0..10).map(|n| at(-400 * DAY * n)).collect();
        assert_eq!(kept(&times, at(0)).len(), 10);
    }

    #[test]
    fn only_generations_are_let_go() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("project.ron");
        std::fs::write(&file, "x").unwrap();
        for n in 0..15 {
            keep(dir.path(), &file, at(n)).unwrap();
        }
        let twice = keep(dir.path(), &file, at(14)).unwrap();
        assert!(name_of(&twice).ends_with("-001.ron"));
        keep_outside(dir.path(), &file, at(0)).unwrap();
        std::fs::write(dir.path().join("backups/mine.ron"), "x").unwrap();
        assert_eq!(generations(dir.path()).first().unwrap().1, twice);
        assert_eq!(prune(dir.path(), at(60 * DAY)), 6);
        assert_eq!(generations(dir.path()).len(), 10);
        assert_eq!(std::fs::read_dir(dir.path().join("backups")).unwrap().count(), 12);
    }
}
