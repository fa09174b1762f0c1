
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '350' and success
    ) then
        execute $samokoder_350$
-- Files: every step of a project is a version, every content is stored once per owner.

-- The database's own idea of a path, the last wall behind com.samokoder.files.ProjectPath: relative,
-- forward slashes, NFC, nothing that climbs, nothing that a control character hides.
create function samo.is_project_path(p_path text) returns boolean
language sql
immutable
set search_path = ''
as $$
    select char_length(p_path) between 1 and 240
        and p_path !~ '[\x01-\x1f\x7f-\x9f\\:*?"<>|]'
        and p_path !~ '(^|/)\.{0,2}(/|$)'
        and p_path !~* '(^|/)\.git(/|$)'
        and p_path is nfc normalized
$$;

-- Whether bytes are text that every client can show: UTF-8 without NUL.
create function samo.is_text(p_content bytea) returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
    if position('\x00'::bytea in p_content) > 0 then
        return false;
    end if;
    perform convert_from(p_content, 'UTF8');
    return true;
exception
    when character_not_in_repertoire or untranslatable_character then
        return false;
end
$$;

create table public.blobs (
    user_id uuid not null references auth.users (id) on delete cascade,
    sha256 bytea not null check (octet_length(sha256) = 32),
    size integer not null check (size between 0 and 1048576),
    is_text boolean not null,
    content bytea not null check (octet_length(content) = size),
    created_at timestamptz not null default now(),
    primary key (user_id, sha256)
);

-- Numbers are gapless from 1 and the history is a line: version n's parent is n - 1.
create table public.versions (
    user_id uuid not null,
    project_id uuid not null,
    number integer not null check (number >= 1),
    parent integer generated always as (nullif(number - 1, 0)) stored,
    author text not null check (author in ('agent', 'user', 'import')),
    agent text check (char_length(agent) <= 60),
    run_id uuid,
    message text not null check (char_length(message) <= 2000),
    file_count integer not null,
    total_size_bytes bigint not null,
    created_at timestamptz not null default now(),
    primary key (user_id, project_id, number),
    foreign key (user_id, project_id) references public.projects (user_id, id) on delete cascade
);

-- A row is one content of one path for as long as it lasted: from version `since` up to, not
-- including, version `until` (null: it is in the head). Version n is the rows with
-- since <= n < until. A tree per version would cost (files x versions) rows, or as much jsonb, most of
-- it incompressible digests: 2,000 files in 500 versions are 1,000,000 entries. This way the table
-- grows by what a version changes, the head is one partial index, and any older version is one scan
-- of its project's rows.
create table public.version_files (
    user_id uuid not null,
    project_id uuid not null,
    path text collate "C" not null check (samo.is_project_path(path)),
    sha256 bytea not null,
    size integer not null,
    since integer not null,
    until integer check (until > since),
    primary key (user_id, project_id, path, since),
    foreign key (user_id, project_id) references public.projects (user_id, id) on delete cascade,
    -- Deferred, because an account's deletion takes blobs and files in no particular order.
    foreign key (user_id, sha256) references public.blobs (user_id, sha256)
        deferrable initially deferred
);

create unique index version_files_head on public.version_files (user_id, project_id, path)
    where until is null;
create index version_files_by_blob on public.version_files (user_id, sha256);

do $$
declare
    v_table text;
begin
    foreach v_table in array array['blobs', 'versions', 'version_files'] loop
        execute format('alter table public.%I enable row level security', v_table);
        execute format('alter table public.%I force row level security', v_table);
        execute format('revoke all on public.%I from public, anon, authenticated', v_table);
        execute format('grant select on public.%I to authenticated', v_table);
        execute format('grant select, insert, update, delete on public.%I to service_role', v_table);
        execute format(
            'create policy %I on public.%I for select to authenticated '
                || 'using ((select samo.acting_user()) = user_id)',
            v_table || '_own', v_table);
        execute format(
            'create policy %I on public.%I for all to service_role using (true) with check (true)',
            v_table || '_service', v_table);
    end loop;
end
$$;

