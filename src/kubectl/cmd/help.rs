//! `kubectl help`: what there is here, in kubectl's arrangement.

/// The whole overview.
pub(super) const TEXT: &str = "kubectl controls the Kubernetes cluster manager.

Basic Commands:
  create          Create a resource from a file or from stdin
  run             Run a particular image on the cluster
  set             Set specific features on objects
  get             Display one or many resources
  delete          Delete resources by file names, stdin, resources and names, or by resources and label selector

Deploy Commands:
  rollout         Manage the rollout of a resource
  scale           Set a new size for a deployment, replica set, or replication controller

Cluster Management Commands:
  cordon          Mark node as unschedulable
  uncordon        Mark node as schedulable
  drain           Drain node in preparation for maintenance

Troubleshooting and Debugging Commands:
  describe        Show details of a specific resource or group of resources
  logs            Print the logs for a container in a pod
  exec            Execute a command in a container

Advanced Commands:
  apply           Apply a configuration to a resource by file name or stdin
  patch           Update fields of a resource
  replace         Replace a resource by file name or stdin
  wait            Experimental: Wait for a specific condition on one or many resources

Settings Commands:
  label           Update the labels on a resource
  annotate        Update the annotations on a resource

Other Commands:
  api-resources   Print the supported API resources on the server
  version         Print the client and server version information

Usage:
  kubectl [flags] [options]
";

/// `kubectl VERB --help`: the verb's line of the overview and how it is called.
pub(super) fn of(verb: &str) -> String {
    let line = TEXT
        .lines()
        .find(|line| line.split_whitespace().next() == Some(verb));
    let Some(line) = line else {
        return TEXT.to_owned();
    };
    let about = line.trim().trim_start_matches(verb).trim();
    format!("{about}.\n\nUsage:\n  kubectl {verb} {}\n", usage(verb))
}

fn usage(verb: &str) -> &'static str {
    match verb {
        "get" => {
            "[(-o|--output=)json|yaml|name|wide|jsonpath=...|go-template=...|custom-columns=...] (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [-w] [options]"
        }
        "apply" | "create" => "-f FILENAME [options]",
        "delete" => "([-f FILENAME] | TYPE [(NAME | -l label | --all)]) [options]",
        "scale" => "--replicas=COUNT (-f FILENAME | TYPE NAME) [options]",
        "exec" => "(POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...] [options]",
        "run" => {
            "NAME --image=image [--env=\"key=value\"] [--port=port] [--dry-run=server|client] [--command] -- [COMMAND] [args...] [options]"
        }
        "rollout" => "(history|restart|status|undo) TYPE NAME [options]",
        "patch" => "(-f FILENAME | TYPE NAME) [-p PATCH] [--type strategic|merge|json] [options]",
        "set" => "image (-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... [options]",
        "logs" => "[-f] [-p] (POD | TYPE/NAME) [-c CONTAINER] [options]",
        "label" => "[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [options]",
        "annotate" => {
            "[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [options]"
        }
        "cordon" | "uncordon" | "drain" => "NODE [options]",
        "wait" => {
            "([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) --for=(delete|condition=...|jsonpath=...) [options]"
        }
        "describe" => "(-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME) [options]",
        _ => "[options]",
    }
}
