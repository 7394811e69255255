//! Quantities: what is read, in which form it is stored, what is refused.

use playground::cluster::api::quantity::{Amount, canonical, is_plainly_canonical};

#[test]
fn quantities_are_stored_in_canonical_form() {
    for (written, stored) in [
        ("0", "0"),
        ("-0", "0"),
        ("0Gi", "0"),
        ("1", "1"),
        ("+1", "1"),
        ("-1", "-1"),
        ("1000m", "1"),
        ("0.5", "500m"),
        (".5", "500m"),
        ("5.", "5"),
        ("1.5", "1500m"),
        ("100m", "100m"),
        ("2000", "2k"),
        ("1500000", "1500k"),
        ("2048", "2048"),
        ("1024Mi", "1Gi"),
        ("1.5Gi", "1536Mi"),
        ("0.5Gi", "512Mi"),
        ("1000Ki", "1000Ki"),
        ("0.5Ki", "512"),
        ("0.3Ki", "307200m"),
        ("-1Gi", "-1Gi"),
        ("1024Gi", "1Ti"),
        ("16Ei", "9223372036854775807"),
        ("1000M", "1G"),
        ("1e3", "1e3"),
        ("1E3", "1e3"),
        ("12e2", "1200"),
        ("1e-3", "1e-3"),
        ("1E", "1E"),
        ("1n", "1n"),
        ("0.1n", "1n"),
        ("1u", "1u"),
        ("0.0000000001", "1n"),
    ] {
        assert_eq!(canonical(written), stored, "{written}");
        assert_eq!(canonical(stored), stored, "{stored} stays as it is");
    }
}

#[test]
fn texts_that_are_no_quantities() {
    let format = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    let suffix = "unable to parse quantity's suffix";
    for (text, message) in [
        ("", format),
        ("1GB", format),
        ("1Gib", format),
        ("1.5.2", format),
        ("one", format),
        (".", format),
        ("-", format),
        ("1 Gi", format),
        ("1Mk", suffix),
        ("1e", suffix),
        ("1i", suffix),
    ] {
        assert_eq!(
            Amount::parse(text).map_err(|error| error.to_string()),
            Err(message.to_owned()),
            "{text:?}"
        );
        assert_eq!(
            canonical(text),
            text,
            "what cannot be read stays for validation to refuse"
        );
    }
}

#[test]
fn amounts_compare_by_what_they_mean() {
    let amount = |text| Amount::parse(text).unwrap();
    assert_eq!(amount("1Gi"), amount("1073741824"));
    assert!(amount("1Gi") > amount("1G"));
    assert!(amount("-1") < Amount::ZERO);
    assert_eq!(amount("0.5").milli_value(), 500);
    assert_eq!(amount("1500m").value(), 2, "rounded up");
    assert_eq!(amount("1Gi").plus(amount("1G")).to_string(), "2073741824");
    assert_eq!(amount("1Gi").plus(amount("1Gi")).to_string(), "2Gi");
    assert_eq!(Amount::whole(3).to_string(), "3");
}

#[test]
fn what_is_called_plainly_canonical_is() {
    let suffixes = [
        "", "n", "u", "m", "k", "Ki", "M", "Mi", "G", "Gi", "T", "Ti", "P", "E", "Ei", "e3",
    ];
    let numbers = [
        "0", "1", "10", "100", "999", "1000", "1024", "01", "-1", "+1", "1.5", "",
    ];
    let (mut plain, mut others) = (0, 0);
    for suffix in suffixes {
        for number in numbers {
            let text = format!("{number}{suffix}");
            if is_plainly_canonical(&text) {
                assert_eq!(canonical(&text), text);
                plain += 1;
            } else {
                others += 1;
            }
        }
    }
    assert!(plain >= 40 && others >= 40, "{plain} plain, {others} not");
}
