//! The shell script of a session does the same to a cluster that a real kubectl talks to.

use crate::page::{Page, check, pod, web};
#[cfg(feature = "serve-api")]
use crate::real_kubectl::{Desk, KUBECTL};
use playground::app::{Effect, Message};
use playground::cluster::api::{Key, Kind};
use playground::cluster::apiserver::Cascade;

fn script(page: &mut Page) -> String {
    page.send(Message::SaveScript);
    match page.effects.pop() {
        Some(Effect::Save { name, text }) => {
            assert_eq!(name, "statefulset-session.sh");
            text
        }
        other => panic!("{other:?}"),
    }
}

#[cfg(feature = "serve-api")]
/// Everything a person can do to the cluster by a button, and more in the text.
fn session() -> Page {
    let mut page = Page::fresh();
    page.settle()
        .send(Message::WriteFile {
            pod: pod("web-0"),
            container: "nginx".into(),
            path: "/usr/share/nginx/html/index.html".into(),
            text: "- it's 100 %\n\\o/ 你好\n".into(),
        })
        .send(Message::DeletePod(pod("web-0")))
        .settle()
        .edit("replicas: 2", "replicas: 3\n  revisionHistoryLimit: 3")
        .send(Message::Apply)
        .settle();
    for delta in [-1, -1] {
        let set = web();
        page.send(Message::Scale { set, delta }).settle();
    }
    page.send(Message::SetImage {
        set: web(),
        container: "nginx".into(),
        image: "nginx:1.25".into(),
    })
    .settle();
    page
}

#[test]
fn it_reads_as_one_would_type_it() {
    let mut page = Page::fresh();
    page.settle()
        .send(Message::DeletePod(pod("web-0")))
        .wait(500)
        .send(Message::ForceDeletePod(pod("web-1")))
        .send(Message::TogglePower {
            node: "node-1".into(),
        })
        .wait(60_000)
        .send(Message::DeleteClaim(Key::new(
            Kind::PersistentVolumeClaim,
            "default",
            "www-web-1",
        )))
        .send(Message::DeleteSet {
            set: web(),
            cascade: Cascade::Orphan,
        });
    let script = script(&mut page);
    let after = script.split_once("EOF\n\nsleep").expect("a pause").1;
    check(
        &format!("sleep{after}"),
        "sleep 9

         kubectl delete pods web-0 --namespace=default --wait=false

         sleep 1

         kubectl delete pods web-1 --namespace=default --grace-period=0 --force --wait=false

         echo 'Now take the power of node node-1 away, and press Enter.' >&2; read -r _ || true

         sleep 61

         kubectl delete persistentvolumeclaims www-web-1 --namespace=default --wait=false

         kubectl delete statefulsets web --namespace=default --cascade=orphan --wait=false

         kubectl get statefulsets,pods,persistentvolumeclaims --output=wide",
    );
}

#[cfg(feature = "serve-api")]
#[test]
#[allow(clippy::print_stderr, reason = "a test that is skipped says so")]
fn a_real_kubectl_does_the_same_with_it() {
    let Some(kubectl) = &*KUBECTL else {
        eprintln!("skipped: no kubectl here that answers");
        return;
    };
    let mut page = session();
    let script = script(&mut page);
    let desk = Desk::new(kubectl, "script");
    let blocks: Vec<&str> = script.trim_end().split("\n\n").collect();
    for block in &blocks[..blocks.len() - 1] {
        let (shown, code) = desk.run(block);
        assert_eq!(code, 0, "{block}\n{shown}");
    }
    // Latencies are others there; what it all comes to is not.
    desk.run("sleep 60");
    let (shown, _) = desk.run(
        "kubectl get statefulsets,pods,persistentvolumeclaims --output=custom-columns=\
         KIND:.kind,NAME:.metadata.name,REPLICAS:.spec.replicas,LIMIT:.spec.revisionHistoryLimit,IMAGE:.spec.containers[*].image,PHASE:.status.phase; \
         kubectl exec web-0 -- cat /usr/share/nginx/html/index.html",
    );
    let columns = |text: &str| {
        let lines = text
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        lines.collect::<Vec<_>>().join("\n")
    };
    check(
        &columns(&shown),
        "KIND NAME REPLICAS LIMIT IMAGE PHASE
         StatefulSet web 1 3 <none> <none>
         Pod web-0 <none> <none> nginx:1.25 Running
         PersistentVolumeClaim www-web-0 <none> <none> <none> Bound
         PersistentVolumeClaim www-web-1 <none> <none> <none> Bound
         PersistentVolumeClaim www-web-2 <none> <none> <none> Bound
         - it's 100 %
         \\o/ 你好",
    );
}
