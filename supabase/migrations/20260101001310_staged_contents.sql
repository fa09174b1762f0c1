
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '790' and success
    ) then
        execute $samokoder_790$
-- Contents that were taken in for a push or an import are left alone until it refers to them: what
-- another one of the same user lets go of, because it failed or a project was deleted, is not theirs.

-- Until when a content is kept that nothing refers to yet; null once something did.
alter table public.blobs add column staged_until timestamptz;
create index blobs_staged on public.blobs (user_id, staged_until) where staged_until is not null;

-- Takes away what was staged and then not referred to in time. For whoever holds the user's lock alone.
create function samo.contents_sweep(p_user_id uuid) returns void
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
$$;

-- Stores contents, given in base64, that are about to be referred to, and keeps them for as long as
-- that may take; those that the user's earlier attempts left behind go. Now and then what somebody
-- left who did not come back goes, too.
create function samo.contents_stage(p_user_id uuid, p_contents jsonb) returns void
language plpgsql
set search_path = ''
as $$
declare
    v_lock constant bigint := hashtextextended('samo.blobs ' || p_user_id::text, 0);
    v_other uuid;
begin
    if exists (
            select from public.blobs b where b.user_id = p_user_id and b.staged_until <= now())
        and pg_try_advisory_xact_lock(v_lock) then
        perform samo.contents_sweep(p_user_id);
    end if;
    perform pg_advisory_xact_lock_shared(v_lock);
    insert into public.blobs (user_id, sha256, size, is_text, content, staged_until)
    select distinct on (sha256(c.content))
        p_user_id, sha256(c.content), octet_length(c.content), samo.is_text(c.content), c.content,
        now() + interval '15 minutes'
    from (
        select decode(value, 'base64') as content from jsonb_array_elements_text(p_contents)
    ) c
    -- One order for all, so that two that stage the same contents do not wait for each other.
    order by sha256(c.content)
    on conflict (user_id, sha256) do update set staged_until = excluded.staged_until;
    if random() < 0.02 then
        select b.user_id into v_other
        from public.blobs b
        where b.staged_until <= now() and b.user_id <> p_user_id
        limit 1;
        if found and pg_try_advisory_xact_lock(
                hashtextextended('samo.blobs ' || v_other::text, 0)) then
            perform samo.contents_sweep(v_other);
        end if;
    end if;
end
$$;

-- Marks staged contents as referred to, which the caller is about to do; what is no longer there may be
-- staged again. From here on nothing of it is collected: see samo.version_create.
create function samo.contents_refer(p_user_id uuid, p_digests bytea[]) returns void
language plpgsql
set search_path = ''
as $$
begin
    perform pg_advisory_xact_lock_shared(hashtextextended('samo.blobs ' || p_user_id::text, 0));
    perform from public.blobs b
    where b.user_id = p_user_id and b.sha256 = any (p_digests) and b.staged_until is not null
    order by b.sha256
    for no key update;
    update public.blobs b set staged_until = null
    where b.user_id = p_user_id and b.sha256 = any (p_digests) and b.staged_until is not null;
    if exists (
        select from unnest(p_digests) as named (sha256)
        where not exists (
            select from public.blobs b where b.user_id = p_user_id and b.sha256 = named.sha256)
    ) then
        raise exception 'unavailable' using errcode = 'PT503';
    end if;
end
$$;

create or replace function public.git_stage(p_user_id uuid, p_contents jsonb) returns void
language sql
set search_path = ''
as $$
    select samo.contents_stage(p_user_id, p_contents)
$$;

create or replace function public.files_stage(p_user_id uuid, p_contents jsonb) returns void
language sql
set search_path = ''
as $$
    select samo.contents_stage(p_user_id, p_contents)
$$;

-- Staged twice is staged once.
comment on function public.git_stage(uuid, jsonb) is 'repeatable';

create or replace function public.files_import(
    p_user_id uuid, p_project_id uuid, p_name text, p_description text, p_files jsonb,
    p_message text)
