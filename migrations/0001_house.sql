-- The house: what every other table leans on.
-- One text for SQLite and PostgreSQL. Instants are bigint microseconds since 1970; ids are UUIDv7 made in the program.

-- Numbers that others read in order (change feed, index queue, audit). A counter row stays locked until its
-- transaction commits, so n+1 is never visible before n. Nobody deletes rows.
create table counter (
    stream text primary key,
    value bigint not null
);

-- What an administrator sets while Plein runs (sign-up policy, house rules). A missing row means the default of the code.
create table setting (
    name text primary key,
    value text not null
);

-- What must still be done: mails, index runs, pulls of directories. Rows are written in the transaction of the change
-- that needs them and deleted when done; a row whose `failed_at` is set waits for a person.
create table job (
    id uuid primary key,
    kind text not null,
    -- JSON; its shape belongs to the kind.
    payload text not null,
    -- Null: any number may wait. Otherwise a second job with the same key is not added while one waits.
    unique_key text,
    run_at bigint not null,
    attempts bigint not null,
    -- Null: free. A worker that dies leaves a lease that runs out.
    leased_until bigint,
    last_error text,
    failed_at bigint,
    created_at bigint not null
);
create unique index job_unique_key_key on job (unique_key);
create index job_due on job (run_at) where failed_at is null;

-- What happened and must be told to peers; the federation door turns rows into activities and deletes them.
create table event (
    seq bigint primary key,
    -- JSON of domain::outbox::Event.
    payload text not null,
    created_at bigint not null
);

-- Who did what to what, from where, with what result: one chain in which each row seals the one before it.
-- Rows are never changed; retention removes a prefix and keeps the last seal.
create table audit (
    seq bigint primary key,
    at bigint not null,
    -- `person:<id>`, `peer:<host>`, `system:<part>` or `anonymous`: ids, since names change and are erased.
    actor text not null,
    action text not null,
    subject text not null,
    -- JSON object with what an auditor needs to understand the row; never a secret.
    detail text not null,
    previous bytea not null,
    seal bytea not null
);
create index audit_subject on audit (subject, seq);
create index audit_actor on audit (actor, seq);

-- Counters of attempts (logins by account, by address; mails; searches) within a window. The worker deletes old rows.
create table attempt (
    key text not null,
    window_start bigint not null,
    count bigint not null,
    primary key (key, window_start)
);
create index attempt_window on attempt (window_start);
