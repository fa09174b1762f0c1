-- The database of Samokoder, for a Supabase project. Made from the migrations: change those.
--
-- Paste all of it into the project's SQL editor and run it, or: psql "$URL" -f schema.sql
-- It may be run again: what is there already is left alone.

begin;
select pg_advisory_xact_lock(7305814);

create schema if not exists samo_meta;
revoke all on schema samo_meta from public;
create table if not exists samo_meta.flyway_schema_history (
    installed_rank integer not null constraint flyway_schema_history_pk primary key,
    version varchar(50),
    description varchar(200) not null,
    type varchar(20) not null,
    script varchar(1000) not null,
    checksum integer,
    installed_by varchar(100) not null,
    installed_on timestamp not null default now(),
    execution_time integer not null,
    success boolean not null
);
create index if not exists flyway_schema_history_s_idx
    on samo_meta.flyway_schema_history (success);

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '001' and success
    ) then
        execute $samokoder_001$
-- A Supabase project gives whatever is made in "public" to everybody who has its public key. Nothing
-- of ours is: every migration opens what it makes to the roles it names. This holds for what the
-- running role makes from now on in this project, so other things that live in it must grant, too.

alter default privileges in schema public
    revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public
    revoke all on functions from anon, authenticated, service_role;
alter default privileges in schema public
    revoke all on sequences from anon, authenticated, service_role;
$samokoder_001$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '001', 'close default privileges', 'SQL', 'V001__close_default_privileges.sql', -86616833,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '100' and success
    ) then
        execute $samokoder_100$
-- The ground under every feature: the internal schema, who is acting, and a health check.

-- Functions and tables are closed until a migration opens them to a named role.
revoke create on schema public from public;
grant usage on schema public to anon, authenticated, service_role;
alter default privileges in schema public revoke execute on functions from public;
alter default privileges in schema public revoke all on tables from anon, authenticated;

-- Internals: not exposed over HTTP by any transport.
create schema if not exists samo;
revoke all on schema samo from public;
grant usage on schema samo to anon, authenticated, service_role;
alter default privileges in schema samo revoke execute on functions from public;

-- Who a call acts for. A user's own call carries the user in its claims. A service call over HTTP may
-- name the acting user in a header, which only the service's key makes credible.
create function samo.acting_user() returns uuid
language sql
stable
set search_path = ''
as $$
    select coalesce(
        auth.uid(),
        case
            when current_user = 'service_role' then
                nullif(
                    nullif(current_setting('request.headers', true), '')::jsonb
                        ->> 'x-samokoder-acting-user',
                    ''
                )::uuid
        end
    )
$$;

revoke execute on function samo.acting_user() from public;
grant execute on function samo.acting_user() to anon, authenticated, service_role;

-- Trigger: keeps updated_at honest.
create function samo.touch() returns trigger
language plpgsql
set search_path = ''
as $$
begin
    new.updated_at := now();
    return new;
end
$$;

revoke execute on function samo.touch() from public;
grant execute on function samo.touch() to authenticated, service_role;

-- Shows that the database answers and that the service's role is what it should be.
create function public.samo_ping() returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object('role', current_user, 'now', clock_timestamp())
$$;

revoke execute on function public.samo_ping() from public, anon, authenticated;
grant execute on function public.samo_ping() to service_role;
$samokoder_100$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '100', 'foundation', 'SQL', 'V100__foundation.sql', -2084738498,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '120' and success
    ) then
        execute $samokoder_120$
-- Answers to requests that create or spend, kept for a day so that a repetition gets the same answer
-- instead of a second project, key or run. Only the service reads and writes them.

create table public.idempotency_keys (
    user_id uuid not null references auth.users (id) on delete cascade,
    key text not null check (char_length(key) between 1 and 255),
    route text not null check (char_length(route) <= 2048),
    -- SHA-256 of method, path and body.
    fingerprint bytea not null check (octet_length(fingerprint) = 32),
    -- Counts executions: one whose lease ran out must not answer for the next.
    attempt integer not null default 1,
    -- While it runs: until when its process is believed to be alive. Null once it has ended.
    lease_until timestamptz,
    -- Null where the answer was not kept.
    status integer,
    headers jsonb,
    body text,
    created_at timestamptz not null default now(),
    primary key (user_id, key)
);

create index idempotency_keys_by_age on public.idempotency_keys (user_id, created_at);

alter table public.idempotency_keys enable row level security;
alter table public.idempotency_keys force row level security;
revoke all on public.idempotency_keys from public, anon, authenticated;
grant select, insert, update, delete on public.idempotency_keys to service_role;

create policy idempotency_keys_service on public.idempotency_keys
    for all to service_role using (true) with check (true);

-- Claims a key. The outcome is execute (with the attempt's number), running, mismatch, replay, or
-- gone where the request ended well but its answer was not kept. Of two equal calls at once, the
-- second waits for the first one's row and then sees it running.
create function public.idempotency_begin(
    p_user_id uuid, p_key text, p_route text, p_fingerprint bytea, p_lease_seconds integer
) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    claimed integer;
    known public.idempotency_keys;
begin
    delete from public.idempotency_keys
    where user_id = p_user_id and created_at < now() - interval '24 hours';

    insert into public.idempotency_keys as kept (user_id, key, route, fingerprint, lease_until)
    values (
        p_user_id, p_key, p_route, p_fingerprint,
        clock_timestamp() + make_interval(secs => p_lease_seconds)
    )
    on conflict (user_id, key) do update
        set attempt = kept.attempt + 1, lease_until = excluded.lease_until
        where kept.lease_until < clock_timestamp() and kept.fingerprint = excluded.fingerprint
    returning attempt into claimed;
    if claimed is not null then
        return jsonb_build_object('outcome', 'execute', 'attempt', claimed);
    end if;

    select * into known from public.idempotency_keys where user_id = p_user_id and key = p_key;
    return case
        when known.fingerprint is distinct from p_fingerprint
            then jsonb_build_object('outcome', 'mismatch')
        when known.lease_until is not null then jsonb_build_object('outcome', 'running')
        when known.status is null then jsonb_build_object('outcome', 'gone')
        else jsonb_build_object(
            'outcome', 'replay',
            'answer', jsonb_build_object(
                'status', known.status, 'headers', known.headers, 'body', known.body
            )
        )
    end;
end
$$;

-- Ends an attempt that succeeded or that failed for good; p_answer is null where it is not kept.
create function public.idempotency_finish(
    p_user_id uuid, p_key text, p_attempt integer, p_answer jsonb
) returns void
language sql
set search_path = ''
as $$
    update public.idempotency_keys
    set lease_until = null,
        status = (p_answer ->> 'status')::integer,
        headers = p_answer -> 'headers',
        body = p_answer ->> 'body'
    where user_id = p_user_id and key = p_key and attempt = p_attempt
$$;

-- Forgets an attempt that failed on our side, so that a repetition runs anew.
create function public.idempotency_release(p_user_id uuid, p_key text, p_attempt integer)
returns void
language sql
set search_path = ''
as $$
    delete from public.idempotency_keys
    where user_id = p_user_id
        and key = p_key
        and attempt = p_attempt
        and lease_until is not null
$$;

revoke execute on function
    public.idempotency_begin(uuid, text, text, bytea, integer),
    public.idempotency_finish(uuid, text, integer, jsonb),
    public.idempotency_release(uuid, text, integer)
from public, anon, authenticated;
grant execute on function
    public.idempotency_begin(uuid, text, text, bytea, integer),
    public.idempotency_finish(uuid, text, integer, jsonb),
    public.idempotency_release(uuid, text, integer)
to service_role;
$samokoder_120$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '120', 'idempotency', 'SQL', 'V120__idempotency.sql', 1707784149,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '160' and success
    ) then
        execute $samokoder_160$
-- What Samokoder itself knows of a user, and the access tokens for machines.

create table public.profiles (
    user_id uuid primary key references auth.users (id) on delete cascade,
    full_name text check (char_length(full_name) <= 200),
    language text not null default 'en' check (language in ('en', 'ru')),
    default_provider text check (char_length(default_provider) <= 64),
    default_model text check (char_length(default_model) <= 200),
    is_admin boolean not null default false,
    version bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

create trigger profiles_touch before update on public.profiles
    for each row execute function samo.touch();

alter table public.profiles enable row level security;
alter table public.profiles force row level security;
revoke all on public.profiles from public, anon, authenticated;
create policy profiles_own_read on public.profiles for select to authenticated
    using ((select samo.acting_user()) = user_id);
create policy profiles_own_insert on public.profiles for insert to authenticated
    with check ((select samo.acting_user()) = user_id);
create policy profiles_own_update on public.profiles for update to authenticated
    using ((select samo.acting_user()) = user_id)
    with check ((select samo.acting_user()) = user_id);
create policy profiles_service on public.profiles for all to service_role
    using (true) with check (true);
-- Column by column: nobody makes himself an administrator.
grant select on public.profiles to authenticated;
grant insert (user_id, full_name, language, default_provider, default_model)
    on public.profiles to authenticated;
grant update (full_name, language, default_provider, default_model, version)
    on public.profiles to authenticated;
grant select, insert, update, delete on public.profiles to service_role;

-- Only the hash of a token's secret is kept. The public id may be shown and logged.
create table public.access_tokens (
    id uuid primary key,
    user_id uuid not null references auth.users (id) on delete cascade,
    name text not null check (char_length(name) between 1 and 100),
    public_id text not null unique,
    secret_hash bytea not null check (octet_length(secret_hash) = 32),
    scopes jsonb not null check (jsonb_typeof(scopes) = 'array'),
    created_at timestamptz not null default now(),
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz,
    unique (user_id, id)
);
create index access_tokens_user on public.access_tokens (user_id, created_at desc, id desc);

alter table public.access_tokens enable row level security;
alter table public.access_tokens force row level security;
revoke all on public.access_tokens from public, anon, authenticated;
create policy access_tokens_own on public.access_tokens for select to authenticated
    using ((select samo.acting_user()) = user_id);
create policy access_tokens_service on public.access_tokens for all to service_role
    using (true) with check (true);
grant select (
    id, user_id, name, public_id, scopes, created_at, expires_at, last_used_at, revoked_at
) on public.access_tokens to authenticated;
grant select, insert, update, delete on public.access_tokens to service_role;

create function samo.auth_profile(p_profile public.profiles) returns jsonb
language sql
immutable
set search_path = ''
as $$
    select jsonb_build_object(
        'full_name', p_profile.full_name,
        'language', p_profile.language,
        'default_provider', p_profile.default_provider,
        'default_model', p_profile.default_model,
        'is_admin', p_profile.is_admin,
        'version', p_profile.version
    )
$$;

create function public.auth_find_profile() returns jsonb
language sql
stable
set search_path = ''
as $$
    select samo.auth_profile(p) from public.profiles p where p.user_id = samo.acting_user()
$$;

-- Null leaves a field as it is, empty text clears it. A first change makes the row, as a user who
-- signed up elsewhere has none yet. p_version is the version the caller saw, null for any.
create function public.auth_change_profile(
    p_full_name text,
    p_language text,
    p_default_provider text,
    p_default_model text,
    p_version bigint
) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_profile public.profiles;
begin
    insert into public.profiles (user_id) values (samo.acting_user()) on conflict do nothing;
    update public.profiles p
    set full_name = case when p_full_name is null then p.full_name else nullif(p_full_name, '') end,
        language = coalesce(p_language, p.language),
        default_provider = case
            when p_default_provider is null then p.default_provider
            else nullif(p_default_provider, '')
        end,
        default_model = case
            when p_default_model is null then p.default_model
            else nullif(p_default_model, '')
        end,
        version = p.version + 1
    where p.user_id = samo.acting_user() and (p_version is null or p.version = p_version)
    returning p.* into v_profile;
    if not found then
        raise exception 'version_conflict' using errcode = 'PT412';
    end if;
    return samo.auth_profile(v_profile);
end
$$;

create function public.auth_is_admin(p_user_id uuid) returns jsonb
language sql
stable
set search_path = ''
as $$
    select to_jsonb(exists (
        select from public.profiles p where p.user_id = p_user_id and p.is_admin
    ))
$$;

create function samo.auth_access_token(p_token public.access_tokens) returns jsonb
language sql
immutable
set search_path = ''
as $$
    select jsonb_build_object(
        'id', p_token.id,
        'name', p_token.name,
        'public_id', p_token.public_id,
        'scopes', p_token.scopes,
        'created_at', p_token.created_at,
        'expires_at', p_token.expires_at,
        'last_used_at', p_token.last_used_at
    )
$$;

create function public.auth_add_access_token(
    p_user_id uuid,
    p_id uuid,
    p_name text,
    p_public_id text,
    p_secret_hash bytea,
    p_scopes jsonb,
    p_expires_at timestamptz,
    p_most integer
) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_token public.access_tokens;
begin
    -- One at a time per user, or two calls could both take the last place.
    perform pg_advisory_xact_lock(hashtextextended('access_tokens/' || p_user_id, 0));
    if (select count(*) from public.access_tokens t
        where t.user_id = p_user_id and t.revoked_at is null) >= p_most
    then
        raise exception 'conflict' using errcode = 'PT409';
    end if;
    insert into public.access_tokens (
        id, user_id, name, public_id, secret_hash, scopes, expires_at
    )
    values (p_id, p_user_id, p_name, p_public_id, p_secret_hash, p_scopes, p_expires_at)
    returning * into v_token;
    return samo.auth_access_token(v_token);
end
$$;

create function public.auth_list_access_tokens(
    p_before_created_at timestamptz,
    p_before_id uuid,
    p_limit integer
) returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_agg(
        jsonb_build_object(
            'id', page.id,
            'name', page.name,
            'public_id', page.public_id,
            'scopes', page.scopes,
            'created_at', page.created_at,
            'expires_at', page.expires_at,
            'last_used_at', page.last_used_at
        )
        order by page.created_at desc, page.id desc
    )
    from (
        select t.id, t.name, t.public_id, t.scopes, t.created_at, t.expires_at, t.last_used_at
        from public.access_tokens t
        where t.user_id = samo.acting_user()
            and t.revoked_at is null
            and (p_before_id is null or (t.created_at, t.id) < (p_before_created_at, p_before_id))
        order by t.created_at desc, t.id desc
        limit p_limit
    ) page
$$;

create function public.auth_revoke_access_token(p_user_id uuid, p_id uuid) returns void
language plpgsql
set search_path = ''
as $$
begin
    update public.access_tokens set revoked_at = now()
    where user_id = p_user_id and id = p_id and revoked_at is null;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
end
$$;

-- A token by its public id, for the service to compare the secret with; NULL where it is not valid.
create function public.auth_find_access_token(p_public_id text) returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'id', t.id,
        'user_id', t.user_id,
        'secret_hash', translate(encode(t.secret_hash, 'base64'), E'\n', ''),
        'scopes', t.scopes,
        'expires_at', t.expires_at
    )
    from public.access_tokens t
    where t.public_id = p_public_id
        and t.revoked_at is null
        and (t.expires_at is null or t.expires_at > now())
$$;

create function public.auth_touch_access_token(p_user_id uuid, p_id uuid) returns void
language sql
set search_path = ''
as $$
    update public.access_tokens set last_used_at = now()
    where user_id = p_user_id
        and id = p_id
        and (last_used_at is null or last_used_at < now() - interval '1 minute')
$$;

revoke execute on function
    samo.auth_profile(public.profiles),
    samo.auth_access_token(public.access_tokens),
    public.auth_find_profile(),
    public.auth_change_profile(text, text, text, text, bigint),
    public.auth_is_admin(uuid),
    public.auth_add_access_token(uuid, uuid, text, text, bytea, jsonb, timestamptz, integer),
    public.auth_list_access_tokens(timestamptz, uuid, integer),
    public.auth_revoke_access_token(uuid, uuid),
    public.auth_find_access_token(text),
    public.auth_touch_access_token(uuid, uuid)
    from public, anon, authenticated;
grant execute on function
    samo.auth_profile(public.profiles),
    public.auth_find_profile(),
    public.auth_change_profile(text, text, text, text, bigint),
    public.auth_list_access_tokens(timestamptz, uuid, integer)
    to authenticated;
grant execute on function
    samo.auth_profile(public.profiles),
    samo.auth_access_token(public.access_tokens),
    public.auth_is_admin(uuid),
    public.auth_add_access_token(uuid, uuid, text, text, bytea, jsonb, timestamptz, integer),
    public.auth_revoke_access_token(uuid, uuid),
    public.auth_find_access_token(text),
    public.auth_touch_access_token(uuid, uuid)
    to service_role;
$samokoder_160$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '160', 'profiles and tokens', 'SQL', 'V160__profiles_and_tokens.sql', 865429536,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;

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

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '250' and success
    ) then
        execute $samokoder_250$
-- The keys users bring. A user may read everything about an own key except the key itself: the
-- sealed columns are granted to nobody but the service, and only the service writes.

create table public.provider_keys (
    id uuid primary key,
    user_id uuid not null references auth.users (id) on delete cascade,
    provider text not null check (provider ~ '^[a-z0-9][a-z0-9_-]{0,39}$'),
    name text not null check (char_length(name) between 1 and 100),
    base_url text check (char_length(base_url) between 1 and 2048),
    priority integer not null default 100 check (priority between 0 and 1000),
    allowed_models jsonb not null default '[]' check (jsonb_typeof(allowed_models) = 'array'),
    status text not null default 'unchecked'
        check (status in ('unchecked', 'valid', 'invalid', 'exhausted', 'rate_limited')),
    -- Why the last check or call failed: a word of the error vocabulary; null when it did not.
    status_reason text check (char_length(status_reason) <= 64),
    checked_at timestamptz,
    last_used_at timestamptz,
    -- Counts the owner's changes; what the service observes does not make an If-Match stale.
    version bigint not null default 1,
    last_four text,
    scheme integer,
    kek_id text,
    nonce bytea,
    ciphertext bytea,
    -- HMAC of the key: tells that a key is here twice without telling the key.
    fingerprint bytea,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (user_id, id),
    -- Some providers need no key; then nothing is sealed.
    check (num_nulls(last_four, scheme, kek_id, nonce, ciphertext, fingerprint) in (0, 6))
);

create index provider_keys_by_priority on public.provider_keys (user_id, priority, id);

-- The owner's changes only: being used or checked does not change a key.
create trigger provider_keys_touch before update of version on public.provider_keys
    for each row execute function samo.touch();

alter table public.provider_keys enable row level security;
alter table public.provider_keys force row level security;
revoke all on public.provider_keys from public, anon, authenticated;
grant select (
    id, user_id, provider, name, base_url, priority, allowed_models, status, status_reason,
    checked_at, last_used_at, version, last_four, created_at, updated_at
) on public.provider_keys to authenticated;
grant select, insert, update, delete on public.provider_keys to service_role;

create policy provider_keys_own on public.provider_keys
    for select to authenticated using ((select samo.acting_user()) = user_id);
create policy provider_keys_service on public.provider_keys
    for all to service_role using (true) with check (true);

-- What may be shown of a key.
create view samo.provider_keys_shown with (security_invoker = true) as
select
    id, user_id, provider, name, base_url, priority, allowed_models, status, status_reason,
    checked_at, last_used_at, version, last_four, created_at, updated_at
from public.provider_keys;
revoke all on samo.provider_keys_shown from public, anon, authenticated;
grant select on samo.provider_keys_shown to authenticated, service_role;

create function public.keys_list() returns jsonb
language sql stable security invoker set search_path = '' as $$
    select coalesce(jsonb_agg(to_jsonb(k) order by k.priority, k.id), '[]'::jsonb)
    from samo.provider_keys_shown k
    where k.user_id = samo.acting_user();
$$;

create function public.keys_find(p_id uuid) returns jsonb
language sql stable security invoker set search_path = '' as $$
    select to_jsonb(k)
    from samo.provider_keys_shown k
    where k.user_id = samo.acting_user() and k.id = p_id;
$$;

-- Whether the user has this key already, sealed under whichever master key: a fingerprint per
-- configured master key is asked for.
create function samo.keys_twin(
    p_user_id uuid, p_provider text, p_base_url text, p_fingerprints jsonb, p_except uuid
) returns boolean
language sql stable security invoker set search_path = '' as $$
    select exists (
        select from public.provider_keys k
        where k.user_id = p_user_id
            and k.provider = p_provider
            and k.base_url is not distinct from p_base_url
            and k.id is distinct from p_except
            and encode(k.fingerprint, 'base64') in (
                select jsonb_array_elements_text(p_fingerprints)
            )
    );
$$;

-- Answers {outcome: added|duplicate|too_many, key}. The lock makes count and insert one step for
-- each user.
create function public.keys_add(
    p_user_id uuid, p_id uuid, p_key jsonb, p_sealed jsonb, p_fingerprints jsonb, p_limit integer
) returns jsonb
language plpgsql security invoker set search_path = '' as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('provider_keys:' || p_user_id, 0));
    if (select count(*) from public.provider_keys k where k.user_id = p_user_id) >= p_limit then
        return jsonb_build_object('outcome', 'too_many', 'key', null);
    end if;
    if samo.keys_twin(
        p_user_id, p_key ->> 'provider', p_key ->> 'base_url', p_fingerprints, null
    ) then
        return jsonb_build_object('outcome', 'duplicate', 'key', null);
    end if;
    insert into public.provider_keys (
        id, user_id, provider, name, base_url, priority, allowed_models,
        last_four, scheme, kek_id, nonce, ciphertext, fingerprint
    ) values (
        p_id, p_user_id, p_key ->> 'provider', p_key ->> 'name', p_key ->> 'base_url',
        (p_key ->> 'priority')::integer, p_key -> 'allowed_models',
        p_sealed ->> 'last_four', (p_sealed ->> 'scheme')::integer, p_sealed ->> 'kek_id',
        decode(p_sealed ->> 'nonce', 'base64'), decode(p_sealed ->> 'ciphertext', 'base64'),
        decode(p_sealed ->> 'fingerprint', 'base64')
    );
    return jsonb_build_object('outcome', 'added', 'key', (
        select to_jsonb(k) from samo.provider_keys_shown k where k.id = p_id
    ));
end;
$$;

-- Changes what is not null. A new secret or address makes the key unchecked again. Answers
-- {outcome: changed|duplicate, key}; raises not_found and version_conflict.
create function public.keys_change(
    p_user_id uuid, p_id uuid, p_version bigint, p_change jsonb, p_sealed jsonb,
    p_fingerprints jsonb
) returns jsonb
language plpgsql security invoker set search_path = '' as $$
declare
    v_key public.provider_keys;
    v_base_url text;
