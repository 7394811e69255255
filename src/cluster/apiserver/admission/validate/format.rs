//! The formats of names, labels, ports and keys. Each check gives every complaint, in upstream's
//! words; a sound text costs no allocation.
//!
//! Models apimachinery/pkg/util/validation/validation.go. The expressions quoted in the messages are
//! checked by hand: a regular expression engine would be the largest part of the page.

const LABEL_MAX: usize = 63;
const SUBDOMAIN_MAX: usize = 253;
const PORT_NAME_MAX: usize = 15;

const LABEL: &str = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const SUBDOMAIN: &str = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL_1035: &str = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const LABEL_VALUE: &str = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const QUALIFIED: &str = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const CONFIG_KEY: &str = "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
const PERCENT: &str = "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";
const ENV_NAME: &str = "a valid environment variable name must consist only of printable ASCII characters other than '='";
const PORT: &str = "must be between 1 and 65535, inclusive";

fn too_long(max: usize) -> String {
    format!("must be no more than {max} characters")
}

/// Names of containers, StatefulSets, namespaces.
pub(super) fn dns_label(value: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    if value.len() > LABEL_MAX {
        complaints.push(too_long(LABEL_MAX));
    }
    if !is_label(value) {
        // A dotted name that is sound otherwise is told only of its dots.
        let dotted = is_subdomain(value);
        complaints.push(
            if dotted {
                "must not contain dots"
            } else {
                LABEL
            }
            .to_owned(),
        );
    }
    complaints
}

/// Names of pods, claims and most other objects.
pub(super) fn dns_subdomain(value: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    if value.len() > SUBDOMAIN_MAX {
        complaints.push(too_long(SUBDOMAIN_MAX));
    }
    if !is_subdomain(value) {
        complaints.push(SUBDOMAIN.to_owned());
    }
    complaints
}

/// Names of Services.
pub(super) fn dns_1035_label(value: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    if value.len() > LABEL_MAX {
        complaints.push(too_long(LABEL_MAX));
    }
    if !(is_label(value) && value.starts_with(|c: char| c.is_ascii_lowercase())) {
        complaints.push(LABEL_1035.to_owned());
    }
    complaints
}

/// Values of labels.
pub(super) fn label_value(value: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    if value.len() > LABEL_MAX {
        complaints.push(too_long(LABEL_MAX));
    }
    if !(value.is_empty() || is_qualified_name(value)) {
        complaints.push(LABEL_VALUE.to_owned());
    }
    complaints
}

/// Keys of labels and annotations, names of resources and taints.
pub(super) fn qualified_name(value: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut parts = value.split('/');
    let (first, second, more) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
    if more.is_some() {
        return vec![format!(
            "a qualified name {QUALIFIED} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
        )];
    }
    if second.is_some() {
        if first.is_empty() {
            complaints.push("prefix part must be non-empty".to_owned());
        } else {
            let inner = dns_subdomain(first).into_iter();
            complaints.extend(inner.map(|complaint| format!("prefix part {complaint}")));
        }
    }
    let name = second.unwrap_or(first);
    if name.is_empty() {
        complaints.push("name part must be non-empty".to_owned());
    } else if name.len() > LABEL_MAX {
        complaints.push(format!("name part {}", too_long(LABEL_MAX)));
    }
    if !is_qualified_name(name) {
        complaints.push(format!("name part {QUALIFIED}"));
    }
    complaints
}

/// Keys of ConfigMaps and Secrets.
pub(super) fn config_key(value: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    if value.len() > SUBDOMAIN_MAX {
        complaints.push(too_long(SUBDOMAIN_MAX));
    }
    let sound = !value.is_empty()
        && value
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
    if !sound {
        complaints.push(CONFIG_KEY.to_owned());
    }
    match value {
        "." => complaints.push("must not be '.'".to_owned()),
        ".." => complaints.push("must not be '..'".to_owned()),
        _ if value.starts_with("..") => complaints.push("must not start with '..'".to_owned()),
        _ => {}
    }
    complaints
}

/// Numbers of ports.
pub(super) fn port_number(value: i32) -> Option<&'static str> {
    (!(1..=65_535).contains(&value)).then_some(PORT)
}

/// Names of container ports.
pub(super) fn port_name(value: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    if value.len() > PORT_NAME_MAX {
        complaints.push(too_long(PORT_NAME_MAX));
    }
    let charset = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if value.is_empty() || !value.bytes().all(charset) {
        complaints.push(
            "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)".to_owned(),
        );
    }
    if !value.bytes().any(|b| b.is_ascii_lowercase()) {
        complaints.push("must contain at least one letter (a-z)".to_owned());
    }
    if value.contains("--") {
        complaints.push("must not contain consecutive hyphens".to_owned());
    }
    if value.starts_with('-') || value.ends_with('-') {
        complaints.push("must not begin or end with a hyphen".to_owned());
    }
    complaints
}

/// Names of environment variables, by the relaxed rule of 1.34.
pub(super) fn variable_name(value: &str) -> Vec<String> {
    let sound = value.bytes().all(|b| matches!(b, b' '..=b'~') && b != b'=');
    if sound {
        vec![]
    } else {
        vec![ENV_NAME.to_owned()]
    }
}

/// `30%`
pub(super) fn percent(value: &str) -> Vec<String> {
    let digits = value.strip_suffix('%').unwrap_or_default();
    let sound = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if sound {
        vec![]
    } else {
        vec![PERCENT.to_owned()]
    }
}

fn is_label(value: &str) -> bool {
    is_label_bytes(value.as_bytes())
}

fn is_label_bytes(value: &[u8]) -> bool {
    framed(value, is_lower_alphanumeric, |b| {
        is_lower_alphanumeric(b) || b == b'-'
    })
}

fn is_subdomain(value: &str) -> bool {
    value.as_bytes().split(|&b| b == b'.').all(is_label_bytes)
}

fn is_qualified_name(value: &str) -> bool {
    framed(
        value.as_bytes(),
        |b| b.is_ascii_alphanumeric(),
        |b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'),
    )
}

/// Not empty, `edge` at both ends, `inside` in between.
fn framed(value: &[u8], edge: impl Fn(u8) -> bool, inside: impl Fn(u8) -> bool) -> bool {
    match value {
        [] => false,
        [only] => edge(*only),
        [first, middle @ .., last] => {
            edge(*first) && edge(*last) && middle.iter().all(|&byte| inside(byte))
        }
    }
}

fn is_lower_alphanumeric(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}
