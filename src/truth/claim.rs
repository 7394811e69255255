//! What a sentence claims, and whether it is so: one row a sentence.

/// Expands to a function over an enum of sentences and to the list of its claims. The table is the whole
/// of it: a sentence without a row does not compile. A row is `Sentence fields => "what must be so", check`;
/// a row whose claim is [`WORDS`](super::WORDS) claims nothing about the cluster.
macro_rules! claims {
    ($(#[$doc:meta])* $function:ident, $list:ident of $message:ident at $moment:ident;
     $($variant:ident $pattern:tt => $claim:expr, $check:expr;)*) => {
        $(#[$doc])*
        pub(in crate::truth) fn $function(said: &$message, $moment: &Moment<'_>) -> bool {
            match said { $($message::$variant $pattern => $check,)* }
        }
        /// The sentences and what each of them claims.
        pub(in crate::truth) const $list: &[(&str, &str)] = &[$((stringify!($variant), $claim)),*];
    };
}

pub(super) use claims;
