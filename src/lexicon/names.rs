//! Spellings of names of persons and groups. Layer `lexicon`. Places have their own: [`super::places`].

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::places;

const VARIANTS: &str = include_str!("../../assets/lexicon/name_variants.ron");

struct Variants {
    groups: Vec<Vec<String>>,
    /// Folded spelling to its group.
    index: BTreeMap<String, usize>,
}

fn variants() -> &'static Variants {
    static CELL: OnceLock<Variants> = OnceLock::new();
    CELL.get_or_init(|| {
        let groups: Vec<Vec<String>> = ron::from_str(VARIANTS).unwrap_or_default();
        let index = groups
            .iter()
            .enumerate()
            .flat_map(|(at, group)| group.iter().map(move |name| (places::folded(name), at)))
            .collect();
        Variants { groups, index }
    })
}

/// Every spelling known of `name` (one word, or a name in words that is listed as such), the one to show first; nothing if it is
/// not listed.
pub fn spellings(name: &str) -> &'static [String] {
    let variants = variants();
    variants
        .index
        .get(&places::folded(name))
        .and_then(|at| variants.groups.get(*at))
        .map(Vec::as_slice)
        .unwrap_or_default()
}

/// Whether two names are spellings of one: word for word by the lists, case, accents, apostrophes and Arabic articles aside; or
/// one of them is the last word of the other ("al-Jawlani" for "Abu Mohammed al-Jolani").
pub fn same_name(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    !short.is_empty() && (short == long || (short.len() == 1 && short.last() == long.last()))
}

/// The folded words of a name, each as the first spelling of its group.
fn words(name: &str) -> Vec<String> {
    let folded = places::folded(name);
    folded
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(|word| match spellings(word).first() {
            Some(first) => places::folded(first),
            None => word.to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_one_name() {
        for (a, b, same) in [
            ("Jolani", "al-Jawlani", true),
            ("Abu Mohammed al-Jolani", "Abu Muhammad al-Golani", true),
            ("Abu Mohammed al-Jolani", "Jawlani", true),
            ("Hezbollah", "Hizbullah", true),
            ("Zelensky", "ZELENSKYY", true),
            ("al-Shabaab", "Al Shabab", true),
            ("Ahmed Hassan", "Hassan Ahmed", false),
            ("Jolani", "Jordan", false),
            ("", "", false),
        ] {
            assert_eq!(same_name(a, b), same, "{a} {b}");
        }
        assert_eq!(spellings("Golani").first().map(String::as_str), Some("Jolani"));
    }

    #[test]
    fn no_spelling_stands_in_two_lists() {
        let groups: Vec<Vec<String>> = ron::from_str(VARIANTS).unwrap();
        let n = groups.iter().map(|group| {
            group.iter().map(|name| places::folded(name)).collect::<std::collections::BTreeSet<_>>().len()
        });
        assert_eq!(n.sum::<usize>(), variants().index.len());
    }
}
