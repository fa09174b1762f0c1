
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '200' and success
    ) then
        execute $samokoder_200$
-- Projects: what a user is building.

-- RFC 7396: members of the patch replace the target's, null removes a member, objects merge.
create function samo.merge_patch(p_target jsonb, p_patch jsonb) returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_result jsonb := p_target;
    v_key text;
    v_value jsonb;
begin
    if jsonb_typeof(p_patch) is distinct from 'object' then
        return p_patch;
    end if;
    if jsonb_typeof(v_result) is distinct from 'object' then
        v_result := '{}';
    end if;
    for v_key, v_value in select key, value from jsonb_each(p_patch) loop
        if jsonb_typeof(v_value) = 'null' then
            v_result := v_result - v_key;
        else
            v_result := v_result
                || jsonb_build_object(v_key, samo.merge_patch(v_result -> v_key, v_value));
        end if;
    end loop;
    return v_result;
end
$$;

revoke execute on function samo.merge_patch(jsonb, jsonb) from public, anon;
grant execute on function samo.merge_patch(jsonb, jsonb) to authenticated, service_role;

-- Text made comparable for search. ICU's collation is named because lower() follows the database's
-- locale, and under locale C it leaves Cyrillic as it is; NFC because macOS sends decomposed letters.
create function samo.search_key(p_text text) returns text
language sql
immutable
set search_path = ''
as $$
    select lower(normalize(p_text, nfc) collate "und-x-icu") collate "C"
$$;

revoke execute on function samo.search_key(text) from public, anon;
grant execute on function samo.search_key(text) to authenticated, service_role;

-- The user owns the text, the settings and the archive flag; stage, progress, counters and the head
-- belong to the service. The grants below say so column by column, so a stranger to our Java code
-- (a browser with the public key) is held to the same.
create table public.projects (
    id uuid primary key,
    user_id uuid not null references auth.users (id) on delete cascade,
    name text not null check (char_length(name) between 1 and 120 and name !~ '[\x01-\x1f\x7f]'),
    description text not null check (char_length(description) between 1 and 20000),
    tech_stack text check (char_length(tech_stack) between 1 and 2000),
    ai_config jsonb not null default '{}'
        check (jsonb_typeof(ai_config) = 'object' and octet_length(ai_config::text) <= 24576),
    -- The API allows 16 KiB of compact JSON; jsonb's own text form is up to half as long again.
    metadata jsonb not null default '{}'
        check (jsonb_typeof(metadata) = 'object' and octet_length(metadata::text) <= 24576),
    archived boolean not null default false,
    stage text not null default 'draft' check (stage in ('draft', 'generating', 'completed', 'error')),
    status text not null generated always as (case when archived then 'archived' else stage end) stored,
    generation_progress integer not null default 0 check (generation_progress between 0 and 100),
    current_agent text check (char_length(current_agent) <= 60),
    generation_time_seconds integer check (generation_time_seconds >= 0),
    file_count integer not null default 0 check (file_count >= 0),
    total_size_bytes bigint not null default 0 check (total_size_bytes >= 0),
    head_version integer not null default 0 check (head_version >= 0),
    -- Counts the owner's changes, for If-Match; progress and counters leave it alone, or nobody could
    -- edit a project while it is being generated.
    revision integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (user_id, id),
    constraint archived_is_at_rest check (not (archived and stage = 'generating'))
);

create index projects_by_creation on public.projects (user_id, created_at, id);
create index projects_by_update on public.projects (user_id, updated_at, id);

create function samo.project_revise() returns trigger
language plpgsql
set search_path = ''
as $$
begin
    if (new.name, new.description, new.tech_stack, new.ai_config, new.metadata, new.archived)
        is distinct from
        (old.name, old.description, old.tech_stack, old.ai_config, old.metadata, old.archived)
    then
        new.revision := old.revision + 1;
    end if;
    return new;
end
$$;

revoke execute on function samo.project_revise() from public, anon;
grant execute on function samo.project_revise() to authenticated, service_role;

create trigger projects_revise before update on public.projects
    for each row execute function samo.project_revise();
create trigger projects_touch before update on public.projects
    for each row execute function samo.touch();

alter table public.projects enable row level security;
alter table public.projects force row level security;
revoke all on public.projects from public, anon, authenticated;
grant select, delete on public.projects to authenticated;
grant insert (id, user_id, name, description, tech_stack, ai_config, metadata)
    on public.projects to authenticated;
grant update (name, description, tech_stack, ai_config, metadata, archived)
    on public.projects to authenticated;
grant select, insert, update, delete on public.projects to service_role;

create policy projects_read on public.projects for select to authenticated
    using ((select samo.acting_user()) = user_id);
