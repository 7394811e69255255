//! Patterns of globs, matched by following all possibilities at once: whatever a person types, a
//! match takes time in proportion to pattern times text.

/// A pattern; the whole text has to fit.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    atoms: Vec<Atom>,
}

/// One character of the text, wanted once or (`*`) any number of times.
#[derive(Clone, Debug)]
struct Atom {
    wants: Wants,
    many: bool,
}

#[derive(Clone, Debug)]
enum Wants {
    One(char),
    /// Anything but a slash: globs stay in their folder.
    Name,
    Any,
    Set {
        ranges: Vec<(char, char)>,
        inside: bool,
    },
}

impl Pattern {
    /// A pattern whose quoted characters mean themselves; in paths `*` and `?` leave slashes out.
    pub(super) fn new(text: &[(char, bool)], path: bool) -> Self {
        let any = || if path { Wants::Name } else { Wants::Any };
        let mut atoms: Vec<Atom> = Vec::new();
        let mut at = 0;
        while let Some(&(letter, quoted)) = text.get(at) {
            at += 1;
            let mut many = false;
            let wants = match letter {
                _ if quoted => Wants::One(letter),
                '*' => {
                    many = true;
                    any()
                }
                '?' => any(),
                '\\' => {
                    let next = text.get(at).map_or('\\', |(letter, _)| *letter);
                    at += 1;
                    Wants::One(next)
                }
                '[' => match set(&text[at..]) {
                    Some((wants, used)) => {
                        at += used;
                        wants
                    }
                    None => Wants::One('['),
                },
                other => Wants::One(other),
            };
            atoms.push(Atom { wants, many });
        }
        Self { atoms }
    }

    /// The same pattern for texts read from their end.
    pub(super) fn reversed(&self) -> Self {
        Self {
            atoms: self.atoms.iter().rev().cloned().collect(),
        }
    }

    /// Whether a text fits.
    pub(super) fn fits(&self, text: &str) -> bool {
        let letters: Vec<char> = text.chars().collect();
        self.ends(&letters).last() == Some(&letters.len())
    }

    /// After how many characters the pattern may be over, shortest first.
    pub(super) fn ends(&self, text: &[char]) -> Vec<usize> {
        let mut found = Vec::new();
        // `reached[n]`: the first n atoms may be behind us.
        let mut reached = vec![false; self.atoms.len() + 1];
        reached[0] = true;
        self.skip_many(&mut reached);
        for at in 0..=text.len() {
            if reached[self.atoms.len()] {
                found.push(at);
            }
            let Some(letter) = text.get(at) else { break };
            let mut next = vec![false; reached.len()];
            for (n, atom) in self.atoms.iter().enumerate() {
                if reached[n] && atom.wants.takes(*letter) {
                    next[n + usize::from(!atom.many)] = true;
                }
            }
            self.skip_many(&mut next);
            if !next.contains(&true) {
                break;
            }
            reached = next;
        }
        found
    }

    fn skip_many(&self, reached: &mut [bool]) {
        for (at, atom) in self.atoms.iter().enumerate() {
            reached[at + 1] |= reached[at] && atom.many;
        }
    }
}

impl Wants {
    fn takes(&self, letter: char) -> bool {
        match self {
            Self::One(wanted) => letter == *wanted,
            Self::Name => letter != '/',
            Self::Any => true,
            Self::Set { ranges, inside } => {
                ranges
                    .iter()
                    .any(|(low, high)| (*low..=*high).contains(&letter))
                    == *inside
            }
        }
    }
}

/// The characters of `[:name:]`.
pub(super) fn class(name: &str) -> &'static [(char, char)] {
    match name {
        "alpha" => &[('a', 'z'), ('A', 'Z')],
        "digit" => &[('0', '9')],
        "alnum" => &[('a', 'z'), ('A', 'Z'), ('0', '9')],
        "upper" => &[('A', 'Z')],
        "lower" => &[('a', 'z')],
        "space" => &[(' ', ' '), ('\t', '\r')],
        "blank" => &[(' ', ' '), ('\t', '\t')],
        "punct" => &[('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        "xdigit" => &[('0', '9'), ('a', 'f'), ('A', 'F')],
        "print" => &[(' ', '~')],
        "cntrl" => &[('\0', '\u{1f}'), ('\u{7f}', '\u{7f}')],
        _ => &[],
    }
}

/// What stands behind `[`, and how long it is.
fn set(text: &[(char, bool)]) -> Option<(Wants, usize)> {
    let letter = |at: usize| text.get(at).map(|(letter, _)| *letter);
    let mut at = 0;
    let inside = !matches!(letter(0)?, '!' | '^');
    at += usize::from(!inside);
    let mut ranges = Vec::new();
    let begin = at;
    loop {
        let (low, quoted) = *text.get(at)?;
        if low == ']' && !quoted && at > begin {
            return Some((Wants::Set { ranges, inside }, at + 1));
        }
        if low == '[' && letter(at + 1) == Some(':') {
            let rest: String = text[at + 2..].iter().map(|(letter, _)| *letter).collect();
            let end = rest.find(":]")?;
            ranges.extend(class(&rest[..end]));
            at += 4 + rest[..end].chars().count();
            continue;
        }
        match (letter(at + 1), letter(at + 2)) {
            (Some('-'), Some(high)) if high != ']' => {
                ranges.push((low, high));
                at += 3;
            }
            _ => {
                ranges.push((low, low));
                at += 1;
            }
        }
    }
}
