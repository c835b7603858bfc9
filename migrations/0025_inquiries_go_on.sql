-- A question between two goes on after its answer, comes to an end, and goes when its time is over. A search that people keep is run
-- again when something changed.

-- When one of the two said something last: what is past its time is counted from here.
alter table inquiry add column said_at bigint not null default 0;
update inquiry set said_at = coalesce(answered_at, created_at);
-- Null: it goes on.
alter table inquiry add column closed_at bigint;
-- Which of the two closed it: asker, asked; null: nobody said anything for long.
alter table inquiry add column closed_by text;
-- Whose words are no more, since his account is gone: asker, asked. What the other said stays his.
alter table inquiry add column taken_back_by text;
update inquiry set closed_at = created_at, closed_by = 'asked' where is_kept_away;
create index inquiry_said on inquiry (said_at);

-- What one of the two said after the answer. Goes with its inquiry, or with the account of who said it.
create table inquiry_addition (
    id uuid primary key,
    inquiry_id uuid not null references inquiry (id),
    -- Of the instance of who said it.
    ap_id text not null,
    -- asker, asked
    side text not null,
    text text not null,
    said_at bigint not null
);
create unique index inquiry_addition_inquiry_id_ap_id_key on inquiry_addition (inquiry_id, ap_id);

-- How often people, subjects and what is published had changed when the search was run last; null: it never ran.
alter table saved_search add column changes bigint;
-- It was run twice with as many changes, the second time when every index had long taken them: until there are more, it finds the same.
alter table saved_search add column is_settled boolean not null default false;
-- When it was really run, not only looked at.
alter table saved_search add column ran_at bigint;
