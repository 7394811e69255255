// The manifests this project was founded on, to the letter, and changes to them.

export const SERVICE = `# Headless Service
---
apiVersion: v1
kind: Service
metadata:
  name: nginx
  labels:
    app: nginx
spec:
  ports:
  - port: 80
    name: web
  clusterIP: None
  selector:
    app: nginx
`;

const SET = `# StatefulSet
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: "nginx"
  replicas: 2
  selector:
    matchLabels:
      app: nginx
  template:
    metadata:
      labels:
        app: nginx
    spec:
      containers:
      - name: nginx
        image: nginx:1.9.1
        ports:
        - containerPort: 80
          name: web
`;

const DISKS = `        volumeMounts:
        - name: www
          mountPath: /usr/share/nginx/html
  volumeClaimTemplates:
  - metadata:
      name: www
    spec:
      accessModes:
      - ReadWriteOnce
      resources:
        requests:
          storage: 1Gi
`;

/** A headless Service and a StatefulSet of two with a disk each: what the page starts with. */
export const FOUNDING = SERVICE + SET + DISKS;

/** The same without `volumeMounts` and `volumeClaimTemplates`. */
export const FOUNDING_WITHOUT_DISKS = SERVICE + SET;

/** The founding manifest with a change; a change that finds nothing to change is a mistake in the test. */
export function founding(from, to) {
  if (!FOUNDING.includes(from)) throw new Error(`The founding manifest has no ${JSON.stringify(from)}.`);
  return FOUNDING.replace(from, to);
}

/** The line, from 1, on which a text first occurs. */
export function lineOf(manifest, text) {
  return manifest.slice(0, manifest.indexOf(text)).split("\n").length;
}
