//! Whether `dist/` is what the sources say, so that a second test run need not wait for wasm-opt.

use std::fs;
use std::path::PathBuf;

use crate::failure::{Result, While};
use crate::{files, paths};

/// What the page is made of. Folders are taken whole, but for [`NOT_SOURCES`].
const SOURCES: [&str; 9] = [
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "index.html",
    "src",
    "www",
    "xtask/src/build.rs",
    "xtask/src/styles.rs",
];
const NOT_SOURCES: [&str; 2] = ["node_modules", "generated"];

/// What the sources were at one moment.
pub struct Sources(u64);

/// Looks at the sources. To be done before a build: what changes while it runs may not have made it into the page.
pub fn look_at_sources() -> Result<Sources> {
    let root = paths::root();
    Ok(Sources(hash_of(&SOURCES.map(|name| root.join(name)))?))
}

/// True when neither the sources nor `dist/` have changed since [`remember_dist`].
pub fn dist_is_fresh() -> Result<bool> {
    let remembered = fs::read_to_string(note()).unwrap_or_default();
    Ok(remembered == fingerprint(&look_at_sources()?)?)
}

/// Notes that `dist/` was built from these sources.
pub fn remember_dist(sources: &Sources) -> Result<()> {
    fs::write(note(), fingerprint(sources)?).while_doing("noting what dist/ was built from")
}

/// Forgets the note, so that a build that fails half-way is not taken for a good one.
pub fn forget_dist() -> Result<()> {
    if note().exists() {
        fs::remove_file(note()).while_doing("removing the note about dist/")
    } else {
        Ok(())
    }
}

fn note() -> PathBuf {
    paths::tools().join("dist.fingerprint")
}

fn fingerprint(sources: &Sources) -> Result<String> {
    let dist = hash_of(&[paths::dist()])?;
    Ok(format!("sources {:016x}\ndist {dist:016x}\n", sources.0))
}

/// A hash of a text, the same on every machine.
pub fn hash_of_text(text: &str) -> u64 {
    let mut hash = Fnv1a::default();
    hash.write(text.as_bytes());
    hash.0
}

/// A hash over the names and contents of all files, in the order of their paths.
fn hash_of(roots: &[PathBuf]) -> Result<u64> {
    let mut hash = Fnv1a::default();
    for root in roots {
        for file in files::below(root, &NOT_SOURCES)? {
            hash.write(file.to_string_lossy().as_bytes());
            hash.write(&fs::read(&file).while_doing(format!("reading {}", file.display()))?);
        }
    }
    Ok(hash.0)
}

/// The 64-bit FNV-1a hash; the standard library's may differ from one version to the next.
struct Fnv1a(u64);

impl Default for Fnv1a {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv1a {
    fn write(&mut self, bytes: &[u8]) {
        // The length first, so that a byte cannot move from one file's end to the next one's name.
        for byte in (bytes.len() as u64).to_le_bytes().iter().chain(bytes) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}
