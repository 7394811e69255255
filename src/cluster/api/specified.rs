//! The spec of the kinds whose schema lets it be left out. Upstream's Go has a value there, never
//! nothing: what is left out reads as a spec with nothing in it.

use super::{Deployment, DeploymentSpec, ReplicaSet, ReplicaSetSpec, StatefulSet, StatefulSetSpec};
use std::sync::LazyLock;

/// An object with a spec that need not be there.
pub trait Specified {
    /// The spec's type.
    type Spec;
    /// The spec; an empty one if it was left out.
    fn spec(&self) -> &Self::Spec;
    /// The spec to write to; put there if it was left out.
    fn spec_mut(&mut self) -> &mut Self::Spec;
}

macro_rules! specified {
    ($($kind:ident: $spec:ident),* $(,)?) => {
        $(impl Specified for $kind {
            type Spec = $spec;
            fn spec(&self) -> &$spec {
                static LEFT_OUT: LazyLock<$spec> = LazyLock::new($spec::default);
                self.spec.as_ref().unwrap_or(&LEFT_OUT)
            }
            fn spec_mut(&mut self) -> &mut $spec {
                self.spec.get_or_insert_default()
            }
        })*
    };
}

specified!(
    StatefulSet: StatefulSetSpec,
    Deployment: DeploymentSpec,
    ReplicaSet: ReplicaSetSpec,
);
