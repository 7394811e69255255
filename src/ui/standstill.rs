//! A note that an update began, taken away at its end: nothing can interrupt one that never ends, but the next page finds
//! the note, and `boot.js` says so and offers the state before.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = "
export const began = (inputs) => {
  try {
    sessionStorage.setItem('update', inputs);
  } catch {}
};
export const ended = () => {
  try {
    sessionStorage.removeItem('update');
  } catch {}
};")]
extern "C" {
    fn began(inputs: u32);
    fn ended();
}

/// Does something that could take for ever. `inputs`: a record with so many inputs leads into it again.
pub(crate) fn noted<T>(inputs: usize, work: impl FnOnce() -> T) -> T {
    began(u32::try_from(inputs).unwrap_or(u32::MAX));
    let done = work();
    ended();
    done
}
