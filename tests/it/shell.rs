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

/// What is too large, too wide or too deep is cut short or said to be so; the terminal lives.
#[test]
fn nothing_typed_is_too_large_for_the_terminal() {
    use playground::native::driver::{Driver, Stand};
    use playground::shell::home::Home;
    use playground::sim::world::Config;

    let zeros = "0".repeat(70_000);
    let word = "a".repeat(70_000);
    let many = vec!["{1..9999}"; 2_000].join(",");
    let or = vec!["-z x"; 20_000].join(" || ");
    let doubled: String = (0..18)
        .map(|n| format!("v{n}=\"{0}+{0}+{0}+{0}\"; ", format_args!("v{}", n + 1)))
        .collect();
    let template =
        |text: &str| format!("kubectl get ns default -o go-template='{text}' >out; wc -c <out");
    let nested = format!("{}x{}", "{{if 1}}".repeat(500), "{{end}}".repeat(500));
    let ranges = format!("{}x{}", "{range .}".repeat(900), "{end}".repeat(900));
    let cases = [
        (
            "seq 9223372036854775806 9223372036854775807".to_owned(),
            "9223372036854775806\n9223372036854775807\n",
        ),
        (
            "a[9223372036854775807]=x; a+=(y); echo ${#a[@]}".to_owned(),
            "sh: a: bad array subscript\n1\n",
        ),
        ("echo a | grep -A 18446744073709551615 a".to_owned(), "a\n"),
        (format!("echo {{{zeros}..1}} | wc -w"), "1\n"),
        (
            format!("echo {{{many}}} | wc -w"),
            "sh: argument list too long\n0\n",
        ),
        (format!("echo {word} b | column -t | wc -c"), "70004\n"),
        (
            format!("[[ {or} ]]; echo $?"),
            "sh: [[: nested too deeply\n",
        ),
        (
            format!("{doubled} v18=1; echo $((v0))"),
            "sh: v0: expression recursion level exceeded\n",
        ),
        (
            format!("printf '{}' | wc -c", "%9999d".repeat(1_000)),
            "sh: printf: the text is too long\n1049895\n",
        ),
        (template(r#"{{printf "%99999d" 1}}"#), "10000\n"),
        (template(r#"{{printf "%.99999f" 1}}"#), "102\n"),
        (
            template(&nested),
            "template: output:1: nested too deeply\n0\n",
        ),
        (
            format!("kubectl get ns default -o jsonpath='{ranges}'"),
            "nested too deeply\n",
        ),
        (
            format!("[ {} ]; echo $?", vec!["a"; 150].join(" -a ")),
            "0\n",
        ),
        ("echo still here".to_owned(), "still here\n"),
    ];
    let mut driver = Driver::new(Config::default(), Home::default());
    for (line, end) in cases {
        let mut said = String::new();
        let stand = driver.line(Some(&line), &mut |output| said.push_str(&output.text()));
        let (line, tail) = (&line[..line.len().min(60)], said.len().saturating_sub(200));
        let shown = said.get(tail..).unwrap_or(&said);
        assert!(matches!(stand, Stand::Prompt(_)), "{line}");
        assert!(said.ends_with(end), "{line}:\n{shown}\nwanted: {end}");
    }
}
