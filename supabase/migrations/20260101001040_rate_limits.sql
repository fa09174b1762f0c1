
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
