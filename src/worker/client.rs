//! The page's side: what waits for the worker, what replaces what, and what is shown meanwhile.

use super::protocol::{Answer, Request, TestBreak, decode, encode};
use super::recovery::Recovery;
use super::shown::Shown;
use super::still::still;
use crate::app::{Effect, Message, Start, StorageKey, Travel};
use std::collections::VecDeque;
use std::sync::Arc;

/// A page that asks a worker. It posts what it is answered, and hands back what the worker says.
#[derive(Debug)]
pub struct Client {
    shown: Shown,
    start: Start,
    /// What waits until the request under way is answered.
    queue: VecDeque<Message>,
    under_way: Option<UnderWay>,
    has_begun: bool,
    recovery: Recovery,
}

/// The request that is not answered yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum UnderWay {
    /// A cluster begins, for the first time.
    Beginning,
    /// An earlier one is taken up.
    Reviving,
    /// Things happen; whether one of them is something a person did.
    Happening { by_person: bool },
}

/// What came of an answer.
#[derive(Debug, Default, PartialEq)]
pub struct Received {
    /// What the browser has to do.
    pub effects: Vec<Effect>,
    /// Whether anything is to be drawn or done: most answers to a paused page tell nothing.
    pub has_news: bool,
    /// What to post next.
    pub next: Option<Vec<u8>>,
    /// The answer was none: the worker is of another build, or confused.
    pub fault: Option<String>,
}

/// What to do about a worker that broke.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan {
    /// A new one takes up the last state that was kept.
    Revive,
    /// That broke it before: the person decides.
    Ask,
    /// Nothing was kept.
    BeginAnew,
}

impl Client {
    /// A page that begins, and what it posts first. `text`: what the person had in the editor at the last visit.
    #[must_use]
    pub fn begin(start: Start, text: Option<String>) -> (Self, Vec<u8>) {
        let mut shown = match text {
            // Who comes for the first time will see the founding cluster; anybody else one that is not known yet.
            None if start.is_first_visit() => still(),
            None => Shown::default(),
            Some(text) => {
                let mut shown = Shown::default();
                Arc::make_mut(&mut shown.editor).text = text;
                shown
            }
        };
        shown.settings = start.settings();
        let request = Request::Begin {
            start: Box::new(start.clone()),
            revival: None,
        };
        let client = Self {
            shown,
            start,
            queue: VecDeque::new(),
            under_way: Some(UnderWay::Beginning),
            has_begun: false,
            recovery: Recovery::default(),
        };
        (client, encode(&request))
    }

    /// What is shown.
    #[must_use]
    pub const fn shown(&self) -> &Shown {
        &self.shown
    }

    /// Whether something waits for an answer.
    #[must_use]
    pub const fn is_waiting(&self) -> bool {
        self.under_way.is_some()
    }

    /// Whether there is, or was, a cluster: until then a still of it is shown.
    #[must_use]
    pub const fn has_begun(&self) -> bool {
        self.has_begun
    }

    /// Something happens; answers what to post now, if the worker is free.
    #[must_use]
    pub fn send(&mut self, message: Message) -> Option<Vec<u8>> {
        if let Message::EditorChanged(text) = &message {
            text.clone_into(&mut Arc::make_mut(&mut self.shown.editor).text);
        }
        enqueue(&mut self.queue, message);
        self.next()
    }

    /// Breaks the worker, for a test of what is done about that. Only while it is free.
    #[must_use]
    pub fn break_by(&mut self, how: TestBreak) -> Option<Vec<u8>> {
        self.under_way.is_none().then(|| {
            self.under_way = Some(UnderWay::Happening { by_person: false });
            encode(&Request::Break(how))
        })
    }

    /// The worker answered.
    #[must_use]
    pub fn receive(&mut self, answer: &[u8]) -> Received {
        let Some(under_way) = self.under_way.take() else {
            // Of a worker that was given up.
            return Received::default();
        };
        let Answer { changes, effects } = match decode(answer) {
            Ok(answer) => answer,
            Err(reason) => return Received::fault(reason),
        };
        if !matches!(under_way, UnderWay::Happening { .. }) {
            // A beginning is told whole, as to one who has seen nothing.
            let shown = std::mem::take(&mut self.shown);
            if under_way == UnderWay::Reviving {
                // The text is the person's, whatever became of the cluster.
                let text = shown.editor.text.clone();
                enqueue(&mut self.queue, Message::EditorChanged(text));
                enqueue(&mut self.queue, Message::Examine);
            }
        }
        let has_news = !changes.is_empty() || !effects.is_empty();
        for change in changes {
            if self.shown.take(change).is_none() {
                return Received::fault("a change of something that is not shown".to_owned());
            }
        }
        self.has_begun = true;
        // A cluster that begins anew is not the link's.
        self.start.link = None;
        let effects = self.own(effects, under_way);
        for message in &self.queue {
            if let Message::EditorChanged(text) = message {
                // What is typed is seen at once, whatever the worker knows of it.
                text.clone_into(&mut Arc::make_mut(&mut self.shown.editor).text);
            }
        }
        Received {
            effects,
            has_news,
            next: self.next(),
            fault: None,
        }
    }

