-- Files beside comments, and files in folders.

-- Set: a part of this comment and not of the item itself; `item_id` is then the item that the comment stands below, so that
-- what goes with an item takes these too. Whoever sees the comment may have it.
alter table file add column comment_id uuid references comment (id);
create index file_comment on file (comment_id, place, id) where comment_id is not null;

-- Kind `file`: the folder it lies in, as `detail` says too; here so that it can be asked for. Null for every other kind.
alter table item add column folder text;
create index item_folder on item (group_id, folder, published_at) where folder is not null;

-- JSON list of {name, size_bytes, digest}: the files that stood beside this text.
alter table revision add column files text not null default '[]';
