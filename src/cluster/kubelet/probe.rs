//! Probes: startup, readiness, liveness.
//!
//! Models kubernetes/pkg/kubelet/prober. The simulated programs stay as they are once they listen, so
//! a probe that has passed looks again only when files were changed: the world can come to rest.

use super::local::{LocalPod, Standing, Unit};
use super::programs::Listens;
use super::{Visit, files, stop, unit};
use crate::cluster::api::{Container, IntOrString, Probe, SimDuration, SimTime};
use crate::cluster::apiserver::events::Severity;
use k8s_openapi::api::core::v1::{HTTPGetAction, TCPSocketAction};

/// The three probes, in the order they are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Startup,
    Liveness,
    Readiness,
}

/// A container has just started: its probes begin.
pub(super) fn begin(visit: &mut Visit<'_>, container: &Container, unit: &mut Unit) {
    if let Some(probe) = &container.startup_probe {
        unit.probes.startup.next_at = Some(first_look(visit, probe));
    } else {
        begin_regular(visit, container, unit);
    }
}

/// Readiness and liveness begin when startup has passed.
fn begin_regular(visit: &mut Visit<'_>, container: &Container, unit: &mut Unit) {
    if let Some(probe) = &container.readiness_probe {
        unit.probes.readiness.next_at = Some(first_look(visit, probe));
    }
    if let Some(probe) = &container.liveness_probe {
        unit.probes.liveness.next_at = Some(first_look(visit, probe));
    }
}

fn first_look(visit: &mut Visit<'_>, probe: &Probe) -> SimTime {
    let delay = SimDuration::from_secs(secs(probe.initial_delay_seconds, 0));
    visit.after(100, 900).after(delay)
}

fn secs(given: Option<i32>, default: u64) -> u64 {
    given.map_or(default, |secs| u64::try_from(secs).unwrap_or(default))
}

/// Looks with every probe whose time has come.
pub(super) fn look(
    visit: &mut Visit<'_>,
    local: &LocalPod,
    container: &Container,
    unit: &mut Unit,
) {
    for which in [Which::Startup, Which::Liveness, Which::Readiness] {
        let probe = match which {
            Which::Startup => &container.startup_probe,
            Which::Liveness => &container.liveness_probe,
            Which::Readiness => &container.readiness_probe,
        };
        let due = standing(unit, which)
            .next_at
            .is_some_and(|at| at <= visit.now);
        if let Some(probe) = probe.as_ref().filter(|_| due) {
            look_with(visit, local, container, unit, which, probe);
        }
    }
}

fn standing(unit: &mut Unit, which: Which) -> &mut Standing {
    match which {
        Which::Startup => &mut unit.probes.startup,
        Which::Liveness => &mut unit.probes.liveness,
        Which::Readiness => &mut unit.probes.readiness,
    }
}

fn look_with(
    visit: &mut Visit<'_>,
    local: &LocalPod,
    container: &Container,
    unit: &mut Unit,
    which: Which,
    probe: &Probe,
) {
    let answer = evaluate(visit, local, container, unit, probe);
    if let Err(output) = &answer {
        let name = match which {
            Which::Startup => "Startup",
            Which::Liveness => "Liveness",
            Which::Readiness => "Readiness",
        };
        let text = format!("{name} probe failed: {output}");
        unit::tell(
            visit,
            &local.pod,
            unit,
            Severity::Warning,
            "Unhealthy",
            &text,
        );
    }
    let now = visit.now;
    let standing = standing(unit, which);
    note(standing, probe, answer.is_ok());
    let settled = answer.is_ok() && standing.passed == Some(true);
    let period = SimDuration::from_secs(secs(probe.period_seconds, 10).max(1));
    standing.next_at = if settled {
        None
    } else {
        Some(now.after(period))
    };
    let (passed, failed) = (
        standing.passed == Some(true),
        standing.passed == Some(false),
    );
    match which {
        Which::Startup if passed => begin_regular(visit, container, unit),
        Which::Startup | Which::Liveness if failed => {
            let word = if which == Which::Startup {
                "startup"
            } else {
                "liveness"
            };
            let text = format!(
                "Container {} failed {word} probe, will be restarted",
                unit.name
            );
            let own = probe
                .termination_grace_period_seconds
                .and_then(|s| u64::try_from(s).ok());
            let grace = own.map_or_else(|| stop::own_grace(&local.pod), SimDuration::from_secs);
            stop::one(visit, &local.pod, unit, grace, &text);
        }
        _ => {}
    }
}

/// Counts equal answers against the thresholds.
fn note(standing: &mut Standing, probe: &Probe, ok: bool) {
    if standing.last_answer == Some(ok) {
        standing.in_a_row += 1;
    } else {
        standing.last_answer = Some(ok);
        standing.in_a_row = 1;
    }
    let threshold = if ok {
        probe.success_threshold.unwrap_or(1)
    } else {
        probe.failure_threshold.unwrap_or(3)
    };
    if standing.in_a_row >= threshold.max(1) {
        standing.passed = Some(ok);
    }
}

