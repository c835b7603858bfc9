-- What accounts and mails turned out to need beside 0003.

-- What somebody who asked to join told the administrator who decides; null otherwise.
alter table account add column note text;

-- Set when a mail will not be tried again; administrators see these. Null: sent, or still being tried.
alter table mail add column failed_at bigint;
