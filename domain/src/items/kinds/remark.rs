//! Remark: what somebody says about a page of the wiki, in the margin. It is answered below it, like everything else.

use serde::{Deserialize, Serialize};

/// The page that it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// The address of the page.
    pub page: String,
}
