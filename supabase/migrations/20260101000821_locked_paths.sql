
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '501' and success
    ) then
        execute $samokoder_501$
-- Locked paths: what agents may not touch. Their owner may.

-- A path in which `*` and `?` stand for any characters of one segment and `**` for any segments. There
-- is nothing to escape: no path of a project holds these characters, and brackets are plain.
create function samo.is_path_glob(p_glob text) returns boolean
language sql
immutable
set search_path = ''
as $$
    select char_length(p_glob) between 1 and 240
        and p_glob !~ '[\x01-\x1f\x7f-\x9f\\:"<>|]'
        and p_glob !~ '(^|/)\.{0,2}(/|$)'
        and p_glob !~ '(^|/)\*\*/\*\*(/|$)'
        and p_glob is nfc normalized
$$;

-- The regular expression, over samo.search_key(path), of a glob and of everything below what it names.
-- In steps: search_key first, because case does not count; then what is special in expressions is
-- escaped; then the stars, for which control characters stand in meanwhile.
create function samo.glob_pattern(p_glob text) returns text
language sql
immutable
set search_path = ''
as $$
    select '^'
        || replace(replace(replace(replace(
            regexp_replace(
                regexp_replace(
                    regexp_replace(samo.search_key(p_glob), '([.^$+(){}\[\]])', '\\\1', 'g'),
                    '(^|/)\*\*/', E'\\1\x01', 'g'),
                '(^|/)\*\*$', E'\\1\x02'),
            '*', '[^/]*'),
            '?', '[^/]'),
            E'\x01', '([^/]+/)*'),
            E'\x02', '.+')
        || '(/.*)?$'
$$;

create table public.project_locks (
    user_id uuid not null,
    project_id uuid not null,
    globs jsonb not null check (jsonb_typeof(globs) = 'array'),
    -- Counts the changes, for If-Match; no row is revision 0.
    revision integer not null default 1,
    updated_at timestamptz not null default now(),
    primary key (user_id, project_id),
    foreign key (user_id, project_id) references public.projects (user_id, id) on delete cascade
);

create trigger project_locks_touch before update on public.project_locks
    for each row execute function samo.touch();

alter table public.project_locks enable row level security;
alter table public.project_locks force row level security;
revoke all on public.project_locks from public, anon, authenticated;
grant select on public.project_locks to authenticated;
grant select, insert, update, delete on public.project_locks to service_role;
create policy project_locks_own on public.project_locks
    for select to authenticated using ((select samo.acting_user()) = user_id);
create policy project_locks_service on public.project_locks
    for all to service_role using (true) with check (true);

create function public.files_locks(p_project_id uuid) returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    perform samo.version_number(p_project_id, null);
    return coalesce(
        (
            select jsonb_build_object('globs', l.globs, 'revision', l.revision)
            from public.project_locks l
            where l.user_id = samo.acting_user() and l.project_id = p_project_id),
        jsonb_build_object('globs', '[]'::jsonb, 'revision', 0));
end
$$;

-- Replaces the locks. The project's row is held, so that of two changes made from the same revision
-- one gets version_conflict, and so that a version under way is finished first.
create function public.files_lock(
    p_user_id uuid, p_project_id uuid, p_globs jsonb, p_expected_revision integer)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_revision integer;
begin
    perform from public.projects p
    where p.user_id = p_user_id and p.id = p_project_id
    for no key update;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    select l.revision into v_revision
    from public.project_locks l
    where l.user_id = p_user_id and l.project_id = p_project_id;
    if p_expected_revision <> coalesce(v_revision, 0) then
        raise exception 'version_conflict' using errcode = 'PT412';
    end if;
    if jsonb_array_length(p_globs) > 100 or exists (
        select from jsonb_array_elements_text(p_globs) g where samo.is_path_glob(g) is not true
    ) then
        raise exception 'invalid_request' using errcode = 'PT400';
    end if;
    insert into public.project_locks as l (user_id, project_id, globs)
    values (p_user_id, p_project_id, p_globs)
    on conflict (user_id, project_id) do update
        set globs = excluded.globs, revision = l.revision + 1
        where l.globs <> excluded.globs;
    return (
        select jsonb_build_object('globs', l.globs, 'revision', l.revision)
        from public.project_locks l
        where l.user_id = p_user_id and l.project_id = p_project_id);
