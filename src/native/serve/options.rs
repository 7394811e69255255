//! What a query says about how to list or to watch.
//!
//! Models apimachinery's conversion of parameters, and apiserver/pkg/storage: `ValidateListOptions`,
//! `ParseResourceVersion`, `DecodeContinue`.

use super::address::Address;
use super::ask::Ask;
use super::write::bad;
use crate::cluster::apiserver::{ApiError, FieldError, Reason};
use std::num::IntErrorKind;

/// `metav1.ListOptions`, as far as it is not about which objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ListOptions {
    /// The version to go on from; 0 for none.
    pub(super) version: u64,
    /// Seconds after which a watch is to end.
    pub(super) timeout_seconds: Option<u64>,
}

impl ListOptions {
    /// Reads the query of a list.
    ///
    /// # Errors
    /// `BadRequest` in Go's words.
    pub(super) fn of_list(ask: &Ask) -> Result<Self, ApiError> {
        let timeout_seconds = numbers(ask)?;
        let asked = ask.value("resourceVersion").unwrap_or_default();
        if let Some(token) = ask.value("continue").filter(|token| !token.is_empty()) {
            if !matches!(asked, "" | "0") {
                return Err(bad(
                    "specifying resource version is not allowed when using continue",
                ));
            }
            // None is ever given: a list is told whole, whatever its `limit`.
            return Err(bad(&format!("invalid continue token: {}", wrong(token))));
        }
        let version = version(asked).map_err(|why| {
            let told = invalid_version(asked, &why);
            bad(&format!("invalid resource version: {told}"))
        })?;
        Ok(Self {
            version,
            timeout_seconds,
        })
    }

    /// Reads the query of a watch; a version that is not there yet is waited for.
    ///
    /// # Errors
    /// `BadRequest` in Go's words, `Invalid` for what is no version.
    pub(super) fn of_watch(ask: &Ask, address: &Address) -> Result<Self, ApiError> {
        let timeout_seconds = numbers(ask)?;
        let asked = ask.value("resourceVersion").unwrap_or_default();
        let version = version(asked).map_err(|why| {
            let cause = invalid_version(asked, &why);
            let message = format!("{} \"\" is invalid: {cause}", address.kind.resource());
            ApiError {
                causes: vec![cause],
                ..ApiError::new(Reason::Invalid, message)
            }
        })?;
        Ok(Self {
            version,
            timeout_seconds,
        })
    }
}

/// Both numbers have to be such; a negative limit is none.
fn numbers(ask: &Ask) -> Result<Option<u64>, ApiError> {
    let number = |name: &str| match ask.value(name) {
        None => Ok(None),
        Some(text) => integer::<i64>(text, "ParseInt")
            .map(Some)
            .map_err(|why| bad(&why)),
    };
    number("limit")?;
    let seconds = number("timeoutSeconds")?;
    Ok(seconds
        .and_then(|seconds| u64::try_from(seconds).ok())
        .filter(|seconds| *seconds > 0))
}

fn version(asked: &str) -> Result<u64, String> {
    match asked {
        "" => Ok(0),
        text => integer(text, "ParseUint"),
    }
}

fn invalid_version(asked: &str, why: &str) -> FieldError {
    FieldError::invalid("resourceVersion", &asked.into(), why)
}

/// A number as Go's strconv reads it, or its words.
fn integer<T>(text: &str, reader: &str) -> Result<T, String>
where
    T: std::str::FromStr<Err = std::num::ParseIntError>,
{
    // Go's ParseUint takes no sign.
    let signed = reader == "ParseUint" && text.starts_with('+');
    let why = match text.parse() {
        Ok(number) if !signed => return Ok(number),
        Ok(_) => "invalid syntax",
        Err(error) => match error.kind() {
            IntErrorKind::PosOverflow | IntErrorKind::NegOverflow => "value out of range",
            _ => "invalid syntax",
        },
    };
    Err(format!("strconv.{reader}: parsing {text:?}: {why}"))
}

/// What is wrong with a token that was never given.
fn wrong(token: &str) -> String {
    const KEY: &str = "continue key is not valid";
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    match token.bytes().position(|byte| !is_letter(byte)) {
        Some(at) => format!("{KEY}: illegal base64 data at input byte {at}"),
        None => format!("{KEY}: server does not recognize this encoded version "),
    }
}
