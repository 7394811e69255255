//! Makes a failing case smaller while it fails by the same law (delta debugging).

use super::case::{Act, Budget, Case, Image, Retention, Setup, Strategy};
use super::law::{Law, Violation};
use crate::cluster::apiserver::{Cascade, Gates};

/// How often a case is played at most to make it smaller.
const TRIES_MAX: u32 = 2000;

/// Plays a case.
pub type Judge<'a> = &'a mut dyn FnMut(&Case) -> Result<(), Violation>;

/// The smallest case found that fails by the same law, with its violation.
pub fn shrink(case: &Case, violation: &Violation, judge: Judge<'_>) -> (Case, Violation) {
    let mut shrinker = Shrinker {
        law: violation.law,
        best: (case.clone(), violation.clone()),
        judge,
        tries: 0,
    };
    loop {
        let before = shrinker.best.0.clone();
        shrinker.drop_steps();
        shrinker.simplify();
        if shrinker.best.0 == before || shrinker.tries >= TRIES_MAX {
            return shrinker.best;
        }
    }
}

struct Shrinker<'a> {
    law: Law,
    best: (Case, Violation),
    judge: Judge<'a>,
    tries: u32,
}

impl Shrinker<'_> {
    /// Takes the candidate if it fails by the same law; answers whether it was taken.
    fn offer(&mut self, candidate: Case) -> bool {
        if self.tries >= TRIES_MAX || candidate == self.best.0 {
            return false;
        }
        self.tries += 1;
        match (self.judge)(&candidate) {
            Err(violation) if violation.law == self.law => {
                self.best = (candidate, violation);
                true
            }
            _ => false,
        }
    }

    /// Leaves out steps: halves first, then quarters, down to single ones.
    fn drop_steps(&mut self) {
        let mut size = self.best.0.steps.len().max(1);
        loop {
            let mut at = 0;
            while at < self.best.0.steps.len() {
                let mut candidate = self.best.0.clone();
                let end = (at + size).min(candidate.steps.len());
                // What came after keeps its time.
                let waited: u64 = candidate
                    .steps
                    .drain(at..end)
                    .map(|step| step.after_ms)
                    .sum();
                let mut in_place = candidate.clone();
                if let Some(next) = in_place.steps.get_mut(at) {
                    next.after_ms += waited;
                }
                if !self.offer(candidate) && !self.offer(in_place) {
                    at = end;
                }
            }
            if size == 1 {
                return;
            }
            size = size.div_ceil(2);
        }
    }

    /// Makes what is left plainer, one value at a time.
    fn simplify(&mut self) {
        for change in PLAINER {
            let mut candidate = self.best.0.clone();
            change(&mut candidate.setup, &Setup::plain());
            self.offer(candidate);
        }
        for replicas in 0..self.best.0.setup.replicas {
            let mut candidate = self.best.0.clone();
            candidate.setup.replicas = replicas;
            if self.offer(candidate) {
                break;
            }
        }
        for at in 0..self.best.0.steps.len() {
            for after_ms in plainer_waits(self.best.0.steps[at].after_ms) {
                let mut candidate = self.best.0.clone();
                candidate.steps[at].after_ms = after_ms;
                if self.offer(candidate) {
                    break;
                }
            }
            for act in plainer_acts(&self.best.0.steps[at].act) {
                let mut candidate = self.best.0.clone();
                candidate.steps[at].act = act;
                if self.offer(candidate) {
                    break;
                }
            }
        }
    }
}

/// Each makes one thing of a setup as it usually is.
const PLAINER: [fn(&mut Setup, &Setup); 9] = [
    |setup, plain| setup.parallel = plain.parallel,
    |setup, plain| setup.disks = plain.disks,
    |setup, plain| setup.image = plain.image,
    |setup, plain| setup.start = plain.start,
    |setup, plain| setup.min_ready_seconds = plain.min_ready_seconds,
    |setup, plain| setup.strategy = plain.strategy,
    |setup, plain| setup.history_limit = plain.history_limit,
    |setup, plain| setup.retention = plain.retention,
    |setup, plain| setup.gates = plain.gates,
];

