
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
