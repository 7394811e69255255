//! `sleep` and `date`: simulated time.

use crate::cluster::api::SimTime;
use crate::shell::machine::{Effect, Lasting};
use crate::sim::World;

pub(super) fn sleep(world: &World, arguments: &[String]) -> Effect {
    let mut total_ms = 0_u64;
    for argument in arguments {
        let Some(ms) = span_ms(argument) else {
            return Effect::failed(1, &format!("sleep: invalid time interval '{argument}'"));
        };
        total_ms = total_ms.saturating_add(ms);
    }
    if arguments.is_empty() {
        return Effect::failed(1, "sleep: missing operand");
    }
    let until = SimTime(world.now.0.saturating_add(total_ms));
    Effect {
        lasting: Some(Lasting::Sleep { until }),
        ..Effect::code(0)
    }
}

/// `5`, `0.5`, `2m`, `1h`.
pub(super) fn span_ms(text: &str) -> Option<u64> {
    let (number, unit_ms) = match text.chars().last()? {
        's' => (&text[..text.len() - 1], 1000),
        'm' => (&text[..text.len() - 1], 60_000),
        'h' => (&text[..text.len() - 1], 3_600_000),
        'd' => (&text[..text.len() - 1], 86_400_000),
        _ => (text, 1000),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let thousandths: String = fraction.chars().chain("000".chars()).take(3).collect();
    let whole: u64 = if whole.is_empty() {
        0
    } else {
        whole.parse().ok()?
    };
    let thousandths: u64 = thousandths.parse().ok()?;
    Some(
        whole
            .checked_mul(unit_ms)?
            .saturating_add(thousandths * unit_ms / 1000),
    )
}

/// `date`, `date +%s`: simulated time.
pub(super) fn date(world: &World, arguments: &[String]) -> Effect {
    let now = world.now.to_time().0;
    let text = match arguments.first().map(String::as_str) {
        Some("+%s") => now.as_second().to_string(),
        Some(format) if format.starts_with('+') => now.strftime(&format[1..]).to_string(),
        _ => now.strftime("%a %b %e %H:%M:%S UTC %Y").to_string(),
    };
    Effect::said(format!("{text}\n"))
}
