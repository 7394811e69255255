//! The programs there are in containers.

mod disk;
mod environment;
mod web;

use super::files::Files;
use super::machine::{Effect, Shell};
use super::net;
use crate::cluster::api::{Key, Pod, meta};
use crate::cluster::apiserver::Store;
use crate::sim::{Input, World};
use std::sync::Arc;

/// Programs for files, wherever they run.
pub(super) fn disk(files: &Files<'_>, name: &str, arguments: &[String]) -> Effect {
    match name {
        "ls" => disk::ls(files, arguments),
        "rm" => disk::remove(files, arguments),
        "mv" => disk::move_or_copy(files, arguments, disk::Leaves::Nothing),
        "cp" => disk::move_or_copy(files, arguments, disk::Leaves::TheSource),
        "touch" => disk::touch(files, arguments),
        "mkdir" => disk::make(files, arguments),
        _ => disk::quiet(files, name, arguments),
    }
}

/// Runs a program in a container.
pub(super) fn run(
    shell: &mut Shell,
    world: &World,
    (pod_key, container): (&Key, &str),
    name: &str,
    arguments: &[String],
) -> Effect {
    let Some(pod) = world
        .cluster
        .store
        .get::<Pod>(&pod_key.namespace, &pod_key.name)
        .cloned()
    else {
        return Effect::failed(137, "");
    };
    let files = shell.files(world);
    match name.rsplit('/').next().unwrap_or(name) {
        "hostname" => hostname(&pod, arguments),
        "env" | "printenv" => env(shell, &world.cluster.store, &pod, container, arguments),
        "ps" => Effect::said(ps(&pod, container)),
        "kill" | "pkill" | "killall" => kill((pod_key, container), &pod, name, arguments),
        "whoami" => Effect::said("root\n"),
        "id" => Effect::said("uid=0(root) gid=0(root) groups=0(root)\n"),
        "uname" => Effect::said(uname(&pod, arguments)),
        "ls" => disk::ls(&files, arguments),
        "rm" => disk::remove(&files, arguments),
        "mv" => disk::move_or_copy(&files, arguments, disk::Leaves::Nothing),
        "cp" => disk::move_or_copy(&files, arguments, disk::Leaves::TheSource),
        "touch" => disk::touch(&files, arguments),
        "mkdir" | "chmod" | "chown" | "sync" | "rmdir" => disk::quiet(&files, name, arguments),
        "df" => disk::df(&pod, container),
        "curl" => web::curl(world, &pod, arguments),
        "wget" => web::wget(world, &pod, &files, arguments),
        "nslookup" => net::nslookup(world, meta::namespace(&pod.metadata), arguments),
        "getent" => net::getent(world, meta::namespace(&pod.metadata), arguments),
        "ping" => net::ping(world, meta::namespace(&pod.metadata), arguments),
        other => {
            if shell.direct {
                shell.not_started = true;
                return Effect::failed(1, &not_found(other));
            }
            Effect::failed(127, &format!("sh: {other}: not found"))
        }
    }
}

/// What comes back when a program cannot be started without a shell.
fn not_found(name: &str) -> String {
    format!(
        "error: Internal error occurred: Internal error occurred: error executing command in container: failed to exec in container: failed to start exec: OCI runtime exec failed: exec failed: unable to start container process: exec: {name:?}: executable file not found in $PATH: unknown"
    )
}

fn spec_hostname(pod: &Pod) -> &str {
    let given = pod.spec.as_ref().and_then(|spec| spec.hostname.as_deref());
    given
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| meta::name(&pod.metadata))
}

fn hostname(pod: &Pod, arguments: &[String]) -> Effect {
    let name = spec_hostname(pod);
    let subdomain = pod
        .spec
        .as_ref()
        .and_then(|spec| spec.subdomain.as_deref())
        .unwrap_or_default();
    let namespace = meta::namespace(&pod.metadata);
    let address = pod
        .status
        .as_ref()
        .and_then(|status| status.pod_ip.as_deref())
        .unwrap_or_default();
    Effect::said(match arguments.first().map(String::as_str) {
        Some("-f" | "--fqdn") if !subdomain.is_empty() => {
            format!("{name}.{subdomain}.{namespace}.svc.cluster.local\n")
        }
        Some("-d") if !subdomain.is_empty() => {
            format!("{subdomain}.{namespace}.svc.cluster.local\n")
        }
        Some("-i" | "-I") => format!("{address}\n"),
        _ => format!("{name}\n"),
    })
}