/// Files have changed: a settled probe looks again within its period.
pub(super) fn wake(container: &Container, unit: &mut Unit, now: SimTime) {
    let Some((_, since)) = unit::running(unit) else {
        return;
    };
    let wake_one = |standing: &mut Standing, probe: &Option<Probe>| {
        if let Some(probe) = probe.as_ref().filter(|_| standing.passed == Some(true)) {
            let period_ms = secs(probe.period_seconds, 10).max(1) * 1000;
            let periods = now.since(since).as_millis() / period_ms + 1;
            standing.next_at = Some(since.after(SimDuration(periods * period_ms)));
        }
    };
    wake_one(&mut unit.probes.readiness, &container.readiness_probe);
    wake_one(&mut unit.probes.liveness, &container.liveness_probe);
}

/// One look: the error is what the probe's output would be.
fn evaluate(
    visit: &Visit<'_>,
    local: &LocalPod,
    container: &Container,
    unit: &Unit,
    probe: &Probe,
) -> Result<(), String> {
    if let Some(action) = &probe.http_get {
        return http(visit, local, container, unit, action);
    }
    if let Some(TCPSocketAction { port, .. }) = &probe.tcp_socket {
        return connect(visit, local, container, unit, port).map(drop);
    }
    let Some(command) = probe.exec.as_ref().and_then(|exec| exec.command.as_ref()) else {
        return Ok(());
    };
    let words: Vec<&str> = command
        .iter()
        .flat_map(|word| word.split_whitespace())
        .collect();
    exec(visit, local, unit, &words)
}

/// Opens a connection to a port of the pod; answers `address:port`.
fn connect(
    visit: &Visit<'_>,
    local: &LocalPod,
    container: &Container,
    unit: &Unit,
    port: &IntOrString,
) -> Result<String, String> {
    let named = |name: &str| {
        let ports = container.ports.iter().flatten();
        ports
            .clone()
            .find(|port| port.name.as_deref() == Some(name))
            .map(|port| port.container_port)
    };
    let number = match port {
        IntOrString::Int(number) => *number,
        IntOrString::String(text) => named(text)
            .or_else(|| text.parse().ok())
            .unwrap_or_default(),
    };
    let address = format!("{}:{number}", local.address.as_deref().unwrap_or_default());
    let open = unit::running(unit).is_some_and(|(program, since)| {
        let opened = since.after(SimDuration(program.opens_after_ms)) <= visit.now;
        opened
            && match program.listens {
                Listens::Nowhere => false,
                Listens::On(own) => own == number,
                Listens::Everywhere => true,
            }
    });
    if open {
        Ok(address)
    } else {
        Err(format!("dial tcp {address}: connect: connection refused"))
    }
}

fn http(
    visit: &Visit<'_>,
    local: &LocalPod,
    container: &Container,
    unit: &Unit,
    action: &HTTPGetAction,
) -> Result<(), String> {
    let path = action.path.as_deref().unwrap_or("/");
    let scheme = action.scheme.as_deref().unwrap_or("HTTP").to_lowercase();
    let connected = connect(visit, local, container, unit, &action.port);
    connected.map_err(|error| {
        let address = error
            .split_whitespace()
            .nth(2)
            .unwrap_or_default()
            .trim_end_matches(':');
        format!("Get \"{scheme}://{address}{path}\": {error}")
    })?;
    let Some(root) = unit::running(unit).and_then(|(program, _)| program.serves) else {
        return Ok(());
    };
    let status = serve(visit, local, unit, root, path);
    if (200..400).contains(&status) {
        Ok(())
    } else {
        Err(format!("HTTP probe failed with statuscode: {status}"))
    }
}

/// What a web server answers: a folder without an index page is forbidden to look into.
fn serve(visit: &Visit<'_>, local: &LocalPod, unit: &Unit, root: &str, path: &str) -> u16 {
    let path = path.split('?').next().unwrap_or_default();
    let exists =
        |path: &str| files::find(visit.client.live(), visit.disks, local, unit, path).is_some();
    if path.ends_with('/') {
        if exists(&format!("/{root}{path}index.html")) {
            200
        } else {
            403
        }
    } else if exists(&format!("/{root}{path}")) {
        200
    } else {
        404
    }
}

/// The few commands probes are made of; anything else is taken to work.
fn exec(visit: &Visit<'_>, local: &LocalPod, unit: &Unit, words: &[&str]) -> Result<(), String> {
    let exists =
        |path: &str| files::find(visit.client.live(), visit.disks, local, unit, path).is_some();
    match words {
        [shell, "-c", rest @ ..] if shell.ends_with("sh") => exec(visit, local, unit, rest),
        ["cat", path, ..] if !exists(path) => {
            Err(format!("cat: {path}: No such file or directory\n"))
        }
        ["ls", path, ..] if !path.starts_with('-') && !exists(path) => Err(format!(
            "ls: cannot access '{path}': No such file or directory\n"
        )),
        ["test" | "[", "-e" | "-f" | "-s", path, ..] if !exists(path) => Err(String::new()),
        ["false", ..] => Err(String::new()),
        ["exit", code, ..] if *code != "0" => Err(String::new()),
        _ => Ok(()),
    }
}
