//! The shell: its language at the terminal, its programs in containers.

use crate::transcript::check;

#[test]
fn the_language() {
    check("language");
}

#[test]
fn programs_in_containers() {
    check("containers");
}

#[test]
fn variables_of_containers_come_from_where_the_manifest_says() {
    check("variables");
}

/// Whatever is typed, the terminal answers and goes on: lines made of fragments, seeded.
#[test]
fn no_line_breaks_the_terminal() {
    use playground::cluster::apiserver::uid::Rng;
    use playground::native::driver::{Driver, Stand};
    use playground::shell::home::Home;
    use playground::sim::world::Config;

    const FRAGMENTS: [&str; 86] = [
        "kubectl ",
        "get ",
        "pods ",
        "delete ",
        "-l",
        "app=nginx ",
        "-o ",
        "jsonpath='{.a[",
        "]}' ",
        "'",
        "\"",
        "$(",
        ")",
        "`",
        "${x",
        "}",
        "$((",
        "))",
        "1+2*(3",
        "|",
        "||",
        "&&",
        ";",
        "<<EOF",
        "EOF",
        ">",
        "<",
        "2>&1",
        "for i in ",
        "do ",
        "done ",
        "if ",
        "then ",
        "fi ",
        "while ",
        "[ ",
        " ]",
        "grep ",
        "'a.*[b-",
        "sort -k ",
        "web-0 ",
        "--",
        "-",
        "apply -f ",
        "web.yaml ",
        "scale sts web --replicas=",
        "3 ",
        "exec web-0 -- sh -c ",
        "*",
        "{1..3}",
        "é漢",
        "\\",
        "#",
        "{ ",
        "cut -d",
        "patch sts web -p '{\"spec\":{",
        "[[ ",
        " ]]",
        "((",
        "case x in ",
        "esac ",
        ";; ",
        "f() { ",
        "f ",
        "${x:0:",
        "${x//a/",
        "a=(",
        "${a[@]}",
        "<(",
        "<<< ",
        "local x=",
        "trap '",
        "set -e",
        "return ",
        "break ",
        "& ",
        "%1",
        "fg ",
        "xargs ",
        "printf %5d ",
        "${!x",
        "=~ ",
        "declare -A ",
        "$((x++",
        "**",
        "diff ",
    ];
    let mut rng = Rng::new(4);
    let pick = |rng: &mut Rng, most: usize| {
        usize::try_from(rng.between(0, most as u64 - 1)).unwrap_or_default()
    };
    let mut driver = Driver::new(Config::default(), Home::default());
    for number in 0..3000 {
        let count = 1 + pick(&mut rng, 9);
        let line: String = (0..count)
            .map(|_| FRAGMENTS[pick(&mut rng, FRAGMENTS.len())])
            .collect();
        let mut shown_bytes = 0;
        let stand = driver.line(Some(&line), &mut |output| {
            shown_bytes += output.text().len()
        });
        assert!(shown_bytes < 4 << 20, "line {number} says too much: {line}");
        assert!(
            matches!(stand, Stand::Prompt(_)),
            "line {number} ends the terminal: {line}"
        );
        if number % 5 == 0 {
            driver.interrupt();
        }
    }
}
