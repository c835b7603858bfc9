-- By what of their own people of peers do not want to be known, as their home says it. One row for each who left something out; it goes
-- with the person, and stays while he is only a name here, so that it is there when he is found again.
create table evidence_left_out (
    person_id uuid not null primary key,
    -- SHA-256 of the addresses of the things, hexadecimal, in order, a space between them. Things that we do not have are among them.
    digests text not null
);

-- The page with which a deleted page went: of one that was deleted with all that stood under it, itself and all those. They come back
-- together. Null: it was deleted alone, or it is there.
alter table wiki_page add column deleted_with uuid;
create index wiki_page_deleted_with on wiki_page (deleted_with) where deleted_with is not null;
