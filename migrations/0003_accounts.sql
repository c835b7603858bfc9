-- Logins of local people.

create table account (
    id uuid primary key,
    person_id uuid not null references person (id),
    -- Folded to lower case; what one logs in with.
    email text not null,
    -- Null until the link in the mail was followed.
    email_confirmed_at bigint,
    -- argon2id in PHC form; null while there is no password (invited, or signing in elsewhere).
    password_hash text,
    -- member, administrator
    role text not null,
    -- waiting (for approval), active, suspended
    state text not null,
    -- nl, en; null: what the browser asks for
    language text,
    -- light, dark; null: what the device asks for
    scheme text,
    -- First-login steps done: 0 to 3; 3 is finished.
    onboarding_step bigint not null,
    created_at bigint not null,
    last_login_at bigint
);
create unique index account_person_id_key on account (person_id);
create unique index account_email_key on account (email);

-- Signed-in browsers. A person sees and ends his own, an administrator anyone's.
create table session (
    -- SHA-256 of the id in the cookie: reading this table gives nobody a login.
    id_hash bytea primary key,
    account_id uuid not null references account (id),
    created_at bigint not null,
    -- Written at most every five minutes.
    last_seen_at bigint not null,
    expires_at bigint not null,
    user_agent text not null,
    -- How the person proved who he is: `pwd`.
    amr text not null
);
create index session_account on session (account_id);
create index session_expiry on session (expires_at);

-- Tokens for /api/v1.
create table token (
    id uuid primary key,
    account_id uuid not null references account (id),
    name text not null,
    secret_hash bytea not null,
    created_at bigint not null,
    last_used_at bigint,
    expires_at bigint
);
create unique index token_secret_hash_key on token (secret_hash);
create index token_account on token (account_id);

-- Links that work once: set-up, invitation, e-mail confirmation, password reset. The worker deletes expired rows.
create table one_time_link (
    secret_hash bytea primary key,
    -- setup, invitation, confirm_email, reset_password
    purpose text not null,
    account_id uuid references account (id),
    -- The address to confirm or the address invited.
    email text,
    created_by uuid references account (id),
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint
);
create index one_time_link_expiry on one_time_link (expires_at);

-- Mails, written in the transaction of the change, sent by the worker. The demo shows them in its own outbox.
create table mail (
    id uuid primary key,
    to_address text not null,
    -- Folder under templates/mail/.
    template text not null,
    language text not null,
    -- JSON object with the values of the template. Emptied once sent when it holds a secret link, except in the demo's outbox.
    args text not null,
    created_at bigint not null,
    sent_at bigint,
    attempts bigint not null,
    last_error text
);
create index mail_created on mail (created_at);
