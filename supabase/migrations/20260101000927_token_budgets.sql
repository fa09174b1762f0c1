
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '567' and success
    ) then
        execute $samokoder_567$
-- An access token may be made with a budget, in one step: there is no moment at which it has none.

create function samo.token_budgets(p_user_id uuid, p_token_id uuid) returns jsonb
language sql stable set search_path = '' as $$
    select coalesce(
        jsonb_agg(
            jsonb_build_object('limit_usd', b.limit_usd::text, 'period', b.period)
            order by array_position(array['day', 'month', 'total'], b.period)
        ),
        '[]'
    )
    from public.budgets b
    where b.user_id = p_user_id and b.access_token_id = p_token_id
$$;

create or replace function samo.auth_access_token(p_token public.access_tokens) returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'id', p_token.id,
        'name', p_token.name,
        'public_id', p_token.public_id,
        'scopes', p_token.scopes,
        'created_at', p_token.created_at,
        'expires_at', p_token.expires_at,
        'last_used_at', p_token.last_used_at,
        'budgets', samo.token_budgets(p_token.user_id, p_token.id)
    )
$$;

drop function public.auth_add_access_token(
    uuid, uuid, text, text, bytea, jsonb, timestamptz, integer
);

-- p_budget is {limit_usd, period} or null.
create function public.auth_add_access_token(
    p_user_id uuid,
    p_id uuid,
    p_name text,
    p_public_id text,
    p_secret_hash bytea,
    p_scopes jsonb,
    p_expires_at timestamptz,
    p_budget jsonb,
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
    if p_budget is not null then
        insert into public.budgets (user_id, scope, access_token_id, period, limit_usd)
        values (
            p_user_id, 'token', p_id, p_budget ->> 'period', (p_budget ->> 'limit_usd')::numeric
        );
        perform samo.budgets_changed(p_user_id);
    end if;
    return samo.auth_access_token(v_token);
end
$$;

-- For If-Match: whoever saw the budgets before has not seen these.
create function samo.budgets_changed(p_user_id uuid) returns void
language sql set search_path = '' as $$
    insert into public.budget_settings as t (user_id) values (p_user_id)
    on conflict (user_id) do update set version = t.version + 1, updated_at = now()
$$;

create or replace function public.auth_list_access_tokens(
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
            'last_used_at', page.last_used_at,
            'budgets', samo.token_budgets(page.user_id, page.id)
        )
        order by page.created_at desc, page.id desc
    )
    from (
        select
            t.id, t.user_id, t.name, t.public_id, t.scopes, t.created_at, t.expires_at,
            t.last_used_at
        from public.access_tokens t
        where t.user_id = samo.acting_user()
            and t.revoked_at is null
            and (p_before_id is null or (t.created_at, t.id) < (p_before_created_at, p_before_id))
        order by t.created_at desc, t.id desc
        limit p_limit
    ) page
$$;

-- A revoked token spends no more: its budgets go, what it spent stays counted.
create or replace function public.auth_revoke_access_token(p_user_id uuid, p_id uuid) returns void
language plpgsql
set search_path = ''
as $$
begin
    update public.access_tokens set revoked_at = now()
    where user_id = p_user_id and id = p_id and revoked_at is null;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    delete from public.budgets where user_id = p_user_id and access_token_id = p_id;
    if found then
        perform samo.budgets_changed(p_user_id);
    end if;
end
$$;

create function samo.spent_by_token(p_user_id uuid, p_token_id uuid, p_period text)
returns numeric
language sql stable set search_path = '' as $$
    select coalesce(sum(c.spent), 0)::numeric(28, 9)
    from public.spend_counters c
    where c.user_id = p_user_id
        and c.scope = 'token'
        and c.subject_id = p_token_id
        and c.day >= samo.budget_opens(p_period)
$$;

-- What one access token may know of itself: its budgets, those of its owner that it counts in, and
-- what it spent.
create function public.usage_of_token(p_access_token_id uuid) returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'name', t.name,
        'expires_at', t.expires_at,
        'spent_day_usd', samo.spent_by_token(t.user_id, t.id, 'day')::text,
        'spent_month_usd', samo.spent_by_token(t.user_id, t.id, 'month')::text,
        'spent_total_usd', samo.spent_by_token(t.user_id, t.id, 'total')::text,
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
                    order by s.scope desc, array_position(array['day', 'month', 'total'], s.period)
                )
                from samo.budget_states(t.user_id, false, null, t.id) s
            ),
            '[]'
        )
    )
    from public.access_tokens t
    where t.user_id = samo.acting_user() and t.id = p_access_token_id
$$;

revoke execute on function
    samo.token_budgets(uuid, uuid),
    samo.spent_by_token(uuid, uuid, text),
    samo.budgets_changed(uuid),
    public.usage_of_token(uuid),
    public.auth_add_access_token(uuid, uuid, text, text, bytea, jsonb, timestamptz, jsonb, integer)
from public, anon, authenticated;
grant execute on function
    samo.token_budgets(uuid, uuid),
    samo.spent_by_token(uuid, uuid, text),
    public.usage_of_token(uuid)
to authenticated, service_role;
grant execute on function
    samo.budgets_changed(uuid),
    public.auth_add_access_token(uuid, uuid, text, text, bytea, jsonb, timestamptz, jsonb, integer)
to service_role;
$samokoder_567$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '567', 'token budgets', 'SQL', 'V567__token_budgets.sql', -675687012,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;
