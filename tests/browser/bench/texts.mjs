// What is applied in the measurements.
import { FOUNDING, SERVICE } from "../manifests.mjs";

const CONTAINER = "      - name: nginx\n        image: nginx:1.9.1\n";
const PORT = "        - containerPort: 80\n          name: web\n";

/** Something of the founding manifest becomes something else; what is not there is a mistake in here. */
function changed(from, to) {
  if (!FOUNDING.includes(from)) throw new Error(`The founding manifest has no ${JSON.stringify(from)}.`);
  return FOUNDING.replace(from, to);
}

const many = (count, one) => Array.from({ length: count }, (_, number) => one(number)).join("");

/** The set's Service alone: what there is before the set is applied. */
export const BEFORE = SERVICE;

/** The founding manifest with so many pods that need not wait for each other. */
export const parallel = (pods) => changed("replicas: 2", `replicas: ${pods}\n  podManagementPolicy: Parallel`);

/** A text of so many lines with nothing wrong in it: ConfigMaps of 20 lines each. */
export function long(lines) {
  const one = (number) => {
    const head = ["apiVersion: v1", "kind: ConfigMap", "metadata:", `  name: settings-${number}`, "  labels:", "    app: nginx", "data:"];
    const data = Array.from({ length: 12 }, (_, key) => `  key-${key}: "value ${number * key}"`);
    return [...head, ...data, "---"].join("\n");
  };
  return Array.from({ length: lines / 20 }, (_, number) => one(number)).join("\n");
}

/** What nobody should ask for, by name. */
export const EXTREMES = {
  "replicas: 100000": changed("replicas: 2", "replicas: 100000"),
  "replicas: 2000000000": changed("replicas: 2", "replicas: 2000000000"),
  "60,000 containers": changed(CONTAINER, many(60_000, (number) => `      - name: c${number}\n        image: nginx\n`) + CONTAINER),
  "60,000 ports": changed(PORT, many(60_000, (number) => `        - containerPort: ${number + 1}\n`)),
  "an annotation of 1 MB": changed("kind: StatefulSet\nmetadata:\n", `kind: StatefulSet\nmetadata:\n  annotations:\n    long: "${"x".repeat(1_000_000)}"\n`),
};