begin
    perform pg_advisory_xact_lock(hashtextextended('provider_keys:' || p_user_id, 0));
    select * into v_key from public.provider_keys k
    where k.user_id = p_user_id and k.id = p_id
    for update;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    if v_key.version <> p_version then
        raise exception 'version_conflict' using errcode = 'PT412';
    end if;
    v_base_url := coalesce(p_change ->> 'base_url', v_key.base_url);
    if samo.keys_twin(p_user_id, v_key.provider, v_base_url, p_fingerprints, p_id) then
        return jsonb_build_object('outcome', 'duplicate', 'key', null);
    end if;
    update public.provider_keys k set
        name = coalesce(p_change ->> 'name', k.name),
        base_url = v_base_url,
        priority = coalesce((p_change ->> 'priority')::integer, k.priority),
        allowed_models = coalesce(nullif(p_change -> 'allowed_models', 'null'), k.allowed_models),
        version = k.version + 1
    where k.id = p_id;
    if p_sealed is not null or v_base_url is distinct from v_key.base_url then
        update public.provider_keys k set
            status = 'unchecked', status_reason = null, checked_at = null
        where k.id = p_id;
    end if;
    if p_sealed is not null then
        update public.provider_keys k set
            last_four = p_sealed ->> 'last_four',
            scheme = (p_sealed ->> 'scheme')::integer,
            kek_id = p_sealed ->> 'kek_id',
            nonce = decode(p_sealed ->> 'nonce', 'base64'),
            ciphertext = decode(p_sealed ->> 'ciphertext', 'base64'),
            fingerprint = decode(p_sealed ->> 'fingerprint', 'base64')
        where k.id = p_id;
    end if;
    return jsonb_build_object('outcome', 'changed', 'key', (
        select to_jsonb(k) from samo.provider_keys_shown k where k.id = p_id
    ));
end;
$$;

create function public.keys_delete(p_user_id uuid, p_id uuid, p_version bigint) returns void
language plpgsql security invoker set search_path = '' as $$
declare
    v_version bigint;
begin
    select k.version into v_version from public.provider_keys k
    where k.user_id = p_user_id and k.id = p_id
    for update;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    if v_version <> p_version then
        raise exception 'version_conflict' using errcode = 'PT412';
    end if;
    delete from public.provider_keys k where k.id = p_id;
end;
$$;

-- The sealed key as JSON; base64 as Postgres writes it holds line breaks, which JSON's readers
-- do not expect.
create function samo.keys_sealed(p_key public.provider_keys) returns jsonb
language sql immutable set search_path = '' as $$
    select jsonb_build_object(
        'id', p_key.id,
        'user_id', p_key.user_id,
        'provider', p_key.provider,
        'base_url', p_key.base_url,
        'scheme', p_key.scheme,
        'kek_id', p_key.kek_id,
        'nonce', translate(encode(p_key.nonce, 'base64'), E'\n', ''),
        'ciphertext', translate(encode(p_key.ciphertext, 'base64'), E'\n', '')
    );
$$;

-- Hands out a sealed key for one call and notes its use.
create function public.keys_open(p_user_id uuid, p_id uuid) returns jsonb
language sql security invoker set search_path = '' as $$
    update public.provider_keys k set last_used_at = now()
    where k.user_id = p_user_id and k.id = p_id
    returning samo.keys_sealed(k);
$$;

-- Keeps what a check or a call told about a key; a null status leaves the status as it is.
create function public.keys_observe(
    p_user_id uuid, p_id uuid, p_status text, p_reason text
) returns jsonb
language sql security invoker set search_path = '' as $$
    update public.provider_keys k set
        status = coalesce(p_status, k.status),
        status_reason = p_reason,
        checked_at = now()
    where k.user_id = p_user_id and k.id = p_id
    returning jsonb_build_object('status', k.status);
$$;

-- Rotation: keys of all users that another master key than the newest has sealed, by id.
create function public.keys_outdated(p_kek_id text, p_after uuid, p_limit integer) returns jsonb
language sql stable security invoker set search_path = '' as $$
    select jsonb_agg(samo.keys_sealed(k) order by k.id)
    from public.provider_keys k
    where k.id in (
        select o.id from public.provider_keys o
        where o.kek_id <> p_kek_id and (p_after is null or o.id > p_after)
        order by o.id
        limit p_limit
    );
$$;

-- Swaps sealed keys for the same keys sealed anew; each only where it is still what was read, so
-- that a key its owner replaced meanwhile stays the owner's. Answers {resealed}.
create function public.keys_reseal(p_keys jsonb) returns jsonb
language sql security invoker set search_path = '' as $$
    with swapped as (
        update public.provider_keys k set
            scheme = (n.value ->> 'scheme')::integer,
            kek_id = n.value ->> 'kek_id',
            nonce = decode(n.value ->> 'nonce', 'base64'),
            ciphertext = decode(n.value ->> 'ciphertext', 'base64'),
            fingerprint = decode(n.value ->> 'fingerprint', 'base64')
        from jsonb_array_elements(p_keys) n
        where k.id = (n.value ->> 'id')::uuid
            and k.ciphertext = decode(n.value ->> 'was', 'base64')
        returning 1
    )
    select jsonb_build_object('resealed', count(*)) from swapped;
$$;

revoke execute on function
    samo.keys_twin(uuid, text, text, jsonb, uuid),
    samo.keys_sealed(public.provider_keys),
    public.keys_list(),
    public.keys_find(uuid),
    public.keys_add(uuid, uuid, jsonb, jsonb, jsonb, integer),
    public.keys_change(uuid, uuid, bigint, jsonb, jsonb, jsonb),
    public.keys_delete(uuid, uuid, bigint),
    public.keys_open(uuid, uuid),
    public.keys_observe(uuid, uuid, text, text),
    public.keys_outdated(text, uuid, integer),
    public.keys_reseal(jsonb)
from public, anon, authenticated;

grant execute on function public.keys_list(), public.keys_find(uuid)
to authenticated, service_role;
grant execute on function
    samo.keys_twin(uuid, text, text, jsonb, uuid),
    samo.keys_sealed(public.provider_keys),
    public.keys_add(uuid, uuid, jsonb, jsonb, jsonb, integer),
    public.keys_change(uuid, uuid, bigint, jsonb, jsonb, jsonb),
    public.keys_delete(uuid, uuid, bigint),
    public.keys_open(uuid, uuid),
    public.keys_observe(uuid, uuid, text, text),
    public.keys_outdated(text, uuid, integer),
    public.keys_reseal(jsonb)
to service_role;
$samokoder_250$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '250', 'provider keys', 'SQL', 'V250__provider_keys.sql', -1380359736,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '300' and success
    ) then
        execute $samokoder_300$
-- What was spent: one row per attempt at a provider, never changed. Rows outlive the key, the
-- project and the run they name (hence no foreign keys), not the account.

create table public.usage_records (
    id uuid primary key,
    user_id uuid not null references auth.users (id) on delete cascade,
    provider text not null check (char_length(provider) between 1 and 40),
    model text not null check (char_length(model) between 1 and 256),
    key_id uuid,
    project_id uuid,
    run_id uuid,
    step text check (char_length(step) <= 200),
    agent text check (char_length(agent) <= 64),
    access_token_id uuid,
    input_uncached bigint not null check (input_uncached >= 0),
    cache_read bigint not null check (cache_read >= 0),
    cache_write bigint not null check (cache_write >= 0),
    output bigint not null check (output >= 0),
    reasoning bigint not null check (reasoning >= 0),
    usage_source text not null check (usage_source in ('measured', 'estimated', 'unavailable')),
    -- US dollars; null where the price or the usage is unknown, which is not the same as free.
    cost numeric(18, 9) check (cost >= 0),
    -- The day of the price list that was applied.
    price_version text check (char_length(price_version) <= 32),
    outcome text not null check (char_length(outcome) between 1 and 64),
    duration_ms bigint not null check (duration_ms >= 0),
    created_at timestamptz not null default now()
);

create index usage_records_by_time on public.usage_records (user_id, created_at desc);
create index usage_records_by_run on public.usage_records (user_id, run_id)
    where run_id is not null;

alter table public.usage_records enable row level security;
alter table public.usage_records force row level security;
revoke all on public.usage_records from public, anon, authenticated;
grant select on public.usage_records to authenticated;
-- No update: the ledger is append-only for the service, too.
grant select, insert, delete on public.usage_records to service_role;

create policy usage_records_own on public.usage_records
    for select to authenticated using ((select samo.acting_user()) = user_id);
create policy usage_records_service on public.usage_records
    for all to service_role using (true) with check (true);

-- Writes one row; a second write of the same id changes nothing and answers with the first.
create function public.usage_record(p_user_id uuid, p_call jsonb) returns jsonb
language plpgsql security invoker set search_path = '' as $$
begin
    insert into public.usage_records (
        id, user_id, provider, model, key_id, project_id, run_id, step, agent, access_token_id,
        input_uncached, cache_read, cache_write, output, reasoning, usage_source,
        cost, price_version, outcome, duration_ms
    )
    select
        c.id, p_user_id, c.provider, c.model, c.key_id, c.project_id, c.run_id, c.step, c.agent,
        c.access_token_id, c.input_uncached, c.cache_read, c.cache_write, c.output, c.reasoning,
        c.usage_source, c.cost, c.price_version, c.outcome, c.duration_ms
    from jsonb_to_record(p_call) as c (
        id uuid, provider text, model text, key_id uuid, project_id uuid, run_id uuid, step text,
        agent text, access_token_id uuid, input_uncached bigint, cache_read bigint,
        cache_write bigint, output bigint, reasoning bigint, usage_source text, cost numeric,
        price_version text, outcome text, duration_ms bigint
    )
    on conflict (id) do nothing;
    return (
        select jsonb_build_object('id', u.id, 'cost', u.cost::text)
        from public.usage_records u
        where u.id = (p_call ->> 'id')::uuid and u.user_id = p_user_id
    );
end;
$$;

-- Sums per group between two instants, by the group's key, a page at a time; the total of the
-- whole period comes along. Days are days of UTC. p_after is the last key of the page before,
-- '' being the key of calls that belong to no group.
create function public.usage_summary(
    p_from timestamptz, p_to timestamptz, p_group_by text, p_after text, p_limit integer
) returns jsonb
language sql stable security invoker set search_path = '' as $$
    with calls as (
        select
            u.*,
            coalesce(
                case p_group_by
                    when 'day' then to_char(u.created_at at time zone 'utc', 'YYYY-MM-DD')
                    when 'provider' then u.provider
                    when 'model' then u.provider || '/' || u.model
                    when 'project' then u.project_id::text
                    when 'key' then u.key_id::text
                    when 'token' then u.access_token_id::text
                end,
                ''
            ) collate "C" as grouped
        from public.usage_records u
        where u.user_id = samo.acting_user()
            and u.created_at >= p_from
            and u.created_at < p_to
    ),
    sums as (
        select
            c.grouped,
            count(*) as calls,
            count(*) filter (where c.outcome <> 'ok') as failed_calls,
            count(*) filter (where c.usage_source = 'estimated') as estimated_calls,
            count(*) filter (where c.cost is null) as unpriced_calls,
            coalesce(sum(c.input_uncached), 0) as input_tokens,
            coalesce(sum(c.cache_read), 0) as cache_read_tokens,
            coalesce(sum(c.cache_write), 0) as cache_write_tokens,
            coalesce(sum(c.output), 0) as output_tokens,
            coalesce(sum(c.reasoning), 0) as reasoning_tokens,
            coalesce(sum(c.cost), 0)::numeric(28, 9)::text as cost_usd
        from calls c
        group by grouping sets ((c.grouped), ())
    ),
    page as (
        select * from sums s
        where s.grouped is not null and (p_after is null or s.grouped > p_after)
        order by s.grouped
        limit p_limit
    )
    select jsonb_build_object(
        'groups', (select coalesce(jsonb_agg(to_jsonb(p) order by p.grouped), '[]') from page p),
        'total', (select to_jsonb(s) from sums s where s.grouped is null)
    );
$$;

revoke execute on function
    public.usage_record(uuid, jsonb),
    public.usage_summary(timestamptz, timestamptz, text, text, integer)
from public, anon, authenticated;
grant execute on function public.usage_record(uuid, jsonb) to service_role;
grant execute on function public.usage_summary(timestamptz, timestamptz, text, text, integer)
    to authenticated, service_role;
$samokoder_300$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '300', 'usage records', 'SQL', 'V300__usage_records.sql', -272623688,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;

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

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '400' and success
    ) then
        execute $samokoder_400$
-- Runs: one row is one durable generation. A worker leases it, walks it step by step and commits
-- each step whole; whatever a worker had in its memory may be lost at any time.

create table public.runs (
    id uuid primary key,
    user_id uuid not null references auth.users (id) on delete cascade,
    project_id uuid not null,
    kind text not null default 'generate' check (kind in ('generate')),
    status text not null default 'queued' check (status in (
        'queued', 'running', 'awaiting_input', 'paused', 'completed', 'failed', 'cancelled')),
    mode text not null check (mode in ('auto', 'interactive')),
    thoroughness text not null check (thoroughness in ('draft', 'standard', 'thorough')),
    limits jsonb not null default '{}',
    instructions text,
    -- The pipeline's: everything that decides what happens next.
    state jsonb not null,
    -- What the project goes back to when the run is cancelled.
    project_stage text not null,
    lease_owner text,
    -- Grows with every claim; a worker that holds an older one cannot write any more.
    lease_epoch bigint not null default 0,
    lease_until timestamptz,
    -- Claims since the last finished step.
    attempts integer not null default 0,
    cancel_requested boolean not null default false,
    error_code text,
    error jsonb,
    pause_reason text,
    resume_after timestamptz,
    progress integer not null default 0 check (progress between 0 and 100),
    current_agent text,
    steps integer not null default 0,
    input_tokens bigint not null default 0,
    output_tokens bigint not null default 0,
    cost_usd numeric(18, 9) not null default 0,
    -- Time spent working, up to working_since; pauses do not count against the limit of minutes.
    worked_ms bigint not null default 0,
    working_since timestamptz,
    last_seq bigint not null default 0,
    created_at timestamptz not null default now(),
    queued_at timestamptz not null default now(),
    started_at timestamptz,
    finished_at timestamptz,
    updated_at timestamptz not null default now(),
    unique (user_id, id),
    foreign key (user_id, project_id) references public.projects (user_id, id) on delete cascade
);

create unique index runs_one_active on public.runs (project_id)
    where status in ('queued', 'running', 'awaiting_input', 'paused');
create index runs_by_project on public.runs (user_id, project_id, created_at desc, id desc);
create index runs_claimable on public.runs (queued_at)
    where status in ('queued', 'running', 'paused');

create trigger runs_touch before update on public.runs
    for each row execute function samo.touch();

-- A row appears before the agent works, so that a step which a crash cut short is seen as such.
create table public.run_steps (
    run_id uuid not null,
    step_id text not null,
    user_id uuid not null references auth.users (id) on delete cascade,
    agent text not null,
    attempt integer not null default 1,
    status text not null check (status in ('running', 'completed', 'failed')),
    started_at timestamptz not null default clock_timestamp(),
    finished_at timestamptz,
    input_tokens bigint not null default 0,
    output_tokens bigint not null default 0,
    cost_usd numeric(18, 9),
    version integer,
    message text,
    primary key (run_id, step_id),
    foreign key (user_id, run_id) references public.runs (user_id, id) on delete cascade
);

create index run_steps_by_user on public.run_steps (user_id, run_id);

-- What a run tells, append-only; seq has no gaps, since the run's row hands it out.
create table public.run_events (
    run_id uuid not null,
    seq bigint not null,
    user_id uuid not null references auth.users (id) on delete cascade,
    type text not null,
    step text,
    agent text,
    data jsonb not null default '{}',
    at timestamptz not null default clock_timestamp(),
    primary key (run_id, seq),
    foreign key (user_id, run_id) references public.runs (user_id, id) on delete cascade
);

create index run_events_by_user on public.run_events (user_id, run_id);

alter table public.runs enable row level security;
alter table public.runs force row level security;
alter table public.run_steps enable row level security;
alter table public.run_steps force row level security;
alter table public.run_events enable row level security;
alter table public.run_events force row level security;

revoke all on public.runs, public.run_steps, public.run_events from public, anon, authenticated;
grant select on public.runs, public.run_steps, public.run_events to authenticated;
grant select, insert, update, delete on public.runs, public.run_steps, public.run_events
    to service_role;

create policy runs_own on public.runs for select to authenticated
    using ((select samo.acting_user()) = user_id);
create policy runs_service on public.runs for all to service_role using (true) with check (true);
create policy run_steps_own on public.run_steps for select to authenticated
    using ((select samo.acting_user()) = user_id);
create policy run_steps_service on public.run_steps for all to service_role
    using (true) with check (true);
create policy run_events_own on public.run_events for select to authenticated
    using ((select samo.acting_user()) = user_id);
create policy run_events_service on public.run_events for all to service_role
    using (true) with check (true);
$samokoder_400$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '400', 'runs', 'SQL', 'V400__runs.sql', -582223374,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '401' and success
    ) then
        execute $samokoder_401$
-- What the functions of runs share. Locks are always taken in the order project, run: deleting a
-- project takes them so, and one order cannot deadlock.

-- The run as its owner sees it.
create function samo.run_json(p_run public.runs) returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'id', p_run.id,
        'project_id', p_run.project_id,
        'kind', p_run.kind,
        'status', p_run.status,
        'mode', p_run.mode,
        'thoroughness', p_run.thoroughness,
        'limits', p_run.limits,
        'instructions', p_run.instructions,
        'cancel_requested', p_run.cancel_requested,
        'progress', p_run.progress,
        'current_agent', p_run.current_agent,
        'pause_reason', p_run.pause_reason,
        'resume_after', p_run.resume_after,
        'error', p_run.error,
        'steps_done', p_run.steps,
        'input_tokens', p_run.input_tokens,
        'output_tokens', p_run.output_tokens,
        'cost_usd', round(p_run.cost_usd, 6)::text,
        'last_seq', p_run.last_seq,
        'created_at', p_run.created_at,
        'started_at', p_run.started_at,
        'finished_at', p_run.finished_at,
        'updated_at', p_run.updated_at)
$$;

-- Milliseconds of work so far, the stretch under way included.
create function samo.run_worked(p_run public.runs) returns bigint
language sql volatile set search_path = ''
as $$
    select p_run.worked_ms + coalesce(
        (extract(epoch from clock_timestamp() - p_run.working_since) * 1000)::bigint, 0)
$$;

-- Appends events ({type, step, agent, data}) to a run whose row the caller's transaction holds.
create function samo.run_log(p_run_id uuid, p_events jsonb) returns bigint
language plpgsql set search_path = ''
as $$
declare
    v_user uuid;
    v_last bigint;
    v_count integer := jsonb_array_length(p_events);
begin
    update public.runs set last_seq = last_seq + v_count
        where id = p_run_id
        returning user_id, last_seq into v_user, v_last;
    insert into public.run_events (run_id, seq, user_id, type, step, agent, data)
        select p_run_id, v_last - v_count + e.ordinal, v_user, e.event ->> 'type',
            e.event ->> 'step', e.event ->> 'agent', coalesce(e.event -> 'data', '{}')
        from jsonb_array_elements(p_events) with ordinality as e (event, ordinal);
    perform pg_notify('samo_runs', 'events:' || p_run_id);
    return v_last;
end
$$;

-- Locks the project and then its run, and refuses a worker whose lease somebody else took.
create function samo.run_hold(p_user_id uuid, p_run_id uuid, p_epoch bigint) returns public.runs
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs;
begin
    perform 1 from public.projects p
        where p.user_id = p_user_id
            and p.id = (select r.project_id from public.runs r where r.id = p_run_id)
        for no key update;
    select * into v_run from public.runs
        where id = p_run_id and user_id = p_user_id and lease_epoch = p_epoch
            and status = 'running'
        for no key update;
    if not found then
        raise exception 'conflict' using errcode = 'PT409', detail = 'lease lost';
    end if;
    return v_run;
end
$$;

-- Takes a held run off its worker: out of the lease, into a state in which nobody works on it.
-- p_spent is what the step under way had used: {input_tokens, output_tokens, cost_usd}.
create function samo.run_leave(
    p_run public.runs, p_status text, p_spent jsonb, p_events jsonb) returns public.runs
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs;
    v_input bigint := coalesce((p_spent ->> 'input_tokens')::bigint, 0);
    v_output bigint := coalesce((p_spent ->> 'output_tokens')::bigint, 0);
    v_cost numeric := (p_spent ->> 'cost_usd')::numeric;
begin
    update public.run_steps
        set status = 'failed', finished_at = clock_timestamp(),
            input_tokens = v_input, output_tokens = v_output, cost_usd = v_cost
        where run_id = p_run.id and status = 'running';
    update public.runs r
        set status = p_status, lease_owner = null, lease_until = null,
            worked_ms = samo.run_worked(r), working_since = null, current_agent = null,
            input_tokens = input_tokens + v_input, output_tokens = output_tokens + v_output,
            cost_usd = cost_usd + coalesce(v_cost, 0),
            finished_at = case when p_status in ('completed', 'failed', 'cancelled')
                then clock_timestamp() end
        where r.id = p_run.id;
    perform samo.run_log(p_run.id, p_events);
    select * into v_run from public.runs where id = p_run.id;
    perform samo.project_generation(
        v_run.user_id, v_run.project_id,
        case p_status
            when 'completed' then 'completed'
            when 'failed' then 'error'
            when 'cancelled' then v_run.project_stage
            else 'generating'
        end,
        v_run.progress, null,
        case p_status when 'completed' then (v_run.worked_ms / 1000)::integer end);
    return v_run;
end
$$;

revoke execute on function
    samo.run_json(public.runs), samo.run_worked(public.runs), samo.run_log(uuid, jsonb),
    samo.run_hold(uuid, uuid, bigint), samo.run_leave(public.runs, text, jsonb, jsonb)
    from public, anon, authenticated;
grant execute on function samo.run_json(public.runs) to authenticated;
grant execute on function
    samo.run_json(public.runs), samo.run_worked(public.runs), samo.run_log(uuid, jsonb),
    samo.run_hold(uuid, uuid, bigint), samo.run_leave(public.runs, text, jsonb, jsonb)
    to service_role;
$samokoder_401$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '401', 'run log', 'SQL', 'V401__run_log.sql', 1057109357,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '402' and success
    ) then
        execute $samokoder_402$
-- What a worker does with runs. Leases live by the database's clock alone.

-- The next run for this worker, or null: queued, left behind by a worker that died, or paused
-- until now. The user with the fewest runs under way comes first; nobody has more than the cap.
create function public.run_claim(
    p_owner text, p_lease_seconds numeric, p_user_cap integer, p_max_attempts integer)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_found public.runs;
    v_run public.runs;
