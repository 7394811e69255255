//! `printf`

use super::escape::unescape;
use super::machine::{Effect, Shell};

/// The most text one `printf` gives.
const BYTES_MAX: usize = 1 << 20;
/// The widest a field may be asked to be.
const WIDTH_MAX: usize = 10_000;

pub(super) fn run(shell: &mut Shell, arguments: &[String]) -> Effect {
    let (target, words) = match arguments {
        [flag, name, rest @ ..] if flag == "-v" => (Some(name.clone()), rest),
        [flag, rest @ ..] if flag == "--" => (None, rest),
        words => (None, words),
    };
    let Some((format, values)) = words.split_first() else {
        return Effect::failed(2, "sh: printf: usage: printf [-v var] format [arguments]");
    };
    let mut printer = Printer {
        values: values.iter(),
        text: String::new(),
        complaints: vec![],
        stops: false,
    };
    // The format is used again as long as values are left.
    loop {
        let before = printer.values.len();
        printer.once(format);
        let left = printer.values.len();
        if printer.stops || left == 0 || left == before {
            break;
        }
    }
    let mut effect = Effect::code(i32::from(!printer.complaints.is_empty()));
    for complaint in &printer.complaints {
        effect.output.complain(&format!("sh: printf: {complaint}"));
    }
    match target {
        Some(name) => shell.variables.set(&name, printer.text),
        None => effect.output.out(&printer.text),
    }
    effect
}

struct Printer<'a> {
    values: std::slice::Iter<'a, String>,
    text: String,
    complaints: Vec<String>,
    stops: bool,
}

/// `%-05.2f` without its letter.
#[derive(Default)]
struct Shape {
    left: bool,
    zero: bool,
    plus: bool,
    space: bool,
    alternate: bool,
    width: usize,
    precision: Option<usize>,
}

impl Printer<'_> {
    fn next(&mut self) -> String {
        self.values.next().cloned().unwrap_or_default()
    }

    fn once(&mut self, format: &str) {
        let mut rest = format;
        while let Some(at) = rest.find('%') {
            if self.text.len() > BYTES_MAX {
                self.complaints.push("the text is too long".to_owned());
                self.stops = true;
                return;
            }
            let (plain, stops) = unescape(&rest[..at]);
            self.text.push_str(&plain);
            self.stops = stops;
            rest = &rest[at + 1..];
            if stops {
                return;
            }
            rest = self.one(rest);
            if self.stops {
                return;
            }
        }
        let (plain, stops) = unescape(rest);
        self.text.push_str(&plain);
        self.stops = stops;
    }

    /// One directive; answers what follows it.
    fn one<'b>(&mut self, text: &'b str) -> &'b str {
        let mut shape = Shape::default();
        let mut rest = text;
        while let Some(letter) = rest.chars().next() {
            match letter {
                '-' => shape.left = true,
                '0' => shape.zero = true,
                '+' => shape.plus = true,
                ' ' => shape.space = true,
                '#' => shape.alternate = true,
                _ => break,
            }
            rest = &rest[1..];
        }
        let (width, after) = self.number(rest);
        shape.left |= width < 0;
        shape.width = usize::try_from(width.unsigned_abs())
            .unwrap_or(0)
            .min(WIDTH_MAX);
        rest = after;
        if let Some(after) = rest.strip_prefix('.') {
            let (precision, after) = self.number(after);
            shape.precision = Some(usize::try_from(precision).unwrap_or(0).min(WIDTH_MAX));
            rest = after;
        }
        let Some(letter) = rest.chars().next() else {
            self.text.push('%');
            return rest;
        };
        rest = &rest[letter.len_utf8()..];
        let field = match letter {
            '%' => "%".to_owned(),
            's' => shape.cut(self.next()),
            'b' => {
                let (text, stops) = unescape(&self.next());
                self.stops = stops;
                text
            }
            'c' => self.next().chars().take(1).collect(),
            'q' => shell_quoted(&self.next()),
            'd' | 'i' | 'u' => {
                let value = self.integer();
                shape.signed(value.unsigned_abs().to_string(), value < 0)
            }
            'x' | 'X' | 'o' => shape.based(letter, self.integer()),
            'f' | 'F' | 'e' | 'E' | 'g' | 'G' => {
                let value = self.float();
                let digits = float(letter, value.abs(), shape.precision);
                let shape = Shape {
                    precision: None,
                    ..shape
                };
                let field = shape.signed(digits, value < 0.0);
                self.pad(&shape, field);
                return rest;
            }
            other => {
                self.complaints
                    .push(format!("`{other}': invalid format character"));
                self.stops = true;
                return "";
            }
        };
        self.pad(&shape, field);
        rest
    }

    fn pad(&mut self, shape: &Shape, field: String) {
        let missing = shape.width.saturating_sub(field.chars().count());
        let blanks = " ".repeat(missing);
        match shape.left {
            true => self.text.extend([field, blanks]),
            false => self.text.extend([blanks, field]),
        }
    }

    /// Digits, or `*`: the next value.
    fn number<'b>(&mut self, text: &'b str) -> (i64, &'b str) {
        if let Some(rest) = text.strip_prefix('*') {
            return (self.next().parse().unwrap_or_default(), rest);
        }
        let end = text
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len());
        (text[..end].parse().unwrap_or_default(), &text[end..])
    }

    fn integer(&mut self) -> i64 {
        let text = self.next();
        if let Some(letter) = text.strip_prefix(['\'', '"']) {
            return letter.chars().next().map_or(0, |c| i64::from(u32::from(c)));
        }
        let trimmed = text.trim();
        let (sign, digits) = match trimmed.strip_prefix('-') {
            Some(digits) => (-1, digits),
            None => (1, trimmed.strip_prefix('+').unwrap_or(trimmed)),
        };
        let (digits, base) = match digits.strip_prefix("0x") {
            Some(digits) => (digits, 16),
            None if digits.len() > 1 && digits.starts_with('0') => (&digits[1..], 8),
            None => (digits, 10),
        };
        let end = digits
            .find(|c: char| !c.is_digit(base))
            .unwrap_or(digits.len());
        if end < digits.len() || (digits.is_empty() && !text.is_empty()) {
            self.complaints.push(format!("{text}: invalid number"));
        }
        sign * i64::from_str_radix(&digits[..end], base).unwrap_or_default()
    }

    fn float(&mut self) -> f64 {
        let text = self.next();
        match text.trim().parse() {
            Ok(value) => value,
            Err(_) if text.is_empty() => 0.0,
            Err(_) => {
                self.complaints.push(format!("{text}: invalid number"));
                0.0
            }
        }
    }
}

