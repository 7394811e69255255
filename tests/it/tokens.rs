//! The colours of www/css/tokens.css, computed: words can be read, glyphs can be seen, and no two
//! statuses look alike, whatever colours the reader's eyes tell apart.

use std::collections::BTreeMap;

/// Words need this contrast (WCAG 2, 1.4.3), glyphs and meaningful lines that (1.4.11).
const TEXT_MIN: f64 = 4.5;
const GLYPH_MIN: f64 = 3.0;
/// CIEDE2000: about ten times what a trained eye just notices side by side.
const DISTANCE_MIN: f64 = 20.0;

const THEMES: [&str; 2] = ["light", "dark"];
const GROUNDS: [&str; 3] = ["canvas", "surface", "sunken"];
const STATUSES: [&str; 5] = [
    "status-ready",
    "status-starting",
    "status-terminating",
    "status-failed",
    "status-waiting",
];

/// Machado, Oliveira and Fernandes (2009), severity 1, for linear RGB.
const EYES: [(&str, [[f64; 3]; 3]); 4] = [
    (
        "normal",
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    ),
    (
        "protan",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deutan",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "tritan",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

type Linear = [f64; 3];
type Palette = BTreeMap<String, Linear>;

/// The colours of a theme: `--name: #rrggbb` and `--name: light-dark(#rrggbb, #rrggbb)` of the first
/// `:root` block.
fn palette(theme: &str) -> Palette {
    let css = std::fs::read_to_string("www/css/tokens.css").expect("the page's tokens");
    let block = css
        .split_once(":root {")
        .and_then(|(_, rest)| rest.split_once('}'))
        .expect("a :root block")
        .0;
    let mut palette = Palette::new();
    for declaration in block.split(';') {
        let Some((name, value)) = declaration
            .rsplit_once("--")
            .and_then(|(_, text)| text.split_once(':'))
        else {
            continue;
        };
        let value = value.trim();
        let colour = match value
            .strip_prefix("light-dark(")
            .and_then(|pair| pair.trim_end_matches(')').split_once(','))
        {
            Some((light, dark)) => {
                if theme == "light" {
                    light
                } else {
                    dark
                }
            }
            None => value,
        };
        if let Some(linear) = hex(colour.trim()) {
            palette.insert(name.trim().to_owned(), linear);
        }
    }
    palette
}

fn hex(text: &str) -> Option<Linear> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()?) / 255.0;
        Some(if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        })
    };
    Some([channel(0)?, channel(2)?, channel(4)?])
}

fn colour(palette: &Palette, name: &str) -> Linear {
    *palette
        .get(name)
        .unwrap_or_else(|| panic!("tokens.css has no --{name}"))
}

