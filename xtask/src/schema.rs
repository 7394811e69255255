//! What the editor knows of the API: written anew before each build, so that it cannot be of another version than
//! the types it describes. The native program that writes it is the one the tests are built from: a few seconds.

use crate::failure::Result;
use crate::step::step;
use crate::{paths, process};

/// Writes the schema to where the editor's bundle lies; both are copied into the page.
pub fn write() -> Result<()> {
    step("schema for the editor", || {
        process::run(
            process::cargo(["run", "--quiet", "--offline", "--", "schema", "--out"])
                .arg(paths::www().join("generated")),
        )
    })
}
