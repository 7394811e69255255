import { entryOf, nodeAt, textAt, type Node, type Outline } from "./outline.ts";
import type { Known } from "./schema.ts";
import type { Place } from "./place.ts";

/** Names of objects of a kind that are in the cluster. */
export type ClusterNames = (kind: string) => readonly string[];

/** Fields that name another object, by the type they belong to. */
const REFERENCES: Readonly<Record<string, string>> = {
  "StatefulSetSpec.serviceName": "Service",
  "PodSpec.subdomain": "Service",
  "PodSpec.nodeName": "Node",
  "PodSpec.serviceAccountName": "ServiceAccount",
  "PersistentVolumeClaimSpec.storageClassName": "StorageClass",
  "PersistentVolumeClaimSpec.volumeName": "PersistentVolume",
  "PersistentVolumeSpec.storageClassName": "StorageClass",
  "PersistentVolumeClaimVolumeSource.claimName": "PersistentVolumeClaim",
  "ConfigMapVolumeSource.name": "ConfigMap",
  "ConfigMapEnvSource.name": "ConfigMap",
  "ConfigMapKeySelector.name": "ConfigMap",
  "ConfigMapProjection.name": "ConfigMap",
  "SecretVolumeSource.secretName": "Secret",
  "SecretEnvSource.name": "Secret",
  "SecretKeySelector.name": "Secret",
  "SecretProjection.name": "Secret",
  "ObjectMeta.namespace": "Namespace",
};

/** Where the pod is described, in all the kinds that have one. */
const POD_SPECS = [["spec", "template", "spec"], ["spec"]] as const;

/** What a value may name: objects of the text and the cluster, or volumes, ports and the like of the same object. */
export function namesFor(place: Place, known: Known, cluster: ClusterNames): string[] {
  const field = `${known.owner}.${known.name}`;
  const kind = REFERENCES[field];
  if (kind !== undefined) return unique([...named(place.documents, kind), ...cluster(kind)]);
  const object = place.document.value;
  if (field === "VolumeMount.name" || field === "VolumeDevice.name") return volumes(object);
  if (field === "ServicePort.targetPort") return unique(place.documents.flatMap((document) => ports(document.value)));
  if (/^(?:HTTPGetAction|TCPSocketAction)\.port$/.test(field)) return ports(object);
  return [];
}

/** Labels that belong into a map because another one of the text has them: a selector's and its template's. */
export function labelsFor(place: Place, known: Known): [string, string][] {
  const object = place.document.value;
  const path = place.path.join(".");
  const template = () => pairs(nodeAt(object, ["spec", "template", "metadata", "labels"]));
  if (known.name === "matchLabels" && path === "spec.selector.matchLabels") {
    const own = template();
    return own.length > 0 ? own : allLabels(place.documents);
  }
  if (known.name === "labels" && path === "spec.template.metadata.labels") return pairs(nodeAt(object, ["spec", "selector", "matchLabels"]));
  return known.name === "matchLabels" || `${known.owner}.${known.name}` === "ServiceSpec.selector" ? allLabels(place.documents) : [];
}

function named(documents: readonly Outline[], kind: string): string[] {
  return documents
    .filter((document) => textAt(document.value, ["kind"]) === kind)
    .map((document) => textAt(document.value, ["metadata", "name"]) ?? "");
}

function volumes(object: Node): string[] {
  const claims = items(nodeAt(object, ["spec", "volumeClaimTemplates"])).map((claim) => textAt(claim, ["metadata", "name"]));
  const own = podSpecs(object).flatMap((spec) => items(entryOf(spec, "volumes")?.value).map((volume) => textAt(volume, ["name"])));
  return unique([...claims, ...own]);
}

function ports(object: Node): string[] {
  const containers = podSpecs(object).flatMap((spec) => items(entryOf(spec, "containers")?.value));
  return unique(containers.flatMap((container) => items(entryOf(container, "ports")?.value).map((port) => textAt(port, ["name"]))));
}

function allLabels(documents: readonly Outline[]): [string, string][] {
  const found = documents.flatMap((document) => pairs(nodeAt(document.value, ["spec", "template", "metadata", "labels"])));
  return [...new Map(found.map((pair) => [pair.join(": "), pair])).values()];
}

function pairs(node: Node | undefined): [string, string][] {
  if (node?.kind !== "map") return [];
  return node.entries.flatMap((entry): [string, string][] => (entry.value.kind === "scalar" && entry.key !== "" ? [[entry.key, entry.value.text]] : []));
}

function podSpecs(object: Node): Node[] {
  return POD_SPECS.map((path) => nodeAt(object, path)).filter((spec) => spec !== undefined && entryOf(spec, "containers") !== undefined) as Node[];
}

function items(node: Node | undefined): Node[] {
  return node?.kind === "list" ? node.items.map((item) => item.value) : [];
}

/** Each once, in order, without what is empty or half-typed. */
function unique(names: readonly (string | undefined)[]): string[] {
  return [...new Set(names)].filter((name): name is string => name !== undefined && name !== "" && !name.includes("\ue000"));
}
