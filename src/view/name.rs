//! Names that end in an ordinal, taken apart.

/// A name in three parts, so that the middle one, the ordinal, can stay when the others are cut:
/// `www-web`, `-17`, `.nginx`.
#[must_use]
pub fn name_parts(name: &str) -> (&str, &str, &str) {
    let (host, rest) = name.split_at(name.find('.').unwrap_or(name.len()));
    let at = host
        .rfind('-')
        .filter(|at| {
            let digits = &host[at + 1..];
            !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
        })
        .unwrap_or(host.len());
    (&host[..at], &host[at..], rest)
}

/// What stands before the ordinal, a set or a claim of it, and the ordinal: `www-web`, `17`.
#[must_use]
pub fn with_ordinal(name: &str) -> Option<(&str, i32)> {
    let (stem, ordinal) = name.rsplit_once('-')?;
    Some((stem, ordinal.parse().ok()?))
}