begin
    -- One claim at a time, or two replicas could both count a user just under the cap.
    perform pg_advisory_xact_lock(hashtext('samo.run_claim'));
    loop
        select r.* into v_found from public.runs r
            cross join lateral (
                select count(*) as busy from public.runs o
                where o.user_id = r.user_id and o.status = 'running' and o.id <> r.id
                    and o.lease_until >= clock_timestamp()) as u
            where (r.status = 'queued'
                    or (r.status = 'running' and r.lease_until < clock_timestamp())
                    or (r.status = 'paused' and r.resume_after <= clock_timestamp()))
                and u.busy < p_user_cap
            order by u.busy, r.queued_at
            limit 1
            for no key update of r skip locked;
        if not found then
            return null;
        end if;
        exit when v_found.attempts < p_max_attempts or v_found.cancel_requested;
        perform samo.run_give_up(v_found);
    end loop;
    update public.runs
        set status = 'running', lease_owner = p_owner, lease_epoch = lease_epoch + 1,
            lease_until = clock_timestamp() + make_interval(secs => p_lease_seconds::float8),
            attempts = attempts + 1, started_at = coalesce(started_at, clock_timestamp()),
            working_since = clock_timestamp(), finished_at = null,
            error_code = null, error = null, pause_reason = null, resume_after = null
        where id = v_found.id
        returning * into v_run;
    perform samo.run_log(v_run.id, jsonb_build_array(case
        when v_found.started_at is null then jsonb_build_object('type', 'run.started')
        else jsonb_build_object('type', 'run.resumed', 'data', jsonb_build_object(
            'after', case v_found.status when 'running' then 'interruption' else v_found.status end))
        end));
    select * into v_run from public.runs where id = v_run.id;
    return jsonb_build_object(
        'id', v_run.id, 'user_id', v_run.user_id, 'project_id', v_run.project_id,
        'epoch', v_run.lease_epoch, 'attempts', v_run.attempts, 'state', v_run.state,
        'limits', v_run.limits, 'steps', v_run.steps,
        'tokens', v_run.input_tokens + v_run.output_tokens, 'cost_usd', v_run.cost_usd::text,
        'worked_ms', v_run.worked_ms, 'cancel_requested', v_run.cancel_requested,
        'last_seq', v_run.last_seq);
end
$$;

-- A run that took down every worker that touched it is not given to another one. Without waiting
-- for the project's row: the claim's transaction already holds the run.
create function samo.run_give_up(p_run public.runs) returns void
language plpgsql set search_path = ''
as $$
declare
    v_error jsonb := jsonb_build_object('code', 'internal', 'detail_key', 'runs.gave_up');
begin
    perform samo.run_leave(p_run, 'failed', null, jsonb_build_array(
        jsonb_build_object('type', 'run.failed', 'data', v_error)));
    update public.runs set error_code = 'internal', error = v_error where id = p_run.id;
end
$$;

-- Renews the leases of the runs ([{id, epoch}]) that a worker still works on. Answers with those
-- that are still its own; a lapsed lease that nobody took is its own again.
create function public.run_renew(p_runs jsonb, p_lease_seconds numeric) returns jsonb
language plpgsql set search_path = ''
as $$
begin
    update public.runs r
        set lease_until = clock_timestamp() + make_interval(secs => p_lease_seconds::float8)
        from jsonb_to_recordset(p_runs) as h (id uuid, epoch bigint)
        where r.id = h.id and r.lease_epoch = h.epoch and r.status = 'running'
            and r.lease_until
                < clock_timestamp() + make_interval(secs => p_lease_seconds::float8 * 2 / 3);
    return (
        select jsonb_agg(jsonb_build_object(
            'id', r.id, 'epoch', r.lease_epoch, 'cancel_requested', r.cancel_requested))
        from public.runs r
        join jsonb_to_recordset(p_runs) as h (id uuid, epoch bigint)
            on r.id = h.id and r.lease_epoch = h.epoch and r.status = 'running');
end
$$;

-- Notes that an agent is about to work. p_after is the last event the worker knows of: where the
-- log is longer, this very call was already done and only its answer got lost.
create function public.run_start_step(
    p_user_id uuid, p_run_id uuid, p_epoch bigint, p_after bigint, p_step text, p_agent text)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs := samo.run_hold(p_user_id, p_run_id, p_epoch);
    v_attempt integer;
    v_last bigint := v_run.last_seq;
begin
    if v_last = p_after then
        insert into public.run_steps as s (run_id, step_id, user_id, agent, status)
            values (p_run_id, p_step, p_user_id, p_agent, 'running')
            on conflict (run_id, step_id) do update
                set attempt = s.attempt + 1, status = 'running', agent = excluded.agent,
                    started_at = clock_timestamp(), finished_at = null;
        update public.runs set current_agent = p_agent where id = p_run_id;
        perform samo.project_generation(
            p_user_id, v_run.project_id, 'generating', v_run.progress, p_agent);
        select s.attempt into v_attempt from public.run_steps s
            where s.run_id = p_run_id and s.step_id = p_step;
        v_last := samo.run_log(p_run_id, jsonb_build_array(
            jsonb_build_object('type', 'step.started', 'step', p_step, 'agent', p_agent,
                'data', jsonb_build_object('attempt', v_attempt)),
            jsonb_build_object('type', 'progress', 'step', p_step, 'agent', p_agent,
                'data', jsonb_build_object(
                    'percent', v_run.progress, 'current_agent', p_agent))));
    end if;
    select s.attempt into v_attempt from public.run_steps s
        where s.run_id = p_run_id and s.step_id = p_step;
    return jsonb_build_object('attempt', v_attempt, 'last_seq', v_last);
end
$$;

-- Appends what a step says while it is under way. Writes nothing where the log is longer than
-- p_after: the worker finds out from last_seq how much of it an earlier call had written.
create function public.run_append_events(
    p_user_id uuid, p_run_id uuid, p_epoch bigint, p_after bigint, p_events jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_last bigint;
begin
    select last_seq into v_last from public.runs
        where id = p_run_id and user_id = p_user_id and lease_epoch = p_epoch
            and status = 'running'
        for no key update;
    if not found then
        raise exception 'conflict' using errcode = 'PT409', detail = 'lease lost';
    end if;
    if v_last <> p_after then
        return jsonb_build_object('written', false, 'last_seq', v_last);
    end if;
    return jsonb_build_object('written', true, 'last_seq', samo.run_log(p_run_id, p_events));
end
$$;

-- Commits a finished step whole: its version of the files, its events, its cost and the state
-- that decides the next step. p_step is {id, agent, attempt, input_tokens, output_tokens,
-- cost_usd}. A second call for the same attempt changes nothing.
create function public.run_commit_step(
    p_user_id uuid, p_run_id uuid, p_epoch bigint, p_step jsonb, p_state jsonb, p_changes jsonb,
    p_expected_head integer, p_message text, p_events jsonb, p_progress integer)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs := samo.run_hold(p_user_id, p_run_id, p_epoch);
    v_row public.run_steps;
    v_input bigint := (p_step ->> 'input_tokens')::bigint;
    v_output bigint := (p_step ->> 'output_tokens')::bigint;
    v_cost numeric := (p_step ->> 'cost_usd')::numeric;
    v_version jsonb;
    v_number integer;
begin
    select * into v_row from public.run_steps
        where run_id = p_run_id and step_id = p_step ->> 'id';
    if v_row.status = 'completed' and v_row.attempt = (p_step ->> 'attempt')::integer then
        return jsonb_build_object(
            'cancelled', false, 'version', v_row.version, 'last_seq', v_run.last_seq);
    end if;
    -- Whoever was told that the run is being cancelled sees nothing new afterwards.
    if v_run.cancel_requested then
        return jsonb_build_object(
            'cancelled', true, 'version', null, 'last_seq', v_run.last_seq);
    end if;
    update public.runs r
        set state = p_state, progress = greatest(r.progress, p_progress), attempts = 0,
            steps = r.steps + 1, input_tokens = r.input_tokens + v_input,
            output_tokens = r.output_tokens + v_output,
            cost_usd = r.cost_usd + coalesce(v_cost, 0),
            worked_ms = samo.run_worked(r), working_since = clock_timestamp()
        where r.id = p_run_id
        returning * into v_run;
    if jsonb_array_length(p_changes) > 0 then
        v_version := samo.version_create(
            p_user_id, v_run.project_id, 'agent', p_step ->> 'agent', p_run_id, p_message,
            p_changes, p_expected_head);
        -- Changes that change nothing make no version.
        if v_version -> 'changed' <> '[]' then
            v_number := (v_version ->> 'number')::integer;
        end if;
    end if;
    update public.run_steps
        set status = 'completed', finished_at = clock_timestamp(), input_tokens = v_input,
            output_tokens = v_output, cost_usd = v_cost, version = v_number,
            message = p_message
        where run_id = p_run_id and step_id = p_step ->> 'id';
    perform samo.project_generation(
        p_user_id, v_run.project_id, 'generating', v_run.progress, p_step ->> 'agent');
    return jsonb_build_object(
        'cancelled', false,
        'version', v_number,
        'last_seq', samo.run_log(
            p_run_id,
            p_events || samo.run_version_events(p_step, v_number, v_version)
                || samo.run_step_events(v_run, p_step, v_number, p_message)));
end
$$;

-- What a committed version adds to the log: each file, then the version; nothing where there is none.
create function samo.run_version_events(p_step jsonb, p_number integer, p_version jsonb)
returns jsonb
language sql stable set search_path = ''
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
        select 2, 'version.created', jsonb_build_object(
            'version', p_number, 'file_count', p_version -> 'file_count',
            'total_size_bytes', p_version -> 'total_size_bytes')
        where p_number is not null) as e
$$;

-- What every committed step adds to the log.
create function samo.run_step_events(
    p_run public.runs, p_step jsonb, p_version integer, p_message text) returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_agg(jsonb_build_object(
            'type', e.type, 'step', p_step ->> 'id', 'agent', p_step ->> 'agent', 'data', e.data)
            order by e.place)
    from (values
        (1, 'step.completed', jsonb_build_object(
            'attempt', (p_step ->> 'attempt')::integer, 'version', p_version,
            'message', p_message, 'input_tokens', (p_step ->> 'input_tokens')::bigint,
            'output_tokens', (p_step ->> 'output_tokens')::bigint,
            'cost_usd', round((p_step ->> 'cost_usd')::numeric, 6)::text)),
        (2, 'usage.updated', jsonb_build_object(
            'input_tokens', p_run.input_tokens, 'output_tokens', p_run.output_tokens,
            'cost_usd', round(p_run.cost_usd, 6)::text, 'steps', p_run.steps)),
        (3, 'progress', jsonb_build_object(
            'percent', p_run.progress, 'current_agent', p_step ->> 'agent'))
    ) as e (place, type, data)
$$;

-- Ends a run: completed, or cancelled as its owner asked, which counts even when it was the last
-- moment.
create function public.run_finish(
    p_user_id uuid, p_run_id uuid, p_epoch bigint, p_status text, p_spent jsonb, p_events jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs := samo.run_hold(p_user_id, p_run_id, p_epoch);
begin
    if p_status not in ('completed', 'cancelled') then
        raise exception 'invalid_request' using errcode = 'PT400';
    end if;
    if p_status = 'completed' and not v_run.cancel_requested then
        update public.runs set progress = 100 where id = p_run_id;
        v_run := samo.run_leave(v_run, 'completed', p_spent, p_events || jsonb_build_array(
            jsonb_build_object('type', 'progress', 'data', jsonb_build_object(
                'percent', 100, 'current_agent', null)),
            jsonb_build_object('type', 'run.completed')));
    else
        v_run := samo.run_leave(v_run, 'cancelled', p_spent, p_events || jsonb_build_array(
            jsonb_build_object('type', 'run.cancelled')));
    end if;
    return samo.run_json(v_run);
end
$$;

-- Ends a run that cannot go on. p_error is {code, …}: told to the owner as it is.
create function public.run_fail(
    p_user_id uuid, p_run_id uuid, p_epoch bigint, p_error jsonb, p_spent jsonb, p_events jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs := samo.run_hold(p_user_id, p_run_id, p_epoch);
begin
    update public.runs set error_code = p_error ->> 'code', error = p_error where id = p_run_id;
    v_run := samo.run_leave(v_run, 'failed', p_spent, p_events || jsonb_build_array(
        jsonb_build_object('type', 'run.failed', 'data', p_error)));
    return samo.run_json(v_run);
end
$$;

-- Pauses a run: until its owner resumes it, or for p_seconds where that is not null.
create function public.run_pause(
    p_user_id uuid, p_run_id uuid, p_epoch bigint, p_reason text, p_seconds numeric,
    p_error jsonb, p_spent jsonb, p_events jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs := samo.run_hold(p_user_id, p_run_id, p_epoch);
    v_until timestamptz := clock_timestamp() + make_interval(secs => p_seconds::float8);
begin
    if v_run.cancel_requested then
        return public.run_finish(
            p_user_id, p_run_id, p_epoch, 'cancelled', p_spent, p_events);
    end if;
    update public.runs
        set pause_reason = p_reason, resume_after = v_until, error_code = p_error ->> 'code',
            error = p_error
        where id = p_run_id;
    v_run := samo.run_leave(v_run, 'paused', p_spent, p_events || jsonb_build_array(
        jsonb_build_object('type', 'run.paused', 'data', jsonb_build_object(
            'reason', p_reason, 'resume_after', v_until, 'error', p_error))));
    return samo.run_json(v_run);
end
$$;

-- Hands a lease back when the worker shuts down, so that another one need not wait for it to
-- lapse. The claim does not count as an attempt: nothing went wrong.
create function public.run_release(
    p_user_id uuid, p_run_id uuid, p_epoch bigint, p_spent jsonb, p_events jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs := samo.run_hold(p_user_id, p_run_id, p_epoch);
begin
    if v_run.cancel_requested then
        return public.run_finish(
            p_user_id, p_run_id, p_epoch, 'cancelled', p_spent, p_events);
    end if;
    v_run := samo.run_leave(v_run, 'queued', p_spent, p_events || jsonb_build_array(
        jsonb_build_object('type', 'run.queued', 'data', jsonb_build_object('after', 'shutdown'))));
    update public.runs set attempts = greatest(attempts - 1, 0) where id = p_run_id;
    perform pg_notify('samo_runs', 'queued:' || p_run_id);
    return samo.run_json(v_run);
end
$$;

-- How long the oldest run that could be worked on has been waiting.
create function public.run_queue_age() returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'waiting', count(*),
        'oldest_seconds', coalesce(
            max(extract(epoch from clock_timestamp() - queued_at))::bigint, 0))
    from public.runs where status = 'queued'
$$;

revoke execute on function
    samo.run_give_up(public.runs), samo.run_version_events(jsonb, integer, jsonb),
    samo.run_step_events(public.runs, jsonb, integer, text),
    public.run_claim(text, numeric, integer, integer), public.run_renew(jsonb, numeric),
    public.run_start_step(uuid, uuid, bigint, bigint, text, text),
    public.run_append_events(uuid, uuid, bigint, bigint, jsonb),
    public.run_commit_step(
        uuid, uuid, bigint, jsonb, jsonb, jsonb, integer, text, jsonb, integer),
    public.run_finish(uuid, uuid, bigint, text, jsonb, jsonb),
    public.run_fail(uuid, uuid, bigint, jsonb, jsonb, jsonb),
    public.run_pause(uuid, uuid, bigint, text, numeric, jsonb, jsonb, jsonb),
    public.run_release(uuid, uuid, bigint, jsonb, jsonb), public.run_queue_age()
    from public, anon, authenticated;
grant execute on function
    samo.run_give_up(public.runs), samo.run_version_events(jsonb, integer, jsonb),
    samo.run_step_events(public.runs, jsonb, integer, text),
    public.run_claim(text, numeric, integer, integer), public.run_renew(jsonb, numeric),
    public.run_start_step(uuid, uuid, bigint, bigint, text, text),
    public.run_append_events(uuid, uuid, bigint, bigint, jsonb),
    public.run_commit_step(
        uuid, uuid, bigint, jsonb, jsonb, jsonb, integer, text, jsonb, integer),
    public.run_finish(uuid, uuid, bigint, text, jsonb, jsonb),
    public.run_fail(uuid, uuid, bigint, jsonb, jsonb, jsonb),
    public.run_pause(uuid, uuid, bigint, text, numeric, jsonb, jsonb, jsonb),
    public.run_release(uuid, uuid, bigint, jsonb, jsonb), public.run_queue_age()
    to service_role;
$samokoder_402$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '402', 'run worker', 'SQL', 'V402__run_worker.sql', -1254435160,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '403' and success
    ) then
        execute $samokoder_403$
-- What an owner does with runs. Reads run as the owner; whatever changes a run is for the service
-- alone, since what a user may call, any browser with the public key may call.

-- Queues a run; the project is generating from now on.
create function public.run_create(
    p_user_id uuid, p_id uuid, p_project_id uuid, p_mode text, p_thoroughness text,
    p_limits jsonb, p_instructions text, p_state jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_project public.projects;
    v_run public.runs;
begin
    select * into v_project from public.projects
        where id = p_project_id and user_id = p_user_id
        for no key update;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    if v_project.archived then
        raise exception 'conflict' using errcode = 'PT409';
    end if;
    perform samo.run_require_none(p_project_id);
    insert into public.runs (
            id, user_id, project_id, mode, thoroughness, limits, instructions, state,
            project_stage)
        values (
            p_id, p_user_id, p_project_id, p_mode, p_thoroughness, p_limits, p_instructions,
            p_state, v_project.stage);
    perform samo.run_log(p_id, jsonb_build_array(jsonb_build_object('type', 'run.queued')));
    perform samo.project_generation(p_user_id, p_project_id, 'generating', 0, null);
    perform pg_notify('samo_runs', 'queued:' || p_id);
    select * into v_run from public.runs where id = p_id;
    return samo.run_json(v_run);
end
$$;

-- Refuses where the project, whose row the caller holds, has a run that is not over.
create function samo.run_require_none(p_project_id uuid) returns void
language plpgsql set search_path = ''
as $$
begin
    if exists (
        select from public.runs
        where project_id = p_project_id
            and status in ('queued', 'running', 'awaiting_input', 'paused'))
    then
        raise exception 'run_in_progress' using errcode = 'PT409';
    end if;
end
$$;

-- Cancels at once where nobody works on the run; otherwise asks the worker, who is told. A run
-- that is over stays as it is.
create function public.run_cancel(p_user_id uuid, p_run_id uuid) returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs;
begin
    perform 1 from public.projects p
        where p.user_id = p_user_id
            and p.id = (select r.project_id from public.runs r where r.id = p_run_id)
        for no key update;
    select * into v_run from public.runs
        where id = p_run_id and user_id = p_user_id
        for no key update;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    if v_run.status = 'running' and v_run.lease_until >= clock_timestamp() then
        update public.runs set cancel_requested = true where id = p_run_id returning * into v_run;
        perform pg_notify('samo_runs', 'cancel:' || p_run_id);
    elsif v_run.status in ('queued', 'running', 'awaiting_input', 'paused') then
        -- The epoch grows, so that a worker that lost its lease cannot come back.
        update public.runs set cancel_requested = true, lease_epoch = lease_epoch + 1
            where id = p_run_id;
        v_run := samo.run_leave(v_run, 'cancelled', null, jsonb_build_array(
            jsonb_build_object('type', 'run.cancelled')));
    end if;
    return samo.run_json(v_run);
end
$$;

-- Stops everything of a user whose account is about to go.
create function public.run_cancel_all(p_user_id uuid) returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_id uuid;
begin
    for v_id in
        select id from public.runs
        where user_id = p_user_id
            and status in ('queued', 'running', 'awaiting_input', 'paused')
        order by project_id
    loop
        perform public.run_cancel(p_user_id, v_id);
    end loop;
    return null;
end
$$;

-- Queues a paused or failed run again; it goes on where it stopped. p_limits replaces the run's
-- limits where it is not null.
create function public.run_resume(p_user_id uuid, p_run_id uuid, p_limits jsonb) returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_project public.projects;
    v_run public.runs;
begin
    select * into v_project from public.projects p
        where p.user_id = p_user_id
            and p.id = (select r.project_id from public.runs r where r.id = p_run_id)
        for no key update;
    select * into v_run from public.runs
        where id = p_run_id and user_id = p_user_id
        for no key update;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    if v_run.status not in ('paused', 'failed') or v_project.archived then
        raise exception 'conflict' using errcode = 'PT409';
    end if;
    if v_run.status = 'failed' then
        perform samo.run_require_none(v_project.id);
    end if;
    update public.runs
        set status = 'queued', limits = coalesce(p_limits, limits), attempts = 0,
            queued_at = clock_timestamp(), finished_at = null, error_code = null, error = null,
            pause_reason = null, resume_after = null, cancel_requested = false
        where id = p_run_id;
    perform samo.run_log(p_run_id, jsonb_build_array(jsonb_build_object(
        'type', 'run.queued', 'data', jsonb_build_object('after', v_run.status))));
    perform samo.project_generation(p_user_id, v_project.id, 'generating', v_run.progress, null);
    perform pg_notify('samo_runs', 'queued:' || p_run_id);
    select * into v_run from public.runs where id = p_run_id;
    return samo.run_json(v_run);
end
$$;

-- One run with its steps.
create function public.run_get(p_run_id uuid) returns jsonb
language sql stable set search_path = ''
as $$
    select samo.run_json(r) || jsonb_build_object('steps', coalesce((
        select jsonb_agg(jsonb_build_object(
                'id', s.step_id, 'agent', s.agent, 'attempt', s.attempt, 'status', s.status,
                'started_at', s.started_at, 'finished_at', s.finished_at,
                'input_tokens', s.input_tokens, 'output_tokens', s.output_tokens,
                'cost_usd', round(s.cost_usd, 6)::text, 'version', s.version, 'message', s.message)
                order by s.started_at, s.step_id)
        from public.run_steps s where s.run_id = r.id), '[]'))
    from public.runs r
    where r.id = p_run_id and r.user_id = (select samo.acting_user())
$$;

-- A project's runs, newest first, from before the given one on.
create function public.run_list(
    p_project_id uuid, p_before_at timestamptz, p_before_id uuid, p_limit integer)
returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_agg(samo.run_json(r) order by r.created_at desc, r.id desc)
    from (
        select * from public.runs
        where user_id = (select samo.acting_user()) and project_id = p_project_id
            and (p_before_id is null or (created_at, id) < (p_before_at, p_before_id))
        order by created_at desc, id desc
        limit least(p_limit, 101)) r
$$;

-- The log after an event, and whether more can come. Null for a run that is not the caller's.
create function public.run_events_page(p_run_id uuid, p_after bigint, p_limit integer)
returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'ended', r.status in ('completed', 'failed', 'cancelled'),
        'last_seq', r.last_seq,
        'events', coalesce((
            select jsonb_agg(jsonb_build_object(
                    'run_id', e.run_id, 'seq', e.seq, 'type', e.type, 'at', e.at, 'step', e.step,
                    'agent', e.agent, 'data', e.data)
                    order by e.seq)
            from (
                select * from public.run_events
                where run_id = r.id and seq > p_after
                order by seq
                limit least(p_limit, 501)) e), '[]'))
    from public.runs r
    where r.id = p_run_id and r.user_id = (select samo.acting_user())
$$;

revoke execute on function
    samo.run_require_none(uuid),
    public.run_create(uuid, uuid, uuid, text, text, jsonb, text, jsonb),
    public.run_cancel(uuid, uuid), public.run_cancel_all(uuid),
    public.run_resume(uuid, uuid, jsonb), public.run_get(uuid),
    public.run_list(uuid, timestamptz, uuid, integer),
    public.run_events_page(uuid, bigint, integer)
    from public, anon, authenticated;
grant execute on function
    samo.run_require_none(uuid),
    public.run_create(uuid, uuid, uuid, text, text, jsonb, text, jsonb),
    public.run_cancel(uuid, uuid), public.run_cancel_all(uuid),
    public.run_resume(uuid, uuid, jsonb)
    to service_role;
grant execute on function
    public.run_get(uuid), public.run_list(uuid, timestamptz, uuid, integer),
    public.run_events_page(uuid, bigint, integer)
    to authenticated;
$samokoder_403$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '403', 'run api', 'SQL', 'V403__run_api.sql', 1746232944,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '500' and success
    ) then
        execute $samokoder_500$
-- Summaries: what a file is about, in one or two sentences that agents write for agents. They belong to
-- the content, not to the version, so a file that did not change is never summed up twice.

alter table public.blobs add column summary text check (char_length(summary) between 1 and 300);

-- Notes what files of the head are about. For functions of the service; see samo.version_create.
create function samo.version_summarize(p_user_id uuid, p_project_id uuid, p_summaries jsonb)
returns void
language sql
set search_path = ''
as $$
    update public.blobs b set summary = s.summary
    from (
        -- Two paths may hold the same content: one of their summaries is enough.
        select f.sha256, max(left(btrim(c.summary), 300)) as summary
        from jsonb_to_recordset(p_summaries) as c (path text, summary text)
        join public.version_files f
            on f.user_id = p_user_id and f.project_id = p_project_id and f.until is null
                and f.path = c.path
        where btrim(c.summary) <> ''
        group by f.sha256
    ) s
    where b.user_id = p_user_id and b.sha256 = s.sha256 and b.summary is distinct from s.summary
$$;

create or replace function public.files_tree(p_project_id uuid, p_version integer) returns jsonb
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
                        'path', f.path, 'size', f.size, 'sha256', encode(f.sha256, 'hex'),
                        'summary', b.summary)
                    order by f.path),
                '[]')
            from samo.version_tree(p_project_id, n.number) f
            join public.blobs b on b.user_id = f.user_id and b.sha256 = f.sha256))
    from (select samo.version_number(p_project_id, p_version) as number) n
