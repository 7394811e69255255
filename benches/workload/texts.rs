//! Texts with many of something in them, and what the editor does with a text: for the bench and for the
//! test that counts what it costs.

use playground::cluster::apiserver::Store;
use playground::manifest::{check, fix, read, wide};
use std::fmt::Write;

/// What the editor does with a text; answers how much it found wrong.
pub(crate) fn examine(store: &Store, text: &str) -> usize {
    let (documents, mut diagnostics) = read(text);
    diagnostics.extend(wide(text, &diagnostics));
    diagnostics.extend(check(store, &documents));
    let fixes = diagnostics
        .iter()
        .filter_map(|one| fix(text, &documents, one));
    fixes.count().min(diagnostics.len()) + diagnostics.len()
}

/// Many of something in a text.
pub(crate) fn text(shape: &str, count: usize) -> String {
    let set = |inside: &str| {
        format!(
            "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {{name: web}}\nspec:\n  serviceName: x\n  selector: {{matchLabels: {{app: x}}}}\n  template:\n    metadata: {{labels: {{app: x}}}}\n    spec:\n      containers:\n{inside}"
        )
    };
    let many = |line: &dyn Fn(usize) -> String| {
        (0..count).fold(String::new(), |mut all, n| {
            writeln!(all, "{}", line(n)).unwrap();
            all
        })
    };
    let pod = |inside: &str| format!("apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n{inside}");
    match shape {
        "containers" => set(&many(&|n| format!("      - {{name: c{n}, image: x}}"))),
        "twins" => set(&many(&|_| "      - {name: c, image: x}".to_owned())),
        "bad names" => set(&many(&|n| format!("      - {{name: C{n}, image: x}}"))),
        "unknown fields" => set(&many(&|n| format!("      - {{name: c{n}, imagee: x}}"))),
        "wrong types" => set(&many(&|n| {
            format!("      - {{name: c{n}, image: [], tty: 1}}")
        })),
        "bad quantities" => set(&many(&|n| {
            format!("      - {{name: c{n}, image: x, resources: {{limits: {{cpu: x}}}}}}")
        })),
        "equal keys" => set(&many(&|_| "      - {name: c, name: c, name: c}".to_owned())),
        "ports" => format!(
            "apiVersion: v1\nkind: Service\nmetadata: {{name: s}}\nspec:\n  ports:\n{}",
            many(&|n| format!("  - {{name: p{n}, port: {n}}}"))
        ),
        "node ports" => format!(
            "apiVersion: v1\nkind: Service\nmetadata: {{name: s}}\nspec:\n  type: NodePort\n  ports:\n{}",
            many(&|n| format!("  - {{name: p{n}, port: {}}}", n + 1))
        ),
        "bad labels" => pod(&format!(
            "  labels:\n{}",
            many(&|n| format!("    -l{n}: x y"))
        )),
        "annotations" => pod(&format!(
            "  annotations:\n{}",
            many(&|n| format!("    a{n}: x"))
        )),
        "a long text" => pod(&format!(
            "  annotations: {{a: \"{}\"}}\n",
            "x".repeat(count * 20)
        )),
        "documents" => {
            many(&|n| format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: m{n}}}\n---"))
        }
        "bad documents" => many(&|n| {
            format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: m{n}, x: y}}\n---")
        }),
        "no objects" => many(&|_| "a\n---".to_owned()),
        "wide" => many(&|n| format!("a{n}：［b，c］")),
        "words" => set(&many(&|n| {
            format!("      - name: c{n}\n        image: ＂x＂")
        })),
        "aliases" => format!("a: &a x\nb: [{}]\n", "*a, ".repeat(count)),
        other => panic!("{other}"),
    }
}

pub(crate) const SHAPES: [&str; 18] = [
    "containers",
    "twins",
    "bad names",
    "unknown fields",
    "wrong types",
    "bad quantities",
    "equal keys",
    "ports",
    "node ports",
    "bad labels",
    "annotations",
    "a long text",
    "documents",
    "bad documents",
    "no objects",
    "wide",
    "words",
    "aliases",
];
