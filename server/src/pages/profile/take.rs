//! `/profile/data/files`: all we hold about one, with the bytes of the files one sent, in one ZIP. It is made while it is sent.

use axum::extract::State;
use axum::response::Response;
use domain::files::{self, File};
use domain::people::export::export;
use federation::route::Route;
use federation::routes;

use crate::error::{Problem, Result};
use crate::extract::Member;
use crate::files::Store;
use crate::files::zipped::{self, Packer};
use crate::state::Ctx;

/// Of more than this the newest are given; every file is in the list.
const BYTES_MAX: i64 = 2_000_000_000;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/profile/data/files" Member => download;
    }
}

async fn download(State(ctx): State<Ctx>, member: Member) -> Result<Response> {
    let export = export(&ctx.db, &member.principal, member.person_id).await?;
    let list = serde_json::to_vec_pretty(&export).map_err(Problem::internal)?;
    let files = fitting(files::list_of_uploader(&ctx.db, &member.principal, member.person_id).await?);
    let store = ctx.files.clone();
    let name = format!("plein-{}.zip", export.handle);
    zipped::answer(&name, move |packer| write(packer, store, list, files))
}

/// The newest that can be read and fit in.
fn fitting(files: Vec<File>) -> Vec<File> {
    let mut room = BYTES_MAX;
    let fits = |file: &File| {
        room -= file.size_bytes;
        room >= 0
    };
    files.into_iter().filter(|file| file.readable().is_some()).take_while(fits).collect()
}

async fn write(mut packer: Packer, store: Store, list: Vec<u8>, files: Vec<File>) -> std::io::Result<Packer> {
    packer.whole("plein.json", list).await?;
    for (number, file) in (1..).zip(&files) {
        packer.file(&store, &format!("files/{number:04}-{}", file.name), file).await?;
    }
    Ok(packer)
}
