//! The worker's side: an app, and what the page has seen of it.

use super::change::changes;
use super::protocol::{Answer, Request, TestBreak, decode, encode};
use super::recovery::Revival;
use super::shown::Shown;
use crate::app::{App, Effect, Message, Pace, Start, update};
use crate::sim::timeline::Record;

/// A cluster that answers a page.
#[derive(Debug, Default)]
pub struct Simulation {
    app: Option<App>,
    shown: Shown,
    pace: Pace,
}

impl Simulation {
    /// Does what is asked and answers with what became of it, both as bytes.
    ///
    /// # Errors
    /// When the bytes are no request of this version, or nothing was begun: the reason. Nothing has happened then.
    pub fn answer(&mut self, request: &[u8]) -> Result<Vec<u8>, String> {
        let effects = match decode(request)? {
            Request::Begin { start, revival } => self.begin(&start, revival),
            Request::Messages(messages) => self.happen(messages)?,
            Request::Break(how) => break_by(how),
        };
        let Some(app) = &self.app else {
            return Err("nothing was begun".to_owned());
        };
        let after = Shown::of(app, &self.shown);
        let changes = changes(&self.shown, &after);
        self.shown = after;
        Ok(encode(&Answer { changes, effects }))
    }

    /// An answer took so long: the next frame lets as much happen as leaves the page its rate of frames.
    pub fn took(&mut self, work_us: u32) {
        self.pace.took(work_us);
    }

    fn begin(&mut self, start: &Start, revival: Option<Revival>) -> Vec<Effect> {
        let (mut app, mut effects) = App::start(start);
        if let Some(revival) = revival {
            effects.extend(update(&mut app, Message::Restore(record(revival))));
        }
        self.app = Some(app);
        // Whoever begins has seen nothing.
        self.shown = Shown::default();
        effects
    }

    fn happen(&mut self, messages: Vec<Message>) -> Result<Vec<Effect>, String> {
        let app = self.app.as_mut().ok_or("nothing was begun")?;
        let mut effects = Vec::new();
        for message in messages {
            if let Message::EditorChanged(text) = &message {
                // The page has it: it need not be told.
                let editor = std::sync::Arc::make_mut(&mut self.shown.editor);
                text.clone_into(&mut editor.text);
            }
            let message = match message {
                Message::Tick {
                    wall_elapsed_ms,
                    looks_max,
                } => Message::Tick {
                    wall_elapsed_ms,
                    looks_max: looks_max.min(self.pace.looks_max()),
                },
                other => other,
            };
            effects.extend(update(app, message));
        }
        Ok(effects)
    }
}

/// The record to go back to. One that cannot be read is left as it is: whoever restores it says why not.
fn record(revival: Revival) -> String {
    let Revival {
        record,
        inputs_left_out,
    } = revival;
    if inputs_left_out == 0 {
        return record;
    }
    let Ok(whole) = Record::from_json(&record) else {
        return record;
    };
    let shorter = (0..inputs_left_out).fold(whole, |record, _| record.without_last_input());
    shorter.to_json()
}

fn break_by(how: TestBreak) -> ! {
    match how {
        TestBreak::Panic => panic!("this is only a test of what is done about a broken simulation"),
        TestBreak::Trap => std::process::abort(),
        TestBreak::Hang => loop {
            std::hint::spin_loop();
        },
    }
}
