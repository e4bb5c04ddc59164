//! A fingerprint of what a record says: equal for equal content, on every machine and in every version. Layer `model`.

/// Takes in words and numbers and gives a 64-bit number (FNV-1a). It tells a change from none; it is no protection
/// against people who want two contents to look alike.
#[derive(Debug, Clone)]
pub struct Print(u64);

impl Default for Print {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Print {
    /// Takes in words; their length is part of it, so that two fields never run together.
    pub fn words(&mut self, words: &str) {
        self.number(Some(words.len() as u64));
        self.bytes(words.as_bytes());
    }

    /// Takes in a number, or that there is none.
    pub fn number(&mut self, number: Option<u64>) {
        match number {
            Some(number) => {
                self.bytes(&[1]);
                self.bytes(&number.to_le_bytes());
            }
            None => self.bytes(&[0]),
        }
    }

    /// The fingerprint.
    pub const fn finish(&self) -> u64 {
        self.0
    }

    fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_same_everywhere_and_fields_do_not_run_together() {
        let print = |words: &[&str]| {
            let mut print = Print::default();
            words.iter().for_each(|words| print.words(words));
            print.finish()
        };
        assert_eq!(print(&[]), 0xcbf2_9ce4_8422_2325);
        assert_eq!(print(&["toll", "5"]), print(&["toll", "5"]));
        assert_ne!(print(&["toll", "5"]), print(&["tol", "l5"]));
        let mut none = Print::default();
        none.number(None);
        let mut zero = Print::default();
        zero.number(Some(0));
        assert_ne!(none.finish(), zero.finish());
    }
}
