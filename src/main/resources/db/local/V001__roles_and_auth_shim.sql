-- What a Supabase project brings along, for every other PostgreSQL: the roles that requests run as,
-- the auth schema with its users, and the functions that tell who is calling. On Supabase this file
-- is left out: all of it is there already and belongs to Supabase.

do $$
begin
    if not exists (select from pg_roles where rolname = 'anon') then
        create role anon nologin noinherit;
    end if;
    if not exists (select from pg_roles where rolname = 'authenticated') then
        create role authenticated nologin noinherit;
    end if;
    -- Without bypassrls, which managed databases do not let their owner hand out: every policy names
    -- this role instead.
    if not exists (select from pg_roles where rolname = 'service_role') then
        create role service_role nologin noinherit;
    end if;
end
$$;

create schema if not exists auth;
grant usage on schema auth to anon, authenticated, service_role;

create table auth.users (
    id uuid primary key,
    email text,
    encrypted_password text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

-- One account per address, however it is spelled.
create unique index users_email_key on auth.users (lower(email));

create function auth.uid() returns uuid
language sql
stable
as $$
    select nullif(
        coalesce(
            nullif(current_setting('request.jwt.claim.sub', true), ''),
            nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
        ),
        ''
    )::uuid
$$;

create function auth.role() returns text
language sql
stable
as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim.role', true), ''),
        nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
    )
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

grant execute on function auth.uid(), auth.role(), auth.jwt() to anon, authenticated, service_role;
