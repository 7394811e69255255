//! Resource quantities: reading, comparing, and the canonical form Kubernetes stores.
//!
//! Models apimachinery/pkg/api/resource/quantity.go for the values manifests hold.

use std::fmt;

/// Why a text is no quantity, in upstream's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantityError {
    /// The text does not have the shape number-then-suffix.
    Format,
    /// The suffix has the right letters but is none that exists.
    Suffix,
}

impl fmt::Display for QuantityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Format => {
                "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
            }
            Self::Suffix => "unable to parse quantity's suffix",
        })
    }
}

/// How the suffix counts, kept because the canonical form stays in its family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    DecimalSi,
    BinarySi,
    DecimalExponent,
}

/// A number in thousand-millionths (nano units): fits every value Kubernetes accepts in practice.
#[derive(Clone, Copy, Debug)]
pub struct Amount {
    nanos: i128,
    format: Format,
}

/// Quantities are equal when their values are, however they were written.
impl PartialEq for Amount {
    fn eq(&self, other: &Self) -> bool {
        self.nanos == other.nanos
    }
}
impl Eq for Amount {}
impl PartialOrd for Amount {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Amount {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.nanos.cmp(&other.nanos)
    }
}

const NANO: i128 = 1_000_000_000;

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self {
        nanos: 0,
        format: Format::DecimalSi,
    };

    /// A whole number without a suffix.
    #[must_use]
    pub const fn whole(value: i64) -> Self {
        Self {
            nanos: value as i128 * NANO,
            format: Format::DecimalSi,
        }
    }

    /// Reads a quantity such as `1Gi`, `500m`, `0.5`, `1e3`.
    ///
    /// # Errors
    /// [`QuantityError`] says what is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, QuantityError> {
        let number_len = text
            .char_indices()
            .find(|&(at, c)| {
                !(c.is_ascii_digit() || c == '.' || (at == 0 && (c == '+' || c == '-')))
            })
            .map_or(text.len(), |(at, _)| at);
        let (number, suffix) = text.split_at(number_len);
        let (multiplier, divisor, format) = scale(suffix)?;
        let nanos = decimal_nanos(number)?;
        let scaled = nanos.saturating_mul(multiplier);
        // Anything finer than a nano unit is rounded up, away from zero, as upstream does.
        let rounded = if scaled % divisor == 0 {
            scaled / divisor
        } else {
            scaled / divisor + scaled.signum()
        };
        // What is larger than 64 bits can hold counts as the largest number they can.
        let max = i128::from(i64::MAX) * NANO;
        Ok(Self {
            nanos: rounded.clamp(-max, max),
            format,
        })
    }

    /// Reads a quantity, taking anything unreadable for zero (validation has refused it before).
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self::parse(text).unwrap_or(Self::ZERO)
    }

    /// The sum, written in the first one's family; nothing has none.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            nanos: self.nanos + other.nanos,
            format: if self.nanos == 0 {
                other.format
            } else {
                self.format
            },
        }
    }

    /// The difference, written in the first one's family.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self {
            nanos: self.nanos - other.nanos,
            format: self.format,
        }
    }

    /// The whole value, rounded up.
    #[must_use]
    pub const fn value(self) -> i128 {
        (self.nanos + NANO - 1).div_euclid(NANO)
    }

    /// Thousandths, rounded up (what CPU is counted in).
    #[must_use]
    pub const fn milli_value(self) -> i128 {
        (self.nanos + 999_999).div_euclid(1_000_000)
    }

    /// Whether the value is below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.nanos < 0
    }

    /// Whether the value is zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.nanos == 0
    }
}

/// The canonical form of a text, or the text itself when it is no quantity.
#[must_use]
pub fn canonical(text: &str) -> String {
    Amount::parse(text).map_or_else(|_| text.to_owned(), |amount| amount.to_string())
}

/// Whether a text plainly is in canonical form already: a small whole number with a suffix. Most
/// quantities are, and each one of every pod is asked.
#[must_use]
pub fn is_plainly_canonical(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, suffix) = text.split_at(digits);
    let small = (1..=3).contains(&digits) && !number.starts_with('0');
    small
        && matches!(
            suffix,
            "" | "m" | "k" | "M" | "G" | "T" | "P" | "Ki" | "Mi" | "Gi" | "Ti" | "Pi"
        )
}

