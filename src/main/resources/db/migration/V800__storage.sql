-- How much one user's files may take up: their contents, each once, what pushes keep beside them, and a
-- little for each file of each version that changed it.

-- A running total, so that nobody counts everything at each write. Whoever writes holds their row
-- until they are done: two that write at once cannot both take the last of the room.
create table public.storage_use (
    user_id uuid primary key references auth.users (id) on delete cascade,
    bytes bigint not null check (bytes >= 0)
);

-- What a file counts beside its content, each time that it changes: or many small ones, or one content
-- under many names, would be had for nothing.
create function samo.storage_file() returns integer
language sql
immutable
set search_path = ''
as $$
    select 256
$$;

-- The operator's limit in bytes, which the service sends along with each of its calls; null is none.
create function samo.storage_limit() returns bigint
language sql
stable
set search_path = ''
as $$
    select case
        when current_user = 'service_role' then
            nullif(
                nullif(current_setting('request.headers', true), '')::jsonb
                    ->> 'x-samokoder-storage-limit',
                ''
            )::bigint
    end
$$;

-- Everything of a user's that counts.
create function samo.storage_counted(p_user_id uuid) returns bigint
language sql
stable
set search_path = ''
as $$
    select coalesce(sum(stored.bytes), 0)::bigint
    from (
        select b.size as bytes
        from public.blobs b
        where b.user_id = p_user_id
        union all
        select octet_length(c.content)
        from public.version_commits c
        where c.user_id = p_user_id
        union all
        select octet_length(o.content)
        from public.version_objects o
        where o.user_id = p_user_id
        union all
        select count(*) * samo.storage_file()
        from public.version_files f
        where f.user_id = p_user_id
    ) stored
$$;

-- Adds what was just stored to a user's total, and refuses what is too much. Whoever has no total yet
-- may have files from before there were any.
create function samo.storage_add(p_user_id uuid, p_bytes bigint) returns void
language plpgsql
set search_path = ''
as $$
declare
    v_bytes bigint;
begin
    update public.storage_use u set bytes = u.bytes + p_bytes
    where u.user_id = p_user_id
    returning u.bytes into v_bytes;
    if not found then
        insert into public.storage_use as u (user_id, bytes)
        values (p_user_id, samo.storage_counted(p_user_id))
        on conflict (user_id) do update set bytes = u.bytes + p_bytes
        returning u.bytes into v_bytes;
    end if;
    if v_bytes > samo.storage_limit() then
        raise exception 'storage_exceeded' using errcode = 'PT413';
    end if;
end
$$;

-- Triggers: count what a statement stored, whichever way it came in.
create function samo.storage_contents() returns trigger
language plpgsql
set search_path = ''
as $$
begin
    perform samo.storage_add(a.user_id, sum(octet_length(a.content)))
    from added a
    group by a.user_id;
    return null;
end
$$;

create function samo.storage_files() returns trigger
language plpgsql
set search_path = ''
as $$
begin
    perform samo.storage_add(a.user_id, count(*) * samo.storage_file())
    from added a
    group by a.user_id;
    return null;
end
$$;

create trigger blobs_grow after insert on public.blobs
    referencing new table as added
    for each statement execute function samo.storage_contents();
create trigger version_commits_grow after insert on public.version_commits
    referencing new table as added
    for each statement execute function samo.storage_contents();
create trigger version_objects_grow after insert on public.version_objects
    referencing new table as added
    for each statement execute function samo.storage_contents();
create trigger version_files_grow after insert on public.version_files
    referencing new table as added
    for each statement execute function samo.storage_files();

-- Counts anew after something went. For whoever holds the user's lock alone, so that nothing comes in
-- meanwhile.
create function samo.storage_recount(p_user_id uuid) returns void
language sql
set search_path = ''
as $$
    update public.storage_use u set bytes = samo.storage_counted(p_user_id)
    where u.user_id = p_user_id
$$;

create or replace function samo.contents_sweep(p_user_id uuid) returns void
language sql
set search_path = ''
as $$
    delete from public.blobs b
    where b.user_id = p_user_id and b.staged_until <= now()
        and not exists (
            select from public.version_files f where f.user_id = b.user_id and f.sha256 = b.sha256);
    -- What is left has found another use.
    update public.blobs b set staged_until = null
    where b.user_id = p_user_id and b.staged_until <= now();
    select samo.storage_recount(p_user_id);
$$;

create or replace function public.files_collect(p_user_id uuid) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_gone integer;
begin
    perform pg_advisory_xact_lock(hashtextextended('samo.blobs ' || p_user_id::text, 0));
    delete from public.blobs b
    where b.user_id = p_user_id
        and (b.staged_until is null or b.staged_until <= now())
        and not exists (
            select from public.version_files f where f.user_id = b.user_id and f.sha256 = b.sha256);
    get diagnostics v_gone = row_count;
    perform samo.storage_recount(p_user_id);
    return to_jsonb(v_gone);
end
$$;

alter table public.storage_use enable row level security;
alter table public.storage_use force row level security;
revoke all on public.storage_use from public, anon, authenticated;
grant select on public.storage_use to authenticated;
grant select, insert, update, delete on public.storage_use to service_role;
create policy storage_use_own on public.storage_use for select to authenticated
    using ((select samo.acting_user()) = user_id);
create policy storage_use_service on public.storage_use for all to service_role
    using (true) with check (true);

revoke execute on function
    samo.storage_file(),
    samo.storage_limit(),
    samo.storage_counted(uuid),
    samo.storage_add(uuid, bigint),
    samo.storage_contents(),
    samo.storage_files(),
    samo.storage_recount(uuid)
from public, anon, authenticated;

grant execute on function
    samo.storage_file(),
    samo.storage_limit(),
    samo.storage_counted(uuid),
    samo.storage_add(uuid, bigint),
    samo.storage_recount(uuid)
to service_role;
