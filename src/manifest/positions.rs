//! The only place that converts between bytes, characters, UTF-16 units and line:column.
//!
//! Rust slices by bytes, the YAML parsers count characters, the editor and JavaScript count UTF-16
//! units, people read lines and columns.

/// How many bytes at most lie between two noted places of a long line.
const STRIDE_BYTES: usize = 256;

/// A place counted in every way at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Bytes before the place.
    pub byte: usize,
    /// Characters before the place.
    pub char: usize,
    /// UTF-16 units before the place.
    pub utf16: usize,
    /// The line, the first one being 1.
    pub line: usize,
    /// The column in characters, the first one being 1.
    pub column: usize,
}

/// The index of one text.
#[derive(Clone, Debug)]
pub struct Positions<'a> {
    text: &'a str,
    /// Every line's start and a place now and then in long lines, ascending in every count.
    noted: Vec<Place>,
}

impl<'a> Positions<'a> {
    /// Reads the text once.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let mut place = Place {
            line: 1,
            column: 1,
            ..Place::default()
        };
        let mut noted = vec![place];
        let mut last = 0;
        for character in text.chars() {
            let new_line = character == '\n';
            place = advance(place, character);
            if new_line || place.byte - last >= STRIDE_BYTES {
                noted.push(place);
                last = place.byte;
            }
        }
        Self { text, noted }
    }

    /// The text the index is of.
    #[must_use]
    pub const fn text(&self) -> &'a str {
        self.text
    }

    /// The place at a byte; inside a character its start, beyond the end the end.
    #[must_use]
    pub fn at_byte(&self, byte: usize) -> Place {
        self.find(|place| place.byte <= byte)
    }

    /// The place at a character; beyond the end the end.
    #[must_use]
    pub fn at_char(&self, char: usize) -> Place {
        self.find(|place| place.char <= char)
    }

    /// The place at a UTF-16 unit; inside a surrogate pair its start, beyond the end the end.
    #[must_use]
    pub fn at_utf16(&self, utf16: usize) -> Place {
        self.find(|place| place.utf16 <= utf16)
    }

    /// The place at a line and a column, both from 1; beyond the line's end its end.
    #[must_use]
    pub fn at_line(&self, line: usize, column: usize) -> Place {
        self.find(|place| (place.line, place.column) <= (line, column))
    }

    /// The last place for which `reached` still holds; it must hold for a beginning of the text.
    fn find(&self, reached: impl Fn(&Place) -> bool) -> Place {
        let after = self.noted.partition_point(|place| reached(place));
        let mut place = self
            .noted
            .get(after.saturating_sub(1))
            .copied()
            .unwrap_or_default();
        for character in self.text[place.byte..].chars() {
            let next = advance(place, character);
            if !reached(&next) {
                break;
            }
            place = next;
        }
        place
    }
}

fn advance(place: Place, character: char) -> Place {
    let new_line = character == '\n';
    Place {
        byte: place.byte + character.len_utf8(),
        char: place.char + 1,
        utf16: place.utf16 + character.len_utf16(),
        line: place.line + usize::from(new_line),
        column: if new_line { 1 } else { place.column + 1 },
    }
}
