-- What a Supabase project looks like before anything is installed in it, as far as it matters to a
-- schema that is. Roles belong to the whole cluster and may be there already.

do $$
declare
    v_role text;
begin
    perform pg_advisory_xact_lock(815);
    foreach v_role in array array[
        'anon nologin noinherit',
        'authenticated nologin noinherit',
        'service_role nologin noinherit',
        'authenticator login noinherit',
        'supabase_auth_admin nologin noinherit createrole',
        'supabase_project login createrole createdb'
    ]
    loop
        if not exists (select from pg_roles where rolname = split_part(v_role, ' ', 1)) then
            execute 'create role ' || v_role;
        end if;
    end loop;
end
$$;
grant anon, authenticated, service_role to authenticator;
grant anon, authenticated, service_role to supabase_project with admin option;

-- Its own schema for extensions, on the search path of every login.
create schema extensions;
grant usage on schema extensions to anon, authenticated, service_role, supabase_project;

create schema auth authorization supabase_auth_admin;
set role supabase_auth_admin;

create table auth.users (
    instance_id uuid,
    id uuid not null primary key,
    aud varchar(255),
    role varchar(255),
    email varchar(255),
    encrypted_password varchar(255),
    email_confirmed_at timestamptz,
    invited_at timestamptz,
    confirmation_token varchar(255),
    recovery_token varchar(255),
    last_sign_in_at timestamptz,
    raw_app_meta_data jsonb,
    raw_user_meta_data jsonb,
    is_super_admin boolean,
    created_at timestamptz default now(),
    updated_at timestamptz default now(),
    phone text unique default null,
    banned_until timestamptz,
    deleted_at timestamptz,
    is_sso_user boolean not null default false,
    is_anonymous boolean not null default false
);
create unique index users_email_partial_key on auth.users (email) where is_sso_user = false;
create table auth.sessions (
    id uuid not null primary key,
    user_id uuid not null references auth.users (id) on delete cascade,
    created_at timestamptz,
    updated_at timestamptz,
    factor_id uuid,
    aal text,
    not_after timestamptz
);
create table auth.refresh_tokens (
    id bigserial primary key,
    token varchar(255),
    user_id varchar(255),
    revoked boolean,
    session_id uuid references auth.sessions (id) on delete cascade
);
alter table auth.users enable row level security;
alter table auth.sessions enable row level security;
alter table auth.refresh_tokens enable row level security;

create function auth.uid() returns uuid
language sql
stable
as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim.sub', true), ''),
        (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')
    )::uuid
$$;
create function auth.role() returns text
language sql
stable
as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim.role', true), ''),
        (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role')
    )::text
$$;
create function auth.email() returns text
language sql
stable
as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim.email', true), ''),
        (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email')
    )::text
$$;
create function auth.jwt() returns jsonb
language sql
stable
as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim', true), ''),
        nullif(current_setting('request.jwt.claims', true), '')
    )::jsonb
$$;
grant usage on schema auth to anon, authenticated, service_role, supabase_project;
grant all on all tables in schema auth to supabase_project;
grant all on all sequences in schema auth to supabase_project;
reset role;

-- Whatever the owner makes in "public" is everybody's, until somebody takes it back.
grant usage on schema public to anon, authenticated, service_role;
alter default privileges for role supabase_project in schema public
    grant all on tables to anon, authenticated, service_role;
alter default privileges for role supabase_project in schema public
    grant all on functions to anon, authenticated, service_role;
alter default privileges for role supabase_project in schema public
    grant all on sequences to anon, authenticated, service_role;
