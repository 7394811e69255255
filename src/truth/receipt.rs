//! What a receipt claims, item by item.

use super::memory::Life;
use super::moment::Moment;
use super::note::lives_of;
use crate::cluster::api::meta;
use crate::i18n::Label;
use crate::view::beat::mounted_claims;

/// Whether what stayed has stayed and what is new is new, and nothing of it is left out.
pub(super) fn receipt(
    m: &Moment<'_>,
    pod: &str,
    life: Option<u32>,
    same: &[(Label, String)],
    new: &[(Label, String)],
) -> bool {
    let lives = m.memory.lives.get(pod).map_or(&[][..], Vec::as_slice);
    let [earlier @ .., now] = lives else {
        return false;
    };
    let Some(before) = earlier.last() else {
        return false;
    };
    let back = m.ready(pod) && !m.going(pod);
    let present = m.pod_is(pod, |pod| meta::uid(&pod.metadata) == now.uid);
    let titled = life.map_or(back, |life| !back && lives_of(m, pod) == life as usize);
    let of = Compared {
        m,
        pod,
        earlier,
        before,
        now,
    };
    present
        && titled
        && same.iter().all(|(label, what)| of.is_same(*label, what))
        && new.iter().all(|(label, what)| of.is_new(*label, what))
        && of.tells_all(same, new)
}

struct Compared<'a> {
    m: &'a Moment<'a>,
    pod: &'a str,
    earlier: &'a [Life],
    before: &'a Life,
    now: &'a Life,
}

impl Compared<'_> {
    fn is_same(&self, label: Label, what: &str) -> bool {
        match label {
            Label::Name => true,
            Label::DnsName => self.is_own_name(what) && self.earlier.iter().any(|life| life.named),
            Label::Disk => self.used_before(what) == Some(true),
            Label::Node => what == self.now.node && what == self.before.node,
            Label::Address => what == self.now.ip && what == self.before.ip,
            _ => false,
        }
    }

    fn is_new(&self, label: Label, what: &str) -> bool {
        match label {
            Label::Uid => self.now.uid != self.before.uid,
            Label::Disk => self.used_before(what) == Some(false) && !self.had_before(what),
            Label::Node => what == self.now.node && what != self.before.node,
            Label::Address => what == self.now.ip && what != self.before.ip,
            Label::Image => {
                let has = |life: &Life| life.images.iter().any(|image| image == what);
                has(self.now) && self.now.images != self.before.images
            }
            Label::Revision => what == self.now.revision && what != self.before.revision,
            _ => false,
        }
    }

    /// Node and address are under one of the two as soon as there are any; so is what else has changed.
    fn tells_all(&self, same: &[(Label, String)], new: &[(Label, String)]) -> bool {
        let told = |label: Label| same.iter().chain(new).any(|(told, _)| *told == label);
        let changed = self.now.revision != self.before.revision;
        (self.now.node.is_empty() || told(Label::Node))
            && (self.now.ip.is_empty() || told(Label::Address))
            && (!changed || told(Label::Image) || told(Label::Revision))
            && told(Label::Uid)
            && told(Label::Name)
    }

    /// Whether the name is the pod's own, with a headless Service behind it.
    fn is_own_name(&self, name: &str) -> bool {
        let service = name.strip_prefix(self.pod);
        let service = service.and_then(|rest| rest.strip_prefix('.'));
        service.is_some_and(|service| self.m.headless(service))
    }

    /// Whether the claim was there for a pod before this one.
    fn had_before(&self, claim: &str) -> bool {
        let uid = self.m.claim(claim).map(|claim| meta::uid(&claim.metadata));
        let mut earlier = self.earlier.iter();
        uid.is_some_and(|uid| earlier.any(|life| life.had.contains(uid)))
    }

    /// Whether the claim was used by a pod before this one, which uses it now.
    fn used_before(&self, claim: &str) -> Option<bool> {
        let uses = self
            .m
            .pod_is(self.pod, |pod| mounted_claims(pod).any(|one| one == claim));
        let claim = self.m.claim(claim).filter(|_| uses)?;
        let users = self.m.memory.users.get(meta::uid(&claim.metadata))?;
        Some(users.iter().any(|user| *user != self.now.uid))
    }
}
