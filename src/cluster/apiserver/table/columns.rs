//! Which columns the table of a kind has: their names, types, and whether only `-o wide` shows them.

use crate::cluster::api::Kind;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// The object's name.
    Name,
    /// Text.
    Text,
    /// Whole numbers.
    Number,
}

/// One column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// `Nominated Node`; kubectl shouts it.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// Whether only `-o wide` shows it.
    pub wide: bool,
}

impl Column {
    /// The column as the server describes it to those who ask for more than its cells.
    #[must_use]
    pub fn description(&self) -> String {
        let what = match self.name {
            "Name" => "Name of the object, unique among its kind in its namespace.",
            "Age" => "Time since the object was created.",
            "Containers" => "Names of the containers of the pod template.",
            "Images" => "Images of the containers of the pod template.",
            "Selector" => "Labels by which pods are chosen.",
            name => return format!("{name} of the object, as the server sums it up."),
        };
        what.to_owned()
    }
}

/// The columns of a kind, in order.
#[must_use]
pub fn columns(kind: Kind) -> Vec<Column> {
    row(kind).split('|').map(column).collect()
}

/// `+` before a name: wide only; `#`: numbers.
fn column(text: &'static str) -> Column {
    let (text, wide) = match text.strip_prefix('+') {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let (name, holds) = match text.strip_prefix('#') {
        Some(rest) => (rest, Holds::Number),
        None if text == "Name" => (text, Holds::Name),
        None => (text, Holds::Text),
    };
    Column { name, holds, wide }
}

const fn row(kind: Kind) -> &'static str {
    match kind {
        Kind::Pod => "Name|Ready|Status|Restarts|Age|+IP|+Node|+Nominated Node|+Readiness Gates",
        Kind::StatefulSet => "Name|Ready|Age|+Containers|+Images",
        Kind::Deployment => "Name|Ready|Up-to-date|Available|Age|+Containers|+Images|+Selector",
        Kind::ReplicaSet => "Name|#Desired|#Current|#Ready|Age|+Containers|+Images|+Selector",
        Kind::Service => "Name|Type|Cluster-IP|External-IP|Port(s)|Age|+Selector",
        Kind::PersistentVolumeClaim => {
            "Name|Status|Volume|Capacity|Access Modes|StorageClass|VolumeAttributesClass|Age|+VolumeMode"
        }
        Kind::PersistentVolume => {
            "Name|Capacity|Access Modes|Reclaim Policy|Status|Claim|StorageClass|VolumeAttributesClass|Reason|Age|+VolumeMode"
        }
        Kind::Node => {
            "Name|Status|Roles|Age|Version|+Internal-IP|+External-IP|+OS-Image|+Kernel-Version|+Container-Runtime"
        }
        Kind::EndpointSlice => "Name|AddressType|Ports|Endpoints|Age",
        Kind::ControllerRevision => "Name|Controller|Revision|Age",
        Kind::Event => {
            "Last Seen|Type|Reason|Object|+Subobject|+Source|Message|+First Seen|+Count|+Name"
        }
        Kind::StorageClass => {
            "Name|Provisioner|ReclaimPolicy|VolumeBindingMode|AllowVolumeExpansion|Age"
        }
        Kind::PodDisruptionBudget => "Name|Min Available|Max Unavailable|#Allowed Disruptions|Age",
        Kind::ConfigMap => "Name|Data|Age",
        Kind::Secret => "Name|Type|Data|Age",
        Kind::Namespace => "Name|Status|Age",
        Kind::ServiceAccount => "Name|Secrets|Age",
        Kind::ResourceQuota => "Name|Request|Limit|Age",
    }
}
