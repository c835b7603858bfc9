-- Published things whose documents in the index are out of date. Its indexer drains by seq; `lane` lets home changes
-- overtake a flood from elsewhere.
create table published_change (
    seq bigint primary key,
    -- group, item (with its comments and files), comment
    kind text not null,
    subject_id uuid not null,
    -- 0: home, 1: replicated.
    lane bigint not null
);
create index published_change_lane on published_change (lane, seq);
