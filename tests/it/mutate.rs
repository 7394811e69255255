//! Random changes to texts and values, the same for the same seed: what fuzzing feeds.

use playground::cluster::apiserver::patch::PatchKind;
use playground::cluster::apiserver::uid::Rng;
use serde_json::{Map, Value, json};

/// Pieces that YAML, quantities, names and paths are sensitive to.
const SCRAPS: [&str; 58] = [
    "\t",
    "  ",
    "\n",
    "\n\n",
    ":",
    ": ",
    "- ",
    "-",
    "[",
    "]",
    "{",
    "}",
    "'",
    "\"",
    "|",
    "|-\n",
    ">",
    ">+\n",
    "&a ",
    "*a",
    "*a : ",
    "#",
    "---\n",
    "...\n",
    "!",
    "!!str ",
    "!!binary ",
    "!!float ",
    "? ",
    ",",
    "%",
    "%YAML 1.1\n",
    "@",
    "`",
    "🙂",
    "汉",
    "é",
    "\u{0}",
    "\r\n",
    "\r",
    "<<: ",
    "<<: *a\n",
    "null",
    "~",
    "\u{feff}",
    "\u{2028}",
    "\u{85}",
    "1e999",
    "-0",
    "0x7fffffffffffffff",
    ".inf",
    ".nan",
    "0o17",
    "12:30:45",
    "2026-01-01",
    "=",
    "\\",
    "\u{7f}",
];

/// Texts that mean something to some field, or come close; parted by strokes.
const WORDS: &str = "| |a|A_b|web|web-0|nginx|data|default|None|1Gi|-1|1e3|9999999999Ei|0.0000000001|100%|150%|50%|\
    10.96.0.10|::1|http|80|RollingUpdate|OnDelete|Parallel|Delete|Retain|a.b.c|a/b|a/b/c|汉字🙂|\u{0}|\
    x=y|{}|-|2026-01-01T00:00:00Z|9999-99-99T99:99:99Z|Always|Exists|In|kubernetes.io/hostname|\
    storage|latest|a:b@c";

/// A source of mutations.
pub(crate) struct Mutator(Rng);

