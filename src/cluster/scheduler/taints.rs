//! Taints and tolerations.
//!
//! Models component-helpers/scheduling/corev1/helpers.go.

use crate::cluster::api::{Taint, Toleration};

/// Whether the toleration puts up with the taint.
#[must_use]
pub fn tolerates(toleration: &Toleration, taint: &Taint) -> bool {
    let effect = toleration.effect.as_deref().unwrap_or_default();
    let key = toleration.key.as_deref().unwrap_or_default();
    if !(effect.is_empty() || effect == taint.effect) || !(key.is_empty() || key == taint.key) {
        return false;
    }
    match toleration.operator.as_deref().unwrap_or("Equal") {
        "Exists" => true,
        "" | "Equal" => {
            toleration.value.as_deref().unwrap_or_default()
                == taint.value.as_deref().unwrap_or_default()
        }
        _ => false,
    }
}

/// Whether any of the tolerations puts up with the taint.
#[must_use]
pub fn tolerated(tolerations: Option<&Vec<Toleration>>, taint: &Taint) -> bool {
    tolerations
        .into_iter()
        .flatten()
        .any(|toleration| tolerates(toleration, taint))
}
