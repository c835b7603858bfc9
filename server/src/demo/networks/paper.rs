//! Files of the demo: put in the store and announced as the pages do it.

use domain::files::{self, Arrived, NewFile};
use domain::{FileId, Principal, Result, Tx};
use ring::digest::{SHA256, digest};

use super::book::Paper;
use crate::files::incoming::{is_checked, limits};
use crate::state::Ctx;

const PLAIN: &str = "text/plain";

fn arrived(paper: &Paper) -> Arrived {
    let size_bytes = i64::try_from(paper.text.len()).unwrap_or(i64::MAX);
    Arrived {
        digest: hex::encode(digest(&SHA256, paper.text.as_bytes())),
        media_type: PLAIN.to_owned(),
        size_bytes,
        sent_bytes: size_bytes,
        dimensions: None,
    }
}

/// The bytes, before anything names them.
pub(super) async fn shelve(ctx: &Ctx, paper: &Paper) -> Result<()> {
    ctx.files.put(&arrived(paper).digest, paper.text.clone().into_bytes()).await
}

/// The file, as an upload of this person that is complete.
pub(super) async fn upload(tx: &mut Tx, ctx: &Ctx, me: &Principal, paper: &Paper) -> Result<FileId> {
    let arrived = arrived(paper);
    files::touch_blob(tx, &arrived.digest, arrived.size_bytes).await?;
    let new = NewFile {
        name: paper.name.clone(),
        size_bytes: arrived.size_bytes,
        media_type: PLAIN.to_owned(),
        alt: None,
    };
    let id = files::begin(tx, me, new, limits(&ctx.config.files)).await?;
    files::finish(tx, me, id, &arrived, is_checked(ctx)).await?;
    Ok(id)
}