    /// The worker broke; what to do about it. What it had not answered is lost, and `true` where that was something a
    /// person did.
    pub fn broke(&mut self) -> (Plan, bool) {
        let lost = matches!(
            self.under_way.take(),
            Some(UnderWay::Happening { by_person: true })
        );
        // What was not answered is in no record, so it will not lead there again.
        let again = self.recovery.is_stuck() && !lost;
        let plan = match (self.recovery.has_record(), again) {
            (false, _) => Plan::BeginAnew,
            (true, true) => Plan::Ask,
            (true, false) => Plan::Revive,
        };
        (plan, lost)
    }

    /// A new worker begins, from the last state that was kept, or without the last thing that was done; answers what to
    /// post to it.
    #[must_use]
    pub fn revive(&mut self, without_last_input: bool) -> Vec<u8> {
        let revival = self.recovery.revive(without_last_input);
        self.anew(revival)
    }

    /// A new worker begins a new cluster; answers what to post to it.
    #[must_use]
    pub fn begin_anew(&mut self) -> Vec<u8> {
        self.recovery.forget();
        self.anew(None)
    }

    /// The same without what was kept of earlier visits: nothing but the text and how the page looks.
    #[must_use]
    pub fn begin_without_kept(&mut self) -> Vec<u8> {
        self.start.saved = self.start.saved.text_alone(&self.shown.editor.text);
        self.begin_anew()
    }

    fn anew(&mut self, revival: Option<super::Revival>) -> Vec<u8> {
        // What waited was meant for what was seen.
        self.queue.clear();
        self.under_way = Some(UnderWay::Reviving);
        encode(&Request::Begin {
            start: Box::new(self.start.clone()),
            revival,
        })
    }

    /// What waits goes out, if nothing is under way.
    fn next(&mut self) -> Option<Vec<u8>> {
        if self.under_way.is_some() || self.queue.is_empty() {
            return None;
        }
        let messages: Vec<Message> = self.queue.drain(..).collect();
        let by_person = messages.iter().any(|message| !is_time(message));
        self.under_way = Some(UnderWay::Happening { by_person });
        Some(encode(&Request::Messages(messages)))
    }

    /// Keeps what has to be known of the effects, and takes out those that would undo what the person has done since.
    fn own(&mut self, mut effects: Vec<Effect>, under_way: UnderWay) -> Vec<Effect> {
        for effect in &effects {
            if let Effect::Persist { key, value } = effect {
                self.start.saved.keep(*key, value);
                if *key == StorageKey::Record {
                    let inputs = self.shown.end().inputs;
                    self.recovery.keep(value.clone(), inputs);
                }
            }
        }
        let typed = |message: &Message| matches!(message, Message::EditorChanged(_));
        let replaces = |effect: &Effect| matches!(effect, Effect::EditorSetText(_));
        if matches!(under_way, UnderWay::Happening { .. }) {
            if effects.iter().any(replaces) {
                // Typed into a text that is no more.
                self.queue.retain(|message| !typed(message));
            }
        } else if self.queue.iter().any(typed) {
            // Typed before there was a cluster: the text that it would begin with is older.
            effects.retain(|effect| !replaces(effect));
        }
        effects
    }
}

impl Received {
    fn fault(reason: String) -> Self {
        Self {
            fault: Some(reason),
            ..Self::default()
        }
    }
}

/// Whether a message is about time alone, and not something a person did.
const fn is_time(message: &Message) -> bool {
    matches!(message, Message::Tick { .. } | Message::Examine)
}

const fn is_frame(message: &Message) -> bool {
    matches!(message, Message::Tick { .. })
}

/// Whether it asks for a moment by itself, and not from where the page is.
const fn is_sought(message: &Message) -> bool {
    matches!(message, Message::Travel(Travel::To(_) | Travel::At(_)))
}

/// Adds a message; a newer one of the same kind takes the place of one that nobody has looked at yet.
fn enqueue(queue: &mut VecDeque<Message>, message: Message) {
    if let Message::EditorChanged(_) = message {
        // What was to be examined is no more.
        queue.retain(|waiting| *waiting != Message::Examine);
    }
    if is_sought(&message) {
        // Whoever drags is past the moment that nobody has looked for yet.
        let frames = queue.iter().rev().take_while(|waiting| is_frame(waiting));
        let last = queue.len().checked_sub(frames.count() + 1);
        if let Some(last) = last.filter(|last| is_sought(&queue[*last])) {
            queue.remove(last);
        }
    }
    match (queue.back_mut(), message) {
        (
            Some(Message::Tick {
                wall_elapsed_ms,
                looks_max,
            }),
            Message::Tick {
                wall_elapsed_ms: more_ms,
                looks_max: at_most,
            },
        ) => {
            *wall_elapsed_ms = wall_elapsed_ms.saturating_add(more_ms);
            *looks_max = at_most;
        }
        (Some(Message::EditorChanged(text)), Message::EditorChanged(newer)) => *text = newer,
        (Some(Message::Select(key)), Message::Select(newer)) => *key = newer,
        (Some(Message::Examine), Message::Examine) => {}
        (_, message) => queue.push_back(message),
    }
}
