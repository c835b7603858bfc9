-- Photos whose owners took them away a moment ago, kept for as long as that can be undone. Nobody is shown these; the
-- worker deletes them when the time is over, a new photo and the end of the person do so at once.
create table photo_removed (
    person_id uuid primary key references person (id),
    digest text not null,
    media_type text not null,
    bytes bytea not null,
    removed_at bigint not null
);
create index photo_removed_at on photo_removed (removed_at);
