//! A phrase table: one message a line, expanded to an exhaustive match.

/// Expands to a function over an enum whose variants carry fields. The table is the whole of it: a
/// variant left out does not compile.
macro_rules! phrases {
    ($(#[$doc:meta])* $function:ident of $message:ident;
     $($variant:ident $({ $($field:ident),* $(,)? })? $(($inner:ident))? => $text:expr;)*) => {
        $(#[$doc])*
        pub(in crate::i18n) fn $function(message: &$message) -> String {
            match message {
                $($message::$variant $({ $($field),* })? $(($inner))? => $text.to_string(),)*
            }
        }
    };
}

/// The same for an enum of plain words.
macro_rules! words {
    ($(#[$doc:meta])* $function:ident of $message:ident; $($variant:ident => $text:literal;)*) => {
        $(#[$doc])*
        pub(in crate::i18n) const fn $function(message: $message) -> &'static str {
            match message { $($message::$variant => $text,)* }
        }
    };
}

pub(super) use {phrases, words};

/// The `web-0` of `web-0.nginx`.
pub(super) fn pod_of(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

/// `1,998,500`
pub(super) fn thousands(count: u32) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
