//! What stayed and what is new when a name got another pod.

use serde::{Deserialize, Serialize};

/// The newest life of a name beside the one before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// `web-1`
    pub name: String,
    /// How many pods have had the name by now.
    pub life: u32,
    /// Whether the new pod is Ready now, and stays.
    pub back: bool,
    /// The uid before and now.
    pub uid: (String, String),
    /// The address before and now; empty where there was none.
    pub ip: (String, String),
    /// The node before and now; empty where there was none.
    pub node: (String, String),
    /// The image before and now of the first container that has another one.
    pub image: Option<(String, String)>,
    /// The revision before and now.
    pub revision: (String, String),
    /// The name an earlier pod has answered to, if there is a Service for that. A name nobody has answered to yet is
    /// neither the same nor new: it was the earlier pod's name too.
    pub dns: Option<String>,
    /// The claims the new pod uses.
    pub disks: Vec<UsedDisk>,
    /// Since when it lies open, counted in openings; absent while it is put away.
    pub standing: Option<u64>,
}

/// A claim that the new pod uses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsedDisk {
    /// The claim's name.
    pub claim: String,
    /// Whether an earlier pod has used this very claim.
    pub old: bool,
    /// Whether it is not the claim that an earlier pod had: one that no pod came to use is neither old nor new.
    pub new: bool,
    /// Whether the claim is told to go.
    pub going: bool,
}

/// What a receipt compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trait {
    /// The pod's name.
    Name,
    /// Its name in DNS.
    DnsName,
    /// A claim.
    Disk,
    /// Its machine.
    Node,
    /// Its IP.
    Address,
    /// `metadata.uid`
    Uid,
    /// A container's image.
    Image,
    /// Its `controller-revision-hash`.
    Revision,
}

/// A trait that is another one now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change<'a> {
    /// Which.
    pub of: Trait,
    /// What it was; absent where there was none.
    pub before: Option<&'a str>,
    /// What it is; absent where there is none yet.
    pub now: Option<&'a str>,
}

impl Receipt {
    /// What stayed.
    #[must_use]
    pub fn same(&self) -> Vec<(Trait, &str)> {
        let dns = self.dns.iter();
        let disks = self.disks.iter().filter(|disk| disk.old);
        let kept = |of: Trait, pair: &'_ (String, String)| {
            (pair.0 == pair.1 && !pair.1.is_empty()).then_some(of)
        };
        let mut same = vec![(Trait::Name, self.name.as_str())];
        same.extend(dns.map(|name| (Trait::DnsName, name.as_str())));
        same.extend(disks.map(|disk| (Trait::Disk, disk.claim.as_str())));
        same.extend(kept(Trait::Node, &self.node).map(|of| (of, self.node.1.as_str())));
        same.extend(kept(Trait::Address, &self.ip).map(|of| (of, self.ip.1.as_str())));
        same
    }

    /// What is new.
    #[must_use]
    pub fn changes(&self) -> Vec<Change<'_>> {
        let there = |text: &'_ str| !text.is_empty();
        let disks = self.disks.iter().filter(|disk| disk.new);
        let fresh = |of, now| Change {
            of,
            before: None,
            now: Some(now),
        };
        let mut new = vec![];
        new.extend(disks.map(|disk| fresh(Trait::Disk, disk.claim.as_str())));
        let pairs = [
            (Trait::Uid, Some(&self.uid)),
            (Trait::Address, Some(&self.ip)),
            (Trait::Node, Some(&self.node)),
            (Trait::Image, self.image.as_ref()),
            // Another image is another revision: said once.
            (
                Trait::Revision,
                self.image.is_none().then_some(&self.revision),
            ),
        ];
        for (of, pair) in pairs {
            if let Some((before, now)) = pair.filter(|(before, now)| before != now) {
                new.push(Change {
                    of,
                    before: Some(before.as_str()).filter(|text| there(text)),
                    now: Some(now.as_str()).filter(|text| there(text)),
                });
            }
        }
        new
    }
}
