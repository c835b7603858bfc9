//! Signed-in browsers.
