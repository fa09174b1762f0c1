
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