impl Shape {
    fn cut(&self, text: String) -> String {
        match self.precision {
            Some(most) => text.chars().take(most).collect(),
            None => text,
        }
    }

    fn based(&self, letter: char, value: i64) -> String {
        let (digits, prefix) = match letter {
            'x' => (format!("{value:x}"), "0x"),
            'X' => (format!("{value:X}"), "0X"),
            _ => (format!("{value:o}"), "0"),
        };
        let prefix = if self.alternate { prefix } else { "" };
        self.signed(format!("{prefix}{digits}"), false)
    }

    /// Digits with their sign, filled up with zeros where that is asked for.
    fn signed(&self, digits: String, negative: bool) -> String {
        let sign = match (negative, self.plus, self.space) {
            (true, ..) => "-",
            (_, true, _) => "+",
            (_, _, true) => " ",
            _ => "",
        };
        let wanted = match (self.precision, self.zero && !self.left) {
            (Some(precision), _) => precision,
            (None, true) => self.width.saturating_sub(sign.len()),
            _ => 0,
        };
        let zeros = "0".repeat(wanted.saturating_sub(digits.len()));
        format!("{sign}{zeros}{digits}")
    }
}

/// `%f`, `%e`, `%g` of a number that is not negative.
pub(super) fn float(letter: char, value: f64, precision: Option<usize>) -> String {
    let precision = precision.unwrap_or(6).min(100);
    if !value.is_finite() {
        return if value.is_nan() { "nan" } else { "inf" }.to_owned();
    }
    let scientific = |digits: usize| {
        let text = format!("{value:.digits$e}");
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let exponent: i32 = exponent.parse().unwrap_or_default();
        let sign = if exponent < 0 { '-' } else { '+' };
        (
            mantissa.to_owned(),
            exponent,
            format!("e{sign}{:02}", exponent.abs()),
        )
    };
    match letter {
        'f' | 'F' => format!("{value:.precision$}"),
        'e' | 'E' => {
            let (mantissa, _, exponent) = scientific(precision);
            mantissa + &exponent
        }
        _ => {
            let precision = precision.max(1);
            let (mantissa, exponent, tail) = scientific(precision - 1);
            let shorter = |text: String| match text.contains('.') {
                true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
                false => text,
            };
            let most = i32::try_from(precision).unwrap_or(i32::MAX);
            if exponent < -4 || exponent >= most {
                return shorter(mantissa) + &tail;
            }
            let digits = usize::try_from(most - 1 - exponent).unwrap_or_default();
            shorter(format!("{value:.digits$}"))
        }
    }
}

fn shell_quoted(text: &str) -> String {
    if text.is_empty() {
        return "''".to_owned();
    }
    let mut out = String::new();
    for letter in text.chars() {
        if !(letter.is_alphanumeric() || "_-./:=@%+,".contains(letter)) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}
