//! Finding and reading trace files.

use flate2::read::GzDecoder;
use serde_json::Value;
use std::fs::File;
use std::io::{BufRead, BufReader, Error, Read, Result};
use std::path::{Path, PathBuf};

/// Reads the traces in a `.json` file, a `.jsonl` or `.jsonl.gz` file, or a folder of them.
///
/// # Errors
/// A file that cannot be read or holds no JSON, by its name.
pub fn read(path: &Path) -> Result<Vec<Value>> {
    if path.is_dir() {
        let mut entries: Vec<PathBuf> = std::fs::read_dir(path)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_>>()?;
        entries.sort();
        let mut traces = Vec::new();
        for entry in entries {
            let known = ["json", "jsonl", "gz"];
            let extension = entry.extension().and_then(|extension| extension.to_str());
            let is_traces = extension.is_some_and(|extension| known.contains(&extension));
            if entry.is_dir() || is_traces {
                traces.extend(read(&entry)?);
            }
        }
        return Ok(traces);
    }
    let named = |error: Error| Error::new(error.kind(), format!("{}: {error}", path.display()));
    let file = File::open(path).map_err(named)?;
    let reader: Box<dyn Read> = if path.extension().is_some_and(|extension| extension == "gz") {
        Box::new(GzDecoder::new(file))
    } else {
        Box::new(file)
    };
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    let values: Result<Vec<Value>> = if name.contains(".jsonl") {
        BufReader::new(reader)
            .lines()
            .map(|line| serde_json::from_str(&line?).map_err(Error::from))
            .collect()
    } else {
        serde_json::from_reader(BufReader::new(reader))
            .map(|value| vec![value])
            .map_err(Error::from)
    };
    // A folder may hold other JSON (the hash examples): a trace has steps.
    let traces = values.map_err(named)?;
    Ok(traces
        .into_iter()
        .filter(|trace| trace["steps"].is_array())
        .collect())
}
