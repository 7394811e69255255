//! What can happen to the page.

use super::first_minute::Press;
use super::pace::LOOKS_PER_FRAME;
use super::settings::Theme;
use super::travel::Travel;
use crate::cluster::api::Key;
use crate::cluster::apiserver::{Cascade, Gates};
use crate::i18n::Language;
use crate::view::player::Speed;
use serde::{Deserialize, Serialize};

/// Something that happened to the page: the person did something, or time passed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Message {
    /// Wall time passed since the last tick.
    Tick {
        /// Milliseconds, as the browser's frames measure them.
        wall_elapsed_ms: u32,
        /// How many looks may happen now: fewer where they take long.
        looks_max: u32,
    },
    /// The person changed the manifest.
    EditorChanged(String),
    /// The person has stopped typing: what is wrong with the text?
    Examine,
    /// Put the problem at this place of the list right.
    Fix(usize),
    /// The next step of giving the set's pods to a new set.
    WayOutNext,
    /// Not that way, or no more of it.
    WayOutClose,
    /// Apply the manifest to the cluster.
    Apply,
    /// Back to what is applied.
    Revert,
    /// Load the founding manifest into the editor; `false`: the variant without disks.
    LoadExample {
        /// Whether with claim templates.
        disks: bool,
    },
    /// Look at an object closely.
    Select(Key),
    /// Look at nothing.
    Deselect,
    /// Draw this set's columns; the other sets are lines.
    Open(Key),
    /// `kubectl delete pod`; of a pod that is told to go already: ask what else can be done.
    DeletePod(Key),
    /// `kubectl delete pod --grace-period=0 --force`, without further question.
    ForceDeletePod(Key),
    /// `kubectl delete statefulset`, without further question.
    DeleteSet {
        /// The set.
        set: Key,
        /// What becomes of its pods.
        cascade: Cascade,
    },
    /// `kubectl delete pvc`, without further question.
    DeleteClaim(Key),
    /// One more, one fewer.
    Scale {
        /// The set.
        set: Key,
        /// By how many.
        delta: i32,
    },
    /// `kubectl set image`
    SetImage {
        /// The set.
        set: Key,
        /// The container.
        container: String,
        /// The image.
        image: String,
    },
    /// A file as it should be from now on.
    WriteFile {
        /// The pod.
        pod: Key,
        /// The container.
        container: String,
        /// Absolute path in the container.
        path: String,
        /// What it holds.
        text: String,
    },
    /// A file goes.
    DeleteFile {
        /// The pod.
        pod: Key,
        /// The container.
        container: String,
        /// Absolute path in the container.
        path: String,
    },
    /// Pull a node's plug, or put it back.
    TogglePower {
        /// The node.
        node: String,
    },
    /// The cluster's feature gates as they should be from now on.
    SetGates(Gates),
    /// Show what stayed and what is new since the pod that had this name before.
    ShowReceipt(Key),
    /// Make a link that holds it all.
    Share,
    /// Save what a link holds as a file.
    SaveSession,
    /// Save what was done as a shell script of kubectl commands.
    SaveScript,
    /// Show a saved session instead of this one, if the person confirms it.
    OpenSession(String),
    /// The same, without further question.
    ShowSession(String),
    /// Draw a text as a QR code.
    DrawQrCode(String),
    /// The receipts were read.
    CloseReceipts,
    /// Something was done with the card of the first minute.
    FirstMinute(Press),
    /// A fresh cluster with what is applied; without further question.
    Reset,
    /// Ask before doing something that cannot be undone.
    Ask(Question),
    /// The answer to the question is yes; with the cascade for a set.
    Confirm(Cascade),
    /// The answer is no, or the notice was read.
    Dismiss,
    /// Pause or play.
    TogglePause,
    /// Go to the next thing a person can see, and stand still there.
    Step,
    /// To another moment, or another history.
    Travel(Travel),
    /// How fast time goes.
    SetSpeed(Speed),
    /// The page's language.
    SetLanguage(Language),
    /// The page's colours.
    SetTheme(Theme),
    /// Stand still after each sentence, or go on.
    ToggleStepByStep,
    /// Movement or none.
    ToggleReducedMotion,
    /// The live YAML of the selected object into the clipboard.
    CopyYaml,
    /// The last good state, from [`App::record`](super::App::record).
    Restore(String),
    /// The cluster of before the page was loaded again, from [`App::record`](super::App::record).
    Resume(String),
}

impl Message {
    /// A frame of so many milliseconds on a machine that keeps up.
    #[must_use]
    pub const fn frame(wall_elapsed_ms: u32) -> Self {
        Self::Tick {
            wall_elapsed_ms,
            looks_max: LOOKS_PER_FRAME,
        }
    }
}

/// Something to be asked before it is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Question {
    /// Delete a set: with its pods, or alone?
    DeleteSet(Key),
    /// Delete a claim, and with it what is on the disk?
    DeleteClaim(Key),
    /// Take a pod out of the API without waiting for its node?
    ForceDelete(Key),
    /// Show this session instead of the present one?
    OpenSession(String),
    /// Begin anew?
    Reset,
}