fn env(shell: &Shell, store: &Store, pod: &Pod, container: &str, arguments: &[String]) -> Effect {
    let mut all: Vec<(String, String)> = vec![
        (
            "PATH".to_owned(),
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin".to_owned(),
        ),
        ("HOSTNAME".to_owned(), spec_hostname(pod).to_owned()),
    ];
    all.extend(environment::given(store, pod, container));
    all.push(("KUBERNETES_SERVICE_HOST".to_owned(), "10.96.0.1".to_owned()));
    all.push(("KUBERNETES_SERVICE_PORT".to_owned(), "443".to_owned()));
    all.push(("HOME".to_owned(), "/root".to_owned()));
    all.extend(
        shell
            .variables
            .exported()
            .map(|(name, value)| (name.to_owned(), value.to_owned())),
    );
    match arguments.first() {
        None => Effect::said(
            all.iter()
                .map(|(name, value)| format!("{name}={value}\n"))
                .collect::<String>(),
        ),
        Some(wanted) => match all.iter().find(|(name, _)| name == wanted) {
            Some((_, value)) => Effect::said(format!("{value}\n")),
            None => Effect::code(1),
        },
    }
}

/// The command a container runs, as a process list shows it.
fn command_of(pod: &Pod, container: &str) -> String {
    let containers = pod.spec.iter().flat_map(|spec| &spec.containers);
    let Some(container) = containers.into_iter().find(|c| c.name == container) else {
        return String::new();
    };
    let given: Vec<String> = container
        .command
        .iter()
        .chain(&container.args)
        .flatten()
        .cloned()
        .collect();
    if !given.is_empty() {
        return given.join(" ");
    }
    let image = container.image.as_deref().unwrap_or_default();
    let base = image
        .rsplit('/')
        .next()
        .unwrap_or(image)
        .split([':', '@'])
        .next()
        .unwrap_or(image);
    match base {
        base if base.starts_with("nginx") => {
            "nginx: master process nginx -g daemon off;".to_owned()
        }
        "busybox" | "alpine" => "sh".to_owned(),
        base => base.to_owned(),
    }
}

fn ps(pod: &Pod, container: &str) -> String {
    let command = command_of(pod, container);
    let mut text = format!("PID   USER     TIME  COMMAND\n    1 root      0:00 {command}\n");
    if command.starts_with("nginx") {
        text.push_str("    7 nginx     0:00 nginx: worker process\n");
    }
    text.push_str("   12 root      0:00 ps\n");
    text
}

/// A signal to the container's own program. It ends; what follows is the kubelet's affair.
fn kill(place: (&Key, &str), pod: &Pod, name: &str, arguments: &[String]) -> Effect {
    let (key, container) = place;
    let command = command_of(pod, container);
    let Some(target) = arguments.iter().find(|word| !word.starts_with('-')) else {
        return Effect::failed(1, &format!("{name}: you need to specify whom to kill"));
    };
    let kills_one = name == "kill" && target == "1";
    let named = name != "kill" && command.contains(target.as_str());
    if !kills_one && !named {
        return match name {
            "kill" => Effect::failed(
                1,
                &format!("kill: can't kill pid {target}: No such process"),
            ),
            _ => Effect::code(1),
        };
    }
    // SIGKILL from inside does not reach process 1; a shell or sleep there has no handler either.
    let unharmed = arguments
        .iter()
        .any(|word| matches!(word.as_str(), "-9" | "-KILL"))
        || ["sh", "sleep", "tail"].contains(&command.split(' ').next().unwrap_or_default());
    if kills_one && unharmed {
        return Effect::code(0);
    }
    // nginx leaves politely; most others die of the signal.
    let code = if command.starts_with("nginx") { 0 } else { 143 };
    let input = Input::Exit {
        pod: key.clone(),
        container: container.to_owned(),
        code,
    };
    Effect {
        inputs: vec![input],
        ..Effect::code(0)
    }
}

fn uname(pod: &Pod, arguments: &[String]) -> String {
    match arguments.first().map(String::as_str) {
        Some("-n") => format!("{}\n", spec_hostname(pod)),
        Some("-a") => format!(
            "Linux {} 6.1.0 #1 SMP x86_64 GNU/Linux\n",
            spec_hostname(pod)
        ),
        _ => "Linux\n".to_owned(),
    }
}

/// What a container has logged.
pub(crate) fn log_of(pod: &Arc<Pod>, container: &str) -> String {
    let command = command_of(pod, container);
    if command.starts_with("nginx") {
        return "/docker-entrypoint.sh: Configuration complete; ready for start up\n".to_owned();
    }
    // `echo` and the like say at once what they have to say.
    match command.strip_prefix("echo ") {
        Some(text) => format!("{text}\n"),
        None => String::new(),
    }
}
