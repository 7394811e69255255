//! How old things are, as kubectl rounds it (apimachinery/pkg/util/duration.HumanDuration).

use crate::cluster::api::{SimTime, Time};

/// `45s`, `3m20s`, `5h`, `2d3h` …
#[must_use]
pub fn human(seconds: u64) -> String {
    let (minutes, hours) = (seconds / 60, seconds / 3600);
    let days = hours / 24;
    let two = |whole: u64, unit: char, rest: u64, small: char| {
        if rest == 0 {
            format!("{whole}{unit}")
        } else {
            format!("{whole}{unit}{rest}{small}")
        }
    };
    match () {
        () if seconds < 120 => format!("{seconds}s"),
        () if minutes < 10 => two(minutes, 'm', seconds % 60, 's'),
        () if minutes < 180 => format!("{minutes}m"),
        () if hours < 8 => two(hours, 'h', minutes % 60, 'm'),
        () if hours < 48 => format!("{hours}h"),
        () if hours < 192 => two(days, 'd', hours % 24, 'h'),
        () if days < 730 => format!("{days}d"),
        () if days < 2920 => two(days / 365, 'y', days % 365, 'd'),
        () => format!("{}y", days / 365),
    }
}

/// The time since `then`; `<unknown>` where there is none.
#[must_use]
pub fn since(then: Option<&Time>, now: SimTime) -> String {
    let Some(then) = then else {
        return "<unknown>".to_owned();
    };
    human(now.since(SimTime::from_time(then)).as_secs())
}