end
$$;

-- Which of an agent's changes are refused: [{path, reason, lock}]. Also refused is a file that would
-- stand where a locked file's folder is.
create function samo.version_rejected(p_user_id uuid, p_project_id uuid, p_changes jsonb)
returns jsonb
language sql
stable
set search_path = ''
as $$
    with lock as materialized (
        select g.glob, samo.glob_pattern(g.glob) as pattern, g.place
        from public.project_locks l,
            jsonb_array_elements_text(l.globs) with ordinality as g (glob, place)
        where l.user_id = p_user_id and l.project_id = p_project_id
    ), change as (
        select distinct c ->> 'path' as path, samo.search_key(c ->> 'path') as key
        from jsonb_array_elements(p_changes) c
        where c ->> 'op' in ('put', 'delete') and exists (select from lock)
    ), held as (
        select samo.search_key(f.path) as key, lock.glob, lock.place
        from public.version_files f
        join lock on samo.search_key(f.path) ~ lock.pattern
        where f.user_id = p_user_id and f.project_id = p_project_id and f.until is null
    ), found as (
        select change.path, lock.glob, lock.place
        from change join lock on change.key ~ lock.pattern
        union all
        select change.path, held.glob, held.place
        from change join held on starts_with(held.key, change.key || '/')
    )
    select coalesce(
        jsonb_agg(
            jsonb_build_object('path', first.path, 'reason', 'locked', 'lock', first.glob)
            order by first.path collate "C"),
        '[]')
    from (
        select distinct on (found.path) found.path, found.glob
        from found
        order by found.path, found.place
    ) first
$$;

-- Makes the next version of a project out of changes to its head:
--   [{"op": "put", "path": "…", "content": "…"}, {"op": "put", "path": "…", "content_base64": "…"},
--    {"op": "delete", "path": "…"}, {"op": "summarize", "path": "…", "summary": "…"}]
-- and answers {number, file_count, total_size_bytes, changed: [{path, change, sha256, size}],
-- rejected: [{path, reason, lock}]}. Changes that change nothing make no version; summaries never do.
-- What an agent does to a locked path is left out and told as rejected. For functions of the service,
-- inside their own transaction: a run's step and its version are kept together or not at all.
-- The user's advisory lock, shared, keeps files_collect from taking a blob between the moment it is
-- found here and the moment it is referred to.
create or replace function samo.version_create(
    p_user_id uuid, p_project_id uuid, p_author text, p_agent text, p_run_id uuid, p_message text,
    p_changes jsonb, p_expected_head integer)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_head integer;
    v_rejected jsonb := '[]';
    v_changes jsonb;
    v_summaries jsonb;
    v_changed jsonb;
    v_count integer;
    v_size bigint;