fn luminance([red, green, blue]: Linear) -> f64 {
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(one: Linear, other: Linear) -> f64 {
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    one.max(other) / one.min(other)
}

fn check_contrast(front: &str, grounds: &[&str], least: f64) {
    for theme in THEMES {
        let palette = palette(theme);
        for ground in grounds {
            let ratio = contrast(colour(&palette, front), colour(&palette, ground));
            assert!(
                ratio >= least,
                "{theme}: --{front} on --{ground} is {ratio:.2}, least {least}"
            );
        }
    }
}

#[test]
fn words_can_be_read_everywhere() {
    check_contrast("text", &GROUNDS, TEXT_MIN);
    check_contrast("muted", &GROUNDS, TEXT_MIN);
    check_contrast("accent", &GROUNDS, TEXT_MIN);
    check_contrast("on-accent", &["accent"], TEXT_MIN);
}

#[test]
fn glyphs_and_meaningful_lines_can_be_seen_everywhere() {
    check_contrast("line", &GROUNDS, GLYPH_MIN);
    for status in STATUSES {
        check_contrast(status, &GROUNDS, GLYPH_MIN);
    }
}

#[test]
fn words_on_a_status_tint_can_be_read() {
    for theme in THEMES {
        let palette = palette(theme);
        for status in STATUSES {
            let (hue, surface) = (colour(&palette, status), colour(&palette, "surface"));
            let tint = blend(hue, surface, 0.1);
            let words = contrast(colour(&palette, "text"), tint);
            let glyph = contrast(hue, tint);
            assert!(
                words >= TEXT_MIN,
                "{theme}: --text on the tint of --{status} is {words:.2}"
            );
            assert!(
                glyph >= GLYPH_MIN,
                "{theme}: --{status} on its tint is {glyph:.2}"
            );
        }
    }
}

#[test]
fn no_two_statuses_look_alike_to_anybody() {
    for theme in THEMES {
        let palette = palette(theme);
        for (eyes, matrix) in EYES {
            for (at, one) in STATUSES.iter().enumerate() {
                for other in &STATUSES[at + 1..] {
                    let seen = |name: &str| lab(through(matrix, colour(&palette, name)));
                    let distance = ciede2000(seen(one), seen(other));
                    assert!(
                        distance >= DISTANCE_MIN,
                        "{theme}, {eyes}: --{one} and --{other} are {distance:.1} apart, least {DISTANCE_MIN}"
                    );
                }
            }
        }
    }
}

/// Sharma, Wu and Dalal's published pairs: the formula is easily got wrong.
#[test]
fn the_colour_distance_is_the_published_one() {
    let pairs = [
        ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
        ([50.0, 2.5, 0.0], [61.0, -5.0, 29.0], 22.8977),
        ([50.0, 2.49, -0.001], [50.0, -2.49, 0.0011], 7.2195),
        ([2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082),
    ];
    for (one, other, expected) in pairs {
        let distance = ciede2000(one, other);
        assert!(
            (distance - expected).abs() < 1e-4,
            "{one:?} {other:?}: {distance}"
        );
    }
}

/// `share` of a colour over a ground, mixed as browsers mix: in encoded values.
fn blend(front: Linear, ground: Linear, share: f64) -> Linear {
    let encode = |value: f64| {
        if value <= 0.003_130_8 {
            value * 12.92
        } else {
            1.055 * value.powf(1.0 / 2.4) - 0.055
        }
    };
    let decode = |value: f64| {
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    std::array::from_fn(|at| decode(encode(front[at]) * share + encode(ground[at]) * (1.0 - share)))
}

fn through(matrix: [[f64; 3]; 3], colour: Linear) -> Linear {
    matrix.map(|row| {
        row.iter()
            .zip(colour)
            .map(|(weight, part)| weight * part)
            .sum::<f64>()
            .clamp(0.0, 1.0)
    })
}

/// CIELAB under D65.
fn lab([red, green, blue]: Linear) -> [f64; 3] {
    let x = (0.412_456_4 * red + 0.357_576_1 * green + 0.180_437_5 * blue) / 0.950_47;
    let y = 0.212_672_9 * red + 0.715_152_2 * green + 0.072_175_0 * blue;
    let z = (0.019_333_9 * red + 0.119_192_0 * green + 0.950_304_1 * blue) / 1.088_83;
    let f = |t: f64| {
        if t > 216.0 / 24389.0 {
            t.cbrt()
        } else {
            (24389.0 / 27.0 * t + 16.0) / 116.0
        }
    };
    [
        116.0 * f(y) - 16.0,
        500.0 * (f(x) - f(y)),
        200.0 * (f(y) - f(z)),
    ]
}

#[allow(clippy::many_single_char_names, reason = "the formula's own letters")]
fn ciede2000([l1, a1, b1]: [f64; 3], [l2, a2, b2]: [f64; 3]) -> f64 {
    let mean_chroma = f64::midpoint(a1.hypot(b1), a2.hypot(b2));
    let g = 0.5 * (1.0 - (mean_chroma.powi(7) / (mean_chroma.powi(7) + 25_f64.powi(7))).sqrt());
    let (a1, a2) = (a1 * (1.0 + g), a2 * (1.0 + g));
    let (c1, c2) = (a1.hypot(b1), a2.hypot(b2));
    let hue = |a: f64, b: f64| {
        if a == 0.0 && b == 0.0 {
            0.0
        } else {
            b.atan2(a).to_degrees().rem_euclid(360.0)
        }
    };
    let (h1, h2) = (hue(a1, b1), hue(a2, b2));
    let grey = c1 * c2 == 0.0;
    let turn = if grey {
        0.0
    } else {
        (h2 - h1 + 540.0).rem_euclid(360.0) - 180.0
    };
    let (dl, dc) = (l2 - l1, c2 - c1);
    let dh = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin();
    let (l, c) = (f64::midpoint(l1, l2), f64::midpoint(c1, c2));
    let h = match (grey, (h1 - h2).abs() > 180.0) {
        (true, _) => h1 + h2,
        (false, false) => f64::midpoint(h1, h2),
        (false, true) => (h1 + h2 + 360.0) / 2.0 % 360.0,
    };
    let cos = |degrees: f64| degrees.to_radians().cos();
    let t = 1.0 - 0.17 * cos(h - 30.0) + 0.24 * cos(2.0 * h) + 0.32 * cos(3.0 * h + 6.0)
        - 0.20 * cos(4.0 * h - 63.0);
    let sl = 1.0 + 0.015 * (l - 50.0).powi(2) / (20.0 + (l - 50.0).powi(2)).sqrt();
    let (sc, sh) = (1.0 + 0.045 * c, 1.0 + 0.015 * c * t);
    let rotation = 60.0 * (-((h - 275.0) / 25.0).powi(2)).exp();
    let rc = 2.0 * (c.powi(7) / (c.powi(7) + 25_f64.powi(7))).sqrt();
    let rt = -rotation.to_radians().sin() * rc;
    ((dl / sl).powi(2) + (dc / sc).powi(2) + (dh / sh).powi(2) + rt * (dc / sc) * (dh / sh)).sqrt()
}
