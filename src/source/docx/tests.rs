//! Documents made for it.
