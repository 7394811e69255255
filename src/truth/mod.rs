//! Every sentence the page can say, and what must be so when it stands there. Native only.
//!
//! A [`Story`], [`Why`], [`Note`], [`Label`] or [`Minute`] without a row in its table does not compile. [`listen`] walks a
//! history of [`seeds`](crate::seeds), hears all that the page would say after every look and every act,
//! and holds it against the world: at that moment and, where a sentence speaks of what comes, against a
//! copy of the world that is left alone, or in which the advice is taken.

mod claim;
mod label;
mod listen;
mod memory;
mod minute;
mod moment;
mod note;
mod receipt;
mod screen;
mod story;
mod visit;
mod wait;
mod why;

pub use listen::{Falsehood, Heard, listen};
pub use visit::visit;

use crate::seeds::invent;
use std::collections::BTreeMap;
use std::io::Write;

/// The claim of words that say nothing about the cluster: names of things, buttons, the server's words.
pub const WORDS: &str = "claims nothing: a name, a button, or somebody else's words";
/// The claim of sentences about the page itself, the person's text, or how the cluster is made.
pub const PAGE: &str = "speaks of the page or of the text in it, not of the cluster as it is now";

/// All sentences: the table, the sentence, its claim.
#[must_use]
pub fn sentences() -> Vec<(&'static str, &'static str, &'static str)> {
    let tables = [
        ("Story", story::STORY),
        ("Why", why::WHY),
        ("Note", note::NOTE),
        ("Label", label::LABEL),
        ("Minute", minute::MINUTE),
    ];
    let rows = |(table, list): (&'static str, &'static [(&'static str, &'static str)])| {
        list.iter().map(move |(name, claim)| (table, *name, *claim))
    };
    tables.into_iter().flat_map(rows).collect()
}

/// The `seeds --sentences` command: listens to many histories and prints every sentence with its claim, how
/// often it was said, and whether it was ever false. Answers whether all was true.
///
/// # Errors
/// Output nobody reads.
pub fn report(from: u64, count: u64, out: &mut impl Write) -> std::io::Result<bool> {
    let mut said: BTreeMap<String, u64> = BTreeMap::new();
    let mut falsehoods: BTreeMap<String, Vec<Falsehood>> = BTreeMap::new();
    for heard in listen_to_all(from, count) {
        for (sentence, times) in heard.said {
            *said.entry(sentence).or_default() += times;
        }
        for falsehood in heard.falsehoods {
            let known = falsehoods.entry(falsehood.sentence.clone()).or_default();
            known.push(falsehood);
        }
    }
    for (table, name, claim) in sentences() {
        let sentence = format!("{table}::{name}");
        let times = said.get(&sentence).copied().unwrap_or_default();
        writeln!(out, "{times:>9}  {sentence}: {claim}")?;
    }
    for (sentence, found) in &falsehoods {
        writeln!(out, "FALSE  {sentence}, in {} histories:", found.len())?;
        for falsehood in found.iter().take(4) {
            writeln!(
                out,
                "  seed {} after {} ms: {}",
                falsehood.seed, falsehood.at_ms, falsehood.text
            )?;
        }
    }
    let all = sentences();
    let of = |told: &str| all.iter().filter(|(.., claim)| *claim == told).count();
    let (words, page) = (of(WORDS), of(PAGE));
    let unheard = all.iter().filter(|(table, name, claim)| {
        ![WORDS, PAGE].contains(claim) && !said.contains_key(&format!("{table}::{name}"))
    });
    writeln!(
        out,
        "{} sentences: {} with a predicate ({} of them not told here), {words} only words, {page} about the page; {} told in {count} histories; {} false",
        all.len(),
        all.len() - words - page,
        unheard.count(),
        said.values().sum::<u64>(),
        falsehoods.len()
    )?;
    Ok(falsehoods.is_empty())
}

fn listen_to_all(from: u64, count: u64) -> Vec<Heard> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    let share = move |worker: u64| {
        let seeds = (from..from + count).filter(move |seed| seed % workers == worker);
        // Every third history is heard on the page, too.
        let heard = seeds.flat_map(|seed| {
            let on_page = seed.is_multiple_of(3).then(|| visit(seed));
            std::iter::once(listen(&invent(seed))).chain(on_page)
        });
        heard.collect::<Vec<_>>()
    };
    std::thread::scope(|scope| {
        let handles: Vec<_> = (0..workers)
            .map(|worker| scope.spawn(move || share(worker)))
            .collect();
        let heard = handles.into_iter();
        heard
            .flat_map(|handle| {
                handle
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
            .collect()
    })
}
