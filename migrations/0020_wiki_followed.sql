-- Wikis that people come back to: who follows what, what each saw last, who is writing now; and pages that others begin with.

-- Whom this instance tells when a page changes.
create table wiki_follow (
    person_id uuid not null references person (id),
    page_id uuid not null references wiki_page (id),
    -- Everything under the page too.
    covers_below boolean not null,
    primary key (person_id, page_id)
);
create index wiki_follow_page on wiki_follow (page_id);

-- Which version of a page somebody saw last; read by nobody but himself.
create table wiki_visit (
    person_id uuid not null references person (id),
    page_id uuid not null references wiki_page (id),
    number bigint not null,
    seen_at bigint not null,
    primary key (person_id, page_id)
);
create index wiki_visit_page on wiki_visit (page_id);
create index wiki_visit_seen on wiki_visit (seen_at);

-- Who has a page open to change it, until when he is believed to be at it unless his browser says so again.
create table wiki_editing (
    person_id uuid not null references person (id),
    page_id uuid not null references wiki_page (id),
    until_at bigint not null,
    primary key (person_id, page_id)
);
create index wiki_editing_page on wiki_editing (page_id);

-- For which date whoever keeps the page was reminded.
alter table wiki_page add column reminded_for bigint;
create index wiki_page_reminder on wiki_page (review_at) where review_at is not null;

-- A new page may begin with the text of this one.
alter table wiki_page add column is_template boolean not null default false;
create index wiki_page_template on wiki_page (group_id) where is_template;

-- Which items are remarks about a page. Follows what the items say.
create table wiki_remark (
    item_id uuid primary key references item (id),
    page_address text not null
);
create index wiki_remark_page on wiki_remark (page_address);

-- The organisation's own network, of which every colleague is a member without joining. There is one at most.
alter table groups add column is_house boolean not null default false;
create unique index groups_is_house_key on groups (is_house) where is_house and deleted_at is null;

-- Which jobs are under way: another one that says the same waits for them.
create index job_leased on job (leased_until) where leased_until is not null;