/// Round numbers below, plainest first.
fn plainer_waits(after_ms: u64) -> Vec<u64> {
    let mut waits = vec![0, 1000, 10_000, 60_000, 100_000, 400_000];
    waits.push(after_ms / 1000 * 1000);
    waits.push(after_ms / 100 * 100);
    waits.retain(|wait| *wait < after_ms);
    waits
}

/// The same act with smaller numbers, plainest first.
fn plainer_acts(act: &Act) -> Vec<Act> {
    let below = |number: i32| 0..number;
    match *act {
        Act::Scale(replicas) => below(replicas).map(Act::Scale).collect(),
        Act::Image(Image::Good(number)) => {
            (0..number).map(|n| Act::Image(Image::Good(n))).collect()
        }
        Act::Strategy(strategy) => plainer_strategies(strategy)
            .into_iter()
            .map(Act::Strategy)
            .collect(),
        Act::MinReadySeconds(secs) => below(secs).map(Act::MinReadySeconds).collect(),
        Act::HistoryLimit(limit) => below(limit).map(Act::HistoryLimit).collect(),
        Act::Start(start) => below(start).map(Act::Start).collect(),
        Act::Retention(Retention {
            when_deleted,
            when_scaled,
        }) => [(false, false), (when_deleted, false), (false, when_scaled)]
            .map(|(when_deleted, when_scaled)| {
                Act::Retention(Retention {
                    when_deleted,
                    when_scaled,
                })
            })
            .into(),
        Act::DeletePod { ordinal, force } => {
            let gently = force.then_some(Act::DeletePod {
                ordinal,
                force: false,
            });
            let lower = below(ordinal).map(|ordinal| Act::DeletePod { ordinal, force });
            gently.into_iter().chain(lower).collect()
        }
        Act::DeleteClaim(ordinal) => below(ordinal).map(Act::DeleteClaim).collect(),
        Act::DeleteSet(Cascade::Foreground | Cascade::Orphan) => {
            vec![Act::DeleteSet(Cascade::Background)]
        }
        Act::OrphanPod(ordinal) => below(ordinal).map(Act::OrphanPod).collect(),
        Act::RelabelPod(ordinal) => below(ordinal).map(Act::RelabelPod).collect(),
        Act::Write { ordinal, text } => below(ordinal)
            .map(|ordinal| Act::Write { ordinal, text })
            .collect(),
        Act::Exit { ordinal, code } => below(ordinal)
            .map(|ordinal| Act::Exit { ordinal, code })
            .collect(),
        Act::Power { node, on } => (1..node).map(|node| Act::Power { node, on }).collect(),
        Act::Cordon { node, on } => (1..node).map(|node| Act::Cordon { node, on }).collect(),
        Act::DeleteNode(node) => (1..node).map(Act::DeleteNode).collect(),
        Act::Gates(_) => vec![Act::Gates(Gates::default())],
        Act::Quota(pods) => (0..pods).map(Act::Quota).collect(),
        Act::Refuse {
            verb,
            kind,
            reason,
            count,
        } => (1..count)
            .map(|count| Act::Refuse {
                verb,
                kind,
                reason,
                count,
            })
            .collect(),
        Act::Image(Image::Missing)
        | Act::DeleteSet(Cascade::Background)
        | Act::CreateSet
        | Act::NoQuota
        | Act::DeleteRevision(_) => vec![],
    }
}

fn plainer_strategies(strategy: Strategy) -> Vec<Strategy> {
    let Strategy::Rolling {
        partition,
        max_unavailable,
    } = strategy
    else {
        return vec![Strategy::PLAIN];
    };
    let mut plainer = vec![
        Strategy::PLAIN,
        Strategy::Rolling {
            partition,
            max_unavailable: None,
        },
    ];
    plainer.extend((0..partition).map(|partition| Strategy::Rolling {
        partition,
        max_unavailable,
    }));
    if let Some(Budget::Pods(count)) = max_unavailable {
        plainer.extend((1..count).map(|count| Strategy::Rolling {
            partition,
            max_unavailable: Some(Budget::Pods(count)),
        }));
    }
    plainer
}
