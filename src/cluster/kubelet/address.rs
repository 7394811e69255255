//! The addresses of one machine's pods: given in turn, so that a new pod rarely gets the address
//! that was just freed.

use std::collections::BTreeSet;

/// Addresses in a range of 1024.
const RANGE: u32 = 1024;
/// The first that a pod gets: 0 is the network, 1 the gateway.
const FIRST: u32 = 2;
/// The last: 1023 is the broadcast address.
const LAST: u32 = RANGE - 2;

/// Which addresses of a machine's range are taken.
#[derive(Clone, Debug, Hash)]
pub(super) struct Addresses {
    machine: u32,
    last: u32,
    taken: BTreeSet<u32>,
}

impl Addresses {
    pub(super) const fn of_machine(machine: u32) -> Self {
        Self {
            machine,
            last: FIRST - 1,
            taken: BTreeSet::new(),
        }
    }

    /// The range: `10.244.4.0/22` for machine 1, and the next second byte after every 64 machines.
    pub(super) fn range(&self) -> String {
        format!("{}/22", self.text(0))
    }

    /// The next free address in turn; none if all 1021 are taken.
    pub(super) fn take(&mut self) -> Option<String> {
        let in_turn = (self.last + 1..=LAST).chain(FIRST..=self.last);
        let free = in_turn
            .into_iter()
            .find(|offset| !self.taken.contains(offset))?;
        self.last = free;
        self.taken.insert(free);
        Some(self.text(free))
    }

    /// The address may be given again, when its turn comes.
    pub(super) fn free(&mut self, address: &str) {
        let mut bytes = address
            .split('.')
            .skip(2)
            .map(|byte| byte.parse::<u32>().unwrap_or(0));
        let (third, fourth) = (bytes.next().unwrap_or(0), bytes.next().unwrap_or(0));
        self.taken.remove(&((third % 4) * 256 + fourth));
    }

    fn text(&self, offset: u32) -> String {
        let second = 244 + self.machine / 64;
        let third = (self.machine % 64) * 4 + offset / 256;
        format!("10.{second}.{third}.{}", offset % 256)
    }
}
