//! kubectl: journeys as a person at the terminal makes them.

use crate::transcript::check;

#[test]
fn the_founding_manifest_from_apply_to_the_end() {
    check("journey");
}

#[test]
fn kubectl_says_what_is_wrong() {
    check("errors");
}

#[test]
fn objects_in_every_form() {
    check("forms");
}

#[test]
fn rollouts_and_their_history() {
    check("rollout");
}

#[test]
fn descriptions() {
    check("describe");
}

#[test]
fn nodes_are_drained() {
    check("nodes");
}

#[test]
fn quotas_refuse_and_count() {
    check("quota");
}

#[test]
fn selectors_subresources_and_dry_runs() {
    check("selectors");
}
