//! Images: which references exist, how big they are, what is in them.
//!
//! There is no registry here. Every well-formed reference exists except the ones people write to see
//! a pull fail: a tag that is `bad`, `broken`, `nope`, `wrong`, `missing` or `does-not-exist`, a name
//! or tag that begins with `nosuch`, and anything on a registry called `invalid` or under `.invalid`.

/// Why an image cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ImageError {
    /// The text is no reference.
    InvalidName(String),
    /// There is no such image: what the container runtime says.
    NotFound(String),
}

const TAGS_MISSING: [&str; 6] = [
    "bad",
    "broken",
    "nope",
    "wrong",
    "missing",
    "does-not-exist",
];

/// A reference with everything the short form leaves out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Image {
    /// `docker.io/library/nginx`
    pub(super) repository: String,
    /// `1.25`, or a digest
    tag: String,
    /// What stands between the two: `:` or `@`.
    mark: char,
}

impl Image {
    /// Reads a reference as the container runtime does.
    pub(super) fn parse(text: &str) -> Result<Self, ImageError> {
        let invalid = || ImageError::InvalidName(text.to_owned());
        let (name, tag, mark) = match text.split_once('@') {
            Some((name, digest)) => (name, digest.to_owned(), '@'),
            None => match text.rsplit_once(':').filter(|(_, tag)| !tag.contains('/')) {
                Some((name, tag)) => (name, tag.to_owned(), ':'),
                None => (text, "latest".to_owned(), ':'),
            },
        };
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
        let (host, path) = match name.split_once('/') {
            Some((host, path)) if host.contains(['.', ':']) || host == "localhost" => (host, path),
            _ => ("docker.io", name),
        };
        let parts_fit = path.split('/').all(|part| {
            part.chars().all(allowed)
                && part.starts_with(|c: char| c.is_ascii_alphanumeric())
                && part.ends_with(|c: char| c.is_ascii_alphanumeric())
        });
        let tag_fits = !tag.is_empty()
            && tag
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "._-:".contains(c))
            && !tag.starts_with(['.', '-']);
        if !parts_fit || !tag_fits || host.is_empty() {
            return Err(invalid());
        }
        let library = if host == "docker.io" && !path.contains('/') {
            "library/"
        } else {
            ""
        };
        Ok(Self {
            repository: format!("{host}/{library}{path}"),
            tag,
            mark,
        })
    }

    /// Asks the registry that is not there.
    pub(super) fn find(&self) -> Result<(), ImageError> {
        let host = self.repository.split('/').next().unwrap_or_default();
        let path = &self.repository[host.len() + 1..];
        let whole = self.reference();
        let unpack = format!(
            "failed to pull and unpack image {whole:?}: failed to resolve reference {whole:?}"
        );
        let host_missing = host.starts_with("invalid") || host.ends_with(".invalid");
        if host_missing {
            let name = host.split(':').next().unwrap_or_default();
            return Err(ImageError::NotFound(format!(
                "rpc error: code = Unknown desc = {unpack}: failed to do request: Head \"https://{host}/v2/{path}/manifests/{}\": dial tcp: lookup {name}: no such host",
                self.tag
            )));
        }
        let missing = TAGS_MISSING.contains(&self.tag.as_str())
            || self.tag.starts_with("nosuch")
            || self.base().starts_with("nosuch");
        if missing {
            return Err(ImageError::NotFound(format!(
                "rpc error: code = NotFound desc = {unpack}: {whole}: not found"
            )));
        }
        Ok(())
    }

    /// The whole reference: `docker.io/library/nginx:1.25`.
    pub(super) fn reference(&self) -> String {
        format!("{}{}{}", self.repository, self.mark, self.tag)
    }

    /// `docker.io/library/nginx@sha256:…`
    pub(super) fn id(&self) -> String {
        let digest: String = (0..4)
            .map(|part| format!("{:016x}", self.hash(part)))
            .collect();
        format!("{}@sha256:{digest}", self.repository)
    }

    /// Compressed size; made up, but always the same for an image.
    pub(super) fn size_bytes(&self) -> u64 {
        let (low, high) = match self.base() {
            "busybox" | "alpine" => (1_900_000, 4_200_000),
            "nginx-slim" => (9_000_000, 12_000_000),
            "pause" => (300_000, 320_000),
            _ => (40_000_000, 180_000_000),
        };
        low + self.hash(9) % (high - low)
    }

    /// The last part of the name: `nginx`.
    pub(super) fn base(&self) -> &str {
        self.repository.rsplit('/').next().unwrap_or_default()
    }

    fn hash(&self, part: u64) -> u64 {
        let start = 0xcbf2_9ce4_8422_2325_u64 ^ part.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.reference().bytes().fold(start, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    }
}

const WELCOME: &str = "<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n<body>\n<h1>Welcome to nginx!</h1>\n</body>\n</html>\n";
const SERVER_ERROR: &str = "<!DOCTYPE html>\n<html>\n<head>\n<title>Error</title>\n</head>\n<body>\n<h1>An error occurred.</h1>\n</body>\n</html>\n";

/// Where nginx's pages lie in its images.
pub(super) const NGINX_ROOT: &str = "usr/share/nginx/html";

/// The files an image brings, as far as they matter here.
pub(super) fn files(image: &Image) -> Vec<(String, &'static str)> {
    if !image.base().starts_with("nginx") {
        return vec![];
    }
    vec![
        (format!("{NGINX_ROOT}/50x.html"), SERVER_ERROR),
        (format!("{NGINX_ROOT}/index.html"), WELCOME),
    ]
}
