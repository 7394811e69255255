//! A text as a QR code, for a room that looks at a projector.

use qrcodegen::{QrCode as Code, QrCodeEcc};
use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// A code as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrCode {
    /// How many modules it is wide and high.
    pub modules: u32,
    /// What is dark, as the data of an SVG path in units of a module.
    pub path: String,
}

impl QrCode {
    /// The code of a text; nothing if it is too long for the largest one.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        // A screen is not scratched, and fewer modules are seen from the last row.
        let code = Code::encode_text(text, QrCodeEcc::Low).ok()?;
        let mut path = String::new();
        for y in 0..code.size() {
            let mut x = 0;
            while x < code.size() {
                let begin = x;
                while x < code.size() && code.get_module(x, y) {
                    x += 1;
                }
                if x > begin {
                    let _ = write!(path, "M{begin} {y}h{}v1h-{0}z", x - begin);
                }
                x += 1;
            }
        }
        Some(Self {
            modules: code.size().unsigned_abs(),
            path,
        })
    }
}
