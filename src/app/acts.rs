//! What a person does to the cluster, as inputs of the timeline.