begin
    perform pg_advisory_xact_lock_shared(hashtextextended('samo.blobs ' || p_user_id::text, 0));
    select p.head_version into v_head
    from public.projects p
    where p.user_id = p_user_id and p.id = p_project_id
    for no key update;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    if p_expected_head <> v_head then
        raise exception 'version_conflict' using errcode = 'PT412';
    end if;
    if p_author = 'agent' then
        v_rejected := samo.version_rejected(p_user_id, p_project_id, p_changes);
    end if;
    select
        coalesce(
            jsonb_agg(c.change order by c.place)
                filter (where c.change ->> 'op' is distinct from 'summarize'),
            '[]'),
        coalesce(
            jsonb_agg(c.change order by c.place) filter (where c.change ->> 'op' = 'summarize'),
            '[]')
    into v_changes, v_summaries
    from jsonb_array_elements(p_changes) with ordinality as c (change, place)
    where not exists (
        select from jsonb_array_elements(v_rejected) r where r -> 'path' = c.change -> 'path');
    v_changed := samo.version_apply(
        p_user_id, p_project_id, v_head + 1, samo.version_store(p_user_id, v_changes));
    if v_summaries <> '[]' then
        perform samo.version_summarize(p_user_id, p_project_id, v_summaries);
    end if;
    select count(*), coalesce(sum(f.size), 0) into v_count, v_size
    from public.version_files f
    where f.user_id = p_user_id and f.project_id = p_project_id and f.until is null;
    if v_changed <> '[]' then
        if v_count > 2000 or v_size > 67108864 then
            raise exception 'too_large' using errcode = 'PT413';
        end if;
        -- Only a new path can collide with the others.
        if v_changed @> '[{"change": "added"}]' and samo.version_collides(p_user_id, p_project_id) then
            raise exception 'invalid_request' using errcode = 'PT400';
        end if;
        v_head := v_head + 1;
        insert into public.versions
            (user_id, project_id, number, author, agent, run_id, message, file_count, total_size_bytes)
        values (
            p_user_id, p_project_id, v_head, p_author, p_agent, p_run_id,
            left(coalesce(p_message, ''), 2000), v_count, v_size);
        update public.projects p set
            head_version = v_head, file_count = v_count, total_size_bytes = v_size
        where p.user_id = p_user_id and p.id = p_project_id;
    end if;
    return jsonb_build_object(
        'number', v_head, 'file_count', v_count, 'total_size_bytes', v_size, 'changed', v_changed,
        'rejected', v_rejected);
end
$$;

-- What a committed step's files add to the log: each file, those refused for a lock too, then the
-- version; nothing where there is none.
create or replace function samo.run_version_events(
    p_step jsonb, p_number integer, p_version jsonb)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select coalesce(jsonb_agg(jsonb_build_object(
            'type', e.type, 'step', p_step ->> 'id', 'agent', p_step ->> 'agent', 'data', e.data)
            order by e.place, e.data ->> 'path'), '[]')
    from (
        select 1 as place,
            case f.file ->> 'change' when 'deleted' then 'file.deleted' else 'file.written' end
                as type,
            f.file as data
        from jsonb_array_elements(p_version -> 'changed') as f (file)
        union all
        select 1, 'file.rejected', r.file
        from jsonb_array_elements(p_version -> 'rejected') as r (file)
        union all
        select 2, 'version.created', jsonb_build_object(
            'version', p_number, 'file_count', p_version -> 'file_count',
            'total_size_bytes', p_version -> 'total_size_bytes')
        where p_number is not null) as e
$$;

-- The head as agents see it, in one consistent look: its text files with their text, the paths of
-- its other files, what is known to be in them, and what is locked.
create or replace function public.files_snapshot(p_project_id uuid) returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'version', n.number,
        'files', coalesce(
            jsonb_object_agg(f.path, convert_from(b.content, 'UTF8')) filter (where b.is_text),
            '{}'),
        'binaries', coalesce(
            jsonb_agg(f.path order by f.path) filter (where not b.is_text),
            '[]'),
        'summaries', coalesce(
            jsonb_object_agg(f.path, b.summary) filter (where b.summary is not null),
            '{}'),
        'locks', public.files_locks(p_project_id) -> 'globs')
    from (select samo.version_number(p_project_id, null) as number) n
    left join lateral samo.version_tree(p_project_id, n.number) f on true
    left join public.blobs b on b.user_id = f.user_id and b.sha256 = f.sha256
    group by n.number
$$;

revoke execute on function
    samo.is_path_glob(text),
    samo.glob_pattern(text),
    samo.version_rejected(uuid, uuid, jsonb),
    public.files_locks(uuid),
    public.files_lock(uuid, uuid, jsonb, integer)
from public, anon, authenticated;

grant execute on function
    samo.is_path_glob(text),
    samo.glob_pattern(text),
    samo.version_rejected(uuid, uuid, jsonb),
    public.files_lock(uuid, uuid, jsonb, integer)
to service_role;

grant execute on function public.files_locks(uuid) to authenticated;
$samokoder_501$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '501', 'locked paths', 'SQL', 'V501__locked_paths.sql', 216605996,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;
