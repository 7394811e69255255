//! `$((…))`: the arithmetic of C on 64 bits, with variables and assignments.

use super::Scope;

/// Brackets, signs and names of names inside each other.
const DEPTH_MAX: u8 = 60;

/// Binary operators, from those that bind least.
const LEVELS: [&[&str]; 10] = [
    &["||"],
    &["&&"],
    &["|"],
    &["^"],
    &["&"],
    &["==", "!="],
    &["<=", ">=", "<", ">"],
    &["<<", ">>"],
    &["+", "-"],
    &["*", "/", "%"],
];

/// Longest first, so that `<<=` is not read as `<`.
const OPERATORS: [&str; 36] = [
    "<<=", ">>=", "**", "||", "&&", "==", "!=", "<=", ">=", "<<", ">>", "++", "--", "+=", "-=",
    "*=", "/=", "%=", "&=", "|=", "^=", "=", "|", "^", "&", "<", ">", "+", "-", "*", "/", "%", "?",
    ":", ",", "!",
];

pub(super) fn evaluate(text: &str, scope: &mut Scope<'_>) -> Result<i64, String> {
    let mut reader = Reader {
        text: text.trim(),
        scope,
        depth: 0,
        skips: 0,
    };
    if reader.text.is_empty() {
        return Ok(0);
    }
    let value = reader.list()?;
    match reader.text.trim_start() {
        "" => Ok(value),
        rest => Err(format!(
            "syntax error in expression (error token is \"{rest}\")"
        )),
    }
}

struct Reader<'a, 'b, 'c> {
    text: &'a str,
    scope: &'b mut Scope<'c>,
    depth: u8,
    /// Inside what does not count: the other side of `&&`, `||`, `? :`.
    skips: u32,
}

type Number = Result<i64, String>;

impl Reader<'_, '_, '_> {
    fn operator(&mut self) -> Option<&'static str> {
        self.text = self.text.trim_start();
        OPERATORS.into_iter().find(|op| self.text.starts_with(op))
    }

    fn take(&mut self, wanted: &str) -> bool {
        let found = self.operator() == Some(wanted);
        if found {
            self.text = &self.text[wanted.len()..];
        }
        found
    }

    fn list(&mut self) -> Number {
        let mut value = self.ternary()?;
        while self.take(",") {
            value = self.ternary()?;
        }
        Ok(value)
    }

    fn deeper(&mut self) -> Result<(), String> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err("expression recursion level exceeded".to_owned());
        }
        Ok(())
    }

    fn skipping<T>(&mut self, skip: bool, work: impl FnOnce(&mut Self) -> T) -> T {
        self.skips += u32::from(skip);
        let result = work(self);
        self.skips -= u32::from(skip);
        result
    }

    fn ternary(&mut self) -> Number {
        self.deeper()?;
        let test = self.level(0)?;
        let value = if self.take("?") {
            let yes = self.skipping(test == 0, Self::ternary)?;
            if !self.take(":") {
                return Err("`:' expected for conditional expression".to_owned());
            }
            let no = self.skipping(test != 0, Self::ternary)?;
            if test != 0 { yes } else { no }
        } else {
            test
        };
        self.depth -= 1;
        Ok(value)
    }

    fn level(&mut self, level: usize) -> Number {
        let Some(operators) = LEVELS.get(level) else {
            return self.power();
        };
        let mut left = self.level(level + 1)?;
        loop {
            let Some(operator) = self.operator().filter(|op| operators.contains(op)) else {
                return Ok(left);
            };
            self.text = &self.text[operator.len()..];
            let skip = (operator == "||" && left != 0) || (operator == "&&" && left == 0);
            let right = self.skipping(skip, |this| this.level(level + 1))?;
            left = match self.skips {
                0 => binary(operator, left, right)?,
                _ => 0,
            };
        }
    }

    fn power(&mut self) -> Number {
        let base = self.unary()?;
        if !self.take("**") {
            return Ok(base);
        }
        self.deeper()?;
        let exponent = self.power()?;
        self.depth -= 1;
        let exponent = u32::try_from(exponent)
            .map_err(|_| "exponent less than 0 (error token is \"\")".to_owned())?;
        Ok(base.wrapping_pow(exponent))
    }

    fn unary(&mut self) -> Number {
        self.deeper()?;
        let value = match self.operator() {
            Some(sign @ ("++" | "--")) => {
                self.text = self.text[2..].trim_start();
                let name = self.name().to_owned();
                if name.is_empty() {
                    return Err("syntax error: operand expected".to_owned());
                }
                let step = if sign == "++" { 1 } else { -1 };
                let place = self.place(name)?;
                let value = self.value(&place)?.wrapping_add(step);
                self.assign(&place, value);
                value
            }
            Some("!") => {
                self.text = &self.text[1..];
                i64::from(self.unary()? == 0)
            }
            Some("-") => {
                self.text = &self.text[1..];
                self.unary()?.wrapping_neg()
            }
            Some("+") => {
                self.text = &self.text[1..];
                self.unary()?
            }
            _ if self.text.starts_with('~') => {
                self.text = &self.text[1..];
                !self.unary()?
            }
            _ => self.atom()?,
        };
        self.depth -= 1;
        Ok(value)
    }

    fn name(&mut self) -> &str {
        let end = self
            .text
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '#'))
            .unwrap_or(self.text.len());
        let (word, rest) = self.text.split_at(end);
        self.text = rest;
        word
    }

    fn atom(&mut self) -> Number {
        if let Some(rest) = self.text.strip_prefix('(') {
            self.text = rest;
            let value = self.list()?;
            self.text = self.text.trim_start();
            self.text = self
                .text
                .strip_prefix(')')
                .ok_or_else(|| "missing `)'".to_owned())?;
            return Ok(value);
        }
        let word = self.name().to_owned();
        if word.is_empty() {
            return Err(format!(
                "syntax error: operand expected (error token is \"{}\")",
                self.text
            ));
        }
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            return literal(&word);
        }
        let place = self.place(word)?;
        let old = self.value(&place);
        match self.operator() {
            Some("=") => {
                self.text = &self.text[1..];
                let value = self.ternary()?;
                self.assign(&place, value);
                Ok(value)
            }
            Some(sign @ ("++" | "--")) => {
                self.text = &self.text[2..];
                let old = old?;
                let step = if sign == "++" { 1 } else { -1 };
                self.assign(&place, old.wrapping_add(step));
                Ok(old)
            }
            Some(sign) if sign.ends_with('=') && !["==", "!=", "<=", ">="].contains(&sign) => {
                self.text = &self.text[sign.len()..];
                let right = self.ternary()?;
                let value = match self.skips {
                    0 => binary(&sign[..sign.len() - 1], old?, right)?,
                    _ => 0,
                };
                self.assign(&place, value);
                Ok(value)
            }
            _ => old,
        }
    }

    /// A name, perhaps with an index.
    fn place(&mut self, name: String) -> Result<(String, Option<String>), String> {
        let Some(rest) = self.text.strip_prefix('[') else {
            return Ok((name, None));
        };
        let end = rest.find(']').ok_or_else(|| "missing `]'".to_owned())?;
        let inner = &rest[..end];
        self.text = &rest[end + 1..];
        let table = matches!(
            self.scope.variables.value(&name),
            Some(crate::shell::variables::Value::Table(_))
        );
        let key = match table {
            true => inner.to_owned(),
            false => self.nested(inner)?.to_string(),
        };
        Ok((name, Some(key)))
    }

    /// The value of another text, one level deeper.
    fn nested(&mut self, text: &str) -> Number {
        self.deeper()?;
        self.scope.readings += 1;
        if self.scope.readings > super::READINGS_MAX {
            return Err("expression recursion level exceeded".to_owned());
        }
        let mut inner = Reader {
            text: text.trim(),
            scope: self.scope,
            depth: self.depth,
            skips: self.skips,
        };
        let value = match inner.text {
            "" => 0,
            _ => inner.list()?,
        };
        if !inner.text.trim_start().is_empty() {
            return Err(format!(
                "syntax error in expression (error token is \"{}\")",
                inner.text.trim_start()
            ));
        }
        self.depth -= 1;
        Ok(value)
    }

    fn value(&mut self, (name, key): &(String, Option<String>)) -> Number {
        if self.skips > 0 {
            return Ok(0);
        }
        let text = match key {
            None => self.scope.variable(name),
            Some(key) => self
                .scope
                .variables
                .element(name, key)
                .map(ToOwned::to_owned),
        };
        match text {
            None if self.scope.options.contains('u') => {
                self.scope.unset |= self.scope.error.is_none();
                Err("unbound variable".to_owned())
            }
            None => Ok(0),
            Some(text) => self.nested(&text),
        }
    }

    fn assign(&mut self, (name, key): &(String, Option<String>), value: i64) {
        if self.skips > 0 || self.scope.variables.is_fixed(name) {
            return;
        }
        match key {
            None => self.scope.variables.set(name, value.to_string()),
            Some(key) => self
                .scope
                .variables
                .set_element(name, key, value.to_string()),
        }
    }
}

