//! `kubectl version`

use crate::kubectl::VERSION;
use crate::kubectl::call::Call;
use crate::kubectl::failure::Result;
use crate::kubectl::parse::{self, Args, Flag, Takes};
use crate::sim::start::KUBERNETES_VERSION;

const FLAGS: &[Flag] = &[parse::OUTPUT, ("client", None, Takes::Nothing)];

pub(super) fn run(call: &mut Call<'_>, line: &[String]) -> Result<()> {
    let args = Args::parse("version", line, FLAGS)?;
    call.output.line(&format!("Client Version: {VERSION}"));
    call.output.line("Kustomize Version: v5.8.1");
    if !args.has("client") {
        call.output
            .line(&format!("Server Version: {KUBERNETES_VERSION}"));
    }
    Ok(())
}
