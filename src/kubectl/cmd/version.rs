//! `kubectl version`

use crate::cluster::apiserver::version;
use crate::kubectl::call::Call;
use crate::kubectl::failure::Result;
use crate::kubectl::parse::{self, Args, Flag, Takes};

const FLAGS: &[Flag] = &[parse::OUTPUT, ("client", None, Takes::Nothing)];

pub(super) fn run(call: &mut Call<'_>, line: &[String]) -> Result<()> {
    let args = Args::parse("version", line, FLAGS)?;
    call.output
        .line(&format!("Client Version: {}", version::KUBERNETES));
    call.output.line("Kustomize Version: v5.8.1");
    if !args.has("client") {
        call.output
            .line(&format!("Server Version: {}", version::KUBERNETES));
    }
    Ok(())
}