$$;

revoke execute on function samo.version_summarize(uuid, uuid, jsonb)
from public, anon, authenticated;
grant execute on function samo.version_summarize(uuid, uuid, jsonb) to service_role;
$samokoder_500$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '500', 'file summaries', 'SQL', 'V500__file_summaries.sql', -176673795,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;

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

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '502' and success
    ) then
        execute $samokoder_502$
-- Verdicts: what the checks said of a version. Null where nobody has checked it.

alter table public.versions
    add column verified boolean,
    add column findings jsonb not null default '[]' check (jsonb_typeof(findings) = 'array');

-- Notes what the checks found in a version: [{path, line, check, severity, message}], of which the
-- first hundred are kept. For functions of the service, inside their own transaction.
create function samo.version_checked(
    p_user_id uuid, p_project_id uuid, p_number integer, p_verified boolean, p_findings jsonb)
returns void
language plpgsql
set search_path = ''
as $$
begin
    update public.versions v set
        verified = p_verified,
        findings = jsonb_path_query_array(coalesce(p_findings, '[]'), '$[0 to 99]')
    where v.user_id = p_user_id and v.project_id = p_project_id and v.number = p_number;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
end
$$;

create or replace function samo.version_json(v public.versions) returns jsonb
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
        'verified', v.verified,
        'findings', v.findings,
        'created_at', v.created_at)
$$;

revoke execute on function samo.version_checked(uuid, uuid, integer, boolean, jsonb)
from public, anon, authenticated;
grant execute on function samo.version_checked(uuid, uuid, integer, boolean, jsonb)
to service_role;
$samokoder_502$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '502', 'version verdicts', 'SQL', 'V502__version_verdicts.sql', -2110827442,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '503' and success
    ) then
        execute $samokoder_503$
-- What a project's owner does to its files: edits, restored versions, comparisons.

-- Stores the contents of the changes and answers what each path ends up as: one element per path,
-- {path, op, sha256 (hex), size}, the last change of a path winning. A put may also name a content
-- that its owner has stored already: {"op": "put", "path": "…", "sha256": "…"}.
create or replace function samo.version_store(p_user_id uuid, p_changes jsonb) returns jsonb
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
            end as content,
            decode(c.value ->> 'sha256', 'hex') as named
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
            'sha256', encode(coalesce(sha256(change.content), b.sha256), 'hex'),
            'size', coalesce(octet_length(change.content), b.size))),
        '[]')
    into v_changes
    from change
    left join public.blobs b on b.user_id = p_user_id and b.sha256 = change.named;
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

-- Whether a condition of HTTP, a list of digests or ["*"], names a file's content; null where there is
-- no file.
create function samo.names_content(p_condition jsonb, p_sha256 text) returns boolean
language sql
immutable
set search_path = ''
as $$
    select p_sha256 is not null and (p_condition ? '*' or p_condition ? p_sha256)
$$;

-- The owner's change of one file, as a version: p_change is {"op": "put", "content_base64": "…"} or
-- {"op": "delete"}. p_if_match and p_if_none_match are null or lists for samo.names_content. Answers
-- {version, path, size, sha256, created}; the version is the head, whether it is new or not.
create function public.files_edit(
    p_user_id uuid, p_project_id uuid, p_path text, p_change jsonb, p_message text,
    p_if_match jsonb, p_if_none_match jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_known text;
    v_version jsonb;
begin
    -- Held before the file is compared, so that of two edits of one content one gets a conflict.
    perform from public.projects p
    where p.user_id = p_user_id and p.id = p_project_id
    for no key update;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    select encode(f.sha256, 'hex') into v_known
    from public.version_files f
    where f.user_id = p_user_id and f.project_id = p_project_id and f.path = p_path
        and f.until is null;
    if p_change ->> 'op' = 'delete' and v_known is null then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    if (p_if_match is not null and not samo.names_content(p_if_match, v_known))
        or (p_if_none_match is not null and samo.names_content(p_if_none_match, v_known))
    then
        raise exception 'version_conflict' using errcode = 'PT412';
    end if;
    v_version := samo.version_create(
        p_user_id, p_project_id, 'user', null, null, p_message,
        jsonb_build_array(p_change || jsonb_build_object('path', p_path)), null);
    return (
        select jsonb_build_object(
            'version', v_version -> 'number',
            'path', p_path,
            'size', f.size,
            'sha256', encode(f.sha256, 'hex'),
            'created', v_known is null)
        from (select) one
        left join public.version_files f
            on f.user_id = p_user_id and f.project_id = p_project_id and f.path = p_path
                and f.until is null);
end
$$;

-- Makes a version with the files of an older one and answers {version, created}; created is false where
-- the head has these files already.
create function public.files_restore(
    p_user_id uuid, p_project_id uuid, p_version integer, p_message text, p_expected_head integer)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_head integer;
    v_changes jsonb;
    v_made jsonb;
begin
    select p.head_version into v_head
    from public.projects p
    where p.user_id = p_user_id and p.id = p_project_id
    for no key update;
    if not found or p_version not between 1 and v_head then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    with wanted as (
        select f.path, f.sha256
        from public.version_files f
        where f.user_id = p_user_id and f.project_id = p_project_id
            and f.since <= p_version and (f.until is null or f.until > p_version)
    ), head as (
        select f.path, f.sha256
        from public.version_files f
        where f.user_id = p_user_id and f.project_id = p_project_id and f.until is null
    )
    select coalesce(
        jsonb_agg(case
            when wanted.path is null then jsonb_build_object('op', 'delete', 'path', head.path)
            else jsonb_build_object(
                'op', 'put', 'path', wanted.path, 'sha256', encode(wanted.sha256, 'hex'))
        end),
        '[]')
    into v_changes
    from wanted full join head on head.path = wanted.path
    where wanted.sha256 is distinct from head.sha256;
    v_made := samo.version_create(
        p_user_id, p_project_id, 'user', null, null, p_message, v_changes, p_expected_head);
    return (
        select jsonb_build_object(
            'version', samo.version_json(v), 'created', v_made -> 'changed' <> '[]')
        from public.versions v
        where v.user_id = p_user_id and v.project_id = p_project_id
            and v.number = (v_made ->> 'number')::integer);
end
$$;

-- What differs between two versions, by path: {version, against, files: [{path, before, after}]}, each
-- side {sha256, size, is_text} or null. p_against may be null for the version's parent; 0 is the
-- empty beginning.
create function public.files_compare(p_project_id uuid, p_version integer, p_against integer)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_version integer := samo.version_number(p_project_id, p_version);
    v_against integer := samo.version_number(p_project_id, coalesce(p_against, p_version - 1));
begin
    return (
        with before as (
            select f.path, f.sha256, f.size, b.is_text
            from samo.version_tree(p_project_id, v_against) f
            join public.blobs b on b.user_id = f.user_id and b.sha256 = f.sha256
        ), after as (
            select f.path, f.sha256, f.size, b.is_text
            from samo.version_tree(p_project_id, v_version) f
            join public.blobs b on b.user_id = f.user_id and b.sha256 = f.sha256
        )
        select jsonb_build_object(
            'version', v_version,
            'against', v_against,
            'files', coalesce(
                jsonb_agg(
                    jsonb_build_object(
                        'path', coalesce(before.path, after.path),
                        'before', case when before.path is not null then jsonb_build_object(
                            'sha256', encode(before.sha256, 'hex'), 'size', before.size,
                            'is_text', before.is_text) end,
                        'after', case when after.path is not null then jsonb_build_object(
                            'sha256', encode(after.sha256, 'hex'), 'size', after.size,
                            'is_text', after.is_text) end)
                    order by coalesce(before.path, after.path)),
                '[]'))
        from before full join after on after.path = before.path
        where before.sha256 is distinct from after.sha256);
end
$$;

revoke execute on function
    samo.names_content(jsonb, text),
    public.files_edit(uuid, uuid, text, jsonb, text, jsonb, jsonb),
    public.files_restore(uuid, uuid, integer, text, integer),
    public.files_compare(uuid, integer, integer)
from public, anon, authenticated;

grant execute on function
    samo.names_content(jsonb, text),
    public.files_edit(uuid, uuid, text, jsonb, text, jsonb, jsonb),
    public.files_restore(uuid, uuid, integer, text, integer),
    samo.version_json(public.versions)
to service_role;

grant execute on function public.files_compare(uuid, integer, integer) to authenticated;
$samokoder_503$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '503', 'edits', 'SQL', 'V503__edits.sql', -692231657,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '504' and success
    ) then
        execute $samokoder_504$
-- Projects that begin with files from elsewhere.

-- Takes contents in, given in base64, that a project is about to refer to: an import may hold more than
-- one call should. What is then not referred to, files_collect takes away.
create function public.files_stage(p_user_id uuid, p_contents jsonb) returns void
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

-- Makes a project with its first version out of staged contents, [{path, sha256}], both or neither, and
-- answers the project. Where a content was collected meanwhile, the whole import may be tried again.
create function public.files_import(
    p_user_id uuid, p_project_id uuid, p_name text, p_description text, p_files jsonb,
    p_message text)
returns jsonb
language plpgsql
set search_path = ''
as $$
begin
    -- As in samo.version_create: from here on nothing that is found is collected.
    perform pg_advisory_xact_lock_shared(hashtextextended('samo.blobs ' || p_user_id::text, 0));
    if exists (
        select from jsonb_to_recordset(p_files) as f (sha256 text)
        where not exists (
            select from public.blobs b
            where b.user_id = p_user_id and b.sha256 = decode(f.sha256, 'hex'))
    ) then
        raise exception 'unavailable' using errcode = 'PT503';
    end if;
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

revoke execute on function
    public.files_stage(uuid, jsonb),
    public.files_import(uuid, uuid, text, text, jsonb, text)
from public, anon, authenticated;

grant execute on function
    public.files_stage(uuid, jsonb),
    public.files_import(uuid, uuid, text, text, jsonb, text)
to service_role;
$samokoder_504$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '504', 'import', 'SQL', 'V504__import.sql', 1861466747,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '505' and success
    ) then
        execute $samokoder_505$
-- Staged twice is staged once: a call whose answer got lost may be made again.
comment on function public.files_stage(uuid, jsonb) is 'repeatable';
$samokoder_505$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '505', 'repeatable staging', 'SQL', 'V505__repeatable_staging.sql', 294191558,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;

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

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '517' and success
    ) then
        execute $samokoder_517$
-- Changes by digest as samo.version_create takes them, which by now knows contents by name.
create or replace function samo.git_changes(p_user_id uuid, p_changes jsonb) returns jsonb
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
                    else jsonb_build_object('op', 'put', 'path', c.path, 'sha256', c.sha256)
                end),
            '[]')
        from jsonb_to_recordset(p_changes) as c (path text, sha256 text));
end
$$;
$samokoder_517$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '517', 'git changes by digest', 'SQL', 'V517__git_changes_by_digest.sql', -253539962,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '530' and success
    ) then
        execute $samokoder_530$
-- Several steps of a run may be under way at once.

-- The agent that is shown as at work: that of the step which has been under way longest.
create function samo.run_agent(p_run_id uuid) returns text
language sql stable set search_path = ''
as $$
    select s.agent from public.run_steps s
    where s.run_id = p_run_id and s.status = 'running'
    order by s.started_at, s.step_id
    limit 1
$$;

-- Takes a held run off its worker: out of the lease, into a state in which nobody works on it.
-- p_spent is what the steps under way had used: [{step, input_tokens, output_tokens, cost_usd}].
create or replace function samo.run_leave(
    p_run public.runs, p_status text, p_spent jsonb, p_events jsonb) returns public.runs
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs;
    v_input bigint;
    v_output bigint;
    v_cost numeric;
begin
    select coalesce(sum(u.input_tokens), 0), coalesce(sum(u.output_tokens), 0),
            coalesce(sum(u.cost_usd), 0)
        into v_input, v_output, v_cost
        from samo.run_spent(p_spent) u;
    update public.run_steps s
        set status = 'failed', finished_at = clock_timestamp(),
            input_tokens = coalesce(u.input_tokens, 0),
            output_tokens = coalesce(u.output_tokens, 0), cost_usd = u.cost_usd
        from public.run_steps o left join samo.run_spent(p_spent) u on u.step = o.step_id
        where s.run_id = p_run.id and s.status = 'running'
            and o.run_id = s.run_id and o.step_id = s.step_id;
    update public.runs r
        set status = p_status, lease_owner = null, lease_until = null,
            worked_ms = samo.run_worked(r), working_since = null, current_agent = null,
            input_tokens = input_tokens + v_input, output_tokens = output_tokens + v_output,
            cost_usd = cost_usd + v_cost,
            finished_at = case when p_status in ('completed', 'failed', 'cancelled')
                then clock_timestamp() end
        where r.id = p_run.id;
    perform samo.run_log(p_run.id, p_events);
    select * into v_run from public.runs where id = p_run.id;
    perform samo.project_generation(
        v_run.user_id, v_run.project_id,
        case p_status
            when 'completed' then 'completed'
            when 'failed' then 'error'
            when 'cancelled' then v_run.project_stage
            else 'generating'
        end,
        v_run.progress, null,
        case p_status when 'completed' then (v_run.worked_ms / 1000)::integer end);
    return v_run;
end
$$;

create function samo.run_spent(p_spent jsonb)
returns table (step text, input_tokens bigint, output_tokens bigint, cost_usd numeric)
language sql immutable set search_path = ''
as $$
    select u.step, u.input_tokens, u.output_tokens, u.cost_usd
    from jsonb_to_recordset(coalesce(p_spent, '[]'))
        as u (step text, input_tokens bigint, output_tokens bigint, cost_usd numeric)
$$;

-- Commits a finished step whole: its version of the files, its events, its cost and the state
-- that decides the next step. p_step is {id, agent, attempt, input_tokens, output_tokens,
-- cost_usd}. A second call for the same attempt changes nothing.
create or replace function public.run_commit_step(
    p_user_id uuid, p_run_id uuid, p_epoch bigint, p_step jsonb, p_state jsonb, p_changes jsonb,
    p_expected_head integer, p_message text, p_events jsonb, p_progress integer)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs := samo.run_hold(p_user_id, p_run_id, p_epoch);
    v_row public.run_steps;
    v_input bigint := (p_step ->> 'input_tokens')::bigint;
    v_output bigint := (p_step ->> 'output_tokens')::bigint;
    v_cost numeric := (p_step ->> 'cost_usd')::numeric;
    v_version jsonb;
    v_number integer;
begin
    select * into v_row from public.run_steps
        where run_id = p_run_id and step_id = p_step ->> 'id';
    if v_row.status = 'completed' and v_row.attempt = (p_step ->> 'attempt')::integer then
        return jsonb_build_object(
            'cancelled', false, 'version', v_row.version, 'last_seq', v_run.last_seq);
    end if;
    -- Whoever was told that the run is being cancelled sees nothing new afterwards.
    if v_run.cancel_requested then
        return jsonb_build_object(
            'cancelled', true, 'version', null, 'last_seq', v_run.last_seq);
    end if;
    if jsonb_array_length(p_changes) > 0 then
        v_version := samo.version_create(
            p_user_id, v_run.project_id, 'agent', p_step ->> 'agent', p_run_id, p_message,
            p_changes, p_expected_head);
        -- Changes that change nothing make no version.
        if v_version -> 'changed' <> '[]' then
            v_number := (v_version ->> 'number')::integer;
        end if;
    end if;
    update public.run_steps
        set status = 'completed', finished_at = clock_timestamp(), input_tokens = v_input,
            output_tokens = v_output, cost_usd = v_cost, version = v_number,
            message = p_message
        where run_id = p_run_id and step_id = p_step ->> 'id';
    update public.runs r
        set state = p_state, progress = greatest(r.progress, p_progress), attempts = 0,
            steps = r.steps + 1, input_tokens = r.input_tokens + v_input,
            output_tokens = r.output_tokens + v_output,
            cost_usd = r.cost_usd + coalesce(v_cost, 0),
            current_agent = coalesce(samo.run_agent(p_run_id), p_step ->> 'agent'),
            worked_ms = samo.run_worked(r), working_since = clock_timestamp()
        where r.id = p_run_id
        returning * into v_run;
    perform samo.project_generation(
        p_user_id, v_run.project_id, 'generating', v_run.progress, v_run.current_agent);
    return jsonb_build_object(
        'cancelled', false,
        'version', v_number,
        'last_seq', samo.run_log(
            p_run_id,
            p_events || samo.run_version_events(p_step, v_number, v_version)
                || samo.run_step_events(v_run, p_step, v_number, p_message)));
end
$$;

-- What every committed step adds to the log.
create or replace function samo.run_step_events(
    p_run public.runs, p_step jsonb, p_version integer, p_message text) returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_agg(jsonb_build_object(
            'type', e.type, 'step', p_step ->> 'id', 'agent', p_step ->> 'agent', 'data', e.data)
            order by e.place)
    from (values
        (1, 'step.completed', jsonb_build_object(
            'attempt', (p_step ->> 'attempt')::integer, 'version', p_version,
            'message', p_message, 'input_tokens', (p_step ->> 'input_tokens')::bigint,
            'output_tokens', (p_step ->> 'output_tokens')::bigint,
            'cost_usd', round((p_step ->> 'cost_usd')::numeric, 6)::text)),
        (2, 'usage.updated', jsonb_build_object(
            'input_tokens', p_run.input_tokens, 'output_tokens', p_run.output_tokens,
            'cost_usd', round(p_run.cost_usd, 6)::text, 'steps', p_run.steps)),
        (3, 'progress', jsonb_build_object(
            'percent', p_run.progress, 'current_agent', p_run.current_agent))
    ) as e (place, type, data)
$$;

revoke execute on function samo.run_agent(uuid), samo.run_spent(jsonb)
    from public, anon, authenticated;
grant execute on function samo.run_agent(uuid), samo.run_spent(jsonb) to service_role;
$samokoder_530$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '530', 'runs parallel', 'SQL', 'V530__runs_parallel.sql', 29443470,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '531' and success
    ) then
        execute $samokoder_531$
-- Pauses a run: until its owner resumes it, or for p_seconds where that is not null. p_stuck tells
-- what went in a circle and what that cost.
drop function public.run_pause(uuid, uuid, bigint, text, numeric, jsonb, jsonb, jsonb);

create function public.run_pause(
    p_user_id uuid, p_run_id uuid, p_epoch bigint, p_reason text, p_seconds numeric,
    p_error jsonb, p_stuck jsonb, p_spent jsonb, p_events jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs := samo.run_hold(p_user_id, p_run_id, p_epoch);
    v_until timestamptz := clock_timestamp() + make_interval(secs => p_seconds::float8);
    v_data jsonb := jsonb_build_object(
        'reason', p_reason, 'resume_after', v_until, 'error', p_error);
begin
    if v_run.cancel_requested then
        return public.run_finish(
            p_user_id, p_run_id, p_epoch, 'cancelled', p_spent, p_events);
    end if;
    if p_stuck is not null then
        v_data := v_data || jsonb_build_object('stuck', p_stuck);
    end if;
    update public.runs
        set pause_reason = p_reason, resume_after = v_until, error_code = p_error ->> 'code',
            error = p_error
        where id = p_run_id;
    v_run := samo.run_leave(v_run, 'paused', p_spent, p_events || jsonb_build_array(
        jsonb_build_object('type', 'run.paused', 'data', v_data)));
    return samo.run_json(v_run);
end
$$;

revoke execute on function
    public.run_pause(uuid, uuid, bigint, text, numeric, jsonb, jsonb, jsonb, jsonb)
    from public, anon, authenticated;
grant execute on function
    public.run_pause(uuid, uuid, bigint, text, numeric, jsonb, jsonb, jsonb, jsonb)
    to service_role;
$samokoder_531$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '531', 'runs stuck', 'SQL', 'V531__runs_stuck.sql', -768231955,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '532' and success
    ) then
        execute $samokoder_532$