/// The form Kubernetes stores: the largest suffix that leaves no fraction, in the same family;
/// binary values below 1024 or with a fraction fall back to decimal.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const BINARY: [&str; 7] = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
        const DECIMAL: [&str; 10] = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
        if self.nanos == 0 {
            return f.write_str("0");
        }
        let whole = self.nanos / NANO;
        if self.format == Format::BinarySi && self.nanos % NANO == 0 && whole.abs() >= 1024 {
            let mut value = whole;
            let mut step = 0;
            while value % 1024 == 0 && step + 1 < BINARY.len() {
                value /= 1024;
                step += 1;
            }
            return write!(f, "{value}{}", BINARY[step]);
        }
        let mut value = self.nanos;
        let mut step = 0;
        while value % 1000 == 0 && step + 1 < DECIMAL.len() {
            value /= 1000;
            step += 1;
        }
        if self.format == Format::DecimalExponent {
            let exponent = (i32::try_from(step).unwrap_or_default() - 3) * 3;
            return if exponent == 0 {
                write!(f, "{value}")
            } else {
                write!(f, "{value}e{exponent}")
            };
        }
        write!(f, "{value}{}", DECIMAL[step])
    }
}

/// Multiplier, divisor and family of a suffix.
fn scale(suffix: &str) -> Result<(i128, i128, Format), QuantityError> {
    let binary = |power: u32| Ok((1024_i128.pow(power), 1, Format::BinarySi));
    let decimal = |power: u32| Ok((1000_i128.pow(power), 1, Format::DecimalSi));
    match suffix {
        "" => decimal(0),
        "n" => Ok((1, NANO, Format::DecimalSi)),
        "u" => Ok((1, 1_000_000, Format::DecimalSi)),
        "m" => Ok((1, 1000, Format::DecimalSi)),
        "k" => decimal(1),
        "M" => decimal(2),
        "G" => decimal(3),
        "T" => decimal(4),
        "P" => decimal(5),
        "E" => decimal(6),
        "Ki" => binary(1),
        "Mi" => binary(2),
        "Gi" => binary(3),
        "Ti" => binary(4),
        "Pi" => binary(5),
        "Ei" => binary(6),
        _ => exponent(suffix),
    }
}

fn exponent(suffix: &str) -> Result<(i128, i128, Format), QuantityError> {
    let letters = suffix.trim_end_matches(|c: char| c.is_ascii_digit());
    let letters = letters.strip_suffix(['-', '+']).unwrap_or(letters);
    if !letters.chars().all(|c| "eEinumkKMGTP".contains(c)) {
        return Err(QuantityError::Format);
    }
    let Some(digits) = suffix.strip_prefix(['e', 'E']) else {
        return Err(QuantityError::Suffix);
    };
    let power: i64 = digits.parse().map_err(|_| QuantityError::Suffix)?;
    // Beyond this everything is the largest there is, or the smallest.
    let size = 10_i128.pow(u32::try_from(power.unsigned_abs()).map_or(30, |power| power.min(30)));
    Ok(if power < 0 {
        (1, size, Format::DecimalExponent)
    } else {
        (size, 1, Format::DecimalExponent)
    })
}

/// A plain decimal number in nano units; finer digits are rounded up.
fn decimal_nanos(number: &str) -> Result<i128, QuantityError> {
    let (sign, digits) = match number.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, number.strip_prefix('+').unwrap_or(number)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let well_formed = !(fraction.contains('.') || whole.is_empty() && fraction.is_empty());
    if !well_formed {
        return Err(QuantityError::Format);
    }
    let parse = |digits: &str| -> Result<i128, QuantityError> {
        match digits.trim_start_matches('0') {
            "" => Ok(0),
            // More than any quantity can be.
            long if long.len() > 27 => Ok(10_i128.pow(27)),
            digits => digits.parse().map_err(|_| QuantityError::Format),
        }
    };
    let kept: String = fraction
        .chars()
        .chain("000000000".chars())
        .take(9)
        .collect();
    let finer = fraction.chars().skip(9).any(|digit| digit != '0');
    Ok(sign * (parse(whole)? * NANO + parse(&kept)? + i128::from(finer)))
}
