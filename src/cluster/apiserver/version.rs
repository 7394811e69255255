//! Which Kubernetes this is. The types in `Cargo.toml` (`v1_36`) and the behaviour are of this version.

use serde_json::{Value, json};

/// What every component says it is.
pub const KUBERNETES: &str = "v1.36.2";

/// What the server answers at `/version`.
#[must_use]
pub fn answer() -> Value {
    let mut parts = KUBERNETES.trim_start_matches('v').split('.');
    json!({
        "major": parts.next().unwrap_or_default(),
        "minor": parts.next().unwrap_or_default(),
        "gitVersion": KUBERNETES,
        "gitCommit": "",
        "gitTreeState": "clean",
        "buildDate": "2026-01-01T00:00:00Z",
        "goVersion": "none: this is a simulation in Rust",
        "compiler": "rustc",
        "platform": "linux/amd64",
    })
}
