//! Smaller pictures of images, made when somebody looks for the first time and kept in the store beside the files.

use domain::files::{self, File, picture};
use domain::{Error, Result};
use ring::digest::{SHA256, digest};

use super::incoming;
use crate::state::Ctx;

/// The preview of a picture that may be read; `NotFound` for everything else.
pub async fn find_or_make(ctx: &Ctx, file: &File) -> Result<Vec<u8>> {
    if let Some(known) = &file.preview_digest {
        let size = ctx.files.size(known).await?.ok_or(Error::NotFound)?;
        return ctx.files.read_whole(known, 0..size).await;
    }
    let source = file.readable().filter(|_| can_be_made(file)).ok_or(Error::NotFound)?;
    let bytes = ctx.files.read_whole(source, 0..u64::try_from(file.size_bytes).unwrap_or(0)).await?;
    let made = ctx.darkroom.shrink(bytes).await?;
    keep(ctx, file, &made).await?;
    Ok(made)
}

fn can_be_made(file: &File) -> bool {
    file.is_picture()
        && file.media_type != "image/gif"
        && file.size_bytes <= picture::PREVIEW_SOURCE_BYTES_MAX
}

async fn keep(ctx: &Ctx, file: &File, made: &[u8]) -> Result<()> {
    let name = hex::encode(digest(&SHA256, made));
    incoming::touch(&ctx.db, &name, i64::try_from(made.len()).unwrap_or(i64::MAX)).await?;
    ctx.files.put(&name, made.to_vec()).await?;
    ctx.db.write(async |tx| files::keep_preview(tx, file.id, &name).await).await
}
