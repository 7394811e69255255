//! One integration binary; each module reads as a document of one part.

#[path = "it/admission.rs"]
mod admission;
#[path = "it/cases.rs"]
mod cases;
#[path = "it/manifest.rs"]
mod manifest;
#[path = "it/cluster.rs"]
mod cluster;
#[path = "it/support.rs"]
mod support;
#[path = "it/tidy.rs"]
mod tidy;
#[path = "it/waiting.rs"]
mod waiting;
#[path = "it/traces.rs"]
mod traces;
