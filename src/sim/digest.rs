//! A fingerprint of a world.

use super::world::World;
use std::hash::{Hash, Hasher};

impl World {
    /// A fingerprint of everything there is: two worlds with the same digest behave alike, natively
    /// and in wasm. It goes through the whole world, so it is for tests and comparisons.
    #[must_use]
    pub fn digest(&self) -> u64 {
        // A field that is added is counted, or left out here with a reason: it does not compile otherwise.
        // So it is in everything a world is made of.
        let Self {
            now,
            cluster,
            queue,
            rng,
            facts,
            failures,
            waiting,
        } = self;
        let mut digest = Fnv::new();
        (now, cluster, queue, rng, facts, failures, waiting).hash(&mut digest);
        digest.finish()
    }
}

/// FNV-1a, 64 bit: the standard library's hasher may change between versions, this may not.
struct Fnv(u64);

impl Fnv {
    const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    // Lengths and the numbers of enum variants are as wide as the machine's words.
    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }
    fn write_isize(&mut self, number: isize) {
        self.write_i64(number as i64);
    }
}
