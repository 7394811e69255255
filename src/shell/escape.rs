//! `\n`, `\t`, `\x41`, `\u00e9`, `\101`: what `$'…'`, `echo -e` and `printf` know.

/// The text with its escapes resolved; whether `\c` said that nothing may follow.
pub(super) fn unescape(text: &str) -> (String, bool) {
    let mut out = String::new();
    let mut bytes: Vec<u8> = Vec::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        rest = &rest[letter.len_utf8()..];
        let next = rest.chars().next();
        let (Some(next), '\\') = (next, letter) else {
            flush(&mut out, &mut bytes);
            out.push(letter);
            continue;
        };
        rest = &rest[next.len_utf8()..];
        let number = |digits: usize, radix: u32| {
            let text: String = rest
                .chars()
                .take(digits)
                .take_while(|c| c.is_digit(radix))
                .collect();
            u32::from_str_radix(&text, radix)
                .ok()
                .map(|value| (value, text.len()))
        };
        let byte = match next {
            'x' => number(2, 16),
            '0'..='7' => {
                let text: String = std::iter::once(next)
                    .chain(rest.chars())
                    .take(if next == '0' { 4 } else { 3 })
                    .take_while(|c| c.is_digit(8))
                    .collect();
                u32::from_str_radix(&text, 8)
                    .ok()
                    .map(|value| (value & 0xff, text.len() - 1))
            }
            _ => None,
        };
        if let Some((value, used)) = byte {
            bytes.push(u8::try_from(value).unwrap_or_default());
            rest = &rest[used..];
            continue;
        }
        flush(&mut out, &mut bytes);
        match next {
            'c' => return (out, true),
            'u' | 'U' => {
                if let Some((value, used)) = number(if next == 'u' { 4 } else { 8 }, 16) {
                    out.extend(char::from_u32(value));
                    rest = &rest[used..];
                }
            }
            _ => match plain(next) {
                Some(letter) => out.push(letter),
                None => out.extend(['\\', next]),
            },
        }
    }
    flush(&mut out, &mut bytes);
    (out, false)
}

fn flush(out: &mut String, bytes: &mut Vec<u8>) {
    out.push_str(&String::from_utf8_lossy(bytes));
    bytes.clear();
}

const fn plain(letter: char) -> Option<char> {
    Some(match letter {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'a' => '\u{7}',
        'b' => '\u{8}',
        'e' | 'E' => '\u{1b}',
        'f' => '\u{c}',
        'v' => '\u{b}',
        '\\' | '\'' | '"' | '?' => letter,
        _ => return None,
    })
}
