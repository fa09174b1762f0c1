
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '516' and success
    ) then
        execute $samokoder_516$
-- Git: versions are served as commits. A commit follows from its version alone, but for pushed ones:
-- those keep the bytes, and with them the hash, that their author's clone knows them by.

-- The commit that a version was pushed as.
create table public.version_commits (
    user_id uuid not null,
    project_id uuid not null,
    number integer not null,
    content bytea not null check (octet_length(content) between 1 and 65536),
    -- The paths of the whole tree that git calls executable; a version knows no modes.
    executables text[] not null,
    primary key (user_id, project_id, number),
    foreign key (user_id, project_id, number)
        references public.versions (user_id, project_id, number) on delete cascade
);

-- What a merge brought along: the commits that are no versions, and what only they refer to.
create table public.version_objects (
    user_id uuid not null,
    project_id uuid not null,
    number integer not null,
    place integer not null,
    kind text not null check (kind in ('commit', 'tree', 'blob')),
    content bytea not null check (octet_length(content) <= 1048576),
    primary key (user_id, project_id, number, place),
    foreign key (user_id, project_id, number)
        references public.version_commits (user_id, project_id, number) on delete cascade
);

do $$
declare
    v_table text;
begin
    foreach v_table in array array['version_commits', 'version_objects'] loop
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

-- The versions after p_after, oldest first, each with what it changed; about p_changes changes at a
-- time, and at least one version. What a path becomes is a digest, or null where it is deleted.
create function public.git_history(p_project_id uuid, p_after integer, p_changes integer)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_head integer := samo.version_number(p_project_id, null);
    v_last integer := least(v_head, p_after + 200);
begin
    if v_last <= p_after then
        return jsonb_build_object('head', v_head, 'steps', jsonb_build_array());
    end if;
    return (
        with change as materialized (
            select f.since as number, f.path, f.sha256, f.size
            from public.version_files f
            where f.user_id = samo.acting_user() and f.project_id = p_project_id
                and f.since > p_after and f.since <= v_last
            union all
            select f.until, f.path, null, 0
            from public.version_files f
            where f.user_id = samo.acting_user() and f.project_id = p_project_id
                and f.until > p_after and f.until <= v_last
                and not exists (
                    select from public.version_files later
                    where later.user_id = f.user_id and later.project_id = f.project_id
                        and later.path = f.path and later.since = f.until)
        ), step as (
            select
                c.number,
                count(*) as size,
                jsonb_agg(
                    jsonb_build_object(
                        'path', c.path, 'sha256', encode(c.sha256, 'hex'), 'size', c.size)
                    order by c.path) as changes
            from change c
            group by c.number
        ), page as (
            select
                v.*,
                coalesce(step.changes, '[]') as changes,
                sum(coalesce(step.size, 0)) over (order by v.number)
                    - coalesce(step.size, 0) as before
            from public.versions v
            left join step on step.number = v.number
            where v.user_id = samo.acting_user() and v.project_id = p_project_id
                and v.number > p_after and v.number <= v_last
        )
        select jsonb_build_object(
            'head', v_head,
            'steps', jsonb_agg(
                jsonb_build_object(
                    'number', page.number,
                    'author', page.author,
                    'agent', page.agent,
                    'message', page.message,
                    'created_at', page.created_at,
                    'changes', page.changes,
                    'commit', translate(encode(c.content, 'base64'), E'\n', ''),
                    'executables', to_jsonb(c.executables),
                    'merged', exists (
                        select from public.version_objects o
                        where o.user_id = page.user_id and o.project_id = page.project_id
                            and o.number = page.number))
                order by page.number))
        from page
        left join public.version_commits c
            on c.user_id = page.user_id and c.project_id = page.project_id
                and c.number = page.number
        where page.before < p_changes);
end
$$;

