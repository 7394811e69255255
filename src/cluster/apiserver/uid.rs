//! A small seeded generator, and the uids and random name suffixes made from it.

use crate::cluster::api::Kind;
use std::collections::BTreeMap;

/// SplitMix64: eight bytes of state, good enough to scatter latencies and names, trivially cloned.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rng(u64);

impl Rng {
    /// A generator that will always give the same numbers for the same seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number in `low..=high`.
    pub const fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.bits() % (high - low + 1)
    }

    /// `length` characters of the alphabet Kubernetes uses for generated names.
    pub fn suffix(&mut self, length: usize) -> String {
        const ALPHABET: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";
        (0..length)
            .map(|_| {
                let at = usize::try_from(self.bits() % ALPHABET.len() as u64).unwrap_or_default();
                char::from(ALPHABET[at])
            })
            .collect()
    }
}

/// How new objects get their uid.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Uids {
    /// Version 4 UUIDs out of the seeded generator.
    Random(Rng),
    /// `pod-web-0-1`: readable and countable, for recorded traces.
    Counted(BTreeMap<String, u32>),
}

impl Uids {
    pub(super) fn next(&mut self, kind: Kind, name: &str) -> String {
        match self {
            Self::Random(rng) => uuid(rng),
            Self::Counted(counts) => {
                let short = match kind {
                    Kind::StatefulSet => "set",
                    Kind::PersistentVolumeClaim => "pvc",
                    Kind::ControllerRevision => "rev",
                    other => other.info().singular,
                };
                let stem = format!("{short}-{name}");
                let count = counts.entry(stem.clone()).or_default();
                *count += 1;
                format!("{stem}-{count}")
            }
        }
    }
}

fn uuid(rng: &mut Rng) -> String {
    let (high, low) = (rng.bits(), rng.bits());
    let high = high & !0xf000 | 0x4000;
    let low = low & (u64::MAX >> 2) | 1 << 63;
    let mut text = String::with_capacity(36);
    for (half, dashes) in [(high, [8, 12]), (low, [0, 4])] {
        for digit in 0..16 {
            if dashes.contains(&digit) {
                text.push('-');
            }
            let nibble = (half >> (60 - 4 * digit)) & 0xf;
            let at = usize::try_from(nibble).unwrap_or_default();
            text.push(char::from(b"0123456789abcdef"[at]));
        }
    }
    text
}