-- Checkpoints: what a run in interactive mode asks its owner before it goes on.

create table public.run_checkpoints (
    id uuid primary key,
    run_id uuid not null,
    user_id uuid not null references auth.users (id) on delete cascade,
    kind text not null check (kind in ('specification', 'plan')),
    -- What is to be decided, as the owner sees it.
    content jsonb not null,
    decision text check (decision in ('approve', 'change')),
    created_at timestamptz not null default clock_timestamp(),
    resolved_at timestamptz,
    check ((decision is null) = (resolved_at is null)),
    foreign key (user_id, run_id) references public.runs (user_id, id) on delete cascade
);

create index run_checkpoints_by_run on public.run_checkpoints (user_id, run_id, created_at);

alter table public.run_checkpoints enable row level security;
alter table public.run_checkpoints force row level security;

revoke all on public.run_checkpoints from public, anon, authenticated;
grant select on public.run_checkpoints to authenticated;
grant select, insert, update, delete on public.run_checkpoints to service_role;

create policy run_checkpoints_own on public.run_checkpoints for select to authenticated
    using ((select samo.acting_user()) = user_id);
create policy run_checkpoints_service on public.run_checkpoints for all to service_role
    using (true) with check (true);

-- A checkpoint that nobody resolved is open as long as its run waits for it, and dropped afterwards.
create function samo.run_checkpoint_json(c public.run_checkpoints, p_run_status text) returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'id', c.id,
        'run_id', c.run_id,
        'kind', c.kind,
        'status', case
            when c.resolved_at is not null then 'resolved'
            when p_run_status = 'awaiting_input' then 'open'
            else 'dropped'
        end,
        'content', c.content,
        'decision', c.decision,
        'created_at', c.created_at,
        'resolved_at', c.resolved_at)
$$;

-- Leaves a run to its owner: nobody works on it until the checkpoint is resolved.
create function public.run_await(
    p_user_id uuid, p_run_id uuid, p_epoch bigint, p_checkpoint_id uuid, p_kind text,
    p_content jsonb, p_spent jsonb, p_events jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs := samo.run_hold(p_user_id, p_run_id, p_epoch);
begin
    if v_run.cancel_requested then
        return public.run_finish(
            p_user_id, p_run_id, p_epoch, 'cancelled', p_spent, p_events);
    end if;
    insert into public.run_checkpoints (id, run_id, user_id, kind, content)
        values (p_checkpoint_id, p_run_id, p_user_id, p_kind, p_content);
    update public.runs set attempts = 0 where id = p_run_id;
    v_run := samo.run_leave(v_run, 'awaiting_input', p_spent, p_events || jsonb_build_array(
        jsonb_build_object('type', 'checkpoint.required', 'data', jsonb_build_object(
            'checkpoint_id', p_checkpoint_id, 'kind', p_kind))));
    return samo.run_json(v_run);
end
$$;

-- Resolves an open checkpoint and queues its run. p_state is the run's state with the decision in
-- it, made from the one that run_checkpoint_read answered; nobody else changes it meanwhile, for the
-- run waits for this very checkpoint.
create function public.run_checkpoint_resolve(
    p_user_id uuid, p_run_id uuid, p_id uuid, p_decision text, p_state jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs;
    v_checkpoint public.run_checkpoints;
begin
    perform 1 from public.projects p
        where p.user_id = p_user_id
            and p.id = (select r.project_id from public.runs r where r.id = p_run_id)
        for no key update;
    select * into v_run from public.runs
        where id = p_run_id and user_id = p_user_id
        for no key update;
    select * into v_checkpoint from public.run_checkpoints
        where id = p_id and run_id = p_run_id and user_id = p_user_id;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    if v_run.status <> 'awaiting_input' or v_checkpoint.resolved_at is not null then
        raise exception 'conflict' using errcode = 'PT409';
    end if;
    update public.run_checkpoints set decision = p_decision, resolved_at = clock_timestamp()
        where id = p_id
        returning * into v_checkpoint;
    update public.runs
        set status = 'queued', state = p_state, queued_at = clock_timestamp()
        where id = p_run_id;
    perform samo.run_log(p_run_id, jsonb_build_array(
        jsonb_build_object('type', 'checkpoint.resolved', 'data', jsonb_build_object(
            'checkpoint_id', p_id, 'kind', v_checkpoint.kind, 'decision', p_decision)),
        jsonb_build_object('type', 'run.queued', 'data', jsonb_build_object(
            'after', 'awaiting_input'))));
    perform pg_notify('samo_runs', 'queued:' || p_run_id);
    return samo.run_checkpoint_json(v_checkpoint, 'queued');
end
$$;

-- An open or closed checkpoint, with the state that a decision is made from. Null for strangers.
create function public.run_checkpoint_read(p_user_id uuid, p_run_id uuid, p_id uuid) returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'checkpoint', samo.run_checkpoint_json(c, r.status), 'state', r.state)
    from public.run_checkpoints c
    join public.runs r on r.id = c.run_id
    where c.user_id = p_user_id and c.run_id = p_run_id and c.id = p_id
$$;

-- A run's checkpoints, newest first. Null for strangers.
create function public.run_checkpoints_list(p_run_id uuid, p_limit integer) returns jsonb
language sql stable set search_path = ''
as $$
    select coalesce((
        select jsonb_agg(samo.run_checkpoint_json(c, r.status) order by c.created_at desc, c.id)
        from (
            select * from public.run_checkpoints
            where run_id = r.id
            order by created_at desc, id
            limit p_limit) c), '[]')
    from public.runs r
    where r.id = p_run_id and r.user_id = (select samo.acting_user())
$$;

revoke execute on function
    samo.run_checkpoint_json(public.run_checkpoints, text),
    public.run_await(uuid, uuid, bigint, uuid, text, jsonb, jsonb, jsonb),
    public.run_checkpoint_resolve(uuid, uuid, uuid, text, jsonb),
    public.run_checkpoint_read(uuid, uuid, uuid),
    public.run_checkpoints_list(uuid, integer)
    from public, anon, authenticated;
grant execute on function
    samo.run_checkpoint_json(public.run_checkpoints, text),
    public.run_await(uuid, uuid, bigint, uuid, text, jsonb, jsonb, jsonb),
    public.run_checkpoint_resolve(uuid, uuid, uuid, text, jsonb),
    public.run_checkpoint_read(uuid, uuid, uuid)
    to service_role;
grant execute on function
    samo.run_checkpoint_json(public.run_checkpoints, text),
    public.run_checkpoints_list(uuid, integer)
    to authenticated;
$samokoder_532$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '532', 'runs checkpoints', 'SQL', 'V532__runs_checkpoints.sql', -575829009,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '533' and success
    ) then
        execute $samokoder_533$
-- The next run for this worker, or null: queued, left behind by a worker that died, or paused
-- until now. The user with the fewest runs under way comes first; nobody has more than the cap.
create or replace function public.run_claim(
    p_owner text, p_lease_seconds numeric, p_user_cap integer, p_max_attempts integer)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_found public.runs;
    v_run public.runs;
begin
    -- One claim at a time, or two replicas could both count a user just under the cap.
    perform pg_advisory_xact_lock(hashtext('samo.run_claim'));
    loop
        select r.* into v_found from public.runs r
            cross join lateral (
                select count(*) as busy from public.runs o
                where o.user_id = r.user_id and o.status = 'running' and o.id <> r.id
                    and o.lease_until >= clock_timestamp()) as u
            where (r.status = 'queued'
                    or (r.status = 'running' and r.lease_until < clock_timestamp())
                    or (r.status = 'paused' and r.resume_after <= clock_timestamp()))
                and u.busy < p_user_cap
            order by u.busy, r.queued_at
            limit 1
            for no key update of r skip locked;
        if not found then
            return null;
        end if;
        exit when v_found.attempts < p_max_attempts or v_found.cancel_requested;
        perform samo.run_give_up(v_found);
    end loop;
    -- What the worker before was at is not under way any more.
    update public.run_steps set status = 'failed', finished_at = clock_timestamp()
        where run_id = v_found.id and status = 'running';
    update public.runs
        set status = 'running', lease_owner = p_owner, lease_epoch = lease_epoch + 1,
            lease_until = clock_timestamp() + make_interval(secs => p_lease_seconds::float8),
            attempts = attempts + 1, started_at = coalesce(started_at, clock_timestamp()),
            working_since = clock_timestamp(), finished_at = null,
            error_code = null, error = null, pause_reason = null, resume_after = null
        where id = v_found.id
        returning * into v_run;
    perform samo.run_log(v_run.id, jsonb_build_array(case
        when v_found.started_at is null then jsonb_build_object('type', 'run.started')
        else jsonb_build_object('type', 'run.resumed', 'data', jsonb_build_object(
            'after', case v_found.status when 'running' then 'interruption' else v_found.status end))
        end));
    select * into v_run from public.runs where id = v_run.id;
    return jsonb_build_object(
        'id', v_run.id, 'user_id', v_run.user_id, 'project_id', v_run.project_id,
        'epoch', v_run.lease_epoch, 'attempts', v_run.attempts, 'state', v_run.state,
        'limits', v_run.limits, 'steps', v_run.steps,
        'tokens', v_run.input_tokens + v_run.output_tokens, 'cost_usd', v_run.cost_usd::text,
        'worked_ms', v_run.worked_ms, 'cancel_requested', v_run.cancel_requested,
        'last_seq', v_run.last_seq);
end
$$;
$samokoder_533$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '533', 'runs interrupted', 'SQL', 'V533__runs_interrupted.sql', -2078899129,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '550' and success
    ) then
        execute $samokoder_550$
-- A step's version carries what the checks said of it.

-- Commits a finished step as run_commit_step does, and with its version, where it makes one, the
-- verdict of the checks: {verified, findings}, or null where nobody has checked.
create function public.run_commit_checked(
    p_user_id uuid, p_run_id uuid, p_epoch bigint, p_step jsonb, p_state jsonb, p_changes jsonb,
    p_checks jsonb, p_expected_head integer, p_message text, p_events jsonb, p_progress integer)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_committed jsonb := public.run_commit_step(
        p_user_id, p_run_id, p_epoch, p_step, p_state, p_changes, p_expected_head, p_message,
        p_events, p_progress);
    v_version integer := (v_committed ->> 'version')::integer;
begin
    if v_version is not null and jsonb_typeof(p_checks) = 'object' then
        perform samo.version_checked(
            p_user_id, (select r.project_id from public.runs r where r.id = p_run_id), v_version,
            (p_checks ->> 'verified')::boolean, p_checks -> 'findings');
    end if;
    return v_committed;
end
$$;

-- One run with its steps, each with the newest report of what its model was sent.
create or replace function public.run_get(p_run_id uuid) returns jsonb
language sql stable set search_path = ''
as $$
    select samo.run_json(r) || jsonb_build_object('steps', coalesce((
        select jsonb_agg(jsonb_build_object(
                'id', s.step_id, 'agent', s.agent, 'attempt', s.attempt, 'status', s.status,
                'started_at', s.started_at, 'finished_at', s.finished_at,
                'input_tokens', s.input_tokens, 'output_tokens', s.output_tokens,
                'cost_usd', round(s.cost_usd, 6)::text, 'version', s.version, 'message', s.message,
                'context', (
                    select e.data -> 'context' from public.run_events e
                    where e.run_id = r.id and e.type = 'step.context' and e.step = s.step_id
                    order by e.seq desc limit 1))
                order by s.started_at, s.step_id)
        from public.run_steps s where s.run_id = r.id), '[]'))
    from public.runs r
    where r.id = p_run_id and r.user_id = (select samo.acting_user())
$$;

-- The reports of a run are found without reading its whole log.
create index run_events_context on public.run_events (run_id, step, seq)
    where type = 'step.context';

revoke execute on function
    public.run_commit_checked(
        uuid, uuid, bigint, jsonb, jsonb, jsonb, jsonb, integer, text, jsonb, integer)
    from public, anon, authenticated;
grant execute on function
    public.run_commit_checked(
        uuid, uuid, bigint, jsonb, jsonb, jsonb, jsonb, integer, text, jsonb, integer)
    to service_role;
$samokoder_550$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '550', 'checked steps', 'SQL', 'V550__checked_steps.sql', 964194242,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '551' and success
    ) then
        execute $samokoder_551$
-- Chat: a message is answered by a run. The user's message is kept when the run is queued, the
-- answer when the run completes.

alter table public.runs drop constraint runs_kind_check;
alter table public.runs add constraint runs_kind_check check (kind in ('generate', 'chat'));

create table public.messages (
    user_id uuid not null references auth.users (id) on delete cascade,
    id uuid not null,
    project_id uuid not null,
    run_id uuid not null,
    role text not null check (role in ('user', 'assistant')),
    mode text not null check (mode in ('change', 'ask')),
    content text not null check (char_length(content) <= 100000),
    -- The version of the files that the answer ends in.
    version integer,
    created_at timestamptz not null default clock_timestamp(),
    primary key (user_id, id),
    unique (run_id, role),
    foreign key (user_id, project_id) references public.projects (user_id, id) on delete cascade,
    foreign key (user_id, run_id) references public.runs (user_id, id) on delete cascade
);

create index messages_by_project on public.messages
    (user_id, project_id, created_at desc, id desc);

alter table public.messages enable row level security;
alter table public.messages force row level security;
revoke all on public.messages from public, anon, authenticated;
grant select on public.messages to authenticated;
grant select, insert, update, delete on public.messages to service_role;
create policy messages_own on public.messages for select to authenticated
    using ((select samo.acting_user()) = user_id);
create policy messages_service on public.messages for all to service_role
    using (true) with check (true);

create function samo.message_json(p_message public.messages) returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'id', p_message.id,
        'run_id', p_message.run_id,
        'role', p_message.role,
        'mode', p_message.mode,
        'content', p_message.content,
        'version', p_message.version,
        'created_at', p_message.created_at)
$$;

-- What a chat builds on: the newest specification and architecture that a run wrote for the project,
-- and the messages before, the newest first.
create function public.chat_background(p_project_id uuid, p_limit integer) returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'specification', g.state -> 'specification',
        'architecture', g.state -> 'architecture',
        'messages', (
            select coalesce(
                jsonb_agg(samo.message_json(m) order by m.created_at desc, m.id desc), '[]')
            from (
                select * from public.messages
                where user_id = (select samo.acting_user()) and project_id = p_project_id
                order by created_at desc, id desc
                limit least(p_limit, 100)) m))
    from (select 1) as one
    left join lateral (
        select r.state from public.runs r
        where r.user_id = (select samo.acting_user()) and r.project_id = p_project_id
            and r.kind = 'generate' and jsonb_typeof(r.state -> 'architecture') = 'object'
        order by r.created_at desc, r.id desc
        limit 1) g on true
$$;

