//! Photos: re-encoded here, so that nothing of the file a person chose survives but the picture: no EXIF, no place, no
//! second payload.

use std::io::Cursor;
use std::time::Duration;

use image::{DynamicImage, ImageFormat, ImageReader, Limits};
use ring::digest::{SHA256, digest};
use serde_json::json;

use super::{find_local, queries, touched};
use crate::audience::{Viewpoint, viewpoint};
use crate::audit;
use crate::db::{Db, Tx, sql};
use crate::error::{Error, FieldError, Result};
use crate::ids::PersonId;
use crate::jobs::{self, Job};
use crate::principal::Principal;

/// Largest file a person may upload.
pub const UPLOAD_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Side of the stored square.
pub const SIDE_PIXELS: u32 = 512;
/// A picture that would unfold to more is refused before it is decoded.
const DECODED_BYTES_MAX: u64 = 256 * 1024 * 1024;
const SIDE_PIXELS_MAX: u32 = 12_000;

/// A stored photo.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Photo {
    pub digest: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
    /// Set for people of peers; their bytes are empty until somebody looked.
    pub fetched_from: Option<String>,
}

/// The square JPEG of an upload (JPEG, PNG or WebP, told by its bytes, never by its name). CPU work of some 50 ms: call it
/// outside a transaction.
pub fn re_encode(upload: &[u8]) -> Result<Vec<u8>> {
    draw("photo", upload, SIDE_PIXELS, SIDE_PIXELS)
}

/// The JPEG of so many pixels that an upload fills; where something shines through, on white. Errors name `field`.
pub(crate) fn draw(field: &str, upload: &[u8], width: u32, height: u32) -> Result<Vec<u8>> {
    if upload.len() > UPLOAD_BYTES_MAX {
        return Err(FieldError::new(field, "error-file-too-large")
            .with("max", UPLOAD_BYTES_MAX / 1024 / 1024)
            .into());
    }
    let picture = decode(upload).ok_or_else(|| Error::invalid(field, "error-picture"))?;
    let filled = picture.resize_to_fill(width, height, image::imageops::FilterType::CatmullRom).to_rgba8();
    let mut paper = image::RgbaImage::from_pixel(width, height, image::Rgba([255; 4]));
    image::imageops::overlay(&mut paper, &filled, 0, 0);
    let mut jpeg = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(paper).to_rgb8())
        .write_to(&mut jpeg, ImageFormat::Jpeg)
        .map_err(|error| Error::internal(format!("could not encode a photo: {error}")))?;
    Ok(jpeg.into_inner())
}

