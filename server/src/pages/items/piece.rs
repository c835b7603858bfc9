//! An item or a comment in an address: `/items/{id}` or `/comments/{id}`; and the reading of it for pages that speak
//! of either.

use domain::items::{self, Comment, Item, Piece, comments};
use domain::{CommentId, ItemId, Principal};

use crate::error::Result;
use crate::pages::id_of;
use crate::state::Ctx;

/// The item, and the comment when it is one.
pub struct Found {
    pub piece: Piece,
    pub item: Item,
    pub comment: Option<Comment>,
}

pub fn item(id: &str) -> Result<Piece> {
    Ok(Piece::Item(id_of::<ItemId>(id)?))
}

pub fn comment(id: &str) -> Result<Piece> {
    Ok(Piece::Comment(id_of::<CommentId>(id)?))
}

/// Where a piece is read.
pub fn path(piece: Piece) -> String {
    match piece {
        Piece::Item(id) => format!("/items/{id}"),
        Piece::Comment(id) => format!("/comments/{id}"),
    }
}

pub async fn find(ctx: &Ctx, principal: &Principal, piece: Piece) -> Result<Found> {
    let (item, comment) = match piece {
        Piece::Item(id) => (items::find(&ctx.db, principal, id).await?, None),
        Piece::Comment(id) => {
            let comment = comments::find(&ctx.db, principal, id).await?;
            (items::find(&ctx.db, principal, comment.item_id).await?, Some(comment))
        }
    };
    Ok(Found { piece, item, comment })
}

impl Found {
    pub fn path(&self) -> String {
        path(self.piece)
    }

    /// The page on which it is read.
    pub fn item_path(&self) -> String {
        format!("/items/{}", self.item.id)
    }

    /// What it says, for whoever decides about it.
    pub fn html(&self) -> &str {
        self.comment.as_ref().map_or(&self.item.html, |comment| &comment.html)
    }
}
