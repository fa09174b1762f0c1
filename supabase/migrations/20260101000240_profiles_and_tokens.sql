
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
