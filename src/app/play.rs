//! Time passes.

use super::{App, Effect, StorageKey};
use crate::cluster::api::SimTime;
use crate::i18n::{Label, Note};
use crate::teach::wait::{self, Forecast};
use crate::view::player::{Ahead, CROWD_MAX, WORTH_SAYING};

/// A single step goes on until something can be seen, and gives up after this many looks.
const STEPS_PER_STEP_MAX: u32 = 5000;
/// A frame longer than this was no frame: the page was hidden, or the machine asleep.
const FRAME_MS_MAX: u32 = 250;
/// How often the record is kept while things happen, in wall time.
const KEEP_EVERY_MS: u32 = 5000;

/// Pictures of up to this many columns are drawn at once, whatever happens.
const COLUMNS_PROMPT_MAX: usize = 150;

/// How much a pod that is still to come adds to the crowd.
const LOOKS_PER_POD: u64 = 2;

/// What is remembered between frames.
#[derive(Clone, Debug, Default)]
pub(super) struct Play {
    forecast: Option<Forecast>,
    /// How long it takes to read what the forecast waits for.
    reading_us: u64,
    /// Wall time since the record was kept, while there is something new to keep.
    unkept_ms: Option<u32>,
    /// Which history the record told of that was kept last.
    kept: u64,
    /// Wall time since the picture was drawn.
    drawn_ms: u32,
}

impl Play {
    /// Something happened that the forecast did not know of.
    pub(super) fn forget_forecast(&mut self) {
        self.forecast = None;
    }

    /// What the next thing to be seen waits for.
    pub(super) fn awaited(&self) -> Option<&Note> {
        match &self.forecast {
            Some(Forecast::Seen { reason, .. }) => Some(reason),
            _ => None,
        }
    }

    /// Whether it is time to draw again. A picture of a thousand pods takes longer than a frame, so
    /// large ones are drawn less often while everything changes at once.
    pub(super) fn may_draw(&self, columns: usize) -> bool {
        columns <= COLUMNS_PROMPT_MAX || self.drawn_ms as usize >= columns / 8
    }

    /// The picture was drawn.
    pub(super) fn drawn(&mut self) {
        self.drawn_ms = 0;
    }

    /// Another moment is shown: at once, and with another future.
    pub(super) fn jump(&mut self) {
        self.forecast = None;
        self.drawn_ms = u32::MAX;
    }

    /// Something happened that is worth keeping.
    pub(super) fn keep(&mut self) {
        self.unkept_ms.get_or_insert(0);
    }
}

/// This much wall time passed; at most so many looks may happen now.
pub(super) fn tick(app: &mut App, wall_elapsed_ms: u32, looks_max: u32) -> Vec<Effect> {
    let wall_ms = wall_elapsed_ms.min(FRAME_MS_MAX);
    app.play.drawn_ms = app.play.drawn_ms.saturating_add(wall_ms);
    let mut left_us = u64::from(wall_ms) * 1000;
    app.reader.pass(left_us);
    let mut looks_left = looks_max.max(1);
    while left_us > 0 {
        let (now, due) = (app.journey.world().now, app.journey.next_at());
        let beat = forecast(app);
        let go = app.player.frame(left_us, now, due, beat);
        left_us = go.left_us;
        if go.act && !act_until(app, go.until, &mut looks_left) {
            break;
        }
        app.journey.pass_to(go.until);
    }
    keep_now_and_then(app, wall_ms)
}

/// Lets everything happen that is due by then; `false` if something has to be looked at first.
fn act_until(app: &mut App, until: SimTime, looks_left: &mut u32) -> bool {
    while app.journey.next_at().is_some_and(|at| at <= until) {
        let told = app.journey.step().unwrap_or_default();
        let beats = app.feed(told);
        *looks_left = looks_left.saturating_sub(1);
        if beats > 0 {
            app.play.forecast = None;
            beat(app, beats);
        }
        if app.player.paused || app.player.holds() || *looks_left == 0 {
            return false;
        }
    }
    true
}

