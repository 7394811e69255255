//! A small POSIX shell: the one at the terminal, around kubectl, and the one inside containers,
//! around a handful of programs.
//!
//! It runs over simulated time, so it is a machine that takes turns ([`Shell::turn`]) instead of a
//! function that blocks: a `sleep`, a `kubectl delete` that waits, a watch are left and resumed.
//! It never changes the world; what it wants done comes back as inputs.

mod builtin;
mod compile;
mod condition;
mod escape;
mod expand;
mod expression;
mod files;
mod filter;
pub mod home;
mod lex;
pub mod log;
mod machine;
mod net;
mod pattern;
mod printf;
pub(crate) mod program;
mod read;
mod redirect;
mod syntax;
mod turn;
mod variables;

pub use machine::{Place, Shell};
pub use turn::{Next, Turn};
