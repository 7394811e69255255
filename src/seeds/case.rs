//! A case: how a cluster begins and what is done to it. A value: printed, parsed, made smaller.

use crate::cluster::api::Kind;
use crate::cluster::apiserver::fault::Verb;
use crate::cluster::apiserver::{Cascade, Gates, Reason};
use serde::{Deserialize, Serialize};
use std::fmt;

/// One random history. The same case always gives the same facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// The seed it was invented from; also the seed of the world's latencies.
    pub seed: u64,
    /// The set as it is created first.
    pub setup: Setup,
    /// What is done, in order.
    pub steps: Vec<Step>,
}

/// The StatefulSet `web` as a person writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setup {
    /// `podManagementPolicy: Parallel`
    pub parallel: bool,
    /// `replicas`
    pub replicas: i32,
    /// Whether each pod claims a disk.
    pub disks: bool,
    /// What the containers run.
    pub image: Image,
    /// `ordinals.start`
    pub start: i32,
    /// `minReadySeconds`
    pub min_ready_seconds: i32,
    /// `updateStrategy`
    pub strategy: Strategy,
    /// `revisionHistoryLimit`
    pub history_limit: i32,
    /// `persistentVolumeClaimRetentionPolicy`
    pub retention: Retention,
    /// The feature gates the cluster begins with.
    pub gates: Gates,
}

/// What the containers run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Image {
    /// An image that can be had, with this number in its tag.
    Good(u8),
    /// An image that no registry has.
    Missing,
}

/// How the set's pods are updated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Strategy {
    /// `OnDelete`
    OnDelete,
    /// `RollingUpdate`
    Rolling {
        /// `partition`
        partition: i32,
        /// `maxUnavailable`
        max_unavailable: Option<Budget>,
    },
}

/// A `maxUnavailable`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Budget {
    /// So many pods.
    Pods(i32),
    /// So many percent.
    Percent(i32),
}

/// What becomes of claims: `true` is Delete.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retention {
    /// `whenDeleted`
    pub when_deleted: bool,
    /// `whenScaled`
    pub when_scaled: bool,
}

/// Something done after a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// How long after the step before, in milliseconds of simulated time.
    pub after_ms: u64,
    /// What.
    pub act: Act,
}

/// Something done to the cluster. What it is about is named by number, so that it keeps its meaning
/// when steps before it are left out; if there is no such thing, nothing happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the arguments are explained with each act")]
pub enum Act {
    /// `kubectl scale`
    Scale(i32),
    /// `kubectl set image`
    Image(Image),
    /// Another `updateStrategy`.
    Strategy(Strategy),
    /// Another `minReadySeconds`.
    MinReadySeconds(i32),
    /// Another `revisionHistoryLimit`.
    HistoryLimit(i32),
    /// Another `persistentVolumeClaimRetentionPolicy`.
    Retention(Retention),
    /// Another `ordinals.start`.
    Start(i32),
    /// `kubectl delete pod`; by force: `--grace-period=0 --force`.
    DeletePod { ordinal: i32, force: bool },
    /// `kubectl delete pvc`
    DeleteClaim(i32),
    /// `kubectl delete statefulset`
    DeleteSet(Cascade),
    /// The set is created again as it was at first.
    CreateSet,
    /// `kubectl delete controllerrevision`, counted from the oldest.
    DeleteRevision(usize),
    /// The pod's owner references are taken off; the controller adopts it again.
    OrphanPod(i32),
    /// The pod's labels no longer match; the controller lets it go.
    RelabelPod(i32),
    /// A file is written on the pod's disk (or in its container).
    Write { ordinal: i32, text: u8 },
    /// The program of the pod's container ends.
    Exit { ordinal: i32, code: i32 },
    /// The plug of a node.
    Power { node: u8, on: bool },
    /// `kubectl cordon`, `kubectl uncordon`
    Cordon { node: u8, on: bool },
    /// `kubectl delete node`
    DeleteNode(u8),
    /// The feature gates are switched.
    Gates(Gates),
    /// A ResourceQuota allows so many pods in the namespace.
    Quota(u8),
    /// The ResourceQuota is taken away.
    NoQuota,
    /// The API server refuses the next requests of this kind, whoever makes them.
    Refuse {
        verb: Verb,
        kind: Kind,
        reason: Reason,
        count: u32,
    },
}

impl Case {
    /// The case as one line of JSON, to be given to `seeds --case`.
    #[must_use]
    pub fn line(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads what [`Case::line`] wrote.
    ///
    /// # Errors
    /// The text is no case.
    pub fn parse(line: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(line)
    }
}

/// A few lines, one for each thing done.
impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Setup { replicas, .. } = self.setup;
        let policy = if self.setup.parallel {
            "Parallel"
        } else {
            "OrderedReady"
        };
        writeln!(
            f,
            "seed {}: {policy} set of {replicas}, {:?}{}",
            self.seed,
            self.setup.image,
            self.setup.peculiarities()
        )?;
        for step in &self.steps {
            let (secs, ms) = (step.after_ms / 1000, step.after_ms % 1000);
            writeln!(f, "  {secs:>4}.{ms:03} s later  {:?}", step.act)?;
        }
        Ok(())
    }
}

impl Setup {
    /// The plainest set there is: what a case is made simpler towards.
    #[must_use]
    pub const fn plain() -> Self {
        Self {
            parallel: false,
            replicas: 1,
            disks: false,
            image: Image::Good(0),
            start: 0,
            min_ready_seconds: 0,
            strategy: Strategy::PLAIN,
            history_limit: 10,
            retention: Retention {
                when_deleted: false,
                when_scaled: false,
            },
            gates: Gates {
                max_unavailable_stateful_set: false,
                parallel_max_unavailable_fix: false,
            },
        }
    }

    fn peculiarities(&self) -> String {
        let plain = Self::plain();
        let mut words = Vec::new();
        if self.disks {
            words.push("with disks".to_owned());
        }
        if self.start != plain.start {
            words.push(format!("ordinals from {}", self.start));
        }
        if self.min_ready_seconds != plain.min_ready_seconds {
            words.push(format!("minReadySeconds {}", self.min_ready_seconds));
        }
        if self.strategy != plain.strategy {
            words.push(format!("{:?}", self.strategy));
        }
        if self.history_limit != plain.history_limit {
            words.push(format!("revisionHistoryLimit {}", self.history_limit));
        }
        if self.retention != plain.retention {
            words.push(format!("{:?}", self.retention));
        }
        if self.gates != plain.gates {
            words.push(format!("{:?}", self.gates));
        }
        words.iter().map(|word| format!(", {word}")).collect()
    }
}

impl Strategy {
    /// The default.
    pub const PLAIN: Self = Self::Rolling {
        partition: 0,
        max_unavailable: None,
    };
}