/// Something was seen: it stands as long as it takes to read what was said of it.
pub(super) fn beat(app: &mut App, beats: usize) {
    let needs_us = app.reader.needs();
    let crowd = crowd(app).max(outstanding(app));
    app.player.beat(beats, needs_us, crowd);
    if app.reader.has_news() && app.settings.step_by_step {
        app.settings.paused = true;
        app.player.paused = true;
        app.reader.rest();
    }
}

/// How many pods the sets are short of, counted for what each has to go through: who asks for a
/// hundred does not want to read of each.
fn outstanding(app: &App) -> u64 {
    let sets = app.scene.sets.iter();
    let short = sets.map(|set| u64::from(set.wanted.abs_diff(set.ready)));
    short.sum::<u64>().saturating_mul(LOOKS_PER_POD)
}

/// How many looks are due within the next hold.
fn crowd(app: &App) -> u64 {
    let world = app.journey.world();
    let end = world.now.after(app.player.hold_span());
    let most = usize::try_from(CROWD_MAX).unwrap_or(usize::MAX);
    let waiting = world
        .queue
        .iter()
        .take(most)
        .take_while(|(at, _)| *at <= end)
        .count();
    waiting as u64
}

/// Goes to the next thing a person can see and stands still there.
pub(super) fn single_step(app: &mut App) -> Vec<Effect> {
    app.player.paused = true;
    app.settings.paused = true;
    let was_past = app.journey.is_past();
    for _ in 0..STEPS_PER_STEP_MAX {
        let Some(told) = app.journey.step() else {
            break;
        };
        if app.feed(told) > 0 {
            app.play.forecast = None;
            app.reader.rest();
            return vec![];
        }
    }
    if was_past {
        // Nothing more can be seen of what was recorded: its end is all there is to go to.
        app.journey.go_live();
        return vec![];
    }
    app.notify(Label::NothingDue.into(), false)
}

/// When a person will see something next, if things have been quiet long enough to ask.
fn forecast(app: &mut App) -> Option<Ahead> {
    if !app.player.wants_forecast() {
        return None;
    }
    let world = app.journey.world();
    let stale = match &app.play.forecast {
        None => true,
        Some(Forecast::Seen { at, .. }) => *at < world.now,
        Some(Forecast::Nothing(until)) => until.is_some_and(|until| until <= world.now),
    };
    if stale {
        let found = wait::forecast(world);
        if let Forecast::Seen { at, reason } = &found {
            let told = at.since(world.now) >= WORTH_SAYING;
            let language = app.settings.language;
            app.play.reading_us = if told {
                app.reader.wait(reason, language)
            } else {
                0
            };
        }
        app.play.forecast = Some(found);
    }
    match &app.play.forecast {
        Some(Forecast::Seen { at, .. }) => Some(Ahead {
            at: *at,
            reading_us: app.play.reading_us,
        }),
        _ => None,
    }
}

fn keep_now_and_then(app: &mut App, wall_ms: u32) -> Vec<Effect> {
    let Some(age_ms) = &mut app.play.unkept_ms else {
        return vec![];
    };
    *age_ms += wall_ms;
    if *age_ms < KEEP_EVERY_MS {
        return vec![];
    }
    vec![keep_record(app)]
}

/// Keeps the record if something was done since it was kept: what comes of that may break the simulation.
pub(super) fn keep_what_was_done(app: &mut App) -> Option<Effect> {
    (app.journey.writings() != app.play.kept).then(|| keep_record(app))
}

/// Keeps the record now.
pub(super) fn keep_record(app: &mut App) -> Effect {
    app.play.unkept_ms = None;
    app.play.kept = app.journey.writings();
    Effect::Persist {
        key: StorageKey::Record,
        value: app.record(),
    }
}