create function public.git_objects(p_project_id uuid, p_version integer) returns jsonb
language sql
stable
set search_path = ''
as $$
    select coalesce(
        jsonb_agg(
            jsonb_build_object(
                'kind', o.kind,
                'content', translate(encode(o.content, 'base64'), E'\n', ''))
            order by o.place),
        '[]')
    from public.version_objects o
    where o.user_id = samo.acting_user() and o.project_id = p_project_id and o.number = p_version
$$;

-- Takes contents in, given in base64, that a push is about to refer to: a push may hold more than
-- one call should. Those that it then does not refer to are left to files_collect.
create function public.git_stage(p_user_id uuid, p_contents jsonb) returns void
language sql
set search_path = ''
as $$
    insert into public.blobs (user_id, sha256, size, is_text, content)
    select distinct on (sha256(c.content))
        p_user_id, sha256(c.content), octet_length(c.content), samo.is_text(c.content), c.content
    from (
        select decode(value, 'base64') as content from jsonb_array_elements_text(p_contents)
    ) c
    on conflict do nothing
$$;

-- Changes by digest as samo.version_create takes them.
create function samo.git_changes(p_user_id uuid, p_changes jsonb) returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    if exists (
        select from jsonb_to_recordset(p_changes) as c (sha256 text)
        where c.sha256 is not null
            and not exists (
                select from public.blobs b
                where b.user_id = p_user_id and b.sha256 = decode(c.sha256, 'hex'))
    ) then
        raise exception 'conflict' using errcode = 'PT409';
    end if;
    return (
        select coalesce(
            jsonb_agg(
                case
                    when c.sha256 is null then jsonb_build_object('op', 'delete', 'path', c.path)
                    else jsonb_build_object(
                        'op', 'put', 'path', c.path, 'content_base64', encode(b.content, 'base64'))
                end),
            '[]')
        from jsonb_to_recordset(p_changes) as c (path text, sha256 text)
        left join public.blobs b
            on b.user_id = p_user_id and b.sha256 = decode(c.sha256, 'hex'));
end
$$;

-- A version that changes no file, for a commit that does not either: it is part of its branch.
create function samo.git_repeat(p_user_id uuid, p_project_id uuid, p_message text) returns integer
language sql
set search_path = ''
as $$
    with project as (
        update public.projects p set head_version = p.head_version + 1
        where p.user_id = p_user_id and p.id = p_project_id
        returning p.head_version, p.file_count, p.total_size_bytes
    )
    insert into public.versions
        (user_id, project_id, number, author, message, file_count, total_size_bytes)
    select
        p_user_id, p_project_id, project.head_version, 'user', left(p_message, 2000),
        project.file_count, project.total_size_bytes
    from project
    returning number
$$;

-- Turns the commits of a push into versions on top of version p_head, all or none, and answers the
-- last one's number:
--   [{"message": "…", "content": "<base64>", "executables": ["…"],
--     "changes": [{"path": "…", "sha256": "…"}, {"path": "…", "sha256": null}],
--     "objects": [{"kind": "commit", "content": "<base64>"}]}]
create function public.git_push(
    p_user_id uuid, p_project_id uuid, p_head integer, p_commits jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_head integer := p_head;
    v_made integer;
    v_commit jsonb;
begin
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

revoke execute on function
    public.git_history(uuid, integer, integer),
    public.git_objects(uuid, integer),
    public.git_stage(uuid, jsonb),
    samo.git_changes(uuid, jsonb),
    samo.git_repeat(uuid, uuid, text),
    public.git_push(uuid, uuid, integer, jsonb)
from public, anon, authenticated;

grant execute on function
    public.git_history(uuid, integer, integer),
    public.git_objects(uuid, integer)
to authenticated;

grant execute on function
    public.git_stage(uuid, jsonb),
    samo.git_changes(uuid, jsonb),
    samo.git_repeat(uuid, uuid, text),
    public.git_push(uuid, uuid, integer, jsonb)
to service_role;
$samokoder_516$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '516', 'git', 'SQL', 'V516__git.sql', -461067177,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;
