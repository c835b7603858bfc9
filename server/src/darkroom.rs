//! Where photos are drawn anew. Decoding takes memory and time, and comes from outside: a few at once, on threads that
//! nobody else waits for.

use std::path::Path;

use domain::files::picture;
use domain::groups::pictures::{self, Shape};
use domain::people::photo;
use domain::{Error, Result};
use image::metadata::Orientation;
use tokio::sync::Semaphore;

use crate::files::bare::upright;

/// Each can take 360 MB while it is unfolded and turned.
const PHOTOS_AT_ONCE: usize = 2;

/// Makes square JPEGs of uploads and of photos from elsewhere.
#[derive(Debug)]
pub struct Darkroom {
    places: Semaphore,
}

impl Default for Darkroom {
    fn default() -> Self {
        Self { places: Semaphore::new(PHOTOS_AT_ONCE) }
    }
}

impl Darkroom {
    /// The photo as we keep it; an error that names the field `photo` for what is none.
    pub async fn develop(&self, upload: Vec<u8>) -> Result<Vec<u8>> {
        let _place = self.places.acquire().await.map_err(Error::internal)?;
        let drawn = tokio::task::spawn_blocking(move || photo::re_encode(&upload)).await;
        drawn.map_err(|broken| Error::internal(format!("drawing a photo broke off: {broken}")))?
    }

    /// A picture of a group as we keep it; an error that names its shape for what is none.
    pub async fn draw(&self, shape: Shape, upload: Vec<u8>) -> Result<Vec<u8>> {
        let _place = self.places.acquire().await.map_err(Error::internal)?;
        let drawn = tokio::task::spawn_blocking(move || pictures::draw(shape, &upload)).await;
        drawn.map_err(|broken| Error::internal(format!("drawing a picture broke off: {broken}")))?
    }

    /// A smaller picture of an image in a text; `NotFound` for what is none.
    pub async fn shrink(&self, bytes: Vec<u8>) -> Result<Vec<u8>> {
        let _place = self.places.acquire().await.map_err(Error::internal)?;
        let drawn = tokio::task::spawn_blocking(move || picture::preview(&bytes)).await;
        drawn.map_err(|broken| Error::internal(format!("drawing a preview broke off: {broken}")))?
    }

    /// Turns the picture that lies there upright; false where it cannot be drawn here.
    pub async fn turn(&self, path: &Path, orientation: Orientation) -> Result<bool> {
        let _place = self.places.acquire().await.map_err(Error::internal)?;
        let path = path.to_owned();
        let turned = tokio::task::spawn_blocking(move || upright(&path, orientation)).await;
        turned.map_err(|broken| Error::internal(format!("turning a picture broke off: {broken}")))?
    }
}
