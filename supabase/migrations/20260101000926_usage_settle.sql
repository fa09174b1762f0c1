
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
