//! `plein read-document FORMAT FROM TO`: see `documents`.

use std::path::PathBuf;

use domain::files::texts::Format;

use super::{Failure, Outcome};
use crate::documents::reader;

#[derive(clap::Args)]
pub struct Args {
    format: String,
    from: PathBuf,
    to: PathBuf,
}

pub fn run(args: &Args) -> Outcome {
    let format = Format::parse(&args.format).ok_or_else(|| Failure("no such format".into()))?;
    reader::run(format, &args.from, &args.to).map_err(Failure)
}
