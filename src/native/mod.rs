//! The same cluster as a terminal program, for tests, scripts and people without a browser.

pub mod driver;
pub mod schema;
#[cfg(feature = "serve-api")]
pub mod serve;
mod shell;

const USAGE: &str = "\
usage: statefulset-playground shell [--seed N] [--nodes N] [--feature-gates NAME=true,…]
       statefulset-playground serve-api [--port N] [--speed S | --on-demand] [--seed N] [--nodes N]
                                          [--feature-gates NAME=true,…]
       statefulset-playground traces FILE…
       statefulset-playground schema --out DIR
       statefulset-playground seeds [--from A] [--count N] | --seed N [--tell] | --case JSON [--tell] | --ends-in DEADLOCK
       statefulset-playground seeds --sentences [--from A] [--count N] | --seed N";

/// Runs the program with its arguments; answers the exit code.
#[must_use]
pub fn run(arguments: &[String]) -> i32 {
    match arguments.split_first() {
        Some((name, rest)) if name == "shell" => shell::run(rest),
        #[cfg(feature = "serve-api")]
        Some((name, rest)) if name == "serve-api" => serve::run(rest),
        Some((name, rest)) if name == "traces" => replay(rest),
        Some((name, rest)) if name == "schema" => write_schema(rest),
        Some((name, rest)) if name == "seeds" && rest.iter().any(|word| word == "--sentences") => {
            sentences(rest)
        }
        Some((name, rest)) if name == "seeds" => {
            finish(crate::seeds::run(rest, &mut std::io::stdout()))
        }
        _ => {
            shell::complain(USAGE);
            2
        }
    }
}

/// Listens to what the page says in random histories.
fn sentences(arguments: &[String]) -> i32 {
    let (mut from, mut count) = (1, 300);
    let options: Vec<&String> = arguments
        .iter()
        .filter(|word| *word != "--sentences")
        .collect();
    for option in options.chunks(2) {
        let number = option.get(1).and_then(|value| value.parse().ok());
        match (option.first().map(|name| name.as_str()), number) {
            (Some("--from"), Some(number)) => from = number,
            (Some("--count"), Some(number)) => count = number,
            (Some("--seed"), Some(number)) => (from, count) = (number, 1),
            _ => {
                shell::complain(USAGE);
                return 2;
            }
        }
    }
    finish(crate::truth::report(from, count, &mut std::io::stdout()))
}

/// Replays recorded traces of upstream's controller.
fn replay(arguments: &[String]) -> i32 {
    finish(crate::traces::run(arguments, &mut std::io::stdout()))
}

/// The exit code of a command that answers whether all is well.
fn finish(result: std::io::Result<bool>) -> i32 {
    match result {
        Ok(agreed) => i32::from(!agreed),
        Err(error) => {
            shell::complain(&error.to_string());
            2
        }
    }
}

/// Writes what the page's editor fetches of the API's schema.
fn write_schema(arguments: &[String]) -> i32 {
    let [option, directory] = arguments else {
        shell::complain("usage: statefulset-playground schema --out DIR");
        return 2;
    };
    if option != "--out" {
        shell::complain(&format!("unknown option {option}"));
        return 2;
    }
    match schema::compact::write(std::path::Path::new(directory)) {
        Ok(()) => 0,
        Err(error) => {
            shell::complain(&error.to_string());
            1
        }
    }
}