-- Queues a run that answers a message, and keeps the message.
create function public.chat_start(
    p_user_id uuid, p_id uuid, p_project_id uuid, p_message_id uuid, p_chat_mode text,
    p_message text, p_limits jsonb, p_state jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs;
begin
    perform public.run_create(
        p_user_id, p_id, p_project_id, 'auto', p_state #>> '{brief,thoroughness}', p_limits,
        p_message, p_state);
    update public.runs set kind = 'chat' where id = p_id returning * into v_run;
    insert into public.messages (user_id, id, project_id, run_id, role, mode, content)
        values (
            p_user_id, p_message_id, p_project_id, p_id, 'user', p_chat_mode, p_message);
    return samo.run_json(v_run);
end
$$;

-- Keeps the answer of a chat that completes.
create function samo.chat_answer() returns trigger
language plpgsql set search_path = ''
as $$
begin
    insert into public.messages (
            user_id, id, project_id, run_id, role, mode, content, version)
        values (
            new.user_id, (new.state #>> '{chat,reply_id}')::uuid, new.project_id, new.id,
            'assistant', new.state #>> '{chat,mode}',
            left(coalesce(new.state #>> '{chat,reply}', ''), 100000),
            (select max(s.version) from public.run_steps s where s.run_id = new.id));
    return null;
end
$$;

create trigger runs_chat_answer after update of status on public.runs
    for each row
    when (new.kind = 'chat' and new.status = 'completed' and old.status <> 'completed')
    execute function samo.chat_answer();

-- The conversation, newest first, from before the given message on.
create function public.message_list(
    p_project_id uuid, p_before_at timestamptz, p_before_id uuid, p_limit integer)
returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_agg(samo.message_json(m) order by m.created_at desc, m.id desc)
    from (
        select * from public.messages
        where user_id = (select samo.acting_user()) and project_id = p_project_id
            and (p_before_id is null or (created_at, id) < (p_before_at, p_before_id))
        order by created_at desc, id desc
        limit least(p_limit, 101)) m
$$;

-- Takes a held run off its worker: out of the lease, into a state in which nobody works on it.
-- p_spent is what the steps under way had used: [{step, input_tokens, output_tokens, cost_usd}].
-- A chat leaves the project as finished or unfinished as it was, unless it wrote files.
create or replace function samo.run_leave(
    p_run public.runs, p_status text, p_spent jsonb, p_events jsonb) returns public.runs
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs;
    v_input bigint;
    v_output bigint;
    v_cost numeric;
    v_chat boolean := p_run.kind = 'chat';
    v_wrote boolean;
begin
    select coalesce(sum(u.input_tokens), 0), coalesce(sum(u.output_tokens), 0),
            coalesce(sum(u.cost_usd), 0)
        into v_input, v_output, v_cost
        from samo.run_spent(p_spent) u;
    update public.run_steps s
        set status = 'failed', finished_at = clock_timestamp(),
            input_tokens = coalesce(u.input_tokens, 0),
            output_tokens = coalesce(u.output_tokens, 0), cost_usd = u.cost_usd
        from public.run_steps o left join samo.run_spent(p_spent) u on u.step = o.step_id
        where s.run_id = p_run.id and s.status = 'running'
            and o.run_id = s.run_id and o.step_id = s.step_id;
    update public.runs r
        set status = p_status, lease_owner = null, lease_until = null,
            worked_ms = samo.run_worked(r), working_since = null, current_agent = null,
            input_tokens = input_tokens + v_input, output_tokens = output_tokens + v_output,
            cost_usd = cost_usd + v_cost,
            finished_at = case when p_status in ('completed', 'failed', 'cancelled')
                then clock_timestamp() end
        where r.id = p_run.id;
    perform samo.run_log(p_run.id, p_events);
    select * into v_run from public.runs where id = p_run.id;
    v_wrote := exists (
        select from public.run_steps s where s.run_id = p_run.id and s.version is not null);
    perform samo.project_generation(
        v_run.user_id, v_run.project_id,
        case p_status
            when 'completed' then
                case when v_chat and not v_wrote then v_run.project_stage else 'completed' end
            when 'failed' then case when v_chat then v_run.project_stage else 'error' end
            when 'cancelled' then v_run.project_stage
            else 'generating'
        end,
        v_run.progress, null,
        case when p_status = 'completed' and not v_chat
            then (v_run.worked_ms / 1000)::integer end);
    return v_run;
end
$$;

revoke execute on function
    samo.message_json(public.messages), samo.chat_answer(),
    public.chat_background(uuid, integer),
    public.chat_start(uuid, uuid, uuid, uuid, text, text, jsonb, jsonb),
    public.message_list(uuid, timestamptz, uuid, integer)
    from public, anon, authenticated;
grant execute on function samo.message_json(public.messages) to authenticated, service_role;
grant execute on function samo.chat_answer() to service_role;
grant execute on function
    public.chat_background(uuid, integer),
    public.message_list(uuid, timestamptz, uuid, integer)
    to authenticated;
grant execute on function
    public.chat_start(uuid, uuid, uuid, uuid, text, text, jsonb, jsonb)
    to service_role;
$samokoder_551$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '551', 'chat', 'SQL', 'V551__chat.sql', 691329319,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '565' and success
    ) then
        execute $samokoder_565$
-- Budgets: how much a user lets calls cost, in all, for a project or for an access token, per day,
-- per month or for good. Days and months are those of UTC.
--
-- What was spent is counted apart from the ledger, per day, so that nothing that happens to ledger
-- rows, projects or tokens reopens a budget. What is being spent is held in purses: each process of
-- the service has one per payer, and no call leaves without money in it. A purse that its process
-- no longer renews has expired, and what it held comes back.

create table public.budget_settings (
    user_id uuid primary key references auth.users (id) on delete cascade,
    -- What becomes of calls whose price nobody knows.
    unknown_prices text not null default 'refuse_under_budget'
        check (unknown_prices in ('allow', 'refuse', 'refuse_under_budget')),
    -- Counts the owner's changes, for If-Match.
    version bigint not null default 1,
    updated_at timestamptz not null default now()
);

create table public.budgets (
    user_id uuid not null references auth.users (id) on delete cascade,
    scope text not null check (scope in ('user', 'project', 'token')),
    project_id uuid,
    access_token_id uuid,
    subject_id uuid not null
        generated always as (coalesce(project_id, access_token_id, user_id)) stored,
    period text not null check (period in ('day', 'month', 'total')),
    limit_usd numeric(18, 9) not null check (limit_usd >= 0),
    created_at timestamptz not null default now(),
    primary key (user_id, scope, subject_id, period),
    -- Nobody limits what belongs to somebody else.
    foreign key (user_id, project_id) references public.projects (user_id, id) on delete cascade,
    foreign key (user_id, access_token_id)
        references public.access_tokens (user_id, id) on delete cascade,
    constraint budget_has_its_subject check (
        (scope = 'project') = (project_id is not null)
        and (scope = 'token') = (access_token_id is not null)
    )
);

create index budgets_by_project on public.budgets (user_id, project_id)
    where project_id is not null;
create index budgets_by_token on public.budgets (user_id, access_token_id)
    where access_token_id is not null;

-- The subject is the user, a project or a token, whether it still exists or not.
create table public.spend_counters (
    user_id uuid not null references auth.users (id) on delete cascade,
    scope text not null check (scope in ('user', 'project', 'token')),
    subject_id uuid not null,
    day date not null,
    spent numeric(18, 9) not null default 0 check (spent >= 0),
    -- Calls whose cost is unknown, and not part of the sum.
    unpriced_calls bigint not null default 0,
    primary key (user_id, scope, subject_id, day)
) with (fillfactor = 50);

create table public.budget_purses (
    id uuid primary key,
    user_id uuid not null references auth.users (id) on delete cascade,
    project_id uuid,
    access_token_id uuid,
    -- Below zero where calls cost more than was held for them.
    amount numeric(18, 9) not null,
    expires_at timestamptz not null
) with (fillfactor = 50);

create index budget_purses_by_user on public.budget_purses (user_id);

-- What was spent before there were counters.
-- The owner of the schema may be held to row level security, too; not for these lines.
alter table public.usage_records no force row level security;
insert into public.spend_counters (user_id, scope, subject_id, day, spent, unpriced_calls)
select
    u.user_id, s.scope, s.subject_id, (u.created_at at time zone 'utc')::date,
    coalesce(sum(u.cost), 0), count(*) filter (where u.cost is null)
from public.usage_records u
cross join lateral (
    values ('user', u.user_id), ('project', u.project_id), ('token', u.access_token_id)
) as s (scope, subject_id)
where s.subject_id is not null
group by u.user_id, s.scope, s.subject_id, (u.created_at at time zone 'utc')::date;
alter table public.usage_records force row level security;

alter table public.budget_settings enable row level security;
alter table public.budget_settings force row level security;
alter table public.budgets enable row level security;
alter table public.budgets force row level security;
alter table public.spend_counters enable row level security;
alter table public.spend_counters force row level security;
alter table public.budget_purses enable row level security;
alter table public.budget_purses force row level security;

revoke all on
    public.budget_settings, public.budgets, public.spend_counters, public.budget_purses
from public, anon, authenticated;
grant select on
    public.budget_settings, public.budgets, public.spend_counters, public.budget_purses
to authenticated;
grant select, insert, update, delete on
    public.budget_settings, public.budgets, public.budget_purses
to service_role;
-- No delete: what was spent stays spent.
grant select, insert, update on public.spend_counters to service_role;

create policy budget_settings_own on public.budget_settings
    for select to authenticated using ((select samo.acting_user()) = user_id);
create policy budget_settings_service on public.budget_settings
    for all to service_role using (true) with check (true);
create policy budgets_own on public.budgets
    for select to authenticated using ((select samo.acting_user()) = user_id);
create policy budgets_service on public.budgets
    for all to service_role using (true) with check (true);
create policy spend_counters_own on public.spend_counters
    for select to authenticated using ((select samo.acting_user()) = user_id);
create policy spend_counters_service on public.spend_counters
    for all to service_role using (true) with check (true);
create policy budget_purses_own on public.budget_purses
    for select to authenticated using ((select samo.acting_user()) = user_id);
create policy budget_purses_service on public.budget_purses
    for all to service_role using (true) with check (true);

create function samo.budget_opens(p_period text) returns date
language sql stable set search_path = '' as $$
    select case p_period
        when 'day' then (now() at time zone 'utc')::date
        when 'month' then date_trunc('month', now() at time zone 'utc')::date
        else '-infinity'::date
    end
$$;

create function samo.budget_resets(p_period text) returns timestamptz
language sql stable set search_path = '' as $$
    select case p_period
        when 'day' then date_trunc('day', now() at time zone 'utc') + interval '1 day'
        when 'month' then date_trunc('month', now() at time zone 'utc') + interval '1 month'
    end at time zone 'utc'
$$;

-- The state of a user's budgets, of all or of those that one payer's calls count in. One statement:
-- what a call spent and what its purse held must be seen of the same moment.
create function samo.budget_states(
    p_user_id uuid, p_all boolean, p_project_id uuid, p_access_token_id uuid
) returns table (
    scope text, project_id uuid, access_token_id uuid, period text,
    limit_usd numeric, spent numeric, held numeric, unpriced_calls bigint
)
language sql stable set search_path = '' as $$
    select
        b.scope, b.project_id, b.access_token_id, b.period, b.limit_usd, c.spent, h.held,
        c.unpriced_calls
    from public.budgets b
    cross join lateral (
        select
            coalesce(sum(s.spent), 0) as spent,
            coalesce(sum(s.unpriced_calls), 0)::bigint as unpriced_calls
        from public.spend_counters s
        where s.user_id = b.user_id
            and s.scope = b.scope
            and s.subject_id = b.subject_id
            and s.day >= samo.budget_opens(b.period)
    ) c
    cross join lateral (
        select coalesce(sum(greatest(p.amount, 0)), 0) as held
        from public.budget_purses p
        where p.user_id = b.user_id
            and p.expires_at > now()
            and (b.project_id is null or p.project_id = b.project_id)
            and (b.access_token_id is null or p.access_token_id = b.access_token_id)
    ) h
    where b.user_id = p_user_id
        and (
            p_all
            or b.scope = 'user'
            or b.project_id = p_project_id
            or b.access_token_id = p_access_token_id
        )
$$;

-- Puts money into purses, for calls that are about to leave; in their order, each as if alone. A want
-- is {id, user_id, project_id, access_token_id, purse_id, least, most}, the amounts null for a call
-- of unknown price. Granted is what the budgets leave of "most", at least "least", or nothing. A
-- large budget lends some more, a hundredth of what is left, so that not every call has to ask.
-- Answers come in the order of the wants: governed tells whether any budget applies, granted how
-- much was put into the purse, spare how much of it may stay there for the next call.
create function public.budget_reserve(p_wants jsonb, p_ttl_seconds integer) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_user uuid;
    v_want record;
    v_tightest record;
    v_room numeric;
    v_granted numeric;
    v_spare numeric;
    v_answers jsonb := '[]';
begin
    -- One at a time per user, always in the same order.
    for v_user in
        select distinct (w ->> 'user_id')::uuid from jsonb_array_elements(p_wants) w order by 1
    loop
        perform pg_advisory_xact_lock(hashtextextended('budgets/' || v_user, 0));
        delete from public.budget_purses p
        where p.id in (
            select x.id from public.budget_purses x
            where x.user_id = v_user and x.expires_at <= now()
            for update skip locked
        );
    end loop;
    -- In the order of usage_settle, or the two could wait for each other.
    perform from public.budget_purses p
    where p.id in (select (w ->> 'purse_id')::uuid from jsonb_array_elements(p_wants) w)
    order by p.id
    for update;
    for v_want in
        select w.*
        from jsonb_array_elements(p_wants) with ordinality as e (body, position)
        cross join lateral jsonb_to_record(e.body) as w (
            id uuid, user_id uuid, project_id uuid, access_token_id uuid, purse_id uuid,
            least numeric, most numeric
        )
        order by e.position
    loop
        select
            s.*, s.limit_usd - s.spent - s.held as room, samo.budget_resets(s.period) as resets_at
        into v_tightest
        from samo.budget_states(
            v_want.user_id, false, v_want.project_id, v_want.access_token_id
        ) s
        order by s.limit_usd - s.spent - s.held, s.period desc
        limit 1;
        v_room := v_tightest.room;
        v_granted := null;
        v_spare := 0;
        if v_room >= v_want.least and v_room > 0 then
            v_granted := least(v_want.most, v_room);
            v_spare := case when v_room / 100 >= v_granted then round(v_room / 100, 9) else 0 end;
            insert into public.budget_purses as p (
                id, user_id, project_id, access_token_id, amount, expires_at
            )
            values (
                v_want.purse_id, v_want.user_id, v_want.project_id, v_want.access_token_id,
                v_granted + v_spare, now() + make_interval(secs => p_ttl_seconds)
            )
            on conflict (id) do update
            set amount = p.amount + excluded.amount, expires_at = excluded.expires_at
            where p.user_id = excluded.user_id;
        end if;
        v_answers := v_answers || jsonb_build_object(
            'id', v_want.id,
            'governed', v_room is not null,
            'granted', (v_granted + v_spare)::text,
            'spare', v_spare::text,
            'unknown_prices', coalesce(
                (
                    select t.unknown_prices
                    from public.budget_settings t where t.user_id = v_want.user_id
                ),
                'refuse_under_budget'
            ),
            'tightest', case when v_room is not null then jsonb_build_object(
                'scope', v_tightest.scope,
                'period', v_tightest.period,
                'limit_usd', v_tightest.limit_usd::text,
                'spent_usd', v_tightest.spent::text,
                'reserved_usd', v_tightest.held::text,
                'resets_at', v_tightest.resets_at
            ) end
        );
    end loop;
    return v_answers;
end
$$;

-- Keeps the purses of calls that take long.
create function public.budget_renew(p_purses jsonb, p_ttl_seconds integer) returns void
language sql set search_path = '' as $$
    update public.budget_purses p
    set expires_at = now() + make_interval(secs => p_ttl_seconds)
    where p.id in (select value::uuid from jsonb_array_elements_text(p_purses))
$$;

create function samo.budget_list(p_user_id uuid) returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'version', coalesce(
            (select t.version from public.budget_settings t where t.user_id = p_user_id), 0
        ),
        'unknown_prices', coalesce(
            (select t.unknown_prices from public.budget_settings t where t.user_id = p_user_id),
            'refuse_under_budget'
        ),
        'budgets', coalesce(
            (
                select jsonb_agg(
                    jsonb_build_object(
                        'scope', s.scope,
                        'project_id', s.project_id,
                        'access_token_id', s.access_token_id,
                        'period', s.period,
                        'limit_usd', s.limit_usd::text,
                        'spent_usd', s.spent::numeric(28, 9)::text,
                        'reserved_usd', s.held::numeric(28, 9)::text,
                        'remaining_usd',
                        greatest(s.limit_usd - s.spent - s.held, 0)::numeric(28, 9)::text,
                        'unpriced_calls', s.unpriced_calls,
                        'resets_at', samo.budget_resets(s.period)
                    )
                    order by
                        array_position(array['user', 'project', 'token'], s.scope),
                        s.project_id, s.access_token_id,
                        array_position(array['day', 'month', 'total'], s.period)
                )
                from samo.budget_states(p_user_id, true, null, null) s
            ),
            '[]'
        )
    )
$$;

create function public.budget_list() returns jsonb
language sql stable set search_path = '' as $$
    select samo.budget_list(samo.acting_user())
$$;

-- Replaces a user's budgets. p_version is the version the caller saw, null for any; p_unknown_prices
-- null leaves the choice as it is. A project or token of somebody else is a broken foreign key.
create function public.budget_replace(
    p_user_id uuid, p_budgets jsonb, p_unknown_prices text, p_version bigint
) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_version bigint;
begin
    perform pg_advisory_xact_lock(hashtextextended('budgets/' || p_user_id, 0));
    select t.version into v_version
    from public.budget_settings t where t.user_id = p_user_id;
    if p_version is not null and p_version <> coalesce(v_version, 0) then
        raise exception 'version_conflict' using errcode = 'PT412';
    end if;
    insert into public.budget_settings as t (user_id, unknown_prices)
    values (p_user_id, coalesce(p_unknown_prices, 'refuse_under_budget'))
    on conflict (user_id) do update
    set unknown_prices = coalesce(p_unknown_prices, t.unknown_prices),
        version = t.version + 1,
        updated_at = now();
    delete from public.budgets b where b.user_id = p_user_id;
    insert into public.budgets (
        user_id, scope, project_id, access_token_id, period, limit_usd
    )
    select p_user_id, b.scope, b.project_id, b.access_token_id, b.period, b.limit_usd
    from jsonb_to_recordset(p_budgets) as b (
        scope text, project_id uuid, access_token_id uuid, period text, limit_usd numeric
    );
    return samo.budget_list(p_user_id);
end
$$;

-- Which of the named projects and tokens are not this user's, or gone.
create function public.budget_strangers(p_projects jsonb, p_access_tokens jsonb) returns jsonb
language sql stable set search_path = '' as $$
    select coalesce(jsonb_agg(n.id), '[]')
    from (
        select value::uuid as id from jsonb_array_elements_text(p_projects)
        where not exists (
            select from public.projects p
            where p.user_id = samo.acting_user() and p.id = value::uuid
        )
        union all
        select value::uuid from jsonb_array_elements_text(p_access_tokens)
        where not exists (
            select from public.access_tokens t
            where t.user_id = samo.acting_user() and t.id = value::uuid and t.revoked_at is null
        )
    ) n
$$;

revoke execute on function
    samo.budget_opens(text),
    samo.budget_resets(text),
    samo.budget_states(uuid, boolean, uuid, uuid),
    samo.budget_list(uuid),
    public.budget_reserve(jsonb, integer),
    public.budget_renew(jsonb, integer),
    public.budget_list(),
    public.budget_replace(uuid, jsonb, text, bigint),
    public.budget_strangers(jsonb, jsonb)
from public, anon, authenticated;
grant execute on function
    samo.budget_opens(text),
    samo.budget_resets(text),
    samo.budget_states(uuid, boolean, uuid, uuid),
    samo.budget_list(uuid),
    public.budget_list(),
    public.budget_strangers(jsonb, jsonb)
to authenticated, service_role;
grant execute on function
    public.budget_reserve(jsonb, integer),
    public.budget_renew(jsonb, integer),
    public.budget_replace(uuid, jsonb, text, bigint)
to service_role;
$samokoder_565$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '565', 'budgets', 'SQL', 'V565__budgets.sql', -1157097723,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '566' and success
    ) then
        execute $samokoder_566$
-- The ledger says more about each attempt, and is written in groups: a ledger row, what it adds to
-- the counters, and what leaves the purse it was paid from, all or nothing.

alter table public.usage_records
    add column first_token_ms bigint check (first_token_ms >= 0),
    add column finish_reason text check (char_length(finish_reason) <= 64),
    add column request_id text check (char_length(request_id) <= 64);

drop function public.usage_record(uuid, jsonb);

-- Each entry is {user_id, purse_id, taken, call}: taken leaves the purse, as spent or given back;
-- call is the row, null where an attempt never began. A second write of a call changes nothing.
create function public.usage_settle(p_entries jsonb) returns void
language plpgsql set search_path = '' as $$
declare
    v_day date := (now() at time zone 'utc')::date;
begin
    perform from public.budget_purses p
    where p.id in (select (e ->> 'purse_id')::uuid from jsonb_array_elements(p_entries) e)
    order by p.id
    for update;
    with entries as (
        select e.user_id, e.purse_id, e.taken, (e.call ->> 'id')::uuid as call_id, e.call
        from jsonb_to_recordset(p_entries) as e (
            user_id uuid, purse_id uuid, taken numeric, call jsonb
        )
    ),
    written as (
        insert into public.usage_records (
            id, user_id, provider, model, key_id, project_id, run_id, step, agent,
            access_token_id, input_uncached, cache_read, cache_write, output, reasoning,
            usage_source, cost, price_version, outcome, duration_ms, first_token_ms,
            finish_reason, request_id
        )
        select
            c.id, e.user_id, c.provider, c.model, c.key_id, c.project_id, c.run_id, c.step, c.agent,
            c.access_token_id, c.input_uncached, c.cache_read, c.cache_write, c.output, c.reasoning,
            c.usage_source, c.cost, c.price_version, c.outcome, c.duration_ms, c.first_token_ms,
            c.finish_reason, c.request_id
        from entries e
        cross join lateral jsonb_to_record(e.call) as c (
            id uuid, provider text, model text, key_id uuid, project_id uuid, run_id uuid,
            step text, agent text, access_token_id uuid, input_uncached bigint, cache_read bigint,
            cache_write bigint, output bigint, reasoning bigint, usage_source text, cost numeric,
            price_version text, outcome text, duration_ms bigint, first_token_ms bigint,
            finish_reason text, request_id text
        )
        where e.call_id is not null
        on conflict (id) do nothing
        returning id, user_id, project_id, access_token_id, cost
    ),
    -- In one order everywhere, or two groups could wait for each other.
    sums as (
        select
            w.user_id, s.scope, s.subject_id, coalesce(sum(w.cost), 0) as spent,
            count(*) filter (where w.cost is null) as unpriced_calls
        from written w
        cross join lateral (
            values ('user', w.user_id), ('project', w.project_id), ('token', w.access_token_id)
        ) as s (scope, subject_id)
        where s.subject_id is not null
        group by w.user_id, s.scope, s.subject_id
        order by w.user_id, s.scope, s.subject_id
    ),
    counted as (
        insert into public.spend_counters as k (
            user_id, scope, subject_id, day, spent, unpriced_calls
        )
        select m.user_id, m.scope, m.subject_id, v_day, m.spent, m.unpriced_calls from sums m
        on conflict (user_id, scope, subject_id, day) do update
        set spent = k.spent + excluded.spent,
            unpriced_calls = k.unpriced_calls + excluded.unpriced_calls
    )
    update public.budget_purses p
    set amount = p.amount - t.taken
    from (
        select e.purse_id, e.user_id, sum(e.taken) as taken
        from entries e
        left join written w on w.id = e.call_id
        where e.purse_id is not null and (e.call_id is null or w.id is not null)
        group by e.purse_id, e.user_id
        order by e.purse_id
    ) t
    where p.id = t.purse_id and p.user_id = t.user_id;
end
$$;

revoke execute on function public.usage_settle(jsonb) from public, anon, authenticated;
grant execute on function public.usage_settle(jsonb) to service_role;
$samokoder_566$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '566', 'usage settle', 'SQL', 'V566__usage_settle.sql', 2063051770,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '567' and success
    ) then
        execute $samokoder_567$
-- An access token may be made with a budget, in one step: there is no moment at which it has none.

create function samo.token_budgets(p_user_id uuid, p_token_id uuid) returns jsonb
language sql stable set search_path = '' as $$
    select coalesce(
        jsonb_agg(
            jsonb_build_object('limit_usd', b.limit_usd::text, 'period', b.period)
            order by array_position(array['day', 'month', 'total'], b.period)
        ),
        '[]'
    )
    from public.budgets b
    where b.user_id = p_user_id and b.access_token_id = p_token_id
$$;

create or replace function samo.auth_access_token(p_token public.access_tokens) returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'id', p_token.id,
        'name', p_token.name,
        'public_id', p_token.public_id,
        'scopes', p_token.scopes,
        'created_at', p_token.created_at,
        'expires_at', p_token.expires_at,
        'last_used_at', p_token.last_used_at,
        'budgets', samo.token_budgets(p_token.user_id, p_token.id)
    )
$$;

drop function public.auth_add_access_token(
    uuid, uuid, text, text, bytea, jsonb, timestamptz, integer
);

-- p_budget is {limit_usd, period} or null.
create function public.auth_add_access_token(
    p_user_id uuid,
    p_id uuid,
    p_name text,
    p_public_id text,
    p_secret_hash bytea,
    p_scopes jsonb,
    p_expires_at timestamptz,
    p_budget jsonb,
    p_most integer
) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_token public.access_tokens;
begin
    -- One at a time per user, or two calls could both take the last place.
    perform pg_advisory_xact_lock(hashtextextended('access_tokens/' || p_user_id, 0));
    if (select count(*) from public.access_tokens t
        where t.user_id = p_user_id and t.revoked_at is null) >= p_most
    then
        raise exception 'conflict' using errcode = 'PT409';
    end if;
    insert into public.access_tokens (
        id, user_id, name, public_id, secret_hash, scopes, expires_at
    )
    values (p_id, p_user_id, p_name, p_public_id, p_secret_hash, p_scopes, p_expires_at)
    returning * into v_token;
    if p_budget is not null then
        insert into public.budgets (user_id, scope, access_token_id, period, limit_usd)
        values (
            p_user_id, 'token', p_id, p_budget ->> 'period', (p_budget ->> 'limit_usd')::numeric
        );
        perform samo.budgets_changed(p_user_id);
    end if;
    return samo.auth_access_token(v_token);
end
$$;

-- For If-Match: whoever saw the budgets before has not seen these.
create function samo.budgets_changed(p_user_id uuid) returns void
language sql set search_path = '' as $$
    insert into public.budget_settings as t (user_id) values (p_user_id)
    on conflict (user_id) do update set version = t.version + 1, updated_at = now()
$$;

create or replace function public.auth_list_access_tokens(
    p_before_created_at timestamptz,
    p_before_id uuid,
    p_limit integer
) returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_agg(
        jsonb_build_object(
            'id', page.id,
            'name', page.name,
            'public_id', page.public_id,
            'scopes', page.scopes,
            'created_at', page.created_at,
            'expires_at', page.expires_at,
            'last_used_at', page.last_used_at,
            'budgets', samo.token_budgets(page.user_id, page.id)
        )
        order by page.created_at desc, page.id desc
    )
    from (
        select
            t.id, t.user_id, t.name, t.public_id, t.scopes, t.created_at, t.expires_at,
            t.last_used_at
        from public.access_tokens t
        where t.user_id = samo.acting_user()
            and t.revoked_at is null
            and (p_before_id is null or (t.created_at, t.id) < (p_before_created_at, p_before_id))
        order by t.created_at desc, t.id desc
        limit p_limit
    ) page
$$;

-- A revoked token spends no more: its budgets go, what it spent stays counted.
create or replace function public.auth_revoke_access_token(p_user_id uuid, p_id uuid) returns void
language plpgsql
set search_path = ''
as $$
begin
    update public.access_tokens set revoked_at = now()
    where user_id = p_user_id and id = p_id and revoked_at is null;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    delete from public.budgets where user_id = p_user_id and access_token_id = p_id;
    if found then
        perform samo.budgets_changed(p_user_id);
    end if;
end
$$;

create function samo.spent_by_token(p_user_id uuid, p_token_id uuid, p_period text)
returns numeric
language sql stable set search_path = '' as $$
    select coalesce(sum(c.spent), 0)::numeric(28, 9)
    from public.spend_counters c
    where c.user_id = p_user_id
        and c.scope = 'token'
        and c.subject_id = p_token_id
        and c.day >= samo.budget_opens(p_period)
$$;

-- What one access token may know of itself: its budgets, those of its owner that it counts in, and
-- what it spent.
create function public.usage_of_token(p_access_token_id uuid) returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'name', t.name,
        'expires_at', t.expires_at,
        'spent_day_usd', samo.spent_by_token(t.user_id, t.id, 'day')::text,
        'spent_month_usd', samo.spent_by_token(t.user_id, t.id, 'month')::text,
        'spent_total_usd', samo.spent_by_token(t.user_id, t.id, 'total')::text,
        'budgets', coalesce(
            (
                select jsonb_agg(
                    jsonb_build_object(
                        'scope', s.scope,
                        'project_id', s.project_id,
                        'access_token_id', s.access_token_id,
                        'period', s.period,
                        'limit_usd', s.limit_usd::text,
                        'spent_usd', s.spent::numeric(28, 9)::text,
                        'reserved_usd', s.held::numeric(28, 9)::text,
                        'remaining_usd',
                        greatest(s.limit_usd - s.spent - s.held, 0)::numeric(28, 9)::text,
                        'unpriced_calls', s.unpriced_calls,
                        'resets_at', samo.budget_resets(s.period)
                    )
                    order by s.scope desc, array_position(array['day', 'month', 'total'], s.period)
                )
                from samo.budget_states(t.user_id, false, null, t.id) s
            ),
            '[]'
        )
    )
    from public.access_tokens t
    where t.user_id = samo.acting_user() and t.id = p_access_token_id
