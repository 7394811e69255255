//! A page that cannot begin with what was kept.

use playground::app::{Start, founding};
use playground::i18n::Language;
use playground::worker::{Client, Plan, Simulation};

#[test]
fn who_cannot_begin_with_what_was_kept_begins_without_it_and_keeps_the_text() {
    let mut start = Start::default();
    let kept = serde_json::json!({"text": "# mine", "applied": "# theirs", "speed": "16"});
    start.saved.session = Some(kept.to_string());
    start.saved.language = Some("zh".to_owned());
    start.saved.first_minute = Some("closed".to_owned());
    let (mut client, _) = Client::begin(start, Some("# mine".to_owned()));
    assert_eq!(client.broke(), (Plan::BeginAnew, false));
    let request = client.begin_without_kept();
    let answer = Simulation::default().answer(&request).unwrap();
    assert_eq!(client.receive(&answer).fault, None);
    let shown = client.shown();
    assert_eq!(shown.editor.text, "# mine");
    assert_eq!(shown.editor.applied, founding::MANIFEST);
    assert_eq!(shown.settings.language, Language::Chinese);
    assert_eq!(shown.scene.sets.len(), 1);
    assert!(shown.first_minute.is_some());
}
