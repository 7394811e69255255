//! Probes at work, told as `actor: what`.

use crate::cluster::{one_node, pod};
use crate::support::{check, tale};

#[test]
fn readiness_follows_the_files() {
    let mut lab = one_node();
    let more = "
    readinessProbe:
      httpGet:
        path: /
        port: 80
      periodSeconds: 5
    volumeMounts:
    - name: www
      mountPath: /usr/share/nginx/html
  volumes:
  - name: www
    emptyDir: {}
";
    lab.create(&pod("nginx", more));
    lab.pass_ms(12_000);
    lab.write(
        "one",
        "main",
        "/usr/share/nginx/html/index.html",
        Some("hello"),
    );
    lab.settle();
    lab.write("one", "main", "/usr/share/nginx/html/index.html", None);
    lab.pass_ms(16_000);
    check(
        &tale(&lab.facts),
        r#"
you: + pod one
scheduler: (Scheduled) pod one Successfully assigned default/one to node-1
kubelet: pod one Pending ContainerCreating
kubelet: (Pulling) pod one Pulling image "nginx"
kubelet: (Pulled) pod one Successfully pulled image "nginx" in 2.052s (2.052s including waiting). Image size: 85037982 byt…
kubelet: (Created) pod one Container created
kubelet: (Started) pod one Container started
kubelet: pod one Running 10.244.4.2
kubelet: (Unhealthy) pod one Readiness probe failed: HTTP probe failed with statuscode: 403
you: wrote /usr/share/nginx/html/index.html
kubelet: pod one Running 10.244.4.2 Ready
you: wrote /usr/share/nginx/html/index.html
kubelet: pod one Running 10.244.4.2
"#,
    );
}

#[test]
fn liveness_restarts_and_startup_gives_time() {
    let mut lab = one_node();
    let more = "
    startupProbe:
      tcpSocket:
        port: 80
      initialDelaySeconds: 3
    livenessProbe:
      exec:
        command: [cat, /tmp/alive]
      periodSeconds: 2
      failureThreshold: 2
";
    lab.create(&pod("nginx", more));
    lab.pass_ms(14_000);
    check(
        &tale(&lab.facts),
        r#"
you: + pod one
scheduler: (Scheduled) pod one Successfully assigned default/one to node-1
kubelet: pod one Pending ContainerCreating
kubelet: (Pulling) pod one Pulling image "nginx"
kubelet: (Pulled) pod one Successfully pulled image "nginx" in 2.052s (2.052s including waiting). Image size: 85037982 byt…
kubelet: (Created) pod one Container created
kubelet: (Started) pod one Container started
kubelet: pod one Running 10.244.4.2
kubelet: pod one Running 10.244.4.2 Ready
kubelet: (Unhealthy) pod one Liveness probe failed: cat: /tmp/alive: No such file or directory
kubelet: (Killing) pod one Container main failed liveness probe, will be restarted
kubelet: pod one Running 10.244.4.2 exit 0
kubelet: (Pulled) pod one Successfully pulled image "nginx" in 371ms (371ms including waiting). Image size: 85037982 bytes…
kubelet: pod one Running 10.244.4.2 restarts 1
kubelet: pod one Running 10.244.4.2 Ready restarts 1
"#,
    );
}
