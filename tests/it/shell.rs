//! The shell: its language at the terminal, its programs in containers.

use crate::transcript::check;

#[test]
fn the_language() {
    check("language");
}

#[test]
fn programs_in_containers() {
    check("containers");
}