$$;

revoke execute on function
    samo.token_budgets(uuid, uuid),
    samo.spent_by_token(uuid, uuid, text),
    samo.budgets_changed(uuid),
    public.usage_of_token(uuid),
    public.auth_add_access_token(uuid, uuid, text, text, bytea, jsonb, timestamptz, jsonb, integer)
from public, anon, authenticated;
grant execute on function
    samo.token_budgets(uuid, uuid),
    samo.spent_by_token(uuid, uuid, text),
    public.usage_of_token(uuid)
to authenticated, service_role;
grant execute on function
    samo.budgets_changed(uuid),
    public.auth_add_access_token(uuid, uuid, text, text, bytea, jsonb, timestamptz, jsonb, integer)
to service_role;
$samokoder_567$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '567', 'token budgets', 'SQL', 'V567__token_budgets.sql', -675687012,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '568' and success
    ) then
        execute $samokoder_568$
-- A run that an access token set going counts in that token's budget, too: otherwise a token could
-- spend through runs what it may not spend itself. No foreign key to runs: it is written before.

create table public.run_payers (
    run_id uuid primary key,
    user_id uuid not null references auth.users (id) on delete cascade,
    access_token_id uuid,
    created_at timestamptz not null default now(),
    foreign key (user_id, access_token_id)
        references public.access_tokens (user_id, id) on delete cascade
);

create index run_payers_by_user on public.run_payers (user_id, access_token_id);

alter table public.run_payers enable row level security;
alter table public.run_payers force row level security;
revoke all on public.run_payers from public, anon, authenticated;
grant select, insert, update, delete on public.run_payers to service_role;
create policy run_payers_service on public.run_payers
    for all to service_role using (true) with check (true);

-- From now on this token pays, or nobody but the owner.
create function public.usage_set_run_payer(
    p_user_id uuid, p_run_id uuid, p_access_token_id uuid
) returns void
language sql set search_path = '' as $$
    insert into public.run_payers as p (run_id, user_id, access_token_id)
    values (p_run_id, p_user_id, p_access_token_id)
    on conflict (run_id) do update set access_token_id = excluded.access_token_id
    where p.user_id = excluded.user_id
$$;

create function public.usage_run_payer(p_user_id uuid, p_run_id uuid) returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object('access_token_id', p.access_token_id)
    from public.run_payers p
    where p.run_id = p_run_id and p.user_id = p_user_id
$$;

revoke execute on function
    public.usage_set_run_payer(uuid, uuid, uuid),
    public.usage_run_payer(uuid, uuid)
from public, anon, authenticated;
grant execute on function
    public.usage_set_run_payer(uuid, uuid, uuid),
    public.usage_run_payer(uuid, uuid)
to service_role;
$samokoder_568$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '568', 'run payers', 'SQL', 'V568__run_payers.sql', 1900237824,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '580' and success
    ) then
        execute $samokoder_580$
-- Names that users give to models, each with the models to try in their order. Read by their
-- owner, written by the service alone, which knows what a model's name may be.

create table public.gateway_aliases (
    user_id uuid not null references auth.users (id) on delete cascade,
    name text not null check (name ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
    models jsonb not null check (
        jsonb_typeof(models) = 'array' and jsonb_array_length(models) between 1 and 8
    ),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (user_id, name)
);

create trigger gateway_aliases_touch before update on public.gateway_aliases
    for each row execute function samo.touch();

alter table public.gateway_aliases enable row level security;
alter table public.gateway_aliases force row level security;
revoke all on public.gateway_aliases from public, anon, authenticated;
grant select on public.gateway_aliases to authenticated;
grant select, insert, update, delete on public.gateway_aliases to service_role;

create policy gateway_aliases_own on public.gateway_aliases
    for select to authenticated using ((select samo.acting_user()) = user_id);
create policy gateway_aliases_service on public.gateway_aliases
    for all to service_role using (true) with check (true);

create function public.gateway_aliases_list() returns jsonb
language sql stable security invoker set search_path = '' as $$
    select coalesce(jsonb_agg(to_jsonb(a) - 'user_id' order by a.name), '[]'::jsonb)
    from public.gateway_aliases a
    where a.user_id = samo.acting_user();
$$;

-- Makes or replaces an alias; null where the user has as many as there may be. The lock makes
-- count and insert one step for each user.
create function public.gateway_aliases_put(
    p_user_id uuid, p_name text, p_models jsonb, p_limit integer
) returns jsonb
language plpgsql security invoker set search_path = '' as $$
declare
    v_alias public.gateway_aliases;
begin
    perform pg_advisory_xact_lock(hashtextextended('gateway_aliases:' || p_user_id::text, 0));
    if (
        select count(*) from public.gateway_aliases a
        where a.user_id = p_user_id and a.name <> p_name
    ) >= p_limit then
        return null;
    end if;
    insert into public.gateway_aliases as a (user_id, name, models)
    values (p_user_id, p_name, p_models)
    on conflict (user_id, name) do update set models = excluded.models
    returning * into v_alias;
    return to_jsonb(v_alias) - 'user_id';
end;
$$;

create function public.gateway_aliases_delete(p_user_id uuid, p_name text) returns void
language plpgsql security invoker set search_path = '' as $$
begin
    delete from public.gateway_aliases a where a.user_id = p_user_id and a.name = p_name;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
end;
$$;

revoke execute on function
    public.gateway_aliases_list(),
    public.gateway_aliases_put(uuid, text, jsonb, integer),
    public.gateway_aliases_delete(uuid, text)
from public, anon, authenticated;

grant execute on function public.gateway_aliases_list() to authenticated, service_role;
grant execute on function
    public.gateway_aliases_put(uuid, text, jsonb, integer),
    public.gateway_aliases_delete(uuid, text)
to service_role;
$samokoder_580$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '580', 'gateway aliases', 'SQL', 'V580__gateway_aliases.sql', 1781988039,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '600' and success
    ) then
        execute $samokoder_600$
-- What a service needs that reaches the database over HTTP alone.

-- Where no access token of a user is at hand (an access token of ours, a run that outlives a session)
-- the service calls a user's function with its own key and names the user in a header: see
-- samo.acting_user(). So what a user may call, the service may call as well. Functions made later
-- are granted to both where they are made, which a test demands.
do $$
declare
    v_function regprocedure;
begin
    for v_function in
        select p.oid::regprocedure from pg_proc p
        where p.pronamespace in ('public'::regnamespace, 'samo'::regnamespace)
            and has_function_privilege('authenticated', p.oid, 'execute')
    loop
        execute format('grant execute on function %s to service_role', v_function);
    end loop;
end
$$;

-- How far this schema has come. Written by whatever applies the migrations, read at every start.
create table samo.schema_versions (
    version integer primary key,
    reached_at timestamptz not null default clock_timestamp()
);
revoke all on samo.schema_versions from public, anon, authenticated;
grant select on samo.schema_versions to service_role;

create function samo.schema_reached(p_version integer) returns void
language sql
set search_path = ''
as $$
    insert into samo.schema_versions (version) values (p_version) on conflict do nothing
$$;

revoke execute on function samo.schema_reached(integer) from public, anon, authenticated, service_role;

-- Which writes a second, equal call leaves as the first one made them, so that a call whose answer got
-- lost may be made again. What only reads is known to be so anyway.
do $$
declare
    v_function regprocedure;
begin
    for v_function in
        select p.oid::regprocedure from pg_proc p
        where p.pronamespace = 'public'::regnamespace
            and p.proname in (
                'auth_touch_access_token', 'files_collect', 'idempotency_finish',
                'idempotency_release', 'keys_observe', 'run_append_events', 'run_commit_step',
                'run_renew', 'run_start_step', 'usage_record')
    loop
        execute format('comment on function %s is %L', v_function, 'repeatable');
    end loop;
end
$$;

-- What a start over HTTP asks first: the schema's version, and the functions that may be called again.
create function public.samo_schema() returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'version', (select max(v.version) from samo.schema_versions v),
        'repeatable', (
            select jsonb_agg(p.proname order by p.proname)
            from pg_catalog.pg_proc p
            where p.pronamespace = 'public'::regnamespace
                and (p.provolatile in ('s', 'i')
                    or pg_catalog.obj_description(p.oid, 'pg_proc') = 'repeatable')))
$$;

revoke execute on function public.samo_schema() from public, anon, authenticated;
grant execute on function public.samo_schema() to service_role;
$samokoder_600$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '600', 'over http', 'SQL', 'V600__over_http.sql', 1939677601,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(600);
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '601' and success
    ) then
        execute $samokoder_601$
-- Keeping purses alive twice is keeping them alive once: see V600 for what the comment says.
comment on function public.budget_renew(jsonb, integer) is 'repeatable';
$samokoder_601$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '601', 'repeatable purses', 'SQL', 'V601__repeatable_purses.sql', -1626454874,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(601);
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '615' and success
    ) then
        execute $samokoder_615$
-- A user who signed up elsewhere has no profile yet, and sees version 0 of it: the first change that is
-- based on what was seen must not be taken for a stale one.
create or replace function public.auth_change_profile(
    p_full_name text,
    p_language text,
    p_default_provider text,
    p_default_model text,
    p_version bigint
) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_profile public.profiles;
    v_made boolean;
begin
    insert into public.profiles (user_id) values (samo.acting_user()) on conflict do nothing;
    v_made := found;
    update public.profiles p
    set full_name = case when p_full_name is null then p.full_name else nullif(p_full_name, '') end,
        language = coalesce(p_language, p.language),
        default_provider = case
            when p_default_provider is null then p.default_provider
            else nullif(p_default_provider, '')
        end,
        default_model = case
            when p_default_model is null then p.default_model
            else nullif(p_default_model, '')
        end,
        version = p.version + 1
    where p.user_id = samo.acting_user()
        and (p_version is null or p.version = p_version or (v_made and p_version = 0))
    returning p.* into v_profile;
    if not found then
        raise exception 'version_conflict' using errcode = 'PT412';
    end if;
    return samo.auth_profile(v_profile);
end
$$;
$samokoder_615$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '615', 'first profile change', 'SQL', 'V615__first_profile_change.sql', -906392942,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(615);
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '640' and success
    ) then
        execute $samokoder_640$
-- Rate limits that all replicas share. A row is one client under one rule, in its latest window; windows
-- are cut by the database's clock. Unlogged: after a crash everybody starts with full quotas, which
-- costs less than writing every request to the log.
create unlogged table public.rate_limits (
    -- SHA-256 of rule and client, so that no address is kept.
    key bytea primary key check (octet_length(key) = 32),
    window_start timestamptz not null,
    expires_at timestamptz not null,
    taken bigint not null
);

create index rate_limits_by_expiry on public.rate_limits (expires_at);

alter table public.rate_limits enable row level security;
alter table public.rate_limits force row level security;
revoke all on public.rate_limits from public, anon, authenticated;
grant select, insert, update, delete on public.rate_limits to service_role;

create policy rate_limits_service on public.rate_limits
    for all to service_role using (true) with check (true);

-- Counts requests: p_takes is [{key (hex), seconds, requests}]. Answers with how many each key has taken
-- in the current window, this call included, and how long the window lasts. It is for the caller to
-- compare with a quota: what is refused counts too, which changes nothing, for the window is full.
create function public.rate_limit_take(p_takes jsonb) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_now timestamptz := clock_timestamp();
    v_take record;
    v_start timestamptz;
    v_taken bigint;
    v_answer jsonb := '[]';
begin
    -- In the order of the keys, or two replicas could wait for each other.
    for v_take in
        select t.key, t.seconds, t.requests
        from jsonb_to_recordset(p_takes) as t (key text, seconds integer, requests bigint)
        order by t.key
    loop
        v_start := to_timestamp(
            floor(extract(epoch from v_now) / v_take.seconds) * v_take.seconds);
        insert into public.rate_limits as r (key, window_start, expires_at, taken)
        values (
            decode(v_take.key, 'hex'), v_start,
            v_start + make_interval(secs => v_take.seconds), v_take.requests
        )
        on conflict (key) do update
            set taken = excluded.taken
                    + case when r.window_start = excluded.window_start then r.taken else 0 end,
                window_start = excluded.window_start,
                expires_at = excluded.expires_at
        returning taken into v_taken;
        v_answer := v_answer || jsonb_build_object(
            'key', v_take.key,
            'taken', v_taken,
            'reset_millis', ceil(1000 * extract(
                epoch from v_start + make_interval(secs => v_take.seconds) - v_now)));
    end loop;

    -- Now and then, a few at a time: what is over is of no use.
    if random() < 0.02 then
        delete from public.rate_limits
        where key in (
            select o.key from public.rate_limits o
            where o.expires_at < v_now
            limit 500
            for update skip locked);
    end if;
    return v_answer;
end
$$;

revoke execute on function public.rate_limit_take(jsonb) from public, anon, authenticated;
grant execute on function public.rate_limit_take(jsonb) to service_role;
$samokoder_640$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '640', 'rate limits', 'SQL', 'V640__rate_limits.sql', 2023487832,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(640);
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '641' and success
    ) then
        execute $samokoder_641$
-- What the operator's metrics say of runs: how many are in each state that can last, and how long the
-- oldest one has been waiting for a worker.
create function public.run_counts() returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'queued', count(*) filter (where status = 'queued'),
        'running', count(*) filter (where status = 'running'),
        'awaiting_input', count(*) filter (where status = 'awaiting_input'),
        'paused', count(*) filter (where status = 'paused'),
        'oldest_queued_seconds', coalesce(
            max(extract(epoch from clock_timestamp() - queued_at)) filter (where status = 'queued'),
            0))
    from public.runs where status in ('queued', 'running', 'awaiting_input', 'paused')
$$;

revoke execute on function public.run_counts() from public, anon, authenticated;
grant execute on function public.run_counts() to service_role;
$samokoder_641$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '641', 'run counts', 'SQL', 'V641__run_counts.sql', -707811063,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(641);
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '700' and success
    ) then
        execute $samokoder_700$
-- What happened that matters to security. Rows are added and, when their time is over, deleted; nobody
-- changes one, the service included.
create table public.audit_events (
    id uuid primary key,
    -- No reference: what an account did stays known after the account is gone.
    user_id uuid,
    event text not null check (event ~ '^[a-z_]{1,40}\.[a-z_]{1,40}$'),
    outcome text not null check (outcome in ('succeeded', 'refused')),
    -- What it was done to: a key, a token, a session, a factor.
    subject_id uuid,
    -- The access token it was done with; null for a session.
    access_token_id uuid,
    client_address text check (char_length(client_address) <= 64),
    -- Keyed: of an e-mail address that was tried.
    address_hash bytea check (octet_length(address_hash) = 16),
    request_id text check (char_length(request_id) <= 64),
    created_at timestamptz not null
);

create index audit_events_by_user on public.audit_events (user_id, created_at desc, id desc);
create index audit_events_by_age on public.audit_events (created_at);

alter table public.audit_events enable row level security;
alter table public.audit_events force row level security;
revoke all on public.audit_events from public, anon, authenticated;
create policy audit_events_own on public.audit_events for select to authenticated
    using ((select samo.acting_user()) = user_id);
create policy audit_events_service on public.audit_events for all to service_role
    using (true) with check (true);
grant select (
    id, user_id, event, outcome, subject_id, access_token_id, client_address, request_id, created_at
) on public.audit_events to authenticated;
-- Supabase's default privileges would give the service more than this.
revoke all on public.audit_events from service_role;
grant select, insert, delete, update (client_address, address_hash)
    on public.audit_events to service_role;

-- Holds for every role: a month passes before anything may go, and the one change that there is takes
-- away from where somebody came whose account is gone.
create function samo.audit_guard() returns trigger
language plpgsql
set search_path = ''
as $$
declare
    v_erased constant text[] := array['client_address', 'address_hash'];
begin
    if tg_op = 'DELETE' and old.created_at < now() - interval '30 days' then
        return old;
    end if;
    if tg_op = 'UPDATE'
        and new.client_address is null
        and new.address_hash is null
        and to_jsonb(new) - v_erased = to_jsonb(old) - v_erased
    then
        return new;
    end if;
    raise exception 'forbidden' using errcode = '42501';
end
$$;

revoke execute on function samo.audit_guard() from public;

create trigger audit_events_stay before update or delete on public.audit_events
    for each row execute function samo.audit_guard();
create trigger audit_events_stay_all before truncate on public.audit_events
    for each statement execute function samo.audit_guard();

-- Adds rows; one that is there already stays as it is. Where an account was deleted, its rows no longer
-- tell from where. Now and then a few rows whose time is over go.
create function public.audit_append(p_entries jsonb, p_retention_days integer) returns void
language plpgsql
set search_path = ''
as $$
begin
    insert into public.audit_events (
        id, user_id, event, outcome, subject_id, access_token_id, client_address, address_hash,
        request_id, created_at
    )
    select e.id, e.user_id, e.event, e.outcome, e.subject_id, e.access_token_id, e.client_address,
        decode(e.address_hash, 'hex'), e.request_id, e.created_at
    from jsonb_to_recordset(p_entries) as e (
        id uuid, user_id uuid, event text, outcome text, subject_id uuid, access_token_id uuid,
        client_address text, address_hash text, request_id text, created_at timestamptz
    )
    on conflict (id) do nothing;

    update public.audit_events a
    set client_address = null, address_hash = null
    where (a.client_address is not null or a.address_hash is not null)
        and a.user_id in (
            select e.user_id
            from jsonb_to_recordset(p_entries) as e (user_id uuid, event text, outcome text)
            where e.event = 'account.delete' and e.outcome = 'succeeded'
        );

    if random() < 0.02 then
        delete from public.audit_events
        where id in (
            select o.id from public.audit_events o
            where o.created_at < now() - make_interval(days => greatest(p_retention_days, 30))
                - interval '1 hour'
            order by o.created_at
            limit 1000
            for update skip locked);
    end if;
end
$$;

comment on function public.audit_append(jsonb, integer) is 'repeatable';

-- The user's own rows, newest first.
create function public.auth_list_audit_events(
    p_before_created_at timestamptz, p_before_id uuid, p_limit integer
) returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_agg(
        jsonb_build_object(
            'id', page.id,
            'created_at', page.created_at,
            'event', page.event,
            'outcome', page.outcome,
            'subject_id', page.subject_id,
            'access_token_id', page.access_token_id,
            'client_address', page.client_address,
            'request_id', page.request_id
        )
        order by page.created_at desc, page.id desc
    )
    from (
        select a.id, a.created_at, a.event, a.outcome, a.subject_id, a.access_token_id,
            a.client_address, a.request_id
        from public.audit_events a
        where a.user_id = samo.acting_user()
            and (p_before_id is null or (a.created_at, a.id) < (p_before_created_at, p_before_id))
        order by a.created_at desc, a.id desc
        limit p_limit
    ) page
$$;

revoke execute on function
    public.audit_append(jsonb, integer),
    public.auth_list_audit_events(timestamptz, uuid, integer)
from public, anon, authenticated;
grant execute on function public.audit_append(jsonb, integer) to service_role;
grant execute on function public.auth_list_audit_events(timestamptz, uuid, integer)
    to authenticated, service_role;
$samokoder_700$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '700', 'audit', 'SQL', 'V700__audit.sql', -457479209,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(700);
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '702' and success
    ) then
        execute $samokoder_702$
-- Answers whose day is over go whoever comes: their own user may never come back.
create index idempotency_keys_by_time on public.idempotency_keys (created_at);

-- Claims a key. The outcome is execute (with the attempt's number), running, mismatch, replay, or
-- gone where the request ended well but its answer was not kept. Of two equal calls at once, the
-- second waits for the first one's row and then sees it running. Now and then the old answers of users
-- who did not come back go, too.
create or replace function public.idempotency_begin(
    p_user_id uuid, p_key text, p_route text, p_fingerprint bytea, p_lease_seconds integer
) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    claimed integer;
    known public.idempotency_keys;
begin
    delete from public.idempotency_keys
    where user_id = p_user_id and created_at < now() - interval '24 hours';

    if random() < 0.02 then
        delete from public.idempotency_keys
        where (user_id, key) in (
            select o.user_id, o.key from public.idempotency_keys o
            where o.created_at < now() - interval '24 hours'
            limit 500
            for update skip locked);
    end if;

    insert into public.idempotency_keys as kept (user_id, key, route, fingerprint, lease_until)
    values (
        p_user_id, p_key, p_route, p_fingerprint,
        clock_timestamp() + make_interval(secs => p_lease_seconds)
    )
    on conflict (user_id, key) do update
        set attempt = kept.attempt + 1, lease_until = excluded.lease_until
        where kept.lease_until < clock_timestamp() and kept.fingerprint = excluded.fingerprint
    returning attempt into claimed;
    if claimed is not null then
        return jsonb_build_object('outcome', 'execute', 'attempt', claimed);
    end if;

    select * into known from public.idempotency_keys where user_id = p_user_id and key = p_key;
    return case
        when known.fingerprint is distinct from p_fingerprint
            then jsonb_build_object('outcome', 'mismatch')
        when known.lease_until is not null then jsonb_build_object('outcome', 'running')
        when known.status is null then jsonb_build_object('outcome', 'gone')
        else jsonb_build_object(
            'outcome', 'replay',
            'answer', jsonb_build_object(
                'status', known.status, 'headers', known.headers, 'body', known.body
            )
        )
    end;
end
$$;
$samokoder_702$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '702', 'idempotency sweep', 'SQL', 'V702__idempotency_sweep.sql', -1011000691,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(702);
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '740' and success
    ) then
        execute $samokoder_740$
-- An answer tells which files it changed: what the next message means ("now make it blue") is mostly
-- there.
create or replace function samo.message_json(p_message public.messages) returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'id', p_message.id,
        'run_id', p_message.run_id,
        'role', p_message.role,
        'mode', p_message.mode,
        'content', p_message.content,
        'version', p_message.version,
        'files', case
            when p_message.role = 'user' or p_message.version is null then '[]'
            else (
                select coalesce(jsonb_agg(f.path order by f.path), '[]')
                from (
                    select distinct e.data ->> 'path' as path
                    from public.run_events e
                    where e.run_id = p_message.run_id
                        and e.type in ('file.written', 'file.deleted')
                    order by 1
                    limit 50) f)
            end,
        'created_at', p_message.created_at)
$$;
$samokoder_740$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '740', 'message files', 'SQL', 'V740__message_files.sql', -1382768166,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(740);
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '770' and success
    ) then
        execute $samokoder_770$
