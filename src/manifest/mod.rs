//! Manifests: text to objects, always with positions, and objects to text.
//!
//! [`read`] never fails: what it cannot use it tells in [`Diagnostic`]s that say where, which field,
//! what kubectl or the server would say, and how it may be put right. [`check`] asks the server about
//! the objects without changing anything, and [`fix`](fix()) knows the way out of what was told.
//! [`write`] prints an object as `kubectl get -o yaml` does.
//!
//! ```text
//! text ─split─► documents ─serde_yaml─► JSON ─decode─► objects
//!                   └─saphyr events─► places: field path ⇄ span ─► diagnostics
//! ```

pub mod diagnostic;
pub mod fix;
pub mod immutable;
pub mod lookup;
pub mod positions;

mod absent;
mod check;
mod hint;
mod nulls;
mod places;
mod quote;
mod read;
mod scalar;
mod split;
mod wide;
mod words;
mod write;
mod yaml;

pub use check::{check, refusals};
pub use diagnostic::{Code, Diagnostic, Hint, Severity, decode_refusal, refused};
pub use fix::{Edit, Fix, Remedy, fix};
pub use lookup::Part;
pub use nulls::{patch, with_nulls};
pub use places::Places;
pub use positions::{Place, Positions};
pub use read::{Document, Reading, read, value};
pub use wide::wide;
pub use write::{write, write_value};
pub use yaml::as_kubectl_counts;
