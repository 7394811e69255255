//! Patterns of globs and of grep, matched by following all possibilities at once: whatever a
//! person types, a match takes time in proportion to pattern times text.

/// A pattern.
pub(super) struct Pattern {
    atoms: Vec<Atom>,
    from_start: bool,
    to_end: bool,
}

/// One character of the text, wanted so many times.
struct Atom {
    wants: Wants,
    /// May be missing.
    optional: bool,
    /// May come again.
    again: bool,
}

enum Wants {
    One(char),
    /// Anything but a slash: globs stay in their folder.
    Name,
    Any,
    Set {
        letters: Vec<char>,
        inside: bool,
    },
}

impl Pattern {
    /// A glob: `*` and `?`; the whole text has to fit.
    pub(super) fn glob(text: &str) -> Self {
        let atom = |letter: char| match letter {
            '*' => Atom {
                wants: Wants::Name,
                optional: true,
                again: true,
            },
            '?' => Atom {
                wants: Wants::Name,
                optional: false,
                again: false,
            },
            other => Atom {
                wants: Wants::One(other),
                optional: false,
                again: false,
            },
        };
        Self {
            atoms: text.chars().map(atom).collect(),
            from_start: true,
            to_end: true,
        }
    }

    /// An expression of grep: `^ $ . * + ? [abc] [^a-z] \`; found anywhere in the text.
    pub(super) fn expression(text: &str) -> Self {
        let (from_start, text) = match text.strip_prefix('^') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (to_end, text) = match text.strip_suffix('$') {
            Some(rest) if !rest.ends_with('\\') => (true, rest),
            _ => (false, text),
        };
        let mut atoms: Vec<Atom> = Vec::new();
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            let wants = match letter {
                '*' | '+' | '?' if !atoms.is_empty() => {
                    if let Some(last) = atoms.last_mut() {
                        last.optional = letter != '+';
                        last.again = letter != '?';
                    }
                    continue;
                }
                '.' => Wants::Any,
                '\\' => Wants::One(letters.next().unwrap_or('\\')),
                '[' => match letters.as_str().split_once(']') {
                    Some((inside, rest)) => {
                        letters = rest.chars();
                        set(inside)
                    }
                    None => Wants::One('['),
                },
                other => Wants::One(other),
            };
            atoms.push(Atom {
                wants,
                optional: false,
                again: false,
            });
        }
        Self {
            atoms,
            from_start,
            to_end,
        }
    }

    /// Whether a text fits.
    pub(super) fn fits(&self, text: &str) -> bool {
        // `reached[n]`: the first n atoms may be behind us.
        let mut reached = vec![false; self.atoms.len() + 1];
        reached[0] = true;
        self.skip_optional(&mut reached);
        for letter in text.chars() {
            if reached[self.atoms.len()] && !self.to_end {
                return true;
            }
            let mut next = vec![false; reached.len()];
            next[0] = !self.from_start;
            for (at, atom) in self.atoms.iter().enumerate() {
                if reached[at] && atom.wants.takes(letter) {
                    next[at + 1] = true;
                    next[at] |= atom.again;
                }
            }
            self.skip_optional(&mut next);
            reached = next;
        }
        reached[self.atoms.len()]
    }

    fn skip_optional(&self, reached: &mut [bool]) {
        for (at, atom) in self.atoms.iter().enumerate() {
            reached[at + 1] |= reached[at] && atom.optional;
        }
    }
}

impl Wants {
    fn takes(&self, letter: char) -> bool {
        match self {
            Self::One(wanted) => letter == *wanted,
            Self::Name => letter != '/',
            Self::Any => true,
            Self::Set { letters, inside } => letters.contains(&letter) == *inside,
        }
    }
}

/// `abc`, `a-z`, `^a`
fn set(text: &str) -> Wants {
    let (inside, text) = match text.strip_prefix('^') {
        Some(rest) => (false, rest),
        None => (true, text),
    };
    let mut letters: Vec<char> = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(letter) = rest.next() {
        match (letter, letters.last().copied(), rest.peek().copied()) {
            ('-', Some(low), Some(high)) if low.is_ascii() && high.is_ascii() => {
                letters.extend(low..=high);
                rest.next();
            }
            _ => letters.push(letter),
        }
    }
    Wants::Set { letters, inside }
}