-- Whether two paths of the head collide where case does not count: as two files, or as a file and a
-- folder. Such a version could not be unpacked on every disk.
create function samo.version_collides(p_user_id uuid, p_project_id uuid) returns boolean
language sql
stable
set search_path = ''
as $$
    with file as (
        select samo.search_key(f.path) as path
        from public.version_files f
        where f.user_id = p_user_id and f.project_id = p_project_id and f.until is null
    ), folder as (
        select distinct array_to_string((string_to_array(file.path, '/'))[1:depth], '/') as path
        from file, generate_series(1, cardinality(string_to_array(file.path, '/')) - 1) as depth
    )
    select exists (
        select from file group by file.path having count(*) > 1
        union all
        select from file join folder using (path))
$$;

-- Stores the contents of the changes and answers what each path ends up as: one element per path,
-- {path, op, sha256 (hex), size}, the last change of a path winning.
create function samo.version_store(p_user_id uuid, p_changes jsonb) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_changes jsonb;
begin
    with change as materialized (
        select distinct on (c.value ->> 'path')
            c.value ->> 'path' as path,
            c.value ->> 'op' as op,
            case
                when c.value ->> 'op' <> 'put' then null
                when c.value ? 'content' then convert_to(c.value ->> 'content', 'UTF8')
                else decode(c.value ->> 'content_base64', 'base64')
            end as content
        from jsonb_array_elements(p_changes) with ordinality as c (value, place)
        order by c.value ->> 'path', c.place desc
    ), stored as (
        insert into public.blobs (user_id, sha256, size, is_text, content)
        select distinct on (sha256(content))
            p_user_id, sha256(content), octet_length(content), samo.is_text(content), content
        from change
        where content is not null and octet_length(content) <= 1048576
        on conflict do nothing
    )
    select coalesce(
        jsonb_agg(jsonb_build_object(
            'path', path,
            'op', op,
            'sha256', encode(sha256(content), 'hex'),
            'size', octet_length(content))),
        '[]')
    into v_changes
    from change;
    if exists (
        select from jsonb_to_recordset(v_changes) as c (path text, op text, sha256 text, size integer)
        where samo.is_project_path(c.path) is not true
            or c.op is null
            or c.op not in ('put', 'delete')
            or (c.op = 'put' and c.size is null)
    ) then
        raise exception 'invalid_request' using errcode = 'PT400';
    end if;
    if exists (
        select from jsonb_to_recordset(v_changes) as c (size integer) where c.size > 1048576
    ) then
        raise exception 'too_large' using errcode = 'PT413';
    end if;
    return v_changes;
end
$$;

-- Turns the head into version p_next and answers what really changed.
create function samo.version_apply(
    p_user_id uuid, p_project_id uuid, p_next integer, p_changes jsonb)
returns jsonb
language sql
set search_path = ''
as $$
    with change as materialized (
        select c.path, c.op, decode(c.sha256, 'hex') as sha256, c.size
        from jsonb_to_recordset(p_changes) as c (path text, op text, sha256 text, size integer)
    ), head as materialized (
        select f.path, f.sha256
        from public.version_files f
        where f.user_id = p_user_id and f.project_id = p_project_id and f.until is null
    ), step as materialized (
        select change.*, head.path is null as is_new
        from change left join head on head.path = change.path
        where case change.op
            when 'put' then change.sha256 is distinct from head.sha256
            else head.path is not null
        end
    ), closed as (
        update public.version_files f set until = p_next
        from step
        where f.user_id = p_user_id and f.project_id = p_project_id and f.until is null
            and f.path = step.path and not step.is_new
        returning f.path
    ), opened as (
        insert into public.version_files (user_id, project_id, path, sha256, size, since)
        select p_user_id, p_project_id, step.path, step.sha256, step.size, p_next
        from step
        -- Waits for the rows before it to be closed: the head holds a path once.
        where step.op = 'put' and (select count(*) from closed) >= 0
        returning path
    )
    select coalesce(
        jsonb_agg(
            jsonb_build_object(
                'path', step.path,
                'change', case
                    when step.op = 'delete' then 'deleted'
                    when step.is_new then 'added'
                    else 'modified'
                end,
                'sha256', encode(step.sha256, 'hex'),
                'size', step.size)
            order by step.path collate "C"),
        '[]')
    from step
