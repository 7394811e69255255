//! One integration binary; each module reads as a document of one part.

#[path = "it/admission.rs"]
mod admission;
#[path = "it/advice.rs"]
mod advice;
#[path = "it/aloud.rs"]
mod aloud;
#[path = "it/app.rs"]
mod app;
#[path = "it/apply.rs"]
mod apply;
#[path = "it/bash.rs"]
mod bash;
#[path = "it/beginning.rs"]
mod beginning;
#[path = "it/card.rs"]
mod card;
#[path = "it/cases.rs"]
mod cases;
#[path = "it/cluster.rs"]
mod cluster;
#[path = "it/compare.rs"]
mod compare;
#[path = "it/determinism.rs"]
mod determinism;
#[path = "it/digest.rs"]
mod digest;
#[path = "it/dns.rs"]
mod dns;
#[path = "it/extremes.rs"]
mod extremes;
#[path = "it/first_minute.rs"]
mod first_minute;
#[path = "it/fixes.rs"]
mod fixes;
#[path = "it/follow.rs"]
mod follow;
#[path = "it/frame.rs"]
mod frame;
#[path = "it/fuzz.rs"]
mod fuzz;
#[path = "it/gates.rs"]
mod gates;
#[path = "it/guests.rs"]
mod guests;
#[path = "it/hostile.rs"]
mod hostile;
#[path = "it/i18n.rs"]
mod i18n;
#[path = "it/invariants.rs"]
mod invariants;
#[path = "it/journey.rs"]
mod journey;
#[path = "it/kinds.rs"]
mod kinds;
#[path = "it/kubectl.rs"]
mod kubectl;
#[path = "it/linear.rs"]
mod linear;
#[path = "it/manifest.rs"]
mod manifest;
#[path = "it/mutate.rs"]
mod mutate;
#[path = "it/nodes.rs"]
mod nodes;
#[path = "it/nonsense.rs"]
mod nonsense;
#[path = "it/numbers.rs"]
mod numbers;
#[path = "it/pace.rs"]
mod pace;
#[path = "it/page.rs"]
mod page;
#[path = "it/patch.rs"]
mod patch;
#[path = "it/player.rs"]
mod player;
#[path = "it/probes.rs"]
mod probes;
#[path = "it/protocol.rs"]
mod protocol;
#[path = "it/quantity.rs"]
mod quantity;
#[path = "it/real_kubectl.rs"]
mod real_kubectl;
#[path = "it/receipts.rs"]
mod receipts;
#[path = "it/refusals.rs"]
mod refusals;
#[path = "it/revisions.rs"]
mod revisions;
#[path = "it/roundtrip.rs"]
mod roundtrip;
#[path = "it/sabotage.rs"]
mod sabotage;
#[path = "it/scene.rs"]
mod scene;
#[path = "it/schema.rs"]
mod schema;
#[path = "it/script.rs"]
mod script;
#[path = "it/serve_api.rs"]
mod serve_api;
#[path = "it/share.rs"]
mod share;
#[path = "it/shell.rs"]
mod shell;
#[path = "it/sizes.rs"]
mod sizes;
#[path = "it/sort.rs"]
mod sort;
#[path = "it/storage.rs"]
mod storage;
#[path = "it/story.rs"]
mod story;
#[path = "it/support.rs"]
mod support;
#[path = "../benches/workload/texts.rs"]
mod texts;
#[path = "it/tidy.rs"]
mod tidy;
#[path = "it/timeline.rs"]
mod timeline;
#[path = "it/tokens.rs"]
mod tokens;
#[path = "it/told.rs"]
mod told;
#[path = "it/traces.rs"]
mod traces;
#[path = "it/transcript.rs"]
mod transcript;
#[path = "it/travel.rs"]
mod travel;
#[path = "it/truth.rs"]
mod truth;
#[path = "it/undo.rs"]
mod undo;
#[path = "it/untraced.rs"]
mod untraced;
#[path = "it/validation.rs"]
mod validation;
#[path = "it/version.rs"]
mod version;
#[path = "it/waiting.rs"]
mod waiting;
#[path = "it/window.rs"]
mod window;
#[path = "it/wire.rs"]
mod wire;
#[path = "it/worker.rs"]
mod worker;
#[path = "it/writes.rs"]
mod writes;
