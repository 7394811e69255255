//! ControllerRevisions.