/// `12`, `0x1f`, `017`, `2#101`
fn literal(word: &str) -> Number {
    let (digits, base) = match word.split_once('#') {
        Some((base, digits)) => (digits, base.parse().unwrap_or(0)),
        None => match word.strip_prefix("0x").or_else(|| word.strip_prefix("0X")) {
            Some(digits) => (digits, 16),
            None if word.len() > 1 && word.starts_with('0') => (&word[1..], 8),
            None => (word, 10),
        },
    };
    if !(2..=36).contains(&base) {
        return Err(format!(
            "invalid arithmetic base (error token is \"{word}\")"
        ));
    }
    i64::from_str_radix(digits, base)
        .map_err(|_| format!("value too great for base (error token is \"{word}\")"))
}

fn binary(operator: &str, left: i64, right: i64) -> Number {
    let shift = u32::try_from(right & 63).unwrap_or_default();
    let by_zero = || "division by 0 (error token is \"0\")".to_owned();
    Ok(match operator {
        "||" => i64::from(left != 0 || right != 0),
        "&&" => i64::from(left != 0 && right != 0),
        "|" => left | right,
        "^" => left ^ right,
        "&" => left & right,
        "==" => i64::from(left == right),
        "!=" => i64::from(left != right),
        "<=" => i64::from(left <= right),
        ">=" => i64::from(left >= right),
        "<" => i64::from(left < right),
        ">" => i64::from(left > right),
        "<<" => left.wrapping_shl(shift),
        ">>" => left.wrapping_shr(shift),
        "+" => left.wrapping_add(right),
        "-" => left.wrapping_sub(right),
        "*" => left.wrapping_mul(right),
        "/" if right == 0 => return Err(by_zero()),
        "/" => left.wrapping_div(right),
        _ if right == 0 => return Err(by_zero()),
        _ => left.wrapping_rem(right),
    })
}
