//! DNS: a pure query over the store, name to answers.