create policy projects_add on public.projects for insert to authenticated
    with check ((select samo.acting_user()) = user_id);
create policy projects_change on public.projects for update to authenticated
    using ((select samo.acting_user()) = user_id)
    with check ((select samo.acting_user()) = user_id);
create policy projects_remove on public.projects for delete to authenticated
    using ((select samo.acting_user()) = user_id);
create policy projects_service on public.projects for all to service_role
    using (true) with check (true);

-- A project as the API shows it.
create function samo.project_json(p public.projects) returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'id', p.id,
        'name', p.name,
        'description', p.description,
        'tech_stack', p.tech_stack,
        'ai_config', p.ai_config,
        'metadata', p.metadata,
        'status', p.status,
        'generation_progress', p.generation_progress,
        'current_agent', p.current_agent,
        'file_count', p.file_count,
        'total_size_bytes', p.total_size_bytes,
        'generation_time_seconds', p.generation_time_seconds,
        'head_version', p.head_version,
        'revision', p.revision,
        'created_at', p.created_at,
        'updated_at', p.updated_at)
$$;

revoke execute on function samo.project_json(public.projects) from public, anon;
grant execute on function samo.project_json(public.projects) to authenticated, service_role;

-- Merging onto an empty object drops ai_config's nulls, so that "not set" has one form.
create function public.projects_create(
    p_id uuid, p_name text, p_description text, p_tech_stack text, p_ai_config jsonb, p_metadata jsonb)
returns jsonb
language sql
set search_path = ''
as $$
    insert into public.projects as p
        (id, user_id, name, description, tech_stack, ai_config, metadata)
    values (
        p_id, samo.acting_user(), p_name, p_description, p_tech_stack,
        samo.merge_patch('{}', coalesce(p_ai_config, '{}')), coalesce(p_metadata, '{}'))
    returning samo.project_json(p)
$$;

create function public.projects_get(p_id uuid) returns jsonb
language sql
stable
set search_path = ''
as $$
    select samo.project_json(p)
    from public.projects p
    where p.user_id = samo.acting_user() and p.id = p_id
$$;