impl Mutator {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Rng::new(seed))
    }

    /// A number below `count`.
    pub(crate) fn pick(&mut self, count: usize) -> usize {
        usize::try_from(self.0.bits() % count.max(1) as u64).unwrap_or(0)
    }

    pub(crate) fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.pick(of.len())]
    }

    /// One of the texts with a few characters, lines or halves changed.
    pub(crate) fn text(&mut self, texts: &[String]) -> String {
        let mut text = texts[self.pick(texts.len())].clone();
        for _ in 0..=self.pick(6) {
            text = match self.pick(8) {
                0 | 1 => self.characters(&text),
                2 | 3 => self.scalar(&text),
                4 => self.lines(&text),
                5 => {
                    let other = &texts[self.pick(texts.len())];
                    self.splice(&text, other)
                }
                6 => self.indented(&text),
                _ => self.bytes(&text),
            };
        }
        text.truncate(text.floor_char_boundary(60_000));
        text
    }

    fn characters(&mut self, text: &str) -> String {
        let mut characters: Vec<char> = text.chars().collect();
        let at = self.pick(characters.len() + 1);
        let until = (at + self.pick(8)).min(characters.len());
        let scrap: Vec<char> = self.one(&SCRAPS).chars().collect();
        match self.pick(4) {
            0 => drop(characters.drain(at..until)),
            1 => drop(characters.splice(at..at, scrap)),
            2 => drop(characters.splice(at..until, scrap)),
            _ => {
                let piece: Vec<char> = characters[at..until].to_vec();
                for _ in 0..self.pick(200) {
                    characters.splice(at..at, piece.iter().copied());
                }
            }
        }
        characters.into_iter().collect()
    }

    /// Replaces what follows a colon by something a person might write, or nobody would.
    fn scalar(&mut self, text: &str) -> String {
        let places: Vec<usize> = text.match_indices(": ").map(|(at, _)| at + 2).collect();
        if places.is_empty() {
            return self.characters(text);
        }
        let start = places[self.pick(places.len())];
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let value = match self.pick(3) {
            0 => self.one(&SCRAPS).to_owned(),
            1 => self.leaf().to_string(),
            _ => self.anything(3).to_string(),
        };
        format!("{}{value}{}", &text[..start], &text[end..])
    }

    fn lines(&mut self, text: &str) -> String {
        let mut lines: Vec<&str> = text.lines().collect();
        if lines.is_empty() {
            return text.to_owned();
        }
        let (at, other) = (self.pick(lines.len()), self.pick(lines.len()));
        match self.pick(4) {
            0 => drop(lines.remove(at)),
            1 => lines.swap(at, other),
            2 => lines.insert(other, lines[at]),
            _ => lines.truncate(at),
        }
        lines.join("\n") + "\n"
    }

    fn splice(&mut self, text: &str, other: &str) -> String {
        let head = text.floor_char_boundary(self.pick(text.len() + 1));
        let tail = other.floor_char_boundary(self.pick(other.len() + 1));
        format!("{}{}", &text[..head], &other[tail..])
    }

    fn indented(&mut self, text: &str) -> String {
        let count = text.lines().count();
        let (from, len) = (self.pick(count + 1), self.pick(5));
        let by = self.one(&["  ", " ", "\t", "- ", "      "]);
        let lines = text.lines().enumerate().map(|(at, line)| {
            if (from..from + len).contains(&at) {
                format!("{by}{line}\n")
            } else {
                format!("{line}\n")
            }
        });
        lines.collect()
    }

    fn bytes(&mut self, text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        for _ in 0..=self.pick(3) {
            let at = self.pick(bytes.len());
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << self.pick(8);
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The value with a few of its parts changed.
    pub(crate) fn value(&mut self, value: &Value) -> Value {
        let mut value = value.clone();
        for _ in 0..=self.pick(4) {
            self.part(&mut value);
        }
        value
    }

    /// The value with one part changed, or none: most of these are let in.
    pub(crate) fn touch(&mut self, value: &Value) -> Value {
        let mut value = value.clone();
        if self.pick(4) > 0 {
            self.part(&mut value);
        }
        value
    }

    /// Walks down at random and changes what is found there.
    fn part(&mut self, value: &mut Value) {
        match value {
            Value::Object(map) if !map.is_empty() && self.pick(6) > 0 => {
                let names: Vec<String> = map.keys().cloned().collect();
                let name = names[self.pick(names.len())].clone();
                if self.pick(12) == 0 {
                    map.remove(&name);
                } else if self.pick(24) == 0 {
                    map.insert(self.name(), self.anything(2));
                } else if let Some(inside) = map.get_mut(&name) {
                    self.part(inside);
                }
            }
            Value::Array(items) if !items.is_empty() && self.pick(6) > 0 => {
                let at = self.pick(items.len());
                match self.pick(8) {
                    0 => drop(items.remove(at)),
                    1 => items.push(items[at].clone()),
                    2 => items.reverse(),
                    _ => self.part(&mut items[at]),
                }
            }
            other => {
                *other = match self.pick(4) {
                    0 => self.anything(3),
                    1 => Value::Null,
                    _ => self.leaf(),
                }
            }
        }
    }

    /// A single value that is at some edge.
    pub(crate) fn leaf(&mut self) -> Value {
        let numbers = [
            0,
            1,
            -1,
            2,
            100,
            65_535,
            65_536,
            i64::from(i32::MAX),
            i64::from(i32::MIN),
            i64::MAX,
            i64::MIN,
        ];
        match self.pick(6) {
            0 => Value::Bool(self.pick(2) == 0),
            1 | 2 => Value::from(numbers[self.pick(numbers.len())]),
            3 => json!([0.5, -1e300, 1e19, f64::MIN_POSITIVE][self.pick(4)]),
            4 => Value::from("x".repeat([63, 64, 253, 254, 300][self.pick(5)])),
            _ => Value::from(self.word()),
        }
    }

    fn word(&mut self) -> &'static str {
        let words: Vec<&str> = WORDS.split('|').collect();
        words[self.pick(words.len())]
    }

    fn name(&mut self) -> String {
        let names = [
            "name",
            "metadata",
            "spec",
            "labels",
            "$patch",
            "$retainKeys",
            "$deleteFromPrimitiveList/finalizers",
            "$setElementOrder/containers",
            "",
            ".",
            "a.b",
            "items",
            "apiVersion",
            "kind",
            "status",
            "containers",
        ];
        self.one(&names).to_owned()
    }

    /// A value of any shape, `depth` levels at most.
    pub(crate) fn anything(&mut self, depth: usize) -> Value {
        if depth == 0 {
            return self.leaf();
        }
        match self.pick(3) {
            0 => {
                let entries = (0..self.pick(4)).map(|_| (self.name(), self.anything(depth - 1)));
                Value::Object(entries.collect::<Map<_, _>>())
            }
            1 => (0..self.pick(4))
                .map(|_| self.anything(depth - 1))
                .collect(),
            _ => self.leaf(),
        }
    }

    /// A patch for the object: of its own parts, or of anything.
    pub(crate) fn patch(&mut self, object: &Value) -> (PatchKind, Value) {
        match self.pick(3) {
            0 => (
                PatchKind::Json,
                (0..=self.pick(4)).map(|_| self.operation(object)).collect(),
            ),
            1 => (PatchKind::Merge, self.fragment(object)),
            _ => (PatchKind::Strategic, self.fragment(object)),
        }
    }

    fn operation(&mut self, object: &Value) -> Value {
        let ops = ["add", "remove", "replace", "move", "copy", "test", "frob"];
        let mut path = self.path(object);
        if self.pick(4) == 0 {
            path.push_str(self.one(&["/-", "/0", "/99", "/~0", "/~1a", "/x", "//", "/-1", "/01"]));
        }
        let mut operation = json!({"op": self.one(&ops), "path": path, "value": self.anything(2), "from": self.path(object)});
        if self.pick(6) == 0 {
            self.part(&mut operation);
        }
        operation
    }

    fn path(&mut self, object: &Value) -> String {
        let mut path = String::new();
        let mut here = object;
        while self.pick(8) > 0 {
            let step = match here {
                Value::Object(map) if !map.is_empty() => map.iter().nth(self.pick(map.len())),
                _ => None,
            };
            if let Some((name, inside)) = step {
                path = format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"));
                here = inside;
            } else if let Value::Array(items) = here
                && !items.is_empty()
            {
                let at = self.pick(items.len());
                path = format!("{path}/{at}");
                here = &items[at];
            } else {
                break;
            }
        }
        path
    }

    /// A part of the object as a patch would have it, with directives and changes in it.
    fn fragment(&mut self, object: &Value) -> Value {
        let mut fragment = match object {
            Value::Object(map) => {
                let kept = map.iter().filter(|_| self.pick(3) > 0);
                let kept: Vec<(String, Value)> = kept
                    .map(|(name, value)| (name.clone(), value.clone()))
                    .collect();
                let mut kept: Map<String, Value> = kept
                    .into_iter()
                    .map(|(name, value)| (name, self.fragment(&value)))
                    .collect();
                match self.pick(24) {
                    0 => drop(kept.insert(
                        "$patch".to_owned(),
                        json!(self.one(&["delete", "replace", "merge", "frob"])),
                    )),
                    1 => drop(kept.insert(self.name(), self.anything(2))),
                    2 => drop(kept.insert("$retainKeys".to_owned(), json!(["name", "type"]))),
                    _ => {}
                }
                Value::Object(kept)
            }
            Value::Array(items) => items.iter().map(|item| self.fragment(item)).collect(),
            leaf => leaf.clone(),
        };
        if self.pick(10) == 0 {
            self.part(&mut fragment);
        }
        fragment
    }
}
