
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
