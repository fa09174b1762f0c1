
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
