//! The API server: the only place where the cluster's state lives and changes.
//!
//! Everything goes through a [`Client`](client::Client), which knows who acts; every write is
//! admitted (defaulted, validated), stored under a new resourceVersion and recorded as a
//! [`Change`](store::Change), from which the layers above learn what happened.

pub mod actor;
pub mod admission;
pub mod apply;
mod bind;
pub mod client;
mod commit;
pub mod decode;
pub mod delete;
pub mod error;
pub mod events;
pub mod eviction;
pub mod fault;
pub mod go;
mod index;
pub mod limits;
pub mod patch;
pub mod quota;
pub mod scale;
mod size;
pub mod store;
pub mod strategy;
pub mod table;
pub mod uid;
pub mod unsimulated;
pub mod version;

pub use actor::Actor;
pub use client::Client;
pub use delete::{Cascade, DeleteOptions};
pub use error::{ApiError, FieldError, Reason};
pub use limits::Limits;
pub use size::in_memory;
pub use store::{Change, Gates, Store};