returns jsonb
language plpgsql
set search_path = ''
as $$
begin
    perform samo.contents_refer(
        p_user_id,
        array(
            select decode(f.sha256, 'hex') from jsonb_to_recordset(p_files) as f (sha256 text)));
    insert into public.projects (id, user_id, name, description)
    values (p_project_id, p_user_id, p_name, p_description);
    perform samo.version_create(
        p_user_id, p_project_id, 'import', null, null, p_message,
        (
            select jsonb_agg(
                jsonb_build_object('op', 'put', 'path', f.path, 'sha256', f.sha256))
            from jsonb_to_recordset(p_files) as f (path text, sha256 text)
        ),
        0);
    return (
        select samo.project_json(p)
        from public.projects p
        where p.user_id = p_user_id and p.id = p_project_id);
end
$$;

-- Changes by digest as samo.version_create takes them.
create or replace function samo.git_changes(p_user_id uuid, p_changes jsonb) returns jsonb
language sql
stable
set search_path = ''
as $$
    select coalesce(
        jsonb_agg(
            case
                when c.sha256 is null then jsonb_build_object('op', 'delete', 'path', c.path)
                else jsonb_build_object('op', 'put', 'path', c.path, 'sha256', c.sha256)
            end),
        '[]')
    from jsonb_to_recordset(p_changes) as c (path text, sha256 text)
$$;

-- Turns the commits of a push into versions on top of version p_head, all or none, and answers the
-- last one's number. Who is late hears of that first, whatever became of the contents.
create or replace function public.git_push(
    p_user_id uuid, p_project_id uuid, p_head integer, p_commits jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_head integer;
    v_made integer;
    v_commit jsonb;
begin
    select p.head_version into v_head
    from public.projects p
    where p.user_id = p_user_id and p.id = p_project_id
    for no key update;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    if p_head <> v_head then
        raise exception 'version_conflict' using errcode = 'PT412';
    end if;
    perform samo.contents_refer(
        p_user_id,
        array(
            select decode(c.value ->> 'sha256', 'hex')
            from jsonb_array_elements(p_commits) k, jsonb_array_elements(k.value -> 'changes') c
            where c.value ->> 'sha256' is not null));
    for v_commit in select value from jsonb_array_elements(p_commits) loop
        v_made := (
            samo.version_create(
                p_user_id, p_project_id, 'user', null, null, v_commit ->> 'message',
                samo.git_changes(p_user_id, v_commit -> 'changes'), v_head)
            ->> 'number')::integer;
        if v_made = v_head then
            v_made := samo.git_repeat(p_user_id, p_project_id, v_commit ->> 'message');
        end if;
        insert into public.version_commits (user_id, project_id, number, content, executables)
        values (
            p_user_id, p_project_id, v_made, decode(v_commit ->> 'content', 'base64'),
            array(select jsonb_array_elements_text(v_commit -> 'executables')));
        insert into public.version_objects (user_id, project_id, number, place, kind, content)
        select
            p_user_id, p_project_id, v_made, o.place, o.value ->> 'kind',
            decode(o.value ->> 'content', 'base64')
        from jsonb_array_elements(v_commit -> 'objects') with ordinality as o (value, place);
        v_head := v_made;
    end loop;
    return to_jsonb(v_head);
end
$$;

-- Deletes the contents that no version of the user refers to any more, and that none is about to, and
-- answers how many there were. What a crash keeps it from deleting goes with the next project.
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
    return to_jsonb(v_gone);
end
$$;

revoke execute on function
    samo.contents_sweep(uuid),
    samo.contents_stage(uuid, jsonb),
    samo.contents_refer(uuid, bytea[])
from public, anon, authenticated;

grant execute on function
    samo.contents_sweep(uuid),
    samo.contents_stage(uuid, jsonb),
    samo.contents_refer(uuid, bytea[])
to service_role;
$samokoder_790$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '790', 'staged contents', 'SQL', 'V790__staged_contents.sql', -667332609,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(790);
end
$samokoder$;
