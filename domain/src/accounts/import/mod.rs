//! People from a file, as a personnel administration exports them. Each gets an account that his invitation opens, and a
//! profile that nobody finds until he says so. How the file is read stands in [`table`]; here: what becomes of its rows.

mod columns;
mod table;

use serde_json::json;

pub use columns::Column;
pub use table::{BYTES_MAX, File, LanguageOf, ROWS_MAX, Row, read};

use super::invite::{self, Invitation};
use crate::audit;
use crate::db::{Db, Tx};
use crate::error::{Error, FieldError, Result};
use crate::principal::Principal;

/// What to do with the good rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Nothing: only tell what would happen.
    Preview,
    /// Keep each, whatever the others are.
    Each,
    /// Keep them when all rows are good, in one transaction.
    AllOrNothing,
}

/// What became of the rows, each by its place in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Got an account and an invitation; in a preview: would get them.
    pub added: Vec<Place>,
    /// Have an account already, which is left as it is.
    pub known: Vec<Place>,
    pub refused: Vec<Refused>,
}

/// A row of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub line: u64,
    pub email: String,
}

/// A row that was not taken, with everything there is to mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub place: Place,
    pub errors: Vec<FieldError>,
}

/// Imports a file. Takes `&Db`, since each row is a transaction of its own, so that nobody waits for thousands of them.
/// `progress` hears how many rows are done. An error of the database stops it; what is done stays, and a second run
/// leaves it alone.
pub async fn run(
    db: &Db,
    principal: &Principal,
    file: &File,
    mode: Mode,
    mut progress: impl FnMut(usize),
) -> Result<Report> {
    principal.require_administrator()?;
    match mode {
        Mode::Preview => preview(db, file, &mut progress).await,
        Mode::Each => each(db, principal, file, &mut progress).await,
        Mode::AllOrNothing => all(db, principal, file, &mut progress).await,
    }
}

async fn preview(db: &Db, file: &File, progress: &mut impl FnMut(usize)) -> Result<Report> {
    let mut report = Report::default();
    for (at, row) in file.rows.iter().enumerate() {
        let done = match &row.invitation {
            Ok(invitation) => super::find_by_email(db, &invitation.email).await.map(|known| known.is_none()),
            Err(errors) => Err(Error::Invalid(errors.clone())),
        };
        report.note(row, done)?;
        progress(at + 1);
    }
    Ok(report)
}

async fn each(
    db: &Db,
    principal: &Principal,
    file: &File,
    progress: &mut impl FnMut(usize),
) -> Result<Report> {
    let mut report = Report::default();
    for (at, row) in file.rows.iter().enumerate() {
        report.note(row, db.write(async |tx| add(tx, principal, row).await).await)?;
        progress(at + 1);
    }
    db.write(async |tx| record(tx, principal, &report).await).await?;
    Ok(report)
}

async fn all(
    db: &Db,
    principal: &Principal,
    file: &File,
    progress: &mut impl FnMut(usize),
) -> Result<Report> {
    let mut report = Report::default();
    let done = db
        .write(async |tx| {
            for (at, row) in file.rows.iter().enumerate() {
                report.note(row, add(tx, principal, row).await)?;
                progress(at + 1);
            }
            match report.refused.first() {
                // Takes everything back.
                Some(refused) => Err(Error::Invalid(refused.errors.clone())),
                None => record(tx, principal, &report).await,
            }
        })
        .await;
    match done {
        Ok(()) => Ok(report),
        Err(Error::Invalid(_)) if !report.refused.is_empty() => Ok(Report { added: Vec::new(), ..report }),
        Err(error) => Err(error),
    }
}

/// Makes the account of one row and invites its owner; false when the address has an account already.
async fn add(tx: &mut Tx, principal: &Principal, row: &Row) -> Result<bool> {
    let invitation: Invitation = row.invitation.clone().map_err(Error::Invalid)?;
    if super::find_by_email(&mut *tx, &invitation.email).await?.is_some() {
        return Ok(false);
    }
    invite::invite(tx, principal, invitation).await.map(|_| true)
}

async fn record(tx: &mut Tx, principal: &Principal, report: &Report) -> Result<()> {
    let (added, known, refused) = (report.added.len(), report.known.len(), report.refused.len());
    let detail = json!({ "added": added, "known": known, "refused": refused });
    audit::record(tx, principal, "account.import", "accounts", detail).await
}

impl Report {
    /// A refusal belongs to its row; any other error ends the import.
    fn note(&mut self, row: &Row, done: Result<bool>) -> Result<()> {
        let place = row.place.clone();
        match done {
            Ok(true) => self.added.push(place),
            Ok(false) => self.known.push(place),
            Err(Error::Invalid(errors)) => self.refused.push(Refused { place, errors }),
            Err(error) => return Err(error),
        }
        Ok(())
    }
}