$$;

-- Makes the next version of a project out of changes to its head:
--   [{"op": "put", "path": "…", "content": "…"}, {"op": "put", "path": "…", "content_base64": "…"},
--    {"op": "delete", "path": "…"}]
-- and answers {number, file_count, total_size_bytes, changed: [{path, change, sha256, size}]}. Changes
-- that change nothing make no version. For functions of the service, inside their own transaction:
-- a run's step and its version are kept together or not at all.
-- The user's advisory lock, shared, keeps files_collect from taking a blob between the moment it is
-- found here and the moment it is referred to.
create function samo.version_create(
    p_user_id uuid, p_project_id uuid, p_author text, p_agent text, p_run_id uuid, p_message text,
    p_changes jsonb, p_expected_head integer)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_head integer;
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
    v_changed := samo.version_apply(
        p_user_id, p_project_id, v_head + 1, samo.version_store(p_user_id, p_changes));
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
        'number', v_head, 'file_count', v_count, 'total_size_bytes', v_size, 'changed', v_changed);
end
$$;

-- The number a reader means: the one asked for, or the head. Strangers' projects and versions that
-- were never made are not found; 0 is the empty beginning.
create function samo.version_number(p_project_id uuid, p_version integer) returns integer
language plpgsql
stable
set search_path = ''
as $$
declare
    v_head integer;
begin
    select p.head_version into v_head
    from public.projects p
    where p.user_id = samo.acting_user() and p.id = p_project_id;
    if v_head is null or coalesce(p_version, v_head) not between 0 and v_head then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    return coalesce(p_version, v_head);
end
$$;

create function samo.version_json(v public.versions) returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'number', v.number,
        'parent', v.parent,
        'author', v.author,
        'agent', v.agent,
        'run_id', v.run_id,
        'message', v.message,
        'file_count', v.file_count,
        'total_size_bytes', v.total_size_bytes,
        'created_at', v.created_at)
$$;

-- The files of a version: what the path stood for at that moment.
create function samo.version_tree(p_project_id uuid, p_version integer)
returns setof public.version_files
language sql
stable
set search_path = ''
as $$
    select f.*
    from public.version_files f
    where f.user_id = samo.acting_user()
        and f.project_id = p_project_id
        and f.since <= p_version
        and (f.until is null or f.until > p_version)
$$;

create function public.files_tree(p_project_id uuid, p_version integer) returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'version', n.number,
        'files', (
            select coalesce(
                jsonb_agg(
                    jsonb_build_object(
                        'path', f.path, 'size', f.size, 'sha256', encode(f.sha256, 'hex'))
                    order by f.path),
                '[]')
            from samo.version_tree(p_project_id, n.number) f))
    from (select samo.version_number(p_project_id, p_version) as number) n
$$;

-- One file's entry, without its content; null where the version has no such path. The version is
-- looked up on its own: inside a join the planner may never ask, and a stranger's project would be
-- "no such path" instead of "not found".
create function public.files_find(p_project_id uuid, p_version integer, p_path text) returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_number integer := samo.version_number(p_project_id, p_version);
begin
    return (
        select jsonb_build_object(
            'version', v_number,
            'path', f.path,
            'size', f.size,
            'sha256', encode(f.sha256, 'hex'),
            'is_text', b.is_text)
        from public.version_files f
        join public.blobs b on b.user_id = f.user_id and b.sha256 = f.sha256
        where f.user_id = samo.acting_user() and f.project_id = p_project_id and f.path = p_path
            and f.since <= v_number and (f.until is null or f.until > v_number));
end
$$;

