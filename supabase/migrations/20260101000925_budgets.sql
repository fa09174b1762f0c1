
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