pub(crate) fn decode(upload: &[u8]) -> Option<DynamicImage> {
    use image::ImageDecoder;
    let mut reader = ImageReader::new(Cursor::new(upload)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(DECODED_BYTES_MAX);
    limits.max_image_width = Some(SIDE_PIXELS_MAX);
    limits.max_image_height = Some(SIDE_PIXELS_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    // The orientation stands in the EXIF that we drop, so it is applied first.
    let orientation = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    if let Some(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    Some(picture)
}

/// Stores a photo made by [`re_encode`].
pub async fn set(tx: &mut Tx, principal: &Principal, id: PersonId, jpeg: Vec<u8>) -> Result<()> {
    principal.require_self_or_administrator(id)?;
    find_local(&mut *tx, id).await?;
    sql("insert into photo (person_id, digest, media_type, bytes, fetched_from, stored_at) \
         values ($1, $2, 'image/jpeg', $3, null, $4) on conflict (person_id) do update set digest = excluded.digest, \
         media_type = excluded.media_type, bytes = excluded.bytes, stored_at = excluded.stored_at")
    .bind(id)
    .bind(hex::encode(digest(&SHA256, &jpeg)))
    .bind(jpeg)
    .bind(tx.now())
    .execute(&mut *tx)
    .await?;
    queries::delete_removed_photo(tx, id).await?;
    audit::record(tx, principal, "person.photo", &format!("person:{id}"), json!({})).await?;
    touched(tx, id).await
}

/// How long a removal can be undone. Ten seconds would be enough for who sees the button at once, not for who has the page
/// read aloud (WCAG 2.2.1).
pub const UNDO_WINDOW: Duration = Duration::from_secs(120);

/// Removes a photo; no error when there is none. It is kept unseen for [`UNDO_WINDOW`], so that a slip can be undone.
pub async fn remove(tx: &mut Tx, principal: &Principal, id: PersonId) -> Result<()> {
    principal.require_self_or_administrator(id)?;
    find_local(&mut *tx, id).await?;
    if !set_aside(tx, id).await? {
        return Ok(());
    }
    queries::delete_photos(tx, [id]).await?;
    let over = tx.now().plus(UNDO_WINDOW);
    jobs::enqueue_at(tx, &Job::Sweep, over).await?;
    audit::record(tx, principal, "person.photo_remove", &format!("person:{id}"), json!({})).await?;
    touched(tx, id).await
}

/// False when there was nothing to set aside; the photo of an earlier removal stays then.
async fn set_aside(tx: &mut Tx, id: PersonId) -> Result<bool> {
    let moved = sql("insert into photo_removed (person_id, digest, media_type, bytes, removed_at) \
         select person_id, digest, media_type, bytes, $2 from photo where person_id = $1 \
         on conflict (person_id) do update set digest = excluded.digest, media_type = excluded.media_type, \
         bytes = excluded.bytes, removed_at = excluded.removed_at")
    .bind(id)
    .bind(tx.now())
    .execute(tx)
    .await?;
    Ok(moved > 0)
}

/// Whether a removal can still be undone.
pub async fn is_removal_undoable(db: &Db, principal: &Principal, id: PersonId) -> Result<bool> {
    principal.require_self_or_administrator(id)?;
    let kept: i64 = sql("select count(*) from photo_removed where person_id = $1 and removed_at > $2")
        .bind(id)
        .bind(db.now().minus(UNDO_WINDOW))
        .scalar(db)
        .await?;
    Ok(kept > 0)
}

/// Puts the photo back that was removed a moment ago; a conflict when it is too late.
pub async fn undo_removal(tx: &mut Tx, principal: &Principal, id: PersonId) -> Result<()> {
    principal.require_self_or_administrator(id)?;
    find_local(&mut *tx, id).await?;
    let put_back = sql("insert into photo (person_id, digest, media_type, bytes, fetched_from, stored_at) \
         select person_id, digest, media_type, bytes, null, $3 from photo_removed \
         where person_id = $1 and removed_at > $2 on conflict (person_id) do nothing")
    .bind(id)
    .bind(tx.now().minus(UNDO_WINDOW))
    .bind(tx.now())
    .execute(&mut *tx)
    .await?;
    if put_back == 0 {
        return Err(Error::Conflict("profile-photo-undo-late"));
    }
    queries::delete_removed_photo(tx, id).await?;
    audit::record(tx, principal, "person.photo_undo", &format!("person:{id}"), json!({})).await?;
    touched(tx, id).await
}

/// The photo, for whoever may see the person.
pub async fn find_visible(db: &Db, principal: &Principal, id: PersonId) -> Result<Photo> {
    let person = super::find(db, id).await?;
    let from: Viewpoint = viewpoint(principal, &person.owner());
    super::profile_for(&person, from).ok_or(Error::NotFound)?;
    sql("select digest, media_type, bytes, fetched_from from photo where person_id = $1")
        .bind(id)
        .one(db)
        .await
}

/// The stored photo of one of our own people.
pub(super) async fn find(db: &Db, id: PersonId) -> Result<Option<Photo>> {
    sql("select digest, media_type, bytes, fetched_from from photo where person_id = $1")
        .bind(id)
        .optional(db)
        .await
}

/// Keeps the bytes of a remote photo that the media proxy fetched and re-encoded, if the person still has that photo.
pub async fn keep_fetched(tx: &mut Tx, id: PersonId, digest: &str, jpeg: Vec<u8>) -> Result<()> {
    sql("update photo set bytes = $3, media_type = 'image/jpeg' where person_id = $1 and digest = $2")
        .bind(id)
        .bind(digest)
        .bind(jpeg)
        .execute(tx)
        .await?;
    Ok(())
}