-- The bytes of contents that the caller knows by digest, in base64. The digests come from the
-- caller's own trees; a content is the owner's whatever version it is in.
create function public.files_contents(p_digests jsonb) returns jsonb
language sql
stable
set search_path = ''
as $$
    select coalesce(
        jsonb_agg(jsonb_build_object(
            'sha256', encode(b.sha256, 'hex'),
            'content', translate(encode(b.content, 'base64'), E'\n', ''))),
        '[]')
    from public.blobs b
    where b.user_id = samo.acting_user()
        and b.sha256 in (select decode(d, 'hex') from jsonb_array_elements_text(p_digests) d)
$$;

-- The head's text files with their text, in one consistent look.
create function public.files_snapshot(p_project_id uuid) returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'version', n.number,
        'files', (
            select coalesce(jsonb_object_agg(f.path, convert_from(b.content, 'UTF8')), '{}')
            from samo.version_tree(p_project_id, n.number) f
            join public.blobs b on b.user_id = f.user_id and b.sha256 = f.sha256
            where b.is_text))
    from (select samo.version_number(p_project_id, null) as number) n
$$;

-- Newest first; p_before is the last number the caller has seen.
create function public.files_versions(p_project_id uuid, p_before integer, p_limit integer)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select coalesce(jsonb_agg(samo.version_json(v) order by v.number desc), '[]')
    from (select samo.version_number(p_project_id, null) as head) n,
        lateral (
            select version.*
            from public.versions version
            where version.user_id = samo.acting_user()
                and version.project_id = p_project_id
                and version.number <= n.head
                and (p_before is null or version.number < p_before)
            order by version.number desc
            limit least(p_limit, 101)
        ) v
$$;

create function public.files_version(p_project_id uuid, p_version integer) returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_number integer := samo.version_number(p_project_id, p_version);
begin
    return (
        select samo.version_json(v)
        from public.versions v
        where v.user_id = samo.acting_user()
            and v.project_id = p_project_id
            and v.number = v_number);
end
$$;

-- Deletes the contents that no version of the user refers to any more, which only the deletion of a
-- project leaves behind, and answers how many there were. What a crash keeps it from deleting goes
-- with the next project.
create function public.files_collect(p_user_id uuid) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_gone integer;
begin
    perform pg_advisory_xact_lock(hashtextextended('samo.blobs ' || p_user_id::text, 0));
    delete from public.blobs b
    where b.user_id = p_user_id
        and not exists (
            select from public.version_files f where f.user_id = b.user_id and f.sha256 = b.sha256);
    get diagnostics v_gone = row_count;
    return to_jsonb(v_gone);
end
$$;

revoke execute on function
    samo.is_project_path(text),
    samo.is_text(bytea),
    samo.version_collides(uuid, uuid),
    samo.version_store(uuid, jsonb),
    samo.version_apply(uuid, uuid, integer, jsonb),
    samo.version_create(uuid, uuid, text, text, uuid, text, jsonb, integer),
    samo.version_number(uuid, integer),
    samo.version_json(public.versions),
    samo.version_tree(uuid, integer),
    public.files_tree(uuid, integer),
    public.files_find(uuid, integer, text),
    public.files_contents(jsonb),
    public.files_snapshot(uuid),
    public.files_versions(uuid, integer, integer),
    public.files_version(uuid, integer),
    public.files_collect(uuid)
from public, anon, authenticated;

grant execute on function
    samo.is_project_path(text),
    samo.is_text(bytea),
    samo.version_collides(uuid, uuid),
    samo.version_store(uuid, jsonb),
    samo.version_apply(uuid, uuid, integer, jsonb),
    samo.version_create(uuid, uuid, text, text, uuid, text, jsonb, integer),
    public.files_collect(uuid)
to service_role;

grant execute on function
    samo.version_number(uuid, integer),
    samo.version_json(public.versions),
    samo.version_tree(uuid, integer),
    public.files_tree(uuid, integer),
    public.files_find(uuid, integer, text),
    public.files_contents(jsonb),
    public.files_snapshot(uuid),
    public.files_versions(uuid, integer, integer),
    public.files_version(uuid, integer)
to authenticated;
$samokoder_350$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '350', 'files', 'SQL', 'V350__files.sql', -810409184,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;
