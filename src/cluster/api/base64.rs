//! Base64, as Go's standard encoding has it: what bytes look like in JSON.

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The bytes in letters, filled up with `=`.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| usize::from(chunk.get(at).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            text.push(match at <= chunk.len() {
                true => char::from(LETTERS[bits >> (18 - 6 * at) & 63]),
                false => '=',
            });
        }
    }
    text
}

/// The bytes that letters stand for; what fills up at the end is not among them.
///
/// # Errors
/// The place of the first letter that does not belong.
pub fn decode(letters: impl IntoIterator<Item = u8>) -> Result<Vec<u8>, usize> {
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_usize, 0);
    for (at, letter) in letters.into_iter().enumerate() {
        let value = LETTERS.iter().position(|known| *known == letter);
        bits = (bits << 6 | value.ok_or(at)?) & 0xffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    Ok(bytes)
}
