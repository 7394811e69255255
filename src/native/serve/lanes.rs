//! Who works where, and how much of what is large is held at once: nobody waits for somebody else's
//! large request, and however many come, memory ends.
//!
//! The world and everything small have the main thread. What is large takes turns in a thread beside
//! it, and holds the world only for the write itself. Lists and watches are put into words in a third
//! thread, piece by piece, as fast as they are taken away.

use std::io;
use std::sync::Arc;
use std::thread;
use tokio::runtime::{Builder, Handle};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

/// What is more than this, a body, an object, an answer, is large.
pub(super) const LARGE_BYTES: usize = 64 * 1024;
/// How many large bodies and answers are held at once.
const LARGE_MAX: usize = 24;
/// How many programs run in containers at once.
const PROGRAMS_MAX: usize = 64;
/// How many of them read more than [`LARGE_BYTES`].
const LARGE_INPUTS_MAX: usize = 16;

/// A place in one of the lanes; free again when it is dropped.
pub(super) type Place = OwnedSemaphorePermit;

/// The threads beside the main one, and the places there are.
#[derive(Clone)]
pub(super) struct Lanes {
    /// Where lists and watches are told.
    pub(super) telling: Handle,
    turns: Arc<Semaphore>,
    large: Arc<Semaphore>,
    programs: Arc<Semaphore>,
    inputs: Arc<Semaphore>,
    /// Dropped with the last of the lanes: then the telling ends.
    _open: Arc<oneshot::Sender<()>>,
}

impl Lanes {
    /// Starts the thread that tells.
    ///
    /// # Errors
    /// The system gives no thread.
    pub(super) fn open() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_time().build()?;
        let telling = runtime.handle().clone();
        let (open, closed) = oneshot::channel::<()>();
        thread::Builder::new()
            .name("serve-api-telling".to_owned())
            .stack_size(super::STACK_BYTES)
            .spawn(move || {
                // An error is the news: nobody is left to be told anything.
                drop(runtime.block_on(closed));
                runtime.shutdown_background();
            })?;
        let places = |count| Arc::new(Semaphore::new(count));
        Ok(Self {
            telling,
            turns: places(1),
            large: places(LARGE_MAX),
            programs: places(PROGRAMS_MAX),
            inputs: places(LARGE_INPUTS_MAX),
            _open: Arc::new(open),
        })
    }

    /// The turn of something large to be worked on.
    pub(super) async fn turn(&self) -> Option<Place> {
        Arc::clone(&self.turns).acquire_owned().await.ok()
    }

    /// A place for something large, as soon as there is one.
    pub(super) async fn large(&self) -> Option<Place> {
        Arc::clone(&self.large).acquire_owned().await.ok()
    }

    /// A place for a program, if there is one.
    pub(super) fn program(&self) -> Option<Place> {
        Arc::clone(&self.programs).try_acquire_owned().ok()
    }

    /// A place for a program's large input, if there is one.
    pub(super) fn input(&self) -> Option<Place> {
        Arc::clone(&self.inputs).try_acquire_owned().ok()
    }
}