-- One page by keyset. The order is an identifier of a closed list, everything else a parameter.
-- p_after_value is the last row's position as text, p_after_id its id; both null for the first page.
-- Names are sorted in ICU's order, where Cyrillic letters stand as in the alphabet, without an index: a
-- user's projects are few, and an index in ICU's order breaks when the library is upgraded.
create function public.projects_list(
    p_status text, p_search text, p_sort text, p_descending boolean,
    p_after_value text, p_after_id uuid, p_limit integer)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_column text := case p_sort
        when 'created_at' then 'p.created_at'
        when 'updated_at' then 'p.updated_at'
        when 'name' then 'samo.search_key(p.name) collate "und-x-icu"'
    end;
    v_type text := case p_sort when 'name' then 'text' else 'timestamptz' end;
    v_direction text := case when p_descending then 'desc' else 'asc' end;
    v_beyond text := case when p_descending then '<' else '>' end;
    v_pattern text := '%'
        || replace(replace(replace(samo.search_key(p_search), '\', '\\'), '%', '\%'), '_', '\_')
        || '%';
    v_page jsonb;
begin
    if v_column is null then
        raise exception 'invalid_request' using errcode = 'PT400';
    end if;
    execute format(
        $query$
        select coalesce(jsonb_agg(page.item order by page.place), '[]')
        from (
            select
                jsonb_build_object('project', samo.project_json(p), 'position', (%1$s)::text) as item,
                row_number() over (order by %1$s %3$s, p.id %3$s) as place
            from public.projects p
            where p.user_id = samo.acting_user()
                and ($1 is null or p.status = $1)
                and ($2 is null
                    or samo.search_key(p.name) like $2
                    or samo.search_key(p.description) like $2)
                and ($4 is null or (%1$s, p.id) %4$s ($3::%2$s, $4))
            order by %1$s %3$s, p.id %3$s
            limit least($5, 101)
        ) page
        $query$,
        v_column, v_type, v_direction, v_beyond)
    into v_page
    using p_status, v_pattern, p_after_value, p_after_id, p_limit;
    return v_page;
end
$$;

-- A merge patch of the members the owner may set; archived is a flag beside them. The row is locked
-- before it is compared, so of two changes made from the same revision one gets version_conflict.
create function public.projects_update(p_id uuid, p_changes jsonb, p_expected_revision integer)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_project public.projects;
begin
    select * into v_project
    from public.projects p
    where p.user_id = samo.acting_user() and p.id = p_id
    for update;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    if p_expected_revision <> v_project.revision then
        raise exception 'version_conflict' using errcode = 'PT412';
    end if;
    if (p_changes ->> 'archived')::boolean and v_project.stage = 'generating' then
        raise exception 'run_in_progress' using errcode = 'PT409';
    end if;
    update public.projects p set
        name = case when p_changes ? 'name' then p_changes ->> 'name' else p.name end,
        description = case
            when p_changes ? 'description' then p_changes ->> 'description' else p.description
        end,
        tech_stack = case
            when p_changes ? 'tech_stack' then p_changes ->> 'tech_stack' else p.tech_stack
        end,
        ai_config = case
            when p_changes ? 'ai_config'
                then coalesce(nullif(samo.merge_patch(p.ai_config, p_changes -> 'ai_config'), 'null'), '{}')
            else p.ai_config
        end,
        metadata = case
            when p_changes ? 'metadata'
                then coalesce(nullif(samo.merge_patch(p.metadata, p_changes -> 'metadata'), 'null'), '{}')
            else p.metadata
        end,
        archived = case
            when p_changes ? 'archived' then (p_changes ->> 'archived')::boolean else p.archived
        end
    where p.user_id = v_project.user_id and p.id = v_project.id
    returning p.* into v_project;
    return samo.project_json(v_project);
end
$$;

-- Everything under the project goes with it by cascade. Locked before it is compared, as above.
create function public.projects_delete(p_id uuid, p_expected_revision integer) returns void
language plpgsql
set search_path = ''
as $$
declare
    v_revision integer;
begin
    select p.revision into v_revision
    from public.projects p
    where p.user_id = samo.acting_user() and p.id = p_id
    for update;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    if p_expected_revision <> v_revision then
        raise exception 'version_conflict' using errcode = 'PT412';
    end if;
    delete from public.projects p where p.user_id = samo.acting_user() and p.id = p_id;
end
$$;

revoke execute on function public.projects_create(uuid, text, text, text, jsonb, jsonb) from public, anon;
grant execute on function public.projects_create(uuid, text, text, text, jsonb, jsonb) to authenticated;
revoke execute on function public.projects_get(uuid) from public, anon;
grant execute on function public.projects_get(uuid) to authenticated;
revoke execute on function
    public.projects_list(text, text, text, boolean, text, uuid, integer) from public, anon;
grant execute on function
    public.projects_list(text, text, text, boolean, text, uuid, integer) to authenticated;
revoke execute on function public.projects_update(uuid, jsonb, integer) from public, anon;
grant execute on function public.projects_update(uuid, jsonb, integer) to authenticated;
revoke execute on function public.projects_delete(uuid, integer) from public, anon;
grant execute on function public.projects_delete(uuid, integer) to authenticated;

-- How a run shows itself on its project; runs call it inside their own functions, so that a project's
-- status changes in the transaction that changed the run. Null progress and seconds keep what is there.
create function samo.project_generation(
    p_user_id uuid, p_project_id uuid, p_status text, p_progress integer, p_agent text,
    p_seconds integer default null)
returns void
language plpgsql
set search_path = ''
as $$
declare
    v_archived boolean;
begin
    select p.archived into v_archived
    from public.projects p
    where p.user_id = p_user_id and p.id = p_project_id
    for no key update;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    if v_archived and p_status = 'generating' then
        raise exception 'conflict' using errcode = 'PT409';
    end if;
    update public.projects p set
        stage = p_status,
        generation_progress = coalesce(p_progress, p.generation_progress),
        current_agent = p_agent,
        generation_time_seconds = coalesce(p_seconds, p.generation_time_seconds)
    where p.user_id = p_user_id and p.id = p_project_id;
end
$$;

revoke execute on function samo.project_generation(uuid, uuid, text, integer, text, integer)
    from public, anon, authenticated;
grant execute on function samo.project_generation(uuid, uuid, text, integer, text, integer)
    to service_role;

-- The installation's last 24 hours. security_invoker: with the view owner's rights it would show every
-- tenant to whoever may read it.
create view public.production_metrics with (security_invoker = true) as
select
    count(distinct user_id) as active_users,
    count(*) as total_projects,
    coalesce(sum(file_count), 0) as total_files,
    avg(generation_time_seconds) as avg_generation_time
from public.projects
where created_at > now() - interval '24 hours';

revoke all on public.production_metrics from public, anon, authenticated;
grant select on public.production_metrics to service_role;

create function public.projects_metrics() returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'active_users', m.active_users,
        'total_projects', m.total_projects,
        'total_files', m.total_files,
        'avg_generation_time', round(m.avg_generation_time, 3))
    from public.production_metrics m
$$;

revoke execute on function public.projects_metrics() from public, anon, authenticated;
grant execute on function public.projects_metrics() to service_role;
$samokoder_200$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '200', 'projects', 'SQL', 'V200__projects.sql', 456760294,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;