-- Counts requests: p_takes is [{key (hex), seconds, requests}]. Answers with how many each key has taken
-- in the current window, this call included, and how long the window lasts. It is for the caller to
-- compare with a quota: what is refused counts too, which changes nothing, for the window is full.
-- A call that waited for its row across a window's edge counts in the newer window, which never goes back.
create or replace function public.rate_limit_take(p_takes jsonb) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_now timestamptz := clock_timestamp();
    v_take record;
    v_start timestamptz;
    v_taken bigint;
    v_ends timestamptz;
    v_answer jsonb := '[]';
begin
    -- In the order of the keys, or two replicas could wait for each other.
    for v_take in
        select t.key, t.seconds, t.requests
        from jsonb_to_recordset(p_takes) as t (key text, seconds integer, requests bigint)
        order by t.key
    loop
        v_start := to_timestamp(
            floor(extract(epoch from v_now) / v_take.seconds) * v_take.seconds);
        insert into public.rate_limits as r (key, window_start, expires_at, taken)
        values (
            decode(v_take.key, 'hex'), v_start,
            v_start + make_interval(secs => v_take.seconds), v_take.requests
        )
        on conflict (key) do update
            set taken = excluded.taken
                    + case when r.window_start >= excluded.window_start then r.taken else 0 end,
                window_start = greatest(r.window_start, excluded.window_start),
                expires_at = greatest(r.expires_at, excluded.expires_at)
        returning r.taken, r.expires_at into v_taken, v_ends;
        v_answer := v_answer || jsonb_build_object(
            'key', v_take.key,
            'taken', v_taken,
            'reset_millis', ceil(1000 * extract(
                epoch from v_ends - v_now)));
    end loop;

    -- Now and then, a few at a time: what is over is of no use.
    if random() < 0.02 then
        delete from public.rate_limits
        where key in (
            select o.key from public.rate_limits o
            where o.expires_at < v_now
            limit 500
            for update skip locked);
    end if;
    return v_answer;
end
$$;
$samokoder_770$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '770', 'rate windows forward', 'SQL', 'V770__rate_windows_forward.sql', -372021052,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(770);
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '780' and success
    ) then
        execute $samokoder_780$
-- Who waits for a worker: a run of a user of whom none is worked on. Others may be held back by nothing but
-- the number that one user may have at once, and say nothing of the workers' health.
create function samo.run_waits(p_run public.runs) returns boolean
language sql stable set search_path = ''
as $$
    select p_run.status = 'queued' and not exists (
        select 1 from public.runs o
        where o.user_id = p_run.user_id and o.status = 'running' and o.lease_until >= clock_timestamp())
$$;

revoke execute on function samo.run_waits(public.runs) from public, anon, authenticated;
grant execute on function samo.run_waits(public.runs) to service_role;

create or replace function public.run_queue_age() returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'waiting', count(*),
        'oldest_seconds', coalesce(
            (max(extract(epoch from clock_timestamp() - r.queued_at)) filter (where samo.run_waits(r)))::bigint,
            0))
    from public.runs r where r.status = 'queued'
$$;

create or replace function public.run_counts() returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'queued', count(*) filter (where r.status = 'queued'),
        'running', count(*) filter (where r.status = 'running'),
        'awaiting_input', count(*) filter (where r.status = 'awaiting_input'),
        'paused', count(*) filter (where r.status = 'paused'),
        'oldest_queued_seconds', coalesce(
            max(extract(epoch from clock_timestamp() - r.queued_at)) filter (where samo.run_waits(r)), 0))
    from public.runs r where r.status in ('queued', 'running', 'awaiting_input', 'paused')
$$;
$samokoder_780$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '780', 'who waits', 'SQL', 'V780__who_waits.sql', -350368044,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(780);
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '781' and success
    ) then
        execute $samokoder_781$
-- How many wait, and for how long: both of those who wait for a worker alone.
create or replace function public.run_queue_age() returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'waiting', count(*),
        'oldest_seconds', coalesce(
            max(extract(epoch from clock_timestamp() - r.queued_at))::bigint, 0))
    from public.runs r where samo.run_waits(r)
$$;

-- From now on this token pays, or nobody but the owner. Now and then the rows go whose run was deleted, or
-- refused after its payer was noted.
create or replace function public.usage_set_run_payer(
    p_user_id uuid, p_run_id uuid, p_access_token_id uuid
) returns void
language plpgsql set search_path = '' as $$
begin
    insert into public.run_payers as p (run_id, user_id, access_token_id)
    values (p_run_id, p_user_id, p_access_token_id)
    on conflict (run_id) do update set access_token_id = excluded.access_token_id
    where p.user_id = excluded.user_id;

    if random() < 0.02 then
        delete from public.run_payers
        where run_id in (
            select o.run_id from public.run_payers o
            where o.created_at < now() - interval '1 day'
                and not exists (select 1 from public.runs r where r.id = o.run_id)
            limit 500
            for update skip locked);
    end if;
end
$$;
$samokoder_781$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '781', 'payers that stay', 'SQL', 'V781__payers_that_stay.sql', 416039866,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(781);
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '782' and success
    ) then
        execute $samokoder_782$
-- The access token that a run's calls are charged to, and whether it was revoked meanwhile. Takes the place
-- of usage_run_payer, which replicas of the version before still call.
create function public.usage_run_spender(p_user_id uuid, p_run_id uuid) returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'access_token_id', p.access_token_id,
        'revoked', t.revoked_at is not null)
    from public.run_payers p
    left join public.access_tokens t on t.user_id = p.user_id and t.id = p.access_token_id
    where p.run_id = p_run_id and p.user_id = p_user_id
$$;

revoke execute on function public.usage_run_spender(uuid, uuid) from public, anon, authenticated;
grant execute on function public.usage_run_spender(uuid, uuid) to service_role;
$samokoder_782$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '782', 'revoked payers', 'SQL', 'V782__revoked_payers.sql', -170923591,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(782);
end
$samokoder$;

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

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '791' and success
    ) then
        execute $samokoder_791$
-- The next run for this worker, or null: queued, left behind by a worker that died, or paused
-- until now. The user with the fewest runs under way comes first; nobody has more than the cap.
-- Waits for no row: everybody else locks the project before its run.
create or replace function public.run_claim(
    p_owner text, p_lease_seconds numeric, p_user_cap integer, p_max_attempts integer)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_found public.runs;
    v_run public.runs;
    v_held uuid[] := '{}';
begin
    -- One claim at a time, or two replicas could both count a user just under the cap.
    perform pg_advisory_xact_lock(hashtext('samo.run_claim'));
    loop
        select r.* into v_found from public.runs r
            cross join lateral (
                select count(*) as busy from public.runs o
                where o.user_id = r.user_id and o.status = 'running' and o.id <> r.id
                    and o.lease_until >= clock_timestamp()) as u
            where (r.status = 'queued'
                    or (r.status = 'running' and r.lease_until < clock_timestamp())
                    or (r.status = 'paused' and r.resume_after <= clock_timestamp()))
                and u.busy < p_user_cap and r.id <> all (v_held)
            order by u.busy, r.queued_at
            limit 1
            for no key update of r skip locked;
        if not found then
            return null;
        end if;
        exit when v_found.attempts < p_max_attempts or v_found.cancel_requested;
        -- Whoever holds the project may be waiting for this run: it is given up at a later look then.
        perform 1 from public.projects p
            where p.user_id = v_found.user_id and p.id = v_found.project_id
            for no key update skip locked;
        if found then
            perform samo.run_give_up(v_found);
        else
            v_held := v_held || v_found.id;
        end if;
    end loop;
    -- What the worker before was at is not under way any more.
    update public.run_steps set status = 'failed', finished_at = clock_timestamp()
        where run_id = v_found.id and status = 'running';
    update public.runs
        set status = 'running', lease_owner = p_owner, lease_epoch = lease_epoch + 1,
            lease_until = clock_timestamp() + make_interval(secs => p_lease_seconds::float8),
            attempts = attempts + 1, started_at = coalesce(started_at, clock_timestamp()),
            working_since = clock_timestamp(), finished_at = null,
            error_code = null, error = null, pause_reason = null, resume_after = null
        where id = v_found.id
        returning * into v_run;
    perform samo.run_log(v_run.id, jsonb_build_array(case
        when v_found.started_at is null then jsonb_build_object('type', 'run.started')
        else jsonb_build_object('type', 'run.resumed', 'data', jsonb_build_object(
            'after', case v_found.status when 'running' then 'interruption' else v_found.status end))
        end));
    select * into v_run from public.runs where id = v_run.id;
    return jsonb_build_object(
        'id', v_run.id, 'user_id', v_run.user_id, 'project_id', v_run.project_id,
        'epoch', v_run.lease_epoch, 'attempts', v_run.attempts, 'state', v_run.state,
        'limits', v_run.limits, 'steps', v_run.steps,
        'tokens', v_run.input_tokens + v_run.output_tokens, 'cost_usd', v_run.cost_usd::text,
        'worked_ms', v_run.worked_ms, 'cancel_requested', v_run.cancel_requested,
        'last_seq', v_run.last_seq);
end
$$;

-- A run that took down every worker that touched it is not given to another one. For a claim that holds
-- the run and its project.
create or replace function samo.run_give_up(p_run public.runs) returns void
language plpgsql set search_path = ''
as $$
declare
    v_error jsonb := jsonb_build_object('code', 'internal', 'detail_key', 'runs.gave_up');
begin
    perform samo.run_leave(p_run, 'failed', null, jsonb_build_array(
        jsonb_build_object('type', 'run.failed', 'data', v_error)));
    update public.runs set error_code = 'internal', error = v_error where id = p_run.id;
end
$$;
$samokoder_791$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '791', 'give up without waiting', 'SQL', 'V791__give_up_without_waiting.sql', 1462670177,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(791);
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '792' and success
    ) then
        execute $samokoder_792$
-- What a project goes back to is what it was when the run began, or began again: its stage, and how far it
-- had come. Null for runs from before.
alter table public.runs add column project_progress integer;

-- Queues a run; the project is generating from now on.
create or replace function public.run_create(
    p_user_id uuid, p_id uuid, p_project_id uuid, p_mode text, p_thoroughness text,
    p_limits jsonb, p_instructions text, p_state jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_project public.projects;
    v_run public.runs;
begin
    select * into v_project from public.projects
        where id = p_project_id and user_id = p_user_id
        for no key update;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    if v_project.archived then
        raise exception 'conflict' using errcode = 'PT409';
    end if;
    perform samo.run_require_none(p_project_id);
    insert into public.runs (
            id, user_id, project_id, mode, thoroughness, limits, instructions, state,
            project_stage, project_progress)
        values (
            p_id, p_user_id, p_project_id, p_mode, p_thoroughness, p_limits, p_instructions,
            p_state, v_project.stage, v_project.generation_progress);
    perform samo.run_log(p_id, jsonb_build_array(jsonb_build_object('type', 'run.queued')));
    perform samo.project_generation(p_user_id, p_project_id, 'generating', 0, null);
    perform pg_notify('samo_runs', 'queued:' || p_id);
    select * into v_run from public.runs where id = p_id;
    return samo.run_json(v_run);
end
$$;

-- Whether a failed run is what its project's stage still tells of: nothing has come of other runs since.
create function samo.run_is_told(p_run public.runs, p_stage text) returns boolean
language sql stable set search_path = ''
as $$
    select p_run.status = 'failed' and p_stage = 'error' and not exists (
        select 1 from public.runs o
        where o.user_id = p_run.user_id and o.project_id = p_run.project_id and o.id <> p_run.id
            and o.kind = 'generate' and o.status = 'failed' and o.finished_at > p_run.finished_at)
$$;

-- Queues a paused or failed run again; it goes on where it stopped. p_limits replaces the run's
-- limits where it is not null.
create or replace function public.run_resume(p_user_id uuid, p_run_id uuid, p_limits jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_project public.projects;
    v_run public.runs;
begin
    select * into v_project from public.projects p
        where p.user_id = p_user_id
            and p.id = (select r.project_id from public.runs r where r.id = p_run_id)
        for no key update;
    select * into v_run from public.runs
        where id = p_run_id and user_id = p_user_id
        for no key update;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    if v_run.status not in ('paused', 'failed') or v_project.archived then
        raise exception 'conflict' using errcode = 'PT409';
    end if;
    if v_run.status = 'failed' then
        perform samo.run_require_none(v_project.id);
        if not samo.run_is_told(v_run, v_project.stage) then
            update public.runs
                set project_stage = v_project.stage,
                    project_progress = v_project.generation_progress
                where id = p_run_id;
        end if;
    end if;
    update public.runs
        set status = 'queued', limits = coalesce(p_limits, limits), attempts = 0,
            queued_at = clock_timestamp(), finished_at = null, error_code = null, error = null,
            pause_reason = null, resume_after = null, cancel_requested = false
        where id = p_run_id;
    perform samo.run_log(p_run_id, jsonb_build_array(jsonb_build_object(
        'type', 'run.queued', 'data', jsonb_build_object('after', v_run.status))));
    perform samo.project_generation(p_user_id, v_project.id, 'generating', v_run.progress, null);
    perform pg_notify('samo_runs', 'queued:' || p_run_id);
    select * into v_run from public.runs where id = p_run_id;
    return samo.run_json(v_run);
end
$$;

-- Takes a held run off its worker: out of the lease, into a state in which nobody works on it.
-- p_spent is what the steps under way had used: [{step, input_tokens, output_tokens, cost_usd}].
-- A chat leaves the project as finished or unfinished as it was, unless it wrote files.
create or replace function samo.run_leave(
    p_run public.runs, p_status text, p_spent jsonb, p_events jsonb) returns public.runs
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs;
    v_input bigint;
    v_output bigint;
    v_cost numeric;
    v_chat boolean := p_run.kind = 'chat';
    v_stage text;
begin
    select coalesce(sum(u.input_tokens), 0), coalesce(sum(u.output_tokens), 0),
            coalesce(sum(u.cost_usd), 0)
        into v_input, v_output, v_cost
        from samo.run_spent(p_spent) u;
    update public.run_steps s
        set status = 'failed', finished_at = clock_timestamp(),
            input_tokens = coalesce(u.input_tokens, 0),
            output_tokens = coalesce(u.output_tokens, 0), cost_usd = u.cost_usd
        from public.run_steps o left join samo.run_spent(p_spent) u on u.step = o.step_id
        where s.run_id = p_run.id and s.status = 'running'
            and o.run_id = s.run_id and o.step_id = s.step_id;
    update public.runs r
        set status = p_status, lease_owner = null, lease_until = null,
            worked_ms = samo.run_worked(r), working_since = null, current_agent = null,
            input_tokens = input_tokens + v_input, output_tokens = output_tokens + v_output,
            cost_usd = cost_usd + v_cost,
            finished_at = case when p_status in ('completed', 'failed', 'cancelled')
                then clock_timestamp() end
        where r.id = p_run.id;
    perform samo.run_log(p_run.id, p_events);
    select * into v_run from public.runs where id = p_run.id;
    v_stage := case
        when p_status not in ('completed', 'failed', 'cancelled') then 'generating'
        when p_status = 'completed' and (not v_chat or exists (
                select from public.run_steps s
                where s.run_id = p_run.id and s.version is not null)) then 'completed'
        when p_status = 'failed' and not v_chat then 'error'
    end;
    perform samo.project_generation(
        v_run.user_id, v_run.project_id,
        coalesce(v_stage, v_run.project_stage),
        case when v_stage is null
            then coalesce(v_run.project_progress, v_run.progress) else v_run.progress end,
        null,
        case when p_status = 'completed' and not v_chat
            then (v_run.worked_ms / 1000)::integer end);
    return v_run;
end
$$;

revoke execute on function samo.run_is_told(public.runs, text) from public, anon, authenticated;
grant execute on function samo.run_is_told(public.runs, text) to service_role;
$samokoder_792$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '792', 'what projects go back to', 'SQL', 'V792__what_projects_go_back_to.sql', -1079789869,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(792);
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '793' and success
    ) then
        execute $samokoder_793$
-- Who waits for a worker, and since when: what run_claim would take, of each user no more than may be worked
-- on beside what is. The rest is held back by that number alone and says nothing of the workers' health.
create function samo.runs_waiting(p_user_cap integer)
returns table (run_id uuid, since timestamptz)
language sql stable set search_path = ''
as $$
    select w.id, w.since
    from (
        select r.id, r.user_id,
            case r.status
                when 'queued' then r.queued_at
                when 'running' then r.lease_until
                else r.resume_after
            end as since,
            row_number() over (partition by r.user_id order by r.queued_at, r.id) as place
        from public.runs r
        where r.status = 'queued'
            or (r.status = 'running' and r.lease_until < clock_timestamp())
            or (r.status = 'paused' and r.resume_after <= clock_timestamp())) w
    where w.place + (
        select count(*) from public.runs o
        where o.user_id = w.user_id and o.status = 'running'
            and o.lease_until >= clock_timestamp()) <= p_user_cap
$$;

-- The default is what replicas of the version before mean, which name no number.
drop function public.run_queue_age();
create function public.run_queue_age(p_user_cap integer default 1) returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'waiting', count(*),
        'oldest_seconds', coalesce(
            max(extract(epoch from clock_timestamp() - w.since))::bigint, 0))
    from samo.runs_waiting(p_user_cap) w
$$;

drop function public.run_counts();
create function public.run_counts(p_user_cap integer default 1) returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'queued', count(*) filter (where r.status = 'queued'),
        'running', count(*) filter (where r.status = 'running'),
        'awaiting_input', count(*) filter (where r.status = 'awaiting_input'),
        'paused', count(*) filter (where r.status = 'paused'),
        'oldest_queued_seconds', coalesce((
            select max(extract(epoch from clock_timestamp() - w.since))
            from samo.runs_waiting(p_user_cap) w), 0))
    from public.runs r where r.status in ('queued', 'running', 'awaiting_input', 'paused')
$$;

drop function samo.run_waits(public.runs);

revoke execute on function
    samo.runs_waiting(integer), public.run_queue_age(integer), public.run_counts(integer)
    from public, anon, authenticated;
grant execute on function
    samo.runs_waiting(integer), public.run_queue_age(integer), public.run_counts(integer)
    to service_role;
$samokoder_793$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '793', 'who waits within the cap', 'SQL', 'V793__who_waits_within_the_cap.sql', 1675998872,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(793);
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '794' and success
    ) then
        execute $samokoder_794$
-- Queues a paused or failed run again, and says who pays from now on, or neither: see run_resume, which
-- replicas of the version before still call.
create function public.run_resume_paid(
    p_user_id uuid, p_run_id uuid, p_limits jsonb, p_access_token_id uuid)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_run jsonb := public.run_resume(p_user_id, p_run_id, p_limits);
begin
    perform public.usage_set_run_payer(p_user_id, p_run_id, p_access_token_id);
    return v_run;
end
$$;

-- The same for a decision: see run_checkpoint_resolve.
create function public.run_checkpoint_resolve_paid(
    p_user_id uuid, p_run_id uuid, p_id uuid, p_decision text, p_state jsonb,
    p_access_token_id uuid)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_checkpoint jsonb := public.run_checkpoint_resolve(
        p_user_id, p_run_id, p_id, p_decision, p_state);
begin
    perform public.usage_set_run_payer(p_user_id, p_run_id, p_access_token_id);
    return v_checkpoint;
end
$$;

revoke execute on function
    public.run_resume_paid(uuid, uuid, jsonb, uuid),
    public.run_checkpoint_resolve_paid(uuid, uuid, uuid, text, jsonb, uuid)
    from public, anon, authenticated;
grant execute on function
    public.run_resume_paid(uuid, uuid, jsonb, uuid),
    public.run_checkpoint_resolve_paid(uuid, uuid, uuid, text, jsonb, uuid)
    to service_role;
$samokoder_794$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '794', 'payers of what goes on', 'SQL', 'V794__payers_of_what_goes_on.sql', 487440537,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(794);
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '795' and success
    ) then
        execute $samokoder_795$
-- The access token that a run's calls are charged to, and whether it counts no more: it was revoked
-- meanwhile, or its time is over.
create or replace function public.usage_run_spender(p_user_id uuid, p_run_id uuid) returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'access_token_id', p.access_token_id,
        'revoked', t.revoked_at is not null or coalesce(t.expires_at <= now(), false))
    from public.run_payers p
    left join public.access_tokens t on t.user_id = p.user_id and t.id = p.access_token_id
    where p.run_id = p_run_id and p.user_id = p_user_id
$$;
$samokoder_795$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '795', 'expired payers', 'SQL', 'V795__expired_payers.sql', -39014320,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(795);
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '796' and success
    ) then
        execute $samokoder_796$
-- Whether an access token still counts, for answers that take long.
create function public.auth_access_token_counts(p_user_id uuid, p_id uuid) returns jsonb
language sql
stable
set search_path = ''
as $$
    select to_jsonb(exists (
        select from public.access_tokens t
        where t.user_id = p_user_id and t.id = p_id
            and t.revoked_at is null
            and (t.expires_at is null or t.expires_at > now())))
$$;

revoke execute on function public.auth_access_token_counts(uuid, uuid)
    from public, anon, authenticated;
grant execute on function public.auth_access_token_counts(uuid, uuid) to service_role;
$samokoder_796$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '796', 'tokens that count', 'SQL', 'V796__tokens_that_count.sql', -1070169224,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(796);
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '797' and success
    ) then
        execute $samokoder_797$
-- Who waits for a worker, and since when: what run_claim would take, of each user no more than may be worked
-- on beside what is. The rest is held back by that number alone and says nothing of the workers' health.
-- A run that a worker handed back keeps its place, but waits since then: being queued is what its log
-- told last.
create or replace function samo.runs_waiting(p_user_cap integer)
returns table (run_id uuid, since timestamptz)
language sql stable set search_path = ''
as $$
    select w.id, w.since
    from (
        select r.id, r.user_id,
            case r.status
                when 'queued' then coalesce((
                    select e.at from public.run_events e
                    where e.run_id = r.id and e.seq = r.last_seq), r.queued_at)
                when 'running' then r.lease_until
                else r.resume_after
            end as since,
            row_number() over (partition by r.user_id order by r.queued_at, r.id) as place
        from public.runs r
        where r.status = 'queued'
            or (r.status = 'running' and r.lease_until < clock_timestamp())
            or (r.status = 'paused' and r.resume_after <= clock_timestamp())) w
    where w.place + (
        select count(*) from public.runs o
        where o.user_id = w.user_id and o.status = 'running'
            and o.lease_until >= clock_timestamp()) <= p_user_cap
$$;
$samokoder_797$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '797', 'waiting since the last time', 'SQL', 'V797__waiting_since_the_last_time.sql', 2038639116,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(797);
end
$samokoder$;

do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '800' and success
    ) then
        execute $samokoder_800$
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
$samokoder_800$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '800', 'storage', 'SQL', 'V800__storage.sql', -1759832752,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(800);
end
$samokoder$;

notify pgrst, 'reload schema';
commit;
