//! What a person, a lesson or a link does to the world. Inputs are what a timeline remembers.

use crate::cluster::api::{Key, Object};
use crate::cluster::apiserver::{DeleteOptions, Gates};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One act from outside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Input {
    /// A request to the API server.
    Request(Request),
    /// Files changed by a command in a container.
    Files {
        /// The pod.
        pod: Key,
        /// The container.
        container: String,
        /// What became of which file.
        changes: Vec<FileChange>,
    },
    /// The program of a container ends: `exit` in the shell that it is, a signal.
    Exit {
        /// The pod.
        pod: Key,
        /// The container.
        container: String,
        /// The exit code.
        code: i32,
    },
    /// The plug of a node is pulled or put back.
    Power {
        /// The node.
        node: String,
        /// Whether it is on from now on.
        on: bool,
    },
    /// The feature gates are switched.
    Gates(Gates),
}

/// A request to the API server, as kubectl would send it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// `kubectl create`
    Create(Object),
    /// `kubectl replace`, `kubectl edit`, `kubectl label` …: the whole object as it should be.
    Update(Object),
    /// `kubectl patch`, `kubectl set image`: what is to be other than it is, in a strategic merge patch.
    Patch(Key, Value),
    /// `kubectl patch --subresource=status`: the object, of which only the status counts.
    UpdateStatus(Object),
    /// `kubectl apply`: create it, or merge it three ways with what was applied last.
    Apply(Object),
    /// `kubectl delete`
    Delete(Key, DeleteOptions),
    /// `kubectl scale --replicas`
    Scale(Key, i32),
    /// The binding subresource: the pod is assigned to the node.
    Bind(Key, String),
}

/// One file in a container, after a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileChange {
    /// Absolute path inside the container.
    pub path: String,
    /// The new bytes; absent: the file is removed.
    pub bytes: Option<Vec<u8>>,
}
