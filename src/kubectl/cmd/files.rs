//! What `create -f`, `replace -f` and `apply -f` have in common: the flags, and the way from the files to
//! one object after the other.

use super::create::Done;
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::manifests::{self, Manifest};
use crate::kubectl::parse::{self, Args, Flag, Takes};

/// The flags of all three.
pub(super) const FLAGS: [Flag; 6] = [
    parse::FILENAME,
    parse::OUTPUT,
    parse::DRY_RUN,
    parse::RECURSIVE,
    parse::FIELD_MANAGER,
    ("validate", None, Takes::Maybe("strict")),
];

/// Reads the line of a verb that has these flags beside those of all.
pub(super) fn args(call: &mut Call<'_>, verb: &str, line: &[String], own: &[Flag]) -> Result<Args> {
    let flags: Vec<Flag> = FLAGS.iter().chain(own).copied().collect();
    let args = Args::parse(verb, line, &flags)?;
    call.set_common(&args);
    Ok(args)
}

/// Refuses words that are neither flags nor their values.
pub(super) fn no_words(args: &Args, verb: &str) -> Result<()> {
    match args.words.as_slice() {
        [] => Ok(()),
        words => Err(Failure::usage(
            verb,
            &format!("Unexpected args: [{}]", words.join(" ")),
        )),
    }
}

/// What failed of the files: what could not be read, and what was refused.
pub(super) struct Failed {
    pub(super) unread: Vec<Failure>,
    pub(super) refused: Vec<Failure>,
}

/// Does it with every object of the files, and goes on behind what fails.
pub(super) fn each(
    call: &mut Call<'_>,
    args: &Args,
    verb: &str,
    mut one: impl FnMut(&mut Call<'_>, &Done, Manifest) -> Result<()>,
) -> Result<Failed> {
    if args.value("filename").is_none() {
        return Err(Failure::client("must specify one of -f and -k"));
    }
    let done = Done::read(args)?;
    let (manifests, unread) = manifests::read_all(call, args, verb)?;
    let mut refused = Vec::new();
    for mut manifest in manifests {
        let namespace = manifests::key(call, &manifest.object).namespace.to_string();
        manifest.object.meta_mut().namespace = Some(namespace).filter(|name| !name.is_empty());
        refused.extend(one(call, &done, manifest).err());
    }
    Ok(Failed { unread, refused })
}

impl Failed {
    /// What was refused, then what could not be read.
    pub(super) fn in_order(self) -> Result<()> {
        Failure::all(self.refused.into_iter().chain(self.unread).collect())
    }
}
